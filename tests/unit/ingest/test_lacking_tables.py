"""Workbooks without a table that they ought to have: its number, their words or what is known of them tells it."""

from __future__ import annotations

from pathlib import Path

import pytest
from ingest.published_files import read
from ingest.statistics_workbooks import Rows, court, write
from ingest.test_cps_quarterly import PRE_CHARGE, QUARTERS, REGIONS

KNOWN = "a table that the publication is known to have is not in the workbook"
SPOKEN = "the workbook speaks of tables that are not in it"
HOLES = "the numbers of the tables leave some out"


def table(number: str, *lines: str) -> Rows:
    """A table of the courts with this number; its figures are its own."""
    at = sum(map(ord, number))
    return [
        [f"Table {number}: Cases, quarterly"],
        *([line] for line in lines),
        ["Year", "Quarter", f"Cases {number}"],
        *(
            [year, f"Q{part}", 3925 + 613 * part + 17 * at + year % 97]
            for year in (2023, 2024)
            for part in (1, 2, 3, 4)
        ),
    ]


def told(tmp_path: Path, *numbers: str, notes: str = "", line: str = "") -> dict[str, str]:
    """What is said of tables that are lacking, by how it begins."""
    tables = {f"Table_{number}": table(number, *([line] if line else [])) for number in numbers}
    book = court(**tables)
    book["Notes"] = [["Notes"], [notes or "Cases may hold several defendants."]]
    problems = read(write(tmp_path / "ccsq.xlsx", book), tmp_path).problems
    assert not any(problem.blocks for problem in problems)
    return {problem.what: problem.found for problem in problems if problem.what in (KNOWN, SPOKEN, HOLES)}


def test_a_workbook_with_all_its_tables_says_nothing(tmp_path: Path) -> None:
    assert told(tmp_path, "M1", "M2", "C1", "C2", notes="Table C1 counts cases.") == {}


def test_a_table_that_the_publication_is_known_for(tmp_path: Path) -> None:
    found = told(tmp_path, "C1", "C2")
    assert found == {KNOWN: "no table M1 (Magistrates' courts receipts, disposals and open cases)"}


def test_a_number_that_is_left_out(tmp_path: Path) -> None:
    assert told(tmp_path, "M1", "C2", "C3", "C5") == {HOLES: "no table C1, no table C4"}


def test_a_table_t1_that_the_contents_list_is_no_table_1(tmp_path: Path) -> None:
    book = court(Table_T1=table("T1"), Table_C3=table("C3"))
    book["Contents"] = [["Contents"], ["T1", "Cases"], ["C3", "Cases"]]
    problems = read(write(tmp_path / "ccsq.xlsx", book), tmp_path).problems
    assert "tables that the contents list are not in the workbook" not in {problem.what for problem in problems}
    book["Contents"] += [["C4", "Cases"]]
    problems = read(write(tmp_path / "ccsq.xlsx", book), tmp_path).problems
    assert "c4" in {problem.found for problem in problems}


@pytest.mark.parametrize("numbers", [("M1", "C7"), ("M1", "C7", "C9")])
def test_numbers_of_which_most_are_elsewhere(tmp_path: Path, numbers: tuple[str, ...]) -> None:
    assert told(tmp_path, *numbers) == {}


@pytest.mark.parametrize("where", ["notes", "line"])
def test_a_table_of_which_the_workbook_speaks(tmp_path: Path, where: str) -> None:
    said = "Open cases are those of Table C3 and Table C1a."
    assert told(tmp_path, "M1", "C1a", "C2", **{where: said}) == {SPOKEN: "no table C3"}  # type: ignore[arg-type]


def test_a_table_of_another_publication_is_none_of_it(tmp_path: Path) -> None:
    assert (
        told(tmp_path, "M1", "C1", notes="See Table C9 of the release of 2019; Table 4.2 of the prisons' is older.")
        == {}
    )


def test_a_summary_of_the_cps_without_a_kind_of_table(tmp_path: Path) -> None:
    def said(**sheets: Rows) -> str:
        return " ".join(one.sentence for one in read(write(tmp_path / "cps.xlsx", sheets), tmp_path).problems)

    courts: Rows = [["Table 3.1: Court caseload"], ["", *QUARTERS], ["Live cases", 4021, 4133, 4207, 4289]]
    outcomes: Rows = [["Table 4.1: Prosecution outcomes"], ["", *QUARTERS], ["Convictions", 2021, 2133, 2207, 2289]]
    whole = {"Pre-charge": PRE_CHARGE, "Regional data": REGIONS, "Courts": courts, "Outcomes": outcomes}
    assert "no table of" not in said(**whole)
    del whole["Pre-charge"]
    whole["Courts"] = [PRE_CHARGE[0], *courts]
    lacking = said(**whole)
    assert (
        "the workbook has no table of a kind that the publication has, found no table of pre-charge decisions"
        in lacking
    )
