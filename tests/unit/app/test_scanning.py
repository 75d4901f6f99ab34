"""A pack is looked through before it is written, and again with `assize scan` when its files have been through hands."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from leaks.kinds import KINDS
from leaks.planting import Secret
from typer.testing import CliRunner

from assize import app as assize
from assize.app.scanning import secrets_of
from assize.cli import app
from assize.core.audiences import PARTNERSHIP, PUBLIC
from assize.core.errors import AssizeError
from assize.core.periods import parse_period
from assize.publish.pack import Made
from assize.publish.scan import Secrets

PACK = Path("packs/staffordshire/2018-19-q4")
WORDS = "The custody desk at Hanley cannot take part before May."


@pytest.fixture(scope="module")
def office(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with words for partners only and its pack for the public."""
    folder = tmp_path_factory.mktemp("scanned") / "office"
    shutil.copytree(few, folder)
    slot = folder / "commentary/staffordshire/2018-19-q4/completed-prosecutions.md"
    slot.parent.mkdir(parents=True, exist_ok=True)
    slot.write_text(f"Fewer cases were sent.\n\nFor partners only\n\n{WORDS}\n")
    assize.build(folder, board="staffordshire", audience=PUBLIC)
    return folder


def test_the_command_passes_what_was_built(office: Path) -> None:
    done = CliRunner().invoke(app, ["scan", str(office / PACK / PUBLIC), "-w", str(office)])
    assert done.exit_code == 0, done.output
    assert "17 files looked through" in done.output
    assert "nothing that its readers may not see" in done.output


def test_the_command_finds_what_somebody_put_in_afterwards(office: Path, tmp_path: Path) -> None:
    spoilt = tmp_path / "pack"
    shutil.copytree(office / PACK / PUBLIC, spoilt)
    files = {path.name: path.read_bytes() for path in spoilt.iterdir()}
    leaking = KINDS["speaker notes"](files, Secret(WORDS, "7319"))
    (spoilt / "executive-summary.pptx").write_bytes(leaking["executive-summary.pptx"])
    done = CliRunner().invoke(app, ["scan", str(spoilt), "-w", str(office)])
    assert done.exit_code == 1
    assert "notesSlide1.xml" in done.output
    assert "words of commentary/staffordshire/2018-19-q4/completed-prosecutions.md" in done.output
    assert "Not as they were built: executive-summary.pptx" in done.output
    assert WORDS not in done.output  # the office may show this to somebody


def test_the_command_looks_into_folders_and_at_every_byte_of_the_manifest(office: Path, tmp_path: Path) -> None:
    spoilt = tmp_path / "pack"
    shutil.copytree(office / PACK / PUBLIC, spoilt)
    (spoilt / "working").mkdir()
    (spoilt / "working" / "notes.txt").write_text(WORDS)
    manifest = (spoilt / "manifest.json").read_text("utf-8")
    (spoilt / "manifest.json").write_text(manifest.replace("{", '{"board": "Leek: 7319",', 1), "utf-8")
    found = assize.scan_pack(office, spoilt)
    assert {leak.place for leak in found.leaks} == {"manifest.json", "working", "working/notes.txt"}
    assert found.changed == ("working", "working/notes.txt")
    told = re.sub(r"[0-9a-f]{64}(?=\"\n)", "Leek: 7319 victims", manifest)
    assert told != manifest
    (spoilt / "manifest.json").write_text(told, "utf-8")
    assert "manifest.json" in {leak.place for leak in assize.scan_pack(office, spoilt).leaks}


def test_words_for_partners_are_known_by_their_beginning_and_their_end(office: Path, tmp_path: Path) -> None:
    """A document that cuts a long sentence shows its first words alone."""
    one, *others = (
        f"{WORDS} and so the board asked the county, the city and both colleges to find somewhere by June".split()
    )
    spoilt = tmp_path / "pack"
    for words in ([one, *others[:13]], others[-11:]):
        shutil.rmtree(spoilt, ignore_errors=True)
        shutil.copytree(office / PACK / PUBLIC, spoilt)
        page = spoilt / "executive-summary.html"
        page.write_text(page.read_text("utf-8").replace("</main>", f"<p>{' '.join(words)} …</p></main>"), "utf-8")
        slot = office / "commentary/staffordshire/2018-19-q4/completed-prosecutions.md"
        before = slot.read_text()
        slot.write_text(before.replace(WORDS, " ".join([one, *others])))
        try:
            leaks = assize.scan_pack(office, spoilt).leaks
        finally:
            slot.write_text(before)
        assert any("completed-prosecutions.md" in leak.found for leak in leaks), words


@pytest.mark.parametrize(
    "put", ["desk at Hanley cannot take part before June", "at Hanley no one can take part before May"]
)
def test_a_piece_of_a_sentence_for_partners_is_found(office: Path, tmp_path: Path, put: str) -> None:
    """Whoever shortens a sentence, or changes a word of it, says it all the same; five words that are another's are no leak."""
    sentence = "The custody desk at Hanley cannot take part before June, for at Hanley no one can take part before May."
    slot = office / "commentary/staffordshire/2018-19-q4/completed-prosecutions.md"
    before = slot.read_text()
    slot.write_text(before.replace(WORDS, sentence))
    try:
        assert assize.scan_pack(office, office / PACK / PUBLIC).leaks == ()
        spoilt = tmp_path / "pack"
        shutil.copytree(office / PACK / PUBLIC, spoilt)
        page = spoilt / "executive-summary.html"
        page.write_text(page.read_text("utf-8").replace("</main>", f"<p>{put}</p></main>"), "utf-8")
        leaks = assize.scan_pack(office, spoilt).leaks
    finally:
        slot.write_text(before)
    assert any("completed-prosecutions.md" in leak.found for leak in leaks)


def test_a_folder_without_a_pack_is_told(office: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["scan", str(tmp_path), "-w", str(office)])
    assert done.exit_code == 1
    assert "holds no pack" in done.output


def test_a_leaking_build_is_not_written(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assize.app import packs

    honest = packs.render_pack

    def leaking(made: Made) -> dict[str, bytes]:
        return dict(KINDS["a comment in a page"](honest(made), Secret(WORDS, "7319")))

    before = {path.name: path.read_bytes() for path in (office / PACK / PUBLIC).iterdir()}
    monkeypatch.setattr(packs, "render_pack", leaking)
    with pytest.raises(AssizeError, match="its readers may not see, and was not written"):
        assize.build(office, board="staffordshire", audience=PUBLIC)
    assert {path.name: path.read_bytes() for path in (office / PACK / PUBLIC).iterdir()} == before


def test_what_is_looked_for(office: Path) -> None:
    workspace = assize.Workspace.open(office)
    store = workspace.store()
    try:
        quarter, day = parse_period("2018-19-q4"), date(2019, 7, 31)
        told = {
            audience: secrets_of(
                workspace, store, assize.prepare_material(workspace, store, "staffordshire", quarter, day, audience)[0]
            )
            for audience in (PARTNERSHIP, PUBLIC)
        }
    finally:
        store.close()
    assert WORDS in told[PUBLIC].words
    assert told[PARTNERSHIP] == Secrets()
