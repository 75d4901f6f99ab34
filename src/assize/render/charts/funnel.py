"""Funnels: areas by their size with the limits of what chance and the ordinary spread between areas allow (look, "Funnel").

The 99.8% limits stand solid around the band, the 95% ones dashed; sizes run on a logarithm. The board is a large filled dot,
the areas beside it filled, an area beyond the limits a diamond with its name, every other one a ring.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from assize.core.document import Chart, Curve, Dot, Role, Words
from assize.render import theme
from assize.render.charts import svg
from assize.render.charts.labels import (
    LEADING,
    MIDDLE,
    Obstacles,
    Place,
    Rect,
    RunLine,
    move_apart,
    run_width,
    text_box,
    wrap,
)
from assize.render.charts.sizes import Frame
from assize.render.theme import text_width

_DIAMOND = 1.253  # half diagonal that gives the area of a circle of radius 1
_INKS = {
    Role.BOARD: (theme.BRAND, theme.BRAND),
    Role.REGION: (theme.REGION, theme.REGION_LABEL),
    Role.OTHER: (theme.COMMON, theme.INK),
    Role.NATION: (theme.NATION, theme.NATION),
}


def place_across(chart: Chart, size: object) -> float:
    """Where a size stands between the ends of the axis, 0 to 1, on a logarithm."""
    if chart.across is None:
        return 0.5
    low, high = math.log(float(chart.across.minimum)), math.log(float(chart.across.maximum))
    share = (math.log(max(float(str(size)), 1e-9)) - low) / (high - low) if high > low else 0.5
    return min(max(share, 0.0), 1.0)


class FunnelChart:
    """One drawing in the making."""

    def __init__(self, chart: Chart, frame: Frame) -> None:
        self.chart, self.frame = chart, frame
        self.left = max(frame.left, *(text_width(tick.text, frame.type) + 10 for tick in chart.axis.ticks), 0)
        self.top = frame.top
        self.bottom = frame.height - frame.bottom - (LEADING * frame.type if chart.across_words else 0)
        self.obstacles = Obstacles([], [])
        self.right = frame.width - self._gutter()

    def x(self, size: object) -> float:
        """Where a size stands."""
        return self.left + place_across(self.chart, size) * (self.right - self.left)

    def y(self, value: object) -> float:
        """Where a value stands; values beyond the axis stand at its end."""
        low, high = float(self.chart.axis.minimum), float(self.chart.axis.maximum)
        share = (float(str(value)) - low) / (high - low) if high > low else 0.5
        return self.bottom - min(max(share, 0.0), 1.0) * (self.bottom - self.top)

    def draw(self) -> list[str]:
        """All parts, in the order they lie on one another."""
        parts = [*self._band(), *self._axes(), *self._limits()]
        dots = sorted(self.chart.dots, key=lambda dot: (dot.role is Role.BOARD, dot.outside, dot.role is Role.REGION))
        for dot in dots:
            parts.append(self._dot(dot))
            radius = self._radius(dot) + 2
            place = self._place(dot)
            self.obstacles.rects.append(Rect(*place, *place).grown(radius))
        return [*parts, *self._gutter_labels(), *self._names()]

    # --- ground ---------------------------------------------------------------------------------------------------

    def _band(self) -> list[str]:
        outer = next((curve for curve in self.chart.curves if curve.outer), None)
        if outer is None:
            return []
        above = [(self.x(size), self.y(value)) for size, value in zip(outer.sizes, outer.upper, strict=True)]
        below = [(self.x(size), self.y(value)) for size, value in zip(outer.sizes, outer.lower, strict=True)]
        points = " ".join(f"{svg.short(x)},{svg.short(y)}" for x, y in [*above, *reversed(below)])
        return [svg.element("polygon", points=points, fill=theme.BAND)]

    def _axes(self) -> list[str]:
        frame, parts = self.frame, []
        for tick in self.chart.axis.ticks:
            y = self.y(tick.value)
            parts.append(svg.line(self.left, y, self.right, y, theme.GRID_ON_BAND, 1))
            run = wrap((tick.text,), frame.type, frame.width)[0]
            parts.append(svg.text(self.left - 8, y + MIDDLE * frame.type, run, frame.type, theme.MUTE, "end"))
        parts.append(svg.line(self.left, self.bottom, self.right, self.bottom, theme.LIMIT, 1))
        baseline = self.bottom + 8 + frame.type
        for tick in self.chart.across.ticks if self.chart.across else ():
            x = self.x(tick.value)
            parts.append(svg.line(x, self.bottom, x, self.bottom + 6, theme.LIMIT, 1))
            half = text_width(tick.text, frame.type) / 2
            place = min(max(x, self.left + half), self.right - half)
            run = wrap((tick.text,), frame.type, frame.width)[0]
            parts.append(svg.text(place, baseline, run, frame.type, theme.MUTE, "middle"))
        if self.chart.across_words:
            run = wrap((self.chart.across_words,), frame.type, frame.width)[0]
            middle = (self.left + self.right) / 2
            parts.append(svg.text(middle, baseline + LEADING * frame.type, run, frame.type, theme.MUTE, "middle"))
        return parts

    def _limits(self) -> list[str]:
        parts = []
        for curve in self.chart.curves:
            for values in (curve.lower, curve.upper):
                run = self._inside(curve, values)
                if len(run) > 1:
                    dashes = None if curve.outer else "5 4"
                    parts.append(svg.polyline(run, theme.LIMIT, 1.1, dashes))
                    self.obstacles.segments += list(pairwise(run))
        if self.chart.centre is not None and self.chart.centre.value is not None:
            y = self.y(self.chart.centre.value)
            parts.append(svg.line(self.left, y, self.right, y, theme.NATION, 1.4))
            self.obstacles.segments.append(((self.left, y), (self.right, y)))
        return parts

    def _inside(self, curve: Curve, values: Sequence[object]) -> list[Place]:
        """The stretch of a limit that lies on the axis: beyond its ends no line is drawn."""
        axis = self.chart.axis
        return [
            (self.x(size), self.y(value))
            for size, value in zip(curve.sizes, values, strict=True)
            if float(axis.minimum) <= float(str(value)) <= float(axis.maximum)
        ]

    # --- areas ----------------------------------------------------------------------------------------------------

    def _place(self, dot: Dot) -> Place:
        return self.x(dot.size.value), self.y(dot.number.value)

    def _radius(self, dot: Dot) -> float:
        ring = self.frame.ring
        return {Role.BOARD: 1.9 * ring, Role.REGION: 1.15 * ring}.get(dot.role, ring * (1.4 if dot.outside else 1.1))

    def _dot(self, dot: Dot) -> str:
        (x, y), radius, ink = self._place(dot), self._radius(dot), _INKS[dot.role][0]
        if dot.outside and dot.role is not Role.BOARD:
            half = radius * _DIAMOND
            corners = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
            points = " ".join(f"{svg.short(a)},{svg.short(b)}" for a, b in corners)
            return svg.element("polygon", points=points, fill=theme.INK, stroke=theme.WHITE, stroke_width=1)
        if dot.role is Role.OTHER:
            return svg.element("circle", cx=x, cy=y, r=radius, fill=theme.WHITE, stroke=ink, stroke_width=1.3)
        return svg.element("circle", cx=x, cy=y, r=radius, fill=ink, stroke=theme.WHITE, stroke_width=1.2)

    def _names(self) -> list[str]:
        """Names beside their dots, the board's first; one without a clear place is left to the table."""
        frame, parts = self.frame, []
        room = Rect(self.left + 4, self.top + 2, self.right - 4, self.bottom - 4)
        levels = [self.y(tick.value) for tick in self.chart.axis.ticks]
        named = [dot for dot in self.chart.dots if dot.named and (frame.whole or dot.role is Role.BOARD)]
        for dot in sorted(named, key=lambda dot: (dot.role is not Role.BOARD, not dot.outside)):
            own = dot.role is Role.BOARD
            size = frame.board_type if own else frame.type
            line = wrap((f"{dot.name} ", dot.number), size, frame.width, bold=own)[0]
            near = self._place(dot)
            wide, high = run_width(line, size) + 6, LEADING * size
            rect = self.obstacles.find(wide, high, near, room, levels)
            if rect is None:
                continue
            nearest, doubtful = rect.nearest(near), rect.is_doubtful(near, map(self._place, self.chart.dots))
            ink = theme.INK if dot.outside and not own else _INKS[dot.role][1]
            if doubtful or rect.away(near) > 2 * self._radius(dot) + 6:
                parts.append(svg.line(*near, *nearest, ink, 0.8))
                self.obstacles.segments.append((near, nearest))
            baseline = rect.top + LEADING * size / 2 + MIDDLE * size
            parts.append(svg.text(rect.left + 3, baseline, line, size, ink))
            self.obstacles.rects.append(text_box(rect.left + 3, baseline, run_width(line, size), size))
        return parts

    # --- the gutter -----------------------------------------------------------------------------------------------

    def _ends(self) -> list[tuple[float, Words, str, str]]:
        """What the gutter names: where it is tied, its words, their colour and that of the leader."""
        ends: list[tuple[float, Words, str, str]] = []
        axis = self.chart.axis
        for curve in self.chart.curves:
            for value in (curve.lower[-1], curve.upper[-1]):
                if axis.minimum <= value <= axis.maximum:
                    ends.append((self.y(value), (curve.name,), theme.MUTE, theme.LIMIT))
        if self.chart.centre is not None and self.chart.centre.value is not None:
            words: Words = (f"{self.chart.centre_name} ", self.chart.centre)
            ends.append((self.y(self.chart.centre.value), words, theme.NATION, theme.NATION))
        return sorted(ends, key=lambda end: end[0])

    def _wrapped(self, words: Words) -> tuple[RunLine, ...]:
        share = 0.2 * self.frame.width if self.frame.whole else self.frame.right
        return wrap(words, self.frame.type, share, bold_numbers=True)

    def _gutter(self) -> float:
        self.right = self.frame.width - self.frame.right  # only so that places can be asked for
        lines = [line for _, words, _, _ in self._ends() for line in self._wrapped(words)]
        widest = max((run_width(line, self.frame.type) for line in lines), default=0.0)
        return max(self.frame.right, widest + self.frame.leader + 6)

    def _gutter_labels(self) -> list[str]:
        ends, size = self._ends(), self.frame.type
        blocks = [self._wrapped(words) for _, words, _, _ in ends]
        heights = [LEADING * size * len(lines) for lines in blocks]
        centres = move_apart([end[0] for end in ends], heights, 1, self.frame.height - 1)
        parts, x = [], self.right + self.frame.leader
        for (y, _, ink, hair), lines, height, centre in zip(ends, blocks, heights, centres, strict=True):
            parts.append(svg.line(self.right, y, x - 4, centre, hair, 0.8))
            for at, runs in enumerate(lines):
                baseline = centre - height / 2 + (at + 0.5) * LEADING * size + MIDDLE * size
                parts.append(svg.text(x, baseline, runs, size, ink))
        return parts


def draw(chart: Chart, frame: Frame) -> tuple[float, float, list[str]]:
    """Width, height and parts of a funnel."""
    return frame.width, frame.height, FunnelChart(chart, frame).draw()
