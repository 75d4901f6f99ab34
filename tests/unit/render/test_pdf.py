"""The PDF: what a validator, a screen reader, a copyist and a printer would find in it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import page
import pikepdf
import pypdfium2
import pytest
import samples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assize.core.document import (
    BLOCKS,
    Ask,
    Asks,
    Callout,
    CalloutKind,
    Chart,
    Commentary,
    Document,
    Gap,
    GapLine,
    KeyFigures,
    Layout,
    Number,
    Section,
    Table,
    Text,
    Words,
    plain,
)
from assize.core.errors import AssizeError
from assize.render import pdf_layouts, theme
from assize.render.charts import Drawings
from assize.render.pdf import render

MM = 72 / 25.4


@cache
def made(name: str) -> bytes:
    return render(getattr(samples, name)(), Drawings())


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def pages_of(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def elements(element: Any) -> Iterator[Any]:
    kids = element.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def tags(content: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [str(element.S) for element in elements(pdf.Root.StructTreeRoot)]


NAMES = ("executive_summary", "performance_report", "workbook")


@pytest.mark.parametrize("name", NAMES)
def test_the_validator_finds_nothing(name: str) -> None:
    report = page.validate_pdf_bytes(made(name), profile="ua1")
    assert report.is_compliant, report.failures[:3]


def test_a_long_marking_stands_clear_of_what_is_beside_it() -> None:
    marking = "MADE-UP DATA, OFFICIAL-SENSITIVE: PARTNERS ONLY"
    content = render(replace(samples.performance_report(), marking=marking), Drawings())
    with pypdfium2.PdfDocument(content) as pdf:
        for one in pdf:
            text = one.get_textpage()
            boxes = [(text.get_text_range(at, 1), text.get_charbox(at)) for at in range(text.count_chars())]
            for band in (lambda low: low > theme.PAGE_HEIGHT * MM - 60, lambda low: low < 60):
                ends = sorted((box[0], box[2]) for letter, box in boxes if letter.strip() and band(box[1]))
                assert len(ends) > len(marking.replace(" ", ""))
                assert all(after[0] > before[1] - 1 for before, after in pairwise(ends))
                assert max((after[0] - before[1] for before, after in pairwise(ends)), default=0) > 8


@pytest.mark.parametrize("name", NAMES)
def test_only_the_packaged_faces_are_embedded(name: str) -> None:
    with pikepdf.open(io.BytesIO(made(name))) as pdf:
        fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"]
        names = {str(font.BaseFont).split("+")[-1] for font in fonts}
        described = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item]
    assert names
    assert names <= {"SourceSansPro-Regular", "SourceSansPro-Semibold", "SourceSansPro-Bold"}
    assert len(described) == len(names)


@pytest.mark.parametrize("name", NAMES)
def test_every_body_row_begins_with_a_row_header(name: str) -> None:
    with pikepdf.open(io.BytesIO(made(name))) as pdf:
        tables = [element for element in elements(pdf.Root.StructTreeRoot) if element.S == "/Table"]
        rows = [row for table in tables for body in elements(table) if body.S == "/TBody" for row in elements(body)]
        heads = [next(elements(row)) for row in rows if row.S == "/TR"]
        scopes = [[str(a.Scope) for a in head.A if "/Scope" in a] for head in heads]
        summaries = [[str(a.Summary) for a in table.A if "/Summary" in a] for table in tables]
    document = getattr(samples, name)()
    shown = [b for section in document.sections for b in section.blocks if isinstance(b, Table | Gap)]
    assert len(heads) == sum(len(block.rows if isinstance(block, Table) else block.lines) for block in shown)
    assert all(head.S == "/TH" for head in heads)
    assert all(scope == ["/Row"] for scope in scopes)
    assert summaries == [[block.caption] for block in shown]


def test_the_executive_summary_has_two_pages() -> None:
    assert len(pages_of(made("executive_summary"))) == 2


def test_each_exhibit_has_a_page_of_its_own() -> None:
    document = samples.performance_report()
    pages = [squeezed(text) for text in pages_of(made("performance_report"))]
    exhibits = [section for section in document.sections if section.layout is Layout.EXHIBIT]
    for at, section in enumerate(exhibits, start=1):
        assert squeezed(plain(section.headline)) in pages[at]
    assert len(pages) == 1 + len(exhibits) + 1  # front and contents; gaps and about share the last


@pytest.mark.parametrize("name", NAMES)
def test_nothing_stands_outside_the_margins(name: str) -> None:
    left, right = (theme.MARGIN - 1) * MM, (theme.PAGE_WIDTH - theme.MARGIN + 1) * MM
    bottom, top = (theme.PAGE_HEIGHT - 291) * MM, (theme.PAGE_HEIGHT - 8) * MM
    with pypdfium2.PdfDocument(made(name)) as pdf:
        for sheet in pdf:
            words = sheet.get_textpage()
            for at in range(words.count_chars()):
                if words.get_text_range(at, 1).strip():
                    x0, y0, x1, y1 = words.get_charbox(at)
                    assert left <= x0 <= x1 <= right
                    assert bottom <= y0 <= y1 <= top


@pytest.mark.parametrize("name", NAMES)
def test_marking_status_and_page_number_stand_on_every_page(name: str) -> None:
    pages = pages_of(made(name))
    for at, text in enumerate(pages, start=1):
        assert text.count("OFFICIAL") == 2
        assert "DRAFT 1" in text
        assert f"Page {at} of {len(pages)}" in text


def test_made_up_data_are_named_on_every_page() -> None:
    said = "Made-up figures: for training only."
    content = render(replace(samples.performance_report(), made_up=said), Drawings())
    assert all(said in text for text in pages_of(content))
    assert page.validate_pdf_bytes(content, profile="ua1").is_compliant


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render(samples.executive_summary(), Drawings()) == made("executive_summary")
    assert render(replace(samples.executive_summary(), status="DRAFT 2"), Drawings()) != made("executive_summary")


def test_dates_title_and_language_are_the_documents_own() -> None:
    with pikepdf.open(io.BytesIO(made("executive_summary"))) as pdf:
        assert str(pdf.docinfo["/CreationDate"]) == "D:20190731000000Z"
        assert str(pdf.docinfo["/Title"]) == "Executive Summary, Staffordshire LCJB, January to March 2019"
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_every_chart_has_its_alternative_text_in_order() -> None:
    document = samples.performance_report()
    with pikepdf.open(io.BytesIO(made("performance_report"))) as pdf:
        figures = [str(element.Alt) for element in elements(pdf.Root.StructTreeRoot) if element.S == "/Figure"]
    wanted = [block.alt for section in document.sections for block in section.blocks if isinstance(block, Chart)]
    assert [alt for alt in figures if alt in wanted] == wanted


@pytest.mark.parametrize("name", NAMES)
def test_headings_skip_no_level_and_reach_the_outline(name: str) -> None:
    levels = [int(tag[2:]) for tag in tags(made(name)) if re.fullmatch(r"/H\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    with pikepdf.open(io.BytesIO(made(name))) as pdf, pdf.open_outline() as outline:
        titles = list(_titles(outline.root))
    for section in getattr(samples, name)().sections:
        assert plain(section.headline) in "\n".join(titles)


def _titles(items: Any) -> Iterator[str]:
    for item in items:
        yield str(item.title)
        yield from _titles(item.children)


def printed(words: Words) -> list[str]:
    return [part.text for part in words if isinstance(part, Number)]


def numbers(section: Section) -> list[str]:
    """Every number of a section in the order of the document; drawings are left out."""
    found = [*printed(section.headline), *printed(section.subtitle)]
    for block in section.blocks:
        if isinstance(block, KeyFigures):
            found += [text for item in block.items for text in printed(item.words)]
        elif isinstance(block, Text):
            found += [text for paragraph in block.paragraphs for text in printed(paragraph)]
        elif isinstance(block, Callout):
            found += printed(block.words)
        elif isinstance(block, Table):
            for cell in (cell for row in block.rows for cell in row.cells):
                found += printed(cell.content) if isinstance(cell.content, tuple) else []
                found += printed(cell.under)
    return found + [text for note in section.notes for text in printed(note.words)]


@pytest.mark.parametrize("name", NAMES)
def test_numbers_are_read_in_the_order_of_the_document(name: str) -> None:
    text = re.sub(r"\s+", " ", text_of(made(name)))
    read = 0
    for section in getattr(samples, name)().sections:
        headline = plain(section.headline)
        at = text.rfind(headline)  # the contents say it first
        assert at >= 0, headline
        for number in numbers(section):
            found = text.find(number, at)
            assert found >= at, (section.id, number)
            at = found + len(number)
            read += 1
    assert read > 30


def summary(rows: int) -> Document:
    table = samples.headline_table()
    section = samples.headlines()
    blocks = (replace(table, rows=table.rows[-rows:]), *section.blocks[1:])
    sections = (replace(section, blocks=blocks), samples.exhibit_person(), samples.gaps())
    return replace(samples.performance_report(), id="summary", title="A Summary", sections=sections)


def test_a_short_table_stands_on_the_first_page_and_a_long_one_leaves_it_to_the_contents() -> None:
    headline = plain(samples.headlines().headline)
    short, long = (pages_of(render(summary(rows), Drawings())) for rows in (4, 15))
    assert headline in short[0]
    assert "Contents" not in short[0]
    assert len(short) == 3
    assert "Contents" in long[0]
    assert headline in long[1]
    assert len(long) == 4


def test_chart_labels_are_text() -> None:
    text = text_of(made("performance_report"))
    for label in ("Expected range", "Upper limit", "2015/16", "Region, 3 other forces"):
        assert label in text


def test_links_lead_somewhere() -> None:
    with pikepdf.open(io.BytesIO(made("performance_report"))) as pdf:
        links = [a for sheet in pdf.pages for a in sheet.get("/Annots", []) if a.Subtype == "/Link"]
        addresses = [str(a.A.URI) for a in links if "/A" in a and "/URI" in a.A]
        assert addresses == ["https://www.cps.gov.uk/publication/case-outcomes"]
        assert len(links) > 5  # contents, notes and the gaps


def test_every_block_has_its_function() -> None:
    assert set(pdf_layouts.DISPATCH) == set(BLOCKS)


# --- what does not fit ------------------------------------------------------------------------------------------------


def sentences(count: int, word: str) -> str:
    return " ".join(f"{word}{at} stands here to be counted." for at in range(count))


def overlaps(content: bytes) -> list[tuple[str, str]]:
    """Pairs of letters of a page that lie on one another."""
    found = []
    with pypdfium2.PdfDocument(content) as pdf:
        for sheet in pdf:
            words = sheet.get_textpage()
            cells: dict[tuple[int, int], list[tuple[tuple[float, ...], int]]] = {}
            for at in range(words.count_chars()):
                letter = words.get_text_range(at, 1)
                if not letter.strip():
                    continue
                x0, y0, x1, y1 = words.get_charbox(at)
                box = (
                    x0 + 0.6,
                    y0 + 0.6,
                    x1 - 0.6,
                    y1 - 0.6,
                )  # kerning: letters may touch, neighbours lie over one another
                key = (int(x0 // 30), int(y0 // 30))
                near = [
                    other
                    for dx in (-1, 0, 1)
                    for dy in (-1, 0, 1)
                    for other in cells.get((key[0] + dx, key[1] + dy), [])
                ]
                for (a0, b0, a1, b1), other in near:
                    if at - other > 1 and box[0] < a1 and a0 < box[2] and box[1] < b1 and b0 < box[3]:
                        found.append((words.get_text_range(other, 1), letter))
                        if len(found) == 9:  # enough to go by
                            return found
                cells.setdefault(key, []).append((box, at))
    return found


def long_exhibit() -> Section:
    section = samples.exhibit_person()
    blocks = []
    for block in section.blocks:
        if isinstance(block, Table):
            block = replace(block, rows=block.rows * 6)
        elif isinstance(block, Text):
            block = replace(block, paragraphs=((sentences(30, "reading"),), (sentences(20, "more"),)))
        elif isinstance(block, Commentary):
            block = replace(block, paragraphs=(sentences(60, "why"), sentences(40, "follows")))
        blocks.append(block)
    return replace(section, headline=(sentences(8, "headline"),), blocks=tuple(blocks))


def test_what_is_too_long_moves_on_and_nothing_is_lost_or_overlaid() -> None:
    content = render(replace(samples.performance_report(), sections=(long_exhibit(), samples.gaps())), Drawings())
    text = squeezed(text_of(content))
    for count, word in ((8, "headline"), (30, "reading"), (20, "more"), (60, "why"), (40, "follows")):
        for at in range(count):
            assert f"{word}{at}stands" in text
    assert text.count("25,438of31,991") == 6
    assert not overlaps(content)
    assert page.validate_pdf_bytes(content, profile="ua1").is_compliant


def with_caveats(count: int) -> Section:
    """An exhibit of a long reading and a short table, with so many caveats of two lines above its source."""
    section = samples.exhibit_person()
    blocks = [block for block in section.blocks if not isinstance(block, Callout | Commentary)]
    blocks = [
        replace(block, paragraphs=((sentences(12, "reading"),),)) if isinstance(block, Text) else block
        for block in blocks
    ]
    caveats = [Callout(CalloutKind.CAVEAT, (sentences(8, f"caveat{at}of"),)) for at in range(count)]
    source = Callout(CalloutKind.SOURCE, ("The source is the last of it.",))
    return replace(section, blocks=(*blocks, *caveats, source))


def test_caveats_stand_beside_a_long_reading_where_there_is_no_room_under_it_and_never_leave_the_source_alone() -> None:
    starts = []
    for count in range(1, 9):
        document = replace(samples.performance_report(), sections=(with_caveats(count),))
        content = render(document, Drawings())
        pages = [squeezed(text) for text in pages_of(content)][1:]
        assert len(pages) == 1 or count > 3  # no measure of the catalogue has more
        source = next(at for at, text in enumerate(pages) if "Thesourceisthelastofit" in text)
        assert all(f"caveat{at}of0stands" in pages[source] for at in range(count))
        assert not overlaps(content)
        starts.append(len(pages))
    assert starts[-1] == 2  # so many do not fit: the test sees both


def test_a_crowded_executive_page_overlays_nothing() -> None:
    document = samples.executive_summary()
    sections = []
    for section in document.sections:
        if section.layout is Layout.FINDING:
            texts = [
                replace(b, paragraphs=((sentences(8, "said"),),)) if isinstance(b, Text) else b for b in section.blocks
            ]
            section = replace(section, blocks=tuple(texts))
        elif section.layout is Layout.ASKS:
            asks = tuple(Ask(f"Act{at}", sentences(3, "ask"), "Board") for at in range(9))
            section = replace(section, blocks=(Asks(asks, ""),))
        sections.append(section)
    content = render(replace(document, lede=(sentences(8, "lede"),), sections=tuple(sections)), Drawings())
    text = squeezed(text_of(content))
    assert all(f"Act{at}" in text for at in range(9))
    assert all(text.count(f"said{at}stands") == 3 for at in range(8))
    assert not overlaps(content)


def written_up(section: Section, words: int) -> Section:
    """The section with what people wrote in each of its places."""
    blocks = [
        replace(block, paragraphs=(sentences(words, block.slot),)) if isinstance(block, Commentary) else block
        for block in section.blocks
    ]
    return replace(section, blocks=tuple(blocks))


def test_an_executive_summary_with_all_its_words_and_asks_still_has_two_pages() -> None:
    document = samples.executive_summary()
    full = replace(document, sections=tuple(written_up(section, 4) for section in document.sections))
    content = render(full, Drawings())
    first, *rest = pages_of(content)
    assert len(rest) == 1
    assert all(said in squeezed(first) for said in ("Explain", "Supply", "Agree"))
    assert not overlaps(content)


def test_a_long_how_to_read_it_takes_more_of_the_width_rather_than_a_page() -> None:
    document = samples.executive_summary()
    *before, table = document.sections
    how = next(block for block in table.blocks if isinstance(block, Text))
    longer = replace(how, paragraphs=(("The expected range is where figures lie that nothing has changed. " * 5,),))
    blocks = tuple(longer if block is how else block for block in table.blocks)
    table = replace(table, notes=table.notes[:1], blocks=blocks)
    assert len(pages_of(render(replace(document, sections=(*before, table)), Drawings()))) == 2


def test_two_peoples_words_stand_side_by_side_rather_than_on_a_page_of_their_own() -> None:
    section = samples.exhibit_person()
    one = next(block for block in section.blocks if isinstance(block, Commentary))
    own = replace(one, slot="own", title="The conviction rate: why it changed, and what follows")
    blocks = [each for block in section.blocks for each in ((block, own) if block is one else (block,))]
    both = written_up(replace(section, blocks=tuple(blocks)), 3)
    content = render(replace(samples.performance_report(), sections=(both,)), Drawings())
    assert len(pages_of(content)) == 2  # the first is the report's own
    assert "own2stands" in squeezed(pages_of(content)[1])
    assert not overlaps(content)
    fuller = render(replace(samples.performance_report(), sections=(written_up(both, 5),)), Drawings())
    assert len(pages_of(fuller)) == 2  # with less between them
    assert not overlaps(fuller)


def test_a_list_that_runs_over_its_page_by_a_little_is_set_closer() -> None:
    def about(rows: int) -> list[str]:
        section = samples.about()
        blocks = [
            replace(block, rows=(block.rows * rows)[:rows]) if isinstance(block, Table) else block
            for block in section.blocks
        ]
        document = replace(samples.performance_report(), sections=(replace(section, blocks=tuple(blocks)),))
        return pages_of(render(document, Drawings()))

    lengths = [len(about(rows)) for rows in range(14, 46, 4)]
    assert lengths == sorted(lengths)
    for rows in range(14, 46, 4):
        last = about(rows)[-1]
        assert len(last.split()) > 60, rows  # no page holds a closing line alone


def test_the_table_that_leads_a_list_leaves_no_row_or_two_alone_on_the_next_page() -> None:
    section = samples.about()
    (table,) = [block for block in section.blocks if isinstance(block, Table)]
    method = next(block for block in section.blocks if isinstance(block, Text))

    def rows_by_page(rows: int) -> list[int]:
        named = [
            replace(row, cells=(replace(row.cells[0], content=(f"Row{at}.",)), *row.cells[1:]))
            for at, row in enumerate((table.rows * rows)[:rows])
        ]
        blocks = (replace(table, rows=tuple(named)), replace(method, paragraphs=method.paragraphs * 2))
        document = replace(samples.performance_report(), sections=(replace(section, blocks=blocks),))
        return [page.count("Row") for page in pages_of(render(document, Drawings()))]

    found = [rows_by_page(rows) for rows in range(16, 34)]
    assert [sum(counts) for counts in found] == list(range(16, 34))
    assert any(len([count for count in counts if count]) > 1 for counts in found)
    assert not [counts for counts in found if 0 < [count for count in counts if count][-1] <= 2]


def test_the_check_for_overlaid_letters_can_fail() -> None:
    content = made("executive_summary")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.pages[0].add_overlay(pdf.pages[0], pikepdf.Rectangle(2, 2, 597, 844))
        out = io.BytesIO()
        pdf.save(out)
    assert overlaps(out.getvalue())
    assert not overlaps(content)


def test_type_is_never_set_below_the_least_sizes() -> None:
    for name in NAMES:
        with pypdfium2.PdfDocument(made(name)) as pdf:
            for sheet in pdf:
                words = sheet.get_textpage()
                sizes = {
                    round(pypdfium2.raw.FPDFText_GetFontSize(words.raw, at), 1)
                    for at in range(words.count_chars())
                    if words.get_text_range(at, 1).strip()
                }
                assert sizes
                assert min(sizes) >= theme.NOTE_MARK.size


# --- words are data ---------------------------------------------------------------------------------------------------

AWKWARD = st.text(st.sampled_from("#*_$@<>\\'\"~/[](){}`=+-–:;.,%&|^!?£ŵŷé abc 12"), min_size=1, max_size=40)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(AWKWARD, AWKWARD, AWKWARD)
def test_no_character_of_a_name_or_a_commentary_is_markup(board: str, words: str, cell: str) -> None:
    section = Section(
        "odd",
        Layout.LIST,
        "",
        ("A headline",),
        (),
        (
            Text(
                (
                    (
                        "Begin ",
                        words,
                        " end.",
                    ),
                )
            ),
            Commentary("odd", "Why", "Who", "", False, (f"start {cell} stop",)),
            Gap("Gaps", (GapLine(f"first {cell} last", "reason", "who"),)),
        ),
    )
    document: Document = replace(samples.performance_report(), board=f"Board {board} of", sections=(section,))
    text = squeezed(text_of(render(document, Drawings())))
    assert squeezed(f"Board {board} of") in text
    assert squeezed(f"Begin {words} end.") in text
    assert squeezed(f"start {cell} stop") in text
    assert squeezed(f"first {cell} last") in text


def test_a_character_that_the_typeface_lacks_is_refused_by_name() -> None:
    document = replace(samples.performance_report(), author="Office 中")
    with pytest.raises(AssizeError, match="“中”"):
        render(document, Drawings())


def test_what_office_software_leaves_in_a_text_is_set_as_it_reads() -> None:
    assert pdf_layouts.clean("a\u2011b\u200bc\td\r\ne\u0301") == "a-bc d  é"
