"""Cohorts too young to be read beside older ones, and those of a year earlier as they stood when they were as young."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from assize.app.protecting import protected_figures
from assize.app.reader import Reader
from assize.core.material import MeasureKey
from assize.core.nouns import Comparison, Edition, Figure, Measured
from assize.core.periods import Period
from assize.core.specs import Catalogue, MetricSpec

RECENT = 4  # quarters that are looked at: what is older has its outcomes


@dataclass(frozen=True)
class AtOneAge:
    """The figures as they stood on earlier days, protected, and by measure the cohorts that stand beside each other."""

    figures: tuple[Figure, ...] = ()
    pairs: Mapping[MeasureKey, tuple[Comparison, ...]] = field(default_factory=dict)


def set_at_one_age(
    catalogue: Catalogue,
    reader: Reader,
    board: str,
    quarter: Period,
    audience: str,
    measured: Mapping[MeasureKey, Measured],
    only: Collection[str] | None = None,
) -> AtOneAge:
    """Young cohorts of the board beside those of a year earlier at the same age, for each measure (or those named in `only`)
    whose editions allow it.

    A source of which not every count is shown is never read as at an earlier day: two editions beside each other would show
    by how much a count was restated, however small.
    """
    from assize.assess.cohorts import at_one_age

    metrics = {
        metric: catalogue.metrics[metric]
        for metric, breakdown in measured
        if not breakdown
        and _may_be_read(catalogue, catalogue.metrics[metric], audience)
        and (only is None or metric in only)
        and any(figure.flagged for figure in measured[metric, ""].series.figures[-RECENT:])
    }
    if not metrics:
        return AtOneAge()
    editions = {edition.key: edition for edition in reader.store.editions(reader.cut_off, reader.as_received)}
    days: dict[date, set[tuple[str, Period]]] = {}
    for metric, spec in metrics.items():
        for figure in measured[metric, ""].series.figures[-RECENT:]:
            released = max((editions[key].released for part in figure.parts for key in part.editions), default=None)
            earlier = figure.period.shifted(-12)
            if figure.flagged and released is not None:
                then = _released_as_old(spec, editions.values(), earlier, (released - figure.period.last_day).days)
                if then is not None:
                    days.setdefault(released, set()).add((metric, figure.period))
                    days.setdefault(then, set()).add((metric, earlier))
    figures = [
        figure
        for day, wanted in sorted(days.items())
        for figure in _as_at(catalogue, reader, board, quarter, day, wanted)
        if _stands_on(figure, editions, day)
    ]
    protected = protected_figures(catalogue, figures, audience, reader.cut_off).figures
    found = {
        (metric, ""): at_one_age(spec, [figure for figure in protected if figure.metric == metric])
        for metric, spec in metrics.items()
    }
    pairs = {key: said for key, said in found.items() if said}
    used = {
        one.reference: one
        for said in pairs.values()
        for pair in said
        for one in (pair.figure, pair.other)
        if one is not None
    }
    return AtOneAge(tuple(used[name] for name in sorted(used)), pairs)


def _may_be_read(catalogue: Catalogue, metric: MetricSpec, audience: str) -> bool:
    """Whether its cohorts are told by age, and every count of its sources may be shown as it is."""
    selections = (*metric.numerators, *metric.denominators)
    return metric.maturity is not None and metric.kind.sampled and catalogue.is_open(selections, audience)


def _released_as_old(metric: MetricSpec, editions: Collection[Edition], period: Period, age: int) -> date | None:
    """The day on which the period came out when it was so many days old, or nearest to it; None where no edition is near."""
    from assize.assess.cohorts import NEAR_DAYS

    sources = {selection.source for selection in metric.numerators}
    released = {
        edition.released
        for edition in editions
        if edition.source in sources
        and edition.first_period.first_day <= period.first_day
        and period.last_day <= edition.last_period.last_day
    }
    off = {day: abs((day - period.last_day).days - age) for day in released}
    near = [day for day in sorted(off) if off[day] <= NEAR_DAYS]
    return min(near, key=lambda day: off[day], default=None)


def _as_at(
    catalogue: Catalogue, reader: Reader, board: str, quarter: Period, day: date, wanted: Collection[tuple[str, Period]]
) -> Sequence[Figure]:
    """The board's figures as what had been published by a day has them."""
    from assize.measure.engine import Engine, Scope

    then = Reader(reader.store, catalogue, day, reader.pools, reader.as_received)
    engine = Engine(catalogue, then.totals, reader.members)
    metrics = [catalogue.metrics[metric] for metric in sorted({metric for metric, _ in wanted})]
    scope = Scope(board, (), (), quarter, as_at=day)
    return engine.figures(metrics, scope, {}, lambda metric, area, period, breakdown: (metric, period) in wanted)


def _stands_on(figure: Figure, editions: Mapping[str, Edition], day: date) -> bool:
    """Whether what was released that day has the figure: an edition of other areas says nothing of its age."""
    keys = {key for part in figure.parts for key in part.editions}
    return figure.value is not None and max((editions[key].released for key in keys), default=None) == day
