"""A workbook opened, whichever library reads its kind: its sheets, and the rows of each from A1 on.

Xlsx and ods are read by python-calamine, after a look into the archive (`archives`). What it does with a damaged xls cannot
be caught: it takes memory by numbers that stand in the file, and ends the process where there is none. Xls is read by xlrd,
whose faults are all errors of Python's.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any

from assize.ingest.files.cell_errors import cell_errors
from assize.ingest.files.extents import MOST_CELLS
from assize.ingest.files.packed_xml import Place
from assize.ingest.files.written_aside import numbers_aside


@dataclass(frozen=True)
class SheetAbout:
    """What the workbook says of one of its sheets; one that holds a chart alone has no cells."""

    name: str
    has_cells: bool = True
    is_hidden: bool = False


class PackedWorkbook:
    """An xlsx or ods. Raises whatever python-calamine raises."""

    def __init__(self, path: Path, ending: str) -> None:
        from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

        self._path = path
        # By a path the library goes by how it ends, which may be wrong; by its bytes it finds out for itself.
        if path.suffix.casefold() in (ending, ""):
            self._book = CalamineWorkbook.from_path(str(path))
        else:
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        self.abouts = [
            SheetAbout(one.name, one.typ == SheetTypeEnum.WorkSheet, one.visible != SheetVisibleEnum.Visible)
            for one in self._book.sheets_metadata
        ]

    def rows(self, name: str) -> list[list[Any]]:
        """All rows of a sheet from A1 on, each as long as the widest; an empty cell is an empty text, an error its name."""
        rows: list[list[Any]] = self._book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for (row, column), error in self._errors.get(name, {}).items():
            if row < len(rows) and column < len(rows[row]) and rows[row][column] == "":
                rows[row][column] = error
        for (row, column), told in self._asides.get(name, {}).items():
            if row < len(rows) and column < len(rows[row]) and isinstance(rows[row][column], str):
                rows[row][column] = told
        return rows

    @cached_property
    def _errors(self) -> Mapping[str, Mapping[Place, str]]:
        """The cells that the library says are empty and that hold an error."""
        return cell_errors(self._path)

    @cached_property
    def _asides(self) -> Mapping[str, Mapping[Place, str]]:
        """The cells whose text would pass for one number, of which a part is struck through, raised or lowered."""
        return numbers_aside(self._path)

    def merged(self, name: str) -> Sequence[tuple[Place, Place]]:
        """The first and the last cell of every merged range of a sheet; of an ods none are known."""
        return self._book.get_sheet_by_name(name).merged_cell_ranges or ()


class LegacyWorkbook:
    """An xls, all of it read when it is opened. Raises ValueError where it is too large, and whatever xlrd raises."""

    def __init__(self, path: Path) -> None:
        from xlrd import open_workbook

        doubts = io.StringIO()  # else they are printed
        self._book = open_workbook(str(path), logfile=doubts, use_mmap=False, ragged_rows=True, on_demand=True)
        cells = 0
        for number in range(self._book.nsheets):  # one by one, for many sheets may stand in one place of the file
            sheet = self._book.sheet_by_index(number)
            cells += sum(map(sheet.row_len, range(sheet.nrows)))
            if max(cells, sheet.nrows * sheet.ncols) > MOST_CELLS:
                raise ValueError(f"{sheet.nrows:,} rows and {sheet.ncols:,} columns in sheet {sheet.name}")
        self.abouts = [SheetAbout(sheet.name, is_hidden=bool(sheet.visibility)) for sheet in self._book.sheets()]

    def rows(self, name: str) -> list[list[Any]]:
        """All rows of a sheet from A1 on, each as long as the widest; an error is its name (`#N/A`)."""
        sheet = self._book.sheet_by_name(name)
        rows = [[self._value(cell) for cell in sheet.row(number)] for number in range(sheet.nrows)]
        return [row + [""] * (sheet.ncols - len(row)) for row in rows]

    def _value(self, cell: Any) -> Any:
        from xlrd import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, error_text_from_code

        if cell.ctype == XL_CELL_DATE:
            return _moment(cell.value, self._book.datemode)
        if cell.ctype == XL_CELL_BOOLEAN:
            return bool(cell.value)
        if cell.ctype == XL_CELL_ERROR:
            return error_text_from_code.get(cell.value, "#N/A")
        return cell.value


def _moment(value: float, mode: int) -> datetime | date | time | float:
    """A number that is shown as a day or a time of the day; the number itself where there is no such day."""
    from xlrd.xldate import xldate_as_datetime

    try:
        moment: datetime = xldate_as_datetime(value, mode)
    except (ValueError, OverflowError):  # the library's own are kinds of ValueError
        return value
    if 0 <= value < 1:
        return moment.time()
    return moment.date() if moment.time() == time() else moment
