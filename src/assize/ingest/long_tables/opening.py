"""A long table as it is published, csv or workbook alike: is it one, and opened as a table in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from assize.ingest.files.sheet_stream import can_stream, sheet_tops
from assize.ingest.layouts import Match, match_headers
from assize.ingest.long_tables.table import LargeTable, header_key, only_columns, open_csv
from assize.ingest.long_tables.workbook import match_sheets, open_sheets
from assize.ingest.received import HEADER_ROWS, Received

Columns = Mapping[str, Sequence[str]]  # our name of a column -> the spellings of its header, as `header_key` gives them


def match_table(received: Received, columns: Columns, because: str) -> tuple[Match | None, list[str]]:
    """How far the file bears the headers, and all headers of the rows that bear most of them."""
    spelled = {spelling: name for name, spellings in columns.items() for spelling in spellings}

    def clean(cell: str) -> str:
        key = header_key(cell)
        return spelled.get(key, key)

    if not received.is_workbook:
        return match_headers(received.top, columns, because, clean=clean), _headers([received.top], spelled)
    if not can_stream(received):
        return None, []
    tops = [top.rows for top in sheet_tops(received)]
    return match_sheets(received, columns, because, clean=clean), _headers(tops, spelled)


def open_table(received: Received, columns: Columns, besides: Columns, scratch: Path) -> LargeTable:
    """The table in memory; `columns` must be there, those `besides` may be. `match_table` must have found it whole.

    Raises FileRefused where a column stands twice, a line cannot be told from the next, or a sheet is not like the others.
    """
    wanted = {**columns, **besides}
    if received.is_workbook:
        return open_sheets(received, tuple(columns), wanted, scratch)
    at = next(index for index, row in enumerate(received.top[:HEADER_ROWS]) if _bears(row, columns))
    return open_csv(received, at, only_columns(received, received.top[at], wanted), scratch)


def _bears(row: Sequence[str], columns: Columns) -> bool:
    keys = {header_key(cell) for cell in row}
    return all(keys & set(spellings) for spellings in columns.values())


def _headers(tables: Sequence[Sequence[Sequence[str]]], spelled: Mapping[str, str]) -> list[str]:
    found: list[str] = []
    for rows in tables:
        scored = [(len({spelled.get(header_key(cell)) for cell in row} - {None}), row) for row in rows[:HEADER_ROWS]]
        best, row = max(scored, key=lambda pair: pair[0], default=(0, ()))
        found += [cell for cell in row if best > 1 and cell.strip()]
    return found
