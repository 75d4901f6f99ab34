"""Attacks what a pack shows with integer programming: how near can a reader come to a count that is withheld?

    python benchmarks/attack.py FOLDER

FOLDER is a workspace, best the made-up country (`assize demo --made-up FOLDER`). For each of its boards the counts behind the
last quarter's pack and the sums that tie them are put to scipy's solver twice: with all that protection withholds, and with the
small counts alone. The attacker knows every sum, every shown count, what earlier packs show, that no count is below nought and
that all are whole numbers. Exits 1 where a protected count can be narrowed below its width, or where without secondary
suppression fewer than 50 could be: then the attack is too weak to prove anything.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from assize.app.material import decide_cut_off, decide_quarter, needed_series, needed_splits, unprotected
from assize.app.workspace import Workspace
from assize.protect.release import Release, release_of
from assize.protect.suppression import Count, Key, Sum, suppress

_MOST = 1e6
_AT_LEAST = 50


def narrowed(
    counts: Mapping[Key, Count], sums: Sequence[Sum[Key]], withheld: Collection[Key]
) -> dict[Key, tuple[float, float]]:
    """The counts with a width that readers can come closer to than that, each with the least and the most it can be."""
    unknown = {key for key, count in counts.items() if key in withheld or not (count.shown or count.known)}
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
            low, high = _between(counts, cells[root[key]], lines.get(root[key], []), key)
        if high - low < count.width:
            found[key] = low, high
    return found


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
    counts: Mapping[Key, Count], cells: Sequence[Key], lines: Sequence[Sum[Key]], target: Key
) -> tuple[float, float]:
    place = {key: index for index, key in enumerate(cells)}
    matrix, known = np.zeros((len(lines), len(cells))), np.zeros(len(lines))
    for row, one in enumerate(lines):
        for key, sign in ((one.whole, -1.0), *((part, 1.0) for part in one.parts)):
            if key in place:
                matrix[row, place[key]] += sign
            else:
                known[row] -= sign * counts[key].value
    ties = [LinearConstraint(matrix, known, known)] if lines else []
    ends = []
    for sign in (1.0, -1.0):
        aim = np.zeros(len(cells))
        aim[place[target]] = sign
        result = milp(aim, constraints=ties, bounds=Bounds(0, _MOST), integrality=np.ones(len(cells)))
        assert result.success, result.message
        ends.append(sign * result.fun)
    return ends[0], ends[1]


def main() -> int:
    """Attacks the last quarter of every board of a workspace."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    workspace = Workspace.open(Path(sys.argv[1]))
    failed = False
    store = workspace.store()
    try:
        day = decide_cut_off(workspace, store, None)
        quarter = decide_quarter(workspace, store, day, "")
        splits, series = needed_splits(workspace.catalogue), needed_series(workspace.catalogue)
        for board in workspace.settings.boards:
            figures, pools, _ = unprotected(workspace, store, board, quarter, day, splits, series)
            failed |= not _stands(board, release_of(figures, workspace.catalogue.sources, pools))
    finally:
        store.close()
    return int(failed)


def _stands(board: str, release: Release) -> bool:
    """Prints what the attacker comes to, with all of the protection and with half of it."""
    began = time.process_time()
    pattern = suppress(release.counts, release.sums)
    took = time.process_time() - began
    began = time.process_time()
    safe = narrowed(release.counts, release.sums, pattern.withheld)
    bare = narrowed(release.counts, release.sums, pattern.primary)
    attack = time.process_time() - began
    guarded = sum(bool(count.width) for count in release.counts.values())
    print(
        f"{board}: {len(release.counts):,} counts, {len(release.sums):,} sums; {guarded} too small to be known, "
        f"{len(pattern.withheld)} shown counts withheld, {len(pattern.primary)} of them small themselves; "
        f"narrowed: {len(safe)}, without secondary suppression: {len(bare)}; "
        f"protection {took:.2f} s, attack {attack:.1f} s"
    )
    return not safe and not pattern.lost and len(bare) >= _AT_LEAST


if __name__ == "__main__":
    sys.exit(main())
