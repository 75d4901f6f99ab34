"""The sizes a chart is drawn in. Lengths are in px of 1/96 inch, so 1 pt of type is 4/3 px."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from assize.render import theme

_PX_A_MM = 96 / 25.4
_PX_A_PT = 96 / 72


class Size(Enum):
    """Where a chart stands: the value is the name in its ids."""

    SMALL = "small"  # a finding's chart: 78 x 34 mm
    SECTION = "section"  # a section's chart: 180 x 87 mm
    WIDE = "wide"  # a section's chart on a web page


@dataclass(frozen=True)
class Frame:
    """Measures of a size: canvas, least gutters, type, lines and points. `whole` says whether every line is drawn and named:
    a small chart has room for the board's line alone and for remarks that are a single number."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    type: float
    board_type: float
    board_line: float
    other_line: float
    ring: float
    flag: float
    leader: float
    whole: bool
    tall: bool = True  # whether the canvas keeps its height where bars need less: pages of paper have fixed places


FRAMES: dict[Size, Frame] = {
    Size.SMALL: Frame(
        width=theme.EXECUTIVE_PAGE.chart * _PX_A_MM,
        height=theme.EXECUTIVE_PAGE.chart_height * _PX_A_MM,
        left=44,
        right=56,
        top=8,
        bottom=24,
        type=theme.CHART_SMALL.size * _PX_A_PT,
        board_type=theme.CHART_BOARD_SMALL.size * _PX_A_PT,
        board_line=2.0,
        other_line=1.2,
        ring=2.5,
        flag=3.5,
        leader=11,
        whole=False,
    ),
    Size.SECTION: Frame(
        width=theme.SECTION_PAGE.chart_width * _PX_A_MM,
        height=theme.SECTION_PAGE.chart_height * _PX_A_MM,
        left=34,
        right=56,
        top=12,
        bottom=32,
        type=theme.CHART_SECTION.size * _PX_A_PT,
        board_type=theme.CHART_BOARD_SECTION.size * _PX_A_PT,
        board_line=2.8,
        other_line=1.4,
        ring=3.9,
        flag=5.7,
        leader=22,
        whole=True,
    ),
    Size.WIDE: Frame(
        width=960,
        height=430,
        left=44,
        right=70,
        top=14,
        bottom=38,
        type=16,
        board_type=19,
        board_line=3.4,
        other_line=1.6,
        ring=4.7,
        flag=6.9,
        leader=26,
        whole=True,
        tall=False,
    ),
}
