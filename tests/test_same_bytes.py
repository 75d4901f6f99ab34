"""The same inputs give the same bytes, whenever, wherever and however the packs are built."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import same_bytes


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("same") / "first"


def test_two_workspaces_and_a_second_build(first: Path) -> None:
    other = first.parent / same_bytes.EVERYTHING.folder
    begun = same_bytes.start(same_bytes.FIRST, "demo", str(first))
    time.sleep(same_bytes.APART_SECONDS)
    second = same_bytes.start(same_bytes.EVERYTHING, "demo", str(other))
    same_bytes.finish(begun)
    made = same_bytes.pack_bytes(first)
    again = same_bytes.start(same_bytes.EVERYTHING, "build", "--board", "staffordshire", "-w", str(first))
    same_bytes.finish(second)
    same_bytes.finish(again)
    assert len(made) == 34  # two boards: five documents in three formats, the workbook and the manifest
    assert same_bytes.differences(made, same_bytes.pack_bytes(other)) == []
    assert same_bytes.differences(made, same_bytes.pack_bytes(first)) == []


def test_a_byte_that_differs_would_be_found() -> None:
    one = {"a.html": b"12:00:01", "b.pdf": b"x", "c.pptx": b"y"}
    other = {"a.html": b"12:00:04", "b.pdf": b"x", "d.pptx": b"y"}
    assert same_bytes.differences(one, other) == [
        "c.pptx: only in the first",
        "d.pptx: only in the other",
        "a.html: 8 and 8 bytes, the first other one at 7",
    ]
