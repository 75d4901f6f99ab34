"""Small files of our own making: what the good ones give, and the exact message of each bad one."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import xlsxwriter

from assize.catalogue.load import load_catalogue
from assize.core.errors import FileRefused
from assize.core.nouns import Absence, Mark
from assize.core.periods import Period, parse_period, quarter
from assize.core.reading import LEADING_COLUMNS, TRAILING_COLUMNS, Query, Reading
from assize.ingest import read_file, recognise
from assize.ingest.readers import LAYOUTS
from assize.ingest.readers.cps_case_outcomes import MEANINGS, meaning_of, period_in_name
from assize.ingest.received import Received

CATALOGUE = load_catalogue()
ALL_LAYOUTS = "; ".join(layout.looks_like for layout in LAYOUTS)
RELEASE_IT = "Load the file as its publisher released it."
OWN_FILE = "Load the publisher's own file."


@pytest.fixture(scope="module")
def fixtures(root: Path) -> Path:
    return root / "tests" / "fixtures" / "ingest"


def read(path: Path, scratch: Path, **asked: Any) -> Reading:
    return read_file(path, CATALOGUE, scratch, **asked)


def observed(reading: Reading) -> list[dict[str, Any]]:
    """Every observation as a dict, whichever way the reader hands it over."""
    if isinstance(reading.content, Query):
        columns = [*LEADING_COLUMNS, *reading.dimensions, *TRAILING_COLUMNS]
        rows = reading.content.connection.execute(reading.content.select).fetchall()
        assert len(rows) == reading.content.rows
        found = [dict(zip(columns, row, strict=True)) for row in rows]
        return sorted(found, key=lambda row: (row["line"], row["col"]))  # a query gives its rows in any order
    return [
        {
            "area": row.area,
            "period": row.period.id,
            "field": row.field,
            **dict(zip(reading.dimensions, row.dimensions, strict=True)),
            "value": row.value,
            "absence": row.absence.value if row.absence else "",
            "raw": row.raw,
            "sheet": row.sheet,
            "ref": row.ref,
            "line": row.line,
            "col": row.column,
            "origin": row.origin,
        }
        for row in reading.content
    ]


def pick(reading: Reading, **wanted: object) -> list[dict[str, Any]]:
    return [row for row in observed(reading) if all(row[key] == value for key, value in wanted.items())]


# --- CPS --------------------------------------------------------------------------------------------------------------


def test_cps_headers_are_read_by_meaning() -> None:
    assert len(MEANINGS) == 50
    same = meaning_of("Number of Motoring Offences Unsuccessful")
    assert same is not None
    assert same == meaning_of("number of L  motoring offences unsuccessful ")
    assert same != meaning_of("Number of All Other Offences (excluding Motoring) Unsuccessful")
    assert meaning_of("Number of Theft & Handling Convictions") == meaning_of(
        "Number of Theft And Handling Convictions"
    )
    assert meaning_of("Number of Cakes Convictions") is None
    assert meaning_of("Number of Admin Finalised Convictions") is None  # there is no such thing


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("POC-18-19-q4.csv", "2018-19-q4"),
        ("poc_2018-19_Q1 (1).csv", "2018-19-q1"),
        ("Principal offence Q3 2017-18.csv", "2017-18-q3"),
        ("POC-18-20-q4.csv", None),
        ("POC.csv", None),
        ("POC-18-19-q5.csv", None),
    ],
)
def test_the_quarter_in_a_name(name: str, period: str | None) -> None:
    assert period_in_name(name) == (parse_period(period) if period else None)


def test_cps_good(fixtures: Path, tmp_path: Path) -> None:
    reading = read(fixtures / "POC-18-19-q4.csv", tmp_path)
    assert (reading.source, reading.first_period, reading.last_period) == (
        "cps-case-outcomes",
        quarter(2019, 1),
        quarter(2019, 1),
    )
    assert (reading.released, reading.released_estimated) == (date(2019, 7, 21), True)
    assert len(observed(reading)) == 3 * 25
    (theft,) = pick(reading, area="west-mercia", field="convictions", offence_category="theft-and-handling")
    assert (theft["value"], theft["raw"], theft["line"]) == (1202, "1,202", 4)
    assert theft["col"] == "Number of Theft And Handling Convictions"
    (finalised,) = pick(reading, area="england-and-wales", offence_category="administratively-finalised")
    assert (finalised["value"], finalised["field"]) == (7, "unsuccessful")
    assert [problem.sentence for problem in reading.problems] == [
        "POC-18-19-q4.csv: some areas are not in the file, found none of Avon and Somerset, Bedfordshire, Cambridgeshire,"
        " Cheshire, Cleveland and 35 more."
    ]


@pytest.mark.parametrize(
    "name", ["POC-18-19-q3-columns-moved.csv", "POC-18-19-q2-wrong-header.csv", "POC-18-19-q1-spelling.csv"]
)
def test_cps_columns_may_move_and_be_misnamed(fixtures: Path, tmp_path: Path, name: str) -> None:
    def figures(reading: Reading) -> list[tuple[object, ...]]:
        keys = ("area", "field", "offence_category", "value", "raw", "line")
        return sorted(tuple(row[key] for key in keys) for row in observed(reading))

    assert figures(read(fixtures / name, tmp_path)) == figures(read(fixtures / "POC-18-19-q4.csv", tmp_path))


def test_cps_wrong_header_is_said(fixtures: Path, tmp_path: Path) -> None:
    said = read(fixtures / "POC-18-19-q2-wrong-header.csv", tmp_path).problems[0].sentence
    assert said == (
        "POC-18-19-q2-wrong-header.csv [column 51]: a header is wrong: its figures are those of administratively"
        " finalised, found 'Percentage of Motoring Offences Unsuccessful' twice."
    )


def test_cps_what_is_left_over_is_said(fixtures: Path, tmp_path: Path) -> None:
    said = [problem.sentence for problem in read(fixtures / "POC-18-19-q4-left-over.csv", tmp_path).problems]
    assert said[0] == (
        "POC-18-19-q4-left-over.csv [line 2, Percentage of Offences Against The Person Convictions]: a printed percentage"
        " does not follow from its counts, found 72.7%, expected 75.0%."
    )
    assert said[-1] == (
        "POC-18-19-q4-left-over.csv: the national figure is not the sum of the areas (offences-against-the-person,"
        " convictions), found 9, expected 8."
    )


def test_cps_period_and_release_from_the_loader(fixtures: Path, tmp_path: Path) -> None:
    reading = read(fixtures / "bad-no-quarter.csv", tmp_path, period=quarter(2018, 3), released=date(2019, 1, 17))
    assert reading.last_period == quarter(2018, 3)
    assert (reading.released, reading.released_estimated) == (date(2019, 1, 17), False)
    with pytest.raises(FileRefused, match="2018/19 Q2 given, 2018/19 Q4 in the name"):
        read(fixtures / "POC-18-19-q4.csv", tmp_path, period=quarter(2018, 3))
    kept = tmp_path / "0123abcd"
    shutil.copy(fixtures / "POC-18-19-q4.csv", kept)
    assert read(kept, tmp_path, name="POC-18-19-q4.csv").file == "POC-18-19-q4.csv"


def test_a_source_without_a_rule_asks_for_the_day(fixtures: Path, tmp_path: Path) -> None:
    source = replace(CATALOGUE.sources["cps-case-outcomes"], release_lag_days=None)
    catalogue = replace(CATALOGUE, sources={source.id: source})
    with pytest.raises(FileRefused, match=r"it is not known when this was released.*Say it: --released YYYY-MM-DD"):
        read_file(fixtures / "POC-18-19-q4.csv", catalogue, tmp_path)


# --- Home Office ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["outcomes.csv", "outcomes-snake-case.csv.gz", "outcomes-windows-1252.csv"])
def test_outcomes_good(fixtures: Path, tmp_path: Path, name: str) -> None:
    """Two spellings of headers, two orders of columns, two line ends, packed or not, two encodings: the same figures."""
    path = fixtures / name
    if "1252" in name:
        path = tmp_path / name
        path.write_bytes((fixtures / "outcomes.csv").read_text(encoding="utf-8").encode("cp1252"))
    reading = read(path, tmp_path)
    assert reading.source == "crime-outcomes"
    assert [covered.period for covered in reading.covers] == [quarter(2018, 2), quarter(2018, 3)]
    found = {
        (row["line"], row["field"]): (
            row["area"],
            row["offence_group"],
            row["outcome_type"],
            row["value"],
            row["absence"],
        )
        for row in observed(reading)
    }
    violence = "violence-against-the-person"
    assert found == {
        (2, "offences_recorded"): ("staffordshire", violence, "1", 12, ""),
        (2, "outcomes_recorded"): ("staffordshire", violence, "1", 10, ""),
        (3, "offences_recorded"): ("staffordshire", violence, "0", 1005, ""),
        (4, "offences_recorded"): ("west-mercia", "sexual-offences", "3", -1, ""),
        (4, "outcomes_recorded"): ("west-mercia", "sexual-offences", "3", 0, ""),
        (5, "outcomes_recorded"): ("west-mercia", "fraud-offences-to-2012-13", "1", 2, ""),
        (6, "offences_recorded"): ("staffordshire", violence, "1", 7, ""),
        (6, "outcomes_recorded"): ("staffordshire", violence, "1", None, "[x]"),
    }
    assert {row["offence_subgroup"] for row in pick(reading, area="west-mercia", period="2018Q2")} == {"rape-offences"}
    said = [problem.sentence for problem in reading.problems if "forces" not in problem.what]
    first, second = ("Force outcomes for offences recorded in quarter", "Force outcomes recorded in quarter")
    if "snake" in name:
        first, second = first.lower().replace(" ", "_"), second.lower().replace(" ", "_")
    assert said == [
        f"{name} [line 7]: a line with nothing in any column is read over: it is no area, found 1 of 6 lines.",
        f"{name} [{first}]: counts below zero are kept as printed, found 1, the first in line 4.",
        f"{name} [{first}]: cells that hold nothing by definition (an offence code that has expired) give no observation,"
        " found 1 of 5.",
        f"{name} [{second}]: cells that hold nothing by definition (no outcome yet assigned) give no observation, found 1 of"
        " 5.",
        f"{name} [{second}]: cells without a number are not available [x], and so is every sum that includes one, found 1"
        " (Staffordshire 2018/19 Q2: 1 from line 6).",
    ]


@pytest.mark.parametrize(("name", "below"), [("recorded-crime.csv", 0), ("recorded-crime-title-above.csv", 2)])
def test_recorded_crime_good(fixtures: Path, tmp_path: Path, name: str, below: int) -> None:
    """Nought printed `-00`, spaces, a negative, two lines of one code; and a title above the header moves every line."""
    reading = read(fixtures / name, tmp_path)
    assert [(row["line"] - below, row["area"], row["value"], row["raw"]) for row in observed(reading)] == [
        (2, "staffordshire", 0, "-00 "),
        (3, "staffordshire", 2, " 2 "),
        (4, "action-fraud", 66776, " 66776 "),
        (5, "city-of-london", -3, "-3 "),
    ]
    assert pick(reading, area="city-of-london")[0]["offence_group"] == "miscellaneous-crimes-against-society"
    assert reading.released == date(2018, 7, 19)


# --- look-ups, populations, extracts ----------------------------------------------------------------------------------


def test_look_up_good(fixtures: Path, tmp_path: Path) -> None:
    reading = read(fixtures / "LAD19_CSP19_PFA19.csv", tmp_path)
    assert [(row["area"], row["authority"], row["value"], row["line"]) for row in observed(reading)] == [
        ("staffordshire", "E06000021", 1, 2),
        ("staffordshire", "E07000192", 1, 3),
        ("west-mercia", "E06000019", 1, 5),
    ]
    assert reading.problems[0].sentence == (
        "LAD19_CSP19_PFA19.csv: an authority with several partnerships is counted once, found 4 lines for 3 authorities."
    )


Sheets = Mapping[str, list[list[object]]]
POPULATION: Sheets = MappingProxyType(
    {
        "Cover": [["Date published: 26th June 2019"], ["Corrected on 28/06/2019"]],
        "Median": [["Median age of population"], [], ["Code", "Name", "Geography", "Mid-2018", "Mid-2017", "Mid-2016"]],
        "Two": [
            ["MYE2: Population estimates"],
            ["Name", "Geography1", "Code", "Area", "Estimated Population mid-2018", "2018 people per sq. km"],
            ["Stoke-on-Trent", "Unitary Authority", "E06000021", 93.0, 255833.0, 2751.0],
        ],
        "Five ": [
            ["", ""],
            ["MYE5: Population estimates"],
            ["Code", "Name", "Geography1", "Estimated Population  mid-2018", "2018 people per sq. km", "Mid-2017"],
            ["K04000001", "ENGLAND AND WALES", "Country", 300000.0, 1.0, 299000],
            ["E10000028", "Staffordshire", "County", 44166, 1.0, 44000],
            ["E06000021", "Stoke-on-Trent", "Unitary Authority", 255834.0, 1.0, 255000],
            ["E07000192", "Cannock Chase", "Non-metropolitan District", 44166, 1.0, ":"],
            ["S12000033", "Aberdeen City", "Council Area", 228000, 1.0, 1],
        ],
    }
)


def workbook(path: Path, sheets: Sheets) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for index, row in enumerate(rows):
                sheet.write_row(index, 0, row)
    return path


def test_population_good(tmp_path: Path) -> None:
    reading = read(workbook(tmp_path / "pop.xlsx", POPULATION), tmp_path)
    assert [
        (row["area"], row["period"], row["value"], row["absence"], row["sheet"], row["ref"])
        for row in observed(reading)
    ] == [
        ("england-and-wales", "2018-m06", 300000, "", "Five ", "D4"),
        ("england-and-wales", "2017-m06", 299000, "", "Five ", "F4"),
        ("E06000021", "2018-m06", 255834, "", "Five ", "D6"),
        ("E06000021", "2017-m06", 255000, "", "Five ", "F6"),
        ("E07000192", "2018-m06", 44166, "", "Five ", "D7"),
        ("E07000192", "2017-m06", None, "[x]", "Five ", "F7"),
    ]
    assert [covered.period for covered in reading.covers] == [Period(2017, 6, 1), Period(2018, 6, 1)]
    assert (reading.released, reading.released_estimated, reading.whole_series) == (date(2019, 6, 28), False, True)
    assert [problem.sentence for problem in reading.problems] == [
        "pop.xlsx [Five ]: rows of larger areas, and of those outside England and Wales, are not read, found 2.",
        "pop.xlsx [Five !F4]: the local authorities do not add up to England and Wales in mid-2017, found 299000, expected"
        " 255000.",
        "pop.xlsx [Two]: two sheets do not agree; Five is read, found 1 differing (E06000021 mid-2018).",
    ]


def test_population_bad(tmp_path: Path) -> None:
    rows = [
        *POPULATION["Five "],
        ["E06000021", "Stoke-on-Trent", "Unitary Authority", 1, 1, 1],
        ["E06000019", "H", "U", "many", 1, ""],
    ]
    with pytest.raises(FileRefused) as refusal:
        read(workbook(tmp_path / "pop.xlsx", {"Five ": rows}), tmp_path)
    assert [problem.sentence for problem in refusal.value.problems] == [
        "pop.xlsx [Five !A9]: this area stands in the sheet twice, found 'E06000021', first in row 6.",
        "pop.xlsx [Five !D10]: this is no population, found 'many', expected a whole number of 0 or more, or [x] if not"
        " available.",
        "pop.xlsx [Five !F10]: this is no population, found '', expected a whole number of 0 or more, or [x] if not"
        " available.",
    ]


def test_extract_good(fixtures: Path, tmp_path: Path) -> None:
    reading = read(fixtures / "extract.csv", tmp_path)
    assert (reading.source, reading.title) == ("cps-case-outcomes", "CPS case outcomes, 2018/19 Q4 (extract)")
    assert (reading.released, reading.released_estimated) == (date(2019, 7, 21), True)
    assert {covered.area for covered in reading.covers} == {"staffordshire", "west-mercia"}
    assert not isinstance(reading.content, Query)
    one, hidden, added = reading.content
    assert (one.value, one.line, one.column) == (Decimal(40), 2, "value")
    assert one.origin == "CPS case outcomes, 2018/19 Q4: POC-18-19-q4.csv [line 35, Number of Burglary Convictions]"
    assert (hidden.value, hidden.absence, hidden.marks) == (None, Absence.CONFIDENTIAL, (Mark.PROVISIONAL,))
    assert added.origin == (
        "CPS case outcomes, 2018/19 Q4: POC-18-19-q4.csv, Number of Burglary Convictions, 3 lines where Area=West Mercia,"
        " total 9"
    )


# --- refusals ---------------------------------------------------------------------------------------------------------

NOT_KNOWN = "this is no publication that is known"
BAD: Mapping[str, list[str]] = {
    "bad-LAD19-two-forces.csv": [
        "[line 3]: this authority stands under two forces, so its people would be counted twice, found 'E06000021' under West"
        " Mercia, expected Staffordshire, as in line 2.",
        "[line 4]: this pair is not known, found authority 'E06000022', force 'E99999999' 'Mordor', expected an ONS code of a"
        " local authority, and a police force of the catalogue.",
    ],
    "bad-POC-18-19-q4-area-and-count.csv": [
        "[line 3]: this area is not known, found 'Stafordshire', expected a CJS area, perhaps Staffordshire. Correct the"
        " name, or add it to the area's variants in the catalogue.",
        "[line 4, Number of Homicide Unsuccessful]: this is no count, found 'n.k.', expected a whole number of 0 or more, or"
        " [x] if not available.",
    ],
    "bad-POC-18-19-q4-area-twice.csv": ["[line 4]: this area stands in the file twice, found 'Staffordshire'."],
    "bad-POC-18-19-q4-column-missing.csv": [
        ": a column is missing, expected Number of Sexual Offences Convictions. Load the publisher's file with all of its"
        " columns."
    ],
    "bad-POC-18-19-q4-columns-swapped.csv": [
        ": the percentages do not follow from the counts, so the columns are not what their headers say, found 66 that differ,"
        " the first 61.5% in line 2, Percentage of All Other Offences (excluding Motoring) Convictions, expected 38.5% there. "
        + OWN_FILE
    ],
    "bad-no-quarter.csv": [
        ": the file does not say which quarter it is of, and its name does not either, expected a name such as"
        " POC-18-19-q4.csv. Give it the name it was published under, or say the quarter: --period 2018-19-q4."
    ],
    "bad-outcomes-values.csv": [
        "[line 4, Force Name]: this area is not known, found 'West Mersia' in 1 line, expected a police force, perhaps West"
        " Mercia. Correct the name, or add it to the area's variants in the catalogue.",
        "[line 5, Financial Quarter]: this is no quarter of a financial year, found '2018/19', '5', expected a year such as"
        " 2018/19 and a quarter from 1 to 4.",
        "[line 6, Outcome Type]: this is no outcome type, found 'charged' in 1 line, expected a number from 0 to 22.",
        "[line 2, Force outcomes for offences recorded in quarter]: this is no count, found 'twelve', expected a whole number,"
        " or [x] if not available.",
        "[line 3, Force outcomes for offences recorded in quarter]: this is no count, found '1.5', expected a whole number, or"
        " [x] if not available.",
    ],
    "bad-outcomes-repeated.csv": ["[line 8]: this line repeats another, found the same as line 2."],
    "bad-outcomes-measure-missing.csv": [
        ": a measure is missing, expected a column 'Force outcomes recorded in quarter'. Load the publisher's file with all of"
        " its columns."
    ],
    "bad-outcomes-empty-line.csv": [
        ": lines cannot be told apart, so no figure could be traced to its line, found 7 lines after the header that hold 6"
        " records, expected one record a line, with no empty lines between. Remove empty lines and line breaks within cells, or"
        " load the publisher's own file."
    ],
    "bad-outcomes-short-line.csv": [
        "[line 4]: a line is not like the others, expected 13 cells, as in the header. " + OWN_FILE
    ],
    "bad-recorded-crime.csv": [
        "[line 3, Offence Code]: this cell is empty, found nothing in 1 line, expected a word.",
        "[line 2, Number of Offences]: this is no count, found '?', expected a whole number, or [x] if not available.",
    ],
    "bad-extract.csv": [
        "[line 2, area]: this area is not known, found 'atlantis', expected a slug of the catalogue or an ONS code.",
        "[line 3, period]: this is no period, found 'soon', expected a period such as 2018-19-q4.",
        "[line 4, field]: this is no field of the source, found 'acquittals', expected convictions, unsuccessful.",
        "[line 5, value]: this is neither a number nor an absence, found '' and '', expected one of the two.",
        "[line 6, cell]: it is not said where the figure stands in the original, found '', '', '', expected a cell, or a column"
        " with a filter and its number of lines.",
        "[line 7, marks]: this is no mark, found '[q]', expected [p] [r] [e] [b].",
        "[line 8, edition]: an extract is of one edition, found '2018/19 Q3', expected '2018/19 Q4'.",
        "[line 10, field]: this figure stands in the file twice, found the same as line 9.",
        "[line 11, cell]: it is not said where the figure stands in the original, found 'line 35, Number of Burglary"
        " Convictions', 'a=b', '', expected a cell, or a column with a filter and its number of lines.",
    ],
    "bad-empty.csv": [": the file is empty. Download it again."],
    "bad-unknown.csv": [
        f": {NOT_KNOWN}, found a text file whose first row of several cells begins 'Court', 'Cases', expected one of:"
        f" {ALL_LAYOUTS}. {RELEASE_IT}"
    ],
    "bad-binary.csv": [
        f": {NOT_KNOWN}, found neither text nor a workbook, expected one of: {ALL_LAYOUTS}. {RELEASE_IT}"
    ],
    "bad-broken.csv.gz": [
        ": the file cannot be unpacked, found Compressed file ended before the end-of-stream marker was reached. Download it"
        " again."
    ],
    "bad-not-a-workbook.xlsx": [
        ": the workbook cannot be opened, found invalid Zip archive: Could not find EOCD. Open it and save it again without a"
        " password."
    ],
}


def test_every_bad_file_has_its_message(fixtures: Path) -> None:
    assert {path.name for path in fixtures.glob("bad-*")} == set(BAD)


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_file(fixtures: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(fixtures / name, tmp_path)
    expected = [f"{name}{' ' if message.startswith('[') else ''}{message}" for message in BAD[name]]
    assert [problem.sentence for problem in refusal.value.problems] == expected


def test_what_could_be_two_things_is_refused(fixtures: Path) -> None:
    source = CATALOGUE.sources["cps-case-outcomes"]
    twin = replace(source, id="twin", short_title="A twin")
    catalogue = replace(CATALOGUE, sources={**CATALOGUE.sources, "twin": twin})
    with pytest.raises(
        FileRefused, match=r"the file could be more than one thing, found CPS case outcomes .* or A twin"
    ):
        recognise(fixtures / "POC-18-19-q4.csv", catalogue)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="there is no such file"):
        recognise(tmp_path / "nothing.csv", CATALOGUE)


def test_a_folder_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"this is a folder, found .* expected a file\. Name the files in it"):
        recognise(tmp_path, CATALOGUE)


KNOWN = (
    "POC-18-19-q4.csv",
    "outcomes.csv",
    "recorded-crime.csv",
    "LAD19_CSP19_PFA19.csv",
    "extract.csv",
)


@pytest.mark.parametrize("name", KNOWN)
def test_a_header_without_rows(fixtures: Path, tmp_path: Path, name: str) -> None:
    copy = tmp_path / name
    copy.write_text((fixtures / name).read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    with pytest.raises(FileRefused) as refusal:
        read(copy, tmp_path)
    assert [problem.sentence for problem in refusal.value.problems] == [
        f"{name}: the file has its header and no rows, found no figure below the header. Download it again, or load the"
        " publisher's own file."
    ]


def test_a_sheet_without_rows(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="the file has its header and no rows"):
        read(workbook(tmp_path / "pop.xlsx", {"Five ": POPULATION["Five "][:3]}), tmp_path)


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize(("delimiter", "named"), [(";", "semicolons"), ("\t", "tabs")])
def test_a_known_file_with_other_separators(
    fixtures: Path, tmp_path: Path, name: str, delimiter: str, named: str
) -> None:
    rows = Received(fixtures / name, name).rows()
    with (tmp_path / name).open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, delimiter=delimiter).writerows(row for _, row in rows)
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path / name, tmp_path)
    assert [problem.sentence for problem in refusal.value.problems] == [
        f"{name}: the cells are separated by {named}, found {named} between the cells of a known layout, expected commas."
        " Save it as a csv with commas, or load the publisher's own file."
    ]


def changed(source: Path, target: Path, *pairs: tuple[str, str]) -> Path:
    """A copy of a good file with some words in it replaced."""
    text = source.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    target.write_text(text, encoding="utf-8")
    return target


GROUPS = (
    "Violence against the person; Sexual offences; Robbery; Theft offences; Criminal damage and arson; Drug offences;"
    " Possession of weapons offences; Public order offences; Miscellaneous crimes against society; Fraud offences; Fraud"
    " offences to 2012/13"
)
ADD_IT = "Correct the word, or add it to the vocabulary offence_group of the catalogue."


@pytest.mark.parametrize(
    ("name", "pair", "said"),
    [
        (
            "outcomes.csv",
            ("Caution – adults,Out-of-court (formal),3,", "Caution – adults,Out-of-court (formal),99,"),
            "[line 4, Outcome Type]: this is no outcome type, found '99' in 1 line, expected a number from 0 to 22.",
        ),
        (
            "outcomes.csv",
            ("Sexual offences,", "Witchcraft,"),
            f"[line 4, Offence Group]: this offence group is not known, found 'Witchcraft' in 1 line, expected one of"
            f" {GROUPS}. {ADD_IT}",
        ),
        (
            "recorded-crime.csv",
            ("Violence against the person,", "Violence against a person,"),
            "[line 2, Offence Group]: this offence group is not known, found 'Violence against a person' in 2 lines,"
            f" expected perhaps 'Violence against the person'. {ADD_IT}",
        ),
    ],
)
def test_unknown_words_are_refused(fixtures: Path, tmp_path: Path, name: str, pair: tuple[str, str], said: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(changed(fixtures / name, tmp_path / name, pair), tmp_path)
    assert [problem.sentence for problem in refusal.value.problems] == [f"{name} {said}"]


def test_every_published_spelling_of_a_group_is_known(fixtures: Path, tmp_path: Path) -> None:
    spellings = [*GROUPS.split("; "), "Miscellaneous crimes"]
    head = (fixtures / "recorded-crime.csv").read_text(encoding="utf-8").splitlines()[0]
    lines = [f"2017/18,1,Staffordshire,Any,{group},Any subgroup,9Z,1" for group in spellings]
    (tmp_path / "groups.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    found = {row["offence_group"] for row in observed(read(tmp_path / "groups.csv", tmp_path))}
    assert found == set(CATALOGUE.vocabularies["offence_group"].names)


@pytest.mark.parametrize(
    ("name", "header", "cells"),
    [
        ("outcomes.csv", "Force outcomes recorded in quarter", "columns 13 and 14"),
        ("outcomes.csv", "Outcome Type", "columns 11 and 14"),
        ("recorded-crime.csv", "number_of_offences", "columns 8 and 9"),
    ],
)
def test_doubled_columns_are_refused(fixtures: Path, tmp_path: Path, name: str, header: str, cells: str) -> None:
    first, *lines = (fixtures / name).read_text(encoding="utf-8").splitlines()
    text = "\n".join([f"{first},{header}", *(f"{line},7" for line in lines)])
    (tmp_path / name).write_text(text + "\n", encoding="utf-8")
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path / name, tmp_path)
    (problem,) = refusal.value.problems
    assert problem.what == "several columns hold the same thing, and nothing shows which is meant"
    assert problem.where == f"{name} [{cells}]"
    assert problem.found.endswith(f" and '{header}'")


def test_negative_counts_of_the_home_office_are_kept_and_counted(fixtures: Path, tmp_path: Path) -> None:
    for name, column, line in (
        ("recorded-crime.csv", "Number of Offences", 5),
        ("outcomes.csv", "Force outcomes for offences recorded in quarter", 4),
    ):
        said = [problem for problem in read(fixtures / name, tmp_path).problems if "below zero" in problem.what]
        assert [problem.sentence for problem in said] == [
            f"{name} [{column}]: counts below zero are kept as printed, found 1, the first in line {line}."
        ]
        assert not said[0].blocks


@pytest.mark.parametrize(
    ("name", "header", "said"),
    [
        (
            "LAD19_CSP19_PFA19.csv",
            "PFA19CD",
            ": several columns have the same header, and nothing shows which is meant, found 'PFA19CD' 2 times, expected one"
            " column for each header. Load the publisher's own file.",
        ),
        (
            "extract.csv",
            "value",
            " [line 1, value]: several columns have the same header, found 'value' 2 times, expected one.",
        ),
    ],
)
def test_doubled_columns_of_small_files(fixtures: Path, tmp_path: Path, name: str, header: str, said: str) -> None:
    rows = [row for _, row in Received(fixtures / name, name).rows()]
    at = rows[0].index(header)
    with (tmp_path / name).open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([*row, row[at]] for row in rows)
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path / name, tmp_path)
    assert [problem.sentence for problem in refusal.value.problems] == [f"{name}{said}"]


@pytest.mark.parametrize("marker", ["..", "[x]", "[c]"])
def test_no_percentage_is_checked_where_a_count_is_absent(fixtures: Path, tmp_path: Path, marker: str) -> None:
    """Of 3 convictions and a number not given, 75.0% may well be right."""
    name = "POC-18-19-q4.csv"
    path = changed(
        fixtures / name, tmp_path / name, ("West Mercia,3,75.0%,1,25.0%", f"West Mercia,3,75.0%,{marker},25.0%")
    )
    reading = read(path, tmp_path)
    assert not [problem for problem in reading.problems if "percentage" in problem.what]
    (absent,) = pick(reading, area="west-mercia", offence_category="homicide", field="unsuccessful")
    assert (absent["value"], absent["raw"]) == (None, marker)


def test_a_percentage_is_still_checked_where_both_counts_are_there(fixtures: Path, tmp_path: Path) -> None:
    name = "POC-18-19-q4.csv"
    path = changed(fixtures / name, tmp_path / name, ("West Mercia,3,75.0%,1,25.0%", "West Mercia,3,76.0%,1,25.0%"))
    assert [problem.sentence for problem in read(path, tmp_path).problems if "percentage" in problem.what] == [
        f"{name} [line 4, Percentage of Homicide Convictions]: a printed percentage does not follow from its counts, found"
        " 76.0%, expected 75.0%."
    ]


def test_a_negative_count_of_defendants_is_refused(fixtures: Path, tmp_path: Path) -> None:
    name = "POC-18-19-q4.csv"
    path = changed(fixtures / name, tmp_path / name, ("West Mercia,3,75.0%,1,25.0%", "West Mercia,3,75.0%,-1,25.0%"))
    with pytest.raises(FileRefused) as refusal:
        read(path, tmp_path)
    assert [problem.sentence for problem in refusal.value.problems] == [
        f"{name} [line 4, Number of Homicide Unsuccessful]: a count of defendants cannot be below zero, found '-1', expected a"
        " whole number of 0 or more, or [x] if not available."
    ]
