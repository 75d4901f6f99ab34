"""The sheets of somebody's workbook as grids of cells, and lines of labels in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from assize.ingest.received import column_letters

BETWEEN = " | "
UNKEPT = "(formula without a result)"  # a number that a program was to work out and has not
_LINE = re.compile(r"^(row|column|heading) (\d+|[A-Z]{1,3})( filled)?$")
_RANGE = re.compile(r"^([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)$")


@dataclass(frozen=True)
class Grid:
    """One sheet. Cells as the file has them (text stripped, blank is None), by index from 0; `merged` leads from each cell
    of a merged range to its first one. A csv has one sheet, without a name, and `lines` says on which line a row stands.
    `asides` are its comments and what stands in boxes over it; `hidden` the cells of hidden rows and columns.
    """

    sheet: str
    cells: tuple[tuple[Any, ...], ...]
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    lines: tuple[int, ...] = ()
    asides: tuple[str, ...] = ()
    hidden: frozenset[tuple[int, int]] = frozenset()
    _headings: dict[tuple[int, int, int, frozenset[int]], list[str]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def heading(self, row: int, column: int, box: Box, heads: frozenset[int] = frozenset()) -> str:
        """The last heading of a column above a row; or empty.

        `heads` are rows that head the box's columns: they are no headings.
        """
        key = (column, box.left, box.right, heads)
        if key not in self._headings:
            # Found in one walk down, for every row of a long table asks.
            above, last = [], ""
            for at in range(self.height):
                above.append(last)
                if at not in heads and self.is_heading(at, column, box):
                    last = self.text(at, column)
            self._headings[key] = above
        return self._headings[key][row]

    def is_heading(self, row: int, column: int, box: Box) -> bool:
        """Whether a text stands in a row with nothing else under the box's columns, and is no note."""
        text = self.text(row, column)
        others = (c for c in range(box.left, box.right + 1) if c != column)
        return bool(text) and not _NOTE.match(text) and not any(self.at(row, c) is not None for c in others)

    @property
    def height(self) -> int:
        """Rows."""
        return len(self.cells)

    @property
    def width(self) -> int:
        """Columns."""
        return max((len(row) for row in self.cells), default=0)

    def at(self, row: int, column: int, *, merged: bool = False) -> Any:
        """A cell, or None; with `merged` that of the range it is part of."""
        if merged:
            row, column = self.merged.get((row, column), (row, column))
        if row >= len(self.cells) or column >= len(self.cells[row]):
            return None
        return self.cells[row][column]

    def text(self, row: int, column: int, *, merged: bool = False) -> str:
        """A cell as a label."""
        return label_text(self.at(row, column, merged=merged))

    def rows_with_cells(self) -> Iterator[int]:
        """The rows in which something stands."""
        return (index for index, row in enumerate(self.cells) if any(cell is not None for cell in row))


@dataclass(frozen=True)
class Line:
    """Where labels stand: `row 4`, `column B`, or `heading A` (the last text of column A above, in a row without numbers).

    `filled`: an empty cell means what stands before it.
    """

    kind: str
    index: int
    filled: bool = False

    def __str__(self) -> str:
        name = str(self.index + 1) if self.kind == "row" else column_letters(self.index)
        return f"{self.kind} {name}{' filled' if self.filled else ''}"


def parse_lines(text: str) -> tuple[Line, ...] | None:
    """`row 3 filled + row 4`; None where the text is no line of labels but a word that holds for the whole table."""
    found = []
    for part in text.split("+"):
        match = _LINE.match(part.strip())
        if match is None or match[2].isdigit() != (match[1] == "row"):
            return None
        index = int(match[2]) - 1 if match[1] == "row" else column_index(match[2])
        found.append(Line(match[1], index, bool(match[3])))
    return tuple(found)


@dataclass(frozen=True)
class Box:
    """A range of cells, all ends included, indexes from 0."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{column_letters(self.left)}{self.top + 1}:{column_letters(self.right)}{self.bottom + 1}"

    def cells(self) -> Iterator[tuple[int, int]]:
        """Row by row."""
        return (
            (row, column) for row in range(self.top, self.bottom + 1) for column in range(self.left, self.right + 1)
        )

    def has(self, row: int, column: int) -> bool:
        """Whether a cell lies in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


def parse_box(text: str) -> Box | None:
    """`C6:P9`; None where it is no range."""
    match = _RANGE.match(text.strip())
    if match is None:
        return None
    box = Box(int(match[2]) - 1, column_index(match[1]), int(match[4]) - 1, column_index(match[3]))
    return box if 0 <= box.top <= box.bottom and box.left <= box.right else None


def label_at(
    grid: Grid, lines: Iterable[Line], box: Box, row: int, column: int, heads: frozenset[int] = frozenset()
) -> str:
    """The label of a cell of the box by its lines, joined; where nothing stands, the line's own place (`row 9`).

    `heads` are the rows that head the table, which are no headings of what follows.
    """
    parts = [label_part(grid, line, box, row, column, heads) for line in lines]
    if any(parts):
        return BETWEEN.join(part for part in parts if part)
    return f"(row {row + 1})" if any(line.kind != "row" for line in lines) else f"(column {column_letters(column)})"


def label_part(grid: Grid, line: Line, box: Box, row: int, column: int, heads: frozenset[int] = frozenset()) -> str:
    """What one line says of a cell of the box, or nothing."""
    if line.kind == "row":
        steps: Iterable[tuple[int, int]] = ((line.index, at) for at in range(column, box.left - 1, -1))
    elif line.kind == "column":
        steps = ((at, line.index) for at in range(row, box.top - 1, -1))
    else:
        return grid.heading(row, line.index, box, heads)
    for at in steps:
        text = grid.text(*at, merged=True)
        if text or not line.filled:
            return text
    return ""


def label_text(cell: Any) -> str:
    """A cell as a label: a date as 2018-04-01, a whole number without its point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


_NOTE = re.compile(r"^(?:nb\b|n\.b\.|notes?\b|source\b|\*|see )", re.IGNORECASE)
_NUMBER = re.compile(r"^[-−(]?[£]?\d[\d,. ]*\)?\s*%?$")


def is_number(cell: Any) -> bool:
    """A number, or a text that is one (a per cent too)."""
    if isinstance(cell, bool):
        return False
    if isinstance(cell, int | float) or cell == UNKEPT:
        return True
    return isinstance(cell, str) and bool(_NUMBER.match(cell))


def column_index(letters: str) -> int:
    """0 for `A`, 26 for `AA`."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
