"""A PDF in pieces: by its structure tree, element by element, and all that a PDF can carry beside its pages.

The tree is walked with pikepdf; the text of each piece of marked content is what `letters` finds.
"""

from __future__ import annotations

import io
import re
from collections.abc import Container, Iterator, Mapping
from typing import Any

import pikepdf
import pypdfium2

from assize.publish.scan.carried import Known, attributes_of, carried, held_by, metadata_pieces, words_of_marks
from assize.publish.scan.letters import Letters, drawn, joined, letters_of
from assize.publish.scan.pieces import Kind, Piece, squeezed

# What a print of ours has, and nothing else: no labels of pages, forms, attachments, scripts or keys of an office's own.
_OF_A_PRINT = frozenset(
    "/Type /Pages /MarkInfo /StructTreeRoot /Names /Outlines /Lang /Metadata /ViewerPreferences /Version".split()
)
_OF_A_TREE = frozenset("/Type /RoleMap /ParentTree /K /ParentTreeNextKey /IDTree".split())
_OF_A_PAGE = frozenset("/Type /Parent /Resources /Contents /MediaBox /StructParents /Tabs /Annots /Rotate".split())
_OF_AN_ELEMENT = frozenset("/Type /S /P /K /Pg /A /ID /Alt /ActualText /E /T /Lang /Obj".split())
_OF_A_LINK = frozenset("/Type /Subtype /Rect /QuadPoints /Border /F /StructParent /Contents /T /Dest /A".split())
_COMMENT = re.compile(rb"(?m)^[ \t]*%")
_DRAWN = re.compile(rb"/([^\s/]+)\s+Do\b")
_SETTER = re.compile(r"(?:Typst|pikepdf) [\d.]+")


def pdf_pieces(name: str, data: bytes, headed: Mapping[str, str], places: Container[str] = ()) -> Iterator[Piece]:
    """The pieces of a PDF; one foreign piece where it cannot be opened or has no structure.

    `headed` says which section a heading begins: its words -> the section; `places` are what places are called after.
    """
    if data.count(b"%%EOF") != 1 or data.rstrip()[-5:] != b"%%EOF" or not data.startswith(b"%PDF-"):
        yield Piece(name, Kind.FOREIGN, "earlier or later bytes than the one document")
    try:
        marked, outside, strange = letters_of(data)
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
            for index, words in enumerate(outside):
                numbered = re.sub(rf"\bPage {index + 1} of {len(outside)}\b", "", words)
                yield Piece(f"{name}, page {index + 1}", Kind.WORDS, numbered)
            for page, what in strange:
                yield Piece(f"{name}, page {page + 1}", Kind.FOREIGN, what)
            tree = _Tree(name, pages, marked, headed)
            yield from tree.pieces(pdf.Root.StructTreeRoot)
            yield from tree.unread()
            heard: set[str] = set()
            yield from _beside(name, pdf, tree.alts, pages, heard)
            yield from carried(name, pdf, Known(places, heard, tree.walked))
    except (pikepdf.PdfError, pypdfium2.PdfiumError, AttributeError, KeyError, ValueError, TypeError) as fault:
        yield Piece(name, Kind.FOREIGN, f"a PDF that cannot be looked through ({fault})")


class _Tree:
    """Walks the structure: sections begin at headings, rows are told together, a drawing with its alternative text."""

    def __init__(
        self,
        name: str,
        pages: Mapping[Any, int],
        marked: Mapping[tuple[int, int], list[Letters]],
        headed: Mapping[str, str],
    ) -> None:
        self.name, self.pages, self.marked, self.headed = name, pages, marked, headed
        self.page = 0
        self.section = ""
        self.alts: set[str] = set()  # alternative texts, which stand in the drawing of a page once more
        self.read: set[tuple[int, int]] = set()  # pieces of marked content, by page and number
        self.aside: list[Piece] = []  # what elements within a sentence say beside their text
        self.walked: set[tuple[int, int]] = set()  # elements, as objects of the file
        self.begun: dict[str, int] = {}  # sections, with the page that each begins on

    def pieces(self, root: Any) -> Iterator[Piece]:
        mark: Piece | None = None
        for piece in (*self._element(root, "", None), None):
            if mark is not None:  # of a note, which stands before its words
                piece, mark = mark._replace(words=f"{mark.words} {piece.words}") if piece else mark, None
            elif piece and piece.section and piece.kind is Kind.WORDS and piece.words.isdecimal():
                mark = piece
                continue
            if piece:
                yield piece if piece.section else self._in_contents(piece)
        yield from self.aside

    def _in_contents(self, piece: Piece) -> Piece:
        """A line of the contents without its number, where that is the page on which its section begins."""
        line = _NUMBERED.fullmatch(piece.words)
        for headline, section in self.headed.items() if line else ():
            if line and line[1].startswith(headline) and int(line[2]) == self.begun.get(section, -1) + 1:
                return piece._replace(words=line[1])
        return piece

    def unread(self) -> Iterator[Piece]:
        """The words that pages show and no element of the structure has; `pieces` must have been told."""
        for page, number in sorted(self.marked.keys() - self.read):
            words = joined(self.marked[page, number])
            yield Piece(f"{self.name}, page {page + 1}", Kind.FOREIGN, f"words outside of its structure: {words}")

    def _element(self, element: Any, above: str, page: Any) -> Iterator[Piece]:
        held = held_by(element.items())
        kind = str(held["/S"]).lstrip("/") if "/S" in held else above
        page = held.get("/Pg", page)
        if "/S" in held:
            yield from self._told_by(element, held)
        children = _children(held)
        if kind == "TR":
            below = [piece for child in children for piece in self._child(child, "TR", page)]
            words = " | ".join(piece.words for piece in below if piece.kind in _OF_A_ROW)
            yield from (piece for piece in below if piece.kind not in _OF_A_ROW)
            if words:
                yield self._piece(Kind.ROW, words)
            return
        own: list[Letters] = []
        for child in children:
            if isinstance(child, pikepdf.Dictionary) and "/S" in child and str(child["/S"]) not in _INLINE:
                yield from self._said(own, kind)
                own = []
                yield from self._element(child, kind, page)
            else:
                own += self._texts(child, page)
        yield from self._said(own, kind)

    def _told_by(self, element: Any, held: Mapping[str, Any]) -> Iterator[Piece]:
        """What an element says beside its text."""
        self.walked.add(element.objgen)
        if held.keys() - _OF_AN_ELEMENT:
            yield self._piece(Kind.FOREIGN, "an element with more than belongs to one")
        yield from (self._piece(*told) for told in attributes_of(held))
        for key in ("/Alt", "/ActualText", "/E", "/T"):
            if key in held and (words := squeezed(str(held[key]))):
                self.alts.add(words)
                yield self._piece(Kind.WORDS, words)

    def _child(self, child: Any, kind: str, page: Any) -> Iterator[Piece]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield from self._element(child, kind, page)
        else:
            yield from self._said(self._texts(child, page), kind)

    def _texts(self, child: Any, page: Any) -> list[Letters]:
        """The text under a leaf: marked content by number, or an element within a sentence."""
        if isinstance(child, pikepdf.Dictionary):
            if "/S" in child:
                held = held_by(child.items())
                self.aside += self._told_by(child, held)
                page = held.get("/Pg", page)
                return [text for one in _children(held) for text in self._texts(one, page)]
            if child.get("/Type") == "/MCR":
                page = child.get("/Pg", page)
                return self._marked(page, int(child["/MCID"]))
            return []
        return self._marked(page, int(child))

    def _marked(self, page: Any, number: int) -> list[Letters]:
        self.page = self.pages[page.objgen]
        self.read.add((self.page, number))
        return self.marked.get((self.page, number), [])

    def _said(self, letters: list[Letters], kind: str) -> Iterator[Piece]:
        if kind == "Figure":
            yield from (self._piece(Kind.LABEL, words) for words in drawn(letters))
            return
        words = joined(letters)
        if words and kind in ("H1", "H2", "H3"):
            self.section = self.headed.get(words, self.section)
            self.begun.setdefault(self.section, self.page)
        if words:
            yield self._piece(Kind.WORDS, words)

    def _piece(self, kind: Kind, words: str) -> Piece:
        return Piece(f"{self.name}, page {self.page + 1}", kind, words, self.section)


_NUMBERED = re.compile(r"(.*) (\d{1,3})")
_OF_A_ROW = (Kind.WORDS, Kind.LABEL)
_INLINE = frozenset(("/Span", "/Link", "/Reference", "/Em", "/Strong", "/Lbl", "/Quote", "/Note", "/Sub"))


def _children(element: Mapping[str, Any] | Any) -> list[Any]:
    below = element.get("/K")
    return [] if below is None else list(below) if isinstance(below, pikepdf.Array) else [below]


def _dictionary(thing: Any, key: str) -> Any:
    return thing[key] if key in thing else pikepdf.Dictionary()


def _page_of(goal: Any, pdf: pikepdf.Pdf, pages: Mapping[Any, int]) -> int:
    """The number of the page that a link leads to, counted from one; 0 for none."""
    if isinstance(goal, pikepdf.Name | pikepdf.String):
        named = pdf.Root.Names.Dests if "/Names" in pdf.Root and "/Dests" in pdf.Root.Names else None
        goal = pikepdf.NameTree(named).get(str(goal).lstrip("/")) if named is not None else None
    if isinstance(goal, pikepdf.Dictionary):
        goal = goal.get("/D")
    return pages.get(goal[0].objgen, -1) + 1 if isinstance(goal, pikepdf.Array) and len(goal) else 0


def _beside(
    name: str, pdf: pikepdf.Pdf, alts: Container[str], pages: Mapping[Any, int], heard: set[str]
) -> Iterator[Piece]:
    """Metadata, outlines, links and attachments: all that is no page. The strings that it tells are added to those `heard`."""
    root = pdf.Root
    for thing, known in (
        (root, _OF_A_PRINT),
        (_dictionary(root, "/Names"), {"/Dests"}),
        (root.StructTreeRoot, _OF_A_TREE),
    ):
        for key in sorted(set(thing.keys()) - known):
            yield Piece(name, Kind.FOREIGN, f"something beside the pages ({key[1:]})")
    for key, value in pdf.docinfo.items():
        heard.add(str(value))
        if key in ("/Producer", "/Creator") and _SETTER.fullmatch(str(value)):
            continue
        yield Piece(f"{name}, properties", Kind.WORDS, squeezed(str(value)))
    if "/Metadata" in root:
        yield from metadata_pieces(f"{name}, properties", root.Metadata.read_bytes(), len(pdf.pages))
    with pdf.open_outline() as outline:
        waiting = list(outline.root)
        while waiting:
            item = waiting.pop()
            heard.add(item.title)
            yield Piece(f"{name}, bookmarks", Kind.WORDS, squeezed(item.title))
            waiting += item.children
    for number, page in enumerate(pdf.pages, start=1):
        place = f"{name}, page {number}"
        for one in page.obj.get("/Annots", ()):
            if one.get("/Subtype") != "/Link":
                yield Piece(place, Kind.FOREIGN, f"a mark of the kind {one.get('/Subtype')}")
            for key in ("/Contents", "/T"):
                heard.add(str(one.get(key, "")))
                words = squeezed(str(one.get(key, "")))
                leads = re.fullmatch(r"(?:Section, )?page (\d{1,3})", words)
                if words and not (leads and int(leads[1]) == _page_of(one.get("/Dest"), pdf, pages)):
                    yield Piece(place, Kind.WORDS, words)
            action = _dictionary(one, "/A")
            if set(one.keys()) - _OF_A_LINK or set(action.keys()) - {"/Type", "/S", "/URI"}:
                yield Piece(place, Kind.FOREIGN, "a link that does more than lead somewhere")
            elif action:
                heard.add(str(action.get("/URI", "")))
                yield Piece(place, Kind.WORDS, squeezed(str(action.get("/URI", action.get("/S")))))
        if set(page.obj.keys()) - _OF_A_PAGE:
            yield Piece(place, Kind.FOREIGN, "what a program left with the page")
        drawing = page.obj.Contents
        streams = list(drawing) if isinstance(drawing, pikepdf.Array) else [drawing]
        written = b"\n".join(stream.read_bytes() for stream in streams)
        if b"%" in written and _COMMENT.search(written):
            yield Piece(place, Kind.FOREIGN, "a comment among what is drawn")
        yield from (Piece(place, Kind.FOREIGN, what) for what in words_of_marks(written, alts))
        named = {str(key)[1:].encode() for key in _dictionary(_dictionary(page.obj, "/Resources"), "/XObject")}
        if named and named - set(_DRAWN.findall(written)):
            yield Piece(place, Kind.FOREIGN, "a part that is never drawn")
