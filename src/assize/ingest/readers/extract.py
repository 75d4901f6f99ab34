"""Our own layout: figures taken out of one edition of a publication, each with where it stands in the original.

One file an edition, csv, UTF-8. Columns (in any order):

    source publication edition released released_estimated area period field <dimensions> value absence marks
    file sheet cell filter lines

`edition` is the original's, `released` its day and `released_estimated` yes or no; `area` is our slug or an ONS code,
`period` any spelling of the house. Every column that is not in the list is a dimension of the source. A figure copied from
one cell has `file`, `sheet` and `cell`; one that adds up lines has in `cell` the column added, in `filter` the conditions
(`header=value`, `header!=value`, joined by `; `) and in `lines` how many lines they leave: `value` is then their total.

A combination of dimensions that has no row is a true nought, for every area, period and field that has any row. A cell that
is not a number in the original stands here with its absence, so the two cannot be confused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assize.core.errors import AssizeError, Problem
from assize.core.nouns import Absence, Mark
from assize.core.periods import Period, parse_period
from assize.core.reading import Covered, Row
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.layouts import SHOWN, Asked, Layout, Match, Read, match_headers, without_rows
from assize.ingest.received import Received
from assize.ingest.values import read_number

LEADING = ("source", "publication", "edition", "released", "released_estimated", "area", "period", "field")
TRAILING = ("value", "absence", "marks", "file", "sheet", "cell", "filter", "lines")
_ONE_OF_EACH = ("source", "publication", "edition", "released", "released_estimated", "file")
_YES_NO = {"yes": True, "no": False}
_CODE = re.compile(r"^[A-Z]\d{8}$")
_ABSENCES = {absence.value: absence for absence in Absence}
_MARKS = {mark.value: mark for mark in Mark}


def _recognises(received: Received) -> Match | None:
    return match_headers(received.top[:1], (*LEADING, *TRAILING), "it is in the layout of our own extracts")


def _names_source(received: Received, catalogue: Catalogue) -> str:
    at = received.top[0].index("source")
    if not any(cell.strip() for row in received.top[1:] for cell in row):
        raise without_rows(received)  # no line says which source it is of
    return received.top[1][at] if len(received.top[1]) > at else ""


@dataclass
class _Lines:
    """What is gathered while the lines are read, and what is wrong with them."""

    received: Received
    problems: list[Problem]
    more: int = 0

    def wrong(self, line: int, column: str, what: str, found: str, expected: str = "") -> None:
        if len(self.problems) < SHOWN * 4:
            self.problems.append(Problem(what, f"{self.received.name} [line {line}, {column}]", found, expected))
        else:
            self.more += 1


def _read(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    (_, headers), *rows = received.rows()
    gathered = _Lines(received, [])
    dimensions = tuple(header for header in headers if header not in (*LEADING, *TRAILING))
    for name in dimensions:
        if name not in source.dimensions:
            gathered.wrong(1, name, "this is no dimension of the source", f"'{name}'", ", ".join(source.dimensions))
    for name in sorted({header for header in headers if headers.count(header) > 1}):
        gathered.wrong(1, name, "several columns have the same header", f"'{name}' {headers.count(name)} times", "one")
    content: list[Row] = []
    first: dict[str, str] = {}
    seen: dict[tuple[object, ...], int] = {}
    for line, cells in rows:
        if len(cells) != len(headers):
            gathered.wrong(line, "", "a line is not like the others", f"{len(cells)} cells", f"{len(headers)}")
            continue
        record = dict(zip(headers, cells, strict=True))
        for name in _ONE_OF_EACH:
            if first.setdefault(name, record[name]) != record[name]:
                gathered.wrong(line, name, "an extract is of one edition", f"'{record[name]}'", f"'{first[name]}'")
        row = _row(record, dimensions, line, source, catalogue, gathered)
        if row is None:
            continue
        key = (row.area, row.period, row.field, row.dimensions)
        if key in seen:
            gathered.wrong(line, "field", "this figure stands in the file twice", f"the same as line {seen[key]}")
        seen.setdefault(key, line)
        content.append(row)
    released = _day(first.get("released", ""))
    estimated = _YES_NO.get(first.get("released_estimated", ""))
    if released is None:
        gathered.wrong(2, "released", "this is no day", f"'{first.get('released', '')}'", "a day such as 2019-07-18")
    if estimated is None:
        gathered.wrong(
            2, "released_estimated", "this says neither", f"'{first.get('released_estimated', '')}'", "yes or no"
        )
    if gathered.more:
        gathered.problems.append(Problem("more lines are wrong", received.name, found=f"{gathered.more:,}"))
    return Read(
        title=f"{first.get('publication', '')}, {first.get('edition', '')} (extract)",
        covers=tuple(
            sorted(
                {Covered(row.period, row.area, row.field) for row in content},
                key=lambda one: (one.period, one.area, one.field),
            )
        ),
        dimensions=dimensions,
        content=content,
        problems=tuple(gathered.problems),
        released=released,
        released_estimated=bool(estimated),
    )


def _row(
    record: Mapping[str, str],
    dimensions: tuple[str, ...],
    line: int,
    source: SourceSpec,
    catalogue: Catalogue,
    gathered: _Lines,
) -> Row | None:
    before = len(gathered.problems) + gathered.more
    area, period = record["area"], _period(record["period"])
    if area not in catalogue.areas and not _CODE.match(area):
        gathered.wrong(line, "area", "this area is not known", f"'{area}'", "a slug of the catalogue or an ONS code")
    if period is None:
        gathered.wrong(line, "period", "this is no period", f"'{record['period']}'", "a period such as 2018-19-q4")
    if record["field"] not in source.fields:
        gathered.wrong(
            line, "field", "this is no field of the source", f"'{record['field']}'", ", ".join(source.fields)
        )
    read = read_number(record["value"]) if record["value"] else None
    absence = _ABSENCES.get(record["absence"])
    if (read is None or read.value is None) == (absence is None):
        gathered.wrong(
            line, "value", "this is neither a number nor an absence", f"'{record['value']}' and '{record['absence']}'",
            "one of the two",
        )  # fmt: skip
    if not record["cell"] or bool(record["filter"]) != bool(re.match(r"^[1-9]\d*$", record["lines"])):
        gathered.wrong(
            line, "cell", "it is not said where the figure stands in the original",
            f"'{record['cell']}', '{record['filter']}', '{record['lines']}'",
            "a cell, or a column with a filter and its number of lines",
        )  # fmt: skip
    marks = [_MARKS.get(mark) for mark in record["marks"].split()]
    if None in marks:
        gathered.wrong(line, "marks", "this is no mark", f"'{record['marks']}'", " ".join(_MARKS))
    if period is None or len(gathered.problems) + gathered.more > before:
        return None
    return Row(
        area=area,
        period=period,
        field=record["field"],
        dimensions=tuple(record[name] for name in dimensions),
        value=read.value if read else None,
        absence=absence,
        raw=record["value"],
        line=line,
        column="value",
        marks=tuple(mark for mark in marks if mark),
        origin=_origin(record),
    )


def _origin(record: Mapping[str, str]) -> str:
    """Where the figure stands in the original, in words: `explain` prints it."""
    publication = f"{record['publication']}, {record['edition']}"
    if record["filter"]:
        lines = int(record["lines"])
        counted = f"{lines:,} {'line' if lines == 1 else 'lines'}"
        total = record["value"] or record["absence"]
        return f"{publication}: {record['file']}, {record['cell']}, {counted} where {record['filter']}, total {total}"
    sheet = f"{record['sheet']}!" if record["sheet"] else ""
    return f"{publication}: {record['file']} [{sheet}{record['cell']}]"


def _period(text: str) -> Period | None:
    try:
        return parse_period(text)
    except AssizeError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


LAYOUT = Layout(
    id="extract",
    version=1,
    looks_like="an extract in Assize's own layout (source, publication, edition, released, area, period, field, …)",
    recognises=_recognises,
    read=_read,
    names_source=_names_source,
)
