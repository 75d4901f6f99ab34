"""An ods too large to be held at once (a year of outcomes unpacks to 900 MB) is read row by row, and by nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from home_office_files import write_ods
from published_files import observed, read
from test_home_office_workbooks import two_years

from assize.core.errors import FileRefused
from assize.core.nouns import MADE_UP
from assize.ingest.received import Received


def test_its_rows_are_those_of_a_smaller_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_ods(tmp_path / "crime.ods", two_years())
    small = observed(read(path, tmp_path))
    monkeypatch.setattr("assize.ingest.received.MOST_OF_A_PART", 1_000)
    received = Received(path, path.name)
    assert received.is_large
    assert received.sheets == ()
    with pytest.raises(FileRefused, match="was not loaded"):
        _ = received.workbook
    assert observed(read(path, tmp_path)) == small


def test_it_still_says_that_it_is_made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = {"About": [["Made up, for training"]], **two_years()}
    path = write_ods(tmp_path / "crime.ods", sheets)
    monkeypatch.setattr("assize.ingest.received.MOST_OF_A_PART", 1_000)
    from assize.ingest.made_up import with_mark

    assert with_mark(read(path, tmp_path), path).title.startswith(MADE_UP)
