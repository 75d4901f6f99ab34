"""The words of a section or of a whole document as one long text, in which what a file says with a number must stand.

Numbers are held with the words beside them: a `3` is innocent where the document says `3 forces`, and is not where a file says
`3 victims`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cached_property, lru_cache
from typing import TypeAlias

from assize.core.document import (
    EXPECTED,
    PROJECTION,
    Aspect,
    Chart,
    Judged,
    Link,
    NoteRef,
    Point,
    PointMark,
    Role,
    Row,
    Span,
    TableCell,
    Trend,
    Words,
    plain,
)
from assize.publish.scan.pieces import in_digits
from assize.render.html_blocks import SEASONS
from assize.render.xlsx_blocks import FUNNEL_HEADS

_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[^\W\d_]+")
_DIGIT, _LETTER = re.compile(r"\d"), re.compile(r"[^\W\d_]")
_APART = "|"  # between what is not written together


@lru_cache(1 << 16)
def form(text: str) -> str:
    """The letters of a text without spaces and marks, and every number by itself, between spaces: `of them 1,234 (5.0%)` is
    `ofthem 1234  5.0 `. So neither breaks of lines nor marks matter, and a 3 is not found in 13 or 3.5."""
    found = _TOKEN.findall(in_digits(text))
    return "".join([one if one[0] > "9" else f" {one.replace(',', '')} " for one in found])


def has_number(text: str) -> bool:
    """Whether a text has a number, in digits or in words."""
    return _DIGIT.search(form(text)) is not None


def has_letter(text: str) -> bool:
    """Whether a text has a letter."""
    return _LETTER.search(text) is not None


class Standing(Enum):
    """How a piece stands in a text."""

    WHOLE = "whole"  # every number with its words
    BARE = "bare"  # all words are the text's, and numbers stand alone between them
    NOT = "not"


class Texts:
    """What is written together, `said`, string by string; `counts` are the numbers that stand in no sentence."""

    def __init__(self, said: Iterable[str], counts: Iterable[str] = ()) -> None:
        self.said, self.counts = frozenset(map(form, said)), frozenset(map(form, counts))
        self._cells: dict[str, bool] = {}
        self.long = _APART.join(["", *self.said, ""])

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """Those with letters, the longest first."""
        return tuple(sorted((one for one in self.said if _LETTER.search(one)), key=lambda one: (-len(one), one)))

    def has_cells(self, cells: Iterable[str]) -> bool:
        """Whether it has the words of all cells of a row of a chart's data."""
        return all(map(self._has_cell, cells))

    def _has_cell(self, cell: str) -> bool:
        if cell not in self._cells:
            words = form(cell)
            self._cells[cell] = words in self.long or not _LETTER.search(words)
        return self._cells[cell]

    def standing(self, words: str, alone: bool = False, label: bool = False) -> Standing:
        """How words stand in it. What files put together from its strings is taken apart again. `alone`: there are numbers
        beside them, which no words account for."""
        whole = form(words)
        if not label and not _LETTER.search(whole):
            return Standing.WHOLE if whole in self.counts else Standing.BARE
        if whole in self.said or whole in self.long:
            return Standing.WHOLE
        left = _APART.join(map(form, words.split(" | ")))
        for phrase in self.phrases:
            if phrase in left:
                left = left.replace(phrase, _APART)
                if not alone and not _DIGIT.search(left):
                    return Standing.WHOLE
        parts = [one for one in left.split(_APART) if one.strip()]
        numbered = [one for one in parts if _DIGIT.search(one)]
        alone = alone or any(not _LETTER.search(one) for one in numbered)
        worded = [one for one in parts if _LETTER.search(one)] if alone else numbered
        if not all(one in self.long or one in _BETWEEN for one in worded):
            return Standing.NOT
        return Standing.BARE if alone else Standing.WHOLE


_BETWEEN = frozenset(
    ("x", "z", "p", "to")
)  # signs of absence and of what is provisional; between the ends of an interval


# --- strings ------------------------------------------------------------------------------------------------------


Marks: TypeAlias = Mapping[str, int] | None
"""The marks of a section's notes with their numbers in a workbook; None where the file is none."""


def said_of_words(words: Words, marks: Marks) -> list[str]:
    """A sentence as the files have it: without the marks of its notes, with them small, with what is heard of them, and as a
    workbook has them (`marks`: mark -> its number there), addresses in brackets."""
    return list(dict.fromkeys(_written(words, way, marks) for way in _ways_of(words, marks)))


def said_of_row(row: Row, marks: Marks) -> Iterator[str]:
    """The cells of a row as one, without what is drawn in it and with the words for that; and each cell that has words."""
    parts = [part for cell in row.cells for part in _sentences_of(cell)]
    drawn = any(isinstance(part, str) for part in parts)
    for way in dict.fromkeys(way for part in parts if isinstance(part, tuple) for way in _ways_of(part, marks)):
        told = [part if isinstance(part, str) else _written(part, way, marks) for part in parts]
        yield " ".join(told)
        if drawn:
            yield " ".join(words for words, part in zip(told, parts, strict=True) if not isinstance(part, str))
        yield from (words for words in told if _LETTER.search(words))


def _sentences_of(cell: TableCell) -> Iterator[Words | str]:
    """What stands in a cell and under it; what stands for a drawing as a string."""
    content = cell.content
    if isinstance(content, Trend | Span):
        yield content.alt
    else:
        yield content.words if isinstance(content, Judged) else content
    if cell.under:
        yield cell.under


def _ways_of(words: Words, marks: Marks) -> tuple[str, ...]:
    kinds = set(map(type, words))
    ways = ("", "{0}", "note {0}") if NoteRef in kinds else ("",)
    return (*ways, _IN_A_CELL) if marks is not None and not kinds.isdisjoint((NoteRef, Link)) else ways


_IN_A_CELL = " [note {1}]"


def _written(words: Words, way: str, marks: Marks) -> str:
    """A sentence with the marks of its notes written in one of the ways."""
    found = []
    for one in words:
        if isinstance(one, str):
            found.append(one)
        elif isinstance(one, NoteRef):
            found.append(way.format(one.mark, (marks or {}).get(one.mark)))
        elif isinstance(one, Link) and way is _IN_A_CELL:
            found.append(f"{one.text} ({one.target})")
        else:
            found.append(one.text)
    return "".join(found)


def said_of_chart(chart: Chart) -> Iterator[str]:
    """What is written in and under a chart that no string of its own is: names with their numbers, rows of its figures."""
    names = chart.range_names
    yield plain(chart.caption).split(". ")[0]
    yield from (names.whole, names.lower, names.mean, names.upper, *HEADS_BEHIND)
    yield from (f"{line.name}: {mark.value}" for line in chart.lines for mark in PointMark)
    yield from (f"{side} {curve.name}" for curve in chart.curves for side in ("Lower", "Upper"))
    labels = [category.label for category in chart.categories]
    lines = sorted(chart.lines, key=lambda line: line.role is not Role.BOARD)
    for at, label in enumerate(labels):
        told = " ".join(_pointed(line.points[at]) for line in lines)
        yield f"{label} {told}"
        if lines and (first := lines[0].points[at]):
            yield f"{label} {told} {first.mark.value}"
    for line in lines:
        ends = [point.number.text for point in line.points if point]
        yield from (f"{line.name} {text}" for text in (*ends[:1], *ends[-1:]))
    for limits in chart.limits:
        for one in (limits, *limits.pieces[-SEASONS:]):
            pairs = (names.lower, one.lower), (names.mean, one.mean), (names.upper, one.upper)
            yield from (f"{name} {number.text}" for name, number in pairs)
            spell = _spell(labels, one.first, one.last)
            yield f"{names.whole}, {spell}: {one.lower.text} to {one.upper.text}; {names.mean} {one.mean.text}"
    yield from (f"{hatch.words} {_spell(labels, hatch.first, hatch.last)}" for hatch in chart.hatches)
    for bar in chart.bars:
        yield f"{bar.name} {bar.number.text}"
        if bar.lower and bar.upper:
            yield f"{bar.name} {bar.number.text} {bar.lower.text} to {bar.upper.text}"
    for dot in chart.dots:
        yield f"{dot.name} {dot.number.text}"
        yield f"{dot.name} {dot.size.text} {dot.number.text} {dot.limits[0].text} to {dot.limits[3].text}"
    if chart.target:
        yield f"Target: {chart.target.text}"
    if chart.centre:
        yield f"{chart.centre_name} {chart.centre.text}"


_ENDS = (Aspect.LOWER, Aspect.UPPER)
HEADS_BEHIND = (
    *(f"{names.whole}, {drawn}" for names in (EXPECTED, PROJECTION) for drawn in ("stands on", "height")),
    *("Latest", *(f"Latest: {mark.value}" for mark in PointMark), EXPECTED.mean),
    *("Year", "Period", "Area", "Target", "Value", *(end.value for end in _ENDS)),
    *("Whisker up", "Whisker down", "Whisker"),
    *(*FUNNEL_HEADS, "Size on the limit lines", "Other areas", "Beyond the limits", "Areas compared", "Board"),
    *("Series", "Category", "Figure", "Which number", "As printed"),
)
"""What columns and series are called in the data behind charts, beside the names that the chart has itself."""


def _pointed(point: Point | None) -> str:
    return "[x]" if point is None else point.number.text + (" (p)" if point.provisional else "")


def _spell(labels: Sequence[str], first: int, last: int) -> str:
    return labels[first] if first == last else f"{labels[first]} to {labels[last]}"
