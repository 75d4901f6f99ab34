"""Headers that are broken over two rows, second tables on a sheet, numbers written short, and flows in an order of their own.

Each damaged table has its undamaged twin beside it, which is read.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from ingest.published_files import observed, read
from ingest.statistics_workbooks import COVER, NOTES, Over, Rows, court, write
from ingest.test_consistency import FLOWS, Lines, flows, refusal, workbook

TITLE = "Table T1: Trials by court"
COURTS: list[list[object]] = [[2024, f"Q{number}", 10 + number, 20 + number, 30 + number] for number in range(1, 5)]


def fields(path: Path, scratch: Path) -> set[str]:
    return {row["field"] for row in observed(read(path, scratch))}


def table(tmp_path: Path, *header: list[object]) -> Path:
    rows: Rows = [[TITLE], ["This worksheet contains one table."], *header, *COURTS]
    return write(tmp_path / "ccsq.xlsx", court(Table_T1=rows))


# --- headers ------------------------------------------------------------------------------------------------------------


def test_a_header_broken_over_two_rows_is_one_where_it_can_stand_over_nothing_else(tmp_path: Path) -> None:
    """The upper half of the last header, alone in its row, is no line of text above the table."""
    halves = table(tmp_path, ["", "", "", "", "Open"], ["Year", "Quarter", "Receipts", "Disposals", "cases"])
    assert fields(halves, tmp_path) == {"receipts", "disposals", "open_cases"}
    several = table(tmp_path, ["", "", "", "Cases", "Open"], ["Year", "Quarter", "Receipts", "disposed of", "cases"])
    assert fields(several, tmp_path) == {"receipts", "cases_disposed_of", "open_cases"}


def test_a_part_of_a_header_that_might_stand_over_one_column_or_several_is_refused(tmp_path: Path) -> None:
    """`Open` over `cases`, and not over receipts beside it: as it stands nobody can tell."""
    said = refusal(table(tmp_path, ["", "", "Open"], ["Year", "Quarter", "cases", "Receipts", "Disposals"]), tmp_path)
    assert "[Table_T1!C3]: it cannot be told over which columns a part of the header stands" in said
    assert "found 'Open' above 'cases', 'Receipts', 'Disposals'" in said
    two = table(tmp_path, ["", "", "Open", "Cases"], ["Year", "Quarter", "cases", "received", "Disposals"])
    assert "found 'Cases' above 'received', 'Disposals'" in refusal(two, tmp_path)


def test_groups_that_say_over_which_columns_they_stand_are_read(tmp_path: Path) -> None:
    merged = table(
        tmp_path, ["", "", Over("Crown Court", 2), "", ""], ["Year", "Quarter", "Receipts", "Disposals", "Sittings"]
    )
    assert fields(merged, tmp_path) == {"crown_court_receipts", "crown_court_disposals", "sittings"}
    wide = [*COURTS[0], 41]
    rows: Rows = [
        [TITLE],
        ["Year", "Quarter", "Crown Court", "", "Magistrates' courts", ""],
        ["", "", "Receipts", "Disposals", "Receipts", "Disposals"],
        wide,
    ]
    assert len(fields(write(tmp_path / "ccsq.ods", court(Table_T1=rows)), tmp_path)) == 4
    rows = [[TITLE], ["", "2023", "", "2024", ""], ["Court", "Q1", "Q2", "Q1", "Q2"], ["Crown Court", 9, 8, 7, 6]]
    periods = {row["period"] for row in observed(read(write(tmp_path / "c.ods", court(Table_T1=rows)), tmp_path))}
    assert periods == {"2023Q1", "2023Q2", "2024Q1", "2024Q2"}
    rows = [[TITLE], ["", "2024"], ["Court", "Q1", "Q2"], ["Crown Court", 7, 6]]
    periods = {row["period"] for row in observed(read(write(tmp_path / "c.ods", court(Table_T1=rows)), tmp_path))}
    assert periods == {"2024Q1", "2024Q2"}


@pytest.mark.parametrize(
    "text", ["Number of cases", "Back to contents", "Note: these are provisional", "Cases counted."]
)
def test_a_line_of_text_right_above_a_header_is_no_part_of_it(tmp_path: Path, text: str) -> None:
    lone = table(tmp_path, ["", "", "", "", text], ["Year", "Quarter", "Receipts", "Disposals", "Open cases"])
    assert fields(lone, tmp_path) == {"receipts", "disposals", "open_cases"}


# --- second tables ------------------------------------------------------------------------------------------------------

AREAS: Rows = [
    ["Table 2.1: Regional data"],
    ["Area", "Measure", "Q1 24/25", "Q2 24/25"],
    ["Staffordshire", "Receipts", 810, 820],
    ["Kent", "Receipts", 910, 930],
]


def summary(tmp_path: Path, *second: list[object], other: Rows = (), name: str = "Other") -> Path:
    cover: Rows = [["Criminal court statistics quarterly: July to September 2024"], ["Published 12 December 2024"]]
    sheets = {"Cover": cover, "Notes": NOTES, "Regional data": [*AREAS, *second]}
    return write(tmp_path / "ccsq.xlsx", {**sheets, **({name: other} if other else {})})


def test_a_second_table_of_the_same_columns_without_a_number(tmp_path: Path) -> None:
    previous = [[], ["Previous figures"], AREAS[1], ["Staffordshire", "Receipts", 807, 823]]
    path = summary(tmp_path, *map(list, previous))
    said = refusal(path, tmp_path)
    assert "[Regional data!A7]: a second table has the columns of another, and nothing says how the two differ" in said
    assert "found 'Previous figures' after 'Table 2.1: Regional data'" in said
    key = "court-publication-tables@second-table@regional-data"
    assert len(observed(read(path, tmp_path, reasons={key: "They are those of last year's method."}))) == 6
    numbered = [[], ["Table 2.2: Regional data, of them rape"], *previous[2:]]
    assert len(observed(read(summary(tmp_path, *map(list, numbered)), tmp_path))) == 6
    of_other_columns = [[], ["By year"], ["Area", "Measure", "2022/23", "2023/24"], ["Kent", "Receipts", 3600, 3700]]
    assert len(observed(read(summary(tmp_path, *map(list, of_other_columns)), tmp_path))) == 6


def test_a_sheet_with_the_title_and_the_columns_of_another(tmp_path: Path) -> None:
    untitled: list[list[object]] = [["Receipts by area"], *map(list, AREAS[1:3])]
    again = summary(tmp_path, other=untitled, name="Copy")
    assert len(observed(read(again, tmp_path))) == 6
    sheets = {"Cover": COVER, "Notes": NOTES, "Regional data": untitled, "Copy": untitled}
    said = refusal(write(tmp_path / "two.xlsx", sheets), tmp_path)
    assert "[Copy!A2]: a second table has the columns of another" in said and "on the sheet Regional data" in said


@pytest.mark.parametrize("name", ["Notes and definitions", "Contents", "Cover sheet 2"])
def test_a_table_on_a_sheet_that_is_named_as_a_text(tmp_path: Path, name: str) -> None:
    table: list[list[object]] = [["Table 2.2: Regional data, of them rape"], *map(list, AREAS[1:])]
    said = refusal(summary(tmp_path, other=table, name=name), tmp_path)
    assert f"[{name}!A2]: a table of figures stands on a sheet with the name of a text, so it would not be read" in said
    listed: Rows = [
        ["Table", "Title", "Tables", "2024"],
        ["Table 2.1", "Regional data", 1, "yes"],
        ["Table 2.3", "x", 2, 3],
    ]
    assert len(observed(read(summary(tmp_path, other=listed, name=name), tmp_path))) == 4


# --- numbers written short ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "short", [["3K", "6K", "9K", "12K"], ["1.2m", "1.3m", "1.4m", "2.0m"], ["950", "1K", "2k", "3 thousand"]]
)
def test_numbers_written_short_are_no_words(tmp_path: Path, short: list[str]) -> None:
    lines: Lines = [[*line[:2], cell, *line[3:]] for line, cell in zip(flows()[-4:], short, strict=True)]
    said = refusal(workbook(tmp_path, FLOWS, lines), tmp_path)
    assert "[Table_T1!C3]: every cell has a number with something around it" in said
    codes: Lines = [
        [*line[:2], cell, *line[3:]] for line, cell in zip(flows()[-4:], ["3A", "6K2", "9", "K"], strict=True)
    ]
    assert read(workbook(tmp_path, ["Year", "Quarter", "Class", *FLOWS[3:]], codes), tmp_path)


# --- flows --------------------------------------------------------------------------------------------------------------


def in_order(lines: Lines, at: int, order: Any) -> Lines:
    column = order([line[at] for line in lines])
    return [[*line[:at], cell, *line[at + 1 :]] for line, cell in zip(lines, column, strict=True)]


def mixed(column: list[object]) -> list[object]:
    return random.Random(8).sample(column, len(column))


@pytest.mark.parametrize("at", [2, 3, 4])
@pytest.mark.parametrize("order", [sorted, mixed, lambda column: sorted(column, reverse=True)])
def test_a_flow_that_stands_in_an_order_of_its_own(tmp_path: Path, at: int, order: Any) -> None:
    said = refusal(workbook(tmp_path, FLOWS, in_order(flows(), at, order)), tmp_path)
    assert "would if the figures of one column stood in another order" in said
    assert f"found '{FLOWS[at].lower()}' in an order of its own" in said


def test_open_cases_that_follow_but_for_transfers_are_read(tmp_path: Path) -> None:
    """In the published quarters each is up to 0.6% from what came and went; those of another court follow from nothing."""
    draw = random.Random(9)
    near: Lines = [[*line[:4], int(str(line[4])) + draw.randint(-360, 360)] for line in flows()]
    assert read(workbook(tmp_path, FLOWS, near), tmp_path)
    for seed in range(20):
        draw = random.Random(seed)
        other: Lines = [[*line[:4], draw.randint(50_000, 70_000)] for line in flows()]
        assert read(workbook(tmp_path, FLOWS, other), tmp_path)
