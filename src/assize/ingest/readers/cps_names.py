"""Whether the names of a CPS file stand beside their own figures: by the area that has most cases.

Nothing else in the file repeats a name, and all counts of an area under another's name add up as before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from assize.core.errors import Problem
from assize.core.nouns import AreaKind
from assize.core.reading import Row
from assize.core.specs import Catalogue
from assize.ingest.layouts import Doubt

_LARGEST = "metropolitan-and-city"  # in every quarter published it has twice the cases of the next
_ENOUGH = 20  # areas, by which that can be told


def check_largest(file: str, areas: Mapping[int, str], content: Sequence[Row], catalogue: Catalogue) -> list[Problem]:
    """Doubts a file in which another area than London's has most cases. `areas` gives the area of each line."""
    boards = [area for area in areas.values() if AreaKind.BOARD in catalogue.areas[area].kinds]
    counts: dict[str, Decimal] = defaultdict(Decimal)
    for row in content:
        counts[row.area] += row.value or 0
    most = max((area for area in boards if counts[area]), key=lambda area: counts[area], default="")
    if len(boards) < _ENOUGH or _LARGEST not in boards or most in ("", _LARGEST):
        return []
    return [
        Doubt(
            "another area than London's has most cases, so names may stand beside the figures of others",
            f"{file} [line {next(line for line, area in areas.items() if area == most)}]",
            found=f"{counts[most]:,.0f} in {catalogue.areas[most].name}, {counts[_LARGEST]:,.0f} in"
            f" {catalogue.areas[_LARGEST].name}",
            expected=f"most cases in {catalogue.areas[_LARGEST].name}",
            fix="Load the publisher's own file.",
            key=f"largest-area@{content[0].period.id}",
        )
    ]
