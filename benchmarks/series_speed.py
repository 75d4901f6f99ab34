"""How long 5,000 series of 40 points take through seasons, limits, rules, icons and words.

    python benchmarks/series_speed.py [--series N] [--runs R]

Constant series, series with gaps, ties, drifts, steps and seasons among them, from a fixed seed. The figures are made before
the clock starts. Timed are limits, rules and icons; then the words; and beside them what else a judged series holds by then
(seasons, the trend over the whole, comparisons). Prints the mean of the runs in seconds, by the clock and of the processor, and
exits 1 where limits, rules, icons and words take over two seconds or a module from outside the standard library was imported.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "unit"))

from builders import NAMES, figures, measured, metric  # noqa: E402

from assize.core.nouns import Measured  # noqa: E402
from assize.core.specs import Kind  # noqa: E402
from assize.narrate.findings import find  # noqa: E402
from assize.statistics.spc import control_chart  # noqa: E402

POINTS = 40
CHARTS, WORDS = "limits, rules and icons", "words"
BOUND = 2.0  # seconds in the mean
SPEC = metric("cases-opened", Kind.COUNT, subject="Cases opened", plural=True, caveats=(), basis="")


def values(i: int, chance: random.Random) -> list[int | None]:
    """Series `i`: of six kinds in turn."""
    noise = [round(chance.gauss(1000, 60)) for _ in range(POINTS)]
    match i % 6:
        case 0:
            return [chance.randrange(1000)] * POINTS
        case 1:
            return [None if chance.random() < 0.15 else value for value in noise]
        case 2:
            return [value // 100 * 100 for value in noise]
        case 3:
            return [value + (i % 7 - 3) * j for j, value in enumerate(noise)]
        case 4:
            return [value + (150 if j > 30 else 0) for j, value in enumerate(noise)]
        case _:
            return [value + (-150, 40, 160, -50)[j % 4] for j, value in enumerate(noise)]


def foreign() -> list[str]:
    """Imported modules that are neither ours nor the standard library's."""
    ours = {"assize", "builders", "series_speed", "__main__", "sitecustomize", "usercustomize", "_distutils_hack"}
    return sorted({name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names) - ours)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def run(count: int, seed: int = 2026) -> dict[str, tuple[float, float]]:
    """Each part of the work on so many series, and how long it took."""
    chance = random.Random(seed)
    drawn = [values(i, chance) for i in range(count)]
    numbers = [[None if value is None else float(value) for value in own] for own in drawn]
    held = [figures(SPEC, own) for own in drawn]
    judged: list[Measured] = []
    return {
        CHARTS: timed(lambda: [control_chart(own, better=1, target=1000.0) for own in numbers]),
        "the whole judgement": timed(lambda: judged.extend(measured(SPEC, own) for own in held)),
        WORDS: timed(lambda: [find(one, SPEC, NAMES) for one in judged]),
    }


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--series", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    runs = [run(arguments.series) for _ in range(arguments.runs)]
    means = {part: [sum(one[part][way] for one in runs) / len(runs) for way in (0, 1)] for part in runs[0]}
    means["limits, rules, icons and words"] = [sum(both) for both in zip(means[CHARTS], means[WORDS], strict=True)]
    for part, (clock, processor) in means.items():
        print(f"{part:32} {clock:6.2f} s by the clock, {processor:6.2f} s of the processor")
    print(f"third-party modules imported: {', '.join(foreign()) or 'none'}")
    return int(bool(foreign()) or means["limits, rules, icons and words"][0] > BOUND)


if __name__ == "__main__":
    sys.exit(main())
