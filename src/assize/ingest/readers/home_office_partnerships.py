"""Police recorded crime, community safety partnership open data: a line a partnership, quarter and offence code.

Its lines are those of the force table cut into parts, so it is a source of its own: added to the force table every crime
would stand twice. A partnership is known by its ONS code where one is printed, else by its name.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assize.core.errors import Problem
from assize.core.nouns import AreaKind
from assize.core.reading import Covered, PlaceSaid, Query
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.consistency.named_years import check_named_year
from assize.ingest.layouts import SHOWN, Asked, Layout, Match, Read, settled
from assize.ingest.long_tables.checks import check_presence, check_rectangle, check_repeats, hold_lines
from assize.ingest.long_tables.coded import code_lines, select_coded
from assize.ingest.long_tables.dashes import match_dashes
from assize.ingest.long_tables.likeness import check_likeness
from assize.ingest.long_tables.opening import match_table, open_table
from assize.ingest.long_tables.order import check_order, check_sorted
from assize.ingest.long_tables.profiles import check_groups
from assize.ingest.long_tables.quarters import match_quarters
from assize.ingest.long_tables.scale import check_round_counts, check_scale
from assize.ingest.long_tables.table import (
    LargeTable,
    drop_empty_records,
    match_places,
    match_values,
    missing_words,
    note_negatives,
    slug_sql,
    spell_words,
)
from assize.ingest.long_tables.unread import check_unread
from assize.ingest.long_tables.workbook import check_years
from assize.ingest.readers.home_office_recorded_crime import (
    ABSENT,
    COLUMNS,
    COUNT,
    DIMENSIONS,
    FIELD,
    KEY,
    WORDS,
    check_offences,
    is_of_partnerships,
)
from assize.ingest.received import Received

_CODE = "csp code"
_CODES = (
    "csp code",
    "ons code",
    "csp ons code",
    "ons csp code",
    "community safety partnership code",
    "ons community safety partnership code",
)
_COLUMNS = {
    **{name: spellings for name, spellings in COLUMNS.items() if name != "offence description"},
    "csp name": ("csp name", "csp", "community safety partnership", "community safety partnership name"),
}
_ONS_CODE = re.compile(r"^[EW]\d{8}$")


def _recognises(received: Received) -> Match | None:
    match, headers = match_table(
        received, _COLUMNS, "it has a number of offences by community safety partnership and quarter"
    )
    return match if match and any(is_of_partnerships(header) for header in headers) else None


def _read(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    besides = {_CODE: _CODES, "offence description": COLUMNS["offence description"]}
    table = open_table(received, _COLUMNS, besides, asked.scratch)
    problems = drop_empty_records(table)
    spell_words(table)
    problems += check_unread(table, counts={COUNT: COLUMNS[COUNT]})
    problems += match_places(table, "force name", replace(source, observes=(AreaKind.FORCE,)), catalogue)
    table.connection.execute("ALTER TABLE places RENAME TO forces")
    periods, unknown = match_quarters(table, "financial year", "financial quarter")
    problems += unknown + check_years(table, "financial year")
    problems += settled(check_named_year(received.name, periods), source, asked)
    problems += missing_words(table, ("csp name", "offence group", "offence subgroup", "offence code"))
    values, uncast = match_values(table, COUNT, (*ABSENT, "-"))
    problems += uncast + match_dashes(table, {COUNT: values}, "force name")
    problems += note_negatives(table, COUNT, values)
    problems += check_offences(table, catalogue)
    problems += settled(check_groups(table, catalogue, periods), source, asked)
    place = _place(table)
    problems += _match_partnerships(table, place)
    code_lines(table, {COUNT: values}, place=place, forces="forces")
    if not any(problem.blocks for problem in problems):
        hold_lines(table, KEY)
        problems += check_repeats(table, KEY, joint="offence code", place="partnership")
        problems += check_rectangle(table, catalogue, KEY, place="partnership")
        problems += check_presence(
            table, catalogue, periods, dict(table.ask("SELECT area, any_value(csp) FROM places GROUP BY 1"))
        )
        problems += check_order(table)
        names = {area.slug: area.name for area in catalogue.areas.values()}
        problems += check_sorted(table, COUNT)
        problems += check_scale(table, problems, catalogue, COUNT)
        problems += settled(check_likeness(table, problems, catalogue, COUNT, in_parts=True), source, asked)
        problems += check_round_counts(table, COUNT, names)
    rows = table.ask("SELECT count(*) AS n FROM kept")[0][0]
    years = ", ".join(sorted({period.financial_year.id.replace("-", "/") for period in periods}))
    return Read(
        title=f"{source.title}, {years}",
        covers=tuple(Covered(period) for period in periods),
        dimensions=DIMENSIONS,
        content=Query(table.connection, select_coded(table, FIELD, COUNT, WORDS), rows),
        problems=tuple(problems),
        places=_said(table),
    )


def _said(table: LargeTable) -> tuple[PlaceSaid, ...]:
    """What the file says of the code of each partnership; of one without a code nothing."""
    found = table.ask(
        "SELECT p.code, p.csp, f.area, p.first FROM places AS p JOIN forces AS f ON trim(f.name) = p.force"
        " WHERE regexp_full_match(p.code, '[EW][0-9]{8}') GROUP BY ALL ORDER BY p.first"
    )
    return tuple(PlaceSaid(*row) for row in found)


def _place(table: LargeTable) -> str:
    """The SQL of what tells one partnership from another: force, code and name, for two forces may have one of a name."""
    parts = [f"trim(coalesce(k.{table.col(name)}, ''))" for name in ("force name", "csp name")]
    code = f"trim(coalesce(k.{table.col(_CODE)}, ''))" if _CODE in table.columns else "''"
    return f"{parts[0]} || '|' || {code} || '|' || {parts[1]}"


def _match_partnerships(table: LargeTable, place: str) -> list[Problem]:
    """Makes the table `places(name, area)`: the code, else a slug of the name; each belongs to one name and one force.

    What a force could place in none of its partnerships (`Unassigned Staffordshire`) has no code and stays under its name.
    """
    code = f"trim(coalesce(k.{table.col(_CODE)}, ''))" if _CODE in table.columns else "''"
    name = slug_sql(f"any_value(k.{table.col('csp name')})")
    table.connection.execute(
        f"CREATE TABLE places AS SELECT {place} AS name, any_value({code}) AS code,"
        f" any_value(trim(coalesce(k.{table.col('csp name')}, ''))) AS csp,"
        f" any_value(trim(coalesce(k.{table.col('force name')}, ''))) AS force,"
        f" CASE WHEN regexp_full_match(any_value({code}), '[EW][0-9]{{8}}') THEN any_value({code})"
        f" ELSE {name} || '-csp' END"  # a partnership may bear the name of a force, and is none
        f" AS area, min(k.line) AS first FROM kept AS k GROUP BY 1"
    )
    problems = []
    for printed, first in table.ask("SELECT code, first FROM places ORDER BY first"):
        if printed.casefold() not in ("", "-", "z", "[z]", "n/a", "na") and not _ONS_CODE.match(printed):
            problems.append(
                Problem(
                    "this is no code of an area", table.place(first, _CODE), f"'{printed}'", "a code such as E22000001"
                )
            )
    told = "csp || ' (' || force || ')'"
    twice = table.ask(
        f"SELECT area, min(first) AS first, max(first) AS last, list(DISTINCT {told} ORDER BY {told}) AS names FROM places"
        f" GROUP BY 1 HAVING count(*) > 1 ORDER BY 2"
    )
    problems += [
        Problem(
            "one partnership has two names, codes or forces",
            table.place(last, "csp name"),
            found=f"{' and '.join(names)}, first in {table.at(first, 'csp name')}",
            expected="one of each throughout the file",
            fix="Load the publisher's own file.",
        )
        for _, first, last, names in twice
    ]
    doubled = table.ask(
        "SELECT csp, force, list(DISTINCT area ORDER BY area) AS areas, max(first) AS last FROM places GROUP BY 1, 2"
        " HAVING count(DISTINCT area) > 1 ORDER BY 4"
    )
    problems += [
        Problem(
            "one name of a partnership has two codes",
            table.place(last, "csp name"),
            found=f"{' and '.join(areas)} for {csp} ({force})",
            expected="one code",
            fix="Load the publisher's own file.",
        )
        for csp, force, areas, last in doubled
    ]
    return problems[: SHOWN * 3]


LAYOUT = Layout(
    id="home-office-partnerships",
    version=2,
    looks_like="the Home Office table of recorded crime by community safety partnership (CSP Name, Offence Code, …)",
    recognises=_recognises,
    read=_read,
    seen=False,
)
