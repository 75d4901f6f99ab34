"""CPS quarterly workbooks: quarters of the financial year, a rolling year, regional tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from ingest.published_files import CATALOGUE, observed, read
from ingest.statistics_workbooks import Rows, write

from assize.core.errors import FileRefused
from assize.core.nouns import AreaKind, Mark, Trust
from assize.core.reading import Query, Reading

QUARTERS = ["Q2 23/24", "Q3 2023-24", "Jan-Mar 2024", "Q1 24/25"]
PRE_CHARGE: Rows = [
    ["CPS data summary Quarter 1 2024-2025"],
    ["Table 1.1: Legal decisions completed"],
    ["", *QUARTERS, "Rolling Year to Date"],
    ["Charged", 10, 20, 30, 40, 100],
    ["No prosecution", 1, 2, 3, 4, 10],
    ["Total", 11, 22, 33, 44, 110],
    ["Counts are of suspects."],
    [],
    ["Table 1.2: Timeliness"],
    ["", *QUARTERS],
    ["Average days", 40.5, 41.25, 42, 43],
]
REGIONS: Rows = [
    ["Table 2.1: Regional data"],
    ["CPS Area", "Measure", "Q4 23/24", "Q1 24/25"],
    ["West Midlands", "Receipts", 1, 2],
    ["Cymru-Wales", "Receipts", 3, 4],
    ["East Midlands", "Receipts", 5, 6],
    ["National", "Receipts", 9, 12],
]


def workbook(folder: Path, kind: str = "xlsx", **changed: Rows) -> Path:
    return write(
        folder / f"cps-data-summary-q1.{kind}", {"Pre-charge": PRE_CHARGE, "Regional data": REGIONS, **changed}
    )


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_quarters_and_the_rolling_year(tmp_path: Path, kind: str) -> None:
    reading = read(workbook(tmp_path, kind), tmp_path)
    assert (reading.source, reading.layout, reading.trust) == (
        "cps-quarterly",
        "cps-quarterly-workbook",
        Trust.NOT_YET_SEEN,
    )
    assert (reading.released, reading.released_estimated) == (date(2024, 10, 20), True)
    values = {
        (row["area"], row["period"], row["table"], row["item"]): (float(row["value"]), row["sheet"], row["ref"])
        for row in observed(reading)
    }
    assert values["england-and-wales", "2023Q3", "1-1", "charged"] == (10, "Pre-charge", "B4")
    assert values["england-and-wales", "2024Q1", "1-1", "charged"] == (30, "Pre-charge", "D4")
    assert values["england-and-wales", "ye-2024-06", "1-1", "charged"] == (100, "Pre-charge", "F4")
    assert values["england-and-wales", "2024Q2", "1-2", "average-days"] == (43, "Pre-charge", "E11")
    assert values["west-midlands-cps-area", "2024Q2", "2-1", "receipts"] == (2, "Regional data", "D3")
    assert values["cymru-wales-cps-area", "2024Q1", "2-1", "receipts"] == (3, "Regional data", "C4")
    assert values["england-and-wales", "2024Q1", "2-1", "receipts"] == (9, "Regional data", "C6")
    assert len(values) == 3 * 5 + 4 + 4 * 2


def test_a_rolling_year_is_the_sum_of_its_quarters(tmp_path: Path) -> None:
    wrong = [*PRE_CHARGE[:3], ["Charged", 10, 20, 30, 40, 101], *PRE_CHARGE[4:]]
    with pytest.raises(FileRefused, match="a total is not the sum of its quarters, found 101, expected 100"):
        read(workbook(tmp_path, **{"Pre-charge": wrong}), tmp_path)


def test_a_quarter_that_may_be_of_either_year_refuses(tmp_path: Path) -> None:
    wrong = [*REGIONS[:1], ["CPS Area", "Measure", "Q4 23/24", "Q1 2024"], *REGIONS[2:]]
    with pytest.raises(FileRefused, match=r"Regional data!D2\]: this column's period cannot be told, found 'Q1 2024'"):
        read(workbook(tmp_path, **{"Regional data": wrong}), tmp_path)


def test_a_year_in_place_of_a_quarter_refuses(tmp_path: Path) -> None:
    wrong = [
        *PRE_CHARGE[:2],
        ["", "Q2 24/25", "2024/25", "Q4 24/25", "Q1 24/25"],
        *(row[:5] for row in PRE_CHARGE[3:6]),
    ]
    with pytest.raises(FileRefused, match="a year stands between quarters, where one of its quarters is missing"):
        read(workbook(tmp_path, **{"Pre-charge": wrong}), tmp_path)


def test_a_dash_that_nothing_explains_refuses(tmp_path: Path) -> None:
    wrong = [*REGIONS[:2], ["West Midlands", "Receipts", 1, "-"], *REGIONS[3:]]
    with pytest.raises(FileRefused, match=r"Regional data!D3\]: this is neither a number nor a marker"):
        read(workbook(tmp_path, **{"Regional data": wrong}), tmp_path)


def _without(table: Rows, *columns: int) -> Rows:
    return [[cell for at, cell in enumerate(row) if at not in columns] if len(row) > 1 else row for row in table]


def _notes(reading: Reading) -> str:
    return " ".join(problem.sentence for problem in reading.problems)


@pytest.mark.parametrize("column", [1, 2])
def test_a_quarter_that_other_tables_have_is_said_to_be_missing(tmp_path: Path, column: int) -> None:
    reading = read(workbook(tmp_path, **{"Pre-charge": _without(PRE_CHARGE[:6], column)}), tmp_path)
    assert ("quarters are not in a table that has some before and after them" in _notes(reading)) == (column == 2)
    whole = [PRE_CHARGE[0], *PRE_CHARGE[8:]]
    reading = read(
        workbook(tmp_path, **{"Pre-charge": _without(PRE_CHARGE[:6], column), "Timeliness": whole}), tmp_path
    )
    assert "a table has not all quarters that other tables of the workbook have" in _notes(reading)


def test_a_rolling_year_whose_last_quarter_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="it cannot be told with which quarter the rolling year ends"):
        read(workbook(tmp_path, **{"Pre-charge": _without(PRE_CHARGE[:6], 4)}), tmp_path)


def test_markers_that_nothing_explains_in_a_whole_quarter_refuse(tmp_path: Path) -> None:
    table = [[*row[:2], "N/A", *row[3:]] if 3 <= at <= 5 else row for at, row in enumerate(PRE_CHARGE[:6])]
    with pytest.raises(FileRefused, match="words or markers that nothing explains stand under the header of a period"):
        read(workbook(tmp_path, **{"Pre-charge": table}), tmp_path)


def test_one_fraction_among_counts_is_refused(tmp_path: Path) -> None:
    wrong = [*PRE_CHARGE[:3], ["Charged", 10, 20, 30.5, 40, 100], *PRE_CHARGE[4:]]
    with pytest.raises(
        FileRefused, match=r"Pre-charge!D4\]: this figure is a fraction where those of its row or column"
    ):
        read(workbook(tmp_path, **{"Pre-charge": wrong}), tmp_path)


@pytest.mark.parametrize("unit", ["(thousands)", "(000s)", "per 100,000 population"])
def test_one_quarter_in_a_unit_of_its_own_is_refused(tmp_path: Path, unit: str) -> None:
    wrong = [*PRE_CHARGE[:2], ["", *QUARTERS[:3], f"{QUARTERS[3]} {unit}", "Rolling Year to Date"], *PRE_CHARGE[3:]]
    with pytest.raises(FileRefused, match=r"Pre-charge!E3\]: one column of a table says a unit that the others do not"):
        read(workbook(tmp_path, **{"Pre-charge": wrong}), tmp_path)


def _set(row: int, column: int, value: object) -> Rows:
    return [
        [value if (at, place) == (row, column) else cell for place, cell in enumerate(cells)]
        for at, cells in enumerate(PRE_CHARGE[:6])
    ]


def test_a_quarter_of_another_measure_refuses(tmp_path: Path) -> None:
    table = _set(2, 3, "Jan-Mar 2024 old definition")
    with pytest.raises(FileRefused, match="the figures of one period are of another measure"):
        read(workbook(tmp_path, **{"Pre-charge": table}), tmp_path)


def test_whole_numbers_under_a_line_of_rates_refuse(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="a line above the table says that its figures are rates"):
        read(workbook(tmp_path, **{"Pre-charge": [["Rate per 1,000 population"], *PRE_CHARGE[:6]]}), tmp_path)


@pytest.mark.parametrize("marker", ["#DIV/0!", "tbc"])
def test_a_table_without_any_figure_refuses(tmp_path: Path, marker: str) -> None:
    table = [row if at < 2 else [*row[:2], *(marker for _ in row[2:])] for at, row in enumerate(REGIONS)]
    with pytest.raises(FileRefused, match="no cell of this table is a number or a marker that is known"):
        read(workbook(tmp_path, **{"Regional data": table}), tmp_path)


def test_a_partners_own_workbook_is_no_summary_of_the_cps(tmp_path: Path) -> None:
    """It has the CPS in its title, quarters of the financial year and prosecutions, and is mapped first."""
    own: Rows = [
        ["CPS return: Staffordshire"],
        [],
        ["Measure", "2023/24 Q3", "2023/24 Q4", "2024/25 Q1"],
        ["Prosecutions completed, as counted locally", 1639, 1586, 1695],
        ["Case files assessed at first submission", 1408, 1259, 1299],
    ]
    with pytest.raises(FileRefused, match=r"this is no publication that is known.*assize map"):
        read(write(tmp_path / "cps.xlsx", {"Staffordshire": own, "West Mercia": own}), tmp_path)


@pytest.mark.parametrize("headers", [["Q1", "Q2"], ["Q1 24/25x", "Q2 24/25x"], ["Apr-Jun", "Jul-Sep"]])
def test_headers_that_say_no_quarter_of_a_year_are_told(tmp_path: Path, headers: list[str]) -> None:
    pre: Rows = [*PRE_CHARGE[:2], ["", *headers], ["Charged", 10, 20]]
    regions: Rows = [REGIONS[0], ["CPS Area", "Measure", *headers], *REGIONS[2:]]
    told = rf"looks like a CPS quarterly.*no 'columns headed Q1 24/25, Q2 24/25, …', and besides '{headers[0]}', '{headers[1]}'"
    with pytest.raises(FileRefused, match=told):
        read(workbook(tmp_path, **{"Pre-charge": pre, "Regional data": regions}), tmp_path)


@pytest.mark.parametrize(("letter", "mark"), [("p", Mark.PROVISIONAL), ("r", Mark.REVISED), (" p", Mark.PROVISIONAL)])
def test_a_letter_glued_to_a_quarter_is_its_standing(tmp_path: Path, letter: str, mark: Mark) -> None:
    pre: Rows = [*PRE_CHARGE[:2], ["", *QUARTERS[:3], f"Q1 24/25{letter}"], *(row[:5] for row in PRE_CHARGE[3:6])]
    reading = read(workbook(tmp_path, **{"Pre-charge": pre}), tmp_path)
    assert not isinstance(reading.content, Query)
    marks = {row.period.id: row.marks for row in reading.content if row.dimensions[0] == "1-1"}
    assert marks == {"2023Q3": (), "2023Q4": (), "2024Q1": (), "2024Q2": (mark,)}


@pytest.mark.parametrize("header", ["YTD", "Year to date", "Financial year to date"])
def test_a_year_so_far_is_left_out_and_said(tmp_path: Path, header: str) -> None:
    pre: Rows = [*PRE_CHARGE[:2], ["", *QUARTERS, header], *PRE_CHARGE[3:]]
    reading = read(workbook(tmp_path, **{"Pre-charge": pre}), tmp_path)
    found = observed(reading)
    assert {row["value"] for row in found if row["item"] == "charged"} == {10, 20, 30, 40}
    assert (
        "cps-data-summary-q1.xlsx [Pre-charge!F3]: a column of the year so far is not read: it does not say from which month it"
        f" counts, found '{header}'."
    ) in [problem.sentence for problem in reading.problems]


NAMES = ["West Midlands", "Cymru-Wales", "East Midlands"]
LINES = ["Charged", "No prosecution", "Out of court"]


def _merged(names: list[str] = NAMES) -> Rows:
    """Names in the first of their lines alone."""
    rows: Rows = [REGIONS[0], REGIONS[1]]
    for at, name in enumerate(names):
        rows += [[name if not line else "", word, 100 * at + line + 1, 7] for line, word in enumerate(LINES)]
    return rows


def test_a_name_in_the_first_of_its_lines_is_that_of_all(tmp_path: Path) -> None:
    merged = _merged()
    full = [row if at < 2 else [NAMES[(at - 2) // 3], *row[1:]] for at, row in enumerate(merged)]
    found = [observed(read(workbook(tmp_path, **{"Regional data": rows}), tmp_path)) for rows in (merged, full)]
    assert found[0] == found[1]
    assert len([row for row in found[0] if row["value"] == 7]) == len(NAMES) * len(LINES)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda rows: rows[5].__setitem__(0, ""), id="a name lost"),
        pytest.param(lambda rows: rows.pop(6), id="a line lost"),
        pytest.param(lambda rows: rows[6].__setitem__(1, "Charged"), id="a line twice"),
        pytest.param(lambda rows: (rows[2].__setitem__(0, ""), rows[3].__setitem__(0, NAMES[0])), id="a name slid"),
        pytest.param(lambda rows: rows[5].__setitem__(0, NAMES[0]), id="a name twice"),
        pytest.param(lambda rows: rows.__delitem__(slice(5, None)), id="one place alone"),
    ],
)
def test_names_left_out_otherwise_are_refused(tmp_path: Path, spoil: Callable[[Rows], object]) -> None:
    rows = [list(row) for row in _merged()]
    spoil(rows)
    with pytest.raises(FileRefused, match="this area is not known, found ''"):
        read(workbook(tmp_path, **{"Regional data": rows}), tmp_path)


def _with_areas(national: int) -> dict[str, Rows]:
    names = sorted(area.name for area in CATALOGUE.areas.values() if AreaKind.CPS_AREA in area.kinds)
    quarters = ["Q4 23/24", "Q1 24/25"]
    regions: Rows = [
        ["Table 2.1: Regional data"],
        ["CPS Area", "Measure", *quarters],
        *([name, "Charged", 1000 + 37 * at, 1003 + 39 * at] for at, name in enumerate(names)),
    ]
    pre: Rows = [PRE_CHARGE[0], PRE_CHARGE[1], ["", *quarters], ["Charged", national, national + 123]]
    return {"Pre-charge": pre, "Regional data": regions}


def test_a_national_figure_far_from_the_sum_of_the_areas_is_doubted(tmp_path: Path) -> None:
    whole = sum(1000 + 37 * at for at in range(14))
    assert read(workbook(tmp_path, **_with_areas(whole)), tmp_path)
    for wrong in (2 * whole, 42):
        with pytest.raises(FileRefused, match=r"a national figure is far from the sum of the CPS areas.*\[reasons\]"):
            read(workbook(tmp_path, **_with_areas(wrong)), tmp_path)


def test_what_the_areas_have_and_the_nation_has_not_is_said(tmp_path: Path) -> None:
    sheets = _with_areas(17_367)
    sheets["Pre-charge"][3][0] = "Suspects charged"
    assert "the CPS areas have figures that the nation has not, found 'charged'" in _notes(
        read(workbook(tmp_path, **sheets), tmp_path)
    )


def test_a_table_with_one_of_the_two_decisions_is_said(tmp_path: Path) -> None:
    said = "a table has one of the two legal decisions and not the other, which may have been cut out of it"
    assert said not in _notes(read(workbook(tmp_path), tmp_path))
    for gone, left in ((3, "'no-prosecution'"), (4, "'charged'")):
        table = [row for at, row in enumerate(PRE_CHARGE) if at not in (gone, 5)]
        notes = _notes(read(workbook(tmp_path, **{"Pre-charge": table}), tmp_path))
        assert f"{said}, found {left} in table 1.1" in notes
