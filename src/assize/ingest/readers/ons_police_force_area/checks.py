"""What must hold within one workbook. Found by measurement to hold in every edition seen; each blocks, unless it says not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

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

# Places with the same figure in two years: 3% at the most in the editions seen.
_SAME, _FEWEST_SAME = 0.25, 10
_ENOUGH_SHARES = 10  # in every edition seen most shares of a table are above 2%
_SHARES = frozenset(
    ("knife_share_percent", "knife_share_in_series_percent", "asb_experienced_percent", "asb_share_percent")
)
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
    for sheet in sheets:
        _check_years(sheet)
        _check_percent(sheet)


def _check_percent(sheet: Sheet) -> None:
    """Shares of which none is above one per cent are parts of one under a header of percentages."""
    shares = [
        (value, line, column)
        for column in sheet.table.columns
        if column.field in _SHARES
        for line in sheet.whose
        if (value := sheet.value(line, column)) is not None
    ]
    if len(shares) >= _ENOUGH_SHARES and all(value <= 1 for value, _, _ in shares):
        value, line, column = shares[0]
        sheet.problem(
            "no share of the table is above 1%, so they may be parts of one where percentages should be",
            sheet.table.ref(line, column.index),
            found=f"{float(value):.3g}, and {len(shares) - 1} more",
            expected="shares in per cent, such as 6.0",
            fix="Load the publisher's own file.",
        )


def _check_years(sheet: Sheet) -> None:
    """Two years of one count that are alike in many places: one was copied over the other, with its shares."""
    counts = [column for column in sheet.table.columns if column.is_count]
    for one, other in combinations(counts, 2):
        if (one.field, one.category) != (other.field, other.category):
            continue
        pairs = [(sheet.value(line, one), sheet.value(line, other)) for line in sheet.whose]
        both = [(left, right) for left, right in pairs if left is not None and right is not None and left + right > 0]
        same = sum(left == right for left, right in both)
        if same >= _FEWEST_SAME and same >= _SAME * len(both):
            sheet.problem(
                "two years have the same figures, so one may have been copied over the other",
                sheet.table.ref(min(sheet.whose), other.index),
                found=f"the figures of {one.period.id} for {other.period.id} in {same} of {len(both)} places",
                expected="figures of its own for each year",
                fix="Load the publisher's own file.",
            )
