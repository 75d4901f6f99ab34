"""Funnels of the trail's own, from counts alone: numpy's and scipy's quantiles, formulas as the methods have them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from scipy.stats import chi2, rankdata

from assize.core.specs import Kind

Z = {"95": 1.959964, "998": 3.090232}


@dataclass(frozen=True)
class Peer:
    """Spread and target of areas; limits at a size come from `at`."""

    kind: Kind
    target: float
    phi: float
    tau2: float

    def at(self, size: float, level: str) -> tuple[float, float]:
        widened = self.tau2 if self.phi > 1 else 0.0
        if self.kind is Kind.PROPORTION:
            reach = Z[level] * math.sqrt(1 / (4 * size) + widened)
            middle = math.asin(math.sqrt(self.target))
            ends = max(middle - reach, 0), min(middle + reach, math.pi / 2)
            return math.sin(ends[0]) ** 2, math.sin(ends[1]) ** 2
        if self.kind is Kind.RATIO:
            reach = Z[level] * math.sqrt(1 / (self.target * size) + 1 / size + widened)
            return self.target * math.exp(-reach), self.target * math.exp(reach)
        expected = self.target * size
        if self.phi > 1:
            reach = Z[level] * math.sqrt(1 / expected + widened)
            return self.target * math.exp(-reach), self.target * math.exp(reach)
        tail = 0.025 if level == "95" else 0.001
        low = chi2.ppf(tail, 2 * expected) / 2 / size
        return float(low), float(chi2.ppf(1 - tail, 2 * (expected + 1)) / 2 / size)


def peer(kind: Kind, counts: Sequence[float], sizes: Sequence[float]) -> Peer:
    """The funnel of areas with these counts and sizes; rates in events a head."""
    x, n = numpy.array(counts, float), numpy.array(sizes, float)
    target = float(x.sum() / n.sum())
    if kind is Kind.PROPORTION:
        s = 1 / (2 * numpy.sqrt(n))
        z = (numpy.arcsin(numpy.sqrt(x / n)) - math.asin(math.sqrt(target))) / s
    elif kind is Kind.RATIO:
        s = numpy.sqrt(x / (x + 0.5) ** 2 + n / (n + 0.5) ** 2)
        z = (numpy.log((x + 0.5) / (n + 0.5)) - math.log(target)) / s
    else:
        expected = target * n
        s = 1 / numpy.sqrt(expected)
        z = numpy.sqrt(expected) * numpy.log(x / expected)
    if kind is Kind.RATE:
        group = numpy.floor(rankdata(z) * 10 / (len(z) + 1))
        kept = (group > 0) & (group < 9)
    else:
        kept = numpy.full(len(z), True)
        z = numpy.clip(z, *numpy.quantile(z, [0.1, 0.9]))
    total, count, w = float((z[kept] ** 2).sum()), int(kept.sum()), 1 / s[kept] ** 2
    tau2 = 0.0 if total < count - 1 else max(0.0, (total - (count - 1)) / float(w.sum() - (w**2).sum() / w.sum()))
    return Peer(kind, target, total / count, tau2)
