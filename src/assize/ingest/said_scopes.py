"""Lines around a table, and names of files and sheets, that limit what is counted: `Adults only`, `Excluding London`.

The rows of such a file are like those of the whole publication, and their figures are those of a part. No publication that is
read has such a line above its header or below its last row, so it is a doubt; of fraud alone many tables of crime say that it
is not in them. What statistics tables say of themselves is looked at in `statistics_tables/said_limits.py`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from assize.core.errors import Problem
from assize.core.periods import Period
from assize.core.reading import Query
from assize.ingest.files.sheet_stream import can_stream, sheet_tops
from assize.ingest.files.text_copies import TextCopy
from assize.ingest.layouts import Doubt, Read
from assize.ingest.received import HEADER_ROWS, Received

# A sentence that leaves something out of what a table counts, or names the only thing that is in it.
_LEAVES_OUT = re.compile(
    r"\b(exclud(?:es?|ed|ing)|excl|(?:do|does) not include|not including|not included|omit(?:s|ted|ting)|except(?:ing)? for"
    r"|other than|limited to|restricted to|confined to|of which|samples? of|(?:rape|domestic abuse|hate crime)[ -]flagged)\b"
)
_ALONE = re.compile(r"\b(?:[\w']+ ){1,3}(?:only|alone)\b|\bonly (?:[\w']+ ?){1,3}")
_PERSONS = r"(?:females?|males?|women|men|girls|boys|adults?|youths?|children|young people|juveniles?)"
_PEOPLE = re.compile(rf"^\W*{_PERSONS}(?: (?:defendants?|offenders?|suspects?|victims?|cases))?\W*$")
# A title that ends so: of one sex no publication that is read has a table of its own.
_OF_ONE_SEX = re.compile(
    r"[,:;(]\s*(?:females?|males?|women|men|girls|boys)(?: (?:defendants?|offenders?|suspects?|victims?))?\W*$"
)
# The same in the name of a file or a sheet, which may end with `values only` or `final`.
_NAMED = re.compile(
    rf"\b(?:exclud\w+|excl|sample of|limited to|of which)\b|\b{_PERSONS}$"
    rf"|\b(?:{_PERSONS}|rapes?|trials?|indictable|summary|region|force|area)"
    r"(?: (?:defendants?|offenders?|suspects?|victims?|cases|offences))? only\b"
)
# What some cases are flagged for across all offences: a publication by offence, court or force is of none of them.
_FLAGGED = re.compile(
    r"\b(domestic (?:abuse|violence)|rapes?|rasso|hate crimes?|vawg|violence against women|child (?:sexual )?abuse"
    r"|modern slavery|honour based|stalking|flagged)\b"
)
_BY_ANY = frozenset(
    {"delivery-dashboard", "supplementary-outcomes"}
)  # whose files may be of one offence, and say it by line
_SMALL = frozenset(
    "only alone the a in of for to are is this table figure and number count provisional revised information reference"
    " practice illustration illustrative guidance internal use purpose".split()
) | {""}
_OF_CELLS = re.compile(
    r"\b(cells?|columns?|rows?|symbols?|shorthand|blanks?|links?|freeze|scroll|screen|notes? (?:tab|sheet)"
    r"|worksheets?)\b"
)
# Of what a word means: `Unsuccessful outcomes comprise all outcomes other than a conviction`.
_DEFINES = re.compile(r"\b(comprises?|defined|means?)\b")
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
            found = _LEAVES_OUT.search(said) or _PEOPLE.match(said) or _OF_ONE_SEX.search(said)
            if found and not (found[0] == "other than" and _DEFINES.search(said)):
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


def check_scopes(received: Received, read: Read, layout: str = "") -> list[Problem]:
    """Doubts a csv, or a sheet of which figures were read, with a line above its header or a name that limits its figures.

    `layout` is the id of the file's layout: few are of one kind of case whatever they say.
    """
    flagged = bool(layout) and layout not in _BY_ANY
    tops = _tops(received, read)
    key = limited_key(covered.period for covered in read.covers)
    problems: list[Problem] = []
    names = [
        (received.name, received.name.partition(".")[0]),
        *((f"{received.name} [{one}]", one) for one in tops if one),
    ]
    problems += [doubt_of_name(place, name, key) for place, name in names if limits_by_name(name, flagged=flagged)]
    for sheet, rows in tops.items():
        for number, line in _above(rows):
            if said := _part(line, flagged=flagged):
                place = f"{received.name} [{f'{sheet}, ' if sheet else ''}row {number}]"
                problems.append(_doubt(_ABOVE, place, said, "Load the publisher's own file.", key))
    return problems[:1]


_ABOVE = "a line above the table limits what its figures count, so they may be of a part"
_BELOW = "a line below the table limits what its figures count, so they may be of a part"


def check_below(place: str, lines: Iterable[str], periods: Iterable[Period] = ()) -> list[Problem]:
    """Doubts what stands below the last row of a long table and limits its figures."""
    found = next((said for line in lines if (said := _part(line, flagged=True))), "")
    return [_doubt(_BELOW, place, found, "Load the publisher's own file.", limited_key(periods))] if found else []


def limits_by_name(name: str, *, flagged: bool = False) -> bool:
    """Whether the name of a file or a sheet says that its figures are of a part; with `flagged` by a kind of case too."""
    said = re.sub(r"[\W_]+", " ", name.casefold()).strip()
    return bool(_NAMED.search(said) or (flagged and _FLAGGED.search(said))) and not _FRAUD.search(said)


def doubt_of_name(place: str, name: str, key: str) -> Doubt:
    """What a file is asked for whose name, or the name of a sheet of it, says that its figures are of a part."""
    what = "a name says that the figures are of a part"
    return _doubt(what, place, name, "Load the publisher's own file, under its own name.", key)


def limited_key(periods: Iterable[Period]) -> str:
    """That for which an office says that a file is of the whole all the same: by its last period."""
    last = max(periods, key=lambda period: (period.last_day, period.first_day), default=None)
    return f"limited@{last.id if last else 'all'}"


def _part(line: str, *, flagged: bool) -> str:
    said = limiting([line]) or (line.strip() if flagged and _FLAGGED.search(plain(line)) else "")
    return "" if _FRAUD.search(plain(said)) else said


def _doubt(what: str, place: str, found: str, fix: str, key: str) -> Doubt:
    return Doubt(
        what, place, found=f"'{found[:_SHOWN]}'", expected="a table of the whole, as it is published", fix=fix, key=key
    )


def _tops(received: Received, read: Read) -> dict[str, Sequence[Sequence[object]]]:
    """The first rows of a csv, or of each sheet of a workbook of which figures were read, by its name."""
    if isinstance(received, TextCopy):
        return {received.sheet_name: received.top}
    if not received.is_workbook:
        return {"": received.top}
    held = _sheets_read(read)
    if can_stream(received):
        return {top.name: top.rows for top in sheet_tops(received) if top.name in held}
    return {name: received.sheet(name)[:HEADER_ROWS] for name in received.sheets if name in held}


def _sheets_read(read: Read) -> set[str]:
    if isinstance(read.content, Query):
        found = read.content.connection.execute(f"SELECT DISTINCT sheet FROM ({read.content.select})").fetchall()
        return {sheet for (sheet,) in found}
    return {row.sheet for row in read.content}


def _above(rows: Sequence[Sequence[object]]) -> list[tuple[int, str]]:
    """The lines above a header that stand alone in their row, each with its number."""
    found: list[tuple[int, str]] = []
    for number, row in enumerate(rows, 1):
        filled = [text for cell in row if (text := str(cell).strip())]
        if len(filled) >= _TABLE:
            return found
        if len(filled) == 1:
            found.append((number, filled[0]))
    return []
