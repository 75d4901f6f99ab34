"""What in the counts of one quarter is not like the quarter beside it, area by area and category by category.

Counts that were exchanged, sorted or slid within a file, or typed wrongly and added up again, agree with the file in every sum
and percentage; the quarter beside it shows them. Each limit stands well beyond what any of the 15 neighbouring pairs of
the sixteen CPS quarters published showed, either way round (`tests/real/test_quarters_beside_each_other.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from statistics import variance

from assize.app.crossing import Crossing, crossing, likeness, steady
from assize.core.wording import listed
from assize.store.ends import Cell

# Of two categories, columns or areas: published were shares of 0.68 (a category given a narrower meaning) and more.
_EXCHANGED = 0.6  # of the way is left, at the most
_GAIN = 60.0  # squares of a standard deviation
_FEWEST = 8  # counts of which they consist
# Of one category of two areas, or two of one area: published were gains of up to 113 with such shares.
_FEW_EXCHANGED = 0.15
_FEW_GAIN = 140.0
_LIKE = 0.4  # the correlation of a column over the areas; published were 0.51 and more, without the largest area
_MANY = 150  # cases of a column; of the one that has fewer (63) chance leaves no order
_SPREAD = 2.5  # the variance over the areas, where chance alone makes 1; published were 2.7 and more
_AREAS = 10
_AREA_TIMES = 3  # an area's cases, or a third, as all others went; published were 0.60 to 1.66
_AREA_CASES = 100
# A count so many times, or that part, as its column went in the other areas, and so many standard deviations away. Published
# were, with such times, 12.3 at the most from the quarter beside, and 5.7 from all of the nearest four.
_FROM_ONE = (8, 15.0)
_FROM_FOUR = (5, 8.0)
_FOUR = 4
_COPIED = 0.5  # of the counts of an area or column are those of another quarter; published were 0.33 and less
_TELLS = 5  # a count of so many is seldom the same again
_ENOUGH = 10  # such counts
_SHOWN = 5

Figures = Mapping[Cell, Decimal]
Group = Sequence[tuple[str, str]]  # (area, column) of each count in it
_OUTCOMES = {"convictions": "convictions", "unsuccessful": "unsuccessful outcomes"}


@dataclass(frozen=True)
class Unlike:
    """A finding: what it is, how it is said, for what an office answers it, and which counts it is about."""

    what: str
    found: str
    expected: str
    key: str
    cells: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Beside:
    """The counts of areas in a quarter and in the one beside it, by area and column (a category and an outcome).

    `named` gives what an area is called, `then` how the quarter beside it is.
    """

    counts: Mapping[tuple[str, str], tuple[float, float]]
    named: Callable[[str], str]
    then: str

    @cached_property
    def steady(self) -> dict[tuple[str, str], tuple[float, float]]:
        """The counts on the scale on which chance moves all alike."""
        return {cell: (steady(now), steady(then)) for cell, (now, then) in self.counts.items()}

    @classmethod
    def of(cls, own: Figures, other: Figures, nation: str, named: Callable[[str], str], then: str) -> Beside:
        """The counts that both have, but for the nation's."""
        both = {
            (area, f"{word} {field}"): (float(value), float(other[area, field, (word,)]))
            for (area, field, (word,)), value in sorted(own.items())
            if area != nation and (area, field, (word,)) in other
        }
        return cls(both, named, then)

    @property
    def areas(self) -> list[str]:
        """In the order of their names."""
        return sorted({area for area, _ in self.counts})

    @property
    def columns(self) -> dict[str, list[str]]:
        """Category -> its columns."""
        found: dict[str, list[str]] = defaultdict(list)
        for column in sorted({column for _, column in self.counts}):
            found[column.rpartition(" ")[0]].append(column)
        return found

    def whole(self, area: str = "", column: str = "") -> tuple[float, float]:
        """The counts of an area, a column, or of all, added up."""
        some = [both for (one, other), both in self.counts.items() if area in ("", one) and column in ("", other)]
        return sum(now for now, _ in some), sum(then for _, then in some)

    def without(self, cells: Collection[tuple[str, str]]) -> Beside:
        """The same but for some counts."""
        return replace(self, counts={cell: both for cell, both in self.counts.items() if cell not in cells})

    def far(self, group: Group) -> float:
        """How far the counts of a group that are there moved: squares of standard deviations, added up."""
        there = (self.steady[cell] for cell in group if cell in self.steady)
        return sum((now - then) ** 2 for now, then in there)

    def crossing(self, one: Group, other: Group, fewest: int) -> Crossing | None:
        """Of two groups in one order, by the places in which both have a count; None where these are fewer than so many."""
        there = [(a, b) for a, b in zip(one, other, strict=True) if a in self.counts and b in self.counts]
        if len(there) < fewest:
            return None
        return crossing([self.steady[a] for a, _ in there], [self.steady[b] for _, b in there])


def unlike(nearest: Sequence[Beside]) -> Iterator[Unlike]:
    """What is not like the quarter beside it; of counts that one finding is about another is not told.

    `nearest` are the quarters held that are nearest in time, the one beside it first.
    """
    left = nearest[0]
    for finder in (_exchanged_columns, _out_of_order, _exchanged_areas, _areas_out, _few_exchanged):
        told: set[tuple[str, str]] = set()
        for found in finder(left):
            if not found.cells & told:
                told |= found.cells
                yield found
        left = left.without(told)
    yield from _counts_out([left, *nearest[1:]])


def copied(table: Beside, quarter: str) -> Unlike | None:
    """Areas of which most counts are those of another quarter, and columns in the other areas; `quarter` as an id."""
    areas = _same(table, 0)
    columns = _same(table.without({cell for cells in areas.values() for cell in cells}), 1)
    if not areas and not columns:
        return None
    return Unlike(
        "most counts of an area or a column are those of another quarter, so they may have been copied from its file",
        listed([*map(table.named, areas), *map(said, columns)], _SHOWN),
        f"other counts than in {table.then}",
        f"copied-{quarter}",
        frozenset(cell for cells in (*areas.values(), *columns.values()) for cell in cells),
    )


def _same(table: Beside, key: int) -> dict[str, list[tuple[str, str]]]:
    """The areas (key 0), or the columns (1), of which most counts that tell anything are the same in both quarters."""
    lines: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for cell, both in sorted(table.counts.items()):
        if max(both) >= _TELLS:
            lines[cell[key]].append(cell)
    return {
        name: cells
        for name, cells in lines.items()
        if len(cells) >= _ENOUGH and sum(len(set(table.counts[cell])) == 1 for cell in cells) >= _COPIED * len(cells)
    }


def said(column: str) -> str:
    """`'sexual offences' (convictions)`: a category, or one of its columns."""
    category, _, field = column.rpartition(" ")
    return f"'{(category or field).replace('-', ' ')}'" + (f" ({_OUTCOMES.get(field, field)})" if category else "")


# --- what may have been exchanged -------------------------------------------------------------------------------------


def _exchanged_columns(table: Beside) -> Iterator[Unlike]:
    """Categories, or single columns, that have each other's counts."""
    areas, columns = table.areas, table.columns
    categories = {category: [(area, column) for column in own for area in areas] for category, own in columns.items()}
    single = {column: [(area, column) for area in areas] for own in columns.values() for column in own}
    for groups in (categories, single):
        yield from _crossed(table, groups, said, _EXCHANGED, _GAIN, _FEWEST)


def _exchanged_areas(table: Beside) -> Iterator[Unlike]:
    """Areas that have each other's counts."""
    columns = [column for own in table.columns.values() for column in own]
    rows = {area: [(area, column) for column in columns] for area in table.areas}
    yield from _crossed(table, rows, table.named, _EXCHANGED, _GAIN, _FEWEST)


def _few_exchanged(table: Beside) -> Iterator[Unlike]:
    """A category exchanged between two areas, or two categories, or the outcomes of one, within an area."""
    for category, columns in table.columns.items():
        groups = {area: [(area, column) for column in columns] for area in table.areas}
        yield from _crossed(table, groups, table.named, _FEW_EXCHANGED, _FEW_GAIN, 1, (said(category), category))
    for area in table.areas:
        within = (table.named(area), area)
        groups = {category: [(area, column) for column in own] for category, own in table.columns.items()}
        yield from _crossed(table, groups, said, _FEW_EXCHANGED, _FEW_GAIN, 1, within)
        for own in table.columns.values():
            groups = {column: [(area, column)] for column in own}
            yield from _crossed(table, groups, said, _EXCHANGED, _GAIN, 1, within)


def _crossed(
    table: Beside,
    groups: Mapping[str, Group],
    called: Callable[[str], str],
    share: float,
    gain: float,
    fewest: int,
    within: tuple[str, str] = ("", ""),
) -> Iterator[Unlike]:
    """Pairs of groups of as many counts that are like each other's, the likest first; `within` what, as said and in a key."""
    place, key = within
    found = []
    far = {name: table.far(group) for name, group in groups.items()}
    for (one, first), (other, second) in combinations(groups.items(), 2):
        if len(first) == len(second) and far[one] + far[other] > gain:  # else they cannot be nearer by so much
            way = table.crossing(first, second, fewest)
            if way and way.both_nearer and way.gain > gain and way.share < share:
                found.append((way.share, one, other))
    for _, one, other in sorted(found):
        yield Unlike(
            "two categories, places or columns have counts like each other's in the quarter beside it, so they may have been"
            " exchanged",
            f"{called(one)} is like {called(other)} was, and {called(other)} like {called(one)}"
            + (f", in {place}" if place else ""),
            f"each about as in {table.then}",
            "-".join(filter(None, ("exchanged", one, other, key))).replace(" ", "-"),
            frozenset((*groups[one], *groups[other])),
        )


# --- what slid, and what is out of proportion -------------------------------------------------------------------------


def _out_of_order(table: Beside) -> Iterator[Unlike]:
    """Categories whose areas are not in the order of the quarter beside it: a column sorted by itself, or slid."""
    largest = max(table.areas, key=lambda area: table.whole(area)[1], default="")
    for category, columns in table.columns.items():
        for column in columns:
            cells = [(area, column) for area in table.areas if area != largest and (area, column) in table.counts]
            figures = [table.steady[cell] for cell in cells]
            if len(cells) < _AREAS or min(table.whole(column=column)) < _MANY or likeness(figures) >= _LIKE:
                continue
            if min(variance(one) for one in zip(*figures, strict=True)) < _SPREAD:
                continue  # areas so alike that chance decides their order
            yield Unlike(
                "the counts of a category are large and small in other areas than in the quarter beside it, so they may have"
                " been sorted, or have slid, beside the names",
                f"{said(column)}, of which the counts of {len(cells)} areas have a correlation of {likeness(figures):.2f}",
                f"about as many in each area as in {table.then}: a correlation of at least 0.5",
                f"areas-of-{category}",
                frozenset((area, each) for area in table.areas for each in columns if (area, each) in table.counts),
            )
            break


def _areas_out(table: Beside) -> Iterator[Unlike]:
    """Areas of which all counts together are out of proportion."""
    all_areas = table.whole()
    for area in table.areas:
        own, other = table.whole(area)
        usual = _usual((own, other), all_areas)
        if max(own, usual) >= _AREA_CASES and not usual < _AREA_TIMES * own < _AREA_TIMES * _AREA_TIMES * usual:
            yield Unlike(
                "an area has three times the cases of the quarter beside it, or a third, and the others have not",
                f"{own:,.0f} in {table.named(area)}, where {other:,.0f} were",
                f"about as many as in {table.then}",
                f"area-{area}",
                frozenset(cell for cell in table.counts if cell[0] == area),
            )


def _counts_out(nearest: Sequence[Beside]) -> Iterator[Unlike]:
    """Single counts out of proportion to each of the nearest quarters, as one with a digit too many or too few is."""
    beside = nearest[0]
    least, far = _FROM_FOUR if len(nearest) >= _FOUR else _FROM_ONE
    sums = [{column: each.whole(column=column) for own in each.columns.values() for column in own} for each in nearest]
    for (area, column), (own, other) in beside.counts.items():
        usual = [
            _usual(each.counts[area, column], whole[column])
            for each, whole in zip(nearest, sums, strict=True)
            if (area, column) in each.counts
        ]
        low, high = min(usual), max(usual)
        near = min(max(own, low), high)
        times = (max(own, near) + 1) / (min(own, near) + 1)
        if times >= least and abs(steady(own) - steady(near)) >= far:
            yield Unlike(
                "a count is out of all proportion to that of the quarter beside it, so it may have a digit too many or too few",
                f"{own:,.0f} for {said(column)} in {beside.named(area)}, where {other:,.0f} were",
                f"about as many as in {beside.then}",
                f"count-{area}-{column}".replace(" ", "-"),
                frozenset(((area, column),)),
            )


def _usual(both: tuple[float, float], whole: tuple[float, float]) -> float:
    """What one count (now, then) would be, had it gone as the rest of the whole did."""
    now, then = whole[0] - both[0], whole[1] - both[1]
    return both[1] * now / then if then > 0 else both[1]
