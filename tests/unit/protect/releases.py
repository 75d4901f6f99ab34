"""Releases for the tests of protection: tables with margins, and areas, groups, quarters and years tied together."""

from __future__ import annotations

import random
from collections.abc import Sequence

from assize.protect.suppression import Count, Sum

Cells = dict[tuple[object, ...], Count]
Sums = list[Sum[tuple[object, ...]]]


def crossed(
    table: Sequence[Sequence[int]], smallest: int, *, zeros: bool = False, margins: bool = True
) -> tuple[Cells, Sums]:
    """A table of rows and columns with both margins and the whole; counts under `smallest` are small, noughts if `zeros`."""
    rows, columns = range(len(table)), range(len(table[0]))
    values: dict[tuple[object, ...], int] = {(row, column): table[row][column] for row in rows for column in columns}
    values |= {(row, "all"): sum(table[row]) for row in rows}
    values |= {("all", column): sum(table[row][column] for row in rows) for column in columns}
    values["all", "all"] = sum(map(sum, table))
    sums = [Sum((row, "all"), tuple((row, column) for column in columns)) for row in rows]
    sums += [Sum(("all", column), tuple((row, column) for row in rows)) for column in columns]
    sums += [Sum(("all", "all"), tuple((row, "all") for row in rows))]
    sums += [Sum(("all", "all"), tuple(("all", column) for column in columns))]
    small = range(0 if zeros else 1, smallest)
    cells = {key: Count(value, width=smallest - 1 if value in small else 0) for key, value in values.items()}
    return cells, sums


def linked(areas: int, groups: int, quarters: int, *, smallest: int, seed: int) -> tuple[Cells, Sums]:
    """Counts of areas in two regions and a country, by group and quarter, with both groups and quarters added up as well."""
    chance = random.Random(seed)
    level = {(a, g): chance.lognormvariate(2.2, 1.1) for a in range(areas) for g in range(groups)}
    inner = {(a, g, q): int(chance.gammavariate(4, level[a, g] / 4)) for a, g in level for q in range(quarters)}
    region = {area: f"region {area % 2}" for area in range(areas)}
    regions = sorted(set(region.values()))
    values: dict[tuple[object, ...], int] = {}
    for (a, g, q), count in inner.items():
        for area in (a, region[a], "country"):
            for group in (g, "all"):
                for period in (q, f"year {q // 4}"):
                    values[area, group, period] = values.get((area, group, period), 0) + count
    sums: Sums = []
    for area, group, period in values:
        if area == "country":
            sums.append(Sum((area, group, period), tuple((one, group, period) for one in regions)))
        elif area in regions:
            own = tuple((one, group, period) for one in range(areas) if region[one] == area)
            sums.append(Sum((area, group, period), own))
        if group == "all":
            sums.append(Sum((area, group, period), tuple((area, one, period) for one in range(groups))))
        if isinstance(period, str):
            own = tuple((area, group, q) for q in range(quarters) if f"year {q // 4}" == period)
            sums.append(Sum((area, group, period), own))
    cells = {key: Count(value, width=smallest - 1 if 0 < value < smallest else 0) for key, value in values.items()}
    return cells, sums
