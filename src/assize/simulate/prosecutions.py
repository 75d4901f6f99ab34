"""Prosecutions that the made-up country's courts completed, by board and offence category."""

from __future__ import annotations

from dataclasses import dataclass

from assize.simulate.country import Country

# Category as the CPS's headers name it -> (defendants a quarter and million residents, share unsuccessful, growth a year).
CATEGORIES = {
    "Homicide": (6, 0.16, 0.0),
    "Offences Against The Person": (560, 0.21, -0.01),
    "Sexual Offences": (52, 0.19, 0.01),
    "Burglary": (58, 0.13, -0.03),
    "Robbery": (21, 0.19, -0.01),
    "Theft And Handling": (300, 0.085, -0.02),
    "Fraud And Forgery": (55, 0.13, -0.02),
    "Criminal Damage": (95, 0.15, -0.01),
    "Drugs Offences": (210, 0.07, 0.01),
    "Public Order Offences": (180, 0.15, 0.0),
    "All Other Offences (excluding Motoring)": (42, 0.14, 0.0),
    "Motoring Offences": (470, 0.15, 0.01),
}
_FINALISED = 0.017  # of the completed: closed because the prosecution could not go on
_UNSTEADY = 0.006


@dataclass(frozen=True)
class Completed:
    """Of one board and quarter: category -> (convicted, unsuccessful), and how many were administratively finalised."""

    by_category: dict[str, tuple[int, int]]
    finalised: int


def prosecutions(country: Country) -> dict[str, list[Completed]]:
    """Board -> quarter by quarter."""
    found: dict[str, list[Completed]] = {}
    plants = country.plants("conviction-rate")
    for board in country.boards:
        chance = country.chance("prosecutions", board)
        own = {name: chance.between(0.8, 1.25) for name in CATEGORIES}
        level = chance.between(0.9, 1.1)
        means = {name: rate * country.size(board) * own[name] for name, (rate, _, _) in CATEGORIES.items()}
        whole = sum(means.values()) * (1 + _FINALISED)
        failing = sum(means[name] * share for name, (_, share, _) in CATEGORIES.items()) / sum(means.values()) * level
        base = 1 - (failing + _FINALISED) / (1 + _FINALISED)
        rates = country.shares("conviction-rate", board, plants[board], base, whole, _UNSTEADY)
        quarters = []
        for at in range(len(country.quarters)):
            counts = {
                name: chance.count(means[name] * (1 + growth) ** (at / 4) * country.lockdown(at, courts=True), 0.02)
                for name, (_, _, growth) in CATEGORIES.items()
            }
            completed = sum(counts.values())
            finalised = chance.count(completed * _FINALISED)
            # The categories fail as often, each in its own measure, as the rate of all offences asks for.
            wanted = (1 - rates[at]) * (completed + finalised) - completed * _FINALISED
            usual = sum(counts[name] * share for name, (_, share, _) in CATEGORIES.items())
            scale = max(0.0, wanted) / usual if usual else 1.0
            by_category = {}
            for name, (_, share, _) in CATEGORIES.items():
                failed = chance.part(counts[name], share * scale)
                by_category[name] = (counts[name] - failed, failed)
            quarters.append(Completed(by_category, finalised))
        found[board] = quarters
    return found
