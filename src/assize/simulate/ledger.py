"""The ledger of truth: what was planted in which series, and which series were left alone.

A deviation is of a series' own chance (of its count or share) and of its unsteadiness from quarter to quarter together, as it
is without what was planted.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from assize.core.periods import Period
from assize.simulate.chance import Chance

STEP_SIZE = 3.0  # deviations
STEP_QUARTERS = 6
SPIKE_SIZE = 5.0
TREND_SIZE = 0.6  # deviations a quarter
TREND_QUARTERS = 10
SEASON_SIZE = 2.0
MEMORY = 0.6  # of an autocorrelated series: how much of a quarter's deviation is left in the next


class Planted(Enum):
    """What was done to a series."""

    UNCHANGED = "unchanged"
    STEP = "step"
    TREND = "trend"
    SPIKE = "spike"
    SEASONAL = "seasonal"
    AUTOCORRELATED = "autocorrelated"


@dataclass(frozen=True)
class Plant:
    """One series and what was planted in it: from which quarter, for how many, by how many deviations (signed)."""

    measure: str
    area: str
    planted: Planted
    first: int = 0  # number of the quarter, from nought
    quarters: int = 0
    size: float = 0.0
    breakdown: str = ""

    def effect(self, at: int) -> float:
        """By how many deviations the series is moved in that quarter, but for what it remembers."""
        inside = self.first <= at < self.first + self.quarters
        if self.planted in (Planted.STEP, Planted.SPIKE):
            return self.size if inside else 0.0
        if self.planted is Planted.TREND:
            return self.size * min(max(0, at - self.first + 1), self.quarters)
        if self.planted is Planted.SEASONAL:
            return self.size * (1.0, -0.3, -1.0, 0.3)[at % 4]
        return 0.0


def plant_changes(seed: int, measure: str, areas: Sequence[str], quarters: int) -> dict[str, Plant]:
    """One plant an area: a third steps, and some of each other kind; two in five are left alone.

    Half of the steps run to the last quarter, where a report would speak of them; the others end earlier.
    """
    chance = Chance(seed, "plants", measure)
    order = chance.shuffled(sorted(areas))
    shares = (
        (Planted.STEP, 0.31), (Planted.TREND, 0.08), (Planted.SPIKE, 0.07), (Planted.SEASONAL, 0.07),
        (Planted.AUTOCORRELATED, 0.07),
    )  # fmt: skip
    found: dict[str, Plant] = {}
    for planted, share in shares:
        for number in range(round(share * len(order))):
            area, sign = order.pop(), 1 if chance.happens(0.5) else -1
            if planted is Planted.STEP:
                first = quarters - STEP_QUARTERS if number % 2 else quarters - STEP_QUARTERS - 5 - number % 7
                found[area] = Plant(measure, area, planted, max(0, first), STEP_QUARTERS, sign * STEP_SIZE)
            elif planted is Planted.TREND:
                first = max(0, quarters - TREND_QUARTERS)
                found[area] = Plant(measure, area, planted, first, TREND_QUARTERS, sign * TREND_SIZE)
            elif planted is Planted.SPIKE:
                first = quarters - 1 - 3 * number
                found[area] = Plant(measure, area, planted, max(0, first), 1, sign * SPIKE_SIZE)
            elif planted is Planted.SEASONAL:
                found[area] = Plant(measure, area, planted, 0, quarters, SEASON_SIZE)
            else:
                found[area] = Plant(measure, area, planted, 0, quarters, MEMORY)
    for area in order:
        found[area] = Plant(measure, area, Planted.UNCHANGED)
    return dict(sorted(found.items()))


_COLUMNS = ("measure", "area", "breakdown", "planted", "first_quarter", "last_quarter", "size_in_deviations")


def _rows(plants: Sequence[Plant], quarters: Sequence[Period]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for plant in plants:
        within = plant.quarters > 0
        rows.append(
            (
                plant.measure, plant.area, plant.breakdown, plant.planted.value,
                quarters[plant.first].slug if within else "",
                quarters[min(plant.first + plant.quarters, len(quarters)) - 1].slug if within else "",
                f"{plant.size:g}" if within else "",
            )
        )  # fmt: skip
    return rows


def ledger_csv(plants: Sequence[Plant], quarters: Sequence[Period]) -> str:
    """`ledger-of-truth.csv`: a line a series."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_rows(plants, quarters))
    return out.getvalue()


def ledger_json(plants: Sequence[Plant], quarters: Sequence[Period], seed: int, told: Sequence[str]) -> str:
    """`ledger-of-truth.json`: the same, with the seed and what else is not as it should be, told in words."""
    series = [dict(zip(_COLUMNS, row, strict=True)) for row in _rows(plants, quarters)]
    data = {
        "what": "made-up data: what was planted in which series",
        "seed": seed,
        "also": list(told),
        "series": series,
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
