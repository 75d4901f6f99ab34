"""The example guards no count: its edition for partners is the same to the byte as if there were no protection."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from demonstration import BOARDS, PACK, Loaded

from assize import app
from assize.protect import audiences, rounding
from assize.protect.audiences import Protected


def files_of(folder: Path, board: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "packs" / board / PACK).iterdir()}


def built_again(demo: Loaded, folder: Path, board: str) -> dict[str, bytes]:
    shutil.copytree(demo.folder, folder, ignore=shutil.ignore_patterns("packs"))
    app.build(folder, board=board)
    return files_of(folder, board)


@pytest.mark.parametrize("board", BOARDS)
def test_the_edition_for_partners_is_what_it_is_without_protection(demo, tmp_path, monkeypatch, board):
    asked = []

    def unprotected(figures, *_: object) -> Protected:
        asked.append(len(figures))
        return Protected(tuple(figures), {})

    monkeypatch.setattr(audiences, "protect", unprotected)
    monkeypatch.setattr(rounding, "round_counts", lambda protected, *_: protected)
    without = built_again(demo, tmp_path / "ws", board)
    assert max(asked) > 2_000, "every figure of the pack came by"
    assert without == files_of(demo.folder, board)
