"""Value axes: round gridlines, all data inside, and a start that the note can name."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.compose.axes import axis_text, start_words, value_axis
from assize.core.specs import Kind
from assize.core.wording import MINUS

COUNTS = st.lists(st.integers(0, 10**6).map(Decimal), min_size=1, max_size=20)
SHARES = st.lists(st.integers(0, 10**4).map(lambda n: Decimal(n) / 10**4), min_size=1, max_size=20)
CLOSE = st.tuples(st.integers(0, 9_990), st.lists(st.integers(0, 10), min_size=1, max_size=8)).map(
    lambda pair: [Decimal(pair[0] + more) / 10**4 for more in pair[1]]
)
SIGNED = st.lists(st.decimals(-(10**4), 10**4, places=2), min_size=1, max_size=20)
DRAWN = st.one_of(
    st.tuples(st.just(Kind.COUNT), COUNTS),
    st.tuples(st.just(Kind.PROPORTION), SHARES),
    st.tuples(st.just(Kind.PROPORTION), CLOSE),
    st.tuples(st.just(Kind.RATE), SIGNED),
)


def _read(text: str, kind: Kind) -> Decimal:
    """A label back as a number."""
    number = Decimal(text.replace(",", "").replace(MINUS, "-").rstrip("%"))
    return number / 100 if kind is Kind.PROPORTION else number


@given(DRAWN, st.booleans())
def test_three_to_five_gridlines_and_every_value_inside(drawn, from_zero):
    kind, values = drawn
    axis = value_axis(values, kind, from_zero=from_zero)
    assert 3 <= len(axis.ticks) <= 5
    assert all(axis.minimum <= value <= axis.maximum for value in values)
    assert all(axis.minimum <= tick.value <= axis.maximum for tick in axis.ticks)
    steps = {later.value - earlier.value for earlier, later in zip(axis.ticks, axis.ticks[1:], strict=False)}
    assert len(steps) == 1
    if from_zero:
        assert axis.minimum <= 0
    if all(value >= 0 for value in values):
        assert axis.minimum >= 0
    if kind is Kind.PROPORTION:
        assert axis.maximum <= 1


@given(DRAWN, st.booleans())
def test_every_label_says_exactly_where_its_gridline_is(drawn, from_zero):
    kind, values = drawn
    axis = value_axis(values, kind, from_zero=from_zero)
    for tick in axis.ticks:
        assert _read(tick.text, kind) == tick.value
    assert len({tick.text for tick in axis.ticks}) == len(axis.ticks)


@given(DRAWN)
def test_the_note_names_the_very_start_of_the_axis(drawn):
    kind, values = drawn
    axis = value_axis(values, kind)
    words = start_words(axis, kind)
    if axis.minimum == 0:
        assert words == "Axis starts at zero."
    else:
        assert _read(words.removeprefix("Axis starts at ").removesuffix("."), kind) == axis.minimum


@pytest.mark.parametrize(
    ("low", "high", "kind", "least"),
    [
        ("0.9620", "0.9626", Kind.PROPORTION, "0.05"),
        ("0.9990", "1", Kind.PROPORTION, "0.05"),
        ("0.3010", "0.3020", Kind.PROPORTION, "0.03"),
        ("0.0020", "0.0021", Kind.PROPORTION, "0.01"),
        ("1990", "2010", Kind.COUNT, "200"),
        ("10.2", "10.3", Kind.RATE, "1"),
        ("-2010", "-1990", Kind.RATE, "200"),
    ],
)
def test_values_close_together_make_no_cliff(low, high, kind, least):
    values = [Decimal(low), Decimal(high)]
    axis = value_axis(values, kind)
    assert axis.maximum - axis.minimum >= Decimal(least)
    assert axis.minimum <= values[0] < values[1] <= axis.maximum
    tight = value_axis(values, kind, limits=True)  # limits say how far apart chance drives them
    assert tight.maximum - tight.minimum < Decimal(least)


@given(DRAWN)
def test_room_below_and_above_differs_by_less_than_a_gridline_where_there_is_room(drawn):
    kind, values = drawn
    axis = value_axis(values, kind)
    step = axis.ticks[1].value - axis.ticks[0].value
    bounded = axis.minimum == 0 or (kind is Kind.PROPORTION and axis.maximum == 1)
    below, above = min(values) - axis.minimum, axis.maximum - max(values)
    assert bounded or abs(below - above) < step * 2  # an axis of two gridlines is given a third on one side


def test_the_air_is_small_and_equal_values_have_width():
    axis = value_axis([Decimal(100), Decimal(200)], Kind.COUNT)
    assert Decimal(80) <= axis.minimum < 100
    assert 200 < axis.maximum <= Decimal(220)
    assert value_axis([Decimal(7)] * 5, Kind.COUNT).minimum < 7 < value_axis([Decimal(7)] * 5, Kind.COUNT).maximum
    nought = value_axis([Decimal(0)], Kind.COUNT)
    assert nought.minimum == 0 < nought.maximum


@pytest.mark.parametrize(
    ("value", "kind", "step", "text"),
    [
        ("0.8", Kind.PROPORTION, "0.1", "80%"),
        ("0.825", Kind.PROPORTION, "0.025", "82.5%"),
        ("0.0025", Kind.PROPORTION, "0.0025", "0.25%"),
        ("2000", Kind.COUNT, "500", "2,000"),
        ("-20", Kind.COUNT, "10", f"{MINUS}20"),
        ("-2.5", Kind.RATE, "2.5", f"{MINUS}2.5"),
        ("1250.5", Kind.RATE, "0.5", "1,250.5"),
    ],
)
def test_labels(value, kind, step, text):
    assert axis_text(Decimal(value), kind, Decimal(step)) == text
