"""The receipt: a partner's own figures as they were understood, on one page, with nothing judged."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pikepdf
from example_forms import ATTENDED, OPEN, REQUIRED, plan

from assize.compose.receipt import QUARTERS, Receipt, ReceiptLine, ReceiptMeasure, build_receipt, changed_lines
from assize.core.document import Chart, Document, Layout, Table, Text, Trend, plain
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


def test_a_longer_return_fits_one_page_with_its_small_series_and_a_very_long_one_runs_on():
    twelve = build_receipt(replace(RECEIPT, lines=LINES[:1] * 12))
    assert not any(isinstance(block, Chart) for block in twelve.sections[0].blocks)
    assert pages(twelve) == 1
    many = build_receipt(replace(RECEIPT, lines=LINES[:1] * 30))
    assert many.sections[0].layout is Layout.LIST


def test_where_nothing_was_noted_it_says_so():
    words = [plain(p) for block in build_receipt(replace(RECEIPT, questions=())).sections[0].blocks
             if isinstance(block, Text) for p in block.paragraphs]  # fmt: skip
    assert "Nothing but the figures." in words


def test_a_corrected_return_is_told_by_what_it_says_otherwise():
    assert changed_lines(LINES, [Decimal(402), Decimal(30), Decimal(7)]) == [
        "Witnesses who attended court: 30 before, 29 now.",
        "Open cases: 7 before, [x] now.",
    ]
