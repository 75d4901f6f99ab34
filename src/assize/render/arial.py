"""How wide Arial is: the standard Helvetica widths, which Arial and Liberation Sans share, in thousandths of an em.

Office files name Arial and are laid out by the reader's machine, so a renderer must know beforehand whether words fit their
box. The widths are published facts (the Helvetica and Helvetica-Bold metrics of the PDF standard's fourteen fonts); no font
file is read. Lengths are in points.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_ASCII = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 "
    "584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 "
    "667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 "
    "278 556 500 722 500 500 500 334 260 334 584"
)
_ASCII_BOLD = (
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 333 333 "
    "584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611 722 667 944 "
    "667 667 611 333 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 "
    "333 611 556 778 556 556 500 389 280 389 584"
)
_OTHER = {"–": 556, "—": 1000, "‘": 222, "’": 222, "“": 333, "”": 333, "•": 350, "·": 333, "−": 584, "×": 584, "±": 549,
          "£": 556, "…": 1000, "°": 400, " ": 278, "≥": 549, "≤": 549}  # fmt: skip
_OTHER_BOLD = {**_OTHER, "‘": 278, "’": 278, "“": 500, "”": 500}
_REGULAR = {**{chr(32 + n): int(width) for n, width in enumerate(_ASCII.split())}, **_OTHER}
_BOLD = {**{chr(32 + n): int(width) for n, width in enumerate(_ASCII_BOLD.split())}, **_OTHER_BOLD}
_ENDS = (" ", "-", "–", "—")
_UNKNOWN = 722  # a wide letter: what the table does not hold is never thought narrower than it is


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width in points of one line of `text` set at `size` points."""
    return _thousandths(text, bold) * size / 1000


@lru_cache(maxsize=1 << 14)  # the same words come again and again: in tables, and while a size is sought
def _thousandths(text: str, bold: bool) -> int:
    table = _BOLD if bold else _REGULAR
    return sum([table.get(character, _UNKNOWN) for character in text])


def wrap(runs: Iterable[tuple[str, bool]], size: float, width: float) -> list[str]:
    """The lines into which runs of (words, bold) fall in a box `width` points wide; a word wider than the box is broken.

    The greedy rule of word processors: a word goes on the next line when it does not fit with its space before it.
    """
    lines: list[str] = []
    line, used = "", 0.0
    for word, length in _words(runs, size):
        if line and used + length - _trailing(word, size) > width:
            lines.append(line.rstrip())
            line, used = "", 0.0
        while not line and length - _trailing(word, size) > width:
            cut = max(1, int(len(word) * width / length))
            lines.append(word[:cut])
            word, length = word[cut:], length * (1 - cut / len(word))
        line, used = line + word, used + length
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return lines


def line_count(text: str, size: float, width: float, bold: bool = False) -> int:
    """How many lines `text` takes in a box `width` points wide."""
    return len(wrap([(text, bold)], size, width))


_PIECE = re.compile(r"[^ \-–—]*[ \-–—] *|[^ \-–—]+")  # a line may end after a space, a hyphen or a dash


def _words(runs: Iterable[tuple[str, bool]], size: float) -> list[tuple[str, float]]:
    """Words with the spaces after them and their widths; runs that touch without a space make one word."""
    words: list[tuple[str, float]] = []
    whole = True
    for text, bold in runs:
        for piece in _PIECE.findall(text):
            length = text_width(piece, size, bold)
            if whole and not (words and piece.isspace()):
                words.append((piece, length))
            else:
                words[-1] = (words[-1][0] + piece, words[-1][1] + length)
            whole = piece.endswith(_ENDS)
    return words


def _trailing(word: str, size: float) -> float:
    return size * _REGULAR[" "] / 1000 if word.endswith(" ") else 0.0
