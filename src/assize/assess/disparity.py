"""Relative rate indices of a board (methods, section 7): the rate of a group over that of the reference, with exact limits.

Years are pooled where a group has few events; nothing is reckoned where the group of too many is not known, or where a
count is withheld. An index says nothing of causes, and the same rule holds in both directions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assize.core.disparity import Disparity, GroupRate
from assize.core.nouns import Figure
from assize.core.periods import Period, parse_period
from assize.core.specs import Cadence, Kind, MetricSpec, Vocabulary
from assize.core.wording import number_word
from assize.statistics.disparity import FEWEST_EVENTS, relative_rate

MOST_UNKNOWN = 0.10  # of the base: above it no index is given
LEAST_EVENTS = 5  # of a group and the reference together, below which an index says nothing
MOST_YEARS = 3
_A_YEAR = {Cadence.QUARTER: 4, Cadence.YEAR: 1}


def disparity(metric: MetricSpec, vocabulary: Vocabulary, figures: Sequence[Figure]) -> Disparity | None:
    """The indices of one measure from the board's own figures of each group (any order).

    None for a measure without two counts, a dimension without a reference group, or where the reference has no year of figures.
    """
    if metric.kind not in (Kind.PROPORTION, Kind.RATE) or not vocabulary.reference:
        return None
    length = 12 if metric.cadence is Cadence.YEAR else 3
    held: dict[str, dict[Period, Figure]] = {}
    for figure in figures:
        if figure.breakdown in vocabulary.names and figure.period.months == length:
            held.setdefault(figure.breakdown, {})[figure.period] = figure
    periods = _periods(metric, held, vocabulary)
    if not periods:
        return None
    reference = _group(vocabulary.reference, held, periods)
    if reference.reason:
        return None
    others = [
        _group(name, held, periods) for name in vocabulary.names if name not in (reference.group, vocabulary.unknown)
    ]
    unknown = _group(vocabulary.unknown, held, periods) if vocabulary.unknown else None
    share, withheld = _unknown(unknown, [reference, *others])
    return Disparity(
        metric=metric.id,
        dimension=vocabulary.dimension,
        periods=periods,
        groups=tuple(group if withheld else _against(group, reference) for group in others),
        reference=reference,
        unknown=share,
        withheld=withheld,
    )


def _periods(
    metric: MetricSpec, held: Mapping[str, Mapping[Period, Figure]], vocabulary: Vocabulary
) -> tuple[Period, ...]:
    """The last year of the reference, or as many of three as are held in a row, where a group has few events in one."""
    own = held.get(vocabulary.reference, {})
    if not own:
        return ()
    breaks = [parse_period(change.period) for change in metric.breaks]
    row = [max(own)]
    wanted = MOST_YEARS * _A_YEAR[metric.cadence]
    while len(row) < wanted:
        first, before = row[-1], row[-1].later(-1) if row[-1].is_quarter else row[-1].shifted(-12)
        if before not in own or any(first.first_day <= change.first_day <= first.last_day for change in breaks):
            break
        row.append(before)
    year = _A_YEAR[metric.cadence]
    if len(row) < year:
        return ()
    few = any(
        _group(name, held, row[:year]).events < FEWEST_EVENTS
        for name in vocabulary.names
        if name in held and name != vocabulary.unknown
    )
    kept = row[: len(row) // year * year] if few else row[:year]
    return tuple(reversed(kept))


def _group(name: str, held: Mapping[str, Mapping[Period, Figure]], periods: Sequence[Period]) -> GroupRate:
    """The counts of a group over the periods; with a reason where one of them is missing."""
    own = [held.get(name, {}).get(period) for period in periods]
    found = tuple(figure for figure in own if figure is not None)
    whole = len(found) == len(own) and all(_counted(figure) for figure in found)
    if not whole:
        return GroupRate(name, 0, 0, found, reason="not held, or withheld, for a part of the time")
    events = sum(int(figure.numerator or 0) for figure in found)
    return GroupRate(name, events, sum(int(figure.denominator or 0) for figure in found), found)


def _counted(figure: Figure) -> bool:
    x, n = figure.numerator, figure.denominator
    return figure.value is not None and x is not None and n is not None and x >= 0 and n > 0


def _unknown(unknown: GroupRate | None, known: Sequence[GroupRate]) -> tuple[float | None, str]:
    """The share whose group is not known, and why nothing is reckoned if it is too high, or not held."""
    if unknown is None:
        return None, ""
    if unknown.reason:
        return None, "how many are of no known group is not held"
    whole = unknown.base + sum(group.base for group in known)
    share = unknown.base / whole if whole else 1.0
    return share, f"the group of more than {MOST_UNKNOWN:.0%} is not known" if share > MOST_UNKNOWN else ""


def _against(group: GroupRate, reference: GroupRate) -> GroupRate:
    if group.reason:
        return group
    if group.events + reference.events < LEAST_EVENTS or not reference.events:
        return GroupRate(
            group.group,
            group.events,
            group.base,
            group.figures,
            reason=f"fewer than {number_word(LEAST_EVENTS)} events",
        )
    made = relative_rate(group.events, group.base, reference.events, reference.base)
    return GroupRate(group.group, group.events, group.base, group.figures, made.value, made.lower, made.upper)
