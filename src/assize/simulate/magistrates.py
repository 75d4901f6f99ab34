"""The magistrates' courts of the made-up country: what came in, what was dealt with, what is open.

As at the Crown Court, what is open is what was open before, and what came in, less what was dealt with: of every board, and of
every part into which a tool splits it.
"""

from __future__ import annotations

from collections.abc import Sequence

from assize.simulate.chance import Chance
from assize.simulate.country import Country
from assize.simulate.crown_court import Flow

OFFENCE_GROUPS = {
    "01: Violence against the person": 0.13, "04: Theft offences": 0.17, "11: Summary non-motoring": 0.28,
    "12: Summary motoring": 0.42,
}  # fmt: skip
_RECEIPTS = 6_300  # cases a quarter and million residents
_HELD = 0.72  # quarters of work that are open in ordinary times


def magistrates(country: Country) -> dict[str, Flow]:
    """Board -> its flow, quarter by quarter."""
    found: dict[str, Flow] = {}
    points = len(country.quarters)
    for board in country.boards:
        chance = country.chance("magistrates", board)
        mean = _RECEIPTS * country.size(board)
        waiting = chance.count(mean * _HELD)
        flow = Flow([], [], [])
        for at in range(points):
            lock = country.lockdown(at, courts=True)
            came = chance.count(mean * (0.45 + 0.55 * lock), 0.02)
            went = min(waiting + came, chance.count(mean * lock * (1.0 if at < points / 2 else 1.012), 0.02))
            waiting += came - went
            flow.received.append(came)
            flow.disposed.append(went)
            flow.open.append(waiting)
        found[board] = flow
    return found


def split_flow(chance: Chance, flow: Flow, shares: Sequence[float]) -> list[Flow]:
    """A flow in parts that add up to it, each about its share of it, and each with books that balance."""
    parts = [Flow([], [], []) for _ in shares]
    if not flow.open:
        return parts
    before = flow.open[0] + flow.disposed[0] - flow.received[0]
    waiting = _split(chance, before, shares)
    for came, went in zip(flow.received, flow.disposed, strict=True):
        arrived = _split(chance, came, shares)
        able = [held + new for held, new in zip(waiting, arrived, strict=True)]
        left = went
        for at, part in enumerate(parts):
            behind = sum(able[at + 1 :])
            wanted = round(left * able[at] / max(1, able[at] + behind))
            dealt = min(
                able[at], left, max(left - behind, wanted)
            )  # the last ones cannot deal with more than they hold
            left -= dealt
            waiting[at] = able[at] - dealt
            part.received.append(arrived[at])
            part.disposed.append(dealt)
            part.open.append(waiting[at])
    return parts


def _split(chance: Chance, whole: int, shares: Sequence[float]) -> list[int]:
    found, left, rest = [], whole, sum(shares)
    for share in shares[:-1]:
        part = chance.part(left, share / rest)
        found.append(part)
        left, rest = left - part, rest - share
    return [*found, left]
