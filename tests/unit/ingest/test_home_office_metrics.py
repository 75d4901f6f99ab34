"""Partnerships' crimes, supplementary outcomes metrics and the delivery dashboard: small files, and each refusal's words."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from home_office_files import CRIME_HEADER, OFFENCES, WRITE, Table, write_csv, write_xlsx
from published_files import observed, pick, read
from test_home_office_workbooks import observed as observed_rows
from test_home_office_workbooks import said

from assize.core.nouns import Trust

OWN_FILE = "Load the publisher's own file."

# --- partnerships -------------------------------------------------------------------------------------------------------

CSP_HEADER = ["Financial Year", "Financial Quarter", "Police Force Area", "CSP Name", "ONS Code", *CRIME_HEADER[4:]]
PARTNERSHIPS = (
    ("Staffordshire", "Stafford", "E22000211"),
    ("Staffordshire", "Stoke-on-Trent", "E22000212"),
    ("Staffordshire", "Unassigned Staffordshire", ""),
    ("West Mercia", "Shropshire", "E22000213"),
)


def partnerships(quarters: tuple[int, ...] = (1, 2)) -> Table:
    return [[*CSP_HEADER]] + [
        ["2023/24", quarter, *place, *offence[1:], 10 * quarter + at]
        for quarter in quarters
        for place in PARTNERSHIPS
        for at, offence in enumerate(OFFENCES)
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_partnerships(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"csp.{kind}"
    if kind == "csv":
        write_csv(path, partnerships())
    else:
        WRITE[kind](path, {"Notes": [["About"]], "2023_24": partnerships()})
    reading = read(path, tmp_path)
    assert (reading.source, reading.trust) == ("recorded-crime-partnerships", Trust.NOT_YET_SEEN)
    rows = observed_rows(reading)
    assert {row["area"] for row in rows} == {"E22000211", "E22000212", "unassigned-staffordshire-csp", "E22000213"}
    assert len(rows) == 2 * 4 * len(OFFENCES)
    (row,) = (row for row in rows if row["area"] == "E22000212" and row["period"] == "2023Q3" and row["value"] == 23)
    assert row["offence_code"] == "39"
    assert (row["sheet"], row["ref"], row["line"]) == (("", "", 55) if kind == "csv" else ("2023_24", "I55", None))


def test_partnerships_without_codes(tmp_path: Path) -> None:
    table = [[*row[:4], *row[5:]] for row in partnerships()]
    rows = observed_rows(read(write_csv(tmp_path / "csp.csv", table), tmp_path))
    assert {row["area"] for row in rows} == {
        "stafford-csp",
        "stoke-on-trent-csp",
        "unassigned-staffordshire-csp",
        "shropshire-csp",
    }


def _set(row: int, column: int, value: object) -> Callable[[Table], None]:
    def change(table: Table) -> None:
        table[row][column : column + 1] = [value]

    return change


def _cut(row: int) -> Callable[[Table], None]:
    def change(table: Table) -> None:
        del table[row]

    return change


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            _cut(3),
            " [2023/24 Q1]: E22000211 lacks lines that the other partnerships of the quarter have, found 1 line lacking, for"
            f" instance offence code 19C, expected the same lines for every partnership. {OWN_FILE}",
        ),
        (
            _set(3, 4, "E22000212"),
            " [line 12, CSP Name]: one partnership has two names, codes or forces, found Stafford (Staffordshire) and"
            f" Stoke-on-Trent (Staffordshire), first in line 4, expected one of each throughout the file. {OWN_FILE}",
        ),
        (
            _set(3, 4, "W2200"),
            " [line 4, ONS Code]: this is no code of an area, found 'W2200', expected a code such as",
        ),
        (
            _set(3, 2, "Staffs"),
            " [line 4, Police Force Area]: this area is not known, found 'Staffs' in 1 line, expected a police force, perhaps",
        ),
        (_set(3, 3, ""), " [line 4, CSP Name]: this cell is empty, found nothing in 1 line, expected a word."),
    ],
)
def test_spoilt_partnerships(tmp_path: Path, change: Callable[[Table], None], expected: str) -> None:
    table = partnerships()
    change(table)
    assert said(write_csv(tmp_path / "csp.csv", table), tmp_path)[0].startswith(expected)


def test_partnerships_are_never_taken_for_forces(tmp_path: Path) -> None:
    """Without its partnerships' column, or with it renamed, each force would be counted by its parts."""
    for name in ("CSP", "Community Safety Partnership", "Place"):
        table = partnerships()
        table[0] = [*table[0][:3], name, *table[0][4:5], "Offence Description", *table[0][5:]]
        rows = [[*row[:5], "Any", *row[5:]] for row in table[1:]]
        path = write_csv(tmp_path / "csp.csv", [table[0], *rows])
        if name == "Place":
            assert "this line repeats another" in said(path, tmp_path)[0]
        else:
            assert read(path, tmp_path).source == "recorded-crime-partnerships"


# --- supplementary outcomes metrics -------------------------------------------------------------------------------------

METRIC_HEADER = [
    "offence_level", "geographic_granularity", "geographic_area_name", "annual_or_quarterly", "quarter", "year",
    "metric_full_name", "percent",
]  # fmt: skip
METRICS = (
    "Charge outcome (victim-based)",
    "Charge outcome (no specific victims)",
    "No suspect identified (victim-based)",
    "Victim does not support police action",
    "Victim-based successful outcome",
)
PLACES = (
    ("National", "England and Wales"),
    ("Police force area", "Staffordshire"),
    ("Police force area", "West Mercia"),
)


def metrics(scale: float = 1) -> Table:
    return [[*METRIC_HEADER]] + [
        ["All crime", *place, "Rolling annual", quarter, 2023, metric, round(scale * (less + 5 * at + number), 4)]
        for quarter, less in (("Jan - Mar", 7), ("Apr - Jun", 7.25))
        for number, place in enumerate(PLACES)
        for at, metric in enumerate(METRICS)
    ]


@pytest.mark.parametrize("kind", WRITE)
@pytest.mark.parametrize("scale", [1, 0.01])
def test_supplementary_outcomes(tmp_path: Path, kind: str, scale: float) -> None:
    path = WRITE[kind](tmp_path / f"som.{kind}", {"Cover": [["About"]], "Outcomes": [["Title"], *metrics(scale)]})
    reading = read(path, tmp_path)
    assert (reading.source, reading.trust) == ("supplementary-outcomes", Trust.NOT_YET_SEEN)
    assert {covered.period.id for covered in reading.covers} == {"ye-2023-03", "ye-2023-06"} or {
        covered.period.id for covered in reading.covers
    } == {"2022-23", "ye-2023-06"}
    assert len(observed(reading)) == 30
    (row,) = pick(reading, area="staffordshire", period="ye-2023-06", field="no_suspect")
    assert row["value"] == Decimal("0.1825")
    assert (row["sheet"], row["ref"]) == ("Outcomes", "H25")
    assert {row["field"] for row in observed(reading)} == {
        "charge_victim_based", "charge_no_specific_victim", "no_suspect", "victim_does_not_support", "successful_outcome",
    }  # fmt: skip


def _every(column: int, value: object) -> Callable[[Table], None]:
    def change(table: Table) -> None:
        for row in table[1:]:
            row[column] = value

    return change


def _small(table: Table) -> None:
    del table[6:]
    for row in table[1:]:
        row[7] = 0.5


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            _every(4, "Q1"),
            " [Outcomes!E2]: this is no quarter that can be told, found 'Q1' of '2023', expected months and a year (Jan - Mar,"
            " 2021) or a quarter of a financial year (Q1, 2020/21).",
        ),
        (
            _small,
            ": it cannot be told whether the percentages are written 7.2 or 0.072, found 5 figures, all from 0 to 1, expected"
            f" figures of which some are above 1, or many between 0 and 1. {OWN_FILE}",
        ),
        (
            _set(3, 7, 101),
            " [Outcomes!H4]: this is no percentage, found '101', expected 0 to 100, or [x] if not available.",
        ),
        (
            _set(3, 6, METRICS[0]),
            " [Outcomes!H4]: this figure stands in the file twice, found the same as Outcomes!H2.",
        ),
        (
            _set(3, 6, "Cases reopened"),
            " [Outcomes!G4]: this measure is not known, found 'Cases reopened', expected one of charges (victim-based, or no"
            " specific victim), no suspect, victim does not support, successful outcome.",
        ),
        (
            _cut(9),
            ": Staffordshire lacks figures that the other areas have, found 1 lacking, for instance"
            " victim_does_not_support, all-crime, victim-does-not-support-police-action in 2022-23, expected the same figures"
            f" for every area, or [x] if not available. {OWN_FILE}",
        ),
        (
            _set(3, 3, "Monthly"),
            " [Outcomes!D4]: this says neither, found 'Monthly', expected Rolling annual or Quarterly.",
        ),
        (
            _set(3, 1, "Police force area"),
            " [Outcomes!C4]: this area is not of the kind named beside it, found 'England and Wales' as 'Police force area'.",
        ),
    ],
)
def test_spoilt_metrics(tmp_path: Path, change: Callable[[Table], None], expected: str) -> None:
    table = metrics()
    change(table)
    assert said(write_xlsx(tmp_path / "som.xlsx", {"Outcomes": table}), tmp_path)[0] == expected


def test_a_new_measure_beside_all_that_are_known_is_left_out_and_said(tmp_path: Path) -> None:
    table = metrics()
    new = [[*row[:6], "Deferred prosecution (victim-based)", row[7]] for row in table[1:] if row[6] == METRICS[0]]
    reading = read(write_xlsx(tmp_path / "som.xlsx", {"Outcomes": [*table, *new]}), tmp_path)
    assert len(observed(reading)) == 30
    assert any("lines of a measure that is not known are left out" in one.what for one in reading.problems)
    renamed = [[*row[:6], str(row[6]).replace("No suspect", "None")[:20], row[7]] for row in table]
    assert "this measure is not known" in said(write_xlsx(tmp_path / "new.xlsx", {"Outcomes": renamed}), tmp_path)[0]


def test_quarters_of_a_financial_year_are_counted_from_april(tmp_path: Path) -> None:
    table = metrics()
    for row in table[1:]:
        row[4:6] = {"Jan - Mar": ["Q4", "2022/23"], "Apr - Jun": ["Q1", "2023/24"]}[str(row[4])]
    reading = read(write_xlsx(tmp_path / "som.xlsx", {"Outcomes": table}), tmp_path)
    assert {covered.period.id for covered in reading.covers} == {"2022-23", "ye-2023-06"}


def test_one_measure_in_another_unit_is_refused(tmp_path: Path) -> None:
    table = [[*METRIC_HEADER]] + [
        ["All crime", "Police force area", force, "Quarterly", "Jan - Mar", year, metric, 30 + year - 2010]
        for force in ("Staffordshire", "West Mercia", "Kent")
        for year in range(2018, 2024)
        for metric in METRICS
    ]
    for row in table[1:]:
        if row[6] == METRICS[2]:
            row[7] = 0.4
    assert said(write_xlsx(tmp_path / "som.xlsx", {"Outcomes": table}), tmp_path) == [
        ": it cannot be told whether the percentages are written 7.2 or 0.072, found 'no-suspect-identified-victim-based' is at"
        " most 1 throughout, and other measures are above it, expected figures of which some are above 1, or many between 0"
        f" and 1. {OWN_FILE}"
    ]


def test_a_percentage_of_one_force_written_as_a_share_is_refused_by_its_cell(tmp_path: Path) -> None:
    table = metrics()
    table[13][7], table[28][7] = 0.1925, 0.1925  # West Mercia's "no suspect" in both years
    assert said(write_xlsx(tmp_path / "som.xlsx", {"Outcomes": table}), tmp_path)[0] == (
        " [Outcomes!H14]: this percentage may be written as a share of 1, and those beside it are not, found 0.1925, where"
        f" 18 is usual, expected percentages in one manner of writing. {OWN_FILE}"
    )
    table[13][7] = table[28][7] = 0.9  # low, and like the others in no unit
    assert read(write_xlsx(tmp_path / "low.xlsx", {"Outcomes": table}), tmp_path)
    rows = dashboard()
    for row in rows[2::2]:
        row[6] = 29.5
    rows[12][6] = 0.3
    (problem,) = said(write_csv(tmp_path / "d.csv", rows), tmp_path)
    assert problem.startswith(" [line 13, value]: this percentage may be written as a share of 1")


# --- delivery dashboard -------------------------------------------------------------------------------------------------

DASHBOARD_HEADER = [
    "offence_type", "geographic_area_name", "stage", "metric_name", "date_granularity", "time_period", "value",
]  # fmt: skip


def dashboard() -> Table:
    return [[*DASHBOARD_HEADER]] + [
        [
            "All crime",
            area,
            "Crime recorded to police decision",
            measure,
            often,
            quarter,
            value + at + (more if value > 100 else 0),
        ]
        for at, area in enumerate(("National", "Staffordshire", "West Mercia"))
        for quarter, more in (("Apr - Jun 2015", 20), ("Jul - Sep 2015", 10), ("Jan - Mar 2016", 0))
        for measure, often, value in (
            ("Police recorded crimes", "Quarterly", 1000),
            ("Victim does not support police action", "Rolling annual", 29),
        )
    ]


def test_delivery_dashboard(tmp_path: Path) -> None:
    table = dashboard()
    table[1][6] = "[x]"
    reading = read(write_csv(tmp_path / "criminal_justice_delivery_data.csv", table), tmp_path)
    assert (reading.source, reading.trust) == ("delivery-dashboard", Trust.NOT_YET_SEEN)
    assert len(observed(reading)) == 18
    (count,) = pick(reading, area="west-mercia", period="2016Q1")
    assert (count["measure"], count["value"], count["field"]) == ("police-recorded-crimes", 1002, "value")
    (share,) = pick(reading, area="staffordshire", period="ye-2015-09")
    assert (share["measure"], share["value"]) == ("victim-does-not-support-police-action", 30)
    assert (share["line"], share["col"]) == (11, "value")
    (absent,) = pick(reading, area="england-and-wales", period="2015Q2")
    assert (absent["value"], absent["absence"]) == (None, "[x]")


def test_percentages_without_a_sign_are_kept_as_those_with_one(tmp_path: Path) -> None:
    """27.2 and 27.2% are one figure, whether the measure's name says per cent or the catalogue knows it as a share."""
    lost = "Cases stopped between referral and charge because the victim no longer supports"
    for measure in ("Percentage of victims who do not support police action", lost):
        kept = []
        for sign in ("", "%"):
            table = [[*row[:3], measure, *row[4:6], f"{row[6]}{sign}"] for row in dashboard()[2::2]]
            reading = read(write_csv(tmp_path / "dashboard.csv", [dashboard()[0], *table]), tmp_path)
            kept.append([row["value"] for row in observed(reading)])
        assert kept[0] == kept[1] == [Decimal(each) / 100 for each in (29, 29, 29, 30, 30, 30, 31, 31, 31)]
    low = [[*row[:3], "Percentage of victims", *row[4:6], 0.5] for row in dashboard()[2::2]]
    assert said(write_csv(tmp_path / "dashboard.csv", [dashboard()[0], *low]), tmp_path)[0].startswith(
        ": it cannot be told whether a percentage is written 7.2 or 0.072, found 9 figures of 'percentage-of-victims'"
    )


def test_a_dashboard_that_was_saved_as_a_workbook(tmp_path: Path) -> None:
    reading = read(write_xlsx(tmp_path / "dashboard.xlsx", {"data": dashboard()}), tmp_path)
    assert (reading.source, len(observed(reading))) == ("delivery-dashboard", 18)


def test_older_dashboards_number_their_measures(tmp_path: Path) -> None:
    table = dashboard()
    table[0][3] = "metric_id"
    assert len(observed(read(write_csv(tmp_path / "dashboard.csv", table), tmp_path))) == 18
    both = [[*row[:4], "number" if at == 0 else at, *row[4:]] for at, row in enumerate(dashboard())]
    both[0][4] = "metric_id"
    reading = read(write_csv(tmp_path / "dashboard.csv", both), tmp_path)
    assert "police-recorded-crimes" in {row["measure"] for row in observed(reading)}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            _set(3, 5, "Apr - Jun 2015"),
            " [line 4, value]: this figure stands in the file twice, found the same as line 2, value.",
        ),
        (
            _set(3, 5, "May 2015"),
            " [line 4, time_period]: this is no quarter or rolling year, found 'May 2015', Quarterly, expected a quarter such"
            " as 'Apr - Jun 2015', Quarterly or Rolling annual.",
        ),
        (
            _set(3, 4, "Weekly"),
            " [line 4, time_period]: this is no quarter or rolling year, found 'Jul - Sep 2015', Weekly, expected a"
            " quarter such as 'Apr - Jun 2015', Quarterly or Rolling annual.",
        ),
        (
            _set(3, 6, "many"),
            " [line 4, value]: this is no figure, found 'many', expected a number, or [x] if not available.",
        ),
        (
            _set(3, 6, "-"),
            " [line 4, value]: this is no figure, found '-', expected a number, or [x] if not available.",
        ),
        (
            _set(4, 6, "29%"),
            ": one measure is printed with percent signs and without, found 'victim-does-not-support-police-action', expected"
            f" one of the two. {OWN_FILE}",
        ),
        (
            _set(9, 1, "Staffordshyre"),
            " [line 10, geographic_area_name]: this area is not known, found 'Staffordshyre', expected a police force or"
            " England and Wales, perhaps Staffordshire. Correct the name, or add it to the area's variants in the catalogue.",
        ),
    ],
)
def test_spoilt_dashboards(tmp_path: Path, change: Callable[[Table], None], expected: str) -> None:
    table = dashboard()
    change(table)
    assert said(write_csv(tmp_path / "dashboard.csv", table), tmp_path)[0] == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            _set(3, 6, 1000.5),
            " [line 4, value]: this measure counts, and its figure is no whole number, found '1000.5' for"
            f" 'police-recorded-crimes', expected a whole number. {OWN_FILE}",
        ),
        (
            _set(4, 6, 29.5),
            " [line 5, value]: this figure is a fraction where those of its measure are whole numbers, found '29.5' for"
            f" 'victim-does-not-support-police-action', expected a whole number. {OWN_FILE}",
        ),
        (
            _every(6, "1.000"),
            " [line 2, value]: this may be a number with a point for its thousands, found '1.000' for"
            f" 'police-recorded-crimes', and 8 more, expected a whole number. {OWN_FILE}",
        ),
        (
            _set(3, 0, "Al crime"),
            " [line 4, offence_type]: this word stands in no other line, found 'Al crime', expected perhaps 'All crime'."
            f" {OWN_FILE}",
        ),
        (
            _set(3, 3, "Police recorded crime"),
            " [line 4, metric_name]: this word stands in no other line, found 'Police recorded crime', expected perhaps"
            f" 'Police recorded crimes'. {OWN_FILE}",
        ),
        (
            _set(3, 4, "Rolling annual"),
            " [line 4, metric_name]: these words stand together in no other line, found 'Police recorded crimes', expected the"
            f" words of the other lines. {OWN_FILE}",
        ),
    ],
)
def test_a_lone_word_or_fraction_is_refused(tmp_path: Path, change: Callable[[Table], None], expected: str) -> None:
    table = dashboard()
    change(table)
    assert said(write_csv(tmp_path / "dashboard.csv", table), tmp_path)[0] == expected


def test_a_count_with_percent_signs_is_refused(tmp_path: Path) -> None:
    table = dashboard()
    for row in table[1:]:
        row[6] = f"{row[6]}%" if row[3] == "Police recorded crimes" else row[6]
    assert (
        "a measure that counts is printed with percent signs"
        in said(write_csv(tmp_path / "dashboard.csv", table), tmp_path)[0]
    )


def test_measures_that_are_no_counts_may_have_fractions(tmp_path: Path) -> None:
    table = dashboard()
    for number, row in enumerate(table[2::2]):
        row[6] = 29 + number / 8
    assert len(observed(read(write_csv(tmp_path / "dashboard.csv", table), tmp_path))) == 18


@pytest.mark.parametrize("pair", [(0, 3), (0, 2), (2, 3)])
def test_two_headers_of_words_that_have_changed_places_are_seen(tmp_path: Path, pair: tuple[int, int]) -> None:
    table = dashboard()
    one, other = pair
    table[0][one], table[0][other] = table[0][other], table[0][one]
    assert "a column does not hold what its header says" in said(write_csv(tmp_path / "d.csv", table), tmp_path)[0]


def test_a_lone_word_of_the_supplementary_metrics_is_refused(tmp_path: Path) -> None:
    table = metrics()
    table[4][6] = "Victim does not support police actions"
    assert said(write_xlsx(tmp_path / "som.xlsx", {"Outcomes": table}), tmp_path)[0] == (
        " [Outcomes!G5]: this word stands in no other line, found 'Victim does not support police actions', expected perhaps"
        f" 'Victim does not support police action'. {OWN_FILE}"
    )


def test_a_figure_that_one_force_lacks_is_missed(tmp_path: Path) -> None:
    forces = ("Kent", "Staffordshire", "Surrey", "West Mercia")
    table = [[*DASHBOARD_HEADER]] + [
        ["All crime", force, "Court", measure, "Quarterly", "Apr - Jun 2022", 7]
        for force in forces
        for measure in ("Receipts", "Open cases", "Guilty pleas", "Cases stopped")
    ]
    del table[6]
    assert said(write_csv(tmp_path / "dashboard.csv", table), tmp_path) == [
        ": Staffordshire lacks figures that the other areas have, found 1 lacking, for instance value, all-crime, court,"
        f" open-cases in 2022Q2, expected the same figures for every area, or [x] if not available. {OWN_FILE}"
    ]


# --- what moved or changed in one line ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_row_that_reaches_past_its_headers_is_refused(tmp_path: Path, kind: str) -> None:
    table = metrics(1)
    table[4] = ["All crime", *table[4]]
    path = WRITE[kind](tmp_path / f"som.{kind}", {"Outcomes": table})
    assert said(path, tmp_path)[0] == (
        " [Outcomes!I5]: a row is longer than its headers, so its cells may have been moved, expected nothing beside the table."
        f" {OWN_FILE}"
    )


@pytest.mark.parametrize("table", [metrics(), dashboard()])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_of_one_line_is_refused(tmp_path: Path, table: Table, kind: str) -> None:
    path = tmp_path / f"file.{kind}"
    if kind == "csv":
        write_csv(path, table[:2])
    else:
        write_xlsx(path, {"Data": table[:2]})
    (problem,) = said(path, tmp_path)
    assert "the table has one line of figures, so the rest was cut" in problem


def test_a_year_of_one_line_alone_is_refused(tmp_path: Path) -> None:
    table = metrics(1)
    table[4][5] = 2019
    (problem,) = said(write_csv(tmp_path / "som.csv", table), tmp_path)
    assert problem.startswith(" [line 5, year]: this word stands in no other line, found '2019'")


def test_a_quarter_of_one_line_alone_is_refused(tmp_path: Path) -> None:
    table = dashboard()
    table[4][DASHBOARD_HEADER.index("time_period")] = "Apr - Jun 2017"
    problems = said(write_csv(tmp_path / "criminal_justice_delivery_data.csv", table), tmp_path)
    assert any("this word stands in no other line, found 'Apr - Jun 2017'" in problem for problem in problems), problems


def test_figures_under_another_year_than_those_of_all_other_places_refuse(tmp_path: Path) -> None:
    table = [[*METRIC_HEADER]] + [
        ["All crime", *place, "Rolling annual", "Jan - Mar", year, metric, 30 + year - 2010]
        for place in (*PLACES, ("Police force area", "Kent"), ("Police force area", "Cumbria"))
        for year in range(2018, 2023)
        for metric in METRICS
    ]
    assert len(observed(read(write_xlsx(tmp_path / "som.xlsx", {"Outcomes": table}), tmp_path))) == 125
    for row in table[6:8]:  # two measures of England and Wales in 2019
        row[5] = 2023
    assert said(write_xlsx(tmp_path / "som.xlsx", {"Outcomes": table}), tmp_path) == [
        ": a figure is lacking in a period where nearly all places have it, and stands in one where few do, found England and"
        " Wales, charge_victim_based, all-crime, charge-outcome-victim-based, 2018-19, and 1 more, expected the same periods"
        f" for every place. {OWN_FILE}"
    ]
