"""Durations counted in bands: how many stand in each, and the median and ninth decile that can be estimated from them.

A published median stands for itself and is never combined with another; counts in bands can be added up, so that a quantile
of them can be estimated, with an error of at most the width of its band (methods, 4.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assize.compose.axes import start_words, value_axis
from assize.compose.exhibits import source_words, unconfirmed
from assize.core.document import (
    Align,
    Aspect,
    Bar,
    Block,
    Callout,
    CalloutKind,
    Chart,
    ChartKind,
    Column,
    KeyFigure,
    KeyFigures,
    Layout,
    Number,
    Role,
    Row,
    Section,
    Strong,
    Table,
    TableCell,
    Text,
    Words,
)
from assize.core.material import Material
from assize.core.nouns import Figure
from assize.core.specs import Kind, MetricSpec, Vocabulary
from assize.core.wording import (
    COUNT_FORMAT,
    count_text,
    derived_number,
    figure_number,
    months_words,
    percent_text,
    period_words,
    value_format,
)
from assize.statistics.quantiles import quantile_of_bands

BANDS = "bands:"
MOST = 0.9
OVER = "over "  # before where the band without an end begins


def latest_bands(material: Material, metric: str, vocabulary: Vocabulary) -> list[Figure] | None:
    """The board's figures of every band in the latest period that has them all, in the order of the bands."""
    board = material.places.board
    periods = {
        figure.period
        for figure in material.figures.values()
        if figure.metric == metric and figure.area == board and figure.breakdown in vocabulary.starts
    }
    for period in sorted(periods, reverse=True):
        found = [material.figure(metric, board, period, band) for band in vocabulary.starts]
        held = [figure for figure in found if figure is not None and figure.value is not None and figure.value >= 0]
        if len(held) == len(found) and any(figure.value for figure in held):
            return held
    return None


def band_exhibit(material: Material, metric: MetricSpec, dimension: str) -> Section | None:
    """The section of a count over bands; None where no period has every band."""
    vocabulary = material.catalogue.vocabularies[dimension]
    figures = latest_bands(material, metric.id, vocabulary)
    if figures is None:
        return None
    period = figures[0].period
    age = months_words(period.age_months(material.cut_off))
    first = _open_for(figures, vocabulary, 0.5)
    blocks: list[Block] = [
        KeyFigures((
            KeyFigure((f"{period_words(period)} ({age} old)",)),
            KeyFigure((_whole(figures), f" {metric.unit}")),
        )),
        _chart(material, metric, vocabulary, figures),
        Text(_reading(metric, vocabulary, figures), heading="Reading"),
        _table(metric, vocabulary, figures),
        *(Callout(CalloutKind.CAVEAT, (f"{caveat.rstrip('.')}.",)) for caveat in metric.caveats[:1]),
        Callout(CalloutKind.SOURCE, source_words(material, figures, figures[0].reference)),
    ]  # fmt: skip
    return Section(
        id=f"{metric.id}-in-bands",
        layout=Layout.EXHIBIT,
        theme=material.catalogue.themes[metric.theme],
        headline=(f"Half of {metric.subject} had been open for ", *first),
        subtitle=(f"{metric.name}. {material.names.board}, {period_words(period)}.{unconfirmed(metric)}",),
        blocks=tuple(blocks),
    )


def _whole(figures: Sequence[Figure]) -> Number:
    total = sum((figure.value or Decimal(0) for figure in figures), Decimal(0))
    return derived_number(total, Kind.COUNT, figures[0].reference, Aspect.GROUPS)


def _open_for(figures: Sequence[Figure], vocabulary: Vocabulary, share: float) -> Words:
    """`under about 22 weeks`, estimated inside its band; `over 104 weeks` where it lies in the band without an end."""
    edges: list[float | None] = [*(float(start) for start in vocabulary.starts.values()), None]
    found = quantile_of_bands(edges, [float(figure.value or 0) for figure in figures], share)
    held = found.value if found.value is not None else found.beyond or 0.0
    value = Decimal(str(held))
    at = figures[found.band].reference
    number = Number(count_text(value), value, COUNT_FORMAT, at, Aspect.BAND_QUANTILE)
    return ("under about " if found.value is not None else OVER, number, f" {vocabulary.unit}")


def _longest(figures: Sequence[Figure], vocabulary: Vocabulary) -> Words:
    """`nine in ten for under about 97 weeks`; where that lies in the band without an end, how many stand in this one."""
    words = _open_for(figures, vocabulary, MOST)
    if words[0] != OVER:
        return ("nine in ten for ", *words)
    last = figures[-1]
    return (_share(last, figures, sign="%"), " for ", *words)


def _share(figure: Figure, figures: Sequence[Figure], sign: str = "") -> Number:
    share = (figure.value or Decimal(0)) / sum((one.value or Decimal(0) for one in figures), Decimal(0))
    if sign:
        return Number(percent_text(share), share, "0.0%", figure.reference, Aspect.BAND_SHARE)
    return Number(percent_text(share).rstrip("%"), share * 100, "0.0", figure.reference, Aspect.BAND_SHARE)


def _reading(metric: MetricSpec, vocabulary: Vocabulary, figures: Sequence[Figure]) -> tuple[Words, ...]:
    half, most = _open_for(figures, vocabulary, 0.5), _longest(figures, vocabulary)
    return (
        ("Half had been open for ", *half, ", and ", *most, "."),
        ("Both are estimated from the counts in bands, as if cases were spread evenly inside each: at most the width of the "
         "band they lie in can be wrong.",),
        ("Published medians are never combined; counts in bands can be added up.",),
    )  # fmt: skip


def _table(metric: MetricSpec, vocabulary: Vocabulary, figures: Sequence[Figure]) -> Table:
    rows = []
    for figure in figures:
        words = TableCell((vocabulary.names[figure.breakdown],))
        counted, share = figure_number(figure, metric.kind), _share(figure, figures)
        rows.append(Row((words, TableCell((counted,)), TableCell((share,)))))
    return Table(
        id=f"bands-{metric.id}",
        caption=f"{metric.name}, {period_words(figures[0].period)}",
        columns=(
            Column(vocabulary.title, Align.LEFT, Decimal("60")),
            Column(metric.unit.capitalize(), Align.RIGHT, Decimal("25")),
            Column("Share, %", Align.RIGHT, Decimal("25")),
        ),
        rows=tuple(rows),
    )


def _chart(material: Material, metric: MetricSpec, vocabulary: Vocabulary, figures: Sequence[Figure]) -> Chart:
    """Bars in the order of the bands, the shortest first."""
    bars = tuple(
        Bar(vocabulary.names[figure.breakdown], Role.OTHER, figure_number(figure, metric.kind)) for figure in figures
    )
    axis = value_axis([Decimal(0), *(figure.value or Decimal(0) for figure in figures)], metric.kind, from_zero=True)
    when = period_words(figures[0].period)
    said = "; ".join(f"{bar.name} {bar.number.text}" for bar in bars)
    return Chart(
        id=f"bands-{metric.id}",
        kind=ChartKind.BARS,
        caption=(Strong(metric.name), f", {metric.unit}, {when}"),
        note=(f"Bands differ in width, and stand in their own order. {start_words(axis, metric.kind)}",),
        alt=f"Bars of {metric.name} in {material.names.board}, {when}: {said}.",
        axis=axis,
        number_format=value_format(metric.kind),
        bars=bars,
    )
