"""Figures of a statistics table that stand, in one period, in each other's rows.

What is exchanged between the rows of a column leaves its total as it was. But a place or a thing keeps its size from one
period to the next, so figures that lie far from their own row's and near to another's were exchanged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from assize.core.errors import Problem
from assize.ingest.layouts import SHOWN
from assize.ingest.printed_periods import Span, shown
from assize.ingest.statistics_tables.rows import Figure
from assize.ingest.statistics_tables.slips import is_count

_FAR = Decimal("0.1")  # of a row's usual figure: what is further from it is another row's, if that row's is near
_NEAR = Decimal("0.08")
_MUCH_NEARER = 3  # times as far from their own rows' as from the others', all together
_STEADY = 2  # times the range of a row's other figures, which one that is far from them must be away
_LEAST = 100  # smaller counts vary by as much of themselves
_PERIODS = 3  # besides the one looked at, by which a row's usual figure can be told
_Row = tuple[str, tuple[tuple[str, str], ...]]


def check_exchanged(figures: Sequence[Figure]) -> list[Problem]:
    """Refuses a period in which the figures of some rows are, all together, those usual in others of these rows."""
    panels: dict[tuple[str, str, int], dict[_Row, dict[Span, Figure]]] = defaultdict(lambda: defaultdict(dict))
    for figure in figures:
        if figure.value is not None and not figure.percentage and is_count(figure):
            panels[figure.table.id, figure.field, figure.span.months][figure.area, figure.item][figure.span] = figure
    problems = []
    for panel in panels.values():
        for span in sorted({span for row in panel.values() for span in row}):
            if found := _exchanged(panel, span):
                one, usual = found
                problems.append(
                    Problem(
                        "figures of this period may have been exchanged between rows: each is far from its own row's and near"
                        " to another's",
                        one.place,
                        found=f"{one.raw} in {shown(span)}",
                        expected=f"about {usual:,.0f}, as in the row's other periods",
                        fix="Load the publisher's own file.",
                    )
                )
    return problems[:SHOWN]


def _exchanged(panel: dict[_Row, dict[Span, Figure]], span: Span) -> tuple[Figure, Decimal] | None:
    """A figure far from its row's usual one, where all such figures of the period are the usual ones of these rows."""
    far: list[tuple[Decimal, Decimal, Figure]] = []
    for row in panel.values():
        others = sorted(each.value for at, each in row.items() if at != span and each.value is not None)
        figure = row.get(span)
        if figure is None or figure.value is None or len(others) < _PERIODS:
            continue
        usual = others[len(others) // 2]
        away = abs(figure.value - usual)
        if usual >= _LEAST and away > _FAR * usual and away > _STEADY * (others[-1] - others[0]):
            far.append((figure.value, usual, figure))
    if len(far) < 2:
        return None
    now, before = sorted(value for value, _, _ in far), sorted(usual for _, usual, _ in far)
    apart = [abs(one - other) for one, other in zip(now, before, strict=True)]
    near = all(each <= _NEAR * other for each, other in zip(apart, before, strict=True))
    if near and sum(apart) * _MUCH_NEARER <= sum(abs(value - usual) for value, usual, _ in far):
        return far[0][2], far[0][1]
    return None


_ENOUGH = 12  # figures that stand in order by chance once in 479 million tables


def check_sorted(figures: Sequence[Figure]) -> list[Problem]:
    """Refuses a column whose figures only rise, or only fall, down the rows of several things and periods, while its rows'
    words and periods do not: it was sorted without the others.
    """
    columns: dict[tuple[str, int], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.value is not None:
            columns[figure.table.id, figure.column].append(figure)
    problems = []
    for column in columns.values():
        down = sorted(column, key=lambda one: one.row)
        things = [(one.area, one.item) for one in down]
        runs = sum(one != other for one, other in pairwise(things))
        values = [one.value or Decimal(0) for one in down]
        if len(set(values)) < _ENOUGH or len({one.span for one in down}) < 2 or runs <= len(set(things)):
            continue  # things that stand together, one after the other, may rise from one to the next
        if values in (sorted(values), sorted(values, reverse=True)):
            problems.append(
                Problem(
                    "the figures of this column stand in order of size, and its rows do not: it was sorted without the others",
                    down[0].place,
                    found=f"from {down[0].raw} to {down[-1].raw}",
                    expected="figures beside their own rows",
                    fix="Load the publisher's own file.",
                )
            )
    return problems[:SHOWN]
