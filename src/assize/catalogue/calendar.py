"""`[calendar]` of `assize.toml`: when the boards meet, and the days of a quarter's round worked back from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from assize.catalogue.shape import nearest
from assize.core.errors import AssizeError, Problem
from assize.core.periods import Period, parse_period
from assize.core.specs import BoardDates, Calendar
from assize.core.wording import date_words
from assize.core.working_days import working_day_until

RULES: Mapping[str, int] = {"papers_days": 7, "cut_off_days": 14, "request_days": 56}
"""Days before the board on which its papers go out, the figures close, and partners are asked, where the office says none."""

_DAYS = ("board", "papers", "cut_off", "request")
_MOST_DAYS = 365

CALENDAR_TEXT = f"""
# When the boards meet. The other days are worked back from the board date, and moved to the working day before where they fall
# on a weekend or a bank holiday. With a board date for the quarter reported on, its cut-off date is used where none is above.
[calendar]
papers_days = {RULES["papers_days"]}                # days before the board on which its papers go out
cut_off_days = {RULES["cut_off_days"]}              # days before the board after which no new figure is taken
request_days = {RULES["request_days"]}              # days before the board on which partners are asked for their figures

# One table a quarter. Any day may be named, and then holds in place of the one worked back.
# [calendar."2018-19-q4"]
# board = 2019-08-14
# papers = 2019-08-06
"""
"""What a new `assize.toml` says of it."""


@dataclass
class _Quarter:
    """The table of one quarter as it is read."""

    period: Period
    where: str
    board: date | None
    named: dict[str, date]


def read_calendar(table: object, file: str) -> tuple[Calendar, list[Problem]]:
    """The calendar of a parsed `[calendar]`, and everything that is wrong with it; `file` is named in the messages."""
    if not isinstance(table, Mapping):
        return Calendar(), [Problem("this setting cannot be used", f"{file} [calendar]", repr(table), "a table")]
    problems: list[Problem] = []
    rules = dict(RULES)
    quarters: list[_Quarter] = []
    for key, value in table.items():
        if isinstance(value, Mapping):
            quarters += _quarter(key, value, f"{file} [calendar", problems)
        elif key not in RULES:
            problems.append(_problem(f"{file} [calendar.{key}]", "a setting that is not known", key, [*RULES]))
        elif type(value) is int and 0 <= value <= _MOST_DAYS:
            rules[key] = value
        else:
            problems.append(
                Problem(
                    "this setting cannot be used",
                    f"{file} [calendar.{key}]",
                    repr(value),
                    f"days before the board, a whole number from 0 to {_MOST_DAYS}",
                )
            )
    if not rules["papers_days"] <= rules["cut_off_days"] <= rules["request_days"]:
        found = ", ".join(f"{key} {days}" for key, days in rules.items())
        fix = "Partners are asked first, then the figures close, then the papers go out."
        problems.append(Problem("the days of a round come in their order", f"{file} [calendar]", found, fix=fix))
        return Calendar(), problems
    meetings: dict[str, BoardDates] = {}
    for quarter in quarters:
        if quarter.period.slug in meetings:
            problems.append(Problem("a quarter stands twice", quarter.where, quarter.period.slug))
        elif quarter.board is not None:
            meetings[quarter.period.slug] = _dates(quarter, quarter.board, rules, problems)
    return Calendar(meetings), problems


def _quarter(key: str, table: Mapping[str, Any], where: str, problems: list[Problem]) -> list[_Quarter]:
    where = f'{where}."{key}"'
    try:
        period = parse_period(key)
    except AssizeError as error:
        problems.append(Problem("this setting cannot be used", f"{where}]", error.found, error.expected))
        return []
    if not period.is_quarter:
        problems.append(Problem("this setting cannot be used", f"{where}]", f"'{key}'", "a quarter such as 2018-19-q4"))
        return []
    named: dict[str, date] = {}
    for name, value in table.items():
        if name not in _DAYS:
            problems.append(_problem(f"{where}.{name}]", "a setting that is not known", name, _DAYS))
        elif type(value) is date:
            named[name] = value
        else:
            expected = "a day without quotes, such as 2019-08-14"
            problems.append(Problem("this setting cannot be used", f"{where}.{name}]", repr(value), expected))
    board = named.get("board")
    if "board" not in table:
        problems.append(
            Problem(
                "a quarter has a board date", f"{where}.board]", "nothing", "a day without quotes, such as 2019-08-14"
            )
        )
    return [_Quarter(period, f"{where}]", board, named)]


def _dates(quarter: _Quarter, board: date, rules: Mapping[str, int], problems: list[Problem]) -> BoardDates:
    def day(name: str) -> date:
        return quarter.named.get(name) or working_day_until(board - timedelta(rules[f"{name}_days"]))

    found = BoardDates(quarter.period, day("request"), day("cut_off"), day("papers"), board)
    if not found.request <= found.cut_off <= found.papers <= found.board:
        told = f"request {found.request}, cut-off {found.cut_off}, papers {found.papers}, board {found.board}"
        fix = "Partners are asked first, then the figures close, then the papers go out, then the board meets."
        problems.append(Problem("the days of a round come in their order", quarter.where, told, fix=fix))
    elif found.cut_off <= quarter.period.last_day:
        expected = f"a day after {date_words(quarter.period.last_day)}, on which the quarter ends"
        problems.append(
            Problem("the quarter has not ended by the cut-off", quarter.where, date_words(found.cut_off), expected)
        )
    return found


def _problem(where: str, found: str, key: str, known: tuple[str, ...] | list[str]) -> Problem:
    expected = f"one of {', '.join(known)}"
    return Problem("this setting cannot be used", where, found, expected, nearest(key, known))
