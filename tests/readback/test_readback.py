"""Every number of every file of the packs, read back by readers that share no code with the renderers, against the documents.

Below it, faults planted in files and in documents: each must be found.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import openpyxl
import pytest
from demonstration import BOARDS, Composed, Loaded
from readback.compare import Found, compare_html, compare_pdf, compare_pptx, compare_xlsx
from readback.read_xlsx import shown
from readback.tokens import numbers_in

from assize.core import wording
from assize.core.document import Document, Number, Section, Table, TableCell
from assize.render import html, pdf, pptx, xlsx
from assize.render.charts import Drawings

REPORT, EXECUTIVE = "cjs-performance-report", "executive-summary"


def _read(composed: Composed) -> Iterator[tuple[str, Found]]:
    for document in composed.documents:
        yield "html", compare_html(document, composed.file(f"{document.id}.html"))
        yield "pdf", compare_pdf(document, composed.file(f"{document.id}.pdf"))
        yield "pptx", compare_pptx(composed.decks[document.id], composed.file(f"{document.id}.pptx"))
    yield "xlsx", compare_xlsx(composed.workbook, composed.file("workbook.xlsx"))


@pytest.mark.parametrize("board", BOARDS)
def test_every_number_of_every_file_is_the_documents(
    demo: Loaded, board: str, record_property: Callable[[str, object], None]
) -> None:
    totals = {name: Found() for name in ("html", "pdf", "pptx", "xlsx")}
    for name, found in _read(demo.composed(board)):
        totals[name] += found
    for name, found in totals.items():
        native = f", {found.chart_values:,} values of native charts in cache and workbook" if found.chart_values else ""
        record_property(
            "counted",
            f"read back, {board}, {name}: {found.figures:,} figures among {found.numbers:,} numbers in"
            f" {found.sections} sections of {found.documents} document{'s' if found.documents > 1 else ''}{native}",
        )
    assert [fault for found in totals.values() for fault in found.faults] == []
    assert all(found.figures > 500 for found in totals.values())
    assert totals["pptx"].chart_values > 500


# --- planted faults -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def staffordshire(demo: Loaded) -> Composed:
    return demo.composed("staffordshire")


def test_a_digit_changed_in_a_page_is_found(staffordshire: Composed) -> None:
    document = staffordshire.document(REPORT)
    made = staffordshire.file(f"{REPORT}.html").decode()
    changed = re.sub(r'(data-aspect="denominator">)568<', r"\g<1>586<", made, count=1)
    assert changed != made
    faults = compare_html(document, changed.encode()).faults
    assert len(faults) == 1
    assert "586" in faults[0]
    assert "568" in faults[0]


def test_a_number_tied_to_another_figure_is_found(staffordshire: Composed) -> None:
    made = staffordshire.file(f"{REPORT}.html").decode()
    own, other = (
        'data-figure="conviction-rate@staffordshire@2019q1"',
        'data-figure="conviction-rate@west-mercia@2019q1"',
    )
    changed = made.replace(f'<data class="figure" value="1912" {own}', f'<data class="figure" value="1912" {other}')
    assert changed != made
    assert compare_html(staffordshire.document(REPORT), changed.encode()).faults != []


def test_a_digit_changed_in_fixed_words_is_found(staffordshire: Composed) -> None:
    made = staffordshire.file(f"{EXECUTIVE}.html").decode()
    changed = made.replace("the 95% interval", "the 96% interval")
    assert changed != made
    assert compare_html(staffordshire.document(EXECUTIVE), changed.encode()).faults != []


def _parts(made: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The zip file with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as parts, zipfile.ZipFile(out, "w") as changed:
        for part in parts.namelist():
            before = parts.read(part)
            after = change(before) if part == name else before
            assert (after != before) == (part == name)
            changed.writestr(part, after)
    return out.getvalue()


def test_a_value_changed_in_a_charts_cache_is_found(staffordshire: Composed) -> None:
    made = _parts(
        staffordshire.file(f"{EXECUTIVE}.pptx"),
        "ppt/charts/chart1.xml",
        lambda part: re.sub(rb"(<c:numCache>.*?<c:v>)[^<]+<", rb"\g<1>1234<", part, count=1),
    )
    faults = compare_pptx(staffordshire.decks[EXECUTIVE], made).faults
    assert any("workbook and cache" in fault for fault in faults)


def test_a_value_changed_in_a_small_trend_is_found(staffordshire: Composed) -> None:
    made = staffordshire.file(f"{EXECUTIVE}.pptx")
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        name = next(
            one for one in parts.namelist() if one.startswith("ppt/charts/chart") and b"Latest" in parts.read(one)
        )
    change = lambda part: re.sub(rb"(<c:numCache>.*?<c:v>)[^<]+<", rb"\g<1>1234<", part, count=1)  # noqa: E731
    faults = compare_pptx(staffordshire.decks[EXECUTIVE], _parts(made, name, change)).faults
    assert any("trend of" in fault and "workbook and cache" in fault for fault in faults)


def _changed_book(part: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(part))
    sheet = book.worksheets[0]
    cell = next(cell for row in sheet.iter_rows(min_row=2) for cell in row if isinstance(cell.value, float | int))
    cell.value += 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_value_changed_in_a_charts_workbook_is_found(staffordshire: Composed) -> None:
    made = staffordshire.file(f"{EXECUTIVE}.pptx")
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        name = next(part for part in parts.namelist() if part.startswith("ppt/embeddings/"))
    faults = compare_pptx(staffordshire.decks[EXECUTIVE], _parts(made, name, _changed_book)).faults
    assert any("workbook and cache" in fault for fault in faults)


def test_a_value_changed_in_cache_and_workbook_alike_is_found(staffordshire: Composed) -> None:
    """A renderer that drew another value and was of one mind about it."""
    deck = staffordshire.decks[EXECUTIVE]

    def moved(number: Number) -> Number:
        return replace(number, value=number.value * 2 if number.value else number.value)

    section = deck.sections[0]
    chart = next(block for block in section.blocks if hasattr(block, "lines"))
    point = next(point for point in chart.lines[-1].points if point)
    changed = _replaced(deck, section, point.number, moved(point.number))
    faults = compare_pptx(deck, pptx.render(changed)).faults
    assert any(section.id in fault for fault in faults)


def _swap(part: object, pairs: list[tuple[object, object]]) -> object:
    """A frozen tree with some of its leaves put in the place of others."""
    for old, new in pairs:
        if part is old:
            return new
    if isinstance(part, tuple):
        return tuple(_swap(item, pairs) for item in part)
    if hasattr(part, "__dataclass_fields__") and not isinstance(part, Number):
        return replace(part, **{name: _swap(getattr(part, name), pairs) for name in part.__dataclass_fields__})
    return part


def _replaced(document: Document, section: Section, old: object, new: object) -> Document:
    changed = _swap(section, [(old, new)])
    return replace(document, sections=tuple(changed if one is section else one for one in document.sections))


def test_two_numbers_swapped_on_paper_are_found(staffordshire: Composed) -> None:
    document = staffordshire.document(EXECUTIVE)
    section = document.sections[-1]
    table = next(block for block in section.blocks if isinstance(block, Table))
    numbers = [
        part
        for row in table.rows
        for cell in row.cells
        if isinstance(cell.content, tuple)
        for part in cell.content
        if isinstance(part, Number) and part.value is not None
    ]
    one = numbers[0]
    other = next(number for number in numbers if number.text != one.text)
    swapped = replace(
        document,
        sections=tuple(
            _swap(part, [(one, other), (other, one)]) if part is section else part for part in document.sections
        ),
    )
    drawings = Drawings()
    assert compare_pdf(document, pdf.render(document, drawings)).faults == []
    faults = compare_pdf(document, pdf.render(swapped, drawings)).faults
    assert any(one.text in fault and other.text in fault for fault in faults)


def test_a_cell_changed_in_the_workbook_is_found(staffordshire: Composed) -> None:
    book = openpyxl.load_workbook(io.BytesIO(staffordshire.file("workbook.xlsx")))
    sheet = book["Victims and witnesses"]
    head = next(row[0].row for row in sheet.iter_rows(max_col=1) if row[0].value == "Measure")
    cell = sheet.cell(head + 1, 7)
    cell.value += 1
    out = io.BytesIO()
    book.save(out)
    faults = compare_xlsx(staffordshire.workbook, out.getvalue()).faults
    assert any(cell.coordinate in fault for fault in faults)


def test_a_reference_changed_in_the_workbook_is_found(staffordshire: Composed) -> None:
    book = openpyxl.load_workbook(io.BytesIO(staffordshire.file("workbook.xlsx")))
    sheet = book["Victims and witnesses"]
    head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Reference")
    first, second = (sheet.cell(head.row + step, head.column) for step in (1, 2))
    first.value, second.value = second.value, first.value
    out = io.BytesIO()
    book.save(out)
    assert compare_xlsx(staffordshire.workbook, out.getvalue()).faults != []


def _without_first_figure(document: Document) -> Document:
    """The document with one number of its last table gone, as if a renderer had dropped it."""
    section = next(part for part in reversed(document.sections) if any(isinstance(one, Table) for one in part.blocks))
    table = next(block for block in section.blocks if isinstance(block, Table))
    cell = next(
        cell
        for row in table.rows
        for cell in row.cells
        if isinstance(cell.content, tuple) and any(isinstance(part, Number) for part in cell.content)
    )
    return _replaced(document, section, cell, TableCell(("",)))


def test_a_figure_dropped_is_found_in_every_format(staffordshire: Composed) -> None:
    document, deck, book = staffordshire.document(EXECUTIVE), staffordshire.decks[EXECUTIVE], staffordshire.workbook
    drawings = Drawings()
    assert compare_html(document, html.render(_without_first_figure(document), drawings)).faults != []
    assert compare_pdf(document, pdf.render(_without_first_figure(document), drawings)).faults != []
    assert compare_pptx(deck, pptx.render(_without_first_figure(deck))).faults != []
    small = replace(book, sections=book.sections[:1])
    assert compare_xlsx(small, xlsx.render(small)).faults == []
    assert compare_xlsx(small, xlsx.render(_without_first_figure(small))).faults != []


def test_rounding_half_to_even_is_found(staffordshire: Composed, monkeypatch: pytest.MonkeyPatch) -> None:
    """A value halfway between two printed ones: the spreadsheet's own rounding shows the fault of the text."""
    book = staffordshire.workbook
    small = replace(book, sections=book.sections[:1])
    number = next(
        part
        for row in small.sections[0].blocks[0].rows  # type: ignore[union-attr]
        if not row.theme
        for part in row.cells[1].content  # type: ignore[union-attr]
        if isinstance(part, Number) and part.format == wording.PERCENT_FORMAT
    )
    half = Decimal("0.1025")  # 10.3% half-up, 10.2% half to even

    def changed() -> Document:
        new = replace(number, value=half, text=wording.percent_text(half))
        return _replaced(small, small.sections[0], number, new)

    right = changed()
    assert compare_xlsx(right, xlsx.render(right)).faults == []

    def half_even(value: Decimal, decimals: int) -> Decimal:
        return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)

    monkeypatch.setattr(wording, "round_half_up", half_even)
    wrong = changed()
    faults = compare_xlsx(wrong, xlsx.render(wrong)).faults
    assert any("10.3%" in fault and "10.2%" in fault for fault in faults)


# --- the readers themselves ---------------------------------------------------------------------------------------


def test_the_readers_share_no_code_with_the_product_but_the_document() -> None:
    for path in Path(__file__).parent.glob("*.py"):
        if path.name == Path(__file__).name:
            continue
        imported = re.findall(r"^\s*(?:from|import) (assize[\w.]*)", path.read_text("utf-8"), re.MULTILINE)
        allowed = {"assize.core.document"} if path.name in ("expected.py", "compare.py", "small_trends.py") else set()
        assert set(imported) <= allowed, path.name


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("It was 2,214 of 21,550 outcomes.", ["2,214", "21,550"]),
        ("a change of +6.3 points, −0.9 and 0.0", ["+6.3", "−0.9", "0.0"]),
        ("85.2% (−4.1%), [x]; 2018/19", ["85.2%", "−4.1%", "[x]", "2018", "19"]),
        ("recorded-crime@staffordshire@2019q1", ["2019", "1"]),
        ("Staffordshire20,225", ["20,225"]),
    ],
)
def test_numbers_are_found_in_running_text(text: str, numbers: list[str]) -> None:
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (2244, "#,##0", "2,244"),
        (0.1025, "0.0%", "10.3%"),
        (0.785714, "0.0%", "78.6%"),
        (-0.0411, '+0.0%;"−"0.0%;0.0%', "−4.1%"),
        (0.0, '+0.0%;"−"0.0%;0.0%', "0.0%"),
        (-26, '#,##0;"−"#,##0', "−26"),
        (-0.01, "0.0;0.0", "0.0"),
        (75.05, "#,##0.0", "75.1"),
        ("[x]", "General", "[x]"),
    ],
)
def test_a_value_is_shown_by_its_own_format(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text
