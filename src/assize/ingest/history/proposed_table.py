"""Proposes what one table's lines of labels mean: periods, areas, words of dimensions, fields, and what else they say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.history.areas_named import AreasNamed
from assize.ingest.history.grid import UNKEPT, Line, is_number
from assize.ingest.history.labels import without_marks
from assize.ingest.history.lines_of_labels import Lines, is_place
from assize.ingest.history.mapping import ASK, OTHER, Check, Table
from assize.ingest.history.other_lines import other_lines
from assize.ingest.history.proposed_periods import find_periods
from assize.ingest.history.reader import figure, placed, printed_number, share_fits
from assize.ingest.history.shapes import Shape, periods_named
from assize.ingest.history.words import CLEAR, Fields, Guess, guess_word, is_percentage, is_total
from assize.ingest.history.years_and_parts import says_period

_HALF = 0.5
_CORNER = re.compile(
    r"^(?:quarters?|qtrs?|periods?|months?|years?|dates?|measures?|indicators?)$", re.IGNORECASE
)  # of a header
_FEW = 0.3  # of a line's labels: with more measures than that it is no line of areas
_AREA_HEADER = re.compile(
    r"^(?:areas?|boards?|lcjbs?|lcjb areas?|forces?|police forces?|localit(?:y|ies)|county|counties)$", re.I
)
NOT_WHOLE = "its figures are no whole numbers: shares and averages are not taken, only counts"


@dataclass(frozen=True)
class Wanted:
    """What the person says who asks for a mapping: how doubtful periods are counted, the day, and the board it is all of.

    `boards` are those of the office; `board` is the one that was named to it.
    """

    boards: tuple[str, ...]
    senses: tuple[str, ...] = ()
    released: str = ""
    board: str = ""


@dataclass
class Told:
    """What is said of a table besides its mapping: `doubts` each go with an open label, `questions` are asked by themselves,
    `notes` stand behind its labels.
    """

    doubts: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    questions: list[str] = field(default_factory=list)


class TableProposer:
    """One table."""

    def __init__(
        self, shape: Shape, number: int, source: SourceSpec, catalogue: Catalogue, wanted: Wanted,
        areas: AreasNamed, fields: Fields, file: str,
    ) -> None:  # fmt: skip
        self.shape = shape
        self.grid = shape.grid
        self.lines = Lines(shape)
        self.number = number
        self.source = source
        self.catalogue = catalogue
        self.wanted = wanted
        self.areas = areas
        self.fields = fields
        self.file = file  # the words of its name
        self.told = Told()
        self.at: dict[str, tuple[Line, ...] | str] = {}
        self.words: dict[str, dict[str, str]] = {}
        self.ignored: dict[str, str] = {}
        self.checks: list[Check] = []
        self.left = list(self.lines.every)
        self.has_field = False  # some label may be a field, though a person must say so
        self._guesses: dict[str, Guess | None] = {}

    def doubt(self, said: str) -> None:
        """Takes a sentence that goes with an open question."""
        self.told.doubts.append(f"Table {self.number}: {said}")

    def note(self, role: str, label: str, said: str) -> None:
        """Takes what stands behind a label of the mapping, or behind a whole line of them."""
        self.told.notes[f"{self.number}.{role}.{label}" if label else f"{self.number}.{role}"] = said

    def table(self) -> Table:
        """The table's mapping, with what is doubtful left open."""
        self._periods()
        self._areas()
        for dimension in self.source.dimensions:
            self._dimension(dimension)
        self._field()
        complete = "yes"
        if self.source.dimensions:
            complete = ASK
            self.doubt("does every word without a row count none? Else its figures must not be taken (complete).")
        roles = ["period", "area", "field", *self.source.dimensions]
        self._other(roles)
        ordered = {role: self.at[role] for role in (*roles, OTHER) if role in self.at}
        words = {role: self.words[role] for role in ordered if role in self.words}
        table = Table(self.grid.sheet, self.shape.box, ordered, words, self.ignored, tuple(self.checks), complete)
        return self._with_shares(self._with_all_labels(table))

    def _use(self, lines: Sequence[Line]) -> None:
        taken = {(line.kind, line.index) for line in lines}
        self.left = [line for line in self.left if (line.kind, line.index) not in taken]

    def _best(self, fits: Callable[[str], bool]) -> tuple[Line, ...] | None:
        """The line of which most labels are of a kind, where at least half are; of headings one is enough."""
        scored = []
        for at, line in enumerate(self.left):
            labels = [
                one for one in self.lines.labels([self.lines.filled(line)]) if not (is_place(one) or is_total(one))
            ]
            part = sum(map(fits, labels)) / len(labels) if labels else 0.0
            if line.kind == "heading" and not any(map(fits, self.lines.inside(line))):
                continue
            measures = sum((guess := self.fields.guess(one)) is not None and guess.sure for one in labels)
            if part < 1 and line.kind != "heading" and measures > _FEW * len(labels):
                continue
            if part >= _HALF or (part and line.kind == "heading"):
                scored.append((part if line.kind != "heading" else part / 2, -at, line))
        if not scored:
            return None
        line = self.lines.filled(max(scored, key=lambda one: one[:2])[2])
        self._use([line])
        return (line,)

    # --- periods --------------------------------------------------------------------------------------------------

    def _periods(self) -> None:
        found = find_periods(self.lines, self.wanted.senses, (*self.shape.shared, self.file))
        self.at["period"] = found.at
        if not isinstance(found.at, str):
            self.words["period"] = found.words
            self._use(found.at)
        self.ignored |= found.ignored
        self.checks += found.checks
        for said in found.doubts:
            self.doubt(said)
        self.told.questions += [f"Table {self.number}: {said}" for said in found.questions]
        for label, said in found.notes.items():
            self.note("period", label, said)
        self._columns_without_figures()

    def _columns_without_figures(self) -> None:
        """A column of remarks among the figures is none of a period that must be asked about."""
        at = self.at["period"]
        if isinstance(at, str) or any(line.kind != "row" for line in at):
            return
        for label in [label for label, meaning in self.words["period"].items() if meaning == ASK]:
            cells = [cell for cell in self.lines.cells if self.lines.label(at, *cell) == label]
            if not any(is_number(self.grid.at(*cell)) for cell in cells):
                del self.words["period"][label]
                self.ignored[label] = "no figure stands under it"
                self.told.doubts = [
                    one for one in self.told.doubts if f"'{label}'" not in one and f" {label}:" not in one
                ]

    # --- areas ----------------------------------------------------------------------------------------------------

    def _areas(self) -> None:
        named = self._best(lambda label: self.areas.named(label) is not None or bool(self.areas.own_within([label])))
        lines = named or self._called(_AREA_HEADER)
        if lines is None:
            self._one_area()
            return
        self.at["area"] = lines
        words: dict[str, str] = {}
        for label in self.lines.labels(lines):
            area = self.areas.named(label)
            own = self.areas.own_within([label]) if lines[0].kind == "heading" and area is None else []
            if area is None and len(own) == 1 and not self.areas.not_all(label):
                area = own[0][0]
            if area is not None and self.areas.is_own(area):
                words[label] = area.slug
            elif area is not None:
                self.ignored[label] = "an area of another kind, which the source does not speak of"
            elif is_total(label):
                self.ignored[label] = "a total over the areas"
            else:
                near = self.areas.nearest(label)
                words[label] = ASK
                self.note("area", label, f"perhaps {near}" if near else "")
                self.doubt(f"the area '{label}' is not known" + (f"; perhaps {near}." if near else "."))
        self.words["area"] = words

    def _called(self, header: re.Pattern[str]) -> tuple[Line, ...] | None:
        """The column of labels that bears a name."""
        for line in self.left:
            if line.kind == "column" and header.match(self.lines.header(line).strip()):
                self._use([line])
                return (self.lines.filled(line),)
        return None

    def _areas_among_measures(self) -> list[str]:
        """Areas that are labels of figures on a line that is not of areas."""
        lines = [line for line in self.left if line.kind != "heading"]
        labels = [label for line in lines for label in self.lines.labels([line]) if self.areas.named(label) is not None]
        return [area.name for area, _ in self.areas.own_within(labels)]

    def _one_area(self) -> None:
        if mixed := self._areas_among_measures():
            self.at["area"] = ASK
            self.note("area", "", f"{' and '.join(mixed)} stand among other labels")
            self.doubt(f"{' and '.join(mixed)} stand among the labels of measures: of which area are the figures?")
            return
        own = self.areas.own_within([*self.shape.titles, self.file])
        other = self.wanted.board if self.wanted.board not in {"", *(area.slug for area, _ in own)} else ""
        if other and self.areas.is_named_anywhere(other):
            other = ""  # the workbook is of several boards, and names the one that was said elsewhere
        if len(own) == 1 and not other and not self.areas.not_all(own[0][1]):
            area, text = own[0]
            self.at["area"] = area.slug
            self.note("area", "", f"named in '{text}'")
            return
        self.at["area"] = ASK
        if own:
            named = " and ".join(f"{area.name} in '{text}'" for area, text in own)
            but = f", and it is to be all of {self.catalogue.areas[other].name}" if other else ""
            but = but or (", which may be of a part of it" if len(own) == 1 else "")
            self.note("area", "", f"named: {named}{but}")
            self.doubt(f"of which area are the figures? Named is {named}{but}.")
            return
        self._no_area_named()

    def _no_area_named(self) -> None:
        above = self.areas.own_within(self.shape.shared)
        boards = [slug for slug in self.wanted.boards if self.areas.is_own(self.catalogue.areas[slug])]
        if len(above) == 1 and self._titles_understood():
            self.at["area"] = above[0][0].slug
            self.note("area", "", f"named above in '{above[0][1]}'")
        elif above:
            named = " or ".join(f"{area.name}, named further up in '{text}'" for area, text in above)
            self.note("area", "", f"perhaps {named}")
            self.doubt(f"no area is named for it: is it of {named}?")
        elif self.wanted.board and self.areas.is_own(self.catalogue.areas[self.wanted.board]):
            near = self._like_another()
            self.at["area"] = ASK if near else self.wanted.board
            self.note("area", "", near or "no area is named: it was said to be all of this board")
            if near:
                self.doubt(
                    f"{near}, and it is to be all of {self.catalogue.areas[self.wanted.board].name}: which is it?"
                )
        elif len(boards) == 1:
            name = self.catalogue.areas[boards[0]].name
            self.note("area", "", f"perhaps {boards[0]}: no area is named")
            self.doubt(
                f"no area is named: is it all of {name}? Answer in the mapping, or map again with --board {boards[0]}."
            )
        else:
            self.note("area", "", "no area is named")
            self.doubt("no area is named: of which board is it? Answer in the mapping, or map again with --board.")

    def _titles_understood(self) -> bool:
        """Whether the table has titles of its own that say a measure alone, so that what stands above speaks of it too."""
        own = [title for title in self.shape.titles if title != self.grid.sheet and not _CORNER.match(title)]
        return bool(own) and all(
            is_number(title) or says_period(title) or ((guess := self.fields.guess(title)) is not None and guess.likely)
            for title in own
        )

    def _like_another(self) -> str:
        """A title that is nearly the name of another area than the board that was said."""
        for title in self.shape.titles:
            near = self.areas.nearest(title) if len(title) < 40 else ""
            if near and _share_a_word(near, title) and near != self.catalogue.areas[self.wanted.board].name:
                return f"'{title}' may be {near}"
        return ""

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
        for label in self.lines.labels(lines):
            guess = guess_word(label, names)
            if guess is None and (is_total(label) or is_place(label)):
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
        self._use(lines)
        broken = self._not_whole(lines)
        words: dict[str, str] = {}
        guesses: dict[str, Guess] = {}
        in_parts = {name for name, asked in self.source.asked.items() if asked.decimals}
        for label in self.lines.labels(lines):
            guess = None if is_percentage(label) else self.guess(label)
            decimals = guess is not None and guess.meaning in in_parts
            if is_place(label):
                words[label] = ASK
                self.doubt(f"figures stand beside no label {label}: what are they, or are they to be ignored?")
            elif is_percentage(label) or (label in broken and not decimals):
                self.ignored[label] = (
                    NOT_WHOLE if label in broken else "a share, an average, a target or thousands, and no count"
                )
            elif guess is None:
                self.ignored[label] = "a total" if is_total(label) else "no field of the source is like it"
            else:
                guesses[label] = guess
        self._ask_of_parts(words, broken, sorted(in_parts - {one.meaning for one in guesses.values()}))
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

    def _ask_of_parts(self, words: dict[str, str], broken: Mapping[str, float], fields: Sequence[str]) -> None:
        """Asks of labels left out for their fractions, where the source has a field (officers in post) that may have such and
        nothing stands for. `broken` gives the largest figure of each: one of at most 1 is a share.
        """
        for label in [one for one in broken if one in self.ignored and broken[one] > 1 and not is_percentage(one)]:
            if fields:
                del self.ignored[label]
                words[label] = ASK
                may_be = " or ".join(f"'{self.source.fields[name]}' ({name} in the mapping)" for name in fields)
                self.note("field", label, f"perhaps {may_be}, whose figures may have decimals")
                self.doubt(f"the figures of '{label}' have decimals: are they {may_be}, or to be ignored?")

    def guess(self, label: str) -> Guess | None:
        """The field a label is like: alone, or with the title of its table."""
        if label not in self._guesses:
            self._guesses[label] = self._guess(label)
        return self._guesses[label]

    def _guess(self, label: str) -> Guess | None:
        label = without_marks(label)
        best = None if is_place(label) else self.fields.guess(label)
        if is_place(label) or (best is not None and best.sure):
            return best
        for title in self.shape.titles:
            longer = self.fields.guess(f"{title} {label}")
            if longer is not None and longer.lead >= CLEAR and (best is None or best.lead < CLEAR):
                # A title may say much that is not of the field; what the label itself adds must be asked about.
                adds = self.fields.added(label, longer.meaning)
                if len(adds) < len(re.findall(r"\w+", label)):
                    best = replace(longer, adds=adds)
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

    def _last_header(self) -> Line | None:
        """The row next to the figures: it has a label for each column, and an empty cell is a gap."""
        return self.shape.headers[-1] if self.shape.headers else None

    def _field_lines(self) -> tuple[Line, ...] | None:
        """The line, or the two together, whose labels are most like fields."""
        plain = [line for line in self.left if line.kind != "heading"]
        choices: list[tuple[Line, ...]] = [
            (line if line == self._last_header() else self.lines.filled(line),) for line in plain
        ]
        choices += [
            (self.lines.filled(upper), lower)
            for upper in plain
            for lower in plain
            if upper != lower and (upper.kind, upper.index) < (lower.kind, lower.index)
        ]
        choices += [(heading,) for heading in self.left if heading.kind == "heading"]
        choices += [(Line("heading", line.index), line) for line in plain if line.kind == "column"]
        best: tuple[float, tuple[Line, ...]] | None = None
        for lines in choices:
            labels = [label for label in self.lines.labels(lines) if not is_percentage(label) and not is_total(label)]
            guesses = [self.guess(label) for label in labels]
            good = [guess.likeness * min(guess.lead / CLEAR, 1.0) for guess in guesses if guess is not None]
            score = sum(good) / len(labels) if labels else 0.0
            if score > 0 and (best is None or score > best[0] + 0.05):
                best = (score, lines)
        return best[1] if best else None

    def _not_whole(self, lines: Sequence[Line]) -> dict[str, float]:
        """Labels most of whose figures are no whole numbers, with the largest; a few that are none are asked about singly."""
        at = self.at["period"]
        whole: dict[str, int] = {}
        largest: dict[str, float] = {}
        for row, column in self.lines.cells:
            cell = self.grid.at(row, column)
            if not is_number(cell) or cell == UNKEPT:
                continue
            if not isinstance(at, str) and self.lines.label(at, row, column) in self.ignored:
                continue
            label = self.lines.label(lines, row, column)
            broken = isinstance(cell, float) and figure(cell) is None and cell >= 0
            whole[label] = whole.get(label, 0) + (-1 if broken or (isinstance(cell, str) and "%" in cell) else 1)
            if isinstance(cell, int | float):
                largest[label] = max(largest.get(label, 0.0), float(cell))
        return {label: largest.get(label, 0.0) for label, count in whole.items() if count < 0}

    def _one_field(self) -> None:
        likely = [
            (title, guess)
            for title in self.shape.titles
            if not is_percentage(title)
            and (guess := self.fields.guess(self._measure_of(title))) is not None
            and guess.lead >= CLEAR
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
        self.at["field"] = ASK
        if len(self.source.fields) == 1:
            only, words = next(iter(self.source.fields.items()))
            self.has_field = True
            self.note("field", "", f"perhaps '{words}', all that the source has")
            self.doubt(
                f"what is counted is not named: is it '{words}' ({only} in the mapping), all that the source has?"
            )
        else:
            self.doubt("no label is like a field of the source.")

    def _measure_of(self, title: str) -> str:
        """A title without the area and the periods that it names."""
        rest = self.areas.without(title)
        for words, _ in periods_named(title):
            rest = rest.replace(words, " ")
        return rest

    # --- what else lines say ----------------------------------------------------------------------------------------

    def _other(self, roles: Sequence[str]) -> None:
        """Lines that were used for nothing and yet tell figures apart."""
        draft = Table(self.grid.sheet, self.shape.box, dict(self.at), dict(self.words), self.ignored)
        found = other_lines(self.lines, self.left, draft, self.areas, lambda text: self.fields.guess(text) is not None)
        if found.lines:
            self.at[OTHER] = found.lines
            self.words[OTHER] = found.words
        self.ignored |= found.ignored
        for label, said in found.notes.items():
            self.note(OTHER, label, said)
        for said in found.doubts:
            self.doubt(said)

    def _with_all_labels(self, table: Table) -> Table:
        """The table with a question for every label that nothing was said of."""
        missing: dict[tuple[str, str], None] = {}
        for one in placed(table, self.grid):
            if not one.ignored:
                for role, label in one.labels.items():
                    if role not in one.means:
                        missing.setdefault((role, label))
        for role, label in missing:
            self.words.setdefault(role, {})[label] = ASK
            self.doubt(f"'{label}' is not understood, and figures stand beside it ({role}).")
        return replace(table, words={role: self.words[role] for role in table.at if role in self.words})

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
        return replace(table, checks=tuple(checks))


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


def _whole(cell: Any) -> Decimal | None:
    printed = printed_number(cell)
    return printed[0] if printed else None


def _share_a_word(name: str, title: str) -> bool:
    """Whether a word of one begins as one of the other does: `Staffs`, `W Mercia`."""
    begun = [{word[:4] for word in re.findall(r"[a-z]{4,}", text.casefold())} for text in (name, title)]
    return bool(begun[0] & begun[1])


def _perhaps(guess: Guess | None) -> str:
    return f"; perhaps {guess.meaning}" if guess else ""
