"""Two files of one source beside each other, cell by cell: whose figures stand where, by what number they were multiplied, and
what one of them has nothing of. Questions over their Parquet files.

A file in which two places, two columns or two quarters have each other's figures agrees with itself. Beside another edition of
the same figures it shows: they stand there under other words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from assize.core.periods import parse_period
from assize.store.editions import connect_duckdb, identifier, quoted

Table = tuple[Path, Sequence[str]]  # an edition's Parquet file and its dimensions
WORDS = "words"  # the field and the words of all dimensions at once: they may only move together
_BETWEEN = chr(31)  # two words of one line
_KEYS = ("field", "period", "area")
_DIFFERENT = 0.5  # of the figures of a word: as many differ from what stood under it before
_FOUND = 0.8  # of them stand elsewhere in the other edition
_FEWEST, _WEIGHT = 4, 10  # figures that are the same, and what they weigh: by chance so many are not
_SEVERAL, _MANY = 8, 20  # numbers by which one factor shows
_FITTING = 0.95
_MOVED = 0.05  # a factor nearer to 1 may come of another population under every rate
_LARGE = 100
_SHUFFLED = 0.9  # of the figures of a quarter that differ stand in another line of it
_APART = 0.3  # by that part of themselves they differ; a restatement does not go so far


@dataclass(frozen=True)
class Elsewhere:
    """A word of a key whose figures are those that the other edition has under another: `same` of the `of` that tell."""

    key: str
    word: str
    other: str
    same: int
    of: int


@dataclass(frozen=True)
class Shuffled:
    """A field in a period (empty: all of them) whose figures are those of the other edition in other lines: `moved` of `of`."""

    field: str
    period: str
    moved: int
    of: int


@dataclass(frozen=True)
class Multiplied:
    """The figures of a field, of one word of a key where one is named, that are all `factor` times the other edition's."""

    field: str
    key: str
    word: str
    factor: Decimal
    cells: int


@dataclass(frozen=True)
class Lacking:
    """Words of a key (fields among them) of which the other edition has figures for the same periods, and this one none."""

    key: str
    words: tuple[tuple[str, int], ...]  # each with how many figures


class Beside:
    """One file (`own`) beside another edition (`held`)."""

    def __init__(self, own: Table, held: Table) -> None:
        self.dimensions = tuple(dict.fromkeys((*own[1], *held[1])))
        self.keys = (*_KEYS, *self.dimensions)
        self._engine: Any = connect_duckdb()
        self._engine.execute("SET threads = 1")
        self._engine.execute("SET temp_directory = ''")  # nothing is written beside the program
        for name, table in (("own", own), ("held", held)):
            self._engine.execute(f"CREATE TEMP TABLE {name} AS {self._figures(table)}")
        joined = " AND ".join(f"o.{identifier(key)} = h.{identifier(key)}" for key in self.keys)
        chosen = ", ".join(f"o.{identifier(key)} AS {identifier(key)}" for key in self.keys)
        self._engine.execute(
            f"CREATE TEMP TABLE shared AS SELECT {chosen}, o.value AS value, h.value AS was"
            f" FROM own AS o JOIN held AS h ON {joined} WHERE o.value IS NOT NULL AND h.value IS NOT NULL"
        )
        [(self.shared,)] = self._engine.execute("SELECT count(*) FROM shared").fetchall()
        [(tell,)] = self._engine.execute(
            f"SELECT count(*) FROM own WHERE {_TELLS.format('own')} AND period IN (SELECT DISTINCT period FROM held)"
        ).fetchall()
        [(kept,)] = self._engine.execute(
            f"SELECT count(*) FROM shared WHERE value = was AND {_TELLS.format('shared')}"
        ).fetchall()
        # Figures of the other edition's periods that are not as there. Where they are few nothing can stand elsewhere, and
        # most questions need not be asked.
        self._strays = tell - kept

    def close(self) -> None:
        """Frees what was held of both files."""
        self._engine.close()

    def _figures(self, table: Table) -> str:
        path, own = table
        empty = quoted("")
        named = ", ".join(
            (f"coalesce({identifier(name)}, {empty})" if name in own else empty) + f" AS {identifier(name)}"
            for name in self.dimensions
        )
        keys = ", ".join(identifier(key) for key in self.keys)
        return (
            f"SELECT {keys}, CASE WHEN count(value) = count(*) THEN sum(value) END AS value"
            f" FROM (SELECT field, period, area{', ' if named else ''}{named}, value"
            f" FROM read_parquet({quoted(str(path))})) GROUP BY {keys}"
        )

    def elsewhere(self) -> list[Elsewhere]:
        """Words whose figures the other edition has under another word of the same key, and not under their own."""
        found: list[Elsewhere] = []
        for key in self.keys if self._strays >= _FEWEST else ("period",):
            own = self._elsewhere(key, (key,))
            if not own and (tied := self._tied(key)):
                own = self._elsewhere(key, (key, *tied))  # a court moves with its board, a code with its group
            found += own
        if not found and self.dimensions and self._strays >= _FEWEST:
            found = self._elsewhere(WORDS, ("field", *self.dimensions))
        return found

    def _tied(self, key: str) -> list[str]:
        """The dimensions of which the other edition has one word for each word of a key; of a period none is asked for."""
        others = [name for name in self.dimensions if name != key] if key != "period" else []
        if not others:
            return []
        kinds = ", ".join(f"count(DISTINCT {identifier(name)}) AS {identifier(name)}" for name in others)
        most = ", ".join(f"max({identifier(name)})" for name in others)
        [row] = self._engine.execute(
            f"SELECT {most} FROM (SELECT {kinds} FROM held GROUP BY {identifier(key)})"
        ).fetchall()
        return [name for name, many in zip(others, row, strict=True) if many == 1]

    def _elsewhere(self, key: str, names: Sequence[str]) -> list[Elsewhere]:
        word = " || chr(31) || ".join(identifier(name) for name in names)
        rest = [name for name in self.keys if name not in names]
        place = ", ".join(identifier(name) for name in rest)
        # A word that is new has a new name and no other's figures; a period that is new may have those of another.
        anew = "true" if key == "period" else "word IN (FROM known)"
        # Pairs of words are sought by the figures that both have, and only what was found is counted through.
        rows = self._engine.execute(
            f"WITH mine AS (SELECT {word} AS word, count(*) AS many, count(*) FILTER (WHERE value = was) AS kept"
            f" FROM shared WHERE {_TELLS.format('shared')} GROUP BY ALL),"
            f" own_ones AS (SELECT DISTINCT {word} AS word FROM own),"
            f" known AS (SELECT DISTINCT {word} AS word FROM held),"
            " suspects AS (SELECT word FROM own_ones LEFT JOIN mine USING (word)"
            f" WHERE kept < {_DIFFERENT} * many OR (many IS NULL AND {anew})),"
            f" told AS MATERIALIZED (SELECT {word} AS word, {place}, value FROM own"
            f" WHERE {_TELLS.format('own')} AND word IN (FROM suspects)),"
            f" there AS MATERIALIZED (SELECT {word} AS other, {place}, value FROM held WHERE value IS NOT NULL),"
            f" alike AS MATERIALIZED (SELECT word, other, count(*) AS same, sum({_WEIGHS.format('told')}) AS weight"
            f" FROM told JOIN there USING ({place}, value) WHERE other <> word GROUP BY ALL"
            f" HAVING same >= {_FEWEST} AND weight >= {_WEIGHT})"
            f" SELECT word, other, count(*) AS many, any_value(same) AS same FROM alike JOIN told USING (word)"
            f" JOIN there USING (other, {place}) GROUP BY ALL HAVING any_value(same) >= {_FOUND} * many"
            " ORDER BY word, same DESC, other"
        ).fetchall()
        found: dict[str, Elsewhere] = {}
        for mine, other, many, alike in rows:
            if mine in found or (key == "period" and self._like_any(mine, other)):
                continue
            own, there = (
                (one.replace(_BETWEEN, " ") if key == WORDS else one.split(_BETWEEN)[0]) for one in (mine, other)
            )
            found[mine] = Elsewhere(key, own, there, alike, many)
        return list(found.values())

    def _like_any(self, mine: str, other: str) -> bool:
        """Whether a period is as much like other periods of its own file, or of another length: then it tells nothing."""
        if parse_period(mine).months != parse_period(other).months:
            return True
        rest = " AND ".join(f"a.{identifier(name)} = b.{identifier(name)}" for name in self.keys if name != "period")
        for table, period in (("own", mine), ("held", other)):
            rows = self._engine.execute(
                f"SELECT count(*) AS many, count(*) FILTER (WHERE a.value = b.value) AS same FROM {table} AS a"
                f" JOIN {table} AS b ON {rest} AND a.period <> b.period WHERE a.period = {quoted(period)}"
                f" AND {_TELLS.format('a')} AND b.value IS NOT NULL GROUP BY b.period"
                f" HAVING same > {_DIFFERENT} * many"
            ).fetchall()
            if rows:
                return True
        return False

    def shuffled(self) -> list[Shuffled]:
        """Fields (or all), in one period or in all, of which most figures differ, and stand elsewhere in the other edition."""
        if self._strays < _MANY:
            return []
        either = (("field", "period"), ("field", "''"), ("''", "period"), ("''", "''"))
        return next((found for field, period in either if (found := self._shuffled(field, period))), [])

    def _shuffled(self, field: str, period: str) -> list[Shuffled]:
        rows = self._engine.execute(
            f"WITH named AS (SELECT {field} AS field, {period} AS period, value, was FROM shared WHERE value <> 0 OR was <> 0),"
            " apart AS (SELECT * FROM named WHERE value <> was),"
            " moves AS (SELECT field, period, count(*) AS moved, count(DISTINCT value) AS kinds,"
            " sum(abs(value - was)) AS far, sum(greatest(value, was)) AS size FROM apart GROUP BY ALL),"
            " wholes AS (SELECT field, period, count(*) AS many FROM named GROUP BY ALL),"
            " mine AS (SELECT field, period, value, count(*) AS n FROM apart GROUP BY ALL),"
            " theirs AS (SELECT field, period, was AS value, count(*) AS n FROM apart GROUP BY ALL),"
            " alike AS (SELECT field, period, sum(least(m.n, t.n)) AS same FROM mine AS m JOIN theirs AS t"
            " USING (field, period, value) GROUP BY ALL)"
            " SELECT field, period, moved, many FROM moves JOIN wholes USING (field, period) JOIN alike USING (field, period)"
            f" WHERE moved >= {_MANY} AND kinds >= {_SEVERAL} AND moved >= {_DIFFERENT} * many AND same >= {_SHUFFLED} * moved"
            f" AND far >= {_APART} * size ORDER BY field, period"
        ).fetchall()
        return [Shuffled(*row) for row in rows]

    def multiplied(self) -> list[Multiplied]:
        """Fields, or words of a key within a field, of which nearly all figures are the other edition's times one number."""
        found: list[Multiplied] = []
        for key in ("field", *(name for name in self.keys if name not in ("field", "period"))):
            rows = self._multiplied(key)
            told = {one.field for one in found if one.key == "field"}
            found += [one for one in rows if one.field not in told]
        return found

    def _multiplied(self, key: str) -> list[Multiplied]:
        word = "''" if key == "field" else identifier(key)
        fits = "abs(value - was * factor) <= slack"
        rows = self._engine.execute(
            f"WITH sized AS (SELECT field, {word} AS word, CAST(value AS DOUBLE) AS value, CAST(was AS DOUBLE) AS was"
            " FROM shared WHERE was <> 0),"
            " groups AS (SELECT field, word, median(value / was) AS factor, median(abs(was)) AS usual, count(*) AS many,"
            " CASE WHEN bool_and(value = round(value) AND was = round(was)) THEN 1"
            " WHEN bool_and(round(value, 1) = value AND round(was, 1) = was) THEN 0.1"
            " WHEN bool_and(round(value, 2) = value AND round(was, 2) = was) THEN 0.01 ELSE 0.0001 END AS step"
            f" FROM sized GROUP BY ALL HAVING many >= {_SEVERAL} AND count(*) FILTER (WHERE value <> was) * 2 > many),"
            " beside AS (SELECT s.*, g.factor, g.usual, g.step * greatest(1, abs(g.factor)) AS slack, g.step AS step"
            " FROM sized AS s JOIN groups AS g USING (field, word))"
            f" SELECT field, word, any_value(factor) AS factor, count(*) AS many FROM beside GROUP BY field, word"
            f" HAVING count(*) FILTER (WHERE {fits}) >= {_FITTING} * many"
            " AND count(*) FILTER (WHERE abs(value - was) > 2 * slack) * 2 > many"
            f" AND abs(any_value(factor) - 1) > {_MOVED} AND any_value(factor) > 0"
            f" AND (many >= {_MANY} OR any_value(usual) >= {_LARGE} * any_value(step)) ORDER BY field, word"
        ).fetchall()
        return [Multiplied(field, key, own, Decimal(str(round(factor, 6))), many) for field, own, factor, many in rows]

    def lacking(self) -> list[Lacking]:
        """What the other edition has for the periods of this file, and this one has no line of."""
        found = []
        for key in (name for name in self.keys if name != "period"):
            rows = self._engine.execute(
                f"SELECT {identifier(key)} AS word, count(*) AS many FROM held"
                " WHERE period IN (SELECT DISTINCT period FROM own)"
                f" AND {identifier(key)} NOT IN (SELECT DISTINCT {identifier(key)} FROM own) GROUP BY ALL ORDER BY word"
            ).fetchall()
            if rows:
                found.append(Lacking(key, tuple((word, many) for word, many in rows if word)))
        return found

    def left_out(self) -> int:
        """How many figures of the other edition this one lacks, of the periods that it has."""
        keys = ", ".join(identifier(key) for key in self.keys)
        [(many,)] = self._engine.execute(
            f"SELECT count(*) FROM (SELECT {keys} FROM held WHERE period IN (SELECT DISTINCT period FROM own)"
            f" EXCEPT SELECT {keys} FROM own)"
        ).fetchall()
        return int(many)

    def periods_gone(self) -> list[str]:
        """Periods that the other edition has and this one has not, of a length that this one has too."""
        rows = self._engine.execute(
            "SELECT DISTINCT period FROM held WHERE period NOT IN (SELECT DISTINCT period FROM own)"
        ).fetchall()
        mine = {
            parse_period(period).months
            for (period,) in self._engine.execute("SELECT DISTINCT period FROM own").fetchall()
        }
        return sorted(
            (period for (period,) in rows if parse_period(period).months in mine), key=lambda one: parse_period(one)
        )


# A figure of two digits or more, or with a fraction, tells where it stood; by what its length weighs it is not there by chance.
_TELLS = "({0}.value >= 10 OR {0}.value <> floor({0}.value))"
_WEIGHS = "CASE WHEN {0}.value >= 1000 OR {0}.value <> floor({0}.value) THEN 3 WHEN {0}.value >= 100 THEN 2 ELSE 1 END"
