"""A partner whose counts the public sees rounded: in every file of its edition the rounded ones alone, and each says so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdfium2
import pytest
from demonstration import CUT_OFF, QUARTER
from kept_returns import take_each
from opened_packs import everything

from assize import app
from assize.app.workspace import Workspace
from assize.core.periods import parse_period

BOARD, LAST = "staffordshire", parse_period(QUARTER)
ATTENDED = [(97919, 97801), (97907, 97793), (97901, 97789), (97883, 97759)]  # by quarter, the last one last
SETTINGS = """
[sharing.partner-witness-care]
audiences = ["partnership", "public"]
[sharing.partner-witness-care.rounded_to]
public = 5
"""
REFERENCE = f"witness-attendance@{BOARD}@{LAST.id.lower()}"


@pytest.fixture(scope="module")
def workspace(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rounded") / "ws"
    shutil.copytree(few, folder)
    take_each(folder, LAST, [{"witnesses_required": asked, "witnesses_attended": came} for asked, came in ATTENDED])
    settings = folder / "assize.toml"
    settings.write_text(settings.read_text("utf-8") + SETTINGS, "utf-8")
    return folder


@pytest.fixture(scope="module")
def pack(workspace: Path) -> Path:
    [built] = app.build(workspace, board=BOARD, audience="public")
    return built.folder


def shown(workspace: Path, audience: str):
    store = Workspace.open(workspace).store()
    try:
        return app.prepare_material(Workspace.open(workspace), store, BOARD, LAST, CUT_OFF, audience)[0]
    finally:
        store.close()


def test_the_public_sees_rounded_counts_and_what_follows_from_them(workspace):
    public, partnership = shown(workspace, "public"), shown(workspace, "partnership")
    assert public.rounded == {"partner-witness-care": 5}
    assert partnership.rounded == {}
    own, theirs = public.figures[REFERENCE], partnership.figures[REFERENCE]
    assert (own.numerator, own.denominator) == (97760, 97885)
    assert (theirs.numerator, theirs.denominator) == (97759, 97883)
    assert own.value == own.numerator / own.denominator
    sums = [figure for figure in public.figures.values() if figure.metric == own.metric and figure.period.is_year]
    assert sums
    assert all(figure.numerator == 391_140 for figure in sums), "391,142, and not the sum of four rounded quarters"
    others = {name for name, figure in public.figures.items() if figure.metric != own.metric}
    assert all(public.figures[name] == partnership.figures[name] for name in others)


def test_no_byte_of_the_pack_holds_a_true_count_or_its_rate(workspace, pack):
    partnership = shown(workspace, "partnership")
    own = [figure for figure in partnership.figures.values() if figure.metric == "witness-attendance"]
    counts = {part.value for figure in own for part in figure.parts if part.value and part.value % 5}
    secrets = {form.format(count) for count in counts for form in ("{:,}", "<v>{}</v>", '"{}"', ">{}<")}
    secrets |= {str(figure.value)[:9] for figure in own if figure.value}
    assert len(secrets) > 10
    told = "".join(
        data.decode("utf-8", "ignore") for name, data in everything(pack) if not name.endswith((".pdf", ".png"))
    )
    assert [secret for secret in sorted(secrets) if secret in told] == []
    assert "97,760" in told


def test_every_file_for_readers_says_so(pack):
    told: dict[str, str] = {}
    for name, data in everything(pack):
        file = name.partition("/")[0]
        text = _first_page(data) if name.endswith(".pdf") else data.decode("utf-8", "ignore")
        told[file] = told.get(file, "") + text
    assert {name for name, text in told.items() if "rounded to the nearest 5" not in text} == {"manifest.json"}


def _first_page(data: bytes) -> str:
    return " ".join(pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range().split())


def test_the_page_for_whoever_signs_says_so(workspace, pack):
    page = (workspace / "checks" / f"what-was-withheld-{BOARD}-{QUARTER}-public.html").read_text("utf-8")
    assert "rounded to the nearest 5" in page
    assert "totals need not be the sum of their parts" in page


def test_the_pack_is_found_clean_when_it_is_looked_through_again(workspace, pack):
    found = app.scan_pack(workspace, pack)
    assert (found.leaks, found.changed) == ((), ())


def test_a_figure_that_is_explained_says_to_what_its_sum_is_rounded(workspace):
    settings = workspace / "assize.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("\npublic = 5", "\npublic = 5\npartnership = 10"), "utf-8")
    try:
        lines = "\n".join(app.explain(workspace, REFERENCE))
    finally:
        settings.write_text(text, "utf-8")
    assert "97,760, the sum rounded to the nearest 10 of 1 cell" in lines
    assert "97,880, the sum rounded to the nearest 10 of 1 cell" in lines
