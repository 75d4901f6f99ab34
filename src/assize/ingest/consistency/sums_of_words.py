"""Words of a dimension that count again what other words of it count: sub-totals that no word gives away.

A word is the sum of others where its counts are theirs in every cell: every place, period and measure. Which others cannot be
tried out one set after another. So the counts of each word are drawn together to a few hundred sums with chance signs (a
sketch; Charikar, Chen and Farach-Colton 2002), and each word, from the smallest, is put together from those before it by least
squares: a total has nothing left over and takes each of its parts once. What is found so is then counted cell by cell.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import mul
from typing import Any

from assize.ingest.files.databases import text_sql

_CELLS, _DIFFERENT = 20, 5  # in which a word has cases, and different numbers among them: of fewer nothing is told
_NEARLY = 0.95  # of the cells: a total that was misprinted somewhere is one all the same
_WORDS = 150  # the largest of a dimension
_SPANS = 6  # stretches of periods and measures in which words stand, the commonest first
_SPARE = 10  # sums of a sketch more than words, so that no word is put together by chance
_LEFT, _EXACT = 0.1, 1e-9  # of a word's length: what may be left over, and what is nothing
_ONCE = 0.1  # as far a multiple may be from a whole number


@dataclass(frozen=True)
class SumOfWords:
    """A word whose counts are those of its `parts` together, less those of `less`; in `wrong` of its `cells` they are not."""

    word: str
    parts: tuple[str, ...]
    less: tuple[str, ...]
    cells: int
    wrong: int

    @property
    def is_total(self) -> bool:
        """Whether it is the total of several words, and not one word under two names or a second split of the same cases."""
        return len(self.parts) > 1 and not self.less


def sums_of_words(connection: Any, select: str) -> list[SumOfWords]:
    """The words that are sums of others, the smallest first.

    `select` gives records of `word`, `span` (period and measure: a word is compared in those in which it stands), `cell` (all
    else that tells counts apart) and `number` (NULL where there is none; records of one thing are added up).
    """
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE worded AS SELECT word, span, cell, CASE WHEN count(*) = count(number) THEN"
        f" sum(number) END AS n FROM ({select}) GROUP BY ALL"
    )
    found: dict[str, SumOfWords] = {}
    for spans, words in _by_spans(connection):
        within = f"span IN (SELECT span FROM worded WHERE word = {text_sql(words[0])} AND n <> 0)" if spans else "true"
        sketch = _sketch(connection, within)
        for one in _put_together(sketch, partial(_counted, connection, within)):
            if one.word in words:
                found[one.word] = one
    connection.execute("DROP TABLE worded")
    return list(found.values())


def _by_spans(connection: Any) -> list[tuple[str, list[str]]]:
    """The words large enough to be told, by the spans in which they stand; an empty text where those are all there are."""
    rows = connection.execute(
        f"WITH held AS (SELECT word, span, count(*) AS cells, list(DISTINCT n) AS numbers FROM worded WHERE n <> 0"
        f" GROUP BY ALL), every AS (SELECT count(DISTINCT span) AS spans FROM held)"
        f" SELECT CASE WHEN count(*) = any_value(every.spans) THEN '' ELSE bit_xor(hash(span))::VARCHAR END AS spans, word"
        f" FROM held, every GROUP BY word HAVING sum(cells) >= {_CELLS}"
        f" AND len(list_distinct(flatten(list(numbers)))) >= {_DIFFERENT} ORDER BY word"
    ).fetchall()
    found: dict[str, list[str]] = {}
    for spans, word in rows:
        found.setdefault(spans, []).append(word)
    return sorted(found.items(), key=lambda item: -len(item[1]))[:_SPANS]


def _sketch(connection: Any, within: str) -> dict[str, list[float]]:
    """For each word, from the smallest, the sums of its counts over the same chance cells, half of them with a minus."""
    (words,) = connection.execute(f"SELECT count(DISTINCT word) AS words FROM worded WHERE {within}").fetchone()
    size = max(64, 2 * min(words, _WORDS))
    rows = connection.execute(
        f"SELECT word, spot, sum(CASE WHEN hash(span, cell) % 2 = 0 THEN n ELSE -n END) AS signed, sum(abs(n)) AS whole FROM"
        f" (SELECT *, dense_rank() OVER (ORDER BY span, cell) % {size} AS spot FROM worded WHERE {within} AND n <> 0)"
        f" GROUP BY word, spot ORDER BY word, spot"
    ).fetchall()
    wholes: dict[str, float] = {}
    vectors: dict[str, list[float]] = {}
    for word, spot, signed, whole in rows:
        wholes[word] = wholes.get(word, 0) + whole
        vectors.setdefault(word, [0.0] * size)[spot] = signed
    sketch = {word: vectors[word] for word in sorted(wholes, key=lambda each: (wholes[each], each))[-_WORDS:]}
    filled = sum(any(column) for column in zip(*sketch.values(), strict=True))
    return sketch if filled >= len(sketch) + _SPARE else {}


@dataclass
class _Basis:
    """Words that are no sums of each other, each as a direction at right angles to those before it."""

    words: list[str] = field(default_factory=list)
    directions: list[list[float]] = field(default_factory=list)
    triangle: list[list[float]] = field(default_factory=list)  # of each word, how far it lies along each direction

    def split(self, vector: list[float]) -> tuple[list[float], list[float]]:
        """How far a vector lies along each direction, and what is left of it (modified Gram-Schmidt)."""
        left, along = vector, []
        for direction in self.directions:
            far = sum(map(mul, direction, left))
            along.append(far)
            if far:
                left = [one - far * other for one, other in zip(left, direction, strict=True)]
        return along, left

    def multiples(self, along: Sequence[float]) -> list[float]:
        """How many times each word is in a vector that lies so far along the directions."""
        found = [0.0] * len(along)
        for at in reversed(range(len(along))):
            beyond = sum(self.triangle[later][at] * found[later] for later in range(at + 1, len(along)))
            found[at] = (along[at] - beyond) / self.triangle[at][at]
        return found

    def add(self, word: str, along: list[float], left: list[float]) -> None:
        """One more word."""
        length = math.sqrt(sum(map(mul, left, left)))
        self.words.append(word)
        self.directions.append([each / length for each in left])
        self.triangle.append([*along, length])


Parts = tuple[str, ...]


def _put_together(
    sketch: Mapping[str, list[float]], counted: Callable[[str, Parts, Parts], SumOfWords | None]
) -> Iterator[SumOfWords]:
    """Each word that is made of others, as far as it is so where its cells are `counted`."""
    basis = _Basis()
    for word, vector in sketch.items():
        along, left = basis.split(vector)
        length, over = (math.sqrt(sum(map(mul, each, each))) for each in (vector, left))
        if length and over <= _LEFT * length:
            times = dict(zip(basis.words, basis.multiples(along), strict=True))
            parts = tuple(sorted(each for each, many in times.items() if abs(many - 1) <= _ONCE))
            less = tuple(sorted(each for each, many in times.items() if abs(many + 1) <= _ONCE))
            none = sum(abs(many) <= _ONCE for many in times.values())
            made = counted(word, parts, less) if parts and len(parts) + len(less) + none == len(times) else None
            if made:
                yield made
                continue
        if over > _EXACT * length:
            basis.add(word, along, left)


def _counted(connection: Any, within: str, word: str, parts: Parts, less: Parts) -> SumOfWords | None:
    """The word with its parts counted cell by cell; None where they are not nearly everywhere what it has."""
    plus, minus = (", ".join(map(text_sql, each)) for each in (parts, less))
    taken = f" - coalesce(sum(n) FILTER (word IN ({minus})), 0)" if less else ""
    words = ", ".join(map(text_sql, (word, *parts, *less)))
    cells, different, wrong = connection.execute(
        f"SELECT count(*) AS cells, count(DISTINCT printed) AS different, count(*) FILTER (printed <> added) AS wrong FROM"
        f" (SELECT coalesce(sum(n) FILTER (word = {text_sql(word)}), 0) AS printed,"
        f" coalesce(sum(n) FILTER (word IN ({plus})), 0){taken} AS added FROM worded WHERE {within} AND word IN ({words})"
        f" GROUP BY span, cell HAVING count(*) = count(n) AND (printed <> 0 OR added <> 0))"
    ).fetchone()
    if cells < _CELLS or different < _DIFFERENT or wrong > (1 - _NEARLY) * cells:
        return None
    return SumOfWords(word, parts, less, cells, wrong)
