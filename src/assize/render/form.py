"""The form that a provider fills, as a workbook: laid out as `core.forms` plans it, locked but for the cells to fill.

Instructions and contents come first, then a sheet of figures a board, the sheets of local measures, and the reasons. Every
table is marked and described, nothing is merged or hidden, and the sheets are protected without a password: it keeps fingers
from slipping, and whoever must change something can. What may be typed is checked by the cell as it is typed (`formchecks`),
and what is still wanted is said above the table (`formprogress`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from assize.core.forms import (
    HOW_IT_CAME,
    INSTRUCTIONS_HEADINGS,
    INSTRUCTIONS_SHEET,
    REASON_WORDS,
    REASONS_SHEET,
    REASONS_TITLE,
    TYPED_LABELS,
    UNCONFIRMED,
    Column,
    Form,
    FormLine,
    FormPlan,
    Label,
    definition_text,
    entry_value,
)
from assize.core.wording import number_word
from assize.render.formbook import LINE, MARGIN, MARGIN_TOP, SIZE, SMALL, TITLE_HEIGHT, FormBook, lines_of
from assize.render.formchecks import (
    REASONS_NAME,
    completeness_check,
    figure_check,
    messages,
    reason_check,
)
from assize.render.formlocal import status_cell, write_local
from assize.render.formpages import page_breaks, print_scale
from assize.render.formprogress import outside_usual, progress_formula, wanted_formula

# Characters: all eleven columns fit a laptop's screen, and a landscape page at 8 points or more.
_WIDTHS: Mapping[Column, float] = {
    Column.REFERENCE: 13.5,
    Column.ASKED: 29,
    Column.DEFINITION: 41,
    Column.FIGURE: 12.5,
    Column.COMPLETENESS: 12,
    Column.REASON: 22,
}
_PREVIOUS_WIDTH = 10.4
_INCH = 72  # points
_FIRST_WIDTH, _BOTH_WIDTHS = 22.0, 140.0  # of the first sheet
_REASONS_WIDTHS = (42.0, 98.0)
_LEADS = re.compile(rf"({re.escape(UNCONFIRMED)}|^Includes:|^Excludes:)", re.MULTILINE)
_ROLES = (Label.CONTACT, Label.KEYED_BY, Label.GIVEN_BY)
_LONGEST_ROLE, _ROLE_LINES = 60, 2  # characters, and the lines that they take
_REASON_WANTED = "Wanted beside [x] or [z], where a figure is not complete, and where it is unusual."
_KEYED_WANTS = "At the top, say who keyed it, who gave the figures, how and on which day"
_HINTS = (
    "Whole numbers, no per cents; decimals where the line allows them. Nought is a figure: type 0.",
    "[x] where you do not have the figure, [z] where it does not apply to you; then say why.",
    "No names, dates of birth, addresses or case numbers, please.",
)


def write_form(form: Form) -> bytes:
    """The form as xlsx; the same bytes for the same form."""
    book = FormBook(form)
    _first_sheet(book)
    for plan in form.plans:
        _figures(book, plan)
    for plan in form.plans:
        write_local(book, plan)
    _reasons(book)
    book.book.close()
    return book.out.getvalue()


# --- read first ---------------------------------------------------------------------------------------------------


def _first_sheet(book: FormBook) -> None:
    form = book.form
    sheet = book.sheet(INSTRUCTIONS_SHEET)
    rows = [(plan.sheet, f"The figures for {plan.board_name}: {_asked(plan)}") for plan in form.plans]
    rows += [(plan.local_sheet, "Measures of your own or the office's; mostly left empty") for plan in form.plans]
    rows += [(REASONS_SHEET, "The reasons that you can pick under Reason or note, and where each of them fits")]
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
    row = _heading(book, sheet, row, INSTRUCTIONS_HEADINGS[0])
    for number, step in enumerate(form.steps, start=1):
        sheet.write_string(row, 0, f"Step {number}", book.fact_label)
        sheet.write_string(row, 1, step, book.step)
        sheet.set_row(row, 6 + 14.0 * lines_of([(step, widths[1], 11, False)]))
        row += 1
    row = _heading(book, sheet, row, INSTRUCTIONS_HEADINGS[1])
    _pairs_table(book, sheet, row, len(rows), "Contents", ("Sheet", "What it holds"), INSTRUCTIONS_HEADINGS[1])
    for offset, (name, text) in enumerate(rows, start=row + 1):
        sheet.write_url(offset, 0, f"internal:'{name}'!A1", book.link, name, f"Go to the sheet {name}")
        sheet.write_string(offset, 1, text, book.words)
        sheet.set_row(offset, 18)
    book.protect(sheet)
    sheet.activate()
    sheet.set_first_sheet()


def _reasons(book: FormBook) -> None:
    """The sheet that the drop-downs of reasons read from: each with where it fits."""
    sheet = book.sheet(REASONS_SHEET)
    for column, width in enumerate(_REASONS_WIDTHS):
        sheet.set_column(column, column, width)
    book.head_line(sheet, REASONS_TITLE, 2)
    sheet.write_string(1, 0, "Your own words do as well, two at least.", book.hint)
    sheet.set_row(1, 24)
    heads = ("Reason", "Where it fits")
    _pairs_table(book, sheet, 2, len(REASON_WORDS), "Reasons_table", heads, "Reasons, and where each of them fits")
    for row, (reason, fits) in enumerate(REASON_WORDS.items(), start=3):
        sheet.write_string(row, 0, reason, book.words)
        sheet.write_string(row, 1, fits, book.words)
        sheet.set_row(row, 18)
    book.book.define_name(REASONS_NAME, f"={REASONS_SHEET}!{xl_range_abs(3, 0, 2 + len(REASON_WORDS), 0)}")
    book.protect(sheet)


def _pairs_table(
    book: FormBook, sheet: Any, row: int, rows: int, name: str, heads: tuple[str, str], description: str
) -> None:
    """Marks a table of two columns whose headers stand in `row`."""
    columns = [{"header": head, "header_format": book.head} for head in heads]
    looks = {"name": name, "style": None, "autofilter": False, "columns": columns, "description": description}
    sheet.add_table(row, 0, row + rows, 1, looks)


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
    book.protect(sheet)


def _pages(sheet: Any, plan: FormPlan, heights: Sequence[float]) -> None:
    """Printed one page wide; Excel minds breaks of our own only where the scale is a number, not "fit to width"."""
    scale = print_scale(_column_widths(plan), MARGIN * _INCH)
    head = _head_height(plan)
    top = TITLE_HEIGHT + sum(_label_height(label) for label in plan.labels) + head
    parts = [plan.is_part(line) for line in plan.lines]
    sheet.set_print_scale(scale)
    sheet.set_h_pagebreaks(
        [plan.header_row + 1 + row for row in page_breaks(top, head, heights, parts, scale, MARGIN_TOP * _INCH)]
    )


def _label_height(label: Label) -> float:
    if label in _ROLES:
        return 4 + LINE * _ROLE_LINES
    return 20 if label is Label.PROVIDER else 15.5


def _label(book: FormBook, sheet: Any, plan: FormPlan, label: Label) -> None:
    row = plan.label_row(label)
    sheet.set_row(row, _label_height(label))
    sheet.write_string(row, 0, label.value, book.label)
    if label not in TYPED_LABELS:
        sheet.write_string(row, 1, plan.said(label), book.said)
        return
    looks = book.typed_day if label is Label.GIVEN_ON else book.typed_role if label in _ROLES else book.typed
    sheet.write_blank(row, 1, None, looks)
    sheet.conditional_format(row, 1, row, 1, {"type": "no_blanks", "format": book.done})
    if label is Label.HOW_IT_CAME:
        check: dict[str, Any] = {"validate": "list", "source": list(HOW_IT_CAME)}
    elif label is Label.GIVEN_ON:
        check = {"validate": "date", "criteria": ">", "value": plan.quarter.last_day}
        check |= messages("Given on", "The day on which the office was told.", "A day after the quarter ended.")
    else:
        cell = xl_rowcol_to_cell(row, 1)
        check = {"validate": "custom", "value": f'=AND(LEN({cell})<={_LONGEST_ROLE},ISERROR(FIND("@",{cell})))'}
        words = "A role, such as performance analyst. Please do not give a person's name or address."
        after = f"A role in at most {_LONGEST_ROLE} characters, with no name and no e-mail address."
        check |= messages(label.value, words, after)
    sheet.data_validation(row, 1, row, 1, check)


def _hints(book: FormBook, sheet: Any, plan: FormPlan) -> None:
    """How far one is, what is still wanted and what to do, to the right of the labels."""
    at = plan.previous_columns[0]
    wanted = xl_rowcol_to_cell(2, at, row_abs=True, col_abs=True)
    progress, of_blank = progress_formula(plan, wanted)
    sheet.write_formula(1, at, progress, book.progress, of_blank)
    sheet.write_formula(
        2, at, wanted_formula(plan, status_cell(plan)), book.progress, _KEYED_WANTS if plan.keyed else ""
    )
    hints = [*([book.form.made_up] if book.form.made_up else []), *_HINTS]
    for row, hint in enumerate(hints, start=3):
        sheet.write_string(row, at, hint, book.made_up if hint == book.form.made_up else book.hint)


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
    sheet.write_blank(row, reason, None, book.note_where_wanted)
    sheet.data_validation(row, figure, row, figure, figure_check(plan, line))
    sheet.data_validation(row, completeness, row, completeness, completeness_check())
    sheet.data_validation(row, reason, row, reason, reason_check(_REASON_WANTED))
    _highlights(book, sheet, plan, line)
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
    pieces = [piece for piece in _LEADS.split(text) if piece]
    if len(pieces) < 2:
        sheet.write_string(row, column, text, book.small_words)
        return
    parts: list[Any] = []
    for piece in pieces:
        lead = book.flag if piece == UNCONFIRMED else book.small_strong
        parts += [lead if _LEADS.fullmatch(piece) else book.small, piece]
    sheet.write_rich_string(row, column, *parts, book.small_words)


def _highlights(book: FormBook, sheet: Any, plan: FormPlan, line: FormLine) -> None:
    """A filled cell turns white, and so does a completeness that no figure wants; one that is wanted, and a reason that is, is
    cream and has a strong border.
    """
    row = plan.row(line.field)
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
        {
            **wanted,
            "criteria": f'=AND({words}="",OR(ISTEXT({own}),{level}="partial",{level}="estimated",{outside_usual(own, line)}))',
        },
    )
    for place, filled in ((figure, f'{own}<>""'), (completeness, f'OR({level}<>"",ISTEXT({own}))')):
        sheet.conditional_format(
            row, place, row, place, {"type": "formula", "criteria": f"={filled}", "format": book.done}
        )
