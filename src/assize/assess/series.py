"""Figures in order of time: limits, signals and the judgement of the latest point.

A series runs over every quarter from the first figure held to the report's quarter; a quarter with no figure stays in it as an
absence, so that a chart shows the gap. A break starts a new segment. Fewer than thirteen points: nothing is judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assize.core.nouns import (
    Absence,
    Assurance,
    Better,
    Figure,
    Judgement,
    Segment,
    Series,
    Signal,
)
from assize.core.periods import Period, parse_period, quarter_span
from assize.core.specs import MetricSpec
from assize.statistics import spc

_SIGN = {Better.UP: 1, Better.DOWN: -1, Better.NEITHER: 0}
NOT_HELD = "no figure is held"


def build_series(
    metric: MetricSpec, figures: Sequence[Figure], until: Period, target: Decimal | None = None
) -> Series | None:
    """The series of one metric, area and breakdown from its figures (any order, one period length); None without figures."""
    by_period = {figure.period: figure for figure in figures}
    if not by_period:
        return None
    first = min(by_period)
    last = max(max(by_period), until) if first.months == until.months else max(by_period)
    pattern = by_period[first]
    ordered = tuple(
        by_period.get(period)
        or Figure(
            metric.id, pattern.area, period, pattern.breakdown, None, Absence.NOT_AVAILABLE, NOT_HELD,
            definition=metric.definition_hash,
        )
        for period in quarter_span(first, last)
    )  # fmt: skip
    return _judge(metric, ordered, target)


def _judge(metric: MetricSpec, figures: tuple[Figure, ...], target: Decimal | None) -> Series:
    values = [None if figure.value is None else float(figure.value) for figure in figures]
    starts = [parse_period(change.period).first_day for change in metric.breaks]
    breaks = [
        # Where a yearly series breaks within a year, the year is the first of the new stretch.
        index
        for index, figure in enumerate(figures)
        if any(figure.period.first_day <= start <= figure.period.last_day for start in starts)
    ]
    chart = spc.control_chart(
        values, better=_SIGN[metric.better], rebase=breaks, target=None if target is None else float(target)
    )
    latest = figures[-1]
    judgement = chart.judgement
    if latest.value is None:
        judgement = Judgement.WITHHELD if latest.absence is Absence.CONFIDENTIAL else Judgement.NO_FIGURE
    elif any(figure.absence is Absence.CONFIDENTIAL for figure in figures):
        judgement = Judgement.WITHHELD
    judged = judgement not in (Judgement.TOO_SHORT, Judgement.WITHHELD, Judgement.NO_FIGURE)
    return Series(
        metric=metric.id,
        area=latest.area,
        breakdown=latest.breakdown,
        figures=figures,
        segments=_segments(chart) if judged else (),
        signals=tuple(_signal(point) for point in chart.points) if judged else (None,) * len(figures),
        judgement=judgement,
        assurance=(chart.assurance if judged else None) or Assurance.NO_TARGET,
        ruleset=chart.ruleset,
        depends_on_screening=chart.depends_on_screening and judged,
    )


def _segments(chart: spc.ControlChart) -> tuple[Segment, ...]:
    """The stretches that have limits: a short one has none."""
    return tuple(
        Segment(
            limits.first,
            limits.last,
            limits.mean,
            limits.lower,
            limits.upper,
            limits.mean_moving_range,
            limits.screened,
            limits.fell_back,
        )
        for limits in chart.segments
        if not limits.short
        and limits.mean is not None
        and limits.lower is not None
        and limits.upper is not None
        and limits.mean_moving_range is not None
    )


def _signal(point: spc.Point) -> Signal | None:
    if point.rule is None or point.direction is None:
        return None
    return Signal(point.rule, point.direction, point.judgement, point.run)
