"""The lines of a large table with what their words mean, looked up once for all that is asked of them afterwards.

A place, a quarter or an offence code is then the number of a word in a list, which the engine compares, groups and sorts many
times faster than a text. The lists are in alphabetical order, so that what is sorted comes as the words themselves would.
"""

from __future__ import annotations

from collections.abc import Mapping

from assize.ingest.files.databases import text_sql
from assize.ingest.long_tables.table import LargeTable

KEYS = {"offence code": "code", "outcome type": "typed"}
"""What `coded` calls the texts by which lines are told apart."""


def number(table: LargeTable, count: str) -> str:
    """The column of `coded` with the number that a column of counts holds; NULL where it holds none."""
    return f"n{table.columns[count]}"


def printed(table: LargeTable, count: str) -> str:
    """The column of `coded` with what is printed there."""
    return f"printed{table.columns[count]}"


def nothing(table: LargeTable, count: str) -> str:
    """The column of `coded` that says whether a cell without a number is one that cannot hold any."""
    return f"nothing{table.columns[count]}"


def _marks(table: LargeTable, count: str) -> str:
    """The column of `coded` with the marks that stand beside a number there."""
    return f"marks{table.columns[count]}"


def code_lines(
    table: LargeTable,
    counts: Mapping[str, str],
    *,
    place: str = "",
    forces: str = "places",
    empty: Mapping[str, str] | None = None,
) -> None:
    """Makes the table `coded` of the lines whose words are all known, in the order of the file.

    Its columns: `line`, of a workbook `sheet` and `row` too; `area`, `force`, `period`, `year` and `marks`; `code`, `grp` and
    `subgroup` of the offence; of outcomes `typed`, as printed, and `kind`, as known; and `number`, `printed`, `marks` and
    `nothing` of each column of `counts`, which gives it the table that `match_values` made.

    `place` is the SQL of the text by which `places` knows the area of a line `k`, where that is no force; `forces` is the table
    that knows the forces. `empty` gives a count the SQL of whether its cell in a line `k`, by the name of its table of values,
    cannot hold any number. `spelled`, `places`, `quarters`, `word_group`, `word_subgroup` and, of outcomes, `types` must have
    been made.
    """
    columns = ["k.line", *(["k.sheet", "k.row"] if table.letters else [])]
    joins: list[str] = []

    def look_up(name: str, source: str, word: str, /, **keys: str) -> None:
        """Adds a word of the table `source`; each of `keys`, a column of it, is met by the SQL of a text of a line `k`."""
        # No list may be empty, as those of a file without rows would be.
        words = f"(SELECT {word} AS word FROM {source} UNION SELECT '') WHERE word IS NOT NULL"
        table.connection.execute(f"CREATE TYPE list_{name} AS ENUM (SELECT word FROM {words} ORDER BY word)")
        on = " AND ".join(f"of_{name}.{key} = {text}" for key, text in keys.items())
        joins.append(
            f"JOIN (SELECT {', '.join(keys)}, CAST({word} AS list_{name}) AS {name} FROM {source}) AS of_{name} ON {on}"
        )
        columns.append(f"of_{name}.{name}")

    def text(column: str) -> str:
        return f"coalesce(k.{table.col(column)}, '')"

    def look_up_text(name: str, column: str) -> None:
        """Adds what is printed in a column, without the blanks around it."""
        words = f"(SELECT DISTINCT {text(column)} AS printed FROM spelled AS k)"
        look_up(name, words, "trim(printed)", printed=text(column))

    force = f"k.{table.col('force name')}"
    year, quarter = (f"k.{table.col(name)}" for name in ("financial year", "financial quarter"))
    look_up("area", "places", "area", name=place or force)
    if place:
        look_up("force", forces, "area", name=force)
    else:
        columns.append("of_area.area AS force")
    look_up("period", "quarters", "period", year=year, quarter=quarter)
    look_up("marks", "quarters", "marks", year=year, quarter=quarter)
    look_up("year", "(SELECT DISTINCT year AS printed, whole FROM quarters)", "whole", printed=year)
    look_up_text("code", "offence code")
    look_up("grp", "word_group", "slug", printed=f"k.{table.col('offence group')}")
    look_up("subgroup", "word_subgroup", "slug", printed=f"k.{table.col('offence subgroup')}")
    if "outcome type" in table.columns:
        look_up_text("typed", "outcome type")
        look_up("kind", "types", "slug", printed=text("outcome type"))
    for count, values in counts.items():
        joins.append(f"JOIN {values} ON {values}.printed = {text(count)}")
        never = (empty or {}).get(count, "false")
        columns += [
            f"{values}.number AS {number(table, count)}",
            f"{values}.printed AS {printed(table, count)}",
            f"{values}.marks AS {_marks(table, count)}",
            f"CASE WHEN {values}.number IS NULL THEN {never} ELSE false END AS {nothing(table, count)}",
        ]
    table.connection.execute(f"CREATE TABLE coded AS SELECT {', '.join(columns)} FROM kept AS k {' '.join(joins)}")


def select_coded(table: LargeTable, field: str, count: str, dimensions: Mapping[str, str]) -> str:
    """The SELECT of the observations of a count; `dimensions` gives each one's name what `coded` calls it."""
    words = {"area": "area", "period": "period", **dimensions}
    said = {name: f"CAST(k.{word} AS VARCHAR) AS {name}" for name, word in words.items()}
    own = number(table, count)
    # What is said of the quarter holds for each of its numbers.
    marks = f"string_split(trim(CAST(k.marks AS VARCHAR) || ' ' || k.{_marks(table, count)}), ' ')"
    return (
        f"SELECT {said.pop('area')}, {said.pop('period')}, {text_sql(field)} AS field, {', '.join(said.values())},"
        f" CAST(k.{own} AS DECIMAL(20,6)) AS value, CASE WHEN k.{own} IS NULL THEN '[x]' ELSE '' END AS absence,"
        f" array_to_string(list_sort(list_distinct({marks})), ' ') AS marks,"
        f" k.{printed(table, count)} AS raw, {text_sql(table.received.name)} AS file,"
        f" {table.cell_sql(count)}, '' AS origin FROM coded AS k"
    )
