"""How officers' workbooks say year, quarter, area, measure and unit: each way is read right, or it is asked about."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from ingest.histories import ATTENDED, REQUIRED

from assize.catalogue.load import load_catalogue
from assize.core.errors import FileRefused
from assize.ingest.history.mapping import ASK, mapping_text, open_questions, parse_mapping
from assize.ingest.history.propose import Proposal, Wanted, propose
from assize.ingest.history.reader import read_mapped
from assize.ingest.received import Received

CATALOGUE = load_catalogue()
SOURCE = CATALOGUE.sources["partner-witness-care"]
QUARTERS = ["Q1 18/19", "Q2 18/19", "Q3 18/19", "Q4 18/19"]
NEEDED = ["Witnesses required", 1200, 1201, 1202, 1203]
CAME = ["Witnesses attended", 1000, 1001, 1002, 1003]
POSTS = "officers_in_post"
Rows = list[list[Any]]
S, W = "staffordshire", "west-mercia"


def saved(path: Path, sheets: dict[str, Rows] | Rows) -> Path:
    """The workbook of these rows; a text that begins with = is a formula without a result."""
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in (sheets if isinstance(sheets, dict) else {"S": sheets}).items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, datetime):
                        sheet.write_datetime(row, column, cell, day)
                    elif isinstance(cell, str) and cell.startswith("="):
                        sheet.write_formula(row, column, cell, None, "")
                    elif isinstance(cell, str):
                        sheet.write_string(row, column, cell)
                    elif cell is not None:
                        sheet.write_number(row, column, cell)
    return path


def mapped(tmp_path: Path, sheets: dict[str, Rows] | Rows, *, senses: tuple[str, ...] = (), board: str = S) -> Proposal:
    path = saved(tmp_path / "history.xlsx", sheets)
    proposal = propose(Received(path, path.name), SOURCE, CATALOGUE, Wanted((S, W), senses, board=board))
    assert bool(proposal.doubts) == bool(open_questions(proposal.draft)), (
        "what is doubtful is asked, and no other way round"
    )
    return proposal


def figures(tmp_path: Path, proposal: Proposal) -> dict[tuple[str, str, str], float]:
    """What is read where nothing was asked, by area, period and field."""
    assert open_questions(proposal.draft) == [], proposal.doubts
    path = tmp_path / "history.xlsx"
    rows = read_mapped(Received(path, path.name), proposal.draft, SOURCE, CATALOGUE).content
    return {(row.area, row.period.slug, row.field): float(row.value) for row in rows}  # type: ignore[union-attr]


def read(tmp_path: Path, sheets: dict[str, Rows] | Rows, **said: Any) -> dict[tuple[str, str, str], float]:
    return figures(tmp_path, mapped(tmp_path, sheets, **said))


def asked(tmp_path: Path, sheets: dict[str, Rows] | Rows, **said: Any) -> tuple[list[tuple[str, str]], str]:
    """The open questions, and what was said of them; none was passed over."""
    proposal = mapped(tmp_path, sheets, **said)
    assert open_questions(proposal.draft)
    received = Received(tmp_path / "history.xlsx", "history.xlsx")
    with pytest.raises(FileRefused, match="a question of the mapping is open"):
        read_mapped(received, proposal.draft, SOURCE, CATALOGUE)
    return open_questions(proposal.draft), "\n".join(proposal.doubts)


def of_a_year(
    year: str, area: str = S, required: int = 1200, attended: int = 1000
) -> dict[tuple[str, str, str], float]:
    found: dict[tuple[str, str, str], float] = {}
    for at in range(4):
        found[area, f"{year}-q{at + 1}", REQUIRED] = required + at
        found[area, f"{year}-q{at + 1}", ATTENDED] = attended + at
    return found


# --- a year here, a quarter there -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "quarter", "numbers"),
    [
        ("Year", "Quarter", [1, 2, 3, 4]),
        ("Financial year", "Qtr", [1, 2, 3, 4]),
        ("FY", "Q", ["1", "2", "3", "4"]),
        ("Year", "Quarter", ["Q1", "Q2", "Q3", "Q4"]),
        ("Year", "Quarter", ["I", "II", "III", "IV"]),
        ("Year", "Quarter", ["1st", "2nd", "3rd", "4th"]),
        ("Year", "Months", ["Apr-Jun", "Jul-Sep", "Oct-Dec", "Jan-Mar"]),
    ],
)
@pytest.mark.parametrize("filled", [True, False])
def test_the_year_in_one_column_and_the_quarter_in_another(
    tmp_path: Path, year: str, quarter: str, numbers: list[Any], filled: bool
) -> None:
    rows: Rows = [["Staffordshire"], [year, quarter, "Witnesses required", "Witnesses attended"]]
    for at, number in enumerate(numbers):
        rows.append(["2018/19" if filled or not at else None, number, 1200 + at, 1000 + at])
    assert read(tmp_path, rows) == of_a_year("2018-19")


def test_one_quarter_a_year_is_no_year(tmp_path: Path) -> None:
    rows = [
        ["Year", "Quarter", "Witnesses required", "Witnesses attended"],
        ["2018/19", 4, 1240, 1071],
        ["2017/18", 4, 1230, 1040],
    ]
    assert read(tmp_path, rows) == {
        (S, "2018-19-q4", REQUIRED): 1240,
        (S, "2018-19-q4", ATTENDED): 1071,
        (S, "2017-18-q4", REQUIRED): 1230,
        (S, "2017-18-q4", ATTENDED): 1040,
    }


def test_quarters_of_a_bare_year_may_be_calendar_or_financial_in_two_columns_too(tmp_path: Path) -> None:
    rows = [["Year", "Quarter", "Witnesses required"], [2017, 4, 1240], [2018, 1, 1230], [2018, 2, 1235]]
    questions, said = asked(tmp_path, rows)
    assert [label for _, label in questions] == ["2017 | 4", "2018 | 1", "2018 | 2"]
    assert "calendar" in said
    assert read(tmp_path, rows, senses=("calendar",))[S, "2018-19-q1", REQUIRED] == 1235


@pytest.mark.parametrize(
    ("sheet", "title", "labels"),
    [
        ("S", "2018/19 performance - Staffordshire", ["Q1", "Q2", "Q3", "Q4"]),
        ("2018-19", "Staffordshire", ["Q1", "Q2", "Q3", "Q4"]),
        ("S", "Staffordshire 2018-19", ["Apr-Jun", "Jul-Sep", "Oct-Dec", "Jan-Mar"]),
        ("S", "Year ending March 2019: Staffordshire", ["Qtr 1", "Qtr 2", "Qtr 3", "Qtr 4"]),
    ],
)
def test_a_title_or_a_sheet_says_the_year_of_bare_quarters(
    tmp_path: Path, sheet: str, title: str, labels: list[str]
) -> None:
    assert read(tmp_path, {sheet: [[title], [None, *labels], NEEDED, CAME]}) == of_a_year("2018-19")


@pytest.mark.parametrize(
    ("sheet", "title", "labels"),
    [
        ("2019", "Staffordshire", ["Q1", "Q2", "Q3", "Q4"]),
        ("S", "Staffordshire 2018", ["Jan-Mar", "Apr-Jun", "Jul-Sep", "Oct-Dec"]),
        ("S", "Staffordshire", ["Q1", "Q2", "Q3", "Q4"]),
        ("S", "Staffordshire 2017/18 and 2018/19", ["Q1", "Q2", "Q3", "Q4"]),
        ("S", "Staffordshire 2017/18", QUARTERS),
        ("S", "Staffordshire", ["30-Jun", "30-Sep", "31-Dec", "31-Mar"]),
        ("S", "Staffordshire", ["Jun-18", "Sep-18", "Dec-18", "Mar-19"]),
        ("S", "Staffordshire", ["30/06/2018", "30/09/2018", "31/12/2018", "31/03/2019"]),
        ("S", "Staffordshire", ["07/05/2018", "04/05/2018", "10/05/2018", "01/05/2019"]),
        ("S", "Staffordshire", ["04/01/2018", "07/01/2018", "10/01/2018", "01/01/2019"]),
        ("S", "Staffordshire", [datetime(2018, 1, 4), datetime(2018, 1, 7), datetime(2018, 1, 10), datetime(2019, 1, 1)]),
        ("S", "Staffordshire", ["Q1 (Jan-Mar) 18/19", "Q2 (Apr-Jun) 18/19", "Q3 (Jul-Sep) 18/19", "Q4 (Oct-Dec) 18/19"]),
        ("S", "Staffordshire 2018/19", ["P1", "P2", "P3", "P4"]),
    ],
)  # fmt: skip
def test_periods_with_two_meanings_or_none_are_asked(tmp_path: Path, sheet: str, title: str, labels: list[Any]) -> None:
    questions, _ = asked(tmp_path, {sheet: [[title], [None, *labels], NEEDED, CAME]})
    assert {where for where, _ in questions} <= {"table 1, period", "questions"}


def test_days_written_month_first_are_answered_all_at_once(tmp_path: Path) -> None:
    rows = [["Staffordshire"], [None, "04/01/2018", "07/01/2018", "10/01/2018", "01/01/2019"], NEEDED, CAME]
    assert "(day first" in asked(tmp_path, rows)[1]
    assert read(tmp_path, rows, senses=("month-first", "quarter")) == of_a_year("2018-19")


def test_a_month_that_only_the_day_proves_is_read_month_first_and_asked(tmp_path: Path) -> None:
    rows = [["Staffordshire"], [None, "06/30/2018", "09/30/2018", "12/31/2018", "03/31/2019"], NEEDED, CAME]
    assert read(tmp_path, rows, senses=("quarter",)) == of_a_year("2018-19")


def test_one_quarter_in_a_column_of_its_own_under_a_year(tmp_path: Path) -> None:
    rows = [["2018/19 performance - Staffordshire"], [None, "Q1"], NEEDED[:2], CAME[:2]]
    assert read(tmp_path, rows) == {(S, "2018-19-q1", REQUIRED): 1200, (S, "2018-19-q1", ATTENDED): 1000}


def test_a_sheet_of_one_quarter_under_a_year(tmp_path: Path) -> None:
    rows = [["2018/19 - Staffordshire"], [None, "Number"], NEEDED[:2], CAME[:2]]
    assert set(read(tmp_path, {"Q1": rows})) == {(S, "2018-19-q1", REQUIRED), (S, "2018-19-q1", ATTENDED)}


def test_quarters_down_and_years_across(tmp_path: Path) -> None:
    rows = [["Witnesses required - Staffordshire"], [None, "2017/18", "2018/19"]]
    rows += [[f"Q{number}", 1100 + number, 1200 + number] for number in (1, 2, 3, 4)]
    found = read(tmp_path, rows)
    assert len(found) == 8
    assert found[S, "2017-18-q2", REQUIRED] == 1102
    assert found[S, "2018-19-q4", REQUIRED] == 1204


def test_a_year_that_heads_the_rows_below(tmp_path: Path) -> None:
    rows: Rows = [["Staffordshire"], ["Quarter", "Witnesses required", "Witnesses attended"]]
    for year, more in (("2017/18", 0), ("2018/19", 100)):
        rows += [[year], *([f"Q{at + 1}", 1200 + at + more, 1000 + at + more] for at in range(4))]
    assert read(tmp_path, rows) == of_a_year("2017-18") | of_a_year("2018-19", S, 1300, 1100)


def test_a_second_column_of_periods_that_differs_is_asked(tmp_path: Path) -> None:
    rows: Rows = [["Staffordshire"], ["Quarter", "Counted in", "Witnesses required"]]
    rows += [[quarter, f"Q{at + 1} 17/18", 1200 + at] for at, quarter in enumerate(QUARTERS)]
    assert "another period than the one taken" in asked(tmp_path, rows)[1]


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (["Q1 18/19", "Q2 18/19", "Q4 18/19", "Q3 18/19"], "'Q3 18/19' follows 'Q4 18/19', out of order"),
        (["Q1 17/18", "Q2 17/18", "Q3 17/18", "Q4 18/19"], "'Q4 18/19' follows 'Q3 17/18', with a year or more"),
        (["Q1 17/18", "Q2 17/18", "Q3 18/19", "Q4 17/18"], "'Q4 17/18' follows 'Q3 18/19', out of order"),
        (["Q4 18/19", "Q3 18/19", "Q2 19/20", "Q1 18/19"], "'Q2 19/20' follows 'Q3 18/19', out of order"),
    ],
)
def test_periods_that_do_not_follow_each_other_are_asked(tmp_path: Path, labels: list[str], said: str) -> None:
    across = [["Staffordshire"], [None, *labels], NEEDED, CAME]
    down = [[row[at] if at < len(row) else None for row in across[1:]] for at in range(5)]
    for rows in (across, [["Staffordshire"], *down]):
        questions, told = asked(tmp_path, rows)
        assert (len(questions), said in told) == (1, True), told


@pytest.mark.parametrize(
    "labels",
    [
        QUARTERS[::-1],
        ["Q1 18/19", "Q2 18/19", "Q3 17/18", "Q4 17/18"],
        ["Q4 18/19", "Q4 17/18", "Q4 16/17", "Q4 15/16"],
    ],
)
def test_the_last_period_first_and_the_same_quarter_of_every_year_are_no_disorder(
    tmp_path: Path, labels: list[str]
) -> None:
    assert len(read(tmp_path, [["Staffordshire"], [None, *labels], NEEDED, CAME])) == 8


@pytest.mark.parametrize(
    "labels",
    [
        ["Q1 (01/04/18-30/06/18)", "Q2 (01/07/18-30/09/18)", "Q3 (01/10/18-31/12/18)", "Q4 (01/01/19-31/03/19)"],
        ["Q1 18/19", "Q2 18/19*", "Q3 18/19 (p)", "Q4 18/19 [note 1]"],
        ["AMJ 2018", "JAS 2018", "OND 2018", "JFM 2019"],
        ["Quarter ending 30th June 2018", "Quarter ending 30 Sept 2018", "Quarter ending 31/12/2018", "QE 31 Mar 19"],
        ["2018/19 Qtr 1", "2018/19 Qtr 2", "2018-19 Qtr 3", "FY 2018/19 Q4"],
    ],
)
def test_spellings_of_a_quarter(tmp_path: Path, labels: list[str]) -> None:
    assert read(tmp_path, [["Staffordshire"], [None, *labels], NEEDED, CAME]) == of_a_year("2018-19")


def test_a_year_below_its_quarters_and_their_months_is_joined_to_both(tmp_path: Path) -> None:
    rows = [["Staffordshire"], [None, "Quarter 1", "Quarter 2", "Quarter 3", "Quarter 4"]]
    rows += [[None, "Apr-Jun", "Jul-Sep", "Oct-Dec", "Jan-Mar"], [None, *["2018/19"] * 4], NEEDED, CAME]
    assert read(tmp_path, rows) == of_a_year("2018-19")


def test_the_first_and_the_last_day_of_a_quarter_in_two_columns(tmp_path: Path) -> None:
    ends = [
        ("01/04/2018", "30/06/2018"),
        ("01/07/2018", "30/09/2018"),
        ("01/10/2018", "31/12/2018"),
        ("01/01/2019", "31/03/2019"),
    ]
    rows: Rows = [["Staffordshire"], ["From", "To", NEEDED[0], CAME[0]]]
    rows += [[first, last, 1200 + at, 1000 + at] for at, (first, last) in enumerate(ends)]
    assert read(tmp_path, rows) == of_a_year("2018-19")


def test_a_title_of_a_calendar_year_counts_its_quarters_from_january(tmp_path: Path) -> None:
    rows = [["Staffordshire, January to December 2018"], [None, "Q1", "Q2", "Q3", "Q4"], NEEDED, CAME]
    assert read(tmp_path, rows)[S, "2017-18-q4", REQUIRED] == 1200


def test_a_year_among_quarters_is_a_total_only_where_all_of_them_stand_there(tmp_path: Path) -> None:
    whole = [["Staffordshire"], [None, *QUARTERS, "2018/19"], [*NEEDED, 4806], [*CAME, 4006]]
    assert mapped(tmp_path, whole).draft.tables[0].ignored.keys() == {"2018/19"}
    alone = [["Staffordshire"], [None, "2016/17", "2017/18", *QUARTERS], [NEEDED[0], 4700, 4750, *NEEDED[1:]]]
    assert read(tmp_path, alone)[S, "2016-17", REQUIRED] == 4700
    some = [["Staffordshire"], [None, *QUARTERS[:3], "2018/19"], [*NEEDED[:4], 3603], [*CAME[:4], 3003]]
    assert asked(tmp_path, some)[0] == [("table 1, period", "2018/19")]


@pytest.mark.parametrize("missing", [(2, 0), (4, 1), (4, 2), (1, 3)])
def test_a_label_that_is_not_there_takes_nothing_from_the_one_before(tmp_path: Path, missing: tuple[int, int]) -> None:
    rows: Rows = [["Staffordshire"], ["Year", "Quarter", "Measure", "Value"]]
    rows += [["2017/18", f"Q{at + 1}", NEEDED[0], 1100 + at] for at in range(4)]
    rows += [["2018/19", f"Q{at + 1}", NEEDED[0], 1200 + at] for at in range(1, 4)]
    rows[missing[0]][missing[1]] = None
    if missing == (1, 3):
        assert len(read(tmp_path, rows)) == 7
    else:
        assert asked(tmp_path, rows)


def test_a_label_of_another_year_among_those_of_the_titles_is_asked(tmp_path: Path) -> None:
    rows = [["Staffordshire 2018/19"], [None, "Q1", "Q2", "Q3", "Q4 17/18"], NEEDED, CAME]
    assert "'Q4 17/18' is of another year than '2018/19'" in asked(tmp_path, rows)[1]


@pytest.mark.parametrize("measures_first", [True, False])
def test_three_rows_of_headers_the_upper_ones_filled(tmp_path: Path, measures_first: bool) -> None:
    rows: Rows = [["Staffordshire"]]
    if measures_first:
        rows += [[None, "Witnesses required", *[None] * 7, "Witnesses attended"]]
        rows += [
            [None, *["2017/18", None, None, None, "2018/19", None, None, None] * 2],
            [None, *["Q1", "Q2", "Q3", "Q4"] * 4],
        ]
        rows += [["Staffordshire", *range(1200, 1204), *range(1300, 1304), *range(1000, 1004), *range(1100, 1104)]]
    else:
        rows += [
            [None, "2017/18", *[None] * 7, "2018/19"],
            [None, *(cell for n in (1, 2, 3, 4) for cell in (f"Q{n}", None))],
        ]
        rows[-1] += rows[-1][1:]
        rows += [["Area", *["Required", "Attended"] * 8], ["Staffordshire"]]
        rows[-1] += [cell for more in (0, 100) for at in range(4) for cell in (1200 + more + at, 1000 + more + at)]
    assert read(tmp_path, rows) == of_a_year("2017-18") | of_a_year("2018-19", S, 1300, 1100)


@pytest.mark.parametrize(
    ("header", "year", "senses", "period"),
    [
        (("Year", "Month"), 2018, ("calendar",), "2018-m04"),
        (("Year", "Month"), 2018, ("financial",), "2018-m07"),
        (("FY", "Month"), "2018/19", ("financial",), "2018-m07"),
        (("FY", "Month"), "2018/19", ("calendar",), "2018-m04"),
    ],
)
def test_a_month_by_its_number_may_be_counted_from_april(
    tmp_path: Path, header: tuple[str, str], year: Any, senses: tuple[str, ...], period: str
) -> None:
    rows: Rows = [["Staffordshire"], [*header, "Witnesses required"], [year, 4, 404], [year, 5, 405], [year, 6, 406]]
    assert len(asked(tmp_path, rows)[0]) == 3
    assert read(tmp_path, rows, senses=senses)[S, period, REQUIRED] == 404


@pytest.mark.parametrize(
    "labels",
    [
        ["Apr to Jun 2018", "Apr to Sep 2018", "Apr to Dec 2018"],
        ["Up to Q1 18/19", "Up to Q2 18/19", "Up to Q3 18/19"],
        ["To end June 2018", "To end Sept 2018", "To end Dec 2018"],
        ["H1 18/19", "H2 18/19", "H1 19/20"],
        ["Q1-Q2 18/19", "Q3-Q4 18/19", "Q1-Q2 19/20"],
        [43191, 43282, 43374],
    ],
)
def test_spans_that_are_no_quarter_are_asked(tmp_path: Path, labels: list[Any]) -> None:
    assert asked(tmp_path, [["Staffordshire"], [None, *labels], NEEDED[:4], CAME[:4]])


@pytest.mark.parametrize("years", [("2017/18", "2018/19"), ("2017", "2018"), (2017, 2018)])
def test_months_across_and_years_down(tmp_path: Path, years: tuple[Any, Any]) -> None:
    months = ["Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]
    rows: Rows = [
        ["Witnesses required - Staffordshire"],
        [None, *months],
        [years[0], *range(100, 112)],
        [years[1], *range(200, 212)],
    ]
    if years[0] == "2017/18":
        assert read(tmp_path, rows)[S, "2018-m01", REQUIRED] == 109
    else:
        assert len(asked(tmp_path, rows)[0]) == 6
        assert read(tmp_path, rows, senses=("financial",))[S, "2018-m01", REQUIRED] == 109


# --- whose figures --------------------------------------------------------------------------------------------------


def test_a_year_over_each_of_two_tables_of_bare_quarters(tmp_path: Path) -> None:
    beside: Rows = [["Staffordshire"], ["2017/18", None, None, "2018/19"], ["Quarter", "Required", "Attended"] * 2]
    beside += [[f"Q{n + 1}", 1200 + n, 1000 + n, f"Q{n + 1}", 1300 + n, 1100 + n] for n in range(4)]
    above: Rows = [["Staffordshire"]]
    for year, more in (("2017/18", 0), ("2018/19", 100)):
        above += [[year], ["Quarter", "Required", "Attended"]]
        above += [*([f"Q{n + 1}", 1200 + more + n, 1000 + more + n] for n in range(4)), []]
    for rows in (beside, above):
        assert read(tmp_path, rows) == of_a_year("2017-18") | of_a_year("2018-19", S, 1300, 1100)


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_tables_side_by_side_keep_their_own_areas_periods_and_measures(tmp_path: Path, gap: int) -> None:
    space = [None] * gap
    rows: Rows = [["Staffordshire", None, None, *space, "West Mercia"]]
    rows += [["Quarter", "Required", "Attended", *space, "Quarter", "Witnesses surveyed", "Witnesses required"]]
    rows += [
        [f"Q{at + 1} 18/19", 1200 + at, 1000 + at, *space, f"Q{at + 1} 17/18", 500 + at, 900 + at] for at in range(4)
    ]  # fmt: skip
    found = read(tmp_path, rows)
    assert len(found) == 16
    assert found[W, "2017-18-q3", REQUIRED] == 902
    assert found[W, "2017-18-q3", "witnesses_surveyed"] == 502
    assert {key: value for key, value in found.items() if key[0] == S} == of_a_year("2018-19")


@pytest.mark.parametrize("header", [None, "Measure"])
def test_areas_that_head_the_rows_below_a_shared_header(tmp_path: Path, header: str | None) -> None:
    rows = [["Staffordshire"], [header, *QUARTERS], NEEDED, CAME, ["West Mercia"]]
    rows += [["Witnesses required", 900, 901, 902, 903], ["Witnesses attended", 800, 801, 802, 803]]
    if header:  # the first area below the header too
        rows[0], rows[1] = rows[1], rows[0]
    assert read(tmp_path, rows) == of_a_year("2018-19") | of_a_year("2018-19", W, 900, 800)


def test_areas_that_head_the_rows_from_the_middle(tmp_path: Path) -> None:
    rows: Rows = [[None, *QUARTERS], [None, None, "Staffordshire"], NEEDED, CAME, [None, None, "West Mercia"]]
    rows += [["Witnesses required", 900, 901, 902, 903], ["Witnesses attended", 800, 801, 802, 803]]
    assert read(tmp_path, rows) == of_a_year("2018-19") | of_a_year("2018-19", W, 900, 800)


def test_measures_that_head_rows_of_areas_and_periods_that_do(tmp_path: Path) -> None:
    rows: Rows = [["Witness care"], [None, *QUARTERS], ["Witnesses required"], ["Staffordshire", *NEEDED[1:]]]
    rows += [["West Mercia", 900, 901, 902, 903], ["Witnesses attended"], ["Staffordshire", *CAME[1:]]]
    rows += [["West Mercia", 800, 801, 802, 803]]
    wanted = of_a_year("2018-19") | of_a_year("2018-19", W, 900, 800)
    assert read(tmp_path, rows) == wanted
    rows = [["Area", "Witnesses required", "Witnesses attended"]]
    for at, quarter in enumerate(QUARTERS):
        rows += [
            [quarter],
            ["Staffordshire", 1200 + at, 1000 + at],
            ["NB: new system"],
            ["West Mercia", 900 + at, 800 + at],
        ]
    assert read(tmp_path, rows) == wanted


def test_neighbours_of_unequal_height(tmp_path: Path) -> None:
    header = ["Quarter", "Witnesses required", "Witnesses attended"]
    rows: Rows = [["Kent", None, None, None, "West Mercia"], [*header, None, *header]]
    rows += [["Q1 17/18", 1, 1, None, "Q1 18/19", 900, 800], [None] * 4 + ["Q2 18/19", 901, 801]]
    rows += [["Staffordshire", None, None, None, "Q3 18/19", 902, 802], [*header, None, "Q4 18/19", 903, 803]]
    rows += [[quarter, 1200 + at, 1000 + at] for at, quarter in enumerate(QUARTERS)]
    found = read(tmp_path, rows)
    assert {key: value for key, value in found.items() if key[0] != "kent"} == (
        of_a_year("2018-19") | of_a_year("2018-19", W, 900, 800)
    )


def test_a_pivot_with_areas_over_their_measures_and_a_grand_total(tmp_path: Path) -> None:
    rows: Rows = [["Sum of Value", "Column Labels"], [None, "2017/18", None, None, None, "2018/19"]]
    rows += [["Row Labels", *["Q1", "Q2", "Q3", "Q4"] * 2, "Grand Total"], ["Staffordshire"]]
    rows += [["Witnesses required", *range(1100, 1104), *range(1200, 1204), 9212], ["West Mercia"]]
    rows += [["Witnesses required", *range(800, 804), *range(900, 904), 6812]]
    found = read(tmp_path, rows)
    assert (len(found), found[W, "2018-19-q4", REQUIRED]) == (16, 903)


def test_areas_whose_own_figures_stand_among_those_of_measures_are_asked(tmp_path: Path) -> None:
    rows: Rows = [
        [None, "Q1 18/19", "Q2 18/19"],
        ["Staffordshire", 3, 4],
        ["Witnesses required", 2, 3],
        ["West Mercia", 5, 6],
    ]
    rows += [["Witnesses attended", 4, 5]]
    assert "Staffordshire and West Mercia stand among the labels" in asked(tmp_path, rows)[1]


def test_areas_by_their_codes_and_in_short(tmp_path: Path) -> None:
    rows: Rows = [["Code", "Quarter", "Witnesses required"], *(["E23000016", quarter, 900] for quarter in QUARTERS)]
    assert {area for area, _, _ in read(tmp_path, rows)} == {W}
    rows = [["Witnesses required"], ["Area", *QUARTERS], ["Staffs", *NEEDED[1:]], ["W. Mercia", *CAME[1:]]]
    assert [label for _, label in asked(tmp_path, rows)[0]] == ["Staffs", "W. Mercia"]


def test_tables_one_above_the_other_with_headers_of_their_own(tmp_path: Path) -> None:
    rows: Rows = [["Staffordshire"], ["Quarter", "Witnesses required", "Witnesses attended"]]
    rows += [[quarter, 1200 + at, 1000 + at] for at, quarter in enumerate(QUARTERS)]
    rows += [[], ["West Mercia"], ["Quarter", "Witnesses attended", "Witnesses required"]]
    rows += [[quarter.replace("18/19", "17/18"), 800 + at, 900 + at] for at, quarter in enumerate(QUARTERS)]
    assert read(tmp_path, rows) == of_a_year("2018-19") | of_a_year("2017-18", W, 900, 800)


def test_areas_over_the_quarters_of_each(tmp_path: Path) -> None:
    rows = [["Witness attendance"], [None, "Staffordshire", None, None, None, "West Mercia", None, None, None]]
    rows += [[None, *QUARTERS, *(quarter.replace("18/19", "17/18") for quarter in QUARTERS)]]
    rows += [[*NEEDED, 900, 901, 902, 903], [*CAME, 800, 801, 802, 803]]
    assert read(tmp_path, rows) == of_a_year("2018-19") | of_a_year("2017-18", W, 900, 800)


def test_measures_under_each_quarter_and_areas_down(tmp_path: Path) -> None:
    rows: Rows = [["Witness care"], [None]]
    rows[1] += [cell for quarter in QUARTERS for cell in (quarter, None, None)]
    rows += [["Area", *(["Required", "Attended", "% attended"] * 4)]]
    for name, more in (("Staffordshire", 0), ("West Mercia", -300)):
        rows += [[name, *(cell for at in range(4) for cell in (1200 + at + more, 1000 + at + more, 0.5))]]
    proposal = mapped(tmp_path, rows)
    assert proposal.draft.tables[0].ignored.keys() == {"% attended"}
    assert figures(tmp_path, proposal) == of_a_year("2018-19") | of_a_year("2018-19", W, 900, 700)


@pytest.mark.parametrize(
    ("sheet", "title", "board"),
    [
        ("West Mercia", "Staffordshire", S),
        ("S", "Staffordshire and West Mercia", S),
        ("S", "West Mercia", S),
        ("W Mercia", "Witness care", S),
        ("S", "Staffordshire (excluding Stoke-on-Trent)", ""),
        ("S", "South Staffordshire", ""),
        ("S", "England and Wales", S),
        ("S", "Witness care", ""),
    ],
)
def test_an_area_that_is_not_certain_is_asked(tmp_path: Path, sheet: str, title: str, board: str) -> None:
    questions, _ = asked(tmp_path, {sheet: [[title], [None, *QUARTERS], NEEDED, CAME]}, board=board)
    assert questions[0] == ("table 1, area", "all of it") or questions[0][0] == "questions"


def test_a_row_that_names_another_area_is_asked_where_it_heads_nothing(tmp_path: Path) -> None:
    rows = [["Staffordshire"], [None, *QUARTERS], NEEDED, CAME, ["Figures for West Mercia from Q3"]]
    questions, said = asked(tmp_path, rows)
    assert questions[0][0] == "questions"
    assert "'Figures for West Mercia from Q3' (A5 of 'S') names West Mercia" in said


def test_the_board_that_was_said_holds_only_where_none_is_named(tmp_path: Path) -> None:
    rows = [["Witness care"], [None, *QUARTERS], NEEDED, CAME]
    assert read(tmp_path, rows) == of_a_year("2018-19")


# --- what is counted, and how ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "Staffordshire - cumulative year to date",
        "Staffordshire - rolling 12 months",
        "Staffordshire YTD",
        "Staffordshire, last 12 months",
        "Staffordshire - witnesses (thousands)",
        "Staffordshire, in 000s",
        "Staffordshire - monthly average",
        "Staffordshire: rate per 1,000",
        "Staffordshire, forecast",
    ],
)
@pytest.mark.parametrize("place", ["title", "below", "row", "corner"])
def test_words_that_change_what_a_figure_is_are_asked(tmp_path: Path, title: str, place: str) -> None:
    said = title.removeprefix("Staffordshire").strip(" -,:")
    rows = [["Staffordshire"], [None, *QUARTERS], NEEDED, CAME]
    if place == "title":
        rows[0] = [title]
    elif place == "corner":
        rows[1][0] = said
    else:
        rows.insert(3 if place == "row" else 4, [f"Note: {said}"])
    if place == "below" and said in ("monthly average", "forecast"):
        return  # a note may say such a word of anything
    questions, _ = asked(tmp_path, rows)
    assert all(where == "questions" for where, _ in questions)


def test_a_share_beside_its_counts_explains_a_title_that_speaks_of_rates(tmp_path: Path) -> None:
    rows = [["Witness attendance rate, Staffordshire"], [None, *QUARTERS], NEEDED, CAME]
    rows += [["Attendance rate", *(round(CAME[at] / NEEDED[at], 3) for at in (1, 2, 3, 4))]]
    assert read(tmp_path, rows) == of_a_year("2018-19")


def test_figures_that_grow_through_every_year_are_asked_though_no_word_says_so(tmp_path: Path) -> None:
    labels = [f"Q{number} {year}" for year in ("17/18", "18/19") for number in (1, 2, 3, 4)]
    rows = [["Staffordshire"], [None, *labels], ["Witnesses required", 1200, 2390, 3610, 4820, 1190, 2405, 3600, 4790]]
    assert "grow from quarter to quarter of 2017-18" in asked(tmp_path, rows)[1]
    rows[2] = ["Witnesses required", 1200, 1190, 1210, 1230, 1190, 1205, 1300, 1290]
    assert len(read(tmp_path, rows)) == 8


@pytest.mark.parametrize(
    "typed", ["1200¹", "(1201)", "1202 (r)", "~1203", "1,2 35", "1.235", "1200.5", "12%", "tbc", "-", "£1200"]
)
def test_a_figure_with_something_beside_it_is_asked_by_itself(tmp_path: Path, typed: str) -> None:
    rows = [["Staffordshire"], [None, *QUARTERS], [NEEDED[0], typed, *NEEDED[2:]], CAME]
    assert asked(tmp_path, rows)[0] == [("markers", typed)]


def test_spaces_between_thousands_and_the_noise_of_sums_are_read(tmp_path: Path) -> None:
    rows = [["Staffordshire"], [None, *QUARTERS], [NEEDED[0], "1 200", "1,201", "1\u00a0202", 1202.9999999999998], CAME]
    assert read(tmp_path, rows) == of_a_year("2018-19")


def test_whole_per_cents_that_bear_the_name_of_a_count_are_asked(tmp_path: Path) -> None:
    rows = [["Staffordshire"], [None, *QUARTERS], NEEDED, ["Witnesses attended", 83, 82, 84, 83]]
    assert "Are they counts, and no per cents?" in asked(tmp_path, rows)[1]


def test_full_time_posts_have_decimals_and_are_no_sum_over_a_year(tmp_path: Path) -> None:
    rows = [
        ["Staffordshire"],
        [None, *QUARTERS, "2018/19"],
        ["Witness care officers in post", 11.5, "11.2", 11, 10.75, 10.75],
    ]
    found = read(tmp_path, rows)
    assert [found[S, f"2018-19-q{number}", POSTS] for number in (1, 2, 3, 4)] == [11.5, 11.2, 11, 10.75]


@pytest.mark.parametrize("label", ["WCU officers (FTE)", "Officers in post FTE"])
def test_figures_with_decimals_under_a_name_of_their_own_are_asked_about_and_no_share_is(
    tmp_path: Path, label: str
) -> None:
    shares = ["Came to court", 0.83, 0.82, 0.84, 0.83]
    rows = [["Staffordshire"], [None, *QUARTERS], NEEDED, [label, 11.5, 11.2, 11, 10.75], shares]
    ((where, question),), doubt = asked(tmp_path, rows)
    assert (where, question) == ("table 1, field", label)
    assert "officers_in_post in the mapping" in doubt
    assert shares[0] in mapped(tmp_path, rows).draft.tables[0].ignored


def test_a_formula_whose_result_was_not_kept_is_refused_by_its_cell(tmp_path: Path) -> None:
    rows = [["Staffordshire"], [None, *QUARTERS], [NEEDED[0], 1200, "=B3+1", 1202, 1203], CAME]
    proposal = mapped(tmp_path, rows)
    with pytest.raises(FileRefused, match=r"S!C3\]: the cell holds a formula whose result was not kept"):
        figures(tmp_path, proposal)


def test_figures_in_hidden_columns_are_asked(tmp_path: Path) -> None:
    path = tmp_path / "history.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("S")
        for row, cells in enumerate([["Staffordshire"], [None, *QUARTERS], NEEDED, CAME]):
            sheet.write_row(row, 0, cells)
        sheet.set_column(2, 2, None, None, {"hidden": True})
        sheet.write_comment(2, 1, "All figures are cumulative")
    said = propose(Received(path, path.name), SOURCE, CATALOGUE, Wanted((S,))).doubts
    assert any("2 figures of table 1 stand in hidden rows or columns, the first C3" in one for one in said)
    assert any("(a comment) says 'cumulative'" in one for one in said)


def test_shown_as_a_per_cent_a_one_is_no_count(tmp_path: Path) -> None:
    path = tmp_path / "history.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, share = book.add_worksheet("S"), book.add_format({"num_format": "0%"})
        for row, cells in enumerate([["Staffordshire"], [None, *QUARTERS], NEEDED]):
            sheet.write_row(row, 0, cells)
        sheet.write_row(3, 0, ["Witnesses attended", 1, 1, 0, 1], share)
    draft = propose(Received(path, path.name), SOURCE, CATALOGUE, Wanted((S,))).draft
    assert "Witnesses attended" in draft.tables[0].ignored


@pytest.mark.parametrize("column", [["Adult", "Child"], ["Actual", "Provisional"], ["North team", "South team"]])
def test_a_column_that_tells_figures_apart_and_is_not_understood_is_asked(tmp_path: Path, column: list[str]) -> None:
    rows: Rows = [["Staffordshire"], ["Quarter", "Kind", "Witnesses required"]]
    rows += [[quarter, column[at % 2], 1200 + at] for at, quarter in enumerate(QUARTERS)]
    assert ("table 1, other", column[1]) in asked(tmp_path, rows)[0]


def test_a_unit_is_a_word_that_says_nothing_or_is_asked(tmp_path: Path) -> None:
    rows = [
        ["Staffordshire"],
        ["Measure", "Unit", *QUARTERS],
        [NEEDED[0], "number", *NEEDED[1:]],
        [CAME[0], "number", *CAME[1:]],
    ]
    assert read(tmp_path, rows) == of_a_year("2018-19")
    rows[3][1] = "000s"
    assert asked(tmp_path, rows)[0] == [("table 1, other", "000s")]


def test_a_row_of_units_under_the_header(tmp_path: Path) -> None:
    rows: Rows = [["Staffordshire"], ["Quarter", NEEDED[0], CAME[0], "Attendance"], [None, "Number", "Number", "%"]]
    rows += [[quarter, 1200 + at, 1000 + at, 83.1] for at, quarter in enumerate(QUARTERS)]
    assert read(tmp_path, rows) == of_a_year("2018-19")


def test_parts_of_a_board_in_rows_are_asked(tmp_path: Path) -> None:
    rows = [["Witnesses required"], ["Area", *QUARTERS]]
    rows += [[name, *NEEDED[1:]] for name in ("Staffordshire North", "Staffordshire South", "Staffordshire")]
    assert [label for _, label in asked(tmp_path, rows)[0]] == ["Staffordshire North", "Staffordshire South"]


def test_targets_beside_actuals_are_left_out(tmp_path: Path) -> None:
    rows: Rows = [["Staffordshire"], [None, *(cell for quarter in QUARTERS for cell in (quarter, None))]]
    rows += [[None, *["Actual", "Target"] * 4], [NEEDED[0], *(cell for one in NEEDED[1:] for cell in (one, 2000))]]
    rows += [[CAME[0], *(cell for one in CAME[1:] for cell in (one, 1900))]]
    proposal = mapped(tmp_path, rows)
    assert figures(tmp_path, proposal) == of_a_year("2018-19")
    assert proposal.draft.tables[0].ignored == {"Target": "a share, a target or worked out from others"}


def test_remarks_and_codes_are_passed_over(tmp_path: Path) -> None:
    rows: Rows = [["Area", "Code", "Quarter", "Witnesses required", "Comments"]]
    for name, code in (("Staffordshire", "E23-21"), ("West Mercia", "E23-16")):
        rows += [[name, code, quarter, 1200 + at, "checked with the unit"] for at, quarter in enumerate(QUARTERS)]
    assert len(read(tmp_path, rows)) == 8


# --- answers ------------------------------------------------------------------------------------------------------


def test_a_question_is_answered_with_yes_and_no_refuses(tmp_path: Path) -> None:
    rows = [["Staffordshire, rolling 12 months"], [None, *QUARTERS], NEEDED, CAME]
    text = mapping_text(mapped(tmp_path, rows).draft)
    received = Received(tmp_path / "history.xlsx", "history.xlsx")
    yes = parse_mapping(text.replace(f'= "{ASK}"', '= "yes"'), "m", SOURCE)
    assert len(read_mapped(received, yes, SOURCE, CATALOGUE).content) == 8  # type: ignore[arg-type]
    no = parse_mapping(text.replace(f'= "{ASK}"', '= "no"'), "m", SOURCE)
    with pytest.raises(FileRefused, match="a question of the mapping is answered with no"):
        read_mapped(received, no, SOURCE, CATALOGUE)
    with pytest.raises(FileRefused, match="this says neither"):
        parse_mapping(text.replace(f'= "{ASK}"', '= "perhaps"'), "m", SOURCE)


def test_labels_of_other_lines_are_taken_or_left_out_as_a_person_says(tmp_path: Path) -> None:
    rows: Rows = [["Staffordshire"], ["Quarter", "Kind", "Witnesses required"]]
    rows += [[quarter, kind, 1200 + at] for at, quarter in enumerate(QUARTERS) for kind in ("All", "Child")]
    text = mapping_text(mapped(tmp_path, rows).draft)
    text = text.replace('"All" = "?"', '"All" = "taken"').replace('"Child" = "?"', "")
    text = text.replace("[table.ignored]", '[table.ignored]\n"Child" = "a part"')
    draft = parse_mapping("\n".join(line.split("  # ")[0] for line in text.splitlines()), "m", SOURCE)
    received = Received(tmp_path / "history.xlsx", "history.xlsx")
    assert len(read_mapped(received, draft, SOURCE, CATALOGUE).content) == 4  # type: ignore[arg-type]
