"""Convictions and unsuccessful outcomes of one category that changed places, seen by the nation's rate."""

from __future__ import annotations

from pathlib import Path

import pytest
from cps_files import cps_file, usual
from published_files import observed, read

from assize.core.errors import FileRefused


def test_a_category_with_its_outcomes_exchanged_is_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "POC-18-19-q4.csv"
    assert len(observed(read(cps_file(path), tmp_path))) == 5 * 25
    cps_file(path, lambda area, words, won: usual(area, words, won != (words == "Sexual Offences")))
    with pytest.raises(FileRefused) as refused:
        read(path, tmp_path)
    (problem,) = refused.value.problems
    assert "most cases of a category were unsuccessful in the nation" in problem.sentence
    assert "of sexual offences, expected convictions in 60% to 95% of each" in problem.sentence
    assert problem.found.startswith("convictions in 20.0% of 4,2")
    reasons = {"cps-case-outcomes@conviction-rate@2019q1": "A case of many defendants failed."}
    assert any("many defendants" in each.fix for each in read(path, tmp_path, reasons=reasons).problems)


def test_a_small_category_may_fail(tmp_path: Path) -> None:
    few = cps_file(
        tmp_path / "POC-18-19-q4.csv",
        lambda area, words, won: (4 if won else 18) if words == "Homicide" else usual(area, words, won),
    )
    assert read(few, tmp_path)


def test_a_category_of_a_hundred_cases_does_not(tmp_path: Path) -> None:
    some = cps_file(
        tmp_path / "POC-18-19-q4.csv",
        lambda area, words, won: (7 if won else 21) if words == "Homicide" else usual(area, words, won),
    )
    with pytest.raises(FileRefused, match=r"convictions in 25.0% of 112 cases of homicide"):
        read(some, tmp_path)
