"""The Ministry of Justice's tools of trials, the magistrates' work and timeliness, read by what their fields mean.

How these caches name and order their fields is not known from files, so no list of fields is asked for: each field is given a
meaning (`ingest/courts/meanings.py`), and a tool with a field that has none is refused with its name. The records stay in
DuckDB, one observation a record and figure; `ingest/courts/tool_records.py` says what is compared and what is left out.
All of it is known by description alone, so an edition waits to be accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from assize.core.errors import FileRefused, Problem
from assize.core.periods import parse_period
from assize.core.reading import Covered, Query
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.courts.meanings import COURT, FAMILIES, MEASURE, STAGE, VALUE, Family, Meanings, family_of
from assize.ingest.courts.records import OWN_FILE, TOGGLE, literal
from assize.ingest.courts.tool_records import ALL, OUTCOME, ToolRecords, blocked
from assize.ingest.courts.totals import leave_out_totals
from assize.ingest.files.pivot_caches import RECORD, PivotCache, open_records, pivot_caches
from assize.ingest.layouts import Asked, Layout, Match, Read, some, without_rows
from assize.ingest.received import Received
from assize.ingest.values import slug


def _found(family: Family, received: Received) -> list[tuple[PivotCache, Meanings]]:
    """The caches of a workbook that are of one family."""
    named = [(cache, family_of(received.name, cache)) for cache in pivot_caches(received)]
    return [(cache, found) for cache, found in named if found and found.family is family]


def _recogniser(family: Family) -> Callable[[Received], Match | None]:
    def recognises(received: Received) -> Match | None:
        found = _found(family, received)
        if not found:
            return None
        # Fields without a meaning are refused by the reader, which names each of them with its place.
        return Match(f"the fields of its pivot table say what they are, '{family.sign}' among them")

    return recognises


def _reader(family: Family) -> Callable[[Received, SourceSpec, Catalogue, Asked], Read]:
    return lambda received, source, catalogue, asked: _read(family, received, source, catalogue, asked)


def _read(family: Family, received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    caches = _found(family, received)
    if len(caches) > 1:
        raise received.refused(
            "several pivot tables could be this tool, and nothing shows which is meant",
            found=some([cache.sheet or cache.definition for cache, _ in caches]),
            fix=OWN_FILE,
        )
    cache, found = caches[0]
    if wrong := list(_fields(received, cache, found)):
        raise FileRefused(received.name, wrong)
    table = open_records(received, cache, asked.scratch)
    if not table.records:
        raise without_rows(received)
    records = ToolRecords(found, table, source, catalogue)
    periods = records.match_periods()
    records.match_words()
    records.match_measures()
    records.match_values()
    records.match_places()
    kept = "true"
    if not any(blocked(records.problems)):
        if family.averages:
            records.check_averages_repeat()
            records.check_means()
        else:
            records.check_repeats()
            outcomes = records.leave_out_outcomes()
            kept = f"{_without_totals(records)} AND {outcomes}"
            records.check_years(kept, _measured(records))
            if records.tool.areas_nest:
                records.check_nation(kept)
        records.check_quarters(kept)
    if any(blocked(records.problems)):
        raise FileRefused(received.name, list(blocked(records.problems)))
    others = [each for each in pivot_caches(received) if each.definition != cache.definition]
    if others:
        shown = some([each.sheet or each.definition for each in others])
        records.problems.append(
            Problem("other pivot tables of the workbook are not read", received.name, shown, blocks=False)
        )
    return Read(
        title=f"{source.title}, to {periods[-1].id.replace('Q', ' Q')}",
        covers=tuple(_covers(records, kept)),
        dimensions=source.dimensions,
        content=_query(records, kept),
        problems=tuple(records.problems),
    )


def _without_totals(records: ToolRecords) -> str:
    """The condition under which a record is no total; of outcomes, which are compared apart, nothing is said."""
    tool = records.tool
    records.tool = replace(tool, words={name: each for name, each in tool.words.items() if name != OUTCOME})
    kept = leave_out_totals(records)
    records.tool = tool
    return kept


def _fields(received: Received, cache: PivotCache, found: Meanings) -> Iterator[Problem]:
    """Why the fields of a cache cannot be understood."""
    where = f"{received.name} [{cache.sheet}]"
    for name in found.unknown:
        yield Problem(
            "this field of the pivot table is not understood, and what it tells apart must not be added up",
            f"{received.name} [{cache.sheet}, {name}]",
            found=f"'{name}'",
            expected=f"the fields of {found.family.called}",
            fix=OWN_FILE,
        )
    if found.doubled:
        yield Problem(
            "several fields hold the same thing, and nothing shows which is meant",
            where,
            found=some([f"'{name}'" for name in found.doubled]),
            expected="one field for each",
            fix=OWN_FILE,
        )
    for name in found.missing:
        yield Problem(
            "a field of the pivot table is missing", where, expected=f"a field that says the {name}", fix=OWN_FILE
        )


def _measured(records: ToolRecords) -> str:
    return "m.field" if records.tool.measure else literal(records.found.family.counts)


def _from(records: ToolRecords, text: str, kept: str) -> str:
    tool = records.tool
    on_places = " AND ".join(f"p.w{index} = {records.col(name)}" for index, name in enumerate(tool.areas))
    toggle = f" AND q.toggle = {records.col(TOGGLE)}" if TOGGLE in records.at else ""
    measures = f" JOIN measures AS m ON m.word = {records.col(MEASURE)}" if tool.measure else ""
    words = "".join(
        f" JOIN word_{dimension} AS {dimension} ON {dimension}.word = {records.col(name)}"
        for name, dimension in tool.words.items()
    )
    return (
        f"records AS r JOIN places AS p ON {on_places} JOIN periods AS q ON q.year = {records.col('year')}"
        f" AND q.quarter = {records.col('quarter')}{toggle}{measures}{words}"
        f" JOIN numbers AS n ON n.printed = {text} WHERE {kept}"
    )


def _parts(records: ToolRecords) -> Iterator[tuple[int, str, str]]:
    """(column, SQL of the field, SQL of the stage) of every column of figures."""
    word = "stage.slug" if STAGE in records.tool.words else literal(ALL)
    for each in records.found.averages:
        yield each.at, literal(f"{each.measure}_days"), literal(slug(each.stage)) if each.stage else word
    if VALUE in records.at:
        yield records.at[VALUE], literal("defendants") if records.averages else _measured(records), word


def _query(records: ToolRecords, kept: str) -> Query:
    table = records.table
    made = {dimension: f"{dimension}.slug" for dimension in records.tool.words.values()}
    if COURT in records.tool.areas:
        made["court"] = "p.court"
    absent = ALL if records.averages else ""
    selects = []
    for at, field, stage in _parts(records):
        own = {**made, **({"stage": stage} if records.averages else {})}
        dimensions = "".join(f", {own.get(name, literal(absent))} AS {name}" for name in records.source.dimensions)
        value = table.headers[at]
        selects.append(
            f"SELECT p.area, q.period, {field} AS field{dimensions},"
            f" CAST(nullif(n.number, '') AS DECIMAL(20,6)) AS value, n.absence AS absence, '' AS marks, n.printed AS raw,"
            f" {literal(table.received.name)} AS file, {literal(table.cache.sheet)} AS sheet,"
            f" {literal(RECORD)} || CAST(r.line AS VARCHAR) || {literal(f', {value}')} AS ref,"
            f" CAST(r.line AS INTEGER) AS line, {literal(value)} AS col, '' AS origin"
            f" FROM {_from(records, _text(at), kept)}"
        )
    select = " UNION ALL ".join(selects)
    first = next(_parts(records))[0]
    rows = table.ask(f"SELECT count(*) AS n FROM {_from(records, _text(first), kept)}")[0][0] * len(selects)
    return Query(table.connection, select, rows)


def _text(at: int) -> str:
    return f"trim(coalesce(r.c{at}, ''))"


def _covers(records: ToolRecords, kept: str) -> Iterator[Covered]:
    """Each period, area and field of which there are records."""
    for at, field, _ in _parts(records):
        for period, area, name in records.table.ask(
            f"SELECT DISTINCT q.period, p.area, {field} AS field FROM {_from(records, _text(at), kept)} ORDER BY ALL"
        ):
            yield Covered(parse_period(period), area, name)


def _layout(family: Family) -> Layout:
    return Layout(
        id=family.id,
        version=1,
        looks_like=family.called,
        recognises=_recogniser(family),
        read=_reader(family),
        names_source=lambda received, catalogue: family.source,
        seen=False,
    )


LAYOUTS = tuple(_layout(family) for family in FAMILIES)
