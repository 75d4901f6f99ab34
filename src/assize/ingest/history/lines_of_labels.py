"""The labels of a table's figures by the lines they stand on, as whoever proposes a mapping looks at them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from assize.ingest.history.cells_seen import header_of_column, header_of_row
from assize.ingest.history.grid import Line, is_number, label_at, label_part
from assize.ingest.history.shapes import Shape


class Lines:
    """The lines of labels of one table. The same labels are looked at in every combination of lines, so they are kept."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.grid = shape.grid
        self.heads = frozenset(line.index for line in shape.headers)
        headings = {line.index for line in shape.headings}
        self.cells = [
            (row, column)
            for row, column in shape.box.cells()
            if (cell := self.grid.at(row, column)) is not None
            and not (column in headings and not is_number(cell) and self.grid.is_heading(row, column, shape.box))
        ]
        self._labels: dict[tuple[Line, ...], list[str]] = {}
        self._headers: dict[Line, str] = {}

    @property
    def every(self) -> tuple[Line, ...]:
        """Columns beside the figures, then rows over them, then headings among them."""
        return (*self.shape.sides, *self.shape.headers, *self.shape.headings)

    def labels(self, lines: Sequence[Line]) -> list[str]:
        """Every label of lines over the figures, each once, in order; `(row 9)` where nothing stands."""
        key = tuple(lines)
        if key not in self._labels:
            self._labels[key] = list(dict.fromkeys(self.label(lines, *at) for at in self.cells))
        return self._labels[key]

    def label(self, lines: Sequence[Line], row: int, column: int) -> str:
        """The label of one figure."""
        return label_at(self.grid, lines, self.shape.box, row, column, self.heads)

    def parts(self, lines: Sequence[Line], row: int, column: int) -> list[tuple[str, str]]:
        """What each line says of a figure, with what heads the line; lines that say nothing left out."""
        found = [
            (label_part(self.grid, line, self.shape.box, row, column, self.heads), self.header(line)) for line in lines
        ]
        return [one for one in found if one[0]]

    def inside(self, line: Line) -> list[str]:
        """The headings of a line of headings that stand among the rows of the table, not above them."""
        box = self.shape.box
        rows = [row for row in range(box.top, box.bottom) if row not in self.heads]
        figures = {row for row, _ in self.cells}
        return [text for row in rows if row not in figures and (text := self.grid.text(row, line.index))]

    def header(self, line: Line) -> str:
        """What a line of labels is called: the word above a column or before a row."""
        if line not in self._headers:
            box = self.shape.box
            if line.kind == "column":
                self._headers[line] = header_of_column(self.grid, line.index, box.top)
            elif line.kind == "row":
                self._headers[line] = header_of_row(self.grid, line.index, box.left)
            else:
                self._headers[line] = ""
        return self._headers[line]

    def filled(self, line: Line) -> Line:
        """The line, filled where only the first of a run of cells has a label, as a rule.

        Where labels are written in every cell, an empty one is a gap and takes nothing from the one before.
        """
        plain = Line(line.kind, line.index)
        if line.kind == "heading":
            return plain
        if line.kind == "row":
            places = [(line.index, column) for column in sorted({column for _, column in self.cells})]
        else:
            places = [(row, line.index) for row in sorted({row for row, _ in self.cells})]
        texts = [self.grid.text(*at, merged=True) for at in places]
        empty = texts.count("")
        again = any(
            one == other != "" and not self._merged_together(at, next_at)
            for (at, one), (next_at, other) in pairwise(zip(places, texts, strict=True))
        )
        runs = empty and not again and empty * 2 >= len(texts) - empty
        return Line(line.kind, line.index, True) if runs else plain

    def _merged_together(self, one: tuple[int, int], other: tuple[int, int]) -> bool:
        merged = self.grid.merged
        return one in merged and merged.get(one) == merged.get(other)


def is_place(label: str) -> bool:
    """Whether nothing stood where a label was looked for: `(row 9)`."""
    return label.startswith(("(row ", "(column "))
