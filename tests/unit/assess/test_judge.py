"""One measure of a board with what a sentence needs: the right periods, the right areas, the latest that can be read."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from builders import BOARD, LATEST, NATION, OTHER, PLACES, POOL, change_of_definition, figure, figures, metric

from assize.assess.judge import judge
from assize.core.material import Places
from assize.core.nouns import Absence, Against, Judgement, Verdict
from assize.core.periods import financial_year
from assize.core.specs import Cadence, Kind

CALM = [100, 104, 98, 102, 97, 103, 99, 101, 100, 105, 96, 102, 101]
SHARE, COUNT = metric(), metric(kind=Kind.COUNT)


def test_no_figure_of_the_board_no_measure():
    assert judge(SHARE, "", figures(SHARE, [5], 10, area=OTHER), PLACES) is None
    assert judge(SHARE, "red", figures(SHARE, [5], 10), PLACES) is None


def test_years_and_sub_groups_do_not_get_into_a_quarterly_series():
    held = [
        *figures(SHARE, [5, 6], 10),
        *figures(SHARE, [1, 2], 4, breakdown="red"),
        figure(SHARE, 40, 80, financial_year(2018)),
    ]
    found = judge(SHARE, "", held, PLACES)
    assert found is not None
    assert [item.numerator for item in found.series.figures] == [5, 6]
    red = judge(SHARE, "red", held, PLACES)
    assert red is not None
    assert [item.numerator for item in red.series.figures] == [1, 2]
    assert red.breakdown == "red"


def test_a_share_is_compared_with_the_quarter_and_the_year_before_the_nation_and_the_pool():
    held = [
        *figures(SHARE, [50, 51, 52, 53, 80], 100),
        figure(SHARE, 500, 1000, area=NATION),
        figure(SHARE, 300, 600, area=POOL),
        figure(SHARE, 300, 600, area=OTHER),
    ]
    found = judge(SHARE, "", held, PLACES)
    assert found is not None
    others = {
        against: (item.other.area, item.other.period) for against, item in found.comparisons.items() if item.other
    }
    assert others == {
        Against.QUARTER_BEFORE: (BOARD, LATEST.later(-1)),
        Against.YEAR_BEFORE: (BOARD, LATEST.later(-4)),
        Against.NATION: (NATION, LATEST),
        Against.REGION: (POOL, LATEST),
    }
    assert {item.verdict for item in found.comparisons.values()} == {Verdict.HIGHER}
    assert set(found.comparators) == {NATION, POOL, OTHER}


def test_a_count_is_set_beside_other_areas_by_its_change_never_by_its_level():
    held = [*figures(COUNT, CALM), *figures(COUNT, [1000, 1000, 1000, 1000, 1100], area=NATION)]
    found = judge(COUNT, "", held, PLACES)
    assert found is not None
    nation = found.comparisons[Against.NATION]
    assert nation.figure.area == NATION
    assert nation.other is not None
    assert nation.other.area == NATION
    assert nation.relative == Decimal("0.1")
    assert Against.REGION not in found.comparisons


def test_a_count_is_tested_against_the_one_before_and_a_published_value_not_at_all_when_the_series_is_short():
    days = metric("days", Kind.DURATION)
    for spec, expected in ((COUNT, Verdict.NO_DIFFERENCE), (days, Verdict.CANNOT)):
        long, short = judge(spec, "", figures(spec, CALM), PLACES), judge(spec, "", figures(spec, CALM[1:]), PLACES)
        assert long is not None
        assert short is not None
        assert long.comparisons[Against.QUARTER_BEFORE].verdict is Verdict.NO_DIFFERENCE
        assert short.comparisons[Against.QUARTER_BEFORE].verdict is expected


def test_a_yearly_measure_has_no_quarter_before():
    spec = metric(kind=Kind.COUNT, cadence=Cadence.YEAR)
    held = [figure(spec, 100 + year, period=financial_year(2010 + year)) for year in range(9)]
    found = judge(spec, "", held, PLACES)
    assert found is not None
    assert set(found.comparisons) == {Against.YEAR_BEFORE}
    before = found.comparisons[Against.YEAR_BEFORE].other
    assert before is not None
    assert before.period == financial_year(2017)


def test_a_break_stands_between_the_board_and_its_own_past_not_between_areas():
    spec = metric(breaks=(change_of_definition(LATEST.id),))
    found = judge(spec, "", [*figures(spec, [50, 51, 52, 53, 54], 100), figure(spec, 500, 1000, area=NATION)], PLACES)
    assert found is not None
    assert found.comparisons[Against.QUARTER_BEFORE].verdict is Verdict.CANNOT
    assert found.comparisons[Against.YEAR_BEFORE].verdict is Verdict.CANNOT
    assert found.comparisons[Against.NATION].verdict is Verdict.NO_DIFFERENCE


def test_where_the_latest_is_held_back_the_latest_that_is_not_is_told():
    held = figures(SHARE, [50, 51, 52], 100)
    held[-1] = replace(held[-1], value=None, interval=None, absence=Absence.NOT_AVAILABLE, reason="too early: 14% open")
    found = judge(SHARE, "", held, PLACES)
    assert found is not None
    assert found.last_mature == held[1]
    assert found.series.judgement is Judgement.NO_FIGURE
    full = judge(SHARE, "", figures(SHARE, [50, 51, 52], 100), PLACES)
    assert full is not None
    assert full.last_mature is None


def test_a_board_alone_in_its_region_has_no_region_beside_it():
    places = Places(BOARD, NATION, "", ())
    found = judge(SHARE, "", [*figures(SHARE, [50, 51], 100), figure(SHARE, 50, 100, area=NATION)], places)
    assert found is not None
    assert Against.REGION not in found.comparisons
    assert set(found.comparators) == {NATION}
