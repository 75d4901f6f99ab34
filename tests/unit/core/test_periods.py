"""Periods: spellings, order, arithmetic and ages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.core.errors import AssizeError
from assize.core.periods import (
    Period,
    financial_quarter,
    financial_year,
    parse_period,
    quarter,
    quarter_span,
)

PERIODS = st.one_of(
    st.builds(quarter, st.integers(1990, 2060), st.integers(1, 4)),
    st.builds(Period, st.integers(1990, 2060), st.integers(1, 12), st.sampled_from((1, 12))),
)


@given(PERIODS)
def test_its_id_and_its_slug_read_back_as_the_same_period(period):
    assert parse_period(period.id) == period
    assert parse_period(period.slug) == period
    assert parse_period(period.id.lower()) == period


@given(PERIODS)
def test_one_later_begins_the_day_after_it_ends(period):
    assert period.later(1).first_day == period.last_day + timedelta(days=1)
    assert period.later(3).later(-3) == period
    assert period < period.later(1)


@pytest.mark.parametrize(
    "text",
    [
        "2019Q1",
        "2019q1",
        "2019-Q1",
        "2019 Q1",
        "2018-19-q4",
        "2018/19 Q4",
        "2018_19_q4",
        "2018/2019 Q4",
        " 2018-19 q4 ",
    ],
)
def test_a_quarter_in_every_spelling_the_house_knows(text):
    assert parse_period(text) == quarter(2019, 1) == financial_quarter(2018, 4)


def test_years_in_every_spelling_the_house_knows():
    assert parse_period("2018-19") == parse_period("2018/19") == financial_year(2018)
    assert parse_period("2018") == Period(2018, 1, 12)
    assert parse_period("ye-2019-06") == Period(2018, 7, 12)
    assert parse_period("2018-m06") == Period(2018, 6, 1)
    assert parse_period("1999-00").first_day == date(1999, 4, 1)


@pytest.mark.parametrize(
    "text",
    ["", "2018-20", "2018-19-q5", "2018/20 Q1", "Q4", "2019Q0", "2018-m13", "ye-2019-00", "last quarter", "19Q1"],
)
def test_what_is_no_period_is_refused_with_the_spellings(text):
    with pytest.raises(AssizeError, match="this is not a period") as refusal:
        parse_period(text)
    assert refusal.value.found == f"'{text}'"
    assert "2018-19-q4" in refusal.value.expected


@pytest.mark.parametrize(("month", "months"), [(0, 3), (13, 1), (1, 2), (4, 6), (2, 3), (3, 3), (12, 3)])
def test_what_is_no_month_quarter_or_year_cannot_be_made(month, months):
    """A quarter that began in February would carry the id of January's."""
    with pytest.raises(AssizeError, match="not a month, quarter or year"):
        Period(2019, month, months)


def test_their_numbers_are_as_many_months_apart_as_they_begin():
    first = quarter(2018, 4)
    assert [first.shifted(months).index - first.index for months in (-12, 0, 3, 6)] == [-12, 0, 3, 6]
    assert financial_year(2018).index == quarter(2018, 2).index


def test_the_four_quarters_of_a_year():
    assert [period.id for period in financial_year(2018).quarters] == ["2018Q2", "2018Q3", "2018Q4", "2019Q1"]
    assert quarter(2019, 1).quarters == (quarter(2019, 1),)
    assert quarter(2019, 1).financial_year == quarter(2018, 2).financial_year == financial_year(2018)
    assert quarter(2019, 2).financial_year == financial_year(2019)
    assert [quarter(2019, number).financial_quarter for number in (1, 2, 3, 4)] == [
        (2018, 4),
        (2019, 1),
        (2019, 2),
        (2019, 3),
    ]


def test_a_span_holds_both_ends():
    span = quarter_span(quarter(2015, 2), quarter(2019, 1))
    assert len(span) == 16
    assert (span[0], span[-1]) == (quarter(2015, 2), quarter(2019, 1))
    assert quarter_span(quarter(2019, 1), quarter(2019, 1)) == (quarter(2019, 1),)


@pytest.mark.parametrize(
    ("period", "day", "months"),
    [
        (quarter(2019, 1), date(2019, 7, 31), 4),  # 31 March to 31 July
        (quarter(2019, 1), date(2019, 7, 30), 3),
        (quarter(2019, 1), date(2019, 4, 29), 0),
        (quarter(2019, 1), date(2019, 4, 30), 1),  # the last day of a month closes it
        (quarter(2019, 1), date(2019, 3, 31), 0),
        (quarter(2019, 1), date(2018, 12, 1), 0),  # not over yet
        (quarter(2018, 4), date(2019, 2, 28), 2),
        (quarter(2019, 2), date(2019, 7, 30), 1),  # 30 June
        (quarter(2019, 2), date(2019, 7, 29), 0),
        (financial_year(2017), date(2019, 7, 31), 16),
        (Period(2018, 2, 1), date(2019, 2, 28), 12),
        (Period(2018, 2, 1), date(2019, 2, 27), 11),
    ],
)
def test_an_age_is_whole_months_from_the_end_to_the_day(period, day, months):
    assert period.age_months(day) == months


@given(PERIODS, st.integers(0, 2000))
def test_an_age_never_goes_down_as_days_pass(period, days):
    day = period.last_day + timedelta(days=days)
    assert period.age_months(day) <= period.age_months(day + timedelta(days=1)) <= period.age_months(day) + 1
