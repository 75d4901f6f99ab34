"""Periods and places of a statistics table whose figures are those of another: one was copied over the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from assize.core.errors import Problem
from assize.core.periods import MONTHS_IN_QUARTER
from assize.core.specs import Catalogue
from assize.ingest import copies
from assize.ingest.printed_periods import Span, shown
from assize.ingest.statistics_tables.checks import few
from assize.ingest.statistics_tables.rows import Figure


def check_copies(figures: Sequence[Figure], catalogue: Catalogue) -> list[Problem]:
    """Refuses two periods, or two places of one kind, with the same figures throughout a table."""
    tables: dict[str, list[copies.Held]] = defaultdict(list)
    flows: dict[str, set[Span]] = defaultdict(set)  # quarters in which something is counted
    for figure in figures:
        if figure.value is not None:
            held = copies.Held(
                figure.area, figure.span, (figure.field, figure.item), figure.value, figure.place, figure.raw
            )
            tables[figure.table.id].append(held)
            if figure.value:
                flows[figure.table.id].add(figure.span)
    problems: list[Problem] = []
    for table, every in tables.items():
        quarters = flows[table]

        def comparable(one: Span, other: Span, quarters: set[Span] = quarters) -> bool:
            return one.months == other.months or _holds_another(one, other, quarters)

        problems += copies.check_copies(every, catalogue, shown, comparable=comparable)
    return few(problems, "more periods or places have the figures of others")


def _holds_another(one: Span, other: Span, quarters: set[Span]) -> bool:
    """A quarter and its year, of which the table has another quarter that is not nought."""
    short, long = sorted((one, other), key=lambda span: span.months)
    if short.months != MONTHS_IN_QUARTER or long.period is None or long.months < short.months:
        return False
    beside = [Span(part.year, part.month, part.months) for part in long.period.quarters] if long.month % 3 == 1 else []
    return short in beside and any(span != short and span in quarters for span in beside)
