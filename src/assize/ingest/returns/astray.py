"""Numbers that stand where the form does not ask for them: in the column of an earlier quarter, beside the table, below it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from assize.core.errors import Problem
from assize.core.forms import Column, FormPlan
from assize.core.wording import period_words
from assize.ingest.history.labels import readings
from assize.ingest.received import column_letters
from assize.ingest.returns.figures import read_figure
from assize.ingest.returns.finding import Found, LineRow, is_figure_header, key
from assize.ingest.returns.row_words import earlier_columns, typed_over
from assize.ingest.returns.sheets import Kind, Place, SheetCell

_PRINTED = (Column.REFERENCE, Column.ASKED, Column.DEFINITION)


def empty_form(found: Found, plan: FormPlan, lines: Sequence[LineRow], column: int | None, file: str) -> Problem:
    """That no figure stands where the form asks for it; and where the figures stand instead, if they do.

    `column` is the figure's, None where the form has months.
    """
    sheet = found.sheet.name
    moved = _moved(found, plan, lines, column)
    if column is None or moved is None:
        where = f"{file} [{sheet}]" if sheet else file
        return Problem("the form is empty: no figure is filled in", where, fix="Fill it in and load it again.")
    at, rows = moved
    heading = plan.headers[plan.column(Column.FIGURE)]
    meant = column_letters(column)
    return Problem(
        f"the form is empty under '{heading}', and figures stand in {_column_words(found, plan, at)}",
        f"{file} [{f'{sheet}!' if sheet else ''}{_span(found, at, rows)}]",
        found=f"{len(rows):,} figure{'s' if len(rows) > 1 else ''} in column {column_letters(at)}",
        expected=f"the figures in column {meant}, under '{heading}'",
        fix=f"Move them to column {meant}, and leave column {column_letters(at)} as the form had it.",
    )


def outside_table(
    found: Found, plan: FormPlan, lined: Collection[int], unknown: Collection[int], read: Sequence[int]
) -> list[Place]:
    """The cells beside the last column of the table, and below its last row, in which a number stands.

    `lined` are the rows of the form's lines, `unknown` those of other references, which are told by themselves, and `read` the
    columns under a header of figures, whose other rows are too.
    """
    if found.header is None:
        return []
    known = {*read, *found.figures, *found.columns.values()}
    known |= {column for column, cell in found.sheet.rows[found.header].items() if _is_known(cell, plan)}
    return [
        (row, column)
        for row, column in _numbers(found)
        if row > found.header
        and row not in found.headings
        and row not in unknown
        and ((row in lined and column not in known) or (row not in lined and column not in read))
    ]


def _moved(found: Found, plan: FormPlan, lines: Sequence[LineRow], column: int | None) -> tuple[int, list[int]] | None:
    """A column in which figures stand beside at least half of the lines that the form did not print there, with its rows."""
    printed = {found.columns[one] for one in _PRINTED if one in found.columns}
    earlier = earlier_columns(found, plan)
    typed: dict[int, list[int]] = {}
    for each in lines:
        changed = set(typed_over(found, plan, each.row, each.line))
        for at, cell in found.sheet.rows[each.row].items():
            if at == column or at in printed or read_figure(cell, decimals=True).value is None:
                continue
            if at not in earlier or found.sheet.ref(each.row, at) in changed:
                typed.setdefault(at, []).append(each.row)
    best = max(typed, key=lambda at: (len(typed[at]), at), default=None)
    return None if best is None or len(typed[best]) * 2 < len(lines) else (best, sorted(typed[best]))


def _column_words(found: Found, plan: FormPlan, column: int) -> str:
    assert found.header is not None
    number = earlier_columns(found, plan).get(column)
    if number is not None:
        return f"the column of {period_words(plan.previous_quarters[number])}"
    heading = found.sheet.words(found.header, column)
    return f"the column '{heading[:60]}'" if heading else f"column {column_letters(column)}, which has no header"


def _span(found: Found, column: int, rows: Sequence[int]) -> str:
    first, last = (found.sheet.ref(row, column) for row in (rows[0], rows[-1]))
    return first if first == last else f"{first} to {last}"


def _is_known(cell: SheetCell, plan: FormPlan) -> bool:
    """Whether a header is one that the form printed, of this form or of one of another quarter, or that of a month."""
    if cell.kind is Kind.DAY or is_figure_header(cell):
        return True
    return key(cell.words) in {key(one) for one in plan.headers} or bool(readings(cell.words))


def _numbers(found: Found) -> Iterator[Place]:
    for (row, column), cell in sorted(found.sheet.cells.items()):
        if cell.kind is Kind.NUMBER or read_figure(cell).value is not None:
            yield row, column
