"""What the openers of files give: pieces of words and numbers, each with the place where it stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple, TypeAlias

_NUMBER = re.compile(r"(?:(?<![\w\]])[+\-])?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:[eE][+-]?\d+)?")


_DIGIT = re.compile(r"\d")


class Kind(Enum):
    """What a piece is, which decides what it is held against."""

    WORDS = "words"  # a paragraph, a label, an alternative text
    ROW = "row"  # the cells of one row of a table
    VALUES = "values"  # numbers of one place of a chart's data
    FIGURE = "figure"  # a number that says which figure it belongs to
    DRAWING = "drawing"  # a picture of a page, whole
    FOREIGN = "foreign"  # what no pack has: a hidden sheet, a comment, a part that nothing draws


FigureKey: TypeAlias = tuple[str, str, str]
"""Reference of the figure, aspect, text."""


class Piece(NamedTuple):
    """A piece of a file. `section` is the section of the document it stands in, empty for what belongs to the whole;
    `chart` the alternative text of the chart whose data it is, and `at` the place in it."""

    place: str
    kind: Kind
    words: str
    section: str = ""
    values: tuple[float, ...] = ()
    key: FigureKey = ("", "", "")
    chart: str = ""
    at: int = -1


@lru_cache(maxsize=1 << 16)
def numbers_in(text: str) -> tuple[str, ...]:
    """Every number of a text in order, without separators and signs of plus: `2,244` is `2244`, `+6.3` is `6.3`."""
    if not text.isascii():  # raised, ringed and wide digits are digits
        text = unicodedata.normalize("NFKC", text.replace("\u2011", "-")).replace("−", "-")
    if not _DIGIT.search(text):
        return ()
    return tuple(number.replace(",", "").removeprefix("+") for number in _NUMBER.findall(text))


def squeezed(text: str) -> str:
    """The text with every run of white space as one space and without soft hyphens."""
    return " ".join(text.replace("\u00ad", "").replace("\u2011", "-").split())


def in_row(cells: Sequence[str]) -> str:
    """The words of a row as one, each cell's `squeezed`."""
    words = " | ".join(cells)
    return squeezed(words) if "  " in words or words[:1] == " " or words[-1:] == " " else words


_ASCII_MARKS = bytes(one for one in range(128) if not chr(one).isalnum())
_OTHER_MARKS = re.compile(r"[\W_]+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_CROWDED = 0.05  # bytes that a letter of a text takes beyond one, from which on it is made plain as a whole


def loose(text: str) -> str:
    """Letters and digits alone, small: neither breaks of lines nor marks of a format hide words, nor do raised digits."""
    beyond = len(text.encode("utf-8", "surrogatepass")) - len(text)
    crowded = beyond > _CROWDED * len(text)
    if crowded:
        text = unicodedata.normalize("NFKC", text)
    elif beyond:
        text = "".join(_runs_made_plain(text))
    # Nearly all marks are of ASCII, and bytes lose them many times faster than a pattern finds them.
    bare = text.encode("utf-8", "surrogatepass").translate(None, _ASCII_MARKS).decode("utf-8", "surrogatepass")
    return (_OTHER_MARKS.sub("", bare) if crowded else bare).casefold()


def _runs_made_plain(text: str) -> Iterator[str]:
    """A long text in which few signs are beyond ASCII: those alone are looked at, each with the letter to which an accent may
    belong, and come out without marks."""
    last = 0
    for run in _BEYOND_ASCII.finditer(text):
        begin = max(last, run.start() - 1)
        yield text[last:begin]
        yield _OTHER_MARKS.sub("", unicodedata.normalize("NFKC", text[begin : run.end()]))
        last = run.end()
    yield text[last:]
