"""What the elements of a part say by themselves: their names, and their attributes that can hold words.

They are taken from the bytes, many times faster than from a tree, where all of them are plain. A part with anything else (a
comment, an instruction, words behind an element, quotation marks of another kind) is looked at in its tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from functools import cache, lru_cache
from typing import NamedTuple, TypeAlias
from xml.sax.saxutils import unescape

from assize.publish.scan.envelopes import NAMED
from assize.publish.scan.pieces import Kind, squeezed
from assize.publish.scan.sheets import ENTITIES

Told: TypeAlias = tuple[Kind, str]
"""What an element says by itself: words, or what no part has."""

# Attributes that lay out, number or link inside the file, where they are as we write them; every other one is read as words.
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
# A number, a keyword, a cell or a range, the columns of a row, a colour, a program's own name of a style, an identifier.
_LAID_OUT = re.compile(
    r"-?\d+(?:\.\d+)?|[A-Za-z]{0,20}|(?:accent|lt|dk|tx|bg|rId|gray|(?:Pivot|Table)Style(?:Light|Medium))\d{1,3}"
    r"|[A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?|\d+:\d+|[0-9A-F]{6}(?:[0-9A-F]{2})?|dcterms:W3CDTF"
    r"|\{[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}\}"
)
_ALWAYS_ASKED = frozenset(("hidden", "show", "formatCode", "location"))
_OWN_VALUES = frozenset(("Relationship", "Override", "Default"))  # asked for by themselves
_HIDES = frozenset((("hidden", "1"), ("hidden", "true"), ("show", "0"), ("show", "false")))
_SHAPE_NAME = re.compile(r"[A-Z][A-Za-z]*(?: [a-z]+)* (\d+)")
# By which programs call what they add.
_EXTENSION = re.compile(r"\{[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}")
_LITERAL = re.compile(r'"[^"]*[A-Za-z0-9][^"]*"|[1-9]')
_LETTERS = re.compile(r"[A-Za-z0-9]")
_NUMBERED = frozenset(
    "accent1 accent2 accent3 accent4 accent5 accent6 bg1 bg2 bubble3D date1904 dk1 dk2 i4 lt1 lt2 lvl1pPr lvl2pPr lvl3pPr"
    " lvl4pPr lvl5pPr lvl6pPr lvl7pPr lvl8pPr lvl9pPr scene3d sp3d tx1 tx2".split()
)


def told_by(tag: str, attributes: Mapping[str, str], is_place: Callable[[str], bool]) -> Iterator[Told]:
    """What the name and the attributes of an element say. `is_place` says whether a link leads to a cell of the workbook.

    Raises ValueError where the number of a shape is none.
    """
    local, known, asked = _attributes(tag, *attributes)
    if not known:
        yield Kind.FOREIGN, f"a <{local}>, or an attribute of it, by a name that no part has"
    if local == "sheet" and attributes.get("state", "visible") != "visible":
        yield Kind.FOREIGN, f"the hidden sheet “{attributes.get('name')}”"
    for key, name in asked:
        value = attributes[key]
        if (name, value) in _HIDES:
            yield Kind.FOREIGN, f"a hidden <{local}>"
        if name == "formatCode":
            yield from told_by_format(value)
            continue
        if name == "location":
            if not is_place(value):
                yield Kind.FOREIGN, "a link to no sheet of the workbook"
            continue
        if name == "uri" and (_EXTENSION.fullmatch(value) or NAMED.fullmatch(value)):
            continue
        if local in _OWN_VALUES or not _LETTERS.search(value) or (name in _LAYOUT and _LAID_OUT.fullmatch(value)):
            continue
        shape = _SHAPE_NAME.fullmatch(value) if name == "name" else None
        if shape and shape.group(1) in (attributes.get("id"), str(int(attributes.get("id", "0")) - 1)):
            continue
        yield Kind.WORDS, squeezed(value)


def told_by_format(code: str) -> Iterator[Told]:
    """Words or numbers within a number format."""
    if _LITERAL.search(code):
        yield Kind.FOREIGN, f"words or numbers in the number format {code}"


@cache
def local_name(tag: str) -> str:
    """The name of an element or an attribute without what says whose it is."""
    return tag.rpartition("}")[2].rpartition(":")[2]


@cache
def _is_name(tag: str) -> bool:
    """Whether an element or an attribute is called as formats call theirs: with no digit but those of a few."""
    local = local_name(tag)
    return local.isalpha() or local in _NUMBERED


@lru_cache(1 << 14)
def _attributes(tag: str, *keys: str) -> tuple[str, bool, Sequence[tuple[str, str]]]:
    """The local name of an element; whether it and its attributes have names that parts have; and those attributes of which
    the values are looked at, each with its local name."""
    local = local_name(tag)
    asked = [(key, name) for key in keys if (name := local_name(key)) in _ALWAYS_ASKED or local not in _OWN_VALUES]
    return local, all(map(_is_name, (tag, *keys))), asked


# --- from bytes ---------------------------------------------------------------------------------------------------


class Elements(NamedTuple):
    """What the elements of a part say by themselves, in their order, and the local names of those that hold words."""

    told: Sequence[Told]
    texted: Set[str]


_DECLARATION = re.compile(
    rb"""<\?xml version=(["'])1\.0\1 encoding=(["'])(?i:utf-8)\2(?: standalone=(["'])yes\3)?\?>\s*"""
)
_TAG = re.compile(rb'((?:[A-Za-z]\w*:)?[A-Za-z]\w*)((?: [A-Za-z][\w:]*="[^"<>\t\r\n]*")*) ?(/?)')
_ATTRIBUTE = re.compile(r' ([^=]+)="([^"]*)"')
_OTHER_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)")
_NOT_BY_ITSELF = re.compile(rb"[ :](?:location|TargetMode)=")  # a link to a sheet, and one out of the file


def elements_of(data: bytes) -> Elements | None:
    """The elements of a well-formed part; None where they have to be looked at one by one in its tree."""
    declared = _DECLARATION.match(data)
    before, *chunks = data[declared.end() if declared else 0 :].split(b"<")
    read = {chunk: _read(chunk) for chunk in set(chunks)}
    if before or None in read.values():
        return None
    told = {chunk: one[0] for chunk, one in read.items() if one and one[0]}
    texted = frozenset(one[1] for one in read.values() if one and one[1])
    return Elements([one for chunk in chunks for one in told.get(chunk, ())] if told else (), texted)


@lru_cache(1 << 16)
def _read(chunk: bytes) -> tuple[Sequence[Told], str] | None:
    """Of what stands between two `<` of a part: what its tag says, and its local name where words follow that belong to it.
    None where it is not plain."""
    tag, ended, words = chunk.partition(b">")
    has_words = bool(words) and not words.isspace()
    if tag.startswith(b"/"):
        return None if has_words or not ended else ((), "")
    read = _read_tag(tag)
    if read is None or not ended or (has_words and tag.endswith(b"/")):
        return None
    local, told = read
    return told, local if has_words else ""


@lru_cache(1 << 14)
def _read_tag(tag: bytes) -> tuple[str, Sequence[Told]] | None:
    """The local name of an element and what it says; None where that is not plain, or stands on other parts."""
    plain = _TAG.fullmatch(tag)
    if plain is None or _OTHER_ENTITY.search(plain[2]) or _NOT_BY_ITSELF.search(plain[2]):
        return None
    name, attributes = plain[1].decode(), dict[str, str]()
    for key, value in _ATTRIBUTE.findall(plain[2].decode()):
        if key.partition(":")[0] != "xmlns":
            attributes[key] = unescape(value, ENTITIES)
    try:
        return local_name(name), tuple(told_by(name, attributes, lambda _: True))
    except ValueError:
        return None
