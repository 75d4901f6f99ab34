"""A publisher's file beside what is held of its source: all that only other files can show, asked and told at once."""

from __future__ import annotations

from collections.abc import Mapping

from assize.app.dropped_words import words_gone
from assize.app.edition_before import unlike_edition_before
from assize.app.exchanged_areas import exchanged_areas
from assize.app.quarters_beside import unlike_quarters
from assize.core.errors import FileRefused, Problem
from assize.core.nouns import Trust
from assize.core.reading import Reading
from assize.core.specs import Catalogue
from assize.ingest.layouts import Asked, settled
from assize.store.store import Store

_CHECKS = (words_gone, unlike_quarters, unlike_edition_before, exchanged_areas)


def check_beside_held(
    store: Store, catalogue: Catalogue, reading: Reading, reasons: Mapping[str, str]
) -> list[Problem]:
    """Refuses a file that what is held gives reason to doubt, with every doubt; else gives what is to be said of it.

    The observations of the reading must have been written, so that questions can be asked of them. `reasons` are the office's;
    one that names a doubt and the last period lets it pass, and is given back with what it answers. A partner's return and an
    office's history have questions of their own. Raises FileRefused.
    """
    source = catalogue.sources[reading.source]
    if source.asked or reading.trust is Trust.HISTORY:
        return []
    found = [problem for check in _CHECKS for problem in check(store, catalogue, reading)]
    problems = settled(found, source, Asked(store.scratch, reasons=reasons))
    if blocking := [problem for problem in problems if problem.blocks]:
        raise FileRefused(reading.file, blocking)
    return problems
