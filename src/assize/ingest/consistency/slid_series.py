"""A column that slid by some lines in a table that lists each place's periods one below the other.

Beside the names the last lines of each place then hold what the next place had first, or the first lines what the place above
had last. Places differ far more from each other than one of them from its own periods.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from math import log
from statistics import median

from assize.core.reading import Row
from assize.ingest.consistency.standing import columns_of
from assize.ingest.layouts import Doubt

_PERIODS = 5  # beside a seam, from which on a place's usual figure there is known; over more years it may have grown
_SEAMS = 5  # between places that tell
_APART = 4  # times as far as a place's own figures lie from what is usual of it, places must differ to tell whose a figure is
_CLOSE = 0.05  # a place's figures are taken to lie at least so far from what is usual of it
_MOSTLY = 0.8  # of the seams that tell
_LEAST = 20  # smaller figures move too much by themselves


def slid_series(rows: Sequence[Row], name: str) -> Iterator[Doubt]:
    """Doubts the first column that has slid so; `name` is the file's."""
    for column in columns_of(rows):
        blocks = [list(block) for _, block in groupby(column, key=lambda row: (row.area, row.field, row.dimensions))]
        if len({block[0].area for block in blocks}) <= _SEAMS or not _in_one_order(blocks):
            continue
        for late in (True, False):
            strange = list(_ends(blocks, late))
            if len(strange) >= _SEAMS and sum(belongs for _, belongs in strange) >= _MOSTLY * len(strange):
                row = next(row for row, belongs in strange if belongs)
                yield Doubt(
                    f"a column has {'last' if late else 'first'} of most places what is usual of the place"
                    f" {'below' if late else 'above'}, so it may have slid beside the others",
                    f"{name} [{row.place}]",
                    found=f"{row.raw.strip()}, and so in {sum(belongs for _, belongs in strange)} of {len(strange)} places",
                    expected="figures beside their own places",
                    fix="Load the publisher's own file.",
                    key=f"slid-series@{max(row.period for row in rows).id}",
                )
                return


def _in_one_order(blocks: Sequence[Sequence[Row]]) -> bool:
    """Whether nearly every place has the same periods, more than a few, in one order."""
    orders = [tuple(row.period for row in block) for block in blocks]
    return len(orders[0]) >= _PERIODS and orders.count(orders[0]) >= _MOSTLY * len(orders)


def _ends(blocks: Sequence[Sequence[Row]], late: bool) -> Iterator[tuple[Row, bool]]:
    """The figure at the seam between two places that differ, and whether it is like the other place's rather than its own's."""
    for above, below in pairwise(blocks):
        own, other = (above, below) if late else (below, above)
        at = own[-1] if late else own[0]
        near = (own[-_PERIODS:], other[:_PERIODS]) if late else (own[:_PERIODS], other[-_PERIODS:])
        held = [[float(row.value or 0) for row in each if row is not at] for each in near]
        levels = [median(values) for values in held]
        value = float(at.value or 0)
        if min(len(own), len(other)) < _PERIODS or min(value, *held[0], *held[1]) < _LEAST:
            continue
        mine, theirs = (abs(log(value / level)) for level in levels)
        spread = max(
            median(abs(log(one / level)) for one in values) for values, level in zip(held, levels, strict=True)
        )
        if abs(log(levels[0] / levels[1])) > _APART * max(spread, _CLOSE):
            yield at, theirs < mine
