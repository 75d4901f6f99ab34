"""The deck: native, measured, accessible, and the same bytes every time."""

from __future__ import annotations

import io
import posixpath
import time
import zipfile
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import openpyxl
import pytest
import samples
from lxml import etree
from pptx import Presentation
from pptx.util import Emu

from assize.core.document import (
    BLOCKS,
    Block,
    Chart,
    ChartKind,
    Commentary,
    Document,
    Layout,
    Number,
    PointMark,
    Role,
    Row,
    Table,
    Text,
    plain,
)
from assize.render import arial, chartxml, pptx, slidetable, theme

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MAKERS = [samples.deck, samples.executive_summary, samples.performance_report, samples.workbook]


@pytest.fixture(scope="module")
def documents() -> dict[str, tuple[Document, bytes]]:
    return {maker.__name__: (document := maker(), pptx.render(document)) for maker in MAKERS}


@pytest.fixture(scope="module", params=[maker.__name__ for maker in MAKERS])
def made(request, documents) -> tuple[Document, bytes]:
    return documents[request.param]


def opened(data: bytes):
    return Presentation(io.BytesIO(data))


def charts_of(document: Document) -> list[Chart]:
    return [block for section in document.sections for block in section.blocks if isinstance(block, Chart)]


def native_charts(data: bytes, *, small: bool = False) -> list[tuple[etree._Element, openpyxl.Workbook]]:
    """Chart XML and its workbook, in the order of the slides; the `small` ones of tables, or all others."""
    found = []
    package = zipfile.ZipFile(io.BytesIO(data))
    for slide in opened(data).slides:
        frames = [one for one in slide._element.iter(f"{P}graphicFrame") if one.find(f".//{C}chart") is not None]
        names = [str(slide.part.related_part(one.find(f".//{C}chart").get(f"{R}id")).partname)[1:]
                 for one in frames if one[0][0].get("name").startswith("Trend ") is small]  # fmt: skip
        found += [_native(package, name) for name in names]
    return found


def _native(package: zipfile.ZipFile, name: str) -> tuple[etree._Element, openpyxl.Workbook]:
    relations = etree.fromstring(package.read(f"ppt/charts/_rels/{name.rsplit('/', 1)[1]}.rels"))
    target = posixpath.normpath(posixpath.join("ppt/charts", relations[0].get("Target")))
    return etree.fromstring(package.read(name)), openpyxl.load_workbook(io.BytesIO(package.read(target)))


def cached(series: etree._Element, tag: str = "val") -> list[float | None]:
    cache = series.find(f"{C}{tag}/{C}numRef/{C}numCache")
    values: list[float | None] = [None] * int(cache.find(f"{C}ptCount").get("val"))
    for point in cache.iter(f"{C}pt"):
        values[int(point.get("idx"))] = float(point.find(f"{C}v").text)
    return values


def referenced(book: openpyxl.Workbook, reference: str) -> list[float | None]:
    sheet, cells = reference.rsplit("!", 1)
    return [row[0].value for row in book[sheet.strip("'")][cells.replace("$", "")]]


def name_of(series: etree._Element) -> str:
    return series.find(f"{C}tx/{C}strRef/{C}strCache/{C}pt/{C}v").text


# --- completeness -------------------------------------------------------------------------------------------------


def test_every_block_has_its_function():
    assert set(pptx.RENDERERS) == set(BLOCKS)


def test_a_slide_opens_and_every_section_has_one(made):
    document, data = made
    names = [slide._element.cSld.get("name") for slide in opened(data).slides]
    assert names[0] == "opening"
    for section in document.sections:
        assert section.id in names
    assert len(set(names)) == len(names)


def test_every_number_of_the_text_stands_on_a_slide_in_a_run_of_its_own(made):
    document, data = made
    runs = set()
    for slide in opened(data).slides:
        runs |= {element.text for element in slide._element.iter(f"{A}t")}
    for package_chart, _ in native_charts(data):
        runs |= {element.text for element in package_chart.iter(f"{A}t")}
    for section in document.sections:
        for block in section.blocks:
            if not isinstance(block, Chart):
                for number in numbers_in(block):
                    assert number.text in runs


def numbers_in(node) -> list[Number]:
    if isinstance(node, Number):
        return [node]
    if isinstance(node, tuple | list):
        return [number for part in node for number in numbers_in(part)]
    if hasattr(node, "__dataclass_fields__"):
        return [number for name in node.__dataclass_fields__ for number in numbers_in(getattr(node, name))]
    return []


def test_the_opening_slide_says_what_whose_when_and_how_far(made):
    document, data = made
    words = " ".join(element.text for element in opened(data).slides[0]._element.iter(f"{A}t"))
    for expected in (
        document.title, document.board, document.period, document.marking, document.status, document.as_at, document.audience,
    ):  # fmt: skip
        assert expected in words


# --- charts -------------------------------------------------------------------------------------------------------


def test_every_chart_is_native_with_positive_axes(made):
    document, data = made
    drawn = native_charts(data)
    assert len(drawn) == len(charts_of(document))
    for space, _ in drawn:
        axes = [int(element.get("val")) for element in space.iter(f"{C}axId", f"{C}crossAx")]
        assert axes
        assert all(axis > 0 for axis in axes)


def test_the_cache_is_the_workbook_cell_for_cell(made):
    count = 0
    for space, book in native_charts(made[1]):
        for reference in space.iter(f"{C}numRef"):
            cells = referenced(book, reference.find(f"{C}f").text)
            values: list[float | None] = [None] * len(cells)
            for point in reference.iter(f"{C}pt"):
                values[int(point.get("idx"))] = float(point.find(f"{C}v").text)
            assert values == cells
            count += sum(value is not None for value in cells)
        for series in space.iter(f"{C}ser"):
            reference = series.find(f"{C}tx/{C}strRef/{C}f").text
            assert book[reference.rsplit("!", 1)[0].strip("'")][
                reference.rsplit("!", 1)[1].replace("$", "")
            ].value == name_of(series)
    assert count or not charts_of(made[0])


def test_lines_limits_and_bars_hold_the_documents_numbers_unrounded(made):
    document, data = made
    for chart, (space, _) in zip(charts_of(document), native_charts(data), strict=True):
        series = list(space.iter(f"{C}ser"))
        if chart.kind is ChartKind.BARS:
            value, lower, upper = (cached(one) for one in series)
            assert value == [float(bar.number.value) for bar in chart.bars]
            assert lower == [float(bar.lower.value) if bar.lower else None for bar in chart.bars]
            assert upper == [float(bar.upper.value) if bar.upper else None for bar in chart.bars]
            continue
        for line in chart.lines:
            parts = [cached(one) for one in series if name_of(one) == line.name]
            joined = [
                next((part[index] for part in parts if part[index] is not None), None)
                for index in range(len(line.points))
            ]
            assert joined == [float(point.number.value) if point else None for point in line.points]
        for name, pick in (("Lower limit", "lower"), ("Mean", "mean"), ("Upper limit", "upper")):
            drawn = [cached(one) for one in series if name_of(one) == name]
            assert len(drawn) == len(chart.limits)
            for limits, values in zip(chart.limits, drawn, strict=True):
                expected = float(getattr(limits, pick).value)
                assert values[limits.first : limits.last + 1] == [expected] * (limits.last - limits.first + 1)
                assert all(
                    value is None for index, value in enumerate(values) if not limits.first <= index <= limits.last
                )


def test_a_gap_is_blank_and_a_break_is_not_joined():
    chart = samples.open_cases_chart()
    (board,) = chart.lines
    parts = chartxml.line_parts(board, chart.break_after)
    assert len(parts) > 1
    for before, after in pairwise(parts):
        last = max(index for index, value in enumerate(before.values) if value is not None)
        first = min(index for index, value in enumerate(after.values) if value is not None)
        assert any(last <= edge < first for edge in chart.break_after)
    assert any(all(part.values[index] is None for part in parts) for index in range(len(board.points)))
    document = samples.deck()
    for space, _ in native_charts(pptx.render(document)):
        assert space.find(f"{C}chart/{C}dispBlanksAs").get("val") == "gap"


def test_signals_are_drawn_by_shape_and_colour():
    shapes = {
        PointMark.IMPROVEMENT: ("circle", theme.IMPROVEMENT), PointMark.CONCERN: ("diamond", theme.CONCERN),
        PointMark.CHANGED: ("square", theme.NEUTRAL),
    }  # fmt: skip
    document = samples.deck()
    seen = set()
    for chart, (space, _) in zip(charts_of(document), native_charts(pptx.render(document)), strict=True):
        for line in chart.lines:
            for mark, (symbol, hex_colour) in shapes.items():
                flagged = [float(p.number.value) if p and p.mark is mark else None for p in line.points]
                drawn = [one for one in space.iter(f"{C}ser") if name_of(one) == f"{line.name}: {mark.value}"]
                assert bool(drawn) == any(value is not None for value in flagged)
                for one in drawn:
                    assert cached(one) == flagged
                    assert one.find(f"{C}marker/{C}symbol").get("val") == symbol
                    fill = one.find(f"{C}marker/{C}spPr/{A}solidFill/{A}srgbClr").get("val")
                    assert f"#{fill}" == hex_colour
                    seen.add(mark)
    assert seen == set(shapes)


def test_bars_carry_their_intervals_as_custom_whiskers():
    document = samples.deck()
    for chart, (space, _) in zip(charts_of(document), native_charts(pptx.render(document)), strict=True):
        if chart.kind is not ChartKind.BARS:
            continue
        value, lower, upper = list(space.iter(f"{C}ser"))
        plus = cached(value.find(f"{C}errBars"), "plus")
        minus = cached(value.find(f"{C}errBars"), "minus")
        for bar, up, down in zip(chart.bars, plus, minus, strict=True):
            assert up == pytest.approx(float(bar.upper.value - bar.number.value))
            assert down == pytest.approx(float(bar.number.value - bar.lower.value))
        whole = [float(bar.upper.value - bar.lower.value) for bar in chart.bars]
        assert cached(lower.find(f"{C}errBars"), "plus") == pytest.approx(whole)
        assert cached(upper.find(f"{C}errBars"), "minus") == pytest.approx(whole)
        labels = [element.text for element in upper.iter(f"{A}t")]
        assert labels == [bar.number.text for bar in chart.bars]
        return
    pytest.fail("the sample deck has no bars")


def test_the_axis_is_the_charts_own():
    document = samples.deck()
    for chart, (space, _) in zip(charts_of(document), native_charts(pptx.render(document)), strict=True):
        scaling = space.find(f"{C}chart/{C}plotArea/{C}valAx/{C}scaling")
        assert Decimal(scaling.find(f"{C}min").get("val")) == chart.axis.minimum
        assert Decimal(scaling.find(f"{C}max").get("val")) == chart.axis.maximum


def test_the_workbook_of_a_chart_names_the_figure_behind_every_value():
    document = samples.deck()
    for chart, (_, book) in zip(charts_of(document), native_charts(pptx.render(document)), strict=True):
        rows = list(book["Figures"].iter_rows(min_row=2, values_only=True))
        expected = {p.number.figure for line in chart.lines for p in line.points if p} | {
            bar.number.figure for bar in chart.bars
        }
        assert expected <= {row[2] for row in rows}
        assert all(row[2] and row[4] for row in rows)


# --- accessibility ------------------------------------------------------------------------------------------------


def test_every_graphic_has_alternative_text_or_is_marked_decorative(made):
    for slide in opened(made[1]).slides:
        for shape in slide._element.iter(f"{P}graphicFrame", f"{P}grpSp", f"{P}pic", f"{P}cxnSp"):
            properties = shape[0][0]
            decorative = "decorative" in etree.tostring(properties).decode()
            assert properties.get("descr") or decorative


def test_alternative_text_of_a_chart_is_the_documents(made):
    document, data = made
    alts = [
        shape[0][0].get("descr")
        for slide in opened(data).slides
        for shape in slide._element.iter(f"{P}graphicFrame")
        if shape.find(f".//{C}chart") is not None and not shape[0][0].get("name").startswith("Trend ")
    ]
    assert alts == [chart.alt for chart in charts_of(document)]


def test_tables_have_a_header_row(made):
    for slide in opened(made[1]).slides:
        for properties in slide._element.iter(f"{A}tblPr"):
            assert properties.get("firstRow") == "1"


def test_titles_are_real_unique_and_filled_and_no_placeholder_is_empty(made):
    titles = []
    for slide in opened(made[1]).slides:
        assert slide.shapes.title is not None
        titles.append(slide.shapes.title.text_frame.text)
        for placeholder in slide.placeholders:
            assert placeholder.text_frame.text.strip()
    assert len(set(titles)) == len(titles)


def test_runs_are_in_british_english_and_arial(made):
    for slide in opened(made[1]).slides:
        for run in slide._element.iter(f"{A}r", f"{A}fld"):
            properties = run.find(f"{A}rPr")
            assert properties.get("lang") == "en-GB"
            assert properties.find(f"{A}latin").get("typeface") == "Arial"


def test_shape_ids_are_unique_on_a_slide(made):
    for slide in opened(made[1]).slides:
        ids = [element.get("id") for element in slide._element.iter(f"{P}cNvPr")]
        assert len(set(ids)) == len(ids)


# --- fit ----------------------------------------------------------------------------------------------------------


def overflows(slide) -> list[str]:
    """Text boxes whose words, by Arial's widths, need more room than they have; and boxes that leave the slide."""
    found = []
    for shape in slide._element.iter(f"{P}sp"):
        body = shape.find(f"{P}txBody")
        frame = shape.find(f"{P}spPr/{A}xfrm")
        words = "".join(element.text or "" for element in shape.iter(f"{A}t"))
        if frame is None or not words:
            continue
        x, y = (int(frame.find(f"{A}off").get(side)) for side in ("x", "y"))
        w, h = (int(frame.find(f"{A}ext").get(side)) for side in ("cx", "cy"))
        if x < 0 or y < 0 or x + w > theme.SLIDE_WIDTH or y + h > theme.SLIDE_HEIGHT:
            found.append(f"off the slide: {words}")
        inset = int(body.find(f"{A}bodyPr").get("lIns", "0"))
        needed = 0.0
        for paragraph in body.findall(f"{A}p"):
            runs = [
                (run.find(f"{A}t").text, run.find(f"{A}rPr")) for run in paragraph if run.tag in (f"{A}r", f"{A}fld")
            ]
            size = max((int(look.get("sz")) / 100 for _, look in runs), default=12)
            lines = len(
                arial.wrap([(text, look.get("b") == "1") for text, look in runs], size, (w - 2 * inset) / 12700)
            )
            spacing = paragraph.find(f"{A}pPr/{A}lnSpc/{A}spcPts")
            before = paragraph.find(f"{A}pPr/{A}spcBef/{A}spcPts")
            assert int(spacing.get("val")) / 100 >= size * 1.1, f"lines of {words!r} would touch"
            needed += lines * int(spacing.get("val")) / 100 + int(before.get("val")) / 100
        if needed > (h - 2 * inset) / 12700 + 0.5:
            found.append(f"needs {needed:.0f} pt, has {h / 12700:.0f} pt: {words}")
    return found


def test_no_text_overflows_its_box(made):
    for slide in opened(made[1]).slides:
        assert overflows(slide) == []


def test_a_long_marking_stands_in_one_line_clear_of_the_status():
    document = replace(samples.executive_summary(), marking="MADE-UP DATA, OFFICIAL-SENSITIVE: PARTNERS ONLY")
    for slide in list(opened(pptx.render(document)).slides)[1:]:
        assert overflows(slide) == []
        marking, status = (
            next(shape for shape in slide.shapes if shape.name.startswith(name))
            for name in ("Marking", "Status and number")
        )
        assert marking.left + marking.width <= status.left


def test_the_overflow_estimate_can_fail():
    presentation = opened(pptx.render(samples.deck()))
    slide = presentation.slides[1]
    box = next(shape for shape in slide.shapes if shape.name.startswith("Subtitle"))
    box.width = Emu(box.width // 4)
    assert overflows(slide)


def test_titles_stand_in_two_lines(made):
    for slide in list(opened(made[1]).slides)[1:]:
        run = next(slide.shapes.title._element.iter(f"{A}rPr"))
        words, room = slide.shapes.title.text_frame.text, theme.SLIDE_TITLE_BOX.width / 12700
        lines = arial.line_count(words, int(run.get("sz")) / 100, room, True)
        assert lines <= 2
        assert 24 <= int(run.get("sz")) / 100 <= 28


def test_table_rows_fit_their_words_and_the_slide(made):
    for slide in opened(made[1]).slides:
        for shape in slide.shapes:
            if not shape.has_table:
                continue
            assert shape.top + shape.height <= theme.SLIDE_FOOTER_BOX.y
            assert abs(shape.width - theme.SLIDE_TITLE_BOX.width) < 100
            widths = [column.width for column in shape.table.columns]
            for row in shape.table.rows:
                for index, cell in enumerate(row.cells):
                    if cell.is_spanned or not cell.text_frame.text:
                        continue
                    room = sum(widths[index : index + cell.span_width]) - cell.margin_left - cell.margin_right
                    needed = sum(
                        paragraph.line_spacing.pt * arial.line_count(text, paragraph.runs[0].font.size.pt, room / 12700)
                        for paragraph in cell.text_frame.paragraphs
                        if (text := "".join(run.text for run in paragraph.runs))
                    )
                    assert needed <= row.height / 12700


def boxes_named(slide, *names: str) -> list[tuple[int, int, int, int]]:
    return [
        (shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)
        for shape in slide.shapes
        if shape.name.rsplit(" ", 1)[0] in names
    ]


LABELS = (
    "Line label", "Callout", "Range label", "Axis label", "Gap label", "Reading", "Judgement", "Commentary slot", "Chart note",
    "Tally words", "Key",
)  # fmt: skip


def test_no_label_lies_on_another(made):
    for slide in opened(made[1]).slides:
        boxes = boxes_named(slide, *LABELS)
        for index, one in enumerate(boxes):
            for other in boxes[index + 1 :]:
                apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
                assert apart


def test_nothing_is_smaller_than_twelve_points(made):
    for slide in opened(made[1]).slides:
        assert all(int(look.get("sz")) >= 1200 for look in slide._element.iter(f"{A}rPr"))


# --- the same bytes -----------------------------------------------------------------------------------------------


def test_the_same_document_gives_the_same_bytes(documents):
    document, data = documents["deck"]
    time.sleep(2.1)  # a zip holds even seconds: a clock in the bytes would show
    assert pptx.render(document) == data


def test_properties_hold_the_cut_off_date_and_no_clock(made):
    document, data = made
    properties = opened(data).core_properties
    assert properties.created.date() == properties.modified.date() == document.dated
    assert document.title in properties.title
    assert properties.author == properties.last_modified_by == document.author
    package = zipfile.ZipFile(io.BytesIO(data))
    assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for name in package.namelist():
        if name.endswith(".xlsx"):
            inner = zipfile.ZipFile(io.BytesIO(package.read(name)))
            assert {entry.date_time for entry in inner.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert document.dated.isoformat() in inner.read("docProps/core.xml").decode()


# --- more words than fit ------------------------------------------------------------------------------------------


def stretched(document: Document, times: int) -> Document:
    """The same document with longer headlines and every paragraph of its texts said several times over."""
    sections = []
    for section in document.sections:
        blocks = tuple(
            replace(block, paragraphs=tuple(part * times for part in block.paragraphs))
            if isinstance(block, Text)
            else block
            for block in section.blocks
        )
        sections.append(replace(section, headline=(plain(section.headline) + ", and so it went on",), blocks=blocks))
    return replace(document, sections=tuple(sections))


@pytest.mark.parametrize("times", [3, 12, 60])
def test_words_that_do_not_fit_go_on_to_further_slides(times):
    document = stretched(samples.performance_report(), times)
    slides = list(opened(pptx.render(document)).slides)
    assert len(slides) > len(list(opened(pptx.render(samples.performance_report())).slides))
    body = [shape for slide in slides for shape in slide.shapes if shape.name.startswith(("Reading", "Judgement"))]
    shown = "".join(element.text for shape in body for element in shape._element.iter(f"{A}t"))
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Text):
                assert all(plain(paragraph) in shown for paragraph in block.paragraphs)
    assert all(shape.top + shape.height <= theme.SLIDE_FOOTER_BOX.y for shape in body)
    for slide in slides:
        assert overflows(slide) == []


# --- notes, openings and points alone ------------------------------------------------------------------------------


def words_on(slide) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_a_note_stands_on_the_slide_that_prints_its_mark():
    document = samples.executive_summary()
    section = next(part for part in document.sections if part.layout is Layout.HEADLINES and part.notes)
    seen = 0
    for slide in opened(pptx.render(replace(document, sections=(section,)))).slides:
        marks = {
            run.text
            for shape in slide.shapes
            if shape.has_table
            for run in shape._element.iter(f"{A}r")
            if run.find(f"{A}rPr").get("baseline")
            for run in [run.find(f"{A}t")]
        }
        for note in section.notes:
            if note.mark in marks:
                assert plain(note.words) in words_on(slide)
                seen += 1
    assert seen


@pytest.mark.parametrize(
    "author", ["Performance officer", "Office of the Police, Fire and Crime Commissioner for " * 3]
)
def test_the_facts_of_the_opening_stand_clear_of_its_tally(author):
    slide = opened(pptx.render(replace(samples.executive_summary(), author=author.strip()))).slides[0]
    boxes = {shape.name.rsplit(" ", 1)[0]: shape for shape in slide.shapes}
    lowest = max(shape.top + shape.height for shape in slide.shapes if shape.name.startswith("Tally words"))
    assert boxes["Author"].top > lowest
    edges = [boxes[name] for name in ("Audience", "Status", "Figures as at", "Author")]
    assert all(left.left + left.width < right.left for left, right in pairwise(edges))


def test_a_point_without_neighbours_is_marked():
    document = samples.performance_report()
    chart = next(
        chart
        for chart in charts_of(document)
        if any(line.role is Role.NATION and line.points[-1] for line in chart.lines)
    )
    lines = tuple(
        replace(line, points=(*([None] * (len(line.points) - 1)), line.points[-1]))
        if line.role is Role.NATION
        else line
        for line in chart.lines
    )
    section = next(part for part in document.sections if chart in part.blocks)
    alone = replace(section, blocks=(replace(chart, lines=lines),))
    xml, _ = native_charts(pptx.render(replace(document, sections=(alone,))))[0]
    series = next(one for one in xml.iter(f"{C}ser") if name_of(one).startswith("England"))
    assert [point.find(f"{C}idx").get("val") for point in series.iter(f"{C}dPt")] == [str(len(chart.categories) - 1)]
    assert series.find(f"{C}dPt/{C}marker/{C}symbol").get("val") == "circle"


def test_a_larger_type_takes_no_further_slide():
    document = samples.workbook()
    section = next(part for part in document.sections if any(isinstance(block, Table) for block in part.blocks))
    table = next(block for block in section.blocks if isinstance(block, Table))
    long = replace(table, rows=table.rows * 6)
    chosen = slidetable.sheet_of(long, 888.0, 320.0, lambda first, end: 0.0, 50.0)
    least = slidetable._measured(long, 888.0, slidetable._SIZES[-1])
    assert chosen.slides(320.0, lambda first, end: 0.0, 50.0) <= least.slides(320.0, lambda first, end: 0.0, 50.0)
    done, sheet = 0, chosen
    while sheet.rows:
        count = sheet.fitting(320.0, lambda first, end: 0.0, 50.0)
        assert 1 <= count <= len(sheet.rows) and sheet.widths == chosen.widths
        done += sum(not row.theme for row in sheet.source[:count])
        sheet = sheet.after(count, "on")
    assert done == sum(not row.theme for row in long.rows)


def split(heights: str, tail: float = 0.0, room: float = 320.0) -> list[int]:
    """Rows a slide of a table whose rows have these heights, those of headings with a `#`; its header takes 20."""
    tall = [float(one.removeprefix("#")) for one in heights.split()]
    source = tuple(Row((), theme="#" in one) for one in heights.split())
    sheet = slidetable.Sheet("t", "t", (), (), ((),) * len(tall), tuple(tall), source, 20.0)
    found = []
    while sheet.rows:
        found.append(sheet.fitting(room, lambda first, end: 0.0, tail))
        sheet = sheet.after(found[-1], "on")
    return found


def test_rows_take_the_fewest_slides_and_even_ones():
    assert split("30 " * 10) == [10]
    assert split("30 " * 12) == [6, 6]
    assert split("30 " * 10, tail=40) == [6, 4]  # the words stand after the fewer, and have no slide of their own
    # A heading is not left behind, and no fourth slide is begun to keep three even.
    # The second and the third begin with the heading that their rows stand under.
    assert split("#25 36 36 36 36 36 36 36 36 #25 36 51 51 #25 36", tail=50) == [6, 6, 5]


def test_every_slide_on_which_a_table_goes_on_begins_with_the_heading_of_its_rows():
    document = samples.executive_summary()
    section, table = next(
        (part, block)
        for part in document.sections
        for block in part.blocks
        if isinstance(block, Table) and any(row.theme for row in block.rows)
    )
    first = next(index for index, row in enumerate(table.rows) if row.theme)
    body = [row for row in table.rows[first + 1 :] if not row.theme]
    long = replace(table, rows=(table.rows[first], *body * 4))
    deck = pptx.render(replace(document, sections=(replace(section, blocks=(long,)),)))
    heading = plain(table.rows[first].cells[0].content)
    drawn = [
        [[cell.text for cell in row.cells] for row in shape.table.rows]
        for slide in Presentation(io.BytesIO(deck)).slides
        for shape in slide.shapes
        if shape.has_table
    ]
    assert len(drawn) > 1
    assert all(rows[1][0] == heading and rows[2][0] != heading for rows in drawn)
    assert sum(len(rows) - 2 for rows in drawn) == len(body) * 4


def test_what_follows_a_table_takes_no_slide_more_for_a_larger_type():
    document = samples.workbook()
    table = next(block for part in document.sections for block in part.blocks if isinstance(block, Table))
    few = replace(table, rows=table.rows[:3])
    measured = [slidetable._measured(few, 888.0, sizes) for sizes in slidetable._SIZES]
    largest, smallest = measured[0].height(0, 3), measured[-1].height(0, 3)
    assert smallest < largest
    room, tail = largest + 1, largest + 1 - smallest  # in the largest type it fits, but not with what follows
    assert (
        slidetable.sheet_of(few, 888.0, room, lambda first, end: 0.0, tail).slides(room, lambda first, end: 0.0, tail)
        == 1
    )
    assert split("100 100 #30 100 100") == [2, 3]
    assert split("300", tail=200) == [1]
    assert split("300 300 300") == [1, 1, 1]


def test_words_that_do_not_fit_beside_a_chart_stand_under_it_on_the_same_slide():
    section = samples.exhibit_person()
    long = Text((("The reading says more than the panel can hold beside these words. " * 4,),), "Reading")
    words = Commentary(
        "why", "Why it changed, and what follows", "The office", "", True, ("Two courtrooms were shut.",)
    )
    chart = next(block for block in section.blocks if isinstance(block, Chart))

    def slides(*blocks: Block) -> list[list[str]]:
        document = replace(samples.performance_report(), sections=(replace(section, blocks=blocks, notes=()),))
        shown = Presentation(io.BytesIO(pptx.render(document))).slides
        return [[shape.text_frame.text for shape in slide.shapes if shape.has_text_frame] for slide in shown]

    _opening, only = slides(chart, long, words)
    assert any("Two courtrooms were shut." in text for text in only)
    assert any("than the panel can hold" in text for text in only)
    many = replace(words, paragraphs=("Two courtrooms were shut. " * 20,))
    assert len(slides(chart, long, many)) == 3  # so many words would leave the chart too low
