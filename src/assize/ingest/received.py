"""A received file before anyone knows what it is: its bytes' hash, its kind, and as much of it as recognition needs."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from assize.core.errors import FileRefused, Problem
from assize.ingest.files.archives import MOST_OF_A_PART, TABLES, check_legacy, check_workbook
from assize.ingest.files.texts import (
    PARTNERS_FILE,
    check_bytes,
    decode,
    decoded,
    is_text,
    other_kind,
    plain_spaces,
    records,
)
from assize.ingest.files.workbooks import LegacyWorkbook, PackedWorkbook
from assize.ingest.files.xls_streams import SIGNATURE

HEADER_ROWS = 30  # a header stands within these; the deepest seen in a published file is row 9
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_BLOCK = 1 << 20
_MOST_BYTES = 1_000_000_000  # a text of more than this is no statistical table; a year of outcomes is 100 MB
_MOST_RATIO = 300  # of a gzip, unpacked to packed; a year of outcomes reaches 80, a bomb a thousand
_RATIO_FROM = 20_000_000  # below this it does no harm, however well it was packed
_MOST_TEXT = 200_000_000  # of a text held whole, in bytes
_MOST_HELD = 1_500_000  # cells of sheets kept between one layout's look and the next's
_MOST_FOUND = 160  # letters of a library's words
_Found = TypeVar("_Found")


@dataclass(frozen=True)
class Dialect:
    """How a csv is written; stated in full wherever one is read."""

    delimiter: str = ","
    quote: str = '"'


@dataclass(frozen=True)
class Received:
    """A file as it arrived. `name` is its own, whatever the file is called where it is kept.

    A csv is read with commas; another `delimiter` serves only to find out that a refused file has it.
    """

    path: Path
    name: str
    delimiter: str = Dialect.delimiter

    @cached_property
    def sha256(self) -> str:
        """Hash of the received bytes."""
        with self.path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()

    @cached_property
    def is_workbook(self) -> bool:
        """An xlsx, ods or xls, by its first bytes."""
        return self._start.startswith((_ZIP, _OLE))

    @cached_property
    def _start(self) -> bytes:
        with self.path.open("rb") as handle:
            return handle.read(8)

    @property
    def is_zip(self) -> bool:
        """What an xlsx and an ods are, by its first bytes."""
        return self._start.startswith(_ZIP)

    @property
    def is_xls(self) -> bool:
        """A workbook of the older kind, by its first bytes."""
        return self._start == SIGNATURE

    @property
    def is_packed(self) -> bool:
        """A gzip."""
        return self._start.startswith(_GZIP)

    def blocks(self) -> Iterator[bytes]:
        """The file's bytes, unpacked, a block at a time. Raises FileRefused where it cannot be unpacked or never ends."""
        size, packed = 0, self.path.stat().st_size if self.is_packed else 0
        try:
            with gzip.open(self.path, "rb") if self.is_packed else self.path.open("rb") as handle:
                while block := handle.read(_BLOCK):
                    size += len(block)
                    if size > _MOST_BYTES:
                        raise self.refused(
                            "the file is too large", found="more than 1 GB" + (" unpacked" if packed else "")
                        )
                    if packed and size > _RATIO_FROM and size > _MOST_RATIO * packed:
                        raise self.refused(
                            "the file unpacks to far more than it should",
                            found=f"more than {_MOST_RATIO} times its size",
                            fix="Load the file as its publisher released it.",
                        )
                    yield block
        except (OSError, EOFError, zlib.error) as error:
            raise self.refused("the file cannot be unpacked", found=str(error), fix="Download it again.") from error

    @cached_property
    def text(self) -> str:
        """A csv's whole text, unpacked and decoded, with its line ends made one kind: for small files.

        UTF-8, else UTF-16 by its mark, else Windows-1252. Raises FileRefused where it cannot be unpacked or a letter of it
        cannot be known.
        """
        data = bytearray()
        for block in self.blocks():
            data += block
            if len(data) > _MOST_TEXT:
                raise self.refused(
                    "the file is too large for a text in this encoding",
                    found=f"more than {_MOST_TEXT // 1_000_000} MB",
                    fix="Save it again as csv UTF-8.",
                )
        return decode(bytes(data), self.name).replace("\r\n", "\n").replace("\r", "\n")

    def copy_text(self, to: Path) -> None:
        """Writes a csv's text as UTF-8 with one kind of line end: for what is too large to be held as `text` is."""
        line_ends = io.IncrementalNewlineDecoder(None, translate=True)
        with to.open("w", encoding="utf-8", newline="") as handle:
            for piece in decoded(self.blocks, self.name):
                handle.write(line_ends.decode(piece))
            handle.write(line_ends.decode("", final=True))

    @cached_property
    def top(self) -> list[list[str]]:
        """The first rows of a csv, cells as printed; empty for a workbook or what is no text.

        Raises FileRefused where it is something else by its first bytes (a web page called xls), or a letter anywhere in it
        was lost.
        """
        if self.is_workbook:
            return []
        start = next(self.blocks(), b"")
        if len(start) == _BLOCK and not start.strip():
            raise self.refused(
                "the file begins with nothing but empty lines",
                found=f"{_BLOCK:,} letters without a word or a number",
                fix="Download it again.",
            )
        if kind := other_kind(start):
            raise self.refused(
                f"this is {kind}, whatever the file is called",
                expected="a csv, xlsx, ods or xls",
                fix=f"Load the file as its publisher released it. {PARTNERS_FILE}",
            )
        if not is_text(start):
            return []
        check_bytes(self.blocks(), self.name)
        # A block may end within a character; what lies beyond the last line end is left out.
        text = decode(start[: _line_end(start)] if len(start) == _BLOCK else start, self.name)
        rows: list[list[str]] = []
        for _, row in records(text.replace("\r\n", "\n").replace("\r", "\n"), self.name, self.delimiter):
            rows.append(row)
            if len(rows) == HEADER_ROWS:
                break
        return rows

    @cached_property
    def workbook(self) -> PackedWorkbook | LegacyWorkbook:
        """The workbook, opened after a look into it. Raises FileRefused where it cannot be."""
        if not self.is_zip:
            check_legacy(self.path, self.name)
            return self._by_library(lambda: LegacyWorkbook(self.path))
        ending = check_workbook(self.path, self.name)
        if self.is_large:
            raise self.refused(
                "the workbook is too large to be held at once",
                expected="a publication that is read row by row",
                fix="Save each sheet of it as a workbook of its own.",
            )
        return self._by_library(lambda: PackedWorkbook(self.path, ending))

    @cached_property
    def is_large(self) -> bool:
        """An ods whose one part with all its sheets is too large to be held: `files.sheet_stream` reads it row by row."""
        if not self.is_zip:
            return False
        check_workbook(self.path, self.name)
        with zipfile.ZipFile(self.path) as archive:
            return any(part.filename == TABLES and part.file_size > MOST_OF_A_PART for part in archive.infolist())

    @cached_property
    def sheets(self) -> tuple[str, ...]:
        """Names of a workbook's sheets, as they stand (spaces at the end included); of a large one none can be asked for."""
        if not self.is_workbook or self.is_large:
            return ()
        return tuple(about.name for about in self.workbook.abouts)

    @cached_property
    def _held(self) -> dict[str, list[list[Any]]]:
        """Sheets already read: each layout looks at them in turn."""
        return {}

    def sheet(self, name: str) -> list[list[Any]]:
        """All rows of a sheet from A1 on, so that indexes are addresses. Raises FileRefused where it cannot be read."""
        if name in self._held:
            return self._held[name]

        def taken() -> list[list[Any]]:
            rows = self.workbook.rows(name)
            return [[plain_spaces(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]

        rows = self._by_library(taken, name)
        if sum(len(held) * len(held[0]) for held in (*self._held.values(), rows) if held) <= _MOST_HELD:
            self._held[name] = rows
        return rows

    def _by_library(self, asked: Callable[[], _Found], sheet: str = "") -> _Found:
        """What the library answers. Whatever it raises, it is the file that cannot be read: its panics are no Exceptions."""
        try:
            return asked()
        except (KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as error:
            raise self.refused(
                "the sheet cannot be read" if sheet else "the workbook cannot be opened",
                where=f"{self.name} [{sheet}]" if sheet else "",
                found=_plainly(error),
                fix="Download it again, or open it and save it again without a password.",
            ) from error

    def rows(self) -> list[tuple[int, list[str]]]:
        """Every row of a csv with the line it begins on (1 is the first); blank lines are left out."""
        found = records(self.text, self.name, self.delimiter)
        return [(line, row) for line, row in found if any(cell.strip() for cell in row)]

    def refused(self, what: str, *, where: str = "", found: str = "", expected: str = "", fix: str = "") -> FileRefused:
        """The error that refuses this file for one reason."""
        return FileRefused(self.name, [Problem(what, where or self.name, found, expected, fix)])


def _plainly(error: BaseException) -> str:
    """What a library says of a file, in one line; where it says no more than that a place is not there, in plainer words."""
    if isinstance(error, LookupError | AssertionError | struct.error | UnicodeDecodeError):
        return "a part that is damaged, or that leads to another which is not there"
    return " ".join(str(error).split())[:_MOST_FOUND] or type(error).__name__


def _line_end(start: bytes) -> int:
    """The place after the last line end in a block, of whichever kind; in UTF-16 it has two bytes."""
    if start.startswith(codecs.BOM_UTF16_LE):
        return max(start.rfind(b"\n\0"), start.rfind(b"\r\0")) + 2
    return max(start.rfind(b"\n"), start.rfind(b"\r")) + 1


def column_letters(index: int) -> str:
    """`A` for 0, `AA` for 26: a column's name in a workbook."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def find_header(rows: Sequence[Sequence[object]], wanted: Sequence[str]) -> int | None:
    """Index of the first row that has every wanted word as a cell (compared in lower case), or None."""
    for index, row in enumerate(rows[:HEADER_ROWS]):
        cells = {str(cell).strip().casefold() for cell in row}
        if all(word in cells for word in wanted):
            return index
    return None
