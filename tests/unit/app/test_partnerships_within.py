"""The partnerships of a board side by side, from a made-up file: each once, adding up to the force."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from demonstration import Loaded, one_board
from offence_groups import ONE_OF_EACH_GROUP
from typer.testing import CliRunner

from assize import app as assize
from assize.app.workspace import Workspace
from assize.cli import app
from assize.compose.build import build_documents
from assize.core.document import Number, Section, Table
from assize.core.material import Material
from assize.core.periods import parse_period

QUARTER = parse_period("2018-19-q4")
CODES = ONE_OF_EACH_GROUP


def partnerships(catalogue_names: dict[str, tuple[str, str]], path: Path, *, codes: bool) -> Path:
    """An offence code of each group, a partnership and quarter: 100 and more offences each, and seven that belong to none."""
    header = ["Financial Year", "Financial Quarter", "Force Name", *(["CSP Code"] if codes else []), "CSP Name"]
    rows = []
    for number in (1, 2, 3, 4):
        for at, (code, (force, name)) in enumerate(sorted(catalogue_names.items())):
            for offence in CODES:
                rows.append(["2018/19", number, force, *([code] if codes else []), name, *offence, 100 * number + at])
        for force in sorted({force for force, _ in catalogue_names.values()}):
            for offence in CODES:
                rows.append(["2018/19", number, force, *(["[z]"] if codes else []), f"Unassigned {force}", *offence, 7])
    with path.open("w", encoding="utf-8", newline="") as handle:
        named = ["Offence Description", "Offence Group", "Offence Subgroup", "Offence Code", "Number of Offences"]
        csv.writer(handle).writerows([[*header, *named], *rows])
    return path


@pytest.mark.parametrize("codes", [True, False])
def test_partnerships_stand_side_by_side_and_add_up(demo: Loaded, tmp_path: Path, codes: bool) -> None:
    folder = one_board(demo, tmp_path / "office")
    workspace = Workspace.open(folder)
    store = workspace.store()
    day = date(2019, 7, 31)
    inside, names = store.partnerships(day), store.names(day)
    known = {
        code: (workspace.catalogue.areas[force].name, names[code])
        for force in ("staffordshire", "west-mercia")
        for code in inside[force]
    }
    store.close()
    path = partnerships(known, tmp_path / "prc-csp-2018-19.csv", codes=codes)
    given = ["-w", str(folder)]
    done = CliRunner().invoke(app, ["load", str(path), "--released", "2019-07-18", *given])
    assert done.exit_code == 0, done.output
    done = CliRunner().invoke(app, ["load", str(path), "--accept-layout", *given])
    assert done.exit_code == 0, done.output

    store = workspace.store()
    try:
        material, _ = assize.prepare_material(workspace, store, "staffordshire", QUARTER, day)
    finally:
        store.close()
    places = material.within["recorded-crime"]
    assert len(places) == len(set(places)) == len(inside["staffordshire"]) + 1
    figures = [material.figure("recorded-crime", place, QUARTER) for place in places]
    added = sum((figure.value or Decimal(0) for figure in figures if figure), Decimal(0))
    force = workspace.catalogue.areas["staffordshire"].name
    own = [at for at, (_, (of, _)) in enumerate(sorted(known.items())) if of == force]
    assert added == len(CODES) * sum(400 + at for at in own) + len(CODES) * 7
    # The force's own figure is its own publication's, whatever its partnerships say.
    whole = material.figure("recorded-crime", "staffordshire", QUARTER)
    assert whole is not None and whole.value == 20225

    section = _section(material)
    table = next(block for block in section.blocks if isinstance(block, Table))
    shown = [str(row.cells[0].content[0]) for row in table.rows]
    assert {"Stoke-on-Trent", "In no partnership (Staffordshire)"} <= set(shown)
    assert shown[-2:] == ["In no partnership (Staffordshire)", "Staffordshire"]
    assert "of the nine community safety partnerships: " in str(section.headline[0])
    numbers = [next(part for part in row.cells[1].content if isinstance(part, Number)) for row in table.rows]
    assert sum(number.value or 0 for number in numbers[:-1]) == added


def _section(material: Material) -> Section:
    return next(
        section
        for document in build_documents(material)
        for section in document.sections
        if section.id == "recorded-crime-within-the-area"
    )
