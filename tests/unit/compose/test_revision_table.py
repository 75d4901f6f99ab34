"""Revisions over all pairs of a source's editions: means over cells, not over pairs, and which way most pairs went."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assize.app.quality import gather, revision_sizes
from assize.app.revisions import Pair
from assize.compose.quality import build_quality
from assize.compose.revision_table import revisions_table
from assize.core.document import Table, plain
from assize.core.nouns import Change, Edition, Revision
from assize.core.periods import parse_period
from assize.core.specs import Covers
from assize.statistics.revisions import Restatement, pooled

YEAR = parse_period("2018q1")


def cell(area: str, before: int, after: int) -> Revision:
    return Revision(Change.RESTATED, area, YEAR, "convictions", {}, Decimal(before), Decimal(after), "", "", None, None)


@pytest.fixture(scope="module")
def sizes():
    one = Edition(
        "cps-case-outcomes", "0" * 64, 1, "a.csv", "", date(2018, 7, 1), date(2018, 8, 1), False, YEAR, YEAR, 4
    )
    other = replace(one, file="b.csv")
    pairs = (
        Pair(one, other, (cell("staffordshire", 100, 110), cell("kent", 100, 120), cell("essex", 0, 4))),
        Pair(other, one, (cell("dorset", 100, 97),)),
    )
    return [size for pair in pairs for size in revision_sizes(pair, Covers.ONE_PERIOD, {"staffordshire"})]


def test_means_are_over_cells_with_a_share_and_not_over_pairs(sizes):
    assert [size.sized for size in sizes] == [2, 1]  # of nought there is no share
    together = pooled([Restatement(one.sized, one.mean_size, one.most, one.bias) for one in sizes])
    assert together.mean_size == Decimal("0.11")  # (10 + 20 + 3) / 3, and not the mean of 15 and 3
    assert together.bias == Decimal("0.09")


def test_the_page_has_a_row_a_source_and_count_with_what_is_made_of_it(demo, sizes):
    report = replace(gather(demo.folder), revisions=tuple(sizes))
    head, row = revisions_table(report).rows
    assert head.theme
    assert [plain(one.content) for one in row.cells[1:]] == ["2", "4", "11.0%", "20.0%", "+9.0%"]
    assert "Conviction rate" in plain(row.cells[0].under)
    assert plain(row.cells[4].under) == "Kent, January to March 2018: 100, then 120"
    assert plain(row.cells[5].under) == "up in one of two"
    section = next(one for one in build_quality(report).sections if one.id == "accuracy")
    assert [one.id for one in section.blocks if isinstance(one, Table)] == ["revisions-table", "accuracy-table"]
