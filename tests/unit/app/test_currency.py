"""What `status` says is held, due, overdue and missing, on the example's own files."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from assize import app as assize
from assize.app.workspace import example_files
from assize.core.errors import AssizeError
from assize.core.periods import parse_period

BOARDS = ("staffordshire", "west-mercia")


@pytest.fixture(scope="module")
def held(tmp_path_factory) -> Path:
    """The example's CPS files without 2016/17 quarter 2, and its population."""
    folder = tmp_path_factory.mktemp("currency") / "workspace"
    assize.new_workspace(folder, BOARDS, quarter="2018-19-q4", cut_off=date(2019, 7, 31))
    wanted = [path for path in example_files() if path.name.startswith(("cps", "population", "area"))]
    for one in assize.load_files(folder, [path for path in wanted if "2016-17-q2" not in path.name]):
        assert one.refused is None
    return folder


def of(folder: Path, source: str, at: date):
    return next(one for one in assize.currency(folder, at)[1] if one.spec.id == source)


def test_a_quarter_that_is_missing_between_others_is_named(held):
    found = of(held, "cps-case-outcomes", date(2019, 8, 15))
    assert found.gaps == (parse_period("2016-17-q2"),)
    assert "July to September 2016" in "\n".join(assize.status_lines(held, date(2019, 8, 15)))


def test_what_is_due_next_and_when(held):
    found = of(held, "cps-case-outcomes", date(2019, 8, 15))
    assert found.expected == parse_period("2019-20-q1")
    assert found.due == date(2019, 10, 20)  # 30 June and 112 days
    assert found.overdue == ()


@pytest.mark.parametrize(("day", "late"), [(date(2019, 10, 20), 0), (date(2019, 10, 21), 1), (date(2020, 1, 22), 2)])
def test_a_period_is_overdue_from_the_day_after_it_is_due(held, day, late):
    assert len(of(held, "cps-case-outcomes", day).overdue) == late


def test_a_yearly_source_is_due_a_year_on(held):
    found = of(held, "population-estimates", date(2019, 8, 15))
    assert (found.latest, found.expected) == (parse_period("2018-m06"), parse_period("2019-m06"))


def test_editions_published_after_the_day_do_not_count(held):
    early = of(held, "cps-case-outcomes", date(2016, 1, 31))
    assert early.latest == parse_period("2015-16-q2")
    assert "published after 31 January 2016, not counted" in "\n".join(assize.status_lines(held, date(2016, 1, 31)))
    none = of(held, "cps-case-outcomes", date(2015, 1, 31))
    assert (none.latest, none.overdue) == (None, ())


def test_ages_are_whole_months_at_the_day(held):
    text = "\n".join(assize.status_lines(held, date(2019, 7, 31)))
    assert "April 2015 to March 2019; the latest is 4 months old" in text


def test_a_source_with_nothing_held_says_where_to_get_it(held):
    lines = assize.status_lines(held, date(2019, 8, 15))
    at = lines.index("  Home Office recorded crime (recorded-crime)")
    assert "Nothing is held of these:" in lines[:at]
    assert "prc-pfa-" in lines[at + 1]
    assert "https://www.gov.uk/" in lines[at + 1]
    (held_nothing, due, where) = assize.status_lines(held, date(2019, 8, 15), "recorded-crime")[4:7]
    assert held_nothing.split() == ["Held", "nothing"]
    assert "January to March 2019 should be out, due about 19 July 2019" in due
    assert "https://www.gov.uk/" in where


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (
            date(2019, 7, 18),
            "October to December 2018 should be out, due about 20 April 2019; then January to March 2019",
        ),
        (date(2019, 7, 19), "January to March 2019 should be out, due about 19 July 2019; then April to June 2019"),
    ],
)
def test_a_source_with_nothing_held_says_what_should_be_out_by_the_day(held, day, said):
    lines = assize.status_lines(held, day)
    at = lines.index("  Home Office recorded crime (recorded-crime)")
    assert lines[at + 2].strip().startswith(f"Next: {said}")
    yearly = lines.index("  ONS domestic abuse (domestic-abuse)")
    assert "once a year, about 239 days after" in lines[yearly + 2]
    unruled = lines.index("  HMPPS community performance (community-performance)")
    assert "no release rule" in lines[unruled + 2]
    assert "(we guess at the name; its cover begins 'Community performance') from https" in lines[unruled + 1]


def test_what_partners_have_not_returned_stands_in_one_line_and_by_itself_where_it_is_asked_for(held):
    lines = assize.status_lines(held, date(2019, 7, 31))
    (together,) = [line for line in lines if "Witness care return" in line]
    assert "Police return" in together
    assert "Youth justice return" in together
    assert lines[lines.index(together) + 1] == "    Next: partners are asked for them with: assize request QUARTER"
    alone = assize.status_lines(held, date(2019, 7, 31), source="partner-witness-care")
    assert "Witness care return (partner-witness-care)" in alone
    assert not any("Police return" in line for line in alone)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("Recorded crime", "recorded-crime"),
        ("HOME OFFICE RECORDED CRIME", "recorded-crime"),
        ("cps case outcomes", "cps-case-outcomes"),
        ("mid-year population", "population-estimates"),
    ],
)
def test_a_source_is_known_by_its_titles_in_any_case(held, name, source):
    assert f"({source})" in assize.status_lines(held, date(2019, 8, 15), name)[2]


def test_words_of_several_titles_name_them_all(held):
    with pytest.raises(AssizeError, match=r"Did you mean .* or ") as caught:
        assize.status_lines(held, date(2019, 8, 15), "home office")
    assert "recorded-crime" in caught.value.sentence


def test_one_source_in_full_names_every_edition(held):
    lines = assize.status_lines(held, date(2019, 8, 15), "cps-case-outcomes")
    assert sum(line.startswith("  Edition") for line in lines) == 15
    assert not any("recorded-crime" in line for line in lines)


def test_an_unknown_source_is_told_the_nearest(held):
    with pytest.raises(AssizeError, match="Did you mean cps-case-outcomes"):
        assize.status_lines(held, date(2019, 8, 15), "cps-outcomes")


def test_places_of_a_board_that_the_latest_period_lacks_are_named(held, tmp_path):
    folder = tmp_path / "workspace"
    assize.new_workspace(folder, BOARDS, quarter="2018-19-q4", cut_off=date(2019, 7, 31))
    original = next(path for path in example_files() if path.name == "cps-case-outcomes-2018-19-q4.csv")
    lines = original.read_text(encoding="utf-8").splitlines(keepends=True)
    without = tmp_path / original.name
    without.write_text("".join(line for line in lines if ",west-mercia," not in line), encoding="utf-8")
    (loaded,) = assize.load_files(folder, [without])
    assert loaded.refused is None
    found = of(folder, "cps-case-outcomes", date(2019, 8, 15))
    assert found.missing == (("west-mercia", ("west-mercia",)),)
    text = "\n".join(assize.status_lines(folder, date(2019, 8, 15)))
    assert "no figures of West Mercia in the latest period" in text


def test_a_layout_that_nobody_has_accepted_waits(held, tmp_path):
    """An edition that awaits acceptance is listed and counts for nothing; the ledger's copy is another workspace's."""
    import sqlite3

    folder = tmp_path / "workspace"
    shutil.copytree(held, folder)
    with sqlite3.connect(folder / "store" / "ledger.sqlite") as ledger:
        ledger.execute("DROP TRIGGER editions_never_update")
        ledger.execute(
            "UPDATE editions SET trust = 'layout not yet seen', layout = 'x' WHERE source = 'population-estimates'"
        )
    found = of(folder, "population-estimates", date(2019, 8, 15))
    assert found.latest is None
    text = "\n".join(assize.status_lines(folder, date(2019, 8, 15), "population-estimates"))
    assert "1 edition, which does not count: its layout is not accepted yet" in text
    assert "the latest is 13 months old" in text
    assert "Next       June 2019, due about 24 June 2020: not yet due" in text
    assert "--accept-layout" in text
