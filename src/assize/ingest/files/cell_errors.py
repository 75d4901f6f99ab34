"""The cells of a packed workbook that hold an error (`#N/A`, `#REF!`) in place of a figure.

The library that lays sheets out gives an empty text for them, as if nothing had been there. A workbook seldom has one, so its
parts are first looked through for the sign of any, and only a part that has it is taken to pieces.
"""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from assize.ingest.files.packed_xml import (
    BOOK,
    CONTENT,
    OdsCells,
    Place,
    follow,
    has_sign,
    parse_part,
    plain_name,
    sheet_parts,
)

_SIGN_XLSX, _SIGN_ODS = re.compile(rb"""\bt\s*=\s*["']e["']"""), re.compile(rb"""value-type\s*=\s*["']error["']""")
_UNNAMED = "#ERROR"


def cell_errors(path: Path) -> Mapping[str, Mapping[Place, str]]:
    """Sheet -> (row, column) from 0 -> the error as it is shown. Raises what a damaged part raises."""
    with zipfile.ZipFile(path) as archive:
        parts = set(archive.namelist())
        if CONTENT in parts:
            return _of_ods(archive) if has_sign(archive, CONTENT, _SIGN_ODS) else {}
        if BOOK not in parts:
            return {}
        sheets = sheet_parts(archive, parts)
        return {name: _of_sheet(archive, part) for name, part in sheets.items() if has_sign(archive, part, _SIGN_XLSX)}


def _of_sheet(archive: zipfile.ZipFile, part: str) -> dict[Place, str]:
    found: dict[Place, str] = {}
    at = [-1, -1]
    texts: list[str] = []
    wrong = inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal wrong, inside
        plain = plain_name(name)
        follow(at, plain, attributes)
        if plain == "c":
            wrong = attributes.get("t") == "e"
            texts.clear()
        inside = plain == "v" and wrong

    def end(name: str) -> None:
        nonlocal wrong, inside
        inside = False
        if plain_name(name) == "c" and wrong:
            found[at[0], at[1]] = "".join(texts).strip() or _UNNAMED
            wrong = False

    parse_part(archive, part, start, end, lambda text: texts.append(text) if inside else None)
    return found


def _of_ods(archive: zipfile.ZipFile) -> dict[str, dict[Place, str]]:
    found: dict[str, dict[Place, str]] = defaultdict(dict)
    texts: list[str] = []
    cells = OdsCells()
    wrong = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal wrong
        if cells.start(name, attributes):
            wrong = any(plain_name(each) == "value-type" and said == "error" for each, said in attributes.items())
            texts.clear()

    def end(name: str) -> None:
        nonlocal wrong
        if cells.end(name):
            if wrong and (places := cells.places()):
                found[cells.sheet] |= dict.fromkeys(places, "".join(texts).strip() or _UNNAMED)
            wrong = False

    parse_part(archive, CONTENT, start, end, lambda text: texts.append(text) if wrong else None)
    return dict(found)
