"""Where the pages of a form's sheet of figures break as it is printed, so that no line or two stand alone on the last."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

_WIDTH, _HEIGHT = 842.0, 595.0  # points of an A4 page on its side
_CHARACTER = 5.56  # points of a nought in Arial at 10 points, by which LibreOffice widens a column; Excel takes 5.25
_EDGES = 0.72  # characters: the five pixels that a column has more
_SAFE = 0.95  # of a page's height is planned: printers and programs differ by a line
_SURELY = 0.99  # of its width: a column that went over would have pages of its own
_SPLIT = 0.04  # squared free share of a page that it costs to part a part from the line before it


def print_scale(widths: Sequence[float], margin: float) -> int:
    """The scale, in per cent, at which columns of these widths (in characters) surely fit between margins of so many points."""
    wide = _CHARACTER * sum(width + _EDGES for width in widths)
    return min(100, int(100 * _SURELY * (_WIDTH - 2 * margin) / wide))


def page_breaks(
    top: float, head: float, rows: Sequence[float], parts: Sequence[bool], scale: int, margin: float
) -> list[int]:
    """Before which rows a page begins anew, in as few pages as hold them, and those as evenly filled as can be.

    `top` is the height of what stands above the first row, `head` that of the headers that every later page repeats, `rows` are
    the heights of the rows, all in points before scaling; `parts` says of each row whether it belongs to the one before.
    """
    room = _SAFE * (_HEIGHT - 2 * margin) * 100 / scale

    @cache
    def best(first: int) -> tuple[int, float, tuple[int, ...]]:
        """Pages, unevenness and breaks from a row on."""
        found: list[tuple[int, float, tuple[int, ...]]] = []
        height = head if first else top
        for end in range(first + 1, len(rows) + 1):
            height += rows[end - 1]
            if height > room and end > first + 1:
                break
            uneven = max(0.0, 1 - height / room) ** 2
            if end == len(rows):
                found.append((1, uneven, ()))
                continue
            pages, others, breaks = best(end)
            found.append((pages + 1, uneven + others + _SPLIT * parts[end], (end, *breaks)))
        return min(found)

    return list(best(0)[2]) if rows else []
