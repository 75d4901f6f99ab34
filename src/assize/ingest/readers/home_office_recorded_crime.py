"""Police recorded crime, police force area open data: a line a force, quarter and offence code.

Counts are text with spaces and may be below zero, where a force corrects an earlier quarter. Homicide stands in several
lines under one joint code: they are added up, not taken for repetitions.
"""

from __future__ import annotations

from assize.core.reading import Covered, Query
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.large_csv import (
    check_words,
    drop_empty_records,
    header_key,
    header_row,
    match_places,
    match_quarters,
    match_values,
    match_words,
    missing_words,
    note_negatives,
    only_columns,
    open_csv,
    text_sql,
)
from assize.ingest.layouts import Asked, Layout, Match, Read, match_headers
from assize.ingest.received import Received

DIMENSIONS = ("offence_group", "offence_subgroup", "offence_code")
FIELD = "offences"
# One thing under two names: the outcomes file has the longer of the first pair and the shorter of the second.
GROUP_NAMES = {"miscellaneous-crimes": "miscellaneous-crimes-against-society"}
SUBGROUP_NAMES = {"rape": "rape-offences"}
_NEEDED = (
    "financial year",
    "financial quarter",
    "force name",
    "offence description",
    "offence group",
    "offence subgroup",
    "offence code",
    "number of offences",
)
_ABSENT = ("na", "n/a", "..", ":", "[x]", "--")


def _recognises(received: Received) -> Match | None:
    because = "it has a number of offences by force and quarter"
    match = match_headers(received.top, _NEEDED, because, clean=header_key)
    return match if match and (match.whole or "outcome type" not in map(header_key, match.unknown)) else None


def _read(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    at = header_row(received.top, _NEEDED)
    assert at is not None  # recognised by it
    columns = only_columns(received, received.top[at], {name: (name,) for name in _NEEDED})
    table = open_csv(received, at, columns, asked.scratch)
    problems = drop_empty_records(table)
    problems += match_places(table, "force name", source, catalogue)
    periods, unknown = match_quarters(table, "financial year", "financial quarter")
    problems += unknown
    problems += missing_words(table, ("offence group", "offence subgroup", "offence code"))
    values, uncast = match_values(table, "number of offences", _ABSENT)
    problems += uncast
    problems += note_negatives(table, "number of offences", values)
    group = match_words(table, "group", "offence group", GROUP_NAMES)
    problems += check_words(table, group, "offence group", catalogue.vocabularies["offence_group"])
    subgroup = match_words(table, "subgroup", "offence subgroup", SUBGROUP_NAMES)
    value = table.col("number of offences")
    select = (
        f"SELECT p.area, q.period, '{FIELD}' AS field, g.slug AS offence_group, s.slug AS offence_subgroup,"
        f" trim(k.{table.col('offence code')}) AS offence_code,"
        f" CAST(v.number AS DECIMAL(20,6)) AS value,"
        f" CASE WHEN v.number IS NULL THEN '[x]' ELSE '' END AS absence, '' AS marks, v.printed AS raw,"
        f" {text_sql(received.name)} AS file, '' AS sheet, '' AS ref, CAST(k.line AS INTEGER) AS line,"
        f" {text_sql(table.header('number of offences'))} AS col, '' AS origin"
        f" FROM kept AS k JOIN places AS p ON p.name = k.{table.col('force name')}"
        f" JOIN quarters AS q ON q.year = k.{table.col('financial year')} AND q.quarter = k.{table.col('financial quarter')}"
        f" JOIN {values} AS v ON v.printed = coalesce(k.{value}, '')"
        f" JOIN {group} AS g ON g.printed = k.{table.col('offence group')}"
        f" JOIN {subgroup} AS s ON s.printed = k.{table.col('offence subgroup')}"
    )
    rows = table.ask("SELECT count(*) AS n FROM kept")[0][0]
    years = ", ".join(sorted({period.financial_year.id.replace("-", "/") for period in periods}))
    return Read(
        title=f"{source.title}, {years}",
        covers=tuple(Covered(period) for period in periods),
        dimensions=DIMENSIONS,
        content=Query(table.connection, select, rows),
        problems=tuple(problems),
    )


LAYOUT = Layout(
    id="home-office-recorded-crime",
    version=1,
    looks_like="the Home Office csv of police recorded crime (Financial Year, Force Name, Offence Code, Number of Offences, …)",
    recognises=_recognises,
    read=_read,
)
