"""Decks and workbooks in pieces: every part of the archive, every element's text, every attribute that can hold words.

Nothing is passed over because it is not known: a part, an attribute or an element that no pack of ours has is read as words, or
is foreign.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from html import escape
from typing import Any

from lxml import etree

from assize.publish.scan.account import Account
from assize.publish.scan.archives import Archive, is_archive
from assize.publish.scan.elements import Elements, Told, elements_of, local_name, told_by, told_by_format
from assize.publish.scan.envelopes import around
from assize.publish.scan.pieces import Kind, Piece, in_row, squeezed
from assize.publish.scan.points import CACHES, Point
from assize.publish.scan.sheets import SHEETS, STRINGS, number_of, shown, string_cell
from assize.publish.scan.texts import has_letter
from assize.render import theme
from assize.render.chartxml import SHEET as CHART_SHEET

_PARTS = re.compile(
    r"\[Content_Types\]\.xml|(?:.*/)?_rels/[^/]*\.rels|docProps/(?:app|core)\.xml"
    r"|ppt/(?:presentation|presProps|viewProps|tableStyles)\.xml|ppt/theme/theme\d+\.xml"
    r"|ppt/(?:slideMasters/slideMaster|slideLayouts/slideLayout|slides/slide|charts/chart)\d+\.xml"
    r"|ppt/embeddings/Microsoft_Excel_Sheet\d*\.xlsx"
    r"|xl/(?:workbook|sharedStrings|styles)\.xml|xl/theme/theme\d+\.xml"
    r"|xl/(?:worksheets/sheet|charts/chart|drawings/drawing|tables/table)\d+\.xml"
)
_FORMULA = re.compile(r"(?:'([^']+)'|([A-Za-z_][\w.]*))!\$?[A-Z]*\$?\d*(?::\$?[A-Z]*\$?\d*)?")
_LOOKS = re.compile(rf'&[A-Z]|&"{theme.OFFICE_FONT}(?:,Bold)?"')  # of a sheet's head and foot
_ADDRESSES = frozenset(("f", "sqref"))  # of a small trend: what it draws and where, cells that are looked at themselves
_CELLS = re.compile(r"[A-Z]{1,3}\d{1,7}")
_PLACE = re.compile(r"'([^']+)'!A1")
_ENDS_OF_AXES = frozenset(("max", "min", "majorUnit", "minorUnit"))
_NO_NUMBER = float("nan")
_PRINT_NAMES = re.compile(r"_xlnm\.(?:Print_Titles|Print_Area|_FilterDatabase)")
_SHOWN = ("ppt/embeddings", "ppt/slides/slide", "ppt/charts", "xl/charts", "xl/work")  # reached from another part, each
_FRAMED = re.compile(r"(?:ppt|xl)/charts/chart\d+\.xml|ppt/embeddings/.*")
_PLAIN_ROW = frozenset(("r", "spans", "ht", "customHeight", "s", "customFormat"))
_PLAIN_CELL = frozenset(("r", "s", "t"))
_ANCHORS = frozenset(("col", "colOff", "row", "rowOff"))  # where a chart lies on its sheet
_OWN_WORDS: Mapping[str, Collection[str]] = {"AppVersion": {"12.0000"}, "DocSecurity": {"0"}, "revision": {"1"}}


def office_pieces(
    archive: Archive, sections: tuple[str, ...] = (), said: Mapping[str, Account] | None = None
) -> Iterator[Piece]:
    """The pieces of a deck or a workbook. `sections` are those of a workbook's sheets, in their order, `said` all of the
    document's; of a section's sheet the rows that its document has to the letter are no pieces: there is nothing to ask."""
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
    held: dict[bytes, str] = field(default_factory=dict)  # the words that a cell shows, by what it holds
    used: set[bytes] = field(default_factory=set)  # what cells hold
    elements: dict[str, Elements | None] = field(default_factory=dict)  # of a part, where they are plain
    relations: dict[str, dict[str, str]] = field(default_factory=dict)  # part -> id of a relation -> part
    foot: str = ""  # of a slide, without its number
    framed: set[str] = field(default_factory=set)  # charts that a frame shows, and the workbooks behind them

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
                bare = self.archive.skeleton(part)
                trees[part], self.elements[part] = (_read_once if len(bare) < _SMALL else _read)(bare)
            except etree.XMLSyntaxError as fault:
                yield Piece(place, Kind.FOREIGN, f"a part that cannot be read ({fault})")
        self.strings = self.archive.strings[1] or [_string(one) for one in _all(trees.get(STRINGS), "si")]
        self.held = {string_cell(b"%d" % at): words for at, words in enumerate(self.strings)}
        book = trees.get("xl/workbook.xml")
        own = {**_OWN_WORDS, "i4": {str(len([*_all(book, local)])) for local in ("sheet", "definedName")}}
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
                for local, words in _texts(self._within(part, tree, "p")):
                    if local == "t" and part == STRINGS:
                        continue  # told with the cells that show it
                    anchors = local in _ANCHORS and part.startswith("xl/drawings/") and words.isdecimal()
                    if words not in own.get(local, ()) and not anchors:
                        yield Piece(place, Kind.WORDS, words)
        if unseen := self.held.keys() - self.used:
            words = " ".join(squeezed(words) for cell, words in self.held.items() if cell in unseen)
            yield Piece(f"{self.name}, {STRINGS}", Kind.FOREIGN, f"words that no cell shows: {words}")
        seen = {target for part in trees for target in self._targets(part).values()}
        for part in sorted(self.parts):
            if "/_rels/" not in part and part.startswith(_SHOWN) and part not in seen and part != "xl/workbook.xml":
                yield Piece(f"{self.name}, {part}", Kind.FOREIGN, "a part that nothing shows")
            elif _FRAMED.fullmatch(part) and part not in self.framed:  # it has a relation, and has not been looked into
                yield Piece(f"{self.name}, {part}", Kind.FOREIGN, "a chart that no frame shows, or its workbook")

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
        plain = self.elements[part]
        if plain is None:  # as it is where a relation leads out
            for one in _all(tree, "Relationship"):
                if one.get("TargetMode") == "External":
                    yield Piece(place, Kind.WORDS, one.get("Target", ""))
        told = plain.told if plain else self._told(tree)
        section = _section_of(tree) if plain is None or told else ""
        for kind, words in dict.fromkeys(told):  # hundreds of elements of a slide name the same face and language
            if words != section or not self._shows(section):
                yield Piece(place, kind, words, section if kind is Kind.WORDS else "")

    def _shows(self, slide: str) -> bool:
        """Whether a slide by that name is of a section of the document: its first, or one of as many as go on with it."""
        first, _, number = slide.rpartition("-")
        return slide in self.said or (
            first in self.said and number.isdecimal() and 1 < int(number) <= self.slides[first]
        )

    @cached_property
    def slides(self) -> Mapping[str, int]:
        """How many slides each section has, by the beginnings of their names."""
        names = [_named(data) for part, data in self.parts.items() if part.startswith("ppt/slides/slide")]
        return Counter(first for name in names for first in {name, name.rpartition("-")[0]})

    def _told(self, tree: Any) -> Iterator[Told]:
        """What the elements of a part say by themselves, looked at one by one."""
        for one in tree.iter():
            if not isinstance(one.tag, str):
                yield Kind.FOREIGN, "a comment"
                continue
            if (tail := one.tail) and one is not tree and tail.strip():
                yield Kind.FOREIGN, f"words after a <{local_name(one.tag)}>, where no part has any"
            yield from told_by(one.tag, one.attrib, self._is_place)

    def _within(self, part: str, tree: Any, *others: str) -> Iterator[Any]:
        """The elements of a part that may hold words, and those of the `others` names, in their order."""
        plain = self.elements[part]
        names = {*plain.texted, *others} if plain else ()
        return (one for one in tree.iter(*(f"{{*}}{name}" for name in names)) if isinstance(one.tag, str))

    # --- decks ----------------------------------------------------------------------------------------------------

    def _slide(self, place: str, part: str, tree: Any, trees: Mapping[str, Any]) -> Iterator[Piece]:
        section = _section_of(tree)
        number = re.sub(r"\D", "", part)
        for row in _all(tree, "tr"):
            yield Piece(place, Kind.ROW, " | ".join(" ".join(_paragraphs(cell)) for cell in _all(row, "tc")), section)
        for shape in tree.iter("{*}txBody", "{*}graphicFrame"):
            if local_name(shape.tag) == "graphicFrame":
                yield from self._framed(part, shape, section, trees)
            elif local_name(shape.getparent().tag) != "tc":
                for words in (self._without_number(one, number) for one in _all(shape, "p")):
                    kind = Kind.WORDS if has_letter(words) else Kind.LABEL  # of an axis, or of the end of a line
                    if words:
                        yield Piece(place, kind, words, section)
        for one in self._within(part, tree):
            if one.text and one.text.strip() and not _is_in_paragraph(one):
                yield Piece(place, Kind.WORDS, squeezed(one.text), section)

    def _without_number(self, paragraph: Any, number: str) -> str:
        """The words of a paragraph of a slide; where a program puts the number of the slide in, without that, if they are those
        of the foot, which is the same on all slides."""
        words = squeezed("".join(text.text or "" for text in _all(paragraph, "t") if not _is_number_of(text, number)))
        whole = squeezed(_text(paragraph))
        self.foot = self.foot or words if words != whole else self.foot
        return words if words == self.foot else whole

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
        self.framed.add(part)
        caches = iter(self.archive.chart(part)[1])
        told: set[tuple[str, tuple[Point, ...]]] = set()  # each series keeps the names of the places once more
        for one in self._within(part, tree, *_ENDS_OF_AXES, *CACHES):
            local = local_name(one.tag)
            if local in _ENDS_OF_AXES:
                yield Piece(
                    place, Kind.VALUES, "", section, _float(one.get("val", "")) or (_NO_NUMBER,), chart=described
                )
            elif local in CACHES:
                points: Sequence[Point] = next(caches, ())
                if (cache := (local, tuple(points))) not in told:
                    told.add(cache)
                    yield from (_point(place, local, at, text, section, described) for at, text in points)
            if not one.text or not one.text.strip():
                continue
            if local == "formatCode":
                yield from (Piece(place, *told) for told in told_by_format(one.text))
            elif local == "f":
                if not self._is_formula(one.text):
                    yield Piece(place, Kind.FOREIGN, "a formula that is not an address")
            elif local == "v" and local_name(one.getparent().tag) == "pt":
                at, kept = int(one.getparent().get("idx", "-1")), local_name(one.getparent().getparent().tag)
                yield _point(place, kept, at, one.text, section, described)
            else:
                yield Piece(place, Kind.VALUES, squeezed(one.text), section, chart=described, at=-1)
        for target in self._targets(part).values():
            if target.endswith(".xlsx"):
                yield from self._behind(target, section, described)

    def _behind(self, part: str, section: str, described: str) -> Iterator[Piece]:
        """The workbook in which a chart keeps its data."""
        place = f"{self.name}, {part}"
        self.framed.add(part)
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
        names = list(_all(tree, "definedName"))
        for one in self._within("xl/workbook.xml", tree):
            if one not in names and one.text and one.text.strip():
                yield Piece(place, Kind.FOREIGN, f"words of <{local_name(one.tag)}>, which has none")
        for one in names:
            words = one.text or ""
            plain = all(self._is_formula(piece) for piece in re.split(r",(?=')|,(?=[A-Za-z])", words))
            if not _PRINT_NAMES.fullmatch(one.get("name", "")) or not plain:
                yield Piece(place, Kind.FOREIGN, f"the defined name {one.get('name')}")

    def _sheet(self, place: str, part: str, tree: Any, trees: Mapping[str, Any]) -> Iterator[Piece]:
        sheets = list(self._sheets(trees))
        at = sheets.index(part) if part in sheets else -1
        section = self.sections[at] if 0 <= at < len(self.sections) else ""
        rows = self.archive.sheet(part)[1]
        known = self.said[section].rows if section in self.said else ()
        for tag, cells in rows:
            self.used.update(cells)
            told = tuple(map(self.held.get, cells, cells))
            if told not in known:
                yield self._row(place, number_of(tag), *_apart(told), section)
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
            if isinstance(child.tag, str) and local_name(child.tag) != "sheetData"
            for one in child.iter()
        ):
            if isinstance(one.tag, str) and one.text and one.text.strip():
                if local_name(one.tag) in _ADDRESSES and (_CELLS.fullmatch(one.text) or self._is_formula(one.text)):
                    continue
                yield Piece(place, Kind.WORDS, squeezed(_LOOKS.sub(" ", one.text)), section)
        for drawing in self._targets(part).values():
            if drawing.startswith("xl/drawings/") and drawing in trees:
                for frame in _all(trees[drawing], "graphicFrame"):
                    yield from self._framed(drawing, frame, section, trees)

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
            local, text = local_name(one.tag), one.text or ""
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

    def _is_formula(self, words: str) -> bool:
        """Whether they are cells of one of the workbook's own sheets, or of the one behind a chart of a deck."""
        formula = _FORMULA.fullmatch(words)
        return formula is not None and (formula[1] or formula[2]) in self.sheets

    @cached_property
    def sheets(self) -> Set[str]:
        """The names of the workbook's sheets."""
        book = self.parts.get("xl/workbook.xml")
        tree = etree.fromstring(book, _parser()) if book is not None else None
        return {one.get("name", "").replace("'", "''") for one in _all(tree, "sheet")} or {CHART_SHEET}

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


@cache
def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False)


def _read(part: bytes) -> tuple[Any, Elements | None]:
    """The tree of a part, which nothing may change, and its elements where they are plain."""
    return etree.fromstring(part, _parser()), elements_of(part)


_SMALL = 10_000  # bytes
_read_once = lru_cache(1 << 8)(
    _read
)  # small parts (themes, kinds of content) are the same in the workbook of every chart


def _all(tree: Any, local: str) -> Iterator[Any]:
    if tree is not None:
        yield from tree.iter(f"{{*}}{local}")


def _has_words_between(rows: Any) -> bool:
    """Whether there are words beside the rows of a sheet, beside their cells, or beside what the cells hold."""
    for one in rows.iter():
        local = local_name(one.tag) if isinstance(one.tag, str) else ""
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


def _paragraphs(body: Any) -> list[str]:
    """The paragraphs under an element."""
    return [words for one in _all(body, "p") if (words := squeezed(_text(one)))]


def _is_in_paragraph(text: Any) -> bool:
    """Whether it is a run of a paragraph of a shape, or of a cell in a row: those are read whole."""
    above = [local_name(one.tag) for one in text.iterancestors()]
    if local_name(text.tag) != "t" or above[:1] not in (["r"], ["fld"]) or above[1:3] != ["p", "txBody"]:
        return False
    return above[3:4] != ["tc"] or above[4:5] == ["tr"]


def _is_number_of(text: Any, slide: str) -> bool:
    """Whether a program puts it in as the number of the slide, which it is."""
    field = text.getparent()
    return local_name(field.tag) == "fld" and field.get("type") == "slidenum" and text.text == slide


def _apart(cells: Iterable[str | bytes]) -> tuple[list[str], list[float]]:
    """The words and the values of the cells of a plain row."""
    words, values = list[str](), list[float]()
    for cell in cells:
        if isinstance(cell, str):
            words.append(squeezed(cell))
            continue
        number, value = shown(cell)
        if value:
            values.append(float(value))
        else:  # of a string that is not there
            words.append(number.decode())
    return words, values


def _texts(elements: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """The text of every element that has some, and its name: a paragraph as one, and what stands in none."""
    for one in elements:
        if local_name(one.tag) == "p":
            if words := squeezed(_text(one)):
                yield "p", words
        elif one.text and one.text.strip() and (local_name(one.tag) != "t" or not _is_below(one, "p")):
            yield local_name(one.tag), squeezed(one.text)


def _point(place: str, kept: str, at: int, text: str, section: str, described: str) -> Piece:
    """What a chart keeps of its data at one place: words, or a value."""
    if kept in ("numCache", "numLit"):
        return Piece(place, Kind.VALUES, "", section, _float(text) or (_NO_NUMBER,), chart=described, at=at)
    return Piece(place, Kind.VALUES, squeezed(text), section, chart=described, at=at)


def _is_below(element: Any, local: str) -> bool:
    return next(element.iterancestors(f"{{*}}{local}"), None) is not None


_NAME = re.compile(rb'<p:cSld name="([^"]*)"')


def _named(slide: bytes) -> str:
    found = _NAME.search(slide)
    return found[1].decode() if found else ""


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
