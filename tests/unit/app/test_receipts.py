"""What a provider is sent when its return was taken, made from what the store holds; and where it then stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from kept_returns import take

from assize.app import explain, new_workspace, round_lines, write_receipts, write_requests
from assize.app.workspace import Workspace
from assize.core.errors import AssizeError, Problem
from assize.core.nouns import Mark
from assize.core.periods import parse_period
from assize.store import Store

QUARTER = parse_period("2018-19-q4")
PROVIDERS = """
[witnesses]
role = "witness-care"
name = "Staffordshire witness care unit"
boards = ["staffordshire"]
mailbox = "wcu@police.example"
days_to_answer = 20
owes = ["witness-attendance"]
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder = tmp_path / "ws"
    new_workspace(folder, ["staffordshire"], office="Office of the Commissioner")
    (folder / "providers.toml").write_text(PROVIDERS, encoding="utf-8")
    with (folder / "assize.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[calendar."2018-19-q4"]\nboard = 2019-06-06\n')
    return Workspace.open(folder)


@pytest.fixture
def store(workspace: Workspace) -> Iterator[Store]:
    held = workspace.store()
    yield held
    held.close()


def figures(required: int, attended: int) -> dict[str, int]:
    return {"witnesses_required": required, "witnesses_attended": attended}


def test_a_receipt_is_written_for_the_provider_with_a_letter(workspace, store, tmp_path):
    take(store, tmp_path, QUARTER.later(-1), figures(400, 360), date(2019, 2, 1))
    edition = take(store, tmp_path, QUARTER, figures(402, 361), date(2019, 5, 3), marks=(Mark.ESTIMATED,))
    files = {path.name: path.read_bytes() for path in write_receipts(workspace, store, edition)}
    stem = "witnesses-2018-19-q4-receipt"
    assert sorted(files) == [f"{stem}.eml", f"{stem}.html", f"{stem}.pdf"]
    page = files[f"{stem}.html"].decode()
    for words in (
        "Staffordshire witness care unit",
        "402",
        "360",
        "+2 (+0.5%)",
        "Estimated",
        "Witness attendance rate",
    ):
        assert words in page
    letter = message_from_bytes(files[f"{stem}.eml"], policy=default)
    assert letter["To"] == "wcu@police.example"
    assert [one.get_filename() for one in letter.iter_attachments()] == [f"{stem}.pdf"]
    assert (workspace.folder / "returns" / QUARTER.slug / "tracker.csv").exists()


def test_the_same_return_gives_the_same_receipt(workspace, store, tmp_path):
    edition = take(store, tmp_path, QUARTER, figures(402, 361), date(2019, 5, 3))
    first = [path.read_bytes() for path in write_receipts(workspace, store, edition)]
    assert [path.read_bytes() for path in write_receipts(workspace, store, edition)] == first


def test_notes_of_the_return_are_asked_on_the_receipt_and_a_keyed_one_says_so(workspace, store, tmp_path):
    edition = take(
        store, tmp_path, QUARTER, figures(402, 361), date(2019, 5, 3),
        problems=(Problem("this is far from the last four returns", "form.xlsx [Figures!H9]", blocks=False),),
        keyed="keyed by the office, from telephone, on 2 May 2019",
    )  # fmt: skip
    page = write_receipts(workspace, store, edition)[0].read_text(encoding="utf-8")
    assert "far from the last four returns" in page
    assert "keyed by the office, from telephone, on 2 May 2019" in page
    said = "\n".join(explain(workspace.folder, "witness-attendance@staffordshire@2019q1"))
    assert "keyed by the office, from telephone, on 2 May 2019" in said


def test_that_figures_are_made_up_is_no_question_to_the_provider(workspace, store, tmp_path):
    told = "the figures of this file are made up: every page that is made of them says so"
    edition = take(
        store, tmp_path, QUARTER, figures(402, 361), date(2019, 5, 3),
        problems=(Problem(told, "form.xlsx", blocks=False), Problem("months stand there for the quarter", blocks=False)),
    )  # fmt: skip
    files = {path.suffix: path.read_bytes() for path in write_receipts(workspace, store, edition)}
    letter = message_from_bytes(files[".eml"], policy=default).get_body()
    for words in (files[".html"].decode(), str(letter.get_content()) if letter else ""):
        assert "onths stand there for the quarter" in words
        assert "the figures of this file are made up" not in words


def test_a_figure_released_after_the_cut_off_is_said_to_be_held(workspace, store, tmp_path):
    take(store, tmp_path, QUARTER.later(-1), figures(400, 360), date(2019, 2, 1))
    take(store, tmp_path, QUARTER, figures(402, 361), date(2019, 5, 3))
    take(store, tmp_path, QUARTER.later(1), figures(402, 361), date(2019, 8, 2))  # the day that is told is the first
    reference = "witness-attendance@staffordshire@2019q1"
    with pytest.raises(AssizeError) as caught:
        explain(workspace.folder, reference, cut_off=date(2019, 4, 30))
    assert "held, but what it stands on was released by 3 May 2019, after the cut-off date" in caught.value.sentence
    assert "with the cut-off date 30 April 2019" in caught.value.sentence
    assert explain(workspace.folder, reference, cut_off=date(2019, 5, 3))
    with pytest.raises(AssizeError, match="no such figure is held"):
        explain(workspace.folder, "witness-attendance@staffordshire@2012q1", cut_off=date(2019, 4, 30))


def test_a_taken_return_is_accepted_in_status_and_nobody_reminds_its_provider(workspace, store, tmp_path):
    write_requests(workspace.folder, QUARTER.slug, date(2019, 4, 11))
    take(store, tmp_path, QUARTER, figures(402, 361), date(2019, 5, 3), keyed="keyed by the office")
    lines = round_lines(workspace.folder, date(2019, 5, 10))
    assert "1 returned, 1 accepted, 1 late (none of them still missing)" in lines[0]
    assert lines[2].endswith("accepted 3 May 2019, 2 days late (keyed by the office)")
    reminded, _ = write_requests(workspace.folder, QUARTER.slug, date(2019, 5, 10), chase=True)
    assert reminded == []


def test_the_next_form_shows_what_was_returned(workspace, store, tmp_path):
    import openpyxl

    take(store, tmp_path, QUARTER.later(-1), figures(400, 360), date(2019, 2, 1))
    written, _ = write_requests(workspace.folder, QUARTER.slug, date(2019, 4, 11))
    sheet = openpyxl.load_workbook(written[0].files[0])["Figures"]
    rows = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows(min_row=9)}
    assert rows["witnesses-required"][3:7] == ["no return", "no return", "no return", 400]
