"""Bars: areas or sub-groups in the order given, from zero, each with its value at the end and its interval on it."""

from __future__ import annotations

from dataclasses import dataclass

from assize.core.document import Bar, Chart, Role
from assize.render import theme
from assize.render.charts import svg
from assize.render.charts.labels import LEADING, MIDDLE, Run, RunLine, run_width, wrap
from assize.render.charts.sizes import Frame
from assize.render.theme import Weight, text_width

_FILLS = {
    Role.BOARD: theme.BRAND,
    Role.NATION: theme.NATION_BAR,
    Role.REGION: theme.REGION,
    Role.OTHER: theme.OTHER_BAR,
}
_NAMES_SHARE = 0.34  # of the width: where a name breaks into two lines
_THICKNESS = 0.54  # of the distance of two bars
_MOST_APART = 4.4  # of the type size: the distance of two bars where few stand in a tall chart


@dataclass(frozen=True)
class _Scale:
    """Where values stand."""

    left: float
    right: float
    minimum: float
    maximum: float

    def x(self, value: object) -> float:
        """The place of a value, held inside the plot."""
        span = self.maximum - self.minimum
        share = (float(str(value)) - self.minimum) / span if span > 0 else 0.0
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)


def _interval(bar: Bar, scale: _Scale, middle: float, half: float) -> list[str]:
    if bar.lower is None or bar.upper is None or bar.lower.value is None or bar.upper.value is None:
        return []
    low, high = scale.x(bar.lower.value), scale.x(bar.upper.value)
    strokes = (
        (low, middle, high, middle),
        (low, middle - half, low, middle + half),
        (high, middle - half, high, middle + half),
    )
    halo = [svg.line(*stroke, theme.WHITE, 4.4) for stroke in strokes]
    return [*halo, *(svg.line(*stroke, theme.INK, 1.8) for stroke in strokes)]


def _end(bar: Bar, scale: _Scale) -> float:
    """The right end of all that is drawn for a bar."""
    ends = [number.value for number in (bar.number, bar.upper) if number is not None and number.value is not None]
    return max((scale.x(value) for value in ends), default=scale.x(0))


def draw(chart: Chart, frame: Frame) -> tuple[float, float, list[str]]:
    """Width, height and parts of a bar chart; it grows taller where its names need the room."""
    size = frame.type
    names: list[tuple[RunLine, ...]] = [
        wrap((bar.name,), size, _NAMES_SHARE * frame.width, bold=bar.role is Role.BOARD) for bar in chart.bars
    ]
    left = max((run_width(line, size) for lines in names for line in lines), default=0.0) + 14
    value_width = max((text_width(bar.number.text, size, Weight.BOLD) for bar in chart.bars), default=0.0)
    scale = _Scale(left, frame.width - value_width - 14, min(float(chart.axis.minimum), 0.0), float(chart.axis.maximum))
    top = 4.0
    parts: list[str] = []
    target = chart.target if chart.target is not None and chart.target.value is not None else None
    if target is not None:
        top += LEADING * size + 2
    tallest = max((len(lines) for lines in names), default=1)
    least = (tallest * LEADING + 0.1) * size
    count = max(len(chart.bars), 1)
    apart = min(max((frame.height - top - 4) / count, least), max(_MOST_APART * size, least))
    bottom = top + apart * count
    height = max(frame.height, bottom + 4) if frame.tall else bottom + 4
    thick = max(min(_THICKNESS * apart, 2.2 * size), 4.0)
    zero = scale.x(0)
    for at, (bar, lines) in enumerate(zip(chart.bars, names, strict=True)):
        middle = top + (at + 0.5) * apart
        own = bar.role is Role.BOARD
        ink = theme.BRAND if own else theme.INK
        for row, runs in enumerate(lines):
            baseline = middle + (row - (len(lines) - 1) / 2) * LEADING * size + MIDDLE * size
            parts.append(svg.text(0, baseline, runs, size, ink))
        if bar.number.value is not None:
            end = scale.x(bar.number.value)
            parts.append(svg.rectangle(min(zero, end), middle - thick / 2, abs(end - zero), thick, _FILLS[bar.role]))
            parts.extend(_interval(bar, scale, middle, min(0.3 * thick, 9)))
        value = (Run(bar.number.text, Weight.BOLD, bar.number),)
        parts.append(svg.text(_end(bar, scale) + 9, middle + MIDDLE * size, value, size, ink))
    parts.append(svg.line(zero, top, zero, bottom, theme.LIMIT, 1.2))
    if target is not None:
        x = scale.x(target.value)
        words = wrap(("Target ", target), size, frame.width, bold_numbers=True)[0]
        half = run_width(words, size) / 2
        parts.append(svg.line(x, top - 2, x, bottom, theme.TARGET, 1.4, "9 5"))
        place = min(max(x, half), frame.width - half)
        parts.append(svg.text(place, 4 + 0.98 * size, words, size, theme.TARGET, "middle"))
    return frame.width, height, parts
