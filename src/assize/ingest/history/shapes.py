"""Where the tables of a sheet are: which cells are figures, which rows head them, which columns stand beside them.

Nothing here is by position alone. Rows of headers divide a sheet into tables one above the other; a column of labels that
follows a table's figures begins another table beside it; a row of one text among a table's rows is a heading of those below.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assize.ingest.history.cells_seen import Look, Seen
from assize.ingest.history.grid import Box, Grid, Line, is_number
from assize.ingest.history.labels import Reading, readings

_WINDOW = 8  # words of a title that may together be a period or a place
_HEADER_ROWS = 4  # above the figures that tell their columns apart


@dataclass(frozen=True)
class Shape:
    """A table found: its figures, the rows that head its columns, the columns of labels beside it and of headings within it.

    `titles` are texts above it, the nearest first; `shared` those above another table before it, which may speak of both.
    """

    grid: Grid
    box: Box
    headers: tuple[Line, ...]
    sides: tuple[Line, ...]
    headings: tuple[Line, ...]
    titles: tuple[str, ...]
    shared: tuple[str, ...]

    @property
    def number_cells(self) -> int:
        """How many figures stand in it."""
        return sum(is_number(self.grid.at(*at)) for at in self.box.cells())


def find_shapes(seen: Seen) -> list[Shape]:
    """The tables of a sheet, from the top and from the left; empty where no figure has a label."""
    shapes: list[Shape] = []
    for rows in _bands(seen, list(seen.cells_of_row)):
        for panel in _panels(_rows_of(seen, rows)):
            for band in _bands(panel, [row for row in rows if row in panel.cells_of_row]):
                shape = _shape(seen, _rows_of(panel, band), shapes)
                if shape is not None:
                    shapes.append(shape)
    return shapes


def _rows_of(seen: Seen, rows: Iterable[int]) -> Seen:
    kept = set(rows)
    return replace(seen, looks={at: look for at, look in seen.looks.items() if at[0] in kept})


# --- which rows belong together ----------------------------------------------------------------------------------


def _figures(seen: Seen, row: int) -> list[int]:
    return [c for c in seen.cells_of_row.get(row, ()) if seen.look(row, c) is Look.FIGURE]


def _is_data(seen: Seen, row: int) -> bool:
    """A row with figures, or of a label and markers alone."""
    looks = [seen.look(row, c) for c in seen.cells_of_row.get(row, ())]
    return Look.FIGURE in looks or (len(looks) > 1 and looks[0] is not Look.MARKER and set(looks[1:]) == {Look.MARKER})


def _columns_of_figures(seen: Seen) -> set[int]:
    """Columns that have more figures than labels, in the rows that have any."""
    figures: dict[int, int] = {}
    labels: dict[int, int] = {}
    for (row, column), look in seen.looks.items():
        if _is_data(seen, row):
            held = figures if look in (Look.FIGURE, Look.MARKER) else labels
            held[column] = held.get(column, 0) + 1
    some = {column for (_, column), look in seen.looks.items() if look is Look.FIGURE}
    return {column for column in some if figures.get(column, 0) >= labels.get(column, 0)}


def _bands(seen: Seen, rows: Sequence[int]) -> Iterator[list[int]]:
    """The rows of each table: a row of headers below figures begins another, with the texts that stand over it."""
    own = _rows_of(seen, rows)
    columns = _columns_of_figures(own)
    band: list[int] = []
    loose: list[int] = []  # rows without figures since the last that had some
    begun = heads = False
    for row in sorted(rows):
        if _is_data(own, row):
            if begun and heads:
                yield band
                band = []
            band += [*loose, row]
            loose, begun, heads = [], True, False
        else:
            loose.append(row)
            heads = heads or _is_header(own, row, columns)
    if band or loose:
        yield [*band, *loose]


def _is_header(seen: Seen, row: int, columns: set[int]) -> bool:
    """Whether a row without figures names columns: with several texts that are periods, areas or measures, or one of them
    beside a label. One text alone is a heading.
    """
    cells = seen.cells_of_row.get(row, ())
    over = [c for c in cells if c in columns]
    named = [c for c in over if seen.look(row, c) is Look.PERIOD or seen.known(seen.grid.text(row, c))]
    texts = {seen.grid.text(row, c) for c in over if seen.look(row, c) in (Look.TEXT, Look.PERIOD)}
    if len(named) >= 2 or (named and len(cells) > 1):
        return True
    # Unknown words over several columns, and none beside them: the corner of a header is often empty.
    return len(texts) > 1 and len(over) == len(cells)


def _panels(seen: Seen) -> list[Seen]:
    """Tables side by side: a column of labels after a table's figures begins the next."""
    figures = _columns_of_figures(seen)
    starts = [0]
    after_figures = False
    for column in sorted({column for _, column in seen.looks}):
        if column in figures:
            after_figures = True
        elif after_figures and any(later > column for later in figures) and _labels(seen, column):
            starts.append(column)
            after_figures = False
    ends = [*starts[1:], 1 << 30]
    return [
        replace(seen, looks={at: look for at, look in seen.looks.items() if start <= at[1] < end})
        for start, end in zip(starts, ends, strict=True)
    ]


def _labels(seen: Seen, column: int) -> bool:
    """Whether most texts beside figures in a column are periods, areas or measures, and no remarks."""
    rows = [
        row
        for (row, at), look in seen.looks.items()
        if at == column and _is_data(seen, row) and look is not Look.MARKER
    ]
    good = [row for row in rows if seen.look(row, column) is Look.PERIOD or seen.known(seen.grid.text(row, column))]
    return len(good) * 2 >= len(rows) > 0


# --- a table ------------------------------------------------------------------------------------------------------


def _shape(sheet: Seen, panel: Seen, before: Sequence[Shape]) -> Shape | None:
    """The table of a panel's rows; None where figures stand without a label."""
    grid = sheet.grid
    data = [row for row in panel.cells_of_row if _is_data(panel, row)]
    columns = sorted(_columns_of_figures(panel))
    rows = [row for row in data if any(c in columns for c in _figures(panel, row))]
    if not rows or not columns:
        return None
    # Rows of markers alone after the last figure, or before the first, are the table's too.
    rows = [row for row in data if any(panel.look(row, c) in (Look.FIGURE, Look.MARKER) for c in columns)]
    box = Box(min(rows), columns[0], max(rows), columns[-1])
    inside = [row for row in panel.cells_of_row if box.top < row < box.bottom and not _is_data(panel, row)]
    headers = _headers(panel, box, columns)
    of_data = set(data)
    sides = sorted(
        {
            column
            for (row, column), look in panel.looks.items()
            if row in of_data and column not in columns and look in (Look.TEXT, Look.PERIOD)
        }
        | _merged_sides(panel, box, columns)
    )
    if not sides and not headers:
        return None
    alone = {
        cells[0]
        for row in inside
        if len(cells := panel.cells_of_row[row]) == 1 and panel.look(row, cells[0]) is not Look.MARKER
    }
    titles = _titles(sheet, panel, box, {line.index for line in headers}, columns)
    shared = tuple(
        dict.fromkeys(
            text for shape in reversed(before) for text in (*shape.titles, *shape.shared) if text != grid.sheet
        )
    )
    return Shape(
        grid,
        box,
        headers,
        tuple(Line("column", column) for column in sides),
        tuple(Line("heading", column) for column in sorted(alone)),
        titles,
        tuple(text for text in shared if text not in titles),
    )


def _merged_sides(panel: Seen, box: Box, columns: Sequence[int]) -> set[int]:
    """Columns left of the figures whose label is merged over rows of the table and begins above the first."""
    return {
        first[1]
        for at, first in panel.grid.merged.items()
        if box.top <= at[0] <= box.bottom and first[1] not in columns and first in panel.looks and first[1] < columns[0]
    }


def _headers(panel: Seen, box: Box, columns: Sequence[int]) -> tuple[Line, ...]:
    """The rows above the figures that tell their columns apart; the upper ones may leave cells empty or merged."""
    grid = panel.grid
    found: list[int] = []
    empty = 0
    for row in range(box.top - 1, -1, -1):
        texts = [grid.text(row, column, merged=True) for column in columns]
        own = [c for c in columns if panel.look(row, c) in (Look.TEXT, Look.PERIOD)]
        some = {text for text in texts if text}
        period = any(panel.look(row, c) is Look.PERIOD for c in own)
        if not some or not (own or any(grid.merged.get((row, c)) in panel.looks for c in columns)):
            empty += 1
            if empty > 1 and found:
                break
            continue
        if (len(some) == 1 and len(own) < 2 and len(columns) > 1 and not period) or _is_title(
            panel, row, own, bool(found)
        ):
            if found:
                break
            continue  # a heading between the header and the first figures
        found.insert(0, row)
        empty = 0
        if len(found) == _HEADER_ROWS:
            break
    return tuple(Line("row", row) for row in found)


def _is_title(panel: Seen, row: int, own: Sequence[int], above_headers: bool) -> bool:
    """Whether a text over a table's one column of figures, above its header, is a title."""
    return (
        above_headers
        and len(own) == 1
        and panel.cells_of_row.get(row) == list(own)
        and panel.look(row, own[0]) is Look.TEXT
    )


def _titles(sheet: Seen, panel: Seen, box: Box, headers: set[int], columns: Sequence[int]) -> tuple[str, ...]:
    """The texts above a table that are no labels of its columns, the nearest first, then its sheet's name.

    A text that stands alone in its row speaks of all tables beside each other.
    """
    grid = sheet.grid
    top = min(panel.cells_of_row)
    first = min((row for row, _ in panel.looks), default=0)
    texts: list[str] = []
    for row in range(box.top - 1, -1, -1):
        cells = sheet.cells_of_row.get(row, [])
        own = panel.cells_of_row.get(row, [])
        alone = not own and len(cells) == 1 and _above_all(sheet, row, first)
        for column in own if row >= top else ():
            look = panel.look(row, column)
            if look in (Look.TEXT, Look.PERIOD) and not (row in headers and column in columns):
                texts.append(_with_label(grid, row, column, own))
        if alone and sheet.look(row, cells[0]) in (Look.TEXT, Look.PERIOD):
            texts.append(grid.text(row, cells[0]))
    return tuple(dict.fromkeys(text for text in (*texts, grid.sheet) if text))


def _above_all(sheet: Seen, row: int, first: int) -> bool:
    """Whether no figures stand between a row and the first one of a table."""
    return not any(_is_data(sheet, at) for at in range(row, first))


def _with_label(grid: Grid, row: int, column: int, own: Sequence[int]) -> str:
    """A cell of a title: a bare year is told with the word before it (`Financial year | 2018`)."""
    text = grid.text(row, column)
    before = [c for c in own if c < column]
    return f"{grid.text(row, before[-1])} {text}" if before and re.fullmatch(r"\d{4}", text) else text


# --- what titles say ----------------------------------------------------------------------------------------------


def windows(text: str) -> Iterable[str]:
    """Runs of words of a text, the longest first."""
    words = re.split(r"[\s:;,]+|(?<=\w)[)(]|[(](?=\w)", text)
    words = [word for word in words if word]
    for size in range(min(len(words), _WINDOW), 0, -1):
        for start in range(len(words) - size + 1):
            yield " ".join(words[start : start + size])


def periods_named(text: str) -> list[tuple[str, tuple[Reading, ...]]]:
    """Every period that a text speaks of, with its words: the longest words first, and none within another."""
    found: list[tuple[str, tuple[Reading, ...]]] = []
    for words in windows(text):
        if not re.search(r"\d", words) or any(words in longer for longer, _ in found):
            continue
        if options := readings(words):
            found.append((words, options))
    return found
