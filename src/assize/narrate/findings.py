"""One finding a measure, by the wording ladder (methods, section 8): the first rung that fits, from the top.

The level follows the label of the latest point. No cause is ever given; "improvement" and "concern" belong to the icon, which
follows the metric's declared direction; a sentence says higher or lower, rose or fell. Every number is one of the measure's.
"""

from __future__ import annotations

from decimal import Decimal

from assize.core.areas import Position
from assize.core.document import Aspect, Words
from assize.core.material import Finding, Level, Names
from assize.core.nouns import Judgement, Measured, Rule
from assize.core.specs import MetricSpec
from assize.core.wording import lower_name, part_number
from assize.narrate.headline import claim, headline, short
from assize.narrate.reading import SLIGHT, paragraph, reading
from assize.narrate.teller import Teller, break_words

SMALL_CHANGE = Decimal("0.01")  # a change under 1% either way is "broadly the same" where nothing else is seen
SLIGHT_WHY = (
    "The expected range leaves out the largest quarter-to-quarter changes; with them kept in, the latest point would not be "
    "flagged."
)


def find(measured: Measured, metric: MetricSpec, names: Names, position: Position | None = None) -> Finding:
    """The finding of one measure: level, headline, short paragraph, reading and caveats; `position` is that among all areas."""
    teller = Teller(measured, metric, names, position)
    level = _level(teller)
    told = reading(teller, level)
    whole = headline(teller, level)
    caveats = _caveats(teller)
    return Finding(
        level=level,
        headline=whole,
        short=short(whole, level),
        claim=claim(teller, level),
        sentence=paragraph(teller, level),
        reading=tuple(words for _, words in told),
        about=tuple(about for about, _ in told),
        caveats=caveats,
        weight=_weight(teller, level),
        base=_base(teller, caveats),
    )


def _level(t: Teller) -> Level:
    if t.latest.value is None:
        return Level.CANNOT
    if t.series.judgement in (Judgement.WITHHELD, Judgement.AGES):
        return Level.TOO_SHORT
    signal = t.series.signal
    if signal is not None:
        return {
            Rule.OUTSIDE: Level.OUTSIDE,
            Rule.TWO_IN_THREE: Level.HIGH_OR_LOW,
            Rule.TREND: Level.RUN,
            Rule.SHIFT: Level.RUN,
        }[signal.rule]
    before = t.before()
    if before is None or before.difference is None or before.other is None or before.other.value is None:
        return Level.CANNOT
    if not t.series.judgement.is_made:
        return Level.TOO_SHORT
    if before.strong and not t.vanishes(before):
        return Level.LARGER_THAN_CHANCE
    told_apart = t.moved(before.against) or before.by_chance is False
    small = not before.difference or abs(before.difference) < SMALL_CHANGE * abs(before.other.value)
    return Level.SAME if small and not told_apart else Level.WITHIN


def _weight(t: Teller, level: Level) -> int:
    by_judgement = {Judgement.CONCERN: 60, Judgement.IMPROVEMENT: 50, Judgement.CHANGED: 45}
    by_level = {
        Level.OUTSIDE: 12,
        Level.RUN: 6,
        Level.HIGH_OR_LOW: 4,
        Level.LARGER_THAN_CHANCE: 30,
        Level.TOO_SHORT: 10,
    }
    weight = by_judgement.get(t.series.judgement, 0) + by_level.get(level, 5)
    if level is Level.TOO_SHORT and claim(t, level):
        weight += 25
    return 0 if t.latest.value is None or t.metric.ages else weight  # what is youngest is highest: no news


def _caveats(t: Teller) -> tuple[Words, ...]:
    found: list[Words] = []
    if t.series.depends_on_screening:
        found.append((f"{SLIGHT} {SLIGHT_WHY}",))
    out_of = t.latest.denominator
    if out_of is not None and out_of < t.metric.minimum and t.latest.value is not None:
        found.append(("Small numbers: with ", part_number(t.latest, Aspect.DENOMINATOR),
                      f" {t.metric.unit}, the figure moves a good deal by chance."))  # fmt: skip
    if t.latest.flagged and t.latest.value is not None and t.latest.immature and t.metric.maturity:
        found.append(("Read with care: ", *t.resolving(t.latest), ", so the figure will still move."))
    found += [(f"{break_words(change)}.",) for change in t.breaks_within()]
    if t.metric.basis:
        found.append((f"Basis: {lower_name(t.metric.basis.rstrip('.'))}.",))
    found += [(f"{caveat.rstrip('.')}.",) for caveat in t.metric.caveats]
    return tuple(found)


def _base(t: Teller, caveats: tuple[Words, ...]) -> Words:
    """What stands under the short paragraph, which has called the signal slight already."""
    return (SLIGHT_WHY,) if t.series.depends_on_screening else caveats[0] if caveats else ()
