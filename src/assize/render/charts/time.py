"""Charts over time: control charts and lines too short to judge (look, "Control chart", 1 to 8).

Drawn from the ground up: hatches, band, gridlines, limits, comparators, the board's line, its points, and last the words,
each put where it touches nothing. Labels stand in the gutter on the right, never in a legend.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from assize.core.document import Annotation, Chart, ChartKind, Limits, Line, Number, Point, PointMark, Role, Words
from assize.render import theme
from assize.render.charts import svg
from assize.render.charts.labels import (
    LEADING,
    MIDDLE,
    Obstacles,
    Place,
    Rect,
    Run,
    RunLine,
    Segment,
    move_apart,
    run_width,
    text_box,
    wrap,
    wrap_evenly,
)
from assize.render.charts.sizes import Frame
from assize.render.theme import Weight, text_width

_INSET = 0.35  # of the distance of two quarters: from the plot's edge to the first point
_GUTTER_SHARE = 0.3  # of the width: where a label in the gutter breaks into two lines
_OTHER_SIGNAL, _LATEST_SIGNAL = 0.74, 1.22  # of a flagged point's size (look, 4)
_MARKS = {
    PointMark.COMMON: theme.BRAND,
    PointMark.IMPROVEMENT: theme.IMPROVEMENT,
    PointMark.CONCERN: theme.CONCERN,
    PointMark.CHANGED: theme.NEUTRAL,
}
_LINES = {Role.BOARD: theme.BRAND, Role.NATION: theme.NATION, Role.REGION: theme.REGION, Role.OTHER: theme.COMMON}
_LABELS = {**_LINES, Role.REGION: theme.REGION_LABEL, Role.OTHER: theme.MUTE}
_SQUARE, _DIAMOND = 0.886, 1.253  # half side and half diagonal that give the area of a circle of radius 1


def mark(x: float, y: float, radius: float, kind: PointMark, hollow: bool, edge: float) -> str:
    """A point by shape and colour: ring, circle, diamond, square; hollow where provisional."""
    colour = _MARKS[kind]
    fill, stroke = (theme.WHITE, colour) if hollow or kind is PointMark.COMMON else (colour, theme.WHITE)
    match kind:
        case PointMark.COMMON | PointMark.IMPROVEMENT:
            return svg.element("circle", cx=x, cy=y, r=radius, fill=fill, stroke=stroke, stroke_width=edge)
        case PointMark.CONCERN:
            half = radius * _DIAMOND
            corners = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
            points = " ".join(f"{svg.short(a)},{svg.short(b)}" for a, b in corners)
            return svg.element("polygon", points=points, fill=fill, stroke=stroke, stroke_width=edge)
        case PointMark.CHANGED:
            half = radius * _SQUARE
            return svg.element(
                "rect",
                x=x - half,
                y=y - half,
                width=2 * half,
                height=2 * half,
                fill=fill,
                stroke=stroke,
                stroke_width=edge,
            )


@dataclass(frozen=True)
class _End:
    """A label of the gutter: where it is tied, its lines, type size and colour."""

    x: float
    y: float
    lines: tuple[RunLine, ...]
    size: float
    colour: str
    hair: str

    @property
    def height(self) -> float:
        return LEADING * self.size * len(self.lines)


class TimeChart:
    """One drawing in the making."""

    def __init__(self, chart: Chart, frame: Frame) -> None:
        self.chart = chart
        self.frame = frame
        self.board = next((line for line in chart.lines if line.role is Role.BOARD), None)
        self.lines = tuple(line for line in chart.lines if frame.whole or line.role is Role.BOARD)
        self.parts: list[str] = []
        self.obstacles = Obstacles([], [])
        self.lifted: list[Annotation] = []
        self.left = max(frame.left, *(text_width(tick.text, frame.type) + 10 for tick in chart.axis.ticks), 0)
        self.top, self.bottom = frame.top, frame.height - frame.bottom
        self.right = frame.width - self._gutter()

    # --- places ---------------------------------------------------------------------------------------------------

    def x(self, index: float) -> float:
        """Where a category stands."""
        step = (self.right - self.left) / max(len(self.chart.categories) - 1 + 2 * _INSET, 1)
        return self.left + (index + _INSET) * step

    def y(self, value: object) -> float:
        """Where a value stands; values beyond the axis stand at its end."""
        low, high = float(self.chart.axis.minimum), float(self.chart.axis.maximum)
        share = (float(str(value)) - low) / (high - low) if high > low else 0.5
        return self.bottom - min(max(share, 0.0), 1.0) * (self.bottom - self.top)

    def place(self, line: Line, index: int) -> Place | None:
        """Where a point stands, if there is one with a value."""
        point = line.points[index]
        return None if point is None or point.number.value is None else (self.x(index), self.y(point.number.value))

    def radius(self, line: Line, index: int) -> float:
        """How large a point of the board's line is."""
        point = line.points[index]
        if point is None or point.mark is PointMark.COMMON:
            return self.frame.ring
        if index == self._last(line):
            return self.frame.flag * _LATEST_SIGNAL
        return self.frame.flag * (1.0 if point.beyond else _OTHER_SIGNAL)

    def _last(self, line: Line) -> int | None:
        held = [at for at, point in enumerate(line.points) if point is not None and point.number.value is not None]
        return held[-1] if held else None

    def segments(self, line: Line) -> Iterator[tuple[int, int]]:
        """Neighbouring points to be joined: no gap and no break between them."""
        for at in range(len(line.points) - 1):
            if at not in self.chart.break_after and self.place(line, at) and self.place(line, at + 1):
                yield at, at + 1

    # --- the drawing ----------------------------------------------------------------------------------------------

    def draw(self) -> list[str]:
        """All parts, in the order they lie on one another."""
        words = self._words()  # placed first, since a remark without a clear place makes the plot lower
        self._ground()
        self._axes()
        self._levels()
        for line in sorted(self.lines, key=lambda line: line.role is Role.BOARD):
            self._line(line)
        return [*self.parts, *words, *(self._starts() if self.chart.kind is ChartKind.SLOPE else ())]

    def _starts(self) -> list[str]:
        """The values at which the lines of a slope begin, left of their points, none on another."""
        places = sorted(
            ((place, line) for line in self.lines if (place := self.place(line, 0))), key=lambda pair: pair[0][1]
        )
        size = self.frame.type
        centres = move_apart([place[1] for place, _ in places], [LEADING * size] * len(places), 1, self.bottom)
        parts = []
        for (place, line), centre in zip(places, centres, strict=True):
            point = line.points[0]
            assert point is not None
            weight = Weight.BOLD if line.role is Role.BOARD else Weight.REGULAR
            run = (Run(point.number.text, weight, point.number),)
            x = place[0] - self.frame.ring - 8
            parts.append(svg.text(x, centre + MIDDLE * size, run, size, _LABELS[line.role], "end"))
        return parts

    def _ground(self) -> None:
        for first, last in self._hatches():
            left, right = self._hatch_edges(first, last)
            pitch = 8.0 if self.frame.whole else 6.5
            self.parts.append(svg.hatching(left, self.top, right - left, self.bottom - self.top, pitch))
        for limits, left, right in self._stretches():
            if limits.lower.value is not None and limits.upper.value is not None:
                upper, lower = self.y(limits.upper.value), self.y(limits.lower.value)
                self.parts.append(svg.rectangle(left, upper, right - left, lower - upper, theme.BAND))

    def _hatches(self) -> list[tuple[int, int]]:
        return [(hatch.first, hatch.last) for hatch in self.chart.hatches]

    def _edges(self, first: int, last: int) -> tuple[float, float]:
        return self.x(first - _INSET), self.x(last + _INSET)

    def _stretches(self) -> list[tuple[Limits, float, float]]:
        """Each level stretch of the expected range with its left and right edge; those of one segment touch."""
        found = []
        for limits in self.chart.limits:
            for piece in limits.pieces:
                before = _INSET if piece.first == limits.first else 0.5
                after = _INSET if piece.last == limits.last else 0.5
                found.append((piece, self.x(piece.first - before), self.x(piece.last + after)))
        return found

    def _hatch_edges(self, first: int, last: int) -> tuple[float, float]:
        return max(self.x(first - 0.5), self.left), min(self.x(last + 0.5), self.right)

    def _axes(self) -> None:
        frame = self.frame
        bands = [
            (left, right, self.y(limits.upper.value), self.y(limits.lower.value))
            for limits, left, right in self._stretches()
            if limits.lower.value is not None and limits.upper.value is not None
        ]
        named = float("inf")
        for tick in sorted(self.chart.axis.ticks, key=lambda tick: tick.value):
            y = self.y(tick.value)
            self.parts.append(svg.line(self.left, y, self.right, y, theme.GRID, 1))
            for left, right, top, bottom in bands:
                if top < y < bottom:
                    self.parts.append(svg.line(left, y, right, y, theme.GRID_ON_BAND, 1))
            if tick.text and named - y >= LEADING * frame.type:  # a label that would touch the one below is left out
                named = y
                run = (Run(tick.text),)
                self.parts.append(svg.text(self.left - 8, y + MIDDLE * frame.type, run, frame.type, theme.MUTE, "end"))
        self.parts.append(svg.line(self.left, self.bottom, self.right, self.bottom, theme.LIMIT, 1))
        self._years()

    def _years(self) -> None:
        frame = self.frame
        runs: list[tuple[str, int, int]] = []
        for group, members in groupby(enumerate(self.chart.categories), key=lambda pair: pair[1].group):
            indexes = [index for index, _ in members]
            runs.append((group, indexes[0], indexes[-1]))
        for _, first, _ in runs[1:]:
            x = self.x(first - 0.5)
            self.parts.append(svg.line(x, self.bottom, x, self.bottom + (8 if frame.whole else 6), theme.LIMIT, 1))
        baseline = self.bottom + frame.bottom - (12 if frame.whole else 5)
        labels = []
        for group, first, last in runs:
            width = text_width(group, frame.type)
            most = self.right + frame.leader - 2 - width / 2  # not under the labels of the gutter
            x = max(min(self.x((first + last) / 2), most), width / 2)
            labels.append((group, x, width))
        longest = max((last - first for _, first, last in runs), default=0)
        short = [last - first < longest for _, first, last in runs]
        for group, x, _ in _spread(labels, short, text_width("0", frame.type)):
            self.parts.append(svg.text(x, baseline, (Run(group),), frame.type, theme.MUTE, "middle"))

    def _levels(self) -> None:
        for limits, left, right in self._stretches():
            for number in (limits.upper, limits.lower):
                if number.value is not None:
                    y = self.y(number.value)
                    self.parts.append(svg.line(left, y, right, y, theme.LIMIT, 0.9, "1.6 2.6"))
            if limits.mean.value is not None:
                y = self.y(limits.mean.value)
                self.parts.append(svg.line(left, y, right, y, theme.COMMON, 1.1))
        if self.chart.target is not None and self.chart.target.value is not None:
            y = self.y(self.chart.target.value)
            self.parts.append(svg.line(self.left, y, self.right, y, theme.TARGET, 1.4, "9 5"))

    def _line(self, line: Line) -> None:
        own = line.role is Role.BOARD
        colour, width = _LINES[line.role], self.frame.board_line if own else self.frame.other_line
        for run in self._runs(line):
            places = [place for at in run if (place := self.place(line, at))]
            if len(places) > 1:
                self.parts.append(svg.polyline(places, colour, width))
                if self.chart.kind is ChartKind.SLOPE and not own:
                    ends = (svg.element("circle", cx=x, cy=y, r=2.2 * width, fill=colour) for x, y in places)
                    self.parts.extend(ends)
            elif not own:
                self.parts.append(svg.element("circle", cx=places[0][0], cy=places[0][1], r=1.4 * width, fill=colour))
        for before, after in self.segments(line):
            point = line.points[after]
            start, end = self.place(line, before), self.place(line, after)
            if point is not None and point.provisional and start and end:
                self.parts.append(svg.polyline((start, end), colour, width, "4 3"))
        if own:
            for at, point in enumerate(line.points):
                place = self.place(line, at)
                if place and point is not None:
                    self.parts.append(self._mark(place, self.radius(line, at), point))

    def _mark(self, place: Place, radius: float, point: Point) -> str:
        hollow = point.provisional or point.mark is PointMark.COMMON
        edge = 0.72 * self.frame.board_line if hollow else 0.5 * self.frame.board_line
        return mark(*place, radius, point.mark, hollow, edge)

    def _runs(self, line: Line) -> list[list[int]]:
        """Indexes of points joined by a whole line; a provisional point is joined by dashes and so stands in none."""
        joined = {before for before, after in self.segments(line) if not _provisional(line, after)}
        runs: list[list[int]] = []
        for at in range(len(line.points)):
            if not self.place(line, at):
                continue
            if at - 1 in joined and runs:
                runs[-1].append(at)
            else:
                runs.append([at])
        return runs

    # --- words ----------------------------------------------------------------------------------------------------

    def _ends(self) -> list[_End]:
        frame, found = self.frame, []
        share = max(_GUTTER_SHARE * frame.width, 0) if frame.whole else frame.right - frame.leader - 4

        def end(x: float, y: float, words: Words, colour: str, hair: str, own: bool = False) -> None:
            size = frame.board_type if own else frame.type
            lines = wrap(words, size, share, bold=own, bold_numbers=frame.whole)
            found.append(_End(x, y, lines, size, colour, hair))

        if frame.whole and self.chart.limits:
            limits = self.chart.limits[-1]
            edge = self._edges(limits.first, limits.last)[1]
            names = self.chart.range_names
            for name, number in (
                (f"{names.upper} ", limits.upper),
                (f"{names.mean} ", limits.mean),
                (f"{names.lower} ", limits.lower),
            ):
                if number.value is not None:
                    end(edge, self.y(number.value), (name, number), theme.MUTE, theme.LIMIT)
        if self.chart.target is not None and self.chart.target.value is not None:
            y = self.y(self.chart.target.value)
            end(self.right, y, ("Target ", self.chart.target), theme.TARGET, theme.TARGET)
        for line in self.lines:
            at = self._last(line)
            place = self.place(line, at) if at is not None else None
            if at is None or place is None:
                continue
            point = line.points[at]
            assert point is not None
            after = " (p)" if point.provisional else ""
            words: Words = (f"{line.name} ", point.number, after) if frame.whole else (point.number, after)
            own = line.role is Role.BOARD
            reach = place[0] + (1.3 * self.radius(line, at) + 2 if own else 0)
            end(
                max(self.right, reach) if at == len(line.points) - 1 else reach,
                place[1],
                words,
                _LABELS[line.role],
                _LINES[line.role],
                own,
            )
        return sorted(found, key=lambda item: item.y)

    def _gutter(self) -> float:
        """Width of the right gutter: its least, or what its widest label needs."""
        self.right = self.frame.width - self.frame.right  # only so that places can be asked for
        widest = max((run_width(line, end.size) for end in self._ends() for line in end.lines), default=0.0)
        return max(self.frame.right, widest + self.frame.leader + 6)

    def _words(self) -> list[str]:
        """All words, placed. A remark without a clear place is lifted into a line of its own above the plot."""
        while True:
            self.obstacles = self._lines_as_obstacles()
            ends = self._gutter_labels()
            above = self._above()
            remarks, unplaced = self._remarks()
            if unplaced is None:
                return [*ends, *above, *remarks]
            self.lifted.append(unplaced)
            self.top += LEADING * self.frame.type * len(self._lifted_lines(unplaced)) + 2

    def _lines_as_obstacles(self) -> Obstacles:
        segments: list[Segment] = []
        rects: list[Rect] = []
        for line in self.lines:
            for before, after in self.segments(line):
                start, end = self.place(line, before), self.place(line, after)
                if start and end:
                    segments.append((start, end))
            for at in range(len(line.points)):
                place = self.place(line, at)
                if place:
                    reach = self.radius(line, at) * 1.3 + 1 if line.role is Role.BOARD else 2.0
                    rects.append(Rect(*place, *place).grown(reach))
        for limits, left, right in self._stretches():
            if limits.lower.value is not None and limits.upper.value is not None:  # words stand on the band or off it
                top, bottom = self.y(limits.upper.value), self.y(limits.lower.value)
                segments += [((edge, top), (edge, bottom)) for edge in (left, right)]
            for number in (limits.lower, limits.mean, limits.upper):
                if number.value is not None:
                    segments.append(((left, self.y(number.value)), (right, self.y(number.value))))
        if self.chart.target is not None and self.chart.target.value is not None:
            y = self.y(self.chart.target.value)
            segments.append(((self.left, y), (self.right, y)))
        return Obstacles(rects, segments)

    def _gutter_labels(self) -> list[str]:
        ends = self._ends()
        centres = move_apart([end.y for end in ends], [end.height for end in ends], 1, self.frame.height - 1)
        parts = []
        x = self.right + self.frame.leader
        for end, centre in zip(ends, centres, strict=True):
            parts.append(svg.line(end.x, end.y, x - 4, centre, end.hair, 0.8))
            if end.x < self.right:
                self.obstacles.segments.append(((end.x, end.y), (self.right, end.y)))
            parts.extend(self._lines_of_text(end.lines, x, centre - end.height / 2, end.size, end.colour))
        return parts

    def _lines_of_text(
        self, lines: Sequence[RunLine], x: float, top: float, size: float, colour: str, anchor: str = "start"
    ) -> list[str]:
        parts = []
        for at, runs in enumerate(lines):
            baseline = top + (at + 0.5) * LEADING * size + MIDDLE * size
            parts.append(svg.text(x, baseline, runs, size, colour, None if anchor == "start" else anchor))
            self.obstacles.rects.append(text_box(x, baseline, run_width(runs, size), size, anchor))
        return parts

    def _remarks(self) -> tuple[list[str], Annotation | None]:
        """Words inside the plot; the annotation that found no clear place, if any."""
        parts: list[str] = []
        for hatch in self.chart.hatches:
            if hatch.words:
                parts.extend(self._hatch_words(hatch.first, hatch.last, hatch.words))
        for first, last in self._hatches():
            left, right = self._hatch_edges(first, last)
            self.obstacles.rects.append(Rect(left, self.top, right, self.bottom))
        if not self.frame.whole:
            # room for a remark only where it is one number
            annotations = [
                note for note in self.chart.annotations if all(isinstance(part, Number) for part in note.words)
            ]
        else:
            annotations = [note for note in self.chart.annotations if note not in self.lifted]
        for note in annotations:
            placed = self._annotation(note)
            if placed is None and self.frame.whole:
                return [], note
            parts.extend(placed or [])
        if self.frame.whole:
            parts.extend(self._expected_range())
        return parts, None

    def _room(self) -> Rect:
        return Rect(self.left + 4, self.top + 2, self.right - 4, self.bottom - 4)

    def _hatch_words(self, first: int, last: int, words: str) -> list[str]:
        size = self.frame.type
        left, right = self._hatch_edges(first, last)
        for width in (right - left - 12, max(right - left, 90.0)):
            lines = wrap((words,), size, width)
            wide = max(run_width(line, size) for line in lines) + 10
            high = LEADING * size * len(lines) + 2
            middle = ((left + right) / 2, (self.top + self.bottom) / 2)
            inside = Rect(left + 1, self.top + 2, right - 1, self.bottom - 2)
            rect = None
            if wide <= right - left - 2:
                centred = Rect(middle[0] - wide / 2, middle[1] - high / 2, middle[0] + wide / 2, middle[1] + high / 2)
                rect = centred if self.obstacles.clear(centred) else self.obstacles.find(wide, high, middle, inside)
            elif width > right - left:
                rect = self.obstacles.find(wide, high, middle, self._room())
            if rect:
                ground = svg.rectangle(rect.left, rect.top, wide, high, theme.WHITE)
                x = (rect.left + rect.right) / 2
                return [ground, *self._lines_of_text(lines, x, rect.top + 1, size, theme.INK, "middle")]
        return []

    def _annotation(self, note: Annotation) -> list[str] | None:
        place = self.place(self.board, note.index) if self.board else None
        near = place or (self.x(note.index), (self.top + self.bottom) / 2)
        size = self.frame.type
        levels = [self.y(tick.value) for tick in self.chart.axis.ticks]
        for share in (0.26, 0.16, 0.5):
            lines = wrap_evenly(note.words, size, share * self.frame.width)
            wide = max(run_width(line, size) for line in lines) + 6
            high = LEADING * size * len(lines)
            rect = self.obstacles.find(wide, high, near, self._room(), levels)
            if rect is None:
                continue
            parts = []
            nearest = (min(max(near[0], rect.left), rect.right), min(max(near[1], rect.top), rect.bottom))
            away = ((nearest[0] - near[0]) ** 2 + (nearest[1] - near[1]) ** 2) ** 0.5
            if away > 2 * size and not self.frame.whole:
                return None  # a small chart has room beside the point or not at all
            if place and away > 4 * size:
                parts.append(svg.line(*place, *nearest, theme.COMMON, 0.8))
            on_left = rect.right <= near[0]
            anchor = "end" if on_left else "start" if rect.left >= near[0] else "middle"
            x = rect.right - 3 if on_left else rect.left + 3 if anchor == "start" else (rect.left + rect.right) / 2
            return [*parts, *self._lines_of_text(lines, x, rect.top, size, theme.INK, anchor)]
        return None

    def _lifted_lines(self, note: Annotation) -> tuple[RunLine, ...]:
        return wrap(note.words, self.frame.type, 0.6 * (self.right - self.left))

    def _above(self) -> list[str]:
        """The lifted remarks, each in its own line over the plot, tied to its point by an upright hairline."""
        parts: list[str] = []
        size, top = self.frame.type, self.frame.top - 8
        places = []
        for note in self.lifted:
            lines = self._lifted_lines(note)
            half = max(run_width(line, size) for line in lines) / 2
            x = min(max(self.x(note.index), self.left + half), self.right - half)
            parts.extend(self._lines_of_text(lines, x, top, size, theme.INK, "middle"))
            top += LEADING * size * len(lines) + 2
            places.append((note, top))
        for note, bottom in places:
            x = self.x(note.index)
            place = self.place(self.board, note.index) if self.board else None
            tie = (
                ((x, bottom), (x, place[1] - self.radius(self.board, note.index) - 2)) if place and self.board else None
            )
            if (
                tie
                and tie[1][1] > bottom
                and not any(
                    rect.crossed(tie)
                    for rect in self.obstacles.rects
                    if rect.bottom < bottom - 1 or (rect.top > bottom + 1 and rect.bottom < self.top)
                )
            ):
                parts.append(svg.line(*tie[0], *tie[1], theme.COMMON, 0.8))
        return parts

    def _expected_range(self) -> list[str]:
        if not self.chart.limits:
            return []
        limits = self.chart.limits[-1]
        ends = [(piece.lower.value, piece.upper.value) for piece in limits.pieces]
        lows, highs = [low for low, _ in ends if low is not None], [high for _, high in ends if high is not None]
        if not lows or not highs:
            return []
        size = self.frame.type
        wide, high = text_width(self.chart.range_names.whole, size, Weight.REGULAR) + 12, LEADING * size
        left, right = self._edges(limits.first, limits.last)
        top, bottom = self.y(min(highs)), self.y(max(lows))  # where it moves, what all of it has in common
        rows = (bottom - high - 1, top + 1)
        steps = [right - wide - 1, left + 1, *(left + step for step in range(10, int(max(right - left - wide, 0)), 10))]
        for x in steps:
            for y in rows:
                rect = Rect(x, y, x + wide, y + high)
                if rect.within(Rect(left - 1, top, right + 1, bottom)) and self.obstacles.clear(rect):
                    return self._lines_of_text(((Run(self.chart.range_names.whole),),), x + 6, y, size, theme.MUTE)
        return []


def _provisional(line: Line, index: int) -> bool:
    point = line.points[index]
    return point is not None and point.provisional


def _spread(labels: list[tuple[str, float, float]], short: list[bool], gap: float) -> list[tuple[str, float, float]]:
    """As many labels as stand clear of one another: all; or all but those of `short` stretches at the ends; or every
    second, third … of them, ending with the last.
    """
    starts, stops = [0, 1] if short[:1] == [True] else [0], [len(labels), -1] if short[-1:] == [True] else [len(labels)]
    ends = [labels[start:stop] for stop in stops for start in starts]
    for kept in (*ends, *(labels[::-1][::step][::-1] for step in range(2, len(labels) + 1))):
        if kept and all(a[1] + a[2] / 2 + gap <= b[1] - b[2] / 2 for a, b in pairwise(kept)):
            return kept
    return labels[-1:]


def draw(chart: Chart, frame: Frame) -> tuple[float, float, list[str]]:
    """Width, height and parts of a chart over time."""
    return frame.width, frame.height, TimeChart(chart, frame).draw()
