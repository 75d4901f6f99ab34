"""What a form says of itself as it is filled in a spreadsheet program: what is empty, what is wanted, what is unusual."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

import openpyxl
import pytest
from example_forms import ATTENDED, OPEN, REQUIRED, form, plan
from openpyxl.utils import get_column_letter

from assize.catalogue.load import load_catalogue
from assize.core.forms import LOCAL_HEADER_ROW, Column, FormLine, FormPlan, Label, LocalColumn
from assize.render import theme
from assize.render.form import write_form
from assize.render.formbook import lines_of
from assize.render.formprogress import usual_words, wanted_formula

D = Decimal
LINES = (
    replace(REQUIRED, previous=(D(400),) * 4, usual=(D(390), D(420))),
    replace(ATTENDED, previous=(D(380),) * 4, usual=(D(300), D(410))),
    FormLine("seen", "People seen", "People seen.", previous=(D(30),) * 4),
    FormLine(
        "seen_first", "People seen first", "Those of them.", part_of="seen", previous=(D(20),) * 4, usual=(D(0), D(25))
    ),
    replace(OPEN, previous=(D("7.8"),) * 4, usual=(D(0), D("17.8"))),
    FormLine("closed", "Cases closed", "Cases closed.", previous=(D(10),) * 4),
)
SUMS = (("seen", ("seen_first", "closed")),)
RIGHT: dict[str, object] = {
    "witnesses_required": 401, "witnesses_attended": 390, "seen": 33, "seen_first": 21, "cases_open": 8.5, "closed": 12,
}  # fmt: skip
THANKS = "Every line is filled. Thank you: save, and send it back"
WANTED = "Every line is filled; still wanted:"


@dataclass(frozen=True)
class State:
    """What is typed: figures, how complete they are, reasons by field; the contact; cells of the local sheet."""

    said: tuple[str, str]
    figures: Mapping[str, object] = field(default_factory=lambda: RIGHT)
    levels: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    contact: str = "performance analyst"
    local: Mapping[LocalColumn, object] = field(default_factory=dict)
    told_there: str = ""


ROW = {line.field: plan(lines=LINES).header_row + 2 + at for at, line in enumerate(LINES)}
WHOLE = {
    LocalColumn.NAME: "Letters answered",
    LocalColumn.COUNTED: "letters answered",
    LocalColumn.DEFINITION: "Letters answered.",
    LocalColumn.BETTER: "higher",
}
BEGUN = "Row 8 is begun and not whole: what it wants has a stronger border"
STATES: Mapping[str, State] = {
    "blank": State(("6 of 6 lines still empty", ""), {}, contact=""),
    "all is there": State((THANKS, "")),
    "one empty and another unusual": State(
        ("1 of 6 lines still empty", f"Say why under Reason or note: 1 figure is unusual, row {ROW['seen_first']}"),
        {name: value for name, value in RIGHT.items() if name != "closed"} | {"seen_first": 26},
    ),
    "the last that is usual": State((THANKS, ""), RIGHT | {"witnesses_required": 420, "cases_open": 17.8}),
    "one past each end": State(
        (WANTED, f"Say why under Reason or note: 2 figures are unusual, the first in row {ROW['witnesses_required']}"),
        RIGHT | {"witnesses_required": 421, "witnesses_attended": 299},
    ),
    "unusual, and said why": State(
        (THANKS, ""), RIGHT | {"witnesses_required": 421}, reasons={"witnesses_required": "A real change; we checked"}
    ),
    "how complete": State(
        (WANTED, f"Say how complete it is: 2 lines, the first in row {ROW['seen']}"), levels={"seen": "", "closed": ""}
    ),
    "no reason beside [x]": State(
        (WANTED, f"Give a reason beside [x] or [z]: row {ROW['closed']}"), RIGHT | {"closed": "[x]"}, levels={"closed": ""}
    ),
    "no reason beside estimated": State(
        (WANTED, f"Give a reason beside partial or estimated: row {ROW['seen']}"), levels={"seen": "estimated"}
    ),
    "a sum that is none": State(
        (WANTED, f"Row {ROW['seen']} is not the sum of its parts: please correct the one that is wrong"), RIGHT | {"closed": 11}
    ),
    "a number kept as text": State(
        (WANTED, f"A number kept as text, please type it again: row {ROW['closed']}"), RIGHT | {"closed": "12"}
    ),
    "numbers with commas kept as text": State(
        (WANTED, f"A number kept as text, please type it again: 2 lines, the first in row {ROW['witnesses_required']}"),
        RIGHT | {"witnesses_required": "1,401", "closed": " 12 "},
    ),
    "words": State((WANTED, f"Neither a number nor [x] or [z]: row {ROW['closed']}"), RIGHT | {"closed": "about 12"}),
    "an absence in another spelling": State(
        (WANTED, f"Give a reason beside [x] or [z]: row {ROW['closed']}"), RIGHT | {"closed": "[X] "}, levels={"closed": ""}
    ),
    "a fraction": State((WANTED, f"Not a whole number of 0 or more: row {ROW['seen']}"), RIGHT | {"seen": 33.5}),
    "a fraction beside text": State(
        (WANTED, f"Not a whole number of 0 or more: row {ROW['seen']}"),
        RIGHT | {"seen": 33.5, "closed": "[x]"}, levels={"closed": ""}, reasons={"closed": "System unavailable"},
    ),
    "below nought": State((WANTED, f"Not a whole number of 0 or more: row {ROW['cases_open']}"), RIGHT | {"cases_open": -1.5}),
    "a part more than its whole": State(
        (WANTED, f"More than the line that it is part of: row {ROW['witnesses_attended']}"), RIGHT | {"witnesses_attended": 402}
    ),
    "two parts more than their wholes": State(
        (WANTED, f"More than the line that it is part of: 2 lines, the first in row {ROW['witnesses_attended']}"),
        RIGHT | {"witnesses_attended": 402, "seen_first": 34},
    ),
    "a part of a whole that is not there yet": State(
        ("1 of 6 lines still empty", ""), {name: value for name, value in RIGHT.items() if name != "witnesses_required"}
    ),
    "a part of a whole that is not available": State(
        (THANKS, ""), RIGHT | {"seen": "[x]"}, levels={"seen": ""}, reasons={"seen": "System unavailable"}
    ),
    "last quarter's": State(
        (WANTED, "Every figure is last quarter's: if they are right, say so under Reason or note"),
        {line.field: float(line.previous[-1]) for line in LINES},  # type: ignore[arg-type]
    ),
    "last quarter's, and said so": State(
        (THANKS, ""),
        {line.field: float(line.previous[-1]) for line in LINES},  # type: ignore[arg-type]
        reasons={"closed": "Checked: nothing moved"},
    ),
    "no contact": State((WANTED, "At the top, give the role in your organisation that we may ask"), contact=""),
    "a local row begun": State(
        (WANTED, "On the sheet {} a row is begun and not whole"), local={LocalColumn.NAME: "Letters"}, told_there=BEGUN
    ),
    "a whole local row": State((THANKS, ""), local={**WHOLE, LocalColumn.FIGURE: 12}),
    "a local share without its whole": State(
        (WANTED, "On the sheet {} a row is begun and not whole"),
        local={**WHOLE, LocalColumn.OUT_OF: "letters", LocalColumn.FIGURE: 12},
        told_there=BEGUN,
    ),
    "a local [x] without a reason": State(
        (WANTED, "On the sheet {} a row is begun and not whole"), local={**WHOLE, LocalColumn.FIGURE: "[x]"}, told_there=BEGUN
    ),
}  # fmt: skip


def board(number: int, **changed: object) -> FormPlan:
    own = {"board": f"board-{number}", "sheet": f"Figures, {number}", "local_sheet": f"Local measures, {number}"}
    given = {"sums": SUMS, "lines": LINES, "board_name": f"Board {number}", **own, **changed}
    # The sums are of a line's own parts: 21 and 12 make 33.
    return plan(**given)


@pytest.fixture(scope="module")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    """One form with a board for every state, filled, and worked out by LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("form")
    plans = [board(number) for number in range(len(STATES))]
    book = openpyxl.load_workbook(io.BytesIO(write_form(form(*plans))))
    for one, state in zip(plans, STATES.values(), strict=True):
        fill(book, one, state)
    book.save(folder / "filled.xlsx")
    profile, kind = f"-env:UserInstallation={(folder / 'profile').as_uri()}", "xlsx:Calc MS Excel 2007 XML"
    out = str(folder / "out")
    command = [program, profile, "--headless", "--convert-to", kind, "--outdir", out, str(folder / "filled.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return openpyxl.load_workbook(folder / "out" / "filled.xlsx", data_only=True)


def fill(book: openpyxl.Workbook, one: FormPlan, state: State) -> None:
    sheet, local = book[one.sheet], book[one.local_sheet]
    figure, level, reason = (one.column(c) + 1 for c in (Column.FIGURE, Column.COMPLETENESS, Column.REASON))
    for name, value in state.figures.items():
        row = one.row(name) + 1
        sheet.cell(row, figure, value)
        sheet.cell(row, level, state.levels.get(name, "complete") or None)
        sheet.cell(row, reason, state.reasons.get(name))
    sheet.cell(one.label_row(Label.CONTACT) + 1, 2, state.contact or None)
    columns = list(LocalColumn)
    for column, words in state.local.items():
        local.cell(LOCAL_HEADER_ROW + 2, columns.index(column) + 1, words)


@pytest.mark.parametrize("name", STATES)
def test_the_lines_above_the_table_follow_what_is_typed(calculated: openpyxl.Workbook, name: str) -> None:
    one, state = board(list(STATES).index(name)), STATES[name]
    at = get_column_letter(one.previous_columns[0] + 1)
    sheet, local = calculated[one.sheet], calculated[one.local_sheet]
    wanted = state.said[1].format(one.local_sheet)
    assert (sheet[f"{at}2"].value, sheet[f"{at}3"].value or "") == (state.said[0], wanted)
    assert (local["D2"].value or "") == state.told_there


def test_what_the_office_keys_asks_for_its_own_labels_and_leaves_lines_empty() -> None:
    one = board(0, keyed=True)
    sheet = openpyxl.load_workbook(io.BytesIO(write_form(form(one))), data_only=True)[one.sheet]
    at = get_column_letter(one.previous_columns[0] + 1)
    assert sheet[f"{at}2"].value == "0 of 6 lines filled; leave empty what you were not given"
    assert sheet[f"{at}3"].value == "At the top, say who keyed it, who gave the figures, how and on which day"


def test_the_longest_role_fits_the_box_for_it() -> None:
    role = "Performance and information manager, witness care unit north"
    one = board(0)
    sheet = openpyxl.load_workbook(io.BytesIO(write_form(form(one))))[one.sheet]
    (check,) = (each for each in sheet.data_validations.dataValidation if "LEN(B7)<=60" in (each.formula1 or ""))
    cell = sheet["B7"]
    assert len(role) == 60 and str(check.sqref) == cell.coordinate
    assert cell.alignment.wrap_text
    lines = lines_of([(role, sheet.column_dimensions["B"].width - 1.5, cell.font.sz, cell.font.b)])
    assert lines * 12.5 <= sheet.row_dimensions[cell.row].height


def test_a_reason_is_white_until_it_is_wanted_and_cream_then() -> None:
    one = board(0)
    sheet = openpyxl.load_workbook(io.BytesIO(write_form(form(one))))[one.sheet]
    white, cream = theme.WHITE.removeprefix("#"), theme.SLOT.removeprefix("#")
    for line in one.lines:
        figure, reason = (
            sheet.cell(one.row(line.field) + 1, one.column(c) + 1) for c in (Column.FIGURE, Column.REASON)
        )
        assert figure.fill.fgColor.rgb == f"FF{cream}" and reason.fill.fgColor.rgb == f"FF{white}"
        assert not reason.protection.locked
        held = [one for one in sheet.conditional_formatting if str(one.sqref) == reason.coordinate]
        (rule,) = held[0].rules
        assert rule.dxf.fill.bgColor.rgb == f"FF{cream}"
        assert (f"OR({figure.coordinate}<" in rule.formula[0]) == (line.usual is not None)


def test_the_message_of_a_figure_says_what_is_usual_where_that_is_known() -> None:
    one = board(0)
    sheet = openpyxl.load_workbook(io.BytesIO(write_form(form(one))))[one.sheet]
    said = {check.promptTitle: check.prompt for check in sheet.data_validations.dataValidation}
    assert said["witnesses-required"].endswith("it does not apply. Usual: 390 to 420. Outside it, please say why.")
    assert said["People seen first"].endswith("Usual: up to 25. Outside it, please say why.")
    assert said["Open cases"] == (
        "A number of 0 or more, decimals allowed (7.5). [x] if you do not have it, [z] if it does not apply."
        " Usual: up to 17.8. Outside it, please say why."
    )
    assert "Usual" not in said["People seen"]
    assert usual_words(replace(REQUIRED, usual=(D(1210), D(12000)))).startswith("Usual: 1,210 to 12,000.")


def test_no_two_messages_of_a_form_have_one_title() -> None:
    long = "Referrals to domestic violence advisers reached"
    lines = (replace(REQUIRED, field="a_one", name=long), replace(ATTENDED, field="a_two", name=f"{long} in time"),
             replace(OPEN, field="local_of_very_many_words_that_are_no_name_out_of", name=long + " later"),
             replace(OPEN, field="local_of_very_many_words_that_are_no_name", name=long + " never"))  # fmt: skip
    one = board(0, lines=lines, sums=())
    sheet = openpyxl.load_workbook(io.BytesIO(write_form(form(one))))[one.sheet]
    titles = [check.promptTitle for check in sheet.data_validations.dataValidation if check.type == "custom"]
    named = ["a-one", "a-two", "…f-very-many-words-that-are-no-name", "…-many-words-that-are-no-name-out-of"]
    assert len(titles) == len(set(titles)) == 5  # and of the contact
    assert {one[-12:] for one in titles} >= {one[-12:] for one in named}
    assert all(len(title) <= 32 for title in titles)


@pytest.mark.parametrize("role", load_catalogue().roles)
def test_the_formula_of_every_kind_of_partner_keeps_within_what_excel_takes(role: str) -> None:
    catalogue = load_catalogue()
    asked = catalogue.asked_for(role, tuple(metric.id for metric in catalogue.owed(role)))
    lines = tuple(
        FormLine(
            one.id,
            one.name,
            one.definition,
            part_of=one.part_of,
            decimals=one.decimals,
            usual=(D(123456), D("1234567")),
        )
        for one in asked
    )
    sums = tuple((one.total, one.parts) for one in catalogue.sources[catalogue.roles[role].source].sums)
    formula = wanted_formula(board(0, lines=lines, sums=sums), "'Local measures'!$D$2")
    assert 1000 < len(formula) <= 8192
    assert "unusual" in formula
    assert ("More than the line" in formula) == any(one.part_of in {each.id for each in asked} for one in asked)
    assert max(len(words) for words in formula.split('"')[1::2]) <= 255  # of a text within a formula


def test_a_form_of_very_many_lines_keeps_its_formula_within_what_excel_takes() -> None:
    lines = tuple(replace(REQUIRED, field=f"line_{number}", usual=(D(123456), D(1234567))) for number in range(150))
    formula = wanted_formula(board(0, lines=lines, sums=()), "'Local measures'!$D$2")
    assert len(formula) <= 8192
    assert "Say how complete it is" in formula and "unusual" not in formula
