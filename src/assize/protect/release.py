"""The counts behind a pack's figures, and the sums that tie them: what a reader could add up or take away.

Every side of a figure is one count: of a source's fields, over areas, months and a sub-group. Two figures that stand on the
same count share it. The sums are those that anybody can see: areas into a region or the country, quarters into a year,
sub-groups and fields into their whole, and a share's two sides with the rest between them. Where a whole takes in areas or
quarters that no figure shows, readers are taken to know them (an earlier pack or another board's may show them).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from assize.core.nouns import Figure, Part
from assize.core.periods import MONTHS_IN_QUARTER
from assize.core.protection import EarlierPack
from assize.core.specs import SourceSpec
from assize.protect.keys import CountKey, Release, Rule, months_of
from assize.protect.seen import Earlier, mark_known, remember
from assize.protect.suppression import Count, Sum

_Group = TypeVar("_Group", bound=Hashable)


def release_of(
    figures: Iterable[Figure],
    sources: Mapping[str, SourceSpec],
    pools: Mapping[str, Sequence[str]],
    earlier: Sequence[EarlierPack] = (),
) -> Release:
    """The counts of `figures` of which one side has a smallest count. `pools` leads from an area to those it is made of.

    Counts of sources without a smallest count are taken as known to all: the publisher has printed them. So is what an
    `earlier` pack showed these readers; what it showed and this one does not is added, for it ties what this one shows.
    """
    release = Release()
    limited = {name for name, source in sources.items() if source.smallest_count}
    guarded = [figure for figure in figures if any(part.selection.source in limited for part in figure.parts)]
    for figure in guarded:
        _add_figure(release, figure, sources, pools)
    seen = [Earlier(pack, release, guarded) for pack in earlier if pack.seen]
    mark_known(release, guarded, seen)
    here = {figure.area for figure in guarded}  # the country's members in `pools` are those of its figures, and not all
    remember(release, sources, guarded, {pool: areas for pool, areas in pools.items() if pool not in here}, seen)
    _tie(release, sources, _same_but("areas"), lambda key: frozenset(key.areas))
    _tie(release, sources, _same_but("months"), lambda key: frozenset(key.months))
    _tie(release, sources, _same_but("fields"), lambda key: frozenset(key.fields))
    _tie_groups(release, sources)
    return release


# --- counts -------------------------------------------------------------------------------------------------------


def _add_figure(
    release: Release, figure: Figure, sources: Mapping[str, SourceSpec], pools: Mapping[str, Sequence[str]]
) -> None:
    keys: dict[str, CountKey] = {}
    for part in figure.parts:
        if part.value is None or part.value != int(part.value) or part.value < 0:
            continue
        spec = sources[part.selection.source]
        rule = release.rule(spec, part.selection.fields)
        keys[part.role] = _add(release, _key(part, pools), int(part.value), rule, known=not spec.smallest_count)
    shown = list(keys.values())
    if {"numerator", "denominator"} <= keys.keys():
        shown += _add_rest_of_share(release, figure, keys["numerator"], keys["denominator"], sources)
    release.shows[figure.reference] = tuple(shown)
    editions = frozenset(edition for part in figure.parts for edition in part.editions)
    for key in shown:
        release.editions[key] = release.editions.get(key, frozenset()) | editions


def _add(
    release: Release, key: CountKey, value: int, rule: Rule, *, shown: bool = True, known: bool = False
) -> CountKey:
    """The key under which the count stands: another where that one holds another value, as where a source was corrected."""
    width = rule.width(value)
    held = release.counts.setdefault(key, Count(value, shown, width, known and not width, _price(key)))
    if held.value == value:
        return key
    return _add(release, key._replace(rest=f"{key.rest} again"), value, rule, shown=shown, known=known)


def _price(key: CountKey) -> float:
    """A comparison is lost before a board's own figure is, and a year before a quarter, which breaks a chart."""
    return (1.0 if len(key.areas) == 1 else 0.5) * (1.0 if len(key.months) <= MONTHS_IN_QUARTER else 0.5)


def _key(part: Part, pools: Mapping[str, Sequence[str]]) -> CountKey:
    selection = part.selection
    split = selection.by if part.breakdown else ()
    return CountKey(
        selection.source,
        tuple(sorted(selection.fields)),
        selection.where,
        tuple(sorted(_innermost(part.areas, pools))),
        tuple(sorted({month for period in part.periods for month in months_of(period)})),
        split,
        part.breakdown,
    )


def _innermost(areas: Iterable[str], pools: Mapping[str, Sequence[str]]) -> set[str]:
    return {inner for area in areas for inner in pools.get(area, (area,))}


def _add_rest_of_share(
    release: Release, figure: Figure, part: CountKey, whole: CountKey, sources: Mapping[str, SourceSpec]
) -> list[CountKey]:
    """37 of 40 says that three were not; so does the share of those that have no outcome yet."""
    rules = [release.rule(sources[one.selection.source], one.selection.fields) for one in figure.parts]
    rule = max(rules, key=lambda one: (one.smallest, not one.noughts))
    value = release.counts[whole].value - release.counts[part].value
    shown: list[CountKey] = []
    if value >= 0 and part != whole:
        rest = whole._replace(rest=f"{whole.rest} not {part}")
        if rest not in release.counts:
            _add(release, rest, value, rule, shown=False)
            release.sums.append(Sum(whole, (part, rest)))
    if figure.immature is not None:
        count = round(figure.immature * Decimal(release.counts[whole].value))
        shown.append(_add(release, whole._replace(rest=f"{whole.rest} without an outcome yet"), count, rule))
    return shown


# --- sums ---------------------------------------------------------------------------------------------------------


def _same_but(name: str) -> Callable[[CountKey], Hashable]:
    """What two counts have alike that differ in one thing alone."""
    return lambda key: key.but(name)


def _tie(
    release: Release,
    sources: Mapping[str, SourceSpec],
    alike: Callable[[CountKey], Hashable],
    extent: Callable[[CountKey], frozenset[Hashable]],
) -> None:
    """Sums of counts that lie within one another: the smallest that fit, and a rest where they do not fill the whole."""
    families: dict[Hashable, list[CountKey]] = {}
    for key in release.counts:
        if not key.rest:
            families.setdefault(alike(key), []).append(key)
    for family in families.values():
        extents = {key: extent(key) for key in family}
        least = min(map(len, extents.values()))
        if all(len(one) == least for one in extents.values()):  # the usual case: none lies within another
            continue
        family.sort(key=lambda key: (len(extents[key]), key))
        for place, whole in enumerate(family):
            left, parts = extents[whole], []
            if len(left) == least:
                continue
            for key in family[:place]:
                if extents[key] < extents[whole] and extents[key] <= left:
                    parts.append(key)
                    left -= extents[key]
            if parts:
                _add_sum(release, sources, whole, parts, full=not left, known=True)


def _tie_groups(release: Release, sources: Mapping[str, SourceSpec]) -> None:
    """The sub-groups of one split under the whole. Those that come to it exactly are taken to be all there are."""
    wholes = [key for key in release.counts if not key.rest and not key.group]
    families: dict[Hashable, dict[tuple[str, ...], list[CountKey]]] = {}
    for key in release.counts:
        if key.group and not key.rest:
            families.setdefault(_same_but_group(key), {}).setdefault(key.split, []).append(key)
    for whole in wholes:
        for parts in families.get(_same_but_group(whole), {}).values():
            left = release.counts[whole].value - sum(release.counts[key].value for key in parts)
            _add_sum(release, sources, whole, sorted(parts), full=left == 0, known=False)


def _same_but_group(key: CountKey) -> Hashable:
    return key.but("split", "group")


def _add_sum(
    release: Release,
    sources: Mapping[str, SourceSpec],
    whole: CountKey,
    parts: Sequence[CountKey],
    *,
    full: bool,
    known: bool,
) -> None:
    """One sum; none where the figures themselves do not add up, for then nobody can take one from the other."""
    left = release.counts[whole].value - sum(release.counts[part].value for part in parts)
    if left < 0 or (full and left):
        return
    everything = tuple(parts)
    if not full:
        without = [(part.areas, part.months, part.fields, part.group) for part in parts]
        rest = whole._replace(rest=f"without {without}")
        rule = release.rule(sources[whole.source], whole.fields)
        everything += (_add(release, rest, left, rule, shown=False, known=known),)
    release.sums.append(Sum(whole, everything))
