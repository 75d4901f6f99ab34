"""One figure explained in plain lines: value, basis, what it is made of, where that stands, how it is judged and why.

The lines are text for a screen; every number in them is one of the figure's own, formatted as in the documents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assize.core.material import Finding
from assize.core.nouns import MADE_UP, Edition, Figure, Measured, Observation, Part, Trust
from assize.core.periods import parse_period
from assize.core.specs import Catalogue, Kind, MetricSpec
from assize.core.wording import (
    TO_BE_CONFIRMED,
    capitalised,
    date_words,
    figure_number,
    interval_numbers,
    listed,
    nearest_words,
    part_text,
    percent_text,
    period_words,
    unit_tail,
)
from assize.narrate.grounds import RULES, ground_lines, judgement_word, season_line, trend_line
from assize.narrate.teller import break_words

CELLS_SHOWN = 5
PLACES_NAMED = 6


@dataclass(frozen=True)
class Evidence:
    """A part of the figure with the cells read for it; `more` is how many were not read for the screen."""

    part: Part
    cells: Sequence[Observation]
    more: int


def explain_lines(
    figure: Figure,
    metric: MetricSpec,
    catalogue: Catalogue,
    area: str,
    evidence: Sequence[Evidence],
    editions: Mapping[str, Edition],
    measured: Measured | None,
    finding: Finding | None,
    awaiting: str,
) -> list[str]:
    """Everything a reader may ask of one figure, a line each."""
    number = figure_number(figure, metric.kind)
    split = metric.breakdown_subjects.get(figure.breakdown, "")
    lines = [
        f"{metric.name} {split}".strip(),
        f"  Reference     {figure.reference}",
        f"  Area          {area}",
        f"  Period        {period_words(figure.period)}",
        *_as_at_lines(figure),
        f"  Value         {number.text}{_unit(metric)}",
    ]
    if figure.reason:
        lines.append(f"  Why           {capitalised(figure.reason)}")
    lines += [
        f"  Question      {metric.question}",
        f"  Definition    {metric.definition}",
        *([f"                {TO_BE_CONFIRMED}."] if metric.to_be_confirmed else []),
        f"  Basis         {metric.basis}",
        *([f"  Read beside   {catalogue.metrics[metric.balance].name}"] if metric.balance else []),
        *_interval_lines(figure, metric),
        *_age_lines(figure, metric),
    ]
    for item in evidence:
        lines += _part_lines(item, catalogue, editions)
    lines += _judgement_lines(figure, measured, metric, finding, awaiting)
    for change in metric.breaks:
        lines.append(f"  Break         from {period_words(parse_period(change.period))}: {break_words(change)}")
    for caveat in metric.caveats:
        lines.append(f"  Caveat        {caveat}")
    return lines


def _as_at_lines(figure: Figure) -> list[str]:
    if figure.as_at is None:
        return []
    age = f"{figure.age_days} days after the period's end"
    return [f"  As at         {date_words(figure.as_at)}, {age}: as published by then, for cohorts of the same age"]


def _unit(metric: MetricSpec) -> str:
    if metric.kind is Kind.RATE:
        return f" per {metric.multiplier:,} residents"
    return f" {metric.unit}" if metric.kind is Kind.COUNT else unit_tail(metric.kind)


def _interval_lines(figure: Figure, metric: MetricSpec) -> list[str]:
    ends = interval_numbers(figure, metric.kind)
    if figure.interval is None or ends is None:
        return (
            ["  Interval      none: a count of what was recorded has no sampling error"]
            if metric.kind is Kind.COUNT
            else ["  Interval      none: it is no share of a whole that chance could be reckoned for"]
            if not metric.kind.sampled and figure.value is not None
            else []
        )
    return [f"  Interval      {ends[0].text} to {ends[1].text} (95%, {figure.interval.method})"]


def _age_lines(figure: Figure, metric: MetricSpec) -> list[str]:
    if figure.immature is None or metric.maturity is None:
        return []
    if figure.as_at is not None:
        return [f"  Maturity      {percent_text(figure.immature)} {metric.maturity.unresolved_words} by then"]
    state = "held back" if figure.value is None else ("flagged" if figure.flagged else "neither flagged nor held")
    flag, hold = percent_text(metric.maturity.flag_above, 0), percent_text(metric.maturity.hold_above, 0)
    limits = f"flagged above {flag}, held above {hold}"
    return [f"  Maturity      {percent_text(figure.immature)} {metric.maturity.unresolved_words}: {state} ({limits})"]


def _part_lines(item: Evidence, catalogue: Catalogue, editions: Mapping[str, Edition]) -> list[str]:
    part, source = item.part, catalogue.sources[item.part.selection.source]
    value = "withheld" if part.value is None else part_text(part.value)
    nearest = f" {nearest_words((part.rounded_to,))}" if part.rounded_to > 1 else ""
    lines = [
        f"  {capitalised(part.role):<13} {value}, the sum{nearest} of {part.cells:,} cell{'s' if part.cells != 1 else ''}",
        f"    what        {_what(part)}",
        f"    source      {source.publisher}, {source.title}",
    ]
    if len(part.areas) > 1:
        lines.append(f"    areas       {_places(part.areas, catalogue)}")
    for key in part.editions:
        edition = editions[key]
        estimated = ", by the source's rule" if edition.released_estimated else ""
        lines.append(
            f"    edition     {edition.file}, released {date_words(edition.released)}{estimated}, sha256 {edition.sha256[:16]}"
            f"{_trust(edition)}"
        )
    for cell in item.cells:
        origin = f" ← {cell.origin}" if cell.origin else ""
        lines.append(f"    cell        {cell.cell}: {cell.raw}{origin}")
    if item.more:
        lines.append(f"    and         {item.more:,} more; --cells shows all")
    return lines


def _places(areas: Sequence[str], catalogue: Catalogue) -> str:
    """How many and which areas were added up; of many the first are named and the rest counted."""
    names = [catalogue.areas[slug].name if slug in catalogue.areas else slug for slug in areas]
    if len(names) > PLACES_NAMED:
        names = [*names[: PLACES_NAMED - 1], f"{len(names) - PLACES_NAMED + 1:,} more"]
    return f"{len(areas):,}: {listed(names)}"


def _trust(edition: Edition) -> str:
    said = f", {MADE_UP}" if edition.made_up else ""
    said += f", {edition.trust.value}" if edition.trust is not Trust.PUBLISHED else ""
    return f"{said}, {edition.keyed}" if edition.keyed else said


def _what(part: Part) -> str:
    fields = " plus ".join(field.replace("_", " ") for field in part.selection.fields)
    filters = [f"{name.replace('_', ' ')} {listed(list(values))}" for name, values in part.selection.where]
    filters += [
        f"{name.replace('_', ' ')} {value}" for name, value in zip(part.selection.by, part.breakdown, strict=False)
    ]
    periods = listed([period.slug for period in part.periods])
    return f"{fields}; {'; '.join([*filters, periods])}"


def _judgement_lines(
    figure: Figure, measured: Measured | None, metric: MetricSpec, finding: Finding | None, awaiting: str
) -> list[str]:
    if measured is None or measured.series.latest.reference != figure.reference:
        return ["  Judgement     none: only a board's latest figure is judged"]
    series = measured.series
    lines = [f"  Judgement     {judgement_word(measured)}"]
    if (last := series.stretch) is not None:
        lines.append(f"  Method        rules {series.ruleset}: {RULES[series.ruleset]}")
        if last.fell_back:
            lines.append("  Method        no moving range was left out: that would have left none")
        if season := season_line(last.season_test, found=bool(last.seasons)):
            lines.append(f"  Season        {season}")
    if measured.long_run is not None:
        lines.append(f"  Trend         {trend_line(measured.long_run)}")
    if finding is not None:
        lines += ground_lines(measured, metric, finding)
    lines.append(f"  Why           {awaiting}")
    return lines
