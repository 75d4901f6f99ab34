"""Published and worked comparisons."""

from __future__ import annotations

import math

import pytest
from scipy import stats

from assize.core.errors import AssizeError
from assize.statistics.change import two_proportions, two_rates

NEWCOMBE_1998 = [  # Stat Med 17: 873-890, table II, method 10
    (56, 70, 48, 80, 0.0524, 0.3339),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0000),
]


@pytest.mark.parametrize(("x1", "n1", "x2", "n2", "lower", "upper"), NEWCOMBE_1998)
def test_method_10_as_published(x1, n1, x2, n2, lower, upper):
    ours = two_proportions(x1, n1, x2, n2)
    assert ours.difference == pytest.approx(x1 / n1 - x2 / n2)
    assert (ours.lower, ours.upper) == pytest.approx((lower, upper), abs=0.00005)


def test_chi_square_is_uncorrected():
    table = [[56, 14], [48, 32]]
    assert two_proportions(56, 70, 48, 80).p_value == pytest.approx(stats.chi2_contingency(table, correction=False)[1])


def test_the_same_has_no_evidence_against_it():
    assert math.isnan(two_proportions(0, 10, 0, 20).p_value)  # nothing varies: there is nothing to test
    assert math.isnan(two_proportions(10, 10, 20, 20).p_value)
    assert two_proportions(5, 10, 10, 20).p_value == 1


def test_turned_round_it_is_mirrored():
    there, back = two_proportions(56, 70, 48, 80), two_proportions(48, 80, 56, 70)
    assert (back.lower, back.upper) == pytest.approx((-there.upper, -there.lower))
    assert back.p_value == pytest.approx(there.p_value)


@pytest.mark.parametrize(
    ("a", "t1", "b", "t2"),
    [(11, 1, 6, 1), (3, 4.0, 17, 2.5), (0, 1, 4, 1), (9, 2, 0, 1), (2244, 1, 2061, 1), (50, 1, 50, 1), (1, 1, 0, 1)],
)
def test_p_of_a_ratio_is_the_exact_binomial_one(a, t1, b, t2):
    theirs = stats.binomtest(a, a + b, t1 / (t1 + t2))
    ours = two_rates(a, t1, b, t2)
    assert ours.p_value == pytest.approx(theirs.pvalue, rel=1e-8)
    limits = theirs.proportion_ci(0.95, "exact")
    lower, upper = (p / (1 - p) * t2 / t1 if p < 1 else math.inf for p in (limits.low, limits.high))
    assert (ours.lower, ours.upper) == pytest.approx((lower, upper), rel=1e-9)


def test_large_counts_are_quick_and_right():
    ours = two_rates(84_918, 1, 84_905, 1)
    assert ours.ratio == pytest.approx(84_918 / 84_905)
    assert ours.p_value == pytest.approx(stats.binomtest(84_918, 169_823).pvalue, rel=1e-7)


def test_no_events_say_nothing():
    ours = two_rates(0, 1, 0, 1)
    assert math.isnan(ours.ratio)
    assert (ours.lower, ours.upper, ours.p_value) == (0, math.inf, 1)
    assert two_rates(3, 1, 0, 1).ratio == math.inf
    assert two_rates(0, 1, 3, 1).ratio == 0


@pytest.mark.parametrize("given", [(-1, 1, 2, 1), (1, 0, 2, 1), (1, 1, 2, -3), (1.5, 1, 2, 1), (1, 1, 2, 1, 95)])
def test_what_cannot_be_is_refused(given):
    with pytest.raises(AssizeError):
        two_rates(*given)
    if given != (1.5, 1, 2, 1):
        with pytest.raises(AssizeError):
            two_proportions(*given)


def test_an_exposure_that_is_nothing_beside_the_other_decides_where_every_event_falls():
    assert two_rates(5, 1.0, 0, 1e-300).p_value == 1.0
    assert two_rates(5, 1.0, 1, 1e-300).p_value == 0.0
    assert two_rates(0, 1e-300, 4, 1.0).p_value == 1.0
    assert two_rates(1, 1e-300, 4, 1.0).p_value < 1e-200


@pytest.mark.parametrize("events", [5, 400, 5000])
def test_a_ratio_far_from_one_keeps_the_figures_of_its_limits(events):
    # with one event on the other side the limit has a closed form: p is the root of 1 less the tail
    logarithm = math.log1p(-0.001) / (events + 1)
    odds = math.exp(logarithm) / -math.expm1(logarithm)
    assert two_rates(events, 1, 1, 1, 0.998).upper == pytest.approx(odds, rel=1e-11)
    assert two_rates(1, 1, events, 1, 0.998).lower == pytest.approx(1 / odds, rel=1e-11)
