"""Funnels against what they must be."""

from __future__ import annotations

import math

import pytest

from assize.core.errors import AssizeError
from assize.statistics.funnel import Z_95, Z_998, Scale, funnel, limit_lines, limits_at, limits_within_scale


def test_the_two_forms_that_flag_areas_alike_are_mended():
    """Of areas all alike the mended limits flag what they should; the peer's flag 12% and 29% at 99.8%."""
    import random

    chance = random.Random(2019)
    flagged = {Scale.STANDARDISED_ROOT: 0, Scale.TWO_COUNTS: 0}
    areas = 0
    for _ in range(60):
        totals = [chance.randrange(80, 400) for _ in range(42)]
        counts = [_poisson(chance, n) for n in totals]
        receipts = [_poisson(chance, n) for n in totals]
        areas += 42
        for scale, under in ((Scale.STANDARDISED_ROOT, totals), (Scale.TWO_COUNTS, receipts)):
            made = funnel(counts, [float(n) for n in under], scale)
            flagged[scale] += sum(bool(place.adjusted.outside(place.ratio)) for place in made.places)
    assert all(count / areas < 0.008 for count in flagged.values()), flagged


def _poisson(chance, mean: float) -> int:
    count, product, floor = 0, chance.random(), math.exp(-mean)
    while product > floor:
        count += 1
        product *= chance.random()
    return count


def test_what_cannot_be_a_funnel_is_refused():
    for counts, totals in (([], []), ([1], [1, 2]), ([-1], [2]), ([math.nan], [2])):
        with pytest.raises(AssizeError):
            funnel(counts, totals)


def test_a_limit_that_no_number_can_hold_is_infinite():
    wide = limits_at(1.0, 2.0, Scale.STANDARDISED, 1e9, draws=True)
    assert (wide.upper_95, wide.upper_998) == (math.inf, math.inf)
    assert wide.lower_998 == wide.lower_95 == 0
    near = limits_at(1.0, 1.0, Scale.STANDARDISED, (699 / Z_998) ** 2 - 1, draws=True)
    assert near.upper_998 == pytest.approx(math.exp(699))
    assert funnel([10, 9], [10, 1e9], Scale.STANDARDISED).places[0].adjusted.upper_998 == math.inf


def test_a_limit_that_comes_back_from_the_end_is_kept_as_the_peer_has_it_and_ended_for_what_is_judged():
    """None of 200 where the average is 6 in 1,000 happens three times in ten: the limit that came back would flag it."""
    peer, ours = limits_at(200, 0.006, Scale.PROPORTION), limits_within_scale(200, 0.006, Scale.PROPORTION)
    angle, error = math.asin(math.sqrt(0.006)), 1 / (2 * math.sqrt(200))
    assert peer.lower_998 == pytest.approx(math.sin(angle - Z_998 * error) ** 2)
    assert (peer.outside(0.0), ours.outside(0.0)) == (-1, 0)
    assert (ours.lower_998, ours.upper_998) == (0.0, peer.upper_998)
    assert ours.lower_95 == peer.lower_95 == pytest.approx(math.sin(angle - Z_95 * error) ** 2)
    mirrored = limits_within_scale(200, 0.994, Scale.PROPORTION)
    assert mirrored.upper_998 == 1.0
    assert mirrored.lower_998 == pytest.approx(1 - ours.upper_998)
    assert mirrored.upper_95 == pytest.approx(1 - ours.lower_95)


@pytest.mark.parametrize("z", ["95", "998"])
def test_each_limit_ends_only_where_its_own_angle_passes_the_end(z):
    reach = (Z_95 if z == "95" else Z_998) / (2 * math.sqrt(200))
    for sign, side, end in ((1, f"lower_{z}", 0.0), (-1, f"upper_{z}", 1.0)):
        for air, ended in ((1e-3, False), (-1e-3, True)):
            share = math.sin(reach + air) ** 2
            found = limits_within_scale(200, share if sign > 0 else 1 - share, Scale.PROPORTION)
            assert (getattr(found, side) == end) is ended


def test_an_area_has_the_limits_of_the_peers_line_at_its_size():
    """Along the sizes that the peer draws a limit that rises again is 0; the largest size keeps what comes back."""
    made = funnel([0, 4, 2], [200, 300, 500], Scale.PROPORTION)
    smallest, _, largest = (place.unadjusted for place in made.places)
    assert smallest.lower_998 == 0.0
    assert largest.lower_998 == limits_at(500, made.target, Scale.PROPORTION).lower_998 > 0
    lines = limit_lines([200, 300, 500], made.target, Scale.PROPORTION)
    assert [at.lower_998 for at in lines] == [0.0, 0.0, largest.lower_998]
    high = limit_lines([200, 300, 500], 1 - made.target, Scale.PROPORTION)
    assert [at.upper_998 for at in high] == [1.0, 1.0, pytest.approx(1 - largest.lower_998)]
    low = [at.lower_95 for at in limit_lines([50, 80, 120, 900], 0.006, Scale.PROPORTION)]
    assert low[:2] == [0.0, 0.0]
    assert low[3] == limits_at(900, 0.006, Scale.PROPORTION).lower_95 > low[2] > 0
    high_95 = [at.upper_95 for at in limit_lines([50, 80, 120, 900], 0.994, Scale.PROPORTION)]
    assert high_95[:2] == [1.0, 1.0]
    assert high_95[2:] == pytest.approx([1 - one for one in low[2:]])
    assert limit_lines([], 0.5, Scale.PROPORTION) == []
    other = limit_lines([5.0, 9.0], 0.4, Scale.TWO_COUNTS, 0.02)
    assert other == [limits_at(n, 0.4, Scale.TWO_COUNTS, 0.02) for n in (5.0, 9.0)]


@pytest.mark.parametrize("scale", Scale)
@pytest.mark.parametrize(("count", "total"), [(20.0, 25.0), (60.0, 60.70579400420404), (11.0, 195.0)])
def test_one_area_has_no_variance_between_areas_however_its_weight_is_rounded(scale, count, total):
    made = funnel([count], [total], scale)
    assert math.isnan(made.tau_squared)
    assert made.places[0].adjusted.upper_998 < 5


def test_the_line_of_shares_is_read_at_as_many_sizes_as_the_peer_draws():
    # At 18 of 5,000 the lower line turns between the area and the next size; a step a five-hundredth shorter would not.
    found = funnel([1, 250, 0], [18, 5000, 2])
    assert found.target == 0.05
    assert found.places[0].unadjusted.lower_95 == 0


def test_areas_of_next_to_nothing_have_a_spread_between_them_too():
    found = funnel([10.0] * 8, [0.1] * 8, Scale.STANDARDISED)
    total = 8 * 0.1 * math.log(100) ** 2
    assert found.tau_squared == pytest.approx((total - 7) / (0.8 - 0.08 / 0.8))


def test_limits_of_a_standardised_ratio_are_exact_ones_unless_drawn_by_logarithms():
    exact = limits_at(20, 1.0, Scale.STANDARDISED)
    assert limit_lines([20, 30], 1.0, Scale.STANDARDISED)[0] == exact
    assert limits_within_scale(20, 1.0, Scale.STANDARDISED) == exact
    assert limits_within_scale(20, 1.0, Scale.STANDARDISED, draws=True) != exact
