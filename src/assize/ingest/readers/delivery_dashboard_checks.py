"""What the figures of the delivery dashboard owe each other: the whole has every measure that a part of it has, all measures
reach the same quarter, no share is more than all, and no measure is multiplied, rounded or lost as a whole.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from assize.core.errors import Problem
from assize.core.periods import Period
from assize.core.reading import Row
from assize.ingest.layouts import SHOWN, Doubt, some
from assize.ingest.long_tables.metric_lines import counts
from assize.ingest.round_numbers import check_round

_KNOWN_TYPE = re.compile(r"^all(-(recorded-)?(crimes?|offences?))?$|^(adult-|child-)?rape(-offences?)?$")
_WHOLE = re.compile(r"^all(-|$)")
_ENOUGH_PLACES = 20  # fewer are an example
_ENOUGH = 30  # figures of a measure, of which some are more than nought
_OWN_FILE = "Load the publisher's own file."

Measure = tuple[str, ...]  # offence type, stage, measure


def check_measures(rows: Sequence[Row], name: str) -> list[Problem]:
    """What is wrong with the figures of whole measures; `name` is the file's."""
    by_measure: dict[Measure, list[Row]] = defaultdict(list)
    for row in rows:
        by_measure[row.dimensions].append(row)
    return [
        *_offence_types(by_measure, name),
        *_parts(by_measure, name),
        *_spans(by_measure, name),
        *_values(by_measure, name),
    ]


def _offence_types(by_measure: Mapping[Measure, Sequence[Row]], name: str) -> list[Problem]:
    types = {words[0] for words in by_measure}
    last = max(row.period for rows in by_measure.values() for row in rows)
    problems: list[Problem] = [
        Doubt(
            "this offence type is not known",
            name,
            found=f"'{word}'",
            expected="'All crime' or 'Adult rape'",
            fix=_OWN_FILE,
            key=f"offence-type-{word}@{last.id}",
        )
        for word in sorted(types)
        if not _KNOWN_TYPE.match(word)
    ]
    of_all = {words[1:] for words in by_measure if _WHOLE.match(words[0])}
    beside = [words for words in by_measure if words[1:] not in of_all]
    if beside and not problems:
        problems.append(
            Doubt(
                "a part of all crime has measures that all crime has not, so the two were exchanged or the whole is lacking",
                name,
                found=some([f"'{words[-1]}' of '{words[0]}' alone" for words in beside]),
                expected="every measure for all crime, and some of them for a part of it",
                fix=_OWN_FILE,
                key=f"offence-types@{last.id}",
            )
        )
    if len(types) == 1 and _is_full(by_measure):
        found = f"'{next(iter(types))}' alone"
        problems.append(
            Problem("the file has one offence type, and the dashboard has several", name, found, blocks=False)
        )
    return problems


def _parts(by_measure: Mapping[Measure, Sequence[Row]], name: str) -> list[Problem]:
    """Counts of a part of all crime that are greater than those of all crime, in one place and period: no part is."""
    whole = {
        (words[1:], row.area, row.period): row
        for words, rows in by_measure.items()
        if _WHOLE.match(words[0]) and _is_count(words)
        for row in rows
        if row.value is not None and not row.raw.endswith("%")
    }
    greater = [
        (row, of)
        for words, rows in by_measure.items()
        if not _WHOLE.match(words[0])
        for row in rows
        if row.value is not None
        and (of := whole.get((words[1:], row.area, row.period))) is not None
        and row.value > (of.value or 0)
    ]
    if not greater:
        return []
    part, of = greater[0]
    more = f"; {len(greater) - 1:,} more are so" if len(greater) > 1 else ""
    return [
        Problem(
            "a part of all crime is counted more often than all crime, so the two may have been exchanged",
            f"{name} [{part.place}]",
            found=f"{part.raw} '{part.dimensions[-1]}' of '{part.dimensions[0]}', and {of.raw} of '{of.dimensions[0]}'"
            f" ({of.place}){more}",
            expected="no part that is greater than the whole",
            fix=_OWN_FILE,
        )
    ]


def _is_count(words: Measure) -> bool:
    return counts(words[-1].replace("-", " "))


def _is_full(by_measure: Mapping[Measure, Sequence[Row]]) -> bool:
    return len({row.area for rows in by_measure.values() for row in rows}) >= _ENOUGH_PLACES


def _spans(by_measure: Mapping[Measure, Sequence[Row]], name: str) -> list[Problem]:
    """Measures that end before the others do: the file was cut short; those that begin later are said."""
    spans: dict[tuple[Measure, int], tuple[Period, Period]] = {}
    for words, rows in by_measure.items():
        for months in {row.period.months for row in rows}:
            own = [row.period for row in rows if row.period.months == months]
            spans[words, months] = min(own), max(own)
    if not _is_full(by_measure) or len(spans) < 2:
        return []
    # A rolling year and a quarter that end on one day are as late as each other.
    end = max(last.last_day for _, last in spans.values())
    short = [(words, last) for (words, _), (_, last) in spans.items() if last.last_day < end]
    begins = {months: min(first for (_, one), (first, _) in spans.items() if one == months) for _, months in spans}
    late = [(words, first) for (words, months), (first, _) in spans.items() if first > begins[months]]
    problems: list[Problem] = []
    if short:
        problems.append(
            Doubt(
                "a measure ends before the others do, so the file may have been cut short",
                name,
                found=some([f"'{words[-1]}' of '{words[0]}' with {last.id}" for words, last in short]),
                expected=f"figures to {end.isoformat()} of every measure",
                fix=_OWN_FILE,
                key=f"ends@{max(last for _, last in spans.values()).id}",
            )
        )
    if late:
        found = some([f"'{words[-1]}' of '{words[0]}' with {first.id}" for words, first in late])
        problems.append(Problem("a measure begins after the others do", name, found, blocks=False))
    return problems


def _values(by_measure: Mapping[Measure, Sequence[Row]], name: str) -> list[Problem]:
    problems: list[Problem] = []
    whole: dict[str, list[Row]] = {}
    for words, rows in by_measure.items():
        held = [row for row in rows if row.value is not None]
        said = f"'{words[-1]}' of '{words[0]}'"
        if len(held) >= _ENOUGH and not any(row.value for row in held):
            what = "every figure of a measure is nought, so they may have been lost"
            problems.append(Problem(what, name, said, "figures that differ from place to place", _OWN_FILE))
        above = [row for row in held if row.raw.endswith("%") and (row.value or 0) > 1]
        if above:
            shown = some([f"{row.raw} ({row.place})" for row in above])
            problems.append(
                Problem("a share is more than 100%", name, f"{shown}, for {said}", "shares from 0% to 100%", _OWN_FILE)
            )
        if not any(row.raw.endswith("%") for row in held):
            whole[said] = held
    return [*problems[:SHOWN], *check_round(name, {said: [row.value for row in of] for said, of in whole.items()})]
