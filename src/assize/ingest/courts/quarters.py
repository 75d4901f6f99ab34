"""Calendar quarters as files of the courts print them: a last day with year and quarter, or `2010 Q2 (Apr-Jun)`.

A quarter is said in several ways in one line, and they must agree: where they do not, a file has been put together wrongly
or counts its quarters from April.
"""

from __future__ import annotations

import re
from datetime import date

from assize.core.errors import Problem
from assize.core.periods import MONTHS_IN_QUARTER, MONTHS_IN_YEAR, Period, quarter
from assize.ingest.files.small_csv import Line, Table
from assize.ingest.printed_periods import Span, in_year, read_span

_DAY = (
    re.compile(r"^(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?$"),
    re.compile(r"^(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})$"),
)
_YEAR = re.compile(r"^(\d{4})(?:\.0+)?$")
_QUARTER = re.compile(r"^(?:q|quarter)?\s*([1-4])(?:\.0+)?$", re.IGNORECASE)
_IN_TOOL = re.compile(
    r"^(?:(?P<year>\d{4})\s*)?(?:(?:q|quarter)?\s*(?P<number>[1-4])\b)?\s*[:(]?\s*"
    r"(?:(?P<first>[a-z]{3})[a-z]*\.?\s*(?:-|–|to)\s*(?P<last>[a-z]{3})[a-z]*\.?)?\s*\)?$",
    re.IGNORECASE,
)
_WHOLE_YEAR = ("all", "total", "annual", "year", "full year", "all quarters")
_MONTHS = (("jan", "mar"), ("apr", "jun"), ("jul", "sep"), ("oct", "dec"))


def year_of(printed: str) -> int | None:
    """The calendar year a cell says (`2016`, `2016.0`), or None."""
    match = _YEAR.match(printed.strip())
    return int(match[1]) if match else None


def quarter_number(printed: str) -> int | None:
    """The number of a quarter (`Q1`, `1`, `Quarter 1`), or None."""
    match = _QUARTER.match(printed.strip())
    return int(match[1]) if match else None


def labelled_period(year: str, printed: str) -> Period | None:
    """The quarter that a year and a label beside it say: `2010 Q2 (Apr-Jun)`, `Q3 2018 (Jul-Sep)`, `Jul-Sep 2018`, or the
    last day of one (`30/06/2018`).

    Or the year of `2010`. None where year, number and months do not agree, or the label is a bare number: a quarter of a year
    without its months may begin in January or April.
    """
    of_year = year_of(year)
    if of_year is None:
        return None
    text = re.sub(r"(?<=\d)\.0+$", "", printed.strip()).replace(", ", " ")
    if day := day_of(text):  # the first day of one may be that of a month
        ends = quarter(day.year, (day.month + 2) // MONTHS_IN_QUARTER)
        return ends if day == ends.last_day and day.year == of_year else None
    span = read_span(text)
    if span is None and re.search("[a-z]{3}", text.casefold().replace("quarter", "")):
        span = in_year(Span(of_year, 1, MONTHS_IN_YEAR), text)
    period = span.period if span else None
    if period is None or period.year != of_year or not (period.is_quarter or period.month == 1):
        return None
    return period if period.is_quarter or period.is_year else None


def day_of(printed: str) -> date | None:
    """The day of `2016-03-31` or `31/03/2016`, or None."""
    for pattern in _DAY:
        if match := pattern.match(printed.strip()):
            try:
                return date(int(match["year"]), int(match["month"]), int(match["day"]))
            except ValueError:
                return None
    return None


def period_in_tool(year: str, number: str, toggle: str | None = None) -> Period | None:
    """The period of a record in a tool: a quarter (`Q1`, `Q1 (Jan-Mar)`, `2016 Q1`), or the year where it names none.

    `toggle` is the record's own `annual` or `quarterly`, where the tool has such a field: it must agree. None where the parts
    do not agree or say nothing known.
    """
    of_year, text = year_of(year), number.strip().casefold()
    said = None if toggle is None else {"a": 12, "q": 3}.get(toggle.strip().casefold()[:1], 0)
    if of_year is None or said == 0:
        return None
    # An empty quarter is a fault, unless the record says itself that it is of a year.
    if text in _WHOLE_YEAR or (not text and said == MONTHS_IN_YEAR):
        return Period(of_year, 1, MONTHS_IN_YEAR) if said in (None, MONTHS_IN_YEAR) else None
    match = _IN_TOOL.match(re.sub(r"\.0+$", "", text))
    if not match or said == MONTHS_IN_YEAR or (match["year"] and int(match["year"]) != of_year):
        return None
    found = {int(match["number"])} if match["number"] else set()
    if match["first"]:
        months = (match["first"], match["last"])
        found.add(_MONTHS.index(months) + 1 if months in _MONTHS else 0)
    return quarter(of_year, found.pop()) if len(found) == 1 and 0 not in found else None


def quarter_of(table: Table, line: Line) -> Period | Problem:
    """The quarter of a line with the columns `quarter end`, `year` and `quarter`, which must agree."""
    last = day_of(table.text(line, "quarter end"))
    year, number = year_of(table.text(line, "year")), quarter_number(table.text(line, "quarter"))
    if last is not None and year and number:
        period = quarter(year, number)
        if period.last_day == last:
            return period
    found = ", ".join(f"'{table.text(line, column)}'" for column in ("quarter end", "year", "quarter"))
    return Problem(
        "the quarter's last day, year and number do not agree",
        table.place(line),
        found=found,
        expected="a last day such as 2016-03-31 with 2016 and Q1: calendar quarters",
    )
