"""Rates made comparable between areas of different ages or mixes, and the mean of single values.

Directly standardised rates with Dobson's limits (Dobson et al. 1991), indirectly standardised ratios and rates, and Student's
interval of a mean, as OHID's PHEindicatormethods 2.1.0 computes them. Checked by `tests/vectors/runs_intervals.py`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean as exact_mean

from assize.core.errors import AssizeError
from assize.statistics.demands import need_known, need_lists, tail_of
from assize.statistics.incomplete import beta_quantile
from assize.statistics.intervals import Rate, byar, normal_quantile, poisson, poisson_method

MANY = 1e5  # degrees of freedom
FEWEST_EVENTS = 10  # below it a directly standardised rate is not given (PHE)


@dataclass(frozen=True)
class Mean:
    """A mean with its limits, which are nan for a single value."""

    value: float
    lower: float
    upper: float
    deviation: float


def mean_of(values: Sequence[float], confidence: float = 0.95) -> Mean:
    """The mean of `values` with Student's limits. Raises AssizeError without values."""
    need_lists("a mean cannot be computed", values)
    if not values:
        raise AssizeError("a mean cannot be computed", found="no values", expected="one or more")
    n = len(values)
    centre = exact_mean(values)
    if n == 1:
        return Mean(centre, math.nan, math.nan, math.nan)
    deviation = math.sqrt(math.fsum((value - centre) ** 2 for value in values) / (n - 1))
    reach = student_quantile(n - 1, confidence) * deviation / math.sqrt(n)
    return Mean(centre, centre - reach, centre + reach, deviation)


def student_quantile(freedom: float, confidence: float) -> float:
    """Student's t of a two-sided interval with so many degrees of freedom: 2.776 for 4 and 0.95."""
    need_known("there is no such distribution", (freedom,))
    if not freedom > 0:
        raise AssizeError("there is no such distribution", found=f"{freedom} degrees of freedom", expected="above 0")
    if freedom > MANY:
        # The beta function loses figures there: the first step of Cornish and Fisher's expansion instead.
        z = normal_quantile(confidence)
        return z + (z**3 + z) / (4 * freedom)
    share = beta_quantile(freedom / 2, 0.5, 2 * tail_of(confidence))
    return math.sqrt(freedom * (1 - share) / share)


def directly_standardised(
    counts: Sequence[float | None],
    populations: Sequence[float],
    standard: Sequence[float],
    *,
    multiplier: float = 100_000,
    confidence: float = 0.95,
    variances: Sequence[float] | None = None,
) -> Rate | None:
    """The rate that the standard population would have with this area's rates by age band; None below ten events.

    One count, population and standard weight a band; a missing count is nought. `variances`, of the counts, are given where one
    person may have several events. Raises AssizeError where the three differ in length, a population is not above 0, or a
    weight is negative or all are nought.
    """
    what = "a rate cannot be standardised"
    need_lists(what, counts, gaps=True)
    need_lists(what, populations, standard, *([] if variances is None else [variances]))
    need_known(what, (multiplier,))
    bands = len(counts)
    if not bands == len(populations) == len(standard) or not bands:
        raise AssizeError("a rate cannot be standardised", found=f"{bands} counts", expected="one of each a band")
    if variances is not None and (len(variances) != bands or min(variances) < 0):
        raise AssizeError(what, found=f"variances {list(variances)}", expected="one of 0 or more a band")
    if not multiplier > 0:
        raise AssizeError(what, found=f"for every {multiplier}", expected="a number above 0")
    if any(not n > 0 for n in populations) or any(not w >= 0 for w in standard) or not sum(standard):
        raise AssizeError(
            "a rate cannot be standardised", found="a population or weight that is none", expected="populations above 0"
        )
    known = [count or 0.0 for count in counts]
    if any(count < 0 for count in known):
        raise AssizeError("a count cannot be negative", found=str(min(known)), expected="0 or more")
    events = math.fsum(known)
    if events < FEWEST_EVENTS:
        return None
    whole = math.fsum(standard)
    value = math.fsum(w * x / n for x, n, w in zip(known, populations, standard, strict=True)) / whole
    own = known if variances is None else variances
    variance = math.fsum(v * (w / n) ** 2 for v, n, w in zip(own, populations, standard, strict=True)) / whole**2
    scale = math.sqrt(variance / events)
    lower, upper = byar(events, confidence)
    return Rate(
        value * multiplier,
        (value + scale * (lower - events)) * multiplier,
        (value + scale * (upper - events)) * multiplier,
        "Dobson",
    )


@dataclass(frozen=True)
class Expected:
    """What was observed, what the reference's rates would give, and the reference's own rate."""

    observed: float
    expected: float
    reference_rate: float


def _expected(
    counts: Sequence[float | None],
    populations: Sequence[float | None],
    reference_counts: Sequence[float | None],
    reference_populations: Sequence[float],
) -> Expected:
    what = "a ratio cannot be standardised"
    need_lists(what, counts, populations, reference_counts, gaps=True)
    need_lists(what, reference_populations)
    lengths = {len(counts), len(populations), len(reference_counts), len(reference_populations)}
    if len(lengths) > 1 or not counts:
        raise AssizeError(
            "a ratio cannot be standardised", found=f"bands {sorted(lengths)}", expected="one of each a band"
        )
    for number in (*counts, *populations, *reference_counts):
        if number is not None and not number >= 0:
            raise AssizeError("a ratio cannot be standardised", found=str(number), expected="counts of 0 or more")
    for number in reference_populations:
        if not number > 0:
            raise AssizeError("a ratio cannot be standardised", found=str(number), expected="populations above 0")
    expected = math.fsum(
        (x or 0.0) / n * (own or 0.0)
        for x, n, own in zip(reference_counts, reference_populations, populations, strict=True)
    )
    reference = math.fsum(x or 0.0 for x in reference_counts) / math.fsum(reference_populations)
    return Expected(math.fsum(count or 0.0 for count in counts), expected, reference)


def indirectly_standardised_ratio(
    counts: Sequence[float | None],
    populations: Sequence[float | None],
    reference_counts: Sequence[float | None],
    reference_populations: Sequence[float],
    *,
    reference_value: float = 1.0,
    confidence: float = 0.95,
) -> Rate:
    """Observed events over those that the reference's rates by band would give; 1 (or `reference_value`) is the same.

    A missing count or population is nought. Raises AssizeError where the bands differ in number, a number is negative, a
    population of the reference is not above 0, or nothing is expected.
    """
    made = _expected(counts, populations, reference_counts, reference_populations)
    return _over(made, reference_value, confidence)


def indirectly_standardised_rate(
    counts: Sequence[float | None],
    populations: Sequence[float | None],
    reference_counts: Sequence[float | None],
    reference_populations: Sequence[float],
    *,
    multiplier: float = 100_000,
    confidence: float = 0.95,
) -> Rate:
    """That ratio times the reference's own rate for every `multiplier`."""
    need_known("a ratio cannot be standardised", (multiplier,))
    made = _expected(counts, populations, reference_counts, reference_populations)
    return _over(made, made.reference_rate * multiplier, confidence)


def _over(made: Expected, scale: float, confidence: float) -> Rate:
    if not made.expected > 0:
        raise AssizeError(
            "a ratio cannot be standardised", found="nothing expected", expected="an expected count above 0"
        )
    need_known("a ratio cannot be standardised", (scale,))
    if not scale > 0:
        raise AssizeError("a ratio cannot be standardised", found=f"for every {scale}", expected="a number above 0")
    lower, upper = poisson(made.observed, confidence)
    over = scale / made.expected
    return Rate(made.observed * over, lower * over, upper * over, poisson_method(made.observed))
