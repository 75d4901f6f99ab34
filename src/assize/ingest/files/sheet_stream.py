"""Rows of a workbook (xlsx or ods) one after the other, each with its sheet and its true number, in little memory.

A sheet of 450,000 rows laid out whole takes half a gigabyte; here only one row is held at a time. Nothing is trimmed, so
the place of a cell is its address. A cell is what its publisher stored: a number as the shortest text that means it, a
text as it stands, an error (`#DIV/0!`) as its name, so that it is never taken for nothing.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple
from xml.parsers import expat

from assize.core.errors import FileRefused
from assize.ingest.files.archives import DAMAGED, check_workbook
from assize.ingest.files.texts import plain_spaces
from assize.ingest.files.written_aside import Bounds, OdsMarks, bound, runs_of, told_aside
from assize.ingest.received import HEADER_ROWS, Received

_BLOCK = 1 << 18
_MOST_BYTES = 1_500_000_000  # unpacked; a sheet of 450,000 rows and 13 columns without shared texts has 340 million
_MOST_SHARED = 200_000_000  # letters of shared texts, which are held in memory
_MOST_ROWS = 1_048_576  # of a sheet, and columns: what spreadsheet programs can hold
_MOST_COLUMNS = 16_384
_MOST_FILLED = 30_000_000  # cells that repetition in an ods may make
_RELATION_ID = "id"
_DAMAGED = (*DAMAGED, LookupError)  # where a cell points to a text, or a part to another, that is not there
_Start = Callable[[str, Mapping[str, str]], None]
_End = Callable[[str], None]
_Text = Callable[[str], None]


class SheetRow(NamedTuple):
    """One row in which something stands: `number` counts from 1, `cells` leads from a column (0 is A) to its text."""

    sheet: str
    number: int
    cells: Mapping[int, str]


@dataclass(frozen=True)
class SheetTop:
    """The first rows of a sheet from A1 on, in which its header is looked for."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def can_stream(received: Received) -> bool:
    """Whether it is an xlsx or an ods, by what is in it."""
    try:
        if not received.is_zip:
            return False
        with zipfile.ZipFile(received.path) as archive:
            return _kind(archive) != ""
    except _DAMAGED:
        return False


def sheet_tops(received: Received) -> tuple[SheetTop, ...]:
    """The first rows of every sheet, read once for all who ask. Raises FileRefused where the workbook cannot be read.

    What could do harm is looked for first (`archives.check_workbook`), so whoever streams has asked for the tops before.
    """
    return _tops(_Kept(received))


def stream_rows(received: Received) -> Iterator[SheetRow]:
    """Every row of every sheet in which something stands, in the order of the workbook.

    Raises FileRefused where the workbook is damaged, larger than any table of statistics, or declares a document type.
    """
    try:
        with zipfile.ZipFile(received.path) as archive:
            if _kind(archive) == "ods":
                yield from _ods_rows(received, archive)
            else:
                shared = _shared_texts(received, archive)
                for name, part in _xlsx_sheets(received, archive):
                    yield from _xlsx_rows(received, archive, name, part, shared)
    except FileRefused:
        raise
    except _DAMAGED as error:
        raise _damaged(received, error) from error


@dataclass(frozen=True)
class _Kept:
    """A received file, equal to another of the same bytes and name."""

    received: Received = field(compare=False)
    key: tuple[str, str] = field(default=("", ""))

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", (self.received.sha256, self.received.name))


@lru_cache(maxsize=2)
def _tops(kept: _Kept) -> tuple[SheetTop, ...]:
    received = kept.received
    check_workbook(received.path, received.name)
    found: dict[str, dict[int, Mapping[int, str]]] = {}
    try:
        with zipfile.ZipFile(received.path) as archive:
            if _kind(archive) == "ods":
                for row in _ods_rows(received, archive, found, most=HEADER_ROWS):
                    found[row.sheet][row.number] = row.cells
            else:
                shared = _shared_texts(received, archive)
                for name, part in _xlsx_sheets(received, archive):
                    found[name] = {}
                    for row in _xlsx_rows(received, archive, name, part, shared):
                        if row.number > HEADER_ROWS:
                            break
                        found[name][row.number] = row.cells
    except FileRefused:
        raise
    except _DAMAGED as error:
        raise _damaged(received, error) from error
    return tuple(SheetTop(name, _laid_out(rows)) for name, rows in found.items())


def _laid_out(rows: Mapping[int, Mapping[int, str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(cells.get(column, "") for column in range(max(cells, default=-1) + 1))
        for cells in (rows.get(number, {}) for number in range(1, max(rows, default=0) + 1))
    )


def _kind(archive: zipfile.ZipFile) -> str:
    """`ods` or `xlsx`; empty for any other zip."""
    names = set(archive.namelist())
    if "content.xml" in names and "mimetype" in names:
        said = archive.open("mimetype").read(100).decode("ascii", errors="replace")
        return "ods" if "opendocument.spreadsheet" in said else ""
    return "xlsx" if "xl/workbook.xml" in names else ""


def _damaged(received: Received, error: BaseException) -> FileRefused:
    said = " ".join(str(error).split())[:160] or type(error).__name__
    if isinstance(error, IndexError | KeyError):
        said = "a cell that points to a text, or a part that points to another, which is not in the workbook"
    elif isinstance(error, ValueError) and (word := re.search(r"invalid literal[^:]*: (.+)$", said)):
        said = f"{word[1]} where the place or number of a text should stand"
    elif isinstance(error, ValueError) and (digits := re.search(r"value has (\d+) digits", said)):
        said = f"a number of {int(digits[1]):,} digits where the place or number of a text should stand"
    return received.refused(
        "the workbook cannot be read",
        found=said,
        fix="Download it again, or open it and save it again without a password.",
    )


# --- xml, a piece at a time -------------------------------------------------------------------------------------------


def _parse(
    received: Received,
    archive: zipfile.ZipFile,
    part: str,
    start: _Start,
    end: _End,
    text: _Text,
    parser: Any = None,
) -> Iterator[None]:
    """Parses a part and pauses after each piece, so that a caller can take what was found, or stop."""
    parser = parser or expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text

    def declared(*_: object) -> None:
        raise received.refused(
            "a part of the workbook declares a document type, which may grow without end",
            where=f"{received.name} [{part}]",
            fix="Open it and save it again, or load the publisher's own file.",
        )

    parser.StartDoctypeDeclHandler = declared
    size = 0
    with archive.open(part) as handle:
        while piece := handle.read(_BLOCK):
            size += len(piece)
            if size > _MOST_BYTES:
                raise received.refused(
                    "a part of the workbook unpacks to too much",
                    where=f"{received.name} [{part}]",
                    expected=f"{_MOST_BYTES // 1_000_000:,} MB at most",
                    fix="Load the publisher's own file.",
                )
            parser.Parse(piece, False)
            yield
    parser.Parse(b"", True)
    yield


def _number_text(text: str) -> str:
    """A stored number as the shortest text that means it: `5.0` and `5E0` are `5`, `0.28999999999999998` is `0.29`."""
    if text.isdecimal():
        return text
    number = float(text)
    if number.is_integer() and abs(number) < 1e15:  # beyond that whole numbers are no longer exact
        return str(int(number))
    return repr(number)


# --- xlsx -------------------------------------------------------------------------------------------------------------


def _xlsx_sheets(received: Received, archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Names of the sheets and their parts, in the order of the workbook; sheets that hold a chart alone are left out."""
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def relation(name: str, attributes: Mapping[str, str]) -> None:
        if _plain(name) == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            targets[attributes.get("Id", "")] = path

    def sheet(name: str, attributes: Mapping[str, str]) -> None:
        if _plain(name) == "sheet":
            identity = next((value for key, value in attributes.items() if _plain(key) == _RELATION_ID), "")
            if identity in targets:
                sheets.append((attributes.get("name", ""), targets[identity]))

    for part, found in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        for _ in _parse(received, archive, part, found, lambda _: None, lambda _: None):
            pass
    return sheets


def _plain(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def _shared_texts(received: Received, archive: zipfile.ZipFile) -> list[str]:
    """The texts that cells point to; what is printed above them in small (phonetic) letters is left out."""
    part = next((name for name in archive.namelist() if name.casefold() == "xl/sharedstrings.xml"), None)
    if part is None:
        return []
    texts: list[str] = []
    parts: list[str] = []
    bounds: Bounds = []
    inside = phonetic = False
    size = 0

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal inside, phonetic
        plain = _plain(name)
        if plain == "si":
            parts.clear()
            bounds.clear()
        elif plain == "rPh":
            phonetic = True
        elif plain != "t":
            bound(bounds, parts, name, attributes)
        inside = plain == "t" and not phonetic

    def end(name: str) -> None:
        nonlocal inside, phonetic, size
        inside = False
        plain = _plain(name)
        if plain == "rPh":
            phonetic = False
        elif plain == "si":
            texts.append(plain_spaces(told_aside(runs_of(parts, bounds)) if bounds else "".join(parts)))
            size += len(texts[-1])

    def text(data: str) -> None:
        if inside:
            parts.append(data)

    for _ in _parse(received, archive, part, start, end, text):
        if size > _MOST_SHARED:
            raise received.refused("the workbook's shared texts are too long", fix="Load the publisher's own file.")
    return texts


def _xlsx_rows(
    received: Received, archive: zipfile.ZipFile, sheet: str, part: str, shared: list[str]
) -> Iterator[SheetRow]:
    done: list[SheetRow] = []
    columns: dict[str, int] = {}
    cells: dict[int, str] = {}
    parts: list[str] = []
    bounds: Bounds = []
    prefix: str | None = None
    cell = value = letters = row_name = phonetic_name = ""
    kind: str | None = None
    number, column = 0, -1
    inside = phonetic = False

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal cells, number, column, kind, inside, phonetic, prefix, cell, value, letters, row_name, phonetic_name
        if name == cell:
            kind = attributes.get("t")
            place = attributes.get("r")
            if place is None:
                column += 1
            else:
                word = place.rstrip("0123456789")
                known = columns.get(word)
                column = columns[word] = _column_index(word) if known is None else known
            parts.clear()
            if bounds:
                bounds.clear()
        elif name in (value, letters):
            inside = not phonetic
        elif name == row_name:
            said = attributes.get("r")
            before, number = number, int(said) if said else number + 1
            if number <= before or number > _MOST_ROWS:
                raise ValueError(f"row {number} after row {before} in sheet {sheet}")
            column, cells = -1, {}
        elif name == phonetic_name:
            phonetic = True
        elif kind == "inlineStr":
            bound(bounds, parts, name, attributes)
        elif prefix is None:
            prefix = name[: len(name) - len(_plain(name))]
            cell, value, letters = f"{prefix}c", f"{prefix}v", f"{prefix}t"
            row_name, phonetic_name = f"{prefix}row", f"{prefix}rPh"

    def end(name: str) -> None:
        nonlocal inside, phonetic
        if name in (value, letters):
            inside = False
        elif name == cell:
            if parts:
                text = parts[0] if len(parts) == 1 else "".join(parts)
                if kind == "s":
                    text = shared[int(text)]
                elif kind is None or kind == "n":
                    text = _number_text(text)
                elif kind == "b":
                    text = "TRUE" if text == "1" else "FALSE"
                else:
                    text = plain_spaces(told_aside(runs_of(parts, bounds)) if bounds else text)
                if text:
                    if column in cells:
                        raise ValueError(f"column {column + 1} of row {number} stands twice in sheet {sheet}")
                    cells[column] = text
        elif name == row_name:
            if cells:
                done.append(SheetRow(sheet, number, cells))
        elif name == phonetic_name:
            phonetic = False

    def text(data: str) -> None:
        if inside:
            parts.append(data)

    for _ in _parse(received, archive, part, start, end, text):
        yield from done
        done.clear()


def _column_index(letters: str) -> int:
    """0 for A, 26 for AA."""
    index = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(f"'{letters}' is no column")
        index = index * 26 + ord(letter) - 64
    if not 0 < index <= _MOST_COLUMNS:
        raise ValueError(f"'{letters}' is no column")
    return index - 1


# --- ods --------------------------------------------------------------------------------------------------------------

_TABLE, _ROW, _CELL, _COVERED = "table:table", "table:table-row", "table:table-cell", "table:covered-table-cell"
_PARAGRAPH, _NOTE, _SPACES = "text:p", "office:annotation", "text:s"
_TIMES_ROW, _TIMES_COLUMN = "table:number-rows-repeated", "table:number-columns-repeated"
_STORED = {"float": "office:value", "percentage": "office:value", "currency": "office:value"}


def _ods_rows(
    received: Received,
    archive: zipfile.ZipFile,
    sheets: dict[str, dict[int, Mapping[int, str]]] | None = None,
    most: int = _MOST_ROWS,
) -> Iterator[SheetRow]:
    """All tables stand in one part. `sheets` takes their names up as they come; beyond row `most` of each nothing is read."""
    done: list[SheetRow] = []
    cells: dict[int, str] = {}
    paragraphs: list[str] = []
    bounds: Bounds = []
    marks = OdsMarks()
    sheet, kind, stored = "", "", ""
    depth = note = 0  # tables may lie within cells of tables, and notes hold paragraphs of their own
    number = column = times = across = filled = 0
    inside = False

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal cells, sheet, kind, stored, depth, note, number, column, times, across, inside
        if name in (_CELL, _COVERED):
            if depth == 1:
                across = int(attributes.get(_TIMES_COLUMN, 1))
                kind = attributes.get("office:value-type", "")
                wanted = _STORED.get(kind)
                stored = attributes.get(wanted, "") if wanted else ""
                if kind == "date":
                    stored = attributes.get("office:date-value", "")
                elif kind == "boolean":
                    stored = attributes.get("office:boolean-value", "").upper()
                paragraphs.clear()
                if bounds:
                    bounds.clear()
        elif name == _PARAGRAPH:
            if not note and depth == 1:
                inside = True
                paragraphs.append("\n" if paragraphs else "")
        elif name == _SPACES:
            if inside:
                paragraphs.append(" " * min(int(attributes.get("text:c", 1)), 100))
        elif name == _ROW:
            if depth == 1:
                times = int(attributes.get(_TIMES_ROW, 1))
                column, cells = 0, {}
        elif name == _NOTE:
            note += 1
        elif name == _TABLE:
            depth += 1
            if depth == 1:
                sheet, number = attributes.get("table:name", ""), 0
                if sheets is not None:
                    sheets.setdefault(sheet, {})
        elif marks.start(name, attributes) and inside:
            bounds.append((len(paragraphs), marks.now))

    def end(name: str) -> None:
        nonlocal depth, note, number, column, inside, filled
        if name in (_CELL, _COVERED):
            if depth == 1:
                if kind in _STORED:
                    text = _number_text(stored)
                elif bounds and not stored:
                    text = plain_spaces(told_aside(runs_of(paragraphs, bounds)))
                else:
                    text = plain_spaces(stored or "".join(paragraphs))
                if text:
                    filled += across * times
                    if column + across > _MOST_COLUMNS or filled > _MOST_FILLED:
                        raise ValueError(f"cells repeated without end in row {number + 1} of sheet {sheet}")
                    for index in range(column, column + across):
                        cells[index] = text
                column += across
        elif name == _PARAGRAPH:
            inside = False
        elif name == _ROW:
            if depth == 1:
                if cells:
                    if number + times > _MOST_ROWS:
                        raise ValueError(f"rows repeated without end in sheet {sheet}")
                    done.extend(SheetRow(sheet, number + step, cells) for step in range(1, times + 1))
                number += times
                if number >= most and most < _MOST_ROWS:
                    skip()
        elif name == _NOTE:
            note -= 1
        elif name == _TABLE:
            depth -= 1
        elif marks.end(name) and inside:
            bounds.append((len(paragraphs), marks.now))

    def text(data: str) -> None:
        if inside:
            paragraphs.append(data)

    def skip() -> None:
        """Beyond the rows that are wanted only the end of the table is looked for: it takes a third of the time."""
        parser.StartElementHandler, parser.EndElementHandler = passed_start, passed_end
        parser.CharacterDataHandler = None

    def passed_start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth
        if name == _TABLE:
            depth += 1

    def passed_end(name: str) -> None:
        nonlocal depth
        if name == _TABLE:
            depth -= 1
            if depth == 0:
                parser.StartElementHandler, parser.EndElementHandler = start, end
                parser.CharacterDataHandler = text

    parser = expat.ParserCreate()
    for _ in _parse(received, archive, "content.xml", start, end, text, parser):
        yield from (row for row in done if row.number <= most)
        done.clear()
