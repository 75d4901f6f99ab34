"""Value axes in data units: three to five round gridlines, a start that the note can name."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from assize.core.document import Axis, Tick
from assize.core.specs import Kind
from assize.core.wording import MINUS, percent_text

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
_AIR = Decimal("0.06")  # of the range, above and below the data
_FEWEST_TICKS, _MOST_TICKS = 3, 5
_NEAR_ZERO = Decimal("0.25")  # of the highest value: an axis that reaches so far down goes on to nought
_LEAST = Decimal("0.1")  # of the values: a narrower axis would make a cliff of next to nothing
_LEAST_SHARE, _MOST_SHARE = (
    Decimal("0.01"),
    Decimal("0.05"),
)  # within which that lies for shares, in percentage points 1 and 5


def value_axis(values: Iterable[Decimal], kind: Kind, *, from_zero: bool = False, limits: bool = False) -> Axis:
    """An axis that holds every value with a little air, on round numbers.

    `from_zero` is for bars and stocks; an axis that comes near nought starts there too. Where the values do not, the axis never
    runs below nought, nor a share's above one. Values that lie close together, or are equal, are given width: a tenth of them,
    of shares one to five percentage points. With `limits` among them those say how far apart chance drives them, and set the
    scale.
    """
    held = list(values)
    low, high = min(held), max(held)
    if from_zero or 0 < low < high * _NEAR_ZERO:
        low = min(low, Decimal(0))
    floor = Decimal(0) if low >= 0 else None
    ceiling = Decimal(1) if kind.percent and high <= 1 else None
    if low == high or not limits:
        low, high = _least_wide(low, high, floor, ceiling, kind)
    air = (high - low) * _AIR
    tried = [
        _axis(low if from_zero else low - air, high + air, step, floor, ceiling, kind)
        for step in _steps(high - low + 2 * air)
    ]
    good = [axis for axis in tried if len(axis.ticks) <= _MOST_TICKS]
    return next((axis for axis in good if len(axis.ticks) >= _FEWEST_TICKS), None) or _widened(
        good[0], floor, ceiling, kind
    )


def axis_text(value: Decimal, kind: Kind, step: Decimal) -> str:
    """A gridline's label, with as many decimals as say exactly where it is and as its neighbours have."""
    if kind.percent:
        return percent_text(value, _decimals(value * 100, step * 100))
    return f"{value:,.{_decimals(value, step)}f}".replace("-", MINUS)


def start_words(axis: Axis, kind: Kind) -> str:
    """Where the axis starts, as its note says it."""
    if axis.minimum == 0:
        return "Axis starts at zero."
    return f"Axis starts at {axis_text(axis.minimum, kind, axis.minimum)}."


def _least_wide(
    low: Decimal, high: Decimal, floor: Decimal | None, ceiling: Decimal | None, kind: Kind
) -> tuple[Decimal, Decimal]:
    """The ends of an axis, apart as far as they have to be: as much below as above, as far as there is room."""
    width = max(abs(low), abs(high)) * _LEAST or _LEAST
    width = min(max(width, _LEAST_SHARE), _MOST_SHARE) if kind.percent else width
    if high - low >= width:
        return low, high
    start = (low + high - width) / 2
    start = start if ceiling is None else min(start, ceiling - width)
    start = start if floor is None else max(start, floor)
    return start, start + width


def _decimals(*numbers: Decimal) -> int:
    exponents = [number.normalize().as_tuple().exponent for number in numbers]
    return max(0, *(-exponent for exponent in exponents if isinstance(exponent, int)))


def _axis(
    low: Decimal, high: Decimal, step: Decimal, floor: Decimal | None, ceiling: Decimal | None, kind: Kind
) -> Axis:
    """The axis of one step: its ends lie on fifths of the step, its gridlines on the step."""
    fine = step / 5
    start, end = _floor(low, fine), _ceil(high, fine)
    start = start if floor is None else max(start, floor)
    end = end if ceiling is None else min(end, ceiling)
    ticks = []
    tick = _ceil(start, step)
    while tick <= end:
        ticks.append(Tick(tick, axis_text(tick, kind, step)))
        tick += step
    return Axis(start, end, tuple(ticks))


def _widened(axis: Axis, floor: Decimal | None, ceiling: Decimal | None, kind: Kind) -> Axis:
    """An axis of two gridlines, with room for a third: above, or below where there is none above."""
    first, last = axis.ticks[0].value, axis.ticks[-1].value
    step = last - first
    if ceiling is None or last + step <= ceiling:
        return _axis(axis.minimum, last + step, step, floor, ceiling, kind)
    return _axis(first - step, axis.maximum, step, floor, ceiling, kind)


def _steps(span: Decimal) -> list[Decimal]:
    """Round steps from the smallest that can give few enough gridlines."""
    magnitude = Decimal(10) ** ((span / _MOST_TICKS).adjusted())
    steps = [step * scale for scale in (magnitude, magnitude * 10) for step in _STEPS]
    return [step for step in steps if span / step <= _MOST_TICKS]


def _floor(value: Decimal, unit: Decimal) -> Decimal:
    return (value // unit - (1 if value % unit < 0 else 0)) * unit


def _ceil(value: Decimal, unit: Decimal) -> Decimal:
    floor = _floor(value, unit)
    return floor if floor == value else floor + unit
