"""Where words go: breaking them into lines, moving labels apart, and finding a clear place for a remark.

Everything is measured with the widths of the packaged face, so that what does not overlap here does not on paper.
Lengths are in px of the drawing; y grows downwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assize.core.document import Link, NoteRef, Number, Strong, Words
from assize.render.theme import Weight, text_width

ASCENT, DESCENT = 0.984, 0.273  # of the packaged face, of the type size: the box a browser gives a line of text
LEADING = 1.3  # of the type size: the least distance of two labels (look)
_APART = 2.0  # by how much nearer its own mark has to be to words than any other is
MIDDLE = 0.33  # half the height of a figure, of the type size: from a baseline up to the middle of the text


@dataclass(frozen=True)
class Run:
    """Words of one weight; `number` where they are the text of one."""

    text: str
    weight: Weight = Weight.REGULAR
    number: Number | None = None


RunLine = tuple[Run, ...]


@dataclass(frozen=True)
class Rect:
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Rect) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, other: Rect) -> bool:
        """Whether it lies inside `other`."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )

    def grown(self, by: float) -> Rect:
        """The same with `by` more on each side."""
        return Rect(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def nearest(self, place: Place) -> Place:
        """Its point that is nearest to a place: where a leader from there ends."""
        return min(max(place[0], self.left), self.right), min(max(place[1], self.top), self.bottom)

    def away(self, place: Place) -> float:
        """How far a place is from it."""
        return math.dist(place, self.nearest(place))

    def is_doubtful(self, own: Place, others: Iterable[Place]) -> bool:
        """Whether words in it, which are of `own`, might be read as those of one of the others: that one is as near."""
        return any(other != own and self.away(other) <= self.away(own) + _APART for other in others)

    def crossed(self, segment: Segment) -> bool:
        """Whether a straight line runs through it (clipping after Liang and Barsky, 1984)."""
        (x1, y1), (x2, y2) = segment
        if max(x1, x2) < self.left or min(x1, x2) > self.right or max(y1, y2) < self.top or min(y1, y2) > self.bottom:
            return False
        enter, leave = 0.0, 1.0
        for step, low, high, start in ((x2 - x1, self.left, self.right, x1), (y2 - y1, self.top, self.bottom, y1)):
            if step == 0:
                continue  # parallel, and the boxes meet: inside this pair of edges
            first, second = (low - start) / step, (high - start) / step
            enter, leave = max(enter, min(first, second)), min(leave, max(first, second))
        return enter <= leave


Place = tuple[float, float]
Segment = tuple[Place, Place]


def run_width(runs: Iterable[Run], size: float) -> float:
    """Width of a line of runs."""
    return sum(text_width(run.text, size, run.weight) for run in runs)


def text_box(x: float, baseline: float, width: float, size: float, anchor: str = "start") -> Rect:
    """The box of a line of text, as a browser measures it."""
    left = x - width if anchor == "end" else x - width / 2 if anchor == "middle" else x
    return Rect(left, baseline - ASCENT * size, left + width, baseline + DESCENT * size)


def _atoms(words: Words, weight: Weight, number_weight: Weight) -> list[list[Run]]:
    """Words cut where a line may break; a number and the mark that follows it stay together."""
    atoms: list[list[Run]] = [[]]
    for part in words:
        match part:
            case NoteRef():
                continue
            case Number():
                atoms[-1].append(Run(part.text, number_weight, part))
            case str() | Link() | Strong():
                content = part if isinstance(part, str) else part.text
                own = Weight.BOLD if isinstance(part, Strong) else weight
                for at, word in enumerate(content.split(" ")):
                    if at:
                        atoms.append([])
                    if word:
                        atoms[-1].append(Run(word, own))
    return [atom for atom in atoms if atom]


def wrap(
    words: Words, size: float, width: float, bold: bool = False, bold_numbers: bool = False
) -> tuple[RunLine, ...]:
    """The words in lines of at most `width`, unless one word alone is wider."""
    weight = Weight.BOLD if bold else Weight.REGULAR
    lines: list[list[Run]] = []
    used = 0.0
    for atom in _atoms(words, weight, Weight.BOLD if bold or bold_numbers else Weight.REGULAR):
        needed = run_width(atom, size)
        space = text_width(" ", size, weight)
        if lines and used + space + needed <= width:
            last = lines[-1][-1]
            if last.number is None and last.weight is atom[0].weight and atom[0].number is None:
                lines[-1][-1] = Run(f"{last.text} {atom[0].text}", last.weight)
                lines[-1].extend(atom[1:])
            elif last.number is None:
                lines[-1][-1] = Run(f"{last.text} ", last.weight)
                lines[-1].extend(atom)
            elif atom[0].number is None:
                lines[-1].extend([Run(f" {atom[0].text}", atom[0].weight), *atom[1:]])
            else:
                lines[-1].extend([Run(" ", weight), *atom])
            used += space + needed
        else:
            lines.append(list(atom))
            used = needed
    return tuple(tuple(line) for line in lines)


def wrap_evenly(words: Words, size: float, width: float) -> tuple[RunLine, ...]:
    """The words in as few lines as `wrap` needs, but of lengths as like as can be."""
    lines = wrap(words, size, width)
    while len(lines) > 1 and width > size:
        width -= size / 2
        narrower = wrap(words, size, width)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def move_apart(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Centres as near as possible to those wanted (in least squares), in the same order, none on another.

    `wanted` is in order; pools of neighbours that collide are moved together (pool adjacent violators), then held between
    `low` and `high`. Where the heights add up to more than the room, the labels are centred over it.
    """
    if not wanted:
        return []
    offsets = [0.0]
    for before, after in pairwise(heights):
        offsets.append(offsets[-1] + (before + after) / 2)
    pools: list[tuple[float, int]] = []
    for centre, offset in zip(wanted, offsets, strict=True):
        mean, size = centre - offset, 1
        while pools and pools[-1][0] > mean:
            before, count = pools.pop()
            mean, size = (before * count + mean * size) / (count + size), count + size
        pools.append((mean, size))
    least = low + heights[0] / 2
    most = high - heights[-1] / 2 - offsets[-1]
    if most < least:
        least = most = (least + most) / 2
    starts = [min(max(mean, least), most) for mean, size in pools for _ in range(size)]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]


@dataclass
class Obstacles:
    """What words may not touch."""

    rects: list[Rect]
    segments: list[Segment]

    def clear(self, rect: Rect) -> bool:
        """Whether nothing lies in `rect`."""
        return not any(rect.overlaps(other) for other in self.rects) and not any(map(rect.crossed, self.segments))

    def find(self, width: float, height: float, near: Place, room: Rect, avoid: Sequence[float] = ()) -> Rect | None:
        """The clear place for a box nearest to a point inside `room`; `avoid` are levels better left uncrossed."""
        window = Rect(near[0] - width - 70, near[1] - height - 50, near[0] + width + 70, near[1] + height + 50)
        close = Rect(
            max(room.left, window.left),
            max(room.top, window.top),
            min(room.right, window.right),
            min(room.bottom, window.bottom),
        )
        return self._find(width, height, near, close, avoid) or self._find(width, height, near, room, avoid)

    def _find(self, width: float, height: float, near: Place, room: Rect, avoid: Sequence[float]) -> Rect | None:
        if width > room.right - room.left or height > room.bottom - room.top:
            return None
        step = 4.0
        centred = 0.4 if width < 12 * step else 0.1  # a single number stands over or under its point, words beside it
        columns = int((room.right - room.left - width) / step)
        rows = int((room.bottom - room.top - height) / step)
        lefts = [room.left + column * step for column in range(columns + 1)]
        if width < 12 * step and room.left <= near[0] - width / 2 <= room.right - width:
            lefts.append(near[0] - width / 2)
        found: list[tuple[float, float, float]] = []
        for row in range(rows + 1):
            top = room.top + row * step
            down = max(top - near[1], near[1] - top - height, 0.0)
            crossed = 12 * sum(top < level < top + height for level in avoid)
            for left in lefts:
                across = max(left - near[0], near[0] - left - width, 0.0)
                cost = (across * across + down * down) ** 0.5 + centred * abs(left + width / 2 - near[0]) + crossed
                found.append((cost, left, top))
        inside = self._touching(room.grown(1.0))
        for _, left, top in sorted(found):
            rect = Rect(left, top, left + width, top + height)
            if inside.clear(rect):
                return rect
        return None

    def _touching(self, room: Rect) -> Obstacles:
        """Those that no place in a room can do without being held against."""
        return Obstacles(
            [rect for rect in self.rects if rect.overlaps(room)],
            [segment for segment in self.segments if room.crossed(segment)],
        )
