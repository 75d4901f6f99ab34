"""Loads a made-up workbook of crime outcomes of 450,912 rows in one sheet, and says how long it took and how much memory.

    python benchmarks/outcomes_workbook.py [--codes 122] [--shared-texts]

The figures are those of `outcomes_file`, so nobody's. Without shared texts every cell carries its own, as programs write that
cannot hold a workbook in memory; the sheet is then at its largest.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import resource
import tempfile
import time
from pathlib import Path

import xlsxwriter
from outcomes_file import CODES, make_outcomes_file

from assize.catalogue.load import load_catalogue
from assize.ingest import read_file
from assize.store.store import Store

_COUNTS = (1, 10, 11, 12)  # columns of numbers: quarter, type and the two measures


def make_outcomes_workbook(
    path: Path, scratch: Path, *, seed: int = 1, codes: int = CODES, shared: bool = False
) -> int:
    """Writes an xlsx with a cover and a sheet `2017_18` of 3,696 rows an offence code; returns how many rows."""
    source = scratch / "outcomes.csv.gz"
    make_outcomes_file(source, seed=seed, codes=codes)
    rows = 0
    with (
        gzip.open(source, "rt", encoding="utf-8", newline="") as handle,
        xlsxwriter.Workbook(str(path), {"constant_memory": not shared}) as book,
    ):
        book.add_worksheet("Cover").write(0, 0, "Crime outcomes open data")
        sheet = book.add_worksheet("2017_18")
        for record in csv.reader(handle):
            if record[0] == "NA":
                continue
            for column, text in enumerate(record):
                if column in _COUNTS and text.isdecimal():
                    sheet.write_number(rows, column, int(text))
                elif text != "NA":
                    sheet.write_string(rows, column, text)
            rows += 1
    source.unlink()
    return rows - 1


def main() -> None:
    """Makes, loads and measures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--codes", type=int, default=CODES, help="offence codes, each 3,696 rows")
    options.add_argument("--shared-texts", action="store_true", help="texts once for the whole workbook")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        path = workspace / "outcomes.xlsx"
        rows = make_outcomes_workbook(path, workspace, codes=asked.codes, shared=asked.shared_texts)
        made = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        store = Store.open(workspace)
        began = time.perf_counter()
        reading = read_file(path, load_catalogue(), store.scratch)
        read = time.perf_counter()
        kept = store.keep(reading, path)
        ended = time.perf_counter()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        size = path.stat().st_size / 1e6
        print(f"{rows:,} rows, {size:.0f} MB: read in {read - began:.1f} s, kept in {ended - read:.1f} s")
        print(
            f"{kept.edition.observations:,} observations; at most {peak / 1e3:.0f} MB ({made / 1e3:.0f} MB to make it)"
        )
        store.close()


if __name__ == "__main__":
    main()
