"""Finds a form in a sheet, wherever its labels, headers and lines have been moved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assize.core.forms import Column, FormLine, FormPlan, Label
from assize.core.periods import MONTHS_IN_QUARTER, Period, month_number
from assize.ingest.history.labels import readings
from assize.ingest.returns.sheets import Kind, Place, Sheet, SheetCell

_REACH = 8  # columns to the right of a label in which what it says is looked for
_LABELS = {label.value.casefold(): label for label in Label}
_HEADERS = {column.value.casefold(): column for column in Column}
_FIGURE = Column.FIGURE.value.casefold()
_LIKE = (
    (Column.REASON, re.compile(r"\b(?:reasons?|notes?|remarks?)\b")),
    (Column.COMPLETENESS, re.compile(r"\bcomplete(?:ness)?\b")),
)
MARKS = (
    Label.PROVIDER.value,
    Label.BOARD.value,
    Label.QUARTER.value,
    Label.VERSION.value,
    Column.REFERENCE.value,
    Column.FIGURE.value,
)
FEWEST_MARKS = 3
_SENTENCE = re.compile(r"\.(?:\s|$)")
_BARE_MONTH = re.compile(r"^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?$")
_NUMBERED_MONTH = re.compile(r"^m(?:onth)? ?([123])$")


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """A text as it is compared: lower case, one kind of dash and space, no colon at its end."""
    plain = re.sub(r"[‐-―−]", "-", " ".join(text.split())).casefold()
    return plain.strip(" :*")


def reference_key(text: str) -> str:
    """A reference as it is compared: whatever became of its hyphens."""
    return re.sub(r"[\s_-]+", "-", key(text)).strip("-")


@dataclass
class Said:
    """What stands beside a label, and where."""

    text: str
    place: Place


@dataclass
class Found:
    """A form in a sheet: its labels, its row of headers (None where there is none) and the columns by header.

    `figures` are all columns headed as the figure; `doubled` are other headers that stand twice; `headings` are all rows that
    bear headers of the form, for the row of headers may have been repeated further down.
    """

    sheet: Sheet
    labels: dict[Label, list[Said]] = field(default_factory=dict)
    header: int | None = None
    columns: dict[Column, int] = field(default_factory=dict)
    figures: list[int] = field(default_factory=list)
    doubled: list[Column] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)

    @property
    def marks(self) -> tuple[str, ...]:
        """Which of the marks by which a form is known it bears."""
        borne = {label.value for label in self.labels} | {column.value for column in self.columns}
        borne |= {Column.FIGURE.value} if self.figures else set()
        return tuple(mark for mark in MARKS if mark in borne)

    def said(self, label: Label) -> Said | None:
        """What stands beside a label, where it says something."""
        return next((one for one in self.labels.get(label, ()) if one.text), None)


@lru_cache(maxsize=32)
def find_form(sheet: Sheet) -> Found:
    """What of a form there is in a sheet; looked for once."""
    found = Found(sheet)
    best = 1
    for row, cells in sheet.rows.items():
        headers = {column: header for column, cell in cells.items() if (header := _header(cell)) is not None}
        kinds = set(headers.values())
        if Column.REFERENCE in kinds or Column.FIGURE in kinds:
            weight = len(kinds) + (Column.REFERENCE in kinds)
            if weight > 1:
                found.headings.append(row)
            if weight > best:
                best, found.header = weight, row
                _take_headers(found, headers)
    for (row, column), cell in sorted(sheet.cells.items()):
        if cell.kind is Kind.TEXT and row != found.header:
            _take_label(found, row, column, cell)
    if found.header is not None:
        _take_like(found)
    return found


def is_figure_header(cell: SheetCell) -> bool:
    """Whether a cell heads a column of figures, of whichever quarter."""
    return key(cell.text).startswith(_FIGURE)


def _header(cell: SheetCell) -> Column | None:
    return Column.FIGURE if is_figure_header(cell) else _HEADERS.get(key(cell.text))


def _take_headers(found: Found, headers: dict[int, Column]) -> None:
    found.columns, found.figures, found.doubled = {}, [], []
    for column, header in sorted(headers.items()):
        if header is Column.FIGURE:
            found.figures.append(column)
        elif header in found.columns:
            found.doubled.append(header)
        else:
            found.columns[header] = column


def _take_like(found: Found) -> None:
    """Headers that somebody has worded anew, where none bears the form's own words."""
    assert found.header is not None
    for column, pattern in _LIKE:
        if column in found.columns:
            continue
        like = [
            at
            for (row, at), cell in found.sheet.cells.items()
            if row == found.header
            and at not in found.columns.values()
            and at not in found.figures
            and pattern.search(key(cell.text))
        ]
        if len(like) == 1:
            found.columns[column] = like[0]


def _take_label(found: Found, row: int, column: int, cell: SheetCell) -> None:
    text = key(cell.text)
    label = _LABELS.get(text)
    if label is None:
        head, colon, rest = cell.text.partition(":")
        label = _LABELS.get(key(head)) if colon else None
        if label is not None:
            found.labels.setdefault(label, []).append(Said(" ".join(rest.split()), (row, column)))
        return
    sheet = found.sheet
    for at in range(column + 1, column + 1 + _REACH):
        if sheet.merged.get((row, at)) == (row, column):
            continue
        beside = sheet.at(row, at)
        if at > column + 1 and (beside.formula or _SENTENCE.search(beside.words)):
            break  # what the form says to whoever fills it
        if beside.kind is not Kind.NOTHING:
            said = "" if key(beside.text) in _LABELS else beside.words
            found.labels.setdefault(label, []).append(Said(said, (row, at)))
            return
    found.labels.setdefault(label, []).append(Said("", (row, column + 1)))


# --- lines ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LineRow:
    """The row of a line; `by_name` says that it was known by its words alone, for its reference is gone."""

    line: FormLine
    row: int
    by_name: bool = False


def asked_key(plan: FormPlan, line: FormLine) -> str:
    """What stands beside a line under "What we ask for", as it is compared."""
    return key(plan.asked_text(line))


def find_lines(found: Found, plan: FormPlan) -> tuple[list[LineRow], dict[int, str]]:
    """The rows of the plan's lines; and rows with a reference that is none of the plan's, each with it."""
    sheet = found.sheet
    references = {reference_key(line.reference): line for line in plan.lines}
    column = _reference_column(found, references)
    rows: list[LineRow] = []
    unknown: dict[int, str] = {}
    taken: set[int] = set()
    if column is not None:
        for (row, at), cell in sorted(sheet.cells.items()):
            if at != column or row in found.headings or (found.headings and row < found.headings[0]):
                continue
            line = references.get(reference_key(cell.text))
            if line is not None:
                rows.append(LineRow(line, row))
                taken.add(row)
            elif cell.kind is Kind.TEXT and re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)+", reference_key(cell.text)):
                unknown[row] = cell.words
    lacking = {line.field for line in plan.lines} - {each.line.field for each in rows}
    rows += _by_name(found, plan, lacking, taken | set(unknown))
    return rows, unknown


def _reference_column(found: Found, references: dict[str, FormLine]) -> int | None:
    counted: dict[int, int] = {}
    for (_, column), cell in found.sheet.cells.items():
        if cell.kind is Kind.TEXT and reference_key(cell.text) in references:
            counted[column] = counted.get(column, 0) + 1
    named = found.columns.get(Column.REFERENCE)
    if not counted:
        return named
    best = max(counted, key=lambda column: (counted[column], column == named, -column))
    return named if named is not None and counted.get(named, 0) == counted[best] else best


def _by_name(found: Found, plan: FormPlan, lacking: set[str], taken: set[int]) -> Iterator[LineRow]:
    """Rows whose reference is gone, known by what is asked for there, where it is asked for in one row alone."""
    wanted: dict[str, list[FormLine]] = {}
    for line in plan.lines:
        wanted.setdefault(asked_key(plan, line), []).append(line)
    places: dict[str, list[int]] = {}
    for (row, _), cell in sorted(found.sheet.cells.items()):
        text = key(cell.text)
        if row not in taken and text in wanted:
            places.setdefault(text, []).append(row)
    for text, rows in places.items():
        lines = wanted[text]
        if len(lines) == 1 and len(rows) == 1 and lines[0].field in lacking:
            yield LineRow(lines[0], rows[0], by_name=True)


# --- months -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Months:
    """Columns that bear months instead of the quarter: `columns` by month of the quarter (0 to 2), `others` of other months."""

    columns: dict[int, int]
    others: tuple[int, ...]
    row: int  # where their headers stand
    doubled: tuple[int, ...] = ()
    numbered: tuple[int, ...] = ()  # columns of months that are told by a number alone


def find_months(found: Found, quarter: Period, lines: Sequence[LineRow]) -> Months | None:
    """The columns of single months, in a row of headers or in one near it."""
    if found.header is None:
        return None
    lined = {each.row for each in lines}
    best: Months | None = None
    for row in _month_rows(found, lined):
        columns: dict[int, int] = {}
        others: list[int] = []
        doubled: list[int] = []
        numbered: list[int] = []
        for (at_row, column), cell in sorted(found.sheet.cells.items()):
            if at_row != row or column in found.columns.values() or (column in found.figures and row == found.header):
                continue
            month = _month(cell, quarter)
            if month is None:
                continue
            if cell.kind is Kind.TEXT and _NUMBERED_MONTH.match(key(cell.text)):
                numbered.append(column)
            if not 0 <= month < MONTHS_IN_QUARTER:
                others.append(column)
            elif month in columns:
                doubled.append(column)
            else:
                columns[month] = column
        if columns and (best is None or len(columns) > len(best.columns)):
            best = Months(columns, tuple(others), row, tuple(doubled), tuple(numbered))
        elif len(others) >= MONTHS_IN_QUARTER and best is None:
            best = Months({}, tuple(others), row)
    return best


def _month_rows(found: Found, lined: set[int]) -> Iterator[int]:
    """Rows in which headers of months may stand: about the row of headers first, then about repeats of it."""
    assert found.header is not None
    for header in (found.header, *(row for row in found.headings if row != found.header)):
        # Below the headers as far as the first line, for a row may have been put between them; then above.
        below = range(header, min((row for row in lined if row > header), default=header + 2))
        yield from (row for row in (*below, header - 1, header - 2) if row >= 0 and row not in lined)


def _month(cell: SheetCell, quarter: Period) -> int | None:
    """Which month of the quarter a header says (0 to 2, or another number for a month outside it); None for no month."""
    if cell.kind is Kind.DAY and cell.day is not None:
        return (cell.day.year - quarter.year) * 12 + cell.day.month - quarter.month
    if cell.kind is not Kind.TEXT:
        return None
    text = key(cell.text)
    if match := _NUMBERED_MONTH.match(text):
        return int(match[1]) - 1
    if match := _BARE_MONTH.match(text):
        return (month_number(match[1]) - quarter.month) % 12
    months = {reading.period for reading in readings(cell.words)}
    if len(months) == 1 and (only := months.pop()).months == 1:
        return (only.year - quarter.year) * 12 + only.month - quarter.month
    return None
