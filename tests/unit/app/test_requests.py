"""A round of returns from the office's side: who is asked, in which files, who is reminded, and what status says of it."""

from __future__ import annotations

import csv
import hashlib
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import openpyxl
import pytest

from assize.app import load_files, new_workspace, round_lines, write_entry_form, write_requests
from assize.app.rounds import due_day, round_dates
from assize.app.workspace import Workspace
from assize.core.errors import AssizeError
from assize.core.periods import parse_period
from assize.core.wording import date_words

QUARTER = "2018-19-q4"
ASKED = date(2019, 4, 11)
PROVIDERS = """
[isva]
role = "isva"
name = "Staffordshire sexual violence service"
boards = ["staffordshire"]
mailbox = "performance@isva.example"
agreement = "ISA 2018/12"
days_to_answer = 10

[rj]
role = "restorative-justice"
name = "Restorative justice service"
boards = ["staffordshire", "west-mercia"]
mailbox = "team@rj.example"
agreement = ""
days_to_answer = 60
owes = ["restorative-justice-offered"]
"""
CALENDAR = '\n[calendar."2018-19-q4"]\nboard = 2019-06-06\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    where = tmp_path / "ws"
    new_workspace(where, ["staffordshire", "west-mercia"], office="Office of the Commissioner")
    (where / "providers.toml").write_text(PROVIDERS, encoding="utf-8")
    text = (where / "assize.toml").read_text(encoding="utf-8")
    text = text.replace('mailbox = ""', 'mailbox = "office@pcc.example"')
    (where / "assize.toml").write_text(text + CALENDAR, encoding="utf-8")
    return where


def contents(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (folder / "returns" / QUARTER).iterdir()
    }


def test_every_provider_gets_a_form_of_what_it_owes_and_a_letter_with_it(folder):
    written, missing = write_requests(folder, QUARTER, ASKED)
    assert [one.provider.id for one in written] == ["isva", "rj"] and missing == []
    assert sorted(contents(folder)) == [
        "isva-2018-19-q4-request.eml",
        "isva-2018-19-q4.xlsx",
        "rj-2018-19-q4-request.eml",
        "rj-2018-19-q4.xlsx",
        "tracker.csv",
    ]
    book = openpyxl.load_workbook(folder / "returns" / QUARTER / "rj-2018-19-q4.xlsx")
    assert book.sheetnames[1:3] == ["Figures, Staffordshire", "Figures, West Mercia"]
    asked = [row[0].value for row in book["Figures, West Mercia"].iter_rows(min_row=9) if row[0].value]
    metric = Workspace.open(folder).catalogue.metrics["restorative-justice-offered"]
    fields = {f for s in (*metric.numerators, *metric.denominators) for f in s.fields}
    assert {one.replace("-", "_") for one in asked} == fields
    letter = message_from_bytes(
        (folder / "returns" / QUARTER / "isva-2018-19-q4-request.eml").read_bytes(), policy=default
    )
    assert letter["To"] == "performance@isva.example" and "office@pcc.example" in letter["From"]
    form = (folder / "returns" / QUARTER / "isva-2018-19-q4.xlsx").read_bytes()
    assert [one.get_content() for one in letter.iter_attachments()] == [form]


def test_the_due_day_is_worked_out_of_the_round_and_never_after_the_figures_close(folder):
    workspace = Workspace.open(folder)
    dates = round_dates(workspace, parse_period(QUARTER))
    providers = workspace.providers()
    assert (dates.request, dates.cut_off) == (date(2019, 4, 11), date(2019, 5, 23))
    assert due_day(providers["isva"], dates) == date(
        2019, 4, 23
    )  # the tenth day is Easter Sunday, and offices open on the Tuesday
    assert due_day(providers["rj"], dates) == dates.cut_off


def test_whoever_is_asked_late_has_the_days_that_were_agreed_and_letters_status_and_tracker_say_the_same(folder):
    late = date(2019, 5, 20)
    status = "\n".join(round_lines(folder, late))
    assert "0 late" in status and "days late" not in status  # nobody has been asked
    isva = write_requests(folder, QUARTER, late, provider="isva")[0][0]
    due = date(2019, 5, 30)
    assert isva.due == due and "has until 30 May 2019, and the figures close on 23 May 2019" in isva.notes[0]
    words = message_from_bytes(isva.files[1].read_bytes(), policy=default).get_body(("plain",)).get_content()
    assert "by Thursday 30 May 2019." in words and "close on Thursday 23 May 2019, before the day" in words
    sheet = openpyxl.load_workbook(isva.files[0]).worksheets[0]
    assert "Thursday 30 May 2019" in [cell.value for row in sheet.iter_rows() for cell in row]
    status = "\n".join(round_lines(folder, late))
    assert "asked 20 May 2019; due 30 May 2019" in status and "0 late" in status
    reminded = write_requests(folder, QUARTER, date(2019, 5, 28), chase=True)[0][0]
    subject = message_from_bytes(reminded.files[1].read_bytes(), policy=default)["Subject"]
    assert subject.startswith("Reminder") and reminded.due == due
    with (folder / "returns" / QUARTER / "tracker.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = {row["Provider"]: row for row in csv.DictReader(handle)}
    assert [rows[reminded.provider.name][one] for one in ("Send back by", "Days late")] == ["2019-05-30", ""]
    assert "nothing returned, 1 day late" in "\n".join(round_lines(folder, date(2019, 5, 31)))
    rj = write_requests(folder, QUARTER, late, provider="rj")[0][0]  # 60 days, of which the round leaves 42
    assert rj.due == date(2019, 7, 1)


def test_whoever_is_asked_before_the_day_of_asking_has_until_the_same_day(folder):
    assert write_requests(folder, QUARTER, date(2019, 4, 3), provider="isva")[0][0].due == date(2019, 4, 23)


def test_letters_are_made_ready_for_a_day_to_come_and_status_says_so_until_then(folder):
    today = date.today()
    monday, tuesday = (today + timedelta(days=days) for days in (3, 4))
    text = (folder / "assize.toml").read_text(encoding="utf-8")
    meets = today + timedelta(days=60)
    (folder / "assize.toml").write_text(text.replace("2019-06-06", meets.isoformat()), encoding="utf-8")

    def status(day: date) -> str:
        return "\n".join(round_lines(folder, day, QUARTER))

    def plan(day: date) -> Path:
        return write_requests(folder, QUARTER, day, provider="isva", today=today)[0][0].files[1]

    plan(monday)
    assert f"letter ready to be sent on {date_words(monday)}; due " in status(today)
    assert "0 of 2 asked, 1 to be asked on a day that is set" in status(today)
    assert "letter ready for" in (folder / "returns" / QUARTER / "tracker.csv").read_text(encoding="utf-8")
    assert f"asked {date_words(monday)}; due " in status(monday)
    assert "letter ready" not in status(today - timedelta(days=1))  # it was not
    letter = message_from_bytes(plan(tuesday).read_bytes(), policy=default).get_body(("plain",)).get_content()
    workspace = Workspace.open(folder)
    provider, dates = workspace.providers()["isva"], round_dates(workspace, parse_period(QUARTER))
    assert date_words(due_day(provider, dates, tuesday)) in letter
    assert f"asked {date_words(monday)}" not in status(tuesday) and f"asked {date_words(tuesday)}" in status(tuesday)
    with pytest.raises(AssizeError, match="there is nobody to remind"):
        write_requests(folder, QUARTER, today, chase=True, today=today)
    plan(today)
    assert f"asked {date_words(today)}; due" in status(tuesday) and "letter ready" not in status(today)


def test_asking_again_gives_the_same_bytes_and_the_first_day_stands(folder):
    write_requests(folder, QUARTER, ASKED)
    before = contents(folder)
    again, _ = write_requests(folder, QUARTER, date(2019, 4, 12))
    after = contents(folder)
    assert {name: after[name] for name in before} == before
    assert "was asked on 11 April 2019 already" in again[0].notes[0]
    assert "asked 11 April 2019; due" in "\n".join(round_lines(folder, date(2019, 4, 12)))


def test_reminders_go_to_those_who_were_asked_and_have_returned_nothing(folder):
    with pytest.raises(AssizeError, match="nobody has been asked yet"):
        write_requests(folder, QUARTER, ASKED, chase=True)
    write_requests(folder, QUARTER, ASKED, provider="isva")
    reminded, _ = write_requests(folder, QUARTER, date(2019, 4, 30), chase=True)
    assert [one.provider.id for one in reminded] == ["isva"]
    second, _ = write_requests(folder, QUARTER, date(2019, 5, 6), chase=True)
    assert [path.name for path in second[0].files] == ["isva-2018-19-q4.xlsx", "isva-2018-19-q4-reminder-2.eml"]
    letter = message_from_bytes(second[0].files[1].read_bytes(), policy=default)
    assert letter["Subject"].startswith("Overdue by 13 days")
    assert "We wrote on 11 April 2019 and 30 April 2019." in letter.get_body(("plain",)).get_content()
    with (folder / "returns" / QUARTER / "tracker.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = {row["Provider"]: row for row in csv.DictReader(handle)}
    assert rows["Staffordshire sexual violence service"]["Chased"] == "2019-04-30; 2019-05-06"
    assert rows["Restorative justice service"]["State"] == "not asked yet"


def test_a_form_that_somebody_filled_in_is_not_written_over(folder):
    write_requests(folder, QUARTER, ASKED, provider="isva")
    path = folder / "returns" / QUARTER / "isva-2018-19-q4.xlsx"
    path.write_bytes(path.read_bytes() + b"filled in")
    with pytest.raises(AssizeError, match="it may be filled in"):
        write_requests(folder, QUARTER, ASKED, provider="isva")
    assert path.read_bytes().endswith(b"filled in")


def test_status_says_asked_chased_returned_accepted_and_late_against_the_calendar(folder):
    assert "0 of 2 asked" in round_lines(folder, date(2019, 4, 1))[0]  # the next round, before it begins
    write_requests(folder, QUARTER, ASKED)
    write_requests(folder, QUARTER, date(2019, 4, 30), chase=True, provider="isva")
    lines = round_lines(folder, date(2019, 5, 16))
    assert lines[0] == (
        "Returns for January to March 2019 (2018-19-q4) at 16 May 2019: 2 of 2 asked, 1 chased, 0 returned, 0 accepted, 1 late"
    )
    assert "figures close 23 May 2019 (in 7 days)" in lines[1] and "board 6 June 2019 (in 21 days)" in lines[1]
    assert lines[2] == (
        "  Staffordshire sexual violence service: asked 11 April 2019; chased 30 April 2019; nothing returned, 23 days late"
    )
    assert lines[-1] == "  To remind those who are late: assize request 2018-19-q4 --chase"


def test_what_is_missing_before_a_letter_can_be_sent_is_said_once(folder):
    text = (folder / "providers.toml").read_text(encoding="utf-8").replace("team@rj.example", "")
    (folder / "providers.toml").write_text(text, encoding="utf-8")
    settings = (folder / "assize.toml").read_text(encoding="utf-8").replace('mailbox = "office@pcc.example"', "")
    (folder / "assize.toml").write_text(settings, encoding="utf-8")
    written, missing = write_requests(folder, QUARTER, ASKED)
    assert "1 letter has no address yet" in missing[0] and "Restorative justice service" in missing[0]
    assert "no sender" in missing[1]
    assert "To:" not in written[1].files[1].read_bytes().decode("ascii").split("\r\n\r\n")[0]


@pytest.mark.parametrize(
    ("quarter", "provider", "words"),
    [
        ("2018-19", "", "returns are asked for by quarter"),
        ("2019-20-q1", "", "the calendar says nothing of 2019-20-q1"),
        (QUARTER, "izva", "Did you mean isva?"),
    ],
)
def test_what_cannot_be_asked_is_told_with_what_to_do(folder, quarter, provider, words):
    with pytest.raises(AssizeError, match=words.replace("?", r"\?")):
        write_requests(folder, quarter, ASKED, provider=provider)


def test_without_providers_status_says_nothing_of_returns_and_asking_says_what_to_write(folder):
    (folder / "providers.toml").unlink()
    assert round_lines(folder, date(2019, 5, 16)) == []
    with pytest.raises(AssizeError, match="no providers are named here"):
        write_requests(folder, QUARTER, ASKED)


def test_without_a_board_date_status_says_that_one_is_wanted(folder):
    text = (folder / "assize.toml").read_text(encoding="utf-8").replace(CALENDAR, "")
    (folder / "assize.toml").write_text(text, encoding="utf-8")
    assert "no board date" in round_lines(folder, date(2019, 5, 16))[0]


def test_the_form_for_figures_that_the_office_keys_says_so_and_asks_the_same(folder):
    path = write_entry_form(folder, "isva", QUARTER, ASKED).files[0]
    assert path.name == "isva-2018-19-q4-keyed.xlsx"
    sheet = openpyxl.load_workbook(path)["Figures"]
    labels = [row[0].value for row in sheet.iter_rows(max_row=11)]
    assert "Keyed by (role)" in labels and "How it came" in labels
    assert "keyed by the office" in sheet["A1"].value


def test_a_total_says_of_what_it_is_the_sum(folder):
    from assize.app.requests import owed
    from assize.core.specs import Provider

    workspace = Workspace.open(folder)
    police = tuple(metric.id for metric in workspace.catalogue.owed("police"))
    provider = Provider(
        "p", "police", "Police", ("staffordshire",), {"staffordshire": "staffordshire"}, "", "", 10, police
    )
    asked = {one.id: one for one in owed(workspace, provider)[0]}
    total = workspace.catalogue.sources["partner-police"].sums[0]
    said = asked[total.total].definition
    assert "It is the sum of: " in said and all(asked[part].name in said for part in total.parts)


def test_a_filled_form_comes_back_through_the_ordinary_door_and_its_provider_gets_a_receipt(folder):
    path = write_requests(folder, QUARTER, ASKED, provider="isva")[0][0].files[0]
    back = folder / "inbox" / "back.xlsx"
    fill(path, back, {"isva-referrals": 84, "isva-first-contact-in-time": "about sixty"})
    refused = load_files(folder, [back], released=date(2019, 4, 30))[0]
    assert refused.edition is None and "'about sixty'" in str(refused.refused)
    assert refused.letter is not None and refused.letter.name == "isva-2018-19-q4-put-right.eml"
    told = message_from_bytes(refused.letter.read_bytes(), policy=default)
    assert told["To"] == "performance@isva.example" and "'about sixty'" in told.get_body(("plain",)).get_content()
    fill(path, back, {"isva-referrals": 84, "isva-first-contact-in-time": 61})
    taken = load_files(folder, [back], released=date(2019, 5, 1))[0]
    assert taken.edition is not None and taken.edition.provider == "isva"
    assert not refused.letter.exists()  # it asks for what has been put right
    assert [one.name for one in taken.receipts] == [
        "isva-2018-19-q4-receipt.html",
        "isva-2018-19-q4-receipt.pdf",
        "isva-2018-19-q4-receipt.eml",
    ]
    page = taken.receipts[0].read_text(encoding="utf-8")
    assert "84" in page and "61" in page and "Not recorded by our system" in page
    fill(path, back, {"isva-referrals": 86, "isva-first-contact-in-time": "about sixty"})
    again = load_files(folder, [back], released=date(2019, 5, 2))[0].letter
    assert again is not None
    told = message_from_bytes(again.read_bytes(), policy=default)
    assert "what you gave us on 1 May 2019 stands. If" in told.get_body(("plain",)).get_content()
    fill(path, back, {"isva-referrals": 85, "isva-first-contact-in-time": 61})
    assert load_files(folder, [back], released=date(2019, 5, 3))[0].edition is not None
    fill(path, back, {"isva-referrals": 85, "isva-first-contact-in-time": "about sixty"})
    later = load_files(folder, [back], released=date(2019, 5, 4))[0].letter
    assert later is not None
    newest = message_from_bytes(later.read_bytes(), policy=default).get_body(("plain",)).get_content()
    assert "what you gave us on 3 May 2019 stands. If" in newest  # it took the place of the one before
    assert "accepted 1 May 2019, 8 days late" in "\n".join(round_lines(folder, date(2019, 5, 2)))


def test_what_the_office_keyed_is_loaded_by_the_same_door_and_says_so(folder):
    path = write_entry_form(folder, "isva", QUARTER, ASKED).files[0]
    book = openpyxl.load_workbook(path)
    labels = {row[0].value: row[1] for row in book["Figures"].iter_rows(max_row=11)}
    for label, words in (("Keyed by (role)", "Performance officer"), ("Given by (role)", "Service manager"),
                         ("How it came", "telephone"), ("Given on", date(2019, 5, 2))):  # fmt: skip
        labels[label].value = words
    book.save(path)
    fill(path, path, {"isva-referrals": "84 or so"})
    assert load_files(folder, [path], released=date(2019, 5, 3))[0].letter is None  # the office's own slip
    fill(path, path, {"isva-referrals": 84, "isva-first-contact-in-time": 61})
    taken = load_files(folder, [path], released=date(2019, 5, 3))[0]
    assert taken.edition is not None, taken.refused
    assert "telephone" in taken.edition.keyed and "Service manager" in taken.edition.keyed
    assert "keyed by the office" in "\n".join(round_lines(folder, date(2019, 5, 4)))


def test_the_office_keys_one_figure_of_many_and_what_was_returned_before_stays(folder):
    sent = write_requests(folder, QUARTER, ASKED, provider="isva")[0][0].files[0]
    fill(sent, folder / "inbox" / "back.xlsx", {"isva-referrals": 84, "isva-first-contact-in-time": 61})
    assert load_files(folder, [folder / "inbox" / "back.xlsx"], released=date(2019, 5, 1))[0].edition is not None
    path = write_entry_form(folder, "isva", QUARTER, ASKED).files[0]
    book = openpyxl.load_workbook(path)
    sheet = book["Figures"]
    labels = {row[0].value: row[1] for row in sheet.iter_rows(max_row=11)}
    for label, words in (("Keyed by (role)", "Performance officer"), ("Given by (role)", "Service manager"),
                         ("How it came", "telephone"), ("Given on", date(2019, 5, 2))):  # fmt: skip
        labels[label].value = words
    next(row for row in sheet.iter_rows() if row[0].value == "isva-referrals")[7].value = 85
    book.save(path)
    keyed = load_files(folder, [path], released=date(2019, 5, 3))[0]
    assert keyed.edition is not None and keyed.edition.observations == 1, keyed.refused
    labels["Given by (role)"].value = None
    book.save(path)
    assert "'Given by (role)' says nothing" in str(load_files(folder, [path], released=date(2019, 5, 3))[0].refused)
    page = keyed.receipts[0].read_text(encoding="utf-8")
    assert ">85<" in page and ">61<" in page  # what was keyed, and what had been returned


def fill(form: Path, filled: Path, figures: dict[str, object]) -> None:
    """Types figures into a form, and [x] with a reason where none is given."""
    book = openpyxl.load_workbook(form)
    pages = [sheet for sheet in book.worksheets if sheet.title.startswith("Figures")]
    for row in (row for sheet in pages for row in sheet.iter_rows(min_row=9)):
        reference, (figure, complete, reason) = row[0].value, row[7:10]
        if not reference or not row[1].value or "\n" not in str(row[1].value):
            continue  # above the table
        figure.value = figures.get(reference, "[x]")
        complete.value = "complete" if reference in figures else None
        reason.value = None if reference in figures else "Not recorded by our system"
    book.save(filled)


def asked_lines(form: Path) -> list[str]:
    """The references of a form's lines."""
    rows = openpyxl.load_workbook(form)["Figures"].iter_rows(min_row=9)
    return [str(row[0].value) for row in rows if row[0].value and "\n" in str(row[1].value)]


def keyed_labels(book: openpyxl.Workbook) -> None:
    labels = {row[0].value: row[1] for row in book["Figures"].iter_rows(max_row=11)}
    for label, words in (("Keyed by (role)", "Performance officer"), ("Given by (role)", "Service manager"),
                         ("How it came", "telephone"), ("Given on", date(2019, 4, 20))):  # fmt: skip
        labels[label].value = words


def test_a_part_that_the_office_keyed_is_a_part_and_the_rest_corrects_nothing(folder):
    write_requests(folder, QUARTER, ASKED, provider="isva")
    path = write_entry_form(folder, "isva", QUARTER, ASKED).files[0]
    blank = path.read_bytes()
    asked = asked_lines(path)
    states = []
    for references in (asked[:1], asked[1:]):
        path.write_bytes(blank)
        book = openpyxl.load_workbook(path)
        keyed_labels(book)
        for row in book["Figures"].iter_rows():
            if row[0].value in references:
                row[7].value = 60
        book.save(path)
        taken = load_files(folder, [path], released=date(2019, 5, 1))[0]
        assert taken.edition is not None, taken.refused
        page = next(one for one in taken.receipts if one.suffix == ".html").read_text(encoding="utf-8")
        assert "corrected figures" not in page
        states.append("\n".join(round_lines(folder, date(2019, 5, 2))))
    first, second = states
    count, rest = len(asked), len(asked) - 1
    assert f"returned in part 20 April 2019: 1 of {count} figures of Staffordshire; {rest} figure" in first
    assert "0 accepted" in first and "1 in part" in first
    assert "accepted 1 May 2019, in time" in second and "corrected" not in second


def test_a_board_whose_sheet_is_gone_is_still_to_come(folder):
    sent = write_requests(folder, QUARTER, ASKED, provider="rj")[0][0].files[0]
    book = openpyxl.load_workbook(sent)
    asked = [row[0].value for row in book["Figures, Staffordshire"].iter_rows(min_row=9) if row[0].value]
    given = dict.fromkeys(asked, 40)
    whole = folder / "inbox" / "whole.xlsx"
    fill(sent, whole, given)
    parts = []
    for board in ("Staffordshire", "West Mercia"):
        part = openpyxl.load_workbook(whole)
        del part[f"Figures, {board}"]
        for name in [one for one in part.sheetnames if one.startswith("Local") and board in one]:
            del part[name]
        parts.append(folder / "inbox" / f"without-{board.lower().replace(' ', '-')}.xlsx")
        part.save(parts[-1])
    without_north, without_west = parts
    on = date(2019, 5, 1)
    taken = load_files(folder, [without_west], released=on)[0]
    assert taken.edition is not None, taken.refused
    assert any("nothing came for West Mercia, which this provider is asked about too" in p.what for p in taken.problems)
    assert sorted(path.name for path in taken.receipts) == [
        "rj-2018-19-q4-receipt-staffordshire.html",
        "rj-2018-19-q4-receipt-staffordshire.pdf",
        "rj-2018-19-q4-receipt.eml",
    ]
    letter = message_from_bytes(next(p for p in taken.receipts if p.suffix == ".eml").read_bytes(), policy=default)
    said = letter.get_body(("plain",)).get_content()
    assert "is in: Staffordshire. Still to come: West Mercia." in said and "are in." not in said
    lines = "\n".join(round_lines(folder, date(2019, 6, 1)))
    assert "returned in part 1 May 2019: Staffordshire; West Mercia still to come" in lines
    reminded, _ = write_requests(folder, QUARTER, date(2019, 5, 2), chase=True)
    reminder = message_from_bytes(reminded[0].files[1].read_bytes(), policy=default).get_body(("plain",)).get_content()
    assert "Thank you for what has come: Staffordshire. Still to come: West Mercia." in reminder
    assert "put right" not in reminder
    rest = load_files(folder, [without_north], released=date(2019, 5, 3))[0]
    assert rest.edition is not None, rest.refused
    assert not any("nothing came" in p.what for p in rest.problems)
    page = next(p for p in rest.receipts if p.suffix == ".html")
    assert "west-mercia" in page.name and "corrected figures" not in page.read_text(encoding="utf-8")
    lines = "\n".join(round_lines(folder, date(2019, 6, 1)))
    assert "accepted 3 May 2019, in time" in lines and "corrected" not in lines and "in part" not in lines
