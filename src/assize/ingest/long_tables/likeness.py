"""What the quarters of a long table of crimes owe each other: nothing that all have is lacking, none is a copy of another, and
the counts of a force in one are those it has in the others, more or less.

Every threshold was set beside the published files: no force of them comes near it. Only a table of the size of the publication
is looked at; a small example has few codes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from assize.core.errors import Problem
from assize.core.nouns import AreaKind
from assize.core.specs import Catalogue
from assize.ingest.files.databases import text_sql
from assize.ingest.layouts import some
from assize.ingest.long_tables.checks import RAILWAYS, said_quarter
from assize.ingest.long_tables.coded import nothing, number
from assize.ingest.long_tables.counted_twice import check_counted_twice
from assize.ingest.long_tables.profiles import check_always, check_country_size, check_many_and_few, check_mixture, few
from assize.ingest.long_tables.table import LargeTable

_CODES = 60  # of offences; the publication has some 130
_FEW_CODES = 20  # by which copies show
_FORCES = 20  # fewer are an example, or a part of the country
_BUSY = 2000  # counts of a force in a quarter, from which on each main part has some: the fewest seen are 212 of 9,652
_USUAL = 100  # in each other quarter of the year; where one lacks what the others have, the most seen is 51
_COUNTED = 10  # a count that two quarters share by chance only now and then
# Powers of ten against so many counts that are the same by chance: one of n is so about once in the root of 4 pi n times.
_UNLIKELY, _WEIGHT = 8, "sum(log10(sqrt(4 * pi() * a.n))) FILTER (a.n = b.n)"
_SAME = 0.9  # of them; in the files seen the most is a third
_UNLIKE = 0.5  # of the square roots of the usual counts; the most seen of a force with 2,000 counts is 0.17
_FEWEST_QUARTERS = 3  # of a year, by which it can be told what is usual
# The financial year from which on all forces gave a type of outcome: the last was introduced in January 2016.
_CHARGED_FROM, _MAIN_FROM, _TYPES_FROM = 2013, 2015, 2016
_NEW = ("20", "21", "22")  # types that forces began with at times of their own
_FIRST = "Q2"  # of the calendar year: the first quarter of a financial year
_OWN_FILE = "Load the publisher's own file."
GROUPS = (
    "violence-against-the-person", "sexual-offences", "robbery", "theft-offences", "criminal-damage-and-arson",
    "drug-offences", "possession-of-weapons-offences", "public-order-offences", "miscellaneous-crimes-against-society",
)  # fmt: skip
# Every year the country has hundreds of each; the first of them every force of some size has.
MAIN_TYPES = ("1", "16", "18", "15", "14")
TYPES = (*MAIN_TYPES, "2", "3", "6", "8", "9", "10", "11", "12", "13", "17", "20", "21")


def check_likeness(
    table: LargeTable,
    so_far: Sequence[Problem],
    catalogue: Catalogue,
    column: str,
    *,
    in_parts: bool = False,
    again: bool = False,
) -> list[Problem]:
    """Refuses a count (`column`) that lacks a part, repeats a quarter or a force, or has slipped.

    `in_parts`: each force stands in several areas. `again`: another count of the same lines has told which words are totals.
    `coded` must have been made. Where a problem found `so_far` blocks, it is the likelier reason, and nothing is looked at.
    """
    if any(problem.blocks for problem in so_far):
        return []
    # The railways' police record crimes of every kind, as a force does; the bodies that count fraud do not.
    forces = [slug for slug, area in catalogue.areas.items() if AreaKind.FORCE in area.kinds or slug == RAILWAYS]
    typed = "outcome type" in table.columns
    _sum_up(table, column, forces)
    codes, there = table.ask("SELECT count(DISTINCT code) AS codes, count(DISTINCT area) AS areas FROM sums")[0]
    if codes < _FEW_CODES or there < _FORCES or (codes < _CODES and not in_parts):
        return []
    names = {slug: area.name for slug, area in catalogue.areas.items()}
    said = f"{table.received.name} [{table.header(column)}]"
    table.connection.execute(f"CREATE OR REPLACE TABLE large AS FROM sums WHERE n >= {_COUNTED}")
    if codes < _CODES:  # of a table in parts, which may have so few: nothing but a copy can be told
        return _copied_quarters(table, said, names) + _copied_forces(table, said, names)
    parts: dict[str, tuple[str, Mapping[str, str], Sequence[str], Sequence[str]]] = {
        "grp": ("offence group", catalogue.vocabularies["offence_group"].names, GROUPS, GROUPS),
    }
    if typed:
        types = {
            slug: f"{slug.upper()} ({name})" for slug, name in catalogue.vocabularies["outcome_type"].names.items()
        }
        parts["kind"] = ("outcome type", types, TYPES, MAIN_TYPES)
    problems: list[Problem] = []
    for part, (what, words, whole, main) in parts.items():
        problems += _lacking(table, said, part, what, words, whole, main, names)
    if not problems:
        problems += check_always(table, said)
        for part in (*parts, "code"):
            what, words = parts[part][:2] if part in parts else ("offence code", {})
            problems += _gone(table, said, part, what, words, names)
    copies = _copied_quarters(table, said, names) + _copied_forces(table, said, names)
    if not copies:
        slips: list[Problem] = []
        for part in ("code", "kind") if typed else ("code",):
            slips += _slipped(table, said, part, names)
        slips = slips or check_many_and_few(table, said)
        for part in ("code", "kind") if typed else ("code",):
            slips = slips or check_mixture(table, said, part, names)
        problems += slips
    if not problems and not copies and not again:
        for part in (*(("kind",) if typed else ()), "code"):
            problems += check_counted_twice(table, said, part, parts[part][0] if part in parts else "offence code")
    return problems + copies + check_country_size(table, said)


def _sum_up(table: LargeTable, column: str, forces: Sequence[str]) -> None:
    """Makes the table `sums(area, period, year, code, grp, kind, n)` of forces: n is NULL where a part is not available."""
    kind = "kind" if "outcome type" in table.columns else "''"
    n = number(table, column)
    table.connection.execute(
        f"CREATE OR REPLACE TABLE sums AS SELECT force AS area, period, year, code, grp, {kind} AS kind,"
        f" CASE WHEN count(*) = count({n}) THEN CAST(sum({n}) AS BIGINT) END AS n FROM coded"
        f" WHERE force IN ({_listed(forces)}) AND NOT {nothing(table, column)} GROUP BY ALL"
    )


def _lacking(
    table: LargeTable,
    said: str,
    part: str,
    what: str,
    words: Mapping[str, str],
    whole: Sequence[str],
    main: Sequence[str],
    names: Mapping[str, str],
) -> list[Problem]:
    """A part that every file has, and no force at all has in a quarter; or a force of some size lacks."""
    since = {word: _since(word, main) if part == "kind" else 0 for word in whole}
    wanted = ", ".join(f"({text_sql(word)}, {year})" for word, year in since.items())
    found = table.ask(
        f"WITH held AS (SELECT area, period, {part} AS part, bool_or(n IS NULL OR n <> 0) AS has FROM sums GROUP BY ALL),"
        f" busy AS (SELECT area, period, CAST(substr(min(year), 1, 4) AS INTEGER) AS year, sum(n) AS n FROM sums"
        f" GROUP BY area, period HAVING sum(n) > 0)"
        f" SELECT CASE WHEN m.part IS NULL THEN '' ELSE b.area END AS area, b.period, w.part FROM busy AS b"
        f" JOIN (VALUES {wanted}) AS w (part, since) ON b.year >= w.since"
        f" LEFT JOIN (SELECT DISTINCT period, part FROM held WHERE has) AS m ON m.period = b.period AND m.part = w.part"
        f" LEFT JOIN (FROM held WHERE has) AS h ON h.area = b.area AND h.period = b.period AND h.part = w.part"
        f" WHERE h.part IS NULL AND (m.part IS NULL OR (b.n >= {_BUSY} AND w.part IN ({_listed(main)})))"
        f" GROUP BY ALL ORDER BY 3, 1, 2"
    )
    by_part: dict[tuple[str, str], list[str]] = {}
    for area, period, word in found:
        by_part.setdefault((word, area), []).append(period)
    problems = [
        Problem(
            f"an {what} is lacking that every file has"
            if not area
            else f"{names[area]} lacks an {what} that it must have",
            said,
            found=f"no count of {what} {words.get(word, word)} in {some([said_quarter(one) for one in periods])}",
            expected="counts of it in each quarter; what is lacking would be taken for nought",
            fix=_OWN_FILE,
        )
        for (word, area), periods in by_part.items()
    ]
    return few(problems, said, f"more of an {what} is lacking")


def _since(word: str, main: Sequence[str]) -> int:
    return _CHARGED_FROM if word == main[0] else _MAIN_FROM if word in main else _TYPES_FROM


def _gone(
    table: LargeTable, said: str, part: str, what: str, words: Mapping[str, str], names: Mapping[str, str]
) -> list[Problem]:
    """What a force has in numbers in each other quarter of the year, and not once in this one.

    A code that nobody has in a quarter was introduced or abolished, and is left; so is a code or a new type that a force has
    from the second quarter of a year on.
    """
    found = table.ask(
        f"WITH held AS (SELECT area, year, period, {part} AS part, CASE WHEN count(*) = count(n) THEN sum(n) END AS n FROM sums"
        f" GROUP BY ALL), there AS (SELECT DISTINCT area, year, period FROM sums),"
        f" full_ AS (SELECT t.area, t.year, t.period, w.part, CASE WHEN h.part IS NULL THEN 0 ELSE h.n END AS n FROM there AS t"
        f" JOIN (SELECT DISTINCT area, year, part FROM held) AS w USING (area, year)"
        f" LEFT JOIN held AS h ON h.area = t.area AND h.period = t.period AND h.part = w.part)"
        f" SELECT area, min(period) FILTER (n = 0) AS period, part, min(n) FILTER (n <> 0) AS least FROM full_"
        f" GROUP BY area, year, part HAVING count(*) >= {_FEWEST_QUARTERS} AND count(*) FILTER (n = 0) = 1"
        f" AND count(n) = count(*) AND least >= {_USUAL} ORDER BY 3, 1"
    )
    held = {
        (period, word)
        for period, word in table.ask(f"SELECT DISTINCT period, {part} FROM sums WHERE n IS NULL OR n <> 0")
    }
    problems = [
        Problem(
            f"{names[area]} lacks in one quarter what it has in the others",
            said,
            found=f"no count of {what} {words.get(word, word)} in {said_quarter(period)}",
            expected=f"a count; it has {least:,} or more in each other quarter of the year",
            fix=_OWN_FILE,
        )
        for area, period, word, least in found
        if part != "code" or (period, word) in held
        if not (period.endswith(_FIRST) and (part == "code" or word in _NEW))
    ]
    return few(problems, said, f"more of an {what} is lacking in a quarter")


def _copied_quarters(table: LargeTable, said: str, names: Mapping[str, str]) -> list[Problem]:
    found = table.ask(
        f"SELECT a.area, a.period, b.period, count(*) AS cells, count(*) FILTER (a.n = b.n) AS same FROM large AS a"
        f" JOIN sums AS b ON a.area = b.area AND a.code = b.code AND a.kind = b.kind AND a.period < b.period"
        f" GROUP BY 1, 2, 3"
        f" HAVING same >= {_SAME} * cells AND {_WEIGHT} >= {_UNLIKELY} ORDER BY 2, 3, 1"
    )
    by_pair: dict[tuple[str, str], list[tuple[str, int, int]]] = {}
    for area, one, other, cells, same in found:
        by_pair.setdefault((one, other), []).append((names[area], cells, same))
    problems = [
        Problem(
            "one quarter has the counts of another, so it was copied over it",
            said,
            found=f"{said_quarter(one)} and {said_quarter(other)} are the same for {some([name for name, _, _ in of])}"
            f" ({of[0][2]:,} of {of[0][1]:,} counts of {_COUNTED} or more)",
            expected="counts that differ from quarter to quarter",
            fix=_OWN_FILE,
        )
        for (one, other), of in by_pair.items()
    ]
    return few(problems, said, "more quarters are the same")


def _copied_forces(table: LargeTable, said: str, names: Mapping[str, str]) -> list[Problem]:
    found = table.ask(
        f"SELECT a.area, b.area, a.period, count(*) AS cells, count(*) FILTER (a.n = b.n) AS same FROM large AS a"
        f" JOIN large AS b ON a.period = b.period AND a.code = b.code AND a.kind = b.kind AND a.area < b.area"
        f" GROUP BY a.area, b.area, a.period"
        f" HAVING same >= {_SAME} * cells AND {_WEIGHT} >= {_UNLIKELY} ORDER BY 3, 1, 2"
    )
    problems = [
        Problem(
            "two forces have the same counts, so one was copied over the other",
            said,
            found=f"{names[one]} and {names[other]} in {said_quarter(period)}"
            f" ({same:,} of {cells:,} counts of {_COUNTED} or more)",
            expected="counts that differ from force to force",
            fix=_OWN_FILE,
        )
        for one, other, period, cells, same in found
    ]
    return few(problems, said, "more forces are the same")


def _slipped(table: LargeTable, said: str, part: str, names: Mapping[str, str]) -> list[Problem]:
    """A force and quarter whose counts have nothing to do with those of the other quarters of the year.

    The square roots of counts that vary by chance are about equally far from each other, be the counts large or small.
    """
    found = table.ask(
        f"WITH held AS (SELECT area, year, period, {part} AS part, greatest(sum(n), 0) AS n FROM sums GROUP BY ALL),"
        f" usual AS (SELECT a.area, a.period, a.part, a.n, median(b.n) AS usually, count(*) AS others FROM held AS a"
        f" JOIN held AS b ON a.area = b.area AND a.year = b.year AND a.part = b.part AND a.period <> b.period GROUP BY ALL)"
        f" SELECT area, period, sum(abs(sqrt(n) - sqrt(usually))) / sum(sqrt(usually)) AS apart,"
        f" arg_max(part, abs(sqrt(n) - sqrt(usually))) AS part, arg_max(n, abs(sqrt(n) - sqrt(usually))) AS n,"
        f" arg_max(usually, abs(sqrt(n) - sqrt(usually))) AS usually"
        f" FROM usual WHERE n IS NOT NULL AND usually IS NOT NULL GROUP BY area, period"
        f" HAVING sum(n) >= {_BUSY} AND sum(usually) >= {_BUSY} AND max(others) + 1 >= {_FEWEST_QUARTERS}"
        f" AND apart > {_UNLIKE} ORDER BY 3 DESC, 2, 1"
    )
    what = "offence code" if part == "code" else "outcome type"
    problems = [
        Problem(
            f"the counts of {names[area]} in a quarter are not like those of its other quarters, so they may have slipped to"
            " other lines",
            said,
            found=f"{n:,.0f} for {what} {word} in {said_quarter(period)}, among others",
            expected=f"about {usually:,.0f}, as in the other quarters of the year",
            fix=_OWN_FILE,
        )
        for area, period, _, word, n, usually in found
    ]
    return few(problems, said, "the counts of more forces and quarters are not like the others")


def _listed(words: Collection[str]) -> str:
    return ", ".join(map(text_sql, words))
