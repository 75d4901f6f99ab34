"""Recorded crime and outcomes as workbooks with a sheet a year, and what a full rectangle gives away: each message exact."""

from __future__ import annotations

import random
import shutil
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from home_office_files import (
    CRIME_HEADER,
    FORCES,
    OFFENCES,
    OUTCOME_HEADER,
    WRITE,
    Table,
    crimes,
    outcomes,
    write_csv,
    write_ods,
    write_xlsx,
)
from published_files import CATALOGUE, read

from assize.core.errors import FileRefused
from assize.core.nouns import Trust
from assize.core.reading import LEADING_COLUMNS, TRAILING_COLUMNS, Query, Reading

COVER: dict[str, Table] = {"Cover": [["Police recorded crime"]], "Notes": [["Note", "Text"], [1, "About 2024/25"]]}
OWN_FILE = "Load the publisher's own file."
NO_RAILWAYS = "nothing is in the file of British Transport Police, which is published beside the forces"


def observed(reading: Reading) -> list[dict[str, Any]]:
    assert isinstance(reading.content, Query)
    rows = reading.content.connection.execute(reading.content.select).fetchall()
    assert len(rows) == reading.content.rows
    return [dict(zip((*LEADING_COLUMNS, *reading.dimensions, *TRAILING_COLUMNS), row, strict=True)) for row in rows]


def said(path: Path, scratch: Path) -> list[str]:
    with pytest.raises(FileRefused) as refusal:
        read(path, scratch)
    return [problem.sentence.removeprefix(path.name) for problem in refusal.value.problems]


def two_years() -> dict[str, Table]:
    """An older year in full under an older name, and a current one of two quarters with a title above."""
    title: Table = [["Police recorded crime by offence and force"], []]
    return {
        **COVER,
        "2012-13": [CRIME_HEADER, *crimes("2012/13")],
        "2024_25": [*title, CRIME_HEADER, *crimes("2024/25", (1, 2))],
    }


@pytest.mark.parametrize("kind", WRITE)
def test_a_sheet_a_year(tmp_path: Path, kind: str) -> None:
    path = WRITE[kind](tmp_path / f"prc.{kind}", two_years())
    reading = read(path, tmp_path)
    assert (reading.source, reading.layout) == ("recorded-crime", "home-office-recorded-crime-workbook")
    assert reading.trust is Trust.NOT_YET_SEEN
    assert [problem.sentence for problem in reading.problems] == [
        f"prc.{kind}: not all quarters are in the file, found no 2024/25 Q3, 2024/25 Q4.",
        f"prc.{kind}: {NO_RAILWAYS}.",
    ]
    assert sorted(covered.period.id for covered in reading.covers) == [
        "2012Q2", "2012Q3", "2012Q4", "2013Q1", "2024Q2", "2024Q3",
    ]  # fmt: skip
    rows = observed(reading)
    assert len(rows) == 6 * len(OFFENCES) * len(FORCES)
    (row,) = (
        row for row in rows if (row["area"], row["period"], row["offence_code"]) == ("staffordshire", "2024Q3", "39")
    )
    place = (
        4 + len(OFFENCES) * (len(FORCES) + FORCES.index("Staffordshire")) + 3
    )  # title, blank, header; a quarter; forces; offences
    assert (row["value"], row["raw"]) == (2003 + 10 * FORCES.index("Staffordshire"), str(int(row["value"])))
    assert (row["sheet"], row["ref"], row["line"], row["offence_group"]) == (
        "2024_25", f"H{place}", None, "theft-offences",
    )  # fmt: skip


def test_railways_police_without_any_line_are_said_where_no_other_body_has_one(tmp_path: Path) -> None:
    """A workbook of outcomes has no body that counts fraud, so nothing else would tell that a body was cut."""
    railways = [[*row[:2], "British Transport Police", *row[3:]] for row in outcomes("2023/24") if row[2] == BEDS]
    rows = [OUTCOME_HEADER, *outcomes("2023/24"), *railways]
    for name, sheet, told in (("whole", rows, 0), ("cut", rows[: -len(railways)], 1)):
        problems = read(write_xlsx(tmp_path / f"{name}.xlsx", {"2023_24": sheet}), tmp_path).problems
        assert [problem.what for problem in problems].count(NO_RAILWAYS) == told


def test_recorded_crime_in_which_no_body_counts_fraud_is_said_to_lack_them(tmp_path: Path) -> None:
    """All rows of one group were cut: each body that counts fraud has rows of this group alone, and went with it."""
    railways = [[*row[:2], "British Transport Police", *row[3:]] for row in crimes("2017/18") if row[2] == BEDS]
    bodies = {"Action Fraud": "AF", "CIFAS": "CF", "UK Finance": "FF"}
    fraud = [
        ["2017/18", quarter, body, f"Fraud offences recorded by {body}", "Fraud offences", "Fraud: " + body, code, 9000]
        for quarter in (1, 2, 3, 4)
        for body, code in bodies.items()
    ]
    said = "nothing is in the file of Action Fraud, CIFAS and UK Finance, which are published beside the forces"
    cut = [*crimes("2017/18"), *railways]
    whole = [*cut, *fraud]
    for name, rows, told in (("whole", whole, 0), ("cut", cut, 1)):
        problems = read(write_csv(tmp_path / f"{name}.csv", [CRIME_HEADER, *rows]), tmp_path).problems
        assert [problem.what for problem in problems].count(said) == told


def test_codes_of_two_bodies_that_count_fraud_that_were_exchanged_are_refused(tmp_path: Path) -> None:
    """A body's own name stands for its code (CIFAS) in the published files."""
    railways = [[*row[:2], "British Transport Police", *row[3:]] for row in crimes("2017/18") if row[2] == BEDS]

    def fraud(codes: dict[str, str]) -> list[list[object]]:
        return [
            [
                "2017/18",
                quarter,
                body,
                f"Fraud offences recorded by {body}",
                "Fraud offences",
                "Fraud: " + body,
                code,
                9000,
            ]
            for quarter in (1, 2, 3, 4)
            for body, code in codes.items()
        ]

    own = {"Action Fraud": "AF", "CIFAS": "CIFAS", "UK Finance": "UK Finance"}
    rows = [CRIME_HEADER, *crimes("2017/18"), *railways]
    read(write_csv(tmp_path / "own.csv", [*rows, *fraud(own)]), tmp_path)
    exchanged = own | {"CIFAS": "UK Finance", "UK Finance": "CIFAS"}
    with pytest.raises(FileRefused) as refused:
        read(write_csv(tmp_path / "exchanged.csv", [*rows, *fraud(exchanged)]), tmp_path)
    what = "the offence code of lines of another place is the name of a body that counts fraud,"
    assert {problem.what for problem in refused.value.problems} == {
        f"{what} {body}" for body in ("CIFAS", "UK Finance")
    }
    at = [header.casefold() for header in CRIME_HEADER].index("offence code")
    one = rows[1][at]
    moved = [[*row[:at], "CIFAS" if row[at] == one else row[at], *row[at + 1 :]] for row in rows]
    with pytest.raises(FileRefused) as refused:
        read(write_csv(tmp_path / "moved.csv", [*moved, *fraud(own | {"CIFAS": str(one)})]), tmp_path)
    assert f"{what} CIFAS" in {problem.what for problem in refused.value.problems}


def test_a_few_forces_alone_are_an_extract_and_lack_no_body(tmp_path: Path) -> None:
    rows = [CRIME_HEADER, *crimes("2017/18", (1,), FORCES[:2])]
    problems = read(write_csv(tmp_path / "crime.csv", rows), tmp_path).problems
    assert NO_RAILWAYS not in [problem.what for problem in problems]


@pytest.mark.parametrize("kind", WRITE)
def test_outcomes_in_a_workbook(tmp_path: Path, kind: str) -> None:
    path = WRITE[kind](tmp_path / f"outcomes.{kind}", {"2023_24": [OUTCOME_HEADER, *outcomes("2023/24")]})
    reading = read(path, tmp_path)
    assert (reading.source, reading.trust) == ("crime-outcomes", Trust.NOT_YET_SEEN)
    rows = observed(reading)
    assert {row["field"] for row in rows} == {"offences_recorded", "outcomes_recorded"}
    assert {row["ref"][0] for row in rows if row["field"] == "outcomes_recorded"} == {"M"}
    assert sum(row["field"] == "offences_recorded" for row in rows) == 2 * len(FORCES) * len(OFFENCES[1:]) * 3
    assert not [row for row in rows if row["field"] == "outcomes_recorded" and row["outcome_type"] == "0"]


def test_a_sheet_may_order_its_columns_its_own_way(tmp_path: Path) -> None:
    sheets = two_years()
    sheets["2012-13"] = [["", *reversed(row), "besides"] for row in sheets["2012-13"]]
    moved = observed(read(write_xlsx(tmp_path / "moved.xlsx", sheets), tmp_path))
    plain = observed(read(write_xlsx(tmp_path / "plain.xlsx", two_years()), tmp_path))

    def told(rows: list[dict[str, Any]]) -> list[tuple[object, ...]]:
        keys = ("area", "period", "offence_group", "offence_subgroup", "offence_code", "value")
        return sorted(tuple(row[key] for key in keys) for row in rows)

    assert told(moved) == told(plain)
    assert {row["ref"][0] for row in moved if row["sheet"] == "2012-13"} == {"B"}
    assert {row["ref"][0] for row in moved if row["sheet"] == "2024_25"} == {"H"}


# Every kind of file with the first column, the others with one: what a column says is looked at once the table is in memory.
PARTS = [
    ("Weapon type", "Knife"),
    ("Domestic abuse flag", "Y"),
    ("Basis", "Unresolved"),
    ("Remark", "Figures in thousands"),
]
ASIDE = [("Notes", "see methodology"), ("Country", "England"), ("Year", "2023/24"), ("Status", "Final")]


def of_each_kind(columns: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    first, *others = columns
    return [*((kind, *first) for kind in ("csv", *WRITE)), *(("csv", *one) for one in others)]


@pytest.mark.parametrize(("kind", "header", "word"), of_each_kind(PARTS))
def test_a_column_that_makes_the_table_a_part_is_refused(tmp_path: Path, kind: str, header: str, word: str) -> None:
    table = [[*CRIME_HEADER, header], *([*row, word] for row in crimes("2023/24"))]
    path = tmp_path / f"part.{kind}"
    if kind == "csv":
        write_csv(path, table)
    else:
        # The year beside it has no such column: one sheet of a part is enough.
        WRITE[kind](path, {"2022_23": [CRIME_HEADER, *crimes("2022/23")], "2023_24": table})
    (problem,) = said(path, tmp_path)
    assert problem.startswith(f" [{header}]: ")
    assert f"found '{word}' in every line" in problem
    assert ("another unit" if header == "Remark" else "may be a part of the publication") in problem


@pytest.mark.parametrize(("kind", "header", "word"), of_each_kind(ASIDE))
def test_a_column_that_chooses_nothing_is_named(tmp_path: Path, kind: str, header: str, word: str) -> None:
    table = [[header, *CRIME_HEADER, ""], *([word, *row, ""] for row in crimes("2023/24"))]
    path = tmp_path / f"more.{kind}"
    if kind == "csv":
        write_csv(path, table)
    else:
        WRITE[kind](path, {"2023_24": table})
    reading = read(path, tmp_path)
    assert [problem.sentence for problem in reading.problems] == [
        f"more.{kind}: a column that is not known is not read, found '{header}'.",
        f"more.{kind}: {NO_RAILWAYS}.",
    ]
    assert len(observed(reading)) == 4 * len(OFFENCES) * len(FORCES)


def spoilt(change: Callable[[dict[str, Table]], None]) -> dict[str, Table]:
    sheets = two_years()
    change(sheets)
    return sheets


def _rename(sheets: dict[str, Table]) -> None:
    sheets["2019_20"] = sheets.pop("2012-13")


def _drop_column(sheets: dict[str, Table]) -> None:
    sheets["2012-13"] = [row[:5] + row[6:] for row in sheets["2012-13"]]


def _empty_year(sheets: dict[str, Table]) -> None:
    sheets["2013-14"] = [["These figures are being revised"]]


def _again(sheets: dict[str, Table]) -> None:
    sheets["Table 1"] = [CRIME_HEADER, sheets["2024_25"][3]]


def _marker(sheets: dict[str, Table]) -> None:
    sheets["2012-13"][1][7] = "about 7"


def _cut_row(sheets: dict[str, Table]) -> None:
    del sheets["2012-13"][14]


def _thousands(sheets: dict[str, Table]) -> None:
    sheets["2012-13"][1][7] = 1.234


def _double_header(sheets: dict[str, Table]) -> None:
    sheets["2012-13"] = [[*row, row[7]] for row in sheets["2012-13"]]


BEDS = "Bedfordshire"
LACKS_ONE = (
    " [2017/18 Q1]: Avon and Somerset lacks lines that the other forces of the quarter have, found 1 line lacking, for instance"
    " offence code"
)
MORE = " [2017/18 Q1]: Avon and Somerset has more or fewer lines of one code than the other forces of the quarter, found 1 line"


@pytest.mark.parametrize("kind", WRITE)
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            _rename,
            " [2019_20!A2]: this row is not of the year its sheet is named by, found '2012/13' in 1,720 rows, expected 2019/20."
            f" {OWN_FILE}",
        ),
        (
            _drop_column,
            ": this looks like the Home Office ods or xlsx of police recorded crime, a sheet a financial year, but its shape is"
            " not the known one (88% of its marks), found no 'offence subgroup', expected all headers of that publication,"
            " whatever their order. Load the file as its publisher released it. If the publisher has changed it, ask the"
            " person who looks after Assize.",
        ),
        (
            _empty_year,
            " [2013-14]: a sheet is named by a year and has no table that is known, expected the headers financial year,"
            " financial quarter, force name, offence description, offence group, offence subgroup, offence code, number of"
            f" offences. {OWN_FILE}",
        ),
        (
            _again,
            " [2024/25 Q1]: Avon and Somerset has more or fewer lines of one code than the other forces of the quarter, found 1"
            f" line differing, for instance offence code 1/4.1 (2024_25, row 4), expected the same lines for every force."
            f" {OWN_FILE}",
        ),
        (
            _marker,
            " [2012-13!H2]: this is no count, found 'about 7', expected a whole number, or [x] if not available.",
        ),
        (
            _cut_row,
            f" [2012/13 Q1]: {BEDS} lacks lines that the other forces of the quarter have, found 1 line lacking, for instance"
            f" offence code 39, expected the same lines for every force. {OWN_FILE}",
        ),
        (
            _thousands,
            " [2012-13!H2]: this is no count, found '1.234', expected a whole number, or [x] if not available.",
        ),
        (
            _double_header,
            " [2012-13]: several columns hold the same thing, and nothing shows which is meant, found 'Number of Offences' and"
            f" 'Number of Offences', expected one column for each header. {OWN_FILE}",
        ),
    ],
)
def test_spoilt_workbooks(tmp_path: Path, kind: str, change: Callable[[dict[str, Table]], None], expected: str) -> None:
    assert said(WRITE[kind](tmp_path / f"bad.{kind}", spoilt(change)), tmp_path) == [expected]


def test_a_sheet_of_partnerships_beside_the_forces_is_refused(tmp_path: Path) -> None:
    header = [*CRIME_HEADER[:3], "CSP Name", *CRIME_HEADER[3:]]
    rows = [[*row[:3], f"{row[2]} East", *row[3:]] for row in crimes("2023/24", (1,))]
    path = write_xlsx(tmp_path / "both.xlsx", {**two_years(), "2023_24": [header, *rows]})
    (problem,) = said(path, tmp_path)
    assert "but its shape is not the known one" in problem
    assert "no 'csp name'" in problem


@pytest.mark.parametrize("kind", WRITE)
def test_damaged_workbooks_are_refused(tmp_path: Path, kind: str) -> None:
    whole = WRITE[kind](tmp_path / f"whole.{kind}", two_years()).read_bytes()
    draw = random.Random(7)
    for at in range(12):
        path = tmp_path / f"damaged{at}.{kind}"
        cut = draw.randrange(4, len(whole) - 1)
        middle = bytes(draw.randrange(256) for _ in range(40))
        path.write_bytes(whole[:cut] if at % 2 else whole[:cut] + middle + whole[cut + 40 :])
        try:
            reading = read(path, tmp_path)
        except FileRefused:
            continue
        # Bytes that no reader looks at may be anything.
        assert len(observed(reading)) == 6 * len(OFFENCES) * len(FORCES)


def test_a_workbook_that_declares_a_document_type_is_refused(tmp_path: Path) -> None:
    write_ods(tmp_path / "plain.ods", two_years())
    with zipfile.ZipFile(tmp_path / "plain.ods") as plain, zipfile.ZipFile(tmp_path / "bomb.ods", "w") as bomb:
        for part in plain.infolist():
            data = plain.read(part)
            if part.filename == "content.xml":
                data = data.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', 1)
            bomb.writestr(part, data)
    assert ["declares a document type" in problem for problem in said(tmp_path / "bomb.ods", tmp_path)] == [True]


# --- the same checks of a csv -------------------------------------------------------------------------------------------


def full() -> Table:
    return [CRIME_HEADER, *crimes("2017/18")]


def _set(row: int, column: int, value: object) -> Callable[[Table], None]:
    def change(table: Table) -> None:
        table[row][column] = value

    return change


def _delete(*rows: int) -> Callable[[Table], None]:
    def change(table: Table) -> None:
        for row in sorted(rows, reverse=True):
            del table[row]

    return change


def _repeat(row: int, value: object) -> Callable[[Table], None]:
    def change(table: Table) -> None:
        table.insert(row + 1, [*table[row][:7], value])

    return change


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            _repeat(4, 3003),
            [" [line 6]: this line repeats another, found the same as line 5.",
             f"{MORE} differing, for instance offence code 39 (line 5), expected the same lines for every force. {OWN_FILE}"],
        ),
        (
            _repeat(4, 77),
            [" [line 6]: this line repeats another, found the same force, quarter and offence code as line 5.",
             f"{MORE} differing, for instance offence code 39 (line 5), expected the same lines for every force. {OWN_FILE}"],
        ),
        (
            _repeat(1, 3000),
            [f"{MORE} differing,"
             f" for instance offence code 1/4.1 (line 2), expected the same lines for every force. {OWN_FILE}"],
        ),
        (
            _delete(12, 13, 14),
            [f" [2017/18 Q1]: {BEDS} lacks lines that the other forces of the quarter have, found 2 lines lacking, for instance"
             f" offence code 19C, expected the same lines for every force. {OWN_FILE}",
             f" [2017/18 Q1]: {BEDS} has more or fewer lines of one code than the other forces of the quarter, found 1"
             f" line differing, for instance offence code 1/4.1 (line 12), expected the same lines for every force."
             f" {OWN_FILE}"],
        ),
        (
            _set(3, 6, "19Z"),
            [" [2017/18 Q1]: Avon and Somerset has lines that the other forces of the quarter do not have, found 1 line"
             f" besides, for instance offence code 19Z (line 4), expected the same lines for every force. {OWN_FILE}",
             f"{LACKS_ONE} 19C, expected the same lines for every force. {OWN_FILE}"],
        ),
        (
            _set(3, 4, "Theft offences"),
            [" [line 4, Offence Group]: the offence group is not the one of its subgroup, found 'Theft offences' beside offence"
             f" subgroup 'rape offences' in 1 line, expected 'Sexual offences'. {OWN_FILE}",
             " [line 4, Offence Group]: one offence code stands under two labels (offence group), found 'Theft offences' for"
             f" offence code 19C in 2017/18, expected 'Sexual offences', as elsewhere in that year. {OWN_FILE}"],
        ),
        (
            _set(3, 2, BEDS),
            [" [line 14]: this line repeats another, found the same force, quarter and offence code as line 4.",
             f"{LACKS_ONE} 19C, expected the same lines for every force. {OWN_FILE}",
             " [2017/18 Q1]: Bedfordshire has more or fewer lines of one code than the other forces of the quarter, found 1"
             f" line differing, for instance offence code 19C (line 4), expected the same lines for every force. {OWN_FILE}"],
        ),
    ],
)  # fmt: skip
def test_lines_that_break_the_rectangle(tmp_path: Path, change: Callable[[Table], None], expected: list[str]) -> None:
    table = full()
    change(table)
    assert said(write_csv(tmp_path / "crime.csv", table), tmp_path) == expected


def test_columns_exchanged_are_refused(tmp_path: Path) -> None:
    """The header of the description over the subgroups, and the other way about."""
    table = full()
    table[0] = [*table[0][:3], "Offence Subgroup", "Offence Group", "Offence Description", *table[0][6:]]
    path = write_csv(tmp_path / "crime.csv", table)
    assert said(path, tmp_path) == [
        " [Offence Subgroup]: most words of this column are no subgroups of offences, found 6 of 9 not known, expected"
        f" subgroups such as 'Rape' or 'Other theft offences'. {OWN_FILE}"
    ]


def test_measures_exchanged_are_refused(tmp_path: Path) -> None:
    table = [OUTCOME_HEADER, *outcomes("2018/19")]
    table[0] = [*table[0][:11], table[0][12], table[0][11]]
    path = write_csv(tmp_path / "outcomes.csv", table)
    assert said(path, tmp_path)[0] == (
        " [line 4, Force outcomes for offences recorded in quarter]: this cell is empty, found nothing in 774 lines, expected a"
        " whole number, or [x] if not available."
    )
    for row in table[1:]:
        row[12] = row[12] or 0
    assert said(write_csv(path, table), tmp_path)[-1].endswith("]: " + (
        "outcomes are recorded under 'not yet assigned', so the two measures may have changed places, found a count in 774"
        f" lines of outcome type 0, expected no count. {OWN_FILE}"
    ))  # fmt: skip


def test_a_force_or_a_quarter_without_any_line_is_said(tmp_path: Path) -> None:
    rows = [row for row in crimes("2017/18", (1, 2, 3)) if (row[1], row[2]) != (3, BEDS)]
    reading = read(write_csv(tmp_path / "crime.csv", [CRIME_HEADER, *rows]), tmp_path)
    assert [problem.sentence for problem in reading.problems] == [
        "crime.csv: not all quarters are in the file, found no 2017/18 Q4.",
        f"crime.csv: {NO_RAILWAYS}.",
        f"crime.csv: some forces have nothing in a quarter that others have, found none of {BEDS} in 2017/18 Q3.",
    ]


def test_railways_police_without_lines_in_a_quarter_are_said_as_a_force_is(tmp_path: Path) -> None:
    railways = "British Transport Police"
    rows = [
        *crimes("2017/18"),
        *([*row[:2], railways, *row[3:]] for row in crimes("2017/18", (1, 2, 4)) if row[2] == BEDS),
    ]
    problems = read(write_csv(tmp_path / "crime.csv", [CRIME_HEADER, *rows]), tmp_path).problems
    assert ("some forces have nothing in a quarter that others have", f"none of {railways} in 2017/18 Q3") in [
        (problem.what, problem.found) for problem in problems
    ]


@pytest.mark.parametrize(
    ("quarters", "words"), [((2, 3, 4), "Q2, Q3, Q4"), ((3, 4), "Q3, Q4"), ((1, 2, 4), "Q1, Q2, Q4")]
)
@pytest.mark.parametrize("of", ["crimes", "outcomes"])
def test_a_year_that_begins_in_its_middle_is_refused(
    tmp_path: Path, of: str, quarters: tuple[int, ...], words: str
) -> None:
    header, rows = (CRIME_HEADER, crimes) if of == "crimes" else (OUTCOME_HEADER, outcomes)
    path = write_csv(tmp_path / "home.csv", [header, *rows("2017/18", quarters)])
    source = "recorded-crime" if of == "crimes" else "crime-outcomes"
    assert said(path, tmp_path) == [
        f": a financial year begins in its middle or lacks a quarter, so quarters were moved or lost, found 2017/18 with"
        f" {words} alone, expected each year from its first quarter on, and all before the last whole. {OWN_FILE} If it is so,"
        f' say it in assize.toml under [reasons]: "{source}@quarters@2018q1" = "…".'
    ]


def test_only_the_last_year_may_be_short(tmp_path: Path) -> None:
    rows = [*crimes("2016/17", (1, 2, 3)), *crimes("2017/18", (1, 2))]
    (sentence,) = said(write_csv(tmp_path / "crime.csv", [CRIME_HEADER, *rows]), tmp_path)
    assert "found 2016/17 with Q1, Q2, Q3 alone" in sentence
    whole = [*crimes("2016/17", (1, 2, 3, 4)), *crimes("2017/18", (1, 2))]
    assert read(write_csv(tmp_path / "crime.csv", [CRIME_HEADER, *whole]), tmp_path)


MONTHS = {1: "Apr-Jun", 2: "Jul - Sep", 3: "October to December", 4: "Jan-Mar"}


@pytest.mark.parametrize("form", ["{months}", "Q{quarter} ({months})", "{quarter}"])
def test_a_quarter_may_be_told_by_its_months(tmp_path: Path, form: str) -> None:
    def told(by_number: bool) -> list[tuple[object, ...]]:
        rows = [list(row) for row in crimes("2016/17")]
        for row in rows:
            row[1] = row[1] if by_number else form.format(months=MONTHS[int(str(row[1]))], quarter=row[1])
        reading = read(write_csv(tmp_path / "crime.csv", [CRIME_HEADER, *rows]), tmp_path)
        return sorted((row["area"], row["period"], row["value"], row["line"]) for row in observed(reading))

    assert told(False) == told(True)


@pytest.mark.parametrize("quarter", ["Q1 (Jan-Mar)", "Feb-Apr", "Apr-Sep", "April", "Annual", "Mar-May"])
def test_months_of_no_quarter_or_of_another_are_refused(tmp_path: Path, quarter: str) -> None:
    rows = [[*row[:1], quarter if row[1] == 1 else row[1], *row[2:]] for row in crimes("2016/17")]
    with pytest.raises(FileRefused) as error:
        read(write_csv(tmp_path / "crime.csv", [CRIME_HEADER, *rows]), tmp_path)
    assert f"this is no quarter of a financial year, found '2016/17', '{quarter}'" in error.value.sentence


def test_one_quarter_alone_may_be_any(tmp_path: Path) -> None:
    reading = read(write_csv(tmp_path / "crime.csv", [CRIME_HEADER, *crimes("2017/18", (3,))]), tmp_path)
    assert [problem.sentence for problem in reading.problems] == [
        "crime.csv: not all quarters are in the file, found no 2017/18 Q1, 2017/18 Q2, 2017/18 Q4.",
        f"crime.csv: {NO_RAILWAYS}.",
    ]


@pytest.mark.parametrize("header", ["Number of Offences (revised)", "Offence Count", "number_of_offences_2"])
def test_a_second_column_of_counts_is_refused(tmp_path: Path, header: str) -> None:
    rows = [[*row, int(str(row[-1])) + 5] for row in crimes("2017/18", (1,))]
    assert any(
        "could be the count" in problem or "hold the same thing" in problem
        for problem in said(write_csv(tmp_path / "crime.csv", [[*CRIME_HEADER, header], *rows]), tmp_path)
    )


@pytest.mark.parametrize(
    ("header", "value"),
    [("Number of Offences per 1,000 residents", "3"), ("Notes on number of offences", "as printed")],
)
def test_a_column_that_only_speaks_of_the_count_is_named(tmp_path: Path, header: str, value: str) -> None:
    rows = [[*row, value if at % 2 else "4" if value == "3" else ""] for at, row in enumerate(crimes("2017/18", (1,)))]
    reading = read(write_csv(tmp_path / "crime.csv", [[*CRIME_HEADER, header], *rows]), tmp_path)
    assert any(f"'{header}'" in problem.sentence for problem in reading.problems)


def test_a_second_measure_of_outcomes_is_refused(tmp_path: Path) -> None:
    header = [*OUTCOME_HEADER, "Force outcomes recorded in quarter (provisional)"]
    rows = [[*row, 7] for row in outcomes("2017/18", (1,))]
    (problem,) = said(write_csv(tmp_path / "outcomes.csv", [header, *rows]), tmp_path)
    assert "could be the count, and nothing shows which is meant" in problem


def test_a_ragged_file_is_loaded_and_says_what_cannot_be_seen(tmp_path: Path) -> None:
    draw = random.Random(5)
    once = [row for at, row in enumerate(crimes("2017/18", range(1, 5))) if at % len(OFFENCES)]  # homicide in one line
    rows = [row for row in once if draw.random() < 0.7]
    reading = read(write_csv(tmp_path / "crime.csv", [CRIME_HEADER, *rows]), tmp_path)
    assert reading.problems[0].sentence == (
        "crime.csv: lines of nothing are left out, so one that is missing could not be told from a nought, found 69% of the"
        " lines that most forces have, in 2017/18 Q1, 2017/18 Q2, 2017/18 Q3, 2017/18 Q4."
    )


@pytest.mark.parametrize(
    "lines", [30, 5 * 5 + 3, 2 * len(OFFENCES) * len(FORCES) + 8, 3 * len(OFFENCES) * len(FORCES) + 34]
)
def test_a_file_cut_short_is_refused(tmp_path: Path, lines: int) -> None:
    """Wherever it ends: at the first quarter's first forces, or in a later quarter whose last force is there in part."""
    table = full()[: 1 + lines]
    assert any(
        "most forces are not in the file" in problem
        or "lacks lines that the other forces of the quarter have" in problem
        for problem in said(write_csv(tmp_path / "crime.csv", table), tmp_path)
    )


def test_a_ragged_file_with_a_hole_in_it_is_refused(tmp_path: Path) -> None:
    draw = random.Random(3)
    codes = [(*OFFENCES[3][:3], f"49{at}") for at in range(120)]
    rows = [
        ["2018/19", quarter, force, *code, 1]
        for quarter in (1, 2, 3, 4)
        for force in FORCES
        for code in codes
        if draw.random() < 0.7 and (quarter, force, draw.random() < 0.5) != (3, "Kent", True)
    ]
    assert [line[:80] for line in said(write_csv(tmp_path / "crime.csv", [CRIME_HEADER, *rows]), tmp_path)] == [
        " [2018/19 Q3]: Kent has far fewer lines than in other quarters, found 40, expected"[:80]
    ]


LATER = "2017/18 Q2, 2017/18 Q3, 2017/18 Q4"


def test_bodies_of_fraud_have_lines_of_their_own(tmp_path: Path) -> None:
    fraud = ["2017/18", 1, "Action Fraud", "Fraud", "Fraud offences", "Fraud: action fraud", "AF", 7]
    reading = read(write_csv(tmp_path / "crime.csv", [*full(), fraud]), tmp_path)
    assert [(problem.what, problem.found) for problem in reading.problems] == [
        (NO_RAILWAYS, ""),
        ("Action Fraud, published beside the forces, has nothing in a quarter", f"none of it in {LATER}"),
        ("CIFAS, published beside the forces, has nothing in a quarter", f"none of it in 2017/18 Q1, {LATER}"),
        ("UK Finance, published beside the forces, has nothing in a quarter", f"none of it in 2017/18 Q1, {LATER}"),
    ]


def test_nothing_stays_in_the_scratch_folder(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    path = write_xlsx(tmp_path / "prc.xlsx", two_years())
    read(path, scratch)
    assert list(scratch.iterdir()) == []
    shutil.rmtree(scratch)


# --- what publishers put below, beside and in place of figures ----------------------------------------------------------


def test_a_remark_below_the_table_is_read_over(tmp_path: Path) -> None:
    table = [*full(), ["Source: Home Office", *[""] * 7], ["1. Figures are those of the day of the extract", *[""] * 7]]
    reading = read(write_csv(tmp_path / "crime.csv", table), tmp_path)
    assert [problem.sentence for problem in reading.problems] == [
        f"crime.csv [lines {len(table) - 1}, {len(table)}]: remarks below the table are read over, found 'Source: Home Office',"
        " '1. Figures are those of the day of the extract'.",
        f"crime.csv: {NO_RAILWAYS}.",
    ]
    assert len(observed(reading)) == 4 * len(OFFENCES) * len(FORCES)


@pytest.mark.parametrize("lone", ["Wiltshire", "2017/18", "12", "Theft offences"])
def test_what_is_left_of_a_record_is_no_remark(tmp_path: Path, lone: str) -> None:
    table = full()
    table[-1] = [cell if str(cell) == lone else "" for cell in table[-1]]
    if not any(table[-1]):
        table[-1][2] = lone
    assert said(write_csv(tmp_path / "crime.csv", table), tmp_path)


def test_a_remark_among_the_records_is_refused(tmp_path: Path) -> None:
    table = full()
    table.insert(9, ["Source: Home Office", *[""] * 7])
    assert said(write_csv(tmp_path / "crime.csv", table), tmp_path)


def dashed() -> Table:
    """Nought as Excel's accounting format shows it, in every force and quarter."""
    table = full()
    for row in table[1:]:
        if row[6] == "19C":
            row[7] = " -   "
    return table


def test_a_dash_in_every_force_is_nought(tmp_path: Path) -> None:
    reading = read(write_csv(tmp_path / "crime.csv", dashed()), tmp_path)
    assert [problem.sentence for problem in reading.problems] == [
        "crime.csv [Number of Offences]: a dash is read as nought: the file has no other, and dashes stand among the numbers of"
        f" every force, found {4 * len(FORCES)}, the first in line 4.",
        f"crime.csv: {NO_RAILWAYS}.",
    ]
    found = [row for row in observed(reading) if row["offence_code"] == "19C"]
    assert {(row["value"], row["absence"], row["raw"]) for row in found} == {(0, "", " -   ")}


def _one_nought(table: Table) -> None:
    table[9][7] = 0


def _one_force_alone(table: Table) -> None:
    for row in table[1:]:
        if row[2] == BEDS:
            row[7] = "-"


def _few(table: Table) -> None:
    for row in table[1:]:
        if row[7] == " -   " and row[2] != BEDS:
            row[7] = 7


@pytest.mark.parametrize("change", [_one_nought, _one_force_alone, _few])
def test_a_dash_that_may_be_missing_is_refused(tmp_path: Path, change: Callable[[Table], None]) -> None:
    table = dashed()
    change(table)
    (problem,) = said(write_csv(tmp_path / "crime.csv", table), tmp_path)
    assert "]: a dash may mean nought or not available, and the file does not show which, found '-' in " in problem


@pytest.mark.parametrize("kind", WRITE)
def test_a_sheet_of_notes_may_name_a_year(tmp_path: Path, kind: str) -> None:
    sheets = {"Notes_2024-25": [["About these figures"]], "Cover 2024-25": [["Crime"]], **two_years()}
    assert read(WRITE[kind](tmp_path / f"prc.{kind}", sheets), tmp_path).content.rows == 6 * len(OFFENCES) * len(FORCES)


def test_report_fraud_and_its_group_are_known(tmp_path: Path) -> None:
    fraud = [
        ["2017/18", quarter, "Report Fraud", "Fraud", "Fraud and computer misuse", "Fraud", "AF", 9]
        for quarter in (1, 2)
    ]
    table = [CRIME_HEADER, *crimes("2017/18", (1, 2)), *fraud]
    rows = observed(read(write_csv(tmp_path / "crime.csv", table), tmp_path))
    assert {row["offence_group"] for row in rows if row["area"] == "action-fraud"} == {"fraud-and-computer-misuse"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Outcomes for offences recorded in the quarter", "Outcomes recorded in the quarter"),
        ("Outcomes assigned to offences recorded in quarter", "Outcomes recorded in quarter"),
    ],
)
def test_measures_under_other_names(tmp_path: Path, first: str, second: str) -> None:
    table = [[*OUTCOME_HEADER[:11], first, second], *outcomes("2023/24")]
    rows = observed(read(write_csv(tmp_path / "outcomes.csv", table), tmp_path))
    assert sum(row["field"] == "offences_recorded" for row in rows) == 2 * len(FORCES) * len(OFFENCES[1:]) * 3


def test_a_measure_under_an_unknown_name_is_named(tmp_path: Path) -> None:
    table = [[*OUTCOME_HEADER[:11], "Outcomes so far", OUTCOME_HEADER[12]], *outcomes("2023/24")]
    (problem,) = said(write_csv(tmp_path / "outcomes.csv", table), tmp_path)
    assert problem.startswith(
        ": a measure is missing, or has a header that is not known, found headers that are not read: 'Outcomes so far',"
    )


# --- full and ragged ----------------------------------------------------------------------------------------------------

MANY = tuple(
    (f"Offence {number}", *OFFENCES[1:][number % 9][1:3], f"{number + 1}X") for number in range(30)
)  # so many that one line is a small part of a force's


def wide() -> Table:
    """Thirty codes of every force in two quarters, of which a twelfth stand at nought, each force's its own."""
    return [
        ["2018/19", quarter, force, *offence, 0 if (at + 5 * index) % 12 == 0 else 7 + at + index]
        for quarter in (1, 2)
        for index, force in enumerate((*FORCES, "British Transport Police"))
        for at, offence in enumerate(MANY)
    ]


def test_a_table_without_its_noughts_is_ragged(tmp_path: Path) -> None:
    rows = [row for row in wide() if row[7] != 0]
    reading = read(write_csv(tmp_path / "crime.csv", [CRIME_HEADER, *rows]), tmp_path)
    assert "lines of nothing are left out" in reading.problems[0].sentence
    assert len(observed(reading)) == len(rows)


@pytest.mark.parametrize("cut", [1, 60])
def test_a_table_with_its_noughts_stays_a_rectangle(tmp_path: Path, cut: int) -> None:
    """However many forces lost a line: where noughts are printed a line that is lacking was lost."""
    rows = wide()
    lost = set(range(3, len(rows), len(rows) // cut)) if cut > 1 else {3}
    path = write_csv(tmp_path / "crime.csv", [CRIME_HEADER, *(row for at, row in enumerate(rows) if at not in lost)])
    assert "lacks lines that the other forces of the quarter have" in said(path, tmp_path)[0]


def test_an_expired_code_of_two_forces_is_kept_and_said(tmp_path: Path) -> None:
    more = [
        ["2018/19", 2, force, "Old", "Theft offences", "Other theft offences", "30", 2] for force in ("Essex", "Kent")
    ]
    path = write_csv(tmp_path / "crime.csv", [CRIME_HEADER, *wide(), *more])
    reading = read(path, tmp_path)
    at = len(wide()) + 2
    assert any(problem.sentence.startswith("crime.csv: not all quarters") for problem in reading.problems)
    assert reading.problems[0].sentence == (
        "crime.csv: lines of codes that most forces do not have are kept, found"
        f" Essex in 2018/19 Q2 (line {at}), Kent in 2018/19 Q2 (line {at + 1})."
    )
    assert sum(row["offence_code"] == "30" for row in observed(reading)) == 2


def test_the_transport_police_may_leave_their_noughts_out(tmp_path: Path) -> None:
    rows = [row for row in wide() if row[2] != "British Transport Police" or row[7] != 0]
    reading = read(write_csv(tmp_path / "crime.csv", [CRIME_HEADER, *rows]), tmp_path)
    assert reading.problems[0].sentence == (
        "crime.csv: its lines of nothing are left out, so one that is missing could not be told from a nought, found British"
        " Transport Police."
    )
    lost = next(at for at, row in enumerate(wide()) if row[2] == "British Transport Police" and row[7])
    whole = [row for at, row in enumerate(wide()) if at != lost]
    (problem,) = said(write_csv(tmp_path / "crime.csv", [CRIME_HEADER, *whole]), tmp_path)
    assert "British Transport Police lacks lines" in problem


def test_an_outcome_type_beside_a_known_one_says_what_must_learn_it(tmp_path: Path) -> None:
    table = [OUTCOME_HEADER, *outcomes("2023/24")]
    table[3][10] = "8A"
    assert said(write_csv(tmp_path / "outcomes.csv", table), tmp_path)[0] == (
        " [line 4, Outcome Type]: this is no outcome type, found '8A' in 1 line, expected a number from 0 to 22, 1A, 2A"
        " or 3A. Ask the person who keeps Assize's catalogue to add it, and to say which measures are to count it."
    )


def with_alternates(*, together: bool = False) -> Table:
    """Outcomes in which charges for alternate offences stand in lines of their own (1A), or with the others (1/1A)."""
    rows: Table = []
    for row in outcomes("2023/24"):
        if row[10] == 1 and together:
            rows.append([*row[:10], "1/1A", *row[11:]])
            continue
        rows.append(row)
        if row[10] == 1 and not together:
            rows.append([*row[:8], "Charged/Summonsed - alternate offence", row[9], "1A", 7, 3])
    return [OUTCOME_HEADER, *rows]


def charged_in(reading: Reading) -> tuple[Decimal, Decimal]:
    """(all charges that a reading holds by the outcomes that the measure counts, those under 1 alone)."""
    (selection,) = CATALOGUE.metrics["charged-or-summonsed"].numerators
    ((_, counted),) = selection.where
    rows = [row for row in observed(reading) if row["field"] == "outcomes_recorded"]
    every, plain = (sum(row["value"] for row in rows if row["outcome_type"] in types) for types in (counted, ("1",)))
    return every, plain


def test_charges_for_alternate_offences_are_charges(tmp_path: Path) -> None:
    lines = [row for row in outcomes("2023/24") if row[10] == 1]
    plain = sum(int(str(row[12])) for row in lines)
    apart = read(write_csv(tmp_path / "outcomes.csv", with_alternates()), tmp_path)
    assert charged_in(apart) == (plain + 3 * len(lines), plain)
    together = read(write_csv(tmp_path / "outcomes.csv", with_alternates(together=True)), tmp_path)
    assert charged_in(together) == (plain, plain)


def test_types_counted_together_and_apart_are_refused(tmp_path: Path) -> None:
    table = with_alternates()
    table[1][10] = "1/1A"
    assert any(
        "two outcome types are counted together and also apart, so offences would be counted twice, found '1/1A' and one of"
        " its parts in 2023/24 Q1, expected either '1/1A', or 1 and 1A." in problem
        for problem in said(write_csv(tmp_path / "outcomes.csv", table), tmp_path)
    )


def test_no_measure_counts_a_type_without_its_alternate() -> None:
    counted = [
        dict(selection.where)["outcome_type"]
        for metric in CATALOGUE.metrics.values()
        for selection in (*metric.numerators, *metric.denominators)
        if "outcome_type" in dict(selection.where)
    ]
    for types in counted:
        assert {f"{one}a" for one in types if one in ("1", "2", "3")} == {one for one in types if one.endswith("a")}
    assert any("1a" in types for types in counted)


def test_a_line_under_another_bodys_code_is_refused(tmp_path: Path) -> None:
    """A code that no force has anywhere else is another body's line under this force's name."""
    more = [
        ["2018/19", quarter, body, "Fraud", "Fraud offences", "Fraud", "AF", 9000 + quarter]
        for quarter, body in ((1, "Action Fraud"), (2, "Sussex"))
    ]
    path = write_csv(tmp_path / "crime.csv", [CRIME_HEADER, *wide(), *more])
    (problem,) = said(path, tmp_path)
    assert "Sussex has lines that the other forces of the quarter do not have, found 1 line besides" in problem


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_row_of_a_workbook_moved_to_the_right_is_refused(tmp_path: Path, kind: str) -> None:
    table = [CRIME_HEADER, *crimes("2018/19", (1, 2))]
    table[7] = ["", *table[7]]
    path = WRITE[kind](tmp_path / f"crime.{kind}", {"2018_19": table})
    assert (
        " [2018_19!I8]: a row is longer than its headers, so its cells may have been moved" in said(path, tmp_path)[0]
    )


def test_a_column_under_the_header_of_the_codes_is_refused(tmp_path: Path) -> None:
    header = [*OUTCOME_HEADER]
    header[6], header[11] = header[11], header[6]
    table = [header, *([*row[:6], "80", *row[7:11], at % 30, row[12]] for at, row in enumerate(outcomes("2023/24")))]
    problems = said(write_csv(tmp_path / "outcomes.csv", table), tmp_path)
    assert any(
        "stands with many words of offence code, so two headers may have changed places" in one for one in problems
    )


@pytest.mark.parametrize("code", ["0", "-3"])
def test_a_count_in_place_of_a_code_is_refused(tmp_path: Path, code: str) -> None:
    table = [CRIME_HEADER, *crimes("2018/19", (1, 2))]
    table[5][6] = code
    problems = said(write_csv(tmp_path / "crime.csv", table), tmp_path)
    assert "[line 6, Offence Code]: this is no offence code, so two headers may have changed places" in problems[0]
    assert f"found '{code}' in 1 line" in problems[0]


@pytest.mark.parametrize("printed", ["5,0", "12,34", "1,2345", ",500"])
def test_a_comma_that_parts_no_thousands_is_refused(tmp_path: Path, printed: str) -> None:
    sheets = two_years()
    sheets["2012-13"][3] = [*sheets["2012-13"][3][:-1], printed]
    assert f"this is no count, found '{printed}'" in said(WRITE["xlsx"](tmp_path / "comma.xlsx", sheets), tmp_path)[0]


def test_words_in_place_of_codes_are_refused(tmp_path: Path) -> None:
    table = [CRIME_HEADER, *([*row[:6], row[5], row[7]] for row in crimes("2018/19", (1, 2)))]
    problems = said(write_csv(tmp_path / "crime.csv", table), tmp_path)
    assert "this is no offence code, so two headers may have changed places, found 'Homicide'" in problems[0]


@pytest.mark.parametrize("made", ["04-Jun", "Jun-04", "4 June", "04/06/2018", "80.0", "19c", "071", "00AF"])
def test_what_a_spreadsheet_makes_of_a_code_is_refused(tmp_path: Path, made: str) -> None:
    table = [list(row) for row in (CRIME_HEADER, *crimes("2018/19", (1, 2)))]
    at = [header.casefold() for header in CRIME_HEADER].index("offence code")
    table[1][at] = made
    (problem, *_) = said(write_csv(tmp_path / "crime.csv", table), tmp_path)
    assert (
        f"this is what a spreadsheet or another program makes of an offence code, found '{made}' in 1 line" in problem
    )


def test_a_line_of_the_forces_under_a_body_of_its_own_offence_is_refused(tmp_path: Path) -> None:
    fraud = [
        ["2018/19", quarter, "Action Fraud", "Fraud", "Fraud offences", "Fraud", "AF", 900] for quarter in (1, 2, 3, 4)
    ]
    lines = [[row[0], quarter, *row[2:]] for row in wide() if row[1] == 1 for quarter in (1, 2, 3, 4)]
    own = [CRIME_HEADER, *lines, *fraud]
    assert not [one for one in read(write_csv(tmp_path / "own.csv", own), tmp_path).problems if one.blocks]
    moved = [*own, ["2018/19", 2, "Action Fraud", *MANY[0], 7]]
    (problem,) = said(write_csv(tmp_path / "crime.csv", moved), tmp_path)
    assert (
        "Action Fraud counts fraud, and has lines of other offences, so they may be another's, found 1 line" in problem
    )
    code = ["Fraud", "Fraud offences", "Fraud", MANY[0][3], 7]
    moved = [*own, ["2018/19", 2, "Action Fraud", *code]]
    assert said(write_csv(tmp_path / "crime.csv", moved), tmp_path)
