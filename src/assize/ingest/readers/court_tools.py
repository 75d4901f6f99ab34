"""The Ministry of Justice's tools of the Crown Court: workbooks whose records lie in a pivot cache.

`cc_rdos_tool` has receipts, disposals and open cases, a record a court, quarter, receipt type and offence group;
`cc_open_tool` has open cases by age, a record an area (the nation, its regions, boards), quarter, receipt type, offence
group and age band, where `Total` counts every case and `Valid` those whose age is known.

Every record becomes one observation with its own place in the cache, so that a figure can be traced to the records it is the
sum of. Nothing is added up here: in the first tool each record is of one court, and what a board has is the sum of its
courts; in the second the nation, its regions and its boards are areas of their own, which nobody adds together. Words that
are totals of the others (`All`, `Total`) are compared with what they are the total of and then left out. Records of whole
years are periods of their own. What two records say of one thing cannot be told and is refused, as is a word that is not
known, a count that is none, and ages that do not add up.

Both layouts are known by description alone (the fields of the caches, not the files), so an edition waits to be accepted.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assize.catalogue.areas import COURTS
from assize.core.errors import FileRefused, Problem
from assize.core.nouns import AreaKind
from assize.core.periods import Period, parse_period
from assize.core.reading import Covered, Query
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.court_quarters import period_in_tool
from assize.ingest.layouts import LEAST_LIKE, SHOWN, Asked, Layout, Match, Read, some, without_rows
from assize.ingest.pivot_caches import CacheTable, PivotCache, open_records, pivot_caches
from assize.ingest.places import Places
from assize.ingest.received import Received
from assize.ingest.values import read_number, slug

CASELOAD, OPEN_CASES = "crown-court-caseload", "crown-court-open-cases"
NOT_KNOWN = "court-not-known"
_TOGGLE = "annual quarterly"
_TOTALS = re.compile(r"^(?:\d+\s*[.:]\s*)?(?:all|total|grand total)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"^\d+\s*[.:)]\s*")  # `1. Receipts`, `01: Violence against the person`
_MEASURES = {
    "receipts": "receipts",
    "disposals": "disposals",
    "open": "open_cases",
    "open cases": "open_cases",
    "open caseload": "open_cases",
}
_TOTAL, _VALID = "total", "valid"
_ALIKE = 0.8  # a word so like a known one is taken for a slip and not for another measure
_BETWEEN = "\x1f"  # the unit separator: in no published word
_OWN_FILE = "Load the publisher's own file."


@dataclass(frozen=True)
class Tool:
    """A tool: the fields its records have, which of them are words to split by, and what makes its records observations."""

    id: str
    source: str
    fields: tuple[str, ...]
    words: Mapping[str, str]  # field of the tool -> dimension of the source
    areas: tuple[str, ...]  # the fields that say where a record is of
    measure: str = ""  # the field that says what is counted; empty: open cases
    looks_like: str = ""
    places: Callable[[_Records], list[Problem]] = field(default=lambda _: [])


def _key(name: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", name.casefold()))


class _Records:
    """The records of one cache, with the tables that give its words their meaning."""

    def __init__(self, tool: Tool, table: CacheTable, source: SourceSpec, catalogue: Catalogue) -> None:
        self.tool, self.table, self.source, self.catalogue = tool, table, source, catalogue
        self.at = {_key(name): index for index, name in enumerate(table.headers)}
        self.problems: list[Problem] = []

    def col(self, name: str) -> str:
        """The SQL of a field's text, empty where the record has none."""
        return f"trim(coalesce(r.c{self.at[name]}, ''))"

    def place(self, line: int, name: str) -> str:
        """Where a value stands, for a message."""
        return self.table.place(line, self.at[name])

    def distinct(self, *names: str) -> Iterator[tuple[tuple[str, ...], int, int]]:
        """Each combination of words in some fields, how many records have it, and the first of them."""
        chosen = ", ".join(self.col(name) for name in names)
        for *words, many, first in self.table.ask(
            f"SELECT {chosen}, count(*) AS n, min(line) AS first FROM records AS r GROUP BY ALL ORDER BY first"
        ):
            yield tuple(words), many, first

    def fill(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A small table of texts; each column travels as one text, which DuckDB takes faster than a list."""
        if not rows:
            self.table.connection.execute(f"CREATE TABLE {name} ({', '.join(f'{each} VARCHAR' for each in columns)})")
            return
        chosen = ", ".join(f"unnest(string_split(?, chr({ord(_BETWEEN)}))) AS {each}" for each in columns)
        texts = [_BETWEEN.join(row[index] for row in rows) for index in range(len(columns))]
        self.table.connection.execute(f"CREATE TABLE {name} AS SELECT {chosen}", texts)

    def unknown(self, what: str, name: str, word: str, many: int, first: int, near: Sequence[str], fix: str) -> None:
        """Adds the refusal of a word."""
        self.problems.append(
            Problem(
                what,
                self.place(first, name),
                found=f"'{word}' in {many:,} {'record' if many == 1 else 'records'}",
                expected="perhaps " + " or ".join(f"'{each}'" for each in near) if near else "",
                fix=fix,
            )
        )

    # --- what the words mean --------------------------------------------------------------------------------------

    def match_periods(self) -> list[Period]:
        """Makes the table `periods(year, quarter, toggle, period)`; gives the periods in order."""
        names = ("year", "quarter", *((_TOGGLE,) if _TOGGLE in self.at else ()))
        rows, periods = [], set()
        for words, many, first in self.distinct(*names):
            period = period_in_tool(*words)
            if period is None:
                self.problems.append(
                    Problem(
                        "this is no quarter of a calendar year, or its parts do not agree",
                        self.place(first, "quarter"),
                        found=f"{', '.join(repr(word) for word in words)} in {many:,} records",
                        expected="a year such as 2016 and a quarter such as Q1",
                    )
                )
                continue
            periods.add(period)
            rows.append((words[0], words[1], words[2] if len(words) > 2 else "", period.id))
        self.fill("periods", ("year", "quarter", "toggle", "period"), rows)
        return sorted(periods)

    def match_words(self) -> None:
        """Makes a table `word_<dimension>(word, slug)` for each dimension; a record without a word can be added to nothing."""
        for name, dimension in self.tool.words.items():
            rows = []
            known = self.catalogue.vocabularies.get(dimension)
            for (word,), many, first in self.distinct(name):
                if not word:
                    self.problems.append(
                        Problem(
                            "this value is empty", self.place(first, name), f"nothing in {many:,} records", "a word"
                        )
                    )
                    continue
                made = slug(_NUMBERED.sub("", word)) if known else slug(word)
                if known and made not in known.names:
                    near = difflib.get_close_matches(made, known.names, n=2, cutoff=0.5)
                    fix = f"Correct the word, or add it to the vocabulary {dimension} of the catalogue."
                    what = f"this {name} is not known"
                    self.unknown(what, name, word, many, first, [known.names[each] for each in near], fix)
                    continue
                rows.append((word, made))
            self.fill(f"word_{dimension}", ("word", "slug"), rows)

    def match_measures(self) -> None:
        """Makes the table `measures(word, field)`. A measure beside the known ones is a filter and is not read."""
        if not self.tool.measure:
            return
        rows, found = [], set()
        for (word,), many, first in self.distinct(self.tool.measure):
            plain = _NUMBERED.sub("", word).strip().casefold()
            if plain in _MEASURES:
                rows.append((word, _MEASURES[plain]))
                found.add(_MEASURES[plain])
            elif not word or (near := difflib.get_close_matches(plain, _MEASURES, n=1, cutoff=_ALIKE)):
                fix = "Correct the word."
                self.unknown(
                    "this measure is not known", self.tool.measure, word, many, first, near if word else [], fix
                )
            else:
                self.problems.append(
                    Problem(
                        "a measure that is not read",
                        self.place(first, self.tool.measure),
                        found=f"'{word}' in {many:,} records",
                        blocks=False,
                    )
                )
        for missing in sorted(set(_MEASURES.values()) - found):
            self.problems.append(
                Problem("a measure is missing", self.table.place(), expected=self.source.fields[missing], fix=_OWN_FILE)
            )
        self.fill("measures", ("word", "field"), rows)

    def match_values(self) -> None:
        """Makes the table `numbers(printed, number, absence)`: each printed value read once."""
        rows: list[tuple[str, str, str]] = []
        wrong: list[str] = []
        for (printed,), _, _ in self.distinct("value"):
            cell = read_number(printed) if printed else None
            if not printed:
                rows.append((printed, "", "[x]"))
            elif cell is None or (cell.value is not None and (cell.value < 0 or cell.value % 1)):
                wrong.append(printed)
            else:
                rows.append(
                    (
                        printed,
                        "" if cell.value is None else f"{cell.value:f}",
                        cell.absence.value if cell.absence else "",
                    )
                )
        self.fill("numbers", ("printed", "number", "absence"), rows)
        self.fill("wrong", ("printed",), [(printed,) for printed in wrong])
        cells = self.table.ask(
            f"SELECT line, {self.col('value')} AS printed FROM records AS r"
            f" WHERE {self.col('value')} IN (SELECT printed FROM wrong) ORDER BY line LIMIT {SHOWN + 1}"
        )
        for line, printed in cells[:SHOWN]:
            self.problems.append(
                Problem(
                    "this is no number of cases",
                    self.place(line, "value"),
                    found=f"'{printed}'",
                    expected="a whole number of 0 or more, or [x] if not available",
                )
            )
        if len(cells) > SHOWN:
            self.problems.append(
                Problem(
                    "more values are no numbers of cases", self.place(cells[SHOWN][0], "value"), "this one and others"
                )
            )

    # --- what cannot be right -------------------------------------------------------------------------------------

    def key_fields(self) -> list[str]:
        """The fields that tell one record from another."""
        return [name for name in (*self.tool.fields, _TOGGLE) if name != "value" and name in self.at]

    def leave_out_totals(self) -> str:
        """The condition under which a record is kept: none of its words is a total of the others, which are checked."""
        conditions = []
        for name in [each for each in self.key_fields() if each in self.tool.words or each in self.tool.areas]:
            if self.tool.words.get(name) in self.source.nested or (
                self.tool.id == OPEN_TOOL.id and name in self.tool.areas
            ):
                continue  # there a total is a word of its own
            totals = [word for (word,), _, _ in self.distinct(name) if _TOTALS.match(word)]
            if not totals:
                continue
            whole = f"{self.col(name)} IN ({', '.join(_literal(word) for word in totals)})"
            conditions.append(f"NOT ({whole})")
            self._check_total(name, whole)
        return " AND ".join(conditions) or "true"

    def _check_total(self, name: str, whole: str) -> None:
        others = ", ".join(self.col(each) for each in self.key_fields() if each != name)
        wrong = self.table.ask(
            f"SELECT min(line) FILTER ({'WHERE ' + whole}) AS line, sum(n.number::DOUBLE) FILTER (WHERE {whole}) AS printed,"
            f" sum(n.number::DOUBLE) FILTER (WHERE NOT ({whole})) AS added FROM records AS r"
            f" JOIN (SELECT printed, nullif(number, '') AS number FROM numbers) AS n ON n.printed = {self.col('value')}"
            f" GROUP BY {others} HAVING count(*) = count(n.number) AND printed IS NOT NULL AND added IS NOT NULL"
            f" AND printed <> added ORDER BY 1 LIMIT {SHOWN}"
        )
        for line, printed, added in wrong:
            self.problems.append(
                Problem(
                    f"a total is not the sum of what it is the total of ({name})",
                    self.place(line, "value"),
                    found=f"{printed:,.0f}",
                    expected=f"{added:,.0f}",
                    fix=_OWN_FILE,
                )
            )
        if not wrong:
            self.problems.append(
                Problem(
                    f"records of totals ({name}) agree with what they are the totals of, and are left out",
                    self.table.place(),
                    blocks=False,
                )
            )

    def check_repeats(self) -> None:
        """Two records of one thing: counted twice, or told apart by a field that is not read."""
        chosen = ", ".join(self.col(name) for name in self.key_fields())
        twice = self.table.ask(
            f"SELECT min(line) AS first, max(line) AS last FROM records AS r GROUP BY hash({chosen}) HAVING count(*) > 1"
            f" ORDER BY first LIMIT {SHOWN}"
        )
        besides = [name for name in self.table.headers if _key(name) not in self.key_fields() and _key(name) != "value"]
        apart = f"; they differ perhaps by {some([repr(name) for name in besides])}" if besides else ""
        for first, last in twice:
            self.problems.append(
                Problem(
                    "two records speak of the same thing",
                    self.table.place(last),
                    found=f"the same as record {first}{apart}",
                    expected="one record each",
                    fix=_OWN_FILE,
                )
            )


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


# --- places -----------------------------------------------------------------------------------------------------------


def _courts(records: _Records) -> list[Problem]:
    """Makes the table `places(w0, w1, w2, area, lcjb)` of region, LCJB area and court."""
    places = Places(records.catalogue.areas, (AreaKind.COURT, AreaKind.HMCTS_REGION, AreaKind.BOARD, AreaKind.PART))
    rows, elsewhere = [], []
    for (region, board, name), many, first in records.distinct(*records.tool.areas):
        if any(_TOTALS.match(word) for word in (region, board, name)):
            continue  # left out, see `leave_out_totals`
        lies_in = places.of(AreaKind.HMCTS_REGION, region)
        part = places.of(AreaKind.BOARD, board) or places.of(AreaKind.PART, board)
        unknown = name.casefold() == "unknown"
        court = None if unknown else places.of(AreaKind.COURT, name)
        if court is None and not unknown:
            near = places.nearest(name)
            fix = f"Correct the name, or add the court to {COURTS} of the catalogue."
            records.unknown("this court is not known", "crown court", name, many, first, [near] if near else [], fix)
            continue
        if lies_in is None and region.casefold() != "unknown":
            fix = "Correct the name."
            records.unknown("this region of the courts is not known", "region", region, many, first, [], fix)
            continue
        if court and (lies_in is None or court.region != lies_in.slug):
            records.problems.append(
                Problem(
                    "the court does not lie in the region beside it",
                    records.place(first, "region"),
                    found=f"{name} in '{region}'",
                    expected=records.catalogue.areas[court.region].name,
                )
            )
            continue
        in_london = lies_in is not None and lies_in.slug == "hmcts-london"
        if part is None and board.casefold() != "unknown" and not in_london:
            near = places.nearest(board)
            fix = "Correct the name, or add it to the area's variants in the catalogue."
            records.unknown("this LCJB area is not known", "lcjb area", board, many, first, [near] if near else [], fix)
            continue
        if court and court.within and part and court.within not in (part.slug, part.within):
            elsewhere.append(f"{name}: {board}, and not {records.catalogue.areas[court.within].name}")
        rows.append((region, board, name, court.slug if court else NOT_KNOWN, part.slug if part else slug(board)))
    records.fill("places", ("w0", "w1", "w2", "area", "lcjb"), rows)
    if not elsewhere:
        return []
    return [
        Problem(
            "courts stand under another LCJB area than the board in which they lie; they count for that board",
            records.table.place(),
            found=some(elsewhere),
            blocks=False,
        )
    ]


def _areas(records: _Records) -> list[Problem]:
    """Makes the table `places(w0, area, lcjb)` of one field that names the nation, its regions and its boards."""
    places = Places(records.catalogue.areas, records.source.observes)
    rows = []
    for (name,), many, first in records.distinct(*records.tool.areas):
        plain = _NUMBERED.sub("", name).strip()
        kinds = (AreaKind.NATION, AreaKind.HMCTS_REGION, AreaKind.BOARD, AreaKind.PART)
        area = next((found for kind in kinds if (found := places.of(kind, plain))), None)
        if area is None and plain.casefold() != "unknown":
            near = places.nearest(plain)
            fix = f"Correct the name, or add it to {COURTS} of the catalogue."
            records.unknown(
                "this area is not known", records.tool.areas[0], name, many, first, [near] if near else [], fix
            )
            continue
        rows.append((name, area.slug if area else NOT_KNOWN, ""))
    records.fill("places", ("w0", "area", "lcjb"), rows)
    return []


# --- the tools --------------------------------------------------------------------------------------------------------

RDOS_TOOL = Tool(
    id="cc-rdos-tool",
    source=CASELOAD,
    fields=("year", "quarter", "receipt type", "region", "lcjb area", "crown court", "rdos", "offence group", "value"),
    words={"receipt type": "receipt_type", "offence group": "court_offence_group"},
    areas=("region", "lcjb area", "crown court"),
    measure="rdos",
    looks_like="the MoJ tool of Crown Court receipts, disposals and open cases (cc_rdos_tool, records in a pivot table)",
    places=_courts,
)
OPEN_TOOL = Tool(
    id="cc-open-tool",
    source=OPEN_CASES,
    fields=("year", "quarter", "receipt type", "offence group", "geographic area", "age open grouped", "value"),
    words={"receipt type": "receipt_type", "offence group": "court_offence_group", "age open grouped": "age_band"},
    areas=("geographic area",),
    looks_like="the MoJ tool of Crown Court open cases by age (cc_open_tool, records in a pivot table)",
    places=_areas,
)


def _matching(tool: Tool, received: Received) -> list[tuple[PivotCache, Match]]:
    """The caches of a workbook that have any likeness to a tool, and how far."""
    found = []
    for cache in pivot_caches(received):
        named = {_key(each.name): each.name for each in cache.stored}
        missing = tuple(name for name in tool.fields if name not in named)
        confidence = 1 - len(missing) / len(tool.fields)
        if confidence < LEAST_LIKE:
            continue
        unknown = tuple(name for key, name in named.items() if key not in tool.fields) if missing else ()
        found.append(
            (cache, Match("the fields of its pivot table are those of the tool", missing, unknown, confidence))
        )
    return found


def _recogniser(tool: Tool) -> Callable[[Received], Match | None]:
    def recognises(received: Received) -> Match | None:
        matches = [match for _, match in _matching(tool, received)]
        return max(matches, key=lambda match: match.confidence, default=None)

    return recognises


def _reader(tool: Tool) -> Callable[[Received, SourceSpec, Catalogue, Asked], Read]:
    return lambda received, source, catalogue, asked: _read(tool, received, source, catalogue, asked)


def _read(tool: Tool, received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    caches = [cache for cache, match in _matching(tool, received) if match.whole]
    if len(caches) > 1:
        raise received.refused(
            "several pivot tables have the same fields, and nothing shows which is meant",
            found=some([cache.sheet or cache.definition for cache in caches]),
            fix=_OWN_FILE,
        )
    _refuse_doubled(received, caches[0], tool)
    table = open_records(received, caches[0], asked.scratch)
    if not table.records:
        raise without_rows(received)
    records = _Records(tool, table, source, catalogue)
    periods = records.match_periods()
    records.match_words()
    records.match_measures()
    records.match_values()
    records.problems += tool.places(records)
    records.check_repeats()
    kept = records.leave_out_totals()
    if tool is OPEN_TOOL and not _blocked(records.problems):
        records.problems += _check_ages(records)
    if _blocked(records.problems):
        raise FileRefused(received.name, [problem for problem in records.problems if problem.blocks])
    return Read(
        title=f"{source.title}, to {periods[-1].id.replace('Q', ' Q')}",
        covers=tuple(_covers(records, kept)),
        dimensions=source.dimensions,
        content=_query(records, kept),
        problems=(*records.problems, *_unread(records, received)),
    )


def _blocked(problems: Sequence[Problem]) -> bool:
    return any(problem.blocks for problem in problems)


def _refuse_doubled(received: Received, cache: PivotCache, tool: Tool) -> None:
    keys = [_key(each.name) for each in cache.stored]
    doubled = [name for name in (*tool.fields, _TOGGLE) if keys.count(name) > 1]
    if doubled:
        raise received.refused(
            "several fields hold the same thing, and nothing shows which is meant",
            where=f"{received.name} [{cache.sheet}]",
            found=some([f"'{name}' {keys.count(name)} times" for name in doubled]),
            expected="one field for each",
            fix=_OWN_FILE,
        )


def _unread(records: _Records, received: Received) -> Iterator[Problem]:
    besides = [name for name in records.table.headers if _key(name) not in (*records.key_fields(), "value")]
    if besides:
        yield Problem(
            "fields that are not read", records.table.place(), some([f"'{each}'" for each in besides]), blocks=False
        )
    others = [cache for cache in pivot_caches(received) if cache.definition != records.table.cache.definition]
    if others:
        shown = some([cache.sheet or cache.definition for cache in others])
        yield Problem("other pivot tables of the workbook are not read", received.name, shown, blocks=False)


def _from(records: _Records, kept: str) -> str:
    """The records with the tables of their words."""
    tool = records.tool
    on_places = " AND ".join(f"p.w{index} = {records.col(name)}" for index, name in enumerate(tool.areas))
    toggle = f" AND q.toggle = {records.col(_TOGGLE)}" if _TOGGLE in records.at else ""
    measures = f" JOIN measures AS m ON m.word = {records.col(tool.measure)}" if tool.measure else ""
    words = "".join(
        f" JOIN word_{dimension} AS {dimension} ON {dimension}.word = {records.col(name)}"
        for name, dimension in tool.words.items()
    )
    return (
        f"records AS r JOIN places AS p ON {on_places} JOIN periods AS q ON q.year = {records.col('year')}"
        f" AND q.quarter = {records.col('quarter')}{toggle}{measures}{words}"
        f" JOIN numbers AS n ON n.printed = {records.col('value')} WHERE {kept}"
    )


def _field(records: _Records) -> str:
    return "m.field" if records.tool.measure else "'open_cases'"


def _query(records: _Records, kept: str) -> Query:
    tool, table = records.tool, records.table
    made = {dimension: f"{dimension}.slug" for dimension in tool.words.values()} | {"lcjb_area": "p.lcjb"}
    dimensions = "".join(f", {made.get(name, _literal(''))} AS {name}" for name in records.source.dimensions)
    joined = _from(records, kept)
    select = (
        f"SELECT p.area, q.period, {_field(records)} AS field{dimensions},"
        f" CAST(nullif(n.number, '') AS DECIMAL(20,6)) AS value, n.absence AS absence, '' AS marks, n.printed AS raw,"
        f" {_literal(table.received.name)} AS file, {_literal(table.cache.sheet)} AS sheet, '' AS ref,"
        f" CAST(r.line AS INTEGER) AS line, {_literal(table.headers[records.at['value']])} AS col, '' AS origin FROM {joined}"
    )
    return Query(table.connection, select, table.ask(f"SELECT count(*) AS n FROM {joined}")[0][0])


def _covers(records: _Records, kept: str) -> Iterator[Covered]:
    """Each period, area and field of which there are records, so that the nation's own figures of another file stand."""
    for period, area, name in records.table.ask(
        f"SELECT DISTINCT q.period, p.area, {_field(records)} AS field FROM {_from(records, kept)} ORDER BY ALL"
    ):
        yield Covered(parse_period(period), area, name)


def _check_ages(records: _Records) -> list[Problem]:
    """The bands add up to the cases of known age, and these are not more than all cases."""
    others = ", ".join(records.col(name) for name in records.key_fields() if name != "age open grouped")
    number = "n.number::DOUBLE"
    wrong = records.table.ask(
        f"SELECT min(line) AS line, sum({number}) FILTER (WHERE b.slug = '{_TOTAL}') AS total,"
        f" sum({number}) FILTER (WHERE b.slug = '{_VALID}') AS valid,"
        f" sum({number}) FILTER (WHERE b.slug NOT IN ('{_TOTAL}', '{_VALID}')) AS added FROM records AS r"
        f" JOIN word_age_band AS b ON b.word = {records.col('age open grouped')}"
        f" JOIN (SELECT printed, nullif(number, '') AS number FROM numbers) AS n ON n.printed = {records.col('value')}"
        f" GROUP BY {others} HAVING count(*) = count(n.number) AND (valid <> coalesce(added, 0) OR valid > total"
        f" OR (valid IS NULL AND added > total)) ORDER BY 1 LIMIT {SHOWN}"
    )
    return [
        Problem(
            "the ages of open cases do not add up",
            records.table.place(line),
            found=f"{_whole(total)} cases, {_whole(valid)} of known age, {_whole(added)} in the bands",
            expected="as many in the bands as of known age, and no more than all",
            fix=_OWN_FILE,
        )
        for line, total, valid, added in wrong
    ]


def _whole(number: float | None) -> str:
    return "no figure of" if number is None else f"{number:,.0f}"


def _layout(tool: Tool) -> Layout:
    return Layout(
        id=tool.id,
        version=1,
        looks_like=tool.looks_like,
        recognises=_recogniser(tool),
        read=_reader(tool),
        names_source=lambda received, catalogue: tool.source,
        seen=False,
    )


RDOS = _layout(RDOS_TOOL)
OPEN = _layout(OPEN_TOOL)
