"""What a published cell says: a number, a reason why there is none, or neither; and words made comparable."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from assize.core.nouns import Absence, Mark

# Markers as publishers print them. The bracketed ones are the Government Analysis Function's; the rest are seen in files.
# A dash or a blank is not here: what it means depends on the publication, so each reader says.
ABSENCES = {
    "[x]": Absence.NOT_AVAILABLE,
    "x": Absence.NOT_AVAILABLE,
    "..": Absence.NOT_AVAILABLE,
    ":": Absence.NOT_AVAILABLE,
    "n/a": Absence.NOT_AVAILABLE,
    "na": Absence.NOT_AVAILABLE,
    "[z]": Absence.NOT_APPLICABLE,
    "z": Absence.NOT_APPLICABLE,
    "[c]": Absence.CONFIDENTIAL,
    "c": Absence.CONFIDENTIAL,
    "*": Absence.CONFIDENTIAL,
    "[low]": Absence.LOW,
    "low": Absence.LOW,
}
# Whole numbers beyond it are not exact in a workbook, and no statistic of this country is as large.
BOUND = Decimal(10) ** 15
_MARKS = {mark.value: mark for mark in Mark}
_TRAILING_MARK = re.compile(r"\s*(\[[preb]\])$")
_STANDING = re.compile(
    r"\s*(?:\[\s*([pr])\s*\]|\(\s*(p|r|provisional|revised)\s*\)|(?<=\d),?\s*([pr]|provisional|revised))\s*$",
    re.IGNORECASE,
)
_INTEGER = re.compile(r"^-?(\d+|\d{1,3}(,\d{3})+)$")
_NUMBER = re.compile(r"^-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$")
_PERCENTAGE = re.compile(r"^(\d+(?:\.(\d+))?)\s*%?$")
_FOOTNOTE = re.compile(r"(?<=[A-Za-z.)])\s*\d{1,2}(,\d{1,2})*$")


@dataclass(frozen=True)
class CellValue:
    """A value or the reason for its absence, with the marks printed beside it."""

    value: Decimal | None
    absence: Absence | None
    marks: tuple[Mark, ...] = ()


def read_count(printed: str, *, negative: bool = False) -> CellValue | None:
    """A whole number (`29,338`, ` 66776 `, `-00` is nought) or an absence; None where it is neither.

    Below zero only where `negative`: some publications print corrections so.
    """
    return _read(printed, lambda text: bool(_INTEGER.match(text)), negative)


def read_number(printed: str) -> CellValue | None:
    """Any plain number, or an absence; None where it is neither."""
    return _read(printed, lambda text: bool(_NUMBER.match(text)), True)


def without_marks(printed: str) -> tuple[str, tuple[Mark, ...]]:
    """A text without the marks in square brackets at its end (`2018 Q3 [p]`), and those marks."""
    text, marks = printed.strip(), []
    while match := _TRAILING_MARK.search(text):
        marks.append(_MARKS[match[1]])
        text = text[: match.start()].strip()
    return text, tuple(marks)


def without_standing(printed: str) -> tuple[str, Mark | None]:
    """A text without what it says at its end of the standing of figures (`Mid-2024 [p]`, `2023/24 (revised)`, `Q1 24/25p`), and
    that mark."""
    match = _STANDING.search(printed)
    if match is None:
        return printed, None
    return printed[: match.start()].rstrip(), _MARKS[f"[{(match[1] or match[2] or match[3])[0].casefold()}]"]


def _read(printed: str, fits: Callable[[str], bool], negative: bool) -> CellValue | None:
    text, marks = without_marks(printed)
    if text.casefold() in ABSENCES:
        return CellValue(None, ABSENCES[text.casefold()], marks)
    if not fits(text):
        return None
    value = Decimal(text.replace(",", ""))
    if not in_bounds(value) or (value < 0 and not negative):
        return None
    return CellValue(value + 0, None, marks)  # + 0 turns -0 into 0


def in_bounds(value: Decimal) -> bool:
    """Whether a number could be a figure at all: it is finite and has no more than fifteen digits before the point."""
    return value.is_finite() and abs(value) < BOUND


def read_percentage(printed: str) -> tuple[Decimal, int] | None:
    """(percentage, decimals printed) of `82.60%` or `84.4%`; None for a dash, a blank or anything else."""
    match = _PERCENTAGE.match(printed.strip())
    return (Decimal(match[1]), len(match[2] or "")) if match else None


def slug(text: str) -> str:
    """Our own spelling of a publisher's word: lower case, with hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold().replace("&", " and ")).strip("-")


def without_footnote(text: str) -> str:
    """A name or header without the footnote digits glued to it: `Essex10`, `Greater Manchester7,8`, `Geography1`."""
    return _FOOTNOTE.sub("", text.strip()).strip()
