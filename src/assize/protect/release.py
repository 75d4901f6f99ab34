"""The counts behind a pack's figures, and the sums that tie them: what a reader could add up or take away.

Every side of a figure is one count: of a source's fields, over areas, months and a sub-group. Two figures that stand on the
same count share it. The sums are those that anybody can see: areas into a region or the country, quarters into a year,
sub-groups and fields into their whole, and a share's two sides with the rest between them. Where a whole takes in areas or
quarters that no figure shows, readers are taken to know them (an earlier pack or another board's may show them).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from assize.core.nouns import Figure, Part
from assize.core.periods import MONTHS_IN_QUARTER, Period
from assize.core.protection import EarlierPack
from assize.core.specs import SourceSpec
from assize.protect.keys import CountKey, Release, Rule, all_but, months_of
from assize.protect.seen import mark_and_remember
from assize.protect.suppression import Count, Sum


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
    release, keys = Release(), _Keys(pools)
    limited = {name for name, source in sources.items() if source.smallest_count}
    guarded = [one for one in figures if not limited.isdisjoint([part.selection.source for part in one.parts])]
    for figure in guarded:
        _add_figure(release, figure, sources, keys)
    seen = [pack for pack in earlier if pack.seen]
    if seen:
        here = {
            figure.area for figure in guarded
        }  # the country's members in `pools` are those of its figures, and not all
        others = {pool: areas for pool, areas in pools.items() if pool not in here}
        mark_and_remember(release, sources, guarded, others, seen)
    _tie(release, sources, "areas")
    _tie(release, sources, "months")
    _tie(release, sources, "fields")
    _tie_groups(release, sources)
    return release


# --- counts -------------------------------------------------------------------------------------------------------


class _Keys:
    """Makes keys. What many of them have alike is made once: thousands of figures are of a few areas, months and selections."""

    def __init__(self, pools: Mapping[str, Sequence[str]]) -> None:
        self._pools = pools
        self._areas: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._months: dict[tuple[Period, ...], tuple[int, ...]] = {}
        self._fields: dict[tuple[str, ...], tuple[str, ...]] = {}

    def of(self, part: Part) -> CountKey:
        """What a side of a figure counts."""
        selection, fields, areas, periods = part.selection, part.selection.fields, part.areas, part.periods
        if (pooled := self._areas.get(areas)) is None:
            inner = {inner for area in areas for inner in self._pools.get(area, (area,))}
            pooled = self._areas[areas] = tuple(sorted(inner))
        if (months := self._months.get(periods)) is None:
            months = tuple(sorted({month for period in periods for month in months_of(period)}))
            self._months[periods] = months
        if (in_order := self._fields.get(fields)) is None:
            in_order = self._fields[fields] = tuple(sorted(fields))
        return CountKey(
            selection.source,
            in_order,
            selection.where,
            pooled,
            months,
            selection.by if part.breakdown else (),
            part.breakdown,
        )


def _add_figure(release: Release, figure: Figure, sources: Mapping[str, SourceSpec], made: _Keys) -> None:
    keys: dict[str, CountKey] = {}
    for part in figure.parts:
        value = None if part.value is None else int(part.value)
        if value is None or value != part.value or value < 0:
            continue
        spec = sources[part.selection.source]
        rule = release.rule(spec, part.selection.fields)
        keys[part.role] = _add(release, made.of(part), value, rule, known=not spec.smallest_count)
    shown = list(keys.values())
    if {"numerator", "denominator"} <= keys.keys():
        shown += _add_rest_of_share(release, figure, keys["numerator"], keys["denominator"], sources)
    release.shows[figure.reference] = tuple(shown)
    editions = frozenset[str]().union(*[part.editions for part in figure.parts])
    for key in shown:
        held = release.editions.setdefault(key, editions)
        if not editions <= held:
            release.editions[key] = held | editions


def _add(
    release: Release, key: CountKey, value: int, rule: Rule, *, shown: bool = True, known: bool = False
) -> CountKey:
    """The key under which the count stands: another where that one holds another value, as where a source was corrected."""
    held = release.counts.get(key)
    if held is None:
        width = rule.width(value)
        release.counts[key] = Count(value, shown, width, known and not width, _price(key))
    elif held.value != value:
        return _add(release, key.left(f"{key.rest} again"), value, rule, shown=shown, known=known)
    return key


def _price(key: CountKey) -> float:
    """A comparison is lost before a board's own figure is, and a year before a quarter, which breaks a chart."""
    return (1.0 if len(key.areas) == 1 else 0.5) * (1.0 if len(key.months) <= MONTHS_IN_QUARTER else 0.5)


def _add_rest_of_share(
    release: Release, figure: Figure, part: CountKey, whole: CountKey, sources: Mapping[str, SourceSpec]
) -> list[CountKey]:
    """37 of 40 says that three were not; so does the share of those that have no outcome yet."""
    rules = [release.rule(sources[one.selection.source], one.selection.fields) for one in figure.parts]
    rule = max(rules, key=lambda one: (one.smallest, not one.noughts))
    value = release.counts[whole].value - release.counts[part].value
    shown: list[CountKey] = []
    if value >= 0 and part != whole:
        rest = whole.left(f"{whole.rest} not {part}")
        if rest not in release.counts:
            _add(release, rest, value, rule, shown=False)
            release.sums.append(Sum(whole, (part, rest)))
    if figure.immature is not None:
        count = round(figure.immature * Decimal(release.counts[whole].value))
        shown.append(_add(release, whole.left(f"{whole.rest} without an outcome yet"), count, rule))
    return shown


# --- sums ---------------------------------------------------------------------------------------------------------


def _tie(release: Release, sources: Mapping[str, SourceSpec], name: str) -> None:
    """Sums of counts that lie within one another in their areas, months or fields (`name`) and have all else alike: the
    smallest that fit, and a rest where they do not fill the whole."""
    at, alike = CountKey._fields.index(name), all_but(name)
    families: dict[Hashable, list[CountKey]] = {}
    for key in release.counts:
        if not key.rest:
            families.setdefault(alike(key), []).append(key)
    extents: dict[Any, frozenset[Hashable]] = {}
    for family in families.values():
        own = {key[at] for key in family}
        if len(own) == 1:  # the usual case: none lies within another
            continue
        extents |= {one: frozenset(one) for one in own - extents.keys()}
        sizes = {len(extents[one]) for one in own}
        if len(sizes) == 1:
            continue
        least = min(sizes)
        family.sort(key=lambda key: (len(extents[key[at]]), key))
        held = [extents[key[at]] for key in family]
        for place, whole in enumerate(family):
            everything = left = held[place]
            if len(left) == least:
                continue
            parts = []
            for key, within in zip(family[:place], held[:place], strict=True):
                if within <= left and within < everything:
                    parts.append(key)
                    left -= within
            if parts:
                _add_sum(release, sources, whole, parts, full=not left, known=True)


def _tie_groups(release: Release, sources: Mapping[str, SourceSpec]) -> None:
    """The sub-groups of one split under the whole. Those that come to it exactly are taken to be all there are."""
    alike = all_but("split", "group")
    wholes = [key for key in release.counts if not key.rest and not key.group]
    families: dict[Hashable, dict[tuple[str, ...], list[CountKey]]] = {}
    for key in release.counts:
        if key.group and not key.rest:
            families.setdefault(alike(key), {}).setdefault(key.split, []).append(key)
    for whole in wholes:
        for parts in families.get(alike(whole), {}).values():
            left = release.counts[whole].value - sum(release.counts[key].value for key in parts)
            _add_sum(release, sources, whole, sorted(parts), full=left == 0, known=False)


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
        rest = whole.left(f"without {without}")
        rule = release.rule(sources[whole.source], whole.fields)
        everything += (_add(release, rest, left, rule, shown=False, known=known),)
    release.sums.append(Sum(whole, everything))
