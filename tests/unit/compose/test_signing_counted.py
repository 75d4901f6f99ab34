"""The numbers on the page for whoever signs, counted again from the figures themselves, by means of its own."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pytest
from builders import BOARD, CUT_OFF, LATEST, NATION, OTHER, figure, material, metric, source

from assize.compose.signing import build_signing
from assize.core.document import Table, plain
from assize.core.nouns import Figure, Part
from assize.core.specs import Kind, SourceSpec
from assize.protect.audiences import protect

COUNT, SHARE = metric("cases-opened", Kind.COUNT), metric("done-rate")
SOURCES = {"returns": source(smallest_count=5)}
POOLS = {NATION: (BOARD, OTHER)}


def sides(figures: Iterable[Figure], pools: Mapping[str, Sequence[str]]) -> dict[tuple[object, ...], tuple[str, int]]:
    """Every count that a figure shows, once, by what it is of: its source and its value. A share also tells, where its cohort
    is young, how many have no outcome yet."""
    found: dict[tuple[object, ...], tuple[str, int]] = {}
    for one in figures:
        for part in one.parts:
            if part.value is not None:
                found[_of(part, pools)] = part.selection.source, int(part.value)
        whole = next((part for part in one.parts if part.role == "denominator"), None)
        if one.immature is not None and whole is not None and whole.value is not None and len(one.parts) == 2:
            found[*_of(whole, pools), "open"] = whole.selection.source, round(one.immature * whole.value)
    return found


def _of(part: Part, pools: Mapping[str, Sequence[str]]) -> tuple[object, ...]:
    places = frozenset(inner for area in part.areas for inner in pools.get(area, (area,)))
    months = frozenset(span.index + month for span in part.periods for month in range(span.months))
    split = part.selection.by if part.breakdown else ()
    return (
        part.selection.source,
        frozenset(part.selection.fields),
        part.selection.where,
        places,
        months,
        split,
        part.breakdown,
    )


def primary(found: Mapping[tuple[object, ...], tuple[str, int]], sources: Mapping[str, SourceSpec]) -> Counter[str]:
    """How many counts of each source are too small for their own sake."""
    return Counter(name for name, value in found.values() if 0 < value < sources[name].smallest_count)


def rests(figures: Iterable[Figure], pools: Mapping[str, Sequence[str]], smallest: int) -> int:
    """How many shares leave a rest that is too small: each whole and part once."""
    found = {}
    for one in figures:
        sides = {part.role: part for part in one.parts if part.value is not None}
        if len(sides) == 2:
            whole, part = sides["denominator"], sides["numerator"]
            found[_of(whole, pools), _of(part, pools)] = int(whole.value) - int(part.value)
    return sum(0 < value < smallest for value in found.values())


def table(document, name: str) -> dict[str, list[str]]:
    [held] = [one for part in document.sections for one in part.blocks if isinstance(one, Table) and one.id == name]
    return {plain(row.cells[0].content): [plain(cell.content) for cell in row.cells[1:]] for row in held.rows}


@pytest.mark.parametrize("seed", range(4))
def test_the_page_says_what_is_counted_again(seed):
    draw = random.Random(seed)
    counts = {(area, step): draw.choice((0, 1, 2, 3, 7, 12, 30, 41)) for area in (BOARD, OTHER) for step in range(8)}
    wholes = {place: value + draw.choice((2, 6, 9, 20)) for place, value in counts.items()}
    own: list[Figure] = []
    for step in range(8):
        period = LATEST.later(-step)
        for area in (BOARD, OTHER, NATION):
            inside = POOLS.get(area, (area,))
            value, whole = (sum(one[place, step] for place in inside) for one in (counts, wholes))
            for spec, pair in ((COUNT, (whole, None)), (SHARE, (value, whole))):
                made = figure(spec, *pair, period=period, area=area)
                own.append(replace(made, parts=tuple(replace(part, areas=tuple(inside)) for part in made.parts)))
    after = protect(own, SOURCES, "partnership", POOLS, CUT_OFF)
    page = build_signing(
        material([COUNT, SHARE], after.figures, withheld=after.withheld, protection=after.record), (), ()
    )
    found = sides(own, POOLS)
    shown = sides(after.figures, POOLS)
    small = primary(found, SOURCES)["returns"]
    rule = table(page, "rules")["Returns"]
    assert small
    left = rests(own, POOLS, 5)
    assert left
    assert rule[:3] == [str(len(found)), str(small), str(left)]
    assert (f"{small + left}", ("small counts and rests",)) in {(one.count, one.words) for one in page.tally.items}
    others = int(rule[3])
    assert small + others == len(after.record.withheld), "as many as the manifest hands on"
    assert not primary(shown, SOURCES)
    gone = len(found.keys() - shown.keys())
    assert gone >= small + others, "a figure that shows a withheld count shows none of its sides"
    withheld = Counter(one.metric for one in after.figures if one.value is None)
    assert {name: int(cells[-1]) for name, cells in table(page, "measures").items()} == {
        spec.name: withheld[spec.id] for spec in (COUNT, SHARE) if withheld[spec.id]
    }
    assert f"{sum(withheld.values())}" in {number.count for number in page.tally.items}
