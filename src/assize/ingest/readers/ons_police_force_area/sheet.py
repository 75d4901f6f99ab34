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
    BTP,
    GREATER_MANCHESTER,
    NATION,
    Candidate,
    Geography,
    Sums,
    Trial,
    Whose,
    nearly_fitting,
)
from assize.ingest.readers.ons_police_force_area.cells import Entry, printed, read_cell
from assize.ingest.readers.ons_police_force_area.tables import Column, Table
from assize.ingest.readers.ons_police_force_area.words import Kind

_WITH_BTP_NOTE = re.compile(r"\binclud\w* .*british transport police")
_NO_CODE = (
    "[z]",
    "[x]",
    "[c]",
    "z",
    "x",
    "n/a",
    "na",
    "none",
    "not applicable",
    "not available",
)  # beside who has none
_NOTE_NUMBERS = re.compile(r"(\d{1,2}(?:\s*,\s*\d{1,2})*)$")
_ABOVE = ("england", "england-and-wales")


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
    _unshown: list[tuple[int, int]] = field(default_factory=list)

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
        if (
            not words.plain(code).strip("[]-–—:.")
            or words.plain(code) in _NO_CODE
            or self._is_police_beside_nation(code, named)
        ):
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

    def _is_police_beside_nation(self, code: str, named: Sequence[Whose]) -> bool:
        """Transport police have no code of their own, and may be printed beside that of England and Wales: the name holds
        where that code stands beside England and Wales too."""
        match = words.AREA_CODE.match(code)
        coded = self.geography.by_code(match[1]) if match else None
        if coded is None or coded.slug != NATION or [one.slug for one in named] != [BTP]:
            return False
        table = self.table
        beside = [each for each in table.lines if printed(table.cell(each, table.code)).startswith(code[:9])]
        return any(
            one.slug == NATION for each in beside for one in self.geography.named(printed(table.cell(each, table.name)))
        )

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
        elif lacking := [slug for slug in _ABOVE if slug not in held]:
            names = some([self.geography.name(slug) for slug in lacking])
            self.problem("a table has no row of what its regions make up", found=f"none of {names}", blocks=False)

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
        totals = [line for line, one in self.whose.items() if one.is_total]
        for line in self.whose.keys() - set(totals):
            self.areas |= {(line, column.index): self.whose[line].slug for column in sums.counts}
        # Regions first: a region's total gives away the number of its force that is not shown.
        for line in sorted(totals, key=lambda each: self.whose[each].slug not in self.geography.regions):
            self._find_total(sums, line)
        if self._unshown:
            self.problem(
                "totals take in a force whose own number is not shown; they are kept, and cannot be checked in full",
                self.table.ref(*self._unshown[0]),
                found=f"{len(self._unshown)} such figures",
                blocks=False,
            )

    def _find_total(self, sums: Sums, line: int) -> None:
        """Places one total: the columns in which the same forces have no number are looked at together."""
        groups: dict[frozenset[str], list[Column]] = {}
        for column in sums.counts:
            groups.setdefault(sums.missing(line, column), []).append(column)
        chosen: dict[frozenset[str], Candidate | None] = {}
        for missing in sorted(groups, key=lambda each: (len(each), sorted(each))):
            chosen[missing] = self._total(sums, line, missing, groups[missing])
        known = [candidate for candidate in chosen.values() if candidate is not None]
        for missing, columns in groups.items():
            candidate = chosen[missing] or self._like(sums, line, missing, columns, known)
            for column in columns:
                value = self.value(line, column)
                if candidate is not None:
                    self.areas[line, column.index] = candidate.slug
                    self._give_away(sums, line, candidate, missing - candidate.without, column)
                elif value is not None and not self.blocked:
                    self.problem(
                        "it cannot be told which forces this total takes in",
                        self.table.ref(line, column.index),
                        found=f"'{printed(self.table.cell(line, self.table.name))}'",
                        expected="figures of all forces that make it up",
                    )
                else:
                    self.areas[line, column.index] = self.whose[line].slug

    def _give_away(self, sums: Sums, line: int, candidate: Candidate, unshown: frozenset[str], column: Column) -> None:
        """What a region's total shows of its one force without a number, so that England can be checked with it."""
        value = self.value(line, column)
        if not unshown or value is None:
            return
        self._check_least(sums, line, candidate, [column])
        self._unshown.append((line, column.index))
        if len(unshown) == 1 and self.whose[line].slug in self.geography.regions:
            sums.given_away[next(iter(unshown)), column.index] = value - sums.least(candidate, column)

    def _total(self, sums: Sums, line: int, missing: frozenset[str], columns: Sequence[Column]) -> Candidate | None:
        """What a total is in columns in which the same parts have no number; None where the sums do not show it."""
        trials = sums.reported(line, missing, columns)
        fitting = [trial for trial in trials if sums.is_shown(line, trial)]
        fewest = min((len(trial.candidate.without) for trial in fitting), default=0)
        fitting = [trial for trial in fitting if len(trial.candidate.without) == fewest]
        if len(fitting) == 1:
            self._check_least(sums, line, fitting[0].candidate, columns)
            return fitting[0].candidate
        if fitting or not trials or any(trial.fits for trial in trials):
            return None
        apart = sums.shown_apart(line, missing, columns)
        if len(apart) == 1:
            return apart[0].candidate
        if self._holds_unshown(trials, missing):
            return None
        near = nearly_fitting(trials)
        if near is not None and not self._others_miss(sums, line, near.misses[0][0]):
            column, total, _ = near.misses[0]
            self.problem(
                "a total is not quite the sum of its forces, while all others beside it are; kept as published",
                self.table.ref(line, column.index),
                found=f"{self.value(line, column)}",
                expected=f"{total}",
                blocks=False,
            )
            return near.candidate
        self._told_off(line, trials)
        return None

    @staticmethod
    def _holds_unshown(trials: Sequence[Trial], missing: frozenset[str]) -> bool:
        """Whether a total lies above the parts shown in most columns and below them in none, and nothing gives away the rest:
        then it takes in what is not shown."""
        if not missing or any(not missing <= trial.candidate.without for trial in trials):
            return False
        return all(
            2 * len(trial.misses) > len(trial.seen) and all(over > 0 for _, _, over in trial.misses) for trial in trials
        )

    def _others_miss(self, sums: Sums, line: int, column: Column) -> bool:
        """Whether any other total of that column is no sum: then it is a force's figure that is wrong."""
        others = [each for each, one in self.whose.items() if one.is_total and each != line]
        tried = [sums.reported(each, sums.missing(each, column), [column]) for each in others]
        return any(trials and not any(trial.fits for trial in trials) for trials in tried)

    def _like(
        self, sums: Sums, line: int, missing: frozenset[str], columns: Sequence[Column], known: Sequence[Candidate]
    ) -> Candidate | None:
        """What a total is in columns that do not show it: the same as in those beside them, or as its name says."""
        one = self.whose[line]
        printed_any = any(self.value(line, column) is not None for column in columns)
        police = {candidate.with_btp for candidate in known} or (
            {False} if one.slug in self.geography.regions else set()
        )
        if len(police) != 1 or (printed_any and len({candidate.without for candidate in known}) > 1):
            return None
        without = known[0].without if known else one.apart
        if not printed_any and GREATER_MANCHESTER in missing:
            without |= {GREATER_MANCHESTER}
        elif not without <= missing | one.apart:
            return None  # what those beside leave out is shown here
        found = [each for each in sums.candidates(line, [without]) if each.with_btp in police]
        return found[0] if len(found) == 1 else None

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

    def _told_off(self, line: int, trials: Sequence[Trial]) -> None:
        """Names the worst cell of the reading of a total that fits most columns."""
        misses = min((trial.misses for trial in trials), key=len)
        column, total, _ = max(misses, key=lambda miss: abs(miss[2]))
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
        fitting = [each for each in rows if other.whose[each].btp is with_btp]
        return fitting[0] if len(fitting) == 1 else None

    def _notes_of(self, line: int) -> Iterator[str]:
        """The notes to which the digits behind a line's name point."""
        match = _NOTE_NUMBERS.search(printed(self.table.cell(line, self.table.name)))
        numbers = re.findall(r"\d+", match[1]) if match else []
        for note in self.table.notes:
            if any(note.startswith(f"{number}.") for number in numbers):
                yield note

    def regions(self) -> Iterator[tuple[int, list[int]]]:
        """(a region's line, the lines of the forces in it), where all of them stand in the table and it takes in the same
        ones in every column."""
        lines = {one.slug: line for line, one in self.whose.items() if not one.is_total}
        for line, one in self.whose.items():
            region = self.geography.regions.get(one.slug)
            if region is None:
                continue
            kept = (self.areas.get((line, column.index), one.slug) for column in self.table.columns)
            withouts = {self.geography.without(slug) for slug in kept} or {one.apart}
            forces = [force for board in region.members for force in self.geography.forces_of(board)]
            if len(withouts) == 1 and all(force in lines for force in forces):
                yield line, [lines[force] for force in forces if force not in next(iter(withouts))]

    @property
    def kind(self) -> Kind:
        """What the table is."""
        return self.table.kind
