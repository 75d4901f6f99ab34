"""Decks and workbooks in pieces: every part of the archive, every element's text, every attribute that can hold words.

Nothing is passed over because it is not known: a part, an attribute or an element that no pack of ours has is read as words, or
is foreign.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html import escape
from typing import Any

from lxml import etree

from assize.publish.scan.account import Account
from assize.publish.scan.archives import Archive, is_archive
from assize.publish.scan.envelopes import NAMED, around
from assize.publish.scan.pieces import Kind, Piece, in_row, squeezed
from assize.publish.scan.sheets import SHEETS, STRINGS, shown, string_cell

_PARTS = re.compile(
    r"\[Content_Types\]\.xml|(?:.*/)?_rels/[^/]*\.rels|docProps/(?:app|core)\.xml"
    r"|ppt/(?:presentation|presProps|viewProps|tableStyles)\.xml|ppt/theme/theme\d+\.xml"
    r"|ppt/(?:slideMasters/slideMaster|slideLayouts/slideLayout|slides/slide|charts/chart)\d+\.xml"
    r"|ppt/embeddings/Microsoft_Excel_Sheet\d*\.xlsx"
    r"|xl/(?:workbook|sharedStrings|styles)\.xml|xl/theme/theme\d+\.xml"
    r"|xl/(?:worksheets/sheet|charts/chart|drawings/drawing|tables/table)\d+\.xml"
)
# Attributes that lay out, number or link inside the file; every other one is read as words.
_LAYOUT = frozenset(
    "accent1 accent2 accent3 accent4 accent5 accent6 activeCell activeCellId activePane algn anchor anchorCtr ang"
    " applyAlignment applyBorder applyFill applyFont applyNumberFormat applyProtection appName autoCompressPictures b"
    " bandRow baseColWidth baseline baseType bg1 bg2 bIns blurRad bodyStyle borderId bottom builtinId bwMode calcId cap"
    " charset cmpd collapsed conformance ContentType count ctr customFormat customHeight customWidth cx cy d def"
    " defaultPivotStyle defaultRowHeight defaultTableStyle defaultThemeVersion defTabSz dgm dir dirty dist dpi eaLnBrk"
    " editAs embed end endA endPos Extension fadeDir fillId firstCol firstRow fitToHeight fitToPage fitToWidth flipH"
    " flipV fmtid folHlink fontAlgn fontId footer fullCalcOnLoad gridSpan grpId h hangingPunct hasCustomPrompt"
    " header headerRowCount hlink hMerge horizontal hR ht i Id id idx in indent kern kx ky l last lastClr"
    " lastEdited lat latinLnBrk left lim lIns localSheetId location lon lowestEdited man manualBreakCount marB marL"
    " marR marT matchingName max min n noAdjustHandles noChangeAspect noGrp noMove noResize numCol numFmtId orient"
    " orientation outlineLevel pane panose paperSize PartName path patternType phClr pid pitchFamily pos preserve prst"
    " prstClr quotePrefix r ref rev rgb right rIns rot rotWithShape rotY rowSpan rtl rupBuild s saveSubsetFonts scale"
    " scaled scheme script sheetId showColumnStripes showFirstColumn showGridLines showLastColumn showMasterPhAnim"
    " showMasterSp showRowStripes size snapToGrid snapToObjects sourceLinked space spans spc spcCol spid sqref st stA"
    " standalone stAng state stPos strike swAng sx sy sz t tableType tabSelected Target theme thickBot"
    " thickTop thresh tIns top topLeftCell totalsRowShown tx tx1 tx2 txBox Type type u uniqueCount useA userDrawn"
    " val varScale vert vertical vMerge w width windowHeight windowWidth workbookViewId wR wrap wrapText x xfId"
    " xml:space xSplit xWindow y ySplit yWindow displayEmptyCellsAs lineWeight".split()
)
_FORMULA = re.compile(r"(?:'[^']+'|[A-Za-z_][\w.]*)!\$?[A-Z]*\$?\d*(?::\$?[A-Z]*\$?\d*)?")
_ADDRESSES = frozenset(("f", "sqref"))  # of a small trend: what it draws and where, cells that are looked at themselves
_ADDRESS = re.compile(r"(?:'[A-Za-z ]+'!)?[A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?")
_PLACE = re.compile(r"'([^']+)'!A1")
_ENDS_OF_AXES = frozenset(("max", "min", "majorUnit", "minorUnit"))
_NO_NUMBER = float("nan")
_PRINT_NAMES = re.compile(r"_xlnm\.(?:Print_Titles|Print_Area|_FilterDatabase)")
_SHAPE_NAME = re.compile(r"[A-Z][A-Za-z]*(?: [a-z]+)* (\d+)")
_SHOWN = ("ppt/embeddings", "ppt/slides/slide", "ppt/charts", "xl/charts", "xl/work")  # reached from another part, each
_PLAIN_ROW = frozenset(("r", "spans", "ht", "customHeight", "s", "customFormat"))
_PLAIN_CELL = frozenset(("r", "s", "t"))
_ANCHORS = frozenset(("col", "colOff", "row", "rowOff"))  # where a chart lies on its sheet
_OWN_WORDS: Mapping[str, Collection[str]] = {"AppVersion": {"12.0000"}, "DocSecurity": {"0"}, "revision": {"1"}}
_HIDES = frozenset((("hidden", "1"), ("hidden", "true"), ("show", "0"), ("show", "false")))
_ALWAYS_ASKED = frozenset(("hidden", "show", "formatCode", "location"))
# By which programs call what they add.
_EXTENSION = re.compile(r"\{[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}")
_OWN_VALUES = frozenset(("Relationship", "cSld"))  # asked for by themselves; the section that a slide shows
_LITERAL = re.compile(r'"[^"]*[A-Za-z0-9][^"]*"|[1-9]')
_LETTERS = re.compile(r"[A-Za-z0-9]")


def office_pieces(
    archive: Archive, sections: tuple[str, ...] = (), said: Mapping[str, Account] | None = None
) -> Iterator[Piece]:
    """The pieces of a deck or a workbook. `sections` are those of a workbook's sheets, in their order; of a section's sheet
    the rows that its document has to the letter (`said`) are no pieces: there is nothing to ask."""
    yield from archive.strange
    try:
        yield from _Package(archive, sections, said or {}).pieces()
    except (
        etree.XMLSyntaxError,
        AttributeError,
        ValueError,
        TypeError,
    ) as fault:  # parts that are not what they should be
        yield Piece(archive.place, Kind.FOREIGN, f"a file that cannot be looked through ({fault})")


@dataclass
class _Package:
    archive: Archive
    sections: tuple[str, ...]
    said: Mapping[str, Account]
    strings: Sequence[str] = ()  # which cells name by their numbers
    cells: dict[str, bytes] = field(default_factory=dict)  # what a cell holds that shows one, by its words
    used: set[bytes] = field(default_factory=set)  # what cells hold
    relations: dict[str, dict[str, str]] = field(default_factory=dict)  # part -> id of a relation -> part

    def __post_init__(self) -> None:
        self.name, self.parts = self.archive.place, self.archive.parts

    def pieces(self) -> Iterator[Piece]:
        trees: dict[str, Any] = {}
        for part in sorted(self.parts):
            place = f"{self.name}, {part}"
            if not _PARTS.fullmatch(part):
                yield Piece(place, Kind.FOREIGN, "a part that no pack has")
                continue
            if part.endswith(".xlsx"):
                continue  # read with the chart whose data it holds
            try:
                trees[part] = etree.fromstring(self.archive.skeleton(part), _parser())
            except etree.XMLSyntaxError as fault:
                yield Piece(place, Kind.FOREIGN, f"a part that cannot be read ({fault})")
        self.strings = self.archive.strings[1] or [_string(one) for one in _all(trees.get(STRINGS), "si")]
        self.cells = {words: string_cell(b"%d" % at) for at, words in enumerate(self.strings)}
        for part, tree in trees.items():
            place = f"{self.name}, {part}"
            yield from around(place, part, tree, self.archive)
            yield from self._everywhere(place, part, tree)
            if part.startswith("ppt/slides/"):
                yield from self._slide(place, part, tree, trees)
            elif part.startswith(SHEETS):
                yield from self._sheet(place, part, tree, trees)
            elif part == "xl/workbook.xml":
                yield from self._book(place, tree)
            elif "/charts/" not in part:
                book = trees.get("xl/workbook.xml")
                counts = {str(len([*_all(book, local)])) for local in ("sheet", "definedName")}
                own = {**_OWN_WORDS, "i4": counts}
                for local, words in _texts(tree):
                    if local == "t" and part == STRINGS:
                        continue  # told with the cells that show it
                    if words not in own.get(local, ()) and local not in _ANCHORS:
                        yield Piece(place, Kind.WORDS, words)
        if unseen := [words for at, words in enumerate(self.strings) if string_cell(b"%d" % at) not in self.used]:
            words = " ".join(map(squeezed, unseen))
            yield Piece(f"{self.name}, {STRINGS}", Kind.FOREIGN, f"words that no cell shows: {words}")
        seen = {target for part in trees for target in self._targets(part).values()}
        for part in sorted(self.parts):
            if "/_rels/" not in part and part.startswith(_SHOWN) and part not in seen and part != "xl/workbook.xml":
                yield Piece(f"{self.name}, {part}", Kind.FOREIGN, "a part that nothing shows")

    def _targets(self, part: str) -> dict[str, str]:
        """Of the relations of a part: id -> part of the archive."""
        if part not in self.relations:
            folder, file = posixpath.split(part)
            found = self.relations[part] = {}
            data = self.parts.get(f"{folder}/_rels/{file}.rels")
            for one in etree.fromstring(data, _parser()) if data is not None else ():
                target = one.get("Target", "")
                found[one.get("Id", "")] = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
        return self.relations[part]

    def _everywhere(self, place: str, part: str, tree: Any) -> Iterator[Piece]:
        """Comments, instructions, attributes with words, elements that hide or link out, whatever the part."""
        for one in tree.iter():
            if not isinstance(one.tag, str):
                yield Piece(place, Kind.FOREIGN, "a comment")
                continue
            local, known, asked = _attributes(one.tag, *one.keys())
            if not known:
                yield Piece(place, Kind.FOREIGN, f"a <{local}>, or an attribute of it, by a name that no part has")
            if (tail := one.tail) and one is not tree and tail.strip():
                yield Piece(place, Kind.FOREIGN, f"words after a <{local}>, where no part has any")
            if local == "sheet" and one.get("state", "visible") != "visible":
                yield Piece(place, Kind.FOREIGN, f"the hidden sheet “{one.get('name')}”")
            if local == "Relationship" and one.get("TargetMode") == "External":
                yield Piece(place, Kind.WORDS, one.get("Target", ""))
            for key, name in asked:
                value = one.get(key)
                if (name, value) in _HIDES:
                    yield Piece(place, Kind.FOREIGN, f"a hidden <{local}>")
                if name == "formatCode":
                    if _LITERAL.search(value):
                        yield Piece(place, Kind.FOREIGN, f"words or numbers in the number format {value}")
                    continue
                if name == "location" and not self._is_place(value):
                    yield Piece(place, Kind.FOREIGN, "a link to no sheet of the workbook")
                if name == "uri" and (_EXTENSION.fullmatch(value) or NAMED.fullmatch(value)):
                    continue
                if name in _LAYOUT or local in _OWN_VALUES or not _LETTERS.search(value):
                    continue
                shape = _SHAPE_NAME.fullmatch(value) if name == "name" else None
                if shape and shape.group(1) in (one.get("id"), str(int(one.get("id", "0")) - 1)):
                    continue
                yield Piece(place, Kind.WORDS, squeezed(value), _section_of(tree))

    # --- decks ----------------------------------------------------------------------------------------------------

    def _slide(self, place: str, part: str, tree: Any, trees: Mapping[str, Any]) -> Iterator[Piece]:
        section = _section_of(tree)
        number = re.sub(r"\D", "", part)
        for row in _all(tree, "tr"):
            yield Piece(place, Kind.ROW, " | ".join(" ".join(_paragraphs(cell)) for cell in _all(row, "tc")), section)
        for shape in tree.iter():
            if not isinstance(shape.tag, str):
                continue
            if _local(shape.tag) == "txBody" and _local(shape.getparent().tag) != "tc":
                for words in _paragraphs(shape, number):
                    yield Piece(place, Kind.WORDS, words, section)
            elif _local(shape.tag) == "graphicFrame":
                yield from self._framed(part, shape, section, trees)
        for one in tree.iter():
            if isinstance(one.tag, str) and one.text and one.text.strip() and not _is_in_paragraph(one):
                yield Piece(place, Kind.WORDS, squeezed(one.text), section)

    # --- charts ---------------------------------------------------------------------------------------------------

    def _framed(self, part: str, frame: Any, section: str, trees: Mapping[str, Any]) -> Iterator[Piece]:
        """The charts that a frame on a slide or a drawing shows: `part` says which they are."""
        described = next((one.get("descr", "") for one in _all(frame, "cNvPr")), "")
        for chart in _all(frame, "chart"):
            target = self._targets(part).get(_relation(chart), "")
            if target in trees:
                yield from self._chart(target, trees[target], section, described)

    def _chart(self, part: str, tree: Any, section: str, described: str) -> Iterator[Piece]:
        place = f"{self.name}, {part}"
        for one in tree.iter():
            if not isinstance(one.tag, str):
                continue
            local = _local(one.tag)
            if local in _ENDS_OF_AXES:
                yield Piece(
                    place, Kind.VALUES, "", section, _float(one.get("val", "")) or (_NO_NUMBER,), chart=described
                )
            if not one.text or not one.text.strip():
                continue
            if local == "formatCode":
                if _LITERAL.search(one.text):
                    yield Piece(place, Kind.FOREIGN, f"words or numbers in the number format {one.text}")
            elif local == "f":
                if not _FORMULA.fullmatch(one.text):
                    yield Piece(place, Kind.FOREIGN, "a formula that is not an address")
            elif local == "v" and _local(one.getparent().tag) == "pt":
                at = int(one.getparent().get("idx", "-1"))
                cache = _local(one.getparent().getparent().tag)
                if cache in ("numCache", "numLit"):
                    value = _float(one.text) or (float("nan"),)
                    yield Piece(place, Kind.VALUES, "", section, value, chart=described, at=at)
                else:
                    yield Piece(place, Kind.VALUES, squeezed(one.text), section, chart=described, at=at)
            else:
                yield Piece(place, Kind.VALUES, squeezed(one.text), section, chart=described, at=-1)
        for target in self._targets(part).values():
            if target.endswith(".xlsx"):
                yield from self._behind(target, section, described)

    def _behind(self, part: str, section: str, described: str) -> Iterator[Piece]:
        """The workbook in which a chart keeps its data."""
        place = f"{self.name}, {part}"
        if not is_archive(self.parts.get(part, b"")):
            yield Piece(place, Kind.FOREIGN, "a workbook that cannot be opened")
            return
        for piece in office_pieces(self.archive.within(part)):
            if piece.kind is Kind.ROW:
                at = int(piece.section) - 2 if piece.section.isdigit() else -1
                yield Piece(piece.place, Kind.VALUES, piece.words, section, piece.values, chart=described, at=at)
            else:
                yield Piece(piece.place, piece.kind, piece.words, section, piece.values)

    # --- workbooks ------------------------------------------------------------------------------------------------

    def _book(self, place: str, tree: Any) -> Iterator[Piece]:
        for one in _all(tree, "definedName"):
            words = one.text or ""
            plain = all(_FORMULA.fullmatch(piece) for piece in re.split(r",(?=')|,(?=[A-Za-z])", words))
            if not _PRINT_NAMES.fullmatch(one.get("name", "")) or not plain:
                yield Piece(place, Kind.FOREIGN, f"the defined name {one.get('name')}")

    def _sheet(self, place: str, part: str, tree: Any, trees: Mapping[str, Any]) -> Iterator[Piece]:
        sheets = list(self._sheets(trees))
        at = sheets.index(part) if part in sheets else -1
        section = self.sections[at] if 0 <= at < len(self.sections) else ""
        rows = self.archive.sheet(part)[1]
        known = self.said[section].written(self.cells) if rows and section in self.said else ()
        for number, cells in rows:
            self.used.update(cells)
            if cells not in known:
                words, values = self._plain(cells)
                yield self._row(place, number, words, values, section)
        tables = [*_all(tree, "sheetData")]
        if any(_has_words_between(one) for one in tables):
            yield Piece(place, Kind.FOREIGN, "words between the rows or cells")
        for row in (row for data in tables for row in data):
            words, values = list[str](), list[float]()
            if not isinstance(row.tag, str) or not _PLAIN_ROW.issuperset(row.keys()):
                yield Piece(place, Kind.FOREIGN, "a comment, or a row that is hidden or grouped")
                continue
            for cell in row:
                yield from self._cell(place, cell, words, values)
            if words or values:
                yield self._row(place, row.get("r", ""), words, values, section)
        for one in (
            one
            for child in tree
            if isinstance(child.tag, str) and _local(child.tag) != "sheetData"
            for one in child.iter()
        ):
            if isinstance(one.tag, str) and one.text and one.text.strip():
                if _local(one.tag) in _ADDRESSES and _ADDRESS.fullmatch(one.text):
                    continue
                yield Piece(place, Kind.WORDS, squeezed(re.sub(r'&[A-Z]|&"[^"]*"', " ", one.text)), section)
        for drawing in self._targets(part).values():
            if drawing.startswith("xl/drawings/") and drawing in trees:
                for frame in _all(trees[drawing], "graphicFrame"):
                    yield from self._framed(drawing, frame, section, trees)

    def _plain(self, cells: Iterable[bytes]) -> tuple[list[str], list[float]]:
        """The words and the values of the cells of a plain row."""
        words, values = list[str](), list[float]()
        for cell in cells:
            number, value = shown(cell)
            if value:
                values.append(float(value))
            else:
                words.append(self._string(number.decode()))
        return words, values

    def _string(self, number: str) -> str:
        """The shared string of that number; the number itself where there is none."""
        at = int(number) if number.isdecimal() else len(self.strings)
        return squeezed(self.strings[at]) if at < len(self.strings) and str(at) == number else number

    def _row(self, place: str, number: str, words: Sequence[str], values: Iterable[float], section: str) -> Piece:
        told = section or (number if not self.sections else "")
        return Piece(f"{place}, row {number}", Kind.ROW, in_row(words), told, tuple(values))

    def _cell(self, place: str, cell: Any, words: list[str], values: list[float]) -> Iterator[Piece]:
        """Adds what a cell shows to the words and values of its row."""
        if not isinstance(cell.tag, str) or not _PLAIN_CELL.issuperset(cell.keys()):
            yield Piece(place, Kind.FOREIGN, "a comment, or a cell with more than a value")
            return
        kind = cell.get("t")
        for one in cell:
            if not isinstance(one.tag, str):
                yield Piece(place, Kind.FOREIGN, "a comment")
                continue
            local, text = _local(one.tag), one.text or ""
            if local == "is":
                words.append(squeezed(_text(one)))
            elif local != "v":
                yield Piece(place, Kind.FOREIGN, f"a formula in cell {cell.get('r')}")
            elif kind == "s":
                self.used.add(string_cell(text.encode()))
                words.append(self._string(text))
            elif kind is not None and kind != "n":
                words.append(squeezed(text))
            elif text:
                values += _float(text) or (float("nan"),)

    def _is_place(self, address: str) -> bool:
        """Whether it is a cell of one of the workbook's own sheets."""
        sheet = _PLACE.fullmatch(address)
        named = self.parts.get("xl/workbook.xml", b"").decode("utf-8", "replace")
        return sheet is not None and f' name="{escape(sheet[1])}"' in named

    def _sheets(self, trees: Mapping[str, Any]) -> Iterator[str]:
        targets = self._targets("xl/workbook.xml")
        for one in _all(trees.get("xl/workbook.xml"), "sheet"):
            yield targets.get(_relation(one), "")


# --- xml ----------------------------------------------------------------------------------------------------------


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False)


@cache
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _all(tree: Any, local: str) -> Iterator[Any]:
    if tree is not None:
        yield from tree.iter(f"{{*}}{local}")


_NUMBERED = frozenset(
    "accent1 accent2 accent3 accent4 accent5 accent6 bg1 bg2 bubble3D date1904 dk1 dk2 i4 lt1 lt2 lvl1pPr lvl2pPr lvl3pPr"
    " lvl4pPr lvl5pPr lvl6pPr lvl7pPr lvl8pPr lvl9pPr scene3d sp3d tx1 tx2".split()
)


@cache
def _is_name(tag: str) -> bool:
    """Whether an element or an attribute is called as formats call theirs: with no digit but those of a few."""
    local = _local(tag)
    return local.isalpha() or local in _NUMBERED


@lru_cache(1 << 14)
def _attributes(tag: str, *keys: str) -> tuple[str, bool, Sequence[tuple[str, str]]]:
    """The local name of an element; whether it and its attributes have names that parts have; and those attributes of which
    the values are looked at, each with its local name."""
    local = _local(tag)
    asked = [
        (key, name)
        for key in keys
        if (name := _local(key)) in _ALWAYS_ASKED or not (name in _LAYOUT or local in _OWN_VALUES)
    ]
    return local, all(map(_is_name, (tag, *keys))), asked


def _has_words_between(rows: Any) -> bool:
    """Whether there are words beside the rows of a sheet, beside their cells, or beside what the cells hold."""
    for one in rows.iter():
        local = _local(one.tag) if isinstance(one.tag, str) else ""
        between = one.tail if local in ("v", "t", "f") else f"{one.text or ''}{one.tail or ''}"
        if (between and between.strip()) or (local == "v" and len(one)):
            return True
    return False


def _text(tree: Any) -> str:
    return "".join(one.text or "" for one in _all(tree, "t"))


def _string(shared: Any) -> str:
    """The words of a shared string, which nearly always has one piece."""
    only = shared[0] if len(shared) == 1 else None
    return only.text or "" if only is not None and len(only) == 0 and only.tag == _PIECE else _text(shared)


_PIECE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}t"


def _paragraphs(body: Any, slide: str = "") -> list[str]:
    """The paragraphs under an element; the number of the `slide` that a program puts in is left out."""
    found = []
    for one in _all(body, "p"):
        words = squeezed("".join(text.text or "" for text in _all(one, "t") if not _is_number_of(text, slide)))
        if words:
            found.append(words)
    return found


def _is_in_paragraph(text: Any) -> bool:
    """Whether it is a run of a paragraph of a shape, or of a cell in a row: those are read whole."""
    above = [_local(one.tag) for one in text.iterancestors()]
    if _local(text.tag) != "t" or above[:1] not in (["r"], ["fld"]) or above[1:3] != ["p", "txBody"]:
        return False
    return above[3:4] != ["tc"] or above[4:5] == ["tr"]


def _is_number_of(text: Any, slide: str) -> bool:
    """Whether a program puts it in as the number of the slide, which it is."""
    field = text.getparent()
    return _local(field.tag) == "fld" and field.get("type") == "slidenum" and text.text == slide


def _texts(tree: Any) -> Iterator[tuple[str, str]]:
    """The text of every element that has some, and its name: a paragraph as one, and what stands in none."""
    for one in tree.iter():
        if not isinstance(one.tag, str):
            continue
        if _local(one.tag) == "p":
            if words := squeezed(_text(one)):
                yield "p", words
        elif one.text and one.text.strip() and (_local(one.tag) != "t" or not _is_below(one, "p")):
            yield _local(one.tag), squeezed(one.text)


def _is_below(element: Any, local: str) -> bool:
    return next(element.iterancestors(f"{{*}}{local}"), None) is not None


def _section_of(tree: Any) -> str:
    """The section a slide shows: its name."""
    return next((one.get("name", "") for one in _all(tree, "cSld")), "")


def _relation(element: Any) -> str:
    return next((value for key, value in element.attrib.items() if key.endswith("}id") or key == "r:id"), "")


def _float(text: str) -> tuple[float, ...]:
    try:
        return (float(text),)
    except ValueError:
        return ()
