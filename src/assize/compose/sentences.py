"""Every text of a pack's documents, with what it speaks of: what `explain` goes through when it is given a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeGuard

from assize.compose.beside import BESIDE, YEAR
from assize.compose.build import lede_keys
from assize.compose.exhibits import section_id
from assize.core.document import (
    Block,
    Callout,
    CalloutKind,
    Chart,
    Document,
    Inline,
    Judged,
    KeyFigures,
    Number,
    Row,
    Section,
    Table,
    Text,
    Words,
    plain,
)
from assize.core.material import Material, MeasureKey
from assize.core.sentences import Ground, Stated

Keys = tuple[MeasureKey, ...]

_ENDINGS = {
    "-among-areas": Ground.AREAS,
    "-flow": Ground.FLOW,
    "-in-bands": Ground.BANDS,
    "-by-group": Ground.RATES,
    "-within-the-area": Ground.PLACES,
}
_TALLIES = ("headline-measures", "more-")


def stated_in(material: Material, documents: Iterable[Document]) -> Iterator[Stated]:
    """The texts of documents in their order. Of tables the judgements alone: any other cell is a figure, with a reference."""
    walk = _Walk(material)
    for document in documents:
        report = material.catalogue.reports.get(document.id)
        if document.lede:
            keys = lede_keys(material, report) if report is not None else ()
            yield _stated(document.lede, document, None, Ground.TALLY if keys else Ground.NOTHING, keys)
        for section in document.sections:
            yield from walk.texts(document, section)


class _Walk:
    """Goes through sections, knowing which measure a section or a figure is of."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._by_id = {section_id(key): key for key in material.measured}
        self._latest = {one.series.latest.reference: key for key, one in material.measured.items()}

    def texts(self, document: Document, section: Section) -> Iterator[Stated]:
        ground, keys = self._of(section)
        yield _stated(section.headline, document, section, ground, keys)
        yield _stated(section.subtitle, document, section, Ground.NOTHING)
        for block in section.blocks:
            for words, judges in _texts(block):
                yield _stated(words, document, section, *((ground, keys) if judges else (Ground.NOTHING, ())))
            for row in block.rows if isinstance(block, Table) else ():
                own = self._measures([part for cell in row.cells for part in _words_of(cell.content)])[:1]
                # On the page of all areas a word says where the board stands among them, and not how its series went.
                judged = (ground, own or keys) if ground is Ground.AREAS or not own else (Ground.MEASURE, own)
                yield from (_stated(words, document, section, *judged) for words in _judged_cells(row))
        for note in section.notes:
            own = self._measures(note.words)
            yield _stated(note.words, document, section, *((Ground.MEASURE, own) if own else (ground, keys)))

    def _of(self, section: Section) -> tuple[Ground, Keys]:
        """What a section speaks of, by its name; of a table of measures, those in its lines."""
        material = self._material
        for ending, ground in (("", Ground.MEASURE), (BESIDE, Ground.BESIDE), (YEAR, Ground.YEAR)):
            own = self._by_id.get(section.id.removesuffix(ending)) if section.id.endswith(ending) else None
            if own is not None:
                return ground, (own,)
        if section.id == "across-areas":
            return Ground.AREAS, tuple((name, "") for name in material.positions)
        if section.id == "areas-that-improved":
            return Ground.IMPROVED, tuple((name, "") for name, one in material.positions.items() if one.improved)
        if section.id.startswith(_TALLIES):
            rows = [row for block in section.blocks if isinstance(block, Table) for row in block.rows]
            return Ground.TALLY, self._measures(
                [part for row in rows for cell in row.cells for part in _words_of(cell.content)]
            )
        for ending, ground in _ENDINGS.items():
            name = section.id.removesuffix(ending)
            if name != section.id and name in material.catalogue.metrics:
                return ground, ((name, ""),)
        split = next((name for name in material.catalogue.metrics if section.id.startswith(f"{name}-by-")), "")
        return (Ground.GROUPS, ((split, ""),)) if split else (Ground.NOTHING, ())

    def _measures(self, words: Iterable[Inline]) -> Keys:
        """The measures whose latest figures stand among these words, each once."""
        return tuple(dict.fromkeys(self._latest[part.figure] for part in words if self._is_latest(part)))

    def _is_latest(self, part: Inline) -> TypeGuard[Number]:
        return isinstance(part, Number) and part.figure in self._latest


def _texts(block: Block) -> Iterator[tuple[Words, bool]]:
    """The texts of a block, and whether each may carry a judgement; a person's own words are theirs to explain."""
    match block:
        case Text():
            yield from ((words, True) for words in block.paragraphs)
        case Callout():
            yield block.words, block.kind is not CalloutKind.SOURCE
        case KeyFigures():
            yield from ((item.words, True) for item in block.items)
        case Chart():
            yield block.caption, False
            yield block.note, False
            yield from ((note.words, True) for note in block.annotations)
        case _:
            return


def _words_of(content: object) -> Words:
    return content if isinstance(content, tuple) else ()


def _judged_cells(row: Row) -> Iterator[Words]:
    return (cell.content.words for cell in row.cells if isinstance(cell.content, Judged))


def _stated(words: Words, document: Document, section: Section | None, ground: Ground, keys: Keys = ()) -> Stated:
    figures = dict.fromkeys(part.figure for part in words if isinstance(part, Number) and part.figure)
    where = plain(section.headline) if section is not None else ""
    return Stated(plain(words), document.title, where, ground, keys, tuple(figures))
