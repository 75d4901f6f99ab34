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
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.courts.averages import check_averages
from assize.ingest.courts.copied_quarters import check_copied_quarters
from assize.ingest.courts.lacking_words import check_lacking_words
from assize.ingest.courts.likeness import check_likeness
from assize.ingest.courts.meanings import COURT, COURT_TYPE, FAMILIES, STAGE, VALUE, Family, Meanings, family_of
from assize.ingest.courts.observations import Figures, covered, observations, only_cache, other_caches, words_of
from assize.ingest.courts.records import OWN_FILE
from assize.ingest.courts.tool_records import ALL, OUTCOME, ToolRecords, blocked
from assize.ingest.courts.totals import leave_out_totals
from assize.ingest.files.databases import text_sql
from assize.ingest.files.pivot_caches import PivotCache, open_records, pivot_caches
from assize.ingest.layouts import Asked, Layout, Match, Read, settled, some, without_rows
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
    caches = dict(_found(family, received))
    cache = only_cache(received, list(caches), "could be this tool")
    found = caches[cache]
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
            records.problems += [] if any(blocked(records.problems)) else check_averages(records)
        else:
            records.check_repeats()
            outcomes = records.leave_out_outcomes()
            kept = f"{_without_totals(records)} AND {outcomes}"
            records.check_years(kept, _measured(records))
            if records.tool.areas_nest:
                records.check_nation(kept)
        records.check_quarters(kept)
        records.problems = settled(records.problems, source, asked)
    if not any(blocked(records.problems)):
        records.problems += settled(check_copied_quarters(records, [at for at, _ in records.columns()]), source, asked)
    if not family.averages and not any(blocked(records.problems)):
        outcome, court_type = (name if name in records.at else "" for name in (OUTCOME, COURT_TYPE))
        doubts = [
            *check_lacking_words(records, kept),
            *check_likeness(records, records.at[VALUE], kept, outcome, court_type),
        ]
        records.problems += settled(doubts, source, asked)
    if any(blocked(records.problems)):
        raise FileRefused(received.name, list(blocked(records.problems)))
    columns = list(_columns(records))
    return Read(
        title=f"{source.title}, to {periods[-1].id.replace('Q', ' Q')}",
        covers=tuple(covered(records, columns, kept)),
        dimensions=source.dimensions,
        content=observations(records, columns, kept, ALL if records.averages else ""),
        problems=(*records.problems, *other_caches(received, cache)),
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
    return "m.field" if records.tool.measure else text_sql(records.found.family.counts)


def _columns(records: ToolRecords) -> Iterator[Figures]:
    """Every column of figures; of averages each is of a stage of its own, or of the one that a field of words names."""
    words = words_of(records)
    if COURT in records.tool.areas:
        words["court"] = "p.court"
    stage = "stage.slug" if STAGE in records.tool.words else text_sql(ALL)
    for each in records.found.averages:
        own = {**words, "stage": text_sql(slug(each.stage)) if each.stage else stage}
        yield Figures(each.at, text_sql(f"{each.measure}_days"), own)
    if VALUE in records.at:
        if records.averages:
            yield Figures(records.at[VALUE], text_sql("defendants"), {**words, "stage": stage})
        else:
            yield Figures(records.at[VALUE], _measured(records), words)


def _layout(family: Family) -> Layout:
    return Layout(
        id=family.id,
        version=2,
        looks_like=family.called,
        recognises=_recogniser(family),
        read=_reader(family),
        names_source=lambda received, catalogue: family.source,
        seen=False,
    )


LAYOUTS = tuple(_layout(family) for family in FAMILIES)
