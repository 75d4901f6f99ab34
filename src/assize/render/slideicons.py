"""The twelve icons and the small intervals of tables, as autoshapes that a user can recolour and move.

Shape, colour and arrow mean the same as in every other form; each drawing has alternative text and words beside it.
"""

from __future__ import annotations

from decimal import Decimal

from assize.core.document import Icon, Span
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
