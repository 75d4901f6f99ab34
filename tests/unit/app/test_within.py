"""The smaller places of a board: each once, adding up to the board, and every figure of them explained."""

from __future__ import annotations

from decimal import Decimal

import pytest
from demonstration import Loaded

from assize import app as assize
from assize.core.document import Number, Table
from assize.core.periods import Period

MID_2018 = Period(2018, 6, 1)
STOKE = "E06000021"


@pytest.mark.parametrize(("board", "count"), [("staffordshire", 9), ("west-mercia", 9)])
def test_the_smaller_places_add_up_to_the_board(demo: Loaded, board: str, count: int) -> None:
    material = demo.composed(board).material
    places = material.within["residents"]
    figures = [material.figure("residents", place, MID_2018) for place in places]
    assert len(places) == len(set(places)) == count
    whole = material.figure("residents", board, MID_2018)
    assert whole is not None
    assert sum((figure.value or Decimal(0) for figure in figures if figure), Decimal(0)) == whole.value


def test_the_section_shows_each_place_by_its_name(demo: Loaded) -> None:
    document = demo.composed("staffordshire").document("cjs-performance-report")
    section = next(section for section in document.sections if section.id == "residents-within-the-area")
    table = next(block for block in section.blocks if isinstance(block, Table))
    names = [str(row.cells[0].content[0]) for row in table.rows]
    assert names[0] == "Stoke-on-Trent"
    assert names[-1] == "Staffordshire"
    assert "Cannock Chase" in names
    numbers = [part for row in table.rows for part in row.cells[1].content if isinstance(part, Number)]
    assert [number.text for number in (numbers[0], numbers[-1])] == ["255,833", "1,131,052"]
    assert section.headline[0] == "Stoke-on-Trent has the most residents of the nine local authorities: "


def test_what_describes_the_area_is_judged_by_nobody(demo: Loaded) -> None:
    material = demo.composed("staffordshire").material
    assert not [key for key in material.measured if key[0] == "residents"]
    assert not [
        section
        for document in demo.composed("staffordshire").documents
        for section in document.sections
        if section.id == "residents"
    ]


@pytest.mark.parametrize("spelled", [f"residents@{STOKE}@2018-m06", "residents@e06000021@2018-m06"])
def test_a_smaller_places_figure_is_explained(demo: Loaded, spelled: str) -> None:
    text = "\n".join(assize.explain(demo.folder, spelled))
    assert "255,833" in text
    assert "ons_pop_data.xls" in text
    assert "Stoke-on-Trent" in text


def test_the_export_has_them_too(alone: Loaded) -> None:
    rows = {row[0]: row for row in assize.export_rows(alone.folder)}
    row = dict(zip(assize.EXPORT_COLUMNS, rows["residents@e06000021@2018-m06"], strict=True))
    assert (row["value"], row["area"]) == ("255833", STOKE)
