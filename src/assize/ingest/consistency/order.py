"""Names of places, or periods, that stand one or more cells beside their figures: their order begins in the middle.

A publisher lists places by the alphabet or in an order of its own, and periods by time, one way or the other. A column of
names that slid by a cell begins with the last of the alphabet and goes on with the first; a row of headers that slid ends
with the first of its periods. An order of the publisher's own has no such seam, and is left as it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

from assize.core.errors import Problem
from assize.core.periods import MONTHS_IN_QUARTER
from assize.core.reading import Row
from assize.ingest.consistency.slid_series import slid_series
from assize.ingest.consistency.standing import columns_of, place_in_file
from assize.ingest.layouts import SHOWN, Doubt

_ENOUGH_PLACES = 8  # that stand in one order by chance once in 40,000 tables
_ENOUGH_PERIODS = 4
_FAR = 4  # cells by which names may have slid
_STRAY = 0.05  # of the places that may stand out of the alphabet (City of London under L)
_ENOUGH_FIGURES, _ENOUGH_BLOCKS = 5, 4  # lines of a period, and periods, each of them in order of size
_IN_ORDER = 0.9  # of the periods
_OWN_FILE = "Load the publisher's own file."


def check_order(rows: Sequence[Row], dimensions: Sequence[str], name: str, names: Mapping[str, str]) -> list[Problem]:
    """Refuses a table in which the names of places, or the periods, have slid beside their figures.

    `name` is the file's, `names` gives areas as they are called.
    """
    found = [*_slid_places(rows, name, names), *_slid_periods(rows, name), *_slid_figures(rows, name)]
    return [*found, *slid_series(rows, name)][:SHOWN]


def _slid_places(rows: Sequence[Row], name: str, names: Mapping[str, str]) -> Iterator[Problem]:
    """A table, one of whose columns has its places in the order of the alphabet but for a seam."""
    columns: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        columns[row.sheet, row.field, row.period, row.dimensions].append(row)
    told: set[tuple[str, str]] = set()
    for column in columns.values():
        said = (column[0].sheet, column[0].dimensions[0] if column[0].dimensions else "")
        if len(column) < _ENOUGH_PLACES or said in told:
            continue
        down = sorted(column, key=place_in_file)
        places = [row for row in down if row.area in names and not _is_whole(row.area)]
        seam = _seam([_letters(names[row.area]) for row in places], int(len(places) * _STRAY))
        if len({row.area for row in places}) == len(places) >= _ENOUGH_PLACES and seam:
            told.add(said)
            yield Doubt(
                "the names of places stand in the order of the alphabet, but for where it begins: they may have slid beside"
                " their figures",
                f"{name} [{places[0].place}]",
                found=f"{names[places[seam - 1].area]} before {names[places[seam].area]}",
                expected=f"{names[places[seam].area]} first and {names[places[seam - 1].area]} last",
                fix=_OWN_FILE,
                key=f"order-of-places@{max(row.period for row in rows).id}",
            )


def _is_whole(area: str) -> bool:
    return area == "england-and-wales"


def _letters(name: str) -> str:
    return re.sub(r"[^a-z]+", " ", name.casefold().replace("&", "and")).strip()


def _seam(order: Sequence[Any], stray: int = 0) -> int:
    """Where an order that rises once around begins, if that is not at its beginning but near one of its ends; else 0.

    `stray` members may stand where they do not belong.
    """
    many = len(order)
    for at in (*range(1, min(_FAR, many - 1) + 1), *range(max(many - _FAR, 1), many)):
        turned = [*order[at:], *order[:at]]
        falls = sum(one > other for one, other in pairwise(turned))
        if falls <= stray and turned[0] == min(order) and turned[-1] == max(order):
            return int(at)
    return 0


def _slid_periods(rows: Sequence[Row], name: str) -> Iterator[Problem]:
    """A table, the periods of most of whose series follow each other by equal steps, in an order that has a seam or, across
    columns, in which two have changed places.
    """
    series: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        series[row.sheet, row.area, row.field, row.dimensions, row.period.months].append(row)
    found: dict[tuple[str, str], list[tuple[str, Row] | None]] = defaultdict(list)
    for of_it in series.values():
        if len(of_it) >= _ENOUGH_PERIODS:
            at = (of_it[0].sheet, of_it[0].dimensions[0] if of_it[0].dimensions else "")
            found[at].append(_disorder(of_it))
    for each in found.values():
        wrong = [one for one in each if one]
        if len(wrong) * 2 > len(each):
            said, row = wrong[0]
            yield Doubt(
                "the periods of a table follow each other, but for where they begin or for two of them: their headers may have"
                " slid or changed places",
                f"{name} [{row.place}]",
                found=said,
                expected="periods in the order of time",
                fix=_OWN_FILE,
                key=f"order-of-periods@{max(row.period for row in rows).id}",
            )


def _disorder(of_it: Sequence[Row]) -> tuple[str, Row] | None:
    """What is wrong with the order of a series that goes from its first period to its last by equal steps, and where."""
    along = sorted(of_it, key=place_in_file)
    steps = [row.period.index for row in along]
    gaps = {other - one for one, other in pairwise(sorted(steps))}
    # Years that overlap by a half stand beside each other in tables that compare; rolling years move by a quarter.
    if len(gaps) != 1 or not (min(gaps) == MONTHS_IN_QUARTER or min(gaps) >= along[0].period.months):
        return None
    falling = [-one for one in steps]
    for order in (steps, falling):
        if seam := _seam(order):
            return f"{along[seam - 1].period.id} before {along[seam].period.id}", along[seam]
    if len({place_in_file(row)[0] for row in along}) > 1:
        return None  # rows may be sorted by their words
    for order in (steps, falling):
        apart = [at for at, (one, right) in enumerate(zip(order, sorted(order), strict=True)) if one != right]
        if len(apart) == 2:
            one, other = (along[at] for at in apart)
            return f"{one.period.id} before {other.period.id}", one
    return None


def _slid_figures(rows: Sequence[Row], name: str) -> Iterator[Problem]:
    """A column whose figures stand in order of size in each period, but for the first or last few of some: the publisher
    sorted the lines by it, and it has slid.
    """
    for column in columns_of(rows):
        blocks = [list(block) for _, block in groupby(column, key=lambda row: row.period)]
        seams = [_late(block) for block in blocks if len(block) >= _ENOUGH_FIGURES]
        if len(seams) < max(_ENOUGH_BLOCKS, _IN_ORDER * len(blocks)):
            continue
        slid = [row for row in seams if isinstance(row, Row)]
        if len(slid) > 1 and sum(seam is not None for seam in seams) >= _IN_ORDER * len(seams):
            yield Doubt(
                "the figures of each period stand in order of size, but for where it begins or ends: the column may have slid"
                " beside the others",
                f"{name} [{slid[0].place}]",
                found=f"{slid[0].raw.strip()}, and so in {len(slid)} of {len(seams)} periods",
                expected="figures in order from the first to the last",
                fix=_OWN_FILE,
                key=f"order-of-figures@{max(row.period for row in rows).id}",
            )


def _late(block: Sequence[Row]) -> Row | bool | None:
    """The figure at which the order of a period begins late or ends early; True where it is whole, None where there is none."""
    values = [row.value or 0 for row in block]
    if len(set(values)) < _ENOUGH_FIGURES:
        return None
    for order in (values, [-value for value in values]):
        falls = [at for at, (one, other) in enumerate(pairwise(order)) if one > other]
        if not falls:
            return True
        if len(falls) == 1 and (falls[0] < _FAR or len(values) - 1 - falls[0] <= _FAR):
            return block[falls[0]]
    return None
