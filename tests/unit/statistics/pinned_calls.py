"""Calls of every public function of the statistics, with inputs made from fixed seeds and at the edges, by module.

`pinned.json` beside this file holds what they gave when every file of peers' answers agreed (benchmarks/peer_agreement.py):
a change in any of them is a change in what boards are told. After a change that is meant, and that the peers' answers bear
out, it is written anew by running this file.
"""

from __future__ import annotations

import json
import math
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from assize.statistics import (
    change,
    disparity,
    flow,
    forecast,
    funnel,
    incomplete,
    intervals,
    quantiles,
    rolling,
    seasons,
    spc,
    standardised,
    trend,
)

PINNED = Path(__file__).with_name("pinned.json")
Calls = Iterator[tuple[str, Callable[[], Any]]]


def plain(value: Any) -> Any:
    """A result as json can hold it: dataclasses by field, enums by name, what is no number by its word."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value


def call(function: Callable[..., Any], *given: Any, **named: Any) -> tuple[str, Callable[[], Any]]:
    words = [*(repr(one) for one in given), *(f"{name}={value!r}" for name, value in named.items())]
    text = f"{function.__name__}({', '.join(words)})"
    return (text if len(text) < 160 else f"{text[:140]}... {len(text)}"), lambda: function(*given, **named)


COUNTS = (
    (0, 1),
    (1, 1),
    (0, 9),
    (3, 9),
    (9, 9),
    (1, 29),
    (15, 148),
    (81, 263),
    (9856, 12345),
    (7_776_456, 7_564_336_677),
)
LEVELS = (0.8, 0.95, 0.998)


def intervals_calls() -> Calls:
    for level in LEVELS:
        for x, n in COUNTS:
            yield call(intervals.wilson, x, n, level)
        for x in (0, 0.4, 1, 2, 9, 9.99, 10, 65, 1045, 123_456_789):
            yield call(intervals.byar, x, level)
            yield call(intervals.poisson, x, level)
        for x in (0, 0.4, 1, 9, 10, 65, 1045, 50_000):
            yield call(intervals.exact_poisson, x, level)
        yield call(intervals.normal_quantile, level)
        yield call(intervals.rate, 3, 1000, confidence=level)
        yield call(intervals.rate, 1500, 1000, 10, level)
    yield call(intervals.wilson, 3, 9)
    yield call(intervals.byar, 30)
    yield call(intervals.exact_poisson, 3)
    yield call(intervals.poisson, 30)
    yield call(intervals.rate, 30, 1000)
    yield call(intervals.poisson_method, 9.99)
    yield call(intervals.poisson_method, 10)


def incomplete_calls() -> Calls:
    shapes = (0.3, 1.0, 2.5, 9.0, 40.0, 1000.0, 2e5)
    for shape in shapes:
        for share in (0.0, 1e-6, 0.2, 0.9, 1.0, 1.01, 1.7, 6.0):
            yield call(incomplete.gamma_tails, shape, shape * share)
        for tail in (1e-9, 0.001, 0.025, 0.5, 0.9):
            yield call(incomplete.gamma_quantile, shape, tail)
            yield call(incomplete.gamma_quantile, shape, tail, upper=True)
    for a, b in ((0.5, 0.5), (1.0, 1.0), (2.0, 7.0), (30.0, 3.5), (0.5, 40.0), (500.0, 700.0), (40_000.0, 60_000.0)):
        mean = a / (a + b)
        for x in (0.0, mean / 1000, mean / 2, mean, (1 + mean) / 2, 0.999, 1.0):
            yield call(incomplete.beta_tails, a, b, x)
        for tail in (1e-9, 0.001, 0.025, 0.5, 0.9):
            yield call(incomplete.beta_quantile, a, b, tail)
            yield call(incomplete.beta_quantile, a, b, tail, upper=True)


def change_calls() -> Calls:
    pairs = (
        (0, 10, 0, 20),
        (10, 10, 20, 20),
        (0, 10, 20, 20),
        (56, 70, 48, 80),
        (6, 7, 2, 7),
        (3, 9, 3000, 9000),
        (5, 10, 10, 20),
    )
    for given in pairs:
        yield call(change.two_proportions, *given)
        yield call(change.two_proportions, *given, 0.998)
    rates = (
        (0, 1, 0, 1), (0, 1, 4, 1), (4, 1, 0, 1), (1, 1, 1, 1), (3, 4.0, 17, 2.5), (17, 2.5, 3, 4.0), (11, 1, 6, 1),
        (9, 2, 0, 1), (50, 1, 50, 1), (2244, 1, 2061, 1), (84_918, 1, 84_905, 1), (1, 9.0, 1, 1.0), (7, 1.0, 3, 9.0),
        (0, 3.0, 1, 1.0), (2, 1.0, 2, 1.5), (30, 1.0, 10, 3.0), (5, 1.0, 5, 1.0), (6, 1.0, 5, 1.0), (1, 1.0, 2, 1.0),
    )  # fmt: skip
    for given in rates:
        yield call(change.two_rates, *given)
        yield call(change.two_rates, *given, 0.998)


def disparity_calls() -> Calls:
    counts = (
        (0, 50, 12, 40), (48, 80, 0, 40), (0, 5, 0, 5), (48, 80, 12, 40), (80, 1000, 100, 1000), (799, 1000, 1000, 1000),
        (68, 846, 645, 11_111), (86, 1256, 645, 11_111), (40, 40, 30, 40), (10, 10, 10, 10), (8, 10, 10, 10), (9, 9, 7, 9),
    )  # fmt: skip
    for given in counts:
        for function in (disparity.relative_rate, disparity.wald_risk_ratio, disparity.wald_rate_ratio):
            yield call(function, *given)
            yield call(function, *given, 0.998)
        yield call(disparity.fails_four_fifths, *given)
        yield f"parity {given}", lambda given=given: (
            disparity.relative_rate(*given).within_parity, disparity.relative_rate(*given).differs
        )  # fmt: skip


def flow_calls() -> Calls:
    for given in ((1000, 500, 480), (0, 0, 0), (100, 0, 40), (100, 40, 0), (100, 40, 140)):
        yield call(flow.flow, *given)
        yield call(flow.flow, *given, published=900)
        yield call(flow.flow, *given, published=0)
        yield f"properties {given}", lambda given=given: (
            flow.flow(*given).net, flow.flow(*given).months_of_work, flow.flow(*given).littles_law_weeks
        )  # fmt: skip
    yield call(flow.flows, 1000, [500, 520, 480], [480, 500, 500])
    yield call(flow.net_interval, 500, 470)
    yield call(flow.net_interval, 500, 470, 0.8)
    yield call(flow.net_interval, 0, 470)
    yield call(flow.net_interval, 470, 0)
    yield call(flow.project, 100, -30, 5)
    yield call(flow.project, 100, 30.5, 2)
    chance = random.Random(4)
    walk = [1000.0]
    for _ in range(23):
        walk.append(walk[-1] + chance.randrange(-40, 70))
    for ahead in (1, 2, 6, 19, 20):
        yield call(flow.backtest, walk, ahead)
        yield call(flow.backtest, walk, ahead, 2)
    yield call(flow.backtest, [5.0, 1.0, 1.0], 1, 1)
    yield call(flow.projections, walk, 6)
    yield call(flow.projections, walk, 3, window=2, confidence=0.95)
    yield call(flow.projections, walk[:13], 3)
    yield call(flow.projections, walk[:5], 2)
    yield call(
        flow.projections, [900.0, 700.0, 520.0, 300.0, 100.0, 90.0, 60.0, 50.0, 5.0, 4.0, 3.0, 2.0, 1.0, 1.0, 0.0], 2
    )
    for given in (
        (1000, 900, 400, 450),
        (1000, 901, 400, 450),
        (1000, 1000, 400, 400),
        (900, 1000, 9, 1),
        (1000, 1, 5, 5),
    ):
        yield call(flow.quarters_to_reach, *given)
    for given in ((1625, 1200, 400, 8), (100, 1000, 5, 1), (10, 10, 3, 1)):
        yield call(flow.disposals_needed, *given)


def series(seed: int, n: int, level: float = 100.0, spread: float = 10.0) -> list[float]:
    chance = random.Random(seed)
    return [round(chance.gauss(level, spread), 2) for _ in range(n)]


def forecast_calls() -> Calls:
    values = series(7, 17)
    for ahead in (1, 9):
        for level in (0.8, 0.95):
            yield call(forecast.naive, values, ahead, level)
            yield call(forecast.seasonal_naive, values, ahead, 4, level)
            yield call(forecast.seasonal_naive, values, ahead, 3, level)
            yield call(forecast.drift, values, ahead, level)
            yield call(forecast.mean_forecast, values, ahead, level)
    for function, short in (
        (forecast.naive, 2),
        (forecast.seasonal_naive, 5),
        (forecast.drift, 3),
        (forecast.mean_forecast, 2),
    ):
        yield call(function, values[:short], 2)
    yield call(forecast.decompose, values)
    yield call(forecast.decompose, values, 3)
    yield call(forecast.decompose, values[:8])
    yield call(forecast.decompose, values, 5)
    yield call(forecast.decompose, values[:16], 6)


def funnel_calls() -> Calls:
    chance = random.Random(42)
    for areas, low, high in ((14, 30, 400), (9, 20, 60), (8, 20, 60), (2, 5, 9), (1, 5, 9), (12, 1, 6)):
        totals = [float(chance.randrange(low, high)) for _ in range(areas)]
        wide = [max(0.0, min(1.0, chance.gauss(0.35, 0.15))) for _ in range(areas)]
        shares = [float(round(n * p)) for n, p in zip(totals, wide, strict=True)]
        ratios = [float(max(0, round(chance.gauss(n, 2 * math.sqrt(n))))) for n in totals]
        for scale in funnel.Scale:
            counts = shares if scale is funnel.Scale.PROPORTION else ratios
            yield f"funnel {scale.name} {areas}", lambda c=counts, t=totals, s=scale: outline(funnel.funnel(c, t, s))
            yield (
                f"funnel {scale.name} {areas} trimmed",
                lambda c=counts, t=totals, s=scale: outline(
                    funnel.funnel(c, [n + 0.123 for n in t], s, trim=0.2, round_expected=False)
                ),
            )
    half = [5.0, 10.0, 15.0, 50.0]
    edges = (
        ([0.0, 3.0, 5.0], [0.0, 5.0, 9.0]),
        ([0.0, 0.0, 4.0], [4.0, 5.0, 6.0]),
        (half, [2 * x for x in half]),
        ([9.0, 3.0], [4.0, 5.0]),
    )
    for counts, totals in (*edges, ([0.0, 0.0], [0.0, 0.0]), ([2.5, 4.0], [2.345, 4.005])):
        for scale in funnel.Scale:
            yield (
                f"funnel {counts} {totals} {scale.name}",
                lambda c=counts, t=totals, s=scale: outline(funnel.funnel(c, t, s)),
            )
    for scale in funnel.Scale:
        for n in (0.0, 1.0, 7.0, 250.0):
            for target in (0.0, 0.02, 0.4, 1.0):
                yield call(funnel.limits_at, n, target, scale)
                yield call(funnel.limits_at, n, target, scale, 0.02, draws=True)
                yield call(funnel.limits_at, n, target, scale, 0.02, count=3.0, draws=True)
                yield call(funnel.limits_within_scale, n, target, scale, 0.02, count=3.0, draws=True)
        yield call(funnel.limits_at, 5.0, math.nan, scale)
        for target in (0.02, 0.4, 0.98):
            yield call(funnel.limit_lines, [1.0, 2.0, 3.0, 5.0, 9.0, 40.0, 400.0], target, scale, 0.02, draws=True)
    for n, average in ((1.0, 0.5), (30.0, 0.02), (5000.0, 0.85), (10.0, 0.0), (10.0, 1.0)):
        for tail in (0.025, 0.001):
            yield call(funnel.average_limits, n, average, tail)
    for observed in (0, 1, 9, 250):
        for tail in (0.025, 0.001):
            yield call(funnel.exact_limits, observed, tail)
    spans = [(1.0, 2.0), (2.0, 3.0), (2.5, 4.0), (5.0, 6.0), (0.0, 9.0)]
    for i in range(5):
        yield call(funnel.possible_places, spans, i)
    limits = funnel.Limits(0.2, 0.4, 0.1, 0.5)
    for ratio in (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.45, 0.5, 0.6):
        yield f"outside {ratio}", lambda r=ratio: (limits.outside(r), limits.outside(r, wide=False))


def outline(made: funnel.Funnel) -> Any:
    return [made, made.structural, [made.limits(place) for place in made.places[:3]]]


def quantiles_calls() -> Calls:
    values = [7.0, 1.0, 3.0, 3.0, 12.0, 5.0, 40.0, 8.0]
    for kind in range(1, 10):
        for p in (0.0, 0.05, 0.1, 0.25, 0.375, 0.5, 0.7, 0.9, 1.0):
            yield call(quantiles.quantile, values, p, kind)
        yield call(quantiles.quantile, [4.0], 0.3, kind)
        yield call(quantiles.quantile, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0], 0.3, kind)
        yield call(quantiles.quantile, [1.0, 2.0, 3.0, 4.0, 5.0], 0.1, kind)
    yield call(quantiles.quantile, values, 0.3)
    yield call(quantiles.median, values)
    yield call(quantiles.median, values[:5])
    for p in (0.0, 0.2, 0.25, 0.5, 0.75, 0.9, 1.0):
        yield call(quantiles.quantile_of_counts, [5, 2, 9, 30], [3, 0, 4, 1], p)
        yield call(quantiles.quantile_of_counts, [5, 9], [1, 1], p)
        yield call(quantiles.quantile_of_bands, [0, 28, 56, 182, 365, None], [4, 0, 7, 3, 2], p)
        yield call(quantiles.quantile_of_bands, [0, 28, 56, 182], [0, 2, 0], p)
        yield call(quantiles.quantile_of_bands, [0, 5, 9], [1.5, 0.0], p)
        yield call(quantiles.quantile_of_bands, [0, 5, None], [0, 3], p)
        yield call(quantiles.quantile_of_bands, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [0.1] * 10, p)
        yield call(quantiles.quantile_of_bands, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, None], [0.1] * 10, p)
    yield call(quantiles.mean_of_bands, [0, 28, 56, 182], [4, 0, 7])
    yield call(quantiles.mean_of_bands, [0, 28, None], [4, 0])
    yield call(quantiles.mean_of_bands, [0, 28, None], [4, 1])
    yield call(quantiles.median_bounds, [5.0, 2.0, 9.0])
    mixed = [4.0, None, 9.0, 9.0, 1.0, 7.0, 7.0, 3.0, 12.0, 0.0, 5.0, 6.0]
    for groups in (2, 3, 4, 5, 10, 11, 12):
        yield call(quantiles.quantile_groups, mixed, groups)
        yield call(quantiles.quantile_groups, mixed, groups, highest_first=False)
    yield call(quantiles.quantile_groups, [float(i) for i in range(10)])


def rolling_calls() -> Calls:
    whole = [float(i * i % 17) for i in range(16)]
    gappy = [3.0, None, *whole[:7], 0.0, None, *whole[7:]]
    for values in (whole, gappy, whole[:3], [-4.0, 5.0, -6.0, 2.0, 8.0, 1.0]):
        for breaks in ((), (5,), (0,)):
            yield call(rolling.rolling_sum, values, breaks=breaks)
            yield call(rolling.rolling_mean, values, 3, breaks)
            yield call(rolling.rolling_sum, values, 1, breaks)
            yield call(rolling.rolling_mean, values, breaks=breaks)
            yield call(rolling.rolling_rate, values, [*values[1:], 0.0], 2, breaks)
            yield call(rolling.relative_change, values, breaks=breaks)
            yield call(rolling.relative_change, values, 1, breaks)
            yield call(rolling.point_change, values, breaks=breaks)
            yield call(rolling.point_change, values, 1, breaks)
    yield call(rolling.rolling_rate, whole, whole)
    for breaks in ((), (6,), (2,), (4,), (8,)):
        yield call(rolling.index_to, whole, [4, 5, 6, 7], breaks=breaks)
        yield call(rolling.index_to, whole, [4, 5, 6, 7], same_season=True, breaks=breaks)
    yield call(rolling.index_to, gappy, [2, 3, 4, 5])
    yield call(rolling.index_to, [0.0, 0.0, 3.0], [0, 1])
    yield call(rolling.index_to, [2.0, 4.0, 3.0], [0])


def seasons_calls() -> Calls:
    chance = random.Random(77)
    pattern = (-6.0, 2.0, 9.0, -5.0)
    halves = (8.0, -8.0, 7.5, -8.5)
    for n in (0, 3, 4, 15, 16, 17, 22, 40, 44, 47):
        noise = [round(chance.gauss(100, 3), 2) for _ in range(n)]
        for name, added in (("none", (0.0,) * 4), ("year", pattern), ("halves", halves)):
            for drift in (0.0, 2.5):
                values: list[float | None] = [v + added[i % 4] + drift * i for i, v in enumerate(noise)]
                gappy = [None if i in (5, 6, 21) else v for i, v in enumerate(values)]
                for kind, own in (("whole", values), ("gappy", gappy)):
                    yield f"seasons {n} {name} {drift} {kind}", lambda own=own: season_outline(own)
    for own in ([None] * 20, [5.0] * 20, [0.0] * 20, [1.0, 2.0, 3.0, 4.0] * 5, [1e-9, 2e-9, 4e-9, 3e-9] * 5):
        yield f"seasons {own[:4]}", lambda own=own: season_outline(own)
    for blocks in ([[1.0, 2.0]], [[3.0, 1.0, 2.0], [3.0, 1.0, 2.0]], [[1.0, 1.0, 2.0], [2.0, 1.0, 1.0]], [[2.0, 2.0]]):
        yield call(seasons.friedman, blocks)


def season_outline(values: list[float | None]) -> Any:
    found = seasons.seasons(values)
    return [found, found.found, seasons.without_seasons(values, found)]


def spc_calls() -> Calls:
    chance = random.Random(2026)
    charts: list[tuple[str, list[float | None], dict[str, Any]]] = []
    for i in range(36):
        n = (40, 20, 13, 26)[i % 4]
        values: list[float | None] = [round(chance.gauss(100, 10), i % 3) for _ in range(n)]
        if i % 3 == 1:
            values = [None if chance.random() < 0.12 else value for value in values]
        if i % 4 == 2:
            values = [None if v is None else v + j * (i % 5 - 2) for j, v in enumerate(values)]
        options: dict[str, Any] = {"better": (1, -1, 0)[i % 3]}
        if i % 5 == 0:
            options["ruleset"] = spc.MDC_SCT_5
        if i % 6 == 3:
            options["rebase"] = [n // 2]
        if i % 7 == 2:
            options["screen"] = bool(i % 2)
        if i % 8 == 4:
            options["fix_after"] = 12
        options["target"] = (None, 90.0, 100.0, 135.0, 60.0)[i % 5]
        charts.append((f"{i}", values, options))
    up, down = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0], [7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0]
    plain_noise: list[float | None] = [10.0, 12.0] * 7
    for name, values in {
        "flat": [5.0] * 14,
        "noughts": [0.0] * 14,
        "one step": [5.0] * 7 + [9.0] * 7,
        "up": [*plain_noise, *up],
        "down then up": [*plain_noise, *down, *up[1:]],
        "up then down": [*plain_noise, *up, *down[1:]],
        "tie": [*plain_noise, 1.0, 2.0, 3.0, 3.0, 4.0, 5.0, 6.0, 7.0],
        "gap in a rise": [*plain_noise, 8.0, 9.0, 10.0, None, 11.0, 12.0, 13.0],
        "high run": [*plain_noise, 11.5, 12.0, 11.6, 11.5, 12.0, 11.7, 11.9],
        "low run of six": [*plain_noise, 10.5, 10.0, 10.6, 10.5, 10.0, 10.7],
        "near": [*plain_noise, 15.0, 11.5, 15.2],
        "near twice": [*plain_noise, 15.0, 15.1, 15.2, 15.0],
        "near across": [*plain_noise, 15.0, 10.5, 15.2],
        "near, far, near": [*plain_noise, 15.0, 17.5, 15.2],
        "near and far": [*plain_noise, 11.5, 17.5, 15.0],
        "low near": [*plain_noise, 7.0, 10.8, 7.1],
        "far": [*plain_noise, 30.0, 31.0],
        "low far": [*plain_noise, -30.0, None, -31.0],
        "long": [1.0, 2.0, 1.0, 2.0, 10.0, *[1.0, 2.0] * 6, 1.0],
        "few": [1.0, 2.0, 3.0],
        "one": [4.0],
        "missing alone": [None] * 14,
        "every other": [1.0, None] * 14,
        "last missing": [*plain_noise, None],
    }.items():
        for better in (1, -1):
            charts.append((name, list(values), {"better": better, "target": 11.0}))
            charts.append((name, list(values), {"better": better, "ruleset": spc.MDC_SCT_5, "target": 40.0}))
        charts.append((name, list(values), {"better": 0, "minimum_points": 0, "target": 11.0}))
        charts.append((name, list(values), {"better": 1, "minimum_points": 0, "target": -5.0, "screen": False}))
        if len(values) > 19:
            charts.append((name, list(values), {"better": 1, "rebase": [14], "ruleset": spc.MDC_SCT_5}))
            charts.append((name, list(values), {"better": 1, "rebase": [19], "ruleset": spc.MDC_SCT_5}))
        if len(values) > 14:
            charts.append((name, list(values), {"better": 1, "rebase": [14], "minimum_points": 2}))
            crossing = spc.MDC_SCT_5
            charts.append(
                (name, list(values), {"better": -1, "rebase": [0, 14], "minimum_points": 2, "ruleset": crossing})
            )
            counted = spc.Ruleset("outside counts", True, 5, 5, True)
            charts.append((name, list(values), {"better": -1, "ruleset": counted, "fix_after": 14}))
            one_way = spc.Ruleset("one way", False, 5, 4, True, improvement_wins=True)
            charts.append((name, list(values), {"better": 1, "ruleset": one_way, "rebase": [14], "minimum_points": 5}))
    first = spc.control_chart(plain_noise, better=1, fix_after=12).segments[0]
    for limit in (first.lower, first.upper, first.near_lower, first.near_upper):  # on a limit is within it
        charts.append(("on a limit", [*plain_noise, limit, limit], {"better": 1, "fix_after": 12}))
    for i, (name, values, options) in enumerate(charts):
        yield f"chart {i} {name}", lambda v=values, o=options: chart_outline(v, spc.control_chart(v, **o))
    for lower, upper in ((1.0, 3.0), (2.0, 2.0), (None, 3.0), (1.0, None)):
        for target in (0.5, 1.0, 2.0, 3.0, 3.5):
            for better in (1, -1):
                yield call(spc.assure, lower, upper, target, better)
    for mean in (None, 0.0, 5.0, 1e9):
        yield call(
            spc.relative_to_mean,
            [None, 4.0, 5.0, 5.0 + 4e-12, 5.0 + 6e-12, 5.0 - 6e-12, 1e9, 1e9 + 1e-4, 1e9 + 2e-3],
            mean,
        )
    yield call(spc.shift_signs, [1, 1, 1, 0, -1, -1, -1, -1, 1, 1], 3)
    yield call(spc.trend_signs, [1, 1, 1, -1, -1, 0, -1, -1, -1, 1], 11, 4)
    yield call(spc.trend_signs, [-1, -1, -1, 1, 1, 1], 7, 4)
    yield call(spc.two_in_three, [1, 0, 1, 1, 0, 0, -1, -1], [1, 1, 1, 1, 0, -1, -1, -1])
    yield call(spc.two_in_three, [0, 0], [1, 1])
    yield call(spc.label_points, [1.0, 2.0, 3.0], [1, 1, 1], [0, 0, 0], [1, 1, 0])
    yield call(spc.label_points, [1.0, 2.0, None], [1, 1, 0], [1, 1, 0], [0, 0, 0], spc.MDC_SCT_5, -1)


def chart_outline(values: Sequence[float | None], chart: spc.ControlChart) -> Any:
    """A chart in little: its limits, and of every point what was said of it."""
    points = [
        f"{point.segment}{point.rule.name if point.rule else '-'}"
        f"{point.direction.name[0] if point.direction else '-'}{point.run}{point.judgement.name}"
        for point in chart.points
    ]
    same = [
        (point.mean, point.lower, point.upper, point.near_lower, point.near_upper)
        == (one.mean, one.lower, one.upper, one.near_lower, one.near_upper)
        for point in chart.points
        for one in [chart.segments[point.segment]]
    ]
    return [
        chart.segments, " ".join(points), all(same), [point.value for point in chart.points] == list(values),
        chart.ruleset, chart.judgement, chart.assurance, chart.depends_on_screening,
        chart.short, chart.screened, chart.fell_back, chart.latest.run,
    ]  # fmt: skip


def standardised_calls() -> Calls:
    for values in ([5.0], [5.0, 5.0, 5.0], [5.0, 7.5], series(3, 12)):
        yield call(standardised.mean_of, values)
        yield call(standardised.mean_of, values, 0.998)
    for freedom in (1, 4, 30.5, 1e5):
        for level in LEVELS:
            yield call(standardised.student_quantile, freedom, level)
    bands = ([46, None, 27, 108], [9000, 8000, 7000.5, 6000], [5000, 5500, 0, 6500])
    yield call(standardised.directly_standardised, *bands)
    yield call(standardised.directly_standardised, *bands, multiplier=1000, confidence=0.998)
    yield call(standardised.directly_standardised, *bands, variances=[100, 3, 40, 300.5])
    yield call(standardised.directly_standardised, [4, 6], [10, 20], [1, 1])
    yield call(standardised.directly_standardised, [4, 5], [10, 20], [1, 1])
    yield call(standardised.indirectly_standardised_ratio, [1], [2], [0.1], [0.5])
    for counts in ([3, 88, 77], [3, None, 5], [0, 0, 0], [4, 5, 1]):
        reference = ([586, 6445, None], [4099, None, 13_484], [574_726, 670_104, 1_211_247])
        whole = ([586, 6445, 5988], [4099, 8519, 13_484], [574_726, 670_104, 1_211_247])
        for given in (reference, whole):
            yield call(standardised.indirectly_standardised_ratio, counts, *given)
            yield call(standardised.indirectly_standardised_rate, counts, *given)
            yield call(
                standardised.indirectly_standardised_ratio, counts, *given, reference_value=100, confidence=0.998
            )
            yield call(standardised.indirectly_standardised_rate, counts, *given, multiplier=1000, confidence=0.998)


def trend_calls() -> Calls:
    ties = [3.0, 1.0, 3.0, 3.0, 2.0, 5.0, 5.0, 4.0, 6.0, 6.0]
    for values in (
        ties,
        series(11, 16),
        [3.0] * 8,
        [1.0, None, 2.0, 3.0],
        [5.0, 4.0, 3.0, 2.0, 1.0],
        [1.0, 2.0, 1.0, 2.0, 1.0],
    ):
        yield call(trend.mann_kendall, values)
        yield call(trend.sen_slope, values)
        yield call(trend.sen_slope, values, 0.8)
    yield call(trend.sen_slope, [1.0, 4.0])
    yield call(trend.mann_kendall, [1.0, 3.0, 2.0])
    yield call(trend.mann_kendall, [2.0, 3.0, 1.0])
    long = [value + i * 0.8 for i, value in enumerate(series(12, 31))]
    yield call(trend.sen_slope, [None, *long, None])
    yield call(trend.seasonal_mann_kendall, long)
    yield call(trend.seasonal_mann_kendall, long, 2)
    yield call(trend.seasonal_mann_kendall, [None, *long, None, 4.0], 12)
    chance = random.Random(9)
    for i in range(24):
        years = 5 + i % 3
        totals = [float(chance.randrange(200, 9000)) for _ in range(years)]
        rise = (0.0, 0.01, -0.012, 0.05)[i % 4]
        counts = [float(round(n * (0.3 + rise * j + chance.gauss(0, 0.004)))) for j, n in enumerate(totals)]
        yield call(trend.proportion_trend, counts, totals)
        values = [10 + rise * 30 * j + chance.gauss(0, 0.3) for j in range(years)]
        widths = [chance.uniform(0.3, 1.2) for _ in range(years)]
        lowers = [v - w for v, w in zip(values, widths, strict=True)]
        uppers = [v + w for v, w in zip(values, widths, strict=True)]
        yield call(trend.value_trend, values, lowers, uppers)
        yield call(trend.value_trend, values, lowers, uppers, 0.998)
    jump = [10.0, 10.1, 9.9, 10.0, 30.0]
    yield call(trend.value_trend, jump, [v - 0.5 for v in jump], [v + 0.5 for v in jump])
    yield call(trend.proportion_trend, [100.0, 101.0, 99.0, 100.0, 300.0], [1000.0] * 5)
    yield call(trend.proportion_trend, [300.0, 200.0, 201.0, 199.0, 200.0], [1000.0] * 5)
    five = [1.0, 2.0, 3.0, 4.0, 5.0]
    for counts, totals in (
        (five[:4], five[:4]), ([0.0, *five[:4]], [9.0] * 5), ([*five[:4], 9.0], [9.0] * 5), ([None, *five], [9.0] * 6),
        ([*five[:4], None], [9.0] * 5), (five, [9.0, 9.0, None, 9.0, 9.0]), ([0.0, *five], [9.0] * 6),
    ):  # fmt: skip
        yield call(trend.proportion_trend, counts, totals)
    for values, lowers, uppers in (
        (five[:4], five[:4], five[:4]), ([*five[:4], None], five, five), (five, five, five), 
        (five, [*five[:4], None], [9.0] * 5), (five, [0.5, 1.5, 2.5, 3.5, 4.5], [*[9.0] * 4, None]),
    ):  # fmt: skip
        yield call(trend.value_trend, values, lowers, uppers)


CALLS: dict[str, Callable[[], Calls]] = {
    name.removesuffix("_calls"): made for name, made in list(globals().items()) if name.endswith("_calls")
}


def given() -> dict[str, dict[str, Any]]:
    """What every call gives now, by module and call."""
    return {
        module: {f"{i} {name}": plain(made()) for i, (name, made) in enumerate(calls())}
        for module, calls in CALLS.items()
    }


if __name__ == "__main__":
    lines = [
        f"{json.dumps(module)}: {{\n"
        + ",\n".join(f"{json.dumps(n)}: {json.dumps(v)}" for n, v in answers.items())
        + "\n}"
        for module, answers in given().items()
    ]
    PINNED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    sys.exit(0)
