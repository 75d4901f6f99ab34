"""Offence codes and outcome types that count again what others of them count: a line of totals that no label gives away.

Every crime of the publication stands under one code, and every outcome under one type. A word whose counts are those of others
together, in every force and quarter, is a total; two words with the same counts everywhere are one word under two names.
"""

from __future__ import annotations

from assize.core.errors import Problem
from assize.ingest.consistency.sums_of_words import SumOfWords, sums_of_words
from assize.ingest.layouts import SHOWN, Doubt, some
from assize.ingest.long_tables.table import LargeTable

_OWN_FILE = "Load the publisher's own file."


def check_counted_twice(table: LargeTable, said: str, part: str, what: str) -> list[Problem]:
    """Doubts the words of a `part` (the column `code` or `kind` of `sums`, called `what`) that are sums of others.

    `said` is where the counts stand. `sums` must have been made.
    """
    found = sums_of_words(
        table.connection,
        f"SELECT CAST({part} AS VARCHAR) AS word, CAST(period AS VARCHAR) AS span, CAST(area AS VARCHAR) AS cell,"
        f" CASE WHEN count(*) = count(n) THEN sum(n) END AS number FROM sums GROUP BY ALL",
    )
    if not found:
        return []
    (last,) = table.ask("SELECT max(CAST(period AS VARCHAR)) AS last FROM sums")[0]
    return [
        Doubt(
            f"an {what} is the sum of others in every force and quarter, so what it counts would be counted twice"
            if one.is_total
            else f"{what}s have the same counts in every force and quarter, so what they count would be counted twice",
            said,
            found=_equation(one) + (f", in all but {one.wrong:,} of {one.cells:,} counts" if one.wrong else ""),
            expected=f"every crime or outcome under one {what}",
            fix=_OWN_FILE,
            key=f"counted-twice-{one.word.casefold().replace(' ', '-')}@{last}",
        )
        for one in found[:SHOWN]
    ]


def _equation(one: SumOfWords) -> str:
    """`'99Z' = '49' + '80'`."""
    left, right = (
        some([f"'{word}'" for word in words]).replace(", ", " + ") for words in ((one.word, *one.less), one.parts)
    )
    return f"{left} = {right}"
