"""What a reader hands to the store: one received file, read, with what it covers and what was found wrong in it.

`ingest` makes a Reading, `store` keeps it; neither sees the other. A workbook or a small csv comes as rows; a large csv
as a query over the received file, so that its lines never pass through Python.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from assize.core.errors import Problem
from assize.core.nouns import Absence, Mark, Trust
from assize.core.periods import Period

# Columns of an edition before and after the source's own dimensions, in the store and in the query of a large csv.
LEADING_COLUMNS = ("area", "period", "field")
TRAILING_COLUMNS = ("value", "absence", "marks", "raw", "file", "sheet", "ref", "line", "col", "origin")


class Row(NamedTuple):
    """One cell of a workbook or a small csv. `dimensions` in the order of the Reading's. A workbook's cell has `sheet` and
    `ref` ("E12"); a csv's has `line` (1 is the header's, if that is the file's first) and `column` (the header as printed).
    """

    area: str
    period: Period
    field: str
    dimensions: tuple[str, ...]
    value: Decimal | None
    absence: Absence | None
    raw: str
    sheet: str = ""
    ref: str = ""
    line: int | None = None
    column: str = ""
    marks: tuple[Mark, ...] = ()
    origin: str = ""

    @property
    def place(self) -> str:
        """Where it stands in its file: `Table_1!E12`, or `line 12, Receipts`."""
        return f"{self.sheet}!{self.ref}" if self.sheet else f"line {self.line}, {self.column}"


@dataclass(frozen=True)
class Query:
    """A SELECT over a received csv, in the connection that has opened it: LEADING_COLUMNS, the dimensions, TRAILING_COLUMNS."""

    connection: Any  # duckdb.DuckDBPyConnection; core knows only the standard library
    select: str
    rows: int


@dataclass(frozen=True)
class Written:
    """Observations that another process has written to a Parquet file already, beside the store's own, and how many."""

    path: Path
    rows: int


@dataclass(frozen=True)
class Covered:
    """A period an edition speaks for; of one area and one field, or of every one where `area` or `field` is empty.

    A publication whose tables run over different periods names its fields: the knife offences of ten years in an edition of
    the ONS tables do not withdraw the crimes that an earlier edition counted in one of them.
    """

    period: Period
    area: str = ""
    field: str = ""


class PlaceSaid(NamedTuple):
    """What a file says of one code: the place's name, its force (slug, or empty), and in which line."""

    code: str
    name: str
    force: str
    line: int


@dataclass(frozen=True)
class Reading:
    """One file, read whole. `version` is the reader's, so that a later reader can read the same bytes again."""

    source: str
    layout: str
    version: int
    file: str
    sha256: str
    title: str
    released: date
    released_estimated: bool
    whole_series: bool
    covers: tuple[Covered, ...]
    dimensions: tuple[str, ...]
    content: Sequence[Row] | Query | Written
    problems: tuple[Problem, ...] = ()
    trust: Trust = Trust.PUBLISHED
    because: str = ""  # by what its layout was known
    confidence: float = 1.0  # the share of the layout's marks that it bears
    provider: str = ""  # of a partner's return: its table in providers.toml
    keyed: str = ""  # of a return that the office keyed itself: how its figures came
    places: tuple[PlaceSaid, ...] = ()  # of a file that names places by code, where its observations do not

    @property
    def first_period(self) -> Period:
        """The earliest period covered."""
        return min(covered.period for covered in self.covers)

    @property
    def last_period(self) -> Period:
        """The latest period covered."""
        return max(covered.period for covered in self.covers)
