"""Reads the sheets of somebody's workbook, or a csv, as grids, with what else a person must know of their cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from assize.core.errors import FileRefused
from assize.ingest.files.packed_xml import Place
from assize.ingest.files.workbooks import PackedWorkbook
from assize.ingest.history.grid import UNKEPT, Box, Grid
from assize.ingest.received import Received

if TYPE_CHECKING:
    from assize.ingest.returns.sheets import Sheet

MOST_CELLS = 200_000  # of one sheet: every board, quarter and measure of twenty years, a figure a row, has fewer
MOST_IN_ALL = 2_000_000  # of a workbook, hidden sheets too
_DELIMITERS = (";", "\t")


def read_grids(received: Received) -> tuple[list[Grid], dict[str, str]]:
    """Every visible sheet of a workbook (or the one of a csv), and the sheets left out with the reason.

    Raises FileRefused where the file cannot be opened or a sheet is too large.
    """
    if not received.is_workbook:
        if not received.top:
            raise received.refused("this is neither a workbook nor a text file with commas", fix="Save it as xlsx.")
        rows = _rows(received)
        _check_size(received, "", [row for _, row in rows])
        return [Grid("", tuple(tuple(_clean(c) for c in row) for _, row in rows), {}, tuple(n for n, _ in rows))], {}
    grids, left_out = [], {}
    for about in received.workbook.abouts:
        if about.has_cells and not about.is_hidden:
            _check_size(received, about.name, received.sheet(about.name))
    marks = _marks(received)
    for about in received.workbook.abouts:
        name = about.name
        if not about.has_cells:
            left_out[name] = "it is no sheet of cells"
        elif about.is_hidden:
            left_out[name] = "the sheet is hidden"
        else:
            grids.append(_sheet(received, name, marks.get(name)))
    return grids, left_out


def _rows(received: Received) -> list[tuple[int, list[str]]]:
    """The rows of a csv by the delimiter that gives it most columns: offices save with commas, semicolons or tabs."""
    tried = [received, *(Received(received.path, received.name, one) for one in _DELIMITERS if one in received.text)]
    read: list[list[tuple[int, list[str]]]] = []
    for one in tried:
        try:
            read.append(one.rows())
        except FileRefused:
            if one is received and len(tried) == 1:
                raise
    if not read:
        return received.rows()
    return max(read, key=lambda rows: sum(sum(map(bool, row)) for _, row in rows if len(row) > 1))


def _marks(received: Received) -> dict[str, Sheet]:
    """What else stands in the sheets of an xlsx or ods: formulas without a result, hidden rows and columns, comments."""
    if received.is_xls:
        return {}
    from assize.ingest.returns.sheets import read_sheets

    return {sheet.name: sheet for sheet in read_sheets(received, MOST_IN_ALL)}


def _sheet(received: Received, name: str, marks: Sheet | None) -> Grid:
    rows, ranges = _rows_and_ranges(received, name)
    cells = tuple(tuple(_clean(cell) for cell in row) for row in rows)
    hidden: frozenset[tuple[int, int]] = frozenset()
    asides: tuple[str, ...] = ()
    if marks is not None:
        cells = _with_unkept(_with_shares(cells, marks), marks)
        hidden = frozenset(at for at in marks.cells if marks.is_hidden(*at))
        asides = tuple(dict.fromkeys(" ".join(text.split()) for text in (*marks.comments.values(), *marks.boxes)))
    merged = {}
    for (top, left), (bottom, right) in ranges:
        if (bottom - top + 1) * (right - left + 1) <= MOST_CELLS:
            merged.update(dict.fromkeys(Box(top, left, bottom, right).cells(), (top, left)))
    return Grid(name, cells, merged, asides=asides, hidden=hidden)


def _with_shares(cells: tuple[tuple[Any, ...], ...], marks: Sheet) -> tuple[tuple[Any, ...], ...]:
    """The cells, with `45%` for 0.45 where it is shown so: a 1 that is shown as 100% is no count of one."""
    shares = {at for at, cell in marks.cells.items() if cell.percent}
    if not shares:
        return cells
    return tuple(
        tuple(
            f"{cell * 100:.10g}%" if (row, at) in shares and isinstance(cell, int | float) else cell
            for at, cell in enumerate(line)
        )
        for row, line in enumerate(cells)
    )


def _with_unkept(cells: tuple[tuple[Any, ...], ...], marks: Sheet) -> tuple[tuple[Any, ...], ...]:
    """The cells, with a word in place of the nothing that a formula without a kept result leaves."""
    from assize.ingest.returns.sheets import Kind

    unkept = [at for at, cell in marks.cells.items() if cell.formula and cell.kind is Kind.NOTHING]
    if not unkept:
        return cells
    height = max(len(cells), max(row for row, _ in unkept) + 1)
    rows = [list(cells[row]) if row < len(cells) else [] for row in range(height)]
    for row, column in unkept:
        rows[row] += [None] * (column + 1 - len(rows[row]))
        if rows[row][column] is None:
            rows[row][column] = UNKEPT
    return tuple(map(tuple, rows))


def _rows_and_ranges(received: Received, name: str) -> tuple[list[list[Any]], Sequence[tuple[Place, Place]]]:
    """The rows of a sheet, in an xls with `=0` where a formula's 0 may have been a text, and its merged ranges."""
    rows, book = received.sheet(name), received.workbook
    if isinstance(book, PackedWorkbook):
        return rows, book.merged(name)
    from assize.ingest.files.xls_formulas import formulas_of

    made = formulas_of(received)[name]
    rows = [list(row) for row in rows]
    for row, column in made.unknown:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = "=0"
    return rows, made.merged


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
