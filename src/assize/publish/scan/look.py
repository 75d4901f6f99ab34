"""The scan itself: pieces of files against what the documents say, and the documents against what is withheld."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assize.core.document import Chart, Document, Icon, Span, Table, Trend, plain
from assize.publish.pack import MANIFEST, Made, Series
from assize.publish.scan.account import Account, account_of, front_of, phrases_of
from assize.publish.scan.archives import is_archive, open_archive
from assize.publish.scan.office import office_pieces
from assize.publish.scan.pages import page_pieces
from assize.publish.scan.pieces import Kind, Piece, loose, numbers_in, squeezed
from assize.publish.scan.printed import pdf_pieces
from assize.render.charts import Drawings, Size
from assize.render.html_style import style_sheet


@dataclass(frozen=True)
class Secrets:
    """What these readers may not see: figures by reference, and words with where they stand (words -> place)."""

    figures: frozenset[str] = frozenset()
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Leak:
    """Something that these readers may not see, or that nothing accounts for: where, what was found, why it may not stay."""

    place: str
    found: str
    why: str

    @property
    def sentence(self) -> str:
        """One line for whoever builds or signs."""
        return f"{self.place}: {self.why}: {self.found}"


def scan(files: Mapping[str, bytes], made: Made, secrets: Secrets, manifest: bytes = b"") -> tuple[Leak, ...]:
    """Every leak of a pack, in the order of its files; none means that it may be offered.

    `files` are the pack's, name -> bytes. The documents are looked through first: no number of a withheld figure may stand in
    them, and every small trend must be of a series that these readers may see. Then every file is opened, archives inside
    archives included: each piece of it must be something the documents say in that section, that row or that place of a chart,
    and nothing may stand beside: hidden sheets, comments, notes, metadata of others. `manifest`, where given, is what
    `manifest.json` should be. Words that may not be seen are looked for in every byte.
    """
    known = {id(one): Said(one, made.drawings) for one in (*made.documents, *made.decks.values(), made.workbook)}
    looked_for = secrets.figures or made.series
    leaks = [leak for said in known.values() if looked_for for leak in _told(said, made, secrets)]
    for name, data in sorted(files.items()):
        leaks += _words(name, data, name, secrets)
        if name == MANIFEST:
            if manifest and data != manifest:
                leaks.append(Leak(name, "other bytes", "it is not the pack's own"))
            continue
        document = made.of(name)
        if document is None:
            leaks.append(Leak(name, "a file", "no pack has a file of this name"))
            continue
        said = known[id(document)]
        pieces = tuple(_open(name, data, said))
        for piece in pieces:
            if why := said.unaccounted(piece):
                leaks.append(Leak(piece.place, _shown(piece), why))
        leaks += _words(name, b"", "\n".join(piece.words for piece in pieces), secrets)
    return tuple(dict.fromkeys(leaks))


def _shown(piece: Piece) -> str:
    words = piece.words or " ".join(f"{value:g}" for value in piece.values)
    return f"“{words[:80]}…”" if len(words) > 80 else f"“{words}”"


def _open(name: str, data: bytes, said: Said) -> Iterator[Piece]:
    """The pieces of a file, by its kind."""
    document = said.document
    if name.endswith(".pdf"):
        yield from pdf_pieces(name, data, said.headed)
    elif name.endswith(".html"):
        yield from page_pieces(name, data, style_sheet(document.marking))
    elif name.endswith(".xlsx"):
        yield from office_pieces(name, data, (*_OPENING_SHEETS, *(section.id for section in document.sections)))
    else:
        yield from office_pieces(name, data)


_OPENING_SHEETS = ("", "", "")  # cover, contents and notes belong to no section


# --- documents ----------------------------------------------------------------------------------------------------


def _told(said: Said, made: Made, secrets: Secrets) -> Iterator[Leak]:
    """Numbers of withheld figures, and small trends of no series, in a document."""
    held = tuple(tuple(value for value in one if value is not None) for one in made.series)
    for section, account in (("first page", said.front), *said.sections.items()):
        where = f"{said.document.id}, {section}"
        for figure in sorted(account.shown & secrets.figures):
            yield Leak(where, figure, "a number of a withheld figure")
        for trend in account.trends:
            if held and not _is_of(trend.values, held):
                yield Leak(where, trend.alt, "a small trend of no series that these readers may see")


def _is_of(values: Series, series: Sequence[Series]) -> bool:
    """Whether they follow each other in one series; where nothing is held between is no matter (a year among quarters)."""
    wanted = tuple(value for value in values if value is not None)
    return any(held[at : at + len(wanted)] == wanted for held in series for at in range(len(held) - len(wanted) + 1))


# --- files --------------------------------------------------------------------------------------------------------


class Said:
    """All that a document says, section by section."""

    def __init__(self, document: Document, drawn: Drawings) -> None:
        self.document, self.drawn = document, drawn

    @cached_property
    def front(self) -> Account:
        """What stands on every page, and on the first."""
        return front_of(self.document)

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """What heads, feet and properties are put together from, as `loose`."""
        return phrases_of(self.document)

    @cached_property
    def sections(self) -> Mapping[str, Account]:
        """Section -> what it says."""
        return {section.id: account_of(section) for section in self.document.sections}

    @cached_property
    def headed(self) -> Mapping[str, str]:
        """Headline -> the section that it begins."""
        return {squeezed(plain(section.headline)): section.id for section in self.document.sections}

    @cached_property
    def drawings(self) -> frozenset[str]:
        """Every picture of a page, as it is drawn from the document."""
        made = {self.drawn.icon(which) for which in Icon}
        for thing in _drawn_of(self.document):
            if isinstance(thing, Chart):
                made |= {self.drawn.chart(thing, size) for size in Size}
            elif isinstance(thing, Trend):
                made.add(self.drawn.trend(thing))
            else:
                made |= {self.drawn.span(thing, board) for board in (False, True)}
        return frozenset(made)

    def unaccounted(self, piece: Piece) -> str:
        """Why a piece cannot come from the document, or nothing."""
        if piece.kind is Kind.FOREIGN:
            return "no pack has this"
        if piece.kind is Kind.DRAWING:
            return "" if piece.words in self.drawings else "a drawing that the document does not have"
        base, _, number = piece.section.rpartition("-")
        own = self.sections.get(piece.section) or self.sections.get(base)
        if piece.kind is Kind.FIGURE:
            known = any(one.prints(piece.key, piece.words) for one in (own, self.front) if one)
            return "" if known else "no such figure in the document"
        if piece.kind is Kind.ROW and own and own.has_row(piece.words, piece.values):
            return ""
        words = piece.words.replace(f"(continued, {number})", "")
        numbers = Counter(numbers_in(words))
        if not numbers and not piece.values:
            return ""
        if piece.kind is Kind.VALUES and own:
            return self._in_chart(own, piece, numbers)
        if any(one.accounts(numbers, piece.values) for one in (own, self.front) if one):
            return ""
        if any(words in one.links for one in self.sections.values()):
            return ""
        printed = piece.place.startswith(f"{self.document.id}.pdf, page ")
        page = re.fullmatch(r"(.*) \d{1,3}", words) if printed else None
        if page and any(page[1].startswith(headline) for headline in self.headed):
            words = page[1]  # a line of the contents
        if not piece.values and self._put_together(words):
            return ""
        in_row = piece.kind is Kind.ROW and own is not None and own.has_numbers(words, piece.values)
        return "" if in_row else "nothing in the document says this"

    def _put_together(self, words: str) -> bool:
        """Whether nothing with a digit is left of words once the document's own phrases are taken out: heads, feet, contents,
        properties and notes join them as they need."""
        left = loose(_FURNITURE.sub(" ", words))
        for phrase in self.phrases:
            if phrase in left:
                left = left.replace(phrase, "|")
            if not _DIGIT.search(left):
                return True
        return not _DIGIT.search(left)

    def _in_chart(self, own: Account, piece: Piece, numbers: Counter[str]) -> str:
        sourced = tuple(piece.words.split(" | "))
        if len(sourced) == _SOURCED and sourced[2:] in own.sourced:
            return ""
        chart = own.charts.get(piece.chart)
        known = chart is not None and chart.accounts(piece.at, numbers, piece.values)
        return "" if known else "not what the chart says there"


# A page by its number, a note by its own, how many tables a sheet has, the second table of a name.
_FURNITURE = re.compile(
    r"(?:Section, )?\bpage \d{1,3}\b|\[?\bnote \d{1,3}\b\]?|\bcontains \d{1,2} tables\b|\btable_[a-z_]+_\d{1,2}\b"
)
_DIGIT = re.compile(r"\d")
_SOURCED = 5  # cells of a row that says of a chart's value whose it is: line, period, figure, aspect, text


def _drawn_of(document: Document) -> Iterator[Chart | Trend | Span]:
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Chart):
                yield block
            elif isinstance(block, Table):
                for row in block.rows:
                    yield from (cell.content for cell in row.cells if isinstance(cell.content, Trend | Span))


# --- words --------------------------------------------------------------------------------------------------------


def _words(name: str, data: bytes, text: str, secrets: Secrets) -> Iterator[Leak]:
    """Words that may not be seen, in a text and in bytes: as they stand, in two bytes a letter, as pages and programs write
    signs, and in archives however deep."""
    if not secrets.words:
        return
    searched = [loose(one) for one in (text, *_readings(data)) if one]
    for words, source in secrets.words.items():
        wanted = loose(words)
        if wanted and any(wanted in one for one in searched):
            yield Leak(name, f"words of {source}", "these readers may not see them")
    if is_archive(data):
        parts, _ = open_archive(name, data)
        for part, content in parts.items():
            yield from _words(f"{name}, {part}", content, part, secrets)


_MARKUP = re.compile(r"<[^<>]*>")
_WRITTEN = (re.compile(r"\\u([0-9a-fA-F]{4})"), re.compile(r"%([0-9a-fA-F]{2})"))  # by programs, in addresses


def _readings(data: bytes) -> Iterator[str]:
    """The ways in which bytes may hold words; a way that changes nothing is not given twice."""
    if not data or is_archive(data):
        return
    whole = data.decode("utf-8", "ignore")
    # Markup may stand between words, and words in markup: in comments and attributes.
    for text in (whole, _MARKUP.sub("", whole)) if "<" in whole else (whole,):
        yield text
        if "&" in text:
            yield html.unescape(text)
        for written in _WRITTEN:
            if written.search(text):
                yield written.sub(lambda found: chr(int(found[1], 16)), text)
    if data.count(b"\0") > len(data) // 8:
        yield data.decode("utf-16-le", "replace")
        yield data[1:].decode("utf-16-le", "replace")
