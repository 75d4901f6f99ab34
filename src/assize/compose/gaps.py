"""What a document lacks: every measure without a figure, why, and who could supply it; and how long that list is."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from assize.core.document import GapLine
from assize.core.material import Material
from assize.core.specs import MetricSpec, ReportSpec
from assize.core.wording import capitalised, listed, lower_name, number_word

_FEWEST_COUNTED = 3  # measures of one reason that are counted, and named beside it
AWAITED = "Not published by area, and no return that holds them has been received"
IN_CONFIDENCE = "Shared with the board in confidence"
_MOST_LETTERS = (
    300  # of the names of one reason: four lines of the table; the workbook has every measure in a row of its own
)
_FEWEST_LEFT = 3  # measures that are worth leaving out of them
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


def hides(material: Material, themes: Sequence[str]) -> bool:
    """Whether any measure of these themes is missing because these readers may not see it."""
    hidden = {*material.not_shared, *material.all_withheld}
    return any(material.catalogue.metrics[name].theme in themes for name in hidden)


def _gap_reason(material: Material, metric: MetricSpec) -> str:
    """Why a measure has no figure: where its source is held it says so, and not that it was never loaded.

    Of a source that these readers may not see it does not say whether it is held.
    """
    if metric.id in material.all_withheld:
        return "Figures withheld: its counts are small, or small ones could be worked out from it."
    if metric.id in material.not_shared:
        return f"{IN_CONFIDENCE}."
    titles = [material.catalogue.sources[name].short_title for name in material.unmeasured.get(metric.id, ())]
    if titles and metric.numerators and _all_asked(material, metric):
        return f"{listed(titles)}: no figure of this has been received for {material.names.board}."
    if titles and metric.numerators and metric.kind.published and len(material.board.members) > 1:
        whole = f"{listed(titles)}: held, without a figure of this for {material.names.board} as a whole"
        return f"{whole}; those of its forces cannot be added up or averaged."
    if titles and metric.numerators:
        return f"{listed(titles)}: held, without a figure of this for {material.names.board}."
    if titles:
        return f"{metric.gap_reason.rstrip('.')}; of {listed(titles)}, which is held, no measure is made yet."
    sources = listed([material.catalogue.sources[each.source].short_title for each in metric.numerators])
    return metric.gap_reason or f"No edition of {sources} that fits is held for {material.names.board}."


def gathered(
    material: Material, themes: Sequence[str], gaps: Sequence[GapLine], *, brief: bool = False
) -> list[GapLine]:
    """The same lines, those of one reason in one where there are several: nobody reads the same reason forty times.

    Those of partners come last: what waits for a return, and what these readers may not see. In brief such a line counts the
    measures, of which the performance report names the first and the workbook all.
    """
    partners = [
        _Partners(material, _waiting(material, themes), AWAITED, brief),
        _Partners(material, _in_confidence(material, themes), IN_CONFIDENCE, brief),
    ]
    together = {name for each in partners for name in each.names}
    alike: dict[tuple[str, str], list[str]] = {}
    for line in gaps:
        if line.measure not in together:
            alike.setdefault((line.reason, line.supplier), []).append(line.measure)
    lines = []
    for (reason, supplier), names in alike.items():
        if len(names) < _FEWEST_COUNTED:
            lines.append(GapLine("; ".join((names[0], *map(lower_name, names[1:]))), reason, supplier))
        else:
            said = f"{reason.removesuffix('.')}: {_named(names)}."
            lines.append(GapLine(f"{capitalised(number_word(len(names)))} measures", said, supplier))
    return [*lines, *(line for each in partners for line in each.lines())]


def _named(names: Sequence[str]) -> str:
    """Names of measures in a row, those that begin alike together: `Victims' Code: needs assessed, updates within time`.

    Of very many the first are named and the rest counted: a cell of fourteen lines is read by nobody.
    """
    alike: dict[str, list[str]] = {}
    for name in names:
        of, colon, rest = name.partition(": ")
        joins = colon and "," not in rest  # a comma within would part it
        alike.setdefault(of if joins else name, []).append(rest if joins else "")
    said: list[str] = []
    letters, left = 0, len(names)
    for of, rests in alike.items():
        words = lower_name(f"{of}: {', '.join(filter(None, rests))}" if any(rests) else of)
        letters += len(words)
        if letters > _MOST_LETTERS and left >= _FEWEST_LEFT and said:
            return f"{'; '.join(said)}; and {number_word(left)} more, which the workbook names"
        said.append(words)
        left -= len(rests)
    return "; ".join(said)


def _waiting(material: Material, themes: Sequence[str]) -> dict[str, list[str]]:
    """By source the measures for which a partner's return has not been received."""
    found: dict[str, list[str]] = {}
    for metric in material.catalogue.metrics.values():
        awaited = metric.numerators and metric.theme in themes and (metric.id, "") not in material.measured
        if awaited and metric.id not in material.all_withheld and _all_asked(material, metric):
            found.setdefault(metric.numerators[0].source, []).append(metric.name)
    return found


def _all_asked(material: Material, metric: MetricSpec) -> bool:
    return all(material.catalogue.sources[each.source].asked for each in metric.numerators)


def _in_confidence(material: Material, themes: Sequence[str]) -> dict[str, list[str]]:
    """By source the measures that these readers may not see, whether they are held or not."""
    found: dict[str, list[str]] = {}
    for name, sources in material.not_shared.items():
        metric = material.catalogue.metrics[name]
        if metric.theme in themes and not metric.context:
            found.setdefault(sources[0], []).append(metric.name)
    return found


class _Partners:
    """Measures of partners that are missing for one reason, by source: those of a source with several stand together."""

    def __init__(self, material: Material, by_source: dict[str, list[str]], reason: str, brief: bool) -> None:
        self.sources, self.reason, self.brief = material.catalogue.sources, reason, brief
        together_from = 1 if brief and len(by_source) > 1 else 2
        self.several = {source: names for source, names in by_source.items() if len(names) >= together_from}
        self.names = {name for names in self.several.values() for name in names}

    def lines(self) -> list[GapLine]:
        """A line a source; in brief one for all of them."""
        if self.brief and len(self.several) > 1:
            counts = [f"{self.sources[each].title} ({len(names)})" for each, names in self.several.items()]
            said = f"{self.reason}: {'; '.join(map(lower_name, counts))}."
            many = f"{capitalised(number_word(len(self.names)))} measures of partners"
            return [GapLine(many, said, "The partners named")]
        lines = []
        for source, names in self.several.items():
            count = f"{self.sources[source].title}: {number_word(len(names))} measures"
            listed_names = "" if self.brief else f": {_named(names)}"
            lines.append(GapLine(count, f"{self.reason}{listed_names}.", self.sources[source].publisher))
        return lines


def gap_pages(material: Material, report: ReportSpec) -> int:
    """How many pages the list of gaps takes."""
    lines = gathered(material, report.themes, gap_lines(material, report.themes))
    return ceil((height_of(lines) + _GAP_HEAD) / _GAP_LINES)


def height_of(lines: Sequence[GapLine]) -> float:
    """The height of a list of gaps, in lines of its table, from the letters that its columns hold."""
    return sum(1.0 + max(len(line.measure) / 27, len(line.reason) / 74, len(line.supplier) / 21, 1.0) for line in lines)
