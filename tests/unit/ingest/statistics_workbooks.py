"""Makes workbooks of statistics tables, xlsx or ods alike, for the tests of what reads them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True)
class Shown:
    """A share stored as a proportion and shown with a per cent sign."""

    value: float


@dataclass(frozen=True)
class Over:
    """A header merged over so many columns; the rows give it and then empty cells."""

    text: str
    columns: int


COVER: Rows = [
    ["Criminal court statistics quarterly: January to March 2025"],
    ["Publication date: 26 June 2025"],
    ["Next release: 25 September 2025"],
]
NOTES: Rows = [
    ["Notes"],
    ["This worksheet contains one table."],
    ["Note number", "Note text"],
    ["[note 1]", "A case may hold several defendants."],
    ["Shorthand", "Meaning"],
    ["[x]", "not available"],
]
RECEIPTS: Rows = [
    ["Table C1: Receipts and disposals, England and Wales, Q1 2024 to Q1 2025 [note 1]"],
    ["This worksheet contains one table. Some cells refer to notes. [x] = not available, [r] = revised."],
    ["Year", "Quarter", "Case type", "Receipts [note 1]", "Disposals"],
    ["2024", "Q1", "Indictable", 10, 11],
    ["2024", "Q1", "Summary", 20, 21],
    ["2024", "Q1", "All", 30, 32],
    ["2024", "Q2", "Indictable", 12, 13],
    ["2024", "Q2", "Summary", 22, 23],
    ["2024", "Q2", "All", 34, 36],
    ["2025", "Q1", "Indictable", 14, 15],
    ["2025", "Q1", "Summary", 24, "25 [r]"],
    ["2025", "Q1", "All", 38, 40],
]


def court(**tables: Rows) -> dict[str, Rows]:
    """A workbook of court tables: its cover and notes, and the sheets given (`_` stands for a space in no name)."""
    return {"Cover": COVER, "Notes": NOTES, **tables}


def write(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """A workbook of these sheets, of the kind that the path's name says."""
    return (_ods if path.suffix == ".ods" else _xlsx)(path, sheets)


def _xlsx(path: Path, sheets: Mapping[str, Rows]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        shown = book.add_format({"num_format": "0.0%"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, Over):
                        sheet.merge_range(number, column, number, column + cell.columns - 1, cell.text)
                    elif isinstance(cell, Shown):
                        sheet.write_number(number, column, cell.value, shown)
                    elif not (cell == "" and any(isinstance(before, Over) for before in row[:column])):
                        sheet.write(number, column, cell)
    return path


_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text")
)


def _ods(path: Path, sheets: Mapping[str, Rows]) -> Path:
    tables = []
    for name, rows in sheets.items():
        made = [
            f"<table:table-row>{''.join(map(_cell, row)) or '<table:table-cell/>'}</table:table-row>" for row in rows
        ]
        tables.append(f'<table:table table:name="{escape(name)}">{"".join(made)}</table:table>')
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} office:version="1.2"><office:body>'
        f"<office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), kind)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )
    return path


def _cell(cell: object) -> str:
    if isinstance(cell, Shown):
        return f'<table:table-cell office:value-type="percentage" office:value="{cell.value}"/>'
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    if isinstance(cell, Over):
        return (
            f'<table:table-cell table:number-columns-spanned="{cell.columns}" office:value-type="string">'
            f"<text:p>{escape(cell.text)}</text:p></table:table-cell>"
        )
    if not cell:
        return "<table:table-cell/>"
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell))}</text:p></table:table-cell>'
