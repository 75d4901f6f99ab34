"""How often chance alone flags the latest point of a control chart, by rule set and number of points.

Series of independent normal values, in which nothing changes, go the product's own way: tested for seasons, limits, rules. Then
the same with quarters up to six standard deviations apart, whose seasons are found and taken out before the rules look.
What is printed are the tables of `src/assize/assess/false_signals.py`; `--write` puts them there. A test draws a small share
again. About four minutes.

    python benchmarks/false_signals.py [--series 5000] [--write]
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

from assize.assess.series import chart_of
from assize.statistics.seasons import FEWEST_POINTS
from assize.statistics.spc import RULESETS

SEED = 29
SERIES = 5_000
POINTS = (13, 14, 16, 18, 20, 24, 28, 32, 40, 48, 60, 80)
TABLE = Path(__file__).parents[1] / "src" / "assize" / "assess" / "false_signals.py"
BEGIN, END = ": Mapping[str, Mapping[int, float]] = {\n", "\n}\n"
QUARTERS = (0, 40, -20, 20)  # in units of which ten are a standard deviation


def false_signals(ruleset: str, points: int, many: int, seed: int = SEED, *, seasonal: bool = False) -> float:
    """The share of so many series of that length whose latest point is flagged; of `seasonal` ones of those whose seasons are
    found, which nearly all are.
    """
    chance = random.Random(f"{seed} {ruleset} {points}")
    flagged = counted = 0
    for _ in range(many):
        values = [chance.gauss(100, 10) + (QUARTERS[i % 4] if seasonal else 0) for i in range(points)]
        chart, found = chart_of(values, 1, RULESETS[ruleset])
        if seasonal and not any(own.found for own in found.values()):
            continue
        counted += 1
        flagged += chart.latest.rule is not None
    return flagged / counted


def table(many: int, *, seasonal: bool) -> str:
    """The lines of a table, a length each."""
    lines = []
    for ruleset in RULESETS:
        lines.append(f'    "{ruleset}": {{\n')
        lines += [
            f"        {points}: {false_signals(ruleset, points, many, seasonal=seasonal):.4f},\n"
            for points in POINTS
            if not seasonal or points >= FEWEST_POINTS
        ]
        lines.append("    },\n")
    return "".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--series", type=int, default=SERIES)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    for name, seasonal in (("RATES", False), ("SEASONAL_RATES", True)):
        made = table(asked.series, seasonal=seasonal)
        print(name, made, sep="\n", end="")
        if asked.write:
            text = TABLE.read_text(encoding="utf-8")
            begin = f"\n{name}{BEGIN}"
            start = text.index(begin) + len(begin)
            TABLE.write_text(f"{text[:start]}{made.rstrip()}{text[text.index(END, start - 1) :]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
