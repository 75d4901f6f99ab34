"""How long cases of the made-up country take, stage by stage: the same people and days whoever publishes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assize.core.nouns import AreaKind
from assize.simulate.country import Country
from assize.simulate.crown_court import Flow, Key

ALL_COURTS, MAGISTRATES, CROWN = "All courts", "Magistrates' courts", "Crown Court"
COURT_TYPES = (ALL_COURTS, MAGISTRATES, CROWN)
NATION = "england-and-wales"
# From the stages' means to their medians, for days are skewed; of the three stages, and of the whole.
_MEDIAN = (0.66, 0.8, 0.55)
_MEDIAN_WHOLE = 0.72
_MEDIAN_AT_COURT = 0.7
_SENT_AFTER = 9  # days from a first listing to the case's receipt at the Crown Court


@dataclass(frozen=True)
class Journey:
    """Of one place, quarter and type of court: defendants whose cases ended, mean days of the three stages of their cases."""

    defendants: int
    days: tuple[float, float, float]

    @property
    def means(self) -> tuple[int, int, int]:
        """Whole days from offence to charge, charge to first listing, first listing to completion."""
        first, second, third = (round(day) for day in self.days)
        return first, second, third

    @property
    def medians(self) -> tuple[int, int, int]:
        """The medians of the same stages."""
        first, second, third = (round(day * share) for day, share in zip(self.means, _MEDIAN, strict=True))
        return first, second, third

    @property
    def whole(self) -> tuple[int, int]:
        """Mean and median from offence to completion."""
        return sum(self.means), round(sum(self.means) * _MEDIAN_WHOLE)

    @property
    def at_court(self) -> tuple[int, int]:
        """Mean and median from charge to completion."""
        mean = self.means[1] + self.means[2]
        return mean, round(mean * _MEDIAN_AT_COURT)

    @property
    def at_crown_court(self) -> tuple[int, int]:
        """Mean and median from receipt at the Crown Court to completion."""
        mean = max(1, self.means[2] - _SENT_AFTER)
        return mean, round(mean * _MEDIAN_AT_COURT)


Journeys = list[dict[str, dict[str, Journey]]]
"""Quarter by quarter: place (boards, or London's parts; regions of the courts; the nation) -> type of court -> its journey."""


def journeys(country: Country, flows: Mapping[Key, Flow]) -> Journeys:
    """Of every quarter and place; a region and the nation are their parts together."""
    points = len(country.quarters)
    held: dict[str, list[int]] = {}
    gone: dict[str, list[int]] = {}
    for (slug, _, _), flow in flows.items():
        board = country.areas[slug].within
        for total, counts in ((held, flow.open), (gone, flow.disposed)):
            own = total.setdefault(board, [0] * points)
            for at, count in enumerate(counts):
                own[at] += count
    inside = places_of_regions(country)
    parts = len(country.of_kind(AreaKind.PART))
    quarters = []
    for at in range(points):
        found: dict[str, dict[str, Journey]] = {}
        for places in inside.values():
            for place in places:
                board = country.areas[place].within or place
                share = 1 / parts if country.areas[place].within else 1.0
                found[place] = _times(country, place, at, country.size(board) * share, held.get(board), gone.get(board))
        for region, places in inside.items():
            found[region] = _pooled([found[place] for place in places])
        found[NATION] = _pooled([found[region] for region in inside])
        quarters.append(found)
    return quarters


def places_of_regions(country: Country) -> dict[str, list[str]]:
    """Region of the courts -> its boards; in London the nine parts of the one board."""
    parts = country.of_kind(AreaKind.PART)
    found: dict[str, list[str]] = {}
    for region in country.of_kind(AreaKind.HMCTS_REGION):
        found[region.slug] = []
        for member in region.members:
            if country.areas[member].members and parts:
                found[region.slug] += [part.slug for part in parts if part.within == member]
            else:
                found[region.slug].append(member)
    return found


def _times(
    country: Country, place: str, at: int, millions: float, held: list[int] | None, gone: list[int] | None
) -> dict[str, Journey]:
    """Of a board's quarter, by type of court: the longer the Crown Court's queue, the longer its cases take."""
    chance = country.chance("times", place, str(at))
    level = country.chance("times", place).between(0.9, 1.12)
    lock = country.lockdown(at, courts=True)
    low = max(1, chance.count(5200 * millions * lock, 0.02))
    high = max(1, chance.count(330 * millions * lock, 0.03))
    queue = held[at] / max(1, gone[at]) if held and gone else 1.2
    police = (70 + 0.35 * at) * level
    magistrates = (police + chance.normal(0, 2.5), (33 + 14 * (1 - lock)) * level + chance.normal(0, 1.2),
                   (21 + 30 * (1 - lock)) * level + chance.normal(0, 1.2))  # fmt: skip
    crown = (
        police * 2.1 + chance.normal(0, 6),
        21 * level + chance.normal(0, 1.5),
        80 + 72 * min(queue, 5) + chance.normal(0, 5),
    )
    one, two = Journey(low, magistrates), Journey(high, crown)
    return {MAGISTRATES: one, CROWN: two, ALL_COURTS: _together([one, two])}


def _pooled(parts: list[dict[str, Journey]]) -> dict[str, Journey]:
    return {kind: _together([part[kind] for part in parts]) for kind in COURT_TYPES}


def _together(parts: list[Journey]) -> Journey:
    whole = sum(part.defendants for part in parts)
    first, second, third = (sum(part.defendants * part.days[i] for part in parts) / whole for i in range(3))
    return Journey(whole, (first, second, third))
