"""Cases that come in, go out and stay, quarter by quarter, and where the pace leads. Frozen values; standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assize.core.nouns import Figure
from assize.core.periods import Period


@dataclass(frozen=True)
class FlowSpec:
    """The measures that tell of the same cases as a count of open ones: what came in, and what went out."""

    receipts: str
    disposals: str


@dataclass(frozen=True)
class OpenLevel:
    """Where an office wants open cases to be, and by which day."""

    level: int
    by: date


@dataclass(frozen=True)
class FlowQuarter:
    """One quarter of cases. What cannot be had is None: no ratio over nought, no residual without the quarter before."""

    period: Period
    open: Figure
    receipts: Figure
    disposals: Figure
    residual: float | None  # the open cases as counted, less those that receipts and disposals give
    clearance: float | None  # disposals over receipts
    months: float | None  # of work in hand, at the quarter's pace


@dataclass(frozen=True)
class Projected:
    """Open cases at the end of a coming quarter; no limits where too few past projections tell how wrong they are."""

    period: Period
    value: float
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class PastProjections:
    """How wrong the same projection was before: so many quarters ahead, how often tried, mean error, root mean square."""

    ahead: int
    trials: int
    bias: float
    error: float


@dataclass(frozen=True)
class Needed:
    """What a level by a day takes: disposals a quarter, `more` of them than in the last year, if receipts stay as they were."""

    level: int
    by: date
    quarters: int
    disposals: float
    more: float


@dataclass(frozen=True)
class CaseFlow:
    """The flow of one kind of case of a board, up to the latest quarter that all three are held for."""

    metric: str
    quarters: tuple[FlowQuarter, ...]
    net: float  # what open cases grew by in a quarter, mean of the last four
    projected: tuple[Projected, ...]
    past: PastProjections | None  # as far ahead as is projected
    needed: Needed | None
    confidence: float

    @property
    def latest(self) -> FlowQuarter:
        """The last quarter."""
        return self.quarters[-1]
