"""Recorded crime: totals, changes and rates (P1 to P3) against each other.

A change and a rate printed in full give back the whole number they were worked out from: the count of the year before, and
the residents. A figure that stands in another row or column, or comes from another edition, does not. Where they are rounded
they give back a span of numbers, and the order of rows and columns has to be that of the counts besides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from assize.ingest.readers.ons_police_force_area import words
from assize.ingest.readers.ons_police_force_area.faults import (
    HALF_PERSON,
    HALF_ROUNDING,
    HUNDRED,
    SLACK,
    Faults,
    Span,
    between,
    counts_by_place,
    holds_whole,
    meet,
    needs,
    numbers,
    roundings,
    span,
    total_of,
)
from assize.ingest.readers.ons_police_force_area.sheet import Sheet
from assize.ingest.readers.ons_police_force_area.tables import Column
from assize.ingest.readers.ons_police_force_area.words import Kind

_ENOUGH_UNLIKE = 5  # offences by which it can be told that one force was left out of a total, and that no cell is wrong


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
    before: dict[tuple[int, str], Span] = {}
    halves = roundings(sheet)
    _check_order(sheet, offences, sheet.table.columns, halves)
    for column in sheet.table.columns:
        counted = offences.table.find("offences", column.category, ending)
        counts = counts_by_place(offences, counted) if counted else {}
        for line, area, value in numbers(sheet, column):
            count = counts.get(area)
            half = halves[column.index]
            low, high = (1 + each / 100 for each in span(value, half))
            if not _is_change(count, low, high, half):
                shown = "no number" if count is None else f"{count} in {offences.table.label}"
                faults.add(line, column, str(value), f"a change from a whole number of offences to {shown}")
            elif low > 0 and count is not None:
                whole = (count / (1 + value / 100)).to_integral_value()
                before[line, column.category] = (count / high, count / low) if half else (whole, whole)
    faults.tell()
    if not sheet.blocked:
        _check_before(sheet, before)


def _is_change(count: Decimal | None, low: Decimal, high: Decimal, half: Decimal) -> bool:
    """Whether a whole number, changed by a factor of `low` to `high`, is `count`."""
    if count is None:
        return False
    if low <= 0 or count == 0:
        return low <= 0 and (count == 0 or (half > 0 and high > 0))  # -99.8% may have been rounded to -100%
    return holds_whole(count / high, count / low)


def _check_order(sheet: Sheet, offences: Sheet, columns: Sequence[Column], halves: Mapping[int, Decimal]) -> None:
    """Rounded figures do not show that two columns or rows changed places: these stand in the order of the counts, then."""
    if not any(halves[column.index] for column in columns):
        return
    mine = [column.category for column in columns]
    theirs = [column.category for column in offences.table.columns if column.category in mine]
    rows = [one.slug for one in sheet.whose.values()]
    counted = [one.slug for one in offences.whose.values()]
    for what, here, there in (
        ("offences", mine, theirs),
        ("areas", [each for each in rows if each in counted], [each for each in counted if each in rows]),
    ):
        if here != there:
            sheet.problem(
                f"rounded figures whose {what} stand in another order than those of {offences.table.label}",
                found=next((sheet.geography.name(a) for a, b in zip(here, there, strict=False) if a != b), ""),
                expected="the same order: nothing else shows that no header or name has changed places",
            )


def _check_before(sheet: Sheet, before: Mapping[tuple[int, str], Span]) -> None:
    """The counts of the year before, got back from the changes, add up too: offences to totals, forces to regions."""
    columns = {column.category: column for column in sheet.table.columns}
    faults = Faults(sheet, "the numbers of the year before, got back from the changes, do not add up")
    for whole, parts in words.PARTS.items():
        held = [part for part in parts if part in columns]
        for line in sheet.whose:
            known = [before.get((line, part)) for part in (whole, *held)]
            numbers_known = [each for each in known if each is not None]
            if len(numbers_known) == len(known) and not meet(numbers_known[0], added := total_of(numbers_known[1:])):
                faults.add(line, columns[whole], between(numbers_known[0]), between(added))
    for line, forces in sheet.regions():
        unlike: list[tuple[Column, Span, dict[int, Span]]] = []
        compared = 0
        for category, column in columns.items():
            of_forces = {force: one for force in forces if (one := before.get((force, category))) is not None}
            total = before.get((line, category))
            if total is None or len(of_forces) < len(forces):
                continue
            compared += 1
            if not meet(total, total_of(of_forces.values())):
                unlike.append((column, total, of_forces))
        lacked = _lacked(forces, unlike) if len(unlike) >= _ENOUGH_UNLIKE and len(unlike) * 2 > compared else None
        if lacked is not None:
            sheet.problem(
                "the change of a total is not of the same forces in both years; kept as published",
                f"A{line + 1}",
                found=f"{sheet.geography.name(sheet.whose[line].slug)}, whose year before leaves out"
                f" {sheet.geography.name(sheet.whose[lacked].slug)}",
                blocks=False,
            )
            continue
        for column, total, of_forces in unlike:
            faults.add(line, column, between(total), between(total_of(of_forces.values())))
    faults.tell()


def _lacked(forces: Sequence[int], unlike: Sequence[tuple[Column, Span, Mapping[int, Span]]]) -> int | None:
    """The one force without which every total of the year before adds up; None where there is none, or more than one."""
    found = [
        left_out
        for left_out in forces
        if all(
            meet(total, total_of(held for force, held in of_forces.items() if force != left_out))
            for _, total, of_forces in unlike
        )
    ]
    return found[0] if len(found) == 1 else None


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
    _check_order(sheet, offences, rates, roundings(sheet))
    for columns, name in ((rates, "population"), (homes, "households")):
        _check_residents(sheet, offences, columns, name)


def _check_residents(sheet: Sheet, offences: Sheet, columns: Sequence[Column], name: str) -> None:
    printed = next((column for column in sheet.table.columns if column.field == name), None)
    ending = sheet.table.ending
    if printed is None or not columns:
        return  # an edition without households; the shape of the table has been checked
    assert ending is not None
    # Figures to the person give back exactly themselves; those of whole hundreds say so, or are all such.
    hundreds = all(value % HUNDRED == 0 for _, _, value in numbers(sheet, printed))
    near = HALF_ROUNDING if hundreds else HALF_PERSON
    counts = {}
    halves = roundings(sheet)
    for column in columns:
        counted = offences.table.find("offences", column.category, ending)
        counts[column.index] = counts_by_place(offences, counted) if counted else {}
    faults = Faults(sheet, f"a rate does not fit the number of offences and the {name}")
    for line in sheet.whose:
        rounded = sheet.value(line, printed)
        if rounded is None:
            continue
        low, high = rounded - near, rounded + near
        for column in columns:
            rate = sheet.value(line, column)
            count = counts[column.index].get(sheet.areas[line, column.index])
            if rate is None:
                continue
            half = halves[column.index]
            least, most = span(rate, half)
            if count and most > 0:
                low = max(low, count / most * 1000)
                high = min(high, count / least * 1000) if least > 0 else high
            odd = (count == 0) != (rate == 0) and (count == 0 or not half)  # a small rate may be rounded to nought
            if count is None or odd or low > high * (1 + SLACK):
                shown = "no number" if count is None else f"{count} in {offences.table.label} and {rounded}"
                faults.add(line, column, str(rate), f"the rate of {shown}")
                break
    faults.tell()
