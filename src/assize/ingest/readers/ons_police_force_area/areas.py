"""Whose figures a line holds: by code first, by name beside it, and for every total by what adds up to it.

A line called England and Wales is the 43 forces, or those and British Transport Police, or all but Greater Manchester: the
label and the notes say it loosely and the sums exactly, so a total is the one whose parts add up to it, and where none does
the file is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

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
_WITH_BTP, _WITHOUT_GM = "-with-btp", "-without-greater-manchester"
_ENGLAND_CODE, _NATION_CODE = "E92000001", "K04000001"

# England of 2016/17 in table P5 of the edition of March 2018 is 33,647, and its forces 33,645.
_COLUMNS_FOR_A_SLIP = 5
_SLIP = Decimal("0.001")

_YEAR_IN_BRACKETS = re.compile(r"\s*\(\d{4}\)$")
_OUTSIDE = re.compile(r"\b(?:exc|excl|exclude|excludes|excluding|without)\b\.?")
_INSIDE = re.compile(r"\b(?:inc|incl|include|includes|including|with)\b\.?")
_BTP_WORDS = re.compile(r"\b(?:btp|british transport police)\b")
_GM_WORDS = re.compile(r"\b(?:gmp|greater manchester(?: police)?)\b")


@dataclass(frozen=True)
class Candidate:
    """One thing a total may be: the slug it is kept under, the boards it adds up, and whether transport police are in it."""

    slug: str
    boards: tuple[str, ...]
    with_btp: bool = False
    without_gm: bool = False


@dataclass(frozen=True)
class Whose:
    """Whose line it is: a place of its own, or a total (`family`) of which `candidates` says what it may be."""

    slug: str
    candidates: tuple[Candidate, ...] = ()

    @property
    def is_total(self) -> bool:
        """It is a sum of other lines."""
        return bool(self.candidates)


class Geography:
    """The places these tables speak of."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.areas = catalogue.areas
        kinds = (AreaKind.FORCE, AreaKind.BOARD, AreaKind.REGION, AreaKind.NATION, AreaKind.OTHER)
        self._places = Places(catalogue.areas, kinds)
        self._codes = {area.code: area for area in catalogue.areas.values() if area.code and area.kinds & set(kinds)}
        self.regions = {area.slug: area for area in self._places.of_kind(AreaKind.REGION)}
        self.forces = tuple(area.slug for area in self._places.of_kind(AreaKind.FORCE))

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
        base, _, rest = text.partition("(")
        base = words.header(base)
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
        """A total under what its label says besides its name."""
        candidates = self.candidates(slug)
        if rest:
            about_btp, about_gm = bool(_BTP_WORDS.search(rest)), bool(_GM_WORDS.search(rest))
            outside, inside = bool(_OUTSIDE.search(rest)), bool(_INSIDE.search(rest))
            if about_btp == about_gm or outside == inside:
                return []  # nobody can say what such a label leaves out
            if about_btp:
                candidates = [each for each in candidates if each.with_btp == inside]
            else:
                candidates = [each for each in candidates if each.without_gm == outside]
        return [Whose(slug, tuple(candidates))] if candidates else []

    def candidates(self, slug: str) -> list[Candidate]:
        """Everything a total of that name may be."""
        english = [board for region, area in self.regions.items() if region != WALES for board in area.members]
        if slug in self.regions:
            boards = self.regions[slug].members
            found = [Candidate(slug, boards)]
            if GREATER_MANCHESTER in boards:
                found.append(Candidate(slug + _WITHOUT_GM, _but_gm(boards), without_gm=True))
            return found
        boards = tuple(english) if slug == ENGLAND else (*english, *self.regions[WALES].members)
        return [
            Candidate(
                slug + (_WITH_BTP if btp else "") + (_WITHOUT_GM if without else ""),
                _but_gm(boards) if without else boards,
                btp,
                without,
            )
            for without in (False, True)
            for btp in (False, True)
        ]

    def by_code(self, code: str) -> Whose | None:
        """What a code means, whatever the label."""
        if code == _NATION_CODE:
            return Whose(NATION, tuple(self.candidates(NATION)))
        if code == _ENGLAND_CODE:
            return Whose(ENGLAND, tuple(self.candidates(ENGLAND)))
        area = self._codes.get(code)
        if area is None:
            return None
        return Whose(area.slug, tuple(self.candidates(area.slug)) if area.slug in self.regions else ())


def _but_gm(boards: Iterable[str]) -> tuple[str, ...]:
    return tuple(board for board in boards if board != GREATER_MANCHESTER)


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

    def amount(self, slug: str, column: Column) -> Decimal | None:
        """What a place counts: its own line, or its forces' together."""
        line = self._lines.get(slug)
        if line is not None:
            return self._entries[line, column.index].value
        forces = self._geography.forces_of(slug)
        if forces == (slug,):
            return None
        return _added([self.amount(force, column) for force in forces])

    def total(self, candidate: Candidate, column: Column) -> Decimal | None:
        """What the parts of a total add up to; None where one of them has no number."""
        parts = [self.amount(board, column) for board in candidate.boards]
        if candidate.with_btp:
            parts.append(self.amount(BTP, column))
        return _added(parts)

    def least(self, candidate: Candidate, column: Column) -> Decimal:
        """What the parts that have a number add up to."""
        boards = (*candidate.boards, BTP) if candidate.with_btp else candidate.boards
        parts = [self.amount(board, column) for board in boards]
        return sum((part for part in parts if part is not None), Decimal(0))

    def allowed(self, candidate: Candidate, column: Column) -> Decimal:
        """How far a total may lie from its parts: half a rounding each and its own, where values are rounded."""
        return Decimal(50 * (len(candidate.boards) + 2)) if column.field in ROUNDED else Decimal(0)

    def reports(self, column: Column) -> bool:
        """Whether Greater Manchester has a number there."""
        return self.amount(GREATER_MANCHESTER, column) is not None

    def fitting(self, line: int, columns: Sequence[Column]) -> tuple[list[Candidate], int]:
        """(the candidates that a total equals wherever it can be added up, in how many columns that was tried)."""
        tried, missed = self.misses(line, columns)
        return [candidate for candidate, misses in missed if not misses], tried

    def nearly_fitting(self, line: int, columns: Sequence[Column]) -> tuple[Candidate, Column, Decimal] | None:
        """(the only candidate that a total equals in all columns but one, that column, what its parts add up to there), where
        it lies closer than a typing slip; None otherwise."""
        tried, missed = self.misses(line, columns)
        near = [
            (candidate, *misses[0])
            for candidate, misses in missed
            if tried >= _COLUMNS_FOR_A_SLIP and len(misses) == 1 and misses[0][2] <= _SLIP * misses[0][1]
        ]
        if len(near) != 1:
            return None
        candidate, column, total, _ = near[0]
        return candidate, column, total

    def misses(
        self, line: int, columns: Sequence[Column]
    ) -> tuple[int, list[tuple[Candidate, list[tuple[Column, Decimal, Decimal]]]]]:
        """(columns tried, for each candidate that could be added up: the columns it misses, its sum there and how far off)."""
        tried = 0
        found = []
        for candidate in self._whose[line].candidates:
            seen = 0
            misses = []
            for column in columns:
                printed = self._entries[line, column.index].value
                total = self.total(candidate, column)
                if printed is None or total is None:
                    continue
                seen += 1
                gap = abs(printed - total)
                if gap > self.allowed(candidate, column):
                    misses.append((column, total, gap))
            tried = max(tried, seen)
            if seen:
                found.append((candidate, misses))
        return tried, found


def _added(parts: Sequence[Decimal | None]) -> Decimal | None:
    total = Decimal(0)
    for part in parts:
        if part is None:
            return None
        total += part
    return total
