"""The native charts of a worksheet, each drawn from the cells of its table and beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from assize.core.document import EXPECTED, PROJECTION, Axis, Bar, Chart, ChartKind, Number, Role
from assize.render import theme
from assize.render.xlsx_blocks import Grid

_SIZE = {"width": 640, "height": 400}  # pixels: data and chart fit a landscape page in type that can be read
CHART_WIDTH = _SIZE["width"] * 0.75  # points
_ROWS = 20  # that height in rows
CHART_HEIGHT = 15.0 * (_ROWS + 3)  # points, with the head of its data, under which it hangs

_FONT = {"name": theme.OFFICE_FONT, "size": 10}
_LEGEND = {"position": "bottom", "font": _FONT}

_LINE_LOOKS: dict[str, dict[str, Any]] = {
    **{
        name: {"color": theme.LIMIT, "width": 0.75, "dash_type": "round_dot"}
        for names in (EXPECTED, PROJECTION)
        for name in (names.lower, names.upper)
    },
    **{names.mean: {"color": theme.COMMON, "width": 1.0} for names in (EXPECTED, PROJECTION)},
    "Target": {"color": theme.TARGET, "width": 1.5, "dash_type": "long_dash"},
}
_ROLE_LOOKS: dict[Role, dict[str, Any]] = {
    Role.BOARD: {"color": theme.BRAND, "width": 2.5},
    Role.NATION: {"color": theme.NATION, "width": 1.25},
    Role.REGION: {"color": theme.REGION, "width": 1.25},
    Role.OTHER: {"color": theme.COMMON, "width": 1.25},
}

_DASHES = ("solid", "dash", "square_dot", "long_dash_dot")  # for the first line of a colour, the second …


def native_chart(book: Any, sheet: Any, row: int, grid: Grid) -> int:
    """Put the chart of a table beside it; give back the row after both."""
    chart, name = grid.chart, sheet.name
    assert chart is not None
    if chart.kind is ChartKind.FUNNEL:
        return _funnel(book, sheet, row, grid)
    bars = chart.kind is ChartKind.BARS
    first, last = row + 1, row + len(grid.rows)
    labels = 1 if bars or grid.heads[0] != "Year" else 2
    drawn = book.add_chart({"type": "bar" if bars else "line"})
    places = {"line": {"color": theme.LIMIT}, "num_font": {**_FONT, "color": theme.INK}}
    if bars:
        drawn.add_series(_bar_series(chart.bars, name, row, first, last))
        drawn.set_x_axis(_value_axis(chart))
        drawn.set_y_axis({**places, "reverse": True})
        drawn.set_legend({"none": True})
    else:
        looks = _line_looks(chart)
        for column in range(labels, len(grid.heads)):
            head = grid.heads[column]
            look = _LINE_LOOKS.get(head) if column >= labels + len(chart.lines) else looks[head]
            ink = {"color": (look or {}).get("color")}
            ends = {"type": "circle", "size": 7, "fill": ink, "border": ink}
            drawn.add_series(
                {
                    "name": [name, row, column],
                    "categories": [name, first, 0, last, 0],  # the year, where there are quarters: a label fits level
                    "values": [name, first, column, last, column],
                    "line": look,
                    "marker": ends if chart.kind is ChartKind.SLOPE else {"type": "none"},  # a slope is its two ends
                }
            )
        drawn.set_y_axis(_value_axis(chart))
        drawn.set_x_axis({**places, "interval_unit": _places_a_year(grid), "interval_tick": _places_a_year(grid)})
        drawn.set_legend(_LEGEND)
    drawn.show_blanks_as("gap")
    return _beside(sheet, row, grid, drawn)


def _beside(sheet: Any, row: int, grid: Grid, drawn: Any) -> int:
    """Put a drawing to the right of its data, under their header: what stands on a row that every page repeats is repeated."""
    assert grid.chart is not None
    drawn.set_title({"none": True})
    drawn.set_size(_SIZE)
    at = {"description": grid.chart.alt, "object_position": 3, "y_offset": 4}
    sheet.insert_chart(row + 1, len(grid.heads) + 1, drawn, at)
    return row + 1 + _ROWS + 1


def _funnel(book: Any, sheet: Any, row: int, grid: Grid) -> int:
    """A scatter of areas over their sizes on a logarithm, with the limits at their sizes as lines."""
    chart, name = grid.chart, sheet.name
    assert chart is not None
    first, last = row + 1, row + len(grid.rows)
    drawn = book.add_chart({"type": "scatter", "subtype": "straight"})
    font = {**_FONT, "color": theme.MUTE}
    sizes = [name, first, 1, last, 1]
    wide, narrow = {"color": theme.LIMIT, "width": 1}, {"color": theme.LIMIT, "width": 0.75, "dash_type": "dash"}
    looks = {3: wide, 4: narrow, 5: narrow, 6: wide, 7: {"color": theme.NATION, "width": 1.25}}
    for column, line in looks.items():
        values = [name, first, column, last, column]
        drawn.add_series(
            {
                "name": [name, row, column],
                "categories": sizes,
                "values": values,
                "line": line,
                "marker": {"type": "none"},
            }
        )
    own = {dot.name for dot in chart.dots if dot.role is Role.BOARD}
    beyond = {dot.name for dot in chart.dots if dot.outside}
    # Filled: a ring's edge is not drawn by every program, and a white dot on white is none.
    other = {"type": "circle", "size": 6, "fill": {"color": theme.COMMON}, "border": {"color": theme.WHITE}}
    drawn.add_series(
        {
            "name": [name, row, 2],
            "categories": sizes,
            "values": [name, first, 2, last, 2],
            "line": {"none": True},
            "marker": other,
        }
    )
    for at, cells in enumerate(grid.rows, start=first):
        if cells[0] in own | beyond:
            board = cells[0] in own
            ink = {"color": theme.BRAND if board else theme.INK}
            mark = {"type": "circle" if board else "diamond", "size": 10 if board else 9, "fill": ink, "border": ink}
            one = {"name": [name, at, 0], "categories": [name, at, 1, at, 1], "values": [name, at, 2, at, 2]}
            drawn.add_series({**one, "line": {"none": True}, "marker": mark})
    # Doublings from a round number: a decade has no label between its ends.
    sized = {"log_base": 2, "name": chart.across_words, "name_font": {**font, "bold": False}, "num_font": font}
    if chart.across is not None:
        sized |= {"min": round_below(chart.across.minimum), "max": float(chart.across.maximum)}
    drawn.set_x_axis(
        {**sized, "num_format": "#,##0", "line": {"color": theme.LIMIT}, "major_gridlines": {"visible": False}}
    )
    drawn.set_y_axis(_value_axis(chart))
    drawn.set_legend(_LEGEND)
    return _beside(sheet, row, grid, drawn)


def _value_axis(chart: Chart) -> dict[str, Any]:
    """The value axis as the documents draw it: their ends, and their step between gridlines."""
    axis = chart.axis
    return {
        "min": float(axis.minimum),
        "max": float(axis.maximum),
        "major_unit": step_of(axis),
        "num_format": chart.number_format,
        "num_font": {**_FONT, "color": theme.MUTE},
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": theme.GRID, "width": 0.75}},
    }


def _line_looks(chart: Chart) -> dict[str, dict[str, Any]]:
    """Each line's look by its name: areas of one colour are told apart by their dashes."""
    looks: dict[str, dict[str, Any]] = {}
    for line in chart.lines:
        alike = sum(_ROLE_LOOKS[line.role]["color"] == look["color"] for look in looks.values())
        looks[line.name] = {**_ROLE_LOOKS[line.role], **({"dash_type": _DASHES[alike % len(_DASHES)]} if alike else {})}
    return looks


def _places_a_year(grid: Grid) -> int:
    """How many rows of the data a label of a year stands for."""
    return max(Counter(cells[0] for cells in grid.rows).values()) if grid.heads[0] == "Year" else 1


def step_of(axis: Axis) -> float | None:
    """From one gridline of the documents to the next; None where there is no next."""
    return float(axis.ticks[1].value - axis.ticks[0].value) if len(axis.ticks) > 1 else None


def round_below(value: Decimal) -> float:
    """The nearest number of one digit and noughts that is no more than this."""
    return float(value.quantize(Decimal(1).scaleb(value.adjusted()), ROUND_FLOOR))


def _bar_series(bars: Sequence[Bar], name: str, row: int, first: int, last: int) -> dict[str, Any]:
    """Bars with the board's in its colour and custom whiskers to the ends of the intervals."""
    fills = {Role.BOARD: theme.BRAND, Role.NATION: theme.NATION_BAR}
    series: dict[str, Any] = {
        "name": [name, row, 1],
        "categories": [name, first, 0, last, 0],
        "values": [name, first, 1, last, 1],
        "points": [{"fill": {"color": fills.get(bar.role, theme.OTHER_BAR)}} for bar in bars],
        "data_labels": {
            "value": True,
            "position": "inside_base",
            "font": {"color": theme.WHITE, "bold": True},
            "custom": [{} if bar.role in fills else {"font": {"color": theme.INK, "bold": True}} for bar in bars],
        },
        "gap": 60,
    }
    plus = [_distance(bar.upper, bar.number) for bar in bars]
    minus = [_distance(bar.number, bar.lower) for bar in bars]
    if any(plus) or any(minus):
        series["x_error_bars"] = {
            "type": "custom",
            "plus_values": plus,
            "minus_values": minus,
            "line": {"color": theme.INK},
        }
    return series


def _distance(above: Number | None, below: Number | None) -> float:
    if above is None or below is None or above.value is None or below.value is None:
        return 0.0
    return float(above.value - below.value)
