"""A share of benchmarks/accuracy.py: what is planted is found, and what is left alone is mostly left alone."""

from __future__ import annotations

from dataclasses import replace

from accuracy import FEWEST_FALSE, LEAST_FOUND, MOST_FALSE, POINTS, judged, made_series, plant_of, with_a_step

from assize.catalogue.load import load_catalogue
from assize.simulate.ledger import Planted

METRIC = replace(load_catalogue().metrics["conviction-rate"], breaks=())


def outcomes(planted: Planted, many: int):
    plants = [plant_of(planted, number, POINTS) for number in range(many)]
    return [judged(made_series(METRIC, plant, number, POINTS), plant) for number, plant in enumerate(plants)]


def test_steps_of_three_deviations_are_found():
    found = outcomes(Planted.STEP, 200)
    assert sum(one.found for one in found) / len(found) >= LEAST_FOUND


def test_unchanged_series_have_a_signal_at_the_last_point_about_as_often_as_the_rules_say():
    found = outcomes(Planted.UNCHANGED, 800)
    assert FEWEST_FALSE <= sum(one.at_last for one in found) / len(found) <= MOST_FALSE


def test_what_moves_with_the_season_or_slowly_is_another_matter():
    seasonal, slow = outcomes(Planted.SEASONAL, 100), outcomes(Planted.AUTOCORRELATED, 100)
    assert sum(one.at_last for one in seasonal) <= 6
    assert sum(one.at_last for one in slow) >= 8


def test_a_step_is_found_in_a_seasonal_series_as_well():
    assert with_a_step(METRIC, Planted.SEASONAL, 60) >= LEAST_FOUND
