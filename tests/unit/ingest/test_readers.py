"""Small files of our own making: what the good ones give, and the exact message of each bad one."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from published_files import CATALOGUE, POPULATION, observed, pick, read, workbook

from assize.core.errors import FileRefused
from assize.core.nouns import Absence, Mark
from assize.core.periods import Period, parse_period, quarter
from assize.core.reading import Query, Reading
from assize.ingest import read_file, recognise
from assize.ingest.file_names import time_in_name
from assize.ingest.files.texts import PARTNERS_FILE
from assize.ingest.readers.cps_case_outcomes import MEANINGS, meaning_of

ONE_OF_THEM = "one of the publications that assize status lists, with what their files are called"
RELEASE_IT = "Load the file as its publisher released it."
OWN_FILE = "Load the publisher's own file."


@pytest.fixture(scope="module")
def fixtures(root: Path) -> Path:
    return root / "tests" / "fixtures" / "ingest"


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
        ("POC-1920-q1.csv", "2019-20-q1"),
        ("POC-201920-q1.csv", "2019-20-q1"),
        ("POC_Q4_1819.csv", "2018-19-q4"),
        ("POC-2021-q1.csv", None),  # the financial year 2020/21, or the calendar year
        ("poc-oct-dec-2019.csv", "2019-20-q3"),
        ("POC January to March 2020.csv", "2019-20-q4"),
        ("POC-19-20-Q4-Jan-Mar-2020.csv", "2019-20-q4"),
        ("POC-19-20-q4-published-july-2020.csv", "2019-20-q4"),
    ],
)
def test_the_quarter_in_a_name(name: str, period: str | None) -> None:
    said = time_in_name(name)
    assert (said.quarter, said.other) == (parse_period(period) if period else None, "")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("principaloffencecategory_january_2014.csv", "january_2014"),
        ("poc-apr-19.csv", "apr-19"),
        ("poc-2019-04.csv", "2019-04"),
        ("April_2015_poc.csv", "April_2015"),
        ("POC-annual-18-19.csv", "annual"),
        ("POC-18-19-year-ending-march.csv", "year-ending"),
        ("poc-april-2018-to-march-2019.csv", "april-2018-to-march-2019"),
        ("poc-feb-apr-2019.csv", "feb-apr-2019"),
        ("POC-18-19-q4-oct-dec-2018.csv", "oct-dec-2018"),
        ("POC-18-19-q4-march.csv", "march"),
        ("POC-18-19-q1-q4.csv", "q1, q4"),
    ],
)
def test_a_name_of_another_span_refuses_whatever_period_is_given(
    fixtures: Path, tmp_path: Path, name: str, words: str
) -> None:
    assert time_in_name(name).other == words
    with pytest.raises(FileRefused, match=f"speaks of another span than one quarter.*found '{words}'"):
        read(fixtures / "POC-18-19-q4.csv", tmp_path, name=name, period=quarter(2019, 1))


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


def test_cps_headers_of_one_category_exchanged_are_refused_and_columns_moved_whole_are_read(
    fixtures: Path, tmp_path: Path
) -> None:
    with (fixtures / "POC-18-19-q4.csv").open(encoding="utf-8", newline="") as handle:
        header, *lines = csv.reader(handle)
    won = [at for at, cell in enumerate(header) if "Theft And Handling Convictions" in cell]
    lost = [at for at, cell in enumerate(header) if "Theft And Handling Unsuccessful" in cell]
    order = list(range(len(header)))
    for one, other in zip(won, lost, strict=True):
        order[one], order[other] = other, one
    path = tmp_path / "POC-18-19-q4.csv"

    def write(rows: list[list[str]]) -> Path:
        with path.open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle).writerows([[header[at] for at in order], *rows])
        return path

    with pytest.raises(FileRefused) as refused:
        read(write(lines), tmp_path)
    (problem,) = refused.value.problems
    assert "its headers may have been exchanged" in problem.sentence
    assert "Number of Theft And Handling Convictions" in problem.sentence
    moved = read(write([[line[at] for at in order] for line in lines]), tmp_path)
    (theft,) = pick(moved, area="west-mercia", field="convictions", offence_category="theft-and-handling")
    assert theft["value"] == 1202


def test_cps_wrong_header_is_said(fixtures: Path, tmp_path: Path) -> None:
    said = read(fixtures / "POC-18-19-q2-wrong-header.csv", tmp_path).problems[0].sentence
    assert said == (
        "POC-18-19-q2-wrong-header.csv [column 51]: a header is wrong: its figures are those of administratively"
        " finalised, found 'Percentage of Motoring Offences Unsuccessful' twice."
    )


def test_cps_national_row_must_be_the_sum(fixtures: Path, tmp_path: Path) -> None:
    path = tmp_path / "POC-18-19-q4.csv"
    text = (fixtures / path.name).read_text(encoding="utf-8")
    path.write_text(text.replace(",7,100.0%\n", ",8,100.0%\n", 1), encoding="utf-8")  # finalised: always 100 per cent
    with pytest.raises(FileRefused) as refused:
        read(path, tmp_path)
    assert [problem.sentence for problem in refused.value.problems] == [
        "POC-18-19-q4.csv: the national figure is not the sum of the areas (administratively-finalised, unsuccessful), found"
        " 8, expected 7. Load the publisher's file with all of its rows and columns as they were."
    ]
    path.write_text(text.replace(",3,100.0%\n", ",[x],100.0%\n", 1), encoding="utf-8")  # a part of the sum is not known
    assert (
        pick(read(path, tmp_path), area="staffordshire", offence_category="administratively-finalised")[0]["value"]
        is None
    )


def test_cps_national_row_and_percentages_must_be_there(fixtures: Path, tmp_path: Path) -> None:
    header, _, *areas = (fixtures / "POC-18-19-q4.csv").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "POC-18-19-q4.csv"
    path.write_text("\n".join([header, *areas]), encoding="utf-8")
    with pytest.raises(
        FileRefused, match="the national row is missing, so nothing shows whether the areas are all there"
    ):
        read(path, tmp_path)
    with (fixtures / "POC-18-19-q4.csv").open(encoding="utf-8", newline="") as handle:
        rows = [[cell for at, cell in enumerate(row) if at not in (2, 4)] for row in csv.reader(handle)]
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(rows)
    with pytest.raises(
        FileRefused, match=r"no percentage stands beside these counts.*Percentage of Homicide Convictions"
    ):
        read(path, tmp_path)


def test_cps_period_and_release_from_the_loader(fixtures: Path, tmp_path: Path) -> None:
    reading = read(fixtures / "bad-no-quarter.csv", tmp_path, period=quarter(2018, 3), released=date(2019, 1, 17))
    assert reading.last_period == quarter(2018, 3)
    assert (reading.released, reading.released_estimated) == (date(2019, 1, 17), False)
    with pytest.raises(FileRefused, match="2018/19 Q2 given, 2018/19 Q4 in the name"):
        read(fixtures / "POC-18-19-q4.csv", tmp_path, period=quarter(2018, 3))
    assert (
        read(fixtures / "POC-18-19-q4.csv", tmp_path, name="poc-jan-mar.csv", period=quarter(2019, 1)).last_period.year
        == 2019
    )
    with pytest.raises(FileRefused, match="2018/19 Q2 given, other months in the name"):
        read(fixtures / "POC-18-19-q4.csv", tmp_path, name="poc-jan-mar.csv", period=quarter(2018, 3))
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
        f"{name}: lines of nothing are left out, so one that is missing could not be told from a nought, found 0% of the lines"
        " that most forces have, in 2018/19 Q1, 2018/19 Q2.",
        f"{name}: not all quarters are in the file, found no 2018/19 Q3, 2018/19 Q4.",
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
        "pop.xlsx [Five !F4]: whether the local authorities add up to England and Wales in mid-2017 cannot be checked, found 1"
        " without a number.",
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
        "[line 4, PFA19CD]: this is no code of a police force area, found 'E99999999'. Load the publisher's own file.",
        "[line 4, PFA19NM]: this code and name are of no one police force, found 'E99999999' 'Mordor', expected a police"
        " force of the catalogue.",
        ": some forces are not in the file, so lines were lost or it is of part of the country, found none of Avon and"
        " Somerset, Bedfordshire, Cambridgeshire, Cheshire, City of London and 36 more, expected all police forces of England"
        " and Wales."
        " Load the publisher's own file.",
        "[line 3]: this authority stands under two forces, so its people would be counted twice, found 'E06000021' under West"
        " Mercia, expected Staffordshire, as in line 2.",
        ": the number of local authorities is not that of the year, so lines were lost or added, found 1, expected 339 in"
        " 2019. Load the publisher's own file.",
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
    "bad-POC-18-19-q4-left-over.csv": [
        "[line 2, Percentage of Offences Against The Person Convictions]: a printed percentage does not follow from its counts,"
        " found 72.7%, expected 75.0%. One of the three is wrong: compare them with the publisher's own file.",
        "[line 2, Percentage of Offences Against The Person Unsuccessful]: a printed percentage does not follow from its"
        " counts, found 27.3%, expected 25.0%. One of the three is wrong: compare them with the publisher's own file.",
    ],
    "bad-POC-18-19-q4-columns-swapped.csv": [
        ": the percentages do not follow from the counts, so the columns are not what their headers say, found 66 that differ,"
        " the first 61.5% in line 2, Percentage of All Other Offences (excluding Motoring) Convictions, expected 38.5% there. "
        + OWN_FILE
    ],
    "bad-no-quarter.csv": [
        ": the file does not say which quarter it is of, and its name does not either, expected a name such as"
        " POC-18-19-q4.csv. Give it the name it was published under. If you know that it holds the three months of one"
        " quarter, neither a month nor a year, say which: --period 2018-19-q4."
    ],
    "bad-outcomes-values.csv": [
        "[line 4, Force Name]: this area is not known, found 'West Mersia' in 1 line, expected a police force, perhaps West"
        " Mercia. Correct the name, or add it to the area's variants in the catalogue.",
        "[line 5, Financial Quarter]: this is no quarter of a financial year, found '2018/19', '5', expected a year such as"
        " 2018/19 and a quarter from 1 to 4, or its months (Apr-Jun).",
        "[line 6, Outcome Type]: this is no outcome type, found 'charged' in 1 line, expected a number from 0 to 22, 1A,"
        " 2A or 3A.",
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
        f": {NOT_KNOWN}, found a text file whose first row of several cells begins 'Court', 'Cases', expected"
        f" {ONE_OF_THEM}. {RELEASE_IT} {PARTNERS_FILE}"
    ],
    "bad-binary.csv": [
        f": {NOT_KNOWN}, found neither text nor a workbook, expected {ONE_OF_THEM}. {RELEASE_IT} {PARTNERS_FILE}"
    ],
    "bad-broken.csv.gz": [
        ": the file cannot be unpacked, found Compressed file ended before the end-of-stream marker was reached. Download it"
        " again."
    ],
    "bad-not-a-workbook.xlsx": [
        ": the file is cut short or damaged, found no end of the archive, expected a whole workbook. Download it again."
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
