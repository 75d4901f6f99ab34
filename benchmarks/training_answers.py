"""Holds the answers of the walk-through (docs/training.md) that are figures against the made-up country itself.

    python benchmarks/training_answers.py FOLDER

FOLDER is a whole made-up country (`assize demo --made-up FOLDER`). Prints each answer as the country has it, and exits 1 where
docs/training.md says another.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from assize import app
from assize.core.nouns import Change

DOC = Path(__file__).parents[1] / "docs" / "training.md"
BEFORE = date(2025, 7, 1)  # of exercise 15: before the outcomes of 2023/24 were published again


def answers(folder: Path) -> Iterator[tuple[int, str]]:
    """The number of an exercise, and words that its answer must have."""
    yield 5, f"{_line(folder, 'crown-court-open-cases@staffordshire@2025q1', 'Value').removesuffix(' cases')}."
    rate = app.explain(folder, "conviction-rate@staffordshire@2025q1")
    yield 8, f"it was {_said(rate, 'Value')}"
    told = " ".join(rate)
    beside = re.search(r"(\d+\.\d percentage points (?:higher|lower)) than a year earlier", told)
    yield 8, f"{beside[1] if beside else '?'} than a year ago"
    placed = re.search(r"was (below|above|within) the (?:expected )?range", told)
    yield 8, f"{placed[1] if placed else 'within'} the range expected of it"
    pairs = app.edition_pairs(folder, source="crime-outcomes")
    yield 14, f"{sum(len(pair.of(Change.RESTATED)) for pair in pairs):,} cells"
    held = "charge-rate-offences-recorded@staffordshire@2024q1"
    early = re.search(r"[\d.]+%", _said(app.explain(folder, held, cut_off=BEFORE), "Maturity"))
    late = re.search(r"[\d.]+%", _line(folder, held, "Maturity"))
    yield 14, f"{early[0] if early else '?'} had none, and {late[0] if late else '?'} are left"
    yield 14, f"can be read: {_line(folder, held, 'Value')}."
    yield 16, f"A {_planted(folder)}"
    yield 16, f"the icon says *{_said(rate, 'Judgement')}*"


def _line(folder: Path, reference: str, head: str) -> str:
    return _said(app.explain(folder, reference), head)


def _said(lines: list[str], head: str) -> str:
    """What a line of `explain` says under its head."""
    return next((line.split(head, 1)[1].strip() for line in lines if line.strip().startswith(head)), "?")


def _planted(folder: Path) -> str:
    """What the ledger of truth says of Staffordshire's conviction rate."""
    with (folder / "ledger-of-truth.csv").open(encoding="utf-8", newline="") as file:
        row = next(
            row for row in csv.DictReader(file) if (row["measure"], row["area"]) == ("conviction-rate", "staffordshire")
        )
    size = float(row["size_in_deviations"])
    return f"{row['planted']} of {'three' if abs(size) == 3 else size} deviations {'down' if size < 0 else 'up'}"


def main() -> int:
    """Prints the answers and says which the walk-through has otherwise."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    folder = options.parse_args().folder
    text = DOC.read_text(encoding="utf-8").partition("## Answers")[2]
    told = {int(one[1]): " ".join(one[2].split()) for one in re.finditer(r"(?ms)^(\d+)\. (.*?)(?=^\d+\. |^## )", text)}
    wrong = 0
    for number, words in answers(folder):
        agrees = words.lower() in told[number].lower()
        wrong += not agrees
        print(f"{number:>3}  {words}{'' if agrees else '   <-- docs/training.md says otherwise'}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
