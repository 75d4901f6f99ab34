"""What readers have seen in earlier packs, and what that ties of the counts of a new one.

An earlier pack is known by its manifest, which names the counts that it withheld and holds no value. What it showed is worked
out again from the counts of the new one: the same counts, from the same editions; the twelve months that ended with its
quarter, which roll on and are no longer shown; the areas pooled beside another board.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from assize.core.nouns import Figure
from assize.core.periods import MONTHS_IN_QUARTER, MONTHS_IN_YEAR
from assize.core.protection import EarlierPack, measure_name
from assize.core.specs import SourceSpec
from assize.protect.keys import CountKey, Release, months_of, rule_of
from assize.protect.suppression import Count


def mark_known(release: Release, figures: Iterable[Figure], seen: Sequence[EarlierPack]) -> None:
    """Marks as known what an earlier pack showed its readers, from the same editions."""
    held = list(figures) if seen else []
    for pack in seen:
        for figure in held:
            shown = release.shows.get(figure.reference, ())
            if not shown or not _was_in(figure, pack):
                continue
            for key in shown:
                count = release.counts[key]
                if count.known or not release.editions[key] <= pack.inputs:
                    continue
                if not pack.withheld or release.name_of(key) not in pack.withheld:
                    release.counts[key] = replace(count, known=True)


def _was_in(figure: Figure, pack: EarlierPack) -> bool:
    return (
        figure.period.last_day <= pack.quarter.last_day
        and figure.area in pack.areas
        and measure_name(figure.metric, figure.breakdown) in pack.measures
    )


def remember_pools(
    release: Release,
    sources: Mapping[str, SourceSpec],
    pools: Mapping[str, Sequence[str]],
    seen: Sequence[EarlierPack],
) -> None:
    """Adds the areas that an earlier pack pooled, another board's for one, where each of them has its count here."""
    for pack in seen:
        for pool in sorted(pack.areas & pools.keys()):
            areas = tuple(sorted(pools[pool]))
            singles = [key for key in release.counts if key.areas == areas[:1] and not key.rest and len(areas) > 1]
            for key in singles:
                parts = tuple(replace(key, areas=(area,)) for area in areas)
                _remember(release, sources, replace(key, areas=areas), parts, pack)


def remember_years(release: Release, sources: Mapping[str, SourceSpec], seen: Sequence[EarlierPack]) -> None:
    """Adds the twelve months that ended with an earlier pack's quarter, and those before, of what is added up to years."""
    families: dict[CountKey, list[CountKey]] = {}
    for key in release.counts:
        if not key.rest:
            families.setdefault(replace(key, months=()), []).append(key)
    yearly = [family for family, keys in families.items() if any(len(key.months) == MONTHS_IN_YEAR for key in keys)]
    for pack in seen:
        for years in range(2):
            months = tuple(months_of(pack.quarter.twelve_months.later(-years)))
            quarters = [
                months[first : first + MONTHS_IN_QUARTER] for first in range(0, MONTHS_IN_YEAR, MONTHS_IN_QUARTER)
            ]
            for family in yearly:
                parts = tuple(replace(family, months=quarter) for quarter in quarters)
                _remember(release, sources, replace(family, months=months), parts, pack)


def _remember(
    release: Release, sources: Mapping[str, SourceSpec], whole: CountKey, parts: tuple[CountKey, ...], pack: EarlierPack
) -> None:
    """A sum that an earlier pack showed, or withheld; none where it is there already, or its parts are not or have changed.

    It is tied to its parts where all others are.
    """
    if whole in release.counts or not all(part in release.counts for part in parts):
        return
    if not all(release.editions.get(part, frozenset()) <= pack.inputs for part in parts):
        return
    value = sum(release.counts[part].value for part in parts)
    width = rule_of(sources[whole.source], whole.fields).width(value)
    hidden = whole.name in pack.withheld
    if width and not hidden:  # it was not in that pack, which would have withheld it
        return
    release.counts[whole] = Count(value, shown=False, width=width, known=not hidden)
    release.editions[whole] = frozenset().union(*(release.editions.get(part, frozenset()) for part in parts))
