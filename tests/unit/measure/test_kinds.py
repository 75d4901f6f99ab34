"""The arithmetic of each kind of measure, against counts worked out by hand and published intervals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assize.core.nouns import Absence
from assize.core.specs import Kind
from assize.measure.kinds import compute


def test_a_count_is_itself_and_has_no_interval():
    computed = compute(Kind.COUNT, Decimal(2244), None, 1)
    assert (computed.value, computed.interval, computed.absence) == (Decimal(2244), None, None)
    assert compute(Kind.COUNT, Decimal(0), None, 1).value == 0


def test_a_share_is_exact_with_wilsons_interval():
    computed = compute(Kind.PROPORTION, Decimal(55), Decimal(70), 1)
    assert computed.value == Decimal(55) / Decimal(70)
    assert computed.interval is not None
    assert computed.interval.method == "Wilson"
    assert (round(computed.interval.lower, 3), round(computed.interval.upper, 3)) == (0.676, 0.866)


@pytest.mark.parametrize(("x", "lower", "upper"), [(0, 0.0, None), (10, None, 1.0)])
def test_none_and_all_have_an_end_at_nought_and_one(x, lower, upper):
    interval = compute(Kind.PROPORTION, Decimal(x), Decimal(10), 1).interval
    assert interval is not None
    assert interval.lower == lower or lower is None
    assert interval.upper == upper or upper is None
    assert 0 <= interval.lower < interval.upper <= 1


@pytest.mark.parametrize(("events", "method"), [(9, "exact Poisson"), (10, "Byar")])
def test_a_rate_is_per_its_multiplier_exact_below_ten(events, method):
    computed = compute(Kind.RATE, Decimal(events), Decimal(2000), 1000)
    assert computed.value == Decimal(events) / 2
    assert computed.interval is not None
    assert computed.interval.method == method
    assert computed.interval.lower < events / 2 < computed.interval.upper


def test_a_rate_of_no_events_is_nought_with_an_upper_end():
    computed = compute(Kind.RATE, Decimal(0), Decimal(1000), 1000)
    assert computed.value == 0
    assert computed.interval is not None
    assert computed.interval.lower == 0
    assert computed.interval.upper == pytest.approx(3.6889, abs=1e-4)  # the published exact limit of no events


@pytest.mark.parametrize("kind", [Kind.PROPORTION, Kind.RATE, Kind.RATIO, Kind.BACKLOG])
@pytest.mark.parametrize("below", [None, Decimal(0), Decimal(-3)])
def test_a_denominator_of_nought_is_not_applicable_never_nought_or_all(kind, below):
    computed = compute(kind, Decimal(0), below, 1)
    assert (computed.value, computed.absence) == (None, Absence.NOT_APPLICABLE)
    assert computed.reason


@pytest.mark.parametrize(("kind", "above"), [(Kind.PROPORTION, -1), (Kind.PROPORTION, 11), (Kind.RATE, -1)])
def test_a_true_correction_has_a_value_and_no_interval(kind, above):
    computed = compute(kind, Decimal(above), Decimal(10), 1)
    assert computed.value == Decimal(above) / 10
    assert computed.interval is None


def test_the_value_is_not_rounded():
    value = compute(Kind.PROPORTION, Decimal(1), Decimal(3), 1).value
    assert value is not None
    assert str(value).startswith("0.333333333333333333")


def test_a_ratio_is_so_many_for_each_of_another_and_may_pass_one():
    assert compute(Kind.RATIO, Decimal(530), Decimal(500), 1).value == Decimal("1.06")
    assert compute(Kind.RATIO, Decimal(530), Decimal(500), 1).interval is None


def test_work_in_hand_is_in_months_of_the_time_the_work_was_counted_for():
    """The reference's Stafford: 0.96 of a year of work in hand is 11.5 months."""
    assert compute(Kind.BACKLOG, Decimal(96), Decimal(100), 1).value == Decimal("11.52")
    assert compute(Kind.BACKLOG, Decimal(1020), Decimal(480), 1, 3).value == Decimal("6.375")


@pytest.mark.parametrize(("kind", "value"), [(Kind.DURATION, "184.5"), (Kind.SHARE, "0.29")])
def test_what_is_published_is_taken_as_it_is(kind, value):
    computed = compute(kind, Decimal(value), None, 1)
    assert (computed.value, computed.interval) == (Decimal(value), None)
