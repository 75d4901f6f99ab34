"""Drawings of areas among each other: the funnel, and the slope from a year before."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assize.compose.axes import start_words, value_axis
from assize.compose.charts import unit_after
from assize.core.area_words import limit_numbers, spread_number, together_number
from assize.core.areas import AreaPoint, Position
from assize.core.document import (
    Aspect,
    Axis,
    Category,
    Chart,
    ChartKind,
    Curve,
    Dot,
    Line,
    Point,
    Role,
    Strong,
    Tick,
    Words,
)
from assize.core.material import Material
from assize.core.nouns import AreaKind
from assize.core.periods import Period
from assize.core.specs import MetricSpec
from assize.core.wording import count_text, figure_number, number_word, part_number, period_words, value_format

MOST_NAMED = 6  # areas beyond the limits whose names stand in the drawing; the table has all
MOST_LINES = 6  # of a slope
_MOST_TICKS = 6
_CUT = 10  # of the curve's points at the small end: there the limits run wider than any area lies


def funnel_chart(material: Material, metric: MetricSpec, position: Position) -> Chart:
    """The areas of one period by their size. Above phi 10 the board's is the only name in it."""
    like = set(material.places.others)
    beyond = sorted(position.outliers, key=_how_far, reverse=True)[:MOST_NAMED]
    named = {position.board.area, *(point.area for point in beyond)}
    named |= set() if position.structural else like
    dots = tuple(_dot(material, metric, position, point, named) for point in position.points)
    values = [dot.number.value for dot in dots if dot.number.value is not None]
    values += [Decimal(str(end)) for at in position.curve[_CUT:] for end in (at.lower_998, at.upper_998)]
    axis = value_axis([max(value, Decimal(0)) for value in values], metric.kind, limits=True)
    sizes = [Decimal(str(at.size)) for at in position.curve]
    across = _size_axis(sizes[0], sizes[-1])
    whole = position.count == _boards(material)
    limits = "99.8% limits solid, 95% dashed"
    wide = ", widened because areas differ by more than chance" if position.adjusted else ""
    note: Words = (f"{position.count} areas. {limits}{wide} (φ\u00a0", spread_number(position), "). Sizes run on a logarithm. "
                   f"{start_words(axis, metric.kind)}")  # fmt: skip
    out_of = metric.unit
    when = period_words(position.period)
    return Chart(
        id=f"funnel-{metric.id}",
        kind=ChartKind.FUNNEL,
        caption=(Strong(metric.name), f"{unit_after(metric.name, metric)}, {position.count} areas, {when}"),
        note=note,
        alt=_alt(material, metric, position),
        axis=axis,
        number_format=value_format(metric.kind),
        dots=dots,
        curves=(
            _curve("99.8% limit", position, outer=True),
            _curve("95% limit", position, outer=False),
        ),
        across=across,
        across_words=f"{out_of[:1].upper()}{out_of[1:]} (log scale)",
        centre=together_number(position, metric.kind),
        centre_name=material.names.nation if whole else f"The {position.count} areas together",
    )


def _boards(material: Material) -> int:
    return sum(AreaKind.BOARD in area.kinds for area in material.catalogue.areas.values())


def _how_far(point: AreaPoint) -> float:
    """How far an area lies beyond its limits, in widths of them."""
    value, limits = float(point.figure.value or 0), point.limits
    width = max(limits.upper_998 - limits.lower_998, 1e-12)
    return max(value - limits.upper_998, limits.lower_998 - value) / width


def _dot(material: Material, metric: MetricSpec, position: Position, point: AreaPoint, named: set[str]) -> Dot:
    roles = {material.places.board: Role.BOARD, **dict.fromkeys(material.places.others, Role.REGION)}
    return Dot(
        name=material.area_name(point.area),
        role=roles.get(point.area, Role.OTHER),
        size=part_number(point.figure, Aspect.DENOMINATOR),
        number=figure_number(point.figure, metric.kind),
        limits=limit_numbers(point, metric.kind),
        outside=not position.structural and point.stands.outside,
        named=point.area in named,
    )


def _curve(name: str, position: Position, *, outer: bool) -> Curve:
    def exact(value: float) -> Decimal:
        return Decimal(f"{value:.10g}")

    points = position.curve
    return Curve(
        name,
        tuple(exact(at.size) for at in points),
        tuple(exact(at.lower_998 if outer else at.lower_95) for at in points),
        tuple(exact(at.upper_998 if outer else at.upper_95) for at in points),
        outer,
    )


def _size_axis(low: Decimal, high: Decimal) -> Axis:
    """Ticks at 1, 2 and 5 of each power of ten between the ends, thinned to few."""
    found: list[Decimal] = []
    power = Decimal(10) ** low.adjusted()
    while power <= high:
        found += [step * power for step in (1, 2, 5) if low <= step * power <= high]
        power *= 10
    while len(found) > _MOST_TICKS:
        found = found[::2]
    return Axis(low, high, tuple(Tick(value, count_text(value)) for value in found))


def _alt(material: Material, metric: MetricSpec, position: Position) -> str:
    own = position.board
    number = figure_number(own.figure, metric.kind).text
    together = together_number(position, metric.kind).text
    words = (
        f"Funnel of {metric.name[:1].lower() + metric.name[1:]} over {position.count} areas by their size, "
        f"{period_words(position.period)}: {material.names.board} {number}, all together {together}. "
    )
    if position.structural:
        return f"{words}Areas differ by far more than chance (φ {spread_number(position).text}), so none is named."
    beyond = len(position.outliers)
    said = (
        "No area lies"
        if not beyond
        else f"{number_word(beyond).capitalize()} {'areas lie' if beyond > 1 else 'area lies'}"
    )
    return f"{words}{material.names.board} is {own.stands.value}. {said} beyond the 99.8% limits."


def slope_chart(material: Material, metric: MetricSpec, position: Position, points: Sequence[AreaPoint]) -> Chart:
    """The board and areas like it, from a year before to now: at most six lines."""
    shown = [position.board, *(point for point in points if point.area != position.board.area)][:MOST_LINES]
    shown = [point for point in shown if point.change is not None and point.change.other is not None]
    now, then = position.period, position.period.shifted(-12)
    lines = []
    for point in shown:
        assert point.change is not None and point.change.other is not None  # noqa: PT018
        ends = (figure_number(point.change.other, metric.kind), figure_number(point.figure, metric.kind))
        role = Role.BOARD if point.area == material.places.board else Role.REGION
        lines.append(Line(material.area_name(point.area), role, tuple(Point(end) for end in ends)))
    return slopes(
        metric, then, now, tuple(lines[1:] + lines[:1]) if lines and lines[0].role is Role.BOARD else tuple(lines)
    )


def slopes(metric: MetricSpec, then: Period, now: Period, lines: Sequence[Line], name: str = "") -> Chart:
    """Lines of two points each over two periods; `name` where another drawing has that of its measure."""
    values = [point.number.value for line in lines for point in line.points if point and point.number.value is not None]
    axis = value_axis(values, metric.kind)
    words: Words = (
        f"Straight lines from {period_words(then)} to {period_words(now)}. {start_words(axis, metric.kind)}",
    )
    said = [f"{line.name} from {line.points[0].number.text} to {line.points[1].number.text}" for line in lines
            if line.points[0] and line.points[1]]  # fmt: skip
    return Chart(
        id=name or f"slope-{metric.id}",
        kind=ChartKind.SLOPE,
        caption=(
            Strong(metric.name),
            f"{unit_after(metric.name, metric)}, {period_words(then)} and {period_words(now)}",
        ),
        note=words,
        alt=f"Slopes of {metric.name[:1].lower() + metric.name[1:]}, from {period_words(then)} to {period_words(now)}: "
        f"{'; '.join(said)}.",
        axis=axis,
        number_format=value_format(metric.kind),
        categories=tuple(Category(period_words(period), period_words(period)) for period in (then, now)),
        lines=tuple(lines),
    )
