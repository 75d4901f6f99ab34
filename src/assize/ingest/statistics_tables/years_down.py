"""A year that stands in the first of its rows alone, as older tables of the Ministry of Justice have it, written in every row;
and rows of whole years beside those of quarters, where nothing stands for the quarter, called what they are.

The one is understood where nothing else can be meant: with the year of the row above, every row of a place is the quarter that
follows the one of the row before, or every one the quarter before it (a row of the whole year stands among its quarters), and
the first row of each place has its own year. The other, where every year with all four quarters has one such row, and no other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from assize.core.errors import Problem
from assize.core.periods import MONTHS_IN_QUARTER, MONTHS_IN_YEAR
from assize.ingest.printed_periods import Span, in_year, read_span
from assize.ingest.statistics_tables.columns import Meant, Role
from assize.ingest.statistics_tables.finding import Table, is_empty, words


def fill_annual(table: Table, meant: Sequence[Meant]) -> tuple[Table, list[Problem]]:
    """The table with `Annual` in rows of whole years that have nothing or a dash for the quarter, and that so; or as it is."""
    years = [each for each in meant if each.role is Role.YEAR]
    parts = [each for each in meant if each.role is Role.PART]
    if len(years) != 1 or len(parts) != 1:
        return table, []
    year, part = years[0], parts[0]
    said = [each.column for each in meant if each.role in (Role.AREA, Role.CODE, Role.LABEL)]
    quarters: dict[tuple[object, ...], set[Span]] = defaultdict(set)
    whole: dict[tuple[object, ...], list[int]] = defaultdict(list)
    above: Any = ""
    for number, row in table.rows:
        above = table.cell(row, year.column) if not is_empty(table.cell(row, year.column)) else above
        of_year = read_span(above, year.manner)
        key = (of_year, *(words(table.cell(row, column)) for column in said))
        cell = table.cell(row, part.column)
        if of_year is None or words(cell).strip() in _NOTHING:
            whole[key].append(number)
        elif (span := in_year(of_year, cell)) and span.months == MONTHS_IN_QUARTER:
            quarters[key].add(span)
    full = {key for key, spans in quarters.items() if len(spans) == _QUARTERS}
    if not whole or whole.keys() != full or any(len(rows) > 1 for rows in whole.values()):
        return table, []
    annual = {number for rows in whole.values() for number in rows}
    at = part.column.index
    filled = tuple(
        (number, (*row[:at], *[""] * (at - len(row)), "Annual", *row[at + 1 :]) if number in annual else row)
        for number, row in table.rows
    )
    told = Problem(
        "rows of a year that have nothing for the quarter, beside all four of its quarters, are taken for the whole year",
        table.place(min(annual), at),
        found=f"{len(annual)} rows",
        blocks=False,
    )
    return replace(table, rows=filled), [told]


_NOTHING = ("", "-", "–", "—")
_QUARTERS = 4


def fill_years(table: Table, meant: Sequence[Meant]) -> tuple[Table, list[Problem]]:
    """The table with the year in each of its rows, and that so; or as it is, and how to mend it where rows lack a year."""
    years = [each for each in meant if each.role is Role.YEAR]
    parts = [each for each in meant if each.role is Role.PART]
    if len(years) != 1 or len(parts) != 1:
        return table, []
    year, part = years[0], parts[0]
    lacking = [number for number, row in table.rows if is_empty(table.cell(row, year.column))]
    if not lacking or len(lacking) == len(table.rows) or lacking[0] == table.rows[0][0]:
        return table, []
    filled: list[tuple[int, Sequence[Any]]] = []
    spans: list[Span | None] = []
    blocks: list[list[Span | None]] = []  # of one place and the same words
    owning: list[list[bool]] = []  # and whether its row has a year of its own
    said = [each.column for each in meant if each.role in (Role.AREA, Role.CODE, Role.LABEL)]
    above: Any = ""
    of_above: list[str] | None = None
    for number, row in table.rows:
        own = table.cell(row, year.column)
        of_row = [words(table.cell(row, column)) for column in said]
        if of_row != of_above:
            above, of_above, spans = "", of_row, []
            blocks.append(spans)
            owning.append([])
        above = above if is_empty(own) else own
        owning[-1].append(not is_empty(own))
        whole = read_span(above, year.manner)
        spans.append(in_year(whole, table.cell(row, part.column)) if whole else None)
        cells = list(row) + [""] * (year.column.index + 1 - len(row))
        cells[year.column.index] = above
        filled.append((number, tuple(cells)))
    where = table.place(lacking[0], year.column.index)
    if _follow(blocks, owning):
        told = Problem(
            "a year that stands in the first of its rows is taken for the rows below it",
            where,
            found=f"{len(lacking)} rows without one, the first below '{words(filled[0][1][year.column.index])}'",
            blocks=False,
        )
        return replace(table, rows=tuple(filled)), [told]
    return table, [
        Problem(
            "rows have no year, and with that of the row above they do not follow each other",
            where,
            found=f"{len(lacking)} rows",
            expected="a year in every row, or in the first of its quarters of each place where each row is of the next quarter",
            fix="Write the year in every row, or load the publisher's file of open data.",
        )
    ]


def _follow(blocks: Sequence[Sequence[Span | None]], owning: Sequence[Sequence[bool]]) -> bool:
    steps: set[int] = set()
    for spans, owned in zip(blocks, owning, strict=True):
        found = [span for span in spans if span is not None]
        quarters = [span for span in found if span.months == MONTHS_IN_QUARTER]
        if len(found) != len(spans) or not all(_stands_among(found, owned, at) for at in range(len(found))):
            return False
        steps |= {after.index - before.index for before, after in pairwise(quarters)}
    return steps in ({MONTHS_IN_QUARTER}, {-MONTHS_IN_QUARTER})


def _stands_among(spans: Sequence[Span], owned: Sequence[bool], at: int) -> bool:
    """Whether a row is of a quarter; or of a year, and one of its quarters stands beside it, or it and the row below both have
    years of their own, as in a list of years above one of quarters."""
    own = spans[at]
    if own.months == MONTHS_IN_YEAR and all(owned[at : at + 2]):
        return True
    if own.months == MONTHS_IN_QUARTER:
        return True
    beside = [*spans[max(at - 1, 0) : at], *spans[at + 1 : at + 2]]
    inside = (own.index <= one.index and one.last_day <= own.last_day for one in beside)
    return own.months == MONTHS_IN_YEAR and any(inside)
