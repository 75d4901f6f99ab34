"""What measures are made of that a source's latest edition lacks: a column, a table or a word that was renamed or dropped.

Nothing in such a file is wrong, and it is read without a fault. Only the editions before show that its source went on and one
of its fields did not, so that a measure would stay where it is beside others that move. What comes once a year is missed only
once a year has gone by, and what always came later than the rest only when it is later than that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assize.core.errors import Problem
from assize.core.nouns import Edition, Trust
from assize.core.periods import MONTHS_IN_QUARTER, MONTHS_IN_YEAR, Period
from assize.core.quality import Lag
from assize.core.specs import Cadence, Catalogue, Covers, SourceSpec
from assize.core.wording import date_words, listed, period_words

if TYPE_CHECKING:
    from assize.core.quality import FieldEnd
    from assize.store.store import Store

# Months before an edition, from which on others stand beside one that is loaded: what comes once a year is in one.
_BEFORE = 15
_NAMED = 5
_EVERYTHING = "all"  # a word that tells nothing apart


@dataclass(frozen=True)
class _Part:
    """One field under some words, as a measure asks for it: of a dimension any of its words will do."""

    field: str
    words: tuple[tuple[str, tuple[str, ...]], ...]

    def has(self, words: Sequence[str], places: Mapping[str, int]) -> bool:
        """Whether figures under these words are of it; `places` says where the word of a dimension stands."""
        return all(words[places[name]] in any_of for name, any_of in self.words)

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """The words that tell it."""
        return tuple((name, words[0]) for name, words in self.words if len(words) == 1 and words[0] != _EVERYTHING)


def find_lags(
    store: Store, catalogue: Catalogue, spec: SourceSpec, editions: Sequence[Edition], newest: Edition | None = None
) -> tuple[Lag, ...]:
    """What the latest of these editions of a source, or the one given, lacks of what measures are made of."""
    parts = _parts(catalogue, spec)
    held = [edition for edition in editions if edition.trust is not Trust.HISTORY]
    if spec.asked or not parts or len(held) < 2:
        return ()
    dimensions = sorted({name for part in parts for name, _ in part.words})
    ends = store.ends(held, dimensions)
    keys = {end.edition for end in ends}
    held = [edition for edition in held if edition.key in keys]
    newest = newest or max(held, key=_order, default=None)
    if newest is None or newest.key not in keys:
        return ()
    compared = _Compared(spec, {edition.key: edition for edition in held}, newest, dimensions, ends)
    return tuple(lag for part, measures in parts.items() for lag in compared.lags(part, measures))


def _order(edition: Edition) -> tuple[object, ...]:
    return edition.last_period.last_day, edition.released, edition.received, edition.sha256


def _parts(catalogue: Catalogue, spec: SourceSpec) -> dict[_Part, tuple[str, ...]]:
    """What measures are made of in a source, each with the names of those measures; each word of several by itself too."""
    found: dict[_Part, dict[str, None]] = defaultdict(dict)
    for metric in catalogue.metrics.values():
        for selection in (*metric.numerators, *metric.denominators, *metric.within):
            if selection.source != spec.id:
                continue
            where = tuple(sorted(selection.where))
            for field in selection.fields:
                narrowed = [
                    (*where[:at], (name, (word,)), *where[at + 1 :])
                    for at, (name, words) in enumerate(where)
                    for word in words
                ]
                for words in narrowed or [where]:
                    found[_Part(field, words)][metric.short_name] = None
    return {part: tuple(names) for part, names in found.items()}


class _Compared:
    """The latest edition beside those before it."""

    def __init__(
        self,
        spec: SourceSpec,
        editions: Mapping[str, Edition],
        newest: Edition,
        dimensions: Sequence[str],
        ends: Sequence[FieldEnd],
    ) -> None:
        self._spec, self._editions, self._newest = spec, editions, newest
        self._places = {name: at for at, name in enumerate(dimensions)}
        self._until = _end(newest.last_period)
        self._fields: dict[str, set[str]] = defaultdict(set)
        self._ends: dict[str, dict[tuple[str, ...], list[FieldEnd]]] = defaultdict(lambda: defaultdict(list))
        for end in ends:
            self._fields[end.edition].add(end.field)
            self._ends[end.field][end.words].append(end)

    def lags(self, part: _Part, measures: tuple[str, ...]) -> Iterator[Lag]:
        """One for each length of period in which it lags."""
        lengths: dict[int, list[FieldEnd]] = defaultdict(list)
        for words, ends in self._ends[part.field].items():
            if part.has(words, self._places):
                for end in ends:
                    lengths[end.last[-1].months].append(end)
        for _, ends in sorted(lengths.items()):
            last: dict[str, Period] = {}
            for end in ends:
                last[end.edition] = max(last.get(end.edition, end.last[-1]), end.last[-1])
            had = self._lacking(last, _step(self._spec, ends))
            if had is not None:
                besides = tuple(self._besides(part))
                yield Lag(part.field, part.said, last[had.key], had, self._newest, measures, besides)

    def _lacking(self, last: Mapping[str, Period], step: int) -> Edition | None:
        """The edition that had it last, where the latest should have it and has not; `last` is where each edition ends."""
        own = self._fields[self._newest.key]
        others = [
            self._editions[key] for key in last if key != self._newest.key and self._fields[key] & own
        ]  # one that shares no field with it is another publication's
        had = max(others, key=lambda one: (_end(last[one.key]), _order(one)), default=None)
        if had is None:
            return None
        before = [one for one in others if _end(one.last_period) < self._until]
        if before:
            usual = max(before, key=_order)
            late = max(_end(usual.last_period) - _end(last[usual.key]), 0)
            if max(map(_end, last.values())) + step + late <= self._until:
                return had
        same = [one for one in others if _end(one.last_period) == self._until]
        if same and self._newest.key not in last and self._spec.covers is Covers.WHOLE_SERIES:
            return max(same, key=_order)
        return None

    def _besides(self, part: _Part) -> Iterator[str]:
        """What the latest edition alone has: fields, and words of the dimensions that tell the part."""
        key = self._newest.key
        before = {field for other, fields in self._fields.items() if other != key for field in fields}
        yield from (f"'{field.replace('_', ' ')}'" for field in sorted(self._fields[key] - before))
        for name, _ in part.words:
            words: dict[bool, set[str]] = {True: set(), False: set()}
            for under in self._ends.values():
                for own, ends in under.items():
                    for end in ends:
                        words[end.edition == key].add(own[self._places[name]])
            yield from (f"{name.replace('_', ' ')} {word}" for word in sorted(words[True] - words[False]) if word)


def _step(spec: SourceSpec, ends: Sequence[FieldEnd]) -> int:
    """Months from one of its periods to the next: between the last two that any edition has, or as the source goes."""
    periods = sorted({period for end in ends for period in end.last})
    if len(periods) > 1:
        return periods[-1].index - periods[-2].index
    step = MONTHS_IN_QUARTER if spec.cadence is Cadence.QUARTER else MONTHS_IN_YEAR
    return max(step, periods[-1].months)


def _end(period: Period) -> int:
    return period.index + period.months


# --- in words -----------------------------------------------------------------------------------------------------


def lag_notes(store: Store, catalogue: Catalogue, edition: Edition) -> list[Problem]:
    """What is said when an edition has been kept: what measures are made of, and the editions before had and it has not."""
    spec = catalogue.sources[edition.source]
    held = [one for one in store.editions(source=spec.id, awaiting=True) if one.key != edition.key]
    before = sorted((one for one in held if _end(one.last_period) <= _end(edition.last_period)), key=_order)
    since = _end(edition.last_period) - _BEFORE
    before = [one for one in before if _end(one.last_period) >= since] or before[-1:]
    lags = find_lags(store, catalogue, spec, [*before, edition], edition)
    notes = []
    for had in dict.fromkeys(lag.had for lag in lags):
        own = [lag for lag in lags if lag.had == had]
        notes.append(
            Problem(
                f"the edition released on {date_words(had.released)} had figures that measures are made of and that are not in"
                " this file, or not to its end",
                edition.file,
                found=f"no {listed([lag.name for lag in own], _NAMED)}" + _besides_words(own),
                fix=f"What is made of them stays at {period_words(max(lag.last for lag in own))}: {_measures_words(own)}."
                " If the publisher gave them another name, the catalogue must learn it.",
                blocks=False,
            )
        )
    return notes


def _besides_words(lags: Sequence[Lag]) -> str:
    new = list(dict.fromkeys(name for lag in lags for name in lag.besides))
    return f"; new in it {'is' if len(new) == 1 else 'are'} {listed(new, _NAMED)}" if new else ""


def _measures_words(lags: Sequence[Lag]) -> str:
    return listed(list(dict.fromkeys(name for lag in lags for name in lag.measures)), _NAMED)


def lag_lines(lags: Sequence[Lag]) -> list[str]:
    """For each period in which some end, a sentence for `check`."""
    lines = []
    for last, newest in dict.fromkeys((lag.last, lag.newest) for lag in lags):
        own = [lag for lag in lags if (lag.last, lag.newest) == (last, newest)]
        names = listed([lag.name for lag in own], _NAMED)
        lines.append(
            f"{names} {'ends' if len(own) == 1 else 'end'} with {period_words(last)}, though"
            f" {newest.file} goes on to {period_words(newest.last_period)}{_besides_words(own)}; made of"
            f" {'it' if len(own) == 1 else 'them'}: {_measures_words(own)}"
        )
    return lines
