"""What published tables say of time, in words: read whole, or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from assize.ingest.printed_periods import PLAIN, Manner, Span, in_year, manner_of, read_span

READ = {
    "2024": "2024",
    "2023/24": "2023-24",
    "2023-2024": "2023-24",
    "2024 Q1": "2024Q1",
    "Q1 2024": "2024Q1",
    "2024Q1 [p]": "2024Q1",
    "Q1 24/25": "2024Q2",
    "Q1 2024-25": "2024Q2",
    "2024/25 Q4: January to March": "2025Q1",
    "Apr-Jun 2024": "2024Q2",
    "Jan–Mar 2024 [note 3]": "2024Q1",
    "Oct 2023 to Dec 2023": "2023Q4",
    "Apr 2023 to Mar 2024": "2023-24",
    "Jul to Jun 2024": "ye-2024-06",
    "Year ending March 2024": "2023-24",
    "YE Jun-24": "ye-2024-06",
    "12 months to 31 December 2024": "2024",
    "Quarter ending June 2024": "2024Q2",
    "2010 Q2 (Apr-Jun)": "2010Q2",
    "Q1 2024/25 (Apr-Jun)": "2024Q2",
    "2023/24 (Jan-Mar)": "2024Q1",
    "Mar-24": "2024-m03",
    "as at 31 March 2024": "2024-m03",
    "2024-03-31": "2024-m03",
}


@pytest.mark.parametrize("text", READ)
def test_read(text: str) -> None:
    span = read_span(text)
    assert span and span.period and span.period.id == READ[text]


@pytest.mark.parametrize(
    "text",
    [
        "2024 Q1 (Apr-Jun)",
        "2023/25",
        "Q5 2024",
        "Q1",
        "2019 to 2024",
        "change 2023 to 2024",
        "12",
        "Total",
        "20243",
        "2024 (Oct-Jan)",
    ],
)
def test_not_read(text: str) -> None:
    assert read_span(text) is None


def test_half_a_year_is_a_stretch_and_no_period() -> None:
    span = read_span("January to June 2024")
    assert span == Span(2024, 1, 6) and span.period is None
    assert read_span("Feb-Apr 2024") == Span(2024, 2, 3) and Span(2024, 2, 3).period is None


def test_a_bare_year_goes_by_its_header() -> None:
    march = manner_of("Years ending March 2014 to March 2024")
    assert read_span(2024.0, march) == Span(2023, 4, 12)
    assert read_span("2024", manner_of("Financial year")) is None
    assert read_span("2024", manner_of("Financial crime by area")) == Span(2024, 1, 12)
    assert read_span("Q1 2024", Manner(bare_quarters=False)) is None


def test_a_date_goes_by_its_header() -> None:
    day = date(2024, 3, 31)
    assert read_span(day, manner_of("Quarter ending")) == Span(2024, 1, 3)
    assert read_span(day, manner_of("Month")) == Span(2024, 3, 1)
    assert read_span(day, manner_of("Quarter")) is None
    assert read_span(True, PLAIN) is None


@pytest.mark.parametrize(
    ("year", "part", "wanted"),
    [
        ("2024", "Q1", Span(2024, 1, 3)),
        ("2024/25", "Q4", Span(2025, 1, 3)),
        ("2024", "Q2 (Apr to Jun)", Span(2024, 4, 3)),
        ("2024/25", "Apr-Jun", Span(2024, 4, 3)),
        ("2024", "Annual", Span(2024, 1, 12)),
        ("2024", "[z]", Span(2024, 1, 12)),
        ("2024", "", None),
        ("2024", "Q1 (Apr-Jun)", None),
        ("2024/25", "Jan-Jun", None),
        ("2024", "Q7", None),
    ],
)
def test_a_year_and_its_part(year: str, part: str, wanted: Span | None) -> None:
    whole = read_span(year)
    assert whole and in_year(whole, part) == wanted
