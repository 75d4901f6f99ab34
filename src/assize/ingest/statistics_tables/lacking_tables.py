"""Tables that a workbook ought to have and has not: by its contents, its numbering, its words, and what is known of it.

A sheet that was lost leaves a workbook that agrees with itself in all it has. That a number is left out, that a note speaks of
a table, or that the publication is known for one shows it; none proves it, for publishers drop tables and
spread them over files, so it is said and no more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from assize.core.errors import Problem
from assize.ingest.layouts import some
from assize.ingest.statistics_tables.checks import check_contents
from assize.ingest.statistics_tables.finding import Workbook, table_id
from assize.ingest.statistics_tables.said_units import said_lines

_PARTED = re.compile(r"^(.*?)(\d+)([a-z]?)$")
_SPOKEN_OF = re.compile(r"\b(?i:tables?) ([A-Z]{0,4}[ .]?\d+(?:[._]\w+)*[a-z]?)\b")
_ELSEWHERE = re.compile(
    r"\b(?:published|publication|bulletin|release|website|gov\.uk|https?|collection)\b", re.IGNORECASE
)


def check_lacking_tables(workbook: Workbook, known: Mapping[str, str]) -> list[Problem]:
    """Tells which tables are not in a workbook though its contents, its numbers or its words say that they ought to be.

    `known` are tables that the publication is known to have, by their numbers.
    """
    if not workbook.tables:
        return []
    listed = check_contents(workbook)
    held = {table.id for table in workbook.tables}
    said = {name for problem in listed for name in problem.found.split(", ")}
    problems = list(listed)
    known_of = [number for number in known if number not in held | said]
    spoken_of = _spoken_of(workbook, held | said | set(known_of))
    holes = [hole for hole in _holes(held) if hole not in said | set(known_of) | set(spoken_of)]
    for numbers, what in (
        (known_of, "a table that the publication is known to have is not in the workbook"),
        (spoken_of, "the workbook speaks of tables that are not in it"),
        (holes, "the numbers of the tables leave some out"),
    ):
        if numbers:
            found = some([f"no table {_printed(number)}{_of_what(known, number)}" for number in numbers])
            fix = "If the publisher's own file has it, load that; else nothing is amiss."
            problems.append(Problem(what, workbook.tables[0].file, found=found, fix=fix, blocks=False))
    return problems


def _printed(number: str) -> str:
    return number.upper().replace("-", ".") if re.match(r"\d", number) else number.upper().replace("-", " ")


def _of_what(known: Mapping[str, str], number: str) -> str:
    return f" ({known[number]})" if number in known else ""


def _holes(held: Collection[str]) -> list[str]:
    """Numbers left out below the highest of a run (`m1` where `m2` and `m3` are there), if most of the run is there."""
    runs: dict[str, set[int]] = defaultdict(set)
    for number in held:
        if match := _PARTED.match(number):
            runs[match[1]].add(int(match[2]))
    holes = []
    for begins, numbers in sorted(runs.items()):
        missing = [f"{begins}{number}" for number in range(1, max(numbers)) if number not in numbers]
        if len(numbers) > 1 and len(missing) < len(numbers):
            holes += missing
    return holes


def _spoken_of(workbook: Workbook, held: Collection[str]) -> list[str]:
    """Tables of which a line speaks, that are numbered as those of the workbook are, and that are not among those held."""
    begins = {match[1] for number in held if (match := _PARTED.match(number))}
    found: dict[str, None] = {}
    for line in said_lines(workbook):
        if _ELSEWHERE.search(line.text):
            continue
        for text in _SPOKEN_OF.findall(line.text):
            number = table_id(f"Table {text}")
            match = _PARTED.match(number)
            # `Table C1` where the parts C1a and C1b are there is none that is lacking.
            if match and match[1] in begins and not any(one.startswith(number) for one in held):
                found[number] = None
    return list(found)


def check_families(workbook: Workbook, families: Mapping[str, re.Pattern[str]], file: str) -> list[Problem]:
    """Tells which kinds of table (`families`, by what their titles or sheets are called) a workbook has none of."""
    spoken: Sequence[str] = [f"{table.sheet} {table.title}" for table in workbook.tables]
    lacking = [name for name, pattern in families.items() if not any(pattern.search(text) for text in spoken)]
    if not lacking or len(lacking) == len(families):
        return []
    what = "the workbook has no table of a kind that the publication has"
    return [Problem(what, file, found=some([f"no table of {name}" for name in lacking]), blocks=False)]
