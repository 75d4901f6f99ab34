"""Whether a series of quarters has seasons, and what each quarter of the year adds or takes away.

Friedman's test (J Am Stat Assoc 1937; 32: 675-701): the four quarters are ranked within each year, so that neither a step nor
an unsteady year can pass for a season. It is made twice, of the values and of the values without their straight drift, and the
lesser of the two counts: a drift ranks every year the same, and what is taken for a drift may have been a step. The test is at
1%: by the exact distribution up to ten years (`CRITICAL`, worked out again by `tests/unit/statistics/test_seasons.py`), by
chi-square with three degrees of freedom above. Where it finds seasons, each quarter's is the median over the years of how far
it lay from its year's mean, which one odd year cannot move. A pattern that repeats within the year, high and low in turn, is a
season like any other: left in, it would widen the limits by itself until no lasting change could cross them.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from assize.core.errors import AssizeError
from assize.statistics.demands import need_list, need_lists, need_one_of
from assize.statistics.quantiles import median

QUARTERS = 4
FIGURES = 12  # that a difference of values is trusted to
FEWEST_POINTS = (
    16  # four whole years: with three no pattern could be told from chance and still have a year to check it
)
CHI_SQUARE = 11.344866730144373  # three degrees of freedom, upper 1%
CRITICAL: Mapping[int, float] = MappingProxyType(
    {4: 9.6, 5: 9.96, 6: 10.2, 7: 73.8 / 7, 8: 10.5, 9: 32.2 / 3, 10: 10.68}
)  # years -> the least value that chance alone reaches in no more than 1% of series


@dataclass(frozen=True)
class Seasons:
    """What the test says. `years` is how many whole years were ranked.

    `statistic` and `needed` are None where there are too few quarters to tell. `effects[i % 4]` is what the season adds to
    value `i` of the series, in its own unit; the four add up to nought, and are empty where no season was found.
    """

    years: int
    statistic: float | None = None
    needed: float | None = None
    effects: tuple[float, ...] = ()

    @property
    def found(self) -> bool:
        """Whether there are seasons by the test."""
        return bool(self.effects)


def friedman(blocks: Sequence[Sequence[float]]) -> float:
    """Friedman's statistic of blocks of one length, ranks averaged and corrected for ties; nan where all are tied.

    Raises AssizeError for no blocks, or blocks of different lengths or of fewer than two values.
    """
    need_list("blocks cannot be ranked", blocks)
    need_lists("blocks cannot be ranked", *blocks)
    widths = {len(block) for block in blocks}
    if len(widths) != 1 or min(widths) < 2:
        raise AssizeError(
            "blocks cannot be ranked",
            found=f"blocks of {', '.join(map(str, sorted(widths))) or 'nothing'}",
            expected="one or more blocks of one length, 2 or more",
        )
    n, k = len(blocks), min(widths)
    sums = [0.0] * k
    ties = 0
    for block in blocks:
        ordered = sorted(block)
        for at, value in enumerate(block):
            below = bisect_left(ordered, value)
            same = bisect_right(ordered, value) - below
            sums[at] += below + (same + 1) / 2
            ties += same**2 - 1  # over the members of a tie of t: t^3 - t
    spread = 12 * math.fsum(one**2 for one in sums) - 3 * n**2 * k * (k + 1) ** 2
    scale = n * k * (k + 1) - ties / (k - 1)
    return spread / scale if scale > 0 else math.nan


def seasons(values: Sequence[float | None]) -> Seasons:
    """The test and the seasons of quarters in order of time, None where one is missing; a year with a gap is left out."""
    need_lists("seasons cannot be told", values, gaps=True)
    starts = _years(values)
    held = sum(value is not None for value in values)
    if held < FEWEST_POINTS or len(starts) * QUARTERS < FEWEST_POINTS:
        return Seasons(len(starts))
    blocks = [[value for value in values[start : start + QUARTERS] if value is not None] for start in starts]
    flat = _level(blocks, _drift(values))
    both = [friedman(way) for way in (blocks, flat)]
    statistic = 0.0 if any(map(math.isnan, both)) else min(both)
    needed = CRITICAL.get(len(blocks), CHI_SQUARE)
    middle = [median([block[at] for block in flat]) for at in range(QUARTERS)]
    centre = math.fsum(middle) / QUARTERS
    if statistic < needed - 1e-9:
        return Seasons(len(blocks), statistic, needed)
    first = starts[0] % QUARTERS
    effects = tuple(middle[(at - first) % QUARTERS] - centre for at in range(QUARTERS))
    return Seasons(len(blocks), statistic, needed, effects)


def without_seasons(values: Sequence[float | None], found: Seasons) -> list[float | None]:
    """The values with what their season adds taken out; as they are where no season was found."""
    need_lists("seasons cannot be taken out", values, gaps=True)
    need_one_of("seasons cannot be taken out", Seasons, found)
    if not found.effects:
        return list(values)
    held = [value for value in values if value is not None]
    digits = _digits(held)
    return [
        None if value is None else round(value - found.effects[at % QUARTERS], digits)
        for at, value in enumerate(values)
    ]


def _digits(values: Sequence[float]) -> int:
    """To how many decimals differences of such values mean anything: beyond, a rule would read the noise of subtraction."""
    largest = max(map(abs, values), default=0.0)
    return FIGURES - 1 - math.floor(math.log10(largest)) if largest else FIGURES


def _years(values: Sequence[float | None]) -> list[int]:
    """Where each whole year begins: of the four ways to cut years, the one that keeps most; of two, the later last year."""
    ways = []
    for cut in range(QUARTERS):
        starts = range((len(values) - cut) % QUARTERS, len(values) - cut, QUARTERS)
        ways.append([start for start in starts if None not in values[start : start + QUARTERS]])
    return max(ways, key=len)


def _drift(values: Sequence[float | None]) -> float:
    """By how much a quarter the series drifts: a quarter of the median change on the year, which one step cannot move."""
    changes = [
        after - before
        for before, after in zip(values, values[QUARTERS:], strict=False)
        if before is not None and after is not None
    ]
    return median(changes) / QUARTERS


def _level(blocks: Sequence[Sequence[float]], drift: float) -> list[list[float]]:
    """Each year about its own mean, without the straight drift."""
    middle = (QUARTERS - 1) / 2
    digits = _digits([value for block in blocks for value in block])
    return [
        [round(value - mean - drift * (at - middle), digits) for at, value in enumerate(block)]
        for block in blocks
        for mean in (math.fsum(block) / QUARTERS,)
    ]
