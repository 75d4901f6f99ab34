"""Chance with a seed: the same words give the same draws on every machine.

Counts are Poisson, or vary more than that where `spread` says so (a relative standard deviation besides). Each part of the
country draws from a stream of its own name, so that one source more changes none of the others.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

_EXACT = 30.0  # a mean from which a normal draw stands for a Poisson one


class Chance:
    """A stream of draws, by its name."""

    def __init__(self, seed: int, *names: str) -> None:
        # A text as seed is hashed by the library itself, in a way that no setting of the process changes.
        self._draw = random.Random("|".join((str(seed), *names)))
        self.normal = self._draw.gauss

    def between(self, low: float, high: float) -> float:
        """Anything from one to the other."""
        return low + (high - low) * self._draw.random()

    def happens(self, share: float) -> bool:
        """True in that share of cases."""
        return self._draw.random() < share

    def shuffled(self, words: Sequence[str]) -> list[str]:
        """The words in another order."""
        found = list(words)
        self._draw.shuffle(found)
        return found

    def count(self, mean: float, spread: float = 0.0) -> int:
        """A count around a mean; `spread` is the relative deviation beside that of chance."""
        if mean <= 0:
            return 0
        if spread:
            mean *= math.exp(self._draw.gauss(0, spread) - spread * spread / 2)
        if mean >= _EXACT:
            return max(0, round(self._draw.gauss(mean, math.sqrt(mean))))
        limit, made, product = math.exp(-mean), 0, self._draw.random()
        while product > limit:
            made += 1
            product *= self._draw.random()
        return made

    def part(self, whole: int, share: float) -> int:
        """So many of `whole`, each with a chance of `share`."""
        share = min(1.0, max(0.0, share))
        mean = whole * share
        if min(mean, whole - mean) >= _EXACT:
            return min(whole, max(0, round(self._draw.gauss(mean, math.sqrt(mean * (1 - share))))))
        if whole > 400:  # a rare thing among many is Poisson
            rare = share <= 0.5
            few = min(whole, self.count(mean if rare else whole - mean))
            return few if rare else whole - few
        draw = self._draw.random
        return sum(draw() < share for _ in range(whole))

    def drifting(self, points: int, deviation: float, memory: float) -> list[float]:
        """A series about nought whose points remember the one before (autoregressive, of order one)."""
        value = self._draw.gauss(0, deviation)
        own = deviation * math.sqrt(1 - memory * memory)
        found = []
        for _ in range(points):
            found.append(value)
            value = memory * value + self._draw.gauss(0, own)
        return found
