"""A table with everything known of it: whose each line is, what each cell says, and where each figure belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assize.core.errors import Problem
from assize.core.nouns import AreaKind
from assize.ingest.layouts import SHOWN, some
from assize.ingest.readers.ons_police_force_area import words
from assize.ingest.readers.ons_police_force_area.areas import (
    GREATER_MANCHESTER,
    Candidate,
    Geography,
    Sums,
    Whose,
)
from assize.ingest.readers.ons_police_force_area.cells import Entry, printed, read_cell
from assize.ingest.readers.ons_police_force_area.tables import Column, Table
from assize.ingest.readers.ons_police_force_area.words import Kind

_WITH_BTP_NOTE = re.compile(r"\binclud\w* .*british transport police")
_NOTE_NUMBERS = re.compile(r"(\d{1,2}(?:\s*,\s*\d{1,2})*)$")


@dataclass
class Sheet:
    """A table being read. `areas` says under which place the figure of a line and column is kept."""

    table: Table
    geography: Geography
    file: str
    whose: dict[int, Whose] = field(default_factory=dict)
    entries: dict[tuple[int, int], Entry] = field(default_factory=dict)
    areas: dict[tuple[int, int], str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(
        self, what: str, at: str = "", *, found: str = "", expected: str = "", fix: str = "", blocks: bool = True
    ) -> None:
        """Adds a problem of this sheet."""
        where = f"{self.file} [{self.table.sheet}{'!' + at if at else ''}]"
        self.problems.append(Problem(what, where, found, expected, fix, blocks))

    @property
    def blocked(self) -> bool:
        """Something is wrong that makes further checks pointless."""
        return any(problem.blocks for problem in self.problems)

    # --- lines ----------------------------------------------------------------------------------------------------

    def find_lines(self) -> None:
        """Says whose each line is, each place once, and that none is missing."""
        table = self.table
        unsettled: dict[int, list[Whose]] = {}
        for line in table.lines:
            found = self._line(line)
            if len(found) > 1:
                unsettled[line] = found
            elif found:
                self.whose[line] = found[0]
        self._settle(unsettled)
        self._check_once()
        self._check_all()

    def _line(self, line: int) -> list[Whose]:
        """What a line may be; a problem where it is nothing, or where code and name do not agree."""
        table = self.table
        label = printed(table.cell(line, table.name))
        code = printed(table.cell(line, table.code)) if table.code is not None else ""
        at = table.ref(line, table.name)
        named = self.geography.named(label)
        if not code:
            if not named:
                self.problem(
                    "this row is of no area that is known",
                    at,
                    found=f"'{label}'",
                    expected="a police force, region or country",
                )
            return named
        match = words.AREA_CODE.match(code)
        coded = self.geography.by_code(match[1]) if match else None
        if coded is None:
            self.problem(
                "this area code is not known", table.ref(line, table.code or 0), found=f"'{code}' beside '{label}'"
            )
            return []
        for one in named:
            if one.slug == coded.slug:
                return [one]  # the name may say more than the code: without Greater Manchester
        for one in named:
            region = self.geography.regions.get(coded.slug)
            if region is not None and region.members == (one.slug,):
                return [one]  # London's only board, printed under the region's code
        return self._by_code_alone(line, code, label, coded, named)

    def _by_code_alone(self, line: int, code: str, label: str, coded: Whose, named: Sequence[Whose]) -> list[Whose]:
        """A line whose name is another region's: the code holds where it stands once, the name's own line is there too and
        the sums of this table will show whose figures they are."""
        table = self.table
        codes = [printed(table.cell(each, table.code))[:9] for each in table.lines]
        theirs = [one for one in named if one.slug in self.geography.regions]
        own = self.geography.areas[theirs[0].slug].code if theirs else ""
        summed = any(column.is_count for column in table.columns)
        fits = bool(theirs) and coded.slug in self.geography.regions and summed
        if fits and codes.count(code[:9]) == 1 and codes.count(own) == 1:
            self.problem(
                "a row has one region's code and another's name; it was read by its code, for so its forces add up to it",
                table.ref(line, table.name),
                found=f"'{code}' beside '{label}'",
                expected=self.geography.name(coded.slug),
                blocks=False,
            )
            return [coded]
        self.problem(
            "code and name of this row do not agree",
            table.ref(line, table.name),
            found=f"'{code}' beside '{label}'",
            expected=f"{self.geography.name(coded.slug)} beside that code",
        )
        return []

    def _settle(self, unsettled: Mapping[int, list[Whose]]) -> None:
        """Without codes a region and a force of one name are told apart by the block they stand in: the region's row comes
        first, and below it all its forces and nothing else."""
        lines = sorted(unsettled)
        done: set[int] = set()
        for first in lines:
            region = next((one for one in unsettled[first] if one.is_total), None)
            force = next((one for one in unsettled[first] if not one.is_total), None)
            if first in done or region is None or force is None:
                continue
            boards = set(self.geography.regions[region.slug].members)
            start = self.table.lines.index(first)
            block = self.table.lines[start + 1 : start + 1 + len(boards)]
            known = {self.whose[line].slug for line in block if line in self.whose}
            second = [line for line in block if line in unsettled]
            if len(second) == 1 and known == boards - {force.slug}:
                self.whose[first], self.whose[second[0]] = region, force
                done |= {first, second[0]}
        for line in lines:
            if line not in done:
                self.problem(
                    "this name is a region's and a force's, and nothing shows which is meant",
                    self.table.ref(line, self.table.name),
                    found=f"'{printed(self.table.cell(line, self.table.name))}'",
                    expected="an area code, or the region's row above those of its forces",
                )

    def _check_once(self) -> None:
        first: dict[Whose, int] = {}
        for line, one in sorted(self.whose.items()):
            if one in first:
                self.problem(
                    "this area stands in the table twice",
                    self.table.ref(line, self.table.name),
                    found=f"'{printed(self.table.cell(line, self.table.name))}', first in row {first[one] + 1}",
                )
            first.setdefault(one, line)

    def _check_all(self) -> None:
        held = {one.slug for one in self.whose.values()}
        boards = [slug for slug in held if AreaKind.BOARD in self.geography.kinds(slug)]
        covered = {force for slug in boards for force in self.geography.forces_of(slug)}
        wanted = (*self.geography.forces, *self.geography.regions)
        missing = [slug for slug in wanted if slug not in held | covered and slug != GREATER_MANCHESTER]
        if missing:
            self.problem(
                "areas are missing from the table, so it is not whole",
                found=f"no row of {some([self.geography.name(slug) for slug in missing])}",
                expected="all police forces and regions",
                fix="Load the publisher's own file.",
            )

    # --- cells ----------------------------------------------------------------------------------------------------

    def read_cells(self) -> None:
        """Reads every cell of every line and column that is known."""
        wrong: list[tuple[str, str, str]] = []
        for line in self.whose:
            for column in self.table.columns:
                entry = read_cell(self.table, line, column)
                if isinstance(entry, Entry):
                    self.entries[line, column.index] = entry
                else:
                    at = self.table.ref(line, column.index)
                    wrong.append((at, printed(self.table.cell(line, column.index)), entry))
        for at, found, expected in wrong[:SHOWN]:
            self.problem("this cell is not read", at, found=f"'{found}'", expected=expected)
        if len(wrong) > SHOWN:
            self.problem("more cells are not read", found=f"{len(wrong) - SHOWN}")

    def value(self, line: int, column: Column | None) -> Decimal | None:
        """The number of a line in a column, if there is one."""
        return self.entries[line, column.index].value if column is not None else None

    # --- totals ---------------------------------------------------------------------------------------------------

    def find_totals(self) -> None:
        """Says for every count under which place it is kept; what adds up to nothing is a problem."""
        sums = Sums(self.geography, self.table, self.whose, self.entries)
        if not sums.counts:
            return
        halves = [[c for c in sums.counts if sums.reports(c) is reporting] for reporting in (True, False)]
        for line, one in self.whose.items():
            if not one.is_total:
                self.areas |= {(line, column.index): one.slug for column in sums.counts}
                continue
            chosen: list[Candidate | None] = [self._total(sums, line, columns) for columns in halves]
            for columns, mine, other in zip(halves, chosen, reversed(chosen), strict=True):
                candidate = mine or (other and self._like(one, other, columns is halves[0]))
                for column in columns:
                    if candidate is not None:
                        self.areas[line, column.index] = candidate.slug
                    elif self.entries[line, column.index].value is not None and not self.blocked:
                        self.problem(
                            "it cannot be told which forces this total takes in",
                            self.table.ref(line, column.index),
                            found=f"'{printed(self.table.cell(line, self.table.name))}'",
                            expected="figures of all forces that make it up",
                        )
                    else:
                        self.areas[line, column.index] = one.candidates[0].slug

    def _total(self, sums: Sums, line: int, columns: Sequence[Column]) -> Candidate | None:
        fitting, tried = sums.fitting(line, columns)
        if len(fitting) == 1:
            self._check_least(sums, line, fitting[0], columns)
            return fitting[0]
        if tried and not fitting:
            near = sums.nearly_fitting(line, columns)
            if near is not None and not self._others_miss(sums, line, near[1]):
                candidate, column, total = near
                self.problem(
                    "a total is not quite the sum of its forces, while all others beside it are; kept as published",
                    self.table.ref(line, column.index),
                    found=f"{self.value(line, column)}",
                    expected=f"{total}",
                    blocks=False,
                )
                return candidate
            self._told_off(sums, line, columns)
        return None

    def _others_miss(self, sums: Sums, line: int, column: Column) -> bool:
        """Whether any other total of that column is no sum: then it is a force's figure that is wrong."""
        others = [each for each, one in self.whose.items() if one.is_total and each != line]
        tried = [sums.fitting(each, [column]) for each in others]
        return any(seen and not fitting for fitting, seen in tried)

    @staticmethod
    def _like(one: Whose, other: Candidate, reporting: bool) -> Candidate | None:
        """The same total in years in which nothing could be added up: with or without the same."""
        same = [each for each in one.candidates if each.with_btp == other.with_btp]
        return next((each for each in same if each.without_gm == (other.without_gm or not reporting)), None) or (
            same[0] if len(same) == 1 else None
        )

    def _check_least(self, sums: Sums, line: int, candidate: Candidate, columns: Sequence[Column]) -> None:
        for column in columns:
            value = self.value(line, column)
            least = sums.least(candidate, column) - sums.allowed(candidate, column)
            if value is not None and value < least:
                self.problem(
                    "a total is less than its parts",
                    self.table.ref(line, column.index),
                    found=f"{value}",
                    expected=f"{least} or more",
                )

    def _told_off(self, sums: Sums, line: int, columns: Sequence[Column]) -> None:
        """Names the worst cell of the reading of a total that fits most columns."""
        _, missed = sums.misses(line, columns)
        _, misses = min(missed, key=lambda pair: len(pair[1]))
        column, total, _ = max(misses, key=lambda miss: miss[2])
        label = printed(self.table.cell(line, self.table.name))
        self.problem(
            f"{label} is not the sum of its forces",
            self.table.ref(line, column.index),
            found=f"{self.value(line, column)}",
            expected=f"{total}",
            fix="A row or a figure is missing, doubled or from another table. Load the publisher's own file.",
        )

    def place_like(self, columns: Mapping[int, int], other: Sheet | None = None) -> None:
        """Keeps other columns under the places of counts: `columns` maps a column to the count it belongs to, in this table
        or in the `other`."""
        source = other or self
        for line, one in self.whose.items():
            beside = line if other is None else self._same(line, one, source)
            for column, count in columns.items():
                if not one.is_total:
                    self.areas[line, column] = one.slug
                elif beside is not None:
                    self.areas[line, column] = source.areas[beside, count]
                else:
                    self.problem(
                        f"it cannot be told which forces this total takes in: {source.table.label} has no such row",
                        self.table.ref(line, self.table.name),
                        found=f"'{printed(self.table.cell(line, self.table.name))}'",
                    )
                    break

    def _same(self, line: int, one: Whose, other: Sheet) -> int | None:
        """The row of the other table that is the same total: of the same label, else the only one that its notes allow."""
        rows = [each for each, whose in other.whose.items() if whose.slug == one.slug and whose.is_total]
        exact = [each for each in rows if other.whose[each] == one]
        if len(rows) == 1 or len(exact) == 1:
            return exact[0] if exact else rows[0]
        with_btp = any(_WITH_BTP_NOTE.search(words.plain(note)) for note in self._notes_of(line))
        fitting = [each for each in rows if all(c.with_btp == with_btp for c in other.whose[each].candidates)]
        return fitting[0] if len(fitting) == 1 else None

    def _notes_of(self, line: int) -> Iterator[str]:
        """The notes to which the digits behind a line's name point."""
        match = _NOTE_NUMBERS.search(printed(self.table.cell(line, self.table.name)))
        numbers = re.findall(r"\d+", match[1]) if match else []
        for note in self.table.notes:
            if any(note.startswith(f"{number}.") for number in numbers):
                yield note

    def regions(self) -> Iterator[tuple[int, list[int]]]:
        """(a region's line, the lines of its forces), where all of them stand in the table and nothing is left out."""
        lines = {one.slug: line for line, one in self.whose.items() if not one.is_total}
        for line, one in self.whose.items():
            region = self.geography.regions.get(one.slug)
            if region is None or any(candidate.without_gm for candidate in one.candidates[:1]):
                continue
            forces = [force for board in region.members for force in self.geography.forces_of(board)]
            if all(force in lines for force in forces):
                yield line, [lines[force] for force in forces]

    @property
    def kind(self) -> Kind:
        """What the table is."""
        return self.table.kind
