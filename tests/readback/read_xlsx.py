"""Reads a workbook with openpyxl, and prints each value by its own number format with a formatter of its own."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import openpyxl


@dataclass(frozen=True)
class ReadCell:
    """A cell: where it stands, what it shows, and the value behind a number."""

    place: str
    column: int
    row: int
    text: str
    value: float | None = None


@dataclass(frozen=True)
class ReadTable:
    """A marked table: its name, heads and rows."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[ReadCell | None, ...], ...]


@dataclass(frozen=True)
class ReadSheet:
    """A worksheet: its title in A1, the lines above and between its tables, and the tables in order."""

    name: str
    title: str
    lines: tuple[str, ...]
    tables: tuple[ReadTable, ...]


def read_xlsx(made: bytes) -> tuple[ReadSheet, ...]:
    book = openpyxl.load_workbook(io.BytesIO(made))
    sheets = []
    for sheet in book.worksheets:
        cells = {
            (cell.row, cell.column): ReadCell(
                f"{sheet.title}!{cell.coordinate}",
                cell.column,
                cell.row,
                shown(cell.value, cell.number_format),
                float(cell.value) if isinstance(cell.value, int | float) else None,
            )
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        if sheet.merged_cells.ranges:
            raise AssertionError(f"{sheet.title} has merged cells")
        tables, inside = [], set()
        for table in sorted(sheet.tables.values(), key=lambda one: openpyxl.utils.cell.range_boundaries(one.ref)[1]):
            left, top, right, bottom = openpyxl.utils.cell.range_boundaries(table.ref)
            inside |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
            heads = tuple(cells[top, column].text for column in range(left, right + 1))
            rows = tuple(
                tuple(cells.get((row, column)) for column in range(left, right + 1))
                for row in range(top + 1, bottom + 1)
            )
            tables.append(ReadTable(table.name, heads, rows))
        lines = tuple(cell.text for place, cell in sorted(cells.items()) if place not in inside and place != (1, 1))
        title = cells[1, 1].text if (1, 1) in cells else ""
        sheets.append(ReadSheet(sheet.title, title, lines, tuple(tables)))
    return tuple(sheets)


_SECTION = re.compile(r'^(?P<before>[+]|"[^"]*")?(?P<grouped>#,##)?0(?P<decimals>\.0+)?(?P<percent>%)?$')


def shown(value: object, number_format: str) -> str:
    """What a spreadsheet program shows of a value: sections for above, below and nought, halves away from nought."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    sections = number_format.split(";")
    number = Decimal(repr(value))
    signed = len(sections) > 1
    section = sections[0]
    if signed and number < 0:
        section = sections[1]
    elif len(sections) > 2 and number == 0:
        section = sections[2]
    if number_format == "General":
        return str(value)
    pattern = _SECTION.match(section)
    if pattern is None:
        raise AssertionError(f"the format {number_format!r} is none that the reader knows")
    decimals = len((pattern["decimals"] or ".")[1:])
    scaled = number * 100 if pattern["percent"] else number
    # A spreadsheet holds fifteen digits: what is half in them is half.
    scaled = Decimal(f"{scaled:.15g}")
    rounded = scaled.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    digits = f"{abs(rounded):,f}" if pattern["grouped"] else f"{abs(rounded):f}"
    before = (pattern["before"] or "").strip('"')
    minus = "-" if rounded < 0 and not signed else ""
    return f"{minus}{before}{digits}{pattern['percent'] or ''}"
