"""One section a measure: strip, chart, reading, table, slot, caveats and source; small for a summary."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from assize.compose.charts import area_bars, measure_name, series_chart, set_target, split_bars, unit_after
from assize.compose.icons import assurance_key, judged
from assize.compose.tables import areas_table, changes_table, cohorts_table, levels_table, split_table, symbol_words
from assize.core.document import (
    Aspect,
    Block,
    Callout,
    CalloutKind,
    Chart,
    Commentary,
    KeyFigure,
    KeyFigures,
    Layout,
    Section,
    Table,
    Text,
    Words,
    plain,
)
from assize.core.material import Finding, Material, MeasureKey
from assize.core.nouns import Figure, Judgement, Measured, Signal, Trust
from assize.core.periods import Period
from assize.core.specs import Cadence, Kind, MetricSpec, Vocabulary
from assize.core.wording import (
    TO_BE_CONFIRMED,
    capitalised,
    derived_number,
    figure_number,
    listed,
    months_words,
    number_word,
    part_number,
    period_words,
    span_words,
)

MOST_CAVEATS = 3
_RUNNING = re.compile(r" \S+ (\w+) running")
HEADLINE_CHARACTERS = 112  # of the two lines of a section page's headline
SUBTITLE_CHARACTERS = 94  # of the one line under it
FOOT_CHARACTERS = 125  # of a line at the foot of a section page
WHY_CHARACTERS = 62  # of a line of commentary on the executive page
WHY_LINES = 3  # of it, where the asks fill their place
WHY_LINES_AN_ASK = 1  # that each ask fewer than three leaves to every finding
_WHY_LINES_MORE = 2  # that a first sentence may take, which alone is longer
FULL_ASKS = 3
READING_CHARACTERS = 37  # of a line beside the table
READING_LINES = 16
READING_SLOT = 5  # lines that a slot below takes away
READING_GAP = 0.4  # of a line between paragraphs
FOOT_LINES = 4  # of caveats; two where a slot stands above them
FEWEST_YEARS = 5  # under it a line of years says less than the areas side by side


def section_id(key: MeasureKey) -> str:
    """The section of a measure: the same in every document, so that a person's words are written once."""
    metric, breakdown = key
    return f"{metric}-{breakdown}" if breakdown else metric


def exhibit(material: Material, key: MeasureKey, theme: str, required: Commentary | None = None) -> Section:
    """A whole page on one measure, under a theme. `required` is the theme's slot, where this is the theme's first section."""
    measured, finding, metric = _parts(material, key)
    latest = measured.series.latest
    slots = _slots(material, key, metric, required)
    table = _table(material, measured, metric)
    symbols = symbol_words(table)
    blocks: list[Block] = [
        KeyFigures(_strip(material, measured, metric)),
        _chart(material, measured, metric),
        Text(_reading(finding, slots), heading="Reading"),
        table,
        *slots,
        *(Callout(CalloutKind.CAVEAT, words) for words in _caveats(finding, slots, bool(symbols))),
        *([Callout(CalloutKind.NOTE, (symbols,))] if symbols else []),
        Callout(CalloutKind.SOURCE, source_words(material, list(measured.series.figures), latest.reference)),
    ]
    return Section(
        id=section_id(key),
        layout=Layout.EXHIBIT,
        theme=material.catalogue.themes[theme],
        headline=fitting_headline(finding, measured.series.signal),
        subtitle=(_subtitle(material, measured, metric),),
        blocks=tuple(blocks),
    )


def split_exhibit(material: Material, metric: MetricSpec, dimension: str) -> Section | None:
    """One measure over the sub-groups of a dimension, in the latest quarter that is not held; None where nothing is held."""
    period = _split_period(material, metric, dimension)
    if period is None:
        return None
    vocabulary = material.catalogue.vocabularies[dimension]
    figures = _split_figures(material, metric, period, material.places.board, vocabulary)
    nation = {f.breakdown: f for f in _split_figures(material, metric, period, material.places.nation, vocabulary)}
    shown = [
        figure for figure in figures if figure.value is not None and (figure.denominator is None or figure.denominator)
    ]
    if len(shown) < 2:
        return None
    names = _group_names(metric)
    headline = _split_headline(metric, names, shown)
    whole = material.figure(metric.id, material.places.board, period)
    blocks: list[Block] = [
        KeyFigures((
            KeyFigure((period_words(period), f" ({months_words(period.age_months(material.cut_off))} old)")),
            KeyFigure((f"{capitalised(number_word(len(shown)))} groups, sorted",)),
        )),
        split_bars(material, metric, vocabulary, shown, whole),
        Text(_split_reading(metric, names, shown, whole), heading="Reading"),
        split_table(material, metric, vocabulary, figures, nation),
        Callout(CalloutKind.SOURCE, source_words(material, shown, shown[0].reference)),
    ]  # fmt: skip
    return Section(
        id=f"{metric.id}-by-{dimension.replace('_', '-')}",
        layout=Layout.EXHIBIT,
        theme=material.catalogue.themes[metric.theme],
        headline=headline,
        subtitle=(
            f"{metric.name}, by {vocabulary.title.lower()}. {material.names.board}, {period_words(period)}."
            f"{unconfirmed(metric)}",
        ),
        blocks=tuple(blocks),
    )


def finding_section(material: Material, key: MeasureKey, theme: str) -> Section:
    """A third of an executive page: icon, sentence, two or three lines, the why slot, a small chart."""
    measured, finding, metric = _parts(material, key)
    words = judged(measured.series, measured.series.latest)
    slot = section_id(key)
    why = (
        Commentary(
            slot=slot,
            title="Why",
            who=_signed(material, who(material, metric), slot),
            prompt="",
            required=True,
            paragraphs=_opening(material.commentary.get(slot, ()), len(material.asks)),
        ),
    )
    blocks = (
        KeyFigures((KeyFigure(words.words, words.icon),)),
        Text((finding.sentence,)),
        *(why if slot not in material.silent else ()),
        Callout(CalloutKind.NOTE, _base_words(finding, measured, metric)),
        series_chart(material, measured, metric, small=True),
    )
    return Section(
        id=slot,
        layout=Layout.FINDING,
        theme=material.catalogue.themes[theme],
        headline=finding.short,
        subtitle=(_subtitle(material, measured, metric),),
        blocks=blocks,
    )


# --- pieces of a page ---------------------------------------------------------------------------------------------


def _parts(material: Material, key: MeasureKey) -> tuple[Measured, Finding, MetricSpec]:
    return material.measured[key], material.findings[key], material.catalogue.metrics[key[0]]


def fitting_headline(finding: Finding, signal: Signal | None) -> Words:
    """The headline in two lines: a longer one loses its value, which the chart has; how long it has been so is in figures."""
    shorter = [finding.headline, finding.short]
    if signal is not None and signal.run > 1:  # `twelve quarters running`
        said = _RUNNING.sub(rf" {signal.run} \1 running", plain(finding.short))
        shorter.append((said,))
    shorter.append((finding.claim,) if finding.claim else finding.short)
    return next((words for words in shorter if len(plain(words)) <= HEADLINE_CHARACTERS), shorter[-1])


def _subtitle(material: Material, measured: Measured, metric: MetricSpec) -> str:
    held = [figure.period for figure in measured.series.figures]
    cadence = "yearly" if metric.cadence is Cadence.YEAR else "quarterly"
    name = measure_name(metric, measured.breakdown)
    what = f"{name}{unit_after(name, metric)}. {material.names.board}"
    if _side_by_side(measured, metric):
        return f"{what} beside other areas, {period_words(held[-1])}.{unconfirmed(metric)}"
    span, doubt = f"{span_words(held[0], held[-1])}.", unconfirmed(metric)
    if len(f"{what}, {cadence}, {span}{doubt}") <= SUBTITLE_CHARACTERS:
        return f"{what}, {cadence}, {span}{doubt}"
    return f"{name}{unit_after(name, metric)}. {span}{doubt}"  # the axis shows the cadence, and the line its board


def unconfirmed(metric: MetricSpec) -> str:
    """What stands behind the subtitle of a measure whose definition nobody has confirmed."""
    return f" {TO_BE_CONFIRMED}." if metric.to_be_confirmed else ""


def _strip(material: Material, measured: Measured, metric: MetricSpec) -> tuple[KeyFigure, ...]:
    latest = measured.series.latest
    variation = judged(measured.series, latest)
    age = months_words(latest.period.age_months(material.cut_off))
    items = [KeyFigure(variation.words, variation.icon)]
    judgement = measured.series.judgement
    if not judgement.cannot_be_made and judgement not in (Judgement.NO_FIGURE, Judgement.WITHHELD):
        items.append(
            assurance_key(measured.series.assurance, set_target(material, measured, metric), judged=_judged(measured))
        )
    items.append(KeyFigure((period_words(latest.period), f" ({age} old)")))
    if metric.kind is Kind.COUNT:
        items.append(KeyFigure((f"Counted in {metric.unit}",)))
    elif metric.kind.published:
        items.append(
            KeyFigure(("In days, as published" if metric.kind is Kind.DURATION else "As published, without counts",))
        )
    elif latest.value is not None:
        items.append(KeyFigure((part_number(latest, Aspect.DENOMINATOR), f" {metric.unit}")))
    return tuple(items)


def _reading(finding: Finding, slots: Sequence[Commentary]) -> tuple[Words, ...]:
    """The first paragraphs that fit beside the table, above the slot where there is one; the very first always stands."""
    room: float = READING_LINES - READING_SLOT * bool(slots)
    kept: list[Words] = []
    for words in finding.reading:
        lines = -(-len(plain(words)) // READING_CHARACTERS) + READING_GAP
        if not kept or lines <= room:
            kept.append(words)
            room -= lines
    return tuple(kept)


def _caveats(finding: Finding, slots: Sequence[Commentary], note: bool) -> list[Words]:
    """The first caveats that fit the foot of the page: cut by leaving out, never by setting smaller."""
    room = FOOT_LINES - 2 * bool(slots) - (note and not slots)
    kept: list[Words] = []
    for words in finding.caveats[:MOST_CAVEATS]:
        room -= -(-len(plain(words)) // FOOT_CHARACTERS)
        if room < 0:
            break
        kept.append(words)
    return kept


def _chart(material: Material, measured: Measured, metric: MetricSpec) -> Chart:
    """A line over time; areas side by side where a yearly measure has too few years for a line."""
    if _side_by_side(measured, metric):
        return area_bars(material, measured, metric)
    return series_chart(material, measured, metric, small=False)


def _side_by_side(measured: Measured, metric: MetricSpec) -> bool:
    return metric.cadence is Cadence.YEAR and len(measured.series.figures) < FEWEST_YEARS


def _judged(measured: Measured) -> bool:
    return measured.series.judgement.is_made


def _table(material: Material, measured: Measured, metric: MetricSpec) -> Table:
    if metric.kind is Kind.COUNT:
        return changes_table(material, measured, metric)
    if measured.series.latest.value is None and measured.same_age:
        return cohorts_table(measured, metric)
    if not metric.kind.sampled:
        return levels_table(material, measured, metric)
    return areas_table(material, measured, metric)


def _slots(
    material: Material, key: MeasureKey, metric: MetricSpec, required: Commentary | None
) -> tuple[Commentary, ...]:
    """The theme's slot where it is required, and this section's own words where a person wrote some."""
    slots = (required,) if required is not None else ()
    slot = section_id(key)
    written = material.commentary.get(slot, ())
    if not written:
        return slots
    title = f"{metric.short_name}: {WHY[:1].lower()}{WHY[1:]}" if slots else WHY
    own = Commentary(slot, title, _signed(material, metric.supplier, slot), "", required=False, paragraphs=written)
    return (*slots, own)


WHY = "Why it changed, and what follows"


def who(material: Material, metric: MetricSpec) -> str:
    """Who would answer why, in a word or two: the body, and for the police the board's own force."""
    body = metric.supplier.split(",")[0]
    areas = [material.catalogue.areas[slug].name for slug in material.board.members] or [material.board.name]
    forces = [name if name.endswith("Police") else f"{name} Police" for name in areas]
    return body.replace("Police force", listed(forces))


def _signed(material: Material, answers: str, slot: str) -> str:
    """Under awaited words, who could answer; under words that are there, whose report it is: no one else has said them."""
    return (material.settings.author or material.settings.office) if slot in material.commentary else answers


def _opening(paragraphs: Sequence[str], asks: int) -> tuple[str, ...]:
    """The sentences that fit a third of the executive page; where some are left out, it says where all of them stand.

    A sentence stands whole or not at all: the first may take two lines more, and where it is longer still it is read there.
    """
    room = WHY_CHARACTERS * (WHY_LINES + WHY_LINES_AN_ASK * max(FULL_ASKS - asks, 0))
    if sum(-(-len(paragraph) // WHY_CHARACTERS) * WHY_CHARACTERS for paragraph in paragraphs) <= room:
        return tuple(paragraphs)
    kept, *more = _sentences(" ".join(paragraphs))
    most = room + WHY_CHARACTERS * _WHY_LINES_MORE
    if len(kept if not more else f"{kept} {WHY_MORE}") > most:
        return (WHY_THERE,)
    for sentence in more:
        if len(f"{kept} {sentence} {WHY_MORE}") > room:
            return (f"{kept} {WHY_MORE}",)
        kept = f"{kept} {sentence}"
    return (kept,)


def _sentences(words: str) -> list[str]:
    """Words of a person by sentences: each ends with its stop, before a capital, a number or a quotation mark."""
    parts = re.split(r"(?<=[.!?]) +(?=[“‘\"'(]?[A-Z0-9])", words)
    sentences = parts[:1]
    for part in parts[1:]:
        if _SHORTENED.search(sentences[-1]):
            sentences[-1] += f" {part}"
        else:
            sentences.append(part)
    return sentences


_SHORTENED = re.compile(r"\b(?:e\.g|i\.e|approx|ca?|vs|cf|no|nos|st|dr|mr|mrs|ms|para|[A-Z])\.$", re.IGNORECASE)
WHY_MORE = "More in the CJS Performance Report."
WHY_THERE = "See the CJS Performance Report."


def theme_slot(material: Material, theme: str, key: MeasureKey) -> Commentary | None:
    """The slot one person must fill for a theme, asked about the theme's first measure; None where its words are for others."""
    if theme in material.silent:
        return None
    metric = material.catalogue.metrics[key[0]]
    return Commentary(
        slot=theme,
        title=WHY,
        who=_signed(material, who(material, metric), theme),
        prompt=(
            f"What lies behind the movements in {material.catalogue.themes[theme].lower()} this quarter, and what should "
            "follow? The report cannot be approved while this is empty."
        ),
        required=True,
        paragraphs=material.commentary.get(theme, ()),
    )


def source_words(material: Material, figures: list[Figure], reference: str) -> Words:
    """Which editions the figures stand on, and the reference that `assize explain` takes."""
    sources = sorted({part.selection.source for figure in figures for part in figure.parts})
    pieces = []
    for source in sources:
        count = sum(edition.source == source for edition in material.editions)
        pieces.append(f"{source_title(material, source)} ({count} edition{'s' if count != 1 else ''})")
    return (f"{listed(pieces)}. Figure reference: {reference}.",)


def source_title(material: Material, source: str) -> str:
    """A source's short title; and that it is history where an edition used is the office's own of earlier quarters."""
    title = material.catalogue.sources[source].short_title
    kinds = {edition.trust for edition in material.editions if edition.source == source}
    if Trust.HISTORY not in kinds:
        return title
    return f"{title}, {'' if len(kinds) == 1 else 'with '}{Trust.HISTORY.value}"


def _base_words(finding: Finding, measured: Measured, metric: MetricSpec) -> Words:
    return finding.base or (metric.definition,)


# --- sub-groups ---------------------------------------------------------------------------------------------------


def _split_period(material: Material, metric: MetricSpec, dimension: str) -> Period | None:
    periods = sorted(
        {
            figure.period
            for figure in material.figures.values()
            if figure.metric == metric.id
            and figure.area == material.places.board
            and figure.breakdown in metric.breakdown_subjects
            and figure.period.is_quarter
            and figure.value is not None
            and figure.breakdown in material.catalogue.vocabularies[dimension].names
        }
    )
    return periods[-1] if periods else None


def _split_figures(
    material: Material, metric: MetricSpec, period: Period, area: str, vocabulary: Vocabulary
) -> list[Figure]:
    found = [
        figure
        for figure in material.figures.values()
        if figure.metric == metric.id
        and figure.area == area
        and figure.period == period
        and figure.breakdown in vocabulary.names
    ]
    return sorted(found, key=lambda figure: (-(figure.value or Decimal(-1)), figure.breakdown))


def _group_names(metric: MetricSpec) -> dict[str, str]:
    """The sub-groups as a sentence names them."""
    return {value: words.removeprefix("for ") for value, words in metric.breakdown_subjects.items()}


def _split_headline(metric: MetricSpec, names: Mapping[str, str], shown: Sequence[Figure]) -> Words:
    subject = metric.subject if metric.subject[1:2].isupper() else metric.subject[:1].lower() + metric.subject[1:]
    if metric.kind is Kind.COUNT:
        high = shown[0]
        return (f"The largest group of {subject} was {names[high.breakdown]}, with ",
                figure_number(high, metric.kind), f" {metric.unit}")  # fmt: skip
    large = _large(metric, shown)
    high = (large or shown)[0]
    opening = f"Of the larger groups, {subject}" if 0 < len(large) < len(shown) else metric.subject
    return (f"{opening} was highest for {names[high.breakdown]}, at ", figure_number(high, metric.kind))


def _large(metric: MetricSpec, shown: Sequence[Figure]) -> list[Figure]:
    """The groups that are not small: a headline names no other where there are some."""
    return [figure for figure in shown if figure.denominator is not None and figure.denominator >= metric.minimum]


def _left_over(metric: MetricSpec, shown: Sequence[Figure], whole: Figure | None) -> tuple[Words, ...]:
    """What the groups of a count add up to, where some of it belongs to none of them."""
    values = [figure.value for figure in shown if figure.value is not None]
    if (
        not metric.by_excludes_unsplit
        or whole is None
        or whole.value is None
        or len(values) < len(metric.breakdown_subjects)
    ):
        return ()
    total = sum(values, Decimal(0))
    add_up = derived_number(total, metric.kind, whole.reference, Aspect.GROUPS)
    rest = derived_number(whole.value - total, metric.kind, whole.reference, Aspect.REST)
    words: Words = (f"The {number_word(len(values))} groups add up to ", add_up, " of ", figure_number(whole, metric.kind),
                    f" {metric.unit}; the other ", rest, " belong to no group.")  # fmt: skip
    return (words,)


def _split_reading(
    metric: MetricSpec, names: Mapping[str, str], shown: Sequence[Figure], whole: Figure | None
) -> tuple[Words, ...]:
    if metric.kind is Kind.COUNT:
        order = "These are the counts of one quarter: a group's place in the order says nothing of its trend."
        return ((order,), *_left_over(metric, shown, whole))
    largest = max(shown, key=lambda figure: (figure.denominator or Decimal(0), figure.breakdown))
    paragraphs: list[Words] = [
        ("Read each bar with its interval: small groups move a good deal by chance, and groups differ in kind.",),
        (f"The largest group is {names[largest.breakdown]}, with ", part_number(largest, Aspect.DENOMINATOR),
         f" {metric.unit}."),
    ]  # fmt: skip
    if 0 < len(_large(metric, shown)) < len(shown):
        paragraphs.append((f"A group is small under {metric.minimum} {metric.unit}.",))
    return tuple(paragraphs)
