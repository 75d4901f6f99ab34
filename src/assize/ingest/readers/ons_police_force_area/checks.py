"""What must hold within one workbook. Found by measurement to hold in every edition seen; each blocks, unless it says not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from assize.ingest.readers.ons_police_force_area.crime_checks import check_change, check_offences, check_rate
from assize.ingest.readers.ons_police_force_area.disorder_checks import (
    check_estimates,
    check_incident_shares,
    check_incidents,
    check_survey,
)
from assize.ingest.readers.ons_police_force_area.knife_checks import check_knife, check_knife_series
from assize.ingest.readers.ons_police_force_area.sheet import Sheet
from assize.ingest.readers.ons_police_force_area.words import Kind

# In this order: changes, rates and shares take their places from the counts before them.
_CHECKS: tuple[tuple[Kind, Callable[[Sheet, Mapping[Kind, Sheet]], None]], ...] = (
    (Kind.OFFENCES, check_offences),
    (Kind.CHANGE, check_change),
    (Kind.RATE, check_rate),
    (Kind.KNIFE, check_knife),
    (Kind.KNIFE_SERIES, check_knife_series),
    (Kind.SURVEY, check_survey),
    (Kind.INCIDENTS, check_incidents),
    (Kind.INCIDENT_SHARES, check_incident_shares),
    (Kind.POPULATION, check_estimates),
    (Kind.HOUSEHOLDS, check_estimates),
)


def check_book(sheets: Sequence[Sheet]) -> None:
    """Runs every check and gives every column its place; problems are added to the sheets."""
    held = {sheet.kind: sheet for sheet in sheets}
    for kind, check in _CHECKS:
        sheet = held.get(kind)
        if sheet is not None:
            check(sheet, held)
