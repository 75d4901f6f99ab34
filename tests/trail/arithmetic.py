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
from scipy.stats import friedmanchisquare

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


_EXACT = {4: 9.6, 5: 9.96, 6: 10.2, 7: 10.542857, 8: 10.5, 9: 10.733333, 10: 10.68}  # Friedman, four columns, upper 1%


def seasons(values: Sequence[Fraction | None]) -> list[Fraction]:
    """What each quarter of the year adds, by place from the first value; four noughts where no season is found."""
    none = [Fraction(0)] * 4
    cuts = [
        [at for at in range((len(values) - cut) % 4, len(values) - cut - 3, 4) if None not in values[at : at + 4]]
        for cut in range(4)
    ]
    years = max(cuts, key=len)
    if sum(value is not None for value in values) < 16 or len(years) < 4:
        return none
    changes = sorted(b - a for a, b in zip(values, values[4:], strict=False) if a is not None and b is not None)
    drift = (changes[(len(changes) - 1) // 2] + changes[len(changes) // 2]) / 8
    rows = [[value for value in values[at : at + 4] if value is not None] for at in years]
    flat = [[value - sum(row) / 4 - drift * (2 * at - 3) / 2 for at, value in enumerate(row)] for row in rows]
    needed = _EXACT.get(len(years), 11.344867)
    for way in (rows, flat):
        if any(len(set(row)) > 1 for row in way):
            found = friedmanchisquare(*([float(round(v, 14)) for v in column] for column in zip(*way, strict=True)))
            if not found.statistic >= needed - 1e-6:
                return none
        else:
            return none
    columns = [sorted(column) for column in zip(*flat, strict=True)]
    middle = [(one[(len(one) - 1) // 2] + one[len(one) // 2]) / 2 for one in columns]
    effects = [value - sum(middle) / 4 for value in middle]
    of_year = ((effects[0] - effects[2]) ** 2 + (effects[1] - effects[3]) ** 2) / 2
    if of_year < sum(one**2 for one in effects) / 4:
        return none
    return [effects[(at - years[0]) % 4] for at in range(4)]
