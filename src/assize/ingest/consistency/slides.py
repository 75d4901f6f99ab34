"""A column or row that slid beside the others: what it owes them holds nowhere as it stands, and everywhere if it is moved.

Where figures truly do not add up (parts that overlap, shares of something that is not printed) they do so nowhere, moved or
not: so nothing is said of them.
"""

from __future__ import annotations

from collections.abc import Callable

FARTHEST = 4  # cells by which a column is tried
_ENOUGH = 6  # lines that must fit
_MOST = 0.8  # of the lines that can be compared
_STANDING = 4  # as it stands no more than one in so many may fit

Fits = Callable[[int, int], bool | None]


def slid_by(lines: int, fits: Fits, enough: int = _ENOUGH) -> int:
    """By how many lines a column has slid: 0 where it fits as it stands, or fits nowhere.

    `fits(line, at)` says whether what the column has in line `at` is what the others of `line` make it; None where that tells
    nothing. At least `enough` lines must fit, and nearly all that tell.
    """
    standing = [found for line in range(lines) if (found := fits(line, line)) is not None]
    if len(standing) < enough or sum(standing) * _STANDING > len(standing):
        return 0
    for distance in range(1, min(FARTHEST, lines - enough) + 1):
        for by in (distance, -distance):
            if _fits_moved(lines, fits, by, enough):
                return by
    return 0


def _fits_moved(lines: int, fits: Fits, by: int, enough: int) -> bool:
    told = failed = 0
    for line in range(max(-by, 0), min(lines - by, lines)):
        found = fits(line, line + by)
        if found is not None:
            told += 1
            failed += not found
            if failed > (1 - _MOST) * lines:
                return False
    return told >= enough and told - failed >= _MOST * told


def fits_mostly(found: list[bool], enough: int = _ENOUGH) -> bool:
    """Whether nearly all of what tells something fits."""
    return len(found) >= enough and sum(found) >= _MOST * len(found)
