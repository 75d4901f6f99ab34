"""Made-up data are known by what they say of themselves, and whatever is made of them says it too.

The words stand in a file's name, in the properties of a workbook, on its first sheet or in the header of a csv: wherever one of
them is left, however the file was renamed or saved again, its edition is marked.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assize.core.errors import AssizeError, Problem
from assize.core.nouns import MADE_UP
from assize.core.reading import Reading
from assize.ingest.files.sheet_stream import sheet_tops
from assize.ingest.received import HEADER_ROWS, Received

_WORDS = re.compile(r"\bmade[\s_-]*up\b", re.IGNORECASE)
_IN_NAME = re.compile(r"(?<![a-z])made[\s_-]*up(?![a-z])", re.IGNORECASE)
MADE_UP_NOTE = "the figures of this file are made up: every page that is made of them says so"
_PROPERTIES = ("docProps/core.xml", "meta.xml")
_TOP = 4_000  # bytes of a text
_MOST_PROPERTIES = 100_000  # bytes


def says_made_up(path: Path, name: str) -> bool:
    """Whether a file says of itself that its figures are made up."""
    if _IN_NAME.search(name):
        return True
    received = Received(path, name)
    try:
        if received.is_workbook:
            return _in_properties(path) or _in_rows(_first_rows(received))
        return _in_rows(received.top)
    except AssizeError:
        # Whoever reads it says what is wrong with it. A form in semicolons may not fall into cells here; its words can be read.
        return not (received.is_workbook or received.is_packed) and _in_letters(path)


def _in_letters(path: Path) -> bool:
    with path.open("rb") as handle:
        return bool(_WORDS.search(handle.read(_TOP).decode("utf-8", "replace")))


def _first_rows(received: Received) -> Sequence[Sequence[object]]:
    if received.is_large:
        return next((top.rows for top in sheet_tops(received)), ())
    return received.sheet(received.sheets[0]) if received.sheets else ()


def _in_rows(rows: Sequence[Sequence[object]]) -> bool:
    return any(_WORDS.search(str(cell)) for row in rows[:HEADER_ROWS] for cell in row if cell)


def _in_properties(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        for about in archive.infolist():
            if about.filename in _PROPERTIES and about.file_size <= _MOST_PROPERTIES:
                return bool(_WORDS.search(archive.read(about).decode("utf-8", "replace")))
    return False


def with_mark(reading: Reading, path: Path) -> Reading:
    """The same reading; where its file says that it is made up, marked so by its title and a note."""
    if not says_made_up(path, reading.file):
        return reading
    note = Problem(MADE_UP_NOTE, reading.file, blocks=False)
    kept = tuple(problem for problem in reading.problems if not _only_the_column(problem))
    return replace(reading, title=f"{MADE_UP}: {reading.title}", problems=(note, *kept))


def _only_the_column(problem: Problem) -> bool:
    """Whether all that a note says is that the column with these words is not read."""
    told = f"{problem.where} {problem.found}"
    return "not read" in problem.what and MADE_UP in told and told.count("'") <= 2
