"""Pages: complete, self-contained, well formed, and every number tied to its figure."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise

import pytest
import samples

from assize.core.document import (
    BLOCKS,
    Asks,
    Chart,
    Commentary,
    Document,
    Gap,
    Judged,
    Layout,
    Note,
    NoteRef,
    Number,
    Section,
    Strong,
    Table,
    Text,
    Words,
)
from assize.render import html
from assize.render.charts import Drawings
from assize.render.html_blocks import RENDERERS, Place, words

DOCUMENTS = (samples.executive_summary(), samples.performance_report(), samples.deck(), samples.workbook())
VOID = {"meta", "link", "col", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """A page read back: ids, links, landmarks, headings, figures in order; complains where tags do not close."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[tuple[int, str]] = []
        self.figures: list[tuple[str, str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        href = found.get("href") or ""
        if href.startswith("#"):
            self.targets.append(href[1:])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
        if "data-figure" in found:
            self.figures.append((str(found["data-figure"]), str(found["data-aspect"]), ""))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if any(tag in {"h1", "h2", "h3"} for tag in self.open):
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)
        if self.open and self.open[-1] in {"data", "tspan"} and self.figures:
            figure, aspect, text = self.figures[-1]
            self.figures[-1] = (figure, aspect, text + data)


def page(document: Document) -> Page:
    return Page(html.render(document, Drawings()).decode("utf-8"))


def numbers(parts: Words) -> list[Number]:
    return [part for part in parts if isinstance(part, Number)]


def test_every_block_has_a_renderer_and_every_layout_an_arrangement() -> None:
    assert set(RENDERERS) == set(BLOCKS)
    assert set(html._LAYOUTS) == set(Layout)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_a_page_is_well_formed_and_its_links_arrive(document: Document) -> None:
    read = page(document)
    assert read.open == []
    assert len(set(read.ids)) == len(read.ids)
    missing = set(read.targets) - set(read.ids)
    allowed = (
        {"headlines"} if document.id == "executive-summary" else set()
    )  # the deck's findings name a page it has not
    assert missing <= allowed


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_headings_make_an_outline(document: Document) -> None:
    headings = page(document).headings
    levels = [level for level, _ in headings]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert document.board in headings[0][1]


def test_landmarks_language_marking_and_skip_link() -> None:
    text = html.render(samples.performance_report(), Drawings()).decode("utf-8")
    read = Page(text)
    tags = [tag for tag, _ in read.tags]
    assert [tags.count(tag) for tag in ("header", "main", "footer", "nav")] == [1, 1, 1, 1]
    assert ("html", {"lang": "en-GB"}) in read.tags
    assert read.targets[0] == "main"
    assert text.count('<span class="marking">OFFICIAL</span>') == 2
    assert "DRAFT 1" in text


def test_a_page_fetches_nothing_and_runs_nothing() -> None:
    text = html.render(samples.executive_summary(), Drawings()).decode("utf-8")
    assert "<script" not in text
    assert re.findall(r'(?:src|url)\s*[=(]\s*["\']?(?!data:)[^)"\']+', text) == []
    assert "font/woff;base64," in text


def test_every_number_of_a_table_stands_in_the_page_in_order() -> None:
    document = samples.performance_report()
    table = next(block for block in document.sections[1].blocks if isinstance(block, Table))
    wanted = [
        (number.figure, number.aspect.name.lower(), number.text)
        for row in table.rows
        for cell in row.cells
        if isinstance(cell.content, tuple)
        for number in [*numbers(cell.content), *numbers(cell.under)]
    ]
    found = page(document).figures
    places = [at for at in range(len(found)) if found[at : at + len(wanted)] == wanted]
    assert len(wanted) == 30
    assert len(places) == 1


def test_a_chart_has_its_figures_in_a_table() -> None:
    document = samples.performance_report()
    chart = next(block for block in document.sections[1].blocks if isinstance(block, Chart))
    found = page(document).figures
    for line in chart.lines:
        for point in line.points:
            assert point is not None
            number = point.number
            assert (number.figure, "value", number.text) in found
    text = html.render(document, Drawings()).decode("utf-8")
    assert text.count("Show the figures") == 3
    assert "(p) provisional." in text
    assert "[x] not available." in text


def test_a_number_keeps_its_value_and_what_it_was_compared_with() -> None:
    number = samples.points("−0.9", "a@b@2019q1", "a@b@2018q1")
    made = words((number,), "here")
    assert made == (
        '<data class="figure" value="-0.009" data-figure="a@b@2019q1" data-aspect="difference" '
        'data-other="a@b@2018q1">−0.9</data>'
    )
    assert 'value=""' in words((samples.absent("a@b@2019q1"),), "here")


def test_an_exponent_is_never_printed_in_a_value() -> None:
    assert 'value="0.0000001"' in words((replace(samples.absent("a"), value=Decimal("1E-7")),), "here")


def test_words_are_escaped() -> None:
    made = words(("<b> & ", Strong("a<b"), NoteRef("1")), "here")
    assert "&lt;b&gt; &amp; <strong>a&lt;b</strong>" in made
    assert 'href="#here-note-1"' in made


def section(*blocks: object, layout: Layout = Layout.LIST) -> Section:
    return Section("here", layout, "", ("A sentence",), (), blocks, (Note("1", ("A note.",)),))  # type: ignore[arg-type]


def test_a_slot_says_that_it_waits_and_filled_it_shows_the_words() -> None:
    slot = Commentary("s", "Why it changed", "CPS West Midlands", "What changed?", True)
    place = Place(section(), Drawings())
    waiting = RENDERERS[Commentary](slot, place)
    assert "Why it changed: awaiting commentary" in waiting
    assert "From CPS West Midlands. What changed?" in waiting
    filled = RENDERERS[Commentary](replace(slot, paragraphs=("Because <of> it.",)), place)
    assert "awaiting" not in filled
    assert "Because &lt;of&gt; it." in filled


def test_no_asks_are_said_to_be_none() -> None:
    assert RENDERERS[Asks](Asks((), "No asks recorded."), Place(section(), Drawings())) == "<p>No asks recorded.</p>"


def test_tables_have_captions_scopes_and_groups() -> None:
    made = RENDERERS[Table](samples.headline_table(), Place(section(), Drawings()))
    assert made.count("<caption") == 1
    assert made.count('scope="col"') == 9
    assert made.count('scope="row"') == 12
    assert made.count('scope="rowgroup"') == 3
    assert made.count("<tbody>") == 3
    assert 'role="region" tabindex="0"' in made
    judged = [row.cells[7].content for row in samples.headline_table().rows if not row.theme]
    assert sum(isinstance(item, Judged) for item in judged) == 12


def test_gaps_and_notes_stand_on_the_page() -> None:
    text = html.render(samples.performance_report(), Drawings()).decode("utf-8")
    gap = next(block for block in samples.gaps().blocks if isinstance(block, Gap))
    for line in gap.lines:
        assert f'<th scope="row">{line.measure}</th><td>{line.reason}</td><td>{line.supplier}</td>' in text
    assert 'id="charge-note-1"' in text


def test_made_up_data_are_said_so_at_both_ends() -> None:
    document = replace(samples.executive_summary(), made_up="These data were made up.")
    assert html.render(document, Drawings()).decode("utf-8").count("These data were made up.") == 2


def test_the_same_document_gives_the_same_bytes() -> None:
    first = html.render(samples.executive_summary(), Drawings())
    assert html.render(samples.executive_summary(), Drawings()) == first


def test_a_short_document_has_no_list_of_contents() -> None:
    document = replace(samples.performance_report(), sections=(section(Text((("Words.",),))),))
    assert "<nav" not in html.render(document, Drawings()).decode("utf-8")
