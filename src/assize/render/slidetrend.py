"""The small trends of a table on a slide: native line charts the size of a cell, without axes, with their numbers behind them.

Whoever opens one in PowerPoint finds the quarters, the values and the expected range in its sheet. The last point alone is
marked, by shape and colour, as a series of its own: some office programs take the colour of a marker from its line alone.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assize.core.document import EXPECTED, PointMark, Trend
from assize.render.chartxml import (
    AXES,
    FLOOR,
    NO_MARKER,
    RANGE,
    Series,
    axis_ids,
    band_xml,
    categories_xml,
    exact,
    head_xml,
    layout_xml,
    marker_xml,
    space_xml,
    values_xml,
    workbook_bytes,
)
from assize.render.deck import Look, Slide, line_xml
from assize.render.slidemaster import EMU, Box

LATEST = "Latest"
_INSET = 4 * EMU  # around the plot, so that no marker is cut
_LONE = 3  # points of a dot that has no neighbour to draw a line to
_MARKS = {  # symbol, size, fill, edge
    PointMark.COMMON: ("circle", 6, "white", "brand"),
    PointMark.IMPROVEMENT: ("circle", 6, "improvement", "improvement"),
    PointMark.CONCERN: ("diamond", 8, "concern", "concern"),
    PointMark.CHANGED: ("square", 6, "neutral", "neutral"),
}


def draw_trend(slide: Slide, trend: Trend, name: str, box: Box, dated: date) -> None:
    """The small trend of the measure called `name` over its cell; where nothing is held, only the words that say so."""
    if any(value is not None for value in trend.values):
        chart, book = trend_chart(trend, name, box, dated)
        slide.chart(box, chart, book, "Trend", trend.described(name))
    else:
        slide.shape(box, "rect", Look(), trend.described(name), "Trend")


def trend_series(trend: Trend, name: str) -> tuple[list[Series], list[Series]]:
    """The columns of its sheet: those that draw the expected range, and the lines from back to front."""
    count = len(trend.values)
    floor: list[Decimal | None] = [None] * count
    height: list[Decimal | None] = [None] * count
    lines: list[Series] = []
    for stretch in trend.stretches:
        mean: list[Decimal | None] = [None] * count
        for place in stretch:
            low, middle, high = trend.ranges[place] or (Decimal(0),) * 3
            floor[place], height[place], mean[place] = low, high - low, middle
        lines.append(Series(EXPECTED.mean, tuple(mean)))
    band = [Series(f"{EXPECTED.whole}, {FLOOR}", tuple(floor)), Series(f"{EXPECTED.whole}, {RANGE}", tuple(height))]
    begins = 0
    for end in (*trend.break_after, count - 1):
        part = tuple(value if begins <= place <= end else None for place, value in enumerate(trend.values))
        lines += [Series(name, part)] if any(value is not None for value in part) else []
        begins = end + 1
    last = max(place for place, value in enumerate(trend.values) if value is not None)
    latest = LATEST if trend.last is PointMark.COMMON else f"{LATEST}: {trend.last.value}"
    lines.append(Series(latest, tuple(value if place == last else None for place, value in enumerate(trend.values))))
    return band if trend.stretches else [], lines


def trend_chart(trend: Trend, name: str, frame: Box, dated: date) -> tuple[bytes, bytes]:
    """Chart XML and workbook of a small trend that fills `frame`."""
    band, lines = trend_series(trend, name)
    labels = [(label,) for label in trend.labels or [str(place) for place in range(1, len(trend.values) + 1)]]
    form, categories = trend.number_format, categories_xml(labels)
    drawn = "".join(
        f"<c:ser>{head_xml(at, 1 + at, one.name)}{_look_xml(trend, one, name)}{categories}"
        f'{values_xml("val", 1 + at, one.values, form)}<c:smooth val="0"/></c:ser>'
        for at, one in enumerate(lines, start=len(band))
    )
    plot = Box(frame.x + _INSET, frame.y + _INSET, frame.w - 2 * _INSET, frame.h - 2 * _INSET)
    area = layout_xml(frame, plot)
    area += band_xml(1, band, categories, form) if band else ""
    area += (
        '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'{drawn}<c:marker val="1"/>{axis_ids()}</c:lineChart>{_axes_xml(trend)}'
    )
    return space_xml(area), workbook_bytes(("Period",), labels, [*band, *lines], form, dated, name)


def _look_xml(trend: Trend, one: Series, name: str) -> str:
    """How a series is drawn: the mean thin, the line in the board's colour, its lone points as dots, the last as its mark."""
    if one.name == name:
        around = (None, *one.values, None)
        lone = [
            place
            for place, (before, value, after) in enumerate(zip(around, one.values, around[2:], strict=False))
            if value is not None and before is None and after is None
        ]
        dots = "".join(
            f'<c:dPt><c:idx val="{place}"/>{marker_xml("circle", _LONE, "brand", "brand")}<c:bubble3D val="0"/></c:dPt>'
            for place in lone
        )
        return f"<c:spPr>{line_xml('brand', 1.5)}</c:spPr>{NO_MARKER}{dots}"
    if one.name == EXPECTED.mean:
        return f"<c:spPr>{line_xml('common', 0.75)}</c:spPr>{NO_MARKER}"
    symbol, size, fill, edge = _MARKS[trend.last]
    return f"<c:spPr>{line_xml(edge, 0.75, alpha=0)}</c:spPr>{marker_xml(symbol, size, fill, edge)}"


def _axes_xml(trend: Trend) -> str:
    """Axes that are not drawn: they hold the line to its box."""
    low, high = trend.ends
    bare = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="none"/>'
    return (
        f'<c:catAx><c:axId val="{AXES[0]}"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="1"/>'
        f'<c:axPos val="b"/>{bare}<c:crossAx val="{AXES[1]}"/><c:crosses val="min"/></c:catAx>'
        f'<c:valAx><c:axId val="{AXES[1]}"/><c:scaling><c:orientation val="minMax"/><c:max val="{exact(high)}"/>'
        f'<c:min val="{exact(low)}"/></c:scaling><c:delete val="1"/><c:axPos val="l"/>{bare}'
        f'<c:crossAx val="{AXES[0]}"/><c:crosses val="min"/><c:crossBetween val="between"/></c:valAx>'
    )
