"""What the national and the regional tables of a CPS summary owe each other: one thing under one name, so that its areas add up
to about the nation.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assize.core.errors import Problem
from assize.core.nouns import AreaKind
from assize.core.periods import Period
from assize.core.reading import Row
from assize.core.specs import Catalogue
from assize.ingest.layouts import SHOWN, Doubt, some

_APART = Decimal("1.5")  # times: no case counted in another area makes so much
_DECISIONS = (re.compile(r"^(suspects-)?charged?\b"), re.compile(r"no-prosecution|not-to-prosecute|no-further-action"))
_NATION = "england-and-wales"
_OWN_FILE = "Load the publisher's own file."


def check_areas_and_nation(rows: Sequence[Row], name: str, catalogue: Catalogue) -> list[Problem]:
    """Doubts a national figure that is far from the sum of all CPS areas; says what the areas have and the nation has not.

    `name` is the file's.
    """
    areas = {slug for slug, area in catalogue.areas.items() if AreaKind.CPS_AREA in area.kinds}
    nation: dict[tuple[str, Period], list[Row]] = defaultdict(list)
    held: dict[tuple[str, Period], dict[str, Decimal]] = defaultdict(dict)
    for row in rows:
        if row.value is None or not row.dimensions:
            continue
        if row.area == _NATION:
            nation[row.dimensions[-1], row.period].append(row)
        elif row.area in areas:
            held[row.dimensions[-1], row.period][row.area] = row.value
    problems: list[Problem] = []
    for (item, period), of_it in held.items():
        total = sum(of_it.values(), Decimal(0))
        for row in nation.get((item, period), ()):
            value = row.value or Decimal(0)
            if len(of_it) == len(areas) and total > 0 and not total <= value * _APART <= total * _APART * _APART:
                problems.append(
                    Doubt(
                        "a national figure is far from the sum of the CPS areas, so one of them may be misread",
                        f"{name} [{row.place}]",
                        found=f"{row.raw.strip()} for '{item}' in {period.id}",
                        expected=f"about {total:,.0f}",
                        fix=_OWN_FILE,
                        key=f"areas-{item}@{period.id}",
                    )
                )
    if len(problems) > SHOWN:
        last = max(period for _, period in held).id
        said, key = f"{len(problems) - SHOWN}", f"areas-{len(problems) - SHOWN}@{last}"
        rest = Doubt("more national figures are far from the sum of the CPS areas", name, said, fix=_OWN_FILE, key=key)
        problems = [*problems[:SHOWN], rest]
    alone = sorted({item for item, _ in held} - {item for item, _ in nation})
    if alone:
        found = some([f"'{item}'" for item in alone])
        problems.append(Problem("the CPS areas have figures that the nation has not", name, found, blocks=False))
    if nation and not held:
        problems.append(Problem("no figures of CPS areas are in the file", name, blocks=False))
    return [*problems, *_lone_decisions(rows, name)]


def _lone_decisions(rows: Sequence[Row], name: str) -> Iterator[Problem]:
    """Says which tables have one of the two legal decisions, to charge or not to prosecute, and not the other."""
    items: dict[str, set[str]] = defaultdict(set)
    first: dict[str, Row] = {}
    for row in rows:
        if len(row.dimensions) > 1:
            table = row.dimensions[0]
            items[table].add(row.dimensions[-1])
            first.setdefault(table, row)
    for table, held in items.items():
        there = [any(decision.search(item) for item in held) for decision in _DECISIONS]
        if any(there) and not all(there):
            yield Problem(
                "a table has one of the two legal decisions and not the other, which may have been cut out of it",
                f"{name} [{first[table].sheet}]",
                found=f"{some([repr(item) for item in sorted(held)])} in table {table.replace('-', '.')}",
                expected="decisions to charge and decisions not to prosecute",
                blocks=False,
            )
