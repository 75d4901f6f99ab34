"""Trends against what they must be."""

from __future__ import annotations

import math

import pytest

from assize.core.errors import AssizeError
from assize.statistics.trend import (
    mann_kendall,
    seasonal_mann_kendall,
)


def test_two_years_of_quarters_are_tested_each_quarter_against_itself():
    found = seasonal_mann_kendall([1.0, 2.0, 3.0, 4.0, 2.0, 3.0, 4.0, 5.0])
    assert (found.s, found.variance, found.s_by_season) == (4, 4.0, (1, 1, 1, 1))
    assert found.z == 1.5
    assert seasonal_mann_kendall([1.0, 2.0, 3.0, 4.0, 2.0]).s == 1


def test_what_is_too_short_is_refused():
    with pytest.raises(AssizeError):
        mann_kendall([1.0, 2.0])
    with pytest.raises(AssizeError):
        seasonal_mann_kendall([1.0, 2.0, 3.0, 4.0])
    assert math.isnan(mann_kendall([3.0] * 8).z)
    assert mann_kendall([1, None, 2, 3]).s == 3
