"""What readers have seen in earlier packs, and what that ties of the counts of a new one.

An earlier pack is known by its manifest, which names the counts that it withheld and holds no value. What it showed is worked
out again from the counts of the new one: the same counts; the twelve months that ended with its quarter, which roll on and are
no longer shown; the areas pooled beside another board.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assize.core.nouns import Figure
from assize.core.periods import MONTHS_IN_QUARTER, MONTHS_IN_YEAR, Period
from assize.core.protection import EarlierPack, measure_name
from assize.core.specs import SourceSpec
from assize.protect.keys import CountKey, Release, all_but, months_of
from assize.protect.suppression import Count


class Shown:
    """The counts of a new pack by what they would have been called in an earlier one: gone through once, for all of those."""

    def __init__(self, release: Release, figures: Iterable[Figure]) -> None:
        self.keys: dict[tuple[str, str], list[CountKey]] = {}  # (area, measure) -> the counts of its figures
        # (measure, quarter) -> kinds of count, each with its last month -> the editions on which counts of it stand
        self.quarters: dict[tuple[str, Period], dict[tuple[Hashable, int], set[frozenset[str]]]] = {}
        for figure in figures:
            keys = release.shows.get(figure.reference, ())
            name = measure_name(figure.metric, figure.breakdown)
            self.keys.setdefault((figure.area, name), []).extend(keys)
            if figure.period.is_quarter:
                kinds = self.quarters.setdefault((name, figure.period), {})
                for key in keys:
                    kinds.setdefault((_kind(key), key.months[-1]), set()).add(release.editions[key])


class Earlier:
    """An earlier pack beside the counts of a new one: which stretches of months it showed of what is counted so."""

    def __init__(self, pack: EarlierPack, shown: Shown) -> None:
        self.pack = pack
        self.end = months_of(pack.quarter)[-1]
        self.last: dict[Hashable, int] = {}  # kind of count -> the last month that the pack had of it
        for (name, quarter), kinds in shown.quarters.items():
            until = pack.until.get(name, None if pack.until else quarter)
            if until is None:
                continue
            latest = months_of(until)[-1]
            for (kind, last), editions in kinds.items():
                month = min(last, latest)
                if month <= self.end and (pack.until or any(one <= pack.inputs for one in editions)):
                    self.last[kind] = max(month, self.last.get(kind, 0))

    def years(self, key: CountKey) -> tuple[int, ...]:
        """With which months the rolling years ended that it showed: those to its latest quarter, and those before."""
        last = self.last.get(_kind(key))
        return () if last is None else (last, last - MONTHS_IN_YEAR)

    def has(self, key: CountKey) -> bool:
        """Whether it showed these months, if it showed such counts: every quarter, every financial year, two rolling years."""
        months = key.months
        if (
            len(months) != MONTHS_IN_YEAR or _kind(key) not in self.last
        ):  # what has no quarters is published by the year
            return months[-1] <= self.end
        return months[-1] <= self.end and (months[0] % MONTHS_IN_YEAR == _APRIL or months[-1] in self.years(key))


_COUNTED = all_but("areas", "months")  # what a count is of, wherever and whenever
_WHENEVER = all_but("months")
_APRIL = 3  # as the number of a month, which counts from nought


def _kind(key: CountKey) -> Hashable:
    """What is counted, wherever and whenever: all of it is published together."""
    return key[:3]  # source, fields, where


def mark_and_remember(
    release: Release,
    sources: Mapping[str, SourceSpec],
    figures: Iterable[Figure],
    pools: Mapping[str, Sequence[str]],
    packs: Iterable[EarlierPack],
) -> None:
    """What these readers have seen in earlier `packs`: the counts of `figures` that they know, and sums that are shown no more.

    `pools` leads from the areas that are pooled beside other boards to those they are made of.
    """
    shown = Shown(release, figures)
    seen = [Earlier(pack, shown) for pack in packs]
    _mark_known(release, shown, seen)
    _remember(release, sources, shown, pools, seen)


def _mark_known(release: Release, shown: Shown, seen: Sequence[Earlier]) -> None:
    """Marks as known what an earlier pack showed its readers.

    Where an edition has come since most counts are still what they were, so that they hide nothing. Not one that is small now,
    and that the pack did not withhold: it was another then.
    """
    for one in seen:
        pack = one.pack
        for (area, measure), keys in shown.keys.items():
            if area not in pack.areas or measure not in pack.measures:
                continue
            for key in keys:
                count = release.counts[key]
                if count.known or not one.has(key):
                    continue
                if count.width and not release.editions[key] <= pack.inputs:  # small since it was counted again
                    continue
                if not pack.withheld or release.name_of(key) not in pack.withheld:
                    release.counts[key] = Count(count.value, count.shown, count.width, known=True, price=count.price)


def _remember(
    release: Release,
    sources: Mapping[str, SourceSpec],
    shown: Shown,
    pools: Mapping[str, Sequence[str]],
    seen: Sequence[Earlier],
) -> None:
    """Adds the sums that earlier packs showed, or withheld, and this release does not. They are tied to their parts later."""
    memory = _Memory(release, sources)
    memory.learn(shown, pools)
    for pack in seen:
        memory.pools(pack, pools)
    families = memory.added_up()
    for pack in seen:
        memory.years(pack, families)


@dataclass
class _Memory:
    """What is added of earlier packs, and by which names of areas and measures they would say that they showed it."""

    release: Release
    sources: Mapping[str, SourceSpec]
    areas: dict[tuple[str, ...], set[str]] = field(default_factory=dict)
    measures: dict[Hashable, set[str]] = field(default_factory=dict)
    added: set[CountKey] = field(default_factory=set)

    def learn(self, shown: Shown, pools: Mapping[str, Sequence[str]]) -> None:
        """The names of what counts are of: an area may be pooled, a count stand behind several measures."""
        for pool, areas in pools.items():
            self.areas.setdefault(tuple(sorted(areas)), set()).add(pool)
        for (area, measure), keys in shown.keys.items():
            for areas in {key.areas for key in keys}:
                self.areas.setdefault(areas, set()).add(area)
            for counted in set(map(_COUNTED, keys)):
                self.measures.setdefault(counted, set()).add(measure)

    def pools(self, pack: Earlier, pools: Mapping[str, Sequence[str]]) -> None:
        """The areas that the pack pooled, another board's for one, where each of them has its count here."""
        for pool in sorted(pack.pack.areas & pools.keys()):
            areas = tuple(sorted(pools[pool]))
            singles = [key for key in self.release.counts if key.areas == areas[:1] and not key.rest and len(areas) > 1]
            for key in filter(pack.has, singles):
                self._add(key.over(areas=areas), tuple(key.over(areas=(area,)) for area in areas), pack)

    def added_up(self) -> Sequence[CountKey]:
        """What is added up to years, each without its months."""
        families: dict[tuple[object, ...], CountKey | None] = {}
        for key in self.release.counts:
            if not key.rest:
                one = _WHENEVER(key)
                if len(key.months) == MONTHS_IN_YEAR:
                    families[one] = key
                else:
                    families.setdefault(one, None)
        return [key.over(months=()) for key in families.values() if key]

    def years(self, pack: Earlier, families: Iterable[CountKey]) -> None:
        """The twelve months that ended with the pack's latest quarter, and those before, of what is added up to years."""
        for family in families:
            for last in pack.years(family):
                months = tuple(range(last + 1 - MONTHS_IN_YEAR, last + 1))
                quarters = (months[at : at + MONTHS_IN_QUARTER] for at in range(0, MONTHS_IN_YEAR, MONTHS_IN_QUARTER))
                parts = tuple(family.over(months=quarter) for quarter in quarters)
                self._add(family.over(months=months), parts, pack)

    def _add(self, whole: CountKey, parts: tuple[CountKey, ...], earlier: Earlier) -> None:
        """A sum of the pack's; none where it has not been in it, or its parts are not here."""
        pack = earlier.pack
        counts, editions = self.release.counts, self.release.editions
        if whole in counts and (whole not in self.added or counts[whole].known):
            return
        if not self._was_in(pack, whole) or not all(part in counts for part in parts):
            return
        value = sum(counts[part].value for part in parts)
        width = self.release.rule(self.sources[whole.source], whole.fields).width(value)
        hidden = whole.name in pack.withheld
        if width and not hidden:  # it was not in that pack, which would have withheld it
            return
        counts[whole] = Count(value, shown=False, width=width, known=not hidden)
        editions[whole] = frozenset().union(*(editions.get(part, frozenset()) for part in parts))
        self.added.add(whole)

    def _was_in(self, pack: EarlierPack, key: CountKey) -> bool:
        """Whether the pack had figures of these areas and measures: those that nobody can name it may have had."""
        areas, measures = self.areas.get(key.areas), self.measures.get(_COUNTED(key))
        return not (areas and areas.isdisjoint(pack.areas)) and not (measures and measures.isdisjoint(pack.measures))
