"""Numbers that no count can be, lists that do not belong together, and missing numbers are refused in a sentence."""

from __future__ import annotations

import math

import pytest

from assize.core.errors import AssizeError
from assize.statistics.change import MOST_EVENTS, two_proportions, two_rates
from assize.statistics.demands import LARGEST, MOST_STEPS, SMALLEST, need_finite, need_known, need_steps
from assize.statistics.disparity import fails_four_fifths, relative_rate
from assize.statistics.funnel import funnel
from assize.statistics.rolling import rolling_rate, rolling_sum
from assize.statistics.seasons import seasons
from assize.statistics.spc import control_chart
from assize.statistics.trend import mann_kendall, proportion_trend, seasonal_mann_kendall, sen_slope, value_trend

FIVE = [1.0] * 5
SERIES = [1e308] * 20


@pytest.mark.parametrize(
    ("call", "found"),
    [
        (lambda: value_trend(FIVE, FIVE, FIVE[:4]), "lists of 5 and 5 and 4"),
        (lambda: proportion_trend(FIVE, FIVE[:4]), "lists of 5 and 4"),
        (lambda: rolling_rate(FIVE, FIVE[:4]), "lists of 5 and 4"),
        (lambda: two_rates(10**20, 1, 10**20, 1), "events"),
        (lambda: two_rates(MOST_EVENTS, 1, 1, 1), "1e+12 events"),
        (lambda: two_rates(10**400, 1, 1, 1), "a number beyond any count"),
        (lambda: two_rates(None, 1, 1, 1), "a missing number"),
        (lambda: two_proportions(1, 2, None, 2), "a missing number"),
        (lambda: relative_rate(1, None, 1, 2), "a missing number"),
        (lambda: fails_four_fifths(1, 2, 1, None), "a missing number"),
        (lambda: control_chart(SERIES, better=0), "a number beyond any count"),
        (lambda: control_chart([1.0] * 20, better=1, target=-1e308), "a number beyond any count"),
        (lambda: rolling_sum(SERIES), "a number beyond any count"),
        (lambda: mann_kendall(SERIES), "a number beyond any count"),
        (lambda: sen_slope(SERIES), "a number beyond any count"),
        (lambda: seasons(SERIES), "a number beyond any count"),
    ],
)
def test_each_is_refused_in_a_sentence(call, found):
    with pytest.raises(AssizeError) as refused:
        call()
    assert found in str(refused.value)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1e60, "no, found a number beyond any count, expected numbers of less than 1e+50."),
        (-1e60, "no, found a number beyond any count, expected numbers of less than 1e+50."),
        (math.inf, "no, found inf, expected finite numbers."),
        (-math.inf, "no, found -inf, expected finite numbers."),
        (math.nan, "no, found nan, expected finite numbers."),
        (None, "no, found a missing number, expected numbers."),
    ],
)
def test_what_is_said_of_it(number, said):
    with pytest.raises(AssizeError) as refused:
        need_known("no", (1.0, number))
    assert str(refused.value) == said


def test_the_largest_that_is_taken_is_just_below():
    need_finite("no", [LARGEST * 0.999, -LARGEST * 0.999, None])
    need_known("no", (0,))
    for one in (LARGEST, -LARGEST):
        with pytest.raises(AssizeError, match="numbers of less than 1e\\+50"):
            need_finite("no", [one])
    assert two_rates(MOST_EVENTS - 1, 1, 1, 1).p_value == pytest.approx(0.0)
    assert control_chart([1e49, 2e49] * 10, better=0).segments[0].mean == pytest.approx(1.5e49)
    assert proportion_trend([1e48, 2e48, 3e48, 4e48, 5e48], [9e48] * 5).chi_square > 0


@pytest.mark.parametrize("number", [SMALLEST, -SMALLEST, 0, 0.0])
def test_the_smallest_that_is_taken(number):
    need_finite("no", [None, number])


@pytest.mark.parametrize("number", [SMALLEST / 2, -SMALLEST / 2, 5e-324])
def test_what_is_said_of_less(number):
    with pytest.raises(AssizeError) as refused:
        need_finite("no", [None, number])
    assert str(refused.value) == (
        "no, found a number nearer to nought than any count, expected 0, or 2.22507e-308 or more."
    )


def test_what_stands_behind_a_missing_number_is_looked_at_too():
    with pytest.raises(AssizeError, match="found 'x', expected numbers"):
        need_finite("no", [None, "x"])


def test_the_furthest_step_is_taken():
    need_steps("no", MOST_STEPS)
    with pytest.raises(AssizeError, match="found 10001 steps ahead, expected 0 to 10,000"):
        need_steps("no", MOST_STEPS + 1)


def test_numbers_of_another_library_are_taken_for_what_they_are():
    numpy = pytest.importorskip("numpy")
    own = [3, 9, 4, 8, 5, 7, 6, 9, 1, 2, 8, 30, 4, 5]
    theirs = [numpy.float64(value) for value in own]
    ours, same = control_chart(own, better=1, target=5), control_chart(theirs, better=1, target=numpy.int64(5))
    assert (same.labels, same.segments, same.assurance) == (ours.labels, ours.segments, ours.assurance)
    assert mann_kendall(theirs) == mann_kendall(own)
    assert sen_slope(theirs) == sen_slope(own)
    assert seasonal_mann_kendall(theirs) == seasonal_mann_kendall(own)
    gappy = [1.0, None, 3.0, 2.0]
    assert mann_kendall([None if one is None else numpy.float64(one) for one in gappy]) == mann_kendall(gappy)
    (place,) = funnel([numpy.float64(1)], [numpy.float64(90)]).places
    assert place.unadjusted.outside(numpy.float64(0.9)) == 1
