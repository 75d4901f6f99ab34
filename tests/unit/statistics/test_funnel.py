"""Funnels against what they must be."""

from __future__ import annotations

import math

import pytest

from assize.core.errors import AssizeError
from assize.statistics.funnel import Z_998, Scale, funnel, limits_at


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
