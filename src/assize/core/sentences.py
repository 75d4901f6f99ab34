"""A sentence of a document and what it speaks of, so that it can be explained. Frozen values; standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from assize.core.material import MeasureKey


class Ground(Enum):
    """What a sentence stands on."""

    MEASURE = "one measure"
    BESIDE = "one measure beside other areas"
    YEAR = "one measure over a year"
    TALLY = "the judgements of several measures"
    AREAS = "a funnel of all areas"
    IMPROVED = "tests of other areas' change over a year"
    FLOW = "cases in, out and open"
    GROUPS = "the values of several groups"
    BANDS = "counts in bands"
    RATES = "relative rates between groups of people"
    PLACES = "the values of places within the area"
    NOTHING = "no judgement"


@dataclass(frozen=True)
class Stated:
    """One text of a document. `keys` are the measures that it speaks of, `figures` the references of its numbers."""

    text: str
    document: str  # the title
    section: str  # the section's headline; empty where the text leads the document
    ground: Ground
    keys: tuple[MeasureKey, ...] = ()
    figures: tuple[str, ...] = ()
