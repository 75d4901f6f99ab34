"""Questions to the store as at a cut-off date: which editions are current, and what their observations add up to.

Current-ness is decided here and nowhere else, from the ledger alone: for each period, field and area, the highest ranked
edition that covers it. Sums are made over one table a source: its current observations, grouped once by what the
selections tell apart, so that dozens of selections cost milliseconds each. Of a million observations a tenth as many sums
remain, because words that no selection names (most offence codes, most outcome types) fall into one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from assize.core.nouns import Absence, Cell, Mark, Observation, Selection, Total
from assize.core.periods import Period, parse_period
from assize.core.quality import FieldProfile, WordProfile
from assize.core.reading import Covered
from assize.store.editions import connect_duckdb, edition_path, identifier, quoted
from assize.store.ledger import Entry
from assize.store.profile import profile_fields, profile_words

Areas = Mapping[str, tuple[str, ...]]

# A sum with such a cell in it is not known. "Not applicable" is no missing cell: there is nothing to count there.
_UNKNOWN = (Absence.LOW, Absence.NOT_AVAILABLE, Absence.CONFIDENTIAL)  # the later in this order, the more it says
_RANK = (
    "CASE absence "
    + " ".join(f"WHEN {quoted(absence.value)} THEN {rank}" for rank, absence in enumerate(_UNKNOWN, start=1))
    + " ELSE 0 END"
)
# Marks as bits of a whole number: gathering texts takes longer than all the rest of a sum over a million rows.
_MARKS = tuple(Mark)
_MARK_BITS = (
    "CASE WHEN coalesce(marks, '') = '' THEN 0 ELSE "
    + " + ".join(
        f"{1 << bit} * CAST(contains(marks, {quoted(mark.value)}) AS INTEGER)" for bit, mark in enumerate(_MARKS)
    )
    + " END"
)
_BETWEEN = "\x1f"  # the unit separator: in no slug, period or hash
Told = Mapping[str, frozenset[str] | None]  # dimension -> the words that are told apart; None: every word


@dataclass
class Standing:
    """One edition's part in what is current: the periods and fields it speaks for, less areas a higher ranked one does.

    A field is empty where it stands for every one that no edition of the source names.
    """

    entry: Entry
    parts: dict[tuple[Period, str], frozenset[str]] = field(default_factory=dict)  # -> areas hidden by a higher edition

    @property
    def periods(self) -> frozenset[Period]:
        """The periods it speaks for, of whatever field."""
        return frozenset(period for period, _ in self.parts)


def stand(entries: Sequence[Entry], coverage: Mapping[int, Sequence[Covered]]) -> list[Standing]:
    """Which edition of one source is current for which periods and fields, highest ranked first.

    A whole-series edition withdraws whatever earlier editions say, in the fields it has, of periods it drops; a one-period
    edition does not. An edition of some areas only (an extract, a partner's return) hides nothing of other areas.
    """
    named = sorted({covered.field for entry in entries for covered in coverage[entry.number] if covered.field})
    standings: list[Standing] = []
    taken: set[tuple[Period, str]] = set()  # by editions of every area
    taken_areas: dict[tuple[Period, str], set[str]] = {}
    withdrawn: set[str] = set()  # fields whose earlier editions count no more
    withdrawn_areas: dict[str, set[str]] = {}
    for entry in sorted(entries, key=lambda entry: entry.rank, reverse=True):
        standing = Standing(entry)
        covers = [
            (covered.period, name, covered.area)
            for covered in coverage[entry.number]
            for name in ((covered.field,) if covered.field else ("", *named))
        ]
        for part in {(period, name) for period, name, _ in covers} - taken:
            if part[1] not in withdrawn:
                hidden = taken_areas.get(part, set()) | withdrawn_areas.get(part[1], set())
                standing.parts[part] = frozenset(hidden)
        if standing.parts:
            standings.append(standing)
        for period, name, area in covers:
            if area:
                taken_areas.setdefault((period, name), set()).add(area)
            else:
                taken.add((period, name))
        if entry.whole_series:
            for _, name, area in covers:
                if area:
                    withdrawn_areas.setdefault(name, set()).add(area)
                else:
                    withdrawn.add(name)  # nothing received or released before it counts any more
    return standings


class View:
    """The store as at one cut-off: made from the editions that count then, asked as often as needed."""

    def __init__(self, folder: Path, standings: Callable[[str], Sequence[Standing]]) -> None:
        """`standings` gives those of a source, highest ranked first; they are asked for where they are needed."""
        self._folder = folder
        self._standings = standings
        self._connection: Any = None
        self._grouped: dict[str, Told] = {}  # source -> what its table tells apart
        self._areas: dict[str, frozenset[str]] = {}
        self._own: dict[Selection, list[Total]] = {}
        self._resolved: dict[tuple[str, tuple[tuple[str, tuple[str, ...]], ...], tuple[str, ...]], str] = {}
        self._tables = 0

    # --- what is held ---------------------------------------------------------------------------------------------

    def current(self, source: str) -> list[Entry]:
        """The editions of a source that are current for at least one period."""
        return [standing.entry for standing in self._standings(source)]

    def periods(self, source: str) -> tuple[Period, ...]:
        """The periods a source is held for, in order of time."""
        held = {period for standing in self._standings(source) for period in standing.periods}
        return tuple(sorted(held))

    def areas(self, source: str) -> frozenset[str]:
        """The places a source has observations of."""
        if not self._standings(source):
            return frozenset()
        if source not in self._areas:
            held = self._table(source) if source in self._grouped else f"({self._select(source)})"
            self._areas[source] = frozenset(row[0] for row in self._run(f"SELECT DISTINCT area FROM {held}"))
        return self._areas[source]

    def dimensions(self, source: str) -> tuple[str, ...]:
        """The breakdown columns of a source's current editions."""
        names = (name for entry in self.current(source) for name in entry.dimensions)
        return tuple(dict.fromkeys(names))

    def profile(self, source: str) -> list[FieldProfile]:
        """What the current observations of a source are like, by period and field, in order of time."""
        if not self._standings(source):
            return []
        return profile_fields(self._run, self._select(source), self.dimensions(source))

    def words(self, source: str) -> list[WordProfile]:
        """The words of a source's dimensions, each with the number of current observations that carry it."""
        if not self._standings(source):
            return []
        return profile_words(self._run, self._select(source), self.dimensions(source))

    # --- sums -----------------------------------------------------------------------------------------------------

    def prepare(self, selections: Iterable[Selection]) -> None:
        """Groups each source once by all that these selections tell apart; `totals` then never has to again."""
        needed: dict[str, Told] = {}
        for selection in selections:
            needed[selection.source] = _both(needed.get(selection.source, {}), _told(selection))
        for source, told in needed.items():
            if self._standings(source):
                self._group(source, told)

    def totals(
        self, selections: Sequence[Selection], areas: Areas, *, since: int | None = None
    ) -> dict[Selection, list[Total]]:
        """Sums of each selection by target area, period and its `by`, sorted by them: one question a source.

        `areas` maps a target to the places it is made of. A target that the source itself observes in a period is taken as
        observed and never added up from its members; it then counts as all of them in `Total.areas`. Where a publication has
        several tables, that holds for the table asked for. With `since` only periods that end in that year or later are
        looked at.
        """
        self.prepare(selections)
        found: dict[Selection, list[Total]] = {selection: [] for selection in selections}
        sources: dict[tuple[str, tuple[str, ...]], list[Selection]] = {}
        for selection in found:
            if self._standings(selection.source) and areas:
                sources.setdefault((selection.source, _tables(selection)), []).append(selection)
        for (source, tables), asked in sources.items():
            keys = [standing.entry.edition.key for standing in self._standings(source)]
            for number, *row in self._sums(
                source, asked, self._resolve(source, areas, tables), self._late(source, since)
            ):
                found[asked[number]].append(_total(row, keys))
        for totals in found.values():
            totals.sort(key=lambda total: (total.area, total.period, total.breakdown))
        return found

    def own_totals(self, selection: Selection) -> list[Total]:
        """The sums of every place that the source itself observes: asked of the store once, for look-ups are asked often."""
        if selection not in self._own:
            areas = {area: (area,) for area in self.areas(selection.source)}
            self._own[selection] = self.totals([selection], areas)[selection]
        return self._own[selection]

    def _late(self, source: str, since: int | None) -> str:
        """The condition that a period ends in a year or later."""
        if since is None:
            return ""
        return f" AND {_among('b.period', [one.id for one in self.periods(source) if one.last_day.year >= since])}"

    def _sums(self, source: str, selections: Sequence[Selection], resolved: str, late: str) -> list[tuple[Any, ...]]:
        """One row a sum: the place of its selection in `selections`, then what `_total` makes a total of."""
        parts = []
        for number, selection in enumerate(selections):
            by = ", ".join(f"b.{identifier(name)}" for name in selection.by)
            parts.append(
                f"SELECT {number} AS selection, r.target, b.period, CAST([{by}] AS VARCHAR[]) AS breakdown,"
                f" sum(b.value) AS total, sum(b.cells) AS cells, max(b.unknown) AS unknown, sum(b.valued) AS valued,"
                f" max(r.weight) AS weight, count(DISTINCT b.area) AS contributed,"
                f" list(DISTINCT b.number) AS editions, bit_or(b.marks) AS marks"
                f" FROM {self._table(source)} AS b JOIN {resolved} AS r ON r.area = b.area AND r.period = b.period"
                f" WHERE {_conditions(selection)}{late} GROUP BY r.target, b.period" + (f", {by}" if by else "")
            )
        return self._run(" UNION ALL ".join(parts))

    def cells(
        self,
        selection: Selection,
        members: Sequence[str],
        periods: Sequence[Period],
        breakdown: Sequence[str] = (),
        *,
        target: str = "",
        limit: int | None = None,
    ) -> list[Observation]:
        """The observations that a total is the sum of, in the order of edition, line and sheet.

        `breakdown` gives one value for each name of the selection's `by`. With `target` the rule of `totals` holds here too:
        in a period in which the target itself is observed, its own cells and not its members'.
        """
        if not self._standings(selection.source) or not members:
            return []
        self._group(selection.source, _told(selection))
        resolved = self._resolve(selection.source, {target or "*": tuple(members)}, _tables(selection))
        where, parameters = _conditions(selection), []
        for name, value in zip(selection.by, breakdown, strict=bool(breakdown)):
            where += f" AND b.{identifier(name)} = ?"
            parameters.append(value)
        where += f" AND {_among('b.period', [period.id for period in periods])}"
        names = self.dimensions(selection.source)
        chosen = "".join(f", b.{identifier(name)}" for name in names)
        rows = self._run(
            f"SELECT b.edition, b.area, b.period, b.field, b.value, b.absence, b.marks, b.raw, b.file, b.sheet, b.ref,"
            f" b.line, b.col, b.origin{chosen} FROM ({self._select(selection.source)}) AS b"
            f" JOIN {resolved} AS r ON r.area = b.area AND r.period = b.period"
            f" WHERE {where} ORDER BY b.period, b.edition, b.line, b.sheet, length(b.ref), b.ref, b.col,"
            f" b.area, b.field{chosen}" + (f" LIMIT {int(limit)}" if limit is not None else ""),
            parameters,
        )
        return [_observation(selection.source, names, row) for row in rows]

    # --- inside ---------------------------------------------------------------------------------------------------

    def _run(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        if self._connection is None:
            self._connection = connect_duckdb()
        rows: list[tuple[Any, ...]] = self._connection.execute(sql, list(parameters)).fetchall()
        return rows

    def _table(self, source: str) -> str:
        return identifier(f"current {source}")

    def _select(self, source: str) -> str:
        """The current observations of a source, one row a cell, with the key of the edition each stands in."""
        spoken = identifier(f"spoken {source}")
        hidden = identifier(f"hidden {source}")
        standings = self._standings(source)
        if not self._run("SELECT 1 AS there FROM duckdb_tables() WHERE table_name = ?", [f"spoken {source}"]):
            spoken_for = [
                (standing.entry.edition.key, number, period.id, name)
                for number, standing in enumerate(standings)
                for period, name in standing.parts
            ]
            unseen = [
                (standing.entry.edition.key, period.id, name, area)
                for standing in standings
                for (period, name), areas in standing.parts.items()
                for area in areas
            ]
            self._fill(spoken, ("edition", "number", "period", "field"), spoken_for)
            self._fill(hidden, ("edition", "period", "field", "area"), unseen)
        files = ", ".join(quoted(str(edition_path(self._folder, standing.entry.edition.key))) for standing in standings)
        dimensions = "".join(
            f", coalesce(o.{identifier(name)}, '') AS {identifier(name)}" for name in self.dimensions(source)
        )
        named = sorted({name for standing in standings for _, name in standing.parts if name})
        part = f"CASE WHEN {_among('o.field', named)} THEN o.field ELSE '' END" if named else "''"
        return (
            f"SELECT s.edition, s.number, o.area, o.period, o.field{dimensions}, o.value, o.absence, o.marks, o.raw, o.file,"
            f" o.sheet, o.ref, o.line, o.col, o.origin"
            f" FROM read_parquet([{files}], filename = true, union_by_name = true) AS o"
            f" JOIN {spoken} AS s ON s.edition = parse_filename(o.filename, true) AND s.period = o.period"
            f" AND s.field = {part}"
            f" ANTI JOIN {hidden} AS h ON h.edition = s.edition AND h.period = o.period AND h.area = o.area"
            f" AND h.field = {part}"
        )

    def _group(self, source: str, told: Told) -> None:
        """Makes the source's table of sums, or makes it again where more is to be told apart than it does."""
        missing = set(told) - set(self.dimensions(source))
        if missing:
            raise KeyError(f"{source} has no dimension {', '.join(sorted(missing))}")
        held = self._grouped.get(source)
        if held is not None and _both(held, told) == held:
            return
        wanted = _both(held or {}, told)
        kept = ""
        for name, words in wanted.items():
            column = identifier(name)
            if words is None:
                kept += f", {column}"
            else:  # a word that nobody asks for becomes NULL, which no condition holds for
                kept += f", CASE WHEN {_among(column, sorted(words))} THEN {column} END AS {column}"
        self._run(
            f"CREATE OR REPLACE TABLE {self._table(source)} AS SELECT number, area, period, field{kept}, sum(value) AS value,"
            f" count(*) AS cells, count(value) AS valued, max({_RANK}) AS unknown, bit_or({_MARK_BITS}) AS marks"
            f" FROM ({self._select(source)}) GROUP BY ALL"
        )
        self._grouped[source] = wanted

    def _resolve(self, source: str, areas: Areas, tables: tuple[str, ...] = ()) -> str:
        """A table (target, period, area, weight): whose cells make a target in a period; weight is 0 for members."""
        key = (source, tuple(sorted(areas.items())), tables)
        if key not in self._resolved:
            self._tables += 1
            asked = identifier(f"asked {self._tables}")
            name = identifier(f"resolved {self._tables}")
            pairs = [(target, area, len(members)) for target, members in areas.items() for area in members]
            self._fill(asked, ("target", "area", "weight"), pairs)
            among = f" WHERE {_among(identifier(_TABLE), tables)}" if tables else ""
            held = f"(SELECT DISTINCT area, period FROM {self._table(source)}{among})"
            self._run(
                f"CREATE TABLE {name} AS"
                f" SELECT DISTINCT a.target, h.period, h.area, a.weight FROM {asked} AS a JOIN {held} AS h ON h.area = a.target"
                f" UNION ALL SELECT a.target, h.period, h.area, 0 AS weight FROM {asked} AS a JOIN {held} AS h"
                f" ON h.area = a.area ANTI JOIN {held} AS own ON own.area = a.target AND own.period = h.period"
            )
            self._resolved[key] = name
        return self._resolved[key]

    def _fill(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """A table of texts and whole numbers from rows, in one statement and one parameter a column.

        For every value in a parameter, one by one in a list, DuckDB looks anew for libraries that are not installed; so a
        column travels as one text.
        """
        chosen = ", ".join(
            f"CAST(unnest({f'string_split(?, chr({ord(_BETWEEN)}))' if rows else '[]'}) AS {kind}) AS {identifier(name)}"
            for name, kind in ((name, "BIGINT" if name in ("weight", "number") else "VARCHAR") for name in columns)
        )
        texts = [_BETWEEN.join(str(row[index]) for row in rows) for index in range(len(columns))] if rows else []
        self._run(f"CREATE OR REPLACE TABLE {table} AS SELECT {chosen}", texts)


def plain(value: Decimal) -> Decimal:
    """The same number without noughts behind the point: 55 and not 55.000000."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


_TABLE = "table"  # the dimension of a publication's several tables


def _tables(selection: Selection) -> tuple[str, ...]:
    """The tables of a publication that a selection is restricted to."""
    return tuple(sorted({word for name, words in selection.where if name == _TABLE for word in words}))


def _told(selection: Selection) -> Told:
    """What a selection tells apart: each word it is split by, and the words it is restricted to."""
    words: dict[str, frozenset[str] | None] = {}
    for name, values in selection.where:
        words[name] = frozenset(values) | (words.get(name) or frozenset())
    return {**words, **dict.fromkeys(selection.by)}


def _both(one: Told, other: Told) -> Told:
    """What either tells apart."""
    both = dict(one)
    for name, words in other.items():
        held = both.get(name, frozenset())
        both[name] = None if held is None or words is None else held | words
    return both


def _conditions(selection: Selection) -> str:
    return " AND ".join(
        [
            _among("b.field", selection.fields),
            *(_among(f"b.{identifier(name)}", words) for name, words in selection.where),
        ]
    )


def _among(column: str, words: Collection[str]) -> str:
    """The condition that a column is one of these words."""
    return f"{column} IN ({', '.join(quoted(word) for word in words)})" if words else "false"


def _total(row: Sequence[Any], keys: Sequence[str]) -> Total:
    """A total of one row of sums; `keys` are the editions' by their numbers."""
    target, period, breakdown, total, cells, unknown, valued, weight, contributed, editions, marks = row
    if unknown:
        value, absence = None, _UNKNOWN[unknown - 1]
    elif valued:
        value, absence = plain(total), None
    else:
        value, absence = None, Absence.NOT_APPLICABLE
    return Total(
        area=target,
        period=parse_period(period),
        breakdown=tuple(breakdown),
        value=value,
        absence=absence,
        cells=cells,
        areas=weight or contributed,
        editions=tuple(sorted(keys[number] for number in editions)),
        marks=_marks_of(marks),
    )


@lru_cache(maxsize=64)
def _marks_of(bits: int) -> frozenset[Mark]:
    return frozenset(mark for bit, mark in enumerate(_MARKS) if bits >> bit & 1)


def _marks(text: str | None) -> frozenset[Mark]:
    return frozenset(Mark(mark) for mark in (text or "").split())


def _observation(source: str, names: Sequence[str], row: tuple[Any, ...]) -> Observation:
    edition, area, period, field_name, value, absence, marks, raw, file, sheet, ref, line, col, origin = row[:14]
    return Observation(
        source=source,
        edition=edition,
        area=area,
        period=parse_period(period),
        field=field_name,
        dimensions=dict(zip(names, row[14:], strict=True)),
        value=None if value is None else plain(value),
        absence=Absence(absence) if absence else None,
        raw=raw,
        cell=Cell(file=file, ref=ref or f"line {line}, {col}", sheet=sheet),
        marks=_marks(marks),
        origin=origin,
    )
