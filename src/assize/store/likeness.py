"""Two neighbouring periods of one source beside each other: words that have each other's figures, as nearly as counts repeat.

A file of one quarter has no figure in common with those held. What it counts by place and category is like the quarter beside
it all the same, and two categories that were exchanged are each like the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assize.store.beside import tied_dimensions
from assize.store.editions import connect_duckdb, identifier, quoted

Table = tuple[
    Path, Sequence[str], str
]  # a Parquet file of observations, its dimensions, and the id of one of its periods
_FEWEST = 8  # counts by which two words are compared
_USUAL = 5  # of a word, on average: smaller counts tell nothing apart
_FAR = 4.0  # units of chance (2 each of counts that only chance moves), squared and on average
_TIMES = 2  # as far as is usual in the file
_NEARER = 0.25  # of the way to their own
_TOLD = 300  # combinations of the other words, the largest
_MOST = 60  # words that moved far: where all have, what is counted has changed


@dataclass(frozen=True)
class Alike:
    """Two words of a key, each with counts like those that the other had: how far from its own, and from the other's."""

    key: str
    word: str
    other: str
    own: float
    crossed: float


def exchanged_words(own: Table, held: Table) -> list[Alike]:
    """Pairs of words of a key (area, field or a dimension) whose counts in one period are like each other's in another."""
    dimensions = tuple(name for name in own[1] if name in held[1])
    keys = ("area", "field", *dimensions)
    engine: Any = connect_duckdb()
    try:
        engine.execute("SET threads = 1")
        for name, (path, _, period) in (("own", own), ("held", held)):
            named = ", ".join(f"coalesce({identifier(key)}, '') AS {identifier(key)}" for key in keys)
            engine.execute(
                f"CREATE TEMP TABLE {name} AS SELECT {named}, greatest(CAST(sum(value) AS DOUBLE), 0) AS value"
                f" FROM read_parquet({quoted(str(path))}) WHERE period = {quoted(period)} AND value IS NOT NULL"
                f" GROUP BY {', '.join(identifier(key) for key in keys)}"
            )
        counted = "SELECT field FROM held GROUP BY field HAVING bool_and(value = floor(value))"
        engine.execute(f"DELETE FROM own WHERE field NOT IN ({counted})")
        engine.execute(f"DELETE FROM held WHERE field NOT IN ({counted})")
        found: list[Alike] = []
        for key in keys:
            found += _exchanged(engine, key, keys)
        return found
    finally:
        engine.close()


def _exchanged(engine: Any, key: str, keys: Sequence[str]) -> list[Alike]:
    tied = tied_dimensions(engine, key, keys[2:])
    rest = [name for name in keys if name != key and name not in tied]
    if not rest:
        return []
    word, others = identifier(key), ", ".join(identifier(name) for name in rest)
    same = " AND ".join(f"o.{identifier(name)} = h.{identifier(name)}" for name in rest)
    far = "power(2 * sqrt(o.value + 0.375) - 2 * sqrt(h.value + 0.375), 2)"
    for name in ("own", "held"):
        engine.execute(
            f"CREATE OR REPLACE TEMP TABLE {name}_words AS SELECT {word} AS word, {others}, sum(value) AS value"
            f" FROM {name} WHERE {word} <> '' GROUP BY {word}, {others}"
        )
    rows = engine.execute(
        f"WITH usual AS (SELECT {others} FROM held_words GROUP BY ALL HAVING avg(value) >= {_USUAL}"
        f" ORDER BY avg(value) DESC, {others} LIMIT {_TOLD}),"
        f" mine AS (SELECT * FROM own_words SEMI JOIN usual USING ({others})),"
        f" theirs AS (SELECT * FROM held_words SEMI JOIN usual USING ({others})),"
        f" straight AS (SELECT o.word AS word, avg({far}) AS far, count(*) AS many FROM mine AS o JOIN theirs AS h"
        f" ON {same} AND o.word = h.word GROUP BY ALL HAVING many >= {_FEWEST}),"
        " middle AS (SELECT median(far) AS usual FROM straight),"
        f" moved AS (SELECT word, far FROM straight, middle WHERE far > {_FAR} AND far > {_TIMES} * usual"
        f" ORDER BY far DESC LIMIT {_MOST}),"
        f" crossed AS (SELECT o.word AS word, h.word AS other, avg({far}) AS far, count(*) AS many"
        f" FROM mine AS o JOIN theirs AS h ON {same} AND o.word <> h.word"
        " WHERE o.word IN (SELECT word FROM moved) AND h.word IN (SELECT word FROM moved)"
        f" GROUP BY ALL HAVING many >= {_FEWEST})"
        " SELECT a.word, a.other, m.far + n.far AS own, a.far + b.far AS crossed FROM crossed AS a"
        " JOIN crossed AS b ON a.word = b.other AND a.other = b.word"
        " JOIN moved AS m ON m.word = a.word JOIN moved AS n ON n.word = a.other"
        f" WHERE a.word < a.other AND a.far + b.far < {_NEARER} * (m.far + n.far) ORDER BY crossed / own, a.word"
    ).fetchall()
    told: set[str] = set()
    found = []
    for one, other, own, crossed in rows:
        if not {one, other} & told:
            told |= {one, other}
            found.append(Alike(key, one, other, own, crossed))
    return found
