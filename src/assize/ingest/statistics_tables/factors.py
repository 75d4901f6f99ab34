"""Totals of a statistics table that add up nowhere, and would if the figures of one row were divided by a number."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from assize.core.errors import Problem
from assize.ingest.statistics_tables.checks import Sum, few, sums_of
from assize.ingest.statistics_tables.places import TablePlaces
from assize.ingest.statistics_tables.rows import Figure
from assize.ingest.statistics_tables.slips import is_count

_ENOUGH = 2  # totals that one whole factor makes right; of any other number it takes one more
_UNITS = (10, 100, 1000, 1_000_000)
_OWN_FILE = "Load the publisher's own file."
_Key = tuple[str, str, object]


def check_factors(figures: Sequence[Figure], places: TablePlaces) -> list[Problem]:
    """Refuses totals of which none holds and all would if one row, or the total, or both had another unit; and totals of areas
    or quarters that are less than one of their parts.
    """
    problems: list[Problem] = []
    for what, group in sums_of(figures, places):
        telling = [one for one in group if (one.whole.value or one.expected) and is_count(one.whole)]
        if what in ("areas", "quarters"):
            problems += _less(what, telling)
        if len({(one.whole.value, one.expected) for one in telling}) < _ENOUGH or any(one.holds for one in telling):
            continue
        if found := _factor(telling):
            place, factor = found
            said = f"{factor.numerator:,}" if factor.denominator == 1 else f"{float(factor):g}"
            problems.append(
                Problem(
                    f"no total is the sum of its {what}, and all would be if these figures were divided by {said}",
                    place,
                    found=f"{telling[0].whole.raw} where the {what} add up to {telling[0].expected:f}",
                    expected="figures of one unit",
                    fix=_OWN_FILE,
                )
            )
    return few(problems, "more totals do not fit their parts")


def _less(what: str, sums: Sequence[Sum]) -> list[Problem]:
    for one in sums:
        largest = max(one.parts, key=lambda part: part.value or 0)
        if (
            len(one.parts) > 1
            and (one.whole.value or 0) < (largest.value or 0)
            and min(part.value or 0 for part in one.parts) >= 0
        ):
            return [
                Problem(
                    f"a total is less than one of its {what}",
                    one.whole.place,
                    found=f"{one.whole.raw}, and {largest.raw} in {largest.place}",
                    expected="a total of at least its largest part",
                    fix=_OWN_FILE,
                )
            ]
    return []


def _factor(sums: Sequence[Sum]) -> tuple[str, Fraction] | None:
    """The place of the first of the figures that are too large or too small, and by what factor."""
    if found := _same(sums, [_ratio(_whole(one), _added(one)) for one in sums]):
        return sums[0].whole.place, found
    for key in dict.fromkeys(_key(part) for one in sums for part in one.parts):
        own = [next((part for part in one.parts if _key(part) == key), None) for one in sums]
        values = [Fraction(part.value) for part in own if part is not None and part.value]
        if len(values) < len(sums) or len(set(values)) < _ENOUGH:
            continue
        pairs = list(zip(sums, values, strict=True))
        # The part alone: what is left of the total without the others is what it should be.
        lone = _same(sums, [_ratio(part, _whole(one) - _added(one) + part) for one, part in pairs])
        # The part and the total: what is left of the total without it is the factor times the others.
        both = _same(sums, [_ratio(_whole(one) - part, _added(one) - part) for one, part in pairs])
        first = next(part for part in own if part is not None)
        if lone or both:
            return first.place, lone or both or Fraction(1)
    return None


def _same(sums: Sequence[Sum], ratios: Sequence[Fraction | None]) -> Fraction | None:
    """The one ratio of all sums, where it is neither 1 nor a chance.

    Parts that are told twice over (by sex and by age) make a total that is a half of their sum: of factors below 1 only those
    of another unit count.
    """
    found = set(ratios)
    only = found.pop()
    if found or only is None or only <= 0 or only == 1:
        return None
    if only < 1 and 1 / only not in _UNITS:
        return None
    whole = 1 in (only.numerator, only.denominator)
    distinct = len({(one.whole.value, one.expected) for one in sums})
    return only if distinct >= _ENOUGH + (not whole) else None


def _ratio(one: Fraction, other: Fraction) -> Fraction | None:
    return one / other if other else None


def _whole(one: Sum) -> Fraction:
    return Fraction(one.whole.value or 0)


def _added(one: Sum) -> Fraction:
    return Fraction(one.expected)


def _key(part: Figure) -> _Key:
    return part.area, part.field, part.item


# --- totals of which there is one alone -------------------------------------------------------------------------------

_NEAR = 4  # a total further than a quarter of itself from the sum of its parts is no sum of them
_MOST_PARTS = 12  # of which every choice can be tried


def leave_lone_totals(figures: Sequence[Figure], places: TablePlaces) -> tuple[list[Figure], list[Problem]]:
    """The figures without a total that is nearly the sum of its parts and stands alone, and without these parts.

    Where another measure of the table adds up in the same way it is a fault, and refused. Else nobody can tell whether the
    total, a part, or the notion that they add up is wrong: all are left out, and it is said.
    """
    groups = list(sums_of(figures, places))
    adding = {(what, one.whole.table.id) for what, group in groups for one in group if one.holds and len(one.parts) > 1}
    out: set[int] = set()
    problems = []
    for what, group in groups:
        telling = [one for one in group if one.whole.value or one.expected]
        if len(telling) != 1 or telling[0].holds or not _nearly(telling[0]):
            continue
        one = telling[0]
        if (what, one.whole.table.id) in adding:
            problems.append(
                Problem(
                    f"a total is not the sum of its {what}",
                    one.whole.place,
                    found=one.whole.raw,
                    expected=f"{one.expected:f}, as other totals of this table add up",
                    fix="Load the publisher's own file: a row may be missing, doubled or changed.",
                )
            )
            continue
        out |= {id(figure) for figure in (one.whole, *one.parts)}
        problems.append(
            Problem(
                f"a total is nearly the sum of its {what} and no other shows whether it should be: none of them is read",
                one.whole.place,
                found=one.whole.raw,
                expected=f"{one.expected:f}, if they add up",
                blocks=False,
            )
        )
    return [figure for figure in figures if id(figure) not in out], few(problems, "more totals stand alone")


def _nearly(one: Sum) -> bool:
    """Whether a total is near the sum of two parts or more, and is not that of some of them."""
    whole, added = one.whole.value or Decimal(0), one.expected
    if not is_count(one.whole) or len(one.parts) < 2 or whole <= 0 or abs(whole - added) * _NEAR > whole:
        return False
    values = [part.value or Decimal(0) for part in one.parts]
    if min(values) < 0 or len(values) > _MOST_PARTS:
        return False
    sums = {Decimal(0)}
    for value in values:
        sums |= {each + value for each in sums}
    return whole not in sums
