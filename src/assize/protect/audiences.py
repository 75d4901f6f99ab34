"""Who may see a figure, and how small a count may be shown: applied before anything is assessed.

Two rules stand: a source names its audiences, and its smallest count. A figure that either rule withholds loses its value,
its interval and the counts in its parts, so that nothing made from it later can carry them; a pooled figure that uses a
withheld one is withheld too, and so is the year in which a withheld quarter lies: the other three would give it away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assize.core.errors import AssizeError
from assize.core.nouns import MADE_UP, Absence, Figure, Part
from assize.core.periods import Period
from assize.core.specs import SourceSpec

PARTNERSHIP = "partnership"


@dataclass(frozen=True)
class Protected:
    """The figures an audience may see, and how many were withheld by each rule (rule in words -> cells)."""

    figures: tuple[Figure, ...]
    withheld: Mapping[str, int]


def protect(
    figures: Sequence[Figure],
    sources: Mapping[str, SourceSpec],
    audience: str,
    pools: Mapping[str, Sequence[str]],
) -> Protected:
    """What `audience` may see of `figures`, in the same order.

    `pools` names the areas whose own figures are among `figures` and go into a pooled area. Raises AssizeError for an
    audience that no source knows.
    """
    known = sorted({name for source in sources.values() for name in source.audiences})
    if audience not in known:
        raise AssizeError("no source may be shown to this audience", found=f"'{audience}'", expected=" or ".join(known))
    reasons = {figure.reference: _rule(figure, sources, audience) for figure in figures}
    _spread(figures, reasons, pools)
    result, counts = [], dict[str, int]()
    for figure in figures:
        reason = reasons[figure.reference]
        if reason:
            counts[reason] = counts.get(reason, 0) + 1
        result.append(_withhold(figure, reason) if reason else figure)
    return Protected(tuple(result), counts)


def marking(sources: Sequence[SourceSpec], default: str, *, made_up: bool = False) -> str:
    """The highest marking of what a pack holds: it stands on every page. One that is not known counts as the highest.

    Where any of it is `made_up` that stands before the marking, on every page alike.
    """
    marks = {default, *(source.marking for source in sources)}
    highest = max(marks, key=lambda mark: (_rank(mark), mark))
    return f"{MADE_UP}, {highest}" if made_up and not highest.startswith(MADE_UP) else highest


def _rank(mark: str) -> int:
    order = ("", "OFFICIAL", "OFFICIAL-SENSITIVE")
    level = mark.split(":")[0].strip()
    return order.index(level) if level in order else len(order)


def _rule(figure: Figure, sources: Mapping[str, SourceSpec], audience: str) -> str:
    for part in figure.parts:
        source = sources[part.selection.source]
        if audience not in source.audiences:
            return "its source is not shared with these readers"
    for part in figure.parts:
        smallest = sources[part.selection.source].smallest(part.selection.fields)
        if part.value is not None and 0 < part.value < smallest:
            return f"a count under {smallest}"
    counted, out_of = figure.numerator, figure.denominator
    if counted is not None and out_of is not None:
        # What is left over is a count too: 37 of 40 says that three were not.
        smallest = max(sources[part.selection.source].smallest(part.selection.fields) for part in figure.parts)
        if 0 < out_of - counted < smallest:
            return f"a count under {smallest}"
        # So is what has no outcome yet, where its share is told.
        if figure.immature is not None and 0 < round(figure.immature * out_of, 6) < smallest:
            return f"a count under {smallest}"
    return ""


def _spread(figures: Sequence[Figure], reasons: dict[str, str], pools: Mapping[str, Sequence[str]]) -> None:
    """Withholds what a withheld figure could be worked out from, until nothing more is added."""
    spans: dict[tuple[str, str, str], set[Period]] = {}  # (metric, breakdown, area) -> periods withheld
    split: set[tuple[str, str, Period]] = set()  # (metric, area, period) of which a sub-group is withheld
    fresh = [figure for figure in figures if reasons[figure.reference]]
    while fresh:
        for figure in fresh:
            spans.setdefault((figure.metric, figure.breakdown, figure.area), set()).add(figure.period)
            if figure.breakdown:
                split.add((figure.metric, figure.area, figure.period))
        fresh = []
        for figure in figures:
            reason = _uses(figure, spans, pools)
            if not reason and figure.breakdown and (figure.metric, figure.area, figure.period) in split:
                reason = "another group of the split is withheld"  # the whole less the rest would tell it
            if reason and not reasons[figure.reference]:
                reasons[figure.reference] = reason
                fresh.append(figure)


def _uses(figure: Figure, spans: Mapping[tuple[str, str, str], set[Period]], pools: Mapping[str, Sequence[str]]) -> str:
    for member in pools.get(figure.area, ()):
        if figure.period in spans.get((figure.metric, figure.breakdown, member), ()):
            return "a figure in the pool is withheld"
    for period in spans.get((figure.metric, figure.breakdown, figure.area), ()):
        if figure.period.first_day <= period.first_day and period.last_day <= figure.period.last_day:
            return "a quarter of the year is withheld"
    return ""


def _withhold(figure: Figure, reason: str) -> Figure:
    return replace(
        figure,
        value=None,
        interval=None,
        absence=Absence.CONFIDENTIAL,
        reason=f"withheld: {reason}",
        parts=tuple(_blank(part) for part in figure.parts),
        immature=None,
        flagged=False,
    )


def _blank(part: Part) -> Part:
    return replace(part, value=None, cells=0, editions=())
