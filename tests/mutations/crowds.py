"""Damages all over a file: many rows repeated or cut, all columns turned round, letters misread, another year in its name."""

from __future__ import annotations

import random
import re

from mutations.damages import NotHereError, a_sheet, cut, kind, take_out
from mutations.model import Book, Cell
from mutations.packages import _text
from mutations.subjects import Subject

_ONE_IN = 12  # rows cut here and there
_YEARS = re.compile(r"(?<!\d)(20\d\d)([-_ ]?)(\d\d)(?!\d)")
_BOUNDARIES = re.compile(r"(LAD|CSP|PFA)(\d\d)(?!\d)")


@kind("many rows repeated at the end")
def rows_repeated(book: Book, draw: random.Random, subject: Subject) -> None:
    """As where a file was pasted below itself, whole or a part of it."""
    sheet = a_sheet(book, draw)
    body = sheet.body
    first = draw.choice([0, 0, len(body) // 2, len(body) * 9 // 10])
    copies = [[cell.copy() for cell in sheet.rows[at]] for at in body[first:]]
    sheet.rows[body[-1] + 1 : body[-1] + 1] = copies
    sheet.merges = []


@kind("rows cut here and there")
def rows_cut_anywhere(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    body = sheet.body
    if len(body) < _ONE_IN:
        raise NotHereError
    cut(sheet, sorted(draw.sample(body, max(len(body) // _ONE_IN, 2))), subject)


@kind("only the header left")
def rows_all_cut(book: Book, draw: random.Random, subject: Subject) -> None:
    if book.form == "bytes":
        raise NotHereError
    for sheet in book.sheets:
        if rows := [at for at, row in enumerate(sheet.rows) if any(cell.keys for cell in row)]:
            take_out(sheet, rows)


@kind("columns turned round", harmless=True)
def columns_turned(book: Book, draw: random.Random, subject: Subject) -> None:
    """The last first: in a table whose header stands in one row, each over its own column."""
    sheet = a_sheet(book, draw)
    named, width = sheet.named_columns(), sheet.width
    if len(named) < width or any(cell.text for row in sheet.rows[: sheet.header] for cell in row[1:]) or sheet.merges:
        raise NotHereError
    headed = sheet.header  # found once: it looks through every cell
    for at, row in enumerate(sheet.rows):
        if at >= headed and (len(row) > 1 or book.is_text):
            row += [Cell() for _ in range(width - len(row))]
            row.reverse()


@kind("letters misread as another encoding's")
def letters_misread(book: Book, draw: random.Random, subject: Subject) -> None:
    _text(book)
    changed = False
    for cell in book.cells():
        if isinstance(cell.value, str) and not cell.value.isascii():
            cell.value = cell.value.encode("utf-8").decode("cp1252", errors="replace")
            changed = True
    if not changed:
        raise NotHereError


@kind("another year in the file's name")
def year_in_name(book: Book, draw: random.Random, subject: Subject) -> None:
    """The figures stay those of their year: a name may be wrong, and then it is best asked."""
    by = draw.choice([-1, 1])

    def later(match: re.Match[str]) -> str:
        return f"{int(match[1]) + by}{match[2]}{(int(match[3]) + by) % 100:02d}"

    name = _YEARS.sub(later, book.name)
    name = _BOUNDARIES.sub(lambda match: f"{match[1]}{int(match[2]) + by:02d}", name)
    if name == book.name:
        raise NotHereError
    book.name = name
