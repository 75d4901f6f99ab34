"""How long 5,000 series of 40 points take through seasons, limits, rules, icons and words.

    python benchmarks/series_speed.py [--series N] [--runs R]

Constant series, series with gaps, ties, drifts, steps and seasons among them, from a fixed seed. The figures are made before
the clock starts; timed is what turns them into a judged series and that into sentences, and apart from that limits, rules and
icons alone. Prints the mean and the longest run in seconds, by the clock and of the processor, and exits 1 where the mean is
over two seconds or a module from outside the standard library was imported.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "unit"))

from builders import NAMES, figures, measured, metric  # noqa: E402

from assize.core.specs import Kind  # noqa: E402
from assize.narrate.findings import find  # noqa: E402
from assize.statistics.spc import control_chart  # noqa: E402

POINTS = 40
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


def run(count: int, seed: int = 2026) -> tuple[float, float]:
    """Seconds by the clock and of the processor for so many series."""
    chance = random.Random(seed)
    held = [figures(SPEC, values(i, chance)) for i in range(count)]
    clock, processor = time.perf_counter(), time.process_time()
    for own in held:
        find(measured(SPEC, own), SPEC, NAMES)
    return time.perf_counter() - clock, time.process_time() - processor


def charts_alone(count: int, seed: int = 2026) -> float:
    """Seconds of the processor for limits, rules and icons of the same series."""
    chance = random.Random(seed)
    held = [[None if v is None else float(v) for v in values(i, chance)] for i in range(count)]
    begun = time.process_time()
    for own in held:
        control_chart(own, better=1, target=1000.0)
    return time.process_time() - begun


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--series", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    taken = [run(arguments.series) for _ in range(arguments.runs)]
    for name, seconds in zip(("clock", "processor"), zip(*taken, strict=True), strict=True):
        print(f"{name:10} mean {sum(seconds) / len(seconds):.2f} s, longest {max(seconds):.2f} s")
    print(f"limits, rules and icons alone: {charts_alone(arguments.series):.2f} s of the processor")
    print(f"third-party modules imported: {', '.join(foreign()) or 'none'}")
    mean = sum(clock for clock, _ in taken) / len(taken)
    return int(bool(foreign()) or mean > BOUND)


if __name__ == "__main__":
    sys.exit(main())
