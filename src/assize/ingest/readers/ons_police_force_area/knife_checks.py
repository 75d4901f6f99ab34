"""Offences with a knife (P4, P5) against each other and against recorded crime.

A share printed in full gives back, with its number, the whole number of offences with and without a knife; a rounded one gives
back a span of numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from assize.core.periods import Period
from assize.ingest.readers.ons_police_force_area.areas import ENGLAND, NATION, WALES
from assize.ingest.readers.ons_police_force_area.faults import (
    SLACK,
    Faults,
    Span,
    between,
    check_mostly_whole,
    is_share,
    meet,
    numbers,
    roundings,
    span,
    total_of,
)
from assize.ingest.readers.ons_police_force_area.sheet import Sheet
from assize.ingest.readers.ons_police_force_area.tables import Column
from assize.ingest.readers.ons_police_force_area.words import SELECTED, Kind

_WHOLE = Decimal("0.01")  # a base got back from 15 digits is whole to far less
# A special collection, so not the same numbers; in the editions seen 0.98 to 1.01, 1.00, 0.73 to 0.74 and 0.91 to 0.96.
_NEAR = {
    "assault-with-injury-or-intent": ("violence-with-injury", Decimal("0.8"), Decimal("1.2")),
    "robbery": ("robbery", Decimal("0.8"), Decimal("1.2")),
    "rape-and-sexual-assault": ("sexual-offences", Decimal("0.5"), Decimal("1")),
    "homicide": ("homicide", Decimal("0.7"), Decimal("1.3")),
}
_NEARLY = Decimal("0.03")  # transport police add about 1%
# Between one year and the next a base in the editions seen grows by half at most, and by 3.5 where a share is a slip.
_MOST_GROWTH = Decimal(5)
# In the editions seen no exchange of two years makes the way from year to year so much shorter in more than 7% of places.
_MUCH_SHORTER = Decimal("0.8")
_MANY_LINES = Decimal("0.4")
_ENOUGH_YEARS = 6  # in fewer a way made shorter says little


def check_knife(sheet: Sheet, held: Mapping[Kind, Sheet]) -> None:
    """The selected offences add up to their total; number and share give back a whole number of offences, and those add up."""
    table = sheet.table
    ending = table.ending
    assert ending is not None
    counts = {column.category: column for column in table.columns if column.is_count}
    shares = {column.category: column for column in table.columns if not column.is_count}
    sheet.place_like({shares[category].index: counts[category].index for category in shares})
    faults = Faults(sheet, "the offences with a knife do not add up to their total")
    others = [column for category, column in counts.items() if category != SELECTED]
    for line, _, value in numbers(sheet, counts[SELECTED]):
        parts = [sheet.value(line, column) for column in others]
        known = [part for part in parts if part is not None]
        total = sum(known, Decimal(0))
        if (len(known) == len(parts) and total != value) or total > value:
            faults.add(line, counts[SELECTED], str(value), str(total))
    faults.tell()
    halves = roundings(sheet)
    _check_beside(sheet, counts, shares, halves)
    odd = Faults(sheet, "number and share do not give back a whole number of offences")
    for category, share in shares.items():
        for line, _, value in numbers(sheet, share):
            if not is_share(sheet.value(line, counts[category]), value, halves[share.index]):
                odd.add(line, share, str(value), "the share of a whole number of offences")
    odd.tell()
    if not sheet.blocked:
        _check_bases(sheet, counts, shares)
    crimes = held.get(Kind.OFFENCES)
    if not sheet.blocked and crimes is not None:
        _check_beside_crime(sheet, crimes, counts, shares)


def _check_beside(
    sheet: Sheet, counts: Mapping[str, Column], shares: Mapping[str, Column], halves: Mapping[int, Decimal]
) -> None:
    """A rounded share does not show whose it is, so it stands right of its number."""
    order = {column.index: place for place, column in enumerate(sheet.table.columns)}
    for category, share in shares.items():
        if halves[share.index] and order[share.index] != order[counts[category].index] + 1:
            sheet.problem(
                "a rounded share does not stand beside its number",
                sheet.table.ref(min(sheet.whose), share.index),
                found=f"'{category}'",
                expected="the number of offences in the column before: nothing else shows that no header has changed places",
            )


def _base(sheet: Sheet, line: int, count: Column, share: Column) -> Decimal | None:
    """The offences with and without a knife, whole where the share is printed in full; None where there is none."""
    number, part = sheet.value(line, count), sheet.value(line, share)
    return number * 100 / part if number is not None and part else None


def _bases(sheet: Sheet, line: int, count: Column, share: Column, half: Decimal) -> Span | None:
    """From where to where those offences lie."""
    number, part = sheet.value(line, count), sheet.value(line, share)
    return (number * 100 / (part + half), number * 100 / (part - half)) if number and part and part > half else None


def _check_bases(sheet: Sheet, counts: Mapping[str, Column], shares: Mapping[str, Column]) -> None:
    """All offences, got back from the shares, add up: the selected ones to their total, forces to regions."""
    halves = roundings(sheet)
    faults = Faults(sheet, "numbers and shares do not give back offences that add up")
    bases = {
        (line, category): _bases(sheet, line, counts[category], share, halves[share.index])
        for line in sheet.whose
        for category, share in shares.items()
    }
    sums = [((line, SELECTED), [(line, other) for other in shares if other != SELECTED]) for line in sheet.whose]
    for line, forces in sheet.regions():
        sums += [((line, category), [(force, category) for force in forces]) for category in shares]
    for whole, parts in sums:
        total, known = bases[whole], [bases[part] for part in parts]
        numbers_known = [each for each in known if each is not None]
        added = total_of(numbers_known)
        if total is not None and len(numbers_known) == len(known) and not meet(total, added, _WHOLE):
            faults.add(whole[0], shares[whole[1]], between(total), between(added))
    faults.tell()


def _check_beside_crime(
    sheet: Sheet, crimes: Sheet, counts: Mapping[str, Column], shares: Mapping[str, Column]
) -> None:
    """In England and Wales an offence's base is near the recorded crime of its name: a column under another's header is not."""
    ending = sheet.table.ending
    assert ending is not None  # such a table names its year
    line = next((each for each, one in sheet.whose.items() if one.slug == NATION), None)
    beside = next((each for each, one in crimes.whose.items() if one.slug == NATION), None)
    if line is None or beside is None:
        return
    faults = Faults(sheet, "an offence with a knife does not fit the recorded crime beside it")
    halves = roundings(sheet)
    bases = {
        category: _bases(sheet, line, counts[category], share, halves[share.index])
        for category, share in shares.items()
    }
    for category, (offence, least, most) in _NEAR.items():
        crime = crimes.value(beside, crimes.table.find("offences", offence, ending))
        base = bases.get(category)
        if crime and base and not meet(base, (least * crime, most * crime), _WHOLE):
            faults.add(line, shares[category], f"{between(base)} offences", f"about {crime}, as recorded")
    attempted, threats = bases.get("attempted-murder"), bases.get("threats-to-kill")
    if attempted and threats and attempted[0] > threats[1]:
        faults.add(line, shares["attempted-murder"], f"{between(attempted)} offences", "fewer than threats to kill")
    faults.tell()


def check_knife_series(sheet: Sheet, held: Mapping[Kind, Sheet]) -> None:
    """Changes are those of the numbers beside them; shares mostly give back whole numbers; the last year is that of P4."""
    table, ending = sheet.table, sheet.table.ending
    assert ending is not None
    counts = {column.period: column for column in table.columns if column.is_count}
    shares = [column for column in table.columns if column.field == "knife_share_in_series_percent"]
    changes = [column for column in table.columns if column.base is not None]
    sheet.place_like({column.index: counts[column.period].index for column in (*shares, *changes)})
    halves = roundings(sheet)
    faults = Faults(sheet, "a change does not fit the numbers it compares")
    for column in changes:
        base = counts.get(column.base) if column.base else None
        for line, _, value in numbers(sheet, column):
            before, now = sheet.value(line, base), sheet.value(line, counts[ending])
            low, high = span(value, halves[column.index])
            change = (now / before - 1) * 100 if before and now is not None else None
            if change is None or not low - SLACK <= change <= high + SLACK:
                shown = "no change" if change is None else f"{float(change):.6g}"
                faults.add(line, column, str(value), shown)
    faults.tell()
    for share in shares:
        check_mostly_whole(sheet, share, lambda line, column: sheet.value(line, counts[column.period]))
    _check_exchanged(sheet, counts)
    if not sheet.blocked:
        _check_years(sheet, counts, {column.period: column for column in shares})
        _check_nation(sheet, counts, {column.period: column for column in shares})


def _check_years(sheet: Sheet, counts: Mapping[Period, Column], shares: Mapping[Period, Column]) -> None:
    """From year to year a place's offences do not change fivefold: a share in another unit gives another number of them."""
    halves = roundings(sheet)
    faults = Faults(sheet, "number and share give back another size of offences than in the year before")
    for line in sheet.whose:
        earlier: Span | None = None
        for period, share in sorted(shares.items()):
            base = _bases(sheet, line, counts[period], share, halves[share.index])
            if base is None:
                continue
            if earlier and not meet(base, (earlier[0] / _MOST_GROWTH, earlier[1] * _MOST_GROWTH)):
                faults.add(line, share, between(base), f"about {between(earlier)}")
            earlier = base
    faults.tell()


def _check_exchanged(sheet: Sheet, counts: Mapping[Period, Column]) -> None:
    """Two years of which nothing compares the numbers: exchanged, they make the way from year to year longer everywhere, and at
    both places. One year that stands out (the pandemic's) would follow better elsewhere, and what it changed places with worse.
    """
    periods = sorted(counts, key=lambda period: period.last_day)
    series = [[sheet.value(line, counts[period]) for period in periods] for line in sheet.whose]
    whole = [[value for value in each if value is not None] for each in series if None not in each]
    for one, other in combinations(range(len(periods)), 2):
        shorter = 0
        for values in whole:
            changed = list(values)
            changed[one], changed[other] = values[other], values[one]
            better = all(_way(_around(changed, place)) < _way(_around(values, place)) for place in (one, other))
            shorter += better and _way(changed) < _MUCH_SHORTER * _way(values)
        if whole and len(periods) >= _ENOUGH_YEARS and shorter >= _MANY_LINES * len(whole):
            sheet.problem(
                "the numbers of two years may have been exchanged: in many places they would follow better the other way round",
                sheet.table.ref(min(sheet.whose), counts[periods[one]].index),
                found=f"{periods[one].id} and {periods[other].id}",
                expected="numbers near those of the years before and after",
            )
            return


def _around(values: Sequence[Decimal], place: int) -> Sequence[Decimal]:
    return values[max(0, place - 1) : place + 2]


def _way(values: Sequence[Decimal]) -> Decimal:
    return sum((abs(after - before) for before, after in pairwise(values)), Decimal(0))


def _check_nation(sheet: Sheet, counts: Mapping[Period, Column], shares: Mapping[Period, Column]) -> None:
    """Says where the share of a total is far from those of its parts; the publisher has printed a few such."""
    faults = Faults(sheet, "the share of a total does not fit those of its regions")
    regions = [line for line, one in sheet.whose.items() if one.slug in sheet.geography.regions]
    for line, one in sheet.whose.items():
        if one.slug not in (ENGLAND, NATION) or one.is_narrowed:
            continue  # a label that leaves a force out is no sum of regions
        of_line = [each for each in regions if one.slug == NATION or sheet.whose[each].slug != WALES]
        for period, share in shares.items():
            base = _base(sheet, line, counts[period], share)
            parts = [_base(sheet, each, counts[period], share) for each in of_line]
            known = [each for each in parts if each is not None]
            added = sum(known, Decimal(0))
            if base is not None and len(known) == len(parts) and added and abs(base / added - 1) > _NEARLY:
                faults.add(line, share, str(sheet.value(line, share)), "the share of its regions together")
    faults.tell(blocks=False)
