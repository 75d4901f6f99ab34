"""Counts by category beside what was usual: a category that leaps, and two areas that have each other's figures.

A file in which two headers or two areas were exchanged agrees with itself; only the quarters held before show it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from statistics import median

from assize.app.blocking import FEW, LEAST_POINTS, MOST_POINTS
from assize.app.reader import NATION, Reader
from assize.core.errors import AssizeError
from assize.core.nouns import AreaKind, Figure
from assize.core.periods import Period
from assize.core.quality import Exchanged, Leap
from assize.core.specs import Kind, MetricSpec

# Of the cases of twelve quarters and 42 areas no two lie nearer to each other's quarters before than this, both of them.
NEARER = Decimal("0.75")
# Of a category a count may move further than of the whole: 401 cases of fraud of one board, where 77 were usual, are genuine.
LEAP = 6
CHANCE = 3  # a category, of the distance from what was usual; as counts go by chance and growth it is 1 to 2
_QUARTER = 3  # months
_BEFORE = 4  # quarters before, of which an area's usual is the mean

Counts = Mapping[str, Decimal]  # category -> count
Held = Mapping[str, Mapping[Period, Counts]]  # area -> quarter -> counts


def category_faults(reader: Reader, boards: Collection[str]) -> tuple[list[Leap], list[Exchanged]]:
    """Of every count split by category: the latest ones of the boards and the nation that leap, and areas exchanged with one
    of the boards.
    """
    leaps: list[Leap] = []
    exchanged: list[Exchanged] = []
    for metric in reader.catalogue.metrics.values():
        if (
            metric.kind is Kind.COUNT
            and metric.by
            and metric.numerators
            and not metric.stock
            and metric.maturity is None
        ):
            held = _held(reader, metric)
            leaps += leaping(metric.id, {area: held[area] for area in (*boards, NATION) if area in held})
            exchanged += exchanges(metric.id, held, boards)
    return leaps, exchanged


def _held(reader: Reader, metric: MetricSpec) -> Held:
    """The counts of each board, and of the nation where all boards have theirs, by quarter and category."""
    selection, catalogue = metric.numerators[0], reader.catalogue
    dimension = next((one for one in metric.by if one in catalogue.sources[selection.source].dimensions), "")
    if not dimension or not reader.store.held_periods(selection.source, reader.cut_off, reader.as_received):
        return {}
    selection = replace(selection, by=(dimension,))
    slugs = sorted(area.slug for area in catalogue.areas.values() if AreaKind.BOARD in area.kinds)
    try:
        made_of = {slug: reader.members(selection.source, slug) for slug in slugs}
    except AssizeError:  # no look-up fits: nothing can be added up, and that is told elsewhere
        return {}
    found: dict[str, dict[Period, dict[str, Decimal]]] = {}
    for total in reader.totals([selection], made_of)[selection]:
        category, complete = total.breakdown[0], total.areas == len(made_of[total.area])
        if (
            total.value is not None
            and total.period.months == _QUARTER
            and complete
            and category in metric.breakdown_subjects
        ):
            found.setdefault(total.area, {}).setdefault(total.period, {})[category] = total.value
    every = set.intersection(*(set(found[area]) for area in found)) if len(found) == len(slugs) else set()
    for period in every:
        whole: dict[str, Decimal] = {}
        for area in slugs:
            for category, value in found[area][period].items():
                whole[category] = whole.get(category, Decimal(0)) + value
        found.setdefault(NATION, {})[period] = whole
    return found


def leaping(metric: str, held: Held) -> Iterator[Leap]:
    """The latest counts that are at least `LEAP` times their usual, or that part of it, and outside all seen before."""
    for area, quarters in held.items():
        *before, latest = sorted(quarters)
        for category, value in sorted(quarters[latest].items()):
            values = [quarters[one][category] for one in before[-MOST_POINTS:] if category in quarters[one]]
            if len(values) < LEAST_POINTS:
                continue
            usual = median(values)
            far = value >= LEAP * usual or value * LEAP <= usual
            if far and max(usual, value) >= FEW and not min(values) <= value <= max(values):
                yield Leap(Figure(metric, area, latest, category, value=value), usual)


def exchanges(metric: str, held: Held, boards: Collection[str]) -> Iterator[Exchanged]:
    """Pairs of areas of which each one's latest counts lie nearer to the other's usual ones than to its own, by far."""
    latest = max((period for quarters in held.values() for period in quarters), default=None)
    usual: dict[str, Counts] = {}
    for area, quarters in held.items():
        before = sorted(quarters)[-_BEFORE - 1 : -1]
        if area != NATION and latest in quarters and len(before) == _BEFORE:
            categories = {category for one in before for category in quarters[one]}
            usual[area] = {
                category: sum((quarters[one].get(category, Decimal(0)) for one in before), Decimal(0)) / _BEFORE
                for category in categories
            }
    if latest is None:
        return
    told = set()
    for one in sorted(set(boards) & set(usual)):
        for other in sorted(set(usual) - {one}):
            pair = tuple(sorted((one, other)))
            first, second = held[one][latest], held[other][latest]
            if sum(first.values()) < FEW or len(first) < LEAST_POINTS or pair in told:
                continue
            nearer = (
                _far(counts, usual[there]) < NEARER * _far(counts, usual[own])
                and _far(counts, usual[own]) > CHANCE * len(usual[own])
                for counts, own, there in ((first, one, other), (second, other, one))
            )
            if all(nearer):
                told.add(pair)
                yield Exchanged(metric, one, other, latest)


def _far(counts: Counts, usual: Counts) -> Decimal:
    """How far counts lie from usual ones: squared differences, each in units of its own chance."""
    return sum(
        ((counts.get(category, Decimal(0)) - value) ** 2 / (counts.get(category, Decimal(0)) + value + 1)
         for category, value in usual.items()),
        Decimal(0),
    )  # fmt: skip
