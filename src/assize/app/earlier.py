"""What the packs of a workspace have shown before: by their manifests, which name counts and hold no value of one."""

from __future__ import annotations

import json
from pathlib import Path

from assize.core.audiences import PUBLIC
from assize.core.errors import AssizeError
from assize.core.material import Material
from assize.core.periods import parse_period
from assize.core.protection import EarlierPack


def earlier_packs(folder: Path, audience: str) -> tuple[EarlierPack, ...]:
    """Every pack in a workspace that guards small counts, of any board and quarter, in the order of their folders.

    One that was built for the same board, quarter and audience is among them: it may have been read. Raises AssizeError for a
    manifest that cannot be read, for nobody could tell what its pack has shown.
    """
    found = []
    for path in sorted((folder / "packs").glob("*/*/*/manifest.json")):
        if path.parent.name.startswith("."):  # of a build that was stopped
            continue
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            guarded = said.get("protected")
            if guarded is None:  # nothing in it could be too small to show
                continue
            found.append(
                EarlierPack(
                    quarter=parse_period(said["quarter"]),
                    inputs=frozenset(f"{one['sha256']}-{one['reading']}" for one in said["inputs"]),
                    measures=frozenset(guarded["measures"]),
                    areas=frozenset(guarded["areas"]),
                    withheld=frozenset(guarded["withheld"]),
                    seen=said["audience"] in (audience, PUBLIC),
                    folder=path.parts[-4:-1],
                    until={name: parse_period(quarter) for name, quarter in guarded.get("until", {}).items()},
                )
            )
        except (ValueError, KeyError, TypeError, AttributeError, AssizeError) as error:
            raise AssizeError(
                "the manifest of an earlier pack cannot be read, so that nobody can tell what that pack has shown",
                where=str(path),
                found=str(error),
                fix="Put it back from a copy of the pack. If nobody was ever given that pack, delete its folder.",
            ) from error
    return tuple(found)


def as_earlier(material: Material) -> EarlierPack:
    """A pack that is about to be written, as the packs of other boards built with it must know it."""
    record = material.protection
    return EarlierPack(
        quarter=material.quarter,
        inputs=frozenset(edition.key for edition in material.editions),
        measures=frozenset(record.measures),
        areas=frozenset(record.areas),
        withheld=frozenset(record.withheld),
        seen=True,
        until=dict(record.until),
    )
