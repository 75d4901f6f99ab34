"""Reads an office's own workbook by a mapping that a person has confirmed: every figure by its labels, with its cell.

The mapping decides what each label means. Where the file is not the one it was made from, every label must still be there, no
other may have come, and no figure may stand outside the ranges: else the file is refused and it is said what differs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from assize.core.errors import FileRefused, Problem
from assize.core.nouns import Absence, Trust
from assize.core.periods import Period
from assize.core.reading import Covered, Reading, Row
from assize.core.specs import Catalogue, Kind, SourceSpec
from assize.ingest.history.grid import BETWEEN, UNKEPT, Grid, is_number, label_at, label_text
from assize.ingest.history.mapping import (
    ASK,
    BLANK,
    OTHER,
    Check,
    Draft,
    Table,
    is_figure,
    open_problems,
    open_questions,
    period_of,
)
from assize.ingest.history.workbooks import read_grids
from assize.ingest.layouts import SHOWN, Asked, Layout, Match, Read, finish
from assize.ingest.received import Received, column_letters
from assize.ingest.values import BOUND, CellValue, read_count, read_number

LAYOUT_ID = "mapped-history"
_ABSENCES = {absence.value: absence for absence in Absence}
_MOST_PROBLEMS = 40
_SPACED = re.compile(r"^\d{1,3}(?: \d{3})+$")
_NOISE = 1e-9  # of a whole number that a program worked out
_WHOLE = "a whole number of 0 or more, a marker that the mapping explains, or nothing"


@dataclass(frozen=True)
class Placed:
    """A cell of a table that is not blank: its labels by role, and what they mean (None where a label is ignored)."""

    row: int
    column: int
    cell: Any
    labels: Mapping[str, str]
    means: Mapping[str, str]
    ignored: str  # the label because of which it is not taken, or empty


@dataclass
class _Found:
    """What is gathered while a workbook is read, and what is wrong with it."""

    received: Received
    draft: Draft
    rows: list[Row]
    problems: list[Problem]
    more: int = 0

    def wrong(self, what: str, where: str = "", found: str = "", expected: str = "", fix: str = "") -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(Problem(what, where or self.received.name, found, expected, fix))
        else:
            self.more += 1

    def place(self, grid: Grid, row: int, column: int) -> str:
        return f"{self.received.name} [{place(grid, row, column)}]"


def place(grid: Grid, row: int, column: int) -> str:
    """Where a cell stands: sheet and reference, or the line of a csv and its column."""
    if grid.lines:
        return f"line {grid.lines[row]}, column {column_letters(column)}"
    return f"{grid.sheet}!{column_letters(column)}{row + 1}"


def read_history(
    path: Path,
    draft: Draft,
    source: SourceSpec,
    catalogue: Catalogue,
    scratch: Path,
    *,
    name: str,
    released: date | None,
) -> Reading:
    """The edition that a workbook is by its mapping, marked as history.

    Raises FileRefused with every fault: what is not answered or confirmed yet, what differs from the workbook the mapping was
    made for, cells that are no counts, checks that fail, and a release day that nobody has given.
    """
    received = Received(path, name)
    if not draft.confirmed:
        raise received.refused(
            "its mapping is not confirmed yet",
            found=f"{len(open_questions(draft))} questions open in the mapping",
            fix=f"Look at what was understood, then: assize map {name} --source {source.id} --confirm",
        )
    day = released or draft.released_day
    if day is None:
        raise received.refused(
            "it is not known since when the office has known these figures",
            expected="a day in the mapping (released) or given when loading",
            fix="Say it: --released YYYY-MM-DD.",
        )
    read = read_mapped(received, draft, source, catalogue)
    rows = read.content if isinstance(read.content, list) else []
    late = [row for row in rows if row.period.last_day > day]
    if late:
        raise received.refused(
            "figures stand here for periods that had not ended on the release day",
            found=f"{max(row.period for row in late).slug}",
            expected=f"periods that ended by {day.isoformat()}",
            fix="Correct the release day, or the mapping's periods.",
        )
    same = received.sha256 == draft.sha256
    match = Match("a person confirmed its mapping" + ("" if same else ", made for a workbook of the same shape"))
    return finish(received, LAYOUT, source, read, Asked(scratch, day), match)


def read_mapped(received: Received, draft: Draft, source: SourceSpec, catalogue: Catalogue) -> Read:
    """What a workbook says by a mapping, confirmed or not. Raises FileRefused with every fault that blocks."""
    questions = open_problems(draft, f"mapping of {received.name}")
    if questions:
        raise FileRefused(received.name, questions)
    grids, _ = read_grids(received)
    found = _Found(received, draft, [], [])
    by_name = {grid.sheet: grid for grid in grids}
    if received.sha256 != draft.sha256:
        _check_shape(found, by_name)
    for number, table in enumerate(draft.tables, start=1):
        grid = by_name.get(table.sheet)
        if grid is None:
            found.wrong("a sheet of the mapping is not in the file", found=f"no sheet '{table.sheet}'")
            continue
        _read_table(found, number, table, grid, source, catalogue)
    _check_doubles(found)
    _check_whole(found, source)
    _check_parts(found, source, catalogue)
    if found.more:
        found.problems.append(Problem("more cells are wrong", received.name, f"{found.more:,}"))
    if any(problem.blocks for problem in found.problems):
        raise FileRefused(received.name, found.problems)
    covers = sorted(
        {Covered(row.period, row.area, row.field) for row in found.rows},
        key=lambda one: (one.period, one.area, one.field),
    )
    return Read(
        title=f"{source.title}: the office's own history",
        covers=tuple(covers),
        dimensions=source.dimensions,
        content=found.rows,
        problems=tuple(found.problems),
        trust=Trust.HISTORY,
    )


def understood_rows(received: Received, draft: Draft, source: SourceSpec) -> list[Row]:
    """What can be read of a workbook already, though questions are open: figures that none of them is about.

    For whoever looks at a mapping; nothing is checked, and nothing of it is loaded.
    """
    grids, _ = read_grids(received)
    by_name = {grid.sheet: grid for grid in grids}
    found = _Found(received, draft, [], [])
    for table in draft.tables:
        grid = by_name.get(table.sheet)
        for one in placed(table, grid) if grid is not None else ():
            text = label_text(one.cell)
            known = one.means.keys() >= table.at.keys() and ASK not in (*one.means.values(), draft.markers.get(text))
            if grid is not None and not one.ignored and known:
                _take(found, one, grid, source)
    return found.rows


# --- a table ------------------------------------------------------------------------------------------------------


def placed(table: Table, grid: Grid) -> Iterator[Placed]:
    """Every cell of a table that is not blank, with its labels and what the mapping says of them."""
    heads = table.heads
    headings = {
        line.index for at in table.at.values() if not isinstance(at, str) for line in at if line.kind == "heading"
    }
    for row, column in table.values.cells():
        cell = grid.at(row, column)
        if cell is None or (column in headings and not is_number(cell) and grid.is_heading(row, column, table.values)):
            continue
        labels, means, ignored = {}, {}, ""
        for role, at in table.at.items():
            if isinstance(at, str):
                means[role] = at
                continue
            label = labels[role] = label_at(grid, at, table.values, row, column, heads)
            if label in table.ignored:
                ignored = ignored or label
            elif label in table.words.get(role, {}):
                means[role] = table.words[role][label]
        yield Placed(row, column, cell, labels, means, ignored)


def _read_table(found: _Found, number: int, table: Table, grid: Grid, source: SourceSpec, catalogue: Catalogue) -> None:
    if source.dimensions and table.complete != "yes":
        found.wrong(
            "figures for only some words would make nought of all others",
            f"{found.received.name} [table {number}]",
            f"complete = '{table.complete}'",
            "every word of the source's dimensions that counted any",
        )
    _check_words(found, number, table, source, catalogue)
    seen: dict[str, set[str]] = {role: set() for role in table.words}
    unknown: dict[tuple[str, str], tuple[int, int]] = {}
    cells = list(placed(table, grid))
    for one in cells:
        for role, label in one.labels.items():
            seen[role].add(label)
        if one.ignored:
            continue
        missing = [role for role in table.at if role not in one.means]
        for role in missing:
            unknown.setdefault((role, one.labels[role]), (one.row, one.column))
        if not missing:
            _take(found, one, grid, source)
    for (role, label), at in unknown.items():
        found.wrong(
            f"the mapping does not say what this {_role_words(role)} means",
            found.place(grid, *at),
            f"'{label}'",
            "a label of the mapping, or one under ignored",
        )
    for role, words in table.words.items():
        for label in words.keys() - seen[role]:
            if not _stands(grid, label):
                found.wrong(
                    f"a {_role_words(role)} of the mapping is not in the file", grid_name(found, grid), f"no '{label}'"
                )
    for check in table.checks:
        _check_table(found, check, table, grid, cells, source)


def _stands(grid: Grid, label: str) -> bool:
    """Whether every part of a label stands somewhere in the sheet: one over blank cells alone is no fault."""
    texts = {grid.text(row, column) for row in range(grid.height) for column in range(len(grid.cells[row]))}
    return label.startswith("(") or all(part in texts for part in label.split(BETWEEN))


def _role_words(role: str) -> str:
    return {"period": "period", "area": "area", "field": "measure", OTHER: "label"}.get(role, role.replace("_", " "))


def grid_name(found: _Found, grid: Grid) -> str:
    """The file, and the sheet where it has one."""
    return f"{found.received.name} [{grid.sheet}]" if grid.sheet else found.received.name


def _check_words(found: _Found, number: int, table: Table, source: SourceSpec, catalogue: Catalogue) -> None:
    for role, at in table.at.items():
        if role == OTHER and isinstance(at, str):
            found.wrong(
                "lines of labels are wanted here",
                f"mapping of {found.received.name} [table {number}, other]",
                f"'{at}'",
                "such as column C",
            )
        words = {"": at} if isinstance(at, str) else table.words.get(role, {})
        for label, meaning in words.items():
            where = f"mapping of {found.received.name} [table {number}, {role}{', ' + label if label else ''}]"
            if role == "area":
                area = catalogue.areas.get(meaning)
                if area is None or not area.kinds & set(source.observes):
                    kinds = " or ".join(kind.value.replace("-", " ") for kind in source.observes)
                    found.wrong("this is no area that the source speaks of", where, f"'{meaning}'", f"a {kinds}")
            elif role in source.dimensions and role in catalogue.vocabularies:
                if meaning not in catalogue.vocabularies[role].names:
                    found.wrong(f"this is no {_role_words(role)}", where, f"'{meaning}'")
            elif not meaning.strip():
                found.wrong("nothing is said here", where, "''")


def has_decimals(source: SourceSpec, name: str) -> bool:
    """Whether a field may have decimals: full-time equivalents."""
    return name in source.asked and source.asked[name].decimals


def is_stock(source: SourceSpec, name: str) -> bool:
    """Whether a field is counted on a day, so that a year's figure is no sum of its quarters."""
    return name in source.asked and source.asked[name].stock


def _take(found: _Found, one: Placed, grid: Grid, source: SourceSpec) -> None:
    period = period_of(one.means["period"])
    value, absence = _value(found, one, grid, has_decimals(source, one.means["field"]))
    if period is None or (value is None and absence is None):
        return
    in_csv = bool(grid.lines)
    found.rows.append(
        Row(
            area=one.means["area"],
            period=period,
            field=one.means["field"],
            dimensions=tuple(one.means[name] for name in source.dimensions),
            value=value,
            absence=absence,
            raw=label_text(one.cell),
            sheet="" if in_csv else grid.sheet,
            ref="" if in_csv else f"{column_letters(one.column)}{one.row + 1}",
            line=grid.lines[one.row] if in_csv else None,
            column=f"column {column_letters(one.column)}" if in_csv else "",
        )
    )


def _value(found: _Found, one: Placed, grid: Grid, decimals: bool) -> tuple[Decimal | None, Absence | None]:
    """(value, None), (None, absence), or neither: blank, or a problem that was noted."""
    text = label_text(one.cell)
    if text == UNKEPT:
        found.wrong(
            "the cell holds a formula whose result was not kept",
            found.place(grid, one.row, one.column),
            fix="Open the workbook in a spreadsheet program and save it there, or type the number.",
        )
        return None, None
    if text in found.draft.markers:
        meaning = found.draft.markers[text]
        if meaning == BLANK:
            return None, None
        if is_figure(meaning) and (decimals or meaning.isdecimal()):
            return Decimal(meaning), None
        if meaning in _ABSENCES:
            return None, _ABSENCES[meaning]
    read = figure(one.cell, decimals)
    if read is not None:
        return read.value, read.absence
    expected = _WHOLE.replace("whole ", "") if decimals else _WHOLE
    found.wrong("this is no count", found.place(grid, one.row, one.column), f"'{text}'", expected)
    return None, None


def figure(cell: Any, decimals: bool = False) -> CellValue | None:
    """What a cell says where nobody needs to be asked: a number of 0 or more, whole unless the field may have `decimals`, or a
    marker that is common knowledge. None for everything else.
    """
    if isinstance(cell, str):
        text = re.sub(r"(?<=\d) (?=\d{3}(?:\D|$))", "", cell) if _SPACED.match(cell) else cell
        read = read_number(text) if decimals else read_count(text)
        return None if read is None or (read.value is not None and read.value < 0) else read
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not 0 <= cell < BOUND:
        return None
    # The noise of a sum of fractions: 119.99999999999999 is 120.
    if abs(cell - round(cell)) <= _NOISE * max(cell, 1):
        return CellValue(Decimal(round(cell)), None)
    return CellValue(Decimal(f"{cell:.10g}"), None) if decimals else None


# --- checks -------------------------------------------------------------------------------------------------------


def _check_shape(found: _Found, grids: Mapping[str, Grid]) -> None:
    """A file that is not the mapping's own: no sheet and no figure may stand where the mapping says nothing."""
    known = {table.sheet for table in found.draft.tables}
    for name, grid in grids.items():
        boxes = [table.values for table in found.draft.tables if table.sheet == name]
        if name not in known:
            if name not in found.draft.ignored_sheets and any(True for _ in grid.rows_with_cells()):
                found.wrong("the mapping does not know this sheet", found=f"'{name}'")
            continue
        outside = [
            (row, column)
            for row in range(grid.height)
            for column in range(len(grid.cells[row]))
            if is_number(grid.at(row, column))
            and not any(box.has(row, column) for box in boxes)
            and not _heads(found.draft, name, row, column)
        ]
        if outside:
            found.wrong(
                "the file is not the one the mapping was made for, and figures stand outside its ranges",
                found.place(grid, *outside[0]),
                f"{len(outside)} such cells",
                " and ".join(map(str, boxes)),
                "Map it anew: assize map FILE --source SOURCE --again",
            )


def _heads(draft: Draft, sheet: str, row: int, column: int) -> bool:
    """Whether a cell lies on a line of labels."""
    return any(
        row == line.index if line.kind == "row" else column == line.index
        for table in draft.tables
        if table.sheet == sheet
        for lines in table.at.values()
        if not isinstance(lines, str)
        for line in lines
    )


def _check_doubles(found: _Found) -> None:
    first: dict[tuple[object, ...], Row] = {}
    for row in found.rows:
        key = (row.area, row.period, row.field, row.dimensions)
        held = first.setdefault(key, row)
        if held is not row:
            found.wrong(
                "one figure stands in two places",
                f"{found.received.name} [{row.place}]",
                f"{row.field.replace('_', ' ')}, {row.area}, {row.period.slug}, and in {held.place} too",
                "one",
                "Correct the label that is wrong in the workbook or in the mapping; or put the one that is not wanted under "
                "ignored in the mapping.",
            )


def _check_whole(found: _Found, source: SourceSpec) -> None:
    """Where figures have words of dimensions, each word stands for every period: one left blank would count as nought."""
    if not source.dimensions:
        return
    held: dict[tuple[str, Period, str], set[tuple[str, ...]]] = {}
    for row in found.rows:
        held.setdefault((row.area, row.period, row.field), set()).add(row.dimensions)
    every = set().union(*held.values())
    for (area, period, name), words in held.items():
        for missing in sorted(every - words):
            found.wrong(
                "a figure is not there and would count as nought",
                found=f"no {name.replace('_', ' ')} of {', '.join(missing)}, {area}, {period.slug}",
                expected="a figure, 0, or a marker such as [x]",
            )


def _check_parts(found: _Found, source: SourceSpec, catalogue: Catalogue) -> None:
    """A part is never more than its whole, where a measure divides the one by the other."""
    pairs = {
        (above.field, below.field)
        for metric in catalogue.metrics.values()
        if metric.kind is Kind.PROPORTION
        for above in metric.numerators
        for below in metric.denominators
        if above.source == below.source == source.id and not (above.plus or below.plus or above.where or below.where)
    }
    held = {(row.area, row.period, row.dimensions, row.field): row for row in found.rows}
    for row in found.rows:
        for above, below in sorted(pairs):
            whole = held.get((row.area, row.period, row.dimensions, below))
            if row.field != above or whole is None or row.value is None or whole.value is None:
                continue
            if row.value > whole.value:
                found.wrong(
                    f"there are more {above.replace('_', ' ')} than {below.replace('_', ' ')}",
                    f"{found.received.name} [{row.place}]",
                    f"{row.raw} and {whole.raw} in {whole.place}",
                    "a part is at most its whole",
                )


def _check_table(
    found: _Found, check: Check, table: Table, grid: Grid, cells: list[Placed], source: SourceSpec
) -> None:
    """Compares a row or column that was not taken with what it should follow from."""
    held = {(row.area, row.period, row.field, row.dimensions): row.value for row in found.rows}
    names = source.dimensions
    failures: list[tuple[Placed, str]] = []
    for one in cells:
        if one.ignored != check.label or check.label not in one.labels.values():
            continue
        role = next(role for role, label in one.labels.items() if label == check.label)
        means = {key: meaning for key, meaning in one.means.items() if key != role}
        printed = printed_number(one.cell)
        if printed is None or ASK in means.values():
            continue
        words = tuple(means.get(name, "") for name in names)
        if check.kind == "share" and role == "field" and {"period", "area"} <= means.keys():
            period = period_of(means["period"])
            above, below = (
                (held.get((means["area"], period, name, words)) for name in check.of) if period else (None, None)
            )
            if above is not None and below and not share_fits(printed, one.cell, above / below):
                failures.append((one, f"{above} of {below} is {above / below:.1%}"))
        elif check.kind == "sum" and role == "period" and {"field", "area"} <= means.keys():
            if is_stock(source, means["field"]):
                continue
            year = period_of(check.period)
            total = year_total(year, means["area"], means["field"], words, held) if year else None
            if total is not None and total != printed[0]:
                failures.append((one, f"its quarters add up to {total}"))
    for one, expected in failures[:SHOWN]:
        found.wrong(
            f"'{check.label}' does not follow from the figures it is made of",
            found.place(grid, one.row, one.column),
            f"{label_text(one.cell)}",
            expected,
            "Correct the workbook; or take the check out of the mapping, if the label means something else.",
        )


def year_total(
    year: Period,
    area: str,
    field: str,
    words: tuple[str, ...],
    held: Mapping[tuple[str, Period, str, tuple[str, ...]], Decimal | None],
) -> Decimal | None:
    """The sum of a year's quarters (or of its months), where all of them are held."""
    months = [Period(year.year, year.month, 1).later(step) for step in range(12)]
    for parts in (year.quarters, tuple(months)):
        values = [held.get((area, part, field, words)) for part in parts]
        if all(value is not None for value in values):
            return sum((value for value in values if value is not None), Decimal(0))
    return None


def printed_number(cell: Any) -> tuple[Decimal, int] | None:
    """(number, decimals printed) of a cell; None where it is none. The per cent sign is left out."""
    if isinstance(cell, bool) or not is_number(cell):
        return None
    text = repr(cell) if isinstance(cell, float) else str(cell)
    text = text.replace("%", "").replace(",", "").replace(" ", "")
    try:
        number = Decimal(text)
    except ArithmeticError:
        return None
    if not number.is_finite():
        return None
    exponent = number.as_tuple().exponent
    return number, max(-exponent, 0) if isinstance(exponent, int) else 0


def share_fits(printed: tuple[Decimal, int], cell: Any, share: Decimal) -> bool:
    """Whether a printed share, as a proportion or in per cent, is this one as far as its decimals go."""
    number, decimals = printed
    # A number that a spreadsheet has worked out carries about fifteen digits; a typed one half a unit of its last decimal.
    slack = Decimal("0.5000001").scaleb(-min(decimals, 9))
    scales = (100,) if isinstance(cell, str) and "%" in cell else (1, 100)
    return any(abs(number - share * scale) <= slack for scale in scales)


def _unread(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    raise received.refused(
        "an office's own history is read by its mapping", fix=f"assize load {received.name} --source {source.id}"
    )


LAYOUT = Layout(
    id=LAYOUT_ID,
    version=1,
    looks_like="an office's own workbook with a mapping",
    recognises=lambda _: None,
    read=_unread,
)
