"""What each cell of somebody's sheet looks like, before anything is understood: a figure, a period, a label or a marker."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from functools import cached_property
from itertools import pairwise
from typing import Any

from assize.ingest.history.grid import Grid, is_number
from assize.ingest.history.labels import readings
from assize.ingest.history.years_and_parts import (
    is_month_header,
    is_quarter_header,
    is_year_header,
    is_year_number,
    says_part,
    says_period,
)
from assize.ingest.values import ABSENCES

# `1200¹`, `(1201)`, `1202 (r)`, `~1203`, `489*`: figures with something beside them, and no words.
_MARKED = re.compile(r"^[^A-Za-z\d]*\d[\d\W]*(?:[A-Za-z]{1,2}\W*)?$")
_UNIT = re.compile(r"^'?(?:000s?|00s)$")  # thousands
_LEAST = 2  # years in a row that are no figures


class Look(Enum):
    """What a cell looks like."""

    FIGURE = "figure"
    PERIOD = "period"
    TEXT = "text"
    MARKER = "marker"


@dataclass(frozen=True, eq=False)
class Seen:
    """The cells of a sheet by what they look like. `known` tells whether a text is an area or a measure of the source."""

    grid: Grid
    known: Callable[[str], bool]
    looks: dict[tuple[int, int], Look] = field(default_factory=dict)

    @cached_property
    def cells_of_row(self) -> dict[int, list[int]]:
        """The columns of each row in which something stands."""
        found: dict[int, list[int]] = {}
        for row, column in sorted(self.looks):
            found.setdefault(row, []).append(column)
        return found

    def look(self, row: int, column: int) -> Look | None:
        """What a cell looks like; None where nothing stands."""
        return self.looks.get((row, column))


def see(grid: Grid, known: Callable[[str], bool]) -> Seen:
    """Looks at every cell of a sheet."""
    looks: dict[tuple[int, int], Look] = {}
    for row in range(grid.height):
        for column, cell in enumerate(grid.cells[row]):
            if (look := _look(cell)) is not None:
                looks[row, column] = look
    seen = Seen(grid, known, looks)
    numbers = [at for at, look in looks.items() if look is Look.FIGURE]
    for column in sorted({column for _, column in numbers}):
        _see_column(seen, column)
    for row in sorted({row for row, _ in numbers}):
        _see_row(seen, row)
    return seen


def _look(cell: Any) -> Look | None:
    if cell is None:
        return None
    if isinstance(cell, bool):
        return Look.MARKER
    if isinstance(cell, date | datetime):
        return Look.PERIOD if readings(cell) else Look.TEXT
    if is_number(cell):
        return Look.FIGURE
    if says_period(cell):
        return Look.PERIOD
    if _MARKED.match(cell) and not _UNIT.match(cell):
        return Look.FIGURE
    if cell.casefold() in ABSENCES or not re.search(r"[A-Za-z]", cell):
        return Look.MARKER
    return Look.TEXT


def _see_column(seen: Seen, column: int) -> None:
    """Years, quarters and months that are written as numbers below a word that says so; or years that follow each other."""
    header, run = "", []
    for row in [*range(seen.grid.height), -1]:
        look = seen.look(row, column) if row >= 0 else Look.TEXT
        if look is Look.FIGURE:
            run.append(row)
        elif look in (Look.TEXT, Look.PERIOD):
            near = header if run and seen.grid.text(run[0] - 1, column) == header else ""
            _take_run(seen, [(at, column) for at in run], header, near)
            header, run = (seen.grid.text(row, column), []) if row >= 0 else ("", [])


def _take_run(seen: Seen, places: list[tuple[int, int]], header: str, near: str) -> None:
    """`header` is the last text above the numbers, `near` the same where it stands on the row before them."""
    cells = [seen.grid.at(*at) for at in places]
    if not cells:
        return
    parts = is_quarter_header(header) or is_month_header(header)
    if (parts and all(says_part(seen.grid.text(*at), header) for at in places)) or (
        all(map(is_year_number, cells))
        and ((is_year_header(header) and not seen.known(header)) or (_rise(cells) and not seen.known(near)))
    ):
        seen.looks.update(dict.fromkeys(places, Look.PERIOD))


def _rise(cells: list[Any]) -> bool:
    """Whether years follow each other, one way or the other, each as often as it needs."""
    numbers = [int(cell) for cell in cells]
    steps = {later - earlier for earlier, later in pairwise(numbers)}
    return len(numbers) >= _LEAST and (steps <= {0, 1} or steps <= {0, -1}) and steps != {0}


def _see_row(seen: Seen, row: int) -> None:
    """The same along a row; a table beside another begins with its first year again. A year may stand alone over quarters."""
    places = [(row, c) for c in seen.cells_of_row.get(row, ()) if seen.look(row, c) is Look.FIGURE]
    label = next((seen.grid.text(row, c) for c in seen.cells_of_row.get(row, ()) if seen.look(row, c) is Look.TEXT), "")
    if not places or seen.known(label):
        return
    cells = [seen.grid.at(*at) for at in places]
    if (is_quarter_header(label) or is_month_header(label)) and all(
        says_part(seen.grid.text(*at), label) for at in places
    ):
        seen.looks.update(dict.fromkeys(places, Look.PERIOD))
        return
    if not all(map(is_year_number, cells)):
        return
    first = int(cells[0])
    steps = [later - earlier for earlier, later in pairwise(map(int, cells)) if later != first]
    over_parts = sum(says_part(seen.grid.text(row + 1, c)) for c in range(seen.grid.width)) >= _LEAST
    if over_parts or is_year_header(label) or (len(cells) >= _LEAST and set(steps) in ({1}, {0, 1}, {-1}, {0, -1})):
        seen.looks.update(dict.fromkeys(places, Look.PERIOD))


def header_of_column(grid: Grid, column: int, top: int) -> str:
    """The last text above a row in a column: what the column is called."""
    return next((grid.text(row, column) for row in range(top - 1, -1, -1) if isinstance(grid.at(row, column), str)), "")


def header_of_row(grid: Grid, row: int, left: int) -> str:
    """The last text before a column in a row: what the row is called."""
    return next((grid.text(row, c) for c in range(left - 1, -1, -1) if isinstance(grid.at(row, c), str)), "")
