"""A funnel on a slide: the native chart on its band, and the words around it, each put where it touches nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

from assize.core.document import Chart, Dot, Role
from assize.render import arial, theme
from assize.render.charts.funnel import place_across
from assize.render.charts.labels import Obstacles, Rect
from assize.render.chartxml import LABEL_SIZE, native_ticks
from assize.render.deck import Look, Paragraph, Run, Slide, Stroke, height_of
from assize.render.funnelxml import funnel_chart, radius_points
from assize.render.slidemaster import EMU, Box
from assize.render.slideplot import _BOARD, _LEADER, _SPARE, _TOP, LEADING, _emu, _words

_CLEAR = 1.5  # points between a mark and the words beside it
_TIED = 14.0  # points from which on a leader ties words to their mark
_SIZES = 2  # lines under the axis: the sizes, and what they count
_INKS = {Role.BOARD: "brand", Role.REGION: "region-label"}


def draw_funnel(slide: Slide, chart: Chart, area: Box, dated: date) -> None:
    """Draw a funnel with its labels inside `area`."""
    ticks = max((arial.text_width(tick.text, LABEL_SIZE) for tick in chart.axis.ticks), default=0.0)
    left = round((ticks + 10) * EMU)
    foot = round((_SIZES * LEADING + 14) * EMU)
    box = Box(area.x + left, area.y + _TOP, area.w - left - theme.SLIDE_LABEL_GUTTER, area.h - _TOP - foot)
    _band(slide, chart, box)
    xml, book = funnel_chart(chart, area, box, dated)
    slide.chart(area, xml, book, "Chart", chart.alt)
    if not native_ticks(chart):
        for tick in chart.axis.ticks:
            y = _y(chart, box, tick.value)
            slide.rule((box.x, y), (box.x + box.w, y), "grid", 0.75)
            place = Box(area.x, y - round(LEADING * EMU / 2), left - 6 * EMU, round(LEADING * EMU))
            _words(slide, place, tick.text, "r")
    _sizes(slide, chart, box)
    _ends(slide, chart, box, area)
    _names(slide, chart, box)


def _x(chart: Chart, box: Box, size: object) -> int:
    return round(box.x + place_across(chart, size) * box.w)


def _y(chart: Chart, box: Box, value: Decimal) -> int:
    held = min(max(value, chart.axis.minimum), chart.axis.maximum)
    share = (chart.axis.maximum - held) / (chart.axis.maximum - chart.axis.minimum)
    return round(box.y + float(share) * box.h)


def _band(slide: Slide, chart: Chart, box: Box) -> None:
    outer = next((curve for curve in chart.curves if curve.outer), None)
    if outer is None:
        return
    above = [
        (_x(chart, box, size), _y(chart, box, value)) for size, value in zip(outer.sizes, outer.upper, strict=True)
    ]
    below = [
        (_x(chart, box, size), _y(chart, box, value)) for size, value in zip(outer.sizes, outer.lower, strict=True)
    ]
    points = tuple(((x - box.x) / EMU, (y - box.y) / EMU) for x, y in [*above, *reversed(below)])
    slide.drawing(
        box, [Stroke((points,), Look("band"), closed=True)], (box.w / EMU, box.h / EMU),
        f"Band between the {outer.name}s", "Band",
    )  # fmt: skip


def _sizes(slide: Slide, chart: Chart, box: Box) -> None:
    bottom = box.y + box.h
    for tick in chart.across.ticks if chart.across else ():
        x = _x(chart, box, tick.value)
        half = round((arial.text_width(tick.text, LABEL_SIZE) / 2 + 3) * EMU)
        middle = min(max(x, box.x + half), box.x + box.w - half)
        slide.rule((x, bottom), (x, bottom + 6 * EMU), "limit", 0.75)
        _words(slide, Box(middle - half, bottom + 8 * EMU, 2 * half, round(LEADING * EMU)), tick.text, "ctr")
    if chart.across_words:
        top = bottom + 8 * EMU + round(LEADING * EMU)
        _words(slide, Box(box.x, top, box.w, round(LEADING * EMU)), chart.across_words, "ctr", name="Axis title")


def _ends(slide: Slide, chart: Chart, box: Box, area: Box) -> None:
    """What the gutter names: the limits and all areas together, moved apart from the top down."""
    x = box.x + box.w + _LEADER
    width = area.x + area.w + _SPARE - x
    found: list[tuple[int, Paragraph, str]] = []
    for curve in chart.curves:
        for value in (curve.lower[-1], curve.upper[-1]):
            if chart.axis.minimum <= value <= chart.axis.maximum:
                found.append(
                    (_y(chart, box, value), Paragraph((Run(curve.name, LABEL_SIZE, "mute"),), LEADING), "limit")
                )
    if chart.centre is not None and chart.centre.value is not None:
        runs = (Run(f"{chart.centre_name} ", LABEL_SIZE, "nation"), Run(chart.centre.text, LABEL_SIZE, "nation", True))
        found.append((_y(chart, box, chart.centre.value), Paragraph(runs, LEADING), "nation"))
    found.sort(key=lambda end: end[0])
    heights = [round(height_of([paragraph], width / EMU) * EMU) for _, paragraph, _ in found]
    tops: list[int] = []
    for (y, _, _), height in zip(found, heights, strict=True):
        least = tops[-1] + heights[len(tops) - 1] + 2 * EMU if tops else area.y
        tops.append(max(y - height // 2, least))
    over = (tops[-1] + heights[-1]) - (area.y + area.h) if tops else 0
    for (y, paragraph, token), top, height in zip(found, tops, heights, strict=True):
        top -= max(over, 0)
        slide.rule((box.x + box.w, y), (x - 4 * EMU, top + height // 2), token, 0.75)
        slide.text(Box(x, top, width, height), [paragraph], "Line label", anchor="ctr")


def _names(slide: Slide, chart: Chart, box: Box) -> None:
    """Names beside their dots, the board's first; one without a clear place is left to the table."""
    obstacles, places = _obstacles(chart, box), [_at(chart, box, dot) for dot in chart.dots]
    left, top = box.x / EMU, box.y / EMU
    room = Rect(left + 2, top + 2, left + box.w / EMU - 2, top + box.h / EMU - 3)
    levels = [_y(chart, box, tick.value) / EMU for tick in chart.axis.ticks]
    named = (dot for dot in chart.dots if dot.named)
    for dot in sorted(named, key=lambda dot: (dot.role is not Role.BOARD, not dot.outside)):
        board = dot.role is Role.BOARD
        size = _BOARD.size if board else LABEL_SIZE
        token = _INKS.get(dot.role, "ink") if board or not dot.outside else "ink"
        height = float(_BOARD.leading if board else LEADING)
        width = arial.text_width(f"{dot.name} {dot.number.text}", size, True) + 4
        at = _at(chart, box, dot)
        rect = obstacles.find(width, height, at, room, levels)
        if rect is None:
            continue
        nearest = rect.nearest(at)
        if rect.away(at) > _TIED or rect.is_doubtful(at, places):
            start, end = (tuple(round(side * EMU) for side in place) for place in (at, nearest))
            slide.rule((start[0], start[1]), (end[0], end[1]), token, 0.75)
            obstacles.segments.append((at, nearest))
        obstacles.rects.append(rect)
        runs = (Run(f"{dot.name} ", size, token, board), Run(dot.number.text, size, token, True))
        align = "r" if rect.right <= at[0] else "l" if rect.left >= at[0] else "ctr"
        where = (rect.left, rect.top, width, height)
        slide.text(_emu(where), [Paragraph(runs, height, align=align)], "Area label")


def _at(chart: Chart, box: Box, dot: Dot) -> tuple[float, float]:
    return _x(chart, box, dot.size.value) / EMU, _y(chart, box, dot.number.value or Decimal(0)) / EMU


def _obstacles(chart: Chart, box: Box) -> Obstacles:
    """Every dot and line of the funnel, in points of the slide."""
    rects, segments = [], []
    for dot in chart.dots:
        place = _at(chart, box, dot)
        rects.append(Rect(*place, *place).grown(radius_points(dot) + _CLEAR))
    for curve in chart.curves:
        for values in (curve.lower, curve.upper):
            places = [
                (_x(chart, box, size) / EMU, _y(chart, box, value) / EMU)
                for size, value in zip(curve.sizes, values, strict=True)
            ]
            segments += list(pairwise(places))
    if chart.centre is not None and chart.centre.value is not None:
        y = _y(chart, box, chart.centre.value) / EMU
        segments.append(((box.x / EMU, y), ((box.x + box.w) / EMU, y)))
    return Obstacles(rects, segments)
