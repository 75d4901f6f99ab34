"""How far the counts of one area are from those of another in a neighbouring file: word by word of one dimension."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assize.store.editions import connect_duckdb, identifier, quoted

Table = tuple[Path, Sequence[str]]  # an edition's Parquet file and its dimensions
_WORDS, _AREAS = 20, 10  # in both files: with fewer, mixtures are not told apart

Apart = Mapping[
    tuple[str, str], float
]  # (an area of this file, one of the other): squares of the differences, added up


def areas_apart(own: Table, held: Table) -> dict[str, Apart]:
    """By field, for each pair of areas that both files have, how far this file's counts of the one are from the other's of
    the other: on the scale of twice the root of a count and 3/8, by which chance moves each by about one (Anscombe, 1948).

    Counts are the mean of a period, over the words of the dimension that has most of them. Empty where no dimension has
    twenty words in both, or where they share fewer than ten areas.
    """
    engine = connect_duckdb()
    try:
        engine.execute("SET threads = 1")
        engine.execute("SET temp_directory = ''")  # nothing is written beside the program
        shared = [name for name in own[1] if name in held[1]]
        words = {name: _in_both(engine, own, held, name) for name in shared}
        dimension = max(words, key=lambda name: words[name], default="")
        if not dimension or words[dimension] < _WORDS or _in_both(engine, own, held, "area") < _AREAS:
            return {}
        for name, (path, _) in (("now", own), ("was", held)):
            engine.execute(
                f"CREATE TEMP TABLE {name} AS WITH sums AS (SELECT field, area, {identifier(dimension)} AS word,"
                f" sum(value) AS value FROM read_parquet({quoted(str(path))}) WHERE value >= 0 GROUP BY ALL),"
                f" periods AS (SELECT field, count(DISTINCT period) AS many FROM read_parquet({quoted(str(path))})"
                " GROUP BY field) SELECT field, area, word, value::DOUBLE / many AS value FROM sums JOIN periods USING (field)"
            )
        engine.execute(
            "CREATE TEMP TABLE grid AS SELECT * FROM (SELECT DISTINCT field, area FROM now SEMI JOIN was USING (field, area))"
            " JOIN (SELECT DISTINCT field, word FROM now SEMI JOIN was USING (field, word)) USING (field)"
        )
        for name in ("now", "was"):
            engine.execute(
                f"CREATE TEMP TABLE {name}_steady AS SELECT field, area, word, 2 * sqrt(coalesce(value, 0) + 0.375) AS value"
                f" FROM grid LEFT JOIN {name} USING (field, area, word)"
            )
        found: dict[str, dict[tuple[str, str], float]] = defaultdict(dict)
        for field, one, other, squares in engine.execute(
            "SELECT field, n.area, w.area, sum((n.value - w.value) ^ 2) FROM now_steady AS n JOIN was_steady AS w"
            " USING (field, word) GROUP BY ALL"
        ).fetchall():
            found[field][one, other] = squares
        return dict(found)
    finally:
        engine.close()


def _in_both(engine: Any, own: Table, held: Table, name: str) -> int:
    """How many words of a column both files have."""
    column, (one, other) = identifier(name), (quoted(str(path)) for path, _ in (own, held))
    [(many,)] = engine.execute(
        f"SELECT count(*) FROM (SELECT DISTINCT {column} FROM read_parquet({one}) INTERSECT"
        f" SELECT DISTINCT {column} FROM read_parquet({other}))"
    ).fetchall()
    return int(many)
