"""A return through a workspace: asked, filled in, loaded, corrected, questioned; wholly taken or not at all."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from returned_forms import ASKED, FIGURES, QUARTER, asked_office, fill, form_of

from assize.app.loading import Loaded, load_files
from assize.app.requests import write_entry_form, write_requests
from assize.app.rounds import round_lines
from assize.app.workspace import Workspace
from assize.core.forms import Column, Label
from assize.core.nouns import Absence, Selection
from assize.core.periods import Period, parse_period

PERIOD = parse_period(QUARTER)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that has asked both of its providers, and has the forms for figures told by telephone."""
    folder = asked_office(
        tmp_path_factory.mktemp("asked") / "office", meets={QUARTER: "2019-08-14", "2019-20-q1": "2019-11-13"}
    )
    for step in range(5):
        write_entry_form(folder, "north-wcu", PERIOD.later(-step).slug, ASKED)
    return folder


@pytest.fixture
def office(asked: Path, tmp_path: Path) -> Path:
    return shutil.copytree(asked, tmp_path / "office")


def keyed_form(office: Path, quarter: Period = PERIOD) -> Path:
    """The form that the office keys itself, which any quarter may have."""
    (found,) = (office / "returns" / quarter.slug).glob("*keyed*.xlsx")
    return found


KEYED = {
    Label.KEYED_BY: "Performance officer",
    Label.GIVEN_BY: "Manager of the unit",
    Label.HOW_IT_CAME: "e-mail",
    Label.GIVEN_ON: "1 May 2019",
}


def load(office: Path, path: Path, released: str = "2019-07-01") -> Loaded:
    (loaded,) = load_files(office, [path], released=date.fromisoformat(released), receipts=False)
    return loaded


def held(office: Path, field: str, area: str = "staffordshire", period: Period = PERIOD) -> list[object]:
    store = Workspace.open(office).store()
    try:
        cells = store.cells(Selection("partner-witness-care", field), (area,), (period,), (), date.max)
        return [one.value if one.absence is None else one.absence for one in cells]
    finally:
        store.close()


def test_a_return_is_taken_and_names_its_provider(office: Path, tmp_path: Path) -> None:
    loaded = load(office, fill(form_of(office, "north-wcu"), tmp_path / "back.xlsx"))
    assert loaded.refused is None
    assert loaded.edition is not None
    assert (loaded.edition.provider, loaded.edition.keyed) == ("north-wcu", "")
    assert (loaded.edition.source, loaded.edition.observations) == ("partner-witness-care", 4)
    assert loaded.problems == ()
    assert held(office, "witnesses_attended") == [1089]
    assert load(office, tmp_path / "back.xlsx").already


def test_without_a_release_date_it_is_released_when_it_is_received(office: Path, tmp_path: Path) -> None:
    path = fill(form_of(office, "north-wcu"), tmp_path / "back.xlsx")
    (loaded,) = load_files(office, [path], receipts=False)
    assert loaded.edition is not None
    assert loaded.edition.released == loaded.edition.received
    assert not loaded.edition.released_estimated


def test_a_second_return_takes_the_place_of_the_first_and_says_what_changed(office: Path, tmp_path: Path) -> None:
    form = form_of(office, "north-wcu")
    load(office, fill(form, tmp_path / "one.xlsx", {**FIGURES, "outcomes-due": "[x]", "outcomes-in-time": "[x]"},
                        {"outcomes-due": "Not ready in time", "outcomes-in-time": "Not ready in time"}))  # fmt: skip
    second = load(office, fill(form, tmp_path / "two.xlsx", {**FIGURES, "witnesses-attended": 1090}))
    (note,) = [one for one in second.problems if "takes its place" in one.what]
    assert "3 changed" in note.what
    assert "Witnesses who attended court 1,089, now 1,090" in note.what
    assert "[x], now 640" in note.what
    assert note.what.endswith(" and 1 unchanged") and " 0 " not in note.what
    assert held(office, "witnesses_attended") == [1090]
    assert held(office, "outcomes_due") == [640]


def test_a_provider_of_another_board_withdraws_nothing(office: Path, tmp_path: Path) -> None:
    load(office, fill(form_of(office, "north-wcu"), tmp_path / "north.xlsx"))
    south = load(
        office, fill(form_of(office, "south-wcu"), tmp_path / "south.xlsx", {**FIGURES, "witnesses-attended": 900})
    )
    assert not [one for one in south.problems if "takes its place" in one.what]
    assert held(office, "witnesses_attended") == [1089]
    assert held(office, "witnesses_attended", "west-mercia") == [900]


def test_every_fault_is_told_at_once_by_cell_and_nothing_is_kept(office: Path, tmp_path: Path) -> None:
    figures = {"witnesses-required": "12%", "witnesses-attended": -3, "outcomes-due": 640, "outcomes-in-time": 702}
    path = fill(form_of(office, "north-wcu"), tmp_path / "back.xlsx", figures, {"outcomes-due": "Anil Patel has it"})
    loaded = load(office, path)
    assert loaded.edition is None
    said = str(loaded.refused)
    for words in (
        "a percentage stands where a count is wanted, found '12%', expected a whole number of 0 or more",
        "a number below nought cannot be, found '-3'",
        "'Court outcomes and hearing dates told in time' is more than",
        "found 702 of 640",
        "this looks like a person's name, found 'A… P…'",
    ):
        assert words in said
    assert said.count("back.xlsx [Figures!") == 4
    assert held(office, "outcomes_due") == []
    store = Workspace.open(office).store()
    assert [run.facts["provider"] for run in store.runs() if run.command == "return refused"] == ["north-wcu"]
    assert not list((store.folder / "files").iterdir())
    store.close()


def test_a_jump_is_questioned_and_a_reason_answers(office: Path, tmp_path: Path) -> None:
    quarters = [PERIOD.later(-step) for step in (4, 3, 2, 1)]
    earlier = [
        fill(
            keyed_form(office, quarter),
            tmp_path / f"{quarter.slug}.xlsx",
            {one: value + number for one, value in FIGURES.items()},
            labels=KEYED,
        )
        for number, quarter in enumerate(quarters)
    ]
    assert all(
        one.edition is not None for one in load_files(office, earlier, released=date(2019, 6, 1), receipts=False)
    )
    form = form_of(office, "north-wcu")
    jump = {**FIGURES, "witnesses-required": 12_100}
    asked = load(office, fill(form, tmp_path / "jump.xlsx", jump))
    assert asked.edition is None
    assert "'Witnesses required to attend court' is unusual, found 12,100, expected between" in str(asked.refused)
    assert "the last 4 returns were 1,210, 1,211, 1,212, 1,213" in str(asked.refused)
    for number, empty in enumerate((".", "x", "ok", "x x", "1089")):
        unanswered = load(office, fill(form, tmp_path / f"{number}.xlsx", jump, {"witnesses-required": empty}))
        assert f"found 12,100, with '{empty}' as the reason" in str(unanswered.refused)
    answered = load(
        office, fill(form, tmp_path / "answered.xlsx", jump, {"witnesses-required": "A real change; we checked"})
    )
    assert answered.edition is not None
    assert any("the reason given is 'A real change; we checked'" in one.what for one in answered.problems)


def test_the_form_says_as_it_is_typed_what_the_load_would_ask_about(office: Path, tmp_path: Path) -> None:
    quarters = [PERIOD.later(-step) for step in (4, 3, 2, 1)]
    earlier = [
        fill(
            keyed_form(office, quarter),
            tmp_path / f"{quarter.slug}.xlsx",
            {one: value + number for one, value in FIGURES.items()},
            labels=KEYED,
        )
        for number, quarter in enumerate(quarters)
    ]
    load_files(office, earlier, released=date(2019, 6, 1), receipts=False)
    write_requests(office, QUARTER, ASKED, provider="north-wcu")
    form = form_of(office, "north-wcu")
    sheet = load_workbook(form)["Figures"]
    prompts = {one.promptTitle: one.prompt or "" for one in sheet.data_validations.dataValidation}
    match = re.search(
        r"Usual: ([\d,]+) to ([\d,]+)\. Outside it, please say why\.", prompts["Witnesses who attended court"]
    )
    assert match is not None
    lower, upper = (int(one.replace(",", "")) for one in match.groups())
    for number, (figure, surprising) in enumerate(
        ((lower, False), (lower - 1, True), (upper, False), (upper + 1, True))
    ):
        whole = {"witnesses-required": 1210 + max(0, figure - 1210)}
        loaded = load(
            office, fill(form, tmp_path / f"{number}.xlsx", {**FIGURES, **whole, "witnesses-attended": figure})
        )
        asked = f"is unusual, found {figure:,}, expected between {lower:,} and {upper:,}"
        assert (asked in str(loaded.refused)) == surprising
        # The condition of the cell for the reason, and the line above the table, hold the same two numbers.
        assert f"<{lower},H" in conditions(form, "J") and f">{upper})" in conditions(form, "J")
        assert f";{lower};" in str(sheet["D3"].value) and f";{upper};" in str(sheet["D3"].value)


def conditions(form: Path, column: str) -> str:
    """All conditions under which the look of a cell of a column changes."""
    rules = load_workbook(form)["Figures"].conditional_formatting
    return " ".join(str(rule.formula) for one in rules if str(one.sqref).startswith(column) for rule in one.rules)


def headed(path: Path, heads: Mapping[int, str], figures: Mapping[int, object] | None = None) -> Path:
    """A form whose header of the figures, and those to its right, are worded anew; with figures in a line's own columns."""
    workbook = load_workbook(path)
    sheet = workbook["Figures"]
    cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    header = next(cell for cell in cells if cell.value.startswith(Column.FIGURE.value))
    for step, head in heads.items():
        sheet.cell(header.row, header.column + step, head)
    for one in (cell for cell in cells if cell.value in FIGURES):
        for step, figure in (figures or {}).items():
            sheet.cell(one.row, header.column + step, figure)
    workbook.save(path)
    return path


@pytest.mark.parametrize("unit", ["(000s)", "in thousands", "%", "per cent", "(1,000)", "rate"])
def test_a_header_that_gives_the_figures_a_unit_is_refused(office: Path, tmp_path: Path, unit: str) -> None:
    path = fill(form_of(office, "north-wcu"), tmp_path / "back.xlsx")
    loaded = load(office, headed(path, {0: f"{Column.FIGURE.value} {unit}, January to March 2019"}))
    assert "the header of the figures gives them a unit that the form does not ask for" in str(loaded.refused)
    assert held(office, "witnesses_attended") == []


def test_a_telephone_number_typed_as_a_number_is_found(office: Path, tmp_path: Path) -> None:
    path = fill(form_of(office, "north-wcu"), tmp_path / "back.xlsx")
    workbook = load_workbook(path)
    workbook["Figures"]["T40"] = 7700900123
    workbook.save(path)
    assert "this looks like a telephone number" in str(load(office, path).refused)


def test_a_header_with_other_innocent_words_is_taken(office: Path, tmp_path: Path) -> None:
    path = fill(form_of(office, "north-wcu"), tmp_path / "back.xlsx")
    loaded = load(office, headed(path, {0: f"{Column.FIGURE.value} (whole number), January to March 2019"}))
    assert loaded.refused is None


def test_months_told_by_number_alone_are_refused_and_by_name_taken(office: Path, tmp_path: Path) -> None:
    def given(name: str, heads: Sequence[str]) -> Loaded:
        path = fill(form_of(office, "north-wcu"), tmp_path / name, {})
        return load(office, headed(path, dict(enumerate(heads, start=3)), {3: 10, 4: 20, 5: 30}))

    refused = given("numbers.xlsx", ("M1", "M2", "M3"))
    assert "a month is told by its number alone" in str(refused.refused)
    assert held(office, "witnesses_attended") == []
    assert given("names.xlsx", ("January", "February", "March")).refused is None
    assert held(office, "witnesses_attended") == [60]


def test_what_the_office_keyed_says_so(office: Path, tmp_path: Path) -> None:
    labels = {
        Label.KEYED_BY: "Performance officer",
        Label.GIVEN_BY: "Manager of the unit",
        Label.HOW_IT_CAME: "telephone",
        Label.GIVEN_ON: "1 July 2019",
    }
    form = keyed_form(office)
    loaded = load(office, fill(form, tmp_path / "keyed.xlsx", labels=labels))
    assert loaded.edition is not None
    assert loaded.edition.keyed == "keyed by the office, from telephone, given by Manager of the unit, on 1 July 2019"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("1 January 2099", "cannot have been given on a day that is yet to come, found 1 January 2099"),
        ("31/3/2019", "cannot have been given before the quarter had ended, found 31 March 2019"),
        ("last week", "this is not a day, found 'last week'"),
    ],
)
def test_figures_keyed_as_given_on_an_impossible_day_are_refused(
    office: Path, tmp_path: Path, given: str, words: str
) -> None:
    form = fill(keyed_form(office), tmp_path / "keyed.xlsx", labels={**KEYED, Label.GIVEN_ON: given})
    assert words in str(load(office, form).refused)


def test_a_telephone_number_is_shown_by_its_first_digit_alone_wherever_it_stands(office: Path, tmp_path: Path) -> None:
    figures, reasons = {**FIGURES, "witnesses-required": "07700 900123"}, {"outcomes-due": "ring 0-7-7-0-0-9-0-0-1-2-3"}
    said = str(load(office, fill(form_of(office, "north-wcu"), tmp_path / "one.xlsx", figures, reasons)).refused)
    assert said.count("a telephone number, found '0") == 2
    assert "900" not in said
    assert "7-7" not in said


@pytest.mark.parametrize(
    ("label", "said", "words"),
    [
        (Label.PROVIDER, "Kent Police", "this office asks no such provider, found 'Kent Police'"),
        (Label.BOARD, "West Mercia", "another provider's form: Witness Care Unit North is not asked about West Mercia"),
        (Label.BOARD, "Stafford", "Witness Care Unit North is not asked about this board, found 'Stafford'"),
        (Label.QUARTER, "Q1 2019", "it is not clear which quarter this is, found 'Q1 2019'"),
        (Label.QUARTER, "2018/19 Q3", "the header of the figures names another quarter than the form"),
        (Label.VERSION, "police 1-00000000", "this is the form of another kind of provider"),
    ],
)
def test_another_form_is_refused(office: Path, tmp_path: Path, label: Label, said: str, words: str) -> None:
    loaded = load(office, fill(form_of(office, "north-wcu"), tmp_path / "back.xlsx", labels={label: said}))
    assert loaded.edition is None
    assert words in str(loaded.refused)


def test_an_absence_with_its_reason_is_kept_as_one(office: Path, tmp_path: Path) -> None:
    figures = {**FIGURES, "outcomes-in-time": "[x]"}
    form = form_of(office, "north-wcu")
    bare = load(office, fill(form, tmp_path / "bare.xlsx", figures))
    assert "no reason why there is no figure" in str(bare.refused)
    loaded = load(
        office, fill(form, tmp_path / "reason.xlsx", figures, {"outcomes-in-time": "Not recorded by our system"})
    )
    assert loaded.edition is not None
    assert held(office, "outcomes_in_time") == [Absence.NOT_AVAILABLE]


LOCAL = {
    "Name of the measure": "Victims called back",
    "What is counted": "victims called back within two days",
    "Out of what (empty for a plain count)": "victims who asked to be called",
    "How to count it": "Victims who were called back within two days of asking",
    "Counted when": "during the quarter",
    "Better when": "higher",
    "Figure": 81,
    "Out of: figure": 95,
}


def with_local(path: Path, said: Mapping[str, object]) -> Path:
    workbook = load_workbook(path)
    sheet = workbook["Local measures"]
    header = next(row for row in sheet.iter_rows() if row[0].value == "Name of the measure")
    for cell in header:
        if cell.value in said:
            sheet.cell(cell.row + 1, cell.column, said[cell.value])
    workbook.save(path)
    return path


def test_a_local_measure_and_its_figures_are_taken_and_asked_for_from_then_on(office: Path, tmp_path: Path) -> None:
    path = fill(form_of(office, "north-wcu"), tmp_path / "back.xlsx")
    loaded = load(office, with_local(path, LOCAL))
    assert loaded.refused is None
    assert held(office, "local_victims_called_back") == [81]
    assert held(office, "local_victims_called_back_out_of") == [95]
    workspace = Workspace.open(office)
    assert workspace.catalogue.metrics["local-victims-called-back"].local
    assert "local_victims_called_back" in workspace.catalogue.sources["partner-witness-care"].fields


def test_a_local_figure_says_how_complete_it_is(office: Path, tmp_path: Path) -> None:
    def marks(name: str, complete: object) -> tuple[set[str], list[str]]:
        path = with_local(fill(form_of(office, "north-wcu"), tmp_path / name), {**LOCAL, "How complete": complete})
        loaded = load(office, path)
        assert loaded.refused is None
        store = Workspace.open(office).store()
        try:
            cells = [
                one
                for field in ("local_victims_called_back", "local_victims_called_back_out_of")
                for one in store.cells(
                    Selection("partner-witness-care", field), ("staffordshire",), (PERIOD,), (), date.max
                )
            ]
        finally:
            store.close()
        assert len(cells) == 2
        notes = [one.sentence for one in loaded.problems if "how complete" in one.what]
        return {mark.value for cell in cells for mark in cell.marks}, notes

    assert marks("whole.xlsx", "complete") == (set(), [])
    assert marks("part.xlsx", "Partial") == ({"[p]"}, [])
    assert marks("worked.xlsx", "estimated") == ({"[e]"}, [])
    told, (note,) = marks("empty.xlsx", None)
    assert told == set() and "[Local measures] [K8]" in note and "taken as complete" in note
    assert marks("short.xlsx", "est.") == ({"[e]"}, [])
    path = with_local(
        fill(form_of(office, "north-wcu"), tmp_path / "else.xlsx"), {**LOCAL, "How complete": "provisional"}
    )
    refusal = str(load(office, path).refused)
    assert "this does not say how complete the figure is" in refusal and "Local measures!K8" in refusal


@pytest.mark.parametrize(("typed", "mark"), [("estimate", "[e]"), ("partially", "[p]"), ("provisional", None)])
def test_other_words_for_how_complete_are_marked_or_refused(
    office: Path, tmp_path: Path, typed: str, mark: str | None
) -> None:
    path = fill(form_of(office, "north-wcu"), tmp_path / "back.xlsx")
    workbook = load_workbook(path)
    sheet = workbook["Figures"]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
    where = sheet.cell(cells["outcomes-due"].row, cells[Column.COMPLETENESS.value].column, typed)
    workbook.save(path)
    loaded = load(office, path)
    assert (loaded.refused is None) == (mark is not None)
    if mark is None:
        assert f"Figures!{where.coordinate}] this does not say how complete" in str(loaded.refused).replace(": ", " ")
        return
    store = Workspace.open(office).store()
    try:
        (cell,) = store.cells(
            Selection("partner-witness-care", "outcomes_due"), ("staffordshire",), (PERIOD,), (), date.max
        )
    finally:
        store.close()
    assert {one.value for one in cell.marks} == {mark}


UNEXPLAINED = "these figures were said to be partial or estimated, and not why"


@pytest.mark.parametrize("level", ["estimated", "partial"])
def test_partial_and_estimated_without_a_reason_are_taken_and_asked_about(
    office: Path, tmp_path: Path, level: str
) -> None:
    def notes(name: str, reason: str) -> list[str]:
        path = fill(form_of(office, "north-wcu"), tmp_path / name, reasons={"outcomes-due": reason})
        workbook = load_workbook(path)
        sheet = workbook["Figures"]
        cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
        sheet.cell(cells["outcomes-due"].row, cells[Column.COMPLETENESS.value].column, level)
        sheet.cell(cells["outcomes-in-time"].row, cells[Column.COMPLETENESS.value].column, "complete")
        workbook.save(path)
        loaded = load(office, path)
        assert loaded.refused is None
        return [one.sentence for one in loaded.problems if one.what == UNEXPLAINED]

    (note,) = notes("bare.xlsx", "")
    assert note.startswith("bare.xlsx [Figures] [H") and "Tell us what is still lacking" in note
    assert len(notes("dot.xlsx", ".")) == 1
    assert notes("said.xlsx", "Records not all entered yet") == []


def test_a_local_figure_that_is_estimated_without_a_reason_is_asked_about(office: Path, tmp_path: Path) -> None:
    path = fill(form_of(office, "north-wcu"), tmp_path / "back.xlsx")
    loaded = load(office, with_local(path, {**LOCAL, "How complete": "estimated"}))
    assert [one.where for one in loaded.problems if one.what == UNEXPLAINED] == ["back.xlsx [Local measures] [I8, J8]"]


def test_a_sheet_of_local_measures_of_an_earlier_form_is_taken_as_complete(office: Path, tmp_path: Path) -> None:
    path = with_local(fill(form_of(office, "north-wcu"), tmp_path / "back.xlsx"), LOCAL)
    workbook = load_workbook(path)
    sheet = workbook["Local measures"]
    (column,) = [cell.column for row in sheet.iter_rows() for cell in row if cell.value == "How complete"]
    sheet.delete_cols(column)
    workbook.save(path)
    loaded = load(office, path)
    assert loaded.refused is None
    assert not [one for one in loaded.problems if "how complete" in one.what]
    assert held(office, "local_victims_called_back") == [81]


def test_a_second_return_says_what_changed_of_local_measures_and_of_completeness(office: Path, tmp_path: Path) -> None:
    def told(name: str, said: Mapping[str, object], complete: str = "complete") -> str:
        path = fill(form_of(office, "north-wcu"), tmp_path / name)
        workbook = load_workbook(path)
        sheet = workbook["Figures"]
        cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
        sheet.cell(cells["witnesses-required"].row, cells[Column.COMPLETENESS.value].column, complete)
        workbook.save(path)
        loaded = load(office, with_local(path, said) if said else path)
        assert loaded.refused is None
        return next((one.what for one in loaded.problems if "takes its place" in one.what), "")

    told("one.xlsx", {})
    assert "2 new" in told("two.xlsx", LOCAL)
    third = told("three.xlsx", {**LOCAL, "Figure": 82}, "estimated")
    assert "2 changed" in third
    assert " 81, now 82" in third
    assert " 1,210 complete, now 1,210 estimated" in third
    assert "4 unchanged" in third


def test_a_local_measure_that_is_wrong_refuses_the_return_by_cell(office: Path, tmp_path: Path) -> None:
    path = fill(form_of(office, "north-wcu"), tmp_path / "back.xlsx")
    wrong = {**LOCAL, "Figure": 120, "How to count it": ""}
    loaded = load(office, with_local(path, wrong))
    assert "[Local measures!" in str(loaded.refused)
    assert not (office / "catalogue").exists()
    loaded = load(office, with_local(path, {**LOCAL, "Figure": 120}))
    assert "which it is part of, found 120 of 95" in str(loaded.refused)
    assert held(office, "witnesses_required") == []


def test_all_that_is_wrong_with_local_measures_is_told_at_once_each_in_its_cell(office: Path, tmp_path: Path) -> None:
    path = with_local(fill(form_of(office, "north-wcu"), tmp_path / "back.xlsx"), {**LOCAL, "Figure": 120})
    workbook = load_workbook(path)
    sheet = workbook["Local measures"]
    header = next(row for row in sheet.iter_rows() if row[0].value == "Name of the measure")
    second = {"Name of the measure": "Letters", "Better when": "higher", "Figure": "87%"}
    for cell in header:
        sheet.cell(cell.row + 2, cell.column, second.get(cell.value))
    workbook.save(path)
    refused = load(office, path).refused
    assert refused is not None
    assert sorted((one.where.partition("!")[2], one.what.split(",")[0]) for one in refused.problems) == [
        ("B9]", "a local measure needs this"),
        ("D9]", "a local measure needs this"),
        ("I8]", "'victims called back within two days' is more than 'victims who asked to be called'"),
        ("I9]", "a percentage stands where a count is wanted"),
    ]
    assert all(one.fix for one in refused.problems)


def test_of_two_returns_of_a_quarter_in_one_load_the_second_must_say_the_same(office: Path, tmp_path: Path) -> None:
    """`wcu (1).xlsx`, the later, comes before `wcu.xlsx`."""
    form = form_of(office, "north-wcu")
    later = fill(form, tmp_path / "wcu (1).xlsx", {**FIGURES, "witnesses-attended": 70})
    first = fill(form, tmp_path / "wcu.xlsx")
    same = fill(
        form, tmp_path / "wcu copy.xlsx", {**FIGURES, "witnesses-attended": 70}, {"witnesses-attended": "again"}
    )
    loads = load_files(office, [later, same, first], released=date(2019, 7, 1))
    assert [loaded.refused is None for loaded in loads] == [True, True, False]
    assert "nothing shows which is later, found 1 figure that 'wcu copy.xlsx' has otherwise" in str(loads[2].refused)
    assert loads[2].letter is None
    assert held(office, "witnesses_attended") == [70]
    assert load(office, first).edition is not None
    assert held(office, "witnesses_attended") == [FIGURES["witnesses-attended"]]


def test_a_form_that_the_office_keyed_wrongly_brings_its_provider_no_letter(office: Path, tmp_path: Path) -> None:
    """Whatever its file is called by then; and the round does not say that the provider returned something."""
    wrong = {**FIGURES, "witnesses-attended": "about ninety"}
    path = fill(keyed_form(office), tmp_path / "from the telephone.xlsx", wrong, labels=KEYED)
    (loaded,) = load_files(office, [path], released=date(2019, 7, 1))
    assert "about ninety" in str(loaded.refused) and loaded.letter is None
    assert not list((office / "returns").glob("*/*put-right.eml"))
    assert any("nothing returned" in line for line in round_lines(office, date(2019, 7, 2), QUARTER))
    (theirs,) = load_files(
        office, [fill(form_of(office, "north-wcu"), tmp_path / "back.xlsx", wrong)], released=date(2019, 7, 1)
    )
    assert theirs.letter is not None


def test_kept_bytes_read_anew_correct_nothing(office: Path, tmp_path: Path) -> None:
    path = fill(form_of(office, "north-wcu"), tmp_path / "back.xlsx")
    load(office, path)
    (again,) = load_files(office, [path], again=True, receipts=False)
    assert again.edition is not None
    assert (again.edition.reading, again.problems) == (2, ())
    assert held(office, "witnesses_attended") == [1089]
