"""The twelve icons, drawn in a box of 28 by 28. Words always stand beside them, so they are hidden from those who listen."""

from __future__ import annotations

from assize.core.document import Icon
from assize.render import theme

_UP = "M14 20.6V8.6M8.7 13.4 14 8l5.3 5.4"
_DOWN = "M14 7.4V19.4M8.7 14.6 14 20l5.3-5.4"
_SHIELD = "M3.2 2.6H24.8V14.6C24.8 20.4 20.2 24.4 14 26.6 7.8 24.4 3.2 20.4 3.2 14.6Z"


def _stroke(path: str, colour: str, width: float) -> str:
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}"/>'


def _circle(arrow: str) -> str:
    return f'<circle cx="14" cy="14" r="12.4" fill="{theme.IMPROVEMENT}"/>{_stroke(arrow, theme.WHITE, 3.4)}'


def _diamond(arrow: str) -> str:
    return f'<path d="M14 .6 27.4 14 14 27.4 .6 14Z" fill="{theme.CONCERN}"/>{_stroke(arrow, theme.WHITE, 3)}'


def _square(arrow: str) -> str:
    return (
        f'<rect x="2.4" y="2.4" width="23.2" height="23.2" fill="{theme.NEUTRAL}"/>{_stroke(arrow, theme.WHITE, 3.4)}'
    )


def _shield(fill: str, edge: str = "") -> str:
    return f'<path d="{_SHIELD}" fill="{fill}"{edge}/>'


def _ring(width: float, dashes: str = "") -> str:
    return f'<circle cx="14" cy="14" r="11.4" fill="{theme.WHITE}" stroke="{theme.COMMON}" stroke-width="{width}"{dashes}/>'


_DOTS = "".join(f'<circle cx="{x}" cy="14" r="1.9" fill="{theme.COMMON}"/>' for x in ("8.6", "14", "19.4"))
_GREY_EDGE = f' stroke="{theme.COMMON}" stroke-width="2.4"'
_GREY_DASHES = f' stroke="{theme.COMMON}" stroke-width="2.2" stroke-dasharray="4.4 3.2"'

_DRAWINGS: dict[Icon, str] = {
    Icon.IMPROVEMENT_HIGH: _circle(_UP),
    Icon.IMPROVEMENT_LOW: _circle(_DOWN),
    Icon.CONCERN_HIGH: _diamond(_UP),
    Icon.CONCERN_LOW: _diamond(_DOWN),
    Icon.CHANGED_HIGH: _square(_UP),
    Icon.CHANGED_LOW: _square(_DOWN),
    Icon.NO_CHANGE: _ring(2.4) + _stroke("M8 11.2H20M8 16.8H20", theme.COMMON, 2.8),
    Icon.TOO_SHORT: _ring(2.2, ' stroke-dasharray="4.4 3.56"') + _DOTS,
    Icon.TARGET_PASS: _shield(theme.IMPROVEMENT) + _stroke("M8 13.4 12.4 18 20.2 8.6", theme.WHITE, 3.4),
    Icon.TARGET_FAIL: _shield(theme.CONCERN) + _stroke("M8.8 7.8 19.2 18.2M19.2 7.8 8.8 18.2", theme.WHITE, 3.4),
    Icon.TARGET_HIT_OR_MISS: _shield(theme.WHITE, _GREY_EDGE)
    + _stroke("M7 15.6C9 9.2 12 9.2 14 13S19 16.8 21 10.4", theme.COMMON, 3),
    Icon.TARGET_NONE: _shield(theme.WHITE, _GREY_DASHES) + _stroke("M9 13H19", theme.COMMON, 2.8),
}


def icon(which: Icon) -> str:
    """One icon as SVG, 28 px unless the place it stands in sizes it; hidden from assistive technology."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="icon" width="28" height="28" viewBox="0 0 28 28" '
        f'aria-hidden="true" focusable="false">{_DRAWINGS[which]}</svg>'
    )
