"""The whole way of an office's own history: mapped, confirmed, loaded, in the pack as what it is, and back to its cells."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from ingest import histories
from ingest.histories import ATTENDED, REQUIRED, planted, write
from typer.testing import CliRunner

from assize import app as assize
from assize.app.workspace import Workspace
from assize.cli import app
from assize.compose.build import build_documents
from assize.core.document import Chart, Role
from assize.core.errors import AssizeError
from assize.core.nouns import Selection, Trust
from assize.core.periods import Period, financial_quarter

HISTORY = "history, not re-verified"
MARCH = financial_quarter(2018, 4)


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(word) for word in words])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


@pytest.fixture
def office(tmp_path: Path) -> Path:
    assize.new_workspace(tmp_path / "office", ["staffordshire"])
    return tmp_path / "office"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    sheets = histories.wide(planted()) | {"Old figures": {(0, 0): "not used"}}
    return write(tmp_path / "witnesses.xlsx", sheets, hidden=["Old figures"])


def loaded(office: Path, workbook: Path, released: str = "2019-05-31") -> None:
    given = ("--source", "partner-witness-care", "-w", office)
    assert run("map", workbook, *given)[0] == 0
    assert run("map", workbook, *given, "--confirm")[0] == 0
    code, said = run("load", workbook, *given, "--released", released)
    assert (code, "28 observations" in said) == (0, True), said


def test_from_an_ugly_workbook_to_a_chart_of_fourteen_points_and_back(office: Path, workbook: Path) -> None:
    loaded(office, workbook)
    (pack,) = assize.build(office)
    for name in ("cjs-performance-report.html", "victims-and-witnesses-summary.html"):
        assert f"Witness care return, {HISTORY}" in (pack.folder / name).read_text("utf-8")
    manifest = json.loads((pack.folder / "manifest.json").read_text("utf-8"))
    assert [entry["trust"] for entry in manifest["inputs"]] == [HISTORY]

    workspace = Workspace.open(office)
    store = workspace.store()
    try:
        material, _ = assize.prepare_material(workspace, store, "staffordshire", MARCH, date(2019, 5, 31))
    finally:
        store.close()
    charts = [
        block
        for document in build_documents(material)
        for section in document.sections
        if section.id == "witness-attendance"
        for block in section.blocks
        if isinstance(block, Chart)
    ]
    own = next(line for line in charts[0].lines if line.role is Role.BOARD)
    assert sum(point is not None for point in own.points) == 14

    lines = "\n".join(assize.explain(office, "witness-attendance@staffordshire@2019q1"))
    figures = planted()
    assert f"witnesses.xlsx [WCU!O7]: {figures['staffordshire', MARCH, ATTENDED]}" in lines
    assert f"witnesses.xlsx [WCU!O6]: {figures['staffordshire', MARCH, REQUIRED]}" in lines
    assert HISTORY in lines


def test_a_publishers_file_needs_no_source(office: Path, tmp_path: Path) -> None:
    """It was told to make a mapping, as if it were a workbook of the office's own."""
    path = tmp_path / "prc-pfa.csv"
    path.write_text(
        "Financial Year,Financial Quarter,Force Name,Offence Description,Offence Group,Offence Subgroup,Offence Code,"
        "Number of Offences\n2018/19,1,Kent,Homicide,Violence against the person,Homicide,1/4.1,7\n",
        encoding="utf-8",
    )
    code, said = run("load", path, "--source", "recorded-crime", "-w", office)
    assert code == 1
    assert "this file is known by what stands in it, and no history of the office's own" in " ".join(said.split())
    assert "Load it without --source: assize load prc-pfa.csv" in " ".join(said.split())


def test_nothing_is_loaded_before_it_is_mapped_confirmed_and_dated(office: Path, workbook: Path) -> None:
    given = ("--source", "partner-witness-care", "-w", office)
    assert "there is no mapping for this file yet" in run("load", workbook, *given)[1]
    code, said = run("map", workbook, *given)
    assert code == 0
    assert said.index("Understood") < said.index("The sheet 'Old figures' is hidden and is left out.")
    assert "not confirmed yet" in run("load", workbook, *given, "--released", "2019-05-31")[1]
    run("map", workbook, *given, "--confirm")
    assert "--released YYYY-MM-DD" in run("load", workbook, *given)[1]
    assert "already" not in run("load", workbook, *given, "--released", "2019-05-31")[1].splitlines()[0]
    assert "held already" in run("load", workbook, *given, "--released", "2019-05-31")[1]


def test_a_persons_mapping_is_not_written_over(office: Path, workbook: Path) -> None:
    given = ("--source", "partner-witness-care", "-w", office)
    run("map", workbook, *given)
    path = office / "mappings" / "witnesses.toml"
    path.write_text(path.read_text("utf-8") + "# mine\n", "utf-8")
    assert "kept as it was" in run("map", workbook, *given)[1]
    assert path.read_text("utf-8").endswith("# mine\n")
    run("map", workbook, *given, "--again")
    assert "# mine" not in path.read_text("utf-8")


def test_open_questions_cannot_be_confirmed(office: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "doubtful.xlsx", histories.wide(planted(), histories.calendar))
    given = ("--source", "partner-witness-care", "-w", office)
    mapping = office / "mappings" / "doubtful.toml"
    said = run("map", path, *given)[1]
    assert f"answer what is doubtful in {mapping}" in said
    assert said.index("Doubtful") < said.index("Understood")
    code, said = run("map", path, *given, "--confirm")
    assert code == 1
    assert "The mapping of doubtful.xlsx is not confirmed. 14 to put right:" in said
    assert "mappings/doubtful.toml [table 1 of sheet 'WCU', period]: a question of the mapping is open" in said
    assert "Write its period in place of '?', such as 2018-19-q4" in said
    assert "was not loaded" not in said
    assert run("map", path, *given, "--again", "--periods", "calendar")[0] == 0
    assert run("map", path, *given, "--confirm")[0] == 0


def test_history_never_takes_the_place_of_what_a_partner_released(office: Path, workbook: Path, tmp_path: Path) -> None:
    """Whatever its day: a later day of the history changes nothing for a quarter that a return covers."""
    header = "source,publication,edition,released,released_estimated,area,period,field,value,absence,marks,"
    header += "file,sheet,cell,filter,lines"
    line = "partner-witness-care,Return,2018/19 Q4,2019-04-30,no,staffordshire,2018-19-q4,{},{},,,return.xlsx,Form,B2,,"
    partner = tmp_path / "return.csv"
    partner.write_text("\n".join([header, line.format(REQUIRED, 500), line.format(ATTENDED, 400)]) + "\n", "utf-8")
    assert run("load", partner, "-w", office)[0] == 0
    loaded(office, workbook, "2019-06-30")
    store = Workspace.open(office).store()
    try:
        selection = Selection("partner-witness-care", REQUIRED)
        totals = store.totals([selection], {"staffordshire": ("staffordshire",)}, date(2019, 7, 31))[selection]
        trusts = {edition.trust for edition in store.editions(source="partner-witness-care")}
    finally:
        store.close()
    values = {total.period: total.value for total in totals}
    assert trusts == {Trust.PUBLISHED, Trust.HISTORY}
    assert len(values) == 14
    assert values[MARCH] == 500
    assert values[MARCH.later(-1)] == planted()["staffordshire", MARCH.later(-1), REQUIRED]


def test_kept_bytes_are_read_again_by_their_mapping(office: Path, workbook: Path) -> None:
    loaded(office, workbook)
    results = assize.load_files(office, [], again=True)
    assert [result.edition.reading for result in results if result.edition] == [2]
    (office / "mappings" / "witnesses.toml").unlink()
    (result,) = assize.load_files(office, [], again=True)
    assert "there is no mapping" in str(result.refused)


def test_months_add_up_to_quarters(office: Path, tmp_path: Path) -> None:
    months = [Period(2018, 4, 1).later(step) for step in range(12)]
    figures = planted(periods=months)
    path = write(tmp_path / "months.xlsx", histories.wide(figures, histories.month_only))
    given = ("--source", "partner-witness-care", "-w", office)
    assert run("map", path, *given, "--released", "2019-05-31")[0] == 0
    run("map", path, *given, "--confirm")
    assert run("load", path, *given)[0] == 0
    rows = {row[0]: row for row in assize.export_rows(office, cut_off=date(2019, 7, 31), quarter="2018-19-q4")}
    quarter = rows["witness-attendance@staffordshire@2019q1"]
    attended = sum(figures["staffordshire", month, ATTENDED] for month in months[9:])
    assert quarter[8] == str(attended)
    assert rows["witness-attendance@staffordshire@2018-19"][8] == str(
        sum(figures["staffordshire", month, ATTENDED] for month in months)
    )


def test_measures_are_called_by_their_names_and_sheets_left_out_are_sheets(office: Path, workbook: Path) -> None:
    code, said = run("map", workbook, "--source", "Witness care return", "-w", office)
    assert code == 0
    assert "is witnesses who attended court" in said
    assert "is witnesses_attended" not in said
    assert "Sheet 'Old figures': the sheet is hidden" in said
    text = (office / "mappings" / "witnesses.toml").read_text("utf-8")
    assert "#   witnesses_would_again: surveyed witnesses who would be a witness again" in text


def test_a_file_that_is_not_there_is_not_mapped_and_nothing_is_said_of_loading(office: Path, tmp_path: Path) -> None:
    code, said = run("map", tmp_path / "nofile.xlsx", "--source", "partner-witness-care", "-w", office)
    assert code == 1
    assert "nofile.xlsx: there is no such file. Nothing was mapped." in said
    assert "loaded" not in said


def test_a_workbook_that_cannot_be_mapped_was_not_mapped(office: Path, tmp_path: Path) -> None:
    path = write(
        tmp_path / "clips.xlsx", {"Stock": {(0, 1): "Q1 18/19", (0, 2): "Q2 18/19", (1, 0): "Clips", (1, 1): 3}}
    )
    code, said = run("map", path, "--source", "partner-witness-care", "-w", office)
    assert code == 1
    assert "clips.xlsx was not mapped. 1 to put right:" in said


def test_an_unknown_source_is_told_the_nearest(office: Path, workbook: Path) -> None:
    with pytest.raises(AssizeError, match="partner-witness-care"):
        assize.map_file(office, workbook, "partner-witness-cares")


def test_personal_data_in_a_workbook_of_our_own_is_refused_by_cell_hidden_or_not(office: Path, tmp_path: Path) -> None:
    notes = {(0, 0): "asked Mrs Okafor", (1, 0): "Date of birth", (2, 0): "Stafford Crown Court", (3, 0): 7_700_900_123}
    path = write(tmp_path / "witnesses.xlsx", histories.wide(planted()) | {"Notes": notes}, hidden=["Notes"])
    code, said = run("map", path, "--source", "partner-witness-care", "-w", office)
    assert code == 1
    assert "witnesses.xlsx [Notes!A1]: this looks like a person's name, found 'M… O…'" in said
    assert "witnesses.xlsx [Notes!A2]: this heads personal data" in said
    assert "2 to put right" in said
    assert "Okafor" not in said
    assert not list(office.glob("mappings/*"))
