"""A web page in pieces: its text, the attributes that people or programs read, its drawings whole."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple

from assize.publish.scan.pieces import FigureKey, Kind, Piece, squeezed
from assize.publish.scan.texts import has_number

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
_FIGURE = frozenset(_OF_A_FIGURE)
# Attributes that lay out and link, where they are as we write them: widths, places of the same page, keywords. Every other one
# is read as words, and so are names of styles with a number in them.
_AS_WRITTEN = {
    "style": re.compile(r"width:\d{1,3}(?:\.\d)?%"),
    "href": re.compile(r"#[\w-]+|data:,"),
    "lang": re.compile(r"[a-z]{2}(?:-[A-Z]{2})?"),
    "charset": re.compile(r"utf-8"),
    "tabindex": re.compile(r"0|-1"),
    "colspan": re.compile(r"\d{1,2}"),
    "rowspan": re.compile(r"\d{1,2}"),
    "rel": re.compile("icon"),
    "role": re.compile("img|region|list|presentation|none"),
    "scope": re.compile("col|row|colgroup|rowgroup"),
    "http-equiv": re.compile("Content-Security-Policy"),
    "aria-hidden": re.compile("true"),
}
_CLASSES, _TWO = re.compile(r"[a-z -]*"), "two"  # columns
_NAME = re.compile(r"[a-z-]+")
_END = re.compile(r"</(?![a-z]+\d?>)")
_PLACES = frozenset(("id", "href", "aria-labelledby", "aria-describedby"))
_OWN_PLACES = frozenset(("", "main", "contents"))
_WITHIN = re.compile(r"#?(?:large-)?(.*?)(?:-headline)?")


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
    stretches, drawings = _apart(text)
    plain = all(map(_is_plain, stretches))
    for stretch, drawing in zip(stretches, [*drawings, ""], strict=True):
        if plain:
            reader.read(stretch)
        else:
            reader.feed(stretch)
        if drawing:  # which is compared whole: its letters are not parsed
            reader.drawing(drawing)
    reader.close()
    reader.end()
    yield from reader.pieces


def _apart(text: str) -> tuple[list[str], list[str]]:
    """What stands before, between and after the drawings of a page, and the drawings."""
    stretches, drawings, at = list[str](), list[str](), 0
    while (start := text.find("<svg", at)) >= 0:
        end = text.find("</svg>", start) + len("</svg>")
        if end < start:
            break
        stretches.append(text[at:start])
        drawings.append(text[start:end])
        at = end
    return [*stretches, text[at:]], drawings


# Written so, nothing of a page is read otherwise by one program than by another: it is read by its tags, which takes a third of
# the time of a parser's.
_DOCTYPE = "!DOCTYPE html"
_TAG = re.compile(r'[a-z]+\d?(?: [a-z][a-z-]*=(?:"[^"<>]*"|[a-z]+))*')
_ATTRIBUTE = re.compile(r' ([a-z-]+)=(?:"([^"]*)"|([a-z]+))')
_LOOSE_AND = re.compile(r"&(?!#?\w+;)")
_NOT_ENDED = re.compile(
    r"<(style|title)\b[^<]*(?:<(?!/\1>)|\Z)"
)  # of which words are read on to the end of the element


def _is_plain(stretch: str) -> bool:
    """Whether a stretch of a page is tags and words, each as we write them, whichever they are."""
    _, *parts = stretch.split("<")
    if _LOOSE_AND.search(stretch) or _NOT_ENDED.search(stretch) or not all(">" in part for part in parts):
        return False
    return all(map(_is_plain_tag, {part.partition(">")[0] for part in parts}))


def _is_plain_tag(tag: str) -> bool:
    if tag.startswith("/"):
        return tag[1:] in _KNOWN
    if not _TAG.fullmatch(tag):
        return tag == _DOCTYPE
    name, attributes = _tag(tag)
    return name in _KNOWN and len(dict(attributes)) == len(attributes)


@lru_cache(1 << 14)
def _tag(tag: str) -> tuple[str, Sequence[tuple[str, str]]]:
    """The name of a plain tag, and its attributes."""
    found = [(name, unescape(quoted or bare)) for name, quoted, bare in _ATTRIBUTE.findall(tag)]
    return tag.partition(" ")[0], found


class _Begun(NamedTuple):
    """What the begin of an element says."""

    tag: str
    told: Sequence[tuple[Kind, str]]
    section: str  # which it begins
    apart: bool  # a line of its own within a paragraph
    figure: FigureKey  # of a number


class _Page(HTMLParser):
    def __init__(self, name: str, style: str, places: Container[str], references: Container[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.name, self.style, self.places, self.references = name, style, places, references
        self.pieces: list[Piece] = []
        self.open: list[str] = []
        self.begun: dict[str, _Begun] = {}  # by the tag
        self.section = ""
        self.words: list[str] = []
        self.row: list[str] | None = None
        self.figure: FigureKey | None = None

    def _place(self) -> str:
        return f"{self.name}, {self.section}" if self.section else self.name

    def add(self, kind: Kind, words: str, key: FigureKey = ("", "", "")) -> None:
        self.pieces.append(Piece(self._place(), kind, words, self.section, key=key))

    def drawing(self, svg: str) -> None:
        self.add(Kind.DRAWING, svg)

    def _flush(self) -> None:
        if not self.words:
            return
        words = squeezed("".join(self.words))
        self.words = []
        if words and self.row is None:
            self.add(Kind.WORDS, words)
        elif words and self.row is not None:
            self.row.append(words)

    def read(self, stretch: str) -> None:
        """As `feed`, for a stretch that is plain."""
        before, *parts = stretch.split("<")
        if before:
            self.handle_data(unescape(before))
        for part in parts:
            tag, _, words = part.partition(">")
            if tag.startswith("/"):
                self.handle_endtag(tag[1:])
            elif tag != _DOCTYPE:
                if tag not in self.begun:
                    self.begun[tag] = self._read_begin(*_tag(tag))
                self._begin(self.begun[tag])
            if words:
                self.handle_data(unescape(words) if tag != "style" else words)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if len(dict(attrs)) < len(attrs):
            self.add(Kind.FOREIGN, f"an attribute twice in <{tag}>")  # programs take the first, or the last
        self._begin(self._read_begin(tag, attrs))

    def _begin(self, begun: _Begun) -> None:
        tag = begun.tag
        if tag not in _INLINE:
            self._flush()
        elif begun.apart:
            self.words.append(" ")
        if tag == "section":
            self.section = begun.section
        if tag == "tr":
            self.row = []
        if tag == "data":
            if self.figure is not None:
                self.add(Kind.FOREIGN, "a figure whose number is not printed")
            self.figure = begun.figure
        for kind, words in begun.told:
            self.add(kind, words)
        if tag not in _VOID:
            self.open.append(tag)

    def _read_begin(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> _Begun:
        given = dict(attrs)
        figure, aspect, number = (given.get(name) or "" for name in _OF_A_FIGURE)
        return _Begun(
            tag,
            tuple(self._told(tag, attrs)),
            given.get("id") or "",
            given.get("class") in ("under", "hidden"),
            (figure, aspect, number),
        )

    def _told(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> Iterator[tuple[Kind, str]]:
        """What the name and the attributes of an element say."""
        given = dict(attrs)
        if tag == "data" and given.keys() == _FIGURE:  # thousands, which are asked for with their number
            return
        if tag not in _KNOWN:
            yield Kind.FOREIGN, f"an element <{tag}>"
        if "hidden" in given or "display:none" in (given.get("style") or "").replace(" ", ""):
            yield Kind.FOREIGN, f"a hidden <{tag}>"
        for name, value in attrs:
            if not _NAME.fullmatch(name):
                yield Kind.FOREIGN, f"an attribute of <{tag}> by a name that no page has"
            if name in _PLACES and value and not self._is_place(value):
                yield Kind.FOREIGN, f"a place that no page has: {value}"
            if name in _PLACES or (name == "data-other" and value in self.references):
                continue
            asked = tag == "data" and name in _OF_A_FIGURE
            if not value or asked or (name in _AS_WRITTEN and _AS_WRITTEN[name].fullmatch(value)):
                continue
            if name == "class" and (
                value == _TWO or (_CLASSES.fullmatch(value) and not has_number(value.replace("-", " ")))
            ):
                continue
            if value.startswith("data:"):
                yield Kind.FOREIGN, f"a file inside <{tag}>"
            else:
                yield Kind.WORDS, squeezed(value)

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
        if self.open[-1:] == [tag]:
            self.open.pop()
        elif tag in self.open:
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
