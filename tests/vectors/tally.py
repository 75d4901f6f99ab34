"""How far our functions agree with one file of peers' answers, counted case by case.

A runner is a function that puts every case of a file to the public functions. It is registered under the file's path below
`../shared/vectors`; `test_agreement.py` finds the files by looking into the folder, so that a file without one fails.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assize.core.errors import AssizeError

HERE = Path(__file__).parent
SPECIAL = {"NaN": math.nan, "Inf": math.inf, "-Inf": -math.inf}


def number(value: Any) -> float:
    """A number of a peer, nan where it has none."""
    return math.nan if value is None else SPECIAL.get(value, value)


def agree(ours: float | None, theirs: Any, *, relative: float = 1e-9, absolute: float = 1e-12) -> bool:
    """The same number, or none in both."""
    mine, other = number(ours), number(theirs)
    if math.isnan(mine) or math.isnan(other):
        return math.isnan(mine) and math.isnan(other)
    return mine == other or math.isclose(mine, other, rel_tol=relative, abs_tol=absolute)


@dataclass
class Case:
    """One case: what was compared, what differs, and the named deviation that explains it, if one does."""

    values: int = 0
    differences: list[str] = field(default_factory=list)
    deviation: str = ""
    refused: bool = False
    without: bool = False

    def number(self, mine: float | None, theirs: Any, what: str = "", *, relative: float = 1e-9) -> None:
        self.values += 1
        if not agree(mine, theirs, relative=relative):
            self.differences.append(f"{what} {mine} not {theirs}")

    def same(self, mine: object, theirs: object, what: str = "") -> None:
        self.values += 1
        if mine != theirs:
            self.differences.append(f"{what} {mine!r} not {theirs!r}")

    def refuses(self, call: Callable[[], object]) -> None:
        """The peer refuses it, and so must we."""
        try:
            found = call()
        except AssizeError:
            self.refused = True
        else:
            self.differences.append(f"not refused: {found}")

    def without_answer(self) -> None:
        """The peer stops with a fault of its own or gives no number where one can be given: nothing to compare with."""
        self.without = True


@dataclass
class Tally:
    """The cases of one file, and what of it is not asked of us and why."""

    cases: dict[str, Case] = field(default_factory=dict)
    aside: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def case(self, name: object) -> Iterator[Case]:
        yield self.cases.setdefault(str(name), Case())

    def leave(self, why: str, count: int = 1) -> None:
        self.aside[why] += count

    @property
    def values(self) -> int:
        return sum(case.values for case in self.cases.values())

    @property
    def agreeing(self) -> int:
        return sum(not case.differences and not case.refused and not case.without for case in self.cases.values())

    @property
    def refused(self) -> int:
        return sum(case.refused and not case.differences for case in self.cases.values())

    @property
    def without(self) -> int:
        return sum(case.without and not case.differences for case in self.cases.values())

    @property
    def deviating(self) -> dict[str, set[str]]:
        """The cases that differ, by the named deviation that explains them; under no name those that none explains."""
        found: dict[str, set[str]] = {}
        for name, case in self.cases.items():
            if case.differences:
                found.setdefault(case.deviation, set()).add(name)
        return found


@dataclass(frozen=True)
class Runner:
    """What runs one file, and whose answers it holds."""

    peer: str
    run: Callable[[Any, Tally], None]


RUNNERS: dict[str, Runner] = {}


def runs(path: str, peer: str) -> Callable[[Callable[[Any, Tally], None]], Callable[[Any, Tally], None]]:
    """Registers a runner for the file at `path` below the folder of vectors."""

    def register(run: Callable[[Any, Tally], None]) -> Callable[[Any, Tally], None]:
        assert path not in RUNNERS, path
        RUNNERS[path] = Runner(peer, run)
        return run

    return register


@dataclass(frozen=True)
class Deviation:
    """Where we mean to differ: why, and in which cases of which file."""

    why: str
    cases: dict[str, frozenset[str]]


def deviations() -> dict[str, Deviation]:
    """The named deviations, from `deviations.toml`."""
    stored = tomllib.loads((HERE / "deviations.toml").read_text("utf-8"))
    return {
        name: Deviation(
            " ".join(one["why"].split()), {path: frozenset(cases) for path, cases in one.get("cases", {}).items()}
        )
        for name, one in stored.items()
    }
