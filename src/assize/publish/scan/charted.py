"""What charts and small trends say at each place of their axis, where programs keep their data: in caches, in workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assize.core.document import Aspect, Chart, Number, PointMark, Trend
from assize.publish.scan.units import Unit, rounded, unit_of
from assize.render.xlsx_charts import round_below, step_of

ENDS_OF_FUNNEL = (Aspect.LOWER_998, Aspect.LOWER_95, Aspect.UPPER_95, Aspect.UPPER_998)


@dataclass(frozen=True)
class Places:
    """What a chart says at each place of its axis, and what is written around them. Bars may stand in any order."""

    around: Unit
    places: Mapping[int, Unit]
    ordered: bool

    def accounts(self, index: int, numbers: Mapping[str, int], values: Sequence[float]) -> bool:
        """Whether it says all of it at that place, or around."""
        if self.ordered and index in self.places:
            return self.places[index].holds(numbers, values) or self.around.holds(numbers, values)
        return self.around.holds(numbers, values) or any(unit.holds(numbers, values) for unit in self.places.values())

    @property
    def units(self) -> Iterable[Unit]:
        """All of it."""
        return (self.around, *self.places.values())


def places_of_chart(chart: Chart) -> Places:
    """A unit for each place of the axis, each bar and each dot, and one for what is written around them."""
    places: dict[int, Unit] = {}
    around = (chart.caption, chart.note, chart.alt, chart.annotations, chart.hatches, chart.axis, chart.across)
    whole = unit_of(
        around,
        chart.target,
        chart.number_format,
        chart.across_words,
        chart.centre,
        chart.centre_name,
        [one.value for one in ENDS_OF_FUNNEL if chart.dots],
        _heads_of_series(chart),
    )
    of_axes = (step_of(chart.axis), round_below(chart.across.minimum) if chart.across else None)  # of the workbook's
    whole = _with(whole, [one for one in of_axes if one is not None])
    for at, category in enumerate(chart.categories):
        told: list[Any] = [category, chart.target, chart.categories[max(0, at - 1)]]
        told += [line.points[at] for line in chart.lines] + [line.name for line in chart.lines]
        ends = [one for one in chart.levels if one.first <= at <= one.last]
        told += [(one.lower, one.mean, one.upper) for one in ends]
        told += [hatch.words for hatch in chart.hatches] + [
            note.words for note in chart.annotations if note.index == at
        ]
        years = (
            [float(category.group)] if category.group.isdecimal() else []
        )  # which a workbook's chart keeps as a number
        places[at] = _with(unit_of(*told), [*years, *(_height(chart, one.lower, one.upper) for one in ends)])
    for at, bar in enumerate(chart.bars):
        ends_of = [_between(bar.lower, bar.number), _between(bar.number, bar.upper), _between(bar.lower, bar.upper)]
        places[at] = _with(unit_of(bar, chart.target), [one for one in ends_of if one is not None])
    for at, dot in enumerate(chart.dots, start=len(chart.bars)):
        places[at] = unit_of(dot, chart.centre)
    values = set(whole.values)
    if chart.dots:  # a funnel has no places: its dots lie where they lie
        values = values.union(*(unit.values for unit in (*map(unit_of, chart.curves), *places.values())))
    return Places(Unit(whole.numbers, frozenset(values)), places, ordered=bool(chart.categories))


def places_of_trend(trend: Trend, name: str) -> Places:
    """What a small trend of the row called `name` says at each of its places where it is a chart with its numbers behind it."""
    places = {}
    labels = trend.labels or [str(place) for place in range(1, len(trend.values) + 1)]
    for at, value in enumerate(trend.values):
        limits = trend.ranges[at] if trend.ranges else None
        told = [*([] if value is None else [value]), *((*limits, limits[2] - limits[0]) if limits else ())]
        places[at] = _with(unit_of(*labels[at : at + 1]), map(float, told))
    names = [name] * (1 + len(trend.break_after))
    return Places(_with(unit_of(trend.described(name), *names), map(float, trend.ends)), places, ordered=True)


def _heads_of_series(chart: Chart) -> list[str]:
    """The names of its series, each as often as the workbook behind it may: `80% interval` has a number."""
    names = chart.range_names
    told = [names.whole, names.whole] if chart.limits else []  # what the band stands on, and its height
    told += [name for _ in chart.limits for name in (names.lower, names.mean, names.upper)]
    parts = 1 + len(chart.break_after) + len(PointMark)  # a series a stretch, and one for each kind of flagged point
    return told + [line.name for line in chart.lines for _ in range(parts)]


def _with(unit: Unit, values: Iterable[float]) -> Unit:
    return Unit(unit.numbers, unit.values | {rounded(value) for value in values})


def _height(chart: Chart, lower: Number, upper: Number) -> float:
    """Of a band that a program draws on its lower end, as far as the axis goes."""
    low = max(lower.value or Decimal(0), chart.axis.minimum)
    return float(min(upper.value or Decimal(0), chart.axis.maximum) - low)


def _between(lower: Number | None, upper: Number | None) -> float | None:
    if lower is None or upper is None or lower.value is None or upper.value is None:
        return None
    return float(upper.value - lower.value)
