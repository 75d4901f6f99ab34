"""Measures of the delivery dashboard that are wrong as a whole: exchanged, renamed, lost, multiplied, rounded or cut short."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from home_office_files import FORCES, Table, write_csv
from published_files import read

from assize.core.errors import FileRefused

HEADER = [
    "offence_type", "geographic_area_name", "stage", "metric_name", "date_granularity", "time_period", "value",
]  # fmt: skip
QUARTERS = ("Apr - Jun 2019", "Jul - Sep 2019", "Oct - Dec 2019", "Jan - Mar 2020", "Apr - Jun 2020")
CRIMES, DAYS, SHARE = "Police recorded crimes", "Mean days from referral to charge", "Cases stopped (percent)"
MEASURES = (
    ("All crime", CRIMES, "Quarterly", lambda draw, at: str(4000 + 300 * at + draw.randint(0, 99))),
    ("All crime", DAYS, "Quarterly", lambda draw, at: str(draw.randint(60, 90))),
    ("Adult rape", DAYS, "Quarterly", lambda draw, at: str(draw.randint(150, 190))),
    ("All crime", SHARE, "Rolling annual", lambda draw, at: f"{draw.randint(200, 300) / 10}%"),
)
Change = Callable[[list[object]], object]


def dashboard(change: Change = lambda row: None) -> Table:
    """Each measure below the one before; `change` changes a row, and leaves out those of which it says False."""
    draw = random.Random(3)
    rows: Table = [
        [offence, force, "Crime recorded to police decision", measure, often, quarter, value(draw, at)]
        for offence, measure, often, value in MEASURES
        for quarter in QUARTERS
        for at, force in enumerate(FORCES)
    ]
    return [[*HEADER], *(row for row in rows if change(row) is not False)]


def put(column: int, what: Callable[[str], str]) -> Change:
    def change(row: list[object]) -> None:
        row[column] = what(str(row[column]))

    return change


def times(factor: int) -> Change:
    def change(row: list[object]) -> None:
        number = float(str(row[6]).removesuffix("%")) * factor
        row[6] = f"{number:.1f}%" if str(row[6]).endswith("%") else f"{number:.0f}"

    return change


def exchanged(row: list[object]) -> None:
    row[0] = "Adult rape" if row[0] == "All crime" else "All crime"


def until(*quarters: str) -> Change:
    return lambda row: row[3] != SHARE or row[5] in quarters


def test_a_whole_dashboard_is_read(tmp_path: Path) -> None:
    reading = read(write_csv(tmp_path / "dashboard.csv", dashboard()), tmp_path)
    assert not reading.problems


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (exchanged, "a part of all crime has measures that all crime has not"),
        (lambda row: row[0] != "All crime", "a part of all crime has measures that all crime has not"),
        (
            put(0, lambda word: "Adult rape North" if word == "Adult rape" else word),
            "this offence type is not known, found 'adult-rape-north'",
        ),
        (until(*QUARTERS[:2]), "a measure ends before the others do"),
        (put(6, lambda value: "0%" if value.endswith("%") else "0"), "every figure of a measure is nought"),
        (times(10), "a share is more than 100%"),
        (times(2), "every count is a multiple of 2"),
        (times(-1), "figures lie below nought"),
        (
            put(6, lambda value: value if value.endswith("%") else str(int(value) // 10 * 10)),
            "every count ends in a nought",
        ),
    ],
)
def test_a_dashboard_with_a_measure_that_is_wrong_as_a_whole(tmp_path: Path, change: Change, expected: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read(write_csv(tmp_path / "dashboard.csv", dashboard(change)), tmp_path)
    assert expected in refused.value.sentence


def test_a_part_of_all_crime_is_no_greater_than_all_crime(tmp_path: Path) -> None:
    """Exchanged with all crime in every measure that both have, a part has more recorded crimes in every place."""
    draw = random.Random(5)

    def with_rapes(first: str, second: str) -> Table:
        parts: Table = [
            [second, *row[1:6], draw.randint(20, 60)]
            for row in dashboard()[1:]
            if row[0] == "All crime" and row[3] == CRIMES
        ]
        return [HEADER, *([first, *row[1:]] for row in dashboard()[1:] if row[3] == CRIMES), *parts]

    assert read(write_csv(tmp_path / "dashboard.csv", with_rapes("All crime", "Adult rape")), tmp_path)
    with pytest.raises(FileRefused) as refused:
        read(write_csv(tmp_path / "dashboard.csv", with_rapes("Adult rape", "All crime")), tmp_path)
    (problem,) = refused.value.problems
    assert "a part of all crime is counted more often than all crime" in problem.sentence
    assert f"{len(FORCES) * len(QUARTERS) - 1:,} more are so" in problem.found


def test_an_office_may_say_that_a_measure_ended(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "dashboard.csv", dashboard(until(*QUARTERS[:2])))
    with pytest.raises(FileRefused) as refused:
        read(path, tmp_path)
    (answer,) = re.findall(r'"(delivery-dashboard@ends@[^"]+)"', refused.value.sentence)
    assert read(path, tmp_path, reasons={answer: "It is no longer published."})


def test_measures_that_begin_later_and_types_that_are_lacking_are_said(tmp_path: Path) -> None:
    def later(row: list[object]) -> bool:
        return row[0] != "Adult rape" or row[5] in QUARTERS[2:]

    def notes(change: Change) -> str:
        reading = read(write_csv(tmp_path / "dashboard.csv", dashboard(change)), tmp_path)
        return " ".join(problem.sentence for problem in reading.problems)

    assert "a measure begins after the others do" in notes(later)
    assert "the file has one offence type" in notes(lambda row: row[0] == "All crime")
