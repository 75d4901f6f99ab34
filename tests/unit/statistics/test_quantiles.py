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
