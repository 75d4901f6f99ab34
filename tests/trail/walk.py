"""Follows figures to their cells, computes them again from those cells alone and compares with what is printed.

The way down is the product's own (parts of a figure, the cells the store names for them); what stands in the cells, the sums
and everything after that is the test's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from demonstration import CUT_OFF, Composed, Loaded
from trail.arithmetic import MINUS, half_up, limits, poisson, seasons, wilson
from trail.evidence import Files, Reread
from trail.flows import Cases
from trail.funnels import Peer, peer

from assize.app.material import comparators, dimension_of
from assize.app.reader import Reader
from assize.core.document import (
    Aspect,
    Bar,
    Callout,
    Chart,
    Document,
    Gap,
    Judged,
    KeyFigures,
    Number,
    Table,
    Text,
)
from assize.core.nouns import AreaKind, Figure, Observation, Selection
from assize.core.periods import Period, parse_period
from assize.core.specs import Kind, MetricSpec

BREAK = "[b]"
OF_A_FLOW = (
    Aspect.RESIDUAL, Aspect.CLEARANCE, Aspect.MONTHS, Aspect.NET, Aspect.PROJECTED, Aspect.LOWEST, Aspect.HIGHEST,
    Aspect.PAST_ERROR, Aspect.PAST_BIAS, Aspect.LEVEL, Aspect.NEEDED, Aspect.MORE,
)  # fmt: skip
MANY = 100_000  # observations of a source from which its cells are asked for a period at a time
SHARES = (Kind.PROPORTION, Kind.SHARE)
SAMPLED = (Kind.PROPORTION, Kind.RATE)
PUBLISHED = (Kind.DURATION, Kind.SHARE)
DECIMALS = {Kind.COUNT: 0, Kind.DURATION: 0, Kind.RATE: 1, Kind.BACKLOG: 1, Kind.RATIO: 2}
SMALLEST_BASE = 30  # under it a count's change is not given in per cent (methods, section 8)


def _ordinal(place: int) -> str:
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def _decimals(metric: MetricSpec) -> int:
    return 1 if metric.kind in SHARES else DECIMALS[metric.kind]


Told = Callable[[Observation, Reread], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class Printed:
    """A number of a document and where it stands; `head` is that of its column, in a table."""

    number: Number
    where: str
    head: str = ""


def printed_in(document: Document) -> Iterator[Printed]:
    """Every number of a document, in order."""
    yield from _words(document.lede, f"{document.id}, lede")
    for section in document.sections:
        where = f"{document.id}, {section.id}"
        yield from _words((*section.headline, *section.subtitle), where)
        for block in section.blocks:
            yield from _block(block, where)
        for note in section.notes:
            yield from _words(note.words, where)


def _words(words: Iterable[object], where: str, head: str = "") -> Iterator[Printed]:
    return (Printed(part, where, head) for part in words if isinstance(part, Number))


def _block(block: object, where: str) -> Iterator[Printed]:
    match block:
        case Text():
            for paragraph in block.paragraphs:
                yield from _words(paragraph, where)
        case KeyFigures():
            for item in block.items:
                yield from _words((item.number, *item.words), where)
        case Callout():
            yield from _words(block.words, where)
        case Chart():
            yield from _chart(block, where)
        case Table():
            for row in block.rows:
                for column, cell in zip(block.columns, row.cells, strict=False):
                    content = cell.content.words if isinstance(cell.content, Judged) else cell.content
                    parts = content if isinstance(content, tuple) else ()
                    yield from _words((*parts, *cell.under), where, column.head)
        case Gap() | _:
            return


def _chart(chart: Chart, where: str) -> Iterator[Printed]:
    yield from _words((*chart.caption, *chart.note), where)
    yield from _words((point.number for line in chart.lines for point in line.points if point), where)
    for one in chart.levels:
        yield from _words((one.lower, one.mean, one.upper), where)
    bars: Iterable[Bar] = chart.bars
    yield from _words((chart.centre,) if chart.centre else (), where)
    yield from _words((number for bar in bars for number in (bar.number, bar.lower, bar.upper)), where)
    for dot in chart.dots:
        yield from _words((dot.size, dot.number, *dot.limits), where)
    for note in chart.annotations:
        yield from _words(note.words, where)


# --- sums ---------------------------------------------------------------------------------------------------------


@dataclass
class _Sum:
    value: Fraction | int = 0
    absent: bool = False
    cells: int = 0


Sums = dict[tuple[str, str], _Sum]  # (period id, value of the dimension or "") -> sum


@dataclass
class Walker:
    """Walks the figures of one workspace. Cells are read once for each selection and area, and remembered as sums."""

    loaded: Loaded
    files: Files
    told: Told  # what a line says it is, beside what the trail says
    faults: list[str] = field(default_factory=list)
    figures: set[str] = field(default_factory=set)
    aspects: Counter[str] = field(default_factory=Counter)
    cells: int = 0
    _read: dict[tuple[str, str, str], Fraction | int | None] = field(default_factory=dict)
    _sums: dict[tuple[Selection, str, tuple[str, ...], date], dict[str, Sums]] = field(default_factory=dict)

    def walk(self, composed: Composed, left_out: Callable[[Printed], bool] = lambda _: False) -> None:
        """Every number of a board's documents and of its workbook but those left out."""
        trail = _Trail(self, composed)
        seen: set[tuple[Number, str]] = set()
        for document in (*composed.documents, composed.workbook):
            for printed in printed_in(document):
                number = printed.number
                if left_out(printed):
                    continue
                self.aspects[number.aspect.name if number.value is not None else "ABSENT"] += 1
                self.figures |= {number.figure, number.other} - {""}
                head = printed.head if number.value is None else ""
                if (number, head) not in seen:
                    seen.add((number, head))
                    trail.check(printed)

    def sums(self, selection: Selection, area: str, members: tuple[str, ...], by: str, day: date = CUT_OFF) -> Sums:
        """The sums of a selection over an area by period, and by the values of `by` where one is named."""
        whole = Selection(selection.source, selection.field, selection.where, (), selection.plus)
        key = (whole, area, members, day)
        if key not in self._sums:
            self._sums[key] = self._add_up(whole, area, members, day)
        return self._sums[key].get(by, {})

    def _add_up(self, selection: Selection, area: str, members: tuple[str, ...], day: date) -> dict[str, Sums]:
        found: dict[str, Sums] = defaultdict(lambda: defaultdict(_Sum))
        splits = {name for metric in self.loaded.catalogue.metrics.values() for name in metric.by}
        periods = self.loaded.store.held_periods(selection.source, day)
        held = sum(edition.observations for edition in self.loaded.store.editions(day, source=selection.source))
        step = 1 if held > MANY else len(periods) or 1
        for start in range(0, len(periods), step):
            span = periods[start : start + step]
            cells = self.loaded.store.cells(selection, members, span, (), day, target=area)
            places = [(one.cell.file, one.cell.sheet, one.cell.ref) for one in cells]
            if len(set(places)) != len(places):
                twice = [place for place, count in Counter(places).items() if count > 1]
                self.faults.append(f"{twice[:3]} are counted more than once in {selection} of {area}")
            for place, one in zip(places, cells, strict=True):
                self.cells += 1
                if place not in self._read:
                    self._read[place] = self._reread(one)
                value_there = self._read[place]
                period = one.period.id
                values = [(name, one.dimensions[name]) for name in splits if name in one.dimensions]
                for by, value in [("", ""), *values]:
                    total = found[by][period, value]
                    total.cells += 1
                    total.value += value_there or 0
                    total.absent = total.absent or value_there is None
        return found

    def _reread(self, one: Observation) -> Fraction | int | None:
        """What stands in a cell: the store must hold the same of it, and its line be the area's and the period's."""
        read = self.files.reread(one.cell)
        held = one.value
        if held != read.value and (held is None or read.value is None or Fraction(held) != read.value):
            self.faults.append(f"{one.cell}: the store holds {held}, the file {read.value}")
        for told, want in self.told(one, read):
            if told != want:
                self.faults.append(f"{one.cell}: the line is of {told!r}, the trail says {want!r}")
        return read.value


# --- one board's figures ------------------------------------------------------------------------------------------


class _Trail:
    def __init__(self, walker: Walker, composed: Composed) -> None:
        self.walker = walker
        self.composed = composed
        self.figures = composed.material.figures
        loaded = walker.loaded
        self.catalogue = loaded.catalogue
        beside = comparators(loaded.catalogue, loaded.workspace.settings, composed.board)
        self.reader = Reader(loaded.store, loaded.catalogue, CUT_OFF, beside.pools)
        places = composed.material.places
        self.together = tuple(area for area in (places.board, places.pool, places.nation) if area)
        self._values: dict[str, Fraction | None] = {}
        self._funnels: dict[tuple[str, str], tuple[Peer, list[Figure]]] = {}

    def check(self, printed: Printed) -> None:
        number = printed.number
        if number.figure not in self.figures:
            self._fault(printed, "has no figure behind it")
            return
        if number.value is None:
            if not self._absent(printed):
                self._fault(printed, f"stands where a number could be computed (column {printed.head!r})")
            return
        want = self._texts(number)
        if number.text not in want:
            self._fault(printed, f"is {' or '.join(want) or 'not to be had'} from its cells")

    def _fault(self, printed: Printed, words: str) -> None:
        number = printed.number
        self.walker.faults.append(f"{printed.where}: {number.text} ({number.figure}, {number.aspect.value}) {words}")

    # --- what ought to be printed -------------------------------------------------------------------------------------

    def _texts(self, number: Number) -> list[str]:
        figure = self.figures[number.figure]
        metric = self.catalogue.metrics[figure.metric]
        match number.aspect:
            case Aspect.VALUE:
                return self._unit(self._value(figure), metric, number)
            case Aspect.NUMERATOR | Aspect.DENOMINATOR:
                value = self._side(figure, number.aspect.value)
                return [] if value is None else [half_up(value, 0)]
            case Aspect.LOWER | Aspect.UPPER:
                ends = self._interval(figure, metric)
                return self._unit(ends[number.aspect is Aspect.UPPER] if ends else None, metric, number)
            case Aspect.IMMATURE:
                share = self._unresolved(figure, metric, figure.area)
                sign = "%" if "%" in number.format else ""
                return [] if share is None else [f"{half_up(share * 100, 1)}{sign}"]
            case Aspect.GROUPS | Aspect.REST:
                return self._groups(figure, number)
            case Aspect.DIFFERENCE | Aspect.RELATIVE:
                return self._change(figure, self.figures[number.other], metric, number)
            case Aspect.INDEX:
                base = self.figures[number.other]
                same = (
                    base.period.year == 2019 and base.period.month == figure.period.month and base.area == figure.area
                )
                now, then = self._value(figure), self._value(base)
                return [half_up(now / then * 100, 1)] if same and now is not None and then else []
            case Aspect.SLOPE:
                slope = self._slope(figure, metric)
                return (
                    [] if slope is None else [half_up(slope * (100 if metric.kind in SHARES else 1), _decimals(metric))]
                )
            case Aspect.MEAN | Aspect.LOWER_LIMIT | Aspect.UPPER_LIMIT:
                found = self._limits(figure, metric)
                place = (Aspect.LOWER_LIMIT, Aspect.MEAN, Aspect.UPPER_LIMIT).index(number.aspect)
                if found is None:
                    return self._unit(None, metric, number)
                # Charts and sentences cut a limit where no value can lie; the sheet of judgements has it as it is worked out.
                ends = (Fraction(0), Fraction(1) if metric.kind in SHARES else found[place])
                cut = max(ends[0], min(found[place], ends[1]))
                return [text for end in dict.fromkeys((cut, found[place])) for text in self._unit(end, metric, number)]
            case aspect if aspect in OF_A_FLOW:
                cases, periods = self._cases(figure, metric)
                return cases.texts(aspect, periods.index(figure.period)) if figure.period in periods else []
            case _:
                return self._among(figure, metric, number)

    # --- cases in, out and open ---------------------------------------------------------------------------------------

    def _cases(self, figure: Figure, metric: MetricSpec) -> tuple[Cases, list[Period]]:
        """The last quarters in a row of which open cases, receipts and disposals are all held, none before a break."""
        assert metric.flow is not None
        names = (metric.id, metric.flow.receipts, metric.flow.disposals)
        counts: list[dict[Period, Fraction]] = [{}, {}, {}]
        for one in self.figures.values():
            if one.metric in names and (one.area, one.breakdown) == (figure.area, "") and one.period.is_quarter:
                value = self._value(one)
                if value is not None:
                    counts[names.index(one.metric)][one.period] = value
        breaks = {change.period for name in names for change in self.catalogue.metrics[name].breaks}
        periods = [max(period for period in counts[0] if all(period in held for held in counts))]
        while periods[-1].id not in breaks and all(periods[-1].later(-1) in held for held in counts):
            periods.append(periods[-1].later(-1))
        periods.reverse()
        level = self.composed.material.settings.open_levels.get(figure.area, {}).get(metric.id)
        ahead = 0
        while level is not None and periods[-1].later(ahead + 1).last_day <= level.by:
            ahead += 1
        series = [[held[period] for period in periods] for held in counts]
        return Cases(*series, level.level if level else None, ahead), periods

    # --- among all areas ----------------------------------------------------------------------------------------------

    def _among(self, figure: Figure, metric: MetricSpec, number: Number) -> list[str]:
        """What a funnel of every board's counts gives: places, spread, all together, limits at an area's size."""
        funnel, areas = self._funnel(figure, metric)
        unit = metric.multiplier if metric.kind is Kind.RATE else 1
        match number.aspect:
            case Aspect.SPREAD:
                return [half_up(Fraction(funnel.phi), 1)]
            case Aspect.AREAS:
                return self._unit(Fraction(funnel.target) * unit, metric, number)
            case Aspect.PLACE:
                own = self._interval(figure, metric)
                others = [self._interval(one, metric) for one in areas]
                if own is None:
                    return []
                before = sum(one is not None and one[0] > own[1] for one in others)
                after = sum(one is not None and one[1] < own[0] for one in others)
                return [_ordinal(before + 1), _ordinal(len(others) - after)]
        low, high = funnel.at(float(figure.denominator or 0), "95" if "95%" in number.aspect.value else "998")
        end = Fraction(low if number.aspect in (Aspect.LOWER_998, Aspect.LOWER_95) else high) * unit
        return self._unit(min(end, Fraction(1)) if metric.kind in SHARES else end, metric, number)

    def _funnel(self, figure: Figure, metric: MetricSpec) -> tuple[Peer, list[Figure]]:
        key = (figure.metric, figure.period.id)
        if key not in self._funnels:
            boards = {area.slug for area in self.catalogue.areas.values() if AreaKind.BOARD in area.kinds}
            areas = [
                one
                for one in self.figures.values()
                if one.metric == figure.metric and one.period == figure.period and not one.breakdown and one.area in boards
                and one.as_at is None
                and self._value(one) is not None
            ]  # fmt: skip
            counts = [float(self._side(one, "numerator") or 0) for one in areas]
            sizes = [float(self._side(one, "denominator") or 0) for one in areas]
            self._funnels[key] = peer(metric.kind, counts, sizes), areas
        return self._funnels[key]

    def _unit(self, value: Fraction | None, metric: MetricSpec, number: Number) -> list[str]:
        """The value as its kind of metric is printed; in a column headed % without the sign."""
        if value is None:
            return []
        if metric.kind in SHARES:
            return [half_up(value * 100, 1) + ("%" if "%" in number.format else "")]
        return [half_up(value, DECIMALS[metric.kind])]

    def _side(self, figure: Figure, role: str) -> Fraction | None:
        part = figure.part(role)
        if part is None:
            return None
        by = part.selection.by[0] if part.selection.by else ""
        value = part.breakdown[0] if part.breakdown else ""
        metric = self.catalogue.metrics[figure.metric]
        place = self.catalogue.areas.get(figure.area)
        observed = set(self.catalogue.sources[part.selection.source].observes)
        own = metric.kind in PUBLISHED and place is not None and bool(place.kinds & observed)
        members = (figure.area,) if own else self.reader.members(part.selection.source, figure.area)
        sums = self.walker.sums(part.selection, figure.area, members, by, figure.as_at or CUT_OFF)
        found = [sums.get((period.id, value), _Sum()) for period in part.periods]
        if sum(one.cells for one in found) != part.cells:
            self.walker.faults.append(f"{figure.reference}: {role} says {part.cells} cells, its trail has others")
        if any(one.absent for one in found):
            return None
        total = sum((one.value for one in found), Fraction(0))
        if part.value is None or Fraction(part.value) != total:
            self.walker.faults.append(f"{figure.reference}: {role} is {part.value}, its cells add up to {total}")
        return total

    def _value(self, figure: Figure) -> Fraction | None:
        if figure.reference not in self._values:
            self._values[figure.reference] = self._computed(figure)
        return self._values[figure.reference]

    def _computed(self, figure: Figure) -> Fraction | None:
        metric = self.catalogue.metrics[figure.metric]
        if not figure.parts or self._held(figure, metric):
            return None
        above = self._side(figure, "numerator")
        if metric.kind in PUBLISHED and above is not None:
            part = figure.part("numerator")
            one = part is not None and part.cells == 1 and len(part.areas) == 1 and len(part.periods) == 1
            return above if one else None  # a published value stands on one cell of one place and period
        if metric.kind is Kind.COUNT or above is None:
            return above
        below = self._side(figure, "denominator")
        if below is None or below <= 0:
            return None
        if metric.kind is Kind.BACKLOG:
            part = figure.part("denominator")
            months = sum(period.months for period in part.periods) if part else 0
            return above * months / below if months == 12 else None  # work in hand is reckoned by a year's work
        return above * metric.multiplier / below if metric.kind is Kind.RATE else above / below

    def _interval(self, figure: Figure, metric: MetricSpec) -> tuple[Fraction, Fraction] | None:
        above, below = self._side(figure, "numerator"), self._side(figure, "denominator")
        if self._value(figure) is None or metric.kind not in SAMPLED or above is None or below is None or above < 0:
            return None
        if metric.kind is Kind.RATE:
            low, high = poisson(int(above))
            return low * metric.multiplier / below, high * metric.multiplier / below
        return wilson(int(above), int(below)) if above <= below else None

    # --- too young ------------------------------------------------------------------------------------------------

    def _held(self, figure: Figure, metric: MetricSpec) -> bool:
        """Held back where more than the metric allows has no outcome: of the board or an area pooled with it, or of itself."""
        if metric.maturity is None or figure.as_at is not None:
            return False  # as at a day it is set beside figures of its own age only
        return self._worst(figure, metric) > Fraction(metric.maturity.hold_above)

    def _flagged(self, figure: Figure, metric: MetricSpec) -> bool:
        return metric.maturity is not None and self._worst(figure, metric) > Fraction(metric.maturity.flag_above)

    def _worst(self, figure: Figure, metric: MetricSpec) -> Fraction:
        areas = self.together if figure.area in self.together else (figure.area,)
        shares = (self._unresolved(figure, metric, area) for area in areas)
        return max((share for share in shares if share is not None), default=Fraction(0))

    def _unresolved(self, figure: Figure, metric: MetricSpec, area: str) -> Fraction | None:
        if metric.maturity is None:
            return None
        by = dimension_of(self.catalogue, metric.id, figure.breakdown) if figure.breakdown else ""
        sides = []
        for selection in (metric.maturity.unresolved, metric.maturity.cohort):
            members = self.reader.members(selection.source, area)
            sums = self.walker.sums(selection, area, members, by, figure.as_at or CUT_OFF)
            found = [sums.get((one.id, figure.breakdown), _Sum()) for one in figure.period.quarters]
            if any(one.absent for one in found):
                return None
            sides.append(sum((one.value for one in found), Fraction(0)))
        return sides[0] / sides[1] if sides[1] else None

    # --- changes and limits ---------------------------------------------------------------------------------------

    def _groups(self, figure: Figure, number: Number) -> list[str]:
        """What the sub-groups of a count add up to, or what of it belongs to none."""
        whole = self._value(figure)
        groups = [
            self._value(one)
            for one in self.figures.values()
            if (one.metric, one.area, one.period) == (figure.metric, figure.area, figure.period) and one.breakdown
        ]
        if whole is None or any(value is None for value in groups):
            return []
        total = sum((value for value in groups if value is not None), Fraction(0))
        return [half_up(total if number.aspect is Aspect.GROUPS else whole - total, 0)]

    def _change(self, figure: Figure, other: Figure, metric: MetricSpec, number: Number) -> list[str]:
        value, before = self._value(figure), self._value(other)
        if value is None or before is None:
            return []
        difference = value - before
        if number.aspect is Aspect.RELATIVE:
            text = f"{half_up(difference / before * 100, 1)}%"
        elif metric.kind in SHARES:
            text = half_up(difference * 100, 1)
        else:
            text = half_up(difference, DECIMALS[metric.kind])
        nought = not any(digit in text for digit in "123456789")
        signed = text if nought or text.startswith(MINUS) else f"+{text}"
        return [signed] if number.format.startswith("+") or nought else [text.lstrip(MINUS)]

    def _stretch(self, figure: Figure, metric: MetricSpec) -> tuple[list[Figure | None], int]:
        """The figures between the breaks about a figure, and its place among them."""
        held = {
            one.period: one
            for one in self.figures.values()
            if (one.metric, one.area, one.breakdown, one.as_at) == (figure.metric, figure.area, figure.breakdown, None)
            and one.period.months == figure.period.months
        }
        periods = [min(held)]
        while periods[-1] < max(held):
            periods.append(periods[-1].later(1))
        breaks = [place for place, one in enumerate(periods) if any(one.id == each.period for each in metric.breaks)]
        here = periods.index(figure.period)
        start = max((place for place in breaks if place <= here), default=0)
        end = min((place for place in breaks if place > here), default=len(periods))
        return [held.get(one) for one in periods[start:end]], here - start

    def _slope(self, figure: Figure, metric: MetricSpec) -> Fraction | None:
        """The size a year of the median slope between all pairs of quarters, their seasons taken out."""
        found, _ = self._stretch(figure, metric)
        values = [None if one is None or one.flagged else self._value(one) for one in found]
        season = seasons(values)
        held = [(place, value - season[place % 4]) for place, value in enumerate(values) if value is not None]
        slopes = sorted((b - a) / (j - i) for at, (i, a) in enumerate(held) for j, b in held[at + 1 :])
        return abs(slopes[(len(slopes) - 1) // 2] + slopes[len(slopes) // 2]) * 2 if slopes else None

    def _limits(self, figure: Figure, metric: MetricSpec) -> tuple[Fraction, ...] | None:
        """Limits at this figure, of the stretch it lies in, for its time of year."""
        stretch, here = self._stretch(figure, metric)
        values = [None if one is None else self._value(one) for one in stretch]
        season = seasons(values) if figure.period.months == 3 else [Fraction(0)] * 4
        level = [None if value is None else value - season[place % 4] for place, value in enumerate(values)]
        found = limits(level)
        if found is None:
            return None
        return tuple(one + season[here % 4] for one in found)

    # --- where no number stands -----------------------------------------------------------------------------------

    def _absent(self, printed: Printed) -> bool:
        """Whether the absence is due: by the column it stands in."""
        figure = self.figures[printed.number.figure]
        metric = self.catalogue.metrics[figure.metric]
        value, head = self._value(figure), printed.head
        if head.startswith(("Quarter change", "Change on the quarter before")):
            return metric.cadence.value == "year" or self._no_change(figure, figure.period.later(-1), metric, printed)
        if head.startswith(("Year change", "Change on a year earlier")):
            return self._no_change(figure, figure.period.shifted(-12), metric, printed)
        if head.startswith(("England", "Region")):
            return self._no_comparator(figure, metric, printed)
        if head.startswith(("Interval", "95% interval")):
            return self._interval(figure, metric) is None
        if head == "Residual":  # of the first quarter of a stretch there is none
            return self._cases(figure, metric)[1][0] == figure.period
        if head == "Denominator":
            return figure.part("denominator") is None or self._side(figure, "denominator") is None
        if head == "Numerator":
            return metric.kind in PUBLISHED or self._side(figure, "numerator") is None
        return value is None

    def _no_change(self, figure: Figure, before: Period, metric: MetricSpec, printed: Printed) -> bool:
        """No earlier figure, a break between (then the mark says so), too small a base, or a cohort still being resolved."""
        other = self._at(figure, before, figure.area)
        if other is None or self._value(figure) is None or self._value(other) is None:
            return True
        if any(before < parse_period(each.period) <= figure.period for each in metric.breaks):
            return printed.number.text == BREAK
        young = self._flagged(figure, metric) or self._flagged(other, metric)
        return young or (metric.kind is Kind.COUNT and (self._value(other) or 0) < SMALLEST_BASE)

    def _no_comparator(self, figure: Figure, metric: MetricSpec, printed: Printed) -> bool:
        places = self.composed.material.places
        area = places.nation if printed.head.startswith("England") else places.pool
        beside = self._at(figure, figure.period, area)
        if beside is None or self._value(figure) is None:
            return True
        if metric.kind is Kind.COUNT:
            return self._no_change(beside, figure.period.shifted(-12), metric, printed)
        return self._value(beside) is None

    def _at(self, figure: Figure, period: Period, area: str) -> Figure | None:
        return self.composed.material.figure(figure.metric, area, period, figure.breakdown)
