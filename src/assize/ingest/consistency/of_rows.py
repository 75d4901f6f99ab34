"""Everything that is looked at in the observations of a file, whichever reader made them."""

from __future__ import annotations

from collections.abc import Sequence

from assize.core.errors import Problem
from assize.core.reading import Row
from assize.core.specs import Catalogue
from assize.ingest.consistency.copied_places import check_copied_places
from assize.ingest.consistency.copies import check_copies
from assize.ingest.consistency.order import check_order


def check_rows(rows: Sequence[Row], dimensions: Sequence[str], name: str, catalogue: Catalogue) -> list[Problem]:
    """What a file is refused for because of how its figures stand to each other.

    `dimensions` are the names of the rows' words, `name` is the file's. The first kind of trouble found is the one told.
    """
    names = {slug: area.name for slug, area in catalogue.areas.items()}
    kinds = {slug: area.kinds for slug, area in catalogue.areas.items()}
    return (
        check_order(rows, dimensions, name, names)
        or check_copies(rows, dimensions, name, names)
        or check_copied_places(rows, name, names, kinds)
    )
