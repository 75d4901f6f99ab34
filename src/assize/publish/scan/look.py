"""The scan itself: pieces of files against what the documents say, and the documents against what is withheld."""

from __future__ import annotations

import gc
import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from assize.core.document import Chart, Document, Icon, Span, Table, Trend, plain
from assize.publish.pack import MANIFEST, Made, Series
from assize.publish.scan.account import Account, account_of, front_of
from assize.publish.scan.alike import loose
from assize.publish.scan.archives import Archive, is_archive
from assize.publish.scan.charted import Places
from assize.publish.scan.office import office_pieces
from assize.publish.scan.pages import page_pieces
from assize.publish.scan.pieces import Kind, Piece, counted, numbers_in, squeezed
from assize.publish.scan.printed import pdf_pieces
from assize.publish.scan.texts import form, has_letter, has_number
from assize.render.charts import Drawings, Size
from assize.render.html_style import style_sheet
from assize.render.xlsx import number_notes


@dataclass(frozen=True)
class Secrets:
    """What these readers may not see: figures by reference, and words with where they stand (words -> place).

    `runs` are a few words of a sentence each: where a document says the same in words of its own they are nobody's secret.
    """

    figures: frozenset[str] = frozenset()
    words: Mapping[str, str] = field(default_factory=dict)
    runs: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def wanted(self) -> Sequence[tuple[str, str]]:
        """The words as `loose`, each with where it stands."""
        return [(wanted, source) for words, source in self.words.items() if (wanted := loose(words))]

    def wanted_beside(self, said: Iterable[str]) -> Sequence[tuple[str, str]]:
        """The same, and the runs of words that documents which say `said` do not have themselves."""
        if not self.runs:
            return self.wanted
        own = loose("|".join(said))
        return [
            *self.wanted,
            *((run, source) for words, source in self.runs.items() if (run := loose(words)) not in own),
        ]


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
    collects = gc.isenabled()
    gc.disable()  # hundreds of thousands of cells without a cycle among them: looking for one takes a tenth of the time
    try:
        return _leaks(files, made, secrets, manifest)
    finally:
        if collects:
            gc.enable()


def _leaks(files: Mapping[str, bytes], made: Made, secrets: Secrets, manifest: bytes) -> tuple[Leak, ...]:
    stretches = _Stretches(made.series)
    charts: dict[int, Places] = {}  # what each says, for all documents that show it
    known = {
        id(one): Said(one, made.drawings, charts) for one in (*made.documents, *made.decks.values(), made.workbook)
    }
    looked_for = secrets.figures or made.series
    words = _Words(
        secrets.wanted_beside(
            words
            for said in known.values()
            for account in (said.front, *said.sections.values())
            for words in account.said
        )
    )
    leaks = [leak for said in known.values() if looked_for for leak in _told(said, stretches, secrets)]
    for name, data in sorted(files.items()):
        archive = Archive(name, data) if is_archive(data) else None
        leaks += words.leaks(name, archive or data, name)
        if name == MANIFEST:
            if manifest and data != manifest:
                leaks.append(Leak(name, "other bytes", "it is not the pack's own"))
            continue
        document = made.of(name)
        if document is None:
            leaks.append(Leak(name, "a file", "no pack has a file of this name"))
            continue
        said = known[id(document)]
        pieces = tuple(_open(name, archive or data, said))
        for piece in pieces:
            if why := said.unaccounted(piece):
                leaks.append(Leak(piece.place, _shown(piece), why))
        leaks += words.leaks(name, b"", "\n".join(piece.words for piece in pieces))
    return tuple(dict.fromkeys(leaks))


def _shown(piece: Piece) -> str:
    words = piece.words or " ".join(f"{value:g}" for value in piece.values)
    return f"“{words[:80]}…”" if len(words) > 80 else f"“{words}”"


def _open(name: str, data: bytes | Archive, said: Said) -> Iterator[Piece]:
    """The pieces of a file, by its kind."""
    document = said.document
    if isinstance(data, Archive) != name.endswith((".xlsx", ".pptx")):
        yield Piece(name, Kind.FOREIGN, "a file of another kind than its name says")
    elif isinstance(data, Archive):
        sections = tuple(section.id for section in document.sections)
        sheets = (*_OPENING_SHEETS, *sections) if name.endswith(".xlsx") else ()
        yield from office_pieces(data, sheets, said.sections)
    elif name.endswith(".pdf"):
        yield from pdf_pieces(name, data, said.headed, said.places)
    else:
        yield from page_pieces(name, data, style_sheet(document.marking), said.places | said.links, said.references)


_OPENING_SHEETS = ("", "", "")  # cover, contents and notes belong to no section


# --- documents ----------------------------------------------------------------------------------------------------


def _told(said: Said, stretches: _Stretches, secrets: Secrets) -> Iterator[Leak]:
    """Numbers of withheld figures, and small trends of no series, in a document."""
    for section, account in (("first page", said.front), *said.sections.items()):
        where = f"{said.document.id}, {section}"
        for figure in sorted(account.shown & secrets.figures):
            yield Leak(where, figure, "a number of a withheld figure")
        for trend in account.trends:
            if stretches.series and not stretches.have(trend.values):
                yield Leak(where, trend.alt, "a small trend of no series that these readers may see")


class _Stretches:
    """Which values follow each other in one series; where nothing is held between is no matter (a year among quarters)."""

    def __init__(self, series: Sequence[Series]) -> None:
        self.series = [tuple(value for value in one if value is not None) for one in series]
        self.begun: dict[Decimal, list[tuple[int, int]]] = {}  # value -> where it stands: which series, at which place
        for which, held in enumerate(self.series):
            for at, value in enumerate(held):
                self.begun.setdefault(value, []).append((which, at))

    def have(self, values: Series) -> bool:
        """Whether one series has them one after the other."""
        wanted = tuple(value for value in values if value is not None)
        places = self.begun.get(wanted[0], ()) if wanted else ()
        return not wanted or any(self.series[which][at : at + len(wanted)] == wanted for which, at in places)


# --- files --------------------------------------------------------------------------------------------------------


class Said:
    """All that a document says, section by section."""

    def __init__(self, document: Document, drawn: Drawings, charts: dict[int, Places]) -> None:
        self.document, self.drawn, self.known = document, drawn, charts
        self.is_workbook = document.id == "workbook"
        self._charts: dict[Size, Set[str]] = {}

    @cached_property
    def front(self) -> Account:
        """What stands on every page, and on the first."""
        return front_of(self.document, self.is_workbook)

    @cached_property
    def sections(self) -> Mapping[str, Account]:
        """Section -> what it says."""
        sections = self.document.sections
        marks = number_notes(sections) if self.is_workbook else [None for _ in sections]
        return {one.id: account_of(one, self.known, own) for one, own in zip(sections, marks, strict=True)}

    @cached_property
    def places(self) -> Set[str]:
        """What the places of a page are called after: its sections, their charts, tables and notes."""
        sections = self.document.sections
        blocks = (block for section in sections for block in section.blocks if isinstance(block, Chart | Table))
        notes = (f"{section.id}-note-{note.mark}" for section in sections for note in section.notes)
        return {*self.sections, *(block.id for block in blocks), *notes}

    @cached_property
    def links(self) -> Set[str]:
        """Every address that its words lead to."""
        return self.front.links.union(*(account.links for account in self.sections.values()))

    @cached_property
    def references(self) -> Set[str]:
        """Every figure from which a change is told."""
        return self.front.others.union(*(account.others for account in self.sections.values()))

    @cached_property
    def headed(self) -> Mapping[str, str]:
        """Headline -> the section that it begins."""
        return {squeezed(plain(section.headline)): section.id for section in self.document.sections}

    def draws(self, picture: str) -> bool:
        """Whether it is a picture of a page as it is drawn from the document. Charts are drawn in one size after the
        other until it is found: those of a page have been drawn for it, and others need not be."""
        return picture in self._small_drawings or any(picture in self._charts_in(size) for size in _SIZES)

    @cached_property
    def _small_drawings(self) -> Set[str]:
        made = {self.drawn.icon(which) for which in Icon}
        for thing in _drawn_of(self.document):
            if isinstance(thing, Trend):
                made.add(self.drawn.trend(thing))
            elif isinstance(thing, Span):
                made |= {self.drawn.span(thing, board) for board in (False, True)}
        return made

    def _charts_in(self, size: Size) -> Set[str]:
        if size not in self._charts:
            charts = (thing for thing in _drawn_of(self.document) if isinstance(thing, Chart))
            self._charts[size] = {self.drawn.chart(chart, size) for chart in charts}
        return self._charts[size]

    def unaccounted(self, piece: Piece) -> str:
        """Why a piece cannot come from the document, or nothing."""
        if piece.kind is Kind.FOREIGN:
            return "no pack has this"
        if piece.kind is Kind.DRAWING:
            return "" if self.draws(piece.words) else "a drawing that the document does not have"
        if piece.kind not in _ASKED and not piece.values and not has_number(piece.words):
            return ""
        base, _, number = piece.section.rpartition("-")
        own = self.sections.get(piece.section) or self.sections.get(base)  # a slide may be the second or third of one
        if piece.kind is Kind.FIGURE:
            known = any(one.prints(piece.key, piece.words) for one in (own, self.front) if one)
            return "" if known else "no such figure in the document"
        if piece.kind is Kind.VALUES and own:
            return self._in_chart(own, piece)
        words = piece.words.replace(f"(continued, {number})", "")
        if (own or self.front).says(piece, words) or (
            own and has_letter(form(words)) and self.front.says(piece, words)
        ):
            return ""
        if words in self.links:
            return ""
        return "nothing in the document says this"

    def _in_chart(self, own: Account, piece: Piece) -> str:
        """Why a chart does not say it at that place, or nothing. Of a chart's value one sheet says whose it is."""
        cells = tuple(piece.words.split(" | ")) if piece.words else ()
        sourced = len(cells) == _SOURCED and cells[2:] in own.sourced
        if not own.texts.has_cells(cells[:2] if sourced else cells):
            return "words that the document does not have there"
        if sourced:
            return ""
        numbers = counted(numbers_in(piece.words)) if piece.words else {}
        chart = own.charts.get(piece.chart)
        known = chart is not None and chart().accounts(piece.at, numbers, piece.values)
        return "" if known else "not what the chart says there"


_SIZES = (Size.WIDE, Size.SMALL, Size.SECTION)  # of charts, those that most pages have first
_ASKED = (Kind.FIGURE, Kind.VALUES)  # whether they have a number or not
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


class _Words:
    """Looks for words that may not be seen in texts and in bytes: as they stand, in two bytes a letter, as pages and programs
    write signs, and in archives however deep. Bytes that stand in several archives are looked through once."""

    def __init__(self, wanted: Sequence[tuple[str, str]]) -> None:
        self.wanted = wanted
        self._groups = _with_a_stretch_alike(self.wanted)
        self._found: dict[str | bytes, Set[tuple[str, str]]] = {}

    def leaks(self, name: str, data: bytes | Archive, text: str) -> Iterator[Leak]:
        """The words that stand in a text or in bytes, as leaks of the file or part of that name."""
        if not self.wanted:
            return
        found = self._once(text, [text, text[::-1]])  # backwards as well
        if not isinstance(data, Archive):
            found |= self._once(data, _readings(data))
        yield from (
            Leak(name, f"words of {one[1]}", "these readers may not see them") for one in self.wanted if one in found
        )
        if isinstance(data, Archive):
            for part, content in data.holds():
                yield from self.leaks(f"{name}, {part}", content, part)

    def _once(self, what: str | bytes, texts: Iterable[str]) -> Set[tuple[str, str]]:
        if what not in self._found:
            self._found[what] = self._among(texts)
        return self._found[what]

    def _among(self, texts: Iterable[str]) -> Set[tuple[str, str]]:
        """The words that stand in one of the texts, with where they are from."""
        searched = "|".join(map(loose, texts))  # a mark, which no words have
        standing = (group for stretch, group in self._groups if stretch in searched)
        return {one for group in standing for one in group if one[0] in searched}


def _with_a_stretch_alike(wanted: Iterable[tuple[str, str]]) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """Words in few groups, each with a stretch of letters that all of it have (where mailboxes are, how names of files end).
    Where that does not stand none of them does, which one look tells."""
    having: dict[str, list[tuple[str, str]]] = {}
    for one in wanted:
        for stretch in {one[0][at : at + _STRETCH] for at in range(len(one[0]) - _STRETCH + 1)}:
            having.setdefault(stretch, []).append(one)
    several = {stretch: tuple(held) for stretch, held in having.items() if len(held) > 1}
    groups, left = list[tuple[str, Sequence[tuple[str, str]]]](), dict.fromkeys(wanted)
    while several:
        stretch = max(several, key=lambda one: (len(several[one]), one))
        group = several.pop(stretch)
        groups.append((stretch, group))
        for one in group:
            del left[one]
        rest = {part: tuple(one for one in held if one in left) for part, held in several.items()}
        several = {part: held for part, held in rest.items() if len(held) > 1}
    return [*groups, *((one[0], (one,)) for one in left)]


_STRETCH = 10  # letters


def _without_markup(text: str) -> str:
    """What `<[^<>]*>` leaves: parted at its marks, each kind of part once, which takes a fraction of the time of a pattern."""
    first, *rest = text.split("<")
    words = {one: _behind_mark(one) for one in set(rest)}
    return first + "".join(map(words.__getitem__, rest))


def _behind_mark(part: str) -> str:
    before, mark, after = part.partition(">")
    return after if mark else f"<{before}"


_WRITTEN = (re.compile(r"\\u([0-9a-fA-F]{4})"), re.compile(r"%([0-9a-fA-F]{2})"))  # by programs, in addresses


def _readings(data: bytes) -> Iterator[str]:
    """The ways in which bytes may hold words; a way that changes nothing is not given twice."""
    if not data:
        return
    whole = data.decode("utf-8", "ignore")
    # Markup may stand between words, and words in markup: in comments and attributes. Where there is any, signs are written.
    texts = [html.unescape(text) for text in (whole, _without_markup(whole))] if "<" in whole else [whole]
    for text in texts:
        yield text
        for written in _WRITTEN:
            if written.search(text):
                yield written.sub(lambda found: chr(int(found[1], 16)), text)
    if data.count(b"\0") > len(data) // 8:
        yield data.decode("utf-16-le", "replace")
        yield data[1:].decode("utf-16-le", "replace")
