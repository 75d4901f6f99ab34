"""Writes a pack: all of its files, or none. A pack that stood before stays until the new one is whole."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path


def pack_folder(workspace: Path, board: str, quarter: str, audience: str) -> Path:
    """`packs/<board>/<quarter>/<audience>`."""
    return workspace / "packs" / board / quarter / audience


def write_pack(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes every file beside `folder`, then puts it in place; what a stopped build left behind is cleared first.

    Raises OSError where a file cannot be written or a folder moved: the pack that stood before stands again.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh, old = folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")
    if old.exists() and not folder.exists():
        old.replace(folder)  # a build was stopped after it had set the old pack aside
    for left in (fresh, old):
        shutil.rmtree(left, ignore_errors=True)
    fresh.mkdir()
    for name, data in sorted(files.items()):
        (fresh / name).write_bytes(data)
    if folder.exists():
        folder.replace(old)
    try:
        fresh.replace(folder)
    except OSError:
        if old.exists():
            old.replace(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
