"""The courts' tables of 2025 make a pack: the board's caseload is the sum of its courts, and they stand side by side."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from assize import app as assize
from assize.core.document import Number, Table, plain
from assize.core.nouns import AreaKind
from assize.core.periods import quarter

pytestmark = pytest.mark.real
NAMES = ("gold_backlog_trajectory.csv", "gold_caseload_age.csv", "gold_timeliness_by_region.csv")
LATEST = quarter(2025, 4)


@pytest.fixture(scope="module")
def office(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("courts") / "office"
    assize.new_workspace(folder, ("staffordshire", "west-mercia"))
    courts = shared / "data" / "moj_court_statistics"
    loaded = assize.load_files(folder, [courts / name for name in NAMES])
    loaded += assize.load_files(folder, [courts / "gold_backlog_by_court.csv"], period=LATEST)
    assert [one.refused for one in loaded] == [None] * 4
    return folder


def test_open_cases_of_a_board_and_its_courts(office: Path) -> None:
    workspace = assize.Workspace.open(office)
    store = workspace.store()
    try:
        day = max(edition.released for edition in store.editions())
        material, _ = assize.prepare_material(workspace, store, "staffordshire", LATEST, day)
    finally:
        store.close()
    metric = "crown-court-open-cases"
    own = material.figure(metric, "staffordshire", LATEST)
    courts = [material.figure(metric, place, LATEST) for place in material.within[metric]]
    assert [figure.value for figure in courts if figure] == [Decimal(871), Decimal(754)]
    assert own is not None
    assert own.value == Decimal(1625)
    # England and Wales is the published national row, and not the sum of courts (some cases have no known court).
    nation = material.figure(metric, "england-and-wales", LATEST)
    assert nation is not None
    assert nation.value == Decimal(80203)
    assert {
        figure.period for figure in material.figures.values() if figure.metric == metric if figure.period.is_year
    } == set()
    boards = [area for area in workspace.catalogue.areas.values() if AreaKind.COURT in area.kinds and area.within]
    assert len(boards) > 60

    from assize.compose.build import build_documents

    report = next(one for one in build_documents(material) if one.id == "cjs-performance-report")
    section = next(one for one in report.sections if one.id == f"{metric}-within-the-area")
    assert plain(section.headline) == "Stafford has more open cases than Stoke-on-Trent: 871 against 754"
    table = next(block for block in section.blocks if isinstance(block, Table))
    shown = [
        [part.text for cell in row.cells for part in cell.content if isinstance(part, Number)] for row in table.rows
    ]
    assert shown == [["871", "776"], ["754", "672"], ["1,625", "1,448"]]
