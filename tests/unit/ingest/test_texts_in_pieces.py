"""A text is decoded a piece at a time as it is whole, whatever its encoding and wherever its pieces end."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from assize.core.errors import FileRefused
from assize.ingest.files.texts import decode, decoded
from assize.ingest.received import Received

TEXT = "force,n\r\nDyfed–Powys,12\r\nYnys Môn,£3\r\n\r\n"


def in_pieces(data: bytes, size: int) -> str:
    return "".join(decoded(lambda: (data[at : at + size] for at in range(0, len(data), size)), "a.csv"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("size", range(2, 9))
def test_every_encoding_is_the_same_in_pieces_of_every_size(encoding: str, size: int) -> None:
    data = TEXT.encode(encoding)
    assert in_pieces(data, size) == decode(data, "a.csv") == TEXT


@pytest.mark.parametrize(
    ("data", "line", "what"),
    [
        ("a\nb\nYnys Môn\n".encode() + b"\x96\n", 3, "two encodings are mixed"),
        ("a\nb\ncд\n".encode("utf-16"), 3, "no name here has"),
        (b"a\n\x81\n", 2, "cannot be read"),
        (b"a\nb\x07\n", 2, "cannot be read"),
        (b"\xff\xfea\0\n\0b", 2, "cannot be read"),
    ],
)
@pytest.mark.parametrize("size", [2, 3, 100])
def test_what_cannot_be_read_is_named_by_its_line_in_pieces_too(data: bytes, line: int, what: str, size: int) -> None:
    with pytest.raises(FileRefused, match=what) as refused:
        in_pieces(data, size)
    assert f"[line {line}]" in refused.value.sentence


def test_a_copy_has_one_kind_of_line_end_and_is_never_held_whole(tmp_path: Path) -> None:
    lines = 800_000
    path = tmp_path / "large.csv"
    path.write_bytes(("Dyfed-Powys,1\r\nKent,2\r" * (lines // 2)).encode("utf-16"))
    assert path.stat().st_size > 16_000_000
    tracemalloc.start()
    Received(path, path.name).copy_text(tmp_path / "copy.csv")
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert held < 10_000_000
    assert (tmp_path / "copy.csv").read_bytes() == b"Dyfed-Powys,1\nKent,2\n" * (lines // 2)
