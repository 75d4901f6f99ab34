"""Years among the quarters of a statistics table: a level's is that of its end, and a year may stand in its first row alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ingest.published_files import observed, read
from ingest.statistics_workbooks import Rows, write
from ingest.test_open_cases import flows

from assize.core.errors import FileRefused
from assize.core.reading import Reading

Row = list[Any]


def made(tmp_path: Path, rows: list[Row]) -> Reading:
    table: Rows = [
        ["Table 7: Receipts, disposals and open cases, by HMCTS region"],
        ["This worksheet contains one table."],
        ["HMCTS region", "Year", "Quarter", "Receipts", "Disposals", "Open cases"],
        *rows,
    ]
    cover: Rows = [["HMCTS management information: October to December 2024"]]
    return read(write(tmp_path / "hmcts.xlsx", {"Cover": cover, "Notes": [["Notes"]], "Table_7": table}), tmp_path)


def quarters() -> list[Row]:
    return [
        [region, str(2019 + at // 4), f"Q{at % 4 + 1}", *line]
        for region, lines in flows(8).items()
        for at, line in enumerate(lines)
    ]


def with_years(word: str, level: int = -1) -> list[Row]:
    rows: list[Row] = []
    for row in quarters():
        rows.append(row)
        if row[2] == "Q4":
            year = rows[-4:]
            came, went = (sum(each[column] for each in year) for column in (3, 4))
            rows.append([row[0], row[1], word, came, went, year[level][5]])
    return rows


def values(reading: Reading) -> dict[tuple[str, str, str], Any]:
    return {(row["area"], row["period"], row["field"]): row["value"] for row in observed(reading)}


@pytest.mark.parametrize("word", ["Annual", "All", "Total"])
def test_the_level_of_a_year_is_that_of_its_end(tmp_path: Path, word: str) -> None:
    found = values(made(tmp_path, with_years(word)))
    assert len(found) == 7 * 30 * 3
    assert found["hmcts-wales", "2021", "open_cases"] == found["hmcts-wales", "2021Q4", "open_cases"]
    of_2021 = [found["hmcts-wales", f"2021Q{quarter}", "receipts"] for quarter in (1, 2, 3, 4)]
    assert found["hmcts-wales", "2021", "receipts"] == sum(of_2021)


def test_the_flow_of_a_year_is_still_the_sum_of_its_quarters(tmp_path: Path) -> None:
    rows = with_years("Annual")
    rows[4][3] += 1
    with pytest.raises(FileRefused) as refused:
        made(tmp_path, rows)
    assert "a total is not the sum of its quarters" in refused.value.sentence and "D8" in refused.value.sentence


def merged(rows: list[Row]) -> list[Row]:
    above: Row = []
    short = []
    for row in rows:
        short.append([row[0], "" if above[:2] == row[:2] else row[1], *row[2:]])
        above = row
    return short


def test_a_year_in_its_first_row_for_each_place(tmp_path: Path) -> None:
    assert values(made(tmp_path, merged(quarters()))) == values(made(tmp_path, quarters()))


@pytest.mark.parametrize("lost", [slice(24, 25), slice(5, 6)])
def test_a_year_is_not_carried_to_another_place_nor_over_a_gap(tmp_path: Path, lost: slice) -> None:
    rows = merged(quarters())
    del rows[lost]  # the row that bears the year of the second place, or a quarter within a year
    with pytest.raises(FileRefused) as refused:
        made(tmp_path, rows)
    assert "rows have no year" in refused.value.sentence


def of_the_nation(*, once: bool, annual: bool) -> tuple[list[Row], list[Row], list[list[Row]]]:
    """Rows of whole years, of quarters, and of the quarters of each year, of one place; the year `once` or in each row."""
    by_year: list[list[Row]] = []
    for row in quarters():
        if row[0] == "Wales":
            if row[2] == "Q1":
                by_year.append([])
            by_year[-1].append([row[1] if row[2] == "Q1" or not once else "", *row[2:]])
    years: list[Row] = [
        [year[0][0], "", sum(r[2] for r in year), sum(r[3] for r in year), year[-1][4]] for year in by_year
    ]
    return years if annual else [], [row for year in by_year for row in year], by_year


def of_one_table(tmp_path: Path, rows: list[Row]) -> Reading:
    table: Rows = [
        ["Table 7: Receipts, disposals and open cases, Wales"],
        ["This worksheet contains one table."],
        ["Year", "Quarter", "Receipts", "Disposals", "Open cases"],
        *rows,
    ]
    cover: Rows = [["HMCTS management information: October to December 2024"]]
    return read(write(tmp_path / "hmcts.xlsx", {"Cover": cover, "Notes": [["Notes"]], "Table_7": table}), tmp_path)


@pytest.mark.parametrize("once", [True, False])
def test_a_blank_row_between_years_or_above_the_quarters_ends_no_table(tmp_path: Path, once: bool) -> None:
    years, every, by_year = of_the_nation(once=once, annual=True)
    plain = values(of_one_table(tmp_path, every))
    assert len(plain) == len(every) * 3
    assert values(of_one_table(tmp_path, [row for year in by_year for row in (*year, [])])) == plain
    both = values(of_one_table(tmp_path, [*years, [], *every]))
    assert both.items() > plain.items() and len(both) == len(plain) + len(years) * 3


@pytest.mark.parametrize("spoil", ["words", "twice", "beyond"])
def test_rows_after_a_blank_row_that_do_not_go_on_are_refused(tmp_path: Path, spoil: str) -> None:
    _, every, _ = of_the_nation(once=False, annual=False)
    below = {
        "words": [["Kent", "Q1", 1, 2, 3]],
        "twice": [[*every[0][:2], 11, 12, 13]],
        "beyond": [["2025", "Q1", 11, 12, 13, 14]],
    }[spoil]
    with pytest.raises(FileRefused):
        of_one_table(tmp_path, [*every, [], *below])
