"""Small numbers in sentences and rows that somebody adds within the sections of a pack, where the documents say most numbers.

Each is planted in every section of a file at once, and must be found in every one.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from demonstration import Composed, Loaded

from assize.app import compose_pack
from assize.publish.pack import Made
from assize.publish.scan import Leak, Secrets, scan
from leaks.planting import rezipped

REPORT = "cjs-performance-report"
SENTENCES = ("Of them {0} victims in Leek", "{0} victims in Leek", "Leek: {0}")
NUMBERS = ("1", "2", "3", "4", "seven", "s\u0435ven")  # the last with a letter of another alphabet


@pytest.fixture(scope="module")
def composed(demo: Loaded) -> Composed:
    return demo.composed("staffordshire")


@pytest.fixture(scope="module")
def made(composed: Composed) -> Made:
    return compose_pack(composed.material)


def _found(name: str, data: bytes, made: Made) -> tuple[Leak, ...]:
    return scan({name: data}, made, Secrets())


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_paragraph_in_each_section_of_a_page(composed: Composed, made: Made, sentence: str, number: str) -> None:
    name = f"{REPORT}.html"
    told = sentence.format(number)
    page = composed.file(name).replace(b"</section>", f"<p>{told}</p></section>".encode())
    places = {leak.place for leak in _found(name, page, made) if told in leak.found}
    assert places == {f"{name}, {section.id}" for section in composed.document(REPORT).sections}


@pytest.mark.parametrize("number", NUMBERS)
def test_a_row_in_each_table_of_a_page(composed: Composed, made: Made, number: str) -> None:
    name = f"{REPORT}.html"
    row = f'<tr><th scope="row">Victims in Leek</th><td>{number}</td></tr></tbody></table>'
    page = composed.file(name)
    tables = page.count(b"</tbody></table>")
    leaks = _found(name, page.replace(b"</tbody></table>", row.encode()), made)
    sections = re.findall(rb"<section .*?</section>", page, re.DOTALL)
    assert tables > len(sections)
    assert len(leaks) == sum(b"</tbody></table>" in one for one in sections)


def _with_parts(data: bytes, pattern: str, change: Callable[[bytes], bytes]) -> tuple[bytes, list[str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [name for name in archive.namelist() if re.fullmatch(pattern, name)]
    return rezipped(data, dict.fromkeys(parts, change)), parts


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_text_box_on_each_slide(composed: Composed, made: Made, sentence: str, number: str) -> None:
    told = sentence.format(number)
    box = (
        '<p:sp><p:nvSpPr><p:cNvPr id="900" name="Text 900"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/><a:p><a:r><a:t>{told}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree>"
    )
    for document in (REPORT, "executive-summary"):
        name = f"{document}.pptx"
        deck, slides = _with_parts(
            composed.file(name),
            r"ppt/slides/slide\d+\.xml",
            lambda data: data.replace(b"</p:spTree>", box.encode()),
        )
        leaks = _found(name, deck, made)
        assert sorted({leak.place for leak in leaks if told in leak.found}) == sorted(
            f"{name}, {one}" for one in slides
        )


@pytest.mark.parametrize("number", ["1", "2", "3", "4", "100"])
def test_a_row_on_each_sheet_of_the_workbook(composed: Composed, made: Made, number: str) -> None:
    """Its words have no number: the number stands in a cell of its own."""
    row = f'<row r="999"><c r="A999" t="inlineStr"><is><t>Victims in Leek</t></is></c><c r="B999"><v>{number}</v></c></row>'
    book, sheets = _with_parts(
        composed.file("workbook.xlsx"),
        r"xl/worksheets/sheet\d+\.xml",
        lambda data: data.replace(b"</sheetData>", row.encode() + b"</sheetData>"),
    )
    leaks = _found("workbook.xlsx", book, made)
    assert {leak.place for leak in leaks} == {f"workbook.xlsx, {one}, row 999" for one in sheets}


def _paragraphs(element: Any) -> list[Any]:
    below = element.get("/K", ())
    children = list(below) if isinstance(below, pikepdf.Array) else [below]
    found = [element] if element.get("/S") == "/P" else []
    return found + [one for child in children if isinstance(child, pikepdf.Dictionary) for one in _paragraphs(child)]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_what_stands_for_each_paragraph_of_a_print(composed: Composed, made: Made, sentence: str, number: str) -> None:
    name, told = "executive-summary.pdf", sentence.format(number)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(composed.file(name))) as opened:
        paragraphs = _paragraphs(opened.Root.StructTreeRoot)
        for one in paragraphs:
            one["/ActualText"] = pikepdf.String(told)
        opened.save(out)
    pages = {leak.place for leak in _found(name, out.getvalue(), made) if told in leak.found}
    assert len(paragraphs) > 20
    assert pages == {f"{name}, page 1", f"{name}, page 2"}


@pytest.mark.parametrize("number", ["1", "2", "3", "4"])
def test_a_number_by_itself_under_words_without_one(composed: Composed, made: Made, number: str) -> None:
    """In all sections but those that print that number large beside words."""
    name = f"{REPORT}.html"
    page = composed.file(name).replace(b"</section>", f"<p>Victims in Leek:</p><p>{number}</p></section>".encode())
    leaks = [leak for leak in _found(name, page, made) if leak.found == f"“{number}”"]
    assert len(leaks) >= 0.9 * len(composed.document(REPORT).sections)


@pytest.mark.parametrize("part", [r"ppt/charts/chart\d+\.xml", r"xl/charts/chart\d+\.xml"])
def test_the_name_of_a_series_beside_a_value_that_the_chart_has(composed: Composed, made: Made, part: str) -> None:
    name = "workbook.xlsx" if part.startswith("xl") else f"{REPORT}.pptx"
    file, charts = _with_parts(
        composed.file(name),
        part,
        lambda data: re.sub(rb"(<c:tx>.*?<c:v>)[^<]*", rb"\1Victims in Leek", data, count=1, flags=re.DOTALL),
    )
    leaks = _found(name, file, made)
    assert {leak.place for leak in leaks if "Leek" in leak.found} == {f"{name}, {one}" for one in charts}
