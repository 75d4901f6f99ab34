"""Tables: areas beside each other, sub-groups, changes. Numbers right, one decimal down a column, sign and word together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from assize.core.document import (
    Align,
    Aspect,
    CellContent,
    Column,
    Number,
    Row,
    Span,
    Table,
    TableCell,
    Words,
)
from assize.core.material import Material
from assize.core.nouns import Absence, Against, Comparison, Figure, Measured, Verdict
from assize.core.periods import Period, parse_period
from assize.core.specs import Cadence, Kind, MetricSpec, Vocabulary
from assize.core.wording import (
    NO_BREAK,
    absence_number,
    change_number,
    figure_number,
    immature_number,
    interval_numbers,
    part_number,
    period_words,
    unit_in_head,
)

NOT_JUDGED = "not judged"
AS_USUAL = "usual"
NO_PERCENT_UNDER = 30  # methods, section 8: no percentage change on a base under 30


def verdict_word(comparison: Comparison | None) -> str:
    """The word under a change: rose, fell, usual, no change, or not judged."""
    if comparison is None or comparison.difference is None:
        return ""
    if comparison.as_usual:
        return AS_USUAL
    return {
        Verdict.HIGHER: "rose",
        Verdict.LOWER: "fell",
        Verdict.NO_DIFFERENCE: "no change",
        Verdict.CANNOT: NOT_JUDGED,
    }[comparison.verdict]


def levels_table(material: Material, measured: Measured, metric: MetricSpec) -> Table:
    """What no chance can be reckoned for: each area that has a figure by its value, and by how much that moved."""
    latest = measured.series.latest
    steps = _steps(metric, latest.period)
    rows = []
    for slug in _order(material):
        figure = _at(material, measured, metric, slug, latest.period)
        own = slug == material.places.board
        if figure is None or (figure.value is None and not own):
            continue
        cells = [
            TableCell((material.area_name(slug),)),
            TableCell((unit_in_head(figure_number(figure, metric.kind), metric.kind),)),
        ]
        for against, period in steps:
            if own:
                cells.append(change_cell(measured.comparisons.get(against), figure, metric.kind))
            else:
                cells.append(_plain_change(material, measured, metric, figure, slug, period, against))
        rows.append(Row(tuple(cells), board=own))
    of = ", points" if metric.kind.percent else ""
    return Table(
        id=f"levels-{metric.id}{'-' + measured.breakdown if measured.breakdown else ''}",
        caption=f"{_name(metric, measured)} by area, {period_words(latest.period)}",
        columns=(
            Column(period_words(latest.period), Align.LEFT, Decimal("40")),
            Column(UNIT_HEADS.get(metric.kind, "Value"), Align.RIGHT, Decimal("18")),
            *(Column(f"{_CHANGES[against]}{of}", Align.RIGHT, Decimal("27")) for against, _ in steps),
        ),
        rows=tuple(rows),
    )


_CHANGES = {Against.QUARTER_BEFORE: "Change on the quarter before", Against.YEAR_BEFORE: "Change on a year earlier"}


def _steps(metric: MetricSpec, latest: Period) -> list[tuple[Against, Period]]:
    """What a figure is set beside in its own past: a yearly one has no quarter before it."""
    year = (Against.YEAR_BEFORE, latest.shifted(-12))
    return [year] if metric.cadence is Cadence.YEAR else [(Against.QUARTER_BEFORE, latest.later(-1)), year]


UNIT_HEADS = {Kind.SHARE: "Share, %", Kind.RATIO: "Ratio", Kind.BACKLOG: "Months", Kind.DURATION: "Days"}


def change_cell(comparison: Comparison | None, figure: Figure, kind: Kind) -> TableCell:
    """A change with its word under it; `[x]` where there is nothing to compare with."""
    if comparison is None:
        return TableCell((absence_number(Absence.NOT_AVAILABLE, figure.reference),))
    number = change_number(comparison, kind)
    word = verdict_word(comparison)
    return TableCell((number,), (word,) if word else ())


def areas_table(material: Material, measured: Measured, metric: MetricSpec) -> Table:
    """The board, the other forces of its region, the pool and the nation: counts, rate and interval in the latest period."""
    period = measured.series.latest.period
    rows = []
    held = [(slug, figure) for slug in _order(material) if (figure := _at(material, measured, metric, slug, period))]
    scale = _scale([figure for _, figure in held])
    nation = next((figure for slug, figure in held if slug == material.places.nation), None)
    for slug, figure in held:
        rows.append(
            Row(
                (
                    TableCell((material.area_name(slug),)),
                    TableCell(_counts(figure)),
                    TableCell((unit_in_head(figure_number(figure, metric.kind), metric.kind),)),
                    TableCell(_interval_words(figure, metric.kind)),
                    TableCell(_span(figure, scale, nation, material.area_name(slug), metric.kind)),
                ),
                board=slug == material.places.board,
            )
        )
    counted = metric.counted[:1].upper() + metric.counted[1:] if metric.counted else "Count"
    unit = "Rate, %" if metric.kind is Kind.PROPORTION else f"Per {metric.multiplier:,}"
    head = f"{counted}, of all {metric.unit}" if metric.kind is Kind.PROPORTION else f"{counted}; {metric.unit}"
    return Table(
        id=f"areas-{metric.id}{'-' + measured.breakdown if measured.breakdown else ''}",
        caption=f"{_name(metric, measured)} by area, {period_words(period)}",
        columns=(
            Column(period_words(period), Align.LEFT, Decimal("31")),
            Column(head, Align.RIGHT, Decimal("37")),
            Column(unit, Align.RIGHT, Decimal("12")),
            Column("95% interval", Align.RIGHT, Decimal("21")),
            Column(f"Dashed: E{NO_BREAK}and{NO_BREAK}W" if nation else "Side by side", Align.LEFT, Decimal("19")),
        ),
        rows=tuple(rows),
    )


def cohorts_table(measured: Measured, metric: MetricSpec) -> Table:
    """Young cohorts beside those of a year earlier, as both stood at one age: rate, counts, what had no outcome by then."""
    rows = []
    for pair in measured.same_age:
        figure, earlier = pair.figure, pair.other
        if earlier is None:
            continue
        word = _COHORT_WORDS[pair.verdict] if pair.difference is not None else ""
        rows.append(
            Row(
                (
                    TableCell((period_words(figure.period),), (f"{figure.age_days} days old",)),
                    *_cohort_cells(figure, metric),
                    *_cohort_cells(earlier, metric),
                    TableCell((change_number(pair, metric.kind),), (word,) if word else ()),
                )
            )
        )
    unit = "%" if metric.kind.percent else f"per {metric.multiplier:,}"
    points = " in points" if metric.kind.percent else ""  # no comma: at the end of a line it hangs in the margin
    return Table(
        id=f"cohorts-{metric.id}",
        caption=f"{_name(metric, measured)}: young cohorts at the age of those a year earlier",
        columns=(
            Column(f"{metric.unit.capitalize()} of", Align.LEFT, Decimal("25")),
            Column(value_head(metric), Align.RIGHT, Decimal("23")),
            Column("No outcome yet, %", Align.RIGHT, Decimal("14")),
            Column(f"Year before, {unit}", Align.RIGHT, Decimal("23")),
            Column("No outcome then, %", Align.RIGHT, Decimal("14")),
            Column(f"Difference{points}", Align.RIGHT, Decimal("22")),
        ),
        rows=tuple(rows),
    )


_COHORT_WORDS = {
    Verdict.HIGHER: "higher",
    Verdict.LOWER: "lower",
    Verdict.NO_DIFFERENCE: "no difference",
    Verdict.CANNOT: NOT_JUDGED,
}


def _cohort_cells(figure: Figure, metric: MetricSpec) -> tuple[TableCell, TableCell]:
    """The rate with its counts below, and the share of the cohort that had no outcome."""
    rate = unit_in_head(figure_number(figure, metric.kind), metric.kind)
    return TableCell((rate,), _counts(figure)), TableCell((unit_in_head(immature_number(figure), Kind.PROPORTION),))


def _name(metric: MetricSpec, measured: Measured) -> str:
    """The measure, and which sub-group of it: no two tables of a document have one caption."""
    return f"{metric.name} {metric.breakdown_subjects.get(measured.breakdown, '')}".strip()


def changes_table(material: Material, measured: Measured, metric: MetricSpec) -> Table:
    """A count: each area by its change, never by level."""
    latest = measured.series.latest
    steps = _steps(metric, latest.period)
    rows = []
    for slug in _order(material):
        figure = _at(material, measured, metric, slug, latest.period)
        if figure is None:
            continue
        own = slug == material.places.board
        cells = [TableCell((material.area_name(slug),))]
        for against, period in steps:
            if own:
                cells.append(change_cell(measured.comparisons.get(against), figure, metric.kind))
            else:
                cells.append(_plain_change(material, measured, metric, figure, slug, period, against))
        rows.append(Row(tuple(cells), board=own))
    return Table(
        id=f"changes-{metric.id}{'-' + measured.breakdown if measured.breakdown else ''}",
        caption=f"{_name(metric, measured)}: change by area, {period_words(latest.period)}",
        columns=(
            Column(period_words(latest.period), Align.LEFT, Decimal("44")),
            *(Column(f"{_CHANGES[against]}, %", Align.RIGHT, Decimal("34")) for against, _ in steps),
        ),
        rows=tuple(rows),
    )


def split_table(
    material: Material,
    metric: MetricSpec,
    vocabulary: Vocabulary,
    figures: Sequence[Figure],
    nation: Mapping[str, Figure],
) -> Table:
    """Sub-groups: the board's counts, rate and interval, and the nation's rate."""
    rows = []
    for figure in figures:
        beside = nation.get(figure.breakdown)
        rate = metric.kind is not Kind.COUNT
        cells = [TableCell((vocabulary.names[figure.breakdown].capitalize(),))]
        if rate:
            cells.append(TableCell(_counts(figure)))
        cells.append(TableCell((unit_in_head(figure_number(figure, metric.kind), metric.kind),)))
        if rate:
            cells.append(TableCell(_interval_words(figure, metric.kind)))
            cells.append(
                TableCell(
                    (unit_in_head(figure_number(beside, metric.kind), metric.kind),)
                    if beside
                    else (absence_number(Absence.NOT_AVAILABLE, figure.reference),)
                )
            )
        rows.append(Row(tuple(cells)))
    first = Column(vocabulary.title, Align.LEFT, Decimal("45"))
    if metric.kind is Kind.COUNT:
        columns: tuple[Column, ...] = (first, Column(metric.unit.capitalize(), Align.RIGHT, Decimal("30")))
    else:
        columns = (
            first,
            Column(f"{metric.counted.capitalize()}, of all {metric.unit}", Align.RIGHT, Decimal("28")),
            Column("Rate, %", Align.RIGHT, Decimal("14")),
            Column("95% interval", Align.RIGHT, Decimal("20")),
            Column("England and Wales, %", Align.RIGHT, Decimal("20")),
        )
    period = figures[0].period
    return Table(
        id=f"split-{metric.id}-{vocabulary.dimension.replace('_', '-')}",
        caption=f"{metric.name} by {vocabulary.title.lower()}, {material.names.board}, {period_words(period)}",
        columns=columns,
        rows=tuple(rows),
    )


def symbol_words(table: Table) -> str:
    """What the symbols in a table mean, for the line below it; empty where there are none."""
    texts = {
        part.text
        for row in table.rows
        for cell in row.cells
        if isinstance(cell.content, tuple)
        for part in cell.content
        if isinstance(part, Number) and part.value is None
    }
    said = [f"{text} {words}" for text, words in SYMBOLS.items() if text in texts]
    return f"{', '.join(said)}." if said else ""


SYMBOLS = {
    "[x]": "not available",
    "[z]": "not applicable",
    "[c]": "confidential",
    "[b]": "break in the series, so not compared",
    "[low]": "low, but not nought",
}


# --- cells --------------------------------------------------------------------------------------------------------


def _order(material: Material) -> tuple[str, ...]:
    places = material.places
    pool = (places.pool,) if places.pool else ()
    return (places.board, *places.others, *pool, places.nation)


def _at(material: Material, measured: Measured, metric: MetricSpec, slug: str, period: Period) -> Figure | None:
    return material.figure(metric.id, slug, period, measured.breakdown)


def _counts(figure: Figure) -> Words:
    numerator, denominator = part_number(figure, Aspect.NUMERATOR), part_number(figure, Aspect.DENOMINATOR)
    if numerator.value is None or denominator.value is None or figure.value is None:
        return (absence_number(figure.absence or Absence.NOT_AVAILABLE, figure.reference),)
    return (numerator, " of ", denominator)


def _interval_words(figure: Figure, kind: Kind) -> Words:
    ends = interval_numbers(figure, kind)
    if ends is None:
        return (absence_number(figure.absence or Absence.NOT_APPLICABLE, figure.reference),)
    return (unit_in_head(ends[0], kind), " to ", unit_in_head(ends[1], kind))


def areas_value(figure: Figure, kind: Kind) -> Number:
    """An area's value in a column whose head has the unit."""
    return unit_in_head(figure_number(figure, kind), kind)


def value_head(metric: MetricSpec) -> str:
    """The head of a column of values: what stands there, and its unit."""
    heads = {Kind.PROPORTION: "Rate, %", Kind.RATE: f"Per {metric.multiplier:,}", **UNIT_HEADS}
    return heads.get(metric.kind, "Value")


def _scale(figures: Sequence[Figure]) -> tuple[Decimal, Decimal]:
    ends = [Decimal(str(end)) for f in figures if f.interval for end in (f.interval.lower, f.interval.upper)]
    return (min(ends), max(ends)) if ends else (Decimal(0), Decimal(1))


def _span(figure: Figure, scale: tuple[Decimal, Decimal], nation: Figure | None, name: str, kind: Kind) -> CellContent:
    if figure.value is None or figure.interval is None:
        return (absence_number(figure.absence or Absence.NOT_AVAILABLE, figure.reference),)
    ends = interval_numbers(figure, kind)
    assert ends is not None
    return Span(
        lower=Decimal(str(figure.interval.lower)),
        value=figure.value,
        upper=Decimal(str(figure.interval.upper)),
        scale_minimum=scale[0],
        scale_maximum=scale[1],
        reference=nation.value if nation else None,
        alt=f"{name}: {figure_number(figure, kind).text}, interval {ends[0].text} to {ends[1].text}.",
    )


def _plain_change(
    material: Material,
    measured: Measured,
    metric: MetricSpec,
    figure: Figure,
    slug: str,
    period: Period,
    against: Against,
) -> TableCell:
    other = _at(material, measured, metric, slug, period)
    starts = [parse_period(change.period).first_day for change in metric.breaks]
    if any(period.first_day < start <= figure.period.last_day for start in starts):
        broken = Comparison(against, figure, other, None, None, None, Verdict.CANNOT, broken=True)
        return TableCell((change_number(broken, metric.kind),))
    if other is None or figure.value is None or other.value is None or (metric.kind is Kind.COUNT and not other.value):
        return TableCell((absence_number(Absence.NOT_AVAILABLE, figure.reference),))
    difference = figure.value - other.value
    relative = difference / other.value if other.value >= NO_PERCENT_UNDER else None
    comparison = Comparison(against, figure, other, difference, relative, None, Verdict.CANNOT)
    return TableCell((change_number(comparison, metric.kind),))
