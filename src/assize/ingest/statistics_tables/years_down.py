"""A year that stands in the first of its rows alone, as older tables of the Ministry of Justice have it, written in every row.

It is understood where nothing else can be meant: with the year of the row above, every row of a place is the quarter that
follows the one of the row before, or every one the quarter before it, and the first row of each place has its own year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from assize.core.errors import Problem
from assize.core.periods import MONTHS_IN_QUARTER
from assize.ingest.printed_periods import Span, in_year, read_span
from assize.ingest.statistics_tables.columns import Meant, Role
from assize.ingest.statistics_tables.finding import Table, is_empty, words


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
    said = [each.column for each in meant if each.role in (Role.AREA, Role.CODE, Role.LABEL)]
    above: Any = ""
    of_above: list[str] | None = None
    for number, row in table.rows:
        own = table.cell(row, year.column)
        of_row = [words(table.cell(row, column)) for column in said]
        if of_row != of_above:
            above, of_above, spans = "", of_row, []
            blocks.append(spans)
        above = above if is_empty(own) else own
        whole = read_span(above, year.manner)
        spans.append(in_year(whole, table.cell(row, part.column)) if whole else None)
        cells = list(row) + [""] * (year.column.index + 1 - len(row))
        cells[year.column.index] = above
        filled.append((number, tuple(cells)))
    where = table.place(lacking[0], year.column.index)
    if _follow(blocks):
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


def _follow(blocks: Sequence[Sequence[Span | None]]) -> bool:
    steps: set[int] = set()
    for spans in blocks:
        if not all(span is not None and span.months == MONTHS_IN_QUARTER for span in spans):
            return False
        steps |= {
            after.index - before.index for before, after in pairwise(spans) if before is not None and after is not None
        }
    return steps in ({MONTHS_IN_QUARTER}, {-MONTHS_IN_QUARTER})
