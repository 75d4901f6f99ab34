"""What a note beside a figure says against it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from returns_mutated.made import subjects

from assize.core.forms import Column
from assize.core.nouns import Absence, Mark
from assize.core.periods import parse_period
from assize.ingest.returns.finding import Found
from assize.ingest.returns.lines import Given
from assize.ingest.returns.remarks import check_remarks
from assize.ingest.returns.sheets import Sheet, text_cell

LINE = subjects(2019)[0].plans[0].lines[0]
SPRING = parse_period("2025-26-q1")


def told(reason: str, level: str = "complete", value: int | None = 1301, marks: tuple[Mark, ...] = ()) -> list[str]:
    """What is asked about a figure, a question mark before each, and what is noted."""
    sheet = Sheet("Figures", cells={(8, 8): text_cell(level)} if level else {})
    found = Found(sheet, header=7, columns={Column.COMPLETENESS: 8})
    number = None if value is None else Decimal(value)
    absence = Absence.NOT_AVAILABLE if value is None else None
    given = Given(LINE, number, absence, reason, str(value), "H9", (8, 7), marks)
    asked, noted = check_remarks(
        found, SPRING, [given], lambda each: f"back.xlsx [Figures!{each.ref}]", "back.xlsx [Figures]"
    )
    assert all(one.blocks and one.fix for one in asked) and not any(one.blocks for one in noted)
    return [f"? {one.sentence}" for one in asked] + [one.sentence for one in noted]


@pytest.mark.parametrize(
    "reason",
    [
        "The figure should be 1,290, not 1,301",
        "should read 1290",
        "Correct figure is 1,290",
        "It is 1,290, not 1,301.",
        "This should have been 1290",
    ],
)
def test_another_number_named_as_the_right_one_is_asked_about(reason: str) -> None:
    (said,) = told(reason)
    assert said.startswith("? back.xlsx [Figures!H9]: the note beside")
    assert "names another number as the right one, found 1,301, and" in said
    assert "If 1,290 is right, type it as the figure" in said


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "The figure should be 1,301, not 1,290",
        "Last quarter's figure should be 1,290",
        "The figure for January to March 2025 should be 1,290",
        "Staff should be 12 by March",
        "It should be 95% complete",
        "That should be 12 from July on",
        "A real change; we checked",
        "12 more than usual",
        "Fell by 40, not because of staff",
        "Counted by day, not by hour",
    ],
)
def test_other_numbers_in_a_note_are_left_alone(reason: str) -> None:
    assert told(reason) == []


@pytest.mark.parametrize(
    "reason",
    [
        "April and May only",
        "April and May only, June to follow",
        "Figures for April only",
        "Late system: Apr-May only",
        "Our extract only covers April and May",
        "Only up to the end of May",
    ],
)
def test_a_part_of_the_quarter_is_asked_about_unless_it_is_said_to_be_partial(reason: str) -> None:
    (said,) = told(reason)
    assert said.startswith("? ") and "is of a part of April to June 2025, and it is not said to be partial" in said
    assert "beside 'complete'" in said and "choose partial" in said
    assert "beside" not in told(reason, "")[0].split("found")[1].split("Type")[0]
    assert told(reason, "partial", marks=(Mark.PROVISIONAL,)) == []


@pytest.mark.parametrize(
    "reason",
    [
        "The rise was in April only",
        "April to June only",
        "April, May and June only",
        "March only was late",
        "Figures may only be compared with care",
        "Only one adviser in post",
    ],
)
def test_honest_words_of_months_pass(reason: str) -> None:
    assert told(reason) == []


def test_a_part_of_the_area_is_noted() -> None:
    (said,) = told("Stoke only")
    assert said.startswith("back.xlsx [Figures] [H9]: by their notes these figures are of a part of the area only")
    assert len(told("Stoke and Stafford only, the rest has no adviser")) == 1
    assert told("Stoke only", "partial", marks=(Mark.PROVISIONAL,)) == []
    assert told("We have only one adviser in Stoke") == []


def test_a_completeness_beside_no_figure_is_noted() -> None:
    (said,) = told("Not recorded by our system", value=None)
    assert "[Figures] [H9]: how complete a figure is stands beside [x] or [z]" in said
    assert told("Not recorded by our system", "", value=None) == []
