"""Headers that say more than their period: how final a figure is, of which months it is, in which unit."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from published_files import observed, read
from statistics_workbooks import COVER, NOTES, Rows, court, write

from assize.core.errors import FileRefused
from assize.core.nouns import Mark
from assize.ingest.printed_periods import in_year, read_span

REGIONS: Rows = [["England and Wales", 30, 31, 33], ["London", 10, 11, 13], ["Midlands", 20, 20, 20]]


def table(tmp_path: Path, title: str, header: list[object], lines: Rows, *above: str) -> Path:
    rows: Rows = [[title], ["This worksheet contains one table."], *[[line] for line in above], header, *lines]
    return write(tmp_path / "ccsq.ods", {"Cover": COVER, "Notes": NOTES, "Table_T1": rows})


def refusal(path: Path, scratch: Path, **asked: Any) -> str:
    with pytest.raises(FileRefused) as refused:
        read(path, scratch, **asked)
    return " ".join(problem.sentence for problem in refused.value.problems)


@pytest.mark.parametrize(
    "header",
    [["2022", "2023 (r)", "2024 (p)"], ["2022", "2023 (revised)", "2024 (provisional)"], ["2022", "2023 r", "2024 p"]],
)
def test_years_that_are_revised_or_provisional(tmp_path: Path, header: list[object]) -> None:
    reading = read(table(tmp_path, "Table T1: Receipts", ["Region", *header], REGIONS), tmp_path)
    assert {(row["period"], row["field"]) for row in observed(reading)} == {
        (year, "value") for year in ("2022", "2023", "2024")
    }
    marks = {row.period.id: row.marks for row in reading.content}  # type: ignore[union-attr]
    assert marks == {"2022": (), "2023": (Mark.REVISED,), "2024": (Mark.PROVISIONAL,)}


def test_rows_that_are_provisional(tmp_path: Path) -> None:
    lines: Rows = [["2022", 30], ["2023 (r)", 31], ["2024 (p)", 33]]
    reading = read(table(tmp_path, "Table T1: Receipts", ["Year", "Receipts"], lines), tmp_path)
    assert [row["period"] for row in observed(reading)] == ["2022", "2023", "2024"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Year (ending March)", "2022-23"),
        ("12 months ending March", "2022-23"),
        ("Year ending March", "2022-23"),
        ("Year", "2023"),
    ],
)
def test_a_header_that_says_when_its_years_end(tmp_path: Path, header: str, expected: str) -> None:
    path = table(tmp_path, "Table T1: Receipts", [header, "Receipts"], [["2023", 30], ["2024", 31]])
    assert observed(read(path, tmp_path))[0]["period"] == expected


@pytest.mark.parametrize("header", ["Year (April to March)", "Year (financial)", "Financial year"])
def test_a_bare_financial_year_may_begin_or_end_in_it(tmp_path: Path, header: str) -> None:
    path = table(tmp_path, "Table T1: Receipts", [header, "Receipts"], [["2023", 30], ["2024", 31]])
    assert "this period cannot be told, found '2023'" in refusal(path, tmp_path)


@pytest.mark.parametrize(
    "header",
    [
        "Week ending 5 Jan 2024",
        "Spring 2024",
        "Mar-23 (12 months)",
        "Jan 2024 (4 weeks)",
        "Receipts, week ending 5 Jan 2024",
    ],
)
def test_a_header_whose_words_make_it_another_period(tmp_path: Path, header: str) -> None:
    path = table(tmp_path, "Table T1: Receipts", ["Region", header], [["England and Wales", 30], ["London", 10]])
    assert f"'{header}'" in refusal(path, tmp_path)


def test_measures_may_speak_of_time(tmp_path: Path) -> None:
    header: list[object] = ["Region", "Cases open 12 months or more, Q4 2024", "Cases open 12 months or more, Q1 2025"]
    path = table(tmp_path, "Table T1: Open cases", header, [["London", 30, 31], ["Midlands", 10, 11]])
    assert {row["field"] for row in observed(read(path, tmp_path))} == {"cases_open_12_months_or_more"}
    year = ["Region", "12m to Mar 2024", "12m to Mar 2025"]
    path = table(tmp_path, "Table T1: Receipts", [*year], [["London", 30, 31], ["Midlands", 10, 11]])
    assert {row["period"] for row in observed(read(path, tmp_path))} == {"2023-24", "2024-25"}


@pytest.mark.parametrize(
    "title", ["Table T1: Cumulative receipts, year to date", "Table T1: Receipts, 12 months to end of quarter"]
)
def test_figures_of_more_months_than_their_headers(tmp_path: Path, title: str) -> None:
    path = table(tmp_path, title, ["Region", "Q2 2024", "Q3 2024", "Q4 2024"], REGIONS)
    assert "sums of twelve months, or of a year so far, that stand under quarters" in refusal(path, tmp_path)


@pytest.mark.parametrize(
    ("title", "line"), [("Table T1: Receipts ('000)", ""), ("Table T1: Receipts", "Units: thousand")]
)
def test_thousands_however_they_are_said(tmp_path: Path, title: str, line: str) -> None:
    path = table(tmp_path, title, ["Region", "Q3 2024", "Q4 2024", "Q1 2025"], REGIONS, *filter(None, [line]))
    assert "its figures are not numbers of one" in refusal(path, tmp_path)


def test_a_year_in_the_first_of_its_rows(tmp_path: Path) -> None:
    """As older tables have it; understood where each row is the quarter after the one above, or before."""
    lines: Rows = [
        ["2023 [note 1]", "Q3", 28], ["", "Q4", 29], ["2024", "Q1", 30], ["", "Q2", 31], ["", "Q3", 32], ["", "Q4", 33],
        ["2025 [p]", "Q1", 34],
    ]  # fmt: skip
    for order in (
        lines,
        [["2024", "Q4", 33], ["", "Q3", 32], ["", "Q2", 31], ["", "Q1", 30], ["2023", "Q4", 29], ["", "Q3", 28]],
    ):
        reading = read(table(tmp_path, "Table T1: Receipts", ["Year", "Quarter", "Receipts"], order), tmp_path)
        kept = {row["period"]: row["value"] for row in observed(reading)}
        assert kept == {f"{2023 + at // 4}Q{at % 4 + 1}": 26 + at for at in range(2, 2 + len(order))}
    for wrong in ([*lines[:3], *lines[4:]], [*lines[:4], *lines[5:]], [lines[0], *lines[2:]]):  # a row is lost
        path = table(tmp_path, "Table T1: Receipts", ["Year", "Quarter", "Receipts"], wrong)
        assert "[Table_T1!A" in (said := refusal(path, tmp_path)) and "rows have no year" in said
    path = table(tmp_path, "Table T1: Receipts", ["Year", "Quarter", "Receipts"], [["", "Q2", 27], *lines])
    assert "this period cannot be told, found ''" in refusal(path, tmp_path)


def test_the_parts_of_london_stand_among_the_boards(tmp_path: Path) -> None:
    lines: Rows = [["Central London", 30, 31, 33], ["North London LCJB", 10, 11, 13], ["Staffordshire", 20, 20, 20]]
    path = table(tmp_path, "Table T1: Receipts", ["LCJB", "Q3 2024", "Q4 2024", "Q1 2025"], lines)
    assert {row["area"] for row in observed(read(path, tmp_path))} == {
        "central-london",
        "north-london",
        "staffordshire",
    }


def test_a_cover_alone_names_its_publication(tmp_path: Path) -> None:
    sheets = {"Cover": COVER, "Receipts": [["Region", "Q1 2025"], ["London", 30], ["Midlands", 20]]}
    said = refusal(write(tmp_path / "ccsq.ods", sheets), tmp_path)
    assert "the cover names a publication that is known" in said and "a sheet of contents or notes" in said


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        ("99999", "a cell that points to a text, or a part that points to another, which is not in the workbook"),
        ("1e3", "'1e3' where the place or number of a text should stand"),
    ],
)
def test_a_workbook_whose_cells_point_nowhere(tmp_path: Path, index: str, expected: str) -> None:
    whole = write(tmp_path / "whole.xlsx", {"Cover": COVER, "Notes": NOTES, "T1": [["Region"], *REGIONS]})
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(broken, "w") as target:
        for part in source.namelist():
            text = source.read(part)
            if part.startswith("xl/worksheets/"):
                text = re.sub(rb'(t="s"><v>)\d+', rb"\g<1>" + index.encode(), text)
            target.writestr(part, text)
    assert f"the workbook cannot be read, found {expected}" in refusal(broken, tmp_path)


def test_a_text_file_of_empty_lines(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text(",,\n,,\n")
    assert "found an empty table" in refusal(path, tmp_path)


@pytest.mark.parametrize(
    ("year", "header", "part", "expected"),
    [
        ("2023/24", "Financial quarter", "Q1", "2023Q2"),
        ("2023/24", "Financial quarter", "Q4", "2024Q1"),
        ("2023/24", "Fiscal quarter", 2, "2023Q3"),
        ("2023/24", "Quarter", "Q4", "2024Q1"),
        ("2023/24", "Calendar quarter", "Q1", "2024Q1"),
        ("2023/24", "Calendar quarter", "Q2", "2023Q2"),
        ("2023/24", "Calendar quarter", "Q4", "2023Q4"),
        ("2024", "Calendar quarter", "Q2", "2024Q2"),
        ("2024", "Quarter", "Q2", "2024Q2"),
        ("2024", "Financial quarter", "Q2", ""),  # of 2023/24 or of 2024/25
        ("2024", "Fiscal quarter", "Q4", ""),
    ],
)
def test_a_header_says_from_which_month_its_quarters_are_counted(
    year: str, header: str, part: object, expected: str
) -> None:
    whole = read_span(year)
    assert whole is not None
    span = in_year(whole, part, header)
    assert (span.period.id if span and span.period else "") == expected


def test_a_table_of_financial_quarters_beside_bare_years_is_refused(tmp_path: Path) -> None:
    rows: Rows = [
        ["Table M1: Magistrates' courts receipts, disposals and open cases, England and Wales"],
        ["This worksheet contains one table."],
        ["Year", "Financial quarter", "Receipts"],
        *(
            [str(year), f"Q{part}", 310_000 + 37 * year % 91 + 1300 * part]
            for year in (2022, 2023)
            for part in (1, 2, 3, 4)
        ),
    ]
    with pytest.raises(FileRefused) as refused:
        read(write(tmp_path / "m.ods", court(Table_M1=rows)), tmp_path)
    assert "this period cannot be told, found '2022', 'Q1' under 'Financial quarter'" in refused.value.sentence
    financial = [[f"{row[0]}/{int(str(row[0])) % 100 + 1}", *row[1:]] for row in rows[3:]]
    found = observed(read(write(tmp_path / "f.ods", court(Table_M1=[*rows[:3], *financial])), tmp_path))
    assert (found[0]["period"], found[-1]["period"]) == ("2022Q2", "2024Q1")
