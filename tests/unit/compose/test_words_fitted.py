"""Words fitted to their places: a person's words on the executive page, and axes that come near nought."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from pack import pack

from assize.compose.axes import value_axis
from assize.compose.exhibits import WHY_CHARACTERS, WHY_LINES, WHY_MORE, WHY_THERE, _opening, fitting_headline
from assize.core.nouns import Direction, Judgement, Rule, Signal
from assize.core.specs import Kind

SENTENCE = "Charging moved to one centre in October. "


def test_words_that_fit_stand_as_they_were_written():
    assert _opening((SENTENCE.strip(), "More followed."), 3) == (SENTENCE.strip(), "More followed.")


@pytest.mark.parametrize("asks", [0, 1, 2, 3, 5])
def test_longer_words_are_cut_between_sentences_and_say_where_the_rest_is(asks):
    (said,) = _opening((SENTENCE * 30,), asks)
    assert said.endswith(f" {WHY_MORE}")
    assert said.removesuffix(f" {WHY_MORE}").endswith(".")
    assert len(said) <= WHY_CHARACTERS * (WHY_LINES + max(3 - asks, 0))


def test_a_first_sentence_longer_than_its_place_stands_whole_or_not_at_all():
    long = f"Cases {'that had waited ' * 12}were tried."
    assert WHY_CHARACTERS * WHY_LINES < len(long) < WHY_CHARACTERS * (WHY_LINES + 1)
    assert _opening((long, SENTENCE.strip()), 3) == (f"{long} {WHY_MORE}",)
    assert _opening((long,), 3) == (long,)
    assert _opening(("word " * 100,), 3) == (WHY_THERE,)


def test_no_sentence_is_cut_at_a_semicolon_or_after_a_short_form():
    joined = f"The courts sat every day; {'but cases came in faster ' * 6}than before, e.g. In March. {SENTENCE * 9}"
    (said,) = _opening((joined,), 3)
    assert said == f"{joined[: joined.index('March.') + 6]} {WHY_MORE}"


def test_an_axis_that_comes_near_nought_starts_there_and_another_does_not():
    assert value_axis([Decimal("0.01"), Decimal("0.055")], Kind.PROPORTION).minimum == 0
    assert value_axis([Decimal("0.02"), Decimal("0.055")], Kind.PROPORTION).minimum > 0
    assert value_axis([Decimal(-1), Decimal(50)], Kind.COUNT).minimum < 0


def test_a_long_headline_keeps_for_how_long_it_has_been_so():
    subject = "The median time from offence to completion at the Crown Court"
    short = f"{subject} was above the expected range twelve quarters running"
    finding = replace(
        next(iter(pack().findings.values())),
        headline=(f"{short}, at 417 days",),
        short=(short,),
        claim=f"{subject} was above the expected range",
    )
    signal = Signal(Rule.OUTSIDE, Direction.HIGH, Judgement.CONCERN, run=12)
    assert fitting_headline(finding, signal) == (f"{subject} was above the expected range 12 quarters running",)
    assert fitting_headline(finding, None) == (finding.claim,)
