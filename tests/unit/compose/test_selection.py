"""A long report: which exhibits have a page, what stands in tables instead, chapters, and the kinds without an interval."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import NATION, OTHER, blocks_of, figures, material, metric, report
from pack import CALM

from assize.compose.budgets import build_deck
from assize.compose.build import build_document, fitted_keys
from assize.compose.selection import by_table, choose
from assize.core.document import Document, Layout, Number, Table, plain
from assize.core.material import Material
from assize.core.nouns import Better
from assize.core.specs import Cadence, Kind, ReportItem, ReportSpec

MANY = tuple(metric(f"share-{letter}", subject=f"Share {letter}", by=()) for letter in "abcdefgh")
LOUD = ("share-c", "share-g")  # the latest of these is far out


def _many() -> Material:
    own = []
    for spec in MANY:
        last = 100 if spec.id in LOUD else 50
        own += figures(spec, [*[50, 52, 48, 51] * 3, 49, 50, last], 100)
    return material(MANY, own, ())


def _report(**changes: object) -> ReportSpec:
    items = [ReportItem(spec.id, chapter="Police" if spec.id < "share-e" else "Courts") for spec in MANY]
    return replace(report("long", "report", items, ("effectiveness-and-efficiency",)), **changes)  # type: ignore[arg-type]


def test_without_a_budget_everything_has_a_page():
    chosen = choose(_many(), _report())
    assert [item.metric for item in chosen.pages] == [spec.id for spec in MANY]
    assert chosen.lines == ()


def test_pages_go_to_the_first_of_each_chapter_then_to_what_asks_for_attention():
    chosen = choose(_many(), _report(exhibits=4))
    assert [item.metric for item in chosen.pages] == ["share-a", "share-c", "share-e", "share-g"]
    assert [key[0] for _, _, key in chosen.lines] == ["share-b", "share-d", "share-f", "share-h"]


def test_what_has_no_page_stands_in_a_table_by_chapter_and_nothing_is_lost():
    document = build_document(_many(), _report(exhibits=4))
    pages = [section for section in document.sections if section.layout is Layout.EXHIBIT]
    tables = [section for section in document.sections if section.layout is Layout.HEADLINES]
    assert [section.theme for section in pages] == [
        "Effectiveness and efficiency: Police", "Effectiveness and efficiency: Police",
        "Effectiveness and efficiency: Courts", "Effectiveness and efficiency: Courts",
    ]  # fmt: skip
    assert [section.id for section in tables] == ["more-effectiveness-and-efficiency-1"]
    (table,) = blocks_of(replace(document, sections=tuple(tables)), Table)
    named = [plain(row.cells[0].content) for row in table.rows if isinstance(row.cells[0].content, tuple)]
    assert named == ["Police", "Share b", "Share d", "Courts", "Share f", "Share h"]


def test_a_table_of_one_or_two_lines_is_not_worth_its_page():
    chosen = choose(_many(), _report(exhibits=6))
    assert len(chosen.pages) == 8
    assert chosen.lines == ()


@pytest.mark.parametrize(("pages", "most"), [(40, 8), (14, 8), (11, 4)])
def test_a_report_keeps_to_its_pages(pages, most):
    """Six stand around the exhibits; a table takes one more."""
    chosen = choose(_many(), _report(pages=pages))
    assert len(chosen.pages) == most


def test_a_full_headline_table_leaves_out_what_can_be_spared_first():
    items = [ReportItem(spec.id, spare=spec.id in ("share-a", "share-b", "share-h")) for spec in MANY]
    spec = replace(report("short", "summary", items), headline_rows=6)
    assert [key[0] for key in fitted_keys(_many(), spec)] == [f"share-{letter}" for letter in "acdefg"]
    assert len(fitted_keys(_many(), replace(spec, headline_rows=2))) == 2


# --- kinds without an interval ------------------------------------------------------------------------------------

DAYS = metric("days-waited", Kind.DURATION, subject="The median wait", better=Better.DOWN, by=(), unit="days")
HAND = metric("work-in-hand", Kind.BACKLOG, subject="The work in hand", by=(), unit="disposals", counted="open cases")
RATIO = metric(
    "kept-up", Kind.RATIO, subject="The ratio of disposals to receipts", by=(), unit="receipts", counted="disposals"
)
SHARE = metric("closed", Kind.SHARE, cadence=Cadence.YEAR, subject="The published share", by=(), unit="investigations")
STOCK = metric(
    "open-cases", Kind.COUNT, stock=True, subject="The open caseload", by=(), unit="cases", counted="open cases"
)


def _page(spec, own, beside=()) -> Document:
    made = material((spec,), [*own, *beside], ())
    return build_document(made, report("one", "report", (ReportItem(spec.id),), (spec.theme,)))


def _texts(document: Document) -> str:
    section = document.sections[0]
    said = [plain(section.headline), *(plain(words) for words in section.subtitle if isinstance(words, str))]
    for block in section.blocks:
        said += [plain(words) for words in getattr(block, "paragraphs", ()) if isinstance(words, tuple)]
    return " / ".join(said)


def test_days_are_said_with_their_unit_and_stand_beside_others_without_a_verdict():
    page = _page(
        DAYS, figures(DAYS, [*CALM, 300]), figures(DAYS, [181] * 16, area=NATION) + figures(DAYS, [90] * 16, area=OTHER)
    )
    said = _texts(page)
    assert "The median wait was above the expected range this quarter, at 300 days" in said
    assert "England and Wales 181 days" in said
    assert "evidence" not in said
    table = next(block for block in page.sections[0].blocks if isinstance(block, Table))
    assert [column.head for column in table.columns][1:] == [
        "Days",
        "Change on the quarter before",
        "Change on a year earlier",
    ]


def test_work_in_hand_is_in_months_and_a_ratio_names_both_of_its_counts():
    hand = _texts(_page(HAND, figures(HAND, [*CALM, 100], 100)))
    assert "12.0 months" in hand
    ratio = _texts(_page(RATIO, figures(RATIO, [*CALM, 96], 100)))
    assert "0.96" in ratio
    assert "%" not in ratio


def test_a_stock_is_of_the_end_of_its_quarter_and_its_chart_starts_at_nought():
    page = _page(STOCK, figures(STOCK, [count + 1000 for count in [*CALM, 100]]))
    assert "open cases at the end of March 2019" in _texts(page)
    (chart,) = [block for block in page.sections[0].blocks if type(block).__name__ == "Chart"]
    assert chart.axis.minimum == 0


def test_a_yearly_figure_has_no_quarter_before_it():
    yearly = metric("a-year", Kind.COUNT, cadence=Cadence.YEAR, by=())
    own = [
        replace(figure, period=figure.period.financial_year.later(step))
        for step, figure in enumerate(figures(yearly, [100, 120]))
    ]
    page = _page(yearly, own)
    table = next(block for block in page.sections[0].blocks if isinstance(block, Table))
    assert "Change on a year earlier, %" in [column.head for column in table.columns]
    assert not any("quarter" in column.head for column in table.columns)
    assert not any(
        isinstance(part, Number) and part.text == "[x]"
        for row in table.rows
        for cell in row.cells
        for part in cell.content
    )


def test_a_title_too_long_for_its_page_or_slide_is_cut_to_the_finding_without_its_value():
    long = metric(
        "long", subject="The share of a very long story about cases that were done at the magistrates' courts", by=()
    )
    made = material((long,), figures(long, [*[50, 52, 48, 51] * 3, 49, 50, 100], 100), ())
    spec = report("one", "report", (ReportItem("long"),), (long.theme,))
    document = build_document(made, spec)
    deck = build_deck(document, spec, made)
    whole, page, title = (plain(words) for words in (made.findings["long", ""].headline, document.sections[0].headline,
                                                     deck.sections[0].headline))  # fmt: skip
    assert whole.endswith(", at 100.0%")
    assert page == title == whole.removesuffix(" this quarter, at 100.0%")


def test_a_line_under_a_headline_is_one_line_whatever_the_measure_is_called():
    short = metric("short", subject="The share", by=())
    long = replace(metric("long", subject="The share", by=()), name="Share " * 9)
    made = material((short, long), [*figures(short, [50] * 14, 100), *figures(long, [50] * 14, 100)], ())
    spec = report("one", "report", (ReportItem("short"), ReportItem("long")), (long.theme,))
    first, second = (plain(section.subtitle) for section in build_document(made, spec).sections[:2])
    assert ", quarterly, " in first and "quarterly" not in second and second.endswith(first.split(", quarterly, ")[1])


def test_tables_of_many_lines_make_room_for_the_names_of_chapters():
    lines = [("theme", f"chapter {number // 2}", (f"measure-{number}", "")) for number in range(30)]
    tables = by_table(lines)
    assert [line for table in tables for line in table] == lines
    for table in tables:
        assert len(table) + 0.55 * len({line[1] for line in table}) <= 12.1


def test_no_table_of_a_theme_is_left_with_a_line_or_two():
    lines = [("theme", "chapter", (f"measure-{number}", "")) for number in range(26)]
    lengths = [len(table) for table in by_table(lines)]
    assert sum(lengths) == 26 and max(lengths) - min(lengths) <= 2
