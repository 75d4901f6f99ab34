"""Native tables on slides: measured rows, split where they do not fit, with the small drawings of their cells on top."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from assize.core.document import (
    Align,
    Asks,
    CellContent,
    Column,
    Gap,
    Inline,
    Judged,
    Link,
    NoteRef,
    Number,
    Row,
    Span,
    Strong,
    Table,
    TableCell,
    Trend,
    Words,
    plain,
)  # fmt: skip
from assize.render import arial, theme
from assize.render.deck import Cell, Paragraph, Run, Slide, height_of
from assize.render.slideicons import draw_icon, draw_span
from assize.render.slidemaster import EMU, Box
from assize.render.slidetrend import draw_trend

_SIZES = ((16.0, 20.6), (14.0, 18.0), (12.0, 15.0))  # size and leading: the largest at which a table fits its slide
_KEY, _KEY_LEADING = theme.SLIDE_FOOTER.size, theme.SLIDE_FOOTER.leading
_TREND = 76.0  # points that a small trend or interval likes
_PAD = 3.0  # points above and below the words of a cell
_SIDE = 8.0  # points between columns
_DRAWN = 27.0  # height of a small drawing
_ICON = 15.0


def runs_of(words: Words, size: float, token: str = "ink", bold: bool = False) -> tuple[Run, ...]:
    """Words as runs; each number keeps a run of its own."""
    return tuple(_run(part, size, token, bold) for part in words)


def _run(part: Inline, size: float, token: str, bold: bool) -> Run:
    if isinstance(part, str):
        return Run(part, size, token, bold)
    if isinstance(part, NoteRef):
        return Run(part.mark, size, token, bold, raised=True)
    if isinstance(part, Number):
        return Run(part.text, size, token, bold)
    if isinstance(part, Strong):
        return Run(part.text, size, token, True)
    if isinstance(part, Link):
        return Run(part.text, size, token, bold, link="" if part.target.startswith("#") else part.target)
    raise TypeError(part)


Feet = Callable[[int, int], float]
"""Points that the notes marked in rows `first` to `end` (not included) take."""


@dataclass(frozen=True)
class Sheet:
    """A table ready for slides: widths in points, header, and rows with their least heights."""

    name: str
    alt: str
    widths: tuple[float, ...]
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heights: tuple[float, ...]
    source: tuple[Row, ...]
    head_height: float
    key: tuple[Judged, ...] = ()

    def fitting(self, room: float, feet: Feet, tail: float = 0.0) -> int:
        """How many rows to show in `room` points under the header, at least one, so that the rows take the fewest slides and
        these are as even as can be.

        `feet` gives the points that the notes of rows `first` to `end` take under them; `tail` what follows the last row.
        """
        least = self._least(room, feet, tail)
        if least[0] == 1:
            return len(self.rows)
        share = self.head_height + (sum(self.heights) + tail) / least[0]
        counts = [count for count in self._counts(0, room, feet) if 1 + least[count] == least[0]]
        return min(counts, key=lambda count: abs(self.height(0, count) - share))

    def slides(self, room: float, feet: Feet, tail: float = 0.0) -> int:
        """How many slides the rows take, the words after them included; a single row is never split from its words."""
        return self._least(room, feet, tail)[0]

    def _least(self, room: float, feet: Feet, tail: float) -> list[int]:
        """For each row the fewest slides that it and all after it take; after the last row the one for words without a row."""
        rows = len(self.rows)
        least = [1] * (rows + 1)
        for first in reversed(range(rows)):
            counts = self._counts(first, room, feet)
            left = rows - first
            used = self._top(first) + sum(self.heights[first:])
            whole = left in counts and (left == 1 or used + feet(first, rows) + tail <= room)
            least[first] = 1 if whole else 1 + min(least[first + count] for count in counts)
        return least

    def _counts(self, first: int, room: float, feet: Feet) -> list[int]:
        """How many rows from `first` on a slide can hold: one at least, and no heading alone at its foot."""
        counts, used = [1], self._top(first) + self.heights[first]
        for end in range(first + 2, len(self.rows) + 1):
            used += self.heights[end - 1]
            if used + feet(first, end) > room:
                break
            if not self.source[end - 1].theme:
                counts.append(end - first)
        return counts if len(counts) == 1 or not self.source[first].theme else counts[1:]

    def _heading(self, first: int) -> int | None:
        """The row that heads row `first` where a slide begins with it: a heading itself, and a row under none, has no other."""
        if not first or first == len(self.source) or self.source[first].theme:
            return None
        return next((index for index in reversed(range(first)) if self.source[index].theme), None)

    def _top(self, first: int) -> float:
        """Points that stand over row `first` where a slide begins with it: the header, and the heading it stands under."""
        heading = self._heading(first)
        return self.head_height + (0.0 if heading is None else self.heights[heading])

    def after(self, count: int, name: str) -> Sheet:
        """The rows that follow the first `count`, in the same type and columns, under the heading that they stand under."""
        heading = self._heading(count)
        kept = [*(() if heading is None else (heading,)), *range(count, len(self.rows))]
        return replace(
            self,
            alt=name,
            rows=tuple(self.rows[index] for index in kept),
            heights=tuple(self.heights[index] for index in kept),
            source=tuple(self.source[index] for index in kept),
        )

    def height(self, first: int, count: int) -> float:
        """Points that the header and `count` rows take."""
        return self.head_height + sum(self.heights[first : first + count])


def sheet_of(table: Table, width: float, room: float, feet: Feet, tail: float = 0.0) -> Sheet:
    """Measure a table for a box `width` points wide, in the largest type at which it stands in `room` points.

    What follows the table takes no slide more for it. Where it stands in none, in the largest that needs no more slides and no
    more lines than the least.
    """
    sheets = [_measured(table, width, sizes) for sizes in _SIZES]
    least = sheets[-1]
    slides, lines = least.slides(room, feet, tail), _lines(least)
    for sheet in sheets:
        if sheet.height(0, len(sheet.rows)) <= room and sheet.slides(room, feet, tail) <= slides:
            return sheet
    return next(sheet for sheet in sheets if sheet.slides(room, feet, tail) <= slides and _lines(sheet) <= lines)


def _lines(sheet: Sheet) -> int:
    """Lines of all cells together: more of them in a larger type would break what reads as one."""
    return sum(
        paragraph.lines((sum(sheet.widths) if cell.span > 1 else width) - cell.left - cell.right)
        for row in (sheet.head, *sheet.rows)
        for cell, width in zip(row, sheet.widths, strict=False)
        for paragraph in cell.paragraphs
    )


def marks_in(row: Row) -> set[str]:
    """The note marks printed in a row."""
    return {
        part.mark
        for cell in row.cells
        for words in (_words_in(cell.content), cell.under)
        for part in words
        if isinstance(part, NoteRef)
    }


def _words_in(content: CellContent) -> Words:
    if isinstance(content, Judged):
        return content.words
    return content if isinstance(content, tuple) else ()


def _measured(table: Table, width: float, sizes: tuple[float, float]) -> Sheet:
    lefts = [_left(table.columns, index) for index in range(len(table.columns))]
    head = tuple(_head_cell(column, left, sizes) for column, left in zip(table.columns, lefts, strict=True))
    rows = tuple(_row_cells(row, table.columns, lefts, sizes) for row in table.rows)
    widths = _widths(table, head, rows, width)
    heights = tuple(_row_height(cells, row, widths, sizes[1]) for cells, row in zip(rows, table.rows, strict=True))
    top = _row_height(head, None, widths, sizes[1])
    return Sheet(table.id, table.caption, widths, head, rows, heights, table.rows, top, table.key)


def table_of_gap(gap: Gap, identifier: str) -> Table:
    """The gaps as a table."""
    columns = (
        Column("Measure", width=_ten(30)),
        Column("Why it is not shown", width=_ten(46)),
        Column("Who could supply it", width=_ten(24)),
    )
    rows = tuple(_plain_row(line.measure, line.reason, line.supplier) for line in gap.lines)
    return Table(identifier, gap.caption, columns, rows)


def table_of_asks(asks: Asks, identifier: str) -> Table:
    """The asks as a table."""
    columns = (Column("Ask", width=_ten(14)), Column("What", width=_ten(61)), Column("Who", width=_ten(25)))
    rows = tuple(_plain_row(ask.action, ask.words, ask.who) for ask in asks.asks)
    return Table(identifier, "Asks of the board", columns, rows)


def _ten(weight: int) -> Decimal:
    return Decimal(weight)


def _plain_row(*words: str) -> Row:
    first, *others = words
    return Row((TableCell((Strong(first),)), *(TableCell((word,)) for word in others)))


def _left(columns: Sequence[Column], index: int) -> float:
    """Room before a column: numbers stand at its right edge, so words after them need some."""
    if columns[index].align is Align.RIGHT:
        return _SIDE
    return 2 * _SIDE if index and columns[index - 1].align is Align.RIGHT else 0.0


def _widths(table: Table, head: Sequence[Cell], rows: Sequence[Sequence[Cell]], width: float) -> tuple[float, ...]:
    """Columns by their weights; none narrower than its longest word; what one can spare goes to those in need."""
    least, liked = [], []
    for index, cell in enumerate(head):
        body = [cells[index] for cells, row in zip(rows, table.rows, strict=True) if not row.theme]
        drawn = any(isinstance(row.cells[index].content, Trend | Span) for row in table.rows if not row.theme)
        words = max((_widest_word(one) for one in (cell, *body)), default=20.0)
        heads = () if table.columns[index].align is Align.RIGHT else (cell,)
        lines = max((_whole_width(one) for one in (*heads, *body)), default=20.0)
        least.append(max(words, _TREND * 0.7 if drawn else 0.0))
        liked.append(max(words, lines, _TREND if drawn else 0.0))
    weights = [float(column.width) for column in table.columns]
    given = [width * weight / sum(weights) for weight in weights]
    _share(given, liked)
    _share(given, least)
    return tuple(given)


def _share(given: list[float], wanted: Sequence[float]) -> None:
    """Move room from columns with more than they want to those with less: the smallest wants are met first."""
    lacking = sorted(
        (want - have, index) for index, (have, want) in enumerate(zip(given, wanted, strict=True)) if want > have
    )
    spare = [max(0.0, have - want) for have, want in zip(given, wanted, strict=True)]
    left = total = sum(spare)
    if not total:
        return
    for lack, index in lacking:
        met = min(lack, left)
        given[index] += met
        left -= met
    for index, room in enumerate(spare):
        given[index] -= (total - left) * room / total


def _widest_word(cell: Cell) -> float:
    widths = [
        arial.text_width(word, run.size, run.bold)
        for paragraph in cell.paragraphs
        for run in paragraph.runs
        for word in run.text.split()
    ]
    return max(widths, default=0.0) + cell.left + cell.right + 1


def _whole_width(cell: Cell) -> float:
    widths = [
        sum(arial.text_width(run.text, run.size, run.bold) for run in paragraph.runs) for paragraph in cell.paragraphs
    ]
    return max(widths, default=0.0) + cell.left + cell.right + 1


def _align(column: Column) -> str:
    return "r" if column.align is Align.RIGHT else "l"


def _head_cell(column: Column, left: float, sizes: tuple[float, float]) -> Cell:
    paragraph = Paragraph((Run(column.head, sizes[0], "ink", True),), sizes[1], align=_align(column))
    right = 0.0 if column.align is Align.RIGHT else _SIDE
    return Cell((paragraph,), rule="ink", rule_weight=1.0, anchor="b", left=left, right=right)


def _row_cells(
    row: Row, columns: Sequence[Column], lefts: Sequence[float], sizes: tuple[float, float]
) -> tuple[Cell, ...]:
    size, leading = sizes
    if row.theme:
        words = row.cells[0].content
        runs = runs_of(words, size, "brand", True) if isinstance(words, tuple) else ()
        return (
            Cell((Paragraph(runs, leading, before=4),), rule="brand", rule_weight=0.75, span=len(columns), anchor="b"),
        )
    cells = []
    for index, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
        align, left, content = _align(column), lefts[index], cell.content
        paragraphs: tuple[Paragraph, ...] = ()
        if isinstance(content, Judged):
            left += size + 8 if content.icon else 0.0
            paragraphs = (Paragraph(runs_of(content.words, size), leading, align=align),)
        elif isinstance(content, tuple) and content:
            bold = row.board and index == 0
            paragraphs = (Paragraph(runs_of(content, size, "brand" if bold else "ink", bold), leading, align=align),)
        if cell.under:
            paragraphs += (Paragraph(runs_of(cell.under, size, "mute"), leading, align=align),)
        right = 0.0 if column.align is Align.RIGHT else _SIDE
        cells.append(Cell(paragraphs, "wash" if row.board else "", left=left, right=right))
    return tuple(cells)


def _row_height(cells: Sequence[Cell], row: Row | None, widths: Sequence[float], leading: float) -> float:
    tallest = leading
    for index, cell in enumerate(cells):
        width = sum(widths) if cell.span > 1 else widths[index]
        tallest = max(tallest, height_of(cell.paragraphs, width - cell.left - cell.right))
        drawn = row is not None and not row.theme and isinstance(row.cells[index].content, Trend | Span)
        tallest = max(tallest, _DRAWN if drawn else 0)
    return tallest + 2 * _PAD


def draw_rows(slide: Slide, sheet: Sheet, x: int, y: int, first: int, count: int, dated: date) -> None:
    """Draw the header and `count` rows from `first` on, and the drawings that stand in their cells."""
    heights = (sheet.head_height, *sheet.heights[first : first + count])
    rows = (sheet.head, *sheet.rows[first : first + count])
    widths = [round(width * EMU) for width in sheet.widths]
    slide.table(x, y, widths, [round(height * EMU) for height in heights], rows, "Table", sheet.alt)
    top = y + round(sheet.head_height * EMU)
    for row, height in zip(sheet.source[first : first + count], heights[1:], strict=True):
        left = x
        for index, (cell, width) in enumerate(zip(row.cells, widths, strict=False)):
            if not row.theme:
                inset = round(sheet.head[index].left * EMU)
                size = sheet.head[0].paragraphs[0].runs[0].size
                place = Box(left + inset, top, width - inset, round(height * EMU))
                if isinstance(cell.content, Trend):
                    draw_trend(slide, cell.content, plain(_words_in(row.cells[0].content)), _drawn(place), dated)
                else:
                    _draw_in_cell(slide, cell, place, size)
            left += width
        top += round(height * EMU)


def _draw_in_cell(slide: Slide, cell: TableCell, box: Box, size: float) -> None:
    content = cell.content
    if isinstance(content, Judged):
        if content.icon is not None:
            draw_icon(slide, content.icon, box.x, box.y + round((_PAD - 0.5) * EMU), size + 3, plain(content.words))
    elif isinstance(content, Span):
        draw_span(slide, content, _drawn(box))


def _drawn(cell: Box) -> Box:
    """Where a small drawing stands in its cell."""
    height = round(_DRAWN * EMU)
    return Box(cell.x, cell.y + (cell.h - height) // 2, max(EMU, cell.w - 8 * EMU), height)


def key_height(key: Sequence[Judged], width: float) -> float:
    """Points that the line of explained icons takes."""
    return len(_key_lines(key, width)) * 19.0 if key else 0.0


def _key_lines(key: Sequence[Judged], width: float) -> list[list[tuple[Judged, float]]]:
    lines: list[list[tuple[Judged, float]]] = [[]]
    used = 0.0
    for item in key:
        need = arial.text_width(plain(item.words), _KEY) + (_ICON + 5 if item.icon else 0) + 16
        if used + need > width and lines[-1]:
            lines.append([])
            used = 0.0
        lines[-1].append((item, need))
        used += need
    return lines


def draw_key(slide: Slide, key: Sequence[Judged], x: int, y: int, width: float) -> None:
    """The icons of a table explained in a line under it."""
    for number, line in enumerate(_key_lines(key, width)):
        left = x
        top = y + round(number * 19.0 * EMU)
        for item, need in line:
            start = left
            if item.icon is not None:
                draw_icon(slide, item.icon, left, top, _ICON, plain(item.words))
                start += round((_ICON + 5) * EMU)
            box = Box(start, top, left + round((need - 8) * EMU) - start, round(_KEY_LEADING * EMU))
            slide.text(box, [Paragraph(runs_of(item.words, _KEY), _KEY_LEADING)], "Key")
            left += round(need * EMU)
