"""A large csv as a table in memory, each record with the line it stands on; its lines never pass through Python.

Columns are named by what their headers mean. What every large layout needs is here: lines counted so that none is lost,
places found, quarters understood, values cast and what did not cast listed. The sheets of a workbook become such a table
too (`large_workbook`): then a record has a sheet and a row in place of a line of a text.
"""

from __future__ import annotations

import codecs
import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from assize.core.errors import FileRefused, Problem
from assize.core.nouns import AreaKind
from assize.core.specs import Catalogue, SourceSpec, Vocabulary
from assize.ingest.files.databases import connect, text_sql
from assize.ingest.files.texts import has_other_spaces
from assize.ingest.layouts import ASK_CATALOGUE, SHOWN, some
from assize.ingest.places import Places
from assize.ingest.received import HEADER_ROWS, Dialect, Received
from assize.ingest.said_scopes import check_below

_WHOLE = "-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)"  # a comma parts thousands: `5,0` may be five
_MARK = r"\s*(\[[preb]\])$"  # of a count that is provisional, revised, estimated, or of a series that breaks
_SHORT = frozenset({"year", "quarter"})  # headers that a longer one of the same column goes before
_TAIL = 4096  # bytes at the end in which empty lines are looked for
# What a remark below a table begins with; any other lone cell may be what is left of a record.
_REMARK = re.compile(
    r"^\W*(?:sources?|notes?|footnotes?|copyright|crown copyright|contains|published|please|these|this|the figures|figures|"
    r"data|for (?:more|further)|see|last updated|end of|https?)\b.*[a-z]{3}|^\W*(?:©|\(c\))"
    r"|^\s*(?:\[?\d{1,2}\]?[.)])\s+\w+\s+\w+",
    re.IGNORECASE,
)
# Of all counts, or of a small file, that lie below zero; in the files seen it is one in 170 at the most.
_MOST_BELOW, _FEW_BELOW = 0.02, 30
_MOST_REMARKS = 50
_REMARK_SHOWN = 80
# The mark of a note at a header's end: `[note 1]`, `[notes 2, 3]`, `[note 1] [note 4]`, `(note 5)`.
_NOTE_MARK = re.compile(r"(\s*[\[(]\s*notes?\s*\d+(?:\s*(?:,|and|to|-)\s*(?:note\s*)?\d+)*\s*[\])])+\s*$")
_NOT_THERE = ("", "na", "n/a", "nan", "null", "none")


@lru_cache(maxsize=10_000)  # every layout asks it of the same first rows
def header_key(header: str) -> str:
    """A header in comparable words: `Financial Year`, `financial_year`, `Financial year ` and `Financial Year [note 2]` are
    one.
    """
    return " ".join(re.findall(r"[a-z0-9]+", _NOTE_MARK.sub("", header.casefold())))


def header_row(rows: Sequence[Sequence[str]], needed: Sequence[str]) -> int | None:
    """Index of the first row that has all these headers, in any order and spelling; None where none has."""
    for index, row in enumerate(rows[:HEADER_ROWS]):
        if set(needed) <= {header_key(cell) for cell in row}:
            return index
    return None


def only_columns(received: Received, header: Sequence[str], wanted: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Our names and the places of their columns, each known by one of its spellings (as `header_key` gives them).

    What is not there is left out. Raises FileRefused where two columns are the same thing, for which is meant cannot be
    known.
    """
    keys = [header_key(cell) for cell in header]
    places = {name: [at for at, key in enumerate(keys) if key in spellings] for name, spellings in wanted.items()}
    for name, found in places.items():  # `Year` beside `Financial Year` is another column, and alone the same
        if len({keys[at] for at in found}) > 1 and any(keys[at] in _SHORT for at in found):
            places[name] = [at for at in found if keys[at] not in _SHORT]
    doubled = [found for found in places.values() if len(found) > 1]
    if doubled:
        raise FileRefused(
            received.name,
            [
                Problem(
                    "several columns hold the same thing, and nothing shows which is meant",
                    f"{received.name} [columns {' and '.join(str(at + 1) for at in found)}]",
                    found=" and ".join(f"'{header[at].strip()}'" for at in found),
                    expected="one column for each header",
                    fix="Load the publisher's own file.",
                )
                for found in doubled
            ],
        )
    return {name: found[0] for name, found in places.items() if found}


_BETWEEN = "\x1f"  # the unit separator: in no published word


@dataclass(frozen=True)
class LargeTable:
    """The table `received(line, sheet, row, c0, c1, …)` in `connection`; `columns` gives our name of each column its place.

    Of a csv `sheet` is empty and `line` the one a record stands on. Of a workbook `line` only counts the records, and
    `letters` gives each sheet the letters of its columns, in the order c0, c1, ….
    """

    received: Received
    connection: Any
    columns: Mapping[str, int]
    headers: tuple[str, ...]
    records: int
    letters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def col(self, name: str) -> str:
        """The SQL name of a column of ours."""
        return f"c{self.columns[name]}"

    def header(self, name: str) -> str:
        """The header of a column as printed."""
        return self.headers[self.columns[name]]

    def ask(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        rows: list[tuple[Any, ...]] = self.connection.execute(sql, list(parameters)).fetchall()
        return rows

    def place(self, line: int, name: str = "") -> str:
        """Where a cell stands, for a message: the file, and its line and header or its sheet and cell."""
        if self.letters:
            return f"{self.received.name} [{self.at(line, name)}]"
        return f"{self.received.name} [line {line}{', ' + self.header(name) if name else ''}]"

    def at(self, line: int, name: str = "") -> str:
        """The same without the file and the header: `line 12`, or `2017_18!H12`."""
        if not self.letters:
            return f"line {line}"
        sheet, row = self.ask(f"SELECT sheet, row FROM received WHERE line = {int(line)}")[0]
        return f"{sheet}!{self.letters[sheet][self.columns[name]]}{row}" if name else f"{sheet}, row {row}"

    def cell_sql(self, name: str) -> str:
        """`sheet`, `ref`, `line` and `col` of a column's cells, for a SELECT from a table that is called k."""
        if not self.letters:
            return f"'' AS sheet, '' AS ref, CAST(k.line AS INTEGER) AS line, {text_sql(self.header(name))} AS col"
        at = self.columns[name]
        cases = " ".join(f"WHEN {text_sql(sheet)} THEN {text_sql(found[at])}" for sheet, found in self.letters.items())
        return f"k.sheet, (CASE k.sheet {cases} END) || k.row AS ref, CAST(NULL AS INTEGER) AS line, '' AS col"


def open_csv(received: Received, header: int, columns: Mapping[str, int], scratch: Path) -> LargeTable:
    """Reads the file into a table in memory.

    `header` is the index of the header's row, `columns` our names and their places in it. Raises FileRefused where a record
    has another number of cells than the header, or a line cannot be told from the next.
    """
    headers = tuple(cell.strip() for cell in received.top[header])
    connection = connect()
    # What the text is like is found while it is read as if it were UTF-8 with one kind of line end: both take about as
    # long, neither holds the other up, and nearly every file is so.
    with ThreadPoolExecutor(1) as beside:
        looking = beside.submit(_count_lines, received)
        failure = _fill_lines(connection, received.path, received.is_packed, header, len(headers))
        physical = looking.result()
    if physical is None:
        copy = scratch / f"{received.sha256}.received.csv"
        received.copy_text(copy)
        failure = _fill_lines(connection, copy, False, header, len(headers))
        physical = _count_lines(Received(copy, received.name), plain=True) or 0
    if failure:
        line = re.search(r"Line: (\d+)", failure)
        raise received.refused(
            "a line is not like the others",
            where=f"{received.name} [line {line[1]}]" if line else received.name,
            expected=f"{len(headers)} cells, as in the header",
            fix="Load the publisher's own file.",
        )
    # Rows of a table made from an ordered scan keep its order: rowid is the record's place in the file.
    connection.execute(
        f"CREATE VIEW received AS SELECT rowid + {header + 2} AS line, '' AS sheet, 0 AS row, * FROM lines"
    )
    (records,) = connection.execute("SELECT count(*) AS n FROM lines").fetchall()[0]
    if physical - header - 1 != records:
        raise received.refused(
            "lines cannot be told apart, so no figure could be traced to its line",
            found=f"{physical - header - 1:,} lines after the header that hold {records:,} records",
            expected="one record a line, with no empty lines between",
            fix="Remove empty lines and line breaks within cells, or load the publisher's own file.",
        )
    return LargeTable(received, connection, columns, headers, records)


def _count_lines(received: Received, *, plain: bool = False) -> int | None:
    """How many lines a text has, without empty ones at the end; None where it is no UTF-8, mixes its line ends or, unless its
    spaces are made `plain` already, has others.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    feeds = returns = pairs = 0
    last = b""
    try:
        for block in received.blocks():
            decoder.decode(block)
            if not plain and has_other_spaces(block):
                return None
            feeds += block.count(b"\n")
            returns += block.count(b"\r")
            pairs += block.count(b"\r\n") + (last[-1:] == b"\r" and block[:1] == b"\n")
            last = block[-_TAIL:]
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    if returns != pairs or returns not in (0, feeds):
        return None
    tail = last.replace(b"\r\n", b"\n")
    return feeds - (len(tail) - len(tail.rstrip(b"\n"))) + 1


def _fill_lines(connection: Any, path: Path, packed: bool, header: int, width: int) -> str:
    """Makes the table `lines` of the texts below the header; gives DuckDB's message where it cannot, else nothing.

    The line end is the one thing not stated: where it is, DuckDB 1.5.6 in its strict mode finds no record in a file that
    has the other. Lines and records are counted against each other afterwards.
    """
    import duckdb

    dialect = Dialect()
    names = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(width))
    try:
        connection.execute(
            f"CREATE OR REPLACE TABLE lines AS SELECT * FROM read_csv(?, auto_detect = false, all_varchar = true,"
            f" header = false, skip = {header + 1}, delim = '{dialect.delimiter}', quote = '{dialect.quote}',"
            f" escape = '{dialect.quote}', comment = '', null_padding = false, ignore_errors = false,"
            f" strict_mode = true, compression = '{'gzip' if packed else 'none'}', encoding = 'utf-8', nullstr = '',"
            f" columns = {{{names}}})",
            [str(path)],
        )
    except duckdb.Error as error:
        return str(error)
    return ""


def drop_empty_records(table: LargeTable) -> list[Problem]:
    """Makes the view `kept` of all records but those that say nothing in any column (`NA,NA,NA,…`), and those below the last
    record that hold a remark in one cell and nothing else (`Source: Home Office`); names both.
    """
    blank = " AND ".join(
        f"lower(trim(coalesce(c{index}, ''))) IN ({', '.join(repr(word) for word in _NOT_THERE)})"
        for index in range(len(table.headers))
    )
    lines = [row[0] for row in table.ask(f"SELECT line FROM received WHERE {blank} ORDER BY line")]
    remarks = _remarks_below(table, set(lines))
    over = [*lines, *remarks]
    table.connection.execute(
        f"CREATE VIEW kept AS SELECT * FROM received WHERE line NOT IN ({', '.join(map(str, over)) or '-1'})"
        if len(over) <= 2 * SHOWN
        else f"CREATE VIEW kept AS SELECT * FROM received WHERE NOT ({blank})"
        + (f" AND line NOT IN ({', '.join(map(str, remarks))})" if remarks else "")
    )
    problems = []
    if lines:
        problems.append(
            Problem(
                "a line with nothing in any column is read over: it is no area"
                if len(lines) == 1
                else "lines with nothing in any column are read over: they are no area",
                f"{table.received.name} [{_lines(table, lines)}]",
                found=f"{len(lines)} of {table.records:,} lines",
                blocks=False,
            )
        )
    if remarks:
        problems.append(
            Problem(
                "a remark below the table is read over"
                if len(remarks) == 1
                else "remarks below the table are read over",
                f"{table.received.name} [{_lines(table, list(remarks))}]",
                found=some([f"'{text[:_REMARK_SHOWN]}'" for text in remarks.values()]),
                blocks=False,
            )
        )
        problems += check_below(f"{table.received.name} [{_lines(table, list(remarks))}]", remarks.values())
    return problems


def _remarks_below(table: LargeTable, empty: Collection[int]) -> dict[int, str]:
    """Lines after the last record of figures whose one filled cell is a remark, and what it says.

    A record that lost its other cells is none: its cell is a number, or says what other records say there.
    """
    found: dict[int, str] = {}
    width = len(table.headers)
    for row in table.ask(f"SELECT * FROM received ORDER BY line DESC LIMIT {_MOST_REMARKS}"):
        line, cells = (
            row[0],
            [(at, text) for at, cell in enumerate(row[3 : 3 + width]) if (text := (cell or "").strip())],
        )
        if line in empty and len(cells) != 1:
            continue
        if len(cells) != 1 or not _REMARK.search(cells[0][1]):
            break
        ((at, text),) = cells
        if table.ask(
            f"SELECT 1 AS n FROM received WHERE trim(c{at}) = ? AND line < {line - _MOST_REMARKS} LIMIT 1", [text]
        ):
            break
        found[line] = text
    return dict(sorted(found.items()))


def _lines(table: LargeTable, lines: Sequence[int]) -> str:
    if table.letters:
        return some([table.at(line) for line in lines[:SHOWN]] + [""] * (len(lines) - SHOWN))
    return f"{'line' if len(lines) == 1 else 'lines'} {some([str(line) for line in lines])}"


SPELLED = (
    "financial year", "financial quarter", "offence description", "offence group", "offence subgroup", "offence code",
    "offence code expired", "outcome type", "outcome description",
)  # fmt: skip
"""Columns of words that are the same for every place, so that few combinations of them stand in a table."""


def spell_words(table: LargeTable) -> None:
    """Makes the table `spelled` of every combination of words in the columns of `SPELLED`: in how many lines (`n`), and the
    first of them (`line`). What is asked of words is asked of it: of a million lines a few thousand remain.

    `kept` must have been made.
    """
    columns = ", ".join(table.col(name) for name in SPELLED if name in table.columns)
    table.connection.execute(
        f"CREATE TABLE spelled AS SELECT {columns}, count(*) AS n, min(line) AS line FROM kept GROUP BY ALL"
    )


def match_places(table: LargeTable, column: str, source: SourceSpec, catalogue: Catalogue) -> list[Problem]:
    """Makes the table `places(name, area)`; says which names are unknown and which forces the file lacks."""
    places = Places(catalogue.areas, source.observes)
    problems, pairs = [], []
    for name, lines, first in table.ask(
        f"SELECT {table.col(column)}, count(*) AS n, min(line) AS first FROM kept GROUP BY 1 ORDER BY 3"
    ):
        area = places.named(name or "")
        if area is not None:
            pairs.append((name, area.slug))
            continue
        near = places.nearest(name or "")
        problems.append(
            Problem(
                "this area is not known",
                table.place(first, column),
                found=f"'{name or ''}' in {counted(lines)}",
                expected=f"a police force, perhaps {near}" if near else "a police force",
                fix="Correct the name, or add it to the area's variants in the catalogue.",
            )
        )
    fill_table(table, "places", ("name", "area"), pairs)
    found = {area for _, area in pairs}
    absent = sorted(area.name for area in places.of_kind(AreaKind.FORCE) if area.slug not in found)
    if absent:
        problems.append(
            Problem("some forces are not in the file", table.received.name, f"none of {some(absent)}", blocks=False)
        )
    return problems


def match_values(table: LargeTable, column: str, allowed: Sequence[str]) -> tuple[str, list[Problem]]:
    """Makes the table `value_<column>(printed, number, marks)`: each printed value cast once; gives its name.

    The cells that are neither a whole number (` 66776 `, `29,338`, `-00`, `31 [r]`) nor an allowed marker come as problems, so
    that nothing turns to NULL unseen.
    """
    made = f"value_{re.sub('[^a-z]', '_', column)}"
    bare = f"trim(regexp_replace(trim(printed), '{_MARK}', ''))"
    table.connection.execute(
        f"CREATE TABLE {made} AS SELECT coalesce(printed, '') AS printed, CASE WHEN regexp_full_match({bare}, '{_WHOLE}')"
        f" THEN TRY_CAST(replace({bare}, ',', '') AS BIGINT) END AS number,"
        f" coalesce(regexp_extract(trim(printed), '{_MARK}', 1), '') AS marks"
        f" FROM (SELECT DISTINCT {table.col(column)} AS printed FROM kept)"
    )
    markers = ", ".join(text_sql(marker) for marker in allowed)
    wrong = f"SELECT printed FROM {made} WHERE number IS NULL AND lower(trim(printed)) NOT IN ({markers})"
    if not table.ask(f"{wrong} LIMIT 1"):
        return made, []
    printed = f"coalesce({table.col(column)}, '')"
    cells = table.ask(f"SELECT line, {printed} FROM kept WHERE {printed} IN ({wrong}) ORDER BY line")
    problems = [
        Problem(
            "this is no count",
            table.place(line, column),
            found=f"'{cell}'",
            expected="a whole number, or [x] if not available",
        )
        for line, cell in cells[:SHOWN]
    ]
    if len(cells) > SHOWN:
        problems.append(
            Problem(
                "more cells of this column are no counts",
                table.place(cells[SHOWN][0], column),
                found=f"{len(cells) - SHOWN:,}",
            )
        )
    return made, problems


def missing_words(table: LargeTable, columns: Sequence[str]) -> list[Problem]:
    """Lines whose breakdown is not said: they could be added to nothing. `spelled` must have been made."""
    problems = []
    for column in columns:
        said, empty = ("spelled", "sum(n)") if column in SPELLED else ("kept", "count(*)")
        many, first = table.ask(
            f"SELECT {empty} AS n, min(line) AS first FROM {said} WHERE trim(coalesce({table.col(column)}, '')) = ''"
        )[0]
        if many:
            where = table.place(first, column)
            problems.append(Problem("this cell is empty", where, f"nothing in {counted(many)}", "a word"))
    return problems


def slug_sql(column: str, renamed: Mapping[str, str] | None = None) -> str:
    """Our slug of a publisher's word; `renamed` joins two names of one thing."""
    plain = f"trim(regexp_replace(replace(lower({column}), '&', ' and '), '[^a-z0-9]+', '-', 'g'), '-')"
    if not renamed:
        return plain
    cases = " ".join(f"WHEN '{old}' THEN '{new}'" for old, new in renamed.items())
    return f"CASE {plain} {cases} ELSE {plain} END"


def match_words(table: LargeTable, name: str, column: str, renamed: Mapping[str, str] | None = None) -> str:
    """Makes the table `word_<name>(printed, slug)`: each word made a slug once and not in every line; gives its name.

    `spelled` must have been made, with the column.
    """
    made = f"word_{name}"
    table.connection.execute(
        f"CREATE TABLE {made} AS SELECT printed, {slug_sql('printed', renamed)} AS slug"
        f" FROM (SELECT DISTINCT {table.col(column)} AS printed FROM spelled)"
    )
    return made


def check_words(table: LargeTable, made: str, column: str, vocabulary: Vocabulary) -> list[Problem]:
    """The words of a column (made slugs by `match_words` in the table `made`) that the vocabulary does not have.

    Empty ones are left to `missing_words`. A figure under an unknown word would be in the totals and in no breakdown.
    """
    known = ", ".join(text_sql(slug) for slug in vocabulary.names)
    strange = table.ask(
        f"SELECT w.printed, w.slug, min(k.line) AS first, sum(n) AS n FROM spelled AS k"
        f" JOIN (SELECT * FROM {made} WHERE slug NOT IN ('', {known})) AS w ON w.printed = k.{table.col(column)}"
        f" GROUP BY 1, 2 ORDER BY 3"
    )
    problems = []
    for printed, slug, first, lines in strange[:SHOWN]:
        near = difflib.get_close_matches(slug, vocabulary.names, n=2, cutoff=0.5)
        likely = " or ".join(f"'{vocabulary.names[one]}'" for one in near)
        problems.append(
            Problem(
                f"this {column} is not known",
                table.place(first, column),
                found=f"'{printed}' in {counted(lines)}",
                expected=f"perhaps {likely}" if near else "one of " + "; ".join(vocabulary.names.values()),
                fix=f"Correct the word, or {ASK_CATALOGUE} to add it.",
            )
        )
    if len(strange) > SHOWN:
        problems.append(
            Problem("more words of this column are not known", table.place(strange[SHOWN][2], column),
                    found=some([f"'{row[0]}'" for row in strange[SHOWN:]]))
        )  # fmt: skip
    return problems


def note_negatives(table: LargeTable, column: str, values: str) -> list[Problem]:
    """Says how many counts are below zero: the Home Office prints such, for instance where an earlier quarter is corrected.

    Refuses more than it ever has: then the whole column has another sign.
    """
    (many, first) = table.ask(
        f"SELECT count(*) AS n, min(k.line) AS first FROM kept AS k"
        f" JOIN (SELECT printed FROM {values} WHERE number < 0) AS v ON v.printed = coalesce(k.{table.col(column)}, '')"
    )[0]
    if not many:
        return []
    if many > max(_MOST_BELOW * table.records, _FEW_BELOW):
        return [
            Problem(
                "more counts lie below zero than corrections of a few could make",
                f"{table.received.name} [{table.header(column)}]",
                found=f"{many:,} of {table.records:,}, the first in {table.at(first, column)}",
                expected="counts of 0 or more, and a few corrections",
                fix="Load the publisher's own file.",
            )
        ]
    return [
        Problem(
            "counts below zero are kept as printed",
            f"{table.received.name} [{table.header(column)}]",
            found=f"{many:,}, the first in {table.at(first, column)}",
            blocks=False,
        )
    ]


def counted(lines: int) -> str:
    """`1 line`, `1,234 lines`."""
    return f"{lines:,} {'line' if lines == 1 else 'lines'}"


def fill_table(table: LargeTable, name: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Makes the table `name` of texts."""
    # A list of words is handed over as one text: a list would make DuckDB look for absent libraries at every word of it.
    if not rows:
        table.connection.execute(f"CREATE TABLE {name} ({', '.join(f'{column} VARCHAR' for column in columns)})")
        return
    texts = [_BETWEEN.join(row[index] for row in rows) for index in range(len(columns))]
    chosen = ", ".join(f"unnest(string_split(?, chr({ord(_BETWEEN)}))) AS {column}" for column in columns)
    table.connection.execute(f"CREATE TABLE {name} AS SELECT {chosen}", texts)
