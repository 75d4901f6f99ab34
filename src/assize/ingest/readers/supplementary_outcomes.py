"""Home Office supplementary outcomes metrics: shares of closed investigations, a line an area, measure and rolling year.

Published as a workbook (sheet `Outcomes`). A figure of a rolling year is one of the year that ends with the quarter named
beside it, never of the quarter. Whether a percentage is written 7.2 or 0.072 is told from all figures of the file together,
and where it cannot be told the file is refused. Domain reference, section 2, "Police-side data behind it".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from assize.core.errors import Problem
from assize.core.nouns import Absence, Area, AreaKind
from assize.core.periods import Period
from assize.core.reading import Covered, Row
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.layouts import Asked, Layout, Match, Read, some
from assize.ingest.long_tables.metric_lines import check_lone_words, check_whole
from assize.ingest.long_tables.opening import match_table
from assize.ingest.long_tables.short import Gathering, Line, read_lines
from assize.ingest.places import Places
from assize.ingest.printed_periods import in_year, read_span
from assize.ingest.readers.delivery_dashboard import (
    area_of,
    check_shares,
    check_units,
    forces_of,
    names_of,
    year_ending,
)
from assize.ingest.readers.supplementary_outcomes_checks import check_sizes
from assize.ingest.received import Received
from assize.ingest.values import CellValue, read_number, slug

DIMENSIONS = ("offence_level", "measure")
_COLUMNS = {
    "offence level": ("offence level",),
    "kind of area": ("geographic granularity",),
    "area": ("geographic area name",),
    "how often": ("annual or quarterly",),
    "quarter": ("quarter",),
    "year": ("year",),
    "measure": ("metric full name",),
    "percent": ("percent",),
}
_FORCES = {"police force area", "police force", "force", "pfa"}
_NATIONS = {"national", "nation", "country", "england and wales", "country group"}
_LARGER = {"region", "regional"}
_ROLLING = {"rolling annual", "rolling year", "annual", "annual rolling"}
_QUARTERLY = {"quarterly", "quarter"}
# Families of measures, in the order in which they are looked for: the first whose words are all there.
_FAMILIES = (
    ("victim_does_not_support", ("victim", "support"), ()),
    ("no_suspect", ("no suspect",), ()),
    ("successful_outcome", ("successful outcome",), ()),
    ("charge_no_specific_victim", ("charge", "no specific victim"), ()),
    ("charge_no_specific_victim", ("charge", "state based"), ()),
    ("charge_victim_based", ("charge", "victim based"), ("non victim",)),
)
_ENOUGH = 10  # figures by which it can be told whether a percentage is written 7.2 or 0.072


def _recognises(received: Received) -> Match | None:
    match, _ = match_table(received, _COLUMNS, "it has percentages by measure, area, quarter and year")
    return match


def family_of(name: str) -> str:
    """The family of measures a full name belongs to, as a field of the source; empty where it is none that is known."""
    words = f" {' '.join(re.findall(r'[a-z0-9]+', name.casefold()))} "
    for field, needed, barred in _FAMILIES:
        if all(word in words for word in needed) and not any(word in words for word in barred):
            return field
    return ""


def _read(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    lines, unread = read_lines(received, _COLUMNS, tuple(_COLUMNS))
    places = Places(catalogue.areas, source.observes)
    gathering = Gathering(received)
    new = _new_measures(lines)
    for line in lines:
        if line.cells["measure"].strip() in new:
            gathering.note(
                line, "measure", "lines of a measure that is not known are left out, and all that are known are there"
            )
            continue
        kind = _words(line.cells["kind of area"])
        if kind in _LARGER:
            gathering.note(line, "area", "lines of regions are read over: a region is the sum of its forces")
            continue
        area = _area(line, kind, places, gathering)
        period = _period(line, gathering)
        level, measure = slug(line.cells["offence level"]), slug(line.cells["measure"])
        field = family_of(line.cells["measure"])
        for name, word in (("offence level", level), ("measure", measure)):
            if not word:
                gathering.wrong(line, name, "this cell is empty", "nothing", "a word")
        if measure and not field:
            gathering.wrong(
                line,
                "measure",
                "this measure is not known",
                f"'{line.cells['measure']}'",
                "one of charges (victim-based, or no specific victim), no suspect, victim does not support, successful outcome",
            )
        read = _percentage(line.cells["percent"])
        if read is None:
            found = f"'{line.cells['percent']}'"
            gathering.wrong(line, "percent", "this is no percentage", found, "0 to 100, or [x] if not available")
        elif area is not None and period is not None and level and field:
            gathering.take(line, "percent", area.slug, period, field, (level, measure), read)
    problems = gathering.problems() + unread
    rows: list[Row] = gathering.rows
    if not any(problem.blocks for problem in problems):
        problems += check_lone_words(received, lines, ("offence level", "how often", "measure"))
        problems += check_lone_words(received, lines, ("quarter", "year"))
        problems += check_units(received, gathering) + check_shares(received, gathering)
        problems += gathering.lacking(forces_of(catalogue))
        problems += check_whole(gathering, names_of(catalogue))
        rows, untold = _as_proportions(received, rows)
        problems += untold + check_sizes(rows, received.name)
    periods = sorted({row.period for row in rows})
    return Read(
        title=f"{source.title}, to {periods[-1].last_day:%B %Y}" if periods else source.title,
        covers=tuple(Covered(period) for period in periods),
        dimensions=DIMENSIONS,
        content=rows,
        problems=tuple(problems),
    )


def _new_measures(lines: Sequence[Line]) -> set[str]:
    """Measures that are not known, beside all that are and in most of the places: where a known one is lacking, it may be that
    under a new name, and in a few lines it is a slip.
    """
    often = Counter(line.cells["measure"].strip() for line in lines)
    known = [name for name in often if family_of(name)]
    if {family_of(name) for name in known} < {field for field, _, _ in _FAMILIES}:
        return set()
    return {
        name
        for name, many in often.items()
        if name and name not in known and 2 * many > max(often[one] for one in known)
    }


def _words(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").replace("&", "and").split())


def _area(line: Line, kind: str, places: Places, gathering: Gathering) -> Area | None:
    if kind not in _FORCES | _NATIONS:
        found = f"'{line.cells['kind of area']}'"
        gathering.wrong(line, "kind of area", "this kind of area is not known", found, "Police force area or National")
        return None
    area = area_of(line, "area", places, gathering)
    if area is None:
        return None
    if (AreaKind.NATION in area.kinds) != (kind in _NATIONS):
        found = f"'{line.cells['area']}' as '{line.cells['kind of area']}'"
        gathering.wrong(line, "area", "this area is not of the kind named beside it", found)
        return None
    return area


def _period(line: Line, gathering: Gathering) -> Period | None:
    """The quarter, or the year that ends with it. A bare `Q1` of `2021` may begin in January or April: then it is refused."""
    often, printed = _words(line.cells["how often"]), (line.cells["quarter"], line.cells["year"])
    span = read_span(printed[0])
    if span is None:
        year = read_span(printed[1])
        months = bool(re.search(r"[a-z]{3,}", printed[0].casefold().replace("quarter", "")))
        plain_year = bool(year and year.month == 1)
        if year is not None and (months or not plain_year):
            span = in_year(year, printed[0])
    elif printed[1] and (year := read_span(printed[1])) and not year.year <= span.last_day.year <= year.last_day.year:
        span = None
    quarter = span.period if span else None
    if quarter is None or not quarter.is_quarter:
        gathering.wrong(
            line,
            "quarter",
            "this is no quarter that can be told",
            f"'{printed[0]}' of '{printed[1]}'",
            "months and a year (Jan - Mar, 2021) or a quarter of a financial year (Q1, 2020/21)",
        )
        return None
    if often in _ROLLING:
        return year_ending(quarter)
    if often in _QUARTERLY:
        return quarter
    gathering.wrong(
        line, "how often", "this says neither", f"'{line.cells['how often']}'", "Rolling annual or Quarterly"
    )
    return None


def _percentage(printed: str) -> CellValue | None:
    if not printed:
        return CellValue(None, Absence.NOT_AVAILABLE)
    read = read_number(printed.removesuffix("%").strip())
    if read is None or (read.value is not None and not 0 <= read.value <= 100):
        return None
    return read


def _as_proportions(received: Received, rows: Sequence[Row]) -> tuple[list[Row], list[Problem]]:
    """The figures from 0 to 1, whichever way they are written; all measures of a file must be written in one way.

    Where any figure is above 1 they are percentages, and then no measure may stay below 1 throughout: it would be a share.
    """
    values = [row.value for row in rows if row.value is not None]
    signs = any(row.raw.endswith("%") for row in rows)
    if signs or any(value > 1 for value in values):
        low: list[str] = []
        for name in sorted({row.dimensions[-1] for row in rows}):
            of_it = [row.value for row in rows if row.dimensions[-1] == name and row.value is not None]
            if not signs and len(of_it) >= _ENOUGH and max(of_it) <= 1 and any(of_it):
                low.append(name)
        if low:
            return [], [_untold(received, f"'{some(low)}' is at most 1 throughout, and other measures are above it")]
        return [row._replace(value=None if row.value is None else row.value / Decimal(100)) for row in rows], []
    if sum(value not in (0, 1) for value in values) < _ENOUGH:
        return [], [_untold(received, f"{len(values)} figures, all from 0 to 1")]
    return list(rows), []


def _untold(received: Received, found: str) -> Problem:
    return Problem(
        "it cannot be told whether the percentages are written 7.2 or 0.072",
        received.name,
        found=found,
        expected="figures of which some are above 1, or many between 0 and 1",
        fix="Load the publisher's own file.",
    )


LAYOUT = Layout(
    id="supplementary-outcomes",
    version=1,
    looks_like="the Home Office supplementary outcomes metrics (geographic_area_name, metric_full_name, percent, …)",
    recognises=_recognises,
    read=_read,
    seen=False,
)
