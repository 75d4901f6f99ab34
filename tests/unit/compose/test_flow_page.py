"""The page of cases in, out and open, in every form in which a pack has it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from builders import LATEST, figures, material, metric, report

from assize.assess.flows import case_flow
from assize.compose.budgets import build_deck
from assize.compose.build import build_documents
from assize.compose.flows import flow_exhibit
from assize.compose.sentences import stated_in
from assize.compose.workbook import build_workbook
from assize.core.document import Chart, ChartKind, Section, Table, Text, plain
from assize.core.flows import FlowSpec, OpenLevel
from assize.core.material import Material
from assize.core.nouns import Better
from assize.core.specs import Kind, ReportItem
from assize.narrate.sentences import grounds
from assize.render import html, pptx, xlsx
from assize.render.charts import Drawings, Size, draw

IN = metric("came-in", Kind.COUNT, better=Better.NEITHER)
OUT = metric("went-out", Kind.COUNT)
OPEN = metric("open-cases", Kind.COUNT, stock=True, flow=FlowSpec("came-in", "went-out"), counted="open cases")
COUNTS = [500, 520, 500, 540, 535, 560, 550, 570, 560, 590, 600, 580, 610, 620, 615, 640]


@pytest.fixture(scope="module")
def held() -> Material:
    specs = (IN, OUT, OPEN)
    items = (ReportItem("open-cases"), ReportItem("open-cases", exhibit="flow"))
    own = [*figures(IN, [410] * 16), *figures(OUT, [400] * 16), *figures(OPEN, COUNTS)]
    made = material(specs, own, (report("performance-report", "report", items, slides=4),))
    measured = {name: one for (name, _), one in made.measured.items()}
    found = case_flow(OPEN, {spec.id: spec for spec in specs}, measured, OpenLevel(600, LATEST.later(4).last_day))
    assert found is not None
    return replace(made, flows={"open-cases": found})


def section(held: Material) -> Section:
    found = flow_exhibit(held, OPEN)
    assert found is not None
    return found


def block(held: Material, kind: type):
    return next(one for one in section(held).blocks if isinstance(one, kind))


def test_the_page_says_what_came_what_went_and_where_the_pace_leads(held):
    assert plain(section(held).headline) == (
        "In January to March 2019, 410 cases came in, 400 were finished and 640 stayed open"
    )
    words = [plain(paragraph) for paragraph in block(held, Text).paragraphs]
    assert words[0].startswith(
        "If open cases go on as over the last year (+15 a quarter), 700 are open at the end of March 2020; 80% interval "
    )
    assert words[1].startswith("Tried at eight past quarters, four ahead, it was wrong by ")
    assert words[2] == (
        "To have 600 open by 31 March 2020 takes 420 disposals a quarter, 20 more than in the last year, if receipts stay as "
        "they were."
    )
    latest = block(held, Table).rows[0]
    assert [plain(cell.content) for cell in latest.cells] == [
        "January to March 2019", "410", "400", "98%", "640", "+15", "4.8",
    ]  # fmt: skip


def test_the_quarters_to_come_have_intervals_and_no_line(held):
    chart = block(held, Chart)
    assert chart.kind is ChartKind.FLOW
    (projected,) = chart.limits
    assert (projected.first, projected.last, len(projected.pieces)) == (16, 19, 4)
    assert all(line.points[16:] == (None,) * 4 for line in chart.lines)
    assert "If the pace goes on, 700 are open at the end of March 2020" in chart.alt


def test_without_an_interval_the_page_says_why(held):
    flow = held.flows["open-cases"]
    short = replace(
        flow,
        past=replace(flow.past, trials=3),
        projected=tuple(replace(one, lower=None, upper=None) for one in flow.projected),
        needed=None,
    )
    found = flow_exhibit(replace(held, flows={"open-cases": short}), OPEN)
    assert found is not None
    words = [plain(one) for each in found.blocks if isinstance(each, Text) for one in each.paragraphs]
    assert words[0].endswith("700 are open at the end of March 2020.")
    assert words[1] == "No interval: of eight past projections that it needs, three can be tried."


@pytest.mark.parametrize("size", [Size.SECTION, Size.WIDE])
def test_the_drawing_names_its_lines_and_its_interval(held, size):
    drawn = draw(block(held, Chart), size)
    for words in ("Came in", "Finished", "Open", "If the pace goes on", "80% interval, upper end"):
        assert words in drawn


def test_page_deck_and_workbook_have_it_with_native_charts(held):
    (document,) = build_documents(held)
    page = html.render(document, Drawings()).decode()
    assert "if the pace goes on" in page
    deck = build_deck(document, held.catalogue.reports[document.id], held)
    slides = zipfile.ZipFile(io.BytesIO(pptx.render(deck)))
    charts = [slides.read(name).decode() for name in slides.namelist() if name.startswith("ppt/charts/chart")]
    assert any("If the pace goes on" in chart and "Came in" in chart for chart in charts)
    book = zipfile.ZipFile(io.BytesIO(xlsx.render(build_workbook(held))))
    assert any(
        "lineChart" in book.read(name).decode() for name in book.namelist() if name.startswith("xl/charts/chart")
    )


def test_a_level_is_a_setting_of_a_board_and_a_measure(tmp_path):
    from assize.catalogue.open_levels import read_levels

    metrics = {"open-cases": OPEN, "came-in": IN}
    good = {"ashford": {"open-cases": {"level": 600, "by": date(2020, 3, 31)}}}
    assert read_levels(good, ("ashford",), metrics, "assize.toml") == (
        {"ashford": {"open-cases": OpenLevel(600, date(2020, 3, 31))}}, [],
    )  # fmt: skip
    bad = {
        "bexley": {},
        "ashford": {"came-in": {"level": 1, "by": date(2020, 3, 31)}, "open-cases": {"level": -1, "by": "2020-03-31"}},
    }
    found, problems = read_levels(bad, ("ashford",), metrics, "assize.toml")
    assert found == {}
    assert [problem.where for problem in problems] == [
        "assize.toml [open_cases.bexley]",
        "assize.toml [open_cases.ashford.came-in]",
        "assize.toml [open_cases.ashford.open-cases.level]",
        "assize.toml [open_cases.ashford.open-cases.by]",
    ]


def test_its_sentences_are_explained_by_the_projection_and_its_back_test(held):
    found = flow_exhibit(held, OPEN)
    assert found is not None
    document = replace(build_documents(held)[0], sections=(found,), lede=())
    stated = [one for one in stated_in(held, [document]) if one.text.startswith("If open cases go on")]
    said = "\n".join(grounds(stated[0], held))
    assert "a flow is counted and carried on, with its own past errors" in said
    assert "projection  open + quarters x mean change of the last four (+15.0): 700" in said
    assert "back-test   8 past projections 4 quarters on" in said
    assert stated[0].figures == ("open-cases@ashford@2019q1",)
