"""Police force area tables with other headers: read where they say the same, left out or refused where they do not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import police_force_tables as tables
import pytest
from police_force_tables import Rows, book, row_of
from published_files import pick, read, workbook

from assize.core.errors import FileRefused
from assize.core.nouns import Absence
from assize.core.reading import Reading
from assize.ingest.readers.ons_police_force_area import words

FILE = "policeforceareatables.xlsx"
CRIME, RATES, KNIVES, YEARS = "Table P1", "Table P3", "Table P4  ", "Table P5"
Book = dict[str, Rows]


def load(folder: Path, sheets: Book) -> Reading:
    return read(workbook(folder / FILE, sheets), folder)


def refused(folder: Path, sheets: Book) -> list[str]:
    with pytest.raises(FileRefused) as caught:
        load(folder, sheets)
    return [problem.sentence for problem in caught.value.problems]


def figures(reading: Reading) -> dict[tuple[object, ...], object]:
    return {(row.area, row.period, row.field, row.dimensions): row.value for row in reading.content}  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return load(tmp_path_factory.mktemp("good"), book())


def respell(rows: Rows, change: Callable[[str], str]) -> None:
    for row in rows[3:6]:
        row[:] = [change(cell) if isinstance(cell, str) else cell for cell in row]


def in_one_row(rows: Rows) -> None:
    """Each header with its group before it, as tables are printed that have one row of headers."""
    over = ""
    for at in range(2, len(rows[4])):
        over = str(rows[3][at] if at < len(rows[3]) else "") or over
        joint = " " if over.endswith("with:") else ":\n"
        rows[4][at] = f"{over.removesuffix(':')}{joint}{str(rows[4][at]).replace('%', 'Percentage')}"
    rows[3] = []


def test_knives_with_one_row_of_headers(tmp_path: Path, good: Reading) -> None:
    sheets = book()
    in_one_row(sheets[KNIVES])
    in_one_row(sheets[YEARS])
    reading = load(tmp_path, sheets)
    assert figures(reading) == figures(good)
    assert [problem.sentence for problem in reading.problems] == []


def test_knives_in_other_words(tmp_path: Path, good: Reading) -> None:
    sheets = book()
    for name in (KNIVES, YEARS):
        respell(
            sheets[name],
            lambda text: text.replace("% involving a knife", "Percentage involving a knife or sharp instrument"),
        )
    years = {"Apr '17 to Mar '18": "Year ending March 2018", "Oct '18 to Sep '19": "Year ending September 20193"}
    respell(sheets[YEARS], lambda text: years.get(text, text))
    assert figures(load(tmp_path, sheets)) == figures(good)


@pytest.mark.parametrize(
    ("name", "change", "kind"),
    [
        (KNIVES, lambda text: text.replace("Total of selected", "Grand total of"), "offences with a knife, by offence"),
        (
            YEARS,
            lambda text: text.replace("Apr '17 to Mar '18", "Apr '17 to Mar '19"),
            "offences with a knife, by year",
        ),
    ],
)
def test_a_later_table_of_another_shape_is_left_out(
    tmp_path: Path, good: Reading, name: str, change: Callable[[str], str], kind: str
) -> None:
    sheets = book()
    respell(sheets[name], change)
    reading = load(tmp_path, sheets)
    held = figures(reading)
    assert held.items() < figures(good).items()
    assert {row["sheet"] for row in pick(reading)} == set(sheets) - {"Notes", name}
    told = f"{FILE} [{name}]: this is not the known shape of a table of {kind}, so the table is not read, found no "
    assert any(problem.sentence.startswith(told) and not problem.blocks for problem in reading.problems)
    del sheets[CRIME], sheets["Table P2"], sheets[RATES]
    assert any("this is not the known shape" in each for each in refused(tmp_path, sheets))


def bare(text: str) -> str:
    return text.replace("  rounded to 100", "").rstrip()


def to_the_person(rows: Rows) -> None:
    for _, label, forces in tables.places():
        for row in rows:
            if (
                len(row) > 3
                and row[1] == label
                and isinstance(row[2], int)
                and row[0] in {c for c, n, f in tables.places() if f == forces}
            ):
                row[2:4] = [tables.residents(forces), tables.residents(forces) // 2]


def test_population_that_does_not_say_that_it_is_rounded(tmp_path: Path, good: Reading) -> None:
    sheets = book()
    respell(sheets[RATES], bare)
    assert figures(load(tmp_path, sheets)) == figures(good)


def test_population_to_the_person(tmp_path: Path) -> None:
    sheets = book()
    to_the_person(sheets[RATES])
    assert any("a whole number of hundreds, as the header says" in told for told in refused(tmp_path, sheets))
    respell(sheets[RATES], bare)
    (kent,) = pick(load(tmp_path, sheets), area="kent", field="population")
    assert kent["value"] == tables.residents(("kent",)) == 100_031
    row_of(sheets[RATES], "Kent")[2] = 100_033
    assert any("does not fit the number of offences and the population" in told for told in refused(tmp_path, sheets))


def test_rates_without_households(tmp_path: Path, good: Reading) -> None:
    sheets = book()
    for row in sheets[RATES][4:]:
        if len(row) > 5:
            row.pop(len(row) - 1 if row[4] != "Rate per 1,000 population" else 3)
            row.pop(3)
    sheets[RATES][3].pop(3)
    sheets[RATES][5].pop(3)
    households = {"households", "offences_per_1000_households"}
    assert figures(load(tmp_path, sheets)) == {key: v for key, v in figures(good).items() if key[2] not in households}


def test_a_rate_by_household_needs_them(tmp_path: Path) -> None:
    sheets = book()
    respell(sheets[RATES], lambda text: text.replace("Household figures", "Homes"))
    assert any("found no 'household figures (mid-…)'" in told for told in refused(tmp_path, sheets))


def test_what_is_missing_is_named_and_nothing_else(tmp_path: Path) -> None:
    sheets = book()
    respell(sheets[CRIME], lambda text: text.replace("Residential burglary5", "Residential burglary of a home"))
    told = refused(tmp_path, sheets)[0]
    assert "found no 'residential burglary', and besides 'Residential burglary of a home', expected" in told


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Population figures (mid-2018)3 rounded to 100", ("population", 2018, True)),
        ("Population figures (mid-2020) [note 3]", ("population", 2020, False)),
        ("Household figures (mid-2017)4", ("household", 2017, False)),
        ("Population figures (mid-2018) rounded to 1000", None),
        ("Population figures (mid-2018) thousands", None),
    ],
)
def test_mid_years(text: str, found: tuple[str, int, bool] | None) -> None:
    assert words.mid_year(text) == found


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Other theft", "other-theft-offences"),
        ("Death or serious injury caused by illegal driving [note 2]", "death-or-serious-injury-unlawful-driving"),
    ],
)
def test_newer_names_of_offences(text: str, category: str) -> None:
    assert words.OFFENCES[words.header(text)] == category


def test_a_figure_too_unreliable_to_be_given_is_absent() -> None:
    assert words.meaning("[u]", ()) is Absence.NOT_AVAILABLE
    assert words.meaning("[v]", ()) is None


def test_headers_exchanged_in_every_table_are_asked_about(tmp_path: Path) -> None:
    """Figures that stand in no sum of their own fit each other under any name."""
    sheets = book()
    swap = {"Criminal damage and arson": "Drug offences", "Drug offences": "Criminal damage and arson"}
    for name in ("Table P1", "Table P2", "Table P3"):
        for row in sheets[name]:
            row[:] = [swap.get(cell, cell) if isinstance(cell, str) else cell for cell in row]
    (problem,) = refused(tmp_path, sheets)
    assert "columns stand in another order than in every edition seen" in problem
    assert (
        "found 'drug offences' in Table P1 and Table P2 and Table P3, expected 'criminal damage and arson' there"
        in problem
    )
    assert '"police-force-area-tables@order-offences@' in problem
    key = problem.partition('"')[2].partition('"')[0]
    assert read(workbook(tmp_path / FILE, sheets), tmp_path, reasons={key: "The edition has another order."}).problems


def test_columns_moved_in_one_of_the_tables_are_shown_by_the_others(tmp_path: Path) -> None:
    sheets = book()
    rows = sheets["Table P1"]
    header = next(row for row in rows if "Drug offences" in row)
    at, width = header.index("Drug offences"), len(header)
    for row in rows:
        if len(row) >= width:
            row[at - 1], row[at] = row[at], row[at - 1]
    assert figures(load(tmp_path, sheets)) == figures(load(tmp_path, book()))


def test_knife_offences_in_another_order_are_asked_about(tmp_path: Path) -> None:
    sheets = book()
    (name,) = (name for name, rows in sheets.items() if any("Threats to kill" in row for row in rows))
    swap = {"Attempted murder": "Threats to kill", "Threats to kill": "Attempted murder"}
    for row in sheets[name]:
        row[:] = [swap.get(cell, cell) if isinstance(cell, str) else cell for cell in row]
    assert any("columns stand in another order" in each for each in refused(tmp_path, sheets))


@pytest.mark.parametrize(
    ("header", "kind", "category"),
    [
        ("Total recorded crime - all offences excluding fraud3", words.Kind.OFFENCES, "all-offences"),
        ("TOTAL RECORDED CRIME - ALL OFFENCES (EXCLUDING FRAUD)2", words.Kind.CHANGE, "all-offences"),
        ("Possession of weapons", words.Kind.OFFENCES, "possession-of-weapons-offences"),
        ("Public order [note 4]", words.Kind.RATE, "public-order-offences"),
        ("Total recorded crime (excluding fraud) [note 3] (number of offences)", words.Kind.OFFENCES, "all-offences"),
        ("Robbery (percentage change)", words.Kind.CHANGE, "robbery"),
        ("Robbery: rate per 1,000 population", words.Kind.RATE, "robbery"),
        ("Robbery (percentage change)", words.Kind.OFFENCES, None),
        ("Robbery (rate per 1,000 households)", words.Kind.RATE, None),
        ("Robbery (of a bank)", words.Kind.OFFENCES, None),
    ],
)
def test_headers_of_crimes_in_other_words(header: str, kind: words.Kind, category: str | None) -> None:
    assert words.offence(header, kind) == category


@pytest.mark.parametrize("way", ["England {}", "England [{}]", "England ({})1"])
def test_a_total_that_says_without_brackets_what_it_leaves_out(tmp_path: Path, way: str) -> None:
    sheets = book()
    rows = sheets[CRIME]
    gone = row_of(rows, "Kent")
    for code in ("E92000001", "E12000008"):
        row = next(row for row in rows if row and row[0] == code)
        row[1] = way.replace("England", str(row[1]).title()).format("excluding Kent")
        row[2:] = [
            cell - other if isinstance(cell, int) and isinstance(other, int) else cell
            for cell, other in zip(row[2:], gone[2:], strict=True)
        ]
    reading = load(tmp_path, {CRIME: rows, "Notes": sheets["Notes"]})
    assert {"england-without-kent", "south-east-region-without-kent"} <= {row["area"] for row in pick(reading)}


def test_a_column_that_is_gone_is_said(tmp_path: Path, good: Reading) -> None:
    sheets = book()
    for row in sheets[YEARS][3 : -len(tables.NOTES)]:
        del row[10:]  # the last: a change, with the years it compares above and below
    (problem,) = load(tmp_path, sheets).problems
    assert problem.sentence.startswith(
        f"{FILE} [{YEARS.strip()}]: columns that other editions have are not in this table"
    )
    assert good.problems == ()
