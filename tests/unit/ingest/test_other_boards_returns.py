"""A form of two boards: a sheet that speaks of both, and figures that are alike in both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from returns_mutated.copy_model import Copy, Page, Subject
from returns_mutated.made import subjects
from returns_mutated.writing import written

from assize.core.errors import FileRefused
from assize.core.forms import Column, Label
from assize.core.wording import period_words
from assize.ingest.layouts import Asked, Read
from assize.ingest.received import Received
from assize.ingest.returns.desk import Expected
from assize.ingest.returns.reader import read_return


@pytest.fixture(scope="module")
def subject() -> Subject:
    found = subjects(2019)[1]
    assert [plan.board_name for plan in found.plans] == ["Staffordshire", "West Mercia"]
    return found


def read(tmp_path: Path, subject: Subject, change: Callable[[Copy], None]) -> Read:
    copy = subject.copy()
    change(copy)
    path = tmp_path / "return.xlsx"
    path.write_bytes(written(copy))
    return read_return(Received(path, copy.name), subject.desk, Asked(tmp_path, today=date(2030, 1, 1)))


def refused(tmp_path: Path, subject: Subject, change: Callable[[Copy], None]) -> str:
    with pytest.raises(FileRefused) as caught:
        read(tmp_path, subject, change)
    return caught.value.sentence


def label_the_second_as_the_first(copy: Copy) -> Page:
    """The header block of one sheet copied over another, and that sheet sent alone."""
    first, second = copy.figure_pages()
    mine, theirs = second.label(Label.BOARD), first.label(Label.BOARD)
    assert mine is not None and theirs is not None
    mine.value = theirs.value
    copy.pages = [second]
    return second


def test_a_sheet_that_names_another_board_than_its_label_is_refused(tmp_path: Path, subject: Subject) -> None:
    def labelled(copy: Copy) -> None:
        label_the_second_as_the_first(copy)

    said = refused(tmp_path, subject, labelled)
    assert (
        "!A1]: the title of the sheet names another board than its label does, found 'Figures for West Mercia" in said
    )
    assert "the name of the sheet names another board than its label does, found 'Figures, West Mercia'" in said
    assert "expected Staffordshire" in said
    assert "the earlier returns printed on the sheet are those of West Mercia" in said


def test_the_earlier_returns_alone_show_whose_a_sheet_is(tmp_path: Path, subject: Subject) -> None:
    def renamed(copy: Copy) -> None:
        page = label_the_second_as_the_first(copy)
        page.name, page.at(0, 0).value = (
            "Sheet1",
            f"Figures for Staffordshire, {period_words(subject.plans[0].quarter)}",
        )

    said = refused(tmp_path, subject, renamed)
    assert "the earlier returns printed on the sheet are those of West Mercia" in said
    assert "numbers of West Mercia, and the label of Staffordshire" in said
    assert "another board than its label" not in said


@pytest.mark.parametrize("name", ["Sheet1", "Staffordshire", "Staffordshire and West Mercia", "final"])
def test_other_names_and_a_few_of_the_other_boards_numbers_are_taken(
    tmp_path: Path, subject: Subject, name: str
) -> None:
    def touched(copy: Copy) -> None:
        first, second = copy.figure_pages()
        first.name = name
        columns = subject.plans[0].previous_columns
        for row in first.line_rows()[:2]:
            first.at(row, columns[0]).value = second.at(row, columns[0]).value

    assert read(tmp_path, subject, touched).content


def test_both_boards_with_the_same_figures_are_asked_about(tmp_path: Path, subject: Subject) -> None:
    def same(copy: Copy, reason: str | None = None) -> None:
        first, second = copy.figure_pages()
        column, words = second.column(Column.REASON), first.column(Column.REASON)
        for (row, _, mine), (other, _, theirs) in zip(second.figures(), first.figures(), strict=True):
            mine.value = theirs.value
            second.at(row, column).value = first.at(other, words).value
            if isinstance(mine.value, Decimal):
                second.at(row, column).value = first.at(other, words).value = None
        if reason:
            second.at(next(second.figures())[0], column).value = reason

    alike = "every figure of West Mercia is that of Staffordshire: are they of both? Found "
    assert alike in refused(tmp_path, usual_of_neither(subject), same)
    assert read(tmp_path, usual_of_neither(subject), lambda copy: same(copy, "Both are right, we checked")).content
    assert read(tmp_path, usual_of_neither(subject), lambda copy: None).content


def usual_of_neither(subject: Subject) -> Subject:
    """Without earlier returns, so that nothing else is asked."""
    return replace(subject, expected={board: _without_history(subject, board) for board in subject.expected})


def _without_history(subject: Subject, board: str) -> Expected:
    one = subject.expected[board]
    return replace(one, history={}, others={name: {} for name in one.others})


def test_a_board_that_came_before_counts_as_well(tmp_path: Path, subject: Subject) -> None:
    board = subject.plans[0].board
    values = {
        one: ((subject.plans[0].quarter, answer.value),)
        for one, answer in subject.answers[board].items()
        if answer.value is not None
    }
    came = replace(_without_history(subject, board), others={"West Mercia": values})
    late = replace(subject, expected={**subject.expected, board: came})

    def alone(copy: Copy) -> None:
        page = copy.figure_pages()[0]
        copy.pages = [page]
        for row, _, cell in page.figures():
            if isinstance(cell.value, Decimal):
                page.at(row, page.column(Column.REASON)).value = None

    said = refused(tmp_path, late, alone)
    assert "every figure of Staffordshire is that of West Mercia" in said and "already returned" in said
