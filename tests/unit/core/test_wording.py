"""Text from numbers: half-up on exact decimals, signs, periods and small words."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from builders import figure, metric
from hypothesis import given
from hypothesis import strategies as st

from assize.core.document import Aspect
from assize.core.nouns import Absence, Against, Comparison, Verdict
from assize.core.periods import Period, financial_year, quarter
from assize.core.specs import Kind
from assize.core.wording import (
    MINUS,
    change_number,
    count_text,
    date_words,
    figure_number,
    immature_number,
    interval_numbers,
    limit_number,
    listed,
    lower_name,
    months_words,
    number_word,
    part_number,
    percent_text,
    period_words,
    quarter_words,
    rate_text,
    read_day,
    round_half_up,
    signed,
    span_words,
    told_apart,
    unsigned,
    year_label,
)

ROUNDING = Path(__file__).parents[4] / "shared" / "vectors" / "disclosure" / "rounding.json"


# --- rounding -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("12.5", 0, "13"),  # Python's round gives 12
        ("2.675", 2, "2.68"),  # and 2.67
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("-12.5", 0, "-13"),
        ("-0.04", 1, "0.0"),
        ("-0.05", 1, "-0.1"),
        ("0.049999999999999999999", 1, "0.0"),
        ("99.95", 1, "100.0"),
    ],
)
def test_halves_go_away_from_zero(value, decimals, text):
    assert str(round_half_up(Decimal(value), decimals)) == text


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_rounds_as_exact_whole_number_arithmetic_does(x, n):
    """The nearest tenth of a per cent, halves up, by whole numbers alone."""
    tenths = (2 * x * 1000 + n) // (2 * n)
    assert percent_text(Decimal(x) / n) == f"{tenths // 10:,}.{tenths % 10}%"


@pytest.mark.real
def test_the_percentages_of_the_published_rounding_examples():
    if not ROUNDING.exists():
        pytest.skip("no peers' answers here: ../shared/vectors/disclosure/rounding.json")
    cases = json.loads(ROUNDING.read_text("utf-8"))["percentages"]
    assert len(cases) >= 10
    assert any(case["differs"] for case in cases)
    for case in cases:
        exact = Decimal(case["numerator"]) * 100 / Decimal(case["denominator"])
        assert str(round_half_up(exact, case["dp"])) == case["half_up"], case


# --- signs --------------------------------------------------------------------------------------------------------


def test_a_minus_is_a_true_one_and_nought_has_no_sign():
    assert count_text(Decimal(-1234)) == f"{MINUS}1,234" == "\u22121,234"
    assert rate_text(Decimal("-6.25")) == f"{MINUS}6.3"
    assert percent_text(Decimal("-0.0004")) == "0.0%"
    assert signed(percent_text(Decimal("-0.0004"))) == "0.0%"
    assert signed(rate_text(Decimal("6.25"))) == "+6.3"
    assert signed(rate_text(Decimal("-6.25"))) == f"{MINUS}6.3"
    assert signed("0") == "0"


@given(st.decimals(-(10**6), 10**6, places=6))
def test_no_text_has_a_hyphen_or_a_minus_nought(value):
    for text in (count_text(value), rate_text(value), percent_text(value)):
        assert "-" not in text
        if text.startswith(MINUS):
            assert any(digit in text for digit in "123456789")
        assert signed(text)[0] in f"+{MINUS}" or not any(digit in text for digit in "123456789")


def test_thousands_and_decimals():
    assert count_text(Decimal(2244)) == "2,244"
    assert rate_text(Decimal("75.05")) == "75.1"
    assert percent_text(Decimal(55) / 70) == "78.6%"
    assert percent_text(Decimal("0.05"), 0) == "5%"


# --- numbers of a figure ------------------------------------------------------------------------------------------


def test_a_figure_prints_its_value_its_parts_and_the_ends_of_its_interval():
    held = figure(metric(), 55, 70)
    assert figure_number(held, Kind.PROPORTION).text == "78.6%"
    assert part_number(held, Aspect.NUMERATOR).text == "55"
    assert part_number(held, Aspect.DENOMINATOR).text == "70"
    ends = interval_numbers(held, Kind.PROPORTION)
    assert ends is not None
    assert [end.text for end in ends] == ["67.6%", "86.6%"]
    assert {number.figure for number in ends} == {"done-rate@ashford@2019q1"}


def test_an_absence_stands_where_the_number_would():
    held = figure(metric(), None, None)
    for number in (figure_number(held, Kind.PROPORTION), part_number(held, Aspect.NUMERATOR)):
        assert (number.text, number.value) == (Absence.NOT_AVAILABLE.value, None)
    assert interval_numbers(held, Kind.PROPORTION) is None
    assert immature_number(held).text == "[z]"


def _change(kind: Kind, now: tuple, before: tuple, relative: Decimal | None = None) -> Comparison:
    spec = metric(kind=kind)
    own, other = figure(spec, *now), figure(spec, *before, period=quarter(2018, 4))
    assert own.value is not None
    assert other.value is not None
    return Comparison(
        Against.QUARTER_BEFORE, own, other, own.value - other.value, relative, None, Verdict.NO_DIFFERENCE
    )


def test_a_change_of_a_share_is_in_points_of_a_count_in_per_cent_of_a_small_count_in_numbers():
    share = change_number(_change(Kind.PROPORTION, (55, 70), (60, 70)), Kind.PROPORTION)
    assert (share.text, share.aspect) == (f"{MINUS}7.1", Aspect.DIFFERENCE)
    large = change_number(_change(Kind.COUNT, (112,), (100,), Decimal("0.12")), Kind.COUNT)
    assert (large.text, large.aspect) == ("+12.0%", Aspect.RELATIVE)
    small = change_number(_change(Kind.COUNT, (12,), (8,)), Kind.COUNT)
    assert (small.text, small.aspect) == ("+4", Aspect.DIFFERENCE)
    rate = change_number(_change(Kind.RATE, (100, 1000), (150, 1000)), Kind.RATE)
    assert rate.text == f"{MINUS}50.0"


def test_the_size_of_a_change_has_no_sign_in_text_value_or_format():
    size = unsigned(change_number(_change(Kind.PROPORTION, (55, 70), (60, 70)), Kind.PROPORTION))
    assert size.text == "7.1"
    assert size.value is not None
    assert size.value > 0
    assert "+" not in size.format


def test_what_cannot_be_compared_prints_why():
    own, other = figure(metric(), 5, 9), figure(metric(), None)
    comparison = Comparison(Against.QUARTER_BEFORE, own, other, None, None, None, Verdict.CANNOT)
    assert change_number(comparison, Kind.PROPORTION).text == "[x]"


# --- periods, dates and small words -------------------------------------------------------------------------------


def test_periods_and_dates_in_words():
    assert period_words(quarter(2019, 1)) == "January to March 2019"
    assert period_words(financial_year(2018)) == "April 2018 to March 2019"
    assert period_words(Period(2018, 6, 1)) == "June 2018"
    assert quarter_words(quarter(2019, 1)) == "2018/19 quarter 4"
    assert year_label(quarter(2019, 1)) == "2018/19"
    assert year_label(quarter(1999, 4)) == "1999/00"
    assert span_words(quarter(2015, 2), quarter(2019, 1)) == "April 2015 to March 2019"
    assert date_words(Period(2019, 7, 1).last_day) == "31 July 2019"
    assert [months_words(months) for months in (0, 1, 4)] == ["0 months", "1 month", "4 months"]


def test_small_words():
    assert [number_word(number) for number in (1, 12, 13, 1234)] == ["one", "twelve", "13", "1,234"]
    assert [listed(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert [listed(list("abcd"), shown) for shown in (1, 3, 4)] == [
        "a and 3 more",
        "a, b, c and 1 more",
        "a, b, c and d",
    ]


def test_a_typed_day_is_read_in_the_ways_it_is_typed_in_britain() -> None:
    texts = ("31 July 2019", "31st Jul 2019", "Wednesday, 31 July 2019", "31/7/2019", "31.7.19", "2019-07-31")
    assert {read_day(text) for text in texts} == {date(2019, 7, 31)}
    assert [read_day(text) for text in ("7/31/2019", "last week", "", "July 2019")] == [None] * 4


@pytest.mark.parametrize(
    ("upper", "printed"),
    [("50.9", ("42.2", "50.9")), ("51", ("42", "51")), ("49.2", ("42", "49"))],
    ids=["alike and beyond", "the same", "not alike"],
)
def test_limits_are_printed_finer_beside_a_value_that_they_would_look_like(
    upper: str, printed: tuple[str, str]
) -> None:
    value = limit_number(51.0, Kind.COUNT, "days@kent@2019q1", Aspect.VALUE)
    lower = limit_number(42.2, Kind.COUNT, "days@kent@2019q1", Aspect.LOWER_LIMIT)
    end = limit_number(float(upper), Kind.COUNT, "days@kent@2019q1", Aspect.UPPER_LIMIT)
    assert tuple(one.text for one in told_apart(lower, end, value, Kind.COUNT)) == printed


@pytest.mark.parametrize(
    ("kind", "value", "upper", "printed"),
    [
        (Kind.PROPORTION, 0.7400, 0.73966, "73.97%"),
        (Kind.RATIO, 0.12, 0.1193, "0.119"),
        (Kind.RATE, 75.12, 75.08, "75.08"),
        (Kind.COUNT, 23.0, 22.97, "22.97"),  # to one decimal it would be 23.0
        (Kind.PROPORTION, 0.7404, 0.7402, "74.0%"),  # no decimal of the limit alone shows that 74.0% lies above it
        (Kind.PROPORTION, 0.74, 0.74, "74.0%"),
        (Kind.PROPORTION, 0.74, 0.7352, "73.5%"),
    ],
)
def test_a_limit_of_any_kind_is_printed_as_fine_as_it_takes(
    kind: Kind, value: float, upper: float, printed: str
) -> None:
    own = limit_number(value, kind, "days@kent@2019q1", Aspect.VALUE)
    lower = limit_number(0.01, kind, "days@kent@2019q1", Aspect.LOWER_LIMIT)
    end = limit_number(upper, kind, "days@kent@2019q1", Aspect.UPPER_LIMIT)
    low, high = told_apart(lower, end, own, kind)
    assert high.text == printed
    assert len(low.text.partition(".")[2]) == len(high.text.partition(".")[2])


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Trials that went ahead", "trials that went ahead"),
        ("Crown Court open caseload", "Crown Court open caseload"),
        ("Victims' Code: needs assessed", "Victims' Code: needs assessed"),
        ("Victims waiting", "victims waiting"),
        ("CPS decisions overturned", "CPS decisions overturned"),
        ("", ""),
    ],
)
def test_a_name_inside_a_sentence_keeps_its_capital_where_it_is_a_proper_one(name, inside):
    assert lower_name(name) == inside
