"""Native charts of a deck: DrawingML chart XML and the workbook behind it, from one list of series.

The cache in the XML and the cells of the workbook are written from the same unrounded values, so that "Edit data" shows what
the slide shows. A second sheet of the workbook names the figure behind every value; that of a small trend has none. The series
`…, stands on` and `…, height` are the drawing of the expected range and the only values that are not figures; bars stand on
their values, and whiskers on the values of their own `LOWER` and `UPPER` columns.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from assize.core.document import EXPECTED, PROJECTION, Aspect, Bar, Chart, Line, Number, Point, PointMark, Role
from assize.render import theme
from assize.render.deck import fill_xml, line_xml
from assize.render.slidemaster import LANGUAGE, Box

FLOOR, RANGE = "stands on", "height"  # behind the name of the range: the two series that draw its band
TARGET = "Target"
VALUE = "Value"
LOWER, UPPER = (aspect.value.capitalize() for aspect in (Aspect.LOWER, Aspect.UPPER))
LABEL_SIZE = 12.4  # points; the least a chart on a slide may be labelled with is 12
BOARD_WEIGHT, OTHER_WEIGHT = 2.7, 1.25  # points; 3.6 px for the board on a slide
SHEET = "Chart data"
AXES = (500000001, 500000002)  # any two positive numbers: the schema's type is unsigned
_SYMBOLS = {
    PointMark.IMPROVEMENT: ("circle", "improvement"),
    PointMark.CONCERN: ("diamond", "concern"),
    PointMark.CHANGED: ("square", "neutral"),
}
_FULL = {PointMark.IMPROVEMENT: 11, PointMark.CONCERN: 13, PointMark.CHANGED: 11}
_SLIGHT, _LATEST = Decimal("0.74"), Decimal("1.22")  # signals within the limits, and the latest, against a point beyond


@dataclass(frozen=True)
class Series:
    """A column of the workbook and a line or bar of the chart. `numbers` keep the figures; None leaves the cell blank."""

    name: str
    values: tuple[Decimal | None, ...]
    numbers: tuple[Number | None, ...] = ()
    role: Role | None = None
    points: tuple[Point | None, ...] = ()
    mark: PointMark | None = None  # flagged points of one kind, drawn again over the board's line


# --- series -------------------------------------------------------------------------------------------------------


def _columns(count: int, first: int, last: int, number: Number) -> tuple[Number | None, ...]:
    return tuple(number if first <= index <= last else None for index in range(count))


def of_numbers(name: str, numbers: Sequence[Number | None], role: Role | None = None) -> Series:
    """A series of figures; None is a gap."""
    return Series(name, tuple(number.value if number else None for number in numbers), tuple(numbers), role)


def line_parts(line: Line, breaks: Sequence[int]) -> list[Series]:
    """A line as one series, or as several of the same name where a break must not be joined across."""
    edges = [-1, *sorted(breaks), len(line.points) - 1]
    parts = []
    for after, last in pairwise(edges):
        points = tuple(point if after < index <= last else None for index, point in enumerate(line.points))
        if any(points):
            numbers = tuple(point.number if point else None for point in points)
            values = tuple(number.value if number else None for number in numbers)
            parts.append(Series(line.name, values, numbers, line.role, points))
    return parts


def signal_parts(line: Line) -> list[Series]:
    """The flagged points of the board's line, a series a kind, named after it ("Staffordshire: concern")."""
    parts = []
    for mark in _SYMBOLS:
        points = tuple(point if point is not None and point.mark is mark else None for point in line.points)
        if any(points):
            numbers = tuple(point.number if point else None for point in points)
            values = tuple(number.value if number else None for number in numbers)
            parts.append(Series(f"{line.name}: {mark.value}", values, numbers, line.role, points, mark))
    return parts


def time_series(chart: Chart) -> tuple[list[Series], list[Series]]:
    """The series of a time chart: those that draw the expected range, and the lines from back to front."""
    count = len(chart.categories)
    band: list[Series] = []
    lines: list[Series] = []
    if chart.limits:
        floor: list[Decimal | None] = [None] * count
        height: list[Decimal | None] = [None] * count
        for limits in chart.levels:
            if limits.lower.value is None or limits.upper.value is None:
                continue
            low = max(limits.lower.value, chart.axis.minimum)
            top = min(limits.upper.value, chart.axis.maximum)
            for index in range(limits.first, limits.last + 1):
                floor[index], height[index] = low, top - low
        whole = chart.range_names.whole
        band = [Series(f"{whole}, {FLOOR}", tuple(floor)), Series(f"{whole}, {RANGE}", tuple(height))]
    for limits in chart.limits:
        names = chart.range_names
        for name, pick in ((names.lower, "lower"), (names.mean, "mean"), (names.upper, "upper")):
            column: list[Number | None] = [None] * count
            for piece in limits.pieces:
                column[piece.first : piece.last + 1] = [getattr(piece, pick)] * (piece.last - piece.first + 1)
            lines.append(of_numbers(name, tuple(column)))
    if chart.target is not None:
        lines.append(of_numbers(TARGET, _columns(count, 0, count - 1, chart.target)))
    for line in sorted(chart.lines, key=lambda line: line.role is Role.BOARD):  # the board is drawn last
        lines.extend(line_parts(line, chart.break_after))
        if line.role is Role.BOARD:
            lines.extend(signal_parts(line))
    return band, lines


# --- the workbook behind a chart ----------------------------------------------------------------------------------


def workbook_bytes(heads: Sequence[str], labels: Sequence[Sequence[str]], series: Sequence[Series], number_format: str,
              dated: date, title: str) -> bytes:  # fmt: skip
    """The workbook behind a chart: a sheet of its values and, where they are figures, one that names them."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False})
    book.set_properties({"title": title, "created": datetime.combine(dated, time())})
    form = book.add_format({"num_format": number_format})
    sheet = book.add_worksheet(SHEET)
    sheet.write_row(0, 0, [*heads, *(one.name for one in series)])
    for row, label in enumerate(labels, start=1):
        for column, text in enumerate(label):
            if text:
                sheet.write_string(row, column, text)
    for column, one in enumerate(series, start=len(heads)):
        for row, value in enumerate(one.values, start=1):
            if value is not None:
                sheet.write_number(row, column, float(value), form)
    sheet.set_column(0, len(heads) + len(series) - 1, 22)
    if any(one.numbers for one in series):
        _name_figures(book, labels, series)
    book.close()
    return out.getvalue()  # XlsxWriter dates every member 1 January 1980


def _name_figures(book: xlsxwriter.Workbook, labels: Sequence[Sequence[str]], series: Sequence[Series]) -> None:
    """The second sheet: which figure stands behind every value."""
    figures = book.add_worksheet("Figures")
    figures.write_row(0, 0, ["Series", "Category", "Figure", "Which number", "As printed"])
    row = 1
    for one in series:
        for label, number in zip(labels, one.numbers, strict=False):
            if number is not None:
                figures.write_row(row, 0, [one.name, label[-1], number.figure, number.aspect.value, number.text])
                row += 1
    figures.set_column(0, 4, 30)


# --- chart xml ----------------------------------------------------------------------------------------------------


def _reference(column: int, first: int, last: int, to: int | None = None) -> str:
    name, end = xl_col_to_name(column, col_abs=True), xl_col_to_name(column if to is None else to, col_abs=True)
    return f"'{SHEET}'!{name}${first + 1}:{end}${last + 1}"


def exact(value: Decimal) -> str:
    """A value as a workbook holds it: sixteen digits, what XlsxWriter writes."""
    return f"{float(value):.16G}"


def values_xml(tag: str, column: int, values: Sequence[Decimal | None], number_format: str) -> str:
    """The values of a series, in `column` of the sheet (from 0): reference and cache. `tag` is `val`, `xVal` or `yVal`."""
    points = "".join(
        f'<c:pt idx="{index}"><c:v>{exact(value)}</c:v></c:pt>'
        for index, value in enumerate(values)
        if value is not None
    )
    return (
        f"<c:{tag}><c:numRef><c:f>{_reference(column, 1, len(values))}</c:f><c:numCache>"
        f"<c:formatCode>{escape(number_format)}</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef></c:{tag}>'
    )


def _points_xml(texts: Sequence[str]) -> str:
    return "".join(f'<c:pt idx="{index}"><c:v>{escape(text)}</c:v></c:pt>' for index, text in enumerate(texts) if text)


def categories_xml(labels: Sequence[Sequence[str]]) -> str:
    """One level of labels, or two: the outer one (years) stands once, where it begins."""
    count = len(labels)
    if len(labels[0]) == 1:
        inner = f'<c:ptCount val="{count}"/>{_points_xml([label[0] for label in labels])}'
        return (
            f"<c:cat><c:strRef><c:f>{_reference(0, 1, count)}</c:f><c:strCache>{inner}</c:strCache></c:strRef></c:cat>"
        )
    levels = "".join(f"<c:lvl>{_points_xml([label[level] for label in labels])}</c:lvl>" for level in (1, 0))
    return (
        f"<c:cat><c:multiLvlStrRef><c:f>{_reference(0, 1, count, 1)}</c:f><c:multiLvlStrCache>"
        f'<c:ptCount val="{count}"/>{levels}</c:multiLvlStrCache></c:multiLvlStrRef></c:cat>'
    )


def head_xml(index: int, column: int, name: str) -> str:
    """Number, order and name of a series."""
    reference = f"'{SHEET}'!{xl_col_to_name(column, col_abs=True)}$1"
    cache = f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(name)}</c:v></c:pt></c:strCache>'
    return (
        f'<c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:strRef><c:f>{reference}</c:f>{cache}</c:strRef></c:tx>'
    )


def marker_xml(symbol: str, size: int, fill: str, line: str) -> str:
    """A marker by symbol, size in points and colours."""
    look = f"<c:spPr>{fill_xml(fill)}{line_xml(line, 1.75 if fill == 'paper' else 0.75)}</c:spPr>"
    return f'<c:marker><c:symbol val="{symbol}"/><c:size val="{size}"/>{look}</c:marker>'


def _point_xml(index: int, point: Point) -> str:
    """A data point that is not drawn as the others are: provisional ones on a dashed segment."""
    if not point.provisional:
        return ""
    look = f"<c:spPr>{line_xml('brand', BOARD_WEIGHT, 'sysDash')}</c:spPr>"
    return (
        f'<c:dPt><c:idx val="{index}"/>{marker_xml("circle", 8, "white", "brand")}<c:bubble3D val="0"/>{look}</c:dPt>'
    )


def _lone(points: Sequence[Point | None]) -> list[int]:
    """Where a point has no neighbour: no line is drawn to it, so without a mark nothing would show."""
    around = (None, *points, None)
    return [
        place
        for place, (before, point, after) in enumerate(zip(around, points, around[2:], strict=False))
        if point and not before and not after
    ]


def _lone_point_xml(index: int, token: str) -> str:
    return f'<c:dPt><c:idx val="{index}"/>{marker_xml("circle", 5, token, token)}<c:bubble3D val="0"/></c:dPt>'


_LINES = {
    **{
        name: look
        for names in (EXPECTED, PROJECTION)
        for name, look in (
            (names.lower, ("limit", 0.75, "sysDot")),
            (names.upper, ("limit", 0.75, "sysDot")),
            (names.mean, ("common", 1.0, "")),
        )
    },
    TARGET: ("target", 1.5, "lgDash"),
}
NO_MARKER = '<c:marker><c:symbol val="none"/></c:marker>'


def line_look(one: Series) -> tuple[str, float, str]:
    """Colour token, weight in points and dash of a line."""
    if one.role is None:
        return _LINES[one.name]
    tokens = {Role.BOARD: "brand", Role.NATION: "nation", Role.REGION: "region", Role.OTHER: "common"}
    weight = BOARD_WEIGHT if one.role is Role.BOARD else OTHER_WEIGHT
    return tokens[one.role], weight, ""


def _line_series_xml(index: int, column: int, one: Series, categories: str, number_format: str, last: int) -> str:
    token, weight, dash = line_look(one)
    if one.mark is not None:
        return _signal_series_xml(index, column, one, categories, number_format, last)
    marker, points = NO_MARKER, ""
    if one.role is Role.BOARD:
        marker = marker_xml("circle", 8, "white", "brand")
        points = "".join(_point_xml(place, point) for place, point in enumerate(one.points) if point)
    elif one.points:
        points = "".join(_lone_point_xml(place, token) for place in _lone(one.points))
    return (
        f"<c:ser>{head_xml(index, column, one.name)}<c:spPr>{line_xml(token, weight, dash)}</c:spPr>{marker}{points}"
        f'{categories}{values_xml("val", column, one.values, number_format)}<c:smooth val="0"/></c:ser>'
    )


def _signal_series_xml(index: int, column: int, one: Series, categories: str, number_format: str, last: int) -> str:
    """The flagged points of one kind over the board's line: markers without a line.

    The line is there but wholly transparent: some office programs take the colour of a marker from its line alone.
    """
    mark = one.mark or PointMark.COMMON
    symbol, token = _SYMBOLS[mark]
    sizes = {}
    for place, point in enumerate(one.points):
        if point is not None:
            scale = _LATEST if place == last else Decimal(1) if point.beyond else _SLIGHT
            sizes[place] = (round(_FULL[mark] * scale), point.provisional)
    usual = max(size for size, _ in sizes.values())
    points = "".join(
        f'<c:dPt><c:idx val="{place}"/>{marker_xml(symbol, size, "white" if hollow else token, token if hollow else "white")}'
        '<c:bubble3D val="0"/></c:dPt>'
        for place, (size, hollow) in sizes.items()
        if size != usual or hollow
    )
    return (
        f"<c:ser>{head_xml(index, column, one.name)}<c:spPr>{line_xml(token, 0.75, alpha=0)}</c:spPr>"
        f"{marker_xml(symbol, usual, token, 'white')}{points}"
        f'{categories}{values_xml("val", column, one.values, number_format)}<c:smooth val="0"/></c:ser>'
    )


def band_xml(first: int, band: Sequence[Series], categories: str, number_format: str) -> str:
    """The expected range as stacked columns without gaps: an invisible floor and the quiet band on it."""
    series = ""
    for offset, (one, fill) in enumerate(zip(band, ("", "band"), strict=True)):
        look = f"<c:spPr>{fill_xml(fill)}<a:ln><a:noFill/></a:ln></c:spPr>"
        values = values_xml("val", first + offset, one.values, number_format)
        series += (
            f"<c:ser>{head_xml(first - _label_width(categories) + offset, first + offset, one.name)}{look}"
            f'<c:invertIfNegative val="0"/>{categories}{values}</c:ser>'
        )
    return (
        '<c:barChart><c:barDir val="col"/><c:grouping val="stacked"/><c:varyColors val="0"/>'
        f'{series}<c:gapWidth val="0"/><c:overlap val="100"/>{axis_ids()}</c:barChart>'
    )


def _label_width(categories: str) -> int:
    return 2 if "multiLvl" in categories else 1


def axis_ids() -> str:
    """The two axes that a plot lies on."""
    return "".join(f'<c:axId val="{axis}"/>' for axis in AXES)


def _type_xml(size: float, token: str) -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr lang="{LANGUAGE}" sz="{round(size * 100)}" b="0">'
        f'{fill_xml(token)}<a:latin typeface="{theme.OFFICE_FONT}"/></a:defRPr></a:pPr>'
        f'<a:endParaRPr lang="{LANGUAGE}"/></a:p></c:txPr>'
    )


def layout_xml(frame: Box, plot: Box) -> str:
    """Where in its `frame` the axes' box stands, as shares of it."""
    numbers = {
        "x": (plot.x - frame.x) / frame.w,
        "y": (plot.y - frame.y) / frame.h,
        "w": plot.w / frame.w,
        "h": plot.h / frame.h,
    }
    sizes = "".join(f'<c:{name} val="{value:.6f}"/>' for name, value in numbers.items())
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f"{sizes}</c:manualLayout></c:layout>"
    )


def space_xml(plot_area: str) -> bytes:
    """The whole chart part around a plot area."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f'<c:date1904 val="0"/><c:lang val="{LANGUAGE}"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f'<c:plotArea>{plot_area}</c:plotArea><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{_type_xml(LABEL_SIZE, 'mute')}"
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


def native_ticks(chart: Chart) -> bool:
    """Whether an office program can draw the axis as given: it counts its ticks from the minimum, in equal steps."""
    values = [tick.value for tick in chart.axis.ticks]
    steps = {after - before for before, after in pairwise(values)}
    return len(steps) == 1 and values[0] == chart.axis.minimum


def value_axis_xml(chart: Chart, position: str, native: bool, deleted: bool = False) -> str:
    """The axis of values; `native` shows its numbers and steps, `deleted` draws nothing."""
    step = chart.axis.ticks[1].value - chart.axis.ticks[0].value if native else None
    unit = f'<c:majorUnit val="{exact(step)}"/>' if step else ""
    grid = f"<c:majorGridlines><c:spPr>{line_xml('grid', 0.75)}</c:spPr></c:majorGridlines>"
    form = _tick_format(chart)
    return (
        f'<c:valAx><c:axId val="{AXES[1]}"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{exact(chart.axis.maximum)}"/><c:min val="{exact(chart.axis.minimum)}"/></c:scaling>'
        f'<c:delete val="{int(deleted)}"/><c:axPos val="{position}"/>{grid if native else ""}'
        f'<c:numFmt formatCode={quoteattr(form)} sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="{"nextTo" if native else "none"}"/>'
        f"<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{_type_xml(LABEL_SIZE, 'mute')}"
        f'<c:crossAx val="{AXES[0]}"/><c:crosses val="min"/><c:crossBetween val="between"/>{unit}</c:valAx>'
    )


def _tick_format(chart: Chart) -> str:
    """The number format that prints the ticks as the chart's own texts do."""
    text = chart.axis.ticks[0].text if chart.axis.ticks else ""
    decimals = len(text.rstrip("%").partition(".")[2])
    whole = "#,##0" if not text.endswith("%") else "0"
    return whole + ("." + "0" * decimals if decimals else "") + ("%" if text.endswith("%") else "")


def _category_axis_xml(position: str, labels: str, orientation: str) -> str:
    return (
        f'<c:catAx><c:axId val="{AXES[0]}"/><c:scaling><c:orientation val="{orientation}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{position}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="{labels}"/><c:spPr>{line_xml("limit", 0.75)}</c:spPr>'
        f"{_type_xml(LABEL_SIZE, 'ink')}"
        f'<c:crossAx val="{AXES[1]}"/><c:crosses val="min"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>'
    )


def time_chart(chart: Chart, frame: Box, plot: Box, dated: date) -> tuple[bytes, bytes]:
    """Chart XML and workbook of a line chart with its expected range, in `frame` with the axes' box at `plot`."""
    band, lines = time_series(chart)
    grouped = any(category.group for category in chart.categories)
    labels: list[tuple[str, ...]] = []
    for index, category in enumerate(chart.categories):
        begins = not index or chart.categories[index - 1].group != category.group
        labels.append((category.group if begins else "", category.label) if grouped else (category.label,))
    heads = ("Year", "Period") if grouped else ("Period",)
    form = chart.number_format
    categories = categories_xml(labels)
    width = len(heads)
    last = max(
        (place for line in chart.lines if line.role is Role.BOARD for place, point in enumerate(line.points) if point),
        default=-1,
    )
    drawn = "".join(
        _line_series_xml(index + len(band), width + len(band) + index, one, categories, form, last)
        for index, one in enumerate(lines)
    )
    area = layout_xml(frame, plot)
    area += band_xml(width, band, categories, form) if band else ""
    area += (
        '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'{drawn}<c:marker val="1"/>{axis_ids()}</c:lineChart>'
    )
    area += _category_axis_xml("b", "none", "minMax") + value_axis_xml(chart, "l", native_ticks(chart))
    return space_xml(area), workbook_bytes(heads, labels, [*band, *lines], form, dated, chart.id)


def bar_chart(chart: Chart, frame: Box, plot: Box, dated: date) -> tuple[bytes, bytes]:
    """Chart XML and workbook of sorted bars with intervals; each value is printed beyond the upper end of its interval.

    The ends of the intervals are series of their own, drawn with no ink: the upper one carries the labels.
    """
    labels = [(bar.name,) for bar in chart.bars]
    form = chart.number_format
    series = [
        of_numbers(VALUE, [bar.number for bar in chart.bars]),
        of_numbers(LOWER, [bar.lower for bar in chart.bars]),
        of_numbers(UPPER, [bar.upper for bar in chart.bars]),
    ]
    plus, minus = interval_distances(chart.bars)
    whole = tuple(None if up is None or down is None else up + down for up, down in zip(plus, minus, strict=True))
    distances = [Series("Whisker up", plus), Series("Whisker down", minus), Series("Whisker", whole)]
    categories = categories_xml(labels)
    fills = "".join(
        f'<c:dPt><c:idx val="{index}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"<c:spPr>{fill_xml(bar_fill(bar))}<a:ln><a:noFill/></a:ln></c:spPr></c:dPt>"
        for index, bar in enumerate(chart.bars)
    )
    empty = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    halo = from_lower = from_upper = ""
    if any(distance is not None for distance in whole):
        halo = _whiskers_xml("both", {"plus": (4, plus), "minus": (5, minus)}, form, "white", 3.5)
        from_lower = _whiskers_xml("plus", {"plus": (6, whole)}, form, "ink", 1.25)  # each end has its cap
        from_upper = _whiskers_xml("minus", {"minus": (6, whole)}, form, "ink", 1.25)
    drawn = ""
    for index, one in enumerate(series):
        on_value = index == 0
        look = f"<c:spPr>{fill_xml('other-bar')}<a:ln><a:noFill/></a:ln></c:spPr>" if on_value else empty
        labelled = [
            bar if index == 2 and bar.upper else bar if on_value and not bar.upper else None for bar in chart.bars
        ]
        drawn += (
            f"<c:ser>{head_xml(index, 1 + index, one.name)}{look}"
            f'<c:invertIfNegative val="0"/>{fills if on_value else ""}{_bar_labels_xml(labelled)}'
            f"{(halo, from_lower, from_upper)[index]}"
            f"{categories}{values_xml('val', 1 + index, one.values, form)}</c:ser>"
        )
    area = layout_xml(frame, plot)
    area += (
        '<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{drawn}<c:gapWidth val="86"/><c:overlap val="100"/>{axis_ids()}</c:barChart>'
    )
    area += _category_axis_xml("l", "nextTo", "maxMin") + value_axis_xml(chart, "t", False, True)
    return space_xml(area), workbook_bytes(("Area",), labels, [*series, *distances], form, dated, chart.id)


def _bar_labels_xml(bars: Sequence[Bar | None]) -> str:
    shown = "".join(
        f'<c:show{part} val="{int(part == "Val")}"/>'
        for part in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
    )
    labels = "".join(
        f'<c:dLbl><c:idx val="{index}"/><c:tx><c:rich><a:bodyPr wrap="none" lIns="76200"/><a:lstStyle/><a:p><a:r>'
        f'<a:rPr lang="{LANGUAGE}" sz="{round(LABEL_SIZE * 100)}" b="1">'
        f"{fill_xml('brand' if bar.role is Role.BOARD else 'ink')}"
        f'<a:latin typeface="{theme.OFFICE_FONT}"/></a:rPr><a:t>{escape(bar.number.text)}</a:t></a:r></a:p></c:rich></c:tx>'
        f'<c:dLblPos val="outEnd"/>{shown}</c:dLbl>'
        for index, bar in enumerate(bars)
        if bar is not None
    )
    return f"<c:dLbls>{labels}{shown.replace('1', '0')}</c:dLbls>" if labels else ""


def _whiskers_xml(kind: str, ends: dict[str, tuple[int, Sequence[Decimal | None]]], form: str, token: str,
                  weight: float) -> str:  # fmt: skip
    """Custom error bars; the distances are columns of the workbook. Drawn twice: a pale halo, then the whisker on it."""
    distances = "".join(values_xml(tag, column, values, form) for tag, (column, values) in ends.items())
    return (
        f'<c:errBars><c:errBarType val="{kind}"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"{distances}<c:spPr>{line_xml(token, weight)}</c:spPr></c:errBars>"
    )


def bar_fill(bar: Bar) -> str:
    """Colour token of a bar."""
    return {Role.BOARD: "brand", Role.NATION: "nation-bar"}.get(bar.role, "other-bar")


def interval_distances(bars: Sequence[Bar]) -> tuple[tuple[Decimal | None, ...], tuple[Decimal | None, ...]]:
    """From each value up to the upper end of its interval, and down to the lower end; None where there is none."""
    plus: list[Decimal | None] = []
    minus: list[Decimal | None] = []
    for bar in bars:
        value = bar.number.value
        upper = bar.upper.value if bar.upper else None
        lower = bar.lower.value if bar.lower else None
        plus.append(None if value is None or upper is None else upper - value)
        minus.append(None if value is None or lower is None else value - lower)
    return tuple(plus), tuple(minus)
