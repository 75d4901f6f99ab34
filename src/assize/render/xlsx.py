"""A document as an accessible workbook, laid out as the Analysis Function asks of published spreadsheets.

Cover, contents and notes come first; then a sheet a section: title in A1, what it shows and its source under it, then marked
tables without merged cells or blank rows. Numbers are numbers with their format, absences are their symbols as text and every
symbol used is explained. Layout: the Analysis Function's guidance on releasing statistics in spreadsheets.
"""

from __future__ import annotations

import gc
import io
import re
from collections.abc import Sequence
from datetime import datetime, time
from functools import lru_cache
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range

from assize.core.document import EXPECTED, PROJECTION, Bar, ChartKind, Document, NoteRef, Number, Role, Section, Words
from assize.render import arial, theme
from assize.render.xlsx_blocks import RENDERERS, Cell, Grid, SheetPlan, cell_format, cell_text

SYMBOLS = {
    "[b]": "Break in the series",
    "[c]": "Confidential: withheld",
    "[e]": "Estimated",
    "[low]": "Low: rounds to zero but is not zero",
    "[p]": "Provisional",
    "[r]": "Revised",
    "[x]": "Not available",
    "[z]": "Not applicable",
}
_NAME_LIMIT = 31  # characters of a worksheet's name, Excel
_FILTER_FROM = 15  # rows above which a table is worth filtering
_WIDEST, _NARROWEST, _UNBROKEN = 44, 11, 60  # characters; the last for references, which are not wrapped
_FROZEN = 60  # characters: a wider first column would leave no room to scroll
_SIZE, _LINE = 11, 14.5  # points: type, and a line of it
_CHARACTER = 5.25  # points of a column for each character of its width
_PAGE = 770  # points between the margins of a landscape page, A4
_LEAST_SCALE = 0.73  # type of eleven points is printed in eight or more; a wider sheet takes more pages side by side
_SENTENCES = 150  # characters of the sentences that share a line above a table


# --- writing ------------------------------------------------------------------------------------------------------


class _Book:
    """The workbook being written, with its formats."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.out = io.BytesIO()
        look = {"font_name": theme.OFFICE_FONT, "font_size": _SIZE, "font_color": theme.INK}
        options = {
            "in_memory": True,
            "strings_to_urls": False,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
        }
        self.book = xlsxwriter.Workbook(self.out, {**options, "default_format_properties": look})
        self.book.set_size(2400, 1500)
        self.book.set_properties(
            {
                "title": f"{document.title}: {document.board}, {document.period}",
                "subject": document.period,
                "author": document.author,
                "company": document.board,
                "comments": f"{document.marking}. {document.status}, {document.status_words}.",
                "created": datetime.combine(document.dated, time()),
            }
        )
        make = self.book.add_format
        self.title = make({"bold": True, "font_size": 18, "font_color": theme.BRAND})
        self.heading = make({"bold": True, "font_size": 13, "font_color": theme.BRAND})
        self.line = make({})
        self.wrapped = make({"text_wrap": True, "valign": "top"})
        self.top = make({"valign": "top"})
        self.indented = make({"text_wrap": True, "valign": "top", "indent": 1})
        self.symbol = make({"align": "right", "valign": "top"})
        self.link = make({"font_color": theme.BRAND, "underline": 1, "valign": "top"})
        self.left_head = make(
            {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, "bottom_color": theme.INK}
        )
        self.right_head = make(
            {
                "bold": True,
                "text_wrap": True,
                "valign": "bottom",
                "align": "right",
                "bottom": 1,
                "bottom_color": theme.INK,
            }
        )
        self.formats: dict[str, Any] = {}
        self.tables: set[str] = set()

    def number_format(self, pattern: str) -> Any:
        """The cell format of a number format, made once."""
        if pattern not in self.formats:
            self.formats[pattern] = self.book.add_format(
                {"num_format": pattern or "General", "valign": "top", "align": "right"}
            )
        return self.formats[pattern]

    def sheet(self, name: str) -> Any:
        """A worksheet with the marking above and below, landscape, one page wide."""
        sheet = self.book.add_worksheet(name)
        document = self.document
        marking, board, period = (
            text.replace("&", "&&") for text in (document.marking, document.board_short, document.period)
        )
        sheet.set_header(f'&C&"{theme.OFFICE_FONT},Bold"{marking}')
        sheet.set_footer(f'&L{board}, {period}&C&"{theme.OFFICE_FONT},Bold"{marking}&R&P')
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.5, right=0.5)  # inches
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        return sheet

    def table(self, sheet: Any, row: int, grid: Grid, given: Sequence[int] = ()) -> list[int]:
        """Write a marked table with its header at `row`; give back the widths of its columns, in characters."""
        heads = _distinct(grid.heads)
        widths = list(given) or [_width(head, column, grid) for column, head in enumerate(heads)]
        self.fit_row(sheet, row, heads, widths, True)
        long = [
            column
            for column, width in enumerate(widths)
            if any(len(cell_text(cells[column])) >= width for cells in grid.rows)
        ]
        looks = [
            self.symbol if right else self.indented if column and grid.right[column - 1] else self.wrapped
            for column, right in enumerate(grid.right)
        ]
        for offset, cells in enumerate(grid.rows, start=row + 1):
            if long:
                self.fit_row(
                    sheet, offset, [cell_text(cells[column]) for column in long], [widths[column] for column in long]
                )
            for column, cell in enumerate(cells):
                if isinstance(cell, Number) and cell.value is not None:
                    sheet.write_number(offset, column, float(cell.value), self.number_format(cell_format(cell)))
                elif cell is not None:
                    text = cell_text(cell)
                    look = self.top if len(text) > widths[column] and " " not in text else looks[column]
                    sheet.write_string(offset, column, text, look)
                elif column == grid.trend:
                    drawn = xl_range(offset, column + 1, offset, len(cells) - 1)
                    sheet.add_sparkline(offset, column, {"range": f"'{sheet.name}'!{drawn}", **_SMALL_TREND})
        columns = [
            {"header": head, "header_format": self.right_head if right else self.left_head}
            for head, right in zip(heads, grid.right, strict=True)
        ]
        options = {
            "name": self.table_name(grid.id),
            "columns": columns,
            "style": None,
            "autofilter": len(grid.rows) > _FILTER_FROM,
            "description": grid.caption,
        }
        sheet.add_table(row, 0, row + max(1, len(grid.rows)), len(heads) - 1, options)
        return widths

    def fit_row(self, sheet: Any, row: int, texts: Sequence[str], widths: Sequence[int], bold: bool = False) -> None:
        """Make a row as high as its longest wrapped cell, where that is more than a line: not every program does so itself."""
        tallest = 1
        for text, width in zip(texts, widths, strict=True):
            if len(text) >= width and " " in text:  # a short text is not worth measuring
                tallest = max(tallest, _lines(text, width, bold))
        if tallest > 1:
            sheet.set_row(row, tallest * _LINE)

    def write_title(self, sheet: Any, words: str) -> None:
        """The title in the first cell; where data were made up that stands before it, for a header is seen on paper alone."""
        first, _, _ = self.document.marking.partition(",")
        sheet.write_string(0, 0, f"{first}. {words}" if self.document.made_up else words, self.title)

    def table_name(self, identifier: str) -> str:
        """A unique name that Excel takes: letters, digits and underscores, never like a cell's."""
        base = "table_" + re.sub(r"[^0-9a-z]+", "_", identifier.lower()).strip("_")
        name, number = base, 1
        while name in self.tables:
            number += 1
            name = f"{base}_{number}"
        self.tables.add(name)
        return name


@lru_cache(maxsize=1 << 12)
def _lines(text: str, width: int, bold: bool) -> int:
    return arial.line_count(text, _SIZE, width * _CHARACTER - 4, bold)


def _distinct(heads: Sequence[str]) -> list[str]:
    """Column heads made distinct, as a marked table needs."""
    seen: dict[str, int] = {}
    out = []
    for head in heads:
        seen[head.lower()] = seen.get(head.lower(), 0) + 1
        out.append(head if seen[head.lower()] == 1 else f"{head} ({seen[head.lower()]})")
    return out


def _width(head: str, column: int, grid: Grid) -> int:
    """Wide enough for the longest word, and for the longest text up to a limit."""
    texts = {cell_text(row[column]) for row in grid.rows}
    longest = max(map(len, texts), default=0)
    unbroken = max((len(text) for text in texts if " " not in text), default=0)
    word = max((len(part) for part in head.split()), default=0) + 3
    return max(_NARROWEST, word, min(_UNBROKEN, unbroken + 2), min(_WIDEST, longest + 2))


def sheet_names(sections: Sequence[Section]) -> list[str]:
    """A name for each section's sheet: its id in words, 31 characters at most, each one once."""
    names: list[str] = []
    for section in sections:
        words = re.sub(r"[\[\]:*?/\\'_-]+", " ", section.id).strip().capitalize() or "Sheet"
        name, number = words[:_NAME_LIMIT].rstrip(), 1
        while name.lower() in {*(taken.lower() for taken in names), "cover", "contents", "notes"}:
            number += 1
            name = f"{words[: _NAME_LIMIT - 4].rstrip()} {number}"
        names.append(name)
    return names


def _number_notes(sections: Sequence[Section]) -> list[dict[str, int]]:
    """Notes are numbered through the workbook: for each section, its marks and their numbers."""
    numbers, count = [], 0
    for section in sections:
        marks = {}
        for note in section.notes:
            count += 1
            marks[note.mark] = count
        numbers.append(marks)
    return numbers


def render(document: Document) -> bytes:
    """The document as a workbook; the same bytes for the same document."""
    collecting = gc.isenabled()
    gc.disable()  # tens of thousands of cells without a cycle among them: looking for one takes a third of the time
    try:
        return _written(document)
    finally:
        if collecting:
            gc.enable()


def _written(document: Document) -> bytes:
    book = _Book(document)
    sheets = []
    for section, name, notes in zip(
        document.sections, sheet_names(document.sections), _number_notes(document.sections), strict=True
    ):
        sheet = SheetPlan(section, name, notes)
        for block in section.blocks:
            RENDERERS[type(block)](sheet, block)
        sheets.append(sheet)
    _cover(book, document)
    _contents(book, sheets)
    _notes(book, sheets)
    for sheet in sheets:
        _section(book, sheet)
    book.book.close()
    return book.out.getvalue()  # XlsxWriter dates every member 1 January 1980


def _cover(book: _Book, document: Document) -> None:
    sheet = book.sheet("Cover")
    sheet.set_column(0, 0, 90)
    book.write_title(sheet, f"{document.title}: {document.board}")
    sheet.set_row(0, 24)
    lines = [
        f"Period: {document.period} ({document.quarter})",
        f"Marking: {document.marking}",
        f"Audience: {document.audience}",
        f"Status: {document.status}, {document.status_words}",
        f"Figures as at: {document.as_at}",
        f"Contact: {document.author}",
    ]
    lines += [book_words(document.lede)] if document.lede else []
    lines += [document.made_up] if document.made_up else []
    lines.append(
        "Every table is marked as a table and begins in column A. Symbols and notes are explained on the sheet Notes."
    )
    for row, line in enumerate(lines, start=1):
        book.fit_row(sheet, row, [line], [90])
        sheet.write_string(row, 0, line, book.wrapped)
    sheet.write_url(len(lines) + 1, 0, "internal:'Contents'!A1", book.link, "Go to the contents")
    sheet.activate()
    sheet.set_first_sheet()


def book_words(words: Words) -> str:
    """Words without their note marks."""
    return "".join(part if isinstance(part, str) else part.text for part in words if not isinstance(part, NoteRef))


def _contents(book: _Book, sheets: Sequence[SheetPlan]) -> None:
    sheet = book.sheet("Contents")
    book.write_title(sheet, "Contents")
    sheet.write_string(1, 0, "This worksheet contains one table: the worksheets of this workbook, with a link to each.")
    rows: list[list[Cell]] = [["Notes", "Symbols and numbered notes"]]
    rows += [[one.name, book_words(one.section.headline)] for one in sheets]
    grid = Grid("contents", "Worksheets of this workbook", ["Worksheet", "What it shows"], [False, False], rows)
    _set_widths(sheet, book.table(sheet, 2, grid, (34, 90)))
    for row, (name, _) in enumerate(rows, start=3):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", book.link, str(name))


def _notes(book: _Book, sheets: Sequence[SheetPlan]) -> None:
    """Numbered notes and the symbols in use, in one table."""
    sheet = book.sheet("Notes")
    book.write_title(sheet, "Notes")
    sheet.write_string(
        1, 0, "This worksheet contains one table: the symbols used in this workbook and the numbered notes."
    )
    used = _symbols_used(sheets)
    rows: list[list[Cell]] = [[symbol, SYMBOLS[symbol], "All"] for symbol in used]
    for one in sheets:
        for note in one.section.notes:
            rows.append([f"[note {one.notes[note.mark]}]", one.words(note.words), one.name])
    rows = rows or [["None", "No symbols or notes are used in this workbook", "All"]]
    grid = Grid("notes", "Symbols and notes", ["Mark", "Meaning", "Worksheet"], [False] * 3, rows)
    _set_widths(sheet, book.table(sheet, 2, grid, (14, 100, 34)))


def _symbols_used(sheets: Sequence[SheetPlan]) -> list[str]:
    texts: list[str] = []
    for one in sheets:
        texts += [*one.lines, *one.sources, one.words(one.section.headline), one.words(one.section.subtitle)]
        texts += {cell_text(cell) for grid in one.grids for row in grid.rows for cell in row}
        texts += [one.words(note.words) for note in one.section.notes]
    joined = "\n".join(texts)
    return [symbol for symbol in SYMBOLS if symbol in joined]


def _section(book: _Book, one: SheetPlan) -> None:
    sheet = book.sheet(one.name)
    section = one.section
    book.write_title(sheet, one.words(section.headline))
    lines = [one.words(section.subtitle)] if section.subtitle else []
    lines += [*one.lines, *one.sources]
    if one.grids:
        count = "one table" if len(one.grids) == 1 else f"{len(one.grids)} tables"
        lines.append(
            f"This worksheet contains {count}. Symbols such as [x] and numbered notes are explained on the sheet Notes."
        )
    row = 1
    for line in lines:
        for part in _sentences(line) if one.grids else [line]:
            sheet.write_string(row, 0, part, book.line)
            row += 1
    sheet.write_url(row, 0, "internal:'Contents'!A1", book.link, "Back to the contents")
    row += 1
    widths: list[int] = []
    for number, grid in enumerate(one.grids):
        if len(one.grids) > 1:
            row += 1 if number else 0
            sheet.write_string(row, 0, grid.caption if grid.chart is None else "Data of the chart", book.heading)
            row += 1
        wanted = book.table(sheet, row, grid)
        if number == 0:
            alone = len(one.grids) == 1
            sheet.freeze_panes(row + 1 if alone else 1, 1 if alone and wanted[0] < _FROZEN else 0)
            sheet.repeat_rows(row)
        widths = [max(pair) for pair in zip(widths + [0] * len(wanted), wanted + [0] * len(widths), strict=False)]
        end = row + 1 + len(grid.rows)
        if grid.chart is not None:
            end = max(end, _native_chart(book, sheet, one.name, row, grid))
        row = end
    _set_widths(sheet, widths)
    wide = sum(widths) * _CHARACTER * _LEAST_SCALE
    if wide > _PAGE:
        names = 2 if one.grids and one.grids[0].heads[0] == "Theme" else 1  # what a row is called stands on every page
        again = min(sum(widths[:names]) * _CHARACTER * _LEAST_SCALE, _PAGE / 2)
        sheet.fit_to_pages(1 + ceil((wide - _PAGE) / (_PAGE - again)), 0)
        sheet.repeat_columns(0, names - 1)
    if not one.grids:
        sheet.set_column(0, 0, 100)
        for offset, line in enumerate(lines, start=1):
            book.fit_row(sheet, offset, [line], [100])
            sheet.write_string(offset, 0, line, book.wrapped)


def _set_widths(sheet: Any, widths: Sequence[int]) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)


def _sentences(line: str) -> list[str]:
    """A long line as lines of whole sentences: above a table it runs on over the columns, and a page has an edge."""
    parts = [""]
    for sentence in re.split(r"(?<=[.;]) (?=[A-Z\[])", line):
        if parts[-1] and len(parts[-1]) + len(sentence) > _SENTENCES:
            parts.append(sentence)
        else:
            parts[-1] = f"{parts[-1]} {sentence}".strip()
    return parts


# --- native charts ------------------------------------------------------------------------------------------------

_LINE_LOOKS: dict[str, dict[str, Any]] = {
    **{
        name: {"color": theme.LIMIT, "width": 0.75, "dash_type": "round_dot"}
        for names in (EXPECTED, PROJECTION)
        for name in (names.lower, names.upper)
    },
    **{names.mean: {"color": theme.COMMON, "width": 1.0} for names in (EXPECTED, PROJECTION)},
    "Target": {"color": theme.TARGET, "width": 1.5, "dash_type": "long_dash"},
}
_ROLE_LOOKS: dict[Role, dict[str, Any]] = {
    Role.BOARD: {"color": theme.BRAND, "width": 2.5},
    Role.NATION: {"color": theme.NATION, "width": 1.25},
    Role.REGION: {"color": theme.REGION, "width": 1.25},
    Role.OTHER: {"color": theme.COMMON, "width": 1.25},
}
_SMALL_TREND: dict[str, Any] = {
    # Every colour is said: what is not would be one of the program's own theme.
    **{f"{name}_color": theme.BRAND for name in ("series", "negative", "markers", "first", "last", "high", "low")},
    "last_point": True,
    "empty_cells": "gaps",
    "weight": 1.25,
}
_CHART_ROWS = 20  # a chart is about this many rows high


def _native_chart(book: _Book, sheet: Any, name: str, row: int, grid: Grid) -> int:
    """Put the chart of a table beside it; give back the row after both."""
    chart = grid.chart
    assert chart is not None
    if chart.kind is ChartKind.FUNNEL:
        return _native_funnel(book, sheet, name, row, grid)
    bars = chart.kind is ChartKind.BARS
    first, last = row + 1, row + len(grid.rows)
    labels = 1 if bars or grid.heads[0] != "Year" else 2
    drawn = book.book.add_chart({"type": "bar" if bars else "line"})
    number_format = {"num_format": chart.number_format}
    axis = {
        "min": float(chart.axis.minimum),
        "max": float(chart.axis.maximum),
        "major_gridlines": {"visible": True, "line": {"color": theme.GRID, "width": 0.75}},
        "line": {"none": True},
        "num_font": {"name": theme.OFFICE_FONT, "size": 10, "color": theme.MUTE},
        **number_format,
    }
    places = {"line": {"color": theme.LIMIT}, "num_font": {"name": theme.OFFICE_FONT, "size": 10, "color": theme.INK}}
    if bars:
        drawn.add_series(_bar_series(chart.bars, name, row, first, last))
        drawn.set_x_axis(axis)
        drawn.set_y_axis({**places, "reverse": True})
        drawn.set_legend({"none": True})
    else:
        roles = {line.name: line.role for line in chart.lines}
        for column in range(labels, len(grid.heads)):
            head = grid.heads[column]
            look = _LINE_LOOKS.get(head) if column >= labels + len(chart.lines) else _ROLE_LOOKS[roles[head]]
            drawn.add_series(
                {
                    "name": [name, row, column],
                    "categories": [name, first, labels - 1, last, labels - 1],
                    "values": [name, first, column, last, column],
                    "line": look,
                    "marker": {"type": "none"},
                }
            )
        drawn.set_y_axis(axis)
        drawn.set_x_axis({**places, "interval_unit": 4})
        drawn.set_legend({"position": "bottom", "font": {"name": theme.OFFICE_FONT, "size": 10}})
    drawn.show_blanks_as("gap")
    drawn.set_title({"none": True})
    drawn.set_size({"width": 760, "height": _CHART_ROWS * 20})
    sheet.insert_chart(row, len(grid.heads) + 1, drawn, {"description": chart.alt, "object_position": 3})
    return row + _CHART_ROWS + 1


def _native_funnel(book: _Book, sheet: Any, name: str, row: int, grid: Grid) -> int:
    """A scatter of areas over their sizes on a logarithm, with the limits at their sizes as lines."""
    chart = grid.chart
    assert chart is not None
    first, last = row + 1, row + len(grid.rows)
    drawn = book.book.add_chart({"type": "scatter", "subtype": "straight"})
    font = {"name": theme.OFFICE_FONT, "size": 10, "color": theme.MUTE}
    sizes = [name, first, 1, last, 1]
    wide, narrow = {"color": theme.LIMIT, "width": 1}, {"color": theme.LIMIT, "width": 0.75, "dash_type": "dash"}
    looks = {3: wide, 4: narrow, 5: narrow, 6: wide, 7: {"color": theme.NATION, "width": 1.25}}
    for column, line in looks.items():
        values = [name, first, column, last, column]
        drawn.add_series(
            {
                "name": [name, row, column],
                "categories": sizes,
                "values": values,
                "line": line,
                "marker": {"type": "none"},
            }
        )
    own = {dot.name for dot in chart.dots if dot.role is Role.BOARD}
    beyond = {dot.name for dot in chart.dots if dot.outside}
    plain_ring = {"type": "circle", "size": 6, "fill": {"color": theme.WHITE}, "border": {"color": theme.COMMON}}
    drawn.add_series(
        {
            "name": [name, row, 2],
            "categories": sizes,
            "values": [name, first, 2, last, 2],
            "line": {"none": True},
            "marker": plain_ring,
        }
    )
    for at, cells in enumerate(grid.rows, start=first):
        if cells[0] in own | beyond:
            board = cells[0] in own
            ink = {"color": theme.BRAND if board else theme.INK}
            mark = {"type": "circle" if board else "diamond", "size": 10 if board else 9, "fill": ink, "border": ink}
            one = {"name": [name, at, 0], "categories": [name, at, 1, at, 1], "values": [name, at, 2, at, 2]}
            drawn.add_series({**one, "line": {"none": True}, "marker": mark})
    sized = {"log_base": 10, "name": chart.across_words, "name_font": {**font, "bold": False}, "num_font": font}
    if chart.across is not None:
        sized |= {"min": float(chart.across.minimum), "max": float(chart.across.maximum)}
    drawn.set_x_axis(
        {**sized, "num_format": "#,##0", "line": {"color": theme.LIMIT}, "major_gridlines": {"visible": False}}
    )
    ends = {"min": float(chart.axis.minimum), "max": float(chart.axis.maximum), "num_format": chart.number_format}
    grey = {"visible": True, "line": {"color": theme.GRID, "width": 0.75}}
    drawn.set_y_axis({**ends, "num_font": font, "line": {"none": True}, "major_gridlines": grey})
    drawn.set_legend({"position": "bottom", "font": {"name": theme.OFFICE_FONT, "size": 10}})
    drawn.set_title({"none": True})
    drawn.set_size({"width": 760, "height": _CHART_ROWS * 20})
    sheet.insert_chart(row, len(grid.heads) + 1, drawn, {"description": chart.alt, "object_position": 3})
    return row + _CHART_ROWS + 1


def _bar_series(bars: Sequence[Bar], name: str, row: int, first: int, last: int) -> dict[str, Any]:
    """Bars with the board's in its colour and custom whiskers to the ends of the intervals."""
    fills = {Role.BOARD: theme.BRAND, Role.NATION: theme.NATION_BAR}
    series: dict[str, Any] = {
        "name": [name, row, 1],
        "categories": [name, first, 0, last, 0],
        "values": [name, first, 1, last, 1],
        "points": [{"fill": {"color": fills.get(bar.role, theme.OTHER_BAR)}} for bar in bars],
        "data_labels": {"value": True, "position": "inside_base", "font": {"color": theme.WHITE, "bold": True}},
        "gap": 60,
    }
    plus = [_distance(bar.upper, bar.number) for bar in bars]
    minus = [_distance(bar.number, bar.lower) for bar in bars]
    if any(plus) or any(minus):
        series["x_error_bars"] = {
            "type": "custom",
            "plus_values": plus,
            "minus_values": minus,
            "line": {"color": theme.INK},
        }
    return series


def _distance(above: Number | None, below: Number | None) -> float:
    if above is None or below is None or above.value is None or below.value is None:
        return 0.0
    return float(above.value - below.value)
