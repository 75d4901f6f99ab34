"""What the header over the figures says: the form's own words, others that do no harm, or something else than was asked."""

from __future__ import annotations

import re

from assize.core.errors import Problem
from assize.core.forms import Column, FormPlan
from assize.core.periods import MONTH_WORD, Period
from assize.core.wording import period_words
from assize.ingest.history.labels import readings
from assize.ingest.returns.finding import key

_UNIT = re.compile(
    r"(?<![\d,.])(?:1[, ]?|['’‘])?000['’]?s?\b|\b(?:hundred|thousand|million|dozen|ten)s?\b|%|\bper ?cent(?:age)?s?\b"
    r"|\bpercent|£|\bper [a-z1]|\brates?\b|\bshares?\b|\bproportions?\b|\baverages?\b|\bround(?:ed|ing)\b"
    r"|\b(?:k|bn|m)\b",
    re.IGNORECASE,
)
"""What in a header says that the figures are no plain counts."""
_HARMLESS = frozenset(
    "a an and are at by complete count counted counts enter figure figures fill final for form here in is number numbers of"
    " only our period please quarter quarterly return returned returns that the these this to total type whole you your".split()
)
"""Words that leave a header's meaning as it was."""
_SHOWN = 80  # letters of a header


def other_header(said: str, plan: FormPlan, where: str) -> Problem | None:
    """The problem of a header over the figures that says something else than the form's; None where it says the same.

    Every word has to be accounted for: what is left after the form's own quarter, board and provider, in any spelling, and
    after words that do no harm is refused, for it may say of what the figures are.
    """
    wanted = plan.headers[plan.column(Column.FIGURE)]
    tail = key(said)[len(Column.FIGURE.value) :].strip(" ,:;-")
    if not tail or key(said) == key(wanted):
        return None
    found, expected = f"'{said[:_SHOWN]}'", f"'{wanted}'"
    if _UNIT.search(tail):
        return Problem(
            "the header of the figures gives them a unit that the form does not ask for",
            where,
            found,
            f"whole counts under {expected}",
            "Find out what was counted, type whole counts, and put the form's own header back.",
        )
    left = _left(tail, plan)
    if not left:
        return None
    if _names_period(left):
        return Problem(
            "the header of the figures names another quarter than the form",
            where,
            found,
            expected,
            "Find out of which quarter the figures are, and use that quarter's form.",
        )
    return Problem(
        "the header of the figures says something that the form does not ask for",
        where,
        found,
        expected,
        "Find out what the figures count. If it is what the form asks for, put the form's own header back.",
    )


def _left(tail: str, plan: FormPlan) -> str:
    """What a header says besides the form's own quarter, board and provider and words that do no harm."""
    plain = re.sub(r"^(?:s|\(s\))(?!\w)", "", tail)  # of `Your figures`
    for name in sorted({plan.provider_name, plan.board_name}, key=len, reverse=True):
        plain = re.sub(rf"(?<!\w){re.escape(key(name))}(?!\w)", " ", plain)
    pieces = [piece.strip(" .:-") for piece in re.split(r"[(),;]", plain)]
    # A quarter may have a comma in it (`Q1, 2018/19`), or be one of several pieces.
    rest = " ".join(piece for piece in pieces if piece and not _is_quarter(piece, plan.quarter))
    if _is_quarter(rest, plan.quarter):
        return ""
    for own in _quarter_spellings(plan.quarter):
        rest = re.sub(rf"(?<![\w/-]){own}(?![\w/-])", " ", rest)
    return " ".join(word for word in rest.split() if word.strip(".:-*'\"") not in {*_HARMLESS, ""})


def _quarter_spellings(quarter: Period) -> list[str]:
    """The form's quarter as it may be spelled, with its year or without."""
    first, _, last, year = period_words(quarter).casefold().split()
    months = "(?: ?- ?| to )".join(rf"(?:{name}|{name[:3]}\.?)" for name in (first, last))
    return [rf"{months}(?:,? '?(?:{year}|{year[2:]}))?", rf"q(?:uarter|tr)? ?{quarter.financial_quarter[1]}"]


def _is_quarter(text: str, quarter: Period) -> bool:
    """Whether a text is the quarter, with nothing but harmless words about it."""
    bare = " ".join(word for word in text.split() if word == "to" or word not in _HARMLESS)
    return any(quarter in {reading.period for reading in readings(one)} for one in (text, bare) if one)


def _names_period(text: str) -> bool:
    return bool(readings(text)) or bool(re.search(rf"\b(?:{MONTH_WORD}|q(?:uarter|tr)? ?[1-4]|(?:19|20)\d\d)\b", text))
