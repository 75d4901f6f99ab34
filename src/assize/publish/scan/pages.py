"""A web page in pieces: its text, the attributes that people or programs read, its drawings whole."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from html.parser import HTMLParser

from assize.publish.scan.pieces import Kind, Piece, squeezed

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_WRITTEN_VOID = frozenset("br col hr link meta".split())  # of those, what a page of ours has
_INLINE = frozenset("a abbr b data em i small span strong sub sup time u".split())
_KNOWN = (
    _WRITTEN_VOID
    | _INLINE
    | frozenset(
        "html head title style body header main nav section footer div p h1 h2 h3 h4 ul ol li dl dt dd table caption colgroup"
        " thead tbody tr th td figure figcaption details summary svg".split()
    )
)
# Of a number, which is asked for with all three.
_OF_A_FIGURE = ("data-figure", "data-aspect", "value")
# Attributes that lay out and link, where they are as we write them: names of styles without a digit, widths, places of the same
# page, nothing at all. Every other one is read as words.
_AS_WRITTEN = {
    "class": re.compile(r"[a-z -]*"),
    "style": re.compile(r"width:\d{1,3}(?:\.\d)?%"),
    "href": re.compile(r"#[\w-]+|data:,"),
    "lang": re.compile(r"[a-z]{2}(?:-[A-Z]{2})?"),
    "charset": re.compile(r"utf-8"),
    "tabindex": re.compile(r"0|-1"),
    "colspan": re.compile(r"\d{1,2}"),
    "rowspan": re.compile(r"\d{1,2}"),
    **{name: re.compile(r"[A-Za-z-]*") for name in ("rel", "role", "scope", "http-equiv", "aria-hidden")},
}
_NAME = re.compile(r"[a-z-]+")
_END = re.compile(r"</(?![a-z]+\d?>)")
_PLACES = frozenset(("id", "href", "aria-labelledby", "aria-describedby"))
_OWN_PLACES = frozenset(("", "main", "contents"))
_WITHIN = re.compile(r"#?(?:large-)?(.*?)(?:-headline|-note-\d{1,2})?")


def page_pieces(
    name: str, data: bytes, style: str, places: Container[str], references: Container[str]
) -> Iterator[Piece]:
    """The pieces of a page. `style` is the style sheet that it should have, to the letter; `places` are what its
    places are called after, `references` those of figures that a change may be from."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        yield Piece(name, Kind.FOREIGN, "a page that is not UTF-8")
        return
    reader = _Page(name, style, places, references)
    if _END.search(text):
        reader.add(Kind.FOREIGN, "the end of an element with more than its name")
    while (start := text.find("<svg")) >= 0:  # a drawing is compared whole: its letters are not parsed
        end = text.find("</svg>", start) + len("</svg>")
        if end < start:
            break
        reader.feed(text[:start])
        reader.drawing(text[start:end])
        text = text[end:]
    reader.feed(text)
    reader.close()
    reader.end()
    yield from reader.pieces


class _Page(HTMLParser):
    def __init__(self, name: str, style: str, places: Container[str], references: Container[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.name, self.style, self.places, self.references = name, style, places, references
        self.pieces: list[Piece] = []
        self.open: list[str] = []
        self.section = ""
        self.words: list[str] = []
        self.row: list[str] | None = None
        self.figure: tuple[str, str, str] | None = None

    def _place(self) -> str:
        return f"{self.name}, {self.section}" if self.section else self.name

    def add(self, kind: Kind, words: str, key: tuple[str, str, str] = ("", "", "")) -> None:
        self.pieces.append(Piece(self._place(), kind, words, self.section, key=key))

    def drawing(self, svg: str) -> None:
        self.add(Kind.DRAWING, svg)

    def _flush(self) -> None:
        words = squeezed("".join(self.words))
        self.words = []
        if words and self.row is None:
            self.add(Kind.WORDS, words)
        elif words and self.row is not None:
            self.row.append(words)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if len(given) < len(attrs):
            self.add(Kind.FOREIGN, f"an attribute twice in <{tag}>")  # programs take the first, or the last
        if tag not in _INLINE:
            self._flush()
        elif given.get("class") in ("under", "hidden"):
            self.words.append(" ")  # a line of its own
        if tag not in _KNOWN:
            self.add(Kind.FOREIGN, f"an element <{tag}>")
        if tag == "section":
            self.section = given.get("id") or ""
        if tag == "tr":
            self.row = []
        if "hidden" in given or "display:none" in (given.get("style") or "").replace(" ", ""):
            self.add(Kind.FOREIGN, f"a hidden <{tag}>")
        if tag == "data":
            if self.figure is not None:
                self.add(Kind.FOREIGN, "a figure whose number is not printed")
            figure, aspect, number = (given.get(name) or "" for name in _OF_A_FIGURE)
            self.figure = (figure, aspect, number)
        for name, value in attrs:
            if not _NAME.fullmatch(name):
                self.add(Kind.FOREIGN, f"an attribute of <{tag}> by a name that no page has")
            if name in _PLACES and value and not self._is_place(value):
                self.add(Kind.FOREIGN, f"a place that no page has: {value}")
            if name in _PLACES or (name == "data-other" and value in self.references):
                continue
            asked = tag == "data" and name in _OF_A_FIGURE
            if not value or asked or (name in _AS_WRITTEN and _AS_WRITTEN[name].fullmatch(value)):
                continue
            if value.startswith("data:"):
                self.add(Kind.FOREIGN, f"a file inside <{tag}>")
            else:
                self.add(Kind.WORDS, squeezed(value))
        if tag not in _VOID:
            self.open.append(tag)

    def _is_place(self, value: str) -> bool:
        within = _WITHIN.fullmatch(value)
        return value == "data:," or (within is not None and (within[1] in self.places or within[1] in _OWN_PLACES))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _KNOWN:
            self.add(Kind.FOREIGN, f"the end of an element <{tag}>")
        if tag not in _INLINE:
            self._flush()
        if tag == "tr" and self.row is not None:
            row, self.row = " | ".join(self.row), None
            if row:
                self.add(Kind.ROW, row)
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        if tag == "section":
            self.section = ""

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            if data != self.style:
                self.add(Kind.FOREIGN, "a style sheet that is not the documents'")
        elif self.figure is not None:
            figure, aspect, value = self.figure
            self.add(Kind.FIGURE, value, (figure, aspect, squeezed(data)))
            self.figure = None
            self.words.append(data)
        else:
            self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.add(Kind.FOREIGN, "a comment")

    def handle_decl(self, decl: str) -> None:
        if decl != "DOCTYPE html":
            self.unknown_decl(decl)

    def unknown_decl(self, data: str) -> None:
        self.add(Kind.FOREIGN, "a declaration")

    def handle_pi(self, data: str) -> None:
        self.add(Kind.FOREIGN, "an instruction to programs")

    def end(self) -> None:
        self._flush()
        if self.figure is not None:
            self.add(Kind.FOREIGN, "a figure whose number is not printed")
