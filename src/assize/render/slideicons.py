"""The twelve icons and the small drawings of tables, as autoshapes that a user can recolour and move.

Shape, colour and arrow mean the same as in every other form; each drawing has alternative text and words beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from assize.core.document import Icon, PointMark, Span, Trend
from assize.render.deck import Form, Look, Slide, Stroke
from assize.render.slidemaster import EMU, Box

_VIEW = (28.0, 28.0)
_SHAPES = {"improvement": "ellipse", "concern": "diamond", "neutral": "rect"}
_SIGNALS = {
    Icon.IMPROVEMENT_HIGH: ("improvement", True),
    Icon.IMPROVEMENT_LOW: ("improvement", False),
    Icon.CONCERN_HIGH: ("concern", True),
    Icon.CONCERN_LOW: ("concern", False),
    Icon.CHANGED_HIGH: ("neutral", True),
    Icon.CHANGED_LOW: ("neutral", False),
}
_SHIELD = (
    (3.2, 2.6), (24.8, 2.6), (24.8, 14.6), (24.2, 17.7), (22.6, 20.7), (20.2, 23.1), (17.2, 25.2), (14, 26.6),
    (10.8, 25.2), (7.8, 23.1), (5.4, 20.7), (3.8, 17.7), (3.2, 14.6),
)  # fmt: skip
_WAVE = ((7, 15.6), (8.2, 12.6), (9.6, 10.9), (11.2, 10.7), (12.7, 11.5), (14, 13), (15.3, 14.6), (16.8, 15.4), (18.4, 15.2),
         (19.8, 13.5), (21, 10.4))  # fmt: skip
_MARKS = {
    PointMark.COMMON: ("ellipse", Look("white", "brand", 1.5)),
    PointMark.IMPROVEMENT: ("ellipse", Look("improvement")),
    PointMark.CONCERN: ("diamond", Look("concern")),
    PointMark.CHANGED: ("rect", Look("neutral")),
}


def _signal(kind: str, higher: bool, scale: float) -> list[Stroke | Form]:
    size = {"ellipse": 1.4, "rect": 2.0, "diamond": 0.6}[_SHAPES[kind]]
    tip, tail = (7.4, 20.6) if higher else (20.6, 7.4)
    wing = tip + (6.4 if higher else -6.4)
    arrow = Look(line="white", weight=2.6 * scale)
    return [
        Form(_SHAPES[kind], size, size, 28 - 2 * size, 28 - 2 * size, Look(kind)),
        Stroke((((14, tail), (14, tip)), ((8.4, wing), (14, tip), (19.6, wing))), arrow),
    ]


def _parts(icon: Icon, scale: float) -> list[Stroke | Form]:
    """The drawing of an icon in a 28 by 28 view; `scale` is points a unit, for the weight of lines."""
    if icon in _SIGNALS:
        return _signal(*_SIGNALS[icon], scale)
    ring = Look("white", "common", 2.4 * scale)
    bar = Look(line="common", weight=2.8 * scale)
    if icon is Icon.NO_CHANGE:
        return [
            Form("ellipse", 2.6, 2.6, 22.8, 22.8, ring),
            Stroke((((8, 11.2), (20, 11.2)), ((8, 16.8), (20, 16.8))), bar),
        ]
    if icon is Icon.TOO_SHORT:
        dots = [Form("ellipse", x - 1.9, 12.1, 3.8, 3.8, Look("common")) for x in (8.6, 14.0, 19.4)]
        return [Form("ellipse", 2.6, 2.6, 22.8, 22.8, Look("white", "common", 2.2 * scale, "sysDash")), *dots]
    white = Look(line="white", weight=3.2 * scale)
    if icon is Icon.TARGET_PASS:
        return [Stroke((_SHIELD,), Look("improvement"), True), Stroke((((8, 13.4), (12.4, 18), (20.2, 8.6)),), white)]
    if icon is Icon.TARGET_FAIL:
        cross = (((9, 8.6), (19, 18.6)), ((19, 8.6), (9, 18.6)))
        return [Stroke((_SHIELD,), Look("concern"), True), Stroke(cross, white)]
    if icon is Icon.TARGET_HIT_OR_MISS:
        return [Stroke((_SHIELD,), ring, True), Stroke((_WAVE,), Look(line="common", weight=3.0 * scale))]
    dashed = Look("white", "common", 2.2 * scale, "sysDash")
    return [Stroke((_SHIELD,), dashed, True), Stroke((((9, 13), (19, 13)),), bar)]


def draw_icon(slide: Slide, icon: Icon, x: int, y: int, points: float, words: str) -> None:
    """An icon `points` wide with its words as alternative text."""
    size = round(points * EMU)
    slide.drawing(Box(x, y, size, size), _parts(icon, points / 28), _VIEW, f"Icon: {words}", "Icon")


def draw_trend(slide: Slide, trend: Trend, box: Box) -> None:
    """A small trend on the document's shared time axis: band, mean, line with gaps, and the last point alone marked."""
    width, height = box.w / EMU, box.h / EMU
    ends = [value for value in trend.values if value is not None]
    ends += [end for limits in trend.ranges if limits is not None for end in (limits[0], limits[2])]
    low, high = (min(ends), max(ends)) if ends else (Decimal(0), Decimal(1))
    room = float(high - low) or 1.0
    margin = 4.0

    def y(value: Decimal) -> float:
        return margin + (height - 2 * margin) * float(high - value) / room

    step = (width - 2 * margin) / max(1, len(trend.values) - 1)
    parts: list[Stroke | Form] = [Form("rect", 0, 0, width, height, Look())]  # holds the drawing to its box
    held = [index for index, value in enumerate(trend.values) if value is not None]
    for stretch in trend.stretches:
        lower, mean, upper = (_along(trend, stretch, which, step, margin, y) for which in range(3))
        parts.append(Stroke(((*upper, *reversed(lower)),), Look("band"), True))
        parts.append(Stroke((mean,), Look(line="common", weight=0.75)))
    runs = tuple(run for run in _runs(trend, step, margin, y) if len(run) > 1)
    if runs:
        parts.append(Stroke(runs, Look(line="brand", weight=1.5)))
    if held:
        preset, look = _MARKS[trend.last]
        size = 8.0 if preset == "diamond" else 6.5
        at = (margin + step * held[-1], y(trend.values[held[-1]] or Decimal(0)))
        parts.append(Form(preset, at[0] - size / 2, at[1] - size / 2, size, size, look))
    slide.drawing(box, parts, (width, height), trend.alt, "Trend")


def _along(
    trend: Trend, stretch: tuple[int, ...], which: int, step: float, margin: float, y: Callable[[Decimal], float]
) -> tuple[tuple[float, float], ...]:
    """One limit, or the mean, through a stretch of places and half a step, or the margin, beyond either end."""
    levels = [y(limits[which]) for place in stretch if (limits := trend.ranges[place]) is not None]
    places = [margin + step * place for place in stretch]
    beyond = min(step / 2, margin)
    return (
        (places[0] - beyond, levels[0]),
        *zip(places, levels, strict=True),
        (places[-1] + beyond, levels[-1]),
    )


def _runs(
    trend: Trend, step: float, margin: float, y: Callable[[Decimal], float]
) -> list[tuple[tuple[float, float], ...]]:
    """Stretches of values without a gap or a break, as points."""
    runs: list[list[tuple[float, float]]] = [[]]
    for index, value in enumerate(trend.values):
        if value is not None:
            runs[-1].append((margin + step * index, y(value)))
        if value is None or index in trend.break_after:
            runs.append([])
    return [tuple(run) for run in runs]


def draw_span(slide: Slide, span: Span, box: Box) -> None:
    """An interval on its column's scale: whisker, value and the reference line."""
    width, height = box.w / EMU, box.h / EMU
    room = float(span.scale_maximum - span.scale_minimum) or 1.0

    def x(value: Decimal) -> float:
        return min(width, max(0.0, width * float(value - span.scale_minimum) / room))

    middle = height / 2
    parts: list[Stroke | Form] = [Form("rect", 0, 0, width, height, Look())]
    if span.reference is not None:
        line = ((x(span.reference), 1.0), (x(span.reference), height - 1.0))
        parts.append(Stroke((line,), Look(line="common", weight=0.75, dash="sysDash")))
    parts.append(Stroke((((x(span.lower), middle), (x(span.upper), middle)),), Look(line="ink", weight=1.25)))
    parts.append(Form("ellipse", x(span.value) - 3, middle - 3, 6, 6, Look("brand")))
    slide.drawing(box, parts, (width, height), span.alt, "Interval")
