"""A source or a note below a table whose text stands in the next cell, and columns of places of which one is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from ingest.published_files import observed, read
from ingest.statistics_workbooks import Rows, court, write
from ingest.test_consistency import refusal

TITLE = "Table C9: Receipts and disposals by region, Q1 2024 to Q3 2024"
REGIONS = {"hmcts-london", "hmcts-midlands", "hmcts-north-east", "england-and-wales"}
BY_ROW: list[list[object]] = [
    [place, "2024", f"Q{at + 1}", size + step * at, size - step * (2 + at)]
    for at in range(3)
    for place, size, step in (
        ("England and Wales", 900, 12),
        ("London", 200, 3),
        ("Midlands", 300, 4),
        ("North East", 400, 5),
    )
]


def by_row(tmp_path: Path, *below: list[object]) -> Path:
    rows: Rows = [[TITLE], ["Area", "Year", "Quarter", "Receipts", "Disposals"], *BY_ROW, *below]
    return write(tmp_path / "ccsq.xlsx", court(Table_C9=rows))


def by_column(tmp_path: Path, *headers: str) -> Path:
    rows = [
        ["2024", f"Q{at + 1}", *(100 + 7 * at + number for number in range(len(headers), 0, -1))] for at in range(3)
    ]
    return write(tmp_path / "ccsq.xlsx", court(Table_C9=[[TITLE], ["Year", "Quarter", *headers], *rows]))


@pytest.mark.parametrize(
    "below",
    [
        [["Source"]],
        [["Source", "Ministry of Justice"]],
        [["Source:", "", "HMCTS"], ["[r] = revised"]],
        [["Source", "Ministry of Justice"], ["Notes", "Cases of all kinds are counted."]],
    ],
)
def test_a_source_or_a_note_beside_its_word_is_no_row_of_the_table(tmp_path: Path, below: list[list[object]]) -> None:
    rows = observed(read(by_row(tmp_path, *below), tmp_path))
    assert (len(rows), {row["area"] for row in rows}) == (24, REGIONS)


def test_a_row_with_figures_is_never_taken_for_a_note(tmp_path: Path) -> None:
    said = refusal(by_row(tmp_path, ["Source", "2024", "Q3", 12, 13]), tmp_path)
    assert "[Table_C9!A15]: this area is not known, found 'Source'" in said
    said = refusal(by_row(tmp_path, ["Sourced", "2024", "Q3", "", ""]), tmp_path)
    assert "[Table_C9!A15]: this area is not known, found 'Sourced'" in said


def test_columns_of_places_of_which_one_is_not_known_are_refused(tmp_path: Path) -> None:
    known = by_column(tmp_path, "England and Wales", "London", "Midlands", "North East")
    assert {row["area"] for row in observed(read(known, tmp_path))} == REGIONS
    said = refusal(by_column(tmp_path, "England and Wales", "London", "Midlands", "Other"), tmp_path)
    assert "[Table_C9!F2]" in said
    assert (
        "columns are headed by places, and one by none that is known: all would be of England and Wales, found 'Other' beside"
        " 'London', 'Midlands', expected columns that are all headed by places that are known"
    ) in said
    said = refusal(by_column(tmp_path, "London", "Midlands", "Northern Marches"), tmp_path)
    assert "found 'Northern Marches' beside 'London', 'Midlands'" in said


@pytest.mark.parametrize("headers", [("White", "Black", "Other"), ("England", "Wales", "England and Wales")])
def test_columns_of_other_words_are_of_the_nation(tmp_path: Path, headers: tuple[str, ...]) -> None:
    rows = observed(read(by_column(tmp_path, *headers), tmp_path))
    assert {row["area"] for row in rows} == {"england-and-wales"}
