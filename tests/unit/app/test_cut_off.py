"""Which day a pack is as at: what is asked for, else what is set, else the calendar's day, else the latest release held."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assize import app as assize
from assize.app.material import decide_cut_off
from assize.app.workspace import Workspace

HEAD = (
    "source,publication,edition,released,released_estimated,area,period,field,value,absence,marks,file,sheet,cell,filter,"
    "lines"
)
LINE = "partner-witness-care,Return,{0},{1},no,staffordshire,{0},witnesses_required,{2},,,return.xlsx,Figures,B2,,"
MEETINGS = '\n[calendar."2018-19-q3"]\nboard = 2019-05-15\n[calendar."2018-19-q4"]\nboard = 2019-08-14\n'


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Holds October to December 2018, released 20 February 2019, and January to March 2019, released 20 May 2019."""
    folder = tmp_path_factory.mktemp("cut-off") / "office"
    assize.new_workspace(folder, ["staffordshire"])
    held = [LINE.format("2018-19-q3", "2019-02-20", 700), LINE.format("2018-19-q4", "2019-05-20", 800)]
    for number, line in enumerate(held):
        path = folder / "inbox" / f"{number}.csv"
        path.write_text(f"{HEAD}\n{line}\n", "utf-8")
        (loaded,) = assize.load_files(folder, [path])
        assert loaded.refused is None
    return folder


def decided(office: Path, more: str, asked: date | None = None, quarter: str = "") -> date:
    before = (office / "assize.toml").read_text("utf-8")
    try:
        (office / "assize.toml").write_text(before.replace("\n[report]\n", f"\n[report]\n{more}") + MEETINGS, "utf-8")
        workspace = Workspace.open(office)
        store = workspace.store()
        try:
            return decide_cut_off(workspace, store, asked, None, quarter)
        finally:
            store.close()
    finally:
        (office / "assize.toml").write_text(before, "utf-8")


def test_the_calendars_day_of_the_latest_quarter_held(office):
    assert decided(office, "") == date(2019, 7, 31)


def test_the_calendars_day_of_the_quarter_asked_for_or_set(office):
    assert decided(office, "", quarter="2018/19 Q3") == date(2019, 5, 1)
    assert decided(office, 'quarter = "2018-19-q3"\n') == date(2019, 5, 1)
    assert decided(office, 'quarter = "2018-19-q3"\n', quarter="2018-19-q4") == date(2019, 7, 31)


def test_what_is_asked_for_and_what_is_set_come_first(office):
    assert decided(office, "cut_off = 2019-06-30\n") == date(2019, 6, 30)
    assert decided(office, "cut_off = 2019-06-30\n", asked=date(2019, 6, 1)) == date(2019, 6, 1)


def test_a_quarter_of_which_the_calendar_says_nothing_is_as_at_the_latest_release(office):
    assert decided(office, "", quarter="2017-18-q4") == date(2019, 5, 20)
