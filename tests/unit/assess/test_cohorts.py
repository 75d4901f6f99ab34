"""A young cohort beside the one of a year earlier at the same age: which are a pair, and when their difference is judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from builders import LATEST, change_of_definition, figure, maturity, metric

from assize.assess.cohorts import NEAR_DAYS, at_one_age
from assize.core.nouns import OPEN_CASES, Against, Figure, Verdict

SPEC = metric(maturity=maturity())
YEAR_BEFORE = LATEST.shifted(-12)


def stood(done: int, cases: int, unresolved: str, days: int = 110, period=LATEST) -> Figure:
    """A cohort of which so many were done when it was so many days old."""
    as_at = period.last_day + timedelta(days=days)
    return replace(figure(SPEC, done, cases, period), as_at=as_at, immature=Decimal(unresolved))


def pair(now: tuple[int, int, str], then: tuple[int, int, str], **changes):
    found = at_one_age(replace(SPEC, **changes) if changes else SPEC, [stood(*now), stood(*then, period=YEAR_BEFORE)])
    assert len(found) == 1
    return found[0]


def test_both_figures_say_their_day_and_have_an_address_of_their_own():
    found = pair((930, 10_000, "0.06"), (1080, 10_000, "0.06"))
    assert found.against is Against.SAME_AGE
    assert found.figure.reference == "done-rate@ashford@2019q1@as-at-2019-07-19"
    assert found.other.reference == "done-rate@ashford@2018q1@as-at-2018-07-19"
    assert (found.figure.age_days, found.other.age_days) == (110, 110)


def test_equally_far_on_a_difference_is_told_by_newcombes_interval():
    assert pair((930, 10_000, "0.06"), (1080, 10_000, "0.06")).verdict is Verdict.LOWER
    assert pair((1080, 10_000, "0.06"), (930, 10_000, "0.06")).verdict is Verdict.HIGHER
    assert pair((1000, 10_000, "0.06"), (1001, 10_000, "0.06")).verdict is Verdict.NO_DIFFERENCE


@pytest.mark.parametrize(
    ("more", "judged"),
    [("0.0749", True), ("0.075", False), ("0.20", False), ("0.01", True)],
)
def test_a_lower_cohort_is_not_judged_where_its_open_cases_could_make_up_the_difference(more, judged):
    # 9.3% against 10.8%: 1.5 points, which 7.5% open beside 6.0% just make up.
    found = pair((930, 10_000, more), (1080, 10_000, "0.06"))
    assert found.difference == Decimal("-0.015")
    assert (found.verdict is Verdict.LOWER) is judged
    assert found.reason == ("" if judged else OPEN_CASES)
    mirrored = pair((1080, 10_000, "0.06"), (930, 10_000, more))
    assert (mirrored.verdict is Verdict.HIGHER) is judged
    assert mirrored.strong is judged


def test_the_lower_cohort_may_be_further_on():
    assert pair((930, 10_000, "0.02"), (1080, 10_000, "0.30")).verdict is Verdict.LOWER
    assert pair((1080, 10_000, "0.30"), (930, 10_000, "0.02")).verdict is Verdict.HIGHER


def test_nothing_is_told_of_no_difference_by_what_is_open():
    assert pair((1000, 10_000, "0.30"), (1001, 10_000, "0.01")).verdict is Verdict.NO_DIFFERENCE


@pytest.mark.parametrize(
    ("days", "pairs"), [(110, 1), (110 + NEAR_DAYS, 1), (111 + NEAR_DAYS, 0), (109 - NEAR_DAYS, 0)]
)
def test_ages_more_than_a_month_apart_are_no_pair(days, pairs):
    found = at_one_age(SPEC, [stood(930, 10_000, "0.06"), stood(1080, 10_000, "0.06", days, YEAR_BEFORE)])
    assert len(found) == pairs


def test_the_latest_cohort_comes_first_and_one_without_its_year_before_is_left_out():
    before = LATEST.later(-1)
    stand = [
        stood(900, 10_000, "0.02", 200, before), stood(930, 10_000, "0.06"),
        stood(1000, 10_000, "0.02", 200, before.shifted(-12)),
        stood(1080, 10_000, "0.06", period=YEAR_BEFORE), stood(950, 10_000, "0.01", 292, LATEST.later(-2)),
    ]  # fmt: skip
    assert [one.figure.period for one in at_one_age(SPEC, stand)] == [LATEST, before]


def test_a_figure_of_no_day_and_one_without_a_value_are_no_cohort():
    then = stood(1080, 10_000, "0.06", period=YEAR_BEFORE)
    assert at_one_age(SPEC, [figure(SPEC, 930, 10_000), then]) == ()
    held = replace(figure(SPEC, None, None), as_at=date(2019, 7, 19))
    assert at_one_age(SPEC, [held, then]) == ()


def test_a_break_between_them_leaves_no_difference():
    found = pair((930, 10_000, "0.06"), (1080, 10_000, "0.06"), breaks=(change_of_definition(LATEST.id),))
    assert found.broken
    assert found.difference is None
