"""The records of a tool whose fields were known by their meaning: their words, their places, and sums that must agree.

Counts: every record is a part, and what is a total of others is compared with them and left out; where one field names the
nation, its regions and its boards, each is an area of its own and the wider must be the sum of the narrower; a year must be
the sum of its quarters. Means and medians: every record stands for itself and is never added up, and no word or place is left
out (what they owe each other: `averages`).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from assize.core.errors import Problem
from assize.core.nouns import AreaKind
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.courts.meanings import (
    ANY_AREA,
    BOARD,
    COURT,
    COURT_TYPE,
    MEASURE,
    REGION,
    STAGE,
    VALUE,
    Meanings,
)
from assize.ingest.courts.records import NUMBER, NUMBERED, OWN_FILE, TOGGLE, TOTALS, Records, Tool, counted
from assize.ingest.courts.totals import AREA_TOTALS
from assize.ingest.courts.types import court_type_of
from assize.ingest.files.databases import text_sql
from assize.ingest.files.pivot_caches import CacheTable
from assize.ingest.layouts import ASK_CATALOGUE, SHOWN, some
from assize.ingest.places import Places
from assize.ingest.values import ABSENCES, read_number, slug

NOT_KNOWN, NOT_SAID = "court-not-known", "not-said"
ALL = "all"  # of a dimension that nothing is added up in: all words of it together, or a tool that has it not
OUTCOME = "trial outcome"
REASONS = ("reason", "reason group", "cracked reason", "ineffective reason")
_CORRECT = f"Correct the name, or {ASK_CATALOGUE} to add it."
_OUTCOMES = re.compile(r"^(effective|cracked|ineffective|vacated)(?: trials?)?$")
_NATION = re.compile(r"^(?:e\s*(?:&|and)\s*w|nation(?:al)?|england\s*(?:&|and)\s*wales)\b", re.IGNORECASE)
_LEVELS = (AreaKind.NATION, AreaKind.HMCTS_REGION, AreaKind.BOARD, AreaKind.PART)
_MOST_DAYS = 20_000  # from an offence to the end of its case: more than fifty years is no mean of a quarter
_STOCKS = ("open_cases",)  # counted on a day: a year's is no sum


def tool_of(found: Meanings, source: SourceSpec) -> Tool:
    """The tool that a cache is, as the other tools are described."""
    areas = found.areas
    return Tool(
        id=found.family.id,
        source=source.id,
        fields=tuple(name for name in found.at if name != TOGGLE),
        words={name: each for name, each in found.family.words.items() if name in found.at and name not in areas},
        areas=areas,
        areas_nest=areas == (ANY_AREA,),
        measure=MEASURE if MEASURE in found.at else "",
    )


class ToolRecords(Records):
    """Records whose fields are found by meaning."""

    def __init__(self, found: Meanings, table: CacheTable, source: SourceSpec, catalogue: Catalogue) -> None:
        super().__init__(tool_of(found, source), table, source, catalogue)
        self.found = found
        self.at = dict(found.at)

    @property
    def averages(self) -> bool:
        """Whether the values are means and medians, which nothing may be added to."""
        return self.found.family.averages

    # --- words ----------------------------------------------------------------------------------------------------

    def match_words(self) -> None:
        """A table `word_<dimension>(word, slug)` for each; a reason may be wanting, any other word may not."""
        self._lone_totals()
        self._check_court_type()
        for name, dimension in self.tool.words.items():
            rows, open_words = [], []
            for (word,), many, first in self.distinct(name):
                made = self._word(name, word)
                if made is None:
                    self.unknown(f"this {name} is not known", name, word, many, first, self._near(name, word), OWN_FILE)
                    continue
                rows.append((word, made))
                if name not in (COURT_TYPE, OUTCOME, *REASONS):
                    open_words.append(word)
            self._check_list(name, open_words)
            self.fill(f"word_{dimension}", ("word", "slug"), rows)

    def _word(self, name: str, word: str) -> str | None:
        plain = NUMBERED.sub("", word).strip()
        if name in REASONS and (not plain or plain.casefold() in ABSENCES):
            return NOT_SAID
        if not plain:
            return None
        if name == COURT_TYPE:
            return court_type_of(plain) or ("all-courts" if TOTALS.search(plain) else None)
        if name == OUTCOME:
            match = _OUTCOMES.match(slug(plain).replace("-", " "))
            return match[1] if match else "total" if TOTALS.search(plain) else None
        if self.averages:
            return ALL if name != STAGE and TOTALS.search(plain) else slug(plain)
        return slug(word)

    def _check_court_type(self) -> None:
        """A tool of one type of court may say so in every record, and must not say another."""
        wanted = self.found.family.court_type
        if not wanted or COURT_TYPE not in self.at:
            return
        for (word,), many, first in self.distinct(COURT_TYPE):
            if court_type_of(NUMBERED.sub("", word).strip()) != wanted:
                expected = [wanted.replace("-", " ")]
                self.unknown(
                    "this is not the type of court of the tool", COURT_TYPE, word, many, first, expected, OWN_FILE
                )

    def _near(self, name: str, word: str) -> list[str]:
        known = {
            OUTCOME: ("Effective", "Cracked", "Ineffective", "Vacated"),
            COURT_TYPE: ("Crown Court", "Magistrates' courts"),
        }
        return difflib.get_close_matches(word, known.get(name, ()), n=2, cutoff=0.5)

    def _lone_totals(self) -> None:
        """An effective trial has no reason, so its `Total` is no total of reasons: such words are taken as none."""
        if OUTCOME not in self.at:
            return
        for name in (each for each in REASONS if each in self.at):
            words: dict[str, list[str]] = {}
            for (outcome, word), _, _ in self.distinct(OUTCOME, name):
                words.setdefault(outcome, []).append(word)
            lone = [
                outcome for outcome, every in words.items() if all(not each or TOTALS.search(each) for each in every)
            ]
            totals = sorted({each for outcome in lone for each in words[outcome] if each})
            if not totals:
                continue
            column = f"c{self.at[name]}"
            chosen = f"trim(c{self.at[OUTCOME]}) IN ({_list(lone)}) AND trim({column}) IN ({_list(totals)})"
            view = f"records_before_{self.at[name]}"
            self.table.connection.execute(f"ALTER VIEW records RENAME TO {view}")
            self.table.connection.execute(
                f"CREATE VIEW records AS SELECT * REPLACE (CASE WHEN {chosen} THEN '' ELSE {column} END AS {column})"
                f" FROM {view}"
            )

    # --- values ---------------------------------------------------------------------------------------------------

    def columns(self) -> list[tuple[int, bool]]:
        """Every column that holds figures, and whether it may hold parts of a whole."""
        figures = [(each.at, True) for each in self.found.averages]
        return [*figures, *([(self.at[VALUE], False)] if VALUE in self.at else [])]

    def match_values(self) -> None:
        """Makes the table `numbers(printed, number, absence)` of every column of figures, each text read once."""
        rows: dict[str, tuple[str, str, str]] = {}
        for at, parts in self.columns():
            text = f"trim(coalesce(r.c{at}, ''))"
            wrong = []
            for printed, first in self.table.ask(
                f"SELECT {text} AS printed, min(line) AS first FROM records AS r GROUP BY 1 ORDER BY 2"
            ):
                cell = read_number(printed) if printed else None
                value = cell.value if cell else None
                if printed and (
                    cell is None
                    or (
                        value is not None and (value < 0 or (value % 1 and not parts) or (parts and value > _MOST_DAYS))
                    )
                ):
                    wrong.append((printed, first))
                    continue
                absence = cell.absence.value if cell and cell.absence else "" if cell else "[x]"
                rows[printed] = (printed, "" if value is None else f"{value:f}", absence)
            for printed, first in wrong[:SHOWN]:
                self.problems.append(
                    Problem(
                        "this is no number of days" if parts else "this is no number of cases",
                        self.table.place(first, at),
                        found=f"'{printed}'",
                        expected=f"a number from 0 to {_MOST_DAYS:,}, or [x] if not available"
                        if parts
                        else "a whole number of 0 or more, or [x] if not available",
                    )
                )
            if len(wrong) > SHOWN:
                self.problems.append(
                    Problem("more values are no numbers", self.table.place(wrong[SHOWN][1], at), "this one and others")
                )
        self.fill("numbers", ("printed", "number", "absence"), list(rows.values()))

    # --- places ---------------------------------------------------------------------------------------------------

    def match_places(self) -> None:
        """Makes the table `places(w0, …, area, court)`, and `area_totals(w0, …, whole)` of rows that add up others."""
        places = Places(self.catalogue.areas, (*_LEVELS, AreaKind.COURT))
        rows, wholes = [], []
        for words, many, first in self.distinct(*self.tool.areas):
            if self.tool.areas_nest:
                area = self._any_place(places, words[0])
                if area is None:
                    near = places.nearest(NUMBERED.sub("", words[0]).strip())
                    self.unknown(
                        "this area is not known", ANY_AREA, words[0], many, first, [near] if near else [], _CORRECT
                    )
                    continue
                rows.append((*words, area, ALL))
                continue
            named = dict(zip(self.tool.areas, words, strict=True))
            narrow = [name for name in self.tool.areas if not self._all(name, named[name], places)]
            if not self.averages and self.tool.areas[-1] not in narrow:
                wholes.append((*words, "".join("0" if name in narrow else "1" for name in self.tool.areas)))
                continue
            area = self._place(places, named, narrow, many, first)
            if area is not None:
                court = slug(named[COURT]) if COURT in narrow else ALL if self.averages else ""
                rows.append((*words, area, court))
        columns = [f"w{index}" for index in range(len(self.tool.areas))]
        self.fill("places", (*columns, "area", "court"), rows)
        if not self.tool.areas_nest:
            self.fill(AREA_TOTALS, (*columns, "whole"), wholes)

    def _any_place(self, places: Places, word: str) -> str | None:
        plain = NUMBERED.sub("", word).strip()
        if plain.casefold() == "unknown":
            return NOT_KNOWN
        area = next((found for kind in _LEVELS if (found := places.of(kind, plain))), None)
        return area.slug if area else "england-and-wales" if _NATION.search(plain) or TOTALS.search(plain) else None

    def _all(self, name: str, word: str, places: Places) -> bool:
        """Whether a word stands for all places of its field: `All`, or the name of something wider."""
        if not word or TOTALS.search(word) or _NATION.search(word):
            return True
        own = {REGION: (AreaKind.HMCTS_REGION,), BOARD: (AreaKind.BOARD, AreaKind.PART), COURT: (AreaKind.COURT,)}[name]
        if any(places.of(kind, word) for kind in own):
            return False
        return any(
            places.of(kind, word) for kind in _LEVELS[: _LEVELS.index(own[0]) if name != COURT else len(_LEVELS)]
        )

    def _place(self, places: Places, named: dict[str, str], narrow: Sequence[str], many: int, first: int) -> str | None:
        """The area of a record: its board, or what is widest of it where it has none. The words must lie in one another."""
        region = places.of(AreaKind.HMCTS_REGION, named.get(REGION, "")) if REGION in narrow else None
        board = None
        if BOARD in narrow:
            word = named[BOARD]
            board = places.of(AreaKind.BOARD, word) or places.of(AreaKind.PART, word)
            if board is None and word.casefold() != "unknown":
                self._strange(BOARD, word, many, first, places)
                return None
        if REGION in narrow and region is None and named[REGION].casefold() != "unknown":
            self._strange(REGION, named[REGION], many, first, places)
            return None
        if region and board:
            home = self._hmcts(board.slug)
            if home and home != region.slug:
                self.problems.append(
                    Problem(
                        "the LCJB area does not lie in the region beside it",
                        self.place(first, REGION),
                        found=f"{board.name} in '{named[REGION]}' in {counted(many)}",
                        expected=self.catalogue.areas[home].name,
                    )
                )
                return None
        if not narrow:
            return "england-and-wales"
        if board is None and (BOARD in narrow or (region is None and REGION in narrow)):
            return NOT_KNOWN
        if board is None and COURT in narrow:
            return self._of_court(places, named[COURT], many, first)
        area = board or region
        return area.slug if area else NOT_KNOWN

    def _hmcts(self, board: str) -> str:
        """The region of the courts that lie in a board, or an empty text."""
        found = {
            area.region
            for area in self.catalogue.areas.values()
            if AreaKind.COURT in area.kinds and board == area.within
        }
        return found.pop() if len(found) == 1 else ""

    def _of_court(self, places: Places, word: str, many: int, first: int) -> str | None:
        court = places.of(AreaKind.COURT, word)
        if word.casefold() == "unknown":
            return NOT_KNOWN
        if court is None:
            self._strange(COURT, word, many, first, places)
            return None
        return court.within or court.slug

    def _strange(self, name: str, word: str, many: int, first: int, places: Places) -> None:
        near = places.nearest(word)
        called = {REGION: "region", BOARD: "LCJB area", COURT: "court"}[name]
        self.unknown(f"this {called} is not known", name, word, many, first, [near] if near else [], _CORRECT)

    # --- sums that must agree -------------------------------------------------------------------------------------

    def check_averages_repeat(self) -> None:
        """Two means of one thing: neither can be taken."""
        chosen = ", ".join(self.col(name) for name in self.key_fields())
        for first, last, _ in self.table.ask(
            f"SELECT min(line) AS first, max(line) AS last, count(*) AS n FROM records AS r GROUP BY hash({chosen})"
            f" HAVING n > 1 ORDER BY first LIMIT {SHOWN}"
        ):
            self.problems.append(
                Problem(
                    "two records speak of the same thing",
                    self.table.place(last),
                    found=f"the same as record {first}",
                    expected="one record each: means and medians cannot be added up",
                    fix=OWN_FILE,
                )
            )

    def leave_out_outcomes(self) -> str:
        """The condition under which a record is no total of outcomes; one must be their sum, with or without vacated trials."""
        if OUTCOME not in self.at:
            return "true"
        totals = [word for (word,), _, _ in self.distinct(OUTCOME) if self._word(OUTCOME, word) == "total"]
        if not totals:
            return "true"
        others = ", ".join(self.col(name) for name in self.key_fields() if name != OUTCOME)
        rows = self.table.ask(
            f"SELECT min(line) FILTER (o.slug = 'total') AS line, sum({NUMBER}) FILTER (o.slug = 'total') AS printed,"
            f" coalesce(sum({NUMBER}) FILTER (o.slug <> 'total'), 0) AS every,"
            f" coalesce(sum({NUMBER}) FILTER (o.slug NOT IN ('total', 'vacated')), 0) AS listed"
            f" FROM records AS r JOIN word_trial_outcome AS o ON o.word = {self.col(OUTCOME)}"
            f" JOIN numbers AS n ON n.printed = {self.col(VALUE)} GROUP BY {others}"
            f" HAVING printed IS NOT NULL AND count(*) = count({NUMBER})"
        )
        with_vacated = [row for row in rows if row[1] != row[2]]
        without = [row for row in rows if row[1] != row[3]]
        wrong, place = (with_vacated, 2) if len(with_vacated) <= len(without) else (without, 3)
        for row in sorted(wrong)[:SHOWN]:
            self.problems.append(
                Problem(
                    "a total of trials is not the sum of its outcomes",
                    self.place(row[0], VALUE),
                    found=f"{row[1]:,.0f}",
                    expected=f"{row[place]:,.0f}",
                    fix=OWN_FILE,
                )
            )
        return f"{self.col(OUTCOME)} NOT IN ({_list(totals)})"

    def check_nation(self, kept: str) -> None:
        """Where one field names every place: the nation is the sum of its regions and of its boards, where all are there."""
        kinds = {slug: level_of(area.kinds) for slug, area in self.catalogue.areas.items() if level_of(area.kinds)}
        held = {area for (area,) in self.table.ask("SELECT DISTINCT area FROM places")}
        self.fill("levels", ("area", "level"), [(area, level) for area, level in kinds.items() if area in held])
        parted = {
            area.within for area in self.catalogue.areas.values() if AreaKind.PART in area.kinds and area.slug in held
        }
        boards = {
            area for area, level in kinds.items() if level == "board" and _is(self.catalogue, area, AreaKind.BOARD)
        }
        if parted & held:
            self.problems.append(
                Problem(
                    "a board stands beside its own parts, and nothing shows which is to be counted",
                    self.table.place(),
                    found=some(sorted(self.catalogue.areas[slug].name for slug in parted & held)),
                    fix=OWN_FILE,
                )
            )
        whole = {
            "region": {area for area, level in kinds.items() if level == "region"} <= held,
            "board": boards <= held | parted,
        }
        others = ", ".join(self.col(name) for name in self.key_fields() if name != ANY_AREA)
        for level, called in (("region", "regions"), ("board", "LCJB areas")):
            sign = "<>" if whole[level] else "<"
            for line, nation, added in self.table.ask(
                f"SELECT min(line) FILTER (v.level = 'nation') AS line, sum({NUMBER}) FILTER (v.level = 'nation') AS nation,"
                f" sum({NUMBER}) FILTER (v.level = {text_sql(level)} OR p.area = {text_sql(NOT_KNOWN)}) AS added"
                f" FROM records AS r {self.placed} LEFT JOIN levels AS v ON v.area = p.area"
                f" JOIN numbers AS n ON n.printed = {self.col(VALUE)} WHERE {kept} GROUP BY {others}"
                f" HAVING nation {sign} added AND count(*) = count({NUMBER}) ORDER BY 1 LIMIT {SHOWN}"
            ):
                self.problems.append(
                    Problem(
                        f"the nation is not the sum of its {called}",
                        self.place(line, VALUE),
                        found=f"{nation:,.0f}",
                        expected=f"{added:,.0f}",
                        fix=OWN_FILE,
                    )
                )

    def check_years(self, kept: str, measured: str) -> None:
        """A year is the sum of its four quarters, where they are all there; what is counted on a day is not added up."""
        others = [name for name in self.key_fields() if name not in ("year", "quarter", TOGGLE, MEASURE)]
        keys = ", ".join([measured, *(self.col(name) for name in others)])
        measures = f" JOIN measures AS m ON m.word = {self.col(MEASURE)}" if self.tool.measure else ""
        stocks = _list(_STOCKS)
        for line, year, added in self.table.ask(
            f"SELECT min(line) FILTER (length(q.period) = 4) AS line, sum({NUMBER}) FILTER (length(q.period) = 4) AS year,"
            f" sum({NUMBER}) FILTER (length(q.period) > 4) AS added"
            f" FROM records AS r {self.timed}{measures} JOIN numbers AS n ON n.printed = {self.col(VALUE)}"
            f" WHERE {kept} AND {measured} NOT IN ({stocks}) AND left(q.period, 4) IN (SELECT left(period, 4) FROM periods"
            f" WHERE length(period) > 4 GROUP BY 1 HAVING count(DISTINCT period) = 4)"
            f" GROUP BY left(q.period, 4), {keys} HAVING year <> coalesce(added, 0) AND count(*) = count({NUMBER})"
            f" ORDER BY 1 LIMIT {SHOWN}"
        ):
            self.problems.append(
                Problem(
                    "a year is not the sum of its quarters",
                    self.place(line, VALUE),
                    found=f"{year:,.0f}",
                    expected=f"{added or 0:,.0f}",
                    fix=OWN_FILE,
                )
            )


def level_of(kinds: frozenset[AreaKind] | set[AreaKind]) -> str:
    """`nation`, `region` of the courts or `board`; empty for what is none of them."""
    if AreaKind.NATION in kinds:
        return "nation"
    if AreaKind.HMCTS_REGION in kinds:
        return "region"
    return "board" if AreaKind.BOARD in kinds or AreaKind.PART in kinds else ""


def _is(catalogue: Catalogue, slug: str, kind: AreaKind) -> bool:
    return kind in catalogue.areas[slug].kinds


def _list(words: Sequence[str]) -> str:
    return ", ".join(text_sql(word) for word in words)


def blocked(problems: Sequence[Problem]) -> Iterator[Problem]:
    """The problems for which a file is refused."""
    return (problem for problem in problems if problem.blocks)
