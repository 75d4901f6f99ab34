"""Workbooks of populations: what is read, what is refused, and what is never taken for people."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path

import pytest
from published_files import observed, pick, read, workbook

from assize.core.errors import FileRefused
from assize.core.nouns import Mark
from assize.ingest.readers.ons_population_sheets import year_of

Book = dict[str, list[list[object]]]
TITLE = "MYE4: Population estimates: Summary for England and Wales, mid-2017 to mid-2018"
GOOD: Book = {
    "Cover": [["The data were originally published at 9.30am 23 November 2023."], ["The next is published on 3 June 2024"]],
    "MYE1": [
        ["MYE1: Population estimates: Summary for England and Wales, mid-2018"],
        ["Country Code", "K04000001", "E92000001", "W92000004"],
        ["All Persons", 460_000, 400_000, 60_000],
        ["Males", 230_000, 200_000, 30_000],
    ],
    "MYE2": [
        ["MYE2: Persons by single year of age and sex for local authorities, mid-2018"],
        ["Code", "Name", "Geography", "All ages", 0, 1],
        ["E06000021", "Stoke-on-Trent", "Unitary Authority", 250_001, 3000, 3001],
    ],
    "MYE3": [
        ["MYE3: Components of population change, mid-2018"],
        ["Code", "Name", "Geography", "Estimated Population mid-2017", "Births", "Estimated Population mid-2018"],
        ["E06000021", "Stoke-on-Trent", "Unitary Authority", 249_000, 4000, 250_001],
    ],
    "MYE4": [
        [TITLE],
        [],
        ["Code", "Name", "Geography", "Mid-2018", "Mid-2017"],
        ["K04000001", "ENGLAND AND WALES", "Country", 460_000, 458_500],
        ["E92000001", "ENGLAND", "Country", 400_000, 398_900],
        ["W92000004", "WALES", "Country", 60_000, 59_600],
        ["E10000028", "Staffordshire", "County", 149_999, 149_900],
        ["E06000021", "Stoke-on-Trent", "Unitary Authority", 250_001, 249_000],
        ["E07000192", "Cannock Chase", "Non-metropolitan District", 149_999, 149_900],
        ["W06000001", "Isle of Anglesey", "Unitary Authority", 60_000, 59_600],
    ],
    "MYE6": [
        ["MYE6: Median age of population for local authorities, mid-2017 to mid-2018"],
        ["Code", "Name", "Geography", "Mid-2018", "Mid-2017"],
        ["E06000021", "Stoke-on-Trent", "Unitary Authority", 38, 39],
    ],
}  # fmt: skip


@pytest.fixture
def book() -> Book:
    return copy.deepcopy(GOOD)


def values(path: Path) -> dict[tuple[str, str], object]:
    return {(row["area"], row["period"]): row["value"] for row in observed(read(path, path.parent))}


def refused(path: Path) -> str:
    with pytest.raises(FileRefused) as refusal:
        read(path, path.parent)
    return " ".join(problem.sentence for problem in refusal.value.problems)


def test_the_good_one(book: Book, tmp_path: Path) -> None:
    reading = read(workbook(tmp_path / "pop.xlsx", book), tmp_path)
    assert len(reading.content) == 8
    (one,) = pick(reading, area="E06000021", period="2018-m06")
    assert (one["value"], one["sheet"], one["ref"]) == (250_001, "MYE4", "D8")
    assert (reading.released, reading.released_estimated) == (date(2023, 11, 23), False)
    assert [problem.what for problem in reading.problems] == [
        "rows of larger areas, and of those outside England and Wales, are not read"
    ]


@pytest.mark.parametrize(
    ("header", "year"),
    [
        ("Mid-2018", 2018),
        ("Estimated Population  mid-2018", 2018),
        ("Mid 2018", 2018),
        ("mid-2018 [note 3]", 2018),
        ("Population (mid-2018)", 2018),
        ("Mid-2018 [p]", 2018),
        ("Mid-2018 (revised) [note 2]", 2018),
        ("mid-2018 population estimate", 2018),
        (2018, 2018),
        (2018.0, 2018),
        ("2018", 2018),
        ("30 June 2018", 2018),
        (date(2018, 6, 30), 2018),
        (datetime(2018, 6, 30), 2018),
        ("2018-06-30", 2018),
        (date(2018, 6, 1), None),
        ("2018 people per sq. km", None),
        ("people per sq. km 2018", None),
        ("2018/19", None),
        ("Mid-2018 males", None),
        ("Area (sq km)", None),
        (1018, None),
        (90, None),
    ],
)
def test_years_in_headers(header: object, year: int | None) -> None:
    found = year_of(header)
    assert (found[0] if found else None) == year


@pytest.mark.parametrize("years", [(2018, 2017), ("2018", "2017"), ("30 June 2018", "30 June 2017")])
def test_years_as_numbers_or_days(book: Book, tmp_path: Path, years: tuple[object, object]) -> None:
    plain = values(workbook(tmp_path / "a.xlsx", book))
    book["MYE4"][2][3:] = years
    assert values(workbook(tmp_path / "b.xlsx", book)) == plain


def test_a_mark_behind_a_year_is_that_of_its_numbers(book: Book, tmp_path: Path) -> None:
    plain = values(workbook(tmp_path / "mye.xlsx", book))
    header = book["MYE4"][2]
    header[header.index("Mid-2018")] = "Mid-2018 [p]"
    path = workbook(tmp_path / "mye.xlsx", book)
    assert values(path) == plain
    marks = {(row.period.year, row.marks) for row in read(path, tmp_path, released=date(2019, 6, 26)).content}  # type: ignore[union-attr]
    assert marks == {(2018, (Mark.PROVISIONAL,)), (2017, ())}


def test_columns_moved_and_others_among_them(book: Book, tmp_path: Path) -> None:
    plain = values(workbook(tmp_path / "a.xlsx", book))
    for row in book["MYE4"][2:]:
        row[:] = [row[4], "x", row[2], row[0], row[3], row[1]]
    assert values(workbook(tmp_path / "b.xlsx", book)) == plain


def test_density_beside_people(book: Book, tmp_path: Path) -> None:
    plain = values(workbook(tmp_path / "a.xlsx", book))
    rows = book["MYE4"]
    rows[0] = ["MYE5: Population density for local authorities, mid-2017 to mid-2018"]
    rows[2][3:] = ["Estimated Population mid-2018", "2018 people per sq. km", "Estimated Population mid-2017"]
    for row in rows[3:]:
        row[3:] = [row[3], 300, row[4]]
    assert values(workbook(tmp_path / "b.xlsx", book)) == plain
    rows[2][3:] = ["Estimated Population mid-2018", "Mid-2018", "Estimated Population mid-2017"]
    assert refused(workbook(tmp_path / "c.xlsx", book))
    rows[2][3:] = ["2018 people per sq. km", "Estimated Population mid-2018", "Estimated Population mid-2017"]
    assert "do not" in refused(workbook(tmp_path / "d.xlsx", book))


def cell(sheet: str, row: int, column: int, value: object) -> Callable[[Book], None]:
    def change(book: Book) -> None:
        book[sheet][row][column] = value

    return change


def swap_years(book: Book) -> None:
    header = book["MYE4"][2]
    header[3], header[4] = header[4], header[3]


def drop_others(book: Book) -> None:
    for name in ("MYE1", "MYE2", "MYE3"):
        del book[name]


def no_whole(book: Book) -> None:
    del book["MYE4"][3:6]


def thousands(book: Book) -> None:
    drop_others(book)
    for row in book["MYE4"][3:]:
        row[3:] = [round(value / 1000) for value in row[3:] if isinstance(value, int)]
    for year in (3, 4):
        book["MYE4"][3][year] = sum(row[year] for row in book["MYE4"][7:] if isinstance(row[year], int))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (cell("MYE4", 7, 3, 250_002), "the local authorities do not add up to England and Wales in mid-2018"),
        (cell("MYE4", 7, 3, 250_002), "two sheets do not agree, MYE4 and MYE3"),
        (cell("MYE4", 3, 3, 460_001), "do not add up"),
        (cell("MYE4", 7, 0, "E0600002X"), "do not add up"),
        (lambda book: book["MYE4"].pop(8), "do not add up"),
        (lambda book: book["MYE4"].append(book["MYE4"][8]), "this area stands in the sheet twice"),
        (cell("MYE4", 7, 3, "38.5"), "this is no population"),
        (cell("MYE4", 7, 3, -1), "this is no population"),
        (cell("MYE3", 2, 5, 250_002), "two sheets do not agree, MYE4 and MYE3"),
        (cell("MYE2", 2, 3, 250_002), "two sheets do not agree, MYE4 and MYE2"),
        (cell("MYE1", 2, 1, 461_000), "two sheets do not agree, MYE4 and MYE1"),
        (swap_years, "two sheets do not agree"),
        (cell("MYE4", 2, 4, "Mid-2018"), "several columns are of one year"),
        (cell("MYE4", 2, 4, "Mid-2019"), "a year stands in the headers that the title does not have"),
        (cell("MYE4", 2, 1, "Area code"), "no 'a sheet of all people by local authority and year'"),
        (no_whole, "nothing shows whether all local authorities are there"),
        (cell("MYE4", 0, 0, TITLE + " (thousands)"), "people are not counted one by one, found 'thousands'"),
        (cell("MYE4", 2, 3, "Mid-2018 (000s)"), "people are not counted one by one, found '000s'"),
        (thousands, "these can hardly be numbers of people"),
        (cell("MYE4", 0, 0, "Males, mid-2017 to mid-2018"), "no 'a sheet of all people"),
        (cell("MYE4", 0, 0, "Females: population, mid-2017 to mid-2018"), "no 'a sheet of all people"),
        (cell("MYE4", 0, 0, "Median age of population, mid-2017 to mid-2018"), "no 'a sheet of all people"),
        (cell("MYE4", 0, 0, "Households in the population, mid-2017 to mid-2018"), "no 'a sheet of all people"),
        (cell("MYE4", 0, 0, "Population aged 16 to 64, mid-2017 to mid-2018"), "no 'a sheet of all people"),
        (cell("MYE4", 0, 0, "Deaths, mid-2017 to mid-2018"), "no 'a sheet of all people"),
    ],
)
def test_a_spoilt_workbook(book: Book, tmp_path: Path, spoil: Callable[[Book], object], words: str) -> None:
    spoil(book)
    assert words in refused(workbook(tmp_path / "pop.xlsx", book))


def test_a_sheet_named_for_males_is_not_read(book: Book, tmp_path: Path) -> None:
    book["MYE4 - Males"] = book.pop("MYE4")
    assert "no 'a sheet of all people" in refused(workbook(tmp_path / "pop.xlsx", book))


def test_countries_where_no_row_is_both(book: Book, tmp_path: Path) -> None:
    del book["MYE4"][3]
    assert len(values(workbook(tmp_path / "a.xlsx", book))) == 6
    book["MYE4"][4][3] = 60_001
    assert refused(workbook(tmp_path / "b.xlsx", book))


def test_rounded_numbers_may_differ_by_their_rounding(book: Book, tmp_path: Path) -> None:
    drop_others(book)
    for row, numbers in zip(
        book["MYE4"][3:], ([460_200, 458_500], [400_000] * 2, [60_000] * 2, [1] * 2, [250_100, 249_000],
                           [150_000, 149_900], [60_000, 59_600]), strict=True,
    ):  # fmt: skip
        row[3:] = numbers
    assert values(workbook(tmp_path / "a.xlsx", book))["E06000021", "2018-m06"] == 250_100
    book["MYE4"][3][3] = 461_000
    assert "do not add up" in refused(workbook(tmp_path / "b.xlsx", book))


def test_a_marker_is_an_absence_and_the_sum_is_said_to_be_unchecked(book: Book, tmp_path: Path) -> None:
    drop_others(book)
    book["MYE4"][8][3] = "[x]"
    reading = read(workbook(tmp_path / "a.xlsx", book), tmp_path)
    (one,) = pick(reading, area="E07000192", period="2018-m06")
    assert (one["value"], one["absence"]) == (None, "[x]")
    assert any("cannot be checked" in problem.what for problem in reading.problems)


@pytest.mark.parametrize(
    ("cover", "released"),
    [
        ([["Date published: 26 June 2019"], ["Next release: 24 June 2020"]], date(2019, 6, 26)),
        ([["Originally published at 9.30am 23 November 2023."], ["Corrected on 19/12/2023"]], date(2023, 12, 19)),
        ([["Will be published on 1 July 2025. Published on 2 July 2024."]], date(2024, 7, 2)),
    ],
)
def test_the_day_of_release(book: Book, tmp_path: Path, cover: list[list[object]], released: date) -> None:
    book["Cover"] = cover
    reading = read(workbook(tmp_path / "a.xlsx", book), tmp_path)
    assert (reading.released, reading.released_estimated) == (released, False)


def test_a_code_that_another_sheet_does_not_know(book: Book, tmp_path: Path) -> None:
    for row in book["MYE4"]:
        row[:] = ["E06000022" if cell == "E06000021" else cell for cell in row]
    assert "two sheets have not the same local authorities, MYE4 and" in refused(workbook(tmp_path / "pop.xlsx", book))


def nested(slid: bool = False, rounded: bool = False) -> Book:
    """A sheet in the ONS's order: a region, its authorities and its counties, each county's districts below it."""
    draw = random.Random(3)
    counties = [[f"E100000{10 + at}", [f"E07000{100 + 10 * at + place}" for place in range(6)]] for at in range(4)]
    codes = [code for _, districts in counties for code in districts] + [f"E0600000{at}" for at in range(1, 9)]
    people = {code: [draw.randint(50_000, 200_000) for _ in range(2)] for code in codes}
    if rounded:
        people = {code: [100 * (number // 100) for number in numbers] for code, numbers in people.items()}

    def added(of: Iterable[str]) -> list[object]:
        return [sum(people[code][year] for code in of) for year in range(2)]

    lines: list[list[object]] = [["K04000001", "ENGLAND AND WALES", "Country", *added(codes)]]
    lines.append(["E12000005", "WEST MIDLANDS", "Region", *added(codes)])
    lines += [[code, code, "Unitary Authority", *people[code]] for code in codes if code.startswith("E06")]
    for county, districts in counties:
        lines.append([str(county), str(county), "County", *added(districts)])
        lines += [[code, code, "Non-metropolitan District", *people[code]] for code in districts]
    if slid:
        own = [line for line in lines if str(line[0])[:3] in ("E06", "E07")]
        figures = [line[3:] for line in own]
        for line, two in zip(own, figures[1:] + figures[:1], strict=True):
            line[3:] = two
    return {"MYE4": [[TITLE], [], ["Code", "Name", "Geography", "Mid-2018", "Mid-2017"], *lines]}


def test_counties_are_the_sums_of_their_districts(tmp_path: Path) -> None:
    """Figures that slid from one authority to the next leave the sum of England and Wales as it was."""
    assert len(observed(read(workbook(tmp_path / "mye.xlsx", nested()), tmp_path, released=date(2019, 6, 26)))) == 66
    with pytest.raises(FileRefused) as refused:
        read(workbook(tmp_path / "mye.xlsx", nested(slid=True)), tmp_path, released=date(2019, 6, 26))
    first, *more = refused.value.problems
    assert first.what.startswith("a county or region is not the sum of the local authorities below it")
    assert (first.where, more[-1].found) == ("mye.xlsx [MYE4!E14]", "3")


def test_rows_in_another_order_tell_nothing_of_counties(tmp_path: Path) -> None:
    moved = nested()
    moved["MYE4"].append(moved["MYE4"].pop(15))  # a district at the end, below another county than its own
    assert len(observed(read(workbook(tmp_path / "mye.xlsx", moved), tmp_path, released=date(2019, 6, 26)))) == 66
    by_code = nested(slid=True)
    by_code["MYE4"][3:] = sorted(by_code["MYE4"][3:], key=lambda line: str(line[0]), reverse=True)
    assert read(workbook(tmp_path / "mye.xlsx", by_code), tmp_path, released=date(2019, 6, 26))


def test_people_that_are_rounded_are_asked_about(tmp_path: Path) -> None:
    path, released = workbook(tmp_path / "mye.xlsx", nested(rounded=True)), date(2019, 6, 26)
    with pytest.raises(FileRefused) as refused:
        read(path, tmp_path, released=released)
    (problem,) = refused.value.problems
    assert problem.found == "64 numbers, each to the nearest 100"
    reasons = {"population-estimates@rounded@2018-m06": "The ONS published them so."}
    (told,) = [
        each for each in read(path, tmp_path, released=released, reasons=reasons).problems if "rounded" in each.what
    ]
    assert "published them so" in told.fix
