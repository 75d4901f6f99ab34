"""Workbooks of statistics tables in the Analysis Function layout, whichever publication: cover, contents, notes, tables.

Which publication it is, the beginning of the cover's title says. Every table that holds figures is read; each must say its
periods and, unless it is of England and Wales, its places. Two tables never share a key, and what a table says of itself
(totals, percentages, its title's years, the contents) must hold.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from assize.core.errors import FileRefused, Problem
from assize.core.reading import Covered
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.files.sheet_stream import can_stream, sheet_tops
from assize.ingest.layouts import Asked, Layout, Match, Read
from assize.ingest.printed_periods import PLAIN, Manner, plain, read_span
from assize.ingest.received import Received
from assize.ingest.statistics_tables.checks import (
    check_cover,
    check_dated,
    check_keys,
    check_scale,
    check_second_tables,
    check_tables,
    check_titles,
    check_totals,
)
from assize.ingest.statistics_tables.factors import check_factors, leave_lone_totals
from assize.ingest.statistics_tables.finding import Workbook, is_text_sheet, read_texts, read_workbook, words
from assize.ingest.statistics_tables.lacking_tables import check_lacking_tables
from assize.ingest.statistics_tables.national_sizes import check_sizes
from assize.ingest.statistics_tables.panels import check_exchanged, check_sorted
from assize.ingest.statistics_tables.places import TablePlaces
from assize.ingest.statistics_tables.rolling import check_sums_under_quarters, leave_rolling
from assize.ingest.statistics_tables.rows import DIMENSIONS, Figure, leave_other_places, read_table, rows_of
from assize.ingest.statistics_tables.said_limits import check_limits
from assize.ingest.statistics_tables.said_units import check_said_quarters, check_said_units
from assize.ingest.statistics_tables.shares import check_percentages, check_shares
from assize.ingest.statistics_tables.slid_columns import check_slid_columns
from assize.ingest.statistics_tables.slips import (
    check_fractions,
    check_gaps,
    check_measures,
    check_order,
    check_parts,
    check_rates,
    check_rolling,
    check_round_columns,
    speaks_of_rounding,
)
from assize.ingest.statistics_tables.title_words import TitleWords
from assize.ingest.statistics_tables.titled_places import check_titled_places
from assize.ingest.statistics_tables.titles import check_labels, check_meanings
from assize.ingest.statistics_tables.told_places import (
    check_place_headers,
    check_places_over_columns,
    tell_lacking,
    tell_short_series,
)
from assize.ingest.statistics_tables.values import symbols_of_workbook

LAYOUT_ID = "analysis-function-tables"
_FIRST_LINES = re.compile(
    r"this work ?sheet contains|this spreadsheet contains|worksheets? in this (file|workbook)", re.IGNORECASE
)
_PUBLISHED = re.compile(
    r"(?<!next )(?:date of publication|publication date|published|released?(?: date)?|date published)\b[^.\d]{0,40}?"
    r"(\d{1,2})(?:st|nd|rd|th)?\s+([A-Z][a-z]+)\s+(\d{4})",
    re.IGNORECASE,
)
_PUBLISHED_LABEL = re.compile(
    r"^(date of publication|publication date|published|release(d| date)?|date published)\W*$", re.IGNORECASE
)


def _recognises(received: Received) -> Match | None:
    if not received.is_workbook or not received.sheets:
        return None
    texts = [name for name in received.sheets if is_text_sheet(name)]
    if not texts or len(texts) == len(received.sheets):
        return None
    read = read_texts(received)
    lines = [str(cell) for rows in read.texts.values() for row in rows for cell in row if isinstance(cell, str)]
    if len(texts) < 2 and can_stream(
        received
    ):  # a cover alone: the tables themselves may say that they are such tables
        lines += [cell for top in sheet_tops(received) for row in top.rows[:5] for cell in row[:2]]
    said = any(_FIRST_LINES.search(line) for line in lines)
    if not said and len(texts) < 2:  # a cover, and contents or notes
        return None
    return Match(f"it has a cover or notes beside its tables, and is titled '{read.title[:100]}'")


def _names_source(received: Received, catalogue: Catalogue) -> str:
    """The source whose titles the cover begins with: the longest of them; empty where there is none."""
    return source_titled(read_texts(received), catalogue)


def source_titled(workbook: Workbook, catalogue: Catalogue) -> str:
    """The id of the source of this layout whose title stands at the beginning of a line of the cover."""
    said = [plain(cell) for row in workbook.cover[:8] for cell in row[:2] if isinstance(cell, str)]
    fitting = [
        (len(title), source.id)
        for source in catalogue.sources.values()
        if source.layout == LAYOUT_ID
        for title in source.titles
        if any(line.startswith(plain(title)) for line in said)
    ]
    return max(fitting)[1] if fitting else ""


def _read(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    return read_tables_of(received, source, catalogue, read_workbook(received), PLAIN)


def read_tables_of(
    received: Received, source: SourceSpec, catalogue: Catalogue, workbook: Workbook, manner: Manner
) -> Read:
    """Every table of a workbook as observations of a source, checked against itself.

    `manner` is how the publisher speaks of time. Raises FileRefused where no table holds a figure.
    """
    places = TablePlaces(catalogue.areas, source.observes)
    symbols = symbols_of_workbook(workbook)
    problems: list[Problem] = [
        *workbook.problems,
        *check_tables(workbook.tables),
        *check_second_tables(workbook.tables),
    ]
    figures: list[Figure] = []
    for table in workbook.tables:
        found, wrong = read_table(table, places, symbols, nation_wide=True, manner=manner)
        figures += found
        problems += wrong
    figures, elsewhere = leave_other_places(figures, places)
    figures, left_out = leave_rolling(figures)
    problems += [*elsewhere, *left_out]
    problems += check_keys(figures) + check_place_headers(figures, places) + check_dated(figures)
    problems += check_places_over_columns(figures, places)
    problems += check_titles(figures, workbook, manner)
    problems += check_said_units(figures, workbook)
    problems += check_said_quarters(figures, workbook)
    problems += check_meanings(figures, places, source.tables) + check_labels(figures, workbook)
    problems += check_titled_places(figures, workbook, places, TitleWords(catalogue), received.name)
    problems += check_limits(figures, workbook, received.name, source) + check_cover(figures, workbook, manner)
    problems += check_lacking_tables(workbook, source.tables)
    problems += check_totals(figures, places) + check_factors(figures, places)
    figures, alone = leave_lone_totals(figures, places)
    problems += alone + check_parts(figures)
    problems += check_fractions(figures) + check_sizes(figures, source.tables)
    problems += check_measures(figures) + check_rates(figures) + check_round_columns(figures, workbook)
    problems += check_gaps(figures, alike=not manner.bare_quarters)
    problems += check_rolling(figures, workbook, manner) + check_order(figures)
    problems += check_sums_under_quarters(figures)
    problems += check_percentages(figures) + check_shares(figures)
    problems += check_scale(figures) + check_exchanged(figures) + check_sorted(figures)
    problems += check_slid_columns(figures, places, rounded=speaks_of_rounding(workbook)) + tell_lacking(
        figures, places
    )
    problems += tell_short_series(figures, places)
    released = published_on(workbook)
    content = rows_of(figures)
    if not content:
        blocking = [problem for problem in problems if problem.blocks] or [*elsewhere, *left_out, *alone]
        raise (
            FileRefused(received.name, blocking)
            if blocking
            else received.refused(
                "no table of figures was found in the workbook",
                found=", ".join(name.strip() for name in received.sheets[:6]),
                expected="a table with a header, periods and figures",
            )
        )
    last = max({row.period for row in content}, key=lambda period: (period.last_day, period.first_day))
    if released and released <= last.first_day:
        problems.append(
            Problem(
                "the cover says that this was published before its last period began",
                received.name,
                found=f"published {released.isoformat()}, figures to {last.last_day.isoformat()}",
            )
        )
    covers = sorted({(row.period, row.field) for row in content})
    return Read(
        title=workbook.title or source.title,
        covers=tuple(Covered(period, field=field) for period, field in covers),
        dimensions=DIMENSIONS,
        content=content,
        problems=tuple(problems),
        released=released,
    )


def published_on(workbook: Workbook) -> date | None:
    """The day on which the cover says it was published; None where it says none or several."""
    days: set[date] = set()
    for row in workbook.cover:
        cells = [cell for cell in row if not (isinstance(cell, str) and not cell.strip())]
        for number, cell in enumerate(cells):
            text = " ".join(words(cell).split())
            if "next" in text.casefold() and not text.casefold().startswith("publi"):
                continue
            days |= {day for match in _PUBLISHED.findall(text) if (day := _day(*match))}
            if _PUBLISHED_LABEL.match(text) and number + 1 < len(cells):
                days |= _days_of(cells[number + 1])
    return next(iter(days)) if len(days) == 1 else None


def _days_of(cell: object) -> set[date]:
    if isinstance(cell, datetime):
        return {cell.date()}
    if isinstance(cell, date):
        return {cell}
    match = re.search(r"(\d{1,2})(?:st|nd|rd|th)?\s+([A-Z][a-z]+)\s+(\d{4})", words(cell))
    day = _day(*match.groups()) if match else None
    return {day} if day else set()


def _day(day: str, month: str, year: str) -> date | None:
    span = read_span(f"{month} {year}")
    try:
        return date(span.year, span.month, int(day)) if span else None
    except ValueError:
        return None


LAYOUT = Layout(
    id=LAYOUT_ID,
    version=1,
    looks_like="a workbook of statistics tables with a cover, contents and notes (MoJ, Home Office, HMPPS, ONS)",
    recognises=_recognises,
    read=_read,
    names_source=_names_source,
    seen=False,
)
