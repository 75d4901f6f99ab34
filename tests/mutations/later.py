"""Damages as the next edition of a publication brings them: columns under new names or in two parts, headers numbered or cut
short, a line that limits all figures to some of them, another period below the others, tables that change numbers.

What a later edition truly has is known: its own figures stand under their own period, and what its columns are split into adds
up to what they were.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from mutations.damages import NotHereError, a_column, a_sheet, chosen, kind, like, years_later
from mutations.model import FIGURE, HEADER, QUARTER, TITLE, WORD, YEAR, Book, Cell, ErrorOfACell, Key, Sheet, number_of
from mutations.subjects import COUNTED, Subject

_RENAMED = ("{} (revised)", "{} 2", "Published {}", "{} name", "New {}", "{} (2021 codes)", "{}_v2", "{} [new]")
# None names a place: a statistics table of which its title says one is read as of that place.
_SCOPES = (
    "Adults only", "Youth defendants only", "Excluding the Metropolitan Police", "Trial cases only",
    "Figures exclude cases dealt with under the Single Justice Procedure", "Cases of one region only", "Sample of 10% of cases",
    "Females", "Of which: domestic abuse-related", "Excludes Greater Manchester", "Rape-flagged cases only",
)  # fmt: skip
_PARTS = (("Sex", ("Female", "Male")), ("Age group", ("Adult", "Youth")), ("Ethnicity", ("White", "Not white")))
_QUARTER_WORDS = re.compile(r"^Q?([1-4])$")
_LONGEST = 12  # letters of a header that was cut short
_FEWEST = 20  # parted rows: of a few nobody could say that they are parts


def _lose_names(sheet: Sheet, columns: Sequence[int], subject: Subject) -> None:
    """Figures under a header that nobody knows are of something else, where the header alone says what they are of."""
    for row in sheet.rows:
        for at in columns:
            if at < len(row) and row[at].keys and (why := subject.unshown(COUNTED, row[at].keys)):
                row[at].claims, row[at].why = (), why


@kind("a column under a new name")
def column_renamed(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    at = a_column(sheet, draw)
    cell = sheet.rows[sheet.header][at]
    cell.value = draw.choice(_RENAMED).format(cell.text.strip())
    _lose_names(sheet, [at], subject)


@kind("headers numbered")
def headers_numbered(book: Book, draw: random.Random, subject: Subject) -> None:
    """As in a return that is filled in by the number of the column."""
    sheet = a_sheet(book, draw)
    columns = sheet.named_columns()
    form = draw.choice(["{0}. {1}", "({0}) {1}", "{1} ({0})", "{0} {1}", "{1} [{0}]"])
    for number, at in enumerate(columns, 1):
        cell = sheet.rows[sheet.header][at]
        cell.value = form.format(number, cell.text.strip())
    _lose_names(sheet, columns, subject)


@kind("headers cut short")
def headers_short(book: Book, draw: random.Random, subject: Subject) -> None:
    """As by a program that keeps so many letters of a name."""
    sheet = a_sheet(book, draw)
    columns = sheet.named_columns()
    long = [at for at in columns if len(sheet.rows[sheet.header][at].text.strip()) > _LONGEST]
    for at in chosen([long] if long else [], draw):
        cell = sheet.rows[sheet.header][at]
        cell.value = cell.text.strip()[:_LONGEST]
    _lose_names(sheet, columns, subject)


@kind("each row in two parts under a new column")
def rows_parted(book: Book, draw: random.Random, subject: Subject) -> None:
    """Each count is now two, of women and men: whoever reads over the new column takes a part for the whole."""
    sheet = a_sheet(book, draw)
    body = [at for at in sheet.body if any(cell.keys for cell in sheet.rows[at])]
    if sheet.header < 0 or sheet.merges or len(body) < _FEWEST or book.form == "pivot" or sheet.header > min(body):
        raise NotHereError
    header, words = draw.choice(_PARTS)
    at = draw.randrange(1, max(sheet.named_columns()) + 2)
    first, rows, headed = set(body), [], sheet.header
    for number, row in enumerate(sheet.rows):
        if number not in first:
            if number == headed or len(row) > at or book.is_text:
                row.insert(min(at, len(row)), Cell(header, HEADER) if number == headed else Cell())
            rows.append(row)
            continue
        second = [Cell(cell.value, cell.role, (), (), "", cell.was) for cell in row]
        for cell, other in zip(row, second, strict=True):
            count = number_of(cell.value)
            if cell.role == FIGURE and count is not None and count == int(count):
                part = draw.randrange(int(count) + 1) if count > 0 else int(count)
                cell.value, other.value = like(cell, part), like(cell, int(count) - part)
            cell.claims, cell.why = (), ""
        for cells, word in ((row, words[0]), (second, words[1])):
            cells.insert(min(at, len(cells)), Cell(word, WORD))
            rows.append(cells)
    sheet.rows = rows
    sheet.gone += [Cell(cell.was, FIGURE, cell.keys) for row in rows for cell in row if cell.keys]
    for cell in (cell for row in rows for cell in row):
        cell.keys = ()


@kind("a line that limits all figures")
def limited(book: Book, draw: random.Random, subject: Subject) -> None:
    """In the title, below it, or above the header of a csv: what is read is then of those alone, whatever the rows say."""
    sheet = a_sheet(book, draw)
    if sheet.header < 0 or book.form == "pivot" or any(k[2] == "authority" for c in sheet.cells() for k in c.keys):
        raise NotHereError
    said = book.limit = draw.choice(_SCOPES)
    titles = [cell for cell in sheet.with_role(TITLE) if cell.text.strip()]
    if titles and draw.random() < 0.5:
        titles[0].value = f"{titles[0].text.strip()}{draw.choice([', ', ' - ', ': '])}{said[0].lower()}{said[1:]}"
    else:
        width = sheet.width if book.is_text else 1
        sheet.rows.insert(sheet.header, [Cell(said, TITLE), *(Cell() for _ in range(width - 1))])
        top = sheet.header - 1
        sheet.merges = [
            (one + (one >= top), left, other + (other >= top), right) for one, left, other, right in sheet.merges
        ]
    book.part = ("" if book.is_text else sheet.name, re.sub("[^a-z0-9]+", "-", said.casefold()))


@kind("the next period below the others")
def next_period(book: Book, draw: random.Random, subject: Subject) -> None:
    """Lines of the quarter after the last, with counts of their own: a later edition has them, and they are no one else's."""
    sheet = a_sheet(book, draw)
    columns = {cell.role: at for row in sheet.rows for at, cell in enumerate(row) if cell.role in (YEAR, QUARTER)}
    body = [at for at in sheet.body if any(cell.keys for cell in sheet.rows[at])]
    titled = any(cell.role == TITLE and cell.text for cell in sheet.cells())
    if not body or set(columns) != {YEAR, QUARTER} or titled:
        raise NotHereError
    last = max(key[1] for at in body for cell in sheet.rows[at] for key in cell.keys)
    own = [at for at in body if any(key[1] == last for cell in sheet.rows[at] for key in cell.keys)]
    year, quarter = (sheet.rows[own[0]][columns[role]] for role in (YEAR, QUARTER))
    match = _QUARTER_WORDS.match(quarter.text.strip())
    if not match or not re.fullmatch(r"\d{4}Q[1-4]", last):
        raise NotHereError
    number = int(match[1]) % 4 + 1
    said = years_later(year.text) if number == 1 else year.text
    period = f"{int(last[:4]) + (last[5] == '4')}Q{int(last[5]) % 4 + 1}"
    added = []
    for at in own:
        row = [Cell(cell.value, cell.role) for cell in sheet.rows[at]]
        row[columns[YEAR]].value = like(sheet.rows[at][columns[YEAR]], said)
        row[columns[QUARTER]].value = like(sheet.rows[at][columns[QUARTER]], f"{quarter.text.strip()[:-1]}{number}")
        for cell, given in zip(row, sheet.rows[at], strict=True):
            count = number_of(given.value)
            if given.keys and count is not None and count == int(count):
                cell.value = like(given, max(round(int(count) * draw.uniform(0.9, 1.1)), 0))
            for key in given.keys:
                later = (key[0], period, *key[2:])
                if (value := number_of(cell.value)) is not None:
                    book.foreign.setdefault(later, []).append(value)
        added.append(row)
    sheet.rows[own[-1] + 1 : own[-1] + 1] = added
    sheet.merges = []


@kind("errors of the spreadsheet for numbers")
def errors_for_numbers(book: Book, draw: random.Random, subject: Subject) -> None:
    """As where a formula lost what it pointed to: one figure, or all of a column from some row on."""
    sheet = a_sheet(book, draw)
    at = a_column(sheet, draw, FIGURE)
    cells = [row[at] for row in sheet.rows if at < len(row) and number_of(row[at].value) is not None and row[at].keys]
    first = draw.randrange(len(cells)) if cells else 0
    for cell in chosen([cells[first : first + draw.choice([1, 1, 3, len(cells)])]] if cells else [], draw):
        cell.value = ErrorOfACell(draw.choice(["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?"]))


@kind("two tables' numbers exchanged")
def numbers_of_tables(book: Book, draw: random.Random, subject: Subject) -> None:
    """In the titles and the sheets' names: each keeps its words and its figures, as where a publication is ordered anew."""
    number = re.compile(r"(?<![\w.])[A-Z]{0,3}\d+(?:\.\d+)?(?=:)")
    found = [
        (sheet, title, match[0])
        for sheet in book.sheets
        if sheet.with_role(FIGURE)
        for title in sheet.with_role(TITLE)
        if (match := number.search(title.text))
    ]
    if book.is_text or len(found) < 2:
        raise NotHereError
    (one, left, first), (other, right, second) = draw.sample(found, 2)
    if one is other or first == second:
        raise NotHereError
    left.value, right.value = left.text.replace(first, second, 1), right.text.replace(second, first, 1)
    one.name, other.name = one.name.replace(first, second), other.name.replace(second, first)
    if one.name == other.name:
        raise NotHereError
    # A figure is then of the table with that number, which nothing but the number and the title says.
    swap = {_slug(first): _slug(second), _slug(second): _slug(first)}
    for sheet in (one, other):
        for cell in (cell for cell in sheet.cells() if cell.keys):
            if why := subject.blind.get(COUNTED, ""):
                cell.claims, cell.why = tuple(_renumbered(key, swap) for key in cell.keys), why


def _slug(number: str) -> str:
    return re.sub("[^a-z0-9]+", "-", number.casefold())


def _renumbered(key: Key, swap: dict[str, str]) -> Key:
    return (*key[:3], tuple(swap.get(word, word) for word in key[3]))


@kind("a line of another quarter than the file's name")
def other_quarter(book: Book, draw: random.Random, subject: Subject) -> None:
    """Above the header or below the last row of a file that says its quarter in its name alone: one of the two is wrong."""
    named = re.search(r"(\d\d)-(\d\d)-q(\d)", book.name)
    if not named or not book.is_text:
        raise NotHereError
    sheet = a_sheet(book, draw)
    start, number = 2000 + int(named[1]), int(named[3]) % 4 + 1
    months = ("April to June", "July to September", "October to December", "January to March")[number - 1]
    year = start + (number == 4)
    said = draw.choice(
        [
            f"{months} {year}",
            f"Q{number} {start}/{named[2]}",
            f"Quarter {number} {start}-{named[2]}",
            f"Period: {months} {year}",
        ]
    )
    at = draw.choice([sheet.header, len(sheet.rows)])
    sheet.rows.insert(at, [Cell(said, TITLE), *(Cell() for _ in range(sheet.width - 1))])
    for cell in sheet.cells():
        cell.keys = ()
