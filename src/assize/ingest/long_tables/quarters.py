"""Which quarter a line of a long table is of: a financial year beside a quarter from April, however both are printed."""

from __future__ import annotations

from assize.core.errors import Problem
from assize.core.periods import MONTHS_IN_QUARTER, MONTHS_IN_YEAR, Period
from assize.ingest.long_tables.table import LargeTable, fill_table
from assize.ingest.printed_periods import Manner, Span, in_year, read_span
from assize.ingest.values import without_standing

_APRIL = 4
# `2025/26 Q1` is told; `Q1 2025` may be counted from January or from April.
_TOLD = Manner(bare_quarters=False)


def match_quarters(table: LargeTable, year: str, quarter: str) -> tuple[list[Period], list[Problem]]:
    """Makes the table `quarters(year, quarter, period, marks, whole)` from a year and a quarter counted from April: `1`,
    `Q1`, `Apr-Jun`, `Q1 (Apr-Jun)` or `Apr 2025 to Jun 2025`, whose months must be those of that quarter.

    `marks` is `[p]` where either says that it is provisional, `[r]` where revised; `whole` the financial year in one spelling
    (`2025/26`), however it is printed. `spelled` must have been made.
    """
    problems, found, periods = [], [], []
    for printed_year, printed_quarter, first in table.ask(
        f"SELECT {table.col(year)}, {table.col(quarter)}, min(line) AS first FROM spelled GROUP BY 1, 2 ORDER BY 1, 2"
    ):
        period = quarter_of(printed_year or "", printed_quarter or "")
        if period is not None:
            periods.append(period)
            marks = {mark for text in (printed_year, printed_quarter) if (mark := _mark(text or ""))}
            begins = period.financial_quarter[0]
            whole = f"{begins}/{(begins + 1) % 100:02d}"
            found.append((printed_year, printed_quarter, period.id, " ".join(sorted(marks)), whole))
        else:
            problems.append(
                Problem(
                    "this is no quarter of a financial year",
                    table.place(first, quarter),
                    found=f"'{printed_year or ''}', '{printed_quarter or ''}'",
                    expected="a year such as 2018/19 and a quarter from 1 to 4, or its months (Apr-Jun)",
                )
            )
    fill_table(table, "quarters", ("year", "quarter", "period", "marks", "whole"), found)
    return sorted(set(periods)), problems


def quarter_of(year: str, quarter: str) -> Period | None:
    """The quarter that a financial year and a part of it say together; None where they do not, or do not agree."""
    whole = read_span(year.strip().replace("_", "/"), _TOLD)
    if whole is None or (whole.month, whole.months) != (_APRIL, MONTHS_IN_YEAR):
        return None
    told = in_year(whole, quarter.strip()) or _inside(whole, read_span(quarter.strip(), _TOLD))
    return told.period if told is not None and told.months == MONTHS_IN_QUARTER else None


def _inside(whole: Span, part: Span | None) -> Span | None:
    return part if part and whole.index <= part.index and part.last_day <= whole.last_day else None


def _mark(text: str) -> str:
    _, mark = without_standing(text)
    return mark.value if mark else ""
