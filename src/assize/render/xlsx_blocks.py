"""The blocks of a section as lines and tables of a worksheet: one value a cell, nothing merged, nothing blank."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from assize.core.document import (
    Align,
    Asks,
    Aspect,
    Callout,
    CalloutKind,
    Chart,
    ChartKind,
    Commentary,
    Gap,
    Judged,
    KeyFigures,
    Limits,
    Link,
    NoteRef,
    Number,
    Section,
    Span,
    Table,
    TableCell,
    Text,
    Trend,
    Words,
)  # fmt: skip
from assize.core.wording import round_half_up

Cell = Number | str | None
"""A number with its format, or words; None only in the data of charts and small trends, where a program would draw words as
zero, and where a small trend itself is drawn."""


class Heading(str):
    """A line that heads those under it."""


def cell_text(cell: Cell) -> str:
    """What a cell shows."""
    return "" if cell is None else cell.text if isinstance(cell, Number) else cell


@dataclass
class Grid:
    """A marked table to write: heads, whether each column is of numbers, and rows as long as the heads."""

    id: str
    caption: str
    heads: list[str]
    right: list[bool]
    rows: list[list[Cell]]
    chart: Chart | None = None
    trend: int | None = None  # the column in which the numbers after it are drawn as a small trend


@dataclass
class SheetPlan:
    """A section on its way to a worksheet: lines above the tables, and the tables."""

    section: Section
    name: str
    notes: dict[str, int]
    lines: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)

    def words(self, words: Words) -> str:
        """Words as a cell holds them: notes as "[note 3]", addresses in brackets."""
        return "".join(self._part(part) for part in words)

    def _part(self, part: Any) -> str:
        if isinstance(part, str):
            return part
        if isinstance(part, NoteRef):
            return f" [note {self.notes[part.mark]}]" if part.mark in self.notes else ""
        if isinstance(part, Link) and not part.target.startswith("#"):
            return f"{part.text} ({part.target})"
        text: str = part.text
        return text


# --- blocks -------------------------------------------------------------------------------------------------------


def _text(sheet: SheetPlan, block: Text) -> None:
    sheet.lines += [Heading(block.heading)] if block.heading else []
    sheet.lines += [sheet.words(words) for words in block.paragraphs]


def _key_figures(sheet: SheetPlan, block: KeyFigures) -> None:
    for item in block.items:
        number = item.number.text if item.number else item.count
        sheet.lines.append(" ".join(part for part in (number, sheet.words(item.words)) if part))


def _callout(sheet: SheetPlan, block: Callout) -> None:
    line = f"{block.kind.value}: {sheet.words(block.words)}"
    (sheet.sources if block.kind is CalloutKind.SOURCE else sheet.lines).append(line)


def _commentary(sheet: SheetPlan, block: Commentary) -> None:
    if block.paragraphs:
        sheet.lines += [Heading(f"{block.title} ({block.who})"), *block.paragraphs]
    else:
        sheet.lines.append(f"{block.title}: awaiting commentary from {block.who}")


def _gap(sheet: SheetPlan, block: Gap) -> None:
    rows: list[list[Cell]] = [[line.measure, line.reason, line.supplier] for line in block.lines]
    heads = ["Measure", "Why it is not shown", "Who could supply it"]
    sheet.grids.append(Grid(f"{sheet.section.id}_list", block.caption, heads, [False] * 3, rows))


def _asks(sheet: SheetPlan, block: Asks) -> None:
    if not block.asks:
        sheet.lines.append(block.empty)
        return
    rows: list[list[Cell]] = [[ask.action, ask.words, ask.who] for ask in block.asks]
    sheet.grids.append(Grid(f"{sheet.section.id}_asks", "Asks of the board", ["Ask", "What", "Who"], [False] * 3, rows))


def _drawn_rows(sheet: SheetPlan, block: Table) -> None:
    """A table whose rows are drawn as small trends: what is held as numbers, nothing where none is."""
    at = next(index for index, cell in enumerate(block.rows[0].cells) if isinstance(cell.content, Trend))
    rows: list[list[Cell]] = []
    for row in block.rows:
        numbers = (_sole_number(cell.content) for cell in row.cells[at + 1 :])
        rows.append([*(_content(sheet, cell) for cell in row.cells[:at]), None, *numbers])
    heads, right = [column.head for column in block.columns], [column.align is Align.RIGHT for column in block.columns]
    sheet.grids.append(Grid(block.id, block.caption, heads, right, rows, trend=at))
    sheet.lines.append("Blank cells beside a small trend: no figure is held, and none is drawn.")


def _table(sheet: SheetPlan, block: Table) -> None:
    if block.drawn_rows:
        _drawn_rows(sheet, block)
        return
    _one_value_a_cell(sheet, block)


def _one_value_a_cell(sheet: SheetPlan, block: Table) -> None:
    """A table with one value a cell: headings over rows become a column, second lines and note marks columns of their own."""
    body = [row for row in block.rows if not row.theme]
    themed = len(body) < len(block.rows)
    detailed = [any(row.cells[index].under for row in body) for index in range(len(block.columns))]
    noted = any(_marks(cell) and _sole_number(cell.content) is not None for row in body for cell in row.cells)
    heads, right = (["Theme"], [False]) if themed else ([], [])
    for at, (column, detail) in enumerate(zip(block.columns, detailed, strict=True)):
        more = _second_head([row.cells[at].under for row in body]) if column.align is Align.RIGHT else "detail"
        heads += [column.head, f"{column.head}, {more}"] if detail else [column.head]
        right += [column.align is Align.RIGHT, False] if detail else [column.align is Align.RIGHT]
    heads += ["Notes"] if noted else []
    right += [False] if noted else []
    rows: list[list[Cell]] = []
    heading = ""
    for row in block.rows:
        if row.theme:
            content = row.cells[0].content
            heading = sheet.words(content) if isinstance(content, tuple) else ""
            continue
        cells: list[Cell] = [heading or "[z]"] if themed else []
        marks: list[str] = []
        for cell, detail in zip(row.cells, detailed, strict=True):
            cells.append(_content(sheet, cell))
            if detail:
                cells.append(_sole_number(cell.under) or sheet.words(cell.under) or "[z]")
            if noted and _sole_number(cell.content) is not None:
                marks += [sheet.words((mark,)).strip() for mark in _marks(cell)]
        rows.append([*cells, *([" ".join(marks) or "None"] if noted else [])])
    sheet.grids.append(Grid(block.id, block.caption, heads, right, rows))
    if block.key:
        sheet.lines.append(f"Judgements: {'; '.join(sheet.words(item.words) for item in block.key)}.")


def _second_head(under: Iterable[Words]) -> str:
    """What second lines under numbers are called as a column of their own."""
    ends = {part.aspect for words in under for part in words if isinstance(part, Number)}
    return "95% interval" if ends == {Aspect.LOWER, Aspect.UPPER} else "in words"


def _content(sheet: SheetPlan, cell: TableCell) -> Cell:
    content = cell.content
    if type(content) is tuple and len(content) == 1 and type(content[0]) in (str, Number):  # nearly every cell
        return content[0] or "[z]"  # type: ignore[return-value]
    if isinstance(content, Trend | Span):
        return content.alt
    if isinstance(content, Judged):
        return sheet.words(content.words)
    number = _sole_number(content)
    return number if number is not None else sheet.words(content) or "[z]"


def _sole_number(content: Any) -> Number | None:
    """The number of a cell that holds one and nothing else but note marks."""
    if not isinstance(content, tuple):
        return None
    parts = [part for part in content if not isinstance(part, NoteRef) and part != ""]
    return parts[0] if len(parts) == 1 and isinstance(parts[0], Number) else None


def _marks(cell: TableCell) -> list[NoteRef]:
    if not isinstance(cell.content, tuple) or len(cell.content) < 2:
        return []
    return [part for part in cell.content if isinstance(part, NoteRef)]


def _chart(sheet: SheetPlan, block: Chart) -> None:
    """The data of a chart as a marked table; the native chart stands beside it."""
    grid = _GRIDS.get(block.kind, _time_grid)(block)
    sheet.grids.append(grid)
    sheet.lines += [sheet.words(block.note)] if block.note else []
    if any(cell is None for row in grid.rows for cell in row):
        sheet.lines.append("Blank cells in the data of the chart: no figure is held, and none is drawn.")


def _bars_grid(chart: Chart) -> Grid:
    ends = any(bar.lower or bar.upper for bar in chart.bars)
    rows: list[list[Cell]] = []
    for bar in chart.bars:
        interval: list[Cell] = [bar.lower or "[z]", bar.upper or "[z]"] if ends else []
        rows.append([bar.name, bar.number, *interval])
    names = [aspect.value.capitalize() for aspect in (Aspect.LOWER, Aspect.UPPER)] if ends else []
    return Grid(chart.id, chart.alt, ["Area", "Value", *names], [False] + [True] * (1 + len(names)), rows, chart)


def _time_grid(chart: Chart) -> Grid:
    grouped = any(category.group not in ("", category.label) for category in chart.categories)
    heads = ["Year", "Period"] if grouped else ["Period"]
    columns: list[list[Cell]] = []
    for line in chart.lines:
        heads.append(line.name)
        columns.append([point.number if point else None for point in line.points])
    if chart.limits:
        names = chart.range_names
        for name, pick in zip((names.lower, names.mean, names.upper), _LIMITS, strict=True):
            heads.append(name)
            columns.append([_limit_at(chart.levels, index, pick) for index in range(len(chart.categories))])
    if chart.target is not None:
        heads.append("Target")
        columns.append([chart.target] * len(chart.categories))
    rows: list[list[Cell]] = []
    for index, category in enumerate(chart.categories):
        labels: list[Cell] = [category.group or "[z]", category.label] if grouped else [category.label]
        rows.append(labels + [column[index] for column in columns])
    right = [False] * (2 if grouped else 1) + [True] * len(columns)
    return Grid(chart.id, chart.alt, heads, right, rows, chart)


FUNNEL_HEADS = (
    "Area",
    "Out of",
    "Value",
    "Lower 99.8% limit",
    "Lower 95% limit",
    "Upper 95% limit",
    "Upper 99.8% limit",
)


def _funnel_grid(chart: Chart) -> Grid:
    """The areas by their size, each with the limits at its size; last what all of them have together, on every row."""
    dots = sorted(chart.dots, key=lambda dot: (dot.size.value or 0, dot.name))
    rows: list[list[Cell]] = [[dot.name, dot.size, dot.number, *dot.limits, chart.centre] for dot in dots]
    heads = [*FUNNEL_HEADS, chart.centre_name]
    return Grid(chart.id, chart.alt, heads, [False] + [True] * (len(heads) - 1), rows, chart)


_GRIDS: dict[ChartKind, Callable[[Chart], Grid]] = {ChartKind.BARS: _bars_grid, ChartKind.FUNNEL: _funnel_grid}

_LIMITS: tuple[Callable[[Limits], Number], ...] = (
    lambda limits: limits.lower,
    lambda limits: limits.mean,
    lambda limits: limits.upper,
)


def _limit_at(limits: Iterable[Limits], index: int, pick: Callable[[Limits], Number]) -> Cell:
    return next((pick(part) for part in limits if part.first <= index <= part.last), None)


RENDERERS: dict[type, Callable[[SheetPlan, Any], None]] = {
    Text: _text,
    KeyFigures: _key_figures,
    Chart: _chart,
    Table: _table,
    Callout: _callout,
    Commentary: _commentary,
    Gap: _gap,
    Asks: _asks,
}


# --- numbers ------------------------------------------------------------------------------------------------------


def cell_format(number: Number) -> str:
    """The format in which a spreadsheet prints an unrounded value as the documents do.

    A share in a column headed "%" is printed without the sign elsewhere; a spreadsheet can only scale it with the sign.
    """
    assert number.value is not None
    if "%" in number.format or "%" in number.text or "#" in number.format:  # per cent already, or a count
        return number.format
    digits = number.text.replace(",", "").replace("−", "-").replace("+", "")
    try:
        printed = Decimal(digits)
    except InvalidOperation:
        return number.format
    decimals = len(digits.partition(".")[2])
    if round_half_up(number.value, decimals) != printed == round_half_up(number.value * 100, decimals):
        return ";".join(f"{part}%" for part in number.format.split(";"))
    return number.format
