"""What a document may say, number by number: the units from which every piece of its files must come.

A unit is a paragraph, the row of a table, one place of a chart's axis, a label: what is written together. A piece of a file is
accounted for where all its numbers stand together in one unit of its section.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, fields, is_dataclass, replace
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from typing import Any, TypeAlias

from assize.core.document import (
    Aspect,
    Chart,
    Document,
    Link,
    NoteRef,
    Number,
    PointMark,
    Row,
    Section,
    Span,
    Strong,
    Table,
    Trend,
    plain,
)
from assize.publish.scan.pieces import FigureKey, counted, in_digits, in_row, loose, numbers_in, squeezed
from assize.publish.scan.sheets import VALUE_CELL
from assize.render.xlsx import sheet_names
from assize.render.xlsx_blocks import FUNNEL_HEADS
from assize.render.xlsx_charts import round_below, step_of

Written: TypeAlias = tuple[str, tuple[float, ...]]
"""The words of a row as one, and its values in order."""


def _numbers_of(row: Written) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """The numbers of a row's words in order and its values in order, whatever its words are."""
    return numbers_in(row[0]), row[1]


@dataclass(frozen=True, eq=False)
class Unit:
    """What is written together: its numbers as printed, how often each, and the values behind them."""

    numbers: Mapping[str, int]
    values: frozenset[float] = frozenset()

    def holds(self, numbers: Mapping[str, int], values: Sequence[float] = ()) -> bool:
        """Whether all of them stand in it."""
        if not self.values.issuperset(map(_rounded, values)):
            return False
        return not numbers or all(often <= self.numbers.get(number, 0) for number, often in numbers.items())


@dataclass(frozen=True)
class Places:
    """What a chart says at each place of its axis, and what is written around them. Bars may stand in any order."""

    around: Unit
    places: Mapping[int, Unit]
    ordered: bool

    def accounts(self, index: int, numbers: Mapping[str, int], values: Sequence[float]) -> bool:
        """Whether it says all of it at that place, or around."""
        if self.ordered and index in self.places:
            return self.places[index].holds(numbers, values) or self.around.holds(numbers, values)
        return self.around.holds(numbers, values) or any(unit.holds(numbers, values) for unit in self.places.values())


@dataclass
class Account:
    """The units of a section, or of what belongs to the whole document."""

    units: list[Unit] = field(default_factory=list)
    charts: dict[str, Places] = field(default_factory=dict)  # alternative text -> what the chart says
    long: list[Table] = field(default_factory=list)  # which are accounted for row by row
    rows: set[Sequence[str | bytes]] = field(
        default_factory=set
    )  # of them: words, and values as a worksheet holds them
    figures: dict[FigureKey, set[float | None]] = field(default_factory=dict)  # with the values behind them
    shown: set[str] = field(default_factory=set)  # references of figures of which a number is printed
    others: set[str] = field(default_factory=set)  # references of figures from which a change is told, or could not be
    trends: list[Trend] = field(default_factory=list)
    sourced: set[FigureKey] = field(default_factory=set)  # with the aspect in words, as a chart's workbook has it
    links: set[str] = field(default_factory=set)  # addresses

    def take(self, other: Account) -> None:
        """Adds what a part of the section says."""
        self.units += other.units
        self.charts |= other.charts
        for key, values in other.figures.items():
            self.figures.setdefault(key, set()).update(values)
        self.shown |= other.shown
        self.others |= other.others
        self.trends += other.trends
        self.sourced |= other.sourced
        self.links |= other.links

    @cached_property
    def _by_number(self) -> Mapping[str | float, Sequence[Unit]]:
        found: dict[str | float, list[Unit]] = {}
        for unit in dict.fromkeys(self.units):
            told: list[str | float] = [*unit.numbers, *unit.values]
            for one in told:
                found.setdefault(one, []).append(unit)
        return found

    @cached_property
    def _long(self) -> Set[Written]:
        """The rows of long tables once more, for a file whose values a program has written again with fewer figures."""
        return {_as_words(row) for table in self.long for row in table.rows}

    @cached_property
    def _numbers_of_rows(self) -> frozenset[tuple[tuple[str, ...], tuple[float, ...]]]:
        return frozenset(_numbers_of(row) for row in self._long)

    def has_row(self, words: str, values: Sequence[float]) -> bool:
        """Whether a long table has that row, to the letter."""
        return (words, tuple(_rounded(value) for value in values)) in self._long

    def has_numbers(self, words: str, values: Sequence[float]) -> bool:
        """Whether a row of a long table has the same numbers in the same order, whatever its words are."""
        row = (words, tuple(_rounded(value) for value in values))
        return bool(self.long) and _numbers_of(row) in self._numbers_of_rows

    def prints(self, key: FigureKey, value: str) -> bool:
        """Whether it prints that number of a figure, with that value behind it (empty: none)."""
        try:
            behind = _rounded(float(value)) if value else None
        except ValueError:
            return False
        return behind in self.figures.get(key, ())

    def accounts(self, numbers: Mapping[str, int], values: Sequence[float] = ()) -> bool:
        """Whether one unit holds all of it."""
        told: list[str | float] = [*numbers, *(_rounded(value) for value in values)]
        rarest = min((self._by_number.get(one, ()) for one in told), key=len, default=())
        return not told or any(unit.holds(numbers, values) for unit in rarest)


def account_of(section: Section, charts: dict[Chart, Account]) -> Account:
    """All that a section says. `charts` keeps what each chart says, for the sections and documents that show it again."""
    found = Account()
    for block in section.blocks:
        if isinstance(block, Chart):
            if block not in charts:
                _chart(block, charts.setdefault(block, Account()))
            found.take(charts[block])
        elif isinstance(block, Table) and len(block.rows) > _LONG:
            _long_table(block, found)
        else:
            _everything(block, found)
        if isinstance(block, Table) and len(block.rows) <= _LONG:
            heads = tuple(column.head for column in block.columns)
            found.units.append(_unit(heads, block.caption, section.subtitle))
            for row in block.rows:
                for trend in (cell.content for cell in row.cells if isinstance(cell.content, Trend)):
                    _trend(trend, _name_of(row), found)
    _everything(replace(section, blocks=()), found)
    found.units += [_unit(one) for one in (section.headline, section.subtitle)]
    return found


_LONG = 200  # rows, from which on a table is accounted for by its rows alone


def _long_table(table: Table, found: Account) -> None:
    """The words around a table of a workbook, its rows, and the figures of its numbers."""
    found.units.append(_unit(table.caption, tuple(column.head for column in table.columns)))
    found.long.append(table)
    for row in table.rows:
        cells: list[str | bytes] = []
        for cell in row.cells:  # hundreds of thousands
            content = cell.content
            if type(content) is not tuple:
                continue
            only = content[0] if len(content) == 1 else None
            if type(only) is str:
                cells.append(only)
            elif type(only) is Number and only.value is not None:
                found.shown.add(only.figure)
                if only.other:
                    found.shown.add(only.other)
                cells.append(VALUE_CELL % only.value)
            else:
                cells.append(plain(content))
        found.rows.add(tuple(cells))


def _as_words(row: Row) -> Written:
    """A row as a piece has it: its words as one, and its values in order."""
    words, values = list[str](), list[float]()
    for cell in row.cells:
        content = cell.content
        if not isinstance(content, tuple):
            continue
        only = content[0] if len(content) == 1 else None
        if isinstance(only, Number) and only.value is not None:
            values.append(_rounded(float(only.value)))
        else:
            words.append(squeezed(plain(content)))
    return in_row(words), tuple(values)


def front_of(document: Document) -> Account:
    """What stands on the first page alone: the lede and the tally."""
    found = Account()
    _everything(document.lede, found)
    _everything(document.tally, found)
    return found


def phrases_of(document: Document) -> tuple[str, ...]:
    """What heads, feet, contents, properties and the sheets of notes are put together from, longest first, each as `loose`."""
    day = document.dated.isoformat()
    said = [one for name in fields(document) if isinstance(one := getattr(document, name.name), str)]
    said += [*sheet_names(document.sections), *FUNNEL_HEADS, _VIEWPORT]
    days = [f"{day}T00:00:00Z", f"D:{day.replace('-', '')}000000Z", f"D:{day.replace('-', '')}000000"]
    for section in document.sections:
        said += [section.id, section.theme, plain(section.headline), plain(section.subtitle)]
        said += [plain(note.words) for note in section.notes]
        for block in section.blocks:
            if isinstance(block, Table):
                said += [block.id, block.caption, *(column.head for column in block.columns)]
            elif isinstance(block, Chart):
                names = block.range_names
                said += [names.whole, names.lower, names.mean, names.upper, block.id, block.alt, block.centre_name]
                said += [*(line.name for line in block.lines)]
                said += [plain(block.caption), *(one.value for one in _LIMITS)]
    return tuple(
        sorted(
            {loose(in_digits(one)) for one in [*days, *(one for one in said if _LETTER.search(one))]},
            key=lambda one: (-len(one), one),
        )
    )


_VIEWPORT = "width=device-width, initial-scale=1"  # which every page says to a browser
_LETTER = re.compile(r"[A-Za-z]{2}")


def _note(number: Number, found: Account) -> None:
    value = None if number.value is None else _rounded(float(number.value))
    if number.other:
        found.others.add(number.other)
    found.figures.setdefault((number.figure, number.aspect.name.lower(), number.text), set()).add(value)
    if value is not None:
        found.shown |= {number.figure, number.other} if number.other else {number.figure}


def _everything(thing: Any, found: Account) -> None:
    """The key of every number of a figure, every trend and address; and a unit for every string, sentence, number and row.

    What stands within a unit has none of its own: whatever it could account for that unit accounts for.
    """
    kind = _sort_of(thing)
    if kind in _SEVERAL or (kind is tuple and not _are_words(thing)):  # each of their parts by itself
        for one in _parts(thing):
            _everything(one, found)
        return
    unit = _unit(thing)
    if unit.numbers or unit.values:
        found.units.append(unit)
    _keys(thing, found)


def _keys(thing: Any, found: Account) -> None:
    """The key of every number of a figure, every trend and address that stands in a thing."""
    kind = _sort_of(thing)
    if kind is Number:
        _note(thing, found)
        found.sourced.add((thing.figure, thing.aspect.value, thing.text))
    elif kind is Trend:
        found.trends.append(thing)
    else:
        if kind is Link:
            found.links.add(thing.target)
        for one in _parts(thing):
            _keys(one, found)


def _unit(*things: Any) -> Unit:
    numbers, values = list[str](), set[float]()
    for thing in things:
        _take_in(thing, numbers, values)
    return Unit(counted(numbers), frozenset(values))


def _take_in(thing: Any, numbers: list[str], values: set[float]) -> None:
    """Adds all numbers that stand in a thing, and the values of its figures."""
    kind = _sort_of(thing)
    if kind is str:
        numbers += numbers_in(thing)
    elif kind is Number:
        numbers += numbers_in(thing.text)
        numbers += numbers_in(thing.format)
        if thing.value is not None:
            values.add(_rounded(float(thing.value)))
    elif kind is Decimal:
        values.add(_rounded(float(thing)))
    elif kind is Trend or kind is Span:
        numbers += numbers_in(thing.alt)
    elif kind is tuple or kind is list:
        if len(thing) > 1 and _are_words(thing):
            joined = numbers_in(plain(tuple(thing)))
            apart = [number for part in thing if not isinstance(part, NoteRef) for number in numbers_in(_printed(part))]
            if joined != tuple(apart):  # parts that read as a number together only
                numbers += joined
        for one in thing:
            _take_in(one, numbers, values)
    else:
        for one in _parts(thing):
            _take_in(one, numbers, values)


_SEVERAL = frozenset((Section, Chart, Table))
_KINDS = (str, Number, Decimal, Trend, Span, Link, tuple, list, *_SEVERAL)


@cache
def _sort(kind: Any) -> type | None:
    return next((one for one in _KINDS if issubclass(kind, one)), None)


def _sort_of(thing: Any) -> type | None:
    """Which of those it is that are read in a way of their own, if any."""
    kind: Any = type(thing)
    return _sort(kind)


def _parts(thing: Any) -> Iterable[Any]:
    """What a noun or a list is made of; nothing of what is neither."""
    kind: Any = type(thing)
    return thing if kind is tuple else [getattr(thing, name) for name in _names(kind)]


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()


_OF_WORDS = frozenset((str, Number, NoteRef, Link, Strong))


def _are_words(thing: Sequence[Any]) -> bool:
    """Whether it is a sentence: strings, numbers, marks of notes, links."""
    return bool(thing) and _OF_WORDS.issuperset(map(type, thing))


def _printed(part: Any) -> str:
    return part if isinstance(part, str) else str(part.text)


def _chart(chart: Chart, found: Account) -> None:
    """A unit for each place of the axis, each bar and each dot, and one for what is written around them."""
    _everything(chart, found)
    places: dict[int, Unit] = {}
    around = (chart.caption, chart.note, chart.alt, chart.annotations, chart.hatches, chart.axis, chart.across)
    ends_of_funnel = [one.value for one in _LIMITS if chart.dots]
    whole = _unit(
        around,
        chart.target,
        chart.number_format,
        chart.across_words,
        chart.centre,
        chart.centre_name,
        ends_of_funnel,
        _heads_of_series(chart),
    )
    of_axes = (step_of(chart.axis), round_below(chart.across.minimum) if chart.across else None)  # of the workbook's
    whole = _with(whole, [one for one in of_axes if one is not None])
    for at, category in enumerate(chart.categories):
        told: list[Any] = [category, chart.target, chart.categories[max(0, at - 1)]]
        told += [line.points[at] for line in chart.lines] + [line.name for line in chart.lines]
        ends = [one for one in chart.levels if one.first <= at <= one.last]
        told += [(one.lower, one.mean, one.upper) for one in ends]
        told += [hatch.words for hatch in chart.hatches] + [
            note.words for note in chart.annotations if note.index == at
        ]
        places[at] = _with(_unit(*told), [_height(chart, one.lower, one.upper) for one in ends])
    labels = [category.label for category in chart.categories]
    for one in dict.fromkeys((*chart.limits, *chart.levels)):
        found.units.append(
            _unit(chart.range_names, labels[one.first], labels[one.last], one.lower, one.mean, one.upper)
        )
    for hatch in chart.hatches:
        found.units.append(_unit(hatch.words, labels[hatch.first], labels[hatch.last]))
    for at, bar in enumerate(chart.bars):
        ends_of = [_between(bar.lower, bar.number), _between(bar.number, bar.upper), _between(bar.lower, bar.upper)]
        places[at] = _with(_unit(bar, chart.target), [one for one in ends_of if one is not None])
    for at, dot in enumerate(chart.dots, start=len(chart.bars)):
        places[at] = _unit(dot, chart.centre)
    curves = [_unit(curve) for curve in chart.curves]
    values = set(whole.values)
    if chart.dots:  # a funnel has no places: its dots lie where they lie
        values = values.union(*(unit.values for unit in (*curves, *places.values())))
    everything = Unit(whole.numbers, frozenset(values))
    found.charts[chart.alt] = Places(everything, places, ordered=bool(chart.categories))
    found.units += [whole, *places.values()]


def _name_of(row: Row) -> str:
    """What a row is of: the words of its first cell."""
    content = row.cells[0].content
    return plain(content) if isinstance(content, tuple) else ""


def _trend(trend: Trend, name: str, found: Account) -> None:
    """What a small trend says at each of its places where it is a chart with its numbers behind it."""
    places = {}
    for at, value in enumerate(trend.values):
        limits = trend.ranges[at] if trend.ranges else None
        told = [*([] if value is None else [value]), *((*limits, limits[2] - limits[0]) if limits else ())]
        places[at] = _with(_unit(*trend.labels[at : at + 1]), map(float, told))
    names = [name] * (1 + len(trend.break_after))
    around = _with(_unit(trend.described(name), *names), map(float, trend.ends))
    found.charts[trend.described(name)] = Places(around, places, ordered=True)
    found.units += [around]


def _heads_of_series(chart: Chart) -> list[str]:
    """The names of its series, each as often as the workbook behind it may: `80% interval` has a number."""
    names = chart.range_names
    told = [names.whole, names.whole] if chart.limits else []  # what the band stands on, and its height
    told += [name for _ in chart.limits for name in (names.lower, names.mean, names.upper)]
    parts = 1 + len(chart.break_after) + len(PointMark)  # a series a stretch, and one for each kind of flagged point
    return told + [line.name for line in chart.lines for _ in range(parts)]


_LIMITS = (Aspect.LOWER_998, Aspect.LOWER_95, Aspect.UPPER_95, Aspect.UPPER_998)


def _with(unit: Unit, values: Iterable[float]) -> Unit:
    return Unit(unit.numbers, unit.values | {_rounded(value) for value in values})


def _height(chart: Chart, lower: Number, upper: Number) -> float:
    """Of a band that a program draws on its lower end, as far as the axis goes."""
    low = max(lower.value or Decimal(0), chart.axis.minimum)
    return float(min(upper.value or Decimal(0), chart.axis.maximum) - low)


def _between(lower: Number | None, upper: Number | None) -> float | None:
    if lower is None or upper is None or lower.value is None or upper.value is None:
        return None
    return float(upper.value - lower.value)


@lru_cache(1 << 16)
def _rounded(value: float) -> float:
    """Nine figures: a program may write a value again with fewer."""
    if not math.isfinite(value) or (value.is_integer() and -1e9 < value < 1e9):
        return value
    return float(f"{value:.9g}")
