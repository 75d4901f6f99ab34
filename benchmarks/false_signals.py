"""How often chance alone flags the latest point of a control chart, by rule set and number of points.

Series of independent normal values, in which nothing changes, go the product's own way: tested for seasons, limits, rules. What
is printed is the table of `src/assize/assess/false_signals.py`; `--write` puts it there. A test draws a small share again.
About two minutes.

    python benchmarks/false_signals.py [--series 5000] [--write]
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

from assize.assess.series import chart_of
from assize.statistics.spc import RULESETS

SEED = 29
SERIES = 5_000
POINTS = (13, 14, 16, 18, 20, 24, 28, 32, 40, 48, 60, 80)
TABLE = Path(__file__).parents[1] / "src" / "assize" / "assess" / "false_signals.py"
BEGIN, END = "RATES: Mapping[str, Mapping[int, float]] = {\n", "\n}\n"


def false_signals(ruleset: str, points: int, many: int, seed: int = SEED) -> float:
    """The share of so many series of that length whose latest point is flagged."""
    chance = random.Random(f"{seed} {ruleset} {points}")
    flagged = 0
    for _ in range(many):
        values = [chance.gauss(100, 10) for _ in range(points)]
        chart, _ = chart_of(values, 1, RULESETS[ruleset])
        flagged += chart.latest.rule is not None
    return flagged / many


def table(many: int) -> str:
    """The lines of the table, a length each."""
    lines = []
    for ruleset in RULESETS:
        lines.append(f'    "{ruleset}": {{\n')
        lines += [f"        {points}: {false_signals(ruleset, points, many):.4f},\n" for points in POINTS]
        lines.append("    },\n")
    return "".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--series", type=int, default=SERIES)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    made = table(asked.series)
    print(made, end="")
    if asked.write:
        text = TABLE.read_text(encoding="utf-8")
        start = text.index(BEGIN) + len(BEGIN)
        TABLE.write_text(f"{text[:start]}{made.rstrip()}{text[text.index(END, start - 1) :]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
