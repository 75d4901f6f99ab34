"""Records of a tool that are totals of others: whether each is the sum of what it is the total of, and that none is counted.

A record may be a total in several fields at once (all courts of all regions). Its parts are then the records that have the
same words as it in its other fields and are a total in none. One that is not their sum is refused, and so is one that has no
parts, because the cases that it counts are then nowhere in the file.
"""

from __future__ import annotations

from collections.abc import Sequence

from assize.core.errors import Problem
from assize.ingest.courts.records import OWN_FILE, TOTALS, Records, counted, plain
from assize.ingest.files.databases import text_sql
from assize.ingest.layouts import SHOWN

AREA_TOTALS = "area_totals"  # a table of words of areas, and for each area's field 1 where its word is a total, else 0
_YES, _NO = "1", "0"


def leave_out_totals(records: Records) -> str:
    """The condition (SQL over `r`) under which a record is no total; adds to `records.problems` what the totals showed.

    Needs the tables `numbers`, and `area_totals(w0, …, whole)` where the areas of the tool do not stand in one field.
    """
    words = _total_words(records)
    areas = not records.tool.areas_nest and bool(records.table.ask(f"SELECT 1 AS one FROM {AREA_TOTALS} LIMIT 1"))
    if not words and not areas:
        return "true"
    _mark(records, words, areas)
    fields = records.key_fields()
    agree: list[str] = []
    unchecked = 0
    for (whole,) in records.table.ask("SELECT DISTINCT whole FROM marked ORDER BY 1"):
        free = [name for name, mark in zip(fields, whole, strict=True) if mark == _YES]
        if not free:
            continue
        wrong, open_ones = _compare(records, fields, whole)
        unchecked += open_ones
        named = _named(free)
        records.problems += [_wrong(records, named, *one) for one in wrong]
        if not wrong:
            agree.append(named)
    if unchecked:
        records.problems.append(
            Problem(
                "totals that cannot be checked, because they or some of their parts have no number, are left out",
                records.table.place(),
                found=counted(unchecked),
                blocks=False,
            )
        )
    elif agree:
        records.problems.append(
            Problem(
                f"records of totals ({'; '.join(agree)}) agree with what they are the totals of, and are left out",
                records.table.place(),
                blocks=False,
            )
        )
    none = [f"NOT ({_is_total(records, name, totals)})" for name, totals in words.items()]
    if areas:
        none.append(f"NOT EXISTS (SELECT 1 FROM {AREA_TOTALS} AS t WHERE {_same_areas(records)})")
    return " AND ".join(none)


def _total_words(records: Records) -> dict[str, list[str]]:
    """For each field of words in which a total is no word of its own: the words that are totals, where there are any."""
    found = {}
    for name, dimension in records.tool.words.items():
        if dimension not in records.source.nested:
            found[name] = [word for (word,), _, _ in records.distinct(name) if TOTALS.search(word)]
    return {name: words for name, words in found.items() if words}


def _is_total(records: Records, name: str, totals: Sequence[str]) -> str:
    return f"{records.col(name)} IN ({', '.join(text_sql(word) for word in totals)})"


def _same_areas(records: Records) -> str:
    return " AND ".join(f"t.w{index} = {records.col(name)}" for index, name in enumerate(records.tool.areas))


def _mark(records: Records, words: dict[str, list[str]], areas: bool) -> None:
    """Makes the view `marked(line, number, k0, …, whole)`: `whole` says of each key field whether its word is a total."""
    tool = records.tool
    marks = []
    for name in records.key_fields():
        if name in words:
            marks.append(f"CASE WHEN {_is_total(records, name, words[name])} THEN '{_YES}' ELSE '{_NO}' END")
        elif areas and name in tool.areas:
            marks.append(f"coalesce(substr(t.whole, {tool.areas.index(name) + 1}, 1), '{_NO}')")
        else:
            marks.append(f"'{_NO}'")
    keys = ", ".join(f"{records.col(name)} AS k{index}" for index, name in enumerate(records.key_fields()))
    joined = f" LEFT JOIN {AREA_TOTALS} AS t ON {_same_areas(records)}" if areas else ""
    records.table.connection.execute(
        f"CREATE VIEW marked AS SELECT r.line, n.number, {keys}, {' || '.join(marks)} AS whole FROM records AS r"
        f" JOIN (SELECT printed, nullif(number, '')::DOUBLE AS number FROM numbers) AS n"
        f" ON n.printed = {records.col('value')}{joined}"
    )


def _compare(records: Records, fields: Sequence[str], whole: str) -> tuple[list[tuple[int, float, float | None]], int]:
    """The totals of one pattern that are not the sum of their parts (line, printed, added or None), and how many are open."""
    keys = ", ".join(f"k{index}" for index in range(len(fields)))
    same = [f"k{index}" for index, mark in enumerate(whole) if mark == _NO]
    compared = (
        f"SELECT w.line, w.printed, b.added, w.every AS every, w.every = w.known AS whole_known,"
        f" coalesce(b.every = b.known, true) AS parts_known"
        f" FROM (SELECT {keys}, min(line) AS line, sum(number) AS printed, count(*) AS every, count(number) AS known"
        f" FROM marked WHERE whole = {text_sql(whole)} GROUP BY {keys}) AS w"
        f" LEFT JOIN (SELECT {', '.join(same)}, coalesce(sum(number), 0) AS added, count(*) AS every,"
        f" count(number) AS known FROM marked WHERE whole = {text_sql(_NO * len(fields))} GROUP BY {', '.join(same)}) AS b"
        f" ON {' AND '.join(f'w.{each} = b.{each}' for each in same)}"
    )
    wrong = records.table.ask(
        f"SELECT line, printed, added FROM ({compared}) WHERE whole_known AND (CASE WHEN added IS NULL THEN printed <> 0"
        f" WHEN parts_known THEN printed <> added ELSE printed < added END) ORDER BY line LIMIT {SHOWN}"
    )
    (unchecked,) = records.table.ask(
        f"SELECT coalesce(sum(every), 0) AS n FROM ({compared}) WHERE NOT (whole_known AND parts_known)"
    )[0]
    return [(line, printed, added) for line, printed, added in wrong], int(unchecked)


def _wrong(records: Records, named: str, line: int, printed: float, added: float | None) -> Problem:
    if added is None:
        return Problem(
            f"the file has none of the records that this is the total of ({named})",
            records.place(line, "value"),
            found=f"{printed:,.0f}",
            expected="the records that add up to it",
            fix=OWN_FILE,
        )
    return Problem(
        f"a total is not the sum of what it is the total of ({named})",
        records.place(line, "value"),
        found=f"{printed:,.0f}",
        expected=f"{added:,.0f}",
        fix=OWN_FILE,
    )


def _named(names: Sequence[str]) -> str:
    words = [plain(name) for name in names]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
