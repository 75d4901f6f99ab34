"""Beyond the quarter: whether a series rises or falls over its length, and where it stands against 2019.

Quarters: seasonal Mann-Kendall at 1%, with Sen's slope of the values without their seasons. Years: the marker of the last five
(methods, 2.8), where an interval can be reckoned. A break stops both, a cohort still being resolved is left out, and no series
is called a trend by its last points alone: that is the control chart's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from assize.core.nouns import BASE_YEAR, Figure, Judgement, LongRun, Series, Verdict
from assize.core.periods import parse_period
from assize.core.specs import Kind, MetricSpec
from assize.statistics import trend
from assize.statistics.seasons import FEWEST_POINTS, without_seasons
from assize.statistics.seasons import seasons as seasons_of

SURE = 0.01  # of the quarterly test: quarters lean on one another, so 5% would be passed too often
SMALLEST_BASE = 30  # methods, section 8: nothing is set against a base under 30
QUARTERS = 4


def long_run(metric: MetricSpec, series: Series) -> LongRun:
    """The trend of the stretch since the last break."""
    figures = _since_break(metric, series.figures)
    quarterly = series.latest.period.is_quarter
    test = "seasonal Mann-Kendall test" if quarterly else "trend marker of five years"
    values = [None if f.value is None or f.flagged else float(f.value) for f in figures]
    points = sum(value is not None for value in values)

    def cannot(reason: str) -> LongRun:
        return LongRun(test, figures[0].period, points, Verdict.CANNOT, reason=reason)

    if series.judgement.reason:
        return cannot(series.judgement.reason)
    if metric.ages:  # too few quarters to judge now, and none ever will be
        return cannot(Judgement.AGES.reason)
    if metric.kind.overlaps:
        return cannot(Judgement.ROLLING.reason)
    if not quarterly:
        return _years(metric, figures, test)
    if points < FEWEST_POINTS:
        return cannot(f"{points} quarters since the last break or the start, {FEWEST_POINTS} are needed")
    found = trend.seasonal_mann_kendall(values)
    if math.isnan(found.p_value):  # a constant series
        return LongRun(test, figures[0].period, points, Verdict.NO_DIFFERENCE)
    if found.p_value >= SURE:
        return LongRun(test, figures[0].period, points, Verdict.NO_DIFFERENCE, found.p_value)
    slope = trend.sen_slope(without_seasons(values, seasons_of(values))).slope * QUARTERS
    verdict = _way(slope) if slope * found.s > 0 else Verdict.NO_DIFFERENCE
    return LongRun(test, figures[0].period, points, verdict, found.p_value, slope)


def _years(metric: MetricSpec, figures: Sequence[Figure], test: str) -> LongRun:
    last = figures[-trend.MARKER_YEARS :]
    held = [figure for figure in last if figure.value is not None and not figure.flagged]
    points, first = len(held), last[0].period
    if metric.kind is Kind.PROPORTION:
        found = trend.proportion_trend(
            [_float(figure.numerator) if figure in held else None for figure in last],
            [_float(figure.denominator) if figure in held else None for figure in last],
        )
    elif metric.kind is Kind.RATE:
        ends = [figure.interval if figure in held else None for figure in last]
        found = trend.value_trend(
            [_float(figure.value) if figure in held else None for figure in last],
            [None if end is None else end.lower for end in ends],
            [None if end is None else end.upper for end in ends],
        )
    else:
        return LongRun(test, first, points, Verdict.CANNOT, reason="no interval is known for it")
    verdict = {
        trend.Marker.INCREASING: Verdict.HIGHER,
        trend.Marker.DECREASING: Verdict.LOWER,
        trend.Marker.NO_CHANGE: Verdict.NO_DIFFERENCE,
        trend.Marker.CANNOT: Verdict.CANNOT,
    }[found.marker]
    return LongRun(test, first, points, verdict, reason=found.reason[:1].lower() + found.reason[1:])


def base_of(metric: MetricSpec, series: Series) -> Figure | None:
    """The same quarter of 2019, against which the latest is set as an index; None before 2020, across a break, or where the
    base is not held, small, or of a measure that is no count or rate.
    """
    latest = series.latest
    if metric.kind not in (Kind.COUNT, Kind.RATE) or not latest.period.is_quarter or latest.period.year <= BASE_YEAR:
        return None
    period = latest.period.later(QUARTERS * (BASE_YEAR - latest.period.year))
    base = next((figure for figure in series.figures if figure.period == period), None)
    if base is None or base.value is None or latest.value is None or base.flagged or latest.flagged or metric.ages:
        return None
    if any(base.period.first_day < start <= latest.period.last_day for start in _starts(metric)):
        return None
    counted = base.value if metric.kind is Kind.COUNT else base.numerator
    return base if counted is not None and counted >= SMALLEST_BASE else None


def _since_break(metric: MetricSpec, figures: Sequence[Figure]) -> Sequence[Figure]:
    starts = _starts(metric)
    inside = [at for at, f in enumerate(figures) if any(f.period.first_day <= s <= f.period.last_day for s in starts)]
    return figures[inside[-1] :] if inside else figures


def _starts(metric: MetricSpec) -> list[date]:
    return [parse_period(change.period).first_day for change in metric.breaks]


def _way(slope: float) -> Verdict:
    return Verdict.HIGHER if slope > 0 else Verdict.LOWER


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
