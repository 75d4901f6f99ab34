"""Made files of CPS case outcomes: a few areas with counts of a size that the nation has, and percentages that follow."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

from assize.ingest.readers.cps_case_outcomes import CATEGORIES, FINALISED

AREAS = ("Staffordshire", "West Mercia", "West Midlands", "Metropolitan and City")
WORDS = [words.title() for words, slug in CATEGORIES.items() if slug != FINALISED and "excluding" not in words]
Counts = Callable[[str, str, bool], int]  # of an area, a category and whether convicted


def usual(area: str, category: str, won: bool) -> int:
    """Hundreds of each category in each area, four in five of them convicted."""
    size = 60 + 37 * AREAS.index(area) ** 2 + 11 * [*WORDS, FINALISED].index(category)
    return 4 * size + AREAS.index(area) if won else size


def of_quarter(number: int) -> Counts:
    """The same as `usual`, as quarters go: a little more here and less there."""
    return lambda area, category, won: (
        usual(area, category, won) + (number * number * (5 + len(category)) + number * len(area)) % 11 - 5
    )


def cps_file(path: Path, counts: Counts = usual, areas: Sequence[str] = AREAS) -> Path:
    """A file of the CPS with a row of the nation and one of each area."""
    header = [""]
    rows: dict[str, list[str]] = {name: [name] for name in ("National", *areas)}
    for words in WORDS:
        for won, outcome in ((True, "Convictions"), (False, "Unsuccessful")):
            header += [f"Number of {words} {outcome}", f"Percentage of {words} {outcome}"]
            for name, row in rows.items():
                own = [name] if name != "National" else areas
                count, other = (sum(counts(area, words, each) for area in own) for each in (won, not won))
                row += [f"{count:,}", f"{100 * count / (count + other or 1):.1f}%"]
    header += ["Number of Admin Finalised Unsuccessful", "Percentage of Admin Finalised Unsuccessful"]
    for name, row in rows.items():
        own = [name] if name != "National" else areas
        row += [f"{sum(counts(area, FINALISED, False) for area in own):,}", "100.0%"]
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([header, *rows.values()])
    return path
