"""Crime outcomes open data: a line a force, quarter, offence code and outcome type, with two measures in each.

The first counts outcomes of the offences recorded in the quarter, the second outcomes recorded in the quarter. Cells that
cannot hold anything (outcome 0, not yet assigned, in the second; codes that have expired in the first) give no
observation; any other cell without a number becomes an absence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assize.core.errors import Problem
from assize.core.periods import Period
from assize.core.reading import Covered, Query
from assize.core.specs import Catalogue, SourceSpec, Vocabulary
from assize.ingest.consistency.named_years import check_named_year
from assize.ingest.files.databases import text_sql
from assize.ingest.layouts import SHOWN, Asked, Doubt, Layout, Match, Read, settled, some
from assize.ingest.long_tables.checks import (
    check_codes,
    check_labels,
    check_presence,
    check_rectangle,
    check_repeats,
    hold_lines,
)
from assize.ingest.long_tables.coded import code_lines, nothing, number, select_coded
from assize.ingest.long_tables.leaps import check_leaps, check_size
from assize.ingest.long_tables.likeness import check_likeness
from assize.ingest.long_tables.opening import match_table, open_table
from assize.ingest.long_tables.order import check_order, check_sorted
from assize.ingest.long_tables.profiles import check_groups, check_two_measures, is_example
from assize.ingest.long_tables.quarters import match_quarters
from assize.ingest.long_tables.scale import check_round_counts, check_scale, check_small_counts
from assize.ingest.long_tables.table import (
    LargeTable,
    counted,
    drop_empty_records,
    fill_table,
    header_key,
    match_places,
    match_values,
    missing_words,
    note_negatives,
    spell_words,
)
from assize.ingest.long_tables.unread import check_unread
from assize.ingest.long_tables.whole import check_listed_forces, check_year_to_date
from assize.ingest.long_tables.workbook import check_years
from assize.ingest.readers.home_office_recorded_crime import (
    FORCE_NAMES,
    OFFENCE,
    QUARTER_NAMES,
    WORDS,
    YEAR_NAMES,
    check_offences,
    is_of_partnerships,
)
from assize.ingest.readers.home_office_words import check_outcome_words
from assize.ingest.received import Received

_WORDS = {**WORDS, "outcome_type": "kind"}
DIMENSIONS = tuple(_WORDS)
# Our name of each column, and the spellings of its header.
_COLUMNS = {
    "financial year": YEAR_NAMES,
    "financial quarter": QUARTER_NAMES,
    "force name": FORCE_NAMES,
    "offence group": ("offence group",),
    "offence subgroup": ("offence subgroup", "offence sub group"),
    "offence code": ("offence code",),
    "outcome type": ("outcome type",),
}
_KEY = ("offence code", "outcome type")
_EXPIRED = "offence code expired"
_DESCRIPTION = "outcome description"
# Field -> the headers it is known by. The first measure of the 2017/18 copy is named `offences` and nothing more.
_BEGIN = ("force outcomes ", "outcomes ", "number of outcomes ", "number of force outcomes ")
_END = (" in quarter", " in the quarter")
_MEASURES = {
    "offences_recorded": (
        *(f"{begin}for offences recorded{end}" for begin in _BEGIN for end in _END),
        *(f"{begin}assigned to offences recorded{end}" for begin in _BEGIN for end in _END),
        "offences",
    ),
    "outcomes_recorded": tuple(f"{begin}recorded{end}" for begin in _BEGIN for end in _END),
}
# Columns that the publication has and nothing is read from.
_KNOWN = {"outcome group": ("outcome group",)}
_TYPE = r"^(?i:outcome type|outcome|type)?\s*0*([0-9]{1,2})(?:\.0+)?\s*([A-Za-z]?)$"
_BESIDE_A_TYPE = re.compile(r"[1-3]?\d[A-Za-z]?")
_NOT_APPLICABLE = ("n/a - offence code expired",)
_ABSENT = ("na", "n/a", "..", ":", "[x]", "--", "-", *_NOT_APPLICABLE)


def _recognises(received: Received) -> Match | None:
    match, headers = match_table(received, _COLUMNS, "it has outcome types by force, quarter and offence code")
    if match is None or "outcome type" in match.missing or any(is_of_partnerships(header) for header in headers):
        return None  # the recorded crime's, or a table in which every force stands in parts
    return match


def _read(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    besides = {
        _EXPIRED: (_EXPIRED,),
        _DESCRIPTION: (_DESCRIPTION,),
        OFFENCE: (OFFENCE, "offence"),
        **_MEASURES,
    }
    table = open_table(received, _COLUMNS, besides, asked.scratch)
    missing = [spellings[0] for field, spellings in _MEASURES.items() if field not in table.columns]
    if missing:
        known = {spelling for spellings in _KNOWN.values() for spelling in spellings}
        unread = [
            f"'{header}'"
            for at, header in enumerate(table.headers)
            if header and at not in table.columns.values() and header_key(header) not in known
        ]
        raise received.refused(
            "a measure is missing, or has a header that is not known" if unread else "a measure is missing",
            found=f"headers that are not read: {some(unread)}" if unread else "",
            expected=" and ".join(f"a column '{spelling.capitalize()}'" for spelling in missing),
            fix="Load the publisher's file with all of its columns"
            + ("; where it gave a measure a new name, the reader must learn it." if unread else "."),
        )
    _spell_types(table)
    problems = drop_empty_records(table)
    spell_words(table)
    problems += check_unread(table, _KNOWN, counts=_MEASURES)
    problems += match_places(table, "force name", source, catalogue)
    periods, unknown = match_quarters(table, "financial year", "financial quarter")
    problems += unknown + check_years(table, "financial year")
    problems += settled(check_named_year(received.name, periods), source, asked)
    problems += missing_words(table, ("offence group", "offence subgroup", "offence code"))
    problems += _match_types(table, catalogue.vocabularies["outcome_type"])
    printed: dict[str, str] = {}
    for field in _MEASURES:
        values, uncast = match_values(table, field, ("", *_ABSENT))
        printed[field] = values
        problems += uncast + _check_empty(table, field)
        problems += note_negatives(table, field, values)
    problems += check_offences(table, catalogue)
    problems += settled(check_groups(table, catalogue, periods), source, asked)
    if OFFENCE in table.columns:
        problems += check_codes(table, "offence code", OFFENCE)
    if _DESCRIPTION in table.columns:
        problems += check_outcome_words(table, "outcome type", _DESCRIPTION)
        problems += check_labels(table, "outcome type", (_DESCRIPTION,))
    problems += _check_unassigned(table) + settled(_check_open(table, catalogue, periods), source, asked)
    code_lines(table, printed, empty={field: _empty(table, field) for field in _MEASURES})
    if not any(problem.blocks for problem in problems):
        hold_lines(table, _KEY)
        problems += check_repeats(table, _KEY)
        problems += check_rectangle(table, catalogue, _KEY)
        problems += settled(check_presence(table, catalogue, periods), source, asked)
        problems += check_order(table)
        problems += settled(check_listed_forces(table, catalogue), source, asked)
        names = {area.slug: area.name for area in catalogue.areas.values()}
        for at, field in enumerate(_MEASURES):
            problems += check_sorted(table, field) + check_year_to_date(table, field)
            problems += check_scale(table, problems, catalogue, field)
            problems += settled(check_likeness(table, problems, catalogue, field, again=at > 0), source, asked)
            problems += check_round_counts(table, field, names) + check_size(table, field)
            problems += settled(check_small_counts(table, field, names), source, asked)
            problems += settled(check_leaps(table, problems, field, names), source, asked)
        if not any(problem.blocks for problem in problems):
            first, second = _MEASURES
            problems += check_two_measures(table, first, second, names)
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


def _spell_types(table: LargeTable) -> None:
    """Outcome types in one spelling before anything asks of them: `Outcome 1`, `01` and `1.0` are the type 1."""
    column = f"trim({table.col('outcome type')})"
    plain = f"upper(regexp_replace({column}, {text_sql(_TYPE)}, '\\1\\2'))"
    if table.ask(f"SELECT 1 AS n FROM lines WHERE {plain} <> upper({column}) LIMIT 1"):
        table.connection.execute(
            f"UPDATE lines SET {table.col('outcome type')} = {plain} WHERE {plain} <> upper({column})"
        )


def _match_types(table: LargeTable, vocabulary: Vocabulary) -> list[Problem]:
    """Makes the table `types(printed, slug)`; names what is no outcome type.

    `1/1A` is a type together with the one for an alternate offence, which a file prints in place of the two: it is kept under
    the first of them. Beside either in one quarter it would count offences twice.
    """
    column = table.col("outcome type")
    pairs: list[tuple[str, str]] = []
    joint: dict[str, tuple[str, ...]] = {}
    strange = []
    for printed, first, lines in table.ask(
        f"SELECT coalesce({column}, ''), min(line) AS first, sum(n) AS n FROM spelled GROUP BY 1 ORDER BY 2"
    ):
        slug = printed.strip().lower()
        parts = tuple(part.strip() for part in slug.split("/"))
        if slug in vocabulary.names:
            pairs.append((printed, slug))
        elif len(parts) == 2 and parts[1] == f"{parts[0]}a" and vocabulary.names.keys() >= set(parts):
            pairs.append((printed, parts[0]))
            joint[printed] = parts
        else:
            strange.append((printed, first, lines))
    fill_table(table, "types", ("printed", "slug"), pairs)
    problems = [
        Problem(
            "this is no outcome type",
            table.place(first, "outcome type"),
            found=f"'{printed}' in {counted(lines)}",
            expected=_expected(vocabulary),
            # A type of its own beside one that is known: counted with it or not, rates would change without a word.
            fix="Ask the person who keeps Assize's catalogue to add it, and to say which measures are to count it."
            if _BESIDE_A_TYPE.fullmatch(printed.strip())
            else "",
        )
        for printed, first, lines in strange[:SHOWN]
    ]
    quarter = f"{table.col('financial year')}, {table.col('financial quarter')}"
    for printed, parts in joint.items():
        beside = table.ask(
            f"SELECT min(line) FILTER (WHERE lower(trim({column})) IN ({', '.join(map(text_sql, parts))})) AS first,"
            f" {quarter} FROM spelled GROUP BY {quarter} HAVING first IS NOT NULL AND"
            f" count(*) FILTER (WHERE {column} = {text_sql(printed)}) > 0 ORDER BY 1 LIMIT 1"
        )
        if beside:
            problems.append(
                Problem(
                    "two outcome types are counted together and also apart, so offences would be counted twice",
                    table.place(beside[0][0], "outcome type"),
                    found=f"'{printed.strip()}' and one of its parts in {beside[0][1]} Q{beside[0][2]}",
                    expected=f"either '{printed.strip()}', or {' and '.join(part.upper() for part in parts)}",
                    fix="Load the publisher's own file.",
                )
            )
    return problems


def _check_open(table: LargeTable, catalogue: Catalogue, periods: Sequence[Period]) -> list[Problem]:
    """Asks of a table without a line of what is not yet assigned: its offences recorded are those with an outcome alone.

    Every edition has some, years later too. Of an example nothing is asked.
    """
    column = f"trim(coalesce({table.col('outcome type')}, ''))"
    if table.ask(f"SELECT 1 AS n FROM spelled WHERE {column} = '0' LIMIT 1") or is_example(table):
        return []
    return [
        Doubt(
            "the file has nothing of the offences without an outcome, so shares of the offences recorded would be too large",
            table.received.name,
            found=f"no outcome type 0 ({catalogue.vocabularies['outcome_type'].names['0']})",
            expected="lines of it, as in every edition",
            fix="Load the publisher's own file.",
            key=f"unassigned@{max(periods).id if periods else 'all'}",
        )
    ]


def _expected(vocabulary: Vocabulary) -> str:
    numbers = sorted(int(slug) for slug in vocabulary.names if slug.isdecimal())
    others = [slug.upper() for slug in vocabulary.names if not slug.isdecimal()]
    return ", ".join([f"a number from {numbers[0]} to {numbers[-1]}", *others[:-1]]) + f" or {others[-1]}"


def _check_unassigned(table: LargeTable) -> list[Problem]:
    """What is not yet assigned cannot have been recorded as an outcome: else the two measures have changed places."""
    field = "outcomes_recorded"
    many, first = table.ask(
        f"SELECT count(*) AS n, min(k.line) AS first FROM kept AS k"
        f" JOIN (SELECT printed FROM value_{field} WHERE number <> 0) AS v ON v.printed = coalesce(k.{table.col(field)}, '')"
        f" WHERE trim(k.{table.col('outcome type')}) = '0'"
    )[0]
    if not many:
        return []
    return [
        Problem(
            "outcomes are recorded under 'not yet assigned', so the two measures may have changed places",
            table.place(first, field),
            found=f"a count in {counted(many)} of outcome type 0",
            expected="no count",
            fix="Load the publisher's own file.",
        )
    ]


def _nothing(table: LargeTable, field: str) -> str:
    """The SQL of whether a cell cannot hold anything, by what stands beside it."""
    if field == "outcomes_recorded":
        return f"trim(k.{table.col('outcome type')}) = '0'"
    if _EXPIRED in table.columns:
        return f"lower(trim(coalesce(k.{table.col(_EXPIRED)}, ''))) IN ('true', 'yes', 'y', '1')"
    return "false"


def _empty(table: LargeTable, field: str) -> str:
    """The same of a line `k`, by what is printed in the cell too."""
    markers = ", ".join(f"'{marker}'" for marker in _NOT_APPLICABLE)
    return f"lower(trim(value_{field}.printed)) IN ({markers}) OR {_nothing(table, field)}"


def _check_empty(table: LargeTable, field: str) -> list[Problem]:
    """Empty cells, which workbooks have where a csv prints a marker, stand only where nothing can."""
    many, first = table.ask(
        f"SELECT count(*) AS n, min(k.line) AS first FROM kept AS k WHERE trim(coalesce(k.{table.col(field)}, '')) = ''"
        f" AND NOT ({_nothing(table, field)})"
    )[0]
    if not many:
        return []
    return [
        Problem(
            "this cell is empty",
            table.place(first, field),
            found=f"nothing in {counted(many)}",
            expected="a whole number, or [x] if not available",
        )
    ]


def _select(table: LargeTable, field: str) -> tuple[str, int, list[Problem]]:
    """The SELECT of one measure, how many observations it gives, and what is said of the cells without a number."""
    select = f"{select_coded(table, field, field, _WORDS)} WHERE NOT {nothing(table, field)}"
    missing = f"{number(table, field)} IS NULL AND NOT {nothing(table, field)}"
    records = table.ask("SELECT count(*) AS n FROM kept")[0][0]
    left_out, absent = table.ask(
        f"SELECT count(*) FILTER ({nothing(table, field)}) AS left_out, count(*) FILTER ({missing}) AS absent FROM coded"
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
            f" count(*) AS n, min(k.line) AS first FROM kept AS k SEMI JOIN (FROM coded WHERE {missing}) AS c"
            f" ON c.line = k.line GROUP BY 1, 2, 3 ORDER BY 5"
        )
        shown = [
            f"{name} {year} Q{quarter}: {cells:,} from {table.at(first, field)}"
            for name, year, quarter, cells, first in places
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
    version=3,
    looks_like="the Home Office csv or csv.gz of crime outcomes (Force Name, Offence Code, Outcome Type, two measures)",
    recognises=lambda received: None if received.is_workbook else _recognises(received),
    read=_read,
)
WORKBOOK = Layout(
    id="home-office-outcomes-workbook",
    version=2,
    looks_like="the Home Office ods or xlsx of crime outcomes, a sheet a financial year",
    recognises=lambda received: _recognises(received) if received.is_workbook else None,
    read=_read,
    names_source=lambda received, catalogue: "crime-outcomes",
    seen=False,
)
