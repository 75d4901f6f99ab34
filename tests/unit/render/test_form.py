"""A provider's form as a workbook: what may be typed where, and nothing else; read by everyone; the same bytes every time."""

from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from example_forms import ATTENDED, OPEN, REQUIRED, form, plan
from openpyxl.utils import get_column_letter

from assize.catalogue.load import load_catalogue
from assize.core.forms import REASONS, Column, Form, FormLine, Label, LocalColumn, sheet_cells, sheet_name
from assize.render import arial
from assize.render.form import write_form

CATALOGUE = load_catalogue()
TWO_BOARDS = form(
    *(
        replace(
            plan(board=slug, board_name=name),
            sheet=sheet_name("Figures", name, 2),
            local_sheet=sheet_name("Local measures", name, 2),
        )
        for slug, name in (("staffordshire", "Staffordshire"), ("west-mercia", "West Mercia"))
    )
)


def opened(one: Form) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_form(one)), rich_text=False)


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return opened(form())


def place(row: int, column: int) -> str:
    return f"{get_column_letter(column + 1)}{row + 1}"


@pytest.mark.parametrize("keyed", [False, True])
def test_every_cell_of_the_plan_stands_in_its_place(keyed):
    one = plan(keyed=keyed)
    sheet = opened(form(one))["Figures"]
    for row, column, value in sheet_cells(one):
        held = sheet[place(row, column)].value
        assert (float(value), float(held)) if isinstance(held, int | float) else held == value
    # Nothing beside the plan but the remarks to the right of the labels.
    planned = {place(row, column) for row, column, _ in sheet_cells(one)}
    others = [
        c.coordinate for row in sheet.iter_rows() for c in row if c.value is not None and c.coordinate not in planned
    ]
    assert all(coordinate.startswith("D") and int(coordinate[1:]) <= one.header_row for coordinate in others)


def test_only_the_cells_to_fill_are_unlocked_and_no_password_is_set(book):
    one, sheet = plan(), book["Figures"]
    asked = (Column.FIGURE, Column.COMPLETENESS, Column.REASON)
    wanted = {place(one.row(line.field), one.column(column)) for line in one.lines for column in asked}
    wanted.add(place(one.label_row(Label.CONTACT), 1))
    assert {c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked} == wanted
    for one_sheet in book.worksheets:
        assert one_sheet.protection.sheet and not one_sheet.protection.password
        assert one_sheet.sheet_state == "visible"
        assert not one_sheet.merged_cells.ranges


def checks(sheet, cell: str) -> list:
    return [one for one in sheet.data_validations.dataValidation if cell in one.cells]


def test_a_figure_is_checked_as_it_is_typed_against_the_whole_it_is_part_of(book):
    one, sheet = plan(), book["Figures"]
    column = one.column(Column.FIGURE)
    required, attended, still_open = (place(one.row(line.field), column) for line in (REQUIRED, ATTENDED, OPEN))
    part = checks(sheet, attended)[0]
    # IF and not AND: INT of "[x]" is an error, which AND and OR would pass on, so that [x] could not be typed.
    assert part.formula1 == (
        f"IF(ISNUMBER({attended}),AND({attended}>=0,{attended}=INT({attended}),"
        f'OR(NOT(ISNUMBER({required})),{attended}<={required})),OR({attended}="[x]",{attended}="[z]"))'
    )
    assert "not more than “Witnesses required to attend court”" in part.error
    assert f"{required}>=MAX({attended})" in checks(sheet, required)[0].formula1
    assert "INT(" not in checks(sheet, still_open)[0].formula1  # decimals are allowed there
    assert all(len(check.promptTitle or "") <= 32 for check in sheet.data_validations.dataValidation)
    assert all(len(check.error or "") <= 255 for check in sheet.data_validations.dataValidation)


def test_a_whole_of_very_many_parts_keeps_its_check_within_what_excel_takes():
    parts = tuple(replace(ATTENDED, field=f"part_{number}") for number in range(60))
    sheet = opened(form(plan(lines=(REQUIRED, *parts))))["Figures"]
    formulas = [one.formula1 for one in sheet.data_validations.dataValidation if one.type == "custom"]
    assert len(formulas) == 62 and max(map(len, formulas)) <= 255


def test_completeness_is_chosen_and_a_reason_chosen_or_typed(book):
    one, sheet = plan(), book["Figures"]
    row = one.row("witnesses_required")
    completeness = checks(sheet, place(row, one.column(Column.COMPLETENESS)))[0]
    reason = checks(sheet, place(row, one.column(Column.REASON)))[0]
    assert completeness.formula1 == '"complete,partial,estimated"' and completeness.showErrorMessage
    assert (
        "partial: what was counted" in completeness.prompt.casefold()
        and "partial: what was counted" in completeness.error.casefold()
    )
    # The list is longer than Excel takes where it is written out: it stands on a sheet, with what each is for.
    name, place_of_it = book.defined_names[reason.formula1].attr_text.split("!")
    held = [[cell.value for cell in row] for row in book[name][place_of_it.replace("$", "")]]
    assert [row[0] for row in held] == list(REASONS) and not reason.showErrorMessage
    assert "two at least" in reason.prompt


def test_a_form_of_two_boards_has_a_sheet_of_figures_and_of_local_measures_for_each():
    book = opened(TWO_BOARDS)
    assert book.sheetnames == [
        "Read first",
        "Figures, Staffordshire",
        "Figures, West Mercia",
        "Local measures, Staffordshire",
        "Local measures, West Mercia",
        "Reasons",
    ]
    links = [cell.hyperlink.location for row in book["Read first"].iter_rows() for cell in row if cell.hyperlink]
    assert [link.split("!")[0].strip("'") for link in links] == book.sheetnames[1:]


def test_every_table_is_marked_with_headers_that_are_all_different(book):
    one = plan()
    tables = {name: list(sheet.tables.values()) for name, sheet in zip(book.sheetnames, book.worksheets, strict=True)}
    assert {name: len(held) for name, held in tables.items()} == dict.fromkeys(book.sheetnames, 1)
    figures = tables["Figures"][0]
    assert [column.name for column in figures.tableColumns] == list(one.headers)
    assert [column.name for column in tables["Local measures"][0].tableColumns] == [c.value for c in LocalColumn]
    first, last = figures.ref.split(":")
    assert first == place(one.header_row, 0) and last == place(one.header_row + len(one.lines), one.columns - 1)


def test_it_fits_a_laptop_and_a_landscape_page_and_its_type_is_printed_in_seven_points_or_more(book):
    for sheet in book.worksheets:
        columns = sheet.column_dimensions.values()
        characters = sum(one.width * (one.max - one.min + 1) for one in columns)
        assert (
            7 * characters <= 1366 - 46
        )  # pixels, of Arial at 10 points; the numbers of the rows and the bar to scroll by
        assert sheet.page_setup.orientation == "landscape"
        room = 842 - 2 * 72 * sheet.page_margins.left
        if sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage:
            assert sheet.page_setup.fitToHeight == 0
            printed = min(1, room / (characters * 5.25))
        else:
            printed = sheet.page_setup.scale / 100
            assert characters * 5.56 * printed <= room  # also in LibreOffice, where a nought of Arial is wider
        assert 9 * printed >= 7.2


@pytest.mark.parametrize("role", CATALOGUE.roles)
def test_the_form_of_every_kind_of_partner_keeps_within_what_excel_takes(role):
    measures = CATALOGUE.owed(role)
    asked = CATALOGUE.asked_for(role, tuple(metric.id for metric in measures))
    lines = tuple(FormLine(one.id, one.name, one.definition, part_of=one.part_of, unit=one.unit) for one in asked)
    sheet = zipfile.ZipFile(io.BytesIO(write_form(form(plan(lines=lines))))).read("xl/worksheets/sheet2.xml").decode()
    formulas = [html.unescape(text) for text in re.findall(r"<formula1>(.*?)</formula1>", sheet)]
    assert len(formulas) == 3 * len(lines) + 1 and max(map(len, formulas)) <= 255  # and the contact
    for limit, attribute in ((255, "prompt"), (255, "error"), (32, "promptTitle")):
        said = [html.unescape(text) for text in re.findall(rf' {attribute}="(.*?)"', sheet)]
        assert said and max(map(len, said)) <= limit
    assert max(float(height) for height in re.findall(r' ht="([\d.]+)"', sheet)) <= 409


def test_made_up_figures_say_so_on_every_sheet_of_figures():
    words = "Made-up figures, for practice."
    book = opened(form(made_up=words))
    assert any(cell.value == words for row in book["Figures"].iter_rows() for cell in row)
    assert all(words in (sheet.oddHeader.left.text or "") for sheet in book.worksheets)


def test_the_same_form_gives_the_same_bytes():
    assert write_form(TWO_BOARDS) == write_form(TWO_BOARDS)


def test_words_keep_from_the_reference_before_them_and_a_part_stands_in_from_its_whole(book):
    one, sheet = plan(), book["Figures"]
    for line in one.lines:
        asked = sheet[place(one.row(line.field), one.column(Column.ASKED))].alignment
        assert asked.horizontal == "left"
        assert asked.indent == (2 if one.is_part(line) else 1)


def test_the_name_of_every_sheet_fits_the_first():
    sheet = opened(TWO_BOARDS).worksheets[0]
    names = [cell.value for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert len(names) == 5
    assert all(len(name) < sheet.column_dimensions["A"].width for name in names)


def test_no_font_of_a_form_gives_way_to_the_programs_theme():
    styles = zipfile.ZipFile(io.BytesIO(write_form(form()))).read("xl/styles.xml").decode()
    assert set(re.findall(r'<name val="([^"]*)"', styles)) == {"Arial"}
    assert "<scheme" not in styles


def test_every_label_fits_the_column_before_the_cell_to_fill():
    one = plan(keyed=True)
    sheet = opened(form(one))["Figures"]
    room = sheet.column_dimensions["A"].width * 5.25
    labels = [sheet[place(one.label_row(label), 0)].value for label in one.labels]
    assert "Keyed by (role)" in labels
    assert all(arial.text_width(label, 10) < room for label in labels)
