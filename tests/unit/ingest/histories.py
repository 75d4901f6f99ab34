"""Workbooks as an office keeps them: one set of figures, laid out in every ugly way, for the tests of mapping."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from assize.core.periods import Period, financial_quarter, quarter_span

REQUIRED, ATTENDED = "witnesses_required", "witnesses_attended"
NAMES = {REQUIRED: "Witnesses required to attend", ATTENDED: "Witnesses attended"}
QUARTERS = quarter_span(financial_quarter(2015, 3), financial_quarter(2018, 4))  # fourteen
Figures = Mapping[tuple[str, Period, str], int]
Cells = Mapping[tuple[int, int], Any]
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def planted(areas: Sequence[str] = ("staffordshire",), periods: Sequence[Period] = QUARTERS) -> dict[Any, int]:
    """Figures no two of which are the same, about four in five attending."""
    found = {}
    for a, area in enumerate(areas):
        for p, period in enumerate(periods):
            required = 700 + 13 * p + 211 * a
            found[area, period, REQUIRED] = required
            found[area, period, ATTENDED] = required - 101 - 7 * (p % 5) - a
    return found


def slashed(period: Period) -> str:
    """`Q1 18/19`."""
    year, number = period.financial_quarter
    return f"Q{number} {year % 100:02d}/{(year + 1) % 100:02d}"


def long_form(period: Period) -> str:
    """`2018/19 Q1`."""
    year, number = period.financial_quarter
    return f"{year}/{(year + 1) % 100:02d} Q{number}"


def months(period: Period) -> str:
    """`Apr-Jun 2018`."""
    return f"{MONTHS[period.month - 1]}-{MONTHS[period.month + 1]} {period.year}"


def calendar(period: Period) -> str:
    """`Q2 2018`: two readings."""
    return f"Q{(period.month + 2) // 3} {period.year}"


def ending(period: Period) -> str:
    """`Quarter ending June 2018`."""
    return f"Quarter ending {period.last_day:%B %Y}"


def month_only(period: Period) -> str:
    """`Jan-19`."""
    return f"{MONTHS[period.month - 1]}-{period.year % 100:02d}"


def wide(figures: Figures, spell: Callable[[Period], Any] = slashed) -> dict[str, Cells]:
    """Periods across, measures down, under a title and above a note, with the share worked out."""
    cells: dict[tuple[int, int], Any] = {(0, 0): "Witness Care Unit: Staffordshire", (1, 0): "Prepared for the board"}
    cells[4, 0] = "Measure"
    for at, period in enumerate(sorted({period for _, period, _ in figures}), start=1):
        required, attended = (figures["staffordshire", period, name] for name in (REQUIRED, ATTENDED))
        cells[4, at] = spell(period)
        cells[5, at], cells[6, at], cells[8, at] = required, str(attended), attended / required
    cells[5, 0], cells[6, 0], cells[8, 0] = NAMES[REQUIRED], NAMES[ATTENDED], "Attendance rate"
    cells[11, 0] = "Note: taken from the case system; see the guidance."
    return {"WCU": cells}


def transposed(figures: Figures, spell: Callable[[Period], Any] = slashed) -> dict[str, Cells]:
    """Periods down, measures across."""
    return {
        sheet: {(column, row): cell for (row, column), cell in cells.items()}
        for sheet, cells in wide(figures, spell).items()
    }


def long(figures: Figures, spell: Callable[[Period], Any] = long_form) -> dict[str, Cells]:
    """A figure a row: board, quarter, measure, value."""
    cells: dict[tuple[int, int], Any] = {
        (0, 0): "Partner data",
        **dict(zip([(2, c) for c in range(4)], ("Area", "Quarter", "Measure", "Value"), strict=True)),
    }
    names = {"staffordshire": "Staffordshire", "west-mercia": "West Mercia"}
    for row, ((area, period, name), value) in enumerate(sorted(figures.items()), start=3):
        cells |= {(row, 0): names[area], (row, 1): spell(period), (row, 2): NAMES[name], (row, 3): value}
    return {"Data": cells}


def years_over_quarters(figures: Figures) -> dict[str, Cells]:
    """The year in the first of its cells over Q1 to Q4, and the year's own total beside them."""
    cells: dict[tuple[int, int], Any] = {(0, 0): "Staffordshire witness attendance"}
    cells[5, 0], cells[6, 0] = NAMES[REQUIRED], NAMES[ATTENDED]
    column = 1
    for year in sorted({period.financial_quarter[0] for _, period, _ in figures}):
        quarters = sorted({period for _, period, _ in figures if period.financial_quarter[0] == year})
        cells[3, column] = f"{year}/{(year + 1) % 100:02d}"
        for period in quarters:
            cells[4, column] = f"Q{period.financial_quarter[1]}"
            for row, name in ((5, REQUIRED), (6, ATTENDED)):
                cells[row, column] = figures["staffordshire", period, name]
            column += 1
    return {"By quarter": cells}


def with_year_totals(figures: Figures) -> dict[str, Cells]:
    """`Q1 16/17` to `Q4 16/17`, then `2016/17`."""
    cells: dict[tuple[int, int], Any] = {(0, 0): "Staffordshire"}
    cells[2, 0], cells[3, 0] = NAMES[REQUIRED], NAMES[ATTENDED]
    column = 1
    for year in (2016, 2017, 2018):
        quarters = [financial_quarter(year, number) for number in (1, 2, 3, 4)]
        for label, parts in [
            *((slashed(period), [period]) for period in quarters),
            (f"{year}/{(year + 1) % 100}", quarters),
        ]:
            cells[1, column] = label
            for row, name in ((2, REQUIRED), (3, ATTENDED)):
                cells[row, column] = sum(figures["staffordshire", period, name] for period in parts)
            column += 1
    return {"Totals": cells}


def sheet_a_quarter(figures: Figures) -> dict[str, Cells]:
    """A sheet a quarter, boards down and measures across, with a total row."""
    sheets: dict[str, Cells] = {}
    areas = sorted({area for area, _, _ in figures})
    for period in sorted({period for _, period, _ in figures}):
        cells: dict[tuple[int, int], Any] = {(0, 0): "Witness attendance return", (2, 0): "Board"}
        for column, name in enumerate((REQUIRED, ATTENDED), start=1):
            cells[2, column] = NAMES[name]
            for row, area in enumerate(areas, start=3):
                cells[row, 0] = area.replace("-", " ").title()
                cells[row, column] = figures[area, period, name]
            cells[3 + len(areas), column] = sum(figures[area, period, name] for area in areas)
        cells[3 + len(areas), 0] = "Total"
        sheets[long_form(period).replace("/", "-")] = cells
    return sheets


def sheet_a_measure(figures: Figures) -> dict[str, Cells]:
    """A sheet a measure, boards down and quarters across."""
    sheets: dict[str, Cells] = {}
    periods = sorted({period for _, period, _ in figures})
    for name in (REQUIRED, ATTENDED):
        cells: dict[tuple[int, int], Any] = {(0, 0): f"{NAMES[name]}, by board"}
        for row, area in enumerate(sorted({area for area, _, _ in figures}), start=3):
            cells[row, 0] = area.replace("-", " ").title()
            for column, period in enumerate(periods, start=1):
                cells[2, column] = months(period)
                cells[row, column] = figures[area, period, name]
        sheets[NAMES[name][:30]] = cells
    return sheets


def two_sided(figures: Figures) -> dict[str, Cells]:
    """A heading over `Numerator` and `Denominator`."""
    cells: dict[tuple[int, int], Any] = {(0, 0): "Staffordshire returns", (3, 0): "Witness attendance"}
    cells[4, 0], cells[5, 0] = "Numerator", "Denominator"
    for column, period in enumerate(sorted({period for _, period, _ in figures}), start=1):
        cells[2, column] = slashed(period)
        cells[4, column] = figures["staffordshire", period, ATTENDED]
        cells[5, column] = figures["staffordshire", period, REQUIRED]
    return {"Returns": cells}


def write(
    path: Path,
    sheets: Mapping[str, Cells],
    *,
    hidden: Sequence[str] = (),
    merges: Sequence[tuple[str, int, int, int, int, str]] = (),
) -> Path:
    """The workbook of these cells; dates are written as dates."""
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "mmm-yy"})
        for name, cells in sheets.items():
            sheet = book.add_worksheet(name)
            for (row, column), cell in cells.items():
                if isinstance(cell, datetime):
                    sheet.write_datetime(row, column, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                else:
                    sheet.write(row, column, cell)
            for where, top, left, bottom, right, text in merges:
                if where == name:
                    sheet.merge_range(top, left, bottom, right, text)
            if name in hidden:
                sheet.hide()
    return path
