"""Whether two groups of counts have each other's figures of another time, or the counts of one stand in another order.

On the scale of `steady` chance moves every count alike, by about one, whatever its size: differences can be added up over
small and large counts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import StatisticsError, correlation

_OF_ROOT = 3 / 8  # F. J. Anscombe, The transformation of Poisson, binomial and negative-binomial data, 1948


def steady(count: float) -> float:
    """Twice the root of a count and 3/8, of which chance alone makes the standard deviation about 1."""
    return 2 * math.sqrt(count + _OF_ROOT)


@dataclass(frozen=True)
class Crossing:
    """How far each of two groups is from its own figures of another time, and from the other's: squares added up."""

    own: tuple[float, float]
    crossed: tuple[float, float]

    @property
    def both_nearer(self) -> bool:
        """Whether each of them is nearer to the other's."""
        return all(crossed < own for own, crossed in zip(self.own, self.crossed, strict=True))

    @property
    def gain(self) -> float:
        """By how much nearer they are to each other's."""
        return sum(self.own) - sum(self.crossed)

    @property
    def share(self) -> float:
        """What is left of the way if they are exchanged: below 1 where they are nearer to each other's."""
        return sum(self.crossed) / sum(self.own) if any(self.own) else math.inf


def crossing(one: Sequence[tuple[float, float]], other: Sequence[tuple[float, float]]) -> Crossing:
    """Two groups of as many steady figures, each (now, at the other time), in one order."""
    return Crossing((_far(one, one), _far(other, other)), (_far(one, other), _far(other, one)))


def _far(now: Sequence[tuple[float, float]], then: Sequence[tuple[float, float]]) -> float:
    return sum((here[0] - there[1]) ** 2 for here, there in zip(now, then, strict=True))


def likeness(figures: Sequence[tuple[float, float]]) -> float:
    """The correlation of steady figures (now, at the other time); 1 where there is none, for all of one side are alike."""
    try:
        return correlation([now for now, _ in figures], [then for _, then in figures])
    except StatisticsError:
        return 1.0
