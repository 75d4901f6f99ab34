"""Whether the outcomes of a CPS file are the right way round: by the nation's rate of convictions, category by category.

Convictions and unsuccessful outcomes that changed places with their percentages reproduce and add up as before. Of the sixteen
quarters published no category of the nation had fewer than 71 convictions in 100 (sexual offences), and none more than 95.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from assize.core.errors import Problem
from assize.core.reading import Row
from assize.ingest.layouts import SHOWN, Doubt, some

_LEAST = Decimal("0.5")  # of the cases of a category; its other way round is then below it as well
_MANY = 100  # cases, of which so few end in a conviction by chance in one of a million; homicide, the fewest, had 254


def check_rates(file: str, nations: Collection[str], content: Sequence[Row], exempt: str) -> list[Problem]:
    """Doubts a file in which most cases of a category of many were unsuccessful in the nation.

    `nations` are the areas that are the nation, `exempt` the category that has no convictions.
    """
    counts: dict[str, dict[str, Decimal]] = {}
    for row in content:
        if row.area in nations and row.value is not None:
            counts.setdefault(row.dimensions[0], {})[row.field] = row.value
    low = [
        f"{100 * held['convictions'] / sum(held.values()):.1f}% of {sum(held.values()):,.0f} cases of"
        f" {category.replace('-', ' ')}"
        for category, held in sorted(counts.items())
        if category != exempt
        and len(held) > 1
        and sum(held.values()) >= _MANY
        and held["convictions"] < _LEAST * sum(held.values())
    ]
    if not low:
        return []
    return [
        Doubt(
            "most cases of a category were unsuccessful in the nation, so its convictions and unsuccessful outcomes may have"
            " been exchanged",
            file,
            found=f"convictions in {some(low, SHOWN)}",
            expected="convictions in 60% to 95% of each",
            fix="Load the publisher's own file.",
            key=f"conviction-rate@{content[0].period.id}",
        )
    ]
