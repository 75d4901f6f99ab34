"""Anti-social behaviour (P6 to P8), and populations and households by year (P9, P10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from assize.ingest.readers.ons_police_force_area.areas import NATION
from assize.ingest.readers.ons_police_force_area.faults import (
    MOST_ODD,
    SLACK,
    Faults,
    counts_by_place,
    holds_whole,
    needs,
    numbers,
    roundings,
    span,
)
from assize.ingest.readers.ons_police_force_area.sheet import Sheet
from assize.ingest.readers.ons_police_force_area.tables import Column
from assize.ingest.readers.ons_police_force_area.words import ALL, Kind

_NEARLY = Decimal("0.002")  # of a region's incidents: one force estimates some of its own, 0.03% of the region's
_ANY = "any-anti-social-behaviour"
_MOST_MOVED = Decimal("0.1")  # residents of a force from one year to the next: 1.8% at the most in the edition seen
# People and households of England and Wales from one mid-year to the next: 0.5% to 1.04% in the edition seen, and 0.1% fewer
# people from 2020 to 2021.
_LEAST_GROWTH, _MOST_GROWTH = Decimal("-0.003"), Decimal("0.015")


def check_survey(sheet: Sheet, held: Mapping[Kind, Sheet]) -> None:
    """Every figure belongs to the places whose adults were asked; a region lies between its forces."""
    asked = next(column for column in sheet.table.columns if column.is_count)
    others = [column for column in sheet.table.columns if not column.is_count]
    sheet.place_like({column.index: asked.index for column in others})
    percentages = {column.category: column for column in others if column.field == "asb_experienced_percent"}
    _check_between(sheet, list(percentages.values()))
    faults = Faults(sheet, "these are not the percentages of this table")
    for category, column in percentages.items():
        values = [value for _, _, value in numbers(sheet, column)]
        if values and max(values) <= 1:
            faults.add(min(sheet.whose), column, f"{max(values)} at the most", "percentages, not proportions")
        for line in sheet.whose:
            one, most = sheet.value(line, column), sheet.value(line, percentages[_ANY])
            if category != _ANY and one is not None and most is not None and one > most:
                faults.add(line, column, str(one), f"no more than any such behaviour, {most}")
    faults.tell()


def _check_between(sheet: Sheet, columns: Sequence[Column]) -> None:
    """A region's percentage is a mean of its forces', so it lies between the lowest and the highest."""
    faults = Faults(sheet, "a region does not lie between its forces")
    for column in columns:
        values = counts_by_place(sheet, column)
        for line, one in sheet.whose.items():
            if one.slug not in sheet.geography.regions or one.slug not in values:
                continue
            forces = [
                f
                for board in sheet.geography.regions[one.slug].members
                for f in (board, *sheet.geography.forces_of(board))
            ]
            parts = [values[force] for force in forces if force in values]
            if parts and not min(parts) - SLACK <= values[one.slug] <= max(parts) + SLACK:
                faults.add(line, column, str(values[one.slug]), f"{min(parts)} to {max(parts)}")
    faults.tell()


def check_incidents(sheet: Sheet, held: Mapping[Kind, Sheet]) -> None:
    """Number and rate give back a whole number of residents."""
    counts = {column.period: column for column in sheet.table.columns if column.is_count}
    rates = [column for column in sheet.table.columns if not column.is_count]
    sheet.place_like({column.index: counts[column.period].index for column in rates})
    faults = Faults(sheet, "number and rate do not give back a whole number of residents")
    half = roundings(sheet)
    for rate in rates:
        for line, _, value in numbers(sheet, rate):
            count = sheet.value(line, counts[rate.period])
            low, high = span(value, half[rate.index])
            fits = count is not None and (
                value == 0 if count == 0 else low > 0 and holds_whole(count * 1000 / high, count * 1000 / low)
            )
            if not fits:
                faults.add(line, rate, str(value), "the rate of a whole number of residents")
    for line in sheet.whose:
        earlier: Decimal | None = None
        for rate in sorted(rates, key=lambda column: column.period):
            count, per_head = sheet.value(line, counts[rate.period]), sheet.value(line, rate)
            if not count or not per_head:
                continue
            residents = count * 1000 / per_head
            growth = residents / earlier - 1 if earlier is not None else Decimal(0)
            least, most = -_MOST_MOVED, _MOST_MOVED
            if sheet.whose[line].slug == NATION:
                least, most = _LEAST_GROWTH, _MOST_GROWTH
            if earlier is not None and not least <= growth <= most:
                faults.add(line, rate, str(per_head), f"a rate of about {float(earlier):.0f} residents")
            earlier = residents
    faults.tell()


def check_incident_shares(sheet: Sheet, held: Mapping[Kind, Sheet]) -> None:
    """The categories add up to 100%, and with the number of incidents mostly give back whole numbers."""
    incidents = needs(sheet, held.get(Kind.INCIDENTS), "table of the number of incidents")
    ending = sheet.table.ending
    counted = incidents.table.find("asb_incidents", ALL, ending) if incidents and ending else None
    if incidents is None or counted is None:
        return
    sheet.place_like({column.index: counted.index for column in sheet.table.columns}, incidents)
    if sheet.blocked:
        return
    half = roundings(sheet)
    faults = Faults(sheet, "the categories do not add up to 100%")
    for line in sheet.whose:
        values = [sheet.value(line, column) for column in sheet.table.columns]
        known = [value for value in values if value is not None]
        slack = 100 * SLACK + sum((half[column.index] for column in sheet.table.columns), SLACK)
        if len(known) == len(values) and abs(sum(known, Decimal(0)) - 100) > slack:
            faults.add(line, sheet.table.columns[0], f"{sum(known, Decimal(0))}", "100")
    faults.tell()
    _check_between(sheet, sheet.table.columns)
    totals = counts_by_place(incidents, counted)
    for column in sheet.table.columns:
        odd, seen = [], 0
        for line, area, value in numbers(sheet, column):
            total = totals.get(area)
            if total is None:
                continue
            seen += 1
            low, high = span(value, half[column.index])
            if not holds_whole(total * low / 100, total * high / 100):
                odd.append((line, value))
        blocks = len(odd) > MOST_ODD * seen
        found = Faults(sheet, "share and number of incidents do not give back a whole number")
        for line, value in odd:
            found.add(line, column, str(value), "the share of a whole number")
        found.tell(blocks=blocks)
    _check_weighted(sheet, totals)


def _check_weighted(sheet: Sheet, totals: Mapping[str, Decimal]) -> None:
    """The incidents of a category, got back from the shares, add up over the forces of a region, but for some estimates."""
    faults = Faults(sheet, "the shares of a region's forces do not make up its own")
    for line, forces in sheet.regions():
        for column in sheet.table.columns:
            parts = []
            for each in (line, *forces):
                total, share = totals.get(sheet.areas[each, column.index]), sheet.value(each, column)
                parts.append(total * share / 100 if total is not None and share is not None else None)
            known = [part for part in parts if part is not None]
            region = totals.get(sheet.areas[line, column.index])
            if len(known) == len(parts) and region and abs(known[0] - sum(known[1:], Decimal(0))) > _NEARLY * region:
                faults.add(line, column, str(sheet.value(line, column)), "the share of its forces together")
    faults.tell()


def check_estimates(sheet: Sheet, held: Mapping[Kind, Sheet]) -> None:
    """England and Wales grows from year to year by a little: a column under another year's header does not."""
    line = next((each for each, one in sheet.whose.items() if one.slug == NATION), None)
    columns = sorted(sheet.table.columns, key=lambda column: column.period)
    if line is None:
        return
    faults = Faults(sheet, "this year is out of line with the year before")
    for earlier, later in pairwise(columns):
        before, now = sheet.value(line, earlier), sheet.value(line, later)
        if before and now is not None and not _LEAST_GROWTH <= now / before - 1 <= _MOST_GROWTH:
            faults.add(line, later, str(now), f"about {before}")
    faults.tell()
