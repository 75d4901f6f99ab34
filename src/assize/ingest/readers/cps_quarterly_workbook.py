"""CPS quarterly data summaries: a workbook of tables whose columns are quarters of the financial year and a rolling year.

Pre-charge, prosecution, court caseload and regional tables share the shape of statistics tables and are read as such. A bare
`Q1 2024` is not taken for one of the calendar, since the CPS counts from April; `Rolling Year to Date` is the twelve
months that end with the table's last quarter, and must be the sum of its four quarters where it is a count and all are there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assize.core.reading import Query
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.files.sheet_stream import can_stream, sheet_tops
from assize.ingest.layouts import Asked, Layout, Match, Read
from assize.ingest.printed_periods import ROLLING, Manner, plain, read_span
from assize.ingest.readers.analysis_function_tables import read_tables_of
from assize.ingest.readers.cps_quarterly_sums import check_areas_and_nation
from assize.ingest.received import HEADER_ROWS, Received
from assize.ingest.statistics_tables.finding import read_workbook
from assize.ingest.statistics_tables.lacking_tables import check_families

MANNER = Manner(bare_quarters=False)
_PUBLISHER = re.compile(r"\bCPS\b|crown prosecution service", re.IGNORECASE)
_SUMMARY = re.compile(r"quarterly data|data summar|pre-charge|prosecution|court caseload|regional data", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*table\s+\d", re.IGNORECASE)
_NEAR_QUARTER = re.compile(r"\s*(?:Q(?:uarter)?\s*[1-4]|[A-Z][a-z]{2,8}\s*(?:-|–|to)\s*[A-Z][a-z]{2,8})\b")
_LEAST_QUARTERS = 2
_SHEETS_LOOKED_AT = 4
# What the summaries have tables of; the CPS may give one of them a file of its own.
_FAMILIES = {
    "pre-charge decisions": re.compile(r"pre.?charge|legal decisions?|charging|decisions? to charge", re.IGNORECASE),
    "prosecutions": re.compile(r"prosecution|conviction|case outcomes|post.?charge", re.IGNORECASE),
    "court caseload": re.compile(r"caseload|live cases", re.IGNORECASE),
    "areas": re.compile(r"regional|\bareas?\b", re.IGNORECASE),
}


def _recognises(received: Received) -> Match | None:
    if not received.is_workbook:
        return None
    publisher = summary = numbered = False
    quarters, headers = 0, list[str]()
    for name, rows in _tops(received):
        for row in rows:
            texts = [str(cell) for cell in row if isinstance(cell, str) and cell.strip()]
            publisher |= any(_PUBLISHER.search(text) for text in texts)
            summary |= any(_SUMMARY.search(text) for text in (*texts, name))
            spans = [span for text in texts if (span := read_span(text, MANNER))]
            said = sum(span.months == 3 for span in spans) + sum(bool(ROLLING.match(plain(text))) for text in texts)
            quarters = max(quarters, said)
            numbered |= any(_NUMBERED.match(text) for text in texts)
            if len(near := [text for text in texts if _NEAR_QUARTER.match(text)]) >= _LEAST_QUARTERS:
                headers = headers or near
    # A partner's own workbook has the CPS in its title, measures of prosecutions and quarters too, but no numbered tables.
    if not (publisher and summary and numbered):
        return None
    if quarters >= _LEAST_QUARTERS:
        return Match("it is by the CPS, and its columns are quarters of the financial year")
    if not headers:
        return None
    return Match("it is by the CPS", ("columns headed Q1 24/25, Q2 24/25, …",), tuple(headers), confidence=0.8)


def _tops(received: Received) -> list[tuple[str, Sequence[Sequence[object]]]]:
    """The first rows of the first sheets; of an xlsx or ods without laying whole sheets out."""
    if can_stream(received):
        return [(top.name, top.rows) for top in sheet_tops(received)[:_SHEETS_LOOKED_AT]]
    return [(name, received.sheet(name)[:HEADER_ROWS]) for name in received.sheets[:_SHEETS_LOOKED_AT]]


def _read(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    workbook = read_workbook(received)
    read = read_tables_of(received, source, catalogue, workbook, MANNER)
    assert not isinstance(read.content, Query)
    beside = check_areas_and_nation(read.content, received.name, catalogue)
    beside += check_families(workbook, _FAMILIES, received.name)
    return replace(read, problems=(*read.problems, *beside))


LAYOUT = Layout(
    id="cps-quarterly-workbook",
    version=1,
    looks_like="a CPS quarterly data summary (a workbook with columns Q1 24/25, Q2 24/25, … and Rolling Year to Date)",
    recognises=_recognises,
    read=_read,
    seen=False,
)
