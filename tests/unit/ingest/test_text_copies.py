"""A csv that was opened in a spreadsheet and saved as a workbook is read as the csv that it was, each figure by its cell."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from published_files import observed, read
from statistics_workbooks import Shown, write

from assize.core.errors import FileRefused
from assize.ingest.files.text_copies import TextCopy

CPS = Path(__file__).parents[2] / "fixtures" / "ingest" / "POC-18-19-q4.csv"


def opened(text: str) -> object:
    """What a spreadsheet makes of a csv's cell."""
    if text.endswith("%"):
        return Shown(round(float(text[:-1]) / 100, 6))
    plain = text.replace(",", "")
    return int(plain) if plain.isdecimal() else text


def cps_sheet(skip: str = "none") -> list[list[object]]:
    with CPS.open(encoding="utf-8-sig", newline="") as handle:
        rows = [[opened(cell) for cell in row] for row in csv.reader(handle)]
    return [[cell for cell, header in zip(row, rows[0], strict=True) if header != skip] for row in rows]


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_cps_file_saved_as_a_workbook_gives_the_same_figures_by_their_cells(tmp_path, ending):
    rows = cps_sheet()
    copied = read(write(tmp_path / f"POC-18-19-q4.{ending}", {"POC-18-19-q4": rows, "Sheet2": []}), tmp_path)
    of_text = observed(read(CPS, tmp_path))
    figures = ("area", "period", "field", "offence_category", "value", "raw")
    found = observed(copied)
    assert [[row[name] for name in figures] for row in found] == [
        [row[name].replace(",", "") if name == "raw" else row[name] for name in figures] for row in of_text
    ]
    headers = [str(cell).strip() for cell in rows[0]]
    for row, known in zip(found, of_text, strict=True):
        column, line = row["ref"].rstrip("0123456789"), int(row["ref"].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        at = 0
        for letter in column:
            at = at * 26 + ord(letter) - 64
        assert (row["sheet"], row["line"], line) == ("POC-18-19-q4", None, known["line"])
        assert headers[at - 1] == known["col"]
        assert str(rows[line - 1][at - 1]) == row["raw"]
    assert any("saved as a workbook" in problem.what for problem in copied.problems)


def test_a_share_that_does_not_reproduce_is_refused_in_a_copy_too(tmp_path):
    rows = cps_sheet()
    at = next(at for at, cell in enumerate(rows[3]) if isinstance(cell, Shown) and 0.3 < cell.value < 0.9)
    rows[3][at] = Shown(rows[3][at].value + 0.1)
    with pytest.raises(FileRefused):
        read(write(tmp_path / "POC-18-19-q4.xlsx", {"Sheet1": rows}), tmp_path)


def test_a_copy_that_lacks_a_column_is_refused_by_it_and_one_beside_another_sheet_is_not_known(tmp_path):
    lost = "Number of Homicide Convictions"
    with pytest.raises(FileRefused) as refusal:
        read(write(tmp_path / "POC-18-19-q4.xlsx", {"Sheet1": cps_sheet(skip=lost)}), tmp_path)
    assert [one.expected for one in refusal.value.problems if one.what == "a column is missing"] == [lost]
    with pytest.raises(FileRefused, match="no publication that is known"):
        read(write(tmp_path / "POC-18-19-q4.xlsx", {"Sheet1": cps_sheet(), "Sheet2": [["mine", 3]]}), tmp_path)


def test_days_come_back_in_one_spelling_and_percentages_with_the_decimals_of_the_most_exact(tmp_path):
    path = tmp_path / "copy.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Kept")
        percent, day = book.add_format({"num_format": "0.00%"}), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["quarter", "share", "count"])
        sheet.write_datetime(1, 0, date(2016, 3, 31), day)  # type: ignore[arg-type]
        sheet.write_number(1, 1, 0.813, percent)
        sheet.write_number(1, 2, 1200)
        sheet.write_row(3, 0, ["total", "", "x"])
        sheet.write_number(3, 1, 1, percent)
    rows = TextCopy(Path(path), path.name).rows()
    assert rows == [
        (1, ["quarter", "share", "count"]),
        (2, ["2016-03-31", "81.3%", "1200"]),
        (4, ["total", "100.0%", "x"]),
    ]
