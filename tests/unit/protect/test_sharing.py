"""From when an audience may see a figure: what it may not see yet is not there, and nothing that uses it is either."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from builders import BOARD, CUT_OFF, LATEST, NATION, OTHER, POOL, figure, metric, source

from assize.core.audiences import Condition
from assize.core.nouns import Absence, Figure, Mark
from assize.core.periods import financial_year
from assize.core.specs import Kind
from assize.protect.audiences import LATE, protect

POOLS = {POOL: (OTHER,), NATION: (BOARD, OTHER)}
COUNT = metric("cases-opened", Kind.COUNT)
PROVISIONAL = frozenset({Mark.PROVISIONAL})


def seen(figures: list[Figure], condition: Condition, day: date = CUT_OFF) -> dict[str, object]:
    held = source(conditions={"public": condition})
    return {one.reference: one.value for one in protect(figures, {"returns": held}, "public", POOLS, day).figures}


def series(count: int, **changes: object) -> list[Figure]:
    return [
        replace(figure(COUNT, 100 + step, period=LATEST.later(step - count + 1)), **changes) for step in range(count)
    ]


def test_a_quarter_too_young_for_these_readers_is_as_if_it_had_not_been_released():
    held = series(4)
    wait = (CUT_OFF - LATEST.last_day).days
    assert set(seen(held, Condition(wait))) == {one.reference for one in held}
    after = seen(held, Condition(wait + 1))
    assert set(after) == {one.reference for one in held[:-1]}
    assert None not in after.values()
    assert set(seen(held, Condition(wait + 1), CUT_OFF + timedelta(days=1))) == {one.reference for one in held}


def test_other_readers_see_it_at_once():
    held = source(conditions={"public": Condition(10_000)})
    assert len(protect(series(4), {"returns": held}, "partnership", POOLS, CUT_OFF).figures) == 4


def test_a_sum_with_a_quarter_in_it_that_waits_waits_too():
    year = figure(COUNT, 400, period=financial_year(2018))
    year = replace(year, parts=(replace(year.parts[0], periods=financial_year(2018).quarters),))
    old = figure(COUNT, 400, period=financial_year(2017))
    after = seen([*series(4), year, old], Condition((CUT_OFF - LATEST.last_day).days + 1))
    assert set(after) == {one.reference for one in (*series(4)[:-1], old)}


def test_what_is_provisional_waits_until_it_is_final_and_so_does_the_pool_it_is_in():
    """The country and the other board would give the provisional one away."""
    own, other = figure(COUNT, 60), replace(figure(COUNT, 40, area=OTHER), marks=PROVISIONAL)
    nation, before = figure(COUNT, 100, area=NATION), figure(COUNT, 70, area=NATION, period=LATEST.later(-1))
    after = seen([own, other, nation, before], Condition(final=True))
    assert set(after) == {own.reference, before.reference}
    assert len(seen([own, other, nation], Condition())) == 3


def test_a_provisional_quarter_in_the_midst_of_a_series_is_withheld_by_name():
    held = series(5)
    held[2] = replace(held[2], marks=PROVISIONAL)
    spec = source(conditions={"public": Condition(final=True)})
    after = protect(held, {"returns": spec}, "public", POOLS, CUT_OFF)
    assert [one.value is None for one in after.figures] == [False, False, True, False, False]
    assert (after.figures[2].absence, after.figures[2].reason) == (Absence.CONFIDENTIAL, f"withheld: {LATE}")
    assert after.withheld == {LATE: 1}
