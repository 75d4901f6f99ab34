"""What stands between judging and writing: findings, and all that the documents of one board and quarter are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property

from assize.core.areas import Position
from assize.core.disparity import Disparity
from assize.core.document import Ask, Words
from assize.core.flows import CaseFlow
from assize.core.nouns import Area, Edition, Figure, Measured, figure_reference
from assize.core.periods import Period
from assize.core.protection import NOTHING_GUARDED, ProtectionRecord
from assize.core.specs import Catalogue, OfficeSettings


class Level(Enum):
    """The rungs of the wording ladder, as the methods number them."""

    CANNOT = "0"
    SAME = "1"
    WITHIN = "2"
    LARGER_THAN_CHANCE = "3"
    OUTSIDE = "4"
    HIGH_OR_LOW = "4b"
    RUN = "5"
    TOO_SHORT = "6"


class About(Enum):
    """What a paragraph of a reading speaks of."""

    CHANGE = "the figure and its changes"
    MONTHS = "twelve months together"
    PLACES = "other places"
    RANGE = "the expected range, or why there is none"
    TREND = "the whole series"
    EARLIER = "the latest figure that can be read"
    SAME_AGE = "a young cohort beside one that was as young"


@dataclass(frozen=True)
class Finding:
    """One claim in words. `headline` is a sentence without its stop; `sentence` a short paragraph; `reading` a longer one;
    `short` is the headline without a value that the paragraph gives anyway; `claim` the headline as a clause without a
    number, or empty where there is little to say.

    `weight` says how much it asks for the board's attention: higher comes first.
    """

    level: Level
    headline: Words
    short: Words
    claim: str
    sentence: Words
    reading: tuple[Words, ...]
    caveats: tuple[Words, ...]
    weight: int
    about: tuple[About, ...] = ()  # of each paragraph of the reading, what it speaks of
    base: Words = ()  # what stands under the short paragraph: the first caveat, without what the paragraph says already


@dataclass(frozen=True)
class Names:
    """What the places of a document are called."""

    board: str  # "Staffordshire"
    nation: str  # "England and Wales"
    region: str  # in a sentence: "the region's other three forces"
    region_label: str  # on a chart or in a table: "Region, other 3 forces"
    region_scope: str  # as a clause: "the region is the other three forces of the West Midlands police region, pooled"


@dataclass(frozen=True)
class Places:
    """The areas measured beside a board: slugs of the nation, the pool and the single other areas in it."""

    board: str
    nation: str
    pool: str  # empty where the board is alone in its region
    others: tuple[str, ...]


MeasureKey = tuple[str, str]  # (metric id, breakdown value)


@dataclass(frozen=True)
class Material:
    """Everything the documents of one board, quarter and audience are made from; figures are protected already.

    `figures` holds every protected figure by reference; `editions` the editions they stand on, sorted by source and period;
    `commentary` a person's paragraphs by slot; `withheld` how many figures each rule of protection withheld.
    """

    catalogue: Catalogue
    settings: OfficeSettings
    board: Area
    quarter: Period
    cut_off: date
    audience: str
    marking: str
    names: Names
    places: Places
    measured: Mapping[MeasureKey, Measured]
    findings: Mapping[MeasureKey, Finding]
    figures: Mapping[str, Figure]
    editions: tuple[Edition, ...]
    commentary: Mapping[str, tuple[str, ...]]
    asks: tuple[Ask, ...]
    withheld: Mapping[str, int]
    as_received: date | None = None  # what this office received later is left out
    # measure -> how often chance alone would flag its latest point; of those that are judged alone
    chance: Mapping[MeasureKey, float] = field(default_factory=dict)
    within: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # metric -> the smaller places it is held for
    answered: tuple[str, ...] = ()  # what would have blocked the build, and why the office says that it is right
    positions: Mapping[str, Position] = field(default_factory=dict)  # metric -> where the board stands among all areas
    flows: Mapping[str, CaseFlow] = field(
        default_factory=dict
    )  # count of open cases -> what comes in and goes out of them
    disparities: tuple[Disparity, ...] = ()  # of the measures that are split by groups of people
    # measure without any figure here -> the sources held that it is counted from, or that its publication is read as
    unmeasured: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    place_names: Mapping[str, str] = field(default_factory=dict)  # of smaller places that the catalogue does not list
    # measure that these readers may not see -> the sources that it is counted from
    not_shared: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # the same of measures of the office's own, of which these readers are not told even the name
    not_named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    all_withheld: frozenset[str] = frozenset()  # measures of which every figure of the board is withheld
    silent: frozenset[str] = frozenset()  # slots whose words are for other readers: nothing is awaited there
    protection: ProtectionRecord = NOTHING_GUARDED

    def figure(
        self, metric: str, area: str, period: Period, breakdown: str = "", as_at: date | None = None
    ) -> Figure | None:
        """The protected figure of that address, if there is one."""
        return self.figures.get(figure_reference(metric, area, period, breakdown, as_at))

    @cached_property
    def rounded(self) -> Mapping[str, int]:
        """The sources whose counts are rounded for these readers, and to the nearest of what: partner-police -> 5."""
        bases = {name: spec.rounded_to.get(self.audience, 1) for name, spec in self.catalogue.sources.items()}
        if max(bases.values(), default=1) == 1:
            return {}
        parts = [part for figure in self.figures.values() for part in figure.parts if part.rounded_to > 1]
        return {name: bases[name] for name in sorted({part.selection.source for part in parts}) if bases[name] > 1}

    def area_name(self, slug: str) -> str:
        """What an area is called in a table."""
        if slug == self.places.board:
            return self.names.board
        if slug == self.places.nation:
            return self.names.nation
        if slug == self.places.pool:
            return self.names.region_label
        return self.catalogue.areas[slug].name if slug in self.catalogue.areas else self.place_names.get(slug, slug)
