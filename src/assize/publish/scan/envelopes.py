"""What stands around the parts of a deck or a workbook: beside the root of each, and how parts are called and tied."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from assize.publish.scan.archives import Archive
from assize.publish.scan.pieces import Kind, Piece

_HOSTS = r"http://(?:schemas\.openxmlformats\.org|schemas\.microsoft\.com|purl\.org|www\.w3\.org)"
# Addresses of namespaces and of kinds of relation: words, the years in which formats came out, and their small versions.
NAMED = re.compile(_HOSTS + r"(?:/(?:[A-Za-z-]+|20[01]\d|9|1\.1))*/?")
_CONTENT = re.compile(r"application/(?:vnd\.[a-z]+-[a-zA-Z.-]+(?:\+xml)?|xml)|image/(?:png|jpeg)")
_NAMESPACES = re.compile(rb"""xmlns(?::([\w.-]+))?\s*=\s*["']([^"']*)["']""")
_PREFIX = re.compile(rb"[A-Za-z]*(?:14|15|16)?")
TYPES = "[Content_Types].xml"


def around(place: str, part: str, tree: Any, archive: Archive) -> Iterator[Piece]:
    """What no pack has beside the root of a part, among its namespaces, in its relations and in the list of parts."""

    def foreign(what: str) -> Piece:
        return Piece(place, Kind.FOREIGN, what)

    if tree.getprevious() is not None or tree.getnext() is not None:
        yield foreign("a comment, or an instruction to programs, beside the part")
    if tree.getroottree().docinfo.doctype:
        yield foreign("a type of document with words of its own")
    for prefix, address in set(_NAMESPACES.findall(archive.skeleton(part))):
        if not _PREFIX.fullmatch(prefix) or not NAMED.fullmatch(address.decode("utf-8", "replace")):
            yield foreign("a namespace that no pack has")
    if part == TYPES:
        for one in tree:
            if not isinstance(one.tag, str):
                continue  # told elsewhere
            if one.get("PartName", "/").lstrip("/") not in (*archive.parts, ""):
                yield foreign(f"a part in the list that is not there: {one.get('PartName')}")
            if not re.fullmatch(r"[a-z]*", one.get("Extension", "")) or not _CONTENT.fullmatch(
                one.get("ContentType", "")
            ):
                yield foreign(f"a kind of content that no pack has: {one.get('ContentType')}")
    elif part.endswith(".rels"):
        folder = posixpath.dirname(posixpath.dirname(part))
        for one in tree:
            if not isinstance(one.tag, str):
                continue
            target = posixpath.normpath(posixpath.join("/" + folder, one.get("Target", ""))).lstrip("/")
            if one.get("TargetMode") is None and target not in archive.parts:
                yield foreign(f"a relation to a part that is not there: {one.get('Target')}")
            if not NAMED.fullmatch(one.get("Type", "")) or not re.fullmatch(r"rId\d{1,3}", one.get("Id", "")):
                yield foreign(f"a kind of relation that no pack has: {one.get('Type')}")
