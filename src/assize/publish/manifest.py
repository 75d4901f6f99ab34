"""The manifest: what a pack was made from, with what, and what it holds. No clock reading, no row number."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from assize.core.material import Material
from assize.core.nouns import Edition
from assize.core.protection import ProtectionRecord
from assize.core.wording import date_words

LIBRARIES = ("duckdb", "font-source-sans-pro", "pikepdf", "python-pptx", "typst", "XlsxWriter")


def made_with() -> dict[str, str]:
    """The versions of Assize and of the libraries that write bytes."""
    return {"assize": version("assize"), **{name: version(name) for name in LIBRARIES}}


def manifest_bytes(
    material: Material, content_hashes: Mapping[str, str], checks: Sequence[str], files: Mapping[str, bytes]
) -> bytes:
    """`manifest.json`: inputs with hashes, versions, checks passed, who approved, and every other file of the pack."""
    body: dict[str, Any] = {
        "board": material.board.slug,
        "quarter": material.quarter.slug,
        "audience": material.audience,
        "marking": material.marking,
        "cut_off": material.cut_off.isoformat(),
        "figures_as_at": date_words(material.cut_off),
        **({"as_received": material.as_received.isoformat()} if material.as_received else {}),
        "status": f"{material.settings.status} {material.settings.version}",
        "approved_by": None,
        "made_with": made_with(),
        "content": dict(sorted(content_hashes.items())),
        "inputs": [_edition(edition) for edition in material.editions],
        "checks": list(checks),
        "withheld": dict(sorted(material.withheld.items())),
        **_protected(material.protection),
        "figures": len(material.figures),
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
    }
    return in_json(body)


def in_json(body: Mapping[str, Any]) -> bytes:
    """A manifest as it is written."""
    return (json.dumps(body, indent=2, ensure_ascii=False) + "\n").encode()


def _protected(record: ProtectionRecord) -> dict[str, Any]:
    """What the next pack must know of the counts behind this one: names, and never a value. Empty where none is guarded."""
    if not record.measures:
        return {}
    said = {"measures": record.measures, "areas": record.areas, "withheld": record.withheld}
    until = {name: quarter.id for name, quarter in record.until}
    return {"protected": {**{name: list(values) for name, values in said.items()}, "until": until}}


def _edition(edition: Edition) -> dict[str, Any]:
    return {
        "source": edition.source,
        "file": edition.file,
        "title": edition.title,
        "sha256": edition.sha256,
        "reading": edition.reading,
        "released": edition.released.isoformat(),
        "released_estimated": edition.released_estimated,
        "trust": edition.trust.value,
        "first_period": edition.first_period.id,
        "last_period": edition.last_period.id,
        "observations": edition.observations,
    }
