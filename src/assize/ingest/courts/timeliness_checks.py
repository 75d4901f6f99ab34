"""What the headers and the name of a file of timeliness say, against the rest of the file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import combinations

from assize.core.errors import Problem
from assize.core.periods import Period
from assize.ingest.files.small_csv import Table


def check_order(table: Table, stages: Sequence[str]) -> list[Problem]:
    """The stages of a case stand in one order among the means and among the medians.

    The stages add up to the whole whichever of them stands under which header, so where the two orders differ nothing shows
    whether a column was moved or two headers were exchanged.
    """
    problems = []
    for one, other in combinations(stages, 2):
        means, medians = (
            table.columns[f"{measure} {one}"] < table.columns[f"{measure} {other}"] for measure in ("mean", "median")
        )
        if means != medians:
            first, second = (table.header(f"mean {stage}") for stage in (one, other))
            problems.append(
                Problem(
                    "the stages of a case stand in another order among the means than among the medians, so headers may have"
                    " been exchanged",
                    table.name,
                    found=f"'{first}' {'before' if means else 'after'} '{second}'",
                    expected="the order of the medians",
                    fix="Load the publisher's own file.",
                )
            )
    return problems


def check_name(table: Table, named: Period | None, periods: Collection[Period]) -> list[Problem]:
    """Says that no line is of the quarter the file's name speaks of: an extract of early quarters is named so as well."""
    if named is None or not periods or named in periods:
        return []
    return [
        Problem(
            "no line is of the quarter that the file's name speaks of",
            table.name,
            found=" to ".join(dict.fromkeys((min(periods).id, max(periods).id))),
            expected=named.id,
            fix="Check that it is the file its name says, or an extract of it.",
            blocks=False,
        )
    ]
