"""Names of places that changed places among themselves: a list in the order of the alphabet, or of the ONS codes, but for two
that are exchanged, for one that stands among others, or turned round from last to first.

A publisher lists places in one order throughout a table, and no list of seven and more comes so near an order by chance. Rows
that were moved with their figures look the same, so it is a question. What a publisher calls otherwise (London, City of)
stands where that name belongs, and what is no place of its kind at the beginning or the end.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from assize.core.errors import Problem
from assize.core.nouns import Area, AreaKind
from assize.core.periods import Period
from assize.core.reading import Row
from assize.ingest.consistency.standing import place_in_file
from assize.ingest.layouts import SHOWN, Doubt

_ENOUGH = 7  # places, of which two stand exchanged in one random order of 240
_ENOUGH_MOVED = 12  # of which one stands elsewhere in one random order of a million
_OWN_FILE = "Load the publisher's own file."
_KINDS = re.compile(r"\b(hmcts|cps|region|area|lcjb|police|constabulary)\b")
Spell = Callable[[Area], Sequence[str]]  # by what an area may stand in an order, the likeliest first


def check_listed_places(rows: Sequence[Row], name: str, areas: Mapping[str, Area]) -> list[Problem]:
    """Doubts tables whose places stand in an order of names or codes but for some of them. `name` is the file's."""
    tables: dict[tuple[object, ...], dict[Period, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.area in areas and AreaKind.NATION not in areas[row.area].kinds:
            tables[row.sheet, row.field, row.dimensions][row.period].append(row)
    problems: dict[str, Problem] = {}
    for columns in tables.values():
        lists = [sorted(column, key=place_in_file) for column in columns.values()]
        for column in _to_look_at(lists):
            if found := _out_of_order([areas[row.area] for row in column]):
                problems.setdefault(
                    found,
                    Doubt(
                        "the names of places stand in an order of their own but for some, so they may be beside others'"
                        " figures",
                        f"{name} [{column[0].place}]",
                        found=found,
                        expected="places in one order, each beside its own figures",
                        fix=_OWN_FILE,
                        key=f"listed-places-{len(problems) + 1}@{max(row.period for row in rows).id}",
                    ),
                )
    return list(problems.values())[:SHOWN]


def _to_look_at(lists: Sequence[Sequence[Row]]) -> list[Sequence[Row]]:
    """The longest list, where all periods have its order; else those of other orders, where most have one.

    A table sorted by its figures has an order for each period, and none that most of them share.
    """
    longest = max(lists, key=len)
    if _told(longest) and not any(_differs(column, longest) for column in lists):
        return [longest]
    for usual in lists:
        others = [column for column in lists if _differs(column, usual)]
        if len(others) * 2 < len(lists):
            return [column for column in others if _told(column)]
    return []


def _told(column: Sequence[Row]) -> bool:
    """Whether a list has enough places, and each once."""
    return len({row.area for row in column}) == len(column) >= _ENOUGH


def _differs(column: Sequence[Row], usual: Sequence[Row]) -> bool:
    """Whether the places of a column stand in another order than those of the usual list. What this lacks is left out."""
    at = {row.area: place for place, row in enumerate(usual)}
    places = [at[row.area] for row in column if row.area in at]
    return any(one >= other for one, other in pairwise(places))


def _out_of_order(order: Sequence[Area]) -> str:
    """What is wrong with a list that is nearly in an order; empty where it is in one, or near to none."""
    found = ""
    for spell in (_spaced, _together, _coded):
        spellings = [spell(area) for area in order]
        if any(not each for each in spellings):
            continue
        keys = _fitted(spellings)
        if keys == sorted(keys):
            return ""
        found = found or _reversed(order, spellings) or _exchanged(order, keys, spellings) or _moved(order, keys)
    return found


def _spaced(area: Area) -> Sequence[str]:
    return [re.sub(r"[^a-z]+", " ", _words(name)).strip() for name in (area.name, *area.variants)]


def _together(area: Area) -> Sequence[str]:
    return [re.sub(r"[^a-z]+", "", _words(name)) for name in (area.name, *area.variants)]


def _coded(area: Area) -> Sequence[str]:
    return [area.code] if area.code else []


def _words(name: str) -> str:
    """A name without what tells only of which kind of place it is."""
    return _KINDS.sub("", name.casefold().replace("&", "and"))


def _fitted(spellings: Sequence[Sequence[str]]) -> list[str]:
    """For each place the likeliest spelling, or the one by which it stands between its neighbours."""
    keys = [each[0] for each in spellings]
    for at, each in enumerate(spellings):
        low, high = keys[at - 1] if at else "", keys[at + 1] if at + 1 < len(keys) else "\uffff"
        if low <= high and not low <= keys[at] <= high:
            keys[at] = next((key for key in each if low <= key <= high), keys[at])
    return keys


def _reversed(order: Sequence[Area], spellings: Sequence[Sequence[str]]) -> str:
    if any(one >= other for one, other in pairwise(_fitted(list(reversed(spellings))))):
        return ""
    return f"{order[0].name} first and {order[-1].name} last"


def _exchanged(order: Sequence[Area], keys: Sequence[str], spellings: Sequence[Sequence[str]]) -> str:
    apart = [at for at, (key, right) in enumerate(zip(keys, sorted(keys), strict=True)) if key != right]
    if len(apart) != 2:
        return ""
    one, other = apart
    if min(spellings[one]) <= max(spellings[other]):
        return ""  # under another name each may stand where it does
    return f"{order[one].name} where {order[other].name} belongs, and the other way round"


def _moved(order: Sequence[Area], keys: Sequence[str]) -> str:
    """One place within the list that stands where another belongs, and all between them by one further."""
    if len(order) < _ENOUGH_MOVED:
        return ""
    for at in range(1, len(order) - 1):
        others = [*keys[:at], *keys[at + 1 :]]
        if others == sorted(others):
            return f"{order[at].name} between {order[at - 1].name} and {order[at + 1].name}"
    return ""
