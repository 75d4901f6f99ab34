"""Counts that all end in a nought, or that one number divides: nobody counts so, and a number times seven looks like any
other by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from math import gcd

from assize.core.errors import Problem
from assize.ingest.layouts import SHOWN, some

_ENOUGH = 30  # counts that are not nought: so many by chance all end in one no more than once in a million files
_ENOUGH_ROUND, _LARGE = (
    15,
    1000,
)  # of such a size, none but so many end in a nought by chance in a million million files
_TEN = 10
_FIVE = 5  # publishers round to it, and say so
_NEARLY = 0.9  # of the lines of a large table; a tenth of true counts end in a nought


def divisor_of(values: Iterable[Decimal | None]) -> int:
    """The largest number that divides every count of many; 1 where there are few, or one of them is a fraction."""
    counts = [value for value in values if value]
    if any(value % 1 for value in counts):
        return 1
    found = gcd(*map(int, counts)) if len(counts) >= _ENOUGH_ROUND else 1
    enough = _ENOUGH if found % _TEN or min(map(abs, counts)) < _LARGE else _ENOUGH_ROUND
    return found if len(counts) >= enough else 1


def check_round(file: str, values: Mapping[str, Iterable[Decimal | None]]) -> list[Problem]:
    """Refuses a file of exact counts in which all those of some place (by name) end in a nought, or one number divides them."""
    return round_problems(file, {name: divisor_of(each) for name, each in values.items()})


def round_problems(file: str, divisors: Mapping[str, int], *, fives: bool = True) -> list[Problem]:
    """The problems of places by the number that divides all of their counts: 10 of those that are round.

    Without `fives` the publisher does not round to five, so that all multiples of it are refused as well.
    """
    found = [name for name, divisor in divisors.items() if not divisor % _TEN]
    times = {
        name: divisor
        for name, divisor in divisors.items()
        if divisor % _TEN and divisor not in ((1, _FIVE) if fives else (1,))
    }
    problems = [
        Problem(
            f"every count is a multiple of {divisor}, so they may have been multiplied",
            file,
            found=some([name for name, each in times.items() if each == divisor], SHOWN),
            expected="counts, each as it is",
            fix="Load the publisher's own file.",
        )
        for divisor in dict.fromkeys(times.values())
    ][:SHOWN]
    if not found:
        return problems
    return [
        *problems,
        Problem(
            "every count ends in a nought, so they may be rounded, or in another unit",
            file,
            found=some(found, SHOWN),
            expected="counts, each as it is",
            fix="Load the publisher's own file.",
        ),
    ]


def sql_of_round(area: str, number: str, rest: str, period: str) -> str:
    """Areas, and the distinct counts of those of which none is 1, in the whole or in one period; 10 alone where nearly all of
    an area's counts are round. `rest` is the FROM of it.
    """
    counted = f"count(*) FILTER ({number} <> 0)"
    round_ = f"count(*) FILTER ({number} <> 0 AND {number} % {_TEN} = 0) >= {_NEARLY} * {counted}"
    return (
        f"SELECT area, counts FROM (SELECT {area} AS area,"
        f" CASE WHEN {round_} THEN [{_TEN}] ELSE list(DISTINCT abs({number})::BIGINT) FILTER ({number} <> 0) END AS counts"
        f" {rest} GROUP BY GROUPING SETS (({area}), ({area}, {period}))"
        f" HAVING {counted} >= {_ENOUGH} AND ({round_} OR min(abs({number})) FILTER ({number} <> 0) > 1)) ORDER BY 1"
    )
