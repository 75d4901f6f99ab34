"""Counts that all end in a nought, or are multiples of one number, are refused; a few may be so by chance."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from ingest.cps_files import cps_file, usual
from ingest.published_files import read
from ingest.statistics_workbooks import write

from assize.core.errors import FileRefused
from assize.ingest.round_numbers import check_round, divisor_of

SAID = "every count ends in a nought, so they may be rounded, or in another unit"


@pytest.mark.parametrize(
    ("counts", "divisor"),
    [
        ([10 * at for at in range(1, 31)], 10),
        ([10 * at for at in range(30)], 1),  # 29 besides a nought
        ([*(10 * at for at in range(1, 60)), 7], 1),
        ([7 * at for at in range(1, 31)], 7),
        ([5 * at for at in range(1, 31)], 5),
        ([0] * 50, 1),
    ],
)
def test_what_divides_every_count(counts: list[int], divisor: int) -> None:
    assert divisor_of(map(Decimal, counts)) == divisor
    said = {10: [SAID], 7: ["every count is a multiple of 7, so they may have been multiplied"]}.get(divisor, [])
    assert [problem.what for problem in check_round("f.csv", {"Kent": map(Decimal, counts)})] == said


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


@pytest.mark.real
def test_a_column_copied_over_another_refuses(shared: Path, tmp_path: Path) -> None:
    source = shared / "data" / "cps_case_outcomes_quarterly" / "POC-18-19-q4.csv"
    header, *rows = csv.reader(io.StringIO(source.read_text(encoding="utf-8-sig")))
    one, other = (
        header.index(f"Number of {words}")
        for words in ("Admin Finalised Unsuccessful", "Motoring Offences Unsuccessful")
    )
    for row in rows:
        row[one] = row[other]
    path = tmp_path / source.name
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([header, *rows])
    with pytest.raises(FileRefused, match="two columns have the same count in every area"):
        read(path, tmp_path)


def test_a_cps_file_of_multiples_of_five_is_asked_about(tmp_path: Path) -> None:
    """The CPS counts exactly; another publisher that rounds to five says so."""
    path = cps_file(tmp_path / "POC-18-19-q4.csv", lambda *count: usual(*count) // 5 * 5)
    with pytest.raises(FileRefused, match="every count is a multiple of 5, so they may have been rounded"):
        read(path, tmp_path)
    reasons = {"cps-case-outcomes@rounded@2019q1": "The CPS rounds from now on."}
    assert any("rounds from now on" in each.fix for each in read(path, tmp_path, reasons=reasons).problems)
