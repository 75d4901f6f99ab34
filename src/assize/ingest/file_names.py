"""What a file's name says of the time it is of: the quarter, or that it is of a month, a year or another span.

Some publications say their quarter nowhere else. A publisher that once released months, and whole years, under much the
same name leaves nothing but a word to tell them apart, so that word counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assize.core.errors import AssizeError
from assize.core.periods import MONTH_WORD, MONTHS_IN_QUARTER, Period, month_number, parse_period, quarter

_YEARS = r"(?:20)?(\d{2})[-_ ]*(?:20)?(\d{2})"
_NUMBER = r"q(?:uarter|tr)?[-_ ]*([1-4])"
_FINANCIAL_QUARTER = (
    (re.compile(rf"(?<!\d){_YEARS}[-_ ]*{_NUMBER}(?!\d)", re.IGNORECASE), (1, 2, 3)),
    (re.compile(rf"(?<![a-z]){_NUMBER}[-_ ]+{_YEARS}(?!\d)", re.IGNORECASE), (2, 3, 1)),
)
_QUARTER = re.compile(rf"(?<![a-z]){_NUMBER}(?!\d)", re.IGNORECASE)
# Four digits that may be the financial year 2020/21 and the calendar year 2021 as well, where no other year is beside them.
_AMBIGUOUS = re.compile(r"(?<!\d)(?<!2020[-_ ])(?<!20[-_ ])2021(?!\d|[-_ ]*(?:20)?22(?!\d))")
_MONTH = rf"(?<![a-z])({MONTH_WORD})(?![a-z])"
_YEAR = r"(20\d{2}|\d{2})(?!\d)"
_FROM_TO = re.compile(rf"{_MONTH}[-–_ ]*(?:(?:{_YEAR})[-–_ ]*)?(?:to[-_ ]*)?{_MONTH}(?:[-_ ]*{_YEAR})?", re.IGNORECASE)
_ONE_MONTH = re.compile(rf"{_MONTH}(?:[-_ ]*{_YEAR})?", re.IGNORECASE)
_NUMBERED_MONTH = re.compile(r"(?<!\d)20(\d{2})[-_ ]?(0[1-9]|1[0-2])(?![-_ ]?\d)")
_OTHER_SPAN = re.compile(
    r"annual|yearly|monthly|cumulative|rolling|(?<![a-z])(?:ytd|(?:year|quarter)[-_ ]to[-_ ]date|(?:full|whole|half)[-_ ]?year"
    r"|year[-_ ]?end(?:ing|ed)?|(?:6|six|9|nine|12|twelve)[-_ ]?months?)(?![a-z])",
    re.IGNORECASE,
)
_YEAR_ALONE = re.compile(r"(?<![a-z])(?:year|month)(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True)
class NamedTime:
    """The quarter a name says, if it does; else the words that say another span (`apr-19`, `annual`), if it has any.

    Of months without a year (`jan-mar`) only `of_year` is known: which calendar quarter of any year they are (1 to 4).
    Where it has both, or two quarters, no quarter is said and `other` holds the words that do not agree.
    """

    quarter: Period | None = None
    other: str = ""
    of_year: int | None = None

    def allows(self, period: Period) -> bool:
        """Whether a quarter does not contradict what the name says."""
        months = self.of_year is None or period.month == self.of_year * MONTHS_IN_QUARTER - 2
        return not self.other and self.quarter in (None, period) and months


def time_in_name(name: str) -> NamedTime:
    """What a file's name says: `POC-18-19-q4`, `POC-1920-q1` and `poc-jan-mar-2019` a quarter, `poc-apr-19` a month."""
    financial = _financial_quarter(name)
    if other := _OTHER_SPAN.search(name):
        return NamedTime(other=other[0])
    spans = list(_FROM_TO.finditer(name))
    quarters = {match[1]: match for match in _QUARTER.finditer(name)}
    for several in (spans, list(quarters.values())):
        if len(several) > 1:
            return NamedTime(other=f"{several[0][0]}, {several[1][0]}")
    if spans:
        return _of_span(spans[0], financial)
    month = _ONE_MONTH.search(name)
    if financial is None:
        said = month or _YEAR_ALONE.search(name) or _month_in_digits(name)
        return NamedTime(other=said[0].strip("-_ ") if said else "")
    # Beside a quarter, a month that lies outside it is when the file was released; one inside it may be all it is of.
    if month and month_number(month[1]) in range(financial.month, financial.month + 3):
        return NamedTime(other=month[0])
    return NamedTime(financial)


def _financial_quarter(name: str) -> Period | None:
    for pattern, (start, end, number) in _FINANCIAL_QUARTER:
        match = pattern.search(name)
        if match and not _AMBIGUOUS.search(match[0]):
            try:
                return parse_period(f"20{match[start]}-{match[end]}-q{match[number]}")
            except AssizeError:
                return None  # the years do not follow: that says no period
    return None


def _of_span(match: re.Match[str], financial: Period | None) -> NamedTime:
    """Of `oct-dec-2019`: the quarter, if the months are its first and last and nothing beside them says another."""
    first, last = (month_number(match[at]) - 1 for at in (1, 3))
    years = {int(match[at]) % 100 for at in (2, 4) if match[at]}
    if first % MONTHS_IN_QUARTER or last != first + MONTHS_IN_QUARTER - 1 or len(years) > 1:
        return NamedTime(other=match[0])
    if not years:
        if financial and financial.month != first + 1:
            return NamedTime(other=match[0])
        return NamedTime(financial, of_year=None if financial else first // MONTHS_IN_QUARTER + 1)
    said = quarter(2000 + years.pop(), first // MONTHS_IN_QUARTER + 1)
    return NamedTime(other=match[0]) if financial not in (None, said) else NamedTime(said)


def _month_in_digits(name: str) -> re.Match[str] | None:
    """`2019-04`, unless it may be a financial year (`2011-12`)."""
    match = _NUMBERED_MONTH.search(name)
    return match if match and int(match[2]) != (int(match[1]) + 1) % 100 else None


_VERSION = re.compile(r"(?<![a-z])(?:v|version|rev)[-_. ]?([2-9])(?![\da-z])", re.IGNORECASE)
_CORRECTED = re.compile(
    r"correct(?:ed|ion)|(?<![a-z])(?:revised|amended|reissued?)(?![a-z])|\d(?:revised|amended)", re.IGNORECASE
)


def later_version(name: str) -> tuple[int, str]:
    """How many versions of an edition came before this, by its name (`…2018v2`, `…corrected`: 1), and the word that says it.

    None did, and nothing is said, where the name says no version.
    """
    stem = name.rpartition(".")[0] or name
    if version := _VERSION.search(stem):
        return int(version[1]) - 1, version[0]
    corrected = _CORRECTED.search(stem)
    return (1, corrected[0]) if corrected else (0, "")
