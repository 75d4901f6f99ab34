"""A filled form as its sender's program holds it: sheets of cells that can be moved about, and what the sender meant."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from openpyxl import load_workbook

from assize.core.forms import Answer, Column, Form, FormPlan, Label
from assize.core.nouns import Absence
from assize.ingest.returns.desk import Desk, Expected, NotAsked
from assize.render.form import write_form

Intended = Decimal | Absence
COMMENT, OTHER_SHEET = "in a comment", "in another sheet"  # where a reason to refuse may stand, and be lost in saving


@dataclass
class Cell:
    """What stands in a cell, and how: `kind` of a text that is an error or a value that is a date is `error` or `date`."""

    value: Decimal | str | date | None = None
    formula: str | None = None  # with the value as the result that was kept; None of it where nothing was
    percent: bool = False
    error: bool = False
    comment: str = ""
    field: str = ""  # of the cell in which a line's figure is asked for
    line: str = ""  # of every cell of a line's row

    @property
    def empty(self) -> bool:
        return self.value is None and self.formula is None


@dataclass
class Page:
    """A sheet. `board` is that of a sheet of figures."""

    name: str
    rows: list[list[Cell]]
    board: str = ""
    hidden: bool = False
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)

    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    def at(self, row: int, column: int) -> Cell:
        while len(self.rows) <= row:
            self.rows.append([])
        while len(self.rows[row]) <= column:
            self.rows[row].append(Cell())
        return self.rows[row][column]

    def put(self, row: int, column: int, value: Decimal | str) -> Cell:
        cell = self.at(row, column)
        cell.value = value
        return cell

    def figures(self) -> Iterator[tuple[int, int, Cell]]:
        for row, cells in enumerate(self.rows):
            for column, cell in enumerate(cells):
                if cell.field:
                    yield row, column, cell

    def header_row(self) -> int:
        return next(
            (at for at, row in enumerate(self.rows) if any(cell.value == Column.REFERENCE.value for cell in row)), -1
        )

    def column(self, column: Column) -> int:
        """Where a header stands; -1 where it does not."""
        row = self.header_row()
        for at, cell in enumerate(self.rows[row]) if row >= 0 else ():
            if isinstance(cell.value, str) and cell.value.startswith(column.value):
                return at
        return -1

    def label(self, label: Label) -> Cell | None:
        for row in self.rows:
            for at, cell in enumerate(row):
                if cell.value == label.value and at + 1 < len(row):
                    return row[at + 1]
        return None

    def line_rows(self) -> list[int]:
        return [at for at, row in enumerate(self.rows) if any(cell.field for cell in row)]


@dataclass
class Copy:
    """A workbook that comes back. `intended` is by board and field; `must_refuse` says why it may not be accepted, with
    the board of the sheet in which that stands (empty where it is the file's own).
    """

    name: str
    pages: list[Page]
    plans: dict[str, FormPlan]
    intended: dict[tuple[str, str], Intended]
    form: str = "xlsx"
    delimiter: str = ","
    encoding: str = "utf-8-sig"
    must_refuse: list[tuple[str, str]] = field(default_factory=list)
    may_lack: bool = False  # an older form need not hold every line
    may_not_lack: bool = False  # a line was taken out
    monthly: bool = False
    named: bool = False  # the file's name is part of a damage
    said: list[str] = field(default_factory=list)

    def figure_pages(self) -> list[Page]:
        return [page for page in self.pages if page.board and not page.hidden]

    def refusals(self) -> list[str]:
        """Why it may not be accepted, as it was saved: a csv keeps one sheet, an xls here no comments."""
        lost = {"csv": {COMMENT, OTHER_SHEET}, "xls": {COMMENT}}.get(self.form, set())
        if self.form == "csv":
            lost |= {page.board for page in self.figure_pages()[1:]} - {self.figure_pages()[0].board}
        return [why for where, why in self.must_refuse if where not in lost]

    def answer(self, board: str, field_: str) -> Intended:
        return self.intended[board, field_]


@dataclass(frozen=True)
class Subject:
    """A provider asked for one quarter, and how it answered."""

    name: str
    plans: tuple[FormPlan, ...]
    answers: dict[str, dict[str, Answer]]
    expected: dict[str, Expected]
    providers: tuple[str, ...]
    file: str

    @property
    def desk(self) -> Desk:
        def expect(provider: str, board: str, quarter: object) -> Expected:
            plan = self.plans[0]
            if " ".join(provider.split()).casefold() != plan.provider_name.casefold():
                raise NotAsked(Label.PROVIDER, "no such provider is asked", found=f"'{provider}'")
            found = next(
                (one for one in self.expected.values() if one.plan.board_name.casefold() == board.casefold()), None
            )
            if found is None:
                raise NotAsked(Label.BOARD, "this provider is not asked about this board", found=f"'{board}'")
            if quarter != plan.quarter:
                raise NotAsked(Label.QUARTER, "nothing was asked for this quarter", found=str(quarter))
            return found

        return Desk(expect, lambda rows, provider: ([None for _ in rows], []))

    @cached_property
    def _blank(self) -> list[Page]:
        """The form as the office writes it, every cell of it, as a spreadsheet program reads it."""
        form = Form(
            plans=self.plans,
            title=f"Data return: {self.plans[0].provider_name}",
            office="Office of the Commissioner",
            facts=(("Send back by", "1 December"), ("Questions to", "Performance officer, Office of the Commissioner")),
            steps=("Fill the cream cells.", "Save it and send it back."),
            marking="OFFICIAL",
            dated=date(2019, 1, 1),
        )
        data = write_form(form)
        formulas, values = (load_workbook(io.BytesIO(data), data_only=only) for only in (False, True))
        boards = {plan.sheet: plan.board for plan in self.plans}
        pages = []
        for sheet in formulas:
            page = Page(sheet.title, [], board=boards.get(sheet.title, ""))
            for row in sheet.iter_rows():
                for one in row:
                    value = values[sheet.title][one.coordinate].value
                    cell = page.at(one.row - 1, one.column - 1)
                    is_number = isinstance(value, int | float) and not isinstance(value, bool)
                    cell.value = Decimal(str(value)) if is_number else value
                    if one.data_type == "f":
                        cell.formula = str(one.value).lstrip("=")
            pages.append(page)
        return pages

    def copy(self) -> Copy:
        """The filled form as its sender's program holds it."""
        pages = [cloned(page) for page in self._blank]
        intended: dict[tuple[str, str], Intended] = {}
        for plan in self.plans:
            page = next(one for one in pages if one.board == plan.board)
            page.put(plan.label_row(Label.CONTACT), 1, "Performance manager")
            for line in plan.lines:
                row = plan.row(line.field)
                for column in range(plan.columns):
                    page.at(row, column).line = line.field
                figure = page.at(row, plan.column(Column.FIGURE))
                figure.field = line.field
                answer = self.answers[plan.board][line.field]
                given = answer.absence if answer.absence is not None else answer.value
                assert given is not None
                intended[plan.board, line.field] = given
                figure.value = given.value if isinstance(given, Absence) else given
                if answer.completeness:
                    page.put(row, plan.column(Column.COMPLETENESS), answer.completeness.value)
                if answer.reason:
                    page.put(row, plan.column(Column.REASON), answer.reason)
        return Copy(self.file, pages, {plan.board: plan for plan in self.plans}, intended)


def cloned(page: Page) -> Page:
    """Another sheet of the same cells: by hand, for the library's way takes longer than reading the file."""
    rows = [
        [replace(cell) if not cell.empty or cell.comment or cell.line else Cell() for cell in row] for row in page.rows
    ]
    return replace(
        page,
        rows=rows,
        merges=list(page.merges),
        hidden_rows=list(page.hidden_rows),
        hidden_columns=list(page.hidden_columns),
    )
