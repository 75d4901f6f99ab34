"""Counts of the Home Office's tables that cannot be: a force or a quarter times a factor, rounded or not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from home_office_files import CRIME_HEADER, FORCES, OFFENCES, Table, write_csv
from published_files import CATALOGUE, read

from assize.core.errors import FileRefused

MET = "Metropolitan Police"
CODES = 40  # codes of one subgroup, enough for counts to be judged by how they end
Factor = Callable[[str, int], int]


def table(factor: Factor, forces: tuple[str, ...] = FORCES) -> Table:
    """Two quarters of forces of about one size, the largest apart; `factor` of a force and quarter is what went wrong."""
    rows: Table = [CRIME_HEADER]
    for quarter in (1, 2):
        for force in forces:
            for code in range(CODES):
                count = (300 if force == MET else 100) + 7 * code + code % 3 + quarter + FORCES.index(force)
                offence = (f"Offence {code}", *OFFENCES[1 + code % 9][1:3], str(200 + code))
                rows.append(["2017/18", quarter, force, *offence, count * factor(force, quarter)])
    return rows


def refused(path: Path, scratch: Path) -> list[str]:
    with pytest.raises(FileRefused) as refusal:
        read(path, scratch)
    return [problem.sentence for problem in refusal.value.problems]


@pytest.mark.parametrize(
    ("factor", "expected"),
    [
        (lambda force, quarter: 999 if force == "Staffordshire" else 1, "the counts of Staffordshire cannot be"),
        (lambda force, quarter: 37 if force == MET else 1, f"the counts of {MET} cannot be"),
        (lambda force, quarter: 13 if (force, quarter) == ("Dorset", 2) else 1, "the counts of Dorset cannot be"),
        (lambda force, quarter: 1000 if force == "Staffordshire" else 1, "every count ends in a nought"),
        (lambda force, quarter: 10 if (force, quarter) == ("Dorset", 1) else 1, "every count ends in a nought"),
        (lambda force, quarter: 10, "every count ends in a nought"),
        (lambda force, quarter: 2 if force == "Staffordshire" else 1, "every count is a multiple of 2"),
        (lambda force, quarter: 7 if (force, quarter) == ("Dorset", 1) else 1, "every count is a multiple of 7"),
    ],
)
def test_a_factor_is_refused(tmp_path: Path, factor: Factor, expected: str) -> None:
    problems = refused(write_csv(tmp_path / "crime.csv", table(factor)), tmp_path)
    assert any(expected in problem for problem in problems)
    assert all("Load the publisher's own file." in problem for problem in problems)


def test_the_same_without_a_factor_is_read(tmp_path: Path) -> None:
    reading = read(write_csv(tmp_path / "crime.csv", table(lambda force, quarter: 1)), tmp_path)
    assert not any(problem.blocks for problem in reading.problems)


def test_a_few_lines_that_end_otherwise_do_not_hide_a_thousand_times(tmp_path: Path) -> None:
    rows = table(lambda force, quarter: 1000 if force == "Staffordshire" else 1)
    own = next(row for row in rows if row[2] == "Staffordshire")
    own[-1] = 107
    problems = refused(write_csv(tmp_path / "crime.csv", rows), tmp_path)
    assert any("every count ends in a nought" in problem and "Staffordshire" in problem for problem in problems)


def test_partnerships_of_a_force_times_ten_are_refused(tmp_path: Path) -> None:
    header, *rows = table(lambda force, quarter: 10 if force == "Staffordshire" else 1)
    parts = [[*row, f"{row[2]} community"] for row in rows]
    problems = refused(write_csv(tmp_path / "csp.csv", [[*header, "CSP Name"], *parts]), tmp_path)
    assert [problem for problem in problems if "every count ends in a nought" in problem and "Staffordshire" in problem]


def test_the_largest_force_is_one_of_the_catalogue() -> None:
    assert CATALOGUE.areas["metropolitan-police"].name == MET


@pytest.mark.parametrize(
    ("order", "reads"),
    [((1, 2, 3, 4), True), ((4, 3, 2, 1), True), ((2, 3, 4, 1), False), ((2, 1, 3, 4), False)],
)
def test_quarters_in_an_order_of_no_calendar_are_refused(tmp_path: Path, order: tuple[int, ...], reads: bool) -> None:
    header, *rows = table(lambda force, quarter: 1)
    first = [row for row in rows if row[1] == 1]
    path = write_csv(tmp_path / "crime.csv", [header, *([row[0], each, *row[2:]] for each in order for row in first)])
    if reads:
        assert not any(problem.blocks for problem in read(path, tmp_path).problems)
        return
    assert any("the quarters of a year stand in an order of no calendar" in each for each in refused(path, tmp_path))


def test_counts_sorted_without_their_lines_are_refused(tmp_path: Path) -> None:
    header, *rows = table(lambda force, quarter: 1)
    counts = sorted(int(str(row[-1])) // 3 for row in rows)
    path = write_csv(
        tmp_path / "crime.csv", [header, *([*row[:-1], count] for row, count in zip(rows, counts, strict=True))]
    )
    assert any("the column was sorted without the others" in each for each in refused(path, tmp_path))


QUARTERS = (1, 2, 3, 4)
Damage = Callable[[Table], None]


def year(count: Callable[[int], int] = lambda number: number) -> Table:
    """Four quarters of all forces and a hundred codes; `count` makes each number another."""
    rows: Table = [CRIME_HEADER]
    for quarter in QUARTERS:
        for at, force in enumerate(FORCES):
            for code in range(CODES):
                number = (3000 if force == MET else 1000) + 7 * code + code % 3 + 11 * quarter + at
                offence = (f"Offence {code}", *OFFENCES[1 + code % 9][1:3], str(200 + code))
                rows.append(["2017/18", quarter, force, *offence, count(number)])
    return rows


def leaping(to: int) -> Damage:
    def change(rows: Table) -> None:
        next(row for row in rows if row[1:3] == [2, "Dorset"] and row[6] == "207")[-1] = to

    return change


@pytest.mark.parametrize("to", [10_777, 5_700, 190, 3, 0])
def test_one_count_that_leaps_is_doubted_and_can_be_answered(tmp_path: Path, to: int) -> None:
    rows = year()
    leaping(to)(rows)
    path = write_csv(tmp_path / "crime.csv", rows)
    (problem,) = refused(path, tmp_path)
    assert "the counts of Dorset leap in 2017/18 Q2" in problem
    assert f"found {to:,} for offence code 207" in problem
    assert "about 1,0" in problem
    (answer,) = re.findall(r'"(recorded-crime@leap-dorset@2017q3)" = ', problem)
    assert read(path, tmp_path, reasons={answer: "A change in counting."})


def small(change: Callable[[int], object]) -> Table:
    """The year with small counts of Kent and Dorset, and what became of Dorset's."""
    rows = year()
    for force in ("Kent", "Dorset"):
        for at, row in enumerate([row for row in rows if row[2] == force]):
            count = (1, 2, 7, 9)[at % 4]
            row[-1] = count if force == "Kent" else change(count)
    return rows


def test_a_force_whose_small_counts_became_noughts_is_doubted(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "crime.csv", small(lambda count: 0 if count < 5 else count))
    (problem,) = refused(path, tmp_path)
    assert "no count of a force is 1 or 2, so its small counts may have been made nought or left out" in problem
    assert "found Dorset, with 80 noughts, expected some 40 counts of 1 and 2, as other forces have" in problem
    assert read(path, tmp_path, reasons={"recorded-crime@small-counts@2018q1": "So it was agreed."})


@pytest.mark.parametrize("change", [lambda count: count, lambda count: "[x]" if count < 7 else count])
def test_small_counts_that_are_there_or_said_to_be_held_back_are_read(
    tmp_path: Path, change: Callable[[int], object]
) -> None:
    assert read(write_csv(tmp_path / "crime.csv", small(change)), tmp_path)


@pytest.mark.parametrize("to", [2000, 400])
def test_a_count_that_doubles_is_read(tmp_path: Path, to: int) -> None:
    rows = year()
    leaping(to)(rows)
    assert read(write_csv(tmp_path / "crime.csv", rows), tmp_path)


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (lambda number: -number, "more counts lie below zero than corrections of a few could make"),
        (lambda number: number // 5 * 5, "every count is a multiple of 5"),
        (lambda number: int(str(number * 3)[:2]), "the largest count of the file is small"),
    ],
)
def test_a_whole_column_that_was_changed_is_refused(tmp_path: Path, count: Callable[[int], int], expected: str) -> None:
    assert any(expected in problem for problem in refused(write_csv(tmp_path / "c.csv", year(count)), tmp_path))
