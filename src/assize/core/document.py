"""The document model: narrow, so that every renderer is a dict of block to function and makes no choice of its own.

A document is made once (`compose`) and rendered in every form. Text, rounding and meaning are all decided here: a renderer
adds page geometry, type and colour (from its theme) and nothing else. Charts carry data and meaning; no sizes, no hex.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

from assize.core.small import PointMark as PointMark
from assize.core.small import Span as Span
from assize.core.small import Trend as Trend

# --- inline -------------------------------------------------------------------------------------------------------


class Aspect(Enum):
    """Which number of a figure is printed."""

    VALUE = "value"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    LOWER = "lower end of the interval"
    UPPER = "upper end of the interval"
    IMMATURE = "share not yet resolved"
    DIFFERENCE = "difference from another figure"
    RELATIVE = "change in per cent on another figure"
    GROUPS = "sum of the sub-groups"
    REST = "what belongs to no sub-group"
    MEAN = "mean of the series"
    LOWER_LIMIT = "lower control limit"
    UPPER_LIMIT = "upper control limit"
    TARGET = "target that the office has set"
    PLACE = "place among areas, the highest first"
    AREAS = "all areas together"
    SPREAD = "how much more than chance areas differ"
    LOWER_998 = "lower 99.8% funnel limit"
    LOWER_95 = "lower 95% funnel limit"
    UPPER_95 = "upper 95% funnel limit"
    UPPER_998 = "upper 99.8% funnel limit"
    SLOPE = "change a year over the series (Sen's slope)"
    INDEX = "index, the same quarter of 2019 being 100"
    RESIDUAL = "open cases that receipts and disposals do not explain"
    CLEARANCE = "disposals for 100 receipts"
    MONTHS = "months of work in hand at the quarter's pace"
    NET = "change of open cases a quarter, mean of the last four"
    PROJECTED = "open cases if the pace goes on"
    LOWEST = "lower end of the projection's 80% interval"
    HIGHEST = "upper end of the projection's 80% interval"
    PAST_ERROR = "usual error of the same projection before"
    PAST_BIAS = "mean error of the same projection before"
    LEVEL = "level of open cases that the office has set"
    NEEDED = "disposals a quarter that the level takes"
    MORE = "disposals a quarter more than in the last year"
    BAND_QUANTILE = "estimated from counts in bands"
    BAND_SHARE = "share of all bands"
    GROUP_EVENTS = "events of the group over the pooled periods"
    GROUP_BASE = "base of the group over the pooled periods"
    RELATIVE_RATE = "rate over that of the reference group"
    RELATIVE_LOWER = "lower end of the relative rate's interval"
    RELATIVE_UPPER = "upper end of the relative rate's interval"
    UNKNOWN_SHARE = "share of the base whose group is not known"


@dataclass(frozen=True)
class Number:
    """A number as printed, made once by `core.wording`.

    `value` is unrounded (None for an absence such as `[x]`); `format` is its spreadsheet number format; `figure` the
    reference it belongs to and `aspect` which of its numbers this is; `other` the reference it was compared with.
    """

    text: str
    value: Decimal | None
    format: str
    figure: str
    aspect: Aspect = Aspect.VALUE
    other: str = ""


@dataclass(frozen=True)
class NoteRef:
    """A superscript mark of a note of the same section."""

    mark: str


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere: an address, or `#section-id` in the same document."""

    text: str
    target: str


@dataclass(frozen=True)
class Strong:
    """Words in bold."""

    text: str


Inline: TypeAlias = str | Number | NoteRef | Link | Strong
Words: TypeAlias = tuple[Inline, ...]


def plain(words: Words) -> str:
    """The words as read aloud: note marks left out."""
    return "".join(part if isinstance(part, str) else part.text for part in words if not isinstance(part, NoteRef))


# --- small pieces -------------------------------------------------------------------------------------------------


class Icon(Enum):
    """The twelve icons; always with words beside them. The value is the name of the drawing in the theme."""

    IMPROVEMENT_HIGH = "improvement-high"
    IMPROVEMENT_LOW = "improvement-low"
    CONCERN_HIGH = "concern-high"
    CONCERN_LOW = "concern-low"
    CHANGED_HIGH = "neutral-high"
    CHANGED_LOW = "neutral-low"
    NO_CHANGE = "common-cause"
    TOO_SHORT = "not-enough-data"
    TARGET_PASS = "assurance-pass"
    TARGET_FAIL = "assurance-fail"
    TARGET_HIT_OR_MISS = "assurance-hit-or-miss"
    TARGET_NONE = "assurance-no-target"


class Role(Enum):
    """Whose line, bar or row it is."""

    BOARD = "board"
    NATION = "nation"
    REGION = "region"
    OTHER = "other"


# --- charts -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Point:
    """One value of a line. `beyond` says that it lies outside a limit (drawn full size; other signals 0.74 of it)."""

    number: Number
    mark: PointMark = PointMark.COMMON
    beyond: bool = False
    provisional: bool = False


@dataclass(frozen=True)
class Line:
    """A line over the chart's categories; None is a gap, across which no line is drawn. The last point carries the label."""

    name: str
    role: Role
    points: tuple[Point | None, ...]


@dataclass(frozen=True)
class Limits:
    """Expected range of one segment, from category `first` to `last` (indexes, both included).

    Where it moves with the time of year `by_category` holds lower limit, mean and upper limit of each of its categories, and
    the three below are those of the last.
    """

    first: int
    last: int
    lower: Number
    mean: Number
    upper: Number
    by_category: tuple[tuple[Number, Number, Number], ...] = ()

    @property
    def pieces(self) -> tuple[Limits, ...]:
        """The stretches over which it is level: itself, or one a category."""
        if not self.by_category:
            return (self,)
        return tuple(Limits(at, at, *ends) for at, ends in enumerate(self.by_category, start=self.first))


@dataclass(frozen=True)
class Category:
    """A place on the time axis. `group` is the year label shared by its quarters; `label` the quarter for tables."""

    label: str
    group: str


@dataclass(frozen=True)
class Tick:
    """A gridline and its label."""

    value: Decimal
    text: str


@dataclass(frozen=True)
class Axis:
    """The value axis, in data units."""

    minimum: Decimal
    maximum: Decimal
    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class Annotation:
    """Words beside the point of category `index` of the board's line."""

    index: int
    words: Words


@dataclass(frozen=True)
class Hatch:
    """Categories `first` to `last` for which nothing is held."""

    first: int
    last: int
    words: str


@dataclass(frozen=True)
class Bar:
    """One bar with its interval."""

    name: str
    role: Role
    number: Number
    lower: Number | None = None
    upper: Number | None = None


@dataclass(frozen=True)
class Dot:
    """One area of a funnel: its value over its size, with the limits at that size, widest first and last.

    `outside` draws it as an area beyond the wide limits; `named` puts its name beside it.
    """

    name: str
    role: Role
    size: Number
    number: Number
    limits: tuple[Number, Number, Number, Number]  # lower 99.8%, lower 95%, upper 95%, upper 99.8%
    outside: bool = False
    named: bool = False


@dataclass(frozen=True)
class Curve:
    """A pair of funnel limits over sizes: `outer` is the one that decides who is named."""

    name: str
    sizes: tuple[Decimal, ...]
    lower: tuple[Decimal, ...]
    upper: tuple[Decimal, ...]
    outer: bool


class ChartKind(Enum):
    """What is drawn."""

    CONTROL = "control"  # a line with limits
    LINE = "line"  # a line without: too short to judge
    BARS = "bars"  # areas or sub-groups, sorted, from zero
    FUNNEL = "funnel"  # areas by their size, with limits
    SLOPE = "slope"  # areas at two times
    FLOW = "flow"  # cases in, out and open over time, and open ones projected


@dataclass(frozen=True)
class RangeNames:
    """What a range between limits is called in a chart, and each of its three lines."""

    whole: str
    lower: str
    mean: str
    upper: str


EXPECTED = RangeNames("Expected range", "Lower limit", "Mean", "Upper limit")
PROJECTION = RangeNames("80% interval", "80% interval, lower end", "If the pace goes on", "80% interval, upper end")


@dataclass(frozen=True)
class Chart:
    """Data and meaning of one drawing.

    `caption` is two short lines above a small chart (measure, unit, band, axis); `note` stands under a large one (rule set,
    axis start). `alt` says message, range, latest and comparison. Time charts use `categories`, `lines`, `limits`, `hatches`
    and `annotations`; bar charts use `bars` alone; funnels `dots`, `curves`, `across` and `centre`.
    """

    id: str
    kind: ChartKind
    caption: Words
    note: Words
    alt: str
    axis: Axis
    number_format: str
    categories: tuple[Category, ...] = ()
    lines: tuple[Line, ...] = ()
    limits: tuple[Limits, ...] = ()
    hatches: tuple[Hatch, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    bars: tuple[Bar, ...] = ()
    target: Number | None = None
    break_after: tuple[int, ...] = ()  # a gap in line, band and mean after these categories
    dots: tuple[Dot, ...] = ()
    curves: tuple[Curve, ...] = ()
    across: Axis | None = None  # of sizes, on a logarithm
    across_words: str = ""
    centre: Number | None = None  # all areas of a funnel together
    centre_name: str = ""
    small: bool = False  # in a section of headlines: drawn small, beside the words that follow its table

    @property
    def range_names(self) -> RangeNames:
        """What the chart calls its limits."""
        return PROJECTION if self.kind is ChartKind.FLOW else EXPECTED

    @property
    def levels(self) -> tuple[Limits, ...]:
        """The expected range in stretches over which it is level."""
        return tuple(piece for limits in self.limits for piece in limits.pieces)


@dataclass(frozen=True)
class Judged:
    """An icon and its words; `icon` None where there is no figure."""

    icon: Icon | None
    words: Words


# --- blocks -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Text:
    """Paragraphs. `heading` is a small heading above ("Reading"), or empty."""

    paragraphs: tuple[Words, ...]
    heading: str = ""


@dataclass(frozen=True)
class KeyFigure:
    """One item of a strip: icon or number, and words."""

    words: Words
    icon: Icon | None = None
    number: Number | None = None
    count: str = ""  # a tally of measures, printed large ("4"): a count of rows, not a figure


@dataclass(frozen=True)
class KeyFigures:
    """A strip of two to six items."""

    items: tuple[KeyFigure, ...]


class Align(Enum):
    """How a column stands."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True)
class Column:
    """A column head; `unit` belongs to it. `width` is a relative weight."""

    head: str
    align: Align = Align.LEFT
    width: Decimal = Decimal(1)


CellContent: TypeAlias = Words | Trend | Span | Judged


@dataclass(frozen=True)
class TableCell:
    """What stands in a cell: main content and, under it, a second quieter line."""

    content: CellContent
    under: Words = ()


@dataclass(frozen=True)
class Row:
    """A row; the first cell is its header. `theme` makes it a heading over the rows below (one cell); `board` sets it off."""

    cells: tuple[TableCell, ...]
    theme: bool = False
    board: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its caption (always present, for those who do not see the page)."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    key: tuple[Judged, ...] = ()  # the icons explained in a line under the table
    drawn_rows: bool = False  # of a workbook: the small trend in a row is drawn from the numbers beside it


class CalloutKind(Enum):
    """The labelled lines at a section's foot."""

    CAVEAT = "Caveat"
    SOURCE = "Source"
    NOTE = "Note"


@dataclass(frozen=True)
class Callout:
    """A labelled line: caveat, source or note."""

    kind: CalloutKind
    words: Words


@dataclass(frozen=True)
class Commentary:
    """A person's words, or the slot that waits for them.

    `paragraphs` empty: awaited. `required` slots are dashed and named until filled; optional empty ones are not composed.
    """

    slot: str  # file stem in commentary/<board>/<quarter>/
    title: str  # "Why it changed, and what follows"
    who: str
    prompt: str
    required: bool
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class GapLine:
    """A measure the board expects and this report cannot show."""

    measure: str
    reason: str
    supplier: str


@dataclass(frozen=True)
class Gap:
    """All gaps of a document, in one table."""

    caption: str
    lines: tuple[GapLine, ...]


@dataclass(frozen=True)
class Ask:
    """Something asked of the board, in a person's words."""

    action: str
    words: str
    who: str


@dataclass(frozen=True)
class Asks:
    """The asks, or `empty` where a person has recorded none."""

    asks: tuple[Ask, ...]
    empty: str


Block: TypeAlias = Text | KeyFigures | Chart | Table | Callout | Commentary | Gap | Asks
BLOCKS: tuple[type, ...] = (Text, KeyFigures, Chart, Table, Callout, Commentary, Gap, Asks)


# --- sections and documents ---------------------------------------------------------------------------------------


class Layout(Enum):
    """What kind of section it is, so that a renderer knows its fixed places. Block orders:

    FINDING   KeyFigures (one item: the icon), Text, Commentary, Callout NOTE, Chart. A third of an executive page.
    HEADLINES KeyFigures? Table, Text x2 or 3 (how to read it, about). The executive table page.
    ASKS      Asks.
    EXHIBIT   KeyFigures (status strip), Chart, Text (reading), Table, Commentary?, Callout CAVEAT*, Callout SOURCE. One page.
    LIST      Text, Table or Gap: flows (overview, gaps, about this report).
    """

    FINDING = "finding"
    HEADLINES = "headlines"
    ASKS = "asks"
    EXHIBIT = "exhibit"
    LIST = "list"


@dataclass(frozen=True)
class Note:
    """A numbered note of a section."""

    mark: str
    words: Words


@dataclass(frozen=True)
class Section:
    """One message, one exhibit, its caveats. `headline` is a sentence; `subtitle` names measure, unit, place and period."""

    id: str
    layout: Layout
    theme: str  # printed above the headline; may be empty
    headline: Words
    subtitle: Words
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Document:
    """One of the documents of a pack, or its deck, or the workbook."""

    id: str  # "executive-summary"
    title: str  # "Executive Summary"
    board: str  # "Staffordshire Local Criminal Justice Board"
    board_short: str  # "Staffordshire LCJB"
    period: str  # "January to March 2019"
    quarter: str  # "2018/19 quarter 4"
    audience: str  # "Board members"
    marking: str  # "OFFICIAL"
    status: str  # "DRAFT 1" or "FINAL 1"
    status_words: str  # "not approved"
    as_at: str  # "31 July 2019"
    dated: date  # the cut-off: the date inside office files and PDFs
    author: str
    lede: Words
    tally: KeyFigures | None
    sections: tuple[Section, ...]
    made_up: str = ""  # a sentence printed on every page where data were made up
