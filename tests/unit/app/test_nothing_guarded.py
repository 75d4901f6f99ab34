"""The example guards no count: its edition for partners is the same to the byte as if there were no protection."""

from __future__ import annotations

import shutil
from pathlib import Path

from demonstration import BOARDS, PACK, Loaded

from assize import app
from assize.protect import audiences, rounding
from assize.protect.audiences import Protected


def files_of(folder: Path, board: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "packs" / board / PACK).iterdir()}


def test_the_edition_for_partners_is_what_it_is_without_protection(demo, tmp_path, monkeypatch):
    asked = []

    def unprotected(figures, *_: object) -> Protected:
        asked.append(len(figures))
        return Protected(tuple(figures), {})

    monkeypatch.setattr(audiences, "protect", unprotected)
    monkeypatch.setattr(rounding, "round_counts", lambda protected, *_: protected)
    for board in BOARDS:
        own, without = demo.composed(board), Loaded(demo.folder).composed(board)
        assert max(asked) > 2_000, "every figure of the pack came by"
        assert (without.documents, without.decks, without.workbook) == (own.documents, own.decks, own.workbook)
        asked.clear()
    shutil.copytree(demo.folder, tmp_path / "ws", ignore=shutil.ignore_patterns("packs"))
    app.build(tmp_path / "ws", board=BOARDS[0])
    assert files_of(tmp_path / "ws", BOARDS[0]) == files_of(demo.folder, BOARDS[0])
