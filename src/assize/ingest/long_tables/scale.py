"""Counts of one force that cannot be, beside those of the others: another unit, a factor that crept in, small ones made nought.

The Metropolitan Police record more than any other force, two to three times as much as the next; and no force records in one
quarter ten times what it does in its next largest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import gcd

from assize.core.errors import Problem
from assize.core.nouns import AreaKind
from assize.core.specs import Catalogue
from assize.ingest.files.databases import text_sql
from assize.ingest.layouts import SHOWN, Doubt, some
from assize.ingest.long_tables.coded import nothing, number
from assize.ingest.long_tables.table import LargeTable
from assize.ingest.round_numbers import round_problems, sql_of_round

_LARGEST = "metropolitan-police"
_ABOVE_LARGEST = 3  # times the Metropolitan Police; in the files seen the next largest has two fifths of it
_APART = 10  # times the next largest force, or the next largest quarter of the same force
_ENOUGH_FORCES = 20  # fewer are an example, or a part of the country
_ENOUGH = 1000  # a total of less may be ten times another by chance
# Counts of 1 and 2 that a force would have, had it as many beside those of 6 to 14 as all forces together: in the files seen it
# has two fifths of that at the least (15 of 37), and of 12 in a single quarter 2.
_EXPECTED = 20


def check_scale(
    table: LargeTable,
    so_far: Sequence[Problem],
    catalogue: Catalogue,
    column: str,
) -> list[Problem]:
    """Refuses a force whose total of a count is out of all proportion to the other forces, or to its own other quarters.

    `coded` must have been made. Where a problem found `so_far` blocks, it is the likelier reason, and nothing is looked at.
    """
    if any(problem.blocks for problem in so_far):
        return []
    forces = {slug: area.name for slug, area in catalogue.areas.items() if AreaKind.FORCE in area.kinds}
    totals = table.ask(
        f"SELECT force, quarter, total FROM (SELECT force, period, CAST(sum({number(table, column)}) AS BIGINT) AS total"
        f" FROM coded GROUP BY 1, 2)"
        f" JOIN (SELECT period, min(year || ' Q' || quarter) AS quarter FROM quarters GROUP BY 1) USING (period)"
        f" WHERE force IN ({', '.join(map(text_sql, forces))}) AND total > 0 ORDER BY 1, 2"
    )
    by_force: dict[str, dict[str, int]] = {}
    for area, quarter, total in totals:
        by_force.setdefault(area, {})[quarter] = total
    sums = {area: sum(each.values()) for area, each in by_force.items()}
    if len(sums) < _ENOUGH_FORCES:
        return []
    found = _beside_others(sums, forces)
    told = {area for area, _, _ in found}
    for area, each in by_force.items():
        if area not in told and (odd := _beside_own(each)):
            found.append((area, *odd))
    return [
        Problem(
            f"the counts of {forces[area]} cannot be, so they may be in another unit",
            f"{table.received.name} [{table.header(column)}]",
            found=what,
            expected=expected,
            fix="Load the publisher's own file.",
        )
        for area, what, expected in found[:SHOWN]
    ]


def _beside_others(sums: dict[str, int], names: dict[str, str]) -> list[tuple[str, str, str]]:
    order = sorted(sums, key=lambda area: (-sums[area], area))
    largest = sums.get(_LARGEST, 0)
    if largest:
        above = [area for area in order if sums[area] > max(_ABOVE_LARGEST * largest, _ENOUGH)]
        if above:
            return [
                (area, f"{sums[area]:,} in all", f"fewer than the {largest:,} of {names[_LARGEST]}") for area in above
            ]
    first, second = order[:2]
    if sums[first] > max(_APART * sums[second], _ENOUGH):
        return [
            (first, f"{sums[first]:,} in all", f"nearer to the {sums[second]:,} of {names[second]}, the next largest")
        ]
    return []


def _beside_own(quarters: dict[str, int]) -> tuple[str, str] | None:
    order = sorted(quarters, key=lambda quarter: (-quarters[quarter], quarter))
    if len(order) < 2:
        return None
    first, second = order[:2]
    if quarters[first] <= max(_APART * quarters[second], _ENOUGH):
        return None
    return f"{quarters[first]:,} in {first}", f"nearer to the {quarters[second]:,} in {second}"


def check_round_counts(table: LargeTable, column: str, names: Mapping[str, str]) -> list[Problem]:
    """Refuses forces (`names`: slug -> name) whose counts nearly all end in a nought or are multiples of one number, throughout
    or in one quarter. `coded` must have been made.
    """
    divisors: dict[str, int] = {}
    for force, counts in table.ask(sql_of_round("force", number(table, column), "FROM coded", "period")):
        divisors[names.get(force, force)] = max(gcd(*counts), divisors.get(names.get(force, force), 1))
    return round_problems(table.received.name, divisors, fives=False)


def check_small_counts(table: LargeTable, column: str, names: Mapping[str, str]) -> list[Problem]:
    """Doubts forces (`names`: slug -> name) of which no count is 1 or 2, as of the others many are: the small ones were made
    nought, or left out. Where cells are marked as not given, these are the small ones, and nothing is hidden.

    `coded` must have been made.
    """
    value = number(table, column)
    found = table.ask(
        f"WITH counted AS (SELECT force, count(*) FILTER ({value} BETWEEN 1 AND 2) AS small,"
        f" count(*) FILTER ({value} BETWEEN 6 AND 14) AS beside, count(*) FILTER ({value} = 0) AS noughts,"
        f" count(*) FILTER ({value} IS NULL AND NOT {nothing(table, column)}) AS held_back FROM coded GROUP BY 1),"
        f" compared AS (SELECT *, beside * sum(small) OVER () / nullif(sum(beside) OVER (), 0) AS expected FROM counted)"
        f" SELECT force, noughts, expected FROM compared WHERE small = 0 AND expected >= {_EXPECTED} AND held_back < beside"
        f" ORDER BY 1"
    )
    if not found:
        return []
    ((last,),) = table.ask("SELECT max(period) AS last FROM quarters")
    return [
        Doubt(
            "no count of a force is 1 or 2, so its small counts may have been made nought or left out",
            f"{table.received.name} [{table.header(column)}]",
            found=f"{some([names.get(force, force) for force, _, _ in found])}, with {found[0][1]:,} noughts",
            expected=f"some {found[0][2]:,.0f} counts of 1 and 2, as other forces have",
            fix="Load the publisher's own file.",
            key=f"small-counts@{last}",
        )
    ]
