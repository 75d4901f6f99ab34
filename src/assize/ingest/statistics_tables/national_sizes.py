"""Whether the nation's caseload in a table of the courts is of a size that its title's courts have: the magistrates' courts
receive ten times the cases of the Crown Court, and either's figures under the other's title agree with themselves.

A quarter is taken to have between 250,000 and 450,000 cases (magistrates' courts) and between 20,000 and 45,000, of open cases
to 80,000 (Crown Court): estimates from what the office of a board knows, not measured on published tables, of which none is
at hand. So the margin is wide: a size is doubted beyond three times either.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median

from assize.core.errors import Problem
from assize.core.periods import MONTHS_IN_QUARTER
from assize.ingest.layouts import Doubt
from assize.ingest.printed_periods import plain
from assize.ingest.statistics_tables.rows import Figure

_COURT = r"(magistrates'? courts?|crown court)"
_WORK = r"receipts, disposals and (?:open|outstanding) (?:cases|workload|caseload)"
_CASELOAD = re.compile(rf"\b(?:{_COURT} {_WORK}|{_WORK} (?:in|of|at|for) (?:the )?{_COURT})\b")
_SIZES = {"magistrates": (83_000, 1_350_000), "crown": (6_700, 250_000)}  # cases of the nation in a quarter
_FIELDS = ("receipts", "disposals", "open_cases")
_NATION = "england-and-wales"
_ENOUGH = 8  # quarters, by whose middle one the size of all is known; fewer are an example


def check_sizes(figures: Sequence[Figure], known: Mapping[str, str]) -> list[Problem]:
    """Doubts a table of the caseload of the magistrates' courts or the Crown Court whose middle quarter is a third, or three
    times, what the nation has. `known` are the meanings of tables by their number, for those whose title says less.
    """
    columns: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        plainly = figure.area == _NATION and not figure.item and figure.field in _FIELDS
        if plainly and figure.span.months == MONTHS_IN_QUARTER and figure.value is not None:
            columns[figure.table.id, figure.field].append(figure)
    problems: dict[str, Problem] = {}
    for (number, field), column in columns.items():
        said = _CASELOAD.search(_words(column[0].table.title)) or _CASELOAD.search(_words(known.get(number, "")))
        if said is None or len(column) < _ENOUGH or number in problems:
            continue
        low, high = _SIZES["crown" if "crown" in said[0] else "magistrates"]
        usual = median(figure.value for figure in column if figure.value is not None)
        if low <= usual <= high:
            continue
        last = max(column, key=lambda figure: figure.span)
        problems[number] = Doubt(
            "the nation's figures are not of the size of these courts', so they may be another court's or in another unit",
            column[0].table.where,
            found=f"{usual:,.0f} {field.replace('_', ' ')} in the middle one of {len(column)} quarters",
            expected=f"{low:,} to {high:,} for '{said[0]}'",
            fix="Load the publisher's own file.",
            key=f"size-{number}@{last.span.period.id if last.span.period else 'all'}",
        )
    return list(problems.values())


def _words(title: str) -> str:
    return plain(title).replace("’", "'")
