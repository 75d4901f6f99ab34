"""How many charts chance alone flags: the table, a share of it drawn again, and what a pack makes of it."""

from __future__ import annotations

import pytest
from builders import LATEST, figures, measured, metric
from false_signals import false_signals

from assize.assess.false_signals import RATES, SEASONAL_RATES, by_chance, false_rate
from assize.core.specs import RULE_SETS, Kind

COUNT = metric(kind=Kind.COUNT)
CALM = [100, 104, 98, 102, 97, 103, 99, 101, 100, 105, 96, 102]


def test_every_rule_set_has_a_rate_for_each_length():
    assert tuple(RATES) == RULE_SETS
    for rates in RATES.values():
        assert min(rates) == 13
        assert all(0.005 < rate < 0.05 for rate in rates.values())
        assert list(rates) == sorted(rates)


@pytest.mark.parametrize("ruleset", RULE_SETS)
def test_a_share_drawn_again_agrees(ruleset):
    assert false_signals(ruleset, 20, 700, seed=3) == pytest.approx(false_rate(ruleset, 20), abs=0.012)


def test_the_length_below_is_taken_and_short_series_count_for_nothing():
    assert false_rate("ptd-0.2.2", 12) == 0
    assert false_rate("ptd-0.2.2", 23) == false_rate("ptd-0.2.2", 20)
    assert false_rate("mdc-sct-5", 500) == RATES["mdc-sct-5"][max(RATES["mdc-sct-5"])]


def test_a_pack_counts_those_that_are_judged_by_the_points_of_their_last_stretch():
    short, long = measured(COUNT, figures(COUNT, CALM)), measured(COUNT, figures(COUNT, [*CALM, None, *CALM]))
    rates = by_chance({("short", ""): short, ("long", ""): long})
    assert rates == {("long", ""): false_rate("ptd-0.2.2", 24)}
    assert long.series.latest.period == LATEST


def test_seasonal_measures_have_a_table_of_their_own():
    assert tuple(SEASONAL_RATES) == RULE_SETS
    for ruleset, rates in SEASONAL_RATES.items():
        assert min(rates) == 16
        assert list(rates) == sorted(rates)
        # What is taken out was estimated from the same points, so that more is flagged; the longer the series, the less so.
        assert all(RATES[ruleset][points] < rate < 0.06 for points, rate in rates.items())
        assert rates[80] < rates[16]
    assert false_signals("ptd-0.2.2", 20, 700, seed=3, seasonal=True) == pytest.approx(
        false_rate("ptd-0.2.2", 20, seasonal=True), abs=0.02
    )
    seasonal = measured(COUNT, figures(COUNT, [one + [0, 40, -20, 20][at % 4] for at, one in enumerate(CALM * 2)]))
    assert seasonal.series.seasonal
    assert by_chance({("k", ""): seasonal}) == {("k", ""): false_rate("ptd-0.2.2", 24, seasonal=True)}
