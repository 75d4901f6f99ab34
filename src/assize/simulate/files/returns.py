"""Partners' returns: earlier years in an office's own workbook, the last quarters on the forms that were sent out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from assize.core.forms import INSTRUCTIONS_SHEET, Answer, FormPlan, Label, sheet_cells
from assize.core.nouns import Absence
from assize.core.periods import Period
from assize.core.specs import SourceSpec
from assize.simulate.country import MADE_UP_WORDS, Country
from assize.simulate.files.made import Made
from assize.simulate.files.writing import write_xlsx
from assize.simulate.partners import Returned, Value

FORMS = 1  # of the last quarters comes on forms; what was counted before is in the office's own workbooks
SENT_AFTER = 40  # days after a quarter: when a return is sent


def write_history(folder: Path, country: Country, source: SourceSpec, returned: Sequence[Returned]) -> Made | None:
    """The quarters before the forms, as an office keeps them: a sheet a board, quarters across, fields down."""
    points = len(country.quarters) - FORMS
    if points <= 0 or not returned:
        return None
    names = {one.id: one.name[0].upper() + one.name[1:] for one in source.asked.values()}
    sheets: dict[str, list[list[object]]] = {}
    for one in returned:
        name = country.areas[one.board].name
        rows: list[list[object]] = [[f"{source.short_title}: {name}"], [MADE_UP_WORDS], []]
        rows.append(["Measure", *(_quarter(period) for period in country.quarters[:points])])
        for field, values in one.figures.items():
            rows.append(
                [names[field], *(value if isinstance(value, int) else value.value for value in values[:points])]
            )
        sheets[name] = rows
    path = folder / f"history-{source.id}-MADE-UP.xlsx"
    write_xlsx(path, sheets, title=f"{source.short_title}: earlier quarters")
    known = country.quarters[points - 1].last_day + timedelta(days=SENT_AFTER)
    return Made(path, released=known, source=source.id)


def _quarter(period: Period) -> str:
    year, number = period.financial_quarter
    return f"{year}/{(year + 1) % 100:02d} Q{number}"


def is_late(country: Country, role: str, at: int) -> bool:
    """Whether a partner's return of a quarter has not come: of the last quarter two are late."""
    return at == len(country.quarters) - 1 and role in ("isva", "prisons")


def answers_of(figures: Mapping[str, Sequence[Value]], at: int) -> dict[str, Answer]:
    """What a partner types for a quarter: a figure, with a reason where it is unlike those before; or that it has none."""
    found = {}
    for field, values in figures.items():
        value = values[at]
        if isinstance(value, Absence):
            found[field] = Answer(absence=value, completeness=None, reason="Not recorded by our system")
        else:
            found[field] = Answer(Decimal(value), reason=_CHECKED if _is_unlike(values, at) else "")
    return found


_CHECKED = "A real change, checked"
_FEW = 3  # returns before: with fewer nobody can tell
_USUAL_MOVES = 1.5  # so many times the usual change from quarter to quarter away from the average, or as far as ever


def _is_unlike(values: Sequence[Value], at: int) -> bool:
    """Far from what was returned before: whoever fills the form looks twice and says so."""
    now = values[at]
    before = [value for value in values[:at] if isinstance(value, int)]
    if len(before) <= _FEW or not isinstance(now, int):
        return True
    moves = [abs(one - other) for one, other in pairwise(before)]
    far = abs(now - sum(before) / len(before)) > _USUAL_MOVES * sum(moves) / len(moves)
    recent = before[-_FEW - 1 :]
    return far or not 1.02 * min(recent) < now < 0.98 * max(recent)


def write_return(path: Path, plans: Sequence[FormPlan], answers: Mapping[str, Mapping[str, Answer]]) -> None:
    """A form filled in, a sheet a board, saved as plainly as a form may be."""
    sheets: dict[str, list[list[object]]] = {INSTRUCTIONS_SHEET: [["Data return"], [MADE_UP_WORDS]]}
    for plan in plans:
        rows: list[list[object]] = []
        for row, column, value in sheet_cells(plan, answers[plan.board], {Label.CONTACT: "performance analyst"}):
            while len(rows) <= row:
                rows.append([""] * plan.columns)
            rows[row][column] = int(value) if isinstance(value, Decimal) and value == int(value) else (
                float(value) if isinstance(value, Decimal) else value
            )  # fmt: skip
        sheets[plan.sheet] = rows
    write_xlsx(path, sheets, title=f"Data return, {plans[0].provider_name}")
