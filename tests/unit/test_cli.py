"""The commands as a person meets them: plain sentences, the next step, and a failure that says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from assize.cli import app


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
        (("new", "{}/file", "--board", "staffordshire"), "A file of that name is in the way"),
        (("demo", "{}/file/x"), "A part of that path is a file"),
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
