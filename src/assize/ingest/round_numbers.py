"""Counts that all end in a nought: nobody counts so, and a number times ten or a thousand looks like any other by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from assize.core.errors import Problem
from assize.ingest.layouts import SHOWN, some

_ENOUGH = 30  # counts that are not nought: so many by chance all end in one no more than once in a million files
_TEN = 10
_NEARLY = 0.9  # of the lines of a large table; a tenth of true counts end in a nought


def are_round(values: Iterable[Decimal | None]) -> bool:
    """Whether there are many counts besides noughts, and all of them end in a nought."""
    counts = [value for value in values if value]
    return len(counts) >= _ENOUGH and not any(value % _TEN for value in counts)


def check_round(file: str, values: Mapping[str, Iterable[Decimal | None]]) -> list[Problem]:
    """Refuses a file of exact counts in which all those of some place (by name) end in a nought."""
    return round_problems(file, [name for name, each in values.items() if are_round(each)])


def round_problems(file: str, names: Iterable[str]) -> list[Problem]:
    """The problem of places whose counts are all round."""
    found = list(dict.fromkeys(names))
    if not found:
        return []
    return [
        Problem(
            "every count ends in a nought, so they may be rounded, or in another unit",
            file,
            found=some(found, SHOWN),
            expected="counts, each as it is",
            fix="Load the publisher's own file.",
        )
    ]


def sql_of_round(area: str, number: str, rest: str, period: str) -> str:
    """The areas nearly all of whose counts are round, in the whole or in one period: `rest` is the FROM of it."""
    counted = f"count(*) FILTER ({number} <> 0)"
    return (
        f"SELECT DISTINCT area FROM (SELECT {area} AS area {rest} GROUP BY GROUPING SETS (({area}), ({area}, {period}))"
        f" HAVING {counted} >= {_ENOUGH}"
        f" AND count(*) FILTER ({number} <> 0 AND {number} % {_TEN} = 0) >= {_NEARLY} * {counted}) ORDER BY 1"
    )
