"""What changed between editions, what the last pack would now say otherwise, and packs as at and as received."""

from __future__ import annotations

import csv
import json
import re
import shutil
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from demonstration import Loaded, one_board
from typer.testing import CliRunner

from assize import app as assize
from assize.app.material import decide_quarter
from assize.cli import app
from assize.core.errors import AssizeError
from assize.core.nouns import Change
from assize.core.wording import date_words

STOKE, FILE = "E06000021", "population-estimates-mid-2018.csv"
RATE = "recorded-crime-rate@staffordshire@2018-19"


@pytest.fixture(scope="module")
def later(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A later edition of the populations: Stoke-on-Trent restated in 2018, Cannock Chase not in it at all."""
    text = (root / "examples" / "published" / FILE).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if "E07000192" not in line]
    lines = [line.replace(",mid-2018,2019-06-26,", ",mid-2018 revised,2020-06-24,") for line in lines]
    path = tmp_path_factory.mktemp("later") / "population-revised.csv"
    path.write_text("\n".join(lines).replace(",255833,", ",245833,") + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def office(demo: Loaded, later: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example of one board with the later edition loaded after its pack was built."""
    folder = one_board(demo, tmp_path_factory.mktemp("office") / "example")
    shutil.copytree(demo.folder / "packs" / "staffordshire", folder / "packs" / "staffordshire")
    assert [one.refused for one in assize.load_files(folder, [later])] == [None]
    return folder


def value(rows: list[tuple[str, ...]], reference: str) -> Decimal:
    row = dict(zip(rows[0], next(row for row in rows if row[0] == reference), strict=True))
    return Decimal(row["denominator"])


def test_what_changed_between_two_editions(office: Path) -> None:
    pairs = list(assize.edition_pairs(office, editions=[FILE, "population-revised.csv"]))
    assert len(pairs) == 1
    restated = pairs[0].of(Change.RESTATED)
    assert [(one.area, one.period.id, one.before, one.after, one.difference) for one in restated] == [
        (STOKE, "2018-m06", 255833, 245833, -10000)
    ]
    assert {one.area for one in pairs[0].of(Change.GONE)} == {"E07000192"}
    assert pairs[0].of(Change.NEW) == ()
    # Named by their hashes, and found without being named.
    hashes = [pairs[0].earlier.sha256[:8], pairs[0].later.sha256[:8]]
    assert list(assize.edition_pairs(office, editions=hashes)) == pairs
    assert list(assize.edition_pairs(office, source="population-estimates")) == pairs


def test_what_the_last_pack_would_now_say(office: Path) -> None:
    (pack,) = assize.pack_revisions(office, board="staffordshire")
    own = {one.figure.reference: (one.then, one.now) for one in pack.figures if one.figure.area == "staffordshire"}
    # A force without one of its authorities has no population: the earlier edition does not stand in for it in that year.
    assert own[RATE][0] == "75.1"
    assert own[RATE][1] != "75.1"
    assert (pack.cut_off, pack.now) == (date(2019, 7, 31), date(2020, 6, 24))
    assert any("75.1 per 1,000" in one.then and "75.1 per 1,000" not in one.now for one in pack.sentences)
    assert not [one for one in pack.figures if one.figure.metric == "conviction-rate"]


def test_the_pack_of_a_cut_off_does_not_change_with_later_editions(office: Path, alone: Loaded) -> None:
    rows = list(assize.export_rows(office))
    assert rows == list(assize.export_rows(alone.folder))
    assert value(rows, RATE) == 1131052


def test_as_received_leaves_out_what_had_not_come(office: Path, demo: Loaded) -> None:
    (received,) = {edition.received for edition in demo.store.editions()}
    assert list(assize.export_rows(office, as_received=received - timedelta(days=1))) == [assize.EXPORT_COLUMNS]
    assert value(list(assize.export_rows(office, as_received=received)), RATE) == 1131052
    before = received - timedelta(days=1)
    with pytest.raises(
        AssizeError, match=f"no figure released by the cut-off date and received by {date_words(before)}"
    ):
        assize.build(office, as_received=before)
    assert demo.workspace.settings.quarter  # without one the latest quarter is looked for
    unset = replace(demo.workspace, settings=replace(demo.workspace.settings, quarter=""))
    with pytest.raises(AssizeError, match=r"nothing had been received by that day.*or a later day"):
        decide_quarter(unset, demo.store, date(2019, 7, 31), "", before)


def test_as_at_a_day_before_the_quarter_of_the_settings_had_ended_the_latest_quarter_of_then_is_reported(
    demo: Loaded,
) -> None:
    workspace, store = demo.workspace, demo.store
    assert decide_quarter(workspace, store, date(2019, 7, 31), "").slug == workspace.settings.quarter == "2018-19-q4"
    assert decide_quarter(workspace, store, date(2018, 12, 31), "").slug == "2018-19-q1"
    with pytest.raises(AssizeError, match="the quarter had not ended by the cut-off date"):
        decide_quarter(workspace, store, date(2018, 12, 31), "2018-19-q4")
    early = replace(workspace, settings=replace(workspace.settings, cut_off=date(2018, 12, 31)))
    with pytest.raises(AssizeError, match="the quarter had not ended by the cut-off date"):
        decide_quarter(early, store, date(2018, 12, 31), "")


def test_a_pack_as_received_stands_beside_the_boards_own(office: Path, demo: Loaded) -> None:
    (received,) = {edition.received for edition in demo.store.editions()}
    result = CliRunner().invoke(
        app, ["build", "-w", str(office), "--board", "staffordshire", "--as-received", received.isoformat()]
    )
    assert result.exit_code == 0, result.output
    packs = office / "packs" / "staffordshire" / "2018-19-q4"
    own, beside = packs / "partnership", packs / f"partnership-as-received-{received.isoformat()}"
    assert own.is_dir()
    manifest = json.loads((beside / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["as_received"] == received.isoformat()
    assert "received by" in (beside / "executive-summary.html").read_text(encoding="utf-8")
    assert "received by" not in (own / "executive-summary.html").read_text(encoding="utf-8")
    # It is not taken for the last pack.
    assert assize.pack_revisions(office, board="staffordshire")[0].figures


def test_the_command_says_it_and_writes_every_cell(office: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["revisions", "-w", str(office), "--csv", str(tmp_path / "cells.csv")])
    assert result.exit_code == 0, result.output
    assert ": 1 restated; the largest 255,833 to 245,833 (Stoke-on-Trent, " in result.output
    assert "sentences would read differently" in result.output
    of_one = CliRunner().invoke(app, ["revisions", "-w", str(office), "--source", "population-estimates"])
    assert "What the last pack would now say is not compared here" in of_one.output
    rows = list(csv.DictReader((tmp_path / "cells.csv").open(encoding="utf-8")))
    restated = [row for row in rows if row["change"] == "restated" and row["source"] == "population-estimates"]
    assert [(row["area"], row["before"], row["after"], row["difference"]) for row in restated] == [
        (STOKE, "255833", "245833", "-10000")
    ]
    assert restated[0]["after_cell"].startswith("population-revised.csv [") or "MYE 5" in restated[0]["after_cell"]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["nothing.csv", FILE], "no such edition is held, found 'nothing.csv'."),
        ([FILE], "two editions are compared, found 1, expected two names, the earlier one first."),
        (["recorded-crime-2017-18.csv", FILE], "editions of two different sources have nothing to compare"),
    ],
)
def test_editions_that_cannot_be_compared(office: Path, names: list[str], message: str) -> None:
    with pytest.raises(AssizeError) as caught:
        list(assize.edition_pairs(office, editions=names))
    assert message in caught.value.sentence


def test_a_board_that_is_none_and_an_office_without_packs(office: Path, tmp_path: Path) -> None:
    with pytest.raises(AssizeError, match="there is no such board"):
        assize.pack_revisions(office, board="narnia")
    assize.new_workspace(tmp_path / "new", ("staffordshire",))
    assert assize.pack_revisions(tmp_path / "new") == []
    result = CliRunner().invoke(app, ["revisions", "-w", str(tmp_path / "new")])
    assert result.exit_code == 0, result.output
    assert "No pack has been built here yet" in result.output


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (["build", "--cut-off", "2999-01-01"], "this day has not come yet, found '2999-01-01'"),
        (
            ["build", "--as-received", "2001-01-01"],
            "no quarter that is held had been published|nothing to report|nothing had",
        ),
        (["load", "--released", "2999-01-01", "nothing.csv"], "this day has not come yet"),
    ],
)
def test_days_that_cannot_be(office: Path, asked: list[str], message: str) -> None:
    result = CliRunner().invoke(app, [*asked, "-w", str(office)])
    assert result.exit_code == 1
    assert re.search(message, result.output)


def test_a_release_day_before_the_end_of_what_is_counted_is_refused(office: Path, later: Path, tmp_path: Path) -> None:
    path = tmp_path / "again.csv"
    path.write_text(later.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    (loaded,) = assize.load_files(office, [path], released=date(2017, 1, 1))
    assert "the release day given is before the last day that the file counts" in str(loaded.refused)


def test_without_a_look_up_that_fits_everything_else_is_built(demo: Loaded, tmp_path: Path, root: Path) -> None:
    office = tmp_path / "office"
    assize.new_workspace(office, ("staffordshire",), quarter="2018-19-q4", cut_off=date(2019, 7, 31))
    examples = root / "examples" / "published"
    look_up = tmp_path / "look-up.csv"
    lines = (examples / "area-lookups-2019.csv").read_text(encoding="utf-8").splitlines()
    # A look-up with an authority that the population file does not have.
    strange = lines[1].replace("E07000195", "E07009999")
    look_up.write_text("\n".join([*lines, strange]) + "\n", encoding="utf-8")
    files = [look_up, examples / FILE, examples / "recorded-crime-2017-18.csv", examples / "crime-outcomes-2018-19.csv"]
    assert [str(one.refused or "") for one in assize.load_files(office, files)] == [""] * 4
    (pack,) = assize.build(office)
    assert any("no look-up of local authorities fits" in note for note in pack.notes)
    references = {row[0] for row in assize.export_rows(office)}
    assert "recorded-crime@staffordshire@2019q1" in references
    assert RATE not in references
