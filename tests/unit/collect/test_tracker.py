"""Who was asked, reminded and has answered: what the ledger's rows come to on a day."""

from __future__ import annotations

import csv
import io
from datetime import date

from assize.collect.tracker import COLUMNS, Event, Happened, State, standing, standing_words, tracker_csv

DUE = date(2019, 5, 3)
EVENTS = [
    Event("probation", Happened.ASKED, date(2019, 4, 1)),
    Event("witness-care", Happened.ACCEPTED, date(2019, 5, 9)),
    Event("witness-care", Happened.ASKED, date(2019, 4, 1)),
    Event("witness-care", Happened.CHASED, date(2019, 5, 7)),
    Event("witness-care", Happened.REFUSED, date(2019, 5, 8)),
    Event("witness-care", Happened.ACCEPTED, date(2019, 5, 20), "keyed by the office"),
]


def at(day: date, provider: str = "witness-care"):
    return standing(provider, "Witness care unit", ("Staffordshire",), DUE, EVENTS, day)


def test_each_day_has_its_own_state():
    states = {
        date(2019, 3, 31): State.NOT_ASKED,
        date(2019, 4, 1): State.ASKED,
        date(2019, 5, 7): State.CHASED,
        date(2019, 5, 8): State.RETURNED,
        date(2019, 5, 9): State.ACCEPTED,
    }
    assert {day: at(day).state for day in states} == states


def test_days_late_are_counted_until_the_return_is_taken():
    assert at(date(2019, 5, 3)).late == 0
    assert at(date(2019, 5, 8)).late == 5
    assert at(date(2019, 5, 30)).late == 6
    assert at(date(2019, 5, 30), "probation").late == 27


def test_what_the_office_keyed_later_is_late_until_the_day_it_was_given():
    events = [Event("probation", Happened.ACCEPTED, date(2019, 5, 30), "keyed by the office", came=date(2019, 5, 2))]
    one = standing("probation", "Probation", (), DUE, events, date(2019, 5, 30))
    assert (one.returned, one.accepted, one.late) == (date(2019, 5, 2), date(2019, 5, 30), 0)
    assert "in time" in standing_words(one)
    assert standing("probation", "Probation", (), DUE, events, date(2019, 5, 20)).late == 17


def test_asking_a_second_time_is_no_reminder_and_leaves_the_first_day():
    events = [*EVENTS, Event("probation", Happened.ASKED, date(2019, 5, 2))]
    one = standing("probation", "Probation", (), DUE, events, date(2019, 5, 30))
    assert (one.asked, one.chased, one.state) == (date(2019, 4, 1), (), State.ASKED)


def test_status_says_it_in_words():
    assert standing_words(at(date(2019, 3, 31))) == "not asked yet; due 3 May 2019"
    assert (
        standing_words(at(date(2019, 5, 7))) == "asked 1 April 2019; chased 7 May 2019; nothing returned, 4 days late"
    )
    assert "returned 8 May 2019, not accepted yet, 5 days late" in standing_words(at(date(2019, 5, 8)))
    assert standing_words(at(date(2019, 5, 30))).endswith(
        "accepted 9 May 2019, 6 days late; corrected on 20 May 2019 (keyed by the office)"
    )


def test_the_tracker_opens_in_excel_with_a_line_a_provider():
    data = tracker_csv([at(date(2019, 5, 7)), at(date(2019, 5, 7), "probation")])
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == list(COLUMNS)
    assert rows[1] == [
        "Witness care unit",
        "Staffordshire",
        "2019-05-03",
        "2019-04-01",
        "2019-05-07",
        "",
        "",
        "4",
        "chased",
        "",
    ]
    assert rows[2][8] == "asked"


def test_a_part_is_a_part_until_the_rest_has_come():
    owed = {"Staffordshire": frozenset("ab"), "West Mercia": frozenset("ab")}
    events = [
        Event("probation", Happened.ACCEPTED, date(2019, 5, 1), gave={"Staffordshire": frozenset("ab")}),
        Event("probation", Happened.ACCEPTED, date(2019, 5, 6), gave={"West Mercia": frozenset("a")}),
        Event("probation", Happened.ACCEPTED, date(2019, 5, 8), gave={"West Mercia": frozenset("b")}),
        Event("probation", Happened.ACCEPTED, date(2019, 5, 9), gave={"West Mercia": frozenset("b")}),
    ]

    def on(day: int):
        return standing("probation", "Probation", tuple(owed), DUE, events, date(2019, 5, day), owed)

    assert (on(1).state, on(1).outstanding, on(1).to_come) == (State.PART, True, ("West Mercia",))
    assert on(7).here == ("Staffordshire", "1 of 2 figures of West Mercia")
    assert "1 figure of West Mercia still to come, 4 days late" in standing_words(on(7))
    assert b"still to come: 1 figure of West Mercia" in tracker_csv([on(7)])
    assert (on(8).state, on(8).corrected, on(8).late, on(8).to_come) == (State.ACCEPTED, (), 5, ())
    assert on(9).corrected == (date(2019, 5, 9),)
