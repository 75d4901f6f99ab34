"""Published and worked intervals."""

from __future__ import annotations

import math

import pytest

from assize.core.errors import AssizeError
from assize.statistics.intervals import byar, exact_poisson, normal_quantile, poisson, poisson_method, rate, wilson


@pytest.mark.parametrize(
    ("x", "n", "lower", "upper"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, Stat Med 17: 857-872, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (55, 70, 0.6761, 0.8656),  # Staffordshire, sexual offences, 2018/19 Q4
    ],
)
def test_wilson_as_published(x, n, lower, upper):
    ours = wilson(x, n)
    assert ours == pytest.approx((lower, upper), abs=0.00005)


def test_wilson_stays_between_0_and_1():
    for n in (1, 2, 3, 7, 29, 1000, 123_457):
        assert wilson(0, n)[0] == 0
        assert wilson(n, n)[1] == pytest.approx(1, abs=1e-15)
        assert wilson(n, n)[1] <= 1


@pytest.mark.parametrize(
    ("x", "lower", "upper"),
    [  # exact limits of a count, as printed in tables of the Poisson distribution
        (0, 0.0, 3.6889),
        (1, 0.0253, 5.5716),
        (5, 1.6235, 11.6683),
        (9, 4.1154, 17.0848),
        (20, 12.2165, 30.8884),
    ],
)
def test_exact_limits_as_published(x, lower, upper):
    assert exact_poisson(x) == pytest.approx((lower, upper), abs=0.00005)


def test_byar_lies_within_a_fiftieth_of_a_hundredth_of_exact():
    for x in (10, 11, 25, 100, 1000):
        assert byar(x) == pytest.approx(exact_poisson(x), rel=0.002)  # PHE technical guide, 2018


def test_the_method_changes_at_ten():
    assert poisson(9) == exact_poisson(9)
    assert poisson(10) == byar(10)
    assert byar(10) != exact_poisson(10)
    assert (poisson_method(9), poisson_method(10)) == ("exact Poisson", "Byar")


def test_byar_has_no_lower_limit_for_some():
    assert math.isnan(byar(0)[0])
    assert math.isnan(byar(1, 0.998)[0])
    assert byar(1, 0.95)[0] > 0


def test_a_rate_is_its_count_over_its_people():
    ours = rate(8, 1000, 1000)
    assert ours.value == 8
    assert (ours.lower, ours.upper) == pytest.approx(exact_poisson(8))
    assert ours.method == "exact Poisson"
    assert rate(1200, 1000, 1000).value == 1200  # events may repeat


def test_normal_quantiles():
    assert normal_quantile(0.95) == pytest.approx(1.959963984540054, rel=1e-12)
    assert normal_quantile(0.998) == pytest.approx(3.090232306167813, rel=1e-12)


@pytest.mark.parametrize(
    "refused",
    [
        lambda: wilson(1, 0),
        lambda: wilson(-1, 10),
        lambda: wilson(11, 10),
        lambda: wilson(math.nan, 10),
        lambda: wilson(1, 10, 95),
        lambda: wilson(1, 10, 0),
        lambda: poisson(-1),
        lambda: byar(math.nan),
        lambda: exact_poisson(5, 1),
        lambda: rate(1, 0),
        lambda: rate(-1, 10),
    ],
)
def test_what_cannot_be_is_refused(refused):
    with pytest.raises(AssizeError):
        refused()


@pytest.mark.parametrize("x", [1e-300, 1e-9, 0.01])
def test_hardly_anything_has_limits_too(x):
    assert math.isnan(byar(x)[0])
    assert 3 < byar(x)[1] < 4
    lower, upper = exact_poisson(x)
    assert 0 <= lower <= x
    assert upper == pytest.approx(3.689, abs=0.05)


def test_of_very_many_events_byars_limits_are_the_exact_ones():
    # Wilson and Hilferty's root from a thousand million on: no break there, and no seconds of work.
    below, above = exact_poisson(0.999e9), exact_poisson(1.001e9)
    assert below == pytest.approx(byar(0.999e9), rel=1e-10)
    assert above == pytest.approx(byar(1.001e9), rel=1e-10)
    assert exact_poisson(1e15)[0] == pytest.approx(1e15 - 1.959963984540054 * math.sqrt(1e15), rel=1e-12)
