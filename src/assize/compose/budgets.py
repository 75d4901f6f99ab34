"""A deck is the document cut to its budget, not a page a slide: which exhibits, and which of their blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assize.compose.beside import YEAR, comparison_section, year_section
from assize.compose.build import document_keys
from assize.compose.exhibits import source_title
from assize.core.document import (
    Asks,
    Callout,
    CalloutKind,
    Chart,
    ChartKind,
    Commentary,
    Document,
    Gap,
    KeyFigures,
    Layout,
    Section,
    Strong,
    Table,
    Text,
    plain,
)
from assize.core.material import Finding, Material
from assize.core.specs import ReportSpec
from assize.core.wording import capitalised, listed, number_word

MOST_PUBLISHERS = 6  # that are named at the foot of a slide
AMONG_OTHERS = 58  # what a drawing of a kind of its own weighs: more than an improvement, less than a concern
TITLE_CHARACTERS = 118  # that two lines of a slide's title hold; a longer one is cut to the finding without its value
WIDE = 8  # exhibits that a deck has room for, from which on it shows one of each kind of drawing that its document has
PANEL_PARAGRAPHS = 3  # of such a drawing's reading, on a slide
_OF_THEIR_OWN = {ChartKind.FUNNEL, ChartKind.SLOPE, ChartKind.FLOW}
AWAITED = "Why"  # what a slot that waits is called on a slide


def build_deck(document: Document, report: ReportSpec, material: Material) -> Document:
    """The slides of a document: its leading exhibits up to `report.slides`, then its table, asks and gaps.

    Exhibits keep the document's order; which of them stay is decided by how much each asks for attention.
    """
    exhibits = [
        section
        for section in document.sections
        if section.layout in (Layout.EXHIBIT, Layout.FINDING) and not section.id.endswith(YEAR)  # made anew, as a slide
    ]
    others = [
        _headlines(section, material) if section.layout is Layout.HEADLINES else section
        for section in document.sections
        if (section.layout is Layout.HEADLINES and not section.theme) or _asked(section)
    ]
    gaps = [_of_gaps(section) for section in document.sections if any(isinstance(b, Gap) for b in section.blocks)]
    room = max(report.slides - len(others) - len(gaps), 1)
    findings = {_id(key): finding for key, finding in material.findings.items()}
    ranked = sorted(exhibits, key=lambda section: -_weight(section, findings))
    wide = room >= WIDE
    first = _one_of_each(ranked) if wide else []
    free = max(room - len(first if wide else ranked), 0)
    added = _among_areas(material, report, exhibits, wide=wide)[:free]
    kept = set(list(dict.fromkeys(section.id for section in (*first, *ranked)))[: room - len(added)])
    slides = [_slide(section, findings, material) for section in exhibits if section.id in kept]
    return replace(document, sections=(*slides, *added, *others, *gaps))


def _among_areas(material: Material, report: ReportSpec, exhibits: Sequence[Section], *, wide: bool) -> list[Section]:
    """The two slides that are made for decks: a measure beside other areas, and one over a year.

    The second gives way to a page of areas that improved; in a deck that is not `wide` it stands only where something moved.
    """
    keys = list(document_keys(material, report))
    beside = comparison_section(material, keys)
    sloped = any(ChartKind.SLOPE in _drawn(section) for section in exhibits)
    year = None if sloped else year_section(material, keys, beside, moved=not wide)
    found = [section for section in (beside, year) if section is not None]
    return [replace(section, blocks=(*section.blocks, *_source(section, material))) for section in found]


def _one_of_each(ranked: Sequence[Section]) -> list[Section]:
    """Of each kind of drawing that says what no other does, the section that asks most for attention."""
    found: dict[ChartKind, Section] = {}
    for section in ranked:
        for kind in _drawn(section) & _OF_THEIR_OWN:
            found.setdefault(kind, section)
    return list(found.values())


def _drawn(section: Section) -> set[ChartKind]:
    return {block.kind for block in section.blocks if isinstance(block, Chart)}


def _id(key: tuple[str, str]) -> str:
    return f"{key[0]}-{key[1]}" if key[1] else key[0]


def _weight(section: Section, findings: dict[str, Finding]) -> int:
    finding = findings.get(section.id)
    return finding.weight if finding else AMONG_OTHERS if _drawn(section) & _OF_THEIR_OWN else 5


def _slide(section: Section, findings: dict[str, Finding], material: Material) -> Section:
    """One chart and a panel: the judgement, the short paragraph, then one caveat or a person's words.

    Where the series breaks, the caveat that explains it stands before those words.
    """
    finding = findings.get(section.id)
    strip = next((block for block in section.blocks if isinstance(block, KeyFigures)), None)
    chart = next((block for block in section.blocks if isinstance(block, Chart)), None)
    reading = Text((finding.sentence,)) if finding else next((b for b in section.blocks if isinstance(b, Text)), None)
    caveat = next((b for b in section.blocks if isinstance(b, Callout) and b.kind is CalloutKind.CAVEAT), None)
    first = caveat.words if caveat else finding.caveats[0] if finding and finding.caveats else ()
    if finding and finding.caveats and first == finding.caveats[0]:
        caveat = Callout(CalloutKind.CAVEAT, finding.base)  # it stands under the short paragraph
    if (
        chart is not None and chart.kind in _OF_THEIR_OWN
    ):  # its panel has room for what it shows, and its note says the rest
        caveat = None
        reading = replace(reading, paragraphs=reading.paragraphs[:PANEL_PARAGRAPHS]) if reading else None
    slot = next((block for block in section.blocks if isinstance(block, Commentary)), None)
    if slot is not None and not slot.paragraphs:
        slot = replace(slot, title=AWAITED)
    broken = chart is not None and bool(chart.break_after)  # its note sends the reader to the caveat
    if broken and slot is not None and not slot.paragraphs:
        slot = None  # words that nobody has written yet do not push what explains the break off the slide
    panel = [block for block in (reading, caveat if broken or not slot else None, slot) if block is not None]
    judged = [KeyFigures(strip.items[:1])] if strip else []
    blocks = [*judged, *([chart] if chart else []), *panel, *_source(section, material)]
    long = finding is not None and len(plain(section.headline)) > TITLE_CHARACTERS
    headline = finding.short if finding is not None and long else section.headline
    return replace(section, layout=Layout.EXHIBIT, headline=headline, blocks=tuple(blocks))


def _of_gaps(section: Section) -> Section:
    """What is not held, and the first sentence of why; how it would be reckoned is in the document."""
    blocks = [block for block in section.blocks if not isinstance(block, Text)]
    return replace(section, blocks=tuple(_briefly(block) if isinstance(block, Gap) else block for block in blocks))


def _briefly(gap: Gap) -> Gap:
    lines = (replace(line, reason=f"{line.reason.partition('. ')[0].rstrip('.')}.") for line in gap.lines)
    return replace(gap, lines=tuple(lines))


def _asked(section: Section) -> bool:
    """A slide of asks stands only where a person asks something."""
    return section.layout is Layout.ASKS and any(block.asks for block in section.blocks if isinstance(block, Asks))


def _headlines(section: Section, material: Material) -> Section:
    """The table, in small type under it how to read it, and whose figures they are at the foot; the rest is in the document."""
    tables = [block for block in section.blocks if isinstance(block, Table)]
    words = next((block for block in section.blocks if isinstance(block, Text)), Text(()))
    notes = [Callout(CalloutKind.NOTE, (Strong(f"{words.heading}: "), *said)) for said in words.paragraphs]
    held = {edition.source for edition in material.editions}
    publishers = dict.fromkeys(spec.publisher for source, spec in material.catalogue.sources.items() if source in held)
    many = f"{capitalised(number_word(len(publishers)))} publishers and partners: see the performance report."
    said = f"{listed(list(publishers))}." if len(publishers) <= MOST_PUBLISHERS else many
    source = [Callout(CalloutKind.SOURCE, (said,))] if publishers else []
    return replace(section, blocks=(*tables, *notes, *source))


def _source(section: Section, material: Material) -> tuple[Callout, ...]:
    """The source in a line, for the foot of a slide: its short title."""
    own = [metric for metric in material.catalogue.metrics.values() if section.id.startswith(metric.id)]
    if not own:
        named = next((b for b in section.blocks if isinstance(b, Callout) and b.kind is CalloutKind.SOURCE), None)
        return (Callout(CalloutKind.SOURCE, (plain(named.words).partition(" Figure reference")[0],)),) if named else ()
    metric = max(own, key=lambda spec: len(spec.id))
    latest = {edition.source for edition in material.editions}
    sources = dict.fromkeys(selection.source for selection in metric.numerators if selection.source in latest)
    titles = [source_title(material, source) for source in sources]
    return (Callout(CalloutKind.SOURCE, (f"{listed(titles)}.",)),)
