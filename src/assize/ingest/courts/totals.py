"""Records of a tool that are totals of others: whether each is the sum of what it is the total of, and that none is counted.

A record may be a total in several fields at once (all courts of all regions). Its parts are then the records that have the
same words as it in its other fields and are a total in none. One that is not their sum is refused, and so is one that has no
parts, because the cases that it counts are then nowhere in the file.

Besides those that say so there are words that only their counts give away (`For trial`: two types of receipt together).
"""

from __future__ import annotations

from collections.abc import Sequence

from assize.core.errors import Problem
from assize.ingest.consistency.sums_of_words import SumOfWords, sums_of_words
from assize.ingest.courts.records import BETWEEN, NUMBER, OWN_FILE, TOGGLE, TOTALS, Records, counted, plain
from assize.ingest.files.databases import text_sql
from assize.ingest.layouts import SHOWN, Doubt

AREA_TOTALS = "area_totals"  # a table of words of areas, and for each area's field 1 where its word is a total, else 0
_YES, _NO = "1", "0"


def leave_out_totals(records: Records) -> str:
    """The condition (SQL over `r`) under which a record is no total; adds to `records.problems` what the totals showed.

    Needs the tables `numbers`, and `area_totals(w0, …, whole)` where the areas of the tool do not stand in one field.
    """
    words = _total_words(records)
    areas = not records.tool.areas_nest and bool(records.table.ask(f"SELECT 1 AS one FROM {AREA_TOTALS} LIMIT 1"))
    sums = _leave_out_sums(records, words, areas)
    if words or areas:
        _mark(records, words, areas, " AND ".join(sums) or "true")
        _check_totals(records)
    return " AND ".join([*_no_totals(records, words, areas), *sums]) or "true"


def _no_totals(records: Records, words: dict[str, list[str]], areas: bool) -> list[str]:
    """Conditions under which a record is no total in these fields of words, nor, where asked, in those of areas."""
    none = [f"NOT ({_is_total(records, name, totals)})" for name, totals in words.items()]
    if areas:
        none.append(f"NOT EXISTS (SELECT 1 FROM {AREA_TOTALS} AS t WHERE {_same_areas(records)})")
    return none


def _check_totals(records: Records) -> None:
    """Compares what says that it is a total with its parts."""
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


# --- totals that only their numbers give away -------------------------------------------------------------------------


def _leave_out_sums(records: Records, words: dict[str, list[str]], areas: bool) -> list[str]:
    """Conditions under which a record is no sum of the records of other words or places.

    What is nearly such a sum, has a second name or splits the same cases in another way is refused: it counts them twice. Of
    the `words` that say that they are totals those are taken out that are the sum of some words alone (`Total for trial`).
    """
    tool = records.tool
    fields: list[tuple[str, ...]] = [
        (name,) for name, dimension in tool.words.items() if dimension not in records.source.nested
    ]
    if not tool.areas_nest:
        fields.append(tool.areas)
    conditions = []
    for names in fields:
        word = f" || chr({ord(BETWEEN)}) || ".join(records.col(name) for name in names)
        besides = {name: totals for name, totals in words.items() if name not in names}
        kept = " AND ".join(_no_totals(records, besides, areas)) or "true"
        found = sums_of_words(records.table.connection, _counts(records, names, word, kept))
        said = words.pop(names[0], []) if len(names) == 1 else []
        if said:
            plain_words = {each for (each,), _, _ in records.distinct(*names)} - {*said, *(one.word for one in found)}
            found = [
                one
                for one in found
                if one.word not in said or (one.is_total and not one.wrong and plain_words - {*one.parts})
            ]
        records.problems += [_of_sum(records, names, word, one) for one in found]
        totals = [one.word for one in found if one.is_total]
        if totals:
            conditions.append(f"{word} NOT IN ({', '.join(map(text_sql, totals))})")
        if left := [each for each in said if each not in totals]:
            words[names[0]] = left
    return conditions


def _counts(records: Records, names: Sequence[str], word: str, kept: str) -> str:
    """Counts by the words of some fields, for each quarter and measure; of words all that a place has of them."""
    tool = records.tool
    spans = [name for name in ("year", "quarter", TOGGLE, tool.measure) if name in records.at]
    cells = [name for name in tool.words if name not in names] if names == tool.areas else list(tool.areas)
    span, cell = (", ".join(records.col(name) for name in each) for each in (spans, cells))
    return (
        f"SELECT {word} AS word, hash({span}) AS span, hash({cell or 0}) AS cell, {NUMBER} AS number"
        f" FROM records AS r JOIN numbers AS n ON n.printed = {records.col('value')} WHERE {kept}"
    )


def _of_sum(records: Records, names: Sequence[str], word: str, one: SumOfWords) -> Problem:
    """What is told of a word that counts others again, and whether the file is refused for it."""
    (first, last) = records.table.ask(
        f"SELECT min(line) AS first, max({records.col('year')}) AS last FROM records AS r WHERE {word} = {text_sql(one.word)}"
    )[0]
    said, place = _said(one), records.place(first, names[-1])
    if not one.is_total:
        return Doubt(
            f"words of the {plain(names[-1])} have the same counts, so cases would be counted twice",
            place,
            found=f"{said}, in every place and quarter",
            expected="each case under one word",
            fix=OWN_FILE,
            key=f"same-counts-{names[-1].replace(' ', '-')}@{last}",
        )
    if one.wrong:
        return Problem(
            f"a total is not the sum of what it is the total of ({plain(names[-1])})",
            place,
            found=f"{said}, in all but {one.wrong:,} of {one.cells:,} cells",
            expected="the same in all of them, or words that count each case once",
            fix=OWN_FILE,
        )
    return Problem(
        f"the counts of a word of the {plain(names[-1])} are the sums of other words' everywhere, and are left out",
        place,
        found=said,
        blocks=False,
    )


def _said(one: SumOfWords) -> str:
    """`'For trial' = '1. Indictable only' + '2. Triable either way'`; of a place its narrowest name."""
    left, right = ([f"'{each.split(BETWEEN)[-1]}'" for each in words] for words in ((one.word, *one.less), one.parts))
    more = len(right) - SHOWN
    return f"{' + '.join(left)} = {' + '.join(right[:SHOWN])}" + (f" + {more} more" if more > 0 else "")


# --- totals that say so -----------------------------------------------------------------------------------------------


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


def _mark(records: Records, words: dict[str, list[str]], areas: bool, counted_once: str) -> None:
    """Makes the view `marked(line, number, k0, …, whole)` of the records under a condition: `whole` says of each key field
    whether its word is a total.
    """
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
        f" ON n.printed = {records.col('value')}{joined} WHERE {counted_once}"
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
