"""How a workbook's cells are shown, where it matters for what they mean: as percentages, and merged.

A share is stored as 0.45 and shown as 45%, or stored as 45 under a header that says per cent; only the format tells which. A
group in a header stands over the cells it is merged with and over no other. The library that reads the values says neither,
so both are taken from the workbook's own parts, a piece at a time. An xls tells nothing here.
"""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from assize.ingest.files.archives import DAMAGED
from assize.ingest.files.packed_xml import (
    CONTENT,
    OdsCells,
    cell_styles,
    follow,
    parse_part,
    place_of,
    plain_name,
    sheet_parts,
)
from assize.ingest.received import Received

_PERCENT_FORMATS = {9, 10}  # ECMA-376, 18.8.30: 0% and 0.00%


@dataclass
class _Sheet:
    percentages: set[tuple[int, int]] = field(default_factory=set)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class SheetFormats:
    """Of one sheet, by (row, column) from 0: `percentages` the cells shown as per cent, `merged` the last row and column of
    those that a cell is merged with. `known` is False where the workbook does not tell.
    """

    percentages: frozenset[tuple[int, int]] = frozenset()
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    known: bool = False


def read_formats(received: Received) -> dict[str, SheetFormats]:
    """The formats of every sheet by its name; none for an xls.

    Raises FileRefused where a part of the workbook is damaged. Called after the workbook has been opened, and so looked into
    for what could do harm.
    """
    if not received.sheets or not zipfile.is_zipfile(received.path):
        return {}
    try:
        with zipfile.ZipFile(received.path) as archive:
            parts = set(archive.namelist())
            found = _of_ods(archive) if CONTENT in parts else _of_xlsx(archive, parts)
    except (*DAMAGED, KeyError) as error:
        raise received.refused(
            "the workbook cannot be read", found=str(error)[:100], fix="Download it again."
        ) from error
    return {name: SheetFormats(frozenset(sheet.percentages), sheet.merged, True) for name, sheet in found.items()}


# --- xlsx -------------------------------------------------------------------------------------------------------------


def _of_xlsx(archive: zipfile.ZipFile, parts: set[str]) -> dict[str, _Sheet]:
    shown = _percent_styles(archive) if "xl/styles.xml" in parts else set()
    return {name: _xlsx_sheet(archive, part, shown) for name, part in sheet_parts(archive, parts).items()}


def _percent_styles(archive: zipfile.ZipFile) -> set[int]:
    """Which of the workbook's cell styles show a per cent sign."""
    formats = set(_PERCENT_FORMATS)

    def declared(number: int, code: str) -> None:
        if "%" in re.sub(r'"[^"]*"|\\.', "", code):
            formats.add(number)

    return {at for at, number in enumerate(cell_styles(archive, declared)) if number in formats}


def _xlsx_sheet(archive: zipfile.ZipFile, part: str, shown: set[int]) -> _Sheet:
    sheet = _Sheet()
    at = [-1, -1]

    def start(name: str, attributes: dict[str, str]) -> None:
        plain = plain_name(name)
        follow(at, plain, attributes)
        if plain == "c":
            if int(attributes.get("s", "0")) in shown:
                sheet.percentages.add((at[0], at[1]))
        elif plain == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            if (begin := place_of(first)) and (finish := place_of(last)):
                sheet.merged[begin] = finish

    parse_part(archive, part, start)
    return sheet


# --- ods --------------------------------------------------------------------------------------------------------------


def _of_ods(archive: zipfile.ZipFile) -> dict[str, _Sheet]:
    sheets: dict[str, _Sheet] = defaultdict(_Sheet)
    cells = OdsCells()

    def start(name: str, attributes: dict[str, str]) -> None:
        if not cells.start(name, attributes):
            if name == "table:table":
                sheets.setdefault(cells.sheet, _Sheet())  # one without cells is known as well
            return
        sheet = sheets[cells.sheet]
        if attributes.get("office:value-type") == "percentage":
            sheet.percentages.update(cells.places())
        rows, columns = (int(attributes.get(f"table:number-{each}-spanned", "1")) for each in ("rows", "columns"))
        if rows > 1 or columns > 1:
            sheet.merged[cells.row, cells.column] = cells.row + rows - 1, cells.column + columns - 1

    parse_part(archive, CONTENT, start, cells.end)
    return dict(sheets)
