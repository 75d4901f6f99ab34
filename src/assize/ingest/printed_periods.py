"""What a published table says of time: `2024 Q1`, `Q1 24/25`, `Jan to Mar 2024`, `Year ending March 2024`, `2023/24`, dates.

A text is read whole or not at all: what is left over would be another measure's name, or a change between two periods.
A calendar and a financial quarter are told apart by the year beside them (`2024` or `2024/25`) and, where months are
printed as well, must agree with them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from assize.core.errors import AssizeError
from assize.core.periods import MONTH_WORD, MONTHS_IN_QUARTER, MONTHS_IN_YEAR, Period, month_number

_APRIL = 4
_DAYS = 31  # of the longest month
_FIRST_YEAR, _LAST_YEAR = 1900, 2100  # a number outside these is a count
_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_M = rf"({MONTH_WORD})\.?"
_Y4 = r"((?:19|20)\d\d)"
_Y = r"((?:19|20)\d\d|\d\d)"
_FY = r"((?:19|20)\d\d|\d\d) ?[-/] ?((?:19|20)\d\d|\d\d)"
_TO = r" ?(?:to|-|until) ?"
_Q = r"(?:q|qtr|quarter) ?([1-4])"
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?[ -])?"
_YEAR_ENDING = r"(?:(?:the )?(?:rolling )?(?:year|12 ?m|12 months|twelve months|12-month period)|ye|y/e)"
_ENDING = r" ?(?:ending|ended|to the end of|to end|to|end)? ?"
_NOTES = re.compile(
    r"\[[^\]]*\]|\((?:see )?notes?[^)]*\)|[¹²³⁰-⁹]|\s*\((?:p|r|provisional|revised)\)\s*$|(?:(?<=\d)\s+|(?<=\d\d))[pr]\s*$"
    r"|(?<=\d),?\s+(?:provisional|revised)\s*$",
    re.IGNORECASE,
)
_QUARTER_MONTHS = re.compile(rf"^\(?{_M}{_TO}{_M}\)?$")
_WITH_MONTHS = re.compile(rf"^(.*?\d)[,:]? ?\(?({_M}{_TO}{_M})\)?$")
_MONTHS_IN_BRACKETS = re.compile(rf" ?\(({_M}{_TO}{_M})\) ?")
_STARTING = r"(starting|starts?|beginning|begins?|commencing|commences|from)\b"
_LENGTHS = {
    "quarter": MONTHS_IN_QUARTER,
    "3 months": MONTHS_IN_QUARTER,
    "three months": MONTHS_IN_QUARTER,
    "year": MONTHS_IN_YEAR,
    "12 months": MONTHS_IN_YEAR,
    "month": 1,
}
_OF_APRIL = re.compile(r"\b(financial|fiscal)\b", re.IGNORECASE)
_OF_JANUARY = re.compile(r"\bcalendar\b", re.IGNORECASE)
ROLLING = re.compile(
    r"^rolling (?:annual|year|12 months|12-months?|twelve months|4 quarters|four quarters|ytd)(?: to date)?(?: to)?[,:]? ?(.*)$"
)


@dataclass(frozen=True, order=True)
class Span:
    """Whole months from `year`-`month` on, however many: what is printed may be no period that the house holds."""

    year: int
    month: int
    months: int

    @property
    def period(self) -> Period | None:
        """The month, quarter or year it is; None where it is another stretch (half a year, a quarter from February)."""
        try:
            return Period(self.year, self.month, self.months)
        except AssizeError:
            return None

    @property
    def index(self) -> int:
        """The number of its first month, counted through all years, as that of a period."""
        return self.year * MONTHS_IN_YEAR + self.month - 1

    @property
    def last_day(self) -> date:
        """The last day of it."""
        after = span_at(self.index + self.months, 1)
        return date(after.year, after.month, 1) - timedelta(days=1)


def span_at(index: int, months: int) -> Span:
    """The stretch of so many months that begins with the month of this number."""
    return Span(index // MONTHS_IN_YEAR, index % MONTHS_IN_YEAR + 1, months)


@dataclass(frozen=True)
class Manner:
    """How a column or a table speaks of time, where its cells do not say it themselves.

    `year_ends` is the month with which a bare year ends (12 unless the header or title says `years ending March`), `length`
    the months of a bare date (1: the month it lies in; 0: nobody can say). `bare_quarters` says whether `2024 Q1` may be
    read as that of the calendar; where a publisher counts from April it may not.
    """

    year_ends: int = 12
    length: int = 1
    financial: bool = False
    bare_quarters: bool = True
    starts: bool = False  # a bare date is the first day of its stretch (`Quarter starting`), and not in its last month


PLAIN = Manner()


def plain(text: object) -> str:
    """A text in lower case with its notes, marks and kinds of dash and space left out or made one."""
    return _plain(str(text))


@lru_cache(maxsize=1 << 14)
def _plain(text: str) -> str:
    words = _NOTES.sub(" ", text).casefold()
    words = re.sub(r"[‐-―−]", "-", words).replace("_", " ")
    words = re.sub(r"\s+", " ", words).strip(" :;,")
    return re.sub(r" ?- ?", "-", words)


def manner_of(text: object, before: Manner = PLAIN) -> Manner:
    """How a header or a title speaks of time: `Financial year`, `Year ending March`, `Quarter ending`."""
    words = re.sub(r"[()]", " ", plain(text))
    said = r"\b(financial|fiscal) (years?|quarters?)\b|\byears? +(financial|fiscal)\b|\bapr(il)? ?(to|-) ?mar(ch)?\b"
    financial = before.financial or bool(re.search(said, words))
    ends, length = before.year_ends, before.length
    ending = (
        rf"\b(?:years?|12 months|twelve months) +(?:ending|ended|to)(?: (?:the )?\d{{1,2}}(?:st)?)?(?: end of)? {_M}"
    )
    if match := re.search(ending, words):
        ends = month_number(match[1])
    starts = before.starts
    if re.search(
        r"\b(quarter|3 months|three months) (ending|ended|to|ends?)\b|\b(end|last day) of (the )?quarter\b", words
    ):
        length = MONTHS_IN_QUARTER
    elif re.search(r"\b(start|beginning|first (day|month)) of (the )?quarter\b", words):
        length, starts = MONTHS_IN_QUARTER, True
    elif re.search(r"\b(year|12 months) (ending|ended|to)\b", words):
        length = MONTHS_IN_YEAR
    elif match := re.search(rf"\b(quarter|3 months|three months|year|12 months|month)'?s? {_STARTING}", words):
        length, starts = _LENGTHS[match[1]], True
    elif re.search(r"\b(quarters?|years?|weeks?|w/c|w/e|fortnights?)\b", words):
        length = 0
    elif re.search(r"\b(months?|dates?|as at)\b", words):
        length = 1
    return Manner(ends, length, financial, before.bare_quarters, starts)


def read_span(printed: object, manner: Manner = PLAIN) -> Span | None:
    """What stretch of months a cell says; None where it says none, or contradicts itself.

    Takes texts, numbers (a year) and dates (the month they lie in, or the stretch that ends with them).
    """
    if isinstance(printed, bool):
        return None
    if isinstance(printed, datetime | date):
        return _dated(printed.year, printed.month, manner)
    if isinstance(printed, int | float):
        whole = float(printed).is_integer() and _FIRST_YEAR <= printed <= _LAST_YEAR
        return _bare_year(int(printed), manner) if whole else None
    text = plain(printed)
    if not text or not any(sign.isdigit() for sign in text):
        return None
    return _read(text, manner)


@lru_cache(maxsize=1 << 14)
def _read(text: str, manner: Manner) -> Span | None:
    if (match := _MONTHS_IN_BRACKETS.search(text)) or (match := _WITH_MONTHS.match(text)):
        # `2024 Q1 (Jan-Mar)`, `2024/25 Q1: April to June`, `2024 (Jan to Mar)`: the months and the rest must agree.
        months = match[1] if match.re is _MONTHS_IN_BRACKETS else match[2]
        rest = (
            (text[: match.start()] + " " + text[match.end() :]).strip() if match.re is _MONTHS_IN_BRACKETS else match[1]
        )
        return _with_months(rest.strip(" :,"), months, manner)
    if match := re.fullmatch(_Y4, text):
        return _bare_year(int(match[1]), manner)
    if match := re.fullmatch(rf"(?:fy ?)?{_Y4} ?[-/] ?((?:19|20)\d\d|\d\d)", text):
        return _financial_year(match[1], match[2])
    if (match := re.fullmatch(rf"{_Y4} to {_Y4}", text)) and manner.financial:
        return _financial_year(match[1], match[2])
    for pattern, (q, y) in ((rf"{_Y4}[-, ]*{_Q}", (2, 1)), (rf"{_Q}[-, ]*(?:of )?{_Y4}", (1, 2))):
        if match := re.fullmatch(pattern, text):
            if manner.financial or not manner.bare_quarters:
                return None  # the first quarter of 2024 may be January's or April's
            return Span(int(match[y]), int(match[q]) * MONTHS_IN_QUARTER - 2, MONTHS_IN_QUARTER)
    for pattern, (q, a, b) in ((rf"(?:fy ?)?{_FY}[-, ]*{_Q}", (3, 1, 2)), (rf"{_Q}[-, ]*(?:fy ?)?{_FY}", (1, 2, 3))):
        if match := re.fullmatch(pattern, text):
            return _financial_quarter(match[a], match[b], int(match[q]))
    return _read_months(text, manner)


def _read_months(text: str, manner: Manner) -> Span | None:
    if match := re.fullmatch(rf"{_YEAR_ENDING}{_ENDING}{_DAY}{_M}[ -]?{_Y}", text):
        return _ending(_year(match[2]), month_number(match[1]), MONTHS_IN_YEAR)
    if match := re.fullmatch(rf"(?:quarter|qtr|3 months|three months){_ENDING}{_DAY}{_M}[ -]?{_Y}", text):
        return _ending(_year(match[2]), month_number(match[1]), MONTHS_IN_QUARTER)
    if match := re.fullmatch(rf"{_DAY}{_M} ?{_Y4}{_TO}{_DAY}{_M} ?{_Y4}", text):
        return _between(int(match[2]), month_number(match[1]), int(match[4]), month_number(match[3]))
    if match := re.fullmatch(rf"{_M} ?(\d\d){_TO}{_M} ?(\d\d)", text):
        return _between(_year(match[2]), month_number(match[1]), _year(match[4]), month_number(match[3]))
    if match := re.fullmatch(rf"{_M}{_TO}{_M},? ?{_Y}", text):
        first, last, year = month_number(match[1]), month_number(match[2]), _year(match[3])
        return _between(year - (first > last), first, year, last)
    if match := re.fullmatch(rf"(?:as at |at )?(?:the )?(?:end of |end )?{_DAY}{_M}[ -]?{_Y}", text):
        return _dated(_year(match[2]), month_number(match[1]), manner)
    if match := re.fullmatch(rf"{_Y4}[ -]{_M}", text):
        return _dated(int(match[1]), month_number(match[2]), manner)
    if match := re.fullmatch(rf"(\d\d)/(\d\d)/{_Y4}", text):  # of `01/04/2024` nobody can say which is the month
        day, month = int(match[1]), int(match[2])
        return _dated(int(match[3]), month, manner) if 1 <= month <= MONTHS_IN_YEAR < day <= _DAYS else None
    if match := re.fullmatch(rf"{_Y4}-(\d\d)-(\d\d)(?: 00:00:00)?", text):
        return _dated(int(match[1]), int(match[2]), manner) if 1 <= int(match[2]) <= MONTHS_IN_YEAR else None
    return None


def _with_months(rest: str, months: str, manner: Manner) -> Span | None:
    match = _QUARTER_MONTHS.match(months)
    if match is None:
        return None
    first, last = month_number(match[1]), month_number(match[2])
    length = (last - first) % MONTHS_IN_YEAR + 1
    if year := re.fullmatch(_Y4, rest):
        start = int(year[1])
        return Span(start, first, length) if first <= last else None
    if years := re.fullmatch(rf"{_Y4} ?[-/] ?((?:19|20)\d\d|\d\d)", rest):
        whole = _financial_year(years[1], years[2])
        if whole is None or (first - _APRIL) % MONTHS_IN_YEAR + length > MONTHS_IN_YEAR:
            return None
        return Span(whole.year + (first < _APRIL), first, length)
    # With the months beside it, a bare quarter is told: `Q1 2024 (Apr-Jun)` contradicts the calendar and is none.
    told = _read(rest, Manner(manner.year_ends, manner.length))
    return told if told and (told.month, told.months) == (first, length) else None


def read_part_of_year(printed: object) -> int | None:
    """Which quarter a cell says without its year: `Q1`, `1`, `Quarter 1`: 1 to 4; 0 for the whole year; None for neither."""
    if isinstance(printed, bool):
        return None
    if isinstance(printed, int | float):
        return int(printed) if printed in (1, 2, 3, 4) else None
    text = plain(printed)
    if match := re.fullmatch(rf"(?:{_Q}|([1-4]))(?: ?\(?{_M}{_TO}{_M}\)?)?", text):
        return int(match[1] or match[2])
    whole = re.fullmatch(r"annual|all|all quarters|total|year|whole year|full year|annual total|z|", text)
    return 0 if whole and (text or str(printed).strip().casefold() == "[z]") else None


def months_of_part(printed: object) -> tuple[int, int] | None:
    """(first month, months) of a part of a year told by its months: `Jan to Mar`, `Q1 (Apr-Jun)`, `March`."""
    text = plain(printed)
    if match := re.fullmatch(rf"(?:{_Q}[,:]? ?)?\(?{_M}{_TO}{_M}\)?", text):
        first, last = month_number(match[2]), month_number(match[3])
        return first, (last - first) % MONTHS_IN_YEAR + 1
    match = re.fullmatch(_M, text)
    return (month_number(match[1]), 1) if match else None


def is_part_of_year(printed: object) -> bool:
    """Whether a cell says a quarter, some months or the whole of a year, and not of which."""
    return read_part_of_year(printed) is not None or months_of_part(printed) is not None


def in_year(year: Span, quarter: object, header: str = "") -> Span | None:
    """The stretch that a year and a part of it say together: `2024` and `Q1 (Jan-Mar)`, `2024/25` and `Q1`.

    A quarter is counted from the month in which the year begins; months that are printed must agree. None where they do not.
    A `header` that calls the quarters financial asks for a financial year, since 2024 may be the one that begins or ends in
    it; one that calls them calendar quarters counts them from January in a financial year too.
    """
    number, months = read_part_of_year(quarter), months_of_part(quarter)
    if number == 0:
        return year
    if number and _OF_APRIL.search(header) and year.month != _APRIL:
        return None
    if number:
        first = year.index
        if _OF_JANUARY.search(header) and year.month == _APRIL:
            first += (
                MONTHS_IN_YEAR - _APRIL + 1 - (MONTHS_IN_YEAR if number > 1 else 0)
            )  # January lies at the year's end
        found = span_at(first + (number - 1) * MONTHS_IN_QUARTER, MONTHS_IN_QUARTER)
        return found if months is None or months == (found.month, MONTHS_IN_QUARTER) else None
    if months:
        first, length = months
        if (first - year.month) % MONTHS_IN_YEAR + length > MONTHS_IN_YEAR:
            return None
        return Span(year.year + (first < year.month), first, length)
    return None


def _year(text: str) -> int:
    return int(text) if len(text) > 2 else 2000 + int(text)


def _bare_year(year: int, manner: Manner) -> Span | None:
    if manner.financial:
        return None  # financial year 2023 may begin in it or end in it
    return _ending(year, manner.year_ends, MONTHS_IN_YEAR)


def _financial_year(start: str, end: str) -> Span | None:
    first = _year(start)
    return Span(first, _APRIL, MONTHS_IN_YEAR) if int(end) % 100 == (first + 1) % 100 else None


def _financial_quarter(start: str, end: str, number: int) -> Span | None:
    whole = _financial_year(start, end)
    return in_year(whole, f"q{number}") if whole else None


def _ending(year: int, month: int, length: int) -> Span:
    return span_at(year * MONTHS_IN_YEAR + month - length, length)


def _dated(year: int, month: int, manner: Manner) -> Span | None:
    if manner.starts and manner.length:
        return Span(year, month, manner.length)
    return _ending(year, month, manner.length) if manner.length else None


def _between(year: int, month: int, last_year: int, last_month: int) -> Span | None:
    length = (last_year - year) * MONTHS_IN_YEAR + last_month - month + 1
    return Span(year, month, length) if length > 0 else None


def shown(span: Span) -> str:
    """A stretch in words, for a message: `January to March 2024`."""
    last = span.last_day
    if span.months == 1:
        return f"{_NAMES[span.month - 1].title()} {span.year}"
    first = _NAMES[span.month - 1].title() + (f" {span.year}" if span.year != last.year else "")
    return f"{first} to {_NAMES[last.month - 1].title()} {last.year}"
