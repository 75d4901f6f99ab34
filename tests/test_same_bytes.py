"""The same inputs give the same bytes, whenever, wherever and however the packs are built."""

from __future__ import annotations

from pathlib import Path

import same_bytes
from demonstration import Loaded


def test_another_workspace_and_a_second_build(demo: Loaded, tmp_path: Path) -> None:
    """The example of the run, made in this process at another time, against one made and built again under everything else."""
    made = same_bytes.pack_bytes(demo.folder)
    assert len(made) == 34  # two boards: five documents in three formats, the workbook and the manifest
    other = tmp_path / same_bytes.EVERYTHING.folder
    same_bytes.finish(same_bytes.start(same_bytes.EVERYTHING, "demo", str(other)))
    assert same_bytes.differences(made, same_bytes.pack_bytes(other)) == []
    again = same_bytes.start(same_bytes.FIRST, "build", "--board", "staffordshire", "-w", str(other))
    same_bytes.finish(again)
    assert same_bytes.differences(made, same_bytes.pack_bytes(other)) == []


def test_a_byte_that_differs_would_be_found() -> None:
    one = {"a.html": b"12:00:01", "b.pdf": b"x", "c.pptx": b"y"}
    other = {"a.html": b"12:00:04", "b.pdf": b"x", "d.pptx": b"y"}
    assert same_bytes.differences(one, other) == [
        "c.pptx: only in the first",
        "d.pptx: only in the other",
        "a.html: 8 and 8 bytes, the first other one at 7",
    ]
