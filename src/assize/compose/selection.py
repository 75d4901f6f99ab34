"""Which exhibits of a report have a page of their own, and which measures stand in its tables instead.

A report of every measure would be too long to be read: up to its budget the pages go to the first measure of each theme, then
to what asks most for attention. Nothing is left out: what has no page is a line of a table at the end of its theme.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assize.compose.bands import BANDS, latest_bands
from assize.core.material import Material, MeasureKey
from assize.core.specs import ReportItem, ReportSpec

SERIES, WITHIN, FLOW, REPORT = "series", "within", "flow", "report"
FEWEST_LINES = 3
LINES_OF_A_TABLE = 12.1  # of measures without a page of their own, on one
CHAPTER_LINES = 0.55
LEADS, UNCONFIRMED = 15, 10  # beside a finding's weight: 5 within the expected range, 45 and more for a signal
FLOWS = 40  # what a flow weighs at least: nothing else says where open cases are going
PAGES_AROUND = 6  # front and contents, gaps, about this report


@dataclass(frozen=True)
class Chosen:
    """The exhibits that have a page, in the order of the report, and by theme and chapter the measures that have none."""

    pages: tuple[ReportItem, ...]
    lines: tuple[tuple[str, str, MeasureKey], ...]  # theme, chapter, measure


def key_of(item: ReportItem) -> MeasureKey:
    """The measure an item shows."""
    return (item.metric, item.breakdown)


def theme_of(material: Material, item: ReportItem) -> str:
    """The theme under which an item stands: its metric's, where it names none."""
    return item.theme or material.catalogue.metrics[item.metric].theme


def is_shown(material: Material, key: MeasureKey) -> bool:
    """An exhibit exists only where there is evidence: some figure of the series has a value."""
    return key in material.measured and any(f.value is not None for f in material.measured[key].series.figures)


def in_order(material: Material, report: ReportSpec) -> list[ReportItem]:
    """The items by theme, and in each theme by chapter as they first come."""
    themes = list(report.themes)
    chapters: dict[tuple[str, str], int] = {}
    for item in report.items:
        chapters.setdefault((theme_of(material, item), item.chapter), len(chapters))
    return sorted(
        report.items,
        key=lambda item: (
            themes.index(theme_of(material, item)),
            chapters[theme_of(material, item), item.chapter],
        ),
    )


def choose(material: Material, report: ReportSpec, taken: int = 0) -> Chosen:
    """What of a report has a page, within its budget; `taken` pages of it are for what is no single measure."""
    shown = [item for item in in_order(material, report) if _has_page(material, item)]
    kept = set(range(len(shown)))
    most = _most(report, shown, taken)
    if len(shown) > most:
        kept = set(_ranked(material, shown)[:most])
        if report.form == REPORT:
            kept |= _not_worth_a_table(material, report, shown, kept)
    pages = tuple(item for at, item in enumerate(shown) if at in kept)
    lines = tuple(
        (theme_of(material, item), item.chapter, key_of(item))
        for at, item in enumerate(shown)
        if at not in kept and item.exhibit == SERIES
    )
    return Chosen(pages, lines)


def _ranked(material: Material, shown: Sequence[ReportItem]) -> list[int]:
    """The places of the items, the first of each theme before all, then by how much they ask for attention.

    The first of a chapter goes before what asks as little as it does; what nobody has confirmed goes after.
    """
    themes: dict[str, int] = {}
    chapters: dict[tuple[str, str], int] = {}
    for at, item in enumerate(shown):
        themes.setdefault(theme_of(material, item), at)
        chapters.setdefault((theme_of(material, item), item.chapter), at)
    first, leads = set(themes.values()), set(chapters.values())

    def attention(at: int) -> int:
        unconfirmed = material.catalogue.metrics[shown[at].metric].to_be_confirmed
        return _weight(material, shown[at]) + LEADS * (at in leads) - UNCONFIRMED * unconfirmed

    return sorted(range(len(shown)), key=lambda at: (at not in first, -attention(at), at))


def _not_worth_a_table(material: Material, report: ReportSpec, shown: Sequence[ReportItem], kept: set[int]) -> set[int]:
    """Where one or two lines would be left of a theme: their places."""
    found: set[int] = set()
    for theme in report.themes:
        left = [
            at
            for at, item in enumerate(shown)
            if at not in kept and item.exhibit == SERIES and theme_of(material, item) == theme
        ]
        found |= set(left) if len(left) < FEWEST_LINES else set()
    return found


def _most(report: ReportSpec, shown: Sequence[ReportItem], taken: int) -> int:
    """How many exhibits have a page: the report's budget, or what its pages leave beside front, back and tables."""
    if report.exhibits or not report.pages:
        return report.exhibits or len(shown)
    room = report.pages - PAGES_AROUND - taken
    series = sum(item.exhibit == SERIES for item in shown)
    most = len(shown)
    while most > room - _tables(series - most, len(report.themes)):
        most -= 1
    return most


def _tables(lines: int, themes: int) -> int:
    """At most so many tables for so many lines: each theme begins one of its own, and chapters take room too."""
    return -(-lines // (int(LINES_OF_A_TABLE) - 1)) + themes - 1 if lines > 0 else 0


def _has_page(material: Material, item: ReportItem) -> bool:
    if item.exhibit == SERIES:
        return is_shown(material, key_of(item))
    if item.exhibit == FLOW:
        return item.metric in material.flows
    if item.exhibit.startswith(BANDS):
        vocabulary = material.catalogue.vocabularies[item.exhibit.removeprefix(BANDS)]
        return latest_bands(material, item.metric, vocabulary) is not None
    return item.exhibit == WITHIN or item.metric in {metric for metric, _ in material.measured}


def _weight(material: Material, item: ReportItem) -> int:
    """How much an exhibit asks for attention: a split half as much as its whole, what is not confirmed after what is."""
    finding = material.findings.get((item.metric, item.breakdown if item.exhibit == SERIES else ""))
    weight = finding.weight if finding else 0
    if item.exhibit == FLOW or item.exhibit.startswith(BANDS):
        return max(weight, FLOWS)
    return weight if item.exhibit == SERIES else weight // 2


def by_table(lines: Sequence[tuple[str, str, MeasureKey]]) -> list[list[tuple[str, str, MeasureKey]]]:
    """The lines of one theme in as few tables of a page each as can hold them, and those of like length."""
    tables = _filled(lines, float(LINES_OF_A_TABLE))
    for room in range(int(LINES_OF_A_TABLE), 2, -1):
        shorter = _filled(lines, float(room))
        if len(shorter) > len(tables):
            break
        tables = shorter
    return tables


def _filled(lines: Sequence[tuple[str, str, MeasureKey]], most: float) -> list[list[tuple[str, str, MeasureKey]]]:
    """The lines in tables of so many at `most`: a chapter's name takes about half a line."""
    tables: list[list[tuple[str, str, MeasureKey]]] = []
    room, chapter = 0.0, ""
    for line in lines:
        new = not tables or line[1] != chapter
        if not tables or room < 1 + CHAPTER_LINES * new:
            tables.append([])
            room, new = most, True
        room -= 1 + CHAPTER_LINES * new
        chapter = line[1]
        tables[-1].append(line)
    return tables
