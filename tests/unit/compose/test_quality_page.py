"""The data-quality page: one sentence a section, every table whole, the same bytes twice."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from assize.app.quality import gather
from assize.compose.quality import build_quality
from assize.core.document import Link, Table, plain
from assize.core.periods import parse_period
from assize.core.quality import Agreement, Dimension, Level, Matter, QualityReport, Reconciled, Residual
from assize.render import html
from assize.render.charts import Drawings


@pytest.fixture(scope="module")
def report(alone) -> QualityReport:
    return gather(alone.folder)


def section(document, name: str):
    return next(one for one in document.sections if one.id == name)


def table_of(document, name: str) -> Table:
    return next(block for block in section(document, name).blocks if isinstance(block, Table))


def texts(table: Table) -> list[list[str]]:
    return [[plain(cell.content) for cell in row.cells] for row in table.rows if not row.theme]


def test_every_dimension_has_a_section_headed_by_a_sentence(report):
    document = build_quality(report)
    themes = {one.theme for one in document.sections}
    assert {dimension.value for dimension in Dimension} <= themes
    for one in document.sections:
        assert plain(one.headline)[0].isupper() or plain(one.headline)[0].isdigit()
        assert not plain(one.headline).endswith(".")
    assert len({one.id for one in document.sections}) == len(document.sections)


def test_rows_are_as_wide_as_their_tables(report):
    for one in build_quality(report).sections:
        for block in one.blocks:
            if isinstance(block, Table):
                assert block.rows, block.id
                assert all(len(row.cells) == (1 if row.theme else len(block.columns)) for row in block.rows), block.id


def test_the_page_is_whole_and_the_same_twice(report):
    page = html.render(build_quality(report), Drawings())
    assert page == html.render(build_quality(report), Drawings())
    words = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page.decode(), flags=re.S)
    assert "None " not in words
    assert "Decimal(" not in words
    assert "Nothing blocks a build" in words


def test_what_blocks_stands_first_and_in_the_status(report):
    matter = Matter(Level.BLOCKS, Dimension.VALIDITY, "Kent", "a rate of 104%", "Ask.", "https://www.gov.uk/")
    document = build_quality(replace(report, matters=(matter, *report.matters)))
    assert (document.status, plain(document.lede).startswith("One thing blocks a build")) == ("Blocked", True)
    table = table_of(document, "attention")
    assert plain(table.rows[0].cells[0].content) == "Blocks a build"
    assert texts(table)[0] == ["Kent", "A rate of 104%.", "Ask. The publisher's page"]
    assert any(isinstance(part, Link) for part in table.rows[1].cells[2].content)


def residual(area: str, period: str, left: int, right: int, verdict: Agreement) -> Residual:
    return Residual(area, parse_period(period), Decimal(left), Decimal(right), verdict)


def test_residuals_are_shown_for_the_boards_and_for_whom_they_are_large(report):
    spec = report.catalogue.reconciliations["recorded-crime-against-ons"]
    found = Reconciled(
        spec,
        (
            residual("city-of-london", "2017-18", 5870, 5392, Agreement.BEYOND),
            residual("kent", "2017-18", 150000, 149000, Agreement.WITHIN),
            residual("staffordshire", "2017-18", 83768, 83987, Agreement.WITHIN),
        ),
    )
    document = build_quality(replace(report, reconciled=(found,)))
    assert plain(section(document, spec.id).headline).endswith("1 of 3 pairs differ by more than 2.0%")
    assert texts(table_of(document, spec.id)) == [
        ["All 3 places that both have", "239,638", "238,379", "+1,259", "+0.53%", "0 of 3 agree"],
        ["Staffordshire", "83,768", "83,987", "−219", "−0.26%", "differ as expected"],
        ["City of London", "5,870", "5,392", "+478", "+8.86%", "differ more than expected"],
    ]


def test_agreeing_periods_before_the_last_stand_in_one_row(report):
    spec = report.catalogue.reconciliations["cps-convictions-national"]
    periods = ("2018-19-q1", "2018-19-q2", "2018-19-q3")
    found = Reconciled(spec, tuple(residual("england-and-wales", period, 9, 9, Agreement.AGREES) for period in periods))
    document = build_quality(replace(report, reconciled=(found,)))
    assert texts(table_of(document, spec.id)) == [
        ["April 2018 to September 2018", "", "", "0", "", "all agree"],
        ["October to December 2018", "9", "9", "0", "0", "agree"],
    ]
    assert plain(section(document, spec.id).headline).endswith("all 3 pairs agree")


def test_what_cannot_be_compared_says_why(report):
    rows = dict(texts(table_of(build_quality(report), "not-compared")))
    assert rows["Recorded crime in the open data against the ONS tables"].startswith("ONS police force area tables")
