"""Series: gaps stay, breaks begin new limits, short and withheld series are not judged."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from builders import LATEST, change_of_definition, figure, figures, measured, metric

from assize.assess.false_signals import by_chance
from assize.assess.series import NOT_HELD, build_series
from assize.compose.icons import judged
from assize.core.document import Judged
from assize.core.nouns import Absence, Against, Assurance, Better, Direction, Judgement, Rule, Series, Verdict
from assize.core.periods import financial_year, quarter
from assize.core.specs import Cadence, Kind, MetricSpec

COUNT = metric(kind=Kind.COUNT)
CALM = [100, 104, 98, 102, 97, 103, 99, 101, 100, 105, 96, 102]


def series(spec: MetricSpec, values: list[int | None], target: str | None = None) -> Series:
    found = build_series(spec, figures(spec, values), LATEST, None if target is None else Decimal(target))
    assert found is not None
    return found


def test_no_figures_no_series():
    assert build_series(COUNT, [], LATEST) is None


def test_twelve_points_are_too_short_and_nothing_of_a_judgement_is_left():
    found = series(COUNT, CALM)
    assert found.judgement is Judgement.TOO_SHORT
    assert found.segments == ()
    assert found.signals == (None,) * 12
    assert found.assurance is Assurance.NO_TARGET
    assert series(COUNT, CALM, "200").assurance is Assurance.NO_TARGET


def test_a_gauge_that_falls_as_it_ages_is_never_judged():
    spec = replace(COUNT, ages=True)
    found = series(spec, [*[10, 11, 9, 10, 12, 10, 11, 9, 10, 11, 10, 9, 12, 10], 60])
    assert found.judgement is Judgement.AGES
    assert not found.judgement.is_made
    assert found.signal is None
    assert found.segments == ()
    assert judged(found, found.latest).words == ("Not judged: falls with age",)
    assert (
        series(replace(spec, ages=False), [*[10, 11, 9, 10, 12, 10, 11, 9, 10, 11, 10, 9, 12, 10], 60]).signal
        is not None
    )


def test_thirteen_points_have_limits_and_a_judgement():
    found = series(COUNT, [*CALM, 101])
    assert found.judgement is Judgement.NO_CHANGE
    assert len(found.segments) == 1
    segment = found.segments[0]
    assert (segment.first, segment.last) == (0, 12)
    assert segment.mean == pytest.approx(sum([*CALM, 101]) / 13)
    assert found.ruleset == "ptd-0.2.2"


def test_twelve_points_with_a_gap_are_still_too_short():
    assert series(COUNT, [*CALM[:6], None, *CALM[6:]]).judgement is Judgement.TOO_SHORT
    assert series(COUNT, [*CALM[:6], None, *CALM[6:], 101]).judgement is Judgement.NO_CHANGE


@pytest.mark.parametrize(
    ("better", "value", "judgement"),
    [
        (Better.UP, 300, Judgement.IMPROVEMENT),
        (Better.DOWN, 300, Judgement.CONCERN),
        (Better.NEITHER, 300, Judgement.CHANGED),
        (Better.UP, 1, Judgement.CONCERN),
        (Better.DOWN, 1, Judgement.IMPROVEMENT),
        (Better.NEITHER, 1, Judgement.CHANGED),
    ],
)
def test_a_point_outside_a_limit_is_judged_by_which_way_is_better(better, value, judgement):
    found = series(metric(kind=Kind.COUNT, better=better), [*CALM, value])
    assert found.judgement is judgement
    assert found.signal is not None
    assert found.signal.rule is Rule.OUTSIDE
    assert found.signal.direction is (Direction.HIGH if value > 100 else Direction.LOW)


def test_a_quarter_that_is_not_held_stays_in_the_series_as_a_gap():
    held = [item for index, item in enumerate(figures(COUNT, [*CALM, 101])) if index != 4]
    found = build_series(COUNT, held, LATEST)
    assert found is not None
    assert len(found.figures) == 13
    gap = found.figures[4]
    assert (gap.value, gap.absence, gap.reason) == (None, Absence.NOT_AVAILABLE, NOT_HELD)
    assert gap.period == LATEST.later(-8)
    assert gap.reference == f"done-rate@ashford@{gap.period.id.lower()}"


def test_the_series_runs_to_the_quarter_asked_for_and_then_has_no_latest_figure():
    held = figures(COUNT, [*CALM, 101], last=LATEST.later(-2))
    found = build_series(COUNT, held, LATEST)
    assert found is not None
    assert found.latest.period == LATEST
    assert found.judgement is Judgement.NO_FIGURE
    assert (found.segments, found.signal) == ((), None)


def test_the_order_of_the_figures_does_not_matter():
    held = figures(COUNT, [*CALM, 300])
    assert build_series(COUNT, held[::-1], LATEST) == build_series(COUNT, held, LATEST)


def test_a_series_with_a_withheld_point_is_not_judged():
    held = figures(COUNT, [*CALM, 101, 300])
    held[3] = replace(held[3], value=None, absence=Absence.CONFIDENTIAL, reason="withheld: a count under 5")
    found = build_series(COUNT, held, LATEST)
    assert found is not None
    assert found.judgement is Judgement.WITHHELD
    assert (found.segments, set(found.signals), found.assurance) == ((), {None}, Assurance.NO_TARGET)


def test_a_withheld_latest_point_is_told_apart_from_one_that_is_not_held():
    held = figures(COUNT, [*CALM, 101, 300])
    for absence, judgement in (
        (Absence.CONFIDENTIAL, Judgement.WITHHELD),
        (Absence.NOT_AVAILABLE, Judgement.NO_FIGURE),
    ):
        held[-1] = replace(held[-1], value=None, absence=absence)
        found = build_series(COUNT, held, LATEST)
        assert found is not None
        assert found.judgement is judgement


# --- breaks -------------------------------------------------------------------------------------------------------


def test_a_break_begins_new_limits_and_a_short_stretch_after_it_is_not_judged():
    spec = metric(kind=Kind.COUNT, breaks=(change_of_definition(LATEST.later(-4).id),))
    found = series(spec, [*CALM, 101, 400, 401, 402, 399, 400])
    assert found.judgement is Judgement.TOO_SHORT
    assert [(one.first, one.last) for one in found.segments] == [(0, 12)]  # the stretch before keeps its limits
    assert (found.stretch, found.begins, found.held) == (None, 13, 5)
    assert not found.depends_on_screening
    long = series(
        metric(kind=Kind.COUNT, breaks=(change_of_definition(LATEST.later(-12).id),)), [*CALM, 103, *CALM, 101]
    )
    assert [(segment.first, segment.last) for segment in long.segments] == [(0, 12), (13, 25)]
    assert long.judgement is Judgement.NO_CHANGE


def test_a_break_before_the_first_point_or_after_the_last_changes_nothing():
    for period in ("2001Q1", "2031Q1"):
        spec = metric(kind=Kind.COUNT, breaks=(change_of_definition(period),))
        assert series(spec, [*CALM, 101]).segments == series(COUNT, [*CALM, 101]).segments


def test_a_break_dated_by_a_quarter_breaks_a_yearly_series_in_the_year_it_lies_in():
    """A break is never silently ignored because its date is spelled as another kind of period."""
    spec = metric(kind=Kind.COUNT, cadence=Cadence.YEAR, breaks=(change_of_definition("2018Q3"),))
    held = [figure(spec, 100 + year % 7, period=financial_year(year)) for year in range(2000, 2019)]
    found = build_series(spec, held, financial_year(2018))
    assert found is not None
    assert found.judgement is Judgement.TOO_SHORT
    assert build_series(metric(kind=Kind.COUNT, cadence=Cadence.YEAR), held, financial_year(2018)).judgement is not (
        Judgement.TOO_SHORT
    )


# --- targets ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "better", "assurance"),
    [
        ("200", Better.UP, Assurance.FAIL),
        ("200", Better.DOWN, Assurance.PASS),
        ("20", Better.UP, Assurance.PASS),
        ("20", Better.DOWN, Assurance.FAIL),
        ("100", Better.UP, Assurance.HIT_OR_MISS),
        ("200", Better.NEITHER, Assurance.NO_TARGET),
        (None, Better.UP, Assurance.NO_TARGET),
    ],
)
def test_a_target_against_the_limits(target, better, assurance):
    assert series(metric(kind=Kind.COUNT, better=better), [*CALM, 101], target).assurance is assurance


def test_yearly_figures_make_a_yearly_series():
    spec = metric(kind=Kind.COUNT, cadence=Cadence.YEAR)
    held = [figure(spec, 100, period=financial_year(year)) for year in (2015, 2016, 2018)]
    found = build_series(spec, held, quarter(2019, 1))
    assert found is not None
    assert [item.period for item in found.figures] == [financial_year(year) for year in range(2015, 2019)]


# --- seasons ------------------------------------------------------------------------------------------------------

SWING = (60, -10, -40, -10)


def seasonal(points: int, last: int = 0) -> list[int | None]:
    calm = [CALM[at % 12] + 100 + SWING[at % 4] for at in range(points)]
    return [*calm[:-1], calm[-1] + last]


def test_a_season_is_tested_for_before_limits_are_drawn_and_moves_them():
    found = series(COUNT, seasonal(24))
    segment = found.segments[-1]
    assert found.seasonal
    assert segment.season_test is not None
    assert (segment.season_test.years, segment.season_test.statistic) == (6, 18.0)
    assert segment.seasons == pytest.approx(SWING, abs=4)
    assert segment.upper - segment.lower < 40  # the swing is not in it
    assert segment.at(0)[1] - segment.at(2)[1] == pytest.approx(100, abs=8)
    assert found.judgement is Judgement.NO_CHANGE


def test_what_is_odd_for_its_time_of_year_is_found_though_it_is_an_ordinary_number():
    found = series(COUNT, [*seasonal(24), 200])  # a summer's figure is 260
    assert found.judgement is Judgement.CONCERN
    assert found.signal is not None
    assert (found.signal.rule, found.signal.direction) == (Rule.OUTSIDE, Direction.LOW)


def test_fifteen_points_are_too_few_to_tell_a_season_and_are_judged_without():
    found = series(COUNT, seasonal(15))
    assert found.segments[-1].season_test is not None
    assert found.segments[-1].season_test.statistic is None
    assert not found.seasonal


def test_each_stretch_between_breaks_is_tested_for_itself():
    spec = metric(kind=Kind.COUNT, breaks=(change_of_definition(LATEST.later(-19).id),))
    chance = Random(7)
    found = series(spec, [*(100 + chance.randint(-5, 5) for _ in range(20)), *seasonal(20)])
    assert [bool(segment.seasons) for segment in found.segments] == [False, True]
    assert found.segments[1].seasons == pytest.approx(SWING, abs=5)


def test_a_season_that_repeats_within_the_year_is_taken_out_and_a_lasting_rise_is_seen():
    chance = Random(2)
    alternating = [200 + (60 if at % 2 else -60) + chance.randint(-6, 6) for at in range(24)]
    assert series(COUNT, alternating).judgement is Judgement.NO_CHANGE
    found = series(COUNT, [value + (60 if at >= 18 else 0) for at, value in enumerate(alternating)])
    assert found.seasonal
    assert found.signal is not None
    assert found.signal.direction is Direction.HIGH


# --- shown and not judged -----------------------------------------------------------------------------------------


def test_a_kind_whose_figures_overlap_is_never_judged_tested_or_called_a_trend():
    spec = metric("work-in-hand", Kind.BACKLOG)
    held = figures(spec, [100 + 5 * at for at in range(39)] + [900], 50)
    found = measured(spec, held, Decimal(20))
    assert found.series.judgement is Judgement.ROLLING
    assert not found.series.judgement.is_made
    assert (found.series.segments, set(found.series.signals)) == ((), {None})
    assert found.series.assurance is Assurance.NO_TARGET
    assert judged(found.series, found.series.latest) == Judged(None, ("Not judged: rolling year",))
    assert found.long_run is not None
    assert (found.long_run.verdict, found.long_run.p_value) == (Verdict.CANNOT, None)
    assert found.comparisons[Against.QUARTER_BEFORE].reason == "each figure takes in twelve months"
    assert by_chance({("work-in-hand", ""): found}) == {}
    assert measured(spec, [*held[:-1], replace(held[-1], value=None)]).series.judgement is Judgement.NO_FIGURE


def test_fewer_than_five_a_quarter_are_not_judged_and_five_are():
    few, enough = [4, 6, 5, 5, 4] * 4, [4, 6, 5, 5, 5] * 4
    found = measured(COUNT, figures(COUNT, few))
    assert found.series.judgement is Judgement.SMALL
    assert (found.series.segments, found.series.signal, found.series.stretch) == ((), None, None)
    assert judged(found.series, found.series.latest) == Judged(None, ("Not judged: small numbers",))
    assert found.long_run is not None
    assert found.long_run.reason == Judgement.SMALL.reason == "fewer than five a period on average"
    assert by_chance({("cases", ""): found}) == {}
    assert series(COUNT, enough).judgement is Judgement.NO_CHANGE
    assert series(COUNT, [1, 0, 2, 1, 0, 0, 1, 3, 0, 1, 2, 0, 1, 0, 1, 9]).judgement is Judgement.SMALL


def test_events_behind_a_rate_or_a_ratio_are_what_is_small_and_a_published_value_has_none():
    for kind in (Kind.RATE, Kind.RATIO):
        spec = metric(kind=kind)
        few = build_series(spec, figures(spec, [4, 3, 5, 2, 4] * 4, 100), LATEST)
        enough = build_series(spec, figures(spec, [40, 30, 50, 20, 40] * 4, 100_000), LATEST)
        assert few is not None
        assert enough is not None
        assert (few.judgement, enough.judgement) == (Judgement.SMALL, Judgement.NO_CHANGE)
    days = metric(kind=Kind.DURATION, denominators=())
    assert series(days, [3, 2, 4, 3, 2] * 4).judgement is Judgement.NO_CHANGE


def test_a_small_stretch_before_a_break_loses_its_limits_and_the_one_after_keeps_its_own():
    spec = metric(kind=Kind.COUNT, breaks=(change_of_definition(LATEST.later(-12).id),))
    found = series(spec, [2, 1, 3, 2, 1, 2, 3, 2, 1, 2, 30, 2, 1, *CALM, 101])
    assert [(one.first, one.last) for one in found.segments] == [(13, 25)]
    assert found.signals[:13] == (None,) * 13
    assert found.judgement is Judgement.NO_CHANGE


def test_a_target_is_held_against_the_limits_of_every_quarter_of_the_year():
    spec = metric(kind=Kind.COUNT, better=Better.UP)
    assert series(spec, seasonal(24), "100").assurance is Assurance.PASS
    assert series(spec, seasonal(24), "180").assurance is Assurance.HIT_OR_MISS
    assert series(spec, seasonal(24), "300").assurance is Assurance.FAIL


def test_rolling_years_are_judged_on_those_that_do_not_overlap():
    spec = metric(kind=Kind.COUNT, cadence=Cadence.YEAR)
    rolling = [
        figure(spec, period=replace(LATEST, months=12).shifted(3 * step - 9), numerator=100 + step)
        for step in range(-60, 1)
    ]
    found = build_series(spec, rolling, rolling[-1].period)
    assert found is not None
    assert len(found.figures) == 16
    assert {each.period.month for each in found.figures} == {rolling[-1].period.month}
    assert found.segments[-1].season_test is None
