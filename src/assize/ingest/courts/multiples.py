"""Courts whose counts are all multiples of one number: they were multiplied, and each record looks like any other."""

from __future__ import annotations

from math import gcd

from assize.core.errors import Problem
from assize.ingest.courts.records import Records
from assize.ingest.round_numbers import round_problems, sql_of_round


def check_multiples(records: Records) -> list[Problem]:
    """Refuses places (courts, or what a tool names) of whose many counts one number divides all, throughout or in a quarter.

    `records.match_values` must have been done; the values are counts.
    """
    area = records.col(records.tool.areas[-1])
    found: dict[str, int] = {}
    for place, counts in records.table.ask(
        sql_of_round(
            area,
            "try_cast(nullif(n.number, '') AS BIGINT)",
            f"FROM records AS r JOIN numbers AS n ON n.printed = {records.col('value')}",
            f"{records.col('year')} || ' ' || {records.col('quarter')}",
        )
    ):
        found[place] = max(gcd(*counts), found.get(place, 1))
    return round_problems(records.table.place(), found)
