"""What somebody is told of a return that came otherwise than it was sent: whose it is, what they see, and what to do."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from returned_forms import FIGURES, PROVIDERS, asked_office, fill, form_of

from assize.app.loading import Loaded, load_files


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return asked_office(tmp_path_factory.mktemp("told") / "office")


@pytest.fixture
def office(asked: Path, tmp_path: Path) -> Path:
    return shutil.copytree(asked, tmp_path / "office")


def load(office: Path, path: Path) -> Loaded:
    (loaded,) = load_files(office, [path], released=date(2019, 7, 1), receipts=False)
    return loaded


def changed(office: Path, to: Path, change: Callable[[Workbook], None]) -> Path:
    path = fill(form_of(office, "north-wcu"), to)
    workbook = load_workbook(path)
    change(workbook)
    workbook.save(path)
    return path


def _document() -> bytes:
    """As much of a text document as tells one."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return packed.getvalue()


def test_another_boards_form_says_whose_it_is_and_where_it_belongs(office: Path, tmp_path: Path) -> None:
    kent = PROVIDERS.partition("[south")[0].replace("staffordshire", "kent").replace("Unit North", "Unit Kent")
    theirs = asked_office(tmp_path / "kent", kent, ["kent"])
    said = str(load(office, fill(form_of(theirs, "north-wcu"), tmp_path / "back.xlsx")).refused)
    assert (
        "another board's form: Kent is no board of this office, found the form of 'Witness Care Unit Kent' for Kent"
        in said
    )
    assert "expected 'Staffordshire' or 'West Mercia'" in said
    assert "send it back to whoever sent it, to be sent to the office of Kent" in said
    assert "providers.toml" not in said


def test_a_form_of_an_own_provider_about_another_board_names_who_is_asked(office: Path, tmp_path: Path) -> None:
    def exchange(workbook: Workbook) -> None:
        workbook["Figures"]["B3"] = "West Mercia"

    said = str(load(office, changed(office, tmp_path / "back.xlsx", exchange)).refused)
    assert "found 'West Mercia', about which Witness Care Unit South is asked" in said
    assert "of West Mercia load that of Witness Care Unit South" in said


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("10,2", "a comma stands where none stands between thousands, found '10,2'"),
        ("1,2345", "a comma stands where none stands between thousands, found '1,2345'"),
        ("12,34,567", "a comma stands where none stands between thousands"),
        ("1,234", ""),
    ],
)
def test_a_comma_that_is_none_between_thousands_is_named(office: Path, tmp_path: Path, typed: str, words: str) -> None:
    figures = {**FIGURES, "witnesses-required": 2000, "witnesses-attended": typed}
    loaded = load(office, fill(form_of(office, "north-wcu"), tmp_path / "back.xlsx", figures))
    assert (words in str(loaded.refused)) if words else loaded.refused is None


def test_a_decimal_comma_where_decimals_are_wanted_says_how_to_type_it(tmp_path: Path) -> None:
    own = PROVIDERS.partition("[south")[0].replace('"witness-attendance"', '"witness-care-caseload-each"')
    office = asked_office(tmp_path / "office", own, ["staffordshire"])
    figures = {
        "open-victims-and-witnesses": 900,
        "officers-in-post": "10,2",
        "outcomes-due": 640,
        "outcomes-in-time": 602,
    }
    said = str(load(office, fill(form_of(office, "north-wcu"), tmp_path / "back.xlsx", figures)).refused)
    assert "a comma stands where a decimal point is wanted, found '10,2'" in said
    assert "If 10.2 is meant, type it with a point" in said


@pytest.mark.parametrize(
    ("stored", "look", "seen"), [(1, "0%", "100%"), (0.874, "0.0%", "87.4%"), (0, "0%", "0%"), (12, "0%", "1200%")]
)
def test_a_percentage_is_told_as_it_is_seen(office: Path, tmp_path: Path, stored: float, look: str, seen: str) -> None:
    def percent(workbook: Workbook) -> None:
        cells = [
            cell for row in workbook["Figures"].iter_rows() for cell in row if cell.value == FIGURES["outcomes-due"]
        ]
        cells[0].value, cells[0].number_format = stored, look

    said = str(load(office, changed(office, tmp_path / "back.xlsx", percent)).refused)
    assert f"a percentage stands where a count is wanted, found '{seen}'," in said


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("scan.png", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(100)),
        ("photo.heic", b"\x00\x00\x00\x18ftypheic" + bytes(100)),
        ("letter.docx", _document()),
        ("return.pdf", b"%PDF-1.7\n1 0 obj\n"),
        ("return.csv", b"Figure;Count\nWitnesses required;120\nCame;100\n"),
    ],
)
def test_what_a_partner_sends_in_another_form_says_what_to_ask_for(
    office: Path, tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    said = str(load(office, tmp_path / name).refused)
    assert "If a partner sent it, ask for the form that you sent (assize request)" in said
    assert "returned as a workbook, xlsx; or key the figures into one of your own (assize enter)" in said


RETITLED = "the sheet was given another title or name; it was known by its labels"


def test_a_sheet_with_another_title_or_name_is_taken_and_said(office: Path, tmp_path: Path) -> None:
    def rename(workbook: Workbook) -> None:
        sheet = workbook["Figures"]
        sheet.title, sheet["A1"] = "Our return", "Witness figures"

    def move(workbook: Workbook) -> None:
        workbook["Figures"].insert_rows(1, 2)
        workbook["Figures"]["A1"] = "Sent in May"

    loaded = load(office, changed(office, tmp_path / "back.xlsx", rename))
    assert loaded.refused is None
    (note,) = [one for one in loaded.problems if one.what == RETITLED]
    assert note.where == "back.xlsx [Our return]"
    assert note.found == "the title 'Witness figures' in A1, the name 'Our return'"
    moved = load(office, changed(office, tmp_path / "moved.xlsx", move))
    assert moved.refused is None
    assert not [one for one in moved.problems if one.what == RETITLED]


@pytest.mark.parametrize("where", ["title", "name"])
def test_a_title_or_name_that_says_another_quarter_is_refused(office: Path, tmp_path: Path, where: str) -> None:
    def retitle(workbook: Workbook) -> None:
        sheet = workbook["Figures"]
        if where == "title":
            sheet["A1"] = "Figures for Staffordshire, April to June 2019"
        else:
            sheet.title = "2019-20 Q1"

    said = str(load(office, changed(office, tmp_path / "back.xlsx", retitle)).refused)
    assert f"the {where} of the sheet says another quarter than its label does" in said
    assert "expected January to March 2019 (2018/19 Q4)" in said


def test_a_form_sent_before_a_local_measure_was_added_is_no_older_form(office: Path, tmp_path: Path) -> None:
    def add(workbook: Workbook) -> None:
        sheet = workbook["Local measures"]
        cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
        row = cells["Name of the measure"].row + 1
        said = {
            "Name of the measure": "Victims called back", "What is counted": "victims called back",
            "How to count it": "Victims whom the unit called back.", "Better when": "higher", "Figure": 81,
            "How complete": "complete",
        }  # fmt: skip
        for header, value in said.items():
            sheet.cell(row, cells[header].column, value)

    assert load(office, changed(office, tmp_path / "first.xlsx", add)).refused is None
    loaded = load(office, fill(form_of(office, "north-wcu"), tmp_path / "second.xlsx"))
    assert loaded.refused is None
    assert not [one for one in loaded.problems if "older form" in one.what]
    (note,) = [one for one in loaded.problems if one.what.startswith("more is asked for since this form was sent")]
    assert note.found == "no line for 'Victims called back'"


def test_a_form_in_other_words_is_an_older_form_still(office: Path, tmp_path: Path) -> None:
    def older(workbook: Workbook) -> None:
        workbook["Figures"]["B5"] = "witness-care 1-00000000"

    loaded = load(office, changed(office, tmp_path / "back.xlsx", older))
    assert loaded.refused is None
    assert [one.found for one in loaded.problems if "this is an older form" in one.what] == [
        "'witness-care 1-00000000'"
    ]
