"""The five editions of the ONS police force area tables, against openpyxl: every value, and every cell that was restated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assize.catalogue.load import load_catalogue
from assize.core.nouns import AreaKind, Change
from assize.core.periods import Period, parse_period
from assize.core.reading import Reading, Row
from assize.ingest import read_file
from assize.store import Store

pytestmark = pytest.mark.real

CATALOGUE = load_catalogue()
FOLDER = "data/ons_police_force_area_tables"
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
Key = tuple[str, ...]


@pytest.fixture(scope="module")
def files(shared: Path) -> list[Path]:
    return sorted((shared / FOLDER).glob("*.xlsx"))


@pytest.fixture(scope="module")
def readings(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading]:
    scratch = tmp_path_factory.mktemp("scratch")
    return {path.name: read_file(path, CATALOGUE, scratch) for path in files}


@pytest.fixture(scope="module")
def books(files: list[Path]) -> dict[str, Any]:
    return {path.name: openpyxl.load_workbook(path) for path in files}


@pytest.fixture(scope="module")
def store(files: list[Path], readings: dict[str, Reading], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    held = Store.open(tmp_path_factory.mktemp("store"))
    for path in files:
        held.keep(readings[path.name], path)
    yield held
    held.close()


def rows(reading: Reading) -> list[Row]:
    return [row for row in reading.content if isinstance(row, Row)]


def figures(path_name: str, books: dict[str, Any]) -> Iterator[tuple[Any, Any, bool]]:
    """(sheet, cell, whether it is a number) of every cell in a row of an area and a column right of its name."""
    for sheet in books[path_name].worksheets:
        if not sheet.title.strip().startswith("Table P"):
            continue
        for row in sheet.iter_rows(min_row=6):
            if not any(isinstance(cell.value, int | float) for cell in row[2:]) or row[1].value is None:
                continue
            for cell in row[2:]:
                if cell.value is not None and str(cell.value).strip():
                    yield sheet, cell, isinstance(cell.value, int | float)


def test_every_value_read_is_what_stands_in_its_cell(
    readings: dict[str, Reading], books: dict[str, Any], record_property: Callable[[str, object], None]
) -> None:
    checked = 0
    for name, reading in readings.items():
        for row in rows(reading):
            stands = books[name][row.sheet][row.ref].value
            if row.value is None:
                assert row.absence is not None
                assert str(stands).strip() == row.raw
            elif row.raw in ("", "*", "*↑", "*↓"):
                assert (stands or "") == row.raw
                assert row.value == {"": 0, "*": 1, "*↑": 1, "*↓": -1}[row.raw]
            else:
                assert Decimal(str(stands)) == row.value, (name, row)
            checked += 1
    record_property(
        "counted", f"ONS police force area tables: {checked:,} values are what openpyxl finds in their cells"
    )
    assert checked > 33000


def test_every_figure_of_every_table_is_read(readings: dict[str, Reading], books: dict[str, Any]) -> None:
    """A cell that is not kept prints the same figure as one that is: the two tables of knives, the two of populations."""
    for name, reading in readings.items():
        kept = {(row.sheet, row.ref) for row in rows(reading)}
        values = Counter(row.value for row in rows(reading) if row.value is not None)
        left = [
            (sheet.title, cell.coordinate, cell.value)
            for sheet, cell, _ in figures(name, books)
            if (sheet.title, cell.coordinate) not in kept
        ]
        twice = 56 + (55 + 55 if "march2018" in name else 0)  # areas in P4 and P5; in P3, P9 and P10
        assert len(left) == twice, left[:5]
        assert all(values[Decimal(str(value))] for _, _, value in left)


def find(reading: Reading, area: str, period: str, field: str, category: str) -> Row:
    (found,) = [
        row
        for row in rows(reading)
        if (row.area, row.period, row.field, row.dimensions) == (area, parse_period(period), field, (category,))
    ]
    return found


def test_spot_figures(readings: dict[str, Reading]) -> None:
    march, june = (
        next(r for n, r in readings.items() if "march2018" in n),
        next(r for n, r in readings.items() if "june2019" in n),
    )
    offences = find(march, "staffordshire", "2017-18", "offences", "all-offences")
    assert (offences.value, offences.sheet, offences.ref) == (83987, "Table P1", "C31")
    assert find(march, "staffordshire", "2011-12", "knife_offences", "selected-offences").value == 328
    assert find(june, "staffordshire", "2011-12", "knife_offences", "selected-offences").value == 327
    assert find(june, "staffordshire", "2018-m06", "population", "all").value == 1131100
    whole = find(march, "england-and-wales-with-btp", "2017-18", "offences", "all-offences")
    assert whole.value == 4876282
    assert find(march, "england-with-btp", "2017-18", "knife_offences", "selected-offences").value == 39018
    assert find(march, "england-and-wales", "2012-13", "asb_incidents", "all").ref == "M8"
    assert find(march, "england-and-wales-with-btp", "2012-13", "asb_incidents", "all").ref == "M7"
    assert not [row for row in rows(march) if row.area == "england-and-wales" and row.field.startswith("offences")]


def test_forty_three_forces_make_up_the_counts(readings: dict[str, Reading]) -> None:
    forces = {area.slug for area in CATALOGUE.areas.values() if AreaKind.FORCE in area.kinds}
    for reading in readings.values():
        crimes = [row for row in rows(reading) if (row.field, row.dimensions) == ("offences", ("all-offences",))]
        of_forces = {row.area: row.value or Decimal(0) for row in crimes if row.area in forces}
        assert len(of_forces) == 43
        whole = next(row.value for row in crimes if row.area == "england-and-wales-with-btp")
        transport = next(row.value for row in crimes if row.area == "british-transport-police")
        assert whole is not None and transport is not None
        assert sum(of_forces.values()) + transport == whole


def test_release_dates_are_the_files_own_where_they_print_one(readings: dict[str, Reading]) -> None:
    dates = {name: (reading.released.isoformat(), reading.released_estimated) for name, reading in readings.items()}
    assert {told for name, told in dates.items() if "corrected" in name} == {("2019-02-06", False)}
    assert next(told for name, told in dates.items() if "march2018" in name) == ("2018-07-20", True)  # v2


# --- what was restated ---------------------------------------------------------------------------------------------------


def period_of(text: str) -> str:
    """`Apr '11 to Mar '125, 6` or `year ending June 181,2` as the year and month it ends in."""
    if match := re.search(r"to ([A-Z][a-z]{2}) '(\d\d)", text):
        return f"20{match[2]}-{MONTHS.index(match[1]) + 1:02d}"
    named = [
        (f"20{match[2]}", MONTHS.index(match[1].title()[:3]) + 1)
        for match in re.finditer(r"year ending ([A-Za-z]+) (?:20)?(1\d)", text)
    ]
    year, month = max(named)
    return f"{year}-{month:02d}"


def stripped(text: object) -> str:
    words = re.sub(r"\s+", " ", str(text or "")).strip().replace("Residental", "Residential")
    words = re.sub(r"(?<=[a-z)])\s*\d{1,2}(,\s*\d{1,2})*(?=\)?$)", "", words)
    words = {"All other theft offences": "Other theft offences"}.get(words, words)
    return words.replace("Miscellaneous crimes against society", "Miscellaneous crimes").replace("- ", "-")


def area_of(code: object, name: object, edition: str, table: str, leaf: str) -> str:
    label = re.sub(r"\s*\d[\d,]*$|\s*\(2006\)$", "", re.sub(r"\s+", " ", str(name))).strip().casefold()
    if "excluding" in label:
        return label
    if str(code).startswith("K04"):
        people = table in ("P6", "P9", "P10") or "exc. btp" in label or "rounded to 100" in leaf
        return "whole" if people else "whole with btp"
    if str(code).startswith("E92"):
        return "england with btp" if edition == "march2018" and table in ("P4", "P5") else "england"
    return label if "/" in label or not code else str(code)[:9]


def independent(edition: str, book: Any) -> dict[Key, str]:
    """Every figure of a workbook under what its row and its headers, merged cells followed, say it is."""
    found: dict[Key, str] = {}
    for sheet in book.worksheets:
        title = str(sheet["A1"].value)
        match = re.match(r"Table (P\d+):", title)
        if not match:
            continue
        table = match[1]
        ending = period_of(title) if "year ending" in title else ""
        merged = {
            (row, column): sheet.cell(area.min_row, area.min_col).value
            for area in sheet.merged_cells.ranges
            for row in range(area.min_row, area.max_row + 1)
            for column in range(area.min_col, area.max_col + 1)
        }
        header = {
            (row, column): merged.get((row, column), sheet.cell(row, column).value)
            for row in (4, 5)
            for column in range(3, sheet.max_column + 1)
        }
        for row in range(6, sheet.max_row + 1):
            cells = [sheet.cell(row, column).value for column in range(3, sheet.max_column + 1)]
            if not any(isinstance(value, int | float) for value in cells):
                continue
            for column, value in enumerate(cells, start=3):
                group, leaf = stripped(header[4, column]), stripped(header[5, column])
                if not leaf or (value is None and table != "P6"):
                    continue
                area = area_of(sheet.cell(row, 1).value, sheet.cell(row, 2).value, edition, table, leaf)
                found[(area, *meaning(table, ending, group, leaf))] = "" if value is None else str(value).strip()
    return found


def meaning(table: str, ending: str, group: str, leaf: str) -> Key:
    if table in ("P1", "P2", "P8"):
        return table, ending, leaf
    if table == "P3":
        dated = re.search(r"(Population|Household) figures \(mid-(\d{4})\)", leaf)
        return (dated[1], dated[2]) if dated else (table, ending, leaf)
    if table == "P4":
        selected = group.startswith("Total of selected") and leaf.startswith("Number")
        return ("knives", ending) if selected else (table, ending, group, leaf[:6])
    if table == "P5":
        if group.startswith("% change"):
            return table, ending, "on year" if period_of(leaf) != "2011-03" else "on 2011"
        return ("knives", period_of(group)) if leaf.startswith("Number") else (table, period_of(group), "share")
    if table == "P6":
        return table, ending, group, leaf
    if table == "P7":
        return table, period_of(group), leaf
    return {"P9": "Population", "P10": "Household"}[table], leaf


def test_restated_cells_are_those_that_openpyxl_finds(
    store: Store,
    readings: dict[str, Reading],
    books: dict[str, Any],
    record_property: Callable[[str, object], None],
) -> None:
    editions = sorted(store.editions(source="police-force-area-tables"), key=lambda edition: edition.last_period)
    assert len(editions) == 5
    names = {edition.file: re.search(r"ending([a-z]+?20\d\d|sep18)", edition.file)[1] for edition in editions}  # type: ignore[index]
    cells = {file: independent(name, books[file]) for file, name in names.items()}
    for earlier, later in combinations(editions, 2):
        before, after = cells[earlier.file], cells[later.file]
        restated = Counter(
            (before[key], after[key]) for key in before.keys() & after.keys() if before[key] != after[key]
        )
        ours = store.revisions(earlier, later)
        found = Counter((r.before_raw, r.after_raw) for r in ours if r.change is Change.RESTATED)
        told = f"{names[earlier.file]} to {names[later.file]}: {sum(found.values())} cells restated"
        new = sum(r.change is Change.NEW for r in ours)
        gone = sum(r.change is Change.GONE for r in ours)
        record_property("counted", f"ONS tables, year to {told}, {new:,} new, {gone:,} gone, as openpyxl finds")
        assert found == Counter({(plain(a), plain(b)): n for (a, b), n in restated.items()}), told
        assert (new, gone) == (len(after.keys() - before.keys()), len(before.keys() - after.keys()))


def plain(text: str) -> str:
    return text.removesuffix(".0")


def test_knives_of_2011_12_were_restated(store: Store) -> None:
    editions = {edition.last_period: edition for edition in store.editions(source="police-force-area-tables")}
    march, june = editions[parse_period("2017-18")], editions[parse_period("ye-2018-06")]
    (one,) = [
        revision
        for revision in store.revisions(march, june)
        if (revision.area, revision.period, revision.field) == ("staffordshire", Period(2011, 4, 12), "knife_offences")
    ]
    assert (one.before, one.after, one.difference) == (328, 327, -1)
