"""Who may see a figure and from when, and how small a count may be shown: applied before anything is assessed.

Two rules stand: a source names its audiences (and from when it may be shown to them: `sharing.py`), and its smallest count. A
count under the smallest is withheld, and with it what it could be worked out from (`suppression.py` finds few such counts and
proves that they are enough). A figure that stands on a withheld count loses its value, its interval and the counts in its
parts, so that nothing made from it later can carry them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assize.core.audiences import PUBLIC
from assize.core.errors import AssizeError
from assize.core.nouns import MADE_UP, WITHHELD, Absence, Figure, Part
from assize.core.periods import Period
from assize.core.protection import (
    NOTHING_GUARDED,
    EarlierPack,
    ProtectionRecord,
    SourceTally,
    measure_name,
    withheld_before,
)
from assize.core.specs import SourceSpec
from assize.protect.keys import CountKey, Release
from assize.protect.release import release_of
from assize.protect.sharing import not_yet, split_late
from assize.protect.suppression import Suppression, holds, suppress

NOT_SHARED = "its source is not shared with these readers"
LATE = "it is not to be shown to these readers yet"
SMALL = "a small count, or a figure from which one could be worked out"  # one reason: which of the two would tell more


@dataclass(frozen=True)
class Protected:
    """The figures an audience may see, how many were withheld for each reason that readers are told, and the record of it."""

    figures: tuple[Figure, ...]
    withheld: Mapping[str, int]
    record: ProtectionRecord = NOTHING_GUARDED


def protect(
    figures: Sequence[Figure],
    sources: Mapping[str, SourceSpec],
    audience: str,
    pools: Mapping[str, Sequence[str]],
    day: date,
    earlier: Sequence[EarlierPack] = (),
) -> Protected:
    """What `audience` may see of `figures` as at `day` (a cut-off date), in the same order.

    What it may see later, and after which its series shows nothing, is left out as if it had not been released. `pools` names
    the areas whose own figures are among `figures` and go into a pooled area. What an `earlier` pack withheld stays withheld,
    and what these readers have seen in one is known to them. Raises AssizeError for an audience that no source knows.
    """
    known = sorted({name for source in sources.values() for name in source.audiences})
    if audience not in known:
        raise AssizeError("no source may be shown to this audience", found=f"'{audience}'", expected=" or ".join(known))
    ends, midst = split_late(figures, not_yet(figures, sources, audience, day, pools))
    if ends:
        figures = [figure for figure in figures if figure.reference not in ends]
    kept = {name for name, source in sources.items() if audience not in source.audiences}
    reasons = {figure.reference: _not_shared(figure, kept) for figure in figures}
    reasons |= dict.fromkeys(sorted(midst), LATE)
    seen = [figure for figure in figures if not reasons[figure.reference]]
    small, record = _too_small(seen, sources, pools, earlier)
    reasons |= dict.fromkeys(small, SMALL)
    result, counts = [], dict[str, int]()
    for figure in figures:
        reason = reasons[figure.reference]
        if reason:
            counts[reason] = counts.get(reason, 0) + 1
        result.append(withhold(figure, reason) if reason else figure)
    return Protected(tuple(result), counts, record)


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


def _not_shared(figure: Figure, kept: Collection[str]) -> str:
    """The reason to withhold a figure that is counted from one of the sources `kept` from these readers."""
    return NOT_SHARED if kept and any(part.selection.source in kept for part in figure.parts) else ""


def pattern_of(
    figures: Iterable[Figure],
    sources: Mapping[str, SourceSpec],
    pools: Mapping[str, Sequence[str]],
    earlier: Sequence[EarlierPack] = (),
) -> tuple[Release, Suppression[CountKey], frozenset[CountKey]]:
    """The counts behind figures, what of them is withheld, and which of them another pack withheld before.

    Raises AssertionError where a proof does not hold.
    """
    release = release_of(figures, sources, pools, earlier)
    shown = [
        key for key, count in release.counts.items() if count.shown
    ]  # nothing else has been withheld before by name
    before = _among(release, shown, withheld_before(earlier))
    pattern = suppress(release.counts, release.sums, before)
    if wrong := holds(release.counts, release.sums, pattern):
        raise AssertionError(f"protection does not hold: {wrong[0]}")
    return release, pattern, _among(release, before, withheld_before(one for one in earlier if not one.own))


def _among(release: Release, keys: Iterable[CountKey], names: frozenset[str]) -> frozenset[CountKey]:
    """Of these counts of a release those that have one of these names."""
    return frozenset(key for key in keys if release.name_of(key) in names) if names else frozenset()


def _too_small(
    figures: Sequence[Figure],
    sources: Mapping[str, SourceSpec],
    pools: Mapping[str, Sequence[str]],
    earlier: Sequence[EarlierPack],
) -> tuple[set[str], ProtectionRecord]:
    """The references of the figures that show a small count, or one by which a small one could be worked out."""
    release, pattern, before = pattern_of(figures, sources, pools, earlier)
    if not release.counts:
        return set(), NOTHING_GUARDED
    hidden = pattern.withheld | pattern.lost
    reasons = {name for name, shown in release.shows.items() if not hidden.isdisjoint(shown)}
    return reasons, record_of(figures, sources, release, pattern, before)


def record_of(
    figures: Iterable[Figure],
    sources: Mapping[str, SourceSpec],
    release: Release,
    pattern: Suppression[CountKey],
    before: Collection[CountKey],
) -> ProtectionRecord:
    """What the pack of these figures hands on to the next, and what whoever signs it must know."""
    withheld = pattern.withheld | pattern.lost
    hidden = {name for name, shown in release.shows.items() if not withheld.isdisjoint(shown)}
    guarded = [figure for figure in figures if figure.reference in release.shows]
    shown = {key for keys in release.shows.values() for key in keys}
    tallies = []
    rests = Counter(key.source for key in pattern.moves if key.rest and key not in shown)
    by_source: dict[str, set[CountKey]] = {}
    for key in shown:
        by_source.setdefault(key.source, set()).add(key)
    for name, own in sorted(by_source.items()):
        if not sources[name].smallest_count:
            continue
        small, others = own & pattern.primary, own & pattern.secondary
        tallies.append(
            SourceTally(
                name,
                sources[name].smallest_count,
                sources[name].noughts_withheld,
                counts=len(own),
                small=len(small),
                rests=rests[name],
                others=len(others),
                again=len((small | others) & set(before)),
                lost=sum(key.source == name for key in pattern.lost),
            )
        )
    by_measure = Counter(figure.metric for figure in guarded if figure.reference in hidden)
    lost = {name for name, keys in release.shows.items() if not pattern.lost.isdisjoint(keys)}
    measures: dict[str, Period | None] = {}  # with the latest quarter, where it has any
    for figure in guarded:
        name = measure_name(figure.metric, figure.breakdown)
        latest = measures.setdefault(name, None)
        if figure.period.is_quarter and (latest is None or figure.period > latest):
            measures[name] = figure.period
    return ProtectionRecord(
        measures=tuple(sorted(measures)),
        areas=tuple(sorted({figure.area for figure in guarded})),
        withheld=tuple(sorted(release.name_of(key) for key in shown & pattern.withheld)),
        tallies=tuple(tallies),
        by_measure=tuple(sorted(by_measure.items())),
        lost=tuple(sorted(lost)),
        none_to_show=sum(key not in shown for key in pattern.lost),
        until=tuple((name, latest) for name, latest in sorted(measures.items()) if latest),
    )


def withhold(figure: Figure, reason: str) -> Figure:
    """The figure without its value, its interval and the counts it is made of, and the reason in its place."""
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
