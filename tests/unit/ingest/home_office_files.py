"""Small tables in the Home Office's layouts, and workbooks of them as xlsx and as ods."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
from published_files import CATALOGUE

from assize.core.nouns import AreaKind

Table = list[list[object]]
CRIME_HEADER = [
    "Financial Year", "Financial Quarter", "Force Name", "Offence Description", "Offence Group", "Offence Subgroup",
    "Offence Code", "Number of Offences",
]  # fmt: skip
# Description, group, subgroup, code; homicide stands twice under its joint code. Each group of the publication has one.
OFFENCES = (
    ("Homicide", "Violence against the person", "Homicide", "1/4.1"),
    ("Homicide", "Violence against the person", "Homicide", "1/4.1"),
    ("Rape of a female aged 16 and over", "Sexual offences", "Rape", "19C"),
    ("Theft from the person", "Theft offences", "Theft from the person", 39),
    ("Absconding from lawful custody", "Miscellaneous crimes", "Miscellaneous crimes", 80),
    ("Robbery of personal property", "Robbery", "Robbery of personal property", "34B"),
    ("Criminal damage to a vehicle", "Criminal damage and arson", "Criminal damage", "58C"),
    ("Possession of controlled drugs (Cannabis)", "Drug offences", "Possession of drugs", "92E"),
    ("Possession of other weapons", "Possession of weapons offences", "Possession of weapons offences", "10C"),
    ("Public fear, alarm or distress", "Public order offences", "Public order offences", "9A"),
)
_THOUSANDS = {1: 3, 2: 2, 3: 4, 4: 1}  # of a quarter's counts: they do not run on through the year
OUTCOME_HEADER = [
    *CRIME_HEADER[:7], "Offence Code Expired", "Outcome Description", "Outcome Group", "Outcome Type",
    "Force outcomes for offences recorded in quarter", "Force outcomes recorded in quarter",
]  # fmt: skip
OUTCOMES = (("Charged/Summonsed", 1), ("Caution – adults", 3), ("Not yet assigned an outcome", 0))
FORCES = tuple(sorted(area.name for area in CATALOGUE.areas.values() if AreaKind.FORCE in area.kinds))


def crimes(year: str, quarters: Iterable[int] = (1, 2, 3, 4), forces: Sequence[str] = FORCES) -> Table:
    """A full rectangle; each count tells its place: quarter, force and offence."""
    return [
        [year, quarter, force, *offence, 1000 * _THOUSANDS[quarter] + 10 * FORCES.index(force) + at]
        for quarter in quarters
        for force in forces
        for at, offence in enumerate(OFFENCES)
    ]


def outcomes(year: str, quarters: Iterable[int] = (1, 2), forces: Sequence[str] = FORCES) -> Table:
    """A full rectangle of offences and outcome types; what is not yet assigned has no second measure."""
    return [
        [
            year, quarter, force, *offence, False, described, described, kind,
            100 * _THOUSANDS[quarter] + FORCES.index(force) + at, "" if kind == 0 else quarter,
        ]
        for quarter in quarters
        for force in forces
        for at, offence in enumerate(OFFENCES[1:])
        for described, kind in OUTCOMES
    ]  # fmt: skip


def write_csv(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(rows)
    return path


def write_xlsx(path: Path, sheets: Mapping[str, Table]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for index, row in enumerate(rows):
                sheet.write_row(index, 0, row)
    return path


def write_ods(path: Path, sheets: Mapping[str, Table], *, body: str = "") -> Path:
    """As spreadsheet programs write it: rows and cells that repeat are written once, columns are formatted to the end."""
    tables = body or "".join(
        f'<table:table table:name={quoteattr(name)}><table:table-column table:number-columns-repeated="1024"/>'
        f"{''.join(_ods_row(row) for row in rows)}"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/>'
        "</table:table-row></table:table>"
        for name, rows in sheets.items()
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return path


def _ods_row(row: Sequence[object]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" if row else "<table:table-row/>"


def _ods_cell(value: object) -> str:
    if value == "":
        return "<table:table-cell/>"
    if isinstance(value, bool):
        said = str(value).lower()
        kind = f'office:value-type="boolean" office:boolean-value="{said}"'
    elif isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    shown = escape(f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value))
    return f"<table:table-cell {kind}><text:p>{shown}</text:p></table:table-cell>"


WRITE = {"xlsx": write_xlsx, "ods": write_ods}
