"""Mid-year population estimates: a workbook with a sheet of local authorities by year, under names that change.

The sheet is found by its headers (Code, Name, Geography, and years), among several that look alike: a table of ages is
left out by its title, of the others the one with most years is read and the rest must agree with it. Kept are the local
authorities of England and Wales, which make up the force areas, and England and Wales itself; the check is that the first
add up to the second.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from assize.core.errors import Problem
from assize.core.nouns import Area, AreaKind
from assize.core.periods import Period
from assize.core.reading import Covered, Row
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.layouts import SHOWN, Asked, Layout, Match, Read, some
from assize.ingest.received import HEADER_ROWS, Received, column_letters
from assize.ingest.sheet_stream import can_stream, sheet_tops
from assize.ingest.values import read_count, without_footnote

FIELD = "population"
MID_YEAR_MONTH = 6  # estimates are of 30 June
# ONS entity codes of the lowest tier: unitary, non-metropolitan, metropolitan districts, London boroughs, Welsh unitaries.
AUTHORITY = re.compile(r"^(E0[6789]|W06)\d{6}$")
_YEAR = re.compile(r"^(?:estimated\s+population\s+)?mid[\s-]*(\d{4})$", re.IGNORECASE)
_OTHER_TABLE = re.compile(r"median|average age|males|females|components", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"(?:published|released|corrected)\b[^.]*?(\d{1,2})(?:st|nd|rd|th)?[\s/]([A-Z][a-z]+|\d{1,2})[\s/](\d{4})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Sheet:
    """A table of populations: its rows from A1 on, where the header is, and the columns by meaning."""

    name: str
    rows: Sequence[Sequence[Any]]
    header: int
    code: int
    years: Mapping[int, int]  # year -> column

    def values(self) -> dict[tuple[str, int], str]:
        """What is printed for each code and year."""
        return {
            (str(row[self.code]).strip(), year): printed(row[column])
            for row in self.rows[self.header + 1 :]
            for year, column in self.years.items()
            if column < len(row)
        }


def printed(cell: object) -> str:
    """A workbook's cell as text: a whole number without a point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _sheets(received: Received) -> list[_Sheet]:
    """The sheets that hold populations of local authorities, the one with most years first."""
    found = []
    for name in received.sheets:
        rows = received.sheet(name)
        for index, row in enumerate(rows[:HEADER_ROWS]):
            keys = [without_footnote(str(cell)).casefold() for cell in row]
            years = {
                int(match[1]): column
                for column, cell in enumerate(row)
                if (match := _YEAR.match(" ".join(str(cell).split())))
            }
            if not ({"code", "name", "geography"} <= set(keys) and years):
                continue
            title = " ".join(str(cell) for above in rows[:index] for cell in above[:1])
            if not _OTHER_TABLE.search(title):
                found.append(_Sheet(name, rows, index, keys.index("code"), years))
            break
    return sorted(found, key=lambda sheet: -len(sheet.years))


def _recognises(received: Received) -> Match | None:
    if can_stream(received) and not any(_has_header(row) for top in sheet_tops(received) for row in top.rows):
        return None  # known by its first rows: a sheet of 450,000 would be laid out whole for nothing
    found = received.is_workbook and _sheets(received)
    return Match("it has a sheet of populations by local authority and year") if found else None


def _has_header(row: Sequence[object]) -> bool:
    return {"code", "name", "geography"} <= {without_footnote(str(cell)).casefold() for cell in row}


def _read(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    sheet, *others = _sheets(received)
    nation = next((area for area in catalogue.areas.values() if AreaKind.NATION in area.kinds), None)
    problems: list[Problem] = []
    content, left_out = _rows(received, sheet, nation, problems)
    if left_out:
        problems.append(
            Problem(
                "rows of larger areas, and of those outside England and Wales, are not read",
                f"{received.name} [{sheet.name}]",
                found=f"{left_out}",
                blocks=False,
            )
        )
    problems += _check_sum(received, sheet, nation, content)
    for other in others:
        problems += _check_agreement(received, sheet, other)
    periods = [Period(year, MID_YEAR_MONTH, 1) for year in sorted(sheet.years)]
    return Read(
        title=f"{source.title}, mid-{max(sheet.years)}",
        covers=tuple(Covered(period) for period in periods),
        dimensions=(),
        content=content,
        problems=tuple(problems),
        released=_published(received),
    )


def _rows(received: Received, sheet: _Sheet, nation: Area | None, problems: list[Problem]) -> tuple[list[Row], int]:
    content: list[Row] = []
    seen: dict[str, int] = {}
    left_out = 0
    wrong: list[Problem] = []
    for index, row in enumerate(sheet.rows[sheet.header + 1 :], start=sheet.header + 1):
        code = str(row[sheet.code]).strip() if sheet.code < len(row) else ""
        if AUTHORITY.match(code):
            area = code
        elif nation and code == nation.code:
            area = nation.slug
        else:
            left_out += bool(re.match(r"^[A-Z]\d{8}$", code))
            continue
        if area in seen:
            problems.append(
                Problem(
                    "this area stands in the sheet twice",
                    f"{received.name} [{sheet.name}!{column_letters(sheet.code)}{index + 1}]",
                    found=f"'{code}', first in row {seen[area] + 1}",
                )
            )
            continue
        seen[area] = index
        for year, column in sheet.years.items():
            raw = printed(row[column]) if column < len(row) else ""
            ref = f"{column_letters(column)}{index + 1}"
            read = read_count(raw)
            if read is None:
                wrong.append(
                    Problem(
                        "this is no population",
                        f"{received.name} [{sheet.name}!{ref}]",
                        found=f"'{raw}'",
                        expected="a whole number of 0 or more, or [x] if not available",
                    )
                )
                continue
            period = Period(year, MID_YEAR_MONTH, 1)
            content.append(
                Row(area, period, FIELD, (), read.value, read.absence, raw, sheet.name, ref, marks=read.marks)
            )
    problems += wrong[:SHOWN]
    if len(wrong) > SHOWN:
        problems.append(
            Problem("more cells are no populations", f"{received.name} [{sheet.name}]", f"{len(wrong) - SHOWN}")
        )
    return content, left_out


def _check_sum(received: Received, sheet: _Sheet, nation: Area | None, content: Sequence[Row]) -> list[Problem]:
    problems = []
    for year in sorted(sheet.years):
        rows = [row for row in content if row.period.year == year and row.value is not None]
        whole = next((row for row in rows if nation and row.area == nation.slug), None)
        added = sum((row.value for row in rows if row is not whole and row.value is not None), Decimal(0))
        if whole is not None and whole.value != added:
            problems.append(
                Problem(
                    f"the local authorities do not add up to {nation.name if nation else 'the whole'} in mid-{year}",
                    f"{received.name} [{sheet.name}!{whole.ref}]",
                    found=f"{whole.value}",
                    expected=f"{added}",
                    blocks=False,
                )
            )
    return problems


def _check_agreement(received: Received, sheet: _Sheet, other: _Sheet) -> list[Problem]:
    ours, theirs = sheet.values(), other.values()
    differing = [
        f"{code} mid-{year}"
        for (code, year), text in theirs.items()
        if AUTHORITY.match(code) and (code, year) in ours and ours[code, year] != text
    ]
    if not differing:
        return []
    return [
        Problem(
            f"two sheets do not agree; {sheet.name.strip()} is read",
            f"{received.name} [{other.name}]",
            found=f"{len(differing)} differing ({some(differing)})",
            blocks=False,
        )
    ]


def _published(received: Received) -> date | None:
    """The latest day on which the file says it was published, released or corrected, from its sheets of text."""
    days = []
    for name in received.sheets:
        if re.match(r"\s*(cover|correction|contents|notes|information|title)", name, re.IGNORECASE):
            for row in received.sheet(name):
                for cell in row:
                    days += [day for match in _PUBLISHED.findall(str(cell)) if (day := _day(*match))]
    return max(days, default=None)


def _day(day: str, month: str, year: str) -> date | None:
    for form in ("%d %B %Y", "%d %b %Y", "%d %m %Y"):
        try:
            return datetime.strptime(f"{day} {month} {year}", form).date()
        except ValueError:
            continue
    return None


LAYOUT = Layout(
    id="ons-population",
    version=1,
    looks_like="the ONS workbook of mid-year population estimates (a sheet with Code, Name, Geography and years)",
    recognises=_recognises,
    read=_read,
)
