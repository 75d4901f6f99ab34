"""What a PDF carries beside the words of its pages: every key, string and name of every dictionary, and its metadata.

Whatever a print of ours does not have is foreign. Strings that people read (titles, alternative texts, addresses) are told
where they are read, in `printed`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Set
from typing import Any, NamedTuple

import pikepdf
from lxml import etree

from assize.publish.scan.faces import is_face, is_letters
from assize.publish.scan.pieces import Kind, Piece, squeezed
from assize.render import theme

# Every key of a print of ours but those of the elements of its structure.
_KEYS = frozenset(
    "/A /Annots /Ascent /Author /BaseFont /Border /CIDSet /CIDSystemInfo /CIDToGIDMap /CapHeight /ColorSpace /Columns"
    " /Contents /Count /CreationDate /Creator /DW /Datetime /DecodeParms /DescendantFonts /Descent /Dest /Dests"
    " /Direction /DisplayDocTitle /Em /Encoding /ExtGState /F /Filter /First /Flags /Font /FontBBox /FontDescriptor"
    " /FontFile2 /FontFile3 /FontName /ID /IDTree /Index /Info /ItalicAngle /K /Keywords /Kids /Lang /Last /Length"
    " /Length1 /Limits /MarkInfo /Marked /MediaBox /Metadata /ModDate /N /Names /Next /Nums /Ordering /Outlines /Pages"
    " /Parent /ParentTree /ParentTreeNextKey /Pattern /Predictor /Prev /ProcSet /Producer /QuadPoints /Range /Rect"
    " /Registry /Resources /RoleMap /Root /Rotate /S /Size /StemV /Strong /StructParent /StructParents /StructTreeRoot"
    " /Subject /Subtype /Supplement /Suspects /Tabs /Terms /Title /ToUnicode /Type /URI /Version /ViewerPreferences /W"
    " /WMode /XObject".split()
)
_RESOURCES = frozenset(
    ("/Font", "/ColorSpace", "/ExtGState", "/XObject", "/Pattern")
)  # each called as programs count them
_RESOURCE = re.compile(r"/[A-Za-z]{1,2}\d{1,3}")
# What names stand for: kinds of elements and of objects, how things are packed, how they are laid out.
NAMES = frozenset(
    "/Action /Annot /Art /Auto /Block /BlockQuote /Both /CIDFontType0 /CIDFontType0C /CIDFontType2 /CMap /Caption"
    " /Catalog /Code /Column /Custom /D /Dashed /Datetime /Decimal /DeviceGray /DeviceRGB /Disc /Div /Document /Dotted"
    " /Em /End /ExtGState /Figure /Fit /FlateDecode /Font /FontDescriptor /Form /Formula /GoTo /H /H1 /H2 /H3 /H4 /H5"
    " /H6 /ICCBased /Identity /Identity-H /ImageB /ImageC /ImageI /Inline /L /L2R /LBody /LI /Layout /Lbl /LineThrough"
    " /Link /List /LrTb /MCR /Metadata /NonStruct /None /Normal /Note /OBJR /ObjStm /Outlines /Overline /P /PDF /Page"
    " /Pages /Part /Pattern /Quote /Reference /Row /S /Sect /Solid /Span /Start /Strong /StructElem /StructTreeRoot"
    " /Sub /TBody /TD /TFoot /TH /THead /TOC /TOCI /TR /Table /Terms /Text /Title /Type0 /Type1C /URI /Underline /XML"
    " /XObject /XRef /XYZ".split()
)
_FACE = re.compile(rf"/[A-Z]{{6}}\+{theme.FAMILY.replace(' ', '')}(?:Pro)?-[A-Za-z]{{1,12}}")
_TOLD = frozenset("/Author /Contents /CreationDate /Creator /Keywords /ModDate /Producer /Subject /Title /URI".split())
_FIXED = {
    "/Lang": re.compile(r"[a-z]{2}(?:-[A-Z]{2})?"),
    "/Registry": re.compile("Adobe"),
    "/Ordering": re.compile("Identity"),
}
_TIED = re.compile(r"U\d{1,4}x\d{1,4}y\d{1,4}")  # a cell of a table by its number, its column and its row
_PLACES = frozenset(("/Names", "/Dest", "/D", "/Limits"))
_PLACE = re.compile(r"(?:theme-)?(.*)")
_NUMBERS = re.compile(rb"\[[\d\s.+-]*\]")  # an array of nothing else: most are, and of thousands

# Of the elements of the structure: what may stand in their attributes, which lay out and tie cells to their heads.
_LAID_OUT = frozenset(
    "/BBox /BackgroundColor /BorderColor /BorderStyle /BorderThickness /ColSpan /Headers /Height /O /Placement"
    " /RowSpan /Scope /Summary /Width /ListNumbering /WritingMode /TextDecorationType /TextDecorationThickness"
    " /TextDecorationColor /Color /BaselineShift /LineHeight".split()
)

_INLINE = re.compile(rb"/[A-Za-z]+\s*<<((?:[^<>()]|<[^<>]*>|\((?:[^()\\]|\\.)*\))*)>>\s*(?:BDC|DP)", re.DOTALL)
_PLAIN_INLINE = re.compile(
    rb"\s*/MCID \d+\s*(?:/Lang\([a-z]{2}(?:-[A-Z]{2})?\)\s*)?"
    rb"|\s*(?:/Attached\s*\[/(?:Top|Bottom)\]|/Subtype\s*/(?:Header|Footer)|/Type\s*/(?:Pagination|Layout)|\s)*"
)
_ALT_INLINE = re.compile(rb"\s*/MCID \d+\s*/Alt\s*(\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>)\s*", re.DOTALL)


class Known(NamedTuple):
    """Of a print: what its places are called after (sections, charts, tables), strings that are told where people read them,
    the elements of its structure that have been walked."""

    places: Container[str]
    heard: Container[str]
    walked: Set[tuple[int, int]]  # by the number of its object


def carried(name: str, pdf: pikepdf.Pdf, known: Known) -> Iterator[Piece]:
    """What no print of ours carries."""
    for what in dict.fromkeys(_carried(pdf.trailer, known)):
        yield Piece(name, Kind.FOREIGN, what)


def _carried(trailer: Any, known: Known) -> Iterator[str]:
    seen = set(known.walked)
    waiting: list[tuple[Any, str]] = [(trailer, "")]
    while waiting:
        thing, under = waiting.pop()
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            if thing.is_indirect:
                if thing.objgen in seen:
                    continue
                seen.add(thing.objgen)
            items = thing.items()
            held = held_by(items)
            if "/S" in held and "/P" in held and held.get("/Type", "/StructElem") == "/StructElem":
                yield "an element that its structure does not have"
                continue
            if under in _BYTES and not _BYTES[under](thing.read_bytes()):
                yield f"other bytes than a print has ({under[1:]})"
            for key, value in items:
                if key not in _KEYS and not (under in _RESOURCES and _RESOURCE.fullmatch(key)):
                    yield f"something that no print has ({key[1:]})"
                waiting.append((value, key))
        elif isinstance(thing, pikepdf.Array):
            if not _NUMBERS.fullmatch(thing.unparse()):
                waiting += [(one, under) for one in thing]
        elif isinstance(thing, pikepdf.String):
            words = str(thing)
            if under == "/ID":
                if not _is_number_of_a_print(bytes(thing)):
                    yield "words where the number of a print stands"
            elif not (words in known.heard if under in _TOLD else _is_known(words, under, known.places)):
                yield f"words that no print has ({under[1:]})"
        elif isinstance(thing, pikepdf.Name) and (name := str(thing)) not in NAMES:
            place = under in _PLACES and name[1:] in known.places
            if not place and not _FACE.fullmatch(name):
                yield f"a name that no print has ({under[1:]})"


_BYTES: Mapping[str, Callable[[bytes], bool]] = {"/ToUnicode": is_letters, "/FontFile2": is_face}


def held_by(items: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """What stands under the keys of a dictionary, all at once: a print has thousands, and each question to one takes its time.
    What leads to nothing is not there."""
    return {key: value for key, value in items if value is not None}


def _is_number_of_a_print(number: bytes) -> bool:
    """Whether these are sixteen bytes by chance, or as many written in letters: words are read, and of sixteen bytes by chance
    six in ten are no letters at all (fewer than two are in one print of 300,000).
    """
    if len(number) == _ID_BYTES:
        return sum(not 0x20 <= byte < 0x7F for byte in number) > 1
    return _ID_LETTERS.fullmatch(number) is not None


_ID_BYTES, _ID_LETTERS = 16, re.compile(rb"[A-Za-z0-9+/]{22}==")


def _is_known(words: str, under: str, places: Container[str]) -> bool:
    if under in _FIXED:
        return _FIXED[under].fullmatch(words) is not None
    place = _PLACE.fullmatch(words)
    return under in _PLACES and (_TIED.fullmatch(words) is not None or (place is not None and place[1] in places))


def attributes_of(element: Mapping[str, Any]) -> Iterator[tuple[Kind, str]]:
    """What an element of the structure says in its attributes, and what it has there, or as its language or number, that none
    of ours has."""
    if "/Lang" in element and not _FIXED["/Lang"].fullmatch(str(element["/Lang"])):
        yield Kind.FOREIGN, "a language that no print has"
    if "/ID" in element and not _TIED.fullmatch(str(element["/ID"])):
        yield Kind.FOREIGN, "an element by a name that none has"
    if "/S" in element and str(element["/S"]) not in NAMES:
        yield Kind.FOREIGN, "an element of a kind that none has"
    if "/A" not in element:
        return
    attributes = element["/A"]
    for one in attributes if isinstance(attributes, pikepdf.Array) else (attributes,):
        items = dict(one.items()) if isinstance(one, pikepdf.Dictionary) else {"": one}
        keys = items.keys()
        if keys - _LAID_OUT or not all(_lays_out(key, value) for key, value in items.items()):
            yield Kind.FOREIGN, "an attribute of an element that none has"
        if "/Headers" in keys and not all(_TIED.fullmatch(str(head)) for head in one["/Headers"]):
            yield Kind.FOREIGN, "a head of a cell by a name that none has"
        if "/Summary" in keys:
            yield Kind.WORDS, squeezed(str(one["/Summary"]))


def _lays_out(key: str, value: Any) -> bool:
    """Whether the value of an attribute is a name, a number or some of these; what people hear and heads are told."""
    if isinstance(value, pikepdf.Array):
        return key == "/Headers" or all(_lays_out(key, one) for one in value)
    if isinstance(value, pikepdf.Name):
        return str(value) in NAMES
    return key == "/Summary" or not isinstance(value, pikepdf.Object)


def words_of_marks(drawn: bytes, known: Container[str]) -> Iterator[str]:
    """What the marks within the drawing of a page say and no element does: `known` are their alternative texts."""
    for mark in _INLINE.findall(drawn):
        if _PLAIN_INLINE.fullmatch(mark):
            continue
        alt = _ALT_INLINE.fullmatch(mark)
        words = squeezed(str(pikepdf.Object.parse(alt[1]))) if alt else ""
        if not alt or words not in known:
            yield words or "a mark of a drawing with more than its number"


# --- metadata -----------------------------------------------------------------------------------------------------

_SETTER = {  # what the setter of the pages writes of itself
    "Producer": re.compile(r"(?:Typst|pikepdf) [\d.]+"),
    "CreatorTool": re.compile(r"Typst [\d.]+"),
    "PDFVersion": re.compile(r"[12]\.\d"),
    "part": re.compile(r"1"),
    "DocumentID": re.compile(r"[\w+/]{22}=="),
    "InstanceID": re.compile(r"[\w+/]{22}=="),
}
_PACKET = re.compile(r"""begin=["']\ufeff?["'] id=["']W5M0MpCehiHzreSzNTczkc9d["']|end=["'][wr]["']""")
_ATTRIBUTES = {
    "about": re.compile(""),
    "lang": re.compile(r"x-default|[a-z]{2}(?:-[A-Z]{2})?"),
    "xmptk": re.compile(r"xmp-writer|pikepdf"),
}


def metadata_pieces(place: str, data: bytes, pages: int) -> Iterator[Piece]:
    """The words of a PDF's metadata, and what no metadata of ours has. Raises ValueError where it is no XML."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as fault:
        raise ValueError(f"metadata that cannot be read: {fault}") from fault
    for one in (*root.itersiblings(preceding=True), *root.itersiblings(), *root.iter()):
        if one.tag is etree.PI and one.target == "xpacket" and _PACKET.fullmatch((one.text or "").strip()):
            continue
        if not isinstance(one.tag, str):
            yield Piece(place, Kind.FOREIGN, "a comment, or an instruction to programs")
            continue
        local = one.tag.rpartition("}")[2]
        if not local.isalpha():
            yield Piece(place, Kind.FOREIGN, "an element by a name that no print has")
        for key, value in one.items():
            known = _ATTRIBUTES.get(key.rpartition("}")[2])
            if known is None or not known.fullmatch(value):
                yield Piece(place, Kind.FOREIGN, f"an attribute of <{local}> that no print has")
        for words in (squeezed(one.text or ""), squeezed(one.tail or "")):
            own = _SETTER.get(local)
            if words and not (own and own.fullmatch(words)) and (local, words) != ("NPages", str(pages)):
                yield Piece(place, Kind.WORDS, words)
