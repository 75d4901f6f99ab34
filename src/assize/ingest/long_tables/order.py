"""What the order of the lines tells: quarters that were exchanged, each whole under another's number, and a column that was
sorted without the others.
"""

from __future__ import annotations

from collections.abc import Sequence

from assize.core.errors import Problem
from assize.ingest.long_tables.coded import number
from assize.ingest.long_tables.table import LargeTable

_NEARLY = 0.9  # of the lines of a year that must stand in one order, for it to be the publisher's
_ENOUGH = 20  # things of which a line stands for each quarter; in fewer an order comes about by chance
_LINES = 1000  # fewer are an example
_BEGINNING = 20_000  # lines of a table in which a sorted column shows
_PLACES = 3  # of a year looked at: the order is that of the whole table
_FEWEST_QUARTERS = 3  # two stand in one order or the other


def check_order(table: LargeTable) -> list[Problem]:
    """Refuses a year whose lines all stand in one order of quarters that neither rises nor falls.

    The publisher sorts by time, one way or the other; a file sorted by something else, or not at all, has no one order.
    `hold_lines` must have been done.
    """
    found = table.ask(
        f"WITH timed AS (SELECT h.*, q.year, q.quarter FROM held AS h JOIN quarters AS q USING (period)),"
        f" chosen AS (SELECT year, area, row_number() OVER (PARTITION BY year ORDER BY area) AS place"
        f" FROM (SELECT DISTINCT year, area FROM timed)),"
        f" ordered AS (SELECT year, area, key, list(period ORDER BY first) AS periods, min(first) AS first FROM timed"
        f" SEMI JOIN (FROM chosen WHERE place <= {_PLACES}) USING (year, area) GROUP BY 1, 2, 3"
        f" HAVING count(DISTINCT period) >= {_FEWEST_QUARTERS})"
        f" SELECT year, periods, count(*) AS n, sum(count(*)) OVER (PARTITION BY year) AS every, min(first) AS first"
        f" FROM ordered GROUP BY 1, 2 ORDER BY 1, 2"
    )
    problems = []
    for year, periods, many, every, first in found:
        if many < max(_ENOUGH, _NEARLY * every) or _runs(periods):
            continue
        problems.append(
            Problem(
                "the quarters of a year stand in an order of no calendar, so their numbers may have been exchanged",
                table.place(first, "financial quarter"),
                found=f"in {year}: {', then '.join(_number(period) for period in periods)}",
                expected="quarters from the first to the last",
                fix="Load the publisher's own file.",
            )
        )
    return problems


def check_sorted(table: LargeTable, column: str) -> list[Problem]:
    """Refuses a count that only rises, or only falls, over the first lines of several forces: it was sorted by itself.

    Then what is small and often the same stands together: lines of one count follow each other. `coded` must have been made.
    """
    (down, up, same, within, different, forces, first) = table.ask(
        f"WITH begun AS (SELECT line, force, {number(table, column)} AS number FROM coded ORDER BY line LIMIT {_BEGINNING}),"
        f" steps AS (SELECT *, number - lag(number) OVER (ORDER BY line) AS step,"
        f" force = lag(force) OVER (ORDER BY line) AS own FROM begun)"
        f" SELECT count(*) FILTER (step < 0) AS down, count(*) FILTER (step > 0) AS up, count(*) FILTER (step = 0) AS same,"
        f" count(*) FILTER (step <> 0 AND own) AS within,"
        f" count(DISTINCT number) AS different, count(DISTINCT force) AS forces, min(line) AS first FROM steps"
    )[0]
    if (down and up) or up + down + same < _LINES or forces < 2 or min(same, within, different) < _ENOUGH:
        return []
    return [
        Problem(
            "the counts stand in order of size, and the lines do not: the column was sorted without the others",
            table.place(first, column),
            found="counts that only rise" if not down else "counts that only fall",
            expected="counts beside their own lines",
            fix="Load the publisher's own file.",
        )
    ]


def _runs(periods: Sequence[str]) -> bool:
    return list(periods) in (sorted(periods), sorted(periods, reverse=True))


def _number(period: str) -> str:
    """`Q1` of the financial year for `2018Q2`."""
    return f"Q{(int(period[5]) + 2) % 4 + 1}"
