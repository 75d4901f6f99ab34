"""Counts that all end in a nought are refused: they are rounded, or times ten; a few may end so by chance."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from ingest.published_files import read
from ingest.statistics_workbooks import write

from assize.core.errors import FileRefused
from assize.ingest.round_numbers import are_round, check_round

SAID = "every count ends in a nought, so they may be rounded, or in another unit"


@pytest.mark.parametrize(
    ("counts", "round_"),
    [
        ([10 * at for at in range(1, 31)], True),
        ([10 * at for at in range(30)], False),  # 29 besides a nought
        ([*(10 * at for at in range(1, 60)), 7], False),
        ([0] * 50, False),
    ],
)
def test_what_is_round(counts: list[int], round_: bool) -> None:
    assert are_round(map(Decimal, counts)) is round_
    assert [problem.what for problem in check_round("f.csv", {"Kent": map(Decimal, counts)})] == [SAID] * round_


def test_a_table_times_ten_refuses_unless_it_says_that_it_is_rounded(tmp_path: Path) -> None:
    rows = [[f"20{year}", f"Q{quarter}", 37 * year + quarter] for year in range(14, 24) for quarter in range(1, 5)]

    def workbook(times: int, note: str) -> Path:
        table = [["Table C1: Receipts, England and Wales"], [note], ["Year", "Quarter", "Receipts"]]
        table += [[*row[:2], int(row[2]) * times] for row in rows]
        cover = [["Criminal court statistics quarterly: October to December 2024"], ["Contents"]]
        return write(tmp_path / "ccsq-main-tables.xlsx", {"Cover": cover, "Notes": [["Notes"]], "Table_C1": table})

    assert read(workbook(1, "This worksheet contains one table."), tmp_path)
    with pytest.raises(FileRefused, match=SAID):
        read(workbook(10, "This worksheet contains one table."), tmp_path)
    assert read(workbook(10, "Figures are rounded to the nearest ten."), tmp_path)


@pytest.mark.real
def test_published_counts_times_ten_refuse(shared: Path, tmp_path: Path) -> None:
    source = shared / "data" / "cps_case_outcomes_quarterly" / "POC-18-19-q4.csv"
    rows = list(csv.reader(io.StringIO(source.read_text(encoding="utf-8-sig"))))
    counts = [at for at, header in enumerate(rows[0]) if header.startswith("Number")]
    for row in rows[1:]:
        for at in counts:
            row[at] = row[at] and str(int(row[at].replace(",", "")) * 10)
    path = tmp_path / source.name
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(rows)
    with pytest.raises(FileRefused, match=SAID):
        read(path, tmp_path)
