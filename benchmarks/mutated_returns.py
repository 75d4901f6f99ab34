"""Damages filled return forms in thousands of ways and has them read: each must be as meant, or refused with a reason.

    python benchmarks/mutated_returns.py [--count 7000] [--fewest 300] [--seed 1] [--kind KIND]
                                         [--only NUMBER] [--keep FOLDER] [--details]

The figures that the sender meant are known before the damage (`tests/returns_mutated`). After `--count` cases it goes on
until each kind of damage has been done `--fewest` times, for some pairs cannot be done together. Prints a table by kind of
damage, the share of harmless damage that was accepted, and every difference and crash with the number that brings it back.
Every twentieth file goes through the store of a workspace as well, which must afterwards hold all of it or nothing. Exits 1
where anything is wrong.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from returns_mutated.cases import ACCEPTED, CRASHED, DIFFERENT, REFUSED, WARNED, WRONG, Outcome, plan, run
from returns_mutated.damages import KINDS
from returns_mutated.made import subjects

from assize.store.store import Store

COLUMNS = (ACCEPTED, WARNED, REFUSED, DIFFERENT, CRASHED)
EVERY = 20  # of so many files one goes through the store
LEAST_ACCEPTED = 0.97  # of harmless damage


def table(outcomes: Sequence[Outcome]) -> None:
    """Counts of each outcome under each kind; a pair counts under both."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in outcomes:
        for kind in one.kinds:
            counts[kind][one.outcome] += 1
    wide = max(map(len, counts))
    print(f"\n{'damage':<{wide}}  {'files':>6}  " + "  ".join(f"{name:>22}" for name in COLUMNS))
    for kind in sorted(counts):
        total = sum(counts[kind].values())
        print(f"{kind:<{wide}}  {total:>6}  " + "  ".join(f"{counts[kind][name] or '':>22}" for name in COLUMNS))


def fewest(asked: argparse.Namespace) -> int:
    """How often each kind has to be done: as asked, but no more than a plan of this size, most of it in pairs, comes to."""
    return int(min(asked.fewest, 3 * asked.count // (2 * len(KINDS))))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=7000)
    parser.add_argument(
        "--fewest", type=int, default=300, help="damaged returns of each kind, where --count is large enough"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", default="", help="only damages with this in their name")
    parser.add_argument("--only", type=int, default=None, help="one case of the plan, by its number")
    parser.add_argument(
        "--keep", type=Path, default=None, help="with --only: the folder in which the damaged file stays"
    )
    parser.add_argument("--details", action="store_true", help="list harmless damage that was refused too")
    asked = parser.parse_args()
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
    outcomes: list[Outcome] = []
    done: Counter[str] = Counter({kind.name: 0 for kind in KINDS if asked.kind.casefold() in kind.name})
    cases = 0
    begun, stored = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder:
        for number, subject, kinds in plan(2 * asked.count, asked.seed, subjects(asked.seed), asked.kind):
            if asked.only is None and number >= asked.count and min(done.values()) >= fewest(asked):
                break
            if asked.only is not None and number != asked.only:
                continue
            cases += 1
            store = Store.open(Path(folder) / f"office{number}") if number % EVERY == 0 else None
            outcome = run(number, subject, kinds, asked.seed, Path(folder), keep=asked.keep, store=store)
            if store is not None:
                store.close()
                stored += outcome is not None
            if outcome is not None:
                outcomes.append(outcome)
                done.update(outcome.kinds)
    if asked.only is not None:
        for one in outcomes:
            print(f"{one.subject}: {' + '.join(one.kinds)}\n{one.outcome}: {one.why}")
        return 1 if any(one.outcome in WRONG for one in outcomes) else 0
    table(outcomes)
    total = Counter(one.outcome for one in outcomes)
    print("\n" + ", ".join(f"{total[name]:,} {name}" for name in COLUMNS) + f": {len(outcomes):,} damaged returns.")
    print(f"{cases - len(outcomes):,} pairs of damages could not be done together and were passed over.")
    harmless = [one for one in outcomes if one.harmless]
    taken = sum(one.outcome in (ACCEPTED, WARNED) for one in harmless)
    print(f"Of {len(harmless):,} with harmless damage {taken:,} were accepted ({taken / max(len(harmless), 1):.1%}).")
    print(f"{stored:,} went through a store of their own, which then held all of the return or nothing.")
    slowest = max(outcomes, key=lambda one: one.seconds)
    print(
        f"{time.monotonic() - begun:.0f} s in all; the slowest was read in {slowest.seconds:.2f} s (--only {slowest.number})."
    )
    if asked.details:
        for one in harmless:
            if one.outcome == REFUSED:
                print(f"  {one.number:>5} {one.subject} | {' + '.join(one.kinds)} | {one.why[:400]}")
    wrong = [one for one in outcomes if one.outcome in WRONG]
    for one in wrong:
        print(
            f"\n{one.outcome}  --seed {asked.seed} --only {one.number}  {one.subject}: {' + '.join(one.kinds)}"
            f"\n    {one.why[:600]}"
        )
    return 1 if wrong or taken < LEAST_ACCEPTED * len(harmless) else 0


if __name__ == "__main__":
    sys.exit(main())
