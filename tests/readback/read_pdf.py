"""Reads a tagged PDF by its structure tree: every element in reading order, with the text of its marked content.

The tree is walked with pikepdf, the text of each piece of marked content comes from pdfium's page objects. Letters of a drawing
stand alone in the file; they are put together by where they stand.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from readback.tokens import squeezed

_SOFT_HYPHEN = "\x02"  # what pdfium gives for a hyphen at the end of a line
_NEAR = 0.28  # of the type size: letters of a drawing this far apart belong to one word


@dataclass(frozen=True)
class Piece:
    """The text of one leaf of the tree: its kind (`P`, `H2`, `TD`, `Figure` …), the kinds above it, its alternative text."""

    kind: str
    above: tuple[str, ...]
    text: str
    page: int
    alt: str = ""


@dataclass(frozen=True)
class _Letters:
    text: str
    x: float
    y: float
    right: float
    size: float


@dataclass(frozen=True)
class ReadPdf:
    """A PDF: its pieces in reading order, and per page what is marked as no part of the content (heads, feet)."""

    pieces: tuple[Piece, ...]
    artifacts: tuple[str, ...]


def read_pdf(made: bytes) -> ReadPdf:
    marked, artifacts = _texts(made)
    pieces: list[Piece] = []
    with pikepdf.open(io.BytesIO(made)) as pdf:
        numbers = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        pieces.extend(_walk(pdf.Root.StructTreeRoot, (), None, numbers, marked))
    read = sum(len(key) > 0 for key in marked)
    if len(pieces) < 1 or read == 0:
        raise AssertionError("the PDF has no structure tree")
    return ReadPdf(tuple(pieces), tuple(artifacts))


def _walk(
    element: Any,
    above: tuple[str, ...],
    page: Any,
    numbers: dict[Any, int],
    marked: dict[tuple[int, int], list[_Letters]],
) -> Iterator[Piece]:
    kind = str(element["/S"]).lstrip("/") if "/S" in element else ""
    page = element.get("/Pg", page)
    below = element.get("/K")
    children = [] if below is None else list(below) if isinstance(below, pikepdf.Array) else [below]
    path = (*above, kind) if kind else above
    found: list[_Letters] = []
    where = 0

    def leaf() -> Iterator[Piece]:
        if found:
            alt = str(element.get("/Alt", ""))
            text = _drawn(found) if "Figure" in path else _joined(found)
            yield Piece(kind, above, text, where, alt)
            found.clear()

    for child in children:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield from leaf()
            yield from _walk(child, path, page, numbers, marked)
        elif isinstance(child, pikepdf.Dictionary):
            if child.get("/Type") == "/MCR":
                where = numbers[child.get("/Pg", page).objgen]
                found.extend(marked.get((where, int(child["/MCID"])), []))
        else:
            where = numbers[page.objgen]
            found.extend(marked.get((where, int(child)), []))
    if kind == "Figure" and not found:
        yield Piece(kind, above, "", where, str(element.get("/Alt", "")))
    yield from leaf()


def _joined(letters: list[_Letters]) -> str:
    text = ""
    for run in letters:
        piece = run.text.replace(_SOFT_HYPHEN, "-").replace("\ufffe", "-")
        glue = "" if not text or text[-1] in " -@/" else " "
        text += glue + piece
    return squeezed(text)


def _drawn(letters: list[_Letters]) -> str:
    """Words of a drawing: letters of one line that touch; a space between words, a bar between places."""
    words: list[list[_Letters]] = []
    for letter in letters:
        last = words[-1][-1] if words else None
        near = (
            last is not None
            and abs(last.y - letter.y) < 0.5
            and -0.6 * letter.size < letter.x - last.right < _NEAR * letter.size
        )
        if near:
            words[-1].append(letter)
        else:
            words.append([letter])
    return " | ".join(squeezed("".join(one.text.strip() or " " for one in word)) for word in words)


# --- text of marked content ---------------------------------------------------------------------------------------


def _texts(made: bytes) -> tuple[dict[tuple[int, int], list[_Letters]], list[str]]:
    marked: dict[tuple[int, int], list[_Letters]] = {}
    artifacts: list[str] = []
    document = pypdfium2.PdfDocument(made)
    try:
        for number in range(len(document)):
            page = document[number]
            text_page = page.get_textpage()
            outside: list[_Letters] = []
            count = pdfium.FPDFPage_CountObjects(page.raw)
            objects = [pdfium.FPDFPage_GetObject(page.raw, index) for index in range(count)]
            for one, mark in _leaves(objects, -1):
                letters = _letters(one, text_page.raw)
                if letters is None:
                    continue
                if mark < 0:
                    outside.append(letters)
                else:
                    marked.setdefault((number, mark), []).append(letters)
            artifacts.append(_joined(outside))
            text_page.close()
            page.close()
    finally:
        document.close()
    return marked, artifacts


def _leaves(objects: list[Any], above: int) -> Iterator[tuple[Any, int]]:
    for one in objects:
        mark = pdfium.FPDFPageObj_GetMarkedContentID(one)
        mark = mark if mark >= 0 else above
        kind = pdfium.FPDFPageObj_GetType(one)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield one, mark
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            count = pdfium.FPDFFormObj_CountObjects(one)
            yield from _leaves([pdfium.FPDFFormObj_GetObject(one, index) for index in range(count)], mark)


def _letters(one: Any, text_page: Any) -> _Letters | None:
    length = pdfium.FPDFTextObj_GetText(one, text_page, None, 0)
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFTextObj_GetText(one, text_page, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    text = buffer.raw[:length].decode("utf-16-le").rstrip("\0")
    if not text:
        return None
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(one, ctypes.byref(left), ctypes.byref(bottom), ctypes.byref(right), ctypes.byref(top))
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(one, ctypes.byref(matrix))
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(one, ctypes.byref(size))
    return _Letters(text, left.value, matrix.f, right.value, abs(size.value * matrix.d) or 1.0)
