"""The sheets of a workbook that hold one long table, a sheet a financial year, as one table in memory.

A sheet is known as part of it by its headers, wherever they stand and in whatever order; cover and notes are read over. A
sheet that has some of the headers and not all, or a year for a name and no header, is refused by name: nobody could tell
that its figures are missing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assize.core.errors import FileRefused, Problem
from assize.ingest.files.databases import connect, text_sql
from assize.ingest.files.sheet_stream import SheetTop, sheet_tops, stream_rows
from assize.ingest.layouts import Match, longer_than_headers, match_headers, unit_above
from assize.ingest.long_tables.table import LargeTable, header_key, only_columns
from assize.ingest.received import Received, column_letters

_NAMED_BY_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-_/ ]\s*((?:20)?\d{2})(?!\d)")
# Sheets of words, whatever year is in their names.
_TEXTS = re.compile(
    r"(?<![a-z])(?:notes?|cover|contents?|changes?|information|metadata|footnotes?|readme|revisions? log)(?![a-z])",
    re.IGNORECASE,
)
_NO_COLUMN = -1


@dataclass(frozen=True)
class _Part:
    """A sheet of the table: the row of its header, the columns of our names, and those of headers besides (as keys)."""

    header: int
    columns: Mapping[str, int]
    printed: Sequence[str]
    besides: Mapping[str, int]


def match_sheets(
    received: Received, needed: Collection[str], because: str, *, clean: Callable[[str], str] = header_key
) -> Match | None:
    """How far the sheets of a workbook bear a table's headers: the sheet that bears fewest of them decides.

    A sheet without any is a cover or notes. None where no sheet has half of them.
    """
    found = [match for top in sheet_tops(received) if (match := match_headers(top.rows, needed, because, clean=clean))]
    return min(found, key=lambda match: match.confidence, default=None)


def open_sheets(
    received: Received, needed: Collection[str], wanted: Mapping[str, Sequence[str]], scratch: Path
) -> LargeTable:
    """Reads the sheets into a table in memory: the columns of `wanted`, known by any of their spellings, then those besides.

    Raises FileRefused where sheets lack columns others have, or a sheet that is named by a year has no table in it.
    """
    parts: dict[str, _Part] = {}
    over: list[str] = []
    problems: list[Problem] = []
    for top in sheet_tops(received):
        part = _part(received, top, needed, wanted, problems)
        if part is not None:
            parts[top.name] = part
        elif top.rows and _NAMED_BY_YEAR.search(top.name) and not _TEXTS.search(top.name):
            problems.append(
                Problem(
                    "a sheet is named by a year and has no table that is known",
                    f"{received.name} [{top.name}]",
                    expected=f"the headers {', '.join(needed)}",
                    fix="Load the publisher's own file.",
                )
            )
        else:
            over.append(top.name)
    names = tuple(dict.fromkeys(name for part in parts.values() for name in part.columns))
    for sheet, part in parts.items():
        if part.columns and (lacking := [name for name in names if name not in part.columns]):
            problems.append(
                Problem(
                    "a sheet lacks columns that others of its workbook have",
                    f"{received.name} [{sheet}]",
                    found=f"no '{', '.join(lacking)}'",
                    fix="Load the publisher's own file.",
                )
            )
    if problems:
        raise FileRefused(received.name, problems)
    return _fill(received, parts, names, scratch)


def check_years(table: LargeTable, year: str) -> list[Problem]:
    """Rows of a sheet that is named by a financial year are of that year: else the sheet is of another edition."""
    problems = []
    column = table.col(year)
    for sheet in table.letters:
        named = _NAMED_BY_YEAR.search(sheet)
        if named is None:
            continue
        begins = f"trim(coalesce({column}, '')) NOT LIKE {text_sql(named[1] + '%')}"
        many, first = table.ask(
            f"SELECT count(*) AS n, min(line) AS first FROM kept WHERE sheet = {text_sql(sheet)} AND {begins}"
        )[0]
        if many:
            printed = table.ask(f"SELECT {column} FROM kept WHERE line = {first}")[0][0]
            problems.append(
                Problem(
                    "this row is not of the year its sheet is named by",
                    table.place(first, year),
                    found=f"'{printed or ''}' in {many:,} {'row' if many == 1 else 'rows'}",
                    expected=f"{named[1]}/{named[2][-2:]}",
                    fix="Load the publisher's own file.",
                )
            )
    return problems


def _part(
    received: Received,
    top: SheetTop,
    needed: Collection[str],
    wanted: Mapping[str, Sequence[str]],
    problems: list[Problem],
) -> _Part | None:
    for index, row in enumerate(top.rows):
        keys = {header_key(cell) for cell in row}
        if not all(keys & set(wanted[name]) for name in needed):
            continue
        if above := unit_above(top.rows[:index]):
            problems.append(
                Problem(
                    "a row above the table says that its figures stand in another unit",
                    f"{received.name} [{top.name}, row {above[0] + 1}]",
                    found=f"'{above[1]}'",
                    expected="numbers, each as it is",
                    fix="Load the publisher's own file.",
                )
            )
        try:
            columns = only_columns(received, row, wanted)
            taken = set(columns.values())
            besides = {key: at for at, cell in enumerate(row) if at not in taken and (key := header_key(cell))}
            return _Part(index + 1, columns, row, besides)
        except FileRefused as error:
            problems += [
                Problem(one.what, f"{received.name} [{top.name}]", one.found, one.expected, one.fix)
                for one in error.problems
            ]
            return _Part(index + 1, {}, row, {})
    return None


def _fill(received: Received, parts: Mapping[str, _Part], names: Sequence[str], scratch: Path) -> LargeTable:
    """Writes the rows below the headers to a csv that the database reads back: far faster than inserting them."""
    path = scratch / f"{received.sha256}.sheets.csv"
    besides = list(dict.fromkeys(key for part in parts.values() for key in part.besides))
    # A sheet without a column that others have besides gives nothing there: no column has a number below zero.
    placed = {
        sheet: [*(part.columns[name] for name in names), *(part.besides.get(key, _NO_COLUMN) for key in besides)]
        for sheet, part in parts.items()
    }
    below = {sheet: part.header for sheet, part in parts.items()}
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n", quoting=csv.QUOTE_ALL)
        write = writer.writerow
        ends = {
            sheet: max(at for at, cell in enumerate(part.printed) if cell.strip()) + 1 for sheet, part in parts.items()
        }
        longer: list[str] = []
        for sheet, number, cells in stream_rows(received):
            if sheet in below and number > below[sheet]:
                if cells.get(ends[sheet], "").strip():
                    longer.append(f"{sheet}!{column_letters(ends[sheet])}{number}")
                write([sheet, number, *[cells.get(column, "") for column in placed[sheet]]])
    if longer:
        path.unlink()
        raise longer_than_headers(received, longer)
    connection = connect()
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(len(names) + len(besides)))
    connection.execute(
        "CREATE TABLE lines AS SELECT * FROM read_csv(?, auto_detect = false, header = false, delim = ',', quote = '\"',"
        " escape = '\"', new_line = '\\n', null_padding = false, allow_quoted_nulls = false, max_line_size = 10000000,"
        f" encoding = 'utf-8', columns = {{'sheet': 'VARCHAR', 'row': 'INTEGER', {columns}}})",
        [str(path)],
    )
    path.unlink()
    connection.execute("CREATE VIEW received AS SELECT rowid + 1 AS line, * FROM lines")
    (records,) = connection.execute("SELECT count(*) AS n FROM lines").fetchall()[0]
    first = next(iter(parts.values()))
    printed = [
        next(part.printed[part.besides[key]] for part in parts.values() if key in part.besides) for key in besides
    ]
    return LargeTable(
        received,
        connection,
        {name: index for index, name in enumerate(names)},
        (*(first.printed[first.columns[name]].strip() for name in names), *(header.strip() for header in printed)),
        records,
        {sheet: tuple(column_letters(part.columns[name]) for name in names) for sheet, part in parts.items()},
    )
