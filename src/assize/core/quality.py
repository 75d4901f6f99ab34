"""What is known of the quality of what is held: counted by `store`, gathered by `app`, written by `compose`.

The six dimensions are those of the Government Data Quality Framework: completeness, uniqueness, consistency, timeliness,
validity, accuracy. Jumps of a board's latest figures stand beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from assize.core.errors import Problem
from assize.core.nouns import Absence, Area, Edition, Figure, Revision, Series
from assize.core.periods import Period
from assize.core.specs import Break, Catalogue, MetricSpec, OfficeSettings, Reconciliation, SourceSpec

# --- counted ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FieldProfile:
    """The current observations of one field of a source in one period.

    `areas` are the places that have a cell; `repeated` counts cells beyond the first of one key (area, period, field and
    every breakdown); `negative` counts values below zero.
    """

    period: Period
    field: str
    cells: int
    areas: frozenset[str]
    absences: Mapping[Absence, int]
    negative: int
    repeated: int

    @property
    def absent(self) -> int:
        """Cells without a number, whatever the reason."""
        return sum(self.absences.values())


@dataclass(frozen=True)
class WordProfile:
    """How many current observations of a source carry a word of one of its dimensions."""

    dimension: str
    word: str
    cells: int


@dataclass(frozen=True)
class FieldEnd:
    """The last one or two periods of one length, in order of time, that an edition has of a field under some words.

    `edition` is its key; `words` stand in the order in which their dimensions were asked for.
    """

    edition: str
    field: str
    words: tuple[str, ...]
    last: tuple[Period, ...]


# --- gathered -----------------------------------------------------------------------------------------------------


class Dimension(Enum):
    """A dimension of data quality, as the page heads it."""

    COMPLETENESS = "Completeness"
    UNIQUENESS = "Uniqueness"
    CONSISTENCY = "Consistency"
    TIMELINESS = "Timeliness"
    VALIDITY = "Validity"
    ACCURACY = "Accuracy"
    JUMPS = "Jumps"


class Level(Enum):
    """How much something asks for attention."""

    BLOCKS = "Blocks a build"
    LOOK = "Needs a look"
    KNOW = "To know"


@dataclass(frozen=True)
class Matter:
    """One thing that was found: where (a source, a place, a period), what, what to do about it, and at which address."""

    level: Level
    dimension: Dimension
    where: str
    what: str
    action: str
    address: str = ""
    reason: str = ""  # why the office says that it is right, where it would have blocked a build


@dataclass(frozen=True)
class Lag:
    """Figures that measures are made of, and that the latest edition of their source has not, or not to its end.

    `words` are the dimensions and words that tell them, `last` is the last period held of them, `had` the edition that has it,
    `newest` the latest; `measures` are named, and `besides` are fields and words that only the latest edition has.
    """

    field: str
    words: tuple[tuple[str, str], ...]
    last: Period
    had: Edition
    newest: Edition
    measures: tuple[str, ...]
    besides: tuple[str, ...]

    @property
    def name(self) -> str:
        """`'open cases' (table m1)`: the field, and the words that tell it; a field called `value` says nothing."""
        words = ", ".join(f"{dimension.replace('_', ' ')} {word}" for dimension, word in self.words)
        field = f"'{self.field.replace('_', ' ')}'"
        return (words if self.field == "value" else f"{field} ({words})") if words else field


@dataclass(frozen=True)
class PeriodQuality:
    """One period of one source. A cell is expected of every place that the source ever has a figure of, in every field
    that it has in the period before and in the one after.

    `missing` are places without a cell in some expected field; `released` is that of the first edition that covers it,
    `days` how long after the period's end that was: None for an earlier period of an edition that carries a whole series.
    """

    period: Period
    places: int
    fields: int
    present: int
    expected: int
    missing: tuple[str, ...]
    cells: int
    absences: Mapping[Absence, int]
    negative: int
    repeated: int
    released: date
    estimated: bool
    days: int | None

    @property
    def absent(self) -> int:
        """Cells without a number."""
        return sum(self.absences.values())


@dataclass(frozen=True)
class SourceQuality:
    """One source as at the cut-off: its periods in order of time, words that no list knows, and what was noted on loading.

    `unknown_cells` carry a word that says the breakdown is not known (of `split_cells` that carry any word); `strange` are
    words outside the catalogue's list, by dimension. `due` is when the next period is due, `overdue` how many are late.
    """

    spec: SourceSpec
    editions: int
    awaiting: int
    periods: tuple[PeriodQuality, ...]
    gaps: tuple[Period, ...]
    missing: tuple[tuple[str, tuple[str, ...]], ...]
    lags: tuple[Lag, ...]
    strange: tuple[WordProfile, ...]
    unknown_cells: int
    split_cells: int
    expected: Period | None
    due: date | None
    overdue: tuple[Period, ...]
    notes: tuple[tuple[str, Problem], ...]


class Agreement(Enum):
    """What a residual says."""

    AGREES = "agree"
    WITHIN = "differ as expected"
    BEYOND = "differ more than expected"


@dataclass(frozen=True)
class Residual:
    """Two figures of one place and period beside each other."""

    area: str
    period: Period
    left: Decimal
    right: Decimal
    agreement: Agreement

    @property
    def residual(self) -> Decimal:
        """Left less right."""
        return self.left - self.right

    @property
    def share(self) -> Decimal | None:
        """The residual as a share of the right side; None where that is nought."""
        return self.residual / self.right if self.right else None


@dataclass(frozen=True)
class Reconciled:
    """A reconciliation carried out: its residuals in order of period and place, or why there is nothing to compare."""

    spec: Reconciliation
    residuals: tuple[Residual, ...]
    reason: str = ""

    def of(self, agreement: Agreement) -> tuple[Residual, ...]:
        """The residuals of one kind."""
        return tuple(one for one in self.residuals if one.agreement is agreement)


@dataclass(frozen=True)
class RevisionSize:
    """How much an edition changed one field of an earlier one.

    `restated` cells have another number, by `mean_size` on average (whatever the direction), `most` at most, `bias` on average
    with its sign: shares of the earlier number (0.01 is 1%), None where none of those is a number other than nought.
    `largest` is the cell that changed most; `own` and `own_largest` are the same of the office's boards alone. `added` and
    `gone` are cells that one of the two alone has, counted where each edition carries the whole series; `dropped` are the
    periods of the earlier one before or after all of the later one's. `factor` is the one number by which it multiplied nearly
    every cell of the field, where it did.
    """

    source: str
    field: str
    earlier: Edition
    later: Edition
    restated: int
    added: int
    gone: int
    mean_size: Decimal | None
    most: Decimal | None
    bias: Decimal | None
    largest: Revision | None
    own: int
    own_largest: Revision | None
    dropped: tuple[Period, ...] = ()
    factor: Decimal | None = None


@dataclass(frozen=True)
class MeasureRevision:
    """How far the figures of a measure moved when later editions of a source came out that restate earlier ones.

    Over `releases` such days `compared` figures had a value before and after, and `restated` of them another one. `mean_size`,
    `most` and `bias` are over all that are compared, the unchanged ones among them: in points for a measure in per cent (0.01
    is one percentage point), otherwise as shares of what the figure was. `largest` is what moved most, before and after.
    """

    source: str
    metric: MetricSpec
    releases: int
    compared: int
    restated: int
    mean_size: Decimal | None
    most: Decimal | None
    bias: Decimal | None
    largest: tuple[Figure, Figure] | None


def revision_share(one: Revision) -> Decimal | None:
    """By how much of the earlier number a cell was restated; None where there is no share to take."""
    return one.difference / one.before if one.difference is not None and one.before else None


def counts_something(field: str) -> bool:
    """Whether a field holds counts, rates or shares, and not changes or differences, which may be below nought."""
    return not any(word in field.split("_") for word in ("change", "differs", "difference", "net", "flow"))


@dataclass(frozen=True)
class Jump:
    """The latest point of a board's series, where it lies outside its control limits."""

    board: str
    metric: MetricSpec
    series: Series


@dataclass(frozen=True)
class Leap:
    """A board's latest count, and the median of those before it, from which it is too far to be believed."""

    figure: Figure
    usual: Decimal


@dataclass(frozen=True)
class Exchanged:
    """Two areas (slugs) whose latest counts by category lie nearer to each other's usual ones than to their own."""

    metric: str
    area: str
    other: str
    period: Period

    @property
    def reference(self) -> str:
        """By what an office answers it."""
        return f"{self.metric}@{self.area}@{self.period.id}".lower()


@dataclass(frozen=True)
class Immature:
    """How much of a board's latest cohort has no outcome yet."""

    board: str
    metric: MetricSpec
    figure: Figure


@dataclass(frozen=True)
class QualityReport:
    """All that the data-quality page is written from."""

    catalogue: Catalogue
    settings: OfficeSettings
    boards: tuple[Area, ...]
    cut_off: date
    quarter: Period | None
    marking: str
    sources: tuple[SourceQuality, ...]
    not_held: tuple[SourceSpec, ...]
    reconciled: tuple[Reconciled, ...]
    revisions: tuple[RevisionSize, ...]
    measure_revisions: tuple[MeasureRevision, ...]
    out_of_range: tuple[Figure, ...]
    leaps: tuple[Leap, ...]
    exchanged: tuple[Exchanged, ...]
    judged: int  # series of the boards that are long enough to have limits
    jumps: tuple[Jump, ...]
    immature: tuple[Immature, ...]
    matters: tuple[Matter, ...]
    idle_breaks: tuple[tuple[MetricSpec, Break], ...] = ()  # of the office's own: those that lie in no series held

    def at(self, level: Level) -> tuple[Matter, ...]:
        """The matters of one level."""
        return tuple(matter for matter in self.matters if matter.level is level)

    @property
    def blocked(self) -> bool:
        """Whether something found should keep a pack from being built."""
        return bool(self.at(Level.BLOCKS))
