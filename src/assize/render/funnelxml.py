"""A funnel as a native scatter chart: its XML and the workbook behind it, from one list of series.

Areas are one series a look (the board, those beside it, those beyond the limits, the rest) over one column of sizes; the limits
are lines over a column of sizes of their own. The axis of sizes is a logarithm.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from assize.core.document import Chart, Dot, Role
from assize.render.chartxml import (
    AXES,
    NO_MARKER,
    Series,
    axis_ids,
    exact,
    head_xml,
    layout_xml,
    marker_xml,
    native_ticks,
    of_numbers,
    space_xml,
    value_axis_xml,
    values_xml,
    workbook_bytes,
)
from assize.render.deck import line_xml
from assize.render.slidemaster import Box

SIZE, CURVE_SIZE = "Out of", "Size on the limit lines"
_LOOKS = {  # symbol, size, fill, edge
    "Board": ("circle", 13, "brand", "white"),
    "Areas compared": ("circle", 8, "region", "white"),
    "Beyond the limits": ("diamond", 11, "ink", "white"),
    "Other areas": ("circle", 7, "white", "common"),
}


def _group(dot: Dot) -> str:
    if dot.role is Role.BOARD:
        return "Board"
    if dot.outside:
        return "Beyond the limits"
    return "Areas compared" if dot.role is Role.REGION else "Other areas"


def radius_points(dot: Dot) -> float:
    """Half of what its mark is wide and high, in points."""
    return _LOOKS[_group(dot)][1] / 2


def funnel_chart(chart: Chart, frame: Box, plot: Box, dated: date) -> tuple[bytes, bytes]:
    """Chart XML and workbook of a funnel in `frame`, with the axes' box at `plot`."""
    dots = sorted(chart.dots, key=lambda dot: (dot.size.value or 0, dot.name))
    form = chart.number_format
    sizes = of_numbers(SIZE, [dot.size for dot in dots])
    groups = [
        of_numbers(name, [dot.number if _group(dot) == name else None for dot in dots])
        for name in ("Other areas", "Beyond the limits", "Areas compared", "Board")
        if any(_group(dot) == name for dot in dots)
    ]
    along = Series(CURVE_SIZE, chart.curves[0].sizes)
    limits = [
        (Series(f"{side} {curve.name}", _held(chart, values)), curve.outer)
        for curve in chart.curves
        for side, values in (("Lower", curve.lower), ("Upper", curve.upper))
    ]
    centre = Series(chart.centre_name, tuple(chart.centre.value if chart.centre else None for _ in along.values))
    columns = [sizes, *groups, along, *(one for one, _ in limits), centre]
    place = {id(one): number for number, one in enumerate(columns, start=1)}

    def drawn(index: int, one: Series, against: Series, look: str) -> str:
        column = place[id(one)]
        return (
            f"<c:ser>{head_xml(index, column, one.name)}{look}"
            f"{values_xml('xVal', place[id(against)], against.values, '#,##0')}"
            f'{values_xml("yVal", column, one.values, form)}<c:smooth val="0"/></c:ser>'
        )

    lines = [
        *((one, line_xml("limit", 0.75, "" if outer else "dash")) for one, outer in limits),
        (centre, line_xml("nation", 1.25)),
    ]
    series = [drawn(at, one, along, f"<c:spPr>{look}</c:spPr>{NO_MARKER}") for at, (one, look) in enumerate(lines)]
    for one in groups:
        symbol, size, fill, edge = _LOOKS[one.name]
        # The line is there but wholly transparent: some office programs take the colour of a marker from its line alone.
        look = f"<c:spPr>{line_xml(fill if fill != 'white' else edge, 0.75, alpha=0)}</c:spPr>"
        series.append(drawn(len(series), one, sizes, look + marker_xml(symbol, size, fill, edge)))
    area = layout_xml(frame, plot)
    area += (
        f'<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>{"".join(series)}{axis_ids()}'
        "</c:scatterChart>"
    )
    area += _size_axis_xml(chart) + value_axis_xml(chart, "l", native_ticks(chart)).replace(
        'crossBetween val="between"', 'crossBetween val="midCat"'
    )
    return space_xml(area), workbook_bytes(("Area",), [(dot.name,) for dot in dots], columns, form, dated, chart.id)


def _held(chart: Chart, values: Sequence[Decimal]) -> tuple[Decimal | None, ...]:
    """A limit where it lies on the axis: beyond its ends no line is drawn."""
    return tuple(value if chart.axis.minimum <= value <= chart.axis.maximum else None for value in values)


def _size_axis_xml(chart: Chart) -> str:
    """Sizes on a logarithm; its labels are put by computation, since programs label powers of ten alone."""
    ends = ""
    if chart.across is not None:
        ends = f'<c:max val="{exact(chart.across.maximum)}"/><c:min val="{exact(chart.across.minimum)}"/>'
    return (
        f'<c:valAx><c:axId val="{AXES[0]}"/><c:scaling><c:logBase val="10"/><c:orientation val="minMax"/>{ends}</c:scaling>'
        '<c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="#,##0" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="none"/><c:spPr>{line_xml("limit", 0.75)}</c:spPr>'
        f'<c:crossAx val="{AXES[1]}"/><c:crosses val="min"/><c:crossBetween val="midCat"/></c:valAx>'
    )
