"""What a workbook says of its figures besides their labels: in titles, headings, notes, comments and the names of sheets.

A table may have been read to the letter and be wrong: the title says that it is cumulative, a row between the rows names
another area, the sheet is of another year. Every text that was not used for a label is looked at, and what it says that
differs from what was taken is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, pvariance

from assize.core.periods import Period, financial_quarter
from assize.core.specs import SourceSpec
from assize.ingest.history.areas_named import AreasNamed
from assize.ingest.history.grid import BETWEEN, UNKEPT, Grid, is_number
from assize.ingest.history.labels import part_of
from assize.ingest.history.mapping import ASK, Table, period_of
from assize.ingest.history.proposed_periods import parts_named
from assize.ingest.history.reader import figure, is_stock, placed
from assize.ingest.history.shapes import periods_named
from assize.ingest.history.telling_words import ADDED_UP, KIND, UNIT
from assize.ingest.history.words import is_percentage
from assize.ingest.received import column_letters

_SHARES = re.compile(
    r"^(?:rates?|percentages?|per ?cents?|pct|proportion|share|ratio|%|averages?|avg|mean|median|targets?)$",
    re.IGNORECASE,
)
_MOST = 12  # questions of one kind of a workbook
_LEAST_STEADY = 3  # figures of which it can be told whether they hardly change
_STEADY = 0.1  # of the mean: twelve counts have so small a variance once in a hundred thousand times
_SHOWN = 80  # letters of a text


@dataclass(frozen=True)
class Said:
    """A text that is no label of a figure, where it stands, and of which tables it is a title or heading (by number)."""

    text: str
    place: str
    titles: tuple[int, ...] = ()


def texts_besides(grid: Grid, tables: Mapping[int, Table], used: Mapping[int, Sequence[str]]) -> list[Said]:
    """The texts of a sheet that no table uses as labels, its name and its comments; `used` are each table's titles."""
    left_out = {(one.row, one.column) for table in tables.values() for one in placed(table, grid) if one.ignored}
    labels = {(row, column) for table in tables.values() for row, column in _label_cells(table, grid)}
    found = []
    for row in range(grid.height):
        for column, cell in enumerate(grid.cells[row]):
            if not isinstance(cell, str) or is_number(cell) or (row, column) in labels:
                continue
            if any(table.values.has(row, column) for table in tables.values()) and (row, column) not in left_out:
                continue
            titles = tuple(number for number, texts in used.items() if cell in texts)
            inside = tuple(
                number
                for number, table in tables.items()
                if table.values.top <= row <= table.values.bottom and number not in titles
            )
            found.append(Said(cell, f"{column_letters(column)}{row + 1}", (*titles, *inside)))
    found += [Said(text, "a comment") for text in grid.asides]
    if grid.sheet:
        found.append(Said(grid.sheet, "the sheet's name", tuple(tables)))
    return found


def _label_cells(table: Table, grid: Grid) -> Iterable[tuple[int, int]]:
    """The cells in which labels of a table's figures stand; a text in a row without figures is none."""
    box = table.values
    figures = [
        row
        for row in range(box.top, box.bottom + 1)
        if any(grid.at(row, column) is not None for column in range(box.left, box.right + 1))
    ]
    for role, at in table.at.items():
        known = {*table.words.get(role, ()), *table.ignored}
        for line in () if isinstance(at, str) else at:
            if line.kind == "row":
                yield from ((line.index, column) for column in range(box.left, box.right + 1))
            elif line.kind == "column":
                yield from ((row, line.index) for row in figures)
            else:
                parts = {part for label in known for part in label.split(BETWEEN)}
                yield from ((row, line.index) for row in range(box.bottom) if grid.text(row, line.index) in parts)


def questions_of(
    said: Iterable[Said], tables: Mapping[int, Table], areas: AreasNamed, where: str, grids: Mapping[int, Grid]
) -> list[str]:
    """What must be asked of the tables of one sheet because of texts in it."""
    found: dict[str, None] = {}
    taken_areas = {area for table in tables.values() for area in areas_taken(table)}
    for one in said:
        place = f"{one.place}{where if one.place[-1].isdigit() else ''}"
        quoted = f"'{_short(one.text)}' ({place})"
        if match := ADDED_UP.search(one.text):
            found[f"{quoted} says '{match[0].strip()}'. Does each figure count its own period alone?"] = None
        elif match := UNIT.search(one.text):
            found[f"{quoted} says '{match[0].strip()}'. Is each figure the full number, and no thousands or rates?"] = (
                None
            )
        elif (
            one.titles
            and (match := KIND.search(one.text))
            and not _explained(match[0], [tables[n] for n in one.titles])
        ):
            found[f"{quoted} says '{match[0]}'. Are the figures counts all the same?"] = None
        others = [area.name for area in areas.within(one.text) if area.slug not in taken_areas]
        if others and ASK not in taken_areas:
            found[f"{quoted} names {' and '.join(others)}, and no figure is taken for it. Is that right?"] = None
        for number in one.titles:
            if said_so := _another_period(one, tables[number], grids[number]):
                found[f"{quoted} {said_so}. Are the periods taken right all the same?"] = None
        if defined := _quarter_defined(one.text):
            found[f"{quoted} says {defined}. Are the quarters taken right all the same?"] = None
    return list(found)[:_MOST]


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def areas_taken(table: Table) -> Iterable[str]:
    """The areas that a table's figures are taken for; `?` among them where it is asked."""
    at = table.at["area"]
    return [at] if isinstance(at, str) else table.words["area"].values()


def _explained(word: str, tables: Sequence[Table]) -> bool:
    """Whether a title's `rate` is that of a row of rates beside the counts, which is left out."""
    return bool(_SHARES.match(word)) and all(any(map(is_percentage, table.ignored)) for table in tables)


def _another_period(one: Said, table: Table, grid: Grid) -> str:
    """What a title says of a period that none of a table's figures is of; nothing where it agrees."""
    periods = _periods_taken(table)
    if not periods:
        return ""
    named = [options for _, options in periods_named(one.text)]
    last = max(period.last_day for period in periods)
    for options in named:
        if any(_meet(option.period, period) for option in options for period in periods):
            continue
        # The day of a meeting or of printing stands after what a table shows; a month, and it is no period of it.
        if all(option.period.months == 1 for option in options) and (
            one.place == "" or options[0].period.first_day > last
        ):
            continue
        return f"speaks of {options[0].period.slug}, and no figure is taken for it"
    for words in parts_named([one.text]):
        part = part_of(words)
        if part is None:
            continue
        numbers = {number for period in periods if period.months <= 3 for number in _numbers(period)}
        if (part[0] and part[0][0] not in numbers) or (not part[0] and not numbers):
            return f"speaks of {words}, and the figures are taken for {_span(periods)}"
    return ""


def _span(periods: Sequence[Period]) -> str:
    first, last = min(periods), max(periods)
    return first.slug if first == last else f"{first.slug} to {last.slug}"


def _numbers(period: Period) -> set[int]:
    return {(period.month - 1) // 3 + 1, (period.month - 4) % 12 // 3 + 1}


def _meet(one: Period, other: Period) -> bool:
    return one.first_day <= other.last_day and other.first_day <= one.last_day


def _periods_taken(table: Table) -> list[Period]:
    at = table.at["period"]
    slugs = [at] if isinstance(at, str) else list(table.words["period"].values())
    return [period for slug in slugs if slug != ASK and (period := period_of(slug)) is not None]


def _quarter_defined(text: str) -> str:
    """`Q1 = Jan-Mar` in a note: quarters counted from another month than April."""
    for match in re.finditer(
        r"\bq(?:uarter|tr)? ?([1-4])\b\W{0,4}(?:is|are|means|=|:|-|\()\W{0,3}([a-z]{3})", text, re.IGNORECASE
    ):
        part = part_of(match[2])
        if part and part[1] and (part[1][0] - 4) % 12 // 3 + 1 != int(match[1]):
            return f"that quarter {match[1]} begins in {match[2]}"
    return ""


# --- what the figures themselves say ------------------------------------------------------------------------------


def figure_questions(tables: Mapping[int, Table], grids: Mapping[int, Grid], source: SourceSpec) -> list[str]:
    """Questions because of the figures: those that grow from quarter to quarter and begin anew each year; hidden ones."""
    found = []
    series: dict[tuple[str, str], dict[Period, float]] = {}
    for number, table in tables.items():
        grid = grids[number]
        hidden = []
        for one in placed(table, grid):
            if one.ignored or ASK in one.means.values() or not {"period", "area", "field"} <= one.means.keys():
                continue
            if (one.row, one.column) in grid.hidden:
                hidden.append(f"{column_letters(one.column)}{one.row + 1}")
            period = period_of(one.means["period"])
            read = figure(one.cell, True) if one.cell != UNKEPT else None
            if period is None or read is None or read.value is None or is_stock(source, one.means["field"]):
                continue
            key = (one.means["field"], one.means["area"])
            series.setdefault(key, {})[period] = float(read.value)
        if hidden:
            found.append(
                f"{len(hidden)} figures of table {number} stand in hidden rows or columns, the first {hidden[0]}. "
                "Are they to be taken?"
            )
    found += _like_shares(series, source)
    grow = {name: year for (name, _), values in series.items() if (year := _adds_up(values))}
    for name, year in grow.items():
        found.append(
            f"The figures of '{source.fields[name]}' grow from quarter to quarter of {year} as if each held those before. "
            "Does each count its own period alone?"
        )
    return found


def _like_shares(series: Mapping[tuple[str, str], Mapping[Period, float]], source: SourceSpec) -> list[str]:
    """Parts that may be per cents of their whole: none above a hundred, beside wholes of several hundred, and steadier than
    counts are, whose variance is about their mean.
    """
    found: dict[str, str] = {}
    for (name, area), values in series.items():
        for whole_name in source.wholes(name)[:1] if name in source.asked else ():
            wholes = series.get((whole_name, area), {})
            both = [(values[period], wholes[period]) for period in values.keys() & wholes.keys()]
            parts = [part for part, _ in both]
            steady = len(parts) >= _LEAST_STEADY and pvariance(parts) < _STEADY * fmean(parts)
            if steady and all(part <= 100 and whole > 2 * 100 for part, whole in both):
                found[name] = (
                    f"No figure of '{source.fields[name]}' is above 100, they hardly change, and those of "
                    f"'{source.fields[whole_name]}' are all above 200. Are they counts, and no per cents?"
                )
    return list(found.values())


def _adds_up(values: Mapping[Period, float]) -> str:
    """The first year that looks added up, where every whole year does: each quarter adds about as much as the first has."""
    for first in (4, 1):
        years: dict[int, list[float]] = {}
        for period in sorted(values):
            if period.months != 3:
                continue
            years.setdefault(period.year - (period.month < first), []).append(values[period])
        whole = {year: found for year, found in years.items() if len(found) == 4}
        if whole and all(map(_grows, whole.values())):
            year = min(whole)
            return financial_quarter(year, 1).slug[:7] if first == 4 else str(year)
    return ""


def _grows(quarters: Sequence[float]) -> bool:
    first = quarters[0]
    steps = [later - earlier for earlier, later in pairwise(quarters)]
    return first > 0 and all(0.4 * first <= step <= 2.5 * first for step in steps)
