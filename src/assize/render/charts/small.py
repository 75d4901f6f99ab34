"""Drawings that stand in table cells: a trend of sixteen quarters and an interval on the column's scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from assize.core.document import PointMark, Span, Trend
from assize.render import theme
from assize.render.charts import svg
from assize.render.charts.time import mark

TREND_WIDTH, TREND_HEIGHT = 64.0, 34.0
SPAN_WIDTH, SPAN_HEIGHT = 52.0, 16.0  # 13.8 mm: what the narrowest column of a page leaves between its insets


def _cell(alt: str, width: float, height: float, parts: list[str]) -> str:
    return svg.element(
        "svg",
        svg.element("title", escape(alt, quote=False)) + "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {svg.short(width)} {svg.short(height)}",
        role="img",
        aria_label=alt,
    )


def draw_trend(trend: Trend) -> str:
    """A trend of 64 x 34 px on the shared time axis: the line, its expected range, and the last point alone marked."""
    values = [None if value is None else float(value) for value in trend.values]
    held = [(at, value) for at, value in enumerate(values) if value is not None]
    if not held:
        box = svg.element(
            "rect", x=0.5, y=6.5, width=TREND_WIDTH - 1, height=21, fill="none", stroke=theme.HATCH, stroke_width=1
        )
        return _cell(trend.alt, TREND_WIDTH, TREND_HEIGHT, [svg.hatching(0.5, 6.5, TREND_WIDTH - 1, 21, 6), box])
    low, high = map(float, trend.ends)
    step = (TREND_WIDTH - 10) / max(len(values) - 1, 1)

    def x(index: int) -> float:
        return 5 + index * step

    def y(value: float) -> float:
        return TREND_HEIGHT - 5 - (value - low) / (high - low) * (TREND_HEIGHT - 10)

    parts = []
    for stretch in trend.stretches:
        lower, mean, upper = (_along(trend, stretch, which, x, y, step) for which in range(3))
        points = " ".join(f"{svg.short(at)},{svg.short(level)}" for at, level in (*upper, *reversed(lower)))
        parts.append(svg.element("polygon", points=points, fill=theme.BAND))
        parts.append(svg.polyline(mean, theme.COMMON, 0.9))
    runs: list[list[tuple[int, float]]] = []
    for at, value in held:
        if runs and runs[-1][-1][0] == at - 1 and at - 1 not in trend.break_after:
            runs[-1].append((at, value))
        else:
            runs.append([(at, value)])
    for run in runs:
        if len(run) > 1:
            parts.append(svg.polyline([(x(at), y(value)) for at, value in run], theme.BRAND, 1.5))
        else:
            parts.append(svg.element("circle", cx=x(run[0][0]), cy=y(run[0][1]), r=1.3, fill=theme.BRAND))
    last, value = held[-1]
    common = trend.last is PointMark.COMMON
    parts.append(mark(x(last), y(value), 2.6 if common else 3.4, trend.last, common, 1.3 if common else 0.9))
    return _cell(trend.alt, TREND_WIDTH, TREND_HEIGHT, parts)


def _along(
    trend: Trend,
    stretch: Sequence[int],
    which: int,
    x: Callable[[int], float],
    y: Callable[[float], float],
    step: float,
) -> list[tuple[float, float]]:
    """One limit, or the mean, through a stretch of places and half a step beyond either end, within the cell."""
    levels = [y(float(limits[which])) for place in stretch if (limits := trend.ranges[place]) is not None]
    points = [(x(place), level) for place, level in zip(stretch, levels, strict=True)]
    first, last = max(points[0][0] - min(step / 2, 5), 0), min(points[-1][0] + min(step / 2, 5), TREND_WIDTH)
    return [(first, levels[0]), *points, (last, levels[-1])]


def draw_span(span: Span, board: bool = False) -> str:
    """An interval of 52 x 16 px with its value and, dashed, the reference; the board's own is heavier."""
    low, high = float(span.scale_minimum), float(span.scale_maximum)

    def x(value: object) -> float:
        share = (float(str(value)) - low) / (high - low) if high > low else 0.5
        return 4 + min(max(share, 0.0), 1.0) * (SPAN_WIDTH - 8)

    middle = SPAN_HEIGHT / 2
    colour, width, radius = (theme.BRAND, 2.6, 4.2) if board else (theme.NATION, 1.6, 3.3)
    parts = []
    if span.reference is not None:
        parts.append(svg.line(x(span.reference), 0, x(span.reference), SPAN_HEIGHT, theme.LIMIT, 1.2, "3 2"))
    parts.append(svg.line(x(span.lower), middle, x(span.upper), middle, colour, width))
    parts.append(svg.element("circle", cx=x(span.value), cy=middle, r=radius, fill=colour))
    return _cell(span.alt, SPAN_WIDTH, SPAN_HEIGHT, parts)
