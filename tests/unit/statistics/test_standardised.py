"""Means and standardised rates against what they must be."""

from __future__ import annotations

import pytest
from scipy import stats

from assize.core.errors import AssizeError
from assize.statistics.intervals import rate
from assize.statistics.standardised import (
    directly_standardised,
    indirectly_standardised_ratio,
    mean_of,
    student_quantile,
)


def test_student_is_the_normal_for_many_degrees_of_freedom():
    assert student_quantile(4, 0.95) == pytest.approx(2.7764451, rel=1e-6)
    assert student_quantile(1e6, 0.95) == pytest.approx(1.96, abs=1e-3)


def test_what_cannot_be_standardised_is_refused():
    for call in (
        lambda: mean_of([]),
        lambda: directly_standardised([1], [0], [1]),
        lambda: directly_standardised([1, 2], [3], [1]),
        lambda: directly_standardised([-20], [100], [1]),
        lambda: indirectly_standardised_ratio([1], [1], [0], [10]),
        lambda: indirectly_standardised_ratio([1], [1], [1], [0]),
    ):
        with pytest.raises(AssizeError):
            call()
    assert directly_standardised([9], [100], [1]) is None


@pytest.mark.parametrize("freedom", [1, 4, 3000, 0.99e5, 1.01e5, 1e7])
@pytest.mark.parametrize("confidence", [0.5, 0.95, 0.998])
def test_students_quantile_is_scipys(freedom, confidence):
    theirs = stats.t.ppf((1 + confidence) / 2, freedom)
    assert student_quantile(freedom, confidence) == pytest.approx(theirs, rel=1e-9)


def test_students_quantile_of_very_many_is_the_normal_one():
    assert student_quantile(1e12, 0.95) == pytest.approx(1.959963984540054, rel=1e-11)


def test_small_populations_multipliers_and_variances_of_nought_are_taken():
    assert directly_standardised([20], [1], [1], multiplier=0.5).value == pytest.approx(10)
    certain = directly_standardised([20], [1], [1], variances=[0])
    assert certain.lower == certain.value == certain.upper
    assert directly_standardised([20, 5], [9, 9], [1, 1], variances=[0.5, 0.5]).lower > 0
    assert indirectly_standardised_ratio([1], [2], [3], [4], reference_value=0.5).value == pytest.approx(1 / 3)
    assert rate(1, 0.5, 0.5).value == 1.0
