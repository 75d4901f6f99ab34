"""Which icon a judgement takes, with its words: never an icon alone."""

from __future__ import annotations

from assize.core.document import Icon, Judged, KeyFigure, Number, PointMark
from assize.core.nouns import Assurance, Direction, Figure, Judgement, Series, Signal
from assize.core.wording import capitalised

_HIGH_LOW = {
    (Judgement.IMPROVEMENT, Direction.HIGH): (Icon.IMPROVEMENT_HIGH, "Improvement: higher"),
    (Judgement.IMPROVEMENT, Direction.LOW): (Icon.IMPROVEMENT_LOW, "Improvement: lower"),
    (Judgement.CONCERN, Direction.HIGH): (Icon.CONCERN_HIGH, "Concern: higher"),
    (Judgement.CONCERN, Direction.LOW): (Icon.CONCERN_LOW, "Concern: lower"),
    (Judgement.CHANGED, Direction.HIGH): (Icon.CHANGED_HIGH, "Changed: higher"),
    (Judgement.CHANGED, Direction.LOW): (Icon.CHANGED_LOW, "Changed: lower"),
}
_PLAIN = {
    Judgement.NO_CHANGE: (Icon.NO_CHANGE, "No change"),
    Judgement.TOO_SHORT: (Icon.TOO_SHORT, "Too short to judge"),
}
_ASSURANCE = {
    Assurance.PASS: (Icon.TARGET_PASS, "Expected to meet the target"),
    Assurance.FAIL: (Icon.TARGET_FAIL, "Expected to miss the target"),
    Assurance.HIT_OR_MISS: (Icon.TARGET_HIT_OR_MISS, "May meet or miss the target"),
    Assurance.NO_TARGET: (Icon.TARGET_NONE, "No target set"),
}
_MARKS = {
    Judgement.IMPROVEMENT: PointMark.IMPROVEMENT,
    Judgement.CONCERN: PointMark.CONCERN,
    Judgement.CHANGED: PointMark.CHANGED,
}


def judged(series: Series, latest: Figure) -> Judged:
    """The icon and words of a series' latest point; no icon where there is no figure."""
    signal = series.signal
    if signal is not None and (series.judgement, signal.direction) in _HIGH_LOW:
        icon, words = _HIGH_LOW[series.judgement, signal.direction]
        return Judged(icon, (words,))
    if series.judgement in _PLAIN:
        icon, words = _PLAIN[series.judgement]
        return Judged(icon, (words,))
    if series.judgement.reason:
        return Judged(None, (capitalised(series.judgement.value),))
    return Judged(None, ("Too early to read" if latest.immature is not None else "No local figure",))


def assurance_key(assurance: Assurance, target: Number | None, *, judged: bool) -> KeyFigure:
    """Where the target lies, for the strip; a target that cannot be held against limits is named all the same."""
    if target is None:
        icon, words = _ASSURANCE[Assurance.NO_TARGET]
        return KeyFigure((words,), icon)
    if not judged or assurance is Assurance.NO_TARGET:
        return KeyFigure(("Target ", target, ", not judged"))
    icon, words = _ASSURANCE[assurance]
    return KeyFigure((f"{words} of ", target), icon)


def point_mark(signal: Signal | None) -> PointMark:
    """How a point of the board's line is drawn."""
    return PointMark.COMMON if signal is None else _MARKS.get(signal.judgement, PointMark.COMMON)


KEY = (
    Judged(Icon.IMPROVEMENT_HIGH, ("improvement",)),
    Judged(Icon.CONCERN_LOW, ("concern",)),
    Judged(Icon.CHANGED_LOW, ("changed, neither better nor worse",)),
    Judged(Icon.NO_CHANGE, ("no change",)),
    Judged(Icon.TOO_SHORT, ("fewer than 13 quarters",)),
)
