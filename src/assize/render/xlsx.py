"""A document as an accessible workbook, laid out as the Analysis Function asks of published spreadsheets.

Cover, contents and notes come first; then a sheet a section: title in A1, what it shows and its source under it, then marked
tables without merged cells or blank rows. Numbers are numbers with their format, absences are their symbols as text and every
symbol used is explained. Layout: the Analysis Function's guidance on releasing statistics in spreadsheets.
"""

from __future__ import annotations

import gc
import io
import re
import textwrap
from collections.abc import Sequence
from datetime import datetime, time
from functools import lru_cache
from itertools import accumulate, pairwise, zip_longest
from math import ceil
from typing import Any

from xlsxwriter.utility import xl_range, xl_range_abs

from assize.core.document import Document, NoteRef, Number, Section, Words
from assize.core.wording import number_word
from assize.render import arial, theme
from assize.render.xlsx_blocks import RENDERERS, Cell, Grid, Heading, SheetPlan, cell_format, cell_text
from assize.render.xlsx_book import open_book
from assize.render.xlsx_charts import CHART_HEIGHT, CHART_WIDTH, native_chart

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
_JOINING = {"a", "among", "and", "by", "for", "from", "in", "of", "on", "or", "over", "the", "to", "with"}
_FILTER_FROM = 15  # rows above which a table is worth filtering
_WIDEST, _NARROWEST, _UNBROKEN = 42, 11, 60  # characters; the last for references, which are not wrapped
_FROZEN = 60  # characters: a wider first column would leave no room to scroll
_SIZE, _TITLE, _LINE = 11, 16, 14.5  # points: type, that of a title, and a line of the first
_CHARACTER = 6.0  # points of a column for each character of its width: a figure in Arial at eleven points
_LETTER = 0.9  # characters that a letter takes: most are narrower than a figure
_COLUMN = 72  # pixels of a column whose width nobody set, in that type: XlsxWriter knows by it how wide a character is
_EDGES = 3.75  # points that a column has beside its characters
_PAGE = 770  # points between the margins of a landscape page, A4
_ROWS_OF_A_PAGE = 30  # about; fewer under a page's lines
_LEAST_SCALE = 0.73  # type of eleven points is printed in eight or more; a wider sheet takes more pages side by side
_TITLE_HIGH, _HEADING_HIGH = 26.0, 24.0  # points: a sheet's title, and the heading over a table with air above it
_ROW, _PAGE_HIGH = 15.0, 460.0  # points: a row whose height nobody set; between the margins, with something to spare
_NEAR = 60.0  # points
_SMALLER = 0.8  # of that scale, at which data and chart side by side are still worth a page
_SENTENCES = 150  # characters of the sentences that share a line above a table
_SMALL_TREND: dict[str, Any] = {
    # Every colour is said: what is not would be one of the program's own theme.
    **{f"{name}_color": theme.BRAND for name in ("series", "negative", "markers", "first", "last", "high", "low")},
    "last_point": True,
    "empty_cells": "gaps",
    "weight": 1.25,
}


# --- writing ------------------------------------------------------------------------------------------------------


class _Book:
    """The workbook being written, with its formats."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.out = io.BytesIO()
        properties = {
            "title": f"{document.title}: {document.board}, {document.period}",
            "subject": document.period,
            "author": document.author,
            "company": document.board,
            "comments": f"{document.marking}. {document.status}, {document.status_words}.",
            "created": datetime.combine(document.dated, time()),
        }
        self.book = open_book(self.out, _SIZE, properties, default_column_width=_COLUMN)
        make = self.book.add_format
        self.title = make({"bold": True, "font_size": _TITLE, "font_color": theme.BRAND})
        self.heading = make({"bold": True, "font_size": 13, "font_color": theme.BRAND})
        self.line = make({})
        self.line_head = make({"bold": True})
        self.wrapped = make({"text_wrap": True, "valign": "top"})
        self.top = make({"valign": "top"})
        # An indent is one of a side: without the side it is none.
        inset = {"align": "left", "indent": 1}
        self.indented = make({"text_wrap": True, "valign": "top", **inset})
        self.symbol = make({"align": "right", "valign": "top"})
        self.link = make({"font_color": theme.BRAND, "underline": 1, "valign": "top"})
        head = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, "bottom_color": theme.INK}
        self.left_head, self.right_head = make(head), make({**head, "align": "right"})
        self.indented_head = make({**head, **inset})
        self.formats: dict[str, Any] = {}
        self.tables: set[str] = set()
        self.heights: dict[tuple[str, int], float] = {}

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
        sheet.set_header(f'&L&A&C&"{theme.OFFICE_FONT},Bold"{marking}')
        sheet.set_footer(f'&L{board}, {period}&C&"{theme.OFFICE_FONT},Bold"{marking}&R&P')
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.5, right=0.5)  # inches
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        return sheet

    def table(self, sheet: Any, row: int, grid: Grid, widths: Sequence[int]) -> None:
        """Write a marked table with its header at `row`, in columns of these widths in characters."""
        heads = _distinct(grid.heads)
        widths = widths[: len(heads)]  # the sheet may have a wider table
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
        over = {self.symbol: self.right_head, self.indented: self.indented_head}
        columns = [
            {"header": head, "header_format": over.get(look, self.left_head)}
            for head, look in zip(heads, looks, strict=True)
        ]
        options = {
            "name": self.table_name(grid.id),
            "columns": columns,
            "style": None,
            "autofilter": len(grid.rows) > _FILTER_FROM,
            "description": grid.caption,
        }
        sheet.add_table(row, 0, row + max(1, len(grid.rows)), len(heads) - 1, options)

    def fit_row(self, sheet: Any, row: int, texts: Sequence[str], widths: Sequence[int], bold: bool = False) -> None:
        """Make a row as high as its longest wrapped cell, where that is more than a line: not every program does so itself."""
        tallest = 1
        for text, width in zip(texts, widths, strict=True):
            if len(text) >= width and " " in text:  # a short text is not worth measuring
                tallest = max(tallest, _lines(text, width, bold))
        if tallest > 1:
            self.set_height(sheet, row, tallest * _LINE)

    def set_height(self, sheet: Any, row: int, points: float) -> None:
        """Make a row so high, and remember it for the breaks between pages."""
        sheet.set_row(row, points)
        self.heights[sheet.name, row] = points

    def height(self, sheet: Any, first: int, end: int) -> float:
        """Points that the rows from `first` to `end` (not included) take."""
        return sum(self.heights.get((sheet.name, row), _ROW) for row in range(first, end))

    def write_title(self, sheet: Any, words: str) -> None:
        """The title in the first cell; where data were made up that stands before it, for a header is seen on paper alone."""
        sheet.write_string(0, 0, self.title_of(words), self.title)
        self.set_height(sheet, 0, _TITLE_HIGH)

    def title_of(self, words: str) -> str:
        """A sheet's title as it is written."""
        first, _, _ = self.document.marking.partition(",")
        return f"{first}. {words}" if self.document.made_up else words

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
    cells = {cell_text(row[column]): isinstance(row[column], Number) for row in grid.rows}
    longest = max((ceil(len(text) * (1 if number else _LETTER)) for text, number in cells.items()), default=0)
    unbroken = max((len(text) for text in cells if " " not in text), default=0)
    word = max((len(part) for part in head.split()), default=0) + 3
    return max(_NARROWEST, word, min(_UNBROKEN, unbroken + 2), min(_WIDEST, longest + 2))


def _widths(grids: Sequence[Grid]) -> list[int]:
    """The widths that the columns of a sheet take, in characters: each as wide as the widest of its tables wants it."""
    wanted = [[_width(head, column, grid) for column, head in enumerate(_distinct(grid.heads))] for grid in grids]
    return [max(column) for column in zip_longest(*wanted, fillvalue=0)]


def sheet_names(sections: Sequence[Section]) -> list[str]:
    """A name for each section's sheet: its id in words, 31 characters at most and none of them cut, each one once."""
    names: list[str] = []
    for section in sections:
        # Of slopes there is one sheet: its measure stands in the title, and would take the room of what it shows.
        own = "over-a-year" if section.id.endswith("-over-a-year") else section.id
        words = re.sub(r"[\[\]:*?/\\'_-]+", " ", own).strip().replace("crown court", "Crown Court")
        words = words[:1].upper() + words[1:] or "Sheet"
        name, number = _whole_words(words, _NAME_LIMIT), 1
        while name.lower() in {*(taken.lower() for taken in names), "cover", "contents", "notes"}:
            number += 1
            name = f"{_whole_words(words, _NAME_LIMIT - 4)} {number}"
        names.append(name)
    return names


def _whole_words(words: str, limit: int) -> str:
    """As many whole words as fit, and no joining word last."""
    if len(words) <= limit:
        return words
    kept = words[: limit + 1].rpartition(" ")[0] or words[:limit]
    while (shorter := kept.rpartition(" "))[2] in _JOINING:
        kept = shorter[0]
    return kept


def number_notes(sections: Sequence[Section]) -> list[dict[str, int]]:
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
        document.sections, sheet_names(document.sections), number_notes(document.sections), strict=True
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
    book.table(sheet, 2, grid, _set_widths(sheet, (32, 96)))
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
    book.table(sheet, 2, grid, _set_widths(sheet, (12, 86, 28)))


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
        count = "one table" if len(one.grids) == 1 else f"{number_word(len(one.grids))} tables"
        lines.append(
            f"This worksheet contains {count}. Symbols such as [x] and numbered notes are explained on the sheet Notes."
        )
    row = 1
    for line in lines:
        heads = isinstance(line, Heading)
        for part in _sentences(line) if one.grids and not heads else [line]:
            if not one.grids:
                book.fit_row(sheet, row, [part], [100], heads)
            sheet.write_string(row, 0, part, book.line_head if heads else book.line if one.grids else book.wrapped)
            row += 1
    sheet.write_url(row, 0, "internal:'Contents'!A1", book.link, "Back to the contents")
    row += 1
    widths = _set_widths(sheet, _widths(one.grids) or [100])
    spans: list[tuple[int, int]] = []
    for number, grid in enumerate(one.grids):
        if len(one.grids) > 1:
            sheet.write_string(row, 0, grid.caption if grid.chart is None else "Data of the chart", book.heading)
            book.set_height(sheet, row, _HEADING_HIGH)
            row += 1
        book.table(sheet, row, grid, widths)
        if number == 0:
            alone = len(one.grids) == 1
            sheet.freeze_panes(row + 1 if alone else 1, 1 if alone and widths[0] < _FROZEN else 0)
            _fit_pages(book, sheet, one, widths, row)
        end = row + 1 + len(grid.rows)
        spans.append((row - 1, end))
        if grid.chart is not None:
            end = max(end, native_chart(book.book, sheet, row, grid))
        row = end
    if len(spans) > 1:
        _keep_tables_whole(book, sheet, one, widths, spans)


def _keep_tables_whole(
    book: _Book, sheet: Any, one: SheetPlan, widths: Sequence[int], spans: Sequence[tuple[int, int]]
) -> None:
    """Begin a page with a table that the end of the one before would part, from its heading or from its rows.

    `spans` are the rows of the tables, headings included. Office programs heed a break only where the scale is set, and not
    where they are to find it: so it is set to what columns and chart take.
    """
    columns = [width * _CHARACTER + _EDGES for width in widths]
    beside = [sum(columns[: len(grid.heads)]) + _COLUMN * 0.75 + CHART_WIDTH for grid in one.grids if grid.chart]
    title = arial.text_width(book.title_of(one.words(one.section.headline)), _TITLE, True)
    scale = min(1.0, 0.97 * _PAGE / max(sum(columns), title, *beside))
    scale = min(scale, _PAGE_HIGH / (book.height(sheet, 0, spans[0][0]) + CHART_HEIGHT)) if beside else scale
    if scale < _LEAST_SCALE * _SMALLER:
        return
    sheet.set_print_scale(int(scale * 100))
    page, begun, breaks = _PAGE_HIGH / scale, 0, []
    for (_, above), (start, end) in pairwise(spans):
        before, tall = book.height(sheet, begun, start) % page, book.height(sheet, start, end)
        under_chart = start > above + 1 and before < _NEAR  # which ends about where the page does
        if before + tall > page >= tall or under_chart:
            breaks.append(start)
            begun = start
    sheet.set_h_pagebreaks(breaks)


def _fit_pages(book: _Book, sheet: Any, one: SheetPlan, widths: Sequence[int], header: int) -> None:
    """One page wide, or as many side by side as type that can be read takes, with what a row is called on each.

    Then the lines above are pages of their own: beside the columns that every page repeats their words would be cut.
    """
    if (
        len(one.grids) == 1 or len(one.grids[0].rows) > _ROWS_OF_A_PAGE
    ):  # else the next table would stand under its head
        sheet.repeat_rows(header)
    wide = sum(widths) * _CHARACTER * _LEAST_SCALE
    if wide <= _PAGE:
        return
    names = 2 if one.grids[0].heads[0] == "Theme" else 1
    again = min(sum(widths[:names]) * _CHARACTER * _LEAST_SCALE, _PAGE / 2)
    sheet.fit_to_pages(1 + ceil((wide - _PAGE) / (_PAGE - again)), 0)
    sheet.repeat_columns(0, names - 1)
    last = header + sum(2 + len(grid.rows) for grid in one.grids)
    lines = xl_range_abs(0, 0, header - 1, _columns_of_a_page(widths) - 1)
    tables = xl_range_abs(header, 0, last, len(widths) - 1)
    # XlsxWriter's own print areas are of one part.
    book.book.define_name(f"'{one.name}'!_xlnm.Print_Area", f"='{one.name}'!{lines},'{one.name}'!{tables}")


def _columns_of_a_page(widths: Sequence[int]) -> int:
    """How many of a sheet's columns a page takes at full size, with something to spare: programs differ by a little."""
    return max(1, sum(points <= 0.97 * _PAGE for points in accumulate(width * _CHARACTER + _EDGES for width in widths)))


def _set_widths(sheet: Any, widths: Sequence[int]) -> Sequence[int]:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    return widths


def _sentences(line: str) -> list[str]:
    """A long line as lines of whole sentences: above a table it runs on over the columns, and a page has an edge.

    A sentence that is too long by itself goes on in the next line.
    """
    parts = [""]
    sentences = re.split(r"(?<=[.;]) (?=[A-Z\[])", line)
    for sentence in (
        part
        for whole in sentences
        for part in textwrap.wrap(whole, _SENTENCES, break_long_words=False, break_on_hyphens=False)
    ):
        if parts[-1] and len(parts[-1]) + len(sentence) > _SENTENCES:
            parts.append(sentence)
        else:
            parts[-1] = f"{parts[-1]} {sentence}".strip()
    return parts
