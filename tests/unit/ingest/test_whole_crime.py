"""Tables of crimes and outcomes of some offence groups alone, of the year to date, or under exchanged names of forces."""

from __future__ import annotations

from pathlib import Path

import pytest
from home_office_files import CRIME_HEADER, OFFENCES, OUTCOME_HEADER, Table, crimes, outcomes, write_csv
from published_files import read

from assize.core.errors import FileRefused

_FILES = [
    pytest.param(CRIME_HEADER, crimes("2017/18"), id="crimes"),
    pytest.param(OUTCOME_HEADER, outcomes("2017/18", (1, 2, 3, 4)), id="outcomes"),
]
_GROUP = 4


def _refused(folder: Path, header: list[str], rows: Table) -> str:
    with pytest.raises(FileRefused) as refusal:
        read(write_csv(folder / "table.csv", [header, *rows]), folder)
    (problem,) = (one for one in refusal.value.problems if one.blocks)
    return problem.sentence


@pytest.mark.parametrize(("header", "rows"), _FILES)
def test_the_whole_is_read(tmp_path: Path, header: list[str], rows: Table) -> None:
    reading = read(write_csv(tmp_path / "table.csv", [header, *rows]), tmp_path)
    assert not any(problem.blocks for problem in reading.problems)


@pytest.mark.parametrize(("header", "rows"), _FILES)
@pytest.mark.parametrize("kept", [1, 2, 8])
def test_a_file_without_an_offence_group_is_asked_about(
    tmp_path: Path, header: list[str], rows: Table, kept: int
) -> None:
    groups = [one[1] for one in OFFENCES[1:]][-kept:]
    sentence = _refused(tmp_path, header, [row for row in rows if row[_GROUP] in groups])
    assert "the file has nothing of offence groups that every edition has" in sentence
    assert '@groups@2018q1" = "…"' in sentence


def _to_date(rows: Table) -> Table:
    """Each count with those of the same line in the quarters before it."""
    found: dict[tuple[object, ...], int] = {}
    seen: dict[tuple[object, ...], int] = {}
    summed = []
    for row in rows:
        at = 7 if len(row) == len(CRIME_HEADER) else 11
        line = (row[2], row[6], *row[10:11]) if at > 7 else (row[2], row[6])
        nth = seen[*line, row[1]] = seen.get((*line, row[1]), 0) + 1  # homicide stands in two lines
        found[*line, nth] = found.get((*line, nth), 0) + int(str(row[at]))
        summed.append([*row[:at], found[*line, nth], *row[at + 1 :]])
    return summed


@pytest.mark.parametrize("last", [2, 3, 4])
@pytest.mark.parametrize(("header", "rows"), _FILES)
def test_counts_of_the_year_to_date_are_refused(tmp_path: Path, header: list[str], rows: Table, last: int) -> None:
    of_it = [row for row in rows if int(str(row[1])) <= last]
    sentence = _refused(tmp_path, header, _to_date(of_it))
    assert "the counts of a year run on from quarter to quarter, so they may be counts of the year to date" in sentence


@pytest.mark.parametrize(("header", "rows"), _FILES)
@pytest.mark.parametrize("quarters", [(1, 2, 3, 4), (3,)])
def test_names_of_two_forces_that_were_exchanged_throughout_or_in_one_quarter_are_asked_about(
    tmp_path: Path, header: list[str], rows: Table, quarters: tuple[int, ...]
) -> None:
    names = {
        (force, str(at)): other
        for force, other in (("Staffordshire", "Kent"), ("Kent", "Staffordshire"))
        for at in quarters
    }
    sentence = _refused(
        tmp_path, header, [[*row[:2], names.get((str(row[2]), str(row[1])), row[2]), *row[3:]] for row in rows]
    )
    assert "found Staffordshire where Kent belongs, and the other way round" in sentence
    assert "@listed-places-1@2018q1" in sentence
