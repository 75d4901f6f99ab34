"""Whether a decision falls on one group more than on another: relative rate indices with exact limits.

An index names its outcome, its base (how many of the group were at the stage before) and its reference group. It says nothing
of causes, and that of the complement is not its inverse. Exact limits are conditional on the sum of events (Clopper and
Pearson), as public youth tables use them; Wald's are given for comparison and are not used for words. Checked by
`tests/vectors/runs_intervals.py`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from assize.core.errors import AssizeError
from assize.statistics.change import two_rates
from assize.statistics.demands import LARGEST_POWER, need_known
from assize.statistics.intervals import normal_quantile

FEWEST_EVENTS = 30  # of a group: below it years are pooled first (methods in common use)
PARITY = (0.8, 1.25)  # the four-fifths convention of US employment law: a screen, never a test of justice


@dataclass(frozen=True)
class Index:
    """A relative rate index with exact limits. `value` is nan where the reference has no events and the group none."""

    value: float
    lower: float
    upper: float

    @property
    def differs(self) -> bool:
        """Its limits leave out 1."""
        return self.lower > 1 or self.upper < 1

    @property
    def within_parity(self) -> bool:
        """It lies in the band that screening calls parity, its ends included."""
        return PARITY[0] <= self.value <= PARITY[1]


def relative_rate(
    events: int, base: float, reference_events: int, reference_base: float, confidence: float = 0.95
) -> Index:
    """The rate of a group over that of the reference, exact. Raises AssizeError for a base that is not above 0."""
    made = two_rates(events, base, reference_events, reference_base, confidence)
    return Index(made.ratio, made.lower, made.upper)


def wald_risk_ratio(
    events: float, base: float, reference_events: float, reference_base: float, confidence: float = 0.95
) -> Index:
    """The same with Wald's limits on the logarithm, of `events` people out of `base`.

    Where one of the two has no events the variance is infinite: one limit is 0 or infinity and the other undefined (nan), as
    epitools prints it; where neither has, nothing is known. Raises AssizeError for a total not above 0 or a negative count.
    """
    _check(events, base, reference_events, reference_base)
    of_each = _inverse(events) - 1 / base + _inverse(reference_events) - 1 / reference_base
    return _wald(_ratio(events, base, reference_events, reference_base), of_each, confidence)


def wald_rate_ratio(
    events: float, time: float, reference_events: float, reference_time: float, confidence: float = 0.95
) -> Index:
    """The ratio of two rates of events that may repeat, with Wald's limits on the logarithm; without events as above."""
    _check(events, time, reference_events, reference_time)
    of_each = _inverse(events) + _inverse(reference_events)
    return _wald(_ratio(events, time, reference_events, reference_time), of_each, confidence)


def _inverse(count: float) -> float:
    return 1 / count if count else math.inf


def _ratio(events: float, base: float, reference_events: float, reference_base: float) -> float:
    below = reference_events / reference_base
    if below:
        return (events / base) / below
    return math.inf if events else math.nan


def _wald(ratio: float, variance: float, confidence: float) -> Index:
    reach = normal_quantile(confidence) * math.sqrt(max(variance, 0.0))
    if reach < LARGEST_POWER:
        return Index(ratio, ratio * math.exp(-reach), ratio * math.exp(reach))
    return Index(ratio, 0.0 if ratio == 0 else math.nan, math.inf if ratio == math.inf else math.nan)


def _check(events: float, base: float, reference_events: float, reference_base: float) -> None:
    need_known("two rates cannot be compared", (events, base, reference_events, reference_base))
    if not base > 0 or not reference_base > 0 or not events >= 0 or not reference_events >= 0:
        raise AssizeError(
            "two rates cannot be compared",
            found=f"{events} of {base} and {reference_events} of {reference_base}",
            expected="counts of 0 or more out of totals above 0",
        )


def fails_four_fifths(events: float, base: float, reference_events: float, reference_base: float) -> bool | None:
    """Whether the rate of a favourable outcome is under four fifths of the reference's; None where that has none.

    The ratio is that of the two rates in binary fractions, as the convention's calculators have it: 0.08 over 0.1 comes out a
    hair under 0.8, and is flagged.
    """
    _check(events, base, reference_events, reference_base)
    if not reference_events:
        return None
    return _ratio(events, base, reference_events, reference_base) < PARITY[0]
