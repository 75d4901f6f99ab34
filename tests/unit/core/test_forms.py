"""The form's plan: every figure, label and column has one place, and a filled sheet says whose it is."""

from datetime import date
from decimal import Decimal

from example_forms import ATTENDED, OPEN, REQUIRED, plan

from assize.core.forms import (
    COMPLETENESS_WORDS,
    LOCAL_HEADER_ROW,
    REASONS,
    Answer,
    Column,
    Completeness,
    Label,
    LocalColumn,
    completeness_text,
    definition_text,
    local_cells,
    says_why,
    sheet_cells,
    sheet_name,
)
from assize.core.nouns import Absence
from assize.core.periods import parse_period


def test_a_filled_sheet_says_whose_it_is_and_has_every_answer_in_its_place():
    answers = {
        "witnesses_required": Answer(Decimal(402)),
        "witnesses_attended": Answer(
            absence=Absence.NOT_AVAILABLE, completeness=None, reason="Not recorded by our system"
        ),
    }
    form = plan()
    cells = {(row, column): value for row, column, value in sheet_cells(form, answers, {Label.CONTACT: "manager"})}
    assert cells[0, 0] == "Figures for Staffordshire, January to March 2019"
    said = {cells[form.label_row(label), 0]: cells[form.label_row(label), 1] for label in form.labels}
    assert said["Provider"] == "Staffordshire Witness Care Unit"
    assert said["Quarter"] == "January to March 2019 (2018/19 Q4)"
    assert said["Send back by"] == "3 May 2019"
    assert said["Contact role"] == "manager"
    assert parse_period(str(said["Quarter"]).split("(")[1].rstrip(")")) == form.quarter
    figure, complete, reason = (form.column(c) for c in (Column.FIGURE, Column.COMPLETENESS, Column.REASON))
    assert cells[form.row("witnesses_required"), figure] == Decimal(402)
    assert cells[form.row("witnesses_required"), complete] == Completeness.COMPLETE.value
    assert cells[form.row("witnesses_attended"), figure] == "[x]"
    assert cells[form.row("witnesses_attended"), reason] == "Not recorded by our system"
    assert (form.row("cases_open"), figure) not in cells
    assert [cells[form.row("witnesses_required"), column] for column in form.previous_columns] == [
        Decimal(410),
        Decimal(398),
        "no return",
        "[x]",
    ]


def test_headers_are_all_different_and_name_their_quarters():
    headers = plan().headers
    assert len(headers) == len(set(headers)) == plan().columns
    assert headers[3:8] == (
        "January to March 2018",
        "April to June 2018",
        "July to September 2018",
        "October to December 2018",
        "Your figure, January to March 2019",
    )


def test_a_line_says_when_it_is_counted_what_it_is_part_of_and_that_its_definition_is_to_be_confirmed():
    form = plan()
    assert form.asked_text(ATTENDED).splitlines() == [
        "Witnesses who attended court",
        "During the quarter; part of: Witnesses required to attend court",
    ]
    assert form.asked_text(OPEN).splitlines()[1] == "On 31 March 2019; decimals allowed"
    assert definition_text(REQUIRED).splitlines()[1:] == ["Includes: police officers", "Excludes: expert witnesses"]
    assert definition_text(ATTENDED).splitlines() == ["Those of them who came. Definition to be confirmed."]


def test_the_version_is_of_the_questions_and_not_of_the_quarter_or_the_answers_before():
    assert plan().version == plan(quarter=parse_period("2019-20-q1"), due=date(2019, 8, 2)).version
    assert plan().version != plan(lines=(REQUIRED, ATTENDED)).version
    assert plan().version.startswith("witness-care 1-")


def test_what_the_office_keys_itself_says_so_above_the_table():
    form, keyed = plan(), plan(keyed=True)
    assert keyed.header_row == form.header_row + 4
    labels = [value for row, column, value in sheet_cells(keyed) if column == 0 and row <= keyed.header_row]
    assert labels[-5:-1] == ["Keyed by (role)", "Given by (role)", "How it came", "Given on"]
    assert "keyed by the office" in keyed.title


def test_sheets_of_several_boards_are_named_by_them():
    assert sheet_name("Figures", "Staffordshire", 1) == "Figures"
    assert sheet_name("Figures", "Staffordshire", 2) == "Figures, Staffordshire"
    assert sheet_name("Figures", "St Mary's [east]", 2) == "Figures, St Marys east"  # what Excel takes without quoting
    assert len(sheet_name("Local measures", "A board with a very long name indeed", 2)) <= 31


def test_local_measures_stand_under_their_headers():
    filled = {LocalColumn.NAME: "Letters answered", LocalColumn.FIGURE: Decimal(12)}
    cells = {(row, column): value for row, column, value in local_cells(plan(), [filled])}
    under = {
        cells[LOCAL_HEADER_ROW, column]: value for (row, column), value in cells.items() if row == LOCAL_HEADER_ROW + 1
    }
    assert under == {"Name of the measure": "Letters answered", "Figure": Decimal(12)}
    assert cells[1, 1] == "Staffordshire"


def test_every_reason_that_is_offered_says_why_and_a_sign_alone_does_not():
    assert len(REASONS) == len(set(REASONS)) == 11
    assert {"Counted otherwise than the line says", "Records not all entered yet"} <= set(REASONS)
    assert all(says_why(one) and says_why(f"{one.upper()}.") for one in REASONS)
    assert not any(says_why(one) for one in ("", ".", "x", "ok", "x x", "12"))


def test_each_word_of_how_complete_a_figure_is_has_its_meaning():
    assert list(COMPLETENESS_WORDS) == list(Completeness)
    text = completeness_text()
    assert text.startswith("complete: every record is in; partial: ")
    assert len(text) < 230  # with what stands before it, what Excel takes of a message
