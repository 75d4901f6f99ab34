"""The control chart on published series and at its edges."""

from __future__ import annotations

import math

import pytest

from assize.core.errors import AssizeError
from assize.core.nouns import Assurance, Direction, Judgement, Rule
from assize.statistics.spc import MDC_SCT_5, PTD_0_2_2, RULESETS, Ruleset, assure, control_chart, relative_to_mean

VIGNETTE = [1, 2, 1, 2, 10, *[1, 2] * 6, 1]  # NHSRplotthedots 0.2.2, vignette "deviations"

# CPS case outcomes by principal offence category, Staffordshire, 2015/16 Q1 to 2018/19 Q4 (Crown Prosecution Service)
PROSECUTIONS = [2755, 2881, 2871, 2952, 2910, 2953, 2653, 2899, 2698, 2504, 2355, 2341, 2297, 2120, 2061, 2244]

AGAINST_THE_PERSON = [  # offences against the person, the same source and quarters: convictions, completed prosecutions
    (481, 671), (575, 720), (612, 791), (715, 867), (664, 839), (694, 914), (580, 759), (648, 820),
    (611, 774), (589, 738), (538, 682), (495, 643), (487, 623), (481, 593), (392, 474), (473, 568),
]  # fmt: skip

# Making Data Count, checks for local tools against the Single Chart Tool v5.0: 15 points and the limits it states
MAKING_DATA_COUNT = [20, 24, 20, 26, 22, 16, 18, 16, 31, 28, 34, 26, 30, 19, 18]

FLAT = [10, 12] * 7  # mean 11, mean moving range 2, limits 5.68 and 16.32, near limits 7.4533 and 14.5467


def test_the_vignette():
    screened, whole = control_chart(VIGNETTE, better=1), control_chart(VIGNETTE, better=1, screen=False)
    for chart, upper, lower in ((screened, 4.60, -0.72), (whole, 6.95, -3.06)):
        limits = chart.segments[0]
        assert limits.mean == pytest.approx(35 / 18)
        assert (limits.upper, limits.lower) == pytest.approx((upper, lower), abs=0.005)
        assert [i for i, point in enumerate(chart.points) if point.rule is Rule.OUTSIDE] == [4]
    assert screened.screened
    assert not whole.screened
    assert len(VIGNETTE) == 18


def test_making_data_counts_worked_example():
    limits = control_chart(MAKING_DATA_COUNT, better=1, screen=False).segments[0]
    assert limits.mean == pytest.approx(23.20)
    assert (limits.lower, limits.upper, limits.mean_moving_range) == pytest.approx((8.76, 37.64, 5.43), abs=0.005)


def test_prosecutions_fell_below_the_limit_three_quarters_running():
    chart = control_chart(PROSECUTIONS, better=0)
    limits = chart.segments[0]
    assert (limits.mean, limits.lower, limits.upper) == pytest.approx((2593, 2262, 2925), abs=0.5)
    assert [point.rule for point in chart.points[-3:]] == [Rule.OUTSIDE] * 3
    assert [point.run for point in chart.points[-3:]] == [1, 2, 3]
    assert chart.latest.direction is Direction.LOW
    assert chart.judgement is Judgement.CHANGED
    assert not chart.depends_on_screening
    assert control_chart(PROSECUTIONS, better=1).judgement is Judgement.CONCERN
    assert control_chart(PROSECUTIONS, better=-1).judgement is Judgement.IMPROVEMENT


def test_a_moving_range_is_left_out_from_3267_thousandths_of_their_mean():
    steps, wide = [11_733] * 14, 45_738  # their mean is 14,000, and 3.267 times that 45,738
    values = [0.0]
    for i, step in enumerate([*steps, wide]):
        values.append(values[-1] + step * (-1) ** i)
    at = control_chart(values, better=1).segments[0]
    assert (at.screened, at.mean_moving_range) == (True, 11_733)
    values[-1] -= 1
    below = control_chart(values, better=1).segments[0]
    assert not below.screened
    assert below.mean_moving_range == pytest.approx(14_000, abs=0.1)


def latest(tail: list[float], before: list[float] = FLAT, **options):
    """The last point of a chart whose limits are those of `FLAT`."""
    return control_chart([*before, *tail], better=1, fix_after=len(before), **options).latest


def test_seven_on_one_side_are_a_shift_and_six_are_none():
    assert latest([11.5] * 5).rule is None  # the last of FLAT is 12, so that these make 6
    assert latest([11.5] * 6).run == 7
    assert latest([11.5, 12] * 3, before=[*FLAT, 10, 10]).rule is None
    point = latest([11.5, 12, 11.5, 12, 11.6, 12, 11.5], before=[*FLAT, 10, 10])
    assert (point.rule, point.direction, point.run) == (Rule.SHIFT, Direction.HIGH, 7)
    assert latest([11.5, 12, 11.5, 12, 11.6, 12, 11.5, 12, 11.5], before=[*FLAT, 10, 10]).run == 9


def test_a_point_on_the_mean_breaks_a_shift():
    assert latest([11.5, 12, 11.5, 11, 11.6, 12, 11.5], before=[*FLAT, 10, 10, 12, 12]).rule is None


def test_seven_rising_are_a_trend_and_a_tie_breaks_it():
    point = latest([9, 9.5, 10, 10.5, 11.2, 11.4, 12])
    assert (point.rule, point.direction, point.run) == (Rule.TREND, Direction.HIGH, 7)
    assert latest([9, 9.5, 10, 10.5, 10.5, 11.4, 12]).rule is None
    assert latest([9.5, 10, 10.5, 11.2, 11.4, 12], before=[*FLAT, 10]).rule is None


def test_a_trend_goes_before_a_shift():
    falling_above = [14.3, 14.2, 14, 13, 12.5, 12, 11.5]
    point = latest(falling_above, before=[*FLAT, 10, 10])
    assert (point.rule, point.direction, point.judgement) == (Rule.TREND, Direction.LOW, Judgement.CONCERN)


def test_where_one_trend_turns_into_another():
    chart = control_chart([*FLAT, 9, 10, 11, 12, 13, 13.5, 14, 13, 12, 11, 10, 9, 8], better=1, fix_after=14)
    turn = chart.points[len(FLAT) + 6]
    assert (turn.rule, turn.direction, turn.run) == (Rule.TREND, Direction.LOW, 1)
    assert chart.points[len(FLAT) + 5].direction is Direction.HIGH
    assert chart.latest.run == 7


def test_two_in_three_flags_only_the_near_points():
    before = [*FLAT, 10]
    chart = control_chart([*before, 15, 12, 15], better=1, fix_after=len(FLAT))
    assert [point.rule for point in chart.points[-3:]] == [Rule.TWO_IN_THREE, None, Rule.TWO_IN_THREE]
    assert chart.latest.run == 1
    assert latest([15, 15, 12], before=before).rule is None
    assert latest([12, 15, 15], before=before).run == 2
    assert latest([15, 10, 15], before=before).rule is None  # not all on one side


def test_outside_points_count_as_near_only_where_the_rules_say():
    counting = Ruleset("counting", True, 7, 7, outside_counts_as_near=True)
    assert latest([12, 20, 15], before=[*FLAT, 10]).rule is None
    assert latest([12, 20, 15], before=[*FLAT, 10], ruleset=counting).rule is Rule.TWO_IN_THREE
    assert latest([12, 12, 20], before=[*FLAT, 10], ruleset=counting).rule is Rule.OUTSIDE


def test_lengths_are_the_rulesets():
    six = Ruleset("six", False, 6, 6, outside_counts_as_near=False)
    assert latest([11.5, 12, 11.5, 12, 11.6, 12], before=[*FLAT, 10, 10], ruleset=six).rule is Rule.SHIFT
    rising = [9.5, 10, 10.5, 11.2, 11.4, 12]
    assert latest(rising, before=[*FLAT, 10], ruleset=six).rule is Rule.TREND
    assert list(RULESETS) == [PTD_0_2_2.name, MDC_SCT_5.name] == ["ptd-0.2.2", "mdc-sct-5"]


def test_a_limit_itself_is_inside():
    flat = control_chart(FLAT, better=1).segments[0]
    assert flat.upper is not None
    assert latest([flat.upper]).rule is None
    assert latest([math.nextafter(flat.upper, math.inf)]).rule is Rule.OUTSIDE


def test_twelve_points_are_too_short_and_thirteen_are_not():
    twelve, thirteen = control_chart(PROSECUTIONS[:12], better=0), control_chart(PROSECUTIONS[:13], better=0)
    assert twelve.judgement is Judgement.TOO_SHORT
    assert twelve.short
    assert {(point.lower, point.upper, point.rule) for point in twelve.points} == {(None, None, None)}
    assert twelve.latest.mean is not None
    assert thirteen.judgement is not Judgement.TOO_SHORT
    assert thirteen.latest.lower is not None
    assert control_chart([*PROSECUTIONS[:12], None], better=0).short


def test_each_stretch_needs_its_own_thirteen():
    chart = control_chart([*PROSECUTIONS, *FLAT[:6]], better=0, rebase=[16])
    assert [limits.short for limits in chart.segments] == [False, True]
    assert chart.judgement is Judgement.TOO_SHORT
    assert chart.points[15].rule is Rule.OUTSIDE
    assert [(limits.first, limits.last, limits.count) for limits in chart.segments] == [(0, 15, 16), (16, 21, 6)]


def test_runs_never_cross_a_break():
    rising = list(range(1, 27))
    chart = control_chart(rising, better=1, rebase=[20], minimum_points=0)
    assert all(point.rule is not Rule.TREND for point in chart.points[20:])
    assert chart.points[19].run <= 20


def test_a_missing_value_is_no_figure_and_breaks_windows():
    chart = control_chart([*PROSECUTIONS, None], better=0)
    assert chart.judgement is Judgement.NO_FIGURE
    assert chart.latest.rule is None
    assert chart.points[15].rule is Rule.OUTSIDE
    gap = latest([9, 9.5, 10, None, 11.2, 11.4, 12])
    assert gap.rule is None
    assert latest([11.5, 12, 11.5, None, 11.6, 12, 11.5], before=[*FLAT, 10, 10]).rule is None
    nothing = control_chart([None] * 14, better=1)
    assert nothing.judgement is Judgement.TOO_SHORT
    assert nothing.latest.mean is None
    assert control_chart([None] * 14, better=1, minimum_points=0).judgement is Judgement.NO_FIGURE


def test_without_two_values_in_a_row_there_is_nothing_to_judge_by():
    chart = control_chart([5, None, 6, None] * 10, better=1, target=3)
    assert chart.segments[0].count == 20
    assert chart.judgement is Judgement.TOO_SHORT
    assert chart.assurance is None
    unset = control_chart([None] * 12 + FLAT, better=1, fix_after=12)
    assert unset.judgement is Judgement.TOO_SHORT
    assert unset.latest.mean is None


def test_a_missing_value_takes_two_moving_ranges_with_it():
    assert control_chart([1, 2, None, 50, 51], better=1, minimum_points=0).segments[0].mean_moving_range == 1


def test_a_constant_series_falls_back_and_nothing_is_flagged():
    for value in (5, 0, 0.1, 1 / 3, 1e9 + 0.1):
        chart = control_chart([value] * 15, better=1, target=value * 2 + 1)
        assert chart.fell_back
        assert not chart.screened
        assert chart.judgement is Judgement.NO_CHANGE
        assert all(point.rule is None for point in chart.points)
        assert chart.assurance is Assurance.FAIL


def test_one_step_falls_back_instead_of_flagging_every_point():
    chart = control_chart([10] * 10 + [20] * 10, better=1)
    limits = chart.segments[0]
    assert chart.fell_back
    assert not chart.screened
    assert limits.upper == pytest.approx(15 + 2.66 * 10 / 19)
    whole = control_chart([10] * 10 + [20] * 10, better=1, screen=False)
    assert chart.points == whole.points
    assert not whole.fell_back


def test_a_signal_may_depend_on_screening():
    rates = [convictions / completed for convictions, completed in AGAINST_THE_PERSON]
    chart = control_chart(rates, better=1)
    limits = chart.segments[0]
    assert (limits.lower, limits.mean, limits.upper) == pytest.approx((0.737, 0.789, 0.840), abs=0.0005)
    assert (chart.latest.rule, chart.latest.direction, chart.latest.run) == (Rule.TWO_IN_THREE, Direction.HIGH, 2)
    assert chart.judgement is Judgement.IMPROVEMENT
    assert chart.depends_on_screening
    unscreened = control_chart(rates, better=1, screen=False)
    assert unscreened.judgement is Judgement.NO_CHANGE
    assert not unscreened.depends_on_screening


@pytest.mark.parametrize(
    ("better", "target", "expected"),
    [
        (1, 20, Assurance.FAIL),
        (1, 2, Assurance.PASS),
        (-1, 20, Assurance.PASS),
        (-1, 2, Assurance.FAIL),
        (1, 11, Assurance.HIT_OR_MISS),
        (1, None, Assurance.NO_TARGET),
        (0, 20, Assurance.NO_TARGET),
    ],
)
def test_a_target_against_the_last_limits(better, target, expected):
    assert control_chart(FLAT, better=better, target=target).assurance is expected
    far_before = [value + 500 for value in FLAT] + FLAT
    assert control_chart(far_before, better=better, target=target, rebase=[14]).assurance is expected


def test_a_target_on_a_limit_may_be_met_or_missed():
    limits = control_chart(FLAT, better=1).segments[0]
    assert control_chart(FLAT, better=1, target=limits.upper).assurance is Assurance.HIT_OR_MISS
    assert control_chart(FLAT[:5], better=1, target=50).assurance is None


@pytest.mark.parametrize(
    ("values", "options"),
    [
        ([], {}),
        ([1, math.nan], {}),
        ([1, math.inf], {}),
        ([1, 2], {"better": 2}),
        ([1, 2], {"rebase": [2]}),
        ([1, 2], {"rebase": [-1]}),
        ([1, 2], {"fix_after": 11}),
        ([1, 2], {"target": math.nan}),
    ],
)
def test_what_cannot_be_charted_is_refused(values, options):
    with pytest.raises(AssizeError):
        control_chart(values, **({"better": 1} | options))


@pytest.mark.parametrize("level", [0.7, 0.1, 2.3])
@pytest.mark.parametrize("better", [1, -1])
def test_a_target_on_the_level_of_a_constant_series_may_be_met_or_missed_however_the_mean_is_rounded(level, better):
    chart = control_chart([level] * 24, better=better, target=level, fix_after=12)
    assert chart.assurance is Assurance.HIT_OR_MISS
    above = control_chart([level] * 24, better=better, target=level + 1e-6, fix_after=12)
    assert above.assurance is (Assurance.FAIL if better > 0 else Assurance.PASS)


def test_limits_that_are_no_numbers_leave_a_target_to_be_met_or_missed():
    assert assure(math.nan, math.nan, 5, 1) is Assurance.HIT_OR_MISS  # as the peer has it of a chart without limits


@pytest.mark.parametrize(("target", "size"), [(1.0, 1.0), (1e6, 1e6)])
def test_a_target_is_on_a_limit_within_a_billionth_of_a_thousandth_of_its_size(target, size):
    for apart, said in ((0.5e-12, Assurance.HIT_OR_MISS), (1.5e-12, Assurance.FAIL)):
        assert assure(target - 1, target - apart * size, target, 1) is said
    for apart, said in ((0.5e-12, Assurance.HIT_OR_MISS), (1.5e-12, Assurance.PASS)):
        assert assure(target + apart * size, target + 1, target, 1) is said


def test_a_point_is_on_the_mean_as_near_as_that():
    assert relative_to_mean([1 + 0.5e-12, 1 + 1.5e-12, 1 - 0.5e-12, 1 - 1.5e-12], 1.0) == [0, 1, 0, -1]


def test_one_value_is_short_even_where_one_is_asked_for():
    assert control_chart([5], better=1, minimum_points=1).short
    assert not control_chart([5], better=1, minimum_points=0).short


def test_a_short_stretch_moves_no_label_of_the_others():
    calm = [5.0, 6.0] * 7
    values = [*calm, 9.0, 1.0, 2.0, *calm, *calm, 40.0, 5.0]
    for ruleset in RULESETS.values():
        chart = control_chart(values, better=1, rebase=[14, 17], ruleset=ruleset)
        assert [limits.short for limits in chart.segments] == [False, True, False]
        assert len(chart.labels) == len(values)
        assert [at for at, label in enumerate(chart.labels) if label[0] is Rule.OUTSIDE] == [45]


def test_whether_a_signal_depends_on_screening_is_told_of_the_last_stretch_alone():
    before = [1.0, 2.0] * 8
    after = [10.0, 11.0, 10.0, 40.0, 10.0, 11.0, 10.0, 11.0, 10.0, 11.0, 10.0, 11.0, 10.0, 11.0, 18.0]
    for rebase in ([16], [4, 16], []):
        values = [*before, *after] if rebase else after
        chart = control_chart(values, better=1, rebase=rebase)
        assert chart.labels[-1][0] is Rule.OUTSIDE
        assert chart.depends_on_screening
