"""What single figures cannot be, whichever reader read them: counts below nought or with fractions, counts under the name of a
rate, a column that was sorted by itself, one figure filled down over many lines.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise

from assize.core.errors import Problem
from assize.core.reading import Row
from assize.ingest.consistency.standing import columns_of
from assize.ingest.layouts import SHOWN, Doubt, some

_CHANGES = re.compile(r"change|difference|gap|net")  # what may truly lie below nought
# What is counted and nothing else: a share or a time of it says so.
_COUNTED = re.compile(r"\b(receipts|disposals|open cases|outstanding|recorded (crimes|offences)|number of|decisions)\b")
_NO_COUNT = re.compile(
    r"%|\b(per|percent|percentages?|proportion|rates?|shares?|mean|median|average|days?|weeks?|months|hours|time)\b"
)
_THOUSANDTHS = 20  # figures of a column, from which on three decimals in nearly each of them are no chance
_NEARLY = 0.8
_MOST_PERCENT = 100
_SHARE = re.compile(r"%|\b(percent|percentages?|proportion|rates?|shares?)\b")
_SORTED_LINES, _SORTED_FIGURES = 60, 20  # lines, and different figures in them, that stand in one order by no chance
_STRAY = 0.01  # of the steps of a sorted column that may go the other way
_RUN, _RUN_DIGITS = (
    8,
    3,
)  # equal figures of so many digits one below the other; a lone court repeats in its area and region
_OWN_FILE = "Load the publisher's own file."


def check_values(rows: Sequence[Row], name: str) -> list[Problem]:
    """Doubts figures that cannot be. `name` is the file's."""
    columns = list(columns_of(rows))
    return [
        *_below_nought(rows, name),
        *(_fractions(rows, name) or _thousandths(columns, name)),
        *_exchanged_units(rows, name),
        *_sorted(columns, name),
        *_filled_down(columns, name),
    ]


@cache
def _said(field: str, dimensions: tuple[str, ...]) -> str:
    """What a figure is of, in words."""
    return " ".join((field, *dimensions)).replace("_", " ").replace("-", " ")


@cache
def _is_count(field: str, dimensions: tuple[str, ...]) -> bool:
    said = _said(field, dimensions)
    return bool(_COUNTED.search(said)) and not _NO_COUNT.search(said)


def _below_nought(rows: Sequence[Row], name: str) -> list[Problem]:
    found = [
        row
        for row in rows
        if row.value is not None and row.value < 0 and not _CHANGES.search(_said(row.field, row.dimensions))
    ]
    return _doubts(
        found, name, "figures lie below nought, and are no changes", "figures of nought or more", "below-nought"
    )


def _fractions(rows: Sequence[Row], name: str) -> list[Problem]:
    found = [
        row
        for row in rows
        if row.value is not None
        and row.value % 1
        and not row.raw.rstrip().endswith("%")
        and _is_count(row.field, row.dimensions)
    ]
    return _doubts(found, name, "counts have fractions, so they may be in another unit", "whole numbers", "fractions")


def _thousandths(columns: Sequence[Sequence[Row]], name: str) -> list[Problem]:
    """Columns of which nearly every figure has three decimals and most lie above one, and whose words say no unit of such a
    figure: counts that were divided by a thousand."""
    for column in columns:
        figures = [
            row
            for row in column
            if row.value
            and not row.raw.rstrip().endswith("%")
            and not _NO_COUNT.search(_said(row.field, row.dimensions))
        ]
        exact = [row for row in figures if row.value and row.value % 1 and not row.value * 1000 % 1]
        fine = [row for row in exact if row.value and row.value * 100 % 1]
        large = [row for row in figures if row.value and abs(row.value) > 1]
        if (
            len(figures) >= _THOUSANDTHS
            and len(fine) >= _NEARLY * len(figures)
            and len(exact) + len([row for row in figures if row.value and not row.value % 1]) == len(figures)
            and len(large) * 2 > len(figures)
        ):
            what = "nearly every figure of a column has three decimals, as counts have that were divided by a thousand"
            return _doubts(fine, name, what, "counts, each as it is", "thousandths")
    return []


def _exchanged_units(rows: Sequence[Row], name: str) -> list[Problem]:
    """A table in which what is called a rate has counts, and something that is called none has percentages."""
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row.value is not None:
            groups[row.sheet, row.area, row.field, row.dimensions].append(row)
    shares: dict[str, list[Row]] = defaultdict(list)
    counts: dict[str, list[Row]] = defaultdict(list)
    for group in groups.values():
        said = _said(group[0].field, group[0].dimensions)
        if _SHARE.search(said) and not re.search(r"\bper\b(?! cent)", said):
            if all(not row.raw.rstrip().endswith("%") and (row.value or 0) > _MOST_PERCENT for row in group):
                counts[group[0].sheet] += group
        elif not _NO_COUNT.search(said) and all(row.raw.rstrip().endswith("%") for row in group):
            shares[group[0].sheet] += group
    found = [row for sheet in shares for row in (*counts.get(sheet, []), *(shares[sheet] if sheet in counts else []))]
    what = (
        "what is called a rate has counts, and what is called none has percentages: their names may have changed places"
    )
    return _doubts(found, name, what, "figures beside their own names", "units-exchanged")


def _doubts(found: Sequence[Row], name: str, what: str, expected: str, key: str) -> list[Problem]:
    if not found:
        return []
    shown = some([f"{row.raw.strip()} ({row.place})" for row in found])
    last = max(row.period for row in found)
    return [Doubt(what, name, shown, expected, _OWN_FILE, key=f"{key}-{len(found)}@{last.id}")]


def _sorted(columns: Sequence[Sequence[Row]], name: str) -> Iterator[Problem]:
    """A column that only rises or only falls, over several periods and several series: it was sorted without the others."""
    for column in columns:
        if len(column) < _SORTED_LINES:
            continue
        steps = [(other.value or 0) - (one.value or 0) for one, other in pairwise(column)]
        down, up = sum(step < 0 for step in steps), sum(step > 0 for step in steps)
        if min(down, up) > _STRAY * len(steps) or max(down, up) < _SORTED_FIGURES:
            continue
        series = {(row.area, row.field, row.dimensions) for row in column}
        if len(series) > 2 and len({row.period for row in column}) > 2:
            yield Problem(
                "the figures stand in order of size, and the lines do not: the column was sorted without the others",
                f"{name} [{column[0].place}]",
                found=f"figures that only {'rise' if up > down else 'fall'}, from {column[0].raw.strip()} to"
                f" {column[-1].raw.strip()}",
                expected="figures beside their own lines",
                fix=_OWN_FILE,
            )


def _filled_down(columns: Sequence[Sequence[Row]], name: str) -> list[Problem]:
    """One figure of several digits in line after line of a column whose other figures differ."""
    problems: list[Problem] = []
    for column in columns:
        runs = [list(run) for _, run in groupby(column, key=lambda row: row.value)]
        same = len(column) - len(runs)
        for run in runs:
            others = len(column) - len(run)
            if len(run) < _RUN or _digits(run[0]) < _RUN_DIGITS or same - len(run) > others // 10 or others < len(run):
                continue
            problems.append(
                Doubt(
                    "one figure stands in line after line, so it may have been filled down over others",
                    f"{name} [{run[0].place}]",
                    found=f"{run[0].raw.strip()} {len(run)} times, to {run[-1].place}",
                    expected="figures that differ from line to line",
                    fix=_OWN_FILE,
                    key=f"filled-down-{run[0].area}@{run[-1].period.id}",
                )
            )
    return problems[:SHOWN]


def _digits(row: Row) -> int:
    digits = "".join(map(str, row.value.as_tuple().digits)) if row.value else ""
    return len(digits.strip("0"))
