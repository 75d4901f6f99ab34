"""A local measure that the office has set a target, a break, rules, a reason and words for, in the edition for the public."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from demonstration import QUARTER
from kept_returns import take_each
from opened_packs import everything
from typer.testing import CliRunner

from assize import app
from assize.cli import app as cli
from assize.core.periods import parse_period

BOARD, LAST = "staffordshire", parse_period(QUARTER)
LOCAL, NAME = "local-kiosk-callers", "Kiosk callers at Wychnor"
CALLERS = [7879, 7883, 7901, 7907, 7919]  # by quarter, the last one last
MEASURE = f"""
[[measure]]
id = "{LOCAL}"
role = "witness-care"
providers = ["staffordshire-witness-care"]
supplier = "Witness care unit, Staffordshire"
name = "{NAME}"
counted = "callers at the kiosk"
definition = "Everybody who called at the kiosk."
when = "during the quarter"
better = "higher"
"""
SETTINGS = f"""
[targets]
{LOCAL} = 8111

[rules]
{LOCAL} = "mdc-sct-5"

[definitions]
confirmed = ["{LOCAL}"]

[reasons]
"{LOCAL}@{BOARD}@2018q4" = "The kiosk was open on Sundays"

[[break]]
measure = "{LOCAL}"
from = "2018-19-q2"
reason = "The kiosk moved to Wychnor"
author = "officer of the kiosk"
"""


@pytest.fixture(scope="module")
def folder(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with five quarters of the measure."""
    folder = tmp_path_factory.mktemp("local") / "ws"
    shutil.copytree(few, folder)
    (folder / "catalogue").mkdir()
    (folder / "catalogue" / "local-measures.toml").write_text(MEASURE, "utf-8")
    settings = folder / "assize.toml"
    settings.write_text(settings.read_text("utf-8") + SETTINGS, "utf-8")
    take_each(folder, LAST, [{LOCAL.replace("-", "_"): callers} for callers in CALLERS])
    words = folder / "commentary" / BOARD / QUARTER
    words.mkdir(parents=True, exist_ok=True)
    (words / f"{LOCAL}.md").write_text("The kiosk at Wychnor is closed on Mondays.", "utf-8")
    return folder


def told(*command: str) -> str:
    result = CliRunner().invoke(cli, command)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_edition_for_the_public_is_built_without_a_word_of_it(folder):
    said = told("build", "-w", str(folder), "--board", BOARD, "--audience", "public")
    assert f"Left out, because its measure is not shown to these readers: {LOCAL}.md\n" in said
    assert "belongs to no section" not in said
    for name, data in everything(folder / "packs" / BOARD / QUARTER / "public"):
        for secret in (LOCAL, NAME, "kiosk", "Wychnor", "Sundays", "8,111", *(f"{one:,}" for one in CALLERS)):
            assert secret.casefold().encode() not in data.lower(), (name, secret)


def test_partners_have_the_measure_with_its_words(folder):
    # Words on a measure that this office holds nothing of, and under a name that is none.
    words = folder / "commentary" / BOARD / QUARTER
    (words / "proven-reoffending-adults.md").write_text("Nothing is known yet.", "utf-8")
    (words / "proven-reoffending-adult.md").write_text("Nothing is known yet.", "utf-8")
    said = told("build", "-w", str(folder), "--board", BOARD)
    assert "shown nowhere, for this pack has no page of that measure: proven-reoffending-adults.md\n" in said
    assert "proven-reoffending-adult.md belongs to no section of this pack" in said
    assert "proven-reoffending-adults.md belongs" not in said
    for name in ("proven-reoffending-adults.md", "proven-reoffending-adult.md"):
        (words / name).unlink()
    [pack] = app.build(folder, board=BOARD)
    assert not pack.unseen and not pack.no_page
    page = (pack.folder / "cjs-performance-report.html").read_text("utf-8")
    for known in (NAME, "The kiosk moved to Wychnor", "closed on Mondays", "8,111", *(f"{one:,}" for one in CALLERS)):
        assert known in page, known


def test_what_the_office_looks_at_stands_with_it(folder):
    explained = told("explain", f"{LOCAL}@{BOARD}@2019q1", "-w", str(folder))
    assert "7,919 callers at the kiosk" in explained
    assert "The kiosk moved to Wychnor" in explained
    assert "0 block a build" in told("check", "-w", str(folder))
    assert "Witness care return" in told("status", "-w", str(folder))
    assert told("scan", "-w", str(folder)).count("nothing that its readers may not see") == 2
