"""A long table of some thousand lines, csv or workbook alike, each line looked at in Python.

A line is known by its number in a csv, or by its sheet and row; columns are found by what their headers mean. What every
such table owes is here too: no figure twice, and none lacking that all the other areas have.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assize.core.errors import Problem
from assize.core.periods import Period
from assize.core.reading import Row
from assize.ingest.files.sheet_stream import sheet_tops, stream_rows
from assize.ingest.layouts import SHOWN, longer_than_headers, some, without_rows
from assize.ingest.long_tables.table import header_key, only_columns
from assize.ingest.long_tables.unread import Unread, tell_unread
from assize.ingest.received import HEADER_ROWS, Received, column_letters
from assize.ingest.values import CellValue

MOST_LINES = 400_000  # a table of more is no summary
_FULL = 0.9  # of all figures that any area has, so many must be there for the table to be meant as full
_OWN_FILE = "Load the publisher's own file."


@dataclass(frozen=True)
class Line:
    """One line below a header, its cells by our names of the columns."""

    sheet: str
    number: int
    cells: Mapping[str, str]
    at: Mapping[str, str]  # our name -> letters of the column, or its header as printed

    def ref(self, column: str) -> str:
        """`Outcomes!H12`, or `line 12, value`."""
        if self.sheet:
            return f"{self.sheet}!{self.at[column]}{self.number}"
        return f"line {self.number}, {self.at[column]}"


def read_lines(
    received: Received, columns: Mapping[str, Sequence[str]], needed: Iterable[str]
) -> tuple[list[Line], list[Problem]]:
    """Every line of the tables that bear the `needed` columns, and what is to be said of those that are not read.

    `columns` gives the spellings of each.
    Raises FileRefused where a column stands twice, a line has not the header's number of cells, or there is but one or no line.
    """
    read = _of_workbook if received.is_workbook else _of_csv
    found, unread = read(received, columns, needed)
    if not found:
        raise without_rows(received)
    if len(found) == 1:  # beside nothing else no word or number of it can be doubted
        raise received.refused(
            "the table has one line of figures, so the rest was cut",
            found=f"nothing but {found[0].ref(next(iter(found[0].cells)))}",
            expected="a line for every area, period and measure",
            fix=_OWN_FILE,
        )
    if len(found) > MOST_LINES:
        raise received.refused("the table has too many lines", found=f"{len(found):,}", fix=_OWN_FILE)
    words = {word for line in found for word in line.cells.values()}
    return found, tell_unread(received.name, unread, words.__contains__)


def _of_csv(
    received: Received, columns: Mapping[str, Sequence[str]], needed: Iterable[str]
) -> tuple[list[Line], list[Unread]]:
    rows = received.rows()
    at = next((at for at, (_, row) in enumerate(rows[:HEADER_ROWS]) if _bears(row, columns, needed)), None)
    if at is None:
        raise received.refused("the header is not among the first rows", fix=_OWN_FILE)
    header = rows[at][1]
    places = only_columns(received, header, columns)
    printed = {name: header[place].strip() for name, place in places.items()}
    unread = _besides(header, places)
    lines, short = [], []
    for number, row in rows[at + 1 :]:
        if len(row) != len(header):
            short.append(number)
        else:
            for place, column in unread.items():
                column.take("", row[place])
            lines.append(Line("", number, {name: row[place].strip() for name, place in places.items()}, printed))
    if short:
        raise received.refused(
            "a line is not like the others",
            where=f"{received.name} [line {some([str(number) for number in short])}]",
            expected=f"{len(header)} cells, as in the header",
            fix=_OWN_FILE,
        )
    return lines, list(unread.values())


def _besides(header: Sequence[str], read: Mapping[str, int]) -> dict[int, Unread]:
    """The columns that are not read, by their places."""
    besides = set(range(len(header))) - set(read.values())
    return {at: Unread(header[at].strip(), f"column {column_letters(at)}") for at in sorted(besides)}


def _of_workbook(
    received: Received, columns: Mapping[str, Sequence[str]], needed: Iterable[str]
) -> tuple[list[Line], list[Unread]]:
    headers: dict[str, tuple[int, dict[str, int]]] = {}
    unread: dict[str, dict[int, Unread]] = {}
    ends: dict[str, int] = {}  # the column after the last header
    for top in sheet_tops(received):
        for index, row in enumerate(top.rows):
            if _bears(row, columns, needed):
                headers[top.name] = (index + 1, only_columns(received, row, columns))
                unread[top.name] = _besides(row, headers[top.name][1])
                ends[top.name] = max(at for at, cell in enumerate(row) if cell.strip()) + 1
                break
    lines = []
    longer: list[str] = []
    letters = {
        sheet: {name: column_letters(place) for name, place in places.items()} for sheet, (_, places) in headers.items()
    }
    for sheet, number, cells in stream_rows(received):
        if sheet in headers and number > headers[sheet][0]:
            if cells.get(ends[sheet], "").strip():
                longer.append(f"{sheet}!{column_letters(ends[sheet])}{number}")
            for place, column in unread[sheet].items():
                column.take(sheet, cells.get(place, ""))
            texts = {name: cells.get(place, "").strip() for name, place in headers[sheet][1].items()}
            lines.append(Line(sheet, number, texts, letters[sheet]))
            if len(lines) > MOST_LINES:
                break
    if longer:
        raise longer_than_headers(received, longer)
    return lines, [column for columns_of in unread.values() for column in columns_of.values()]


def _bears(row: Sequence[str], columns: Mapping[str, Sequence[str]], needed: Iterable[str]) -> bool:
    keys = {header_key(cell) for cell in row}
    return all(keys & set(columns[name]) for name in needed)


class Gathering:
    """Collects what is read of a file and what is wrong with it, so that all is told at once."""

    def __init__(self, received: Received) -> None:
        self.received = received
        self.rows: list[Row] = []
        self._wrong: dict[str, list[Problem]] = {}
        self._notes: dict[str, list[str]] = {}
        self._seen: dict[tuple[object, ...], Line] = {}

    def wrong(self, line: Line, column: str, what: str, found: str, expected: str = "", fix: str = "") -> None:
        """A fault at a cell, for which the file is refused."""
        place = f"{self.received.name} [{line.ref(column)}]"
        self._wrong.setdefault(what, []).append(Problem(what, place, found, expected, fix))

    def note(self, line: Line, column: str, what: str) -> None:
        """Something worth knowing of a cell that does not stop the work."""
        self._notes.setdefault(what, []).append(line.ref(column))

    def take(
        self,
        line: Line,
        column: str,
        area: str,
        period: Period,
        field: str,
        dimensions: tuple[str, ...],
        read: CellValue,
    ) -> None:
        """An observation; one that stands in the file twice is a fault."""
        key = (area, period, field, dimensions)
        if key in self._seen:
            self.wrong(
                line, column, "this figure stands in the file twice", f"the same as {self._seen[key].ref(column)}"
            )
            return
        self._seen[key] = line
        row = Row(area, period, field, dimensions, read.value, read.absence, line.cells[column], marks=read.marks)
        if line.sheet:
            row = row._replace(sheet=line.sheet, ref=f"{line.at[column]}{line.number}")
        else:
            row = row._replace(line=line.number, column=line.at[column])
        self.rows.append(row)

    def problems(self) -> list[Problem]:
        """All that was found, many of one kind counted."""
        found = []
        for what, each in self._wrong.items():
            found += each[:SHOWN]
            if len(each) > SHOWN:
                found.append(Problem(f"{what}: more cells", each[SHOWN].where, found=f"{len(each) - SHOWN:,}"))
        for what, places in self._notes.items():
            found.append(Problem(what, self.received.name, found=f"{len(places):,} ({some(places)})", blocks=False))
        return found

    def lacking(self, names: Mapping[str, str]) -> list[Problem]:
        """Figures that one area lacks and the others of its kind (`names`: slug -> name) have, where the table is full."""
        held: dict[Period, dict[tuple[str, ...], set[str]]] = {}
        for row in self.rows:
            if row.area in names:
                held.setdefault(row.period, {}).setdefault((row.field, *row.dimensions), set()).add(row.area)
        problems = []
        lacking: dict[str, list[str]] = {}
        ragged = 0
        for period, keys in sorted(held.items()):
            areas = set().union(*keys.values())
            if len(areas) < 2 or sum(map(len, keys.values())) < _FULL * len(areas) * len(keys):
                ragged += len(areas) > 1
                continue
            for key, there in keys.items():
                for area in areas - there:
                    lacking.setdefault(area, []).append(f"{', '.join(key)} in {period.id}")
        for area, missing in sorted(lacking.items())[:SHOWN]:
            problems.append(
                Problem(
                    f"{names[area]} lacks figures that the other areas have",
                    self.received.name,
                    found=f"{len(missing)} lacking, for instance {missing[0]}",
                    expected="the same figures for every area, or [x] if not available",
                    fix=_OWN_FILE,
                )
            )
        if len(lacking) > SHOWN:
            problems.append(Problem("more areas lack figures", self.received.name, f"{len(lacking) - SHOWN}"))
        if ragged:
            problems.append(
                Problem(
                    "not every area has every figure, so one that is missing could not be told",
                    self.received.name,
                    found=f"{ragged} {'period' if ragged == 1 else 'periods'}",
                    blocks=False,
                )
            )
        return problems
