"""Sums of twelve months that stand under quarters or months: told by the table's words, or by the quarters they add up.

Read as they stand they would be quarters four times too large. Whether such a quarter is the last of its twelve months or
the first, a table does not say in one way; so it is left out where its words tell, and refused where only its figures do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from assize.core.errors import Problem
from assize.core.periods import MONTHS_IN_QUARTER, MONTHS_IN_YEAR
from assize.ingest.printed_periods import Span, span_at
from assize.ingest.statistics_tables.rows import Figure

_ROLLING = re.compile(
    r"\brolling[ -](?:annual|years?|12|twelve|4|four)\b|\b(?:12|twelve)[ -]months? rolling\b|\bannual rolling\b"
    r"|\b(?:12|twelve) months (?:to|ending|ended)(?: the)?(?: end of)?(?: each| the)? quarter\b"
    r"|\bmoving annual (?:total|sum)s?\b|\brolling (?:sum|total)s? (?:of|over) (?:12|twelve|4|four)\b",
    re.IGNORECASE,
)
_CUMULATIVE = re.compile(r"\bcumulative(?:ly)?\b|(?<!rolling )\byear[- ]to[- ]date\b|\bytd\b", re.IGNORECASE)
_QUARTERLY = re.compile(r"\bquarterly\b|\beach quarter\b|\bby quarter\b", re.IGNORECASE)
_QUARTERS_IN_YEAR = 4
_ENOUGH = 4  # quarters that are sums of four others: fewer may be chance
_Series = tuple[str, str, str, tuple[tuple[str, str], ...]]


def leave_rolling(figures: Sequence[Figure]) -> tuple[list[Figure], list[Problem]]:
    """The figures without those that a title, header or label calls sums of twelve months, or of a year so far, and a quarter
    or month is beside; and that.

    A title that speaks of quarters too is of a table with both, whose columns say which is which.
    """
    kept: list[Figure] = []
    left: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        said = " ".join((figure.table.title, *figure.table.above))
        titled = (_ROLLING.search(said) or _CUMULATIVE.search(said)) and not _QUARTERLY.search(said)
        own = " ".join((figure.field.replace("_", " "), *(word for _, word in figure.item)))
        rolling = titled or _ROLLING.search(own) or _CUMULATIVE.search(own)
        if rolling and figure.span.months < MONTHS_IN_YEAR:
            left[figure.table.id].append(figure)
        else:
            kept.append(figure)
    return kept, [
        Problem(
            "sums of twelve months, or of a year so far, that stand under quarters or months are not read: they are of other"
            " months than their headers",
            found[0].table.where,
            found=f"{len(found):,} figures, the first '{found[0].raw}' in {found[0].table.ref(found[0].row, found[0].column)}",
            blocks=False,
        )
        for found in left.values()
    ]


def check_sums_under_quarters(figures: Sequence[Figure]) -> list[Problem]:
    """Quarters of one table that are each the sum of four quarters of another table, or row, of the same place."""
    series: dict[_Series, dict[Span, Figure]] = defaultdict(dict)
    for figure in figures:
        if figure.span.months == MONTHS_IN_QUARTER and figure.value and not figure.percentage:
            series[figure.table.id, figure.area, figure.field, figure.item][figure.span] = figure
    sums: dict[tuple[str, Span, Decimal], list[_Series]] = defaultdict(list)
    summed: dict[_Series, set[Span]] = defaultdict(set)
    for name, of_it in series.items():
        for span in of_it:
            if (added := _of_a_year(span, of_it)) is not None:
                sums[name[1], span, added].append(name)
                summed[name].add(span)
    problems = []
    for name, of_it in series.items():
        often: dict[_Series, int] = defaultdict(int)
        for span, figure in of_it.items():
            for other in sums.get((name[1], span, figure.value or Decimal(0)), ()):
                often[other] += other != name
        likely = max(often, key=lambda one: often[one], default=None)
        if likely is None:
            continue
        # Of a place with a handful a quarter some are such sums by chance; of what is summed, the most are.
        beside = len(of_it.keys() & summed[likely])
        if often[likely] >= max(_ENOUGH, beside / 2):
            first = of_it[min(of_it)]
            problems.append(
                Problem(
                    "figures under quarters are sums of four quarters",
                    first.place,
                    found=f"{often[likely]} that are the sums of those in {series[likely][min(series[likely])].table.where}",
                    expected="the figures of one quarter each",
                    fix="Load the publisher's own file.",
                )
            )
    return problems[:1]


def _of_a_year(span: Span, of_it: Mapping[Span, Figure]) -> Decimal | None:
    """The sum of a quarter and the three before it, where all are there."""
    held = []
    for back in range(_QUARTERS_IN_YEAR):
        figure = of_it.get(span_at(span.index - MONTHS_IN_QUARTER * back, MONTHS_IN_QUARTER))
        if figure is None or figure.value is None:
            return None
        held.append(figure.value)
    return sum(held, Decimal(0))
