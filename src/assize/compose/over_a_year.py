"""The page of slopes in the performance report, and its sheet in the workbook: one measure a year ago and now, beside others.

The drawing and its words are those of the report's deck (`beside`); the page has room for its table besides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assize.compose.beside import Ends, Held, caveat_words, comparison_section, year_ends, year_measure, year_of
from assize.compose.exhibits import source_words
from assize.compose.tables import areas_value, value_head
from assize.core.document import (
    Align,
    Aspect,
    Block,
    Callout,
    CalloutKind,
    Column,
    KeyFigure,
    KeyFigures,
    Role,
    Row,
    Section,
    Table,
    TableCell,
    Text,
    Words,
)
from assize.core.material import Material, MeasureKey
from assize.core.nouns import Figure
from assize.core.wording import (
    capitalised,
    interval_numbers,
    months_words,
    part_number,
    period_words,
    unit_in_head,
)


def year_page(material: Material, keys: Sequence[MeasureKey]) -> Section | None:
    """The slide over a year of the deck of these measures as a page; None where it has none."""
    one = year_measure(material, keys, comparison_section(material, keys), moved=False)
    if one is None:
        return None
    section = year_of(material, one)
    period, ends = one.latest.period, year_ends(material, one)
    age = KeyFigure((period_words(period), f" ({months_words(period.age_months(material.cut_off))} old)"))
    blocks: list[Block] = []
    for block in section.blocks:
        match block:
            case KeyFigures():
                blocks.append(KeyFigures((*block.items, age)))
            case Text():
                blocks += [replace(block, heading="Reading"), _table(material, one, ends)]
            case Callout():  # in small type on the slide; a page labels it
                blocks.append(Callout(CalloutKind.CAVEAT, caveat_words(material, one)))
            case _:
                blocks.append(block)
    figures = [figure for each in ends for figure in (each.then, each.now)]
    source = Callout(CalloutKind.SOURCE, source_words(material, figures, one.latest.reference))
    return replace(section, blocks=(*blocks, source))


def _table(material: Material, one: Held, ends: Sequence[Ends]) -> Table:
    """Both ends of each line, the board first, with what chance allows under each and what the later is made of."""
    kind, metric = one.metric.kind, one.metric
    unit = value_head(metric)
    before, after = (period_words(period) for period in (one.latest.period.shifted(-12), one.latest.period))
    counted = capitalised(metric.counted) if metric.counted else "Count"
    rows = []
    for each in (*ends[-1:], *ends[:-1]):
        cells = [
            TableCell((material.area_name(each.area),)),
            *(TableCell((areas_value(figure, kind),), _interval(figure, one)) for figure in (each.then, each.now)),
        ]
        if kind.divides:
            cells.append(TableCell((part_number(each.now, Aspect.NUMERATOR), " of ",
                                    part_number(each.now, Aspect.DENOMINATOR))))  # fmt: skip
        rows.append(Row(tuple(cells), board=each.role is Role.BOARD))
    intervals = any(_interval(figure, one) for each in ends for figure in (each.then, each.now))
    said = ", with 95% intervals" if intervals else ""
    return Table(
        id=f"year-{metric.id}",
        caption=f"{one.name}: the lines of the drawing{said}",
        columns=(
            Column("Area", Align.LEFT, Decimal(34)),
            Column(f"{before}: {unit}", Align.RIGHT, Decimal(26)),
            Column(f"{after}: {unit}", Align.RIGHT, Decimal(26)),
            *([Column(f"{counted}, of {metric.unit}", Align.RIGHT, Decimal(30))] if kind.divides else []),
        ),
        rows=tuple(rows),
    )


def _interval(figure: Figure, one: Held) -> Words:
    ends = interval_numbers(figure, one.metric.kind)
    kind = one.metric.kind
    return (unit_in_head(ends[0], kind), " to ", unit_in_head(ends[1], kind)) if ends else ()
