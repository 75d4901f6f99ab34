"""Slopes over a year as a page of the report and a sheet of the workbook: the drawing and words of the slide, and its table."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import TypeVar

import openpyxl
import pytest
from builders import LATEST, NATION, OTHER, figures, material, metric, report

from assize.compose.areas import area_sections, pages_taken
from assize.compose.beside import comparison_section, year_section
from assize.compose.budgets import build_deck
from assize.compose.build import build_document
from assize.compose.over_a_year import year_page
from assize.compose.sentences import stated_in
from assize.compose.workbook import build_workbook
from assize.core.document import (
    Callout,
    CalloutKind,
    Chart,
    ChartKind,
    Document,
    KeyFigures,
    Section,
    Table,
    TableCell,
    Text,
    plain,
)
from assize.core.material import Material, MeasureKey
from assize.core.nouns import Absence, Better
from assize.core.sentences import Ground
from assize.core.specs import Kind, ReportItem
from assize.render import xlsx

SHARE = metric("done-rate", caveats=("It cannot be compared where cases differ.",))
BARS = metric("lost-rate", better=Better.DOWN)  # the worse side: the bars beside other areas are of this one
DAYS = metric("wait-days", Kind.DURATION)
NAMES = (SHARE.id, BARS.id, DAYS.id)
KEYS: tuple[MeasureKey, ...] = tuple((name, "") for name in NAMES)
SPEC = report("performance-report", "report", [ReportItem(name) for name in NAMES], slides=14)


@pytest.fixture(scope="module")
def made() -> Material:
    """Of 400 cases the board's share rose far beyond chance, another area's a little, the nation's not at all."""
    own = figures(SHARE, [*[200] * 12, 300], 400) + figures(SHARE, [5000] * 13, 10_000, area=NATION)
    own += figures(SHARE, [*[205] * 12, 210], 400, area=OTHER)
    own += figures(BARS, [240] * 13, 400) + figures(BARS, [5000] * 13, 10_000, area=NATION)
    own += figures(BARS, [200] * 13, 400, area=OTHER)
    own += figures(DAYS, [50] * 13) + figures(DAYS, [60] * 13, area=NATION) + figures(DAYS, [70] * 13, area=OTHER)
    whole: Material = material((SHARE, BARS, DAYS), own, (SPEC,))
    return whole


def page(material: Material, keys: tuple[MeasureKey, ...] = KEYS) -> Section:
    section = year_page(material, keys)
    assert section is not None
    return section


T = TypeVar("T")


def one(section: Section, kind: type[T]) -> T:
    (found,) = (block for block in section.blocks if isinstance(block, kind))
    return found


def words_of(cell: TableCell) -> str:
    assert isinstance(cell.content, tuple)
    return plain(cell.content)


def slopes_of(document: Document) -> list[tuple[Section, Chart]]:
    return [
        (section, block)
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Chart) and block.kind is ChartKind.SLOPE
    ]


def test_the_page_has_the_drawing_and_the_words_of_the_slide(made: Material) -> None:
    slide = year_section(made, KEYS, comparison_section(made, KEYS), moved=False)
    assert slide is not None
    found = page(made)
    assert (found.id, found.headline, found.subtitle) == (slide.id, slide.headline, slide.subtitle)
    assert one(found, Chart) == one(slide, Chart)
    assert one(found, Text).paragraphs == one(slide, Text).paragraphs
    assert one(found, KeyFigures).items[:1] == one(slide, KeyFigures).items
    assert plain(one(found, KeyFigures).items[1].words) == "January to March 2019 (4 months old)"


def test_its_table_has_both_ends_with_intervals_and_counts_the_board_first(made: Material) -> None:
    table = one(page(made, KEYS[:1]), Table)
    assert [column.head for column in table.columns] == [
        "Area", "January to March 2018: Rate, %", "January to March 2019: Rate, %", "Done, of cases",
    ]  # fmt: skip
    said = [[words_of(cell) for cell in row.cells] for row in table.rows]
    assert said == [
        ["Ashford", "50.0", "75.0", "300 of 400"],
        ["Bexley", "51.3", "52.5", "210 of 400"],
        ["England and Wales", "50.0", "50.0", "5,000 of 10,000"],
    ]
    assert [row.board for row in table.rows] == [True, False, False]
    assert [plain(cell.under) for cell in table.rows[0].cells] == ["", "45.1 to 54.9", "70.5 to 79.0", ""]  # Wilson
    drawn = {line.name: [point.number.text for point in line.points if point] for line in one(page(made), Chart).lines}
    assert drawn["Ashford"] == ["50.0%", "75.0%"]


def test_a_measure_without_counts_or_chance_has_neither_in_its_table(made: Material) -> None:
    table = one(page(made, KEYS[2:]), Table)
    assert [column.head for column in table.columns] == [
        "Area", "January to March 2018: Days", "January to March 2019: Days",
    ]  # fmt: skip
    assert "interval" not in table.caption
    assert not any(cell.under for row in table.rows for cell in row.cells)


def test_its_caveat_and_source_are_labelled_as_those_of_a_page(made: Material) -> None:
    caveat, source = (block for block in page(made, KEYS[:1]).blocks if isinstance(block, Callout))
    assert (caveat.kind, plain(caveat.words)) == (CalloutKind.CAVEAT, "It cannot be compared where cases differ.")
    assert source.kind is CalloutKind.SOURCE
    assert plain(source.words).endswith("Figure reference: done-rate@ashford@2019q1.")


def test_an_area_of_which_an_end_is_withheld_is_in_neither_drawing_nor_table(made: Material) -> None:
    gone = made.figure("done-rate", OTHER, LATEST.shifted(-12))
    assert gone is not None
    blank = replace(gone, value=None, interval=None, absence=Absence.CONFIDENTIAL)
    found = page(replace(made, figures={**made.figures, gone.reference: blank}), KEYS[:1])
    assert "Bexley" not in str(found)
    assert "done-rate@bexley" not in str(found)


def test_the_report_has_it_last_across_areas_and_counts_its_page(made: Material) -> None:
    document = build_document(made, SPEC)
    ((section, _),) = slopes_of(document)
    assert section == page(made)
    assert (section.theme, section.id) == ("Across areas", "done-rate-over-a-year")
    assert pages_taken(made, KEYS) == len(area_sections(made, KEYS)) == 1
    assert year_page(made, ()) is None


def test_the_deck_has_the_slide_and_not_the_page_cut_down(made: Material) -> None:
    deck = build_deck(build_document(made, SPEC), SPEC, made)
    ((section, _),) = slopes_of(deck)
    assert not any(isinstance(block, Table) for block in section.blocks)
    assert [block.kind for block in section.blocks if isinstance(block, Callout)] == [
        CalloutKind.NOTE,
        CalloutKind.SOURCE,
    ]


def test_what_it_says_of_the_board_is_explained_by_the_test_over_a_year(made: Material) -> None:
    document = build_document(made, SPEC)
    said = [each for each in stated_in(made, [document]) if each.section == plain(page(made).headline)]
    for words in (page(made).headline, *one(page(made), Text).paragraphs):
        (found,) = (each for each in said if each.text == plain(words))
        assert (found.ground, found.keys) == (Ground.YEAR, (("done-rate", ""),))


def test_the_workbook_draws_it_natively_from_two_rows_of_cells(made: Material) -> None:
    book = build_workbook(made)
    ((section, chart),) = slopes_of(book)
    assert section == page(made)
    data = xlsx.render(book)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Over a year"]
    rows = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    at = next(number for number, row in enumerate(rows) if row[:1] == ["Period"])
    assert rows[at : at + 3] == [
        ["Period", "Bexley", "England and Wales", "Ashford"],
        ["January to March 2018", 0.5125, 0.5, 0.5],
        ["January to March 2019", 0.525, 0.5, 0.75],
    ]
    heads = next(row for row in rows if row[:1] == ["Area"])
    assert heads[1:3] == ["January to March 2018: Rate, %", "January to March 2018: Rate, %, 95% interval"]
    assert ["Ashford", 50.0, "45.1 to 54.9", 75.0, "70.5 to 79.0", "300 of 400"] in rows
    package = zipfile.ZipFile(io.BytesIO(data))
    assert any(
        f'descr="{chart.alt}"' in package.read(name).decode()
        for name in package.namelist()
        if "drawings/drawing" in name
    )
    drawn = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/charts/chart")]
    (native,) = (xml for xml in drawn if "'Over a year'" in xml)
    assert "<c:lineChart>" in native
    ranges = [f"'Over a year'!${column}${at + 2}:${column}${at + 3}" for column in "BCD"]
    assert re.findall(r"<c:val><c:numRef><c:f>(.*?)</c:f>", native) == ranges
    assert native.count('<c:symbol val="circle"/>') == 3  # both ends of each line
