"""The workbook: every figure of the pack in marked tables, a sheet a theme, with its reference and what it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from assize.compose.areas import area_sections
from assize.compose.bands import BANDS, band_exhibit
from assize.compose.build import about_section, build_document, headline_keys, leading_findings
from assize.compose.charts import small_quarters, trend
from assize.compose.exhibits import exhibit, split_exhibit
from assize.compose.flows import flow_exhibit
from assize.compose.gaps import gap_lines, hides
from assize.compose.headlines import HOW_TO_READ, headlines, measure_name
from assize.compose.judging import judging_section
from assize.compose.selection import REPORT
from assize.core.document import (
    Align,
    Aspect,
    Block,
    Column,
    Document,
    Gap,
    Layout,
    Number,
    Row,
    Section,
    Table,
    TableCell,
    Text,
    Words,
)
from assize.core.material import Material, MeasureKey
from assize.core.nouns import MADE_UP, Absence, Figure
from assize.core.specs import Kind, MetricSpec
from assize.core.wording import (
    TO_BE_CONFIRMED,
    absence_number,
    capitalised,
    date_words,
    figure_number,
    interval_numbers,
    nearest_words,
    number_word,
    part_number,
    percent_text,
    period_words,
)

_HEADS = (
    ("Measure", Align.LEFT, "34"),
    ("Group", Align.LEFT, "22"),
    ("Area", Align.LEFT, "24"),
    ("Period", Align.LEFT, "24"),
    ("Unit", Align.LEFT, "18"),
    ("Value", Align.RIGHT, "12"),
    ("Numerator", Align.RIGHT, "12"),
    ("Denominator", Align.RIGHT, "13"),
    ("95% interval, lower", Align.RIGHT, "13"),
    ("95% interval, upper", Align.RIGHT, "13"),
    ("What to know", Align.LEFT, "46"),
    ("Source", Align.LEFT, "30"),
    ("Reference", Align.LEFT, "46"),
)
_COLUMNS = (
    "Value is the figure: a count, or the numerator over the denominator. Group names a part of the cases; All is the whole.",
    "The 95% interval is the range that chance alone would allow. What to know says why a figure is missing, or to be read "
    "with care.",
    "Reference is the name of the figure in every document: assize explain takes it.",
)


def build_workbook(material: Material) -> Document:
    """Headline measures, one sheet a theme with every figure, the gaps, and the sources."""
    report = next(iter(material.catalogue.reports.values()))
    base = build_document(material, report)
    keys = headline_keys(material, report)
    sections: list[Section] = []
    if keys:
        table = headlines(material, keys, 0)
        sections.append(replace(table, blocks=tuple(block for block in table.blocks if _kept(block))))
        sections.append(_small_trends(material, keys))
    for theme, title in material.catalogue.themes.items():
        section = _theme_sheet(material, theme, title)
        sections += [section] if section else []
    sections += _drawn(material, leading_findings(material, list(keys), report.findings), keys)
    whole = [
        key for one in material.catalogue.reports.values() if one.form == REPORT for key in headline_keys(material, one)
    ]
    sections += area_sections(material, whole)
    if material.measured:
        sections.append(judging_section(material))
    gaps = gap_lines(material, tuple(material.catalogue.themes))
    missing = "Measures not shown" if hides(material, tuple(material.catalogue.themes)) else "Measures not held"
    if gaps:
        sections.append(
            Section(
                "gaps", Layout.LIST, "", (missing,), ("What is missing, why, and who could supply it.",),
                (Gap(missing, tuple(gaps)),),
            )
        )  # fmt: skip
    about = about_section(material)
    sections.append(replace(about, headline=("Sources and methods",)))
    # The marking stands on the pages of documents; of a worksheet it is seen on paper alone.
    made_up = f"{MADE_UP}: nobody counted the figures of this workbook." if base.marking.startswith(MADE_UP) else ""
    return replace(
        base,
        id="workbook",
        title="Workbook of figures",
        lede=(),
        tally=None,
        sections=tuple(sections),
        made_up=made_up,
    )


def _small_trends(material: Material, keys: Mapping[MeasureKey, str]) -> Section:
    """The small trends of the headline measures, each beside the figures that it draws."""
    quarters = small_quarters(material)
    rows = []
    for theme in material.catalogue.themes:
        for key in (key for key, under in keys.items() if under == theme):
            metric, series = material.catalogue.metrics[key[0]], material.measured[key].series
            held = {figure.period.last_day: figure for figure in series.figures}
            places = [held.get(quarter.last_day) for quarter in quarters]
            rows.append(
                Row((
                    TableCell((measure_name(metric, key[1]),)),
                    TableCell(trend(material, series, metric)),
                    *(TableCell((figure_number(figure, metric.kind),) if figure and figure.value is not None else ("",))
                      for figure in places),
                ))
            )  # fmt: skip
    table = Table(
        id="headline-trends",
        caption="Small trends of the headline measures, and the figures they draw",
        columns=(
            Column("Measure", Align.LEFT, Decimal(34)),
            Column("Trend", Align.LEFT, Decimal(20)),
            *(Column(period_words(quarter), Align.RIGHT, Decimal(12)) for quarter in quarters),
        ),
        rows=tuple(rows),
        drawn_rows=True,
    )
    headline, subtitle = (
        "Small trends of the headline measures",
        f"{material.names.board}, sixteen quarters where held.",
    )
    return Section("headline-trends", Layout.LIST, "", (headline,), (subtitle,), (table,))


def _drawn(material: Material, leading: Sequence[MeasureKey], themes: Mapping[MeasureKey, str]) -> list[Section]:
    """The sheets with a native chart over their cells: the leading findings over time, one split as bars, bands and flows."""
    measures = material.catalogue.metrics
    found: list[Section | None] = [exhibit(material, key, themes[key]) for key in leading]
    items = [item for report in material.catalogue.reports.values() for item in report.items]
    splits = (
        split_exhibit(material, measures[item.metric], item.exhibit.removeprefix("by:"))
        for item in items
        if item.exhibit.startswith("by:") and measures[item.metric].kind.sampled
    )
    found.append(next((section for section in splits if section is not None), None))
    found += [
        band_exhibit(material, measures[item.metric], item.exhibit.removeprefix(BANDS))
        for item in items
        if item.exhibit.startswith(BANDS)
    ]
    found += [flow_exhibit(material, measures[name]) for name in material.flows]
    return [section for section in found if section is not None]


def _kept(block: Block) -> bool:
    """The table and how to read it; what the report says of itself stands on the last sheet."""
    return isinstance(block, Table) or (isinstance(block, Text) and block.heading == HOW_TO_READ)


def _theme_sheet(material: Material, theme: str, title: str) -> Section | None:
    metrics = [metric for metric in material.catalogue.metrics.values() if metric.theme == theme and metric.numerators]
    by_metric: dict[str, list[Figure]] = {}
    for figure in material.figures.values():
        by_metric.setdefault(figure.metric, []).append(figure)
    shown = {metric.id: _rows(material, metric, by_metric.get(metric.id, ())) for metric in metrics}
    rows = [row for own in shown.values() for row in own]
    if not rows:
        return None
    table = Table(
        id=f"figures-{theme}",
        caption=f"{title}: every figure of the pack",
        columns=tuple(Column(head, align, Decimal(width)) for head, align, width in _HEADS),
        rows=tuple(rows),
    )
    count = number_word(sum(bool(own) for own in shown.values()))
    return Section(
        id=theme,
        layout=Layout.LIST,
        theme="",
        headline=(f"{title}: every figure",),
        subtitle=(
            f"{capitalised(count)} measures, {material.names.board} and the areas beside it, up to "
            f"{period_words(material.quarter)}. Shares are 0 to 1, shown as per cent.",
        ),
        blocks=(Text(tuple((words,) for words in _COLUMNS)), table),
    )


def _in_order(material: Material, figures: Iterable[Figure]) -> list[Figure]:
    places = material.places
    order = {slug: index for index, slug in enumerate((places.board, *places.others, places.pool, places.nation))}
    own = (figure for figure in figures if figure.area in order)
    return sorted(own, key=lambda f: (f.breakdown, order[f.area], f.as_at is not None, f.period.months, f.period))


def _rows(material: Material, metric: MetricSpec, figures: Iterable[Figure]) -> list[Row]:
    unit = _unit(metric)
    return [_row(material, metric, unit, figure) for figure in _in_order(material, figures)]


def _row(material: Material, metric: MetricSpec, unit: str, figure: Figure) -> Row:
    ends = interval_numbers(figure, metric.kind)
    none = absence_number(figure.absence or Absence.NOT_APPLICABLE, figure.reference)
    sources = sorted({material.catalogue.sources[part.selection.source].short_title for part in figure.parts})
    cells: tuple[Words, ...] = (
        (metric.name,),
        (_group(metric, figure),),
        (material.area_name(figure.area),),
        (period_words(figure.period),),
        (unit,),
        (figure_number(figure, metric.kind),),
        (_numerator(metric, figure),),
        (_denominator(metric, figure),),
        (ends[0] if ends else none,),
        (ends[1] if ends else none,),
        (_remark(metric, figure),),
        ("; ".join(sources),),
        (figure.reference,),
    )
    return Row(tuple(TableCell(cell) for cell in cells))


def _group(metric: MetricSpec, figure: Figure) -> str:
    return capitalised(metric.breakdown_subjects.get(figure.breakdown, "").removeprefix("for ")) or "All"


def _unit(metric: MetricSpec) -> str:
    return {
        Kind.COUNT: metric.unit,
        Kind.PROPORTION: f"share of {metric.unit}",
        Kind.SHARE: f"share of {metric.unit}",
        Kind.RATE: f"per {metric.multiplier:,} residents",
        Kind.RATIO: f"{metric.counted} for each of the {metric.unit}",
        Kind.BACKLOG: "months",
        Kind.DURATION: "days",
    }[metric.kind]


def _numerator(metric: MetricSpec, figure: Figure) -> Number:
    if metric.kind.published:
        return absence_number(Absence.NOT_APPLICABLE, figure.reference)
    return part_number(figure, Aspect.NUMERATOR)


def _denominator(metric: MetricSpec, figure: Figure) -> Number:
    if not metric.kind.divides:
        return absence_number(Absence.NOT_APPLICABLE, figure.reference)
    return part_number(figure, Aspect.DENOMINATOR)


def _remark(metric: MetricSpec, figure: Figure) -> str:
    said = _of_figure(metric, figure)
    if not metric.to_be_confirmed:
        return said or "None"
    return f"{TO_BE_CONFIRMED}. {said}".rstrip(". ")


def _of_figure(metric: MetricSpec, figure: Figure) -> str:
    rounding = capitalised(nearest_words(part.rounded_to for part in figure.parts))
    return ". ".join(said for said in (_of_itself(metric, figure), rounding) if said)


def _of_itself(metric: MetricSpec, figure: Figure) -> str:
    if figure.reason:
        return capitalised(figure.reason)
    if figure.as_at is not None:
        return (
            f"As published by {date_words(figure.as_at)}, {figure.age_days} days after its end: for cohorts of that age"
        )
    if not figure.flagged or metric.maturity is None:
        return ""
    most, words = metric.maturity.flag_above, metric.maturity.unresolved_words
    own = figure.immature is not None and figure.immature > most
    return f"Flagged: more than {percent_text(most, 0)} {words}{'' if own else ' in an area compared'}"
