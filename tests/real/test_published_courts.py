"""The courts' published files: every value against the csv module's own reading; pivot caches against openpyxl's."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assize.catalogue.load import load_catalogue
from assize.core.errors import FileRefused
from assize.core.periods import parse_period
from assize.core.reading import Reading, Row
from assize.ingest import read_file
from assize.ingest.files.pivot_caches import open_records, pivot_caches
from assize.ingest.received import Received

pytestmark = pytest.mark.real

CATALOGUE = load_catalogue()
NOT_KEPT = {  # what says of which place, period or group a figure is, and what is only checked
    "quarter_end", "year", "quarter", "region", "geo_level", "age_band", "age_order", "court", "change", "pct_change",
    "net_flow", "Year", "Period", "Court type", "National", "Region", "LCJB area", "LJA or Court name",
}  # fmt: skip
OBSERVATIONS = {
    "gold_backlog_by_court.csv": 140,
    "gold_backlog_trajectory.csv": 120,
    "gold_caseload_age.csv": 360,
    "gold_timeliness_by_region.csv": 640,
    "timeliness-transparency-april-june-2018_EXTRACT.csv": 108,
}


def rows_of(reading: Reading) -> list[Row]:
    assert isinstance(reading.content, list)
    return reading.content


@pytest.fixture(scope="module")
def readings(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading]:
    scratch = tmp_path_factory.mktemp("courts")
    folder = shared / "data" / "moj_court_statistics"
    quarter = parse_period("2025Q4")
    return {path.name: read_file(path, CATALOGUE, scratch, period=quarter) for path in sorted(folder.iterdir())}


def printed(path: Path) -> Iterator[tuple[int, str, str, dict[str, str]]]:
    """(line, column, text, the line's other cells) of every figure of a file."""
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        for line in reader:
            for column, text in line.items():
                if column not in NOT_KEPT:
                    yield reader.line_num, column, text, line


def test_every_value_of_the_five_files(
    readings: dict[str, Reading], shared: Path, record_property: Callable[[str, object], None]
) -> None:
    compared = 0
    for name, reading in readings.items():
        found = {(row.line, row.column): row for row in rows_of(reading)}
        assert len(found) == len(reading.content) == OBSERVATIONS[name]
        for line, column, text, cells in printed(shared / "data" / "moj_court_statistics" / name):
            row = found.pop((line, column))
            assert row.value == (Decimal(text) if text else None), (name, line, column)
            assert row.raw == text
            assert row.period == expected_period(cells, column)
            assert row.area == expected_area(cells)
            compared += 1
        assert not found
    assert compared == sum(OBSERVATIONS.values())
    record_property("counted", f"courts: {compared:,} values of {len(readings)} files are those of the csv")


def expected_period(cells: dict[str, str], column: str) -> Any:
    if "quarter_end" in cells:
        return parse_period(f"{cells['year']}{cells['quarter']}")
    if "Period" in cells:
        return parse_period(cells["Period"].split(" (")[0].replace(" ", ""))
    return parse_period("2025Q4" if column == "open_latest" else "2024Q4")


def expected_area(cells: dict[str, str]) -> str:
    regions = {"Region", "region"} & cells.keys()
    name = next((cells[key] for key in ("LCJB area", *regions) if cells.get(key, "-") != "-"), "England and Wales")
    if "court" in cells:
        slug = cells["court"].lower().replace("(", "").replace(")", "").replace(" ", "-")
        return "court-not-known" if slug == "unknown" else f"crown-court-{slug}"
    if name == "England and Wales" or "age_band" in cells or "net_flow" in cells:
        return "england-and-wales"
    slug = name.removesuffix(" LCJB").lower().replace(" ", "-")
    return slug if name.endswith("LCJB") else f"hmcts-{slug}"


def test_the_figures_that_are_quoted(readings: dict[str, Reading]) -> None:
    """80,203 open cases at the end of 2025; Staffordshire 871 + 754 and West Mercia 742 + 844 of them (reference, 5.1)."""
    at = parse_period("2025Q4")
    trajectory = {row.field: row.value for row in rows_of(readings["gold_backlog_trajectory.csv"]) if row.period == at}
    assert trajectory["open_cases"] == 80203
    courts = [
        row for row in rows_of(readings["gold_backlog_by_court.csv"]) if row.period == at and row.value is not None
    ]
    assert sum(row.value for row in courts if row.value) == 80203  # with the cases whose court is not known
    for board, expected in (("staffordshire", 1625), ("west-mercia", 1586)):
        inside = [
            row.value for row in courts if row.area in CATALOGUE.areas and CATALOGUE.areas[row.area].within == board
        ]
        assert sum(value for value in inside if value) == expected
    ages = [row.value for row in rows_of(readings["gold_caseload_age.csv"]) if row.period == at]
    assert sum(value for value in ages if value) == 75799  # the cases of known age


def test_pivot_caches_are_read_as_openpyxl_reads_them(
    shared: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    compared = 0
    for path in sorted((shared / "data" / "pivot_caches").glob("*.xlsx")):
        received = Received(path, path.name)
        (cache,) = pivot_caches(received)
        if not cache.records:
            continue
        table = open_records(received, cache, tmp_path)
        book = openpyxl.load_workbook(path)
        (pivot,) = [pivot for sheet in book.worksheets for pivot in sheet._pivots]
        theirs = pivot.cache
        assert table.headers == tuple(field.name for field in theirs.cacheFields)
        for record, ours in zip(
            theirs.records.r, table.ask("SELECT * EXCLUDE (line) FROM records ORDER BY line"), strict=True
        ):
            for at, (value, text) in enumerate(zip(record._fields, ours, strict=True)):
                item = value
                if type(value).__name__ == "Index":
                    item = theirs.cacheFields[at].sharedItems._fields[value.v]
                assert same(item, text), (path.name, at, text)
                compared += 1
    assert compared == 120
    record_property("counted", f"pivot caches: {compared} values are those that openpyxl reads")


def same(item: Any, text: str | None) -> bool:
    kind = type(item).__name__
    if kind == "Missing":
        return text is None
    if text is None:
        return False
    if kind == "Number":
        return Decimal(text) == Decimal(str(item.v))
    if kind == "DateTimeField":
        return text == item.v.isoformat()
    if kind == "Boolean":
        return (text == "1") is item.v
    return text == item.v


def test_workbooks_of_no_known_tool_are_refused_with_the_reason(shared: Path, tmp_path: Path) -> None:
    said = {}
    for path in sorted((shared / "data" / "pivot_caches").glob("*.xlsx")):
        with pytest.raises(FileRefused) as error:
            read_file(path, CATALOGUE, tmp_path)
        said[path.name] = error.value.sentence
    assert "saved without the records of its pivot table" in said["cache-without-source-data.xlsx"]
    assert "found 'F1', 'F2'" in said["many-fields-in-cache.xlsx"]
    assert "found 'Name', 'Only blanks'" in said["various-data-types.xlsx"]
