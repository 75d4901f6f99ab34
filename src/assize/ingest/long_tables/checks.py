"""What the lines of a large table owe each other: none stands twice, none is lacking, and a code is labelled one way.

The Home Office prints a full rectangle, the same lines for every force in every quarter, noughts included. So a line cut
out of one, or doubled, shows against the other forces. Where lines of nothing are left out a missing line cannot be told
from a nought, and that is said: of a whole table, or of one body without territory that prints no nought.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from assize.core.errors import Problem
from assize.core.nouns import AreaKind
from assize.core.periods import Period, financial_quarter
from assize.core.specs import Catalogue
from assize.core.wording import listed
from assize.ingest.files.databases import text_sql
from assize.ingest.layouts import SHOWN, Doubt, some
from assize.ingest.long_tables.coded import KEYS, number
from assize.ingest.long_tables.table import LargeTable

_FULL = 0.9  # of the lines that most forces have, so many must be there for the table to be meant as a full rectangle
_EVEN = 0.6  # of a place's usual lines in a quarter; in the ragged file seen they differ by a tenth
_FEW_BESIDES = 3  # lines of a place beyond the usual: a code that expired and that one or two forces still have
_ENOUGH = 50  # lines of a place in a quarter by which that can be told
_FEW_LINES = 20  # a file of so few is an example; one of more in which most forces are absent was cut short
_FEW_PARTS = 1000  # the same of a table of partnerships, of which each force has several
_OWN_FILE = "Load the publisher's own file."
_QUARTERS = 4
RAILWAYS = "british-transport-police"
FRAUD_BODIES = (("action-fraud",), ("cifas",), ("uk-finance", "financial-fraud-action-uk"))


def hold_lines(table: LargeTable, keys: Sequence[str]) -> None:
    """Makes the table `held(area, period, key, n, first, last)`: how often each combination of the `keys` stands, and where.

    And `shapes(area, period, lines, sign)`, in which places with the same lines have the same sign. `keys` are columns of
    ours. `coded` must have been made.
    """
    words = ", ".join(KEYS[name] for name in keys)
    table.connection.execute(
        f"CREATE TABLE held AS SELECT area, period, hash({words}) AS key, count(*) AS n, min(line) AS first,"
        f" max(line) AS last FROM coded GROUP BY area, period, {words}"
    )
    table.connection.execute(
        "CREATE TABLE shapes AS SELECT area, period, count(*) AS lines, bit_xor(hash(key, n)) AS sign FROM held GROUP BY 1, 2"
    )


def hold_noughts(table: LargeTable, counts: Collection[str]) -> None:
    """Makes the table `noughts(area, period)` of the places and quarters in which a nought is printed in any of the `counts`.

    Without it every place is taken to print its noughts. `coded` must have been made.
    """
    printed = " OR ".join(f"{number(table, name)} = 0" for name in counts)
    table.connection.execute(f"CREATE TABLE noughts AS SELECT DISTINCT area, period FROM coded WHERE {printed}")


def _noughts(table: LargeTable) -> bool | None:
    """Whether any nought is printed in the file; None where nobody looked."""
    if not table.ask("SELECT 1 AS found FROM information_schema.tables WHERE table_name = 'noughts'"):
        return None
    return bool(table.ask("SELECT 1 AS found FROM noughts LIMIT 1"))


def check_repeats(table: LargeTable, keys: Sequence[str], joint: str = "", place: str = "force") -> list[Problem]:
    """Lines that speak of the same thing twice.

    A code of the column `joint` that joins several (`1/4.1`) may stand in as many lines.
    """
    twice = table.ask("SELECT first, last, n FROM held WHERE n > 1 ORDER BY first")
    if joint and twice:
        joined = {
            line
            for (line,) in table.ask(
                f"SELECT h.first FROM held AS h JOIN kept AS k ON k.line = h.first"
                f" WHERE h.n > 1 AND contains(k.{table.col(joint)}, '/')"
            )
        }
        twice = [row for row in twice if row[0] not in joined]
    problems = []
    for first, last, _ in twice[:SHOWN]:
        every = ", ".join(f"c{index}" for index in range(len(table.headers)))
        same = table.ask(f"SELECT DISTINCT {every} FROM received WHERE line IN ({first}, {last})")
        of_it = "the same as" if len(same) == 1 else f"the same {_words(place, keys)} as"
        problems.append(Problem("this line repeats another", table.place(last), f"{of_it} {table.at(first)}"))
    if len(twice) > SHOWN:
        problems.append(Problem("more lines repeat others", table.received.name, f"{len(twice) - SHOWN:,}"))
    return problems


def check_rectangle(
    table: LargeTable, catalogue: Catalogue, keys: Sequence[str], place: str = "force"
) -> list[Problem]:
    """A force that lacks lines the others have, or has others, is refused; what cannot be told of a ragged table is said.

    `place` is what the table's areas are called; any but forces are compared all with all.
    """
    forces = [area.slug for area in catalogue.areas.values() if AreaKind.FORCE in area.kinds]
    if place != "force":
        forces = [area for (area,) in table.ask("SELECT DISTINCT area FROM held")]
    table.connection.execute(
        f"CREATE TABLE usual AS SELECT period, key, count(*) AS forces, mode(n) AS n, min(first) AS first FROM held"
        f" WHERE area IN ({_listed(forces)}) GROUP BY 1, 2"
    )
    shapes = table.ask(
        f"WITH there AS (SELECT period, count(*) AS areas FROM shapes WHERE area IN ({_listed(forces)}) GROUP BY 1)"
        f" SELECT period, any_value(areas), count(*) FILTER (forces * 2 > areas) AS keys,"
        f" coalesce(sum(forces) FILTER (forces * 2 > areas), 0) AS common, sum(forces) AS lines"
        f" FROM usual JOIN there USING (period) GROUP BY 1 ORDER BY 1"
    )
    # A table without any nought leaves its lines of nothing out, unless its places have the same lines all the same.
    even = {
        period
        for (period,) in table.ask(
            f"SELECT s.period FROM shapes AS s JOIN (SELECT period, mode(sign) AS sign FROM shapes"
            f" WHERE area IN ({_listed(forces)}) GROUP BY 1) AS u USING (period) WHERE s.area IN ({_listed(forces)})"
            f" GROUP BY 1 HAVING count(*) FILTER (s.sign = u.sign) * 2 > count(*)"
        )
    }
    printed = _noughts(table)
    full: dict[str, str] = {}  # quarter -> the quarter whose lines it is compared with
    ragged: list[tuple[str, float]] = []
    for period, areas, often, common, lines in shapes:
        # Full: nearly all of what most forces have is there for each, and there is little besides.
        whole = common >= _FULL * areas * often and common >= _FULL * lines
        if areas > 1 and whole and (printed is not False or period in even):
            full[period] = period
        else:
            ragged.append((period, common / max(areas * often, 1)))
    years = {_year(period): period for period in full}
    for period, _ in list(ragged):
        # A file cut short ends with a quarter of few forces, the last of them in part: a whole quarter of its year tells.
        if _year(period) in years:
            full[period] = years[_year(period)]
    ragged = [(period, share) for period, share in ragged if period not in full]
    problems = _lacking(table, catalogue, full, forces, keys, place, printed)
    problems += _uneven(table, catalogue, [period for period, _ in ragged], place)
    if place == "force":
        problems += _under_a_body(table, catalogue, _listed(forces))
    ragged = [(period, share) for period, share in ragged if next(row[1] for row in shapes if row[0] == period) > 1]
    if ragged:
        least, quarters = min(full for _, full in ragged), some([said_quarter(period) for period, _ in ragged])
        problems.append(
            Problem(
                "lines of nothing are left out, so one that is missing could not be told from a nought",
                table.received.name,
                found=f"{least:.0%} of the lines that most forces have, in {quarters}",
                blocks=False,
            )
        )
    return problems


def check_presence(
    table: LargeTable,
    catalogue: Catalogue,
    periods: Sequence[Period],
    partnerships: Mapping[str, str] | None = None,
    *,
    fraud: bool = False,
) -> list[Problem]:
    """Says which quarters of a year are not there, and which places have nothing in a quarter that others have.

    The places are forces, or of a table of partnerships these (area to name); its forces are those of the table `forces`.
    With `fraud` the bodies that count it for the whole country are published beside them.
    """
    problems: list[Problem] = []
    by_year: dict[int, set[int]] = {}
    for period in periods:
        year, number = period.financial_quarter
        by_year.setdefault(year, set()).add(number)
    absent = [
        said_quarter(financial_quarter(year, number).id)
        for year, numbers in sorted(by_year.items())
        for number in range(1, _QUARTERS + 1)
        if number not in numbers
    ]
    # The publisher's tables begin with a year's first quarter, leave none out, and only the last year is still short; of one
    # quarter alone that cannot be told.
    late = [
        f"{year}/{(year + 1) % 100:02d} with {some([f'Q{number}' for number in sorted(numbers)])} alone"
        for year, numbers in sorted(by_year.items())
        if len(periods) > 1 and (len(numbers) < max(numbers) or (year < max(by_year) and len(numbers) < _QUARTERS))
    ]
    if late and partnerships is None and table.records > _FEW_LINES:
        problems.append(
            Doubt(
                "a financial year begins in its middle or lacks a quarter, so quarters were moved or lost",
                table.received.name,
                found=some(late),
                expected="each year from its first quarter on, and all before the last whole",
                fix=_OWN_FILE,
                key=f"quarters@{max(periods).id}",
            )
        )
    elif absent:
        problems.append(
            Problem("not all quarters are in the file", table.received.name, f"no {some(absent)}", blocks=False)
        )
    forces = {slug for slug, area in catalogue.areas.items() if AreaKind.FORCE in area.kinds}
    of = "shapes" if partnerships is None else "forces"  # a partnership may bear the name, and the slug, of a force
    there = {area for (area,) in table.ask(f"SELECT DISTINCT area FROM {of}")} & forces
    few = _FEW_LINES if partnerships is None else _FEW_PARTS
    if there and len(there) * 2 < len(forces) and table.records > few:
        problems.append(
            Problem(
                "most forces are not in the file, so it was cut short or is of part of the country",
                table.received.name,
                found=f"{len(there)} of {len(forces)}",
                expected="all territorial forces",
                fix=_OWN_FILE,
            )
        )
    bodies = {area for (area,) in table.ask(f"SELECT DISTINCT area FROM {of}")} - forces
    if partnerships is None and RAILWAYS not in bodies and (bodies or there == forces):
        problems.append(
            Problem(
                f"nothing is in the file of {catalogue.areas[RAILWAYS].name}, which is published beside the forces",
                table.received.name,
                blocks=False,
            )
        )
    problems += _fraud_bodies(table, catalogue, fraud and RAILWAYS in bodies) if partnerships is None else []
    missing = table.ask(
        "SELECT a.area, q.period FROM (SELECT DISTINCT area FROM shapes) AS a, (SELECT DISTINCT period FROM shapes) AS q"
        " WHERE NOT EXISTS (FROM shapes AS h WHERE h.area = a.area AND h.period = q.period) ORDER BY 2, 1"
    )
    # Of the bodies without territory only the railways' police counts every offence, in every quarter.
    names = (
        partnerships if partnerships is not None else {one: catalogue.areas[one].name for one in {*forces, RAILWAYS}}
    )
    shown = [f"{names[area]} in {said_quarter(period)}" for area, period in missing if area in names]
    if shown:
        problems.append(
            Problem(
                f"some {'forces' if partnerships is None else 'partnerships'} have nothing in a quarter that others have",
                table.received.name,
                f"none of {some(shown)}",
                blocks=False,
            )
        )
    return problems


def _fraud_bodies(table: LargeTable, catalogue: Catalogue, published: bool) -> list[Problem]:
    """Says in which quarters a body that counts fraud has nothing, where the file has any of them; one took another's name.

    Where it has none of them and they are published in it, that is said once.
    """
    held = set(table.ask("SELECT DISTINCT area, period FROM shapes"))
    if not any(area in body for area, _ in held for body in FRAUD_BODIES):
        names = listed([catalogue.areas[body[0]].name for body in FRAUD_BODIES])
        said = f"nothing is in the file of {names}, which are published beside the forces"
        return [Problem(said, table.received.name, blocks=False)] if published else []
    problems = []
    for body in FRAUD_BODIES:
        periods = sorted({period for _, period in held} - {period for area, period in held if area in body})
        if periods:
            problems.append(
                Problem(
                    f"{catalogue.areas[body[0]].name}, published beside the forces, has nothing in a quarter",
                    table.received.name,
                    found=f"none of it in {some([said_quarter(period) for period in periods])}",
                    blocks=False,
                )
            )
    return problems


def check_labels(table: LargeTable, of: str, labels: Collection[str]) -> list[Problem]:
    """Each word of the column `of` has one label of each kind throughout a financial year: else labels have moved.

    `spelled` must have been made, with these columns.
    """
    problems = []
    columns = ", ".join(table.col(name) for name in (of, "financial year", *labels))
    table.connection.execute(
        f"CREATE OR REPLACE TABLE labelled AS SELECT {columns}, sum(n) AS n, min(line) AS first FROM spelled GROUP BY ALL"
    )
    code, year = f"trim(coalesce({table.col(of)}, ''))", table.col("financial year")
    for name in labels:
        wrong = table.ask(
            f"WITH pairs AS (SELECT {code} AS code, {year} AS year, trim(coalesce({table.col(name)}, '')) AS label,"
            f" sum(n) AS n, min(first) AS first FROM labelled GROUP BY 1, 2, 3),"
            f" several AS (SELECT code, year FROM pairs GROUP BY 1, 2 HAVING count(*) > 1)"
            f" SELECT code, year, list(label ORDER BY n DESC, first)[1] AS most,"
            f" list(label ORDER BY n, first DESC)[1] AS least,"
            f" list(first ORDER BY n, first DESC)[1] AS first FROM pairs JOIN several USING (code, year)"
            f" GROUP BY 1, 2 ORDER BY 5"
        )
        problems += [
            Problem(
                f"one {of} stands under two labels ({name})",
                table.place(first, name),
                found=f"'{least}' for {of} {word} in {when}",
                expected=f"'{most}', as elsewhere in that year",
                fix=_OWN_FILE,
            )
            for word, when, most, least, first in wrong[:SHOWN]
        ]
        if len(wrong) > SHOWN:
            problems.append(
                Problem(
                    f"more words of {of} stand under two labels ({name})", table.received.name, f"{len(wrong) - SHOWN}"
                )
            )
    return problems


def _lacking(
    table: LargeTable,
    catalogue: Catalogue,
    periods: Mapping[str, str],
    forces: Sequence[str],
    keys: Sequence[str],
    place: str,
    printed: bool | None,
) -> list[Problem]:
    """In each full quarter: the places whose lines differ from those that most forces have.

    A body without territory is compared where it has more than half of those lines (those of fraud have one of their own)
    and prints a nought in that quarter, if the file prints any: else its lines of nothing are left out. A few lines of
    codes that most forces do not have, where none is lacking, are said and kept.
    """
    if not periods:
        return []
    territorial = _listed(forces)
    pairs = ", ".join(f"({text_sql(period)}, {text_sql(other)})" for period, other in periods.items())
    beside = f"(VALUES {pairs}) AS m (period, other)"
    bare_h, bare_s = (_bare(alias, territorial) if printed else "false" for alias in "hs")
    # Most files are whole, and then one look at the signs is enough: a sign of its own, with as many lines as others have.
    odd = table.ask(
        f"SELECT count(*) AS n FROM shapes AS s JOIN {beside} USING (period) JOIN (SELECT period AS other,"
        f" mode(sign) AS sign, mode(lines) AS lines FROM shapes WHERE area IN ({territorial}) GROUP BY 1) AS u USING (other)"
        f" WHERE s.sign <> u.sign AND (s.area IN ({territorial}) OR s.lines * 2 > u.lines)"
    )
    if not odd[0][0]:
        return []
    names = ", ".join(f"k.{table.col(name)}" for name in keys)
    wrong = table.ask(
        f"WITH common AS (SELECT m.period, u.key, u.n, u.first FROM usual AS u JOIN {beside} ON m.other = u.period"
        f" JOIN (SELECT period, count(*) AS areas FROM shapes WHERE area IN ({territorial}) GROUP BY 1) AS s"
        f" ON s.period = u.period WHERE u.forces * 2 > s.areas),"
        f" sizes AS (SELECT period, count(*) AS lines FROM common GROUP BY 1),"
        f" compared AS (SELECT h.area, h.period FROM held AS h LEFT JOIN common AS c USING (period, key)"
        f" JOIN sizes AS s ON s.period = h.period GROUP BY h.area, h.period, s.lines"
        f" HAVING (h.area IN ({territorial}) OR count(c.key) * 2 > s.lines) AND NOT {bare_h}),"
        f" there AS (SELECT h.* FROM held AS h SEMI JOIN compared USING (area, period)),"
        f" lacks AS (SELECT m.area, c.period, c.first FROM common AS c JOIN compared AS m USING (period)"
        f" ANTI JOIN there AS h ON h.area = m.area AND h.period = c.period AND h.key = c.key),"
        f" besides AS (SELECT h.area, h.period, h.first FROM there AS h ANTI JOIN common AS c USING (period, key)),"
        f" times AS (SELECT h.area, h.period, h.first FROM there AS h JOIN common AS c USING (period, key) WHERE h.n <> c.n)"
        f" SELECT kind, area, period, count(*) AS n, min(first) AS first FROM (SELECT 'lacks' AS kind, * FROM lacks"
        f" UNION ALL SELECT 'besides', * FROM besides UNION ALL SELECT 'times', * FROM times) GROUP BY 1, 2, 3 ORDER BY 3, 2, 1"
    )
    said = {
        "lacks": (f"lacks lines that the other {place}s of the quarter have", "lacking"),
        "besides": (f"has lines that the other {place}s of the quarter do not have", "besides"),
        "times": (f"has more or fewer lines of one code than the other {place}s of the quarter", "differing"),
    }
    spare = table.ask(
        f"SELECT DISTINCT s.area FROM shapes AS s JOIN {beside} USING (period) JOIN (SELECT period AS other,"
        f" mode(lines) AS lines FROM shapes WHERE area IN ({territorial}) GROUP BY 1) AS u USING (other)"
        f" WHERE {bare_s} AND s.lines * 2 > u.lines AND s.lines < u.lines ORDER BY 1"
    )
    problems = []
    if spare:
        problems.append(
            Problem(
                "its lines of nothing are left out, so one that is missing could not be told from a nought",
                table.received.name,
                found=some([catalogue.areas[area].name if area in catalogue.areas else area for (area,) in spare]),
                blocks=False,
            )
        )
    otherwise = {(area, period) for kind, area, period, _, _ in wrong if kind != "besides"}
    more = [
        row for row in wrong if row[0] == "besides" and row[3] <= _FEW_BESIDES and (row[1], row[2]) not in otherwise
    ]
    alone = _held_by_nobody_else(table, territorial)
    more = [row for row in more if (row[1], row[2]) not in alone]
    if len({area for _, area, *_ in more}) * 2 >= max(len(forces), _FEW_BESIDES):
        more = []  # of that many places it is no code that a few still have
    if more:
        told = [
            f"{catalogue.areas[area].name if area in catalogue.areas else area} in {said_quarter(period)} ({table.at(first)})"
            for _, area, period, _, first in more
        ]
        problems.append(
            Problem(
                f"lines of codes that most {place}s do not have are kept",
                table.received.name,
                found=some(told),
                blocks=False,
            )
        )
    wrong = [row for row in wrong if row not in more]
    for kind, area, period, many, first in wrong[:SHOWN]:
        example = table.ask(f"SELECT {names} FROM kept AS k WHERE k.line = {first}")[0]
        words = ", ".join(f"{name} {value}" for name, value in zip(keys, example, strict=True))
        name = catalogue.areas[area].name if area in catalogue.areas else area
        what, how = said[kind]
        problems.append(
            Problem(
                f"{name} {what}",
                f"{table.received.name} [{said_quarter(period)}]",
                found=f"{many:,} {'line' if many == 1 else 'lines'} {how}, for instance {words}"
                + ("" if kind == "lacks" else f" ({table.at(first)})"),
                expected=f"the same lines for every {place}",
                fix=_OWN_FILE,
            )
        )
    if len(wrong) > SHOWN:
        rest = [f"{area} in {said_quarter(period)}" for _, area, period, _, _ in wrong[SHOWN:]]
        problems.append(Problem(f"lines of more {place}s and quarters differ", table.received.name, some(rest)))
    return problems


_MOST_CODES = 3  # of one description: published files have one, and joint offences two or three


def check_codes(table: LargeTable, of: str, description: str) -> list[Problem]:
    """A description stands with one code or few: where it stands with many that others have too, the codes' header is on
    another column."""
    said, code = (f"trim(coalesce({table.col(name)}, ''))" for name in (description, of))
    wrong = table.ask(
        f"WITH pairs AS (SELECT {said} AS described, {code} AS code, {table.col('financial year')} AS year, min(line) AS first"
        f" FROM spelled GROUP BY 1, 2, 3),"
        f" shared AS (SELECT code, year FROM pairs GROUP BY 1, 2 HAVING count(*) > 1)"
        f" SELECT described, count(*) AS codes, min(first) AS first FROM pairs GROUP BY described, year"
        f" HAVING codes > {_MOST_CODES} AND count(*) FILTER ((code, year) IN (SELECT (code, year) FROM shared)) > 1"
        f" ORDER BY first LIMIT 1"
    )
    return [
        Problem(
            f"one {description} stands with many words of {of}, so two headers may have changed places",
            table.place(first, of),
            found=f"{codes} for '{described}'",
            expected="one code for each offence",
            fix=_OWN_FILE,
        )
        for described, codes, first in wrong
    ]


def _under_a_body(table: LargeTable, catalogue: Catalogue, territorial: str) -> list[Problem]:
    """A body that counts one kind of offence of its own (Action Fraud) has no line of a code that forces count."""
    bodies = table.ask(
        f"WITH own AS (SELECT h.area, h.period, h.first, coalesce(u.forces, 0) * 2 > (SELECT count(*) FROM shapes AS t"
        f" WHERE t.period = h.period AND t.area IN ({territorial})) AS common FROM held AS h"
        f" LEFT JOIN usual AS u USING (period, key) JOIN shapes AS s USING (area, period)"
        f" WHERE h.area NOT IN ({territorial}) AND s.lines <= {_FEW_BESIDES})"
        f" SELECT area, period, min(first) FILTER (common) AS first FROM own"
        f" WHERE area IN (SELECT area FROM own GROUP BY 1 HAVING count(*) FILTER (common) * 3 < count(*))"
        f" GROUP BY 1, 2 HAVING bool_or(common) AND NOT bool_and(common) ORDER BY 2, 1"
    )
    return [
        Problem(
            f"{catalogue.areas[area].name if area in catalogue.areas else area} has a line of a code that the forces count",
            table.place(first),
            found=f"in {said_quarter(period)}",
            expected="only the offences that this body counts",
            fix=_OWN_FILE,
        )
        for area, period, first in bodies[:SHOWN]
    ]


def _held_by_nobody_else(table: LargeTable, territorial: str) -> set[tuple[str, str]]:
    """The forces and quarters with a line of a code that no force has anywhere else in a file of more quarters.

    A code that expired stands in several quarters of the one or two forces that still have it; one that stands once alone is
    another body's line under this force's name.
    """
    rows = table.ask(
        f"WITH own AS (SELECT key, count(*) AS places, min(area) AS area, min(period) AS period FROM"
        f" (SELECT DISTINCT key, area, period FROM held WHERE area IN ({territorial})) GROUP BY key)"
        f" SELECT area, period FROM own WHERE places = 1 AND (SELECT count(DISTINCT period) FROM held) > 1"
    )
    return {(area, period) for area, period in rows}


def _uneven(table: LargeTable, catalogue: Catalogue, periods: Sequence[str], place: str) -> list[Problem]:
    """Where lines of nothing are left out: a place with far fewer lines in one quarter than in the others of its year."""
    wrong = table.ask(
        f"WITH years AS (SELECT *, CASE WHEN substr(period, 6) = '1' THEN CAST(substr(period, 1, 4) AS INTEGER) - 1"
        f" ELSE CAST(substr(period, 1, 4) AS INTEGER) END AS year FROM shapes WHERE period IN ({_listed(periods)})),"
        f" usual AS (SELECT *, median(lines) OVER (PARTITION BY area, year) AS usually FROM years)"
        f" SELECT area, period, lines, usually FROM usual WHERE usually >= {_ENOUGH} AND lines < {_EVEN} * usually"
        f" ORDER BY 2, 1"
    )
    return [
        Problem(
            f"{catalogue.areas[area].name if area in catalogue.areas else area} has far fewer lines than in other quarters",
            f"{table.received.name} [{said_quarter(period)}]",
            found=f"{lines:,}",
            expected=f"about {usually:,.0f}, as in the {place}'s other quarters of the year",
            fix=_OWN_FILE,
        )
        for area, period, lines, usually in wrong[:SHOWN]
    ]


def _bare(alias: str, forces: str) -> str:
    """The SQL of whether a place is a body without territory that prints no nought in a quarter."""
    pair = f"{alias}.area, {alias}.period"
    return f"({alias}.area NOT IN ({forces}) AND ({pair}) NOT IN (SELECT (area, period) FROM noughts))"


def _listed(words: Collection[str]) -> str:
    return ", ".join(text_sql(word) for word in words) or "NULL"


def _year(period: str) -> int:
    """The first calendar year of the financial year in which a quarter lies."""
    return Period(int(period[:4]), int(period[5]) * 3 - 2, 3).financial_quarter[0]


def said_quarter(period: str) -> str:
    """`2017/18 Q3` of the id of a quarter."""
    year, number = Period(int(period[:4]), int(period[5]) * 3 - 2, 3).financial_quarter
    return f"{year}/{(year + 1) % 100:02d} Q{number}"


def _words(place: str, names: Sequence[str]) -> str:
    return (
        f"{place}, quarter, {', '.join(names[:-1])} and {names[-1]}"
        if len(names) > 1
        else f"{place}, quarter and {names[0]}"
    )
