"""What protection did to a pack: what the pack must hand on to the next, and what whoever signs it must know."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from assize.core.periods import Period


@dataclass(frozen=True)
class EarlierPack:
    """What a pack that was built before says of the counts behind it. It holds names of counts, and no value of one.

    `seen` is whether these readers have read it: it was made for them, or for everybody.
    """

    quarter: Period
    inputs: frozenset[str]  # keys of the editions it was made from
    measures: frozenset[str]  # that have counts which may be too small to show: `metric`, or `metric@breakdown`
    areas: frozenset[str]  # of their figures
    withheld: frozenset[str]  # names of the counts that it did not show
    seen: bool
    until: Mapping[str, Period] = field(
        default_factory=dict
    )  # measure -> its latest quarter, to which it adds up a year


@dataclass(frozen=True)
class SourceTally:
    """Of one source with a smallest count: how many counts its figures stand on, and how many are withheld by which rule."""

    source: str
    smallest: int
    noughts_withheld: bool
    counts: int
    small: int  # for their own sake
    others: int  # because a small one could be worked out from them, or an earlier pack withheld them
    again: int  # of both, those that an earlier pack withheld
    lost: int  # small ones that readers can work out all the same from what they know already


@dataclass(frozen=True)
class ProtectionRecord:
    """Of one pack: the counts that are guarded, those withheld, and what nothing could protect.

    `lost` are references of figures that stand on a count which nothing can protect.
    """

    measures: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()  # names of counts, sorted
    tallies: tuple[SourceTally, ...] = ()
    by_measure: tuple[tuple[str, int], ...] = ()  # metric -> how many of its figures are withheld
    lost: tuple[str, ...] = ()
    none_to_show: int = 0  # small rests that readers can work out although no figure shows them
    until: tuple[tuple[str, Period], ...] = ()  # measure -> the latest quarter that it has


NOTHING_GUARDED = ProtectionRecord()


def measure_name(metric: str, breakdown: str) -> str:
    """How an earlier pack names a measure or one of its sub-groups."""
    return f"{metric}@{breakdown}" if breakdown else metric


def withheld_before(earlier: Collection[EarlierPack]) -> frozenset[str]:
    """The names of all counts that some earlier pack withheld."""
    return frozenset(name for pack in earlier for name in pack.withheld)
