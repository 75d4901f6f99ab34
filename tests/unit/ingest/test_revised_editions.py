"""Two editions of a publication that has several lines of one kind: the parts of a joint offence code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from home_office_files import CRIME_HEADER, crimes, write_csv

from assize import app as assize
from assize.core.nouns import Change


@pytest.mark.parametrize(("restated", "expected"), [(0, []), (5, [5])])
def test_lines_of_a_joint_code_are_compared_as_their_sum(tmp_path: Path, restated: int, expected: list[int]) -> None:
    assize.new_workspace(tmp_path / "office", ["staffordshire"])
    first = [CRIME_HEADER, *crimes("2017/18")]
    other = [CRIME_HEADER, *crimes("2017/18")]
    joint = [at for at, row in enumerate(other) if row[6] == "1/4.1" and row[2] == "Staffordshire" and row[1] == 1]
    assert len(joint) == 2
    other[joint[0]], other[joint[1]] = other[joint[1]], other[joint[0]]  # nothing tells which line is which
    other[joint[0]] = [*other[joint[0]][:7], int(str(other[joint[0]][7])) + restated]
    for name, rows, day in (("first.csv", first, "2018-07-19"), ("other.csv", other, "2019-01-24")):
        (loaded,) = assize.load_files(
            tmp_path / "office", [write_csv(tmp_path / name, rows)], released=date.fromisoformat(day)
        )
        assert loaded.refused is None, loaded.refused
    pairs = list(assize.edition_pairs(tmp_path / "office"))
    found = [one for pair in pairs for one in pair.revisions]
    assert [(one.change, one.area, one.difference) for one in found] == [
        (Change.RESTATED, "staffordshire", difference) for difference in expected
    ]
