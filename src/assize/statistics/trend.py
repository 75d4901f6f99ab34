"""Whether a series rises or falls over its length: Mann-Kendall's test, Sen's slope, and markers of annual trends.

Mann-Kendall takes the points to be independent: it overstates what quarterly series show, and is wrong on rolling sums. With
seasons the test adds up within each season (Hirsch, Slack and Smith 1982). The markers of annual trends are those of OHID's
Fingertips, of five years that do not overlap; quarters are for the control chart. Checked by `tests/vectors/runs_series.py`
against R's trend 1.1.6, pymannkendall 1.4.3 and PHEindicatormethods' branch add_trend_markers.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from assize.core.errors import AssizeError
from assize.statistics.demands import need_lists, need_one_length, need_steps, plain
from assize.statistics.intervals import normal_quantile
from assize.statistics.quantiles import median

MARKER_YEARS = 5  # Fingertips: the last five years, and no fewer
MARKER_POINT = 9.5495  # chi-square with one degree of freedom, two-sided 99.8% (Fingertips)


@dataclass(frozen=True)
class MannKendall:
    """The test's S, its variance, z (nan for a constant series), the two-sided p and, with seasons, S of each."""

    s: int
    variance: float
    z: float
    p_value: float
    s_by_season: tuple[int, ...] = ()
    variance_by_season: tuple[float, ...] = ()


@dataclass(frozen=True)
class Slope:
    """Sen's slope a step, with its limits (nan where the series is too short for them)."""

    slope: float
    lower: float
    upper: float


class Marker(Enum):
    """What an annual trend is called."""

    INCREASING = "Increasing"
    DECREASING = "Decreasing"
    NO_CHANGE = "No significant change"
    CANNOT = "Cannot be calculated"


@dataclass(frozen=True)
class AnnualTrend:
    """A marker with why, the chi-square and the slope it stands on (None where there is none)."""

    marker: Marker
    reason: str
    chi_square: float | None = None
    slope: float | None = None


def mann_kendall(values: Sequence[float | None]) -> MannKendall:
    """Mann-Kendall's test, ties allowed for and corrected for continuity; missing values are left out.

    Raises AssizeError for fewer than three values.
    """
    need_lists("a trend cannot be tested", values, gaps=True)
    values = plain(values)
    known = [value for value in values if value is not None]
    _need(known, 3)
    s, variance = _score(known)
    return _test(s, variance)


def seasonal_mann_kendall(values: Sequence[float | None], seasons: int = 4) -> MannKendall:
    """The same, every season against itself alone: two years are enough, for their seasons are added up.

    Raises AssizeError without two values of one season.
    """
    need_steps("a seasonal trend cannot be tested", seasons)
    if seasons < 2:
        raise AssizeError("a seasonal trend cannot be tested", found=f"{seasons} seasons", expected="2 or more")
    need_lists("a trend cannot be tested", values, gaps=True)
    values = plain(values)
    own = [[value for value in values[season::seasons] if value is not None] for season in range(seasons)]
    _need(max(own, key=len), 2)
    scores = [_score(season) for season in own]
    made = _test(sum(s for s, _ in scores), math.fsum(variance for _, variance in scores))
    return MannKendall(
        made.s, made.variance, made.z, made.p_value, tuple(s for s, _ in scores), tuple(v for _, v in scores)
    )


def _need(values: Sequence[float], fewest: int) -> None:
    if len(values) < fewest:
        raise AssizeError("a trend cannot be tested", found=f"{len(values)} values", expected=f"{fewest} or more")


def _score(values: Sequence[float]) -> tuple[int, float]:
    s = sum((later > earlier) - (later < earlier) for i, earlier in enumerate(values) for later in values[i + 1 :])
    n = len(values)
    ties = sum(t * (t - 1) * (2 * t + 5) for t in Counter(values).values())
    return s, (n * (n - 1) * (2 * n + 5) - ties) / 18


def _test(s: int, variance: float) -> MannKendall:
    if variance <= 0:
        return MannKendall(s, variance, math.nan, math.nan)
    z = (s - (s > 0) + (s < 0)) / math.sqrt(variance)
    return MannKendall(s, variance, z, math.erfc(abs(z) / math.sqrt(2)))


def sen_slope(values: Sequence[float | None], confidence: float = 0.95) -> Slope:
    """The median of the slopes between all pairs of points (Sen 1968), with limits from Mann-Kendall's variance.

    Missing values keep their place in time. Raises AssizeError for fewer than two values.
    """
    need_lists("a trend cannot be tested", values, gaps=True)
    values = plain(values)
    known = [(i, value) for i, value in enumerate(values) if value is not None]
    _need([value for _, value in known], 2)
    slopes = sorted((b - a) / (j - i) for k, (i, a) in enumerate(known) for j, b in known[k + 1 :])
    _, variance = _score([value for _, value in known])
    reach = normal_quantile(confidence) * math.sqrt(variance)
    low = round((len(slopes) - reach) / 2)  # R's trend: the ranks, rounded, that the normal approximation gives
    high = round((len(slopes) + reach) / 2) + 1
    if low < 1 or high > len(slopes):
        return Slope(median(slopes), math.nan, math.nan)
    return Slope(median(slopes), slopes[low - 1], slopes[high - 1])


def proportion_trend(counts: Sequence[float | None], totals: Sequence[float | None]) -> AnnualTrend:
    """The marker of the last five years of a proportion, one count and total a year, oldest first.

    Chi-square for a linear trend at 99.8%; the direction is that of the log odds; and no year alone may decide it.
    """
    need_lists("a trend cannot be marked", counts, totals, gaps=True)
    need_one_length("a trend cannot be marked", counts, totals)
    counts, totals = counts[-MARKER_YEARS:], totals[-MARKER_YEARS:]
    if len(counts) < MARKER_YEARS:
        return AnnualTrend(Marker.CANNOT, "Not enough data points")
    c = [count for count in counts if count is not None]
    d = [total for total in totals if total is not None]
    if len(c) < MARKER_YEARS or len(d) < MARKER_YEARS:
        return AnnualTrend(Marker.CANNOT, "Missing values")
    if any(not 0 < x < n for x, n in zip(c, d, strict=True)):
        return AnnualTrend(Marker.CANNOT, "None or all of a year")
    years = range(1, MARKER_YEARS + 1)
    whole, part = math.fsum(d), math.fsum(c)
    ct = math.fsum(x * t for x, t in zip(c, years, strict=True))
    dt = math.fsum(n * t for n, t in zip(d, years, strict=True))
    dtt = math.fsum(n * t * t for n, t in zip(d, years, strict=True))
    chi = whole * (whole * ct - part * dt) ** 2 / (part * (whole - part) * (whole * dtt - dt**2))
    odds = [math.log((x / n) / (1 - x / n)) for x, n in zip(c, d, strict=True)]
    return _marked(chi, odds, [1.0] * MARKER_YEARS)


def value_trend(
    values: Sequence[float | None],
    lowers: Sequence[float | None],
    uppers: Sequence[float | None],
    confidence: float = 0.95,
) -> AnnualTrend:
    """The marker of the last five years of any value that has an interval, oldest first: a regression weighted by its width."""
    z = normal_quantile(confidence)
    need_lists("a trend cannot be marked", values, lowers, uppers, gaps=True)
    need_one_length("a trend cannot be marked", values, lowers, uppers)
    values, lowers, uppers = values[-MARKER_YEARS:], lowers[-MARKER_YEARS:], uppers[-MARKER_YEARS:]
    if len(values) < MARKER_YEARS:
        return AnnualTrend(Marker.CANNOT, "Not enough data points")
    y = [value for value in values if value is not None]
    widths = [u - low for low, u in zip(lowers, uppers, strict=True) if low is not None and u is not None]
    if len(y) < MARKER_YEARS:
        return AnnualTrend(Marker.CANNOT, "Missing values")
    if len(widths) < MARKER_YEARS:
        return AnnualTrend(Marker.CANNOT, "Missing at least one confidence interval value")
    if any(not width > 0 for width in widths):
        return AnnualTrend(Marker.CANNOT, "An interval without width")
    weights = [(2 * z / width) ** 2 for width in widths]
    slope = _slope(y, weights, range(MARKER_YEARS))
    years = range(1, MARKER_YEARS + 1)
    whole = math.fsum(weights)
    mean = math.fsum(w * t for w, t in zip(weights, years, strict=True)) / whole
    variance = 1 / math.fsum(w * (t - mean) ** 2 for w, t in zip(weights, years, strict=True))
    return _marked(slope**2 / variance, y, weights)


def _marked(chi: float, y: Sequence[float], weights: Sequence[float]) -> AnnualTrend:
    slope = _slope(y, weights, range(len(y)))
    if not chi > MARKER_POINT:
        return AnnualTrend(Marker.NO_CHANGE, "No significant trend", chi, slope)
    for left_out in range(len(y)):
        rest = [i for i in range(len(y)) if i != left_out]
        if _sign(_slope(y, weights, rest)) != _sign(slope):
            return AnnualTrend(Marker.NO_CHANGE, "Outlier found", chi, slope)
    marker = Marker.INCREASING if slope > 0 else Marker.DECREASING
    return AnnualTrend(marker, "No outliers and significant trend", chi, slope)


def _slope(y: Sequence[float], weights: Sequence[float], used: Sequence[int]) -> float:
    """The weighted least-squares slope over the points used, whose place in time is their index."""
    whole = math.fsum(weights[i] for i in used)
    t_mean = math.fsum(weights[i] * i for i in used) / whole
    y_mean = math.fsum(weights[i] * y[i] for i in used) / whole
    above = math.fsum(weights[i] * (i - t_mean) * (y[i] - y_mean) for i in used)
    return above / math.fsum(weights[i] * (i - t_mean) ** 2 for i in used)


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)
