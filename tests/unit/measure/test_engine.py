"""Observations to figures: pools, gaps, years, sub-groups, cohorts that are too young. All sums are checked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from builders import (
    BOARD,
    EDITION,
    LATEST,
    NATION,
    OTHER,
    POOL,
    Held,
    catalogue,
    change_of_definition,
    gap,
    maturity,
    metric,
    source,
)

from assize.core.nouns import Absence, Figure, Mark, Selection
from assize.core.periods import Period, financial_year, quarter
from assize.core.specs import Cadence, Kind, MetricSpec
from assize.measure.engine import Engine, Scope

Q4 = LATEST
Q3 = LATEST.later(-1)
MEMBERS = {POOL: (OTHER, "cranford"), NATION: (BOARD, OTHER, "cranford")}
SCOPE = Scope(BOARD, (POOL, NATION), (OTHER,), LATEST)
ALONE = Scope(BOARD, (), (), LATEST)

Cells = dict[tuple[str, str, str, Period, str], int | None]


def cells(field: str, place: str, period: Period, source_id: str = "returns", **groups: int | None) -> Cells:
    """One row a group; the field `all` is a row without one."""
    return {(source_id, field, place, period, group): value for group, value in groups.items()}


def run(spec: MetricSpec, held: Cells, scope: Scope = SCOPE, dimension: str = "", **options) -> dict[str, Figure]:
    more = options.pop("sources", [])
    reader = Held(held, options.pop("members", MEMBERS), **options)
    names = catalogue([spec], sources=[source("earlier"), source("census", dimensions=()), *more])
    splits = {spec.id: {dimension}} if dimension else {}
    figures = Engine(names, reader.totals, reader.members).figures([spec], scope, splits)
    assert figures == sorted(figures, key=lambda figure: figure.reference)
    found = {figure.reference: figure for figure in figures}
    assert len(found) == len(figures)
    return found


def at(spec: MetricSpec, area: str = BOARD, period: Period = Q4, breakdown: str = "") -> str:
    reference = f"{spec.id}@{area}@{period.id.lower()}"
    return f"{reference}@{breakdown}" if breakdown else reference


THREE = {
    **cells("done", BOARD, Q4, red=1), **cells("cases", BOARD, Q4, red=2),
    **cells("done", OTHER, Q4, red=90), **cells("cases", OTHER, Q4, red=100),
    **cells("done", "cranford", Q4, red=0), **cells("cases", "cranford", Q4, red=300),
}  # fmt: skip


# --- pools --------------------------------------------------------------------------------------------------------


def test_a_pool_adds_up_both_sides_and_never_averages():
    spec = metric()
    found = run(spec, THREE)
    assert found[at(spec)].value == Decimal("0.5")
    assert found[at(spec, OTHER)].value == Decimal("0.9")
    assert found[at(spec, POOL)].value == Decimal(90) / 400  # the mean of the rates would be 0.45
    assert found[at(spec, NATION)].value == Decimal(91) / 402
    pool = found[at(spec, POOL)]
    assert (pool.numerator, pool.denominator) == (90, 400)
    part = pool.part("numerator")
    assert part is not None
    assert part.areas == (OTHER, "cranford")
    assert (part.periods, part.cells, part.editions) == ((Q4,), 2, (EDITION,))


@pytest.mark.parametrize("field", ["done", "cases"])
def test_a_pool_with_a_member_missing_is_no_figure(field):
    spec = metric()
    held = {key: value for key, value in THREE.items() if key[1:3] != (field, "cranford")}
    found = run(spec, held)
    assert at(spec) in found
    assert at(spec, OTHER) in found
    assert at(spec, POOL) not in found
    assert at(spec, NATION) not in found


@pytest.mark.parametrize("field", ["done", "cases"])
def test_a_pool_with_an_absent_member_is_not_available_and_says_so(field):
    spec = metric()
    found = run(spec, {**THREE, ("returns", field, "cranford", Q4, "red"): None})
    for area in (POOL, NATION):
        figure = found[at(spec, area)]
        assert (figure.value, figure.absence, figure.interval) == (None, Absence.NOT_AVAILABLE, None)
        assert figure.reason
    assert found[at(spec, OTHER)].value == Decimal("0.9")


def test_a_publishers_confidential_cell_stays_confidential():
    """Not available and confidential are different things and stay so."""
    spec = metric()
    held = {**THREE, ("returns", "done", BOARD, Q4, "red"): None}
    figure = run(spec, held, absence=Absence.CONFIDENTIAL)[at(spec)]
    assert (figure.value, figure.absence) == (None, Absence.CONFIDENTIAL)


# --- nought and not held ------------------------------------------------------------------------------------------


def test_a_complete_area_without_a_row_of_the_kind_asked_for_is_nought():
    spec = metric(kind=Kind.COUNT, numerators=(Selection("returns", "cases", (("group", ("blue",)),)),))
    held = {**cells("cases", BOARD, Q4, red=5), **cells("cases", OTHER, Q4, red=7, blue=4)}
    found = run(spec, held, Scope(BOARD, (), (OTHER,), LATEST))
    assert found[at(spec)].value == 0
    assert found[at(spec, OTHER)].value == 4


def test_an_area_that_has_not_reported_at_all_is_no_figure():
    spec = metric(kind=Kind.COUNT, numerators=(Selection("returns", "cases", (("group", ("blue",)),)),))
    found = run(spec, cells("cases", OTHER, Q4, blue=4), Scope(BOARD, (), (OTHER,), LATEST))
    assert list(found) == [at(spec, OTHER)]


def test_an_area_that_reported_only_that_it_has_nothing_is_not_nought():
    """A force that could not report, with one row and no figure in it, has not counted none of every group."""
    spec = metric(kind=Kind.COUNT, numerators=(Selection("returns", "cases", (("group", ("blue",)),)),))
    held = {**cells("cases", BOARD, Q4, all=None), **cells("cases", OTHER, Q4, blue=4)}
    found = run(spec, held, Scope(BOARD, (), (OTHER,), LATEST))
    assert (found[at(spec)].value, found[at(spec)].absence) == (None, Absence.NOT_AVAILABLE)
    assert found[at(spec, OTHER)].value == 4


def test_a_denominator_of_nought_is_not_applicable():
    spec = metric()
    figure = run(spec, {**cells("done", BOARD, Q4, red=0), **cells("cases", BOARD, Q4, red=0)}, ALONE)[at(spec)]
    assert (figure.value, figure.absence) == (None, Absence.NOT_APPLICABLE)


def test_a_named_gap_gives_no_figure():
    assert run(gap("open-cases", "Not held.", "The courts"), THREE) == {}


# --- periods ------------------------------------------------------------------------------------------------------


def _year(field: str, *values: int | None, place: str = BOARD) -> Cells:
    first = quarter(2018, 2)
    held: Cells = {}
    for index, value in enumerate(values):
        held |= cells(field, place, first.later(index), red=value)
    return held


def test_a_flow_is_added_over_a_financial_year_of_four_quarters():
    spec = metric()
    found = run(spec, {**_year("done", 1, 2, 3, 4), **_year("cases", 10, 10, 10, 10)}, ALONE)
    year = found[at(spec, period=financial_year(2018))]
    assert year.value == Decimal("0.25")
    part = year.part("numerator")
    assert part is not None
    assert part.periods == financial_year(2018).quarters
    assert len(found) == 5


def test_a_year_of_three_quarters_is_none():
    spec = metric(kind=Kind.COUNT)
    held = _year("cases", 1, 2, 3, 4)
    del held["returns", "cases", BOARD, quarter(2018, 3), "red"]
    assert at(spec, period=financial_year(2018)) not in run(spec, held, ALONE)


def test_a_year_with_a_quarter_that_is_not_available_is_not_available():
    spec = metric(kind=Kind.COUNT)
    year = run(spec, _year("cases", 1, None, 3, 4), ALONE)[at(spec, period=financial_year(2018))]
    assert (year.value, year.absence) == (None, Absence.NOT_AVAILABLE)


def test_nothing_is_measured_after_the_quarter_of_the_report():
    spec = metric(kind=Kind.COUNT)
    found = run(spec, {**_year("cases", 1, 2, 3, 4, 5, 6)}, ALONE)
    assert max(figure.period.last_day for figure in found.values()) == LATEST.last_day


def test_a_yearly_rate_stands_on_the_mid_year_population():
    spec = metric(
        kind=Kind.RATE, cadence=Cadence.YEAR, numerators=(Selection("returns", "cases"),),
        denominators=(Selection("census", "people"),),
    )  # fmt: skip
    midyear = Period(2018, 6, 1)
    held = {**_year("cases", 10, 20, 30, 40), **cells("people", BOARD, midyear, source_id="census", all=2000)}
    found = run(spec, held, ALONE)
    assert list(found) == [at(spec, period=financial_year(2018))]
    figure = found[at(spec, period=financial_year(2018))]
    assert figure.value == Decimal(50)
    assert figure.denominator == 2000


def test_a_month_of_events_never_stands_for_a_year():
    """Only a population may be taken at the middle of the year: events of June are not the year's."""
    spec = metric(kind=Kind.COUNT, cadence=Cadence.YEAR)
    held = {**_year("cases", 1, 2, 3), **cells("cases", BOARD, Period(2018, 6, 1), red=9)}
    assert run(spec, held, ALONE) == {}


def test_a_break_marks_the_figure_it_begins_with():
    spec = metric(kind=Kind.COUNT, breaks=(change_of_definition(Q4.id),))
    found = run(spec, _year("cases", 1, 2, 3, 4), ALONE)
    assert Mark.BREAK in found[at(spec)].marks
    assert Mark.BREAK not in found[at(spec, period=Q3)].marks


def test_a_year_is_not_added_up_across_a_break_inside_it():
    spec = metric(kind=Kind.COUNT, breaks=(change_of_definition("2018Q4"),))
    year = run(spec, _year("cases", 1, 2, 3, 4), ALONE)[at(spec, period=financial_year(2018))]
    assert (year.value, year.absence) == (None, Absence.NOT_AVAILABLE)
    assert "changed" in year.reason
    at_its_start = metric(kind=Kind.COUNT, breaks=(change_of_definition("2018Q2"),))
    assert run(at_its_start, _year("cases", 1, 2, 3, 4), ALONE)[at(spec, period=financial_year(2018))].value == 10


# --- several sources in turn --------------------------------------------------------------------------------------


def test_the_first_source_that_has_the_period_is_used_and_the_next_where_it_has_none():
    spec = metric(kind=Kind.COUNT, numerators=(Selection("earlier", "cases"), Selection("returns", "cases")))
    held = {**cells("cases", BOARD, Q3, source_id="earlier", red=5), **_year("cases", 1, 2, 3, 4)}
    found = run(spec, held, ALONE)
    assert [found[at(spec, period=quarter(2018, 2).later(index))].value for index in range(4)] == [1, 2, 5, 4]
    part = found[at(spec, period=Q3)].part("numerator")
    assert part is not None
    assert part.selection.source == "earlier"


# --- sub-groups ---------------------------------------------------------------------------------------------------


def test_sub_groups_are_split_and_what_has_no_group_is_left_out():
    spec = metric()
    held = {
        **cells("done", BOARD, Q4, red=1, blue=3, none=5),
        **cells("cases", BOARD, Q4, red=4, blue=6, none=10),
    }
    found = run(spec, held, ALONE, "group")
    assert set(found) == {at(spec), at(spec, breakdown="red"), at(spec, breakdown="blue")}
    assert found[at(spec)].value == Decimal(9) / 20
    assert found[at(spec, breakdown="red")].value == Decimal("0.25")
    part = found[at(spec, breakdown="red")].part("denominator")
    assert part is not None
    assert part.breakdown == ("red",)


def test_a_population_without_groups_is_under_every_group():
    spec = metric(
        kind=Kind.RATE, cadence=Cadence.YEAR, numerators=(Selection("returns", "cases"),),
        denominators=(Selection("census", "people"),),
    )  # fmt: skip
    held = {**cells("people", BOARD, Period(2018, 6, 1), source_id="census", all=1000)}
    for index in range(4):
        held |= cells("cases", BOARD, quarter(2018, 2).later(index), red=1, blue=2)
    found = run(spec, held, ALONE, "group")
    year = financial_year(2018)
    assert [found[at(spec, period=year, breakdown=group)].value for group in ("", "red", "blue")] == [12, 4, 8]


def test_each_source_is_asked_once():
    spec = metric()
    reader = Held(THREE, MEMBERS)
    Engine(catalogue([spec]), reader.totals, reader.members).figures(
        [spec, metric("again")], SCOPE, {spec.id: {"group"}}
    )
    assert reader.asked == 1


# --- too young ----------------------------------------------------------------------------------------------------


def _aged(board: int, other: int = 0, third: int = 0) -> dict[str, Figure]:
    """Of a hundred cases a place, so many are open."""
    held: Cells = {}
    for place, still_open in ((BOARD, board), (OTHER, other), ("cranford", third)):
        held |= {**cells("done", place, Q4, red=30), **cells("cases", place, Q4, red=100)}
        held |= cells("open", place, Q4, red=still_open)
    return run(metric(maturity=maturity()), held)


@pytest.mark.parametrize(
    ("still_open", "flagged", "held"), [(5, False, False), (6, True, False), (10, True, False), (11, True, True)]
)
def test_a_young_cohort_is_flagged_above_five_per_cent_and_held_above_ten(still_open, flagged, held):
    figure = _aged(still_open)[at(metric())]
    assert (figure.flagged, figure.value is None) == (flagged, held)
    assert figure.immature == Decimal(still_open) / 100


def test_a_held_figure_says_too_early_and_how_many_and_keeps_its_address():
    figure = _aged(14)[at(metric())]
    assert (figure.absence, figure.interval) == (Absence.NOT_AVAILABLE, None)
    assert figure.reason == "too early: 14.0% had no outcome yet"


def test_the_board_and_the_pools_beside_it_are_held_together_by_the_worst():
    """The pool has 24 of 200 open, 12%: the board's own 2% would mislead beside a comparator that is held."""
    found = _aged(2, 20, 4)
    for area in (BOARD, POOL, NATION):
        assert found[at(metric(), area)].value is None, area
    assert found[at(metric())].reason == "too early: 12.0% had no outcome yet in an area compared"
    assert found[at(metric())].immature == Decimal("0.02")
    assert found[at(metric(), POOL)].reason == "too early: 12.0% had no outcome yet"


def test_a_single_other_force_is_held_on_its_own():
    found = _aged(2, 14, 0)  # the pool has 14 of 200, 7%: flagged
    assert found[at(metric(), OTHER)].value is None
    assert found[at(metric())].value == Decimal("0.3")
    assert found[at(metric())].flagged
    board_held = _aged(40, 0, 0)
    assert board_held[at(metric(), OTHER)].value == Decimal("0.3")
    assert not board_held[at(metric(), OTHER)].flagged


def test_the_age_of_a_sub_group_is_its_own():
    spec = metric(maturity=maturity())
    held = {
        **cells("done", BOARD, Q4, red=30, blue=30),
        **cells("cases", BOARD, Q4, red=100, blue=100),
        **cells("open", BOARD, Q4, red=20, blue=0),
    }
    found = run(spec, held, ALONE, "group")
    assert found[at(spec, breakdown="red")].value is None
    assert found[at(spec, breakdown="blue")].value == Decimal("0.3")
    assert not found[at(spec, breakdown="blue")].flagged
    assert found[at(spec)].flagged  # 20 of 200
    assert found[at(spec)].value is not None


def test_as_at_a_day_nothing_is_held_and_every_address_names_the_day():
    held = {
        **cells("done", BOARD, Q4, red=30),
        **cells("cases", BOARD, Q4, red=100),
        **cells("open", BOARD, Q4, red=40),
    }
    found = run(metric(maturity=maturity()), held, replace(ALONE, as_at=date(2019, 7, 19)))
    figure = found[f"{at(metric())}@as-at-2019-07-19"]
    assert (figure.value, figure.flagged, figure.immature) == (Decimal("0.3"), False, Decimal("0.4"))
    assert (figure.as_at, figure.age_days) == (date(2019, 7, 19), 110)
    assert all(one.endswith("@as-at-2019-07-19") for one in found)
    split = run(metric(maturity=maturity()), held, replace(ALONE, as_at=date(2019, 7, 19)), "group")
    assert f"{at(metric(), breakdown='red')}@as-at-2019-07-19" in split
    assert run(metric(), held)[at(metric())].age_days is None


# --- marks --------------------------------------------------------------------------------------------------------


def test_a_figure_carries_the_marks_of_the_cells_it_is_made_of():
    class Marked(Held):
        def totals(self, selections, areas):
            read = super().totals(selections, areas)
            return {
                selection: [replace(total, marks=frozenset({Mark.PROVISIONAL})) for total in totals]
                if selection.field == "done"
                else totals
                for selection, totals in read.items()
            }

    spec = metric(breaks=(change_of_definition(Q4.id),))
    reader = Marked(THREE, MEMBERS)
    figures = Engine(catalogue([spec]), reader.totals, reader.members).figures([spec], ALONE, {})
    assert [figure.marks for figure in figures] == [frozenset({Mark.PROVISIONAL, Mark.BREAK})]
