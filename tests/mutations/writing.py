"""Writes a grid of cells as csv, csv.gz, xlsx or ods: by hand, since the libraries that do it well are slow at it."""

from __future__ import annotations

import csv
import gzip
import io
import tempfile
import zipfile
import zlib
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from mutations.model import Book, Cell, ErrorOfACell, Sheet, shown

_DAY = (2019, 7, 18, 9, 30, 0)  # of every part, so that the same damage gives the same bytes


def written(book: Book) -> bytes:
    """The bytes of a file, damages of the bytes included."""
    if book.form == "bytes":
        data = book.raw
    elif book.is_text:
        data = _csv(book)
    elif book.form == "pivot":
        data = _pivot(book.sheets[0])
    else:
        data = _xlsx(book.sheets) if book.form == "xlsx" else _ods(book.sheets)
    for damage in book.after:
        try:
            data = damage(data)
        except (zipfile.BadZipFile, zlib.error, KeyError):
            continue  # the damage before it left no archive in which this one could be done
    return data


def _csv(book: Book) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(
        buffer,
        delimiter=book.delimiter,
        lineterminator=book.newline,
        quoting=csv.QUOTE_ALL if book.quote_all else csv.QUOTE_MINIMAL,
    )
    for row in book.sheets[0].rows:
        writer.writerow([shown(cell.value) for cell in row])
    data = (buffer.getvalue() + book.tail).encode(book.encoding, errors="replace")
    return gzip.compress(data, 5, mtime=0) if book.form == "csv.gz" else data


def _pivot(sheet: Sheet) -> bytes:
    """A workbook whose only data lie behind a pivot table, as `benchmarks/pivot_cache.py` writes it."""
    from pivot_cache import Made, write_tool

    width = max(len(row) for row in sheet.rows)
    texts = [[cell.text for cell in row] + [""] * (width - len(row)) for row in sheet.rows]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tool.xlsx"
        write_tool(path, Made(tuple(texts[0]), texts[1:]))
        return path.read_bytes()


def letters(at: int) -> str:
    """`A` for 0, `AA` for 26."""
    found = ""
    while at >= 0:
        found, at = chr(65 + at % 26) + found, at // 26 - 1
    return found


def _zipped(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for name, text in parts.items():
            stored = name == "mimetype"
            info = zipfile.ZipInfo(name, _DAY)
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode("utf-8"))
    return buffer.getvalue()


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def _xlsx(sheets: list[Sheet]) -> bytes:
    texts: dict[str, int] = {}
    bodies = [_xlsx_sheet(sheet, texts) for sheet in sheets]
    numbers = range(1, len(sheets) + 1)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{kind}.worksheet+xml"/>' for at in numbers
    )
    types = (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{overrides}</Types>'
    )
    hidden = {True: 'state="hidden" ', False: ""}
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{at}" {hidden[sheet.hidden]}r:id="rId{at}"/>'
        for at, sheet in zip(numbers, sheets, strict=True)
    )
    related = "".join(
        f'<Relationship Id="rId{at}" Type="{_RELS}/worksheet" Target="worksheets/sheet{at}.xml"/>' for at in numbers
    )
    more = len(sheets) + 1
    return _zipped(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": (
                f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
                f' Type="{_RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
            ),
            "xl/workbook.xml": (
                f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELS}"><sheets>{listed}</sheets></workbook>'
            ),
            "xl/_rels/workbook.xml.rels": (
                f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{related}'
                f'<Relationship Id="rId{more}" Type="{_RELS}/sharedStrings" Target="sharedStrings.xml"/>'
                f'<Relationship Id="rId{more + 1}" Type="{_RELS}/styles" Target="styles.xml"/></Relationships>'
            ),
            "xl/styles.xml": (
                f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
                '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
                '<cellXfs count="1"><xf/></cellXfs></styleSheet>'
            ),
            "xl/sharedStrings.xml": (
                f'{_XML}<sst xmlns="{_MAIN}" count="{len(texts)}" uniqueCount="{len(texts)}">'
                + "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
                + "</sst>"
            ),
            **{f"xl/worksheets/sheet{at}.xml": body for at, body in zip(numbers, bodies, strict=True)},
        }
    )


def _xlsx_sheet(sheet: Sheet, texts: dict[str, int]) -> str:
    lines = []
    for number, row in enumerate(sheet.rows, 1):
        cells = "".join(_xlsx_cell(cell, f"{letters(at)}{number}", texts) for at, cell in enumerate(row))
        if cells:
            lines.append(f'<row r="{number}">{cells}</row>')
    merged = "".join(
        f'<mergeCell ref="{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"/>'
        for top, left, bottom, right in sheet.merges
    )
    merges = f'<mergeCells count="{len(sheet.merges)}">{merged}</mergeCells>' if merged else ""
    return f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData>{merges}</worksheet>'


def _xlsx_cell(cell: Cell, ref: str, texts: dict[str, int]) -> str:
    value = cell.value
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return f'<c r="{ref}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{ref}"><v>{shown(value)}</v></c>'
    if isinstance(value, ErrorOfACell):
        return f'<c r="{ref}" t="e"><v>{escape(value)}</v></c>'
    at = texts.setdefault(str(value), len(texts))
    return f'<c r="{ref}" t="s"><v>{at}</v></c>'


_ODS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def _ods(sheets: list[Sheet]) -> bytes:
    tables = "".join(
        f"<table:table table:name={quoteattr(sheet.name)}>"
        + "".join(
            f"<table:table-row>{''.join(_ods_cell(cell) for cell in row) or '<table:table-cell/>'}</table:table-row>"
            for row in sheet.rows
        )
        + "</table:table>"
        for sheet in sheets
    )
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return _zipped(
        {
            "mimetype": ODS_TYPE,
            "content.xml": (
                f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {_ODS} office:version="1.2">'
                f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
            ),
            "META-INF/manifest.xml": (
                f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest="{manifest}">'
                f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>'
                '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
            ),
        }
    )


def _ods_cell(cell: Cell) -> str:
    value = cell.value
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, int | float) and not isinstance(value, bool):
        plain = shown(value)
        return (
            f'<table:table-cell office:value-type="float" office:value="{plain}"><text:p>{plain}</text:p>'
            "</table:table-cell>"
        )
    if isinstance(value, ErrorOfACell):  # as LibreOffice writes it: to most readers a text of nothing
        said = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
        return f"<table:table-cell {said}><text:p>{escape(value)}</text:p></table:table-cell>"
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
