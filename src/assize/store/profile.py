"""The current observations of a source, period by period: how many, of which places, how many without a number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from assize.core.nouns import Absence
from assize.core.periods import parse_period
from assize.core.quality import FieldProfile, WordProfile
from assize.store.editions import identifier, quoted

Ask = Callable[[str], list[tuple[Any, ...]]]


def profile_fields(ask: Ask, cells: str, dimensions: Sequence[str]) -> list[FieldProfile]:
    """One profile for each period and field, in order of time.

    `cells` is a SELECT of one row a cell (area, period, field, the dimensions, value, absence).
    """
    absences = tuple(Absence)
    counted = ", ".join(f"count(*) FILTER (absence = {quoted(absence.value)})" for absence in absences)
    keys = ", ".join(("area", "period", "field", *map(identifier, dimensions)))
    repeated = {
        (period, field): number
        for period, field, number in ask(
            f"SELECT period, field, sum(n - 1) FROM (SELECT {keys}, count(*) AS n FROM ({cells}) GROUP BY {keys}"
            " HAVING count(*) > 1) GROUP BY period, field"
        )
    }
    rows = ask(
        f"SELECT period, field, count(*), list(DISTINCT area), count(*) FILTER (value < 0), {counted}"
        f" FROM ({cells}) GROUP BY period, field"
    )
    found = [
        FieldProfile(
            period=parse_period(period),
            field=field,
            cells=number,
            areas=frozenset(areas),
            absences={absence: count for absence, count in zip(absences, absent, strict=True) if count},
            negative=negative,
            repeated=int(repeated.get((period, field), 0)),
        )
        for period, field, number, areas, negative, *absent in rows
    ]
    return sorted(found, key=lambda one: (one.period.last_day, one.period.months, one.field))


def profile_words(ask: Ask, cells: str, dimensions: Sequence[str]) -> list[WordProfile]:
    """Every word of every dimension with the number of cells that carry it; cells without a word are left out."""
    return [
        WordProfile(dimension, word, number)
        for dimension in dimensions
        for word, number in ask(
            f"SELECT {identifier(dimension)} AS word, count(*) FROM ({cells}) WHERE {identifier(dimension)} <> ''"
            " GROUP BY 1 ORDER BY 1"
        )
    ]
