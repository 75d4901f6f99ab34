"""What is known of the quality of what is held: counted by `store`, gathered by `app`, written by `compose`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assize.core.nouns import Absence
from assize.core.periods import Period


@dataclass(frozen=True)
class FieldProfile:
    """The current observations of one field of a source in one period.

    `areas` are the places that have a cell; `repeated` counts cells beyond the first of one key (area, period, field and
    every breakdown); `negative` counts values below zero.
    """

    period: Period
    field: str
    cells: int
    areas: frozenset[str]
    absences: Mapping[Absence, int]
    negative: int
    repeated: int

    @property
    def absent(self) -> int:
        """Cells without a number, whatever the reason."""
        return sum(self.absences.values())


@dataclass(frozen=True)
class WordProfile:
    """How many current observations of a source carry a word of one of its dimensions."""

    dimension: str
    word: str
    cells: int
