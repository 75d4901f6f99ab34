"""How far a measure's own figures are restated: each is measured as at the day before a later edition came, and on that day.

What a publisher restates is cells; what a board reads is measures. A thousand cells can move between outcomes while the crimes
they count stay as they were, so neither says anything of the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assize.app.reader import NATION, Reader
from assize.core.errors import AssizeError
from assize.core.nouns import Figure
from assize.core.periods import Period
from assize.core.quality import MeasureRevision
from assize.core.specs import Catalogue, MetricSpec
from assize.measure.engine import Engine, Scope
from assize.statistics.revisions import differences, restatement
from assize.store.store import Store

# Releases a source, the latest: a year of a quarterly one; what was restated long ago says little of what is now.
LATEST = 4


@dataclass(frozen=True)
class Restating:
    """A day on which later editions of a source were released that restate earlier ones, and the periods they hold."""

    source: str
    released: date
    first: Period
    last: Period


def measure_revisions(
    store: Store, catalogue: Catalogue, areas: Sequence[str], quarter: Period, restating: Sequence[Restating]
) -> Iterator[MeasureRevision]:
    """Of each source with editions that restate others, and each measure that reads it: how far its figures moved.

    Compared are the figures of these areas and of England and Wales, without sub-groups, that had a value on both days and
    whose period the later editions hold. A share moves by points (0.01 is one), all else by shares of what it was.
    """
    by_source: dict[str, list[Restating]] = defaultdict(list)
    for one in restating:
        by_source[one.source].append(one)
    for source, days in sorted(by_source.items()):
        metrics = [metric for metric in catalogue.metrics.values() if source in _sources(metric)]
        found: dict[str, list[tuple[Figure, Figure]]] = {metric.id: [] for metric in metrics}
        latest = sorted({one.released for one in days})[-LATEST:]
        for day in latest if metrics else ():
            spans = [(one.first, one.last) for one in days if one.released == day]
            before, after = (
                _figures(store, catalogue, metrics, areas, quarter, at) for at in (day - timedelta(days=1), day)
            )
            for reference, figure in before.items():
                later = after.get(reference)
                if later is None or figure.value is None or later.value is None:
                    continue
                if any(
                    first.first_day <= figure.period.last_day and figure.period.first_day <= last.last_day
                    for first, last in spans
                ):
                    found[figure.metric].append((figure, later))
        for metric in metrics:
            if found[metric.id]:
                yield _revision(source, metric, len(latest), found[metric.id])


def _sources(metric: MetricSpec) -> set[str]:
    return {selection.source for selection in (*metric.numerators, *metric.denominators)}


def _figures(
    store: Store, catalogue: Catalogue, metrics: Sequence[MetricSpec], areas: Sequence[str], quarter: Period, at: date
) -> Mapping[str, Figure]:
    reader = Reader(store, catalogue, at, {})
    engine = Engine(catalogue, reader.totals, reader.members)
    board, *others = areas
    try:
        figures = engine.figures(metrics, Scope(board, (NATION,), tuple(others), quarter), {})
    except AssizeError:
        return {}  # nothing could be made on that day: no look-up was out yet
    return {figure.reference: figure for figure in figures}


def _revision(
    source: str, metric: MetricSpec, releases: int, pairs: Sequence[tuple[Figure, Figure]]
) -> MeasureRevision:
    values = [(one.value, other.value) for one, other in pairs if one.value is not None and other.value is not None]
    size = differences(values) if metric.kind.percent else restatement(values)
    moved = [(one, other) for one, other in pairs if one.value != other.value]
    return MeasureRevision(
        source=source,
        metric=metric,
        releases=releases,
        compared=len(values),
        restated=len(moved),
        mean_size=size.mean_size,
        most=size.most,
        bias=size.bias,
        largest=max(moved, key=lambda pair: _moved_by(metric, *pair), default=None),
    )


def _moved_by(metric: MetricSpec, one: Figure, other: Figure) -> float:
    if one.value is None or other.value is None or not (metric.kind.percent or one.value):
        return 0.0
    change = abs(float(other.value - one.value))
    return change if metric.kind.percent else change / abs(float(one.value))
