"""Reads a page with the standard library's parser: section by section, every number tied to a figure and every other number."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from readback.tokens import squeezed

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_INLINE = frozenset("a abbr b data em i small span strong sub time u".split())


@dataclass(frozen=True)
class Printed:
    """A number of the page that says whose it is. `value` is the attribute as it stands."""

    figure: str
    aspect: str
    text: str
    value: str
    other: str = ""


@dataclass
class ReadDrawing:
    """An `svg`: the numbers in it that say whose they are, its other words, its title and description."""

    printed: list[Printed] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    described: list[str] = field(default_factory=list)


@dataclass
class ReadSection:
    """A `section`: its heading, and what it says in order (words between numbers, and numbers); drawings apart."""

    id: str
    headline: str = ""
    said: list[str | Printed] = field(default_factory=list)
    drawings: list[ReadDrawing] = field(default_factory=list)

    @property
    def printed(self) -> list[Printed]:
        return [one for one in self.said if isinstance(one, Printed)]


@dataclass
class ReadPage:
    """A page: title, what stands before the first section, the list of contents, sections, and heads and feet."""

    title: str = ""
    front: ReadSection = field(default_factory=lambda: ReadSection("front"))
    contents: list[str] = field(default_factory=list)
    sections: list[ReadSection] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)


def read_html(made: bytes) -> ReadPage:
    reader = _Reader()
    reader.feed(made.decode("utf-8"))
    reader.close()
    if reader.open:
        raise AssertionError(f"elements left open: {[tag for tag, _ in reader.open]}")
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = ReadPage()
        self.open: list[tuple[str, dict[str, str]]] = []
        self.apart = False  # a block has begun or ended since the last words

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self.open.append((tag, attributes))
        inside = self._section()
        if tag == "section":
            self.page.sections.append(ReadSection(attributes["id"]))
        elif tag == "svg" and inside is not None:
            inside.drawings.append(ReadDrawing())
        if "data-figure" in attributes:
            self._begin(tag, attributes)
        self.apart = self.apart or tag not in _INLINE or "class" in attributes

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if not self.open or self.open[-1][0] != tag:
            raise AssertionError(f"</{tag}> closes {[name for name, _ in self.open[-3:]]}")
        _, attributes = self.open.pop()
        self.apart = self.apart or tag not in _INLINE or "class" in attributes

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self.open]
        if not tags or "style" in tags:
            return
        if tags[-1] == "title" and "svg" not in tags:
            self.page.title += data
        elif "header" in tags or "footer" in tags:
            self.page.furniture.append(data)
        elif "nav" in tags:
            if data.strip():
                self.page.contents.append(squeezed(data))
        else:
            self._words(data, tags)

    def _words(self, data: str, tags: list[str]) -> None:
        section = self._section()
        if section is None:
            return
        figure = next((attributes for _, attributes in reversed(self.open) if "data-figure" in attributes), None)
        if "svg" in tags:
            drawing = section.drawings[-1]
            if figure is not None:
                _complete(drawing.printed, data)
            elif tags[-1] in ("title", "desc"):
                drawing.described.append(data)
            else:
                drawing.words.append(data)
            return
        if "h2" in tags:
            section.headline += data
        if figure is not None:
            _complete(section.said, data)
            self.apart = False
            return
        last = section.said[-1] if section.said else None
        if isinstance(last, str):
            section.said[-1] = f"{last}{' ' if self.apart else ''}{data}"
        else:
            section.said.append(f"{' ' if self.apart else ''}{data}")
        self.apart = False

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        section = self._section()
        if section is None:
            raise AssertionError(f"a figure outside the report: {attributes}")
        value = attributes.get("value" if tag == "data" else "data-value", "")
        printed = Printed(
            attributes["data-figure"], attributes["data-aspect"], "", value, attributes.get("data-other", "")
        )
        if any(name == "svg" for name, _ in self.open):
            section.drawings[-1].printed.append(printed)
        else:
            section.said.append(printed)

    def _section(self) -> ReadSection | None:
        tags = [tag for tag, _ in self.open]
        if "section" in tags:
            return self.page.sections[-1] if self.page.sections else None
        return self.page.front if "main" in tags and "nav" not in tags else None


def _complete(said: list[Printed] | list[str | Printed], data: str) -> None:
    last = said[-1]
    assert isinstance(last, Printed)
    said[-1] = Printed(last.figure, last.aspect, last.text + data, last.value, last.other)
