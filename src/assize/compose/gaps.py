"""What a document lacks: every measure without a figure, why, and who could supply it; and how long that list is."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from assize.core.document import GapLine
from assize.core.material import Material
from assize.core.specs import MetricSpec, ReportSpec
from assize.core.wording import capitalised, listed, number_word

_FEWEST_COUNTED = 3  # measures of one reason that are counted, and named beside it
_GAP_LINES, _GAP_HEAD = 60, 7  # lines of the list of gaps on a page, and those that its heading takes


def gap_lines(material: Material, themes: Sequence[str]) -> list[GapLine]:
    """Every headline measure of these themes that has no source, or whose source is not held, with the reason."""
    lines = []
    for metric in material.catalogue.metrics.values():
        if metric.theme not in themes or metric.context:
            continue
        if not metric.numerators or (metric.id, "") not in material.measured:
            lines.append(GapLine(metric.name, _gap_reason(material, metric), metric.supplier))
    return lines


def _gap_reason(material: Material, metric: MetricSpec) -> str:
    """Why a measure has no figure: where its source is held it says so, and not that it was never loaded."""
    titles = [material.catalogue.sources[name].short_title for name in material.unmeasured.get(metric.id, ())]
    if (
        titles
        and all(material.catalogue.sources[each.source].asked for each in metric.numerators)
        and metric.numerators
    ):
        return f"{listed(titles)}: no figure of this has been received for {material.names.board}."
    if titles and metric.numerators:
        return f"{listed(titles)}: held, without a figure of this for {material.names.board}."
    if titles:
        return f"{listed(titles)}: what is held is not measured yet."
    sources = listed([material.catalogue.sources[each.source].short_title for each in metric.numerators])
    return metric.gap_reason or f"No edition of {sources} that fits is held for {material.names.board}."


def gathered(
    material: Material, themes: Sequence[str], gaps: Sequence[GapLine], *, brief: bool = False
) -> list[GapLine]:
    """The same lines, those of one reason in one where there are several: nobody reads the same reason forty times.

    Those that wait for one partner's return come last. In brief such a line counts the measures, which the performance report
    names.
    """
    waiting: dict[str, list[str]] = {}
    for metric in material.catalogue.metrics.values():
        awaited = metric.numerators and metric.theme in themes and (metric.id, "") not in material.measured
        if awaited and all(material.catalogue.sources[each.source].asked for each in metric.numerators):
            waiting.setdefault(metric.numerators[0].source, []).append(metric.name)
    together_from = 1 if brief and len(waiting) > 1 else 2
    several = {source: names for source, names in waiting.items() if len(names) >= together_from}
    together = {name for names in several.values() for name in names}
    alike: dict[tuple[str, str], list[str]] = {}
    for line in gaps:
        if line.measure not in together:
            alike.setdefault((line.reason, line.supplier), []).append(line.measure)
    lines = []
    for (reason, supplier), names in alike.items():
        if len(names) < _FEWEST_COUNTED:
            lines.append(GapLine("; ".join((names[0], *map(lower_name, names[1:]))), reason, supplier))
        else:
            said = f"{reason.removesuffix('.')}: {'; '.join(map(lower_name, names))}."
            lines.append(GapLine(f"{capitalised(number_word(len(names)))} measures", said, supplier))
    if brief and len(several) > 1:
        returns = [
            f"{material.catalogue.sources[each].title}, {number_word(len(names))}" for each, names in several.items()
        ]
        said = f"Not published by area, and no return that holds them has been received: {'; '.join(map(lower_name, returns))}."
        return [
            *lines,
            GapLine(f"{capitalised(number_word(len(together)))} measures of partners", said, "The partners named"),
        ]
    for source, names in several.items():
        spec = material.catalogue.sources[source]
        count = f"{spec.title}: {number_word(len(names))} measures"
        reason = "Not published by area, and no return that holds them has been received"
        said = f"{reason}." if brief else f"{reason}: {'; '.join(lower_name(name) for name in names)}."
        lines.append(GapLine(count, said, spec.publisher))
    return lines


def gap_pages(material: Material, report: ReportSpec) -> int:
    """How many pages the list of gaps takes."""
    lines = gathered(material, report.themes, gap_lines(material, report.themes))
    return ceil((height_of(lines) + _GAP_HEAD) / _GAP_LINES)


def height_of(lines: Sequence[GapLine]) -> float:
    """The height of a list of gaps, in lines of its table, from the letters that its columns hold."""
    return sum(1.0 + max(len(line.measure) / 34, len(line.reason) / 60, len(line.supplier) / 28, 1.0) for line in lines)


def lower_name(name: str) -> str:
    """A measure's name inside a sentence: a proper name keeps its capital."""
    proper = name.startswith(("Crown ", "Victims' Code", "Victims' Right", "Victim Personal")) or name[1:2].isupper()
    return name if proper else name[:1].lower() + name[1:]
