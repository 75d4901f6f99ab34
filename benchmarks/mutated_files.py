"""Damages published files in thousands of ways and has them read: each must be read right, or refused with a reason.

    python benchmarks/mutated_files.py [--count 3000] [--seed 1] [--kind KIND] [--file FILE] [--only NUMBER] [--keep FOLDER]
    python benchmarks/mutated_files.py --editions [--count 150] [--seed 1] [--kind KIND] [--file FILE]

The true figures are known before the damage (`tests/mutations`), so a figure that differs, appears or vanishes unsaid is
found. Prints a table by publication and by kind of damage, and every misreading, crash and excess of memory with the
number that brings it back. Ended early by SIGTERM, it tells of the cases done. Exits 1 where one was wrong.

With `--editions` the later of two editions of a publication is damaged and loaded where the earlier one is held
(`tests/mutations/editions.py`): it must be read right, or refused, or `load` or `check` must say what is wrong or gone.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import queue
import resource
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(1, str(Path(__file__).parents[1] / "tests" / "unit"))

from mutations.cases import LONGEST_SECONDS, Case, Outcome, of_files, plan, publication, run
from mutations.damages import KINDS
from mutations.made import made
from mutations.sight import CRASHED, MEMORY, MISREAD, READ, REFUSED, UNSEEN, WRONG, Verdict
from mutations.subjects import published
from mutations.wholes import wholes

DATA = Path(__file__).parents[2] / "shared" / "data"
COLUMNS = (READ, REFUSED, UNSEEN, MISREAD, CRASHED, MEMORY)
ADDRESSES = 6_000_000_000  # of a worker, so that a bomb takes the worker and not the machine
SILENCE_SECONDS = 60 * LONGEST_SECONDS  # of the clock: whoever waits for something else than the processor


def work(cases: Sequence[Case], data: Path, results: multiprocessing.Queue[tuple[str, object]]) -> None:
    """Runs cases one after another in a process of its own, and says before each which it is."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    subjects = {**published(data), **made(data), **wholes(data)}
    with tempfile.TemporaryDirectory() as folder:
        for case in cases:
            subject = subjects[case.file]()
            results.put(("begun", case))
            results.put(("done", run(case, subject, Path(folder))))
    results.put(("end", None))


def run_all(cases: Sequence[Case], data: Path, workers: int) -> list[Outcome]:
    """Every outcome; a worker that dies or falls silent is a crash of the case it was at, and another goes on."""
    outcomes: list[Outcome] = []
    context = multiprocessing.get_context("fork")
    lanes = [(list(cases[at::workers])) for at in range(workers)]
    running: dict[int, tuple[multiprocessing.process.BaseProcess, multiprocessing.Queue, list[Case]]] = {}

    def begin(lane: int, left: list[Case]) -> None:
        results = context.Queue()
        process = context.Process(target=work, args=(left, data, results), daemon=True)
        process.start()
        running[lane] = (process, results, left)

    for lane, left in enumerate(lanes):
        if left:
            begin(lane, left)
    at: dict[int, tuple[Case | None, float]] = defaultdict(lambda: (None, time.monotonic()))
    stopped: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, frame: stopped.append(number))
    while running and not stopped:
        for lane in list(running):
            process, results, left = running[lane]
            try:
                what, told = results.get(timeout=0.2)
            except queue.Empty:
                case, since = at[lane]
                silent = time.monotonic() - since > SILENCE_SECONDS and case is not None
                if process.is_alive() and not silent:
                    continue
                process.kill()
                process.join()
                del running[lane]
                if case is None:
                    raise SystemExit("A worker died before its first case.") from None
                why = "no answer" if silent else f"the process died (exit {process.exitcode})"
                outcomes.append(Outcome(case, Verdict(CRASHED, why), time.monotonic() - since, 0))
                rest = [one for one in left if one.number > case.number]
                at.pop(lane)
                if rest:
                    begin(lane, rest)
                continue
            if what == "begun":
                assert isinstance(told, Case)
                at[lane] = (told, time.monotonic())
            elif what == "done":
                assert isinstance(told, Outcome)
                outcomes.append(told)
                if told.verdict.outcome in WRONG:
                    print(
                        f"  {told.case.number}: {told.verdict.outcome} {told.verdict.why}", file=sys.stderr, flush=True
                    )
                if len(outcomes) % 200 == 0:
                    print(f"  {len(outcomes):,} of {len(cases):,}", file=sys.stderr, flush=True)
            else:
                process.join()
                del running[lane]
    for process, _, _ in running.values():
        process.kill()
    return sorted(outcomes, key=lambda outcome: outcome.case.number)


def table(title: str, outcomes: Sequence[Outcome], by: dict[int, Sequence[str]]) -> None:
    """Counts of each outcome under each name; a pair counts under both of its kinds."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in outcomes:
        for name in by[outcome.case.number]:
            counts[name][outcome.verdict.outcome] += 1
    wide = max([len(title), *(len(name) for name in counts)])
    print(f"\n{title:<{wide}}  " + "  ".join(f"{name:>15}" for name in COLUMNS))
    for name in sorted(counts):
        print(f"{name:<{wide}}  " + "  ".join(f"{counts[name][column] or '':>15}" for column in COLUMNS))


def report(outcomes: Sequence[Outcome], *, details: bool) -> bool:
    """Prints everything; True where nothing was misread and nothing crashed."""
    table("publication", outcomes, {one.case.number: (publication(one.case.file),) for one in outcomes})
    table("damage", outcomes, {one.case.number: one.case.kinds for one in outcomes})
    total = Counter(one.verdict.outcome for one in outcomes)
    print("\n" + ", ".join(f"{total[name]:,} {name}" for name in COLUMNS) + f": {len(outcomes):,} damaged files.")
    harmless = [one for one in outcomes if one.case.harmless]
    read = sum(one.verdict.outcome == READ for one in harmless)
    if harmless:
        print(f"Of {len(harmless):,} files with harmless damage {read:,} were read ({read / len(harmless):.0%}).")
    longest = max(outcomes, key=lambda one: one.seconds)
    print(
        f"The longest took {longest.seconds:.1f} s (--only {longest.case.number}: {longest.case.file}, {longest.case.label}),"
        f" the most memory held was {max(one.bytes_held for one in outcomes) / 1e6:,.0f} MB (this harness included)."
    )
    unseen = Counter(one.verdict.why for one in outcomes if one.verdict.outcome == UNSEEN)
    if unseen:
        print("\nCannot be seen from the file:")
        for why, number in unseen.most_common():
            print(f"{number:>6}  {why}")
    if details:
        print("\nHarmless, and refused:")
        for one in harmless:
            if one.verdict.outcome == REFUSED:
                print(f"  {one.case.number:>5} {one.case.file} | {one.case.label} | {one.verdict.why[:220]}")
    wrong = [one for one in outcomes if one.verdict.outcome in WRONG]
    for one in wrong:
        print(
            f"\n{one.verdict.outcome}  --seed {one.case.seed} --only {one.case.number}  {one.case.file}\n    {one.case.label}"
        )
        print(f"    {one.verdict.why}")
    return not wrong


def run_editions(data: Path, count: int, seed: int, file: str, kind: str) -> int:
    """Damages later editions, each pair's in a workspace that holds the earlier one; 1 where one was taken in silence."""
    from mutations import editions

    pairs = editions.pairs(data)
    kinds = [name for name in editions.KINDS if any(word in name.casefold() for word in kind.casefold().split("|"))]
    cases: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for name, damage, one in editions.plan(of_files(file, pairs), kinds, count, seed):
        cases[name].append((damage, one))
    results = []
    for name, own in cases.items():
        with tempfile.TemporaryDirectory() as folder:
            office = editions.Office(pairs[name](), Path(folder))
            for damage, one in own:
                result = editions.run(office, damage, one)
                if result is not None:
                    results.append(result)
                    if result.outcome == editions.SILENT:
                        print(f"  {name} | {damage} (seed {one}): {result.why}", file=sys.stderr, flush=True)
    for title in ("pair", "damage"):
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for result in results:
            counts[getattr(result, title)][result.outcome] += 1
        wide = max(len(title), *map(len, counts))
        print(f"\n{title:<{wide}}  " + "  ".join(f"{name:>14}" for name in editions.OUTCOMES))
        for name in sorted(counts):
            print(f"{name:<{wide}}  " + "  ".join(f"{counts[name][one] or '':>14}" for one in editions.OUTCOMES))
    total = Counter(result.outcome for result in results)
    print(
        "\n"
        + ", ".join(f"{total[name]:,} {name}" for name in editions.OUTCOMES)
        + f": {len(results):,} later editions."
    )
    return 1 if total[editions.SILENT] else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=None, help="3,000, or of later editions 150")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", default="", help="only damages with this in their name, or one of these parted by |")
    parser.add_argument("--file", default="", help="only files with this in their name")
    parser.add_argument("--only", type=int, default=None, help="one case of the plan, by its number")
    parser.add_argument(
        "--keep", type=Path, default=None, help="with --only: the folder in which the damaged file stays"
    )
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--workers", type=int, default=min(os.cpu_count() or 1, 2))
    parser.add_argument("--details", action="store_true", help="list harmless damage that was refused too")
    parser.add_argument(
        "--editions", action="store_true", help="damage the later of two editions, with the earlier one held"
    )
    asked = parser.parse_args()
    if not asked.data.is_dir():
        raise SystemExit(f"The published files are not at {asked.data}; say where they are with --data.")
    if asked.editions:
        return run_editions(asked.data, asked.count or 150, asked.seed, asked.file, asked.kind)
    subjects = {**published(asked.data), **made(asked.data), **wholes(asked.data)}
    kinds = [name for name in KINDS if any(word in name.casefold() for word in asked.kind.casefold().split("|"))]
    cases = list(plan(asked.count or 3000, asked.seed, of_files(asked.file, subjects), kinds))
    if asked.only is not None:
        case = cases[asked.only]
        with tempfile.TemporaryDirectory() as folder:
            if asked.keep:
                asked.keep.mkdir(parents=True, exist_ok=True)
            outcome = run(case, subjects[case.file](), Path(folder), keep=asked.keep)
        print(f"{outcome.case.file}: {outcome.case.label}\n{outcome.verdict.outcome}: {outcome.verdict.why}")
        return 1 if outcome.verdict.outcome in WRONG else 0
    outcomes = run_all(cases, asked.data, asked.workers)
    return 0 if report(outcomes, details=asked.details) else 1


if __name__ == "__main__":
    sys.exit(main())
