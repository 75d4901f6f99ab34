"""What a title or a footer says of time, beside the quarter that a file's name says."""

from __future__ import annotations

from pathlib import Path

import pytest
from home_office_files import WRITE, write_csv
from published_files import read
from test_said_scopes import cps, cps_rows

from assize.core.errors import FileRefused
from assize.core.periods import quarter
from assize.ingest.printed_quarters import contradicts

OTHERS = [
    "Principal Offence Category: October to December 2018",
    "Source: CPS CMIS. Period: October - December 2018",
    "Quarter 3 2018-19",
    "Q3 2018/19",
    "2018/19 Q3",
    "18/19 Q3",
    "Case outcomes, quarter ending December 2018",
    "Case outcomes in the quarter ended 31 December 2018",
    "1 October 2018 to 31 December 2018",
    "Oct-Dec",
    "Quarter 3",
    "January to March 2018",
    "April 2018 to March 2019",
    "Year ending March 2019",
    "Case outcomes 2017-18",
    "Figures for the year to date",
    "Q2 2019",
]
THE_SAME = [
    "Principal Offence Category: January to March 2019",
    "Jan-Mar 2019",
    "Quarter 4 2018-19",
    "Q4 2018/19 (January to March 2019)",
    "Quarter ending 31 March 2019",
    "Q1 2019",
    "Q4 2019",
    "Q4",
    "Case outcomes 2018-19",
    "Published 18 July 2019",
    "Next release: April to June 2019",
    "Compared with October to December 2018",
    "Extracted in April 2019",
    "Table 3: convictions",
    "You may use this, and we march on 2 of 3 pages",
]


@pytest.mark.parametrize("line", OTHERS)
def test_a_line_of_another_time(line: str) -> None:
    assert contradicts(line, quarter(2019, 1))


@pytest.mark.parametrize("line", THE_SAME)
def test_a_line_of_the_quarter_or_of_no_time(line: str) -> None:
    assert not contradicts(line, quarter(2019, 1))


@pytest.mark.parametrize("side", ["above", "below"])
def test_a_line_beside_the_table_of_the_cps_and_the_name_are_both_said(tmp_path: Path, side: str) -> None:
    path = cps(tmp_path, **{side: OTHERS[0]})
    with pytest.raises(FileRefused) as refused:
        read(path, tmp_path)
    (problem,) = refused.value.problems
    assert "a line beside the table says another time than the file's name or the period given" in problem.sentence
    assert f"found '{OTHERS[0]}', expected 2018/19 Q4: January to March 2019" in problem.sentence
    with pytest.raises(FileRefused, match="says another time"):
        read(path, tmp_path, name="POC.csv", period=quarter(2019, 1))
    reasons = {"cps-case-outcomes@printed-period@2019q1": "The title was left from the quarter before."}
    assert read(path, tmp_path, reasons=reasons)
    assert read(cps(tmp_path, **{side: THE_SAME[0]}), tmp_path)


def test_a_period_in_a_cell_of_its_own_and_the_name_of_a_sheet_count(tmp_path: Path) -> None:
    width = len(cps_rows()[0])
    rows = [["Period:", "October to December 2018", *[""] * (width - 2)], *cps_rows()]
    with pytest.raises(FileRefused, match="'Period: October to December 2018'"):
        read(write_csv(tmp_path / "POC-18-19-q4.csv", rows), tmp_path)
    path = WRITE["xlsx"](tmp_path / "POC-18-19-q4.xlsx", {"POC-18-19-q3": cps_rows()})
    with pytest.raises(FileRefused, match="'POC-18-19-q3'"):
        read(path, tmp_path)


def test_an_answered_doubt_leaves_no_sum_unchecked(tmp_path: Path) -> None:
    path = cps(tmp_path, above=OTHERS[0])
    text = path.read_text(encoding="utf-8")
    assert ",7,100.0%" in text
    path.write_text(text.replace(",7,100.0%", ",8,100.0%", 1), encoding="utf-8")
    reasons = {"cps-case-outcomes@printed-period@2019q1": "The title was left from the quarter before."}
    with pytest.raises(FileRefused, match="the national figure is not the sum of the areas"):
        read(path, tmp_path, reasons=reasons)
