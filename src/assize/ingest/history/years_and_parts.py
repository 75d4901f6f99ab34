"""What labels of periods mean together: a year on one line and a quarter on another, dates a quarter apart, months first.

A label may say a part of a year and leave the year to another line, to a heading or to a title; a date may stand for its month
or for the quarter that ends with it; `07/05/2018` may be of May or of July. What a whole line of labels says decides, and
where it does not, every reading is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from assize.core.periods import MONTHS_IN_QUARTER, MONTHS_IN_YEAR, Period
from assize.ingest.history.labels import (
    AND,
    CALENDAR,
    DAY_FIRST,
    FINANCIAL,
    MONTH,
    MONTH_FIRST,
    QUARTER,
    Reading,
    part_of,
    readings,
)

_YEAR_HEADER = re.compile(r"\b(?:years?|yr|fy|f/y|cy)\b", re.IGNORECASE)
_FINANCIAL = re.compile(r"\b(?:fy|f/y|financial|fiscal|fin\.?)(?:\b|$)", re.IGNORECASE)
_CALENDAR = re.compile(r"\b(?:cy|calendar)\b", re.IGNORECASE)
_QUARTER_HEADER = re.compile(
    r"^(?:(?:financial|fiscal|fin\.?|calendar|cal\.?|year) ?)?(?:quarters?|qtrs?|q)\.?(?: ?(?:no\.?|number))?$", re.I
)
_MONTH_HEADER = re.compile(
    r"^(?:(?:financial|fiscal|calendar) )?(?:months?|mth|mon)\.?(?: ?(?:no\.?|number))?$", re.IGNORECASE
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_YEARS = range(1990, 2080)
_TEXT_DAY = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?: 00:00(?::00)?)?$")


def is_year_header(text: str) -> bool:
    """Whether numbers under these words are years."""
    return bool(_YEAR_HEADER.search(text)) and not _QUARTER_HEADER.match(text)


def is_quarter_header(text: str) -> bool:
    """Whether numbers from 1 to 4 under these words are quarters."""
    return bool(_QUARTER_HEADER.match(text.strip()))


def is_month_header(text: str) -> bool:
    """Whether numbers from 1 to 12 under these words are months."""
    return bool(_MONTH_HEADER.match(text.strip()))


def is_year_number(cell: Any) -> bool:
    """Whether a number may be a year."""
    number = int(cell) if isinstance(cell, str) and re.fullmatch(r"\d{4}", cell) else cell
    return isinstance(number, int | float) and not isinstance(number, bool) and number in _YEARS


def spoken(text: str, header: str = "") -> tuple[str, ...]:
    """The words that a cell of a line of periods stands for, by what heads the line: `4` under `Quarter` is `Q4`.

    Two where they may be two things: month 1 of a financial year is April, or January.
    """
    plain = text.strip()
    if is_quarter_header(header):
        bare = re.sub(r"(?<=\d) ?(?:st|nd|rd|th)$", "", plain.casefold())
        number = _ROMAN.get(bare) or (int(bare) if bare in ("1", "2", "3", "4") else 0)
        if number:
            return (f"Q{number}",)
    if is_month_header(header) and re.fullmatch(r"\d{1,2}", plain) and 1 <= int(plain) <= MONTHS_IN_YEAR:
        from_january = _MONTH_NAMES[int(plain) - 1]
        from_april = _MONTH_NAMES[(int(plain) + 2) % MONTHS_IN_YEAR]
        return (from_january, from_april)
    if re.fullmatch(r"(?:19|20)\d{2}", plain) and _FINANCIAL.search(header):
        return (f"financial {plain}",)
    if re.fullmatch(r"(?:19|20)\d{2}", plain) and _CALENDAR.search(header):
        return (f"calendar {plain}",)
    return (plain,)


def says_part(text: str, header: str = "") -> bool:
    """Whether a cell says a part of a year and no year."""
    return any(part_of(words) is not None for words in spoken(text, header))


def says_period(text: str, header: str = "") -> bool:
    """Whether a cell says a period, alone or once its year is known."""
    return day_parts(text) is not None or any(readings(words) or part_of(words) for words in spoken(text, header))


def joined_readings(parts: Sequence[tuple[str, str]]) -> tuple[Reading, ...]:
    """What several labels of one figure mean together, each given with what heads its line.

    January to March under a bare `2018` may be of that calendar year, or of the financial year that begins in it.
    """
    spellings = [spoken(text, header) for text, header in parts]
    if len(parts) == 1:
        (only,) = spellings
        return _merged([readings(words) for words in only])
    found = []
    for chosen in _products(spellings):
        year_first = sorted(map(_plain_year, chosen), key=lambda words: part_of(words) is not None)
        together = readings(" ".join(year_first))
        above = readings(year_first[0])
        if len(together) == 1 and len(above) > 1 and together[0].period.month < 4 and not together[0].period.is_year:
            period = together[0].period
            together = (Reading(period, CALENDAR), Reading(period.shifted(MONTHS_IN_YEAR), FINANCIAL))
        found.append(together or _in_each_year(above, year_first[1:]))
    return _merged(_with_senses(found))


def _in_each_year(years: Sequence[Reading], parts: Sequence[str]) -> tuple[Reading, ...]:
    """A part of a year that may be two: `financial 2018` and `Apr`."""
    found = []
    for year in years:
        if year.period.months == MONTHS_IN_YEAR and year.period.month == 4 and parts:
            first = year.period.year
            inner = readings(" ".join([f"{first}/{(first + 1) % 100:02d}", *parts]))
            found += [Reading(one.period, year.sense) for one in inner]
    return tuple(found)


def _with_senses(found: Sequence[tuple[Reading, ...]]) -> list[tuple[Reading, ...]]:
    """Of a number that may be a month counted from January or from April, each reading with how it was counted."""
    if len(found) != len((CALENDAR, FINANCIAL)):
        return list(found)
    return [
        tuple(Reading(one.period, one.sense or sense, one.doubtful) for one in options)
        for options, sense in zip(found, (CALENDAR, FINANCIAL), strict=True)
    ]


def _plain_year(words: str) -> str:
    """`2018/19` for whatever says that year, such as `Year ending March 2019`."""
    found = readings(words)
    if len(found) == 1 and found[0].period.months == MONTHS_IN_YEAR and found[0].period.month == 4:
        year = found[0].period.year
        return f"{year}/{(year + 1) % 100:02d}"
    if len(found) == 1 and found[0].period.months == MONTHS_IN_YEAR and found[0].period.month == 1:
        return f"calendar {found[0].period.year}"
    return words


def _products(spellings: Sequence[Sequence[str]]) -> Iterable[tuple[str, ...]]:
    chosen: list[tuple[str, ...]] = [()]
    for options in spellings:
        chosen = [(*before, words) for before in chosen for words in options]
    return chosen


def _merged(found: Sequence[tuple[Reading, ...]]) -> tuple[Reading, ...]:
    if len(found) == 1:
        return found[0]
    if not all(found):
        return next((one for one in found if one), ())
    by_period = {reading.period: reading for one in found for reading in one}
    return tuple(sorted(by_period.values(), key=lambda one: (one.period.first_day, one.period.months)))


# --- dates --------------------------------------------------------------------------------------------------------


def dated_readings(
    cells: Mapping[str, Any], found: Mapping[str, tuple[Reading, ...]]
) -> dict[str, tuple[Reading, ...]]:
    """The readings of a line of labels once its dates and months are looked at together.

    `cells` are the labels' cells. Days that may be written month first are given both ways, unless the line says which; months
    a whole number of quarters apart may be quarters that begin or end with them.
    """
    read = dict(found) | _by_order(cells)
    months = {
        label: options for label, options in read.items() if options and all(o.period.months == 1 for o in options)
    }
    whole = [options for options in read.values() if options]
    if len(months) < len(whole):
        return read
    apart = _all_apart([one.period for options in months.values() for one in options if one.sense != MONTH_FIRST])
    apart |= _all_apart([one.period for options in months.values() for one in options if one.sense != DAY_FIRST])
    if apart:
        read |= {label: tuple(_as_quarters(options)) for label, options in months.items()}
    return read


def _all_apart(months: Sequence[Period]) -> bool:
    """Whether these months stand whole quarters apart; a single one may be a quarter too."""
    counted = sorted({month.index for month in months})
    steps = [later - earlier for earlier, later in pairwise(counted)]
    return bool(counted) and all(step % MONTHS_IN_QUARTER == 0 for step in steps)


def _as_quarters(options: Sequence[Reading]) -> Iterable[Reading]:
    for one in options:
        month = one.period
        order = f"{one.sense}{AND}" if one.sense else ""
        yield Reading(month, order + MONTH, one.doubtful)
        if month.month % MONTHS_IN_QUARTER == 1:
            yield Reading(Period(month.year, month.month, MONTHS_IN_QUARTER), order + QUARTER, one.doubtful)
        if month.month % MONTHS_IN_QUARTER == 0:
            first = month.shifted(1 - MONTHS_IN_QUARTER)
            yield Reading(Period(first.year, first.month, MONTHS_IN_QUARTER), order + QUARTER, one.doubtful)


def _by_order(cells: Mapping[str, Any]) -> dict[str, tuple[Reading, ...]]:
    """Single days, with the day first, the month first, or both where the line does not tell which."""
    days = {label: parts for label, cell in cells.items() if (parts := day_parts(cell)) is not None}
    typed = {label: parts for label, parts in days.items() if not isinstance(cells[label], date)}
    day_first = any(first > MONTHS_IN_YEAR for _, first, _ in days.values())
    month_first = any(second > MONTHS_IN_YEAR for _, _, second in typed.values())
    # Every day the same, the first as a rule: of two ways of writing, that in which only the month moves.
    same = len({first for _, first, _ in days.values()}) == 1 and (
        len(days) > 1 or all(first == 1 for _, first, _ in days.values())
    )
    read: dict[str, tuple[Reading, ...]] = {}
    for label, (year, first, second) in days.items():
        ways = []
        if second <= MONTHS_IN_YEAR:
            ways.append(Reading(Period(year, second, 1), DAY_FIRST))
        if first <= MONTHS_IN_YEAR and first != second:
            ways.append(Reading(Period(year, first, 1), MONTH_FIRST))
        if len(ways) > 1 and not month_first and (day_first or same):
            ways = ways[:1]
        read[label] = tuple(ways) if len(ways) > 1 else tuple(Reading(way.period) for way in ways)
    return read


def day_parts(cell: Any) -> tuple[int, int, int] | None:
    """(year, first number, second number) of a day as it is written; of a date of the workbook (year, day, month)."""
    if isinstance(cell, datetime | date):
        return cell.year, cell.day, cell.month
    match = _TEXT_DAY.match(cell) if isinstance(cell, str) else None
    if match is None:
        return None
    year, first, second = int(match[3]), int(match[1]), int(match[2])
    year = year if len(match[3]) == 4 else year + (2000 if year < 80 else 1900)
    if year not in range(1980, 2080) or not (1 <= first <= 31 and 1 <= second <= 31) or min(first, second) > 12:
        return None
    return year, first, second


# --- words --------------------------------------------------------------------------------------------------------


def told(found: Iterable[Reading]) -> str:
    """Readings in words: `2018-19-q1, Apr to Jun 2018 (calendar) or ...`."""
    return " or ".join(
        period_words(one.period) + (f" ({one.sense.replace('-', ' ').replace(AND, ', ')})" if one.sense else "")
        for one in found
    )


def period_words(period: Period) -> str:
    """A period as the mapping writes it and in months."""
    if period.is_quarter:
        return f"{period.slug}, {period.first_day:%b} to {period.last_day:%b %Y}"
    return f"{period.first_day:%b %Y}" if period.months == 1 else f"the year {period.slug}"
