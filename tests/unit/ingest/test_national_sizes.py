"""The caseload of one court under the title of the other, seen by the size of the nation's figures."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from published_files import observed, pick, read
from statistics_workbooks import NOTES, Rows, write

from assize.catalogue.load import load_catalogue
from assize.core.errors import FileRefused

MAGISTRATES, CROWN = (330_107, 329_811, 300_211), (28_417, 27_903, 71_350)
OF_M1 = "Magistrates' courts receipts, disposals and open cases"
OF_C1 = "Receipts, disposals and open cases in the Crown Court"


def table(
    folder: Path, number: str, title: str, sizes: tuple[int, int, int], many: int = 8, called: str = "Open cases"
) -> Path:
    received, finished, open_cases = sizes
    rows: Rows = [["Year", "Quarter", "Receipts", "Disposals", called]]
    for at in range(many):
        came, went = received + 31 * at + at * at % 7 * 13, finished + 17 * at + at * at % 5 * 19
        open_cases += came - went
        rows.append([str(2023 + at // 4), f"Q{at % 4 + 1}", came, went, open_cases])
    last = f"{2023 + (many - 1) // 4}"
    cover: Rows = [
        [f"Criminal court statistics quarterly: October to December {last}"],
        [f"Publication date: 27 March {int(last) + 1}"],
    ]
    above: Rows = [
        [f"Table {number}: {title}, England and Wales, Q1 2023 to Q4 {last}"],
        ["This worksheet contains one table."],
    ]
    return write(folder / f"tables_{last}Q4.xlsx", {"Cover": cover, "Notes": NOTES, f"Table_{number}": [*above, *rows]})


@pytest.mark.parametrize(("number", "title", "sizes"), [("M1", OF_M1, MAGISTRATES), ("C1", OF_C1, CROWN)])
def test_figures_of_their_own_court_are_read(
    tmp_path: Path, number: str, title: str, sizes: tuple[int, int, int]
) -> None:
    assert read(table(tmp_path, number, title, sizes), tmp_path)


@pytest.mark.parametrize(
    ("number", "title", "sizes", "said"),
    [
        (
            "M1",
            OF_M1,
            CROWN,
            "expected 83,000 to 1,350,000 for 'magistrates' courts receipts, disposals and open cases'",
        ),
        (
            "C1",
            OF_C1,
            MAGISTRATES,
            "expected 6,700 to 250,000 for 'receipts, disposals and open cases in the crown court'",
        ),
    ],
)
def test_the_figures_of_the_other_court_are_asked_about(
    tmp_path: Path, number: str, title: str, sizes: tuple[int, int, int], said: str
) -> None:
    path = table(tmp_path, number, title, sizes)
    with pytest.raises(FileRefused) as refused:
        read(path, tmp_path)
    (problem,) = refused.value.problems
    assert "the nation's figures are not of the size of these courts'" in problem.sentence
    assert said in problem.sentence
    reasons = {f"court-publication-tables@size-{number.lower()}@2024q4": "The series was restated."}
    assert read(path, tmp_path, reasons=reasons)


def test_a_few_quarters_are_an_example(tmp_path: Path) -> None:
    assert read(table(tmp_path, "M1", OF_M1, CROWN, many=4), tmp_path)


@pytest.mark.parametrize("called", ["Outstanding cases", "Cases outstanding [note 1]", "Outstanding caseload"])
def test_outstanding_cases_are_the_open_cases_that_the_measures_take(tmp_path: Path, called: str) -> None:
    title = OF_M1.replace("open", "outstanding")
    reading = read(table(tmp_path, "M1", title, MAGISTRATES, called=called), tmp_path)
    assert {row["field"] for row in observed(reading)} == {"receipts", "disposals", "open_cases"}
    wanted = load_catalogue().metrics["magistrates-open-cases"].numerators[0]
    (row,) = pick(reading, period="2024Q4", field=wanted.field)
    assert (row["table"], row["item"], row["ref"]) == ("m1", "all", "E11")


def test_open_and_outstanding_cases_in_one_table_are_not_told_apart(tmp_path: Path) -> None:
    path = table(tmp_path, "M1", OF_M1, MAGISTRATES)
    book = openpyxl.load_workbook(path)
    sheet = book["Table_M1"]
    for row in range(3, sheet.max_row + 1):
        sheet.cell(row, 6).value = "Outstanding cases" if row == 3 else sheet.cell(row, 5).value + row
    book.save(path)
    with pytest.raises(FileRefused) as refused:
        read(path, tmp_path)
    assert "two figures stand for the same place, period and words" in refused.value.problems[0].sentence
