"""What a count is a count of, and the counts of a release with all that ties them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from assize.core.periods import Period
from assize.core.specs import SourceSpec
from assize.protect.suppression import Count, Sum

NAME = 16  # characters of a hash: of a million counts no two share them


class CountKey(NamedTuple):
    """What a count counts: a source's `fields` where its dimensions are as in `where`, over `areas` and months, by sub-group.

    `rest` says what a count is that no figure has a side for: the rest of a share, or of a whole. A search asks for its hash
    millions of times: a tuple's costs a tenth of one that is worked out in Python.
    """

    source: str
    fields: tuple[str, ...]
    where: tuple[tuple[str, tuple[str, ...]], ...]
    areas: tuple[str, ...]
    months: tuple[int, ...]
    split: tuple[str, ...]  # the dimensions of `group`
    group: tuple[str, ...]
    rest: str = ""

    def __repr__(self) -> str:
        """As every named tuple, in two thirds of the time: names and rests of counts are made of it, and most is the same."""
        return _REPR % (*map(_repr, self[:-1]), repr(self.rest))

    def left(self, rest: str) -> CountKey:
        """What is left of it: `rest` says which part."""
        return CountKey(*self[:-1], rest)

    def over(self, *, areas: tuple[str, ...] | None = None, months: tuple[int, ...] | None = None) -> CountKey:
        """The same counted over other areas or months."""
        return CountKey(
            *self[:3], self.areas if areas is None else areas, self.months if months is None else months, *self[5:]
        )

    @property
    def name(self) -> str:
        """By what one pack tells the next of a count: a hash of what it counts, from which nobody reads a value."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:NAME]


_REPR = f"CountKey({', '.join(f'{name}=%s' for name in CountKey._fields)})"
_repr = lru_cache(1 << 12)(repr)


def all_but(*names: str) -> Callable[[CountKey], tuple[object, ...]]:
    """What gives all that a key counts, without what is named so: what two counts have alike that differ in that alone."""
    return itemgetter(*(place for place, name in enumerate(CountKey._fields) if name not in names))


@dataclass(frozen=True)
class Rule:
    """How small a count may be shown: at least `smallest`, or nought where `noughts` may be."""

    smallest: int
    noughts: bool = True

    def width(self, value: int) -> int:
        """How far readers are kept from a count of that value; 0 where it may be shown."""
        return self.smallest if value < self.smallest and (value or not self.noughts) else 0


@dataclass
class Release:
    """Counts by key, their sums, and for each figure the counts that showing it shows; the editions that a count stands on."""

    counts: dict[CountKey, Count] = field(default_factory=dict)
    editions: dict[CountKey, frozenset[str]] = field(default_factory=dict)
    sums: list[Sum[CountKey]] = field(default_factory=list)
    shows: dict[str, tuple[CountKey, ...]] = field(default_factory=dict)
    names: dict[CountKey, str] = field(default_factory=dict)
    rules: dict[tuple[str, tuple[str, ...]], Rule] = field(default_factory=dict)

    def rule(self, spec: SourceSpec, fields: tuple[str, ...]) -> Rule:
        """The rule of a sum of fields, made once."""
        if (spec.id, fields) not in self.rules:
            self.rules[spec.id, fields] = Rule(spec.smallest(fields), not spec.noughts_withheld)
        return self.rules[spec.id, fields]

    def name_of(self, key: CountKey) -> str:
        """The name of a count, made once."""
        if key not in self.names:
            self.names[key] = key.name
        return self.names[key]


def months_of(period: Period) -> range:
    """Its months, each as a number: the same one in every release."""
    return range(period.index, period.index + period.months)
