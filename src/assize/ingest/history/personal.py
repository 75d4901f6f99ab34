"""An office's own workbook is looked through for personal data before anything of it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assize.core.errors import FileRefused, Problem
from assize.core.personal_data import HEADERS, find_in_file_name, masked, personal_problems
from assize.ingest.received import Received, column_letters

_LONG = 1_000_000_000  # a number of ten digits may be that of a person; no count is so large
_BORN = range(1925, 2010)  # years of birth; a table's periods are given by dates of its own years
_MOST = 40  # problems told of one file


def check_personal(received: Received) -> None:
    """Raises FileRefused with every cell, hidden ones too, that holds what looks like personal data; its name counts."""
    problems = [
        Problem(
            f"the file's name holds what looks like {one.kind}",
            masked(received.name),
            f"'{one.shown}'",
            fix="Rename it.",
        )
        for one in find_in_file_name(received.name)
    ]
    name = masked(received.name) if problems else received.name
    headed: set[tuple[str, int]] = set()  # columns under "Date of birth"
    for sheet, column, value, ref in _cells(received):
        where = f"{name} [{sheet}!{ref}]" if sheet else f"{name} [{ref}]"
        if isinstance(value, str):
            problems += personal_problems(value, where)
            if " ".join(value.split()).casefold() in HEADERS:
                headed.add((sheet, column))
                what = "this heads personal data"
                problems.append(Problem(what, where, f"'{value[:40]}'", "counts alone", "Delete the column."))
        elif isinstance(value, int | float) and not isinstance(value, bool) and value >= _LONG:
            problems += personal_problems(f"{value:.0f}", where)
        elif isinstance(value, date) and (sheet, column) in headed and value.year in _BORN:
            problems.append(Problem("this looks like a date of birth", where, fix="Delete the column."))
    if problems:
        raise FileRefused(name, problems[:_MOST])


def _cells(received: Received) -> Iterator[tuple[str, int, object, str]]:
    if not received.is_workbook:
        for line, cells in received.rows():
            for column, cell in enumerate(cells):
                yield "", column, cell, f"line {line}, column {column_letters(column)}"
        return
    for sheet in received.sheets:
        for row, values in enumerate(received.sheet(sheet)):
            for column, value in enumerate(values):
                if value != "":
                    yield sheet, column, value, f"{column_letters(column)}{row + 1}"
