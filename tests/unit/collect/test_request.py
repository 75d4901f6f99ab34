"""The e-mails of a round: to a role, with the form, in words that fit how late it is; the same bytes every time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from example_forms import form, plan

from assize.collect.request import (
    Attachment,
    Letter,
    Round,
    Tone,
    chaser_letter,
    letter_bytes,
    put_right_letter,
    receipt_letter,
    request_letter,
    tone,
)

ROUND = Round(
    due=date(2019, 5, 3),
    cut_off=date(2019, 5, 17),
    papers=date(2019, 5, 30),
    board=date(2019, 6, 6),
    office="Office of the Commissioner",
    contact="performance officer",
    mailbox="performance@office.example",
)
FORM = Attachment("witness-care-2018-19-q4.xlsx", b"PK\x03\x04 a form")
ASKED = date(2019, 4, 11)
TO = "wcu.performance@police.example"


def opened(letter: Letter) -> EmailMessage:
    return message_from_bytes(letter_bytes(letter, ROUND), policy=default)  # type: ignore[return-value]


def chased(day: date, before: tuple[date, ...] = (date(2019, 4, 1),)) -> Letter:
    return chaser_letter(form(), TO, ROUND, day, before, [FORM])


def test_a_request_opens_as_a_draft_to_the_role_mailbox_with_the_form_attached():
    message = opened(request_letter(form(), TO, ROUND, ASKED, "ISA 2018/12", [FORM]))
    assert message["To"] == TO and message["X-Unsent"] == "1" and "Date" not in message
    assert message["From"] == "Office of the Commissioner <performance@office.example>"
    assert message["Subject"] == "Staffordshire LCJB: your figures for January to March 2019, by Friday 3 May 2019"
    body = message.get_body(("plain",))
    assert body is not None and body.get_content_type() == "text/plain"
    words = body.get_content()
    assert "for January to March 2019 (Staffordshire Witness Care Unit) by Friday 3 May 2019." in words
    assert "It asks for three figures" in words and "- Witnesses who attended court" in words
    assert "[x]" in words and "[z]" in words and "type 0" in words
    assert "One definition is still to be confirmed" in words and "under “Reason or note”" in words
    assert "Under “How complete” choose complete, partial or estimated." in words
    assert "Leave “Local measures” empty unless we have agreed one with you." in words
    assert "Later or corrected figures: the same form again, whole" in words
    assert "which meets on Thursday 6 June 2019 and whose members see these figures. Save the form" in words
    small = request_letter(form(smallest=5), TO, ROUND, ASKED, "", [FORM]).body
    assert "whose members see these figures; small counts, under five, are left out. Save the form" in small
    assert "ISA 2018/12" in words
    attached = list(message.iter_attachments())
    assert [(one.get_filename(), one.get_content()) for one in attached] == [(FORM.name, FORM.data)]
    assert all(line == line.rstrip("\r") for line in words.splitlines())


def test_a_form_of_two_boards_is_asked_for_in_one_letter():
    two = form(plan(), replace(plan(), board="west-mercia", board_name="West Mercia"))
    letter = request_letter(two, TO, ROUND, ASKED, "", [FORM])
    assert letter.subject.startswith("Staffordshire and West Mercia LCJB")
    assert "Boards, which meet on" in letter.body
    assert "three figures for each of two boards" in letter.body


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2019, 4, 29), Tone.BEFORE),
        (date(2019, 5, 3), Tone.BEFORE),
        (date(2019, 5, 4), Tone.JUST_LATE),
        (date(2019, 5, 10), Tone.JUST_LATE),
        (date(2019, 5, 11), Tone.LATE),
        (date(2019, 5, 17), Tone.LATE),
        (date(2019, 5, 18), Tone.CLOSED),
    ],
)
def test_the_tone_fits_how_late_it_is(day, expected):
    assert tone(day, ROUND) is expected


def test_a_reminder_before_the_day_is_light_and_after_it_says_what_follows():
    early = chased(date(2019, 4, 29))
    assert "are due on Friday 3 May 2019, in four days" in early.body
    assert "due today" in chased(date(2019, 5, 3)).subject
    just = chased(date(2019, 5, 6))
    assert "three days ago" in just.body and "We wrote on 1 April 2019." in just.body
    late = chased(date(2019, 5, 13), (date(2019, 4, 1), date(2019, 5, 6)))
    assert late.subject.startswith("Overdue by ten days")
    assert "We wrote on 1 April 2019 and 6 May 2019." in late.body
    assert "has to say that your figures were not received" in late.body
    closed = chased(date(2019, 5, 20))
    assert "had not reached us when the figures closed on Friday 17 May 2019" in closed.body


def test_the_letter_of_a_receipt_says_how_much_was_noted():
    letter = receipt_letter(form(), TO, ROUND, ["Why did it fall?", "Is it all?"], [])
    assert "Two things were noted" in letter.body and letter.subject.startswith("Received:")
    assert "- Why did it fall?" in letter.body and "- Is it all?" in letter.body
    assert "noted" not in receipt_letter(form(), TO, ROUND, [], []).body


def test_the_same_letter_gives_the_same_bytes_with_lines_that_every_server_takes():
    letter = request_letter(form(), TO, ROUND, ASKED, "ISA 2018/12", [FORM])
    data = letter_bytes(letter, ROUND)
    assert data == letter_bytes(letter, ROUND)
    assert b"\n" not in data.replace(b"\r\n", b"") and max(map(len, data.split(b"\r\n"))) <= 998
    other = replace(letter, body=letter.body + "More.\n")
    assert letter_bytes(other, ROUND) != data


def test_a_line_end_in_the_name_of_the_office_ends_no_header():
    about = replace(ROUND, office="Office of the\nCommissioner")
    message = message_from_bytes(letter_bytes(request_letter(form(), TO, about, ASKED, "", []), about), policy=default)
    assert message["From"] == "Office of the Commissioner <performance@office.example>" and message["X-Unsent"] == "1"


def test_what_is_made_up_says_so_first():
    made_up = form(made_up="Made-up figures, for practice.")
    assert request_letter(made_up, TO, ROUND, ASKED, "", []).body.startswith("Made-up figures, for practice.")


def test_what_has_to_be_put_right_is_told_point_by_point():
    points = ["form.xlsx [Figures!H9]: this is no figure, found 'tbc'. Type it.", "form.xlsx [Figures!H10]: no figure."]
    letter = put_right_letter(form(), TO, ROUND, points)
    assert "two things in them have to be put right" in letter.body
    assert f"1. {points[0]}\n\n2. {points[1]}" in letter.body
    assert "one thing in them has" in put_right_letter(form(), TO, ROUND, points[:1]).body


def test_a_letter_that_asks_for_a_return_to_be_put_right_says_what_stands_until_then():
    days = [date(2019, 5, 2), date(2019, 5, 6)]
    whole = put_right_letter(form(), TO, ROUND, ["One thing."], days).body
    assert "Thank you: your corrected figures for" in whole
    assert "nothing of it has been taken. Until then what you gave us on 2 May 2019 and 6 May 2019 stands. If" in whole
    part = put_right_letter(form(), TO, ROUND, ["One thing."], days[:1], ["Staffordshire"]).body
    assert "Thank you: your figures for" in part and "on 2 May 2019 stands for Staffordshire." in part
    assert "you gave us" not in put_right_letter(form(), TO, ROUND, ["One thing."]).body


def test_whoever_sent_a_form_that_could_not_be_taken_is_not_told_that_nothing_came():
    for day, closes in ((date(2019, 5, 10), "whatever reaches us by"), (date(2019, 5, 20), "The figures closed on")):
        letter = chaser_letter(form(), TO, ROUND, day, [date(2019, 4, 1)], [FORM], came=date(2019, 5, 2))
        assert "reached us on Thursday 2 May 2019" in letter.body and closes in letter.body
        assert "not had" not in letter.body and letter.subject.startswith("Still to be put right")


def test_every_header_stands_on_one_line_however_long_its_words():
    for letter in (put_right_letter(form(), TO, ROUND, ["One."]), request_letter(form(), TO, ROUND, ASKED, "", [])):
        head = letter_bytes(letter, ROUND).split(b"\r\n\r\n")[0]
        assert f"\r\nSubject: {letter.subject}\r\n".encode() in b"\r\n" + head + b"\r\n"


LATE = replace(ROUND, due=date(2019, 5, 24))  # asked a week before the figures close, with two to answer
TOO_LATE = replace(ROUND, due=date(2019, 6, 24))


def test_whoever_is_asked_so_late_that_the_figures_close_first_is_told_so():
    asked = request_letter(form(), TO, LATE, date(2019, 5, 10), "", []).body
    assert "close on Friday 17 May 2019, before the day by which we ask for yours" in asked
    after = request_letter(form(), TO, TOO_LATE, date(2019, 6, 10), "", []).body
    assert "which met on Thursday 6 June 2019" in after and "closed on Friday 17 May 2019, and it says" in after
    assert "close on" not in request_letter(form(), TO, ROUND, ASKED, "", []).body
    soon = chaser_letter(form(), TO, LATE, date(2019, 5, 20), [date(2019, 5, 10)], []).body
    assert (
        "in four days" in soon
        and "figures for the report to the Staffordshire Local Criminal Justice Board closed on" in soon
    )


def test_a_reminder_of_figures_that_were_due_after_the_close_says_how_late_they_are():
    letter = chaser_letter(form(), TO, LATE, date(2019, 5, 27), [date(2019, 5, 10)], [])
    assert letter.subject.startswith("Overdue by three days") and "had not reached us when" not in letter.body
    assert (
        "were due on Friday 24 May 2019, three days ago" in letter.body and "says that they are missing" in letter.body
    )


def test_whoever_returned_before_it_was_asked_is_not_told_that_its_figures_are_missing():
    letter = request_letter(form(), TO, TOO_LATE, date(2019, 6, 10), "", [], "").body
    assert "closed on Friday 17 May 2019. What you send now is in the next report." in letter
    assert "missing" not in letter


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2019, 5, 2), "A short reminder: the rest of your figures"),
        (date(2019, 5, 8), "We have not had the rest of your figures"),
        (
            date(2019, 5, 14),
            "Without the rest the report to the West Mercia Local Criminal Justice Board has to say that your",
        ),
        (date(2019, 5, 20), "The report to the West Mercia Local Criminal Justice Board, which meets on"),
    ],
)
def test_a_reminder_of_one_board_of_two_speaks_of_the_report_of_that_board_alone(day, said):
    two = form(plan(), replace(plan(), board="west-mercia", board_name="West Mercia"))
    letter = chaser_letter(two, TO, ROUND, day, [], [], None, [date(2019, 5, 1)], ["Staffordshire"], ["West Mercia"])
    assert said in letter.body and "Staffordshire and West Mercia Local" not in letter.body
    assert ": West Mercia)" not in letter.body
    assert "the rest of your figures" in letter.subject or "without all of your figures" in letter.subject


def test_of_a_board_of_which_some_figures_came_some_are_missing():
    day = date(2019, 5, 14)
    letter = chaser_letter(form(), TO, ROUND, day, [], [], None, [], ["1 of 4 figures of Staffordshire"],
                           ["3 figures of Staffordshire"])  # fmt: skip
    assert (
        "the report to the Staffordshire Local Criminal Justice Board has to say that some of your figures"
        in letter.body
    )
