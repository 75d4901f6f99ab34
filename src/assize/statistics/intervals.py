"""Confidence intervals of proportions, counts and rates.

Methods: Wilson 1927 for a proportion; Breslow and Day 1987 (Byar's approximation) and the exact Poisson limits for a
count, as the Office for Health Improvement and Disparities uses them (PHE Technical Guide, Confidence Intervals, 2018).
Proportions are 0 to 1, `confidence` too (0.95, never 95). Checked by `tests/vectors/runs_intervals.py`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from assize.core.errors import AssizeError
from assize.statistics.demands import need_known, tail_of
from assize.statistics.incomplete import gamma_quantile

BYAR_FROM = 10  # events; below it the exact limits, from it Byar's, which lie within 0.2% of them (PHE 2018)


@dataclass(frozen=True)
class Rate:
    """A rate with its limits, all in the same unit; `method` names how the limits were made."""

    value: float
    lower: float
    upper: float
    method: str


def wilson(x: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's interval of the proportion `x` of `n`, without correction for continuity: lower and upper, 0 to 1.

    Raises AssizeError where `n` is not above 0 or `x` is not between 0 and `n`.
    """
    need_known("a proportion cannot be computed", (x, n))
    if not n > 0 or not 0 <= x <= n:
        raise AssizeError(
            "a proportion cannot be computed", found=f"{x} of {n}", expected="a count between 0 and a total above 0"
        )
    z = normal_quantile(confidence)
    half = z * math.sqrt(z * z + 4 * x * (1 - x / n))
    centre, scale = 2 * x + z * z, 2 * (n + z * z)
    # none and all have 0 and 1 as a limit, which rounding may miss by 1e-16 on either side
    return (centre - half) / scale if x > 0 else 0.0, (centre + half) / scale if x < n else 1.0


def byar(x: float, confidence: float = 0.95) -> tuple[float, float]:
    """Byar's limits of a count of `x` events.

    The lower limit is nan where the approximation has none: at 0, and where it would be negative. `poisson` never asks
    for those. Raises AssizeError where `x` is negative.
    """
    _need_count(x)
    z = normal_quantile(confidence)
    root = 1 - 1 / (9 * x) - z / (3 * math.sqrt(x)) if x > 0 else -1.0
    above = x + 1
    upper = above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3
    return (x * root**3 if root >= 0 else math.nan), upper


def exact_poisson(x: float, confidence: float = 0.95) -> tuple[float, float]:
    """Exact Poisson limits of a count of `x` events, from the chi-square distribution. Raises AssizeError below 0."""
    _need_count(x)
    tail = tail_of(confidence)
    lower = gamma_quantile(x, tail) if x > 0 else 0.0
    return lower, gamma_quantile(x + 1, tail, upper=True)


def poisson(x: float, confidence: float = 0.95) -> tuple[float, float]:
    """Limits of a count of `x` events: exact below ten, Byar's from ten. Raises AssizeError where `x` is negative."""
    _need_count(x)
    return exact_poisson(x, confidence) if x < BYAR_FROM else byar(x, confidence)


def poisson_method(x: float) -> str:
    """The name of the method that `poisson` and `rate` use for a count of `x` events."""
    _need_count(x)
    return "exact Poisson" if x < BYAR_FROM else "Byar"


def rate(x: float, n: float, multiplier: float = 100_000, confidence: float = 0.95) -> Rate:
    """`x` events among `n` (people, say) as a rate for every `multiplier` of them, with the limits of `poisson`.

    `x` may be more than `n`: events may repeat. Raises AssizeError where `n` or `multiplier` is not above 0 or `x` is negative.
    """
    need_known("a rate cannot be computed", (x, n, multiplier))
    if not n > 0 or not multiplier > 0:
        found = f"{x} among {n} for every {multiplier}"
        raise AssizeError("a rate cannot be computed", found=found, expected="a total and a multiplier above 0")
    lower, upper = poisson(x, confidence)
    return Rate(x / n * multiplier, lower / n * multiplier, upper / n * multiplier, poisson_method(x))


def normal_quantile(confidence: float) -> float:
    """The z value of a two-sided interval: 1.96 for 0.95. Raises AssizeError unless `confidence` is between 0 and 1."""
    return -NormalDist().inv_cdf(tail_of(confidence))


def _need_count(x: float) -> None:
    need_known("this is no count", (x,))
    if x < 0:
        raise AssizeError("this is no count", found=str(x), expected="a finite number of 0 or more")
