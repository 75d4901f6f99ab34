"""A figure against another: how far apart, and whether chance alone could do it.

Proportions: difference with Newcombe's interval (methods, 4.5), 95% for a word in a table, 99.8% for a sentence that calls a
change larger than chance. Rates: exact ratio of two counts. Counts likewise, as rates of equal periods; but counts vary more
than chance alone has them and successive quarters hang together, so that the test is a floor: where the series has limits, a
count is called different only where it also moved by more than it usually does (3.267 x mean moving range, the upper limit of a
chart of moving ranges). Of ratios, durations and published values no sampling error is known: they are read against their own
usual moves alone, and not judged under thirteen points. Between places no count is judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from assize.core.nouns import Against, Comparison, Figure, Interval, Verdict
from assize.core.periods import Period
from assize.core.specs import Kind
from assize.statistics import change as two_sample

TABLE_CONFIDENCE = 0.95
SENTENCE_CONFIDENCE = 0.998
USUAL_MOVE = Decimal("3.267")  # D4 for n = 2: the upper limit of a moving range, in mean moving ranges
NO_PERCENT_UNDER = 30  # methods, section 8: no percentage change on a base under 30
NOT_PART = "the area's counts are no part of those of England and Wales"
TOO_FEW = "too few quarters to judge"


def compare(
    against: Against,
    figure: Figure,
    other: Figure | None,
    kind: Kind,
    *,
    mean_moving_range: float | None = None,
    breaks: Sequence[Period] = (),
    unjudged: str = TOO_FEW,
) -> Comparison:
    """What may be said of `figure` beside `other`.

    `mean_moving_range` is that of the figure's own series where it has limits; None leaves a count unjudged, for the reason in
    `unjudged`. `breaks` are the first periods after a change of definition or source: nothing is compared across one.
    """
    if other is None:
        return _cannot(against, figure, None, "no earlier figure is held")
    if figure.value is None or other.value is None:
        missing = figure if figure.value is None else other
        return _cannot(against, figure, other, missing.reason or "a figure is not available")
    if any(other.period.first_day < change.first_day <= figure.period.last_day for change in breaks):
        why = "the definition or the source changed between the two"
        return Comparison(against, figure, other, None, None, None, Verdict.CANNOT, reason=why, broken=True)
    difference = figure.value - other.value
    relative = difference / other.value if kind is Kind.COUNT and other.value >= NO_PERCENT_UNDER else None
    told = Comparison(against, figure, other, difference, relative, None, Verdict.CANNOT)
    match kind:
        case Kind.COUNT:
            return _count(told, difference, mean_moving_range, unjudged)
        case Kind.RATIO | Kind.BACKLOG | Kind.DURATION | Kind.SHARE:
            return _by_movement(told, difference, mean_moving_range, unjudged)
        case Kind.PROPORTION:
            return _proportion(told, difference)
        case Kind.RATE:
            return _rate(told, difference)


def _by_movement(told: Comparison, difference: Decimal, mean_moving_range: float | None, unjudged: str) -> Comparison:
    if mean_moving_range is None:
        return replace(told, reason=unjudged)
    unusual = _unusual(difference, mean_moving_range)
    return replace(told, verdict=_way(difference, unusual), strong=unusual, usual=not unusual)


def _count(told: Comparison, difference: Decimal, mean_moving_range: float | None, unjudged: str) -> Comparison:
    """A test of the two counts, and the usual moves besides where they are known; a correction below nought is not tested."""
    values = (told.figure.value, told.other.value if told.other else None)
    counts = [int(value) for value in values if value is not None and 0 <= value == int(value)]
    untested = mean_moving_range is None and unjudged != TOO_FEW  # between places, say: not for want of quarters
    if untested or len(counts) < 2:
        return _by_movement(told, difference, mean_moving_range, unjudged)
    moved, strong = _rates_apart(counts[0], 1, counts[1], 1)
    usual = mean_moving_range is not None and not _unusual(difference, mean_moving_range)
    verdict = _way(difference, moved and not usual)
    return replace(told, verdict=verdict, strong=strong, usual=usual, by_chance=not moved)


def _unusual(difference: Decimal, mean_moving_range: float) -> bool:
    return abs(difference) > USUAL_MOVE * Decimal(str(mean_moving_range))


def _rates_apart(x1: int, t1: int, x2: int, t2: int) -> tuple[bool, bool]:
    """Whether the exact intervals of the ratio of two rates leave out 1, at 95% and at 99.8%."""
    table = two_sample.two_rates(x1, t1, x2, t2, TABLE_CONFIDENCE)
    sentence = two_sample.two_rates(x1, t1, x2, t2, SENTENCE_CONFIDENCE)
    return not table.lower <= 1 <= table.upper, not sentence.lower <= 1 <= sentence.upper


def _proportion(told: Comparison, difference: Decimal) -> Comparison:
    counts = _counts(told)
    if counts is None:
        return _not_held(told)
    x1, n1, x2, n2 = (float(count) for count in counts)
    if not (0 <= x1 <= n1 and 0 <= x2 <= n2 and n2 > 0):
        no_part = told.against is Against.NATION and 0 <= x1 <= n1
        return replace(told, reason=NOT_PART if no_part else "a correction in it")
    table = two_sample.two_proportions(x1, n1, x2, n2, TABLE_CONFIDENCE)
    sentence = two_sample.two_proportions(x1, n1, x2, n2, SENTENCE_CONFIDENCE)
    # A whole lies between the part and the rest: as far from the part as the rest is, times the rest's weight in the whole.
    weight = n2 / (n1 + n2) if told.against is Against.NATION else 1.0
    interval = Interval(table.lower * weight, table.upper * weight, TABLE_CONFIDENCE, "Newcombe")
    moved = not table.lower <= 0 <= table.upper
    strong = not sentence.lower <= 0 <= sentence.upper
    return replace(told, interval=interval, verdict=_way(difference, moved), strong=strong)


def _rate(told: Comparison, difference: Decimal) -> Comparison:
    counts = _counts(told)
    if counts is None:
        return _not_held(told)
    x1, n1, x2, n2 = (int(count) for count in counts)
    if min(x1, x2) < 0 or min(n1, n2) <= 0:
        no_part = told.against is Against.NATION and x1 >= 0
        return replace(told, reason=NOT_PART) if no_part else _not_held(told)
    moved, strong = _rates_apart(x1, n1, x2, n2)
    return replace(told, verdict=_way(difference, moved), strong=strong)


def _counts(told: Comparison) -> tuple[Decimal, Decimal, Decimal, Decimal] | None:
    """Above and below the line, of the figure and of what it is tested against; None where one of them is not held."""
    other = told.other
    if other is None:
        return None
    x1, n1, x2, n2 = told.figure.numerator, told.figure.denominator, other.numerator, other.denominator
    if x1 is None or n1 is None or x2 is None or n2 is None:
        return None
    return (x1, n1, x2 - x1, n2 - n1) if told.against is Against.NATION else (x1, n1, x2, n2)


def _not_held(told: Comparison) -> Comparison:
    return _cannot(told.against, told.figure, told.other, "the counts behind it are not held")


def _way(difference: Decimal, moved: bool) -> Verdict:
    if not moved or difference == 0:
        return Verdict.NO_DIFFERENCE
    return Verdict.HIGHER if difference > 0 else Verdict.LOWER


def _cannot(against: Against, figure: Figure, other: Figure | None, reason: str) -> Comparison:
    return Comparison(against, figure, other, None, None, None, Verdict.CANNOT, reason=reason)
