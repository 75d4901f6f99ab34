"""Two groups of figures with each other's of another time, and counts in another order."""

from __future__ import annotations

import math

import pytest

from assize.app.crossing import crossing, likeness, steady


@pytest.mark.parametrize("count", [4, 40, 4_000])
def test_chance_moves_every_count_alike(count: int) -> None:
    """A standard deviation of a count that only chance moves is its root."""
    assert steady(count + math.sqrt(count)) - steady(count) == pytest.approx(1, abs=0.15)


def test_figures_exchanged_are_nearer_to_each_others() -> None:
    one, other = [(9.0, 1.0), (8.0, 2.0)], [(1.0, 9.0), (2.0, 7.0)]
    way = crossing(one, other)
    assert way.own == (64 + 36, 64 + 25) and way.crossed == (0 + 1, 0 + 0)
    assert way.both_nearer and way.gain == 188 and way.share == pytest.approx(1 / 189)
    straight = crossing([(9.0, 9.0), (8.0, 7.0)], [(1.0, 1.0), (2.0, 2.0)])
    assert not straight.both_nearer and straight.gain < 0 and straight.share > 1


def test_one_that_fell_is_not_exchanged() -> None:
    """The first is like the other was; the other is still like itself."""
    way = crossing([(1.0, 9.0)], [(1.0, 1.0)])
    assert way.crossed == (0, 64) and not way.both_nearer
    assert crossing([(1.0, 1.0)], [(1.0, 1.0)]).share == math.inf


def test_an_order_that_is_kept_and_one_that_slid() -> None:
    kept = [(1.0, 2.0), (5.0, 5.0), (3.0, 3.5), (9.0, 8.0)]
    assert likeness(kept) > 0.95
    assert likeness([(now, kept[at - 1][1]) for at, (now, _) in enumerate(kept)]) < 0
    assert likeness([(1.0, 2.0), (1.0, 3.0)]) == 1
