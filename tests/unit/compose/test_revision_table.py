"""Revisions a measure: its own figures before and after a later edition, the unchanged ones among them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from demonstration import Loaded, one_board

from assize import app as assize
from assize.app.quality import gather
from assize.compose.quality import build_quality
from assize.compose.revision_table import revisions_table
from assize.core.document import Table, plain
from assize.core.quality import QualityReport

FILE = "population-estimates-mid-2018.csv"


@pytest.fixture(scope="module")
def report(demo: Loaded, root: Path, tmp_path_factory: pytest.TempPathFactory) -> QualityReport:
    """The example after a later edition of the populations, in which Stoke-on-Trent has ten thousand people fewer in 2018."""
    text = (root / "examples" / "published" / FILE).read_text(encoding="utf-8")
    path = tmp_path_factory.mktemp("later") / "population-revised.csv"
    text = text.replace(",mid-2018,2019-06-26,", ",mid-2018 revised,2020-06-24,").replace(",255833,", ",245833,")
    path.write_text(text, encoding="utf-8")
    folder = one_board(demo, tmp_path_factory.mktemp("office") / "example")
    assert [one.refused for one in assize.load_files(folder, [path])] == [None]
    return gather(folder, cut_off=date(2020, 7, 31))


def test_a_measure_is_compared_with_itself_and_unchanged_figures_count(report: QualityReport) -> None:
    rate = next(one for one in report.measure_revisions if one.metric.id == "recorded-crime-rate")
    assert (rate.source, rate.releases, rate.restated) == ("population-estimates", 1, 1)
    assert rate.compared > 1
    assert rate.largest is not None
    before, after = rate.largest
    assert (before.area, before.period.id, before.denominator, after.denominator) == (
        "staffordshire", "2018-19", Decimal(1131052), Decimal(1121052),
    )  # fmt: skip
    moved = Decimal(1131052) / Decimal(1121052) - 1
    assert rate.most == pytest.approx(moved)
    assert rate.mean_size == rate.bias == pytest.approx(moved / rate.compared)
    # Nothing that is not made of populations was measured again.
    assert {one.source for one in report.measure_revisions} == {"population-estimates"}


def test_the_page_has_a_row_a_source_and_measure(report: QualityReport) -> None:
    head, *rows = revisions_table(report).rows
    assert head.theme
    row = next(one for one in rows if plain(one.cells[0].content).startswith("Recorded crime per 1,000"))
    assert plain(row.cells[4].content) == "0.9%"
    assert plain(row.cells[4].under).startswith("Staffordshire, April 2018 to March 2019: 75.1, then ")
    assert plain(row.cells[5].content).startswith("+0.")
    section = next(one for one in build_quality(report).sections if one.id == "accuracy")
    assert [one.id for one in section.blocks if isinstance(one, Table)] == ["revisions-table", "accuracy-table"]
