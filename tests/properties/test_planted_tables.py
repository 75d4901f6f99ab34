"""A planted statistics table comes back cell by cell: whatever the order of columns and sheets, long or wide, xlsx or ods."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from ingest.published_files import observed, read
from ingest.statistics_workbooks import COVER, NOTES, Rows, write

QUARTERS = [f"{year} Q{number}" for year in (2022, 2023, 2024) for number in (1, 2, 3, 4)]
BOARDS = ["Staffordshire", "West Mercia", "Devon & Cornwall", "Metropolitan and City"]
KINDS = ["Under 18", "18 and over", "<5 years", ">5 years"]
Planted = dict[tuple[str, str, str], int]


def plant(chance: random.Random) -> Planted:
    """Board, quarter, kind: a count; some are left out, so that the tables are ragged."""
    return {
        (board, quarter, kind): chance.randrange(2_500, 10_000)  # within a few times of each other: a leap is refused
        for board in BOARDS
        for quarter in QUARTERS
        for kind in KINDS
        if chance.random() < 0.9
    }


def long_table(planted: Planted, chance: random.Random) -> Rows:
    headers = ["LCJB area", "Year", "Quarter", "Length", "Open cases [note 1]", "Notes"]
    order = chance.sample(range(len(headers)), len(headers))
    rows = [
        [
            board,
            quarter[:4],
            quarter[5:],
            kind,
            value if chance.random() < 0.5 else f"{value:,}",
            chance.choice(["", "[note 1]"]),
        ]
        for (board, quarter, kind), value in planted.items()
    ]
    chance.shuffle(rows)
    above = [["This worksheet contains one table."], ["Some cells refer to notes."]][: chance.randrange(3)]
    return [["Table A1: Open cases"], *above, *[[row[column] for column in order] for row in [headers, *rows]]]


def wide_table(planted: Planted, chance: random.Random) -> Rows:
    quarters = chance.sample(QUARTERS, len(QUARTERS))
    heads = ["LCJB area", "Length", *quarters]
    order = chance.sample(range(len(heads)), len(heads))
    rows: list[list[object]] = [list(heads)]
    for board in BOARDS:
        for kind in KINDS:
            rows.append([board, kind, *(planted.get((board, quarter, kind), "[x]") for quarter in quarters)])
    return [["Table A2: Open cases"], ["[x] = not available"], *[[row[column] for column in order] for row in rows]]


def slug(text: str) -> str:
    return text.lower().replace(" & ", "-and-").replace(" ", "-").replace("<", "less-than-").replace(">", "more-than-")


@pytest.mark.parametrize("seed", range(6))
def test_what_is_planted_is_read(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    planted = plant(chance)
    sheets: list[tuple[str, Rows]] = [
        ("Cover", COVER),
        ("Notes", NOTES),
        ("A1", long_table(planted, chance)),
        ("A2", wide_table(planted, chance)),
    ]
    chance.shuffle(sheets)
    found = {}
    for kind in ("xlsx", "ods"):
        reading = read(write(tmp_path / f"ccsq_{seed}.{kind}", dict(sheets)), tmp_path)
        found[kind] = [(row["table"], row["sheet"], row["ref"], row["raw"], row["value"]) for row in observed(reading)]
        wanted = {
            (slug(board), quarter.replace(" ", ""), slug(length)): value
            for (board, quarter, length), value in planted.items()
        }
        for table, field in (("a1", "open_cases"), ("a2", "value")):
            rows = [row for row in observed(reading) if row["table"] == table]
            assert {row["field"] for row in rows} == {field}
            told = {(row["area"], row["period"], row["item"]): row["value"] for row in rows if row["value"] is not None}
            assert told == wanted
        absent = [row for row in observed(reading) if row["absence"] == "[x]"]
        assert len(absent) == len(BOARDS) * len(QUARTERS) * len(KINDS) - len(planted)
    assert found["xlsx"] == found["ods"]
    for table, sheet, ref, raw, _ in found["xlsx"]:
        column, row = ord(ref[0]) - 65, int(ref[1:]) - 1
        assert str(dict(sheets)[sheet][row][column]) == raw, (table, ref)
