"""A published file as a grid of cells, each of which knows the true figure that stands in it, wherever it is moved.

Nothing here reads files with the product's own code: texts through csv, workbooks through openpyxl, written again by
`writing`. A cell keeps its figure's key while rows and columns move, are dropped or doubled, so after any damage the
right figures are those whose cells are still there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

# Area, period, field and the words of the breakdown: what a figure is of.
Key = tuple[str, str, str, tuple[str, ...]]
NUMBER = re.compile(r"^-?\d+(\.\d+)?([eE]-?\d+)?$")

# What a cell is for in its table. A damage finds its cells by these, so that it works on any publication.
TITLE, HEADER, AREA, CODE, YEAR, QUARTER, WORD, FIGURE, NUMERAL, PERCENTAGE, NOTE, EMPTY = (
    "title",
    "header",
    "area",
    "code",
    "year",
    "quarter",
    "word",
    "figure",
    "other number",
    "percentage",
    "note",
    "empty",
)


class ErrorOfACell(str):
    """`#REF!` as the result of a formula: a workbook holds it as an error, and not as a text."""


@dataclass(slots=True, eq=False)
class Cell:
    """One cell. `keys` are what its figure is truly of (one, but for a line of a look-up, which says several things);
    `claims` what a file that lies says it is of, where nothing in the file can show the lie (`why` says why not).
    """

    value: object = ""
    role: str = EMPTY
    keys: tuple[Key, ...] = ()
    claims: tuple[Key, ...] = ()
    why: str = ""
    was: object = None  # what stood here before any damage

    def copy(self) -> Cell:
        return Cell(self.value, self.role, self.keys, self.claims, self.why, self.was)

    @property
    def text(self) -> str:
        return shown(self.value)


@dataclass(slots=True, eq=False)
class Sheet:
    """Rows of cells, as wide as each other; `merges` are (first row, first column, last row, last column), from 0."""

    name: str
    rows: list[list[Cell]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
    gone: list[Cell] = field(default_factory=list)  # what was cut where nobody can see it
    altered: bool = False  # a copy of another sheet with another figure, which only that sheet beside it shows

    def copy(self) -> Sheet:
        rows = [[cell.copy() for cell in row] for row in self.rows]
        return Sheet(self.name, rows, list(self.merges), self.hidden, list(self.gone), self.altered)

    def cells(self) -> Iterator[Cell]:
        for row in self.rows:
            yield from row

    def with_role(self, *roles: str) -> list[Cell]:
        return [cell for cell in self.cells() if cell.role in roles]

    @property
    def body(self) -> list[int]:
        """The rows in which figures stand."""
        return [at for at, row in enumerate(self.rows) if any(cell.role in (FIGURE, NUMERAL) for cell in row)]

    @property
    def header(self) -> int:
        """The row in which the columns are named: the last one with headers."""
        return max((at for at, row in enumerate(self.rows) if any(cell.role == HEADER for cell in row)), default=-1)

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    def column(self, at: int) -> list[Cell]:
        return [row[at] for row in self.rows if at < len(row)]

    def columns_with(self, *roles: str) -> list[int]:
        """Columns in whose body cells of a role stand."""
        found = {at for index in self.body for at, cell in enumerate(self.rows[index]) if cell.role in roles}
        return sorted(found)

    def named_columns(self) -> list[int]:
        """Columns with a header."""
        if self.header < 0:
            return []
        return [at for at, cell in enumerate(self.rows[self.header]) if cell.role == HEADER and cell.text.strip()]


@dataclass(slots=True, eq=False)
class Book:
    """A file before it is written: its name, its sheets (one, without a name, of a csv) and how it is to be written.

    `after` are damages of the bytes. `unsure` says that the damage may have touched any figure, so that any may be missing
    where the reader says so; none may be wrong even then.
    """

    name: str
    form: str  # csv, csv.gz, xlsx, ods or bytes
    sheets: list[Sheet]
    newline: str = "\r\n"
    encoding: str = "utf-8"
    delimiter: str = ","
    quote_all: bool = False
    tail: str = ""  # text after the last row: of a file cut within a line
    raw: bytes = b""  # of a file that is not written but damaged as it is
    after: list[Callable[[bytes], bytes]] = field(default_factory=list)
    unsure: bool = False
    foreign: dict[Key, list[Decimal]] = field(default_factory=dict)  # true figures of another edition, put among these
    times: int = 1  # what a figure read is multiplied by to be the number printed: 100 of a percentage
    period: str = ""  # what the person who loads it says, where a file does not
    spelled: dict[str, str] = field(
        default_factory=dict
    )  # another right spelling of a name -> the one that stood there
    part: tuple[str, str] = (
        "",
        "",
    )  # a sheet, and what all of its figures are of now: without that word each is another's
    limit: str = ""  # the line that says so: where the reader tells of it, it has not read over it

    def copy(self) -> Book:
        return Book(
            self.name,
            self.form,
            [sheet.copy() for sheet in self.sheets],
            self.newline,
            self.encoding,
            self.delimiter,
            self.quote_all,
            self.tail,
            self.raw,
            list(self.after),
            self.unsure,
            dict(self.foreign),
            self.times,
            self.period,
            dict(self.spelled),
            self.part,
            self.limit,
        )

    @property
    def is_text(self) -> bool:
        return self.form in ("csv", "csv.gz")

    def cells(self) -> Iterator[Cell]:
        for sheet in self.sheets:
            yield from sheet.cells()

    def figures(self) -> Iterator[Cell]:
        """The cells of figures, those cut unseen among them."""
        for sheet in self.sheets:
            yield from (cell for cell in sheet.cells() if cell.keys)
            yield from sheet.gone


def shown(value: object) -> str:
    """What a cell's value looks like, a whole number without a point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def number_of(value: object) -> Decimal | None:
    """The number a cell says: thousands commas and spaces around it read over; None where it says none."""
    if isinstance(value, bool) or value is None:
        return None
    text = shown(value).strip().replace(",", "")
    return Decimal(text) + 0 if NUMBER.match(text) else None
