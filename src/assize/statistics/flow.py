"""Cases that come in, go out and stay: receipts, disposals, open cases, and what would have to change.

A published open caseload is a snapshot and need not be the last one with receipts added and disposals taken off: what is left
over is the residual, shown and never forced. A projection is the last flow carried on, with an interval made from how wrong
the same projection was before (`backtest`); without enough history it has none. Checked by `tests/vectors/runs_series.py`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assize.core.errors import AssizeError
from assize.statistics.demands import need_finite, need_known, need_lists, need_one_length, need_steps, need_whole
from assize.statistics.intervals import normal_quantile

WEEKS = 13  # of a quarter
FEWEST_TRIALS = 8  # past projections, below which no interval is given


@dataclass(frozen=True)
class Flow:
    """One quarter of cases. `residual` is the published open count less the one that the flow gives, None where not published.

    Ratios are None where what they are divided by is nought: they do not apply.
    """

    opening: float
    receipts: float
    disposals: float
    derived: float
    residual: float | None
    clearance: float | None
    weeks_of_work: float | None

    @property
    def net(self) -> float:
        """Receipts less disposals: what the open cases grew by."""
        return self.receipts - self.disposals

    @property
    def months_of_work(self) -> float | None:
        """The same work in months."""
        return None if self.weeks_of_work is None else self.weeks_of_work * 3 / WEEKS

    @property
    def littles_law_weeks(self) -> float | None:
        """How long a case would stay if nothing changed (Little): average open over what is completed a week. Indicative."""
        return (self.opening + self.derived) / 2 / (self.disposals / WEEKS) if self.disposals else None


def flow(opening: float, receipts: float, disposals: float, published: float | None = None) -> Flow:
    """One quarter's flow from the cases open at its beginning. Raises AssizeError where a count is negative."""
    need_known("a flow of cases cannot be computed", (opening, receipts, disposals))
    need_finite("a flow of cases cannot be computed", (published,))
    for count in (opening, receipts, disposals, published or 0):
        if count < 0:
            raise AssizeError("a flow of cases cannot be computed", found=str(count), expected="counts of 0 or more")
    derived = opening + receipts - disposals
    stands = derived if published is None else published
    return Flow(
        opening=opening,
        receipts=receipts,
        disposals=disposals,
        derived=derived,
        residual=None if published is None else published - derived,
        clearance=disposals / receipts if receipts else None,
        weeks_of_work=stands / (disposals / WEEKS) if disposals else None,
    )


def flows(opening: float, receipts: Sequence[float], disposals: Sequence[float]) -> list[Flow]:
    """Quarter after quarter, each beginning with what the one before left open.

    Raises AssizeError where the two differ in length.
    """
    need_lists("a flow of cases cannot be computed", receipts, disposals)
    need_one_length("a flow of cases cannot be computed", receipts, disposals)
    made = []
    for received, disposed in zip(receipts, disposals, strict=True):
        made.append(flow(opening, received, disposed))
        opening = made[-1].derived
    return made


def net_interval(receipts: float, disposals: float, confidence: float = 0.95) -> tuple[float, float]:
    """Limits of the net flow if both were Poisson and independent: real counts vary more, so this is the least width.

    Raises AssizeError where a count is negative.
    """
    need_known("a flow of cases cannot be computed", (receipts, disposals))
    if receipts < 0 or disposals < 0:
        raise AssizeError(
            "a flow of cases cannot be computed", found=f"{receipts} and {disposals}", expected="counts of 0 or more"
        )
    reach = normal_quantile(confidence) * math.sqrt(receipts + disposals)
    return receipts - disposals - reach, receipts - disposals + reach


@dataclass(frozen=True)
class Projection:
    """Open cases `ahead` quarters on, with limits (None where too few past projections tell how wrong they are)."""

    ahead: int
    value: float
    lower: float | None
    upper: float | None


def project(open_cases: float, net: float, quarters: int) -> list[float]:
    """Open cases quarter by quarter if as many came in and went out as now; never below nought."""
    need_known("open cases cannot be projected", (open_cases, net))
    need_steps("open cases cannot be projected", quarters)
    return [max(open_cases + ahead * net, 0.0) for ahead in range(1, quarters + 1)]


@dataclass(frozen=True)
class Backtest:
    """How wrong past projections were, `ahead` quarters on: how many were tried, their mean error, their root mean square."""

    ahead: int
    trials: int
    bias: float
    error: float


def backtest(open_cases: Sequence[float], ahead: int, window: int = 4) -> Backtest | None:
    """Projects from every past quarter as `projections` does, and compares with what came; None where no quarter allows it."""
    need_lists("open cases cannot be projected", open_cases)
    _need_steps(ahead, window)
    errors = []
    for now in range(window, len(open_cases) - ahead):
        net = (open_cases[now] - open_cases[now - window]) / window
        errors.append(open_cases[now + ahead] - max(open_cases[now] + ahead * net, 0.0))
    if not errors:
        return None
    trials = len(errors)
    return Backtest(
        ahead, trials, math.fsum(errors) / trials, math.sqrt(math.fsum(error * error for error in errors) / trials)
    )


def _need_steps(ahead: int, window: int) -> None:
    need_whole("open cases cannot be projected", ahead, window)
    if ahead < 1 or window < 1:
        raise AssizeError(
            "open cases cannot be projected",
            found=f"{ahead} quarters ahead, by the change of {window}",
            expected="1 or more of each",
        )


def projections(
    open_cases: Sequence[float], quarters: int, *, window: int = 4, confidence: float = 0.8
) -> list[Projection]:
    """Open cases `quarters` ahead, by the mean change of the last `window` quarters, with limits from past errors.

    The limits are as wide as past projections so far ahead were wrong, on either side; with fewer than `FEWEST_TRIALS` of them
    none are given. Raises AssizeError where the series is not longer than `window`.
    """
    need_lists("open cases cannot be projected", open_cases)
    _need_steps(1, window)
    if len(open_cases) <= window:
        raise AssizeError(
            "open cases cannot be projected", found=f"{len(open_cases)} quarters", expected=f"more than {window}"
        )
    z = normal_quantile(confidence)
    net = (open_cases[-1] - open_cases[-1 - window]) / window
    made = []
    for ahead, value in enumerate(project(open_cases[-1], net, quarters), start=1):
        past = backtest(open_cases, ahead, window)
        if past is None or past.trials < FEWEST_TRIALS:
            made.append(Projection(ahead, value, None, None))
        else:
            made.append(Projection(ahead, value, max(value - z * past.error, 0.0), value + z * past.error))
    return made


def quarters_to_reach(open_cases: float, target: float, receipts: float, disposals: float) -> int | None:
    """In how many quarters open cases fall to `target` at this flow; 0 where they are there, None where they never do."""
    need_known("a level cannot be reached", (open_cases, target, receipts, disposals))
    if open_cases <= target:
        return 0
    return math.ceil((open_cases - target) / (disposals - receipts)) if disposals > receipts else None


def disposals_needed(open_cases: float, target: float, receipts: float, quarters: int) -> float:
    """How many disposals a quarter bring open cases to `target` in `quarters`, receipts staying as they are.

    Raises AssizeError unless `quarters` is 1 or more.
    """
    need_known("disposals cannot be computed", (open_cases, target, receipts))
    need_steps("disposals cannot be computed", quarters)
    if quarters < 1:
        raise AssizeError("disposals cannot be computed", found=f"{quarters} quarters", expected="1 or more")
    return max(receipts + (open_cases - target) / quarters, 0.0)
