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
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from decimal import Decimal

from assize.core.errors import FileRefused, Problem
from assize.core.nouns import AreaKind
from assize.core.periods import Period, parse_period
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.courts.ages import check_bands
from assize.ingest.courts.copied_quarters import check_copied_quarters
from assize.ingest.courts.lacking_words import check_lacking_words
from assize.ingest.courts.likeness import check_likeness
from assize.ingest.courts.multiples import check_multiples
from assize.ingest.courts.observations import Figures, covered, observations, only_cache, other_caches, words_of
from assize.ingest.courts.records import (
    NUMBERED,
    OWN_FILE,
    TOGGLE,
    TOTALS,
    Records,
    Tool,
    key,
    plain,
)
from assize.ingest.courts.tool_records import blocked
from assize.ingest.courts.totals import AREA_TOTALS, leave_out_totals
from assize.ingest.files.databases import text_sql
from assize.ingest.files.pivot_caches import PivotCache, open_records, pivot_caches
from assize.ingest.layouts import (
    ASK_CATALOGUE,
    LEAST_LIKE,
    SHOWN,
    Asked,
    Layout,
    Match,
    Read,
    settled,
    some,
    without_rows,
)
from assize.ingest.long_tables.unread import Unread, tell_unread
from assize.ingest.places import Places
from assize.ingest.received import Received
from assize.ingest.values import slug

CASELOAD, OPEN_CASES = "crown-court-caseload", "crown-court-open-cases"
NOT_KNOWN = "court-not-known"
_TOTAL, _VALID = "total", "valid"
_UNKNOWN = "unknown"
_CORRECT = f"Correct the name, or {ASK_CATALOGUE} to add it."
_ALIKE = 0.8  # a name so like a known one is a slip
_FEW = 0.5  # of the records
_NAME = re.compile(r"[A-Za-z]{3}")
_WHOLE_NATION = re.compile(r"^(?:e\s*(?:&|and)\s*w|nation(?:al)?|england\s*(?:&|and)\s*wales)\b", re.IGNORECASE)
_LARGER = (AreaKind.NATION, AreaKind.REGION, AreaKind.HMCTS_REGION, AreaKind.BOARD, AreaKind.PART)
_UNLIKE = 0.25  # the most that is said of a pivot table of no known tool: less than of any other likeness


# --- places -----------------------------------------------------------------------------------------------------------


def _courts(records: Records) -> list[Problem]:
    """Makes the table `places(w0, w1, w2, area, lcjb)` of region, LCJB area and court, and `area_totals` of totals.

    The court is the place. A court or LCJB area that the catalogue does not know has a slug of its own, and is told; one that
    is nearly a known one is a slip. The region only confirms the court, and refuses where it does so almost everywhere. What
    stands for all courts of a board, a region or the nation is a total and no place.
    """
    areas = records.catalogue.areas
    places = Places(areas, (AreaKind.COURT, AreaKind.HMCTS_REGION, AreaKind.BOARD, AreaKind.PART))
    larger = Places(areas, _LARGER)
    courts = {slug(each.name): each.name for each in places.of_kind(AreaKind.COURT)}
    boards = {slug(each.name): each.name for kind in (AreaKind.BOARD, AreaKind.PART) for each in places.of_kind(kind)}
    more = {slug(each.name): each.name for kind in _LARGER for each in larger.of_kind(kind)}
    if exchanged := _exchanged(records, places):
        return exchanged
    rows, wholes, elsewhere, strange, astray = [], [], [], [], []
    for (region, board, name), many, first in records.distinct(*records.tool.areas):
        lies_in = places.of(AreaKind.HMCTS_REGION, region)
        part = places.of(AreaKind.BOARD, board) or places.of(AreaKind.PART, board)
        court = None if name.casefold() == _UNKNOWN else places.of(AreaKind.COURT, name)
        whole = _totals_in((region, board, name), larger, known=bool(court), of_board=bool(part))
        if "1" in whole:
            wholes.append((region, board, name, whole))
            continue
        wrong = False
        for column, word, known, names in (
            ("crown court", name, court, courts | more),
            ("lcjb area", board, part, boards),
        ):
            if known or word.casefold() == _UNKNOWN:
                continue
            near = difflib.get_close_matches(slug(word), names, n=1, cutoff=_ALIKE)
            if near or not _NAME.search(word):
                what, perhaps = f"this {plain(column)} is not known", [names[each] for each in near]
                records.unknown(what, column, word, many, first, perhaps, _CORRECT)
                wrong = True
            else:
                strange.append(word)
        if wrong:
            continue
        if court and (lies_in is None or court.region != lies_in.slug):
            astray.append((many, first, name, region, court.region))
        if court and court.within and part and court.within not in (part.slug, part.within):
            elsewhere.append(f"{name}: {board}, and not {areas[court.within].name}")
        area = court.slug if court else NOT_KNOWN if name.casefold() == _UNKNOWN else f"court-{slug(name)}"
        rows.append((region, board, name, area, part.slug if part else slug(board)))
    records.fill("places", ("w0", "w1", "w2", "area", "lcjb"), rows)
    records.fill(AREA_TOTALS, ("w0", "w1", "w2", "whole"), wholes)
    absent = _absent(records, {area for _, _, _, area, _ in rows})
    return [*_astray(records, astray), *_told(records, elsewhere, strange), *absent]


def _exchanged(records: Records, places: Places) -> list[Problem]:
    """Refuses where most words of the LCJB areas are none: where they are regions, two headers have changed places."""
    boards = {word: first for (word,), _, first in records.distinct("lcjb area") if word.casefold() != _UNKNOWN}
    named = [word for word in boards if not _is_all(word)]
    known = [word for word in named if any(places.of(kind, word) for kind in (AreaKind.BOARD, AreaKind.PART))]
    regions = [word for word in named if word not in known and places.of(AreaKind.HMCTS_REGION, word)]
    if not regions or len(known) * 2 >= len(named):
        return []
    records.fill("places", ("w0", "w1", "w2", "area", "lcjb"), [])
    records.fill(AREA_TOTALS, ("w0", "w1", "w2", "whole"), [])
    return [
        Problem(
            "most LCJB areas are none, and some are regions, so two headers may have changed places",
            records.place(boards[regions[0]], "lcjb area"),
            found=f"'{regions[0]}'",
            expected="an LCJB area, such as Staffordshire",
            fix=OWN_FILE,
        )
    ]


def _totals_in(words: tuple[str, str, str], larger: Places, *, known: bool, of_board: bool) -> str:
    """For region, LCJB area and court `1` where the word stands for all of them, else `0`.

    Besides words such as `All` these are names of something larger where a court's name should be: a record whose court is
    `Midlands` is of all courts there, and counting it as a court would count its cases twice.
    """
    region, board, court = words
    of_court = _is_all(court) or (not known and larger.named(court) is not None)
    of_region = _is_all(region) and (of_court or not _WHOLE_NATION.search(region))
    of_lcjb = _is_all(board) or (of_court and not of_board and larger.named(board) is not None)
    return "".join("1" if each else "0" for each in (of_region, of_lcjb, of_court))


def _is_all(word: str) -> bool:
    return bool(TOTALS.search(word) or _WHOLE_NATION.search(word))


def _absent(records: Records, held: Collection[str]) -> list[Problem]:
    """Tells of which courts there is nothing: a few may have closed, and where it is many the file is a part of the whole."""
    areas = records.catalogue.areas
    courts = [area for area in areas.values() if AreaKind.COURT in area.kinds]
    absent = [court for court in courts if court.slug not in held]
    boards = {areas[slug].within for slug in held if slug in areas}
    absent.sort(key=lambda court: court.within not in boards)  # first those whose board is then short of a court
    if not absent:
        return []
    names = [f"{court.name} ({areas[court.within].name})" if court.within else court.name for court in absent]
    return [
        Problem(
            "the file has nothing of some Crown Court centres, and what it gives for their boards is without them",
            records.table.place(),
            found=f"nothing of {len(absent)} of {len(courts)}: {some(names)}",
            expected="every centre that was open; the publisher's own file has them",
            blocks=False,
        )
    ]


def _astray(records: Records, astray: Sequence[tuple[int, int, str, str, str]]) -> list[Problem]:
    """Courts beside another region than theirs: a few are a slip; where most are, the regions are others than ours."""
    blocks = sum(many for many, *_ in astray) < _FEW * records.table.records
    return [
        Problem(
            "the court does not lie in the region beside it",
            records.place(first, "region"),
            found=f"{name} in '{region}'",
            expected=records.catalogue.areas[known].name,
            blocks=blocks,
        )
        for _, first, name, region, known in astray[:SHOWN]
    ]


def _told(records: Records, elsewhere: Sequence[str], strange: Sequence[str]) -> list[Problem]:
    problems = []
    if elsewhere:
        problems.append(
            Problem(
                "courts stand under another LCJB area than the board in which they lie; they count for that board",
                records.table.place(),
                found=some(list(dict.fromkeys(elsewhere))),
                blocks=False,
            )
        )
    if strange:
        problems.append(
            Problem(
                "courts or LCJB areas that are not known count for no board",
                records.table.place(),
                found=some(list(dict.fromkeys(strange))),
                fix=f"If they are courts, and not rows of totals, {ASK_CATALOGUE} to add them.",
                blocks=False,
            )
        )
    return problems


def _areas(records: Records) -> list[Problem]:
    """Makes the table `places(w0, area, lcjb)` of one field that names the nation, its regions and its boards."""
    places = Places(records.catalogue.areas, records.source.observes)
    rows = []
    for (name,), many, first in records.distinct(*records.tool.areas):
        plain = NUMBERED.sub("", name).strip()
        kinds = (AreaKind.NATION, AreaKind.HMCTS_REGION, AreaKind.BOARD, AreaKind.PART)
        area = next((found for kind in kinds if (found := places.of(kind, plain))), None)
        if area is None and plain.casefold() != "unknown":
            near = places.nearest(plain)
            records.unknown(
                "this area is not known", records.tool.areas[0], name, many, first, [near] if near else [], _CORRECT
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
    areas_nest=True,
    looks_like="the MoJ tool of Crown Court open cases by age (cc_open_tool, records in a pivot table)",
    places=_areas,
)


def _compared(tool: Tool, cache: PivotCache) -> Match:
    """How far a cache has the fields of a tool."""
    named = {key(each.name): each.name for each in cache.stored}
    missing = tuple(name for name in tool.fields if name not in named)
    unknown = tuple(name for plain, name in named.items() if plain not in tool.fields) if missing else ()
    confidence = 1 - len(missing) / len(tool.fields)
    return Match("the fields of its pivot table are those of the tool", missing, unknown, confidence)


def _matching(tool: Tool, received: Received) -> list[tuple[PivotCache, Match]]:
    """The caches of a workbook that have any likeness to a tool, and how far."""
    found = [(cache, _compared(tool, cache)) for cache in pivot_caches(received)]
    return [(cache, match) for cache, match in found if match.confidence >= LEAST_LIKE]


def _any_cache(received: Received) -> Match | None:
    """That a workbook has a pivot table and what it lacks of the tool that it is most like: never whole."""
    caches = pivot_caches(received)
    compared = [_compared(tool, cache) for tool in (RDOS_TOOL, OPEN_TOOL) for cache in caches if cache.records]
    nearest = max((match for match in compared if not match.whole), key=lambda match: match.confidence, default=None)
    return nearest and replace(nearest, confidence=min(nearest.confidence, _UNLIKE))


def _read_any(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    """Refuses: a pivot table that is none of the known tools' has no meaning that could be read."""
    raise received.refused("the pivot table of this workbook is none that is known", fix=OWN_FILE)


def _recogniser(tool: Tool) -> Callable[[Received], Match | None]:
    def recognises(received: Received) -> Match | None:
        matches = [match for _, match in _matching(tool, received)]
        return max(matches, key=lambda match: match.confidence, default=None)

    return recognises


def _reader(tool: Tool) -> Callable[[Received, SourceSpec, Catalogue, Asked], Read]:
    return lambda received, source, catalogue, asked: _read(tool, received, source, catalogue, asked)


def _read(tool: Tool, received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    caches = [cache for cache, match in _matching(tool, received) if match.whole]
    cache = only_cache(received, caches, "have the same fields")
    _refuse_doubled(received, cache, tool)
    table = open_records(received, cache, asked.scratch)
    if not table.records:
        raise without_rows(received)
    records = Records(tool, table, source, catalogue)
    periods = records.match_periods()
    records.match_words()
    records.match_measures()
    records.match_values()
    records.problems += tool.places(records)
    records.check_repeats()
    kept = leave_out_totals(records)
    records.problems = settled(records.problems, source, asked)
    records.check_quarters(kept)
    if tool is OPEN_TOOL and not any(blocked(records.problems)):
        records.problems += _check_ages(records)
    if not any(blocked(records.problems)):
        records.problems += check_multiples(records)
    if not any(blocked(records.problems)):
        doubts = [
            *check_lacking_words(records, kept),
            *check_copied_quarters(records, [records.at["value"]]),
            *check_likeness(records, records.at["value"], kept),
            *(_check_bands(records) if tool is OPEN_TOOL else ()),
        ]
        records.problems += settled(doubts, source, asked)
    records.problems += _unread(records)
    if any(blocked(records.problems)):
        raise FileRefused(received.name, list(blocked(records.problems)))
    field = "m.field" if tool.measure else text_sql("open_cases")
    columns = [Figures(records.at["value"], field, words_of(records) | {"lcjb_area": "p.lcjb"})]
    return Read(
        title=f"{source.title}, to {periods[-1].id.replace('Q', ' Q')}",
        covers=tuple(covered(records, columns, kept)),
        dimensions=source.dimensions,
        content=observations(records, columns, kept),
        problems=(*records.problems, *other_caches(received, cache)),
    )


def _refuse_doubled(received: Received, cache: PivotCache, tool: Tool) -> None:
    keys = [key(each.name) for each in cache.stored]
    doubled = [name for name in (*tool.fields, TOGGLE) if keys.count(name) > 1]
    if doubled:
        raise received.refused(
            "several fields hold the same thing, and nothing shows which is meant",
            where=f"{received.name} [{cache.sheet}]",
            found=some([f"'{name}' {keys.count(name)} times" for name in doubled]),
            expected="one field for each",
            fix=OWN_FILE,
        )


def _unread(records: Records) -> list[Problem]:
    """The fields that are not read, and what makes the records a part of the publication."""

    def words(name: str) -> set[str]:
        return {word for (word,), _, _ in records.distinct(name)}

    read = records.key_fields()
    besides = [
        Unread(name, name, {"": words(key(name))})
        for name in records.table.headers
        if key(name) not in (*read, "value")
    ]
    return tell_unread(records.table.place(), besides, lambda word: any(word in words(name) for name in read))


def _check_ages(records: Records) -> list[Problem]:
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
            fix=OWN_FILE,
        )
        for line, total, valid, added in wrong
    ]


def _check_bands(records: Records) -> list[Problem]:
    """Doubts quarters in which the bands of the nation are like those of no quarter, whichever cases they are of."""
    counts: dict[Period, dict[str, Decimal]] = {}
    for period, band, number in records.table.ask(
        f"SELECT q.period, b.slug, sum(nullif(n.number, '')::DECIMAL(20, 0)) AS number FROM records AS r"
        f" {records.placed} AND p.area = 'england-and-wales' {records.timed}"
        f" JOIN word_age_band AS b ON b.word = {records.col('age open grouped')}"
        f" JOIN numbers AS n ON n.printed = {records.col('value')} GROUP BY ALL HAVING number IS NOT NULL"
    ):
        counts.setdefault(parse_period(period), {})[band] = number
    return check_bands(counts, lambda *_: records.table.place(), OWN_FILE)


def _whole(number: float | None) -> str:
    return "no figure of" if number is None else f"{number:,.0f}"


def _layout(tool: Tool) -> Layout:
    return Layout(
        id=tool.id,
        version=3,
        looks_like=tool.looks_like,
        recognises=_recogniser(tool),
        read=_reader(tool),
        names_source=lambda received, catalogue: tool.source,
        seen=False,
    )


RDOS = _layout(RDOS_TOOL)
OPEN = _layout(OPEN_TOOL)
ANY = Layout(
    id="pivot-table",
    version=1,
    looks_like="a tool of the Ministry of Justice (a workbook whose records lie in a pivot table)",
    recognises=_any_cache,
    read=_read_any,
    names_source=lambda received, catalogue: "",
    seen=False,
)
LAYOUTS = (RDOS, OPEN, ANY)
