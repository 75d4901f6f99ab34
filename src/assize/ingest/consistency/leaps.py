"""Figures that leap away from those beside them in time, in a series that is otherwise steady.

A figure in another unit is ten, a hundred or a thousand times what is usual, one that was lost is nought, and one that slipped
from another line has nothing to do with either. A series that moves by itself is left, and so is a period in which many
places move together, as all courts did in the spring of 2020; unless all of it is nought, or times a power of ten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log10, sqrt
from statistics import median

from assize.core.errors import Problem
from assize.core.periods import Period
from assize.core.reading import Row
from assize.ingest.layouts import SHOWN, Doubt, some
from assize.ingest.values import read_number

BESIDE, FEWEST = 4, 3  # figures before or after one, by which the usual is told; and how few of them tell it
STEADY = 2.5  # times: among those beside it the largest to the smallest
FAR = 5  # times the usual; in the published files a steady series has moved by no more than 2.6 times
APART = 4.0  # between the square roots: what chance does to a count is no more than half of one
_MANY, _ENOUGH_PLACES = 1 / 3, 4  # of the places of a table that leap in one period: they move together
_NEARLY = 0.8  # of them that are nought, or ten times
_POWER = 0.15  # of a power of ten by which the usual factor of a period may be beside one
_SMALL = 1000  # a share from 0 to 1 is weighed by its thousandths
_OWN_FILE = "Load the publisher's own file."


@dataclass(frozen=True)
class Leap:
    """One figure that leaps, and what is usual beside it."""

    row: Row
    usual: float
    begins: bool  # or ends a level of its own: the figures on its other side are like it

    @property
    def factor(self) -> float:
        """How many times the usual it is."""
        return float(self.row.value or 0) / self.usual


def usual_beside(values: Sequence[float], at: int) -> tuple[float, bool] | None:
    """What the figures beside one make likely, where it is far from that; None where it is not, or they are not steady.

    The second part says that those on its other side are like it, so that it is the first or the last of a new level.
    """
    before, after = values[max(0, at - BESIDE) : at], values[at + 1 : at + 1 + BESIDE]
    value, usual, alike = values[at], [], False
    for near in (before, after):
        if len(near) < FEWEST:
            continue
        steady = _steady_usual(near)
        if steady is None:
            return None
        if _is_far(value, steady):
            usual.append(steady)
        else:
            alike = True
    if usual:
        return usual[0], alike
    # A series of four has fewer on each side: both together tell.
    steady = _steady_usual([*before, *after]) if not alike else None
    return (steady, False) if steady is not None and _is_far(value, steady) else None


def _steady_usual(near: Sequence[float]) -> float | None:
    if len(near) < FEWEST or min(near) <= 0 or max(near) > STEADY * min(near):
        return None
    return median(near)


def _is_far(value: float, usual: float) -> bool:
    if value * FAR > usual and value < usual * FAR:
        return False
    return abs(sqrt(max(value, 0)) - sqrt(usual)) >= APART


def check_leaps(rows: Sequence[Row], name: str, names: Mapping[str, str]) -> list[Problem]:
    """Doubts figures that leap: of one place and period, or a whole period that is nought or a power of ten of the usual.

    `name` is the file's, `names` gives areas as they are called.
    """
    leaps, places = _found(rows)
    together: dict[tuple[object, ...], list[Leap]] = defaultdict(list)
    for leap in leaps:
        together[_table(leap.row)].append(leap)
    problems: list[Problem] = []
    alone: dict[tuple[str, Period], list[Leap]] = defaultdict(list)
    whole: dict[Period, tuple[str, list[Leap]]] = {}
    for at, found in together.items():
        if places[at] < _ENOUGH_PLACES or len(found) < _MANY * places[at]:
            for leap in found:
                if not leap.begins:
                    alone[leap.row.area, leap.row.period].append(leap)
        elif how := _whole_period(found):
            whole.setdefault(found[0].row.period, (how, []))[1].extend(found)
    for period, (how, found) in sorted(whole.items()):
        problems.append(_doubt(found, name, f"nearly all figures of {period.id} are {how}", "leap", period))
    for (area, period), found in sorted(alone.items(), key=lambda item: (item[0][1], item[0][0])):
        said = f"the figures of {names.get(area, area)} leap in {period.id}"
        problems.append(_doubt(found, name, said, f"leap-{area}", period))
    if len(problems) > SHOWN:
        rest, last = problems[SHOWN:], max(leap.row.period for leap in leaps)
        more = Doubt("more figures leap", name, some([each.what for each in rest], 2), fix=_OWN_FILE)
        problems = [*problems[:SHOWN], replace(more, key=f"leaps-{len(rest)}@{last.id}")]
    return problems


def _found(rows: Sequence[Row]) -> tuple[list[Leap], Mapping[tuple[object, ...], int]]:
    """The figures that leap; and of each table and period how many figures could have."""
    series: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row.value is not None:
            series[row.sheet, row.area, row.field, row.dimensions, row.period.months].append(row)
    leaps: list[Leap] = []
    places: dict[tuple[object, ...], int] = defaultdict(int)
    for of_it in series.values():
        if len(of_it) <= FEWEST:
            continue
        values = [float(row.value or 0) for row in of_it]
        low, high = min(values), max(values)
        for row in of_it:
            places[_table(row)] += 1
        if low * FAR > high:
            continue  # most series: nothing in them can be far from the rest
        of_it = sorted(of_it, key=lambda row: row.period)
        scale = _SMALL if high <= 1 else 1
        values = [float(row.value or 0) * scale for row in of_it]
        for at, row in enumerate(of_it):
            if found := usual_beside(values, at):
                leaps.append(Leap(row, found[0] / scale, found[1]))
    return leaps, places


def _table(row: Row) -> tuple[object, ...]:
    return row.sheet, row.field, row.dimensions, row.period


def _whole_period(found: Sequence[Leap]) -> str:
    """What all figures of a period are, if they are nought or a power of ten of the usual; else nothing."""
    noughts = sum(leap.row.value == 0 for leap in found)
    if noughts >= _NEARLY * len(found):
        return "nought"
    powers = [log10(leap.factor) for leap in found if leap.factor > 0]
    power = round(median(powers))
    near = sum(abs(each - power) <= _POWER for each in powers)
    if power and near >= _NEARLY * len(found) and abs(median(powers) - power) <= _POWER / 2:
        return f"{10 ** abs(power):,} times {'more' if power > 0 else 'less'} than usual"
    return ""


def _doubt(found: Sequence[Leap], name: str, what: str, key: str, period: Period) -> Doubt:
    first = found[0]
    more = f", and {len(found) - 1:,} more" if len(found) > 1 else ""
    return Doubt(
        f"{what}, so they may be misread or in another unit",
        f"{name} [{first.row.place}]",
        found=f"{first.row.raw.strip()}{more}",
        expected=f"about {_as_printed(first)}, as in the periods beside it",
        fix=_OWN_FILE,
        key=f"{key}@{period.id}",
    )


def _as_printed(leap: Leap) -> str:
    """The usual as a reader says it, in the unit that the figure is printed in: a share read from 0 to 1 may be in per cent."""
    raw, value = leap.row.raw.strip(), leap.row.value
    printed = read_number(raw.removesuffix("%").strip())
    in_percent = printed is not None and printed.value is not None and value and printed.value == value * 100
    usual, sign = (leap.usual * 100, "%" if raw.endswith("%") else "") if in_percent else (leap.usual, "")
    return (f"{usual:,.0f}" if usual >= 10 else f"{usual:.3g}") + sign
