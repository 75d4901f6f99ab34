"""CPS case outcomes by principal offence category: one quarter a file, a row an area, headers that say what is counted.

The quarter stands in the file's name alone. Columns are known by their headers' meaning; where two headers say the same,
the printed percentages, which reproduce from the counts, show which is which. The national row must be there and be the sum
of the areas, and every percentage must reproduce to the precision printed: a file in which one fails is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import permutations

from assize.core.errors import Problem
from assize.core.nouns import AreaKind
from assize.core.periods import Period
from assize.core.reading import Covered, Row
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.file_names import time_in_name
from assize.ingest.layouts import SHOWN, Asked, Doubt, Layout, Match, Read, settled, some, without_rows
from assize.ingest.long_tables.unread import unread_cells
from assize.ingest.places import Places
from assize.ingest.printed_quarters import check_lines
from assize.ingest.readers.cps_likeness import check_likeness
from assize.ingest.readers.cps_names import check_largest
from assize.ingest.readers.cps_rates import check_rates
from assize.ingest.received import HEADER_ROWS, Received
from assize.ingest.round_numbers import check_round, divisor_of
from assize.ingest.said_scopes import check_below
from assize.ingest.values import read_count, read_percentage

DIMENSION = "offence_category"
FINALISED = "administratively-finalised"
CATEGORIES = {
    "homicide": "homicide",
    "offences against the person": "offences-against-the-person",
    "sexual offences": "sexual-offences",
    "burglary": "burglary",
    "robbery": "robbery",
    "theft and handling": "theft-and-handling",
    "fraud and forgery": "fraud-and-forgery",
    "criminal damage": "criminal-damage",
    "drugs offences": "drugs-offences",
    "public order offences": "public-order-offences",
    "all other offences": "all-other-offences",
    "all other offences excluding motoring": "all-other-offences",
    "motoring offences": "motoring-offences",
    "admin finalised": FINALISED,
    "administratively finalised": FINALISED,
}
_HEADER = re.compile(r"^(number|percentage) of (?:[a-l] )?(.+?) (convictions|unsuccessful)$")
_FULL = 100  # per cent
_FIVE = 5
_TENTH = Decimal("0.1")
# Of the percentages printed, at most this share may fail to reproduce before the columns cannot be what they say.
_TOLERATED = Decimal("0.1")


@dataclass(frozen=True, order=True)
class Meaning:
    """What a column holds: a number or a percentage, of which outcome, in which category."""

    measure: str  # "number" or "percentage"
    field: str  # "convictions" or "unsuccessful"
    category: str


MEANINGS = frozenset(
    Meaning(measure, field, category)
    for measure in ("number", "percentage")
    for field in ("convictions", "unsuccessful")
    for category in CATEGORIES.values()
    if category != FINALISED or field == "unsuccessful"
)


def meaning_of(header: str) -> Meaning | None:
    """What a header says, whatever its spelling; None where it says nothing known."""
    words = re.sub(r"[^a-z]+", " ", header.casefold().replace("&", " and ")).strip()
    match = _HEADER.match(words)
    if not match or match[2] not in CATEGORIES:
        return None
    meaning = Meaning(match[1], match[3], CATEGORIES[match[2]])
    return meaning if meaning in MEANINGS else None


def _header_row(rows: Sequence[Sequence[str]]) -> int | None:
    for index, row in enumerate(rows[:HEADER_ROWS]):
        known = [meaning for meaning in map(meaning_of, row) if meaning and meaning.measure == "number"]
        if len({meaning.category for meaning in known}) >= len(set(CATEGORIES.values())) // 2:
            return index
    return None


def _recognises(received: Received) -> Match | None:
    because = "its headers are numbers of convictions by offence category"
    return Match(because) if _header_row(received.top) is not None else None


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Table:
    """The file's own rows: headers, and lines of cells by line number."""

    name: str
    headers: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]

    def place(self, line: int, column: int) -> str:
        header = self.headers[column] or "first column"
        return f"{self.name} [line {line}, {header}]"


def _read(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    rows = received.rows()
    at = _header_row([row for _, row in rows])
    assert at is not None  # recognised by it
    table_headers = tuple(cell.strip() for cell in rows[at][1])
    table = _Table(received.name, table_headers, tuple((line, tuple(row)) for line, row in rows[at + 1 :]))
    if not table.lines:
        raise without_rows(received)  # no cell could show which column is which
    problems: list[Problem] = []
    period = _period(received, asked, problems)
    name_column = _name_column(table, problems)
    columns = _columns(table, name_column, problems)
    areas = _areas(table, name_column, source, catalogue, period, problems)
    content = _rows(table, areas, columns, period, problems) if period else []
    problems += _check_percentages(table, areas, columns)
    if period:
        problems += check_lines(received, [row for _, row in rows], period)
    problems = settled(problems, source, asked)  # a doubt that is answered leaves no sum unchecked
    if not any(problem.blocks for problem in problems):  # else every sum would fail for a reason already said
        order = _check_order(table, columns, content)
        problems += order or check_rates(table.name, _nations(areas, catalogue), content, FINALISED)
        problems += _check_twins(table, columns, content)
        problems += _check_national(table, areas, catalogue, content)
        problems += check_largest(table.name, areas, content, catalogue)
        headers = {(row.dimensions[0], row.field): row.column for row in content}
        problems += check_likeness(table.name, _nations(areas, catalogue), content, headers)
        problems += check_round(received.name, {"all areas": [row.value for row in content]})
        problems += _check_fives(table, content)
    return Read(
        title=f"{source.title}, {_printed(period)}" if period else source.title,
        covers=(Covered(period),) if period else (),
        dimensions=(DIMENSION,),
        content=content,
        problems=tuple(problems),
    )


def _printed(period: Period) -> str:
    start, number = period.financial_quarter
    return f"{start}/{(start + 1) % 100:02d} Q{number}"


def _period(received: Received, asked: Asked, problems: list[Problem]) -> Period | None:
    said = time_in_name(received.name)
    named = said.quarter
    if said.other:  # months and whole years have been published with the same columns, and nothing in them tells
        problems.append(
            Problem(
                "the file's name speaks of another span than one quarter, and months and years have the same columns",
                received.name,
                found=f"'{said.other}'",
                expected="a file of the three months of one quarter",
                fix="Load the quarterly file, under the name it was published under (such as POC-18-19-q4.csv).",
            )
        )
        return None
    if asked.period is None:
        if named is None:
            problems.append(
                Problem(
                    "the file does not say which quarter it is of, and its name does not either",
                    received.name,
                    expected="a name such as POC-18-19-q4.csv",
                    fix="Give it the name it was published under. If you know that it holds the three months of one quarter,"
                    " neither a month nor a year, say which: --period 2018-19-q4.",
                )
            )
        return named
    if not asked.period.is_quarter:
        problems.append(
            Problem("this is a quarterly file", received.name, f"the period {asked.period.id}", "a quarter")
        )
    elif not said.allows(asked.period):
        problems.append(
            Problem(
                "the period given is not the one in the file's name",
                received.name,
                found=f"{_printed(asked.period)} given, {_printed(named) if named else 'other months'} in the name",
                fix="Leave the period out, or rename the file.",
            )
        )
    return asked.period


def _name_column(table: _Table, problems: list[Problem]) -> int:
    """The column of area names: the one whose header is no measure and whose cells are no numbers."""
    for column, header in enumerate(table.headers):
        cells = [row[column].strip() for _, row in table.lines if column < len(row)]
        if meaning_of(header) is None and cells and all(re.match(r"[A-Za-z]", cell) for cell in cells if cell):
            return column
    problems.append(
        Problem("there is no column of area names", table.name, expected="a column such as National, Essex")
    )
    return 0


def _columns(table: _Table, name_column: int, problems: list[Problem]) -> dict[Meaning, int]:
    """Where each meaning stands. Two headers of one meaning, one missing: the percentages show which is which."""
    claims: dict[Meaning, list[int]] = {}
    for column, header in enumerate(table.headers):
        meaning = meaning_of(header)
        if meaning is not None:
            claims.setdefault(meaning, []).append(column)
    known = {name_column, *(column for found in claims.values() for column in found)}
    problems += unread_cells(
        table.name, table.headers, known, (row for _, row in table.lines if len(row) >= len(table.headers))
    )
    columns = {meaning: found[0] for meaning, found in claims.items() if len(found) == 1}
    doubled = {meaning: found for meaning, found in claims.items() if len(found) > 1}
    missing = MEANINGS - claims.keys()
    for meaning, found in doubled.items():
        lost = [other for other in missing if other.measure == meaning.measure and other.field == meaning.field]
        chosen = _tell_apart(table, columns, meaning, found, lost)
        if chosen is None:
            problems.append(
                Problem(
                    "several columns have the same header, and the figures do not show which is which",
                    table.name,
                    found=f"'{table.headers[found[0]]}' {len(found)} times",
                    expected="one column for each header",
                )
            )
            columns[meaning] = found[0]
            continue
        for read_as, column in chosen.items():
            columns[read_as] = column
            if read_as != meaning:
                missing -= {read_as}
                problems.append(
                    Problem(
                        "a header is wrong: its figures are those of "
                        + ("administratively finalised" if read_as.category == FINALISED else read_as.category),
                        f"{table.name} [column {column + 1}]",
                        found=f"'{table.headers[column]}' twice",
                        blocks=False,
                    )
                )
    shown = {meaning.category for meaning in columns if meaning.measure == "percentage"}
    for category in sorted({meaning.category for meaning in MEANINGS} - shown - {FINALISED}):
        problems.append(
            Problem(
                "no percentage stands beside these counts, so nothing shows that they are what their headers say",
                table.name,
                expected=f"Percentage of {_words(category)} Convictions",
                fix="Load the publisher's file with all of its columns.",
            )
        )
    needed = sorted(meaning for meaning in missing if meaning.measure == "number")
    for meaning in needed:
        problems.append(
            Problem(
                "a column is missing",
                table.name,
                expected=f"Number of {_words(meaning.category)} {meaning.field.capitalize()}",
                fix="Load the publisher's file with all of its columns.",
            )
        )
    return columns


def _words(category: str) -> str:
    return next(words for words, known in CATEGORIES.items() if known == category).title()


def _tell_apart(
    table: _Table, columns: Mapping[Meaning, int], meaning: Meaning, found: Sequence[int], lost: Sequence[Meaning]
) -> dict[Meaning, int] | None:
    """Which of the doubled columns is which: the one assignment under which no percentage fails to reproduce."""
    if len(found) != len(lost) + 1:
        return None
    fitting = []
    for order in permutations(found):
        tried = dict(zip((meaning, *lost), order, strict=True))
        if not any(True for _ in _misfits(table, {**columns, **tried}, {each.category for each in tried})):
            fitting.append(tried)
    return fitting[0] if len(fitting) == 1 else None


def _areas(
    table: _Table,
    name_column: int,
    source: SourceSpec,
    catalogue: Catalogue,
    period: Period | None,
    problems: list[Problem],
) -> dict[int, str]:
    """Line -> area. A line that is nothing but a note is left out, and said; one that limits the figures is a doubt."""
    places = Places(catalogue.areas, source.observes)
    areas: dict[int, str] = {}
    for line, row in table.lines:
        name = row[name_column].strip() if name_column < len(row) else ""
        if sum(bool(cell.strip()) for cell in row) == 1:
            said = next(cell.strip() for cell in row if cell.strip())
            place = f"{table.name} [line {line}]"
            problems.append(Problem("a line with no figures is left out", place, f"'{said[:60]}'", blocks=False))
            problems += check_below(place, [said], [period] if period else [])
            continue
        area = places.named(name)
        if area is None:
            near = places.nearest(name)
            problems.append(
                Problem(
                    "this area is not known",
                    f"{table.name} [line {line}]",
                    found=f"'{name}'",
                    expected=f"a CJS area, perhaps {near}" if near else "a CJS area",
                    fix="Correct the name, or add it to the area's variants in the catalogue.",
                )
            )
        elif area.slug in areas.values():
            problems.append(
                Problem("this area stands in the file twice", f"{table.name} [line {line}]", found=f"'{name}'")
            )
        else:
            areas[line] = area.slug
    return areas


def _rows(
    table: _Table, areas: Mapping[int, str], columns: Mapping[Meaning, int], period: Period, problems: list[Problem]
) -> list[Row]:
    content: list[Row] = []
    for line, row in table.lines:
        if line not in areas:
            continue
        for meaning, column in sorted(columns.items()):
            if meaning.measure != "number":
                continue
            raw = row[column].strip() if column < len(row) else ""
            read = read_count(raw)
            if read is None:
                below = read_count(raw, negative=True) is not None
                problems.append(
                    Problem(
                        "a count of defendants cannot be below zero" if below else "this is no count",
                        table.place(line, column),
                        found=f"'{raw}'",
                        expected="a whole number of 0 or more, or [x] if not available",
                    )
                )
                continue
            content.append(
                Row(
                    area=areas[line],
                    period=period,
                    field=meaning.field,
                    dimensions=(meaning.category,),
                    value=read.value,
                    absence=read.absence,
                    raw=raw,
                    line=line,
                    column=table.headers[column],
                    marks=read.marks,
                )
            )
    return content


# --- reconciling ------------------------------------------------------------------------------------------------------


def _misfits(
    table: _Table, columns: Mapping[Meaning, int], categories: set[str] | None = None
) -> Iterator[tuple[int, int, str, str]]:
    """(line, column, printed, expected) of each printed percentage that the counts do not give."""
    for line, row in table.lines:
        for category in sorted(categories or set(CATEGORIES.values())):
            counts: dict[str, Decimal] = {}
            absent = False
            for field in ("convictions", "unsuccessful"):
                column = columns.get(Meaning("number", field, category))
                if column is not None and column < len(row):
                    read = read_count(row[column])
                    if read and read.value is not None:
                        counts[field] = read.value
                    else:
                        absent = True
            if absent or (category != FINALISED and len(counts) == 1):
                continue  # of a whole that is not known no percentage can be checked
            for field, count in counts.items():
                column = columns.get(Meaning("percentage", field, category))
                if column is None or column >= len(row):
                    continue
                printed = read_percentage(row[column])
                whole = sum(counts.values(), Decimal(0))
                if printed is None or not whole:
                    continue  # nought of nought is printed as a dash, or once as 0
                exact = count * _FULL / whole
                if not _reproduces(exact, *printed):
                    shown = exact.quantize(Decimal(1).scaleb(-printed[1]), ROUND_HALF_UP)
                    yield line, column, row[column].strip(), f"{shown}%"


def _reproduces(exact: Decimal, printed: Decimal, places: int) -> bool:
    """Equal to the precision printed; a half may have gone either way. `82.60%` is printed to one decimal and a nought."""
    if places > 1 and printed == printed.quantize(_TENTH):
        places = 1
    return abs(exact - printed) <= Decimal("0.5").scaleb(-places)


def _check_percentages(table: _Table, areas: Mapping[int, str], columns: Mapping[Meaning, int]) -> list[Problem]:
    misfits = [misfit for misfit in _misfits(table, columns) if misfit[0] in areas]
    if not misfits:
        return []
    if len(misfits) > _TOLERATED * len(areas) * len(columns):
        line, column, printed, expected = misfits[0]
        return [
            Problem(
                "the percentages do not follow from the counts, so the columns are not what their headers say",
                table.name,
                found=f"{len(misfits)} that differ, the first {printed} in line {line}, {table.headers[column]}",
                expected=f"{expected} there",
                fix="Load the publisher's own file.",
            )
        ]
    shown = [
        Problem(
            "a printed percentage does not follow from its counts",
            table.place(line, column),
            found=printed,
            expected=expected,
            fix="One of the three is wrong: compare them with the publisher's own file.",
        )
        for line, column, printed, expected in misfits[:SHOWN]
    ]
    if len(misfits) > SHOWN:
        shown.append(Problem("more percentages do not follow", table.name, found=f"{len(misfits) - SHOWN}"))
    return shown


_TOLD_APART = 10  # areas with cases by which two columns can be told apart


def _check_twins(table: _Table, columns: Mapping[Meaning, int], content: Sequence[Row]) -> list[Problem]:
    """Two columns of counts that are the same in every area: one was copied over the other."""
    held: dict[Meaning, dict[str, Decimal | None]] = {}
    for row in content:
        held.setdefault(Meaning("number", row.field, row.dimensions[0]), {})[row.area] = row.value
    first: dict[tuple[tuple[str, Decimal | None], ...], Meaning] = {}
    problems = []
    for meaning, counts in sorted(held.items(), key=lambda each: columns.get(each[0], 0)):
        twin = first.setdefault(tuple(sorted(counts.items())), meaning)
        if twin is meaning or sum(bool(count) for count in counts.values()) < _TOLD_APART:
            continue
        one, other = (columns[each] for each in (meaning, twin))
        problems.append(
            Problem(
                "two columns have the same count in every area, so one may have been copied over the other",
                f"{table.name} [column {one + 1}, {table.headers[one]}]",
                found=f"the counts of '{table.headers[other]}'",
                expected="counts of its own",
                fix="Load the publisher's own file.",
            )
        )
    return problems


def _check_order(table: _Table, columns: Mapping[Meaning, int], content: Sequence[Row]) -> list[Problem]:
    """A category whose two outcomes stand the other way round than in other categories, and of which most were unsuccessful.

    Percentages reproduce whichever way round two headers stand. Columns that were moved whole give a rate like the others';
    where most cases of a category failed, nothing shows whether its columns were moved or only their headers.
    """
    counts: dict[tuple[str, str], Decimal] = {}
    for row in content:
        key = (row.dimensions[0], row.field)
        counts[key] = counts.get(key, Decimal(0)) + (row.value or Decimal(0))
    order: dict[str, bool] = {}
    for category in sorted({meaning.category for meaning in columns} - {FINALISED}):
        ends = [columns.get(Meaning("number", field, category)) for field in ("convictions", "unsuccessful")]
        if ends[0] is not None and ends[1] is not None:
            order[category] = ends[0] < ends[1]
    problems = []
    for category, first in order.items():
        same = sum(other == first for other in order.values())
        won, lost = (counts.get((category, field), Decimal(0)) for field in ("convictions", "unsuccessful"))
        if same * 2 <= len(order) and won < lost:
            column = columns[Meaning("number", "convictions", category)]
            problems.append(
                Problem(
                    "the columns of a category stand in another order than those of the others, and most of its cases were"
                    " unsuccessful: its headers may have been exchanged",
                    f"{table.name} [column {column + 1}, {table.headers[column]}]",
                    found=f"{_FULL * won / (won + lost):.1f}% convictions",
                    expected="convictions and unsuccessful in the order of the other categories",
                    fix="Load the publisher's own file.",
                )
            )
    return problems


def _check_fives(table: _Table, content: Sequence[Row]) -> list[Problem]:
    """Counts that are all multiples of five: the publisher counts exactly, and may one day round."""
    if divisor_of(row.value for row in content) != _FIVE:
        return []
    return [
        Doubt(
            "every count is a multiple of 5, so they may have been rounded",
            table.name,
            found="all areas",
            expected="counts, each as it is",
            fix="Load the publisher's own file.",
            key=f"rounded@{content[0].period.id}",
        )
    ]


def _nations(areas: Mapping[int, str], catalogue: Catalogue) -> set[str]:
    return {slug for slug in areas.values() if AreaKind.NATION in catalogue.areas[slug].kinds}


def _check_national(
    table: _Table, areas: Mapping[int, str], catalogue: Catalogue, content: Sequence[Row]
) -> list[Problem]:
    nations = _nations(areas, catalogue)
    boards = {slug for slug, area in catalogue.areas.items() if AreaKind.BOARD in area.kinds}
    problems = []
    absent = sorted(boards - set(areas.values()))
    if absent:
        names = [catalogue.areas[slug].name for slug in absent]
        problems.append(
            Problem("some areas are not in the file", table.name, found=f"none of {some(names)}", blocks=False)
        )
    if not nations:
        problems.append(
            Problem(
                "the national row is missing, so nothing shows whether the areas are all there",
                table.name,
                expected="a row National, the sum of the areas",
                fix="Load the publisher's file with all of its rows.",
            )
        )
    for nation in nations:
        printed: dict[tuple[str, str], Decimal] = {}
        added: dict[tuple[str, str], Decimal] = {}
        partly: set[tuple[str, str]] = set()  # an area's count is not known, so the sum is only a part
        for row in content:
            key = (row.field, row.dimensions[0])
            if row.value is not None:
                into = printed if row.area == nation else added
                into[key] = into.get(key, Decimal(0)) + row.value
            elif row.area != nation:
                partly.add(key)
        for key in sorted(printed):
            whole = added.get(key, Decimal(0))
            if printed[key] < whole if key in partly else printed[key] != whole:
                problems.append(
                    Problem(
                        f"the national figure is not the sum of the areas ({key[1]}, {key[0]})",
                        table.name,
                        found=f"{printed[key]}",
                        expected=f"{'at least ' if key in partly else ''}{whole}",
                        fix="Load the publisher's file with all of its rows and columns as they were.",
                    )
                )
    return problems


LAYOUT = Layout(
    id="cps-case-outcomes",
    version=2,
    looks_like="the CPS csv of case outcomes by principal offence category (Number of Homicide Convictions, …)",
    recognises=_recognises,
    read=_read,
    rows_alone=True,
)
