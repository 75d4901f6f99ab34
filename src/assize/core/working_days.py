"""Which days an office in England and Wales works: no Saturday, no Sunday, no bank holiday."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

_SATURDAY = 5  # of `date.weekday`
_MONDAY = 0

# By royal proclamation, once: https://www.gov.uk/bank-holidays and the London Gazette.
# A wedding, two jubilees, a funeral, a coronation.
_ONCE = frozenset({date(2011, 4, 29), date(2012, 6, 5), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)})
_MOVED = {
    date(2020, 5, 4): date(2020, 5, 8),  # 75 years after the end of the war in Europe
    date(2012, 5, 28): date(2012, 6, 4),  # the Diamond Jubilee
    date(2022, 5, 30): date(2022, 6, 2),  # the Platinum Jubilee
}


def is_working_day(day: date) -> bool:
    """Whether offices are open on a day."""
    return day.weekday() < _SATURDAY and day not in bank_holidays(day.year)


def working_day_from(day: date) -> date:
    """The day itself, or the next on which offices are open."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_day_until(day: date) -> date:
    """The day itself, or the last before it on which offices are open."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England and Wales in a year; those proclaimed for one occasion as far as they are known."""
    easter = easter_sunday(year)
    days = {easter - timedelta(days=2), easter + timedelta(days=1)}
    # The first Monday of May, the last of May and of August.
    for first in (date(year, 5, 1), date(year, 5, 25), date(year, 8, 25)):
        monday = first + timedelta(days=(_MONDAY - first.weekday()) % 7)
        days.add(_MOVED.get(monday, monday))
    # Of a weekend: the next day that is none yet.
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while fixed.weekday() >= _SATURDAY or fixed in days:
            fixed += timedelta(days=1)
        days.add(fixed)
    return frozenset(days | {day for day in _ONCE if day.year == year})


def easter_sunday(year: int) -> date:
    """Easter by the Gregorian calendar: the anonymous computus (Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
