"""What tests of readers share: reading a file, what it gave, and a workbook of populations."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import xlsxwriter

from assize.catalogue.load import load_catalogue
from assize.core.reading import LEADING_COLUMNS, TRAILING_COLUMNS, Query, Reading
from assize.ingest import read_file

CATALOGUE = load_catalogue()


def read(path: Path, scratch: Path, **asked: Any) -> Reading:
    return read_file(path, CATALOGUE, scratch, **asked)


def observed(reading: Reading) -> list[dict[str, Any]]:
    """Every observation as a dict, whichever way the reader hands it over."""
    if isinstance(reading.content, Query):
        columns = [*LEADING_COLUMNS, *reading.dimensions, *TRAILING_COLUMNS]
        rows = reading.content.connection.execute(reading.content.select).fetchall()
        assert len(rows) == reading.content.rows
        found = [dict(zip(columns, row, strict=True)) for row in rows]
        return sorted(found, key=lambda row: (row["line"], row["col"]))  # a query gives its rows in any order
    return [
        {
            "area": row.area,
            "period": row.period.id,
            "field": row.field,
            **dict(zip(reading.dimensions, row.dimensions, strict=True)),
            "value": row.value,
            "absence": row.absence.value if row.absence else "",
            "raw": row.raw,
            "sheet": row.sheet,
            "ref": row.ref,
            "line": row.line,
            "col": row.column,
            "origin": row.origin,
        }
        for row in reading.content
    ]


def pick(reading: Reading, **wanted: object) -> list[dict[str, Any]]:
    return [row for row in observed(reading) if all(row[key] == value for key, value in wanted.items())]


Sheets = Mapping[str, list[list[object]]]
POPULATION: Sheets = MappingProxyType(
    {
        "Cover": [["Date published: 26th June 2019"], ["Corrected on 28/06/2019"]],
        "Median": [["Median age of population"], [], ["Code", "Name", "Geography", "Mid-2018", "Mid-2017", "Mid-2016"]],
        "Two": [
            ["MYE2: Population estimates"],
            ["Name", "Geography1", "Code", "Area", "Estimated Population mid-2018", "2018 people per sq. km"],
            ["Stoke-on-Trent", "Unitary Authority", "E06000021", 93.0, 255834.0, 2751.0],
        ],
        "Five ": [
            ["", ""],
            ["MYE5: Population estimates"],
            [
                "Code",
                "Name",
                "Geography1",
                "Estimated Population  mid-2018",
                "2018 people per sq. km",
                "Estimated Population mid-2017",
            ],
            ["K04000001", "ENGLAND AND WALES", "Country", 300000.0, 1.0, 299000],
            ["E10000028", "Staffordshire", "County", 44166, 1.0, 44000],
            ["E06000021", "Stoke-on-Trent", "Unitary Authority", 255834.0, 1.0, 255000],
            ["E07000192", "Cannock Chase", "Non-metropolitan District", 44166, 1.0, ":"],
            ["S12000033", "Aberdeen City", "Council Area", 228000, 1.0, 1],
        ],
    }
)


def workbook(path: Path, sheets: Sheets) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for index, row in enumerate(rows):
                sheet.write_row(index, 0, row)
    return path
