"""The headline of a finding: a sentence without its stop for each rung of the ladder; shorter, and as a clause."""

from __future__ import annotations

from assize.core.document import Words
from assize.core.material import Level
from assize.core.nouns import Absence, Direction, Rule
from assize.core.specs import Kind
from assize.core.wording import immature_number, number_word, period_words
from assize.narrate.teller import Teller

LONG_SUBJECT = 62  # characters; a headline of a longer one leaves "the quarter before" to the reading

_IN_FIGURES = 10  # quarters running, from which they are said in figures


def headline(t: Teller, level: Level) -> Words:
    """What the measure did this quarter, with the figures it rests on."""
    match level:
        case Level.CANNOT:
            return _cannot_headline(t) if t.latest.value is None else _lone_headline(t)
        case Level.TOO_SHORT:
            return _short_headline(t)
        case Level.SAME:
            like = " as a year earlier" if t.seasonal else ""
            return t.with_unit(f"{t.subject} remained broadly the same{like}, at ")
        case Level.WITHIN:
            return t.with_unit(f"{t.subject} {t.was} within the expected range{t.season}, at ")
        case Level.LARGER_THAN_CHANCE:
            return (*_moved_words(t), ", but stayed within the expected range")
        case Level.OUTSIDE:
            return _outside_headline(t)
        case Level.HIGH_OR_LOW:
            return _high_headline(t)
        case Level.RUN:
            return _run_headline(t)


def short(whole: Words, level: Level) -> Words:
    """The headline; where a signal makes it long, without the value at its end."""
    if level in (Level.OUTSIDE, Level.HIGH_OR_LOW, Level.RUN) and isinstance(whole[0], str):
        return (whole[0].removesuffix(", at ").removesuffix(", to "),)
    return whole


def claim(t: Teller, level: Level) -> str:
    """The same in a clause without a number, for the sentence that leads a document; empty where there is little to say."""
    signal = t.series.signal
    if signal is not None:
        high = signal.direction is Direction.HIGH
        match level:
            case Level.OUTSIDE:
                return f"{t.subject} {t.was} {'above' if high else 'below'} the expected range{t.season}"
            case Level.HIGH_OR_LOW:
                stayed = "stayed" if signal.run > 1 else t.was
                return f"{t.subject} {stayed} {'high' if high else 'low'}{t.season}"
            case Level.RUN if signal.rule is Rule.TREND:
                return f"{t.subject} {t.has} been {'rising' if high else 'falling'}{_apart(t)}"
            case Level.RUN:
                return f"{t.subject} {t.has} been {'above' if high else 'below'} {t.its} average{t.season}"
    before = t.before()
    if level is Level.TOO_SHORT and t.metric.kind is Kind.COUNT:
        return ""  # so few quarters tell no season, and a count may move with it: no rise or fall to lead a document
    if level in (Level.TOO_SHORT, Level.LARGER_THAN_CHANCE) and before and t.moved(before.against):
        # Never the rise or fall alone where no rule flags the point: then it is one within the expected range.
        inside = " within the expected range" if level is Level.LARGER_THAN_CHANCE else ""
        return f"{t.subject} {t.way(before)}{inside}{' on the year' if t.seasonal else ''}"
    return ""


def _apart(t: Teller) -> str:
    """Of a rise or fall that is one of the values without their seasons."""
    return ", the season apart," if t.seasonal else ""


def _running(t: Teller, count: int) -> str:
    """How long it has been so, in the one way in which it is said: ` three quarters running`.

    In figures from ten on: a long headline is fitted so, and one document would say both ` twelve` and ` 12 quarters running`.
    """
    said = number_word(count) if count < _IN_FIGURES else str(count)
    return f" {said} {t.period}{'s' if count > 1 else ''} running"


def _outside_headline(t: Teller) -> Words:
    signal = t.signal()
    side = "above" if signal.direction is Direction.HIGH else "below"
    tail = _running(t, signal.run) if signal.run > 1 else f" this {t.period}"
    return t.with_unit(f"{t.subject} {t.was} {side} the expected range{t.season}{tail}, at ")


def _high_headline(t: Teller) -> Words:
    signal = t.signal()
    side = "high" if signal.direction is Direction.HIGH else "low"
    before = t.series.signals[-2] if len(t.series.signals) > 1 else None
    if before is not None and before.rule is Rule.TWO_IN_THREE and before.direction is signal.direction:
        return t.with_unit(f"{t.subject} stayed {side}{t.season}{_running(t, 2)}, at ")
    return t.with_unit(f"{t.subject} {t.was} {side} this {t.period}{t.season}, at ")


def _run_headline(t: Teller) -> Words:
    signal = t.signal()
    if signal.rule is Rule.TREND:
        way = "risen" if signal.direction is Direction.HIGH else "fallen"
        return t.with_unit(f"{t.subject} {t.has} {way}{_apart(t)}{_running(t, max(signal.run - 1, 1))}, to ")
    side = "above" if signal.direction is Direction.HIGH else "below"
    return t.with_unit(f"{t.subject} {t.has} been {side} {t.its} average{t.season}{_running(t, signal.run)}, at ")


def _lone_headline(t: Teller) -> Words:
    """Of a figure that has nothing to stand beside: whether it lies in its expected range, where it has one."""
    if t.series.stretch is None:
        return _short_headline(t)
    before = t.before()
    lone = f", but cannot be compared with {t.when(before)}" if before and len(t.subject) <= LONG_SUBJECT else ""
    return (*t.with_unit(f"{t.subject} {t.was} within the expected range{t.season}, at "), *((lone,) if lone else ()))


def _short_headline(t: Teller) -> Words:
    before = t.before()
    verb = "stood at " if t.metric.kind is Kind.COUNT else f"{t.was} "
    if before is None or before.other is None or before.other.value is None or before.difference is None:
        return (f"{t.subject} {verb}", t.value(), t.per())
    if t.same_text(before.other):
        return (*t.with_unit(f"{t.subject} {verb}"), f", the same as {t.when(before)}")
    if t.moved(before.against):
        return _moved_words(t)
    return (
        *t.with_unit(f"{t.subject} {verb}"),
        ", compared with ",
        t.number(before.other),
        f" {t.when(before)}" if len(t.subject) <= LONG_SUBJECT else "",
    )


def _cannot_headline(t: Teller) -> Words:
    when = period_words(t.latest.period)
    if t.latest.immature is not None and t.latest.flagged:
        words = t.metric.maturity.unresolved_words if t.metric.maturity else ""
        early = f"{t.subject} cannot be read yet: "
        if t.metric.maturity and t.latest.immature <= t.metric.maturity.hold_above:
            return (f"{early}too many offences of an area compared {words}",)
        return (early, immature_number(t.latest), f" {words}")
    if t.latest.absence is Absence.CONFIDENTIAL:
        return (f"{t.subject} for {when} {t.was} not judged: figures withheld",)
    return (f"{t.subject} for {when} could not be compared",)


def _moved_words(t: Teller) -> Words:
    before = t.before()
    assert before is not None and before.other is not None  # noqa: PT018  (only asked where it moved)
    moved = f"{t.subject} {t.way(before)} to "
    when = " a year earlier" if t.seasonal else ""
    return (*t.with_unit(moved), ", from ", t.number(before.other), *((when,) if when else ()))
