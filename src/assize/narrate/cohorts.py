"""A young cohort beside one that was as young, in words: both figures, what was unresolved of each, and no judgement."""

from __future__ import annotations

from assize.core.document import Words
from assize.core.nouns import OPEN_CASES, Comparison, Verdict
from assize.core.wording import (
    capitalised,
    date_words,
    immature_number,
    months_words,
    number_word,
    period_words,
    unsigned,
)
from assize.narrate.teller import Teller

SAME_DAYS = 7  # within which two ages are the same, and not about the same


def same_age_words(t: Teller) -> Words:
    """The latest cohort beside that of a year earlier; nothing without a pair of one age, or where a break lies between."""
    pair = t.same_age
    if pair is None or pair.other is None or pair.difference is None or pair.figure.as_at is None:
        return ()
    months = pair.figure.period.age_months(pair.figure.as_at)
    after = f"{capitalised(number_word(months))} {months_words(months).split()[-1]} after the {t.period}'s end"
    about = "" if abs((pair.figure.age_days or 0) - (pair.other.age_days or 0)) <= SAME_DAYS else "about "
    it = "they" if t.metric.plural else "it"
    return (
        f"{after} {it} stood at ", t.number(pair.figure), ", compared with ", t.number(pair.other),
        f" for {period_words(pair.other.period)} at {about}the same age", *_difference(t, pair), *_unresolved(t, pair), ".",
    )  # fmt: skip


def _difference(t: Teller, pair: Comparison) -> Words:
    if t.vanishes(pair):
        return ()
    number = unsigned(t.change(pair))
    said = (": ", number, t.after(number), f" {t.side(pair)}")
    return (*said, ", which is no evidence of a change") if pair.verdict is Verdict.NO_DIFFERENCE else said


def _unresolved(t: Teller, pair: Comparison) -> Words:
    assert t.metric.maturity is not None and pair.other is not None  # noqa: PT018  (told by age, or there is no pair)
    if pair.figure.immature is None or pair.other.immature is None:
        return ()
    could = ", which could make up the difference" if pair.reason == OPEN_CASES else ""
    words = t.metric.maturity.unresolved_words
    return (". By then ", immature_number(pair.figure), f" {words}, against ", immature_number(pair.other),
            f" a year earlier{could}")  # fmt: skip


def pair_lines(pair: Comparison, test: str) -> list[str]:
    """What the sentence stands on, for `explain`: both figures with their day and age, and the test between them."""
    figures = [one for one in (pair.figure, pair.other) if one is not None and one.as_at is not None]
    lines = [
        f"{one.reference}: as published by {date_words(one.as_at)}, {one.age_days} days after its end"
        for one in figures
        if one.as_at is not None
    ]
    return [*lines, f"neither is judged by the control chart; {test}"]
