"""What a lone dash means among the counts of a large table: nought, or nobody can be sure."""

from __future__ import annotations

from collections.abc import Mapping

from assize.core.errors import Problem
from assize.ingest.long_tables.table import LargeTable, counted

_NEARLY_ALL = 0.9  # of the forces and quarters; Action Fraud has one line in each, and a number in it
_GROUPS_THAT_TELL = 10


def match_dashes(table: LargeTable, columns: Mapping[str, str], place: str) -> list[Problem]:
    """What a lone dash means among the counts: nought where nothing else in the file does, else nobody can be sure.

    Excel's accounting format shows nought as ` -   `. It is so where no count of `columns` (each with the table `match_values`
    made of it, with the dash allowed) is printed 0 or -00, and where nearly every place has dashes among numbers in
    every quarter: then those tables say 0. A place that had nothing to give would have dashes alone.
    """
    dash = "trim(printed) = '-'"
    dashed = [name for name, made in columns.items() if table.ask(f"SELECT 1 AS n FROM {made} WHERE {dash} LIMIT 1")]
    problems = []
    for name in dashed:
        made, value = columns[name], f"trim(coalesce({table.col(name)}, ''))"
        many, first = table.ask(f"SELECT count(*) AS n, min(line) AS first FROM kept WHERE {value} = '-'")[0]
        noughts = table.ask(f"SELECT k.line FROM kept AS k JOIN {made} AS v ON v.printed = coalesce(k.{table.col(name)}, '')"
                            f" WHERE v.number = 0 ORDER BY 1 LIMIT 1")  # fmt: skip
        groups, among, alone = table.ask(
            f"SELECT count(*) AS n, count(*) FILTER (dashes > 0 AND dashes < lines) AS among,"
            f" count(*) FILTER (dashes = lines AND lines > 1) AS alone FROM (SELECT count(*) AS lines,"
            f" count(*) FILTER ({value} = '-') AS dashes FROM kept GROUP BY {table.col(place)},"
            f" {table.col('financial year')}, {table.col('financial quarter')})"
        )[0]
        if not noughts and not alone and groups >= _GROUPS_THAT_TELL and among >= _NEARLY_ALL * groups:
            table.connection.execute(f"UPDATE {made} SET number = 0 WHERE {dash}")
            problems.append(
                Problem(
                    "a dash is read as nought: the file has no other, and dashes stand among the numbers of every force",
                    f"{table.received.name} [{table.header(name)}]",
                    found=f"{many:,}, the first in {table.at(first, name)}",
                    blocks=False,
                )
            )
            continue
        if noughts:
            why = f"nought is printed as a number too, first in {table.at(noughts[0][0], name)}"
        else:
            why = f"dashes stand among the numbers of {among:,} of {groups:,} forces and quarters"
        problems.append(
            Problem(
                "a dash may mean nought or not available, and the file does not show which",
                table.place(first, name),
                found=f"'-' in {counted(many)}; {why}",
                expected="0, or [x] if not available",
                fix="Load the publisher's own file, or put 0 or [x] where a dash stands.",
            )
        )
    return problems
