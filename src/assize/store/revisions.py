"""What changed from one edition of a source to another, cell by cell: a question over the two editions' Parquet files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assize.core.nouns import Cell, Change, Revision
from assize.core.periods import parse_period
from assize.store.editions import connect_duckdb, edition_path, identifier, quoted
from assize.store.ledger import Entry
from assize.store.query import plain

Table = tuple[Path, Sequence[str]]  # an edition's Parquet file and its dimensions
_CELL = ("value", "absence", "raw", "file", "sheet", "ref", "line", "col")


def compare(folder: Path, earlier: Entry, later: Entry) -> list[Revision]:
    """`compare_files` of two editions that are held in `folder`."""
    sides = ((edition_path(folder, one.edition.key), one.dimensions) for one in (earlier, later))
    return compare_files(*sides)


def compare_files(earlier: Table, later: Table) -> list[Revision]:
    """Every cell on which the two editions differ, sorted by field, period, area and breakdown.

    A cell is the same where area, period, field and every breakdown are; where one edition has a breakdown that the other
    has not, it is empty in the other. Where a publication has several lines of one kind (the parts of a joint offence code)
    they are compared as their sum, for nothing tells which is which. A marker and a number differ, two different markers
    differ; how a number is printed does not matter.
    """
    names = tuple(dict.fromkeys((*earlier[1], *later[1])))
    keys = ("field", "period", "area", *names)
    chosen = ", ".join(
        [f"coalesce(e.{identifier(key)}, l.{identifier(key)}) AS {identifier(key)}" for key in keys]
        + [f"{side}.{name}" for side in ("e", "l") for name in _CELL]
    )
    same = " AND ".join(f"e.{identifier(key)} = l.{identifier(key)}" for key in keys)
    rows = (
        connect_duckdb()
        .execute(
            f"SELECT e.there IS NOT NULL AS early, l.there IS NOT NULL AS late, {chosen}"
            f" FROM ({_side(earlier, names)}) AS e FULL JOIN ({_side(later, names)}) AS l ON {same}"
            f" WHERE e.there IS NULL OR l.there IS NULL OR e.value IS DISTINCT FROM l.value OR e.absence <> l.absence"
            f" ORDER BY {', '.join(identifier(key) for key in keys)}"
        )
        .fetchall()
    )
    return [_revision(names, row) for row in rows]


def _side(table: Table, names: tuple[str, ...]) -> str:
    path, own = table
    dimensions = "".join(f", {identifier(name) if name in own else quoted('')} AS {identifier(name)}" for name in names)
    keys = ", ".join(("field", "period", "area", *(identifier(name) for name in names)))
    first = ", ".join(f"min_by({name}, coalesce(line, 0)) AS {name}" for name in _CELL[3:])
    return (
        "SELECT true AS there, field, period, area" + "".join(f", {identifier(name)}" for name in names) + ","
        " CASE WHEN count(value) = count(*) THEN sum(value) END AS value,"
        " CASE WHEN count(value) < count(*) THEN max(absence) ELSE '' END AS absence,"
        " CASE WHEN count(*) = 1 THEN min(raw) ELSE '' END AS raw,"
        f" {first} FROM (SELECT field, period, area{dimensions}, {', '.join(_CELL)} FROM read_parquet({quoted(str(path))}))"
        f" GROUP BY {keys}"
    )


def _revision(names: tuple[str, ...], row: tuple[Any, ...]) -> Revision:
    early, late, name, period, area, *rest = row
    dimensions, before, after = rest[: len(names)], rest[len(names) : -len(_CELL)], rest[-len(_CELL) :]
    return Revision(
        change=Change.RESTATED if early and late else Change.NEW if late else Change.GONE,
        area=area,
        period=parse_period(period),
        field=name,
        dimensions=dict(zip(names, dimensions, strict=True)),
        before=None if before[0] is None else plain(before[0]),
        after=None if after[0] is None else plain(after[0]),
        before_raw=_printed(before) if early else "",
        after_raw=_printed(after) if late else "",
        before_cell=_cell(before) if early else None,
        after_cell=_cell(after) if late else None,
    )


def _printed(side: Sequence[Any]) -> str:
    """As printed; the sum of several lines, which is printed nowhere, as a number."""
    value, absence, raw, *_ = side
    return (raw or "").strip() or absence or ("" if value is None else f"{plain(value):f}")


def _cell(side: list[Any]) -> Cell:
    _, _, _, file, sheet, ref, line, column = side
    return Cell(file=file, ref=ref or f"line {line}, {column}", sheet=sheet or "")
