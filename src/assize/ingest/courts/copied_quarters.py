"""Quarters of a tool whose records are a copy of another quarter's."""

from __future__ import annotations

from collections.abc import Sequence

from assize.core.errors import Problem
from assize.ingest.consistency.copied_records import check_copied_records
from assize.ingest.courts.records import NUMBER, TOGGLE, Records

_TIME = ("year", "quarter", TOGGLE)


def check_copied_quarters(records: Records, columns: Sequence[int]) -> list[Problem]:
    """Refuses quarters and years that are the same in all records, or in those of one place, in some `columns` of figures.

    `records.match_values` and `match_periods` must have been done. Records that are totals are looked at as well: a copy
    has them too.
    """
    told_apart = ", ".join(records.col(name) for name in records.key_fields() if name not in _TIME)
    selects = [
        f"SELECT {records.col(records.tool.areas[-1])} AS area, hash({told_apart}, {at}) AS series, q.period AS period,"
        f" {NUMBER} AS value FROM records AS r {records.timed}"
        f" JOIN numbers AS n ON n.printed = trim(coalesce(r.c{at}, ''))"
        for at in columns
    ]
    return check_copied_records(records.table.connection, " UNION ALL ".join(selects), records.table.place())
