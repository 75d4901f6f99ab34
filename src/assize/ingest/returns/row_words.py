"""What is printed beside a line, its definition and its earlier returns, held against what the form printed there."""

from __future__ import annotations

from collections.abc import Mapping

from assize.core.forms import Column, FormLine, FormPlan, definition_text, entry_value
from assize.ingest.returns.figures import read_figure
from assize.ingest.returns.finding import Found, key
from assize.ingest.returns.sheets import Kind

_FEWEST = 2  # earlier returns by which a line is known


def earlier_columns(found: Found, plan: FormPlan) -> Mapping[int, int]:
    """The columns of the four returns before, each with its place in `FormLine.previous`, as far as their headers say so."""
    assert found.header is not None
    headers = {key(plan.headers[at]): number for number, at in enumerate(plan.previous_columns)}
    return {
        column: headers[key(cell.words)]
        for column, cell in found.sheet.rows[found.header].items()
        if key(cell.words) in headers
    }


def line_beside(found: Found, plan: FormPlan, row: int, line: FormLine) -> tuple[int, FormLine] | None:
    """Another line whose definition, or whose earlier returns, stand in the row of this one, and the column; None for none.

    Reference and words may have been exchanged together, and the figure is then the one that the rest of the row asks for.
    """
    sheet, at = found.sheet, found.columns.get(Column.DEFINITION)
    if at is not None and (said := key(sheet.words(row, at))) and said != key(definition_text(line)):
        same = [one for one in plan.lines if key(definition_text(one)) == said]
        if len(same) == 1:
            return at, same[0]
    printed = {number: _entry(found, row, column) for column, number in earlier_columns(found, plan).items()}
    if len(printed) < _FEWEST or _is_of(line, printed):
        return None
    same = [one for one in plan.lines if _is_of(one, printed)]
    return (min(earlier_columns(found, plan)), same[0]) if len(same) == 1 else None


def typed_over(found: Found, plan: FormPlan, row: int, line: FormLine) -> list[str]:
    """The cells of a row in which a number stands that is not the earlier return that the office holds."""
    return [
        found.sheet.ref(row, column)
        for column, number in earlier_columns(found, plan).items()
        if read_figure(found.sheet.at(row, column), decimals=True).value is not None
        and _entry(found, row, column) != _shown(line, number)
    ]


def _is_of(line: FormLine, printed: Mapping[int, str]) -> bool:
    numbers = sum(text[:1].isdigit() for text in printed.values())
    return numbers >= _FEWEST and all(text == _shown(line, number) for number, text in printed.items())


def _entry(found: Found, row: int, column: int) -> str:
    cell = found.sheet.at(row, column)
    value = read_figure(cell, decimals=True).value if cell.kind is not Kind.NOTHING else None
    return key(cell.words) if value is None else f"{value.normalize():f}"


def _shown(line: FormLine, number: int) -> str:
    entry = entry_value(line.previous[number])
    return key(entry) if isinstance(entry, str) else f"{entry.normalize():f}"
