"""Medians and percentiles against what they must be."""

from __future__ import annotations

import math

import pytest

from assize.core.errors import AssizeError
from assize.statistics.quantiles import (
    median_bounds,
    quantile,
    quantile_groups,
    quantile_of_bands,
    quantile_of_counts,
)


def test_what_has_no_quantile_is_refused():
    for call in (
        lambda: quantile([], 0.5),
        lambda: quantile([1], 1.5),
        lambda: quantile([1], 0.5, 10),
        lambda: quantile_of_counts([1, 2], [0, 0], 0.5),
        lambda: quantile_of_bands([0, 5, 3], [1, 1], 0.5),
        lambda: median_bounds([]),
        lambda: quantile_groups([1.0], 1),
    ):
        with pytest.raises(AssizeError):
            call()
    assert math.isclose(quantile([3], 0.9), 3)


@pytest.mark.parametrize(
    ("kind", "share", "expected"),
    [
        (1, 0.25, 1), (1, 0.5, 2), (1, 0.55, 3), (1, 0.0, 1), (1, 1.0, 4),
        (2, 0.25, 1.5), (2, 0.5, 2.5), (2, 0.55, 3), (2, 0.0, 1), (2, 1.0, 4),
        # The nearest; of two as near the even one (R's quantile, type 3).
        (3, 0.125, 1), (3, 0.375, 2), (3, 0.625, 2), (3, 0.875, 4), (3, 0.7, 3), (3, 0.6, 2), (3, 0.0, 1), (3, 1.0, 4),
    ],
)  # fmt: skip
def test_the_quantiles_that_are_one_of_the_values(kind, share, expected):
    assert quantile([3, 1, 4, 2], share, kind) == expected


def test_a_position_a_rounding_error_away_from_a_value_is_that_value():
    share = 0.1 + 0.2  # of ten 3.0000000000000004, and its neighbours are of no use here
    walled = [-math.inf] * 3 + [5.0] + [math.inf] * 7
    assert quantile(walled, share) == 5.0
    assert (quantile(range(1, 11), share, 1), quantile(range(1, 11), share, 2)) == (3, 3.5)
    assert quantile([1.0] * 3 + [math.inf] * 7, share, 4) == 1.0


def test_a_value_on_its_own_is_not_mixed_with_an_infinite_neighbour():
    assert quantile([1.0, math.inf], 0.5, 1) == 1.0
    assert quantile([-math.inf, 2.0], 0.75, 1) == 2.0
