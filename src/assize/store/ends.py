"""To which period each edition goes, field by field and word by word, and which words it has: questions over Parquet files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from decimal import Decimal
from pathlib import Path

from assize.core.nouns import Mark
from assize.core.periods import Period, parse_period
from assize.core.quality import FieldEnd
from assize.store.editions import connect_duckdb, edition_path, identifier, quoted
from assize.store.ledger import Entry

Combination = tuple[str, tuple[str, ...]]  # a field and a word of each dimension
Cell = tuple[str, str, tuple[str, ...]]  # an area before them


def field_ends(folder: Path, entries: Sequence[Entry], dimensions: Sequence[str]) -> list[FieldEnd]:
    """Of each edition and field, and of each combination of the words of these dimensions, its last periods of each length."""
    words = _words(dimensions, {name for entry in entries for name in entry.dimensions})
    files = ", ".join(quoted(str(edition_path(folder, entry.edition.key))) for entry in entries)
    rows = (
        connect_duckdb()
        .execute(
            f"SELECT parse_filename(filename, true) AS edition, field, {words} AS words, list(DISTINCT period) AS periods"
            f" FROM read_parquet([{files}], filename = true, union_by_name = true) GROUP BY ALL ORDER BY ALL"
        )
        .fetchall()
    )
    periods = {text: parse_period(text) for text in {text for *_, texts in rows for text in texts}}
    found = []
    for edition, field, own, texts in rows:
        lengths: dict[int, list[Period]] = {}
        for text in texts:
            lengths.setdefault(periods[text].months, []).append(periods[text])
        found += [FieldEnd(edition, field, tuple(own), tuple(sorted(each)[-2:])) for _, each in sorted(lengths.items())]
    return found


def words_in(
    figures: Path, dimensions: Sequence[str], held: Collection[str], periods: Collection[str] = ()
) -> Counter[Combination]:
    """How many figures of a Parquet file have each combination of words.

    `held` are the dimensions it has: of others its words are empty. `periods` are the ids of those that are asked for; none:
    all of them.
    """
    within = f" WHERE period IN ({', '.join(map(quoted, periods))})" if periods else ""
    select = (
        f"SELECT field, {_words(dimensions, held)} AS words, count(*) AS n FROM read_parquet({quoted(str(figures))})"
    )
    rows = connect_duckdb().execute(f"{select}{within} GROUP BY ALL").fetchall()
    return Counter({(field, tuple(own)): many for field, own, many in rows})


def figures_in(figures: Path, dimensions: Sequence[str], held: Collection[str]) -> dict[Cell, Decimal]:
    """The figures of a Parquet file by area, field and a word of each dimension, added up; of cells that have one.

    `held` are the dimensions it has: of others its words are empty.
    """
    rows = (
        connect_duckdb()
        .execute(
            f"SELECT area, field, {_words(dimensions, held)} AS words, sum(value) FROM read_parquet({quoted(str(figures))})"
            " WHERE value IS NOT NULL GROUP BY ALL"
        )
        .fetchall()
    )
    return {(area, field, tuple(words)): value for area, field, words, value in rows}


def said_in(figures: Path) -> dict[tuple[str, str], tuple[tuple[str, ...], ...]]:
    """What a return says by area and field: numbers or markers, and whether each is partial or estimated."""
    rows = connect_duckdb().execute(
        "SELECT area, field, coalesce(CAST(value AS VARCHAR), ''), absence, coalesce(marks, '')"
        f" FROM read_parquet({quoted(str(figures))})"
    )
    found: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for area, name, value, absence, marks in rows.fetchall():
        completeness = sorted({*marks.split()} & {Mark.PROVISIONAL.value, Mark.ESTIMATED.value})
        found.setdefault((area, name), []).append((value, absence, *completeness))
    return {cell: tuple(sorted(said)) for cell, said in found.items()}


def _words(dimensions: Sequence[str], held: Collection[str]) -> str:
    """The SQL of a list of words, one of each dimension."""
    names = [f"coalesce({identifier(name)}, '')" if name in held else "''" for name in dimensions]
    return f"CAST([{', '.join(names)}] AS VARCHAR[])"
