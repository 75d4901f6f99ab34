"""The caseload of one court under the title of the other, seen by the size of the nation's figures."""

from __future__ import annotations

from pathlib import Path

import pytest
from published_files import read
from statistics_workbooks import NOTES, Rows, write

from assize.core.errors import FileRefused

MAGISTRATES, CROWN = (330_107, 329_811, 300_211), (28_417, 27_903, 71_350)
OF_M1 = "Magistrates' courts receipts, disposals and open cases"
OF_C1 = "Receipts, disposals and open cases in the Crown Court"


def table(folder: Path, number: str, title: str, sizes: tuple[int, int, int], many: int = 8) -> Path:
    received, finished, open_cases = sizes
    rows: Rows = [["Year", "Quarter", "Receipts", "Disposals", "Open cases"]]
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
