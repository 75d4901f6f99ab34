"""Values that nothing may be added to: published days and shares, stocks, and the work in hand that is reckoned from them."""

from __future__ import annotations

from decimal import Decimal

from builders import BOARD, LATEST, NATION, OTHER, POOL, change_of_definition, metric, source
from test_engine import ALONE, Q3, Q4, at, cells, run

from assize.core.nouns import Absence, AreaKind, Selection
from assize.core.periods import Period, financial_year
from assize.core.specs import Cadence, Kind

DAYS = metric("days", Kind.DURATION, numerators=(Selection("returns", "done"),), by=())
SHARE = metric("share", Kind.SHARE, numerators=(Selection("returns", "done"),), by=())
HAND = metric("hand", Kind.BACKLOG, numerators=(Selection("returns", "open"),), by=())
STOCK = metric("stock", Kind.COUNT, stock=True, numerators=(Selection("returns", "open"),), by=())


def test_days_of_single_places_are_never_put_together():
    held = {
        **cells("done", BOARD, Q4, red=172),
        **cells("done", OTHER, Q4, red=90),
        **cells("done", "cranford", Q4, red=1),
    }
    found = run(DAYS, held)
    assert found[at(DAYS)].value == 172
    assert found[at(DAYS, OTHER)].value == 90
    for pooled in (POOL, NATION):
        assert (found[at(DAYS, pooled)].value, found[at(DAYS, pooled)].absence) == (None, Absence.NOT_AVAILABLE)
        assert "averaged" in found[at(DAYS, pooled)].reason


def test_the_nations_own_days_are_used_where_they_are_published():
    held = {**cells("done", BOARD, Q4, red=172), **cells("done", NATION, Q4, red=181)}
    observed = source(observes=(AreaKind.BOARD, AreaKind.NATION))
    found = run(DAYS, held, sources=[observed])
    assert found[at(DAYS, NATION)].value == 181
    part = found[at(DAYS, NATION)].part("numerator")
    assert part is not None
    assert part.areas == (NATION,)


def test_two_rows_of_one_place_are_two_medians_and_no_figure():
    found = run(DAYS, cells("done", BOARD, Q4, red=172, blue=10), ALONE)
    assert found[at(DAYS)].value is None


def test_a_row_that_is_not_there_is_never_nought_days():
    held = cells("done", BOARD, Q4, red=172)
    only_blue = metric(
        "blue", Kind.DURATION, numerators=(Selection("returns", "done", (("group", ("blue",)),)),), by=()
    )
    assert run(only_blue, held, ALONE) == {}


def test_a_year_of_days_is_none_of_its_quarters():
    held = {}
    for step in range(4):
        held |= cells("done", BOARD, Q4.later(-step), red=100 + step)
    assert {figure.period for figure in run(DAYS, held, ALONE).values()} == {Q4.later(-step) for step in range(4)}
    yearly = metric("days", Kind.DURATION, cadence=Cadence.YEAR, numerators=DAYS.numerators, by=())
    assert run(yearly, held, ALONE) == {}


def test_of_rolling_years_those_are_kept_that_do_not_overlap():
    """To March 2019, December 2018, September, June and March 2018: a year apart, with the latest."""
    held = {}
    for step in range(6):
        year = financial_year(2018).shifted(-3 * step)
        held |= cells("done", BOARD, year, red=20 + step)
    yearly = metric("share", Kind.SHARE, cadence=Cadence.YEAR, numerators=SHARE.numerators, by=())
    found = run(yearly, held, ALONE)
    assert [figure.period for figure in found.values()] == [financial_year(2017), financial_year(2018)]
    assert [figure.value for figure in found.values()] == [24, 20]


def test_a_stock_of_a_month_makes_no_quarter():
    held = {}
    for month in (1, 2, 3):
        held |= cells("open", BOARD, Period(2019, month, 1), red=1000)
    assert run(STOCK, held, ALONE) == {}


def test_work_in_hand_takes_the_last_day_of_the_one_and_a_year_of_the_other():
    held = {}
    for step in range(4):
        held |= {
            **cells("open", BOARD, Q4.later(-step), red=1000 - step),
            **cells("cases", BOARD, Q4.later(-step), red=300),
        }
    found = run(HAND, held, ALONE)
    assert list(found) == [at(HAND)]  # the quarters before have no year of work behind them
    assert found[at(HAND)].value == Decimal(1000) * 12 / 1200
    part = found[at(HAND)].part("denominator")
    assert part is not None
    assert part.periods == tuple(LATEST.later(step) for step in range(-3, 1))


def test_work_in_hand_is_added_up_over_places_before_it_is_divided():
    held = {}
    for place, still, dealt in ((BOARD, 100, 50), (OTHER, 900, 300), ("cranford", 300, 100)):
        for step in range(4):
            quarter = Q4.later(-step)
            held |= {**cells("open", place, quarter, red=still), **cells("cases", place, quarter, red=dealt)}
    found = run(HAND, held)
    assert found[at(HAND, POOL)].value == Decimal(1200) * 12 / 1600  # the mean of the two would be 9


def test_work_in_hand_is_not_reckoned_across_a_break():
    broken = metric(
        "hand", Kind.BACKLOG, numerators=HAND.numerators, by=(), breaks=(change_of_definition(Q3.id),)
    )  # fmt: skip
    held = {}
    for step in range(4):
        held |= {**cells("open", BOARD, Q4.later(-step), red=1000), **cells("cases", BOARD, Q4.later(-step), red=300)}
    assert run(broken, held, ALONE)[at(HAND)].value is None


def test_what_another_table_holds_never_makes_a_nought():
    """The nation stands in one table and not in the other: of the other it has no figure, and never none."""
    spec = metric("red", Kind.COUNT, by=(), numerators=(Selection("returns", "cases", (("group", ("red",)),)),))
    held = {**cells("cases", BOARD, Q4, red=3), **cells("cases", OTHER, Q4, blue=900)}
    assert run(spec, held)[at(spec, OTHER)].value == 0  # of a plain source the row that is not there is nought
    nested = source(nested=("group",))
    assert at(spec, OTHER) not in run(spec, held, sources=[nested])
    assert run(spec, held, sources=[nested])[at(spec)].value == 3
