"""What the files of a pack hold, archives inside them too."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path


def everything(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a pack, and every file inside its archives."""
    for path in sorted(folder.rglob("*")):
        data = path.read_bytes()
        yield path.name, data
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                yield from ((f"{path.name}/{name}", archive.read(name)) for name in archive.namelist())
