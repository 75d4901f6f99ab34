"""Which further counts must be withheld so that no small one can be worked out from what is shown.

A release is counts and the sums that tie them: rows, columns, areas into a region, quarters into a year, a part and the
rest of its whole. Whoever reads it knows all of the sums, every shown count, and that no count is below nought. A small count
is safe only where another release would look the same: one in which it differs by `width`, every shown count is what it is,
every sum holds and no count is below nought. Such a release is found for each small count and kept as its `Move`. It is the
proof, in whole numbers, that no arithmetic upon the release, linear and integer programming included, can narrow the count to
fewer than `width` + 1 values. What has to change in it, and is shown, is withheld as well.

The cheapest move is looked for first: the fewest counts, small ones before large, those that are withheld already for nothing.
Where too few counts can give way by the whole width a linear program finds a move in which each gives what it can.
What an earlier release withheld stays withheld, and what it showed is known: then no two releases beside each other tell more
than one of them. Nothing is left to chance: the same counts give the same pattern.

Sources: Fischetti and Salazar (2001), "Solving the cell suppression problem on tabular data with linear constraints",
Management Science 47(7), for attack and protection as a pair of alternative tables; Langsrud (2024), GaussSuppression, for
margins as candidates like any other cell.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from assize.protect.program import reach

Key = TypeVar("Key", bound=Hashable)

_FREE = 1e-6  # a step through what is withheld already: nothing, but the shorter way is taken
_AHEAD = 1 / 3  # what a sum that does not add up yet is taken to cost: a count stands in about three of them
_TRIES = 20_000  # how many steps of a search are looked at before a linear program is made
_TRIES_AGAIN = 2_000  # and of one that looks for a way through what is withheld already
_NEAR = 20_000  # how many counts a linear program is made of; those further away stay as they are


@dataclass(frozen=True)
class Count:
    """A count of a release.

    `shown` is whether the release would show it; one that it does not show may still be what others are made of. `width` is
    how far readers must be kept from it: 0 for a count that anyone may know, else the least difference between the smallest and
    the largest value it could have in their eyes. `known` says that readers have it from elsewhere (an earlier release, a
    publisher's table): to withhold it would protect nothing. `price` is what it costs readers to lose it, beside other counts.
    """

    value: int
    shown: bool = True
    width: int = 0
    known: bool = False
    price: float = 1.0


@dataclass(frozen=True)
class Sum(Generic[Key]):
    """A whole and the parts that it is the sum of."""

    whole: Key
    parts: tuple[Key, ...]


@dataclass(frozen=True)
class Move(Generic[Key]):
    """Another release that looks the same: by how much each count differs in it; all others are as they are."""

    changes: Mapping[Key, int]


@dataclass(frozen=True)
class Suppression(Generic[Key]):
    """The pattern: what is withheld for its own sake, what for others' sake, the proof for each of the first.

    `lost` are counts that nothing can protect, because readers know enough from elsewhere: a release with them is unsafe, and
    whoever signs must be told.
    """

    primary: frozenset[Key]
    secondary: frozenset[Key]
    moves: Mapping[Key, Move[Key]]
    lost: frozenset[Key] = frozenset()

    @property
    def withheld(self) -> frozenset[Key]:
        """Everything that is not shown for protection's sake."""
        return self.primary | self.secondary


def suppress(counts: Mapping[Key, Count], sums: Sequence[Sum[Key]], before: Collection[Key] = ()) -> Suppression[Key]:
    """The pattern that keeps every count with a `width` that far from readers.

    `counts` are whole numbers of at least nought, by key; `sums` must hold among them; `before` are the counts that an earlier
    release withheld: they stay withheld, unless readers know them by now. Raises ValueError for a sum that does not hold, a
    count below nought or a sum of counts that are not given.
    """
    keys, values = list(counts), [count.value for count in counts.values()]
    if min(values, default=0) < 0:
        key = next(key for key, count in counts.items() if count.value < 0)
        raise ValueError(f"{key} is below nought: {counts[key].value}")
    place = {
        key: at for at, key in enumerate(keys)
    }  # the search asks for keys millions of times, and numbers are quick
    own = [Sum(place.get(one.whole, -1), tuple([place.get(part, -1) for part in one.parts])) for one in sums]
    for one, numbered in zip(sums, own, strict=True):
        line = {*numbered.parts, numbered.whole}
        whole = len(line) == 1 + len(one.parts) and -1 not in line
        if not whole or values[numbered.whole] != sum([values[part] for part in numbered.parts]):
            raise ValueError(_fault(counts, one))
    found = _suppress(list(counts.values()), own, [place[key] for key in before if key in place])
    return Suppression(
        frozenset(keys[at] for at in found.primary),
        frozenset(keys[at] for at in found.secondary),
        {keys[at]: Move({keys[one]: by for one, by in move.changes.items()}) for at, move in found.moves.items()},
        frozenset(keys[at] for at in found.lost),
    )


def _fault(counts: Mapping[Key, Count], one: Sum[Key]) -> str:
    """What is wrong with a sum."""
    if len({*one.parts, one.whole}) != len(one.parts) + 1:
        return f"a count stands twice in the sum of {one.whole}"
    missing = [key for key in (one.whole, *one.parts) if key not in counts]
    if missing:
        return f"the sum of {one.whole} has counts that are not given: {missing}"
    return f"the parts of {one.whole} do not add up to it"


def _suppress(counts: Sequence[Count], sums: Sequence[Sum[int]], before: Collection[int]) -> Suppression[int]:
    table = _Table(counts, sums)
    small = [key for key, count in enumerate(counts) if count.width and not count.known]
    primary = frozenset(key for key in small if counts[key].shown)
    open_to_readers = {key for key, count in enumerate(counts) if count.width and count.known}
    again = {key for key in before if counts[key].shown and not counts[key].known}
    always = primary | again | {key for key, count in enumerate(counts) if not count.shown and not count.known}
    hidden = set(always)
    prices = _prices(counts)
    moves: dict[int, Move[int]] = {}
    for key in sorted(small, key=lambda one: (-counts[one].width, counts[one].value, one)):
        # Where earlier releases withheld much, many ways cost nothing and a search can lose itself: a program cannot.
        found = _cheapest(table, key, hidden, prices) or _together(table, key, hidden, prices)
        if found is None:
            open_to_readers.add(key)
            continue
        moves[key] = found
        hidden |= found.changes.keys()
    _thin(table, small, moves, prices, always)
    secondary = again | {key for move in moves.values() for key in move.changes if counts[key].shown}
    secondary -= primary
    return Suppression(primary, frozenset(secondary), moves, frozenset(open_to_readers))


def holds(counts: Mapping[Key, Count], sums: Sequence[Sum[Key]], pattern: Suppression[Key]) -> list[str]:
    """What is wrong with a pattern, from its proofs alone, by arithmetic that shares nothing with the search; empty if safe.

    Every small count has a move of at least its width, no shown count moves, none falls below nought, every sum still holds.
    """
    wrong = []
    moved = frozenset(key for move in pattern.moves.values() for key in move.changes)
    # The sums that a count stands in which differs: all others hold, since nothing in them does.
    with_it: dict[Key, list[int]] = {}
    for at, line in enumerate(sums):
        for one in moved.intersection((line.whole, *line.parts)):
            with_it.setdefault(one, []).append(at)
    for key, count in counts.items():
        if not count.width or key in pattern.lost:
            continue
        move = pattern.moves.get(key)
        if move is None or abs(move.changes.get(key, 0)) < count.width:
            wrong.append(f"{key}: no other value {count.width} away")
            continue
        for other, change in move.changes.items():
            if change and counts[other].known:
                wrong.append(f"{key}: {other} would differ, and is known")
            if change and counts[other].shown and other not in pattern.withheld:
                wrong.append(f"{key}: {other} would differ, and is shown")
            if counts[other].value + change < 0:
                wrong.append(f"{key}: {other} would be below nought")
        for at in sorted({at for other in move.changes for at in with_it.get(other, ())}):
            line = sums[at]
            if move.changes.get(line.whole, 0) != sum(move.changes.get(part, 0) for part in line.parts):
                wrong.append(f"{key}: the parts of {line.whole} would not add up")
    return wrong


# --- the search ---------------------------------------------------------------------------------------------------


@dataclass
class _Table:
    """The sums as lines of signed cells, the shortest first, and for each cell the lines that it stands in. Cells and lines
    are their numbers: a search asks for the shortest line hundreds of thousands of times, which is then the least number."""

    counts: Sequence[Count]
    sums: Sequence[Sum[int]]
    lines: list[dict[int, int]] = field(default_factory=list)
    lines_of: list[list[tuple[int, int]]] = field(default_factory=list)  # cell -> its lines, with its sign in each

    def __post_init__(self) -> None:
        by_length = sorted(range(len(self.sums)), key=lambda at: len(self.sums[at].parts))
        place = {at: number for number, at in enumerate(by_length)}
        self.lines = [{**dict.fromkeys(self.sums[at].parts, 1), self.sums[at].whole: -1} for at in by_length]
        self.lines_of = [[] for _ in self.counts]
        for at, one in enumerate(self.sums):
            for cell in one.parts:
                self.lines_of[cell].append((place[at], 1))
            self.lines_of[one.whole].append((place[at], -1))


def _prices(counts: Sequence[Count]) -> list[float]:
    """What it costs readers to lose each count: fewest first, and of two the smaller."""
    largest = 1 + max((count.value for count in counts), default=0)
    return [count.price * (1 + count.value / largest) for count in counts]


def _cheapest(
    table: _Table, start: int, hidden: Collection[int], prices: Sequence[float], only: Collection[int] | None = None
) -> Move[int] | None:
    """The cheapest move of `start` by its width, up or down, through `only` where given; none if the search is too long."""
    if only is not None and not _could_give_way(table, start, only):
        return None
    width = table.counts[start].width
    # A state is the cells that have changed: by their numbers those that went up, by the complements those that went down.
    queue: list[tuple[float, int, float, frozenset[int], dict[int, int]]] = []
    seen: set[frozenset[int]] = set()
    ways: dict[int, list[tuple[int, int, float, bool]]] = {}  # line -> its cells that may change

    def push(cost: float, state: frozenset[int], rest: Mapping[int, int], cell: int, sign: int) -> None:
        if state not in seen:
            seen.add(state)
            left = _after(table, rest, cell, sign)
            heapq.heappush(queue, (cost + _AHEAD * len(left), len(seen), cost, state, left))

    for sign in (1, -1):
        if table.counts[start].value + sign * width >= 0:
            push(0.0, frozenset((_changed(start, sign),)), {}, start, sign)
    for _ in range(_TRIES if only is None else _TRIES_AGAIN):
        if not queue:
            return None
        _, _, cost, state, rest = heapq.heappop(queue)
        if not rest:
            return Move({cell if cell >= 0 else ~cell: width if cell >= 0 else -width for cell in state})
        line = min(rest)
        if line not in ways:
            ways[line] = _ways(table, line, width, hidden, prices, only)
        for cell, coefficient, price, falls in ways[line]:
            sign = -1 if rest[line] * coefficient > 0 else 1
            if (sign > 0 or falls) and cell not in state and ~cell not in state:
                push(cost + price, state | {_changed(cell, sign)}, rest, cell, sign)
    return None


def _changed(cell: int, sign: int) -> int:
    return cell if sign > 0 else ~cell


def _ways(
    table: _Table,
    line: int,
    width: int,
    hidden: Collection[int],
    prices: Sequence[float],
    only: Collection[int] | None,
) -> list[tuple[int, int, float, bool]]:
    """The counts by which a line that does not add up could be set right: each with its sign in it, what a change of it
    costs, and whether it can fall by the whole width."""
    found = []
    for cell, coefficient in table.lines[line].items():
        count, free = table.counts[cell], cell in hidden
        if not count.known and (free or only is None or cell in only):
            found.append((cell, coefficient, _FREE if free else prices[cell], count.value >= width))
    return found


def _after(table: _Table, rest: Mapping[int, int], cell: int, sign: int) -> dict[int, int]:
    """By how much each line is out once `cell` has changed too; lines that add up are left out."""
    result = dict(rest)
    for line, coefficient in table.lines_of[cell]:
        left = result.get(line, 0) + sign * coefficient
        if left:
            result[line] = left
        else:
            del result[line]
    return result


def _could_give_way(table: _Table, start: int, only: Collection[int]) -> bool:
    """Whether a search for a move of `start` through `only` could find one; it tells in a hundredth of the time of nearly every
    search that would not.

    Who changes a cell needs in each of its lines another cell whose change makes up for it. Changes that have none are struck
    out, and then those that needed these, until every one that is left has all it needs. A move is made of such changes alone.
    """
    width = table.counts[start].width
    lines: dict[int, tuple[set[int], set[int]]] = {}  # line -> cells whose change lets its sum rise, and fall
    near, ahead = {start}, deque([start])
    while ahead:
        for line in [line for line, _ in table.lines_of[ahead.popleft()] if line not in lines]:
            rise, fall = lines[line] = set(), set()
            for cell, coefficient in table.lines[line].items():
                count = table.counts[cell]
                if count.known or (cell != start and cell not in only):
                    continue
                (rise if coefficient > 0 else fall).add(cell)
                if count.value >= width:
                    (fall if coefficient > 0 else rise).add(cell)
                if cell not in near:
                    near.add(cell)
                    ahead.append(cell)
    waiting = list(lines)
    while waiting:
        line = waiting.pop()
        rise, fall = lines[line]
        for own, others, by in ((rise, fall, 1), (fall, rise, -1)):
            for cell in [cell for cell in own if not others or (len(others) == 1 and cell in others)]:
                sign = by * table.lines[line][cell]
                for other, coefficient in table.lines_of[cell]:
                    lines[other][sign * coefficient < 0].discard(cell)
                    waiting.append(other)
    return all(start in rise or start in fall for rise, fall in (lines[line] for line, _ in table.lines_of[start]))


def _together(table: _Table, start: int, hidden: Collection[int], prices: Sequence[float]) -> Move[int] | None:
    """A move in which each count changes by what it can, where too few can give way by the whole width.

    Two counts of three cannot each be five less; one can be three less and the other two.
    """
    near, lines, ahead = {start: 0}, dict[int, None](), deque([start])
    while ahead and len(near) < _NEAR:
        for line, _ in table.lines_of[ahead.popleft()]:
            if line not in lines:
                lines[line] = None
                for key in table.lines[line]:
                    if key not in near and not table.counts[key].known:
                        near[key] = len(near)
                        ahead.append(key)
    lines |= dict.fromkeys(line for key in ahead for line, _ in table.lines_of[key])  # they must hold too
    keys = list(near)
    program = [{near[key]: sign for key, sign in table.lines[line].items() if key in near} for line in lines]
    values = [table.counts[key].value for key in keys]
    shut = {near[key]: prices[key] for key in keys if key not in hidden and key != start}
    for sign in (1, -1):
        changes = reach(sign * table.counts[start].width, program, values, shut)
        if changes:
            return Move({keys[at]: by for at, by in changes.items()})
    return None


def _thin(
    table: _Table,
    small: Sequence[int],
    moves: dict[int, Move[int]],
    prices: Sequence[float],
    always: Collection[int],
) -> None:
    """Gives back what is withheld without need: each count in turn, the dearest first, where all find a way without it.

    `always` are withheld whatever happens: small counts, and what the release does not show.
    """
    used = {key for move in moves.values() for key in move.changes} - set(always)
    for key in sorted(used, key=lambda one: (-prices[one], one)):
        allowed = {*always, *used} - {key}
        found: dict[int, Move[int]] = {}
        for user in [one for one in small if one in moves and key in moves[one].changes]:
            move = _cheapest(table, user, allowed, prices, only=allowed)
            if move is None:
                break
            found[user] = move
        else:
            moves.update(found)
            used = {one for move in moves.values() for one in move.changes} - set(always)
