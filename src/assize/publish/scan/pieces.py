"""What the openers of files give: pieces of words and numbers, each with the place where it stands."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from assize.publish.scan.alike import look_of

_NUMBER = re.compile(r"(?:(?<![\w\]])[+\-])?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:[eE][+-]?\d+)?")


_DIGIT = re.compile(r"\d")
_ONE_DIGIT = frozenset(range(10))
_UP_TO_TWELVE = "one two three four five six seven eight nine ten eleven twelve".split()
_TEENS = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SPELLED = {
    **{word: str(number) for number, word in enumerate([*_UP_TO_TWELVE, *_TEENS], start=1)},
    **{word: str(10 * number) for number, word in enumerate(_TENS, start=2)},
    **{
        "hundred": "100",
        "thousand": "1000",
        "million": "1000000",
        "dozen": "12",
        "once": "1",
        "twice": "2",
        "thrice": "3",
        "half": "0.5",
    },
}
# Its first letters are asked for before its words, which takes a fifth of the time.
_WORD = re.compile(
    rf"(?<![a-z])(?=[{''.join(sorted({word[0] for word in _SPELLED}))}])(?:{'|'.join(_SPELLED)})(?![^\W_])"
)


class Kind(Enum):
    """What a piece is, which decides what it is held against."""

    WORDS = "words"  # a paragraph, a label, an alternative text
    LABEL = "label"  # what stands by itself in a drawing: a number, or the last line of words
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
    """Every number of a text in order, without separators and signs of plus: `2,244` is `2244`, `+6.3` is `6.3`, `seventeen`
    is `17`."""
    text = in_digits(text)
    if not _DIGIT.search(text):
        return ()
    return tuple(number.replace(",", "").removeprefix("+") for number in _NUMBER.findall(text))


@lru_cache(maxsize=1 << 12)
def _in_figures(sign: str) -> str:
    """A sign that stands for a number as that number, with spaces around it unless it is one digit; a letter as the one that it
    looks like, an accent as nothing, any other as it is."""
    number = unicodedata.numeric(sign, None)
    if number is None and (pictured := _PICTURED.match(unicodedata.name(sign, ""))):
        return f" {' '.join(_SPELLED.get(word.lower(), word) for word in re.findall(r'[A-Z]+|[0-9]+', pictured[1]))} "
    if number is None:
        return look_of(sign) if unicodedata.category(sign)[0] in "LM" else sign
    return f"{number:g}" if number in _ONE_DIGIT else f" {number:g} "


_PICTURED = re.compile(
    r"(?:DIE FACE|DOMINO TILE \w+|PLAYING CARD|MAHJONG TILE)[- ](.+)"
)  # pictures that stand for numbers
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def in_digits(text: str) -> str:
    """A text in small letters, with every number in digits: those that it spells word by word (`twenty-two` is `20-2`), raised,
    ringed and wide digits and those of other scripts. Letters are those that they look like."""
    if not text.isascii():
        text = _BEYOND_ASCII.sub(lambda sign: _in_figures(sign[0]), text)
        text = unicodedata.normalize("NFKC", text.replace("\u2011", "-")).replace("−", "-")
    return _WORD.sub(lambda found: _SPELLED[found[0]], text.lower())


def counted(numbers: Sequence[str]) -> Mapping[str, int]:
    """How often each number stands among them."""
    found = dict.fromkeys(numbers, 1)
    return found if len(found) == len(numbers) else Counter(numbers)


def squeezed(text: str) -> str:
    """The text with every run of white space as one space and without soft hyphens."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(text.replace("\u00ad", "").replace("\u2011", "-").split())


def in_row(cells: Sequence[str]) -> str:
    """The words of a row as one, each cell's `squeezed`."""
    words = " | ".join(cells)
    return squeezed(words) if "  " in words or words[:1] == " " or words[-1:] == " " else words
