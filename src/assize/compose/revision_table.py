"""How far figures are usually restated: over all pairs of a source's editions, by what they count and what is made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from assize.core.document import Align, Column, Row, Strong, Table, TableCell
from assize.core.quality import QualityReport, RevisionSize
from assize.core.wording import changed_texts, number_word, percent_text, period_words, signed
from assize.statistics.revisions import Restatement, pooled

MEASURES_NAMED = 3


def revisions_table(report: QualityReport) -> Table:
    """A row a source and count: mean and largest restatement, and whether later editions are usually higher or lower.

    Means are over every restated cell that has a share to take; a pair of editions in which nothing of a count was restated
    has no cell in them.
    """
    return Table(
        id="revisions-table",
        caption="How far figures are restated, by source and what they count",
        columns=(
            Column("Figures, and the measures made of them", Align.LEFT, Decimal(60)),
            Column("Pairs of editions", Align.RIGHT, Decimal(16)),
            Column("Restated", Align.RIGHT, Decimal(16)),
            Column("Mean size", Align.RIGHT, Decimal(14)),
            Column("Largest", Align.RIGHT, Decimal(34)),
            Column("Bias", Align.RIGHT, Decimal(22)),
        ),
        rows=tuple(_rows(report)),
    )


def _rows(report: QualityReport) -> Iterator[Row]:
    by_field = sorted(report.revisions, key=lambda size: (size.source, size.field))
    for source, of_source in groupby(by_field, key=lambda size: size.source):
        yield Row((TableCell((report.catalogue.sources[source].short_title,)),), theme=True)
        for field, sizes in groupby(of_source, key=lambda size: size.field):
            yield _row(report, source, field, list(sizes))


def _row(report: QualityReport, source: str, field: str, sizes: Sequence[RevisionSize]) -> Row:
    words = report.catalogue.sources[source].fields.get(field, field.replace("_", " "))
    most = max(sizes, key=lambda size: size.most or Decimal(0))
    together = pooled([Restatement(size.sized, size.mean_size, size.most, size.bias) for size in sizes])
    ups = sum(size.bias is not None and size.bias > 0 for size in sizes)
    downs = sum(size.bias is not None and size.bias < 0 for size in sizes)
    side, count = ("up", ups) if ups >= downs else ("down", downs)
    return Row((
        TableCell((Strong(words[:1].upper() + words[1:]),), (_measures(report, source, field),)),
        TableCell((f"{len(sizes):,}",)),
        TableCell((f"{sum(size.restated for size in sizes):,}",)),
        TableCell((_percent(together.mean_size),)),
        TableCell((_percent(most.most),), (_where(report, most),)),
        TableCell(
            ("[z]" if together.bias is None else signed(percent_text(together.bias)),),
            (f"{side} in {number_word(count)} of {number_word(len(sizes))}",) if ups + downs else (),
        ),
    ))  # fmt: skip


def _percent(share: Decimal | None) -> str:
    return "[z]" if share is None else percent_text(share)


def _measures(report: QualityReport, source: str, field: str) -> str:
    """The measures that are made of a count: the first by name, the rest counted."""
    names = [
        metric.short_name
        for metric in report.catalogue.metrics.values()
        if any(
            selection.source == source and field in selection.fields
            for selection in (*metric.numerators, *metric.denominators)
        )
    ]
    if not names:
        return "no measure is made of it"
    more = f" and {number_word(len(names) - MEASURES_NAMED)} more" if len(names) > MEASURES_NAMED else ""
    return f"{', '.join(names[:MEASURES_NAMED])}{more}"


def _where(report: QualityReport, size: RevisionSize) -> str:
    one = size.largest
    if one is None:
        return ""
    before, after = changed_texts(one.before, one.after)
    place = report.catalogue.areas[one.area].name if one.area in report.catalogue.areas else one.area
    return f"{place}, {period_words(one.period)}: {before}, then {after}"
