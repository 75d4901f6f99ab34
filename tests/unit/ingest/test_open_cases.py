"""Receipts, disposals and open cases that agree only if columns stood elsewhere, in a table or for one place of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from ingest.published_files import observed, read
from ingest.statistics_workbooks import Rows, write

from assize.core.errors import FileRefused

REGIONS = ("London", "Midlands", "North East", "North West", "South East", "South West", "Wales")
Line = list[int]


def flows(seed: int, transfers: int = 60, periods: int = 24) -> dict[str, list[Line]]:
    """Receipts, disposals and open cases of each region: transfers between courts keep them from following to the case."""
    chance = random.Random(seed)
    series = {}
    for at, region in enumerate(REGIONS):
        standing, lines = 5200 + 713 * at, []
        for _ in range(periods):
            came, went = (4000 + 577 * at + chance.randint(-300, 300) for _ in range(2))
            standing += came - went + chance.randint(-transfers, transfers)
            lines.append([came, went, standing])
        series[region] = lines
    return series


def made(tmp_path: Path, series: dict[str, list[Line]]) -> Path:
    rows: Rows = [
        ["Table 7: Receipts, disposals and open cases, by HMCTS region"],
        ["This worksheet contains one table."],
        ["HMCTS region", "Year", "Quarter", "Receipts", "Disposals", "Open cases"],
        *(
            [region, str(2019 + at // 4), f"Q{at % 4 + 1}", *line]
            for region, lines in series.items()
            for at, line in enumerate(lines)
        ),
    ]
    cover: Rows = [["HMCTS management information: October to December 2024"]]
    return write(tmp_path / "hmcts.xlsx", {"Cover": cover, "Notes": [["Notes"]], "Table_7": rows})


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("transfers", [0, 60, 250])
def test_open_cases_that_follow_but_for_transfers_are_read(tmp_path: Path, seed: int, transfers: int) -> None:
    reading = read(made(tmp_path, flows(seed, transfers)), tmp_path)
    assert len(observed(reading)) == 7 * 24 * 3


def test_open_cases_that_have_little_to_do_with_what_comes_and_goes_are_read(tmp_path: Path) -> None:
    chance = random.Random(7)
    series = {
        region: [[line[0], line[1], 6000 + 700 * at + chance.randint(-400, 400)] for line in lines]
        for at, (region, lines) in enumerate(flows(1).items())
    }
    assert len(observed(read(made(tmp_path, series), tmp_path))) == 7 * 24 * 3


def test_as_few_periods_as_seven_tell_nothing(tmp_path: Path) -> None:
    series = flows(3, transfers=900, periods=7)
    reading = read(made(tmp_path, {region: series[region] for region in ("Midlands", "Wales")}), tmp_path)
    assert len(observed(reading)) == 2 * 7 * 3


def exchanged(one: int, other: int) -> Callable[[list[Line]], list[Line]]:
    def change(lines: list[Line]) -> list[Line]:
        order = [0, 1, 2]
        order[one], order[other] = order[other], order[one]
        return [[line[at] for at in order] for line in lines]

    return change


def late(column: int, by: int) -> Callable[[list[Line]], list[Line]]:
    def change(lines: list[Line]) -> list[Line]:
        return [
            [
                lines[max(0, min(at + by, len(lines) - 1))][column] if which == column else cell
                for which, cell in enumerate(line)
            ]
            for at, line in enumerate(lines)
        ]

    return change


CHANGES = {
    "receipts and open cases": exchanged(0, 2),
    "disposals and open cases": exchanged(1, 2),
    "receipts and disposals": exchanged(0, 1),
    "all three": lambda lines: [[line[1], line[2], line[0]] for line in lines],
    "receipts a quarter late": late(0, -1),
    "receipts a quarter early": late(0, 1),
    "disposals a quarter late": late(1, -1),
    "open cases two quarters late": late(2, -2),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("places", [REGIONS, ("Wales",)], ids=["all", "Wales"])
def test_columns_that_stand_elsewhere_are_refused(
    tmp_path: Path, change: Callable[[list[Line]], list[Line]], places: tuple[str, ...]
) -> None:
    series = {region: change(lines) if region in places else lines for region, lines in flows(5).items()}
    with pytest.raises(FileRefused) as refused:
        read(made(tmp_path, series), tmp_path)
    assert "would if these figures stood elsewhere" in refused.value.sentence
    assert "hmcts-management-information@slid@2024q4" in refused.value.sentence


@pytest.mark.parametrize(
    ("column", "change", "what"),
    [
        (0, lambda cell: cell // 10, "out of proportion"),
        (1, lambda cell: cell // 10, "out of proportion"),
        (2, lambda cell: 0, "nought from its first row to its last"),
    ],
)
def test_a_column_of_another_unit_or_of_noughts(
    tmp_path: Path, column: int, change: Callable[[int], int], what: str
) -> None:
    series = {
        region: [[change(cell) if at == column else cell for at, cell in enumerate(line)] for line in lines]
        for region, lines in flows(2).items()
    }
    with pytest.raises(FileRefused) as refused:
        read(made(tmp_path, series), tmp_path)
    assert what in refused.value.sentence
