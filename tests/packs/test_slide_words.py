"""What the slides of the example say beside their charts."""

from __future__ import annotations

import re

import pytest
from demonstration import BOARDS, Loaded

from assize.core.document import Callout, Text, plain


@pytest.mark.parametrize("board", BOARDS)
def test_no_slide_says_a_sentence_twice(demo: Loaded, board: str) -> None:
    said = 0
    for deck in demo.composed(board).decks.values():
        for section in deck.sections:
            panel = [plain(words) for block in section.blocks if isinstance(block, Text) for words in block.paragraphs]
            panel += [plain(block.words) for block in section.blocks if isinstance(block, Callout)]
            sentences = [one for words in panel for one in re.split(r"(?<=[.!?]) (?=[A-Z])", words)]
            said += len(sentences)
            assert len(sentences) == len(set(sentences)), (deck.id, section.id)
    assert said > 50
