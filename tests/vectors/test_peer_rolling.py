"""Rolling sums, changes and indices against worked answers on national series, and changes as publishers printed them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from peers import agree, peer_answers

from assize.core.errors import AssizeError
from assize.core.wording import round_half_up
from assize.statistics.rolling import index_to, point_change, relative_change, rolling_mean, rolling_rate, rolling_sum


def same(ours, theirs) -> bool:
    return len(ours) == len(theirs) and all(agree(a, b) for a, b in zip(ours, theirs, strict=True))


def percent(values):
    return [None if value is None else value * 100 for value in values]


@pytest.mark.real
def test_rolling_sums_changes_and_indices_agree(capsys):
    answers = peer_answers("timeseries/rolling_yoy_index.json")
    for one in answers["series"]:
        values = one["value"]
        assert same(rolling_mean(values), one["rolling4_mean"])
        if one["rolling4_sum"] is not None:
            assert same(rolling_sum(values), one["rolling4_sum"])
        assert same(percent(relative_change(values)), one["yoy_pct"])
        assert same(percent(relative_change(values, 1)), one["qoq_pct"])
        assert same(percent(relative_change(rolling_mean(values))), one["yoy_of_rolling4"])
        base = one["index_same_quarter_2019"]["base_positions"]
        assert same(index_to(values, base), one["index_calendar2019_mean"])
        assert same(index_to(values, base, same_season=True), one["index_same_quarter_2019"]["values"])
    for edge in answers["edge"]:
        if "rolling4" in edge:
            assert same(rolling_sum(edge["value"]), edge["rolling4"])
        if "yoy_pct" in edge:
            assert same(percent(relative_change(edge["value"])), edge["yoy_pct"])
    with capsys.disabled():
        print(f"\nrolling: {len(answers['series'])} series and {len(answers['edge'])} edges agree")


@pytest.mark.real
def test_published_changes_are_reproduced_after_rounding():
    reproduced = 0
    for one in peer_answers("rates/cjs_metric_definitions.json")["published_examples"]:
        if "numerator" in one:
            share = Decimal(one["numerator"]) * 100 / Decimal(one["denominator"])
            assert float(round_half_up(share, 1)) == one["published_pct"], one["id"]
            reproduced += 1
        elif isinstance(one.get("before"), int | float) and isinstance(one.get("published_pct"), int | float):
            change = percent(relative_change([one["before"], one["after"]], 1))[1]
            decimals = 1 if isinstance(one["published_pct"], float) else 0
            assert float(round_half_up(Decimal(str(change)), decimals)) == one["published_pct"], one["id"]
            assert agree(change, one["calc"])
            reproduced += 1
    assert reproduced >= 9


@pytest.mark.real
def test_rates_are_pooled_and_shares_differ_in_points():
    cases = {case["id"]: case for case in peer_answers("rates/cjs_metric_definitions.json")["cases"]}
    areas = cases["reoffending_combine_areas"]["areas"]
    pooled = rolling_rate([a["reoffenders"] for a in areas], [a["cohort"] for a in areas], 2)[1]
    assert agree(pooled * 100, cases["reoffending_combine_areas"]["expected"]["binary"])
    assert point_change([0.08, 0.07], 1)[1] == pytest.approx(-0.01)


def test_nothing_is_made_across_a_break_or_a_gap():
    values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]
    assert rolling_sum(values, breaks=[4]) == [None, None, None, 10, None, None, None, 26]
    assert relative_change(values, breaks=[4])[4:] == [None] * 4
    assert point_change(values, 1, breaks=[4])[4] is None
    assert index_to(values, [0, 1, 2, 3], breaks=[4])[3:5] == [160, None]
    assert rolling_rate([1, 1], [0, 0], 2) == [None, None]
    for call in (
        lambda: rolling_sum(values, 0),
        lambda: relative_change(values, 0),
        lambda: index_to(values, [9]),
        lambda: index_to([None, 1], [0]),
    ):
        with pytest.raises(AssizeError):
            call()
