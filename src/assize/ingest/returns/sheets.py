"""Every cell of a workbook or csv that came back, with what a person may have done to it: formulas, formats, comments, hiding.

Return forms are small and pass through many hands and programs, so more is asked of each cell than of a publisher's: whether a
formula made it and whether its result was kept, whether it is shown as a per cent, whether it is an error, whether anyone can
see it. An xls tells values, formulas, errors, merged cells and hidden sheets alone.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from functools import lru_cache

from assize.ingest.files.archives import check_workbook
from assize.ingest.files.texts import is_text, other_kind
from assize.ingest.files.written_aside import NOTHING_ASIDE, Aside, aside_of, xls_runs
from assize.ingest.received import Received, column_letters

MOST_CELLS = 100_000  # of a workbook; the largest form has a few thousand
MOST_CSV_BYTES = 5_000_000
_MOST_OF_A_PART = 40_000_000  # bytes of xml, unpacked
_WITH_TEXT = re.compile(r"^(?:xl/sharedstrings\.xml|xl/worksheets/[^/]*\.xml|content\.xml)$", re.IGNORECASE)
DELIMITERS = (",", ";", "\t", "|")
Place = tuple[int, int]  # row and column, from 0


class Kind(Enum):
    """What a cell holds."""

    NUMBER = "number"
    TEXT = "text"
    DAY = "date"
    TRUTH = "true or false"
    ERROR = "error"
    UNKNOWN = "unknown"  # of an older workbook: a formula's 0, which may have been a text
    NOTHING = "nothing"


@dataclass(frozen=True)
class SheetCell:
    """A cell as it is stored. `text` is what stands there; a formula whose result was not kept holds nothing. `aside` says
    what of it is struck through, raised or lowered.
    """

    kind: Kind
    text: str
    number: Decimal | None = None
    day: date | None = None
    percent: bool = False
    formula: bool = False
    aside: Aside = NOTHING_ASIDE

    @property
    def words(self) -> str:
        """Its text with every run of spaces made one."""
        return " ".join(self.text.replace("\u200b", "").replace("\ufeff", "").split())

    @property
    def seen(self) -> str:
        """Its text as the program shows it: a number that is formatted as a percentage is stored as a share."""
        if self.number is None or not self.percent:
            return self.words
        share = (self.number * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
        return f"{share.normalize():f}%"


EMPTY = SheetCell(Kind.NOTHING, "")


@dataclass(eq=False)
class Sheet:
    """One sheet by place; only cells in which something stands are in `cells`. `merged` leads from each cell of a merged range
    but the first to the first. A csv is one sheet without a name, and `lines` says on which line a row begins.
    """

    name: str
    hidden: bool = False
    cells: dict[Place, SheetCell] = field(default_factory=dict)
    merged: dict[Place, Place] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    comments: dict[Place, str] = field(default_factory=dict)
    boxes: list[str] = field(default_factory=list)  # what stands in text boxes over the cells
    lines: list[int] = field(default_factory=list)
    is_csv: bool = False

    def at(self, row: int, column: int) -> SheetCell:
        """The cell there, empty or not."""
        return self.cells.get((row, column), EMPTY)

    def words(self, row: int, column: int) -> str:
        """The text of a cell, that of its merged range where it is part of one."""
        return self.at(*self.merged.get((row, column), (row, column))).words

    @property
    def rows(self) -> Mapping[int, Mapping[int, SheetCell]]:
        """Cells by row, then column, in order."""
        found: dict[int, dict[int, SheetCell]] = {}
        for row, column in sorted(self.cells):
            found.setdefault(row, {})[column] = self.cells[row, column]
        return found

    def ref(self, row: int, column: int) -> str:
        """`F12`; of a csv `line 12, column F`."""
        if self.is_csv:
            return f"line {self.line(row)}, column {column_letters(column)}"
        return f"{column_letters(column)}{row + 1}"

    def line(self, row: int) -> int | None:
        """The line of a csv on which a row begins."""
        if not self.is_csv:
            return None
        return self.lines[row] if row < len(self.lines) else row + 1

    def is_hidden(self, row: int, column: int) -> bool:
        """Whether its row or column cannot be seen."""
        return row in self.hidden_rows or column in self.hidden_columns


def read_sheets(received: Received, most: int = MOST_CELLS) -> list[Sheet]:
    """Every sheet, hidden ones too, in the order of the file; `most` cells of an xlsx or ods.

    Each who looks at it asks anew, and it is read once. Raises FileRefused where the file cannot be opened safely or is far
    larger than any form.
    """
    found = received.path.stat()
    return _read_once(received, (found.st_size, found.st_mtime_ns, found.st_ino), most)


@lru_cache(maxsize=2)
def _read_once(received: Received, state: tuple[int, int, int], most: int) -> list[Sheet]:
    """`state` is there to tell a file from a later one in its place."""
    if not received.is_workbook:
        return _csv_sheets(received)
    if not received.is_zip:
        return _legacy_sheets(received)
    from assize.ingest.returns.packed_sheets import read_ods, read_xlsx

    kind = check_workbook(received.path, received.name)
    return read_ods(received, most) if kind == ".ods" else read_xlsx(received, most)


def bears_words(received: Received, words: Sequence[str], fewest: int) -> bool:
    """Whether so many of these words stand anywhere in a file: a quick look, before a workbook is laid out for it.

    Raises FileRefused where a workbook cannot be opened safely.
    """
    if not received.is_workbook:
        start = next(received.blocks(), b"")
        if other_kind(start) or not is_text(start):
            return False
        data = received.path.read_bytes()
        return counted([data, data.replace(b"\0", b"")], words) >= fewest
    if not received.is_zip:
        data = received.path.read_bytes()
        return counted([data, data.replace(b"\0", b"")], words) >= fewest
    check_workbook(received.path, received.name)
    with zipfile.ZipFile(received.path) as archive:
        parts = [
            part
            for part in archive.infolist()
            if _WITH_TEXT.search(part.filename) and part.file_size <= _MOST_OF_A_PART
        ]
        return counted((archive.read(part) for part in parts), words) >= fewest


def counted(texts: Iterable[bytes], words: Sequence[str]) -> int:
    """How many of these words stand in texts, whatever their letters' case."""
    wanted = {word.casefold().encode() for word in words}
    found: set[bytes] = set()
    for text in texts:
        lower = text.lower()
        found |= {word for word in wanted - found if word in lower}
    return len(found)


def too_large(received: Received) -> Exception:
    """The error that refuses a file which no form could become."""
    return received.refused(
        "the workbook is too large for a return form",
        found=f"more than {MOST_CELLS:,} cells",
        fix="Copy the figures into the form you were sent, and send that back.",
    )


def _csv_sheets(received: Received) -> list[Sheet]:
    if received.path.stat().st_size > MOST_CSV_BYTES:
        return []
    rows = _records(received)
    sheet = Sheet("", is_csv=True)
    for row, (line, cells) in enumerate(rows):
        sheet.lines.append(line)
        for column, text in enumerate(cells):
            if text.strip():
                sheet.cells[row, column] = SheetCell(Kind.TEXT, text)
    if len(sheet.cells) > MOST_CELLS:
        raise too_large(received)
    return [sheet]


def _records(received: Received) -> list[tuple[int, list[str]]]:
    """The rows of a csv by the delimiter that lays it out: offices save with commas, semicolons, tabs or upright strokes."""
    text = received.text
    tried = [(list(_rows(text, delimiter)), delimiter) for delimiter in DELIMITERS if delimiter in text]
    return max((rows for rows, _ in tried), key=_columns, default=[])


def _columns(rows: list[tuple[int, list[str]]]) -> tuple[int, int]:
    """How much of a table the rows are: the cells of the most rows of one width, then in how many of all something stands.

    Sentences and formulas hold many a comma or semicolon, and fall into rows of every width.
    """
    widths = Counter(len(row) for _, row in rows if len(row) > 1)
    table = max((width * count for width, count in widths.items() if count > 1), default=0)
    return table, sum(sum(bool(cell.strip()) for cell in row) for _, row in rows if len(row) > 1)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """A form's cells hold several lines, so that a quotation mark left open is found by the lines of the form it swallows."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error:
        return


def _legacy_sheets(received: Received) -> list[Sheet]:
    from assize.ingest.files.xls_formulas import formulas_of

    sheets, formulas, runs = [], formulas_of(received), xls_runs(received.path)
    for about in received.workbook.abouts:
        sheet = Sheet(about.name, about.is_hidden)
        for row, cells in enumerate(received.sheet(about.name)):
            for column, value in enumerate(cells):
                if (cell := _legacy_cell(value)) is not None:
                    sheet.cells[row, column] = cell
        made = formulas[about.name]
        for place in made.formulas & sheet.cells.keys():
            sheet.cells[place] = replace(sheet.cells[place], formula=True)
        for place in made.percentages & sheet.cells.keys():
            sheet.cells[place] = replace(sheet.cells[place], percent=True)
        for place, written in runs.get(about.name, {}).items():
            if place in sheet.cells:
                sheet.cells[place] = replace(sheet.cells[place], aside=aside_of(written))
        for place in made.unknown:
            sheet.cells[place] = SheetCell(Kind.UNKNOWN, sheet.at(*place).text, formula=True)
        for first, last in made.merged:
            add_merged(sheet, first, last)
        sheets.append(sheet)
    if sum(len(sheet.cells) for sheet in sheets) > MOST_CELLS:
        raise too_large(received)
    return sheets


def _legacy_cell(value: object) -> SheetCell | None:
    if isinstance(value, str):
        return text_cell(value) if value.strip() else None
    if isinstance(value, bool):
        return SheetCell(Kind.TRUTH, str(value).upper())
    if isinstance(value, int | float):
        return number_cell(repr(value))
    if isinstance(value, datetime):
        return SheetCell(Kind.DAY, value.isoformat(" "), day=value.date())
    if isinstance(value, date):
        return SheetCell(Kind.DAY, value.isoformat(), day=value)
    return SheetCell(Kind.DAY, str(value)) if value is not None else None


_ERRORS = frozenset(
    "#REF! #DIV/0! #VALUE! #NAME? #N/A #NUM! #NULL! #GETTING_DATA #SPILL! #CALC! #FIELD! #BLOCKED! #UNKNOWN!".split()
)


def text_cell(text: str, *, formula: bool = False) -> SheetCell:
    """A text; one that names an error of a spreadsheet program is that error."""
    bare = text.strip().upper()
    error = bare in _ERRORS or (bare.startswith("ERR:") and bare[4:].isdigit())
    return SheetCell(Kind.ERROR if error else Kind.TEXT, text, formula=formula)


_NOISE = Decimal("1e-9")  # of a whole number, as sums of fractions leave it: 119.99999999999999 is 120


def number_cell(stored: str, *, percent: bool = False, formula: bool = False) -> SheetCell:
    """A number as it is stored: `12`, `0.45`, `1.2E3`; a whole number but for the noise of its making is that whole number."""
    number = Decimal(stored.strip())
    whole = number.to_integral_value()
    if number != whole and abs(number - whole) <= _NOISE * max(abs(number), Decimal(1)):
        number = whole
    shown = f"{number:f}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return SheetCell(Kind.NUMBER, shown or "0", number=number, percent=percent, formula=formula)


def add_merged(sheet: Sheet, first: Place, last: Place) -> None:
    """A merged range; of a column or row without end as far as something may stand."""
    bottom, right = min(last[0], first[0] + 999), min(last[1], first[1] + 255)
    for row in range(first[0], bottom + 1):
        for column in range(first[1], right + 1):
            if (row, column) != first:
                sheet.merged[row, column] = first
