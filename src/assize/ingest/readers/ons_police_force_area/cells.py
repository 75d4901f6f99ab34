"""What one cell of a table says: a number in the column's own range, a reason why there is none, or a problem."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from assize.core.nouns import Absence
from assize.ingest.readers.ons_police_force_area import words
from assize.ingest.readers.ons_police_force_area.tables import ROUNDED, Column, Table
from assize.ingest.values import in_bounds

_NUMBER = re.compile(r"^-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$")
_NOT_COMPARABLE = re.compile(r"not comparable|not (?:currently )?possible to make meaningful comparisons")
_ROUNDED_TO = 100
_MOST_PER_1000 = 1000  # a crime or incident for every resident; a force of few residents prints no rate
# A difference that the survey found significant: an arrow says which way, where two years are compared.
_SIGNIFICANT = {"*↑": Decimal(1), "*↓": Decimal(-1), "": Decimal(0)}
_DIFFERENT = {"*": Decimal(1), "": Decimal(0)}
_MARKED = {"asb_differs_from_england_and_wales": _DIFFERENT, "asb_change_on_year": _SIGNIFICANT}


@dataclass(frozen=True)
class Entry:
    """A value or an absence, as printed in `raw`."""

    value: Decimal | None
    absence: Absence | None
    raw: str


def printed(cell: Any) -> str:
    """A cell as text: a whole number without a point, any other number in full."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def read_cell(table: Table, line: int, column: Column) -> Entry | str:
    """What stands there, or in words what should: for a message that names the cell."""
    cell = table.cell(line, column.index)
    raw = printed(cell)
    if column.field in _MARKED:
        return _read_mark(raw, column)
    value = _number(cell, raw)
    if value is None:
        absence = _absence(raw, table, column)
        return Entry(None, absence, raw) if absence else _expected(column)
    return Entry(value, None, raw) if _fits(value, column) else _expected(column)


def _number(cell: Any, raw: str) -> Decimal | None:
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None  # a truth value or a date is no figure, however it could be counted
    if isinstance(cell, str) and not _NUMBER.match(raw):
        return None
    try:
        value = Decimal(raw.replace(",", ""))
    except InvalidOperation:
        return None
    return value + 0 if in_bounds(value) else None


def _fits(value: Decimal, column: Column) -> bool:
    if column.field.endswith("change_percent") or column.field.startswith("knife_change"):
        return value >= -100
    if value < 0:
        return False
    if column.field.endswith("_percent"):
        return value <= 100
    if "_per_1000_" in column.field:
        return value <= _MOST_PER_1000
    if column.field in ROUNDED:
        return value % (_ROUNDED_TO if column.rounded else 1) == 0 and value > 0
    return not column.is_count or value == value.to_integral_value()


def _absence(raw: str, table: Table, column: Column) -> Absence | None:
    found = words.meaning(raw, table.notes, table.book_notes)
    if column.is_count and found is Absence.NOT_APPLICABLE and raw not in ("[z]",):
        return Absence.NOT_AVAILABLE  # something was counted, whether or not it is shown
    if column.field.startswith("knife_change") and raw.casefold() in ("n/a", "na"):
        told = any(_NOT_COMPARABLE.search(words.plain(note)) for note in table.notes)
        return Absence.NOT_APPLICABLE if told else found
    return found


def _read_mark(raw: str, column: Column) -> Entry | str:
    known = _MARKED[column.field]
    mark = raw.replace(" ", "")
    if mark == ":":
        return Entry(None, Absence.NOT_APPLICABLE, raw)  # the whole is not compared with itself
    if mark in known:
        return Entry(known[mark], None, raw)
    return "nothing, or " + " or ".join(f"'{key}'" for key in known if key)


def _expected(column: Column) -> str:
    if column.rounded:
        return "a whole number of hundreds, as the header says, or a marker that the notes explain"
    if column.is_count:
        return "a whole number of 0 or more, or a marker that the notes explain"
    if "change" in column.field:
        return "a percentage of -100 or more, or a marker that the notes explain"
    if column.field.endswith("_percent"):
        return "a percentage of 0 to 100, or a marker that the notes explain"
    return "a number of 0 or more, or a marker that the notes explain"
