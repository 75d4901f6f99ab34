"""The country: its places and how large they are, its quarters, and what happened in it.

Places and names are the catalogue's, and how many people live in a force's area is near enough what the ONS says; every other
figure is made up. Local authorities are made up too, for the catalogue has none: they are named after their force's area, so
that nobody takes one for a real one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assize.core.nouns import MADE_UP, Area, AreaKind
from assize.core.periods import Period, financial_quarter
from assize.core.specs import Catalogue
from assize.simulate.chance import Chance
from assize.simulate.ledger import MEMORY, Plant, Planted, plant_changes

MADE_UP_WORDS = f"{MADE_UP}: nobody counted these figures. They are for practice alone."

FIRST_YEAR, YEARS, SEED = 2015, 10, 20250731
_AUTHORITIES = 318  # of England and Wales from 2023 on
# Thousands of residents in mid-2015, rounded: ONS, mid-year population estimates (MYE4, mid-2011 to mid-2022), added up by the
# look-up of 2023 from local authorities to police force areas. Who knows an area should find it as large as it is.
_THOUSANDS = {
    "avon-and-somerset": 1666, "bedfordshire": 659, "cambridgeshire": 851, "cheshire": 1054, "city-of-london": 8,
    "cleveland": 563, "cumbria": 499, "derbyshire": 1035, "devon-and-cornwall": 1715, "dorset": 763, "durham": 620,
    "dyfed-powys": 513, "essex": 1794, "gloucestershire": 618, "greater-manchester": 2757, "gwent": 578,
    "hampshire": 1950, "hertfordshire": 1167, "humberside": 926, "kent": 1793, "lancashire": 1481,
    "leicestershire": 1059, "lincolnshire": 738, "merseyside": 1392, "metropolitan-police": 8652, "norfolk": 883,
    "north-wales": 688, "north-yorkshire": 807, "northamptonshire": 733, "northumbria": 1429, "nottinghamshire": 1116,
    "south-wales": 1293, "south-yorkshire": 1360, "staffordshire": 1111, "suffolk": 745, "surrey": 1174,
    "sussex": 1661, "thames-valley": 2391, "warwickshire": 561, "west-mercia": 1252, "west-midlands": 2832,
    "west-yorkshire": 2285, "wiltshire": 710,
}  # fmt: skip
_PARTS = ("North", "South", "East", "West", "Central", "Vale", "Moor", "Forest", "Coast", "Hill", "Bridge", "Castle")
PLANTED = (
    "conviction-rate",
    "charge-share-outcomes-recorded",
    "community-resolution-share",
    "victim-does-not-support-suspect-identified",
)
"""The measures of every board in which changes are planted."""

TOLD = (
    "From April to June 2020 on a pandemic cuts crimes for two years, prosecutions and trials for three: counts, not shares.",
    "From 2018/19 on 3.5% more is counted as a crime: a change of definition in every force.",
    "The CPS file of July to September 2016 was lost: nobody has it.",
    "The outcomes of the last year but one were published a second time a year later, when almost all had an outcome.",
    "Estimates of residents were raised by 0.4% in every year after a census: the later edition restates the earlier one.",
    "The ONS's tables of a year lack up to 0.4% of a force's crimes in their first edition; a corrected one has them all.",
    "Of the last quarter the returns of ISVAs and prisons are late: nobody has them. Now and then a partner has no figure.",
    "Open cases of the Crown Court are those of the quarter before, and receipts, less disposals, in every court to the case.",
)
"""What else happens in the country, for the ledger of truth."""

# The pandemic by quarter from April to June 2020 on, as a share of what would have been.
_LOCKDOWN_CRIME = (0.70, 0.88, 0.83, 0.78, 0.90, 0.95, 0.97, 0.98)
_LOCKDOWN_COURTS = (0.42, 0.66, 0.80, 0.87, 0.91, 0.94, 0.96, 0.97, 0.91, 0.87, 0.97, 0.99)
_LOCKDOWN = (2020, 1)  # financial year and quarter in which it began


@dataclass(frozen=True)
class Plan:
    """What is asked for: the seed, the first financial year and how many years; the boards whose partners send returns."""

    seed: int = SEED
    first_year: int = FIRST_YEAR
    years: int = YEARS
    boards: tuple[str, ...] = ("staffordshire", "west-mercia")


@dataclass(frozen=True)
class Authority:
    """A made-up local authority: ONS-like codes of it and of its partnership, its name, its residents at the first mid-year."""

    code: str
    partnership: str
    name: str
    residents: int


@dataclass(frozen=True)
class Country:
    """Everything that was planned; the figures themselves are made by the modules beside this one."""

    plan: Plan
    areas: Mapping[str, Area]
    catalogue: Catalogue
    _plants: dict[str, dict[str, Plant]] = field(default_factory=dict)

    @cached_property
    def quarters(self) -> tuple[Period, ...]:
        """Every quarter, oldest first."""
        years = range(self.plan.first_year, self.plan.first_year + self.plan.years)
        return tuple(financial_quarter(year, number) for year in years for number in (1, 2, 3, 4))

    @property
    def last(self) -> Period:
        """The last quarter: the one reported on."""
        return self.quarters[-1]

    def chance(self, *names: str) -> Chance:
        """A stream of draws of that name."""
        return Chance(self.plan.seed, *names)

    # --- places ---------------------------------------------------------------------------------------------------

    def of_kind(self, kind: AreaKind) -> list[Area]:
        """The areas of a kind, by slug."""
        return sorted((area for area in self.areas.values() if kind in area.kinds), key=lambda area: area.slug)

    @cached_property
    def forces(self) -> tuple[str, ...]:
        """The territorial forces."""
        return tuple(area.slug for area in self.of_kind(AreaKind.FORCE))

    @cached_property
    def boards(self) -> tuple[str, ...]:
        """The boards."""
        return tuple(area.slug for area in self.of_kind(AreaKind.BOARD))

    @cached_property
    def board_of(self) -> Mapping[str, str]:
        """Force -> its board."""
        return {force: board for board in self.boards for force in (self.areas[board].members or (board,))}

    def forces_of(self, board: str) -> tuple[str, ...]:
        """The forces of a board."""
        return self.areas[board].members or (board,)

    @cached_property
    def residents(self) -> Mapping[str, int]:
        """Force -> residents in the first year."""
        return {force: _THOUSANDS[force] * 1000 for force in self.forces}

    def size(self, board: str) -> float:
        """Millions of residents of a board."""
        return sum(self.residents[force] for force in self.forces_of(board)) / 1e6

    @cached_property
    def authorities(self) -> Mapping[str, tuple[Authority, ...]]:
        """Force -> its local authorities, as many over all as there are."""
        share = (_AUTHORITIES - len(self.forces)) / sum(math.sqrt(people) for people in self.residents.values())
        wanted = {force: 1 + int(share * math.sqrt(people)) for force, people in self.residents.items()}
        largest = sorted(self.forces, key=lambda force: -self.residents[force])
        wanted[largest[0]] += _AUTHORITIES - sum(wanted.values())
        wanted["city-of-london"], spare = 1, wanted.get("city-of-london", 1) - 1
        wanted[largest[1]] += spare
        found: dict[str, tuple[Authority, ...]] = {}
        number = 0
        for force in self.forces:
            chance = self.chance("authorities", force)
            weights = [chance.between(0.6, 1.4) for _ in range(wanted[force])]
            welsh = self.areas[force].code.startswith("W")
            made = []
            for at, weight in enumerate(weights):
                number += 1
                part = _PARTS[at % len(_PARTS)] + (f" {at // len(_PARTS) + 1}" if at >= len(_PARTS) else "")
                people = round(self.residents[force] * weight / sum(weights))
                code = f"W06{900_000 + number}" if welsh else f"E07{900_000 + number}"
                partner = f"W14{900_000 + number}" if welsh else f"E22{900_000 + number}"
                made.append(Authority(code, partner, f"{self.areas[force].name} {part} (made-up)", people))
            found[force] = tuple(made)
        return found

    # --- what happened --------------------------------------------------------------------------------------------

    def lockdown(self, at: int, courts: bool = False) -> float:
        """What the pandemic left of a quarter's work; 1 before it and long after."""
        year, number = self.quarters[at].financial_quarter
        since = (year - _LOCKDOWN[0]) * 4 + number - _LOCKDOWN[1]
        shares = _LOCKDOWN_COURTS if courts else _LOCKDOWN_CRIME
        return shares[since] if 0 <= since < len(shares) else 1.0

    def plants(self, measure: str) -> Mapping[str, Plant]:
        """Board -> what was planted in a measure."""
        if measure not in self._plants:
            self._plants[measure] = plant_changes(self.plan.seed, measure, self.boards, len(self.quarters))
        return self._plants[measure]

    def truth(self) -> tuple[list[Plant], list[str]]:
        """Every plant, and in words what else is not as it should be."""
        return [plant for measure in PLANTED for plant in self.plants(measure).values()], list(TOLD)

    def shares(self, measure: str, place: str, plant: Plant, base: float, whole: float, unsteady: float) -> list[float]:
        """The true share of each quarter: what was planted, and what moves it from quarter to quarter besides."""
        return share_series(self.chance("shares", measure, place), plant, len(self.quarters), base, whole, unsteady)


def share_series(chance: Chance, plant: Plant, points: int, base: float, whole: float, unsteady: float) -> list[float]:
    """The true share of each of so many points. `whole` is about how many each is a share of, `unsteady` its own deviation."""
    sigma = math.sqrt(base * (1 - base) / max(whole, 1.0) + unsteady * unsteady)
    if plant.planted is Planted.AUTOCORRELATED:
        own: Sequence[float] = chance.drifting(points, 2 * sigma, MEMORY)
    else:
        own = [chance.normal(0, unsteady) for _ in range(points)]
    return [min(0.985, max(0.004, base + plant.effect(at) * sigma + own[at])) for at in range(points)]


def found_country(catalogue: Catalogue, plan: Plan | None = None) -> Country:
    """The country of a plan, on the catalogue's geography."""
    return Country(plan or Plan(), catalogue.areas, catalogue)
