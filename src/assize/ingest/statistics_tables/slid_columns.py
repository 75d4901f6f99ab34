"""Columns of a statistics table that slid by some rows, or were exchanged, as a whole.

What the figures of a table owe each other then holds nowhere, so that no row stands out. It holds again where one column is
moved up or down, or two change places: totals and their parts, percentages and the counts they are made of, and open cases,
which are those of the period before with what came and without what went.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from operator import eq

from assize.ingest.consistency.slides import fits_mostly, slid_by
from assize.ingest.layouts import SHOWN, Doubt
from assize.ingest.statistics_tables.checks import Sum, sums_of
from assize.ingest.statistics_tables.open_cases import called, cells, open_cases
from assize.ingest.statistics_tables.places import TablePlaces
from assize.ingest.statistics_tables.rows import Figure
from assize.ingest.statistics_tables.shares import decimals_of, is_near

_OWN_FILE = "Load the publisher's own file."
_ENOUGH = 6  # totals
_MOSTLY = 0.8  # of a column's figures that are, in another order, those that are needed
_ENOUGH_NEAR = 8
_STANDING, _OFTEN = 4, 3  # a quarter of the totals may hold as they stand
_LITTLE = Decimal("0.01")  # of a total
_SIDE = 5  # at least a fifth of the totals on each side
_MOST_COUNTS = 8
_LOOKED_AT = 200  # lines of a table: what slid shows in them
_TENTHS = 3  # decimals of a share printed to a tenth of a per cent
_COARSE = 12  # lines that must fit where shares are printed to the whole per cent
_GROUPS_ALIKE = 2  # groups of columns whose parts have one order
_DISTINCT = 4  # figures that must differ, for a fit to be no chance
_NO_NAME = frozenset(
    {
        "percent",
        "percentage",
        "per",
        "cent",
        "proportion",
        "share",
        "of",
        "rate",
        "the",
        "number",
        "count",
        "no",
        "cases",
    }
)


def check_slid_columns(figures: Sequence[Figure], places: TablePlaces, *, rounded: bool) -> list[Doubt]:
    """Refuses tables whose totals, percentages or open cases follow from the others only if a column is moved or exchanged.

    `rounded` says that the workbook speaks of rounding, so that totals need not be the sums of their parts to the case.
    """
    found = [*_sums(figures, places, rounded), *_shares(figures), *open_cases(figures), *_parts_in_order(figures)]
    found = found[:SHOWN]
    if not found:
        return []
    last = max((figure.span.period for figure in figures if figure.span.period), default=None)
    return [replace(doubt, key=f"slid@{last.id if last else 'all'}") for doubt in found]


# --- order --------------------------------------------------------------------------------------------------------------


def _parts_in_order(figures: Sequence[Figure]) -> Iterator[Doubt]:
    """A group of columns (`Disposals: Either way, Total …`) with the parts of two others or more, which have them in another
    order: two headers may have changed places."""
    heads: dict[str, dict[str, Figure]] = defaultdict(dict)
    for figure in figures:
        held = heads[figure.table.id].setdefault(figure.field, figure)
        if (figure.row, figure.column) < (held.row, held.column):
            heads[figure.table.id][figure.field] = figure
    for fields in heads.values():
        groups: dict[frozenset[str], list[tuple[str, list[str]]]] = defaultdict(list)
        for total in (field for field in fields if field.endswith("_total")):
            group = total.removesuffix("total")
            own = sorted((one for one in fields if one.startswith(group)), key=lambda one: fields[one].column)
            parts = [one.removeprefix(group) for one in own]
            groups[frozenset(parts)].append((group, parts))
        for alike in groups.values():
            usual, often = Counter(tuple(parts) for _, parts in alike).most_common(1)[0]
            for group, parts in alike:
                if often >= _GROUPS_ALIKE and often * 2 > len(alike) and tuple(parts) != usual:
                    first, other = next((one, two) for one, two in zip(parts, usual, strict=True) if one != two)
                    yield Doubt(
                        "a group of columns has its parts in another order than the others, so two headers may have changed"
                        " places",
                        fields[group + first].place,
                        found=f"'{called(fields[group + first])}' where the others have '{other.replace('_', ' ')}'",
                        expected="the same order under each header",
                        fix=_OWN_FILE,
                    )


# --- totals -------------------------------------------------------------------------------------------------------------


def _sums(figures: Sequence[Figure], places: TablePlaces, rounded: bool) -> Iterator[Doubt]:
    for what, group in sums_of(figures, places):
        order = sorted(group, key=lambda one: (one.whole.row, one.whole.column))[:_LOOKED_AT]
        telling = [one for one in order if one.whole.value or one.expected]
        if not rounded and (near := _nearly(telling)):
            yield near
        if found := _slid_sum(order):
            one, how = found
            yield Doubt(
                f"no total is the sum of its {what}, and nearly all would be if these figures stood elsewhere, so they may have"
                " slid",
                one.place,
                found=f"'{called(one)}' {how}",
                expected="totals beside their parts",
                fix=_OWN_FILE,
            )


def _slid_sum(order: Sequence[Sum]) -> tuple[Figure, str] | None:
    """The first figure of a row or column whose figures, in another order, make every total right; and how they differ."""
    added = [one.expected for one in order]
    whole = [one.whole.value or Decimal(0) for one in order]
    if sum(map(eq, whole, added)) * _STANDING > len(order):
        return None
    if how := _in_another_order(whole, added):
        return order[0].whole, how
    for key in dict.fromkeys(_key(part) for part in order[0].parts):
        own = [next((part for part in one.parts if _key(part) == key), None) for one in order]
        values = [part.value if part and part.value is not None else Decimal(-1) for part in own]
        needed = [value + all_ - sum_ for value, all_, sum_ in zip(values, whole, added, strict=True)]
        if own[0] is not None and (how := _in_another_order(values, needed)):
            return own[0], how
    return None


def _in_another_order(given: Sequence[Decimal], needed: Sequence[Decimal]) -> str:
    """How figures stand that are, in another order, those that are needed; empty where they are not."""
    shared = sum((Counter(given) & Counter(needed)).values())
    if len(given) < _ENOUGH or len(set(needed)) < _DISTINCT or shared < _MOSTLY * len(given):
        return ""
    by = slid_by(len(given), lambda line, at: given[at] == needed[line])
    return f"{cells(by)} away from the others" if by else "in another order than the others"


def _key(part: Figure) -> tuple[object, ...]:
    return part.area, part.field, part.item


def _nearly(order: Sequence[Sum]) -> Doubt | None:
    """Totals that are a little more than their parts here and less there: what a table leaves out only makes them more."""
    away = [(one.whole.value or Decimal(0)) - one.expected for one in order]
    more, less = sum(each > 0 for each in away), sum(each < 0 for each in away)
    near = all(abs(each) <= _LITTLE * (one.whole.value or 0) for one, each in zip(order, away, strict=True))
    if (
        len(order) < _COARSE
        or not near
        or (more + less) * _STANDING < _OFTEN * len(order)
        or min(more, less) * _SIDE < len(order)
    ):
        return None
    if any(len(one.parts) < 2 for one in order):
        return None
    first = next(one for one in order if not one.holds)
    return Doubt(
        "totals are nearly the sums of their parts, now more and now less, and the workbook says nothing of rounding",
        first.whole.place,
        found=f"{first.whole.raw}, and {more + less} of {len(order)} so",
        expected=f"{first.expected:f}, to the case",
        fix=_OWN_FILE,
    )


# --- percentages --------------------------------------------------------------------------------------------------------

_Columns = Mapping[str, Sequence[Figure | None]]  # a figure a line, by the column's field


def _shares(figures: Sequence[Figure]) -> Iterator[Doubt]:
    for columns in _tables(figures):
        counts = [field for field, column in columns.items() if not _any(column).percentage][:_MOST_COUNTS]
        for field, column in columns.items():
            if not _any(column).percentage or len({one.value for one in column if one}) < _DISTINCT:
                continue
            rules = [(part, other, both) for part, other in permutations(counts, 2) for both in (False, True)]
            lines = range(len(column))
            holding = [rule for rule in rules if fits_mostly(_told(columns, field, rule, lines), _enough(column))]
            if holding:
                yield from _named_otherwise(columns, field, holding, counts)
            elif problem := next(filter(None, (_slid_share(columns, field, rule) for rule in rules)), None):
                yield problem


_Rule = tuple[str, str, bool]  # part, and whole or the other part of the whole


def _tables(figures: Sequence[Figure]) -> Iterator[_Columns]:
    """Tables as columns of as many lines, down the rows; those with percentages and two counts beside them."""
    by_table: dict[str, dict[tuple[object, ...], dict[str, Figure]]] = defaultdict(lambda: defaultdict(dict))
    for figure in figures:
        by_table[figure.table.id][figure.row, figure.area, figure.span, figure.item][figure.field] = figure
    for lines in by_table.values():
        down = [lines[key] for key in sorted(lines, key=lambda key: (key[0], key[2]))[:_LOOKED_AT]]
        fields = dict.fromkeys(field for line in down for field in line)
        columns = {field: [line.get(field) for line in down] for field in fields}
        if len(down) > _DISTINCT and any(_any(column).percentage for column in columns.values()):
            yield columns


def _any(column: Sequence[Figure | None]) -> Figure:
    return next(one for one in column if one is not None)


def _enough(column: Sequence[Figure | None]) -> int:
    fine = any(one is not None and decimals_of(one.value) >= _TENTHS for one in column)
    return _DISTINCT + 2 if fine else _COARSE


def _fits(columns: _Columns, field: str, rule: _Rule, line: int, at: Mapping[str, int]) -> bool | None:
    """Whether a share is what its counts make it; `at` gives the line of a column that is moved."""
    part, other, both = rule
    values = [
        one.value if (one := columns[name][at.get(name, line)]) is not None else None for name in (field, part, other)
    ]
    share, own, rest = values
    if share is None or own is None or rest is None or own < 0 or rest < 0:
        return None
    whole = own + rest if both else rest
    if not whole or own in (0, whole):
        return None
    return is_near(share, own / whole)


def _told(columns: _Columns, field: str, rule: _Rule, lines: range) -> list[bool]:
    return [found for line in lines if (found := _fits(columns, field, rule, line, {})) is not None]


def _slid_share(columns: _Columns, field: str, rule: _Rule) -> Doubt | None:
    column = columns[field]
    for moved in (field, rule[0], rule[1]):
        by = slid_by(
            len(column),
            lambda line, at, moved=moved: _fits(columns, field, rule, line, {moved: at}),  # type: ignore[misc]
            _enough(column),
        )
        if by:
            return Doubt(
                "no percentage is that of its counts, and nearly all would be if these figures stood elsewhere: they may have"
                " slid",
                _any(columns[moved]).place,
                found=f"'{moved.replace('_', ' ')}' {cells(by)} away from the others",
                expected="percentages beside the counts that they are made of",
                fix=_OWN_FILE,
            )
    expected = [_expected(columns, field, rule, line) for line in range(len(column))]
    given = [one.value if one is not None else None for one in column]
    if len(given) >= _COARSE and None not in given and Counter(expected) == Counter(given):
        return Doubt(
            "percentages stand in another order than the counts that they are made of",
            _any(column).place,
            found=f"'{field.replace('_', ' ')}', of which each is that of another row",
            expected="percentages beside the counts that they are made of",
            fix=_OWN_FILE,
        )
    return None


def _expected(columns: _Columns, field: str, rule: _Rule, line: int) -> Decimal | None:
    """What a share should be, to as many decimals as its column is printed with."""
    part, other = columns[rule[0]][line], columns[rule[1]][line]
    if part is None or other is None or part.value is None or other.value is None:
        return None
    whole = part.value + other.value if rule[2] else other.value
    finest = max(decimals_of(one.value) for one in columns[field] if one is not None)
    return round(part.value / whole, finest) if whole else None


def _named_otherwise(columns: _Columns, field: str, holding: Sequence[_Rule], counts: Sequence[str]) -> Iterator[Doubt]:
    """A share that is that of one count, and bears the name of another: one of the columns stands under another's header."""
    said = _name(field)
    own = [count for count in counts if said and _name(count) == said]
    parts = {part for part, _, _ in holding}
    if own and not parts & set(own) and not any(_name(part) == said for part in parts):
        # Of two parts that make up the whole each rule has its like for the other's rest.
        part = sorted(parts)[0]
        yield Doubt(
            "a percentage is that of another column than the one whose name it bears: columns may have been exchanged",
            _any(columns[field]).place,
            found=f"'{field.replace('_', ' ')}' is that of '{part.replace('_', ' ')}'",
            expected=f"that of '{own[0].replace('_', ' ')}'",
            fix=_OWN_FILE,
        )


def _name(field: str) -> frozenset[str]:
    return frozenset(field.split("_")) - _NO_NAME
