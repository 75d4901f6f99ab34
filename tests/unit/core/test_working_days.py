"""Bank holidays of England and Wales, against the list that GOV.UK publishes."""

from __future__ import annotations

from datetime import date

import pytest

from assize.core.working_days import (
    bank_holidays,
    easter_sunday,
    is_working_day,
    working_day_from,
    working_day_until,
)

# https://www.gov.uk/bank-holidays, as it stood in each of these years.
PUBLISHED = {
    2012: "2 Jan, 6 Apr, 9 Apr, 7 May, 4 Jun, 5 Jun, 27 Aug, 25 Dec, 26 Dec",
    2019: "1 Jan, 19 Apr, 22 Apr, 6 May, 27 May, 26 Aug, 25 Dec, 26 Dec",
    2020: "1 Jan, 10 Apr, 13 Apr, 8 May, 25 May, 31 Aug, 25 Dec, 28 Dec",
    2021: "1 Jan, 2 Apr, 5 Apr, 3 May, 31 May, 30 Aug, 27 Dec, 28 Dec",
    2022: "3 Jan, 15 Apr, 18 Apr, 2 May, 2 Jun, 3 Jun, 29 Aug, 19 Sep, 26 Dec, 27 Dec",
    2023: "2 Jan, 7 Apr, 10 Apr, 1 May, 8 May, 29 May, 28 Aug, 25 Dec, 26 Dec",
    2025: "1 Jan, 18 Apr, 21 Apr, 5 May, 26 May, 25 Aug, 25 Dec, 26 Dec",
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_bank_holidays_are_those_published(year: int) -> None:
    assert ", ".join(f"{day.day} {day:%b}" for day in sorted(bank_holidays(year))) == PUBLISHED[year]


def test_easter_is_on_the_days_at_its_ends() -> None:
    assert easter_sunday(1818) == date(1818, 3, 22) and easter_sunday(2038) == date(2038, 4, 25)


def test_days_go_on_to_a_working_day_or_back_to_one() -> None:
    assert working_day_from(date(2019, 4, 19)) == date(2019, 4, 23) == working_day_from(date(2019, 4, 23))
    assert working_day_until(date(2019, 4, 22)) == date(2019, 4, 18) == working_day_until(date(2019, 4, 18))
    assert not is_working_day(date(2019, 4, 20)) and is_working_day(date(2019, 4, 24))
