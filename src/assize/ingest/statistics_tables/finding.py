"""Finds the tables of a statistics workbook (xlsx or ods) laid out as the Government Analysis Function asks for.

A workbook has sheets of text (cover, contents, notes) and sheets of tables. A sheet of tables begins with a title and lines of
text; a table is its header (one row, or several with merged groups) and the rows below it up to a blank row. Several tables
may stand on a sheet, parted by blank rows. Nothing is known by its place: a table keeps for each cell where it stood.
Source of the layout: Government Analysis Function, guidance on releasing statistics in spreadsheets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

from assize.core.errors import Problem
from assize.ingest.files.cell_formats import SheetFormats, read_formats
from assize.ingest.layouts import unit_above
from assize.ingest.printed_periods import is_part_of_year, read_span
from assize.ingest.received import Received, column_letters
from assize.ingest.statistics_tables.blank_rows import is_note, runs_of_rows

_TEXT_SHEET = re.compile(
    r"^\W*(cover|contents?|table of contents|notes?|notes and definitions|definitions|glossary|information|introduction"
    r"|title|read ?me|about|index$|guidance|user guide|symbols|shorthand|metadata|background|list of tables|contacts?"
    r"|further information|cover ?sheet|cover ?page|front ?page|change ?log|revisions?)\b",
    re.IGNORECASE,
)
_MARKER = re.compile(r"^(\[[a-z]{1,4}\]\s*)+$|^(\.\.|-|–|—|:|\*|~|\.|\+)$", re.IGNORECASE)
_SPACED = re.compile(
    r"^-?\d{1,3}([ \u00a0\u2007\u2009\u202f]\d{3})+$"
)  # a figure, of which nobody can be sure that it is one number
_NUMERIC = re.compile(r"^[-−(]?[£]?\s*\d[\d,]*(\.\d+)?\s*%?\)?(\s*\[[a-z]{1,4}\])*$", re.IGNORECASE)
_NOTE = re.compile(
    r"\s*(\[\s*notes?[^\]]*\](?:\d{1,2}(?:,\d{1,2})*(?!\d))?|\(\s*(?:see )?notes?[^)]*\)|[¹²³⁰-⁹]+)", re.IGNORECASE
)
# What may stand before or behind a figure and is none of it: shorthand, notes and digits set high.
_ASIDE = re.compile(r"\[[^\]]*\]|\(\s*(?:see )?notes?[^)]*\)|[¹²³⁰-⁹]+", re.IGNORECASE)
_MARKED = re.compile(r"\s*\[([a-z]{1,4})\]", re.IGNORECASE)
# How publishers said provisional and revised before they had letters in square brackets: `2024 (p)`, `Q1 2025 r`, `Q1 24/25p`.
_STANDING = re.compile(
    r"\s*\((p|r|provisional|revised)\)\s*$|(?:(?<=\d)\s+|(?<=\d\d))([pr])$|(?<=\d),?\s+(provisional|revised)$",
    re.IGNORECASE,
)
# The Ministry of Justice has a letter among the numbers: Q for tables of quarters, A for those of years (`1.Q.2`, `1 Q 2`).
_NUMBERS = r"\d+(?:[._-]\d+|[._-][a-z]{1,2}(?=[._-]\d)|\s+q(?=\s+\d)|(?<=\sq)\s+\d+)*"
_TABLE_ID = re.compile(
    r"^\W*(?:supplementary |annex |appendix )?table[\s_:]*"
    rf"([a-z]{{0,4}}[\s_.-]?{_NUMBERS}[a-z]{{0,2}}(?:[._-]\d+)*)(?![a-z0-9])",
    re.IGNORECASE,
)
# What may stand above the title of a cover: who publishes it, and the standing of the figures.
_LETTERHEAD = re.compile(
    r"^\W*(?:(?:the )?(?:ministry of justice|home office|office for national statistics|crown prosecution service|cps|moj|ons"
    r"|(?:hm|his majesty'?s|her majesty'?s) (?:courts and tribunals|prison and probation) service|hmcts|hmpps)"
    r"|(?:accredited )?(?:official|national) statistics)\W*$",
    re.IGNORECASE,
)
_MOST_HEADER_ROWS = 4
_MOST_WORDS_OF_A_GROUP = 6
_FIGURES = 4  # of a table: fewer numbers may stand in any list
_NO_GROUP = re.compile(
    r"^\W*(back|return|go|see|click|source|contents|index|notes?|numbers?|counts?|£)\b|[.]$", re.IGNORECASE
)
_MOST_COLUMNS = 2_000  # of one sheet; the widest published table seen has under three hundred
_MOST_CELLS = 6_000_000  # of one sheet; the largest published table seen has under one million


UNTOLD = SheetFormats()


@dataclass(frozen=True)
class Column:
    """A column of a table: where it stands, and its header's parts from the top row down (`Crown Court`, `Receipts`).

    Notes are left out of the parts; `marks` are the letters in square brackets printed in the header (`p`).
    """

    index: int
    parts: tuple[object, ...]
    marks: tuple[str, ...] = ()

    @property
    def header(self) -> str:
        """The parts in one line."""
        return " ".join(words(part) for part in self.parts)


@dataclass(frozen=True)
class Table:
    """One table: its sheet, what stands above and below it, its columns and its rows.

    A row is its number on the sheet (1 is the first) and all cells of that row from column A on.
    """

    file: str
    sheet: str
    title: str
    above: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[int, Sequence[Any]], ...]
    header_rows: tuple[int, ...]
    below: tuple[str, ...] = ()
    alone: bool = True  # no other table stands on its sheet
    formats: SheetFormats = UNTOLD
    problems: tuple[Problem, ...] = ()

    def shown_as_percentage(self, row: int, column: Column) -> bool:
        """Whether a row's cell in a column is shown with a per cent sign that is not in its text."""
        return (row - 1, column.index) in self.formats.percentages

    def ref(self, row: int, column: int) -> str:
        """`C14` for row 14, column 2."""
        return f"{column_letters(column)}{row}"

    def place(self, row: int, column: int) -> str:
        """Where a cell stands, for a message."""
        return f"{self.file} [{self.sheet.strip()}!{self.ref(row, column)}]"

    @property
    def where(self) -> str:
        """Where the table stands, for a message."""
        return f"{self.file} [{self.sheet.strip()}!{self.ref(self.header_rows[-1], self.columns[0].index)}]"

    def cell(self, row: Sequence[Any], column: Column) -> Any:
        """A row's cell in a column; empty text where the row ends before it."""
        return row[column.index] if column.index < len(row) else ""

    @property
    def id(self) -> str:
        """The publisher's number of the table (`c1`, `1-1`), from its title, else from the sheet's name."""
        return table_id(self.title) or table_id(self.sheet) or _slug(self.sheet) or "table"


@dataclass(frozen=True)
class Workbook:
    """A workbook's words and tables: `title` is the beginning of its cover, `texts` the lines of its sheets of text."""

    title: str
    cover: tuple[tuple[Any, ...], ...]
    texts: dict[str, tuple[tuple[Any, ...], ...]] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    problems: tuple[Problem, ...] = ()


def words(cell: object) -> str:
    """A cell's text in one line, its notes and marks left out; a whole number without a point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return _words(str(cell))


@lru_cache(maxsize=1 << 14)
def _words(text: str) -> str:
    return _STANDING.sub("", " ".join(_MARKED.sub("", _NOTE.sub(" ", text)).split()))


def marks_of(cell: object) -> tuple[str, ...]:
    """The letters in square brackets that a text holds, notes left out, or how it says that at its end: `p` of `Receipts [p]
    [note 2]` and of `2024 (provisional)`.
    """
    text = str(cell).strip()
    marks = [mark.casefold() for mark in _MARKED.findall(_NOTE.sub(" ", text))] if "[" in text else []
    if isinstance(cell, str) and (match := _STANDING.search(text)):
        marks.append((match[1] or match[2] or match[3])[0].casefold())
    return tuple(marks)


@lru_cache(maxsize=1 << 12)
def table_id(text: str) -> str:
    """The number a title or a sheet's name gives a table, as a slug: `c1` of `Table C1: Receipts`, `1-1` of `1.1`."""
    said = text.strip()
    match = _TABLE_ID.match(said) or re.fullmatch(rf"\W*(?:t_?)?([a-z]{{0,3}}{_NUMBERS}[a-z]?)\W*", said, re.IGNORECASE)
    return _slug(match[1]) if match else ""


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


def is_value(cell: object) -> bool:
    """A number, a number with marks, or a marker that stands for one."""
    if isinstance(cell, bool):
        return False
    if isinstance(cell, int | float):
        return True
    text = str(cell).strip()
    if not text or isinstance(cell, date):
        return False
    number = _ASIDE.sub(" ", text).strip() if "[" in text or "(" in text or not text.isascii() else text
    return bool(_MARKER.match(text) or _NUMERIC.match(number) or _SPACED.match(number))


def is_empty(cell: object) -> bool:
    """Nothing is printed in it."""
    return isinstance(cell, str) and not cell.strip()


def is_text_sheet(name: str) -> bool:
    """A cover, contents or notes, by the sheet's name."""
    return bool(_TEXT_SHEET.match(name.replace("_", " ")))


def read_texts(received: Received) -> Workbook:
    """The sheets of text alone, and the first lines of the first sheet: what recognition needs."""
    sheets = received.sheets
    chosen = [name for name in sheets if is_text_sheet(name)][:8] or list(sheets[:1])
    texts = {name: tuple(tuple(row) for row in received.sheet(name)) for name in chosen}
    first = chosen[0] if chosen else ""
    cover = next((rows for name, rows in texts.items() if re.match(r"\W*(cover|title|front)", name, re.I)), None)
    cover = cover if cover is not None else texts.get(first, ())
    lines = [words(cell) for row in cover for cell in row if isinstance(cell, str) and words(cell)]
    title = next((line for line in lines if not _LETTERHEAD.match(line)), next(iter(lines), ""))
    return Workbook(title, cover, texts)


def read_workbook(received: Received) -> Workbook:
    """All tables of a workbook, with what is wrong with them: figures under no header, headers without rows.

    Raises FileRefused where a sheet is larger than any table.
    """
    read, formats = read_texts(received), read_formats(received)
    tables: list[Table] = []
    problems: list[Problem] = []
    for name in received.sheets:
        rows = read.texts.get(name) or received.sheet(name)
        if sum(len(row) for row in rows) > _MOST_CELLS or max(map(len, rows), default=0) > _MOST_COLUMNS:
            raise received.refused("a sheet is too large", where=f"{received.name} [{name.strip()}]")
        if is_text_sheet(name):
            problems += _tables_among_texts(received.name, name, rows)
            continue
        found, wrong = find_tables(received.name, name, rows, formats.get(name, UNTOLD))
        tables += found
        problems += wrong
    return Workbook(read.title, read.cover, read.texts, tuple(tables), tuple(problems))


def _tables_among_texts(file: str, sheet: str, rows: Sequence[Sequence[Any]]) -> list[Problem]:
    """A sheet with the name of a text that holds a table with a number, of figures by period: it may have been renamed."""
    problems = []
    for table in find_tables(file, sheet, rows)[0]:
        beside = (table.cell(row, table.columns[0]) for _, row in table.rows)
        periods = {
            span for cell in (*(column.header for column in table.columns), *beside) if (span := read_span(cell))
        }
        numbers = [cell for _, row in table.rows for cell in row if is_value(cell) and not read_span(cell)]
        if _TABLE_ID.match(table.title) and len(periods) > 1 and len(numbers) >= _FIGURES:
            problems.append(
                Problem(
                    "a table of figures stands on a sheet with the name of a text, so it would not be read",
                    table.where,
                    found=f"'{table.title[:80]}' on the sheet '{sheet.strip()}'",
                    expected="tables on sheets of their own, with a name that is not one of notes, contents or a cover",
                    fix="Load the publisher's own file.",
                )
            )
    return problems


def find_tables(
    file: str, sheet: str, rows: Sequence[Sequence[Any]], formats: SheetFormats = UNTOLD
) -> tuple[list[Table], list[Problem]]:
    """The tables of one sheet in their order, and what stands there that is none."""
    tables: list[Table] = []
    problems: list[Problem] = []
    title, above = "", []
    for block in runs_of_rows(rows, is_empty, lambda run: _named_columns(rows, run), is_value):
        lines, body, below = _parted(rows, block)
        said = [words(rows[index][column]) for index in lines for column in _filled(rows[index])]
        if not title and said:
            title = said[0]
        above += said
        if body:
            table = _table(
                file, sheet, rows, body, title, above, below, problems, formats, untitled=bool(tables) and not said
            )
            if table:
                tables.append(replace(table, title=_title_of(table)))
                title, above = "", []
        if below and not body:
            above += [words(rows[index][column]) for index in below for column in _filled(rows[index])]
    if tables and above:  # lines after a blank row, below the last table
        tables[-1] = replace(tables[-1], below=(*tables[-1].below, *above))
    if len(tables) > 1:
        sheet_title = tables[0].title
        tables = [_named(table, number, sheet_title) for number, table in enumerate(tables)]
    return tables, problems


def _title_of(table: Table) -> str:
    """The line that gives the table its number, where one does; else the first (a workbook's own title may stand above it)."""
    return next((line for line in table.above if _TABLE_ID.match(line)), table.title)


def _named(table: Table, number: int, sheet_title: str) -> Table:
    return replace(table, alone=False, title=table.title or f"{sheet_title} ({number + 1})")


def _named_columns(rows: Sequence[Sequence[Any]], block: list[int]) -> tuple[dict[int, str], list[int]]:
    """(the lowest header of each column, the rows below) of a run of rows."""
    _, body, below = _parted(rows, block)
    headers = _header_rows(rows, body)
    named = {column: words(rows[index][column]) for index in headers for column in _filled(rows[index])}
    return (named, body[len(headers) :]) if headers and not below else ({}, [])


def _filled(row: Sequence[Any]) -> list[int]:
    return [index for index, cell in enumerate(row) if not is_empty(cell)]


def _parted(rows: Sequence[Sequence[Any]], block: list[int]) -> tuple[list[int], list[int], list[int]]:
    """(lines of text above, rows of a table, lines of text below) of a run of rows."""
    wide = [index for index in block if len(_filled(rows[index])) > 1]
    while wide and is_note([rows[wide[-1]][column] for column in _filled(rows[wide[-1]])], is_value):
        wide.pop()
    if not wide:
        return block, [], []
    first, last = block.index(wide[0]), block.index(wide[-1])
    first -= bool(first) and _is_upper_part(rows[block[first - 1]], rows[wide[0]])
    return block[:first], block[first : last + 1], block[last + 1 :]


def _is_upper_part(row: Sequence[Any], below: Sequence[Any]) -> bool:
    """Whether the only cell of a row is a part of the header below it (`Open` over `cases`) and no line of text: it stands over
    a column with a name, and not over the first; it is short, and gives neither a unit, a table's number nor a way back.
    """
    (column,) = _filled(row)
    under, text = _filled(below), words(row[column])
    return (
        column in under[1:]
        and _could_be_header(row[column])
        and len(text.split()) <= _MOST_WORDS_OF_A_GROUP
        and not (":" in text or _NO_GROUP.search(text) or _TABLE_ID.match(text))
        and unit_above([row]) is None
    )


def _table(
    file: str,
    sheet: str,
    rows: Sequence[Sequence[Any]],
    body: list[int],
    title: str,
    above: list[str],
    below: list[int],
    problems: list[Problem],
    formats: SheetFormats,
    *,
    untitled: bool,
) -> Table | None:
    where = f"{file} [{sheet.strip()}!{column_letters(_filled(rows[body[0]])[0])}{body[0] + 1}]"
    headers = _header_rows(rows, body)
    if not headers:
        problems.append(
            Problem(
                "figures stand under no header",
                where,
                found=_some_cells(rows[body[0]]),
                expected="a row of headers above them",
                fix="Load the file as its publisher released it.",
            )
        )
        return None
    data = body[len(headers) :]
    if not any(is_value(cell) for index in data for cell in rows[index]):
        if not data and len(body) == 1 and any(is_value(cell) for row in rows for cell in row):
            return None  # a line of text in two cells beside a table
        if not data:
            problems.append(Problem("a header has no rows below it", where, found=_some_cells(rows[body[0]])))
        elif _held_figures(rows, headers, data):
            problems.append(
                Problem(
                    "no cell of this table is a number or a marker that is known",
                    where,
                    found=_some_cells(rows[data[0]]),
                    expected="figures under the periods of its header",
                    fix="Load the file as its publisher released it.",
                )
            )
        return None  # a list of words: tables, notes, definitions
    if untitled and any(read_span(rows[index][column]) for index in headers for column in _filled(rows[index])):
        problems.append(
            Problem(
                "rows after a blank row have no header of their own",
                where,
                found=_some_cells(rows[body[0]]),
                expected="a title and a header, or no blank row within a table",
            )
        )
        return None
    columns, wrong = _columns(file, sheet, rows, headers, data, formats)
    wrong += _side_by_side(file, sheet, rows, headers, data, columns)
    kept = tuple((index + 1, rows[index]) for index in data)
    after = tuple(words(rows[index][column]) for index in below for column in _filled(rows[index]))
    return Table(
        file,
        sheet,
        title,
        tuple(above),
        columns,
        kept,
        tuple(index + 1 for index in headers),
        after,
        formats=formats,
        problems=tuple(wrong),
    )


def _some_cells(row: Sequence[Any]) -> str:
    return ", ".join(f"'{words(row[index])[:40]}'" for index in _filled(row)[:4])


def _could_be_header(cell: object) -> bool:
    """Words, or a number or date that says a period (`2024` over a column of that year)."""
    if isinstance(cell, bool):
        return False
    if isinstance(cell, int | float):
        return read_span(cell) is not None
    return read_span(cell) is not None or not is_value(cell)


def _header_rows(rows: Sequence[Sequence[Any]], body: list[int]) -> list[int]:
    """Which rows from the first on are headers: the first, and those below that name columns which have no name yet."""
    headers: list[int] = []
    named: set[int] = set()
    for index in body[:_MOST_HEADER_ROWS]:
        filled = _filled(rows[index])
        if not all(_could_be_header(rows[index][column]) for column in filled):
            break
        years = [column for column in filled if isinstance(rows[index][column], int | float)]
        if headers:
            unnamed = set(filled) - named
            units_alone = filled[0] > min(named) and not any(is_value(rows[index][column]) for column in filled)
            if not unnamed and not units_alone:
                break
            if years and set(years) <= named:
                break  # a count of 2,015 under a named column is no year
        headers.append(index)
        named |= set(filled)
    return headers


def _held_figures(rows: Sequence[Sequence[Any]], headers: Sequence[int], data: Sequence[int]) -> bool:
    """Whether a block of words was a table: several headers are periods, a spreadsheet left its errors in the cells, or made
    texts of its numbers."""
    spans = {span for index in headers for column in _filled(rows[index]) if (span := read_span(rows[index][column]))}
    texts = sum(bool(_AS_TEXT.match(str(cell).strip())) for index in data for cell in rows[index])
    return (
        len(spans) > 1
        or texts >= _SOME_TEXTS
        or any(_ERROR.match(str(cell).strip()) for index in data for cell in rows[index])
    )


_AS_TEXT = re.compile(r"^['’`]\s*-?\d[\d,.]*$|^-?\d(\.\d+)?E[+-]?\d+$", re.IGNORECASE)  # `'30876`, `3.09E+04`
_SOME_TEXTS = 3
_ERROR = re.compile(r"^#(DIV/0!|N/A|REF!|VALUE!|NAME\?|NUM!|NULL!)$")


def _columns(
    file: str,
    sheet: str,
    rows: Sequence[Sequence[Any]],
    headers: list[int],
    data: list[int],
    formats: SheetFormats,
) -> tuple[tuple[Column, ...], list[Problem]]:
    used = sorted({column for index in (*headers, *data) for column in _filled(rows[index])})
    problems: list[Problem] = []
    spread = [_spread(rows[index], index, used, formats) for index in headers[:-1]]
    last = {column: rows[headers[-1]][column] for column in _filled(rows[headers[-1]])}
    for index, groups in zip(headers, spread, strict=False):
        if not _merged_in(index, formats) and (wrong := _reaching(groups, _filled(rows[index]), last)):
            problems.append(
                Problem(
                    "it cannot be told over which columns a part of the header stands",
                    f"{file} [{sheet.strip()}!{column_letters(wrong[0])}{index + 1}]",
                    found=f"'{words(groups[wrong[0]])[:40]}' above {', '.join(repr(words(last[at])[:40]) for at in wrong)}",
                    expected="a cell that is merged with those of its columns, or a header in one row",
                    fix="Load the publisher's own file.",
                )
            )
    columns = []
    for column in used:
        parts = [
            group[column] for group in spread if column in group and (column in last or _own(rows, headers, column))
        ]
        if column in last:
            parts.append(last[column])
        parts = [part for number, part in enumerate(parts) if not number or words(part) != words(parts[number - 1])]
        if (
            not parts
            and column == used[0]
            and not any(is_value(row[column]) for row in (rows[at] for at in data) if row[column:])
        ):
            parts = [""]  # the words of the rows, under the empty corner of the header
        if not parts:
            first = next((index for index in data if column in _filled(rows[index])), headers[-1])
            problems.append(
                Problem(
                    "values stand under no header",
                    f"{file} [{sheet.strip()}!{column_letters(column)}{first + 1}]",
                    found=f"'{words(rows[first][column])[:40]}'"
                    if column < len(rows[first])
                    else "a group without columns",
                    expected=f"a header in {column_letters(column)}{headers[-1] + 1}",
                )
            )
            continue
        printed = tuple(part if not isinstance(part, str) else words(part) for part in parts)
        columns.append(Column(column, printed, tuple(mark for part in parts for mark in marks_of(part))))
    return tuple(columns), problems


def _own(rows: Sequence[Sequence[Any]], headers: list[int], column: int) -> bool:
    """Whether any header row has a cell of its own in the column."""
    return any(column in _filled(rows[index]) for index in headers)


def _merged_in(number: int, formats: SheetFormats) -> bool:
    """Whether cells of a row are merged across columns."""
    return any(row == number and last[1] > column for (row, column), last in formats.merged.items())


def _reaching(groups: Mapping[int, object], own: Sequence[int], last: Mapping[int, object]) -> list[int]:
    """The columns over which a group might stand or might not, being merged with none: where the names below it are those of
    other groups too, or parts of a year, they need it, and it stands over all up to the next.
    """
    for at in own:
        until = min((other for other in own if other > at), default=max(groups, default=at) + 1)
        under = [column for column in range(at, until) if column in last]
        elsewhere = {words(name).casefold() for column, name in last.items() if column not in under}
        needing = [
            words(last[column]).casefold() in elsewhere or read_span(last[column]) or is_part_of_year(last[column])
            for column in under
        ]
        if len(under) > 1 and not all(needing):
            return under
    return []


def _spread(row: Sequence[Any], number: int, used: list[int], formats: SheetFormats) -> dict[int, object]:
    """A row of groups: each stands over the cells it is merged with; where none is merged, over those up to the next."""
    spread: dict[int, object] = {}
    current: object = ""
    merges = _merged_in(number, formats)
    until = -1
    for column in used:
        if column < len(row) and not is_empty(row[column]):
            current = row[column]
            until = formats.merged.get((number, column), (number, column))[1] if merges else used[-1]
        if not is_empty(current) and column <= until:
            spread[column] = current
    return spread


def _side_by_side(
    file: str,
    sheet: str,
    rows: Sequence[Sequence[Any]],
    headers: list[int],
    data: list[int],
    columns: tuple[Column, ...],
) -> list[Problem]:
    """Two tables beside each other, parted by an empty column: the rows of one are not those of the other."""
    problems = []
    values = {column.index: _mostly_values(rows, data, column.index) for column in columns}
    for before, column in pairwise(columns):
        right = [other for other in columns if other.index > column.index]
        parted = column.index - before.index > 1 and any(
            values[other.index] for other in columns if other.index < column.index
        )
        if parted and not values[column.index] and any(values[other.index] for other in right):
            problems.append(
                Problem(
                    "two tables stand side by side",
                    f"{file} [{sheet.strip()}!{column_letters(column.index)}{headers[-1] + 1}]",
                    found=f"'{column.header[:40]}' after an empty column",
                    expected="one table below the other",
                    fix="Load the publisher's own file.",
                )
            )
    return problems


def _mostly_values(rows: Sequence[Sequence[Any]], data: list[int], column: int) -> bool:
    cells = [rows[index][column] for index in data if column < len(rows[index]) and not is_empty(rows[index][column])]
    return bool(cells) and sum(is_value(cell) for cell in cells) * 2 >= len(cells)
