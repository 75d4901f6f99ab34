"""What protection did to a pack: what the pack must hand on to the next, and what whoever signs it must know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assize.core.periods import Period


@dataclass(frozen=True)
class EarlierPack:
    """What a pack that was built before says of the counts behind it. It holds names of counts, and no value of one.

    `seen` is whether these readers have read it: it was made for them, or for everybody. `own` is whether it is the very pack
    that is being built, from the time before: it binds as any other does, and whoever signs is not told of it as of another.
    """

    quarter: Period
    inputs: frozenset[str]  # keys of the editions it was made from
    measures: frozenset[str]  # that have counts which may be too small to show: `metric`, or `metric@breakdown`
    areas: frozenset[str]  # of their figures
    withheld: frozenset[str]  # names of the counts that it did not show
    seen: bool
    folder: tuple[
        str, ...
    ] = ()  # board, quarter and audience, as its folder is called; nothing for one that is not written yet
    own: bool = False
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
    rests: int  # small ones that no figure shows and anybody could take from what is shown: the three that are left of 37 of 40
    others: int  # shown ones from which one of both could be worked out, or which an earlier pack withheld
    again: int  # of those that figures show, the ones that another pack withheld
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


def withheld_before(earlier: Iterable[EarlierPack]) -> frozenset[str]:
    """The names of all counts that some of the packs withheld."""
    return frozenset(name for pack in earlier for name in pack.withheld)
