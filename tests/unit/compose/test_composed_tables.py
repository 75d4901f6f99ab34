"""Tables: areas side by side, counts by their change, sub-groups; every cell holds a number or says why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from builders import LATEST, change_of_definition, figure, figures, material, maturity, metric
from pack import COUNT, SHARE, held, pack

from assize.assess.cohorts import at_one_age
from assize.compose.tables import areas_table, changes_table, cohorts_table, split_table, verdict_word
from assize.core.document import Span, Table, TableCell, plain
from assize.core.nouns import Absence, Against
from assize.core.specs import Kind


def words(cell: TableCell) -> str:
    content = cell.content
    return plain(content) if isinstance(content, tuple) else type(content).__name__


def rows(table: Table) -> dict[str, list[str]]:
    for row in table.rows:
        assert len(row.cells) == len(table.columns)
    return {words(row.cells[0]): [words(cell) for cell in row.cells[1:]] for row in table.rows}


def test_areas_stand_board_first_then_forces_pool_and_nation():
    made = pack()
    table = areas_table(made, made.measured["done-rate", ""], SHARE)
    assert rows(table) == {
        "Ashford": ["70 of 100", "70.0", "60.4 to 78.1", "Span"],
        "Bexley": ["105 of 200", "52.5", "45.6 to 59.3", "Span"],
        "Region, other 1 force": ["210 of 400", "52.5", "47.6 to 57.3", "Span"],
        "England and Wales": ["5,000 of 10,000", "50.0", "49.0 to 51.0", "Span"],
    }
    assert [row.board for row in table.rows] == [True, False, False, False]
    assert table.caption == "Done rate by area, January to March 2019"


def test_the_drawn_intervals_share_one_scale_that_holds_them_all():
    made = pack()
    table = areas_table(made, made.measured["done-rate", ""], SHARE)
    spans = [row.cells[-1].content for row in table.rows]
    assert all(isinstance(span, Span) for span in spans)
    scales = {(span.scale_minimum, span.scale_maximum) for span in spans if isinstance(span, Span)}
    assert len(scales) == 1
    for span in spans:
        assert isinstance(span, Span)
        assert span.scale_minimum <= span.lower <= span.value <= span.upper <= span.scale_maximum
        assert span.reference == Decimal("0.5")
        assert span.alt


def test_an_area_held_back_shows_no_value_no_counts_and_no_interval():
    own = [
        replace(figure, value=None, interval=None, absence=Absence.NOT_AVAILABLE, reason="too early")
        if figure.area == "bexley" and figure.metric == "done-rate"
        else figure
        for figure in held()
    ]
    made = material([SHARE], [figure for figure in own if figure.metric == "done-rate"])
    assert rows(areas_table(made, made.measured["done-rate", ""], SHARE))["Bexley"] == ["[x]", "[x]", "[x]", "[x]"]


def test_a_count_is_compared_by_change_and_never_by_level():
    made = pack()
    table = changes_table(made, made.measured["cases-opened", ""], COUNT)
    found = rows(table)
    assert found["Ashford"] == ["+191.3%", "+194.1%"]
    assert found["England and Wales"] == ["+10.0%", "+10.0%"]
    assert "1,100" not in str(found)
    assert plain(table.rows[0].cells[1].under) == "rose"


@pytest.mark.parametrize(("before", "now", "text"), [(20, 20, "0"), (20, 25, "+5"), (29, 30, "+1"), (30, 33, "+10.0%")])
def test_no_per_cent_on_a_base_under_thirty_in_any_row(before, now, text):
    own = figures(COUNT, [before] * 15 + [now]) + figures(COUNT, [before] * 15 + [now], area="bexley")
    made = material([COUNT], own)
    found = rows(changes_table(made, made.measured["cases-opened", ""], COUNT))
    assert found["Ashford"] == found["Bexley"] == [text, text]


def test_no_change_is_given_across_a_break_in_any_row():
    spec = replace(COUNT, breaks=(change_of_definition(LATEST.id),))
    own = figures(spec, [100] * 16) + figures(spec, [100] * 16, area="bexley")
    made = material([spec], own)
    found = rows(changes_table(made, made.measured["cases-opened", ""], spec))
    assert found == {"Ashford": ["[b]", "[b]"], "Bexley": ["[b]", "[b]"]}


def test_a_change_carries_its_word_and_one_that_is_not_judged_says_so():
    made = pack()
    comparisons = made.measured["done-rate", ""].comparisons
    assert verdict_word(comparisons[Against.QUARTER_BEFORE]) == "rose"
    days = metric("days", Kind.DURATION)
    short = material([days], figures(days, [100, 200])).measured["days", ""].comparisons
    assert verdict_word(short[Against.QUARTER_BEFORE]) == "not judged"
    assert verdict_word(None) == ""


def test_sub_groups_with_the_nation_beside_where_it_is_held():
    made = pack()
    own = [figure for figure in held() if figure.area == "ashford" and figure.breakdown and figure.period == LATEST]
    nation = {
        figure.breakdown: figure
        for figure in held()
        if figure.area == "england-and-wales" and figure.breakdown and figure.period == LATEST
    }
    found = rows(split_table(made, SHARE, made.catalogue.vocabularies["group"], own, nation))
    assert found == {
        "Red cases": ["30 of 40", "75.0", "59.8 to 85.8", "55.0"],
        "Blue cases": ["40 of 60", "66.7", "54.1 to 77.3", "[x]"],
    }


def test_young_cohorts_stand_beside_those_of_a_year_earlier_at_one_age():
    spec = replace(SHARE, maturity=maturity())
    stand = [
        replace(figure(spec, done, 1000, period), as_at=period.last_day + timedelta(110), immature=Decimal(still_open))
        for period, done, still_open in (
            (LATEST, 93, "0.141"), (LATEST.shifted(-12), 125, "0.013"),
            (LATEST.later(-1), 150, "0.02"), (LATEST.later(-5), 90, "0.02"),
        )
    ]  # fmt: skip
    item = replace(pack().measured[SHARE.id, ""], same_age=at_one_age(spec, stand))
    table = cohorts_table(item, spec)
    rows = [[plain(cell.content) for cell in row.cells] for row in table.rows]
    assert rows == [
        ["January to March 2019", "9.3", "14.1", "12.5", "1.3", "−3.2"],
        ["October to December 2018", "15.0", "2.0", "9.0", "2.0", "+6.0"],
    ]
    under = [[plain(cell.under) for cell in row.cells] for row in table.rows]
    assert under[0] == ["110 days old", "93 of 1,000", "", "125 of 1,000", "", "not judged"]
    assert under[1][-1] == "higher"
    assert table.columns[-1].head == "Difference in points"  # a comma at the end of a line hangs in the margin
