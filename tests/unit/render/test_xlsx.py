"""The workbook: laid out for everyone, numbers as numbers, and the same bytes every time."""

from __future__ import annotations

import io
import re
import time
import zipfile
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
import samples
from openpyxl.utils import range_boundaries

from assize.core.document import BLOCKS, Chart, Document, Number, Table, TableCell, Text
from assize.core.wording import round_half_up
from assize.render import xlsx, xlsx_blocks

MAKERS = [samples.workbook, samples.performance_report, samples.executive_summary]


@pytest.fixture(scope="module")
def documents() -> dict[str, tuple[Document, bytes]]:
    return {maker.__name__: (document := maker(), xlsx.render(document)) for maker in MAKERS}


@pytest.fixture(scope="module", params=[maker.__name__ for maker in MAKERS])
def made(request, documents) -> tuple[Document, bytes]:
    return documents[request.param]


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_every_sheet_of_made_up_data_says_so_in_its_first_cell() -> None:
    document = replace(
        samples.workbook(), marking="MADE-UP DATA, OFFICIAL", made_up="Nobody counted the figures of this document."
    )
    book = opened(xlsx.render(document))
    assert len(book.worksheets) > 3
    assert all(sheet["A1"].value.startswith("MADE-UP DATA. ") for sheet in book.worksheets)
    honest = opened(xlsx.render(samples.workbook()))
    assert not any("MADE-UP" in sheet["A1"].value for sheet in honest.worksheets)


def tables(book: openpyxl.Workbook):
    return [(sheet, table) for sheet in book.worksheets for table in sheet.tables.values()]


def sheet_of(document: Document, book: openpyxl.Workbook, section) -> openpyxl.worksheet.worksheet.Worksheet:
    return book[xlsx.sheet_names(document.sections)[document.sections.index(section)]]


def shown(cell) -> str:
    """What a spreadsheet prints for the formats in use: decimals, thousands, per cent, a sign."""
    if isinstance(cell.value, str):
        return cell.value
    pattern = cell.number_format.split(";")[0]
    value = Decimal(repr(float(cell.value)))
    if "%" in pattern:
        value *= 100
    decimals = len(re.sub(r"[^0]", "", pattern.partition(".")[2]))
    value = round_half_up(value, decimals)
    text = f"{abs(value):,.{decimals}f}" if "," in pattern else f"{abs(value):.{decimals}f}"
    return text + ("%" if "%" in pattern else "")


# --- structure ----------------------------------------------------------------------------------------------------


def test_every_block_has_its_function():
    assert set(xlsx_blocks.RENDERERS) == set(BLOCKS)


def test_cover_contents_notes_then_a_sheet_a_section(made):
    document, data = made
    names = opened(data).sheetnames
    assert names[:3] == ["Cover", "Contents", "Notes"]
    assert names[3:] == xlsx.sheet_names(document.sections)
    assert all(len(name) <= 31 for name in names)


def test_the_cover_says_what_whose_when_how_far_and_how_marked(made):
    document, data = made
    words = "\n".join(str(row[0]) for row in opened(data)["Cover"].iter_rows(values_only=True))
    for expected in (
        document.title, document.board, document.period, document.marking, document.status, document.status_words,
        document.as_at, document.author,
    ):  # fmt: skip
        assert expected in words


def test_the_contents_link_to_every_sheet(made):
    book = opened(made[1])
    sheet = book["Contents"]
    targets = {link.location for link in sheet._hyperlinks} if hasattr(sheet, "_hyperlinks") else set()
    links = {cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink} | targets
    assert {f"'{name}'!A1" for name in book.sheetnames[2:]} <= links


def test_titles_stand_in_a1_and_nothing_is_merged_or_hidden(made):
    document, data = made
    book = opened(data)
    for sheet in book.worksheets:
        assert isinstance(sheet["A1"].value, str)
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
        assert sheet.sheet_view.selection[-1].activeCell in (None, "A1") or sheet.freeze_panes
        assert not any(
            dimension.hidden for dimension in [*sheet.column_dimensions.values(), *sheet.row_dimensions.values()]
        )
        marking = document.marking
        assert marking in sheet.oddHeader.center.text
        assert marking in sheet.oddFooter.center.text
    assert book.active.title == "Cover"


def test_tables_are_marked_named_and_without_blank_cells(made):
    book = opened(made[1])
    found = tables(book)
    names = [table.name for _, table in found]
    assert len(set(names)) == len(names)
    for sheet, table in found:
        assert re.fullmatch(r"table_[a-z0-9_]+", table.name)
        left, top, right, bottom = range_boundaries(table.ref)
        heads = [sheet.cell(top, column).value for column in range(left, right + 1)]
        assert all(isinstance(head, str) and head for head in heads)
        assert len({head.lower() for head in heads}) == len(heads)
        assert [column.name for column in table.tableColumns] == heads
        is_chart_data = any(
            "Blank cells in the data of the chart" in str(sheet.cell(row, 1).value or "") for row in range(1, top)
        )
        for row in sheet.iter_rows(min_row=top + 1, max_row=bottom, min_col=left, max_col=right, values_only=True):
            assert any(value is not None for value in row)
            if not is_chart_data:
                assert all(value not in (None, "") for value in row)


def test_a_sheet_without_tables_is_only_words(made):
    document, data = made
    book = opened(data)
    for section in document.sections:
        sheet = sheet_of(document, book, section)
        wants = any(not isinstance(block, Text) for block in section.blocks)
        assert wants or not sheet.tables


# --- numbers ------------------------------------------------------------------------------------------------------


def numbers_of_tables(document: Document):
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                for row in block.rows:
                    for cell in row.cells:
                        yield from ((section, part) for part in sole(cell))


def sole(cell: TableCell) -> list[Number]:
    parts = []
    for content in (cell.content, cell.under):
        if (
            isinstance(content, tuple)
            and len([part for part in content if part]) == 1
            and isinstance(content[0], Number)
        ):
            parts.append(content[0])
    return parts


def test_numbers_are_numbers_with_their_format_and_absences_are_symbols(made):
    document, data = made
    book = opened(data)
    numbers, absences = 0, 0
    for section, number in numbers_of_tables(document):
        cells = [
            cell for row in sheet_of(document, book, section).iter_rows() for cell in row if cell.value is not None
        ]
        if number.value is None:
            assert any(cell.value == number.text for cell in cells)
            absences += 1
        else:
            same = [
                cell
                for cell in cells
                if isinstance(cell.value, int | float) and float(cell.value) == float(number.value)
            ]
            bare = number.text.strip("+−%")
            assert any(shown(cell).strip("+-−%") == bare for cell in same), number
            numbers += 1
    if document.id == "workbook":
        assert numbers > 40
        assert absences


@pytest.mark.parametrize(
    ("text", "value", "given", "expected"),
    [
        ("10.3", "0.103", "0.0", "0.0%"),
        ("10.3%", "0.103", "0.0%", "0.0%"),
        ("2,244", "2244", "#,##0", "#,##0"),
        ("0.5", "0.5", "0.0", "0.0"),
        ("0.0", "0.0004", "0.0", "0.0"),
        ("+2.1", "0.021", "+0.0;−0.0;0.0", "+0.0%;−0.0%;0.0%"),
        ("−0.9", "-0.9", "+0.0;−0.0", "+0.0;−0.0"),
    ],
)
def test_a_share_printed_without_its_sign_is_still_a_share(text, value, given, expected):
    assert xlsx_blocks.cell_format(Number(text, Decimal(value), given, "m@a@p")) == expected


def test_the_data_of_a_chart_are_a_table_and_the_chart_is_native(made):
    document, data = made
    book = opened(data)
    charts = [(section, block) for section in document.sections for block in section.blocks if isinstance(block, Chart)]
    package = zipfile.ZipFile(io.BytesIO(data))
    drawings = "".join(
        package.read(name).decode() for name in package.namelist() if name.startswith("xl/drawings/drawing")
    )
    assert len([name for name in package.namelist() if name.startswith("xl/charts/chart")]) == len(charts)
    assert drawings.count("descr=") == len(charts)
    for section, chart in charts:
        sheet = sheet_of(document, book, section)
        values = {float(cell.value) for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)}
        for line in chart.lines:
            assert {float(point.number.value) for point in line.points if point} <= values
        for limits in chart.limits:
            assert {float(limits.lower.value), float(limits.mean.value), float(limits.upper.value)} <= values
        for bar in chart.bars:
            assert float(bar.number.value) in values


def test_a_missing_point_is_blank_where_a_program_would_draw_it():
    document = samples.performance_report()
    gaps = 0
    for section in document.sections:
        for chart in (block for block in section.blocks if isinstance(block, Chart)):
            grid = xlsx_blocks._time_grid(chart) if chart.lines else None
            if grid:
                words = [cell for row in grid.rows for cell in row[2:] if isinstance(cell, str)]
                assert words == []
                gaps += sum(cell is None for row in grid.rows for cell in row)
    assert gaps


# --- symbols and notes --------------------------------------------------------------------------------------------


def test_only_the_symbols_in_use_are_explained(made):
    book = opened(made[1])
    explained = {row[0] for row in book["Notes"].iter_rows(min_row=4, values_only=True) if row[0] in xlsx.SYMBOLS}
    used = {
        symbol
        for sheet in book.worksheets[3:]
        for row in sheet.iter_rows(values_only=True)
        for value in row
        for symbol in xlsx.SYMBOLS
        if isinstance(value, str) and symbol in value and not value.startswith("This worksheet contains")
    }
    assert explained == used


def test_every_note_is_numbered_once_and_mentioned(made):
    document, data = made
    book = opened(data)
    marks = [row[0] for row in book["Notes"].iter_rows(min_row=4, values_only=True) if str(row[0]).startswith("[note")]
    assert len(marks) == len(set(marks)) == sum(len(section.notes) for section in document.sections)
    everywhere = "\n".join(
        str(value)
        for sheet in book.worksheets[3:]
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if value
    )
    mentioned = set(re.findall(r"\[note \d+\]", everywhere))
    assert mentioned <= set(marks)


# --- the same bytes -----------------------------------------------------------------------------------------------


def test_the_same_document_gives_the_same_bytes(documents):
    document, data = documents["workbook"]
    time.sleep(2.1)  # a zip holds even seconds: a clock in the bytes would show
    assert xlsx.render(document) == data


def test_properties_hold_the_cut_off_date(made):
    document, data = made
    properties = opened(data).properties
    assert properties.created.date() == document.dated
    assert document.title in properties.title
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(data)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_names_of_sheets_are_distinct_however_long_the_ids():
    sections = samples.workbook().sections
    from dataclasses import replace

    long = tuple(replace(section, id="a-very-long-name-of-a-section-indeed") for section in sections[:3])
    names = xlsx.sheet_names((*long, replace(sections[0], id="notes")))
    assert len({name.lower() for name in names}) == 4
    assert "notes" not in {name.lower() for name in names}
    assert all(len(name) <= 31 for name in names)


def test_names_of_sheets_are_of_whole_words():
    first = samples.workbook().sections[0]
    ids = ("crown-court-offence-to-completion", "crown-court-open-six-months-among-valid", "gaps")
    names = xlsx.sheet_names(tuple(replace(first, id=one) for one in ids))
    assert names == ["Crown Court offence", "Crown Court open six months", "Gaps"]


def test_no_column_is_narrower_than_its_longest_number_or_a_word_of_its_head(made):
    document, data = made
    checked = 0
    for sheet, table in tables(opened(data)):
        left, top, right, bottom = range_boundaries(table.ref)
        widths = {
            column: dimension.width
            for dimension in sheet.column_dimensions.values()
            for column in range(dimension.min, dimension.max + 1)
        }
        assert all(width >= 8 for width in widths.values()), sheet.title  # one of nought is a hidden column
        for column in range(left, right + 1):
            numbers = [sheet.cell(row, column) for row in range(top + 1, bottom + 1)]
            longest = max((len(shown(cell)) for cell in numbers if isinstance(cell.value, int | float)), default=0)
            word = max(map(len, sheet.cell(top, column).value.split()))
            assert widths[column] > max(longest, word), (sheet.title, column)
            checked += longest > 0
    assert checked > 10 or document.id != "workbook"


def test_no_font_gives_way_to_that_of_the_programs_theme(made):
    styles = zipfile.ZipFile(io.BytesIO(made[1])).read("xl/styles.xml").decode()
    assert set(re.findall(r'<name val="([^"]*)"', styles)) == {"Arial"}
    assert "<scheme" not in styles


def test_an_indent_has_a_side_for_without_one_it_is_none(made):
    styles = zipfile.ZipFile(io.BytesIO(made[1])).read("xl/styles.xml").decode()
    indents = re.findall(r"<alignment[^>]*indent=[^>]*>", styles)
    assert indents
    assert all('horizontal="left"' in one for one in indents)


def test_what_heads_the_lines_under_it_is_in_bold():
    document = samples.workbook()
    section = replace(document.sections[0], blocks=(Text((("One.",), ("Two.",)), heading="How to read it"),))
    sheet = opened(xlsx.render(replace(document, sections=(section,)))).worksheets[-1]
    bold = {cell.value: cell.font.bold for row in sheet.iter_rows(min_row=2) for cell in row if cell.value}
    assert bold["How to read it"]
    assert not bold["One."]
    assert not bold["Two."]


def test_lines_of_one_colour_in_a_chart_are_told_apart_by_their_dashes(made):
    package = zipfile.ZipFile(io.BytesIO(made[1]))
    for name in (name for name in package.namelist() if name.startswith("xl/charts/chart")):
        chart = package.read(name).decode()
        if "<c:lineChart>" not in chart:
            continue
        lines = re.findall(r"<c:ser>.*?<a:ln[^>]*>(.*?)</a:ln>", chart)
        drawn = [line for line in lines if "sysDot" not in line and "7C8894" not in line]  # not the limits, a pair
        assert len(set(drawn)) == len(drawn)


def test_a_wide_sheet_is_printed_on_pages_side_by_side_in_type_that_can_be_read(made):
    for sheet in opened(made[1]).worksheets:
        points = sum(
            dimension.width * (dimension.max - dimension.min + 1) * 6 for dimension in sheet.column_dimensions.values()
        )
        pages = int(sheet.page_setup.fitToWidth or 1)
        assert sheet.page_setup.orientation == "landscape"
        assert min(1, pages * 770 / points) * 11 >= 8 or pages > 1
        assert (pages > 1) == bool(sheet.print_title_cols)
        # The lines above the table are pages of their own: beside the columns on every page they would be cut.
        areas = str(sheet.print_area or "").split(",") if pages > 1 else []
        assert len(areas) == (2 if pages > 1 else 0)
        if pages > 1:
            (_, _, _, above), (_, header, _, last) = (range_boundaries(one.split("!")[1]) for one in areas)
            assert header == above + 1 == min(range_boundaries(table.ref)[1] for table in sheet.tables.values())
            assert last >= max(range_boundaries(table.ref)[3] for table in sheet.tables.values())


def test_long_lines_above_a_table_are_whole_sentences():
    said = "First things first. " * 12
    assert " ".join(xlsx._sentences(said.strip())) == said.strip()
    assert all(len(part) <= 160 and part.endswith(".") for part in xlsx._sentences(said.strip()))
    assert xlsx._sentences("x" * 400) == ["x" * 400]
    many = f"Above ten: {', '.join(f'measure {number}' for number in range(40))}."
    assert " ".join(xlsx._sentences(many)) == many
    assert all(len(part) <= 150 for part in xlsx._sentences(many))


def test_no_table_of_a_sheet_is_parted_from_its_heading_where_a_page_ends():
    document = samples.performance_report()
    section = next(part for part in document.sections if any(isinstance(block, Chart) for block in part.blocks))
    table = next(block for part in document.sections for block in part.blocks if isinstance(block, Table))
    chart = next(block for block in section.blocks if isinstance(block, Chart))
    lines = Text(tuple((f"Line {number}.",) for number in range(8)))
    for many in range(1, 5):
        blocks = (lines, chart, *(replace(table, id=f"more-{number}") for number in range(many)))
        sheet = opened(xlsx.render(replace(document, sections=(replace(section, blocks=blocks),)))).worksheets[-1]
        scale = sheet.page_setup.scale / 100
        breaks = {one.id for one in sheet.row_breaks.brk}
        heights = [sheet.row_dimensions[row].height or 15 for row in range(1, sheet.max_row + 2)]
        y, pages = 0.0, []
        for row, height in enumerate(heights, start=1):
            if row - 1 in breaks or y + height > 487 / scale:  # points between the margins
                y = 0.0
                pages.append(row)
            y += height
        assert pages or many == 1
        for one in list(sheet.tables.values())[1:]:
            first, last = range_boundaries(one.ref)[1] - 1, range_boundaries(one.ref)[3]
            assert not any(first < begun <= last for begun in pages)
