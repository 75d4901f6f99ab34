"""Words fitted to their places: a person's words on the executive page, and axes that come near nought."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assize.compose.axes import value_axis
from assize.compose.exhibits import WHY_CHARACTERS, WHY_LINES, WHY_MORE, _opening
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


def test_a_sentence_longer_than_its_place_is_cut_between_words():
    (said,) = _opening(("word " * 100,), 3)
    assert said.endswith(f"word … {WHY_MORE}")
    assert len(said) <= WHY_CHARACTERS * WHY_LINES


def test_an_axis_that_comes_near_nought_starts_there_and_another_does_not():
    assert value_axis([Decimal("0.01"), Decimal("0.055")], Kind.PROPORTION).minimum == 0
    assert value_axis([Decimal("0.02"), Decimal("0.055")], Kind.PROPORTION).minimum > 0
    assert value_axis([Decimal(-1), Decimal(50)], Kind.COUNT).minimum < 0
