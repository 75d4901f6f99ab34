"""A place that was copied over another of its kind: throughout a file, or in one period of it.

Two counts of some size are the same by chance now and then, several of them side by side are not, and least of all where
nothing differs. Figures count by how many digits they have, and equal figures of one pair once, since a total of one part
repeats it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from assize.core.errors import Problem
from assize.core.nouns import AreaKind
from assize.core.periods import Period
from assize.core.reading import Row
from assize.ingest.layouts import SHOWN, Doubt

_WEIGHTS = {2: 0.5, 3: 1, 4: 2}  # a number of so many digits weighs so much; one of more as much as one of four
_ENOUGH = 6  # of weight, as three different numbers above a thousand have
_ENOUGH_IN_ONE = 3  # of large numbers of one period, for smaller ones to be looked at
_LARGE = 1  # of weight: by such numbers it is told where nearly all that two have in common are the same
_NEARLY = 0.9
_NOUGHT = Decimal(0)
_OWN_FILE = "Load the publisher's own file."

Kinds = Mapping[str, Collection[AreaKind]]


def check_copied_places(rows: Sequence[Row], name: str, names: Mapping[str, str], kinds: Kinds) -> list[Problem]:
    """Refuses two places of one kind, or a place and the nation, with the same figures, in all of a file or in one period.

    `name` is the file's, `names` gives areas as they are called, `kinds` what they are: London is a region, a criminal justice
    area and more.
    """
    problems: list[Problem] = []
    seen: set[tuple[str, str]] = set()
    for (one, other, period), same in _found(rows, kinds).items():
        if (one, other) in seen:
            continue
        seen.add((one, other))
        problems.append(
            Doubt(
                "two places have the same figures, so one may have been copied over the other",
                f"{name} [{same[0].place}]",
                found=f"{names.get(one, one)} and {names.get(other, other)}{f' in {period.id}' if period else ''}:"
                f" {len(same):,} figures are the same, {same[0].raw.strip()} the first",
                expected="figures that differ from place to place",
                fix=_OWN_FILE,
                key=f"copied-{other}@{max(row.period for row in rows).id}",
            )
        )
    if len(problems) > SHOWN:
        more = Problem("more places have the figures of others", name, found=f"{len(problems) - SHOWN}")
        return [*problems[:SHOWN], more]
    return problems


_Pair = tuple[str, str, Period | None]  # two places, and the period in which: None for all of the file
_Of = tuple[Period, str, tuple[str, ...], str, str]


def _of(row: Row) -> _Of:
    return row.period, row.field, row.dimensions, row.sheet, row.column


def _found(rows: Sequence[Row], kinds: Kinds) -> dict[_Pair, list[Row]]:
    """The pairs with the same figures, and those figures as the first of a pair has them."""
    telling: dict[tuple[str, Period], dict[_Of, tuple[Row, float]]] = defaultdict(dict)
    large: dict[str, dict[_Of, tuple[Row, float]]] = defaultdict(dict)
    alike: dict[tuple[_Of, Decimal], list[Row]] = defaultdict(list)
    for row in rows:
        if row.value is not None and (weight := _weight(row.value)):
            of = _of(row)
            telling[row.area, row.period][of] = row, weight
            if weight >= _LARGE:
                large[row.area][of] = row, weight
                alike[of, row.value].append(row)
    weights: dict[_Pair, dict[Decimal, float]] = defaultdict(dict)
    for (_, value), group in alike.items():
        for one, other in combinations(sorted(group, key=lambda row: row.area), 2):
            if one.area != other.area and _comparable(kinds.get(one.area, ()), kinds.get(other.area, ())):
                weights[one.area, other.area, None][value] = weight = _weight(value)
                weights[one.area, other.area, one.period][value] = weight
    found: dict[_Pair, list[Row]] = {}
    for (left, right, period), values in sorted(weights.items(), key=lambda item: tuple(map(str, item[0]))):
        if sum(values.values()) < (_ENOUGH_IN_ONE if period else _ENOUGH):
            continue
        mine, theirs = (telling[left, period], telling[right, period]) if period else (large[left], large[right])
        if same := _copied([(*one, theirs[of][0]) for of, one in mine.items() if of in theirs]):
            found[left, right, period] = same
    return found


def _copied(both: Sequence[tuple[Row, float, Row]]) -> list[Row]:
    """The figures that are the same, where they are a copy: nearly all of the large ones, or all there are; else none.

    Each is given with its weight, and that of the other place.
    """
    for least, share in ((_LARGE, _NEARLY), (0, 1)):
        pairs = [(row, weight, row.value == other.value) for row, weight, other in both if weight >= least]
        same = {row.value: weight for row, weight, equal in pairs if equal}
        if sum(same.values()) >= _ENOUGH and sum(equal for _, _, equal in pairs) >= share * len(pairs):
            return [row for row, _, equal in pairs if equal]
    return []


def _comparable(one: Collection[AreaKind], other: Collection[AreaKind]) -> bool:
    """Whether two places cannot be one under two names: places of one kind, or the nation and a part of it."""
    nations = [AreaKind.NATION in each for each in (one, other) if each]
    return bool(set(one) & set(other)) or sorted(nations) == [False, True]


def _weight(value: Decimal) -> float:
    """By the digits of a whole number, or those that are printed of a fraction."""
    size = abs(value)
    whole = str(int(size)) if not size % 1 else str(size.normalize()).replace(".", "").lstrip("0").split("E")[0]
    return _WEIGHTS.get(min(len(whole), max(_WEIGHTS)), 0)
