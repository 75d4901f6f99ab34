"""What a statistics table lacks is said: places of its kind, and periods of one place; numbers made texts are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from ingest.published_files import observed, read
from ingest.statistics_workbooks import write
from ingest.test_years_in_tables import made, quarters

from assize.core.errors import FileRefused
from assize.core.reading import Reading


def said(reading: Reading) -> str:
    return "; ".join(f"{problem.what}: {problem.found}" for problem in reading.problems)


def of_the_table(reading: Reading) -> list[str]:
    """What is said, but for the table 1 that this workbook of one table has not."""
    return [one.what for one in reading.problems if "a table that the publication is known to have" not in one.what]


def test_a_whole_table_has_nothing_to_say(tmp_path: Path) -> None:
    assert of_the_table(made(tmp_path, quarters())) == []


def test_a_place_that_a_table_lacks_is_said(tmp_path: Path) -> None:
    reading = made(tmp_path, [row for row in quarters() if row[0] != "Wales"])
    assert len(observed(reading)) == 6 * 24 * 3
    assert "not all regions of the courts are in the file" in said(reading)
    assert "none of HMCTS Wales" in said(reading)


def test_a_table_of_few_places_is_left(tmp_path: Path) -> None:
    assert of_the_table(made(tmp_path, [row for row in quarters() if row[0] in ("Wales", "London")])) == []


@pytest.mark.parametrize("lost", [slice(30, 33), slice(150, None)])
def test_periods_that_one_place_lacks_are_said(tmp_path: Path, lost: slice) -> None:
    rows = quarters()
    del rows[lost]
    reading = made(tmp_path, rows)
    assert "regions of the courts have nothing in a period that others of them have" in said(reading)


@pytest.mark.parametrize("text", ["'{}", "{:.2E}"])
def test_a_table_whose_numbers_became_texts_is_refused(tmp_path: Path, text: str) -> None:
    rows = [[text.format(int(row[1])), row[2], *(text.format(cell) for cell in row[3:])] for row in quarters()[:24]]
    table = [["Table 7: Receipts"], [], ["Year", "Quarter", "Receipts", "Disposals", "Open cases"], *rows]
    whole = [["Table 8: Receipts"], [], ["Year", "Quarter", "Receipts"], *(row[1:4] for row in quarters()[:24])]
    sheets = {"Cover": [["HMCTS management information"]], "Notes": [["Notes"]], "Table_7": table, "Table_8": whole}
    with pytest.raises(FileRefused) as refused:
        read(write(tmp_path / "hmcts.xlsx", sheets), tmp_path)
    assert "no cell of this table is a number" in refused.value.sentence and "Table_7" in refused.value.sentence
