"""Funnel limits: how far an area may lie from the average by chance, and by the ordinary spread between areas.

Overdispersion as FunnelPlotR 0.6.0 measures it (Spiegelhalter 2005, Stat Med 24:1185, doi:10.1002/sim.1970): phi says by how
much the areas differ more than chance would have them, tau squared is the variance between them. Its limits for a proportion
and for a standardised ratio on the logarithm are kept to the letter; what flags areas that are the same is not:

- `funnel-cqc-limits`: the square-root form compares limits on the square root with the ratio itself; here they are squared;
- `funnel-rc-limits`: the ratio of two counts draws its limits with a variance of 1 / 4n; here with the variance of its own z.

Where the angle of a proportion's limit passes the end of the scale, its sine comes back: `limits_at` and `limit_lines` keep
that as far as the peer does; `limits_within_scale`, by which a board is judged and drawn, ends such a limit at 0 or 1.

Limits without overdispersion as OHID's PHEindicatormethods 2.1.0 draws them are `average_limits` and `exact_limits`. Nothing
here ranks areas: `possible_places` says between which places an area may lie. Checked by `tests/vectors/runs_areas.py`.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import NormalDist

from assize.core.errors import AssizeError
from assize.statistics.demands import (
    LARGEST_POWER,
    need_finite,
    need_known,
    need_list,
    need_lists,
    need_numbers,
    need_one_of,
    need_tail,
    need_whole,
)
from assize.statistics.incomplete import gamma_quantile
from assize.statistics.quantiles import quantile

Z_95 = 1.959964  # FunnelPlotR writes the two-sided 95% point so
Z_998 = 3.090232  # and the 99.8% point, its "three sigma"
TRIM = 0.1  # share of areas at either end that phi does not stand on: FunnelPlotR's own choice
LINE_SIZES = 1000  # along which FunnelPlotR draws a line,
LINE_START = 3.0  # of a proportion from here
STRUCTURAL_PHI = 10.0  # above it areas differ by how they record or what they have, and none is named


class Scale(Enum):
    """On which scale areas are compared."""

    PROPORTION = "proportion"  # x of n: angular transformation
    STANDARDISED = "standardised ratio"  # observed over expected: logarithm, as for SHMI
    STANDARDISED_ROOT = "standardised ratio, square root"  # as the Care Quality Commission had it
    TWO_COUNTS = "ratio of two counts"  # disposals over receipts: logarithm


@dataclass(frozen=True)
class Limits:
    """Limits at one denominator, in the unit of the ratio."""

    lower_95: float
    upper_95: float
    lower_998: float
    upper_998: float

    def outside(self, ratio: float, *, wide: bool = True) -> int:
        """1 above, -1 below, 0 within or on the limits: the 99.8% ones where `wide`, else the 95% ones."""
        lower, upper = (self.lower_998, self.upper_998) if wide else (self.lower_95, self.upper_95)
        return int(ratio > upper) - int(ratio < lower)


@dataclass(frozen=True)
class Place:
    """One area: its ratio, its z value and what phi took it for (None where it was left out), its limits of both kinds.

    A proportion's are what the peer's table of areas has: `limit_lines` of the sizes it draws, read at the area's own.
    """

    ratio: float
    z: float
    z_used: float | None
    unadjusted: Limits
    adjusted: Limits


@dataclass(frozen=True)
class Funnel:
    """A funnel of areas. `adjusts` says which limits count: phi at most 1 means that chance alone explains the spread.

    `structural` says that phi is above `STRUCTURAL_PHI`: areas differ for reasons of their own, and none may be named.
    """

    target: float
    phi: float
    tau_squared: float
    adjusts: bool
    places: tuple[Place, ...]

    @property
    def structural(self) -> bool:
        """The spread is too wide for any area to stand out of it."""
        return self.phi > STRUCTURAL_PHI

    def limits(self, place: Place) -> Limits:
        """The limits that count for an area of this funnel."""
        return place.adjusted if self.adjusts else place.unadjusted


def funnel(
    counts: Sequence[float],
    totals: Sequence[float],
    scale: Scale = Scale.PROPORTION,
    *,
    trim: float = TRIM,
    round_expected: bool = True,
) -> Funnel:
    """The funnel of areas with `counts` out of (or over) `totals`, in the same order, each area once.

    `totals` are the denominators of a proportion, the expected counts of a standardised ratio (rounded to two decimals where
    `round_expected`, as SHMI has them, for all but the ratio itself), or the other count. `trim` is the share at either end
    that is drawn in (or, of a standardised ratio on the logarithm, left out) before phi is measured. A place whose z cannot
    be made (no events, on a logarithm) has an infinite or missing z, as the peer has it.

    Raises AssizeError where the two differ in length, are empty, or a count or total is negative or missing.
    """
    need_one_of("a funnel cannot be made", Scale, scale)
    _check(counts, totals, trim)
    ratios = [x / n if n else math.nan for x, n in zip(counts, totals, strict=True)]
    if scale is Scale.STANDARDISED and round_expected:
        totals = [round(n, 2) for n in totals]
    whole = sum(totals)
    target = (
        1.0 if scale in (Scale.STANDARDISED, Scale.STANDARDISED_ROOT) else sum(counts) / whole if whole else math.nan
    )
    errors = [_standard_error(scale, x, n) for x, n in zip(counts, totals, strict=True)]
    zs = [_z(scale, x, n, target, s) for x, n, s in zip(counts, totals, errors, strict=True)]
    used = _truncated(zs, trim) if scale is Scale.STANDARDISED else _drawn_in(zs, trim)
    phi, tau_squared = _overdispersion(used, errors)
    widened = tau_squared if math.isfinite(tau_squared) else 0.0
    line = _line_of(scale, totals)
    places = tuple(
        Place(
            ratio=ratio,
            z=z,
            z_used=u,
            unadjusted=_of_area(line, x, n, target, scale, 0.0, draws=False),
            adjusted=_of_area(line, x, n, target, scale, widened, draws=True),
        )
        for x, n, ratio, z, u in zip(counts, totals, ratios, zs, used, strict=True)
    )
    return Funnel(target, phi, tau_squared, phi > 1, places)


def _line_of(scale: Scale, totals: Sequence[float]) -> list[float]:
    """The sizes along which the peer draws a proportion's line: evenly from `LINE_START` to the largest, and the areas' own."""
    if scale is not Scale.PROPORTION:
        return []
    step = (math.ceil(max(totals)) - LINE_START) / (LINE_SIZES - 1)
    return sorted({*totals, *(LINE_START + step * i for i in range(LINE_SIZES))})


def _of_area(
    line: Sequence[float], count: float, n: float, target: float, scale: Scale, tau_squared: float, *, draws: bool
) -> Limits:
    """An area's limits: those of its count, or the peer's line of a proportion read at its size."""
    if scale is not Scale.PROPORTION:
        return limits_at(n, target, scale, tau_squared, count=count, draws=draws)
    at = bisect_left(line, n)
    return limit_lines(line[at : at + 2], target, scale, tau_squared)[0]


def _check(counts: Sequence[float], totals: Sequence[float], trim: float) -> None:
    what = "a funnel cannot be made"
    need_lists(what, counts, totals)
    need_known(what, (trim,))
    if not counts or len(counts) != len(totals):
        raise AssizeError(what, found=f"{len(counts)} counts and {len(totals)} totals", expected="one of each an area")
    for number in (*counts, *totals):
        if number < 0:
            raise AssizeError(what, found=str(number), expected="counts and totals of 0 or more")
    if not 0 < trim < 0.5:
        raise AssizeError(what, found=f"a trimmed share of {trim}", expected="above 0 and below a half")


def _standard_error(scale: Scale, x: float, n: float) -> float:
    if scale is Scale.TWO_COUNTS:
        return math.sqrt(x / (x + 0.5) ** 2 + n / (n + 0.5) ** 2)
    if not n:
        return math.inf
    return 1 / math.sqrt(n) if scale is Scale.STANDARDISED else 1 / (2 * math.sqrt(n))


def _z(scale: Scale, x: float, n: float, target: float, s: float) -> float:
    if scale is Scale.TWO_COUNTS:
        return (math.log((x + 0.5) / (n + 0.5)) - _log(target)) / s if s else math.nan
    if not n:
        return math.nan
    match scale:
        case Scale.STANDARDISED:
            return math.sqrt(n) * _log(x / n)
        case Scale.STANDARDISED_ROOT:
            return (math.sqrt(x / n) - 1) / s
        case _:
            return (_angle(x / n) - _angle(target)) / s


def _log(ratio: float) -> float:
    return math.log(ratio) if ratio > 0 else -math.inf


def _angle(p: float) -> float:
    return math.asin(math.sqrt(p)) if 0 <= p <= 1 else math.nan


def _drawn_in(zs: Sequence[float], trim: float) -> list[float | None]:
    """Winsorised: what lies beyond the trimmed quantiles is taken for lying on them."""
    known = [z for z in zs if not math.isnan(z)]
    if not known:
        return [None] * len(zs)
    low, high = quantile(known, trim), quantile(known, 1 - trim)
    return [None if math.isnan(z) else min(max(z, low), high) for z in zs]


def _truncated(zs: Sequence[float], trim: float) -> list[float | None]:
    """Left out: areas whose rank falls into the first or the last of 1 / trim groups."""
    groups = 1 / trim
    ranks = _average_ranks(zs)
    group = [math.floor(rank * groups / (len(zs) + 1)) for rank in ranks]
    return [z if 0 < g < groups - 1 else None for z, g in zip(zs, group, strict=True)]


def _average_ranks(values: Sequence[float]) -> list[float]:
    order = sorted(values)
    first: dict[float, int] = {}
    last: dict[float, int] = {}
    for i, value in enumerate(order, start=1):
        first.setdefault(value, i)
        last[value] = i
    return [(first[value] + last[value]) / 2 for value in values]


def _overdispersion(used: Sequence[float | None], errors: Sequence[float]) -> tuple[float, float]:
    """Phi and tau squared of the areas that are used."""
    kept = [(z, s) for z, s in zip(used, errors, strict=True) if z is not None]
    n = len(kept)
    if not n:
        return math.nan, math.nan
    total = math.fsum(z * z for z, _ in kept)
    phi = total / n
    if n == 1:
        return phi, math.nan  # nothing to vary between, and what is left of the weights below would be rounding
    if total < n - 1:
        return phi, 0.0
    weights = [1 / (s * s) for _, s in kept]
    whole = math.fsum(weights)
    spread = whole - math.fsum(w * w for w in weights) / whole if whole else 0.0
    return phi, max(0.0, (total - (n - 1)) / spread) if spread > 0 else math.nan


def limits_at(
    n: float, target: float, scale: Scale, tau_squared: float = 0.0, *, count: float | None = None, draws: bool = False
) -> Limits:
    """The limits at a denominator of `n`. Where `draws` is False, of a standardised ratio, they are the exact Poisson ones.

    `count` is the area's own count, which the ratio of two counts needs for its variance; without it, on a curve, the count is
    taken to be the target's: the variance is then 1 / (target n) + 1 / n. All are nan where `n` is not above 0.
    Raises AssizeError for a variance, an average or a count below 0.
    """
    need_one_of("limits cannot be made", Scale, scale)
    of_none = isinstance(target, float) and math.isnan(target)  # the average of areas without any total
    need_known("limits cannot be made", (n, 0.0 if of_none else target, tau_squared))
    need_finite("limits cannot be made", (count,))
    if tau_squared < 0:
        raise AssizeError("limits cannot be made", found=str(tau_squared), expected="a variance of 0 or more")
    if target < 0 or (count is not None and count < 0):
        raise AssizeError(
            "limits cannot be made", found=f"{count} at {target}", expected="an average and a count of 0 or more"
        )
    if not n > 0 or of_none:
        return Limits(math.nan, math.nan, math.nan, math.nan)
    if scale in (Scale.STANDARDISED, Scale.STANDARDISED_ROOT) and not draws:
        return Limits(*_poisson_pair(n, target, 0.025), *_poisson_pair(n, target, 0.001))
    if scale is Scale.TWO_COUNTS:
        variance = (
            _standard_error(scale, count, n) ** 2
            if count is not None
            else 1 / (target * n) + 1 / n
            if target
            else math.inf
        )
    else:
        variance = _standard_error(scale, 0, n) ** 2
    reach = math.sqrt(variance + tau_squared)
    return Limits(*_pair(scale, target, Z_95 * reach), *_pair(scale, target, Z_998 * reach))


def limit_lines(
    sizes: Sequence[float], target: float, scale: Scale, tau_squared: float = 0.0, *, draws: bool = False
) -> list[Limits]:
    """The peer's lines over `sizes`, in rising order: `limits_at` each, but for a proportion whose limit comes back.

    There a lower limit above that of the next size is 0, and an upper one below it 1; the last size keeps its own.
    """
    need_lists("limits cannot be made", sizes)
    lines = [limits_at(n, target, scale, tau_squared, draws=draws) for n in sizes]
    if scale is not Scale.PROPORTION:
        return lines
    return [
        Limits(
            0.0 if at.lower_95 > after.lower_95 else at.lower_95,
            1.0 if at.upper_95 < after.upper_95 else at.upper_95,
            0.0 if at.lower_998 > after.lower_998 else at.lower_998,
            1.0 if at.upper_998 < after.upper_998 else at.upper_998,
        )
        for at, after in zip(lines, [*lines[1:], *lines[-1:]], strict=True)
    ]


def limits_within_scale(
    n: float, target: float, scale: Scale, tau_squared: float = 0.0, *, count: float | None = None, draws: bool = False
) -> Limits:
    """`limits_at`, but that a limit of a proportion whose angle passes the end of the scale is that end, 0 or 1.

    Our own judgement, for what is drawn and who is named: a lower limit that has come back from 0 lies above areas that chance
    alone puts there.
    """
    found = limits_at(n, target, scale, tau_squared, count=count, draws=draws)
    if scale is not Scale.PROPORTION or math.isnan(found.lower_95):
        return found
    middle, reach = _angle(target), math.sqrt(1 / (4 * n) + tau_squared)
    low, high = middle / reach, (math.pi / 2 - middle) / reach  # how many standard errors either end is away
    return Limits(
        0.0 if low < Z_95 else found.lower_95,
        1.0 if high < Z_95 else found.upper_95,
        0.0 if low < Z_998 else found.lower_998,
        1.0 if high < Z_998 else found.upper_998,
    )


def _poisson_pair(n: float, target: float, tail: float) -> tuple[float, float]:
    return target * gamma_quantile(n, tail) / n, target * gamma_quantile(n + 1, tail, upper=True) / n


def _pair(scale: Scale, target: float, reach: float) -> tuple[float, float]:
    match scale:
        case Scale.PROPORTION:
            return math.sin(_angle(target) - reach) ** 2, math.sin(_angle(target) + reach) ** 2
        case Scale.STANDARDISED_ROOT:
            return max(0.0, 1 - reach) ** 2, (1 + reach) ** 2
        case _:
            return target * math.exp(-reach), target * (math.exp(reach) if reach < LARGEST_POWER else math.inf)


def average_limits(n: float, average: float, tail: float) -> tuple[float, float]:
    """Between which proportions an area of `n` lies by chance where the average is `average`: OHID's limits, cut at 0 and 1.

    `tail` is what may lie beyond either limit: 0.025 or 0.001. They are where a Wilson interval of the area would touch the
    average. Raises AssizeError unless `n` is above 0 and `average` a share.
    """
    need_tail(tail)
    need_known("limits cannot be made", (n, average))
    if not n > 0 or not 0 <= average <= 1:
        raise AssizeError(
            "limits cannot be made", found=f"{n} at {average}", expected="a total above 0 and an average of 0 to 1"
        )
    reach = -NormalDist().inv_cdf(tail) * math.sqrt(average * (1 - average) / n)
    return max(average - reach, 0.0), min(average + reach, 1.0)


def exact_limits(observed: float, tail: float) -> tuple[float, float]:
    """Which ratios of observed to expected an area with `observed` events has by chance: lower and upper, exact Poisson.

    For `tail` 0.025 or 0.001: the expected counts at which so many events, or more (or fewer), are that unlikely.
    Raises AssizeError where `observed` is negative.
    """
    need_tail(tail)
    need_known("limits cannot be made", (observed,))
    if observed < 0:
        raise AssizeError("limits cannot be made", found=str(observed), expected="a count of 0 or more")
    most = gamma_quantile(observed + 1, tail, upper=True)
    least = gamma_quantile(observed, tail) if observed > 0 else 0.0
    return observed / most, observed / least if least else math.inf


def possible_places(intervals: Sequence[tuple[float, float]], i: int) -> tuple[int, int]:
    """Between which places area `i` lies, the highest first, as far as its and the others' intervals tell.

    An area stands before another only where their intervals have nothing in common: between 9th and 27th of 42, say.
    Raises AssizeError for an area that there is not.
    """
    what = "a place cannot be told"
    need_list(what, intervals)
    for one in intervals:
        need_list(what, one)
        need_numbers(what, one)
    need_whole(what, i)
    if not 0 <= i < len(intervals) or any(len(one) != 2 or None in one for one in intervals):
        raise AssizeError(
            what,
            found=f"area {i} of {len(intervals)}",
            expected="one of the areas, each with a lower and an upper limit",
        )
    lower, upper = intervals[i]
    before = sum(other[0] > upper for other in intervals)
    after = sum(other[1] < lower for other in intervals)
    return before + 1, len(intervals) - after
