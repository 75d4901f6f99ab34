"""A board among all areas (methods, section 3): funnel limits widened for overdispersion, places with their interval, changes.

Shares are compared on the angular scale, rates per resident as events over those expected at the rate of all areas (on
the logarithm), and ratios of two counts on the logarithm with the variance of both. Beyond the 99.8% limits an area may be
named; between those and the 95% ones it is worth a look; where phi is above ten nobody is named.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assize.assess.compare import compare
from assize.assess.series import build_series
from assize.core.areas import AreaPoint, CurvePoint, Position, Stands
from assize.core.nouns import Against, Better, Comparison, Figure, Judgement, Measured, Verdict
from assize.core.periods import parse_period
from assize.core.specs import Kind, MetricSpec
from assize.statistics import funnel as peer
from assize.statistics.intervals import normal_quantile
from assize.statistics.spc import RULESETS

FEWEST_AREAS = 10  # of which the spread between areas can be told
CURVE_POINTS = 60
KINDS = (Kind.PROPORTION, Kind.RATE, Kind.RATIO)  # what a funnel can be drawn of: both counts are held
_SCALES = {
    Kind.PROPORTION: peer.Scale.PROPORTION,
    Kind.RATE: peer.Scale.STANDARDISED,
    Kind.RATIO: peer.Scale.TWO_COUNTS,
}
_YEAR = 12


def place_among(
    metric: MetricSpec, measured: Measured, latest: Sequence[Figure], before: Mapping[str, Figure], like: Sequence[str]
) -> Position | None:
    """Where the board stands among areas.

    `latest` are the figures of every area in one period, the board's among them; `before` those of a year earlier by area;
    `like` the slugs of the areas that the board is compared with. None for a kind without two counts, without the
    board's own figure, or with fewer than `FEWEST_AREAS`.
    """
    if metric.kind not in KINDS:
        return None
    held = sorted((figure for figure in latest if _can_stand(figure, metric.kind)), key=lambda figure: figure.area)
    board = measured.series.latest.area
    if len(held) < FEWEST_AREAS or all(figure.area != board for figure in held):
        return None
    counts = [float(figure.numerator or 0) for figure in held]
    sizes = [float(figure.denominator or 0) for figure in held]
    rate = sum(counts) / sum(sizes)
    if not rate:
        return None
    # Of a rate the funnel takes the events expected at the rate of all areas; its ratios times that rate are rates again.
    share = rate if metric.kind is Kind.RATE else 1.0
    unit = rate * metric.multiplier if metric.kind is Kind.RATE else 1.0
    # On a logarithm no events have no place: where an area has none, rates are compared on the square root.
    scale = peer.Scale.STANDARDISED_ROOT if metric.kind is Kind.RATE and not all(counts) else _SCALES[metric.kind]
    made = peer.funnel(counts, [share * size for size in sizes], scale, round_expected=False)
    if math.isnan(made.phi) or math.isinf(made.phi):
        return None
    limits = _Limits(made, scale, share, unit)
    points = [
        AreaPoint(
            figure, ends, _stands(float(figure.value or 0), ends), _change(metric, figure, before.get(figure.area))
        )
        for figure, ends in ((figure, limits.at(size)) for figure, size in zip(held, sizes, strict=True))
    ]
    at = next(index for index, point in enumerate(points) if point.area == board)
    first, last = peer.possible_places([_interval(figure, metric.kind) for figure in held], at)
    # Where areas differ by far more than chance and size explain, nobody is named: they may not measure one thing.
    named = [] if made.structural else [point for point in points if point.area in like]
    improved = tuple(point for point in named if _improved(metric, measured, point))
    return Position(
        metric=metric.id,
        period=held[at].period,
        board=points[at],
        points=tuple(points),
        curve=_curve(limits, sizes),
        target=made.target * unit,
        phi=made.phi,
        tau=math.sqrt(made.tau_squared),
        adjusted=made.adjusts,
        structural=made.structural,
        first=first,
        last=last,
        worse=not made.structural and _is_worse(metric.better, points[at].stands),
        worsening=_is_worsening(metric.better, measured, points[at].change),
        improved=improved,
    )


def _can_stand(figure: Figure, kind: Kind) -> bool:
    """Whether a figure has two counts that a funnel can take: a correction below nought or above the whole has none."""
    x, n = figure.numerator, figure.denominator
    if figure.value is None or x is None or n is None or n <= 0 or x < 0:
        return False
    return {Kind.PROPORTION: x <= n, Kind.RATIO: x > 0}.get(kind, True)  # the logarithm of a ratio needs some of both


@dataclass(frozen=True)
class _Limits:
    """The limits that count, in the figure's own unit. They depend on an area's size alone, as the drawn lines do."""

    made: peer.Funnel
    scale: peer.Scale
    share: float
    unit: float

    def at(self, size: float) -> CurvePoint:
        made = self.made
        tau_squared = made.tau_squared if made.adjusts else 0.0
        found = peer.limits_within_scale(self.share * size, made.target, self.scale, tau_squared, draws=made.adjusts)
        ends = (found.lower_998, found.lower_95, found.upper_95, found.upper_998)
        return CurvePoint(size, *(end * self.unit for end in ends))


def _stands(value: float, ends: CurvePoint) -> Stands:
    if value > ends.upper_998:
        return Stands.ABOVE
    if value < ends.lower_998:
        return Stands.BELOW
    return Stands.HIGH if value > ends.upper_95 else Stands.LOW if value < ends.lower_95 else Stands.WITHIN


def _interval(figure: Figure, kind: Kind) -> tuple[float, float]:
    """The 95% interval of an area's own value; of a ratio of two counts on the logarithm."""
    if figure.interval is not None:
        return figure.interval.lower, figure.interval.upper
    value = float(figure.value or 0)
    if kind is not Kind.RATIO:
        return value, value
    reach = normal_quantile(0.95) * math.sqrt(1 / float(figure.numerator or 1) + 1 / float(figure.denominator or 1))
    return value * math.exp(-reach), value * math.exp(reach)


def _curve(limits: _Limits, sizes: Sequence[float]) -> tuple[CurvePoint, ...]:
    """The limits over the sizes that areas have, evenly spaced on a logarithm, with a little air at either end."""
    low, high = min(sizes) / 1.15, max(sizes) * 1.15
    return tuple(limits.at(low * (high / low) ** (step / CURVE_POINTS)) for step in range(CURVE_POINTS + 1))


def _change(metric: MetricSpec, figure: Figure, before: Figure | None) -> Comparison | None:
    """The change on the year, where neither figure is young and no definition changed between the two."""
    if before is None or metric.ages or figure.flagged or before.flagged:
        return None
    breaks = [parse_period(change.period) for change in metric.breaks]
    found = compare(Against.YEAR_BEFORE, figure, before, metric.kind, breaks=breaks)
    return found if found.difference is not None else None


def _moved(better: Better, change: Comparison | None, wanted: bool) -> bool:
    """Whether it moved by more than chance (99.8%), towards what is better where `wanted`, else away from it."""
    if change is None or not change.strong or better is Better.NEITHER:
        return False
    towards = Verdict.HIGHER if (better is Better.UP) is wanted else Verdict.LOWER
    return change.verdict is towards


def _improved(metric: MetricSpec, measured: Measured, point: AreaPoint) -> bool:
    """Whether an area got better over the year by more than chance, and its own control chart shows an improvement: a test
    of two quarters alone takes a peak a year ago for news (methods, section 4.5)."""
    if not _moved(metric.better, point.change, wanted=True):
        return False
    held = measured.comparators.get(point.area, ())
    series = build_series(metric, held, point.figure.period, ruleset=RULESETS[measured.series.ruleset])
    same = series is not None and series.latest.period == point.figure.period
    return same and series is not None and series.judgement is Judgement.IMPROVEMENT


def _is_worse(better: Better, stands: Stands) -> bool:
    if better is Better.NEITHER or stands is Stands.WITHIN:
        return False
    return stands.high is (better is Better.DOWN)


def _is_worsening(better: Better, measured: Measured, change: Comparison | None) -> bool:
    """Its own chart shows concern; where that is too short to be judged, it got worse over the year by more than chance."""
    if measured.series.judgement is Judgement.TOO_SHORT:
        return _moved(better, change, wanted=False)
    return measured.series.judgement is Judgement.CONCERN
