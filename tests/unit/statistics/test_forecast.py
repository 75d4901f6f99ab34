"""Plain forecasts and decompositions against what they must be."""

from __future__ import annotations

import pytest

from assize.core.errors import AssizeError
from assize.statistics.forecast import decompose, drift, mean_forecast, naive, seasonal_naive


def test_a_season_of_one_point_is_the_value_before():
    assert seasonal_naive([1.0, 3.0, 4.0], 2, 1)[1].value == 4.0
    assert decompose([1.0, 3.0, 4.0], 1).trend == (1.0, 3.0, 4.0)


def test_what_is_too_short_is_refused():
    for call in (
        lambda: naive([1.0], 1),
        lambda: seasonal_naive([1.0] * 4, 1),
        lambda: drift([1.0, 2.0], 1),
        lambda: mean_forecast([1.0], 1),
        lambda: decompose([1.0] * 7),
    ):
        with pytest.raises(AssizeError):
            call()
