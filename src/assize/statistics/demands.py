"""What is asked of all that is handed to a function here before anything is computed: numbers that are numbers, lists, levels.

Whatever else a caller gives (nothing, a word, yes or no, a number that is infinite or none) is refused with an AssizeError, in
one sentence, and never with a fault of Python's own.
"""

from __future__ import annotations

import math
import reprlib
import sys
from collections.abc import Collection, Sequence, Sized
from numbers import Integral, Real

from assize.core.errors import AssizeError

LARGEST = 1e50  # beyond it what is made of products of sums is more than a number can hold
LARGEST_POWER = 700.0  # of e: a limit of more than this many is infinite
SMALLEST = sys.float_info.min  # nearer to nought, but for nought itself, a number loses its figures
SIGNS = (1, 0, -1)
PLAIN = frozenset((float, int, type(None)))
MOST_STEPS = 10_000  # ahead: quarters of 2,500 years


def need_numbers(what: str, numbers: Collection[float | None]) -> None:
    """Raises AssizeError, with what cannot be done, for what is no number; None, a missing one, passes.

    Yes and no are not numbers, and neither is a Decimal, which floats cannot be mixed with.
    """
    if PLAIN.issuperset(map(type, numbers)):  # nearly always, and asking one by one takes its time
        return
    for number in numbers:
        if number is None:
            continue
        if isinstance(number, bool) or not isinstance(number, Real):
            raise AssizeError(what, found=reprlib.repr(number), expected="numbers")


def need_finite(what: str, numbers: Collection[float | None]) -> None:
    """As `need_numbers`, and none of them infinite, no number, beyond `LARGEST` or, but for nought, below `SMALLEST`."""
    need_numbers(what, numbers)
    for number in filter(None, numbers):
        size = abs(number)
        if size < SMALLEST:
            raise AssizeError(
                what, found="a number nearer to nought than any count", expected=f"0, or {SMALLEST:g} or more"
            )
        if LARGEST <= size < math.inf:
            raise AssizeError(what, found="a number beyond any count", expected=f"numbers of less than {LARGEST:g}")
        if not size < LARGEST:  # infinite, or none
            raise AssizeError(what, found=str(number), expected="finite numbers")


def plain(numbers: Sequence[float | None]) -> Sequence[float | None]:
    """Numbers of another library as Python's own: numpy's compare to what cannot be subtracted."""
    if PLAIN.issuperset(map(type, numbers)):
        return numbers
    return [None if number is None else float(number) for number in numbers]


def need_known(what: str, numbers: Sequence[float | None]) -> None:
    """As `need_finite`, but that a missing number is refused too."""
    if None in numbers:
        raise AssizeError(what, found="a missing number", expected="numbers")
    need_finite(what, numbers)


def need_list(what: str, one: object) -> None:
    """Raises AssizeError unless it is a list (or any sequence); what is in it is not looked at."""
    if isinstance(one, str | bytes) or not isinstance(one, Sequence):
        raise AssizeError(what, found=reprlib.repr(one), expected="a list of numbers")


def need_lists(what: str, *lists: Sequence[float | None], gaps: bool = False) -> None:
    """Raises AssizeError unless each is a list of numbers, none of them missing unless `gaps`."""
    for one in lists:
        need_list(what, one)
        if gaps:
            need_finite(what, one)
        else:
            need_known(what, one)


def need_signs(what: str, *lists: Sequence[int]) -> None:
    """Raises AssizeError unless each is a list of 1, 0 and -1."""
    for one in lists:
        need_list(what, one)
        if not all(map(SIGNS.__contains__, one)):
            raise AssizeError(what, found=reprlib.repr(one), expected="a list of 1, 0 and -1")


def need_whole(what: str, *numbers: int) -> None:
    """Raises AssizeError for what is no whole number; whether it is large enough the caller asks."""
    for number in numbers:
        if isinstance(number, bool) or not isinstance(number, Integral):
            raise AssizeError(what, found=reprlib.repr(number), expected="a whole number")


def need_steps(what: str, ahead: int) -> None:
    """Raises AssizeError unless it is a number of steps to go: a whole one of 0 to `MOST_STEPS`."""
    need_whole(what, ahead)
    if not 0 <= ahead <= MOST_STEPS:
        raise AssizeError(what, found=f"{reprlib.repr(ahead)} steps ahead", expected=f"0 to {MOST_STEPS:,}")


def need_points(what: str, points: Collection[int]) -> None:
    """Raises AssizeError unless they are whole numbers: the indexes of some points."""
    if isinstance(points, str | bytes) or not isinstance(points, Collection):
        raise AssizeError(what, found=reprlib.repr(points), expected="the indexes of points")
    need_whole(what, *points)


def need_one_of(what: str, kind: type, one: object) -> None:
    """Raises AssizeError unless it is of that kind: a scale, a rule set."""
    if not isinstance(one, kind):
        raise AssizeError(what, found=reprlib.repr(one), expected=kind.__name__)


def need_one_length(what: str, *lists: Sized) -> None:
    """Raises AssizeError where lists that belong together differ in length."""
    if len({len(one) for one in lists}) > 1:
        raise AssizeError(what, found=f"lists of {' and '.join(str(len(one)) for one in lists)}", expected="one length")


def tail_of(confidence: float) -> float:
    """What lies beyond either end of a two-sided interval: 0.025 for 0.95. Raises AssizeError unless between 0 and 1."""
    need_known("a confidence level is not one", (confidence,))
    tail = (1 - confidence) / 2
    if not 0 < tail < 0.5:
        raise AssizeError("a confidence level is not one", found=str(confidence), expected="between 0 and 1, as 0.95")
    return tail


def need_tail(tail: float) -> None:
    """Raises AssizeError unless a share beyond a limit is above 0 and below a half."""
    need_known("a share beyond a limit is not one", (tail,))
    if not 0 < tail < 0.5:
        raise AssizeError("a share beyond a limit is not one", found=str(tail), expected="above 0 and below a half")
