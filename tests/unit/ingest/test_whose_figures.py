"""Figures that stand under another's name, or with their unit behind each: seen by what is known of the publication."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from home_office_files import CRIME_HEADER, FORCES, OFFENCES, write_csv
from offence_groups import ONE_OF_EACH_GROUP
from police_force_tables import book
from published_files import CATALOGUE, read, workbook
from statistics_workbooks import Rows, court, write

from assize.core.errors import FileRefused
from assize.core.nouns import AreaKind
from assize.core.periods import quarter
from assize.core.reading import Row
from assize.ingest.readers.cps_names import check_largest

BOARDS = sorted(area.slug for area in CATALOGUE.areas.values() if AreaKind.BOARD in area.kinds)
LARGEST = "metropolitan-and-city"


def _cps(counts: dict[str, int]) -> list[str]:
    areas = dict(enumerate(BOARDS, 3))
    rows = [
        Row(area, quarter(2019, 1), "convictions", ("homicide",), Decimal(counts.get(area, 20)), None, "", line=line)
        for line, area in areas.items()
    ]
    return [problem.sentence for problem in check_largest("POC-18-19-q4.csv", areas, rows, CATALOGUE)]


def test_london_has_most_cases_of_the_cps() -> None:
    assert _cps({LARGEST: 90, "kent": 40}) == []
    (sentence,) = _cps({LARGEST: 40, "kent": 90})
    assert sentence.startswith(
        f"POC-18-19-q4.csv [line {3 + BOARDS.index('kent')}]: another area than London's has most cases, so names may stand"
        " beside the figures of others, found 90 in Kent, 40 in Metropolitan and City"
    )


def test_a_body_that_counts_fraud_counts_nothing_else(tmp_path: Path) -> None:
    rows = [
        ["2017/18", number, force, *offence, 10 * number + at]
        for number in (1, 2, 3, 4)
        for force in ("UK Finance" if name == "Kent" and number == 2 else name for name in FORCES)
        for at, offence in enumerate(OFFENCES[2:])
    ]
    with pytest.raises(FileRefused) as refusal:
        read(write_csv(tmp_path / "crime.csv", [CRIME_HEADER, *rows]), tmp_path)
    assert "UK Finance counts fraud, and has lines of other offences" in refusal.value.sentence


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("{}m", "the figures of a column have their unit behind each, found '70m' under 'Receipts'"),
        ("1 0{},0", "the figures of a column are printed as texts, and no numbers, found '1 070,0' under 'Receipts'"),
    ],
)
def test_figures_as_texts_are_no_words(tmp_path: Path, printed: str, said: str) -> None:
    rows = [["Kent", 2024, f"Q{at + 1}", printed.format(70 + at), 10 + at] for at in range(4)]
    rows += [["Kent", 2023, f"Q{at + 1}", printed.format(80 + at), 20 + at] for at in range(4)]
    header: list[object] = ["LCJB area", "Year", "Quarter", "Receipts", "Disposals"]
    table: Rows = [["Table T1: Cases"], ["This worksheet contains one table."], header, *rows]
    sheets = court(T1=table)
    sheets["Cover"] = [
        ["Criminal court statistics quarterly: October to December 2024"],
        ["Publication date: 27 March 2025"],
    ]
    with pytest.raises(FileRefused) as refusal:
        read(write(tmp_path / "tables.ods", sheets), tmp_path)
    assert said in refusal.value.sentence


def test_a_table_without_a_row_of_england_is_said(tmp_path: Path) -> None:
    sheets = book()
    sheets["Table P2"] = [row for row in sheets["Table P2"] if row[1:2] != ["ENGLAND"]]
    path = workbook(tmp_path / "policeforceareatablesyearendingseptember2019.xlsx", sheets)
    said = {problem.what: problem.found for problem in read(path, tmp_path).problems}
    assert said["a table has no row of what its regions make up"] == "none of England"


def test_a_quarter_of_partnerships_that_is_a_copy_is_refused(tmp_path: Path) -> None:
    draw = random.Random(3)
    header = [*CRIME_HEADER[:2], "Police Force Area", "CSP Name", *CRIME_HEADER[4:]]
    codes = [("Theft offences", "Other theft offences", f"49{at}") for at in range(24)]
    codes += [one[1:] for one in ONE_OF_EACH_GROUP]
    rows = [
        ["2023/24", number, force, f"{force} North", *code, draw.randrange(20, 90)]
        for number in (1, 2, 3)
        for force in FORCES
        for code in codes
    ]
    path = tmp_path / "csp.csv"
    assert read(write_csv(path, [header, *rows]), tmp_path).source == "recorded-crime-partnerships"
    first = {tuple(row[2:7]): row[7] for row in rows if row[1] == 1}
    copied = [[*row[:7], first[tuple(row[2:7])]] if row[1] == 2 else row for row in rows]
    with pytest.raises(FileRefused) as refusal:
        read(write_csv(path, [header, *copied]), tmp_path)
    assert "one quarter has the counts of another" in refusal.value.sentence


@pytest.mark.parametrize(
    ("cut", "what"),
    [
        (lambda row: row[0] == "Wales", "not all regions of the courts are in the file"),
        (
            lambda row: (row[0], row[1]) == ("Wales", "2020"),
            "regions of the courts have nothing in a period that others of them have",
        ),
    ],
)
def test_what_a_file_lacks_of_the_courts_regions_is_told_once(
    tmp_path: Path, cut: Callable[[list[object]], bool], what: str
) -> None:
    names = ("London", "Midlands", "North East", "North West", "South East", "South West", "Wales")
    lines: list[list[object]] = [
        [name, str(year), f"Q{quarter}", 3000 + 211 * at + 13 * quarter + year % 7]
        for at, name in enumerate(names)
        for year in (2019, 2020, 2021)
        for quarter in (1, 2, 3, 4)
    ]
    rows: Rows = [
        ["Table 1: Crown Court receipts, by HMCTS region"],
        ["This worksheet contains one table."],
        ["HMCTS region", "Year", "Quarter", "Receipts"],
        *(line for line in lines if not cut(line)),
    ]
    cover: Rows = [["HMCTS management information: October to December 2021"]]
    reading = read(write(tmp_path / "hmcts.xlsx", {"Cover": cover, "Notes": [["Notes"]], "Table_1": rows}), tmp_path)
    assert [problem.what for problem in reading.problems] == [what]
