"""Whose figures a line holds: by code first, by name beside it, and for every total by what adds up to it.

A line called England and Wales is the 43 forces, or those and British Transport Police, or all but a force that could not
report: the label and the notes say it loosely and the sums exactly, so a total is the one whose parts add up to it, and where
none does the file is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from assize.core.nouns import Area, AreaKind
from assize.core.specs import Catalogue
from assize.ingest.places import Places
from assize.ingest.readers.ons_police_force_area import words
from assize.ingest.readers.ons_police_force_area.cells import Entry
from assize.ingest.readers.ons_police_force_area.tables import ROUNDED, Column, Table

ENGLAND, NATION = "england", "england-and-wales"
WALES = "wales-region"
BTP = "british-transport-police"
GREATER_MANCHESTER = "greater-manchester"
_WITH_BTP, _WITHOUT = "-with-btp", "-without-"
_ENGLAND_CODE, _NATION_CODE = "E92000001", "K04000001"

# England of 2016/17 in table P5 of the edition of March 2018 is 33,647, and its forces 33,645.
_COLUMNS_FOR_A_SLIP = 5
_SLIP = Decimal("0.001")

# So many columns, or one in which no force counts nothing, show that a force is not in a total: in a single column of a rare
# offence it may have counted nothing.
_TELLING_COLUMNS = 5
_WHOLES = frozenset({words.ALL_OFFENCES, words.SELECTED, words.ALL})
_MOST_MISSING = 3  # forces without a number in one column; where there are more, a total takes in none of them or all

_YEAR_IN_BRACKETS = re.compile(r"\s*\(\d{4}\)$")
_OUTSIDE = re.compile(r"\b(?:exc|excl|exclude|excludes|excluding|without)\b\.?")
_INSIDE = re.compile(r"\b(?:inc|incl|include|includes|including|with)\b\.?")
# What says how far a total goes stands in brackets, or behind its name without any.
_NARROWED = re.compile(r"\s*[(\[]|\s+(?=exc|inc|without\b)")
_BTP_WORDS = re.compile(r"\b(?:btp|british transport police)\b")
_SHORT_NAMES = {"gmp": GREATER_MANCHESTER}


@dataclass(frozen=True)
class Candidate:
    """One thing a total may be: the slug it is kept under, the places it adds up, those left out, and whether transport
    police are in it."""

    slug: str
    parts: tuple[str, ...]
    with_btp: bool = False
    without: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Whose:
    """Whose line it is: a place of its own, or a total. Of a total the label may say whether transport police are in it,
    which forces it leaves out (`apart`) and which not (`inside`)."""

    slug: str
    is_total: bool = False
    btp: bool | None = None
    apart: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()

    @property
    def is_narrowed(self) -> bool:
        """Its label says what is in it or left out."""
        return self.btp is not None or bool(self.apart or self.inside)

    def allows(self, candidate: Candidate) -> bool:
        """Whether the label lets the total be that."""
        return (
            self.btp in (None, candidate.with_btp)
            and self.apart <= candidate.without
            and not self.inside & candidate.without
        )


class Geography:
    """The places these tables speak of."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.areas = catalogue.areas
        kinds = (AreaKind.FORCE, AreaKind.BOARD, AreaKind.REGION, AreaKind.NATION, AreaKind.OTHER)
        self._places = Places(catalogue.areas, kinds)
        self._codes = {area.code: area for area in catalogue.areas.values() if area.code and area.kinds & set(kinds)}
        self.regions = {area.slug: area for area in self._places.of_kind(AreaKind.REGION)}
        self.forces = tuple(area.slug for area in self._places.of_kind(AreaKind.FORCE))
        self._spelt = {name: slug for name, slug in _SHORT_NAMES.items() if slug in self.areas}
        for force in self.forces:
            area = self.areas[force]
            self._spelt |= {words.header(name).replace("&", "and"): force for name in (area.name, *area.variants)}
        self._without: dict[str, frozenset[str]] = {}

    def forces_of(self, board: str) -> tuple[str, ...]:
        """The forces of a board: itself, or its members."""
        return self.areas[board].members or (board,)

    def kinds(self, slug: str) -> frozenset[AreaKind]:
        """What a place is; nothing where it is none of the catalogue's."""
        return self.areas[slug].kinds if slug in self.areas else frozenset()

    def name(self, slug: str) -> str:
        """A place's name."""
        return self.areas[slug].name if slug in self.areas else slug

    def coded(self, code: str) -> Area | None:
        """The area of a code."""
        return self._codes.get(code)

    def named(self, label: str) -> list[Whose]:
        """Everything a label may be: one of one kind mostly, two where a region and a force share it."""
        text = _YEAR_IN_BRACKETS.sub("", words.header(label))
        base, *narrowed = _NARROWED.split(text, maxsplit=1)
        base, rest = words.header(base), "".join(narrowed)
        if base in ("england and wales", "england"):
            return self._family(NATION if base.endswith("wales") else ENGLAND, rest)
        found = []
        region = self._places.of(AreaKind.REGION, base)
        if region is not None and (family := self._family(region.slug, rest)):
            found += family
        if not rest:
            for kind in (AreaKind.FORCE, AreaKind.BOARD, AreaKind.OTHER):
                area = self._places.of(kind, base)
                if area is not None and area.slug not in (ENGLAND, NATION, *(each.slug for each in found)):
                    found.append(Whose(area.slug))
                    break
        return found

    def _family(self, slug: str, rest: str) -> list[Whose]:
        """A total under what its label says besides its name; nothing where nobody can say what the label leaves out."""
        btp: bool | None = None
        apart: set[str] = set()
        inside: set[str] = set()
        starts = sorted(
            [(m.start(), True) for m in _OUTSIDE.finditer(rest)] + [(m.start(), False) for m in _INSIDE.finditer(rest)]
        )
        if rest and (not starts or self._mentioned(rest[: starts[0][0]]) != (False, set())):
            return []
        for place, (start, outside) in enumerate(starts):
            about_btp, forces = self._mentioned(rest[start : starts[place + 1][0] if place + 1 < len(starts) else None])
            if (not about_btp and not forces) or (about_btp and btp is not None):
                return []
            btp = not outside if about_btp else btp
            (apart if outside else inside).update(forces)
        held = {force for board in self._boards(slug) for force in (board, *self.forces_of(board))}
        if apart & inside or not apart <= held or (btp and slug in self.regions):
            return []
        return [Whose(slug, True, btp, frozenset(apart), frozenset(inside))]

    def _mentioned(self, text: str) -> tuple[bool, set[str]]:
        """(whether a text names British Transport Police, the forces that it names)."""
        text = text.replace("&", "and")
        found = {slug for name, slug in self._spelt.items() if re.search(rf"\b{re.escape(name)}\b", text)}
        return bool(_BTP_WORDS.search(text)), found

    def _boards(self, slug: str) -> tuple[str, ...]:
        if slug in self.regions:
            return self.regions[slug].members
        english = [board for region, area in self.regions.items() if region != WALES for board in area.members]
        return tuple(english) if slug == ENGLAND else (*english, *self.regions[WALES].members)

    def parts_of(self, slug: str, lines: Iterable[str]) -> tuple[str, ...]:
        """What a total adds up in a table that holds those lines: each board by its own line, else by those of its forces."""
        held = set(lines)
        return tuple(
            part for board in self._boards(slug) for part in ((board,) if board in held else self.forces_of(board))
        )

    def candidate(self, slug: str, parts: Sequence[str], with_btp: bool, without: frozenset[str]) -> Candidate:
        """A total of that name, with or without transport police, and without those of its parts."""
        name = slug + (_WITH_BTP if with_btp else "") + (_WITHOUT + "-and-".join(sorted(without)) if without else "")
        self._without[name] = without
        return Candidate(name, tuple(part for part in parts if part not in without), with_btp, without)

    def without(self, slug: str) -> frozenset[str]:
        """What the total kept under that slug leaves out."""
        return self._without.get(slug, frozenset())

    def by_code(self, code: str) -> Whose | None:
        """What a code means, whatever the label."""
        if code == _NATION_CODE:
            return Whose(NATION, True)
        if code == _ENGLAND_CODE:
            return Whose(ENGLAND, True)
        area = self._codes.get(code)
        return Whose(area.slug, area.slug in self.regions) if area is not None else None


@dataclass(frozen=True)
class Trial:
    """How one candidate fits a total: columns in which it could be added up, and those it misses, with its sum there and how
    far the total lies above it."""

    candidate: Candidate
    seen: tuple[Column, ...]
    misses: tuple[tuple[Column, Decimal, Decimal], ...]

    @property
    def fits(self) -> bool:
        """It equals the total wherever it can be added up."""
        return bool(self.seen) and not self.misses


class Sums:
    """Adds up a table's lines. Areas of totals are found per column, because a force may report in some years only."""

    def __init__(
        self, geography: Geography, table: Table, whose: Mapping[int, Whose], entries: Mapping[tuple[int, int], Entry]
    ) -> None:
        self._geography = geography
        self._whose = whose
        self._entries = entries
        self._lines = {one.slug: line for line, one in whose.items() if not one.is_total}
        self.counts = [column for column in table.columns if column.is_count]

        # A force's number that is not shown, and that its region's total gives away.
        self.given_away: dict[tuple[str, int], Decimal] = {}

    def amount(self, slug: str, column: Column) -> Decimal | None:
        """What a place's line counts; None where there is none, or no number."""
        line = self._lines.get(slug)
        return self._entries[line, column.index].value if line is not None else None

    def parts(self, line: int) -> tuple[str, ...]:
        """The places whose lines a total adds up."""
        return self._geography.parts_of(self._whose[line].slug, self._lines)

    def missing(self, line: int, column: Column) -> frozenset[str]:
        """The parts of a total that have no number there."""
        return frozenset(part for part in self.parts(line) if self.amount(part, column) is None)

    def total(self, candidate: Candidate, column: Column) -> Decimal | None:
        """What the parts of a total add up to; None where one of them has no number and nothing gives it away."""
        places = (*candidate.parts, BTP) if candidate.with_btp else candidate.parts
        added = Decimal(0)
        for place in places:
            part = self.amount(place, column)
            part = self.given_away.get((place, column.index)) if part is None else part
            if part is None:
                return None
            added += part
        return added

    def least(self, candidate: Candidate, column: Column) -> Decimal:
        """What the parts that have a number add up to."""
        places = (*candidate.parts, BTP) if candidate.with_btp else candidate.parts
        known = [self.amount(place, column) for place in places]
        return sum((part for part in known if part is not None), Decimal(0))

    def allowed(self, candidate: Candidate, column: Column) -> Decimal:
        """How far a total may lie from its parts: half a rounding each and its own, where values are rounded."""
        return Decimal(50 * (len(candidate.parts) + 2)) if column.field in ROUNDED else Decimal(0)

    def candidates(self, line: int, withouts: Iterable[frozenset[str]]) -> list[Candidate]:
        """What a total may be that leaves out one of those sets, as far as its label allows."""
        one, parts = self._whose[line], self.parts(line)
        police = (False,) if one.slug in self._geography.regions else (False, True)
        found = [self._geography.candidate(one.slug, parts, btp, without) for without in withouts for btp in police]
        return [candidate for candidate in found if one.allows(candidate)]

    def reported(self, line: int, missing: frozenset[str], columns: Sequence[Column]) -> list[Trial]:
        """Every candidate that leaves out none, some or all of the parts without a number."""
        sizes = range(len(missing) + 1) if len(missing) <= _MOST_MISSING else (0, len(missing))
        apart = self._whose[line].apart
        sets = {apart.union(some) for size in sizes for some in combinations(sorted(missing), size)}
        return self.trials(line, self.candidates(line, sets), columns)

    def shown_apart(self, line: int, missing: frozenset[str], columns: Sequence[Column]) -> list[Trial]:
        """The candidates that fit if one force's numbers are shown and are in no total."""
        sets = [
            frozenset({*gone, part, *self._whose[line].apart})
            for part in self.parts(line)
            if part not in missing
            and all(self.amount(part, column) for column in columns if column.category in _WHOLES)
            for gone in {frozenset[str](), missing}
        ]
        shown = [column for column in columns if self._entries[line, column.index].value is not None]
        # One column rules out nearly all of them.
        likely = [trial.candidate for trial in self.trials(line, self.candidates(line, sets), shown[:1]) if trial.fits]
        tried = self.trials(line, likely, columns)
        return [trial for trial in tried if trial.fits and self.is_telling(trial.seen)]

    def is_shown(self, line: int, trial: Trial) -> bool:
        """Whether it fits, and a force that it leaves out is left out by the label or by sums that show it."""
        return trial.fits and (trial.candidate.without <= self._whose[line].apart or self.is_telling(trial.seen))

    @staticmethod
    def is_telling(columns: Sequence[Column]) -> bool:
        """Whether sums in those columns show that a force was left out, and did not count nothing."""
        return len(columns) >= _TELLING_COLUMNS or any(column.category in _WHOLES for column in columns)

    def trials(self, line: int, candidates: Iterable[Candidate], columns: Sequence[Column]) -> list[Trial]:
        """How each candidate fits; one that could be added up nowhere is left out."""
        found = []
        for candidate in candidates:
            seen, misses = [], []
            for column in columns:
                printed = self._entries[line, column.index].value
                total = self.total(candidate, column)
                if printed is None or total is None:
                    continue
                seen.append(column)
                if abs(printed - total) > self.allowed(candidate, column):
                    misses.append((column, total, printed - total))
            if seen:
                found.append(Trial(candidate, tuple(seen), tuple(misses)))
        return found


def nearly_fitting(trials: Sequence[Trial]) -> Trial | None:
    """The only candidate that a total equals in all columns but one, where it lies closer than a typing slip; else None."""
    near = [
        trial
        for trial in trials
        if len(trial.seen) >= _COLUMNS_FOR_A_SLIP
        and len(trial.misses) == 1
        and abs(trial.misses[0][2]) <= _SLIP * trial.misses[0][1]
    ]
    return near[0] if len(near) == 1 else None
