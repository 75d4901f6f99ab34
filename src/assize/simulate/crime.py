"""Crimes that the forces of the made-up country recorded, and what became of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from assize.core.periods import Period
from assize.simulate.chance import Chance
from assize.simulate.country import Country

NOT_YET, CHARGED, COMMUNITY, NO_SUPPORT, NO_SUSPECT = 0, 1, 8, 16, 18


@dataclass(frozen=True)
class Offence:
    """A line of the Home Office's list: how many a quarter and million residents, how it grows a year, how it moves with the
    season (July to September over the mean)."""

    code: str
    description: str
    group: str
    subgroup: str
    rate: float
    growth: float = 0.0
    summer: float = 0.0


_VIOLENCE, _SEXUAL, _THEFT = "Violence against the person", "Sexual offences", "Theft offences"
OFFENCES = (
    Offence("1", "Homicide", _VIOLENCE, "Homicide", 2.6),
    Offence("8N", "Assault with injury", _VIOLENCE, "Violence with injury", 1900, 0.005, 0.06),
    Offence("105A", "Assault without injury", _VIOLENCE, "Violence without injury", 2600, 0.03, 0.05),
    Offence("8L", "Harassment", _VIOLENCE, "Stalking and harassment", 1700, 0.05, 0.03),
    Offence("19C", "Rape of a female aged 16 and over", _SEXUAL, "Rape offences", 145, 0.04, 0.04),
    Offence("19F", "Rape of a male aged 16 and over", _SEXUAL, "Rape offences", 11, 0.03),
    Offence("20A", "Sexual assault on a female aged 13 and over", _SEXUAL, "Other sexual offences", 190, 0.02, 0.05),
    Offence("34B", "Robbery of personal property", "Robbery", "Robbery of personal property", 260, -0.01),
    Offence("28A", "Burglary in a dwelling", _THEFT, "Domestic burglary", 1050, -0.05, -0.05),
    Offence("30A", "Burglary in a building other than a dwelling", _THEFT, "Non-domestic burglary", 520, -0.05, -0.02),
    Offence("45", "Theft from a vehicle", _THEFT, "Theft from a vehicle", 1050, -0.03),
    Offence("46", "Shoplifting", _THEFT, "Shoplifting", 1500, 0.02, -0.02),
    Offence("39", "Theft from the person", _THEFT, "Theft from the person", 310, 0.01, 0.02),
    Offence("49", "Other theft", _THEFT, "Other theft offences", 1600, -0.03, 0.03),
    Offence("58C", "Criminal damage to a vehicle", "Criminal damage and arson", "Criminal damage", 1900, -0.02, 0.04),
    Offence("56B", "Arson not endangering life", "Criminal damage and arson", "Arson", 90, -0.01, 0.12),
    Offence("92E", "Possession of controlled drugs (cannabis)", "Drug offences", "Possession of drugs", 620, 0.0),
    Offence("92A", "Trafficking in controlled drugs", "Drug offences", "Trafficking of drugs", 150, 0.01),
    Offence("10D", "Possession of an article with a blade or point", "Possession of weapons offences",
            "Possession of weapons offences", 160, 0.03),
    Offence("9A", "Public fear, alarm or distress", "Public order offences", "Public order offences", 1300, 0.03, 0.07),
    Offence("99", "Other notifiable offences", "Miscellaneous crimes against society", "Miscellaneous crimes", 330, 0.02),
)  # fmt: skip

OUTCOMES = {
    0: "Not yet assigned an outcome", 1: "Charged/Summonsed", 3: "Caution – adults", 8: "Community resolution",
    10: "Formal action against the offender is not in the public interest (Police)",
    14: "Evidential difficulties: suspect not identified; victim does not support further action",
    15: "Evidential difficulties (suspect identified; victim supports action)",
    16: "Evidential difficulties: suspect identified; victim does not support further action",
    18: "Investigation complete – no suspect identified",
    21: "Further investigation to support formal action not in the public interest (police)",
}  # fmt: skip
OUTCOME_GROUPS = {
    0: "Not yet assigned an outcome", 1: "Charged/Summonsed", 3: "Out-of-court (formal)", 8: "Out-of-court (informal)",
    10: "Not in the public interest (Police)", 14: "Evidential difficulties (victim does not support action)",
    15: "Evidential difficulties (suspect identified; victim supports action)",
    16: "Evidential difficulties (victim does not support action)",
    18: "Investigation complete - no suspect identified", 21: "Further investigation not in the public interest (police)",
}  # fmt: skip
_SPLIT = (1, 3, 8, 10, 14, 15, 16, 21)  # in this order below; the rest is outcome 18
_SHARES = {
    _VIOLENCE: (0.085, 0.017, 0.045, 0.010, 0.085, 0.27, 0.36, 0.012),
    _SEXUAL: (0.050, 0.004, 0.008, 0.010, 0.110, 0.30, 0.34, 0.012),
    "Robbery": (0.080, 0.002, 0.010, 0.003, 0.070, 0.14, 0.09, 0.004),
    _THEFT: (0.070, 0.006, 0.035, 0.006, 0.025, 0.06, 0.05, 0.005),
    "Criminal damage and arson": (0.055, 0.010, 0.060, 0.008, 0.070, 0.12, 0.12, 0.008),
    "Drug offences": (0.260, 0.090, 0.380, 0.030, 0.003, 0.13, 0.01, 0.030),
    "Possession of weapons offences": (0.420, 0.060, 0.110, 0.030, 0.010, 0.18, 0.04, 0.030),
    "Public order offences": (0.110, 0.018, 0.060, 0.015, 0.060, 0.24, 0.23, 0.015),
    "Miscellaneous crimes against society": (0.150, 0.020, 0.040, 0.020, 0.030, 0.40, 0.12, 0.030),
}
_PLANTED = {1: "charge-share-outcomes-recorded", 8: "community-resolution-share",
            16: "victim-does-not-support-suspect-identified"}  # fmt: skip
_UNSTEADY = {1: 0.004, 8: 0.003, 16: 0.007}
YOUNG = (0.006, 0.018, 0.052, 0.135)  # of the offences of each quarter of a year: no outcome yet when its file is made
SETTLED = 0.002  # of those of a year whose file is made a year later
DEFINITION_CHANGE = (2018, 1.035)  # from this financial year on more is counted as a crime


def crimes(country: Country) -> dict[str, dict[str, list[int]]]:
    """Force -> offence code -> offences of each quarter."""
    found: dict[str, dict[str, list[int]]] = {}
    points = len(country.quarters)
    for force in country.forces:
        chance = country.chance("crime", force)
        millions = country.residents[force] / 1e6
        if force == "city-of-london":
            millions = 0.06  # by day it is no village
        level = chance.between(0.8, 1.25)
        drift = chance.drifting(points, 0.02, 0.4)
        own: dict[str, list[int]] = {}
        for offence in OFFENCES:
            base = millions * level * offence.rate * chance.between(0.75, 1.3)
            counts = []
            for at, period in enumerate(country.quarters):
                year, number = period.financial_quarter
                season = 1 + offence.summer * (0.4, 1.0, -0.4, -1.0)[number - 1]
                mean = base * (1 + offence.growth) ** (at / 4) * season * country.lockdown(at) * math.exp(drift[at])
                if year >= DEFINITION_CHANGE[0]:
                    mean *= DEFINITION_CHANGE[1]
                counts.append(chance.count(mean, 0.02))
            own[offence.code] = counts
        found[force] = own
    return found


def transport_police(country: Country) -> dict[str, list[int]]:
    """Offence code -> offences of each quarter that British Transport Police recorded: no force has them."""
    chance = country.chance("british transport police")
    return {one.code: [chance.count(one.rate / 60) for _ in country.quarters] for one in OFFENCES}


@dataclass(frozen=True)
class Outcome:
    """Of one force, offence and quarter: outcome type -> (of the offences recorded in it, recorded in it)."""

    counts: Mapping[int, tuple[int, int]]


def outcomes(country: Country, recorded: Mapping[str, Mapping[str, list[int]]]) -> dict[str, list[dict[str, Outcome]]]:
    """Force -> quarter by quarter, offence code -> what became of it, as the file of its year has it."""
    found: dict[str, list[dict[str, Outcome]]] = {}
    for force, own in recorded.items():
        board = country.board_of[force]
        chance = country.chance("outcomes", force)
        level = {kind: chance.between(0.8, 1.25) for kind in _SPLIT}
        totals = [sum(counts[at] for counts in own.values()) for at in range(len(country.quarters))]
        base = {
            kind: sum(own[one.code][0] * _SHARES[one.group][place] for one in OFFENCES)
            / max(1, totals[0])
            * level[kind]
            for place, kind in enumerate(_SPLIT)
        }
        target = {
            kind: country.shares(
                measure, force, country.plants(measure)[board], base[kind],
                sum(totals) / len(totals), _UNSTEADY[kind],
            )
            for kind, measure in _PLANTED.items()
        }  # fmt: skip
        found[force] = []
        for at, period in enumerate(country.quarters):
            scale = {}
            for place, kind in enumerate(_SPLIT):
                aimed = sum(own[one.code][at] * _SHARES[one.group][place] for one in OFFENCES)
                wanted = target[kind][at] if kind in target else base[kind]
                scale[kind] = wanted * totals[at] / aimed if aimed else 1.0
            young = _young(country, period)
            found[force].append(
                {
                    one.code: _settle(chance, own[one.code][at], _SHARES[one.group], scale, young)
                    for one in OFFENCES
                }
            )  # fmt: skip
    return found


def _young(country: Country, period: Period) -> float:
    """What has no outcome yet in the latest file of a quarter's year: a good deal of the last two years', whose first files are
    made in the July after them, and next to nothing of older ones, which the publisher has restated since."""
    year, number = period.financial_quarter
    old = year < country.last.financial_quarter[0] - 1
    return SETTLED if old else YOUNG[number - 1]


def _settle(
    chance: Chance, recorded: int, shares: tuple[float, ...], scale: Mapping[int, float], young: float
) -> Outcome:
    counts: dict[int, tuple[int, int]] = {}
    waiting = chance.count(recorded * young)
    left = recorded - min(waiting, recorded)
    counts[NOT_YET] = (recorded - left, 0)
    settled = left
    rest = 1.0
    for kind, share in zip(_SPLIT, shares, strict=True):
        share *= scale[kind]
        rest -= share
        of_offences = min(left, chance.count(settled * share))
        left -= of_offences
        counts[kind] = (of_offences, chance.count(recorded * share))
    counts[NO_SUSPECT] = (left, chance.count(recorded * max(rest, 0.0)))
    return Outcome(counts)
