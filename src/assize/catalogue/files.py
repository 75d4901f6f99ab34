"""The shape of each catalogue file: what a key is called, what it may hold, and which may be left out."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from decimal import Decimal

from assize.core.nouns import AreaKind, Better
from assize.core.specs import Backing, Cadence, Covers, Kind


@dataclass(frozen=True)
class SelectionTable:
    """`[[numerator]]`, `[[denominator]]`: observations of one source that are added up."""

    source: str
    field: str
    plus: tuple[str, ...] = ()
    where: dict[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class MaturityTable:
    """`[maturity]`: when a cohort is too young to be read."""

    unresolved: SelectionTable
    cohort: SelectionTable
    flag_above: Decimal
    hold_above: Decimal
    words: str


@dataclass(frozen=True)
class BreakTable:
    """`[[break]]`: from this period on, another definition or source."""

    period: str
    reason: str
    author: str


@dataclass(frozen=True)
class ExampleTable:
    """`[example]`: published counts and the value they give, recomputed whenever the catalogue is read."""

    numerator: Decimal
    value: str
    words: str
    denominator: Decimal | None = None


@dataclass(frozen=True)
class FlowTable:
    """`[flow]` of a count of open cases: the measures of what came in and what went out, of the same cases."""

    receipts: str
    disposals: str


@dataclass(frozen=True)
class MetricFile:
    """`metrics/<theme>/<id>.toml`. One without `[[numerator]]` is a named gap and says why in `gap_reason`.

    One with it may say there what stands among the gaps while its source holds nothing.
    """

    name: str
    short_name: str
    question: str
    definition: str
    subject: str
    kind: Kind
    better: Better
    unit: str
    basis: str
    supplier: str
    catalogue_id: str = ""
    plural: bool = False
    cadence: Cadence = Cadence.QUARTER
    counted: str = ""
    multiplier: int = 1
    numerator: tuple[SelectionTable, ...] = ()
    denominator: tuple[SelectionTable, ...] = ()
    by: tuple[str, ...] = ()
    by_excludes_unsplit: bool = False
    ages: bool = False
    stock: bool = False
    context: bool = False
    within: tuple[SelectionTable, ...] = ()
    maturity: MaturityTable | None = None
    minimum: int = 100
    caveats: tuple[str, ...] = ()
    break_: tuple[BreakTable, ...] = ()
    balance: str = ""
    gap_reason: str = ""
    example: ExampleTable | None = None
    flow: FlowTable | None = None
    evidence: Backing = Backing.SEEN


@dataclass(frozen=True)
class EarlierTable:
    """`[[asked.<field>.earlier]]`: words of an earlier form that asked for the same; what is left out was as it is now."""

    name: str = ""
    definition: str = ""
    includes: str = ""
    excludes: str = ""


@dataclass(frozen=True)
class AskedTable:
    """`[asked.<field>]`: one field of a partner's return, as a form asks for it."""

    name: str
    definition: str
    unit: str
    includes: str = ""
    excludes: str = ""
    part_of: str = ""
    seldom_above: str = ""
    stock: bool = False
    decimals: bool = False
    small_shown: bool = False
    earlier: tuple[EarlierTable, ...] = ()


@dataclass(frozen=True)
class SumTable:
    """`[[sum]]`: fields of one return that must add up."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class ProviderFile:
    """`providers/<role>.toml`."""

    name: str
    about: str
    source: str
    theme: str
    days_to_answer: int
    contact: str
    reach: str
    order: int = 99  # its place in a new providers.toml


@dataclass(frozen=True)
class ReleaseTable:
    """`[release]`: when the world is taken to have known a file that does not say so itself."""

    days_after_period_end: int
    why: str


@dataclass(frozen=True)
class FromTable:
    """`[from.<audience>]`: from when an audience may see what is held of a source."""

    days_after_period_end: int = 0
    final: bool = False  # not while it is provisional


@dataclass(frozen=True)
class SourceFile:
    """`sources/<id>.toml`. It has `[fields]`, or of a partner's return `[asked.<field>]`."""

    title: str
    short_title: str
    publisher: str
    address: str
    cadence: Cadence
    covers: Covers
    layout: str
    observes: tuple[AreaKind, ...]
    dimensions: tuple[str, ...]
    audiences: tuple[str, ...]
    smallest_count: int
    marking: str
    fields: dict[str, str] = dataclasses.field(default_factory=dict)
    asked: dict[str, AskedTable] = dataclasses.field(default_factory=dict)
    sum: tuple[SumTable, ...] = ()
    licence: str = ""  # of what is published
    caveats: tuple[str, ...] = ()
    release: ReleaseTable | None = None
    file_pattern: str = ""
    file_pattern_guessed: bool = False
    nested: tuple[str, ...] = ()
    totals: dict[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    titles: tuple[str, ...] = ()
    tables: dict[str, str] = dataclasses.field(default_factory=dict)
    noughts_withheld: bool = False
    rounded_to: dict[str, int] = dataclasses.field(default_factory=dict)
    from_: dict[str, FromTable] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class SideTable:
    """`[left]`, `[right]`: one of two figures that should agree, named as a reader is to see it."""

    name: str
    source: str
    field: str
    plus: tuple[str, ...] = ()
    where: dict[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    sum_of: AreaKind | None = None
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReconciliationFile:
    """`reconciliations/<id>.toml`: two figures that should agree, how nearly, and why they may not."""

    title: str
    places: AreaKind
    left: SideTable
    right: SideTable
    why: str
    action: str
    tolerance: Decimal = Decimal(0)
    rounded_to: Decimal = Decimal(1)
    blocks: bool = False


@dataclass(frozen=True)
class ItemTable:
    """`[[item]]`: one exhibit of a report."""

    metric: str
    breakdown: str = ""
    theme: str = ""
    exhibit: str = "series"
    chapter: str = ""
    spare: bool = False


@dataclass(frozen=True)
class ReportFile:
    """`reports/<id>.toml`."""

    title: str
    form: str
    themes: tuple[str, ...]
    headline_rows: int
    findings: int
    slides: int
    order: int = 99  # its place in a pack
    exhibits: int = 0
    pages: int = 0
    item: tuple[ItemTable, ...] = ()


@dataclass(frozen=True)
class ValueTable:
    """`[[value]]`: one value of a dimension. Without a `subject` nothing is split by it."""

    slug: str
    name: str
    subject: str = ""
    starts: int | None = None  # of a band: where it begins


@dataclass(frozen=True)
class VocabularyFile:
    """`vocabularies/<dimension>.toml`."""

    title: str
    value: tuple[ValueTable, ...]
    reference: str = ""
    unknown: str = ""
    unit: str = ""


@dataclass(frozen=True)
class OutcomeTable:
    """`[[outcome]]` of `equality.toml`: what a board would have to see by group."""

    framework_id: str
    name: str
    base: str
    reason: str
    supplier: str
    metric: str = ""


@dataclass(frozen=True)
class EqualityFile:
    """`equality.toml`."""

    outcome: tuple[OutcomeTable, ...]


@dataclass(frozen=True)
class LocalTable:
    """`[[measure]]` of `local-measures.toml`: a measure of the office's own, as a sheet of local measures gave it."""

    id: str
    role: str
    providers: tuple[str, ...]
    supplier: str
    name: str
    counted: str
    definition: str
    when: str
    better: str
    out_of: str = ""
    includes: str = ""
    excludes: str = ""


@dataclass(frozen=True)
class LocalFile:
    """`local-measures.toml`."""

    measure: tuple[LocalTable, ...] = ()
