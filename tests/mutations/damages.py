"""The damages: each changes a file in one way, as publishers, spreadsheets and the post do, and says what follows from it.

A damage is harmless where any careful reader can still read every figure. Where it makes the file lie and nothing in the
file can show it, it marks the cells with what they now claim and why nobody could know; otherwise the truth stays what it
was, and whoever reads the lie misreads.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mutations.model import (
    AREA,
    CODE,
    FIGURE,
    HEADER,
    NOTE,
    NUMERAL,
    PERCENTAGE,
    QUARTER,
    TITLE,
    WORD,
    YEAR,
    Book,
    Cell,
    Key,
    Sheet,
    number_of,
)
from mutations.subjects import (
    CODES,
    COUNTED,
    FILE_NAME,
    HEADERS,
    NAMES,
    NUMBER,
    RAGGED,
    ROWS,
    SCALE,
    SLIP,
    SWAP,
    TOTALS,
    YEARS,
    Subject,
    area_slugs,
    plain,
)

MARKERS = ("[x]", "..", "-", "*", "n/a", "", ":", "[c]", "[z]", "N/A", "[low]", "NA", "#N/A", "#DIV/0!")
TEXTS = ("see note 3", "not known", "TBC", "nil", "12 (est)", "<5", "under 10", "1 234", "1.234,5", "O", "l2", "1e3x")


class NotHereError(Exception):
    """The damage cannot be done to this file."""


@dataclass(frozen=True)
class Kind:
    """One way to damage a file. `harmless`: a careful reader still reads all of it."""

    name: str
    apply: Callable[[Book, random.Random, Subject], None]
    harmless: bool = False
    last: bool = False  # changes the bytes, so it comes after the other of a pair
    slow: bool = False  # takes seconds, so it is not in the everyday share


KINDS: dict[str, Kind] = {}
Damage = Callable[[Book, random.Random, Subject], None]


def kind(name: str, *, harmless: bool = False, last: bool = False, slow: bool = False) -> Callable[[Damage], Damage]:
    """Puts a damage among the kinds, under its name."""

    def kept(apply: Damage) -> Damage:
        KINDS[name] = Kind(name, apply, harmless, last, slow)
        return apply

    return kept


# --- finding --------------------------------------------------------------------------------------------------------------


def a_sheet(book: Book, draw: random.Random) -> Sheet:
    """A sheet in which figures stand."""
    found = [sheet for sheet in book.sheets if any(cell.role == FIGURE for cell in sheet.cells())]
    if book.form == "bytes" or not found:
        raise NotHereError
    return draw.choice(found)


def chosen(items: Sequence[object] | list[object], draw: random.Random):  # type: ignore[no-untyped-def]  # of any kind
    if not items:
        raise NotHereError
    return draw.choice(items)


def a_figure(book: Book, draw: random.Random) -> tuple[Sheet, Cell]:
    """A cell with a number that is read."""
    sheet = a_sheet(book, draw)
    found = [cell for cell in sheet.with_role(FIGURE) if number_of(cell.value) is not None]
    return sheet, chosen(found, draw)


def a_column(sheet: Sheet, draw: random.Random, *roles: str) -> int:
    """A named column, of one of the roles where they are given."""
    named = set(sheet.named_columns())
    return chosen([at for at in (sheet.columns_with(*roles) if roles else named) if at in named], draw)


def like(cell: Cell, text: object) -> object:
    """A new value in the manner of the old: a number stays one in a workbook, spaces stay around it in a text."""
    if isinstance(cell.value, str):
        before, after = re.match(r"(\s*).*?(\s*)$", cell.value, re.DOTALL).groups()  # type: ignore[union-attr]
        return f"{before}{text}{after}"
    return text


def lies(cells: Sequence[Cell], subject: Subject, aspect: str, claims: Callable[[Key], Key] = lambda key: key) -> None:
    """The cells now say something untrue: excused where the publication cannot show it."""
    for cell in cells:
        if why := subject.unshown(aspect, cell.keys) or (subject.within(cell) if aspect in (NUMBER, SCALE) else ""):
            cell.claims = tuple(claims(key) for key in cell.claims or cell.keys)  # a damage before it may have lied too
            cell.why = why


def mark_words(book: Book, subject: Subject) -> None:
    """Lines whose own words were changed, where nothing but the line itself says them: how an authority is called, or of
    which force a line is in a file that leaves lines out.
    """
    roles, why = (WORD,), subject.blind.get(CODES, "")
    if RAGGED in subject.blind:
        roles, why = (WORD, AREA, YEAR, QUARTER, NUMERAL), subject.blind[RAGGED]
    if not why:
        return
    for sheet in book.sheets:
        for row in sheet.rows:
            if any(cell.role in roles and cell.value != cell.was for cell in row):
                for cell in (one for one in row if one.keys):
                    cell.claims, cell.why = (), why


def take_out(sheet: Sheet, rows: Sequence[int]) -> None:
    gone = set(rows)
    sheet.rows = [row for at, row in enumerate(sheet.rows) if at not in gone]
    sheet.merges = [merge for merge in sheet.merges if merge[2] < min(gone)]


def words_of(cell: Cell) -> str:
    return " ".join(cell.text.split())


# --- columns ----------------------------------------------------------------------------------------------------------------


@kind("columns moved", harmless=True)
def columns_moved(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    named = sheet.named_columns()
    if len(named) < 2 or (
        len(named) < sheet.width - 1 and any(row[at].text for row in sheet.rows[: sheet.header] for at in named[1:])
    ):
        raise NotHereError  # with headers over several columns a column cannot move alone
    order = list(range(sheet.width))
    if draw.random() < 0.5:
        at = draw.choice(named)
        order.remove(at)
        order.insert(draw.choice(named), at)
    else:
        moved = named[:]
        draw.shuffle(moved)
        for place, at in zip(named, moved, strict=True):
            order[place] = at
    _ordered(sheet, order)


def _ordered(sheet: Sheet, order: Sequence[int]) -> None:
    width = sheet.width
    for row in sheet.rows:
        row += [Cell() for _ in range(width - len(row))]
        row[:] = [row[at] for at in order]
    sheet.merges = []


def _insert(sheet: Sheet, at: int, cells: Sequence[Cell]) -> None:
    for row, cell in zip(sheet.rows, cells, strict=True):
        row += [Cell() for _ in range(at - len(row))]
        row.insert(at, cell)
    sheet.merges = [
        (top, left + (left >= at), bottom, right + (right >= at)) for top, left, bottom, right in sheet.merges
    ]


@kind("column added", harmless=True)
def column_added(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    header, body = sheet.header, set(sheet.body)
    name, make = draw.choice(
        [("Notes", lambda: "see methodology"), ("Row", lambda: str(draw.randrange(900))), ("Comment", lambda: "")]
    )
    cells = [
        Cell(name, HEADER) if at == header else Cell(make(), WORD) if at in body else Cell()
        for at in range(len(sheet.rows))
    ]
    # Within a table with headers over several columns nothing can be added but at the end.
    plain_table = header == min((at for at, row in enumerate(sheet.rows) if any(cell.text for cell in row)), default=0)
    _insert(sheet, draw.randrange(sheet.width + 1) if plain_table else sheet.width, cells)


@kind("column dropped")
def column_dropped(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    at = a_column(sheet, draw)
    cells = [row[at] for row in sheet.rows[sheet.header + 1 :] if at < len(row)]
    if len({cell.text for cell in cells}) == 1 and not any(cell.keys for cell in cells):
        _unnamed(sheet, range(len(sheet.rows[sheet.header])), subject)
    for row in sheet.rows:
        del row[at : at + 1]
    sheet.merges = [merge for merge in sheet.merges if merge[3] < at]


def _unnamed(sheet: Sheet, columns: Sequence[int], subject: Subject) -> None:
    """The figures of some columns say what they are no more, where nobody could see that from the file."""
    for row in sheet.rows:
        for at in columns:
            if at < len(row) and row[at].keys and (why := subject.unshown(COUNTED, row[at].keys)):
                row[at].claims, row[at].why = (), why


@kind("column doubled")
def column_doubled(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    at = a_column(sheet, draw)
    copies = [row[at].copy() if at < len(row) else Cell() for row in sheet.rows]
    _insert(sheet, draw.choice([at + 1, sheet.width]), copies)


@kind("column doubled with other numbers")
def column_doubled_other(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    at = a_column(sheet, draw, FIGURE)
    copies = [Cell(row[at].value, row[at].role) if at < len(row) else Cell() for row in sheet.rows]
    for cell in copies:
        if cell.role == FIGURE and (number := number_of(cell.value)) is not None:
            cell.value = like(cell, int(number) + draw.randrange(1, 9))
    _insert(sheet, draw.choice([at, at + 1]), copies)


# --- headers ----------------------------------------------------------------------------------------------------------------

_SYNONYMS = {
    "force name": ("Police Force", "Police force area", "Force"),
    "number of offences": ("Offence count", "Number of recorded offences"),
    "financial year": ("Financial  Year", "FINANCIAL YEAR"),
    "offence subgroup": ("Offence Sub-group", "Offence Sub Group"),
    "area name": ("Name", "Police force area", "Area"),
    "area code": ("Code", "Area Codes", "ONS code"),
    "number of admin finalised unsuccessful": ("Number of Administratively Finalised Unsuccessful",),
    "number of drugs offences convictions": ("Number of I Drugs Offences Convictions",),
}


def _header(book: Book, draw: random.Random, *roles: str) -> tuple[Sheet, Cell]:
    sheet = a_sheet(book, draw)
    return sheet, sheet.rows[sheet.header][a_column(sheet, draw, *roles)]


@kind("header in other case", harmless=True)
def header_case(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    change = draw.choice(
        [str.upper, str.lower, str.title, lambda text: f" {text} ", lambda text: text.replace(" ", "  ")]
    )
    for at in sheet.named_columns():
        cell = sheet.rows[sheet.header][at]
        cell.value = change(cell.text)


@kind("header with a line break")
def header_break(book: Book, draw: random.Random, subject: Subject) -> None:
    _, cell = _header(book, draw)
    cell.value = cell.text.replace(" ", "\n", 1) if " " in cell.text else f"{cell.text}\n"


@kind("header with a footnote")
def header_footnote(book: Book, draw: random.Random, subject: Subject) -> None:
    _, cell = _header(book, draw)
    cell.value = cell.text + draw.choice(["5", "1,2", " [note 3]", " (3)"])


@kind("header renamed to a right synonym")
def header_synonym(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    found = [cell for cell in sheet.rows[sheet.header] if words_of(cell).casefold().replace("_", " ") in _SYNONYMS]
    cell = chosen(found, draw)
    cell.value = draw.choice(_SYNONYMS[words_of(cell).casefold().replace("_", " ")])


@kind("header renamed to a wrong one")
def header_wrong(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet, cell = _header(book, draw)
    old = f"{cell.text} (old definition)"
    cell.value = draw.choice(["Column 7", "Value", "", "Total", old, "Unnamed: 3", "Rate"])
    if cell.value == old:  # the one of these that says something else and nothing wrong
        _unnamed(sheet, [at for at, one in enumerate(sheet.rows[sheet.header]) if one is cell], subject)


@kind("header renamed to another column's")
def header_of_another(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    row = sheet.rows[sheet.header]
    named = sheet.named_columns()
    if len(named) < 2:
        raise NotHereError
    one, other = draw.sample(named, 2)
    row[one].value = row[other].value


@kind("two headers exchanged")
def headers_exchanged(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    row = sheet.rows[sheet.header]
    roles = draw.choice([(FIGURE,), (FIGURE, NUMERAL, PERCENTAGE), ()])
    within = [at for at in (sheet.columns_with(*roles) if roles else sheet.named_columns()) if at < len(row)]
    columns = [at for at in within if row[at].text]
    if len(columns) < 2:
        raise NotHereError
    one, other = draw.sample(columns, 2)
    if words_of(row[one]) == words_of(row[other]):
        raise NotHereError
    row[one].value, row[other].value = row[other].value, row[one].value
    for cells in sheet.rows:
        if max(one, other) >= len(cells):
            continue  # a short row, as of a title
        left, right = cells[one], cells[other]
        why = subject.unshown(HEADERS, (*left.keys, *right.keys)) if left.keys and right.keys else ""
        if why:
            left.claims, right.claims = right.keys, left.keys
            left.why = right.why = why


# --- rows -------------------------------------------------------------------------------------------------------------------


@kind("row repeated")
def row_repeated(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    at = chosen(sheet.body, draw)
    copy = [cell.copy() for cell in sheet.rows[at]]
    sheet.rows.insert(draw.choice([at + 1, *sheet.body]), copy)
    sheet.merges = []


@kind("row repeated with other numbers")
def row_repeated_other(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    at = chosen(sheet.body, draw)
    copy = [Cell(cell.value, cell.role) for cell in sheet.rows[at]]
    for cell in copy:
        if cell.role == FIGURE and (number := number_of(cell.value)) is not None:
            cell.value = like(cell, int(number) + 1)
    sheet.rows.insert(at + draw.randrange(2), copy)
    sheet.merges = []


@kind("rows cut in the middle")
def rows_cut_middle(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    body = sheet.body
    if len(body) < 4:
        raise NotHereError
    start = draw.randrange(1, len(body) - 2)
    cut(sheet, body[start : start + draw.choice([1, 1, 2, 3, len(body) // 10 + 1])], subject)


@kind("rows cut at the end")
def rows_cut_end(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    body = sheet.body
    first = body[-draw.choice([1, 2, 3, len(body) // 3 + 1])]
    cut(sheet, list(range(first, len(sheet.rows))), subject)


@kind("one area's rows cut")
def area_cut(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    found = sorted({key[0] for cell in sheet.cells() for key in cell.keys})
    area = chosen(found, draw)
    rows = [at for at, row in enumerate(sheet.rows) if any(key[0] == area for cell in row for key in cell.keys)]
    if len(found) < 2:
        raise NotHereError
    cut(sheet, rows, subject)


def cut(sheet: Sheet, rows: Sequence[int], subject: Subject, aspect: str = ROWS) -> None:
    """Takes rows out. What a file cannot show to be lacking stays known here: a cell beside the sheet, without a number."""
    if why := subject.blind.get(aspect) or subject.blind.get(ROWS):
        for cell in (cell for at in rows for cell in sheet.rows[at]):
            if cell.keys:
                sheet.gone.append(Cell("", FIGURE, cell.keys, (), why))
    take_out(sheet, rows)


@kind("rows in another order")
def rows_swapped(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    body = sheet.body
    if draw.random() < 0.5 or not book.is_text:
        one, other = draw.sample(body, 2) if len(body) > 1 else (body[0], body[0])
        sheet.rows[one], sheet.rows[other] = sheet.rows[other], sheet.rows[one]
    else:
        order = body[:]
        draw.shuffle(order)
        rows = [sheet.rows[at] for at in order]
        for at, row in zip(body, rows, strict=True):
            sheet.rows[at] = row
    sheet.merges = [merge for merge in sheet.merges if merge[2] < body[0]]


@kind("title rows added", harmless=True)
def title_rows(book: Book, draw: random.Random, subject: Subject) -> None:
    if book.form == "pivot":
        raise NotHereError  # records behind a pivot table have field names, and no row above them
    sheet = a_sheet(book, draw)
    texts = ["Official statistics", "Source: administrative data", "Please read the notes", "Last checked by AB"]
    many = draw.randrange(1, 4)
    width = sheet.width if book.is_text else 1
    rows = [[Cell(text, TITLE), *(Cell() for _ in range(width - 1))] for text in texts[:many]]
    if not book.is_text and draw.random() < 0.5:
        rows = [[Cell()] for _ in rows]
    sheet.rows[:0] = rows
    sheet.merges = [(top + many, left, bottom + many, right) for top, left, bottom, right in sheet.merges]


@kind("blank rows")
def blank_rows(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    at = draw.choice([*sheet.body, len(sheet.rows), sheet.body[0]])
    sheet.rows.insert(at, [Cell() for _ in range(sheet.width)])
    sheet.merges = [merge for merge in sheet.merges if merge[2] < at]


@kind("note rows at the end")
def note_rows(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    text = draw.choice(["1. Figures are provisional.", "Source: the publisher", "Notes: see the guide", "End of table"])
    sheet.rows.append([Cell(text, NOTE), *(Cell() for _ in range(sheet.width - 1 if book.is_text else 0))])


@kind("total row added")
def total_row(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    body = sheet.body
    rows = [sheet.rows[at] for at in body]
    total = [Cell(cell.value, cell.role) for cell in rows[-1]]
    for at, cell in enumerate(total):
        if cell.role == FIGURE:
            numbers = [number for row in rows if at < len(row) and (number := number_of(row[at].value)) is not None]
            cell.value = like(cell, int(sum(numbers)))
        elif cell.role == AREA:
            cell.value = draw.choice(["Total", "All areas", "Grand total"])
        elif cell.role == CODE:
            cell.value = ""
    sheet.rows.insert(draw.choice([body[0], body[-1] + 1]), total)


@kind("row shifted to the right")
def row_shifted(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    row = sheet.rows[chosen(sheet.body, draw)]
    places = [at for at, cell in enumerate(row) if cell.role in (FIGURE, NUMERAL, PERCENTAGE)]
    start = chosen(places, draw)
    stood = {at: cell.keys for at, cell in enumerate(row) if cell.keys}
    row.insert(start, Cell(draw.choice(["", row[start].value])))
    for at, keys in stood.items():
        if at >= start and (why := subject.unshown(NUMBER, keys)):
            row[at].claims, row[at].why = keys, why
    if draw.random() < 0.7 and len(row) > 1:
        lost = row.pop()
        if lost.keys and (why := subject.unshown(NUMBER, lost.keys)):
            sheet.gone.append(Cell("", FIGURE, lost.keys, (), why))


@kind("column slipped by a row")
def column_slipped(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    at = a_column(sheet, draw, FIGURE)
    cells = [row[at] for row in sheet.rows if at < len(row) and row[at].keys]
    keys = [cell.keys for cell in cells]
    values = [(cell.value, cell.keys) for cell in cells]
    values = [values[-1], *values[:-1]]
    for cell, (value, own), claimed in zip(cells, values, keys, strict=True):
        cell.value, cell.keys = value, own
        if why := subject.unshown(SLIP, (*own, *claimed)):
            cell.claims, cell.why = claimed, why


# --- values -----------------------------------------------------------------------------------------------------------------


@kind("marker for a number")
def marker(book: Book, draw: random.Random, subject: Subject) -> None:
    _, cell = a_figure(book, draw)
    cell.value = draw.choice(MARKERS)


@kind("markers for many numbers")
def markers(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    found = [cell for cell in sheet.with_role(FIGURE) if number_of(cell.value) is not None]
    sign = draw.choice(MARKERS)
    for cell in draw.sample(found, min(len(found), draw.randrange(2, 30))):
        cell.value = sign


@kind("text for a number")
def text_for_number(book: Book, draw: random.Random, subject: Subject) -> None:
    _, cell = a_figure(book, draw)
    cell.value = draw.choice(TEXTS)


@kind("number changed")
def number_changed(book: Book, draw: random.Random, subject: Subject) -> None:
    _, cell = a_figure(book, draw)
    number = number_of(cell.value)
    assert number is not None
    whole = number == int(number)
    changed = draw.choice([number + 1, number - 1, number * 10, number + 100, -number - 1])
    cell.value = like(cell, int(changed) if whole else float(changed))
    lies([cell], subject, NUMBER)


@kind("number with a fraction")
def number_fraction(book: Book, draw: random.Random, subject: Subject) -> None:
    _, cell = a_figure(book, draw)
    number = number_of(cell.value)
    assert number is not None
    cell.value = like(cell, float(number) + draw.choice([0.5, 0.25]))
    if number != int(number) or any(re.search("days|percent|per_", key[2]) for key in cell.keys):
        lies([cell], subject, NUMBER)  # a count with a fraction can be seen


@kind("numbers with thousands commas", harmless=True)
def number_commas(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    for cell in sheet.with_role(FIGURE):
        number = number_of(cell.value)
        if number is not None and number == int(number) and abs(number) >= 1000:
            cell.value = like(cell, f"{int(number):,}")


@kind("numbers with thousands spaces")
def number_spaces(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    space = draw.choice([" ", "\u00a0", "\u202f"])
    found = [cell for cell in sheet.with_role(FIGURE) if (number_of(cell.value) or 0) >= 1000]
    for cell in chosen([found] if found else [], draw):
        cell.value = like(cell, f"{int(number_of(cell.value) or 0):,}".replace(",", space))


@kind("numbers with a point for thousands")
def number_points(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    found = [cell for cell in sheet.with_role(FIGURE) if (number_of(cell.value) or 0) >= 1000]
    for cell in chosen([found] if found else [], draw):
        cell.value = like(cell, f"{int(number_of(cell.value) or 0):,}".replace(",", "."))


@kind("whole numbers with a nought after the point")
def number_noughts(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    for cell in sheet.with_role(FIGURE):
        number = number_of(cell.value)
        if number is not None and number == int(number) and isinstance(cell.value, str):
            cell.value = like(cell, f"{int(number)}.0")


@kind("numbers as text", harmless=True)
def number_text(book: Book, draw: random.Random, subject: Subject) -> None:
    if book.is_text:
        raise NotHereError
    sheet = a_sheet(book, draw)
    cells = [cell for cell in sheet.with_role(FIGURE) if number_of(cell.value) is not None]
    for cell in draw.sample(cells, draw.choice([1, len(cells) // 2, len(cells)])) if cells else []:
        cell.value = cell.text


@kind("number with a sign of its own")
def number_signs(book: Book, draw: random.Random, subject: Subject) -> None:
    _, cell = a_figure(book, draw)
    number = number_of(cell.value)
    assert number is not None
    if number == 0:
        raise NotHereError
    cell.value = draw.choice(
        [f"{cell.text}%", f"£{cell.text}", f"({cell.text})", f"-{cell.text.strip()}", f"~{cell.text}"]
    )
    if cell.text.startswith("-"):
        lies([cell], subject, NUMBER)


@kind("two numbers exchanged")
def numbers_exchanged(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    cells = [cell for cell in sheet.with_role(FIGURE) if number_of(cell.value) is not None]
    if len(cells) < 2:
        raise NotHereError
    one, other = draw.sample(cells, 2)
    if number_of(one.value) == number_of(other.value):
        raise NotHereError
    one.value, other.value = other.value, one.value
    lies([one, other], subject, NUMBER)
    if one.keys and other.keys and TOTALS in subject.blind:
        differing = [at for at in range(4) if one.keys[0][at] != other.keys[0][at]]
        if differing in ([0], [3]):  # two places, or two words, that are parts of one total
            lies([one, other], subject, TOTALS)
    if subject.shows is not None:
        places = [(at, row.index(cell)) for at, row in enumerate(sheet.rows) for cell in (one, other) if cell in row]
        if len({column for _, column in places}) == 1 and not any(subject.shows(sheet, at) for at, _ in places):
            lies([one, other], subject, SWAP)


# --- units ------------------------------------------------------------------------------------------------------------------


def _scaled(cells: Sequence[Cell], divisor: int, *, rounded: bool) -> None:
    for cell in cells:
        if (number := number_of(cell.value)) is not None:
            value = number / divisor
            cell.value = like(cell, round(value) if rounded else float(value))


@kind("a column in thousands")
def column_thousands(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    at = a_column(sheet, draw, FIGURE)
    cells = [row[at] for row in sheet.rows if at < len(row) and row[at].role == FIGURE]
    _scaled(cells, draw.choice([1000, 100]), rounded=draw.random() < 0.5)
    header = sheet.rows[sheet.header][at]
    if draw.random() < 0.6:
        header.value = header.text + draw.choice([" (thousands)", " (000s)", " per 100,000 population", " (%)"])
    lies(cells, subject, SCALE)
    if header.text.endswith((" population", " (%)")) and header.value != header.was:
        _unnamed(sheet, [at], subject)  # another thing is counted, and all of the column says so


@kind("all figures in thousands")
def all_thousands(book: Book, draw: random.Random, subject: Subject) -> None:
    if book.form == "bytes":
        raise NotHereError
    cells = [cell for cell in book.cells() if cell.role == FIGURE]
    _scaled(cells, 1000, rounded=draw.random() < 0.5)
    lies([cell for cell in cells if cell.keys], subject, SCALE)


@kind("units said in a title")
def units_in_title(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    cells = sheet.with_role(FIGURE)
    _scaled(cells, 1000, rounded=True)
    width = sheet.width if book.is_text else 1
    text = draw.choice(["Thousands", "Figures are in thousands", "Numbers (000s)", "Rate per 1,000 population"])
    sheet.rows.insert(0, [Cell(text, TITLE), *(Cell() for _ in range(width - 1))])
    sheet.merges = [(top + 1, left, bottom + 1, right) for top, left, bottom, right in sheet.merges]


@kind("percentages as fractions")
def percentages_as_fractions(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    cells = sheet.with_role(PERCENTAGE)
    for cell in chosen([cells] if cells else [], draw):
        cell.value = f"{float(cell.text.strip().rstrip('%')) / 100:.4f}"


# --- periods ----------------------------------------------------------------------------------------------------------------

_YEARS = re.compile(r"(?<!\d)20(\d\d)(?!\d)")


def years_later(text: str, years: int = 1) -> str:
    """Every year in a text, so much later: `2017/18` becomes `2018/19`."""

    def later(match: re.Match[str]) -> str:
        return f"{int(match[0]) + years}"

    text = re.sub(r"(?<!\d)(20\d\d)([/_-])(\d\d)(?!\d)", lambda m: f"{m[1]}{m[2]}{(int(m[3]) + years) % 100:02d}", text)
    return _YEARS.sub(later, text)


def period_later(period: str, years: int = 1) -> str:
    """The same of a period's name in the store: `2018-19`, `2019Q1`, `ye-2018-12`, `2018-m06`."""
    if re.match(r"^\d{4}-\d\d$", period):
        return f"{int(period[:4]) + years}-{(int(period[5:]) + years) % 100:02d}"
    return re.sub(r"\d{4}", lambda match: str(int(match[0]) + years), period, count=1)


def _key_later(years: int) -> Callable[[Key], Key]:
    return lambda key: (key[0], period_later(key[1], years), *key[2:])


@kind("the year changed in one row")
def year_in_row(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    rows = [sheet.rows[at] for at in sheet.body]
    row = chosen([row for row in rows if any(cell.role in (YEAR, QUARTER) for cell in row)], draw)
    cell = chosen([cell for cell in row if cell.role in (YEAR, QUARTER)], draw)
    if cell.text.strip() in ("1", "2", "3", "4"):
        cell.value = str(draw.choice([number for number in "1234" if number != cell.text.strip()]))
    elif re.match(r"^Q[1-4]$", cell.text.strip()):
        cell.value = "Q" + draw.choice([number for number in "1234" if number != cell.text.strip()[1]])
    else:
        cell.value = years_later(cell.text, draw.choice([-1, 1]))


@kind("the year changed in all rows")
def year_in_all(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    cells = [cell for cell in sheet.cells() if cell.role in (YEAR, QUARTER) and _YEARS.search(cell.text)]
    years = draw.choice([-1, 1])
    for cell in chosen([cells] if cells else [], draw):
        cell.value = years_later(cell.text, years)
    lies([cell for cell in sheet.cells() if cell.keys], subject, YEARS, _key_later(years))


@kind("the year changed in a title or header")
def year_in_title(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    cell = chosen([cell for cell in sheet.with_role(TITLE, HEADER) if _YEARS.search(cell.text)], draw)
    cell.value = years_later(cell.text, draw.choice([-1, 1]))


@kind("the year changed in all titles and headers")
def year_in_titles(book: Book, draw: random.Random, subject: Subject) -> None:
    if book.form == "bytes":
        raise NotHereError
    cells = [cell for cell in book.cells() if cell.role in (TITLE, HEADER, NOTE)]
    cells = [cell for cell in cells if re.search(r"\d\d", cell.text)]
    years = draw.choice([-1, 1])
    for cell in chosen([cells] if cells else [], draw):
        cell.value = years_later(cell.text, years)
        if book.is_text:
            cell.value = re.sub(r"\d\d(CD|NM)$", lambda m: f"{int(m[0][:2]) + years}{m[1]}", cell.text)
    lies([cell for cell in book.cells() if cell.keys], subject, YEARS, _key_later(years))


@kind("another quarter in the file's name")
def file_renamed(book: Book, draw: random.Random, subject: Subject) -> None:
    match = re.search(r"(\d\d)-(\d\d)-q(\d)", book.name)
    if not match:
        raise NotHereError
    start, quarter = int(match[1]), int(match[3])
    style = draw.randrange(4)
    if style == 0:
        book.name = book.name.replace(match[0], f"{start}-{start + 2}-q{quarter}")
    elif style == 1:
        book.name = "outcomes.csv"
    else:
        start, quarter = (start - 1, quarter) if style == 2 else (start, quarter % 4 + 1)
        book.name = book.name.replace(match[0], f"{start:02d}-{start + 1:02d}-q{quarter}")
        year = 2000 + start + (quarter == 4)
        said = f"{year}Q{quarter % 4 + 1}"
        lies([cell for cell in book.cells() if cell.keys], subject, FILE_NAME, lambda key: (key[0], said, *key[2:]))


# --- areas ------------------------------------------------------------------------------------------------------------------


def _named(sheet: Sheet) -> dict[str, list[Cell]]:
    """The cells of each area's name, of areas that the harness knows."""
    found: dict[str, list[Cell]] = {}
    for at in sheet.body:
        for cell in sheet.rows[at]:
            if cell.role == AREA and plain(cell.text) in area_slugs():
                found.setdefault(area_slugs()[plain(cell.text)], []).append(cell)
    return found


@kind("area names in another right spelling", harmless=True)
def spelling_right(book: Book, draw: random.Random, subject: Subject) -> None:
    named = _named(a_sheet(book, draw))
    changes: list[Callable[[str], str]] = [str.upper, lambda text: f"{text} ", lambda text: f" {text}"]
    joined = [slug for slug, cells in named.items() if " and " in cells[0].text or "&" in cells[0].text]
    slugs, change = [chosen(sorted(named), draw)], draw.choice(changes)
    if joined and draw.random() < 0.7:
        slugs, change = joined, _joined_otherwise
    for cell in (cell for slug in slugs for cell in named[slug]):
        before, cell.value = cell.text.strip(), change(cell.text)
        book.spelled[cell.text.strip()] = before  # a list of areas keeps their names as they are printed


def _joined_otherwise(text: str) -> str:
    return text.replace(" & ", " AND ") if "&" in text else text.replace(" and ", " & ")


@kind("an area's name unknown")
def spelling_wrong(book: Book, draw: random.Random, subject: Subject) -> None:
    named = _named(a_sheet(book, draw))
    cells = named[chosen(sorted(named), draw)]
    new = draw.choice(["Mercia", "Staffs & Stoke", "Area 12", "", "Yorkshire", "?", cells[0].text[:-1] + "z"])
    for cell in cells if draw.random() < 0.5 else cells[:1]:
        cell.value = new


@kind("two areas' names exchanged")
def names_exchanged(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    named = _named(sheet)
    if len(named) < 2:
        raise NotHereError
    one, other = draw.sample(sorted(named), 2)
    texts = named[one][0].value, named[other][0].value
    # Where a file names several kinds of place, a region and a force of one name are not one area: the rows tell which.
    mine, theirs = _areas_of(sheet, named[one]), _areas_of(sheet, named[other])
    for cells, text in ((named[one], texts[1]), (named[other], texts[0])):
        for cell in cells:
            cell.value = text
    if len(mine) != 1 or len(theirs) != 1:
        return
    other_of = {mine[0]: theirs[0], theirs[0]: mine[0]}
    found = [cell for cell in sheet.cells() if any(key[0] in other_of for key in cell.keys)]
    lies(found, subject, NAMES, lambda key: (other_of.get(key[0], key[0]), *key[1:]))


def _areas_of(sheet: Sheet, names: Sequence[Cell]) -> list[str]:
    """The areas of which figures stand in the rows of these names."""
    held = {id(cell) for cell in names}
    rows = [row for row in sheet.rows if any(id(cell) in held for cell in row)]
    return sorted({key[0] for row in rows for cell in row for key in cell.keys})


@kind("two areas' names exchanged in one row each")
def names_exchanged_once(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    rows = [sheet.rows[at] for at in sheet.body if any(cell.role == AREA for cell in sheet.rows[at])]
    if len(rows) < 2:
        raise NotHereError
    one, other = draw.sample(rows, 2)
    left = next(cell for cell in one if cell.role == AREA)
    right = next(cell for cell in other if cell.role == AREA)
    if left.text == right.text:
        raise NotHereError
    left.value, right.value = right.value, left.value
    if NAMES in subject.blind:
        # Where each area has one row it is the whole exchange; where it has many, two lines of the same thing say otherwise.
        many = sum(cell.text == left.text for cell in sheet.with_role(AREA))
        pairs = list(zip(one, other, strict=False))
        if many == 1 or [c.text for c in one if c.role in (WORD, QUARTER, YEAR)] == [
            c.text for c in other if c.role in (WORD, QUARTER, YEAR)
        ]:
            for a, b in pairs:
                if a.keys and b.keys:
                    a.claims, b.claims = b.keys, a.keys
                    a.why = b.why = subject.blind[NAMES]


@kind("an area's name made another's")
def name_of_another(book: Book, draw: random.Random, subject: Subject) -> None:
    named = _named(a_sheet(book, draw))
    if len(named) < 2:
        raise NotHereError
    one, other = draw.sample(sorted(named), 2)
    for cell in named[one] if draw.random() < 0.5 else named[one][:1]:
        cell.value = named[other][0].value


@kind("two codes exchanged")
def codes_exchanged(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    columns = sheet.columns_with(CODE)
    columns += [
        at
        for at in sheet.named_columns()
        if re.match(r"^(lad|pfa|csp)\d\dcd$", sheet.rows[sheet.header][at].text, re.I)
    ]
    at = chosen(columns, draw)
    rows = [sheet.rows[index] for index in sheet.body if at < len(sheet.rows[index])]
    one, other = draw.sample(rows, 2)
    if one[at].text == other[at].text or not one[at].text or not other[at].text:
        raise NotHereError
    one[at].value, other[at].value = other[at].value, one[at].value
    # The figures stay where they are: a figure that stands in the code's own cell goes nowhere either.
    if CODES in subject.blind:
        for row in (one, other):
            for cell in row:
                if cell.keys:
                    cell.why = subject.blind[CODES]
                    cell.claims = tuple(_with_codes(key, one[at].text, other[at].text) for key in cell.keys)


def _with_codes(key: Key, one: str, other: str) -> Key:
    swap = {one: other, other: one}
    return (swap.get(key[0], key[0]), key[1], key[2], tuple(swap.get(word, word) for word in key[3]))


@kind("a code changed")
def code_changed(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    cell = chosen(sheet.with_role(CODE), draw)
    cell.value = cell.text[:-1] + draw.choice([digit for digit in "0123456789X" if digit != cell.text[-1]])


@kind("a word changed")
def word_changed(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    cells = [cell for at in sheet.body for cell in sheet.rows[at] if cell.role == WORD and cell.text.strip()]
    cell = chosen(cells, draw)
    cell.value = draw.choice(["", "Something new", cell.text + "s", chosen(cells, draw).value])


@kind("a cell merged with the one below")
def merged_cells(book: Book, draw: random.Random, subject: Subject) -> None:
    """As a merged cell comes out: the first holds the text, the others nothing."""
    sheet = a_sheet(book, draw)
    body = sheet.body
    role = draw.choice([AREA, FIGURE, CODE, WORD, YEAR])
    columns = sheet.columns_with(role)
    at = chosen(columns, draw)
    start = draw.randrange(max(len(body) - 1, 1))
    many = draw.choice([1, 1, 2])
    for index in body[start + 1 : start + 1 + many]:
        if at < len(sheet.rows[index]):
            sheet.rows[index][at].value = ""
    if not book.is_text and body[start : start + 1 + many] == list(range(body[start], body[start] + 1 + many)):
        sheet.merges.append((body[start], at, body[start] + many, at))


@kind("a header merged over the next column")
def merged_headers(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    named = [at for at in sheet.named_columns() if at + 1 in sheet.named_columns()]
    at = chosen(named, draw)
    sheet.rows[sheet.header][at + 1].value = ""
    if not book.is_text:
        sheet.merges.append((sheet.header, at, sheet.header, at + 1))
