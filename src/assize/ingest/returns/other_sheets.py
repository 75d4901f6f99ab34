"""Return forms that came back as what cannot be read: without the sheet of figures (a csv keeps only the sheet that is open),
or saved as a web page.
"""

from __future__ import annotations

from assize.core.errors import Problem
from assize.core.forms import (
    FIGURES_SHEET,
    INSTRUCTIONS_HEADINGS,
    INSTRUCTIONS_SHEET,
    LOCAL_SHEET,
    REASONS_SHEET,
    REASONS_TITLE,
    Column,
    LocalColumn,
)
from assize.ingest.files.texts import other_kind
from assize.ingest.layouts import some
from assize.ingest.received import Received
from assize.ingest.returns.finding import FEWEST_MARKS, MARKS, key
from assize.ingest.returns.sheets import MOST_CSV_BYTES, Sheet, bears_words, counted, read_sheets

_MARKS = {
    INSTRUCTIONS_SHEET: INSTRUCTIONS_HEADINGS,
    LOCAL_SHEET: (LocalColumn.NAME.value, LocalColumn.COUNTED.value, LocalColumn.OUT_OF.value),
    REASONS_SHEET: (REASONS_TITLE,),
}
_WHAT = {
    INSTRUCTIONS_SHEET: "the first sheet of a return form, which says what to do",
    LOCAL_SHEET: "the sheet of local measures of a return form",
    REASONS_SHEET: "the sheet of reasons of a return form",
}


def without_figures(received: Received) -> Problem | None:
    """That a file is another sheet of a form, and how to save the one with the figures; None where it is none."""
    words = [word for marks in _MARKS.values() for word in marks]
    if not bears_words(received, words, 1):
        return None
    sheets = read_sheets(received)
    found = [name for sheet in sheets if (name := _named(sheet))]
    if not found:
        return None
    if received.is_workbook:
        return Problem(
            "this is a return form in which no sheet of figures can be found",
            received.name,
            found=some([f"'{sheet.name}'" for sheet in sheets]),
            expected=f"a sheet with '{Column.REFERENCE.value}' and '{Column.FIGURE.value}', and the labels above them",
            fix="Send back the workbook whole, with the sheet of figures that it had.",
        )
    return Problem(
        f"this is {_WHAT[found[0]]}, and there are no figures on it",
        received.name,
        expected=f"the sheet '{FIGURES_SHEET}'",
        fix="Load the workbook itself: a csv keeps the sheet alone that is open. If it must be a csv, open the form, click on"
        f" '{FIGURES_SHEET}' at the bottom of the window, and save that sheet as csv.",
    )


def saved_otherwise(received: Received) -> Problem | None:
    """That a file is a return form saved as a web page or the like, and what to ask for; None where it is none."""
    if received.is_workbook or received.is_packed or received.path.stat().st_size > MOST_CSV_BYTES:
        return None
    data = received.path.read_bytes()
    kind = other_kind(data)
    if not kind or counted([data], MARKS) < FEWEST_MARKS:
        return None
    return Problem(
        f"this is a return form saved as {kind}, of which no cell can be told for certain",
        received.name,
        expected="the form itself, as a workbook (xlsx)",
        fix="Ask for the form to be sent back as the workbook that it was, saved as xlsx; or key the figures into one of your"
        " own (assize enter).",
    )


def _named(sheet: Sheet) -> str:
    """The name that the form gives to a sheet, by the words on it."""
    there = {key(cell.text) for cell in sheet.cells.values()}
    return next((name for name, marks in _MARKS.items() if all(key(mark) in there for mark in marks)), "")
