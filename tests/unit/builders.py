"""Small hand-made nouns for tests of the stages: sources, measures, figures, a catalogue and a whole material.

Everything is made up and small, so that a test can say by hand what must come out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from assize.assess.judge import judge
from assize.core.document import Ask, Document, Number, Words
from assize.core.material import Material, Names, Places
from assize.core.nouns import (
    Absence,
    Area,
    AreaKind,
    Better,
    Edition,
    Figure,
    Measured,
    Part,
    Selection,
    Total,
)
from assize.core.periods import Period, quarter
from assize.core.specs import (
    Break,
    Cadence,
    Catalogue,
    Covers,
    Kind,
    Maturity,
    MetricSpec,
    OfficeSettings,
    ReportItem,
    ReportSpec,
    SourceSpec,
    Vocabulary,
)
from assize.measure.kinds import compute
from assize.narrate.findings import find

BOARD, OTHER, POOL, NATION = "ashford", "bexley", "vale-without-ashford", "england-and-wales"
LATEST = quarter(2019, 1)
CUT_OFF = date(2019, 7, 31)
NAMES = Names(
    board="Ashford",
    nation="England and Wales",
    region="the other force in its region",
    region_label="Region, other 1 force",
    region_scope="the region is the other force of the Vale police region, pooled",
)
PLACES = Places(BOARD, NATION, POOL, (OTHER,))
EDITION = "e" * 64 + "-1"


# --- specs --------------------------------------------------------------------------------------------------------


def source(name: str = "returns", **changes: object) -> SourceSpec:
    spec = SourceSpec(
        id=name,
        title=f"The {name} of partners",
        short_title=name.capitalize(),
        publisher="Partners",
        licence="Open Government Licence v3.0",
        address="https://example.org",
        cadence=Cadence.QUARTER,
        covers=Covers.ONE_PERIOD,
        release_rule="",
        release_lag_days=30,
        layout="none",
        observes=(AreaKind.FORCE,),
        dimensions=("group",),
        fields={"cases": "cases", "done": "cases done", "open": "cases open", "people": "residents"},
        audiences=("partnership", "public"),
        smallest_count=0,
        marking="OFFICIAL",
        caveats=(),
    )
    return replace(spec, **changes)  # type: ignore[arg-type]


def metric(name: str = "done-rate", kind: Kind = Kind.PROPORTION, **changes: object) -> MetricSpec:
    """A measure: the share of cases done, unless told otherwise."""
    numerator = Selection("returns", "cases" if kind is Kind.COUNT else "done")
    denominators = {
        Kind.COUNT: (),
        Kind.PROPORTION: (Selection("returns", "cases"),),
        Kind.RATE: (Selection("returns", "people"),),
        Kind.RATIO: (Selection("returns", "cases"),),
        Kind.BACKLOG: (Selection("returns", "cases"),),
        Kind.DURATION: (),
        Kind.SHARE: (),
    }
    spec = MetricSpec(
        id=name,
        catalogue_id="EE-01",
        theme="effectiveness-and-efficiency",
        name=name.replace("-", " ").capitalize(),
        short_name=name.replace("-", " ").capitalize(),
        question="How many?",
        definition="Cases done as a share of all cases.",
        subject=f"The {name.replace('-', ' ')}",
        plural=False,
        kind=kind,
        cadence=Cadence.QUARTER,
        better=Better.UP,
        unit="residents" if kind is Kind.RATE else "cases",
        counted="" if kind is Kind.COUNT else "done",
        basis="Cases of the quarter",
        multiplier=1000 if kind is Kind.RATE else 1,
        numerators=(numerator,),
        denominators=denominators[kind],
        by=("group",),
        by_excludes_unsplit=False,
        maturity=None,
        minimum=30,
        caveats=("Counted by hand.",),
        breaks=(),
        balance="",
        supplier="Partners, records office",
        gap_reason="",
        example=None,
        breakdown_subjects={"red": "for red cases", "blue": "for blue cases"},
        definition_hash="d1",
    )
    return replace(spec, **changes)  # type: ignore[arg-type]


def maturity(flag: str = "0.05", hold: str = "0.10") -> Maturity:
    return Maturity(
        Selection("returns", "open"), Selection("returns", "cases"), Decimal(flag), Decimal(hold), "had no outcome yet"
    )


def gap(name: str, reason: str, supplier: str, theme: str = "effectiveness-and-efficiency") -> MetricSpec:
    return metric(
        name, Kind.COUNT, theme=theme, numerators=(), denominators=(), by=(), gap_reason=reason, supplier=supplier
    )


def change_of_definition(period: str, reason: str = "The definition changed") -> Break:
    return Break(period, reason, "Assize")


# --- figures ------------------------------------------------------------------------------------------------------


def figure(
    spec: MetricSpec,
    numerator: int | None,
    denominator: int | None = None,
    period: Period = LATEST,
    area: str = BOARD,
    breakdown: str = "",
) -> Figure:
    """A figure of those counts, with its value and interval from the arithmetic of its kind; no numerator is `[x]`."""
    parts = []
    pairs: list[tuple[str, Sequence[Selection], int | None]] = [("numerator", spec.numerators, numerator)]
    if spec.denominators:
        pairs.append(("denominator", spec.denominators, denominator))
    for role, selections, value in pairs:
        held = None if value is None else Decimal(value)
        keys = (breakdown,) if breakdown else ()
        parts.append(Part(role, selections[0], (area,), (period,), keys, held, 1, (EDITION,)))
    blank = Figure(
        spec.id, area, period, breakdown, None, parts=tuple(parts), definition=spec.definition_hash
    )  # fmt: skip
    if numerator is None:
        return replace(blank, absence=Absence.NOT_AVAILABLE, reason="a figure it is made of is not available")
    out_of = None if denominator is None else Decimal(denominator)
    computed = compute(spec.kind, Decimal(numerator), out_of, spec.multiplier)
    return replace(
        blank, value=computed.value, interval=computed.interval, absence=computed.absence, reason=computed.reason
    )


def figures(
    spec: MetricSpec,
    numerators: Sequence[int | None],
    denominators: Sequence[int | None] | int | None = None,
    area: str = BOARD,
    last: Period = LATEST,
    breakdown: str = "",
) -> list[Figure]:
    """Figures one after the other, ending with `last`."""
    first = last.later(1 - len(numerators))
    below = [denominators] * len(numerators) if denominators is None or isinstance(denominators, int) else denominators
    return [
        figure(spec, above, under, first.later(index), area, breakdown)
        for index, (above, under) in enumerate(zip(numerators, below, strict=True))
    ]


def measured(spec: MetricSpec, own: Iterable[Figure], target: Decimal | None = None, breakdown: str = "") -> Measured:
    found = judge(spec, breakdown, list(own), PLACES, target)
    assert found is not None
    return found


# --- totals -------------------------------------------------------------------------------------------------------


class Held:
    """Cells held in memory, added up as the store does: what the engine is handed in place of the store.

    `cells` leads from (source, field, place, period, group) to a value, None for an absence; a filter on `group` is the
    only one known.
    """

    cut_off = CUT_OFF

    def __init__(
        self,
        cells: Mapping[tuple[str, str, str, Period, str], int | None],
        members: Mapping[str, tuple[str, ...]],
        absence: Absence = Absence.NOT_AVAILABLE,
    ) -> None:
        self.cells = cells
        self.areas = members
        self.absence = absence
        self.asked = 0

    def members(self, source: str, area: str) -> tuple[str, ...]:
        return self.areas.get(area, (area,))

    def totals(
        self, selections: Sequence[Selection], areas: Mapping[str, tuple[str, ...]], *, since: int = 0
    ) -> Mapping[Selection, Sequence[Total]]:
        self.asked += 1
        return {
            selection: [total for total in self._totals(selection, areas) if total.period.last_day.year >= since]
            for selection in selections
        }

    def _totals(self, selection: Selection, areas: Mapping[str, tuple[str, ...]]) -> list[Total]:
        allowed = dict(selection.where).get("group")
        groups: dict[tuple[str, Period, tuple[str, ...]], list[tuple[str, int | None]]] = {}
        for (origin, field, place, period, group), value in self.cells.items():
            if origin != selection.source or field not in selection.fields or (allowed and group not in allowed):
                continue
            key = (group,) if selection.by else ()
            for area, places in areas.items():
                if place in places:
                    groups.setdefault((area, period, key), []).append((place, value))
        return [
            Total(
                area,
                period,
                key,
                None if any(value is None for _, value in held) else Decimal(sum(value or 0 for _, value in held)),
                self.absence if any(value is None for _, value in held) else None,
                len(held),
                len({place for place, _ in held}),
                (EDITION,),
            )
            for (area, period, key), held in groups.items()
        ]


# --- catalogue and material ---------------------------------------------------------------------------------------


def area(slug: str, name: str, *kinds: AreaKind, members: tuple[str, ...] = (), region: str = "") -> Area:
    return Area(slug, name, frozenset(kinds), members=members, region=region)


AREAS = {
    place.slug: place
    for place in (
        area(BOARD, "Ashford", AreaKind.BOARD, AreaKind.FORCE, region="vale"),
        area(OTHER, "Bexley", AreaKind.BOARD, AreaKind.FORCE, region="vale"),
        area("vale", "Vale", AreaKind.REGION),
        area(NATION, "England and Wales", AreaKind.NATION),
    )
}
THEMES = {
    "effectiveness-and-efficiency": "Effectiveness and efficiency",
    "victims-and-witnesses": "Victims and witnesses",
    "reducing-reoffending": "Reducing reoffending",
}


def report(
    name: str, form: str, items: Sequence[ReportItem], themes: Sequence[str] = (), slides: int = 6
) -> ReportSpec:
    return ReportSpec(
        id=name,
        title=name.replace("-", " ").capitalize(),
        form=form,
        themes=tuple(themes) or tuple(THEMES),
        items=tuple(items),
        headline_rows=12,
        findings=3,
        slides=slides,
    )


def catalogue(
    metrics: Iterable[MetricSpec], reports: Iterable[ReportSpec] = (), sources: Iterable[SourceSpec] = ()
) -> Catalogue:
    return Catalogue(
        areas=AREAS,
        metrics={spec.id: spec for spec in metrics},
        sources={spec.id: spec for spec in (source(), *sources)},
        reports={spec.id: spec for spec in reports},
        vocabularies={"group": Vocabulary("group", "Group", {"red": "red cases", "blue": "blue cases"})},
        themes=THEMES,
        content_hash="c1",
    )


def settings(**changes: object) -> OfficeSettings:
    held = OfficeSettings(
        office="Office of Ashford",
        author="An Author",
        contact="performance officer",
        boards=(BOARD,),
        quarter=LATEST.slug,
        cut_off=CUT_OFF,
        status="draft",
        version="1",
        similar={},
        targets={},
        marking="OFFICIAL",
        content_hash="s1",
    )
    return replace(held, **changes)  # type: ignore[arg-type]


def edition(name: str = "returns", last: Period = LATEST) -> Edition:
    return Edition(
        name, "e" * 64, 1, "returns.csv", "Returns", date(2019, 5, 1), date(2026, 5, 2), False, last, last, 40
    )  # fmt: skip


def material(
    specs: Sequence[MetricSpec],
    held: Iterable[Figure],
    reports: Iterable[ReportSpec] = (),
    commentary: Mapping[str, tuple[str, ...]] | None = None,
    asks: tuple[Ask, ...] = (),
    **changes: object,
) -> Material:
    """Everything the documents are made from, judged and put in words from these figures."""
    own = sorted(held, key=lambda item: item.reference)
    names = catalogue(specs, reports)
    pairs = sorted({(item.metric, item.breakdown) for item in own})
    judged = {
        pair: found
        for pair in pairs
        if (found := judge(names.metrics[pair[0]], pair[1], [f for f in own if f.metric == pair[0]], PLACES))
    }
    made = Material(
        catalogue=names,
        settings=settings(),
        board=AREAS[BOARD],
        quarter=LATEST,
        cut_off=CUT_OFF,
        audience="partnership",
        marking="OFFICIAL",
        names=NAMES,
        places=PLACES,
        measured=judged,
        findings={pair: find(item, names.metrics[pair[0]], NAMES) for pair, item in judged.items()},
        figures={item.reference: item for item in own},
        editions=(edition(),),
        commentary=commentary or {},
        asks=asks,
        withheld={},
    )
    return replace(made, **changes)  # type: ignore[arg-type]


# --- words --------------------------------------------------------------------------------------------------------


def numbers(*words: Words) -> list[Number]:
    return [part for run in words for part in run if isinstance(part, Number)]


def blocks_of(document: Document, kind: type) -> list:
    return [block for section in document.sections for block in section.blocks if isinstance(block, kind)]
