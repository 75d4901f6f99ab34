"""What readers have seen in earlier packs, and what that ties of the counts of a new one.

An earlier pack is known by its manifest, which names the counts that it withheld and holds no value. What it showed is worked
out again from the counts of the new one: the same counts; the twelve months that ended with its quarter, which roll on and are
no longer shown; the areas pooled beside another board.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assize.core.nouns import Figure
from assize.core.periods import MONTHS_IN_QUARTER, MONTHS_IN_YEAR
from assize.core.protection import EarlierPack, measure_name
from assize.core.specs import SourceSpec
from assize.protect.keys import CountKey, Release, months_of
from assize.protect.suppression import Count


class Earlier:
    """An earlier pack beside the counts of a new one: which stretches of months it showed of what is counted so."""

    def __init__(self, pack: EarlierPack, release: Release, figures: Iterable[Figure]) -> None:
        self.pack = pack
        self.end = months_of(pack.quarter)[-1]
        self.last: dict[Hashable, int] = {}  # kind of count -> the last month that the pack had of it
        for figure in figures:
            if not figure.period.is_quarter:
                continue
            until = pack.until.get(measure_name(figure.metric, figure.breakdown), None if pack.until else figure.period)
            if until is None:
                continue
            latest = months_of(until)[-1]
            for key in release.shows[figure.reference]:
                month = min(key.months[-1], latest)
                if month <= self.end and (pack.until or release.editions[key] <= pack.inputs):
                    kind = _kind(key)
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


_APRIL = 3  # as the number of a month, which counts from nought


def _kind(key: CountKey) -> Hashable:
    """What is counted, wherever and whenever: all of it is published together."""
    return key.but("areas", "months", "split", "group", "rest")


def mark_known(release: Release, figures: Iterable[Figure], seen: Sequence[Earlier]) -> None:
    """Marks as known what an earlier pack showed its readers.

    Where an edition has come since most counts are still what they were, so that they hide nothing. Not one that is small now,
    and that the pack did not withhold: it was another then.
    """
    held = list(figures) if seen else []
    for one in seen:
        pack = one.pack
        for figure in held:
            shown = release.shows.get(figure.reference, ())
            if not shown or not _was_in(figure, pack):
                continue
            for key in shown:
                count = release.counts[key]
                if count.known or not one.has(key):
                    continue
                if count.width and not release.editions[key] <= pack.inputs:  # small since it was counted again
                    continue
                if not pack.withheld or release.name_of(key) not in pack.withheld:
                    release.counts[key] = Count(count.value, count.shown, count.width, known=True, price=count.price)


def _was_in(figure: Figure, pack: EarlierPack) -> bool:
    return figure.area in pack.areas and measure_name(figure.metric, figure.breakdown) in pack.measures


def remember(
    release: Release,
    sources: Mapping[str, SourceSpec],
    figures: Iterable[Figure],
    pools: Mapping[str, Sequence[str]],
    seen: Sequence[Earlier],
) -> None:
    """Adds the sums that earlier packs showed, or withheld, and this release does not. They are tied to their parts later.

    `pools` leads from the areas that are pooled beside other boards to those they are made of.
    """
    memory = _Memory(release, sources)
    memory.learn(figures, pools)
    for pack in seen:
        memory.pools(pack, pools)
    for pack in seen:
        memory.years(pack)


@dataclass
class _Memory:
    """What is added of earlier packs, and by which names of areas and measures they would say that they showed it."""

    release: Release
    sources: Mapping[str, SourceSpec]
    areas: dict[tuple[str, ...], set[str]] = field(default_factory=dict)
    measures: dict[Hashable, set[str]] = field(default_factory=dict)
    added: set[CountKey] = field(default_factory=set)

    def learn(self, figures: Iterable[Figure], pools: Mapping[str, Sequence[str]]) -> None:
        """The names of what counts are of: an area may be pooled, a count stand behind several measures."""
        for pool, areas in pools.items():
            self.areas.setdefault(tuple(sorted(areas)), set()).add(pool)
        for figure in figures:
            for key in self.release.shows.get(figure.reference, ()):
                self.areas.setdefault(key.areas, set()).add(figure.area)
                name = measure_name(figure.metric, figure.breakdown)
                self.measures.setdefault(key.but("areas", "months"), set()).add(name)

    def pools(self, pack: Earlier, pools: Mapping[str, Sequence[str]]) -> None:
        """The areas that the pack pooled, another board's for one, where each of them has its count here."""
        for pool in sorted(pack.pack.areas & pools.keys()):
            areas = tuple(sorted(pools[pool]))
            singles = [key for key in self.release.counts if key.areas == areas[:1] and not key.rest and len(areas) > 1]
            for key in filter(pack.has, singles):
                self._add(key._replace(areas=areas), tuple(key._replace(areas=(area,)) for area in areas), pack)

    def years(self, pack: Earlier) -> None:
        """The twelve months that ended with the pack's latest quarter, and those before, of what is added up to years."""
        families: dict[CountKey, list[CountKey]] = {}
        for key in self.release.counts:
            if not key.rest:
                families.setdefault(key._replace(months=()), []).append(key)
        for family, keys in families.items():
            if any(len(key.months) == MONTHS_IN_YEAR for key in keys):
                for last in pack.years(family):
                    months = tuple(range(last + 1 - MONTHS_IN_YEAR, last + 1))
                    quarters = (
                        months[at : at + MONTHS_IN_QUARTER] for at in range(0, MONTHS_IN_YEAR, MONTHS_IN_QUARTER)
                    )
                    parts = tuple(family._replace(months=quarter) for quarter in quarters)
                    self._add(family._replace(months=months), parts, pack)

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
        areas, measures = self.areas.get(key.areas), self.measures.get(key.but("areas", "months"))
        return not (areas and areas.isdisjoint(pack.areas)) and not (measures and measures.isdisjoint(pack.measures))
