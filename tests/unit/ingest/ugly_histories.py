"""Workbooks in every ugly layout that officers keep, made at random from known figures: for the test that none is misread.

A layout says of every figure its area, quarter and measure somewhere: on lines, headings, titles, sheets. What is added at
random says nothing more (notes, blank rows, remarks, totals, shares), or is a trap: words or figures after which nothing may
be read without a question.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ingest.histories import MONTHS, calendar, long_form, months, slashed

from assize.core.periods import Period, financial_quarter

FIELDS = {
    "witnesses_required": ("Witnesses required to attend", "Witnesses required", "No. of witnesses required"),
    "witnesses_attended": ("Witnesses attended", "Witnesses who attended court", "No. of witnesses attended"),
    "witnesses_surveyed": ("Witnesses who answered the survey", "Witnesses who answered survey"),
    "outcomes_due": ("Court outcomes and hearing dates due to victims and witnesses",),
}
AREAS = {"staffordshire": "Staffordshire", "west-mercia": "West Mercia", "kent": "Kent"}
Key = tuple[str, Period, str]
Cells = dict[tuple[int, int], Any]


@dataclass
class Ugly:
    """A workbook to be written: its sheets, what every figure is, and whether it holds a trap."""

    sheets: dict[str, Cells]
    truth: Mapping[Key, int]
    layout: str
    senses: tuple[str, ...] = ()  # what must be said of its periods, where they have two readings
    trap: str = ""


@dataclass
class _Plan:
    """What is laid out, and in which words."""

    dice: random.Random
    areas: list[str]
    quarters: list[Period]
    fields: list[str]
    truth: dict[Key, int]
    names: dict[str, str]
    spell: Callable[[Period], Any]

    def value(self, area: str, quarter: Period, name: str) -> Any:
        number = self.truth[area, quarter, name]
        return self.dice.choice((number, number, number, f"{number:,}", str(number)))


# --- spellings ----------------------------------------------------------------------------------------------------


def _split(year: int, dash: str = "/") -> str:
    return f"{year}{dash}{(year + 1) % 100:02d}"


def _wordy(period: Period) -> str:
    year, number = period.financial_quarter
    return f"Quarter {number} {_split(year, '-')}"


def _ending(period: Period) -> str:
    return f"Quarter ending {period.last_day.day} {period.last_day:%B %Y}"


def _span(period: Period) -> str:
    return f"{period.first_day:%d/%m/%Y} - {period.last_day:%d/%m/%Y}"


PLAIN = (slashed, long_form, _wordy, months, _ending, _span)


def _last_day(period: Period) -> datetime:
    return datetime.combine(period.last_day, datetime.min.time())


def _last_month(period: Period) -> str:
    return f"{MONTHS[period.month + 1]}-{period.year % 100:02d}"


def _american(period: Period) -> str:
    return f"{period.first_day:%m/%d/%Y}"


# Spellings with two readings, and the words that answer them all.
DOUBTFUL = {
    calendar: ("calendar",),
    _last_day: ("quarter",),
    _last_month: ("quarter",),
    _american: ("month-first", "quarter"),
}


def _part(period: Period, way: int) -> Any:
    number = period.financial_quarter[1]
    first, last = MONTHS[period.month - 1], MONTHS[period.month + 1]
    return (f"Q{number}", number, f"Qtr {number}", f"{first}-{last}", str(number))[way]


# --- layouts: each gives sheets from a plan -----------------------------------------------------------------------


def _table(
    plan: _Plan, area: str, top: int, left: int, cells: Cells, quarters: Sequence[Period], down: bool
) -> tuple[int, int]:
    """One board's quarters and measures at a place; gives how many rows and columns it takes."""
    for at, quarter in enumerate(quarters, start=1):
        for f, name in enumerate(plan.fields, start=1):
            row, column = (at, f) if down else (f, at)
            cells[top + row, left + column] = plan.value(area, quarter, name)
            cells[(top, left + f) if down else (top + f, left)] = plan.names[name]
        cells[(top + at, left) if down else (top, left + at)] = plan.spell(quarter)
    cells[top, left] = (
        plan.dice.choice(("Quarter", "Period", "")) if down else plan.dice.choice(("Measure", "Indicator", ""))
    )
    size = (len(quarters) + 1, len(plan.fields) + 1)
    return size if down else (size[1], size[0])


def _alone(plan: _Plan) -> dict[str, Cells]:
    """A sheet a board, the board in the title or the sheet's name."""
    sheets: dict[str, Cells] = {}
    in_name = plan.dice.random() < 0.5
    for area in plan.areas:
        cells: Cells = {(0, 0): "Witness care" if in_name else f"Witness care: {AREAS[area]}"}
        _table(plan, area, 2, 0, cells, plan.quarters, plan.dice.random() < 0.5)
        sheets[AREAS[area] if in_name else f"Data {len(sheets) + 1}"] = cells
    return sheets


def _stacked(plan: _Plan) -> dict[str, Cells]:
    """A table a board, one above the other, each with a header of its own and quarters of its own."""
    cells: Cells = {}
    top, down = 0, plan.dice.random() < 0.5
    for area, quarters in _shares(plan):
        cells[top, 0] = AREAS[area]
        rows, _ = _table(plan, area, top + 1, 0, cells, quarters, down)
        top += rows + 1 + plan.dice.choice((0, 1, 3))
    return {"Data": cells}


def _beside(plan: _Plan) -> dict[str, Cells]:
    """A table a board, side by side, with or without an empty column between."""
    cells: Cells = {}
    left, down = 0, plan.dice.random() < 0.7
    for area, quarters in _shares(plan):
        cells[0, left] = AREAS[area]
        _, columns = _table(plan, area, 1, left, cells, quarters, down)
        left += columns + plan.dice.choice((0, 1, 2))
    return {"Data": cells}


def _shares(plan: _Plan) -> list[tuple[str, list[Period]]]:
    """Each board with quarters of its own, as nothing but their place tells whose they are; what is not shown is not true."""
    shares = []
    for at, area in enumerate(plan.areas):
        own = plan.quarters if plan.dice.random() < 0.5 else plan.quarters[at % 2 :: 2] or plan.quarters
        shares.append((area, own))
        for quarter in set(plan.quarters) - set(own):
            for name in plan.fields:
                del plan.truth[area, quarter, name]
    return shares


def _headed(plan: _Plan) -> dict[str, Cells]:
    """One header, and each board as a heading over its rows."""
    cells: Cells = {(0, 0): plan.dice.choice(("Measure", "", "Witness care return"))}
    row = 1
    for at, quarter in enumerate(plan.quarters, start=1):
        cells[0, at] = plan.spell(quarter)
    for area in plan.areas:
        cells[row, 0] = AREAS[area]
        for f, name in enumerate(plan.fields, start=1):
            cells[row + f, 0] = plan.names[name]
            for at, quarter in enumerate(plan.quarters, start=1):
                cells[row + f, at] = plan.value(area, quarter, name)
        row += len(plan.fields) + 1 + plan.dice.choice((0, 1))
    return {"Data": cells}


def _over(plan: _Plan) -> dict[str, Cells]:
    """Boards over the quarters of each, in the first of their cells; measures down."""
    cells: Cells = {(0, 0): "Witness care return"}
    column = 1
    for area in plan.areas:
        cells[1, column] = AREAS[area]
        for quarter in plan.quarters:
            cells[2, column] = plan.spell(quarter)
            for f, name in enumerate(plan.fields):
                cells[3 + f, 0] = plan.names[name]
                cells[3 + f, column] = plan.value(area, quarter, name)
            column += 1
    return {"Data": cells}


def _under(plan: _Plan) -> dict[str, Cells]:
    """Measures under each quarter, boards down; the quarter in the first of its cells."""
    cells: Cells = {(0, 0): "Witness care return", (2, 0): "Area"}
    for q, quarter in enumerate(plan.quarters):
        for f, name in enumerate(plan.fields):
            column = 1 + q * len(plan.fields) + f
            if not f:
                cells[1, column] = plan.spell(quarter)
            cells[2, column] = plan.names[name]
            for a, area in enumerate(plan.areas):
                cells[3 + a, 0] = AREAS[area]
                cells[3 + a, column] = plan.value(area, quarter, name)
    return {"Data": cells}


def _list(plan: _Plan) -> dict[str, Cells]:
    """A figure a row, the columns in any order."""
    order = ["Area", "Period", "Measure"]
    plan.dice.shuffle(order)
    cells: Cells = {(0, c): word for c, word in enumerate([*order, "Value"])}
    keys = list(plan.truth)
    if plan.dice.random() < 0.5:
        plan.dice.shuffle(keys)
    for row, (area, quarter, name) in enumerate(keys, start=1):
        said = {"Area": AREAS[area], "Period": plan.spell(quarter), "Measure": plan.names[name]}
        cells |= {(row, c): said[word] for c, word in enumerate(order)} | {(row, 3): plan.value(area, quarter, name)}
    return {"Data": cells}


def _two_columns(plan: _Plan) -> dict[str, Cells]:
    """A year in one column, in every row or the first of its rows, and a quarter in another; measures across."""
    way, every = plan.dice.randrange(5), plan.dice.random() < 0.5
    quarters = plan.quarters if plan.dice.random() < 0.7 else plan.quarters[::-1]
    first = plan.dice.choice(("Year", "Financial year", "FY"))
    sheets: dict[str, Cells] = {}
    for area in plan.areas:
        cells: Cells = {(0, 0): AREAS[area], (1, 0): first, (1, 1): plan.dice.choice(("Quarter", "Qtr", "Q"))}
        before = 0
        for row, quarter in enumerate(quarters, start=2):
            year = quarter.financial_quarter[0]
            if every or year != before:
                cells[row, 0] = _split(year, plan.dice.choice("/-"))
            before = year
            cells[row, 1] = _part(quarter, way)
            for f, name in enumerate(plan.fields, start=2):
                cells[1, f] = plan.names[name]
                cells[row, f] = plan.value(area, quarter, name)
        sheets[f"Data {len(sheets) + 1}"] = cells
    return sheets


def _two_rows(plan: _Plan) -> dict[str, Cells]:
    """Years over quarters, the year in the first of its cells."""
    way = plan.dice.choice((0, 2, 3))
    sheets: dict[str, Cells] = {}
    for area in plan.areas:
        cells: Cells = {(0, 0): f"{AREAS[area]} witness care"}
        before = 0
        for column, quarter in enumerate(plan.quarters, start=1):
            year = quarter.financial_quarter[0]
            if year != before:
                cells[2, column] = _split(year)
            before = year
            cells[3, column] = _part(quarter, way)
            for f, name in enumerate(plan.fields, start=4):
                cells[f, 0] = plan.names[name]
                cells[f, column] = plan.value(area, quarter, name)
        sheets[f"Data {len(sheets) + 1}"] = cells
    return sheets


def _year_headings(plan: _Plan) -> dict[str, Cells]:
    """A year as a heading over the rows of its quarters."""
    sheets: dict[str, Cells] = {}
    for area in plan.areas:
        cells: Cells = {(0, 0): AREAS[area], (1, 0): "Quarter"}
        row, before = 2, 0
        for quarter in plan.quarters:
            year, number = quarter.financial_quarter
            if year != before:
                cells[row, 0] = _split(year)
                row += 1
            before = year
            cells[row, 0] = f"Q{number}"
            for f, name in enumerate(plan.fields, start=1):
                cells[1, f] = plan.names[name]
                cells[row, f] = plan.value(area, quarter, name)
            row += 1
        sheets[f"Data {len(sheets) + 1}"] = cells
    return sheets


def _crossed(plan: _Plan) -> dict[str, Cells]:
    """Years across and quarters down, a sheet a measure and board."""
    sheets: dict[str, Cells] = {}
    years = sorted({quarter.financial_quarter[0] for quarter in plan.quarters})
    for area in plan.areas:
        for name in plan.fields:
            cells: Cells = {(0, 0): f"{plan.names[name]}: {AREAS[area]}"}
            for quarter in plan.quarters:
                year, number = quarter.financial_quarter
                column = 1 + years.index(year)
                cells |= {(1, column): _split(year), (1 + number, 0): f"Q{number}"}
                cells[1 + number, column] = plan.value(area, quarter, name)
            sheets[f"Sheet{len(sheets) + 1}"] = cells
    return sheets


def _sheet_a_year(plan: _Plan) -> dict[str, Cells]:
    """A sheet a year, the year in its name or title, over bare quarters; boards down on two columns with measures."""
    sheets: dict[str, Cells] = {}
    in_name = plan.dice.random() < 0.5
    for year in sorted({quarter.financial_quarter[0] for quarter in plan.quarters}):
        own = [quarter for quarter in plan.quarters if quarter.financial_quarter[0] == year]
        cells: Cells = {(0, 0): "Witness care" if in_name else f"Witness care {_split(year)}"}
        cells |= {(1, 0): "Area", (1, 1): "Measure"}
        for a, area in enumerate(plan.areas):
            for f, name in enumerate(plan.fields):
                row = 2 + a * len(plan.fields) + f
                cells[row, 1] = plan.names[name]
                if not f:
                    cells[row, 0] = AREAS[area]
                for column, quarter in enumerate(own, start=2):
                    cells[1, column] = _part(quarter, 0)
                    cells[row, column] = plan.value(area, quarter, name)
        sheets[_split(year, "-") if in_name else f"Sheet{len(sheets) + 1}"] = cells
    return sheets


def _sheet_a_quarter(plan: _Plan) -> dict[str, Cells]:
    """A sheet a quarter, boards down and measures across or the other way round."""
    sheets: dict[str, Cells] = {}
    turned = plan.dice.random() < 0.5
    for quarter in plan.quarters:
        cells: Cells = {(0, 0): "Witness care return"}
        for a, area in enumerate(plan.areas, start=1):
            for f, name in enumerate(plan.fields, start=1):
                row, column = (f, a) if turned else (a, f)
                cells[(2, column) if turned else (2 + row, 0)] = AREAS[area]
                cells[(2 + row, 0) if turned else (2, column)] = plan.names[name]
                cells[2 + row, column] = plan.value(area, quarter, name)
        sheets[long_form(quarter).replace("/", "-")] = cells
    return sheets


def _block_a_measure(plan: _Plan) -> dict[str, Cells]:
    """A block a measure under its name, boards down and quarters across."""
    cells: Cells = {}
    top = 0
    for name in plan.fields:
        cells |= {(top, 0): plan.names[name], (top + 1, 0): plan.dice.choice(("Area", ""))}
        for at, quarter in enumerate(plan.quarters, start=1):
            cells[top + 1, at] = plan.spell(quarter)
            for a, area in enumerate(plan.areas, start=2):
                cells[top + a, 0] = AREAS[area]
                cells[top + a, at] = plan.value(area, quarter, name)
        top += len(plan.areas) + 3
    return {"Data": cells}


LAYOUTS = (
    _alone, _stacked, _beside, _headed, _over, _under, _list, _two_columns, _two_rows, _year_headings, _crossed, _sheet_a_year,
    _sheet_a_quarter, _block_a_measure,
)  # fmt: skip


# --- what is added ------------------------------------------------------------------------------------------------

NOTES = (
    "Source: case management system.",
    "NB: figures may be revised.",
    "Prepared for the board.",
    "System changed in Q3 16/17.",
    "See guidance for definitions",
)
TRAPS = (
    "Figures are cumulative from April",
    "Rolling 12 months",
    "YTD",
    "Figures in thousands",
    "Counted for Dorset",
    "All figures for England and Wales",
)


def ugly_history(seed: int) -> Ugly:
    """The workbook of one seed."""
    dice = random.Random(seed)
    layout = LAYOUTS[seed % len(LAYOUTS)]
    areas = dice.sample(sorted(AREAS), dice.choice((1, 1, 2, 2, 3)))
    first = financial_quarter(dice.choice((2013, 2015, 2016)), dice.choice((1, 1, 3)))
    quarters = [first.later(step) for step in range(dice.choice((4, 6, 8, 9)))]
    fields = sorted(dice.sample(sorted(FIELDS), dice.choice((1, 2, 2, 3))))
    numbers = iter(dice.sample(range(3000, 6000), len(areas) * len(quarters) * len(FIELDS)))
    truth: dict[Key, int] = {}
    for area in areas:
        for quarter in quarters:
            for name in fields:
                truth[area, quarter, name] = next(numbers)
            if {"witnesses_required", "witnesses_attended"} <= set(fields):
                both = sorted(truth[area, quarter, name] for name in ("witnesses_required", "witnesses_attended"))
                truth[area, quarter, "witnesses_attended"], truth[area, quarter, "witnesses_required"] = both
    spell = dice.choice([*DOUBTFUL] if dice.random() < 0.15 else PLAIN)
    names = {name: dice.choice(FIELDS[name]) for name in fields}
    plan = _Plan(dice, areas, quarters, fields, truth, names, spell)
    ugly = Ugly(layout(plan), truth, layout.__name__.strip("_"), DOUBTFUL.get(spell, ()))
    _add(ugly, plan)
    return ugly


def _add(ugly: Ugly, plan: _Plan) -> None:
    dice = plan.dice
    for name, cells in list(ugly.sheets.items()):
        if dice.random() < 0.3:
            _add_remarks(cells, dice)
        bottom = max(row for row, _ in cells)
        if dice.random() < 0.4:
            cells[bottom + dice.choice((1, 2)), 0] = dice.choice(NOTES)
        down, right = dice.choice((0, 0, 1, 3)), dice.choice((0, 0, 0, 1, 2))
        ugly.sheets[name] = {(row + down, column + right): cell for (row, column), cell in cells.items()}
    chance = dice.random()
    if chance < 0.1:
        _spoil(ugly, plan)
    elif chance < 0.3:
        ugly.trap = dice.choice(TRAPS)
        cells = ugly.sheets[dice.choice(sorted(ugly.sheets))]
        top, left = min(row for row, _ in cells), min(column for _, column in cells)
        bottom = max(row for row, _ in cells)
        if top and dice.random() < 0.5:
            cells[top - 1, left] = ugly.trap
        else:
            cells[bottom + dice.choice((1, 2)), left] = ugly.trap


def _spoil(ugly: Ugly, plan: _Plan) -> None:
    """A label is lost or misspelled, or a figure has something beside it; or the figures are added up through each year."""
    dice = plan.dice
    cells = ugly.sheets[dice.choice(sorted(ugly.sheets))]
    texts = [at for at, cell in cells.items() if isinstance(cell, str) and any(letter.isalpha() for letter in cell)]
    figures = [at for at, cell in cells.items() if isinstance(cell, int) and cell > 2000]
    years = {quarter.financial_quarter[0] for quarter in plan.quarters}
    whole = all(sum(one.financial_quarter[0] == year for one in plan.quarters) == 4 for year in years)
    whole = whole and len(ugly.truth) == len(plan.areas) * len(plan.quarters) * len(plan.fields)
    way = dice.choice(("lost", "misspelled", "marked", *(["added up"] if whole else [])))
    ugly.trap = way
    if way == "lost":
        del cells[dice.choice(texts)]
    elif way == "misspelled":
        at = dice.choice(texts)
        cells[at] = cells[at].replace("a", "", 1).replace("Q", "Z", 1)
    elif way == "marked":
        at = dice.choice(figures)
        cells[at] = dice.choice(("{}*", "({})", "~{}", "{} (r)", "{}.5")).format(cells[at])
    else:
        _add_up(ugly)


def _add_up(ugly: Ugly) -> None:
    """Each figure holds those of its year before it."""
    held: dict[int, int] = {}
    for (area, quarter, name), number in ugly.truth.items():
        year, last = quarter.financial_quarter
        before = [financial_quarter(year, one) for one in range(1, last)]
        held[number] = number + sum(ugly.truth.get((area, one, name), 0) for one in before)
    for cells in ugly.sheets.values():
        for at, cell in cells.items():
            number = (
                cell
                if isinstance(cell, int)
                else int(cell.replace(",", ""))
                if str(cell).replace(",", "").isdigit()
                else 0
            )
            if number in held:
                cells[at] = held[number]


def _add_remarks(cells: Cells, dice: random.Random) -> None:
    """A column of remarks to the right."""
    right = max(column for _, column in cells) + 1
    for row in sorted({row for row, column in cells if column}):
        if dice.random() < 0.4:
            cells[row, right] = dice.choice(("checked", "provisional, see email", "ok"))
