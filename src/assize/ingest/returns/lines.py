"""The lines of one sheet of figures: each figure with its cell, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assize.core.errors import Problem
from assize.core.forms import Column, FormLine, FormPlan
from assize.core.nouns import Absence, Mark
from assize.core.periods import MONTHS_IN_QUARTER
from assize.core.wording import period_words
from assize.ingest.layouts import some
from assize.ingest.returns.astray import empty_form, outside_table
from assize.ingest.returns.completeness import (
    MARKS_OF,
    no_completeness,
    read_completeness,
    unexplained_completeness,
    unsaid_completeness,
)
from assize.ingest.returns.figures import WANTED, WANTED_DECIMALS, Said, read_figure
from assize.ingest.returns.finding import (
    Found,
    LineRow,
    Months,
    asked_key,
    find_lines,
    find_months,
    is_figure_header,
    key,
)
from assize.ingest.returns.header_words import other_header
from assize.ingest.returns.older import other_definition, other_name
from assize.ingest.returns.row_words import line_beside, typed_over
from assize.ingest.returns.sheets import Kind, Place, SheetCell

_RESTORE = "Copy the figures into the form you were sent, and send that back."
_ASTRAY = "Delete them, or say under 'Reason or note' what they are."
_SHOWN = 40  # letters of what stands in a cell


@dataclass(frozen=True)
class Given:
    """What a return gives for one line: a value or an absence, the reason typed beside it, and the cells it stands in."""

    line: FormLine
    value: Decimal | None
    absence: Absence | None
    reason: str
    raw: str
    ref: str
    place: Place
    marks: tuple[Mark, ...] = ()


@dataclass
class Lines:
    """What was read of a sheet's lines: `problems` that block, `notes` that do not."""

    given: list[Given] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


class LineReader:
    """Reads the lines of one found form by its plan."""

    def __init__(self, file: str, found: Found, plan: FormPlan, *, older: bool, keyed: bool) -> None:
        self.file, self.found, self.sheet, self.plan = file, found, found.sheet, plan
        self.older, self.keyed = older, keyed
        self.out = Lines()
        self.formulas: list[str] = []
        self.hidden: list[str] = []
        self.unsaid: list[str] = []
        self.months: Months | None = None
        self.summed: list[str] = []
        self.last_months: list[str] = []
        self.column: int | None = None

    def read(self) -> Lines:
        """All lines, with everything that is wrong."""
        rows, unknown = find_lines(self.found, self.plan)
        if self.found.header is None or not rows:
            self._problem(
                "the table of figures cannot be found",
                self._where(),
                expected=f"headers with '{Column.REFERENCE.value}' and '{Column.FIGURE.value}', and the lines below them",
                fix=_RESTORE,
            )
            return self.out
        self.months = find_months(self.found, self.plan.quarter, rows)
        if not self._find_figures(rows):
            return self.out
        self._check_rows(rows)
        lines = self._single_rows(rows)
        blank = [each for each in lines if self._is_blank(each)]
        if lines and len(blank) == len(lines):
            self.out.problems.append(empty_form(self.found, self.plan, lines, self.column, self.file))
            return self.out
        given = [each for each in lines if each not in blank] if self.keyed else lines
        if len(given) < len(lines):
            # The office keys what it was told, which may be one figure of many; what stood before stays.
            names = some([f"'{each.line.name}'" for each in blank])
            what = "lines left empty on a form that the office keyed: nothing is taken for them"
            self.out.notes.append(Problem(what, self._where(), found=names, blocks=False))
        for each in given:
            self._take(each)
        self._missing(lines)
        self._say_besides(rows, unknown)
        return self.out

    # --- columns ------------------------------------------------------------------------------------------------------

    def _find_figures(self, rows: Sequence[LineRow]) -> bool:
        """Where the figures stand: one column, or three of months. Whether that is clear."""
        assert self.found.header is not None
        columns = list(self.found.figures)
        if self.months and self.months.row != self.found.header:
            columns = [column for column in columns if column not in self.months.columns.values()]
        filled = [
            column for column in columns if any(self._cell(each.row, column).kind is not Kind.NOTHING for each in rows)
        ]
        if len(filled) > 1:
            alike = all(len({self._cell(each.row, column).words for column in filled}) == 1 for each in rows)
            if not alike:
                self._problem(
                    "two columns are headed as the figure and do not say the same",
                    self._where(self.found.header, filled[1]),
                    expected=f"one column '{self.plan.headers[self.plan.column(Column.FIGURE)]}'",
                    fix="Leave one of them and delete the other.",
                )
                return False
        self.column = next(iter(filled or columns), None)
        for column in self.found.figures:
            self._check_header(self.found.header, column)
        self._check_before()
        return self._check_months(rows) and self._check_headings(rows)

    def _check_headings(self, rows: Sequence[LineRow]) -> bool:
        """Where the row of headers is repeated, each with lines below it must head the same column as the figure."""
        if self.months is not None or self.column is None:
            return True
        ends = [*self.found.headings[1:], max(self.sheet.rows) + 1]
        for row, end in zip(self.found.headings, ends, strict=True):
            if row == self.found.header or not any(row < each.row < end for each in rows):
                continue
            if not is_figure_header(self.sheet.at(row, self.column)):
                said = self.sheet.at(row, self.column).words
                self._problem(
                    "the rows of headers do not agree over which column the figures stand",
                    self._where(row, self.column),
                    found=f"'{said[:80]}'" if said else "no header",
                    expected=f"'{self.plan.headers[self.plan.column(Column.FIGURE)]}'",
                    fix="Type that header over the figures again, or delete the row of headers that is too many.",
                )
                return False
            self._check_header(row, self.column)
        return True

    def _check_header(self, row: int, column: int) -> None:
        """The header names the quarter as well: one that says something else than the form is refused."""
        problem = other_header(self.sheet.at(row, column).words, self.plan, self._where(row, column))
        if problem is not None:
            self.out.problems.append(problem)

    def _check_before(self) -> None:
        """Columns of earlier returns that go past the quarter show the form of a later one, whatever its label says."""
        from assize.ingest.history.labels import readings

        assert self.found.header is not None
        for (row, column), cell in sorted(self.sheet.cells.items()):
            if row != self.found.header or cell.kind is not Kind.TEXT or column in self.found.figures:
                continue
            periods = {reading.period for reading in readings(cell.words)}
            before = self.column is None or column < self.column
            if (
                len(periods) == 1
                and (period := next(iter(periods))).is_quarter
                and before
                and period > self.plan.quarter
            ):
                self._problem(
                    "a column of an earlier return is of a later quarter than the form",
                    self._where(row, column),
                    found=f"'{cell.words}'",
                    expected=f"quarters before {period_words(self.plan.quarter)}",
                    fix="Find out of which quarter the figures are, and use that quarter's form.",
                )
                return

    def _check_months(self, rows: Sequence[LineRow]) -> bool:
        months = self.months
        quarter = period_words(self.plan.quarter)
        if months is not None:
            where = self._where(months.row, next(iter((*months.columns.values(), *months.others)), 0))
            typed = self.column is not None and any(
                self._cell(each.row, self.column).kind is not Kind.NOTHING for each in rows
            )
            if months.numbered and typed:
                self.months = None  # the quarter's own figure is there, and nothing can be held against it
                return True
            if months.numbered:
                self._problem(
                    "a month is told by its number alone: of the quarter, of the financial year or of the calendar year",
                    self._where(months.row, months.numbered[0]),
                    found=some([f"'{self.sheet.words(months.row, at)}'" for at in months.numbered]),
                    expected=f"the months of {quarter} by name, or the quarter's own figure",
                    fix="Find out which months they are, and write their names over the columns.",
                )
                return False
            if months.doubled:
                self._problem(
                    "a month stands over two columns", self._where(months.row, months.doubled[0]), fix=_RESTORE
                )
                return False
            whole = len(months.columns) == MONTHS_IN_QUARTER
            if whole and months.others:
                self.out.notes.append(Problem(f"columns of months outside {quarter} are not read", where, blocks=False))
            if not whole and not typed:
                self._problem(
                    "not every month of the quarter is there"
                    if months.columns
                    else "the months are those of another quarter",
                    where,
                    found=some(
                        [f"'{self.sheet.words(months.row, at)}'" for at in (*months.columns.values(), *months.others)]
                    ),
                    expected=f"the three months of {quarter}, or the quarter's own figure",
                    fix=f"Type the figure of the quarter under '{Column.FIGURE.value}'.",
                )
                return False
            if not whole:
                self.months = None
        if self.column is None and self.months is None:
            self._problem(
                "no column is headed as the figure",
                self._where(self.found.header),
                expected=f"'{self.plan.headers[self.plan.column(Column.FIGURE)]}'",
                fix="Type that header over your figures again.",
            )
            return False
        return True

    # --- rows ---------------------------------------------------------------------------------------------------------

    def _check_rows(self, rows: Sequence[LineRow]) -> None:
        """A row's reference and its words must speak of the same line: where one column alone was sorted they do not."""
        names = {asked_key(self.plan, line): line for line in self.plan.lines}
        column = self.found.columns.get(Column.ASKED)
        reworded: list[str] = []
        corrected: list[str] = []
        for each in rows:
            texts = (
                [self.sheet.at(each.row, column)] if column is not None else list(self.sheet.rows[each.row].values())
            )
            meant = [names[text] for cell in texts if (text := key(cell.text)) in names]
            if meant and each.line not in meant:
                self._problem(
                    "the reference and the words of a row speak of different lines",
                    self._where(each.row, column or 0),
                    found=f"'{each.line.reference}' beside '{meant[0].name}'",
                    expected=f"'{each.line.name}'",
                    fix="One column was sorted or moved by itself. " + _RESTORE,
                )
            elif column is not None and not meant and self.sheet.at(each.row, column).words and not self.older:
                reworded.append(self.sheet.ref(each.row, column))
            if self.older and not (meant and each.line not in meant):
                self._check_older(each)
            if not self.older and (beside := line_beside(self.found, self.plan, each.row, each.line)) is not None:
                at, other = beside
                self._problem(
                    "what stands beside a line is another line's",
                    self._where(each.row, at),
                    found=f"the definition or the earlier returns of '{other.name}' beside '{each.line.reference}'",
                    expected=f"those of '{each.line.name}'",
                    fix="References or words were exchanged. " + _RESTORE,
                )
            elif not self.older:
                corrected += typed_over(self.found, self.plan, each.row, each.line)
        if corrected:
            what = "earlier returns on the form are not those that are held; they are not read"
            fix = "To correct an earlier quarter, send the form of that quarter again."
            where = f"{self._file()} [{some(corrected)}]"
            self.out.notes.append(Problem(what, where, fix=fix, blocks=False))
        if reworded:
            where = f"{self._file()} [{some(reworded)}]"
            self.out.notes.append(
                Problem(
                    "the words of the form were changed; the figures are taken for what the form asked",
                    where,
                    blocks=False,
                )
            )

    def _check_older(self, each: LineRow) -> None:
        """On an older form a line may have been another: what it is called there and what stands beside it tell."""
        places = self.found.columns
        at, how = places.get(Column.ASKED), places.get(Column.DEFINITION)
        asked = self.sheet.words(each.row, at) if at is not None else ""
        problems = [other_name(each.line, asked, self._where(each.row, at))] if at is not None else []
        if how is not None:
            problems.append(
                other_definition(each.line, self.sheet.words(each.row, how), asked, self._where(each.row, how))
            )
        self.out.problems += [one for one in problems if one is not None]

    def _single_rows(self, rows: Sequence[LineRow]) -> list[LineRow]:
        """One row a line: a second one that says the same is passed over, one that says something else blocks."""
        found: dict[str, LineRow] = {}
        for each in sorted(rows, key=lambda one: one.row):
            first = found.get(each.line.field)
            if first is None or (self._is_blank(first) and not self._is_blank(each)):
                found[each.line.field] = each
            elif not self._is_blank(each) and self._spelled(first) != self._spelled(each):
                self._problem(
                    f"'{each.line.name}' stands in two rows that do not say the same",
                    self._where(each.row, self.column or 0),
                    found=f"{self._spelled(each)} here, {self._spelled(first)} in row {first.row + 1}",
                    expected="one row a line",
                    fix="Leave the right one and delete the other.",
                )
        order = [line.field for line in self.plan.lines]
        return sorted(found.values(), key=lambda one: order.index(one.line.field))

    def _spelled(self, each: LineRow) -> str:
        return " + ".join(f"'{self._cell(each.row, column).words}'" for column in self._columns())

    def _columns(self) -> list[int]:
        columns = [] if self.column is None else [self.column]
        return [*columns, *(self.months.columns[at] for at in sorted(self.months.columns))] if self.months else columns

    def _is_blank(self, each: LineRow) -> bool:
        return all(
            self._cell(each.row, column) == SheetCell(Kind.NOTHING, "") and not self._merged_elsewhere(each.row, column)
            for column in self._columns()
        )

    def _missing(self, lines: Sequence[LineRow]) -> None:
        there = {each.line.field for each in lines}
        lacking = [line for line in self.plan.lines if line.field not in there]
        if self.older:
            if lacking:
                what = "this older form does not ask for all that is asked now; nothing is taken for the rest"
                names = some([f"'{line.name}'" for line in lacking])
                self.out.notes.append(Problem(what, self._where(), found=f"no line for {names}", blocks=False))
            return
        for line in lacking:
            self._problem(
                f"the line '{line.name}' is missing",
                self._where(),
                expected=f"a row with '{line.reference}' under '{Column.REFERENCE.value}'",
                fix="Put it back, with the figure, or [x] and the reason.",
            )

    # --- figures ------------------------------------------------------------------------------------------------------

    def _take(self, each: LineRow) -> None:
        line, row = each.line, each.row
        reason = self._text(row, Column.REASON)
        own = self._figure(row, self.column, line) if self.column is not None else Said()
        months = self._months_figure(each) if self.months else Said()
        if own.fault or months.fault:
            return
        if own.empty and months.empty:
            column = self.column if self.column is not None else self._columns()[0]
            beside = [] if self.older else typed_over(self.found, self.plan, row, line)
            self._problem(
                f"no figure for '{line.name}'",
                self._where(row, column),
                found=f"a number that the form did not have in {some(beside)}" if beside else "",
                expected=_wanted(line),
                fix="Type it; if there is none, type [x] or [z] and the reason beside it.",
            )
            return
        if not own.empty and not months.empty and (own.value, own.absence) != (months.value, months.absence):
            assert self.column is not None
            self._problem(
                f"the quarter and its months do not agree for '{line.name}'",
                self._where(row, self.column),
                found=f"{_shown(own)}, but {_shown(months)} by the months",
                fix="Correct the one that is wrong.",
            )
            return
        said = months if own.empty else own
        columns = self._columns()[-MONTHS_IN_QUARTER:] if own.empty else [self.column or 0]
        if said.absence is not None and not _says_something(reason):
            self._problem(
                f"no reason why there is no figure for '{line.name}'",
                self._where(row, columns[0]),
                found=said.absence.value,
                expected=f"a reason under '{Column.REASON.value}'",
                fix="Type why, in the same row.",
            )
            return
        self.out.given.append(
            Given(
                line,
                said.value,
                said.absence,
                reason,
                " + ".join(self._cell(row, column).words for column in columns),
                self._span(row, columns),
                (row, columns[0]),
                self._marks(row, columns[0], counted=said.absence is None),
            )
        )

    def _span(self, row: int, columns: Sequence[int]) -> str:
        refs = [self.sheet.ref(row, column) for column in (columns[0], columns[-1])]
        return refs[0] if refs[0] == refs[1] or self.sheet.is_csv else ":".join(refs)

    def _figure(self, row: int, column: int, line: FormLine) -> Said:
        """A cell as a figure; what is wrong with it is noted."""
        if elsewhere := self._merged_elsewhere(row, column):
            said = Said(
                fault="the cell is merged with another, so it is not known to which the figure belongs",
                fix="Take the cells apart and type each figure in its own.",
            )
            found = f"merged with {self.sheet.ref(*elsewhere)}"
        else:
            cell = self._cell(row, column)
            said = read_figure(cell, decimals=line.decimals)
            found = f"'{cell.seen[:_SHOWN]}'" if cell.words else ""
            if said.value is not None and cell.formula:
                self.formulas.append(self.sheet.ref(row, column))
            if not said.empty and self.sheet.is_hidden(row, column):
                self.hidden.append(self.sheet.ref(row, column))
        if said.fault:
            self._problem(said.fault, self._where(row, column), found=found, expected=_wanted(line), fix=said.fix)
        return said

    def _merged_elsewhere(self, row: int, column: int) -> Place | None:
        """The cell whose figure this one shows, where it is part of a merged range that begins in another row or column."""
        first = self.sheet.merged.get((row, column))
        if first is None or self.sheet.at(*first).kind is Kind.NOTHING:
            return None
        return first

    def _months_figure(self, each: LineRow) -> Said:
        assert self.months is not None
        line, row = each.line, each.row
        columns = [self.months.columns[at] for at in range(MONTHS_IN_QUARTER)]
        said = [self._figure(row, column, line) for column in columns]
        if any(one.fault for one in said):
            return Said(fault="a month is wrong")
        if all(one.empty for one in said):
            return Said()
        if line.stock:
            last = said[-1]
            if last.empty:
                return self._odd_months(each, "the last month of a number counted on one day is empty")
            self.last_months.append(self.sheet.ref(row, columns[-1]))
            return last
        absences = {one.absence for one in said}
        if len(absences) == 1 and (absence := absences.pop()) is not None:
            return Said(absence=absence)
        if any(one.value is None for one in said):
            return self._odd_months(each, "not every month has a figure, so they cannot be added up")
        self.summed.append(f"{self.sheet.ref(row, columns[0])} to {self.sheet.ref(row, columns[-1])}")
        return Said(value=sum((one.value for one in said if one.value is not None), Decimal(0)))

    def _odd_months(self, each: LineRow, what: str) -> Said:
        assert self.months is not None
        fix = f"Type the figure of the quarter under '{Column.FIGURE.value}', or [x] and the reason."
        self._problem(what, self._where(each.row, self.months.columns[0]), expected=_wanted(each.line), fix=fix)
        return Said(fault=what)

    def _marks(self, row: int, figure: int, *, counted: bool) -> tuple[Mark, ...]:
        """How complete a figure was said to be; where that is empty the receipt asks whether it is."""
        words = self._text(row, Column.COMPLETENESS)
        if counted and not key(words):
            self.unsaid.append(self.sheet.ref(row, self.found.columns.get(Column.COMPLETENESS, figure)))
        known = read_completeness(words)
        if counted and key(words) and known is None:
            where = self._where(row, self.found.columns[Column.COMPLETENESS])
            self.out.problems.append(no_completeness(words, where))
        return (MARKS_OF[known],) if known in MARKS_OF else ()

    def _text(self, row: int, column: Column) -> str:
        at = self.found.columns.get(column)
        return self.sheet.words(row, at) if at is not None else ""

    def _cell(self, row: int, column: int) -> SheetCell:
        return self.sheet.at(row, column)

    # --- what else stands there ----------------------------------------------------------------------------------------

    def _say_besides(self, rows: Sequence[LineRow], unknown: Mapping[int, str]) -> None:
        notes = self.out.notes
        if self.formulas:
            what = "figures are results of formulas, as they were when the form was saved"
            notes.append(Problem(what, f"{self._file()} [{some(self.formulas)}]", blocks=False))
        if self.hidden:
            what = "figures in hidden rows or columns were read"
            notes.append(Problem(what, f"{self._file()} [{some(self.hidden)}]", blocks=False))
        if self.unsaid:
            notes.append(unsaid_completeness(f"{self._file()} [{some(self.unsaid)}]"))
        if unexplained := unexplained_marks(self.out.given):
            notes.append(unexplained_completeness(f"{self._file()} [{some(unexplained)}]"))
        if self.summed:
            what = "months stand there for the quarter and were added up"
            notes.append(Problem(what, f"{self._file()} [{some(self.summed)}]", blocks=False))
        if self.last_months:
            what = "of what is counted on one day the figure of the last month was taken"
            notes.append(Problem(what, f"{self._file()} [{some(self.last_months)}]", blocks=False))
        if named := [self.sheet.ref(each.row, 0) for each in rows if each.by_name]:
            what = "a row without its reference was known by its words"
            notes.append(Problem(what, f"{self._file()} [{some(named)}]", blocks=False))
        lined = {each.row for each in rows}
        header = self.found.header or 0
        others = [
            self.sheet.ref(row, column)
            for row, cells in self.sheet.rows.items()
            if row > header and row not in lined
            for column in self._columns()
            if column in cells and (cells[column].kind is Kind.NUMBER or read_figure(cells[column]).value is not None)
        ]
        if others:
            what = "numbers in rows that the form does not ask for are not read"
            notes.append(Problem(what, f"{self._file()} [{some(others)}]", fix=_ASTRAY, blocks=False))
        columns = [*self._columns(), *(self.months.others if self.months else ())]
        if outside := [
            self.sheet.ref(*place) for place in outside_table(self.found, self.plan, lined, unknown, columns)
        ]:
            what = "numbers beside the table or below it are not read"
            notes.append(Problem(what, f"{self._file()} [{some(outside)}]", fix=_ASTRAY, blocks=False))
        if unknown:
            what = "rows with a reference that is not asked for are not read"
            found = some([f"'{reference}'" for reference in unknown.values()])
            notes.append(Problem(what, self._where(), found, blocks=False))

    def _file(self) -> str:
        return f"{self.file} [{self.sheet.name}]" if self.sheet.name else self.file

    def _where(self, row: int | None = None, column: int | None = None) -> str:
        return place_words(self.file, self.found, row, column)

    def _problem(self, what: str, where: str, *, found: str = "", expected: str = "", fix: str = "") -> None:
        self.out.problems.append(Problem(what, where, found, expected, fix))


def place_words(file: str, found: Found, row: int | None = None, column: int | None = None) -> str:
    """`return.xlsx [Figures!J12]`, as far as it is known."""
    sheet = found.sheet
    if row is None:
        return f"{file} [{sheet.name}]" if sheet.name else file
    ref = (
        sheet.ref(row, column or 0)
        if column is not None
        else (f"line {sheet.line(row)}" if sheet.is_csv else f"row {row + 1}")
    )
    return f"{file} [{sheet.name}!{ref}]" if sheet.name else f"{file} [{ref}]"


def unexplained_marks(given: Sequence[Given]) -> list[str]:
    """The cells of figures that were said to be partial or estimated, without a word of why."""
    return [each.ref for each in given if each.marks and not _says_something(each.reason)]


def _says_something(reason: str) -> bool:
    return sum(character.isalpha() for character in reason) >= 2


def _wanted(line: FormLine) -> str:
    return WANTED_DECIMALS if line.decimals else WANTED


def _shown(said: Said) -> str:
    return said.absence.value if said.absence else f"{said.value:,}"
