"""Counts of the Home Office's tables that cannot be: a force or a quarter times a factor, rounded or not."""

from __future__ import annotations

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
                offence = (f"Theft {code}", *OFFENCES[3][1:3], str(200 + code))
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
