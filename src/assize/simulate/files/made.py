"""A file that was made, and what whoever loads it has to say of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assize.core.periods import Period


@dataclass(frozen=True)
class Made:
    """A file; the day it was released, where a source's rule does not tell; the quarter, where the file does not; whether its
    layout is known by description alone, so that somebody has to accept it; the source, where it is an office's own history."""

    path: Path
    released: date | None = None
    period: Period | None = None
    accept: bool = False
    source: str = ""


def quarter_of(period: Period) -> int:
    """Which quarter of the calendar year it is, 1 to 4."""
    return (period.month + 2) // 3
