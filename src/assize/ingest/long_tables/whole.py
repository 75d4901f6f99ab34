"""What shows of a long table, be its codes many or few: counts that run on from the beginning of the year, and names of
forces that were exchanged.
"""

from __future__ import annotations

from decimal import Decimal

from assize.core.errors import Problem
from assize.core.nouns import AreaKind
from assize.core.periods import Period
from assize.core.reading import Row
from assize.core.specs import Catalogue
from assize.ingest.consistency.listed_places import check_listed_places
from assize.ingest.files.databases import text_sql
from assize.ingest.long_tables.coded import number
from assize.ingest.long_tables.table import LargeTable

_COUNTED = 10  # a count that chance does not keep from falling
_ENOUGH = 50  # lines with such a count, by which it can be told how counts run
_NEVER_FALL = 0.97  # of them; in the files seen a seventh at the most
# By how many times the last quarter has what the first has, of so many quarters that run on; four times of four, if all are
# alike. In the files seen it has 1.12 times as many at the most.
_TIMES = {2: 1.6, 3: 2.0, 4: 2.5}
_OWN_FILE = "Load the publisher's own file."


def check_year_to_date(table: LargeTable, column: str) -> list[Problem]:
    """Refuses counts (`column`) that run on from the first quarter of a financial year to its last.

    Then nearly no count falls from quarter to quarter, and the last has several times what the first has. `coded` must have
    been made.
    """
    value = number(table, column)
    kind = "kind" if "outcome type" in table.columns else "''"
    found = table.ask(
        f"WITH held AS (SELECT area, year, period, grp, code, {kind} AS kind, sum({value}) AS n FROM coded GROUP BY ALL"
        f" HAVING count(*) = count({value})),"
        f" steps AS (SELECT *, n - lag(n) OVER (PARTITION BY area, year, grp, code, kind ORDER BY period) AS step FROM held),"
        f" lines_ AS (SELECT year, count(*) AS quarters, min(period) AS begins, arg_min(n, period) AS first,"
        f" arg_max(n, period) AS last, coalesce(bool_or(step < 0), false) AS falls FROM steps"
        f" GROUP BY area, year, grp, code, kind)"
        f" SELECT l.year, l.quarters, count(*) AS n, count(*) FILTER (NOT falls) AS rising, sum(first) AS first,"
        f" sum(last) AS last FROM lines_ AS l"
        f" JOIN (SELECT year, count(DISTINCT period) AS quarters, min(period) AS begins FROM coded GROUP BY 1) AS y"
        f" ON y.year = l.year AND y.quarters = l.quarters AND y.begins = l.begins"
        f" WHERE last >= {_COUNTED} AND ends_with(CAST(y.begins AS VARCHAR), 'Q2') GROUP BY 1, 2 HAVING n >= {_ENOUGH}"
        f" ORDER BY 1"
    )
    return [
        Problem(
            "the counts of a year run on from quarter to quarter, so they may be counts of the year to date",
            f"{table.received.name} [{table.header(column)}]",
            found=f"in {year} {rising:,} of {lines:,} counts never fall, and the last quarter has"
            f" {last / max(first, 1):.1f} times what the first has",
            expected="counts of each quarter alone, of which some fall",
            fix=_OWN_FILE,
        )
        for year, quarters, lines, rising, first, last in found
        if quarters in _TIMES and rising >= _NEVER_FALL * lines and last >= _TIMES[quarters] * first
    ]


def check_listed_forces(table: LargeTable, catalogue: Catalogue) -> list[Problem]:
    """Doubts forces that stand in the order of the alphabet in each quarter, but for two whose names were exchanged.

    `coded` must have been made.
    """
    forces = ", ".join(text_sql(slug) for slug, area in catalogue.areas.items() if AreaKind.FORCE in area.kinds)
    begins = table.ask(
        f"SELECT CAST(force AS VARCHAR), CAST(period AS VARCHAR), min(line) AS line FROM coded"
        f" WHERE force IN ({forces}) GROUP BY 1, 2 ORDER BY 3"
    )
    header = table.header("force name")
    rows = [
        Row(
            force,
            Period(int(period[:4]), int(period[5]) * 3 - 2, 3),
            "",
            (),
            Decimal(0),
            None,
            "",
            line=line,
            column=header,
        )
        for force, period, line in begins
    ]
    return check_listed_places(rows, table.received.name, catalogue.areas) if rows else []
