"""Workbooks of statistics tables: what is read of them, where it stood, and what refuses them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ingest.published_files import CATALOGUE, observed, pick, read
from ingest.statistics_workbooks import RECEIPTS, Over, Rows, Shown, court, write

from assize.core.errors import FileRefused
from assize.core.nouns import Mark, Trust
from assize.core.reading import Reading
from assize.ingest.statistics_tables.finding import table_id

Make = Callable[..., Reading]


@pytest.fixture(params=["xlsx", "ods"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    def make(**tables: Rows) -> Reading:
        path = write(tmp_path / f"ccsq_accessible_publication_tables_2025Q1.{request.param}", court(**tables))
        return read(path, tmp_path)

    return make


def figures(reading: Reading) -> dict[tuple[str, ...], Any]:
    return {
        (row["area"], row["period"], row["field"], row["table"], row["item"]): row["value"] for row in observed(reading)
    }


def refusal(make: Make, **tables: Rows) -> str:
    with pytest.raises(FileRefused) as refused:
        make(**tables)
    return refused.value.sentence


def test_a_long_table_is_read_with_its_cells(made: Make) -> None:
    reading = made(Table_C1=RECEIPTS)
    assert (reading.source, reading.layout) == ("court-publication-tables", "analysis-function-tables")
    assert reading.trust is Trust.NOT_YET_SEEN
    assert reading.released.isoformat() == "2025-06-26" and not reading.released_estimated
    assert len(observed(reading)) == 18
    (one,) = pick(reading, period="2024Q2", field="receipts", item="indictable")
    assert (one["area"], one["table"], int(one["value"]), one["sheet"], one["ref"]) == (
        "england-and-wales",
        "c1",
        12,
        "Table_C1",
        "D7",
    )
    (revised,) = [row for row in reading.content if row.raw == "25 [r]"]  # type: ignore[union-attr]
    assert (revised.value, revised.marks) == (25, (Mark.REVISED,))


def test_covered_are_the_periods_of_each_field(made: Make) -> None:
    reading = made(Table_C1=RECEIPTS)
    assert {(each.period.id, each.field) for each in reading.covers} == {
        (period, field) for period in ("2024Q1", "2024Q2", "2025Q1") for field in ("receipts", "disposals")
    }


def test_a_wide_table_of_boards_with_a_national_row(made: Make) -> None:
    reading = made(
        Table_M1=[
            ["Table M1: Open cases by LCJB area"],
            ["LCJB area", "2024 Q4", "Q1 2025 [p]"],
            ["Staffordshire", 1, 2],
            ["West Midlands", 3, "[c]"],
            ["England and Wales", 9, 10],
        ]
    )
    assert figures(reading)["staffordshire", "2025Q1", "value", "m1", "all"] == 2
    assert figures(reading)["west-midlands", "2024Q4", "value", "m1", "all"] == 3
    (withheld,) = pick(reading, absence="[c]")
    assert (withheld["area"], withheld["ref"]) == ("west-midlands", "C4")
    assert all(Mark.PROVISIONAL in row.marks for row in reading.content if row.period.id == "2025Q1")  # type: ignore[union-attr]


def test_merged_groups_stand_over_their_own_columns_only(made: Make) -> None:
    reading = made(
        Table_C2=[
            ["Table C2: Two courts"],
            ["Period", Over("Crown Court", 2), "", "Remand"],
            ["", "Receipts", "Disposals", ""],
            ["Jan to Mar 2025", 1, 2, 3],
        ]
    )
    assert {row["field"] for row in observed(reading)} == {"crown_court_receipts", "crown_court_disposals", "remand"}


def test_groups_of_years_over_quarters(made: Make) -> None:
    reading = made(
        Table_C3=[
            ["Table C3: Receipts"],
            ["Case type", Over("2024", 2), "", Over("2025", 2), ""],
            ["", "Q3", "Q4", "Q1", "Annual"],
            ["Summary", 1, 2, 3, 4],
        ]
    )
    assert {row["period"]: int(row["value"]) for row in observed(reading)} == {
        "2024Q3": 1,
        "2024Q4": 2,
        "2025Q1": 3,
        "2025": 4,
    }


def test_several_tables_of_a_sheet_have_their_own_titles(made: Make) -> None:
    reading = made(
        Both=[
            ["Table T1: Days, 2024"],
            ["Case type", "Median days"],
            ["Summary", 12.5],
            ["Source: a system of the courts"],
            [],
            ["Table T2: Hearings, January to March 2025"],
            ["Case type", "Hearings"],
            ["Summary", 3],
        ]
    )
    assert {key[1:4]: float(value) for key, value in figures(reading).items()} == {
        ("2024", "median_days", "t1"): 12.5,
        ("2025Q1", "hearings", "t2"): 3,
    }


def test_a_percentage_is_a_proportion_however_it_stands(made: Make) -> None:
    reading = made(
        Table_E1=[
            ["Table E1: Effective trials"],
            ["Quarter", "Shown (%)", "Out of 100 (%)", "Printed (%)", "Trials"],
            ["2024 Q4", Shown(0.451), 45.1, "45.1%", 200],
            ["2025 Q1", Shown(0.5), 0.5, "0.5%", 100],
        ]
    )
    values = {(row["period"], row["field"]): str(row["value"]) for row in observed(reading)}
    assert values["2024Q4", "shown_percent"] == "0.451"
    assert values["2024Q4", "out_of_100_percent"] == values["2024Q4", "printed_percent"] == "0.451"
    assert values["2025Q1", "out_of_100_percent"] == values["2025Q1", "printed_percent"] == "0.005"
    assert values["2025Q1", "shown_percent"] == "0.5"


def test_a_percentage_of_which_nobody_can_tell_the_base_is_not_read(made: Make) -> None:
    reading = made(
        Table_E1=[["Table E1"], ["Quarter", "Rise (%)", "Trials"], ["2024 Q4", 0.4, 200], ["2025 Q1", 0.5, 1]]
    )
    assert {row["field"] for row in observed(reading)} == {"trials"}
    assert "it cannot be told whether they are out of 1 or out of 100" in reading.problems[0].what


def test_symbols_mean_what_the_sheet_explains(made: Make) -> None:
    table = [
        ["Table C4: Appeals"],
        ["In this table .. means not available; * means suppressed to protect confidentiality; - is used for nil"],
        ["Quarter", "Appeals"],
        ["2024 Q2", ".."],
        ["2024 Q3", "*"],
        ["2024 Q4", "-"],
        ["2025 Q1", "1,234 [p][e]"],
    ]
    rows = {row["period"]: row for row in observed(made(Table_C4=table))}
    assert (rows["2024Q2"]["absence"], rows["2024Q3"]["absence"]) == ("[x]", "[c]")
    assert (rows["2024Q4"]["value"], rows["2025Q1"]["value"]) == (0, 1234)
    said = refusal(made, Table_C4=[table[0], *table[2:]])
    assert "[Table_C4!B3]: this is neither a number nor a marker that the workbook explains, found '..'" in said
    assert said.count("neither a number") == 3


def test_shorthand_is_read_as_what_it_means(made: Make) -> None:
    quarters = [f"{year} Q{number}" for year in (2023, 2024) for number in (1, 2, 3, 4)]
    cells = ["[x]", "[z]", "[c]", "[low]", "[w]", "5 [u]", "6 [f]", "7 [b]"]
    reading = made(Table_C5=[["Table C5"], ["Quarter", "Cases"], *map(list, zip(quarters, cells, strict=True))])
    assert [row["absence"] for row in observed(reading)] == ["[x]", "[z]", "[c]", "[low]", "[x]", "", "", ""]
    assert [row["raw"] for row in observed(reading)] == cells
    marks = [row.marks for row in reading.content]  # type: ignore[union-attr]
    assert marks[5:] == [(Mark.ESTIMATED,), (Mark.ESTIMATED,), (Mark.BREAK,)]


def test_an_unknown_marker_refuses(made: Make) -> None:
    said = refusal(made, Table_C1=[*RECEIPTS[:3], ["2024", "Q1", "All", "[k]", 5]])
    assert "[Table_C1!D4]: this is neither a number nor a marker that the workbook explains, found '[k]'" in said


def test_a_column_of_codes_tells_a_region_from_a_force_of_its_name(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "Cover sheet": [["Police custody and pre-charge bail, year ending March 2024"], ["Published: 5 December 2024"]],
        "Notes": [["Notes"]],
        "Table 1": [
            ["Table 1: Detentions, year ending March 2024"],
            ["Area code", "Area name", "Detentions [note 1]"],
            ["E12000005", "West Midlands", 30],
            ["E23000014", "West Midlands", 10],
            ["E23000015", "Staffordshire", 20],
            ["E92000001", "England", 99],
            ["K04000001", "England and Wales", 100],
        ],
    }
    reading = read(write(tmp_path / "bail.ods", sheets), tmp_path)
    assert reading.source == "custody-and-bail"
    values = {row["area"]: int(row["value"]) for row in observed(reading)}
    values.pop("england", None)
    assert values == {"west-midlands-region": 30, "west-midlands": 10, "staffordshire": 20, "england-and-wales": 100}
    assert {row["period"] for row in observed(reading)} == {"2023-24"}
    title, _, *rows = sheets["Table 1"]
    sheets["Table 1"] = [title, ["Area name", "Detentions"], *(row[1:] for row in rows)]
    with pytest.raises(FileRefused, match="two figures stand for the same place"):
        read(write(tmp_path / "uncoded.ods", sheets), tmp_path)
    sheets["Table 1"] = [title, ["Area name", "Detentions"], ["East Midlands", 4], *(row[1:] for row in rows[1:])]
    with pytest.raises(FileRefused, match="this name means several places, found 'West Midlands'"):
        read(write(tmp_path / "mixed.ods", sheets), tmp_path)


def test_name_and_code_of_two_places_refuse(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "Cover": [["Police custody and pre-charge bail, year ending March 2024"]],
        "Notes": [["Notes"]],
        "T1": [
            ["Table 1: Detentions, year ending March 2024"],
            ["Area code", "Police force", "Detentions"],
            ["E23000015", "Essex", 20],
            ["E23000016", "West Mercia", 20],
        ],
    }
    with pytest.raises(
        FileRefused, match=r"T1!B3\]: name and code of a row are of two places, found 'Essex' and E23000015"
    ):
        read(write(tmp_path / "a.xlsx", sheets), tmp_path, released=None)


MISTAKES: dict[str, tuple[list[list[object]], str]] = {
    "a row twice": ([*RECEIPTS, RECEIPTS[4]], "two figures stand for the same place, period and words, found '20'"),  # type: ignore[list-item]
    "a total that is none": (
        [*RECEIPTS[:5], ["2024", "Q1", "All", 31, 32], *RECEIPTS[6:]],
        "a total is not the sum of its words, found 31, expected 30",
    ),
    "a row cut": (
        [*RECEIPTS[:6], *RECEIPTS[7:]],
        "a total is not the sum of its words",
    ),
    "a year gone": (
        [[*row[1:]] if len(row) > 1 else [*row] for row in RECEIPTS],
        "this period cannot be told, found 'Q1'",
    ),
    "a quarter that is none": (
        [*RECEIPTS[:3], ["2024", "Q5", "All", 1, 2]],
        "this period cannot be told, found '2024', 'Q5'",
    ),
    "months that contradict": (
        [*RECEIPTS[:3], ["2024", "Q1 (Apr-Jun)", "All", 1, 2]],
        "this period cannot be told, found '2024', 'Q1 (Apr-Jun)'",
    ),
    "a header twice": (
        [RECEIPTS[0], ["Year", "Quarter", "Case type", "Receipts", "Receipts"], *RECEIPTS[3:]],
        "two columns say the same, and nothing shows which is meant, found 'Receipts', and 'Receipts' in D2",
    ),
    "no header over values": (
        [RECEIPTS[0], ["Year", "Quarter", "Case type", "Receipts"], *RECEIPTS[3:]],
        "values stand under no header, found '11', expected a header in E2",
    ),
    "an empty value": (
        [*RECEIPTS[:3], ["2024", "Q1", "All", "", 2], *RECEIPTS[6:]],
        "this cell is empty, found nothing, expected a number, or [x] if not available",
    ),
    "a blank row within": (
        [*RECEIPTS[:6], [], *RECEIPTS[6:]],
        "figures stand under no header",
    ),
    "another table's title": (
        [["Table C7: Receipts"], *RECEIPTS[1:]],
        "the sheet's name and its title are of two tables",
    ),
    "another edition's sheet": (
        [["Table C1: Receipts, Q1 2024 to Q4 2024"], *RECEIPTS[1:]],
        "the title's periods are not those of the table, found January to March 2024 to January to March 2025",
    ),
    "a later edition's sheet": (
        [["Table C1: Receipts"], *RECEIPTS[1:-1], ["2025", "Q2", "All", 38, 40]],
        "a table goes beyond the quarter that the cover names, found April to June 2025",
    ),
    "an unknown board": (
        [["Table C1: Receipts"], ["LCJB", "2024 Q1", "2024 Q2"], ["Stafordshire", 1, 2], ["Essex", 1, 2]],
        "this area is not known, found 'Stafordshire', expected an area of the catalogue, perhaps Staffordshire",
    ),
    "no period at all": (
        [["Table C1: Receipts"], ["Case type", "Receipts"], ["Summary", 1]],
        "no period is said, neither by a column nor by the title",
    ),
    "a period of a wide table renamed": (
        [["Table C1: Receipts"], ["Case type", "2024 Q1", "Something"], ["Summary", 1, 2]],
        "this column's period cannot be told, found 'Something'",
    ),
    "two tables beside each other": (
        [["Table C1"], ["Quarter", "A", "", "Case", "B"], ["2024 Q1", 1, "", "x", 2], ["2024 Q2", 1, "", "y", 2]],
        "two tables stand side by side",
    ),
    "another land": (
        [["Table C1: Receipts, Scotland"], ["Quarter", "Receipts"], ["2024 Q1", 1]],
        "it cannot be told whose figures these are",
    ),
    "words for a figure": (
        [*RECEIPTS[:6], ["2024", "Q2", "All", "many", 2]],
        "this is neither a number nor a marker that the workbook explains, found 'many'",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_faulty_table_refuses_the_file(made: Make, mistake: str) -> None:
    rows, said = MISTAKES[mistake]
    assert said in refusal(made, Table_C1=rows)


def test_every_fault_is_told_at_once(made: Make) -> None:
    said = refusal(made, Table_C1=MISTAKES["a header twice"][0], Table_C2=MISTAKES["no period at all"][0])
    assert "two columns say the same" in said and "no period is said" in said


def test_percentages_must_reproduce(made: Make) -> None:
    rows: list[list[object]] = [["2023 Q1", 10, 20, 50.0], ["2023 Q2", 5, 20, 25.0], ["2023 Q3", 10, 30, 33.3]]
    rows += [["2023 Q4", 1, 4, 25.0], ["2024 Q1", 3, 4, 75.0]]
    head: list[list[object]] = [["Table T1"], ["Quarter", "Effective", "Listed", "Effective (%)"]]
    assert len(observed(made(Table_T1=[*head, *rows]))) == 15
    assert "a percentage is not that of its counts, found 35, expected 25.0%" in refusal(
        made, Table_T1=[*head, *rows[:1], ["2023 Q2", 5, 20, 35.0], *rows[2:]]
    )


def test_a_title_of_no_publication_names_those_that_are_known(tmp_path: Path) -> None:
    sheets = {**court(Table_C1=RECEIPTS), "Cover": [["Prisoners' gardens, annual tables"]]}
    with pytest.raises(FileRefused) as refused:
        read(write(tmp_path / "gardens.ods", sheets), tmp_path)
    assert "its title is that of no publication in the catalogue" in refused.value.sentence
    assert "titled 'Prisoners' gardens, annual tables'" in refused.value.sentence
    assert "'Criminal court statistics'" in refused.value.sentence


def test_what_is_known_by_title_leads_to_its_source(tmp_path: Path) -> None:
    table: Rows = [["Table 1: Figures"], ["Quarter", "Cases"], ["2024 Q1", 1]]
    for source in CATALOGUE.sources.values():
        if source.layout == "analysis-function-tables":
            for title in source.titles:
                sheets: dict[str, Rows] = {"Cover": [[f"{title}, England and Wales"]], "Notes": [["Notes"]], "1": table}
                path = write(tmp_path / "one.ods", sheets)
                assert read(path, tmp_path, released=date(2026, 1, 1)).source == source.id


def test_a_period_in_another_unit_refuses(made: Make) -> None:
    rows = [["Staffordshire", 10, 11, 12, 13], ["Essex", 20, 21, 22, 23], ["Kent", 30, 31, 32, 33]]
    head: list[list[object]] = [["Table M1: Open cases"], ["LCJB", "2024 Q1", "2024 Q2", "2024 Q3", "2024 Q4"]]
    assert len(observed(made(Table_M1=[*head, *rows]))) == 12
    thousands = [[*row[:3], int(str(row[3])) * 1000, row[4]] for row in rows]
    assert "every figure of a period is a hundred times those of the others" in refusal(
        made, Table_M1=[*head, *thousands]
    )


def test_a_share_of_a_thousand_per_cent_refuses(made: Make) -> None:
    rows: Rows = [["Table E1"], ["Quarter", "Effective trials (%)"], ["2024 Q1", Shown(45.0)], ["2024 Q2", Shown(46.0)]]
    assert "[Table_E1!B3]: this percentage is above 1,000%" in refusal(made, Table_E1=rows)


def test_a_hidden_quarter_column_is_known_by_its_words(made: Make) -> None:
    renamed: Rows = [*RECEIPTS[:2], ["Year", "Something", "Case type", "Receipts", "Disposals"], *RECEIPTS[3:]]
    assert figures(made(Table_C1=renamed)) == figures(made(Table_C1=RECEIPTS))


def test_words_of_time_left_over_are_no_measure(made: Make) -> None:
    said = refusal(made, Table_C1=[["Table C1"], ["Case type", "2023", "H1 2024"], ["Summary", 1, 2]])
    assert "this column's period cannot be told, found 'H1 2024'" in said


@pytest.mark.parametrize("said", ["Thousands", "Figures are in thousands", "Receipts (thousands)"])
def test_a_table_in_thousands_is_refused(made: Make, said: str) -> None:
    assert "a line above the table or a header says that its figures are not numbers of one" in refusal(
        made, C1=[RECEIPTS[0], [said], *RECEIPTS[1:]]
    )


@pytest.mark.parametrize("printed", ["1.201", "61 210", "61\u00a0210"])
def test_a_number_that_may_be_another_is_refused(made: Make, printed: str) -> None:
    changed = [[printed if cell == 38 else cell for cell in row] for row in RECEIPTS]
    assert f"'{printed}'" in refusal(made, C1=changed)


def test_a_column_in_thousands_is_refused(made: Make) -> None:
    changed = [["Receipts (000s)" if cell == "Receipts [note 1]" else cell for cell in row] for row in RECEIPTS]
    assert "found 'Receipts (000s)'" in refusal(made, C1=changed)


def test_words_under_the_header_of_figures_are_refused(made: Make) -> None:
    doubled = [["Case type" if cell == "Receipts [note 1]" else cell for cell in row] for row in RECEIPTS]
    assert "two columns say the same, and nothing shows which is meant" in refusal(made, C1=doubled)


@pytest.mark.parametrize(
    ("said", "known_as"),
    [
        ("Table 1.Q.1: Prison population", "1-q-1"),
        ("Table_1_Q_2", "1-q-2"),
        ("1 Q 2", "1-q-2"),
        ("Table 1.A.1: Prison population, years", "1-a-1"),
        ("Table 3.1a: Receipts", "3-1a"),
        ("Table C1: Receipts", "c1"),
        ("Table 1 quarterly receipts", "1"),
        ("Table 1.Q", "1"),
    ],
)
def test_a_table_number_may_have_a_letter_in_it(said: str, known_as: str) -> None:
    assert table_id(said) == known_as


def test_tables_that_differ_in_the_last_of_their_numbers_are_both_read(made: Make) -> None:
    whole: Rows = [["Custody type", "2024 Q1", "2024 Q2"], ["All prisoners", 100, 110], ["Remand", 30, 35]]
    life: Rows = [["Custody type", "2024 Q1", "2024 Q2"], ["All prisoners", 10, 11], ["Remand", 3, 4]]
    reading = made(
        Table_1_Q_1=[["Table 1.Q.1: Prison population"], *whole],
        Table_1_Q_2=[["Table 1.Q.2: Prison population of foreign nationals"], *life],
    )
    assert sorted(
        (row["table"], int(row["value"])) for row in pick(reading, period="2024Q2", item="all-prisoners")
    ) == [
        ("1-q-1", 110),
        ("1-q-2", 11),
    ]


def _receipts(change: Callable[[list[list[object]]], object]) -> Rows:
    rows = [list(row) for row in RECEIPTS]
    change(rows)
    return rows


def _slip(column: int) -> Callable[[list[list[object]]], None]:
    def change(rows: list[list[object]]) -> None:
        values = [row[column] for row in rows[3:]]
        for row, value in zip(rows[3:], [values[-1], *values[:-1]], strict=True):
            row[column] = value

    return change


def _header(column: int, text: object) -> Callable[[list[list[object]]], None]:
    def change(rows: list[list[object]]) -> None:
        rows[2][column] = text

    return change


@pytest.mark.parametrize("column", [3, 4])
def test_a_column_that_slipped_by_a_row_is_refused(made: Make, column: int) -> None:
    assert "a total is less than one of its parts" in refusal(made, Table_C1=_receipts(_slip(column)))


def test_totals_of_days_may_be_less_than_their_parts(made: Make) -> None:
    rows = [list(row) for row in RECEIPTS]
    rows[0][0] = "Table C1: Median days from receipt to completion, England and Wales, Q1 2024 to Q1 2025"
    for row in rows[5::3]:
        row[3:5] = 15, 16
    assert len(observed(made(Table_C1=rows))) == 18


@pytest.mark.parametrize("text", ["Receipts5", "Receipts1,2", "Receipts (3)", "Receipts_3", "Receipts [note 1]5"])
def test_footnote_digits_of_a_header_are_left_off(made: Make, text: str) -> None:
    assert {row["field"] for row in observed(made(Table_C1=_receipts(_header(3, text))))} == {"receipts", "disposals"}


@pytest.mark.parametrize("text", ["Disposed of (%)1,2", "Disposed of %3", "Disposed of (%) [note 2]"])
def test_footnote_digits_behind_a_unit_are_left_off(made: Make, text: str) -> None:
    def shares(rows: list[list[object]]) -> None:
        rows[2].append(text)
        for number, row in enumerate(rows[3:]):
            row.append(f"{50 + number}.5%")

    fields = {row["field"] for row in observed(made(Table_C1=_receipts(shares)))}
    assert fields == {"receipts", "disposals", "disposed_of_percent"}


def test_digits_that_tell_headers_apart_stay(made: Make) -> None:
    def bands(rows: list[list[object]]) -> None:
        rows[2][3:5] = "Band1", "Band2"

    assert {row["field"] for row in observed(made(Table_C1=_receipts(bands)))} == {"band1", "band2"}


@pytest.mark.parametrize("text", ["Total", "Column 7", "Unnamed: 3", "Rate", "Value"])
def test_a_header_that_says_nothing_is_refused(made: Make, text: str) -> None:
    said = refusal(made, Table_C1=_receipts(_header(3, text)))
    assert "bare total" in said or "does not say what they count" in said


def test_a_total_of_the_columns_beside_it_is_read_and_none_that_is_less(made: Make) -> None:
    def added(whole: int) -> Callable[[list[list[object]]], None]:
        def change(rows: list[list[object]]) -> None:
            rows[2] = [*rows[2][:3], "Male", "Female", "Total"]
            rows[3:] = [[*row[:3], 5 * at, 7 * at, whole * at] for at, row in enumerate(rows[3:6], 1)]
            rows[5][3:] = [15, 21, 3 * whole]

        return change

    rows = [["Table C1: Defendants by sex, England and Wales"], *_receipts(added(12))[1:]]
    assert {row["field"] for row in observed(made(Table_C1=rows))} == {"male", "female", "total"}
    rows = [["Table C1: Defendants by sex, England and Wales"], *_receipts(added(6))[1:]]
    assert "another beside it is larger" in refusal(made, Table_C1=rows)


@pytest.mark.parametrize("column", [0, 1, 2])
def test_a_header_of_words_or_time_that_changed_places_with_one_of_figures_is_seen(made: Make, column: int) -> None:
    def change(rows: list[list[object]]) -> None:
        rows[2][column], rows[2][4] = rows[2][4], rows[2][column]

    refusal(made, Table_C1=_receipts(change))


@pytest.mark.parametrize("above", [["Ministry of Justice"], ["Home Office", "Official statistics"]])
def test_the_publisher_above_the_title_is_not_the_title(tmp_path: Path, above: list[str]) -> None:
    plain = court(Table_C1=RECEIPTS)
    headed = {**plain, "Cover": [*([line] for line in above), *plain["Cover"]]}
    titles = [
        read(write(tmp_path / f"{name}.xlsx", sheets), tmp_path).title
        for name, sheets in (("plain", plain), ("headed", headed))
    ]
    assert titles[0] == titles[1] == str(plain["Cover"][0][0])


def test_a_sheet_wider_than_any_table_is_refused(made: Make) -> None:
    assert "a sheet is too large" in refusal(made, Table_C1=[*RECEIPTS, [*([""] * 2_500), 1]])


def test_a_lone_line_that_says_rates_is_refused(tmp_path: Path) -> None:
    wrong = [["Rate per 1,000 population"], *RECEIPTS]
    with pytest.raises(
        FileRefused, match="a line above the table says that its figures are rates, and neither its title"
    ):
        read(write(tmp_path / "court.xlsx", court(Table_C1=wrong)), tmp_path)


# --- what ties figures together ---------------------------------------------------------------------------------------


def effective(*rows: list[object]) -> dict[str, list[list[object]]]:
    head: list[list[object]] = [["Table T1"], ["Quarter", "Effective", "Listed", "Effective (%)"]]
    return {"Table_T1": [*head, *rows]}


def test_one_row_that_reproduces_shows_another_that_does_not_where_the_headers_say_so(made: Make) -> None:
    assert len(observed(made(**effective(["2023 Q1", 17, 23, 73.9], ["2023 Q2", 5, 19, 26.3])))) == 6
    assert "a percentage is not that of its counts, found 36.3, expected 26.3%" in refusal(
        made, **effective(["2023 Q1", 17, 23, 73.9], ["2023 Q2", 5, 19, 36.3])
    )


def test_a_percentage_may_be_of_the_part_and_one_other(made: Make) -> None:
    head: list[list[object]] = [["Table T1"], ["Quarter", "Guilty", "Not guilty", "Conviction (%)"]]
    rows: list[list[object]] = [["2023 Q1", 17, 6, 73.9], ["2023 Q2", 5, 14, 26.3], ["2023 Q3", 9, 4, 69.2]]
    assert len(observed(made(Table_T1=[*head, *rows]))) == 9
    rows[2][3] = 79.2
    assert "a percentage is not that of its counts" in refusal(made, Table_T1=[*head, *rows])


def test_percentages_that_make_up_a_whole_do_so_everywhere(made: Make) -> None:
    head: list[list[object]] = [["Table T1: Pleas, England and Wales"], ["Quarter", "Plea", "Share (%)"]]
    rows: list[list[object]] = [
        [f"2023 Q{at}", *each]
        for at in (1, 2, 3, 4)
        for each in (("Guilty", 60.1 + at), ("Not guilty", 30.2), ("None", 9.7 - at))
    ]
    assert len(observed(made(Table_T1=[*head, *rows]))) == 12
    rows[4][2] = "[c]"  # what is kept back makes the others no whole
    assert len(observed(made(Table_T1=[*head, *rows]))) == 12
    rows[4][2] = 50.2
    assert "percentages that make up a whole elsewhere in the table do not add up to it here" in refusal(
        made, Table_T1=[*head, *rows]
    )


def test_counts_divided_by_a_hundred_under_a_header_of_percentages_are_refused(made: Make) -> None:
    def percent(rows: list[list[object]]) -> None:
        rows[2][3] = "Receipts (%)"
        for row in rows[3:]:
            row[3] = row[3] * 43 / 10  # type: ignore[operator]

    assert "percentages add up to more than 100%, or as counts do" in refusal(made, Table_C1=changed(percent))


def test_a_years_percentage_lies_among_those_of_its_quarters(made: Make) -> None:
    head: list[list[object]] = [["Table T1"], ["Period", "Guilty pleas (%)"]]
    rows: list[list[object]] = [[f"2023 Q{at}", 60.1 + at] for at in (1, 2, 3, 4)]
    assert len(observed(made(Table_T1=[*head, *rows, ["2023", 62.4]]))) == 5
    said = refusal(made, Table_T1=[*head, *rows, ["2023", 82.4]])
    assert (
        "a year's percentage does not lie among those of its quarters, found 82.4, expected from 61.1% to 64.1%" in said
    )


def changed(change: Callable[[list[list[object]]], None]) -> list[list[object]]:
    rows = [list(row) for row in RECEIPTS]
    change(rows)
    return rows


@pytest.mark.parametrize(
    ("words", "factor"), [(("All",), 10), (("Summary",), 7), (("Summary", "All"), 10), (("All",), 0.1)]
)
def test_totals_that_would_add_up_in_another_unit_are_refused(
    made: Make, words: tuple[str, ...], factor: float
) -> None:
    def times(rows: list[list[object]]) -> None:
        for row in rows[3:]:
            row[3:5] = [each * 10 for each in (row[3], int(str(row[4]).split()[0]))]  # type: ignore[operator]
            if row[2] in words:
                row[3:5] = [int(each * factor) for each in row[3:5]]  # type: ignore[operator, call-overload]
        rows[1][0] = "This worksheet contains one table. Figures are rounded to the nearest ten."

    said = refusal(made, Table_C1=changed(times))
    assert "and all would be if these figures were divided by" in said or "less than one of its parts" in said


def test_a_lone_total_is_refused_beside_one_that_adds_up_and_else_left_out(made: Make) -> None:
    def lone(rows: list[list[object]]) -> None:
        del rows[6:]
        rows[0][0] = "Table C1: Receipts and disposals, England and Wales, Q1 2024"
        rows[5][3] = 31

    assert "a total is not the sum of its words, found 31, expected 30" in refusal(made, Table_C1=changed(lone))

    def both(rows: list[list[object]]) -> None:
        lone(rows)
        rows[5][4] = 33

    with pytest.raises(FileRefused, match="none of them is read"):
        made(Table_C1=changed(both))
    assert {row["table"] for row in observed(made(Table_C1=changed(both), Table_C2=other_receipts()))} == {"c2"}


def other_receipts() -> list[list[object]]:
    rows = [list(row) for row in RECEIPTS]
    rows[0][0] = str(rows[0][0]).replace("C1", "C2")
    return rows


def test_quarters_in_an_order_of_no_calendar_are_refused(made: Make) -> None:
    rows: list[list[object]] = [[str(year), f"Q{at}", 10 * year + at] for year in (2023, 2024) for at in (2, 3, 4, 1)]
    table = [["Table C1: Receipts"], ["Year", "Quarter", "Receipts"], *rows]
    assert "the quarters of every year stand in an order of no calendar" in refusal(made, Table_C1=table)
    table[2:] = sorted(rows, key=lambda row: str(row[1]))
    assert len(observed(made(Table_C1=table))) == 8


def test_figures_of_one_period_in_each_others_rows_are_refused(made: Make) -> None:
    sizes = {"Indictable": 1200, "Summary": 800, "Either way": 950}
    rows: list[list[object]] = [
        [f"2023 Q{at}", kind, size + 7 * at] for at in (1, 2, 3, 4) for kind, size in sizes.items()
    ]
    table: list[list[object]] = [["Table C1: Receipts"], ["Quarter", "Case type", "Receipts"], *rows]
    assert len(observed(made(Table_C1=table))) == 12
    rows[4][2], rows[3][2] = rows[3][2], rows[4][2]
    assert "figures of this period may have been exchanged between rows" in refusal(made, Table_C1=table)
    rows[3][2] = 2000  # one that is far away alone may be so
    rows[4][2] = 808
    assert len(observed(made(Table_C1=table))) == 12


def test_a_cover_alone_is_enough_where_the_tables_say_what_they_are(tmp_path: Path) -> None:
    sheets = {name: rows for name, rows in court(Table_C1=RECEIPTS).items() if name != "Notes"}
    reading = read(write(tmp_path / "ccsq_accessible_publication_tables_2025Q1.ods", sheets), tmp_path)
    assert reading.source == "court-publication-tables" and len(observed(reading)) == 18
    silent = {**sheets, "Table_C1": [row for row in RECEIPTS if "This worksheet" not in str(row[0])]}
    with pytest.raises(FileRefused, match="names a publication that is known"):
        read(write(tmp_path / "silent.ods", silent), tmp_path)


def test_a_column_sorted_without_the_others_is_refused(made: Make) -> None:
    rows: list[list[object]] = [
        [f"{year} Q{at}", kind, size + 7 * at + year % 10]
        for year in (2022, 2023)
        for at in (1, 2, 3, 4)
        for kind, size in (("Indictable", 1200), ("Summary", 800), ("Either way", 950))
    ]
    table: list[list[object]] = [["Table C1: Receipts"], ["Quarter", "Case type", "Receipts"], *rows]
    assert len(observed(made(Table_C1=table))) == 24
    for row, count in zip(rows, sorted(int(str(row[2])) for row in rows), strict=True):
        row[2] = count
    assert "it was sorted without the others" in refusal(made, Table_C1=table)
