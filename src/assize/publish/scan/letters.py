"""The letters of a PDF by the marked content they stand in, read with pdfium's page objects, and how they make words.

`tests/readback` reads prints with code of its own, on purpose: neither vouches for itself.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from assize.publish.scan.pieces import squeezed

_NEAR = 0.28  # of the type size: letters of a drawing this far apart belong to one word
_DRAWN = 4  # letters that a piece of a drawing has at most; where longer ones stand nobody asks
_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-"})


class Letters(NamedTuple):
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
    document, reader = pypdfium2.PdfDocument(data), _Reader()
    try:
        for number in range(len(document)):
            page = document[number]
            letters = page.get_textpage()
            beside: list[Letters] = []
            objects = [pdfium.FPDFPage_GetObject(page.raw, at) for at in range(pdfium.FPDFPage_CountObjects(page.raw))]
            for one, is_picture, mark in _leaves(objects, -1):
                if is_picture:
                    strange.append((number, "a picture"))
                    continue
                text = reader.read(one, letters.raw)
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


def _leaves(objects: list[Any], above: int) -> Iterator[tuple[Any, bool, int]]:
    """The pieces of text and the pictures (which of the two it is) of a page, each with its number of marked content."""
    for one in objects:
        kind = pdfium.FPDFPageObj_GetType(one)
        if kind not in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM):
            continue
        mark = pdfium.FPDFPageObj_GetMarkedContentID(one)
        mark = mark if mark >= 0 else above
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            count = pdfium.FPDFFormObj_CountObjects(one)
            yield from _leaves([pdfium.FPDFFormObj_GetObject(one, at) for at in range(count)], mark)
        else:
            yield one, kind == pdfium.FPDF_PAGEOBJ_IMAGE, mark


class _Reader:
    """Reads pieces of text, each into the same memory: to make it anew for every one took half of the time."""

    def __init__(self) -> None:
        self.bytes = ctypes.create_string_buffer(1 << 12)
        self.shorts = ctypes.cast(self.bytes, ctypes.POINTER(ctypes.c_ushort))
        self.ends = tuple(ctypes.c_float() for _ in range(4))  # left, bottom, right, top
        self.at = tuple(ctypes.byref(end) for end in self.ends)
        self.matrix, self.size = pdfium.FS_MATRIX(), ctypes.c_float()

    def read(self, one: Any, letters: Any) -> Letters | None:
        """The text of an object of a page and where it stands; None where it has none."""
        length = pdfium.FPDFTextObj_GetText(one, letters, self.shorts, len(self.bytes))
        if length > len(self.bytes):  # nothing has been written: there is too much
            self.bytes = ctypes.create_string_buffer(length)
            self.shorts = ctypes.cast(self.bytes, ctypes.POINTER(ctypes.c_ushort))
            pdfium.FPDFTextObj_GetText(one, letters, self.shorts, length)
        text = ctypes.string_at(self.bytes, length).decode("utf-16-le").rstrip("\0")
        if not text:
            return None
        if len(text) > _DRAWN:
            return Letters(text)
        pdfium.FPDFPageObj_GetBounds(one, *self.at)
        pdfium.FPDFPageObj_GetMatrix(one, self.matrix)
        pdfium.FPDFTextObj_GetFontSize(one, self.size)
        left, _, right, _ = self.ends
        return Letters(text, left.value, self.matrix.f, right.value, abs(self.size.value * self.matrix.d) or 1.0)


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
