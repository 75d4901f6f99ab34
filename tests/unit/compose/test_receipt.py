"""The receipt: a partner's own figures as they were understood, on one page, with nothing judged."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pikepdf
import pytest
from example_forms import ATTENDED, OPEN, REQUIRED, plan

from assize.compose.receipt import QUARTERS, Receipt, ReceiptLine, ReceiptMeasure, build_receipt, changed_lines
from assize.core.document import Chart, Document, Table, Text, Trend, plain
from assize.core.forms import Completeness, Entry
from assize.core.nouns import Absence
from assize.core.specs import Kind
from assize.render import html, pdf
from assize.render.charts import Drawings


def series(*latest: Entry) -> tuple[Entry, ...]:
    return (*[Decimal(400)] * (QUARTERS - len(latest)), *latest)


LINES = (
    ReceiptLine(REQUIRED, series(Decimal(410), Decimal(402)), Completeness.COMPLETE),
    ReceiptLine(ATTENDED, series(Decimal(20), Decimal(29)), Completeness.ESTIMATED),
    ReceiptLine(OPEN, series(Decimal(7), Absence.NOT_AVAILABLE), None, "Not recorded by our system"),
)
RECEIPT = Receipt(
    plan=plan(),
    lines=LINES,
    measure=ReceiptMeasure(
        "Witness attendance rate", Kind.PROPORTION, "%", (None,) * 14 + (Decimal("0.9"), Decimal("0.8"))
    ),
    questions=("Why did attendance fall?",),
    accepted=date(2019, 5, 9),
    office="Office of the Police and Crime Commissioner",
    author="Office of the Commissioner",
    contact="performance officer",
    marking="OFFICIAL",
)


def table(document: Document) -> Table:
    return next(block for block in document.sections[0].blocks if isinstance(block, Table))


def texts(document: Document) -> list[list[str]]:
    return [
        ["trend" if isinstance(cell.content, Trend) else plain(cell.content) for cell in row.cells]  # type: ignore[arg-type]
        for row in table(document).rows
    ]


def pages(document: Document) -> int:
    return len(pikepdf.open(io.BytesIO(pdf.render(document, Drawings()))).pages)


def test_each_figure_stands_with_the_return_before_and_what_changed():
    assert texts(build_receipt(RECEIPT)) == [
        ["Witnesses required to attend court", "402", "410", "−8 (−2.0%)", "trend", "Complete"],
        ["Witnesses who attended court", "29", "20", "+9", "trend", "Estimated"],
        ["Open cases", "[x]", "7", "", "trend", "Not recorded by our system"],
    ]


def test_the_lede_counts_what_is_in_and_what_has_no_number():
    lede = plain(build_receipt(RECEIPT).lede)
    assert lede == "Thank you. Two figures are in and one line has no number. One is marked as partial or estimated."
    keyed = plain(build_receipt(replace(RECEIPT, keyed="The office keyed them from a telephone call.")).lede)
    assert keyed.endswith("The office keyed them from a telephone call.")


def test_a_short_return_has_its_measure_drawn_and_fits_one_page():
    document = build_receipt(RECEIPT)
    charts = [block for block in document.sections[0].blocks if isinstance(block, Chart)]
    assert [chart.alt for chart in charts] == [
        "Witness attendance rate of Staffordshire, October to December 2018 to January to March 2019: 2 values, from 90.0%"
        " to 80.0%."
    ]
    assert pages(document) == 1
    page = html.render(document, Drawings()).decode()
    assert "What we noted" in page and '<p class="caption"><strong>Witness attendance rate</strong>' in page


def test_figures_with_decimals_keep_them_in_the_words_and_numbers_of_the_chart():
    values = (None,) * 13 + (Decimal(11), Decimal("9.75"), Decimal("10.2"))
    posts = ReceiptMeasure("Officers in post", Kind.COUNT, "full-time equivalents", values)
    chart = next(b for b in build_receipt(replace(RECEIPT, measure=posts)).sections[0].blocks if isinstance(b, Chart))
    assert chart.alt.endswith(": 3 values, from 11.00 to 10.20.")
    points = [point.number for point in chart.lines[0].points if point]
    assert [(one.text, one.format) for one in points] == [(text, "#,##0.00") for text in ("11.00", "9.75", "10.20")]
    assert chart.number_format == "#,##0.00"
    whole = replace(posts, values=(None,) * 14 + (Decimal(1411), Decimal("10.0")))
    chart = next(b for b in build_receipt(replace(RECEIPT, measure=whole)).sections[0].blocks if isinstance(b, Chart))
    assert chart.alt.endswith(": 2 values, from 1,411 to 10.") and chart.number_format == "#,##0"


def test_however_long_a_return_is_its_receipt_is_one_page_with_its_series():
    reason = "A real change, and one that we have looked into with care before we sent it"
    for many, small in ((4, [False]), (9, [True]), (13, []), (14, [True]), (44, [True])):
        lines = tuple(replace(LINES[number % 3], reason=reason if many > 13 else "") for number in range(many))
        document = build_receipt(replace(RECEIPT, lines=lines))
        charts = [block for block in document.sections[0].blocks if isinstance(block, Chart)]
        assert [chart.small for chart in charts] == small
        assert charts or len(table(document).rows) == many
        assert pages(document) == 1


@pytest.mark.parametrize("words", [0, 12, 40])
@pytest.mark.parametrize("many", [10, 12, 13])
def test_a_table_that_fills_its_page_leaves_room_for_what_was_noted(many: int, words: int) -> None:
    name = "Court outcomes and hearing dates due to victims and witnesses"
    line = replace(LINES[0], line=replace(REQUIRED, name=name), reason="A real change, and we have looked")
    document = build_receipt(replace(RECEIPT, lines=(line,) * many, questions=(("noted " * words).strip(),) * 2))
    assert pages(document) == 1


def test_without_a_chart_the_figures_of_a_list_stand_above_what_is_said_of_them():
    document = build_receipt(replace(RECEIPT, lines=LINES * 5, measure=None))
    page = html.render(document, Drawings()).decode()
    figures, said = re.findall(r'<div class="columns">(.*?)</div>(?=<div|</section)', page)
    assert "Open cases" in figures and "How to read it" not in figures
    assert "How to read it" in said and "Open cases" not in said
    with pikepdf.open(io.BytesIO(pdf.render(document, Drawings()))) as held:
        assert len(held.pages) == 1


def test_a_list_has_every_figure_and_the_return_before_in_columns_that_are_read_one_after_another():
    document = build_receipt(replace(RECEIPT, lines=LINES * 5))
    listed = [block for block in document.sections[0].blocks if isinstance(block, Text) and not block.heading]
    said = [plain(words) for block in listed for words in block.paragraphs]
    assert len(listed) == 3 and len(said) == 15
    assert said[:3] == [
        "Witnesses required to attend court: 402 (410)",
        "Witnesses who attended court: 29 (20); estimated",
        "Open cases: [x] (7); Not recorded by our system",
    ]
    page = html.render(document, Drawings()).decode()
    assert page.index("Open cases") < page.index("<figure") < page.index("How to read it")


def test_questions_that_have_no_room_are_said_to_be_in_the_letter():
    words = [plain(p) for block in build_receipt(replace(RECEIPT, more_questions=2)).sections[0].blocks
             if isinstance(block, Text) for p in block.paragraphs]  # fmt: skip
    assert "Two more in the letter that brings this receipt." in words


def test_where_nothing_was_noted_it_says_so():
    words = [plain(p) for block in build_receipt(replace(RECEIPT, questions=())).sections[0].blocks
             if isinstance(block, Text) for p in block.paragraphs]  # fmt: skip
    assert "Nothing but the figures." in words


def test_notes_beside_figures_are_said_to_have_come_and_what_is_done_with_them():
    def last(*reasons: str) -> tuple[str, list[str]]:
        lines = tuple(replace(one, reason=reason) for one, reason in zip(LINES, reasons, strict=True))
        block = build_receipt(replace(RECEIPT, lines=lines)).sections[0].blocks[-1]
        assert isinstance(block, Text)
        return block.heading, [plain(words) for words in block.paragraphs[1:]]

    assert last("", "", "") == ("Whom to ask", [])
    heading, said = last("", "", "Not recorded by our system")
    assert heading == "Whom to ask, and your notes"
    assert said == [
        "Your note came too. It is kept with its figure, for whoever asks how that came about; reports do not repeat it."
    ]
    assert last("A real change", "", "System down")[1][0].startswith(
        "Your two notes came too. Each is kept with its figure"
    )


def test_a_corrected_return_is_told_by_what_it_says_otherwise():
    assert changed_lines(LINES, [Decimal(402), Decimal(30), Decimal(7)]) == [
        "Witnesses who attended court: 30 before, 29 now.",
        "Open cases: 7 before, [x] now.",
    ]
