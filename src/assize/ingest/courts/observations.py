"""From the records of a tool to observations: one a record and figure, each with its own place in the cache."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assize.core.errors import Problem
from assize.core.periods import parse_period
from assize.core.reading import Covered, Query
from assize.ingest.courts.records import OWN_FILE, Records
from assize.ingest.files.databases import text_sql
from assize.ingest.files.pivot_caches import RECORD, PivotCache, pivot_caches
from assize.ingest.layouts import some
from assize.ingest.received import Received


@dataclass(frozen=True)
class Figures:
    """A column of figures: its index, the SQL of the field it is of, and the SQL of each dimension's word."""

    at: int
    field: str
    words: Mapping[str, str]


def observations(records: Records, columns: Sequence[Figures], kept: str, absent: str = "") -> Query:
    """Every figure of the records under the condition `kept`; a dimension that has no word in them is `absent`."""
    table = records.table
    selects = []
    for one in columns:
        dimensions = "".join(
            f", {one.words.get(name, text_sql(absent))} AS {name}" for name in records.source.dimensions
        )
        value = table.headers[one.at]
        selects.append(
            f"SELECT p.area, q.period, {one.field} AS field{dimensions},"
            f" CAST(nullif(n.number, '') AS DECIMAL(20,6)) AS value, n.absence AS absence, '' AS marks, n.printed AS raw,"
            f" {text_sql(table.received.name)} AS file, {text_sql(table.cache.sheet)} AS sheet,"
            # A record is no line: it is named as the refusals name it.
            f" {text_sql(RECORD)} || CAST(r.line AS VARCHAR) || {text_sql(f', {value}')} AS ref,"
            f" CAST(r.line AS INTEGER) AS line, {text_sql(value)} AS col, '' AS origin"
            f" FROM {_joined(records, one.at, kept)}"
        )
    many = table.ask(f"SELECT count(*) AS n FROM {_joined(records, columns[0].at, kept)}")[0][0]
    return Query(table.connection, " UNION ALL ".join(selects), many * len(selects))


def covered(records: Records, columns: Sequence[Figures], kept: str) -> Iterator[Covered]:
    """Each period, area and field of which there are records, so that figures of another file beside them stand."""
    for one in columns:
        for period, area, name in records.table.ask(
            f"SELECT DISTINCT q.period, p.area, {one.field} AS field FROM {_joined(records, one.at, kept)} ORDER BY ALL"
        ):
            yield Covered(parse_period(period), area, name)


def _joined(records: Records, at: int, kept: str) -> str:
    """The records with the tables of their words and of the numbers in a column."""
    tool = records.tool
    measures = f" JOIN measures AS m ON m.word = {records.col(tool.measure)}" if tool.measure else ""
    words = "".join(
        f" JOIN word_{dimension} AS {dimension} ON {dimension}.word = {records.col(name)}"
        for name, dimension in tool.words.items()
    )
    return (
        f"records AS r {records.placed} {records.timed}{measures}{words}"
        f" JOIN numbers AS n ON n.printed = trim(coalesce(r.c{at}, '')) WHERE {kept}"
    )


def words_of(records: Records) -> dict[str, str]:
    """The SQL of the word of each dimension that a field of the tool gives."""
    return {dimension: f"{dimension}.slug" for dimension in records.tool.words.values()}


def only_cache(received: Received, caches: Sequence[PivotCache], what: str) -> PivotCache:
    """The one cache there is. Raises FileRefused, saying `what` they have in common, where there are several."""
    if len(caches) > 1:
        raise received.refused(
            f"several pivot tables {what}, and nothing shows which is meant",
            found=some([cache.sheet or cache.definition for cache in caches]),
            fix=OWN_FILE,
        )
    return caches[0]


def other_caches(received: Received, cache: PivotCache) -> list[Problem]:
    """That the workbook has pivot tables besides, where it has."""
    others = [each for each in pivot_caches(received) if each.definition != cache.definition]
    if not others:
        return []
    shown = some([each.sheet or each.definition for each in others])
    return [Problem("other pivot tables of the workbook are not read", received.name, shown, blocks=False)]
