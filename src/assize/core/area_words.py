"""A board's position among areas as printed: places with their interval, limits at its size, and how far areas differ."""

from __future__ import annotations

from decimal import Decimal

from assize.core.areas import AreaPoint, Position
from assize.core.document import Aspect, Number, Words
from assize.core.specs import Kind
from assize.core.wording import COUNT_FORMAT, RATE_FORMAT, derived_number, limit_number, rate_text, unit_in_head

_LIMITS = (Aspect.LOWER_998, Aspect.LOWER_95, Aspect.UPPER_95, Aspect.UPPER_998)


def places_words(position: Position) -> Words:
    """`between 9th and 27th highest`: never one place where the intervals allow several."""
    first, last = place_number(position, position.first), place_number(position, position.last)
    if position.first == position.last:
        return (first, " highest")
    return ("between ", first, " and ", last, " highest")


def place_number(position: Position, place: int) -> Number:
    """A place as printed: `9th`."""
    suffix = "th" if 10 <= place % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    form = f'{COUNT_FORMAT}"{suffix}"'
    return Number(f"{place}{suffix}", Decimal(place), form, position.board.figure.reference, Aspect.PLACE)


def spread_number(position: Position) -> Number:
    """Phi: how much more than chance areas differ."""
    value = Decimal(str(position.phi))
    return Number(rate_text(value), value, RATE_FORMAT, position.board.figure.reference, Aspect.SPREAD)


def limit_numbers(point: AreaPoint, kind: Kind) -> tuple[Number, Number, Number, Number]:
    """The limits at an area's size: lower 99.8%, lower 95%, upper 95%, upper 99.8%."""
    ends = (point.limits.lower_998, point.limits.lower_95, point.limits.upper_95, point.limits.upper_998)
    first, second, third, fourth = (
        limit_number(end, kind, point.figure.reference, aspect) for end, aspect in zip(ends, _LIMITS, strict=True)
    )
    return first, second, third, fourth


def expected_words(point: AreaPoint, kind: Kind, *, bare: bool = False) -> Words:
    """The 99.8% limits of an area of its size; `bare` without the sign that the head of a column has."""
    lower, _, _, upper = limit_numbers(point, kind)
    return (unit_in_head(lower, kind), " to ", unit_in_head(upper, kind)) if bare else (lower, " to ", upper)


def together_number(position: Position, kind: Kind) -> Number:
    """The value of all these areas together."""
    return derived_number(Decimal(str(position.target)), kind, position.board.figure.reference, Aspect.AREAS)
