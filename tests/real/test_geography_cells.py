"""Every value of the population workbooks and of the look-ups against an independent reading of the same cell."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from demonstration import Loaded
from python_calamine import CalamineWorkbook

from assize.catalogue.load import load_catalogue
from assize.core.nouns import AreaKind, Selection
from assize.core.periods import Period
from assize.core.reading import Reading, Row
from assize.ingest import read_file
from assize.simulate import found_country
from assize.store import Store

pytestmark = pytest.mark.real

CATALOGUE = load_catalogue()
BY_CODE = {area.code: area.slug for area in CATALOGUE.areas.values() if AreaKind.FORCE in area.kinds}
POPULATION = Selection("population-estimates", "population")
MID_2018 = Period(2018, 6, 1)
AUTHORITY = re.compile(r"^(E0[6-9]|W06)\d{6}$")
Counted = Callable[[str, object], None]
Cells = list[list[object]]  # of one sheet, row by row


def rows_of(reading: Reading) -> list[Row]:
    assert isinstance(reading.content, list)
    return reading.content


def place(ref: str) -> tuple[int, int]:
    """(row, column) from 0 of `AB12`."""
    match = re.fullmatch(r"([A-Z]+)(\d+)", ref)
    assert match
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def by_openpyxl(path: Path, sheet: str) -> Cells:
    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    return [list(row) for row in book[sheet].iter_rows(values_only=True)]


def by_calamine(path: Path, sheet: str) -> Cells:
    """By python-calamine, which the product does not use for an xls."""
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def first_headers(cells: Cells) -> dict[tuple[int, int], int]:
    """(column, year) -> the first row in which the column is headed by that year."""
    found: dict[tuple[int, int], int] = {}
    for line, row in enumerate(cells):
        for column, text in enumerate(row):
            if head := re.search(r"^(?:estimated population )?mid-(\d{4})$", str(text), re.IGNORECASE):
                found.setdefault((column, int(head[1])), line)
    return found


@pytest.mark.parametrize(
    ("name", "opened", "sheet", "authorities", "years"),
    [
        ("LAD23_Mid_Year_pop_2011_to_2022.xlsx", by_openpyxl, "MYE4", 318, range(2011, 2023)),
        ("ons_pop_data.xls", by_calamine, "MYE 5", 339, range(2001, 2019)),
    ],
)
def test_every_population_is_what_its_cell_holds(  # type: ignore[no-untyped-def]
    shared: Path,
    tmp_path: Path,
    record_property: Counted,
    name: str,
    opened,
    sheet: str,
    authorities: int,
    years: range,
) -> None:
    path = shared / "data" / "ons_population" / name
    rows = rows_of(read_file(path, CATALOGUE, tmp_path))
    cells = opened(path, sheet)
    headed = first_headers(cells)
    for row in rows:
        assert row.sheet == sheet
        line, column = place(row.ref)
        code = "K04000001" if row.area == "england-and-wales" else row.area
        assert cells[line][0] == code
        assert headed[column, row.period.year] < line
        assert Decimal(str(cells[line][column])) == row.value
    held = {str(row[0]) for row in cells if row}
    assert {row.area for row in rows} - {"england-and-wales"} == {code for code in held if AUTHORITY.match(code)}
    assert len(rows) == (authorities + 1) * len(years)
    assert {row.period for row in rows} == {Period(year, 6, 1) for year in years}
    record_property("counted", f"{name}: {len(rows):,} populations compared with another reading of their cells")


def lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.reader(handle))


def test_every_line_of_the_look_ups_is_read(shared: Path, tmp_path: Path, record_property: Counted) -> None:
    compared = 0
    for path in sorted((shared / "data" / "ons_geography").glob("LAD*.csv")):
        header, *body = lines(path)
        at = {head[:3] + head[5:]: column for column, head in enumerate(header)}
        rows = rows_of(read_file(path, CATALOGUE, tmp_path))
        for row in rows:
            assert row.line is not None
            line = body[row.line - 2]
            authority, partnership, name = row.dimensions
            kind = "LAD" if row.field == "authority" else "CSP"
            assert (line[at[f"{kind}CD"]], line[at[f"{kind}NM"]]) == (authority or partnership, name)
            assert (BY_CODE[line[at["PFACD"]]], header.index(row.column), row.raw) == (
                row.area,
                at["PFACD"],
                line[at["PFACD"]],
            )
            compared += 3
        for kind, field in (("LAD", "authority"), ("CSP", "partnership")):
            there = {(line[at[f"{kind}CD"]], line[at[f"{kind}NM"]], BY_CODE[line[at["PFACD"]]]) for line in body}
            read = [
                (row.dimensions[0] or row.dimensions[1], row.dimensions[2], row.area)
                for row in rows
                if row.field == field
            ]
            assert len(read) == len(set(read))
            assert set(read) == there  # every cell of every line stands in one of them
            compared += 3 * len(body)
    record_property("counted", f"look-ups: {compared:,} cells compared with another reading")
    assert compared > 10_000


def test_every_line_of_the_list_of_codes_is_read(shared: Path, tmp_path: Path, record_property: Counted) -> None:
    path = shared / "data" / "ons_geography" / "PFA19_names_codes_UK.csv"
    reading = read_file(path, CATALOGUE, tmp_path)
    read = {(row.line, row.dimensions) for row in rows_of(reading)}
    _, *body = lines(path)
    assert read == {(at, (code, name)) for at, (_, code, name) in enumerate(body, start=2) if code in BY_CODE}
    assert len(read) == 43
    assert "Scotland, Northern Ireland, L99999999 without a name" in reading.problems[0].sentence
    record_property("counted", f"list of codes: {2 * len(read)} cells compared with another reading")


# --- joining ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def store(published: Loaded) -> Store:
    return published.store


def mid_2018(store: Store, members: tuple[str, ...], cut_off: date) -> Decimal | None:
    totals = store.totals([POPULATION], {"it": members}, cut_off)[POPULATION]
    return next(total.value for total in totals if total.period == MID_2018)


def test_staffordshire_in_two_editions(store: Store) -> None:
    earlier, later = date(2019, 12, 31), date(2024, 1, 31)
    for cut_off, people, number in ((earlier, 1_131_052, 339), (later, 1_125_653, 318)):
        codes = store.held_areas("population-estimates", cut_off) - {"england-and-wales"}
        authorities = store.authorities(cut_off, among=codes)
        assert len({code for members in authorities.values() for code in members}) == number
        assert mid_2018(store, authorities["staffordshire"], cut_off) == people
    assert len(store.editions(source="population-estimates")) == 2  # both held
    assert [edition.file for edition in store.current_editions("population-estimates", earlier)] == ["ons_pop_data.xls"]
    assert [edition.file for edition in store.current_editions("population-estimates", later)] == [
        "LAD23_Mid_Year_pop_2011_to_2022.xlsx"
    ]


@pytest.mark.parametrize(
    ("year", "cut_off", "lines_read", "authorities"),
    [(2019, date(2019, 12, 31), 342, 339), (2023, date(2024, 1, 31), 332, 318)],
)
def test_no_look_up_changes_a_total(
    shared: Path, store: Store, year: int, cut_off: date, lines_read: int, authorities: int
) -> None:
    (path,) = (shared / "data" / "ons_geography").glob(f"LAD{year % 100}_*.csv")
    assert len(lines(path)) - 1 == lines_read
    by_force = store.authorities(cut_off, period=Period(year, 4, 1))
    everyone = tuple(sorted(code for members in by_force.values() for code in members))
    assert len(everyone) == len(set(everyone)) == authorities
    by = store.totals([POPULATION], by_force, cut_off)[POPULATION]
    whole = store.totals([POPULATION], {"england-and-wales": everyone, "all": everyone}, cut_off)[POPULATION]
    for total in whole:
        added = sum((one.value for one in by if one.period == total.period and one.value is not None), Decimal(0))
        assert added == total.value
    assert len({total.period for total in whole}) >= 12


def test_names_and_partnerships(store: Store) -> None:
    named = store.names(date(2024, 1, 31))
    assert named["E06000021"] == "Stoke-on-Trent"
    partnerships = store.partnerships(date(2024, 1, 31))
    assert len(partnerships) == 43
    assert sum(map(len, partnerships.values())) == 314
    assert all(named[code] for codes in partnerships.values() for code in codes)


def test_the_made_up_country_has_forces_of_their_real_sizes(store: Store) -> None:
    """Its forces are as large as these files say that they were in mid-2015, to the nearest thousand."""
    by_force = store.authorities(date(2024, 1, 31), period=Period(2023, 4, 1))
    found = store.totals([POPULATION], by_force, date(2024, 1, 31))[POPULATION]
    mid_2015 = {one.area: one.value for one in found if one.period == Period(2015, 6, 1)}
    made = found_country(CATALOGUE).residents
    assert {force: round(people, -3) for force, people in mid_2015.items() if people is not None} == made
