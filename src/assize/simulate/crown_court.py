"""The Crown Court of the made-up country: what came in, what was dealt with, what is open, and how long it took.

What is open at a quarter's end is what was open before, and what came in, less what was dealt with: in every court, for every
type of receipt and offence group, to the case.
"""

from __future__ import annotations

from dataclasses import dataclass

from assize.core.nouns import Area, AreaKind
from assize.simulate.country import Country

# Type of receipt as the tool names it -> (its share of receipts, quarters of work that are open in ordinary times).
RECEIPT_TYPES = {
    "1. Indictable only": (0.30, 1.9),
    "2. Triable either way": (0.45, 1.3),
    "4. Committed for sentence": (0.25, 0.5),
}
OFFENCE_GROUPS = {
    "01: Violence against the person": 0.30, "02: Sexual offences": 0.12, "04: Theft offences": 0.20,
    "06: Drug offences": 0.22, "08: Public order offences": 0.16,
}  # fmt: skip
AGE_BANDS = (
    ("Under 4 weeks", 0.10), ("4 to 8 weeks", 0.10), ("8 to 12 weeks", 0.09), ("12 to 16 weeks", 0.08),
    ("16 to 20 weeks", 0.07), ("20 to 26 weeks", 0.10), ("6 months to under 1 year", 0.22), ("1 to 2 years", 0.17),
    ("2 years or more", 0.07),
)  # fmt: skip
_RECEIPTS = 470.0  # cases a quarter and million residents


@dataclass(frozen=True)
class Flow:
    """Of one court, type of receipt and offence group, quarter by quarter: cases in, cases out, cases open at the end."""

    received: list[int]
    disposed: list[int]
    open: list[int]


Key = tuple[str, str, str]
"""Court, type of receipt, offence group."""


def courts_of(country: Country) -> list[tuple[Area, str]]:
    """Each Crown Court centre with the name of the LCJB area that the tool prints: in London one of nine parts."""
    parts = [area.name for area in country.of_kind(AreaKind.PART)]
    found, london = [], 0
    for court in country.of_kind(AreaKind.COURT):
        board = country.areas.get(court.within)
        if board is None:
            continue
        name = board.name
        if board.members:  # two forces, and nine areas of the courts
            name, london = parts[london % len(parts)], london + 1
        found.append((court, name))
    return found


def crown_court(country: Country) -> dict[Key, Flow]:
    """Every flow of every court."""
    courts = [court for court, _ in courts_of(country)]
    inside: dict[str, int] = {}
    for court in courts:
        inside[court.within] = inside.get(court.within, 0) + 1
    found: dict[Key, Flow] = {}
    points = len(country.quarters)
    for court in courts:
        chance = country.chance("crown court", court.slug)
        cases = _RECEIPTS * country.size(court.within) / inside[court.within] * chance.between(0.75, 1.3)
        recovery = chance.between(0.985, 1.035)
        for kind, (share, held) in RECEIPT_TYPES.items():
            for group, part in OFFENCE_GROUPS.items():
                mean = cases * share * part
                waiting = chance.count(mean * held)
                flow = Flow([], [], [])
                for at in range(points):
                    # Trials stopped for longer than charges did; since then about as much goes out as comes in.
                    came = chance.count(mean * (0.5 + 0.5 * country.lockdown(at)) * 1.005 ** (at / 4), 0.03)
                    able = mean * country.lockdown(at, courts=True) * (1.02 if at < points // 2 else recovery)
                    went = min(waiting + came, chance.count(able, 0.03))
                    waiting += came - went
                    flow.received.append(came)
                    flow.disposed.append(went)
                    flow.open.append(waiting)
                found[court.slug, kind, group] = flow
    return found
