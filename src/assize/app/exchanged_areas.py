"""Two areas of a file that have each other's counts throughout: a neighbouring file of the publication shows it.

A year of outcomes in which two forces are exchanged agrees with itself in every line. Beside the year before each of the two is
like the other: no force's mixture and number of crimes come near another's from one year to the next.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from assize.app.crossing import Crossing
from assize.core.errors import Problem
from assize.core.nouns import Edition, Trust
from assize.core.reading import Reading, Written
from assize.core.specs import Catalogue
from assize.core.wording import listed

if TYPE_CHECKING:
    from assize.store.profiles import Apart
    from assize.store.store import Store

_MONTHS = 24  # between the ends of two files that are neighbours
# Of the squares of the differences from their own counts so much is left from each other's, and so many are gained. In the
# outcomes of 2017/18 and 2018/19 two of 44 forces have 1.30 times and more from each other's; any two exchanged have 0.77 at
# the most, and gain 1,050 at the least.
_LEFT, _GAIN = 0.85, 600.0
_SHOWN = 5


def exchanged_areas(store: Store, catalogue: Catalogue, reading: Reading) -> list[Problem]:
    """Doubts a file in which two areas have each the counts of the other, by the file nearest in time that shares no period."""
    from assize.ingest.layouts import Doubt
    from assize.store.profiles import areas_apart

    other = _neighbour(store, reading) if reading.dimensions else None
    if other is None:
        return []
    assert isinstance(reading.content, Written)  # a question over its figures needs them in a file
    apart = areas_apart((reading.content.path, reading.dimensions), store.table_of(other))
    pairs = list(dict.fromkeys(pair for squares in apart.values() for pair in _exchanged(squares)))
    return [
        Doubt(
            "two places have each the counts of the other, so their names may have been exchanged",
            reading.file,
            found=listed([catalogue.areas[one].name if one in catalogue.areas else one for one in pair]),
            expected=f"counts like those of '{other.file}'",
            fix="Load the publisher's own file.",
            key=f"exchanged-{'-'.join(pair)}@{reading.last_period.id}",
        )
        for pair in pairs[:_SHOWN]
    ]


def _neighbour(store: Store, reading: Reading) -> Edition | None:
    """The edition of another period, in the layout of this file, whose last period is nearest to its own."""
    end = reading.last_period.last_day

    def months(edition: Edition) -> int:
        day = edition.last_period.last_day
        return abs((day.year - end.year) * 12 + day.month - end.month)

    found = [
        edition
        for edition in store.editions(source=reading.source, awaiting=True)
        if edition.layout == reading.layout
        and edition.trust is not Trust.HISTORY
        and (edition.last_period < reading.first_period or edition.first_period > reading.last_period)
        and months(edition) <= _MONTHS
    ]
    return min(found, key=lambda one: (months(one), one.released, one.sha256), default=None)


def _exchanged(squares: Apart) -> list[tuple[str, str]]:
    """The pairs of areas that are together nearer to each other's counts, by far; an area stands in one pair, the likeliest."""
    areas = sorted({one for one, _ in squares})
    likely: list[tuple[float, tuple[str, str]]] = []
    for one, other in combinations(areas, 2):
        found = Crossing((squares[one, one], squares[other, other]), (squares[one, other], squares[other, one]))
        if found.share <= _LEFT and found.gain >= _GAIN:
            likely.append((found.share, (one, other)))
    pairs: list[tuple[str, str]] = []
    for _, pair in sorted(likely):
        if not {*pair} & {area for each in pairs for area in each}:
            pairs.append(pair)
    return pairs
