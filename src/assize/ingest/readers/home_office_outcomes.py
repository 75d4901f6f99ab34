"""Crime outcomes open data: a line a force, quarter, offence code and outcome type, with two measures in each.

The first counts outcomes of the offences recorded in the quarter, the second outcomes recorded in the quarter. Cells that
cannot hold anything (outcome 0, not yet assigned, in the second; codes that have expired in the first) give no
observation; any other cell without a number becomes an absence.
"""

from __future__ import annotations

from assize.core.errors import Problem
from assize.core.reading import Covered, Query
from assize.core.specs import Catalogue, SourceSpec, Vocabulary
from assize.ingest.large_csv import (
    LargeCsv,
    check_words,
    counted,
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
from assize.ingest.layouts import SHOWN, Asked, Layout, Match, Read, match_headers, some
from assize.ingest.readers.home_office_recorded_crime import GROUP_NAMES, SUBGROUP_NAMES
from assize.ingest.received import Received

DIMENSIONS = ("offence_group", "offence_subgroup", "offence_code", "outcome_type")
_NEEDED = (
    "financial year",
    "financial quarter",
    "force name",
    "offence group",
    "offence subgroup",
    "offence code",
    "outcome type",
)
_EXPIRED = "offence code expired"
# Field -> the headers it is known by. The first measure of the 2017/18 copy is named `offences` and nothing more.
_MEASURES = {
    "offences_recorded": (
        "force outcomes for offences recorded in quarter",
        "force outcomes for offences recorded in the quarter",
        "outcomes for offences recorded in quarter",
        "offences",
    ),
    "outcomes_recorded": (
        "force outcomes recorded in quarter",
        "force outcomes recorded in the quarter",
        "outcomes recorded in quarter",
    ),
}
_NOT_APPLICABLE = ("n/a - offence code expired",)
_ABSENT = ("na", "n/a", "..", ":", "[x]", "--", "-", *_NOT_APPLICABLE)


def _recognises(received: Received) -> Match | None:
    because = "it has outcome types by force, quarter and offence code"
    match = match_headers(received.top, _NEEDED, because, clean=header_key)
    return match if match and "outcome type" not in match.missing else None  # else it is the recorded crime's


def _read(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    at = header_row(received.top, _NEEDED)
    assert at is not None  # recognised by it
    wanted = {name: (name,) for name in (*_NEEDED, _EXPIRED)}
    columns = only_columns(received, received.top[at], {**wanted, **_MEASURES})
    missing = [spellings[0] for field, spellings in _MEASURES.items() if field not in columns]
    if missing:
        raise received.refused(
            "a measure is missing",
            expected=" and ".join(f"a column '{spelling.capitalize()}'" for spelling in missing),
            fix="Load the publisher's file with all of its columns.",
        )
    table = open_csv(received, at, columns, asked.scratch)
    problems = drop_empty_records(table)
    problems += match_places(table, "force name", source, catalogue)
    periods, unknown = match_quarters(table, "financial year", "financial quarter")
    problems += unknown
    problems += missing_words(table, ("offence group", "offence subgroup", "offence code"))
    problems += _check_types(table, catalogue.vocabularies["outcome_type"])
    for field in _MEASURES:
        values, uncast = match_values(table, field, _ABSENT)
        problems += uncast
        problems += note_negatives(table, field, values)
    group = match_words(table, "group", "offence group", GROUP_NAMES)
    problems += check_words(table, group, "offence group", catalogue.vocabularies["offence_group"])
    match_words(table, "subgroup", "offence subgroup", SUBGROUP_NAMES)
    if not any(problem.blocks for problem in problems):
        problems += _check_repeats(table)
    rows = 0
    selects = []
    for field in _MEASURES:
        select, kept, found = _select(table, field)
        selects.append(select)
        problems += found
        rows += kept
    years = ", ".join(sorted({period.financial_year.id.replace("-", "/") for period in periods}))
    return Read(
        title=f"{source.title}, {years}",
        covers=tuple(Covered(period) for period in periods),
        dimensions=DIMENSIONS,
        content=Query(table.connection, " UNION ALL ".join(selects), rows),
        problems=tuple(problems),
    )


def _check_types(table: LargeCsv, vocabulary: Vocabulary) -> list[Problem]:
    known = ", ".join(text_sql(slug) for slug in vocabulary.names)
    column = table.col("outcome type")
    strange = table.ask(
        f"SELECT {column}, min(line) AS first, count(*) AS n FROM kept"
        f" WHERE trim(coalesce({column}, '')) NOT IN ({known}) GROUP BY 1 ORDER BY 2"
    )
    return [
        Problem(
            "this is no outcome type",
            table.place(first, "outcome type"),
            found=f"'{printed or ''}' in {counted(lines)}",
            expected=_expected(vocabulary),
        )
        for printed, first, lines in strange[:SHOWN]
    ]


def _expected(vocabulary: Vocabulary) -> str:
    numbers = sorted(int(slug) for slug in vocabulary.names if slug.isdecimal())
    others = [slug for slug in vocabulary.names if not slug.isdecimal()]
    return " or ".join([f"a number from {numbers[0]} to {numbers[-1]}", *others])


def _check_repeats(table: LargeCsv) -> list[Problem]:
    """Lines that say the same of the same thing twice would be counted twice."""
    every = ", ".join(f"c{index}" for index in range(len(table.headers)))
    keys = ", ".join(table.col(name) for name in _NEEDED)
    # A hash of the key repeats in no file seen, and is grouped in a tenth of the time that all columns take.
    if not table.ask(f"SELECT 1 AS twice FROM kept GROUP BY hash({keys}) HAVING count(*) > 1 LIMIT 1"):
        return []
    repeats = table.ask(
        f"SELECT min(line) AS first, max(line) AS last FROM kept GROUP BY {every} HAVING count(*) > 1 ORDER BY 1"
    )
    return [
        Problem("this line repeats another", f"{table.received.name} [line {last}]", found=f"the same as line {first}")
        for first, last in repeats[:SHOWN]
    ]


def _select(table: LargeCsv, field: str) -> tuple[str, int, list[Problem]]:
    """The SELECT of one measure, how many observations it gives, and what is said of the cells without a number."""
    value = table.col(field)
    markers = ", ".join(f"'{marker}'" for marker in _NOT_APPLICABLE)
    empty = f"lower(trim(v.printed)) IN ({markers})"
    if field == "outcomes_recorded":
        empty += f" OR trim(k.{table.col('outcome type')}) = '0'"
    elif _EXPIRED in table.columns:
        empty += f" OR lower(trim(coalesce(k.{table.col(_EXPIRED)}, ''))) IN ('true', 'yes', 'y', '1')"
    nothing = f"(v.number IS NULL AND ({empty}))"
    select = (
        f"SELECT p.area, q.period, '{field}' AS field, g.slug AS offence_group, s.slug AS offence_subgroup,"
        f" trim(k.{table.col('offence code')}) AS offence_code, trim(k.{table.col('outcome type')}) AS outcome_type,"
        f" CAST(v.number AS DECIMAL(20,6)) AS value, CASE WHEN v.number IS NULL THEN '[x]' ELSE '' END AS absence,"
        f" '' AS marks, v.printed AS raw, {text_sql(table.received.name)} AS file, '' AS sheet, '' AS ref,"
        f" CAST(k.line AS INTEGER) AS line, {text_sql(table.header(field))} AS col, '' AS origin"
        f" FROM kept AS k JOIN places AS p ON p.name = k.{table.col('force name')}"
        f" JOIN quarters AS q ON q.year = k.{table.col('financial year')} AND q.quarter = k.{table.col('financial quarter')}"
        f" JOIN value_{field} AS v ON v.printed = coalesce(k.{value}, '')"
        f" JOIN word_group AS g ON g.printed = k.{table.col('offence group')}"
        f" JOIN word_subgroup AS s ON s.printed = k.{table.col('offence subgroup')}"
        f" WHERE NOT {nothing}"
    )
    lines = f"kept AS k JOIN value_{field} AS v ON v.printed = coalesce(k.{value}, '')"
    records, left_out, absent = table.ask(
        f"SELECT count(*) AS records, count(*) FILTER (WHERE {nothing}) AS left_out,"
        f" count(*) FILTER (WHERE v.number IS NULL AND NOT {nothing}) AS absent FROM {lines}"
    )[0]
    problems = []
    if left_out:
        why = "no outcome yet assigned" if field == "outcomes_recorded" else "an offence code that has expired"
        problems.append(
            Problem(
                f"cells that hold nothing by definition ({why}) give no observation",
                f"{table.received.name} [{table.header(field)}]",
                found=f"{left_out:,} of {records:,}",
                blocks=False,
            )
        )
    if absent:
        places = table.ask(
            f"SELECT k.{table.col('force name')}, k.{table.col('financial year')}, k.{table.col('financial quarter')},"
            f" count(*) AS n, min(k.line) AS first FROM {lines} WHERE v.number IS NULL AND NOT {nothing}"
            f" GROUP BY 1, 2, 3 ORDER BY 5"
        )
        shown = [
            f"{name} {year} Q{quarter}: {cells:,} from line {first}" for name, year, quarter, cells, first in places
        ]
        problems.append(
            Problem(
                "cells without a number are not available [x], and so is every sum that includes one",
                f"{table.received.name} [{table.header(field)}]",
                found=f"{absent:,} ({some(shown)})",
                blocks=False,
            )
        )
    return select, records - left_out, problems


LAYOUT = Layout(
    id="home-office-outcomes",
    version=1,
    looks_like="the Home Office csv or csv.gz of crime outcomes (Force Name, Offence Code, Outcome Type, two measures)",
    recognises=_recognises,
    read=_read,
)
