"""Four quarters together, change on a year, and an index to a named year: simple, and refused where they mislead.

Only what happened in a period may be added up over four; what is counted on a day has a mean of four at most, and a rate is
added up from its counts. A window that touches a missing quarter or a break has no value. Rolling values overlap: they are
shown and never judged. Checked by `tests/vectors/runs_series.py`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from assize.core.errors import AssizeError
from assize.statistics.demands import need_list, need_lists, need_one_length, need_points, need_whole

QUARTERS = 4  # of a year

Values = Sequence[float | None]


def rolling_sum(values: Values, window: int = QUARTERS, breaks: Collection[int] = ()) -> list[float | None]:
    """The sum of each point and those before it, `window` in all; None where one is missing or a break lies between.

    `breaks` holds the index of each point from which on another definition counts. Of flows alone: never of a stock, a rate
    or a median. Raises AssizeError for a window under 1.
    """
    return [None if part is None else math.fsum(part) for part in _windows(values, window, breaks)]


def rolling_mean(values: Values, window: int = QUARTERS, breaks: Collection[int] = ()) -> list[float | None]:
    """The mean of the same points: all that may be made of a stock."""
    return [None if part is None else math.fsum(part) / window for part in _windows(values, window, breaks)]


def rolling_rate(
    numerators: Values, denominators: Values, window: int = QUARTERS, breaks: Collection[int] = ()
) -> list[float | None]:
    """Counts added up over totals added up: the rate of four quarters, never the mean of four rates. None over nought."""
    need_lists("a rolling rate cannot be made", numerators, denominators, gaps=True)
    need_one_length("a rolling rate cannot be made", numerators, denominators)
    above, below = rolling_sum(numerators, window, breaks), rolling_sum(denominators, window, breaks)
    return [a / b if a is not None and b else None for a, b in zip(above, below, strict=True)]


def _windows(values: Values, window: int, breaks: Collection[int]) -> list[list[float] | None]:
    need_lists("a rolling sum cannot be made", values, gaps=True)
    need_whole("a rolling sum cannot be made", window)
    need_points("a rolling sum cannot be made", breaks)
    if window < 1:
        raise AssizeError("a rolling sum cannot be made", found=f"a window of {window}", expected="1 point or more")
    found: list[list[float] | None] = []
    for end in range(1, len(values) + 1):
        start = end - window
        known = [value for value in values[max(start, 0) : end] if value is not None]
        whole = start >= 0 and len(known) == window and not any(start < at < end for at in breaks)
        found.append(known if whole else None)
    return found


def relative_change(values: Values, lag: int = QUARTERS, breaks: Collection[int] = ()) -> list[float | None]:
    """Each value's change on the one `lag` points before, as a share of it; None over nought, less, a gap or a break.

    With quarters and a lag of 4 that is the change on the year, with 1 that on the quarter before.
    """
    return [
        None if pair is None or not pair[0] > 0 else (pair[1] - pair[0]) / pair[0]
        for pair in _pairs(values, lag, breaks)
    ]


def point_change(values: Values, lag: int = QUARTERS, breaks: Collection[int] = ()) -> list[float | None]:
    """The difference itself, which is what two shares have: 0.08 and 0.07 are one percentage point apart."""
    return [None if pair is None else pair[1] - pair[0] for pair in _pairs(values, lag, breaks)]


def _pairs(values: Values, lag: int, breaks: Collection[int]) -> list[tuple[float, float] | None]:
    need_lists("a change cannot be computed", values, gaps=True)
    need_whole("a change cannot be computed", lag)
    need_points("a change cannot be computed", breaks)
    if lag < 1:
        raise AssizeError("a change cannot be computed", found=f"a lag of {lag}", expected="1 point or more")
    found: list[tuple[float, float] | None] = []
    for i, value in enumerate(values):
        before = values[i - lag] if i >= lag else None
        crossed = any(i - lag < at <= i for at in breaks)
        found.append(None if value is None or before is None or crossed else (before, value))
    return found


def index_to(
    values: Values, base: Sequence[int], *, same_season: bool = False, breaks: Collection[int] = ()
) -> list[float | None]:
    """Each value where the base is 100. `base` holds the indexes of the named year's points, all of which must be held.

    The base is their mean or, with `same_season`, of each point the one of the same season (first of four with first of four),
    which takes the seasons out. None where the value is missing, the base nought, or a break lies between them; a mean over a
    break is no base at all.
    Raises AssizeError for a base outside the series or without a value.
    """
    need_lists("an index cannot be made", values, gaps=True)
    need_list("an index cannot be made", base)
    need_points("an index cannot be made", base)
    need_points("an index cannot be made", breaks)
    if not base or any(not 0 <= i < len(values) or values[i] is None for i in base):
        raise AssizeError(
            "an index cannot be made", found=f"base {list(base)}", expected="points of the series that are held"
        )
    held = [value for i in base if (value := values[i]) is not None]
    mixed = any(min(base) < at <= max(base) for at in breaks)
    mean = None if mixed else math.fsum(held) / len(held)
    found: list[float | None] = []
    for i, value in enumerate(values):
        own = next(j for j in base if (i - j) % len(base) == 0) if same_season else base[-1]
        under = values[own] if same_season else mean
        crossed = any(min(i, own) < at <= max(i, own) for at in breaks)
        found.append(None if value is None or not under or crossed else value / under * 100)
    return found
