"""What stands in a large table besides the columns that are read: said by name, and refused where it makes the table a part.

A table of a publication may come with a column more, `Weapon type` or `Domestic abuse flag`, and hold only the lines of one
word of it. Its other columns then look like those of the whole, and its figures would stand in the whole's place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

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
    problems: list[Problem] = []
    named = []
    for at in unread:
        header = table.headers[at]
        # Each sheet by itself: one may be of a part where the others are whole.
        found = table.ask(
            f"SELECT min(w) AS least, max(w) AS most FROM (SELECT sheet, trim(coalesce(c{at}, '')) AS w FROM kept)"
            f" GROUP BY sheet ORDER BY 1, 2"
        )
        if header:
            named.append(header)
        elif any(most for _, most in found):
            named.append(f"column {at + 1}")
        for word in dict.fromkeys(least for least, most in found if least == most):
            if word and (part := _part(table, header, word)):
                problems.append(
                    Problem(
                        part,
                        f"{table.received.name} [{header or f'column {at + 1}'}]",
                        found=f"'{word}' in every line",
                        expected="the columns of the publication, whose lines are of all offences",
                        fix="Load the publisher's own file; where this is it, its reader must learn the column.",
                    )
                )
    for name, spellings in (counts or {}).items():
        problems += _second_counts(table, name, spellings, unread)
    if named:
        problems.append(
            Problem(
                "columns that are not known are not read"
                if len(named) > 1
                else "a column that is not known is not read",
                table.received.name,
                found=some([f"'{name}'" for name in named]),
                blocks=False,
            )
        )
    return problems


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


def _part(table: LargeTable, header: str, word: str) -> str:
    """What is wrong where a column says one word throughout; nothing where that word chooses nothing."""
    above, said = set(header_key(header).split()), set(header_key(word).split())
    if unit_above([[word]]) or unit_above([[header]]):
        return "a column that is not read says that the figures stand in another unit"
    chosen = "every line is of one word of a column that is not read, so the table may be a part of the publication"
    if said and said <= _WHOLE:
        return ""
    if (above | said) & _BREAKDOWNS:
        return chosen
    if not _LETTERS.search(word) or above & _PLAIN_HEADERS or above == said or _stands_in(table, word):
        return ""
    return chosen


def _stands_in(table: LargeTable, word: str) -> bool:
    """Whether a column that is read has the word too, so that this one only repeats it."""
    same = " OR ".join(f"trim(c{at}) = ?" for at in sorted(set(table.columns.values())))
    return bool(
        table.ask(f"SELECT 1 AS found FROM kept WHERE {same} LIMIT 1", [word] * len(set(table.columns.values())))
    )
