"""A young cohort beside the one of a year earlier, both as they stood at one age (methods, 6: provisional with provisional).

Two cohorts of one age need not be equally far on: a force that assigns outcomes more slowly has more of them open. So the share
without an outcome stands beside each, and no difference is called one that those cases alone could make up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assize.assess.compare import compare
from assize.core.nouns import OPEN_CASES, Against, Comparison, Figure, Verdict
from assize.core.periods import parse_period
from assize.core.specs import MetricSpec

NEAR_DAYS = 31  # by which two ages may differ: a bulletin that comes out a few weeks later than the year before
MONTHS_IN_YEAR = 12


def at_one_age(metric: MetricSpec, figures: Sequence[Figure]) -> tuple[Comparison, ...]:
    """Every cohort that stands beside an equally old one of a year earlier, the latest first.

    `figures` are of one area and sub-group, each as at some day. Cohorts whose ages are more than `NEAR_DAYS` apart are no
    pair; one with a break of definition between its two is given without a difference.
    """
    breaks = [parse_period(change.period) for change in metric.breaks]
    held = {figure.period: figure for figure in figures if figure.value is not None and figure.age_days is not None}
    pairs = []
    for period in sorted(held, reverse=True):
        figure, earlier = held[period], held.get(period.shifted(-MONTHS_IN_YEAR))
        if earlier is not None and apart(figure, earlier) <= NEAR_DAYS:
            said = compare(Against.SAME_AGE, figure, earlier, metric.kind, breaks=breaks)
            pairs.append(_unless_open_cases_make_it_up(said))
    return tuple(pairs)


def apart(figure: Figure, earlier: Figure) -> int:
    """By how many days two figures, each as at some day, differ in age."""
    return abs((figure.age_days or 0) - (earlier.age_days or 0))


def _unless_open_cases_make_it_up(said: Comparison) -> Comparison:
    """The comparison without a verdict, where the cohort that stands lower has so many more without an outcome."""
    if said.verdict not in (Verdict.HIGHER, Verdict.LOWER) or said.difference is None or said.other is None:
        return said
    more_open = (said.figure.immature or Decimal(0)) - (said.other.immature or Decimal(0))
    lower_has_more = more_open if said.difference < 0 else -more_open
    if lower_has_more < abs(said.difference):
        return said
    return replace(said, verdict=Verdict.CANNOT, strong=False, reason=OPEN_CASES)
