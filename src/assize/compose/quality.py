"""The data-quality page: what blocks a build or needs a look, then each dimension of quality with its table."""

from __future__ import annotations

from collections.abc import Iterator

from assize.compose.quality_tables import (
    accuracy_table,
    completeness_table,
    immature_table,
    jumps_table,
    matters_table,
    not_compared_table,
    notes_table,
    periods_table,
    reconciliation_table,
    timeliness_table,
    uniqueness_table,
    validity_table,
)
from assize.compose.revision_table import revisions_table
from assize.core.document import (
    Block,
    Callout,
    CalloutKind,
    Document,
    KeyFigure,
    KeyFigures,
    Layout,
    Section,
    Text,
)
from assize.core.quality import Agreement, Level, QualityReport, Reconciled
from assize.core.wording import (
    capitalised,
    date_words,
    listed,
    number_word,
    percent_text,
    period_words,
    quarter_words,
    share_text,
    span_words,
)


def build_quality(report: QualityReport) -> Document:
    """The page of one workspace, for whoever makes the report: every board of the office, as at the cut-off."""
    names = listed([board.name for board in report.boards])
    boards = f"{names} Local Criminal Justice Board{'s' if len(report.boards) > 1 else ''}"
    held = f"held on {date_words(report.cut_off)}"
    return Document(
        id="data-quality",
        title="Data quality",
        board=boards,
        board_short=f"{names} LCJB",
        period=period_words(report.quarter) if report.quarter else "What is held",
        quarter=quarter_words(report.quarter) if report.quarter else held,
        audience="The office that makes the report",
        marking=report.marking,
        status="Blocked" if report.blocked else "Clear",
        status_words="something below blocks a build" if report.blocked else "nothing blocks a build",
        as_at=date_words(report.cut_off),
        dated=report.cut_off,
        author=report.settings.author,
        lede=(_lede(report),),
        tally=_tally(report),
        sections=tuple(_sections(report)),
    )


def _lede(report: QualityReport) -> str:
    blocks, look = len(report.at(Level.BLOCKS)), len(report.at(Level.LOOK))
    if blocks:
        said = f"{capitalised(number_word(blocks))} thing{'s block' if blocks != 1 else ' blocks'} a build"
    else:
        said = "Nothing blocks a build"
    if not look:
        return f"{said}, and nothing needs a look."
    return f"{said}; {number_word(look)} thing{'s need' if look != 1 else ' needs'} a look."


def _tally(report: QualityReport) -> KeyFigures:
    compared = [one for one in report.reconciled if one.residuals]
    agreeing = sum(not one.of(Agreement.BEYOND) for one in compared)
    held = len(report.sources)
    items = [
        (str(len(report.at(Level.BLOCKS))), "block a build"),
        (str(len(report.at(Level.LOOK))), "need a look"),
        (str(len(report.at(Level.KNOW))), "to know"),
        (f"{held} of {held + len(report.not_held)}", "sources held"),
        (f"{agreeing} of {len(compared)}", "reconciliations within what is expected"),
    ]
    return KeyFigures(tuple(KeyFigure((words,), count=count) for count, words in items))


def _sections(report: QualityReport) -> Iterator[Section]:
    yield _attention(report)
    yield _completeness(report)
    yield _uniqueness(report)
    for one in report.reconciled:
        if one.residuals:
            yield _reconciled(report, one)
    if any(not one.residuals for one in report.reconciled):
        yield _list(
            "not-compared",
            "Consistency",
            "Some sums cannot be compared with what is held",
            "What a comparison lacks.",
            not_compared_table(report),
        )
    yield _timeliness(report)
    yield _validity(report)
    yield _accuracy(report)
    yield _jumps(report)
    yield _list(
        "periods",
        "Period by period",
        "Each source, period by period",
        "The last eight periods of each source: places and the share of expected figures, cells, symbols instead of "
        "numbers, and days until publication ([z]: not applicable, an earlier period of a table over time).",
        periods_table(report),
    )
    if any(source.notes for source in report.sources):
        yield _list(
            "notes",
            "Notes from loading",
            "What was noted when the files were read",
            "Nothing here stopped a file from being loaded.",
            notes_table(report),
        )
    yield _about(report)


def _list(name: str, theme: str, headline: str, subtitle: str, *blocks: Block) -> Section:
    return Section(name, Layout.LIST, theme, (headline,), (subtitle,), tuple(blocks))


def _attention(report: QualityReport) -> Section:
    if not report.matters:
        return _list("attention", "Summary", "Nothing was found that needs attention", "", *())
    return _list(
        "attention",
        "Summary",
        _lede(report).rstrip("."),
        "Most pressing first, with what to do about each.",
        matters_table(report),
    )


def _completeness(report: QualityReport) -> Section:
    present = sum(one.present for source in report.sources for one in source.periods)
    expected = sum(one.expected for source in report.sources for one in source.periods)
    short = [source for source in report.sources if source.gaps or source.missing or source.lags]
    if not short:
        headline = f"{_share(present, expected)} of the expected figures are there, and no period is missing in between"
    else:
        names = listed([source.spec.short_title for source in short])
        headline = f"{names} {'lack' if len(short) > 1 else 'lacks'} periods, places or columns that a pack needs"
    return _list(
        "completeness",
        "Completeness",
        headline,
        "Expected is every place that a source ever has, in every field, in every period it is held for.",
        completeness_table(report),
    )


def _share(part: int, whole: int) -> str:
    return {0: "None", whole: "All"}.get(part) or capitalised(share_text(part, whole))


def _uniqueness(report: QualityReport) -> Section:
    repeated = sum(one.repeated for source in report.sources for one in source.periods)
    headline = (
        f"{repeated:,} line{'s share' if repeated != 1 else ' shares'} place, period and breakdown with another"
        if repeated
        else "No figure stands twice"
    )
    return _list(
        "uniqueness",
        "Uniqueness",
        headline,
        "Current figures with the same place, period, field and breakdown; where a publisher prints one code in several "
        "lines, they belong together and are added up.",
        uniqueness_table(report),
    )


def _reconciled(report: QualityReport, one: Reconciled) -> Section:
    beyond, agree = len(one.of(Agreement.BEYOND)), len(one.of(Agreement.AGREES))
    total = len(one.residuals)
    tolerance = percent_text(one.spec.tolerance) if one.spec.tolerance else ""
    if agree == total:
        headline = f"{one.spec.title}: all {total:,} pairs agree"
    elif not beyond:
        headline = f"{one.spec.title}: {total - agree:,} of {total:,} pairs differ, none by more than {tolerance}"
    else:
        more = f" by more than {tolerance}" if tolerance else ""
        headline = f"{one.spec.title}: {beyond:,} of {total:,} pairs differ{more}"
    first, last = one.residuals[0].period, one.residuals[-1].period
    span = period_words(first) if first == last else span_words(first, last)
    action = (Callout(CalloutKind.NOTE, (one.spec.action,)),) if agree != total else ()
    return Section(
        id=one.spec.id,
        layout=Layout.LIST,
        theme="Consistency",
        headline=(headline,),
        subtitle=(f"{one.spec.left.name}. Beside it: {one.spec.right.name}. {span}.",),
        blocks=(reconciliation_table(report, one), Callout(CalloutKind.CAVEAT, (one.spec.why,)), *action),
    )


def _timeliness(report: QualityReport) -> Section:
    late = [source for source in report.sources if source.overdue]
    if late:
        names = listed([source.spec.short_title for source in late])
        headline = f"{names} {'have' if len(late) > 1 else 'has'} newer periods out that are not held"
    else:
        headline = f"Nothing was overdue on {date_words(report.cut_off)}"
    blocks: list[Block] = [timeliness_table(report)]
    if report.immature:
        blocks += [
            Text((("The share of the latest cohort that had no outcome yet: the higher, the less it can be read.",),)),
            immature_table(report),
        ]
    return _list(
        "timeliness",
        "Timeliness",
        headline,
        "How long after its period a source is published, and what is due next.",
        *blocks,
    )


def _validity(report: QualityReport) -> Section:
    negative = sum(one.negative for source in report.sources for one in source.periods)
    strange = sum(len(source.strange) for source in report.sources)
    outside = len(report.out_of_range)
    faults = [
        f"{outside:,} rates lie outside 0% to 100%" if outside else "",
        f"{strange:,} words are on no list" if strange else "",
        f"{negative:,} counts are below nought" if negative else "",
    ]
    said = [fault for fault in faults if fault]
    headline = capitalised(listed(said)) if said else "Every value lies where it can"
    return _list(
        "validity",
        "Validity",
        headline,
        "Rates between 0% and 100%, counts of nought or more unless their publisher corrects with negative ones, words of "
        "the catalogue's lists.",
        validity_table(report),
    )


def _accuracy(report: QualityReport) -> Section:
    restated = sum(size.restated for size in report.revisions)
    subtitle = (
        "Every edition beside the one before it that shares a period. First the measures made of them, over the areas that "
        "packs print: mean and largest revision, and the bias, which is the mean with its sign. Then pair by pair the cells "
        "themselves, whose sizes are shares of what they were."
    )
    if not report.revisions:
        headline = "No edition held restates an earlier one"
        return _list("accuracy", "Accuracy", headline, subtitle)
    headline = f"Later editions restate {restated:,} figures of earlier ones"
    return _list("accuracy", "Accuracy", headline, subtitle, revisions_table(report), accuracy_table(report))


def _jumps(report: QualityReport) -> Section:
    subtitle = "Series of thirteen points or more, by the rules of the control charts in the packs."
    if not report.jumps:
        headline = (
            f"None of {report.judged:,} series that can be judged ends outside its limits"
            if report.judged
            else "No series is long enough to have limits"
        )
        return _list("jumps", "Jumps", headline, subtitle)
    count = capitalised(number_word(len(report.jumps)))
    headline = (
        f"{count} of {number_word(report.judged)} judged series {'end' if len(report.jumps) > 1 else 'ends'} outside"
    )
    return _list("jumps", "Jumps", f"{headline} the limits", subtitle, jumps_table(report))


def _about(report: QualityReport) -> Section:
    missing = listed([spec.short_title for spec in report.not_held])
    words = [
        (
            f"Everything held and released by {date_words(report.cut_off)} was counted; what was released later is left out, "
            "as it is from a pack with that cut-off.",
        ),
        (
            "The dimensions are the six of the Government Data Quality Framework. A control limit is the mean and 2.66 times "
            "the mean moving range, as in the packs.",
        ),
        (
            "Every figure here can be followed to its cells: assize explain with its reference, assize revisions for what "
            "changed, assize status for what is due.",
        ),
    ]
    if missing:
        words.append((f"Known sources of which nothing is held: {missing}.",))
    return _list("about", "About this page", "How it was checked", "", Text(tuple(words)))
