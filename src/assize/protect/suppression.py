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
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
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
    found = _suppress(dict(enumerate(counts.values())), own, [place[key] for key in before if key in place])
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


def _suppress(counts: Mapping[Key, Count], sums: Sequence[Sum[Key]], before: Collection[Key]) -> Suppression[Key]:
    table = _Table(counts, sums)
    small = [key for key, count in counts.items() if count.width and not count.known]
    primary = frozenset(key for key in small if counts[key].shown)
    open_to_readers = {key for key, count in counts.items() if count.width and count.known}
    again = {key for key in before if key in counts and counts[key].shown and not counts[key].known}
    always = primary | again | {key for key, count in counts.items() if not count.shown and not count.known}
    hidden = set(always)
    prices = _prices(counts)
    moves: dict[Key, Move[Key]] = {}
    for key in sorted(small, key=lambda one: (-counts[one].width, counts[one].value, table.order[one])):
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
class _Table(Generic[Key]):
    """The sums as lines of signed cells, and for each cell the lines that it stands in."""

    counts: Mapping[Key, Count]
    sums: Sequence[Sum[Key]]
    lines: list[dict[Key, int]] = field(default_factory=list)
    lines_of: dict[Key, list[int]] = field(default_factory=dict)
    order: dict[Key, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.order = {key: place for place, key in enumerate(self.counts)}
        self.lines_of = {key: [] for key in self.counts}
        for one in self.sums:
            line = dict.fromkeys(one.parts, 1)
            line[one.whole] = -1
            for key in line:
                self.lines_of[key].append(len(self.lines))
            self.lines.append(line)


def _prices(counts: Mapping[Key, Count]) -> dict[Key, float]:
    """What it costs readers to lose each count: fewest first, and of two the smaller."""
    largest = 1 + max((count.value for count in counts.values()), default=0)
    return {key: count.price * (1 + count.value / largest) for key, count in counts.items()}


def _cheapest(
    table: _Table[Key],
    start: Key,
    hidden: Collection[Key],
    prices: Mapping[Key, float],
    only: Collection[Key] | None = None,
) -> Move[Key] | None:
    """The cheapest move of `start` by its width, up or down, through `only` where given; none if the search is too long."""
    width = table.counts[start].width
    queue: list[tuple[float, int, float, dict[Key, int], dict[int, int]]] = []
    seen: set[frozenset[tuple[Key, int]]] = set()

    def push(cost: float, changes: dict[Key, int], rest: dict[int, int]) -> None:
        state = frozenset(changes.items())
        if state not in seen:
            seen.add(state)
            heapq.heappush(queue, (cost + _AHEAD * len(rest), len(seen), cost, changes, rest))

    for sign in (1, -1):
        if table.counts[start].value + sign * width >= 0:
            push(0.0, {start: sign}, _after(table, {}, start, sign))
    for _ in range(_TRIES if only is None else _TRIES_AGAIN):
        if not queue:
            return None
        _, _, cost, changes, rest = heapq.heappop(queue)
        if not rest:
            return Move({key: sign * width for key, sign in changes.items()})
        line = min(rest, key=lambda one: (len(table.lines[one]), one))
        for key, sign in _steps(table, line, rest[line], changes, width):
            if key in hidden or only is None or key in only:
                price = _FREE if key in hidden else prices[key]
                push(cost + price, {**changes, key: sign}, _after(table, rest, key, sign))
    return None


def _steps(
    table: _Table[Key], line: int, rest: int, changes: Mapping[Key, int], width: int
) -> Iterator[tuple[Key, int]]:
    """The counts by which a line that does not add up could be set right, each with the sign of its change."""
    for key, coefficient in table.lines[line].items():
        sign = -1 if rest * coefficient > 0 else 1
        count = table.counts[key]
        if key not in changes and not count.known and (sign > 0 or count.value >= width):
            yield key, sign


def _after(table: _Table[Key], rest: Mapping[int, int], key: Key, sign: int) -> dict[int, int]:
    """By how much each line is out once `key` has changed too; lines that add up are left out."""
    result = dict(rest)
    for line in table.lines_of[key]:
        left = result.get(line, 0) + sign * table.lines[line][key]
        if left:
            result[line] = left
        else:
            result.pop(line, None)
    return result


def _together(table: _Table[Key], start: Key, hidden: Collection[Key], prices: Mapping[Key, float]) -> Move[Key] | None:
    """A move in which each count changes by what it can, where too few can give way by the whole width.

    Two counts of three cannot each be five less; one can be three less and the other two.
    """
    near, lines, ahead = {start: 0}, dict[int, None](), deque([start])
    while ahead and len(near) < _NEAR:
        for line in table.lines_of[ahead.popleft()]:
            if line not in lines:
                lines[line] = None
                for key in table.lines[line]:
                    if key not in near and not table.counts[key].known:
                        near[key] = len(near)
                        ahead.append(key)
    lines |= dict.fromkeys(line for key in ahead for line in table.lines_of[key])  # they must hold too
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
    table: _Table[Key],
    small: Sequence[Key],
    moves: dict[Key, Move[Key]],
    prices: Mapping[Key, float],
    always: Collection[Key],
) -> None:
    """Gives back what is withheld without need: each count in turn, the dearest first, where all find a way without it.

    `always` are withheld whatever happens: small counts, and what the release does not show.
    """
    used = {key for move in moves.values() for key in move.changes} - set(always)
    for key in sorted(used, key=lambda one: (-prices[one], table.order[one])):
        allowed = {*always, *used} - {key}
        found: dict[Key, Move[Key]] = {}
        for user in [one for one in small if one in moves and key in moves[one].changes]:
            move = _cheapest(table, user, allowed, prices, only=allowed)
            if move is None:
                break
            found[user] = move
        else:
            moves.update(found)
            used = {one for move in moves.values() for one in move.changes} - set(always)
