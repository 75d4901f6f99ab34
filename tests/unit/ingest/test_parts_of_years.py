"""Quarters and months as columns of a year that stands in rows, title or above; rows of whole years without a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from ingest.published_files import observed, read
from ingest.statistics_workbooks import Over, Rows, court, write
from ingest.test_cps_quarterly import PRE_CHARGE, REGIONS

from assize.core.errors import FileRefused

COVER: Rows = [["Criminal court statistics quarterly: January to March 2025"], ["Publication date: 26 June 2025"]]
BOARDS = ("Cheshire", "Cleveland", "Cumbria", "Derbyshire", "Devon and Cornwall")


def figure(*of: object) -> int:
    return 2000 + sum(ord(sign) * (at + 3) for at, sign in enumerate(str(of))) * 37 % 4813


def table(tmp_path: Path, rows: Rows, name: str = "ccsq.xlsx") -> Path:
    return write(tmp_path / name, {**court(), "Cover": COVER, "Table_C5": [*rows]})


def found(tmp_path: Path, rows: Rows, **wanted: str) -> dict[tuple[str, str, str], float]:
    """Place, period and field of each figure, and the figure."""
    got = observed(read(table(tmp_path, rows), tmp_path))
    return {(row["area"], row["period"], row["field"]): float(row["value"]) for row in got}


TITLE: list[Rows] = [
    [["Table C5: Cases by LCJB area, 2024"], ["LCJB area", "Q1", "Q2", "Q3", "Q4"]],
    [["Table C5: Cases by LCJB area"], ["2024"], ["LCJB area", "Q1", "Q2", "Q3", "Q4"]],
    [["Table C5: Cases by LCJB area"], ["", Over("2024", 4), "", "", ""], ["LCJB area", "Q1", "Q2", "Q3", "Q4"]],
    [["Table C5: Cases by LCJB area"], ["", Over("2024", 4), "", "", ""], ["", "Q1", "Q2", "Q3", "Q4"]],
    [["Table C5: Cases by LCJB area, 2024"], ["LCJB area", "Jan to Mar", "Apr to Jun", "Jul to Sep", "Oct to Dec"]],
]


@pytest.mark.parametrize("top", TITLE)
def test_quarters_of_a_year_that_stands_above(tmp_path: Path, top: Rows) -> None:
    """They were read as measures called `q1` of the whole year."""
    rows: Rows = [[board, *(figure(board, part) for part in (1, 2, 3, 4))] for board in BOARDS]
    got = found(tmp_path, [*top, *rows])
    assert got == {
        (board.lower().replace(" ", "-"), f"2024Q{part}", "value"): figure(board, part)
        for board in BOARDS
        for part in (1, 2, 3, 4)
    }


@pytest.mark.parametrize("whole", ["Total", "Annual", "Full year", ""])
def test_quarters_as_columns_of_years_in_rows(tmp_path: Path, whole: str) -> None:
    quarters = {year: [figure(year, part) for part in (1, 2, 3, 4)] for year in (2021, 2022, 2023, 2024)}
    header = ["Year", "Q1", "Q2", "Q3", "Q4", *([whole] if whole else [])]
    rows = [[str(year), *own, *([sum(own)] if whole else [])] for year, own in quarters.items()]
    got = found(tmp_path, [["Table C5: Cases"], header, *rows])
    assert got["england-and-wales", "2023Q2", "value"] == quarters[2023][1]
    assert got.get(("england-and-wales", "2023", "value")) == (sum(quarters[2023]) if whole else None)
    assert len(got) == 4 * len(header[1:])


def test_quarters_of_the_financial_year(tmp_path: Path) -> None:
    rows: Rows = [[year, *(figure(year, part) for part in "abcd")] for year in ("2021/22", "2022/23", "2023/24")]
    got = found(tmp_path, [["Table C5: Cases"], ["Financial year", "Apr-Jun", "Jul-Sep", "Oct-Dec", "Jan-Mar"], *rows])
    assert got["england-and-wales", "2024Q1", "value"] == figure("2023/24", "d")
    numbers = found(tmp_path, [["Table C5: Cases"], ["Financial year", "Q1", "Q2", "Q3", "Q4"], *rows])
    assert numbers == got


def test_a_measure_and_a_quarter_in_one_header(tmp_path: Path) -> None:
    rows: Rows = [[str(year), figure(year, 1), figure(year, 2)] for year in (2021, 2022, 2023, 2024)]
    got = found(tmp_path, [["Table C5: Cases"], ["Year", "Receipts Q1", "Q2 receipts"], *rows])
    assert {key[2] for key in got} == {"receipts"}
    assert got["england-and-wales", "2022Q2", "receipts"] == figure(2022, 2)


def test_a_header_that_speaks_of_a_quarter_which_is_not_the_rows(tmp_path: Path) -> None:
    rows: Rows = [[str(year), f"Q{at}", figure(year, at), 40 + at] for year in (2022, 2023) for at in (1, 2, 3, 4)]
    path = table(tmp_path, [["Table C5: Trials"], ["Year", "Quarter", "Trials", "Change since Q1"], *rows])
    reading = read(path, tmp_path)
    assert {row["field"] for row in observed(reading)} == {"trials"}
    assert any("its header speaks of a quarter that is not the row's" in one.what for one in reading.problems)


def test_quarters_without_any_year_are_refused(tmp_path: Path) -> None:
    rows: Rows = [[board, *(figure(board, part) for part in (1, 2))] for board in BOARDS]
    with pytest.raises(FileRefused, match="no period is said"):
        found(tmp_path, [["Table C5: Cases by LCJB area"], ["LCJB area", "Q1", "Q2"], *rows])


@pytest.mark.parametrize("top", [[["2024-25"]], [["", Over("2024-25", 4), "", "", ""]]])
def test_quarters_of_the_cps_below_their_year(tmp_path: Path, top: Rows) -> None:
    rows: Rows = [["Charged", 10, 20, 30, 40], ["No prosecution", 1, 2, 3, 4], ["Total", 11, 22, 33, 44]]
    sheet = [*PRE_CHARGE[:2], *top, ["", "Q1", "Q2", "Q3", "Q4"], *rows]
    path = write(tmp_path / "cps.xlsx", {"Pre-charge": sheet, "Regional data": REGIONS})
    reading = read(path, tmp_path, reasons={"cps-quarterly@cover@2024q2": "The cover is older."})
    got = {row["period"]: row["value"] for row in observed(reading) if row["item"] == "charged"}
    assert got == {"2024Q2": 10, "2024Q3": 20, "2024Q4": 30, "2025Q1": 40}


def test_a_bare_year_of_the_cps_says_no_quarter(tmp_path: Path) -> None:
    sheet = [*PRE_CHARGE[:2], ["2024"], ["", "Q1", "Q2"], ["Charged", 10, 20], ["No prosecution", 1, 2]]
    path = write(tmp_path / "cps.xlsx", {"Pre-charge": sheet, "Regional data": REGIONS})
    with pytest.raises(FileRefused, match="this period cannot be told, found 'January to December 2024, Q1'"):
        read(path, tmp_path)


# --- rows of whole years --------------------------------------------------------------------------------------------------


def flows(annual: object, *, every: bool = True, first: bool = False) -> Rows:
    """Two years by quarter with a row of each whole year, before or behind its quarters; with `every` the year in each row."""
    rows: list[list[object]] = []
    for year in (2023, 2024):
        quarters = [[str(year), f"Q{part}", figure(year, part), figure(part, year)] for part in (1, 2, 3, 4)]
        whole: list[object] = [str(year), annual, *(sum(int(str(row[at])) for row in quarters) for at in (2, 3))]
        block = [whole, *quarters] if first else [*quarters, whole]
        rows += [row if every or not at else ["", *row[1:]] for at, row in enumerate(block)]
    return [["Table C5: Cases"], ["Year", "Quarter", "Receipts", "Disposals"], *rows]


@pytest.mark.parametrize("annual", ["", "-", "–", "[z]", "Annual", "All quarters"])
@pytest.mark.parametrize("first", [True, False])
def test_rows_of_whole_years_that_say_no_quarter(tmp_path: Path, annual: str, first: bool) -> None:
    got = found(tmp_path, flows(annual, first=first))
    assert got["england-and-wales", "2023", "receipts"] == sum(figure(2023, part) for part in (1, 2, 3, 4))
    assert len(got) == 2 * 2 * 5


@pytest.mark.parametrize("first", [True, False])
def test_a_year_in_the_first_of_its_rows_beside_a_row_of_the_whole_year(tmp_path: Path, first: bool) -> None:
    got = found(tmp_path, flows("Annual", every=False, first=first))
    assert got["england-and-wales", "2024Q3", "disposals"] == figure(3, 2024)
    assert len(got) == 2 * 2 * 5


@pytest.mark.parametrize("lost", [3, 4])
def test_a_quarter_whose_name_was_lost_is_none_of_a_whole_year(tmp_path: Path, lost: int) -> None:
    rows = [list(row) for row in flows("Annual")]
    rows[lost][1] = ""
    with pytest.raises(FileRefused, match="this period cannot be told, found '2023', ''"):
        found(tmp_path, rows)


@pytest.mark.parametrize(
    ("label", "period"),
    [("2024 Q1 revised", "2024Q1"), ("2024 Q1, provisional", "2024Q1"), ("2024/25 provisional", "2024-25")],
)
def test_periods_with_their_standing_in_words(tmp_path: Path, label: str, period: str) -> None:
    reading = read(table(tmp_path, [["Table C5: Cases"], ["Period", "Receipts"], [label, 4021]]), tmp_path)
    content = reading.content
    assert [(row.period.id, [mark.value for mark in row.marks]) for row in content] == [  # type: ignore[union-attr]
        (period, ["[p]" if "prov" in label else "[r]"])
    ]


def test_days_with_strokes_are_read_where_day_and_month_cannot_be_taken_for_each_other(tmp_path: Path) -> None:
    def rows(*days: str) -> Rows:
        return [["Table C5: Cases open on a day"], ["As at", "Open cases"], *([day, figure(day)] for day in days)]

    got = found(tmp_path, rows("31/03/2024", "30/06/2024", "30/09/2024"))
    assert sorted(key[1] for key in got) == ["2024-m03", "2024-m06", "2024-m09"]
    with pytest.raises(FileRefused, match="found '01/04/2024'"):
        found(tmp_path, rows("01/04/2024", "01/07/2024"))
