"""The nouns of the house: what is received, what is measured, what is judged. Frozen; standard library only.

Proportions are 0 to 1 and values are unrounded everywhere; text is made from them once, in `core.wording`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property

from assize.core.periods import Period

# --- places -------------------------------------------------------------------------------------------------------


class AreaKind(Enum):
    """What a place is; one place may be a board and a force at once."""

    BOARD = "board"
    FORCE = "force"
    REGION = "region"
    NATION = "nation"
    PART = "part-of-a-board"  # London's nine areas of the courts, which are one board
    COURT = "court"
    LOCAL_AUTHORITY = "local-authority"
    PARTNERSHIP = "community-safety-partnership"
    HMCTS_REGION = "hmcts-region"
    CPS_AREA = "cps-area"
    PROBATION_REGION = "probation-region"
    OTHER = "other"  # reports crime but has no territory: British Transport Police, Action Fraud


@dataclass(frozen=True)
class Area:
    """A place. `members` are the places it is made of (a board of two forces, a region of boards); empty for a leaf.

    `within` is the board that a smaller place lies in (a court, a part of London), where it lies in one.
    """

    slug: str
    name: str
    kinds: frozenset[AreaKind]
    code: str = ""  # ONS code, where there is one
    members: tuple[str, ...] = ()
    region: str = ""  # slug of the police region it lies in
    variants: tuple[str, ...] = ()  # other spellings seen in published files
    within: str = ""


# --- what is received ---------------------------------------------------------------------------------------------


class Absence(Enum):
    """Why there is no number. Zero is not an absence."""

    NOT_AVAILABLE = "[x]"
    NOT_APPLICABLE = "[z]"
    CONFIDENTIAL = "[c]"
    LOW = "[low]"


class Mark(Enum):
    """What a reader must know of a number beside its value."""

    PROVISIONAL = "[p]"
    REVISED = "[r]"
    ESTIMATED = "[e]"
    BREAK = "[b]"


WITHHELD = "withheld: "
"""How the reason of a figure begins that these readers may not see."""

MADE_UP = "MADE-UP DATA"
"""What stands in every made-up file, before the title of its edition, and on every page that is made of it."""


class Trust(Enum):
    """How far an edition may be believed. Only what is published, or accepted by a person, enters a pack."""

    PUBLISHED = "as published"
    NOT_YET_SEEN = "layout not yet seen"  # a layout known by description alone, until a person has accepted it
    HISTORY = "history, not re-verified"  # the office's own workbook of earlier quarters


@dataclass(frozen=True)
class Cell:
    """Where a value stands in a received file: a sheet and reference (`MYE 5`, `E12`), or a line and column of a csv."""

    file: str
    ref: str  # "E12", or "line 35, Number of Burglary Convictions"
    sheet: str = ""

    def __str__(self) -> str:
        return f"{self.file} [{self.sheet}!{self.ref}]" if self.sheet else f"{self.file} [{self.ref}]"


@dataclass(frozen=True)
class Edition:
    """One received file, read once: immutable; superseded, never edited.

    `released` is the day the world knew, `received` the day this office did; `released_estimated` says that `released`
    came from the source's rule and not from the file or the loader. `key` is `<sha256>-<reading>`.
    """

    source: str
    sha256: str
    reading: int
    file: str
    title: str
    released: date
    received: date
    released_estimated: bool
    first_period: Period
    last_period: Period
    observations: int
    layout: str = ""
    trust: Trust = Trust.PUBLISHED
    because: str = ""
    confidence: float = 1.0
    provider: str = ""  # of a partner's return: its table in providers.toml
    keyed: str = ""  # of a return that the office keyed itself: how its figures came

    @property
    def key(self) -> str:
        """Stem of its Parquet file."""
        return f"{self.sha256}-{self.reading}"

    @property
    def made_up(self) -> bool:
        """Whether its figures are made up: the title says so first, wherever it is printed."""
        return self.title.startswith(MADE_UP)


@dataclass(frozen=True)
class Observation:
    """One cell as received. `dimensions` are the source's breakdown columns, as our slugs."""

    source: str
    edition: str
    area: str
    period: Period
    field: str
    dimensions: Mapping[str, str]
    value: Decimal | None
    absence: Absence | None
    raw: str
    cell: Cell
    marks: frozenset[Mark] = frozenset()
    origin: str = ""  # in an extract: the publisher's own cell, or the filter, number of lines and their total; in a
    # partner's return: the reason or note beside the figure, in quotation marks


class Change(Enum):
    """What became of a cell from one edition to a later one."""

    RESTATED = "restated"
    NEW = "new"  # the later edition alone has it
    GONE = "gone"  # the earlier edition alone has it


@dataclass(frozen=True)
class Revision:
    """One cell of which two editions say different things. `before` and `after` are None where there is no number.

    `difference` is after less before, where both are numbers.
    """

    change: Change
    area: str
    period: Period
    field: str
    dimensions: Mapping[str, str]
    before: Decimal | None
    after: Decimal | None
    before_raw: str
    after_raw: str
    before_cell: Cell | None
    after_cell: Cell | None

    @property
    def difference(self) -> Decimal | None:
        """By how much."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class Selection:
    """Which observations go into one side of a metric: a source's field, filtered by dimension, kept by dimension.

    `plus` names further fields of the same source that are added to it: completed prosecutions are `convictions` plus
    `unsuccessful`. Where a metric has several selections they are not added but tried in turn, period by period.
    """

    source: str
    field: str
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    by: tuple[str, ...] = ()
    plus: tuple[str, ...] = ()

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """Every field that is added up."""
        return (self.field, *self.plus)


@dataclass(frozen=True)
class Total:
    """A sum the store made for one area, period and breakdown: `value` is None where a cell of it is an absence.

    `areas` is how many places contributed, `cells` how many observations, `editions` which files they stand in.
    """

    area: str
    period: Period
    breakdown: tuple[str, ...]
    value: Decimal | None
    absence: Absence | None
    cells: int
    areas: int
    editions: tuple[str, ...]
    marks: frozenset[Mark] = frozenset()


# --- what is measured ---------------------------------------------------------------------------------------------


class Better(Enum):
    """Which way is better, where one is."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


@dataclass(frozen=True)
class Interval:
    """A confidence interval in the figure's own unit, with the name of its method."""

    lower: float
    upper: float
    confidence: float
    method: str


@dataclass(frozen=True)
class Part:
    """One side of a figure (`numerator` or `denominator`): the selection, the areas and periods added up, and the sum."""

    role: str
    selection: Selection
    areas: tuple[str, ...]
    periods: tuple[Period, ...]
    breakdown: tuple[str, ...]
    value: Decimal | None
    cells: int
    editions: tuple[str, ...]
    rounded_to: int = 1  # `value` is the sum rounded to the nearest 5, 10 …; 1: the sum itself


@dataclass(frozen=True)
class Figure:
    """One computed value or absence, with everything it is made of.

    `value` is exact (a Decimal quotient is carried as numerator and denominator too). `reason` says in words why a value
    is absent, withheld or held back; `immature` is the share of the cohort with no outcome yet, where the metric has one,
    and `flagged` says that it passes the metric's first threshold.

    `as_at` is given where the figure is not what the latest edition says, but what had been published by that day: such a
    figure is neither flagged nor held, and is set beside others of the same age only.
    """

    metric: str
    area: str
    period: Period
    breakdown: str
    value: Decimal | None
    absence: Absence | None = None
    reason: str = ""
    interval: Interval | None = None
    parts: tuple[Part, ...] = ()
    marks: frozenset[Mark] = frozenset()
    immature: Decimal | None = None
    flagged: bool = False
    definition: str = ""
    as_at: date | None = None

    @cached_property
    def reference(self) -> str:
        """`metric@area@period[@breakdown][@as-at-2018-07-19]`, lower case: printed in documents, taken by `explain`."""
        return figure_reference(self.metric, self.area, self.period, self.breakdown, self.as_at)

    @property
    def is_withheld(self) -> bool:
        """Whether protection has withheld it, and not the publisher."""
        return self.reason.startswith(WITHHELD)

    @property
    def age_days(self) -> int | None:
        """How many days after its period's end a figure `as_at` some day stood so."""
        return None if self.as_at is None else (self.as_at - self.period.last_day).days

    def part(self, role: str) -> Part | None:
        """The part of that role, if the figure has one."""
        return next((part for part in self.parts if part.role == role), None)

    @property
    def numerator(self) -> Decimal | None:
        """What is counted."""
        part = self.part("numerator")
        return part.value if part else None

    @property
    def denominator(self) -> Decimal | None:
        """Out of how many; None for a count."""
        part = self.part("denominator")
        return part.value if part else None


AS_AT = "as-at-"
"""What begins the last part of the reference of a figure as it stood on a day."""


def figure_reference(metric: str, area: str, period: Period, breakdown: str = "", as_at: date | None = None) -> str:
    """The address of a figure, whether it exists or not."""
    parts = [metric, area.lower(), period.id.lower(), breakdown, f"{AS_AT}{as_at.isoformat()}" if as_at else ""]
    return "@".join(part for part in parts if part)


# --- what is judged -----------------------------------------------------------------------------------------------


class Rule(Enum):
    """A rule of the control chart that fired at a point."""

    OUTSIDE = "outside a limit"
    TREND = "trend"
    TWO_IN_THREE = "two in three"
    SHIFT = "shift"


class Direction(Enum):
    """Which way a signal points."""

    HIGH = "higher"
    LOW = "lower"


class Judgement(Enum):
    """What a control chart says of a point."""

    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    CHANGED = "changed"  # special cause where neither way is better
    NO_CHANGE = "no change"  # common cause
    TOO_SHORT = "too short to judge"  # fewer than 13 points
    NO_FIGURE = "no local figure"
    WITHHELD = "not judged: figures withheld"
    AGES = "not judged: falls with age"  # of a gauge whose youngest point is always highest
    ROLLING = "not judged: rolling year"  # each figure shares months with its neighbours
    SMALL = "not judged: small numbers"  # a mean of fewer than five a period

    @property
    def is_made(self) -> bool:
        """Whether anything was judged."""
        return self in (Judgement.IMPROVEMENT, Judgement.CONCERN, Judgement.CHANGED, Judgement.NO_CHANGE)

    @property
    def reason(self) -> str:
        """Why what is shown is not judged, as a clause; empty where it is judged, or where only time or a figure is lacking."""
        return {
            Judgement.WITHHELD: "figures are withheld",
            Judgement.AGES: "the youngest quarter is always highest",
            Judgement.ROLLING: "each figure takes in twelve months",
            Judgement.SMALL: "fewer than five a period on average",
        }.get(self, "")

    @property
    def cannot_be_made(self) -> bool:
        """Whether no number of further quarters would bring a judgement, by what is measured or how little there is of it."""
        return self in (Judgement.AGES, Judgement.ROLLING, Judgement.SMALL)


class Assurance(Enum):
    """Where a target lies against the limits."""

    PASS = "expected to meet"
    FAIL = "expected to miss"
    HIT_OR_MISS = "may meet or miss"
    NO_TARGET = "no target set"


@dataclass(frozen=True)
class SeasonTest:
    """What Friedman's test says of a stretch of quarters: seasons are found where `statistic` is `needed` or more.

    Both are None where there are too few quarters to tell; `years` is how many whole years were compared.
    """

    years: int
    statistic: float | None = None
    needed: float | None = None


@dataclass(frozen=True)
class Segment:
    """Limits of one stretch of a series, from point `first` to point `last` (indexes, both included).

    Where seasons were found `seasons[i % 4]` is what the season adds to the limits and the mean at point `i`, and
    `mean_moving_range` is that of the values without it. `season_test` is None for years, which have none.
    """

    first: int
    last: int
    mean: float
    lower: float
    upper: float
    mean_moving_range: float
    screened: bool  # a moving range was left out of the limits
    fell_back: bool = False  # screening left nothing, so the unscreened mean moving range is used
    season_test: SeasonTest | None = None
    seasons: tuple[float, ...] = ()

    def at(self, point: int) -> tuple[float, float, float]:
        """Lower limit, mean and upper limit at one point of the series."""
        season = self.seasons[point % len(self.seasons)] if self.seasons else 0.0
        return self.lower + season, self.mean + season, self.upper + season


@dataclass(frozen=True)
class Signal:
    """A rule that fired at a point. `run` is the number of consecutive latest points the rule speaks of."""

    rule: Rule
    direction: Direction
    judgement: Judgement
    run: int = 1


@dataclass(frozen=True)
class Series:
    """Figures in order of time, with limits and signals. `signals[i]` belongs to `figures[i]`; None is common cause.

    `segments` are the stretches between breaks that have limits; a short one has none, be it the last. `begins` is the point at
    which the last stretch begins. `depends_on_screening` is True where the latest signal disappears when no moving range is
    screened out.
    """

    metric: str
    area: str
    breakdown: str
    figures: tuple[Figure, ...]
    segments: tuple[Segment, ...]
    signals: tuple[Signal | None, ...]
    judgement: Judgement
    assurance: Assurance
    ruleset: str
    depends_on_screening: bool = False
    begins: int = 0

    @property
    def stretch(self) -> Segment | None:
        """The stretch that the latest figure is judged by; None where it is not judged."""
        last = self.segments[-1] if self.segments else None
        return last if last is not None and last.last == len(self.figures) - 1 else None

    @property
    def held(self) -> int:
        """How many figures the last stretch holds, absences left out."""
        return sum(figure.value is not None for figure in self.figures[self.begins :])

    @property
    def latest(self) -> Figure:
        """The last figure, absence or not."""
        return self.figures[-1]

    @property
    def seasonal(self) -> bool:
        """Whether the latest figure is judged for its time of year."""
        return self.stretch is not None and bool(self.stretch.seasons)

    @property
    def signal(self) -> Signal | None:
        """The signal at the last point."""
        return self.signals[-1] if self.signals else None


BASE_YEAR = 2019  # before the pandemic: named, and never a year that reaches into 2020


class Against(Enum):
    """What a figure is compared with."""

    QUARTER_BEFORE = "the quarter before"
    YEAR_BEFORE = "the same quarter a year earlier"
    SAME_AGE = "the same quarter a year earlier, at the same age"
    BASE_YEAR = f"the same quarter of {BASE_YEAR}"
    NATION = "England and Wales"
    REGION = "the region"
    SIMILAR = "similar areas"


class Verdict(Enum):
    """What may be said of a difference at 95%."""

    HIGHER = "higher"
    LOWER = "lower"
    NO_DIFFERENCE = "no difference"
    CANNOT = "cannot be compared"


OPEN_CASES = "what has no outcome yet could make up the difference"
"""The reason of a comparison of two young cohorts that is not judged, because one of them has more still open."""


@dataclass(frozen=True)
class Comparison:
    """A figure against another. `difference` is in the figure's unit (proportions: 0.063 is 6.3 points); `relative` is
    the change as a proportion of the other, for counts. `strong` says that the 99.8% interval leaves out zero too (of what has
    no interval: that it moved more than it usually does); `usual` that it moved no more than its series usually does, and
    `by_chance` whether a test of two counts cannot tell them apart at 95%, None where none was made.
    `reason` says why it cannot be compared; `broken` that the definition or the source changed between the two.
    """

    against: Against
    figure: Figure
    other: Figure | None
    difference: Decimal | None
    relative: Decimal | None
    interval: Interval | None
    verdict: Verdict
    strong: bool = False
    usual: bool = False
    by_chance: bool | None = None
    reason: str = ""
    broken: bool = False

    @property
    def as_usual(self) -> bool:
        """Whether a test tells the two counts apart and the series moves as much from quarter to quarter."""
        return self.verdict is Verdict.NO_DIFFERENCE and self.usual and self.by_chance is False


@dataclass(frozen=True)
class LongRun:
    """Whether a series rises or falls over the stretch since its last break, by a named test.

    `slope` is Sen's, a year, in the figure's own unit, of quarters of which the test is sure; `reason` says why nothing can be
    told, or what the marker of annual trends gave as its reason.
    """

    test: str
    first: Period
    points: int
    verdict: Verdict
    p_value: float | None = None
    slope: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class Measured:
    """All that is known of one metric and breakdown for a board: what `narrate` and `compose` write from."""

    metric: str
    breakdown: str
    series: Series
    comparisons: Mapping[Against, Comparison] = field(default_factory=dict)
    comparators: Mapping[str, tuple[Figure, ...]] = field(
        default_factory=dict
    )  # area slug -> figures on the same periods
    last_mature: Figure | None = None  # the latest figure that is not held back, where the latest is
    year: Figure | None = None  # a flow over the twelve months that the latest quarter ends, and over those before
    year_before: Figure | None = None
    long_run: LongRun | None = None
    base: Figure | None = None  # the same quarter of 2019, where the latest may be set against it as an index
    # Young cohorts, the latest first, each beside that of a year earlier as both stood at one age.
    same_age: tuple[Comparison, ...] = ()
