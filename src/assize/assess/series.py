"""Figures in order of time: limits, signals and the judgement of the latest point.

A series runs over every quarter from the first figure held to the report's quarter; a quarter with no figure stays in it as an
absence, so that a chart shows the gap. A break starts a new segment. Fewer than thirteen points: nothing is judged.

Before limits are drawn each stretch of quarters is tested for seasons. Where it has them the rules are applied to the values
without, and the limits move with the time of year, so that a figure is set against what its own quarter of the year leads one
to expect. Years that overlap are never judged: of those that end with different months the latest one's are kept, and a kind of
which each quarter's figure takes in the quarters before is shown without limits. So is a stretch with fewer than five events a
period on average: control charts are for counts that spread evenly about their mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assize.core.nouns import (
    Absence,
    Assurance,
    Better,
    Figure,
    Judgement,
    SeasonTest,
    Segment,
    Series,
    Signal,
)
from assize.core.periods import Period, parse_period, quarter_span
from assize.core.specs import Kind, MetricSpec
from assize.statistics import spc
from assize.statistics.seasons import Seasons, seasons, without_seasons

_Stretches = dict[tuple[int, int], Seasons]  # from point to point, both included

_SIGN = {Better.UP: 1, Better.DOWN: -1, Better.NEITHER: 0}
NOT_HELD = "no figure is held"
FEWEST_A_POINT = 5  # events in the mean of a stretch (methods, 1.6): of fewer the rules ring for nothing


def build_series(
    metric: MetricSpec,
    figures: Sequence[Figure],
    until: Period,
    target: Decimal | None = None,
    ruleset: spc.Ruleset = spc.PTD_0_2_2,
) -> Series | None:
    """The series of one metric, area and breakdown from its figures (any order, one period length); None without figures."""
    by_period = {figure.period: figure for figure in figures}
    if not by_period:
        return None
    latest = max(by_period)
    if latest.is_year:  # of rolling years those that end with the latest one's month: none overlaps another
        by_period = {period: figure for period, figure in by_period.items() if period.month == latest.month}
    first = min(by_period)
    last = max(latest, until) if first.months == until.months else latest
    pattern = by_period[first]
    ordered = tuple(
        by_period.get(period)
        or Figure(
            metric.id, pattern.area, period, pattern.breakdown, None, Absence.NOT_AVAILABLE, NOT_HELD,
            definition=metric.definition_hash,
        )
        for period in quarter_span(first, last)
    )  # fmt: skip
    return _judge(metric, ordered, target, ruleset)


def _judge(metric: MetricSpec, figures: tuple[Figure, ...], target: Decimal | None, ruleset: spc.Ruleset) -> Series:
    values = [None if figure.value is None else float(figure.value) for figure in figures]
    starts = [parse_period(change.period).first_day for change in metric.breaks]
    breaks = [
        # Where a yearly series breaks within a year, the year is the first of the new stretch.
        index
        for index, figure in enumerate(figures)
        if any(figure.period.first_day <= start <= figure.period.last_day for start in starts)
    ]
    quarterly = figures[0].period.is_quarter
    latest = figures[-1]
    unjudged = Series(
        metric=metric.id,
        area=latest.area,
        breakdown=latest.breakdown,
        figures=figures,
        segments=(),
        signals=(None,) * len(figures),
        judgement=Judgement.ROLLING,
        assurance=Assurance.NO_TARGET,
        ruleset=ruleset.name,
        begins=breaks[-1] if breaks else 0,
    )
    if latest.value is None:
        hidden = latest.absence is Absence.CONFIDENTIAL
        return replace(unjudged, judgement=Judgement.WITHHELD if hidden else Judgement.NO_FIGURE)
    if any(figure.absence is Absence.CONFIDENTIAL for figure in figures):
        return replace(unjudged, judgement=Judgement.WITHHELD)
    if metric.kind.overlaps:
        return unjudged
    chart, found = chart_of(values, _SIGN[metric.better], ruleset, breaks, quarterly=quarterly)
    if metric.ages:  # that the latest point is highest says how young it is, and nothing else
        return replace(unjudged, judgement=Judgement.AGES if chart.judgement.is_made else chart.judgement)
    segments = _segments(chart, found, quarterly=quarterly)
    small = [one for one in segments if _is_small(metric, figures[one.first : one.last + 1], one.mean)]
    segments = tuple(one for one in segments if one not in small) if small else segments
    signals = _signals(chart)
    for one in small:
        signals[one.first : one.last + 1] = [None] * (one.last + 1 - one.first)
    judgement = chart.judgement
    if small and small[-1].last == len(figures) - 1:
        judgement = Judgement.SMALL
    return replace(
        unjudged,
        segments=segments,
        signals=tuple(signals),
        judgement=judgement,
        assurance=_assurance(metric, segments, target) if judgement.is_made else Assurance.NO_TARGET,
        depends_on_screening=chart.depends_on_screening and judgement.is_made,
    )


def _is_small(metric: MetricSpec, figures: Sequence[Figure], mean: float) -> bool:
    """Whether a stretch counts too few events a period for a control chart; `mean` is that of its values."""
    if metric.kind is Kind.COUNT:
        return mean < FEWEST_A_POINT
    if metric.kind not in (Kind.RATE, Kind.RATIO):
        return False
    events = [figure.numerator for figure in figures if figure.value is not None and figure.numerator is not None]
    return bool(events) and sum(events) < FEWEST_A_POINT * len(events)


def chart_of(
    values: Sequence[float | None],
    better: int,
    ruleset: spc.Ruleset,
    breaks: Sequence[int] = (),
    *,
    quarterly: bool = True,
) -> tuple[spc.ControlChart, _Stretches]:
    """The control chart of values without the seasons that each stretch between breaks has, and those seasons."""
    starts = sorted({0, *breaks})
    ends = [*(start - 1 for start in starts[1:]), len(values) - 1]
    found = {
        (first, last): seasons(values[first : last + 1]) if quarterly else Seasons(0)
        for first, last in zip(starts, ends, strict=True)
    }
    level = [value for (first, last), own in found.items() for value in without_seasons(values[first : last + 1], own)]
    return spc.control_chart(level, better=better, ruleset=ruleset, rebase=breaks), found


def _segments(chart: spc.ControlChart, found: _Stretches, *, quarterly: bool) -> tuple[Segment, ...]:
    """The stretches that have limits: a short one has none."""
    segments = []
    for limits in chart.segments:
        if limits.short or None in (limits.mean, limits.lower, limits.upper, limits.mean_moving_range):
            continue
        own = found[limits.first, limits.last]
        count = len(own.effects)
        segments.append(
            Segment(
                limits.first,
                limits.last,
                *(limits.mean, limits.lower, limits.upper, limits.mean_moving_range),  # type: ignore[arg-type]
                screened=limits.screened,
                fell_back=limits.fell_back,
                season_test=SeasonTest(own.years, own.statistic, own.needed) if quarterly else None,
                seasons=tuple(own.effects[(place - limits.first) % count] for place in range(count)),
            )
        )
    return tuple(segments)


def _assurance(metric: MetricSpec, segments: Sequence[Segment], target: Decimal | None) -> Assurance:
    """Where the target lies against the latest limits: with seasons, against those of every quarter of the year."""
    better = _SIGN[metric.better]
    if target is None or not better or not segments:
        return Assurance.NO_TARGET
    last = segments[-1]
    low, high = (min(last.seasons), max(last.seasons)) if last.seasons else (0.0, 0.0)
    return spc.assure(last.lower + low, last.upper + high, float(target), better)


def _signals(chart: spc.ControlChart) -> list[Signal | None]:
    return [None if label == spc.UNLABELLED else _signal(chart.point(at)) for at, label in enumerate(chart.labels)]


def _signal(point: spc.Point) -> Signal | None:
    if point.rule is None or point.direction is None:
        return None
    return Signal(point.rule, point.direction, point.judgement, point.run)
