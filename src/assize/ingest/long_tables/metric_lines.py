"""What the lines of a long table of measures owe each other: words that stand for all areas and periods alike, and one unit.

Such a file repeats every combination of its words (offence type, stage, measure, how often) for each area and period. One that
stands in a single line is a slip of the pen; a fraction among whole numbers is another's figure, or a number of another unit.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assize.core.errors import Problem
from assize.core.periods import Period
from assize.core.reading import Row
from assize.ingest.layouts import SHOWN, Doubt
from assize.ingest.long_tables.short import Gathering, Line
from assize.ingest.received import Received
from assize.ingest.values import slug

_REPEATED = 4  # lines of the commonest combination, from which on one that stands once is a slip
_ENOUGH = 5  # figures of a measure by which it can be told that it is one of whole numbers
_FEW = 10  # fractions to one in so many are the exception
_NEARLY_ALL = 40  # of the 43 forces: fewer are an example
_LARGE = 100  # more than any percentage
_COUNTED = re.compile(
    r"\b(crimes?|offences?|referrals?|charges?|receipts?|disposals?|open cases|outstanding|volumes?|number of|count)\b"
)
_NO_COUNT = re.compile(
    r"%|\b(per|percent|percentages?|proportion|rates?|shares?|mean|median|average|days?|weeks?|months|hours|time)\b"
)
_POINTED = re.compile(r"^-?[1-9]\d{0,2}\.\d{3}$")
_OWN_FILE = "Load the publisher's own file."


@dataclass(frozen=True)
class _Word:
    """A column's word as it is printed most often, and in how many lines it stands."""

    printed: str
    lines: int


def check_lone_words(received: Received, lines: Sequence[Line], columns: Sequence[str]) -> list[Problem]:
    """Refuses a combination of the words of some columns that stands in one line, where others stand in many.

    The cell that is named is the one whose word is the rarest; the nearest of the other words of its column is given.
    """
    keys = [tuple(slug(line.cells[name]) for name in columns) for line in lines]
    often = Counter(keys)
    if not often or max(often.values()) < _REPEATED:
        return []
    problems: list[Problem] = []
    words: list[dict[str, _Word]] = []
    for name in columns:
        counted = Counter(slug(line.cells[name]) for line in lines)
        printed = {slug(line.cells[name]): line.cells[name] for line in lines}
        words.append({word: _Word(printed[word], many) for word, many in counted.items()})
    for line, key in zip(lines, keys, strict=True):
        if often[key] > 1 or not all(key):
            continue
        at = min(range(len(columns)), key=lambda place: words[place][key[place]].lines)
        others = {word: held.printed for word, held in words[at].items() if word != key[at] and held.lines > 1}
        near = difflib.get_close_matches(key[at], others, n=1, cutoff=0.0)
        alone = words[at][key[at]].lines == 1
        problems.append(
            Problem(
                "this word stands in no other line" if alone else "these words stand together in no other line",
                f"{received.name} [{line.ref(columns[at])}]",
                found=f"'{line.cells[columns[at]]}'",
                expected=f"perhaps '{others[near[0]]}'" if alone and near else "the words of the other lines",
                fix=_OWN_FILE,
            )
        )
    if len(problems) > SHOWN:
        rest = Problem("more words stand in no other line", problems[SHOWN].where, f"{len(problems) - SHOWN}")
        problems = [*problems[:SHOWN], rest]
    return problems


def check_whole(gathering: Gathering, names: Mapping[str, str]) -> list[Problem]:
    """Refuses a file in which a place (`names`: slug -> name) lacks in one period what it has in most others, and what
    nearly all other places have in that one.
    """
    held: dict[tuple[str, ...], dict[str, set[Period]]] = defaultdict(lambda: defaultdict(set))
    for row in gathering.rows:
        if row.period.months:
            held[(row.field, *row.dimensions, str(row.period.months))][row.area].add(row.period)
    wrong: list[str] = []
    for key, areas in held.items():
        every = Counter(period for periods in areas.values() for period in periods)
        usual = {period for period, many in every.items() if many > 1 and many >= len(areas) - 1}
        for area, periods in areas.items():
            lacking = sorted(usual - periods)
            if len(areas) >= _REPEATED and len(lacking) == 1 and periods - usual:
                wrong.append(f"{names.get(area, area)}, {', '.join(key[:-1])}, {lacking[0].id}")
    if not wrong:
        return []
    return [
        Problem(
            "a figure is lacking in a period where nearly all places have it, and stands in one where few do",
            gathering.received.name,
            found=wrong[0] + (f", and {len(wrong) - 1} more" if len(wrong) > 1 else ""),
            expected="the same periods for every place",
            fix=_OWN_FILE,
        )
    ]


def check_nation(gathering: Gathering, nation: str, forces: Mapping[str, str]) -> list[Problem]:
    """Doubts a count of which the nation has less than one of the forces (slug -> name): names have changed places."""
    largest: dict[tuple[object, ...], Row] = {}
    whole: dict[tuple[object, ...], Row] = {}
    for row in gathering.rows:
        if row.value is None or row.raw.endswith("%") or not counts(row.dimensions[-1].replace("-", " ")):
            continue
        key = (row.field, row.dimensions, row.period)
        if row.area == nation:
            whole[key] = row
        elif row.area in forces and (key not in largest or row.value > (largest[key].value or 0)):
            largest[key] = row
    if len({row.area for row in gathering.rows if row.area in forces}) < _NEARLY_ALL:
        return []
    wrong = [
        (whole[key], row)
        for key, row in largest.items()
        if key in whole and (row.value or 0) > _LARGE and (whole[key].value or 0) < (row.value or 0)
    ]
    if not wrong:
        return []
    first, row = wrong[0]
    return [
        Doubt(
            "the nation has less than one of its forces, so names or figures may have changed places",
            f"{gathering.received.name} [{first.place}]",
            found=f"{first.raw}, and {row.raw} for {forces[row.area]}"
            + (f"; {len(wrong) - 1} more figures are so" if len(wrong) > 1 else ""),
            expected="at least what the largest force has",
            fix=_OWN_FILE,
            key=f"nation@{first.period.id}",
        )
    ]


def check_whole_numbers(gathering: Gathering) -> list[Problem]:
    """Measures that count have whole numbers; no measure has a lone fraction among whole numbers, nor points for thousands."""
    by_measure: dict[str, list[Row]] = defaultdict(list)
    for row in gathering.rows:
        if row.value is not None and not row.raw.endswith("%"):
            by_measure[row.dimensions[-1]].append(row)
    problems = []
    for measure, rows in by_measure.items():
        broken = [row for row in rows if _POINTED.match(row.raw) or row.value % 1]  # type: ignore[operator]
        if broken and (why := _why_not(measure.replace("-", " "), rows, broken)):
            problems.append(
                Problem(
                    why,
                    f"{gathering.received.name} [{broken[0].place}]",
                    found=f"'{broken[0].raw}' for '{measure}'"
                    + (f", and {len(broken) - 1} more" if len(broken) > 1 else ""),
                    expected="a whole number",
                    fix=_OWN_FILE,
                )
            )
    return problems


def _why_not(measure: str, rows: Sequence[Row], broken: Sequence[Row]) -> str:
    """Why the fractions of a measure cannot be right; empty where they can."""
    values = [abs(row.value) for row in rows if row.value is not None]
    if all(_POINTED.match(row.raw) for row in broken):
        return "this may be a number with a point for its thousands"
    whole = len(rows) - len(broken)
    if counts(measure) and (whole >= len(broken) or max(values) > _LARGE):
        return "this measure counts, and its figure is no whole number"
    if whole >= _ENOUGH and (len(broken) == 1 or len(broken) * _FEW <= whole):
        return "this figure is a fraction where those of its measure are whole numbers"
    return ""


def counts(measure: str) -> bool:
    """Whether the name of a measure says that it counts something: `police recorded crimes`, and no share or number of days."""
    return bool(_COUNTED.search(measure)) and not _NO_COUNT.search(measure)
