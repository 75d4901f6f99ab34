"""Periods and places whose figures are those of another: one was copied over the other.

Two counts of some size are the same by chance now and then, several of them side by side are not. Figures count by how many
digits they have, and equal figures of one pair once, since a total of one part repeats it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

from assize.core.errors import Problem
from assize.core.periods import Period
from assize.core.reading import Row
from assize.core.specs import Catalogue
from assize.ingest.layouts import SHOWN, some
from assize.ingest.printed_periods import Span, shown

_WEIGHTS = {3: 1, 4: 2}  # a number of so many digits weighs so much; one of more as much as one of four
_ENOUGH = 6  # of weight, as three different numbers above a thousand have
_NEARLY = 0.9  # of the figures that two have in common, so many are the same
_OWN_FILE = "Load the publisher's own file."


@dataclass(frozen=True)
class Held:
    """A figure: of which place and period, of what besides, and where it stands. `period` has an order."""

    area: str
    period: Any
    of: Hashable
    value: Decimal
    place: str
    raw: str


def said_period(period: Period) -> str:
    """`January to March 2024`."""
    return shown(Span(period.year, period.month, period.months))


def of_one_length(one: Period, other: Period) -> bool:
    """Whether two periods have as many months."""
    return one.months == other.months


def held_rows(rows: Sequence[Row], file: str) -> list[Held]:
    """Rows of a reading that have a value."""
    return [
        Held(
            row.area,
            row.period,
            (row.field, *row.dimensions),
            row.value,
            f"{file} [{f'{row.sheet}!{row.ref}' if row.ref else f'line {row.line}, {row.column}'}]",
            row.raw,
        )
        for row in rows
        if row.value is not None
    ]


def alike_in(catalogue: Catalogue) -> Callable[[str, str], bool]:
    """Whether two places are of one kind: London is a region, a criminal justice area and more."""

    def alike(one: str, other: str) -> bool:
        kinds = [catalogue.areas[area].kinds if area in catalogue.areas else () for area in (one, other)]
        return bool(set(kinds[0]) & set(kinds[1]))

    return alike


def check_copied_rows(rows: Sequence[Row], file: str, catalogue: Catalogue, *, places: bool = True) -> list[Problem]:
    """The same of rows of a reading, among periods of one length."""
    return check_copies(held_rows(rows, file), catalogue, said_period, comparable=of_one_length, places=places)


def check_copies(
    held: Sequence[Held],
    catalogue: Catalogue,
    said: Callable[[Any], str],
    *,
    comparable: Callable[[Any, Any], bool] = lambda one, other: True,
    places: bool = True,
) -> list[Problem]:
    """Refuses two periods, or two `places` of one kind, with the same figures throughout: of all of the file, or of one place
    or period of it.

    `said` gives a period in words; `comparable` says of two periods whether the same figures would be wrong in them.
    """
    names = {slug: area.name for slug, area in catalogue.areas.items()}
    problems: list[Problem] = []
    told: dict[tuple[Any, Any], list[tuple[str, list[Held]]]] = defaultdict(list)
    for (one, other, area), same in _found(held, _of_period, comparable).items():
        told[one, other].append((area, same))
    for (one, other), found in told.items():
        whole = next((same for area, same in found if not area), None)
        same = whole or found[0][1]
        of = "" if whole else f" of {some([names.get(area, area) for area, _ in found])}"
        problems.append(
            Problem(
                "one period has the figures of another, so it was copied over it",
                same[0].place,
                found=f"{said(one)} and {said(other)}{of}: {len(same):,} figures are the same, {same[0].raw.strip()} the first",
                expected="figures that differ from period to period",
                fix=_OWN_FILE,
            )
        )
    seen: set[tuple[str, str]] = set()
    for (one, other, period), same in (
        _found(held, _of_area, alike_in(catalogue)).items() if places and not problems else ()
    ):
        if (one, other) in seen:
            continue
        seen.add((one, other))
        problems.append(
            Problem(
                "two places have the same figures, so one was copied over the other",
                same[0].place,
                found=f"{names.get(one, one)} and {names.get(other, other)}{f' in {said(period)}' if period else ''}:"
                f" {len(same):,} figures are the same, {same[0].raw.strip()} the first",
                expected="figures that differ from place to place",
                fix=_OWN_FILE,
            )
        )
    if len(problems) > SHOWN:
        more = Problem(
            "more periods or places have the figures of others", problems[SHOWN].where, f"{len(problems) - SHOWN}"
        )
        return [*problems[:SHOWN], more]
    return problems


def _of_period(one: Held) -> tuple[Any, Any, Hashable]:
    return one.period, one.area, one.of


def _of_area(one: Held) -> tuple[Any, Any, Hashable]:
    return one.area, one.period, one.of


_Pair = tuple[Any, Any, Any]  # two of what is compared, and the stretch in which: empty for all of the file


def _found(
    held: Sequence[Held], by: Callable[[Held], tuple[Any, Any, Hashable]], comparable: Callable[[Any, Any], bool]
) -> dict[_Pair, list[Held]]:
    """The pairs with the same figures, and those figures as the first of a pair has them."""
    telling: dict[Any, dict[Hashable, Held]] = defaultdict(dict)
    alike: dict[Hashable, list[Held]] = defaultdict(list)
    for one in held:
        if _weight(one.value):
            what, stretch, of = by(one)
            telling[what][stretch, of] = one
            alike[stretch, of, one.value].append(one)
    weights: dict[_Pair, dict[Decimal, Held]] = defaultdict(dict)
    for group in alike.values():
        for pair in combinations(sorted(group, key=lambda each: by(each)[0]), 2):
            (left, stretch, _), (right, _, _) = map(by, pair)
            if left != right and comparable(left, right):
                weights[left, right, ""][pair[0].value] = pair[0]
                weights[left, right, stretch][pair[0].value] = pair[0]
    found: dict[_Pair, list[Held]] = {}
    for (left, right, stretch), values in sorted(weights.items(), key=lambda item: tuple(map(str, item[0]))):
        if sum(map(_weight, values)) < _ENOUGH:
            continue
        both = [
            (one, telling[right][key])
            for key, one in telling[left].items()
            if key in telling[right] and stretch in ("", key[0])  # type: ignore[index]  # keys are (stretch, of)
        ]
        same = [one for one, other in both if one.value == other.value]
        if len(same) >= _NEARLY * len(both):
            found[left, right, stretch] = same
    return found


def _weight(value: Decimal) -> int:
    """By the digits of a whole number, or those that are printed of a fraction."""
    size = abs(value)
    digits = (
        len(str(int(size))) if not size % 1 else len(str(size.normalize()).replace(".", "").lstrip("0").split("E")[0])
    )
    return _WEIGHTS.get(min(digits, max(_WEIGHTS)), 0)
