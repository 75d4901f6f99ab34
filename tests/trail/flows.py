"""Cases in, out and open, computed again from counts alone: residual, ratios, projection, back-test, a level by a day.

Written from the methods (4.6) and not from the product: numpy adds, scipy has the quantile of the 80% interval.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy
from scipy.special import ndtri
from trail.arithmetic import half_up

from assize.core.document import Aspect

WINDOW, AHEAD, FEWEST = 4, 4, 8
Z = float(ndtri(0.9))


@dataclass(frozen=True)
class Cases:
    """Open cases, receipts and disposals of quarters in a row, and the level that the office wants in so many quarters."""

    open: Sequence[Fraction]
    receipts: Sequence[Fraction]
    disposals: Sequence[Fraction]
    level: int | None = None
    quarters: int = 0

    def texts(self, aspect: Aspect, place: int) -> list[str]:
        """What may be printed of an aspect at the quarter in this place; of coming quarters the texts of each."""
        came, done, stand = self.receipts[place], self.disposals[place], self.open[place]
        match aspect:
            case Aspect.RESIDUAL:
                if place == 0:
                    return []
                left = half_up(stand - (self.open[place - 1] + came - done), 0)
                return [left if left.startswith("−") or left == "0" else f"+{left}"]
            case Aspect.CLEARANCE:
                return [f"{half_up(done * 100 / came, 0)}%"] if came else []
            case Aspect.MONTHS:
                return [half_up(stand * 3 / done, 1)] if done else []
        return self._coming(aspect)

    def _coming(self, aspect: Aspect) -> list[str]:
        net = (self.open[-1] - self.open[-1 - WINDOW]) / WINDOW
        values = [max(self.open[-1] + step * net, Fraction(0)) for step in range(1, AHEAD + 1)]
        match aspect:
            case Aspect.NET:
                text = half_up(abs(net), 0)
                return [text, f"{'−' if net < 0 else '+'}{text}"]
            case Aspect.PROJECTED:
                return [half_up(value, 0) for value in values]
            case Aspect.LOWEST | Aspect.HIGHEST:
                side = -1 if aspect is Aspect.LOWEST else 1
                return [
                    half_up(max(value + side * self._reach(step), Fraction(0)), 0)
                    for step, value in enumerate(values, start=1)
                ]
            case Aspect.PAST_ERROR:
                return [half_up(Fraction(math.sqrt(float(numpy.mean(numpy.square(self._errors(AHEAD)))))), 0)]
            case Aspect.PAST_BIAS:
                return [half_up(abs(Fraction(float(numpy.mean(self._errors(AHEAD))))), 0)]
        if self.level is None:
            return []
        came = sum(self.receipts[-WINDOW:], Fraction(0)) / WINDOW
        needed = max(came + (self.open[-1] - self.level) / self.quarters, Fraction(0))
        more = abs(needed - sum(self.disposals[-WINDOW:], Fraction(0)) / WINDOW)
        said = {Aspect.LEVEL: Fraction(self.level), Aspect.NEEDED: needed, Aspect.MORE: more}
        return [half_up(said[aspect], 0)] if aspect in said else []

    def _errors(self, ahead: int) -> list[float]:
        found = []
        for now in range(WINDOW, len(self.open) - ahead):
            net = (self.open[now] - self.open[now - WINDOW]) / WINDOW
            found.append(float(self.open[now + ahead] - max(self.open[now] + ahead * net, Fraction(0))))
        return found

    def _reach(self, ahead: int) -> Fraction:
        errors = self._errors(ahead)
        return (
            Fraction(Z * math.sqrt(float(numpy.mean(numpy.square(errors))))) if len(errors) >= FEWEST else Fraction(0)
        )
