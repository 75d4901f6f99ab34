"""A number of which a part is struck through, raised or lowered is never read as one with it."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from assize.ingest.files.sheet_stream import stream_rows
from assize.ingest.files.written_aside import aside_of, numbers_aside, told_aside, xls_runs
from assize.ingest.received import Received
from assize.ingest.returns.figures import read_figure
from assize.ingest.returns.sheets import SheetCell, read_sheets

_ODS = """<office:document-content xmlns:office="o" xmlns:style="s" xmlns:table="t" xmlns:text="x"><office:automatic-styles>
<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="T2" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="ce1" style:family="table-cell">
<style:text-properties style:text-line-through-style="solid"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="Figures">
<table:table-column/><table:table-column/><table:table-column table:default-cell-style-name="ce1"/>
<table:table-row>
<table:table-cell office:value-type="string"
><text:p>31<text:span text:style-name="T1">1</text:span></text:p></table:table-cell>
<table:table-cell office:value-type="string"
><text:p><text:span text:style-name="T2">30</text:span>31</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="12"><text:p>12</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="13"><text:p>13</text:p></table:table-cell></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def shared(folder: Path) -> Path:
    """Its texts are shared ones."""
    path = folder / "one.xlsx"
    book = xlsxwriter.Workbook(path)
    raised, struck = book.add_format({"font_script": 1}), book.add_format({"font_strikeout": True})
    sheet = book.add_worksheet("Figures")
    sheet.write_rich_string(0, 0, "31", raised, "1")
    sheet.write_rich_string(0, 1, struck, "30", "31")
    sheet.write(0, 2, 12, struck)
    sheet.write(0, 3, 13)
    book.close()
    return path


def inline(folder: Path) -> Path:
    """Its texts stand in their cells."""
    path = folder / "one.xlsx"
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Figures"
    sheet["A1"] = CellRichText("31", TextBlock(InlineFont(vertAlign="superscript"), "1"))
    sheet["B1"] = CellRichText(TextBlock(InlineFont(strike=True), "30"), TextBlock(InlineFont(sz=10), "31"))
    sheet["C1"], sheet["C1"].font, sheet["D1"] = 12, Font(strike=True), 13
    book.save(path)
    return path


def ods(folder: Path) -> Path:
    path = folder / "one.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", _ODS)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return path


@pytest.mark.parametrize("write", [shared, inline, ods])
def test_a_return_is_refused_at_the_cell(tmp_path: Path, write) -> None:  # type: ignore[no-untyped-def]
    path = write(tmp_path)
    (sheet,) = read_sheets(Received(path, path.name))
    raised, struck, whole, plain = (read_figure(sheet.at(0, column)) for column in range(4))
    assert raised.fault == "a part of this cell is raised: the figure may be 31 or 311"
    assert struck.fault == "a part of this cell is struck through: the figure may be 31 or 3031"
    assert whole.fault == "the figure is struck through"
    assert plain.value == 13
    assert all(said.fix and said.value is None for said in (raised, struck, whole))


@pytest.mark.parametrize("write", [shared, inline, ods])
def test_a_publication_shows_what_is_written_aside(tmp_path: Path, write) -> None:  # type: ignore[no-untyped-def]
    path = write(tmp_path)
    received = Received(path, path.name)
    (row,) = list(stream_rows(received))
    assert [row.cells[at] for at in range(4)] == ["31 (1 raised)", "(30 struck through) 31", "12", "13"]
    assert numbers_aside(path) == {"Figures": {(0, 0): "31 (1 raised)", (0, 1): "(30 struck through) 31"}}
    if write is not ods:  # so little of an ods is no workbook to the library that lays it out
        assert received.sheet("Figures")[0][:2] == ["31 (1 raised)", "(30 struck through) 31"]


def test_words_and_texts_written_as_a_whole_stay_as_they_are() -> None:
    assert told_aside([("Forces", ""), ("2", "raised")]) == "Forces2"
    assert told_aside([("2018/19", ""), ("2", "raised")]) == "2018/192"
    assert told_aside([("31", "raised")]) == "31"
    assert told_aside([("1,2", ""), ("34", "")]) == "1,234"
    assert aside_of([("31", ""), (" ", "struck through")]).how == ""
    assert aside_of([("[x]", "struck through")]).how == "struck through"


def test_an_absence_is_asked_about_as_well() -> None:
    from assize.ingest.files.written_aside import Aside
    from assize.ingest.returns.sheets import Kind

    assert read_figure(SheetCell(Kind.TEXT, "[x]", aside=Aside("struck through"))).fault
    assert read_figure(SheetCell(Kind.TEXT, "[x]")).absence is not None


def test_an_older_workbook_tells_it_too(tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("no LibreOffice to save an xls with")
    path = shared(tmp_path)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to", "xls", "--outdir",
         str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    found = xls_runs(tmp_path / "one.xls")["Figures"]
    assert told_aside(found[0, 0]) == "31 (1 raised)"
    assert told_aside(found[0, 1]) == "(30 struck through) 31"
    (sheet,) = read_sheets(Received(tmp_path / "one.xls", "one.xls"))
    assert read_figure(sheet.at(0, 2)).fault == "the figure is struck through"
    assert read_figure(sheet.at(0, 3)).value == 13
