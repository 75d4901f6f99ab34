"""Lines above a table that limit what its figures count, whichever publication it is of."""

from __future__ import annotations

import csv
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
    "Limited to cases with a victim", "The figures do not include breaches.", "Table 2.1: Regional data, females",
    "Cases prosecuted (male defendants)",
]  # fmt: skip
LEFT = [
    "Police recorded crime by force", "This worksheet contains only one table.", "For information only",
    "Blank cells are not included in totals", "Adults aged 16 and over", "Provisional figures", "Women and the justice system",
    "Unsuccessful outcomes comprise all outcomes other than a conviction.",
    "They are for practice alone.", "For internal use only", "For illustrative purposes only", "This is for this table only",
    "Outcomes for women", "Proven reoffending, adults",
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


# Each kind of file of each publication with one line; the other lines, which one function looks at, with one kind of file.
ABOVE = [
    *((LIMITS[0], kind, of) for kind in ("csv", "xlsx", "ods") for of in ("recorded-crime", "crime-outcomes")),
    *((line, "csv", "recorded-crime") for line in LIMITS[1:4]),
]


@pytest.mark.parametrize(("line", "kind", "of"), ABOVE)
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


def test_a_name_that_limits_may_be_answered_for(tmp_path: Path) -> None:
    rows, name = [CRIME_HEADER, *crimes("2017/18")], "crime-adults-only"
    paths = write_csv(tmp_path / f"{name}.csv", rows), WRITE["xlsx"](tmp_path / "crime.xlsx", {name: rows})
    for path in paths:
        assert read(path, tmp_path, reasons={"recorded-crime@limited@2018q1": "Only its name is odd."})


@pytest.mark.parametrize(
    "name", ["crime-values-only", "crime final", "sample", "crime excluding fraud", "women-and-crime-2018"]
)
def test_names_that_limit_nothing(tmp_path: Path, name: str) -> None:
    assert read(write_csv(tmp_path / f"{name}.csv", [CRIME_HEADER, *crimes("2017/18")]), tmp_path)


# --- the CPS ------------------------------------------------------------------------------------------------------------


def cps_rows() -> list[list[str]]:
    path = Path(__file__).parents[2] / "fixtures" / "ingest" / "POC-18-19-q4.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))


OF_A_PART = [
    "Adults only",
    "Excluding motoring offences",
    "Domestic abuse flagged",
    "CPS outcomes: rape and hate crime",
]


def cps(tmp_path: Path, name: str = "POC-18-19-q4.csv", above: str = "", below: str = "") -> Path:
    """A file of the CPS, with a line of its own above or below the table."""
    rows = [[line, *[""] * (len(cps_rows()[0]) - 1)] for line in (above, below)]
    return write_csv(tmp_path / name, [*rows[:1] * bool(above), *cps_rows(), *rows[1:] * bool(below)])


@pytest.mark.parametrize("line", OF_A_PART)
@pytest.mark.parametrize("side", ["above", "below"])
def test_a_line_above_or_below_the_table_of_the_cps_is_asked_about(tmp_path: Path, line: str, side: str) -> None:
    path = cps(tmp_path, **{side: line})
    with pytest.raises(FileRefused, match=f"a line {side} the table limits what its figures count") as refused:
        read(path, tmp_path)
    assert f"found '{line}'" in refused.value.sentence
    assert read(path, tmp_path, reasons={"cps-case-outcomes@limited@2019q1": "It is of the whole."})


@pytest.mark.parametrize(
    "name", ["POC-18-19-q4-rape-flagged.csv", "POC-18-19-q4 adults only.csv", "poc-vawg-18-19-q4.csv"]
)
def test_a_name_that_limits_a_file_of_the_cps_is_asked_about(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileRefused, match="a name says that the figures are of a part"):
        read(cps(tmp_path, name), tmp_path)


@pytest.mark.parametrize("line", ["Source: CPS Case Management Information System", "Crown Prosecution Service, 2019"])
def test_other_lines_around_the_table_of_the_cps_are_read_over(tmp_path: Path, line: str) -> None:
    assert read(cps(tmp_path, above=line, below=line), tmp_path)


def test_the_sheet_of_a_copy_has_a_name_that_counts(tmp_path: Path) -> None:
    path = WRITE["xlsx"](tmp_path / "POC-18-19-q4.xlsx", {"Adults only": cps_rows()})
    with pytest.raises(FileRefused, match=r"POC-18-19-q4.xlsx \[Adults only\]: a name says"):
        read(path, tmp_path)


def test_a_remark_below_a_long_table_that_limits_it_is_asked_about(tmp_path: Path) -> None:
    table = [CRIME_HEADER, *crimes("2017/18"), ["Figures exclude the Metropolitan Police.", *[""] * 7]]
    with pytest.raises(FileRefused, match="a line below the table limits what its figures count"):
        read(write_csv(tmp_path / "crime.csv", table), tmp_path)
    table[-1][0] = "Figures exclude fraud."
    assert read(write_csv(tmp_path / "crime.csv", table), tmp_path)


# --- workbooks of statistics tables ---------------------------------------------------------------------------------------


def workbook(tmp_path: Path, name: str = "ccsq.xlsx", sheet: str = "Table_C1", **texts: Rows) -> Path:
    return write(tmp_path / name, {**court(), **texts, sheet: RECEIPTS})


@pytest.mark.parametrize("name", ["ccsq_adults_only.xlsx", "ccsq_women.ods", "court tables, excluding appeals.xlsx"])
def test_a_workbook_named_for_a_part_is_asked_about(tmp_path: Path, name: str) -> None:
    path = workbook(tmp_path, name)
    with pytest.raises(FileRefused, match="a name says that the figures are of a part"):
        read(path, tmp_path)
    assert read(path, tmp_path, reasons={"court-publication-tables@limited@2025q1": "It was renamed."})


def test_a_sheet_named_for_a_part_is_asked_about_where_a_measure_is_made_of_it(tmp_path: Path) -> None:
    title = "Table M1: Receipts and disposals in the magistrates' courts, Q1 2024 to Q1 2025"
    known = write(tmp_path / "known.xlsx", court(**{"M1 adults": [[title], *RECEIPTS[1:]]}))
    with pytest.raises(FileRefused, match=r"\[M1 adults\]: a name says that the figures are of a part"):
        read(known, tmp_path)
    told = read(workbook(tmp_path, sheet="C1 adults"), tmp_path).problems
    assert any(one.what == "the name of a sheet says that its figures are of a part" for one in told)


@pytest.mark.parametrize(
    "texts",
    [
        {"Cover": [["Criminal court statistics quarterly: January to March 2025, adult defendants only"]]},
        {"Cover": [["Criminal court statistics quarterly: January to March 2025"], ["Rape-flagged cases only"]]},
        {"Notes": [["Notes"], ["All figures in this workbook are for domestic abuse flagged cases only."]]},
        {"Notes": [["Notes"], ["This publication is limited to defendants aged 18 and over."]]},
    ],
)
def test_a_workbook_that_says_it_is_of_a_part_is_asked_about(tmp_path: Path, texts: dict[str, Rows]) -> None:
    with pytest.raises(FileRefused, match="the workbook says that its figures are of a part"):
        read(workbook(tmp_path, **texts), tmp_path)


@pytest.mark.parametrize(
    "note",
    ["[note 3] Excludes cases transferred between courts.", "All figures exclude breaches.", "Adults only."],
)
def test_notes_that_leave_something_out_are_told(tmp_path: Path, note: str) -> None:
    notes: Rows = [["Notes"], [note], ["All figures are for England and Wales only."]]
    (told,) = [one for one in read(workbook(tmp_path, Notes=notes), tmp_path).problems if "leave out" in one.what]
    assert not told.blocks and note.removeprefix("[note 3] ") in told.found


def test_a_publication_about_children_has_them_in_its_name(tmp_path: Path) -> None:
    cover: Rows = [["Youth justice statistics: year ending March 2025"]]
    rows: Rows = [
        ["Table 9: Receipts, year ending March 2025"], ["This worksheet contains one table."],
        ["Case type", "Receipts"], ["Indictable", 10], ["Summary", 20],
    ]  # fmt: skip
    path = write(tmp_path / "youth-justice-statistics-children.xlsx", {"Cover": cover, "Notes": [["Notes"]], "9": rows})
    assert read(path, tmp_path)
