"""Forms that were sent before their words changed: a line that asked for the same is taken, one that asked otherwise is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from assize.app.loading import Loaded, load_files
from assize.app.requests import make_form
from assize.app.workspace import Workspace, new_workspace
from assize.catalogue.load import load_catalogue
from assize.core.forms import UNCONFIRMED, Answer, FormPlan, sheet_cells
from assize.core.periods import parse_period
from assize.simulate import found_country, partner_figures

CATALOGUE = load_catalogue()
QUARTER = parse_period("2018-19-q4")
ROLES = sorted(CATALOGUE.roles)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("older") / "office"
    new_workspace(folder, ["staffordshire"])
    tables = [f'[{role}]\nrole = "{role}"\nname = "{role}, north"\nboards = ["staffordshire"]\n' for role in ROLES]
    (folder / "providers.toml").write_text("\n".join(tables), encoding="utf-8")
    return folder


def plan_of(office: Path, role: str) -> FormPlan:
    workspace = Workspace.open(office)
    store = workspace.store()
    try:
        provider = workspace.providers()[role]
        return make_form(workspace, store, provider, QUARTER, date(2019, 5, 3), date(2019, 4, 11)).first
    finally:
        store.close()


def sent(plan: FormPlan, to: Path) -> Path:
    """The sheet of figures as it was sent and filled in before November 2026: the remark stood before the definition."""
    source = CATALOGUE.sources[plan.source]
    figures = partner_figures(found_country(CATALOGUE), source, "staffordshire").figures
    answers = {}
    for line in plan.lines:
        value = figures[line.field][-1]
        assert isinstance(value, int)
        answers[line.field] = Answer(Decimal(value))
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row, column, value in sheet_cells(plan, answers):
        said = value
        if isinstance(said, str):
            said = said.replace("; decimals allowed", "")
            if UNCONFIRMED in said:
                said = f"{UNCONFIRMED} {said.replace(f' {UNCONFIRMED}', '')}"
        sheet.cell(row + 1, column + 1, said)
    book.save(to)
    return to


def load(office: Path, path: Path) -> Loaded:
    (loaded,) = load_files(office, [path], released=date(2019, 7, 1), receipts=False)
    return loaded


@pytest.mark.parametrize("role", ROLES)
def test_a_form_in_earlier_words_is_taken_whole(office: Path, tmp_path: Path, role: str) -> None:
    plan = plan_of(office, role)
    before = replace(plan, lines=tuple(line.earlier[0] if line.earlier else line for line in plan.lines))
    assert (before.version != plan.version) == any(line.earlier for line in plan.lines)
    loaded = load(office, sent(before, tmp_path / "back.xlsx"))
    assert loaded.refused is None
    assert loaded.edition is not None
    assert loaded.edition.observations == len(plan.lines)
    assert any("older form" in one.what for one in loaded.problems) == (before.version != plan.version)


def test_there_are_lines_in_earlier_words_and_they_differ_from_those_of_now() -> None:
    words = [
        (one, earlier)
        for source in CATALOGUE.sources.values()
        for one in source.asked.values()
        for earlier in one.earlier
    ]
    assert len(words) > 10
    for one, earlier in words:
        now = (one.name, one.definition, one.includes, one.excludes)
        assert (earlier.name, earlier.definition, earlier.includes, earlier.excludes) != now


def test_a_form_that_counted_at_another_time_or_in_other_words_is_refused(office: Path, tmp_path: Path) -> None:
    plan = plan_of(office, "police")
    named = next(at for at, line in enumerate(plan.lines) if " on " in line.name)  # no word about when it is counted
    for changed, told in (
        ({"stock": not plan.lines[named].stock}, "is counted in another way on this older form"),
        ({"definition": "Everyone else."}, "is counted in another way on this older form"),
        ({"name": "People who wrote in"}, "has other words on this older form"),
    ):
        lines = list(plan.lines)
        lines[named] = replace(lines[named], **changed)  # type: ignore[arg-type]
        loaded = load(office, sent(replace(plan, lines=tuple(lines)), tmp_path / "back.xlsx"))
        assert str(loaded.refused).count(told) == 1
        assert "1 to put right" in str(loaded.refused)
