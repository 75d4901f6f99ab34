"""A received file before anyone knows what it is: its bytes' hash, its kind, and as much of it as recognition needs."""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from assize.core.errors import FileRefused, Problem

HEADER_ROWS = 30  # a header stands within these; the deepest seen in a published file is row 9
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BLOCK = 1 << 20
_MOST_BYTES = 2_000_000_000  # a gzip that unpacks to more than this is no statistical table


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
    def is_packed(self) -> bool:
        """A gzip."""
        return self._start.startswith(_GZIP)

    def blocks(self) -> Iterator[bytes]:
        """The file's bytes, unpacked, a block at a time. Raises FileRefused where it cannot be unpacked or never ends."""
        size = 0
        try:
            with gzip.open(self.path, "rb") if self.is_packed else self.path.open("rb") as handle:
                while block := handle.read(_BLOCK):
                    size += len(block)
                    if size > _MOST_BYTES:
                        raise self.refused("the file is too large", found="more than 2 GB unpacked")
                    yield block
        except (OSError, EOFError, zlib.error) as error:
            raise self.refused("the file cannot be unpacked", found=str(error), fix="Download it again.") from error

    @cached_property
    def text(self) -> str:
        """A csv's whole text, unpacked and decoded, with its line ends made one kind: for small files.

        UTF-8, else UTF-16 by its mark, else Windows-1252. Raises FileRefused where it cannot be unpacked.
        """
        return _decode(b"".join(self.blocks())).replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def top(self) -> list[list[str]]:
        """The first rows of a csv, cells as printed; empty for a workbook or what is no text."""
        if self.is_workbook:
            return []
        start = next(self.blocks(), b"")
        if b"\0" in start and not start.startswith(_UTF16):
            return []
        # A block may end within a character; what lies beyond the last line end is left out.
        lines = _decode(start[: start.rfind(b"\n") + 1] if len(start) == _BLOCK else start).splitlines()
        return list(csv.reader(lines[:HEADER_ROWS], delimiter=self.delimiter))

    @cached_property
    def workbook(self) -> Any:
        """The workbook, opened by python-calamine. Raises FileRefused where it cannot be."""
        from python_calamine import CalamineError, CalamineWorkbook

        try:
            return CalamineWorkbook.from_path(str(self.path))
        except (CalamineError, OSError, ValueError) as error:
            raise self.refused(
                "the workbook cannot be opened", found=str(error), fix="Open it and save it again without a password."
            ) from error

    @cached_property
    def sheets(self) -> tuple[str, ...]:
        """Names of a workbook's sheets, as they stand (spaces at the end included)."""
        return tuple(self.workbook.sheet_names) if self.is_workbook else ()

    def sheet(self, name: str) -> list[list[Any]]:
        """All rows of a sheet from A1 on, so that indexes are addresses."""
        rows: list[list[Any]] = self.workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        return rows

    def rows(self) -> list[tuple[int, list[str]]]:
        """Every row of a csv with the line it begins on (1 is the first); blank lines are left out."""
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter)
        found, line = [], 1
        for row in reader:
            if any(cell.strip() for cell in row):
                found.append((line, row))
            line = reader.line_num + 1
        return found

    def refused(self, what: str, *, where: str = "", found: str = "", expected: str = "", fix: str = "") -> FileRefused:
        """The error that refuses this file for one reason."""
        return FileRefused(self.name, [Problem(what, where or self.name, found, expected, fix)])


def _decode(data: bytes) -> str:
    if data.startswith(_UTF16):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


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
