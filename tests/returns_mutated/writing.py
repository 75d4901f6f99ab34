"""Writes a copy as xlsx, ods, xls or csv, by hand: formulas with the results that were kept, comments, hiding, formats."""

from __future__ import annotations

import csv
import io
import struct
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from mutations.writing import _MAIN, _PACKAGE, _RELS, _XML, ODS_TYPE, _zipped, letters

from returns_mutated.copy_model import Cell, Copy, Page

_EPOCH = date(1899, 12, 30)


def written(copy: Copy) -> bytes:
    """The bytes of the file."""
    writers = {"xlsx": _xlsx, "ods": _ods, "xls": _xls, "csv": _csv}
    return writers[copy.form](copy)


def shown(cell: Cell) -> str:
    """What the cell shows, as a csv keeps it."""
    value = cell.value
    if value is None:
        return ""
    if cell.percent and isinstance(value, Decimal):
        return f"{value * 100:.1f}%"
    if isinstance(value, date):
        return value.strftime("%b-%y")
    return f"{value:f}" if isinstance(value, Decimal) else value


def _csv(copy: Copy) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=copy.delimiter, lineterminator="\r\n")
    page = copy.figure_pages()[0]
    width = page.width()
    for row in page.rows:
        writer.writerow([shown(cell) for cell in row] + [""] * (width - len(row)))
    try:
        return buffer.getvalue().encode(copy.encoding)
    except UnicodeEncodeError:
        return buffer.getvalue().encode("utf-8-sig")  # a program that cannot keep a letter says so and offers this


# --- xlsx -------------------------------------------------------------------------------------------------------------


def _xlsx(copy: Copy) -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts: dict[str, str] = {}
    texts: dict[str, int] = {}
    numbers = list(enumerate(copy.pages, 1))
    bodies = {at: _sheet(page, texts) for at, page in numbers}
    comments = {at: found for at, page in numbers if (found := list(_comments(page)))}
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{kind}.worksheet+xml"/>' for at, _ in numbers
    )
    overrides += "".join(
        f'<Override PartName="/xl/comments{at}.xml" ContentType="{kind}.comments+xml"/>' for at in comments
    )
    parts["[Content_Types].xml"] = (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
        ' ContentType="application/xml"/><Override PartName="/xl/workbook.xml"'
        f' ContentType="{kind}.sheet.main+xml"/><Override PartName="/xl/sharedStrings.xml"'
        f' ContentType="{kind}.sharedStrings+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{overrides}</Types>'
    )
    parts["_rels/.rels"] = (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_RELS}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>'
    )
    hidden = {True: ' state="hidden"', False: ""}
    listed = "".join(
        f'<sheet name={quoteattr(page.name)} sheetId="{at}"{hidden[page.hidden]} r:id="rId{at}"/>'
        for at, page in numbers
    )
    parts["xl/workbook.xml"] = f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELS}"><sheets>{listed}</sheets></workbook>'
    last = len(numbers)
    parts["xl/_rels/workbook.xml.rels"] = (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{at}" Type="{_RELS}/worksheet" Target="worksheets/sheet{at}.xml"/>'
            for at, _ in numbers
        )
        + f'<Relationship Id="rId{last + 1}" Type="{_RELS}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rId{last + 2}" Type="{_RELS}/styles" Target="styles.xml"/></Relationships>'
    )
    parts["xl/styles.xml"] = (
        f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="170" formatCode="0.0%"/></numFmts>'
        '<fonts count="1">'
        '<font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/>'
        '</cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="170"/><xf numFmtId="17"/></cellXfs></styleSheet>'
    )
    parts["xl/sharedStrings.xml"] = (
        f'{_XML}<sst xmlns="{_MAIN}">'
        + "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
        + "</sst>"
    )
    for at, body in bodies.items():
        parts[f"xl/worksheets/sheet{at}.xml"] = body
    for at, found in comments.items():
        parts[f"xl/worksheets/_rels/sheet{at}.xml.rels"] = (
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_RELS}/comments"'
            f' Target="../comments{at}.xml"/></Relationships>'
        )
        said = "".join(
            f'<comment ref="{ref}" authorId="0"><text><t>{escape(text)}</t></text></comment>' for ref, text in found
        )
        parts[f"xl/comments{at}.xml"] = (
            f'{_XML}<comments xmlns="{_MAIN}"><authors><author>Office user</author></authors>'
            f"<commentList>{said}</commentList></comments>"
        )
    return _zipped(parts)


def _comments(page: Page) -> Iterator[tuple[str, str]]:
    for row, cells in enumerate(page.rows):
        for column, cell in enumerate(cells):
            if cell.comment:
                yield f"{letters(column)}{row + 1}", cell.comment


def _sheet(page: Page, texts: dict[str, int]) -> str:
    lines = []
    for row, cells in enumerate(page.rows):
        body = "".join(_cell(cell, f"{letters(column)}{row + 1}", texts) for column, cell in enumerate(cells))
        hidden = ' hidden="1"' if row in page.hidden_rows else ""
        if body or hidden:
            lines.append(f'<row r="{row + 1}"{hidden}>{body}</row>')
    columns = "".join(
        f'<col min="{at + 1}" max="{at + 1}" width="9" hidden="1"/>' for at in sorted(set(page.hidden_columns))
    )
    merged = "".join(
        f'<mergeCell ref="{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"/>'
        for top, left, bottom, right in page.merges
    )
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}">'
        + (f"<cols>{columns}</cols>" if columns else "")
        + f"<sheetData>{''.join(lines)}</sheetData>"
        + (f"<mergeCells>{merged}</mergeCells>" if merged else "")
        + "</worksheet>"
    )


def _cell(cell: Cell, ref: str, texts: dict[str, int]) -> str:
    if cell.empty:
        return ""
    formula = f"<f>{escape(cell.formula)}</f>" if cell.formula is not None else ""
    value = cell.value
    if value is None:
        return f'<c r="{ref}">{formula}</c>'
    if cell.error:
        return f'<c r="{ref}" t="e">{formula}<v>{escape(str(value))}</v></c>'
    if isinstance(value, date):
        return f'<c r="{ref}" s="2">{formula}<v>{(value - _EPOCH).days}</v></c>'
    if isinstance(value, Decimal):
        style = ' s="1"' if cell.percent else ""
        return f'<c r="{ref}"{style}>{formula}<v>{value:f}</v></c>'
    if formula:
        return f'<c r="{ref}" t="str">{formula}<v>{escape(value)}</v></c>'
    return f'<c r="{ref}" t="s"><v>{texts.setdefault(value, len(texts))}</v></c>'


# --- ods --------------------------------------------------------------------------------------------------------------

_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def _ods(copy: Copy) -> bytes:
    tables = "".join(_table(page) for page in copy.pages)
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return _zipped(
        {
            "mimetype": ODS_TYPE,
            "content.xml": (
                f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {_NAMES} office:version="1.2">'
                '<office:automatic-styles><style:style style:name="ta1" style:family="table"><style:table-properties'
                ' table:display="true"/></style:style><style:style style:name="ta2" style:family="table">'
                "<style:table-properties"
                ' table:display="false"/></style:style></office:automatic-styles>'
                f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
            ),
            "META-INF/manifest.xml": (
                f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest="{manifest}"><manifest:file-entry'
                f' manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/><manifest:file-entry'
                ' manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
            ),
        }
    )


def _table(page: Page) -> str:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in page.merges}
    covered = {
        (row, column)
        for top, left, bottom, right in page.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
    columns = "".join(
        "<table:table-column" + (' table:visibility="collapse"' if at in page.hidden_columns else "") + "/>"
        for at in range(page.width())
    )
    rows = []
    for at, cells in enumerate(page.rows):
        hidden = ' table:visibility="collapse"' if at in page.hidden_rows else ""
        body = "".join(
            _ods_cell(cell, spans.get((at, column)), (at, column) in covered) for column, cell in enumerate(cells)
        )
        rows.append(f"<table:table-row{hidden}>{body or '<table:table-cell/>'}</table:table-row>")
    style = "ta2" if page.hidden else "ta1"
    filler = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/>'
        "</table:table-row>"
    )
    begun = f'<table:table table:name={quoteattr(page.name)} table:style-name="{style}">'
    return f"{begun}{columns}{''.join(rows)}{filler}</table:table>"


def _ods_cell(cell: Cell, span: tuple[int, int] | None, covered: bool) -> str:
    name = "table:covered-table-cell" if covered else "table:table-cell"
    attributes = f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"' if span else ""
    note = f"<office:annotation><text:p>{escape(cell.comment)}</text:p></office:annotation>" if cell.comment else ""
    if cell.formula is not None:
        attributes += f" table:formula={quoteattr('of:=' + cell.formula)}"
    value, text = cell.value, ""
    if cell.error:
        attributes += ' office:value-type="string" office:string-value="" calcext:value-type="error"'
        text = str(value)
    elif isinstance(value, date):
        attributes += f' office:value-type="date" office:date-value="{value.isoformat()}"'
        text = shown(cell)
    elif isinstance(value, Decimal):
        attributes += f' office:value-type="{"percentage" if cell.percent else "float"}" office:value="{value:f}"'
        text = shown(cell)
    elif value is not None:
        attributes += ' office:value-type="string"'
        text = value
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n")) if text else ""
    return f"<{name}{attributes}>{note}{lines}</{name}>"


# --- xls --------------------------------------------------------------------------------------------------------------

_ERROR_CODES = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}


def _record(number: int, body: bytes) -> bytes:
    return struct.pack("<HH", number, len(body)) + body


def _string(text: str, length: str = "<H") -> bytes:
    return struct.pack(length, len(text)) + b"\1" + text.encode("utf-16-le")


def _xls(copy: Copy) -> bytes:
    """BIFF8 in a compound file: values, sheets' names and hiding, merged cells."""
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    styles = b"".join(
        _record(0x00E0, struct.pack("<HHHBBBBIIH", 0, number, 0, 0, 0, 0, 0, 0, 0, 0)) for number in (0, 10, 17)
    )
    bodies = [_xls_sheet(page) for page in copy.pages]
    sizes = sum(len(_record(0x0085, struct.pack("<IBB", 0, 0, 0) + _string(page.name, "<B"))) for page in copy.pages)
    at = len(start) + len(styles) + sizes + 4
    listed = b""
    for page, body in zip(copy.pages, bodies, strict=True):
        listed += _record(0x0085, struct.pack("<IBB", at, int(page.hidden), 0) + _string(page.name, "<B"))
        at += len(body)
    return _compound(start + styles + listed + _record(0x000A, b"") + b"".join(bodies))


def _xls_sheet(page: Page) -> bytes:
    body = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    body += _record(0x0200, struct.pack("<IIHHH", 0, len(page.rows), 0, page.width(), 0))
    for row, cells in enumerate(page.rows):
        for column, cell in enumerate(cells):
            value = cell.value
            if value is None:
                continue
            if cell.error:
                body += _record(0x0205, struct.pack("<HHHBB", row, column, 0, _ERROR_CODES.get(str(value), 42), 1))
            elif isinstance(value, date):
                body += _record(0x0203, struct.pack("<HHHd", row, column, 2, float((value - _EPOCH).days)))
            elif isinstance(value, Decimal):
                body += _record(0x0203, struct.pack("<HHHd", row, column, 1 if cell.percent else 0, float(value)))
            else:
                body += _record(0x0204, struct.pack("<HHH", row, column, 0) + _string(value[:4000]))
    if page.merges:
        ranges = b"".join(struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in page.merges)
        body += _record(0x00E5, struct.pack("<H", len(page.merges)) + ranges)
    return body + _record(0x000A, b"")


def _compound(stream: bytes) -> bytes:
    size = 512
    stream = stream.ljust(4096, b"\0")
    data = stream.ljust(-(-len(stream) // size) * size, b"\0")
    sectors = len(data) // size
    tables = 1
    while tables * (size // 4) < tables + 1 + sectors:
        tables += 1
    fat = [0xFFFFFFFD] * tables + [0xFFFFFFFE]
    first = tables + 1
    fat += [first + at + 1 for at in range(sectors - 1)] + [0xFFFFFFFE]
    fat += [0xFFFFFFFF] * (tables * (size // 4) - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0
    )
    header += b"".join(struct.pack("<I", at) for at in range(tables)) + b"\xff" * (4 * (109 - tables))

    def entry(name: str, kind: int, child: int, begin: int, length: int) -> bytes:
        spelled = (name + "\0").encode("utf-16-le") if name else b""
        return (
            spelled.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(spelled), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
            + bytes(36)
            + struct.pack("<IQ", begin, length)
        )

    empty = entry("", 0, 0xFFFFFFFF, 0, 0)
    directory = (
        entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0xFFFFFFFF, first, len(stream)) + empty * 2
    )
    return header + struct.pack(f"<{len(fat)}I", *fat) + directory + data
