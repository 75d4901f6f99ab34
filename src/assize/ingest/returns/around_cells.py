"""What a workbook carries besides its cells: properties, page headers and footers, names, links, lists, pictures.

And what programs keep of other tables: the records of pivot tables, of linked workbooks, of systems that a file went through.

Nothing of it is read as a figure; all of it would be kept with the file, so its words are searched for personal data. Who wrote
and last saved a file, or wrote a comment, is left out: every office program puts that in, and it names the sender alone.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from assize.ingest.files.archives import DAMAGED
from assize.ingest.received import Received
from assize.ingest.returns.around_xls import format_words, texts_of_xls

_MOST_OF_A_PART = 8_000_000  # bytes of xml, unpacked; the largest sheet of a form has a tenth of it
_PROPERTIES = {"title", "subject", "description", "keywords", "keyword", "category", "manager", "user-defined", "lpwstr",
               "lpstr"}  # fmt: skip
_PRINTED = {"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"}
_ODS_PRINTED = {"header", "footer", "header-left", "footer-left", "header-first", "footer-first"}
_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|[A-Za-z])')  # ECMA-376, 18.3.1.46: fonts, sizes, page numbers
_QUOTED = re.compile(r'"([^"]*)"')
_SHOWN = ("descr", "title", "display", "tooltip", "prompt", "promptTitle", "error", "errorTitle")
_CELLS = re.compile(r"^(?:xl/worksheets/[^/]+|content)\.xml$")
_DAMAGED = (*DAMAGED, AssertionError)  # which the builder of elements raises
_PICTURES = re.compile(r"^(?:xl/media/|Pictures/)[^/]+$")
_ENCLOSED = re.compile(
    r"^xl/(?:embeddings|activeX|model)/.|(?:^|/)vbaProject\.bin$|^(?:Basic|Scripts)/.|^Object [^/]+$"
)
_NAMING = {"name", "displayName", "caption", "comment", "description", "val", "altText", "totalsRowLabel"}
_SENDERS = {
    "UserInfo",
    "LastSharedByUser",
    "SharedWithUsers",
    "Author",
    "Editor",
}  # whom a program names as sharing the file


@dataclass(frozen=True)
class Around:
    """A text and where it stands, in words: `its properties`."""

    place: str
    text: str


def texts_around(received: Received, unsearched: list[str] | None = None) -> list[Around]:
    """Every text of a workbook that stands in no cell; of an xlsx, comments and text boxes are read with its cells.

    A part that cannot be read is named in `unsearched`: nobody knows what it holds, so the file is not to be kept.
    """
    found: dict[Around, None] = {}
    if received.is_xls:
        texts = ((place, _clean(text)) for place, text in texts_of_xls(received.path.read_bytes()))
        return list(dict.fromkeys(Around(place, text) for place, text in texts if text))
    for name, root in _parts(received, [] if unsearched is None else unsearched):
        for pattern, read in _READERS:
            if pattern.search(name):
                found |= dict.fromkeys(one for one in read(root) if one.text.strip())
    return list(found)


def pictures(received: Received) -> int:
    """How many pictures a workbook holds."""
    if not received.is_zip:
        return 0
    with zipfile.ZipFile(received.path) as archive:
        return sum(bool(_PICTURES.match(name.lstrip("/"))) for name in archive.namelist())


def enclosed(received: Received) -> list[str]:
    """Parts of a workbook that are programs or whole documents of their own: nobody can search them."""
    if not received.is_zip:
        return []
    with zipfile.ZipFile(received.path) as archive:
        names = [name.lstrip("/") for name in archive.namelist()]
    return [name for name in names if _ENCLOSED.search(name)]


def _clean(printed: str) -> str:
    """What a page header or footer says, without what it says of fonts, sizes and page numbers."""
    return " ".join(_CODES.sub(" ", printed).split())


def _parts(received: Received, unsearched: list[str]) -> Iterator[tuple[str, Element]]:
    if not received.is_zip:
        return
    with zipfile.ZipFile(received.path) as archive:
        for one in archive.infolist():
            name = one.filename.lstrip("/")
            if not any(pattern.search(name) for pattern, _ in _READERS):
                continue
            if one.file_size > _MOST_OF_A_PART:
                if not _CELLS.search(name):  # a sheet so large is searched by its cells
                    unsearched.append(name)
                continue
            try:
                root = _tree(archive.read(one))
            except _DAMAGED:
                unsearched.append(name)
                continue
            yield name, root


def _tree(data: bytes) -> Element:
    """The elements of a part, names as `address}name`. Raises ValueError where it declares what could grow without end."""
    builder, parser = TreeBuilder(), expat.ParserCreate(namespace_separator="}")

    def declared(*_: object) -> None:
        raise ValueError("a part declares a document type")

    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = declared
    parser.Parse(data, True)
    return builder.close()


def _plain(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _said(element: Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _properties(root: Element) -> Iterator[Around]:
    for element in root.iter():
        if _plain(element).casefold() in _PROPERTIES:
            yield Around("its properties", _said(element))


def _sheet(root: Element) -> Iterator[Around]:
    for element in root.iter():
        plain = _plain(element)
        if plain in ("filter", "customFilter"):
            yield Around("a filter", _bare(element.get("val", "")))
        elif plain == "formula" or (plain == "cfRule" and element.get("text")):
            said = " ".join(_QUOTED.findall(element.text or ""))
            yield Around("a rule of colours", said or _bare(element.get("text", "")))
        elif plain == "f":
            yield Around("a formula", " ".join(_QUOTED.findall(element.text or "")))
        elif plain in _PRINTED:
            yield Around("a page header or footer", _clean(element.text or ""))
        elif plain in ("formula1", "formula2"):
            yield from (Around("a drop-down list", text) for text in _QUOTED.findall(element.text or ""))
        elif plain in ("hyperlink", "dataValidation"):
            yield from _shown(element, "a link" if plain == "hyperlink" else "a message of a cell")


def _shown(element: Element, place: str) -> Iterator[Around]:
    for name, text in element.attrib.items():
        if name.rpartition("}")[2] in _SHOWN:
            yield Around(place, text)


def _names(root: Element) -> Iterator[Around]:
    for element in root.iter():
        if _plain(element) == "definedName" and not element.get("name", "").startswith("_xlnm"):
            yield Around("a name of cells", element.get("name", "").replace("_", " ").replace(".", " "))
            yield Around("the comment on a name of cells", element.get("comment", ""))
            yield Around("the value of a name of cells", " ".join(_QUOTED.findall(element.text or "")))


def _bare(criterion: str) -> str:
    """What a filter looks for, without the wild cards around it."""
    return criterion.strip("*?~= ")


def _formats(root: Element) -> Iterator[Around]:
    for element in root.iter():
        if _plain(element) == "numFmt":
            yield Around("a number format", format_words(element.get("formatCode", "")))
        elif _plain(element) == "cellStyle":
            yield Around("the name of a style", element.get("name", "").replace("_", " "))


def _links(root: Element) -> Iterator[Around]:
    for element in root.iter():
        if element.get("TargetMode") == "External" and element.get("Target", "").startswith("mailto:"):
            yield Around("a link", element.get("Target", "").removeprefix("mailto:").partition("?")[0])


def _drawing(root: Element) -> Iterator[Around]:
    for element in root.iter():
        if _plain(element) in ("cNvPr", "docPr"):
            yield from _shown(element, "a picture's description")


def _chart(root: Element) -> Iterator[Around]:
    for element in root.iter():
        if _plain(element) == "p":
            yield Around("a chart", _said(element))


def _pivot(root: Element) -> Iterator[Around]:
    """The words that a pivot table keeps of the rows it was made from, which may stand on no sheet."""
    for element in root.iter():
        if _plain(element) == "s":
            yield Around("the records of a pivot table", element.get("v", ""))
    yield from _naming(root, "a pivot table")


def _naming(root: Element, place: str) -> Iterator[Around]:
    for element in root.iter():
        for name, text in element.attrib.items():
            if name in _NAMING:
                yield Around(place, text.replace("_", " "))


def _linked(root: Element) -> Iterator[Around]:
    """What is kept of another workbook: names of its sheets, and the cells that a formula looked at."""
    for element in root.iter():
        if _plain(element) == "v":
            yield Around("the cells of a linked workbook", element.text or "")
    yield from _naming(root, "a linked workbook")


def _linked_files(root: Element) -> Iterator[Around]:
    """The names of linked files; the folders above them say whose computer it was, the sender's own."""
    for element in root.iter():
        if element.get("TargetMode") == "External":
            name = re.split(r"[/\\]", unquote(element.get("Target", "")))[-1]
            yield Around("the name of a linked file", re.sub(r"\.\w{2,4}$", "", name).replace("_", " "))


def _custom(root: Element) -> Iterator[Around]:
    """What the systems that a file went through have written into it, but for who shared it."""
    if _plain(root) in _SENDERS:
        return
    yield Around("data of another system in the file", " ".join((root.text or "").split()))
    for element in root:
        yield from _custom(element)


def _named(root: Element) -> Iterator[Around]:
    yield from _naming(root, "the name of a table, filter or connection")


def _ods_printed(root: Element) -> Iterator[Around]:
    yield from _ods_formats(root)
    for element in root.iter():
        if _plain(element) in _ODS_PRINTED:
            yield Around("a page header or footer", _said(element))


def _ods_formats(root: Element) -> Iterator[Around]:
    for element in root.iter():
        if "datastyle" in element.tag and _plain(element) == "text":
            yield Around("a number format", _said(element))


def _ods_content(root: Element) -> Iterator[Around]:
    yield from _ods_formats(root)
    for element in root.iter():
        plain = _plain(element)
        if plain in ("text-box", "desc") or (plain == "title" and "svg" in element.tag):
            yield Around("a text box" if plain == "text-box" else "a picture's description", _said(element))
        elif plain == "a":
            target = next((value for name, value in element.attrib.items() if name.endswith("}href")), "")
            if target.startswith("mailto:"):
                yield Around("a link", target.removeprefix("mailto:").partition("?")[0])


_Reader = Callable[[Element], Iterator[Around]]
_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (re.compile(r"^(?:docProps/(?:core|app|custom)\.xml|meta\.xml)$"), _properties),
    (re.compile(r"^xl/(?:work|chart)sheets/[^/]+\.xml$"), _sheet),
    (re.compile(r"^xl/workbook\.xml$"), _names),
    (re.compile(r"^xl/styles\.xml$"), _formats),
    (re.compile(r"^xl/worksheets/_rels/[^/]+\.rels$"), _links),
    (re.compile(r"^xl/drawings/[^/]+\.xml$"), _drawing),
    (re.compile(r"^xl/charts/[^/]+\.xml$"), _chart),
    (re.compile(r"^xl/pivot(?:Cache|Tables)/[^/]+\.xml$"), _pivot),
    (re.compile(r"^xl/externalLinks/[^/]+\.xml$"), _linked),
    (re.compile(r"^xl/externalLinks/_rels/[^/]+\.rels$"), _linked_files),
    (re.compile(r"^customXml/item[^/]*\.xml$"), _custom),
    (
        re.compile(
            r"^xl/(?:(?:tables|queryTables|slicers|slicerCaches|timelines|timelineCaches)/[^/]+|connections)\.xml$"
        ),
        _named,
    ),
    (re.compile(r"^Object [^/]+/content\.xml$"), _chart),
    (re.compile(r"^styles\.xml$"), _ods_printed),
    (re.compile(r"^content\.xml$"), _ods_content),
)
