"""Friedman's test against scipy and its own exact distribution, and the seasons taken out of made series."""

from __future__ import annotations

import random
from collections import Counter
from itertools import permutations

import pytest
from scipy import stats

from assize.core.errors import AssizeError
from assize.statistics.seasons import CRITICAL, FEWEST_POINTS, friedman, seasons, without_seasons

SWING = (3.0, -1.0, -4.0, 2.0)


def series(points: int, swing: float = 1.0, noise: float = 0.3, seed: int = 5) -> list[float]:
    chance = random.Random(seed)
    return [20 + swing * SWING[at % 4] + chance.gauss(0, noise) for at in range(points)]


@pytest.mark.parametrize("seed", range(6))
def test_the_statistic_is_scipys_ties_and_all(seed):
    chance = random.Random(seed)
    blocks = [[chance.randint(0, 4 + seed) for _ in range(4)] for _ in range(5 + seed)]
    assert friedman(blocks) == pytest.approx(stats.friedmanchisquare(*zip(*blocks, strict=True)).statistic, abs=1e-12)


def test_blocks_that_cannot_be_ranked_are_refused():
    for blocks in ([], [[1.0]], [[1.0, 2.0], [1.0]]):
        with pytest.raises(AssizeError, match="cannot be ranked"):
            friedman(blocks)


def test_the_critical_values_are_those_of_the_exact_distribution():
    orders = list(permutations(range(1, 5)))
    states = Counter({(0, 0, 0, 0): 1})
    for years in range(1, 6):
        # ranks are exchangeable, so that sums in order stand for all their orders
        step: Counter[tuple[int, ...]] = Counter()
        for sums, ways in states.items():
            for order in orders:
                step[tuple(sorted(a + b for a, b in zip(sums, order, strict=True)))] += ways
        states = step
        if years in CRITICAL:
            found: Counter[float] = Counter()
            for sums, ways in states.items():
                found[12 * sum(one * one for one in sums) / (years * 20) - 15 * years] += ways
            reached = sum(ways for value, ways in found.items() if value >= CRITICAL[years] - 1e-9)
            below = max(value for value in found if value < CRITICAL[years] - 1e-9)
            assert reached / 24**years <= 0.01 < (reached + found[below]) / 24**years


def test_fifteen_quarters_are_too_few_and_so_are_sixteen_without_four_whole_years():
    assert seasons(series(15)).statistic is None
    assert seasons(series(FEWEST_POINTS)).found
    gap: list[float | None] = list(series(17))
    gap[8] = None
    assert (seasons(gap).statistic, seasons(gap).found, seasons(gap).years) == (None, False, 3)
    assert seasons([]).years == 0


@pytest.mark.parametrize("points", [16, 21, 22, 40, 60])
@pytest.mark.parametrize("drift", [0.0, 0.8])
def test_a_season_is_found_and_taken_out(points, drift):
    values = [value + drift * at for at, value in enumerate(series(points))]
    found = seasons(values)
    assert found.found
    assert sum(found.effects) == pytest.approx(0, abs=1e-9)
    assert found.effects == pytest.approx(SWING, abs=0.5)
    flat = without_seasons(values, found)
    assert flat == pytest.approx([20 + drift * at for at in range(points)], abs=1.5)


def test_one_odd_year_moves_no_season():
    values = series(24)
    odd = [*values[:8], *(value + 30 * (at == 1) for at, value in enumerate(values[8:12])), *values[12:]]
    assert seasons(odd).effects == pytest.approx(seasons(values).effects, abs=0.5)


def test_a_year_with_a_gap_is_left_out_and_its_gap_stays():
    values: list[float | None] = list(series(28))
    values[9] = None
    found = seasons(values)
    assert (found.found, found.years) == (True, 6)
    assert without_seasons(values, found)[9] is None


@pytest.mark.parametrize(
    "values",
    [
        [5.0] * 20,
        [float(at) for at in range(20)],
        [0.0] * 10 + [9.0] * 10,
        [0.1 * at for at in range(23)],
        [20, 23, 26, 29, *range(57, 93, 3)],
    ],
)
def test_a_constant_a_drift_and_a_step_have_no_season(values):
    found = seasons(values)
    assert (found.found, found.effects) == (False, ())
    assert found.statistic is not None
    assert without_seasons(values, found) == list(values)


def test_chance_alone_has_seasons_no_more_often_than_said():
    chance = random.Random(11)
    found = sum(seasons([chance.gauss(0, 1) for _ in range(20)]).found for _ in range(500))
    assert found <= 10  # 1% are five


def test_a_season_that_repeats_to_the_last_figure_leaves_nothing_at_all():
    values = [0.1 + SWING[at % 4] / 7 for at in range(24)]
    assert len(set(without_seasons(values, seasons(values)))) == 1


def test_shift_scale_and_mirror():
    values = series(21)
    found = seasons(values)
    for factor in (4.0, -4.0):
        other = seasons([factor * value + 32 for value in values])
        assert other.statistic == found.statistic
        assert other.effects == pytest.approx([factor * one for one in found.effects])
