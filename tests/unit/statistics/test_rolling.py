"""Rolling sums, changes and indices against what they must be."""

from __future__ import annotations

import pytest

from assize.core.errors import AssizeError
from assize.statistics.rolling import index_to, point_change, relative_change, rolling_rate, rolling_sum


def test_nothing_is_made_across_a_break_or_a_gap():
    values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]
    assert rolling_sum(values, breaks=[4]) == [None, None, None, 10, None, None, None, 26]
    assert relative_change(values, breaks=[4])[4:] == [None] * 4
    assert point_change(values, 1, breaks=[4])[4] is None
    assert index_to(values, [0, 1, 2, 3], breaks=[4])[3:5] == [160, None]
    assert rolling_rate([1, 1], [0, 0], 2) == [None, None]
    for call in (
        lambda: rolling_sum(values, 0),
        lambda: relative_change(values, 0),
        lambda: index_to(values, [9]),
        lambda: index_to([None, 1], [0]),
    ):
        with pytest.raises(AssizeError):
            call()


def test_over_less_than_nought_there_is_no_share():
    assert relative_change([-5, 5, 10, 0, 3], 1) == [None, None, 1.0, -1.0, None]


def test_a_mean_over_a_break_is_no_base():
    values = [100.0] * 6 + [50.0] * 6
    assert index_to(values, [4, 5, 6, 7], breaks=[6]) == [None] * 12
    assert index_to(values, [4, 5, 6, 7], breaks=[7]) == [None] * 12
    assert index_to(values, [4, 5, 6, 7], breaks=[4])[11] == index_to(values, [4, 5, 6, 7])[11]
    assert index_to(values, [4, 5, 6, 7], breaks=[8])[7] == pytest.approx(100 * 50 / 75)
    assert index_to(values, [4, 5, 6, 7], same_season=True, breaks=[6])[11] == 100
