"""Writes texts and workbooks, fast and always to the same bytes; each says of itself that it is made up."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from assize.core.nouns import MADE_UP
from assize.simulate.country import MADE_UP_WORDS

Rows = Sequence[Sequence[object]]
NOTE = f"Note: {MADE_UP}"
"""The header of the column that a csv has besides the publisher's own."""
_DAY = (2025, 1, 1, 0, 0, 0)  # of every part of an archive, so that the same figures give the same bytes
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "meta")
)
_KIND = "application/vnd.oasis.opendocument.spreadsheet"


def write_text(path: Path, lines: Iterable[str], *, newline: str = "\n") -> None:
    """A text of these lines; packed where its name ends so."""
    data = (newline.join(lines) + newline).encode("utf-8")
    if path.suffix == ".gz":
        packed = io.BytesIO()
        with gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0, compresslevel=1) as out:
            out.write(data)
        data = packed.getvalue()
    path.write_bytes(data)


def quoted(text: str) -> str:
    """A cell of a csv, in quotes where it needs them."""
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\n') else text


def write_xlsx(path: Path, sheets: Mapping[str, Rows], *, title: str) -> None:
    """A workbook of these sheets; a row is written cell by cell, nothing where there is nothing."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"in_memory": True, "strings_to_numbers": False}) as book:
        book.set_properties({"title": f"{MADE_UP}: {title}", "comments": MADE_UP_WORDS, "created": datetime(*_DAY)})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.set_header(f"&C{MADE_UP}")
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, int | float):
                        sheet.write_number(number, column, value)
                    elif value:
                        sheet.write_string(number, column, str(value))


def write_ods(path: Path, sheets: Mapping[str, Rows], *, title: str) -> None:
    """The same as an ods."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} office:version="1.2"><office:body>'
        f"<office:spreadsheet>{''.join(map(_ods_table, sheets, sheets.values()))}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    about = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-meta {_SPACES}'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2"><office:meta>'
        f"<dc:title>{escape(f'{MADE_UP}: {title}')}</dc:title></office:meta></office:document-meta>"
    )
    parts = {"content.xml": content, "meta.xml": about}
    # A part that is not listed makes LibreOffice refuse the whole.
    kinds = {"/": _KIND, **dict.fromkeys(parts, "text/xml")}
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in kinds.items()
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        f"{listed}</manifest:manifest>"
    )
    write_archive(path, {"mimetype": _KIND, **parts, "META-INF/manifest.xml": manifest})


def _ods_table(name: str, rows: Rows) -> str:
    columns = max(map(len, rows), default=0) or 1
    return (
        f'<table:table table:name={quoteattr(name)}><table:table-column table:number-columns-repeated="{columns}"/>'
        f"{''.join(map(_ods_row, rows)) or _ods_row(())}</table:table>"
    )


def _ods_row(row: Sequence[object]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row)) or _ods_cell('')}</table:table-row>"


def _ods_cell(value: object) -> str:
    if value == "" or value is None:
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


def write_archive(path: Path, parts: Mapping[str, str]) -> None:
    """A zip of these texts; the first is stored as it is, as an ods wants of its kind."""
    with zipfile.ZipFile(path, "w") as archive:
        for number, (name, text) in enumerate(parts.items()):
            about = zipfile.ZipInfo(name, _DAY)
            packed = zipfile.ZIP_DEFLATED if number or name != "mimetype" else zipfile.ZIP_STORED
            archive.writestr(about, text, packed, 1)


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def write_pivot_tool(
    path: Path, fields: Sequence[str], records: Sequence[Sequence[str]], *, title: str, numbers: int = 1
) -> None:
    """A workbook whose sheet says what it is and whose records stand in a pivot cache; the last fields are numbers."""
    words: list[dict[str, int]] = [{} for _ in fields[:-numbers]]
    lines = []
    for record in records:
        cells = []
        for at, own in enumerate(words):
            cells.append(f'<x v="{own.setdefault(record[at], len(own))}"/>')
        figures = "".join(f'<n v="{figure}"/>' for figure in record[-numbers:])
        lines.append(f"<r>{''.join(cells)}{figures}</r>")
    count = len(records)
    definition = [
        f'<pivotCacheDefinition xmlns="{_MAIN}" xmlns:r="{_OFFICE}" r:id="rId1" recordCount="{count}"><cacheSource'
        f' type="worksheet"><worksheetSource ref="A1:I9" sheet="Data"/></cacheSource><cacheFields count="{len(fields)}">'
    ]
    for name, own in zip(fields, words, strict=False):
        items = "".join(f"<n v={quoteattr(w)}/>" if w.isdecimal() else f"<s v={quoteattr(w)}/>" for w in own)
        definition.append(
            f'<cacheField name={quoteattr(name)} numFmtId="0"><sharedItems count="{len(own)}">{items}</sharedItems>'
            "</cacheField>"
        )
    definition += [
        f'<cacheField name={quoteattr(name)} numFmtId="0"><sharedItems containsSemiMixedTypes="0" containsString="0"'
        ' containsNumber="1"/></cacheField>'
        for name in fields[-numbers:]
    ]
    definition.append("</cacheFields></pivotCacheDefinition>")
    said = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{escape(text)}</t></is></c></row>'
        for row, text in enumerate((title, MADE_UP_WORDS, "Choose a court in the pivot table."), start=1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_CONTENT}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_CONTENT}.worksheet+xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f'<Override PartName="/xl/pivotCache/pivotCacheDefinition1.xml" ContentType="{_CONTENT}.pivotCacheDefinition+xml"/>'
        f'<Override PartName="/xl/pivotCache/pivotCacheRecords1.xml" ContentType="{_CONTENT}.pivotCacheRecords+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>",
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(f"{MADE_UP}: {title}")}</dc:title>'
        "</cp:coreProperties>",
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="Tool" sheetId="1" r:id="rId1"/>'
        '</sheets><pivotCaches><pivotCache cacheId="1" r:id="rId2"/></pivotCaches></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            ("worksheet", "worksheets/sheet1.xml"), ("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml")
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{said}</sheetData></worksheet>',
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": _relations(("pivotCacheRecords", "pivotCacheRecords1.xml")),
        "xl/pivotCache/pivotCacheDefinition1.xml": "".join(definition),
        "xl/pivotCache/pivotCacheRecords1.xml": f'<pivotCacheRecords xmlns="{_MAIN}" count="{count}">{"".join(lines)}'
        "</pivotCacheRecords>",
    }  # fmt: skip
    write_archive(path, {name: _HEAD + text for name, text in parts.items()})


def _relations(*pairs: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def day_words(day: date) -> str:
    """`25 June 2025`."""
    return f"{day.day} {day:%B %Y}"
