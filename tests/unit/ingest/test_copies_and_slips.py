"""Tables in which a period or a place is a copy of another, or a column has slipped or changed places."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from published_files import CATALOGUE, read
from statistics_workbooks import Rows, court, write

from assize.core.errors import FileRefused
from assize.core.periods import quarter
from assize.core.reading import Row
from assize.ingest.copies import check_copied_rows

QUARTERS = [(year, number) for year in range(2020, 2025) for number in (1, 2, 3, 4)]
FLOWS = ["Year", "Quarter", "Receipts", "Disposals", "Open cases"]
TRIALS = ["Year", "Quarter", "Total number of trials", "Effective trials", "Effective trials (%)"]


def _flows() -> list[list[object]]:
    draw, held, rows = random.Random(4), 40_000, []
    for year, number in QUARTERS:
        came, went = draw.randrange(23_000, 27_000), draw.randrange(23_000, 27_000)
        held += came - went
        rows.append([year, f"Q{number}", came, went, held])
    return rows


def _trials() -> list[list[object]]:
    draw = random.Random(5)
    rows = []
    for year, number in QUARTERS:
        every, effective = draw.randrange(900, 1400), draw.randrange(400, 700)
        rows.append([year, f"Q{number}", every, effective, round(100 * effective / every, 1)])
    return rows


def _slipped(rows: list[list[object]], column: int) -> list[list[object]]:
    values = [row[column] for row in rows]
    return [
        [*row[:column], value, *row[column + 1 :]] for row, value in zip(rows, values[1:] + values[:1], strict=True)
    ]


def _exchanged(rows: list[list[object]]) -> list[list[object]]:
    return [[row[0], row[1], row[3], row[2], row[4]] for row in rows]


def _copied(rows: list[list[object]]) -> list[list[object]]:
    return [[*row[:2], *rows[8][2:]] if at == 9 else row for at, row in enumerate(rows)]


def _changed(rows: list[list[object]]) -> list[list[object]]:
    return [[*row[:4], int(str(row[4])) + 1000] if at == 19 else row for at, row in enumerate(rows)]


def _workbook(folder: Path, header: list[str], rows: list[list[object]]) -> Path:
    table: Rows = [["Table T1: Cases"], ["This worksheet contains one table."], header, *rows]
    sheets = court(T1=table)
    sheets["Cover"] = [
        ["Criminal court statistics quarterly: October to December 2024"],
        ["Publication date: 27 March 2025"],
    ]
    return write(folder / "tables.ods", sheets)


def test_tables_that_agree_with_themselves_are_read(tmp_path: Path) -> None:
    assert len(read(_workbook(tmp_path, FLOWS, _flows()), tmp_path).content) == 60
    assert len(read(_workbook(tmp_path, TRIALS, _trials()), tmp_path).content) == 60


@pytest.mark.parametrize(
    ("header", "rows", "damage", "said"),
    [
        (FLOWS, _flows, lambda rows: _slipped(rows, 4), "has slipped by a line"),
        (FLOWS, _flows, _exchanged, "two columns may have been exchanged"),
        (FLOWS, _flows, _copied, "one period has the figures of another"),
        (FLOWS, _flows, _changed, "open cases are not those of the period before"),
        (TRIALS, _trials, lambda rows: _slipped(rows, 4), "has slipped by a line"),
        (TRIALS, _trials, lambda rows: _slipped(rows, 3), "has slipped by a line"),
        (TRIALS, _trials, lambda rows: _slipped(rows, 2), "has slipped by a line"),
    ],
)
def test_a_column_or_a_period_that_cannot_be_is_refused(
    tmp_path: Path,
    header: list[str],
    rows: Callable[[], list[list[object]]],
    damage: Callable[[list[list[object]]], list[list[object]]],
    said: str,
) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(_workbook(tmp_path, header, damage(rows())), tmp_path)
    assert said in refusal.value.sentence


def _rows(values: dict[tuple[str, int], tuple[float, ...]]) -> list[Row]:
    return [
        Row(area, quarter(2024, number), field, (), Decimal(str(value)), None, str(value), line=at, column=field)
        for at, ((area, number), each) in enumerate(values.items(), 2)
        for field, value in zip(("receipts", "disposals", "open_cases"), each, strict=True)
    ]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({("kent", 1): (1201, 1304, 5187), ("kent", 2): (1201, 1304, 5187)}, "one period has the figures of another"),
        ({("kent", 1): (1201, 1304, 5187), ("kent", 2): (1201, 1304, 5186)}, ""),
        ({("kent", 1): (1201, 1304, 5187), ("essex", 1): (1201, 1304, 5187)}, "two places have the same figures"),
        ({("kent", 1): (1201, 1201, 1201), ("essex", 1): (1201, 1201, 1201)}, ""),  # one number, told three times
        ({("kent", 1): (12, 13, 51), ("essex", 1): (12, 13, 51)}, ""),  # so few are the same by chance
        # A criminal justice area and the region of its name are no two places of one kind.
        ({("london", 1): (1201, 1304, 5187), ("england-and-wales", 1): (1201, 1304, 5187)}, ""),
    ],
)
def test_figures_that_are_the_same_by_no_chance(values: dict[tuple[str, int], tuple[float, ...]], said: str) -> None:
    found = check_copied_rows(_rows(values), "file.csv", CATALOGUE)
    assert [problem.what.split(",")[0] for problem in found] == ([said] if said else [])


def test_a_copied_period_is_named_with_its_place() -> None:
    values = {
        ("kent", 1): (1201.0, 1304.0, 5187.0),
        ("essex", 1): (2201.0, 2304.0, 6187.0),
        ("kent", 2): (1201.0, 1304.0, 5187.0),
        ("essex", 2): (2301.0, 2404.0, 6287.0),
    }
    (problem,) = check_copied_rows(_rows(values), "file.csv", CATALOGUE)
    assert problem.where == "file.csv [line 2, receipts]"
    assert (
        problem.found
        == "January to March 2024 and April to June 2024 of Kent: 3 figures are the same, 1201.0 the first"
    )
