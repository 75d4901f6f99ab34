"""How far measures are revised, by source: their own figures, and not the cells they are made of."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from assize.core.document import Align, Column, Row, Strong, Table, TableCell
from assize.core.quality import MeasureRevision, QualityReport
from assize.core.wording import figure_number, percent_text, period_words, rate_text, signed


def revisions_table(report: QualityReport) -> Table:
    """A row a source and measure: mean and largest revision, and the bias: whether later figures are usually higher or lower.

    Over every figure that had a value before and after, the unchanged ones among them; in points for a measure in per cent.
    """
    return Table(
        id="revisions-table",
        caption="How far the measures are revised, by source",
        columns=(
            Column("Source and measure", Align.LEFT, Decimal(56)),
            Column("Figures compared", Align.RIGHT, Decimal(20)),
            Column("Revised", Align.RIGHT, Decimal(16)),
            Column("Mean revision", Align.RIGHT, Decimal(18)),
            Column("Largest revision", Align.RIGHT, Decimal(38)),
            Column("Bias", Align.RIGHT, Decimal(18)),
        ),
        rows=tuple(_rows(report)),
    )


def _rows(report: QualityReport) -> Iterator[Row]:
    for source, of_source in groupby(report.measure_revisions, key=lambda one: one.source):
        yield Row((TableCell((report.catalogue.sources[source].short_title,)),), theme=True)
        for one in of_source:
            yield _row(report, one)


def _row(report: QualityReport, one: MeasureRevision) -> Row:
    releases = "one release" if one.releases == 1 else f"{one.releases} releases"
    return Row((
        TableCell((Strong(one.metric.short_name),)),
        TableCell((f"{one.compared:,}",), (releases,)),
        TableCell((f"{one.restated:,}",)),
        TableCell((_size(one, one.mean_size),)),
        TableCell((_size(one, one.most) if one.restated else "none",), (_where(report, one),)),
        TableCell((_size(one, one.bias, with_sign=True),)),
    ))  # fmt: skip


def _size(one: MeasureRevision, size: Decimal | None, *, with_sign: bool = False) -> str:
    """A size in points for a measure in per cent, otherwise in per cent of what the figure was."""
    if size is None:
        return "[z]"
    text = f"{rate_text(size * 100)} points" if one.metric.kind.percent else percent_text(size)
    return signed(text) if with_sign and size else text


def _where(report: QualityReport, one: MeasureRevision) -> str:
    if one.largest is None:
        return ""
    before, after = one.largest
    place = report.catalogue.areas[before.area].name
    kind = one.metric.kind
    texts = (figure_number(figure, kind).text for figure in (before, after))
    return f"{place}, {period_words(before.period)}: {', then '.join(texts)}"
