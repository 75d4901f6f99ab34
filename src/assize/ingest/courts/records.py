"""Records of a pivot cache given their meaning: periods, words, measures and values, and what cannot be right among them.

Each becomes a small table in the connection that has the records, so that the records themselves never pass through Python.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assize.core.errors import Problem
from assize.core.periods import Period
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.courts.quarters import period_in_tool
from assize.ingest.files.databases import text_sql
from assize.ingest.files.pivot_caches import CacheTable
from assize.ingest.layouts import ASK_CATALOGUE, SHOWN, some
from assize.ingest.values import ABSENCES, read_number, slug

TOGGLE = "annual quarterly"
TOTALS = re.compile(r"^(?:\d+\s*[.:]\s*)?(?:all|(?:grand |sub-?)?totals?|overall)\b|\btotals?$", re.IGNORECASE)
NUMBERED = re.compile(r"^\d+\s*[.:)]\s*")  # `1. Receipts`, `01: Violence against the person`
OWN_FILE = "Load the publisher's own file."
_MEASURES = {
    "receipts": "receipts",
    "disposals": "disposals",
    "open": "open_cases",
    "open cases": "open_cases",
    "open caseload": "open_cases",
}
_ALIKE = 0.7  # a word so like a known one is taken for a slip and not for another measure
_FEWEST = 0.1  # of the records of a middling quarter
_MOST_CASES = 10_000_000  # of a quarter or a year; open cases have been 80,000 and receipts of a year 120,000
_RARE = 0.001  # of the records: a word in fewer is taken for a slip where it is not like the others
_PARTS = (100, 0.01)  # records of one thing: fewer are a slip, more are parts that the pivot table adds up
_ALL_BUT = 0.95  # of the records that stand several times: those that are parts seldom have one number
_NOT_SAID = ("unknown", "not known", "other", "missing", "not recorded", "not stated")
_MOSTLY = 0.5
_PLAIN = {
    "age open grouped": "age band",
    "geographic area": "area",
    "crown court": "Crown Court",
    "lcjb area": "LCJB area",
}
BETWEEN = "\x1f"  # the unit separator: in no published word
NUMBER = "nullif(n.number, '')::DOUBLE"  # the SQL of a value in the table `numbers`, as `n`


@dataclass(frozen=True)
class Tool:
    """A tool: the fields its records have, which of them are words to split by, and what makes its records observations."""

    id: str
    source: str
    fields: tuple[str, ...]
    words: Mapping[str, str]  # field of the tool -> dimension of the source
    areas: tuple[str, ...]  # the fields that say where a record is of
    areas_nest: bool = False  # the nation, its regions and its boards stand in one field
    measure: str = ""  # the field that says what is counted; empty: open cases
    looks_like: str = ""
    places: Callable[[Records], list[Problem]] = field(default=lambda _: [])


def key(name: str) -> str:
    """A field's name in comparable words: `receipt_type` and `Receipt type` are one."""
    return " ".join(re.findall(r"[a-z0-9]+", name.casefold()))


def plain(name: str) -> str:
    """What a field of a tool is called in a message."""
    return _PLAIN.get(name, name)


class Records:
    """The records of one cache, with the tables that give its words their meaning; `problems` is what is wrong with them."""

    def __init__(self, tool: Tool, table: CacheTable, source: SourceSpec, catalogue: Catalogue) -> None:
        self.tool, self.table, self.source, self.catalogue = tool, table, source, catalogue
        self.at = {key(name): index for index, name in enumerate(table.headers)}
        self.problems: list[Problem] = []

    def col(self, name: str) -> str:
        """The SQL of a field's text, empty where the record has none."""
        return f"trim(coalesce(r.c{self.at[name]}, ''))"

    @property
    def placed(self) -> str:
        """The SQL that joins its place, `p.area`, to a record `r`; the table `places(w0, …, area)` must have been made."""
        areas = " AND ".join(f"p.w{index} = {self.col(name)}" for index, name in enumerate(self.tool.areas))
        return f"JOIN places AS p ON {areas}"

    @property
    def timed(self) -> str:
        """The SQL that joins its period, `q.period`, to a record `r`; `match_periods` must have been done."""
        toggle = f" AND q.toggle = {self.col(TOGGLE)}" if TOGGLE in self.at else ""
        return f"JOIN periods AS q ON q.year = {self.col('year')} AND q.quarter = {self.col('quarter')}{toggle}"

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
        chosen = ", ".join(f"unnest(string_split(?, chr({ord(BETWEEN)}))) AS {each}" for each in columns)
        texts = [BETWEEN.join(row[index] for row in rows) for index in range(len(columns))]
        self.table.connection.execute(f"CREATE TABLE {name} AS SELECT {chosen}", texts)

    def unknown(self, what: str, name: str, word: str, many: int, first: int, near: Sequence[str], fix: str) -> None:
        """Adds the refusal of a word."""
        self.problems.append(
            Problem(
                what,
                self.place(first, name),
                found=f"'{word}' in {counted(many)}",
                expected="perhaps " + " or ".join(f"'{each}'" for each in near) if near else "",
                fix=fix,
            )
        )

    # --- what the words mean --------------------------------------------------------------------------------------

    def match_periods(self) -> list[Period]:
        """Makes the table `periods(year, quarter, toggle, period)`; gives the periods in order."""
        names = ("year", "quarter", *((TOGGLE,) if TOGGLE in self.at else ()))
        rows, periods = [], set()
        for words, many, first in self.distinct(*names):
            period = period_in_tool(*words)
            if period is None:
                self.problems.append(
                    Problem(
                        "this is no quarter of a calendar year, or its parts do not agree",
                        self.place(first, "quarter"),
                        found=f"{', '.join(repr(word) for word in words)} in {counted(many)}",
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
                        Problem("this value is empty", self.place(first, name), f"nothing in {counted(many)}", "a word")
                    )
                    continue
                made = slug(NUMBERED.sub("", word)) if known else slug(word)
                if known and made not in known.names:
                    near = difflib.get_close_matches(made, known.names, n=2, cutoff=0.5)
                    fix = f"Correct the word, or {ASK_CATALOGUE} to add it."
                    what = f"this {plain(name)} is not known"
                    self.unknown(what, name, word, many, first, [known.names[each] for each in near], fix)
                    continue
                rows.append((word, made))
            if not known:
                self._check_list(name, [word for word, _ in rows])
            self.fill(f"word_{dimension}", ("word", "slug"), rows)

    def _check_list(self, name: str, words: Sequence[str]) -> None:
        """Words of an open list: each must be a word, numbered where most are, and no number may stand for two."""
        numbered = [word for word in words if NUMBERED.match(word)]
        mostly = len(numbered) > len(words) * _MOSTLY
        numbers: dict[str, list[str]] = {}
        for word in numbered:
            numbers.setdefault(word[: word.index(NUMBERED.sub("", word))].strip(), []).append(word)
        for word in words:
            bare = NUMBERED.sub("", word)
            odd = not re.search(r"[A-Za-z]{2}", bare) or bare.startswith("#") or bare.casefold() in ABSENCES
            twice = any(word in held and len(held) > 1 for held in numbers.values())
            apart = mostly and word not in numbered and not TOTALS.search(word) and word.casefold() not in _NOT_SAID
            if not (odd or twice or apart):
                continue
            (first, many) = self.table.ask(
                f"SELECT min(line) AS first, count(*) AS n FROM records AS r WHERE {self.col(name)} = {text_sql(word)}"
            )[0]
            if odd or many < self.table.records * _RARE:
                others = [other for other in numbered if other != word][:1]
                self.unknown(f"this {plain(name)} is not like the others", name, word, many, first, others, OWN_FILE)

    def match_measures(self) -> None:
        """Makes the table `measures(word, field)`. A measure beside the known ones is a filter and is not read."""
        if not self.tool.measure:
            return
        rows, found = [], set()
        for (word,), many, first in self.distinct(self.tool.measure):
            plain = NUMBERED.sub("", word).strip().casefold()
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
                        found=f"'{word}' in {counted(many)}",
                        blocks=False,
                    )
                )
        for missing in sorted(set(_MEASURES.values()) - found):
            self.problems.append(
                Problem("a measure is missing", self.table.place(), expected=self.source.fields[missing], fix=OWN_FILE)
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
        return [name for name in (*self.tool.fields, TOGGLE) if name != "value" and name in self.at]

    def check_quarters(self, kept: str) -> None:
        """Every quarter has about as many records, and no more cases than there can be in England and Wales.

        `kept` is the condition under which a record is no total.
        """
        quarters = self.table.ask(
            f"SELECT q.period, count(*) AS n, min(r.line) AS first FROM records AS r {self.timed}"
            f" WHERE q.period LIKE '%Q%' GROUP BY 1 ORDER BY 1"
        )
        middle = sorted(many for _, many, _ in quarters)[len(quarters) // 2] if quarters else 0
        for period, many, first in quarters:
            if many < middle * _FEWEST:
                self.problems.append(
                    Problem(
                        "a quarter has hardly any records, so it is not whole or they are of another",
                        self.place(first, "quarter"),
                        found=f"{counted(many)} of {period}",
                        expected=f"about {middle:,}, as in other quarters",
                        blocks=False,
                    )
                )
        if self.tool.areas_nest:
            return  # the same cases stand under several areas
        measure = self.col(self.tool.measure) if self.tool.measure else "''"
        for period, cases, first in self.table.ask(
            f"SELECT {self.col('year')} || ' ' || {self.col('quarter')} AS period, sum(n.number::DOUBLE) AS cases,"
            f" min(r.line) AS first FROM records AS r"
            f" JOIN (SELECT printed, nullif(number, '') AS number FROM numbers) AS n ON n.printed = {self.col('value')}"
            f" WHERE {kept} GROUP BY 1, {measure} HAVING cases > {_MOST_CASES} ORDER BY first LIMIT {SHOWN}"
        ):
            self.problems.append(
                Problem(
                    "there are more cases in a quarter than can be: their unit must be another",
                    self.place(first, "value"),
                    found=f"{cases:,.0f} in {period}",
                    expected=f"{_MOST_CASES:,} at most",
                    fix=OWN_FILE,
                )
            )

    def check_repeats(self) -> None:
        """Records of one thing: a few are counted twice or told apart by a field that is not read, and refused.

        Many are parts of it, which are added up here as the pivot table itself does; but not where each is the same as the
        other in its number too, as where the records were put below themselves.
        """
        chosen = ", ".join(self.col(name) for name in self.key_fields())
        groups = (
            f"SELECT min(line) AS first, max(line) AS last, count(*) AS n, count(DISTINCT {self.col('value')}) AS numbers"
            f" FROM records AS r GROUP BY hash({chosen})"
        )
        (more, several, same) = self.table.ask(
            f"SELECT coalesce(sum(n - 1), 0) AS more, count(*) FILTER (n > 1) AS several,"
            f" count(*) FILTER (n > 1 AND numbers = 1) AS same FROM ({groups})"
        )[0]
        besides = [name for name in self.table.headers if key(name) not in self.key_fields() and key(name) != "value"]
        apart = f"; they differ perhaps by {some([repr(name) for name in besides])}" if besides else ""
        doubled = same > _PARTS[0] and same >= _ALL_BUT * several
        if more > max(_PARTS[0], _PARTS[1] * self.table.records) and not besides and not doubled:
            self.problems.append(
                Problem(
                    "many records speak of the same thing: they are added up, as the pivot table does",
                    self.table.place(),
                    found=counted(int(more)),
                    blocks=False,
                )
            )
            return
        for first, last, *_ in self.table.ask(f"{groups} HAVING n > 1 ORDER BY first LIMIT {SHOWN}"):
            self.problems.append(
                Problem(
                    "two records speak of the same thing",
                    self.table.place(last),
                    found=f"the same as record {first}{apart}",
                    expected="one record each",
                    fix=OWN_FILE,
                )
            )


def counted(records: int) -> str:
    """`1 record`, `1,200 records`."""
    return f"{records:,} {'record' if records == 1 else 'records'}"
