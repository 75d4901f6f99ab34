"""What a command says when it cannot go on: a plain sentence on the error stream, no traceback, exit code 1."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assize import app as assize
from assize.app.workspace import Workspace
from assize.cli import app
from assize.core.periods import parse_period

BOARDS = ("staffordshire", "west-mercia")


@pytest.fixture(scope="module")
def loaded(demo, tmp_path_factory) -> Path:
    """A workspace for two boards with the example's figures, not built."""
    folder = tmp_path_factory.mktemp("loaded") / "workspace"
    return Path(shutil.copytree(demo.folder, folder, ignore=shutil.ignore_patterns("packs")))


@pytest.fixture
def words(loaded):
    """Writes one commentary file of West Mercia, the second board to be built, and takes it away again."""
    folder = loaded / "commentary" / "west-mercia" / "2018-19-q4"
    folder.mkdir(parents=True, exist_ok=True)

    def write(name: str, data: bytes) -> None:
        (folder / name).write_bytes(data)

    yield write
    for path in folder.iterdir():
        path.unlink()


def stopped(*arguments: object) -> str:
    """Runs a command that must fail by its own sentence; gives what it said."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 1
    assert result.stderr.startswith("Stopped. ")
    return result.stderr


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("done-rate.md", b"A desk.\n\nIt rang \x07 twice.\n", "done-rate.md line 3: this character cannot be printed"),
        ("done-rate.md", b"\x07", "U+0007, a control character"),
        ("done-rate.md", "Good 😀".encode(), "done-rate.md line 1: this character is not in the typeface"),
        ("asks.md", "Note | the 😀 gap | Chair".encode(), "U+1F600 (grinning face)"),
        ("done-rate.md", b"\xff", "this is not UTF-8 text"),
    ],
)
def test_a_fault_in_the_last_boards_words_stops_the_build_before_anything_is_built(loaded, words, name, data, said):
    words(name, data)
    assert said in stopped("build", "-w", loaded)
    assert not (loaded / "packs").exists()


def test_what_the_page_can_set_is_let_through(loaded, words):
    words("done-rate.md", "Café – “so far” non\u2011recent\u2009cases: Łódź, 5\u00a0€, Ω, и.\n".encode())
    found = Workspace.open(loaded).words("west-mercia", parse_period("2018-19-q4"))
    assert found.paragraphs["done-rate"][0].startswith("Café – “so far”")


def test_a_folder_that_is_no_workspace(tmp_path):
    assert str(tmp_path) in stopped("status", "-w", tmp_path)
    assert str(tmp_path) in stopped("build", "-w", tmp_path)


def test_an_unknown_board_is_told_the_nearest(tmp_path, loaded):
    assert "Did you mean staffordshire" in stopped("new", tmp_path / "x", "--board", "stafordshire")
    assert "Did you mean staffordshire" in stopped("build", "-w", loaded, "--board", "stafordshire")
    assert not (tmp_path / "x").exists()


def test_a_misspelt_reference_is_told_the_nearest(loaded):
    assert "conviction-rate" in stopped("explain", "convicton-rate@staffordshire@2019q1", "-w", loaded)


def test_a_day_that_is_none(loaded):
    assert "'31 July'" in stopped("build", "-w", loaded, "--cut-off", "31 July")


def test_exit_codes(tmp_path, loaded):
    runner = CliRunner()
    assert runner.invoke(app, ["status", "-w", str(loaded)]).exit_code == 0
    assert runner.invoke(app, ["new", str(tmp_path / "x"), "--board", "staffordshire"]).exit_code == 0
    assert runner.invoke(app, ["build", "--no-such-option"]).exit_code == 2
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n", "utf-8")
    refused = runner.invoke(app, ["load", str(tmp_path / "odd.csv"), "-w", str(loaded)])
    assert refused.exit_code == 1
    assert "1 refused" in refused.stdout


def test_a_file_in_the_way_of_a_folder(tmp_path):
    file = tmp_path / "afile"
    file.write_text("x", "utf-8")
    for arguments in (("new", file, "--board", "staffordshire"), ("demo", file / "x")):
        said = stopped(*arguments)
        assert "a file is in the way" in said
        assert str(file) in said
    assert file.read_text("utf-8") == "x"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no /proc here")
def test_a_folder_that_cannot_be_made():
    said = stopped("new", "/proc/x", "--board", "staffordshire")
    assert "/proc/x: this does not exist and cannot be made" in said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.EACCES, "this may not be read or written by you"),
        (errno.EROFS, "this may not be read or written by you"),
        (errno.ENOSPC, "the disk is full"),
        (errno.EIO, "the operating system refused: broken"),
    ],
)
def test_what_the_system_refuses_is_a_sentence(tmp_path, monkeypatch, number, said):
    def refuse(self, *_, **__):
        raise OSError(number, "broken", str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert f"{tmp_path / 'x'}: {said}" in stopped("new", tmp_path / "x", "--board", "staffordshire")


def test_no_other_error_is_swallowed(tmp_path, monkeypatch):
    def fail(*_, **__):
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(Path, "mkdir", fail)
    result = CliRunner().invoke(app, ["new", str(tmp_path / "x"), "--board", "staffordshire"])
    assert isinstance(result.exception, ZeroDivisionError)


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(word) for word in words])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


@pytest.fixture
def office(tmp_path: Path) -> Path:
    code, _ = run("new", tmp_path / "office", "--board", "staffordshire")
    assert code == 0
    return tmp_path / "office"


def test_a_new_workspace_says_the_next_step(tmp_path: Path) -> None:
    code, said = run("new", tmp_path / "an office, é", "--board", "west-mercia")
    assert code == 0
    assert "West Mercia" in said
    assert "Next: put the publishers' files in inbox/" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("new", "{}/x", "--board", "stafordshire"), "Did you mean staffordshire"),
        (("status", "-w", "{}/nowhere"), "this folder is not an Assize workspace"),
        (("new", "{}/file", "--board", "staffordshire"), "a file is in the way"),
        (("demo", "{}/file/x"), "a file is in the way"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_a_failure(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    code, output = run(*(word.format(tmp_path) for word in words))
    assert code == 1
    assert output.startswith("Stopped. ")
    assert said in output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("build",), "nothing is loaded yet"),
        (("load",), "there is nothing to load"),
        (("build", "--cut-off", "31 July"), "this is not a day"),
        (("explain", "conviction-rat@staffordshire@2019q1"), "Did you mean conviction-rate"),
        (("explain", "conviction-rate"), "this is not a figure's reference"),
        (("build", "--quarter", "2030-31-q1", "--cut-off", "2019-07-31"), "the quarter had not ended"),
    ],
)
def test_an_empty_office_is_told_what_is_missing(office: Path, words: tuple[str, ...], said: str) -> None:
    code, output = run(*words, "-w", office)
    assert code == 1
    assert said in output


def test_a_refused_file_fails_and_the_others_are_loaded(office: Path) -> None:
    (office / "inbox" / "note.csv").write_text("a note,to nobody\n", encoding="utf-8")
    code, output = run("load", office / "inbox" / "note.csv", "-w", office)
    assert code == 1
    assert "0 loaded, 0 held already, 1 refused." in output


def test_a_file_that_is_held_under_a_wrong_quarter_is_said_and_put_right(office: Path, root: Path) -> None:
    inbox = office / "inbox"
    bytes_held = (root / "tests" / "fixtures" / "ingest" / "POC-18-19-q4.csv").read_bytes()
    for name in ("figures.csv", "POC-18-19-q4.csv", "POC-annual-18-19.csv"):
        (inbox / name).write_bytes(bytes_held)
    assert run("load", inbox / "figures.csv", "--period", "2018-19-q3", "-w", office)[0] == 0
    assert "held already, nothing changed" in run("load", inbox / "figures.csv", "-w", office)[1]
    for words, said in (
        ((inbox / "POC-18-19-q4.csv",), "found 2018-19-q4 in the name, expected 2018-19-q3"),
        ((inbox / "figures.csv", "--period", "2018-19-q2"), "found 2018-19-q2 given, expected 2018-19-q3"),
        ((inbox / "POC-annual-18-19.csv",), "found 'annual' in the name, expected 2018-19-q3"),
    ):
        code, output = run("load", *words, "-w", office)
        assert code == 1
        assert said in output
        assert "with --again" in output
    code, output = run("load", inbox / "POC-18-19-q4.csv", "--again", "-w", office)
    assert (code, "cps-case-outcomes, 2018-19-q4: " in output) == (0, True)
    assert run("load", "--again", "-w", office)[0] == 0  # the name it was read under last is the one that counts
    code, output = run("load", inbox / "POC-18-19-q4.csv", "-w", office)
    assert (code, "2018-19-q4: held already, nothing changed" in output) == (0, True)


# --- asking ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def asking(tmp_path_factory) -> Path:
    """A workspace with one provider and a board date."""
    folder = tmp_path_factory.mktemp("asking") / "workspace"
    assize.new_workspace(folder, ["staffordshire"])
    (folder / "providers.toml").write_text(
        '[isva]\nrole = "isva"\nname = "Sexual violence service"\nboards = ["staffordshire"]\n', encoding="utf-8"
    )
    with (folder / "assize.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[calendar."2018-19-q4"]\nboard = 2019-06-06\n')
    return folder


def said(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_asking_says_what_was_written_what_is_missing_and_what_comes_next(asking):
    text = said("request", "2018-19-q4", "-w", asking, "--on", "2019-04-11")
    assert "Sexual violence service, due 23 April 2019: isva-2018-19-q4.xlsx, isva-2018-19-q4-request.eml" in text
    assert "1 letter has no address yet" in text and "Next: open each .eml" in text
    text = said("request", "2018-19-q4", "-w", asking, "--on", "2019-05-02", "--chase")
    assert "1 reminder in" in text
    text = said("status", "-w", asking, "--returns", "2018-19-q4", "--at", "2019-05-03")
    assert text.startswith("Returns for January to March 2019") and "1 late" in text
    assert "chased 2 May 2019" in said("status", "-w", asking, "--at", "2019-05-03")
    assert "isva-2018-19-q4-keyed.xlsx" in said("enter", "isva", "2018-19-q4", "-w", asking)


def test_a_day_that_cannot_be_planned_and_a_provider_that_is_none_are_told(asking):
    later = ("request", "2018-19-q4", "-w", asking, "--on", "2999-01-01")
    assert "board will have met" in stopped(*later) and "expected today or an earlier day" in stopped(*later)
    assert "reminders are written on the day on which they are sent" in stopped(*later, "--chase")
    assert "there is no such provider" in stopped("enter", "police", "2018-19-q4", "-w", asking)


def test_a_board_may_be_named_as_it_is_written(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["new", str(tmp_path / "office"), "--board", "West Mercia"])
    assert result.exit_code == 0, result.output
    assert "Made a workspace for West Mercia" in result.output
