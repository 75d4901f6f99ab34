"""Counts of a tool that have nothing to do with the words beside them: sorted without them, mixed up, or slid by a record.

Nothing in a tool of single records repeats a count, so only what such counts are like can tell: a place has in a quarter
about what it had in the quarter before, as far as the whole country has; open cases move by what came and what went; and of
the trials that were listed about a half are effective.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, permutations
from statistics import median
from typing import Any

from assize.core.errors import Problem
from assize.core.periods import parse_period
from assize.ingest.courts.records import NUMBER, OWN_FILE, TOGGLE, Records
from assize.ingest.files.databases import text_sql
from assize.ingest.layouts import Doubt

# Records, different steps among them, and the share that may go the other way.
_LINES, _DIFFERENT, _STRAY = 60, 20, 0.01
_LARGE, _FACTOR, _APART = 25, 1.6, 2.5  # a count from which on it moves little by chance; times; between square roots
_ENOUGH, _THIRD = 30, 1 / 3  # series of two quarters, and the share of them that are far apart
_PAIRS = 3  # of quarters: in the spring of 2020 two were like no other
_HALF, _FEW = 1 / 2, 1 / 10  # of the series of the first or last quarter that are far from its neighbour, and of others
_FLOWS = ("receipts", "disposals", "open_cases")
# Of the open cases: by so much of them they move besides what came and what went only where the three are something else. It
# has been 0.6% at the most in the Crown Court since 2016.
_MOVED = 0.1
_BEYOND = 4  # times as far from what came and went as if two of the three changed places
# Of the trials listed in a quarter (vacated ones are not), in either type of court, about 45% are effective, 35% cracked and
# 20% ineffective: so far may the most of quarters lie from that, and so far a quarter of its own, such as the spring of 2020.
_SHARES = {"effective": (0.3, 0.65), "cracked": (0.2, 0.5), "ineffective": (0.06, 0.4)}
_EVER = {"effective": (0.1, 0.85), "cracked": (0.06, 0.7), "ineffective": (0.02, 0.65)}
_TRIALS = 500  # listed in a quarter of one type of court


def check_likeness(records: Records, column: int, kept: str, outcome: str = "", court_type: str = "") -> list[Problem]:
    """Doubts counts in a `column` that are not like those of other quarters, or stand in order of their size.

    `kept` is the condition under which a record is no total; `outcome` and `court_type` are the fields of a trial's outcome and
    of the type of court, where the tool has them. `records.match_values` and `match_periods` must have been done.
    """
    fields = [name for name in records.key_fields() if name not in ("year", "quarter", TOGGLE)]
    words = ", ".join(records.col(name) for name in fields)
    kind = f"(SELECT w.slug FROM word_trial_outcome AS w WHERE w.word = {records.col(outcome)})" if outcome else "''"
    measure = records.tool.measure
    counted = f"(SELECT m.field FROM measures AS m WHERE m.word = {records.col(measure)})" if measure else "''"
    court = records.col(court_type) if court_type else "''"
    records.table.connection.execute(
        f"CREATE TABLE likened AS SELECT r.line, hash({words}) AS series, q.period, {kind} AS outcome, {court} AS court,"
        f" {counted} AS field, {NUMBER} AS number FROM records AS r {records.timed}"
        f" JOIN numbers AS n ON n.printed = trim(coalesce(r.c{column}, '')) WHERE {kept} AND q.period LIKE '%Q%'"
    )
    problems = [*_sorted(records, column), *_unlike(records, column)]
    problems += _shares(records, column) if outcome else ()
    problems += _flows(records, column) if measure and not records.tool.areas_nest else ()
    records.table.connection.execute("DROP TABLE likened")
    return problems


def _sorted(records: Records, column: int) -> Iterator[Problem]:
    rows = records.table.ask(
        "SELECT min(line) AS first, count(*) AS n, count(*) FILTER (step > 0) AS up, count(*) FILTER (step < 0) AS down,"
        " count(DISTINCT series) AS series, count(DISTINCT period) AS periods FROM"
        " (SELECT *, number - lag(number) OVER (ORDER BY line) AS step FROM likened)"
    )
    for first, many, up, down, series, periods in rows:
        stray, same = sorted((up, down))
        if many >= _LINES and same >= _DIFFERENT and stray <= _STRAY * many and series > 2 < periods:
            yield Problem(
                "the figures stand in order of size, and the records do not: the field was sorted without the others",
                records.table.place(first, column),
                found=f"figures that only {'rise' if up > down else 'fall'}, in {many:,} records",
                expected="figures beside their own words",
                fix=OWN_FILE,
            )


def _unlike(records: Records, column: int) -> Iterator[Problem]:
    """Quarters whose counts are far from those of the quarter before, each in proportion to all that both have."""
    rows = records.table.ask(
        f"WITH of_ AS (SELECT series, period, sum(number) AS n, min(line) AS line FROM likened GROUP BY ALL),"
        f" dated AS (SELECT *, dense_rank() OVER (ORDER BY period) AS rank FROM of_),"
        f" pairs AS (SELECT b.period, b.line, a.n AS before, b.n AS n, sum(b.n) OVER w / nullif(sum(a.n) OVER w, 0) AS grown"
        f" FROM dated AS a JOIN dated AS b ON a.series = b.series AND b.rank = a.rank + 1"
        f" WHERE a.n IS NOT NULL AND b.n IS NOT NULL WINDOW w AS (PARTITION BY b.period)),"
        f" scaled AS (SELECT *, before * grown AS usually, greatest(before * grown, n) AS high, least(before * grown, n) AS low"
        f" FROM pairs WHERE grown > 0)"
        f" SELECT period, min(line) AS line, count(*) AS every, count(*) FILTER (high > {_FACTOR} * low"
        f" AND sqrt(high) - sqrt(low) >= {_APART}) AS apart FROM scaled WHERE high >= {_LARGE} GROUP BY 1"
        f" HAVING every >= {_ENOUGH} ORDER BY 1"
    )
    far = [row for row in rows if row[3] > _THIRD * row[2]]
    usual = median(row[3] / row[2] for row in rows) if len(rows) > _PAIRS else 1
    ends = [row for row in {rows[0], rows[-1]} if row[3] > _HALF * row[2]] if usual <= _FEW else []
    if not ends and (len(far) < _PAIRS or len(far) * 2 <= len(rows)):
        return
    period, line, every, apart = (ends or far)[0]
    yield Doubt(
        "the counts of a quarter have nothing to do with those of the quarter before, so they may stand beside other words",
        records.table.place(line, column),
        found=f"{apart:,} of {every:,} far from the quarter before in {period}, and {len(far):,} of {len(rows):,} quarters so",
        expected="counts that move with those of the country, for the most part",
        fix=OWN_FILE,
        key=f"unlike@{rows[-1][0]}",
    )


def _flows(records: Records, column: int) -> Iterator[Problem]:
    """Open cases that follow nowhere from receipts and disposals."""
    rows = records.table.ask(
        f"SELECT period, min(line) AS line, {', '.join(f'sum(number) FILTER (field = {text_sql(each)})' for each in _FLOWS)}"
        " FROM likened GROUP BY period HAVING count(*) = count(number) ORDER BY period"
    )
    quarters = [(parse_period(period), line, counts) for period, line, *counts in rows if None not in counts]
    pairs = [(one, other) for one, other in pairwise(quarters) if one[0].later(1) == other[0]]

    def misfit(order: Sequence[int]) -> float:
        came, went, held = order
        return math.fsum(abs(now[came] - now[went] - now[held] + before[held]) for (_, _, before), (_, _, now) in pairs)

    given, *others = (misfit(order) for order in permutations(range(len(_FLOWS))))
    if len(pairs) < _PAIRS or not (
        given > _BEYOND * min(others) or given > _MOVED * sum(now[2] for _, (_, _, now) in pairs)
    ):
        return
    (_, _, before), (period, line, now) = pairs[0]
    yield Doubt(
        "open cases do not follow from what came and what went, so counts may stand beside other measures",
        records.table.place(line, column),
        found=f"{now[2]:,.0f} open in {period.id}, after {before[2]:,.0f}, {now[0]:,.0f} received and {now[1]:,.0f} dealt with",
        expected=f"about {before[2] + now[0] - now[1]:,.0f}",
        fix=OWN_FILE,
        key=f"flows@{pairs[-1][1][0].id}",
    )


def _shares(records: Records, column: int) -> Iterator[Problem]:
    """Quarters in which an outcome has a share of the trials that it never had."""
    rows = records.table.ask(
        "WITH of_ AS (SELECT court, period, outcome, sum(number) AS n, min(line) AS line FROM likened"
        f" WHERE outcome IN {tuple(_SHARES)} GROUP BY ALL)"
        " SELECT court, period, outcome, line, n / every AS share FROM (SELECT *, sum(n) OVER (PARTITION BY court, period)"
        f" AS every, count(*) OVER (PARTITION BY court, period) AS outcomes FROM of_) WHERE every >= {_TRIALS}"
        f" AND outcomes = {len(_SHARES)} ORDER BY period, court, outcome"
    )
    most = {(court, outcome) for court, _, outcome, _, _ in rows if _mostly_beyond(rows, court, outcome)}
    far = [row for row in rows if not _within(row, _SHARES) and ((row[0], row[2]) in most or not _within(row, _EVER))]
    if not far:
        return
    court, period, outcome, line, share = far[0]
    more = len({row[1] for row in far}) - 1
    yield Doubt(
        "an outcome has a share of the trials that it never had, so counts may stand beside other outcomes",
        records.table.place(line, column),
        found=f"{share:.0%} {outcome} in {period}{f', {court}' if court else ''}"
        + (f", and so in {more} more {'quarter' if more == 1 else 'quarters'}" if more else ""),
        expected="{:.0%} to {:.0%}".format(*(_SHARES if (court, outcome) in most else _EVER)[outcome]),
        fix=OWN_FILE,
        key=f"shares@{far[-1][1]}",
    )


def _within(row: Sequence[Any], shares: Mapping[str, tuple[float, float]]) -> bool:
    low, high = shares[row[2]]
    return bool(low <= row[4] <= high)


def _mostly_beyond(rows: Sequence[Sequence[Any]], court: str, outcome: str) -> bool:
    own = [row for row in rows if (row[0], row[2]) == (court, outcome)]
    return sum(not _within(row, _SHARES) for row in own) * 2 > len(own)
