"""The form that a provider fills, as a workbook: laid out as `core.forms` plans it, locked but for the cells to fill.

Instructions and contents come first, then a sheet of figures a board, then the sheets of local measures. Every table is marked
and described, nothing is merged or hidden, and the sheets are protected without a password: it keeps fingers from slipping, and
whoever must change something can. What may be typed is checked by the cell as it is typed; Excel takes at most 255 characters
for a check, a message or a list, and 32 for a message's title.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from assize.core.forms import (
    BETTER_WHEN,
    COUNTED_WHEN,
    HOW_IT_CAME,
    INSTRUCTIONS_SHEET,
    LOCAL_HEADER_ROW,
    LOCAL_ROWS,
    REASONS,
    TYPED_LABELS,
    UNCONFIRMED,
    Column,
    Completeness,
    Form,
    FormLine,
    FormPlan,
    Label,
    LocalColumn,
    definition_text,
    entry_value,
    local_cells,
)
from assize.core.wording import capitalised, listed, number_word
from assize.render.formbook import LINE, MARGIN, MARGIN_TOP, SIZE, SMALL, TITLE_HEIGHT, FormBook, lines_of
from assize.render.formpages import page_breaks, print_scale

_TITLE_LIMIT, _TEXT_LIMIT = 32, 255  # characters of a check's title and message, Excel
_MAY = {"format_columns": True, "format_rows": True, "select_locked_cells": True, "select_unlocked_cells": True}

# Characters: all eleven columns fit a laptop's screen, and a landscape page at 8 points or more.
_WIDTHS: Mapping[Column, float] = {
    Column.REFERENCE: 13.5,
    Column.ASKED: 27,
    Column.DEFINITION: 41,
    Column.FIGURE: 12.5,
    Column.COMPLETENESS: 12,
    Column.REASON: 22,
}
_PREVIOUS_WIDTH = 10.4
_INCH = 72  # points
_LOCAL_WIDTHS: Mapping[LocalColumn, float] = {
    LocalColumn.NAME: 20,
    LocalColumn.COUNTED: 18,
    LocalColumn.OUT_OF: 18,
    LocalColumn.DEFINITION: 26,
    LocalColumn.INCLUDES: 15,
    LocalColumn.EXCLUDES: 15,
    LocalColumn.WHEN: 14,
    LocalColumn.BETTER: 9,
    LocalColumn.FIGURE: 9,
    LocalColumn.OUT_OF_FIGURE: 9,
    LocalColumn.REASON: 16,
}
_FIRST_WIDTH, _BOTH_WIDTHS = 22.0, 140.0  # of the first sheet
_LOCAL_ROW_LINES = 3
_LOCAL_HINTS = (
    "Leave this sheet empty unless you and the office have agreed a measure that is not on the sheet of figures.",
    "A row is a measure. For example: letters answered within 10 days, out of letters received, 41 and 50.",
)


def write_form(form: Form) -> bytes:
    """The form as xlsx; the same bytes for the same form."""
    book = FormBook(form)
    _first_sheet(book)
    for plan in form.plans:
        _figures(book, plan)
    for plan in form.plans:
        _local(book, plan)
    book.book.close()
    return book.out.getvalue()


# --- read first ---------------------------------------------------------------------------------------------------


def _first_sheet(book: FormBook) -> None:
    form = book.form
    sheet = book.sheet(INSTRUCTIONS_SHEET)
    rows = [(plan.sheet, f"The figures for {plan.board_name}: {_asked(plan)}") for plan in form.plans]
    rows += [(plan.local_sheet, "Measures of your own or the office's; mostly left empty") for plan in form.plans]
    first = max(_FIRST_WIDTH, *(len(name) + 1.0 for name, _ in rows))
    widths = (first, _BOTH_WIDTHS - first)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    book.head_line(sheet, form.title, 2)
    sheet.set_row(1, 8)
    row = 2
    if form.made_up:
        sheet.write_string(row, 0, form.made_up, book.made_up)
        sheet.set_row(row, 22)
        row += 1
    for number, (label, text) in enumerate(form.facts):
        sheet.write_string(row, 0, label, book.fact_label if number else book.due_label)
        sheet.write_string(row, 1, text, book.fact if number else book.due)
        sheet.set_row(row, 6 + 14.0 * lines_of([(text, widths[1], 11, True)]))
        row += 1
    row = _heading(book, sheet, row, "What to do")
    for number, step in enumerate(form.steps, start=1):
        sheet.write_string(row, 0, f"Step {number}", book.fact_label)
        sheet.write_string(row, 1, step, book.step)
        sheet.set_row(row, 6 + 14.0 * lines_of([(step, widths[1], 11, False)]))
        row += 1
    row = _heading(book, sheet, row, "The sheets of this workbook")
    columns = [{"header": "Sheet", "header_format": book.head}, {"header": "What it holds", "header_format": book.head}]
    sheet.add_table(
        row,
        0,
        row + len(rows),
        1,
        {
            "name": "Contents",
            "style": None,
            "autofilter": False,
            "columns": columns,
            "description": "The sheets of this workbook",
        },
    )
    for offset, (name, text) in enumerate(rows, start=row + 1):
        sheet.write_url(offset, 0, f"internal:'{name}'!A1", book.link, name, f"Go to the sheet {name}")
        sheet.write_string(offset, 1, text, book.words)
        sheet.set_row(offset, 18)
    sheet.protect("", _MAY)
    sheet.activate()
    sheet.set_first_sheet()


def _heading(book: FormBook, sheet: Any, row: int, text: str) -> int:
    sheet.write_string(row, 0, text, book.heading)
    sheet.set_row(row, 30)
    return row + 1


def _asked(plan: FormPlan) -> str:
    return "one line to fill" if len(plan.lines) == 1 else f"{number_word(len(plan.lines))} lines to fill"


# --- figures ------------------------------------------------------------------------------------------------------


def _figures(book: FormBook, plan: FormPlan) -> None:
    sheet = book.sheet(plan.sheet)
    for column, width in _WIDTHS.items():
        sheet.set_column(plan.column(column), plan.column(column), width)
    for place in plan.previous_columns:
        sheet.set_column(place, place, _PREVIOUS_WIDTH)
    book.head_line(sheet, plan.title, plan.columns)
    for label in plan.labels:
        _label(book, sheet, plan, label)
    _hints(book, sheet, plan)
    _table(book, sheet, plan)
    heights = [_line(book, sheet, plan, line) for line in plan.lines]
    _pages(sheet, plan, heights)
    sheet.freeze_panes(plan.header_row + 1, 2)
    sheet.repeat_rows(plan.header_row)
    sheet.set_selection(
        plan.header_row + 1, plan.column(Column.FIGURE), plan.header_row + 1, plan.column(Column.FIGURE)
    )
    sheet.protect("", _MAY)


def _pages(sheet: Any, plan: FormPlan, heights: Sequence[float]) -> None:
    """Printed one page wide; Excel minds breaks of our own only where the scale is a number, not "fit to width"."""
    scale = print_scale(_column_widths(plan), MARGIN * _INCH)
    head = _head_height(plan)
    top = TITLE_HEIGHT + sum(_label_height(plan.label_row(label)) for label in plan.labels) + head
    parts = [plan.is_part(line) for line in plan.lines]
    sheet.set_print_scale(scale)
    sheet.set_h_pagebreaks(
        [plan.header_row + 1 + row for row in page_breaks(top, head, heights, parts, scale, MARGIN_TOP * _INCH)]
    )


def _label_height(row: int) -> float:
    return 20 if row == 1 else 15.5


def _label(book: FormBook, sheet: Any, plan: FormPlan, label: Label) -> None:
    row = plan.label_row(label)
    sheet.set_row(row, _label_height(row))
    sheet.write_string(row, 0, label.value, book.label)
    if label not in TYPED_LABELS:
        sheet.write_string(row, 1, plan.said(label), book.said)
        return
    sheet.write_blank(row, 1, None, book.typed_day if label is Label.GIVEN_ON else book.typed)
    sheet.conditional_format(row, 1, row, 1, {"type": "no_blanks", "format": book.done})
    if label is Label.HOW_IT_CAME:
        check: dict[str, Any] = {"validate": "list", "source": list(HOW_IT_CAME)}
    elif label is Label.GIVEN_ON:
        check = {"validate": "date", "criteria": ">", "value": plan.quarter.last_day}
        check |= _messages("Given on", "The day on which the office was told.", "A day after the quarter ended.")
    else:
        cell = xl_rowcol_to_cell(row, 1)
        check = {"validate": "custom", "value": f'=AND(LEN({cell})<=60,ISERROR(FIND("@",{cell})))'}
        words = "A role, such as performance analyst. Please do not give a person's name or address."
        check |= _messages(label.value, words, "A role in at most 60 characters, with no name and no e-mail address.")
    sheet.data_validation(row, 1, row, 1, check)


def _hints(book: FormBook, sheet: Any, plan: FormPlan) -> None:
    """What to do and how far one is, to the right of the labels."""
    at = plan.previous_columns[0]
    first, last = plan.header_row + 1, plan.header_row + len(plan.lines)
    figures = _span(plan, Column.FIGURE, first, last)
    completeness, reasons = _span(plan, Column.COMPLETENESS, first, last), _span(plan, Column.REASON, first, last)
    lines = len(plan.lines)
    lines_left = f"{lines} line still empty" if lines == 1 else f"{lines} of {lines} lines still empty"
    progress = (
        f'=IF(COUNTBLANK({figures})>0,COUNTBLANK({figures})&" of {lines} lines still empty",'
        f'IF(SUMPRODUCT(ISNUMBER({figures})*({completeness}=""))>0,"Say how complete each figure is",'
        f'IF(SUMPRODUCT(ISTEXT({figures})*({reasons}=""))>0,"Give a reason beside each [x] or [z]",'
        f'"Every line is filled. Thank you: save, and send it back")))'
    )
    if lines == 1:
        progress = progress.replace(" of 1 lines", " line")
    hints = [
        "Fill the cream cells only. Nought is a figure: type 0.",
        "[x] where you do not have the figure, [z] where it does not apply to you; then say why.",
        "Figures are whole numbers of the quarter unless the line says otherwise; no per cents, no formulas.",
        "No names, dates of birth, addresses or case numbers, please.",
    ]
    if book.form.made_up:
        hints.insert(0, book.form.made_up)
    sheet.write_formula(1, at, progress, book.progress, lines_left)
    for row, hint in enumerate(hints, start=2):
        sheet.write_string(row, at, hint, book.made_up if hint == book.form.made_up else book.hint)


def _span(plan: FormPlan, column: Column, first: int, last: int) -> str:
    place = plan.column(column)
    return str(xl_range_abs(first, place, last, place))


def _table(book: FormBook, sheet: Any, plan: FormPlan) -> None:
    """Mark the table and write its headers: those over cells to fill stand out."""
    fill = {plan.column(Column.COMPLETENESS): book.head_fill, plan.column(Column.REASON): book.head_fill}
    fill[plan.column(Column.FIGURE)] = book.head_fill_right
    fill[plan.column(Column.ASKED)] = fill[plan.column(Column.DEFINITION)] = book.head_inset
    looks = [
        fill.get(place, book.head_right if place in plan.previous_columns else book.head)
        for place in range(plan.columns)
    ]
    columns = [{"header": head, "header_format": look} for head, look in zip(plan.headers, looks, strict=True)]
    sheet.add_table(
        plan.header_row,
        0,
        plan.header_row + len(plan.lines),
        plan.columns - 1,
        {
            "name": f"Figures_{plan.board.replace('-', '_')}",
            "style": None,
            "autofilter": False,
            "columns": columns,
            "description": f"{plan.title}: a line a figure, with its definition, the four returns before and the cells to fill",
        },
    )
    sheet.set_row(plan.header_row, _head_height(plan))


def _head_height(plan: FormPlan) -> float:
    widths = _column_widths(plan)
    return 6 + (LINE - 1) * lines_of([(h, w, SMALL, True) for h, w in zip(plan.headers, widths, strict=True)])


def _column_widths(plan: FormPlan) -> list[float]:
    widths = [_PREVIOUS_WIDTH] * plan.columns
    for column, width in _WIDTHS.items():
        widths[plan.column(column)] = width
    return widths


def _line(book: FormBook, sheet: Any, plan: FormPlan, line: FormLine) -> float:
    """Writes a line, and gives its height in points."""
    row = plan.row(line.field)
    asked, definition = plan.asked_text(line), definition_text(line)
    sheet.write_string(row, plan.column(Column.REFERENCE), line.reference, book.reference)
    name, rest = asked.split("\n", 1)
    look = book.part if plan.is_part(line) else book.whole  # a part stands in from its whole
    sheet.write_rich_string(row, plan.column(Column.ASKED), book.strong, name, book.quiet, f"\n{rest}", look)
    _definition(book, sheet, row, plan.column(Column.DEFINITION), definition)
    for place, entry in zip(plan.previous_columns, line.previous, strict=True):
        value = entry_value(entry)
        if isinstance(value, Decimal):
            sheet.write_number(row, place, float(value), book.before if line.decimals else book.before_whole)
        else:
            sheet.write_string(row, place, value, book.before_none)
    figure, completeness, reason = (plan.column(c) for c in (Column.FIGURE, Column.COMPLETENESS, Column.REASON))
    sheet.write_blank(row, figure, None, book.figure_decimals if line.decimals else book.figure)
    sheet.write_blank(row, completeness, None, book.choice)
    sheet.write_blank(row, reason, None, book.note)
    sheet.data_validation(row, figure, row, figure, _figure_check(plan, line))
    sheet.data_validation(
        row,
        completeness,
        row,
        completeness,
        {"validate": "list", "source": [one.value for one in Completeness]}
        | _messages("How complete", "", "Choose complete, partial or estimated."),
    )
    # A reason may be typed in one's own words: the list only offers some.
    sheet.data_validation(
        row,
        reason,
        row,
        reason,
        {"validate": "list", "source": list(REASONS), "show_error": False, "ignore_blank": True},
    )
    _highlights(book, sheet, plan, row)
    height = _row_height(line, name, rest, definition)
    sheet.set_row(row, height)
    return height


def _row_height(line: FormLine, name: str, rest: str, definition: str) -> float:
    """Points that the longest of a row's cells takes; never less than a reason of two lines."""
    asked, small = _WIDTHS[Column.ASKED] - (3 if line.part_of else 1.5), LINE - 1
    return 7 + max(
        LINE * lines_of([(name, asked, SIZE, True)]) + small * lines_of([(rest, asked, SMALL, False)]),
        small * lines_of([(definition, _WIDTHS[Column.DEFINITION] - 1.5, SMALL, False)]),
        small * lines_of([(line.reference, _WIDTHS[Column.REFERENCE], SMALL, False)]),
        small * 2,
    )


def _definition(book: FormBook, sheet: Any, row: int, column: int, text: str) -> None:
    """The definition, with the words that open its parts in bold."""
    parts: list[Any] = []
    for number, piece in enumerate(text.split("\n")):
        opening = "\n" if number else ""
        for lead, look in (
            (UNCONFIRMED, book.flag),
            ("Includes:", book.small_strong),
            ("Excludes:", book.small_strong),
        ):
            if piece.startswith(lead):
                parts += [look, opening + lead]
                opening, piece = "", piece[len(lead) :]
        parts += [book.small, opening + piece] if opening + piece else []
    if len(parts) > 2:
        sheet.write_rich_string(row, column, *parts, book.small_words)
    else:
        sheet.write_string(row, column, text, book.small_words)


def _figure_check(plan: FormPlan, line: FormLine) -> dict[str, Any]:
    """What may be typed for a figure, and what is said before and after."""
    place = plan.column(Column.FIGURE)

    def cell(field: str) -> str:
        return str(xl_rowcol_to_cell(plan.row(field), place))

    own = cell(line.field)
    fields = {one.field for one in plan.lines}
    # IF, for it alone looks at one side only: INT of a text is an error, and AND and OR pass errors on.
    number = [f"{own}>=0"] + ([] if line.decimals else [f"{own}=INT({own})"])
    kind = "a number of 0 or more, decimals allowed (7.5)" if line.decimals else "a whole number of 0 or more"
    limit = ""
    if line.part_of in fields:
        number.append(f"OR(NOT(ISNUMBER({cell(line.part_of)})),{own}<={cell(line.part_of)})")
        whole = next(one for one in plan.lines if one.field == line.part_of)
        limit = f", not more than “{whole.name}”"
    parts = [one.field for one in plan.lines if one.part_of == line.field]
    if parts:
        number.append(f"{own}>=MAX({','.join(cell(part) for part in parts)})")
        limit += ", not less than any part of it"
    unit = f"{capitalised(line.unit)}: {kind}" if line.unit else capitalised(kind)
    check = _either(own, number)
    if len(check) > _TEXT_LIMIT:  # a whole of very many parts: each part is held against it all the same
        check = _either(own, number[:-1])
    return {
        "validate": "custom",
        "value": check,
        "ignore_blank": True,
    } | _messages(
        line.name,
        f"{unit}. [x] if you do not have it, [z] if it does not apply.",
        f"{capitalised(kind)}{limit}; or [x] if you do not have it, [z] if it does not apply to you.",
    )


def _either(cell: str, number: Sequence[str]) -> str:
    """A number of which all this holds, or one of the two words that may stand in its place."""
    return f'=IF(ISNUMBER({cell}),AND({",".join(number)}),OR({cell}="[x]",{cell}="[z]"))'


def _messages(title: str, before: str, after: str) -> dict[str, Any]:
    """The words beside a cell and those when what was typed cannot be taken, cut to what Excel takes."""
    message: dict[str, Any] = {"error_title": "Please check this cell", "error_message": _cut(after, _TEXT_LIMIT)}
    if before:
        message |= {"input_title": _cut(title, _TITLE_LIMIT), "input_message": _cut(before, _TEXT_LIMIT)}
    return message


def _cut(text: str, limit: int) -> str:
    """The text, or whole words of it and an ellipsis."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(",;") + "…"


def _highlights(book: FormBook, sheet: Any, plan: FormPlan, row: int) -> None:
    """A filled cell turns white; a completeness or reason that is wanted gets a strong border."""
    figure, completeness, reason = (plan.column(c) for c in (Column.FIGURE, Column.COMPLETENESS, Column.REASON))
    own, level, words = (xl_rowcol_to_cell(row, place) for place in (figure, completeness, reason))
    wanted = {"type": "formula", "format": book.wanted, "stop_if_true": True}
    sheet.conditional_format(
        row, completeness, row, completeness, {**wanted, "criteria": f'=AND(ISNUMBER({own}),{level}="")'}
    )
    sheet.conditional_format(
        row,
        reason,
        row,
        reason,
        {**wanted, "criteria": f'=AND(OR(ISTEXT({own}),{level}="partial",{level}="estimated"),{words}="")'},
    )
    for place in (figure, completeness, reason):
        cell = xl_rowcol_to_cell(row, place)
        sheet.conditional_format(
            row, place, row, place, {"type": "formula", "criteria": f'={cell}<>""', "format": book.done}
        )


# --- local measures -----------------------------------------------------------------------------------------------


def _local(book: FormBook, plan: FormPlan) -> None:
    sheet = book.sheet(plan.local_sheet)
    columns = tuple(LocalColumn)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _LOCAL_WIDTHS[column])
    book.head_line(sheet, plan.local_title, len(columns))
    for row, place, value in local_cells(plan):
        if 0 < row < LOCAL_HEADER_ROW:
            sheet.write_string(row, place, str(value), book.said if place else book.label)
    for row, hint in enumerate(_LOCAL_HINTS, start=1):
        sheet.write_string(row, 3, hint, book.hint)
        sheet.set_row(row, 20 if row == 1 else 15.5)
    right = {LocalColumn.FIGURE, LocalColumn.OUT_OF_FIGURE}
    sheet.add_table(
        LOCAL_HEADER_ROW,
        0,
        LOCAL_HEADER_ROW + LOCAL_ROWS,
        len(columns) - 1,
        {
            "name": f"Local_{plan.board.replace('-', '_')}",
            "style": None,
            "autofilter": False,
            "columns": [
                {"header": one.value, "header_format": book.head_fill_right if one in right else book.head_fill}
                for one in columns
            ],
            "description": f"{plan.local_title}: a row a measure, to be filled",
        },
    )
    sheet.set_row(
        LOCAL_HEADER_ROW,
        6 + (LINE - 1) * lines_of([(one.value, _LOCAL_WIDTHS[one] - 1, SMALL, True) for one in columns]),
    )
    last = LOCAL_HEADER_ROW + LOCAL_ROWS
    for row in range(LOCAL_HEADER_ROW + 1, last + 1):
        sheet.set_row(row, 4 + LINE * _LOCAL_ROW_LINES)
        for place, column in enumerate(columns):
            sheet.write_blank(row, place, None, book.figure if column in right else book.note)
    for column, words in ((LocalColumn.WHEN, COUNTED_WHEN), (LocalColumn.BETTER, BETTER_WHEN)):
        place = columns.index(column)
        sheet.data_validation(
            LOCAL_HEADER_ROW + 1,
            place,
            last,
            place,
            {"validate": "list", "source": list(words)} | _messages("", "", f"Choose one of: {listed(words)}."),
        )
    for column in (LocalColumn.FIGURE, LocalColumn.OUT_OF_FIGURE):
        place = columns.index(column)
        own = xl_rowcol_to_cell(LOCAL_HEADER_ROW + 1, place)
        sheet.data_validation(
            LOCAL_HEADER_ROW + 1,
            place,
            last,
            place,
            {"validate": "custom", "value": f'=IF(ISNUMBER({own}),{own}>=0,OR({own}="[x]",{own}="[z]"))'}
            | _messages(column.value, "", "A number of 0 or more, [x] or [z]."),
        )
    sheet.freeze_panes(LOCAL_HEADER_ROW + 1, 1)
    sheet.protect("", _MAY)
