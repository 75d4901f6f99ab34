"""A pack: what it is made from, where it lies, and how it is written: all of its files, or none.

A pack that stood before stays until the new one is whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from assize.core.document import Document
from assize.render.charts import Drawings

MANIFEST = "manifest.json"
Series: TypeAlias = tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Made:
    """What a pack was made from: documents, decks by the document they belong to, the workbook, and the series whose small
    trends they draw. All of it is protected already."""

    documents: Sequence[Document]
    decks: Mapping[str, Document]
    workbook: Document
    series: Sequence[Series] = ()
    drawings: Drawings = field(default_factory=Drawings, compare=False)  # drawn once, for the files and for their scan

    def of(self, name: str) -> Document | None:
        """The document that a file of the pack shows, by its name; None for a name that no pack has."""
        stem, _, form = name.rpartition(".")
        if form == "pptx":
            return self.decks.get(stem)
        if form in ("html", "pdf"):
            return next((one for one in self.documents if one.id == stem), None)
        return self.workbook if name == "workbook.xlsx" else None


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
