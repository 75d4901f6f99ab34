"""The documents of a pack from its material: one function a form, and the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from assize.compose.areas import area_sections, pages_taken
from assize.compose.bands import BANDS, band_exhibit
from assize.compose.equality import equality_sections
from assize.compose.equality import pages_taken as equality_pages
from assize.compose.exhibits import exhibit, finding_section, section_id, source_title, split_exhibit, theme_slot
from assize.compose.flows import flow_exhibit
from assize.compose.gaps import gap_lines, gap_pages, gathered, height_of, hides
from assize.compose.headlines import (
    chance_words,
    headlines,
    judged_headline,
    more_measures,
    unconfirmed_keys,
    uncounted_words,
)
from assize.compose.icons import judged
from assize.compose.selection import FLOW, REPORT, WITHIN, by_table, choose, is_shown, key_of, theme_of
from assize.compose.within import within_exhibit
from assize.core.document import (
    Align,
    Asks,
    Column,
    Document,
    Gap,
    GapLine,
    Icon,
    KeyFigure,
    KeyFigures,
    Layout,
    Row,
    Section,
    Strong,
    Table,
    TableCell,
    Text,
    Words,
)
from assize.core.errors import AssizeError
from assize.core.material import Material, MeasureKey
from assize.core.nouns import Judgement
from assize.core.specs import ReportItem, ReportSpec
from assize.core.wording import (
    capitalised,
    date_words,
    listed,
    lower_name,
    months_words,
    nearest_words,
    number_word,
    period_words,
    quarter_words,
)

_NO_HEADLINES = "None of the headline measures is held this quarter; the CJS Performance Report shows what is."
NO_ASKS = "No asks recorded."
_ABOUT = "Sources and their age, methods, what is left out, and whom to ask."
_MORE = "The CJS Performance Report says how comparators are pooled, limits drawn and young cohorts held back."
MOST_ANSWERS = 3  # of the office to what would have blocked the build: its manifest has all
_MANY_GROUPS = 6  # of a tally: in one line only where the longest words are cut
CLAIMS = 3  # that a theme summary may lead with
MOST_SOURCES = 12  # that have two lines each in the table of sources
LEDE_CHARACTERS = 140  # two lines of the executive page


def build_documents(material: Material) -> tuple[Document, ...]:
    """Every document of the catalogue's reports, in their order."""
    return tuple(build_document(material, report) for report in material.catalogue.reports.values())


def build_document(material: Material, report: ReportSpec) -> Document:
    """One document: a summary of two pages, a report of a page an exhibit, or a theme summary."""
    match report.form:
        case "summary":
            return _summary(material, report)
        case "report":
            return _report(material, report)
        case "theme":
            return _theme(material, report)
    raise AssizeError("no such form of report", where=report.id, found=report.form, expected="summary, report or theme")


def headline_keys(material: Material, report: ReportSpec) -> dict[MeasureKey, str]:
    """The measures of a report that may stand in a headline table: held, and with a definition that nobody has to confirm.

    In the report's order, each with the theme under which it stands there.
    """
    return {
        key_of(item): theme_of(material, item)
        for item in report.items
        if item.exhibit == "series"
        and key_of(item) in material.measured
        and not material.catalogue.metrics[item.metric].to_be_confirmed
    }


def theme_keys(material: Material, report: ReportSpec) -> dict[MeasureKey, str]:
    """A theme summary's table: its own exhibits' measures, then those of its themes that ask most for attention."""
    keys = headline_keys(material, report)
    others = [
        (metric.id, "")
        for metric in material.catalogue.metrics.values()
        if metric.theme in report.themes and (metric.id, "") in material.measured and not metric.to_be_confirmed
    ]
    others.sort(key=lambda key: -material.findings[key].weight)
    whole = {key: material.catalogue.metrics[key[0]].theme for key in others}
    return _first({**keys, **whole}, report.headline_rows)


def fitted_keys(material: Material, report: ReportSpec) -> dict[MeasureKey, str]:
    """The measures of a headline table that has so many rows: where more are held, those that can be spared go first."""
    keys = headline_keys(material, report)
    spare = [key_of(item) for item in report.items if item.spare and key_of(item) in keys]
    while spare and len(keys) > report.headline_rows:
        del keys[spare.pop()]
    return _first(keys, report.headline_rows)


def _first(keys: Mapping[MeasureKey, str], count: int) -> dict[MeasureKey, str]:
    return dict(list(keys.items())[:count])


def document_keys(material: Material, report: ReportSpec) -> dict[MeasureKey, str]:
    """The measures that a document is about: those of its table, or all that a report shows and nobody has to confirm."""
    if report.form == REPORT:
        return headline_keys(material, report)
    return fitted_keys(material, report) if report.form == "summary" else theme_keys(material, report)


def awaited_slots(material: Material) -> frozenset[str]:
    """The slots that a person must fill before a pack is final, and has not: what leads the summary, and one a theme."""
    required: set[str] = set()
    for report in material.catalogue.reports.values():
        if report.form == "summary":
            keys = fitted_keys(material, report)
            required |= {section_id(key) for key in leading_findings(material, list(keys), report.findings)}
        else:
            required |= {
                theme_of(material, item)
                for item in report.items
                if item.exhibit == "series" and is_shown(material, key_of(item))
            }
    return frozenset(required - set(material.commentary) - material.silent)


# --- the three forms ----------------------------------------------------------------------------------------------


def _summary(material: Material, report: ReportSpec) -> Document:
    keys = fitted_keys(material, report)
    leading = leading_findings(material, list(keys), report.findings)
    gaps = gap_lines(material, report.themes)
    sections = [finding_section(material, key, keys[key]) for key in leading]
    sections.append(
        Section(
            "asks",
            Layout.ASKS,
            "",
            ("Asks of the board",),
            (),
            (Asks(material.asks, NO_ASKS),),
        ),
    )
    if keys:
        sections.append(headlines(material, keys, len(gaps)))
    return replace(
        _empty(material, report),
        lede=_lede(material, list(keys), leading) if keys else (_NO_HEADLINES,),
        # Of the measures in its table, as the sentence above it counts them; what is not held is counted beside the table.
        tally=_tally(material, list(keys), 0 if keys else len(gaps)),
        sections=tuple(sections),
    )


def _report(material: Material, report: ReportSpec) -> Document:
    sections = _exhibits(material, report)
    keys = headline_keys(material, report)
    gaps = gap_lines(material, report.themes)
    document = _empty(material, report)
    return replace(
        document,
        lede=(f"{judged_headline(material, list(keys))}.{uncounted_words(material)}",)
        if keys
        else _no_headline(material, report.themes, gaps),
        tally=_tally(material, list(keys), len(gaps)),
        sections=(*sections, *_gap_sections(material, report.themes, gaps), about_section(material)),
    )


def _theme(material: Material, report: ReportSpec) -> Document:
    keys = theme_keys(material, report)
    gaps = gap_lines(material, report.themes)
    if report.exhibits > 1 and height_of(gathered(material, report.themes, gaps, brief=True)) > _BRIEF_GAPS:
        report = replace(report, exhibits=report.exhibits - 1)
    leading = leading_findings(material, list(keys), CLAIMS)
    sections: list[Section] = []
    if keys:
        sections.append(headlines(material, keys, len(gaps), report.themes))
    sections += _exhibits(material, report)
    sections += _gap_sections(material, report.themes, gaps, brief=bool(keys))
    if keys:
        sections.append(about_section(material, brief=True, themes=report.themes))
    return replace(
        _empty(material, report),
        lede=_lede(material, list(keys), leading) if keys else _no_headline(material, report.themes, gaps),
        tally=_tally(material, list(keys), 0) if keys else None,
        sections=tuple(sections),
    )


def _exhibits(material: Material, report: ReportSpec) -> list[Section]:
    """The exhibits that have a page, theme by theme, the other measures of each in tables after them; last what lies within."""
    whole = report.form == REPORT
    keys = list(headline_keys(material, report))
    taken = pages_taken(material, keys) + equality_pages(material) if whole else 0
    taken += max(gap_pages(material, report) - 1, 0) if whole else 0
    chosen = choose(material, report, taken)
    sections: list[Section] = []
    for theme in report.themes:
        own = [item for item in chosen.pages if theme_of(material, item) == theme and item.exhibit != WITHIN]
        slot_open = True
        for item in own:
            metric = material.catalogue.metrics[item.metric]
            if item.exhibit.startswith(BANDS):
                ages = band_exhibit(material, metric, item.exhibit.removeprefix(BANDS))
                sections += [_under(ages, item)] if ages else []
                continue
            if item.exhibit == FLOW:
                cases = flow_exhibit(material, metric)
                sections += [_under(cases, item)] if cases else []
                continue
            if item.exhibit.startswith("by:"):
                split = split_exhibit(material, metric, item.exhibit.removeprefix("by:"))
                sections += [_under(split, item)] if split else []
                continue
            slot = theme_slot(material, theme, key_of(item)) if slot_open else None
            slot_open = False
            sections.append(_under(exhibit(material, key_of(item), theme, slot), item))
        lines = [line for line in chosen.lines if line[0] == theme] if report.form == REPORT else []
        tables = by_table(lines)
        for number, table in enumerate(tables, start=1):
            sections.append(more_measures(material, theme, [line[1:] for line in table], number, len(tables)))
    inside = [
        within_exhibit(material, material.catalogue.metrics[item.metric])
        for item in chosen.pages
        if item.exhibit == WITHIN
    ]
    among = [*area_sections(material, keys), *equality_sections(material)] if whole else []
    return [*sections, *among, *(section for section in inside if section is not None)]


def _under(section: Section, item: ReportItem) -> Section:
    """The section under its theme's chapter, where the report has chapters."""
    return replace(section, theme=f"{section.theme}: {item.chapter}") if item.chapter else section


# --- what leads ---------------------------------------------------------------------------------------------------


def leading_findings(material: Material, keys: Sequence[MeasureKey], count: int) -> list[MeasureKey]:
    """The findings that ask most for the board's attention, at most two of one metric; ties in the report's order."""
    ranked = sorted(keys, key=lambda key: -material.findings[key].weight)
    chosen: list[MeasureKey] = []
    for key in ranked:
        if material.findings[key].weight and sum(other[0] == key[0] for other in chosen) < 2:
            chosen.append(key)
        if len(chosen) == count:
            break
    return chosen


def _lede(material: Material, keys: Sequence[MeasureKey], leading: Sequence[MeasureKey]) -> Words:
    """What leads the page: the first claims that fit two lines, and how many measures can be judged."""
    judged_count = sum(material.measured[key].series.judgement.is_made for key in keys)
    some = capitalised(number_word(judged_count)) if judged_count else "None"
    of = f"{some} of {number_word(len(keys))} measures can be judged."
    said = joined_claims([_claim(material, key) for key in _fitting_claims(material, leading)])
    if not said:
        said = judged_headline(material, keys)
        if unconfirmed_keys(material):  # a page may say "improvement" where the tally says that none improved
            of = of.replace("measures", "measures with a confirmed definition")
    return (f"{said}. {of}",) if len(said) + len(of) < LEDE_CHARACTERS else (f"{said}.",)


def _claim(material: Material, key: MeasureKey) -> tuple[str, bool]:
    """The claim of a finding, and whether its subject is plural."""
    return material.findings[key].claim, material.catalogue.metrics[key[0]].plural


def _fitting_claims(material: Material, leading: Sequence[MeasureKey]) -> list[MeasureKey]:
    """The measures whose claims fit the lede, in the order in which they ask for attention."""
    kept: list[MeasureKey] = []
    for key in leading:
        claims = [_claim(material, one) for one in (*kept, key)]
        if claims[-1][0] and len(joined_claims(claims)) < LEDE_CHARACTERS:
            kept.append(key)
    return kept


def lede_keys(material: Material, report: ReportSpec) -> tuple[MeasureKey, ...]:
    """The measures that what leads a document speaks of: those it makes claims of, else all whose judgements it counts."""
    keys = document_keys(material, report)
    if report.form == REPORT:
        return (*keys, *unconfirmed_keys(material))
    leading = leading_findings(material, list(keys), report.findings if report.form == "summary" else CLAIMS)
    return tuple(_fitting_claims(material, leading)) or tuple(keys)


def joined_claims(claims: Sequence[tuple[str, bool]]) -> str:
    """Claims in one sentence, each with whether its subject is plural; those that say the same share their verb.

    `The open caseload was high` and `The delays were high` become `The open caseload and the delays were high`.
    """
    said: dict[tuple[str, str], list[tuple[str, bool]]] = {}
    for claim, plural in claims:
        one, many = next((verbs for verbs in _VERBS if verbs[plural] in claim), ("", ""))
        subject, _, rest = claim.partition(many if plural else one) if one else ("", "", claim)
        if said:
            subject, rest = lower_name(subject), rest if one else lower_name(rest)
        said.setdefault((one, rest.replace(" their average", " its average")), []).append((subject, plural))
    clauses = []
    for (one, rest), subjects in said.items():
        several = len(subjects) > 1 or subjects[0][1]
        names = listed([name for name, _ in subjects])
        if several:
            one, rest = dict(_VERBS).get(one, ""), rest.replace(" its average", " their average")
        clauses.append(f"{names}{one}{rest}")
    return "; ".join(clauses)


_BRIEF_GAPS = (
    26  # lines of a list of gaps that leave its page room for the sources; a longer one takes an exhibit's page
)
_VERBS = ((" has been ", " have been "), (" was ", " were "))


def _too_early(material: Material, key: MeasureKey) -> bool:
    """Whether the latest figure is held back because too many of its cohort have no outcome yet."""
    latest = material.measured[key].series.latest
    return latest.value is None and latest.flagged


def _tally(material: Material, keys: Sequence[MeasureKey], gaps: int) -> KeyFigures:
    judgements = [material.measured[key].series.judgement for key in keys]
    early = sum(_too_early(material, key) for key in keys)
    none = judgements.count(Judgement.NO_FIGURE) + judgements.count(Judgement.WITHHELD) + gaps
    hidden = hides(material, tuple(material.catalogue.themes))
    gone = "not shown" if hidden else "not held"
    never = sum(judgement.cannot_be_made for judgement in judgements)
    missing = f"{gone} ({none - early}) or too early ({early})" if early else gone if hidden else "no local figure"
    missing = "without a judgement" if never else "too early to read" if early == none else missing
    groups: list[tuple[Icon | None, int, str]] = [
        (_way(material, keys, Judgement.IMPROVEMENT), judgements.count(Judgement.IMPROVEMENT), "improvement"),
        (_way(material, keys, Judgement.CONCERN), judgements.count(Judgement.CONCERN), "concern"),
        (
            _way(material, keys, Judgement.CHANGED),
            judgements.count(Judgement.CHANGED),
            "changed, neither better nor worse",
        ),
        (Icon.NO_CHANGE, judgements.count(Judgement.NO_CHANGE), "no change"),
        (Icon.TOO_SHORT, judgements.count(Judgement.TOO_SHORT), "too short to judge"),
        (None, none + never, missing),
    ]
    held = [group for group in groups if group[1]]
    if len(held) >= _MANY_GROUPS:
        held = [(icon, count, words.split(",")[0]) for icon, count, words in held]
    return KeyFigures(tuple(KeyFigure((words,), icon, count=str(count)) for icon, count, words in held))


def _way(material: Material, keys: Sequence[MeasureKey], judgement: Judgement) -> Icon | None:
    """The icon that most measures of a judgement have, so that its arrow shows which way most of them went."""
    icons = [judged(one.series, one.series.latest).icon for one in map(material.measured.__getitem__, keys)
             if one.series.judgement is judgement]  # fmt: skip
    return max(icons, key=icons.count, default=None)


def _no_headline(material: Material, themes: Sequence[str], gaps: Sequence[GapLine]) -> Words:
    """What leads a page without a headline measure: nothing is held, or nothing whose definition is confirmed."""
    metrics = material.catalogue.metrics
    held = sum(metrics[name].theme in themes for name, breakdown in material.measured if not breakdown)
    if held:
        count = "The one measure" if held == 1 else f"Each of the {number_word(held)} measures"
        return (
            f"{count} held for this theme has a definition that is still to be confirmed, so that none is a headline.",
        )
    if hides(material, themes):
        return (f"No figure of this theme stands in this edition; the {number_word(len(gaps))} measures a board expects "
                "are named, with why each is missing.",)  # fmt: skip
    return (f"No figure is held for this theme this quarter; the {number_word(len(gaps))} measures a board expects are "
            "named, with who could supply each.",)  # fmt: skip


# --- gaps and the back --------------------------------------------------------------------------------------------


def _gap_sections(
    material: Material, themes: Sequence[str], gaps: Sequence[GapLine], *, brief: bool = False
) -> list[Section]:
    if not gaps:
        return []
    count = capitalised(number_word(len(gaps)))
    noun = "measures that a board expects are" if len(gaps) != 1 else "measure that a board expects is"
    missing, why = "not held this quarter", ""
    if hides(material, themes):
        missing, why = "not shown", f"Measures not shown, {material.names.board}, {period_words(material.quarter)}"
    return [
        Section(
            id="gaps",
            layout=Layout.LIST,
            theme="Gaps",
            headline=(f"{count} {noun} {missing}",),
            subtitle=("What is missing, why, and who could supply it.",),
            blocks=(
                Gap(
                    why or f"Measures not held, {material.names.board}, {period_words(material.quarter)}",
                    tuple(gathered(material, themes, gaps, brief=brief)),
                ),
            ),
        )
    ]


def about_section(material: Material, *, brief: bool = False, themes: Sequence[str] = ()) -> Section:
    """The back of a report: sources with their age, how it was made, protection, contact; in brief without the methods.

    With `themes` the sources of their measures alone.
    """
    words = _method_words(material)
    return Section(
        id="about",
        layout=Layout.LIST,
        theme="About this report",
        headline=(f"The figures are as at {as_at_words(material)}",),
        subtitle=("Sources and their age, and whom to ask." if brief else _ABOUT,),
        blocks=(
            _sources_table(material, themes),
            Text(((_MORE, " ", *words[-1]),), heading="How to read it")
            if brief
            else Text(words, heading="How the figures were made"),
        ),
    )


def as_at_words(material: Material) -> str:
    """The day up to which publications are used; the day of receipt, where the pack leaves out what came later; rounding."""
    words = date_words(material.cut_off)
    words += f", received by {date_words(material.as_received)}" if material.as_received else ""
    return f"{words}; some counts {nearest_words(material.rounded.values())}" if material.rounded else words


def rounding_words(material: Material) -> Iterator[str]:
    """A sentence for each source whose counts are rounded for these readers, and one on what that does to totals and rates."""
    for source, base in material.rounded.items():
        yield f"Counts of {material.catalogue.sources[source].short_title} are {nearest_words((base,))}."
    if material.rounded:
        yield (
            "Each count is rounded by itself, so that totals need not be the sum of their parts, and a nought may stand for a "
            "small count. Shares, rates, changes and limits are worked out from the rounded counts."
        )


def _sources_table(material: Material, themes: Sequence[str]) -> Table:
    """A source a row; where there are many, or in a summary, a line each, so that the back keeps to its page."""
    rows = []
    short = bool(themes) or len({edition.source for edition in material.editions}) > MOST_SOURCES
    metrics = [material.catalogue.metrics[metric] for metric, _ in material.measured]
    own = {
        selection.source
        for metric in metrics
        if metric.theme in themes
        for selection in (*metric.numerators, *metric.denominators)
    }
    for source, spec in material.catalogue.sources.items():
        held = [edition for edition in material.editions if edition.source == source]
        if not held or (themes and source not in own):
            continue
        latest = max(held, key=lambda edition: (edition.last_period.last_day, edition.released))
        age = months_words(latest.last_period.age_months(material.cut_off))
        estimated = " (estimated)" if latest.released_estimated else ""
        own_title, period = source_title(material, source), period_words(latest.last_period)
        released = TableCell((f"{date_words(latest.released)}{estimated}",))
        cells: tuple[TableCell, ...] = (
            TableCell((Strong(own_title),), (spec.publisher,)),
            TableCell((str(len(held)),)),
            TableCell((period,), (f"{age} old",)),
            released,
        )
        if short:
            cells = (TableCell((Strong(own_title),)), cells[1], TableCell((f"{period}, {age} old",)), released)
        rows.append(Row(cells))
    return Table(
        id="sources",
        caption="Sources, editions held and their age",
        columns=(
            Column("Source", Align.LEFT, Decimal("72.5" if short else "60")),
            Column("Editions", Align.RIGHT, Decimal("13.5" if short else "20")),
            Column("Latest period", Align.LEFT, Decimal("57.5" if short else "50")),
            Column("Released", Align.LEFT, Decimal("36.5" if short else "50")),
        ),
        rows=tuple(rows),
    )


def _method_words(material: Material) -> tuple[Words, ...]:
    similar = material.settings.similar.get(material.board.slug)
    group = "" if similar else " No group of similar areas is set."
    apart = "; the board itself is left out" if material.places.pool else ""
    paragraphs: list[Words] = [
        (
            "Only editions released by the cut-off date are used; a later restatement changes nothing here. Each measure shows "
            "its latest period that ended by the quarter's end, and says how old it is.",
        ),
        (
            "Comparators are pooled: counts are added up before a rate is taken, never averaged. "
            f"{capitalised(material.names.region_scope)}{apart}.{group} England and Wales is the "
            "whole, the board included: for police figures the 43 territorial forces, British Transport Police left out.",
        ),
        (
            "Thirteen quarters are needed before anything is judged. Seasons are tested for first (Friedman's test, "
            "from sixteen quarters), and limits move with them: the mean ± 2.66 × the mean moving range. "
            f"{chance_words(material, material.chance)} Shares carry Wilson 95% intervals, rates Byar's, or exact ones below "
            "ten events. An interval describes chance variation as if the quarter were a sample; counts of a whole year or "
            "quarter have none.",
        ),
        (
            "A cohort with more than 5% of its offences still without an outcome is flagged, and one with more than 10% is "
            "held back as too early to read.",
        ),
    ]
    if material.withheld:
        total = sum(material.withheld.values())
        several = len(material.withheld) > 1
        rules = listed(
            [f"{rule} ({count:,})" if several else rule for rule, count in sorted(material.withheld.items())]
        )
        paragraphs.append((f"Withheld from these readers: {total:,} figures, by rule: {rules}.",))
    if material.rounded:
        paragraphs.append((" ".join(rounding_words(material)),))
    paragraphs += [(sentence,) for sentence in material.answered[:MOST_ANSWERS]]
    if (more := len(material.answered) - MOST_ANSWERS) > 0:
        paragraphs.append((f"{more:,} more such answers of the office stand in the manifest.",))
    paragraphs.append((_licence_words(material),) if material.editions else ())
    paragraphs.append((f"Questions: {material.settings.contact}, {material.settings.office}.",))
    return tuple(words for words in paragraphs if words)


def _licence_words(material: Material) -> str:
    """The licences of what is held; what a source's licence has in brackets is said of that source."""
    held = [spec for key, spec in material.catalogue.sources.items() if any(e.source == key for e in material.editions)]
    licences = {spec.short_title: spec.licence.partition(" (") for spec in held}
    names = dict.fromkeys(name for name, _, _ in licences.values() if name)  # what is not published has no licence
    if not names:
        return ""
    doubts = [f"; {title}: {doubt.rstrip(')')}" for title, (_, _, doubt) in licences.items() if doubt]
    return f"Contains public sector information licensed under the {listed(list(names))}{''.join(doubts)}."


def _empty(material: Material, report: ReportSpec) -> Document:
    settings = material.settings
    final = settings.status == "final" and not awaited_slots(material)
    status = "FINAL" if final else "DRAFT"
    return Document(
        id=report.id,
        title=report.title,
        board=f"{material.board.name} Local Criminal Justice Board",
        board_short=f"{material.board.name} LCJB",
        period=period_words(material.quarter),
        quarter=quarter_words(material.quarter),
        audience=settings.audiences[material.audience].name,
        marking=material.marking,
        status=f"{status} {settings.version}".strip(),
        status_words="approved" if final else "not approved",
        as_at=as_at_words(material),
        dated=material.cut_off,
        author=settings.author,
        lede=(),
        tally=None,
        sections=(),
    )
