"""An earlier return of a quarter that comes again when a later one stands: it is said, and a reason makes it current again."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from returned_forms import FIGURES, QUARTER, asked_office, fill, form_of
from typer.testing import CliRunner

from assize.app.loading import Loaded, load_files
from assize.app.workspace import Workspace
from assize.cli import app
from assize.core.forms import Label
from assize.core.nouns import Selection
from assize.core.periods import parse_period

STANDS = "a later return of this quarter stands; this is an earlier one, and was not made the current one"
EARLY, LATE, LAST = date(2019, 7, 1), date(2019, 7, 5), date(2019, 7, 9)


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that holds a return, and its correction; both files lie in its inbox."""
    folder = asked_office(tmp_path_factory.mktemp("twice") / "office")
    form = form_of(folder, "north-wcu")
    first = fill(form, folder / "inbox" / "one.xlsx")
    second = fill(form, folder / "inbox" / "two.xlsx", {**FIGURES, "witnesses-attended": 1001})
    for path, day in ((first, EARLY), (second, LATE)):
        (loaded,) = load_files(folder, [path], released=day)
        assert loaded.edition is not None
    return folder


@pytest.fixture
def office(twice: Path, tmp_path: Path) -> Path:
    return shutil.copytree(twice, tmp_path / "office")


def load(office: Path, name: str, **options: object) -> Loaded:
    (loaded,) = load_files(office, [office / "inbox" / name], **options)  # type: ignore[arg-type]
    return loaded


def attended(office: Path, cut_off: date = date.max, as_received: date | None = None) -> list[object]:
    store = Workspace.open(office).store()
    try:
        selection, period = Selection("partner-witness-care", "witnesses_attended"), parse_period(QUARTER)
        cells = store.cells(selection, ("staffordshire",), (period,), (), cut_off, as_received=as_received)
        return [one.value for one in cells]
    finally:
        store.close()


def test_the_earlier_return_loaded_again_says_that_the_later_one_stands(office: Path) -> None:
    again = load(office, "one.xlsx")
    assert again.already
    note = again.problems[0]
    assert (note.what, note.found) == (STANDS, "'two.xlsx', returned on 5 July 2019")
    assert 'assize load one.xlsx --restore "the reason"' in note.fix
    assert attended(office) == [1001]
    assert not any(one.what == STANDS for one in load(office, "two.xlsx").problems)


def test_a_reason_makes_the_earlier_return_current_again(office: Path) -> None:
    why = "The corrected form was filled for another unit"
    loaded = load(office, "one.xlsx", restore=why, released=LAST)
    assert loaded.refused is None
    assert not loaded.already
    assert f"the reason given is '{why}'" in loaded.problems[0].what
    assert loaded.problems[0].found == "in place of 'two.xlsx', returned on 5 July 2019"
    assert any("1,001, now 1,089" in one.what for one in loaded.problems)
    assert loaded.receipts
    assert attended(office) == [1089]
    # Packs of before stay as they were.
    assert attended(office, LATE) == [1001]
    assert attended(office, EARLY) == [1089]
    # Now the correction is the earlier one; and what was made current stays so when everything is read anew.
    note = load(office, "two.xlsx").problems[0]
    assert (note.what, note.found) == (STANDS, "'one.xlsx', returned on 9 July 2019")
    load_files(office, [], again=True)
    assert attended(office) == [1089]


def test_it_is_made_current_on_the_day_it_is_said(office: Path) -> None:
    assert load(office, "one.xlsx", restore="The correction was for another unit").edition is not None
    assert attended(office) == [1089]
    assert attended(office, date(2019, 12, 31)) == [1001]


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("one.xlsx", {"restore": "ok"}, "this does not say why the earlier return is right after all, found 'ok'"),
        ("one.xlsx", {"restore": "Anil Patel said so"}, "this looks like a person's name, found 'A… P…'"),
        ("one.xlsx", {"restore": "It was right", "released": EARLY}, "the later return had not come yet"),
        ("two.xlsx", {"restore": "It was right"}, "found the return that stands now"),
        ("three.xlsx", {"restore": "It was right"}, "found none that was loaded before"),
    ],
)
def test_what_cannot_be_made_current_says_why(office: Path, name: str, options: dict[str, object], said: str) -> None:
    fill(form_of(office, "north-wcu"), office / "inbox" / "three.xlsx", {**FIGURES, "witnesses-attended": 1002})
    assert said in str(load(office, name, **options).refused)
    assert attended(office) == [1001]


def test_an_earlier_return_that_comes_late_does_not_claim_to_take_the_place(office: Path) -> None:
    fill(form_of(office, "north-wcu"), office / "inbox" / "late.xlsx", {**FIGURES, "witnesses-attended": 1003})
    late = load(office, "late.xlsx", released=date(2019, 7, 2))
    assert late.edition is not None
    assert [one.found for one in late.problems if one.what == STANDS] == ["'two.xlsx', returned on 5 July 2019"]
    assert not any("takes its place" in one.what for one in late.problems)
    assert late.receipts == ()
    assert attended(office) == [1001]
    assert attended(office, date(2019, 7, 3)) == [1003]


def test_the_command_says_it(office: Path) -> None:
    said = CliRunner().invoke(app, ["load", str(office / "inbox" / "one.xlsx"), "-w", str(office)])
    assert said.exit_code == 0
    assert "held already, nothing changed" in said.output
    assert STANDS in said.output
    files = [str(office / "inbox" / name) for name in ("one.xlsx", "two.xlsx")]
    two = CliRunner().invoke(app, ["load", *files, "-w", str(office), "--restore", "It was right"])
    assert two.exit_code == 1
    assert "a reason speaks for one return alone" in two.output
    done = CliRunner().invoke(app, ["load", files[0], "-w", str(office), "--restore", "It was right after all"])
    assert done.exit_code == 0
    assert attended(office) == [1089]


REVERTED = "every figure is that of an earlier return of this quarter, which a later one corrected"


def test_the_earlier_return_saved_again_is_asked_about(office: Path) -> None:
    """Opened and saved it has other bytes: without a question it would take the place of its own correction."""
    form, again = form_of(office, "north-wcu"), office / "inbox" / "again.xlsx"
    fill(form, again, labels={Label.CONTACT: "Manager of the unit"})
    refused = load(office, "again.xlsx", released=LAST)
    assert refused.letter is None  # its provider did nothing wrong
    said = str(refused.refused)
    assert REVERTED in said
    assert (
        "the figures of 'one.xlsx', returned on 1 July 2019; those of 'two.xlsx', returned on 5 July 2019, stand"
        in said
    )
    assert attended(office) == [1001]
    # A reason beside a figure that stays answers nothing; one beside the figure that goes back does.
    fill(form, again, reasons={"outcomes-due": "A real change; we checked"})
    assert REVERTED in str(load(office, "again.xlsx", released=LAST).refused)
    fill(form, again, reasons={"witnesses-attended": "The first count was right"})
    assert load(office, "again.xlsx", released=LAST).refused is None
    assert attended(office) == [1089]


def test_a_correction_that_is_no_earlier_return_is_asked_nothing(office: Path) -> None:
    form = form_of(office, "north-wcu")
    fill(form, office / "inbox" / "again.xlsx", {**FIGURES, "witnesses-attended": 1002})
    assert load(office, "again.xlsx", released=LAST).refused is None
    fill(form, office / "inbox" / "same.xlsx", {**FIGURES, "witnesses-attended": 1002}, {"outcomes-due": "As before"})
    assert load(office, "same.xlsx", released=LAST).refused is None
    assert attended(office) == [1002]
