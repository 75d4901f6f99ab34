"""Spaces that are no plain ones (no-break, thin) mean what plain ones mean, in csv and workbook alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from home_office_files import CRIME_HEADER, WRITE, Table, crimes, write_csv
from published_files import observed, read

from assize.ingest.files.texts import has_other_spaces, plain_spaces


def test_spaces_become_plain_but_between_digits() -> None:
    assert plain_spaces("FFA\u00a0UK, West\u202fMidlands\u2009") == "FFA UK, West Midlands "
    assert plain_spaces("12\u00a0345 and 7\u00a0cases") == "12\u00a0345 and 7 cases"
    assert has_other_spaces("FFA\u00a0UK".encode())
    assert not has_other_spaces("Café – UK".encode())


@pytest.mark.parametrize("kind", ["csv", *WRITE])
def test_codes_and_names_with_no_break_spaces_are_those_with_plain_ones(tmp_path: Path, kind: str) -> None:
    def written(name: str, space: str) -> set[tuple[object, ...]]:
        rows: Table = [
            [str(cell).replace(" ", space) if at in (2, 4, 5, 6) else cell for at, cell in enumerate(row)]
            for row in crimes("2017/18")
        ]
        for row in rows:
            row[6] = f"FFA{space}UK" if str(row[6]) == "80" else row[6]
        path = tmp_path / f"{name}.{kind}"
        if kind == "csv":
            write_csv(path, [CRIME_HEADER, *rows])
        else:
            WRITE[kind](path, {"2017_18": [CRIME_HEADER, *rows]})  # type: ignore[operator]
        return {
            (row["area"], row["period"], row["offence_code"], row["offence_group"], row["value"])
            for row in observed(read(path, tmp_path))
        }

    plain = written("plain", " ")
    assert ("FFA UK" in {code for _, _, code, _, _ in plain}) and len(plain) > 100
    assert written("other", "\u00a0") == plain
