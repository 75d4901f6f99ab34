"""Where the peers' answers are, and how they are read: absent on most machines, present beside the repository on ours."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
SPECIAL = {"NaN": math.nan, "Inf": math.inf, "-Inf": -math.inf}


def peer_answers(name: str) -> dict[str, Any]:
    """The content of one file of peers' answers; skips the test where there is none."""
    path = SHARED / "vectors" / name
    if not path.exists():
        pytest.skip(f"no peers' answers here: ../shared/vectors/{name}")
    answers: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return answers


def number(value: Any) -> float:
    """A number of a peer, nan where it has none."""
    return math.nan if value is None else SPECIAL.get(value, value)


def agree(ours: float | None, theirs: Any, *, relative: float = 1e-9) -> bool:
    """The same number, or none in both."""
    mine, other = number(ours), number(theirs)
    if math.isnan(mine) or math.isnan(other):
        return math.isnan(mine) and math.isnan(other)
    return math.isclose(mine, other, rel_tol=relative, abs_tol=1e-12)
