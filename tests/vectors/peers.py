"""Where the peers' answers are, and how they are read: absent on most machines, present beside the repository on ours."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
VECTORS = SHARED / "vectors"


def files() -> list[str]:
    """Every file of answers or data in the folder, as a path below it; none where the folder is absent."""
    if not VECTORS.is_dir():
        return []
    found = (path for path in VECTORS.rglob("*") if path.is_file() and path.suffix != ".md")
    return sorted(path.relative_to(VECTORS).as_posix() for path in found)


@cache
def content(path: str) -> Any:
    """A json file as it is, or the rows of a csv file by column."""
    text = (VECTORS / path).read_text("utf-8-sig")
    return json.loads(text) if path.endswith(".json") else list(csv.DictReader(text.splitlines()))
