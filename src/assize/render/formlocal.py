"""The sheet of a form for measures that its provider and the office have agreed: a row a measure, and what is wanted of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_range_abs

from assize.core.forms import (
    BETTER_WHEN,
    COUNTED_WHEN,
    LOCAL_HEADER_ROW,
    LOCAL_LONGEST,
    LOCAL_NEEDED,
    LOCAL_ROWS,
    FormPlan,
    LocalColumn,
    local_cells,
)
from assize.core.wording import listed
from assize.render.formbook import LINE, SMALL, FormBook, lines_of
from assize.render.formchecks import completeness_check, messages, number_or_absence, reason_check

COLUMNS = tuple(LocalColumn)
_FIGURES = (LocalColumn.FIGURE, LocalColumn.OUT_OF_FIGURE)
_WIDTHS: Mapping[LocalColumn, float] = {
    LocalColumn.NAME: 20,
    LocalColumn.COUNTED: 18,
    LocalColumn.OUT_OF: 18,
    LocalColumn.DEFINITION: 26,
    LocalColumn.INCLUDES: 15,
    LocalColumn.EXCLUDES: 15,
    LocalColumn.WHEN: 12,
    LocalColumn.BETTER: 9,
    LocalColumn.FIGURE: 9,
    LocalColumn.OUT_OF_FIGURE: 9,
    LocalColumn.COMPLETENESS: 11.5,
    LocalColumn.REASON: 16,
}
_ROW_LINES = 4
_HINTS = (
    "Leave this sheet empty unless you and the office have agreed a measure that is not on the sheet of figures; ask first.",
    "A row is a measure. Its cream cells are needed, the white ones where they apply. Figures are whole numbers.",
    "A share, for example: letters answered within 10 days, out of letters received, 41 and 50. A plain count: complaints, 12.",
    "No names, dates of birth, addresses or case numbers, please.",
)
_SAID: Mapping[LocalColumn, str] = {
    LocalColumn.NAME: "Needed. Short, for tables and charts: Letters answered in time.",
    LocalColumn.COUNTED: (
        "Needed. What is counted, for the middle of a sentence: letters answered within 10 days. Of a plain count it may be the"
        " name again."
    ),
    LocalColumn.OUT_OF: "For a share: what the whole is, such as letters received. Leave it empty for a plain count.",
    LocalColumn.DEFINITION: "Needed. A sentence or two: what counts as one, by which day or from which record.",
    LocalColumn.INCLUDES: "What somebody might leave out, and belongs in it.",
    LocalColumn.EXCLUDES: "What somebody might count, and does not belong in it.",
    LocalColumn.WHEN: "During the quarter, or on its last day. Left empty it is during the quarter.",
    LocalColumn.BETTER: "Needed. Whether higher or lower figures are better; neither, where nobody can say.",
    LocalColumn.FIGURE: (
        "A whole number of 0 or more, no per cents. [x] if you do not have it, [z] if it does not apply, and say why. Leave it"
        " empty where the figures come later."
    ),
    LocalColumn.OUT_OF_FIGURE: "For a share: the whole, as a whole number. Leave it empty for a plain count.",
}


def status_cell(plan: FormPlan) -> str:
    """The cell that says what is wanted on the sheet, as a formula of another sheet names it."""
    return f"'{plan.local_sheet}'!$D$2"


def write_local(book: FormBook, plan: FormPlan) -> None:
    """Writes the sheet of local measures of one board."""
    sheet = book.sheet(plan.local_sheet)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, _WIDTHS[column])
    book.head_line(sheet, plan.local_title, len(COLUMNS))
    for row, place, value in local_cells(plan):
        if 0 < row < LOCAL_HEADER_ROW:
            sheet.write_string(row, place, str(value), book.said if place else book.label)
    sheet.write_formula(1, 3, _status(), book.progress, "")
    sheet.set_row(1, 20)
    for row, hint in enumerate(_HINTS, start=2):
        sheet.write_string(row, 3, hint, book.hint)
        sheet.set_row(row, 15.5 if hint != _HINTS[-1] else 21)
    sheet.add_table(
        LOCAL_HEADER_ROW,
        0,
        LOCAL_HEADER_ROW + LOCAL_ROWS,
        len(COLUMNS) - 1,
        {
            "name": f"Local_{plan.board.replace('-', '_')}",
            "style": None,
            "autofilter": False,
            "columns": [
                {"header": one.value, "header_format": book.head_fill_right if one in _FIGURES else book.head_fill}
                for one in COLUMNS
            ],
            "description": f"{plan.local_title}: a row a measure, to be filled",
        },
    )
    heights = [(one.value, _WIDTHS[one] - 1, SMALL, True) for one in COLUMNS]
    sheet.set_row(LOCAL_HEADER_ROW, 6 + (LINE - 1) * lines_of(heights))
    for row in range(LOCAL_HEADER_ROW + 1, LOCAL_HEADER_ROW + 1 + LOCAL_ROWS):
        sheet.set_row(row, 4 + LINE * _ROW_LINES)
        for place, column in enumerate(COLUMNS):
            sheet.write_blank(row, place, None, _look(book, column))
    first, last = LOCAL_HEADER_ROW + 1, LOCAL_HEADER_ROW + LOCAL_ROWS
    for place, column in enumerate(COLUMNS):
        sheet.data_validation(first, place, last, place, _check(column, first))
        _highlight(book, sheet, column, first, last)
    sheet.freeze_panes(LOCAL_HEADER_ROW + 1, 1)
    book.protect(sheet)


def _look(book: FormBook, column: LocalColumn) -> Any:
    if column is LocalColumn.FIGURE:
        return book.figure
    if column is LocalColumn.OUT_OF_FIGURE:
        return book.figure_where_wanted
    return book.note if column in LOCAL_NEEDED else book.note_where_wanted


def _check(column: LocalColumn, row: int) -> dict[str, Any]:
    """What may be typed in a column, as Excel reads it for the first row."""
    own, whole = (_cell(one, row) for one in _FIGURES)
    title = column.value.split(" (")[0]
    said = _SAID.get(column, "")
    if column is LocalColumn.COMPLETENESS:
        return completeness_check()
    if column is LocalColumn.REASON:
        return reason_check("Wanted beside [x] or [z], and where a figure is not complete.")
    if column is LocalColumn.FIGURE:
        value = number_or_absence(own, [f"{own}>=0", f"{own}=INT({own})", f"OR(NOT(ISNUMBER({whole})),{own}<={whole})"])
        after = "A whole number of 0 or more, not more than what it is out of; or [x], or [z]."
        return {"validate": "custom", "value": value} | messages(title, said, after)
    if column is LocalColumn.OUT_OF_FIGURE:
        number = [f"{whole}>=0", f"{whole}=INT({whole})", f"OR(NOT(ISNUMBER({own})),{whole}>={own})"]
        after = "A whole number of 0 or more, not less than the figure that is a part of it; or [x], or [z]."
        return {"validate": "custom", "value": number_or_absence(whole, number)} | messages(title, said, after)
    for listing, words in ((LocalColumn.WHEN, COUNTED_WHEN), (LocalColumn.BETTER, BETTER_WHEN)):
        if column is listing:
            return {"validate": "list", "source": list(words)} | messages(
                title, said, f"Choose one of: {listed(words)}."
            )
    if (most := LOCAL_LONGEST.get(column)) is not None:
        check: dict[str, Any] = {"validate": "length", "criteria": "<=", "value": most}
        return check | messages(title, f"{said} {most} characters at most.", f"At most {most} characters, please.")
    return {"validate": "any"} | messages(title, said, "")


def _highlight(book: FormBook, sheet: Any, column: LocalColumn, first: int, last: int) -> None:
    """A filled cell is white; one that its row wants, once it is begun, is cream and has a strong border."""
    place, own = COLUMNS.index(column), _cell(column, first)
    if (wanted := _wanted(column, first)) is not None:
        begun = f"COUNTA({_cell(COLUMNS[0], first)}:{_cell(COLUMNS[-1], first)})>0"
        sheet.conditional_format(
            first,
            place,
            last,
            place,
            {
                "type": "formula",
                "criteria": f'=AND({begun},{own}="",{wanted})',
                "format": book.wanted,
                "stop_if_true": True,
            },
        )
    sheet.conditional_format(
        first, place, last, place, {"type": "formula", "criteria": f'={own}<>""', "format": book.done}
    )


def _wanted(column: LocalColumn, row: int) -> str | None:
    """The condition that an empty cell of a column is wanted by the rest of its row; None where it never is."""

    def cell(one: LocalColumn) -> str:
        return _cell(one, row, fixed=True)

    figure, whole, level = (cell(one) for one in (*_FIGURES, LocalColumn.COMPLETENESS))
    return {
        **dict.fromkeys(LOCAL_NEEDED, "TRUE"),
        LocalColumn.OUT_OF: f'{whole}<>""',
        LocalColumn.FIGURE: f'{whole}<>""',
        LocalColumn.OUT_OF_FIGURE: f'AND({figure}<>"",{cell(LocalColumn.OUT_OF)}<>"")',
        LocalColumn.COMPLETENESS: f"ISNUMBER({figure})",
        LocalColumn.REASON: f'OR(ISTEXT({figure}),ISTEXT({whole}),{level}="partial",{level}="estimated")',
    }.get(column)


def _status() -> str:
    """The formula that says which row is begun and not whole; empty where none is."""
    first, last = LOCAL_HEADER_ROW + 1, LOCAL_HEADER_ROW + LOCAL_ROWS

    def span(column: LocalColumn) -> str:
        place = COLUMNS.index(column)
        return str(xl_range_abs(first, place, last, place))

    begun = "+".join(f'({span(column)}<>"")' for column in COLUMNS)
    out_of, figure, whole = (span(one) for one in (LocalColumn.OUT_OF, *_FIGURES))
    lacking = "+".join(
        (
            *(f'({span(column)}="")' for column in LOCAL_NEEDED),
            f'({out_of}<>"")*(({figure}="")<>({whole}=""))',
            f'({out_of}="")*({whole}<>"")',
            f'(ISTEXT({figure})+ISTEXT({whole})>0)*({span(LocalColumn.REASON)}="")',
        )
    )
    rows = f"(({begun})>0)*(({lacking})>0)"
    below = last + 2  # the number of the row below the last, as a program counts rows
    row = f"{below}-SUMPRODUCT(MAX({rows}*({below}-ROW({span(LocalColumn.NAME)}))))"
    words = "is begun and not whole: what it wants has a stronger border"
    return f'=IF(SUMPRODUCT({rows})=0,"","Row "&({row})&" {words}")'


def _cell(column: LocalColumn, row: int, *, fixed: bool = False) -> str:
    """A cell of a row; `fixed` in its column, for a rule that is read in several."""
    return f"{'$' if fixed else ''}{xl_col_to_name(COLUMNS.index(column))}{row + 1}"
