"""Files that come with a return or in place of one, and figures that were typed beside where they belong, are told plainly."""

from __future__ import annotations

import csv
import datetime
import email.message
from collections.abc import Callable
from pathlib import Path

import example_forms
import openpyxl
import pytest
from returns_mutated.copy_model import Copy, Subject
from returns_mutated.made import subjects
from returns_mutated.writing import written

from assize.catalogue.load import load_catalogue
from assize.core.errors import FileRefused
from assize.core.forms import Column, Label
from assize.core.wording import period_words
from assize.ingest.layouts import Asked, Read
from assize.ingest.made_up import says_made_up
from assize.ingest.received import Received
from assize.ingest.recognise import recognise
from assize.ingest.returns.figures import read_figure
from assize.ingest.returns.reader import read_return
from assize.ingest.returns.sheets import read_sheets
from assize.render.form import write_form

LOADED = datetime.date(2030, 1, 1)


@pytest.fixture(scope="module")
def subject() -> Subject:
    return subjects(2019)[2]


def read(tmp_path: Path, subject: Subject, change: Callable[[Copy], None], form: str = "xlsx") -> Read:
    copy = subject.copy()
    change(copy)
    copy.form = form
    path = tmp_path / f"return.{form}"
    path.write_bytes(written(copy))
    return read_return(Received(path, path.name), subject.desk, Asked(tmp_path, today=LOADED))


def refused(path: Path) -> str:
    with pytest.raises(FileRefused) as caught:
        recognise(path, load_catalogue())
    return caught.value.sentence


# --- figures astray ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_figures_in_the_column_of_the_quarter_before_are_named_with_where_they_belong(
    tmp_path: Path, subject: Subject, form: str
) -> None:
    plan = subject.plans[0]

    def moved(copy: Copy) -> None:
        page = copy.figure_pages()[0]
        for row, column, cell in page.figures():
            page.at(row, column - 1).value, cell.value = cell.value, None

    with pytest.raises(FileRefused) as caught:
        read(tmp_path, subject, moved, form)
    said = caught.value.sentence
    assert f"figures stand in the column of {period_words(plan.previous_quarters[-1])}" in said
    assert "Move them to column H, and leave column G as the form had it." in said
    where = "[Figures!G9 to G18]" if form == "xlsx" else "[line 9, column G to line 29, column G]"
    assert where in said
    assert "no figure is filled in" not in said


def test_a_single_figure_in_the_column_before_is_named_where_it_lacks(tmp_path: Path, subject: Subject) -> None:
    def moved(copy: Copy) -> None:
        page = copy.figure_pages()[0]
        row, column, cell = next(iter(page.figures()))
        page.at(row, column - 1).value, cell.value = cell.value, None

    with pytest.raises(FileRefused) as caught:
        read(tmp_path, subject, moved)
    assert "found a number that the form did not have in G" in caught.value.sentence


def test_figures_in_the_column_of_completeness_are_named(tmp_path: Path, subject: Subject) -> None:
    def moved(copy: Copy) -> None:
        page = copy.figure_pages()[0]
        for row, column, cell in page.figures():
            page.at(row, column + 1).value, cell.value = cell.value, None

    with pytest.raises(FileRefused) as caught:
        read(tmp_path, subject, moved)
    assert f"figures stand in the column '{Column.COMPLETENESS.value}'" in caught.value.sentence


def test_a_form_with_nothing_but_its_earlier_returns_is_empty(tmp_path: Path, subject: Subject) -> None:
    def emptied(copy: Copy) -> None:
        for _, _, cell in copy.figure_pages()[0].figures():
            cell.value = None

    with pytest.raises(FileRefused) as caught:
        read(tmp_path, subject, emptied)
    assert "the form is empty: no figure is filled in" in caught.value.sentence


def test_numbers_beside_the_table_and_below_it_are_named(tmp_path: Path, subject: Subject) -> None:
    def added(copy: Copy) -> None:
        page = copy.figure_pages()[0]
        rows = [row for row, _, _ in page.figures()]
        page.at(rows[0], 11).value = page.at(rows[0], 7).value
        page.at(rows[-1] + 3, 4).value = page.at(rows[0], 7).value

    copy = subject.copy()
    rows = [row for row, _, _ in copy.figure_pages()[0].figures()]
    whole = read(tmp_path, subject, lambda copy: None)
    assert not any("beside the table" in one.sentence for one in whole.problems)
    told = next(
        one for one in read(tmp_path, subject, added).problems if "beside the table or below it" in one.sentence
    )
    assert not told.blocks
    assert f"L{rows[0] + 1}" in told.sentence
    assert f"E{rows[-1] + 4}" in told.sentence
    assert "Delete them, or say under 'Reason or note' what they are." in told.sentence


# --- files ------------------------------------------------------------------------------------------------------------


def sheet_as_csv(tmp_path: Path, sheet: str) -> Path:
    form = tmp_path / "form.xlsx"
    form.write_bytes(write_form(example_forms.form()))
    path = tmp_path / "return.csv"
    with path.open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle).writerows(openpyxl.load_workbook(form)[sheet].iter_rows(values_only=True))
    return path


@pytest.mark.parametrize(
    ("sheet", "called"),
    [
        ("Read first", "the first sheet of a return form, which says what to do"),
        ("Local measures", "the sheet of local measures of a return form"),
        ("Reasons", "the sheet of reasons of a return form"),
    ],
)
def test_a_csv_of_another_sheet_says_which_and_how_to_save_the_figures(tmp_path: Path, sheet: str, called: str) -> None:
    said = refused(sheet_as_csv(tmp_path, sheet))
    assert f"this is {called}, and there are no figures on it" in said
    assert "click on 'Figures' at the bottom of the window, and save that sheet as csv" in said


def test_a_csv_of_the_sheet_of_figures_is_a_return(tmp_path: Path) -> None:
    assert recognise(sheet_as_csv(tmp_path, "Figures"), load_catalogue()).layout.id == "partner-return"


def test_a_form_without_its_sheet_of_figures_is_no_unknown_publication(tmp_path: Path) -> None:
    path = tmp_path / "return.xlsx"
    path.write_bytes(write_form(example_forms.form()))
    book = openpyxl.load_workbook(path)
    del book["Figures"]
    book.save(path)
    assert "a return form in which no sheet of figures can be found" in refused(path)


def test_an_e_mail_says_that_its_attachment_is_wanted(tmp_path: Path) -> None:
    message = email.message.EmailMessage()
    message["From"], message["To"] = "wcu@example.org", "performance@office.example"
    message["Subject"], message["Date"] = "Return", "Fri, 03 May 2019 10:00:00 +0000"
    message.set_content("Attached.")
    message.add_attachment(b"PK", maintype="application", subtype="octet-stream", filename="wcu-return.xlsx")
    message.add_attachment(b"PK", maintype="application", subtype="octet-stream", filename="Joanne Smith.xlsx")
    for name in ("return.eml", "return.txt"):
        path = tmp_path / name
        path.write_bytes(bytes(message))
        said = refused(path)
        assert "this is an e-mail" in said
        assert "'wcu-return.xlsx'" in said
        assert "Joanne" not in said
        assert "save its attachment" in said


def test_a_message_of_outlook_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "return.msg"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "__substg1.0_0037001F".encode("utf-16-le"))
    said = refused(path)
    assert "found a message saved from Outlook" in said
    assert "save its attachment" in said


@pytest.mark.parametrize("name", ["~$staffordshire-witness-care-2018-19-q4.xlsx", ".~lock.return.xlsx#"])
def test_excels_own_file_beside_an_open_workbook_says_what_it_is(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x05staff" + b" " * 159)
    said = refused(path)
    assert "the file that Excel keeps beside a workbook while it is open" in said
    assert "load the file whose name has no ~$" in said


def test_a_csv_that_speaks_of_subjects_is_no_e_mail(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("Subject: victims\nDate: 2019\nRate,Count\n1,2\n")
    assert "e-mail" not in refused(path)


# --- saved otherwise --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_csv_is_laid_out_by_its_own_delimiter(tmp_path: Path, subject: Subject, delimiter: str) -> None:
    def saved(copy: Copy) -> None:
        copy.delimiter = delimiter
        # As a program writes it that saves formulas and not their results.
        formula = '=IF(COUNTBLANK($H$9:$H$20)>0;"still empty; fill them";IF($D$3="";"Every line is filled";"|"))' * 9
        copy.figure_pages()[0].at(1, 3).value = formula.replace(";", delimiter)

    rows = read(tmp_path, subject, saved, "csv").content
    meant = {one: answer.value for one, answer in subject.answers[subject.plans[0].board].items()}
    assert {row.field: row.value for row in rows} == meant  # type: ignore[union-attr]


def test_a_csv_of_formulas_says_which_cell_holds_one(tmp_path: Path, subject: Subject) -> None:
    def saved(copy: Copy) -> None:
        page = copy.figure_pages()[0]
        _, _, cell = next(one for one in page.figures() if one[2].field == "all")
        cell.value = "=1290+11"

    with pytest.raises(FileRefused) as caught:
        read(tmp_path, subject, saved, "csv")
    assert "column H]: a formula stands there as a text, found '=1290+11'" in caught.value.sentence


@pytest.mark.parametrize(
    "opening", ["<html><body>", "<!DOCTYPE html>\n<html>", '<?xml version="1.0"?><office:document>']
)
def test_a_form_saved_as_a_web_page_is_asked_for_as_a_workbook(tmp_path: Path, subject: Subject, opening: str) -> None:
    rows = subject.copy().figure_pages()[0].rows
    path = tmp_path / "return.xls"
    cells = "".join(f"<tr>{''.join(f'<td>{cell.value}</td>' for cell in row)}</tr>" for row in rows)
    path.write_text(f"{opening}<table>{cells}</table>", encoding="utf-8")
    said = refused(path)
    assert "this is a return form saved as " in said and "Ask for the form to be sent back as the workbook" in said
    assert "publisher" not in said


def test_a_label_without_its_words_is_told_at_its_own_cell(tmp_path: Path, subject: Subject) -> None:
    """What the form says to whoever fills it stands further to the right, and is no quarter."""

    def emptied(copy: Copy) -> None:
        cell = copy.figure_pages()[0].label(Label.QUARTER)
        assert cell is not None
        cell.value = None

    with pytest.raises(FileRefused) as caught:
        read(tmp_path, subject, emptied)
    assert "!B4]: 'Quarter' says nothing" in caught.value.sentence
    assert "not a quarter" not in caught.value.sentence


def test_a_time_of_day_is_shown_as_one(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B1"] = datetime.time(13, 1), datetime.date(2025, 5, 2)
    book.save(tmp_path / "one.xlsx")
    (first,) = read_sheets(Received(tmp_path / "one.xlsx", "one.xlsx"))
    assert first.at(0, 0).words == "13:01" and first.at(0, 0).day is None
    assert read_figure(first.at(0, 0)).fault == "a time of day stands where a figure is wanted"
    assert read_figure(first.at(0, 1)).fault == "a date stands where a figure is wanted"


def test_a_made_up_form_in_semicolons_still_says_so(tmp_path: Path) -> None:
    path = tmp_path / "form.csv"
    path.write_text('Quarter;"April\nto June";Made-up data, for practice\n' * 2, encoding="utf-8")
    assert says_made_up(path, path.name)
    path.write_text('Quarter;"April\nto June";Data\n' * 2, encoding="utf-8")
    assert not says_made_up(path, path.name)
