"""Arithmetic of the trail's own: exact fractions, half-up rounding, Wilson's and Byar's intervals, limits of a control chart.

Written from the methods, not from the product: Wilson 1927; Breslow and Day 1987; Nelson 1982 for the screening of moving
ranges at 3.267 times their mean. Quantiles are scipy's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from scipy.special import gammaincinv, ndtri

MINUS = "−"
_Z = float(ndtri(0.975))


def half_up(value: Fraction, decimals: int) -> str:
    """The value in digits with thousands set off, halves away from nought, and a true minus."""
    scaled = math.floor(abs(value) * 10**decimals + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**decimals)
    digits = f"{whole:,}" + (f".{rest:0{decimals}d}" if decimals else "")
    return f"{MINUS}{digits}" if value < 0 and scaled else digits


def wilson(events: int, total: int) -> tuple[Fraction, Fraction]:
    p, n = events / total, total
    centre = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
    low = 0.0 if events == 0 else centre - half
    high = 1.0 if events == total else centre + half
    return Fraction(low), Fraction(high)


def poisson(events: int) -> tuple[Fraction, Fraction]:
    """Limits of a count: exact below ten events, Byar's from ten."""
    if events < 10:
        low = float(gammaincinv(events, 0.025)) if events else 0.0  # half a chi-square quantile of 2 x events
        return Fraction(low), Fraction(float(gammaincinv(events + 1, 0.975)))
    low = events * (1 - 1 / (9 * events) - _Z / (3 * math.sqrt(events))) ** 3
    more = events + 1
    return Fraction(low), Fraction(more * (1 - 1 / (9 * more) + _Z / (3 * math.sqrt(more))) ** 3)


def limits(values: Sequence[Fraction | None]) -> tuple[Fraction, Fraction, Fraction] | None:
    """Lower limit, mean and upper limit of one stretch; None under thirteen points."""
    held = [value for value in values if value is not None]
    if len(held) < 13:
        return None
    mean = sum(held, Fraction(0)) / len(held)
    moves = [abs(after - before) for before, after in pairwise(values) if before is not None and after is not None]
    usual = sum(moves, Fraction(0)) / len(moves)
    kept = [move for move in moves if move < Fraction("3.267") * usual]
    screened = sum(kept, Fraction(0)) / len(kept) if kept else Fraction(0)
    reach = Fraction("2.66") * (screened or usual)
    return mean - reach, mean, mean + reach
