"""How documents look: colours named by meaning, type, page and slide geometry, and the faces text is set and measured in.

The only place in the project where a colour is written as hex. Contrast ratios stand beside each colour, on white and on
the band of the expected range; a test computes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Final

from assize.render.typeface import Face

# --- colour -------------------------------------------------------------------------------------------------------

INK: Final = "#1A2733"  # text; 15.2 / 12.9
BRAND: Final = "#12436D"  # headlines, the board's line and bar; 10.3 / 8.7
MUTE: Final = "#4F5B66"  # secondary text, axis text; 7.0 / 5.9
IMPROVEMENT: Final = "#1668B3"  # circle; 5.7 / 4.9
CONCERN: Final = "#C4500A"  # diamond, never text on the band; 4.7 / 4.0
NEUTRAL: Final = "#5E3A94"  # square; 8.4 / 7.1
COMMON: Final = "#66727E"  # ring, mean line, other areas; 4.9 / 4.2
TARGET: Final = "#801650"  # target line and its label; 9.8 / 8.3
NATION: Final = "#3D3D3D"  # England and Wales: line and label; 10.9 / 9.2
REGION: Final = "#1B857C"  # region or similar areas: line; 4.5 / 3.8
REGION_LABEL: Final = "#14695F"  # and its label; 6.5 / 5.5
LIMIT: Final = "#7C8894"  # limit lines, x axis, ticks; 3.6 / 3.1
BAND: Final = "#E6EDF4"  # expected range
GRID: Final = "#E1E6EB"  # gridlines, decorative
GRID_ON_BAND: Final = "#D6DFE8"  # the same where the band lies under it
RULE: Final = "#C3CCD5"  # hairlines between rows
WASH: Final = "#F3F6F9"  # the board's row
SLOT: Final = "#FFF8EC"  # ground of commentary awaited
SLOT_LINE: Final = "#8A5A00"  # its words and dashes; 5.6 on the slot
HATCH: Final = "#C3CCD5"  # lines over what is not held
NATION_BAR: Final = "#5B6670"  # England and Wales: bar
OTHER_BAR: Final = "#8494A3"  # other areas: bar; 3.1
WHITE: Final = "#FFFFFF"
FOCUS: Final = "#FFBF47"  # ground of what the keyboard is on, always with an ink line under it

COLOURS: Final = {
    name.lower().replace("_", "-"): value
    for name, value in list(globals().items())
    if isinstance(value, str) and value.startswith("#") and len(value) == 7
}
"""Every token by its name in lower case with hyphens ("slot-line"), for templates that name tokens."""

# --- type ---------------------------------------------------------------------------------------------------------

FAMILY: Final = "Source Sans Pro"
"""The packaged family: PDF, pages and charts."""

OFFICE_FONT: Final = "Arial"
"""What office files name."""

FONT_STACK: Final = f"{FAMILY}, Arial, sans-serif"


class Weight(Enum):
    """The weights in use; the value is the weight in CSS and SVG."""

    REGULAR = 400
    SEMIBOLD = 600
    BOLD = 700


@dataclass(frozen=True)
class Style:
    """Size and leading in points, and weight."""

    size: float
    leading: float
    weight: Weight = Weight.REGULAR


BOARD_NAME: Final = Style(23, 27, Weight.BOLD)
SECTION_HEADLINE: Final = Style(19, 23.5, Weight.BOLD)
TABLE_HEADLINE: Final = Style(15, 19, Weight.BOLD)
LEDE: Final = Style(14.5, 19, Weight.BOLD)
FINDING_HEADLINE: Final = Style(12, 15, Weight.BOLD)
PERIOD_LINE: Final = Style(12.5, 16)
BODY: Final = Style(10.5, 14.5)
TABLE: Final = Style(9, 11)
LATEST_VALUE: Final = Style(11, 11, Weight.BOLD)
CAPTION: Final = Style(8.5, 11)
SMALL_HEADING: Final = Style(12, 15, Weight.BOLD)
THEME_ROW: Final = Style(10, 12, Weight.BOLD)
TALLY: Final = Style(17, 18, Weight.BOLD)
NOTE_MARK: Final = Style(7.5, 7.5)
WORDMARK: Final = Style(12, 15, Weight.BOLD)
MARKING: Final = Style(9, 11, Weight.BOLD)
CHART_SECTION: Final = Style(9, 11)
CHART_SMALL: Final = Style(8.5, 11)
CHART_BOARD_SECTION: Final = Style(11, 14, Weight.BOLD)
CHART_BOARD_SMALL: Final = Style(10.5, 13, Weight.BOLD)
SLIDE_TITLE: Final = Style(28, 33, Weight.BOLD)
SLIDE_TEXT: Final = Style(16, 20.6)
SLIDE_BOARD_LABEL: Final = Style(15, 18, Weight.BOLD)
SLIDE_CHART: Final = Style(12.4, 15)
SLIDE_FOOTER: Final = Style(12, 15)

BOARD_NAME_TRACKING_EM: Final = -0.014
MARKING_TRACKING_EM: Final = 0.06

_FILES = {Weight.REGULAR: "Regular", Weight.SEMIBOLD: "Semibold", Weight.BOLD: "Bold"}
_WEB_CHARACTERS = (
    *map(chr, range(0x20, 0x7F)),
    *map(chr, range(0xA0, 0x180)),  # Latin: Welsh has ŵ and ŷ
    *"–—‘’‚“”„†•…‰′″€−×≤≥≠≈φ√→←↑↓",
)


@lru_cache(maxsize=1)
def font_folder() -> Path:
    """The folder of the packaged faces. It holds each twice, as `.otf` and `.ttf`: take `font_files` alone."""
    import font_source_sans_pro

    return Path(font_source_sans_pro.__file__).parent / "files"


def font_files() -> tuple[Path, ...]:
    """The `.ttf` files of the weights in use: regular, semibold, bold."""
    return tuple(font_folder() / f"SourceSansPro-{name}.ttf" for name in _FILES.values())


@lru_cache(maxsize=len(_FILES))
def face(weight: Weight) -> Face:
    """The face of a weight, read once."""
    return Face(font_folder() / f"SourceSansPro-{_FILES[weight]}.ttf")


def text_width(text: str, size: float, weight: Weight = Weight.REGULAR) -> float:
    """Width of `text` in the unit of `size`: the sum of the advances, without kerning (which only narrows in the main).

    A character that the face does not have counts as a whole em, so that a label is never judged too short.
    """
    widths = face(weight).widths
    return size * sum(widths.get(character, 1.0) for character in text)


@lru_cache(maxsize=len(_FILES))
def web_font(weight: Weight) -> bytes:
    """The face of a weight cut to Latin and punctuation, as WOFF, to embed in a page; the same bytes every time."""
    return face(weight).cut(_WEB_CHARACTERS)


# --- A4, millimetres ----------------------------------------------------------------------------------------------

PAGE_WIDTH: Final = 210.0
PAGE_HEIGHT: Final = 297.0
MARGIN: Final = 15.0
CONTENT_WIDTH: Final = 180.0
COLUMN: Final = 11.33
GUTTER: Final = 4.0
HEAD_BASELINE: Final = 13.0
HEAD_RULE: Final = 18.0
HEAD_RULE_PT: Final = 2.5
CONTENT_TOP: Final = 21.0
CONTENT_BOTTOM: Final = 281.0
FOOT_RULE: Final = 283.0
FOOT_TEXT: Final = 287.0


@dataclass(frozen=True)
class ExecutivePage:
    """Tops on the first executive page, mm."""

    masthead: float = 18.0
    meta: float = 46.0
    lede: float = 56.5
    tally: float = 73.0
    findings: tuple[float, float, float] = (85.5, 134.0, 182.5)
    pitch: float = 48.5
    asks: float = 230.5
    icon: float = 8.0
    text: float = 90.0
    gap: float = 4.0
    chart: float = 78.0
    chart_height: float = 34.0


@dataclass(frozen=True)
class SectionPage:
    """Tops and sizes on a section page, mm."""

    headline: float = 18.0
    strip: float = 57.0
    chart: float = 64.0
    chart_width: float = 180.0
    chart_height: float = 87.0
    note: float = 152.5
    reading: float = 165.0
    reading_width: float = 60.0
    table_width: float = 112.0
    gap: float = 8.0
    slot: float = 222.0
    slot_height: float = 25.0
    reading_end: float = 248.0
    caveat: float = 252.0


EXECUTIVE_PAGE: Final = ExecutivePage()
SECTION_PAGE: Final = SectionPage()

# --- slides, EMU --------------------------------------------------------------------------------------------------

EMU_A_PX: Final = 9525
EMU_A_POINT: Final = 12700
SLIDE_WIDTH: Final = 12192000
SLIDE_HEIGHT: Final = 6858000


@dataclass(frozen=True)
class Box:
    """A place on a slide, EMU."""

    x: int
    y: int
    width: int
    height: int


SLIDE_RULE: Final = Box(457200, 342900, 11277600, 0)
SLIDE_RULE_PT: Final = 3.0
SLIDE_TITLE_BOX: Final = Box(457200, 495300, 11277600, 838200)
SLIDE_SUBTITLE_BOX: Final = Box(457200, 1390650, 11277600, 266700)
SLIDE_CHART_BOX: Final = Box(457200, 1866900, 8191500, 4343400)
SLIDE_PANEL_BOX: Final = Box(8839200, 1866900, 2895600, 4343400)
SLIDE_FOOTER_BOX: Final = Box(457200, 6362700, 11277600, 285750)
SLIDE_LABEL_GUTTER: Final = 2050000
