"""What the note beside a figure says against it: another number, or that it is of a part of the time or the area alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from assize.core.errors import Problem
from assize.core.forms import Column, Completeness
from assize.core.periods import MONTH_WORD, MONTHS_IN_QUARTER, Period, month_number
from assize.core.wording import period_words
from assize.ingest.layouts import some
from assize.ingest.returns.completeness import read_completeness
from assize.ingest.returns.finding import Found
from assize.ingest.returns.lines import Given

_NUMBER = (
    r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d/%]|,\d| ?per ?cent| (?:by|from|next|when|in|at|once|after)\b)"
)
_RIGHT = re.compile(
    rf"(?:^|\b(?:figure|number|total|count|it|this|that) )(?:should|ought to) (?:be|read|have (?:been|read)) {_NUMBER}"
    rf"|\b(?:correct|right|actual|true|real) (?:figure|number|total|count) (?:is|was|:|=) ?{_NUMBER}",
    re.IGNORECASE,
)
_NOT = re.compile(rf"{_NUMBER},? (?:and )?not {_NUMBER}", re.IGNORECASE)
_OF_BEFORE = re.compile(
    r"\b(?:last|previous(?:ly)?|earlier|prior|before|year|quarters?)\b|\b(?:19|20)\d\d\b", re.IGNORECASE
)
_MONTHS = rf"({MONTH_WORD}(?:(?:,| and| &|,? to| ?-) ?{MONTH_WORD})*)"
_CLAUSE = r"(?:^|[.;:(,] ?)"
_MONTHS_ONLY = re.compile(
    rf"{_CLAUSE}(?:(?:the )?(?:figures?|numbers?|data|this|it) (?:is |are |covers? )?(?:for |of |from )?|for |of )?"
    rf"{_MONTHS} only\b",
    re.IGNORECASE,
)
_ONLY_MONTHS = re.compile(
    rf"(?:\bonly (?:covers?|includes?|counts?)|{_CLAUSE}only (?:for|of|up to|to)) (?:up )?(?:to )?(?:the end of )?{_MONTHS}\b",
    re.IGNORECASE,
)
_PLACE_ONLY = re.compile(r"(?:^|[.;:(] ?)(?:[A-Z][\w'’-]*)(?:(?: and| &| on| of| upon)? [A-Z][\w'’-]*)* only\b")
_SHOWN = 80  # letters of a note


def check_remarks(
    found: Found, quarter: Period, given: Sequence[Given], where: Callable[[Given], str], sheet: str
) -> tuple[list[Problem], list[Problem]]:
    """What is asked, and what is noted, of the words beside figures; `sheet` says the place of all."""
    asked, limited, besides = [], [], []
    for each in given:
        known = _completeness(found, each)
        if each.value is None:
            if known is not None:
                besides.append(each.ref)
            continue
        if (other := _other_number(each.reason, each.value)) is not None:
            asked.append(
                Problem(
                    f"the note beside '{each.line.name}' names another number as the right one",
                    where(each),
                    f"{each.value:,}, and '{each.reason[:_SHOWN]}'",
                    "the right figure",
                    f"If {other:,} is right, type it as the figure; if not, say in the note what that number is.",
                )
            )
        if known not in (None, Completeness.COMPLETE) or each.marks:
            continue
        if _part_of_quarter(each.reason, quarter):
            asked.append(
                Problem(
                    f"by its note '{each.line.name}' is of a part of {period_words(quarter)}, and it is not said to be partial",
                    where(each),
                    f"'{each.reason[:_SHOWN]}'" + (f" beside '{known.value}'" if known else ""),
                    "the figure of the whole quarter, or partial",
                    f"Type the whole quarter's figure, or choose partial under '{Column.COMPLETENESS.value}'.",
                )
            )
        elif _PLACE_ONLY.search(each.reason) and not re.search(rf"\b{MONTH_WORD} only\b", each.reason, re.IGNORECASE):
            limited.append(each.ref)
    notes = []
    if limited:
        what = "by their notes these figures are of a part of the area only, and they were taken as complete"
        fix = "If others are lacking, choose partial beside them; if that is all there is, it needs nothing."
        notes.append(Problem(what, f"{sheet} [{some(limited)}]", fix=fix, blocks=False))
    if besides:
        what = "how complete a figure is stands beside [x] or [z], where there is none; nothing was taken for it"
        fix = "If there is a figure after all, send the form again with it."
        notes.append(Problem(what, f"{sheet} [{some(besides)}]", fix=fix, blocks=False))
    return asked, notes


def _completeness(found: Found, each: Given) -> Completeness | None:
    at = found.columns.get(Column.COMPLETENESS)
    return read_completeness(found.sheet.words(each.place[0], at)) if at is not None else None


def _other_number(reason: str, value: Decimal) -> Decimal | None:
    """The number that a note says is the right one, where that is not the figure."""
    if _OF_BEFORE.search(reason):  # of an earlier return, perhaps
        return None
    named = [_decimal(one) for match in _RIGHT.finditer(reason) for one in match.groups() if one]
    named += [_decimal(match[1]) for match in _NOT.finditer(reason) if _decimal(match[2]) == value]
    other = [one for one in named if one != value]
    return other[0] if other and len(other) == len(named) else None


def _part_of_quarter(reason: str, quarter: Period) -> bool:
    """Whether a note says that a figure is of some of the quarter's months only."""
    own = {quarter.month + step for step in range(MONTHS_IN_QUARTER)}
    for pattern in (_MONTHS_ONLY, _ONLY_MONTHS):
        for match in pattern.finditer(reason):
            if match[1] == "may":  # which more often is no month: `figures may only be compared`
                continue
            named = [month_number(one) for one in re.findall(MONTH_WORD, match[1], re.IGNORECASE)]
            whole = len(named) == 2 and re.search(r" to |-", match[1]) and {*named} == {min(own), max(own)}
            if {*named} < own and not whole:
                return True
    return False


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
