"""Police recorded crime, police force area open data: a line a force, quarter and offence code; as csv, or as a workbook
with a sheet a financial year.

Counts are text with spaces and may be below zero, where a force corrects an earlier quarter. Homicide stands in several
lines under one joint code: they are added up, not taken for repetitions.
"""

from __future__ import annotations

from collections.abc import Iterator

from assize.core.errors import Problem
from assize.core.reading import Covered, Query
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.consistency.named_years import check_named_year
from assize.ingest.files.databases import text_sql
from assize.ingest.layouts import Asked, Layout, Match, Read, settled
from assize.ingest.long_tables.checks import (
    FRAUD_BODIES,
    check_codes,
    check_labels,
    check_presence,
    check_rectangle,
    check_repeats,
    hold_lines,
    hold_noughts,
)
from assize.ingest.long_tables.coded import code_lines, select_coded
from assize.ingest.long_tables.dashes import match_dashes
from assize.ingest.long_tables.leaps import check_leaps, check_size
from assize.ingest.long_tables.likeness import check_likeness
from assize.ingest.long_tables.opening import match_table, open_table
from assize.ingest.long_tables.order import check_order, check_sorted
from assize.ingest.long_tables.profiles import check_groups, tell_new_codes
from assize.ingest.long_tables.quarters import match_quarters
from assize.ingest.long_tables.scale import check_round_counts, check_scale, check_small_counts
from assize.ingest.long_tables.table import (
    LargeTable,
    check_words,
    counted,
    drop_empty_records,
    header_key,
    match_places,
    match_values,
    match_words,
    missing_words,
    note_negatives,
    spell_words,
)
from assize.ingest.long_tables.unread import check_unread
from assize.ingest.long_tables.whole import check_listed_forces, check_year_to_date
from assize.ingest.long_tables.workbook import check_years
from assize.ingest.readers.home_office_words import check_offence_words
from assize.ingest.received import Received

DIMENSIONS = ("offence_group", "offence_subgroup", "offence_code")
WORDS = dict(zip(DIMENSIONS, ("grp", "subgroup", "code"), strict=True))  # what `coded` calls them
FIELD = "offences"
# One thing under two names: the outcomes file has the longer of the first pair and the shorter of the second.
GROUP_NAMES = {"miscellaneous-crimes": "miscellaneous-crimes-against-society"}
SUBGROUP_NAMES = {"rape": "rape-offences"}
# `Year` alone is told by what stands in it: 2025 is no financial year.
YEAR_NAMES, QUARTER_NAMES = ("financial year", "year"), ("financial quarter", "quarter")
FORCE_NAMES = ("force name", "police force area", "police force area name", "police force", "force")
COUNT = "number of offences"
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_CHANGED = (
    f"[0-9]+[.]0+|(?i:[0-9]+[-/ ]({_MONTHS})[a-z]*.*|({_MONTHS})[a-z]*[-/ ][0-9]+.*)|[0-9]+[-/][0-9]+[-/][0-9]+.*"
    "|0[0-9A-Za-z].*|[0-9.]+[a-z]+"
)
"""What a spreadsheet, or a program that fills up or folds letters, makes of the codes 80, 4.6, 4/6, 71 and 19C."""
_FEW = 3  # words of a column by which it cannot be told what it holds
KEY = ("offence code",)
ABSENT = ("na", "n/a", "..", ":", "[x]", "--")
# Our name of each column, and the spellings of its header.
COLUMNS = {
    "financial year": YEAR_NAMES,
    "financial quarter": QUARTER_NAMES,
    "force name": FORCE_NAMES,
    "offence description": ("offence description", "offence"),
    "offence group": ("offence group",),
    "offence subgroup": ("offence subgroup", "offence sub group"),
    "offence code": ("offence code",),
    COUNT: (COUNT, "offence count", "number of recorded offences"),
}

OFFENCE = "offence description"  # nothing is read from it: it shows which column holds the codes


def is_of_partnerships(header: str) -> bool:
    """Whether a header belongs to a table of community safety partnerships, in which every force stands in parts."""
    words = header_key(header).split()
    return "csp" in words or {"community", "safety"} <= set(words)


def _recognises(received: Received) -> Match | None:
    match, headers = match_table(received, COLUMNS, "it has a number of offences by force and quarter")
    if match is None or any(is_of_partnerships(header) for header in headers):
        return None
    return match if match.whole or "outcome type" not in map(header_key, headers) else None


def _read(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    table = open_table(received, COLUMNS, {OFFENCE: (OFFENCE, "offence")}, asked.scratch)
    problems = drop_empty_records(table)
    spell_words(table)
    problems += check_unread(table, counts={COUNT: COLUMNS[COUNT]})
    problems += match_places(table, "force name", source, catalogue)
    periods, unknown = match_quarters(table, "financial year", "financial quarter")
    problems += unknown + check_years(table, "financial year")
    problems += settled(check_named_year(received.name, periods), source, asked)
    problems += missing_words(table, ("offence group", "offence subgroup", "offence code"))
    values, uncast = match_values(table, COUNT, (*ABSENT, "-"))
    problems += uncast + match_dashes(table, {COUNT: values}, "force name")
    problems += note_negatives(table, COUNT, values)
    problems += check_offences(table, catalogue)
    problems += settled(check_groups(table, catalogue, periods), source, asked)
    if OFFENCE in table.columns:
        problems += check_codes(table, "offence code", OFFENCE)
    problems += _check_fraud_alone(table, catalogue) + _check_fraud_codes(table, catalogue)
    code_lines(table, {COUNT: values})
    if not any(problem.blocks for problem in problems):
        hold_lines(table, KEY)
        hold_noughts(table, (COUNT,))
        problems += check_repeats(table, KEY, joint="offence code")
        problems += check_rectangle(table, catalogue, KEY)
        problems += settled(check_presence(table, catalogue, periods, fraud=True), source, asked)
        problems += check_order(table)
        names = {area.slug: area.name for area in catalogue.areas.values()}
        problems += settled(check_listed_forces(table, catalogue), source, asked)
        problems += check_sorted(table, COUNT) + check_year_to_date(table, COUNT)
        problems += check_scale(table, problems, catalogue, COUNT)
        problems += settled(check_likeness(table, problems, catalogue, COUNT), source, asked)
        problems += check_round_counts(table, COUNT, names) + check_size(table, COUNT)
        problems += settled(check_small_counts(table, COUNT, names), source, asked)
        problems += settled(check_leaps(table, problems, COUNT, names), source, asked)
    rows = table.ask("SELECT count(*) AS n FROM kept")[0][0]
    years = ", ".join(sorted({period.financial_year.id.replace("-", "/") for period in periods}))
    return Read(
        title=f"{source.title}, {years}",
        covers=tuple(Covered(period) for period in periods),
        dimensions=DIMENSIONS,
        content=Query(table.connection, select_coded(table, FIELD, COUNT, WORDS), rows),
        problems=tuple(problems),
    )


def _check_fraud_alone(table: LargeTable, catalogue: Catalogue) -> list[Problem]:
    """A body that counts fraud has no line of another offence group: one that has bears another's name."""
    wrong = table.ask(
        f"SELECT p.area, min(k.line) AS first, count(*) AS n FROM kept AS k"
        f" JOIN places AS p ON p.name = k.{table.col('force name')}"
        f" JOIN word_group AS g ON g.printed = k.{table.col('offence group')}"
        f" WHERE p.area IN ({', '.join(text_sql(slug) for body in FRAUD_BODIES for slug in body)})"
        f" AND g.slug NOT LIKE 'fraud%' GROUP BY 1 ORDER BY 2"
    )
    return [
        Problem(
            f"{catalogue.areas[area].name} counts fraud, and has lines of other offences, so they may be another's",
            table.place(first, "force name"),
            found=counted(many),
            expected="offences of fraud alone",
            fix="Load the publisher's own file.",
        )
        for area, first, many in wrong
    ]


def _check_fraud_codes(table: LargeTable, catalogue: Catalogue) -> list[Problem]:
    """The code of a body that counts fraud is its own: in lines of another place it was exchanged with another code."""
    if OFFENCE not in table.columns:
        return []
    bodies = ", ".join(text_sql(slug) for body in FRAUD_BODIES for slug in body)
    code = f"k.{table.col('offence code')}"
    wrong = table.ask(
        f"SELECT other.area AS body, min(k.line) AS first, min({code}) AS code, count(*) AS n FROM kept AS k"
        f" JOIN places AS p ON p.name = k.{table.col('force name')}"
        f" JOIN places AS other ON lower(other.name) = lower(trim({code}))"
        f" WHERE other.area IN ({bodies}) AND other.area != p.area GROUP BY 1 ORDER BY 2"
    )
    return [
        Problem(
            "the offence code of lines of another place is the name of a body that counts fraud,"
            f" {catalogue.areas[body].name}",
            table.place(first, "offence code"),
            found=f"'{code}' ({counted(many)})",
            expected="a code of its own",
            fix="Load the publisher's own file.",
        )
        for body, first, code, many in wrong
    ]


def check_offences(table: LargeTable, catalogue: Catalogue) -> list[Problem]:
    """Makes the tables `word_group` and `word_subgroup`; groups are known, and a code has one group and one subgroup."""
    group = match_words(table, "group", "offence group", GROUP_NAMES)
    problems = check_words(table, group, "offence group", catalogue.vocabularies["offence_group"])
    subgroup = match_words(table, "subgroup", "offence subgroup", SUBGROUP_NAMES)
    known = ", ".join(text_sql(slug) for slug in catalogue.vocabularies["offence_subgroup"].names)
    words, strange = table.ask(f"SELECT count(*) AS n, count(*) FILTER (slug NOT IN ({known})) AS m FROM {subgroup}")[0]
    if strange * 2 >= words and words > _FEW:
        problems.append(
            Problem(
                "most words of this column are no subgroups of offences",
                f"{table.received.name} [{table.header('offence subgroup')}]",
                found=f"{strange} of {words} not known",
                expected="subgroups such as 'Rape' or 'Other theft offences'",
                fix="Load the publisher's own file.",
            )
        )
    problems += _check_codes_are_codes(table)
    described = OFFENCE if OFFENCE in table.columns else ""
    problems += check_offence_words(table, catalogue, described) + tell_new_codes(table, "offence code", described)
    return problems + check_labels(table, "offence code", ("offence group", "offence subgroup"))


def _check_codes_are_codes(table: LargeTable) -> list[Problem]:
    """No offence has the code nought or one below it: such a column holds counts. And codes begin with a number, but for those
    of the few bodies that count fraud: a column in which most are words holds something else. A code that is a date, a whole
    number with a fraction of nought, begins with a nought or has small letters is not the publisher's: by it no measure would
    find its offences.
    """
    code = f"trim(coalesce({table.col('offence code')}, ''))"
    counts = f"regexp_full_match({code}, '-.*|0+([.]0+)?')"
    words = f"{code} <> '' AND NOT regexp_matches({code}, '^[0-9]')"
    (said, every) = table.ask(
        f"SELECT count(DISTINCT {code}) FILTER ({words}) AS said, count(DISTINCT {code}) AS every FROM spelled"
    )[0]
    wanted = f"({counts}) OR ({words})" if said * 2 > every else counts
    changed = f"regexp_full_match({code}, '{_CHANGED}') AND NOT ({wanted})"
    return [
        *_not_codes(
            table,
            wanted,
            "this is no offence code, so two headers may have changed places",
            "Load the publisher's own file.",
        ),
        *_not_codes(
            table,
            changed,
            "this is what a spreadsheet or another program makes of an offence code",
            "Load the publisher's own file, without opening and saving it first.",
        ),
    ]


def _not_codes(table: LargeTable, wanted: str, what: str, fix: str) -> Iterator[Problem]:
    """One problem for all lines whose code answers the condition."""
    code = f"trim(coalesce({table.col('offence code')}, ''))"
    for first, many in table.ask(
        f"SELECT min(line) AS first, sum(n) AS lines FROM spelled WHERE {wanted} HAVING lines > 0"
    ):
        [(printed,)] = table.ask(f"SELECT {code} AS code FROM kept WHERE line = {first}")
        yield Problem(
            what,
            table.place(first, "offence code"),
            found=f"'{printed}' in {counted(many)}",
            expected="a code such as 19C or 39",
            fix=fix,
        )


LAYOUT = Layout(
    id="home-office-recorded-crime",
    version=2,
    looks_like="the Home Office csv of police recorded crime (Financial Year, Force Name, Offence Code, Number of Offences, …)",
    recognises=lambda received: None if received.is_workbook else _recognises(received),
    read=_read,
)
WORKBOOK = Layout(
    id="home-office-recorded-crime-workbook",
    version=1,
    looks_like="the Home Office ods or xlsx of police recorded crime, a sheet a financial year",
    recognises=lambda received: _recognises(received) if received.is_workbook else None,
    read=_read,
    names_source=lambda received, catalogue: "recorded-crime",
    seen=False,
)
