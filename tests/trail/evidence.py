"""The cells at the end of a trail, read again where they lie: by file and line, or by sheet and cell.

`ExampleFiles` reads the csv files of the example; `PublishedFiles` the publishers' own, csv with the standard library and
workbooks with python-calamine. Neither knows the product's readers.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Protocol

_LINE = re.compile(r"^line (\d+), (.*)$", re.DOTALL)
_READ = (".csv", ".gz", ".xlsx", ".xls")
_CELL = re.compile(r"^([A-Z]+)(\d+)$")


class Wanted(Protocol):
    """What the product says of a cell: where it stands, and what it is."""

    @property
    def file(self) -> str: ...
    @property
    def sheet(self) -> str: ...
    @property
    def ref(self) -> str: ...


@dataclass
class Reread:
    """What stands in a cell (None: no number), and its line: the headers and the words under them."""

    value: Fraction | int | None
    names: tuple[str, ...]
    words: Sequence[str]
    header: str

    @property
    def line(self) -> dict[str, str]:
        return dict(zip(self.names, self.words, strict=False))


@cache
def number(text: str) -> Fraction | int | None:
    """A number as published: `"29,338"`, ` -00 `, `  1,234 `, `12.0`; None for what is none."""
    plain = text.strip().replace(",", "")
    if re.fullmatch(r"[+-]?\d+", plain):
        return int(plain)
    return Fraction(plain) if re.fullmatch(r"[+-]?\d+\.\d+", plain) else None


@dataclass
class _Table:
    header: tuple[str, ...]
    lines: dict[int, list[str]]  # by number of the line in the file, 1 for the first

    def row(self, line: int) -> dict[str, str]:
        return dict(zip(self.header, self.lines[line], strict=False))


def read_table(path: Path) -> _Table:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as handle:  # type: ignore[operator]
        reader = csv.reader(handle)
        header = tuple(next(reader))
        lines: dict[int, list[str]] = {}
        begins = reader.line_num + 1
        for row in reader:
            lines[begins] = row
            begins = reader.line_num + 1
    return _Table(header, lines)


class Files:
    """Files of some folders by name, each read once."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._paths = {
            path.name: path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in _READ
        }
        self.cells = 0
        self._tables: dict[str, _Table] = {}
        self._sheets: dict[tuple[str, str], Sequence[Sequence[object]]] = {}

    @property
    def names(self) -> list[str]:
        return sorted(self._paths)

    def table(self, file: str) -> _Table:
        if file not in self._tables:
            self._tables[file] = read_table(self._paths[file])
        return self._tables[file]

    def reread(self, cell: Wanted) -> Reread:
        self.cells += 1
        if cell.sheet:
            return self._in_sheet(cell)
        found = _LINE.match(cell.ref)
        if found is None:
            raise AssertionError(f"{cell.file} [{cell.ref}] is no line of a csv")
        table, line = self.table(cell.file), int(found[1])
        words = table.lines[line]
        return Reread(number(words[table.header.index(found[2])]), table.header, words, found[2])

    def _in_sheet(self, cell: Wanted) -> Reread:
        place = _CELL.match(cell.ref)
        if place is None:
            raise AssertionError(f"{cell.file} [{cell.sheet}!{cell.ref}] is no cell")
        rows = self._sheet(cell.file, cell.sheet)
        row = rows[int(place[2]) - 1]
        found = row[_column(place[1])]
        value = Fraction(str(found)) if isinstance(found, int | float) else number(str(found))
        return Reread(value, (), (), cell.ref)

    def _sheet(self, file: str, sheet: str) -> Sequence[Sequence[object]]:
        if (file, sheet) not in self._sheets:
            from python_calamine import CalamineWorkbook

            book = CalamineWorkbook.from_path(str(self._paths[file]))
            self._sheets[file, sheet] = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        return self._sheets[file, sheet]


@cache
def _column(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


@cache
def period_id(slug: str) -> str:
    """The example's `2018-19-q4` as the trail's `2019Q1`; other periods are spelled alike."""
    found = re.match(r"^(\d{4})-\d{2}-q([1-4])$", slug)
    if found is None:
        return slug
    start, place = int(found[1]), int(found[2])
    return f"{start}Q{place + 1}" if place < 4 else f"{start + 1}Q1"


# --- what a line says it is ---------------------------------------------------------------------------------------


def told_by_example(one: Any, read: Reread) -> Iterator[tuple[str, str]]:
    """By the columns of the example's own layout."""
    line = read.line
    yield line["area"], one.area
    yield period_id(line["period"]), one.period.id
    yield line["field"], one.field
    for name, value in one.dimensions.items():
        yield line.get(name, ""), value


_FIELDS = {
    "offences": "number of offences",
    "offences_recorded": "force outcomes for offences recorded in quarter",
    "outcomes_recorded": "force outcomes recorded in quarter",
}


def told_by_publisher(one: Any, read: Reread) -> Iterator[tuple[str, str]]:
    """By the publishers' own words: force, quarter, offence and outcome in a large csv; area and column of the CPS."""
    place = _headers(read.names)
    if "force name" in place:
        words = read.words
        yield _quarter(words[place["financial year"]], words[place["financial quarter"]]), one.period.id
        yield _slug(words[place["force name"]]), _FORCES.get(one.area, one.area)
        group = _slug(words[place["offence group"]])
        yield _GROUPS.get(group, group), one.dimensions["offence_group"]
        if "outcome type" in place:
            yield words[place["outcome type"]], one.dimensions["outcome_type"]
            yield words[place["offence code"]], one.dimensions["offence_code"]
        header = _words(read.header)
        yield (
            ("force outcomes for offences recorded in quarter" if header == "offences" else header),
            _FIELDS[one.field],
        )
    elif read.header.startswith(("Number of", "Percentage of")):
        category = one.dimensions["offence_category"]
        yield str("Unsuccessful" in read.header), str(one.field == "unsuccessful")
        yield _slug(read.header), f"number-of-{_CATEGORIES.get(category, category)}-{one.field}"
        yield _slug(read.words[0]).replace("-", ""), _CPS_NAMES.get(one.area, one.area).replace("-", "")


_GROUPS = {"miscellaneous-crimes": "miscellaneous-crimes-against-society"}  # so called in the recorded crime file
_FORCES = {"city-of-london": "london-city-of"}
_CPS_NAMES = {"england-and-wales": "national"}
_CATEGORIES = {
    "all-other-offences": "all-other-offences-excluding-motoring",
    "administratively-finalised": "admin-finalised",
}


@cache
def _headers(names: tuple[str, ...]) -> dict[str, int]:
    return {_words(name): index for index, name in enumerate(names)}


@cache
def _quarter(year: str, quarter: str) -> str:
    return period_id(f"{year.replace('/', '-')}-q{quarter}")


@cache
def _words(text: str) -> str:
    return text.replace("_", " ").strip().lower()


@cache
def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower().replace("&", "and")).strip("-")


# --- the example's sums, added up again from the publishers' lines ------------------------------------------------


@dataclass(frozen=True)
class Stated:
    """A row of the example: where its figure stands in the original, or the lines it adds up: filter, number, total."""

    file: str
    sheet: str
    ref: str
    filter: str
    lines: int
    value: Fraction | int | None
    absent: bool
    where: str


def stated(files: Files) -> Iterator[Stated]:
    for name in files.names:
        table = files.table(name)
        for line in table.lines:
            row = table.row(line)
            yield Stated(
                row["file"],
                row["sheet"],
                row["cell"],
                row["filter"],
                int(row["lines"] or 0),
                number(row["value"]),
                bool(row["absence"]),
                f"{name}, line {line}",
            )


class Lines:
    """The lines of a large csv, found by a stated filter."""

    def __init__(self, table: _Table) -> None:
        self._columns = {name: index for index, name in enumerate(table.header)}
        self._rows = list(table.lines.values())
        self._indexes: dict[tuple[str, ...], dict[tuple[str, ...], list[list[str]]]] = {}

    def meeting(self, conditions: str) -> list[list[str]]:
        same, other = [], []
        for one in conditions.split("; "):
            name, sign, value = re.fullmatch(r"(.+?)(!=|=)(.*)", one).groups()  # type: ignore[union-attr]
            (same if sign == "=" else other).append((name, value))
        rows = self._index(tuple(name for name, _ in same)).get(tuple(value for _, value in same), [])
        return [row for row in rows if all(row[self._columns[name]] != value for name, value in other)]

    def _index(self, names: tuple[str, ...]) -> dict[tuple[str, ...], list[list[str]]]:
        if names not in self._indexes:
            places = [self._columns[name] for name in names]
            found: dict[tuple[str, ...], list[list[str]]] = defaultdict(list)
            for row in self._rows:
                found[tuple(row[place] for place in places)].append(row)
            self._indexes[names] = found
        return self._indexes[names]

    def column(self, name: str) -> int:
        return self._columns[name]
