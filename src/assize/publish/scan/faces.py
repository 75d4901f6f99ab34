"""The faces that a print embeds: what could hold words in them must be the installed face's."""

from __future__ import annotations

import re
import struct
from collections.abc import Set
from functools import cache

from assize.render import theme

# A table from the numbers of letters in a face to letters, and nothing else.
_CMAP = re.compile(
    rb"%!PS-Adobe-3\.0 Resource-CMap\n%%DocumentNeededResources: procset CIDInit\n%%IncludeResource: procset CIDInit\n"
    rb"%%BeginResource: CMap Custom\n%%Title: \(Custom Adobe Identity 0\)\n%%Version: 1\n%%EndComments\n"
    rb"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo 3 dict dup begin\n"
    rb" +/Registry \(Adobe\) def\n +/Ordering \(Identity\) def\n +/Supplement 0 def\nend def\n/CMapName /Custom def\n"
    rb"/CMapVersion 1 def\n/CMapType 0 def\n/WMode 0 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
    rb"(?:\d{1,3} beginbfchar\n(?:<[0-9A-F]{4}> <(?:[0-9A-F]{4}){1,4}>\n)*+endbfchar\n)*+"
    rb"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n%%EndResource\n%%EOF\s*"
)
_TABLES = {one.ljust(4) for one in b"GlyphOrder head hhea maxp hmtx fpgm prep cvt loca glyf name post OS/2".split()}


def is_letters(data: bytes) -> bool:
    """Whether the bytes are a table of letters as the setter of the pages writes it."""
    return _CMAP.fullmatch(data) is not None


_AS_INSTALLED = frozenset((b"fpgm", b"prep", b"cvt "))  # which a face of some letters has as the face of all


def is_face(data: bytes) -> bool:
    """Whether the bytes of a TrueType face are its tables, and those that can hold words are the installed face's."""
    tables = _tables_of(data)
    at = 12 + 16 * len(tables)
    for begin, end in sorted(tables.values()):
        if begin < at or data[at:begin].strip(b"\0"):
            return False
        at = end
    return tables.keys() <= _TABLES and not data[at:].strip(b"\0") and _told_by(data) <= _installed()


def _told_by(face: bytes) -> Set[tuple[bytes, bytes]]:
    """The names of a face, and its tables that can hold words."""
    tables = _tables_of(face)
    found = {(tag, face[begin:end]) for tag, (begin, end) in tables.items() if tag in _AS_INSTALLED}
    begin, end = tables.get(b"name", (0, 0))
    names = face[begin:end]
    count, words = struct.unpack_from(">2xHH", names) if names else (0, 0)
    records = (struct.unpack_from(">8xHH", names, 6 + 12 * at) for at in range(count))
    found |= {(b"name", names[words + at : words + at + length]) for length, at in records}
    heard = sum(len(one) for tag, one in found if tag == b"name")
    return found if len(names) <= words + heard else found | {(b"name", b"more")}


def _tables_of(data: bytes) -> dict[bytes, tuple[int, int]]:
    """Of a TrueType face: the name of a table -> where it begins and ends."""
    count = int.from_bytes(data[4:6], "big")
    told = ((data[at : at + 4], *struct.unpack_from(">II", data, at + 8)) for at in range(12, 12 + 16 * count, 16))
    return {tag: (begin, begin + length) for tag, begin, length in told}


@cache
def _installed() -> Set[tuple[bytes, bytes]]:
    return {one for file in theme.font_files() for one in _told_by(file.read_bytes())}
