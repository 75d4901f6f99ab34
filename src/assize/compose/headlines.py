"""The executive table: one row a headline measure, by theme, with its changes, comparators, trend, judgement and age."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from assize.compose.charts import no_trend, trend
from assize.compose.gaps import hides
from assize.compose.icons import KEY, judged
from assize.compose.tables import AS_USUAL, change_cell
from assize.core.document import (
    Align,
    Aspect,
    Column,
    Judged,
    Layout,
    Note,
    NoteRef,
    Number,
    Row,
    Section,
    Strong,
    Table,
    TableCell,
    Text,
    Words,
)
from assize.core.material import Material, MeasureKey
from assize.core.nouns import BASE_YEAR, Absence, Against, Comparison, Figure, Judgement, Measured
from assize.core.specs import Cadence, Kind, MetricSpec
from assize.core.wording import (
    TO_BE_CONFIRMED,
    absence_number,
    capitalised,
    change_number,
    figure_number,
    immature_number,
    listed,
    months_words,
    number_word,
    part_number,
    percent_text,
    period_words,
    rate_text,
)

# Millimetres of the design (look, "Tables"): measure, latest, quarter, year, nation, region, trend, variation, period.
_WIDTHS = ("38.6", "13.5", "17", "17", "14", "13.2", "20.6", "27.3", "18.8")
# With the change on 2019 after that on the year: from 2020 on, before which it would be the change on the year.
_WIDTHS_ON_BASE = ("35.3", "13.8", "16.1", "16.1", "13.2", "12.4", "11.7", "18.8", "24.6", "18")
# Days, small counts and ratios change by their own unit.
_CHANGES = "Changes without a % are in points or units."
SMALL_NOTE = "(small)"
YOUNG_BESIDE = "An area it is compared with is still being resolved."
TOO_YOUNG_BESIDE = "Too early: an area it is compared with is too young."
UNSPLIT = "Includes cases that belong to no offence category."
HOW_TO_READ = "How to read it"
MOST_NOTES = 4
MOST_SOURCES = 6  # that are named under the table; the performance report lists all
UNCHANGED = "did not change"
_DID = ((Judgement.IMPROVEMENT, "improved"), (Judgement.CONCERN, "gave concern"), (Judgement.CHANGED, "changed"))


def headlines(material: Material, keys: Mapping[MeasureKey, str], gaps: int, themes: Sequence[str] = ()) -> Section:
    """The table page, from measures and the theme each stands under: headline, table, how to read it, notes and sources.

    `themes` are those of a summary that shows unconfirmed measures on later pages: its reader finds more there than is counted.
    """
    notes = _Notes()
    groups = [
        (title, [key for key, under in keys.items() if under == theme])
        for theme, title in material.catalogue.themes.items()
    ]
    caption = f"Headline measures, {material.names.board}, {period_words(material.quarter)}"
    table = _measures_table(material, "headline-measures", caption, groups, notes)
    return Section(
        id="headline-measures",
        layout=Layout.HEADLINES,
        theme="",
        headline=(judged_headline(material, list(keys)),),
        subtitle=(
            f"{material.names.board}. {_CHANGES}{_pool_words(material)}",
        ),
        blocks=(table, Text(((*_uncounted_later(material, themes), *_how_to_read(material, list(keys))),), heading=HOW_TO_READ),
                Text((_about(material, keys, gaps),),
                heading="About this report")),
        notes=tuple(notes.notes),
    )  # fmt: skip


def _uncounted_later(material: Material, themes: Sequence[str]) -> Words:
    """Why later pages of a summary may say more than its table counts."""
    if not themes or not unconfirmed_keys(material, themes):
        return ()
    return ("Measures with definitions to be confirmed are on later pages and not counted. ",)


def _measures_table(
    material: Material, id_: str, caption: str, groups: Sequence[tuple[str, Sequence[MeasureKey]]], notes: _Notes
) -> Table:
    """A row a measure, under the name of each group that has some."""
    rows: list[Row] = []
    for title, keys in groups:
        if keys:
            rows += [Row((TableCell((title,)),), theme=True)] if title else []
            rows += [_row(material, key, notes) for key in keys]
    based = _is_based(material)
    on_base = (f"On {BASE_YEAR}",) if based else ()
    left, right = (
        ("Trend", "Variation", "Period, age"),
        ("Latest", "Quarter change", "Year change", *on_base, "England & Wales"),
    )
    heads = ("Measure", *right, _pool_head(material), *left)
    aligned = (Align.LEFT, *([Align.RIGHT] * (len(right) + 1)), *([Align.LEFT] * len(left)))
    columns = list(zip(heads, aligned, _WIDTHS_ON_BASE if based else _WIDTHS, strict=True))
    if not material.places.pool:  # nobody to compare with
        _, _, freed = columns.pop(len(right) + 1)
        for at, share in ((0, Decimal("0.6")), (-1, Decimal("0.4"))):  # its place goes to the names and the periods
            columns[at] = (*columns[at][:2], str(Decimal(columns[at][2]) + share * Decimal(freed)))
    return Table(
        id=id_,
        caption=caption,
        columns=tuple(Column(head, align, Decimal(width)) for head, align, width in columns),
        rows=tuple(rows),
        key=KEY,
    )


def more_measures(
    material: Material, theme: str, lines: Sequence[tuple[str, MeasureKey]], number: int, of: int
) -> Section:
    """Measures of a theme that have no page of their own, by chapter; one of several tables where there are many."""
    notes = _Notes()
    chapters = dict.fromkeys(chapter for chapter, _ in lines)
    groups = [(chapter, [key for own, key in lines if own == chapter]) for chapter in chapters]
    keys = [key for _, key in lines]
    title = material.catalogue.themes[theme]
    part = f", part {number} of {of}" if of > 1 else ""
    caption = f"{title}: measures without a page of their own{part}, {period_words(material.quarter)}"
    table = _measures_table(material, f"more-{theme}-{number}", caption, groups, notes)
    return Section(
        id=f"more-{theme}-{number}",
        layout=Layout.HEADLINES,
        theme=f"{title}: in brief",
        headline=(_said_of(list(chapters), judged_headline(material, keys)),),
        subtitle=(f"What has no page of its own{part}. {material.names.board}. {_CHANGES}",),
        blocks=(table, Text((_how_to_read(material, keys),), heading=HOW_TO_READ)),
        notes=tuple(notes.notes),
    )


MOST_NAMED = 2  # chapters that a headline names


def _said_of(chapters: Sequence[str], judged: str) -> str:
    """Of which chapters something is said, where they are few."""
    said = judged.replace("headline measure", "further measure")
    named = [chapter for chapter in chapters if chapter]
    return f"{', '.join(named)}: {said[:1].lower()}{said[1:]}" if 0 < len(named) <= MOST_NAMED else said


def judged_headline(material: Material, keys: Sequence[MeasureKey]) -> str:
    """How many of the judged measures improved, gave concern or changed: a count of judgements, in a sentence."""
    judgements = [material.measured[key].series.judgement for key in keys]
    judged_count = sum(item.is_made for item in judgements)
    if not judged_count and any(item is not Judgement.TOO_SHORT for item in judgements):
        return "The one headline measure is not judged" if len(keys) == 1 else "None of the headline measures is judged"
    if not judged_count:
        if len(keys) == 1:
            return "The one headline measure has too few quarters to judge"
        return f"None of the {number_word(len(keys))} headline measures has enough quarters to judge"
    better, worse = judgements.count(Judgement.IMPROVEMENT), judgements.count(Judgement.CONCERN)
    changed = judgements.count(Judgement.CHANGED)
    pieces = [
        (better, "improved"),
        (worse, "gave concern"),
        (changed, "changed"),
        (judged_count - better - worse - changed, UNCHANGED),
    ]
    said = [(count, words) for count, words in pieces if count]
    if len(said) == 1:
        count, words = said[0]
        if count == 1:
            return f"The one judged measure {words}"
        if words == UNCHANGED:
            none = "Neither of the two" if count == 2 else f"None of the {number_word(count)}"
            return f"{none} judged measures changed"
        return f"{'Both' if count == 2 else f'All {number_word(count)}'} judged measures {words}"
    first = f"{capitalised(number_word(said[0][0]))} of {number_word(judged_count)} judged measures {said[0][1]}"
    return "; ".join([first, *(f"{number_word(count)} {words}" for count, words in said[1:])])


def unconfirmed_keys(material: Material, themes: Sequence[str] = ()) -> list[MeasureKey]:
    """The measures held, of some themes or of all, whose definition nobody has confirmed: they have pages, and count in no
    tally.
    """
    metrics = material.catalogue.metrics
    return [
        key
        for key in material.measured
        if not key[1] and metrics[key[0]].to_be_confirmed and (not themes or metrics[key[0]].theme in themes)
    ]


def uncounted_words(material: Material) -> str:
    """A sentence on the measures that no tally counts, or nothing where there are none.

    It says what they did: the contents name them beside those that are counted, and the two together are what stands there.
    """
    keys = unconfirmed_keys(material)
    judgements = [material.measured[key].series.judgement for key in keys]
    did = [(judgements.count(judgement), words) for judgement, words in _DID]
    said = listed([f"{number_word(count)} {words}" for count, words in did if count])
    if not keys:
        return ""
    if len(keys) == 1:
        alone = next((f" It {words}." for count, words in did if count), "")
        return f" One more has a definition that is to be confirmed, and is not counted.{alone}"
    more = (
        f" {capitalised(number_word(len(keys)))} more have definitions that are to be confirmed, and are not counted."
    )
    return f"{more} Of these {said}." if said else more


class _Notes:
    """Numbers the notes of a table as rows ask for them, each text once."""

    def __init__(self) -> None:
        self.notes: list[Note] = []

    def ref(self, words: Words) -> tuple[NoteRef, ...]:
        for note in self.notes:
            if note.words == words:
                return (NoteRef(note.mark),)
        if len(self.notes) >= MOST_NOTES:
            return ()
        self.notes.append(Note(str(len(self.notes) + 1), words))
        return (NoteRef(self.notes[-1].mark),)


def _row(material: Material, key: MeasureKey, notes: _Notes) -> Row:
    measured, metric = material.measured[key], material.catalogue.metrics[key[0]]
    series, latest = measured.series, measured.series.latest
    marks = [ref for words in _row_notes(measured, metric) for ref in notes.ref(words)]
    name = measure_name(metric, key[1])
    before, year = measured.comparisons.get(Against.QUARTER_BEFORE), measured.comparisons.get(Against.YEAR_BEFORE)
    if metric.cadence is Cadence.YEAR:
        before = None
    variation = _variation(measured)
    age = months_words(latest.period.age_months(material.cut_off))
    return Row(
        (
            TableCell((Strong(name), *marks), _under(latest, metric)),
            TableCell((figure_number(latest, metric.kind),)),
            change_cell(before, latest, metric.kind) if metric.cadence is Cadence.QUARTER else _none(latest),
            change_cell(year, latest, metric.kind),
            *([_on_base(measured, metric)] if _is_based(material) else []),
            _beside(measured.comparisons.get(Against.NATION), latest, metric),
            *([_beside(measured.comparisons.get(Against.REGION), latest, metric)] if material.places.pool else []),
            TableCell(trend(material, series, metric) if latest.value is not None else no_trend(material)),
            TableCell(variation),
            TableCell((period_words(latest.period),), (age,)),
        )
    )


def measure_name(metric: MetricSpec, breakdown: str) -> str:
    """A measure as its row is called, with its sub-group where it is of one."""
    split = metric.breakdown_subjects.get(breakdown, "").removeprefix("for ").strip()
    return f"{metric.short_name}, {split}" if split else metric.short_name


def _under(latest: Figure, metric: MetricSpec) -> Words:
    """The quiet line under a measure: its base, and n beside every rate."""
    if metric.kind is Kind.RATIO:
        return (f"{metric.counted} for each of the {metric.unit}",)
    if metric.kind is Kind.BACKLOG:
        return ("months",)
    if metric.kind is Kind.SHARE:
        return (f"of {metric.unit}",)
    if metric.kind is Kind.COUNT or latest.denominator is None:
        return (metric.unit,)
    small = f" {SMALL_NOTE}" if latest.denominator < metric.minimum else ""
    return ("n = ", part_number(latest, Aspect.DENOMINATOR), f" {metric.unit}{small}")


def _variation(measured: Measured) -> Judged:
    """The judgement; for a measure held back, in words, the latest period that is not."""
    latest, earlier = measured.series.latest, measured.last_mature
    if latest.value is None and latest.flagged and earlier is not None:
        return Judged(None, (f"Too early; latest is {period_words(earlier.period)}",))
    return judged(measured.series, latest)


def _none(latest: Figure) -> TableCell:
    """A yearly figure has no quarter before it."""
    return TableCell((absence_number(Absence.NOT_APPLICABLE, latest.reference),))


def _is_based(material: Material) -> bool:
    """Whether changes on 2019 are shown: from 2020 on."""
    return material.quarter.year > BASE_YEAR


def _on_base(measured: Measured, metric: MetricSpec) -> TableCell:
    """The change on the same quarter of 2019, shown and not judged: `[x]` where none is held, `[z]` of a yearly figure."""
    latest = measured.series.latest
    if metric.cadence is Cadence.YEAR:
        return _none(latest)
    comparison = measured.comparisons.get(Against.BASE_YEAR)
    if comparison is None:
        return TableCell((absence_number(Absence.NOT_AVAILABLE, latest.reference),))
    return TableCell((change_number(comparison, metric.kind),))


def _beside(comparison: Comparison | None, latest: Figure, metric: MetricSpec) -> TableCell:
    """A rate's comparator by level, a count's by its change on the year."""
    if comparison is None or comparison.other is None:
        return TableCell((absence_number(Absence.NOT_AVAILABLE, latest.reference),))
    if metric.kind is Kind.COUNT:
        number: Number = change_number(comparison, metric.kind)
        return TableCell((number,), ("on year",) if number.value is not None else ())
    return TableCell((figure_number(comparison.other, metric.kind),))


def _row_notes(measured: Measured, metric: MetricSpec) -> list[Words]:
    latest = measured.series.latest
    notes: list[Words] = []
    if latest.value is None and latest.flagged:
        earlier = measured.last_mature
        own_age = (
            metric.maturity is not None
            and latest.immature is not None
            and (latest.immature > metric.maturity.hold_above)
        )
        unresolved = metric.maturity.unresolved_words if metric.maturity else ""
        words: Words = ("Too early: ", immature_number(latest), f" {unresolved}.") if own_age else (TOO_YOUNG_BESIDE,)
        if earlier is not None and earlier.value is not None:
            words = (*words, f" {period_words(earlier.period)} was ",
                     figure_number(earlier, metric.kind), *((" (flagged)",) if earlier.flagged else ()), ".")  # fmt: skip
        notes.append(words)
    elif latest.flagged and latest.immature is not None and metric.maturity:
        own = latest.immature > metric.maturity.flag_above
        notes.append((immature_number(latest), f" {metric.maturity.unresolved_words}.") if own else (YOUNG_BESIDE,))
    if metric.to_be_confirmed:
        notes.append((f"{TO_BE_CONFIRMED}.",))
    if measured.series.depends_on_screening:
        notes.append(("No signal if the largest early change is kept in the limits.",))
    if metric.by_excludes_unsplit and not measured.breakdown:
        notes.append((UNSPLIT,))
    return notes


def _how_to_read(material: Material, keys: Sequence[MeasureKey]) -> Words:
    rules = listed(sorted({material.measured[key].series.ruleset for key in keys}))
    untested = any(_untested(material.catalogue.metrics[key[0]].kind) for key in keys)
    moved = "another figure moved" if untested else "a count moved"
    last = period_words(material.quarter).split(" to ")[-1]
    usual = (
        f"{capitalised(AS_USUAL)}: more than chance, and no more than it usually moves. "
        if any(one.as_usual for key in keys for one in material.measured[key].comparisons.values())
        else ""
    )
    on_base = f"On {BASE_YEAR}: on the same quarter of it. " if _is_based(material) else ""
    withheld = "[c] withheld, " if material.withheld else ""
    return (
        f"Trend: 16 quarters to {last} where held; band: expected range (rules {rules}). {chance_words(material, keys)} "
        f"No change: the 95% interval of the difference includes zero (one in twenty would differ by chance), or {moved} "
        f"no more than usual. {usual}{on_base}[x] not available, [z] not applicable, {withheld}[b] break.",
    )


def chance_words(material: Material, keys: Iterable[MeasureKey]) -> str:
    """How many of the measures judged chance alone would flag, were nothing to have changed."""
    keys = [key for key in keys if key in material.chance]
    rates = [material.chance[key] for key in keys]
    if not rates:
        return "None is judged yet."
    few = rate_text(Decimal(str(sum(rates))))
    if len(rates) == 1:
        return (
            f"Chance alone would flag the one that is judged in {percent_text(Decimal(str(rates[0])), 0)} of quarters."
        )
    said = f"about {few}" if few != "0.0" else "hardly any"
    doubtful = sum(material.catalogue.metrics[metric].to_be_confirmed for metric, _ in keys)
    uncounted = ""
    if 0 < doubtful < len(keys):  # a tally counts none of them: without the rest two numbers would disagree
        counted, stand = number_word(len(keys) - doubtful), "has a definition" if doubtful == 1 else "have definitions"
        uncounted = f": the {counted} that the tally counts and {number_word(doubtful)} that {stand} to be confirmed"
    return f"Chance alone would flag {said} of the {number_word(len(rates))} judged{uncounted}."


def _untested(kind: Kind) -> bool:
    return not kind.sampled and kind is not Kind.COUNT


def _pool_words(material: Material) -> str:
    """What the region's column is, in a few words; nothing where a board is alone in its region, and has no such column."""
    others = len(material.places.others)
    if not others:
        return ""
    if material.settings.similar.get(material.board.slug):
        return f" Similar: {listed([material.area_name(slug) for slug in material.places.others])}, pooled."
    noun = "forces" if others != 1 else "force"
    return f" Region: the other {number_word(others)} {noun}, pooled."


def _pool_head(material: Material) -> str:
    return "Similar" if material.settings.similar.get(material.board.slug) else "Region"


def _about(material: Material, keys: Iterable[MeasureKey], gaps: int) -> Words:
    metrics = [material.catalogue.metrics[metric] for metric, _ in keys]
    own = {part.source for metric in metrics for part in (*metric.numerators, *metric.denominators)}
    sources = own & {edition.source for edition in material.editions}
    titles = [spec.short_title for key, spec in material.catalogue.sources.items() if key in sources]
    if material.settings.similar.get(material.board.slug):
        group = ""
    elif material.places.pool:
        group = " No similar-forces group is set, so the region is used."
    else:
        group = " No similar-forces group is set and no other force is in the region."
    are = "measures are" if gaps != 1 else "measure is"
    gone = "not shown" if hides(material, tuple(material.catalogue.themes)) else "not held"
    missing = f" {capitalised(number_word(gaps))} {are} {gone}: see the performance report." if gaps else ""
    named = f"{listed(titles)}." if len(titles) <= MOST_SOURCES else f"Figures of {number_word(len(titles))} sources."
    return (f"{named}{group}{missing} Questions: {material.settings.contact}.",)
