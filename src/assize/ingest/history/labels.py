"""What period a label in somebody's workbook means: every reading it may have, never a guess among them.

`Q1 18/19` has one reading. `Q1 2019` has two: the first quarter of the calendar year, or of the financial year that begins in
it. A label is understood only where every character of it is accounted for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from assize.core.periods import (
    MONTH_WORD,
    MONTHS_IN_QUARTER,
    MONTHS_IN_YEAR,
    Period,
    financial_quarter,
    financial_year,
    month_number,
    quarter,
)

CALENDAR = "calendar"
FINANCIAL = "financial"
FINANCIAL_END = "financial-ending"  # FY19 as the year that ends in 2019
MONTH, QUARTER = "month", "quarter"  # what a date may stand for
DAY_FIRST, MONTH_FIRST = "day-first", "month-first"  # how the 5th of July is written
SENSES = (CALENDAR, FINANCIAL, FINANCIAL_END, MONTH, QUARTER, DAY_FIRST, MONTH_FIRST)
AND = "+"  # between two senses of one reading: month-first+quarter
SURE = ""

_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH = re.compile(rf"\b({MONTH_WORD})\b\.?")
_INITIALS = {"amj": "apr-jun", "jas": "jul-sep", "ond": "oct-dec", "jfm": "jan-mar"}
_BY_INITIALS = re.compile(r"\b(?:" + "|".join(_INITIALS) + r")\b")
# The day before a month that its year follows says no more than the month: `30-Jun-18`, `quarter ending 30 June 2018`.
_DAY_OF_MONTH = re.compile(
    rf"\b(\d{{1,2}})(?: ?(?:st|nd|rd|th))?(?: of)?[ -]{{1,3}}(?={MONTH_WORD}\b\.?[ ,-]{{0,3}}'?(?:\d{{4}}|\d{{2}})\b)"
)
_LONE_DAY = re.compile(r"^(\d{1,2}) ?(?:st|nd|rd|th)?[ -]{1,3}[a-z]+\.?$")  # `30-Jun`: a day, or a year of two digits
_GLUED = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")
_QUARTER = re.compile(r"\bq(?:uarter|tr)?\.? ?([1-4])\b|\b([1-4]) ?(?:st|nd|rd|th) (?:quarter|qtr)\b")
_SPLIT_YEAR = re.compile(r"\b(\d{4}|\d{2}) ?[/-] ?(\d{4}|\d{2})\b")
_YEAR = re.compile(r"(?:\b|')((?:19|20)\d{2})\b")
_SHORT_YEAR = re.compile(r"(?:\b|')(\d{2})\b")
_DAY = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})\b")
_ISO_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?: 00:00:00)?\b")
_ISO_MONTH = re.compile(r"^(\d{4})-(\d{2})$|^(\d{2})/(\d{4})$")
_ENDING = re.compile(r"\b(ending|ended|end|to|ye|qe)\b|\by/e\b|\bq/e\b")
_QUARTER_ENDING = re.compile(r"\b(?:quarter|qtr|(?:3|three) ?m(?:ths?|onths?)?) (?:ending|ended|end|to)\b|\bq/?e\b")
_YEAR_ENDING = re.compile(r"\b(?:year|(?:12|twelve) ?m(?:ths?|onths?)?) (?:ending|ended|end|to)\b|\by/?e\b")
_WORDS = re.compile(
    r"\b(?:fy|cy|financial|fiscal|calendar|year|quarter|qtr|month|months|period|ending|ended|end|to|ye|qe|the|of|and)\b"
)
MOST_LETTERS = 60  # of a label that is a period
_MARK = re.compile(
    r"\s*(?:[*\u2020\u2021\u00a7\u00b9\u00b2\u00b3\u2070-\u2079]+|\[(?:notes? [\d, and]+|[prb])\]"
    r"|\((?:p|r|prov\.?|provisional|rev\.?|revised)\))$",
    re.IGNORECASE,
)
_OLDEST, _NEWEST = 1980, 2079  # what two digits of a year may mean, and what four may


@dataclass(frozen=True)
class Reading:
    """One thing a label may mean; `sense` names how it was taken where there is more than one way.

    `doubtful`: it may mean something else that cannot be told at all, as `30-Jun` may be a day of no year.
    """

    period: Period
    sense: str = SURE
    doubtful: bool = False


def readings(label: object) -> tuple[Reading, ...]:
    """Every period that a label may mean, in a fixed order; empty where it is none.

    `label` is a cell: a text, a number that may be a year, or a date (a month; see `spread_dates` for dates a quarter apart).
    """
    if isinstance(label, datetime | date):
        return (Reading(Period(label.year, label.month, 1)),) if _OLDEST <= label.year <= _NEWEST else ()
    if isinstance(label, bool) or label is None:
        return ()
    if isinstance(label, int | float):
        label = str(int(label)) if float(label).is_integer() else ""
    found = _parse(str(label))
    unique = {reading.period: reading for reading in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda reading: (reading.period.first_day, reading.period.months)))


# --- one label ----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _parse(text: str) -> list[Reading]:
    plain = _plain(text)
    if not plain or len(plain) > MOST_LETTERS or plain.startswith(("to ", "up to ")):
        return []  # what counts up to a day counts from another
    if days := _days(plain):
        return days
    if match := _ISO_MONTH.match(plain):
        return _year_and_two_digits(match)
    found = _Parts(_spaced(plain)).readings()
    return [Reading(one.period, one.sense, True) for one in found] if _LONE_DAY.match(plain) else found


def without_marks(text: str) -> str:
    """A label without marks of notes and of provisional figures at its end: `Q2 18/19*`, `(p)`, `[note 1]`, `¹`."""
    while (shorter := _MARK.sub("", text).strip()) != text:
        text = shorter
    return text


def _plain(text: str) -> str:
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", without_marks(text.strip()).casefold().replace("\u2019", "'"))
    return re.sub(r"\s+", " ", text)


def _spaced(plain: str) -> str:
    plain = _BY_INITIALS.sub(lambda match: _INITIALS[match[0]], plain)
    return _DAY_OF_MONTH.sub(_without_day, _GLUED.sub(" ", plain.replace("_", " ")))


def _without_day(match: re.Match[str]) -> str:
    return " " if 1 <= int(match[1]) <= 31 else match[0]


def part_of(label: str) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """(quarters, months) of a label that says a part of some year and no year: `Q1`, `Apr-Jun`, `2nd quarter`, `January`."""
    plain = _plain(label)
    if not plain or len(plain) > MOST_LETTERS:
        return None
    parts = _Parts(_spaced(plain))
    if parts.wrong or parts.split or parts.years or not (parts.quarters or parts.months):
        return None
    return tuple(parts.quarters), tuple(parts.months)


def _days(plain: str) -> list[Reading]:
    """A whole span of days such as `01/04/2018 - 30/06/2018` (day first); a single day is read as its month."""
    found: list[date] = []

    def take(year: str, month: str, day: str) -> str:
        try:
            found.append(date(_full(year), int(month), int(day)))
        except ValueError:
            return "?"
        return ""

    rest = _ISO_DAY.sub(lambda match: take(match[1], match[2], match[3]), plain)
    rest = _DAY.sub(lambda match: take(match[3], match[2], match[1]), rest)
    number = _QUARTER.search(rest)
    rest = _QUARTER.sub("", rest, count=1)
    if not found or _WORDS.sub("", rest).strip(" -():,"):
        return []
    if len(found) == 1 and number is not None:
        return []
    if len(found) == 1:
        if rest.strip(" -()"):  # quarter ending 30/06/2018; one that a month-first 06/05/2018 ends is no last day
            last = found[0] + timedelta(days=1)
            named = f"{rest} {_MONTH_NAMES[found[0].month - 1]} {found[0].year}"
            return _Parts(named).readings() if last.day == 1 else []
        return [Reading(Period(found[0].year, found[0].month, 1))]
    if len(found) != 2:
        return []
    first, last = found
    for months in (1, MONTHS_IN_QUARTER, MONTHS_IN_YEAR):
        if first.day == 1 and (months != MONTHS_IN_QUARTER or first.month % MONTHS_IN_QUARTER == 1):
            period = Period(first.year, first.month, months)
            if period.last_day == last and (number is None or _is_number_of(period, int(number[1] or number[2]))):
                return [Reading(period)]
    return []


def _is_number_of(period: Period, number: int) -> bool:
    """Whether a quarter may be called so, counted from April or from January."""
    return period.is_quarter and number in (period.financial_quarter[1], (period.month + 2) // MONTHS_IN_QUARTER)


def _year_and_two_digits(match: re.Match[str]) -> list[Reading]:
    """`2018-19` is a financial year, `2018-04` a month, `2011-12` may be either."""
    if match[3]:
        month, year = int(match[3]), int(match[4])
        return [Reading(Period(year, month, 1))] if 1 <= month <= MONTHS_IN_YEAR else []
    year, two = int(match[1]), int(match[2])
    found = []
    if two == (year + 1) % 100:
        found.append(Reading(financial_year(year), FINANCIAL))
    if 1 <= two <= MONTHS_IN_YEAR:
        found.append(Reading(Period(year, two, 1), MONTH))
    return [Reading(found[0].period)] if len(found) == 1 else found


class _Parts:
    """A label taken apart: quarter, months, years; what is left over must be words that say nothing else."""

    def __init__(self, text: str) -> None:
        self.quarter_ending = bool(_QUARTER_ENDING.search(text))
        self.year_ending = bool(_YEAR_ENDING.search(text))
        self.financial = bool(re.search(r"\b(?:fy|financial|fiscal)\b", text))
        self.calendar = bool(re.search(r"\b(?:cy|calendar)\b", text))
        self.split: list[int] = []
        self.quarters: list[int] = []
        self.months: list[int] = []
        self.years: list[int] = []
        self.wrong = False
        self.short = False  # a year of two digits stands alone
        if self.quarter_ending or self.year_ending:
            text = re.sub(r"\b(?:3|12|three|twelve) ?m(?:ths?|onths?)?\b|\b[qy]/e\b", " ", text)
        text = _QUARTER.sub(lambda match: self._take(self.quarters, int(match[1] or match[2])), text)
        text = _MONTH.sub(lambda match: self._take(self.months, month_number(match[0])), text)
        text = _SPLIT_YEAR.sub(self._take_split, text)
        text = _YEAR.sub(lambda match: self._take(self.years, int(match[1])), text)
        before = len(self.years)
        text = _SHORT_YEAR.sub(lambda match: self._take(self.years, _full(match[1])), text)
        self.short = len(self.years) > before
        self.wrong |= bool(_WORDS.sub(" ", text).strip(" -/(),:;&.'"))

    def _take(self, kept: list[int], value: int) -> str:
        kept.append(value)
        return " "

    def _take_split(self, match: re.Match[str]) -> str:
        start, end = _full(match[1]), int(match[2]) % 100
        if end != (start + 1) % 100 or (len(match[2]) == 4 and int(match[2]) != start + 1):
            self.wrong = True
        self.split.append(start)
        return " "

    def readings(self) -> list[Reading]:
        if self.wrong or len(set(self.split)) > 1 or len(set(self.quarters)) > 1 or (self.financial and self.calendar):
            return []
        if self.split and self.years:
            return []
        if self.months:
            return self._of_months()
        if self.quarters:
            return self._of_quarter(self.quarters[0])
        return self._of_years()

    def _of_quarter(self, number: int) -> list[Reading]:
        if self.split:
            return [] if self.calendar else [Reading(financial_quarter(self.split[0], number))]
        if len(self.years) != 1:
            return []
        year = self.years[0]
        calendar = Reading(quarter(year, number), CALENDAR)
        begins = Reading(financial_quarter(year, number), FINANCIAL)
        ends = Reading(financial_quarter(year - 1, number), FINANCIAL_END)
        if self.calendar:
            return [Reading(calendar.period)]
        return [begins, ends] if self.financial else [calendar, begins]

    def _of_years(self) -> list[Reading]:
        if self.split and not self.calendar:
            return [Reading(financial_year(self.split[0]))]
        if self.split or len(self.years) != 1 or self.year_ending or self.quarter_ending:
            return []
        if self.short and not (self.financial or self.calendar):
            return []  # a bare 85 is a number
        year = self.years[0]
        if self.calendar:
            return [Reading(Period(year, 1, MONTHS_IN_YEAR))]
        if self.financial:
            return [Reading(financial_year(year), FINANCIAL), Reading(financial_year(year - 1), FINANCIAL_END)]
        return [Reading(Period(year, 1, MONTHS_IN_YEAR), CALENDAR), Reading(financial_year(year), FINANCIAL)]

    def _of_months(self) -> list[Reading]:
        if self.financial and self.years:
            return []  # FY2018 January: of which year, the words do not say
        found = self._span()
        if found is None:
            return []
        if self.quarters:
            # The months decide, and the number of the quarter must agree with them in one way of counting.
            numbers = (
                {found.financial_quarter[1], (found.month + 2) // MONTHS_IN_QUARTER} if found.is_quarter else set()
            )
            if self.quarters[0] not in numbers:
                return []
            if self.split and found.financial_quarter[1] != self.quarters[0]:
                return []
        return [Reading(found)]

    def _span(self) -> Period | None:
        if len(self.months) == 1:
            return self._to_one_month(self.months[0])
        if len(self.months) != 2:
            return self._listed_months()
        first, last = self.months
        if len(self.years) == 2:
            begins, ends = self.years
        elif len(self.years) == 1:
            ends = self.years[0]
            begins = ends if first <= last else ends - 1
        elif self.split:
            begins, ends = self._in_split(first), self._in_split(last)
        else:
            return None
        return _whole(begins, first, (ends - begins) * MONTHS_IN_YEAR + last - first + 1)

    def _listed_months(self) -> Period | None:
        """`Apr, May, Jun 2018`: three that follow each other."""
        if len(self.months) != MONTHS_IN_QUARTER or any(
            later != earlier + 1 for earlier, later in pairwise(self.months)
        ):
            return None
        years = self.years or [self._in_split(self.months[0])] if self.split or self.years else []
        return _whole(years[0], self.months[0], MONTHS_IN_QUARTER) if len(years) == 1 else None

    def _to_one_month(self, month: int) -> Period | None:
        if self.split:
            year = self._in_split(month)
        elif len(self.years) == 1:
            year = self.years[0]
        else:
            return None
        last = Period(year, month, 1)
        if self.year_ending:
            first = last.shifted(1 - MONTHS_IN_YEAR)
            return _whole(first.year, first.month, MONTHS_IN_YEAR)
        if self.quarter_ending:
            first = last.shifted(1 - MONTHS_IN_QUARTER)
            return _whole(first.year, first.month, MONTHS_IN_QUARTER)
        return None if self.quarters else last

    def _in_split(self, month: int) -> int:
        """The calendar year of a month in a financial year."""
        return self.split[0] if month >= 4 else self.split[0] + 1


def _whole(year: int, month: int, months: int) -> Period | None:
    if months not in (1, MONTHS_IN_QUARTER, MONTHS_IN_YEAR):
        return None
    if months == MONTHS_IN_QUARTER and month % MONTHS_IN_QUARTER != 1:
        return None
    return Period(year, month, months)


def _full(year: str) -> int:
    number = int(year)
    if len(year) > 2:
        return number
    return number + 2000 if number <= _NEWEST % 100 else number + 1900
