"""Cases in, out and open: the drawing with its projection, how wrong that was before, and what a level by a day takes."""

from __future__ import annotations

from decimal import Decimal

from assize.compose.axes import start_words, value_axis
from assize.compose.exhibits import source_words, unconfirmed
from assize.core.document import (
    PROJECTION,
    Align,
    Aspect,
    Block,
    Callout,
    CalloutKind,
    Category,
    Chart,
    ChartKind,
    Column,
    KeyFigure,
    KeyFigures,
    Layout,
    Limits,
    Line,
    Number,
    Point,
    Role,
    Row,
    Section,
    Strong,
    Table,
    TableCell,
    Text,
    Words,
)
from assize.core.flows import CaseFlow, FlowQuarter
from assize.core.material import Material
from assize.core.nouns import Absence, Figure
from assize.core.periods import Period
from assize.core.specs import Kind, MetricSpec
from assize.core.wording import (
    absence_number,
    capitalised,
    count_text,
    date_words,
    derived_number,
    figure_number,
    months_words,
    number_word,
    percent_text,
    period_words,
    signed,
    span_words,
    value_format,
    year_label,
)

QUARTERS = 16  # drawn, before those projected
ROWS = 6
FEWEST_TRIALS = 8  # past projections without which no interval is given


def flow_exhibit(material: Material, metric: MetricSpec) -> Section | None:
    """The section of a count of open cases and its receipts and disposals; None where one of the three is not held."""
    flow = material.flows.get(metric.id)
    if flow is None:
        return None
    last = flow.latest
    figures = [figure for each in flow.quarters for figure in (each.open, each.receipts, each.disposals)]
    blocks: list[Block] = [
        KeyFigures(_strip(material, flow)),
        flow_chart(material, metric, flow),
        Text(_reading(flow), heading="Reading"),
        _table(metric, flow),
        Callout(CalloutKind.CAVEAT, (_RESIDUAL,)),
        Callout(CalloutKind.SOURCE, source_words(material, figures, last.open.reference)),
    ]
    return Section(
        id=f"{metric.id}-flow",
        layout=Layout.EXHIBIT,
        theme=material.catalogue.themes[metric.theme],
        headline=(
            f"In {period_words(last.period)}, ", _count(last.receipts), " cases came in, ", _count(last.disposals),
            " were finished and ", _count(last.open), " stayed open",
        ),
        subtitle=(
            f"{metric.short_name}, received and finished. {material.names.board}, "
            f"{span_words(flow.quarters[-QUARTERS:][0].period, last.period)}.{unconfirmed(metric)}",
        ),
        blocks=tuple(blocks),
    )  # fmt: skip


_RESIDUAL = (
    "The residual is what the count of open cases has that receipts and disposals do not explain: transfers, re-openings and "
    "corrections. It is shown, and never forced to nought. A projection says where the pace leads, not what will happen."
)


def _count(figure: Figure) -> Number:
    return figure_number(figure, Kind.COUNT)


def _of(flow: CaseFlow, value: float, aspect: Aspect) -> Number:
    """A count made from the flow, under the latest count of open cases."""
    return derived_number(Decimal(str(value)), Kind.COUNT, flow.latest.open.reference, aspect)


# --- numbers of a quarter -----------------------------------------------------------------------------------------


def _cleared(quarter: FlowQuarter) -> Number:
    reference = quarter.open.reference
    if quarter.clearance is None:
        return absence_number(Absence.NOT_APPLICABLE, reference)
    value = Decimal(str(quarter.clearance))
    return Number(percent_text(value, 0), value, "0%", reference, Aspect.CLEARANCE)


def _months(quarter: FlowQuarter) -> Number:
    reference = quarter.open.reference
    if quarter.months is None:
        return absence_number(Absence.NOT_APPLICABLE, reference)
    return derived_number(Decimal(str(quarter.months)), Kind.BACKLOG, reference, Aspect.MONTHS)


def _residual(quarter: FlowQuarter) -> Number:
    reference = quarter.open.reference
    if quarter.residual is None:
        return absence_number(Absence.NOT_AVAILABLE, reference)
    value = Decimal(str(quarter.residual))
    return Number(signed(count_text(value)), value, '+#,##0;"−"#,##0;0', reference, Aspect.RESIDUAL)


# --- pieces of the page -------------------------------------------------------------------------------------------


def _strip(material: Material, flow: CaseFlow) -> tuple[KeyFigure, ...]:
    last = flow.latest
    age = months_words(last.period.age_months(material.cut_off))
    return (
        KeyFigure((period_words(last.period), f" ({age} old)")),
        KeyFigure(("Clearance ratio: ", _cleared(last))),
        KeyFigure(("Work in hand at its pace: ", _months(last), " months")),
    )


def _reading(flow: CaseFlow) -> tuple[Words, ...]:
    end = flow.projected[-1]
    value = _of(flow, end.value, Aspect.PROJECTED)
    net = Decimal(str(flow.net))
    pace = Number(signed(count_text(net)), net, '+#,##0;"−"#,##0;0', flow.latest.open.reference, Aspect.NET)
    first: list[Words] = [
        ("If open cases go on as over the last year (", pace, " a quarter), ", value,
         f" are open at the end of {_month(end.period)}"),
    ]  # fmt: skip
    if end.lower is not None and end.upper is not None:
        first[0] = (*first[0], "; 80% interval ", _of(flow, end.lower, Aspect.LOWEST), " to ",
                    _of(flow, end.upper, Aspect.HIGHEST), ".")  # fmt: skip
    else:
        first[0] = (*first[0], ".")
    return (*first, _past_words(flow), *_needed_words(flow))


def _past_words(flow: CaseFlow) -> Words:
    """How wrong the same projection was: what the interval is made of."""
    past = flow.past
    if past is None or past.trials < FEWEST_TRIALS:
        held = number_word(past.trials) if past else "none"
        return (f"No interval: of {number_word(FEWEST_TRIALS)} past projections that it needs, {held} can be tried.",)
    usual = _of(flow, past.error, Aspect.PAST_ERROR)
    bias = _of(flow, abs(past.bias), Aspect.PAST_BIAS)
    side = "too low" if past.bias > 0 else "too high"
    tried = f"Tried at {number_word(past.trials)} past quarters, {number_word(past.ahead)} ahead, it was wrong by "
    return (tried, usual, " (root mean square), on average ", bias, f" {side}.")


def _needed_words(flow: CaseFlow) -> tuple[Words, ...]:
    needed = flow.needed
    if needed is None:
        return ()
    level = _of(flow, needed.level, Aspect.LEVEL)
    disposals = _of(flow, needed.disposals, Aspect.NEEDED)
    more = _of(flow, abs(needed.more), Aspect.MORE)
    side = "more" if needed.more >= 0 else "fewer"
    return (
        ("To have ", level, f" open by {date_words(needed.by)} takes ", disposals, " disposals a quarter, ", more,
         f" {side} than in the last year, if receipts stay as they were."),
    )  # fmt: skip


def _month(period: Period) -> str:
    return period_words(period).split(" to ")[-1]


def _table(metric: MetricSpec, flow: CaseFlow) -> Table:
    rows = [
        Row(
            (
                TableCell((period_words(quarter.period),)),
                TableCell((_count(quarter.receipts),)),
                TableCell((_count(quarter.disposals),)),
                TableCell((_cleared(quarter),)),
                TableCell((_count(quarter.open),)),
                TableCell((_residual(quarter),)),
                TableCell((_months(quarter),)),
            ),
            board=quarter is flow.latest,
        )
        for quarter in reversed(flow.quarters[-ROWS:])
    ]
    return Table(
        id=f"flow-{metric.id}",
        caption=f"{metric.short_name}: what came in, was finished and stayed open, by quarter",
        columns=(
            Column("Quarter", Align.LEFT, Decimal("37")),
            Column("Came in", Align.RIGHT, Decimal("13")),
            Column("Finished", Align.RIGHT, Decimal("15")),
            Column("Clearance", Align.RIGHT, Decimal("16")),
            Column("Open at the end", Align.RIGHT, Decimal("14")),
            Column("Residual", Align.RIGHT, Decimal("14")),
            Column("Months in hand", Align.RIGHT, Decimal("14")),
        ),
        rows=tuple(rows),
    )


def flow_chart(material: Material, metric: MetricSpec, flow: CaseFlow) -> Chart:
    """Open cases as the board's line, receipts and disposals beside it, and the quarters to come as intervals."""
    shown = flow.quarters[-QUARTERS:]
    coming = flow.projected
    periods = [*(quarter.period for quarter in shown), *(one.period for one in coming)]
    blank = (None,) * len(coming)

    def line(name: str, role: Role, figures: list[Figure]) -> Line:
        return Line(name, role, (*(Point(_count(figure)) for figure in figures), *blank))

    lines = (
        line("Came in", Role.NATION, [quarter.receipts for quarter in shown]),
        line("Finished", Role.REGION, [quarter.disposals for quarter in shown]),
        line("Open", Role.BOARD, [quarter.open for quarter in shown]),
    )
    ends = tuple(
        (
            _of(flow, one.value if one.lower is None else one.lower, Aspect.LOWEST),
            _of(flow, one.value, Aspect.PROJECTED),
            _of(flow, one.value if one.upper is None else one.upper, Aspect.HIGHEST),
        )
        for one in coming
    )
    values = [point.number.value for each in lines for point in each.points if point and point.number.value is not None]
    values += [number.value for pair in ends for number in pair if number.value is not None]
    axis = value_axis(values, Kind.COUNT, from_zero=True)
    level = flow.needed
    target = _of(flow, level.level, Aspect.LEVEL) if level is not None else None
    bounded = coming[-1].lower is not None
    note: Words = (
        f"Boxes: {PROJECTION.whole if bounded else 'the projection'} if open cases go on as over the last year"
        f"{', from how wrong the same projection was before' if bounded else '; too few past quarters for an interval'}. "
        f"{start_words(axis, Kind.COUNT)}",
    )
    return Chart(
        id=f"flow-{metric.id}",
        kind=ChartKind.FLOW,
        caption=(Strong(metric.short_name), ", cases that came in, were finished and stayed open"),
        note=note,
        alt=_alt(material, metric, flow),
        axis=axis,
        number_format=value_format(Kind.COUNT),
        categories=tuple(Category(period_words(period), year_label(period)) for period in periods),
        lines=lines,
        limits=(Limits(len(shown), len(periods) - 1, *ends[-1], by_category=ends),),
        target=target,
    )


def _alt(material: Material, metric: MetricSpec, flow: CaseFlow) -> str:
    last, end = flow.latest, flow.projected[-1]
    counts = [quarter.open for quarter in flow.quarters[-QUARTERS:]]
    low = min(counts, key=lambda figure: figure.value or Decimal(0))
    high = max(counts, key=lambda figure: figure.value or Decimal(0))
    interval = ""
    if end.lower is not None and end.upper is not None:
        interval = f", 80% interval {count_text(Decimal(str(end.lower)))} to {count_text(Decimal(str(end.upper)))}"
    counted = capitalised(metric.counted or "open cases")
    spell = span_words(flow.quarters[-QUARTERS:][0].period, last.period)
    return (
        f"Lines of cases that came in, were finished and stayed open in {material.names.board}, {spell}. {counted}: lowest "
        f"{_count(low).text} in {period_words(low.period)}, highest {_count(high).text} in {period_words(high.period)}, "
        f"latest {_count(last.open).text}; {_count(last.receipts).text} came in and {_count(last.disposals).text} were "
        f"finished. If the pace goes on, {count_text(Decimal(str(end.value)))} are open at the end of {_month(end.period)}"
        f"{interval}."
    )
