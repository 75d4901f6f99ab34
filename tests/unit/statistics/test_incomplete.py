"""The incomplete functions against scipy, which stands in the tests alone."""

from __future__ import annotations

import math

import pytest
from scipy import special, stats

from assize.core.errors import AssizeError
from assize.statistics import incomplete
from assize.statistics.incomplete import beta_quantile, beta_tails, gamma_quantile, gamma_tails

SHAPES = [0.1, 0.5, 1, 2, 9.5, 30, 250, 12_345, 450_000]
TAILS = [1e-6, 0.001, 0.005, 0.025, 0.5, 0.9, 0.975, 0.999]
CLOSE = {"rel": 1e-9, "abs": 0}


@pytest.mark.parametrize("shape", SHAPES)
def test_gamma_quantiles_are_half_of_chi_square(shape):
    for tail in TAILS:
        assert gamma_quantile(shape, tail) == pytest.approx(stats.chi2.ppf(tail, 2 * shape) / 2, **CLOSE)
        assert gamma_quantile(shape, tail, upper=True) == pytest.approx(stats.chi2.isf(tail, 2 * shape) / 2, **CLOSE)


@pytest.mark.parametrize("shape", SHAPES)
def test_gamma_tails(shape):
    for share in (0.2, 0.7, 1, 1.01, 1.5, 3):
        x = shape * share
        lower, upper = gamma_tails(shape, x)
        assert lower + upper == pytest.approx(1)
        for ours, theirs in ((lower, special.gammainc(shape, x)), (upper, special.gammaincc(shape, x))):
            assert ours == pytest.approx(theirs, rel=1e-8, abs=1e-15)


@pytest.mark.parametrize(("a", "b"), [(0.5, 0.5), (1, 1), (1, 332), (60, 1), (24, 12), (422, 569), (85_000, 91_234)])
def test_beta_tails_and_quantiles(a, b):
    for tail in TAILS:
        x = stats.beta.ppf(tail, a, b)
        assert beta_tails(a, b, x)[0] == pytest.approx(special.betainc(a, b, x), rel=1e-8, abs=0)
        assert beta_quantile(a, b, tail) == pytest.approx(x, **CLOSE)
        assert beta_quantile(a, b, tail, upper=True) == pytest.approx(stats.beta.isf(tail, a, b), **CLOSE)


def test_a_very_large_shape_has_tails_as_right_as_its_quantiles():
    for shape in (1.1e9, 1e12):
        for deviations in (-1, 0, 1, 3):
            x = shape + deviations * math.sqrt(shape)
            lower, upper = gamma_tails(shape, x)
            assert lower == pytest.approx(special.gammainc(shape, x), rel=1e-7)
            assert upper == pytest.approx(special.gammaincc(shape, x), rel=1e-7)


def test_what_would_never_end_is_refused_in_a_sentence(monkeypatch):
    sentence = "a distribution cannot be read, found a sum without an end, expected shapes up to 1e+15."
    for call in (lambda: beta_tails(1e30, 2, 0.5), lambda: beta_quantile(2, 1.01e15, 0.5)):
        with pytest.raises(AssizeError) as refused:
            call()
        assert str(refused.value) == sentence
    assert beta_tails(1e15, 2, 0.5) == (0, 1)
    monkeypatch.setattr(incomplete, "MOST_TERMS", 3)
    for call in (lambda: gamma_tails(9, 8), lambda: gamma_tails(9, 12), lambda: beta_tails(40, 50, 0.5)):
        with pytest.raises(AssizeError) as refused:
            call()
        assert str(refused.value) == sentence


def test_beyond_the_ends():
    assert gamma_tails(3, 0) == (0, 1)
    assert beta_tails(3, 4, 0) == (0, 1)
    assert beta_tails(3, 4, 1) == (1, 0)
    assert beta_quantile(1e15, 0.01, 0.5) == pytest.approx(1)  # its mean is 1 in print


@pytest.mark.parametrize("shape", [0.0011, 0.003, 0.01])
def test_of_a_tiny_shape_the_lower_quantile_is_found_however_small(shape):
    # there the tail is x ** shape / gamma(shape + 1), as x is next to nothing
    for tail in (0.2, 0.5):
        exact = math.exp((math.log(tail) + math.lgamma(shape + 1)) / shape)
        assert gamma_quantile(shape, tail) == pytest.approx(exact, rel=1e-6, abs=0)
    assert gamma_quantile(0.0005, 0.2) == 0.0
    assert gamma_quantile(1e-300, 0.5) == 0.0


@pytest.mark.parametrize("shape", [0.0005, 0.001, 0.01])
def test_of_a_tiny_shape_the_upper_quantile_lies_far_beyond_where_the_search_begins(shape):
    for tail in (shape / 10, shape / 100):
        assert gamma_quantile(shape, tail, upper=True) == pytest.approx(stats.gamma.isf(tail, shape), rel=1e-8)


def test_a_place_beyond_all_counts_is_refused():
    for place in (1e50, -1e50):
        with pytest.raises(AssizeError):
            gamma_tails(2, place)
    assert gamma_tails(2, 0.9e50) == (1, 0)
    assert gamma_tails(2, -0.9e50) == (0, 1)
