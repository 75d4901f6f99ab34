"""The small drawings of a table's cells: a trend, an interval, and the marks of points. Frozen values; no sizes, no colours."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


class PointMark(Enum):
    """How a point of the board's line is drawn: by shape and colour of the same meaning as the icons."""

    COMMON = "common"  # white with a ring
    IMPROVEMENT = "improvement"  # filled circle
    CONCERN = "concern"  # filled diamond
    CHANGED = "changed"  # filled square


_LEAST = Decimal("0.1")  # of the values, that a trend without a range spans


@dataclass(frozen=True)
class Trend:
    """A small trend in a table cell: values on the document's shared time axis, None where nothing is held.

    `ranges` gives the lower limit, mean and upper limit of every place that has them: with seasons they move from place to
    place. Neither the line nor the range is joined over `break_after`: the definition or the source changed after these places.
    """

    values: tuple[Decimal | None, ...]
    ranges: tuple[tuple[Decimal, Decimal, Decimal] | None, ...]
    last: PointMark
    alt: str
    break_after: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()
    number_format: str = "General"

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        """The ends of its axis, never the same: the least and the most that it draws.

        Without a range to say how far apart chance drives them, values that lie close together are given a tenth of them: next
        to nothing makes no cliff.
        """
        drawn = [value for value in self.values if value is not None]
        ends = [end for limits in self.ranges if limits is not None for end in (limits[0], limits[2])]
        low, high = (min(drawn + ends), max(drawn + ends)) if drawn or ends else (Decimal(0), Decimal(1))
        if ends and low < high:
            return low, high
        lacking = max((max(abs(low), abs(high)) * _LEAST or Decimal(1)) - (high - low), Decimal(0))
        return low - lacking / 2, high + lacking / 2

    def described(self, name: str) -> str:
        """Its alternative text where nothing else says that it is of the measure called `name`."""
        return f"{name}: {self.alt[:1].lower()}{self.alt[1:]}"

    @property
    def stretches(self) -> tuple[tuple[int, ...], ...]:
        """The places in a row that have a range, none of them over a break."""
        found: list[list[int]] = []
        for place, limits in enumerate(self.ranges):
            if limits is None:
                continue
            joined = found and found[-1][-1] == place - 1 and place - 1 not in self.break_after
            if joined:
                found[-1].append(place)
            else:
                found.append([place])
        return tuple(tuple(places) for places in found)


@dataclass(frozen=True)
class Span:
    """An interval drawn small in a table cell, on the column's shared scale, with a reference line."""

    lower: Decimal
    value: Decimal
    upper: Decimal
    scale_minimum: Decimal
    scale_maximum: Decimal
    reference: Decimal | None
    alt: str
