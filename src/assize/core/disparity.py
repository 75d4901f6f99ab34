"""Whether an outcome falls on one group of people more than on another: frozen values; standard library only."""

from __future__ import annotations

from dataclasses import dataclass

from assize.core.nouns import Figure
from assize.core.periods import Period


@dataclass(frozen=True)
class EqualityOutcome:
    """An outcome that a board would have to see by group. `metric` is the measure that is split so, empty where none is."""

    framework_id: str
    name: str
    base: str
    reason: str
    supplier: str
    metric: str = ""


@dataclass(frozen=True)
class GroupRate:
    """One group over the pooled periods. `index` is its rate over the reference's; None where it is not reckoned, with why."""

    group: str
    events: int
    base: int
    figures: tuple[Figure, ...]
    index: float | None = None
    lower: float | None = None
    upper: float | None = None
    reason: str = ""

    @property
    def differs(self) -> bool:
        """The 95% limits of its index leave out 1."""
        return self.lower is not None and self.upper is not None and (self.lower > 1 or self.upper < 1)


@dataclass(frozen=True)
class Disparity:
    """One measure of a board over the groups of a dimension, pooled over `periods`.

    `unknown` is the share of the base whose group is not known; `withheld` says why no index is given at all, or is empty.
    """

    metric: str
    dimension: str
    periods: tuple[Period, ...]
    groups: tuple[GroupRate, ...]
    reference: GroupRate
    unknown: float | None
    withheld: str = ""
