"""Every public function gives what it gave when all peers' answers agreed (`pinned_calls.py` says how that is renewed)."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from pinned_calls import CALLS, PINNED, plain

ANSWERS: dict[str, dict[str, Any]] = json.loads(PINNED.read_text("utf-8"))


def same(ours: Any, pinned: Any) -> bool:
    """Alike, numbers to eleven figures."""
    if isinstance(ours, dict) and isinstance(pinned, dict):
        return ours.keys() == pinned.keys() and all(same(value, pinned[name]) for name, value in ours.items())
    if isinstance(ours, list) and isinstance(pinned, list):
        return len(ours) == len(pinned) and all(map(same, ours, pinned))
    if isinstance(ours, float) or (isinstance(pinned, float) and isinstance(ours, int)):
        return isinstance(pinned, int | float) and math.isclose(ours, pinned, rel_tol=1e-11, abs_tol=1e-14)
    return type(ours) is type(pinned) and bool(ours == pinned)


@pytest.mark.parametrize("module", CALLS)
def test_answers_stay_as_they_are(module):
    answers = ANSWERS[module]
    names = []
    for i, (name, made) in enumerate(CALLS[module]()):
        names.append(f"{i} {name}")
        assert same(plain(made()), answers[names[-1]]), name
    assert names == list(answers)


def test_a_changed_answer_would_be_seen():
    assert same([1.0, {"a": "nan"}], [1.0, {"a": "nan"}])
    for other in ([1.0001, {"a": "nan"}], [1.0, {"a": 2.0}], [1.0, {"b": "nan"}], [1.0]):
        assert not same([1.0, {"a": "nan"}], other)
    assert not same(True, 1)
