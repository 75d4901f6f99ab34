"""Lines above a table, and names of files and sheets, that limit what is counted: `Adults only`, `Excluding London`.

The rows of such a file are like those of the whole publication, and their figures are those of a part. No publication that is
read has such a line above its header, so it is a doubt; of fraud alone many tables of crime say that it is not in them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from assize.core.errors import Problem
from assize.core.periods import Period
from assize.core.reading import Query
from assize.ingest.files.sheet_stream import can_stream, sheet_tops
from assize.ingest.layouts import Doubt, Read
from assize.ingest.received import Received

# A sentence that leaves something out of what a table counts, or names the only thing that is in it.
_LEAVES_OUT = re.compile(
    r"\b(exclud(?:es?|ed|ing)|excl|(?:do|does) not include|not including|not included|omit(?:s|ted|ting)|except(?:ing)? for"
    r"|other than|limited to|restricted to|confined to|of which|samples? of|(?:rape|domestic abuse|hate crime)[ -]flagged)\b"
)
_ALONE = re.compile(r"\b(?:[\w']+ ){1,3}(?:only|alone)\b|\bonly (?:[\w']+ ?){1,3}")
_PERSONS = r"(?:females?|males?|women|men|girls|boys|adults?|youths?|children|young people|juveniles?)"
_PEOPLE = re.compile(rf"^\W*{_PERSONS}(?: (?:defendants?|offenders?|suspects?|victims?|cases))?\W*$")
# The same in the name of a file or a sheet, which may end with `values only` or `final`.
_NAMED = re.compile(
    rf"\b(?:exclud\w+|excl|sample of|limited to|of which)\b|\b{_PERSONS}$"
    rf"|\b(?:{_PERSONS}|rapes?|trials?|indictable|summary|region|force|area)"
    r"(?: (?:defendants?|offenders?|suspects?|victims?|cases|offences))? only\b"
)
_SMALL = frozenset(
    "only alone the a in of for to are is this table figure and number count provisional revised information reference"
    " practice illustration illustrative guidance internal use purpose".split()
) | {""}
_OF_CELLS = re.compile(
    r"\b(cells?|columns?|rows?|symbols?|shorthand|blanks?|links?|freeze|scroll|screen|notes? (?:tab|sheet)"
    r"|worksheets?)\b"
)
_FRAUD = re.compile(r"\b(fraud|computer misuse)\b")
_TABLE = 3  # filled cells of a row, from which on it is no line above a table
_SHOWN = 88  # letters of a line
_BEFORE = 20  # of them before what was found


def plain(text: str) -> str:
    """A text in lower case, its blanks, hyphens and apostrophes of one kind."""
    return re.sub(r"\s+", " ", text.casefold().replace("’", "'").replace("-", " "))


def stem(word: str) -> str:
    """A word without the letter of its plural."""
    return "child" if word.startswith("child") else word.removesuffix("s")


def limiting(lines: Iterable[str], allowed: Collection[str] = ()) -> str:
    """The first sentence of some lines that limits what is counted; empty where none does. Of the cells it may say anything.

    `allowed` are stems of words that may stand beside `only`: what the table is known to count.
    """
    for line in lines:
        for sentence in re.split(r"(?<=[.;])\s+", line):
            said = plain(sentence)
            if _OF_CELLS.search(said):
                continue
            if found := _LEAVES_OUT.search(said) or _PEOPLE.match(said):
                return _around(sentence, found.start())
            if (only := _ALONE.search(said)) and any(
                {word, stem(word)}.isdisjoint(_SMALL) and stem(word) not in allowed for word in only[0].split()
            ):
                return _around(sentence, only.start())
    return ""


def _around(sentence: str, at: int) -> str:
    """A sentence, or of a long one the part with what was found in it."""
    if len(sentence) <= _SHOWN:
        return sentence.strip()
    first = max(min(at - _BEFORE, len(sentence) - _SHOWN), 0)
    return ("…" if first else "") + sentence[first : first + _SHOWN].strip()


def check_scopes(received: Received, read: Read) -> list[Problem]:
    """Doubts a csv, or a sheet of which figures were read, with a line above its header or a name that limits its figures."""
    if not received.is_workbook:
        tops: dict[str, Sequence[Sequence[str]]] = {"": received.top}
    elif can_stream(received):
        held = _sheets_read(read)
        tops = {top.name: top.rows for top in sheet_tops(received) if top.name in held}
    else:
        return []
    last = max((covered.period for covered in read.covers), key=_end, default=None)
    problems: list[Problem] = []
    names = [
        (received.name, received.name.partition(".")[0]),
        *((f"{received.name} [{one}]", one) for one in tops if one),
    ]
    for place, name in names:
        if _NAMED.search(said := re.sub(r"[\W_]+", " ", name.casefold()).strip()) and not _FRAUD.search(said):
            problems.append(
                Doubt(
                    "a name says that the figures are of a part",
                    place,
                    found=f"'{name[:_SHOWN]}'",
                    expected="a table of the whole, as it is published",
                    fix="Load the publisher's own file, under its own name.",
                    key=f"limited@{last.id if last else 'all'}",
                )
            )
    for sheet, rows in tops.items():
        for number, line in _above(rows):
            said = limiting([line])
            if said and not _FRAUD.search(plain(said)):
                problems.append(
                    Doubt(
                        "a line above the table limits what its figures count, so they may be of a part",
                        f"{received.name} [{f'{sheet}, ' if sheet else ''}row {number}]",
                        found=f"'{said[:_SHOWN]}'",
                        expected="a table of the whole, as it is published",
                        fix="Load the publisher's own file.",
                        key=f"limited@{last.id if last else 'all'}",
                    )
                )
    return problems[:1]


def _end(period: Period) -> tuple[object, object]:
    return period.last_day, period.first_day


def _sheets_read(read: Read) -> set[str]:
    if isinstance(read.content, Query):
        found = read.content.connection.execute(f"SELECT DISTINCT sheet FROM ({read.content.select})").fetchall()
        return {sheet for (sheet,) in found}
    return {row.sheet for row in read.content}


def _above(rows: Sequence[Sequence[str]]) -> list[tuple[int, str]]:
    """The lines above a header that stand alone in their row, each with its number."""
    found: list[tuple[int, str]] = []
    for number, row in enumerate(rows, 1):
        filled = [text for cell in row if (text := str(cell).strip())]
        if len(filled) >= _TABLE:
            return found
        if len(filled) == 1:
            found.append((number, filled[0]))
    return []
