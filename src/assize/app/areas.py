"""Every board of the country beside one: their figures in one period and a year before, and where the board stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from assize.app.protecting import protected_figures
from assize.app.reader import Reader
from assize.core.areas import Position
from assize.core.material import MeasureKey, Places
from assize.core.nouns import Absence, AreaKind, Figure, Measured, Selection, Total
from assize.core.periods import Period
from assize.core.specs import Catalogue, MetricSpec


@dataclass(frozen=True)
class AmongAreas:
    """The figures of every area, protected, and by measure where the board stands among them."""

    figures: tuple[Figure, ...] = ()
    positions: Mapping[str, Position] = field(default_factory=dict)


def compared_measures(catalogue: Catalogue, measured: Mapping[MeasureKey, Measured]) -> tuple[MetricSpec, ...]:
    """The measures that some report shows and whose source has many areas: not what a single partner returns."""
    from assize.assess.areas import KINDS

    shown = {
        item.metric
        for report in catalogue.reports.values()
        for item in report.items
        if item.exhibit == "series" and not item.breakdown and (item.metric, "") in measured
    }
    return tuple(
        metric
        for metric in catalogue.metrics.values()
        if metric.id in shown
        and metric.kind in KINDS
        and not all(catalogue.sources[each.source].asked for each in metric.numerators)
    )


def place_among_areas(
    catalogue: Catalogue,
    reader: Reader,
    places: Places,
    quarter: Period,
    audience: str,
    measured: Mapping[MeasureKey, Measured],
    known: Mapping[str, Figure],
    only: Collection[str] | None = None,
) -> AmongAreas:
    """Where the board stands, for each measure that is held for enough areas (or for those named in `only`).

    `known` are the pack's protected figures by reference, which stand in place of the same ones measured here. A measure of
    which any area's count is withheld has no place among areas: what all of them have together would give the count away.
    """
    from assize.assess.areas import place_among
    from assize.measure.engine import Engine, Scope

    metrics = [one for one in compared_measures(catalogue, measured) if only is None or one.id in only]
    own = {metric.id: _readable(measured[metric.id, ""]) for metric in metrics}
    metrics = [metric for metric in metrics if own[metric.id] is not None]
    if not metrics:
        return AmongAreas()
    wanted = {
        (figure.metric, period)
        for figure in own.values()
        if figure is not None
        for period in (figure.period, figure.period.shifted(-12))
    }
    earliest = min(period.first_day for _, period in wanted)

    def totals(
        selections: Sequence[Selection], areas: Mapping[str, tuple[str, ...]]
    ) -> Mapping[Selection, Sequence[Total]]:
        # A population lies before the year it divides; nothing else that far back is looked at.
        return reader.totals(selections, areas, since=earliest.year - 1)

    boards = sorted(area.slug for area in catalogue.areas.values() if AreaKind.BOARD in area.kinds)
    others = tuple(slug for slug in boards if slug != places.board)
    engine = Engine(catalogue, totals, reader.members)
    figures = engine.figures(
        metrics,
        Scope(places.board, (), others, quarter),
        {},
        lambda metric, area, period, breakdown: (metric, period) in wanted,
    )
    shown = protected_figures(catalogue, figures, audience, reader.cut_off).figures
    protected = [known.get(figure.reference, figure) for figure in shown]
    beside = [
        figure for figure in known.values() if (figure.metric, figure.period) in wanted
    ]  # the nation and the pool
    withheld = {figure.metric for figure in (*protected, *beside) if figure.absence is Absence.CONFIDENTIAL}
    positions = {}
    for metric in metrics:
        mine = own[metric.id]
        if mine is None or metric.id in withheld:
            continue
        of_metric = [figure for figure in protected if figure.metric == metric.id and figure.area != places.board]
        latest = [figure for figure in of_metric if figure.period == mine.period]
        before = {figure.area: figure for figure in of_metric if figure.period == mine.period.shifted(-12)}
        held = {figure.period: figure for figure in measured[metric.id, ""].series.figures}
        if mine.period.shifted(-12) in held:
            before[places.board] = held[mine.period.shifted(-12)]
        found = place_among(metric, measured[metric.id, ""], [mine, *latest], before, places.others)
        if found is not None:
            positions[metric.id] = found
    used = {point.figure.reference: point.figure for one in positions.values() for point in one.points}
    used |= {
        point.change.other.reference: point.change.other
        for one in positions.values()
        for point in one.points
        if point.change is not None and point.change.other is not None
    }
    return AmongAreas(tuple(used[name] for name in sorted(used)), positions)


def _readable(measured: Measured) -> Figure | None:
    """The latest figure that is not held back."""
    latest = measured.series.latest
    return latest if latest.value is not None else measured.last_mature
