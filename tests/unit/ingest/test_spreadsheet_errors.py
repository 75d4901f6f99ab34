"""Cells that hold an error of the spreadsheet where a figure should stand, and numbers whose digits are parted."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from published_files import read
from statistics_workbooks import RECEIPTS, Rows, court, write

from assize.core.errors import FileRefused
from assize.ingest.files.cell_errors import cell_errors

MARK = 98765


def _with_error(path: Path, error: str) -> Path:
    """A table of receipts and disposals without totals, in which one cell of an xlsx or ods holds an error."""
    rows = [list(row) for row in RECEIPTS if "All" not in row]
    rows[5][4] = MARK
    plain = write(path.with_stem("plain"), court(Table_C1=rows))
    with zipfile.ZipFile(plain) as given, zipfile.ZipFile(path, "w") as made:
        for part in given.infolist():
            text = given.read(part)
            if str(MARK).encode() in text:
                text = (_xlsx if path.suffix == ".xlsx" else _ods)(text.decode(), error).encode()
            made.writestr(part, text)
    return path


def _xlsx(text: str, error: str) -> str:
    return re.sub(rf'<c r="(\w+)"><v>{MARK}</v></c>', rf'<c r="\1" t="e"><v>{error}</v></c>', text)


def _ods(text: str, error: str) -> str:
    """As LibreOffice writes it: to any other reader a text of nothing."""
    cell = (
        '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">'
        f"<text:p>{error}</text:p></table:table-cell>"
    )
    text = re.sub(rf"<table:table-cell[^>]*>(?:(?!</table:table-cell>).)*{MARK}.*?</table:table-cell>", cell, text)
    return text.replace(" xmlns:office=", ' xmlns:calcext="urn:calcext" xmlns:office=', 1)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!"])
def test_an_error_in_place_of_a_figure_is_named_with_its_cell(tmp_path: Path, kind: str, error: str) -> None:
    path = _with_error(tmp_path / f"tables.{kind}", error)
    assert cell_errors(path) == {"Table_C1": {(5, 4): error}}
    with pytest.raises(FileRefused) as refused:
        read(path, tmp_path)
    said = [problem.sentence for problem in refused.value.problems if problem.blocks]
    assert said == [
        f"tables.{kind} [Table_C1!E6]: this cell holds an error of the spreadsheet in place of a figure, found '{error}',"
        " expected a number, or [x] if not available. Load the publisher's own file."
    ]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_workbook_without_errors_is_not_taken_to_pieces(tmp_path: Path, kind: str) -> None:
    rows: Rows = [*RECEIPTS, ["a text that says t=e and value-type error"]]
    assert cell_errors(write(tmp_path / f"tables.{kind}", court(Table_C1=rows))) == {}


def test_cells_that_do_not_say_where_they_stand_are_counted(tmp_path: Path) -> None:
    path = write(tmp_path / "plain.xlsx", {"Some sheet": [["x"]]})
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row><c><v>1</v></c>'
        '<c t="e"><v>#NUM!</v></c></row><row r="7"><c r="C7" t=\'e\'/><c t="e"><v>#N/A</v></c><c><v>2</v></c></row>'
        "</sheetData></worksheet>"
    )
    with zipfile.ZipFile(path) as given, zipfile.ZipFile(tmp_path / "bare.xlsx", "w") as made:
        for part in given.infolist():
            made.writestr(part, sheet if part.filename == "xl/worksheets/sheet1.xml" else given.read(part))
    assert cell_errors(tmp_path / "bare.xlsx") == {"Some sheet": {(0, 1): "#NUM!", (6, 2): "#ERROR", (6, 3): "#N/A"}}


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2009", "\u202f"])
@pytest.mark.parametrize("all_of_them", [False, True])
def test_parted_digits_are_refused_with_how_to_mend_them(tmp_path: Path, space: str, all_of_them: bool) -> None:
    rows = [list(row) for row in RECEIPTS if "All" not in row]
    for row in rows[3:] if all_of_them else rows[3:4]:
        row[3:] = [f"{len(str(cell))}{space}{876 + at}" for at, cell in enumerate(row[3:])]
    with pytest.raises(FileRefused) as refused:
        read(write(tmp_path / "tables.xlsx", court(Table_C1=rows)), tmp_path)
    assert "[Table_C1!D4]: this is neither a number nor a marker that the workbook explains" in refused.value.sentence
    assert "take the spaces out of the numbers of a copy (Find and Replace), and load that" in refused.value.sentence
