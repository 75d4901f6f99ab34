"""Trends against what they must be."""

from __future__ import annotations

import math

import pytest

from assize.core.errors import AssizeError
from assize.statistics.trend import (
    mann_kendall,
    seasonal_mann_kendall,
)


def test_what_is_too_short_is_refused():
    with pytest.raises(AssizeError):
        mann_kendall([1.0, 2.0])
    with pytest.raises(AssizeError):
        seasonal_mann_kendall([1.0, 2.0, 3.0, 4.0])
    assert math.isnan(mann_kendall([3.0] * 8).z)
    assert mann_kendall([1, None, 2, 3]).s == 3
