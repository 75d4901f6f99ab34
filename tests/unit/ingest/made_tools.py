"""Records of a tool of the Crown Court, made up: as a publisher's file has them, with sums of words, and without some words."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Collection

from pivot_cache import courts

Record = tuple[str, ...]
Records = list[Record]
KINDS = ("1. Indictable only", "2. Triable either way", "3. Summary", "4. Committed for sentence", "5. Appeals")
GROUPS = ("01: Violence against the person", "02: Sexual offences", "04: Theft offences", "06: Drug offences",
          "08: Public order offences")  # fmt: skip
QUARTERS = [(str(2023 + at // 4), f"Q{at % 4 + 1}") for at in range(6)]
PLACES = courts()[:12]
TYPE, COURT, GROUP, VALUE = 2, 5, 7, 8


def tool() -> Records:
    """Every court, type and group in six quarters, each of a size of its own; open cases follow from the others."""
    chance = random.Random(8)
    sizes = {(place, kind, group): chance.randrange(10, 60) for place in PLACES for kind in KINDS for group in GROUPS}
    held = {cell: 3 * size for cell, size in sizes.items()}
    found: Records = []
    for when in QUARTERS:
        for cell, size in sizes.items():
            came, went = (round(size * chance.uniform(0.85, 1.15)) for _ in range(2))
            held[cell] += came - went
            place, kind, group = cell
            for measure, cases in (("1. Receipts", came), ("2. Disposals", went), ("3. Open", held[cell])):
                found.append((*when, kind, *place, measure, group, str(cases)))
    return found


def added(
    records: Records, at: int, word: str, parts: Collection[str], only: Callable[[Record], bool] = lambda record: True
) -> Records:
    """The records with those of a word that is the sum of others, where `only` holds."""
    sums: Counter[Record] = Counter()
    for record in records:
        if record[at] in parts and only(record):
            sums[(*record[:at], word, *record[at + 1 : VALUE])] += int(record[VALUE])
    return [*records, *((*words, str(cases)) for words, cases in sums.items())]


def without(records: Records, gone: Callable[[Record], bool]) -> Records:
    return [record for record in records if not gone(record)]
