"""From when an audience may see a figure: some sources show their figures to some readers later, or once they are final."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from assize.core.nouns import Figure, Mark, Part
from assize.core.specs import SourceSpec

_Cell = tuple[str, str, int]  # a source, a place and a month


def not_yet(
    figures: Iterable[Figure],
    sources: Mapping[str, SourceSpec],
    audience: str,
    day: date,
    pools: Mapping[str, Sequence[str]],
) -> set[str]:
    """The references of the figures that `audience` may not see as at `day`, and of all that use one of them.

    A figure waits where a month of it ended fewer days ago than its source asks for, or where it is provisional and its source
    is shown once it is final. A sum over areas or quarters that has a waiting one in it waits too: less the others it is that.
    """
    if not any(audience in source.conditions for source in sources.values()):
        return set()
    held = list(figures)
    waiting = {figure.reference for figure in held if any(_waits(figure, part, sources, audience, day)
                                                          for part in figure.parts)}  # fmt: skip
    if not waiting:
        return waiting
    cells: set[_Cell] = set()
    for figure in held:
        for part in figure.parts:
            if figure.reference in waiting and len(part.periods) == 1 and len(_places(part, pools)) == 1:
                cells.update(_cells(part, pools))
    return waiting | {
        figure.reference for figure in held if any(not cells.isdisjoint(_cells(part, pools)) for part in figure.parts)
    }


def _waits(figure: Figure, part: Part, sources: Mapping[str, SourceSpec], audience: str, day: date) -> bool:
    condition = sources[part.selection.source].conditions.get(audience)
    if condition is None:
        return False
    last = max(period.last_day for period in part.periods)
    return last + timedelta(days=condition.days_after_period_end) > day or (
        condition.final and Mark.PROVISIONAL in figure.marks
    )


def _places(part: Part, pools: Mapping[str, Sequence[str]]) -> set[str]:
    return {inner for area in part.areas for inner in pools.get(area, (area,))}


def _cells(part: Part, pools: Mapping[str, Sequence[str]]) -> Iterable[_Cell]:
    source, places = part.selection.source, _places(part, pools)
    for period in part.periods:
        for month in range(period.index, period.index + period.months):
            yield from ((source, place, month) for place in places)


def split_late(figures: Sequence[Figure], waiting: set[str]) -> tuple[set[str], set[str]]:
    """Of the waiting figures those after which their series shows nothing, and those in its midst.

    The first are for these readers as if they had not been released: their series ends before them. The second leave a hole.
    """
    if not waiting:
        return set(), set()
    last: dict[tuple[str, str, str, int], date] = {}
    for figure in figures:
        if figure.reference not in waiting and figure.value is not None:
            key = (figure.metric, figure.area, figure.breakdown, figure.period.months)
            last[key] = max(last.get(key, figure.period.last_day), figure.period.last_day)
    ends = {
        figure.reference
        for figure in figures
        if figure.reference in waiting
        and figure.period.last_day
        > last.get((figure.metric, figure.area, figure.breakdown, figure.period.months), date.min)
    }
    return ends, waiting - ends
