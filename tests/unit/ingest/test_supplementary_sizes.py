"""Supplementary outcomes metrics whose figures stand in another measure's rows, or were divided: seen by their sizes."""

from __future__ import annotations

from pathlib import Path

import pytest
from home_office_files import Table, write_csv, write_xlsx
from published_files import observed, read
from test_home_office_metrics import METRIC_HEADER, METRICS, OWN_FILE
from test_home_office_workbooks import said

NOW = (7.2, 20.4, 41.6, 28.9, 11.3)
TEN_YEARS_AGO = (14.8, 38.2, 47.1, 9.6, 22.9)
RURAL = (11.9, 33.1, 24.8, 36.2, 19.6)
QUARTERS = ("Jan - Mar", "Apr - Jun", "Jul - Sep", "Oct - Dec")
PLACES = (
    ("National", "England and Wales"),
    ("Police force area", "Staffordshire"),
    ("Police force area", "West Mercia"),
)


def metrics(levels: tuple[float, ...] = NOW, order: tuple[int, ...] = (0, 1, 2, 3, 4), many: int = 8) -> Table:
    return [[*METRIC_HEADER]] + [
        ["All crime", *place, "Rolling annual", QUARTERS[at % 4], 2021 + at // 4, METRICS[which],
         round(levels[which] + 0.13 * at + 0.31 * number, 2)]
        for at in range(many)
        for number, place in enumerate(PLACES)
        for which in order
    ]  # fmt: skip


def slid(table: Table, by: int) -> Table:
    column = [row[7] for row in table[1:]]
    for row, value in zip(table[1:], column[by:] + column[:by], strict=True):
        row[7] = value
    return table


def scaled(table: Table, by: float) -> Table:
    for row in table[1:]:
        row[7] = round(float(str(row[7])) * by, 7)
    return table


@pytest.mark.parametrize("levels", [NOW, TEN_YEARS_AGO, RURAL])
@pytest.mark.parametrize("scale", [1, 0.01])
def test_figures_of_any_year_and_either_way_of_writing_are_read(
    tmp_path: Path, levels: tuple[float, ...], scale: float
) -> None:
    table = scaled(metrics(levels), scale)
    assert len(observed(read(write_xlsx(tmp_path / "som.xlsx", {"Outcomes": table}), tmp_path))) == 120


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (1, 0, 2, 3, 4), (4, 3, 2, 1, 0)])
@pytest.mark.parametrize("by", [1, -1])
@pytest.mark.parametrize("levels", [NOW, TEN_YEARS_AGO, RURAL])
def test_a_column_moved_by_a_row_is_refused(
    tmp_path: Path, order: tuple[int, ...], by: int, levels: tuple[float, ...]
) -> None:
    path = write_xlsx(tmp_path / "som.xlsx", {"Outcomes": slid(metrics(levels, order), by)})
    assert "the figures are not of the size that these measures have" in said(path, tmp_path)[-1]


def test_the_refusal_says_which_measures_and_how_to_answer(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "som.xlsx", {"Outcomes": slid(metrics(), 1)})
    (problem,) = said(path, tmp_path)
    assert problem == (
        " [Outcomes!H2]: the figures are not of the size that these measures have, so a column may have been moved by a row,"
        " or divided, found in the middle one of the figures of all crime, 21% 'charge-outcome-victim-based', more than 8%"
        " 'victim-based-successful-outcome', expected each percentage in the row of its own measure."
        f' {OWN_FILE} If it is so, say it in assize.toml under [reasons]: "supplementary-outcomes@sizes@2022" = "…".'
    )
    reasons = {"supplementary-outcomes@sizes@2022": "the definition changed"}
    assert read(path, tmp_path, reasons=reasons)


def test_percentages_divided_by_a_thousand_are_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "som.csv", scaled(metrics(), 0.001))
    assert "the figures are not of the size that these measures have" in said(path, tmp_path)[0]


def test_an_example_and_a_part_of_crime_are_not_judged(tmp_path: Path) -> None:
    few = slid(metrics(many=4), 1)
    assert read(write_xlsx(tmp_path / "few.xlsx", {"Outcomes": few}), tmp_path)
    part = slid(metrics(), 1)
    for row in part[1:]:
        row[0] = "Sexual offences"
    assert read(write_xlsx(tmp_path / "part.xlsx", {"Outcomes": part}), tmp_path)
