"""Trials that were listed at the courts of the made-up country: fewer than the cases they dealt with, and how each ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assize.simulate.chance import Chance
from assize.simulate.country import Country
from assize.simulate.crown_court import Flow, Key

EFFECTIVE, CRACKED, INEFFECTIVE, VACATED = "1. Effective", "2. Cracked", "3. Ineffective", "4. Vacated"
_REASONS: Mapping[str, tuple[tuple[str, float], ...]] = {
    EFFECTIVE: (("", 1.0),),
    CRACKED: (("A. Guilty plea", 0.66), ("H. Prosecution end case: witness absent", 0.10),
              ("I. Prosecution end case: insufficient evidence", 0.24)),
    INEFFECTIVE: (("W1. Prosecution witness absent", 0.16), ("P1. Prosecution not ready", 0.18),
                  ("D1. Defence not ready", 0.24), ("23. Judge or magistrate availability", 0.42)),
    VACATED: (("V1. Listing", 1.0),),
}  # fmt: skip
_FOR_TRIAL = ("1. Indictable only", "2. Triable either way")
_CROWN, _MAGISTRATES = 0.46, 0.085  # trials listed, of the cases dealt with (at the Crown Court: of those for trial)
_EFFECTIVE = {"crown": 0.46, "magistrates": 0.45}
_CRACKED = 0.36
_VACATED = 0.34  # trials taken out of the list before the day, beside those listed
_UNSTEADY = 0.015


@dataclass(frozen=True)
class Trials:
    """Of one court's quarter: (outcome, reason) -> trials. Those but the vacated ones were listed on the day."""

    counts: Mapping[tuple[str, str], int]

    @property
    def listed(self) -> int:
        """Trials that stood in the list on the day."""
        return sum(count for (outcome, _), count in self.counts.items() if outcome != VACATED)


NONE_LISTED = Trials({(EFFECTIVE, ""): 0})


def crown_trials(country: Country, flows: Mapping[Key, Flow]) -> dict[str, list[Trials]]:
    """Crown Court centre -> quarter by quarter."""
    dealt: dict[str, list[int]] = {}
    for (court, kind, _), flow in flows.items():
        if kind in _FOR_TRIAL:
            own = dealt.setdefault(court, [0] * len(country.quarters))
            for at, count in enumerate(flow.disposed):
                own[at] += count
    return {court: _quarters(country.chance("trials", court), counts, _CROWN, _EFFECTIVE["crown"])
            for court, counts in dealt.items()}  # fmt: skip


def magistrates_trials(country: Country, flows: Mapping[str, Flow]) -> dict[str, list[Trials]]:
    """Board, or a part of one -> quarter by quarter, of its magistrates' courts together."""
    return {place: _quarters(country.chance("magistrates' trials", place), flow.disposed, _MAGISTRATES,
                             _EFFECTIVE["magistrates"]) for place, flow in flows.items()}  # fmt: skip


def _quarters(chance: Chance, dealt: Sequence[int], share: float, effective: float) -> list[Trials]:
    share *= chance.between(0.9, 1.1)
    effective += chance.between(-0.04, 0.04)
    found = []
    for cases in dealt:
        listed = min(cases, chance.count(cases * share, 0.02))
        went = chance.part(listed, effective + chance.normal(0, _UNSTEADY))
        cracked = chance.part(listed - went, _CRACKED / (1 - effective))
        counts: dict[tuple[str, str], int] = {}
        for outcome, count in (
            (EFFECTIVE, went), (CRACKED, cracked), (INEFFECTIVE, listed - went - cracked),
            (VACATED, chance.count(listed * _VACATED, 0.05)),
        ):  # fmt: skip
            left, rest = count, 1.0
            reasons = _REASONS[outcome]
            for reason, part in reasons:
                own = left if reason == reasons[-1][0] else chance.part(left, part / rest)
                counts[outcome, reason] = own
                left, rest = left - own, rest - part
        found.append(Trials(counts))
    return found
