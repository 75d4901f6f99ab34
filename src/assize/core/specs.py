"""What the catalogue and the settings say, once read: metrics, sources, reports, the office. Standard library only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import Enum

from assize.core.audiences import BUILT_IN, AudienceSpec, Condition, SharingSpec
from assize.core.disparity import EqualityOutcome
from assize.core.flows import FlowSpec, OpenLevel
from assize.core.nouns import Area, AreaKind, Better, Selection
from assize.core.periods import Period, parse_period


class Kind(Enum):
    """The closed list of arithmetic: a new kind comes with vectors, never as an expression in a file."""

    COUNT = "count"  # a sum of what happened in the period
    PROPORTION = "proportion"  # part of a whole, 0 to 1; Wilson interval
    RATE = "rate"  # events per `multiplier` of a population; Byar interval, exact below ten
    RATIO = "ratio"  # so many of one thing for each of another: disposals for each receipt; no part of a whole
    BACKLOG = "backlog"  # months of work in hand: what is open, over what is dealt with in a month
    DURATION = "duration"  # a mean or median in days, as published: never added up, averaged or pooled
    SHARE = "published-share"  # a share published without its counts, 0 to 1: never added up, averaged or pooled

    @property
    def divides(self) -> bool:
        """Whether one sum is divided by another."""
        return self in (Kind.PROPORTION, Kind.RATE, Kind.RATIO, Kind.BACKLOG)

    @property
    def overlaps(self) -> bool:
        """Whether a quarter's figure takes in quarters before it, so that neighbours share months and none can be judged."""
        return self is Kind.BACKLOG

    @property
    def published(self) -> bool:
        """Whether the value is the publisher's own, which nothing can be added to."""
        return self in (Kind.DURATION, Kind.SHARE)

    @property
    def sampled(self) -> bool:
        """Whether chance can be reckoned from its counts: it has an interval, and differences are tested by it."""
        return self in (Kind.PROPORTION, Kind.RATE)

    @property
    def percent(self) -> bool:
        """Whether it is a share, 0 to 1, printed in per cent."""
        return self in (Kind.PROPORTION, Kind.SHARE)


class Cadence(Enum):
    """How often a metric or a source has a new period."""

    QUARTER = "quarter"
    YEAR = "year"


class Covers(Enum):
    """What one edition of a source carries."""

    WHOLE_SERIES = "whole series"  # a later edition that drops a period withdraws it
    ONE_PERIOD = "one period"


@dataclass(frozen=True)
class Maturity:
    """How to tell that a cohort is too young: `unresolved` over `cohort`, flagged above one share, held above another."""

    unresolved: Selection
    cohort: Selection
    flag_above: Decimal
    hold_above: Decimal
    unresolved_words: str  # "had no outcome yet"


@dataclass(frozen=True)
class Break:
    """A dated change of definition or source: no comparison or limit runs across it.

    `author` is who said so: of the catalogue's own breaks Assize, of those in the settings somebody of the office.
    """

    period: str
    reason: str
    author: str
    by_office: bool = False


RULE_SETS = ("ptd-0.2.2", "mdc-sct-5")
"""What the rule sets of control charts are called; the first is used where the office chose none."""


@dataclass(frozen=True)
class Example:
    """A metric's worked example: counts in, value out; a test recomputes it."""

    numerator: Decimal
    denominator: Decimal | None
    value: str
    words: str


class Backing(Enum):
    """What the definition of a measure rests on: the framework's own mark of evidence."""

    SEEN = "E"  # its definition was seen in a public source
    WORDED = "e"  # the measure was seen in use, the words of the definition are ours
    BACKGROUND = "B"  # known of, and to be checked before anything rests on it


@dataclass(frozen=True)
class MetricSpec:
    """One metric of the catalogue. `numerator` is None where no source is held: it is then a named gap."""

    id: str
    catalogue_id: (
        str  # the framework's own number, for instance EE-29; with a letter where several are made of one: VW-27a
    )
    theme: str  # effectiveness-and-efficiency, victims-and-witnesses, reducing-reoffending
    name: str  # "Conviction rate"
    short_name: str  # for a table row or a chart caption
    question: str
    definition: str  # one or two sentences, plain
    subject: str  # subject of a sentence: "The conviction rate"
    plural: bool  # takes "were" and not "was"
    kind: Kind
    cadence: Cadence
    better: Better
    unit: str  # what is counted, plural: "defendants"
    counted: (
        str  # what the numerator counts, plural: "convictions"; of a count, what a sentence calls it, if not its unit
    )
    basis: str
    multiplier: int  # 1, or 1,000 for a rate per 1,000 residents
    numerators: tuple[Selection, ...]  # usually one; more where one series comes from several sources in turn
    denominators: tuple[Selection, ...]
    by: tuple[str, ...]  # dimensions it may be split by, one at a time
    by_excludes_unsplit: bool  # the unsplit denominator holds something no sub-group has: said on both
    maturity: Maturity | None
    minimum: int  # denominators under this are called small
    caveats: tuple[str, ...]
    breaks: tuple[Break, ...]
    balance: str  # the metric to read it beside
    supplier: str  # who could supply it, for a gap; else who answers the "why"
    gap_reason: str  # for a metric without a source; of one with a source, what is said where it holds nothing
    example: Example | None
    breakdown_subjects: Mapping[str, str]  # breakdown value -> "for sexual offences"; its keys are all it is split by
    definition_hash: str
    stock: bool = False  # counted on one day: never added up over periods, and a year has no sum of it
    context: bool = False  # it describes the area and is judged by nobody: residents
    within: tuple[
        Selection, ...
    ] = ()  # what it is counted from in the smaller places of an area, if not its numerators
    ages: bool = False  # it moves with the age of what it counts, so that no quarter is set beside an earlier one
    evidence: Backing = Backing.SEEN
    confirmed: bool = False  # this office has confirmed its definition
    flow: FlowSpec | None = None  # of a count of open cases: what came in and went out of them
    local: tuple[str, ...] = ()  # of the office's own, from a sheet of local measures: the partners who count it

    @property
    def framework_id(self) -> str:
        """The measure of the framework that it is, or is a part of; empty where it is none."""
        return self.catalogue_id.rstrip("abcdefghijklmnopqrstuvwxyz")

    @property
    def to_be_confirmed(self) -> bool:
        """Whether nobody has confirmed its definition: said wherever it shows, and it stands in no headline table."""
        return self.evidence is not Backing.SEEN and not self.confirmed


@dataclass(frozen=True)
class AskedWords:
    """The words in which a form asks for a field."""

    name: str
    definition: str
    includes: str = ""
    excludes: str = ""


@dataclass(frozen=True)
class AskedField:
    """One field of a partner's return, as whoever fills it reads it."""

    id: str
    name: str  # "witnesses who attended court": begins small where it may, for the middle of a sentence
    definition: str
    unit: str  # plural: "witnesses"
    includes: str = ""
    excludes: str = ""
    part_of: str = ""  # the field that it may not exceed
    seldom_above: str = ""  # the field that it may exceed, but is seldom much above: a return that says so is asked why
    stock: bool = False  # counted on the last day of the quarter, and never added up over quarters
    decimals: bool = False  # may have decimals: full-time equivalents
    small_shown: bool = False  # counts no people (letters, posts, hearings): it may be shown however small it is
    local: bool = False
    earlier: tuple[AskedWords, ...] = ()  # of earlier forms, which asked for the same in other words


@dataclass(frozen=True)
class Sum:
    """Fields of one return that must add up: `parts` to `total`, where all of them are numbers."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class ProviderRole:
    """A kind of partner: what it is, the source its returns are loaded as, and how long it is given to answer."""

    id: str  # witness-care
    name: str  # "Witness care unit"
    about: str
    source: str  # partner-witness-care
    theme: str  # where a measure of its own that an office adds stands
    days_to_answer: int
    contact: str  # the role of whoever fills the form, never a person
    reach: str  # "force", "board" or "region": of what place an office usually has one


@dataclass(frozen=True)
class Provider:
    """A partner of this office, from `providers.toml`. `places` says of which place it counts for each of its boards."""

    id: str  # staffordshire-witness-care
    role: str
    name: str
    boards: tuple[str, ...]
    places: Mapping[str, str]  # board -> the board itself, the one force of it, or the part of it that is counted
    mailbox: str  # of a role, never a person's; empty where it is not known yet
    agreement: str  # reference of the agreement to share data
    days_to_answer: int
    owes: tuple[str, ...]  # ids of measures: those named, or all of its role
    part: str = ""  # of the board, where several partners of one role count a part each: "Stoke-on-Trent"


@dataclass(frozen=True)
class BoardDates:
    """The days of one quarter's round, in the order in which they come."""

    quarter: Period
    request: date
    cut_off: date
    papers: date
    board: date


@dataclass(frozen=True)
class Calendar:
    """When the boards meet, and the days of a quarter's round that lead there."""

    meetings: Mapping[str, BoardDates] = field(default_factory=dict)  # by quarter: 2018-19-q4

    def dates(self, quarter: Period) -> BoardDates | None:
        """The days of a quarter's round; None where the calendar says nothing of it."""
        return self.meetings.get(quarter.slug)


@dataclass(frozen=True)
class SourceSpec:
    """Who publishes or returns it, how often, how late, in what layout, and who may see it."""

    id: str
    title: str
    short_title: str
    publisher: str
    licence: str
    address: str
    cadence: Cadence
    covers: Covers
    release_rule: str  # e.g. "112 days after the last period's end"; see catalogue.load
    release_lag_days: int | None
    layout: str
    observes: tuple[AreaKind, ...]  # what its rows are of: forces; or regions, boards and courts in one file
    dimensions: tuple[str, ...]
    fields: Mapping[str, str]  # field -> what it counts
    audiences: tuple[str, ...]
    smallest_count: int  # 0: every count may be shown
    marking: str
    caveats: tuple[str, ...]
    noughts_withheld: bool = False  # nought is withheld as a small count is
    rounded_to: Mapping[str, int] = field(default_factory=dict)  # audience -> to the nearest of what
    conditions: Mapping[str, Condition] = field(default_factory=dict)  # audience -> from when it may see what is held
    file_pattern: str = ""  # what its files are called, with * for what changes: for whoever looks for the next one
    pattern_guessed: bool = (
        False  # nobody here has seen a file of it: the name is what the publication's title would give
    )
    nested: tuple[str, ...] = ()  # dimensions with totals among their words: never added up, one word at a time
    totals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # which words of a nested dimension are totals
    words: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # dimension -> words that every edition has, each by what it has in it, as in a slug (`theft` of `04-theft-offences`)
    titles: tuple[str, ...] = ()  # how its workbooks begin their titles, where a layout is shared by many publications
    tables: Mapping[str, str] = field(
        default_factory=dict
    )  # what its tables count whose number is known, as in a title
    asked: Mapping[str, AskedField] = field(
        default_factory=dict
    )  # of a partner's return: its fields as a form asks them
    sums: tuple[Sum, ...] = ()

    def smallest(self, fields: tuple[str, ...]) -> int:
        """The smallest sum of these fields that may be shown: any, where none of them counts people."""
        return 0 if self._counts_no_people(fields) else self.smallest_count

    def base(self, fields: tuple[str, ...], audience: str) -> int:
        """To the nearest of what a sum of these fields is rounded for these readers; 1: it is shown as it was counted."""
        return 1 if self._counts_no_people(fields) else self.rounded_to.get(audience, 1)

    def is_open(self, audience: str) -> bool:
        """Whether an audience may see every count of it, however small and as it was counted."""
        return audience in self.audiences and not self.smallest_count and self.rounded_to.get(audience, 1) == 1

    def _counts_no_people(self, fields: tuple[str, ...]) -> bool:
        return bool(fields) and all(name in self.asked and self.asked[name].small_shown for name in fields)

    def wholes(self, field: str) -> tuple[str, ...]:
        """The fields that one of a return is part of, the nearest first."""
        found: list[str] = []
        whole = self.asked[field].part_of
        while whole in self.asked and whole not in found:
            found.append(whole)
            whole = self.asked[whole].part_of
        return tuple(found)


@dataclass(frozen=True)
class ReportItem:
    """One exhibit a report may show: a metric and, where it has one, a breakdown; or a metric split in a bar chart."""

    metric: str
    breakdown: str = ""
    theme: str = ""  # where it is shown, if not in the metric's own theme
    exhibit: str = "series"  # "series", "by:<dimension>" or "within": the smaller places of the board, side by side
    chapter: str = ""  # the sub-heading of its theme: "Courts"
    spare: bool = False  # the first to be left out of a headline table that is full


@dataclass(frozen=True)
class ReportSpec:
    """What a report shows, in order, and its budgets."""

    id: str
    title: str
    form: str  # "summary" (two pages: findings and table), "report" (page an exhibit), "theme" (theme summary)
    themes: tuple[str, ...]
    items: tuple[ReportItem, ...]
    headline_rows: int
    findings: int
    slides: int
    exhibits: int = 0  # the most that have a page of their own. 0: as many as the pages allow, or all
    pages: int = 0  # what the whole is to fit into, the measures without a page of their own in tables. 0: no limit


@dataclass(frozen=True)
class Vocabulary:
    """Names of a dimension's values: `offence_category` -> {"sexual-offences": "Sexual offences"}."""

    dimension: str
    title: str
    names: Mapping[str, str]
    reference: str = ""  # of groups of people: the one against whose rate the others' are set
    unknown: str = ""  # the value of those whose group is not known
    unit: str = ""  # of bands: what their starts count
    starts: Mapping[str, int] = field(default_factory=dict)  # band -> where it begins; it ends where the next one does


@dataclass(frozen=True)
class Side:
    """One of two figures that should agree: what it is called, what is added up, and over which places.

    `sum_of` adds up all places of a kind (every board) where the other side has one figure for them together; `of` names
    places one by one, beside those of the kind where there is one. Without either each place stands for itself.
    """

    name: str
    selection: Selection
    sum_of: AreaKind | None = None
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reconciliation:
    """Two figures that should agree, compared for each place of a kind and each period that both sides have.

    `tolerance` is the residual, as a share of the right side, up to which a difference is expected; `rounded_to` the unit the
    right side is rounded to. Where one side has quarters and the other years, the quarters are added up. `blocks` says that a
    larger difference means that something was misread, so that no pack should be built from it.
    """

    id: str
    title: str
    places: AreaKind
    left: Side
    right: Side
    tolerance: Decimal
    rounded_to: Decimal
    blocks: bool
    why: str
    action: str


@dataclass(frozen=True)
class Catalogue:
    """Everything the catalogue says, checked as a whole."""

    areas: Mapping[str, Area]
    metrics: Mapping[str, MetricSpec]
    sources: Mapping[str, SourceSpec]
    reports: Mapping[str, ReportSpec]
    vocabularies: Mapping[str, Vocabulary]
    themes: Mapping[str, str]  # slug -> "Effectiveness and efficiency"
    content_hash: str
    reconciliations: Mapping[str, Reconciliation] = field(default_factory=dict)
    roles: Mapping[str, ProviderRole] = field(default_factory=dict)
    # source -> board -> the parts of it that are returned one by one: those of this office's partners
    parts: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    equality: tuple[EqualityOutcome, ...] = ()  # what a board would have to see by group of people

    def owed(self, role: str, provider: str = "") -> tuple[MetricSpec, ...]:
        """The measures that a provider of this role can be asked for: those counted from its source, in order.

        Local measures are asked of the provider alone whose own they are.
        """
        source = self.roles[role].source
        return tuple(
            metric
            for metric in self.metrics.values()
            if any(each.source == source for each in metric.numerators)
            and (not metric.local or provider in metric.local)
        )

    def asked_for(self, role: str, owes: tuple[str, ...]) -> tuple[AskedField, ...]:
        """The fields that these measures take from the role's source, in the source's order.

        Each is part of the nearest whole that is asked for with it.
        """
        source = self.sources[self.roles[role].source]
        wanted = {
            name
            for metric in map(self.metrics.__getitem__, owes)
            for selection in (*metric.numerators, *metric.denominators)
            if selection.source == source.id
            for name in selection.fields
        }
        for total in source.sums:  # a total is asked for with its parts, so that they can be held against it
            if wanted & {*total.parts, total.total}:
                wanted |= {*total.parts, total.total}
        return tuple(
            replace(one, part_of=next((whole for whole in source.wholes(name) if whole in wanted), ""))
            for name, one in source.asked.items()
            if name in wanted
        )

    def parted(self, providers: Iterable[Provider]) -> Catalogue:
        """The same, with the parts of boards that these partners count apart, as places of their own."""
        areas: dict[str, Area] = {}
        parts: dict[str, dict[str, tuple[str, ...]]] = {}
        for provider in providers:
            for board, place in provider.places.items() if provider.part else ():
                name = f"{provider.part}, {self.areas[board].name}"
                areas[place] = Area(place, name, frozenset(), within=board)
                own = parts.setdefault(self.roles[provider.role].source, {})
                own[board] = (*own.get(board, ()), place)
        return replace(self, areas={**self.areas, **areas}, parts=parts) if parts else self

    def breaking(self, breaks: Mapping[str, tuple[Break, ...]]) -> Catalogue:
        """The same, with the office's own breaks in its measures."""
        broken = {
            name: replace(
                self.metrics[name],
                breaks=tuple(
                    sorted((*self.metrics[name].breaks, *own), key=lambda each: parse_period(each.period).first_day)
                ),
            )
            for name, own in breaks.items()
            if name in self.metrics
        }
        return replace(self, metrics={**self.metrics, **broken}) if broken else self

    def shared(self, sharing: Mapping[str, SharingSpec], audiences: Mapping[str, AudienceSpec]) -> Catalogue:
        """The same, with what this office has agreed of its sources, and with its own audiences among those who see them."""
        sources = dict(self.sources)
        for name, agreed in sharing.items():
            said = {key: value for key, value in vars(agreed).items() if value is not None and key != "conditions"}
            sources[name] = replace(sources[name], **said, conditions={**sources[name].conditions, **agreed.conditions})
        for audience in audiences.values():
            sources = {name: _seen_by(source, audience) for name, source in sources.items()}
        for name, source in sources.items():
            conditions = {one: each for one, each in source.conditions.items() if one in source.audiences}
            bases = {one: each for one, each in source.rounded_to.items() if one in source.audiences}
            sources[name] = replace(source, conditions=conditions, rounded_to=bases)
        return replace(self, sources=sources)

    def for_audience(self, audience: str) -> Catalogue:
        """The same, without what is counted from sources that the audience may not see: such a measure has no source.

        What stands behind a measure is left out before anything is read, so that nothing made from it can carry it.
        """

        def seen(selections: tuple[Selection, ...]) -> tuple[Selection, ...]:
            return tuple(one for one in selections if audience in self.sources[one.source].audiences)

        metrics = {}
        for name, metric in self.metrics.items():
            sides = seen(metric.numerators), seen(metric.denominators)
            young = metric.maturity
            whole = bool(sides[0]) and bool(sides[1]) == bool(metric.denominators)
            if young is not None and len(seen((young.unresolved, young.cohort))) < 2:  # its age could not be told
                whole = False
            if (*sides, seen(metric.within)) == (metric.numerators, metric.denominators, metric.within):
                metrics[name] = metric
            elif whole:
                metrics[name] = replace(metric, numerators=sides[0], denominators=sides[1], within=seen(metric.within))
            elif not metric.local:  # of a local measure even the name is the office's and its partners' own
                metrics[name] = replace(metric, numerators=(), denominators=(), within=(), maturity=None)
        if metrics == self.metrics:
            return self
        reports = {
            name: replace(report, items=tuple(item for item in report.items if item.metric in metrics))
            for name, report in self.reports.items()
        }
        return replace(self, metrics=metrics, reports=reports)

    def is_open(self, selections: Iterable[Selection], audience: str) -> bool:
        """Whether an audience may see what is selected, however small and as it was counted."""
        return all(self.sources[one.source].is_open(audience) for one in selections)

    def confirming(self, metrics: tuple[str, ...]) -> Catalogue:
        """The same, with the definitions of these measures confirmed."""
        confirmed = {name: replace(self.metrics[name], confirmed=True) for name in metrics if name in self.metrics}
        return replace(self, metrics={**self.metrics, **confirmed})

    def area(self, slug: str) -> Area:
        """The area of that slug; KeyError where there is none."""
        return self.areas[slug]


def _seen_by(source: SourceSpec, audience: AudienceSpec) -> SourceSpec:
    """The source, with an audience of the office's own among those who see it, where it does."""
    if source.id in audience.without:
        left = tuple(name for name in source.audiences if name != audience.id)
        return replace(source, audiences=left)
    if audience.id in source.audiences:
        return source
    if source.id in audience.also:
        return replace(source, audiences=(*source.audiences, audience.id))
    if audience.like not in source.audiences:
        return source
    conditions, bases = dict(source.conditions), dict(source.rounded_to)
    if audience.like in conditions:
        conditions.setdefault(audience.id, conditions[audience.like])
    if audience.like in bases:
        bases.setdefault(audience.id, bases[audience.like])
    return replace(source, audiences=(*source.audiences, audience.id), conditions=conditions, rounded_to=bases)


IN_CONFIDENCE = "OFFICIAL-SENSITIVE: PARTNERS ONLY"
"""The marking of what holds anything that is not for the public, where the office has not chosen another."""


@dataclass(frozen=True)
class OfficeSettings:
    """`assize.toml`, read and checked."""

    office: str
    author: str
    contact: str
    boards: tuple[str, ...]
    quarter: str  # slug, or empty
    cut_off: date | None
    status: str  # "draft" or "final"
    version: str  # "1"
    similar: Mapping[str, tuple[str, ...]]  # board -> similar boards, where the office has set a group
    targets: Mapping[str, Decimal]  # metric reference without area and period -> target
    marking: str
    content_hash: str
    calendar: Calendar = Calendar()
    confirmed: tuple[str, ...] = ()  # measures whose definition this office has confirmed
    rules: Mapping[str, str] = field(default_factory=dict)  # measure -> its rule set; "" -> that of every other
    breaks: Mapping[str, tuple[Break, ...]] = field(default_factory=dict)  # measure -> the office's own breaks
    # What would block a build -> why it is right all the same: `reconciliation@area@period`, or a figure's reference.
    reasons: Mapping[str, str] = field(default_factory=dict)
    open_levels: Mapping[str, Mapping[str, OpenLevel]] = field(
        default_factory=dict
    )  # board -> measure -> where by when
    mailbox: str = ""  # of the office's role, from which partners are asked; empty where it is not known yet
    audiences: Mapping[str, AudienceSpec] = field(default_factory=lambda: dict(BUILT_IN))
    sharing: Mapping[str, SharingSpec] = field(default_factory=dict)  # source -> what is agreed with its supplier
    marking_in_confidence: str = IN_CONFIDENCE  # of what holds anything that is not for the public

    def rule_set(self, metric: str) -> str:
        """The rule set by which a measure's control charts are judged."""
        return self.rules.get(metric, self.rules.get("", RULE_SETS[0]))
