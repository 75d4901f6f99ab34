"""A board among all areas: who stands where in a funnel, and which areas changed. Frozen values; standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from assize.core.nouns import Comparison, Figure
from assize.core.periods import Period


class Stands(Enum):
    """Where an area lies in a funnel. Beyond the 95% limit alone it is worth a look, and nothing is claimed of it."""

    ABOVE = "above the 99.8% limit"
    HIGH = "above the 95% limit only"
    WITHIN = "within limits"
    LOW = "below the 95% limit only"
    BELOW = "below the 99.8% limit"

    @property
    def outside(self) -> bool:
        """Beyond the 99.8% limit: far enough for an area to be named."""
        return self in (Stands.ABOVE, Stands.BELOW)

    @property
    def high(self) -> bool:
        """On the high side of a limit."""
        return self in (Stands.ABOVE, Stands.HIGH)


@dataclass(frozen=True)
class CurvePoint:
    """Where the limits run at one size (the denominator), in the figure's own unit."""

    size: float
    lower_998: float
    lower_95: float
    upper_95: float
    upper_998: float


@dataclass(frozen=True)
class AreaPoint:
    """One area of a funnel: its figure, the limits at its size, and its change on the year where one is held."""

    figure: Figure
    limits: CurvePoint
    stands: Stands
    change: Comparison | None = None

    @property
    def area(self) -> str:
        """The slug of the area."""
        return self.figure.area


@dataclass(frozen=True)
class Position:
    """A board among the areas that one measure is held for, in one period.

    `target` is all of these areas together, `phi` by how much more than chance they differ, `tau` the standard deviation
    between them on the funnel's own scale. `adjusted` says that the limits are widened for it; `structural` that areas differ
    too much for any to be named. `first` and `last` are the places, the highest first, between which the board lies. `worse`
    and `worsening` are of the board, where one way is better.
    """

    metric: str
    period: Period
    board: AreaPoint
    points: tuple[AreaPoint, ...]  # every area, the board too, by slug
    curve: tuple[CurvePoint, ...]
    target: float
    phi: float
    tau: float
    adjusted: bool
    structural: bool
    first: int
    last: int
    worse: bool = False
    worsening: bool = False
    improved: tuple[AreaPoint, ...] = ()  # areas like the board that got better, by a test and by their own charts

    @property
    def count(self) -> int:
        """How many areas are compared."""
        return len(self.points)

    @property
    def outliers(self) -> tuple[AreaPoint, ...]:
        """The areas that may be named: beyond the 99.8% limits; none where areas differ for reasons of their own."""
        return () if self.structural else tuple(point for point in self.points if point.stands.outside)
