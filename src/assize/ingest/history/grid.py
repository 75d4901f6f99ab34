"""The sheets of somebody's workbook as grids of cells, and lines of labels in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from assize.ingest.files.xls_streams import SIGNATURE
from assize.ingest.received import Received, column_letters

MOST_CELLS = 200_000  # of one sheet: every board, quarter and measure of twenty years, a figure a row, has fewer
BETWEEN = " | "
_LINE = re.compile(r"^(row|column|heading) (\d+|[A-Z]{1,3})( filled)?$")
_RANGE = re.compile(r"^([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)$")


@dataclass(frozen=True)
class Grid:
    """One sheet. Cells as the file has them (text stripped, blank is None), by index from 0; `merged` leads from each cell
    of a merged range to its first one. A csv has one sheet, without a name, and `lines` says on which line a row stands.
    """

    sheet: str
    cells: tuple[tuple[Any, ...], ...]
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    lines: tuple[int, ...] = ()
    _headings: dict[tuple[int, int, int], list[str]] = field(default_factory=dict, compare=False, repr=False)

    def heading(self, row: int, column: int, left: int, right: int) -> str:
        """The last text of a column above a row, in a row without a number from `left` to `right`; or empty."""
        key = (column, left, right)
        if key not in self._headings:
            # Found in one walk down, for every row of a long table asks.
            above, last = [], ""
            for at in range(self.height):
                above.append(last)
                text = self.text(at, column)
                if text and not any(is_number(self.at(at, c)) for c in range(left, right + 1)):
                    last = text
            self._headings[key] = above
        return self._headings[key][row]

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


def label_at(grid: Grid, lines: Iterable[Line], box: Box, row: int, column: int) -> str:
    """The label of a cell of the box by its lines, joined; where nothing stands, the line's own place (`row 9`)."""
    parts = [_one_label(grid, line, box, row, column) for line in lines]
    if any(parts):
        return BETWEEN.join(part for part in parts if part)
    return f"(row {row + 1})" if any(line.kind != "row" for line in lines) else f"(column {column_letters(column)})"


def _one_label(grid: Grid, line: Line, box: Box, row: int, column: int) -> str:
    if line.kind == "row":
        steps: Iterable[tuple[int, int]] = ((line.index, at) for at in range(column, box.left - 1, -1))
    elif line.kind == "column":
        steps = ((at, line.index) for at in range(row, box.top - 1, -1))
    else:
        return grid.heading(row, line.index, box.left, box.right)
    for at in steps:
        text = grid.text(*at, merged=True)
        if text or not line.filled:
            return text
    return ""


def read_grids(received: Received) -> tuple[list[Grid], dict[str, str]]:
    """Every visible sheet of a workbook (or the one of a csv), and the sheets left out with the reason.

    Raises FileRefused where the file cannot be opened or a sheet is too large.
    """
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    if not received.is_workbook:
        if not received.top:
            raise received.refused("this is neither a workbook nor a text file with commas", fix="Save it as xlsx.")
        rows = received.rows()
        _check_size(received, "", [row for _, row in rows])
        return [Grid("", tuple(tuple(_clean(c) for c in row) for _, row in rows), {}, tuple(n for n, _ in rows))], {}
    grids, left_out = [], {}
    for described in received.workbook.sheets_metadata:
        name = described.name
        if described.typ != SheetTypeEnum.WorkSheet:
            left_out[name] = "it is no sheet of cells"
        elif described.visible != SheetVisibleEnum.Visible:
            left_out[name] = "the sheet is hidden"
        else:
            grids.append(_sheet(received, name))
    return grids, left_out


def _sheet(received: Received, name: str) -> Grid:
    rows = _with_doubts(received, name)
    _check_size(received, name, rows)
    cells = tuple(tuple(_clean(cell) for cell in row) for row in rows)
    merged = {}
    for (top, left), (bottom, right) in received.workbook.get_sheet_by_name(name).merged_cell_ranges or ():
        if (bottom - top + 1) * (right - left + 1) <= MOST_CELLS:
            merged.update(dict.fromkeys(Box(top, left, bottom, right).cells(), (top, left)))
    return Grid(name, cells, merged)


def _with_doubts(received: Received, name: str) -> list[list[Any]]:
    """The rows of a sheet; in an xls, where a formula's 0 may have been a text, `=0`, and where an error stands, its name."""
    rows = received.sheet(name)
    if not received.path.read_bytes().startswith(SIGNATURE):
        return rows
    from assize.ingest.files.xls_formulas import formulas_of

    made = formulas_of(received)[name]
    rows = [list(row) for row in rows]
    for (row, column), text in (made.errors | dict.fromkeys(made.unknown, "=0")).items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text
    return rows


def _check_size(received: Received, sheet: str, rows: Sequence[Sequence[Any]]) -> None:
    if sum(map(len, rows)) > MOST_CELLS:
        raise received.refused(
            "a sheet is too large for a history",
            where=f"{received.name} [{sheet}]" if sheet else "",
            found=f"{len(rows):,} rows of {max(map(len, rows)):,} columns",
            expected=f"at most {MOST_CELLS:,} cells",
            fix="Delete the empty rows and columns after the last figure, and save it again; or take fewer years at a time.",
        )


def _clean(cell: Any) -> Any:
    if isinstance(cell, str):
        text = re.sub(r"\s+", " ", cell.replace("\u200b", "")).strip()
        return text or None
    return cell


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


_NUMBER = re.compile(r"^[-−(]?[£]?\d[\d,. ]*\)?\s*%?$")


def is_number(cell: Any) -> bool:
    """A number, or a text that is one (a per cent too)."""
    if isinstance(cell, bool):
        return False
    if isinstance(cell, int | float):
        return True
    return isinstance(cell, str) and bool(_NUMBER.match(cell))


def column_index(letters: str) -> int:
    """0 for `A`, 26 for `AA`."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
