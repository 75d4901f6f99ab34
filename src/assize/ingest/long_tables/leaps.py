"""Counts of a large table that nobody would believe: one that leaps away from those of its other quarters, and a whole file
that was cut to its first digits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assize.core.errors import Problem
from assize.ingest.consistency.leaps import FEWEST, STEADY
from assize.ingest.layouts import SHOWN, Doubt, some
from assize.ingest.long_tables.checks import said_quarter
from assize.ingest.long_tables.coded import number
from assize.ingest.long_tables.table import LargeTable

# Times the usual, and how far apart the square roots must be. In the files seen, of some 13,000 steady counts a year, the
# farthest that are five times the usual and more are 571 for 93 (14.3 apart) and 761 for 146 (15.5).
_FAR = ((5, 17), (8, 15))
_LEAST_FAR, _LEAST_APART = min(far for far, _ in _FAR), min(apart for _, apart in _FAR)
_ENOUGH_LINES, _ENOUGH_FORCES = 2000, 20  # fewer are an example
_LARGE = 1000  # of the largest forces some code has more in every quarter seen
_TO_THE_BRIM = 0.95  # of what has so many digits: among counts that were cut some begin with 99
_OWN_FILE = "Load the publisher's own file."


def check_leaps(table: LargeTable, so_far: Sequence[Problem], column: str, names: Mapping[str, str]) -> list[Problem]:
    """Doubts a place's count of a code that is far from those of its other quarters, where these are steady.

    `coded` must have been made; `names` gives areas as they are called. Where a problem found `so_far` blocks, it is the
    likelier reason.
    """
    if any(problem.blocks for problem in so_far):
        return []
    value = number(table, column)
    far = " OR ".join(
        f"((n >= {times} * usually OR n * {times} <= usually) AND abs(sqrt(greatest(n, 0)) - sqrt(usually)) >= {apart})"
        for times, apart in _FAR
    )
    found = table.ask(
        f"WITH held AS (SELECT area, code, period, sum({value}) AS n, min(line) AS line FROM coded GROUP BY ALL"
        f" HAVING count(*) = count({value})),"
        f" wide AS (SELECT area, code FROM held GROUP BY ALL HAVING count(*) > {FEWEST} AND max(n) >= {_LEAST_APART**2}"
        f" AND max(n) >= {_LEAST_FAR} * greatest(min(n), 0)),"
        f" near AS (SELECT a.area, a.code, a.period, a.n, a.line, median(b.n) AS usually, min(b.n) AS least, max(b.n) AS most"
        f" FROM held AS a SEMI JOIN wide USING (area, code) JOIN held AS b ON a.area = b.area AND a.code = b.code"
        f" AND a.period <> b.period GROUP BY ALL HAVING count(*) >= {FEWEST})"
        f" SELECT area, code, period, n, line, usually FROM near WHERE least > 0 AND most <= {STEADY} * least"
        f" AND n >= 0 AND ({far}) ORDER BY line"
    )
    by_place: dict[tuple[str, str], list[tuple[str, int, int, float]]] = {}
    for area, code, period, n, line, usually in found:
        by_place.setdefault((area, period), []).append((code, n, line, usually))
    problems: list[Problem] = []
    for (area, period), leaps in by_place.items():
        code, n, line, usually = leaps[0]
        more = f", and {len(leaps) - 1} more codes" if len(leaps) > 1 else ""
        problems.append(
            Doubt(
                f"the counts of {names.get(area, area)} leap in {said_quarter(period)}, so they may be misread",
                table.place(line, column),
                found=f"{n:,} for offence code {code}{more}",
                expected=f"about {usually:,.0f}, as in the other quarters",
                fix=_OWN_FILE,
                key=f"leap-{area}@{period}",
            )
        )
    if len(problems) <= SHOWN:
        return problems
    rest = some([problem.what for problem in problems[SHOWN:]], 2)
    key = f"leaps-{len(problems) - SHOWN}@{max(period for _, period in by_place)}"
    return [*problems[:SHOWN], Doubt("more counts leap", table.received.name, rest, fix=_OWN_FILE, key=key)]


def check_size(table: LargeTable, column: str) -> list[Problem]:
    """Refuses a table of the whole country of which no count reaches a thousand: they were cut to their first digits."""
    lines, forces, largest = table.ask(
        f"SELECT count(*) AS lines, count(DISTINCT area) AS forces, max({number(table, column)}) AS largest FROM coded"
    )[0]
    if lines < _ENOUGH_LINES or forces < _ENOUGH_FORCES or not largest or largest >= _LARGE:
        return []
    if largest < _TO_THE_BRIM * 10 ** len(str(largest)):
        return []
    return [
        Problem(
            "the largest count of the file is small, so they may have been cut to their first digits",
            f"{table.received.name} [{table.header(column)}]",
            found=f"{largest:,}",
            expected="thousands of the commonest offences in the largest forces",
            fix=_OWN_FILE,
        )
    ]
