"""Turns what was gathered of the quality of the data into matters: what blocks a build, what needs a look, what to know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from assize.app.blocking import (
    exchange_matters,
    idle_reasons,
    leap_matters,
    place_name,
    range_matters,
    some,
    sum_matters,
)
from assize.app.currency import later_periods
from assize.app.lagging import lag_lines
from assize.core.document import Aspect
from assize.core.periods import parse_period
from assize.core.quality import (
    Dimension,
    Level,
    Matter,
    QualityReport,
    RevisionSize,
    SourceQuality,
    revision_share,
)
from assize.core.wording import (
    changed_texts,
    date_words,
    figure_number,
    limit_number,
    period_words,
    share_text,
)

LARGE_REVISION = Decimal("0.05")  # a cell of the boards restated by more than 5% needs a look
SAME_SHARE = Decimal("0.0001")  # changes that lie no further apart are alike


def find_matters(report: QualityReport, boards_without: Sequence[str]) -> QualityReport:
    """The report with its matters, most pressing first. `boards_without` are boards of which no figure could be made."""
    found = [
        *_boards(report, boards_without),
        *sum_matters(report.catalogue, report.boards, report.reconciled, report.settings.reasons),
        *range_matters(report.catalogue, report.out_of_range, report.settings.reasons),
        *leap_matters(report.catalogue, report.leaps, report.settings.reasons),
        *exchange_matters(report.catalogue, report.exchanged, report.settings.reasons),
        *idle_reasons(
            report.reconciled,
            (*report.out_of_range, *report.exchanged, *(leap.figure for leap in report.leaps)),
            # Those of a source were asked when a file was loaded.
            {
                key: why
                for key, why in report.settings.reasons.items()
                if key.split("@")[0] not in report.catalogue.sources
            },
        ),
        *(matter for source in report.sources for matter in _source(report, source)),
        *_accuracy(report),
        *_dropped(report),
        *_multiplied(report),
        *_jumps(report),
        *_idle_breaks(report),
    ]
    order = list(Level)
    return replace(report, matters=tuple(sorted(found, key=lambda matter: order.index(matter.level))))


def _missing(source: SourceQuality, dimension: Dimension, what: str) -> Matter:
    """Something that its publisher has and this office has not."""
    pattern = source.spec.file_pattern
    called = "its files are perhaps called" if source.spec.pattern_guessed else "its files are called"
    named = f"; {called} {pattern}" if pattern else ""
    return Matter(
        Level.LOOK,
        dimension,
        source.spec.short_title,
        what,
        f"Get it from the publisher and load it{named}.",
        source.spec.address if source.spec.address.startswith("http") else "",
    )


def _boards(report: QualityReport, without: Sequence[str]) -> Iterator[Matter]:
    for board in without:
        yield Matter(
            Level.BLOCKS,
            Dimension.COMPLETENESS,
            place_name(report.catalogue, board),
            f"no figure can be made of it as at {date_words(report.cut_off)}",
            "Load the publishers' files that cover it; assize status names them and where to get each.",
        )


# --- one source ---------------------------------------------------------------------------------------------------


def _source(report: QualityReport, source: SourceQuality) -> Iterator[Matter]:
    where = source.spec.short_title
    if source.awaiting:
        yield Matter(
            Level.LOOK,
            Dimension.VALIDITY,
            where,
            f"{source.awaiting} of its editions are in a layout that nobody has accepted yet, and enter no pack"
            if source.awaiting != 1
            else "one of its editions is in a layout that nobody has accepted yet, and enters no pack",
            "Look at what was read of it, then: assize load FILE --accept-layout",
        )
    if source.overdue:
        yield _overdue(source)
    if source.gaps:
        what = f"nothing is held for {some([period_words(period) for period in source.gaps])}, between periods that are held"
        yield _missing(source, Dimension.COMPLETENESS, what)
    if source.missing:
        names = [place_name(report.catalogue, area) for _, missing in source.missing for area in missing]
        yield _missing(source, Dimension.COMPLETENESS, f"the latest period has nothing of {some(names)}")
    for sentence in lag_lines(source.lags):
        yield Matter(
            Level.LOOK,
            Dimension.COMPLETENESS,
            where,
            sentence,
            "Look in the file for the column, table or word under another name: where it has one, the catalogue must learn it;"
            " where the publisher has dropped it, the measures have no source any more.",
        )
    yield from _cells(report, source)


def _overdue(source: SourceQuality) -> Matter:
    """What was due by the cut-off; `status` counts in the same words, to its own day."""
    first = source.overdue[0]
    since = f", due about {date_words(source.due)}" if source.due else ""
    what = f"{period_words(first)}{since}, should be out and is not held{later_periods(source.overdue)}"
    return _missing(source, Dimension.TIMELINESS, what)


def _cells(report: QualityReport, source: SourceQuality) -> Iterator[Matter]:
    where = source.spec.short_title
    own = {area for board in report.boards for area in (board.slug, *board.members)}
    short = [one for one in source.periods if own & set(one.missing) and one.period not in source.gaps]
    if short:
        names = sorted({place_name(report.catalogue, area) for one in short for area in one.missing if area in own})
        yield Matter(
            Level.LOOK,
            Dimension.COMPLETENESS,
            where,
            f"{some(names)} {'lack' if len(names) > 1 else 'lacks'} cells in "
            f"{some([period_words(one.period) for one in short])}",
            "See in the publisher's file whether it has them; if so load it again with: assize load --again",
        )
    if absent := sum(one.absent for one in source.periods):
        share = share_text(absent, sum(one.cells for one in source.periods))
        yield Matter(
            Level.KNOW,
            Dimension.COMPLETENESS,
            where,
            f"{absent:,} {'cells have' if absent != 1 else 'cell has'} a symbol and no number ({share})",
            "",
        )
    if repeated := sum(one.repeated for one in source.periods):
        yield Matter(
            Level.KNOW,
            Dimension.UNIQUENESS,
            where,
            f"{repeated:,} {'lines have' if repeated != 1 else 'line has'} the same place, period and breakdown as another "
            "of the file; they are added up",
            "Right where the publisher describes one offence code in several lines. Nothing to do.",
        )
    if negative := sum(one.negative for one in source.periods):
        said = [caveat for caveat in source.spec.caveats if "negative" in caveat.lower()]
        yield Matter(
            Level.KNOW if said else Level.LOOK,
            Dimension.VALIDITY,
            where,
            f"{negative:,} {'counts are' if negative != 1 else 'count is'} below nought",
            said[0] if said else "Ask the publisher whether they are corrections of an earlier period.",
        )
    if source.strange:
        words = [f"'{word.word}' ({word.dimension.replace('_', ' ')})" for word in source.strange]
        yield Matter(
            Level.LOOK,
            Dimension.VALIDITY,
            where,
            f"words that the catalogue does not list: {some(words)}",
            "They are in the totals and in no sub-group. Add them to the list of the dimension if they belong.",
        )
    if source.unknown_cells:
        share = share_text(source.unknown_cells, source.split_cells)
        yield Matter(Level.KNOW, Dimension.COMPLETENESS, where, f"{share} of the cells are of an unknown breakdown", "")


# --- revisions and jumps ------------------------------------------------------------------------------------------


def _accuracy(report: QualityReport) -> Iterator[Matter]:
    by_source: dict[str, list[RevisionSize]] = {}
    for size in report.revisions:
        by_source.setdefault(size.source, []).append(size)
    boards = "boards and the places in them" if len(report.boards) > 1 else "board and the places in it"
    for source, sizes in by_source.items():
        restated, own = sum(size.restated for size in sizes), sum(size.own for size in sizes)
        gone = sum(size.gone for size in sizes)
        mine = [
            (abs(revision_share(one) or Decimal(0)), one) for size in sizes if (one := size.own_largest) is not None
        ]
        most = max((share for share, _ in mine), default=Decimal(0))
        # A share moves as far as the count it is made of: the count says more.
        near = [one for share, one in mine if share > most - SAME_SHARE]
        largest = min(near, key=lambda one: "percent" in one.field or "rate" in one.field.split("_"), default=None)
        said = ""
        if largest is not None:
            before, after = changed_texts(largest.before, largest.after)
            counted = report.catalogue.sources[source].fields.get(largest.field, largest.field.replace("_", " "))
            place = f"{place_name(report.catalogue, largest.area)}, {period_words(largest.period)}"
            said = f"; the largest change is {counted}, {place}: {before}, then {after}"
        yield Matter(
            Level.LOOK if most > LARGE_REVISION else Level.KNOW,
            Dimension.ACCURACY,
            report.catalogue.sources[source].short_title,
            f"later editions restate {restated:,} cell{'s' if restated != 1 else ''}, {f'{own:,}' if own else 'none'} of "
            f"them of the {boards}{said}" + (f"; they leave out {gone:,} that earlier ones have" if gone else ""),
            "See which with: assize revisions. A pack keeps the figures of its own cut-off.",
        )


def _dropped(report: QualityReport) -> Iterator[Matter]:
    """Periods that an edition no longer has, at its beginning or its end, and that no other edition speaks for."""
    for source in report.sources:
        held = {one.period for one in source.periods}
        for size in report.revisions:
            gone = [period for period in size.dropped if period not in held] if size.source == source.spec.id else []
            if gone:
                yield Matter(
                    Level.LOOK,
                    Dimension.COMPLETENESS,
                    source.spec.short_title,
                    f"{size.later.file} has nothing of {some([period_words(period) for period in gone])}, which the edition of"
                    f" {date_words(size.earlier.released)} had, so it is held no more",
                    "If the publisher has not withdrawn it, the file was cut short: load the publisher's own.",
                )
                break


def _multiplied(report: QualityReport) -> Iterator[Matter]:
    """Fields of which the latest edition restates everything by one number."""
    latest = {(size.source, size.field): size for size in report.revisions}
    for (source, field), size in latest.items():
        if size.factor is not None:
            spec = report.catalogue.sources[source]
            yield Matter(
                Level.LOOK,
                Dimension.ACCURACY,
                spec.short_title,
                f"{size.later.file} has {_times(size.factor)} times what the edition of {date_words(size.earlier.released)}"
                f" had, in all {size.restated:,} cells that differ ({spec.fields.get(field, field.replace('_', ' '))})",
                "Ask the publisher whether the unit or what is counted has changed; if not, load the publisher's own file.",
            )


def _times(factor: Decimal) -> str:
    """A factor with no more digits than tell it."""
    return f"{factor:.3g}".rstrip("0").rstrip(".") if factor < 100 else f"{factor:,.0f}"


def _idle_breaks(report: QualityReport) -> Iterator[Matter]:
    for metric, change in report.idle_breaks:
        yield Matter(
            Level.LOOK,
            Dimension.VALIDITY,
            "assize.toml",
            f"the break of {metric.name} from {period_words(parse_period(change.period))} lies between no two figures that are "
            "held, and changes nothing",
            "Correct its first quarter under [[break]], or take it out.",
        )


def _jumps(report: QualityReport) -> Iterator[Matter]:
    for jump in report.jumps:
        latest, segment, kind = jump.series.latest, jump.series.segments[-1], jump.metric.kind
        of = jump.metric.breakdown_subjects.get(jump.series.breakdown, "")
        low, _, high = segment.at(len(jump.series.figures) - 1)
        lower = limit_number(low, kind, latest.reference, Aspect.LOWER_LIMIT).text
        upper = limit_number(high, kind, latest.reference, Aspect.UPPER_LIMIT).text
        yield Matter(
            Level.LOOK,
            Dimension.JUMPS,
            place_name(report.catalogue, jump.board),
            f"{f'{jump.metric.name} {of}'.strip()}, {period_words(latest.period)}: {figure_number(latest, kind).text}, "
            f"outside its control limits, {lower} to {upper}",
            "Before it is reported as a change, ask the supplier whether recording changed or the file was incomplete.",
        )
