"""The example guards no count: its edition for partners is the same to the byte as if there were no protection."""

from __future__ import annotations

import shutil
from pathlib import Path

from demonstration import PACK, Loaded

from assize import app
from assize.protect import audiences
from assize.protect.audiences import Protected

BOARD = "staffordshire"


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "packs" / BOARD / PACK).iterdir()}


def built_again(demo: Loaded, folder: Path) -> dict[str, bytes]:
    shutil.copytree(demo.folder, folder, ignore=shutil.ignore_patterns("packs"))
    app.build(folder, board=BOARD)
    return files_of(folder)


def test_the_edition_for_partners_is_what_it_is_without_protection(demo, tmp_path, monkeypatch):
    asked = []

    def unprotected(figures, *_: object) -> Protected:
        asked.append(len(figures))
        return Protected(tuple(figures), {})

    monkeypatch.setattr(audiences, "protect", unprotected)
    without = built_again(demo, tmp_path / "ws")
    assert max(asked) > 2_000, "every figure of the pack came by"
    assert without == files_of(demo.folder)
