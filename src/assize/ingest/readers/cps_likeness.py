"""Whether the counts of a CPS file are those of their areas and categories: by what every quarter of the country is like.

Columns sorted by themselves, slid by an area, or headed with another category's name agree with every sum and percentage of
the file; a quarter held beside it shows them (`app/unlike_quarter.py`), and these checks where none is. Each limit stands well
beyond what any of the sixteen quarters published showed (`tests/real/test_quarters_beside_each_other.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from math import log, sqrt
from statistics import StatisticsError, correlation

from assize.core.errors import Problem
from assize.core.reading import Row
from assize.ingest.layouts import Doubt

_AREAS = 25  # by which it can be told; the country has 42
_MANY = 150  # cases of a column; of one that has fewer chance leaves no order
# The correlation of a column with all other cases over the areas, without the largest, on the scale of square roots: published
# were 0.59 and more; a column sorted or slid by an area has 0.30 at the most.
_LIKE = 0.35
# Of a thousand cases of the country, how many are convictions and how many unsuccessful: the middle of 2015/16 to 2018/19, of
# the categories whose share held. That of all other offences trebled.
PUBLISHED = {
    "homicide": (2.16, 0.47),
    "offences-against-the-person": (225.0, 62.0),
    "sexual-offences": (21.5, 7.4),
    "burglary": (25.5, 4.1),
    "robbery": (8.0, 2.0),
    "theft-and-handling": (153.0, 12.8),
    "fraud-and-forgery": (19.9, 3.1),
    "criminal-damage": (40.5, 6.7),
    "drugs-offences": (85.0, 5.9),
    "public-order-offences": (71.6, 12.6),
    "motoring-offences": (162.0, 28.3),
}
_OUTCOMES = ("convictions", "unsuccessful")
# Of the way (in logarithms of the four shares) that two categories are from their own, so much is left from each other's; and
# they are that far at least. Published were 0.98 times as far from each other's, and 1.0 times from there on.
_LEFT, _FAR = 0.5, 1.0

Column = tuple[str, str]  # (category, outcome)


def check_likeness(
    file: str, nations: Collection[str], content: Sequence[Row], headers: Mapping[Column, str]
) -> list[Problem]:
    """Doubts columns that do not go with the size of the areas, and pairs of categories that look each like the other.

    `nations` are the areas that are the nation; `headers` tells how a column is headed in the file.
    """
    counts: dict[Column, dict[str, float]] = defaultdict(dict)
    for row in content:
        if row.value is not None and row.area not in nations:
            counts[row.dimensions[0], row.field][row.area] = float(row.value)
    if not content or len({row.area for row in content} - set(nations)) < _AREAS:
        return []
    period = content[0].period.id
    return _out_of_order(file, counts, headers, period) or _exchanged(file, counts, headers, period)


def _out_of_order(
    file: str, counts: Mapping[Column, Mapping[str, float]], headers: Mapping[Column, str], period: str
) -> list[Problem]:
    cases: dict[str, float] = defaultdict(float)
    for column in counts.values():
        for area, count in column.items():
            cases[area] += count
    largest = max(cases, key=lambda area: cases[area])
    problems: list[Problem] = []
    for key, column in counts.items():
        areas = sorted(column.keys() - {largest})
        if len(areas) < _AREAS or sum(column.values()) < _MANY:
            continue
        try:
            found = correlation(
                [sqrt(column[area]) for area in areas], [sqrt(cases[area] - column[area]) for area in areas]
            )
        except StatisticsError:  # all areas have the same count
            found = 0.0
        if found >= _LIKE:
            continue
        problems.append(
            Doubt(
                "the counts of a column do not go with the size of the areas, so they may have been sorted or have slid",
                f"{file} [{headers.get(key, _words(key))}]",
                found=f"a correlation of {found:.2f} with all other cases of the areas, without the largest",
                expected=f"{_LIKE} or more; in every quarter from 2015/16 to 2018/19 it was 0.59 or more",
                fix="Load the publisher's own file.",
                key=f"out-of-order-{key[0]}-{key[1]}@{period}",
            )
        )
    return problems


def _exchanged(
    file: str, counts: Mapping[Column, Mapping[str, float]], headers: Mapping[Column, str], period: str
) -> list[Problem]:
    sums = {key: sum(column.values()) for key, column in counts.items()}
    whole = sum(sums.values())
    known = [each for each in PUBLISHED if all(sums.get((each, outcome)) for outcome in _OUTCOMES)]

    def away(category: str, other: str) -> float:
        return sum(
            abs(log(1000 * sums[category, outcome] / whole / share))
            for outcome, share in zip(_OUTCOMES, PUBLISHED[other], strict=True)
        )

    problems: list[Problem] = []
    for one, other in combinations(known, 2):
        own, exchanged = away(one, one) + away(other, other), away(one, other) + away(other, one)
        if own < _FAR or exchanged > _LEFT * own:
            continue
        problems.append(
            Doubt(
                "two categories have each the size and convictions of the other, so their headers may have been exchanged",
                f"{file} [{headers.get((one, _OUTCOMES[0]), one)}]",
                found=f"{_said(one, sums)} and {_said(other, sums)} of {whole:,.0f} cases",
                expected="shares of the country's cases as in 2015/16 to 2018/19, more or less",
                fix="Load the publisher's own file.",
                key=f"exchanged-{one}-{other}@{period}",
            )
        )
    return problems


def _said(category: str, sums: Mapping[Column, float]) -> str:
    won, lost = (sums[category, outcome] for outcome in _OUTCOMES)
    return f"{category.replace('-', ' ')} with {won:,.0f} convictions and {lost:,.0f} unsuccessful"


def _words(key: Column) -> str:
    return " ".join(key).replace("-", " ")
