"""Medians and percentiles of durations: of single days, of days with their counts, and of bands.

Medians of groups say nothing exact of the median of them all, so nothing here combines them: `median_bounds` gives the two
values between which it lies. Quantiles of single values are type 7 of Hyndman and Fan 1996 (the rule of R, numpy and Excel's
PERCENTILE.INC); other types can be asked for. Of bands they are read off the straight-line ogive, as R's actuar 3.3.5 does it.
Checked by `tests/vectors/runs_series.py`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assize.core.errors import AssizeError
from assize.statistics.demands import need_known, need_list, need_lists, need_numbers, need_whole

NEARLY = 4 * 2.220446049250313e-16  # R's fuzz for a position that should be whole (stats::quantile)


@dataclass(frozen=True)
class BandQuantile:
    """A quantile read off bands. `value` is None in the open band at the top: it is above `beyond`, and no more is known."""

    value: float | None
    band: int
    beyond: float | None = None


def quantile(values: Sequence[float], p: float, kind: int = 7) -> float:
    """The value below which a share `p` of `values` lies. `kind` is the type of Hyndman and Fan, 1 to 9.

    Raises AssizeError without values, for one that is no number, a `p` outside 0 to 1, or a kind that there is not.
    """
    need_list("a quantile cannot be computed", values)
    need_numbers("a quantile cannot be computed", values)
    need_known("a quantile cannot be computed", (p,))
    need_whole("a quantile cannot be computed", kind)
    if not values or not 0 <= p <= 1 or kind not in range(1, 10) or None in values or any(map(math.isnan, values)):
        raise AssizeError(
            "a quantile cannot be computed",
            found=f"{len(values)} values, share {p}, type {kind}",
            expected="one value or more, each a number, a share of 0 to 1 and a type of 1 to 9",
        )
    ordered = sorted(values)
    n = len(ordered)
    if kind == 7:
        return _between(ordered, (n - 1) * p)
    if kind <= 3:
        position = n * p - (0.5 if kind == 3 else 0.0)
        j = math.floor(position + NEARLY)
        over = position > j + NEARLY
        weight = 1.0 if over else {1: 0.0, 2: 0.5, 3: 0.0 if j % 2 == 0 else 1.0}[kind]
    else:
        a, b = {4: (0.0, 1.0), 5: (0.5, 0.5), 6: (0.0, 0.0), 8: (1 / 3, 1 / 3), 9: (3 / 8, 3 / 8)}[kind]
        position = a + p * (n + 1 - a - b)
        j = math.floor(position + NEARLY)
        weight = position - j
        weight = 0.0 if abs(weight) < NEARLY else weight
    low = ordered[min(max(j, 1), n) - 1]
    high = ordered[min(max(j + 1, 1), n) - 1]
    return low if weight == 0 else high if weight == 1 else (1 - weight) * low + weight * high


def _between(ordered: Sequence[float], position: float) -> float:
    """The value at a position counted from 0, a straight line between neighbours."""
    low = math.floor(position + NEARLY)
    share = position - low
    if abs(share) < NEARLY:
        return ordered[low]
    return ordered[low] + share * (ordered[low + 1] - ordered[low])


def median(values: Sequence[float]) -> float:
    """The middle of `values`. Raises AssizeError without values."""
    return quantile(values, 0.5)


def quantile_of_counts(values: Sequence[float], counts: Sequence[int], p: float) -> float:
    """The type 7 quantile of `values` that stand `counts` times each, without writing them all out.

    Raises AssizeError where the two differ in length, a count is negative, all are nought, or `p` is outside 0 to 1.
    """
    need_lists("a quantile cannot be computed", values)
    _check_counts(len(values), counts)
    need_known("a quantile cannot be computed", (p,))
    if not 0 <= p <= 1:
        raise AssizeError("a quantile cannot be computed", found=f"share {p}", expected="a share of 0 to 1")
    rows = sorted((value, count) for value, count in zip(values, counts, strict=True) if count)
    total = sum(count for _, count in rows)
    position = (total - 1) * p
    low = math.floor(position + NEARLY)
    share = position - low
    first = _at(rows, low)
    return first if abs(share) < NEARLY or low + 1 >= total else first + share * (_at(rows, low + 1) - first)


def _at(rows: Sequence[tuple[float, int]], position: int) -> float:
    for value, count in rows:
        if position < count:
            return value
        position -= count
    return rows[-1][0]


def _check_counts(bands: int, counts: Sequence[float]) -> None:
    need_lists("a quantile cannot be computed", counts)
    if bands != len(counts) or not counts or any(count < 0 for count in counts) or not sum(counts):
        raise AssizeError(
            "a quantile cannot be computed",
            found=f"{bands} values or bands and counts {list(counts)}",
            expected="one count of 0 or more each, and not nought in all",
        )


def quantile_of_bands(edges: Sequence[float | None], counts: Sequence[float], p: float) -> BandQuantile:
    """The quantile of counts in bands: band `i` reaches from `edges[i]` to `edges[i + 1]`, the last edge None where it is open.

    Within a band the cases are taken to be spread evenly, so the error is at most the band's width: the value is an
    estimate and marked so. In an open band nothing is estimated: `value` is None and `beyond` is where the band begins.
    Raises AssizeError where counts and bands do not match, edges do not rise, or `p` is outside 0 to 1.
    """
    need_lists("a quantile cannot be computed", edges, gaps=True)
    need_known("a quantile cannot be computed", (p,))
    _check_counts(len(edges) - 1, counts)
    known = [edge for edge in edges if edge is not None]
    if any(edge is None for edge in edges[:-1]) or any(b <= a for a, b in pairwise(known)) or not 0 <= p <= 1:
        raise AssizeError(
            "a quantile cannot be computed", found=f"edges {list(edges)}, share {p}", expected="edges that rise"
        )
    total = math.fsum(counts)
    cumulated = 0.0
    for band, count in enumerate(counts):
        before = cumulated / total
        cumulated += count
        after = cumulated / total
        if after >= p and (count or p == 0):
            low, high = edges[band], edges[band + 1]
            assert low is not None
            if high is None:
                return BandQuantile(None, band, low)
            return BandQuantile(low + ((p - before) / (after - before) if count else 0.0) * (high - low), band)
    last = max(band for band, count in enumerate(counts) if count)
    return BandQuantile(edges[last + 1], last, None if edges[last + 1] is not None else edges[last])


def mean_of_bands(edges: Sequence[float | None], counts: Sequence[float]) -> float | None:
    """The mean of counts in bands, each case at the middle of its band; None where the open band at the top has cases."""
    need_lists("a quantile cannot be computed", edges, gaps=True)
    _check_counts(len(edges) - 1, counts)
    whole = 0.0
    for low, high, count in zip(edges, edges[1:], counts, strict=False):
        if high is None or low is None:
            if count:
                return None
            continue
        whole += count * (low + high) / 2
    return whole / math.fsum(counts)


def median_bounds(medians: Sequence[float]) -> tuple[float, float]:
    """Between which values the median of several groups together lies, where only the medians of the groups are known.

    Raises AssizeError without medians.
    """
    need_lists("a median cannot be bounded", medians)
    if not medians:
        raise AssizeError("a median cannot be bounded", found="no medians", expected="one or more")
    return min(medians), max(medians)


def quantile_groups(
    values: Sequence[float | None], groups: int = 10, *, highest_first: bool = True
) -> list[int | None]:
    """In which of `groups` equal parts of all areas each area's value lies, 1 for the highest (or the lowest) values.

    As `phe_quantile` of PHEindicatormethods 2.1.0: areas alike share the better place; with fewer areas than groups none
    has one. Missing values have none. Raises AssizeError for fewer than two groups.
    """
    need_lists("areas cannot be grouped", values, gaps=True)
    need_whole("areas cannot be grouped", groups)
    if groups < 2:
        raise AssizeError("areas cannot be grouped", found=f"{groups} groups", expected="2 or more")
    known = sorted((value for value in values if value is not None), reverse=bool(highest_first))
    n = len(known)
    if n < groups:
        return [None] * len(values)
    ranks: dict[float, int] = {}
    for rank, own in enumerate(known, start=1):
        ranks.setdefault(own, rank)
    found: list[int | None] = []
    for value in values:
        if value is None:
            found.append(None)
            continue
        share = (n + 1 - ranks[value]) / (n / groups)
        found.append(max(math.floor(groups + 1 - math.ceil(share)), 1))
    return found
