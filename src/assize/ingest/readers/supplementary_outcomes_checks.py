"""Whether the supplementary outcomes metrics of all crime are of the sizes that their names say: a column moved by a row gives
every measure the figure of the next, and percentages divided by a thousand are shares between 0 and 1 like any others.

Of the Home Office's outcomes of 2017/18 and 2018/19 (without fraud, all closed investigations of England and Wales), 8% to 9%
of victim-based ones ended in a charge, 18% to 20% of those without a victim, 51% to 53% without a suspect, 21% to 24% without
the victim's support and 11% to 12% successfully, and every force lay within the bounds below. They are kept wide, since shares
of charges have halved and doubled within a decade.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from statistics import median

from assize.core.errors import Problem
from assize.core.reading import Row
from assize.ingest.layouts import Doubt, some

_WHOLE = re.compile(r"^(all|total)(-|$)")  # of a kind of offence, shares may be of any size
_NATION = "england-and-wales"
_ENOUGH = 8  # periods of the nation, or
_ENOUGH_PLACES = 20  # so many places: fewer figures are an example, or of forces that are unlike most
_BOUNDS = {
    "charge_victim_based": (Decimal("0.02"), Decimal("0.25")),
    "charge_no_specific_victim": (Decimal("0.06"), Decimal("0.60")),
    "no_suspect": (Decimal("0.15"), Decimal("0.80")),
    "victim_does_not_support": (Decimal("0.06"), Decimal("0.60")),
    "successful_outcome": (Decimal("0.03"), Decimal("0.40")),
}
# The smaller of two measures and the larger: a charge is one of the successful outcomes, and the others stand far apart.
_ORDER = (
    ("charge_victim_based", "successful_outcome"),
    ("charge_victim_based", "charge_no_specific_victim"),
    ("successful_outcome", "no_suspect"),
)


def check_sizes(rows: Sequence[Row], name: str) -> list[Problem]:
    """Doubts figures of all crime, as shares from 0 to 1, whose middle one no such measure has had; `name` is the file's."""
    found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if _WHOLE.match(row.dimensions[0]) and row.value is not None:
            found[row.field][row.dimensions[-1]].append(row)
    usual: dict[str, Decimal] = {}
    first: dict[str, Row] = {}
    for field, measures in found.items():
        (held, *others) = measures.values()
        if not others and (
            counted := _counted(held)
        ):  # two measures of one family are each another than the one that is known
            usual[field], first[field] = median(row.value for row in counted if row.value is not None), counted[0]
    said = [
        f"{_shown(usual[field])} '{first[field].dimensions[-1]}', where {_shown(low)} to {_shown(high)} is known"
        for field, (low, high) in _BOUNDS.items()
        if field in usual and not low <= usual[field] <= high
    ]
    said += [
        f"{_shown(usual[less])} '{first[less].dimensions[-1]}', more than {_shown(usual[more])}"
        f" '{first[more].dimensions[-1]}'"
        for less, more in _ORDER
        if less in usual and more in usual and usual[less] > usual[more]
    ]
    if not said:
        return []
    last = max((row.period for row in rows), key=lambda period: period.last_day)
    where = next(iter(first.values())).place
    return [
        Doubt(
            "the figures are not of the size that these measures have, so a column may have been moved by a row, or divided",
            f"{name} [{where}]",
            found=f"in the middle one of the figures of all crime, {some(said)}",
            expected="each percentage in the row of its own measure",
            fix="Load the publisher's own file.",
            key=f"sizes@{last.id}",
        )
    ]


def _counted(held: Sequence[Row]) -> Sequence[Row]:
    """The figures by which a measure's size is known: the nation's, else those of many places."""
    nation = [row for row in held if row.area == _NATION]
    if len({row.period for row in nation}) >= _ENOUGH:
        return nation
    return held if len({row.area for row in held}) >= _ENOUGH_PLACES else []


def _shown(share: Decimal) -> str:
    """`7.2%`; of a share that is less than a tenth of a per cent, as many digits as tell it from nought."""
    return f"{float(100 * share):.2g}%"
