"""The e-mails of a round: the request, the reminders, what has to be put right in a return, and the letter with a receipt.

Each is a ready draft (`.eml`) that a person opens, reads and sends: to the provider's role mailbox, from the office's, plain
text, with the form attached. Nobody is named in any of them. The same inputs give the same bytes: no clock, fixed boundaries.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr
from enum import Enum

from assize.core.forms import Form, FormPlan, seen_text
from assize.core.wording import capitalised, date_words, listed, number_word, period_words

XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
PDF = ("application", "pdf")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LATE = 7  # days after the due day: until here a reminder is light, from here it says what follows
_NAMED = 12  # figures that a request lists; of more it names so many and counts the rest


_ON_ONE_LINE = SMTP.clone(max_line_length=400)
"""For headers, as mail programs read a subject that was folded after its colon with a blank before it; far below the 998
characters that a line may have (RFC 5322, 2.1.1)."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes with an e-mail; `kind` is its media type in two parts."""

    name: str
    data: bytes
    kind: tuple[str, str] = XLSX


@dataclass(frozen=True)
class Round:
    """The days of a round that a provider is told of, in the order in which they come, and whom it writes to."""

    due: date
    cut_off: date
    papers: date
    board: date
    office: str
    contact: str  # a role: "performance officer"
    mailbox: str  # the office's; empty where the settings name none


class Tone(Enum):
    """How late a provider is, and so how it is reminded."""

    BEFORE = "before the day"
    JUST_LATE = "up to a week late"
    LATE = "more than a week late"
    CLOSED = "after the figures closed"


@dataclass(frozen=True)
class Letter:
    """An e-mail before it is written out."""

    to: str
    subject: str
    body: str
    attachments: tuple[Attachment, ...] = ()


def day_words(day: date) -> str:
    """`Friday 3 May 2019`."""
    return f"{_DAYS[day.weekday()]} {date_words(day)}"


def request_letter(
    form: Form,
    mailbox: str,
    about: Round,
    day: date,
    agreement: str,
    attachments: Sequence[Attachment],
    missing: str = "yours are",
) -> Letter:
    """The first letter of a round, sent on `day`: what is asked for, until when, and how little there is to do.

    `missing` is what a report lacks whose figures have closed; empty where all of the provider's had come.
    """
    first = form.first
    names = [plan.board_name for plan in form.plans]
    quarter, boards = period_words(first.quarter), _boards(names)
    lines = len(first.lines) if _same(form) else sum(len(plan.lines) for plan in form.plans)
    figures = f"{number_word(lines)} figure{'s' if lines != 1 else ''}"
    paragraphs = [
        f"Please send us your figures for {quarter} ({first.provider_name}) by {day_words(about.due)}.",
        f"The form is attached. It asks for {figures}"
        + (f" for each of {number_word(len(form.plans))} boards" if len(form.plans) > 1 and _same(form) else "")
        + ":\n\n"
        + _list(form),
        "Each line says how to count it and shows your last four returns. Nought is a figure: type 0. Where you do not have"
        " a figure type [x], where it does not apply to you type [z], and say why. Under “How complete” choose complete,"
        " partial or estimated. Leave “Local measures” empty unless we have agreed one with you. Please give no names, dates of"
        " birth, addresses or case numbers anywhere.",
    ]
    if unsure := sum(line.to_be_confirmed for line in first.lines):
        subject = "One definition is" if unsure == 1 else f"{capitalised(number_word(unsure))} definitions are"
        paragraphs.append(
            f"{subject} still to be confirmed, and marked so. If {'it' if unsure == 1 else 'one'} does not fit how you count,"
            " please say so beside the figure, under “Reason or note”."
        )
    paragraphs += [
        f"The figures are for the quarterly report to the {boards}, {_meets(names, about, day)} and"
        f" {seen_text(form.smallest, form.shown_small)}. Save the form and send it back as a reply to this e-mail; you get a"
        " receipt that shows"
        " what we understood.",
        *_closes_first("that report", about, day, missing),
        "If the day cannot be kept, an estimate marked as one, or a part of the figures with [x] for the rest, is of use;"
        " please tell us in reply to this e-mail. Later or corrected figures: the same form again, whole; the newest return"
        " counts.",
    ]
    if agreement:
        paragraphs.append(f"Agreement under which we ask: {agreement}.")
    subject = f"{_short(form)}: your figures for {quarter}, by {day_words(about.due)}"
    return Letter(mailbox, subject, _body(paragraphs, form, about), tuple(attachments))


def tone(day: date, about: Round) -> Tone:
    """How late it is on a day."""
    if day <= about.due:
        return Tone.BEFORE
    if day > about.cut_off:
        return Tone.CLOSED
    return Tone.LATE if (day - about.due).days > _LATE else Tone.JUST_LATE


def chaser_letter(
    form: Form,
    mailbox: str,
    about: Round,
    day: date,
    before: Sequence[date],
    attachments: Sequence[Attachment],
    came: date | None = None,
    stand: Sequence[date] = (),
    here: Sequence[str] = (),
    to_come: Sequence[str] = (),
) -> Letter:
    """A reminder as on `day`; `before` are the days on which this provider has been written to in this round.

    `came` is the day on which something came that could not be taken as it was. `stand` are the days on which figures came
    that were taken; where they are a part, `here` says of what, and `to_come` what is wanted still.
    """
    quarter, name = period_words(form.first.quarter), form.first.provider_name
    late = (day - about.due).days
    whose = f"your figures for {quarter} ({name})"
    wrote = f" We wrote on {listed([date_words(each) for each in before])}." if before else ""
    help_words = (
        "An estimate marked as one, or a part of the figures with [x] for the rest, is of use. If something on the form stands"
        " in the way, please tell us what: we can change a question, or take the figures by telephone."
    )
    if came is not None:
        return Letter(
            mailbox,
            f"Still to be put right: {_short(form)}, your figures for {quarter}",
            _body(_came_words(form, about, day, came, stand, here, to_come), form, about),
            tuple(attachments),
        )
    wanted = _wanted(form, to_come)
    boards = _boards(wanted)
    rest, without = "", "your figures"
    missing = f"your return the report to the {boards} has to say that your figures were"
    if to_come:
        rest, without = "the rest of ", "all of your figures"
        whose = f"{rest}{whose}"
        # Of a board of which some figures came, only the others are missing.
        some = "your" if {*to_come} <= {*wanted} else "some of your"
        missing = f"the rest the report to the {boards} has to say that {some} figures were"
    match tone(day, about):
        case Tone.BEFORE:
            when = "today" if not late else f"on {day_words(about.due)}, in {_days(-late)}"
            subject = (
                f"Reminder: {_short(form)}, {rest}your figures for {quarter} are due {'today' if not late else 'soon'}"
            )
            paragraphs = [
                f"A short reminder: {whose} are due {when}. The form is attached again in case that helps.",
                *_closes_first(f"the report to the {boards}", about, day, "the rest is" if to_come else "yours are"),
                "If it is on its way already, thank you, and please leave this unanswered.",
            ]
        case Tone.JUST_LATE:
            subject = f"{_short(form)}: {rest}your figures for {quarter} were due on {day_words(about.due)}"
            paragraphs = [
                f"We have not had {whose} yet. They were due on {day_words(about.due)}, {_days(late)} ago.{wrote} The form is"
                " attached again.",
                help_words,
                f"We can use whatever reaches us by {day_words(about.cut_off)}.",
            ]
        case Tone.LATE:
            subject = f"Overdue by {_days(late)}: {_short(form)}, {rest}your figures for {quarter}"
            paragraphs = [
                f"{capitalised(whose)} are {_days(late)} overdue.{wrote} The form is attached again.",
                f"The figures close on {day_words(about.cut_off)}, and the papers go out on {day_words(about.papers)}. Without"
                f" {missing} not received.",
                help_words,
                "Please answer this e-mail either way, with the form or with the day on which we can expect it.",
            ]
        case Tone.CLOSED:
            subject = f"Closed without {without}: {_short(form)}, {quarter}"
            had = f"had not reached us when the figures closed on {day_words(about.cut_off)}"
            if about.due > about.cut_off:  # it was asked late: when the figures closed, it owed nothing yet
                subject = f"Overdue by {_days(late)}: {_short(form)}, {rest}your figures for {quarter}"
                had = f"were due on {day_words(about.due)}, {_days(late)} ago, and have not reached us"
            paragraphs = [
                f"{capitalised(whose)} {had}.{wrote} The report to the {boards}, {_meets(wanted, about, day)}, says that"
                " they are missing.",
                "We should still like to have them: the next report shows the quarter with them. The form is attached again.",
                "Please tell us what stood in the way, so that the next round asks for it differently.",
            ]
    if to_come:
        paragraphs.insert(0, f"Thank you for what has come: {listed(here)}. Still to come: {listed(to_come)}.")
    return Letter(mailbox, subject, _body(paragraphs, form, about), tuple(attachments))


def _came_words(
    form: Form,
    about: Round,
    day: date,
    came: date,
    stand: Sequence[date],
    here: Sequence[str],
    to_come: Sequence[str],
) -> list[str]:
    what = "corrected figures" if stand and not to_come else "figures"
    closes = (
        f"We can use whatever reaches us by {day_words(about.cut_off)}."
        if day <= about.cut_off
        else f"The figures closed on {day_words(about.cut_off)}; the next report shows the quarter with yours."
    )
    paragraphs = [
        f"Thank you for your {what} for {period_words(form.first.quarter)} ({form.first.provider_name}), which reached us on"
        f" {day_words(came)}. Something in them has to be put right before we can take them; we have written to you what it is."
        " The form is attached again, empty, in case that is easier.",
        "If a point is not clear, or not right, please tell us: we can also take the figures by telephone.",
        closes,
    ]
    if stand:
        paragraphs.insert(1, f"{_stands(stand, here)}{f' Still to come: {listed(to_come)}.' if to_come else ''}")
    return paragraphs


def _stands(stand: Sequence[date], here: Sequence[str]) -> str:
    """What stands until a return has been put right: given on these days, and of what, where it is a part."""
    part = f" for {listed(here)}" if here else ""
    return f"Until then what you gave us on {listed([date_words(day) for day in stand])} stands{part}."


def put_right_letter(
    form: Form,
    mailbox: str,
    about: Round,
    problems: Sequence[str],
    stand: Sequence[date] = (),
    here: Sequence[str] = (),
) -> Letter:
    """What has to be put right in a return that could not be taken: `problems` are whole sentences, each with its cell.

    `stand` are the days on which figures came that were taken before; `here` says which, where they are a part.
    """
    quarter, name = period_words(form.first.quarter), form.first.provider_name
    what = "corrected figures" if stand and not here else "figures"
    stands = f" {_stands(stand, here)}" if stand else ""
    count = "one thing in them has" if len(problems) == 1 else f"{number_word(len(problems))} things in them have"
    paragraphs = [
        f"Thank you: your {what} for {quarter} ({name}) have reached us. We cannot take them yet: {count} to be put right."
        " Each point names the sheet and the cell, what stands there and what to do.",
        "\n\n".join(f"{number}. {problem}" for number, problem in enumerate(problems, start=1)),
        "Please mend this in your copy and send it again, whole, as a reply to this e-mail: nothing of it has been taken."
        f"{stands} If a point is not right, tell us. Closing day of the figures: {day_words(about.cut_off)}.",
    ]
    return Letter(
        mailbox, f"To be put right: {_short(form)}, your figures for {quarter}", _body(paragraphs, form, about)
    )


@dataclass(frozen=True)
class News:
    """What a return brings: figures that say otherwise than before (`revised`), more of what had come in part (`rest`), and
    whether it says figures again that were `held`.
    """

    revised: bool = False
    rest: bool = False
    held: bool = False


def receipt_letter(
    form: Form,
    mailbox: str,
    about: Round,
    questions: Sequence[str],
    attachments: Sequence[Attachment],
    news: News = News(),
    here: Sequence[str] = (),
    to_come: Sequence[str] = (),
) -> Letter:
    """The letter that goes with a receipt; `questions` are whole sentences: what was noted of the return.

    Where a part came, `here` says what is in by now and `to_come` what is not.
    """
    quarter, name = period_words(form.first.quarter), form.first.provider_name
    yours = f"{'your corrected figures' if news.revised else 'your figures'} for {quarter} ({name})"
    if to_come:
        thanks = f"a part of {yours} has reached us and is in: {listed(here)}. Still to come: {listed(to_come)}."
    elif news.rest:
        before = " What you had given us before is unchanged." if news.held else ""
        if news.revised:
            before = " With it you corrected what you had given us before; what came last stands."
        thanks = f"the rest of your figures for {quarter} ({name}) has reached us, and all of them are in.{before}"
    elif news.held and not news.revised:
        thanks = f"{yours} have reached us again. They say the same as before, so that nothing has changed."
    else:
        thanks = f"{yours} have reached us and are in."
    paragraphs = [
        f"Thank you: {thanks}",
        "The receipt attached shows each figure as we understood it, what has changed against your last return, and how it"
        " continues your series. If a figure is not what you meant, send the form again with the right one.",
        *_noted(questions),
    ]
    return Letter(
        mailbox,
        f"Received: {_short(form)}, your figures for {quarter}",
        _body(paragraphs, form, about),
        tuple(attachments),
    )


def put_back_letter(
    form: Form,
    mailbox: str,
    about: Round,
    came: date,
    stood: Sequence[date],
    reason: str,
    questions: Sequence[str],
    attachments: Sequence[Attachment],
    boards: Sequence[str] = (),
    to_come: Sequence[str] = (),
) -> Letter:
    """The letter with the receipt of figures that the office made current again: nothing new came of the provider.

    They had come on `came`, in place of those of the days `stood` they stand now; `boards` says for which, where not for all.
    """
    quarter, name = period_words(form.first.quarter), form.first.provider_name
    days = [day for day in stood if day != came]
    instead = f", in place of those of {listed([date_words(day) for day in days])}" if days else ""
    paragraphs = [
        f"Nothing new has come from you. We have gone back to the figures for {quarter} ({name}) that you gave us on"
        f" {date_words(came)}{f', for {listed(boards)}' if boards else ''}: they stand again{instead}."
        + (f" The reason we noted: {reason.rstrip('.')}." if reason else "")
        + (f" Still to come: {listed(to_come)}." if to_come else ""),
        "The receipt attached shows each figure as it stands now. If that is not right, please tell us in reply to this e-mail,"
        " or send the form again, whole, with the right figures.",
        *_noted(questions),
    ]
    return Letter(
        mailbox,
        f"Earlier figures stand again: {_short(form)}, your figures for {quarter}",
        _body(paragraphs, form, about),
        tuple(attachments),
    )


def _noted(questions: Sequence[str]) -> list[str]:
    """What was noted of a return, a paragraph each, after the words that ask for an answer."""
    if not questions:
        return []
    words = (
        "One thing was noted. If it"
        if len(questions) == 1
        else f"{capitalised(number_word(len(questions)))} things were noted. If one"
    )
    return [
        f"{words} is not right, a line in answer to this e-mail is enough; no names, please.",
        *(f"- {question}" for question in questions),
    ]


def letter_bytes(letter: Letter, about: Round) -> bytes:
    """The letter as an `.eml` that opens as a draft, ready to send (X-Unsent); the same bytes for the same letter."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(letter.subject.split())  # a header is one line, whatever stands in the settings
    if letter.to:
        message["To"] = letter.to
    if about.mailbox:
        message["From"] = formataddr((" ".join(about.office.split()), about.mailbox))
    message["X-Unsent"] = "1"
    message.set_content(letter.body, charset="utf-8", cte="quoted-printable")
    for one in letter.attachments:
        message.add_attachment(one.data, maintype=one.kind[0], subtype=one.kind[1], filename=one.name)
    if letter.attachments:
        # The library draws its boundaries by lot. Made of the letter's own bytes, one cannot stand inside it by accident.
        content = "".join([letter.subject, letter.body, *(one.name for one in letter.attachments)])
        message.set_boundary(f"=_assize_{hashlib.sha256(content.encode()).hexdigest()[:24]}")
    return message.as_bytes(policy=_ON_ONE_LINE)


def _body(paragraphs: Sequence[str], form: Form, about: Round) -> str:
    parts = ["Dear colleague,", *paragraphs, f"With kind regards\n{capitalised(about.contact)}\n{about.office}"]
    if form.made_up:
        parts.insert(0, form.made_up)
    return "\n\n".join(parts) + "\n"


def _list(form: Form) -> str:
    names = (
        [line.name for line in form.first.lines]
        if _same(form)
        else [f"{line.name} ({plan.board_name})" for plan in form.plans for line in plan.lines]
    )
    shown = names if len(names) <= _NAMED else names[: _NAMED - 1]
    lines = [f"- {name}" for name in shown]
    if len(shown) < len(names):
        lines.append(f"- and {number_word(len(names) - len(shown))} more")
    return "\n".join(lines)


def _same(form: Form) -> bool:
    """Whether every board is asked the same."""
    return len({_fields(plan) for plan in form.plans}) == 1


def _fields(plan: FormPlan) -> tuple[str, ...]:
    return tuple(line.field for line in plan.lines)


def _wanted(form: Form, to_come: Sequence[str]) -> list[str]:
    """The boards of which something is still to come: all, unless it is said what (`West Mercia`, `2 figures of Kent`)."""
    names = [plan.board_name for plan in form.plans]
    found = [name for name in names if any(one == name or one.endswith(f" of {name}") for one in to_come)]
    return found or names


def _boards(names: Sequence[str]) -> str:
    return f"{listed(names)} Local Criminal Justice Board{'s' if len(names) > 1 else ''}"


def _meets(names: Sequence[str], about: Round, day: date) -> str:
    meets = "met" if day > about.board else "meet" if len(names) > 1 else "meets"
    return f"which {meets} on {day_words(about.board)}"


def _closes_first(report: str, about: Round, day: date, missing: str = "yours are") -> list[str]:
    """What a provider is told that is asked so late that the figures close before it has to answer.

    `missing` is what the report lacks; empty where all of its figures had come.
    """
    if about.due <= about.cut_off:
        return []
    closes = day_words(about.cut_off)
    if day > about.cut_off:
        return [
            f"The figures for {report} closed on {closes}, and it says that {missing} missing. The next report shows the"
            " quarter with them."
            if missing
            else f"The figures for {report} closed on {closes}. What you send now is in the next report."
        ]
    return [
        f"The figures for {report} close on {closes}, before the day by which we ask for yours. What reaches us by then is"
        " in it; what comes later is in the next report."
    ]


def _short(form: Form) -> str:
    return f"{listed([plan.board_name for plan in form.plans])} LCJB"


def _days(number: int) -> str:
    return f"{number_word(number)} day{'s' if number != 1 else ''}"
