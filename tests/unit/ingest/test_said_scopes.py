"""Lines above a table that limit what its figures count, whichever publication it is of."""

from __future__ import annotations

from pathlib import Path

import pytest
from home_office_files import CRIME_HEADER, OUTCOME_HEADER, WRITE, crimes, outcomes, write_csv
from published_files import read
from statistics_workbooks import RECEIPTS, Rows, court, write

from assize.core.errors import FileRefused
from assize.ingest.said_scopes import limiting

LIMITS = [
    "Adults only", "Excluding the Metropolitan Police", "Figures exclude cases dealt with under the Single Justice Procedure",
    "London region only", "Sample of 10% of cases", "Females", "Of which: domestic abuse-related", "Rape-flagged cases only",
    "Limited to cases with a victim", "The figures do not include breaches.",
]  # fmt: skip
LEFT = [
    "Police recorded crime by force", "This worksheet contains only one table.", "For information only",
    "Blank cells are not included in totals", "Adults aged 16 and over", "Provisional figures", "Women and the justice system",
    "They are for practice alone.", "For internal use only", "For illustrative purposes only", "This is for this table only",
]  # fmt: skip


@pytest.mark.parametrize("line", LIMITS)
def test_lines_that_limit(line: str) -> None:
    assert limiting(["Police recorded crime", line]) == line


def test_of_a_long_title_the_part_that_limits_is_shown() -> None:
    found = limiting([f"{'A long title of a table, ' * 8}excluding the Metropolitan Police"])
    assert found.startswith("…") and found.endswith("excluding the Metropolitan Police") and len(found) < 100


@pytest.mark.parametrize("line", LEFT)
def test_lines_that_limit_nothing(line: str) -> None:
    assert limiting([line]) == ""


@pytest.mark.parametrize("line", LIMITS[:4])
@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
@pytest.mark.parametrize("of", ["recorded-crime", "crime-outcomes"])
def test_a_line_above_a_long_table_is_asked_about(tmp_path: Path, line: str, kind: str, of: str) -> None:
    header, rows = (CRIME_HEADER, crimes) if of == "recorded-crime" else (OUTCOME_HEADER, outcomes)
    width = len(header)
    table = [["Police recorded crime", *[""] * (width - 1)], [line, *[""] * (width - 1)], header, *rows("2017/18")]
    place = "row 2" if kind == "csv" else "2017_18, row 2"
    path = tmp_path / f"table.{kind}"
    if kind == "csv":
        write_csv(path, table)
    else:
        WRITE[kind](path, {"Notes": [[line]], "2017_18": table})
    with pytest.raises(FileRefused) as refused:
        read(path, tmp_path)
    (problem,) = (one for one in refused.value.problems if one.blocks)
    said = (
        f"table.{kind} [{place}]: a line above the table limits what its figures count, so they may be of a part, found"
    )
    assert problem.sentence.startswith(f"{said} '{line}'")
    key = problem.sentence.rpartition('[reasons]: "')[2].partition('"')[0]
    assert key.startswith(f"{of}@limited@20")
    assert read(path, tmp_path, reasons={key: "It was always so."})


@pytest.mark.parametrize(
    "line", ["Figures exclude fraud.", "Excludes fraud and computer misuse", "Official statistics"]
)
def test_of_fraud_many_tables_say_that_it_is_not_in_them(tmp_path: Path, line: str) -> None:
    table = [[line, *[""] * 7], CRIME_HEADER, *crimes("2017/18")]
    assert read(write_csv(tmp_path / "crime.csv", table), tmp_path)


def test_a_statistics_table_that_no_measure_is_made_of_is_told_to_be_of_a_part(tmp_path: Path) -> None:
    title = "Table C1: Receipts and disposals, England and Wales, for trial cases only, Q1 2024 to Q1 2025"
    rows: Rows = [[title], *RECEIPTS[1:]]
    problems = read(write(tmp_path / "tables.xlsx", court(Table_C1=rows)), tmp_path).problems
    (found,) = (one for one in problems if "of a part" in one.what)
    assert not found.blocks and "for trial cases only" in found.found
    whole = read(write(tmp_path / "whole.xlsx", court(Table_C1=RECEIPTS)), tmp_path).problems
    assert not any("of a part" in one.what for one in whole)


@pytest.mark.parametrize(
    "name", ["crime-adults-only", "crime_excl_london", "crime females", "Crime (rape only)", "crime-kent-area-only"]
)
def test_a_name_of_a_file_or_a_sheet_that_limits_is_asked_about(tmp_path: Path, name: str) -> None:
    rows = [CRIME_HEADER, *crimes("2017/18")]
    paths = write_csv(tmp_path / f"{name}.csv", rows), WRITE["xlsx"](tmp_path / "crime.xlsx", {name: rows})
    for path in paths:
        with pytest.raises(FileRefused, match="a name says that the figures are of a part") as refused:
            read(path, tmp_path)
        assert name in refused.value.sentence
        assert read(path, tmp_path, reasons={"recorded-crime@limited@2018q1": "Only its name is odd."})


@pytest.mark.parametrize(
    "name", ["crime-values-only", "crime final", "sample", "crime excluding fraud", "women-and-crime-2018"]
)
def test_names_that_limit_nothing(tmp_path: Path, name: str) -> None:
    assert read(write_csv(tmp_path / f"{name}.csv", [CRIME_HEADER, *crimes("2017/18")]), tmp_path)
