"""The tables of the data-quality page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from assize.core.document import (
    Align,
    Aspect,
    Column,
    Link,
    Row,
    Strong,
    Table,
    TableCell,
    Words,
)
from assize.core.periods import Period
from assize.core.quality import (
    Agreement,
    Level,
    Matter,
    PeriodQuality,
    QualityReport,
    Reconciled,
    Residual,
    RevisionSize,
    SourceQuality,
)
from assize.core.wording import (
    changed_texts,
    count_text,
    date_words,
    figure_number,
    immature_number,
    limit_number,
    listed,
    months_words,
    percent_text,
    period_words,
    share_text,
    signed,
    span_words,
)

PERIODS_SHOWN = 8  # of each source, in the table period by period; those before are summed up in a line
PLACES_SHOWN = 5  # of the places that differ more than expected, beside the boards' own
NOTES_SHOWN = 40
NONE = "none"


def _cell(text: str, under: str = "") -> TableCell:
    return TableCell((text,), (under,) if under else ())


def _strong(text: str, under: str = "") -> TableCell:
    return TableCell((Strong(text),), (under,) if under else ())


def _row(*cells: str | TableCell, board: bool = False) -> Row:
    return Row(tuple(cell if isinstance(cell, TableCell) else _cell(cell) for cell in cells), board=board)


def _heading(text: str) -> Row:
    return Row((_cell(text),), theme=True)


def _table(name: str, caption: str, columns: Iterable[tuple[str, Align, int]], rows: Iterable[Row]) -> Table:
    heads = tuple(Column(head, align, Decimal(width)) for head, align, width in columns)
    return Table(name, caption, heads, tuple(rows))


def _left(head: str, width: int) -> tuple[str, Align, int]:
    return head, Align.LEFT, width


def _number(head: str, width: int) -> tuple[str, Align, int]:
    return head, Align.RIGHT, width


def _place(report: QualityReport, slug: str) -> str:
    return report.catalogue.areas[slug].name if slug in report.catalogue.areas else slug


def _some(names: Sequence[str], shown: int = PLACES_SHOWN) -> str:
    return listed(names, shown)


def _percent(share: Decimal | None) -> str:
    return "[z]" if share is None else percent_text(share)


def _span(first: Period, last: Period) -> str:
    return period_words(first) if first == last else span_words(first, last)


# --- what was found -----------------------------------------------------------------------------------------------


def matters_table(report: QualityReport) -> Table:
    """Everything found, most pressing first."""

    def rows() -> Iterator[Row]:
        for level in Level:
            found = report.at(level)
            if not found:
                continue
            yield _heading(level.value)
            for matter in found:
                yield _row(
                    _strong(matter.where, matter.dimension.value),
                    f"{matter.what[:1].upper()}{matter.what[1:]}.",
                    TableCell(_action(matter)),
                )

    columns = (_left("Where", 30), _left("What was found", 52), _left("What to do", 48))
    return _table("matters", "What was found, most pressing first", columns, rows())


def _action(matter: Matter) -> Words:
    words: Words = (matter.action or "Nothing to do.",)
    if matter.reason:
        words = (f"The office says why it is right: {matter.reason}",)
    return (*words, " ", Link("The publisher's page", matter.address)) if matter.address else words


# --- the dimensions -----------------------------------------------------------------------------------------------


def completeness_table(report: QualityReport) -> Table:
    """Each source: periods, places, expected figures that are there, cells without a number, what is missing."""

    def rows() -> Iterator[Row]:
        for source in report.sources:
            if not source.periods:
                yield _row(_strong(source.spec.short_title), "nothing that counts yet", "", "", "", "")
                continue
            periods = source.periods
            present, expected = sum(one.present for one in periods), sum(one.expected for one in periods)
            cells, absent = sum(one.cells for one in periods), sum(one.absent for one in periods)
            yield _row(
                _strong(source.spec.short_title, source.spec.publisher),
                _cell(_span(periods[0].period, periods[-1].period), f"{len(periods):,} held"),
                f"{max(one.places for one in periods):,}",
                _cell(share_text(present, expected), f"{present:,} of {expected:,}"),
                _cell(share_text(absent, cells), f"{absent:,} of {cells:,}"),
                _missing(report, source),
            )

    columns = (
        _left("Source", 34),
        _left("Periods", 30),
        _number("Places, at most", 14),
        _number("Expected figures that are there", 22),
        _number("Cells with a symbol and no number", 22),
        _left("Missing", 34),
    )
    return _table("completeness-table", "Completeness by source", columns, rows())


def _missing(report: QualityReport, source: SourceQuality) -> str:
    parts = [period_words(period) for period in source.gaps[:3]]
    if len(source.gaps) > 3:
        parts.append(f"{len(source.gaps) - 3} more periods")
    if source.missing:
        names = [_place(report, area) for _, missing in source.missing for area in missing]
        parts.append(f"{_some(names)} in the latest period")
    if source.lags:
        parts.append(f"{_some([lag.name for lag in source.lags])} in the latest edition")
    never = sorted({area for one in source.periods for area in one.missing})
    if never and not parts:
        return f"{_some([_place(report, area) for area in never], 2)} in some periods"
    return "; ".join(parts) or NONE


def uniqueness_table(report: QualityReport) -> Table:
    """Each source: cells, and those that share their key with another."""

    def rows() -> Iterator[Row]:
        for source in report.sources:
            cells = sum(one.cells for one in source.periods)
            repeated = sum(one.repeated for one in source.periods)
            yield _row(_strong(source.spec.short_title), f"{cells:,}", f"{repeated:,}", share_text(repeated, cells))

    columns = (
        _left("Source", 50),
        _number("Current figures", 30),
        _number("Of these, beside another of the same place, period and breakdown", 40),
        _number("Share", 20),
    )
    return _table("uniqueness-table", "Figures that share place, period and breakdown, by source", columns, rows())


def timeliness_table(report: QualityReport) -> Table:
    """Each source: the latest period, how long it took, what the rule says, what is due."""

    def rows() -> Iterator[Row]:
        for source in report.sources:
            if not source.periods:
                continue
            latest = source.periods[-1]
            days = [one.days for one in source.periods if one.days is not None]
            lag = source.spec.release_lag_days
            late = f"{len(source.overdue):,} overdue" if source.overdue else "not yet due"
            yield _row(
                _strong(source.spec.short_title),
                _cell(
                    period_words(latest.period),
                    f"{months_words(latest.period.age_months(report.cut_off))} old at the cut-off",
                ),
                _cell(_days(latest), "estimated" if latest.estimated else "as released"),
                "[x]" if lag is None else f"{lag:,}",
                f"{max(days):,}" if days else NONE,
                _cell(
                    period_words(source.expected) if source.expected else "[x]",
                    f"due about {date_words(source.due)}: {late}" if source.due else "",
                ),
            )

    columns = (
        _left("Source", 34),
        _left("Latest period", 34),
        _number("Days to publication", 18),
        _number("Usual, days", 12),
        _number("Longest, days", 13),
        _left("Next", 45),
    )
    return _table("timeliness-table", "Timeliness by source", columns, rows())


def immature_table(report: QualityReport) -> Table:
    """Measures of cohorts: how much of each board's latest one has no outcome yet."""
    rows = []
    for one in report.immature:
        maturity = one.metric.maturity
        assert maturity is not None
        verdict = "may be read"
        share = one.figure.immature or Decimal(0)
        if share > maturity.hold_above:
            verdict = f"held back: above {percent_text(maturity.hold_above, 0)}"
        elif share > maturity.flag_above:
            verdict = f"flagged: above {percent_text(maturity.flag_above, 0)}"
        rows.append(
            _row(
                _strong(_place(report, one.board)),
                one.metric.name,
                period_words(one.figure.period),
                TableCell((immature_number(one.figure),)),
                verdict,
            )
        )
    columns = (
        _left("Board", 24),
        _left("Measure", 48),
        _left("Latest quarter", 32),
        _number("Without an outcome", 18),
        _left("What follows", 34),
    )
    return _table("immature-table", "Cohorts that have no outcome yet", columns, rows)


def validity_table(report: QualityReport) -> Table:
    """Each source: counts below nought, words on no list; and the measures' values out of range."""

    def rows() -> Iterator[Row]:
        for source in report.sources:
            negative = sum(one.negative for one in source.periods)
            said = next((caveat for caveat in source.spec.caveats if "negative" in caveat.lower()), "")
            words = [f"'{word.word}' ({word.cells:,})" for word in source.strange]
            yield _row(
                _strong(source.spec.short_title),
                _cell(f"{negative:,}"),
                said if negative else "",
                _some(words) if words else NONE,
            )

    columns = (
        _left("Source", 34),
        _number("Counts below nought", 22),
        _left("What its publisher means by them", 54),
        _left("Words on no list", 34),
    )
    outside = [figure.reference for figure in report.out_of_range]
    caption = "Validity by source" + (f"; outside 0% to 100%: {_some(outside)}" if outside else "")
    return _table("validity-table", caption, columns, rows())


def accuracy_table(report: QualityReport) -> Table:
    """Each pair of editions and field: how many cells were restated, and by how much."""

    def rows() -> Iterator[Row]:
        for source, sizes in groupby(report.revisions, key=lambda size: size.source):
            yield _heading(report.catalogue.sources[source].short_title)
            for size in sizes:
                yield _row(
                    _strong(_field(report, size), f"{size.earlier.file}, then {size.later.file}"),
                    _cell(f"{size.restated:,}", f"{size.gone:,} dropped, {size.added:,} new" if size.gone else ""),
                    _percent(size.mean_size),
                    _cell(_percent(size.most), _example(report, size)),
                    "[z]" if size.bias is None else signed(percent_text(size.bias)),
                )

    columns = (
        _left("Figures, and the two editions", 60),
        _number("Restated", 22),
        _number("Mean size", 14),
        _number("Largest", 34),
        _number("Mean with sign", 16),
    )
    return _table("accuracy-table", "Revisions between editions", columns, rows())


def _field(report: QualityReport, size: RevisionSize) -> str:
    words = report.catalogue.sources[size.source].fields.get(size.field, size.field.replace("_", " "))
    return f"{words[:1].upper()}{words[1:]}"


def _example(report: QualityReport, size: RevisionSize) -> str:
    one = size.largest
    if one is None:
        return ""
    where = f"{_place(report, one.area)}, {period_words(one.period)}"
    before, after = changed_texts(one.before, one.after)
    return f"{where}: {before}, then {after}"


def jumps_table(report: QualityReport) -> Table:
    """Each latest point outside its limits: value and limits."""
    rows = []
    for jump in report.jumps:
        series, kind = jump.series, jump.metric.kind
        segment = series.segments[-1]
        reference = series.latest.reference
        name = jump.metric.name
        if series.breakdown:
            name = f"{name} {jump.metric.breakdown_subjects.get(series.breakdown, series.breakdown)}"
        low, _, high = segment.at(len(series.figures) - 1)
        lower = limit_number(low, kind, reference, Aspect.LOWER_LIMIT)
        upper = limit_number(high, kind, reference, Aspect.UPPER_LIMIT)
        direction = series.signal.direction.value if series.signal else ""
        rows.append(
            _row(
                _strong(_place(report, jump.board)),
                TableCell((name,), (reference,)),
                period_words(series.latest.period),
                TableCell((figure_number(series.latest, kind),), (f"{direction} than expected",)),
                TableCell((lower, " to ", upper)),
            )
        )
    columns = (
        _left("Board", 22),
        _left("Measure", 60),
        _left("Period", 38),
        _number("Latest", 24),
        _number("Expected range", 24),
    )
    return _table("jumps-table", "Latest points outside their control limits", columns, rows)


# --- reconciliations ----------------------------------------------------------------------------------------------


def reconciliation_table(report: QualityReport, one: Reconciled) -> Table:
    """Period by period: all places together, each board's own, and the others that differ more than expected.

    Of several periods one after another in which every pair agrees the last stands in full, those before it in one row.
    """

    def rows() -> Iterator[Row]:
        periods = [(period, tuple(found)) for period, found in groupby(one.residuals, key=lambda each: each.period)]
        for agrees, group in groupby(periods, key=lambda pair: all(map(_agrees, pair[1]))):
            run = list(group)
            if agrees and len(run) > 1:
                yield _together(run[:-1])
                run = run[-1:]
            for period, found in run:
                yield from _of_period(report, period, found)

    columns = (
        _left("Period and place", 46),
        _number(one.spec.left.name, 28),
        _number(one.spec.right.name, 28),
        _number("Residual", 18),
        _number("Per cent", 16),
        _left("Verdict", 30),
    )
    return _table(f"{one.spec.id}-table", one.spec.title, columns, rows())


def _agrees(residual: Residual) -> bool:
    return residual.agreement is Agreement.AGREES


def _own(report: QualityReport, found: Sequence[Residual]) -> list[Residual]:
    places = {area for board in report.boards for area in (board.slug, *board.members)}
    return [each for each in found if each.area in places]


def _together(periods: Sequence[tuple[Period, Sequence[Residual]]]) -> Row:
    every = [each for _, found in periods for each in found]
    most = max(abs(each.residual) for each in every)
    count = f"{len(periods):,} period{'s' if len(periods) != 1 else ''}, {len(every):,} pair{'s' if len(every) != 1 else ''}"
    residual = f"up to {count_text(most)}" if most else "0"
    return _row(_strong(_span(periods[0][0], periods[-1][0]), count), "", "", residual, "", "all agree")


def _of_period(report: QualityReport, period: Period, found: Sequence[Residual]) -> Iterator[Row]:
    own = _own(report, found)
    if len(found) == 1 and not own:
        each = found[0]
        yield _row(_strong(period_words(period)), *_sides(each.left, each.right), each.agreement.value)
        return
    yield _heading(period_words(period))
    left, right = sum((each.left for each in found), Decimal(0)), sum((each.right for each in found), Decimal(0))
    agree = sum(map(_agrees, found))
    label = _cell(f"All {len(found):,} places that both have" if len(found) > 1 else _place(report, found[0].area))
    verdict = f"{agree:,} of {len(found):,} agree" if len(found) > 1 else found[0].agreement.value
    if len(found) > 1:
        yield _row(label, *_sides(left, right), verdict)
    for each in own:
        yield _row(_cell(_place(report, each.area)), *_sides(each.left, each.right), each.agreement.value, board=True)
    beyond = [each for each in found if each.agreement is Agreement.BEYOND and each not in own]
    beyond.sort(key=lambda each: -abs(each.share or Decimal(0)))
    for each in beyond[:PLACES_SHOWN]:
        yield _row(_cell(_place(report, each.area)), *_sides(each.left, each.right), each.agreement.value)


def _sides(left: Decimal, right: Decimal) -> tuple[str, str, str, str]:
    residual = left - right
    share = signed(percent_text(residual / right, 2)) if right else "[z]"
    return count_text(left), count_text(right), signed(count_text(residual)), share if residual else "0"


def not_compared_table(report: QualityReport) -> Table:
    """The reconciliations for which something is lacking."""
    rows = [
        _row(_strong(one.spec.title), f"{one.reason[:1].upper()}{one.reason[1:]}.")
        for one in report.reconciled
        if not one.residuals
    ]
    columns = (_left("What would be compared", 60), _left("Why it is not", 60))
    return _table("not-compared-table", "Reconciliations that cannot be made", columns, rows)


# --- in detail ----------------------------------------------------------------------------------------------------


def periods_table(report: QualityReport) -> Table:
    """Each source and period: places, cells, symbols, corrections, days until publication."""

    def rows() -> Iterator[Row]:
        for source in report.sources:
            if not source.periods:
                continue
            yield _heading(source.spec.short_title)
            earlier, shown = source.periods[:-PERIODS_SHOWN], source.periods[-PERIODS_SHOWN:]
            for one in reversed(shown):
                yield _period_row(_cell(period_words(one.period)), [one])
            if earlier:
                label = _cell(
                    _span(earlier[0].period, earlier[-1].period),
                    f"{len(earlier)} earlier period{'s' if len(earlier) != 1 else ''} together",
                )
                yield _period_row(label, earlier)

    columns = (
        _left("Period", 40),
        _number("Places; of expected figures", 26),
        _number("Cells", 18),
        _number("Symbols", 14),
        _number("Below nought; repeated", 22),
        _number("Days to publication", 20),
    )
    return _table("periods-table", "Counts of each source in its latest periods", columns, rows())


def _period_row(label: TableCell, periods: Sequence[PeriodQuality]) -> Row:
    present, expected = sum(one.present for one in periods), sum(one.expected for one in periods)
    days = sorted(one.days for one in periods if one.days is not None)
    return _row(
        label,
        f"{max(one.places for one in periods):,}; {share_text(present, expected)}",
        f"{sum(one.cells for one in periods):,}",
        f"{sum(one.absent for one in periods):,}",
        f"{sum(one.negative for one in periods):,}; {sum(one.repeated for one in periods):,}",
        _between(days),
    )


def _days(one: PeriodQuality) -> str:
    return "[z]" if one.days is None else f"{one.days:,}"


def _between(days: Sequence[int]) -> str:
    """The least to the most; `[z]` where every period is an earlier one of an edition that carries a whole series."""
    if not days:
        return "[z]"
    return f"{days[0]:,}" if days[0] == days[-1] else f"{days[0]:,} to {days[-1]:,}"


def notes_table(report: QualityReport) -> Table:
    """What was noted when each file was read."""
    notes = [(source, file, problem) for source in report.sources for file, problem in source.notes]
    rows = []
    for source, of_source in groupby(notes[:NOTES_SHOWN], key=lambda note: note[0].spec.short_title):
        rows.append(_heading(source))
        for _, file, problem in of_source:
            said: Words = (problem.sentence.removeprefix(f"{file}: "),)
            rows.append(_row(_cell(file), TableCell(said)))
    if len(notes) > NOTES_SHOWN:
        rows.append(_row(f"{len(notes) - NOTES_SHOWN:,} more", "Loading a file again with --again prints its notes."))
    return _table("notes-table", "Notes from loading", (_left("File", 44), _left("Note", 90)), rows)
