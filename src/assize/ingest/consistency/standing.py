"""Where the figures of a file stand: the row and column of each, and the columns that they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from assize.core.reading import Row
from assize.ingest.files.packed_xml import Place, place_of


def place_in_file(row: Row) -> Place:
    """Row and column of a workbook's cell, from 0; of a csv's its line and 0."""
    return place_of(row.ref) or (row.line or 0, 0)


def columns_of(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The figures of each column of a file, from its top down; cells without a number are left out."""
    columns: dict[tuple[str, str | int], list[tuple[Place, Row]]] = defaultdict(list)
    for row in rows:
        if row.value is not None:
            place = place_in_file(row)
            columns[row.sheet, row.column or place[1]].append((place, row))
    for column in columns.values():
        yield [row for _, row in sorted(column, key=lambda each: each[0])]
