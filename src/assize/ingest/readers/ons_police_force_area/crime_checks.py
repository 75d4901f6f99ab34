"""Recorded crime: totals, changes and rates (P1 to P3) against each other.

A change and a rate are printed in full, so each gives back the whole number it was worked out from: the count of the year
before, and the residents. A figure that stands in another row or column, or comes from another edition, does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from assize.ingest.readers.ons_police_force_area import words
from assize.ingest.readers.ons_police_force_area.faults import (
    HALF_ROUNDING,
    SLACK,
    Faults,
    counts_by_place,
    holds_whole,
    is_full,
    needs,
    numbers,
    span,
)
from assize.ingest.readers.ons_police_force_area.sheet import Sheet
from assize.ingest.readers.ons_police_force_area.tables import Column
from assize.ingest.readers.ons_police_force_area.words import Kind


def check_offences(sheet: Sheet, held: Mapping[Kind, Sheet]) -> None:
    """Every total of offences is the sum of its parts, in every row."""
    by_category = {column.category: column for column in sheet.table.columns}
    faults = Faults(sheet, "a total of offences is not the sum of its parts")
    for whole, parts in words.PARTS.items():
        columns = [by_category[part] for part in parts if part in by_category]
        for line, _, value in numbers(sheet, by_category[whole]):
            added = [sheet.value(line, column) for column in columns]
            known = [each for each in added if each is not None]
            total = sum(known, Decimal(0))
            if (len(known) == len(added) and total != value) or total > value:
                faults.add(line, by_category[whole], str(value), str(total))
    faults.tell()


def check_change(sheet: Sheet, held: Mapping[Kind, Sheet]) -> None:
    """The count of this year and its change give back a whole number for the year before."""
    years = words.years_ending(sheet.table.title)
    ending = sheet.table.ending
    if ending is None or set(years) != {ending, ending.later(-1)}:
        sheet.problem(
            "the title does not compare a year with the year before",
            "A1",
            found=f"'{sheet.table.title}'",
            expected="two years ending in the same month, one after the other",
        )
        return
    offences = needs(sheet, held.get(Kind.OFFENCES), "table of the number of offences")
    if offences is None or not _place_by_offence(sheet, offences, sheet.table.columns):
        return
    faults = Faults(sheet, "a change does not fit the number of offences")
    before: dict[tuple[int, str], Decimal] = {}
    for column in sheet.table.columns:
        counted = offences.table.find("offences", column.category, ending)
        counts = counts_by_place(offences, counted) if counted else {}
        for line, area, value in numbers(sheet, column):
            count = counts.get(area)
            low, high = (1 + each / 100 for each in span(value))
            if count is None or (low <= 0) != (count == 0) or (low > 0 and not holds_whole(count / high, count / low)):
                shown = "no number" if count is None else f"{count} in {offences.table.label}"
                faults.add(line, column, str(value), f"a change from a whole number of offences to {shown}")
            elif low > 0 and count is not None and is_full(value):
                before[line, column.category] = (count / (1 + value / 100)).to_integral_value()
    faults.tell()
    if not sheet.blocked:
        _check_before(sheet, before)


def _check_before(sheet: Sheet, before: Mapping[tuple[int, str], Decimal]) -> None:
    """The counts of the year before, got back from the changes, add up too: offences to totals, forces to regions."""
    columns = {column.category: column for column in sheet.table.columns}
    faults = Faults(sheet, "the numbers of the year before, got back from the changes, do not add up")
    for whole, parts in words.PARTS.items():
        held = [part for part in parts if part in columns]
        for line in sheet.whose:
            known = [before.get((line, part)) for part in (whole, *held)]
            numbers_known = [each for each in known if each is not None]
            if len(numbers_known) == len(known) and sum(numbers_known[1:], Decimal(0)) != numbers_known[0]:
                faults.add(line, columns[whole], str(numbers_known[0]), str(sum(numbers_known[1:], Decimal(0))))
    for line, forces in sheet.regions():
        for category, column in columns.items():
            of_forces = [before.get((force, category)) for force in forces]
            known_forces = [each for each in of_forces if each is not None]
            total = before.get((line, category))
            if total is not None and len(known_forces) == len(of_forces) and sum(known_forces, Decimal(0)) != total:
                faults.add(line, column, str(total), str(sum(known_forces, Decimal(0))))
    faults.tell()


def _place_by_offence(sheet: Sheet, offences: Sheet, columns: Sequence[Column]) -> bool:
    """Keeps every column under the places of the same offence in the table of numbers. False where one is not there."""
    ending = sheet.table.ending
    assert ending is not None  # such a table names its year
    counted = {column.index: offences.table.find("offences", column.category, ending) for column in columns}
    lacking = [column.category for column in columns if counted[column.index] is None]
    besides = {column.category for column in offences.table.columns} - {column.category for column in columns}
    if lacking or besides:
        sheet.problem(
            f"the table does not have the offences of {offences.table.label}",
            found=f"{', '.join(sorted([*lacking, *besides]))} in one of the two",
            expected="the same offences in both",
        )
        return False
    before = len(sheet.problems)
    sheet.place_like({index: column.index for index, column in counted.items() if column is not None}, offences)
    return len(sheet.problems) == before


def check_rate(sheet: Sheet, held: Mapping[Kind, Sheet]) -> None:
    """All rates of a row give back one number of residents, which is the printed one before it was rounded."""
    offences = needs(sheet, held.get(Kind.OFFENCES), "table of the number of offences")
    rates = [column for column in sheet.table.columns if column.field == "offences_per_1000_population"]
    if offences is None or not _place_by_offence(sheet, offences, rates):
        return
    ending = sheet.table.ending
    homes = [column for column in sheet.table.columns if column.field == "offences_per_1000_households"]
    burglary = offences.table.find("offences", "residential-burglary", ending) if ending else None
    if homes and burglary is None:
        sheet.problem("a rate by household has no number of offences beside it", found="no residential burglary")
        return
    if burglary is not None:
        sheet.place_like({column.index: burglary.index for column in homes}, offences)
    for columns, name in ((rates, "population"), (homes, "households")):
        _check_residents(sheet, offences, columns, name)


def _check_residents(sheet: Sheet, offences: Sheet, columns: Sequence[Column], name: str) -> None:
    printed = next((column for column in sheet.table.columns if column.field == name), None)
    ending = sheet.table.ending
    assert printed is not None  # the shape of the table has been checked
    assert ending is not None
    counts = {}
    for column in columns:
        counted = offences.table.find("offences", column.category, ending)
        counts[column.index] = counts_by_place(offences, counted) if counted else {}
    faults = Faults(sheet, f"a rate does not fit the number of offences and the {name}")
    for line in sheet.whose:
        rounded = sheet.value(line, printed)
        if rounded is None:
            continue
        low, high = rounded - HALF_ROUNDING, rounded + HALF_ROUNDING
        for column in columns:
            rate = sheet.value(line, column)
            count = counts[column.index].get(sheet.areas[line, column.index])
            if rate is None:
                continue
            least, most = span(rate)
            if count and most > 0:
                low = max(low, count / most * 1000)
                high = min(high, count / least * 1000) if least > 0 else high
            if count is None or (count == 0) != (rate == 0) or low > high * (1 + SLACK):
                shown = "no number" if count is None else f"{count} in {offences.table.label} and {rounded}"
                faults.add(line, column, str(rate), f"the rate of {shown}")
                break
    faults.tell()
