"""The letters of a PDF by the marked content they stand in, read with pdfium's page objects, and how they make words.

`tests/readback` reads prints with code of its own, on purpose: neither vouches for itself.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from assize.publish.scan.pieces import squeezed

_NEAR = 0.28  # of the type size: letters of a drawing this far apart belong to one word
_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-"})


@dataclass(frozen=True)
class Letters:
    """A run of letters and where it stands on its page, in points; `size` of the type."""

    text: str
    x: float = 0.0
    y: float = 0.0
    right: float = 0.0
    size: float = 1.0


def letters_of(
    data: bytes,
) -> tuple[dict[tuple[int, int], list[Letters]], list[str], list[tuple[int, str]]]:
    """Text by page and number of marked content, text outside of it by page, and pictures."""
    marked: dict[tuple[int, int], list[Letters]] = {}
    outside: list[str] = []
    strange: list[tuple[int, str]] = []
    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(len(document)):
            page = document[number]
            letters = page.get_textpage()
            beside: list[Letters] = []
            objects = [pdfium.FPDFPage_GetObject(page.raw, at) for at in range(pdfium.FPDFPage_CountObjects(page.raw))]
            for one, mark in _leaves(objects, -1):
                if pdfium.FPDFPageObj_GetType(one) == pdfium.FPDF_PAGEOBJ_IMAGE:
                    strange.append((number, "a picture"))
                    continue
                text = _text(one, letters.raw)
                if text and mark < 0:
                    beside.append(text)
                elif text is not None:
                    marked.setdefault((number, mark), []).append(text)
            outside.append(joined(beside))
            letters.close()
            page.close()
    finally:
        document.close()
    return marked, outside, strange


def _leaves(objects: list[Any], above: int) -> Iterator[tuple[Any, int]]:
    for one in objects:
        mark = pdfium.FPDFPageObj_GetMarkedContentID(one)
        mark = mark if mark >= 0 else above
        kind = pdfium.FPDFPageObj_GetType(one)
        if kind in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_IMAGE):
            yield one, mark
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            count = pdfium.FPDFFormObj_CountObjects(one)
            yield from _leaves([pdfium.FPDFFormObj_GetObject(one, at) for at in range(count)], mark)


def _text(one: Any, letters: Any) -> Letters | None:
    length = pdfium.FPDFTextObj_GetText(one, letters, None, 0)
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFTextObj_GetText(one, letters, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    text = buffer.raw[:length].decode("utf-16-le").rstrip("\0")
    if not text:
        return None
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(one, ctypes.byref(left), ctypes.byref(bottom), ctypes.byref(right), ctypes.byref(top))
    matrix, size = pdfium.FS_MATRIX(), ctypes.c_float()
    pdfium.FPDFPageObj_GetMatrix(one, ctypes.byref(matrix))
    pdfium.FPDFTextObj_GetFontSize(one, ctypes.byref(size))
    return Letters(text, left.value, matrix.f, right.value, abs(size.value * matrix.d) or 1.0)


def joined(letters: Sequence[Letters]) -> str:
    """Runs of letters as they are read on: a space where a line broke."""
    text = ""
    for run in letters:
        piece = run.text.translate(_HYPHENS)
        text += ("" if not text or text[-1] in " -@/" else " ") + piece
    return squeezed(text)


def drawn(letters: Sequence[Letters]) -> list[str]:
    """The words of a drawing, whose letters each stand alone: those of one line that touch belong together."""
    words: list[list[Letters]] = []
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
    return [squeezed("".join(one.text.strip() or " " for one in word)) for word in words]
