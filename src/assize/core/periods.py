"""Months, quarters and years: a period is never a bare string.

Identity and spelling (house rule): a quarter is `2019Q1` in the store (calendar), `2018-19-q4` on disk and in addresses
(financial year, April to March), and a command takes either, or `2018/19 Q4`. A financial year is `2018-19`, a
calendar year `2018`, a year ending in another month `ye-2019-06`, a month `2019-03`, and a day-like "mid-year" reading
is the month it falls in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from assize.core.errors import AssizeError

MONTHS_IN_QUARTER = 3
MONTHS_IN_YEAR = 12
_APRIL = 4
MONTH_WORD = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
"""A month as it is written, in small letters: whole, or by its beginning."""
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

_CALENDAR_QUARTER = re.compile(r"^(\d{4})\s*[- ]?q([1-4])$", re.IGNORECASE)
_FINANCIAL_QUARTER = re.compile(r"^(\d{4})[-/_](\d{2}|\d{4})[-_ ]*q([1-4])$", re.IGNORECASE)
_FINANCIAL_YEAR = re.compile(r"^(\d{4})[-/_](\d{2})$")
_MONTH = re.compile(r"^(\d{4})-m(\d{2})$", re.IGNORECASE)
_CALENDAR_YEAR = re.compile(r"^(\d{4})$")
_YEAR_ENDING = re.compile(r"^ye-(\d{4})-(\d{2})$", re.IGNORECASE)


def month_number(name: str) -> int:
    """1 to 12 of a month's name or its first three letters, in any case. Raises ValueError where it is none."""
    return _MONTHS.index(name[:3].casefold()) + 1


@dataclass(frozen=True, order=True)
class Period:
    """Whole months from `year`-`month` on: 1 (a month), 3 (a quarter) or 12 (a year) of them. Sorts by time."""

    year: int
    month: int
    months: int

    def __post_init__(self) -> None:
        known = 1 <= self.month <= MONTHS_IN_YEAR and self.months in (1, MONTHS_IN_QUARTER, MONTHS_IN_YEAR)
        # A quarter that began in February would carry the id of the one that begins in January.
        if not known or (self.months == MONTHS_IN_QUARTER and self.month % MONTHS_IN_QUARTER != 1):
            raise AssizeError(
                "not a month, quarter or year", found=f"{self.months} months from {self.year}-{self.month}"
            )

    @cached_property
    def first_day(self) -> date:
        """The first day of the period."""
        return date(self.year, self.month, 1)

    @cached_property
    def last_day(self) -> date:
        """The last day of the period."""
        return self.later(1).first_day - timedelta(days=1)

    @property
    def is_quarter(self) -> bool:
        """Three months beginning in January, April, July or October."""
        return self.months == MONTHS_IN_QUARTER

    @property
    def is_year(self) -> bool:
        """Twelve months."""
        return self.months == MONTHS_IN_YEAR

    @property
    def id(self) -> str:
        """`2019Q1`, `2018-19`, `2018`, `ye-2019-06`, `2019-m03`: what the store holds; references print it in lower case."""
        if self.months == MONTHS_IN_QUARTER:
            return f"{self.year}Q{(self.month + 2) // MONTHS_IN_QUARTER}"
        if self.months == 1:
            return f"{self.year}-m{self.month:02d}"
        if self.month == _APRIL:
            return f"{self.year}-{(self.year + 1) % 100:02d}"
        if self.month == 1:
            return str(self.year)
        last = self.last_day
        return f"ye-{last.year}-{last.month:02d}"

    @property
    def slug(self) -> str:
        """As on disk and in addresses: a quarter is `2018-19-q4`, anything else its id."""
        if self.months != MONTHS_IN_QUARTER:
            return self.id.lower()
        start, quarter = self.financial_quarter
        return f"{start}-{(start + 1) % 100:02d}-q{quarter}"

    @property
    def financial_quarter(self) -> tuple[int, int]:
        """(first calendar year of the financial year, 1 to 4), for a quarter."""
        start = self.year if self.month >= _APRIL else self.year - 1
        return start, ((self.month - _APRIL) % MONTHS_IN_YEAR) // MONTHS_IN_QUARTER + 1

    @property
    def financial_year(self) -> Period:
        """The financial year (April to March) in which the period begins."""
        return Period(self.year if self.month >= _APRIL else self.year - 1, _APRIL, MONTHS_IN_YEAR)

    @property
    def index(self) -> int:
        """The number of its first month, counted through all years: two periods begin as many months apart."""
        return self.year * MONTHS_IN_YEAR + self.month - 1

    @property
    def twelve_months(self) -> Period:
        """The twelve months that end with the period."""
        first = self.shifted(self.months - MONTHS_IN_YEAR)
        return Period(first.year, first.month, MONTHS_IN_YEAR)

    def later(self, steps: int) -> Period:
        """The period of the same length `steps` lengths later (earlier where negative)."""
        return self.shifted(steps * self.months)

    def shifted(self, months: int) -> Period:
        """The period of the same length, `months` months later."""
        return _of_index(self.index + months, self.months)

    @property
    def quarters(self) -> tuple[Period, ...]:
        """The four quarters of a year; a quarter is its own."""
        if self.months == MONTHS_IN_QUARTER:
            return (self,)
        return tuple(
            Period(self.year, self.month, MONTHS_IN_QUARTER).later(step)
            for step in range(self.months // MONTHS_IN_QUARTER)
        )

    @property
    def last_quarter(self) -> Period:
        """The calendar quarter in which the period ends."""
        last = self.last_day
        return quarter(last.year, (last.month + 2) // MONTHS_IN_QUARTER)

    def age_months(self, at: date) -> int:
        """Whole months from the period's end to the day `at`; 0 where that has not come yet."""
        last = self.last_day
        months = (at.year - last.year) * MONTHS_IN_YEAR + at.month - last.month
        # March 31 to July 30 is not yet four months; the last day of a month closes it whatever its number.
        if at.day < last.day and (at + timedelta(days=1)).month == at.month:
            months -= 1
        return max(months, 0)


@lru_cache(maxsize=4096)  # a pack asks half a million times for the same few hundred periods
def _of_index(index: int, months: int) -> Period:
    return Period(index // MONTHS_IN_YEAR, index % MONTHS_IN_YEAR + 1, months)


def quarter(year: int, number: int) -> Period:
    """Calendar quarter `number` (1 to 4) of `year`."""
    return Period(year, number * MONTHS_IN_QUARTER - 2, MONTHS_IN_QUARTER)


def financial_quarter(start_year: int, number: int) -> Period:
    """Quarter `number` (1 = April to June) of the financial year that begins in April of `start_year`."""
    return Period(start_year, _APRIL, MONTHS_IN_QUARTER).later(number - 1)


def financial_year(start_year: int) -> Period:
    """April of `start_year` to March of the next."""
    return Period(start_year, _APRIL, MONTHS_IN_YEAR)


def quarter_span(first: Period, last: Period) -> tuple[Period, ...]:
    """Every period of `first`'s length from `first` to `last`, both included."""
    periods = [first]
    while periods[-1] < last:
        periods.append(periods[-1].later(1))
    return tuple(periods)


@lru_cache(maxsize=4096)  # a store spells the same few hundred periods a million times
def parse_period(text: str) -> Period:
    """Any spelling the house knows.

    Raises AssizeError naming the spellings where `text` is none of them.
    """
    spelled = text.strip()
    if match := _CALENDAR_QUARTER.match(spelled):
        return quarter(int(match[1]), int(match[2]))
    if match := _FINANCIAL_QUARTER.match(spelled):
        _check_years_follow(int(match[1]), match[2], text)
        return financial_quarter(int(match[1]), int(match[3]))
    if match := _FINANCIAL_YEAR.match(spelled):
        _check_years_follow(int(match[1]), match[2], text)
        return financial_year(int(match[1]))
    if match := _MONTH.match(spelled):
        return _checked_month(int(match[1]), int(match[2]), text)
    if match := _YEAR_ENDING.match(spelled):
        first = _checked_month(int(match[1]), int(match[2]), text).shifted(-11)
        return Period(first.year, first.month, MONTHS_IN_YEAR)
    if match := _CALENDAR_YEAR.match(spelled):
        return Period(int(match[1]), 1, MONTHS_IN_YEAR)
    raise _unknown(text)


def _checked_month(year: int, month: int, text: str) -> Period:
    if not 1 <= month <= MONTHS_IN_YEAR:
        raise _unknown(text)
    return Period(year, month, 1)


def _check_years_follow(start: int, end: str, text: str) -> None:
    if int(end) % 100 != (start + 1) % 100:
        raise _unknown(text)


def _unknown(text: str) -> AssizeError:
    return AssizeError(
        "this is not a period",
        found=f"'{text}'",
        expected="a quarter such as 2018-19-q4, 2018/19 Q4 or 2019Q1, or a year such as 2018-19",
    )
