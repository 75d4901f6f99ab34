"""What a pack stands on, for its manifest: everything by content, and what was noted while its files were read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from assize.app.workspace import Workspace
from assize.core.material import Material
from assize.core.nouns import Edition
from assize.core.specs import Catalogue

if TYPE_CHECKING:
    from assize.store.store import Store


def reading_notes(catalogue: Catalogue, editions: Iterable[Edition], store: Store, audience: str) -> Iterator[str]:
    """What was found while reading, a sentence each; of a source of which not every count is shown how much, for a sentence
    may hold one."""
    for edition in editions:
        found = store.problems(edition)
        if catalogue.sources[edition.source].is_open(audience):
            yield from (f"{edition.source}: {edition.file}: {problem.sentence}" for problem in found)
        elif found:
            notes = "notes, which the office holds" if len(found) > 1 else "note, which the office holds"
            yield f"{edition.source}: {edition.file}: {len(found):,} {notes}"


def pack_hashes(workspace: Workspace, material: Material, commentary: str) -> dict[str, str]:
    """What a pack was made from beside the editions, by content."""
    return {
        "catalogue": workspace.catalogue.content_hash,
        "settings": workspace.settings.content_hash,
        "commentary": commentary,
        "figures": content_hash(material),
    }


def content_hash(material: Material) -> str:
    """A hash of every figure: its reference, value and absence."""
    lines = [f"{name} {figure.value} {figure.absence}" for name, figure in sorted(material.figures.items())]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
