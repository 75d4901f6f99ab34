"""Every value read of the long csv files and of the CPS files is what the csv module finds in its line and column.

The workbooks, look-ups and courts' files have such tests of their own beside this one; each prints its count.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from demonstration import Loaded

from assize.store import Store

pytestmark = pytest.mark.real
NO_NUMBER = {"", "-", "na", "n/a", "..", "--"}


def lines_of(path: Path) -> list[list[str]]:
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@cache
def number(printed: str) -> int | None:
    plain = printed.replace(",", "")
    return None if plain.lower() in NO_NUMBER else int(plain)


@pytest.mark.parametrize(
    ("pattern", "many"),
    [
        ("cps_case_outcomes_quarterly/*.csv", 16 * 1075),
        ("home_office_recorded_crime/*.csv", 23068),
        ("home_office_outcomes/outcomes-2017-18.csv.gz", 880352),
        ("home_office_outcomes/outcomes-2018-19.csv.gz", 253597),
    ],
)
def test_every_value_is_what_its_cell_holds(
    shared: Path, published: Loaded, pattern: str, many: int, record_property: Callable[[str, object], None]
) -> None:
    editions = {edition.file: edition for edition in published.store.editions()}
    checked = 0
    for path in sorted((shared / "data").glob(pattern)):
        lines = lines_of(path)
        places = {header.strip(): place for place, header in enumerate(lines[0])}
        kept = editions[path.name]
        read = values(published.store, kept.key)
        for line, column, value, absence, raw in read:
            printed = lines[line - 1][places[column]].strip()
            if number(printed) != value or raw != printed:
                raise AssertionError((path.name, line, column, printed, value, absence))
        assert len({one[:2] for one in read}) == len(read) == kept.observations, "a cell is read twice"
        checked += len(read)
    record_property("counted", f"{pattern}: {checked:,} values are what the csv module finds in their cells")
    assert checked == many


def values(store: Store, key: str) -> list[tuple[int, str, int | None, str, str]]:
    """Line, column, value, absence and text of every observation of an edition."""
    import duckdb

    path = store.folder / "editions" / f"{key}.parquet"
    found: list[tuple[int, str, int | None, str, str]] = (
        duckdb.connect()
        .execute("SELECT line, trim(col), CAST(value AS BIGINT), absence, trim(raw) FROM read_parquet(?)", [str(path)])
        .fetchall()
    )
    return found
