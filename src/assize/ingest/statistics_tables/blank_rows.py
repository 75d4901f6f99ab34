"""Runs of rows between blank ones, and which of them go on with the table above.

Older editions leave a row blank between years, or between the rows of years and those of quarters. Only a table whose rows are
told by time alone is taken to go on: of any other nobody can say whose rows without a header are. What stands twice then is
refused as what stands twice in any table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from assize.ingest.printed_periods import is_part_of_year, read_span

_TIME = re.compile(r"\b(year|quarter|period|month|date|time)s?\b", re.IGNORECASE)
_NOTE = re.compile(r"^\W*(sources?|(foot)?notes?)\W*$", re.IGNORECASE)
Rows = Sequence[Sequence[Any]]
IsValue = Callable[[object], bool]


def runs_of_rows(
    rows: Rows,
    is_empty: Callable[[object], bool],
    headers: Callable[[list[int]], tuple[Mapping[int, str], list[int]]],
    is_value: IsValue,
) -> Iterator[list[int]]:
    """Runs of rows that hold something; those that go on after one blank row are one.

    `headers` gives the headers of a run by column, and its rows below them.
    """
    held: list[int] = []
    for run in _runs(rows, is_empty):
        named, body = headers(held) if held else ({}, [])
        fuller = [
            [(column, cell) for column, cell in enumerate(rows[index]) if not is_empty(cell)] for index in body + run
        ]
        if body and run[0] - held[-1] == 2 and _by_time(named, fuller, is_value):
            held = held + run
            continue
        if held:
            yield held
        held = run
    if held:
        yield held


def _runs(rows: Rows, is_empty: Callable[[object], bool]) -> Iterator[list[int]]:
    run: list[int] = []
    for index, row in enumerate(rows):
        if any(not is_empty(cell) for cell in row):
            run.append(index)
        elif run:
            yield run
            run = []
    if run:
        yield run


def is_note(cells: Sequence[object], is_value: IsValue) -> bool:
    """Whether a row's filled cells are a source or a note, so called in the first, with its text beside it and no figure."""
    return _NOTE.match(str(cells[0])) is not None and not any(map(is_value, cells[1:]))


def _by_time(headers: Mapping[int, str], lines: Sequence[Sequence[tuple[int, Any]]], is_value: IsValue) -> bool:
    """Whether each line has a time under a header that speaks of one, and under each other header a figure or nothing."""
    times = {column for column, header in headers.items() if _TIME.search(header)}
    for line in lines:
        told = [cell for column, cell in line if column in times]
        figures = [cell for column, cell in line if column not in times]
        if not told or not figures or not all(column in headers for column, _ in line):
            return False
        if not all(read_span(cell) or is_part_of_year(cell) for cell in told) or not all(map(is_value, figures)):
            return False
    return bool(times)
