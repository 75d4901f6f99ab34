"""The arithmetic of each kind of metric: a closed list, each with its interval.

Values are exact Decimals, never rounded. Intervals describe chance variation as if the quarter were a sample from a process
(methods, 2.9): a count has none, because an administrative total has no sampling error.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assize.core.nouns import Absence, Interval
from assize.core.periods import MONTHS_IN_YEAR
from assize.core.specs import Kind
from assize.statistics import intervals

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Computed:
    """A value with its interval, or why there is none."""

    value: Decimal | None
    interval: Interval | None = None
    absence: Absence | None = None
    reason: str = ""


def compute(
    kind: Kind, numerator: Decimal, denominator: Decimal | None, multiplier: int, months: int = MONTHS_IN_YEAR
) -> Computed:
    """The value of one figure.

    `numerator` and `denominator` are counts (a published value is its own numerator); `multiplier` is 1, or the population a
    rate is per; `months` is how long the denominator of a backlog was counted for. A denominator of nought gives `[z]`, never
    0, infinity or 100%; a numerator under nought (the open data hold true corrections) has no interval.
    """
    match kind:
        case Kind.COUNT | Kind.DURATION | Kind.SHARE:
            return Computed(numerator)
        case Kind.RATIO:
            return _quotient(numerator, denominator, 1)
        case Kind.BACKLOG:
            return _quotient(numerator, denominator, months)
        case Kind.PROPORTION:
            return _proportion(numerator, denominator)
        case Kind.RATE:
            return _rate(numerator, denominator, multiplier)


def _quotient(numerator: Decimal, denominator: Decimal | None, times: int) -> Computed:
    """One sum over another (flow vectors: clearance and work in hand); it is no share, and has no interval."""
    if not denominator or denominator < 0:
        return Computed(None, absence=Absence.NOT_APPLICABLE, reason="there was nothing to divide by")
    return Computed(numerator * times / denominator)


def _proportion(numerator: Decimal, denominator: Decimal | None) -> Computed:
    if not denominator or denominator < 0:
        return Computed(None, absence=Absence.NOT_APPLICABLE, reason="there was nothing to take a share of")
    value = numerator / denominator
    if not 0 <= numerator <= denominator:
        return Computed(value)
    lower, upper = intervals.wilson(float(numerator), float(denominator), CONFIDENCE)
    return Computed(value, Interval(lower, upper, CONFIDENCE, "Wilson"))


def _rate(numerator: Decimal, denominator: Decimal | None, multiplier: int) -> Computed:
    if not denominator or denominator < 0:
        return Computed(None, absence=Absence.NOT_APPLICABLE, reason="no population is held")
    value = numerator * multiplier / denominator
    if numerator < 0:
        return Computed(value)
    lower, upper = intervals.poisson(float(numerator), CONFIDENCE)
    scale = multiplier / float(denominator)
    return Computed(
        value, Interval(lower * scale, upper * scale, CONFIDENCE, intervals.poisson_method(float(numerator)))
    )
