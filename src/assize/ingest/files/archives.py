"""Looks into a packed file before any library opens it: is it whole, is it what it says, and will it fit into memory?

A workbook is a zip of xml parts. The library that reads it trusts what the parts say: a single cell in the last row of a
sheet makes it lay out billions of empty ones, a part that unpacks without end fills the memory, and neither can be caught
once begun. So everything that is loaded whole is unpacked here first, piece by piece, and thrown away again. The records
of a pivot cache are left alone: they are gigabytes in a real file, and are read as a stream by whoever wants them.
"""

from __future__ import annotations

import copy
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from xml.parsers import expat

from assize.core.errors import FileRefused, Problem
from assize.ingest.files.extents import MOST_CELLS, MOST_TEXT, OdsExtent, SharedTexts, SheetExtent, letters_shared
from assize.ingest.files.texts import PARTNERS_FILE

# What zipfile, zlib and the xml parser raise on a damaged part; what a library does not know is a kind of RuntimeError.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, expat.ExpatError)
MEGABYTE = 1_000_000
_PIECE = 1 << 20
MOST_PARTS = 10_000  # the largest published workbook seen has some hundreds
MOST_OF_A_PART = 400 * MEGABYTE  # unpacked; a sheet of 450,000 rows and 13 columns is about 250 MB
MOST_OFTABLES = 1_600 * MEGABYTE  # of the one part in which an ods has all its sheets; a year of outcomes is 900 MB
MOST_OF_TEXTS = 150 * MEGABYTE  # of shared texts and styles, which stay in memory
MOST_WHOLE = 2_000 * MEGABYTE  # of all that is unpacked here, together
MOST_STREAMED = 6_000 * MEGABYTE  # of pivot records; those of a 105 MB tool are a few gigabytes
MOST_RATIO = 400  # unpacked to packed, of parts above a megabyte; sheets of one repeated row reach 200, a bomb 1,000
_RATIO_FROM = 20 * MEGABYTE  # below this a part does no harm, however well it was packed
MOST_PROLOG = 1 << 16  # a doctype can only stand before the first element
_TEXTS = re.compile(r"(sharedstrings|styles)\.xml$", re.IGNORECASE)
_STREAMED = re.compile(r"pivotcacherecords\d*\.xml$", re.IGNORECASE)
TABLES = "content.xml"
_XML = re.compile(r"\.(xml|rels|vml)$", re.IGNORECASE)
_ELEMENT = re.compile(rb"<[A-Za-z_]")
_DECLARED = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_LOCKED_OLE = "EncryptedPackage".encode("utf-16-le")
_AGAIN = "Download it again."
_PUBLISHERS = "Load the file as its publisher released it."
_SAVE_AGAIN = "Open it and save it again as xlsx without a password."


@dataclass
class _Refusals:
    """What is wrong with one archive."""

    name: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, what: str, *, part: str = "", found: str = "", expected: str = "", fix: str = _PUBLISHERS) -> None:
        where = f"{self.name} [{part}]" if part else self.name
        self.problems.append(Problem(what, where, found, expected, fix))

    def stop(self) -> None:
        if self.problems:
            raise FileRefused(self.name, self.problems)


def check_workbook(path: Path, name: str) -> str:
    """`.xlsx` or `.ods`, by what is inside. Raises FileRefused where a zip is neither or cannot be opened safely.

    `name` is the file's own. Looked at are its directory and names, its kind, passwords, what its parts unpack to and their
    checksums, declarations that may grow without end, and how far each sheet reaches. A file is unpacked for this once,
    however many ask in turn.
    """
    found = path.stat()
    return _checked(path, name, (found.st_size, found.st_mtime_ns, found.st_ino))


@lru_cache(maxsize=2)
def _checked(path: Path, name: str, state: tuple[int, int, int]) -> str:
    """`state` is there to tell a file from a later one in its place."""
    refusals = _Refusals(name)
    kind = ""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_directory(parts, refusals)
            refusals.stop()
            kind = _kind(archive, refusals)
            refusals.stop()
            _check_parts(archive, parts, refusals)
    except DAMAGED as error:
        refusals.add("the file is cut short or damaged", found=_plainly(error), expected="a whole workbook", fix=_AGAIN)
    refusals.stop()
    return kind


def check_legacy(path: Path, name: str) -> None:
    """Raises FileRefused where a file of the older kind of Office is locked with a password."""
    tail = b""
    with path.open("rb") as handle:
        while piece := handle.read(_PIECE):
            if _LOCKED_OLE in tail + piece:
                refusals = _Refusals(name)
                refusals.add("the workbook is locked with a password", fix=_SAVE_AGAIN)
                refusals.stop()
            tail = piece[-len(_LOCKED_OLE) :]


def unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> Iterator[bytes]:
    """The true bytes of a part, a piece at a time, whatever the directory says of their number; at the end their checksum
    is compared. Raises BadZipFile where they are more than `most`, or not as many as the directory says.
    """
    true = copy.copy(part)
    true.file_size = 1 << 62  # else zipfile stops where the directory says, and other libraries do not
    size = 0
    with archive.open(true) as handle:
        while piece := handle.read(_PIECE):
            size += len(piece)
            if size > most:
                raise zipfile.BadZipFile(f"more than {most // MEGABYTE:,} MB in {part.filename}")
            yield piece
    if size != part.file_size:
        raise zipfile.BadZipFile(f"{size:,} bytes in {part.filename} where its directory says {part.file_size:,}")


def _check_directory(parts: list[zipfile.ZipInfo], refusals: _Refusals) -> None:
    """Names, passwords and sizes, as the directory has them."""
    if len(parts) > MOST_PARTS:
        refusals.add("the workbook has too many parts", found=f"{len(parts):,}", expected=f"{MOST_PARTS:,} at most")
        return
    seen: set[str] = set()
    for part in parts:
        name = part.filename.replace("\\", "/")
        if name.casefold() in seen:
            refusals.add("two parts of the workbook have one name, and nothing shows which is meant", found=f"'{name}'")
        seen.add(name.casefold())
        if name.startswith("/") or re.match(r"^[A-Za-z]:", name) or ".." in name.split("/") or "\0" in name:
            refusals.add("a part of the workbook lies outside it", found=f"'{name}'")
        if part.flag_bits & 0x1:
            refusals.add("the workbook is locked with a password", part=name, fix=_SAVE_AGAIN)
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            refusals.add("a part is packed in a way that workbooks are not", part=name, fix=_SAVE_AGAIN)
        _check_size(part, refusals)
    if sum(part.file_size for part in parts if not _STREAMED.search(part.filename)) > MOST_WHOLE:
        refusals.add("the workbook unpacks to too much", expected=f"{MOST_WHOLE // MEGABYTE:,} MB at most")
    if min((part.header_offset for part in parts), default=0):
        refusals.add("something stands before the workbook in the file, so it is not what it seems", fix=_AGAIN)


def _check_size(part: zipfile.ZipInfo, refusals: _Refusals) -> None:
    """Sizes as the directory has them; `unpack` finds out whether that is true."""
    most = _most(part.filename)
    if part.file_size > most:
        refusals.add(
            "a part of the workbook unpacks to too much",
            part=part.filename,
            found=f"{part.file_size // MEGABYTE:,} MB",
            expected=f"{most // MEGABYTE:,} MB at most",
        )
    elif part.file_size > _RATIO_FROM and part.file_size > MOST_RATIO * max(part.compress_size, 1):
        refusals.add(
            "a part of the workbook unpacks to far more than it should",
            part=part.filename,
            found=f"{part.file_size // max(part.compress_size, 1):,} times its size",
            expected=f"{MOST_RATIO} times at most",
        )


def _most(name: str) -> int:
    if _STREAMED.search(name):
        return MOST_STREAMED
    if name == TABLES:
        return MOST_OFTABLES
    return MOST_OF_TEXTS if _TEXTS.search(name) else MOST_OF_A_PART


def _kind(archive: zipfile.ZipFile, refusals: _Refusals) -> str:
    """`.xlsx` or `.ods`; anything else that is a zip too becomes a refusal."""
    names = {name.casefold() for name in archive.namelist()}
    said = ""
    if "mimetype" in names:
        said = next((name for name in archive.namelist() if name.casefold() == "mimetype"), "")
        said = archive.open(said).read(200).decode("ascii", errors="replace").strip()
    expected = "an xlsx, ods or xls workbook"
    if "xl/workbook.bin" in names:
        refusals.add("this is a binary workbook (xlsb)", expected=expected, fix="Open it and save it again as xlsx.")
    elif "xl/workbook.xml" in names or "opendocument.spreadsheet" in said:
        if any(name.startswith("meta-inf/") for name in names) and _is_locked_ods(archive):
            refusals.add("the workbook is locked with a password", fix=_SAVE_AGAIN)
    elif any(name.startswith("word/") for name in names) or "opendocument.text" in said:
        refusals.add("this is a text document and no workbook", expected=expected, fix=f"{_PUBLISHERS} {PARTNERS_FILE}")
    elif any(name.startswith("ppt/") for name in names):
        refusals.add("this is a presentation and no workbook", expected=expected, fix=f"{_PUBLISHERS} {PARTNERS_FILE}")
    elif said:
        refusals.add("this is no workbook", found=f"'{said[:60]}'", expected=expected)
    elif "[content_types].xml" in names or "content.xml" in names:
        refusals.add("the workbook lacks its main part", expected=expected, fix=_AGAIN)
    else:
        inside = ", ".join(sorted(archive.namelist())[:3])
        refusals.add(
            "this is a zip and no workbook",
            found=f"in it {inside}" if inside else "nothing in it",
            expected=expected,
            fix="Unpack it and load the files in it.",
        )
    return ".ods" if "opendocument.spreadsheet" in said else ".xlsx"


def _is_locked_ods(archive: zipfile.ZipFile) -> bool:
    manifest = next((part for part in archive.infolist() if part.filename == "META-INF/manifest.xml"), None)
    return manifest is not None and b"encryption-data" in b"".join(unpack(archive, manifest, MOST_OF_A_PART))


def _check_parts(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], refusals: _Refusals) -> None:
    """Every part that is loaded whole: unpacked to its end, its checksum, its prolog, and how far a sheet reaches."""
    texts = SharedTexts()
    sheets: list[tuple[zipfile.ZipInfo, SheetExtent]] = []
    whole = 0
    for part in (part for part in parts if not part.is_dir()):
        name = part.filename.casefold()
        extent: SheetExtent | SharedTexts | OdsExtent = SheetExtent()
        if name.endswith("sharedstrings.xml"):
            extent = texts
        elif name == TABLES:
            extent = OdsExtent()
        prolog = _Prolog(part.filename, refusals)
        for piece in unpack(archive, part, _most(part.filename)):
            prolog.add(piece)
            if prolog.seen and _STREAMED.search(name):
                break
            whole += len(piece)
            if whole > MOST_WHOLE:
                raise zipfile.BadZipFile(f"more than {MOST_WHOLE // MEGABYTE:,} MB in all")
            extent.add(piece)
        prolog.end()
        if name.endswith("workbook.xml.rels"):
            _check_targets(b"".join(unpack(archive, part, MOST_OF_A_PART)), refusals)
        if isinstance(extent, SheetExtent) and extent.cells:
            sheets.append((part, extent))
        if isinstance(extent, SharedTexts):
            if extent.announced:
                refusals.add(
                    "the workbook says of itself that it holds more texts than any does",
                    part=part.filename,
                    found=f"'{extent.announced[:20]}' texts",
                    expected=f"{MOST_CELLS:,} at most",
                    fix=_AGAIN,
                )
        elif far := extent.too_far():
            refusals.add("a sheet reaches too far to be read", part=part.filename, found=far)
    for part, extent in sheets:
        if extent.shared * texts.longest > MOST_TEXT:  # at most; now exactly
            letters = letters_shared(unpack(archive, part, _most(part.filename)), texts.lengths)
            if letters > MOST_TEXT:
                refusals.add(
                    "the texts of a sheet are too long to be read", part=part.filename, found=f"{letters:,} letters"
                )


class _Prolog:
    """What stands in a part before its first element, where a document type would be declared."""

    def __init__(self, part: str, refusals: _Refusals) -> None:
        self.seen = False
        self._part, self._refusals, self._start = part, refusals, b""

    def add(self, piece: bytes) -> None:
        """The next bytes."""
        if not self.seen:
            self._start += piece[:MOST_PROLOG]
            if _ELEMENT.search(_single_bytes(self._start)) or len(self._start) >= MOST_PROLOG:
                self._judge()

    def end(self) -> None:
        """No more bytes come."""
        if not self.seen and self._start:
            self._judge()

    def _judge(self) -> None:
        self.seen = True
        if not _XML.search(self._part) and not self._start.lstrip(b"\xef\xbb\xbf").startswith(b"<"):
            return
        plain = _single_bytes(self._start)
        first = _ELEMENT.search(plain)
        if _DECLARED.search(plain[: first.start()] if first else plain):
            what = "a part of the workbook declares a document type, by which a small file can grow without end"
            self._refusals.add(what, part=self._part, fix=_SAVE_AGAIN)
        elif first is None:
            self._refusals.add("a part of the workbook is no xml", part=self._part, fix=_AGAIN)


def _single_bytes(start: bytes) -> bytes:
    """Xml may stand in two-byte letters: what is looked for is in single ones."""
    return start.replace(b"\0", b"")


def _check_targets(relations: bytes, refusals: _Refusals) -> None:
    """A sheet may not be kept where only streams are expected, for a sheet is loaded whole."""
    for relation in re.findall(rb"<[^>]*>", relations):
        if b"/worksheet" in relation and b"pivotcacherecords" in relation.lower():
            refusals.add("the records of a pivot table are given out as a sheet", part="xl/_rels/workbook.xml.rels")


def _plainly(error: BaseException) -> str:
    """What a library says of a damaged file, in one line and in plainer words where they are known."""
    said = " ".join(str(error).split())[:160]
    if "not a zip file" in said:
        return "no end of the archive"
    if "CRC" in said:
        return f"a checksum that does not fit ({said})"
    return said or "nothing more in it"
