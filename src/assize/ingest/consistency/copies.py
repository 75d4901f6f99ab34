"""A period that was copied over another: their figures are alike, all or nearly all, where by chance few would be.

How likely one figure is alike by chance goes by its size. A count of n moves from period to period by the root of n at the
least, so that it is the same once in about the root of 4 pi n times; of any other figure no more is taken than its digits
tell. A table of things that hardly change (the courtrooms of each court) shows it in its other periods, and is left.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import log10, pi, sqrt

from assize.core.errors import Problem
from assize.core.periods import MONTHS_IN_QUARTER, Period
from assize.core.reading import Row
from assize.ingest.layouts import SHOWN, Doubt, some

COUNTED = 10  # smaller numbers are often the same by chance
UNLIKELY = 6.5  # powers of ten: alike by chance once in some million pairs of periods
NEARLY = 0.9  # of the figures that both periods have
CELLS_OF_ONE = 20  # figures of one place alone, from which on a copy of its own can be told
_FEW_OF_ONE = 5  # or so few, if every one is the same and most have four digits
_FEW_UNLIKELY = 6.0
_LARGE, _OF_MEASURED = 1000, 0.6
_LOOKED_AT = 20  # pairs, the likeliest first
_STEADY = 0.3  # of the figures alike from one period to the next, as a rule: the table is of things that hardly change
_OWN_FILE = "Load the publisher's own file."

Series = tuple[str, str, tuple[str, ...]]  # area, field, words


@dataclass(frozen=True)
class Pair:
    """Two periods of a table, and of all places or of one: figures of ten or more that both have, and those alike."""

    first: Period
    second: Period
    area: str
    cells: int
    same: int
    weight: float  # powers of ten against so many alike by chance
    example: str  # one of the figures that are alike

    @property
    def is_copy(self) -> bool:
        """Whether no chance explains it."""
        if self.area and self.cells < CELLS_OF_ONE:
            return self.cells >= _FEW_OF_ONE and self.same == self.cells and self.weight >= _FEW_UNLIKELY
        return self.same >= NEARLY * self.cells and self.weight >= UNLIKELY


def check_copies(rows: Sequence[Row], dimensions: Sequence[str], name: str, names: Mapping[str, str]) -> list[Problem]:
    """Refuses a table (a sheet, or a numbered table of it) in which a period is a copy of another, as a whole or of one place.

    `name` is the file's, `names` gives areas as they are called.
    """
    tabled = tuple(dimensions[:1]) == ("table",)
    tables: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        tables[row.sheet, row.dimensions[0] if tabled else ""].append(row)
    problems: list[Problem] = []
    for (sheet, table), held in tables.items():
        where = f"{name} [{sheet}]" if sheet else f"{name}"
        where = f"{where}, table {table}" if table else where
        figures = (
            ((row.area, row.field, row.dimensions), row.period, row.value) for row in held if row.value is not None
        )
        problems += told(_copies(figures), where, names)
    return few(problems, name)


def _copies(figures: Iterable[tuple[Series, Period, Decimal]]) -> list[Pair]:
    """The copies among the periods of one table: of all places where there are such, else of single ones."""
    held: dict[Series, dict[Period, Decimal]] = defaultdict(dict)
    for series, period, value in figures:
        if _digits(value) >= COUNTED:
            held[series][period] = value
    alike: Counter[tuple[str, Period, Period]] = Counter()
    for (area, _, _), of_it in held.items():
        if len(of_it) > 1:
            alike.update((area, one, other) for one, other in _same(of_it))
    whole: Counter[tuple[Period, Period]] = Counter()
    for (_, one, other), many in alike.items():
        whole[one, other] += many
    likely = dict.fromkeys(pair for pair, _ in whole.most_common(_LOOKED_AT))
    own = [(one, other) for (_, one, other), many in alike.most_common(_LOOKED_AT) if many >= NEARLY * CELLS_OF_ONE]
    found = [pair for one, other in (likely | dict.fromkeys(own)) for pair in _pairs(held, one, other) if pair.is_copy]
    found += [pair for pair in _few_of_one(held, alike) if pair.is_copy]
    if not found or _is_steady(held, {(pair.first, pair.second) for pair in found}):
        return []
    every = {(pair.first, pair.second) for pair in found if not pair.area}
    return [pair for pair in found if not pair.area or (pair.first, pair.second) not in every]


def _same(of_it: Mapping[Period, Decimal]) -> Iterator[tuple[Period, Period]]:
    """The pairs of periods in which one series is alike; few of many, for a period is compared with its like alone."""
    by_value: dict[Decimal, list[Period]] = defaultdict(list)
    for period, value in of_it.items():
        by_value[value].append(period)
    for periods in by_value.values():
        if len(periods) > 1:
            periods.sort()
            for at, one in enumerate(periods):
                for other in periods[at + 1 :]:
                    if one.months == other.months or _holds_another(one, other, of_it):
                        yield one, other


def _holds_another(one: Period, other: Period, of_it: Mapping[Period, Decimal]) -> bool:
    """Whether one is a quarter of the other, a year that has another quarter with figures too: so it must be more."""
    short, long = sorted((one, other), key=lambda period: period.months)
    quarters = long.quarters if short.is_quarter and long.is_year and long.month % MONTHS_IN_QUARTER == 1 else ()
    return short in quarters and any(each != short and each in of_it for each in quarters)


def _pairs(held: Mapping[Series, Mapping[Period, Decimal]], one: Period, other: Period) -> Iterator[Pair]:
    """All places together, then each place that has enough figures."""
    by_area: dict[str, list[tuple[Series, Decimal, bool]]] = defaultdict(list)
    for series, of_it in held.items():
        first, second = of_it.get(one), of_it.get(other)
        if first is not None and second is not None:
            cell = (series, first, first == second)
            by_area[series[0]].append(cell)
            by_area[""].append(cell)
    for area, cells in by_area.items():
        same = [(series, value) for series, value, equal in cells if equal]
        if same and (not area or len(cells) >= CELLS_OF_ONE):
            weight = sum(map(_weight, (value for _, value in same)))
            yield Pair(
                one, other, area, len(cells), len(same), weight, f"{max(value for _, value in same).normalize():,f}"
            )


def _few_of_one(
    held: Mapping[Series, Mapping[Period, Decimal]], alike: Mapping[tuple[str, Period, Period], int]
) -> Iterator[Pair]:
    """Places of few figures, all of which two periods share; each different figure counts once, in the finest unit printed."""
    by_area: dict[str, list[Mapping[Period, Decimal]]] = defaultdict(list)
    for (area, _, _), of_it in held.items():
        by_area[area].append(of_it)
    for (area, one, other), many in alike.items():
        if not _FEW_OF_ONE <= many < CELLS_OF_ONE:
            continue
        cells = [(of_it[one], of_it[other]) for of_it in by_area[area] if one in of_it and other in of_it]
        if many < len(cells) or not _keeps_moving(by_area[area], one, other):
            continue
        values = {value for value, _ in cells}
        places = max(_decimals(value) for value in values)
        digits = sorted(int(abs(value).scaleb(places)) for value in values) if places else sorted(map(_digits, values))
        if len(digits) >= _FEW_OF_ONE and digits[len(digits) // 2] >= _LARGE:
            share = _OF_MEASURED if places else 1
            weight = share * sum(log10(sqrt(4 * pi * each)) for each in digits if each >= COUNTED)
            yield Pair(one, other, area, len(cells), many, weight, f"{max(values).normalize():,f}")


def _keeps_moving(series: Sequence[Mapping[Period, Decimal]], one: Period, other: Period) -> bool:
    """Whether a place's figures of the two periods differ from those of its others: what never moves is no copy."""
    same = told = 0
    for of_it in series:
        for period, value in of_it.items():
            if period not in (one, other) and period.months == one.months and one in of_it:
                told += 1
                same += value == of_it[one]
    return same <= _STEADY * told


def _decimals(value: Decimal) -> int:
    """How many digits stand behind the point, noughts at the end left out."""
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _is_steady(held: Mapping[Series, Mapping[Period, Decimal]], copied: set[tuple[Period, Period]]) -> bool:
    """Whether the figures of the table are often alike from one period to the next, copies left out."""
    cells = same = 0
    beside: set[tuple[Period, Period]] = set()
    for of_it in held.values():
        for one, other in pairwise(sorted(of_it, key=lambda period: (period.months, period))):
            if one.months != other.months:
                continue
            beside.add((one, other))
            if (one, other) not in copied:
                cells += 1
                same += of_it[one] == of_it[other]
    return steady(cells, same, len(beside), len(beside & copied))


def steady(cells: int, same: int, pairs: int, copied: int) -> bool:
    """Whether a table is of what hardly changes: of `cells` figures `same` are alike from one period to the next, copies left
    out; or most of its `pairs` of periods are copies.
    """
    return same > _STEADY * cells or (pairs > 1 and copied * 2 > pairs)


def _weight(value: Decimal) -> float:
    """Powers of ten against a figure that is the same by chance. Days, shares and what is small move less than counts do."""
    digits = _digits(value)
    return log10(sqrt(4 * pi * digits)) * (_OF_MEASURED if value % 1 or digits < _LARGE else 1)


def _digits(value: Decimal) -> int:
    """A figure without its sign, its point and the noughts at its end: 45.20 and 4520 both tell 452."""
    number = abs(int(value)) if value == int(value) else int("".join(map(str, value.as_tuple().digits)))
    while number and number % 10 == 0:
        number //= 10
    return number


def told(pairs: Sequence[Pair], where: str, names: Mapping[str, str]) -> list[Problem]:
    """What to say of each copy."""
    problems: list[Problem] = []
    for pair in pairs:
        of = f" for {names.get(pair.area, pair.area)}" if pair.area else ""
        problems.append(
            Doubt(
                "one period has the figures of another, so it may have been copied over it",
                where,
                found=f"{pair.first.id} and {pair.second.id} are the same{of} in {pair.same:,} of {pair.cells:,} figures of"
                f" {COUNTED} or more ({pair.example} for one)",
                expected="figures that differ from period to period",
                fix=_OWN_FILE,
                key=f"copied@{pair.second.id}",
            )
        )
    return problems


def few(problems: list[Problem], name: str) -> list[Problem]:
    """The first of them, and which periods are alike besides."""
    if len(problems) <= SHOWN:
        return problems
    more = some([problem.found.split(" are the same")[0] for problem in problems[SHOWN:]])
    key = f"copied-{len(problems)}@{more.split(',')[0].split(' ')[0]}"
    return [*problems[:SHOWN], Doubt("more periods are the same", name, found=more, fix=_OWN_FILE, key=key)]
