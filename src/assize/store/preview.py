"""What was read of one edition, in short: for the person who decides whether a layout was understood."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assize.core.nouns import Cell
from assize.core.periods import Period, parse_period
from assize.store.editions import connect_duckdb, edition_path, identifier, quoted
from assize.store.ledger import Entry

EXAMPLES = 3  # cells shown of each field: the first, the middle and the last


@dataclass(frozen=True)
class Example:
    """One cell as it was read: what stands in it and what it was taken for."""

    area: str
    period: Period
    words: tuple[str, ...]
    raw: str
    understood: str
    cell: Cell


@dataclass(frozen=True)
class FieldRead:
    """What was read of one field: how many cells, of how many places, over which periods, and some of them."""

    field: str
    cells: int
    absent: int
    areas: int
    first: Period
    last: Period
    examples: tuple[Example, ...]


def preview(folder: Path, entry: Entry) -> list[FieldRead]:
    """Every field of an edition, sorted by name."""
    connection = connect_duckdb()
    path = quoted(str(edition_path(folder, entry.edition.key)))
    words = ", ".join(identifier(name) for name in entry.dimensions)
    connection.execute(
        f"CREATE TABLE cells AS SELECT *, row_number() OVER (PARTITION BY field) AS place,"
        f" count(*) OVER (PARTITION BY field) AS many, CAST([{words}] AS VARCHAR[]) AS words"
        f" FROM read_parquet({path}, file_row_number = true)"
    )
    found = []
    for name, many, absent, areas in connection.execute(
        "SELECT field, count(*) AS many, count(*) FILTER (value IS NULL) AS absent, count(DISTINCT area) AS areas"
        " FROM cells GROUP BY field ORDER BY field"
    ).fetchall():
        spans = connection.execute("SELECT DISTINCT period FROM cells WHERE field = ?", [name]).fetchall()
        periods = sorted(parse_period(period) for (period,) in spans)
        rows = connection.execute(
            "SELECT area, period, words, raw, value, absence, file, sheet, ref, line, col FROM cells"
            f" WHERE field = ? AND place IN (1, (many + 1) // 2, many) ORDER BY place LIMIT {EXAMPLES}",
            [name],
        ).fetchall()
        examples = tuple(
            Example(
                area=row[0],
                period=parse_period(row[1]),
                words=tuple(word for word in row[2] if word),
                raw=row[3] or "",
                understood=row[5] if row[4] is None else f"{row[4].normalize():f}",
                cell=Cell(row[6], row[8] or f"line {row[9]}, {row[10]}", row[7] or ""),
            )
            for row in rows
        )
        found.append(FieldRead(name, many, absent, areas, periods[0], periods[-1], examples))
    return found
