"""What the lines around a table say of its time, where its period is taken from the file's name or from the loader.

Nothing in such a table tells one quarter from another, so a title or a footer that says another stretch of months than the
name is asked about; one that agrees, or says nothing of time, is no fault. A single month or day is when it was released.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assize.core.errors import Problem
from assize.core.periods import MONTH_WORD, MONTHS_IN_QUARTER, Period, month_number
from assize.ingest.file_names import time_in_name
from assize.ingest.files.text_copies import TextCopy
from assize.ingest.layouts import Doubt
from assize.ingest.printed_periods import Span, plain, read_span
from assize.ingest.received import Received

_M = rf"{MONTH_WORD}\.?"
_Y4 = r"(?:19|20)\d\d"
_FY = rf"(?:{_Y4} ?[-/] ?(?:{_Y4}|\d\d)|\d\d ?/ ?\d\d)"
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)? )?"
_TO = r" ?(?:to|-|until|and) ?"
_Q = r"(?:q|qtr|quarter) ?[1-4]"
# From the longest manner of speaking to the shortest: what one has read, the next does not look at.
_WORDS = (
    rf"(?:year|12 months|quarter|qtr|3 months|three months) (?:ending|ended|to|to the end of) {_DAY}{_M} ?{_Y4}",
    rf"{_DAY}{_M} ?{_Y4}{_TO}{_DAY}{_M} ?{_Y4}",
    rf"{_M}{_TO}{_M},? ?{_Y4}",
    rf"{_Q}[-, ]*(?:of )?(?:fy ?)?{_FY}",
    rf"(?:fy ?)?{_FY}[-, ]*{_Q}",
    rf"{_Q}[-, ]*(?:of )?{_Y4}",
    rf"{_Y4}[-, ]*{_Q}",
    rf"(?P<months>{_M}{_TO}{_M})",
    rf"(?P<number>{_Q})",
    rf"{_Y4} ?[-/] ?(?:{_Y4}|\d\d)",
)
_ANY = [re.compile(rf"(?<![\w/]){words}(?![\w/])") for words in _WORDS]
_OTHER_SPAN = re.compile(r"\b(?:ytd|(?:year|quarter) to date|cumulative|rolling year|annual figures)\b")
# Of another table, or of a day: `next release: April to June 2019`, `compared with October to December 2017`.
_ELSEWHERE = re.compile(
    r"\b(?:next|previous|earlier|last|compared?|comparison|published|release[ds]?|revised|revisions?|since|until|extracted"
    r"|available|from .* onwards)\b"
)
_SHOWN = 88  # letters of a line
_FEW = 2  # filled cells of a line beside a table, which may be `Period:` and what it is


def check_lines(received: Received, rows: Iterable[Sequence[str]], period: Period) -> list[Problem]:
    """Doubts a csv whose `period`, a quarter, its name or the loader says, where a line beside the table says another time.

    Of its `rows` those with one or two filled cells are such lines; the sheet of a copy has a name that counts as one.
    """
    filled = ([cell.strip() for cell in row if cell.strip()] for row in rows)
    lines = [" ".join(cells) for cells in filled if len(cells) <= _FEW]
    line = next((line for line in lines if contradicts(line, period)), "")
    if isinstance(received, TextCopy) and not line:
        sheet = received.sheet_name
        line = sheet if contradicts(sheet, period) or time_in_name(sheet).quarter not in (None, period) else ""
    if not line:
        return []
    start, number = period.financial_quarter
    taken = f"{start}/{(start + 1) % 100:02d} Q{number}: {period.first_day:%B} to {period.last_day:%B %Y}"
    return [
        Doubt(
            "a line beside the table says another time than the file's name or the period given",
            received.name,
            found=f"'{line[:_SHOWN]}'",
            expected=taken,
            fix="Find out which is right, and load the publisher's own file under its own name.",
            key=f"printed-period@{period.id}",
        )
    ]


def contradicts(line: str, period: Period) -> bool:
    """Whether a line says stretches of time of which none is a quarter, nor a year with it in it that stands alone."""
    said = plain(line)
    if _ELSEWHERE.search(said):
        return False
    if _OTHER_SPAN.search(said):
        return True
    fits = list(_fits(said, period))
    return bool(fits) and not all(fits)


def _fits(said: str, period: Period) -> Iterator[bool]:
    """Of each stretch of time in a line, whether it is the quarter's."""
    for pattern in _ANY:
        for match in pattern.finditer(said):
            groups = match.groupdict()
            if months := groups.get("months"):
                first, last = (month_number(one) for one in re.findall(_M, months))
                yield (first, last) == (period.month, period.month + MONTHS_IN_QUARTER - 1)
            elif groups.get("number"):
                yield int(match[0][-1]) in (period.financial_quarter[1], _of_calendar(period))
            elif (fit := _fit(match[0], period)) is not None:
                yield fit
        said = pattern.sub(" , ", said)


def _fit(words: str, period: Period) -> bool | None:
    """Whether words with a year say the quarter; None where they say no time after all."""
    span = read_span(words.replace(" and ", " to ")) or read_span(re.sub(r"(?<=\d) ?/ ?(?=\d)", "/", words))
    if span is None:
        return None
    own = Span(period.year, period.month, period.months)
    if re.fullmatch(rf"{_Y4} ?[-/] ?(?:{_Y4}|\d\d)", words):
        return span.index <= own.index < span.index + span.months  # the year alone
    if bare := re.fullmatch(rf"(?:{_Q}[-, ]*(?:of )?({_Y4})|({_Y4})[-, ]*{_Q})", words):
        # `Q4 2018` may count from January, or from April of the year before or of that one.
        number, year = int(re.findall(r"(?:q|qtr|quarter) ?([1-4])", words)[0]), int(bare[1] or bare[2])
        start, financial = period.financial_quarter
        return (year, number) == (period.year, _of_calendar(period)) or (
            number == financial and year in (start, start + 1)
        )
    return span == own


def _of_calendar(period: Period) -> int:
    return (period.month + 2) // MONTHS_IN_QUARTER
