"""Where the tables of a sheet are: on which row or column the periods stand, which cells are figures, where labels are.

Nothing here is by position alone: a line of periods is one whose cells can be read as periods, and figures are what stands
under or beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from assize.ingest.history.grid import Box, Grid, Line, is_number
from assize.ingest.history.labels import Reading, joined_readings, readings

_LEAST = 2  # periods that make a line of them
_TITLE_ROWS = 12
_WINDOW = 8  # words of a title that may together be a period or a place
_HEADER_DEPTH = 3


@dataclass(frozen=True)
class Shape:
    """A table found: its figures, the lines of its periods (none: the title says the period) and where labels may stand."""

    grid: Grid
    box: Box
    periods: tuple[Line, ...]
    labels: tuple[Line, ...]
    titles: tuple[str, ...]

    @property
    def number_cells(self) -> int:
        """How many figures stand in it."""
        return sum(is_number(self.grid.at(*at)) for at in self.box.cells())


def find_shapes(grid: Grid) -> list[Shape]:
    """The tables of a sheet, from the top; empty where no figure has a label."""
    across = _across(grid)
    down = _down(grid)
    if across and len(across[0][1]) >= (len(down[1]) if down else 0):
        return _shapes_across(grid, across)
    if down:
        shape = _shape_down(grid, *down)
        return [shape] if shape else []
    shape = _shape_without_periods(grid)
    return [shape] if shape else []


# --- lines of periods ---------------------------------------------------------------------------------------------

Found = tuple[tuple[Line, ...], tuple[int, ...]]  # the lines, and the columns (or rows) at which they say a period


def _cell_readings(cell: Any) -> tuple[Reading, ...]:
    """What a single cell may mean; a bare number never begins a line of periods, for a count may look like a year."""
    return () if isinstance(cell, int | float) else readings(cell)


def _across(grid: Grid) -> list[Found]:
    """Every row of periods, the longest first."""
    found: list[Found] = []
    taken: set[int] = set()
    for row in range(grid.height):
        if row in taken:
            continue
        single = tuple(c for c in range(len(grid.cells[row])) if _cell_readings(grid.at(row, c)))
        years = _year_numbers([grid.at(row, c) for c in range(len(grid.cells[row]))])
        below = _joined(grid, row, across=True) if row + 1 < grid.height else ()
        if len(below) >= _LEAST and len(below) > len(single):
            found.append(((Line("row", row, True), Line("row", row + 1)), below))
            taken.add(row + 1)
        elif len(single) >= _LEAST:
            found.append(((Line("row", row),), single))
        elif len(years) >= _LEAST:
            found.append(((Line("row", row),), years))
    return sorted(found, key=lambda one: -len(one[1]))


def _down(grid: Grid) -> Found | None:
    """The column of periods that has most of them."""
    best: Found | None = None
    for column in range(grid.width):
        cells = [grid.at(row, column) for row in range(grid.height)]
        single = tuple(row for row, cell in enumerate(cells) if _cell_readings(cell))
        years = _year_numbers(cells)
        for lines, rows in (
            ((Line("column", column),), single if len(single) >= len(years) else years),
            ((Line("column", column, True), Line("column", column + 1)), _joined(grid, column, across=False)),
        ):
            if len(rows) >= _LEAST and (best is None or len(rows) > len(best[1])):
                best = (lines, rows)
    return best


def _joined(grid: Grid, index: int, *, across: bool) -> tuple[int, ...]:
    """Where two neighbouring lines say a period together and the second alone does not: `2018/19` over `Q1`."""
    size = len(grid.cells[index + 1]) if across and index + 1 < grid.height else grid.height
    found, above = [], ""
    for at in range(size):
        outer = (index, at) if across else (at, index)
        inner = (index + 1, at) if across else (at, index + 1)
        above = grid.text(*outer, merged=True) or above
        below = grid.text(*inner)
        if above and below and not _cell_readings(grid.at(*inner)) and joined_readings(above, f"{above} {below}"):
            found.append(at)
    return tuple(found)


def _year_numbers(cells: Sequence[Any]) -> tuple[int, ...]:
    """Numbers that are years: each follows the one before (or repeats it), and there is no other number among them."""
    numbers = [
        (at, cell) for at, cell in enumerate(cells) if isinstance(cell, int | float) and not isinstance(cell, bool)
    ]
    values = [cell for _, cell in numbers]
    steps = {later - earlier for earlier, later in pairwise(values)}
    if (
        len(values) < _LEAST
        or not steps <= {0, 1}
        or 1 not in steps
        or not all(1990 <= cell <= 2079 for cell in values)
    ):
        return ()
    return tuple(at for at, _ in numbers)


# --- tables -------------------------------------------------------------------------------------------------------


def _shapes_across(grid: Grid, found: list[Found]) -> list[Shape]:
    """Each row of periods and what stands under it, down to the next."""
    ordered = sorted(found, key=lambda one: one[0][0].index)
    shapes: list[Shape] = []
    for number, (lines, columns) in enumerate(ordered):
        top = lines[-1].index + 1
        end = ordered[number + 1][0][0].index if number + 1 < len(ordered) else grid.height
        rows = [row for row in range(top, end) if any(is_number(grid.at(row, c)) for c in columns)]
        if not rows:
            continue
        right = max(columns)
        while any(is_number(grid.at(row, right + 1)) for row in rows) and any(
            grid.text(line.index, right + 1, merged=True) for line in lines
        ):
            right += 1
        box = Box(rows[0], min(columns), rows[-1], right)
        labels = tuple(
            Line("column", column)
            for column in range(min(columns))
            if any(_is_label(grid.at(row, column, merged=True)) for row in rows)
        )
        before = ordered[number - 1][0][-1].index + 1 if number else 0
        titles = _titles(grid, before, lines[0].index, tables_end=shapes[-1].box.bottom + 1 if shapes else 0)
        shapes.append(Shape(grid, box, lines, labels, titles))
    return shapes


def _shape_down(grid: Grid, lines: tuple[Line, ...], rows: Sequence[int]) -> Shape | None:
    """A column of periods and what stands beside it."""
    taken = {line.index for line in lines}
    figures, labels = [], []
    for column in range(grid.width):
        if column in taken:
            continue
        cells = [grid.at(row, column, merged=True) for row in rows]
        numbers = sum(is_number(cell) for cell in cells)
        texts = sum(_is_label(cell) for cell in cells)
        if numbers and numbers >= texts:
            figures.append(column)
        elif texts:
            labels.append(Line("column", column))
    if not figures:
        return None
    box = Box(min(rows), min(figures), _last_row(grid, rows, figures), max(figures))
    headers = _headers(grid, box, figures)
    inside = [line for line in labels if not box.left <= line.index <= box.right]
    return Shape(grid, box, lines, (*inside, *headers), _titles(grid, 0, box.top, beside=(box, headers)))


def _last_row(grid: Grid, rows: Sequence[int], columns: Sequence[int]) -> int:
    """The last row of the table: what follows the last period without a gap (a total) belongs to it."""
    last = max(rows)
    while any(is_number(grid.at(last + 1, column)) for column in columns):
        last += 1
    return last


def _shape_without_periods(grid: Grid) -> Shape | None:
    """Figures with labels beside or above them, in a sheet whose name or title says the period."""
    rows = [row for row in range(grid.height) if _figures_with_label(grid, row)]
    columns = sorted({column for row in rows for column in _figures_with_label(grid, row)})
    if not rows:
        return None
    box = Box(min(rows), min(columns), max(rows), max(columns))
    labels = tuple(
        Line("column", column)
        for column in range(box.left)
        if any(_is_label(grid.at(row, column, merged=True)) for row in rows)
    )
    headers = _headers(grid, box, columns)
    return Shape(grid, box, (), (*labels, *headers), _titles(grid, 0, box.top, beside=(box, headers)))


def _figures_with_label(grid: Grid, row: int) -> tuple[int, ...]:
    """The columns of a row's figures, where a label stands before them."""
    cells = grid.cells[row]
    first = next((c for c, cell in enumerate(cells) if _is_label(grid.at(row, c, merged=True))), None)
    if first is None:
        return ()
    return tuple(c for c, cell in enumerate(cells) if c > first and is_number(cell))


def _headers(grid: Grid, box: Box, columns: Sequence[int]) -> tuple[Line, ...]:
    """The rows above the figures that tell their columns apart, at most two; the upper one may have merged cells."""
    found: list[Line] = []
    for row in range(box.top - 1, max(box.top - 1 - _HEADER_DEPTH, -1), -1):
        texts = [grid.text(row, column, merged=True) for column in columns]
        if not any(texts):
            if found:
                break
            continue
        if len(set(texts)) == 1 and len(columns) > 1:
            break  # a title merged over the whole table
        found.insert(0, Line("row", row, bool(found)))
        if len(found) == 2:
            break
    return tuple(found)


def _titles(
    grid: Grid, top: int, bottom: int, tables_end: int = 0, beside: tuple[Box, Sequence[Line]] | None = None
) -> tuple[str, ...]:
    """The texts above a table that are no labels of its columns (`beside`: its figures and headers), and its sheet's name."""
    heads = {line.index for line in beside[1]} if beside else set()
    texts = [
        grid.text(row, column)
        for row in range(max(top, tables_end, bottom - _TITLE_ROWS), bottom)
        for column in range(len(grid.cells[row]))
        if isinstance(grid.at(row, column), str)
        and not is_number(grid.at(row, column))
        and not (beside and row in heads and beside[0].left <= column <= beside[0].right)
    ]
    return tuple(dict.fromkeys(text for text in (*reversed(texts), grid.sheet) if text))


def _is_label(cell: Any) -> bool:
    return (isinstance(cell, str) and not is_number(cell) and bool(re.search(r"[A-Za-z]", cell))) or isinstance(
        cell, date | datetime
    )


# --- what titles say ----------------------------------------------------------------------------------------------


def windows(text: str) -> Iterable[str]:
    """Runs of words of a text, the longest first."""
    words = re.split(r"[\s:;,]+|(?<=\w)[)(]|[(](?=\w)", text)
    words = [word for word in words if word]
    for size in range(min(len(words), _WINDOW), 0, -1):
        for start in range(len(words) - size + 1):
            yield " ".join(words[start : start + size])


def title_readings(titles: Iterable[str]) -> tuple[Reading, ...]:
    """What period a title or the name of a sheet speaks of: the longest words that are one, of the first that has any."""
    for title in titles:
        for words in windows(title):
            found = readings(words)
            if found and not (len(found) > 1 and re.fullmatch(r"\d{4}", words)):
                return found
    for title in titles:
        for words in windows(title):
            if found := readings(words):
                return found
    return ()
