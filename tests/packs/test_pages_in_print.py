"""Every PDF of both boards' packs: accessible by the validator, only our faces, the lengths promised, nothing left over."""

from __future__ import annotations

import io

import page
import pikepdf
import pypdfium2
import pytest
from demonstration import BOARDS, Loaded

from assize.core.document import Gap, Layout, Table, plain
from assize.render import theme

DOCUMENTS = (
    "executive-summary",
    "cjs-performance-report",
    "efficiency-and-effectiveness-summary",
    "victims-and-witnesses-summary",
    "reducing-reoffending-summary",
)
LENGTHS = {  # pages, least and most: the brief's shape of each document
    "executive-summary": (2, 2),
    "cjs-performance-report": (25, 40),
    "efficiency-and-effectiveness-summary": (4, 6),
    "victims-and-witnesses-summary": (4, 6),
    "reducing-reoffending-summary": (1, 1),
}
LEAST_WORDS = 40  # a page with fewer holds a left-over
FACES = {"SourceSansPro-Regular", "SourceSansPro-Semibold", "SourceSansPro-Bold"}
POINTS = 72 / 25.4  # points in a millimetre

pytestmark = pytest.mark.parametrize(("board", "name"), [(board, name) for board in BOARDS for name in DOCUMENTS])


def test_the_validator_finds_nothing(demo: Loaded, board: str, name: str) -> None:
    report = page.validate_pdf_bytes(demo.composed(board).file(f"{name}.pdf"), profile="ua1")
    assert report.is_compliant, report.failures[:3]


def test_it_is_as_long_as_promised(demo: Loaded, board: str, name: str) -> None:
    with pypdfium2.PdfDocument(demo.composed(board).file(f"{name}.pdf")) as pdf:
        least, most = LENGTHS[name]
        assert least <= len(pdf) <= most
        for at in range(len(pdf)):
            words = pdf[at].get_textpage().get_text_bounded().split()
            assert len(words) >= LEAST_WORDS, f"page {at + 1} is nearly empty: {' '.join(words)}"


def test_every_headline_has_a_page_and_every_exhibit_its_own(demo: Loaded, board: str, name: str) -> None:
    document = demo.composed(board).document(name)
    with pypdfium2.PdfDocument(demo.composed(board).file(f"{name}.pdf")) as pdf:
        pages = ["".join(pdf[at].get_textpage().get_text_bounded().split()) for at in range(len(pdf))]
    exhibits = [section for section in document.sections if section.layout is Layout.EXHIBIT]
    for section in exhibits:
        headline = "".join(plain(section.headline).split())
        reference = next(text for text in pages if headline in text and "Figurereference" in text)
        assert reference.count("Figurereference") == 1


def test_only_our_faces_row_headers_and_margins(demo: Loaded, board: str, name: str) -> None:
    content = demo.composed(board).file(f"{name}.pdf")
    document = demo.composed(board).document(name)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        names = {str(font.BaseFont).split("+")[-1] for font in fonts}
        heads = [
            one
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/TH" and "/Row" in str(one.get("/A"))
        ]
    blocks = [block for section in document.sections for block in section.blocks]
    rows = sum(len(b.rows) for b in blocks if isinstance(b, Table)) + sum(
        len(b.lines) for b in blocks if isinstance(b, Gap)
    )
    assert names <= FACES
    assert len(heads) == rows
    left, right = (theme.MARGIN - 1) * POINTS, (theme.PAGE_WIDTH - theme.MARGIN + 1) * POINTS
    with pypdfium2.PdfDocument(content) as pdf:
        for sheet in pdf:
            words = sheet.get_textpage()
            for at in range(words.count_chars()):
                if words.get_text_range(at, 1).strip():
                    x0, _, x1, _ = words.get_charbox(at)
                    assert left <= x0 <= x1 <= right
