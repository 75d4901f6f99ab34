"""How many of a pack's charts chance alone would flag: rates drawn once, kept here.

Written by `python benchmarks/false_signals.py --write` (5,000 series of each length, seed 29): of series of independent normal
values in which nothing changes, the share whose latest point is flagged, by rule set and number of points; and of such values
with seasons, which are taken out before the rules look. Counts that are small, and measures that move slowly, are flagged more
often.
"""

from __future__ import annotations

from collections.abc import Mapping

from assize.core.material import MeasureKey
from assize.core.nouns import Measured

RATES: Mapping[str, Mapping[int, float]] = {
    "ptd-0.2.2": {
        13: 0.0146,
        14: 0.0150,
        16: 0.0156,
        18: 0.0158,
        20: 0.0158,
        24: 0.0168,
        28: 0.0176,
        32: 0.0152,
        40: 0.0184,
        48: 0.0186,
        60: 0.0182,
        80: 0.0180,
    },
    "mdc-sct-5": {
        13: 0.0196,
        14: 0.0192,
        16: 0.0244,
        18: 0.0306,
        20: 0.0298,
        24: 0.0260,
        28: 0.0286,
        32: 0.0260,
        40: 0.0294,
        48: 0.0334,
        60: 0.0342,
        80: 0.0364,
    },
}

SEASONAL_RATES: Mapping[str, Mapping[int, float]] = {
    "ptd-0.2.2": {
        16: 0.0415,
        18: 0.0369,
        20: 0.0384,
        24: 0.0360,
        28: 0.0344,
        32: 0.0282,
        40: 0.0298,
        48: 0.0260,
        60: 0.0232,
        80: 0.0238,
    },
    "mdc-sct-5": {
        16: 0.0577,
        18: 0.0571,
        20: 0.0585,
        24: 0.0422,
        28: 0.0500,
        32: 0.0408,
        40: 0.0448,
        48: 0.0428,
        60: 0.0438,
        80: 0.0440,
    },
}


def false_rate(ruleset: str, points: int, *, seasonal: bool = False) -> float:
    """The rate at the nearest length of the table that is not longer; of fewer points than the shortest, nought: nothing
    is judged there.
    """
    rates = (SEASONAL_RATES if seasonal else RATES)[ruleset]
    held = [length for length in rates if length <= points]
    return rates[max(held)] if held else 0.0


def by_chance(measured: Mapping[MeasureKey, Measured]) -> dict[MeasureKey, float]:
    """Of each measure that is judged, how often chance alone would flag its latest point if nothing had changed."""
    rates = {}
    for key, one in measured.items():
        series = one.series
        if series.stretch is not None:
            rates[key] = false_rate(series.ruleset, series.held, seasonal=series.seasonal)
    return rates
