"""The sheet of the workbook that says how each measure was judged: limits, rules, seasons, trend, index."""

from __future__ import annotations

from decimal import Decimal

from assize.compose.tables import verdict_word
from assize.core.document import Align, Aspect, Column, Layout, Row, Section, Table, TableCell, Text, Words
from assize.core.material import Material, MeasureKey
from assize.core.nouns import Against, LongRun, Measured, Series, Verdict
from assize.core.specs import MetricSpec
from assize.core.wording import (
    capitalised,
    figure_number,
    index_number,
    limit_number,
    number_word,
    period_words,
    rate_text,
    slope_number,
)

NONE = "None"
_HEADS = (
    ("Measure", Align.LEFT, "34"),
    ("Group", Align.LEFT, "22"),
    ("Latest period", Align.LEFT, "24"),
    ("Value", Align.RIGHT, "12"),
    ("Judgement", Align.LEFT, "22"),
    ("Rung of the wording", Align.LEFT, "12"),
    ("Rules", Align.LEFT, "12"),
    ("Points judged", Align.RIGHT, "10"),
    ("Lower limit", Align.RIGHT, "12"),
    ("Mean", Align.RIGHT, "12"),
    ("Upper limit", Align.RIGHT, "12"),
    ("Rule at the latest point", Align.LEFT, "26"),
    ("Season (Friedman's test, 1%)", Align.LEFT, "26"),
    ("On the quarter before", Align.LEFT, "14"),
    ("On the year before", Align.LEFT, "14"),
    ("At the age of a year before", Align.LEFT, "16"),
    ("Trend over the stretch", Align.LEFT, "30"),
    ("Change a year", Align.RIGHT, "12"),
    ("Same quarter of 2019 = 100", Align.RIGHT, "12"),
    ("Reference", Align.LEFT, "46"),
)
_COLUMNS = (
    "Limits are those at the latest point: where there is a season, for its time of year; they are not cut at nought or at "
    "100%, as drawings cut them. The rung is that of the wording ladder, 0 to 6, by which the sentences were written; assize "
    "explain gives what each stands on.",
    "Change a year is Sen's slope over the stretch since the last break, its seasons taken out: in percentage points for a "
    "share. It says nothing where the trend is none. The index is not judged.",
)


def judging_section(material: Material) -> Section:
    """A row a measure and group that the board has a figure of, in the order of the catalogue."""
    order = {name: at for at, name in enumerate(material.catalogue.metrics)}
    keys = sorted(material.measured, key=lambda key: (order[key[0]], key[1]))
    table = Table(
        id="judging",
        caption=f"How each measure was judged, {material.names.board}",
        columns=tuple(Column(head, align, Decimal(width)) for head, align, width in _HEADS),
        rows=tuple(_row(material, key) for key in keys),
    )
    return Section(
        id="judging",
        layout=Layout.LIST,
        theme="",
        headline=("How each measure was judged",),
        subtitle=(f"{material.names.board}, up to {period_words(material.quarter)}.",),
        blocks=(Text(tuple((words,) for words in _COLUMNS)), table),
    )


def _row(material: Material, key: MeasureKey) -> Row:
    measured, metric = material.measured[key], material.catalogue.metrics[key[0]]
    series, finding = measured.series, material.findings[key]
    latest = series.latest
    group = capitalised(metric.breakdown_subjects.get(key[1], "").removeprefix("for ")) or "All"
    early = latest.value is None and latest.flagged
    cells: tuple[Words, ...] = (
        (metric.name,),
        (group,),
        (period_words(latest.period),),
        (figure_number(latest, metric.kind),),
        (capitalised("too early to read" if early else series.judgement.value),),
        (finding.level.value,),
        (series.ruleset,),
        (str(_points(series)),),
        *_limits(series, metric),
        (_rule(series),),
        (_season(series),),
        (_change(measured, Against.QUARTER_BEFORE),),
        (_change(measured, Against.YEAR_BEFORE),),
        (_at_one_age(measured),),
        (_trend(measured.long_run),),
        _slope(measured, metric),
        (index_number(latest, measured.base),) if measured.base is not None else (NONE,),
        (latest.reference,),
    )
    return Row(tuple(TableCell(cell) for cell in cells))


def _points(series: Series) -> int:
    """Of the stretch that is judged; of a series that is not, all that are held."""
    return series.held if series.stretch else sum(figure.value is not None for figure in series.figures)


def _limits(series: Series, metric: MetricSpec) -> tuple[Words, Words, Words]:
    """As the rules use them: a lower limit may lie below nought, and that of a share above 100%."""
    if series.stretch is None:
        return (NONE,), (NONE,), (NONE,)
    low, mean, high = series.stretch.at(len(series.figures) - 1)
    reference, kind = series.latest.reference, metric.kind
    return (
        (limit_number(low, kind, reference, Aspect.LOWER_LIMIT, cut=False),),
        (limit_number(mean, kind, reference, Aspect.MEAN, cut=False),),
        (limit_number(high, kind, reference, Aspect.UPPER_LIMIT, cut=False),),
    )


def _rule(series: Series) -> str:
    signal = series.signal
    if signal is None:
        return NONE
    slight = "; not without screening" if series.depends_on_screening else ""
    return f"{capitalised(signal.rule.value)}, {signal.direction.value}, {signal.run} in a row{slight}"


def _season(series: Series) -> str:
    if series.stretch is None or (test := series.stretch.season_test) is None:
        return NONE
    if test.statistic is None or test.needed is None:
        return "Not enough quarters to tell"
    size = f"{rate_text(Decimal(str(test.statistic)))} against {rate_text(Decimal(str(test.needed)))}"
    return f"{'Found' if series.seasonal else 'Not found'} in {number_word(test.years)} years: {size}"


def _change(measured: Measured, against: Against) -> str:
    """The word that stands under the change in the tables."""
    word = verdict_word(measured.comparisons.get(against))
    return capitalised(word) if word and measured.series.latest.value is not None else "Cannot be compared"


def _at_one_age(measured: Measured) -> str:
    """Of a young cohort: how it stands to that of a year earlier at the same age, and why it is not judged."""
    pair = next((one for one in measured.same_age if one.figure.period == measured.series.latest.period), None)
    if pair is None:
        return NONE
    word = {Verdict.HIGHER: "Higher", Verdict.LOWER: "Lower", Verdict.NO_DIFFERENCE: "No evidence of a change"}
    return word.get(pair.verdict, f"Not judged: {pair.reason}")


def _trend(run: LongRun | None) -> str:
    if run is None or run.verdict is Verdict.CANNOT:
        return "Cannot be told" if run is None else f"Cannot be told: {run.reason}"
    way = {Verdict.HIGHER: "Rising", Verdict.LOWER: "Falling"}.get(run.verdict, "No evidence of one")
    return f"{way}, {run.points} points, {run.test}"


def _slope(measured: Measured, metric: MetricSpec) -> Words:
    run = measured.long_run
    if run is None or run.slope is None or run.verdict not in (Verdict.HIGHER, Verdict.LOWER):
        return (NONE,)
    return (slope_number(run.slope, metric.kind, measured.series.latest.reference),)
