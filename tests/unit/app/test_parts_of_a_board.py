"""Two services of one board: each returns its part, and the board's figure is both together or none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from assize.app.loading import load_files
from assize.app.reader import Reader
from assize.app.requests import write_requests
from assize.app.workspace import Workspace, new_workspace
from assize.core.forms import Column
from assize.core.nouns import Selection

QUARTER = "2018-19-q4"
SERVICE = """[{0}]
role = "youth-justice"
name = "Youth service {0}"
boards = ["staffordshire"]
part = "{0}"
owes = ["children-serious-violence"]
"""
CHILDREN = Selection("partner-youth-justice", "serious_violence_children")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    new_workspace(folder, ["staffordshire"])
    (folder / "providers.toml").write_text(SERVICE.format("north") + SERVICE.format("south"), "utf-8")
    settings = folder / "assize.toml"
    settings.write_text(settings.read_text("utf-8") + f'\n[calendar."{QUARTER}"]\nboard = 2019-08-14\n', "utf-8")
    write_requests(folder, QUARTER, date(2019, 6, 20))
    return folder


def give(office: Path, provider: str, figure: int) -> None:
    workbook = load_workbook(office / "returns" / QUARTER / f"{provider}-{QUARTER}.xlsx")
    sheet = workbook["Figures"]
    header = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith(Column.FIGURE.value))
    sheet.cell(header.row + 1, header.column, figure)
    path = office / "inbox" / f"{provider}.xlsx"
    workbook.save(path)
    (loaded,) = load_files(office, [path], released=date(2019, 7, 1), receipts=False)
    assert loaded.refused is None


def totals(office: Path) -> list[tuple[int, int]]:
    """What is added up for the board, and from how many places."""
    workspace = Workspace.open(office)
    store = workspace.store()
    try:
        reader = Reader(store, workspace.catalogue, date(2019, 7, 31), {})
        members = reader.members(CHILDREN.source, "staffordshire")
        found = reader.totals([CHILDREN], {"staffordshire": members})[CHILDREN]
        return [(int(one.value or 0), one.areas) for one in found]
    finally:
        store.close()


def test_the_parts_are_added_up_and_one_alone_is_not_the_board(office: Path) -> None:
    give(office, "north", 7)
    assert totals(office) == [(7, 1)]  # of two places: the engine makes no figure of it
    give(office, "south", 5)
    assert totals(office) == [(12, 2)]
