"""The plain forecasts against which anything cleverer has to prove itself, and a series taken apart into trend and season.

Naive, seasonal naive, drift and mean forecasts with the intervals of R's forecast 8.23.0 (Hyndman and Athanasopoulos), and
classical decomposition by a centred moving average. Checked by `tests/vectors/runs_series.py`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assize.core.errors import AssizeError
from assize.statistics.demands import need_lists, need_steps, need_whole
from assize.statistics.intervals import normal_quantile
from assize.statistics.standardised import mean_of, student_quantile


@dataclass(frozen=True)
class Forecast:
    """A value so many points ahead, with its limits."""

    ahead: int
    value: float
    lower: float
    upper: float


def naive(values: Sequence[float], ahead: int, confidence: float = 0.95) -> list[Forecast]:
    """The last value stays. Raises AssizeError for fewer than two values."""
    _need(values, 2)
    need_steps("a forecast cannot be made", ahead)
    error = _root_mean_square([b - a for a, b in pairwise(values)])
    z = normal_quantile(confidence)
    return [_at(h, values[-1], z * error * math.sqrt(h)) for h in range(1, ahead + 1)]


def seasonal_naive(values: Sequence[float], ahead: int, season: int = 4, confidence: float = 0.95) -> list[Forecast]:
    """The last like season's value stays. Raises AssizeError for no more values than a season has."""
    _need_season(season)
    _need(values, season + 1)
    need_steps("a forecast cannot be made", ahead)
    error = _root_mean_square([b - a for a, b in zip(values, values[season:], strict=False)])
    z = normal_quantile(confidence)
    made = []
    for h in range(1, ahead + 1):
        seasons = (h - 1) // season + 1
        made.append(_at(h, values[len(values) - 1 + h - season * seasons], z * error * math.sqrt(seasons)))
    return made


def drift(values: Sequence[float], ahead: int, confidence: float = 0.95) -> list[Forecast]:
    """The mean step goes on. Raises AssizeError for fewer than three values."""
    _need(values, 3)
    need_steps("a forecast cannot be made", ahead)
    steps = len(values) - 1
    slope = (values[-1] - values[0]) / steps
    error = math.sqrt(math.fsum((b - a - slope) ** 2 for a, b in pairwise(values)) / (steps - 1))
    z = normal_quantile(confidence)
    return [_at(h, values[-1] + h * slope, z * error * math.sqrt(h * (1 + h / steps))) for h in range(1, ahead + 1)]


def mean_forecast(values: Sequence[float], ahead: int, confidence: float = 0.95) -> list[Forecast]:
    """The mean of all values. Raises AssizeError for fewer than two."""
    _need(values, 2)
    need_steps("a forecast cannot be made", ahead)
    made = mean_of(values)
    reach = student_quantile(len(values) - 1, confidence) * made.deviation * math.sqrt(1 + 1 / len(values))
    return [_at(h, made.value, reach) for h in range(1, ahead + 1)]


def _at(ahead: int, value: float, reach: float) -> Forecast:
    return Forecast(ahead, value, value - reach, value + reach)


def _root_mean_square(errors: Sequence[float]) -> float:
    return math.sqrt(math.fsum(error * error for error in errors) / len(errors))


def _need(values: Sequence[float], fewest: int) -> None:
    need_lists("a forecast cannot be made", values)
    if len(values) < fewest:
        raise AssizeError("a forecast cannot be made", found=f"{len(values)} values", expected=f"{fewest} or more")


def _need_season(season: int) -> None:
    need_whole("a season cannot be", season)
    if season < 1:
        raise AssizeError("a season cannot be", found=f"{season} points", expected="1 or more")


@dataclass(frozen=True)
class Decomposition:
    """A series as trend plus season plus the rest. `season` has one value a season, the first point's first."""

    trend: tuple[float | None, ...]
    season: tuple[float, ...]
    rest: tuple[float | None, ...]


def decompose(values: Sequence[float], season: int = 4) -> Decomposition:
    """Classical additive decomposition; the trend lacks half a season at either end.

    Raises AssizeError for fewer than two whole seasons, which is as little as says anything of a season.
    """
    _need_season(season)
    _need(values, 2 * season)
    half = season // 2
    inner = [1 / season] * (season - 1 + season % 2)
    weights = inner if season % 2 else [0.5 / season, *inner, 0.5 / season]
    trend: list[float | None] = [None] * len(values)
    for i in range(half, len(values) - half):
        trend[i] = math.fsum(w * v for w, v in zip(weights, values[i - half : i + half + 1], strict=True))
    without = [None if t is None else value - t for value, t in zip(values, trend, strict=True)]
    means = []
    for start in range(season):
        own = [value for value in without[start::season] if value is not None]
        means.append(math.fsum(own) / len(own))
    centre = math.fsum(means) / season
    figure = tuple(mean - centre for mean in means)
    rest = tuple(None if value is None else value - figure[i % season] for i, value in enumerate(without))
    return Decomposition(tuple(trend), figure, rest)
