"""The two years of outcomes published, each beside the other: honest ones load, and two forces exchanged are found."""

from __future__ import annotations

import csv
import gzip
import shutil
from datetime import date
from pathlib import Path

import pytest

from assize import app as assize

pytestmark = pytest.mark.real
NEAREST = ("Derbyshire", "Lincolnshire")  # of all 946 pairs of forces the two most like each other


def test_the_two_forces_most_alike_are_found_where_they_are_exchanged(shared: Path, tmp_path: Path) -> None:
    first, second = (
        shared / "data" / "home_office_outcomes" / f"outcomes-{year}.csv.gz" for year in ("2017-18", "2018-19")
    )
    held, other = tmp_path / "held", tmp_path / "other"
    assize.new_workspace(held, ("staffordshire",), quarter="2018-19-q4", cut_off=date(2019, 7, 31))
    (loaded,) = assize.load_files(held, [first])
    assert loaded.refused is None
    shutil.copytree(held, other)
    (loaded,) = assize.load_files(held, [second])
    assert loaded.refused is None

    with gzip.open(second, "rt", encoding="utf-8-sig", newline="") as handle:
        header, *rows = csv.reader(handle)
    at, swap = header.index("force_name"), dict([NEAREST, NEAREST[::-1]])
    spoilt = tmp_path / "outcomes-2018-19.csv"
    with spoilt.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(
            [header, *([*row[:at], swap.get(row[at], row[at]), *row[at + 1 :]] for row in rows)]
        )
    (loaded,) = assize.load_files(other, [spoilt])
    assert loaded.refused is not None
    (problem,) = loaded.refused.problems
    assert problem.found == "Derbyshire and Lincolnshire"
    assert "two places have each the counts of the other" in problem.what
