"""Runs the catalogue over areas and periods: observations in, figures out.

The engine is handed a reader of totals and never sees the store. Comparators are pooled (numerators and denominators added
up), never averaged; a pool with a member missing is `[x]`. Flows are added over a financial year only where all four
quarters are there. What is too young is flagged or held here, because only here are cohort and figure side by side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from assize.core.nouns import Absence, Figure, Mark, Part, Selection, Total
from assize.core.periods import Period, parse_period
from assize.core.specs import Cadence, Catalogue, Kind, Maturity, MetricSpec
from assize.core.wording import percent_text
from assize.measure.kinds import compute

ReadTotals = Callable[[Sequence[Selection], Mapping[str, tuple[str, ...]]], Mapping[Selection, Sequence[Total]]]
Members = Callable[[str, str], tuple[str, ...]]  # (source, area) -> the places observed in that source

Wanted = Callable[[str, str, Period, str], bool]  # (metric, area, period, breakdown) -> whether to make that figure

HELD = "too early"
ONE_BY_ONE = "it is published for single places, and can be neither added up nor averaged"


def _all(metric: str, area: str, period: Period, breakdown: str) -> bool:
    """Nothing is left out."""
    return True


@dataclass(frozen=True)
class Scope:
    """What to measure for one board: itself, the pools printed beside it, and single other areas.

    `pooled` areas are held back together with the board when any of them is too young (brief: immature is not worse).
    With `as_at` the sums that are read are those of that day: its figures say so, and none is held for its youth, since it is
    set beside figures of the same age only.
    """

    board: str
    pooled: tuple[str, ...]
    others: tuple[str, ...]
    quarter: Period
    as_at: date | None = None

    @property
    def areas(self) -> tuple[str, ...]:
        """All of them, the board first."""
        return (self.board, *self.pooled, *self.others)


@dataclass(frozen=True)
class _Side:
    """The totals of one side of a metric, by area, period and breakdown value; and what was complete."""

    selection: Selection
    totals: Mapping[tuple[str, Period, str], Total]


@dataclass(frozen=True)
class _Found:
    """A part with what its totals say besides: the marks on their cells, and why it has no value where it has none."""

    part: Part
    marks: frozenset[Mark]
    absence: Absence | None


class Engine:
    """Measures metrics for a scope. `read` gives sums, `members` resolves an area into the places a source observes."""

    def __init__(self, catalogue: Catalogue, read: ReadTotals, members: Members) -> None:
        self._catalogue = catalogue
        self._read = read
        self._members = members
        self._held: dict[tuple[Selection, Scope], dict[tuple[str, Period, str], Total]] = {}

    def figures(
        self, metrics: Iterable[MetricSpec], scope: Scope, splits: Mapping[str, set[str]], wanted: Wanted = _all
    ) -> list[Figure]:
        """Every figure of the metrics up to the scope's quarter.

        `splits` names, by metric id, the dimensions to split by besides the whole ("" is always measured); only the figures
        `wanted` are made. Metrics without a source give nothing. Figures come sorted by reference.
        """
        jobs = [
            (metric, dimension)
            for metric in metrics
            if metric.numerators
            for dimension in ("", *sorted(splits.get(metric.id, set())))
        ]
        self._read_all(jobs, scope)
        figures = [figure for metric, dimension in jobs for figure in self._measure(metric, scope, dimension, wanted)]
        return sorted(figures, key=lambda figure: figure.reference)

    def _read_all(self, jobs: Sequence[tuple[MetricSpec, str]], scope: Scope) -> None:
        """Reads every sum the jobs need, one question a source: the store answers many at once far faster than one by one."""
        wanted: dict[tuple[str, bool], dict[Selection, None]] = {}
        for metric, dimension in jobs:
            asked = [*metric.numerators, *metric.denominators]
            if metric.maturity:
                asked += [metric.maturity.unresolved, metric.maturity.cohort]
            for selection in asked:
                split = self._split(selection, dimension)
                key = (selection.source, metric.kind.published)
                wanted.setdefault(key, {}).update({split: None, self._whole(split): None})
        for (source, published), selections in wanted.items():
            areas = {area: self._places(source, area, published) for area in scope.areas}
            areas = {area: members for area, members in areas.items() if members}
            read = self._read(list(selections), areas)
            for selection in selections:
                self._held[selection, scope] = _filled(selection, read[selection], read[self._whole(selection)], areas)

    def _whole(self, selection: Selection) -> Selection:
        """Everything of the same fields: what tells a complete area from one that has not reported.

        Of a source with totals among its words, everything of the same words: a row that another table has says nothing.
        """
        nested = self._catalogue.sources[selection.source].nested
        kept = tuple((dimension, words) for dimension, words in selection.where if dimension in nested)
        return replace(selection, where=kept, by=())

    def _places(self, source: str, area: str, published: bool) -> tuple[str, ...]:
        """The places that make up an area; of what is published as it is, the area itself where its source has it."""
        place = self._catalogue.areas.get(area)
        own = place is not None and bool(place.kinds & set(self._catalogue.sources[source].observes))
        return (area,) if published and own else self._members(source, area)

    # --- one metric, whole or split by one dimension --------------------------------------------------------------

    def _measure(self, metric: MetricSpec, scope: Scope, dimension: str, wanted: Wanted) -> list[Figure]:
        numerators = self._sides(metric.numerators, scope, dimension)
        denominators = self._sides(metric.denominators, scope, dimension)
        values = [""] if not dimension else sorted(metric.breakdown_subjects.keys() & _values(numerators))
        periods = sorted({period for side in numerators for (_, period, _) in side.totals})
        figures: list[Figure] = []
        for value in values:
            for period in _wanted(metric, periods, scope.quarter):
                for area in scope.areas:
                    if not wanted(metric.id, area, period, value):
                        continue
                    figure = self._figure(metric, area, period, value, numerators, denominators)
                    if figure is not None:
                        figures.append(replace(figure, as_at=scope.as_at) if scope.as_at else figure)
        return self._judge_age(metric, figures, scope, dimension) if metric.maturity else figures

    def _sides(self, selections: Sequence[Selection], scope: Scope, dimension: str) -> list[_Side]:
        wanted = [self._split(selection, dimension) for selection in selections]
        return [_Side(selection, self._held[selection, scope]) for selection in wanted]

    def _split(self, selection: Selection, dimension: str) -> Selection:
        """The selection split by a dimension, where its source has it: a population has no offence groups."""
        known = self._catalogue.sources[selection.source].dimensions
        return replace(selection, by=(dimension,) if dimension in known else ())

    # --- one figure -----------------------------------------------------------------------------------------------

    def _figure(
        self,
        metric: MetricSpec,
        area: str,
        period: Period,
        value: str,
        numerators: Sequence[_Side],
        denominators: Sequence[_Side],
    ) -> Figure | None:
        numerator = self._part(metric, "numerator", numerators, area, period, value)
        if numerator is None or (not numerator.part.cells and _never_nought(metric)):
            return None
        found = [numerator]
        if denominators:
            denominator = self._part(metric, "denominator", denominators, area, period, value)
            if denominator is None:
                return None
            found.append(denominator)
        parts = [one.part for one in found]
        marks = _marks(metric, period).union(*(one.marks for one in found))
        blank = Figure(
            metric.id, area, period, value, None, parts=tuple(parts), marks=marks, definition=metric.definition_hash
        )
        absences = {one.absence for one in found if one.absence is not None}
        if Absence.CONFIDENTIAL in absences:
            return replace(blank, absence=Absence.CONFIDENTIAL, reason="a figure it is made of is confidential")
        if absences:
            return replace(blank, absence=Absence.NOT_AVAILABLE, reason="a figure it is made of is not available")
        if metric.kind.published and (len(parts[0].areas) > 1 or parts[0].cells > 1):
            return replace(blank, absence=Absence.NOT_AVAILABLE, reason=ONE_BY_ONE)
        if any(len(part.periods) > 1 for part in parts) and _broken_within(metric, _reach(parts)):
            return replace(
                blank, absence=Absence.NOT_AVAILABLE, reason="the definition or the source changed within the year"
            )
        return worked_out(metric, blank)

    def _part(
        self, metric: MetricSpec, role: str, sides: Sequence[_Side], area: str, period: Period, value: str
    ) -> _Found | None:
        """The first side that has the whole period; None where none has."""
        for side in sides:
            key = value if side.selection.by else ""
            spans = _spans_of(metric, side, area, period, key, role)
            if spans is None:
                continue
            totals = [side.totals[area, span, key] for span in spans]
            known = [total.value for total in totals if total.value is not None]
            part = Part(
                role,
                side.selection,
                self._places(side.selection.source, area, metric.kind.published),
                spans,
                (key,) if side.selection.by else (),
                sum(known, Decimal(0)) if len(known) == len(totals) else None,
                sum(total.cells for total in totals),
                tuple(sorted({edition for total in totals for edition in total.editions})),
            )
            return _Found(part, frozenset().union(*(total.marks for total in totals)), _absence(totals))
        return None

    # --- too young ------------------------------------------------------------------------------------------------

    def _judge_age(self, metric: MetricSpec, figures: list[Figure], scope: Scope, dimension: str) -> list[Figure]:
        maturity = metric.maturity
        assert maturity is not None
        shares = self._shares(metric, maturity, figures, scope, dimension)
        together = {scope.board, *scope.pooled}
        worst: dict[tuple[Period, str], Decimal] = defaultdict(Decimal)
        for (area, period, value), share in shares.items():
            if area in together:
                worst[period, value] = max(worst[period, value], share)
        aged = []
        for figure in figures:
            own = shares.get((figure.area, figure.period, figure.breakdown))
            decisive = worst[figure.period, figure.breakdown] if figure.area in together else own
            if scope.as_at is not None:
                decisive = None
            aged.append(_aged(figure, own, decisive, maturity))
        return aged

    def _shares(
        self, metric: MetricSpec, maturity: Maturity, figures: Sequence[Figure], scope: Scope, dimension: str
    ) -> dict[tuple[str, Period, str], Decimal]:
        unresolved = self._sides([maturity.unresolved], scope, dimension)
        cohort = self._sides([maturity.cohort], scope, dimension)
        shares = {}
        for figure in figures:
            above = self._part(metric, "numerator", unresolved, figure.area, figure.period, figure.breakdown)
            below = self._part(metric, "denominator", cohort, figure.area, figure.period, figure.breakdown)
            if above and below and above.part.value is not None and below.part.value:
                shares[figure.area, figure.period, figure.breakdown] = above.part.value / below.part.value
        return shares


def worked_out(metric: MetricSpec, figure: Figure) -> Figure:
    """The figure with the value and interval that its parts give, or why they give none; each part has its sum."""
    counted, out_of = figure.parts[0].value, figure.parts[1].value if len(figure.parts) > 1 else None
    assert counted is not None
    months = sum(span.months for span in figure.parts[-1].periods)
    found = compute(metric.kind, counted, out_of, metric.multiplier, months)
    return replace(figure, value=found.value, interval=found.interval, absence=found.absence, reason=found.reason)


def _aged(figure: Figure, own: Decimal | None, decisive: Decimal | None, maturity: Maturity) -> Figure:
    if decisive is None or figure.value is None:
        return replace(figure, immature=own)
    if decisive > maturity.hold_above:
        own_age = own is not None and own > maturity.hold_above
        share = own if own_age and own is not None else decisive
        whose = "" if own_age else " in an area compared"
        return replace(
            figure,
            value=None,
            interval=None,
            absence=Absence.NOT_AVAILABLE,
            reason=f"{HELD}: {percent_text(share)} {maturity.unresolved_words}{whose}",
            immature=own,
            flagged=True,
        )
    return replace(figure, immature=own, flagged=decisive > maturity.flag_above)


def _filled(
    selection: Selection, totals: Sequence[Total], whole: Sequence[Total], areas: Mapping[str, tuple[str, ...]]
) -> dict[tuple[str, Period, str], Total]:
    """The totals by area, period and breakdown value; nought where the source is complete but has no such row.

    An area of which a member has not reported for a period has no total at all; where something it reported is an absence,
    a row that is not there is not known to be nought.
    """
    complete = {(total.area, total.period): total for total in whole if total.areas == len(set(areas[total.area]))}
    found = {(total.area, total.period, total.breakdown[0] if total.breakdown else ""): total for total in totals}
    values = {value for (_, _, value) in found} or {""}
    result: dict[tuple[str, Period, str], Total] = {}
    for (area, period), total in complete.items():
        nought = None if total.value is None else Decimal(0)
        for value in values:
            key = (value,) if selection.by else ()
            result[area, period, value] = found.get(
                (area, period, value),
                Total(area, period, key, nought, total.absence, 0, total.areas, total.editions),
            )
    return result


def _values(sides: Sequence[_Side]) -> set[str]:
    return {value for side in sides for (_, _, value) in side.totals}


def _absence(totals: Sequence[Total]) -> Absence | None:
    """Why a sum of these is not known, if it is not: confidential where any of them is."""
    reasons = {total.absence for total in totals if total.value is None}
    if not reasons:
        return None
    return Absence.CONFIDENTIAL if Absence.CONFIDENTIAL in reasons else Absence.NOT_AVAILABLE


def _broken_within(metric: MetricSpec, period: Period) -> bool:
    """Whether a change of definition falls after the first day of the period and before its end."""
    starts = [parse_period(change.period).first_day for change in metric.breaks]
    return any(period.first_day < start <= period.last_day for start in starts)


def _marks(metric: MetricSpec, period: Period) -> frozenset[Mark]:
    broken = any(change.period == period.id for change in metric.breaks)
    return frozenset({Mark.BREAK}) if broken else frozenset()


def _wanted(metric: MetricSpec, held: Sequence[Period], quarter: Period) -> list[Period]:
    """The metric's periods that ended by the report's quarter, and the financial years their flows add up to."""
    ended = [period for period in held if period.last_day <= quarter.last_day]
    years = sorted({period.financial_year for period in ended if period.financial_year.last_day <= quarter.last_day})
    if metric.cadence is Cadence.YEAR:
        if metric.kind.published:
            return _apart([period for period in ended if period.is_year])
        return ended if metric.stock else years  # a stock is of its day: mid-2018, and not the year around it
    quarters = {period for period in ended if period.is_quarter}
    if _adds_up(metric):  # what is counted by the month adds up to quarters
        of_months = {period.last_quarter for period in ended if period.months == 1}
        quarters |= {period for period in of_months if period.last_day <= quarter.last_day}
    if metric.kind not in (Kind.COUNT, Kind.PROPORTION) or metric.stock:
        return sorted(quarters)
    # The twelve months to the latest quarter, and those before, are shown beside it whatever quarter it is.
    rolling = [max(quarters).twelve_months] if quarters else []
    return sorted(quarters) + sorted({*years, *rolling, *(year.later(-1) for year in rolling)})


def _apart(years: Sequence[Period]) -> list[Period]:
    """Of rolling years, published every quarter, those that end with the latest one's month: none overlaps another."""
    return [year for year in years if year.month == max(years).month]


def _adds_up(metric: MetricSpec) -> bool:
    """Whether what is counted in the numerator may be added up over time: neither a stock nor a published value."""
    return not (metric.stock or metric.kind.published or metric.kind.overlaps)


def _never_nought(metric: MetricSpec) -> bool:
    """Whether a row that is not there is no figure: of published values, and of what is open, where no sorts are told apart."""
    return metric.kind.published or (metric.stock and metric.kind is Kind.COUNT)


def _reach(parts: Sequence[Part]) -> Period:
    """The longest stretch that a part was added up over, as one period of its last month's."""
    spans = max((part.periods for part in parts), key=len)
    months = sum(span.months for span in spans)
    return replace(spans[0], months=months)


def _spans_of(
    metric: MetricSpec, side: _Side, area: str, period: Period, key: str, role: str
) -> tuple[Period, ...] | None:
    """As `_spans`; a stock and a published value stand for their own period, and a backlog is measured by a year's work."""
    if metric.kind.overlaps and role == "denominator":
        year = tuple(period.later(step) for step in range(-3, 1))
        return year if period.is_quarter and all((area, span, key) in side.totals for span in year) else None
    if _adds_up(metric) or (role == "denominator" and metric.kind is Kind.RATE):
        return _spans(side, area, period, key, role)
    return (period,) if (area, period, key) in side.totals else None


def _spans(side: _Side, area: str, period: Period, key: str, role: str) -> tuple[Period, ...] | None:
    """The held periods that make up `period` for this side, or None.

    A quarter is its own row, or three months; a year is its own row, four quarters or twelve months (flows only, which every
    kind here is); a population, which is only ever divided by, is the mid-year estimate that lies in the year.
    """
    if (area, period, key) in side.totals:
        return (period,)
    if period.months == 1:
        return None
    spans = period.quarters
    if all((area, span, key) in side.totals for span in spans):
        return spans
    first = Period(period.year, period.month, 1)
    if (area, first, key) in side.totals:
        spans = tuple(first.later(step) for step in range(period.months))
        if all((area, span, key) in side.totals for span in spans):
            return spans
    if not period.is_year:
        return None
    midyear = Period(period.year, 6, 1)
    return (midyear,) if role == "denominator" and (area, midyear, key) in side.totals else None
