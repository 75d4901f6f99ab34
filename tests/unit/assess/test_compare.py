"""Comparisons: what may be said of a difference, and when nothing may."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from builders import LATEST, NATION, POOL, figure, metric
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from assize.assess.compare import TOO_FEW, compare
from assize.core.nouns import Absence, Against, Comparison, Verdict
from assize.core.periods import Period, financial_year, quarter
from assize.core.specs import Kind, MetricSpec
from assize.statistics.change import two_proportions, two_rates

BEFORE = LATEST.later(-1)
SHARE, COUNT, RATE = metric(), metric(kind=Kind.COUNT), metric(kind=Kind.RATE)


def shares(now: tuple[int, int], before: tuple[int, int]) -> Comparison:
    return compare(Against.QUARTER_BEFORE, figure(SHARE, *now), figure(SHARE, *before, BEFORE), Kind.PROPORTION)


def counts(now: int, before: int, move: float | None, unjudged: str = TOO_FEW) -> Comparison:
    own, other = figure(COUNT, now), figure(COUNT, before, period=BEFORE)
    return compare(Against.QUARTER_BEFORE, own, other, Kind.COUNT, mean_moving_range=move, unjudged=unjudged)


# --- shares -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "before", "verdict", "strong"),
    [
        ((60, 100), (50, 100), Verdict.NO_DIFFERENCE, False),
        ((60, 100), (45, 100), Verdict.HIGHER, False),  # at 95%, not at 99.8%
        ((45, 100), (60, 100), Verdict.LOWER, False),
        ((80, 100), (45, 100), Verdict.HIGHER, True),
        ((45, 100), (80, 100), Verdict.LOWER, True),
        ((50, 100), (50, 100), Verdict.NO_DIFFERENCE, False),
        ((0, 10), (0, 10), Verdict.NO_DIFFERENCE, False),
        ((10, 10), (0, 10), Verdict.HIGHER, True),
    ],
)
def test_a_share_is_judged_at_95_and_called_strong_at_998(now, before, verdict, strong):
    found = shares(now, before)
    assert (found.verdict, found.strong) == (verdict, strong)
    assert found.difference == Decimal(now[0]) / now[1] - Decimal(before[0]) / before[1]
    assert found.relative is None
    assert found.interval is not None
    assert (found.interval.confidence, found.interval.method) == (0.95, "Newcombe")
    assert (not found.interval.lower <= 0 <= found.interval.upper) is (verdict is not Verdict.NO_DIFFERENCE)


def test_newcombes_own_example():
    """56 of 70 less 48 of 80, Stat Med 1998: 0.2000, 95% 0.0524 to 0.3339."""
    found = shares((56, 70), (48, 80))
    assert found.difference == pytest.approx(Decimal("0.2"))
    assert found.interval is not None
    assert (round(found.interval.lower, 4), round(found.interval.upper, 4)) == (0.0524, 0.3339)


SIDES = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(SIDES, SIDES)
def test_the_other_way_round_is_the_same_verdict_mirrored(one, two):
    there, back = shares(one, two), shares(two, one)
    mirror = {Verdict.HIGHER: Verdict.LOWER, Verdict.LOWER: Verdict.HIGHER}
    assert back.verdict is mirror.get(there.verdict, there.verdict)
    assert back.strong is there.strong
    assert there.verdict is not Verdict.HIGHER or (there.difference or 0) > 0
    assert not there.strong or there.verdict is not Verdict.NO_DIFFERENCE


@pytest.mark.parametrize(("now", "before"), [((-1, 10), (5, 10)), ((5, 10), (-2, 10)), ((12, 10), (5, 10))])
def test_a_true_correction_is_not_tested(now, before):
    found = shares(now, before)
    assert found.verdict is Verdict.CANNOT
    assert found.difference is not None
    assert found.reason


# --- counts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "move", "verdict", "strong", "usual", "by_chance"),
    [
        (1080, 10.0, Verdict.NO_DIFFERENCE, False, False, True),  # of 1,080 and 1,000 a test cannot tell: p is 0.08
        (1100, 10.0, Verdict.HIGHER, False, False, False),  # p is 0.03, and 3.267 x 10 is 32.67
        (1150, 10.0, Verdict.HIGHER, True, False, False),  # p is 0.001
        (1100, 40.0, Verdict.NO_DIFFERENCE, False, True, False),  # 3.267 x 40 is 130.68: it often moves as much
        (1150, 50.0, Verdict.NO_DIFFERENCE, True, True, False),
        (850, 10.0, Verdict.LOWER, True, False, False),
        (1000, 10.0, Verdict.NO_DIFFERENCE, False, True, True),
    ],
)
def test_a_count_differs_where_a_test_says_so_and_it_moved_more_than_it_usually_does(
    now, move, verdict, strong, usual, by_chance
):
    found = counts(now, 1000, move)
    assert (found.verdict, found.strong, found.usual, found.by_chance) == (verdict, strong, usual, by_chance)
    assert found.relative == Decimal(now - 1000) / 1000


def test_the_test_of_two_counts_is_that_of_scipy():
    for now, before in ((2244, 2061), (2241, 2033), (2241, 2459), (21, 20), (0, 5), (0, 9), (3, 20), (25_000, 21_000)):
        found = counts(now, before, None)
        for confidence, said in ((0.95, not found.by_chance), (0.998, found.strong)):
            share = stats.binomtest(now, now + before).proportion_ci(confidence)
            assert said is not (share.low <= 0.5 <= share.high), (now, before, confidence)
        assert (found.verdict is Verdict.NO_DIFFERENCE) is found.by_chance


def test_a_count_of_a_short_series_is_tested_alone_and_what_is_not_tested_for_another_reason_is_not_judged():
    assert counts(1200, 1000, None).verdict is Verdict.HIGHER
    places = counts(1200, 1000, None, unjudged="places are not tested")
    assert (places.verdict, places.reason, places.by_chance) == (Verdict.CANNOT, "places are not tested", None)
    assert (places.difference, places.relative) == (Decimal(200), Decimal("0.2"))


def test_a_correction_below_nought_is_read_against_the_usual_moves_alone():
    found = counts(-40, 3, 10.0)
    assert (found.verdict, found.by_chance) == (Verdict.LOWER, None)


@pytest.mark.parametrize(("base", "percent"), [(0, False), (8, False), (29, False), (30, True), (100, True)])
def test_no_per_cent_on_a_base_under_thirty(base, percent):
    found = counts(12, base, 5.0)
    assert found.difference == Decimal(12 - base)
    assert (found.relative is not None) is percent


def test_no_per_cent_on_a_share_or_a_rate():
    assert shares((55, 70), (50, 70)).relative is None
    assert _rates((100, 10_000), (80, 10_000)).relative is None


# --- rates --------------------------------------------------------------------------------------------------------


def _rates(now: tuple[int, int], before: tuple[int, int]) -> Comparison:
    own, other = figure(RATE, *now), figure(RATE, *before, area=POOL)
    return compare(Against.REGION, own, other, Kind.RATE)


@pytest.mark.parametrize(
    ("now", "before", "verdict", "strong"),
    [
        ((100, 10_000), (100, 10_000), Verdict.NO_DIFFERENCE, False),
        ((100, 10_000), (105, 10_000), Verdict.NO_DIFFERENCE, False),
        ((100, 10_000), (135, 10_000), Verdict.LOWER, False),
        ((100, 10_000), (200, 10_000), Verdict.LOWER, True),
        ((200, 10_000), (100, 10_000), Verdict.HIGHER, True),
        ((0, 10_000), (0, 10_000), Verdict.NO_DIFFERENCE, False),
        ((0, 10_000), (40, 10_000), Verdict.LOWER, True),
    ],
)
def test_a_rate_is_judged_by_the_exact_ratio_of_two_counts(now, before, verdict, strong):
    found = _rates(now, before)
    assert (found.verdict, found.strong) == (verdict, strong)


# --- when nothing may be said -------------------------------------------------------------------------------------


def test_without_the_other_nothing_is_compared():
    found = compare(Against.YEAR_BEFORE, figure(SHARE, 5, 10), None, Kind.PROPORTION)
    assert (found.verdict, found.difference, found.other) == (Verdict.CANNOT, None, None)
    assert found.reason == "no earlier figure is held"


@pytest.mark.parametrize("own_is_held", [True, False])
def test_a_figure_held_back_cannot_be_compared_and_its_reason_is_told(own_is_held):
    full = figure(SHARE, 5, 10)
    held = replace(full, value=None, interval=None, absence=Absence.NOT_AVAILABLE, reason="too early: 14% open")
    own, other = (held, full) if own_is_held else (full, held)
    found = compare(Against.QUARTER_BEFORE, own, other, Kind.PROPORTION)
    assert (found.verdict, found.difference, found.reason) == (Verdict.CANNOT, None, "too early: 14% open")


@pytest.mark.parametrize(
    ("own", "other", "change", "comparable"),
    [
        (LATEST, BEFORE, LATEST, False),  # the break begins with the latest
        (LATEST, BEFORE, BEFORE, True),  # both after it
        (BEFORE, BEFORE.later(-1), LATEST, True),  # both before it
        (LATEST, LATEST.later(-4), BEFORE, False),  # somewhere between
        (LATEST, LATEST.later(-4), LATEST.later(-4), True),
        (financial_year(2018), financial_year(2017), quarter(2018, 2), False),  # with the year
        (financial_year(2018), financial_year(2017), quarter(2018, 3), False),  # inside the later
        (financial_year(2018), financial_year(2017), quarter(2017, 3), False),  # inside the earlier
        (financial_year(2018), financial_year(2017), quarter(2017, 2), True),
        (financial_year(2018), financial_year(2017), financial_year(2018), False),
    ],
)
def test_nothing_is_compared_across_a_break(own: Period, other: Period, change: Period, comparable: bool):
    found = compare(
        Against.YEAR_BEFORE,
        figure(SHARE, 60, 100, own),
        figure(SHARE, 40, 100, other),
        Kind.PROPORTION,
        breaks=[change],
    )
    assert (found.verdict is not Verdict.CANNOT) is comparable
    assert (found.difference is not None) is comparable


# --- a board and the whole that holds it ----------------------------------------------------------------------------


def _beside_nation(spec: MetricSpec, own: tuple[int, int], nation: tuple[int, int]) -> Comparison:
    return compare(Against.NATION, figure(spec, *own), figure(spec, *nation, area=NATION), spec.kind)


def test_a_share_is_tested_against_the_rest_of_the_whole_and_shown_beside_the_whole():
    found = _beside_nation(SHARE, (300, 500), (1_000, 2_000))
    apart = two_proportions(300, 500, 700, 1_500, 0.95)
    assert found.difference == Decimal("0.1")  # beside the whole, as it is printed
    assert found.difference == pytest.approx(Decimal((300 / 500 - 700 / 1_500) * 0.75))  # three quarters are the rest
    assert found.interval.lower == pytest.approx(apart.lower * 0.75)
    assert found.interval.upper == pytest.approx(apart.upper * 0.75)
    assert found.verdict is Verdict.HIGHER


def test_a_board_that_is_half_of_the_whole_is_told_from_it_by_its_other_half():
    # Beside a whole of which it is half a board looks half as far away as it is: 52.5 and 50 of 1,000 and 2,000 would be told
    # apart by nobody, 52.5 and 47.5 by many.
    assert two_proportions(525, 1_000, 1_000, 2_000, 0.95).lower < 0
    assert _beside_nation(SHARE, (525, 1_000), (1_000, 2_000)).verdict is Verdict.HIGHER


def test_a_rate_is_tested_against_the_rest_of_the_whole():
    assert _beside_nation(RATE, (150, 10_000), (400, 30_000)).verdict is Verdict.NO_DIFFERENCE
    assert _beside_nation(RATE, (160, 10_000), (400, 30_000)).verdict is Verdict.HIGHER
    assert two_rates(160, 10_000, 400, 30_000, 0.95).lower < 1  # the whole itself hides it
    assert two_rates(160, 10_000, 240, 20_000, 0.95).lower > 1


@pytest.mark.parametrize("spec", [SHARE, RATE])
@pytest.mark.parametrize("nation", [(90, 2_000), (200, 400), (100, 500)])
def test_what_is_no_part_of_the_whole_is_not_compared_with_it(spec, nation):
    found = _beside_nation(spec, (100, 500), nation)
    assert found.verdict is Verdict.CANNOT
    assert found.reason == "the area's counts are no part of those of England and Wales"
