"""Mid-year population estimates by local authority, as the ONS prints them in a workbook (xlsx, or the older xls).

The sheet with most years is read (`MYE 5` in one edition, `MYE4` in another): its rows are found by the header that has
Code, Name and Geography, its years by headers such as `Mid-2018` or `Estimated Population mid-2018`. Kept are the local
authorities of England and Wales and the England and Wales row itself; counties and regions are sums of authorities and
would count people twice. That the authorities add up to the whole, and that every other sheet says the same of a cell
they share, decides whether the file is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from statistics import median

from assize.core.errors import FileRefused, Problem
from assize.core.nouns import Area, AreaKind
from assize.core.periods import Period
from assize.core.reading import Covered, Row
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.files.sheet_stream import can_stream, sheet_tops
from assize.ingest.layouts import SHOWN, Asked, Doubt, Layout, Match, Read, some
from assize.ingest.long_tables.unread import lone_part
from assize.ingest.readers.ons_population_sheets import NAME, Found, Table, find_tables, has_header, marks_of, printed
from assize.ingest.readers.ons_population_sums import check_counties
from assize.ingest.received import Received, column_letters
from assize.ingest.values import read_count, without_footnote

FIELD = "population"
MID_YEAR_MONTH = 6  # estimates are of 30 June
# ONS entity codes of the lowest tier: unitary, non-metropolitan, metropolitan districts, London boroughs, Welsh unitaries.
AUTHORITY = re.compile(r"^(E0[6789]|W06)\d{6}$")
# The middle one of all local authorities had about 130,000 people in 2011; figures in other units are far from that.
LEAST_MEDIAN, MOST_MEDIAN = 30_000, 700_000
COUNTRIES = ("E92000001", "W92000004")  # England and Wales, where no row is both
_ENOUGH = 30  # numbers that do not all end in a nought by chance
_OWN_FILE = "Load the publisher's own file."
_NEXT = re.compile(r"\b(next|scheduled|due|will be|forthcoming)\b", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"(?:published|released|corrected|updated|publication date|release date)\b"
    r"((?:[^.]|\.(?=\d))*?)(\d{1,2})(?:st|nd|rd|th)?[\s/]([A-Z][a-z]+|\d{1,2})[\s/](\d{4})",
    re.IGNORECASE,
)


def _recognises(received: Received) -> Match | None:
    if not received.is_workbook:
        return None
    if can_stream(received) and not any(has_header(row) for top in sheet_tops(received) for row in top.rows):
        return None  # known by its first rows: a sheet of 450,000 would be laid out whole for nothing
    found = find_tables(received)
    because = "it has a sheet of populations by local authority and year"
    if found.tables:
        return Match(because)
    if found.others or found.witnesses:
        alike = tuple(name.strip() for name in (*found.others, *(table.name for table in found.witnesses)))
        return Match(because, ("a sheet of all people by local authority and year",), alike, 0.75)
    return None


def _read(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    found = find_tables(received)
    table = found.tables[0]
    nation = next((area for area in catalogue.areas.values() if AreaKind.NATION in area.kinds), None)
    _check_shape(received, table)
    problems = _check_span(received, table)
    content, left_out = _rows(received, table, nation, problems)
    if left_out:
        problems.append(
            Problem(
                "rows of larger areas, and of those outside England and Wales, are not read",
                _at(received, table),
                found=f"{left_out}",
                blocks=False,
            )
        )
    problems += _check_sums(received, table, nation, content)
    if not any(problem.blocks for problem in problems):
        problems += check_counties(table, lambda row, column: _at(received, table, row, column), rounding)
    problems += _check_rounded(received, table, content)
    problems += _check_size(received, table, content) + _check_ages(received, table)
    for other in (*found.tables[1:], *found.witnesses):
        problems += _check_agreement(received, table, other)
    problems += _check_countries(received, table, found)
    periods = [Period(year, MID_YEAR_MONTH, 1) for year in sorted(table.years)]
    return Read(
        title=f"{source.title}, mid-{max(table.years)}",
        covers=tuple(Covered(period) for period in periods),
        dimensions=(),
        content=content,
        problems=tuple(problems),
        released=_published(received),
        withdraws=not table.ages,  # an edition of one year by age says nothing of other years
    )


def authority_names(path: Path, name: str) -> dict[str, str]:
    """What a population workbook calls each local authority, by ONS code; nothing of a file that is no workbook."""
    named: dict[str, str] = {}
    for table in find_tables(Received(path, name)).tables[:1]:
        keys = [without_footnote(str(cell)).casefold() for cell in table.rows[table.header]]
        column = next(at for at, key in enumerate(keys) if key in NAME)
        for _, code, row in table.lines():
            if AUTHORITY.match(code) and column < len(row):
                named.setdefault(code, printed(row[column]))
    return named


def _at(received: Received, table: Table, row: int = -1, column: int = 0) -> str:
    cell = f"!{column_letters(column)}{row + 1}" if row >= 0 else ""
    return f"{received.name} [{table.name}{cell}]"


def _check_shape(received: Received, table: Table) -> None:
    """Raises FileRefused where it cannot be known which column is which, whether all people are counted, or in what unit."""
    problems = []
    read = {table.code, *table.ages, *(column for columns in table.years.values() for column in columns)}
    for column, header in enumerate(table.rows[table.header]):
        if column not in read and without_footnote(str(header)).casefold() not in NAME:
            cells = [printed(row[column]) for _, _, row in table.lines() if column < len(row)]
            problems += lone_part(_at(received, table, table.header, column), cells, str(header))
    doubled = {year: columns for year, columns in table.years.items() if len(columns) > 1}
    for year, columns in doubled.items():
        problems.append(
            Problem(
                "several columns are of one year, and nothing shows which is meant",
                _at(received, table, table.header, columns[0]),
                found=" and ".join(f"'{printed(table.rows[table.header][column])}'" for column in columns),
                expected=f"one column for {year}",
                fix=_OWN_FILE,
            )
        )
    if table.code < 0:
        problems.append(
            Problem(
                "several columns hold codes, and nothing shows which is meant",
                _at(received, table, table.header),
                fix=_OWN_FILE,
            )
        )
    if table.units:
        problems.append(
            Problem(
                "people are not counted one by one",
                _at(received, table),
                found=f"'{table.units}'",
                expected="numbers of people",
                fix="Load the edition that is not rounded.",
            )
        )
    if problems:
        raise FileRefused(received.name, problems)


def _check_span(received: Received, table: Table) -> list[Problem]:
    """The title of a sheet says from which year to which it runs."""
    if table.span is None:
        return []
    first, last = table.span
    strange = sorted(year for year in table.years if not first <= year <= last)
    missing = sorted(set(range(first, last + 1)) - set(table.years))
    problems = []
    if strange:
        problems.append(
            Problem(
                "a year stands in the headers that the title does not have",
                _at(received, table, table.header),
                found=some([str(year) for year in strange]),
                expected=f"{first} to {last}",
                fix=_OWN_FILE,
            )
        )
    if missing:
        problems.append(
            Problem(
                "years of the title are not in the headers",
                _at(received, table, table.header),
                found=f"no {some([str(year) for year in missing])}",
                blocks=False,
            )
        )
    return problems


def _rows(received: Received, table: Table, nation: Area | None, problems: list[Problem]) -> tuple[list[Row], int]:
    content: list[Row] = []
    seen: dict[str, int] = {}
    left_out = 0
    wrong: list[Problem] = []
    for index, code, row in table.lines():
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
                    _at(received, table, index, table.code),
                    found=f"'{code}', first in row {seen[area] + 1}",
                )
            )
            continue
        seen[area] = index
        for year, (column,) in table.years.items():
            raw = printed(row[column]) if column < len(row) else ""
            ref = f"{column_letters(column)}{index + 1}"
            read = read_count(raw)
            if read is None:
                wrong.append(
                    Problem(
                        "this is no population",
                        _at(received, table, index, column),
                        found=f"'{raw}'",
                        expected="a whole number of 0 or more, or [x] if not available",
                    )
                )
                continue
            period = Period(year, MID_YEAR_MONTH, 1)
            marks = tuple(dict.fromkeys((*read.marks, *marks_of(table.rows[table.header][column]))))
            content.append(Row(area, period, FIELD, (), read.value, read.absence, raw, table.name, ref, marks=marks))
    problems += wrong[:SHOWN]
    if len(wrong) > SHOWN:
        problems.append(Problem("more cells are no populations", _at(received, table), f"{len(wrong) - SHOWN}"))
    return content, left_out


def _check_sums(received: Received, table: Table, nation: Area | None, content: Sequence[Row]) -> list[Problem]:
    """In each year the local authorities must add up to England and Wales, for a line lost is seen in no other way."""
    problems = []
    values = table.values()
    for year in sorted(table.years):
        rows = [row for row in content if row.period.year == year and (nation is None or row.area != nation.slug)]
        held = [row.value for row in rows if row.value is not None]
        if not rows:
            continue  # a file without rows is refused for that
        whole, where = _whole(values, year, nation)
        if whole is None:
            problems.append(
                Problem(
                    f"nothing shows whether all local authorities are there in mid-{year}",
                    _at(received, table),
                    found="no number for England and Wales",
                    expected="the row of England and Wales, which they add up to",
                    fix=_OWN_FILE,
                )
            )
            continue
        added = sum(held, Decimal(0))
        place = _at(received, table, *where)
        if len(held) < len(rows):
            problems.append(
                Problem(
                    f"whether the local authorities add up to England and Wales in mid-{year} cannot be checked",
                    place,
                    found=f"{len(rows) - len(held)} without a number",
                    blocks=added > whole,
                )
            )
        elif abs(added - whole) > rounding([*held, whole]):
            problems.append(
                Problem(
                    f"the local authorities do not add up to England and Wales in mid-{year}",
                    place,
                    found=f"{whole:,}",
                    expected=f"{added:,}, which is what they add up to",
                    fix=_OWN_FILE,
                )
            )
    return problems


def _whole(
    values: dict[tuple[str, int], tuple[str, int, int]], year: int, nation: Area | None
) -> tuple[Decimal | None, tuple[int, int]]:
    """(people of England and Wales in a year, or None; where that stands), from its row or from its two countries'."""
    for codes in ((nation.code if nation else "",), COUNTRIES):
        cells = [values[code, year] for code in codes if (code, year) in values]
        numbers = [read.value for text, _, _ in cells if (read := read_count(text)) and read.value is not None]
        if len(numbers) == len(codes):
            return sum(numbers, Decimal(0)), cells[0][1:]
    return None, (-1, 0)


def rounding(numbers: Sequence[Decimal]) -> Decimal:
    """By how much a sum may differ from its parts because each is rounded: nothing where any is not to ten or more."""
    for unit in (1000, 100, 10):
        if all(number % unit == 0 for number in numbers):
            return Decimal(unit) / 2 * len(numbers)
    return Decimal(0)


def _check_size(received: Received, table: Table, content: Sequence[Row]) -> list[Problem]:
    """Thousands that are not said to be thousands, and people that are not people (ages, densities)."""
    problems = []
    for year in sorted(table.years):
        held = [
            row.value
            for row in content
            if row.period.year == year and AUTHORITY.match(row.area) and row.value is not None
        ]
        if held and not LEAST_MEDIAN <= (middle := median(held)) <= MOST_MEDIAN:
            problems.append(
                Problem(
                    f"these can hardly be numbers of people in mid-{year}",
                    _at(received, table),
                    found=f"{middle:,} in the middle one of {len(held)} local authorities",
                    expected=f"{LEAST_MEDIAN:,} to {MOST_MEDIAN:,}",
                    fix=_OWN_FILE,
                )
            )
    return problems


def _check_rounded(received: Received, table: Table, content: Sequence[Row]) -> list[Problem]:
    """Doubts a file in which people were not counted one by one: rounded, they are near enough for a rate and not for a sum."""
    held = [row.value for row in content if row.value and AUTHORITY.match(row.area)]
    unit = next((unit for unit in (1000, 100, 10) if all(value % unit == 0 for value in held)), 1)
    if len(held) < _ENOUGH or unit == 1:
        return []
    return [
        Doubt(
            "the people of every local authority are rounded",
            _at(received, table),
            found=f"{len(held):,} numbers, each to the nearest {unit:,}",
            expected="people counted one by one; where the ONS published them rounded, rates differ by very little",
            fix=_OWN_FILE,
            key=f"rounded@{max(row.period for row in content).id}",
        )
    ]


def _check_ages(received: Received, table: Table) -> list[Problem]:
    """Where the people of a year stand by age, each row's ages must add up to `All ages`, to what rounding allows."""
    problems = []
    for index, code, row in table.lines() if table.ages else ():
        (column,) = next(iter(table.years.values()))
        whole, *ages = (read_count(printed(row[at])) if at < len(row) else None for at in (column, *table.ages))
        held = [read.value for read in ages if read is not None and read.value is not None]
        if not AUTHORITY.match(code) or whole is None or whole.value is None or len(held) < len(ages):
            continue
        if abs(sum(held, Decimal(0)) - whole.value) > rounding([*held, whole.value]):
            problems.append(
                Problem(
                    "the people of each age do not add up to all ages",
                    _at(received, table, index, column),
                    found=f"{whole.value:,}",
                    expected=f"{sum(held):,}, which is what they add up to",
                    fix=_OWN_FILE,
                )
            )
    more = [Problem("more rows of which that is true", _at(received, table), f"{len(problems) - SHOWN}")]
    return problems[:SHOWN] + (more if len(problems) > SHOWN else [])


def _check_agreement(received: Received, table: Table, other: Table) -> list[Problem]:
    """A cell that two sheets share must be the same in both, apart from rounding."""
    ours, theirs = table.values(), other.values()
    differing = []
    for (code, year), (text, index, column) in theirs.items():
        if (code, year) not in ours or ours[code, year][0] == text:
            continue
        one, two = (read_count(printed_text) for printed_text in (ours[code, year][0], text))
        if one is None or two is None or one.value is None or two.value is None:
            if AUTHORITY.match(code):
                differing.append((code, year, index, column))
        elif abs(one.value - two.value) > max(rounding([one.value]), rounding([two.value])):
            differing.append((code, year, index, column))
    mine, his = ({code for code, _ in cells if AUTHORITY.match(code)} for cells in (ours, theirs))
    if strange := sorted(his - mine):
        return [
            Problem(
                f"two sheets have not the same local authorities, {table.name.strip()} and {other.name.strip()}",
                _at(received, other, other.header),
                found=f"{some(strange)} in {other.name.strip()} alone",
                expected="the same codes in both",
                fix=_OWN_FILE,
            )
        ]
    if not differing:
        return []
    first = differing[0]
    return [
        Problem(
            f"two sheets do not agree, {table.name.strip()} and {other.name.strip()}",
            _at(received, other, first[2], first[3]),
            found=f"{len(differing)} differing ({some([f'{code} mid-{year}' for code, year, _, _ in differing])})",
            expected="the same in both",
            fix=_OWN_FILE,
        )
    ]


def _check_countries(received: Received, table: Table, found: Found) -> list[Problem]:
    """The sheets of whole countries name each year beside its people: they tell columns that changed places."""
    ours = table.values()
    differing: dict[str, list[str]] = {}
    for (key, year), (value, name) in found.whole.items():
        code = key.rpartition(" ")[2]
        cell = ours.get((code, year))
        read = read_count(cell[0]) if cell else None
        if read is not None and read.value is not None and abs(read.value - value) > rounding([value]):
            differing.setdefault(name, []).append(f"{code} mid-{year}")
    return [
        Problem(
            f"two sheets do not agree, {table.name.strip()} and {name.strip()}",
            f"{received.name} [{name}]",
            found=f"{len(cells)} differing ({some(cells)})",
            expected="the same in both, apart from rounding",
            fix=_OWN_FILE,
        )
        for name, cells in differing.items()
    ]


def _published(received: Received) -> date | None:
    """The latest day on which the file says it was published, released or corrected, from its sheets of text."""
    days = []
    for name in received.sheets:
        if re.match(r"\s*(cover|correction|contents|notes|information|title)", name, re.IGNORECASE):
            for row in received.sheet(name):
                for cell in row:
                    text = " ".join(str(cell).split())
                    for match in _PUBLISHED.finditer(text):
                        before = re.split(r"[.!?]\s", text[: match.end()])[-1]
                        if not _NEXT.search(before) and (day := _day(match[2], match[3], match[4])):
                            days.append(day)
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
    version=2,
    looks_like="the ONS workbook of mid-year population estimates (a sheet with Code, Name, Geography and years)",
    recognises=_recognises,
    read=_read,
)
