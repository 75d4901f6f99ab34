"""What numbers have to be before anything is computed of them: finite, and a level of confidence one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sized

from assize.core.errors import AssizeError

LARGEST = 1e50  # beyond it what is made of products of sums is more than a number can hold


def need_finite(what: str, numbers: Iterable[float | None]) -> None:
    """Raises AssizeError, with what cannot be done, for a number that is infinite, none or beyond `LARGEST`.

    None, a missing one, passes.
    """
    for number in numbers:
        if number is not None and not -LARGEST < number < LARGEST:
            if abs(number) >= LARGEST and number not in (math.inf, -math.inf):
                raise AssizeError(what, found="a number beyond any count", expected=f"numbers of less than {LARGEST:g}")
            raise AssizeError(what, found=str(number), expected="finite numbers")


def need_held(what: str, numbers: tuple[float | None, ...]) -> None:
    """Raises AssizeError where one of the numbers is missing."""
    if None in numbers:
        raise AssizeError(what, found="a missing number", expected="numbers")


def need_known(what: str, numbers: tuple[float | None, ...]) -> None:
    """As `need_finite`, but that a missing number is refused too."""
    need_held(what, numbers)
    need_finite(what, numbers)


def need_one_length(what: str, *lists: Sized) -> None:
    """Raises AssizeError where lists that belong together differ in length."""
    if len({len(one) for one in lists}) > 1:
        raise AssizeError(what, found=f"lists of {' and '.join(str(len(one)) for one in lists)}", expected="one length")


def tail_of(confidence: float) -> float:
    """What lies beyond either end of a two-sided interval: 0.025 for 0.95. Raises AssizeError unless between 0 and 1."""
    if not 0 < confidence < 1:
        raise AssizeError("a confidence level is not one", found=str(confidence), expected="between 0 and 1, as 0.95")
    return (1 - confidence) / 2


def need_tail(tail: float) -> None:
    """Raises AssizeError unless a share beyond a limit is above 0 and below a half."""
    if not 0 < tail < 0.5:
        raise AssizeError("a share beyond a limit is not one", found=str(tail), expected="above 0 and below a half")
