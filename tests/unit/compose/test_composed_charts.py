"""Charts as data and meaning: what is drawn where, and what is said to those who do not see it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from builders import LATEST, change_of_definition, figure, figures, material, measured, metric
from pack import CALM, COUNT, RATE, SHARE, held, pack

from assize.compose.charts import series_chart, split_bars, trend
from assize.core.document import Chart, ChartKind, PointMark, Role, plain
from assize.core.nouns import Absence
from assize.core.periods import financial_year
from assize.core.specs import Kind, MetricSpec


def chart(values: list[int | None], spec: MetricSpec = COUNT, *, small: bool = False) -> Chart:
    own = figures(spec, values)
    made = material([spec], own)
    return series_chart(made, made.measured[spec.id, ""], spec, small=small)


def test_a_series_that_may_be_judged_has_a_band_and_one_too_short_has_none():
    long, short = chart(CALM), chart(CALM[:12])
    assert (long.kind, len(long.limits)) == (ChartKind.CONTROL, 1)
    assert (long.limits[0].first, long.limits[0].last) == (0, 14)
    assert (short.kind, short.limits) == (ChartKind.LINE, ())
    assert "No expected range" in plain(short.caption)
    assert "fewer than 13 points" in plain(short.note)
    assert "ptd-0.2.2" in plain(long.note)
    assert "ptd-0.2.2" not in plain(short.note)


def test_a_small_chart_says_since_when_its_range_was_worked_out_where_it_shows_less():
    long = [*CALM, *CALM]
    small, whole = chart(long, small=True), chart(long)
    assert len(small.categories) < len(whole.categories) == len(long)
    assert "Band: expected range since" in plain(small.caption)
    assert "since" not in plain(whole.caption)
    assert "since" not in plain(chart(CALM, small=True).caption)


def test_a_limit_is_printed_finer_where_it_would_look_like_the_value_beyond_it():
    values: list[int | None] = [*CALM[:-1], 100]
    limit = chart([*values, 100]).limits[0].upper
    assert limit.value is not None
    beyond = int(limit.value) + 1
    drawn = chart([*values, beyond])
    label, latest = drawn.limits[0].upper, drawn.lines[-1].points[-1]
    assert latest is not None
    assert label.text != latest.number.text


def test_the_alternative_text_names_range_extremes_latest_judgement_and_those_beside():
    made = pack()
    drawn = series_chart(made, made.measured["done-rate", ""], SHARE, small=False)
    for words in (
        "done rate in Ashford",
        "July 2015 to March 2019",
        "lowest 48.0% in January to March 2016",
        "highest 70.0% in January to March 2019",
        "latest 70.0% in January to March 2019",
        "Judgement: improvement: higher.",
        "England and Wales 50.0%",
        "Region, other 1 force 52.5%",
    ):
        assert words in drawn.alt, words


def test_the_board_is_drawn_last_with_its_signals_marked_by_shape():
    made = pack()
    drawn = series_chart(made, made.measured["done-rate", ""], SHARE, small=False)
    assert [line.role for line in drawn.lines] == [Role.NATION, Role.REGION, Role.BOARD]
    points = [point for point in drawn.lines[-1].points if point is not None]
    assert (points[-1].mark, points[-1].beyond) == (PointMark.IMPROVEMENT, True)
    assert {point.mark for point in points[:-1]} == {PointMark.COMMON}


def test_a_count_stands_alone_never_beside_the_level_of_other_areas():
    made = pack()
    drawn = series_chart(made, made.measured["cases-opened", ""], COUNT, small=False)
    assert [line.role for line in drawn.lines] == [Role.BOARD]
    assert "1,100" not in drawn.alt


@pytest.mark.parametrize("small", [True, False])
def test_a_missing_quarter_is_a_gap_that_is_hatched_never_joined(small):
    values: list[int | None] = [*CALM, 101]
    values[5] = None
    drawn = chart(values, small=small)
    assert drawn.lines[-1].points[5] is None
    assert [(hatch.first, hatch.last, hatch.words) for hatch in drawn.hatches] == [(5, 5, "Not held")]


def test_a_quarter_held_back_is_hatched_as_too_early():
    own = figures(SHARE, [50] * 5, 100)
    own[-1] = replace(own[-1], value=None, absence=Absence.NOT_AVAILABLE, immature=Decimal("0.2"), flagged=True)
    made = material([SHARE], own)
    drawn = series_chart(made, made.measured["done-rate", ""], SHARE, small=False)
    assert [(hatch.first, hatch.last, hatch.words) for hatch in drawn.hatches] == [(4, 4, "Too early")]


def test_small_charts_share_sixteen_quarters_ending_with_the_report():
    drawn = chart([40, 70], small=True)
    assert len(drawn.categories) == 16
    assert drawn.categories[-1].label == "January to March 2019"
    assert [point is not None for point in drawn.lines[0].points] == [False] * 14 + [True] * 2
    assert [(hatch.first, hatch.last) for hatch in drawn.hatches] == [(0, 13)]


def test_of_a_longer_series_a_small_chart_shows_the_last_sixteen_and_its_band_with_them():
    drawn = chart([*CALM, *CALM], small=True)
    assert len(drawn.categories) == 16
    assert [(limits.first, limits.last) for limits in drawn.limits] == [(0, 15)]
    assert all(point is not None for point in drawn.lines[0].points)
    spec = replace(COUNT, breaks=(change_of_definition(LATEST.later(-13).id),))
    broken = chart([*CALM, 100, *CALM[:14]], spec, small=True)
    assert [(limits.first, limits.last) for limits in broken.limits] == [(0, 1), (2, 15)]
    assert broken.break_after == (1,)
    gone = replace(COUNT, breaks=(change_of_definition(LATEST.later(-15).id),))
    before = chart([*CALM, 100, *CALM, 101], gone, small=True)
    assert [(limits.first, limits.last) for limits in before.limits] == [(0, 15)]
    assert before.break_after == ()


def test_after_a_break_the_stretch_before_keeps_its_band_and_the_note_says_why_there_is_none_since():
    spec = replace(COUNT, breaks=(change_of_definition(LATEST.later(-7).id),))
    drawn = chart([*CALM, 300, *CALM[:8]], spec)
    assert [(limits.first, limits.last) for limits in drawn.limits] == [(0, len(CALM))]
    assert drawn.lines[0].points[len(CALM)].beyond
    assert not any(point.beyond for point in drawn.lines[0].points[len(CALM) + 1 :])
    note = plain(drawn.note)
    assert note.startswith("Expected range before the break: ")
    assert "None since: fewer than 13 points since the break." in note
    assert "Band: expected range before the break (ptd-0.2.2)." in plain(drawn.caption)
    alone = chart([20, 30, 25, *CALM[:8]], spec)
    assert plain(alone.note).startswith("No expected range: fewer than 13 points since the break.")


def test_what_is_not_judged_at_all_has_a_line_without_a_band_and_says_why():
    assert plain(chart([1, 0, 2, 1] * 5).note).startswith("No expected range: fewer than five a period on average.")
    rolling = metric("work-in-hand", Kind.BACKLOG)
    made = material([rolling], figures(rolling, [*CALM, *CALM], 50))
    drawn = series_chart(made, made.measured[rolling.id, ""], rolling, small=False)
    assert drawn.limits == ()
    assert plain(drawn.note).startswith("No expected range: each figure takes in twelve months.")
    assert " No expected range. " in plain(drawn.caption)


def test_the_note_agrees_with_friedmans_test():
    season = chart([100, 130, 101, 131, 99, 129, 100, 130] * 3)
    assert "It moves with the season (Friedman's test)." in plain(season.note)
    even = chart([105, 98, 105, 112, 98, 112, 98, 105, 112, 98, 105, 112, 98, 112, 105, 105, 112, 112, 105, 98])
    assert "No season found in five years (Friedman's test)." in plain(even.note)


def test_no_value_and_no_limit_lies_off_the_axis():
    made = pack()
    for key, found in made.measured.items():
        spec = made.catalogue.metrics[key[0]]
        for small in (True, False):
            drawn = series_chart(made, found, spec, small=small)
            numbers = [point.number.value for line in drawn.lines for point in line.points if point is not None]
            numbers += [end.value for limits in drawn.limits for end in (limits.lower, limits.mean, limits.upper)]
            assert all(drawn.axis.minimum <= number <= drawn.axis.maximum for number in numbers if number is not None)
            assert {len(line.points) for line in drawn.lines} == {len(drawn.categories)}


def test_the_note_says_where_the_axis_starts():
    drawn = chart(CALM)
    assert drawn.axis.ticks[0].value > 0
    assert "Axis starts at" in plain(drawn.note)


def test_a_small_trend_tells_what_it_draws():
    made = material([COUNT], figures(COUNT, [7, *CALM, *CALM]))
    found = trend(made, made.measured["cases-opened", ""].series, COUNT)
    assert len(found.values) == 16
    assert found.alt == "16 values, from 103 to 103."
    assert found.values[0] == 103
    short = measured(COUNT, figures(COUNT, [5]))
    assert set(trend(made, short.series, COUNT).ranges) == {None}


def test_a_small_trend_has_the_range_of_every_place_with_its_season():
    seasonal = [100 + 40 * (place % 4) + place % 3 for place in range(20)]
    own = measured(COUNT, figures(COUNT, seasonal))
    assert own.series.seasonal
    found = trend(material([COUNT], figures(COUNT, seasonal)), own.series, COUNT)
    means = [limits[1] for limits in found.ranges if limits is not None]
    assert len(means) == 16
    assert means[:4] == means[4:8]
    assert len(set(means)) == 4
    assert found.ranges[-1] == tuple(Decimal(str(end)) for end in own.series.segments[-1].at(19))


def test_a_small_trend_has_no_range_of_another_stretch():
    spec = replace(COUNT, breaks=(change_of_definition(LATEST.later(-13).id),))
    made = material([spec], figures(spec, [7, *CALM, *CALM]))
    found = trend(made, made.measured["cases-opened", ""].series, spec)
    assert found.break_after == (1,)
    early, late = found.ranges[0], found.ranges[2]
    assert early is not None
    assert late is not None
    assert early != late
    assert found.stretches == ((0, 1), tuple(range(2, 16)))


def test_a_yearly_small_trend_has_its_range_between_its_points_too():
    spec = replace(RATE, id="yearly")
    own = [figure(spec, 300 + year % 3, 10_000, financial_year(year)) for year in range(2004, 2019)]
    found = trend(material([spec], own), measured(spec, own).series, spec)
    assert [value is not None for value in found.values] == [place % 4 == 3 for place in range(16)]
    assert len(set(found.ranges)) == 1


def test_bars_are_sorted_start_at_zero_and_carry_their_intervals():
    made = pack()
    own = [figure for figure in held() if figure.area == "ashford" and figure.breakdown and figure.period == LATEST]
    whole = made.figure("done-rate", "ashford", LATEST)
    drawn = split_bars(made, SHARE, made.catalogue.vocabularies["group"], own, whole)
    assert [bar.name for bar in drawn.bars] == ["Red cases", "Ashford, all", "Blue cases"]
    assert [bar.number.text for bar in drawn.bars] == ["75.0%", "70.0%", "66.7%"]
    assert all(bar.lower is not None and bar.upper is not None for bar in drawn.bars)
    assert drawn.axis.minimum == 0
    assert "highest red cases at 75.0%" in drawn.alt
    assert "lowest blue cases at 66.7%" in drawn.alt


def test_the_note_is_a_key_to_the_points_that_are_filled_and_says_what_the_mean_leaves_out():
    assert "Filled" not in plain(chart([100, 103, 99, 101] * 5).note)
    drawn = chart([*CALM, *CALM, 400])
    key = "Filled points are signals: squares neither better nor worse; large ones outside the range."
    assert key in plain(drawn.note)
    assert "Unusually large moves are left out of that mean." in plain(drawn.note)  # the jump to 400 is one
    assert "left out" not in plain(chart(CALM).note)
    run = chart([*CALM, *[max(value for value in CALM if value is not None)] * 8])
    assert "Filled points are signals: squares neither better nor worse. " in plain(run.note)
