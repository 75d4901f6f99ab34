"""The xml parts of a packed workbook (xlsx or ods): read a piece at a time, with what every reader of them asks."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Collection, Mapping
from typing import Any
from xml.parsers import expat

_BLOCK, _OVER = 1 << 18, 64  # bytes read at once, and carried over so that no sign is cut in two
_REF = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7})$")
BOOK, CONTENT = "xl/workbook.xml", "content.xml"  # what an xlsx and an ods begin with
_ODS_CELLS = ("table:table-cell", "table:covered-table-cell")
_MOST_REPEATED = 16_384  # cells that one written cell stands for: a sheet's width
Place = tuple[int, int]  # row and column, from 0


def parse_part(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, dict[str, str]], Any],
    end: Callable[[str], Any] | None = None,
    text: Callable[[str], Any] | None = None,
) -> None:
    """Hands the elements and letters of a part to whoever asks. Raises ValueError where it declares a document type."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    if end:
        parser.EndElementHandler = end
    if text:
        parser.CharacterDataHandler = text

    def declared(*_: object) -> None:
        raise ValueError("a part declares a document type")

    parser.StartDoctypeDeclHandler = declared
    with archive.open(part) as handle:
        while piece := handle.read(_BLOCK):
            parser.Parse(piece, False)
    parser.Parse(b"", True)


def has_sign(archive: zipfile.ZipFile, part: str, sign: re.Pattern[bytes]) -> bool:
    """Whether a short sign stands anywhere in a part: a quick look, before it is taken to pieces."""
    held = b""
    with archive.open(part) as handle:
        while piece := handle.read(_BLOCK):
            if sign.search(held + piece):
                return True
            held = piece[-_OVER:]
    return False


def plain_name(name: str) -> str:
    """An element's or attribute's name without its prefix."""
    return name.rpartition(":")[2]


def attribute(attributes: Mapping[str, str], wanted: str) -> str:
    """The attribute of that name, whatever its prefix; empty where there is none."""
    return next((value for name, value in attributes.items() if plain_name(name) == wanted), "")


def follow(at: list[int], name: str, attributes: Mapping[str, str]) -> None:
    """Moves `at`, row and column of a sheet's last cell (begin with -1, -1), on to the row or cell that begins.

    Either may leave its place unsaid, and then follows on.
    """
    if name == "row":
        at[:] = [int(attributes["r"]) - 1 if "r" in attributes else at[0] + 1, -1]
    elif name == "c":
        at[:] = place_of(attributes.get("r", "")) or (at[0], at[1] + 1)


def place_of(ref: str) -> Place | None:
    """(0, 1) for `B1` or `$B$1`; None for what is no cell."""
    match = _REF.match(ref)
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def relations(archive: zipfile.ZipFile, parts: Collection[str], part: str) -> dict[str, tuple[str, str]]:
    """Type and target of what a part of an xlsx leads to inside it, by id."""
    folder, name = posixpath.split(part)
    where = f"{folder}/_rels/{name}.rels"
    found: dict[str, tuple[str, str]] = {}

    def relation(element: str, attributes: dict[str, str]) -> None:
        if plain_name(element) == "Relationship" and attribute(attributes, "TargetMode") != "External":
            target = attribute(attributes, "Target")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[attribute(attributes, "Id")] = (attribute(attributes, "Type"), whole)

    if where in parts:
        parse_part(archive, where, relation)
    return found


def sheet_parts(archive: zipfile.ZipFile, parts: Collection[str]) -> dict[str, str]:
    """The part of each sheet of an xlsx by the sheet's name, in their order; a sheet whose part is not there is left out."""
    targets = {known: target for known, (_, target) in relations(archive, parts, BOOK).items()}
    found: dict[str, str] = {}

    def sheet(name: str, attributes: dict[str, str]) -> None:
        part = targets.get(attribute(attributes, "id"), "")
        if plain_name(name) == "sheet" and part in parts:
            found[attribute(attributes, "name")] = part

    parse_part(archive, BOOK, sheet)
    return found


class OdsCells:
    """Where one is in the tables of an ods, as `follow` is in a sheet of an xlsx; told of every element that begins or ends.

    `row` and `column` of the cell that begins, from 0, and `down` and `across` how many it stands for. A table within a cell is
    passed over.
    """

    def __init__(self) -> None:
        self.sheet = ""
        self.row = self.column = 0
        self.down = self.across = 1
        self._depth = self._next_row = self._next_column = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> bool:
        """Whether a cell begins."""
        if name == "table:table":
            self._depth += 1
            if self._depth == 1:
                self.sheet, self._next_row = attributes.get("table:name", ""), 0
        elif self._depth != 1:
            return False
        elif name == "table:table-row":
            self.row, self.down = self._next_row, int(attributes.get("table:number-rows-repeated", "1"))
            self._next_row, self._next_column = self.row + self.down, 0
        elif name in _ODS_CELLS:
            self.column, self.across = self._next_column, int(attributes.get("table:number-columns-repeated", "1"))
            self._next_column += self.across
            return True
        return False

    def end(self, name: str) -> bool:
        """Whether a cell ends."""
        if name == "table:table":
            self._depth -= 1
        return self._depth == 1 and name in _ODS_CELLS

    def places(self) -> list[Place]:
        """Every cell that the one written cell stands for; none where they are more than a sheet is wide."""
        if self.down * self.across > _MOST_REPEATED:
            return []
        return [(self.row + one, self.column + other) for one in range(self.down) for other in range(self.across)]


def cell_styles(
    archive: zipfile.ZipFile, format_of: Callable[[int, str], None], part: str = "xl/styles.xml"
) -> list[int]:
    """The number of each cell style's format, in order; `format_of` is told the number and code of every format declared."""
    styles: list[int] = []
    within = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal within
        plain = plain_name(name)
        if plain == "numFmt":
            format_of(int(attributes["numFmtId"]), attributes.get("formatCode", ""))
        elif plain == "cellXfs":
            within = plain
        elif plain == "xf" and within:
            styles.append(int(attributes.get("numFmtId", "0")))

    def end(name: str) -> None:
        nonlocal within
        if plain_name(name) == "cellXfs":
            within = ""

    parse_part(archive, part, start, end)
    return styles


def struck_styles(archive: zipfile.ZipFile, part: str = "xl/styles.xml") -> set[int]:
    """The cell styles of an xlsx whose font is struck through (ECMA-376, 18.8.22)."""
    fonts: list[bool] = []
    styles: list[int] = []
    within = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal within
        plain = plain_name(name)
        if plain in ("fonts", "cellXfs"):
            within = plain
        elif plain == "font" and within == "fonts":
            fonts.append(False)
        elif plain == "strike" and within == "fonts" and fonts:
            fonts[-1] = attribute(attributes, "val") in ("", "1", "true")
        elif plain == "xf" and within == "cellXfs":
            styles.append(int(attributes.get("fontId", "0")))

    def end(name: str) -> None:
        nonlocal within
        if plain_name(name) == within:
            within = ""

    parse_part(archive, part, start, end)
    return {at for at, font in enumerate(styles) if font < len(fonts) and fonts[font]}
