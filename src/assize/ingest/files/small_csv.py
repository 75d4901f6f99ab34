"""A small csv as rows of cells found by what their headers mean, each with the line it stands on.

For files of which every line is looked at in Python; a file of hundreds of thousands of lines goes through `long_tables`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assize.core.errors import FileRefused, Problem
from assize.ingest.layouts import SHOWN, without_rows
from assize.ingest.long_tables.table import header_key, only_columns
from assize.ingest.long_tables.unread import unread_cells
from assize.ingest.received import Received
from assize.ingest.values import CellValue, read_number

_HUNDREDTHS = 100
_OWN_FILE = "Load the publisher's own file."


@dataclass(frozen=True)
class Line:
    """One line below the header: its number in the file (1 is the first line) and its cells as printed."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A csv's lines; `columns` gives our name of a column its place, `headers` are as printed."""

    name: str
    headers: tuple[str, ...]
    columns: Mapping[str, int]
    lines: tuple[Line, ...]

    def text(self, line: Line, column: str) -> str:
        """The cell of a line under a column of ours, without spaces around it."""
        return line.cells[self.columns[column]].strip()

    def header(self, column: str) -> str:
        """The header of a column as printed."""
        return self.headers[self.columns[column]]

    def place(self, line: Line, column: str = "") -> str:
        """Where a cell stands, for a message."""
        return f"{self.name} [line {line.number}{', ' + self.header(column) if column else ''}]"

    @property
    def unread(self) -> list[Problem]:
        """The columns that are not read, and what makes the table a part of its publication."""
        return unread_cells(self.name, self.headers, set(self.columns.values()), (line.cells for line in self.lines))


def open_table(received: Received, wanted: Mapping[str, Sequence[str]], needed: Collection[str]) -> Table:
    """The lines of a csv whose header has the `needed` columns.

    `wanted` are the spellings (as `header_key` gives them) by which each column of ours is known. Raises FileRefused where a
    column stands twice, a line has not the header's number of cells, or there is no line.
    """
    try:
        rows = received.rows()
    except csv.Error as error:
        raise received.refused("the lines cannot be told apart", found=str(error), fix=_OWN_FILE) from error
    at = _header_at([row for _, row in rows], wanted, needed)
    headers = tuple(cell.strip() for cell in rows[at][1])
    columns = only_columns(received, headers, wanted)
    lines, problems = [], []
    for number, row in rows[at + 1 :]:
        cells = tuple(row)
        if len(cells) > len(headers) and not any(cell.strip() for cell in cells[len(headers) :]):
            cells = cells[: len(headers)]  # commas at the end, as a spreadsheet writes them
        if len(cells) != len(headers):
            problems.append(
                Problem(
                    "a line is not like the others",
                    f"{received.name} [line {number}]",
                    found=f"{len(cells)} cells",
                    expected=f"{len(headers)} cells, as in the header",
                    fix=_OWN_FILE,
                )
            )
        lines.append(Line(number, cells))
    if problems:
        raise FileRefused(received.name, capped(problems, received.name))
    if not lines:
        raise without_rows(received)
    return Table(received.name, headers, columns, tuple(lines))


def _header_at(rows: Sequence[Sequence[str]], wanted: Mapping[str, Sequence[str]], needed: Collection[str]) -> int:
    """Where the header is: the first row that has a spelling of every needed column."""
    for at in range(len(rows)):
        keys = {header_key(cell) for cell in rows[at]}
        if all(keys & set(wanted[column]) for column in needed):
            return at
    raise AssertionError("recognised by its header")


def capped(problems: Iterable[Problem], file: str) -> list[Problem]:
    """The same problems, of each kind only the first few and how many more there are."""
    kinds: dict[tuple[str, bool], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault((problem.what, problem.blocks), []).append(problem)
    shown = []
    for (what, blocks), found in kinds.items():
        shown += found[:SHOWN]
        if len(found) > SHOWN:
            shown.append(Problem(f"{what}: more of the same", file, f"{len(found) - SHOWN:,}", blocks=blocks))
    return shown


def read_whole(printed: str) -> CellValue | None:
    """A whole number of 0 or more, also written with a point and noughts (`32100.0`), or an absence; None for neither."""
    return _where(printed, lambda value: value >= 0 and value == value.to_integral_value())


def read_days(printed: str) -> CellValue | None:
    """A number of days of 0 or more, or an absence; None for neither.

    Means and medians are printed whole or to a decimal: more of them show that days were turned into something else.
    """
    return _where(
        printed, lambda value: value >= 0 and value * _HUNDREDTHS == (value * _HUNDREDTHS).to_integral_value()
    )


def _where(printed: str, fits: Callable[[Decimal], bool]) -> CellValue | None:
    cell = read_number(printed)
    return None if cell is None or (cell.value is not None and not fits(cell.value)) else cell
