"""A layout known by description alone: nothing of it is in a figure before a person has accepted it."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from demonstration import Loaded, one_board
from offence_groups import ONE_OF_EACH_GROUP
from typer.testing import CliRunner

from assize import app as assize
from assize.app.workspace import sha256_of
from assize.cli import app
from assize.core.nouns import AreaKind, Trust
from assize.store.store import Store

REFERENCE = "recorded-crime@staffordshire@2019q1"
HEADER = (
    "Financial Year", "Financial Quarter", "Force Name", "Offence Description", "Offence Group", "Offence Subgroup",
    "Offence Code", "Number of Offences",
)  # fmt: skip
CODES = ONE_OF_EACH_GROUP


@pytest.fixture(scope="module")
def office(demo: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return one_board(demo, tmp_path_factory.mktemp("layouts") / "office")


def count_of(place: int, code: int, quarter: int) -> int:
    """A count of each line that is no other's multiple."""
    return 1000 + (place * 31 + code * 17 + quarter * 7) % 89


@pytest.fixture(scope="module")
def workbook(demo: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of recorded crime for 2018/19: some 1,000 offences of each code in every force and quarter."""
    path = tmp_path_factory.mktemp("received") / "prc-pfa-mar2013-onwards.xlsx"
    forces = sorted(area.name for area in demo.catalogue.areas.values() if AreaKind.FORCE in area.kinds)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("2018_19")
        rows = [HEADER] + [
            ("2018/19", number, force, *code, count_of(place, at, number))
            for number in range(1, 5)
            for place, force in enumerate(forces)
            for at, code in enumerate(CODES)
        ]
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)
    return path


def value(exported: list[tuple[str, ...]]) -> Decimal:
    rows = {row[0]: row for row in exported}
    return Decimal(dict(zip(assize.EXPORT_COLUMNS, rows[REFERENCE], strict=True))["value"])


def test_nothing_of_it_is_used_before_it_is_accepted(
    demo: Loaded, office: Path, workbook: Path, tmp_path: Path
) -> None:
    before = list(assize.export_rows(office))
    loaded = CliRunner().invoke(app, ["load", str(workbook), "-w", str(office), "--released", "2019-07-18"])
    assert loaded.exit_code == 0, loaded.output
    assert "Layout not yet seen" in loaded.output
    assert "prc-pfa-mar2013-onwards.xlsx [2018_19!H2]: '1007' is 1007 for " in loaded.output
    assert f"assize load {workbook.name} --accept-layout" in loaded.output
    assert list(assize.export_rows(office)) == before
    assert value(before) == 20225
    status = CliRunner().invoke(app, ["status", "-w", str(office), "--source", "recorded-crime"])
    assert Trust.NOT_YET_SEEN.value in status.output

    accepted = CliRunner().invoke(app, ["load", str(workbook), "-w", str(office), "--accept-layout"])
    assert accepted.exit_code == 0, accepted.output
    assert "Its layout is accepted" in accepted.output
    place = sorted(a.name for a in demo.catalogue.areas.values() if AreaKind.FORCE in a.kinds).index("Staffordshire")
    assert value(list(assize.export_rows(office))) == sum(count_of(place, at, 4) for at in range(len(CODES)))
    rows = list(csv.reader("\n".join(assize.explain(office, REFERENCE)).splitlines()))
    assert any("[2018_19!H" in cell for row in rows for cell in row)


def test_whoever_accepts_with_the_load_gets_both_or_neither(
    workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A load that was stopped between the two left an edition that waited, though somebody had accepted it."""
    folder = tmp_path / "office"
    assize.new_workspace(folder, ("staffordshire",))

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("assize.app.loading._with_layout", stopped)
    with pytest.raises(KeyboardInterrupt):
        assize.load_files(folder, [workbook], released=date(2019, 7, 18), accept_layout=True)
    store = Store.open(folder)
    edition = store.find(sha256_of(workbook))
    assert edition is not None and not store.awaits(edition)
    store.close()
    monkeypatch.undo()
    again = assize.load_files(folder, [workbook], accept_layout=True)
    assert [(one.already, one.awaits) for one in again] == [(True, False)]
