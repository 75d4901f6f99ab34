"""An office with two witness care units, and forms of theirs filled in by reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from assize.app.requests import write_requests
from assize.app.workspace import new_workspace
from assize.core.forms import Column, Label

QUARTER = "2018-19-q4"
ASKED = date(2019, 6, 20)
PROVIDERS = """
[north-wcu]
role = "witness-care"
name = "Witness Care Unit North"
boards = ["staffordshire"]
mailbox = "wcu@example.org"
owes = ["witness-attendance", "court-outcomes-told"]

[south-wcu]
role = "witness-care"
name = "Witness Care Unit South"
boards = ["west-mercia"]
owes = ["witness-attendance", "court-outcomes-told"]
"""
FIGURES = {"witnesses-required": 1210, "witnesses-attended": 1089, "outcomes-due": 640, "outcomes-in-time": 602}


def asked_office(
    folder: Path,
    providers: str = PROVIDERS,
    boards: Sequence[str] = ("staffordshire", "west-mercia"),
    meets: Mapping[str, str] = {QUARTER: "2019-08-14"},
) -> Path:
    """A new workspace that has asked its providers; `meets` gives the board's days by quarter."""
    new_workspace(folder, boards)
    (folder / "providers.toml").write_text(providers)
    settings = folder / "assize.toml"
    dates = [f'[calendar."{quarter}"]\nboard = {day}\n' for quarter, day in meets.items()]
    settings.write_text(settings.read_text() + "\n" + "\n".join(dates))
    write_requests(folder, QUARTER, ASKED)
    return folder


def form_of(office: Path, provider: str) -> Path:
    """The form that was written for a provider."""
    return office / "returns" / QUARTER / f"{provider}-{QUARTER}.xlsx"


def fill(
    form: Path,
    to: Path,
    figures: Mapping[str, object] = FIGURES,
    reasons: Mapping[str, str] | None = None,
    labels: Mapping[Label, str] | None = None,
) -> Path:
    """The form with figures typed under the header of the figures, by reference, each complete; saved under another name."""
    workbook = load_workbook(form)
    for sheet in workbook:
        cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
        header = next((cell for text, cell in cells.items() if text.startswith(Column.FIGURE.value)), None)
        if header is None or Column.REFERENCE.value not in cells:
            continue
        for reference, figure in figures.items():
            sheet.cell(cells[reference].row, header.column, figure)
            if isinstance(figure, int):
                sheet.cell(cells[reference].row, cells[Column.COMPLETENESS.value].column, "complete")
        for reference, reason in (reasons or {}).items():
            sheet.cell(cells[reference].row, cells[Column.REASON.value].column, reason)
        for label, said in (labels or {}).items():
            sheet.cell(cells[label.value].row, 2, said)
    to.parent.mkdir(exist_ok=True)
    workbook.save(to)
    return to
