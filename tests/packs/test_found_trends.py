"""What a test of a whole series found stands on the page of its measure."""

from __future__ import annotations

from demonstration import BOARDS, Loaded

from assize.core.document import Layout, Text, plain
from assize.core.nouns import Verdict


def test_a_trend_that_was_found_is_told_where_its_measure_is(demo: Loaded) -> None:
    found = []
    for board in BOARDS:
        composed = demo.composed(board)
        pages = {
            section.id: [
                plain(words) for block in section.blocks if isinstance(block, Text) for words in block.paragraphs
            ]
            for section in composed.document("cjs-performance-report").sections
            if section.layout is Layout.EXHIBIT
        }
        for (metric, breakdown), measured in composed.material.measured.items():
            run = measured.long_run
            if metric in pages and not breakdown and run and run.verdict in (Verdict.HIGHER, Verdict.LOWER):
                found.append((board, metric))
                assert any("tended to" in words for words in pages[metric]), (board, metric)
    assert len(found) >= 2
