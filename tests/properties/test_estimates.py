"""Every interval holds its estimate and narrows with what it is made of; every funnel narrows with an area's size."""

from __future__ import annotations

import math

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assize.statistics.change import two_proportions, two_rates
from assize.statistics.disparity import relative_rate, wald_risk_ratio
from assize.statistics.flow import projections
from assize.statistics.funnel import Scale, average_limits, exact_limits, limits_within_scale, possible_places
from assize.statistics.intervals import exact_poisson, rate
from assize.statistics.quantiles import quantile, quantile_of_bands, quantile_of_counts
from assize.statistics.standardised import (
    directly_standardised,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
    mean_of,
)
from assize.statistics.trend import mann_kendall, sen_slope

quickly = settings(deadline=None, max_examples=30, derandomize=True)
LEVEL = st.sampled_from([0.8, 0.95, 0.998])
COUNT = st.integers(0, 900)
POSITIVE = st.integers(1, 900)
VALUES = st.lists(st.integers(-500, 500), min_size=2, max_size=24)


@quickly
@given(COUNT, POSITIVE, LEVEL)
def test_a_rate(x, n, level):
    one, four = rate(x, n, 1000, level), rate(4 * x, 4 * n, 1000, level)
    assert 0 <= one.lower <= one.value < one.upper
    assert math.isclose(four.value, one.value)
    assert four.upper - four.lower < one.upper - one.lower
    lower, upper = exact_poisson(x, level)
    assert lower <= x < upper


@quickly
@given(VALUES, LEVEL)
def test_a_mean(values, level):
    one, twice = mean_of(values, level), mean_of(values * 2, level)
    assert one.lower <= one.value <= one.upper
    assert min(values) - 1e-9 <= one.value <= max(values) + 1e-9
    assert twice.upper - twice.lower <= one.upper - one.lower


@quickly
@given(st.lists(st.tuples(COUNT, st.integers(1000, 9000), POSITIVE), min_size=1, max_size=8), LEVEL)
def test_standardised_rates(bands, level):
    counts, populations, weights = (list(column) for column in zip(*bands, strict=True))
    assume(sum(counts) >= 10)
    one = directly_standardised(counts, populations, weights, confidence=level)
    four = directly_standardised([4 * x for x in counts], [4 * n for n in populations], weights, confidence=level)
    assert one is not None and four is not None
    assert one.lower <= one.value <= one.upper
    assert four.upper - four.lower < one.upper - one.lower
    rates = [x / n * 100_000 for x, n in zip(counts, populations, strict=True)]
    assert min(rates) - 1e-6 <= one.value <= max(rates) + 1e-6
    for function in (indirectly_standardised_ratio, indirectly_standardised_rate):
        made = function(counts, populations, weights, populations, confidence=level)
        assert made.lower <= made.value <= made.upper
        larger = function([4 * x for x in counts], [4 * n for n in populations], weights, populations, confidence=level)
        assert math.isclose(larger.value, made.value)
        assert larger.upper - larger.lower < made.upper - made.lower
    own = indirectly_standardised_ratio(counts, populations, counts, populations)
    assert math.isclose(own.value, 1)


@quickly
@given(POSITIVE, POSITIVE, POSITIVE, POSITIVE, LEVEL)
def test_differences_and_ratios(x1, n1, x2, n2, level):
    n1, n2 = n1 + x1, n2 + x2
    one, four = two_proportions(x1, n1, x2, n2, level), two_proportions(4 * x1, 4 * n1, 4 * x2, 4 * n2, level)
    assert one.lower <= one.difference <= one.upper
    assert four.upper - four.lower < one.upper - one.lower
    assert four.p_value <= one.p_value
    for function in (relative_rate, wald_risk_ratio):
        index, larger = function(x1, n1, x2, n2, level), function(4 * x1, 4 * n1, 4 * x2, 4 * n2, level)
        assert index.lower <= index.value <= index.upper
        assert larger.upper / larger.lower < index.upper / index.lower
        assert index.differs == (not index.lower <= 1 <= index.upper)
    ratio, turned = two_rates(x1, 1, x2, 1, level), two_rates(x2, 1, x1, 1, level)
    assert math.isclose(ratio.lower * turned.upper, 1, rel_tol=1e-9)


@quickly
@given(st.integers(1, 5000), st.floats(0.01, 0.99), st.floats(0, 0.2))
def test_funnels(n, target, tau_squared):
    for scale in (Scale.PROPORTION, Scale.STANDARDISED, Scale.STANDARDISED_ROOT, Scale.TWO_COUNTS):
        middle = 1.0 if scale in (Scale.STANDARDISED, Scale.STANDARDISED_ROOT) else target
        one = limits_within_scale(n, middle, scale, tau_squared, draws=True)
        more = limits_within_scale(4 * n, middle, scale, tau_squared, draws=True)
        assert one.lower_998 <= one.lower_95 <= middle <= one.upper_95 <= one.upper_998
        assert more.upper_998 - more.lower_998 <= one.upper_998 - one.lower_998
    lower, upper = average_limits(n, target, 0.025)
    assert 0 <= lower <= target <= upper <= 1
    lower, upper = exact_limits(n, 0.001)
    assert lower < 1 < upper
    assert exact_limits(4 * n, 0.001)[1] < upper


@quickly
@given(st.lists(st.tuples(COUNT, POSITIVE), min_size=1, max_size=12))
def test_places_hold_the_rank(areas):
    spans = [(low, low + width) for low, width in areas]
    for i, (low, high) in enumerate(spans):
        first, last = possible_places(spans, i)
        assert 1 <= first <= last <= len(spans)
        rank = 1 + sum(other[0] + other[1] > low + high for other in spans)
        assert first <= rank <= last


@quickly
@given(VALUES, st.integers(-300, 300), st.sampled_from([0.25, 0.5, 2, 8]))
def test_trends_and_quantiles_mirror_shift_and_scale(values, shift, scale):
    slope, moved = sen_slope(values), sen_slope([(v + shift) * scale for v in values])
    turned = sen_slope([-v for v in values])
    assert math.isclose(moved.slope, slope.slope * scale, abs_tol=1e-9)
    assert math.isclose(turned.slope, -slope.slope, abs_tol=1e-9)
    if not math.isnan(slope.lower):
        assert slope.lower <= slope.slope <= slope.upper
    if len(values) > 2:
        test, back = mann_kendall(values), mann_kendall(values[::-1])
        assert back.s == -test.s
        assert back.variance == test.variance
    for p in (0.1, 0.5, 0.9):
        own = quantile(values, p)
        assert min(values) <= own <= max(values)
        assert math.isclose(quantile([(v + shift) * scale for v in values], p), (own + shift) * scale, abs_tol=1e-9)
        assert math.isclose(quantile([-v for v in values], 1 - p), -own, abs_tol=1e-9)
        assert math.isclose(quantile_of_counts(values, [1] * len(values), p), own, abs_tol=1e-9)


@quickly
@given(st.lists(st.integers(0, 50), min_size=2, max_size=9), st.floats(0, 1))
def test_a_quantile_of_bands_lies_in_its_band(counts, p):
    assume(sum(counts))
    edges = [10.0 * i for i in range(len(counts) + 1)]
    found = quantile_of_bands(edges, counts, p)
    assert found.value is not None
    assert edges[found.band] - 1e-9 <= found.value <= edges[found.band + 1] + 1e-9


@quickly
@given(st.lists(st.integers(0, 900), min_size=5, max_size=30))
def test_a_projection_lies_between_its_limits(open_cases):
    for one in projections(open_cases, 3):
        assert one.value >= 0
        if one.lower is not None and one.upper is not None:
            assert 0 <= one.lower <= one.value <= one.upper
