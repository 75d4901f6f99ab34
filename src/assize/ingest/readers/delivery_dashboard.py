"""The criminal justice delivery dashboard's csv: a line an area, measure and period, quarterly or over a rolling year.

Counts, days and percentages stand in one column, so a figure means something only with its measure beside it: the measure
is a dimension of which one word is always chosen. Domain reference, section 2.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from assize.core.errors import Problem
from assize.core.nouns import Absence, Area, AreaKind
from assize.core.periods import MONTHS_IN_QUARTER, MONTHS_IN_YEAR, Period
from assize.core.reading import Covered, Row
from assize.core.specs import Catalogue, Kind, SourceSpec
from assize.ingest.files.small_csv import capped
from assize.ingest.layouts import SHOWN, Asked, Layout, Match, Read, some
from assize.ingest.long_tables.metric_lines import (
    check_lone_words,
    check_nation,
    check_whole,
    check_whole_numbers,
)
from assize.ingest.long_tables.opening import match_table
from assize.ingest.long_tables.short import Gathering, Line, read_lines
from assize.ingest.long_tables.table import header_key
from assize.ingest.places import Places
from assize.ingest.printed_periods import read_span
from assize.ingest.readers.delivery_dashboard_checks import check_measures
from assize.ingest.received import Received
from assize.ingest.values import CellValue, read_number, slug

DIMENSIONS = ("offence_type", "stage", "measure")
FIELD = "value"
NATION = "england-and-wales"
SOURCE = "delivery-dashboard"
_NAME, _ID = ("metric name", "metric", "metric full name", "measure", "measure name"), ("metric id", "measure id")
_COLUMNS = {
    "offence type": ("offence type",),
    "area": ("geographic area name", "area name"),
    "stage": ("stage",),
    "measure": (*_NAME, *_ID),
    "granularity": ("date granularity",),
    "period": ("time period",),
    "value": ("value",),
}
_QUARTERLY = {"quarterly", "quarter"}
_ROLLING = {"rolling annual", "rolling year", "annual rolling"}
_LONGEST_OFFENCE_TYPE = 30  # letters; measures that speak of rape are longer
_COUNTS = re.compile(r"^(police-)?recorded-(crimes?|offences?)$|^number-of-")  # a measure of cases may be their share
_NOTHING, _WHOLE = Decimal(0), Decimal(100)
_FAR = 20  # times less than the others: no percentage of a force has been as far from those of all forces
_ALIKE = 4  # times more or less than the others a percentage may be, and still be like them
_ENOUGH_ALIKE = 3
_ENOUGH_SHARES = 10
_SAYS_SHARE = re.compile(r"(^|-)(percent|percentage|per-cent|proportion|share)(-|$)")
_DIFFERENCE = re.compile(r"percentage-points?|change")
_CONSTABULARY = re.compile(r"\s+constabulary$", re.IGNORECASE)


def _recognises(received: Received) -> Match | None:
    match, _ = match_table(received, _COLUMNS, "it has measures by offence type, stage, area and period")
    return match


def _read(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    lines, unread = read_lines(received, _columns(received), tuple(_COLUMNS))
    check_order(received, lines)
    places = Places(catalogue.areas, source.observes)
    gathering = Gathering(received)
    known: dict[tuple[str, str], Period | None] = {}
    for line in lines:
        area = area_of(line, "area", places, gathering)
        spoken = (line.cells["granularity"], line.cells["period"])
        if spoken not in known:
            known[spoken] = _period(*spoken)
        period = known[spoken]
        if period is None:
            gathering.wrong(
                line,
                "period",
                "this is no quarter or rolling year",
                f"'{spoken[1]}', {spoken[0] or 'without a word on how often'}",
                "a quarter such as 'Apr - Jun 2015', Quarterly or Rolling annual",
            )
        words = tuple(slug(line.cells[name]) for name in ("offence type", "stage", "measure"))
        for name, word in zip(("offence type", "stage", "measure"), words, strict=True):
            if not word:
                gathering.wrong(line, name, "this cell is empty", "nothing", "a word")
        read = _value(line.cells["value"])
        if read is None:
            gathering.wrong(
                line, "value", "this is no figure", f"'{line.cells['value']}'", "a number, or [x] if not available"
            )
        elif area is not None and period is not None and all(words):
            gathering.take(line, "value", area.slug, period, FIELD, words, read)
            if not line.cells["value"]:
                gathering.note(line, "value", "empty cells are taken as not available [x]")
    problems = gathering.problems() + unread
    if not any(problem.blocks for problem in problems):
        problems += check_lone_words(received, lines, ("offence type", "stage", "measure", "granularity"))
        problems += check_lone_words(received, lines, ("period",))
        problems += check_units(received, gathering) + check_whole_numbers(gathering)
        problems += check_shares(received, gathering)
        problems += gathering.lacking(forces_of(catalogue))
        problems += check_whole(gathering, names_of(catalogue))
        problems += check_measures(gathering.rows, received.name)
        problems += check_nation(gathering, NATION, forces_of(catalogue))
    rows, untold = _shares_as_proportions(received, gathering.rows, catalogue)
    problems += untold
    periods = sorted({row.period for row in rows})
    quarters = [period for period in periods if period.is_quarter]
    return Read(
        title=f"{source.title}, {_until(quarters or periods)}",
        covers=tuple(Covered(period) for period in periods),
        dimensions=DIMENSIONS,
        content=rows,
        problems=tuple(problems),
    )


def _columns(received: Received) -> Mapping[str, tuple[str, ...]]:
    """A newer file has names of measures beside their numbers: then the names are read."""
    keys = {header_key(cell) for row in received.top for cell in row}
    return {**_COLUMNS, "measure": _NAME if keys & set(_NAME) else _ID}


def check_order(received: Received, lines: Sequence[Line]) -> None:
    """Refuses a file whose headers of words have changed places: each column is known by what stands in it.

    Offence types are all crime or rape, and a stage has several measures, so that there are never more stages than measures.
    """
    said = {name: {slug(line.cells[name]) for line in lines} for name in ("offence type", "stage", "measure")}
    wrong = next((name for name in ("stage", "measure") if said[name] and all(map(_is_offence_type, said[name]))), "")
    if not any(map(_is_offence_type, said["offence type"])):
        wrong = wrong or "offence type"
    elif len(said["stage"]) > len(said["measure"]) or any(map(_is_stage, said["measure"] - said["stage"])):
        wrong = wrong or "stage"
    if wrong:
        raise received.refused(
            "a column does not hold what its header says, so two headers may have changed places",
            where=f"{received.name} [{lines[0].at[wrong]}]",
            found=some([f"'{line.cells[wrong]}'" for line in lines[:1]]),
            expected="offence types such as 'All crime' or 'Adult rape', stages of a case and measures, each in its column",
            fix="Load the publisher's own file.",
        )


def _is_offence_type(word: str) -> bool:
    return bool(re.search(r"^all-(crimes?|offences?)$|\brape\b|^all$", word)) and len(word) <= _LONGEST_OFFENCE_TYPE


def _is_stage(word: str) -> bool:
    return bool(re.search(r"^(crime-recorded|police-referral|cps-charge)-to-", word))


def area_of(line: Line, column: str, places: Places, gathering: Gathering) -> Area | None:
    """The area a cell names; an unknown one is a fault."""
    printed = line.cells[column]
    area = places.named(printed) or places.named(_CONSTABULARY.sub("", printed))
    if area is None:
        near = places.nearest(printed)
        gathering.wrong(
            line,
            column,
            "this area is not known",
            f"'{printed}'",
            f"a police force or England and Wales, perhaps {near}" if near else "a police force or England and Wales",
            "Correct the name, or add it to the area's variants in the catalogue.",
        )
    return area


def forces_of(catalogue: Catalogue) -> dict[str, str]:
    """Slug and name of every territorial force."""
    return {area.slug: area.name for area in catalogue.areas.values() if AreaKind.FORCE in area.kinds}


def names_of(catalogue: Catalogue) -> dict[str, str]:
    """Slug and name of every area."""
    return {area.slug: area.name for area in catalogue.areas.values()}


def year_ending(quarter: Period) -> Period:
    """The twelve months that end with a quarter."""
    first = quarter.shifted(MONTHS_IN_QUARTER - MONTHS_IN_YEAR)
    return Period(first.year, first.month, MONTHS_IN_YEAR)


def _period(granularity: str, printed: str) -> Period | None:
    span = read_span(printed)
    period = span.period if span else None
    word = " ".join(granularity.casefold().replace("_", " ").split())
    if period is None:
        return None
    if word in _QUARTERLY:
        return period if period.is_quarter else None
    if word in _ROLLING:
        return year_ending(period) if period.is_quarter else (period if period.is_year else None)
    return None


def _value(printed: str) -> CellValue | None:
    """A figure, or why there is none; one with a percent sign becomes a proportion. None where nobody can be sure."""
    if not printed:
        return CellValue(None, Absence.NOT_AVAILABLE)
    if not printed.endswith("%"):
        return read_number(printed)
    read = read_number(printed.removesuffix("%").strip())
    return replace(read, value=read.value / 100) if read and read.value is not None else read


def _shares_as_proportions(
    received: Received, rows: Sequence[Row], catalogue: Catalogue
) -> tuple[list[Row], list[Problem]]:
    """Percentages that are printed without a sign, from 0 to 1 as those with a sign are.

    Measures are percentages that say so, or are known to be. One that never passes 1 is out of 1 if it has figures enough.
    """
    known = {
        word
        for metric in catalogue.metrics.values()
        if metric.kind is Kind.SHARE
        for each in metric.numerators
        if each.source == SOURCE
        for word in dict(each.where).get("measure", ())
    }
    bare: dict[str, list[Decimal]] = {}
    for row in rows:
        if row.value is not None and not row.raw.endswith("%") and _is_share(row.dimensions[-1], known):
            bare.setdefault(row.dimensions[-1], []).append(row.value)
    of_hundred = {measure for measure, values in bare.items() if max(values) > 1}
    untold = [
        measure
        for measure, values in bare.items()
        if measure not in of_hundred and any(values) and len(values) < _ENOUGH_SHARES
    ]
    read = [
        row._replace(value=row.value / _WHOLE) if row.value is not None and row.dimensions[-1] in of_hundred else row
        for row in rows
    ]
    return read, [
        Problem(
            "it cannot be told whether a percentage is written 7.2 or 0.072",
            received.name,
            found=f"{len(bare[measure])} figures of '{measure}', none above 1",
            expected="a percent sign, figures above 1, or many between 0 and 1",
            fix="Load the publisher's own file.",
        )
        for measure in untold[:SHOWN]
    ]


def _is_share(measure: str, known: Collection[str]) -> bool:
    return measure in known or bool(_SAYS_SHARE.search(measure) and not _DIFFERENCE.search(measure))


def check_units(received: Received, gathering: Gathering) -> list[Problem]:
    """One measure is printed with percent signs or without them, never both: else it is read in two units."""
    signs: dict[tuple[str, ...], set[bool]] = {}
    for row in gathering.rows:
        if row.value is not None:
            signs.setdefault((row.field, row.dimensions[-1]), set()).add(row.raw.endswith("%"))
    mixed = [measure for measure, found in signs.items() if len(found) > 1]
    counted = [measure for measure, found in signs.items() if found == {True} and _COUNTS.search(measure[-1])]
    return [
        Problem(
            "a measure that counts is printed with percent signs",
            received.name,
            found=f"'{measure[-1]}'",
            expected="whole numbers",
            fix="Load the publisher's own file.",
        )
        for measure in counted
    ] + [
        Problem(
            "one measure is printed with percent signs and without",
            received.name,
            found=f"'{measure[-1]}'",
            expected="one of the two",
            fix="Load the publisher's own file.",
        )
        for measure in mixed
    ]


def check_shares(received: Received, gathering: Gathering) -> list[Problem]:
    """A percentage written as a share (0.2 among 12 to 34) is refused: it would be read a hundred times too small.

    It is below 1, less than a twentieth of what is usual of the other places in its period or of its own series, and a
    hundred times itself would be like them.
    """
    alike: dict[tuple[object, ...], list[Row]] = {}
    highest: dict[tuple[object, ...], Decimal] = {}
    known = [row for row in gathering.rows if row.value and not row.raw.endswith("%")]
    for row in known:
        measure = (row.field, row.dimensions)
        highest[measure] = max(highest.get(measure, row.value or _NOTHING), row.value or _NOTHING)
        alike.setdefault((*measure, row.period), []).append(row)
        alike.setdefault((*measure, row.period.months, row.area), []).append(row)
    problems: dict[tuple[object, ...], Problem] = {}
    for rows in alike.values():
        if highest[rows[0].field, rows[0].dimensions] > _WHOLE or len(rows) < _ENOUGH_ALIKE:
            continue
        for row in rows:
            others = sorted(other.value or _NOTHING for other in rows if other is not row)
            usual, value = others[len(others) // 2], row.value or _NOTHING
            if value < 1 and value * _FAR < usual and usual / _ALIKE <= value * _WHOLE <= usual * _ALIKE:
                problems[row.area, row.period, row.field, row.dimensions] = Problem(
                    "this percentage may be written as a share of 1, and those beside it are not",
                    f"{received.name} [{row.place}]",
                    found=f"{row.raw}, where {usual.normalize():f} is usual",
                    expected="percentages in one manner of writing",
                    fix="Load the publisher's own file.",
                )
    return capped(problems.values(), received.name)


def _until(periods: list[Period]) -> str:
    return f"to {periods[-1].last_day:%B %Y}" if periods else ""


LAYOUT = Layout(
    id="delivery-dashboard",
    version=2,
    looks_like="the delivery dashboard csv (offence_type, geographic_area_name, stage, metric_name, time_period, value)",
    recognises=lambda received: None if received.is_workbook else _recognises(received),
    read=_read,
    rows_alone=True,
    seen=False,
)
