"""A file of one quarter beside the quarters held: figures that add up since April, a category that leaps in the
nation, counts that were copied, and all that is not like the quarter beside it (`app/unlike_quarter.py`).

Such a file agrees with itself in every percentage and sum; only other quarters show it. Of sixteen quarters published no
category of the nation was below 0.41 or above 1.35 times that of the quarter before (the 0.41 is a category that was given a
narrower meaning).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from assize.app.reader import NATION
from assize.app.unlike_quarter import Beside, Unlike, copied, unlike
from assize.core.errors import Problem
from assize.core.nouns import Edition, Trust
from assize.core.periods import MONTHS_IN_QUARTER, Period
from assize.core.reading import Reading, Written
from assize.core.specs import Catalogue
from assize.core.wording import listed
from assize.store.ends import Cell, figures_in

if TYPE_CHECKING:
    from assize.ingest.layouts import Doubt
    from assize.store.store import Store

_CATEGORY = {"cps-case-outcomes": "offence_category"}  # of sources whose files are of one quarter, by their name alone
_LEAP = 3  # times, or that part
_MANY = 500  # defendants of the nation in the larger of two quarters, of whom so few leap by no chance
_CELLS = 30  # that are not nought; genuine quarters are not all as large as the quarters before them taken together
_NEAREST = 4  # quarters, among which a count finds its like
_SHOWN = 5
_PUBLISHERS = "Load the publisher's own file."

Figures = Mapping[Cell, Decimal]


def unlike_quarters(store: Store, catalogue: Catalogue, reading: Reading) -> list[Problem]:
    """Doubts a file of one quarter of which the quarters held show that it may be of another span, or under wrong headers."""
    quarter, dimension = reading.last_period, _CATEGORY.get(reading.source)
    if dimension is None or reading.first_period != quarter or not quarter.is_quarter:
        return []
    held = _held(store, reading)
    if not held or dimension not in reading.dimensions:
        return []
    assert isinstance(reading.content, Written)  # a question over its figures needs them in a file
    own = figures_in(reading.content.path, (dimension,), reading.dimensions)
    before = [quarter.later(-steps) for steps in range(1, quarter.financial_quarter[1])]
    if before and all(one in held for one in before):
        earlier = [store.figures_of(held[one], (dimension,)) for one in before]
        if _holds_all(own, earlier):
            return [_to_date(reading, [held[one] for one in reversed(before)])]
    figures = {one: store.figures_of(edition, (dimension,)) for one, edition in held.items()}
    return [*_unlike(reading, own, held, figures, catalogue)]


def _held(store: Store, reading: Reading) -> dict[Period, Edition]:
    """The latest held edition of each single quarter of the source, other files than this."""
    found: dict[Period, Edition] = {}
    for edition in sorted(
        store.editions(source=reading.source, awaiting=True), key=lambda one: (one.released, one.key)
    ):
        single = edition.first_period == edition.last_period and edition.first_period.months == MONTHS_IN_QUARTER
        if single and edition.sha256 != reading.sha256 and edition.trust is not Trust.HISTORY:
            found[edition.first_period] = edition
    return found


def _holds_all(own: Figures, earlier: Sequence[Figures]) -> bool:
    """Whether every figure is as large as those of the earlier quarters of its year together, and most are larger."""
    shared = [cell for cell in own if all(cell in one for one in earlier)]
    sums = {cell: sum((one[cell] for one in earlier), Decimal(0)) for cell in shared}
    some = [cell for cell in shared if sums[cell]]
    larger = sum(own[cell] > sums[cell] for cell in some)
    return len(some) >= _CELLS and all(own[cell] >= sums[cell] for cell in some) and larger * 2 > len(some)


def _to_date(reading: Reading, before: list[Edition]) -> Doubt:
    from assize.ingest.layouts import Doubt

    quarters = listed([edition.last_period.slug for edition in before])
    return Doubt(
        "every figure is at least the sum of the quarters before it in its year, so the file may be of the year to date",
        reading.file,
        found=f"no figure below that of {quarters}" + (" together" if len(before) > 1 else ""),
        expected="the three months of one quarter",
        fix="Load the publisher's quarterly file.",
        key=f"year-to-date@{reading.last_period.id}",
    )


def _leaps(own: Figures, other: Figures) -> list[tuple[str, Decimal, Decimal]]:
    """The categories of the nation that are three times those of the quarter beside, or a third: (word, its, the other's)."""
    totals: list[dict[str, Decimal]] = []
    for figures in (own, other):
        totals.append({})
        for (area, _, (word,)), value in figures.items():
            if area == NATION:
                totals[-1][word] = totals[-1].get(word, Decimal(0)) + value
    here, there = totals
    return [
        (word, here[word], there[word])
        for word in sorted(here.keys() & there.keys())
        if max(here[word], there[word]) >= _MANY and not here[word] < _LEAP * there[word] < _LEAP * _LEAP * here[word]
    ]


def _unlike(
    reading: Reading,
    own: Figures,
    held: Mapping[Period, Edition],
    figures: Mapping[Period, Figures],
    catalogue: Catalogue,
) -> list[Doubt]:
    """What is a copy of any other quarter held, and what is not like the quarter beside it."""

    def beside(one: Period, without: Collection[str] = ()) -> Beside:
        then = f"{one.slug} ({held[one].file})"
        some = {cell: value for cell, value in own.items() if cell[2][0] not in without}
        return Beside.of(some, figures[one], NATION, lambda area: catalogue.areas[area].name, then)

    doubts = []
    others = sorted(held.keys() - {reading.last_period})  # a later edition of a quarter repeats most of the one before
    found = [copy for one in others if (copy := copied(beside(one), one.id))]
    near = [one for one in _near(reading.last_period) if one in held][:_NEAREST]
    if near and near[0] in (reading.last_period.later(-1), reading.last_period.later(1)):
        leaps = _leaps(own, figures[near[0]])
        if leaps:
            doubts.append(_leap(reading, held[near[0]], leaps))
        found += unlike([beside(one, without={word for word, _, _ in leaps}) for one in near])
    return [*doubts, *_doubts(reading, found)]


def _near(quarter: Period) -> Iterator[Period]:
    """The quarters of a year before and after, the nearest first."""
    for steps in range(1, _NEAREST + 1):
        yield from (quarter.later(-steps), quarter.later(steps))


def _doubts(reading: Reading, found: Sequence[Unlike]) -> list[Doubt]:
    """A doubt for each finding; of more than are shown, one for the rest."""
    from assize.ingest.layouts import Doubt

    quarter = reading.last_period.id
    doubts = [
        Doubt(one.what, reading.file, one.found, one.expected, _PUBLISHERS, key=f"{one.key}@{quarter}")
        for one in found[:_SHOWN]
    ]
    if (more := len(found) - _SHOWN) > 0:
        what = "more counts are not like those of the quarter beside it"
        doubts.append(Doubt(what, reading.file, f"{more}", fix=_PUBLISHERS, key=f"{more}-more@{quarter}"))
    return doubts


def _leap(reading: Reading, beside: Edition, leaps: list[tuple[str, Decimal, Decimal]]) -> Doubt:
    from assize.ingest.layouts import Doubt

    said = [f"{here:,.0f} of {word.replace('-', ' ')}, where {there:,.0f} were" for word, here, there in leaps]
    return Doubt(
        "a category of the nation has three times the cases of the quarter beside it, or a third, so headers may have been"
        " exchanged or the file may be of another span",
        reading.file,
        found=listed(said, _SHOWN),
        expected=f"about as many as in {beside.last_period.slug} ({beside.file})",
        fix=_PUBLISHERS,
        key=f"leap@{reading.last_period.id}",
    )
