"""Young cohorts beside those of a year earlier: which editions are read, and that a restatement changes nothing in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assize import app as assize
from assize.app.material import prepare_material
from assize.app.workspace import Workspace
from assize.core.errors import AssizeError
from assize.core.periods import parse_period

HEAD = (
    "source,publication,edition,released,released_estimated,area,period,field,offence_group,offence_code,outcome_type,value,"
    "absence,marks,file,sheet,cell,filter,lines"
)
METRIC = "charge-rate-offences-recorded"
FORCES = ("staffordshire", "west-mercia", "warwickshire", "west-midlands")
# What each edition says of the last quarter of its year: charged, and without an outcome yet, of a thousand.
FIRST, RESTATED, LATEST = (100, 120), (150, 10), (130, 118)


def edition(
    folder: Path, name: str, period: str, released: str, said: tuple[int, int], area: tuple[str, ...] = FORCES
) -> Path:
    charged, unresolved = said
    counts = {"1": charged, "0": unresolved, "18": 1000 - charged - unresolved}
    lines = [
        f"crime-outcomes,Outcomes,{period},{released},no,{force},{period},offences_recorded,theft-offences,,{kind},{count},,,"
        f"{name},,n,x=1,1"
        for force in area
        for kind, count in counts.items()
    ]
    path = folder / name
    path.write_text("\n".join([HEAD, *lines, ""]), "utf-8")
    return path


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """2017/18 Q4 as first published and as restated a year later with its outcomes, and 2018/19 Q4 as first published."""
    folder = tmp_path_factory.mktemp("cohorts") / "office"
    assize.new_workspace(folder, ["staffordshire"])
    inbox = folder / "inbox"
    for path in (
        edition(inbox, "first.csv", "2017-18-q4", "2018-07-19", FIRST),
        edition(inbox, "restated.csv", "2017-18-q4", "2019-07-18", RESTATED),
        edition(inbox, "latest.csv", "2018-19-q4", "2019-07-19", LATEST),
    ):
        (loaded,) = assize.load_files(folder, [path])
        assert loaded.refused is None, loaded.refused
    return folder


def pairs(office: Path, cut_off: date = date(2019, 7, 31), audience: str = "partnership"):
    workspace = Workspace.open(office)
    store = workspace.store()
    try:
        made, _ = prepare_material(workspace, store, "staffordshire", parse_period("2018-19-q4"), cut_off, audience)
    finally:
        store.close()
    return made, made.measured[METRIC, ""].same_age


def test_the_year_before_is_read_as_it_stood_at_that_age_and_not_as_restated(office):
    made, (pair,) = pairs(office)
    assert (pair.figure.numerator, pair.other.numerator) == (130, 100)
    assert (float(pair.figure.immature), float(pair.other.immature)) == (0.118, 0.12)
    assert pair.other.reference == f"{METRIC}@staffordshire@2018q1@as-at-2018-07-19"
    assert made.figures[pair.other.reference] is pair.other
    assert made.figures[f"{METRIC}@staffordshire@2018q1"].numerator == 150
    assert {one.file for one in made.editions} == {"first.csv", "restated.csv", "latest.csv"}


def test_the_latest_figure_stays_held_and_unjudged(office):
    made, _ = pairs(office)
    latest = made.measured[METRIC, ""].series.latest
    assert (latest.value, latest.flagged) == (None, True)
    assert made.chance == {}


@pytest.mark.parametrize("audience", ["partnership", "public"])
def test_explain_finds_both_and_leads_to_their_own_cells(office, audience):
    _, (pair,) = pairs(office, audience=audience)
    lines = "\n".join(assize.explain(office, pair.other.reference))
    assert "As at         19 July 2018, 110 days after the period's end" in lines
    assert "first.csv" in lines
    assert "restated.csv" not in lines
    assert "12.0% had no outcome yet by then" in lines
    lines = "\n".join(assize.explain(office, pair.figure.reference))
    assert "Value         13.0%" in lines
    lines = "\n".join(assize.explain(office, f"{METRIC}@staffordshire@2019q1"))
    assert f"{pair.other.reference}: as published by 19 July 2018, 110 days after its end" in lines
    assert "neither is judged by the control chart; Newcombe's 95% interval of the difference 0.2 to 5.8" in lines


def test_a_day_on_which_nothing_came_out_is_no_such_figure(office):
    with pytest.raises(AssizeError, match="no such figure"):
        assize.explain(office, f"{METRIC}@staffordshire@2018q1@as-at-2018-07-18")


def test_without_an_edition_of_that_age_there_is_no_pair(tmp_path):
    assize.new_workspace(tmp_path / "office", ["staffordshire"])
    inbox = tmp_path / "office" / "inbox"
    assize.load_files(tmp_path / "office", [
        edition(inbox, "restated.csv", "2017-18-q4", "2019-07-18", RESTATED),
        edition(inbox, "latest.csv", "2018-19-q4", "2019-07-19", LATEST),
        # One of the right age that says nothing of the board.
        edition(inbox, "elsewhere.csv", "2017-18-q4", "2018-07-19", FIRST, ("kent",)),
    ])  # fmt: skip
    made, found = pairs(tmp_path / "office")
    assert found == ()
    assert not any(one.as_at for one in made.figures.values())
