"""The sheets of a workbook of population estimates: which hold people by area and year, and which only bear them out.

A publication has the same people several times: by year, with the density, with what changed them, by age, and for whole
countries. One sheet is read and the others must agree with it. A table of males, of ages, of medians or of households
looks alike but for its title; it is never taken for one of people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from assize.core.nouns import Mark
from assize.ingest.received import HEADER_ROWS, Received
from assize.ingest.values import read_count, without_footnote, without_standing

Rows = Sequence[Sequence[Any]]
CODE, NAME, KIND = (
    ("code", "area code", "geography code", "la code", "lad code", "laua code", "local authority code"),
    ("name", "area name", "geography name", "la name", "lad name", "laua name", "local authority name"),
    ("geography", "geography type", "geography level", "area type", "type of area"),
)
_PEOPLE = re.compile(r"\b(population|persons|people)\b", re.IGNORECASE)
_OTHERS = re.compile(
    r"\b(fe)?males?\b|\b(wo)?men\b|\bboys\b|\bgirls\b|\bsex(es)?\b|\bmedian\b|\bmean\b|\baverage\b|\bage[sd]?\b"
    r"|\bhouseholds?\b|\bdwellings?\b|\bfamil(y|ies)\b|\bprojections?\b|\bprojected\b|\bpercentages?\b|\bpopulation\s+change\b|%",
    re.IGNORECASE,
)
_COMPONENTS = re.compile(r"\bcomponents?\b", re.IGNORECASE)
_DENSITY = re.compile(r"\bdensity\b|per\s+sq", re.IGNORECASE)
_BY_AGE = re.compile(r"^(?!.*\b(?:fe)?males?\b).*\bpersons\b.*\bage\b", re.IGNORECASE)
_AGE = re.compile(r"^\d{1,3}(?:\s*(?:\+|and over|and above|or over))?$", re.IGNORECASE)
_UNITS = re.compile(r"\bthousands?\b|\b000s\b|['’]000s?|\bmillions?\b|\bhundreds\b|\b100s\b", re.IGNORECASE)
_SPAN = re.compile(r"\bmid[\s-]*(\d{4})\s+(?:to|[-–])\s+mid[\s-]*(\d{4})", re.IGNORECASE)
_MID = re.compile(r"\bmid[\s-]*(\d{4})\b", re.IGNORECASE)
_SAID = r"(?:estimated\s+)?(?:resident\s+)?population(?:\s+estimates?)?[\s,:(-]*(?:at\s+|on\s+|in\s+)?"
_DAY = r"30(?:th)?[\s/-](?:june|jun|0?6)[\s/-](?P<day>\d{4})|june[\s-](?P<june>\d{4})"
_WHEN = rf"(?:mid[\s-]*(?P<mid>\d{{4}})|{_DAY}|(?P<plain>\d{{4}}))"
_YEAR = re.compile(
    rf"^(?P<people>{_SAID})?{_WHEN}\)?(?P<after>\s+(?:{_SAID}|estimates?))?\s*$",
    re.IGNORECASE,
)
_ISO_DAY = re.compile(r"^(\d{4})-06-30(?:[ T]00:00:00)?$")
_MANY_AGES = 80  # estimates go by single years up to 85 or 90 and over
FIRST_YEAR, LAST_YEAR = 1961, 2049


@dataclass(frozen=True)
class Table:
    """A table of people: its rows from A1 on, where its header is, the columns of each year, and what its title says.

    `read` says whether it may be read; else it only bears the other out. `years` gives each year every column that names it.
    """

    name: str
    rows: Rows
    header: int
    code: int
    years: Mapping[int, tuple[int, ...]]
    title: str
    read: bool
    units: str = ""
    ages: tuple[int, ...] = ()  # the columns of single years of age, of which the year's column is the sum

    @property
    def span(self) -> tuple[int, int] | None:
        """The first and last year that its title names."""
        match = _SPAN.search(self.title)
        return (int(match[1]), int(match[2])) if match else None

    def lines(self) -> Iterator[tuple[int, str, Sequence[Any]]]:
        """Index, code and cells of each row below the header that has a code."""
        for index, row in enumerate(self.rows[self.header + 1 :], start=self.header + 1):
            code = printed(row[self.code]) if self.code < len(row) else ""
            if code:
                yield index, code, row

    def values(self) -> dict[tuple[str, int], tuple[str, int, int]]:
        """What is printed for each code and year, with its row and column."""
        return {
            (code, year): (printed(row[column]), index, column)
            for index, code, row in self.lines()
            for year, columns in self.years.items()
            for column in columns
            if column < len(row)
        }


@dataclass
class Found:
    """The tables of one workbook: those that may be read, those that bear them out, and what looks alike and is neither."""

    tables: list[Table] = field(default_factory=list)
    witnesses: list[Table] = field(default_factory=list)
    whole: dict[tuple[str, int], tuple[Decimal, str]] = field(default_factory=dict)  # (code, year) -> number, sheet
    others: list[str] = field(default_factory=list)


def printed(cell: object) -> str:
    """A workbook's cell as text: a whole number without a point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def year_of(cell: object) -> tuple[int, bool] | None:
    """(year, whether people are named) of a header: `Mid-2018`, `Estimated Population mid-2018`, 2018, a 30 June; else None.

    `2018 people per sq. km` is no year of people.
    """
    if isinstance(cell, date):  # a datetime too
        return (cell.year, False) if (cell.month, cell.day) == (6, 30) else None
    text, _ = without_standing(_in_one_line(cell))
    if match := _ISO_DAY.match(text):
        return int(match[1]), False
    match = _YEAR.match(text)
    if not match:
        return None
    year = int(match["mid"] or match["day"] or match["june"] or match["plain"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return year, bool(match["people"] or (match["after"] or "").strip())


def marks_of(cell: object) -> tuple[Mark, ...]:
    """What a header says of all numbers below it: that they are provisional, or revised."""
    _, mark = without_standing(_in_one_line(cell))
    return (mark,) if mark else ()


def _in_one_line(cell: object) -> str:
    return " ".join(without_footnote_kept_year(printed(cell)).split())


def without_footnote_kept_year(text: str) -> str:
    """A header without a footnote in brackets; digits at its end are its year."""
    return re.sub(r"\s*[\[(](?:note\s*)?\d{1,2}[\])]$", "", text, flags=re.IGNORECASE)


def find_tables(received: Received) -> Found:
    """Every table of people, the one with most years first."""
    found = Found()
    for name in received.sheets:
        rows = received.sheet(name)
        at = next((at for at, row in enumerate(rows[:HEADER_ROWS]) if has_header(row)), None)
        if at is None:
            _take_whole_countries(name, rows, found)
            continue
        _take(name, rows, at, found)
    found.tables.sort(key=lambda table: -len(table.years))
    ages = [table for table in found.witnesses if len(table.ages) >= _MANY_AGES]
    if not found.tables and len(ages) == 1:
        # An edition of one year may have its people by age alone: `All ages` is what they add up to, which is checked.
        found.tables = [replace(ages[0], read=True)]
        found.witnesses.remove(ages[0])
    return found


def has_header(row: Sequence[object]) -> bool:
    """Whether a row has the headers of an area: its code, its name and what kind of area it is."""
    keys = {without_footnote(str(cell)).casefold() for cell in row}
    return all(keys & set(words) for words in (CODE, NAME, KIND))


def _take(name: str, rows: Rows, at: int, found: Found) -> None:
    keys = [without_footnote(str(cell)).casefold() for cell in rows[at]]
    codes = [column for column, key in enumerate(keys) if key in CODE]
    above = " ".join(text for row in rows[:at] for cell in row if (text := str(cell).strip()))
    title = next((text for row in rows[:at] for cell in row if _MID.search(text := " ".join(str(cell).split()))), above)
    years: dict[int, list[int]] = {}
    named = []
    for column, cell in enumerate(rows[at]):
        if year := year_of(cell):
            years.setdefault(year[0], []).append(column)
            named.append(year[1])
    below = [cell for row in rows[at + 1 : at + 3] if not printed(row[codes[0]]) for cell in row]  # a row of units
    units = _UNITS.search(" ".join([above, *(str(cell) for cell in (*rows[at], *below))]))
    columns = {year: tuple(places) for year, places in years.items()}
    if _BY_AGE.search(title) and not re.search("male", name, re.IGNORECASE):
        mid = _MID.search(title)
        every = [column for column, key in enumerate(keys) if key == "all ages"]
        ages = tuple(column for column, cell in enumerate(rows[at]) if _AGE.match(printed(cell)))
        if mid and len(every) == 1:
            unit = units[0] if units else ""
            all_ages = {int(mid[1]): (every[0],)}
            found.witnesses.append(Table(name, rows, at, codes[0], all_ages, title, False, unit, ages))
    elif _COMPONENTS.search(title):
        if years and all(named):
            found.witnesses.append(Table(name, rows, at, codes[0], columns, title, False))
    elif _OTHERS.search(title) or _OTHERS.search(name):
        found.others.append(name)
    elif years:
        density = _DENSITY.search(title) or any(_DENSITY.search(str(cell)) for cell in rows[at])
        if (_PEOPLE.search(title) and not density) or all(named):
            found.tables.append(
                Table(
                    name, rows, at, codes[0] if len(codes) == 1 else -1, columns, title, True, units[0] if units else ""
                )
            )
        else:
            found.others.append(name)


def _take_whole_countries(name: str, rows: Rows, found: Found) -> None:
    """The people of whole countries: their codes in a row, and below either years or, in a table of one year, all persons."""
    title = next(
        (text for row in rows[:HEADER_ROWS] for cell in row if _MID.search(text := " ".join(str(cell).split()))), ""
    )
    at = next((at for at, row in enumerate(rows[:HEADER_ROWS]) if "K04000001" in [printed(cell) for cell in row]), None)
    if at is None or not _PEOPLE.search(title) or _OTHERS.search(title):
        return
    codes = {column: text for column, cell in enumerate(rows[at]) if re.match(r"^[A-Z]\d{8}$", text := printed(cell))}
    one = _MID.findall(title)
    for row in rows[at + 1 :]:
        label = row[0] if row else ""
        year = year_of(label)
        if year is None and printed(label).casefold() == "all persons" and len(one) == 1:
            year = (int(one[0]), True)
        if year is None:
            continue
        for column, code in codes.items():
            value = read_count(printed(row[column])) if column < len(row) else None
            if value is not None and value.value is not None:
                found.whole.setdefault((f"{name.strip()} {code}", year[0]), (value.value, name))
