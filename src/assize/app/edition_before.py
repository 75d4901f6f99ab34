"""A file beside the edition of its publication that is nearest in time: figures under other words than there, multiplied by one
number, or gone.

A file of which two areas, two columns or two quarters have each other's figures, or in which a series is in another unit,
agrees with itself in every sum. Where another edition of the same figures is held it shows, and the file is doubted until an
office says that it is so. What a file leaves out that the other had is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assize.core.errors import Problem
from assize.core.nouns import Edition
from assize.core.periods import parse_period
from assize.core.reading import Reading, Written
from assize.core.specs import Catalogue
from assize.core.wording import date_words, listed, period_words

if TYPE_CHECKING:
    from assize.ingest.layouts import Doubt
    from assize.store.beside import Beside, Elsewhere, Multiplied, Shuffled
    from assize.store.store import Store

_LOOKUPS = "area-lookups"  # its figures are all one
_TRIED = 4  # editions of a publication with several files: the nearest that shares figures
_FEWEST = 20  # figures in both
_SHOWN = 5
_PUBLISHERS = "Load the publisher's own file."


@dataclass(frozen=True)
class _Pair:
    """A file, the edition it is compared with, and how things are called."""

    reading: Reading
    other: Edition
    catalogue: Catalogue

    def named(self, key: str, word: str) -> str:
        """A word of a key as a person calls it."""
        source = self.catalogue.sources[self.reading.source]
        if key == "area":
            return self.catalogue.areas[word].name if word in self.catalogue.areas else word
        if key == "period":
            return period_words(parse_period(word))
        if key == "words":
            field, _, words = word.partition(" ")
            return f"{self.named('field', field)} ({' '.join(words.split())})"
        return f"'{source.fields.get(word, word.replace('_', ' ')) if key == 'field' else word.strip()}'"

    @property
    def said(self) -> str:
        return f"{self.other.file}, released on {date_words(self.other.released)}"

    def doubt(self, what: str, found: Sequence[str], expected: str, key: str) -> Doubt:
        from assize.ingest.layouts import Doubt

        named = f"{key}@{self.reading.last_period.id}"
        return Doubt(what, self.reading.file, listed(list(found), _SHOWN), expected, _PUBLISHERS, key=named)


def unlike_edition_before(store: Store, catalogue: Catalogue, reading: Reading) -> list[Problem]:
    """Doubts a file whose figures stand under other words than in the edition nearest to it, or are all that edition's times
    one number, and says what it leaves out that the edition before had.
    """
    if reading.source == _LOOKUPS:
        return []
    assert isinstance(reading.content, Written)  # a question over its figures needs them in a file
    own = (reading.content.path, reading.dimensions)
    for edition in _near(store, reading):
        beside = store.beside(own, edition)
        try:
            pair = _Pair(reading, edition, catalogue)
            found: list[Problem] = [*_doubts(pair, beside)]
            if beside.shared < _FEWEST and not found:
                continue  # another file of the publication
            if edition.released <= reading.released and reading.whole_series:
                found += _gone(pair, beside)
        finally:
            beside.close()
        return found
    return []


def _near(store: Store, reading: Reading) -> list[Edition]:
    """The editions beside a file: those released before it, latest first, then those after."""
    found = store.editions_beside(reading)
    before = [one for one in found if one.released <= reading.released]
    after = [one for one in found if one.released > reading.released]
    return [*reversed(before), *after][:_TRIED]


def _doubts(pair: _Pair, beside: Beside) -> Iterator[Doubt]:
    elsewhere = beside.elsewhere()
    for key in dict.fromkeys(one.key for one in elsewhere):
        yield _exchanged(pair, key, [one for one in elsewhere if one.key == key])
    if not elsewhere and (shuffled := beside.shuffled()):
        yield _slid(pair, shuffled)
    if multiplied := beside.multiplied():
        yield _times(pair, multiplied)


def _exchanged(pair: _Pair, key: str, found: Sequence[Elsewhere]) -> Doubt:
    said = [
        f"{pair.named(key, one.word)} has {one.same:,} of {one.of:,} figures that {pair.named(key, one.other)} has there"
        for one in found
    ]
    if key == "period":
        what = "the figures of a period are those that another edition has for another period"
    elif key == "area":
        what = "the figures of a place are those that another edition has for another place"
    else:
        what = "figures stand under other words than in another edition"
    return pair.doubt(
        f"{what}, so they may have been exchanged or moved", said, f"as in {pair.said}", f"{key}-exchanged"
    )


def _slid(pair: _Pair, found: Sequence[Shuffled]) -> Doubt:
    said = [
        f"{one.moved:,} of {one.of:,}"
        + (f" of {pair.named('field', one.field)}" if one.field else "")
        + (f" in {pair.named('period', one.period)}" if one.period else "")
        for one in found
    ]
    return pair.doubt(
        "figures are those of another edition, in other lines than there, so they may have slipped",
        said,
        f"each in its line, as in {pair.said}",
        "slipped",
    )


def _times(pair: _Pair, found: Sequence[Multiplied]) -> Doubt:
    said = []
    for one in found:
        where = f" of {pair.named(one.key, one.word)}" if one.word else ""
        factor = f"{one.factor:.3g}" if one.factor < 1000 else f"{one.factor:,.0f}"
        said.append(f"{pair.named('field', one.field)}{where} is {factor} times as large in {one.cells:,} figures")
    return pair.doubt(
        "figures are those of another edition times one number, so they may be in another unit or of something else",
        said,
        f"as in {pair.said}, or restated each by as much as it will",
        "multiplied",
    )


def _gone(pair: _Pair, beside: Beside) -> Iterator[Problem]:
    """What the edition before had for the same periods, and its first and last periods, that this file has nothing of."""
    many = beside.left_out()
    gone = [
        f"{'' if one.key in ('field', 'area') else one.key.replace('_', ' ') + ' '}{pair.named(one.key, word)}"
        for one in beside.lacking()
        for word, _ in one.words
    ]
    if many:
        yield Problem(
            "the edition before has figures, for the same periods, that this file has nothing of",
            pair.reading.file,
            found=f"{many:,} figure{'s' if many != 1 else ''} gone"
            + (f", all of {listed(gone, _SHOWN)}" if gone else ""),
            expected=pair.said,
            fix="Where the publisher has not taken them out, the file was cut: load the publisher's own.",
            blocks=False,
        )
    if periods := beside.periods_gone():
        yield Problem(
            "the edition before has periods that this file has nothing of",
            pair.reading.file,
            found=listed([pair.named("period", one) for one in periods], _SHOWN),
            expected=pair.said,
            fix="Where the publisher has not taken them out, the file was cut: load the publisher's own.",
            blocks=False,
        )
