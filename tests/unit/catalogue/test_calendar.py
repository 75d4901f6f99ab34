"""The calendar of the boards: days worked back, days named, and every fault by its key."""

from __future__ import annotations

from datetime import date

import pytest

from assize.catalogue.load import load_catalogue
from assize.catalogue.settings import FILE, load_settings, settings_text
from assize.core.errors import FileRefused
from assize.core.periods import financial_quarter
from assize.core.specs import BoardDates, Calendar

CATALOGUE = load_catalogue()
OFFICE = '[office]\nname = "Office"\nboards = ["staffordshire"]\n'
MARCH = financial_quarter(2018, 4)


def read(folder, text: str) -> Calendar:
    (folder / FILE).write_text(OFFICE + text, "utf-8")
    return load_settings(folder, CATALOGUE).calendar


def faults(folder, text: str) -> dict[str, str]:
    with pytest.raises(FileRefused) as refusal:
        read(folder, text)
    return {one.where.removeprefix(f"{FILE} [").removesuffix("]"): one.sentence for one in refusal.value.problems}


def test_days_are_worked_back_from_the_board(tmp_path):
    """14 August 2019 is a Wednesday, and so is every day a number of weeks before."""
    calendar = read(tmp_path, '[calendar."2018-19-q4"]\nboard = 2019-08-14\n')
    assert calendar.dates(MARCH) == BoardDates(
        MARCH, date(2019, 6, 19), date(2019, 7, 31), date(2019, 8, 7), date(2019, 8, 14)
    )
    assert calendar.dates(MARCH.later(1)) is None


def test_a_day_on_a_weekend_is_the_friday_before(tmp_path):
    text = '[calendar]\npapers_days = 4\ncut_off_days = 10\n[calendar."2018-19-q4"]\nboard = 2019-08-14\n'
    dates = read(tmp_path, text).dates(MARCH)
    assert dates is not None
    assert (dates.papers, dates.cut_off) == (date(2019, 8, 9), date(2019, 8, 2))  # from a Saturday and a Sunday
    assert {day.weekday() for day in (dates.papers, dates.cut_off)} == {4}


def test_a_day_that_is_named_holds_as_it_is(tmp_path):
    text = '[calendar."2018/19 Q4"]\nboard = 2019-08-14\npapers = 2019-08-10\nrequest = 2019-05-01\n'
    dates = read(tmp_path, text).dates(MARCH)
    assert dates is not None
    assert (dates.request, dates.cut_off, dates.papers) == (date(2019, 5, 1), date(2019, 7, 31), date(2019, 8, 10))


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('calendar = "soon"\n', "calendar"),
        ("[calendar]\npaper_days = 7\n", "calendar.paper_days"),
        ("[calendar]\npapers_days = -1\n", "calendar.papers_days"),
        ("[calendar]\npapers_days = true\n", "calendar.papers_days"),
        ("[calendar]\npapers_days = 15\n", "calendar"),  # after the figures close
        ('[calendar."2018-19"]\nboard = 2019-08-14\n', 'calendar."2018-19"'),
        ("[calendar.soon]\nboard = 2019-08-14\n", 'calendar."soon"'),
        ('[calendar."2018-19-q4"]\n', 'calendar."2018-19-q4".board'),
        ('[calendar."2018-19-q4"]\nboard = "2019-08-14"\n', 'calendar."2018-19-q4".board'),
        ('[calendar."2018-19-q4"]\nboard = 2019-08-14\nbord = 2019-08-14\n', 'calendar."2018-19-q4".bord'),
        ('[calendar."2018-19-q4"]\nboard = 2019-08-14\npapers = 2019-08-15\n', 'calendar."2018-19-q4"'),
        ('[calendar."2018-19-q4"]\nboard = 2019-04-01\n', 'calendar."2018-19-q4"'),  # closes before the quarter ends
        ('[calendar."2018-19-q4"]\nboard = 2019-08-14\n[calendar."2019Q1"]\nboard = 2019-08-14\n', 'calendar."2019Q1"'),
    ],
)
def test_a_fault_is_told_by_its_key(tmp_path, text, where):
    if text.startswith("calendar ="):
        (tmp_path / FILE).write_text(text + OFFICE, "utf-8")
        with pytest.raises(FileRefused) as refusal:
            load_settings(tmp_path, CATALOGUE)
        assert [one.where for one in refusal.value.problems] == [f"{FILE} [{where}]"]
        return
    assert set(faults(tmp_path, text)) == {where}


def test_all_faults_come_at_once_and_say_what_would_do(tmp_path):
    found = faults(tmp_path, '[calendar]\npaper_days = 7\n[calendar."2018-19-q4"]\nboard = 2019-04-01\n')
    assert "Did you mean 'papers_days'?" in found["calendar.paper_days"]
    assert "expected a day after 31 March 2019, on which the quarter ends" in found['calendar."2018-19-q4"']


def test_a_new_workspace_has_the_rules_and_no_meeting(tmp_path):
    (tmp_path / FILE).write_text(settings_text(["staffordshire"], "Office"), "utf-8")
    assert load_settings(tmp_path, CATALOGUE).calendar.meetings == {}
    text = (
        settings_text(["staffordshire"], "Office").replace("# [calendar.", "[calendar.").replace("# board =", "board =")
    )
    (tmp_path / FILE).write_text(text, "utf-8")
    assert set(load_settings(tmp_path, CATALOGUE).calendar.meetings) == {"2018-19-q4"}


def test_confirmed_definitions_are_measures(tmp_path):
    (tmp_path / FILE).write_text(OFFICE + '[definitions]\nconfirmed = ["witness-attendance"]\n', "utf-8")
    assert load_settings(tmp_path, CATALOGUE).confirmed == ("witness-attendance",)
    assert set(faults(tmp_path, '[definitions]\nconfirmed = ["witness-atendance"]\n')) == {"definitions.confirmed"}
    assert set(faults(tmp_path, "[definitions]\nconfirmed = 1\n")) == {"definitions.confirmed"}
    assert set(faults(tmp_path, "[definitions]\nconfirm = []\n")) == {"definitions.confirm"}
