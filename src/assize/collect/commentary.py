"""A person's words: `commentary/<board>/<quarter>/<section>.md`, and the asks in `asks.md`.

The files are plain text with blank lines between paragraphs. A line that begins with `#` is for the writer and
is left out. An ask is one line, three parts divided by `|`: what is asked (one word), the words, who.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from assize.core.document import Ask
from assize.core.errors import FileRefused, Problem

ASKS = "asks"


@dataclass(frozen=True)
class Words:
    """Paragraphs by slot, the asks, and a hash of all the bytes they came from."""

    paragraphs: dict[str, tuple[str, ...]]
    asks: tuple[Ask, ...]
    content_hash: str


def read_commentary(folder: Path) -> Words:
    """Every slot that a person has filled for one board and quarter; empty where there is no folder.

    Raises FileRefused for an ask that has not three parts, and for a file that is not UTF-8 text.
    """
    digest = hashlib.sha256()
    paragraphs: dict[str, tuple[str, ...]] = {}
    asks: tuple[Ask, ...] = ()
    for path in sorted(folder.glob("*.md")) if folder.is_dir() else []:
        data = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + data + b"\0")
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            fix = "Save it again as UTF-8 text."
            raise FileRefused(str(path), [Problem("this is not UTF-8 text", path.name, fix=fix)]) from error
        if path.stem == ASKS:
            asks = _read_asks(path, text)
        elif found := _paragraphs(text):
            paragraphs[path.stem] = found
    return Words(paragraphs, asks, digest.hexdigest())


def _paragraphs(text: str) -> tuple[str, ...]:
    lines = ["" if line.lstrip().startswith("#") else line.strip() for line in text.splitlines()]
    blocks = "\n".join(lines).split("\n\n")
    return tuple(paragraph for block in blocks if (paragraph := " ".join(block.split())))


def _read_asks(path: Path, text: str) -> tuple[Ask, ...]:
    asks, problems = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        parts = [part.strip() for part in line.lstrip("-* ").split("|")]
        if len(parts) == 3 and all(parts):
            asks.append(Ask(*parts))
        else:
            problems.append(
                Problem(
                    "this is not an ask",
                    f"{path.name} line {number}",
                    found=f"'{line.strip()}'",
                    expected="three parts divided by |, for instance: Agree | which forces count as similar | Board",
                )
            )
    if problems:
        raise FileRefused(str(path), problems)
    return tuple(asks)
