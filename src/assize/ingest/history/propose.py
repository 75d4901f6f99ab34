"""Proposes how to read somebody's workbook: what its lines of labels are, what each label means, and what is doubtful.

A meaning is proposed where it is the only one, or clearly the likeliest; where two are
possible it is left open ("?") and asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from assize.core.errors import FileRefused, Problem
from assize.core.periods import Period
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.history.grid import BETWEEN, Grid, Line, is_number, label_at, label_text, read_grids
from assize.ingest.history.labels import Reading, joined_readings, readings, spread_dates
from assize.ingest.history.mapping import ASK, Check, Draft, Table
from assize.ingest.history.reader import placed, printed_number, share_fits
from assize.ingest.history.shapes import Shape, find_shapes, title_readings, windows
from assize.ingest.history.words import (
    CLEAR,
    Fields,
    Guess,
    guess_word,
    is_percentage,
    is_total,
    sum_of_periods,
)
from assize.ingest.places import Places
from assize.ingest.received import Received
from assize.ingest.values import ABSENCES, read_count

_HALF = 0.5
_MOST_MARKERS = 30
_THOUSANDS = re.compile(r"\bthousands?\b|\b000s?\b", re.IGNORECASE)
NOT_WHOLE = "its figures are no whole numbers: shares and averages are not taken, only counts"


@dataclass
class Proposal:
    """A mapping to be looked at: what is doubtful (as sentences), and how each label was understood (`table.role.label`)."""

    draft: Draft
    doubts: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """What the person says who asks for a mapping: the board it is all of, and how doubtful periods are counted."""

    boards: tuple[str, ...]
    senses: tuple[str, ...] = ()
    released: str = ""


def propose(received: Received, source: SourceSpec, catalogue: Catalogue, wanted: Wanted) -> Proposal:
    """A mapping of a workbook for a source, nothing of it confirmed.

    Raises FileRefused where the file cannot be opened or no figure in it has a label.
    """
    grids, left_out = read_grids(received)
    proposal = Proposal(Draft(source.id, received.name, received.sha256, wanted.released, False, ()))
    tables: list[Table] = []
    for grid in grids:
        made: list[Table] = []
        for shape in find_shapes(grid):
            proposer = _Proposer(shape, len(tables) + len(made) + 1, source, catalogue, wanted)
            table = proposer.table()
            if proposer.has_field or _takes_any(table):
                made.append(table)
                proposal.doubts += proposer.doubts
                proposal.notes |= proposer.notes
        tables += made
        if made:
            _outside(proposal, grid, made)
        elif any(True for _ in grid.rows_with_cells()):
            left_out[grid.sheet] = "no label in it is like a field of the source"
    if not tables:
        raise FileRefused(received.name, [_nothing(received, source, left_out)])
    markers = _markers(tables, {grid.sheet: grid for grid in grids})
    for label, meaning in markers.items():
        if meaning == ASK:
            proposal.doubts.append(f"'{label}' stands where a figure is wanted: what does it mean?")
    for sheet, reason in left_out.items():
        if "hidden" in reason:
            proposal.doubts.append(f"The sheet '{sheet}' is hidden and is left out.")
    proposal.draft = Draft(
        source.id, received.name, received.sha256, wanted.released, False, tuple(tables), left_out, markers
    )
    return proposal


def _takes_any(table: Table) -> bool:
    """Whether some label (or the whole table) is a field."""
    at = table.at["field"]
    return at != ASK if isinstance(at, str) else bool(table.words["field"])


def _nothing(received: Received, source: SourceSpec, left_out: Mapping[str, str]) -> Problem:
    return Problem(
        "nothing in the file is like a field of the source",
        received.name,
        "; ".join(f"{sheet or 'the file'}: {reason}" for sheet, reason in left_out.items()),
        "labels like: " + "; ".join(source.fields.values()),
        "Name its rows or columns so, or choose another source.",
    )


class _Proposer:
    """One table."""

    def __init__(self, shape: Shape, number: int, source: SourceSpec, catalogue: Catalogue, wanted: Wanted) -> None:
        self.shape = shape
        self.grid = shape.grid
        self.number = number
        self.source = source
        self.catalogue = catalogue
        self.wanted = wanted
        self.doubts: list[str] = []
        self.notes: dict[str, str] = {}
        self.places = Places(catalogue.areas, source.observes)
        self.fields = Fields(source, catalogue)
        self.at: dict[str, tuple[Line, ...] | str] = {}
        self.words: dict[str, dict[str, str]] = {}
        self.ignored: dict[str, str] = {}
        self.checks: list[Check] = []
        self.left = list(shape.labels)
        self.has_field = False  # some label may be a field, though a person must say so
        # The same labels are looked at in every combination of lines.
        self._labels: dict[tuple[Line, ...], list[str]] = {}
        self._guesses: dict[str, Guess | None] = {}

    def doubt(self, said: str) -> None:
        self.doubts.append(f"Table {self.number}: {said}")

    def note(self, role: str, label: str, said: str) -> None:
        self.notes[f"{self.number}.{role}.{label}" if label else f"{self.number}.{role}"] = said

    def table(self) -> Table:
        self._periods()
        self._areas()
        for dimension in self.source.dimensions:
            self._dimension(dimension)
        self._field()
        if said := next((title for title in self.shape.titles if _THOUSANDS.search(title)), ""):
            self.doubt(f"'{said}' speaks of thousands; figures are taken as they stand.")
        complete = "yes"
        if self.source.dimensions:
            complete = ASK
            self.doubt("does every word without a row count none? Else its figures must not be taken (complete).")
        ordered = {role: self.at[role] for role in ("period", "area", "field", *self.source.dimensions)}
        words = {role: self.words[role] for role in ordered if role in self.words}
        table = Table(self.grid.sheet, self.shape.box, ordered, words, self.ignored, tuple(self.checks), complete)
        return self._with_shares(table)

    # --- lines and their labels -----------------------------------------------------------------------------------

    def labels(self, lines: Sequence[Line]) -> list[str]:
        """Every label of lines over the figures, each once, in order; places without one left out."""
        key = tuple(lines)
        if key not in self._labels:
            found: dict[str, None] = {}
            for row, column in self.shape.box.cells():
                if self.grid.at(row, column) is not None:
                    found.setdefault(label_at(self.grid, lines, self.shape.box, row, column))
            self._labels[key] = list(found)
        return self._labels[key]

    def _filled(self, line: Line) -> Line:
        """The line, filled where only the first of a run of cells has a label."""
        if line.kind == "heading" or not any(label.startswith("(") for label in self.labels([line])):
            return line
        return Line(line.kind, line.index, True)

    def _best(self, share: Callable[[str], bool]) -> tuple[Line, ...] | None:
        """The line of which most labels are of a kind, where at least half are."""
        scored = []
        for line in self.left:
            labels = [
                label for label in self.labels([self._filled(line)]) if not (label.startswith("(") or is_total(label))
            ]
            if labels and (part := sum(map(share, labels)) / len(labels)) >= _HALF:
                scored.append((part, -self.left.index(line), line))
        if not scored:
            return None
        line = max(scored, key=lambda one: one[:2])[2]
        self.left.remove(line)
        return (self._filled(line),)

    # --- periods --------------------------------------------------------------------------------------------------

    def _periods(self) -> None:
        if not self.shape.periods:
            self._one_period()
            return
        self.at["period"] = self.shape.periods
        labels = self.labels(self.shape.periods)
        options = self._options()
        lengths = [found[0].period.months for found in options.values() if found]
        short = any(months < 12 for months in lengths)
        words: dict[str, str] = {}
        doubtful: dict[str, tuple[Reading, ...]] = {}
        for label in labels:
            found = options.get(label, ())
            if not found:
                self._no_period(label, words)
            elif short and all(reading.period.is_year for reading in found):
                self.ignored[label] = "a year beside its quarters or months: a total"
                if len(found) == 1:
                    self.checks.append(Check(label, "sum", (), found[0].period.slug))
            else:
                chosen = self._chosen(found)
                words[label] = chosen.period.slug if chosen else ASK
                if chosen is None:
                    doubtful[label] = found
                    self.note("period", label, _either(found))
        if doubtful:
            label, found = next(iter(doubtful.items()))
            more = f" ({len(doubtful)} such labels)" if len(doubtful) > 1 else ""
            self.doubt(
                f"'{label}' may be {_either(found)}{more}. Answer each in the mapping, or map again with --periods."
            )
        self.words["period"] = words

    def _no_period(self, label: str, words: dict[str, str]) -> None:
        if (rest := sum_of_periods(label)) is not None:
            year = readings(rest)
            if len(year) == 1 and year[0].period.is_year:
                self.ignored[label] = "a total: compared with the sum of its quarters or months"
                self.checks.append(Check(label, "sum", (), year[0].period.slug))
            else:
                self.ignored[label] = "a total over periods: it is not compared with anything"
        elif is_percentage(label) or "change" in label.casefold():
            self.ignored[label] = "no period: worked out from others"
        else:
            words[label] = ASK
            if label.startswith("("):
                self.doubt(f"figures stand under no period {label}: of which are they, or are they to be ignored?")
            else:
                self.doubt(f"'{label}' stands where periods stand and is none that is understood.")

    def _options(self) -> dict[str, tuple[Reading, ...]]:
        """What each label of the line of periods may mean."""
        lines = self.shape.periods
        cells: dict[str, Any] = {}
        for row, column in self.shape.box.cells():
            line = lines[-1]
            at = (line.index, column) if line.kind == "row" else (row, line.index)
            label = label_at(self.grid, lines, self.shape.box, row, column)
            cells.setdefault(label, self.grid.at(*at, merged=True))
        days = [_day(cell) for cell in cells.values()]
        spread = spread_dates([day for day in days if day is not None])
        found: dict[str, tuple[Reading, ...]] = {}
        for label, cell in cells.items():
            day = _day(cell)
            if len(lines) == 1 and day is not None:
                found[label] = spread[day]
            elif BETWEEN in label:
                upper, _, lower = label.partition(BETWEEN)
                found[label] = joined_readings(upper, f"{upper} {lower}")
            else:
                found[label] = readings(label)
        return found

    def _chosen(self, found: Sequence[Reading]) -> Reading | None:
        if len(found) == 1:
            return found[0]
        return next((reading for reading in found if reading.sense in self.wanted.senses), None)

    def _one_period(self) -> None:
        found = title_readings(self.shape.titles)
        chosen = self._chosen(found) if found else None
        self.at["period"] = chosen.period.slug if chosen else ASK
        if chosen is None:
            self.doubt(f"the period may be {_either(found)}." if found else "no period is named: of which is it?")
            self.note("period", "", _either(found) if found else "no period is named")

    # --- areas ----------------------------------------------------------------------------------------------------

    def _areas(self) -> None:
        lines = self._best(lambda label: self.places.named(label) is not None)
        if lines is None:
            self._one_area()
            return
        self.at["area"] = lines
        words: dict[str, str] = {}
        for label in self.labels(lines):
            area = self.places.named(label)
            if area is not None and area.kinds & set(self.source.observes):
                words[label] = area.slug
            elif area is not None:
                self.ignored[label] = "an area of another kind, which the source does not speak of"
            elif is_total(label) or label.startswith("("):
                self.ignored[label] = "a total over the areas"
            else:
                near = self.places.nearest(label)
                words[label] = ASK
                self.note("area", label, f"perhaps {near}" if near else "")
                self.doubt(f"the area '{label}' is not known" + (f"; perhaps {near}." if near else "."))
        self.words["area"] = words

    def _one_area(self) -> None:
        observed = set(self.source.observes)
        for title in self.shape.titles:
            for words in windows(title):
                area = self.places.named(words)
                if area is not None and area.kinds & observed:
                    self.at["area"] = area.slug
                    self.note("area", "", f"named in '{title}'")
                    return
        boards = [slug for slug in self.wanted.boards if self.catalogue.areas[slug].kinds & observed]
        if len(boards) == 1:
            self.at["area"] = boards[0]
            self.note("area", "", "no area is named: taken to be all of this board")
            self.doubt(f"no area is named; it is taken to be all of {self.catalogue.areas[boards[0]].name}.")
        else:
            self.at["area"] = ASK
            self.doubt("no area is named: of which board is it? Answer in the mapping, or map again with --board.")

    # --- dimensions -----------------------------------------------------------------------------------------------

    def _dimension(self, name: str) -> None:
        vocabulary = self.catalogue.vocabularies.get(name)
        names = vocabulary.names if vocabulary else {}
        lines = self._best(lambda label: guess_word(label, names) is not None)
        title = name.replace("_", " ")
        if lines is None:
            self.at[name] = ASK
            self.doubt(f"nothing says of which {title} the figures are.")
            return
        self.at[name] = lines
        words: dict[str, str] = {}
        for label in self.labels(lines):
            guess = guess_word(label, names)
            if guess is None and (is_total(label) or label.startswith("(")):
                self.ignored[label] = f"a total over {title}"
            elif guess is None or not guess.sure:
                words[label] = ASK
                self.doubt(f"'{label}' is no {title} that is known{_perhaps(guess)}.")
            else:
                words[label] = guess.meaning
        self.words[name] = words
        if missing := [word for word in names if word not in words.values()]:
            self.doubt(
                f"{len(missing)} of {len(names)} words of {title} have no figures, such as '{names[missing[0]]}'."
            )

    # --- fields ---------------------------------------------------------------------------------------------------

    def _field(self) -> None:
        lines = self._field_lines()
        if lines is None:
            self._one_field()
            return
        self.at["field"] = lines
        broken = self._not_whole(lines)
        words: dict[str, str] = {}
        guesses: dict[str, Guess] = {}
        for label in self.labels(lines):
            guess = None if is_percentage(label) else self.guess(label)
            if label in broken or is_percentage(label):
                self.ignored[label] = (
                    NOT_WHOLE if label in broken else "a share, an average, a target or thousands, and no count"
                )
            elif guess is None:
                self.ignored[label] = "a total" if is_total(label) else "no field of the source is like it"
                if not is_total(label):
                    self.doubt(f"'{label}' is like no field of the source and is left out.")
            else:
                guesses[label] = guess
        for label, guess in guesses.items():
            rivals = [
                other for other, one in guesses.items()
                if other != label and one.meaning == guess.meaning and one.likeness > guess.likeness - CLEAR
            ]  # fmt: skip
            self.note("field", label, f"{guess.likeness:.0%} like it")
            if rivals or not guess.sure:
                words[label] = ASK
                also = [f"'{rivals[0]}' is as like it"] if rivals else []
                self.note(
                    "field", label, f"perhaps '{self.source.fields[guess.meaning]}', {self._likeness(guess, also)}"
                )
                self.doubt(self._asked(label, guess, also))
            else:
                words[label] = guess.meaning
        self.words["field"] = words

    def guess(self, label: str) -> Guess | None:
        """The field a label is like: alone, or with the title of its table."""
        if label not in self._guesses:
            self._guesses[label] = self._guess(label)
        return self._guesses[label]

    def _guess(self, label: str) -> Guess | None:
        best = self.fields.guess(label)
        if best is not None and best.sure:
            return best
        for title in self.shape.titles:
            longer = self.fields.guess(f"{title} {label}")
            if longer is not None and longer.lead >= CLEAR and (best is None or best.lead < CLEAR):
                # A title may say much that is not of the field; what the label itself adds must be asked about.
                best = replace(longer, adds=self.fields.added(label, longer.meaning))
        return best

    def _likeness(self, guess: Guess, also: Sequence[str] = ()) -> str:
        """How like its meaning a label is, and what speaks against it."""
        against = list(also)
        if guess.adds:
            against.append(f"the meaning does not have {' or '.join(map(repr, guess.adds))}")
        if guess.lead < CLEAR and guess.other:
            against.append(f"or {self.source.fields.get(guess.other, guess.other)}")
        return "; ".join([f"{min(guess.likeness, guess.own):.0%} like it", *against])

    def _asked(self, label: str, guess: Guess, also: Sequence[str] = ()) -> str:
        """The question whether a label is a field, with the word by which the mapping calls it."""
        return (
            f"'{label}' may be '{self.source.fields[guess.meaning]}' ({self._likeness(guess, also)}): "
            f"{guess.meaning} in the mapping, if it is."
        )

    def _field_lines(self) -> tuple[Line, ...] | None:
        """The line, or the two together, whose labels are most like fields."""
        choices: list[tuple[Line, ...]] = [
            (self._filled(line) if line.kind == "column" else line,) for line in self.left
        ]
        choices += [
            (Line(upper.kind, upper.index, True), lower)
            for upper in self.left
            for lower in self.left
            if upper != lower and (upper.kind, upper.index) < (lower.kind, lower.index)
        ]
        choices += [(Line("heading", line.index), line) for line in self.left if line.kind == "column"]
        best: tuple[float, tuple[Line, ...]] | None = None
        for lines in choices:
            labels = [label for label in self.labels(lines) if not is_percentage(label) and not is_total(label)]
            guesses = [self.guess(label) for label in labels]
            good = [guess.likeness * min(guess.lead / CLEAR, 1.0) for guess in guesses if guess is not None]
            score = sum(good) / len(labels) if labels else 0.0
            if score > 0 and (best is None or score > best[0] + 0.05):
                best = (score, lines)
        return best[1] if best else None

    def _not_whole(self, lines: Sequence[Line]) -> set[str]:
        """Labels with figures that are no whole numbers."""
        found = set()
        for row, column in self.shape.box.cells():
            cell = self.grid.at(row, column)
            broken = isinstance(cell, float) and not cell.is_integer()
            if broken or (isinstance(cell, str) and is_number(cell) and read_count(cell) is None):
                label = label_at(self.grid, lines, self.shape.box, row, column)
                column_label = label_at(self.grid, self.shape.periods, self.shape.box, row, column)
                if column_label not in self.ignored:
                    found.add(label)
        return found

    def _one_field(self) -> None:
        likely = [
            (title, guess)
            for title in self.shape.titles
            if not is_percentage(title) and (guess := self.fields.guess(title)) is not None and guess.lead >= CLEAR
        ]
        if likely:
            self.has_field = True
            # A title says much besides; the sheet's name or another line may say the field alone.
            title, guess = next((one for one in likely if one[1].sure), likely[0])
            if guess.sure and {one.meaning for _, one in likely} == {guess.meaning}:
                self.at["field"] = guess.meaning
                self.note("field", "", f"by '{title}', {guess.likeness:.0%} like it")
                return
            self.at["field"] = ASK
            for title, guess in {one.meaning: (said, one) for said, one in reversed(likely)}.values():
                self.note("field", "", f"perhaps '{self.source.fields[guess.meaning]}', {self._likeness(guess)}")
                self.doubt(self._asked(title, guess))
            return
        if len(self.source.fields) == 1:
            only, words = next(iter(self.source.fields.items()))
            self.at["field"], self.has_field = ASK, True
            self.note("field", "", f"perhaps '{words}', all that the source has")
            self.doubt(
                f"what is counted is not named: is it '{words}' ({only} in the mapping), all that the source has?"
            )
        else:
            self.at["field"] = ASK
            self.doubt("no label is like a field of the source.")

    # --- checks ---------------------------------------------------------------------------------------------------

    def _with_shares(self, table: Table) -> Table:
        """The table with a check for each label left out that is a share of two fields, by its figures."""
        held: dict[tuple[str, str], dict[str, Any]] = {}
        shares: dict[str, list[tuple[tuple[str, str], Any]]] = {}
        for one in placed(table, self.grid):
            key = (one.means.get("period", ""), one.means.get("area", ""))
            label = one.labels.get("field", "")
            if label in table.ignored and one.ignored == label:
                shares.setdefault(label, []).append((key, one.cell))
            elif not one.ignored and one.means.get("field", ASK) != ASK:
                held.setdefault(key, {})[one.means["field"]] = one.cell
        checks = list(table.checks)
        for label, cells in shares.items():
            pair = _pair_of(cells, held)
            if pair:
                checks.append(Check(label, "share", pair))
        return Table(table.sheet, table.values, table.at, table.words, table.ignored, tuple(checks), table.complete)


def _pair_of(
    cells: Sequence[tuple[tuple[str, str], Any]], held: Mapping[tuple[str, str], Mapping[str, Any]]
) -> tuple[str, str] | None:
    """The two fields of which most of these cells are the share, where more than half of them are."""
    fits: dict[tuple[str, str], int] = {}
    numbers = 0
    for key, cell in cells:
        printed = printed_number(cell)
        if printed is None:
            continue
        numbers += 1
        counts = {name: number for name, value in held.get(key, {}).items() if (number := _whole(value)) is not None}
        for above, part in counts.items():
            for below, whole in counts.items():
                if above != below and whole and share_fits(printed, cell, part / whole):
                    fits[above, below] = fits.get((above, below), 0) + 1
    best = max(fits, key=lambda pair: fits[pair], default=None)
    return best if best and fits[best] * 2 > numbers and list(fits.values()).count(fits[best]) == 1 else None


def _whole(cell: Any) -> Any:
    printed = printed_number(cell)
    return printed[0] if printed else None


def _day(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else None


def _either(found: Iterable[Reading]) -> str:
    return " or ".join(f"{_words(reading.period)} ({reading.sense.replace('-', ' ')})" for reading in found)


def _words(period: Period) -> str:
    if period.is_quarter:
        return f"{period.slug}, {period.first_day:%b} to {period.last_day:%b %Y}"
    return f"{period.first_day:%b %Y}" if period.months == 1 else f"the year {period.slug}"


def _perhaps(guess: Guess | None) -> str:
    return f"; perhaps {guess.meaning}" if guess else ""


def _markers(tables: Sequence[Table], grids: Mapping[str, Grid]) -> dict[str, str]:
    """Texts that stand where figures are taken, with what they mean where that is common knowledge."""
    found: dict[str, str] = {}
    for table in tables:
        for one in placed(table, grids[table.sheet]):
            if one.ignored or not isinstance(one.cell, str) or (is_number(one.cell) and read_count(one.cell)):
                continue
            known = ABSENCES.get(one.cell.casefold())
            if len(found) < _MOST_MARKERS:
                found.setdefault(one.cell, known.value if known else ASK)
    return found


def _outside(proposal: Proposal, grid: Grid, tables: Sequence[Table]) -> None:
    lines = {line for table in tables for at in table.at.values() if not isinstance(at, str) for line in at}
    cells = [
        (row, column)
        for row in range(grid.height)
        for column in range(len(grid.cells[row]))
        if is_number(grid.at(row, column))
        and not any(table.values.has(row, column) for table in tables)
        and not any((row if line.kind == "row" else column) == line.index for line in lines)
    ]
    if cells:
        first = label_text(grid.at(*cells[0]))
        proposal.doubts.append(
            f"{len(cells)} number{'s stand' if len(cells) > 1 else ' stands'} in '{grid.sheet}' outside the tables and "
            f"{'are' if len(cells) > 1 else 'is'} not taken, the first {first}."
        )
