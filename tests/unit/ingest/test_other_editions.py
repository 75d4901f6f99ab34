"""Whole editions that nobody here was handed, as their publishers are known to lay them out: read right, or refused.

Every file is made here, with made-up figures. What each stands for is the name of its test; docs/layouts.md lists them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import police_force_tables as tables
import pytest
from home_office_files import FORCES, OFFENCES, Table, write_csv, write_xlsx
from published_files import observed, pick, read
from statistics_workbooks import Rows, write

from assize.core.errors import FileRefused
from assize.ingest.courts.quarters import labelled_period
from assize.ingest.file_names import later_version, time_in_name


def refusal(path: Path, scratch: Path, **asked: Any) -> str:
    with pytest.raises(FileRefused) as refused:
        read(path, scratch, **asked)
    return " ".join(problem.sentence for problem in refused.value.problems)


# --- populations ------------------------------------------------------------------------------------------------------

AUTHORITIES = {"E06000021": "Stoke-on-Trent", "E07000192": "Cannock Chase", "E09000001": "City of London"}
AGES = [*range(90), "90+"]


def by_age(year: int, who: str = "Persons") -> Rows:
    """A sheet of people by single year of age, `All ages` first: an authority's ages are its number and its place."""
    lines: list[list[object]] = []
    for at, (code, name) in enumerate(AUTHORITIES.items()):
        ages = [1000 + at] * 91
        lines.append([code, name, "Unitary Authority", sum(ages), *ages])
    total = [sum(int(str(line[at])) for line in lines) for at in range(3, len(lines[0]))]
    title = f"MYE2: Population estimates: {who} by single year of age for local authorities in the UK, mid-{year}"
    header = ["Code", "Name", "Geography", "All ages", *AGES]
    return [[title], [], header, ["K04000001", "ENGLAND AND WALES", "Country", *total], *lines]


def test_an_edition_with_people_by_age_alone(tmp_path: Path) -> None:
    """mid-2012 to mid-2014, mid-2021 on 2021 geography: `MYE2 - Persons`, and no sheet of years."""
    sheets = {"MYE2 - Persons": by_age(2021), "MYE2 - Males": by_age(2021, "Males")}
    reading = read(write(tmp_path / "ukpopestimatesmid2021on2021geography.xlsx", sheets), tmp_path)
    assert [row["value"] for row in pick(reading, area="E07000192")] == [91 * 1001]
    assert [row["ref"] for row in pick(reading, area="E07000192")] == ["D6"]
    assert {row["period"] for row in observed(reading)} == {"2021-m06"}
    assert not reading.whole_series  # else the other years of earlier editions would be taken back


def test_ages_that_do_not_add_up_to_all_ages(tmp_path: Path) -> None:
    rows = [list(row) for row in by_age(2021)]
    rows[4][20] = 5
    assert refusal(write(tmp_path / "mid2021.xlsx", {"MYE2 - Persons": rows}), tmp_path) == (
        "mid2021.xlsx [MYE2 - Persons!D5]: the people of each age do not add up to all ages, found 91,000, expected 90,005,"
        " which is what they add up to. Load the publisher's own file."
    )


def of_years(*years: int) -> Rows:
    lines: list[list[object]] = [
        [code, name, "Unitary", *[90000 + year + at for year in years]]
        for at, (code, name) in enumerate(AUTHORITIES.items())
    ]
    total = [sum(int(str(line[at])) for line in lines) for at in range(3, 3 + len(years))]
    return [
        ["Mid-year population estimates by local authority, England and Wales"],
        ["LAD code", "LAD name", "Geography type", *[f"Mid-{year}" for year in years]],
        ["K04000001", "ENGLAND AND WALES", "Country", *total],
        *lines,
    ]


def test_headers_that_say_lad(tmp_path: Path) -> None:
    reading = read(write(tmp_path / "LADApril2023.xlsx", {"MYE4": of_years(2023, 2022)}), tmp_path)
    assert pick(reading, area="E06000021", period="2022-m06")[0]["value"] == 92022


def test_a_cover_with_the_day_of_an_older_edition(tmp_path: Path) -> None:
    """Taken as it stands, packs as at 2021 would show figures of 2024."""
    sheets = {"Cover sheet": [["Publication date: 25 June 2021"]], "MYE4": of_years(2024, 2023)}
    path = write(tmp_path / "mid2024.xlsx", sheets)
    assert "the file says that it was released before its last period began, found released 2021-06-25" in refusal(
        path, tmp_path
    )


# --- partnerships -----------------------------------------------------------------------------------------------------

PARTS = ("North", "South")


def partnerships(year: str, quarters: tuple[int, ...] = (1, 2)) -> Table:
    """Crimes by partnership without codes; some bear the name of a force, as Durham and Bedford do in truth."""
    header = [
        "Financial Year", "Financial Quarter", "Force Name", "CSP Name", "Offence Description", "Offence Group",
        "Offence Subgroup", "Offence Code", "Offence Count",
    ]  # fmt: skip
    lines = [
        [year, quarter, force, name, *offence, 10 * quarter + at]
        for quarter in quarters
        for force in FORCES
        for name in ([force, f"Unassigned {force}"] if force < "D" else [f"{force} {part}" for part in PARTS])
        for at, offence in enumerate(OFFENCES[1:])
    ]
    return [header, *lines]


def test_partnerships_that_bear_the_names_of_forces(tmp_path: Path) -> None:
    """They were counted as if they were the only forces in the file, and it was refused as cut short."""
    reading = read(write_xlsx(tmp_path / "prc-csp.xlsx", {"2019-20": partnerships("2019/20")}), tmp_path)
    assert reading.source == "recorded-crime-partnerships"
    assert sum(row["value"] for row in observed(reading)) == sum(
        int(str(row[-1])) for row in partnerships("2019/20")[1:]
    )
    assert not [problem.what for problem in reading.problems if "most forces" in problem.what]


def test_a_partnership_without_a_quarter_is_named(tmp_path: Path) -> None:
    lines = [row for row in partnerships("2019/20") if not (row[3] == "Kent North" and row[1] == 2)]
    reading = read(write_csv(tmp_path / "prc-csp.csv", lines), tmp_path)
    assert (
        "prc-csp.csv: some partnerships have nothing in a quarter that others have, found none of Kent North in 2019/20 Q2."
        in [problem.sentence for problem in reading.problems]
    )


# --- how other editions name their time -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "label", "period"),
    [
        ("2018", "Q3 2018 (Jul-Sep)", "2018Q3"),
        ("2018", "Q3 (Jul-Sep)", "2018Q3"),
        ("2018", "Quarter 3 (July to September)", "2018Q3"),
        ("2018", "July to September 2018", "2018Q3"),
        ("2018", "2018 Q3 (Jul-Sep)", "2018Q3"),
        ("2018", "2018", "2018"),
        ("2018", "Q3 2018 (Apr-Jun)", None),
        ("2017", "Q3 2018 (Jul-Sep)", None),
        ("2018", "Q3", None),
        ("2018", "Feb-Apr 2018", None),
        ("2018", "2018-09-30", "2018Q3"),
        ("2018", "30/09/2018", "2018Q3"),
        ("2018", "2018-07-01", None),
        ("2018", "31/08/2018", None),
        ("2017", "2018-09-30", None),
    ],
)
def test_quarters_of_the_timeliness_csv(year: str, label: str, period: str | None) -> None:
    said = labelled_period(year, label)
    assert (said.id if said else None) == period


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("Principal-Offence-Category-Q3-2021-22.csv", "2021Q4"),
        ("poc-2021-22-q3.csv", "2021Q4"),
        ("Prosecutions-Quarter-2-2020-2021.csv", "2020Q3"),
        ("poc-2021-q3.csv", None),  # 2020/21 or the calendar's 2021
        ("poc-q3-2021.csv", None),
    ],
)
def test_quarters_in_names_around_2021(name: str, period: str | None) -> None:
    said = time_in_name(name).quarter
    assert (said.id if said else None) == period


@pytest.mark.parametrize(
    ("name", "later"),
    [
        ("policeforceareatablesyearendingmarch2018v2.xlsx", (1, "v2")),
        ("policeforceareatablesyearendingsep18corrected.xlsx", (1, "corrected")),
        ("criminal_justice_delivery_data_q3_2024_v4.csv", (3, "v4")),
        ("prc-pfa-tables-revised-280125.ods", (1, "revised")),
        ("policeforceareatablesyearendingmarch2018.xlsx", (0, "")),
        ("ipv6-2018.csv", (0, "")),
        ("LAD23_Mid_Year_pop_2011_to_2022.xlsx", (0, "")),
    ],
)
def test_later_versions_by_their_names(name: str, later: tuple[int, str]) -> None:
    assert later_version(name) == later


def test_a_later_version_ranks_after_the_first(tmp_path: Path) -> None:
    """Neither says when it was released: whichever is loaded last, the later version is current."""
    first = read(write_xlsx(tmp_path / "prc-csp.xlsx", {"2019-20": partnerships("2019/20")}), tmp_path)
    later = read(write_xlsx(tmp_path / "prc-csp-v3.xlsx", {"2019-20": partnerships("2019/20")}), tmp_path)
    assert (later.released - first.released).days == 2
    assert first.released_estimated and later.released_estimated
    assert later.problems[-1].sentence == (
        "prc-csp-v3.xlsx: this is a later version of its edition, and does not say when it was released; a day just after the"
        " first version's is taken, found 'v3' in the file's name, 2020-01-20 taken. If you know the day, give it:"
        " --released YYYY-MM-DD."
    )


# --- totals of other forces, sums under quarters ----------------------------------------------------------------------

ABSENT_FORCE = "greater-manchester"


def test_a_change_whose_year_before_lacks_a_force(tmp_path: Path) -> None:
    """A force returns to the totals: their change on the year is then of more forces than the year before had."""
    book = tables.book()
    names = [tables.TOTAL, "", *tables.HEADERS]
    for row, (_, _, forces) in zip(book["Table P2"][6:], tables.places(), strict=False):
        if ABSENT_FORCE in forces and len(forces) > 1:
            others = tuple(force for force in forces if force != ABSENT_FORCE)
            row[2:] = [
                (tables.added(forces, name) / tables.added(others, name, 1) - 1) * 100 if name else "" for name in names
            ]
    reading = read(write(tmp_path / "tables.xlsx", book), tmp_path)
    assert [problem.sentence for problem in reading.problems if "Table P2" in problem.where] == [
        "tables.xlsx [Table P2!A29]: the change of a total is not of the same forces in both years; kept as published, found"
        " North West region, whose year before leaves out Greater Manchester."
    ]


COVER: Rows = [["Criminal court statistics quarterly: October to December 2024"], ["Published 27 March 2025"]]
QUARTERS = [f"Q{number} {year}" for year in range(2021, 2025) for number in (1, 2, 3, 4)]
RECEIPTS = [100 + at * 37 % 23 for at in range(len(QUARTERS))]
YEARS = [sum(RECEIPTS[at - 3 : at + 1]) for at in range(3, len(QUARTERS))]


def receipts(number: int, said: str, quarters: list[str], figures: list[int]) -> Rows:
    title = f"Table {number}: Receipts{said}, England and Wales, {quarters[0]} to {quarters[-1]}"
    lines = [list(pair) for pair in zip(quarters, figures, strict=True)]
    return [[title], ["This worksheet contains one table."], ["Quarter", "Receipts"], *lines]


def court_book(second: Rows) -> dict[str, Rows]:
    notes: Rows = [["Notes"], ["Note number", "Note text"]]
    return {"Cover": COVER, "Notes": notes, "Table_1": receipts(1, "", QUARTERS, RECEIPTS), "Table_2": second}


def test_sums_of_a_year_under_quarters_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "ccsq.ods", court_book(receipts(2, "", QUARTERS[3:], YEARS)))
    assert refusal(path, tmp_path) == (
        "ccsq.ods [Table_2!B4]: figures under quarters are sums of four quarters, found 13 that are the sums of those in"
        " ccsq.ods [Table_1!A3], expected the figures of one quarter each. Load the publisher's own file."
    )


def test_a_handful_a_quarter_that_is_such_a_sum_now_and_then_is_read(tmp_path: Path) -> None:
    """Of 13 quarters of a small place 5 are by chance what four of another row come to: chance, not a year."""
    few = [one if at % 3 == 0 else one + 1 for at, one in enumerate(YEARS)]
    path = write(tmp_path / "ccsq.ods", court_book(receipts(2, "", QUARTERS[3:], few)))
    assert [row["value"] for row in observed(read(path, tmp_path))] == RECEIPTS + few


def test_a_table_that_calls_itself_rolling_is_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "ccsq.ods", court_book(receipts(2, ", rolling 12 months", QUARTERS[3:], YEARS)))
    reading = read(path, tmp_path)
    assert [row["value"] for row in observed(reading)] == RECEIPTS
    assert any("sums of twelve months" in problem.what for problem in reading.problems)


# --- the dashboard and the metrics beside it ---------------------------------------------------------------------------


def test_a_dashboard_whose_measures_stand_under_metric(tmp_path: Path) -> None:
    header = ["Offence type", "Geographic area name", "Stage", "Metric", "Date granularity", "Time period", "Value"]
    lines = [
        [offence, force, "Crime recorded to police decision", measure, "Quarterly", "Jul - Sep 2024", 10 * at + 1]
        for offence in ("All crime", "Adult rape")
        for at, force in ((999, "England and Wales"), *enumerate(FORCES, 1))
        for measure in ("Police recorded crime", "Average (median) days to charge")
    ]
    path = write_csv(tmp_path / "criminal_justice_delivery_data_q3_2024_v4.csv", [header, *lines])
    kent = pick(read(path, tmp_path), area="kent", offence_type="all-crime", measure="police-recorded-crime")
    assert [row["value"] for row in kent] == [10 * (FORCES.index("Kent") + 1) + 1]
    for line in lines:
        line[1] = {"Kent": "England and Wales", "England and Wales": "Kent"}.get(str(line[1]), line[1])
    with pytest.raises(FileRefused, match="the nation has less than one of its forces") as refused:
        read(write_csv(path, [header, *lines]), tmp_path)
    (said,) = refused.value.problems
    assert said.found == f"{10 * (FORCES.index('Kent') + 1) + 1}, and 9991 for Kent; 1 more figures are so"
    assert read(path, tmp_path, reasons={"delivery-dashboard@nation@2024q3": "A national unit took most."})


# --- statistics tables --------------------------------------------------------------------------------------------------

DAYS: Rows = [
    ["Table T1: Average number of days from offence to charge, England and Wales, Q1 2024 to Q2 2024"],
    ["This worksheet contains one table."],
    ["Quarter", "Court type", "Mean (days)", "Median (days)"],
    ["Q1 2024", "Crown Court", 100, 50],
    ["Q1 2024", "Magistrates' courts", 90, 40],
    ["Q2 2024", "Crown Court", 101, 51],
    ["Q2 2024", "Magistrates' courts", 91, 41],
]
NOTES: Rows = [["Notes"], ["Note number", "Note text"]]


def test_the_courts_tables_named_t1(tmp_path: Path) -> None:
    """`T1` was taken for table 1, and so for another table than the one its title names."""
    reading = read(write(tmp_path / "ccsq.ods", {"Cover": COVER, "Notes": NOTES, "T1": DAYS}), tmp_path)
    assert [row["value"] for row in pick(reading, period="2024Q2", item="crown-court")] == [101, 51]
    assert {row["table"] for row in observed(reading)} == {"t1"}


def test_a_sheet_of_another_table_is_refused_still(tmp_path: Path) -> None:
    path = write(tmp_path / "ccsq.ods", {"Cover": COVER, "Notes": NOTES, "T2": DAYS})
    assert "the sheet's name and its title are of two tables, found the sheet 'T2'" in refusal(path, tmp_path)


def test_columns_that_are_days_with_dashes(tmp_path: Path) -> None:
    """Offender management statistics of 2015: no line of what the sheet holds, a title in two rows, `30-Jun-14`."""
    rows: Rows = [
        ["Table 1.1a"], ["Prison population by type of custody, quarterly, June 2014 to September 2014"], [],
        ["", "30-Jun-14", "30-Sep-14"], ["Remand", 10, 11], ["Sentenced", 90, 92],
    ]  # fmt: skip
    contents: Rows = [["Offender management statistics quarterly: July to September 2014"], ["Table", "Title"]]
    reading = read(write(tmp_path / "omsq.xlsx", {"Contents": contents, "Notes": NOTES, "Table 1.1a": rows}), tmp_path)
    assert {row["period"]: row["value"] for row in pick(reading, item="sentenced")} == {"2014-m06": 90, "2014-m09": 92}


def of_cps_areas(*more: list[object]) -> dict[str, Rows]:
    rows: Rows = [
        ["Table 6: Domestic abuse-related prosecutions by CPS area, year ending March 2023 and year ending March 2024"],
        ["This worksheet contains one table."],
        ["CPS area", "Year ending March 2023", "Year ending March 2024"],
        ["West Midlands", 10, 11],
        ["Cymru-Wales", 5, 6],
        *more,
    ]
    cover: Rows = [["Domestic abuse in England and Wales: Appendix tables"], ["Publication date: 27 November 2024"]]
    return {"Cover sheet": cover, "Notes": NOTES, "Table 6": rows}


def test_rows_of_places_that_a_source_is_not_read_for(tmp_path: Path) -> None:
    """A row of one CPS area was read as one of England and Wales."""
    path = write(tmp_path / "da.xlsx", of_cps_areas(["Total", 15, 17]))
    reading = read(path, tmp_path)
    assert [(row["area"], row["value"]) for row in observed(reading)] == [
        ("england-and-wales", 15),
        ("england-and-wales", 17),
    ]
    told = [problem.sentence for problem in reading.problems]
    assert any(one.startswith("da.xlsx [Table 6!A3]: rows of places that this source is not read for") for one in told)
    alone = refusal(write(tmp_path / "areas.xlsx", of_cps_areas()), tmp_path)
    assert (
        "rows of places that this source is not read for are left out, found 'West Midlands' under 'CPS area'" in alone
    )
