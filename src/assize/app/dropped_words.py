"""Words that a file has nothing of, though the edition before had them for the same periods: it was cut or filtered.

A file without a type of receipt or an offence group is read without a fault, and every sum is short of it. Where the edition
before is held it shows. Another word in the place of one that is gone is the publisher's new name for it and no lack.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assize.core.errors import Problem
from assize.core.nouns import Edition
from assize.core.reading import Reading, Written
from assize.core.specs import Catalogue
from assize.core.wording import date_words, listed
from assize.store.ends import Combination, words_in

if TYPE_CHECKING:
    from assize.ingest.layouts import Doubt
    from assize.store.store import Store

_SHARE = 0.01  # of the earlier edition's figures: a word of fewer may have none in the next
_SHOWN = 5


def words_gone(store: Store, catalogue: Catalogue, reading: Reading) -> list[Problem]:
    """Doubts a file that lacks words which the edition before has for its periods."""
    if not reading.dimensions:
        return []
    earlier = [edition for edition in store.editions_beside(reading) if edition.released <= reading.released]
    if not earlier:
        return []
    before = earlier[-1]
    assert isinstance(reading.content, Written)  # a question over its figures needs them in a file
    own = words_in(reading.content.path, reading.dimensions, reading.dimensions)
    fields = {field for field, _ in own}
    periods = sorted({covered.period.id for covered in reading.covers})
    held = store.words_of(before, reading.dimensions, periods)
    held = Counter({key: many for key, many in held.items() if key[0] in fields})
    return [_doubt(reading, before, *one) for one in _lacking(reading.dimensions, own, held)]


def _lacking(
    dimensions: Sequence[str], own: Counter[Combination], held: Counter[Combination]
) -> Iterator[tuple[str, list[str], int]]:
    """Each dimension, its words that only the edition before has, and how many figures it had of them."""
    for at, dimension in enumerate(dimensions):
        now, then = (_by_word(each, at) for each in (own, held))
        gone = [word for word, many in then.items() if word not in now and many >= _SHARE * then.total()]
        if gone and now.keys() <= then.keys() and len(gone) * 2 <= len(then):
            yield dimension, sorted(gone), sum(then[word] for word in gone)


def _by_word(combinations: Counter[Combination], at: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for (_, words), many in combinations.items():
        if words[at]:
            found[words[at]] += many
    return found


def _doubt(reading: Reading, before: Edition, dimension: str, words: list[str], cells: int) -> Doubt:
    from assize.ingest.layouts import Doubt

    named = listed([f"'{word}'" for word in words], _SHOWN)
    kind = dimension.replace("_", " ").replace("lcjb", "LCJB")
    return Doubt(
        f"the edition before has, for the same periods, words of the {kind} that this file has nothing of, so its sums would be"
        " short of them",
        reading.file,
        found=f"no {named}; {before.file}, released on {date_words(before.released)}, has {cells:,} figures of them",
        expected="all that the edition before had",
        fix="Load the publisher's own file, whole.",
        key=f"lacks-{dimension}@{reading.last_period.id}",
    )
