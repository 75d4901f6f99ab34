"""What is known of the offence codes themselves, whatever the year: which of them every edition has, which are many and which
few, and how much the mixture of one force is that of the country.

By it counts show that stand beside other codes than their own even where they have slipped in every quarter alike. Which codes
are many, and when one was introduced or abolished, is from the Home Office's counting rules and its published tables; every
threshold was set beside the published files.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from assize.core.errors import Problem
from assize.core.periods import Period
from assize.core.specs import Catalogue
from assize.ingest.files.databases import text_sql
from assize.ingest.layouts import SHOWN, Doubt, some
from assize.ingest.long_tables.checks import said_quarter
from assize.ingest.long_tables.coded import number
from assize.ingest.long_tables.table import LargeTable

# Of the crimes of a quarter each of the many is a hundredth or more, and each of the few less than a thousandth.
_MANY = ("105A", "8N", "46", "49", "9A", "45", "58C", "44", "39", "92E", "34B")
_FEW = ("2", "3A", "13", "22A", "23", "26", "43", "54", "61A", "62A", "67", "70", "73", "80")
_AT_LEAST, _AT_MOST = 0.003, 0.003
_OUT_OF_PLACE = 0.4  # of the codes known; one or two may move in a year of its own
# Codes that every edition has, and the financial years in which they were in use where not in all.
_ALWAYS = (
    *_MANY, "2", "3B", "5D", "8L", "10C", "10D", "11A", "13", "19C", "20A", "22B", "34A", "35", "36", "40", "41", "42", "43",
    "48", "54", "56B", "58A", "58B", "58D", "66", "79", "86", "92A", "92D", "104", "126", "802", "9B",
)  # fmt: skip
_AT_TIMES: Mapping[str, tuple[int, int]] = {
    "8Q": (2015, 2100),
    "8R": (2016, 2021),
    "28E": (2017, 2021),
    "28F": (2017, 2021),
    "30C": (2017, 2021),
    "30D": (2017, 2021),
}
# Every code of the published files that were seen, 2012/13 to 2018/19: one that is not here may be new, or no crime.
_SEEN = frozenset(
    "1 2 13 14 15 20 21 23 24 26 27 28 29 31 33 35 36 38 39 40 41 42 43 44 45 46 47 48 49 54 59 60 61 66 67 69 70 71 72 73 76"
    " 79 80 81 83 86 90 95 96 99 104 106 126 802 814 3A 3B 5D 5E 8L 8M 8N 8P 8Q 8R 8S 9A 9B 10A 10B 10C 10D 11A 17A 17B 19C 19D"
    " 19E 19F 19G 19H 20A 20B 22A 22B 28A 28B 28C 28D 28E 28F 28G 28H 29A 30A 30B 30C 30D 31A 33A 34A 34B 49A 53D 53F 56A 56B"
    " 58A 58B 58C 58D 58J 61A 62A 88A 88C 88D 88E 92A 92C 92D 92E 105A 105B 4.1 4.2 4.3 4.4 4.6 4.7 4.8 4.9 4.10 37.1 37.2"
    " 1/4.1/4.10/4.2 NA AF CIFAS".split()
) | {"UK FINANCE", "FFA UK"}
_GROUPS = (
    "violence-against-the-person", "sexual-offences", "robbery", "theft-offences", "criminal-damage-and-arson", "drug-offences",
    "possession-of-weapons-offences", "public-order-offences", "miscellaneous-crimes-against-society",
)  # fmt: skip
_FEW_CODES = 10  # that the Home Office has, of an example; of two of the nine groups it has no more
_LARGE = 60  # codes of a table that `check_likeness` looks at
_EXAMPLE = 20  # lines of a file that is an example, whatever its codes
_MOST_OF = 0.6  # of the codes that every edition has: with fewer it is no whole publication
# Counts of a force in a quarter, on average. In the files seen they are 25,000 to 31,000; since 2002 the country has had 0.9 to
# 1.7 million crimes a quarter in 44 forces.
_FEWEST, _MOST = 6_000, 150_000
_UNLIKE = 0.85  # of the square roots of what the mixture of the country would give; the most seen of a force is 0.63
_BUSY = 1000  # counts of a force in a quarter, from which on its mixture is one
# How far the square roots of the two counts of outcomes are apart: of the nation the most seen is 0.09, of a force 0.55.
_NATION_APART, _FORCE_APART = 0.3, 0.65
_CELLS = 200  # codes and types by which that can be told
_OWN_FILE = "Load the publisher's own file."


def check_always(table: LargeTable, said: str) -> list[Problem]:
    """Refuses a table without an offence code that every edition has, where it has most of them; or with noughts alone in one
    of the commonest. `sums` must have been made.
    """
    (known,) = table.ask(
        f"SELECT count(DISTINCT upper(code)) AS n FROM (SELECT DISTINCT code FROM sums)"
        f" WHERE upper(code) IN ({_listed(_ALWAYS)})"
    )[0]
    if known < _MOST_OF * len(_ALWAYS):
        return []
    wanted = ", ".join(
        f"({text_sql(code)}, {since}, {until})"
        for code, (since, until) in {**dict.fromkeys(_ALWAYS, (0, 9999)), **_AT_TIMES}.items()
    )
    found = table.ask(
        f"WITH there AS (SELECT DISTINCT period, CAST(substr(year, 1, 4) AS INTEGER) AS year FROM sums),"
        f" held AS (SELECT period, upper(code) AS code FROM"
        f" (SELECT period, code, bool_or(n IS NULL OR n <> 0) AS any_ FROM sums GROUP BY ALL) GROUP BY ALL"
        f" HAVING upper(code) NOT IN ({_listed(_MANY)}) OR bool_or(any_))"
        f" SELECT w.code, t.period FROM there AS t JOIN (VALUES {wanted}) AS w (code, since, until)"
        f" ON t.year BETWEEN w.since AND w.until LEFT JOIN held AS h USING (period, code) WHERE h.code IS NULL"
        f" ORDER BY 1, 2"
    )
    lacking: dict[str, list[str]] = {}
    for code, period in found:
        lacking.setdefault(code, []).append(period)
    problems = [
        Problem(
            "an offence code is lacking that every file has",
            said,
            found=f"no count of offence code {code} in {some([said_quarter(one) for one in periods])}",
            expected="counts of it in each quarter; what is lacking would be taken for nought",
            fix=_OWN_FILE,
        )
        for code, periods in lacking.items()
    ]
    return few(problems, said, "more offence codes are lacking that every file has")


def is_example(table: LargeTable) -> bool:
    """Whether a table has so few of the Home Office's codes that nobody would take it for the publication, nor for a group of
    its offences. `spelled` must have been made.
    """
    code = f"upper(trim(coalesce({table.col('offence code')}, '')))"
    (codes,) = table.ask(f"SELECT count(DISTINCT {code}) AS n FROM spelled WHERE {code} IN ({_listed(_SEEN)})")[0]
    return bool(codes < _FEW_CODES)


def check_groups(table: LargeTable, catalogue: Catalogue, periods: Sequence[Period]) -> list[Problem]:
    """Asks of a table that has nothing of an offence group which every edition has: its totals would be short of it.

    However few its codes are, and in each year by itself; of many codes that are not the Home Office's `check_likeness` tells
    it by quarter. `spelled` and `word_group` must have been made.
    """
    code = f"trim(coalesce({table.col('offence code')}, ''))"
    (codes,) = table.ask(f"SELECT count(DISTINCT {code}) AS n FROM spelled")[0]
    if table.records <= _EXAMPLE or (codes >= _LARGE and is_example(table)):
        return []
    year, group = table.col("financial year"), table.col("offence group")
    held: dict[str, set[str]] = {}
    for when, slug in table.ask(
        f"SELECT DISTINCT trim(coalesce(k.{year}, '')), w.slug FROM spelled AS k JOIN word_group AS w ON w.printed = k.{group}"
    ):
        held.setdefault(when, set()).add(slug)
    names = catalogue.vocabularies["offence_group"].names
    last = max(periods).id if periods else "all"
    for when, there in sorted(held.items()):
        if lacking := [names[slug] for slug in _GROUPS if slug not in there]:
            return [
                Doubt(
                    "the file has nothing of offence groups that every edition has, so all crimes would be those of the"
                    " others",
                    table.received.name,
                    found=f"no {some(lacking)} in {when}",
                    expected="lines of every group of offences",
                    fix=_OWN_FILE,
                    key=f"groups@{last}",
                )
            ]
    return []


def tell_new_codes(table: LargeTable, code: str, described: str) -> list[Problem]:
    """Names the offence codes of a whole table that no file seen before had: they are in every total, whatever they are of.

    `code` and `described` are our names of the columns; the second may be empty. `spelled` must have been made.
    """
    words = f"trim(coalesce({table.col(described)}, ''))" if described else "''"
    held = dict(
        table.ask(
            f"SELECT upper(trim(coalesce({table.col(code)}, ''))) AS code, min({words}) AS said FROM spelled GROUP BY 1"
            f" ORDER BY 1"
        )
    )
    found = [(each, said) for each, said in held.items() if each and each not in _SEEN]
    if not found or len(held.keys() & set(_ALWAYS)) < _MOST_OF * len(_ALWAYS):
        return []  # of an example or an extract nobody can say what it should have
    return [
        Problem(
            "offence codes that no file seen before had are in the totals"
            if len(found) > 1
            else "an offence code that no file seen before had is in the totals",
            table.received.name,
            found=some([f"'{each}'" + (f" ({said})" if said else "") for each, said in found]),
            fix="Look whether it is a crime that the Home Office has begun to count: what is none must not be added to crimes.",
            blocks=False,
        )
    ]


def check_country_size(table: LargeTable, said: str) -> list[Problem]:
    """Doubts a table with quarters in which a force has, on average, so many or so few counts as the country never had."""
    found = table.ask(
        f"SELECT period, sum(n) / count(DISTINCT area) AS mean, count(DISTINCT area) AS areas FROM sums GROUP BY period"
        f" HAVING mean NOT BETWEEN {_FEWEST} AND {_MOST} ORDER BY period"
    )
    if not found:
        return []
    period, mean, areas = found[0]
    return [
        Doubt(
            "the counts of a quarter are not of the size of the country's, so they may be in another unit",
            said,
            found=f"{mean:,.0f} a force, of {areas} forces, in {said_quarter(period)}"
            + (f", and so in {len(found) - 1} more quarters" if len(found) > 1 else ""),
            expected="about 30,000 a force",
            fix=_OWN_FILE,
            key=f"size@{found[-1][0]}",
        )
    ]


def check_many_and_few(table: LargeTable, said: str) -> list[Problem]:
    """Refuses quarters in which many of the codes of large numbers have few, or those of few have many."""
    rows = table.ask(
        f"WITH held AS (SELECT period, upper(code) AS code, sum(n) AS n FROM"
        f" (SELECT period, code, sum(n) AS n FROM sums GROUP BY ALL) GROUP BY ALL),"
        f" whole AS (SELECT period, sum(n) AS n FROM held GROUP BY ALL HAVING sum(n) > 0)"
        f" SELECT period, code, h.n, h.n / w.n AS share FROM held AS h JOIN whole AS w USING (period)"
        f" WHERE code IN ({_listed((*_MANY, *_FEW))}) ORDER BY 1, 2"
    )
    by_period: dict[str, list[tuple[str, int, float]]] = {}
    for period, code, n, share in rows:
        by_period.setdefault(period, []).append((code, n, share))
    problems = []
    for period, codes in by_period.items():
        wrong = [
            (code, n, share)
            for code, n, share in codes
            if (code in _MANY and share < _AT_LEAST) or (code in _FEW and share > _AT_MOST)
        ]
        many = [code for code, _, _ in codes if code in _MANY]
        if (
            len(many) < _MOST_OF * len(_MANY)
            or len([code for code, _, _ in wrong if code in _MANY]) < _OUT_OF_PLACE * len(many)
            or not wrong
        ):
            continue
        code, n, _ = max(wrong, key=lambda one: (one[0] in _MANY, one[0]))
        problems.append(
            Problem(
                "counts are not in proportion to their offence codes, so they may have slipped to other lines",
                said,
                found=f"{n or 0:,.0f} of all forces for offence code {code} in {said_quarter(period)}, and {len(wrong)} of"
                f" {len(codes)} codes out of proportion",
                expected="a hundredth or more of all crimes"
                if code in _MANY
                else "less than a thousandth of all crimes",
                fix=_OWN_FILE,
            )
        )
    return few(problems, said, "more quarters are out of proportion")


def check_mixture(table: LargeTable, said: str, part: str, names: Mapping[str, str]) -> list[Problem]:
    """Refuses a force whose counts of a quarter have nothing to do with the mixture of all forces.

    `part` is the column `code` or `kind` of `sums`. The square roots of counts that vary by chance are about equally far from
    each other, be the counts large or small.
    """
    found = table.ask(
        f"WITH held AS (SELECT area, period, {part} AS part, greatest(sum(n), 0) AS n FROM sums GROUP BY ALL),"
        f" force AS (SELECT area, period, sum(n) AS n FROM held GROUP BY ALL HAVING sum(n) >= {_BUSY}),"
        f" nation AS (SELECT period, part, sum(n) AS n FROM held GROUP BY ALL),"
        f" whole AS (SELECT period, sum(n) AS n FROM nation GROUP BY ALL),"
        f" beside AS (SELECT f.area, f.period, c.part, coalesce(h.n, 0) AS n, f.n * c.n / w.n AS usually FROM force AS f"
        f" JOIN whole AS w USING (period) JOIN nation AS c USING (period)"
        f" LEFT JOIN held AS h ON h.area = f.area AND h.period = f.period AND h.part = c.part)"
        f" SELECT area, period, sum(abs(sqrt(n) - sqrt(usually))) / sum(sqrt(usually)) AS apart,"
        f" arg_max(part, abs(sqrt(n) - sqrt(usually))) AS part, arg_max(n, abs(sqrt(n) - sqrt(usually))) AS n,"
        f" arg_max(usually, abs(sqrt(n) - sqrt(usually))) AS usually FROM beside GROUP BY area, period"
        f" HAVING apart > {_UNLIKE} ORDER BY 3 DESC, 2, 1"
    )
    what = "offence code" if part == "code" else "outcome type"
    problems = [
        Problem(
            f"the counts of {names[area]} in a quarter are like those of no force, so they may have slipped to other lines",
            said,
            found=f"{n:,.0f} for {what} {word} in {said_quarter(period)}, among others",
            expected=f"about {usually:,.0f}, by the {what}s of all forces",
            fix=_OWN_FILE,
        )
        for area, period, _, word, n, usually in found
    ]
    return few(problems, said, "the counts of more forces and quarters are not like those of any force")


def check_two_measures(table: LargeTable, first: str, second: str, names: Mapping[str, str]) -> list[Problem]:
    """Refuses two counts of the same lines that have nothing to do with each other: outcomes of the offences recorded in a
    quarter, and outcomes recorded in it. One of them has then slipped, in every force or in one.

    `first` and `second` are columns of ours, `names` those of the areas. `coded` must have been made.
    """
    a, b = (number(table, name) for name in (first, second))
    rows = table.ask(
        f"WITH lines_ AS (SELECT area, code, typed AS kind, period, greatest(sum({a}), 0) AS a, greatest(sum({b}), 0) AS b"
        f" FROM coded WHERE typed <> '0' AND {a} IS NOT NULL AND {b} IS NOT NULL GROUP BY ALL),"
        f" nation AS (SELECT '' AS area, code, kind, period, sum(a) AS a, sum(b) AS b FROM lines_ GROUP BY ALL),"
        f" apart AS (SELECT area, period, sum(abs(sqrt(a) - sqrt(b))) / sum(greatest(sqrt(a), sqrt(b))) AS apart, sum(b) AS n,"
        f" count(*) AS cells FROM (FROM lines_ UNION ALL FROM nation) GROUP BY ALL HAVING sum(b) >= {_BUSY})"
        f" SELECT area, avg(apart) AS apart, min(cells) AS cells, sum(n) AS n, count(*) AS quarters FROM apart GROUP BY area"
        f" HAVING (area = '' AND avg(apart) > {_NATION_APART}) OR (avg(apart) > {_FORCE_APART} AND count(*) > 2)"
        f" ORDER BY 2 DESC, 1"
    )
    found = [row for row in rows if row[2] >= _CELLS]
    if not found:
        return []
    of = "of all forces" if any(not area for area, *_ in found) else f"of {some([names[area] for area, *_ in found])}"
    return [
        Problem(
            "the two counts of a line have nothing to do with each other, so one of them may have slipped to other lines",
            f"{table.received.name} [{table.header(first)}]",
            found=f"'{table.header(first)}' and '{table.header(second)}' {of} differ nearly everywhere",
            expected="counts that are alike in most lines",
            fix=_OWN_FILE,
        )
    ]


def few(problems: list[Problem], said: str, what: str) -> list[Problem]:
    """The first of many like problems, and how many more there are."""
    if len(problems) <= SHOWN:
        return problems
    return [*problems[:SHOWN], Problem(what, said, found=f"{len(problems) - SHOWN:,}", fix=_OWN_FILE)]


def _listed(words: Collection[str] | Sequence[str]) -> str:
    return ", ".join(map(text_sql, words))
