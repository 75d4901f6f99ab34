"""Value axes in data units: three to five round gridlines, a start that the note can name."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from assize.core.document import Axis, Tick
from assize.core.specs import Kind
from assize.core.wording import count_text, percent_text

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
_AIR = Decimal("0.06")  # of the range, above and below the data
_MOST_TICKS = 5


def value_axis(values: Iterable[Decimal], kind: Kind, *, from_zero: bool = False) -> Axis:
    """An axis that holds every value with a little air, on round numbers.

    `from_zero` is for bars and stocks. A share never runs below nought or above one; an axis of equal values is given width.
    """
    held = list(values)
    low = Decimal(0) if from_zero else min(held)
    high = max(held) if max(held) != low else low + (abs(low) or Decimal(1)) / 10
    air = (high - low) * _AIR
    step = _step(high - low + 2 * air)
    fine = step / 5
    start = low if from_zero else _floor(low - air, fine)
    if low >= 0:
        start = max(start, Decimal(0))
    end = _ceil(high + air, fine)
    if kind is Kind.PROPORTION and high <= 1:
        end = min(end, Decimal(1))
    first = _ceil(start, step)
    ticks = []
    tick = first
    while tick <= end:
        ticks.append(Tick(tick, axis_text(tick, kind, step)))
        tick += step
    return Axis(start, end, tuple(ticks))


def axis_text(value: Decimal, kind: Kind, step: Decimal) -> str:
    """A gridline's label: whole numbers where the step allows it, else one decimal."""
    if kind is Kind.PROPORTION:
        whole = (step * 100) % 1 == 0 and (value * 100) % 1 == 0
        return percent_text(value, 0 if whole else 1)
    if step % 1 == 0 and value % 1 == 0:
        return count_text(value)
    return f"{value.normalize():f}"


def start_words(axis: Axis, kind: Kind) -> str:
    """Where the axis starts, as its note says it."""
    if axis.minimum == 0:
        return "Axis starts at zero."
    return f"Axis starts at {axis_text(axis.minimum, kind, Decimal(1) if kind is not Kind.PROPORTION else Decimal('0.01'))}."


def _step(span: Decimal) -> Decimal:
    """The smallest round step that gives at most five gridlines."""
    magnitude = Decimal(10) ** ((span / _MOST_TICKS).adjusted())
    for scale in (magnitude, magnitude * 10):
        for step in _STEPS:
            if span / (step * scale) <= _MOST_TICKS:
                return step * scale
    return magnitude * 100


def _floor(value: Decimal, unit: Decimal) -> Decimal:
    return (value // unit - (1 if value % unit < 0 else 0)) * unit


def _ceil(value: Decimal, unit: Decimal) -> Decimal:
    floor = _floor(value, unit)
    return floor if floor == value else floor + unit
