"""Police force area tables of editions that round: read by what a column shows, and refused where nothing proves them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from police_force_tables import Rows, book, column_of, row_of
from published_files import pick, read, workbook

from assize.core.errors import FileRefused
from assize.core.reading import Reading

FILE = "policeforceareatables.xlsx"
KNIVES = "Table P4  "


def load(folder: Path, sheets: dict[str, Rows]) -> Reading:
    return read(workbook(folder / FILE, sheets), folder)


def refused(folder: Path, sheets: dict[str, Rows]) -> list[str]:
    with pytest.raises(FileRefused) as caught:
        load(folder, sheets)
    return [problem.sentence for problem in caught.value.problems]


def rounded(rows: Rows, decimals: int) -> None:
    """Every number that is not whole, as a publisher rounds: what a workbook keeps of 4.0 is 4."""
    for row in rows:
        row[:] = [round(cell, decimals) if isinstance(cell, float) else cell for cell in row]


@pytest.mark.parametrize("sheet", ["Table P2", "Table P3", KNIVES, "Table P5"])
@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_rounded_figures_are_read(tmp_path: Path, sheet: str, decimals: int) -> None:
    sheets = book()
    rounded(sheets[sheet], decimals)
    reading = load(tmp_path, sheets)
    rows = sheets[sheet]
    kent = row_of(rows, "Kent")
    held = [row["value"] for row in pick(reading, area="kent", sheet=sheet)]
    wanted = [
        Decimal(str(cell)) for cell in kent[2:] if isinstance(cell, float)
    ]  # a number may be kept from another table
    assert wanted and all(held.count(cell) >= wanted.count(cell) for cell in wanted)


def test_one_rounded_column_among_full_ones_is_refused(tmp_path: Path) -> None:
    """The others show that this table does not round: such a column was changed by somebody."""
    sheets = book()
    at = column_of(sheets["Table P2"], "Robbery")
    for row in sheets["Table P2"]:
        if len(row) > at and isinstance(row[at], float):
            row[at] = round(float(str(row[at])), 1)
    assert "a change does not fit the number of offences" in refused(tmp_path, sheets)[0]


@pytest.mark.parametrize("sheet", ["Table P2", "Table P3"])
def test_rounded_columns_in_another_order_are_refused(tmp_path: Path, sheet: str) -> None:
    sheets = book()
    rounded(sheets[sheet], 0)
    header = next(row for row in sheets[sheet][3:6] if "Robbery" in row)
    one, other = header.index("Robbery"), header.index("Shoplifting")
    header[one], header[other] = header[other], header[one]
    assert any("stand in another order than those of Table P1" in told for told in refused(tmp_path, sheets))


def test_rounded_rows_in_another_order_are_refused(tmp_path: Path) -> None:
    sheets = book()
    rounded(sheets["Table P2"], 0)
    kent, surrey = row_of(sheets["Table P2"], "Kent"), row_of(sheets["Table P2"], "Surrey")
    kent[:2], surrey[:2] = surrey[:2], kent[:2]
    assert any("rounded figures whose areas stand in another order" in told for told in refused(tmp_path, sheets))


def test_a_rounded_figure_that_fits_nothing_is_refused(tmp_path: Path) -> None:
    sheets = book()
    rounded(sheets["Table P2"], 0)
    row_of(sheets["Table P2"], "South East")[2] = 40
    assert any("got back from the changes, do not add up" in told for told in refused(tmp_path, sheets))
    sheets = book()
    rounded(sheets["Table P3"], 1)
    row_of(sheets["Table P3"], "Kent")[6] = 9.9
    assert any("a rate does not fit" in told for told in refused(tmp_path, sheets))
    sheets = book()
    rounded(sheets[KNIVES], 1)
    row_of(sheets[KNIVES], "South East")[3] = 55.5
    assert any("do not give back offences that add up" in told for told in refused(tmp_path, sheets))


def test_small_figures_rounded_to_nought(tmp_path: Path) -> None:
    sheets = book()
    rounded(sheets["Table P3"], 2)
    at = column_of(sheets["Table P3"], "Homicide")
    for row in sheets["Table P3"]:
        if len(row) > at and isinstance(row[at], float):
            row[at] = 0
    assert any("a rate does not fit" in told for told in refused(tmp_path, sheets)), "these rates are not that small"
