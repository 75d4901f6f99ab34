"""What a cell of a return says, what a sheet hides, which numbers surprise, and the questions that a whole return may raise."""

from __future__ import annotations

import datetime
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from returns_mutated.copy_model import Cell, Copy, Page, Subject
from returns_mutated.made import subjects
from returns_mutated.writing import written

from assize.catalogue.load import load_catalogue
from assize.core.errors import FileRefused
from assize.core.forms import Column, Label, definition_text
from assize.core.nouns import Absence
from assize.core.periods import parse_period
from assize.core.wording import period_words
from assize.ingest.layouts import Asked, Read
from assize.ingest.received import Received
from assize.ingest.returns.figures import read_figure
from assize.ingest.returns.older import other_definition
from assize.ingest.returns.questions import _range, most_of_an_earlier, usual_range
from assize.ingest.returns.reader import read_return
from assize.ingest.returns.sheets import Kind, SheetCell, number_cell, read_sheets, text_cell

QUARTER = parse_period("2019Q1")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1210", 1210),
        (" 1,210 ", 1210),
        ("'1,210", 1210),
        ("1\u00a0210", 1210),
        ("1,234,567", 1_234_567),
        ("12.0", 12),
        ("0", 0),
        ("[x]", Absence.NOT_AVAILABLE),
        (" [X] ", Absence.NOT_AVAILABLE),
        ("z", Absence.NOT_APPLICABLE),
    ],
)
def test_a_figure_typed_as_text_is_read(typed: str, meant: int | Absence) -> None:
    said = read_figure(text_cell(typed))
    assert (said.value if said.absence is None else said.absence, said.fault) == (meant, "")


@pytest.mark.parametrize(
    "typed",
    ["1 210", "120\n130", "120 130", "1.234", "1.234,5", "1,23", "12,34,567", "12%", "12 per cent", "-5", "(5)", "5-", 
     "about 5", "5*", "<5", "5 cases", "n/a", "nil", "-", "tbc", "=A1", "007", "1e3", "#REF!", "Err:502", "5/6", "[c]", "12²"],
)  # fmt: skip
def test_what_is_no_figure_is_told_and_never_guessed(typed: str) -> None:
    said = read_figure(text_cell(typed))
    assert said.fault
    assert said.fix
    assert (said.value, said.absence) == (None, None)


def test_numbers_of_a_program_are_whole_but_for_the_noise_of_their_making() -> None:
    assert read_figure(number_cell("119.99999999999999")).value == 120
    assert read_figure(number_cell("1.21E3")).value == 1210
    assert str(read_figure(number_cell("304.0")).value) == "304"
    assert read_figure(number_cell("119.9")).fault
    assert read_figure(number_cell("119.9"), decimals=True).value == Decimal("119.9")
    assert read_figure(number_cell("0.45", percent=True)).fault
    assert read_figure(SheetCell(Kind.DAY, "2019-04-01")).fault
    assert read_figure(SheetCell(Kind.NOTHING, "", formula=True)).fault
    assert read_figure(SheetCell(Kind.NOTHING, "")).empty


def test_a_workbook_tells_formats_formulas_hiding_and_comments(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([12, 0.5, 12, "=A1*2", datetime.date(2019, 4, 1), 7])
    sheet["B1"].number_format, sheet["C1"].number_format = "0.0%", '0"%"'
    sheet["F1"].comment = Comment("seen", "Office user")
    sheet.row_dimensions[1].hidden = True
    sheet.merge_cells("A2:B3")
    book.create_sheet("Old").sheet_state = "veryHidden"
    book.save(tmp_path / "one.xlsx")
    first, second = read_sheets(Received(tmp_path / "one.xlsx", "one.xlsx"))
    assert [first.at(0, column).percent for column in range(3)] == [False, True, True]
    assert (first.at(0, 3).kind, first.at(0, 3).formula) == (Kind.NOTHING, True)
    assert (first.at(0, 4).kind, first.at(0, 4).day) == (Kind.DAY, datetime.date(2019, 4, 1))
    assert first.comments == {(0, 5): "seen"}
    assert first.is_hidden(0, 0)
    assert first.merged == {(1, 1): (1, 0), (2, 0): (1, 0), (2, 1): (1, 0)}
    assert (first.hidden, second.hidden) == (False, True)


def past(*values: int) -> tuple[tuple[object, Decimal], ...]:
    return tuple((QUARTER.later(number - len(values)), Decimal(value)) for number, value in enumerate(values))


def test_what_surprises_depends_on_what_came_before() -> None:
    assert usual_range(()) is None
    assert usual_range(past(100)) is None  # type: ignore[arg-type]
    short = usual_range(past(100, 110, 105, 98))  # type: ignore[arg-type]
    assert short is not None
    assert not short.surprises(Decimal(130))
    assert short.surprises(Decimal(1050))
    assert short.surprises(Decimal(10))
    small = usual_range(past(2, 4, 3, 1))  # type: ignore[arg-type]
    assert small is not None
    assert not small.surprises(Decimal(0))
    assert not small.surprises(Decimal(12))
    assert small.surprises(Decimal(30))
    long = usual_range(past(*[100, 108] * 8))  # type: ignore[arg-type]
    assert long is not None
    assert "the control limits of 16 earlier returns" in long.words
    assert long.surprises(Decimal(150))
    assert not long.surprises(Decimal(120))


@pytest.mark.parametrize("quarters", [2, 4, 13, 40])
def test_a_range_ends_on_numbers_that_can_be_printed_and_asks_about_the_same_whole_numbers(quarters: int) -> None:
    rng = random.Random(f"usual {quarters}")
    seen = set()
    for _ in range(60):
        mean = rng.choice((3, 40, 900, 12_000))
        before = past(*[max(0, round(rng.gauss(mean, mean / 8 + 1))) for _ in range(quarters)])
        exact, printed = _range(before), usual_range(before)  # type: ignore[arg-type]
        assert exact is not None and printed is not None
        assert printed.lower == int(printed.lower) and printed.upper == int(printed.upper)
        for end in (printed.lower, printed.upper):
            for step in (-1, 0, 1):
                seen.add(exact.surprises(end + step))
                assert exact.surprises(end + step) == printed.surprises(end + step)
        assert printed.words.startswith(f"between {printed.lower:,} and {printed.upper:,} (")
        tenths = usual_range(before, decimals=True)  # type: ignore[arg-type]
        assert tenths is not None
        assert exact.lower - Decimal("0.1") < tenths.lower <= exact.lower
        assert exact.upper <= tenths.upper < exact.upper + Decimal("0.1")
        assert tenths.lower * 10 == int(tenths.lower * 10) and tenths.upper * 10 == int(tenths.upper * 10)
    assert seen == {True, False}


def test_a_level_that_was_asked_about_once_is_not_asked_about_again() -> None:
    stepped = usual_range(past(*[100, 108] * 8, 160))  # type: ignore[arg-type]
    assert stepped is not None
    assert not stepped.surprises(Decimal(158))
    assert stepped.surprises(Decimal(400))


# --- a whole return ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def subject() -> Subject:
    return subjects(2019)[2]


def read(tmp_path: Path, subject: Subject, change: Callable[[Copy], None] = lambda copy: None) -> Read:
    copy = subject.copy()
    change(copy)
    path = tmp_path / "return.xlsx"
    path.write_bytes(written(copy))
    return read_return(Received(path, copy.name), subject.desk, Asked(tmp_path, today=datetime.date(2030, 1, 1)))


def refused(tmp_path: Path, subject: Subject, change: Callable[[Copy], None]) -> str:
    with pytest.raises(FileRefused) as caught:
        read(tmp_path, subject, change)
    return caught.value.sentence


def test_a_blank_form_is_said_to_be_empty_once(tmp_path: Path, subject: Subject) -> None:
    def emptied(copy: Copy) -> None:
        for _, _, cell in copy.figure_pages()[0].figures():
            cell.value = None

    said = refused(tmp_path, subject, emptied)
    assert "the form is empty: no figure is filled in" in said
    assert "1 to put right" in said


def test_the_figures_of_last_quarter_sent_again_are_questioned(tmp_path: Path, subject: Subject) -> None:
    plan = subject.plans[0]
    history = subject.expected[plan.board].history

    def stale(copy: Copy) -> None:
        page = copy.figure_pages()[0]
        for row, column, cell in page.figures():
            cell.value = history[cell.field][-1][1]
            page.at(row, column + 2).value = None

    assert "every figure is that of" in refused(tmp_path, subject, stale)

    def explained(copy: Copy) -> None:
        stale(copy)
        page = copy.figure_pages()[0]
        row, column, _ = next(page.figures())
        page.at(row, column + 2).value = "Checked: nothing moved"

    assert read(tmp_path, subject, explained).content


def test_the_figures_of_an_older_quarter_sent_again_are_questioned_too(tmp_path: Path, subject: Subject) -> None:
    history = subject.expected[subject.plans[0].board].history
    quarter = sorted(period for period, _ in next(iter(history.values())))[-3]

    def stale(copy: Copy) -> None:
        page = copy.figure_pages()[0]
        for row, column, cell in page.figures():
            cell.value = dict(history[cell.field])[quarter]
            page.at(row, column + 2).value = None

    assert f"every figure is that of {period_words(quarter)}" in refused(tmp_path, subject, stale)


@pytest.mark.parametrize(("changed", "asked"), [(1, True), (3, False)])
def test_nearly_all_the_figures_of_an_older_quarter_are_questioned(
    tmp_path: Path, subject: Subject, changed: int, asked: bool
) -> None:
    history = subject.expected[subject.plans[0].board].history
    quarter = sorted(period for period, _ in next(iter(history.values())))[-3]

    def stale(copy: Copy) -> None:
        page = copy.figure_pages()[0]
        for at, (row, column, cell) in enumerate(page.figures()):
            old = dict(history[cell.field])[quarter]
            cell.value = old - 1 if 0 < at <= changed else old  # of a part, which stays below its whole
            page.at(row, column + 2).value = None

    fields = len(subject.plans[0].lines)
    told = f"{fields - changed} of {fields} figures are those of {period_words(quarter)}: were they typed anew?"
    try:
        read(tmp_path, subject, stale)
        said = ""
    except FileRefused as error:
        said = error.sentence
    assert (told in said) == asked


def test_small_counts_that_coincide_are_no_earlier_quarter(subject: Subject) -> None:
    quarter = parse_period("2018Q3")
    fields = [f"counted_{number}" for number in range(8)]
    held = {one: ((quarter, Decimal(number)),) for number, one in enumerate(fields, 1)}
    large = {one: ((quarter, Decimal(number * 100)),) for number, one in enumerate(fields, 1)}
    known = next(iter(subject.expected.values()))
    values = {one: past[0][1] for one, past in held.items()} | {fields[0]: Decimal(9)}
    assert most_of_an_earlier(replace(known, history=held), values) is None
    values = {one: past[0][1] for one, past in large.items()} | {fields[0]: Decimal(9)}
    assert most_of_an_earlier(replace(known, history=large), values) == (quarter, 7, 8)
    assert most_of_an_earlier(replace(known, history=large), dict(list(values.items())[:4])) is None


def test_a_second_return_that_differs_throughout_is_questioned(tmp_path: Path, subject: Subject) -> None:
    plan = subject.plans[0]
    values = {one: answer.value for one, answer in subject.answers[plan.board].items() if answer.value is not None}
    other = replace(subject.expected[plan.board], held={one: value + 5 for one, value in values.items()})
    again = replace(subject, expected={plan.board: other})
    assert "is this its form?" in refused(tmp_path, again, lambda copy: None)

    def explained(copy: Copy) -> None:
        page = copy.figure_pages()[0]
        row, column, _ = next(one for one in page.figures() if isinstance(one[2].value, Decimal))
        page.at(row, column + 2).value = "Corrects an earlier return"

    notes = [one.sentence for one in read(tmp_path, again, explained).problems]
    assert any("takes its place" in note and f"{len(values)} changed" in note for note in notes)


def test_a_column_of_earlier_returns_past_the_quarter_shows_another_form(tmp_path: Path, subject: Subject) -> None:
    def later(copy: Copy) -> None:
        page = copy.figure_pages()[0]
        page.at(page.header_row(), 6).value = "October to December 2039"

    assert "a column of an earlier return is of a later quarter" in refused(tmp_path, subject, later)


def test_months_are_added_up_where_the_row_of_headers_is_repeated_below_them(tmp_path: Path, subject: Subject) -> None:
    """A printed form repeats its headers on every page: what stands over the first line counts for all."""
    plan = subject.plans[0]
    meant = {
        one: answer.value for one, answer in subject.answers[plan.board].items() if isinstance(answer.value, Decimal)
    }
    summed = {line.field for line in plan.lines if not (line.stock or line.decimals)} & set(meant)
    assert summed

    def monthly(copy: Copy) -> None:
        page = copy.figure_pages()[0]
        header = page.header_row()
        figures = list(page.figures())
        column = figures[0][1]
        repeated = [Cell(cell.value) for cell in page.rows[header]]
        for row in (*page.rows, repeated):
            while len(row) <= column:
                row.append(Cell())
            row[column + 1 : column + 1] = [Cell(), Cell()]
        for step in range(3):
            at = datetime.date(plan.quarter.year, plan.quarter.month + step, 1)
            page.at(header, column + step).value = at.strftime("%B %Y")
        for row, _, cell in figures:
            said = cell.value
            parts = [said - 2, Decimal(1), Decimal(1)] if cell.field in summed else [said] * 3
            for step, part in enumerate(parts):
                page.at(row, column + step).value = part
        page.rows.insert(figures[-1][0], repeated)

    reading = read(tmp_path, subject, monthly)
    rows = reading.content
    assert {one: meant[one] for one in summed} == {row.field: row.value for row in rows if row.field in summed}  # type: ignore[union-attr]
    said = {one.what: one.where for one in reading.problems}
    assert said["months stand there for the quarter and were added up"].count(" to ") == min(len(summed), 5)
    assert (len(set(meant) - summed) > 0) == (
        "of what is counted on one day the figure of the last month was taken" in said
    )


@pytest.mark.parametrize(
    ("comments", "told"), [(1, "a comment is not read"), (3, "3 comments, the first of them here, are not read")]
)
def test_comments_are_counted_in_a_sentence(tmp_path: Path, subject: Subject, comments: int, told: str) -> None:
    def remarked(copy: Copy) -> None:
        page = copy.figure_pages()[0]
        for row, column, _ in list(page.figures())[:comments]:
            page.at(row, column).comment = "counted twice by hand"

    assert any(one.what.startswith(told) and not one.found for one in read(tmp_path, subject, remarked).problems)


def test_a_completeness_left_empty_is_said_and_the_figure_taken_as_complete(tmp_path: Path, subject: Subject) -> None:
    def emptied(copy: Copy, whole: bool) -> None:
        page = copy.figure_pages()[0]
        column = page.column(Column.COMPLETENESS)
        for row, _, _ in page.figures() if whole else list(page.figures())[:2]:
            page.at(row, column).value = None

    def told(damage: Callable[[Copy], None]) -> list[str]:
        reading = read(tmp_path, subject, damage)
        return [one.sentence for one in reading.problems if "how complete these figures are was not said" in one.what]

    assert told(lambda copy: None) == []
    (said,) = told(lambda copy: emptied(copy, whole=False))
    assert "[I9, I10]" in said and said.endswith("If one is not, choose partial or estimated beside it.")
    (all_of_them,) = told(lambda copy: emptied(copy, whole=True))
    assert "more]" in all_of_them
    reading = read(tmp_path, subject, lambda copy: emptied(copy, whole=True))
    assert not any(row.marks for row in reading.content)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("instead", "told"),
    [
        ("Total", "rows of headers do not agree over which column the figures stand, found 'Total'"),
        (None, "rows of headers do not agree over which column the figures stand, found no header"),
        ("Your figure, October to December 2039", "the header of the figures names another quarter than the form"),
    ],
)
@pytest.mark.parametrize("spoilt", ["first", "repeat"])
def test_rows_of_headers_that_do_not_agree_are_asked_about(
    tmp_path: Path, subject: Subject, instead: str | None, told: str, spoilt: str
) -> None:
    def repeated(copy: Copy, header: str | None) -> None:
        page = copy.figure_pages()[0]
        first, figures = page.header_row(), list(page.figures())
        again = [Cell(cell.value) for cell in page.rows[first]]
        (page.rows[first] if spoilt == "first" else again)[figures[0][1]].value = header
        page.rows.insert(figures[2][0], again)

    plan = subject.plans[0]
    alike = plan.headers[plan.column(Column.FIGURE)]

    def values(damage: Callable[[Copy], None]) -> dict[str, Decimal | None]:
        return {row.field: row.value for row in read(tmp_path, subject, damage).content}  # type: ignore[union-attr]

    assert values(lambda copy: repeated(copy, alike)) == values(lambda copy: None)
    assert told in refused(tmp_path, subject, lambda copy: repeated(copy, instead))


def test_what_stands_in_a_comment_or_on_a_hidden_sheet_is_looked_through(tmp_path: Path, subject: Subject) -> None:
    def told(copy: Copy) -> None:
        copy.pages[0].at(0, 0).comment = "Mrs Okafor sends these"
        copy.pages[-2].hidden = True
        copy.pages[-2].at(30, 2).value = "ST16 2DN"
        copy.figure_pages()[0].rows.append([Cell("Surname")])

    said = refused(tmp_path, subject, told)
    assert "[Read first!A1], a comment: this looks like a person's name" in said
    assert "[Local measures!C31]: this looks like a postcode" in said
    assert "this heads personal data, found 'Surname'" in said


def test_the_name_of_a_sheet_and_the_cell_of_the_role_name_nobody(tmp_path: Path, subject: Subject) -> None:
    def told(copy: Copy) -> None:
        copy.pages.append(Page("Dawson", [[Cell("working")]]))
        role = copy.figure_pages()[0].label(Label.CONTACT)
        assert role is not None
        role.value = "JS"

    said = refused(tmp_path, subject, told)
    assert (
        "the name of a sheet: this looks like a person's name, found 'D…', expected no personal data. Rename the sheet."
        in said
    )
    assert "this looks like a person's initials, found 'J…', expected a role." in said


def test_a_return_with_a_part_that_cannot_be_searched_is_refused(tmp_path: Path, subject: Subject) -> None:
    copy, path = subject.copy(), tmp_path / "return.xlsx"
    path.write_bytes(written(copy))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("docProps/custom.xml", "<a><lpwstr>Okafor</lpwstr>")
    with pytest.raises(FileRefused) as caught:
        read_return(Received(path, copy.name), subject.desk, Asked(tmp_path, today=datetime.date(2030, 1, 1)))
    assert "a part of the workbook cannot be read, and so not searched for personal data" in caught.value.sentence
    assert "docProps/custom.xml" in caught.value.sentence


def test_a_return_is_refused_for_a_name_behind_a_pivot_table_and_for_a_macro(tmp_path: Path, subject: Subject) -> None:
    copy, path = subject.copy(), tmp_path / "return.xlsx"
    path.write_bytes(written(copy))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/pivotCache/pivotCacheRecords1.xml", '<r><r><s v="Ngozi Okafor"/></r></r>')
        archive.writestr("xl/vbaProject.bin", "")
    with pytest.raises(FileRefused) as caught:
        read_return(Received(path, copy.name), subject.desk, Asked(tmp_path, today=datetime.date(2030, 1, 1)))
    assert "the records of a pivot table: this looks like a person's name, found 'N… O…'" in caught.value.sentence
    assert "searched for personal data, found xl/vbaProject.bin" in caught.value.sentence


def test_a_line_that_an_older_form_called_something_else_is_refused(tmp_path: Path, subject: Subject) -> None:
    def renamed(copy: Copy) -> None:
        page = copy.figure_pages()[0]
        for row in page.rows:
            for cell in row:
                if isinstance(cell.value, str) and re.search(r" 1-[0-9a-f]{8}$", cell.value):
                    cell.value = cell.value[:-8] + "00000000"
                elif isinstance(cell.value, str) and cell.value.startswith(subject.plans[0].lines[0].name):
                    cell.value = "Something else" + cell.value.removeprefix(subject.plans[0].lines[0].name)

    assert f"'{subject.plans[0].lines[0].name}' has other words on this older form" in refused(
        tmp_path, subject, renamed
    )


@pytest.mark.parametrize("left", ["definition", "earlier returns"])
def test_references_and_words_exchanged_together_are_refused_by_the_rest_of_the_row(
    tmp_path: Path, subject: Subject, left: str
) -> None:
    def exchanged(copy: Copy) -> None:
        page, plan = copy.figure_pages()[0], subject.plans[0]
        (one, _, _), (other, _, _) = list(page.figures())[:2]
        columns = [plan.column(Column.REFERENCE), plan.column(Column.ASKED)]
        columns += [plan.column(Column.DEFINITION)] if left == "earlier returns" else plan.previous_columns
        for column in columns:
            first, second = page.at(one, column), page.at(other, column)
            first.value, second.value = second.value, first.value

    assert "what stands beside a line is another line's" in refused(tmp_path, subject, exchanged)


def test_a_number_typed_over_an_earlier_return_is_named_and_not_read(tmp_path: Path, subject: Subject) -> None:
    def corrected(copy: Copy) -> None:
        row, _, _ = next(iter(copy.figure_pages()[0].figures()))
        cell = copy.figure_pages()[0].at(row, subject.plans[0].previous_columns[-1])
        cell.value = Decimal(4711)

    told = [one for one in read(tmp_path, subject, corrected).problems if "earlier returns on the form" in one.what]
    assert len(told) == 1 and "[G" in told[0].where
    assert not [one for one in read(tmp_path, subject).problems if "earlier returns" in one.what]


def test_a_part_that_an_older_form_counted_as_those_of_them_is_the_same(subject: Subject) -> None:
    line = replace(subject.plans[0].lines[1], definition="Of the people seen, those who came.", earlier=())
    older = definition_text(replace(line, definition="Those of them who came."))
    assert other_definition(line, older, "", "here") is None
    assert other_definition(line, definition_text(replace(line, definition="Those of them who left.")), "", "here")
    assert other_definition(
        line, definition_text(replace(line, definition="Of the people met, those who came.")), "", "here"
    )


def test_every_part_of_a_whole_names_its_whole() -> None:
    sources = load_catalogue().sources
    asked = [one for source in sources.values() for one in source.asked.values() if one.part_of]
    assert len(asked) > 50
    assert [one.id for one in asked if one.definition.startswith("Those of them")] == []
