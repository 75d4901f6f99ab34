"""What numbers have to be before anything is computed of them: finite, and a level of confidence one."""

from __future__ import annotations

import math
from collections.abc import Iterable

from assize.core.errors import AssizeError


def need_finite(what: str, numbers: Iterable[float | None]) -> None:
    """Raises AssizeError, with what cannot be done, for a number that is infinite or none; None, a missing one, passes."""
    for number in numbers:
        if number is not None and not math.isfinite(number):
            raise AssizeError(what, found=str(number), expected="finite numbers")


def tail_of(confidence: float) -> float:
    """What lies beyond either end of a two-sided interval: 0.025 for 0.95. Raises AssizeError unless between 0 and 1."""
    if not 0 < confidence < 1:
        raise AssizeError("a confidence level is not one", found=str(confidence), expected="between 0 and 1, as 0.95")
    return (1 - confidence) / 2


def need_tail(tail: float) -> None:
    """Raises AssizeError unless a share beyond a limit is above 0 and below a half."""
    if not 0 < tail < 0.5:
        raise AssizeError("a share beyond a limit is not one", found=str(tail), expected="above 0 and below a half")
