"""Parts of a cell's text that are struck through, raised or lowered: `31` with a raised `1` is no 311.

A cell holds its text in runs, each with its own font (ECMA-376, 18.4.4; OpenDocument 1.3, 6.1.7). Whoever joins them has one
number where its author wrote a number and a note, or an old number and a new one. Only numbers can be mistaken so: of words
nothing changes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from assize.ingest.files.packed_xml import (
    BOOK,
    CONTENT,
    OdsCells,
    Place,
    attribute,
    follow,
    has_sign,
    parse_part,
    plain_name,
    sheet_parts,
)

STRUCK, RAISED, LOWERED = "struck through", "raised", "lowered"
_Key = TypeVar("_Key", Place, int)
Bounds = list[tuple[int, str | None]]  # from which piece of a text on, how it is written; None: as its cell is
_SIGN_XLSX, _SIGN_ODS = re.compile(rb"\bvertAlign\b|\bstrike\b"), re.compile(rb"text-position=|line-through")
_OF_NUMBERS = re.compile(r"[\d\s,.()%£−-]*\d[\d\s,.()%£−-]*")


class Aside(NamedTuple):
    """How a part of a text is written, and what stands there without that part: nothing where the whole of it is."""

    how: str = ""
    without: str = ""


NOTHING_ASIDE = Aside()


def mark_of(name: str, attributes: Mapping[str, str]) -> str:
    """What an element of a run's font in an xlsx says of how the run is written."""
    plain = plain_name(name)
    said = attribute(attributes, "val")
    if plain == "strike":
        return STRUCK if said in ("", "1", "true") else ""
    if plain == "vertAlign":
        return {"superscript": RAISED, "subscript": LOWERED}.get(said, "")
    return ""


def bound(bounds: Bounds, pieces: Sequence[str], name: str, attributes: Mapping[str, str]) -> None:
    """Takes down where a run of an xlsx begins and how it is written; told of every element within a text."""
    plain = plain_name(name)
    if plain == "r":
        bounds.append((len(pieces), None))
    elif plain == "rPr" and bounds:
        bounds[-1] = bounds[-1][0], ""  # a run with a font of its own has nothing of its cell's
    elif bounds and (mark := mark_of(name, attributes)):
        bounds[-1] = bounds[-1][0], mark


def xls_runs(path: Path) -> Mapping[str, Mapping[Place, list[tuple[str, str]]]]:
    """Of an xls the runs of every text or number of which something is struck through, raised or lowered, by sheet and place.

    A workbook that tells its values and not how they are written, as some programs save it, has none.
    """
    from xlrd import open_workbook

    try:
        book = open_workbook(str(path), logfile=io.StringIO(), use_mmap=False, ragged_rows=True, formatting_info=True)
        return {sheet.name: _xls_sheet(book, sheet) for sheet in book.sheets()}
    except Exception:  # the library's own of many kinds: what it cannot read of the values is told where they are read
        return {}


def _xls_sheet(book: Any, sheet: Any) -> dict[Place, list[tuple[str, str]]]:
    def how(font: int) -> str:
        known = book.font_list[font]
        return STRUCK if known.struck_out else {1: RAISED, 2: LOWERED}.get(known.escapement, "")

    found = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            own = how(book.xf_list[sheet.cell_xf_index(row, column)].font_index)
            if runs := _xls_cell(sheet, row, column, how, own):
                found[row, column] = runs
    return found


def _xls_cell(sheet: Any, row: int, column: int, how: Callable[[int], str], own: str) -> list[tuple[str, str]]:
    value, runs = str(sheet.cell_value(row, column)), sheet.rich_text_runlist_map.get((row, column), [])
    begins = [(0, own), *((at, how(font)) for at, font in runs)]
    if not value.strip() or not any(mark for _, mark in begins):
        return []
    ends = [at for at, _ in begins[1:]] + [len(value)]
    return [(value[at:end], mark) for (at, mark), end in zip(begins, ends, strict=True)]


class OdsMarks:
    """How the texts of an ods are written, by the styles of their spans; told of every element."""

    def __init__(self) -> None:
        self.styles: dict[tuple[str, str], str] = {}
        self._style = ("", "")
        self._open: list[str | None] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> bool:
        """Whether it is the beginning of a span."""
        if name == "style:style":
            self._style = attributes.get("style:family", ""), attributes.get("style:name", "")
        elif name == "style:text-properties":
            position = attributes.get("style:text-position", "").split(" ")[0]
            if attributes.get("style:text-line-through-style", "none") != "none" or attributes.get(
                "style:text-line-through-type", "none"
            ) not in ("none", ""):
                self.styles[self._style] = STRUCK
            elif position == "super" or re.fullmatch(r"[1-9]\d*(?:\.\d+)?%", position):
                self.styles[self._style] = RAISED
            elif position == "sub" or position.startswith("-"):
                self.styles[self._style] = LOWERED
        elif name == "text:span":
            self._open.append(self.styles.get(("text", attributes.get("text:style-name", ""))))
            return True
        return False

    def end(self, name: str) -> bool:
        """Whether it is the end of a span."""
        if name == "text:span" and self._open:
            self._open.pop()
            return True
        return False

    @property
    def now(self) -> str | None:
        """How what comes next is written; None: as its cell is."""
        return next((how for how in reversed(self._open) if how), None)


def runs_of(pieces: Sequence[str], bounds: Bounds, cell: str = "") -> list[tuple[str, str]]:
    """The runs of a text and how each is written; `cell` is how the cell is."""
    ends = [at for at, _ in bounds[1:]] + [len(pieces)]
    first = bounds[0][0] if bounds else len(pieces)
    found = [("".join(pieces[:first]), cell)] if first else []
    for (at, how), end in zip(bounds, ends, strict=True) if bounds else ():
        found.append(("".join(pieces[at:end]), cell if how is None else how))
    return found


def aside_of(runs: Sequence[tuple[str, str]]) -> Aside:
    """What of a text is written aside. A text that is raised as a whole is the text."""
    said = [(text, how) for text, how in runs if text.strip()]
    hows = {how for _, how in said}
    if hows == {STRUCK}:
        return Aside(STRUCK)
    if len(hows) < 2:
        return Aside()
    without = "".join(text for text, how in said if not how).strip()
    return Aside(next(how for _, how in said if how), without or said[0][0].strip())


def told_aside(runs: Sequence[tuple[str, str]]) -> str:
    """A text; where joining its runs would make a number of a number and something else, with that told: `31 (1 raised)`."""
    whole = "".join(text for text, _ in runs)
    aside = aside_of(runs)
    if not aside.without or not _OF_NUMBERS.fullmatch(whole):
        return whole
    parts = [f"({text.strip()} {how})" if how else text.strip() for text, how in runs if text.strip()]
    return " ".join(parts)


def numbers_aside(path: Path) -> Mapping[str, Mapping[Place, str]]:
    """Sheet -> (row, column) from 0 -> a text that would pass for a number if its runs were joined, as `told_aside` tells it.

    Raises what a damaged part raises.
    """
    with zipfile.ZipFile(path) as archive:
        parts = set(archive.namelist())
        if CONTENT in parts:
            return _of_ods(archive) if has_sign(archive, CONTENT, _SIGN_ODS) else {}
        if BOOK not in parts:
            return {}
        strings = next((part for part in parts if part.casefold() == "xl/sharedstrings.xml"), "")
        shared = _shared(archive, strings) if strings and has_sign(archive, strings, _SIGN_XLSX) else {}
        return {
            name: _of_sheet(archive, part, shared)
            for name, part in sheet_parts(archive, parts).items()
            if shared or has_sign(archive, part, _SIGN_XLSX)
        }


def _shared(archive: zipfile.ZipFile, part: str) -> Mapping[int, str]:
    found: dict[int, str] = {}
    pieces: list[str] = []
    bounds: Bounds = []
    number, inside, phonetic = -1, False, False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal number, inside, phonetic
        plain = plain_name(name)
        if plain == "si":
            number += 1
            pieces.clear()
            bounds.clear()
        phonetic = phonetic or plain == "rPh"
        inside = plain == "t" and not phonetic
        bound(bounds, pieces, name, attributes)

    def end(name: str) -> None:
        nonlocal inside, phonetic
        inside = False
        plain = plain_name(name)
        phonetic = phonetic and plain != "rPh"
        if plain == "si" and bounds:
            _keep(found, [number], runs_of(pieces, bounds))

    parse_part(archive, part, start, end, lambda text: pieces.append(text) if inside else None)
    return found


def _of_sheet(archive: zipfile.ZipFile, part: str, shared: Mapping[int, str]) -> Mapping[Place, str]:
    found: dict[Place, str] = {}
    at = [-1, -1]
    pieces: list[str] = []
    bounds: Bounds = []
    kind, inside = "", False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal kind, inside
        plain = plain_name(name)
        follow(at, plain, attributes)
        if plain == "c":
            kind = attributes.get("t", "")
            pieces.clear()
            bounds.clear()
        inside = (kind == "s" and plain == "v") or (kind == "inlineStr" and plain == "t")
        bound(bounds, pieces, name, attributes)

    def end(name: str) -> None:
        nonlocal inside
        inside = False
        if plain_name(name) != "c":
            return
        if kind == "inlineStr" and bounds:
            _keep(found, [(at[0], at[1])], runs_of(pieces, bounds))
        elif kind == "s" and (said := "".join(pieces).strip()).isdecimal() and int(said) in shared:
            found[at[0], at[1]] = shared[int(said)]

    parse_part(archive, part, start, end, lambda text: pieces.append(text) if inside else None)
    return found


def _of_ods(archive: zipfile.ZipFile) -> Mapping[str, Mapping[Place, str]]:
    found: dict[str, dict[Place, str]] = defaultdict(dict)
    marks, cells = OdsMarks(), OdsCells()
    pieces: list[str] = []
    bounds: Bounds = []
    note = 0
    number = inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal note, number, inside
        if marks.start(name, attributes):
            bounds.append((len(pieces), marks.now))
        elif cells.start(name, attributes):
            number = "office:value" in attributes
            pieces.clear()
            bounds.clear()
        elif name == "office:annotation":
            note += 1
        elif name == "text:p":
            inside = not note

    def end(name: str) -> None:
        nonlocal note, inside
        if marks.end(name):
            bounds.append((len(pieces), marks.now))
        elif cells.end(name):
            if bounds and not number:
                _keep(found[cells.sheet], cells.places(), runs_of(pieces, bounds))
        elif name == "office:annotation":
            note -= 1
        elif name == "text:p":
            inside = False

    parse_part(archive, CONTENT, start, end, lambda text: pieces.append(text) if inside else None)
    return found


def _keep(found: dict[_Key, str], keys: Collection[_Key], runs: Sequence[tuple[str, str]]) -> None:
    told = told_aside(runs)
    if told != "".join(text for text, _ in runs):
        found.update(dict.fromkeys(keys, told))
