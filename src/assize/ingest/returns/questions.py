"""What in a return must be asked about before it is believed: jumps against what came before, and forms filled in haste.

With thirteen earlier figures or more a figure is held against the control limits of its series (the house's rule set, with the
new figure left out of them). With fewer, against the range of the last four returns, made wider on each side by the widest of
that range, a third of their median, and three times the square root of it (the spread that chance gives a count). With one
earlier figure, or none, nothing is asked.

The form prints the same range beside the cell, and asks for the reason as the figure is typed. So a range ends on numbers that
can be printed and typed: of whole numbers the outermost inside it, of decimals the next tenth outside.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from statistics import median

from assize.core.errors import Problem
from assize.core.forms import PREVIOUS
from assize.core.periods import Period
from assize.core.wording import listed
from assize.ingest.returns.desk import Expected, Past
from assize.statistics.spc import MINIMUM_POINTS, control_chart

NOTHING_CAME = "nothing came for "
_FEWEST = 2  # earlier returns from which a range can be told
_SHARE = Decimal(1) / 3  # of the median: quarters of one office differ by a fifth without anything being wrong
_SIGMAS = 3
_LEAST_ALIKE = 4  # figures that are all of one earlier quarter: fewer may be so by chance
_FEWEST_OF_MOST, _NEARLY_ALL = 5, Decimal("0.8")  # figures, and how many of them nearly all are
_BY_NO_CHANCE = Decimal(20)  # so large a count is seldom the same again
_SMALLEST = Decimal(10)  # a difference of fewer is chance, whatever the share
_WHOLE, _TENTH = Decimal(1), Decimal("0.1")


@dataclass(frozen=True)
class Range:
    """From which number to which a figure would surprise nobody, both among them, and how that is known."""

    lower: Decimal
    upper: Decimal
    how: str

    def surprises(self, value: Decimal) -> bool:
        """Whether a figure lies outside."""
        return not self.lower <= value <= self.upper

    @property
    def words(self) -> str:
        """For a message: `between 120 and 180 (...)`."""
        return f"between {self.lower:,} and {self.upper:,} ({self.how})"


def usual_range(past: Past, *, decimals: bool = False) -> Range | None:
    """Where the next figure of a series would surprise nobody; None where too little came before."""
    found = _range(past)
    if found is None:
        return None
    down, up = (ROUND_FLOOR, ROUND_CEILING) if decimals else (ROUND_CEILING, ROUND_FLOOR)
    step = _TENTH if decimals else _WHOLE
    lower, upper = found.lower.quantize(step, down), found.upper.quantize(step, up)
    return Range(_plain(lower), _plain(upper), found.how)


def _range(past: Past) -> Range | None:
    values = [value for _, value in sorted(past)]
    if len(values) >= MINIMUM_POINTS:
        limits = control_chart([float(value) for value in values], better=0).segments[-1]
        if limits.lower is not None and limits.upper is not None:
            lower, upper = Decimal(str(limits.lower)), Decimal(str(limits.upper))
            middle = (lower + upper) / 2
            lower, upper = min(lower, middle - _SMALLEST), max(upper, middle + _SMALLEST)
            how = f"the control limits of {len(values)} earlier returns"
            step = (Decimal(str(limits.upper)) - Decimal(str(limits.lower))) / 2
            if (
                not lower <= values[-1] <= upper
            ):  # a new level was asked about when it came: what stays near it is no jump
                lower, upper = min(lower, values[-1] - step), max(upper, values[-1] + step)
                how += f", and {_printed(values[-1])} the last time"
            return Range(max(lower, Decimal(0)), upper, how)
    last = values[-PREVIOUS:]
    if len(last) < _FEWEST:
        return None
    middle = Decimal(median(last))
    wider = max(max(last) - min(last), middle * _SHARE, _SIGMAS * Decimal(str(math.sqrt(middle))), _SMALLEST)
    lower = max(min(last) - wider, Decimal(0))
    return Range(
        lower, max(last) + wider, f"the last {len(last)} returns were {', '.join(_printed(value) for value in last)}"
    )


def all_of_an_earlier(expected: Expected, values: Mapping[str, Decimal]) -> Period | None:
    """The latest earlier quarter of which every figure is, as where a form was sent back with what stood in another.

    The quarter before counts with the figures that are held of it. An older one must hold them all, and several must be too
    large to be the same by chance: there are many older quarters, and small counts repeat.
    """
    past = {field: dict(expected.history.get(field, ())) for field in values}
    before = expected.plan.quarter.later(-1)
    for quarter in sorted({period for held in past.values() for period in held}, reverse=True):
        alike = [field for field in values if past[field].get(quarter) == values[field]]
        held = sum(quarter in past[field] for field in values)
        if quarter == before:
            enough = len(alike) >= _LEAST_ALIKE and any(values[field] for field in alike)
        else:
            large = sum(values[field] >= _BY_NO_CHANCE for field in alike)
            enough = len(alike) == len(values) and large >= _LEAST_ALIKE
        if enough and len(alike) == held:
            return quarter
    return None


def most_of_an_earlier(expected: Expected, values: Mapping[str, Decimal]) -> tuple[Period, int, int] | None:
    """The latest earlier quarter of which nearly every figure is, how many are, and of how many that are not nought.

    As with older quarters, several must be too large to be the same by chance.
    """
    counted = {field: value for field, value in values.items() if value}
    past = {field: dict(expected.history.get(field, ())) for field in counted}
    for quarter in sorted({period for held in past.values() for period in held}, reverse=True):
        alike = [field for field, value in counted.items() if past[field].get(quarter) == value]
        large = sum(counted[field] >= _BY_NO_CHANCE for field in alike)
        if len(counted) >= _FEWEST_OF_MOST and len(alike) >= _NEARLY_ALL * len(counted) and large >= _LEAST_ALIKE:
            return quarter, len(alike), len(counted)
    return None


def changed_wholesale(expected: Expected, values: Mapping[str, Decimal]) -> bool:
    """Whether most figures differ from those that an earlier return of the same quarter gave: another quarter's, perhaps."""
    both = [
        (value, expected.held[field])
        for field, value in values.items()
        if isinstance(expected.held.get(field), Decimal)
    ]
    changed = sum(new != old for new, old in both)
    return len(both) >= _LEAST_ALIKE and changed * 2 > len(both)


def nothing_came(file: str, forms: Sequence[Expected]) -> list[Problem]:
    """The note that names the boards that a provider is asked about and of which nothing came, in this file or before."""
    lacking = {board for form in forms for board in form.to_come} - {form.plan.board_name for form in forms}
    return lacking_note(file, lacking)


def lacking_note(file: str, boards: Collection[str]) -> list[Problem]:
    """The note that nothing came for these boards; nothing without one."""
    what = f"{NOTHING_CAME}{listed(sorted(boards))}, which this provider is asked about too"
    fix = "Send that as well, in a file of its own if that is easier."
    return [Problem(what, file, fix=fix, blocks=False)] if boards else []


def _printed(value: Decimal) -> str:
    rounded = (
        value.quantize(Decimal(1), ROUND_HALF_UP) if value >= 10 else value.quantize(Decimal("0.1"), ROUND_HALF_UP)
    )
    return f"{rounded.normalize():,f}"


def _plain(number: Decimal) -> Decimal:
    """The same number without noughts after its point: 8, and neither 8.0 nor 8E+1."""
    whole = number.to_integral_value()
    return whole if number == whole else number
