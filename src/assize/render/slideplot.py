"""A native chart on a slide and the words around it: ticks, years, line ends, callouts, gaps.

Office programs place end labels on top of each other; these are put by computation, moved apart and tied to their lines.
What the program can draw from the data stays native. All places are worked out in EMU from the chart's own axis.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from assize.core.document import Chart, ChartKind, Line, Number, Role, Words, plain
from assize.render import arial, theme
from assize.render.chartxml import (
    LABEL_SIZE,
    TARGET,
    bar_chart,
    native_ticks,
    time_chart,
)  # fmt: skip
from assize.render.deck import Look, Paragraph, Run, Slide, Stroke, height_of
from assize.render.slidemaster import EMU, Box

LEADING = theme.SLIDE_CHART.leading
_BOARD = theme.SLIDE_BOARD_LABEL
_LEADER = 15 * EMU  # from the axes' box to the labels at the line ends
_TOP = 8 * EMU
_SPARE = 5 * EMU  # of the gap before the panel, lent to the labels
_YEARS = 28 * EMU
_CALLOUT_WIDTH = 150.0  # points
_LABELS = {Role.BOARD: "brand", Role.NATION: "nation", Role.REGION: "region-label", Role.OTHER: "mute"}
_LEADERS = {Role.BOARD: "brand", Role.NATION: "nation", Role.REGION: "region", Role.OTHER: "common"}


@dataclass(frozen=True)
class Plot:
    """The axes' box on the slide and what its sides mean."""

    box: Box
    count: int
    minimum: Decimal
    maximum: Decimal

    @property
    def step(self) -> float:
        """Width of a category in EMU."""
        return self.box.w / self.count

    def x(self, index: float) -> int:
        """Middle of a category."""
        return round(self.box.x + (index + 0.5) * self.step)

    def y(self, value: Decimal) -> int:
        """Height of a value."""
        share = (self.maximum - value) / (self.maximum - self.minimum)
        return round(self.box.y + float(share) * self.box.h)


def draw_chart(slide: Slide, chart: Chart, area: Box, dated: date) -> None:
    """Draw a chart with its labels inside `area`."""
    if chart.kind is ChartKind.BARS:
        _draw_bars(slide, chart, area, dated)
    else:
        _draw_time(slide, chart, area, dated)


def _words(slide: Slide, box: Box, text: str, align: str = "l", token: str = "mute", name: str = "Axis label") -> None:
    slide.text(box, [Paragraph((Run(text, LABEL_SIZE, token),), LEADING, align=align)], name)


# --- bars ---------------------------------------------------------------------------------------------------------


def _draw_bars(slide: Slide, chart: Chart, area: Box, dated: date) -> None:
    names = max((arial.text_width(bar.name, LABEL_SIZE) for bar in chart.bars), default=0.0)
    left = min(round((names + 16) * EMU), round(area.w * 0.4))
    right = 64 * EMU
    height = min(area.h - _TOP, len(chart.bars) * 68 * EMU)
    plot = Box(area.x + left, area.y + _TOP, area.w - left - right, height)
    frame = Box(area.x, area.y, area.w, height + 2 * _TOP)
    xml, book = bar_chart(chart, frame, plot, dated)
    slide.chart(frame, xml, book, "Chart", chart.alt)


# --- time ---------------------------------------------------------------------------------------------------------


def _draw_time(slide: Slide, chart: Chart, area: Box, dated: date) -> None:
    ticks = max((arial.text_width(tick.text, LABEL_SIZE) for tick in chart.axis.ticks), default=0.0)
    left = round((ticks + 10) * EMU)
    box = Box(area.x + left, area.y + _TOP, area.w - left - theme.SLIDE_LABEL_GUTTER, area.h - _TOP - _YEARS)
    plot = Plot(box, len(chart.categories), chart.axis.minimum, chart.axis.maximum)
    taken = _Taken(_ink(chart, plot))
    _hatch(slide, chart, plot)
    if not native_ticks(chart):
        for tick in chart.axis.ticks:
            y = plot.y(tick.value)
            slide.rule((box.x, y), (box.x + box.w, y), "grid", 0.75)
    xml, book = time_chart(chart, area, box, dated)
    slide.chart(area, xml, book, "Chart", chart.alt)
    if not native_ticks(chart):
        for tick in chart.axis.ticks:
            y = plot.y(tick.value) - round(LEADING * EMU / 2)
            _words(slide, Box(area.x, y, left - 6 * EMU, round(LEADING * EMU)), tick.text, "r")
    _extend_limits(slide, chart, plot)
    _years(slide, chart, plot)
    _hatch_words(slide, chart, plot, taken)
    _end_labels(slide, chart, plot, area)
    if chart.kind is ChartKind.SLOPE:
        _start_labels(slide, chart, plot)
    for annotation in chart.annotations:
        _callout(slide, chart, plot, taken, annotation.index, annotation.words)
    _name_range(slide, chart, plot, taken)


def _extend_limits(slide: Slide, chart: Chart, plot: Plot) -> None:
    """Limits and mean end at the middle of a category; carry them half a category on, to the edge of the band."""
    half = round(plot.step / 2)
    for limits in chart.limits:
        first, last = limits.pieces[0], limits.pieces[-1]
        looks = (("lower", "limit", 0.75, "sysDot"), ("mean", "common", 1.0, ""), ("upper", "limit", 0.75, "sysDot"))
        for pick, token, weight, dash in looks:
            for piece, start, end in (
                (first, plot.x(limits.first) - half, plot.x(limits.first)),
                (last, plot.x(limits.last), plot.x(limits.last) + half),
            ):
                value = getattr(piece, pick).value
                if value is not None and plot.minimum <= value <= plot.maximum:
                    y = plot.y(value)
                    slide.rule((start, y), (end, y), token, weight, dash)
    if chart.target is not None and chart.target.value is not None:
        y = plot.y(chart.target.value)
        slide.rule((plot.box.x, y), (plot.x(0), y), "target", 1.5, "lgDash")
        slide.rule((plot.x(plot.count - 1), y), (plot.box.x + plot.box.w, y), "target", 1.5, "lgDash")


def _years(slide: Slide, chart: Chart, plot: Plot) -> None:
    """Each year once, centred on its quarters, with a tick between years; thinned out where they would touch."""
    spans: list[tuple[str, int, int]] = []
    for index, category in enumerate(chart.categories):
        name = category.group or category.label
        if spans and spans[-1][0] == name:
            spans[-1] = (name, spans[-1][1], index)
        else:
            spans.append((name, index, index))
    bottom = plot.box.y + plot.box.h
    for _, first, _ in spans[1:]:
        x = round(plot.box.x + first * plot.step)
        slide.rule((x, bottom), (x, bottom + 6 * EMU), "limit", 0.75)
    free = plot.box.x + plot.box.w + round(plot.step)
    for name, first, last in reversed(spans):
        half = round((arial.text_width(name, LABEL_SIZE) / 2 + 2) * EMU)
        middle = round(plot.x((first + last) / 2))
        if middle + half > free:
            continue
        _words(slide, Box(middle - half, bottom + 8 * EMU, 2 * half, round(LEADING * EMU)), name, "ctr")
        free = middle - half - 4 * EMU


# --- gaps ---------------------------------------------------------------------------------------------------------


def _hatch(slide: Slide, chart: Chart, plot: Plot) -> None:
    for hatch in chart.hatches:
        x = round(plot.box.x + hatch.first * plot.step)
        box = Box(x, plot.box.y, round((hatch.last - hatch.first + 1) * plot.step), plot.box.h)
        places = chart.categories[hatch.first].label
        if hatch.last > hatch.first:
            places += f" to {chart.categories[hatch.last].label}"
        words = hatch.words or next((other.words for other in chart.hatches if other.words), "No figure held")
        view = (box.w / EMU, box.h / EMU)
        slide.drawing(
            box, [Stroke(tuple(_diagonals(*view)), Look(line="hatch", weight=0.75))], view, f"{words}: {places}", "Gap"
        )


def _diagonals(
    width: float, height: float, step: float = 9.0
) -> Iterable[tuple[tuple[float, float], tuple[float, float]]]:
    """Lines at 45 degrees across a box, `step` points apart along its edge, cut at its sides."""
    start = step
    while start < width + height:
        first = (min(start, width), max(0.0, start - width))
        last = (max(0.0, start - height), min(start, height))
        yield first, last
        start += step


def _hatch_words(slide: Slide, chart: Chart, plot: Plot, taken: _Taken) -> None:
    for hatch in chart.hatches:
        room = (hatch.last - hatch.first + 1) * plot.step / EMU - 8
        widest = max((arial.text_width(word, LABEL_SIZE) for word in hatch.words.split()), default=0.0)
        if not hatch.words or widest + 10 > room:
            continue
        width = min(room, arial.text_width(hatch.words, LABEL_SIZE) + 12)
        paragraph = Paragraph((Run(hatch.words, LABEL_SIZE),), LEADING, align="ctr")
        height = paragraph.lines(width - 8) * LEADING + 6
        middle = plot.x((hatch.first + hatch.last) / 2) / EMU
        top = (plot.box.y + plot.box.h * 0.72) / EMU
        box = (middle - width / 2, top, width, height)
        taken.boxes.append(box)
        slide.text(_emu(box), [paragraph], "Gap label", Look("white"), inset=3)


# --- labels at the line ends --------------------------------------------------------------------------------------


@dataclass
class _End:
    """A label at the right: where its line ends, its words, and the height it takes."""

    at: tuple[int, int]
    paragraphs: tuple[Paragraph, ...]
    height: int
    leader: str
    top: int = 0


def _end_labels(slide: Slide, chart: Chart, plot: Plot, area: Box) -> None:
    x = plot.box.x + plot.box.w + _LEADER
    width = area.x + area.w + _SPARE - x
    ends: list[_End] = []

    def add(name: str, number: Number, index: int, token: str, leader: str, board: bool = False) -> None:
        if number.value is None:
            return
        style = _BOARD if board else theme.SLIDE_CHART
        runs = (Run(f"{name} ", style.size, token, board), Run(number.text, style.size, token, True))
        paragraphs = [Paragraph(runs, style.leading)]
        if board and index < plot.count - 1:  # the label names the last value held: say of when it is
            when = Run(chart.categories[index].label, LABEL_SIZE, "mute")
            paragraphs.append(Paragraph((when,), LEADING))
        value = min(max(number.value, plot.minimum), plot.maximum)
        start = plot.x(index) + 7 * EMU if board else plot.x(index) + round(plot.step / 2)
        if not board and leader not in ("limit", "common", "target"):
            start = plot.x(index)
        if chart.kind is ChartKind.SLOPE:  # a leader in the line's colour would carry the line on
            start, leader = plot.x(index) + 7 * EMU, "rule"
        if index < plot.count - 1:  # no line runs across what is not held, not even a leader
            start = plot.box.x + plot.box.w + 2 * EMU
        ends.append(
            _End((start, plot.y(value)), tuple(paragraphs), round(height_of(paragraphs, width / EMU) * EMU), leader)
        )

    if chart.limits and chart.limits[-1].last == plot.count - 1:
        limits = chart.limits[-1]
        names = chart.range_names
        for name, number in ((names.upper, limits.upper), (names.mean, limits.mean), (names.lower, limits.lower)):
            add(name, number, plot.count - 1, "mute", "limit")
    if chart.target is not None:
        add(TARGET, chart.target, plot.count - 1, "target", "target")
    for line in sorted(chart.lines, key=lambda line: line.role is Role.BOARD):
        last = last_held(line)
        if last is not None:
            point = line.points[last]
            if point is not None:
                add(line.name, point.number, last, _LABELS[line.role], _LEADERS[line.role], line.role is Role.BOARD)
    _move_apart(ends, plot.box.y - _TOP, area.y + area.h - 4 * EMU)
    for end in ends:
        middle = end.top + end.height // 2
        slide.rule(end.at, (x - 4 * EMU, middle), end.leader, 0.75)
    for end in sorted(ends, key=lambda end: end.top):
        slide.text(Box(x, end.top, width, end.height), end.paragraphs, "Line label", anchor="ctr")


def _start_labels(slide: Slide, chart: Chart, plot: Plot) -> None:
    """The values at which the lines of a slope begin, left of their points, none on another."""
    ends = []
    for line in chart.lines:
        number = line.points[0].number if line.points[0] else None
        if number is not None and number.value is not None:
            board = line.role is Role.BOARD
            paragraph = Paragraph((Run(number.text, LABEL_SIZE, _LABELS[line.role], board),), LEADING, align="r")
            ends.append(_End((plot.x(0), plot.y(number.value)), (paragraph,), round(LEADING * EMU), ""))
    _move_apart(ends, plot.box.y - _TOP, plot.box.y + plot.box.h)
    for end in ends:
        width = 60 * EMU
        slide.text(
            Box(end.at[0] - width - 9 * EMU, end.top, width, end.height), end.paragraphs, "Line label", anchor="ctr"
        )


def last_held(line: Line) -> int | None:
    """Index of the last point that a line holds."""
    return max((index for index, point in enumerate(line.points) if point is not None), default=None)


def _move_apart(ends: list[_End], top: int, bottom: int) -> None:
    """Give each label the place nearest to its line at which none touches another: neighbours that would touch are pooled."""
    ends.sort(key=lambda end: end.at[1])
    gap = 2 * EMU
    groups: list[list[_End]] = []

    def first_top(group: list[_End]) -> float:
        offset, wishes = 0, 0.0
        for end in group:
            wishes += end.at[1] - end.height / 2 - offset
            offset += end.height + gap
        return min(max(wishes / len(group), top), bottom - (offset - gap))

    def length(group: list[_End]) -> int:
        return sum(end.height + gap for end in group)

    for end in ends:
        groups.append([end])
        while len(groups) > 1 and first_top(groups[-2]) + length(groups[-2]) > first_top(groups[-1]):
            groups[-2:] = [groups[-2] + groups[-1]]
    for group in groups:
        place = first_top(group)
        for end in group:
            end.top = round(place)
            place += end.height + gap


# --- callouts -----------------------------------------------------------------------------------------------------

_Rect = tuple[float, float, float, float]  # x, y, width, height in points


def _emu(rect: _Rect) -> Box:
    return Box(*(round(side * EMU) for side in rect))


@dataclass
class _Taken:
    """Points of ink and boxes of words that a label must not touch, in points of the slide."""

    ink: list[tuple[float, float]]
    boxes: list[_Rect] = field(default_factory=list)

    def touches(self, rect: _Rect, pad: float = 3) -> int:
        x, y, w, h = rect[0] - pad, rect[1] - pad, rect[2] + 2 * pad, rect[3] + 2 * pad
        hits = sum(1 for px, py in self.ink if x <= px <= x + w and y <= py <= y + h)
        overlaps = sum(1 for bx, by, bw, bh in self.boxes if x < bx + bw and bx < x + w and y < by + bh and by < y + h)
        return hits + 50 * overlaps


def _ink(chart: Chart, plot: Plot) -> list[tuple[float, float]]:
    """Every line of the chart as points a few points apart; markers as the eight points around them."""
    ink: list[tuple[float, float]] = []
    right = plot.box.x + plot.box.w

    def segment(start: tuple[int, int], end: tuple[int, int]) -> None:
        pieces = max(1, int(max(abs(end[0] - start[0]), abs(end[1] - start[1])) / (5 * EMU)))
        for piece in range(pieces + 1):
            share = piece / pieces
            x, y = start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
            ink.append((x / EMU, y / EMU))

    for line in chart.lines:
        before: tuple[int, int] | None = None
        for index, point in enumerate(line.points):
            here = None if point is None or point.number.value is None else (plot.x(index), plot.y(point.number.value))
            if here and before and index - 1 not in chart.break_after:
                segment(before, here)
            if here and line.role is Role.BOARD:
                ink.extend((here[0] / EMU + dx, here[1] / EMU + dy) for dx in (-6, 0, 6) for dy in (-6, 0, 6))
            before = here
    for limits in chart.levels:
        for number in (limits.lower, limits.mean, limits.upper):
            if number.value is not None and plot.minimum <= number.value <= plot.maximum:
                half = round(plot.step / 2)
                y = plot.y(number.value)
                segment((plot.x(limits.first) - half, y), (plot.x(limits.last) + half, y))
    if chart.target is not None and chart.target.value is not None:
        segment((plot.box.x, plot.y(chart.target.value)), (right, plot.y(chart.target.value)))
    return ink


def _candidates(x: float, y: float, w: float, h: float) -> Iterable[tuple[_Rect, str, float]]:
    """Places for words beside a point, nearest first: box, alignment and distance."""
    for away in (9.0, 14.0, 20.0, 28.0, 38.0, 50.0, 64.0, 80.0):
        yield (x - w / 2, y + away, w, h), "ctr", away
        yield (x - w / 2, y - away - h, w, h), "ctr", away
        yield (x - w - away, y + away * 0.4, w, h), "r", away + 1
        yield (x + away, y + away * 0.4, w, h), "l", away + 1
        yield (x - w - away, y - away * 0.4 - h, w, h), "r", away + 1
        yield (x + away, y - away * 0.4 - h, w, h), "l", away + 1
        yield (x - w - away, y - h / 2, w, h), "r", away + 2
        yield (x + away, y - h / 2, w, h), "l", away + 2


def _callout(slide: Slide, chart: Chart, plot: Plot, taken: _Taken, index: int, words: Words) -> None:
    board = next((line for line in chart.lines if line.role is Role.BOARD), None)
    point = board.points[index] if board else None
    if point is None or point.number.value is None:
        at = (plot.x(index), plot.box.y + plot.box.h // 2)
    else:
        at = (plot.x(index), plot.y(point.number.value))
    runs = tuple(Run(part if isinstance(part, str) else plain((part,)), LABEL_SIZE) for part in words)
    text = plain(words)
    width = min(_CALLOUT_WIDTH, arial.text_width(text, LABEL_SIZE) + 2)
    lines = arial.wrap([(text, False)], LABEL_SIZE, width)
    if len(lines) > 1:  # balance the lines: the narrowest box that needs no more of them
        for trial in range(40, int(width)):
            if arial.line_count(text, LABEL_SIZE, trial) <= len(lines):
                width = trial + 2.0
                break
    height = len(lines) * LEADING
    left, top = plot.box.x / EMU, plot.box.y / EMU
    right, bottom = left + plot.box.w / EMU, top + plot.box.h / EMU
    best: tuple[float, _Rect, str] | None = None
    for rect, align, away in _candidates(at[0] / EMU, at[1] / EMU, width, height):
        if rect[0] < left or rect[0] + rect[2] > right or rect[1] < top or rect[1] + rect[3] > bottom - 2:
            continue
        grid = sum(1 for tick in chart.axis.ticks if rect[1] < plot.y(tick.value) / EMU < rect[1] + rect[3])
        cost = taken.touches(rect) * 20 + away + 12 * grid
        if best is None or cost < best[0]:
            best = (cost, rect, align)
    if best is not None:
        taken.boxes.append(best[1])
        slide.text(_emu(best[1]), [Paragraph(runs, LEADING, align=best[2])], "Callout")


def _name_range(slide: Slide, chart: Chart, plot: Plot, taken: _Taken) -> None:
    """Print what the range is called inside the band at whichever corner is clear; nowhere where none is."""
    if not chart.limits:
        return
    text = chart.range_names.whole
    width, height = arial.text_width(text, LABEL_SIZE) + 2, LEADING
    for limits in (chart.limits[-1], chart.limits[0]):
        lows = [piece.lower.value for piece in limits.pieces if piece.lower.value is not None]
        highs = [piece.upper.value for piece in limits.pieces if piece.upper.value is not None]
        if not lows or not highs:
            continue
        low = plot.y(max(*lows, plot.minimum)) / EMU  # where it moves, what all of it has in common
        high = plot.y(min(*highs, plot.maximum)) / EMU
        left = (plot.x(limits.first) - plot.step / 2) / EMU + 6
        right = (plot.x(limits.last) + plot.step / 2) / EMU - 6 - width
        for x in (left, right, (left + right) / 2):
            for y in (low - height - 5, high + 5):
                rect = (x, y, width, height)
                if high < y and y + height < low and right >= left and not taken.touches(rect, 2):
                    taken.boxes.append(rect)
                    _words(slide, _emu(rect), text, token="mute", name="Range label")
                    return
