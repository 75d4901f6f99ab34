"""Who may see a figure and from when, and how small a count may be shown: applied before anything is assessed.

Two rules stand: a source names its audiences (and from when it may be shown to them: `sharing.py`), and its smallest count. A
count under the smallest is withheld, and with it what it could be worked out from (`suppression.py` finds few such counts and
proves that they are enough). A figure that stands on a withheld count loses its value, its interval and the counts in its
parts, so that nothing made from it later can carry them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assize.core.audiences import PUBLIC
from assize.core.errors import AssizeError
from assize.core.nouns import MADE_UP, WITHHELD, Absence, Figure, Part
from assize.core.specs import SourceSpec
from assize.protect.release import release_of
from assize.protect.sharing import not_yet, split_late
from assize.protect.suppression import holds, suppress

NOT_SHARED = "its source is not shared with these readers"
LATE = "it is not to be shown to these readers yet"
WORKED_OUT = "a figure from which a small count could be worked out"


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
    day: date,
) -> Protected:
    """What `audience` may see of `figures` as at `day` (a cut-off date), in the same order.

    What it may see later, and after which its series shows nothing, is left out as if it had not been released. `pools` names
    the areas whose own figures are among `figures` and go into a pooled area. Raises AssizeError for an audience that no
    source knows.
    """
    known = sorted({name for source in sources.values() for name in source.audiences})
    if audience not in known:
        raise AssizeError("no source may be shown to this audience", found=f"'{audience}'", expected=" or ".join(known))
    ends, midst = split_late(figures, not_yet(figures, sources, audience, day, pools))
    figures = [figure for figure in figures if figure.reference not in ends]
    reasons = {figure.reference: _not_shared(figure, sources, audience) for figure in figures}
    reasons |= dict.fromkeys(sorted(midst), LATE)
    seen = [figure for figure in figures if not reasons[figure.reference]]
    reasons |= _too_small(seen, sources, pools)
    result, counts = [], dict[str, int]()
    for figure in figures:
        reason = reasons[figure.reference]
        if reason:
            counts[reason] = counts.get(reason, 0) + 1
        result.append(_withhold(figure, reason) if reason else figure)
    return Protected(tuple(result), counts)


def marking(
    sources: Sequence[SourceSpec], lowest: str, *, policy: str = "", in_confidence: str = "", made_up: bool = False
) -> str:
    """The highest marking of what a pack holds: it stands on every page. One that is not known counts as the highest.

    `lowest` is the office's, `in_confidence` that of anything held that is not for the public (empty where nothing is). What
    holds nothing sensitive is marked as the `policy` of its audience says, where it has one, whatever word that is. Where any
    of it is `made_up` that stands before the marking, on every page alike.
    """
    held = {in_confidence, *(source.marking for source in sources)}
    plain = all(_rank(mark) <= _rank(_PLAIN) for mark in held)
    if policy and plain:
        highest = policy
    else:
        office = policy if policy and _rank(policy) < len(_ORDER) else "" if policy else lowest
        highest = max(held | {office}, key=lambda mark: (_rank(mark), mark))
    return f"{MADE_UP}, {highest}" if made_up and not highest.startswith(MADE_UP) else highest


def is_in_confidence(source: SourceSpec, audience: str) -> bool:
    """Whether what these readers see of a source is not for the public, or not all of it yet."""
    return audience != PUBLIC and (PUBLIC not in source.audiences or PUBLIC in source.conditions)


_PLAIN = "OFFICIAL"
_ORDER = ("", _PLAIN, "OFFICIAL-SENSITIVE")


def _rank(mark: str) -> int:
    level = mark.split(":")[0].strip()
    return _ORDER.index(level) if level in _ORDER else len(_ORDER)


def _not_shared(figure: Figure, sources: Mapping[str, SourceSpec], audience: str) -> str:
    shared = all(audience in sources[part.selection.source].audiences for part in figure.parts)
    return "" if shared else NOT_SHARED


def _too_small(
    figures: Sequence[Figure], sources: Mapping[str, SourceSpec], pools: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Why a figure is withheld, by reference: it shows a small count, or one by which a small one could be worked out."""
    release = release_of(figures, sources, pools)
    pattern = suppress(release.counts, release.sums)
    if wrong := holds(release.counts, release.sums, pattern):
        raise AssertionError(f"protection does not hold: {wrong[0]}")
    hidden = pattern.withheld | pattern.lost
    reasons = {}
    for figure in figures:
        shown = release.shows.get(figure.reference, ())
        small = max((release.counts[key].width for key in shown), default=0)
        if small:
            reasons[figure.reference] = f"a count under {small}"
        elif any(key in hidden for key in shown):
            reasons[figure.reference] = WORKED_OUT
    return reasons


def _withhold(figure: Figure, reason: str) -> Figure:
    return replace(
        figure,
        value=None,
        interval=None,
        absence=Absence.CONFIDENTIAL,
        reason=f"{WITHHELD}{reason}",
        parts=tuple(_blank(part) for part in figure.parts),
        immature=None,
        flagged=False,
    )


def _blank(part: Part) -> Part:
    return replace(part, value=None, cells=0, editions=())
