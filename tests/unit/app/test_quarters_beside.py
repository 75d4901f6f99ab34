"""A file of one quarter that the quarters held contradict: figures of the year to date, categories exchanged."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from ingest.cps_files import WORDS, Counts, cps_file, of_quarter

from assize import app as assize
from assize.app.loading import Loaded
from assize.core.errors import FileRefused

LEAP = "a category of the nation has three times the cases of the quarter beside it, or a third"
TO_DATE = "so the file may be of the year to date"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    assize.new_workspace(folder, ("staffordshire",), quarter="2018-19-q4", cut_off=date(2019, 9, 1))
    return folder


def load(office: Path, number: int, counts: Counts | None = None) -> Loaded:
    path = cps_file(office.parent / f"POC-18-19-q{number}.csv", counts or of_quarter(number))
    (loaded,) = assize.load_files(office, [path])
    return loaded


def to_date(number: int) -> Counts:
    quarters = [of_quarter(each) for each in range(1, number + 1)]
    return lambda area, words, won: sum(counts(area, words, won) for counts in quarters)


def exchanged(number: int) -> Counts:
    """A category with a quarter of the cases of another, and the two with each other's figures."""
    counts = of_quarter(number)
    other = {"Homicide": "Burglary", "Burglary": "Homicide"}
    return lambda area, words, won: few(counts)(area, other.get(words, words), won)


def few(counts: Counts) -> Counts:
    return lambda area, words, won: counts(area, words, won) // (4 if words == "Homicide" else 1)


def refused(loaded: Loaded) -> str:
    assert isinstance(loaded.refused, FileRefused)
    (problem,) = loaded.refused.problems
    return problem.sentence


@pytest.mark.parametrize("number", [2, 3, 4])
def test_figures_of_the_year_to_date_are_asked_about(office: Path, number: int) -> None:
    for each in range(1, number):
        assert load(office, each).refused is None
    said = refused(load(office, number, to_date(number)))
    assert TO_DATE in said and "the sum of the quarters before it in its year" in said
    assert load(office, number).refused is None


def test_the_office_may_say_that_it_is_so(office: Path) -> None:
    for each in (1, 2, 3):
        load(office, each)
    key = refused(load(office, 4, to_date(4))).split('under [reasons]: "')[1].split('"')[0]
    assert key == "cps-case-outcomes@year-to-date@2019q1"
    settings = office / "assize.toml"
    settings.write_text(settings.read_text() + f'\n[reasons]\n"{key}" = "it was a year like that"\n')
    loaded = load(office, 4, to_date(4))
    assert loaded.refused is None
    assert any(TO_DATE in each.what and "a year like that" in each.fix for each in loaded.problems)


def test_a_quarter_received_again_is_no_copy_of_itself(office: Path) -> None:
    """A later edition repeats most of what it replaces."""
    assert load(office, 1).refused is None
    assert load(office, 2).refused is None
    counts = of_quarter(2)
    path = office.parent / "POC-18-19-q2.csv"
    cps_file(path, lambda area, words, won: counts(area, words, won) + (words == "Burglary"))
    (loaded,) = assize.load_files(office, [path], released=date(2019, 8, 1))
    assert loaded.refused is None and not loaded.already


@pytest.mark.parametrize("beside", [3, 1])
def test_categories_exchanged_are_asked_about(office: Path, beside: int) -> None:
    assert load(office, beside, few(of_quarter(beside))).refused is None
    said = refused(load(office, 2, exchanged(2)))
    assert LEAP in said and "of burglary, where" in said and "of homicide, where" in said
    assert f"about as many as in 2018-19-q{beside}" in said
    assert load(office, 2, few(of_quarter(2))).refused is None


def test_without_a_quarter_beside_it_nothing_is_asked(office: Path) -> None:
    assert load(office, 1, few(of_quarter(1))).refused is None
    assert load(office, 4, exchanged(4)).refused is None


@pytest.mark.parametrize("beside", [3, 1])
def test_categories_of_nearly_one_size_exchanged_are_asked_about(office: Path, beside: int) -> None:
    """Neither leaps, every percentage and sum holds, and each is like the other was in every area."""
    assert load(office, beside).refused is None
    counts, (first, *_, last) = of_quarter(2), WORDS
    other = {first: last, last: first}
    said = refused(load(office, 2, lambda area, words, won: counts(area, other.get(words, words), won)))
    assert "have counts like each other's in the quarter beside it" in said
    assert "is like" in said and "'homicide'" in said
    assert f"each about as in 2018-19-q{beside}" in said
    assert load(office, 2).refused is None
