"""Damages that somebody else would think of: values of one column in another unit, values moved under headers left where they
are, headers repeated among the rows, rows of another edition at the end, archives within archives, sizes that are not true.
"""

from __future__ import annotations

import gzip
import io
import random
import re
import zipfile
from collections.abc import Sequence

from mutations.damages import NotHereError, a_column, a_sheet, chosen, kind, lies, like
from mutations.model import EMPTY, FIGURE, HEADER, PERCENTAGE, QUARTER, TITLE, Book, Cell, Key, Sheet, number_of
from mutations.packages import _first_sheet, _part, _text, _with_parts, _workbook
from mutations.subjects import HEADERS, LINE, NUMBER, PERIOD, RAGGED, SCALE, SLIP, Subject

_MANY = 2_000_000


def _times(cells: Sequence[Cell], factor: int) -> None:
    for cell in cells:
        if (number := number_of(cell.value)) is not None:
            value = number * factor
            cell.value = like(cell, int(value) if value == int(value) else float(value))


@kind("a column times ten or more")
def column_times(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    at = a_column(sheet, draw, FIGURE)
    cells = [row[at] for row in sheet.rows if at < len(row) and row[at].role == FIGURE]
    _times(cells, draw.choice([10, 100, 1000]))
    lies(cells, subject, SCALE)


@kind("one area's figures times ten or more")
def area_times(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    area = chosen(sorted({key[0] for cell in sheet.cells() for key in cell.keys}), draw)
    cells = [cell for cell in sheet.cells() if cell.keys and cell.keys[0][0] == area]
    _times(cells, draw.choice([10, 1000]))
    whole = len({key[0] for cell in sheet.cells() for key in cell.keys}) == 1
    lies(cells, subject, SCALE if whole else NUMBER)
    line_agrees(sheet, cells, subject)


def line_agrees(sheet: Sheet, cells: Sequence[Cell], subject: Subject) -> None:
    """Excuses the figures of a line that agrees with itself all the same, where nothing but the line repeats them."""
    if subject.shows is None or LINE not in subject.blind:
        return
    held = {id(cell) for cell in cells}
    rows = [at for at, row in enumerate(sheet.rows) if any(id(cell) in held for cell in row)]
    if not any(subject.shows(sheet, at) for at in rows):
        lies(cells, subject, LINE)


@kind("one period's figures times a thousand")
def period_times(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    period = chosen(sorted({key[1] for cell in sheet.cells() for key in cell.keys}), draw)
    cells = [cell for cell in sheet.cells() if cell.keys and cell.keys[0][1] == period]
    _times(cells, 1000)
    lies(cells, subject, NUMBER)


@kind("decimal commas")
def decimal_commas(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    cells = [
        cell for cell in sheet.with_role(FIGURE, PERCENTAGE) if number_of(cell.value.__str__().strip(" %")) is not None
    ]
    whole = draw.random() < 0.5
    changed = [cell for cell in cells if "." in cell.text] or (cells if whole else [])
    for cell in chosen([changed] if changed else [], draw):
        text = cell.text.strip()
        cell.value = text.replace(".", ",") if "." in text else re.sub(r"(\d)(?=\D*$)", r"\1,0", text)


@kind("all quarters one later")
def quarters_later(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    if RAGGED in subject.blind:
        raise NotHereError  # lines are left out there, so that every line is excused, and none says what it now claims
    cells = [cell for cell in sheet.with_role(QUARTER) if re.fullmatch(r"\s*Q?[1-4]\s*", cell.text)]
    for cell in chosen([cells] if cells else [], draw):
        text = re.sub(r"[1-4]", lambda match: str(int(match[0]) % 4 + 1), cell.text)
        cell.value = text if isinstance(cell.value, str) else float(text)

    calendar = not any("financial" in cell.text.casefold() for cell in sheet.with_role(HEADER))

    def later(key: Key) -> Key:
        if not (match := re.fullmatch(r"(\d{4})Q([1-4])", key[1])):
            return key
        year, quarter = int(match[1]), int(match[2])
        last = 4 if calendar else 1  # the quarter after which a year begins anew
        moved = (year - 1, 1) if quarter == last and calendar else (year, quarter % 4 + 1)
        if quarter == 4 and not calendar:
            moved = (year + 1, 1)
        if quarter == 1 and not calendar:
            moved = (year - 1, 2)
        return (key[0], f"{moved[0] + (calendar and quarter == 4)}Q{moved[1]}", *key[2:])

    lies([cell for cell in sheet.cells() if cell.keys], subject, PERIOD, later)


@kind("the header again among the rows")
def header_again(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    body = sheet.body
    if sheet.header < 0 or len(body) < 2:
        raise NotHereError
    copy = [Cell(cell.value, TITLE) for cell in sheet.rows[sheet.header]]
    sheet.rows.insert(draw.choice(body[1:]), copy)
    sheet.merges = []


@kind("two columns' values exchanged under their headers")
def values_exchanged(book: Book, draw: random.Random, subject: Subject) -> None:
    sheet = a_sheet(book, draw)
    columns = [at for at in sheet.columns_with(FIGURE) if at in sheet.named_columns()]
    if len(columns) < 2:
        raise NotHereError
    first = draw.randrange(len(columns) - 1)
    one, other = columns[first], columns[first + 1]
    for row in sheet.rows:
        if max(one, other) < len(row) and FIGURE in (row[one].role, row[other].role):
            left, right = row[one].keys, row[other].keys
            row[one], row[other] = row[other], row[one]
            if (
                left
                and right
                and (why := subject.unshown(HEADERS, (*left, *right)) or subject.unshown(SLIP, (*left, *right)))
            ):
                row[one].claims, row[other].claims = left, right
                row[one].why = row[other].why = why


@kind("rows of another edition at the end")
def rows_of_another(book: Book, draw: random.Random, subject: Subject) -> None:
    other = subject.other(draw)
    if other is None or "bytes" in (other.book.form, book.form):
        raise NotHereError
    sheet, theirs = a_sheet(book, draw), a_sheet(other.book, draw)
    own = [cell.text for cell in sheet.rows[sheet.header]]
    if own != [cell.text for cell in theirs.rows[theirs.header]]:
        raise NotHereError
    taken = theirs.body[: draw.choice([1, 5, len(theirs.body)])]
    sheet.rows += [[Cell(cell.value, cell.role) for cell in theirs.rows[at]] for at in taken]
    book.foreign.update({key: list(values) for key, values in other.truth.items()})


@kind("empty columns at the end")
def empty_columns(book: Book, draw: random.Random, subject: Subject) -> None:
    many = draw.choice([1, 3])
    for row in a_sheet(book, draw).rows:
        row += [Cell("", EMPTY) for _ in range(many)]


@kind("an archive within an archive", last=True)
def nested(book: Book, draw: random.Random, subject: Subject) -> None:
    book.unsure = True
    name = book.name
    deep = draw.choice([1, 2, 5])

    def pack(data: bytes) -> bytes:
        for _ in range(deep):
            if book.form == "csv.gz":
                data = gzip.compress(data, 5, mtime=0)
                continue
            buffer = io.BytesIO()
            with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(name, data)
            data = buffer.getvalue()
        return data

    book.after.append(pack)


@kind("a gzip of many members", last=True)
def gzip_members(book: Book, draw: random.Random, subject: Subject) -> None:
    _text(book)
    if book.form != "csv.gz":
        raise NotHereError

    def parts(data: bytes) -> bytes:
        text = gzip.decompress(data)
        third = len(text) // 3
        pieces = (text[:third], text[third : 2 * third], text[2 * third :])
        return b"".join(gzip.compress(piece, 5, mtime=0) for piece in pieces)

    book.after.append(parts)


@kind("an xml bomb in any part", last=True)
def xml_bomb_anywhere(book: Book, draw: random.Random, subject: Subject) -> None:
    _workbook(book)
    book.unsure = True
    where = draw.random()
    quadratic = draw.random() < 0.4
    big = "x" * _MANY
    laughs = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 10))
    doctype = f'<!DOCTYPE x [<!ENTITY a9 "{big}">]>' if quadratic else f"<!DOCTYPE x [{laughs}]>"

    def bomb(data: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = sorted(name for name in archive.namelist() if name.endswith((".xml", ".rels")))
        if not names:  # another damage has taken the workbook out
            return data
        name = names[int(where * len(names))]
        head, mark, rest = _part(data, name).partition(b"?>")
        body = rest if mark else head
        uses = b"&a9;" * (500 if quadratic else 1)
        at = body.find(b"</")
        body = body[:at] + uses + body[at:] if at > 0 else body
        return _with_parts(data, {name: b'<?xml version="1.0"?>' + doctype.encode() + body})

    book.after.append(bomb)


@kind("a size declared that is not true", last=True)
def untrue_size(book: Book, draw: random.Random, subject: Subject) -> None:
    _workbook(book)
    book.unsure = True
    ref = draw.choice(["A1:XFD1048576", "A1", "A1:B2", "ZZ1:A99999999"])

    def declare(data: bytes) -> bytes:
        name = _first_sheet(data)
        part = _part(data, name)
        return _with_parts(
            data, {name: part.replace(b"<sheetData>", f'<dimension ref="{ref}"/><sheetData>'.encode(), 1)}
        )

    book.after.append(declare)


@kind("a number of what comes that is not true", last=True)
def untrue_number(book: Book, draw: random.Random, subject: Subject) -> None:
    """A library that believes it takes memory for billions of texts, spaces or cells."""
    _workbook(book)
    book.unsure = True
    number = draw.choice(["9999999999", "4294967295", "+0002000000000", "&#57;999999999", "9" * 5000])

    def announce(data: bytes) -> bytes:
        name = _first_sheet(data)
        part = _part(data, name)
        changed = {
            name: part.replace(b"<text:p>", f'<text:p><text:s text:c="{number}"/>'.encode(), 3)
            if book.form == "ods"
            else re.sub(rb'(<c r="[A-Z]+)\d+"', rf'\g<1>{number}"'.encode(), part, count=1)
        }
        shared = "xl/sharedStrings.xml"
        if book.form != "ods" and draw.random() < 0.5:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                if shared not in archive.namelist():
                    return _with_parts(data, changed)
            counted = re.sub(rb'(ount)="\d*"', rf'\g<1>="{number}"'.encode(), _part(data, shared))
            return _with_parts(data, {shared: counted})
        return _with_parts(data, changed)

    book.after.append(announce)
