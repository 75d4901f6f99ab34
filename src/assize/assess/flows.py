"""Cases in, out and open of a board (methods, 4.6): residual, clearance, work in hand, a projection and its back-test."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assize.core.flows import CaseFlow, FlowQuarter, Needed, OpenLevel, PastProjections, Projected
from assize.core.nouns import Figure, Measured
from assize.core.periods import Period, parse_period
from assize.core.specs import MetricSpec
from assize.statistics import flow as statistics

AHEAD = 4  # quarters
WINDOW = 4  # of which the pace is the mean: a whole year, so that no season carries it
CONFIDENCE = 0.8
MOST_QUARTERS_AHEAD = 40  # to a day that a level is wanted by


def case_flow(
    metric: MetricSpec,
    measures: Mapping[str, MetricSpec],
    measured: Mapping[str, Measured],
    level: OpenLevel | None = None,
) -> CaseFlow | None:
    """The flow that a count of open cases belongs to; None where it names none, or one of the three is not held.

    `measured` are the board's measures as wholes, by id. Only the last stretch without a gap and without a break in any of the
    three counts; it must be longer than `WINDOW` quarters.
    """
    if metric.flow is None:
        return None
    names = (metric.id, metric.flow.receipts, metric.flow.disposals)
    if any(name not in measured for name in names):
        return None
    open_cases, receipts, disposals = (_by_period(measured[name]) for name in names)
    broken = {parse_period(change.period) for name in names for change in measures[name].breaks}
    quarters = _last_stretch(open_cases, receipts, disposals, broken)
    if len(quarters) <= WINDOW:
        return None
    counts = [float(quarter.open.value or 0) for quarter in quarters]
    ahead = statistics.projections(counts, AHEAD, window=WINDOW, confidence=CONFIDENCE)
    past = statistics.backtest(counts, AHEAD, WINDOW)
    last = quarters[-1]
    return CaseFlow(
        metric=metric.id,
        quarters=tuple(quarters),
        net=(counts[-1] - counts[-1 - WINDOW]) / WINDOW,
        projected=tuple(Projected(last.period.later(one.ahead), one.value, one.lower, one.upper) for one in ahead),
        past=PastProjections(past.ahead, past.trials, past.bias, past.error) if past else None,
        needed=_needed(quarters, level),
        confidence=CONFIDENCE,
    )


def _by_period(measured: Measured) -> dict[Period, Figure]:
    return {
        figure.period: figure
        for figure in measured.series.figures
        if figure.value is not None and figure.value >= 0 and figure.period.is_quarter
    }


def _last_stretch(
    open_cases: Mapping[Period, Figure],
    receipts: Mapping[Period, Figure],
    disposals: Mapping[Period, Figure],
    broken: set[Period],
) -> list[FlowQuarter]:
    """The latest quarters in a row that all three have, none before a break."""
    whole = open_cases.keys() & receipts.keys() & disposals.keys()
    periods: list[Period] = []
    period = max(whole, default=None)
    while period is not None and period in whole:
        periods.append(period)
        period = None if any(_begins(change, period) for change in broken) else period.later(-1)
    quarters = []
    for at in reversed(periods):
        before = open_cases.get(at.later(-1)) if at is not periods[-1] else None
        opening = float(before.value or 0) if before is not None else 0.0
        published = float(open_cases[at].value or 0)
        made = statistics.flow(opening, float(receipts[at].value or 0), float(disposals[at].value or 0), published)
        quarters.append(
            FlowQuarter(
                period=at,
                open=open_cases[at],
                receipts=receipts[at],
                disposals=disposals[at],
                residual=made.residual if before is not None else None,
                clearance=made.clearance,
                months=made.months_of_work,
            )
        )
    return quarters


def _begins(change: Period, quarter: Period) -> bool:
    """Whether a new stretch begins in the quarter."""
    return quarter.first_day <= change.first_day <= quarter.last_day


def _needed(quarters: list[FlowQuarter], level: OpenLevel | None) -> Needed | None:
    """What the level takes; None where none is set, its day has passed, or it is reached already."""
    last = quarters[-1]
    if level is None or float(last.open.value or 0) <= level.level:
        return None
    count = _quarters_until(last.period, level.by)
    if not count:
        return None
    year = quarters[-WINDOW:]
    receipts = sum(float(quarter.receipts.value or 0) for quarter in year) / len(year)
    pace = sum(float(quarter.disposals.value or 0) for quarter in year) / len(year)
    needed = statistics.disposals_needed(float(last.open.value or 0), level.level, receipts, count)
    return Needed(level.level, level.by, count, needed, needed - pace)


def _quarters_until(last: Period, day: date) -> int:
    """How many whole quarters end after `last` and by `day`."""
    return sum(last.later(step).last_day <= day for step in range(1, MOST_QUARTERS_AHEAD + 1))
