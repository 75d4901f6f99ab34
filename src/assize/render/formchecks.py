"""What may be typed in the cells of a form, and what is said before and after: Excel's data validation.

Excel takes at most 255 characters for a check, a message or a list that is written out, and 32 for a message's title.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from assize.core.forms import (
    Column,
    Completeness,
    FormLine,
    FormPlan,
    completeness_text,
)
from assize.core.wording import capitalised
from assize.render.formprogress import usual_words

TITLE_LIMIT, TEXT_LIMIT = 32, 255  # characters of a check's title and message, Excel
REASONS_NAME = "Reasons_offered"  # cells that hold the reasons: written out they are longer than Excel takes


def figure_check(plan: FormPlan, line: FormLine) -> dict[str, Any]:
    """What may be typed for a figure, and what is said before and after."""
    place = plan.column(Column.FIGURE)

    def cell(field: str) -> str:
        return str(xl_rowcol_to_cell(plan.row(field), place))

    own = cell(line.field)
    fields = {one.field for one in plan.lines}
    # IF, for it alone looks at one side only: INT of a text is an error, and AND and OR pass errors on.
    number = [f"{own}>=0"] + ([] if line.decimals else [f"{own}=INT({own})"])
    kind = "a number of 0 or more, decimals allowed (7.5)" if line.decimals else "a whole number of 0 or more"
    limit = ""
    if line.part_of in fields:
        number.append(f"OR(NOT(ISNUMBER({cell(line.part_of)})),{own}<={cell(line.part_of)})")
        whole = next(one for one in plan.lines if one.field == line.part_of)
        limit = f", not more than “{whole.name}”"
    parts = [one.field for one in plan.lines if one.part_of == line.field]
    if parts:
        number.append(f"{own}>=MAX({','.join(cell(part) for part in parts)})")
        limit += ", not less than any part of it"
    unit = f"{capitalised(line.unit)}: {kind}" if line.unit else capitalised(kind)
    check = number_or_absence(own, number)
    if len(check) > TEXT_LIMIT:  # a whole of very many parts: each part is held against it all the same
        check = number_or_absence(own, number[:-1])
    return {"validate": "custom", "value": check, "ignore_blank": True} | messages(
        _title(line),
        f"{unit}. [x] if you do not have it, [z] if it does not apply. {usual_words(line)}".strip(),
        f"{capitalised(kind)}{limit}; or [x] if you do not have it, [z] if it does not apply to you.",
    )


def completeness_check() -> dict[str, Any]:
    """One of the three words, and what they mean."""
    meaning = capitalised(completeness_text())
    return {"validate": "list", "source": [one.value for one in Completeness]} | messages(
        Column.COMPLETENESS.value, f"{meaning}.", f"Choose one. {meaning}."
    )


def reason_check(before: str) -> dict[str, Any]:
    """A reason of the list or in one's own words; `before` says when one is wanted."""
    said = messages(
        Column.REASON.value, f"{before} Pick one, or type your own words, two at least. No names of people.", ""
    )
    return {"validate": "list", "source": f"={REASONS_NAME}", "show_error": False, "ignore_blank": True} | said


def number_or_absence(cell: str, number: Sequence[str]) -> str:
    """The check of a number of which all this holds, or of one of the two words that may stand in its place."""
    return f'=IF(ISNUMBER({cell}),AND({",".join(number)}),OR({cell}="[x]",{cell}="[z]"))'


def messages(title: str, before: str, after: str) -> dict[str, Any]:
    """The words beside a cell and those when what was typed cannot be taken, cut to what Excel takes."""
    message: dict[str, Any] = {}
    if after:
        message |= {"error_title": "Please check this cell", "error_message": _cut(after, TEXT_LIMIT)}
    if before:
        message |= {"input_title": _cut(title, TITLE_LIMIT), "input_message": _cut(before, TEXT_LIMIT)}
    return message


def _title(line: FormLine) -> str:
    """The name of a line where Excel takes all of it, else its reference, which no other line has."""
    if len(line.name) <= TITLE_LIMIT:
        return line.name
    own = line.reference
    return own if len(own) <= TITLE_LIMIT else f"…{own[1 - TITLE_LIMIT :]}"


def _cut(text: str, limit: int) -> str:
    """The text, or whole words of it and an ellipsis."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(",;") + "…"
