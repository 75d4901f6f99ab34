"""The office's own files are looked through for personal data before anything is made from them."""

from __future__ import annotations

import re
from pathlib import Path

from assize.catalogue.settings import FILE as SETTINGS_FILE
from assize.core.errors import FileRefused, Problem
from assize.core.personal_data import find_in_file_name, masked, personal_problems

_OWN = (SETTINGS_FILE, "providers.toml", "catalogue/**/*.toml", "catalogue/*.csv", "mappings/*.toml")

# A mapping names its workbook by a hash: sixty-four digits and letters, among which ten digits in a row are chance.
_HASH = re.compile(r"\b[0-9a-f]{64}\b")


def check_own_files(folder: Path) -> None:
    """Raises FileRefused where settings, providers, measures of the office's own or mappings hold what looks like personal
    data: every line of every such file is named.

    These files are printed from, copied into packs and handed to whoever comes next.
    """
    problems: list[Problem] = []
    files = sorted({path for pattern in _OWN for path in folder.glob(pattern) if path.is_file()})
    for path in files:
        name = path.relative_to(folder).as_posix()
        for number, line in enumerate(path.read_bytes().decode("utf-8-sig", errors="replace").splitlines(), start=1):
            problems += personal_problems(_HASH.sub("", line), f"{name} line {number}")
    if problems:
        raise FileRefused(str(folder), problems)


def check_file_name(name: str) -> None:
    """Raises FileRefused where the name of a file to be loaded holds what looks like personal data: the store keeps names.

    The name is not repeated, but for first letters.
    """
    shown = masked(name)
    problems = [
        Problem(f"the file's name holds what looks like {one.kind}", shown, f"'{one.shown}'", fix="Rename the file.")
        for one in find_in_file_name(name)
    ]
    if problems:
        raise FileRefused(shown, problems)
