"""Attacks what packs show with integer programming: how near can a reader come to a count that is withheld?

    python benchmarks/attack.py FOLDER [QUARTERS] [--rounded BASE]

FOLDER is a workspace, best the made-up country (`assize demo --made-up FOLDER`). The packs of all its boards are protected as a
build would, for the partnership and for the public, for so many quarters one after the other (2 where nothing is said): each
knows those before it by what their manifests say. Then the counts behind all packs that a reader has had are put to scipy's
solver together, twice: with all that protection withholds, and with the small counts alone. The attacker knows every sum, every
count that any of the packs shows (of a rounded one, between which numbers it lies), that no count is below nought and that all
are whole numbers. Exits 1 where a protected count can be narrowed below its width or cannot be protected, or where without
secondary suppression fewer than 50 could be narrowed: then the attack is too weak to prove anything.

With `--rounded` every source that has a smallest count is shown to the public as well as to the partnership, and rounded to the
nearest BASE for both, whatever the workspace says. What is withheld is known to the attacker, and is what is withheld of the
counts as they are. Rounding hides
much by itself: there the second attack must narrow 10.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from assize.app.material import decide_cut_off, decide_quarter, needed_series, needed_splits, unprotected
from assize.app.workspace import Workspace
from assize.core.audiences import PARTNERSHIP, PUBLIC
from assize.core.periods import Period
from assize.core.protection import EarlierPack
from assize.core.specs import Catalogue
from assize.protect.audiences import pattern_of, record_of
from assize.protect.keys import CountKey, Release
from assize.protect.suppression import Count, Key, Sum, Suppression
from assize.store.store import Store

_MOST = 10_000  # by how much an unknown count may be larger than it is: far more than any width
_QUARTERS = 2
_AT_LEAST, _AT_LEAST_ROUNDED = 50, 10


def narrowed(
    counts: Mapping[Key, Count],
    sums: Sequence[Sum[Key]],
    withheld: Collection[Key],
    bases: Mapping[Key, int] | None = None,
) -> dict[Key, tuple[float, float]]:
    """The counts with a width that readers can come closer to than that, each with the least and the most it can be.

    `bases` says of a count to the nearest of what it is shown rounded: all that is seen of it is between which numbers it
    lies. Each count is rounded by itself, totals too, so that a sum holds of the true counts and not of those that are shown.
    """
    seen = {
        key: rounds_to(counts[key].value, base)
        for key, base in (bases or {}).items()
        if base > 1 and key not in withheld and counts[key].shown and not counts[key].known
    }
    unknown = {key for key, count in counts.items() if key in withheld or not (count.shown or count.known)}
    unknown |= seen.keys()
    root = _pieces(sums, unknown)
    cells: dict[Key, list[Key]] = {}
    for key in unknown:
        cells.setdefault(root[key], []).append(key)
    lines: dict[Key, list[Sum[Key]]] = {}
    for one in sums:
        held = next((key for key in (one.whole, *one.parts) if key in unknown), None)
        if held is not None:
            lines.setdefault(root[held], []).append(one)
    found = {}
    for key, count in counts.items():
        if not count.width:
            continue
        low = high = float(count.value)
        if key in unknown:
            low, high = _between(counts, cells[root[key]], lines.get(root[key], []), key, seen)
        if high - low < count.width:
            found[key] = low, high
    return found


def rounds_to(value: int, base: int) -> tuple[int, int]:
    """The least and the greatest count that is rounded to the same multiple of `base` as `value` is, halves upwards."""
    nearest = (2 * value + base) // (2 * base) * base
    return max(0, -((base - 2 * nearest) // 2)), (2 * nearest + base - 1) // 2


def _pieces(sums: Sequence[Sum[Key]], unknown: Collection[Key]) -> dict[Key, Key]:
    """Which unknown counts hang together: counts of two pieces tell nothing of each other."""
    parent = {key: key for key in unknown}

    def root(key: Key) -> Key:
        while parent[key] != key:
            parent[key] = key = parent[parent[key]]
        return key

    for one in sums:
        held = [key for key in (one.whole, *one.parts) if key in parent]
        for key in held[1:]:
            parent[root(key)] = root(held[0])
    return {key: root(key) for key in unknown}


def _between(
    counts: Mapping[Key, Count],
    cells: Sequence[Key],
    lines: Sequence[Sum[Key]],
    target: Key,
    seen: Mapping[Key, tuple[int, int]],
) -> tuple[float, float]:
    place = {key: index for index, key in enumerate(cells)}
    rows, columns, signs = [], [], []
    for row, one in enumerate(lines):
        for key, sign in ((one.whole, -1.0), *((part, 1.0) for part in one.parts)):
            if key in place:
                rows.append(row)
                columns.append(place[key])
                signs.append(sign)
    # The unknowns are by how much each count could differ: of the country's millions and a board's three no digit is lost.
    ties = [LinearConstraint(coo_array((signs, (rows, columns)), (len(lines), len(cells))), 0, 0)] if lines else []
    ends_of = [seen.get(key, (0, counts[key].value + _MOST)) for key in cells]
    values = np.array([float(counts[key].value) for key in cells])
    bounds = Bounds(np.array([low for low, _ in ends_of]) - values, np.array([high for _, high in ends_of]) - values)
    ends = []
    for sign in (1.0, -1.0):
        aim = np.zeros(len(cells))
        aim[place[target]] = sign
        result = milp(aim, constraints=ties, bounds=bounds, integrality=np.ones(len(cells)))
        assert result.success, result.message
        ends.append(counts[target].value + sign * result.fun)
    return ends[0], ends[1]


@dataclass(frozen=True)
class Pack:
    """A pack as protection leaves it, with what its manifest says of it."""

    audience: str
    earlier: EarlierPack
    release: Release
    pattern: Suppression[CountKey]
    bases: Mapping[CountKey, int]  # of the counts that it shows rounded
    seconds: float


def main() -> int:
    """Attacks the last quarters of every board of a workspace, as each audience reads them."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("quarters", type=int, nargs="?", default=_QUARTERS)
    options.add_argument("--rounded", type=int, default=1, metavar="BASE")
    told = options.parse_args()
    quarters: int = told.quarters
    workspace = Workspace.open(told.folder)
    if told.rounded > 1:
        workspace = replace(workspace, catalogue=_rounding(workspace.catalogue, told.rounded))
    store = workspace.store()
    packs: list[Pack] = []
    try:
        day = decide_cut_off(workspace, store, None)
        last = decide_quarter(workspace, store, day, "")
        for quarter in (last.later(-step) for step in reversed(range(quarters))):
            for audience in (PARTNERSHIP, PUBLIC):
                packs += _packs(workspace, store, quarter, day, audience, packs)
    finally:
        store.close()
    held = [pack for pack in packs if pack.release.counts]
    if not held:
        sys.exit("No figure of this workspace has a smallest count: there is nothing to attack.")
    public = [pack for pack in held if pack.audience == PUBLIC]
    readers = {"partnership, who read the public's too": held, "the public": public}
    least = _AT_LEAST_ROUNDED if told.rounded > 1 else _AT_LEAST
    stood = [_stands(name, own, least) for name, own in readers.items() if own]  # each is printed
    return int(not all(stood))


def _packs(
    workspace: Workspace, store: Store, quarter: Period, day: date, audience: str, before: Sequence[Pack]
) -> list[Pack]:
    """The packs of every board for an audience, each knowing those before it."""
    workspace = replace(workspace, catalogue=workspace.catalogue.for_audience(audience))
    sources = workspace.catalogue.sources
    splits, series = needed_splits(workspace.catalogue), needed_series(workspace.catalogue)
    made: list[Pack] = []
    for board in workspace.settings.boards:
        figures, pools, _ = unprotected(workspace, store, board, quarter, day, splits, series)
        known = [replace(one.earlier, seen=one.audience in (audience, PUBLIC)) for one in (*before, *made)]
        began = time.process_time()
        release, pattern, again = pattern_of(figures, sources, pools, known)
        took = time.process_time() - began
        record = record_of(figures, sources, release, pattern, again)
        inputs = frozenset(edition for one in figures for part in one.parts for edition in part.editions)
        earlier = EarlierPack(
            quarter,
            inputs,
            frozenset(record.measures),
            frozenset(record.areas),
            frozenset(record.withheld),
            seen=True,
            until=dict(record.until),
        )
        bases = {key: sources[key.source].base(key.fields, audience) for key in release.counts}
        bases = {key: base for key, base in bases.items() if base > 1}
        made.append(Pack(audience, earlier, release, pattern, bases, took))
        if pattern.lost:
            print(f"{board}, {quarter.slug}, {audience}: {len(pattern.lost)} counts that nothing can protect")
    return made


def _together(
    packs: Sequence[Pack], withheld: Callable[[Suppression[CountKey]], Collection[CountKey]]
) -> tuple[dict[CountKey, Count], list[Sum[CountKey]], set[CountKey], dict[CountKey, int]]:
    """The counts and sums of all packs as one release, what none of them shows, and what none shows but rounded."""
    counts: dict[CountKey, Count] = {}
    shown: set[CountKey] = set()
    rounded: dict[CountKey, int] = {}
    sums: dict[Sum[CountKey], None] = {}
    for pack in packs:
        hidden = withheld(pack.pattern)
        for key, count in pack.release.counts.items():
            held = counts.setdefault(key, replace(count, known=False, shown=False))
            assert held.value == count.value, key
            if count.width > held.width:
                counts[key] = replace(held, width=count.width)
            if count.known or (count.shown and key not in hidden):
                base = pack.bases.get(key, 1)
                if base == 1:
                    shown.add(key)
                else:
                    rounded[key] = min(base, rounded.get(key, base))
        sums.update(dict.fromkeys(pack.release.sums))
    for key in shown:
        counts[key] = replace(counts[key], known=True)
    rounded = {key: base for key, base in rounded.items() if key not in shown}
    for key in rounded:
        counts[key] = replace(counts[key], shown=True)
    return counts, list(sums), counts.keys() - shown - rounded.keys(), rounded


def _rounding(catalogue: Catalogue, base: int) -> Catalogue:
    """The catalogue with every source of a smallest count shown to both audiences, rounded for both."""
    sources = {
        name: replace(source, audiences=(PARTNERSHIP, PUBLIC), rounded_to=dict.fromkeys((PARTNERSHIP, PUBLIC), base))
        if source.smallest_count
        else source
        for name, source in catalogue.sources.items()
    }
    return replace(catalogue, sources=sources)


def _stands(readers: str, packs: Sequence[Pack], least: int) -> bool:
    """Prints what the attacker comes to, with all of the protection and with half of it, which must narrow `least`."""
    began = time.process_time()
    counts, sums, unknown, rounded = _together(packs, lambda pattern: pattern.withheld)
    safe = narrowed(counts, sums, unknown, rounded)
    bare_counts, _, bare_unknown, bare_rounded = _together(packs, lambda pattern: pattern.primary)
    bare = narrowed(bare_counts, sums, bare_unknown, bare_rounded)
    attack = time.process_time() - began
    guarded = sum(bool(count.width) for count in counts.values())
    withheld = set().union(*(pack.pattern.withheld for pack in packs))
    small = set().union(*(pack.pattern.primary for pack in packs))
    areas = {key.areas for key in withheld}
    print(
        f"{readers}: {len(packs)} packs; {len(counts):,} counts, {len(sums):,} sums; {guarded:,} too small to be known; "
        f"{len(withheld):,} shown counts withheld in {len(areas)} areas, {len(small):,} of them small themselves; "
        + (f"{len(rounded):,} seen rounded only; " if rounded else "")
        + f"narrowed: {len(safe)}, without secondary suppression: {len(bare):,}; "
        f"protection {sum(pack.seconds for pack in packs):.2f} s, attack {attack:.1f} s"
    )
    return not safe and not any(pack.pattern.lost for pack in packs) and len(bare) >= least


if __name__ == "__main__":
    sys.exit(main())
