"""A file that lacks a word which the edition before had for its periods is refused until the office says that it is so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from ingest.made_tools import COURT, KINDS, QUARTERS, TYPE, Records, tool, without
from pivot_cache import FIELDS, Made, write_tool

from assize import app as assize
from assize.app.loading import Loaded
from assize.core.errors import FileRefused

FIRST, SECOND = date(2024, 9, 26), date(2024, 12, 19)
WHAT = "the edition before has, for the same periods, words of the receipt type that this file has nothing of"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    assize.new_workspace(folder, ("staffordshire",), quarter="2024-q2", cut_off=date(2025, 1, 1))
    return folder


def load(office: Path, name: str, records: Records, released: date) -> Loaded:
    path = write_tool(office.parent / f"cc_rdos_tool_{name}.xlsx", Made(FIELDS, records))
    (loaded,) = assize.load_files(office, [path], released=released, accept_layout=True)
    return loaded


def refused(loaded: Loaded) -> str:
    assert isinstance(loaded.refused, FileRefused)
    (problem,) = loaded.refused.problems
    return problem.sentence


def test_a_word_that_the_edition_before_had_is_asked_for(office: Path) -> None:
    whole = tool()
    assert load(office, "2024q2", whole, FIRST).refused is None
    cut = without(whole, lambda record: record[TYPE] == KINDS[4])  # no word that the catalogue knows
    said = refused(load(office, "cut", cut, SECOND))
    assert WHAT in said
    assert "found no '5-appeals'; cc_rdos_tool_2024q2.xlsx, released on 26 September 2024, has 1,080 figures" in said
    key = said.split('under [reasons]: "')[1].split('"')[0]
    settings = office / "assize.toml"
    settings.write_text(settings.read_text() + f'\n[reasons]\n"{key}" = "appeals are heard elsewhere"\n')
    loaded = load(office, "cut", cut, SECOND)
    assert loaded.refused is None
    assert any(WHAT in each.what and "appeals are heard elsewhere" in each.fix for each in loaded.problems)


def test_words_anew_fewer_quarters_and_a_fuller_edition_are_not_asked_about(office: Path) -> None:
    whole = tool()
    renamed = [
        (*record[:TYPE], record[TYPE].replace("5. Appeals", "5. Appealed"), *record[TYPE + 1 :]) for record in whole
    ]
    later = without(whole, lambda record: record[:2] == QUARTERS[0])
    for number, records in enumerate((without(whole, lambda record: record[TYPE] == KINDS[4]), whole, renamed, later)):
        assert load(office, str(number), records, date(2024, 9, 20 + number)).refused is None


def test_an_area_that_the_edition_before_had_is_asked_for(office: Path) -> None:
    whole = tool()
    assert load(office, "2024q2", whole, FIRST).refused is None
    board = whole[0][COURT - 1]
    said = refused(load(office, "cut", without(whole, lambda record: record[COURT - 1] == board), SECOND))
    assert "words of the LCJB area" in said


def test_all_that_what_is_held_shows_is_told_at_once(office: Path) -> None:
    """Words that are gone, and two that are exchanged."""
    whole = tool()
    assert load(office, "2024q2", whole, FIRST).refused is None
    other = dict([KINDS[:2], KINDS[1::-1]])
    cut = without(whole, lambda record: record[TYPE] == KINDS[4])
    spoilt = [(*record[:TYPE], other.get(record[TYPE], record[TYPE]), *record[TYPE + 1 :]) for record in cut]
    loaded = load(office, "spoilt", spoilt, SECOND)
    assert isinstance(loaded.refused, FileRefused)
    gone, exchanged = (problem.what for problem in loaded.refused.problems)
    assert gone.startswith(WHAT)
    assert exchanged.startswith("figures stand under other words than in another edition")
