"""An ods of the made-up country opens in a spreadsheet program, and not only in our own readers."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from assize.simulate.files.writing import write_ods

SHEETS = {
    "Cover": [["A made-up <title> & more"], [], ["Published on 1 May 2025"]],
    "Table_1": [["Area", "Cases"], ["Kent", 12]],
}
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    write_ods(tmp_path / "made.ods", {**SHEETS, "Empty": []}, title="A table")
    return tmp_path / "made.ods"


def test_what_the_format_asks_of_an_ods(made: Path) -> None:
    """OpenDocument 1.2: the kind first and not packed (part 3, 3.3), every part listed (3.2); in every table columns, and in
    every row cells (part 1, 9.1).
    """
    with zipfile.ZipFile(made) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        listed = ElementTree.fromstring(archive.read("META-INF/manifest.xml"))
        content = ElementTree.fromstring(archive.read("content.xml"))
        names = {entry.get(f"{MANIFEST}full-path") for entry in listed}
        assert names == {"/", *archive.namelist()} - {"mimetype", "META-INF/manifest.xml"}
        assert listed.get(f"{MANIFEST}version") == "1.2"
    tables = list(content.iter(f"{TABLE}table"))
    assert [table.get(f"{TABLE}name") for table in tables] == ["Cover", "Table_1", "Empty"]
    for table in tables:
        columns = [int(one.get(f"{TABLE}number-columns-repeated", "1")) for one in table.iter(f"{TABLE}table-column")]
        rows = [len(list(row)) for row in table.iter(f"{TABLE}table-row")]
        assert rows
        assert all(rows)
        assert sum(columns) == max(rows)


def test_a_spreadsheet_program_opens_it(made: Path, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path), str(made)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert not re.search("could not be loaded", said.stdout + said.stderr)
    book = openpyxl.load_workbook(tmp_path / "made.xlsx")
    assert {
        sheet.title: [[c.value for c in row if c.value is not None] for row in sheet.iter_rows()] for sheet in book
    } == {
        **SHEETS,
        "Empty": [],
    }
