"""A deck is the document cut to its budget: which sections stay, in what order, with which of their blocks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import blocks_of
from pack import REPORTS, pack

from assize.compose.budgets import build_deck
from assize.compose.build import build_document
from assize.core.document import (
    Ask,
    Callout,
    CalloutKind,
    Chart,
    Commentary,
    Document,
    Gap,
    Layout,
    Table,
    Text,
    plain,
)

REPORT = REPORTS[1]
ADDED = ("-beside-areas", "-over-a-year")  # how the slides are called that no page of the document has


def deck(slides: int, report=REPORT) -> tuple[Document, Document]:
    made, spec = pack(), replace(report, slides=slides)
    document = build_document(made, spec)
    return document, build_deck(document, spec, made)


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.id)
@pytest.mark.parametrize("slides", [3, 4, 5, 6, 20])
def test_a_deck_is_within_its_budget_and_keeps_the_documents_order(report, slides):
    document, cut = deck(slides, report)
    fixed = [
        section
        for section in document.sections
        if section.layout is Layout.HEADLINES or any(isinstance(b, Gap) for b in section.blocks)
    ]
    assert len(cut.sections) <= max(slides, len(fixed) + 1)
    exhibits = [section.id for section in cut.sections if section.layout is Layout.EXHIBIT]
    ids = [name for name in exhibits if not name.endswith(ADDED)]
    assert exhibits[: len(ids)] == ids
    order = [section.id for section in document.sections if section.layout in (Layout.EXHIBIT, Layout.FINDING)]
    assert ids == [name for name in order if name in ids]
    assert {section.id for section in fixed} <= {section.id for section in cut.sections}


def test_what_asks_most_for_attention_stays():
    _, cut = deck(3)
    assert [section.id for section in cut.sections] == ["done-rate", "cases-opened", "gaps"]


def test_a_slide_has_one_chart_no_table_and_its_required_slot():
    _, cut = deck(20)
    slides = [section for section in cut.sections if section.layout is Layout.EXHIBIT]
    assert len(slides) == 5 + len([section for section in slides if section.id.endswith(ADDED)])
    for section in slides:
        assert sum(isinstance(block, Chart) for block in section.blocks) == 1
        assert not any(isinstance(block, Table) for block in section.blocks)
    assert len(blocks_of(cut, Commentary)) == 2


def test_the_headline_and_the_chart_are_the_documents_own():
    document, cut = deck(20)
    own = {section.id: section for section in document.sections}
    for section in (one for one in cut.sections if not one.id.endswith(ADDED)):
        assert section.headline == own[section.id].headline
        for block in section.blocks:
            if isinstance(block, Chart):
                assert block in own[section.id].blocks
    assert (cut.title, cut.marking, cut.dated) == (document.title, document.marking, document.dated)


def test_a_slide_of_gaps_has_the_first_sentence_of_why_and_nothing_else():
    document, cut = deck(20)
    whole, brief = (blocks_of(one, Gap)[0].lines for one in (document, cut))
    assert [line.measure for line in brief] == [line.measure for line in whole]
    assert all(line.reason.count(". ") == 0 and line.reason.endswith(".") for line in brief)
    section = next(section for section in cut.sections if any(isinstance(block, Gap) for block in section.blocks))
    assert not any(isinstance(block, Text) for block in section.blocks)


def test_asks_have_a_slide_where_a_person_asks_something():
    asked = replace(pack(), asks=(Ask("Agree", "which forces count as similar", "Board"),))
    for made, count in ((pack(), 0), (asked, 1)):
        cut = build_deck(build_document(made, REPORTS[0]), REPORTS[0], made)
        assert sum(section.layout is Layout.ASKS for section in cut.sections) == count


def test_the_table_keeps_how_to_read_it_and_names_its_sources():
    made = pack()
    cut = build_deck(build_document(made, REPORTS[0]), REPORTS[0], made)
    section = next(section for section in cut.sections if section.layout is Layout.HEADLINES)
    table, note, source = section.blocks
    assert isinstance(table, Table)
    assert (
        isinstance(note, Callout) and note.kind is CalloutKind.NOTE and plain(note.words).startswith("How to read it: ")
    )
    assert isinstance(source, Callout) and source.kind is CalloutKind.SOURCE
