"""Periods that were copied over another, among figures in a database: of millions of records none comes to Python."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from assize.core.errors import Problem
from assize.core.periods import parse_period
from assize.ingest.consistency.copies import CELLS_OF_ONE, COUNTED, UNLIKELY, Pair, few, steady, told

_LOOKED_AT = 20  # pairs, the likeliest first
# A figure without the noughts at its end, as far as these tell: rounded figures are alike more often.
_DIGITS = "({n} / CASE WHEN {n} % 1000 = 0 THEN 1000 WHEN {n} % 100 = 0 THEN 100 WHEN {n} % 10 = 0 THEN 10 ELSE 1 END)"
_MANY = 0.5  # of the figures of the period that has fewer: less is no copy, and need not be looked at


def check_copied_records(connection: Any, select: str, name: str) -> list[Problem]:
    """Refuses records of which a period is a copy of another, as a whole or of one place; records of one thing are added up.

    `select` gives each record's area (as it is called), series (a hash of all that tells it from others but the period), period
    (its id) and value (a number or NULL). `name` is the file's.
    """
    ask = connection.execute
    ask(
        f"CREATE OR REPLACE TEMP TABLE counted AS SELECT any_value(area) AS area, series, period, any_value(length(period)) AS"
        f" kind, abs(sum(value)) AS n FROM ({select}) GROUP BY series, period"
        f" HAVING count(*) = count(value) AND abs(sum(value)) >= {COUNTED}"
    )
    pairs = list(_pairs(ask))
    copies = [pair for pair in pairs if pair.is_copy]
    whole = {(pair.first, pair.second) for pair in copies if not pair.area}
    copies = [pair for pair in copies if not pair.area or (pair.first, pair.second) not in whole]
    problems = [] if not copies or _is_steady(ask, copies) else told(copies, name, {})
    ask("DROP TABLE counted")
    return few(problems, name)


def _pairs(ask: Any) -> Iterator[Pair]:
    """The pairs of periods, of all places and of single ones, whose figures are alike more than by chance."""
    by = "GROUP BY GROUPING SETS ((a.period, b.period), (a.area, a.period, b.period))"
    digits = _DIGITS.format(n="a.n")
    found = ask(
        f"WITH held AS (SELECT coalesce(area, '') AS area, period, count(*) AS cells FROM counted"
        f" GROUP BY GROUPING SETS ((period), (area, period))),"
        f" alike AS (SELECT coalesce(a.area, '') AS area, a.period AS one, b.period AS other, count(*) AS same,"
        f" sum(log10(sqrt(4 * pi() * {digits}))) AS weight, max(a.n) AS largest FROM counted AS a JOIN counted AS b"
        f" ON a.series = b.series AND a.n = b.n AND a.kind = b.kind AND a.period < b.period {by} HAVING weight >= {UNLIKELY})"
        f" SELECT alike.* FROM alike JOIN held AS x ON x.area = alike.area AND x.period = one"
        f" JOIN held AS y ON y.area = alike.area AND y.period = other WHERE same >= {_MANY} * least(x.cells, y.cells)"
        f" ORDER BY weight DESC, 1, 2, 3"
    ).fetchmany(_LOOKED_AT)
    for area, one, other, same, weight, largest in found:
        ((cells,),) = ask(
            "SELECT count(*) FROM counted AS a JOIN counted AS b USING (series)"
            " WHERE a.period = ? AND b.period = ? AND (? = '' OR a.area = ?)",
            [one, other, area, area],
        ).fetchall()
        if not area or cells >= CELLS_OF_ONE:
            yield Pair(parse_period(one), parse_period(other), area, cells, same, weight, f"{largest:,.0f}")


def _is_steady(ask: Any, copies: Sequence[Pair]) -> bool:
    """Whether figures are often alike from one period to the next, copies left out."""
    listed = ", ".join(f"('{pair.first.id}', '{pair.second.id}')" for pair in copies)
    ((cells, same, pairs, copied),) = ask(
        f"SELECT count(*) FILTER (NOT own), count(*) FILTER (NOT own AND n = then_), count(DISTINCT (before, period)),"
        f" count(DISTINCT (before, period)) FILTER (own) FROM (SELECT *, (before, period) IN ({listed}) AS own FROM"
        f" (SELECT period, n, lag(period) OVER w AS before, lag(n) OVER w AS then_ FROM counted"
        f" WINDOW w AS (PARTITION BY series, kind ORDER BY period)) WHERE before IS NOT NULL)"
    ).fetchall()
    return steady(cells, same, pairs, copied)
