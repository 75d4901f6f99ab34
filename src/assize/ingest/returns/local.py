"""The sheet of a form on which a partner adds measures of its own, and their first figures."""

from __future__ import annotations

from collections.abc import Sequence

from assize.catalogue.local import LocalCell, LocalMeasure, LocalRow
from assize.core.errors import Problem
from assize.core.forms import FormLine, Label, LocalColumn
from assize.core.nouns import Mark
from assize.ingest.returns.completeness import (
    MARKS_OF,
    no_completeness,
    read_completeness,
    unexplained_completeness,
    unsaid_completeness,
)
from assize.ingest.returns.figures import WANTED, Said, read_figure
from assize.ingest.returns.finding import Found, find_form, key
from assize.ingest.returns.lines import Given, place_words, unexplained_marks
from assize.ingest.returns.sheets import Kind, Sheet

_HEADERS = {column.value.casefold(): column for column in LocalColumn}
_FEWEST = 4  # headers by which such a sheet is known
_FIGURES = (LocalColumn.FIGURE, LocalColumn.OUT_OF_FIGURE)


class LocalSheet:
    """A sheet of local measures that somebody has filled."""

    def __init__(self, file: str, sheet: Sheet, header: int, columns: dict[LocalColumn, int]) -> None:
        self.file, self.sheet, self.columns = file, sheet, columns
        self.found = Found(sheet, header=header)
        self.board = find_form(sheet).said(Label.BOARD)
        self.unsaid: list[str] = []  # cells in which nobody said how complete the figures of a row are
        self.places = [
            row
            for row in sorted({row for row, _ in sheet.cells})
            if row > header and any(sheet.at(row, column).words for column in columns.values())
        ]

    @property
    def rows(self) -> list[LocalRow]:
        """What stands in each filled row, by column; an empty cell has a place too, for what should stand there."""
        return [
            {
                column: LocalCell(self.sheet.words(row, at), place_words(self.file, self.found, row, at))
                for column, at in self.columns.items()
            }
            for row in self.places
        ]

    def given(self, measures: Sequence[LocalMeasure | None]) -> tuple[list[Given], list[Problem]]:
        """The figures that stand beside the measures, and what is wrong with them or to be noted. A row without any is a
        measure to come.
        """
        found: list[Given] = []
        problems: list[Problem] = []
        self.unsaid = []
        for row, measure in zip(self.places, measures, strict=True):
            if measure is None:  # why is told already: what else is wrong in its row is told with it
                problems += self._faults(row)
                continue
            given, wrong = self._row(row, measure)
            found += given
            problems += wrong
        if self.unsaid:
            problems.append(unsaid_completeness(f"{place_words(self.file, self.found)} [{', '.join(self.unsaid)}]"))
        if unexplained := unexplained_marks(found):
            where = f"{place_words(self.file, self.found)} [{', '.join(unexplained)}]"
            problems.append(unexplained_completeness(where))
        return found, problems

    def _faults(self, row: int) -> list[Problem]:
        """What is no figure in the cells of figures of a row, whatever they are figures of."""
        found = []
        for column in _FIGURES:
            at = self.columns.get(column)
            cell = self.sheet.at(row, at) if at is not None else None
            if at is not None and cell is not None and cell.words and (said := read_figure(cell)).fault:
                where = place_words(self.file, self.found, row, at)
                found.append(Problem(said.fault, where, f"'{cell.seen[:40]}'", WANTED, said.fix))
        return found

    def _row(self, row: int, measure: LocalMeasure) -> tuple[list[Given], list[Problem]]:
        problems: list[Problem] = []
        reason = self._words(row, LocalColumn.REASON)
        marks, notes = self._marks(row)
        problems += notes
        fields = {one.id: one for one in measure.asked}
        said: dict[str, tuple[Said, int]] = {}
        for column, field in zip(_FIGURES, (measure.field, measure.whole), strict=True):
            at = self.columns.get(column)
            if field and at is not None:
                cell = self.sheet.at(row, at)
                said[field] = (read_figure(cell), at)
        if all(one.empty for one, _ in said.values()):
            return [], []
        given = []
        for field, (one, at) in said.items():
            asked, where = fields[field], place_words(self.file, self.found, row, at)
            what, fix = one.fault, one.fix
            if one.empty:
                what, fix = (
                    f"no figure for '{asked.name}'",
                    "Type it, or [x] and the reason, or leave both figures empty.",
                )
            elif one.absence is not None and not reason:
                what, fix = f"no reason why there is no figure for '{asked.name}'", "Type why, in the same row."
            if what:
                words = self.sheet.at(row, at).seen
                problems.append(Problem(what, where, f"'{words[:40]}'" if words else "", WANTED, fix))
                continue
            line = FormLine(
                field, asked.name, asked.definition, unit=asked.unit, part_of=asked.part_of, stock=asked.stock
            )
            raw, own = self.sheet.at(row, at).words, marks if one.absence is None else ()
            given.append(Given(line, one.value, one.absence, reason, raw, self.sheet.ref(row, at), (row, at), own))
        at_level = self.columns.get(LocalColumn.COMPLETENESS)
        if at_level is not None and any(one.value is not None for one in given) and not self.sheet.words(row, at_level):
            self.unsaid.append(self.sheet.ref(row, at_level))
        return given, problems

    def _marks(self, row: int) -> tuple[tuple[Mark, ...], list[Problem]]:
        """How complete the figures of a row were said to be; without the column, or anything in it, they are complete."""
        words = self._words(row, LocalColumn.COMPLETENESS)
        known = read_completeness(words)
        if key(words) and known is None:
            where = place_words(self.file, self.found, row, self.columns[LocalColumn.COMPLETENESS])
            return (), [no_completeness(words, where)]
        return ((MARKS_OF[known],) if known in MARKS_OF else ()), []

    def _words(self, row: int, column: LocalColumn) -> str:
        at = self.columns.get(column)
        return self.sheet.words(row, at) if at is not None else ""


def find_local(file: str, sheet: Sheet) -> LocalSheet | None:
    """A sheet of local measures in which something was filled in; None for any other."""
    for row, cells in sheet.rows.items():
        columns = {
            header: column
            for column, cell in cells.items()
            if cell.kind is Kind.TEXT and (header := _HEADERS.get(key(cell.text))) is not None
        }
        if len(columns) >= _FEWEST and LocalColumn.NAME in columns:
            found = LocalSheet(file, sheet, row, columns)
            return found if found.places else None
    return None
