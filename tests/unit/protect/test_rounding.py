"""Rounding: each count by itself, everything else from the rounded counts, for the readers for whom a source says so."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from attack import narrowed, rounds_to
from builders import BOARD, CUT_OFF, NATION, OTHER, figure, metric, source
from protect.releases import crossed, linked

from assize.core.nouns import Absence, Figure
from assize.core.specs import AskedField, Kind
from assize.measure.engine import worked_out
from assize.protect.audiences import protect
from assize.protect.rounding import round_counts, rounded
from assize.protect.suppression import Count, Sum, suppress

COUNT, SHARE, RATE = metric("cases-opened", Kind.COUNT), metric(), metric("rate", Kind.RATE)
METRICS = {one.id: one for one in (COUNT, SHARE, RATE)}
TO_FIVE = {"public": 5}


def shown(*figures: Figure, audience: str = "public", metrics=METRICS, **changes) -> tuple[Figure, ...]:
    sources = {"returns": source(**{"rounded_to": TO_FIVE, **changes})}
    found = protect(figures, sources, audience, {NATION: (BOARD, OTHER)}, CUT_OFF)
    return round_counts(found, metrics, sources, audience, worked_out).figures


@pytest.mark.parametrize(
    ("value", "base", "nearest"),
    [(0, 5, 0), (2, 5, 0), (3, 5, 5), (7, 5, 5), (8, 5, 10), (4, 10, 0), (5, 10, 10), (15, 10, 20), (1, 2, 2), (7, 1, 7)],
)  # fmt: skip
def test_a_count_is_rounded_to_the_nearest_and_halves_upwards(value, base, nearest):
    assert rounded(Decimal(value), base) == nearest
    low, high = rounds_to(value, base)
    assert all(rounded(Decimal(one), base) == nearest for one in range(low, high + 1)), "as the attacker has it"
    assert low == 0 or rounded(Decimal(low - 1), base) < nearest < rounded(Decimal(high + 1), base)


def test_a_count_is_rounded_for_those_readers_alone():
    held = figure(COUNT, 4213)
    [public] = shown(held)
    assert (public.value, public.parts[0].value, public.parts[0].rounded_to) == (4215, 4215, 5)
    assert "4213" not in repr(public)
    assert shown(held, audience="partnership") == (held,)
    assert shown(held, rounded_to={"public": 1}) == (held,)


def test_a_share_is_worked_out_from_rounded_counts_with_its_interval():
    [public] = shown(figure(SHARE, 37, 91))
    assert (public.numerator, public.denominator) == (35, 90)
    assert public == replace(
        figure(SHARE, 35, 90), parts=tuple(replace(part, rounded_to=5) for part in figure(SHARE, 35, 90).parts)
    )


def test_a_part_rounded_up_never_passes_its_whole():
    """The whole is another source's, which rounds nothing: 38 of 39 would be 40 of 39."""
    whole = replace(SHARE.denominators[0], source="published")
    held = figure(replace(SHARE, denominators=(whole,)), 38, 39)
    sources = {"returns": source(rounded_to=TO_FIVE), "published": source("published")}
    found = protect([held], sources, "public", {}, CUT_OFF)
    [public] = round_counts(found, METRICS, sources, "public", worked_out).figures
    assert (public.numerator, public.denominator, public.value) == (40, 40, 1)


def test_of_a_rate_the_residents_of_another_source_stay():
    people = replace(RATE.denominators[0], source="published")
    held = figure(replace(RATE, denominators=(people,)), 38, 100_001)
    sources = {"returns": source(rounded_to=TO_FIVE), "published": source("published")}
    [public] = round_counts(
        protect([held], sources, "public", {}, CUT_OFF), METRICS, sources, "public", worked_out
    ).figures
    assert (public.numerator, public.denominator) == (40, 100_001)
    assert public.value == Decimal(40_000) / 100_001


def test_totals_are_rounded_by_themselves():
    quarters = [figure(COUNT, 12, area=area) for area in (BOARD, OTHER)]
    whole = figure(COUNT, 24, area=NATION)
    assert [one.value for one in shown(*quarters, whole)] == [10, 10, 25]


@pytest.mark.parametrize("whole", [0, 1, 2])
def test_a_share_of_next_to_nothing_is_withheld_whether_its_whole_was_nought_or_not(whole):
    [public] = shown(figure(SHARE, 0, whole))
    assert (public.value, public.absence) == (None, Absence.CONFIDENTIAL)
    assert public.reason == "withheld: a whole that is too small once it is rounded"
    assert all(part.value is None for part in public.parts)


def test_it_is_counted_among_what_is_withheld():
    sources = {"returns": source(rounded_to=TO_FIVE, smallest_count=1)}
    found = protect([figure(SHARE, 1, 2)], sources, "public", {}, CUT_OFF)
    assert round_counts(found, METRICS, sources, "public", worked_out).withheld == {
        "a whole that is too small once it is rounded": 1
    }


def test_withholding_is_decided_on_the_true_counts_and_what_is_withheld_stays():
    held = [figure(COUNT, 3), figure(COUNT, 4, area=OTHER)]
    assert [one.value for one in shown(*held, smallest_count=4)] == [None, 5]
    assert [one.value for one in shown(*held, smallest_count=0)] == [5, 5]


def test_what_counts_no_people_and_what_a_publisher_has_averaged_stay():
    field = COUNT.numerators[0].field
    letters = {field: AskedField(field, "letters", "Letters sent.", "letters", small_shown=True)}
    held = figure(COUNT, 4213)
    assert shown(held, asked=letters) == (held,)
    days = metric("days", Kind.DURATION)
    mean = figure(days, 113)
    assert shown(mean, metrics={days.id: days}) == (mean,)


def test_of_a_young_cohort_neither_the_share_nor_the_reason_tells_more():
    young = replace(figure(SHARE, 37, 91), immature=Decimal(8) / 91, flagged=True)
    held = replace(
        young, value=None, interval=None, absence=Absence.NOT_AVAILABLE, reason="too early: 8.8% had no outcome"
    )
    assert shown(young)[0].immature == Decimal(10) / 90
    assert shown(held)[0].reason == "too early: too many have no outcome yet"
    assert shown(held)[0].value is None


def test_what_is_absent_for_another_reason_keeps_it():
    broken = replace(figure(SHARE, 37, 91), value=None, interval=None, absence=Absence.NOT_AVAILABLE, reason="a break")
    assert shown(broken)[0].reason == "a break"
    assert shown(figure(SHARE, None, None))[0].reason == "a figure it is made of is not available"


# --- attacked -----------------------------------------------------------------------------------------------------


def test_the_attacker_works_out_what_rounding_alone_gives_away():
    """Four quarters of 12, each shown as 10, and their year of 48, shown as 50."""
    cells = {name: Count(12, width=4) for name in "abcd"} | {"year": Count(48)}
    sums = [Sum("year", tuple("abcd"))]
    found = narrowed(cells, sums, (), dict.fromkeys(cells, 5))
    assert found == dict.fromkeys("abcd", (12.0, 12.0))
    assert narrowed({"a": Count(12, width=4)}, [], (), {"a": 5}) == {}, "between 8 and 12"
    assert narrowed({"a": Count(12, width=5)}, [], (), {"a": 5}) == {"a": (8.0, 12.0)}


@pytest.mark.parametrize("base", [3, 5, 10])
@pytest.mark.parametrize("seed", range(3))
def test_what_is_withheld_keeps_its_width_where_the_rest_is_rounded(base, seed):
    cells, sums = linked(5, 3, 4, smallest=5, seed=seed)
    pattern = suppress(cells, sums)
    bases = dict.fromkeys(cells, base)
    assert narrowed(cells, sums, pattern.withheld, bases) == {}
    assert pattern.primary
    assert narrowed(cells, sums, pattern.primary), "without secondary suppression and without rounding"


def test_rounding_does_not_do_instead_of_secondary_suppression():
    cells, sums = crossed([[1, 12, 12], [12, 12, 12], [7, 2, 17]], 5)
    bases = dict.fromkeys(cells, 3)
    assert narrowed(cells, sums, suppress(cells, sums).primary, bases)
    assert not narrowed(cells, sums, suppress(cells, sums).withheld, bases)
