"""Whether two proportions, or two counts, differ by more than chance.

Counts of crime are overdispersed and quarters are not independent, so these tests are a floor: a sentence that says
"different" needs the control chart too. Checked by `tests/vectors/runs_intervals.py`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from assize.core.errors import AssizeError
from assize.statistics.demands import need_known, tail_of
from assize.statistics.incomplete import beta_quantile, beta_tails
from assize.statistics.intervals import wilson

MOST_EVENTS = 10**12  # in both: beyond it what is left of a difference of logarithms is rounding
TIE = 1 + 1e-7  # two outcomes this close in probability are equally extreme (R, stats::binom.test)


@dataclass(frozen=True)
class Difference:
    """The first proportion less the second, -1 to 1, its limits, and the p-value of no difference.

    `p_value` is nan where none, or all, of both are counted: nothing varies that could be tested.
    """

    difference: float
    lower: float
    upper: float
    p_value: float


@dataclass(frozen=True)
class RateRatio:
    """The first rate over the second, its limits, and the p-value of equal rates. `upper` may be infinite."""

    ratio: float
    lower: float
    upper: float
    p_value: float


def two_proportions(x1: float, n1: float, x2: float, n2: float, confidence: float = 0.95) -> Difference:
    """`x1` of `n1` less `x2` of `n2`: Newcombe's method 10 (Stat Med 1998; 17: 873-890) and chi-square, uncorrected.

    Raises AssizeError where a total is not above 0 or a count is not between 0 and its total.
    """
    need_known("two shares cannot be compared", (x1, n1, x2, n2))
    lower1, upper1 = wilson(x1, n1, confidence)
    lower2, upper2 = wilson(x2, n2, confidence)
    p1, p2 = x1 / n1, x2 / n2
    difference = p1 - p2
    below = math.hypot(p1 - lower1, upper2 - p2)
    above = math.hypot(upper1 - p1, p2 - lower2)
    return Difference(
        difference, max(difference - below, -1.0), min(difference + above, 1.0), _chi_square_p(x1, n1, x2, n2)
    )


def two_rates(a: int, t1: float, b: int, t2: float, confidence: float = 0.95) -> RateRatio:
    """`a` events in exposure `t1` over `b` in `t2`, exact: given their sum, `a` is binomial with t1 / (t1 + t2).

    For two counts of equal periods give both exposures as 1. With no events at all nothing is known: the ratio is nan,
    its limits 0 and infinity, its p-value 1. The method is that of R's `poisson.test`: limits of Clopper and Pearson,
    and a p-value that adds up every outcome no likelier than the one seen.
    Raises AssizeError where a count is negative or not whole, or an exposure is not above 0.
    """
    need_known("two rates cannot be compared", (a, t1, b, t2))
    if a + b > MOST_EVENTS:
        raise AssizeError(
            "two rates cannot be compared", found=f"{a + b:g} events", expected=f"{MOST_EVENTS:g} or fewer"
        )
    if a < 0 or b < 0 or a != int(a) or b != int(b) or not t1 > 0 or not t2 > 0:
        raise AssizeError(
            "two rates cannot be compared",
            found=f"{a} in {t1} and {b} in {t2}",
            expected="whole counts of 0 or more, in exposures above 0",
        )
    tail = tail_of(confidence)
    if a + b == 0:
        return RateRatio(math.nan, 0.0, math.inf, 1.0)
    scale = t2 / t1
    ratio = a / b * scale if b else math.inf
    lower = _odds(a, b + 1, tail) * scale if a else 0.0
    upper = _odds(a + 1, b, tail, upper=True) * scale if b else math.inf
    return RateRatio(ratio, lower, upper, _binomial_p(int(a), int(a + b), t1 / (t1 + t2)))


def _odds(a: float, b: float, tail: float, *, upper: bool = False) -> float:
    """The odds where the lower (or `upper`) tail of a beta distribution is `tail`, read from the side nearer to nought.

    From the other, near 1, what is left of it to 1 would have lost its figures.
    """
    if a > b:
        rest = beta_quantile(b, a, tail, upper=not upper)
        return (1 - rest) / rest if rest else math.inf
    p = beta_quantile(a, b, tail, upper=upper)
    return p / (1 - p)


def _chi_square_p(x1: float, n1: float, x2: float, n2: float) -> float:
    pooled = (x1 + x2) / (n1 + n2)
    variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2)
    if variance <= 0:  # none or all of both: there is nothing to test, and R says so too
        return math.nan
    return math.erfc(abs(x1 / n1 - x2 / n2) / math.sqrt(2 * variance))


def _binomial_p(seen: int, trials: int, p: float) -> float:
    """Two-sided: the probability of every outcome no likelier than the one seen, `TIE` apart.

    The likelihood rises to its peak and falls, so each side is one tail, found by halving instead of by adding up.
    """
    if p in (0, 1):  # one exposure is nothing beside the other: there every event falls
        return 1.0 if seen == trials * p else 0.0
    peak = min(int((trials + 1) * p), trials)
    limit = _log_binomial(seen, trials, p) + math.log(TIE)

    def unlikely(k: int) -> bool:
        return _log_binomial(k, trials, p) <= limit

    low, high = -1, peak  # the last k on the rising side that is unlikely lies in [low, high)
    if unlikely(peak):
        return 1.0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if unlikely(middle) else (low, middle)
    left = low
    low, high = peak, trials + 1  # the first k on the falling side that is unlikely lies in (low, high]
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if unlikely(middle) else (middle, high)
    right = high
    at_most = beta_tails(left + 1, trials - left, p)[1] if left >= 0 else 0.0
    at_least = beta_tails(right, trials - right + 1, p)[0] if right <= trials else 0.0
    return min(at_most + at_least, 1.0)


def _log_binomial(k: int, trials: int, p: float) -> float:
    choose = math.lgamma(trials + 1) - math.lgamma(k + 1) - math.lgamma(trials - k + 1)
    return choose + k * math.log(p) + (trials - k) * math.log1p(-p)
