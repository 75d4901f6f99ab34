"""The incomplete gamma and beta functions and their inverses, to about twelve figures, with the standard library alone.

Formulas: NIST Digital Library of Mathematical Functions, 8.11.4 and 8.9.2 (gamma), 8.17.22 (beta). Checked against scipy
to 1e-9 in `tests/unit/statistics/test_incomplete.py`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

from assize.core.errors import AssizeError
from assize.statistics.demands import LARGEST, need_known, need_numbers

TINY = 1e-300  # keeps a continued fraction from dividing by zero
EPSILON = 1e-16
HUGE = 1e9  # from this shape on Wilson and Hilferty's root is right to ten figures, and an exact one would take seconds
MOST_TERMS = 5_000_000  # a series of shape 1e9 needs 300,000, a fraction of shapes of 1e15 three million
LARGEST_SHAPE = 1e15  # of a beta distribution
CLOSE_ENOUGH = 1e-14  # a root is found when a step no longer moves it by more than this share of itself


def _need(*shapes: float, at: float = 0.0, tail: float = 0.5) -> None:
    """Raises AssizeError unless the shapes are above 0, the place a number and the tail between 0 and 1."""
    what = "a distribution cannot be read"
    need_known(what, (*shapes, tail))
    need_numbers(what, (at,))  # a quantile of a small shape may lie nearer to nought than any count
    if len(shapes) > 1 and max(shapes) > LARGEST_SHAPE:
        raise _too_large()
    if at is None or not -LARGEST < at < LARGEST or not min(shapes) > 0 or not 0 < tail < 1:
        found = f"shape {' and '.join(map(str, shapes))}, place {at}, tail {tail}"
        raise AssizeError(what, found=found, expected="shapes above 0, a number and a tail between 0 and 1")


def gamma_tails(shape: float, x: float) -> tuple[float, float]:
    """Lower and upper tail of a gamma distribution of that `shape` (above 0) and scale 1, at `x` (0 or more).

    The smaller tail is computed and the other is one less it, so that a small tail keeps its figures.
    """
    _need(shape, at=x)
    if x <= 0:
        return 0.0, 1.0
    if shape > HUGE:
        z = 3 * math.sqrt(shape) * ((x / shape) ** (1 / 3) - 1 + 1 / (9 * shape))  # Wilson and Hilferty 1931
        return NormalDist().cdf(z), NormalDist().cdf(-z)
    front = math.exp(-x + shape * math.log(x) - math.lgamma(shape))
    if x < shape + 1:
        lower = min(front * _series(shape, x), 1.0)
        return lower, 1 - lower

    def numerator(i: int) -> float:
        return -i * (i - shape)

    upper = min(front / _fraction(x + 1 - shape, numerator, lambda i: x + 2 * i + 1 - shape), 1.0)
    return 1 - upper, upper


def gamma_quantile(shape: float, tail: float, *, upper: bool = False) -> float:
    """Where the lower (or `upper`) tail of a gamma distribution of that `shape` and scale 1 is `tail`, between 0 and 1.

    Half a chi-square quantile with `2 * shape` degrees of freedom.
    """
    _need(shape, tail=tail)
    z = NormalDist().inv_cdf(tail) * (-1 if upper else 1)
    root = 1 - 1 / (9 * shape) + z / (3 * math.sqrt(shape))  # Wilson and Hilferty 1931
    guess = shape * root**3 if root > 0 else shape * 1e-3
    if shape > HUGE:
        return guess
    if root <= 0 and not upper:  # near nought the lower tail is x ** shape / gamma(shape + 1)
        guess = math.exp((math.log(tail) + math.lgamma(shape + 1)) / shape)
        if not guess:
            return 0.0
    side = 1 if upper else 0
    high = max(guess, shape) * 2
    while gamma_tails(shape, high)[0] < (1 - tail if upper else tail):
        high *= 2

    def density(x: float) -> float:
        return math.exp(-x + (shape - 1) * math.log(x) - math.lgamma(shape))

    return _root(lambda x: gamma_tails(shape, x)[side], density, tail, guess, high, rising=not upper)


def beta_tails(a: float, b: float, x: float) -> tuple[float, float]:
    """Lower and upper tail of a beta distribution with `a` and `b` above 0, at `x` between 0 and 1."""
    _need(a, b, at=x)
    if x <= 0:
        return 0.0, 1.0
    if x > (a + 1) / (a + b + 2):  # the fraction converges fast only on the near side
        upper, lower = beta_tails(b, a, 1 - x)
        return lower, upper
    front = math.exp(_log_beta_front(a, b) + a * math.log(x) + b * math.log1p(-x))

    def numerator(i: int) -> float:
        m = i // 2
        if i % 2 == 0:
            return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))

    lower = min(front / (a * _fraction(1.0, numerator, lambda _: 1.0)), 1.0)
    return lower, 1 - lower


def beta_quantile(a: float, b: float, tail: float, *, upper: bool = False) -> float:
    """Where the lower (or `upper`) tail of a beta distribution is `tail`, between 0 and 1."""
    _need(a, b, tail=tail)
    side = 1 if upper else 0
    front = _log_beta_front(a, b)

    def density(x: float) -> float:
        return 0.0 if x >= 1 else math.exp(front + (a - 1) * math.log(x) + (b - 1) * math.log1p(-x))

    return _root(lambda x: beta_tails(a, b, x)[side], density, tail, a / (a + b), 1.0, rising=not upper)


def _log_beta_front(a: float, b: float) -> float:
    return math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)


def _series(shape: float, x: float) -> float:
    """`1 / shape + x / (shape (shape + 1)) + ...` until a term no longer counts."""
    term = total = 1 / shape
    for i in range(1, MOST_TERMS):
        term *= x / (shape + i)
        total += term
        if term <= total * EPSILON:
            return total
    raise _too_large()


def _fraction(start: float, numerator: Callable[[int], float], denominator: Callable[[int], float]) -> float:
    """A continued fraction `start + n1 / (d1 + n2 / (d2 + ...))` by Lentz's method as Thompson and Barnett changed it."""
    value = start  # above nought, of both functions
    above, below = value, 0.0
    for i in range(1, MOST_TERMS):
        top, bottom = numerator(i), denominator(i)
        below = bottom + top * below
        below = 1 / (below if below != 0 else TINY)
        above = bottom + top / above
        above = above if above != 0 else TINY
        change = above * below
        value *= change
        if abs(change - 1) < 4 * EPSILON:
            return value
    raise _too_large()


def _too_large() -> AssizeError:
    return AssizeError(
        "a distribution cannot be read", found="a sum without an end", expected=f"shapes up to {LARGEST_SHAPE:g}"
    )


def _root(
    tail: Callable[[float], float],
    density: Callable[[float], float],
    target: float,
    guess: float,
    high: float,
    *,
    rising: bool,
) -> float:
    """Newton's steps on the logarithm of a tail, kept inside a bracket that halves whenever a step would leave it."""
    low, x = 0.0, guess
    for _ in range(200):
        here = tail(x)
        if here == target:
            return x
        if (here < target) == rising:
            low = x
        else:
            high = x
        slope = density(x) * (1 if rising else -1)
        step = x - here * math.log(here / target) / slope if here > 0 and slope != 0 else math.nan
        if not low < step < high:
            step = (low + high) / 2
        if abs(step - x) <= CLOSE_ENOUGH * abs(step):
            return step
        x = step
    return x
