"""The edition for the public: what partners shared in confidence, and words for them alone, are in no byte of it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from demonstration import CUT_OFF, QUARTER
from kept_returns import take_each
from opened_packs import everything

from assize import app
from assize.app.workspace import Workspace
from assize.compose.build import awaited_slots, build_documents
from assize.compose.gaps import IN_CONFIDENCE, gap_lines
from assize.core.document import Commentary, Gap, Icon, Judged, Layout, Table, Text, Trend, plain
from assize.core.errors import AssizeError
from assize.core.material import Material
from assize.core.periods import parse_period
from assize.core.wording import number_word
from assize.store import Store

BOARD, LAST = "staffordshire", parse_period(QUARTER)
SECRET = "Wychnor desk"
WORDS = f"Seen by all.\n\nFor partners only\nThe {SECRET} is short of posts.\n"
ATTENDED = [(7919, 7801), (7907, 7793), (7901, 7789), (7883, 7759)]  # by quarter, the last one last


@pytest.fixture(scope="module")
def workspace(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with four returns of a witness care unit, and words of which some are for partners only."""
    folder = tmp_path_factory.mktemp("public") / "ws"
    shutil.copytree(few, folder)
    take_each(folder, LAST, [{"witnesses_required": asked, "witnesses_attended": came} for asked, came in ATTENDED])
    words = folder / "commentary" / BOARD / QUARTER
    words.mkdir(parents=True)
    (words / "completed-prosecutions.md").write_text(WORDS, "utf-8")
    (words / "victims-and-witnesses.md").write_text(f"For partners only\nThe {SECRET} again.\n", "utf-8")
    (words / "effectiveness-and-efficiency.md").write_text("Theme words for all.", "utf-8")
    return folder


@pytest.fixture(scope="module")
def store(workspace: Path) -> Iterator[Store]:
    held = Workspace.open(workspace).store()
    yield held
    held.close()


def material(workspace: Path, store: Store, audience: str) -> Material:
    return app.prepare_material(Workspace.open(workspace), store, BOARD, LAST, CUT_OFF, audience)[0]


@pytest.fixture(scope="module")
def public(workspace: Path, store: Store) -> Material:
    return material(workspace, store, "public")


@pytest.fixture(scope="module")
def partnership(workspace: Path, store: Store) -> Material:
    return material(workspace, store, "partnership")


def test_partners_see_their_own_figures_and_the_public_does_not(public, partnership):
    assert ("witness-attendance", "") in partnership.measured
    assert ("witness-attendance", "") not in public.measured
    assert any(edition.source == "partner-witness-care" for edition in partnership.editions)
    assert {edition.source for edition in public.editions} == {edition.source for edition in partnership.editions} - {
        "partner-witness-care"
    }
    assert {one.metric for one in partnership.figures.values()} - {one.metric for one in public.figures.values()} == {
        "witness-attendance"
    }


def test_a_gap_of_the_public_edition_says_why_and_not_whether_a_return_has_come(public):
    reasons = {line.measure: line.reason for line in gap_lines(public, tuple(public.catalogue.themes))}
    held = public.catalogue.metrics["witness-attendance"]
    never = next(
        one for one in public.catalogue.metrics.values()
        if public.not_shared.get(one.id) == ("partner-prisons",) and not one.context
    )  # fmt: skip
    assert reasons[held.name] == reasons[never.name] == f"{IN_CONFIDENCE}."


def test_a_measure_of_the_offices_own_is_kept_back_without_its_name(workspace, store, public):
    opened = Workspace.open(workspace)
    own = replace(opened.catalogue.metrics["witness-attendance"], id="local-waiting", local=("witness-care",))
    opened = replace(opened, catalogue=replace(opened.catalogue, metrics={**opened.catalogue.metrics, own.id: own}))
    made, _ = app.prepare_material(opened, store, BOARD, LAST, CUT_OFF, "public", splits={}, only=())
    assert made.not_named == {own.id: ("partner-witness-care",)}
    assert made.not_shared == public.not_shared
    assert own.id not in made.catalogue.metrics


def test_the_marking_follows_from_what_is_held(workspace, store, public, partnership):
    assert public.marking == "OFFICIAL"
    assert partnership.marking == "OFFICIAL-SENSITIVE: PARTNERS ONLY"


def test_the_gaps_of_a_public_document_stand_together_and_wait_for_nobody(public):
    documents = build_documents(public)
    assert [one.audience for one in documents] == ["Public"] * 5
    sections = {one.id: section for one in documents for section in one.sections if section.id == "gaps"}
    assert len(sections) == 4, "every document but the executive summary"
    for section in sections.values():
        assert plain(section.headline).endswith(" not shown")
        [gap] = section.blocks
        assert isinstance(gap, Gap)
        assert sum(IN_CONFIDENCE in line.reason for line in gap.lines) >= 1
        assert not any("no return that holds them" in line.reason for line in gap.lines)


def test_where_words_are_for_others_alone_nothing_is_awaited(public, partnership):
    """The slot of the theme is filled, for partners: a slot that waits for words would be a hole in the public edition."""

    def slots(made: Material) -> set[str]:
        return {
            block.slot for document in build_documents(made) for section in document.sections
            for block in section.blocks if isinstance(block, Commentary)
        }  # fmt: skip

    assert public.silent == {"victims-and-witnesses"}
    assert slots(partnership) - slots(public) == {"victims-and-witnesses"}
    assert "victims-and-witnesses" not in awaited_slots(public)


def test_no_byte_of_a_public_pack_holds_what_partners_were_told(workspace, partnership):
    [pack] = app.build(workspace, board=BOARD, audience="public")
    assert pack.folder == workspace / "packs" / BOARD / QUARTER / "public"
    assert pack.words == ("completed-prosecutions.md", "effectiveness-and-efficiency.md")
    manifest = json.loads((pack.folder / "manifest.json").read_text("utf-8"))
    assert (manifest["audience"], manifest["marking"]) == ("public", "OFFICIAL")
    own = [edition for edition in partnership.editions if edition.source == "partner-witness-care"]
    secrets = [SECRET, SECRET.split()[0], *(edition.sha256[:12] for edition in own), *(edition.file for edition in own)]
    secrets += [f"{number:,}" for pair in ATTENDED for number in pair]
    for name, data in everything(pack.folder):
        for secret in secrets:
            assert secret.encode() not in data, (name, secret)
    assert pack.left_out == ("completed-prosecutions.md", "victims-and-witnesses.md")
    assert pack.to_sign == workspace / "checks" / f"what-was-withheld-{BOARD}-{QUARTER}-public.html"
    assert pack.to_sign.is_file()
    page = (pack.folder / "cjs-performance-report.html").read_text("utf-8")
    assert "Theme words for all." in page


@pytest.mark.parametrize("audience", ["partnership", "public"])
def test_every_count_of_judgements_in_a_pack_is_the_same_and_of_figures_that_are_shown(
    audience: str, partnership: Material, public: Material
) -> None:
    """Lede, strip and last page of each document; no row without its figure has an icon or a small trend."""
    made = {"partnership": partnership, "public": public}[audience]
    for key, measured in made.measured.items():
        assert measured.series.latest.value is not None or not measured.series.judgement.is_made, key
    seen = 0
    for document in build_documents(made):
        tables = [
            block for section in document.sections for block in section.blocks
            if isinstance(block, Table) and section.layout is Layout.HEADLINES
        ]  # fmt: skip
        rows = [row for table in tables for row in table.rows if not row.theme]
        seen += len(rows)
        for row in rows:
            missing = plain(row.cells[1].content).startswith("[")
            (small,) = [cell.content for cell in row.cells if isinstance(cell.content, Trend)]
            (judged,) = [cell.content for cell in row.cells if isinstance(cell.content, Judged)]
            assert not missing or (judged.icon is None and not any(small.values)), plain(row.cells[0].content)
        words = " ".join(
            [plain(document.lede), *(plain(section.headline) for section in document.sections)]
            + [plain(one) for section in document.sections for block in section.blocks if isinstance(block, Text)
               for one in block.paragraphs]
        )  # fmt: skip
        said = {counted(one) for one in re.findall(r"(?:of the|of|the) ([\w-]+) judged measures?", words)}
        said |= {counted(one) for one in re.findall(r"of the ([\w-]+) judged[.:]", words)}
        tally = document.tally.items if document.tally else ()
        icons = sum(int(one.count) for one in tally if one.icon not in (None, Icon.TOO_SHORT))
        assert said <= {icons}, (document.id, said, icons)
    assert seen


def counted(word: str) -> int:
    return int(word) if word.isdigit() else [number_word(each) for each in range(20)].index(word)


def test_an_audience_that_is_not_defined_is_one_clear_error(workspace):
    with pytest.raises(AssizeError, match="there is no such audience") as refusal:
        app.build(workspace, audience="publik")
    assert refusal.value.found == "'publik'"
    assert refusal.value.expected == "partnership or public"
    assert "Did you mean public?" in refusal.value.fix
    assert "[audiences.NAME]" in refusal.value.fix
