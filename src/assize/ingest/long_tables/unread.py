"""What stands in a table besides the columns that are read: said by name, and refused where it makes the table a part.

A table of a publication may come with a column more, `Weapon type` or `Domestic abuse flag`, and hold only the lines of one
word of it. Its other columns then look like those of the whole, and its figures would stand in the whole's place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assize.core.errors import Problem
from assize.ingest.layouts import some, unit_above
from assize.ingest.long_tables.table import LargeTable, header_key

# Headers under which one word says no more than where the table comes from, or nothing.
_PLAIN_HEADERS = frozenset(
    "additional area areas besides code codes column comment comments copyright country coverage date edition extra file"
    " footnote footnotes force geography id index information licence line nation new note notes period publication published"
    " publisher quarter record reference region release released remark remarks row sheet source status table title unit"
    " units unnamed update updated version year".split()
)
# Words that say nothing is chosen, of what kind the table is, or how final its figures are.
_WHOLE = frozenset(
    "all any both total totals everything england wales and english welsh police force forces area areas territorial recorded"
    " crime crimes offence offences count counts number numbers home office final provisional revised published official"
    " statistics quarterly quarter annual financial year none na nan null other unknown not known available applicable".split()
)
# Words of a breakdown: a column that speaks of one, all of whose lines say the same, holds a part of the publication.
_BREAKDOWNS = frozenset(
    "abuse age aged aggravated alcohol child children cyber disability domestic drug ethnicity female firearm firearms flag"
    " flagged gender gun hate homicide intimate knife knives male method motivation online race racial relationship religion"
    " rape repeat sex sexual sharp subset suspect tag transgender victim victims violence weapon weapons youth".split()
)
# Words by which a column of numbers is something else than the count whose name it bears.
_NOT_COUNTS = frozenset(
    "rate rates per percent percentage proportion share change difference previous average rank".split()
)
_MOSTLY = 0.9
_LONGEST = 4  # words of a part's name
_OF_NOTES = {"see", "note", "notes"}
_CHOSEN = "every line is of one word of a column that is not read, so the table may be a part of the publication"
_TELLING = 2  # words of a column
_LETTERS = re.compile(r"[^\W\d_]{3}")


def check_unread(
    table: LargeTable,
    known: Mapping[str, Collection[str]] | None = None,
    counts: Mapping[str, Collection[str]] | None = None,
) -> list[Problem]:
    """Names the columns that are not read, and refuses one that says of every line that it is of one part.

    `known` are columns that the publication has and no reader needs: our name and the spellings of its header. `counts` are
    those of the counts that are read: a second column of numbers under such a header is refused.
    """
    spelled = {spelling for spellings in (known or {}).values() for spelling in spellings}
    read = set(table.columns.values())
    unread = [at for at, header in enumerate(table.headers) if at not in read and header_key(header) not in spelled]
    columns = []
    for at in unread:
        # Each sheet by itself: one may be of a part where the others are whole.
        found = table.ask(
            f"SELECT min(w) AS least, max(w) AS most FROM (SELECT sheet, trim(coalesce(c{at}, '')) AS w FROM kept)"
            f" GROUP BY sheet ORDER BY 1, 2"
        )
        sheets: dict[object, set[str]] = {number: {least, most} for number, (least, most) in enumerate(found)}
        columns.append(Unread(table.headers[at], f"column {at + 1}", sheets))
    problems = tell_unread(table.received.name, columns, lambda word: _stands_in(table, word))
    for name, spellings in (counts or {}).items():
        problems += _second_counts(table, name, spellings, unread)
    return problems


@dataclass
class Unread:
    """A column that no reader reads: its header, what it is called without one, and of each sheet (one, of a csv) its words.

    Two different words of a sheet are enough: there it chooses no part.
    """

    header: str
    otherwise: str
    words: dict[object, set[str]] = field(default_factory=dict)

    def take(self, sheet: object, word: str) -> None:
        """A cell of it."""
        own = self.words.setdefault(sheet, set())
        if len(own) < _TELLING:
            own.add(word.strip())


def tell_unread(file: str, columns: Iterable[Unread], is_read: Callable[[str], bool]) -> list[Problem]:
    """What is said of the columns of a file that are not read: refused are those by which all lines of a sheet are of one part.

    `is_read` says whether a word stands in a column that is read as well, so that this one only repeats it.
    """
    problems: list[Problem] = []
    named = []
    for column in columns:
        if column.header or any(word for words in column.words.values() for word in words):
            named.append(column.header or column.otherwise)
        for word in dict.fromkeys(next(iter(words)) for words in column.words.values() if len(words) == 1):
            if word and (part := _part(column.header, word, is_read)):
                problems.append(_refusal(part, f"{file} [{column.header or column.otherwise}]", word))
    if named:
        problems.append(
            Problem(
                "columns that are not known are not read"
                if len(named) > 1
                else "a column that is not known is not read",
                file,
                found=some([f"'{name}'" for name in named]),
                blocks=False,
            )
        )
    return problems


def lone_part(where: str, words: Iterable[str], header: str = "") -> list[Problem]:
    """Refuses a column of notes, or of anything else beside a table, whose every cell is one word of a breakdown (`Female`), or
    stands under the header of one (`Under 16` under `Age`).

    Of a sentence nobody can say so much. `where` is the place of its header.
    """
    said = {word.strip() for word in words}
    word = said.pop() if len(said) == 1 else ""
    own = header_key(word).split()
    if not own or len(own) > _LONGEST or set(own) & _OF_NOTES:
        return []
    headed = set(header_key(header).split()) & _BREAKDOWNS and not set(own) & _WHOLE
    if not headed and not set(own) & _BREAKDOWNS:
        return []
    return [_refusal(_CHOSEN, where, word)]


def _refusal(what: str, where: str, word: str) -> Problem:
    return Problem(
        what,
        where,
        found=f"'{word}' in every line",
        expected="the columns of the publication, whose lines are of all that it counts",
        fix="Load the publisher's own file; where this is it, its reader must learn the column.",
    )


def unread_cells(
    file: str, headers: Sequence[str], read: Collection[int], lines: Iterable[Sequence[str]]
) -> list[Problem]:
    """The same of a table that is held in memory; `read` are the places of the columns that are read.

    A line with one word in them is a note between the lines or below them: it says of no figure of what it is.
    """
    columns = {at: Unread(header.strip(), f"column {at + 1}") for at, header in enumerate(headers) if at not in read}
    words: set[str] = set()
    for cells in lines:
        own = [cells[at].strip() for at in read]
        words.update(own)
        if len(own) > 1 and sum(map(bool, own)) <= 1:
            continue
        for at, column in columns.items():
            column.take("", cells[at])
    return tell_unread(file, columns.values(), words.__contains__)


def _second_counts(table: LargeTable, name: str, spellings: Collection[str], unread: Collection[int]) -> list[Problem]:
    """Refuses numbers under a header with all the words of a count that is read: `Number of Offences (revised)` beside it."""
    own = header_key(table.header(name))
    wanted = [set(words.split()) for words in {own, *spellings} if " " in words]
    problems = []
    for at in unread:
        words = set(header_key(table.headers[at]).split())
        if words & _NOT_COUNTS or not any(each <= words for each in wanted):
            continue
        cell = f"trim(coalesce(c{at}, ''))"
        filled, numbers = table.ask(
            f"SELECT count(*) FILTER ({cell} <> '') AS n, count(*) FILTER (regexp_full_match({cell}, '-?[0-9][0-9,]*'))"
            f" AS m FROM kept"
        )[0]
        if filled and numbers >= _MOSTLY * filled:
            problems.append(
                Problem(
                    "two columns could be the count, and nothing shows which is meant",
                    f"{table.received.name} [{table.header(name)}]",
                    found=f"'{table.header(name)}' and '{table.headers[at]}'",
                    expected="one column of counts",
                    fix="Load the publisher's own file; where this is it, take out the column that is not meant.",
                )
            )
    return problems


def _part(header: str, word: str, is_read: Callable[[str], bool]) -> str:
    """What is wrong where a column says one word throughout; nothing where that word chooses nothing."""
    above, said = set(header_key(header).split()), set(header_key(word).split())
    if unit_above([[word]]) or unit_above([[header]]):
        return "a column that is not read says that the figures stand in another unit"
    if said and said <= _WHOLE:
        return ""
    if (above | said) & _BREAKDOWNS:
        return _CHOSEN
    if not _LETTERS.search(word) or above & _PLAIN_HEADERS or above == said or is_read(word):
        return ""
    return _CHOSEN


def _stands_in(table: LargeTable, word: str) -> bool:
    """Whether a column that is read has the word too, so that this one only repeats it."""
    same = " OR ".join(f"trim(c{at}) = ?" for at in sorted(set(table.columns.values())))
    return bool(
        table.ask(f"SELECT 1 AS found FROM kept WHERE {same} LIMIT 1", [word] * len(set(table.columns.values())))
    )
