"""Everything that is looked at in the observations of a file, whichever reader made them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assize.core.errors import Problem
from assize.core.reading import Row
from assize.core.specs import Catalogue
from assize.ingest.consistency.copied_places import check_copied_places
from assize.ingest.consistency.copies import check_copies
from assize.ingest.consistency.lacking_places import tell_lacking_places
from assize.ingest.consistency.leaps import check_leaps
from assize.ingest.consistency.listed_places import check_listed_places
from assize.ingest.consistency.order import check_order
from assize.ingest.consistency.values import check_values


def check_rows(
    rows: Sequence[Row],
    dimensions: Sequence[str],
    name: str,
    catalogue: Catalogue,
    settle: Callable[[list[Problem]], list[Problem]],
    *,
    extracted: bool = False,
) -> list[Problem]:
    """What a file is refused for because of how its figures stand to each other.

    `dimensions` are the names of the rows' words, `name` is the file's; `settle` takes what the office has answered out of what
    blocks. Of figures that were `extracted` from an edition already read no single one is doubted. The first kind of trouble
    that blocks is the last one told.
    """
    names = {slug: area.name for slug, area in catalogue.areas.items()}
    kinds = {slug: area.kinds for slug, area in catalogue.areas.items()}
    checks: tuple[Callable[[], list[Problem]], ...] = (
        lambda: check_order(rows, dimensions, name, names) or check_listed_places(rows, name, catalogue.areas),
        lambda: check_copies(rows, dimensions, name, names),
        lambda: check_copied_places(rows, name, names, kinds),
    )
    if not extracted:
        checks = (lambda: check_values(rows, name), *checks, lambda: check_leaps(rows, name, names))
    found = [] if extracted else tell_lacking_places(rows, name, catalogue.areas)
    for check in checks:
        found += settle(check())
        if any(problem.blocks for problem in found):
            break
    return found
