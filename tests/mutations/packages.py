"""Damages of a file as a whole: its encoding, its sheets, its bytes and its archive; and files made to do harm."""

from __future__ import annotations

import gzip
import io
import random
import re
import zipfile
from collections.abc import Callable

from mutations.damages import NotHereError, a_sheet, chosen, kind
from mutations.model import FIGURE, NOTE, Book, Cell, Sheet, number_of
from mutations.subjects import NUMBER, ROWS, Subject

_MILLION = 1_000_000


def _text(book: Book) -> None:
    if not book.is_text:
        raise NotHereError


def _workbook(book: Book) -> None:
    if book.form not in ("xlsx", "ods", "pivot"):
        raise NotHereError


def unpacked(book: Book, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """A change of a text's bytes, also where it is packed."""
    if book.form != "csv.gz":
        return change
    return lambda data: gzip.compress(change(gzip.decompress(data)), 5, mtime=0)


# --- encodings ------------------------------------------------------------------------------------------------------------


@kind("a byte order mark", harmless=True)
def bom(book: Book, draw: random.Random, subject: Subject) -> None:
    _text(book)
    book.encoding = "utf-8-sig"


@kind("utf-16", harmless=True)
def utf16(book: Book, draw: random.Random, subject: Subject) -> None:
    _text(book)
    book.encoding = "utf-16"


@kind("utf-16 without its mark")
def utf16_bare(book: Book, draw: random.Random, subject: Subject) -> None:
    _text(book)
    book.encoding = draw.choice(["utf-16-le", "utf-16-be", "utf-32"])


@kind("windows-1252", harmless=True)
def cp1252(book: Book, draw: random.Random, subject: Subject) -> None:
    _text(book)
    if any("\ufffd" in cell.text for cell in book.cells()):
        raise NotHereError
    book.encoding = "cp1252"


@kind("a letter lost")
def letter_lost(book: Book, draw: random.Random, subject: Subject) -> None:
    _text(book)
    cell = chosen([cell for cell in book.cells() if cell.text.strip()], draw)
    at = draw.randrange(len(cell.text))
    cell.value = cell.text[:at] + draw.choice(["\ufffd", "?", "Ã©", "\x00", "\u200b"]) + cell.text[at + 1 :]


@kind("an empty byte")
def nul(book: Book, draw: random.Random, subject: Subject) -> None:
    _text(book)
    where = draw.random()
    book.unsure = True
    book.after.append(unpacked(book, lambda data: _put(data, where, b"\0")))


@kind("a foreign byte")
def foreign_byte(book: Book, draw: random.Random, subject: Subject) -> None:
    _text(book)
    where, byte = draw.random(), draw.choice([b"\xff", b"\x81", b"\x1a", b'"', b"\xc3"])
    book.unsure = True
    book.after.append(unpacked(book, lambda data: _put(data, where, byte)))


def _put(data: bytes, where: float, byte: bytes) -> bytes:
    at = int(where * len(data))
    return data[:at] + byte + data[at + 1 :]


@kind("line ends of another kind", harmless=True)
def line_ends(book: Book, draw: random.Random, subject: Subject) -> None:
    _text(book)
    book.newline = draw.choice([one for one in ("\n", "\r\n", "\r") if one != book.newline])


@kind("line ends mixed")
def line_ends_mixed(book: Book, draw: random.Random, subject: Subject) -> None:
    _text(book)
    newline, seed = book.newline.encode(), draw.random()

    def mixed(data: bytes) -> bytes:
        choose = random.Random(seed)
        lines = data.split(newline)
        return b"".join(line + choose.choice([b"\n", b"\r\n"]) for line in lines[:-1]) + lines[-1]

    book.after.append(unpacked(book, mixed))


@kind("no line end at the end", harmless=True)
def no_last_line_end(book: Book, draw: random.Random, subject: Subject) -> None:
    _text(book)
    book.after.append(unpacked(book, lambda data: data.rstrip(b"\r\n")))


@kind("empty lines at the end", harmless=True)
def empty_lines(book: Book, draw: random.Random, subject: Subject) -> None:
    _text(book)
    end, width = book.newline * draw.randrange(1, 4), book.sheets[0].width
    book.tail += end if draw.random() < 0.5 else ("," * (width - 1) + book.newline) * 3


@kind("semicolons or tabs")
def other_delimiters(book: Book, draw: random.Random, subject: Subject) -> None:
    _text(book)
    book.delimiter = draw.choice([";", "\t", "|"])


@kind("every cell in quotation marks", harmless=True)
def quoted(book: Book, draw: random.Random, subject: Subject) -> None:
    _text(book)
    book.quote_all = True


# --- another form -----------------------------------------------------------------------------------------------------------


@kind("saved again in another form")
def saved_again(book: Book, draw: random.Random, subject: Subject) -> None:
    if book.form in ("bytes", "pivot"):
        raise NotHereError
    if book.is_text:
        book.form = draw.choice(["xlsx", "ods", "csv" if book.form == "csv.gz" else "csv.gz"])
        book.sheets[0].name = "Sheet1"
        if not book.is_text and draw.random() < 0.7:
            for cell in book.cells():
                if (number := number_of(cell.value)) is not None and len(cell.text) < 12:
                    cell.value = float(number)
    else:
        book.form = "ods" if book.form == "xlsx" else "xlsx"
    book.name = re.sub(r"\.(csv\.gz|csv|xlsx|ods)$", "", book.name) + f".{book.form}"


@kind("a wrong ending")
def wrong_ending(book: Book, draw: random.Random, subject: Subject) -> None:
    stem = re.sub(r"\.(csv\.gz|csv|xlsx|ods|xls)$", "", book.name)
    book.name = stem + draw.choice([".csv", ".xlsx", ".xls", ".ods", ".txt", "", ".CSV", ".gz", ".zip", ".xlsm"])


# --- sheets -----------------------------------------------------------------------------------------------------------------


@kind("sheets in another order", harmless=True)
def sheets_ordered(book: Book, draw: random.Random, subject: Subject) -> None:
    _workbook(book)
    if len(book.sheets) < 2:
        raise NotHereError
    draw.shuffle(book.sheets)


@kind("a sheet renamed")
def sheet_renamed(book: Book, draw: random.Random, subject: Subject) -> None:
    _workbook(book)
    sheet = a_sheet(book, draw)
    names = {other.name for other in book.sheets}
    new = draw.choice([f"{sheet.name} ", "Sheet1", sheet.name.upper(), "Data", "P9", "Table P1", "2016_17", "Notes"])
    if new.casefold() in {name.casefold() for name in names}:
        raise NotHereError
    sheet.name = new


@kind("a sheet hidden")
def sheet_hidden(book: Book, draw: random.Random, subject: Subject) -> None:
    _workbook(book)
    if len(book.sheets) < 2:
        raise NotHereError
    a_sheet(book, draw).hidden = True


@kind("a sheet dropped")
def sheet_dropped(book: Book, draw: random.Random, subject: Subject) -> None:
    _workbook(book)
    if len(book.sheets) < 2 or any(sheet.altered for sheet in book.sheets):
        raise NotHereError  # without the sheet that it is a copy of nobody sees that a figure of it is another
    gone = draw.choice(book.sheets)
    book.sheets.remove(gone)
    if ROWS in subject.blind:
        for cell in gone.cells():
            if cell.keys:
                book.sheets[0].gone.append(Cell("", FIGURE, cell.keys, (), subject.blind[ROWS]))


@kind("a sheet doubled")
def sheet_doubled(book: Book, draw: random.Random, subject: Subject) -> None:
    _workbook(book)
    if book.form == "pivot":
        raise NotHereError  # its records are in no sheet: the copy would be written in their place
    sheet = a_sheet(book, draw)
    copy = sheet.copy()
    copy.name = draw.choice([f"{sheet.name.strip()} (2)", "Sheet9", "Copy"])
    if draw.random() < 0.5:
        changed = draw.choice([cell for cell in copy.with_role(FIGURE) if number_of(cell.value) is not None])
        changed.value, changed.keys = (number_of(changed.value) or 0).__int__() + 7, ()
        copy.altered = True
    book.sheets.insert(draw.randrange(len(book.sheets) + 1), copy)


@kind("an empty sheet added", harmless=True)
def sheet_added(book: Book, draw: random.Random, subject: Subject) -> None:
    _workbook(book)
    if book.form == "pivot":
        raise NotHereError  # its records are in no sheet
    rows = [[Cell(text, NOTE)] for text in ("", "Notes of ours", "checked") if draw.random() < 0.8]
    book.sheets.insert(draw.randrange(len(book.sheets) + 1), Sheet("Sheet99", rows))


@kind("a sheet of another edition")
def sheet_of_another(book: Book, draw: random.Random, subject: Subject) -> None:
    """Takes the place of the one of that name, or stands beside it. Its figures are its own: none is this edition's."""
    _workbook(book)
    other = subject.other(draw)
    if other is None or other.book.form == "bytes":
        raise NotHereError
    theirs = a_sheet(other.book, draw).copy()
    same = next((sheet for sheet in book.sheets if sheet.name.strip() == theirs.name.strip()), None)
    book.foreign.update({key: list(values) for key, values in other.truth.items()})
    if same is not None:
        at = book.sheets.index(same)
        if draw.random() < 0.6:
            book.sheets[at] = theirs
            return
        theirs.name = f"{theirs.name.strip()}b"
    book.sheets.insert(draw.randrange(len(book.sheets) + 1), theirs)


@kind("the header of another edition")
def header_of_another_edition(book: Book, draw: random.Random, subject: Subject) -> None:
    other = subject.other(draw)
    if other is None or other.book.form == "bytes" or book.form == "bytes":
        raise NotHereError
    sheet = a_sheet(book, draw)
    theirs = next((one for one in other.book.sheets if one.name.strip() == sheet.name.strip()), None)
    if theirs is None or theirs.header < 0:
        raise NotHereError
    texts = [cell.text for cell in theirs.rows[theirs.header]]
    row = sheet.rows[sheet.header]
    if [cell.text for cell in row] == texts or len(row) != len(texts):
        raise NotHereError
    for cell, text in zip(row, texts, strict=True):
        cell.value = text


# --- bytes ------------------------------------------------------------------------------------------------------------------


@kind("cut off in a line")
def text_cut(book: Book, draw: random.Random, subject: Subject) -> None:
    """As a download that broke off: whole lines, and the beginning of the next."""
    _text(book)
    sheet = book.sheets[0]
    body = sheet.body
    if len(body) < 3:
        raise NotHereError
    at = draw.choice(body[1:])
    line = ",".join(cell.text for cell in sheet.rows[at])
    book.tail = line[: draw.randrange(len(line))]
    if ROWS in subject.blind:
        for row in sheet.rows[at:]:
            sheet.gone += [Cell("", FIGURE, cell.keys, (), subject.blind[ROWS]) for cell in row if cell.keys]
    del sheet.rows[at:]
    if NUMBER in subject.blind and book.tail.count(",") == len(sheet.rows[0]) - 1:
        book.tail = line[:3]  # a last number cut short is a number all the same: not asked


@kind("bytes flipped", last=True)
def flipped(book: Book, draw: random.Random, subject: Subject) -> None:
    if book.form == "csv":
        raise NotHereError  # in a plain text a flipped byte is another digit: that is another kind
    many, seed = draw.choice([1, 1, 2, 20]), draw.random()
    book.unsure = True

    def change(data: bytes) -> bytes:
        choose, changed = random.Random(seed), bytearray(data)
        for _ in range(many):
            changed[choose.randrange(len(changed))] ^= choose.randrange(1, 256)
        return bytes(changed)

    book.after.append(change)


@kind("archive cut short", last=True)
def archive_cut(book: Book, draw: random.Random, subject: Subject) -> None:
    if book.form == "csv":
        raise NotHereError
    share = draw.choice([draw.random(), 0.999, 0.5])
    book.unsure = True
    book.after.append(lambda data: data[: max(int(len(data) * share), 1)])


@kind("bytes after the end", last=True)
def bytes_after(book: Book, draw: random.Random, subject: Subject) -> None:
    if book.form == "csv":
        raise NotHereError
    more = draw.choice([b"\0" * 50, b"PK\x05\x06", b"hello", gzip.compress(b"1,2,3\n")])
    book.unsure = True
    book.after.append(lambda data: data + more)


@kind("nothing of it", last=True)
def nothing(book: Book, draw: random.Random, subject: Subject) -> None:
    instead = draw.choice(
        [b"", b"\n\n\n", b"<!DOCTYPE html><html><body>Not found</body></html>", b"%PDF-1.7\n", b"PK\x03\x04", b"\x1f\x8b",
         b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"{}", b"\xff\xfe"]
    )  # fmt: skip
    book.unsure = True
    book.after.append(lambda data: instead)


# --- made to do harm -------------------------------------------------------------------------------------------------------


def _with_parts(data: bytes, changed: dict[str, bytes], *, add: dict[str, bytes] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, changed.get(info.filename, old.read(info)))
        for name, content in (add or {}).items():
            new.writestr(name, content)
    return buffer.getvalue()


def _first_sheet(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
    return next((name for name in names if re.search(r"worksheets/sheet\d+\.xml$|content\.xml$", name)), names[0])


def _part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


@kind("a zip bomb", last=True, slow=True)
def zip_bomb(book: Book, draw: random.Random, subject: Subject) -> None:
    book.unsure = True
    if book.form == "csv.gz":
        size = draw.choice([400, 1_200]) * _MILLION
        book.after.append(lambda data: gzip.compress(gzip.decompress(data) + b"0" * size, 1, mtime=0))
        return
    _workbook(book)
    where = draw.randrange(3)

    def bomb(data: bytes) -> bytes:
        name = _first_sheet(data)
        filling = b" " * (450 * _MILLION)
        if where == 0:
            return _with_parts(data, {name: _part(data, name).replace(b"</", filling + b"</", 1)})
        if where == 1:
            return _with_parts(data, {}, add={"xl/media/image1.xml": b"<a>" + filling + b"</a>"})
        return _with_parts(data, {}, add={f"xl/worksheets/bomb{at}.xml": b"<a>" + filling for at in range(3)})

    book.after.append(bomb)


@kind("an xml bomb", last=True)
def xml_bomb(book: Book, draw: random.Random, subject: Subject) -> None:
    _workbook(book)
    book.unsure = True
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, draw.choice([6, 10]))
    )
    outer = draw.random() < 0.3

    def bomb(data: bytes) -> bytes:
        names = [_first_sheet(data), "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"]
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            name = draw.choice([name for name in names if name in archive.namelist()])
        part = _part(data, name)
        head, _, rest = part.partition(b"?>")
        doctype = f"<!DOCTYPE x [{entities}]>" if not outer else '<!DOCTYPE x SYSTEM "file:///etc/passwd">'
        return _with_parts(data, {name: head + b"?>" + doctype.encode() + rest.replace(b"<v>", b"<v>&a5;", 1)})

    book.after.append(bomb)


@kind("a cell far away", last=True)
def far_cell(book: Book, draw: random.Random, subject: Subject) -> None:
    _workbook(book)
    book.unsure = True
    if book.form == "ods":
        rows, columns = draw.choice([(1_048_000, 1), (1_048_000, 1024), (1, 16_000)])

        def repeats(data: bytes) -> bytes:
            cell = f'<table:table-cell table:number-columns-repeated="{columns}" office:value-type="float" office:value="1"/>'
            row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row></table:table>'
            return _with_parts(
                data, {"content.xml": _part(data, "content.xml").replace(b"</table:table>", row.encode(), 1)}
            )

        book.after.append(repeats)
        return
    ref = draw.choice(["XFD1048576", "A1048576", "XFD1", "ZZ200000"])
    number = re.sub(r"\D", "", ref)

    def far(data: bytes) -> bytes:
        name = _first_sheet(data)
        row = f'<row r="{number}"><c r="{ref}"><v>1</v></c></row></sheetData>'
        return _with_parts(data, {name: _part(data, name).replace(b"</sheetData>", row.encode(), 1)})

    book.after.append(far)


@kind("a part of the workbook missing", last=True)
def part_missing(book: Book, draw: random.Random, subject: Subject) -> None:
    _workbook(book)
    book.unsure = True

    def without(data: bytes) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
            gone = draw.choice(old.namelist())
            for info in old.infolist():
                if info.filename != gone:
                    new.writestr(info.filename, old.read(info))
        return buffer.getvalue()

    book.after.append(without)
