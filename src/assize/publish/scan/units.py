"""Numbers that are written together as data: the row of a table, one place of a chart's axis."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from assize.core.document import Link, NoteRef, Number, Span, Strong, Table, Trend, plain
from assize.publish.scan.pieces import counted, numbers_in


@dataclass(frozen=True, eq=False)
class Unit:
    """What is written together: its numbers as printed, how often each, and the values behind them."""

    numbers: Mapping[str, int]
    values: frozenset[float] = frozenset()

    def holds(self, numbers: Mapping[str, int], values: Sequence[float] = ()) -> bool:
        """Whether all of them stand in it."""
        if not self.values.issuperset(map(rounded, values)):
            return False
        return not numbers or all(often <= self.numbers.get(number, 0) for number, often in numbers.items())


class Units:
    """Units among which one is looked for that holds all of a piece."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._by_number: dict[str | float, list[Unit]] = {}
        for unit in units:
            told: list[str | float] = [*unit.numbers, *unit.values]
            for one in told:
                self._by_number.setdefault(one, []).append(unit)

    def account(self, numbers: Mapping[str, int], values: Sequence[float] = ()) -> bool:
        """Whether one unit holds all of it."""
        told: list[str | float] = [*numbers, *(rounded(value) for value in values)]
        rarest = min((self._by_number.get(one, ()) for one in told), key=len, default=())
        return not told or any(unit.holds(numbers, values) for unit in rarest)


def unit_of(*things: Any) -> Unit:
    """All numbers and values of nouns, sentences and lists of them as one unit."""
    numbers, values = list[str](), set[float]()
    for thing in things:
        _take_in(thing, numbers, values)
    return Unit(counted(numbers), frozenset(values))


def _take_in(thing: Any, numbers: list[str], values: set[float]) -> None:
    """Adds all numbers that stand in a thing, and the values of its figures."""
    kind = sort_of(thing)
    if kind is str:
        numbers += numbers_in(thing)
    elif kind is Number:
        numbers += numbers_in(thing.text)
        numbers += numbers_in(thing.format)
        if thing.value is not None:
            values.add(rounded(float(thing.value)))
    elif kind is Decimal:
        values.add(rounded(float(thing)))
    elif kind is Trend or kind is Span:
        numbers += numbers_in(thing.alt)
    elif kind is tuple or kind is list:
        if len(thing) > 1 and are_words(thing):
            joined = numbers_in(plain(tuple(thing)))
            apart = [number for part in thing if not isinstance(part, NoteRef) for number in numbers_in(_printed(part))]
            if joined != tuple(apart):  # parts that read as a number together only
                numbers += joined
        for one in thing:
            _take_in(one, numbers, values)
    else:
        for _, one in parts_of(thing):
            _take_in(one, numbers, values)


_KINDS = (str, Number, Decimal, Trend, Span, Link, Table, tuple, list)


@cache
def _sort(kind: Any) -> type | None:
    return next((one for one in _KINDS if issubclass(kind, one)), None)


def sort_of(thing: Any) -> type | None:
    """Which of those it is that are read in a way of their own, if any."""
    kind: Any = type(thing)
    return _sort(kind)


def parts_of(thing: Any) -> Iterable[tuple[str, Any]]:
    """What a noun is made of, each part with its name; nothing of what is none."""
    kind: Any = type(thing)
    return [(name, getattr(thing, name)) for name in _names(kind)]


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()


_OF_WORDS = frozenset((str, Number, NoteRef, Link, Strong))


def are_words(thing: Sequence[Any]) -> bool:
    """Whether it is a sentence: strings, numbers, marks of notes, links."""
    return bool(thing) and _OF_WORDS.issuperset(map(type, thing))


def _printed(part: Any) -> str:
    return part if isinstance(part, str) else str(part.text)


@lru_cache(1 << 16)
def rounded(value: float) -> float:
    """Nine figures: a program may write a value again with fewer."""
    if not math.isfinite(value) or (value.is_integer() and -1e9 < value < 1e9):
        return value
    return float(f"{value:.9g}")
