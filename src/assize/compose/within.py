"""Within the area: one measure over the smaller places of the board, side by side, a year apart."""

from __future__ import annotations

from decimal import Decimal

from assize.compose.charts import place_bars
from assize.compose.exhibits import source_words, unconfirmed
from assize.compose.tables import UNIT_HEADS
from assize.core.document import (
    Align,
    Block,
    Callout,
    CalloutKind,
    Column,
    KeyFigure,
    KeyFigures,
    Layout,
    Row,
    Section,
    Table,
    TableCell,
    Words,
)
from assize.core.material import Material
from assize.core.nouns import AreaKind, Figure
from assize.core.periods import Period
from assize.core.specs import Kind, MetricSpec
from assize.core.wording import capitalised, figure_number, interval_numbers, months_words, number_word, period_words

THEME = "Within the area"
MOST_BARS = 15  # that stand in the place of a chart; the table has all of them
IN_NONE = "unassigned-"  # how the place of what a force could place in no partnership begins
_CALLED = {
    AreaKind.COURT: ("court", "courts"),
    AreaKind.PART: ("area of the courts", "areas of the courts"),
    AreaKind.LOCAL_AUTHORITY: ("local authority", "local authorities"),
    AreaKind.PARTNERSHIP: ("community safety partnership", "community safety partnerships"),
}


def within_exhibit(material: Material, metric: MetricSpec) -> Section | None:
    """The section of one measure; None where fewer than two places have a figure in the latest period."""
    places = material.within.get(metric.id, ())
    period = _latest(material, metric, places)
    if period is None:
        return None
    found = [(place, material.figure(metric.id, place, period)) for place in places]
    held = [(place, figure) for place, figure in found if figure is not None and figure.value is not None]
    # What lies in none of them is no place: it stands last in the table, and is neither counted nor compared.
    rest = [pair for pair in held if pair[0].startswith(IN_NONE)]
    held = [pair for pair in held if pair not in rest]
    if len(held) < 2:
        return None
    held.sort(key=lambda pair: (-(pair[1].value or Decimal(0)), material.area_name(pair[0])))
    one, many = _CALLED[_kind(material, metric)]
    whole = material.figure(metric.id, material.places.board, period)
    blocks: list[Block] = [
        KeyFigures((
            KeyFigure((period_words(period), f" ({months_words(period.age_months(material.cut_off))} old)")),
            KeyFigure((f"{capitalised(number_word(len(held)))} {many if len(held) > 1 else one}, largest first",)),
        )),
        place_bars(material, metric, held[:MOST_BARS], one),
        _table(material, metric, period, [*held, *rest], whole, one),
        Callout(CalloutKind.NOTE, (metric.definition, *_look_up_words(material, metric))),
        *(Callout(CalloutKind.CAVEAT, (caveat,)) for caveat in metric.caveats[:1]),
        Callout(CalloutKind.SOURCE, source_words(material, [figure for _, figure in [*held, *rest]], held[0][1].reference)),
    ]  # fmt: skip
    return Section(
        id=f"{metric.id}-within-the-area",
        layout=Layout.EXHIBIT,
        theme=THEME,
        headline=_headline(material, metric, held, many),
        subtitle=(f"{metric.name}, by {one}. {material.names.board}, {period_words(period)}.{unconfirmed(metric)}",),
        blocks=tuple(blocks),
    )


def _kind(material: Material, metric: MetricSpec) -> AreaKind:
    sources = [material.catalogue.sources[one.source] for one in metric.within or metric.numerators]
    return next(kind for source in sources for kind in _CALLED if kind in source.observes)


def _latest(material: Material, metric: MetricSpec, places: tuple[str, ...]) -> Period | None:
    inside = set(places)
    periods = {
        figure.period
        for figure in material.figures.values()
        if figure.metric == metric.id and figure.area in inside and figure.value is not None and not figure.breakdown
    }
    return max(periods, default=None)


def _headline(material: Material, metric: MetricSpec, held: list[tuple[str, Figure]], many: str) -> Words:
    place, figure = held[0]
    number = figure_number(figure, metric.kind)
    count = metric.kind is Kind.COUNT
    what = (metric.counted or metric.unit) if count else metric.short_name.lower()
    if len(held) == 2:
        than = f"{'more' if count else 'a higher'} {what} than {material.area_name(held[1][0])}"
        return (
            f"{material.area_name(place)} has {than}: ",
            number,
            " against ",
            figure_number(held[1][1], metric.kind),
        )
    most = "the most" if count else "the highest"
    return (
        f"{material.area_name(place)} has {most} {what} of the {number_word(len(held))} {many}: ",
        number,
    )


def _look_up_words(material: Material, metric: MetricSpec) -> Words:
    if _kind(material, metric) in (AreaKind.COURT, AreaKind.PART):
        return (" A case is counted at the court that holds it, wherever the offence was.",)
    return (" Each place is counted once, by the boundaries of the look-up that fits the figures.",)


def _table(
    material: Material,
    metric: MetricSpec,
    period: Period,
    held: list[tuple[str, Figure]],
    whole: Figure | None,
    called: str,
) -> Table:
    before = period.shifted(-12)
    proportion = metric.kind.sampled
    lines = [*held, *([(material.places.board, whole)] if whole is not None and whole.value is not None else [])]
    rows = []
    for place, figure in lines:
        earlier = material.figure(metric.id, place, before)
        cells = [
            TableCell((material.area_name(place),)),
            TableCell((figure_number(figure, metric.kind),)),
        ]
        if proportion:
            ends = interval_numbers(figure, metric.kind)
            cells.append(TableCell((ends[0], " to ", ends[1]) if ends else ("",)))
        cells.append(TableCell((figure_number(earlier, metric.kind),) if earlier else ("not held",)))
        rows.append(Row(tuple(cells), board=place == material.places.board))
    unit = {Kind.PROPORTION: "Rate, %", Kind.RATE: f"Per {metric.multiplier:,}", **UNIT_HEADS}.get(
        metric.kind, capitalised(metric.unit)
    )
    columns = [
        Column(capitalised(called), Align.LEFT, Decimal("50")),
        Column(f"{unit}, {period_words(period)}", Align.RIGHT, Decimal("32")),
        *([Column("95% interval", Align.RIGHT, Decimal("28"))] if proportion else []),
        Column(period_words(before), Align.RIGHT, Decimal("32")),
    ]
    return Table(
        id=f"within-{metric.id}",
        caption=f"{metric.name} by {called}, {period_words(period)}",
        columns=tuple(columns),
        rows=tuple(rows),
    )
