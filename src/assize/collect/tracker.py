"""Who was asked, reminded, and has answered, against the days of the round: one line a provider.

What happened is in the ledger, as rows that are added and never changed; this puts it in order for a day. The same lines go
to `returns/<quarter>/tracker.csv`, for whoever looks at them in Excel.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from assize.core.wording import date_words, listed


class Happened(Enum):
    """What can happen with a provider in a round."""

    ASKED = "asked"
    CHASED = "chased"
    REFUSED = "returned, not accepted"  # it came, and something in it had to be put right
    ACCEPTED = "accepted"


@dataclass(frozen=True)
class Event:
    """One thing that happened: with which provider, when, and what is worth saying of it ("keyed by the office").

    `came` is the day on which figures were given that the office took in later; `gave` are the figures that came with a return
    that was taken or refused, by board; `written` is the day on which a letter was made, which may be before the one it is for.
    `changed` are the boards of which it says a figure otherwise than it was held: None where nobody compared them. `put_back`
    is the day on which a return had first come that the office made current again. `key` is that of its edition.
    """

    provider: str
    what: Happened
    day: date
    note: str = ""
    came: date | None = None
    gave: Mapping[str, frozenset[str]] = field(default_factory=dict)
    written: date | None = None
    changed: frozenset[str] | None = None
    put_back: date | None = None
    key: str = ""

    def planned(self, day: date) -> bool:
        """Whether it was still to come on a day on which its letter lay ready."""
        return self.written is not None and self.written <= day < self.day


class State(Enum):
    """How far a provider is."""

    NOT_ASKED = "not asked yet"
    ASKED = "asked"
    CHASED = "chased"
    RETURNED = "returned, not accepted"
    PART = "returned in part"
    ACCEPTED = "accepted"


@dataclass(frozen=True)
class Standing:
    """One provider in a round as on a day.

    `asked` is the first day it was asked, `chased` every reminder, `returned` the first day anything of it came, `accepted` the
    first day on which all that it was asked for had been taken, `corrected` the days on which returns were taken that say a
    figure otherwise than one before; `put_back`, where an earlier one stands again, the day of that and the day it had come;
    `late` counts the days that it was or is over the due day: until all was taken or, where the office keyed it, given. `here`
    and `to_come` say what was taken and what was not, where a part came: boards, or so many figures of one. `planned` is the
    day for which the letter of a provider lies ready that has not been asked. `refused` is the day on which something came last
    that could not be taken, and that nothing taken since has answered: the whole, a part, or a correction.
    """

    provider: str
    name: str
    boards: tuple[str, ...]
    due: date
    asked: date | None
    chased: tuple[date, ...]
    returned: date | None
    accepted: date | None
    corrected: tuple[date, ...]
    late: int
    notes: tuple[str, ...]
    here: tuple[str, ...] = ()
    to_come: tuple[str, ...] = ()
    planned: date | None = None
    refused: date | None = None
    put_back: tuple[date, date] | None = None

    @property
    def state(self) -> State:
        """How far it is."""
        if self.accepted:
            return State.ACCEPTED
        if self.to_come:
            return State.PART
        if self.returned:
            return State.RETURNED
        if self.chased:
            return State.CHASED
        return State.ASKED if self.asked else State.NOT_ASKED

    @property
    def outstanding(self) -> bool:
        """Whether something that it was asked for has not been taken."""
        return self.accepted is None


def standing(
    provider: str,
    name: str,
    boards: tuple[str, ...],
    due: date,
    events: Iterable[Event],
    day: date,
    owed: Mapping[str, frozenset[str]] | None = None,
) -> Standing:
    """What is known of one provider by the end of `day`; `events` may be of others too, and in any order.

    `owed` are the figures that it is asked for, by board; without them any return that was taken is the whole.
    """
    all_own = sorted((one for one in events if one.provider == provider), key=lambda one: one.day)
    own = [one for one in all_own if one.day <= day]

    def days(*kinds: Happened) -> list[date]:
        return [one.day for one in own if one.what in kinds]

    def came(*kinds: Happened) -> list[date]:
        return [one.came or one.day for one in own if one.what in kinds]

    asked, returned = days(Happened.ASKED), came(Happened.REFUSED, Happened.ACCEPTED)
    given: dict[str, frozenset[str]] = {}
    whole: Event | None = None
    corrected: list[date] = []
    put_back: tuple[date, date] | None = None
    for one in own:
        if one.what is not Happened.ACCEPTED:
            continue
        # What adds to a part, or comes again as it was, corrects nothing; what says a figure anew does.
        anew = whole is not None or any(given.get(board, frozenset()) & fields for board, fields in one.gave.items())
        if one.put_back:
            put_back = (one.day, one.put_back)
        elif anew and one.changed != frozenset():
            corrected.append(one.day)
            put_back = None
        given = _with(given, one)
        if whole is None and not _to_come(owed or {}, given):
            whole = one
    part = given if whole is None else {}
    until = (whole.came or whole.day) if whole else day
    return Standing(
        provider=provider,
        name=name,
        boards=boards,
        due=due,
        asked=asked[0] if asked else None,
        chased=tuple(sorted({*days(Happened.CHASED)})),
        returned=min(returned, default=None),
        accepted=whole.day if whole else None,
        corrected=tuple(corrected),
        late=max((until - due).days, 0),
        notes=tuple(dict.fromkeys(one.note for one in own if one.note)),
        here=_here(owed or {}, part),
        to_come=_to_come(owed or {}, part) if part else (),
        planned=None if asked else next((one.day for one in all_own if one.planned(day)), None),
        refused=_refused(own, owed or {}),
        put_back=put_back,
    )


def _refused(own: Sequence[Event], owed: Mapping[str, frozenset[str]]) -> date | None:
    """The day of the last return that was refused and not answered since.

    A return that is taken answers it where nothing is wanted any more then, or where its boards have come since.
    """
    given: dict[str, frozenset[str]] = {}
    unanswered: list[tuple[Event, dict[str, frozenset[str]]]] = []  # each with what is wanted of it
    for one in [one for one in own if not one.put_back]:
        if one.what is Happened.REFUSED:
            wanted = {board: fields for board, fields in owed.items() if not one.gave or board in one.gave}
            unanswered.append((one, wanted))
        if one.what is Happened.ACCEPTED:
            given = _with(given, one)
            left = [(refused, _less(wanted, one)) for refused, wanted in unanswered]
            unanswered = [(refused, wanted) for refused, wanted in left if wanted] if _to_come(owed, given) else []
    return unanswered[-1][0].day if unanswered else None


def _with(given: Mapping[str, frozenset[str]], one: Event) -> dict[str, frozenset[str]]:
    """What has come by board, with a return."""
    return {**given, **{board: given.get(board, frozenset()) | fields for board, fields in one.gave.items()}}


def _less(wanted: Mapping[str, frozenset[str]], one: Event) -> dict[str, frozenset[str]]:
    """What is wanted by board, less what came with a return."""
    left = {board: fields - one.gave.get(board, frozenset()) for board, fields in wanted.items()}
    return {board: fields for board, fields in left.items() if fields}


def _here(owed: Mapping[str, frozenset[str]], given: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Boards of which everything came, and of others how many figures did."""
    came = {board: len(fields & given.get(board, frozenset())) for board, fields in owed.items()}
    return tuple(
        board if count == len(owed[board]) else f"{count} of {len(owed[board])} figures of {board}"
        for board, count in came.items()
        if count
    )


def _to_come(owed: Mapping[str, frozenset[str]], given: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Boards of which nothing came, and of others how many figures did not."""
    lacking = {board: len(fields - given.get(board, frozenset())) for board, fields in owed.items()}
    return tuple(
        board if count == len(owed[board]) else f"{count} figure{'s' if count > 1 else ''} of {board}"
        for board, count in lacking.items()
        if count
    )


COLUMNS = (
    "Provider",
    "Boards",
    "Send back by",
    "Asked",
    "Chased",
    "Returned",
    "Accepted",
    "Days late",
    "State",
    "Notes",
)


def tracker_csv(standings: Sequence[Standing]) -> bytes:
    """The lines as csv that Excel opens as it is (UTF-8 with its mark), days as 2019-05-03."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in standings:
        writer.writerow(
            (
                one.name,
                "; ".join(one.boards),
                one.due.isoformat(),
                one.asked.isoformat() if one.asked else "",
                "; ".join(each.isoformat() for each in one.chased),
                one.returned.isoformat() if one.returned else "",
                one.accepted.isoformat() if one.accepted else "",
                one.late or "",
                one.state.value,
                "; ".join(
                    (
                        *one.notes,
                        *(f"still to come: {each}" for each in one.to_come),
                        *([f"corrected {one.corrected[-1].isoformat()}"] if one.corrected else []),
                        *(
                            [f"given {one.put_back[1].isoformat()}, made current again {one.put_back[0].isoformat()}"]
                            if one.put_back
                            else []
                        ),
                        *([f"what came on {one.refused.isoformat()}: not accepted"] if one.refused else []),
                        *([f"letter ready for {one.planned.isoformat()}"] if one.planned else []),
                    )
                ),
            )
        )
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def standing_words(one: Standing) -> str:
    """One line of `status`: how far the provider is, when, and how late."""
    asked = f"asked {date_words(one.asked)}" if one.asked else "not asked yet"
    if one.planned:
        asked = f"letter ready to be sent on {date_words(one.planned)}"
    chased = f"chased {listed([date_words(each) for each in one.chased])}" if one.chased else ""
    if one.accepted:
        got = f"accepted {date_words(one.accepted)}"
        got += f", {_days(one.late)} late" if one.late else ", in time"
        got += f"; corrected {_times(one.corrected)}" if one.corrected else ""
    elif one.to_come and one.returned:
        got = f"returned in part {date_words(one.returned)}: {listed(one.here)}; {listed(one.to_come)} still to come"
        got += f", {_days(one.late)} late" if one.late else ""
    elif one.returned:
        got = f"returned {date_words(one.refused or one.returned)}, not accepted yet"
        got += f", {_days(one.late)} late" if one.late else ""
    else:
        got = f"nothing returned, {_days(one.late)} late" if one.late else f"due {date_words(one.due)}"
    if one.put_back:
        on, came = map(date_words, one.put_back)
        got += f"; on {on} the figures given on {came} were made current again"
    if one.refused and (one.accepted or one.to_come):
        got += f"; what came on {date_words(one.refused)} not accepted yet"
    notes = f" ({'; '.join(one.notes)})" if one.notes else ""
    return "; ".join(part for part in (asked, chased, got) if part) + notes


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def _times(days: Sequence[date]) -> str:
    """`on 2 May 2019`, or how often and when the last time."""
    last = f"on {date_words(days[-1])}"
    return last if len(days) == 1 else f"{'twice' if len(days) == 2 else f'{len(days)} times'}, last {last}"
