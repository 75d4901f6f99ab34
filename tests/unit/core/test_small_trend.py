"""The axis of a small trend: what it draws lies within, and next to nothing makes no cliff."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assize.core.small import PointMark, Trend
from assize.render.charts.small import draw_trend

RANGE = (Decimal(95), Decimal(100), Decimal(105))


def trend(*values: str, ranged: bool = False) -> Trend:
    held = tuple(map(Decimal, values))
    return Trend(held, (RANGE,) * len(held) if ranged else (), PointMark.COMMON, "")


@pytest.mark.parametrize(
    ("drawn", "ends"),
    [
        (trend("1990", "2010"), ("1899.5", "2100.5")),  # a tenth of the highest, in the middle
        (trend("100", "200"), ("100", "200")),
        (trend("7", "7"), ("6.65", "7.35")),
        (trend("0", "0"), ("-0.5", "0.5")),
        (trend("99", "101", ranged=True), ("95", "105")),  # the range sets the scale
        (trend("94", "101", ranged=True), ("94", "105")),
        (trend(), ("0", "1")),
    ],
)
def test_the_ends_of_the_axis(drawn, ends):
    assert drawn.ends == tuple(map(Decimal, ends))


def test_a_series_that_hardly_moves_is_drawn_flat_and_one_that_moves_is_not():
    def heights(drawn: Trend) -> list[float]:
        points = draw_trend(drawn).split('points="')[1].split('"')[0]
        return [float(point.split(",")[1]) for point in points.split()]

    steady, moving = heights(trend("1990", "2010", "2000")), heights(trend("1000", "2000", "1500"))
    assert max(steady) - min(steady) < 3 < 20 < max(moving) - min(moving)
