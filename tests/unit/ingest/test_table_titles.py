"""A table's title against what its number is known to mean, and against its own rows."""

from __future__ import annotations

import random
from pathlib import Path

import openpyxl
import pytest
from ingest.published_files import CATALOGUE, observed, read
from ingest.statistics_workbooks import Rows, write

from assize.core.errors import FileRefused
from assize.core.reading import Reading

KNOWN = "Table 1: Crown Court receipts, disposals and open cases, by HMCTS region"
UNKNOWN = "Table 7: Receipts, by HMCTS region"


def made(tmp_path: Path, title: str, header: str = "Receipts", regions: int = 3) -> Path:
    chance = random.Random(4)
    names = ("London", "Midlands", "Wales")[:regions]
    rows: Rows = [
        [title],
        ["This worksheet contains one table."],
        ["HMCTS region", "Year", "Quarter", header],
        *(
            [name, str(year), f"Q{quarter}", 3925 + 613 * at + chance.randint(-90, 90)]
            for at, name in enumerate(names)
            for year in (2023, 2024)
            for quarter in (1, 2, 3, 4)
        ),
    ]
    cover: Rows = [["HMCTS management information: October to December 2024"]]
    return write(tmp_path / "hmcts.xlsx", {"Cover": cover, "Notes": [["Notes"]], "Table": rows})


def of(tmp_path: Path, title: str, header: str = "Receipts") -> Reading:
    return read(made(tmp_path, title, header), tmp_path)


def refusal(tmp_path: Path, title: str) -> str:
    with pytest.raises(FileRefused) as refused:
        of(tmp_path, title)
    return refused.value.sentence


@pytest.mark.parametrize(
    "title",
    [
        KNOWN,
        "Table 1: Receipts by HMCTS region",
        "Table 1: Crown Court cases: receipts, disposals and outstanding cases, England and Wales, by region and quarter",
        "Table 1: Crown Court workload, by HMCTS region and sex (provisional)",
        "Table 1: Number of cases received and disposed of at the Crown Court, by offence group and region",
    ],
)
def test_titles_that_say_no_other_count_are_read(tmp_path: Path, title: str) -> None:
    assert len(observed(of(tmp_path, title))) == 24


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Crown Court", "magistrates' courts"),
        ("Crown Court", "Magistrates’ court"),
        ("Crown Court", "Youth court"),
        ("Crown Court", "County court"),
        ("Crown Court", "Tribunal"),
        ("open cases", "open defendants"),
        ("open cases", "hearings"),
        ("by HMCTS region", "by HMCTS region, adult rape cases only"),
        ("by HMCTS region", "by HMCTS region, excluding appeals"),
        ("by HMCTS region", "by HMCTS region (excl. breaches)"),
        ("by HMCTS region", "by HMCTS region, of which rape"),
        ("by HMCTS region", "by HMCTS region, for trial"),
        ("by HMCTS region", "by HMCTS region, women"),
        ("by HMCTS region", "by HMCTS region, Scotland"),
        ("by HMCTS region", "by HMCTS region, Northern Ireland"),
        ("by HMCTS region", "by HMCTS region (percentages)"),
        ("by HMCTS region", "by HMCTS region, per 100,000 people"),
        ("by HMCTS region", "by HMCTS region (index)"),
        ("by HMCTS region", "by HMCTS region, domestic abuse"),
        ("receipts,", "percentage of receipts,"),
        ("Crown Court", "Average Crown Court"),
        ("Crown Court", "Change in Crown Court"),
    ],
)
def test_titles_of_another_count_under_a_known_number(tmp_path: Path, old: str, new: str) -> None:
    sentence = refusal(tmp_path, KNOWN.replace(old, new))
    assert "its number is known for another count" in sentence and "Table!A3" in sentence
    assert "hmcts-management-information@title-1@2024q4" in sentence


def test_an_office_may_say_that_the_table_is_that_all_the_same(tmp_path: Path) -> None:
    path = made(tmp_path, f"{KNOWN}, excluding appeals")
    reasons = {"hmcts-management-information@title-1@2024q4": "Appeals never stood in this table."}
    assert len(observed(read(path, tmp_path, reasons=reasons))) == 24


@pytest.mark.parametrize(
    "title",
    [
        UNKNOWN,
        f"{UNKNOWN}, excluding appeals",
        f"{UNKNOWN}, women",
        "Table 7: Receipts at magistrates' courts, by HMCTS region",
        "Table 7: Receipts in England and Wales, Scotland and Northern Ireland",
        "Table 7: Receipts, rate per 100,000 people, by HMCTS region",
        "Table 7: Index of receipts",
    ],
)
def test_any_title_of_a_number_of_which_nothing_is_known(tmp_path: Path, title: str) -> None:
    assert len(observed(of(tmp_path, title))) == 24


@pytest.mark.parametrize(
    ("title", "what"),
    [
        (f"{UNKNOWN}, Scotland", "another land"),
        (f"{UNKNOWN}, Northern Ireland", "another land"),
        (f"{UNKNOWN}, London", "the rows are of other places"),
        (f"{UNKNOWN}, Staffordshire", "the title names Staffordshire and the rows are of other places"),
        (
            f"{UNKNOWN}, Staffordshire, Q1 2023 to Q4 2024",
            "the title names Staffordshire and the rows are of other places",
        ),
        (f"{UNKNOWN}, Crown Court at Stafford", "the title names Stafford and the rows are of other places"),
        (f"{UNKNOWN}, Stafford Crown Court, 2023 to 2024", "the title names Stafford and the rows are of other places"),
        ("Table 7: Receipts in Stafford, 2023 to 2024", "the title names Stafford and the rows are of other places"),
        (f"{UNKNOWN} (percentages)", "the figures are percentages"),
        (f"{UNKNOWN}, per cent", "the figures are percentages"),
        ("Table 7: Percentage of receipts, by HMCTS region", "the figures are percentages"),
        ("Table 7: Receipts, rate per 1,000, by HMCTS region", "rates per 1,000"),
    ],
)
def test_titles_against_which_the_rows_speak(tmp_path: Path, title: str, what: str) -> None:
    assert what in refusal(tmp_path, title)


def test_a_title_of_the_one_place_of_its_rows(tmp_path: Path) -> None:
    assert len(observed(read(made(tmp_path, f"{UNKNOWN}, London", regions=1), tmp_path))) == 8


@pytest.mark.parametrize("label", [UNKNOWN, "Table 9: Another table"])
def test_a_title_that_stands_as_the_label_of_a_row(tmp_path: Path, label: str) -> None:
    def book(word: str) -> Path:
        rows: Rows = [
            [UNKNOWN],
            ["This worksheet contains one table."],
            ["Year", "Quarter", "Case type", "Receipts"],
            *(
                [str(year), f"Q{quarter}", name, 400 + 31 * quarter + year % 9]
                for year in (2023, 2024)
                for quarter in (1, 2, 3, 4)
                for name in ("Indictable", word)
            ),
        ]
        cover: Rows = [["HMCTS management information: October to December 2024"]]
        return write(tmp_path / "hmcts.xlsx", {"Cover": cover, "Notes": [["Notes"]], "Table": rows})

    assert len(observed(read(book("Table trials"), tmp_path))) == 16
    with pytest.raises(FileRefused, match="a title stands as the label of a row, so what the row is of is not said"):
        read(book(label), tmp_path)


def test_every_table_that_a_measure_is_made_of_by_a_letter_is_known() -> None:
    for source in CATALOGUE.sources.values():
        assert all(number == number.lower() and words for number, words in source.tables.items())
    assert "Magistrates" in CATALOGUE.sources["court-publication-tables"].tables["m1"]


def under(tmp_path: Path, line: str) -> Reading:
    path = made(tmp_path, KNOWN)
    rows = openpyxl.load_workbook(path)
    rows["Table"]["A2"] = line
    rows.save(path)
    return read(path, tmp_path)


@pytest.mark.parametrize(
    "line",
    [
        "Figures exclude cases dealt with under the Single Justice Procedure.",
        "This worksheet contains one table. Not including appeals.",
        "Rape-flagged cases",
        "Trial cases only",
        "The table is restricted to defendants on bail.",
        "Figures do not include committals for sentence.",
    ],
)
def test_a_scope_told_between_title_and_header_is_asked_about(tmp_path: Path, line: str) -> None:
    with pytest.raises(FileRefused) as refused:
        under(tmp_path, line)
    (problem,) = refused.value.problems
    assert problem.what.startswith("a line beside the title says that this table is of a part")
    assert problem.expected.startswith("Crown Court receipts, disposals and open cases")
    assert '"hmcts-management-information@scope-1@2024q4"' in problem.fix


@pytest.mark.parametrize(
    "line",
    [
        "This worksheet contains one table. Some cells refer to notes, which can be found on the notes worksheet.",
        "Figures are provisional and may be revised. Totals may differ from the sum of rows because of rounding.",
        "Crown Court only.",
        "Source: HMCTS management information. Cases are counted on the last day of the quarter.",
        "Blank rows are excluded from the count of rows.",
        "Freeze panes are turned on; use the arrow keys only to scroll.",
        "Only the Crown Court.",
    ],
)
def test_lines_that_limit_nothing_are_read(tmp_path: Path, line: str) -> None:
    assert len(observed(under(tmp_path, line))) == 24
