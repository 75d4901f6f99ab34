"""How far one count can differ where many others give way a little each: a linear program, in whole numbers.

A search that changes one count after another finds ways over a dozen counts. Where most of what is around a small one is known
and the rest is small itself, the only way may lead over a hundred. All of those follow from a few that are free, so that the
simplex method needs few steps: the sums are solved for as many counts as they can be, and one free count at a time is moved, in
the direction that takes the first one further, until another would fall below nought; that one becomes free in its place.

Sources: Dantzig (1963), "Linear Programming and Extensions", for the method with bounds; Bland (1977), "New finite pivoting
rules for the simplex method", Mathematics of Operations Research 2(2), for the order of choices with which it always ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

Number = int | Fraction

_FIRST = 0  # the count that is to differ
_STEPS = 2_000  # after so many it is said that there is no way; one among five hundred counts takes three or four


def reach(
    aim: int, lines: Iterable[Mapping[int, int]], values: Sequence[int], shut: Mapping[int, float]
) -> dict[int, int] | None:
    """Changes of counts by which count 0 differs by `aim`; none where it cannot, or not in whole numbers.

    `values` are the counts, by their places; no one may fall below nought. `lines` are the sums: the changes of their counts,
    each with its sign, come to nought. Counts in `shut` stay as they are until nothing else takes count 0 further: then the one
    that costs least is opened.
    """
    if values[_FIRST] + aim < 0:
        return None
    program = _Program(lines, values, shut)
    if _FIRST not in program.solved:  # nothing ties it
        return {_FIRST: aim}
    for _ in range(_STEPS):
        if not program.take_further(aim):
            return None
        if program.changes[_FIRST] == aim:
            break
    if program.changes[_FIRST] != aim or any(by.denominator != 1 for by in program.changes):
        return None
    return {at: int(by) for at, by in enumerate(program.changes) if by}


class _Program:
    """The sums solved for some of their counts: the others are free, and by how much each differs follows from those."""

    def __init__(self, lines: Iterable[Mapping[int, int]], values: Sequence[int], shut: Mapping[int, float]) -> None:
        self.values = values
        self.shut = dict(shut)
        self.changes: list[Number] = [0] * len(values)
        self.solved: dict[
            int, dict[int, Number]
        ] = {}  # count -> the free ones that it follows from, each with its share
        self.used: dict[int, set[int]] = {}  # free count -> the solved ones that follow from it
        for line in sorted(lines, key=lambda one: _FIRST not in one):
            self._solve(line)

    def take_further(self, aim: int) -> bool:
        """One step of the method; False where nothing takes the first count nearer to `aim`."""
        up = aim > 0
        ways = [(at, 1 if (share > 0) == up else -1) for at, share in self.solved[_FIRST].items()]
        ways = [(at, way) for at, way in ways if way > 0 or self._left(at) > 0]
        if not ways:
            return False
        free, way = min(ways, key=lambda one: (self.shut.get(one[0], 0.0), one[0]))
        self.shut.pop(free, None)
        self._move(free, way, aim)
        return True

    def _left(self, at: int) -> Number:
        """What a count has come to."""
        return self.values[at] + self.changes[at]

    def _move(self, free: int, way: int, aim: int) -> None:
        """Moves a free count until the first one has come to `aim`, or another stops it."""
        furthest = abs(Fraction(aim - self.changes[_FIRST]) / self.solved[_FIRST][free])
        stop = _FIRST
        if way < 0 and self._left(free) < furthest:
            furthest, stop = Fraction(self._left(free)), free
        for at in sorted(self.used[free] - {_FIRST}):
            by = self.solved[at][free] * way
            if at in self.shut:
                room = Fraction(0)
            elif by < 0:
                room = self._left(at) / Fraction(-by)
            else:
                continue
            if room < furthest:
                furthest, stop = room, at
        step = _plain(furthest * way)
        self.changes[free] = _plain(self.changes[free] + step)
        for at in self.used[free]:
            self.changes[at] = _plain(self.changes[at] + self.solved[at][free] * step)
        if stop not in (_FIRST, free):
            self._swap(stop, free)

    def _solve(self, line: Mapping[int, int]) -> None:
        """Solves one more line: for the first count where it stands in it, else for one that is open if there is any."""
        row: dict[int, Number] = {}
        for at, sign in line.items():
            _add(row, self.solved.get(at, {at: 1}), sign)
        if row:  # else it follows from other lines
            own = min(
                row, key=lambda at: (at != _FIRST, at in self.shut, abs(row[at]) != 1, len(self.used.get(at, ())), at)
            )
            self._put(own, _over(row, -row.pop(own)))

    def _swap(self, solved: int, free: int) -> None:
        """Solves for a free count in place of one that was solved."""
        row = self.solved.pop(solved)
        for at in row:
            self.used[at].discard(solved)
        row[solved] = -1
        self._put(free, _over(row, -row.pop(free)))

    def _put(self, own: int, row: dict[int, Number]) -> None:
        """Notes by what a count is solved, in its place wherever it was a free one too."""
        for other in self.used.pop(own, set()):
            held = self.solved[other]
            before = set(held)
            _add(held, row, held.pop(own))
            for at in before - held.keys() - {own}:
                self.used[at].discard(other)
            for at in held.keys() - before:
                self.used.setdefault(at, set()).add(other)
        self.solved[own] = row
        for at in row:
            self.used.setdefault(at, set()).add(own)


def _add(row: dict[int, Number], other: Mapping[int, Number], times: Number) -> None:
    """Adds a row so many times to another; shares of nought are left out."""
    for at, by in other.items():
        now = _plain(row.get(at, 0) + by * times)
        if now:
            row[at] = now
        else:
            del row[at]


def _over(row: Mapping[int, Number], share: Number) -> dict[int, Number]:
    return {at: _plain(Fraction(by) / share) for at, by in row.items()}


def _plain(number: Number) -> Number:
    """A whole number as such, which is quicker than a fraction by far."""
    return number.numerator if number.denominator == 1 else number
