"""The look-up of local authorities to community safety partnerships to police force areas: one year's boundaries a file.

The year stands in the headers (`LAD19CD`); the order of columns differs by year. An authority that holds several
partnerships, or a partnership of several authorities, has several lines: each authority and each partnership is kept
once, with its first line, so that nothing joined to it is counted twice. A look-up from which lines were lost would
lessen totals unseen, so their running number and the number of authorities are counted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from assize.core.errors import FileRefused, Problem
from assize.core.nouns import AreaKind
from assize.core.periods import Period
from assize.core.reading import Covered, Row
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.layouts import SHOWN, Asked, Doubt, Layout, Match, Read, match_headers, some, without_rows
from assize.ingest.places import Places
from assize.ingest.received import HEADER_ROWS, Received

AUTHORITY_FIELD = "authority"
PARTNERSHIP_FIELD = "partnership"
DIMENSIONS = ("authority", "partnership", "name")
# Boundaries change on 1 April: a look-up of 2019 is read as that of April 2019, whenever in the year it appeared.
BOUNDARY_MONTH = 4
FIRST_YEAR, LAST_YEAR = 2009, 2049  # the present codes began in 2009
# Local authorities of England and Wales by the year of the boundaries (ONS Register of Geographic Codes): a look-up with
# another number of them has lost lines, or is of part of the country.
AUTHORITIES = {
    **dict.fromkeys(range(2009, 2019), 348),
    2019: 339,
    2020: 336,
    **dict.fromkeys((2021, 2022), 331),
    **dict.fromkeys((2023, 2024, 2025), 318),
}
# Partnerships of a year, where its look-up has been seen: shows whether a line of an authority with several was lost.
PARTNERSHIPS = {2016: 315, **dict.fromkeys((2017, 2018, 2019, 2023), 314)}
_HEADER = re.compile(r"^(LAD|CSP|PFA)(\d{2})(CD|NMW?)$")
_YEAR_IN_NAME = re.compile(r"(?<![a-z])(?:LAD|CSP|PFA)(\d{2})(?!\d)", re.IGNORECASE)
_NUMBERED = ("fid", "objectid")
_CODES = {
    # ONS entity codes: unitary, non-metropolitan and metropolitan districts, London boroughs, Welsh unitaries.
    "LAD": re.compile(r"^(E0[6789]|W06)\d{6}$"),
    "CSP": re.compile(r"^(E22|W14)\d{6}$"),
    "PFA": re.compile(r"^(E23|W15)\d{6}$"),
}
_IN_NO_NAME = re.compile(r"[^\w &,.'’()/–—-]|_")
_CALLED = {"LAD": "a local authority", "CSP": "a community safety partnership", "PFA": "a police force area"}
_NEEDED = tuple(f"{kind}{part}".casefold() for kind in _CODES for part in ("CD", "NM"))
# A look-up may go straight from authorities to forces. Then it has no other column in which partnerships may be hidden.
_WITHOUT_PARTNERSHIPS = tuple(key for key in _NEEDED if not key.startswith("csp"))
_BESIDE = {*_NUMBERED, "ladnmw", "pfanmw", ""}
# Codes of 2009 follow county by county, and districts within a county by their names; those given since follow nothing. In
# the five editions seen no code stands alone among those of another force, and no two names of a force are exchanged.
_IN_ORDER = {"E06": 54, "E07": 239, "E08": 37, "E09": 33, "W06": 24}
_BY_NAME, _NEAR = "E07", 5
_OWN_FILE = "Load the publisher's own file."


def without_year(header: str) -> str:
    """`LADCD` of `LAD19CD`; any other header as it is, without spaces around it."""
    match = _HEADER.match(header.strip().upper())
    return match[1] + match[3] if match else header.strip()


def years_named(headers: Sequence[str]) -> set[int]:
    """The years that the headers name."""
    matches = (_HEADER.match(header.strip().upper()) for header in headers)
    return {2000 + int(match[2]) for match in matches if match}


@dataclass
class Table:
    """The lines of a list of codes below its header, each column by what it means; what is wrong is gathered."""

    received: Received
    headers: Sequence[str]
    columns: Mapping[str, int]
    lines: Sequence[tuple[int, Sequence[str]]]
    year: int
    problems: list[Problem] = field(default_factory=list)
    gaps: Problem | None = None
    _more: dict[str, int] = field(default_factory=dict)

    def wrong(self, what: str, line: int, column: str, found: str, expected: str = "", fix: str = "") -> None:
        """Keeps a problem of one cell; of many of one kind only the first."""
        self._more[what] = self._more.get(what, 0) + 1
        if self._more[what] > SHOWN:
            return
        header = f", {self.headers[self.columns[column]].strip()}" if column else ""
        self.problems.append(Problem(what, f"{self.received.name} [line {line}{header}]", found, expected, fix))

    def all_problems(self) -> list[Problem]:
        """What was wrong, and how much more of each kind."""
        return self.problems + [
            Problem(f"more lines of which it is true: {what}", self.received.name, f"{many - SHOWN:,}")
            for what, many in self._more.items()
            if many > SHOWN
        ]

    def cell(self, row: Sequence[str], column: str) -> str:
        """What is printed there."""
        return row[self.columns[column]].strip()


def open_table(received: Received, needed: Sequence[str]) -> Table:
    """The table whose header has all of `needed` (`ladcd`); lines of another width are left out and named.

    Raises FileRefused where columns are doubled, where the headers name several years or one that cannot be, or where no
    line follows.
    """
    rows = received.rows()
    at = next(
        at
        for at, (_, row) in enumerate(rows[: HEADER_ROWS + 1])
        if set(needed) <= {without_year(cell).casefold() for cell in row}
    )
    headers = rows[at][1]
    keys = [without_year(header).casefold() for header in headers]
    problems = [
        Problem(
            "several columns have the same header, and nothing shows which is meant",
            received.name,
            found=some([f"'{header}' {printed.count(header)} times" for header in dict.fromkeys(printed)]),
            expected="one column for each header",
            fix=_OWN_FILE,
        )
        for key in dict.fromkeys((*needed, *_NUMBERED))
        if keys.count(key) > 1
        for printed in [[header.strip() for header, one in zip(headers, keys, strict=True) if one == key]]
    ]
    years = years_named(headers)
    if len(years) > 1:
        problems.append(
            Problem(
                "the headers name several years",
                received.name,
                found=some([f"'{header.strip()}'" for header in headers if years_named([header])], 8),
                expected="the boundaries of one year",
                fix=_OWN_FILE,
            )
        )
    elif not FIRST_YEAR <= max(years) <= LAST_YEAR:
        problems.append(Problem("the headers name a year that cannot be", received.name, found=f"{max(years)}"))
    if problems:
        raise FileRefused(received.name, problems)
    if not rows[at + 1 :]:
        raise without_rows(received)
    table = Table(
        received, headers, {key: keys.index(key) for key in (*needed, *_NUMBERED) if key in keys}, (), max(years)
    )
    named = {2000 + int(year) for year in _YEAR_IN_NAME.findall(received.name)}
    if named and table.year not in named:
        table.problems.append(
            Doubt(
                "the file's name says another year than its headers",
                received.name,
                found=f"{table.year} in the headers",
                expected=f"{some([str(year) for year in sorted(named)])}, as in the name",
                fix=_OWN_FILE,
                key=f"named-year@{table.year}",
            )
        )
    whole = []
    for line, row in rows[at + 1 :]:
        if len(row) == len(headers):
            whole.append((line, row))
        else:
            table.wrong("a line is not like the others", line, "", f"{len(row)} cells", f"{len(headers)}", _OWN_FILE)
    table.lines = whole
    _check_numbers(table)
    return table


def _check_numbers(table: Table) -> None:
    """A publisher's running number shows whether a line was lost, added or repeated; it may begin at nought.

    Numbers of which none stands twice, but some are missing, are kept as `table.gaps` besides: a reader that knows by other
    means that all lines are there may forgive them.
    """
    column = next((name for name in _NUMBERED if name in table.columns), "")
    if not column:
        return
    printed = [table.cell(row, column) for _, row in table.lines]
    numbers = sorted(int(text) for text in printed if re.fullmatch(r"[0-9]{1,9}", text))
    if len(numbers) == len(printed) and numbers in (list(range(len(printed))), list(range(1, len(printed) + 1))):
        return
    wanted = {str(number) for number in range(1, len(printed) + 1)}
    strange = sorted({text for text in printed if text not in wanted or printed.count(text) > 1})
    problem = Problem(
        "the running numbers of the lines have gaps or stand twice, so lines were lost or added",
        f"{table.received.name} [{table.headers[table.columns[column]].strip()}]",
        found=f"{len(printed):,} lines" + (f", among them {some([repr(text) for text in strange])}" if strange else ""),
        expected=f"each number from 1 to {len(printed):,} once",
        fix=_OWN_FILE,
    )
    table.problems.append(problem)
    if len(set(numbers)) == len(printed):
        table.gaps = problem


def check_pairs(table: Table, kind: str) -> None:
    """Names where a code of a kind (`LAD`) has several names or a name several codes, or a code is of another kind."""
    names: dict[str, tuple[str, int]] = {}
    codes: dict[str, tuple[str, int]] = {}
    for line, row in table.lines:
        code, name = (table.cell(row, f"{kind}{part}".casefold()) for part in ("CD", "NM"))
        if not _CODES[kind].match(code):
            table.wrong(f"this is no code of {_CALLED[kind]}", line, f"{kind}cd".casefold(), f"'{code}'", fix=_OWN_FILE)
            continue
        if not name:
            table.wrong("a name is missing", line, f"{kind}nm".casefold(), f"nothing beside {code}", fix=_OWN_FILE)
            continue
        if strange := _IN_NO_NAME.search(name):
            what = "a name has a character that no place's name has"
            table.wrong(what, line, f"{kind}nm".casefold(), f"'{strange[0]}' in '{name}'", fix=_OWN_FILE)
            continue
        for one, other, held, part in ((code, name, names, "nm"), (name, code, codes, "cd")):
            first = held.setdefault(one, (other, line))
            if first[0] != other:
                what = "this code has two names" if part == "nm" else "this name has two codes"
                table.wrong(
                    what, line, f"{kind}{part}".casefold(), f"'{other}' for '{one}'",
                    f"'{first[0]}', as in line {first[1]}", _OWN_FILE,
                )  # fmt: skip


def forces_of(table: Table, places: Places) -> dict[str, str]:
    """The slug of the force of each code that is printed; names where code and name disagree with the catalogue's."""
    found: dict[str, str] = {}
    for line, row in table.lines:
        code, name = table.cell(row, "pfacd"), table.cell(row, "pfanm")
        if code in found:
            continue
        by_code, by_name = places.coded(code), places.named(name)
        if by_name is None or AreaKind.FORCE not in by_name.kinds or (by_code is not None and by_code != by_name):
            table.wrong(
                "this code and name are of no one police force", line, "pfanm", f"'{code}' '{name}'",
                f"'{by_code.name}' for that code" if by_code else "a police force of the catalogue",
            )  # fmt: skip
            continue
        found[code] = by_name.slug
        if by_code is None and _CODES["PFA"].match(code):
            table.problems.append(
                Problem(
                    "a force has a code that is not the catalogue's; it is known by its name",
                    f"{table.received.name} [line {line}]",
                    found=f"'{code}' '{name}'",
                    expected=by_name.code,
                    blocks=False,
                )
            )
    missing = sorted(area.name for area in places.of_kind(AreaKind.FORCE) if area.slug not in found.values())
    if missing:
        table.problems.append(
            Problem(
                "some forces are not in the file, so lines were lost or it is of part of the country",
                table.received.name,
                found=f"none of {some(missing)}",
                expected="all police forces of England and Wales",
                fix=_OWN_FILE,
            )
        )
    return found


def _recognises(received: Received) -> Match | None:
    because = "it pairs local authorities with community safety partnerships and police force areas"
    if _is_without_partnerships(received.top):
        because = "it pairs local authorities with police force areas, without community safety partnerships"
        return match_headers(received.top, _WITHOUT_PARTNERSHIPS, because, clean=without_year)
    return match_headers(received.top, _NEEDED, because, clean=without_year)


def _is_without_partnerships(rows: Sequence[Sequence[object]]) -> bool:
    """Whether a header has authorities and forces, and nothing else that could be partnerships under another name."""
    for row in rows[: HEADER_ROWS + 1]:
        keys = {without_year(str(cell)).casefold() for cell in row}
        if set(_WITHOUT_PARTNERSHIPS) <= keys:
            return keys <= _BESIDE.union(_WITHOUT_PARTNERSHIPS)
    return False


def _read(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    paired = not _is_without_partnerships(received.top)
    table = open_table(received, _NEEDED if paired else _WITHOUT_PARTNERSHIPS)
    for kind in _CODES:
        if paired or kind != "CSP":
            check_pairs(table, kind)
    forces = forces_of(table, Places(catalogue.areas, AreaKind.FORCE))
    period = Period(table.year, BOUNDARY_MONTH, 1)
    if paired:
        _check_repeated(table)
        _check_exchanged(table)
    authorities = _distinct(table, catalogue, forces, period, AUTHORITY_FIELD, "lad")
    partnerships = _distinct(table, catalogue, forces, period, PARTNERSHIP_FIELD, "csp") if paired else []
    if not paired and len(table.lines) > len(authorities):
        # Of an authority with several partnerships a line each is left; the number of authorities shows that none is lost.
        table.problems.append(
            Problem(
                "some authorities stand in several lines; each is counted once",
                received.name,
                found=f"{len(table.lines)} lines for {len(authorities)} authorities",
                blocks=table.year not in AUTHORITIES,
            )
        )
    _check_number(table, len(authorities))
    _check_order(table, authorities)
    _forgive_gaps(table, len(authorities), len(partnerships) if paired else None)
    if not paired:
        table.problems.append(
            Problem("the look-up has no community safety partnerships, so none are read", received.name, blocks=False)
        )
    elif len(table.lines) > len(authorities) and not any(problem.blocks for problem in table.problems):
        table.problems.append(
            Problem(
                "an authority with several partnerships is counted once",
                received.name,
                found=f"{len(table.lines)} lines for {len(authorities)} authorities and {len(partnerships)} partnerships",
                blocks=False,
            )
        )
    return Read(
        title=f"{source.title}, {period.year}",
        # Without partnerships it says nothing of them, and leaves those of another edition as they are.
        covers=(Covered(period) if paired else Covered(period, field=AUTHORITY_FIELD),),
        dimensions=DIMENSIONS,
        content=[*authorities, *partnerships],
        problems=tuple(table.all_problems()),
    )


def _forgive_gaps(table: Table, authorities: int, partnerships: int | None) -> None:
    """Gaps in the running numbers are a note where all else shows that nothing was lost.

    The number of authorities must be that of the year, and of partnerships too where that is known; a force that is not
    there, or any other fault, has been named and refuses the file.
    """
    gaps = table.gaps
    others = [problem for problem in table.problems if problem.blocks and problem is not gaps]
    if gaps is None or others or AUTHORITIES.get(table.year) != authorities:
        return
    if partnerships is not None and PARTNERSHIPS.get(table.year, partnerships) != partnerships:
        return
    table.problems[table.problems.index(gaps)] = Problem(
        "the running numbers of the lines have gaps, yet every force and the year's number of authorities are there",
        gaps.where,
        gaps.found,
        gaps.expected,
        blocks=False,
    )


def _check_repeated(table: Table) -> None:
    """The same authority, partnership and force a second time: a line was copied, perhaps over another."""
    first: dict[tuple[str, ...], int] = {}
    for line, row in table.lines:
        key = tuple(table.cell(row, f"{kind}cd".casefold()) for kind in _CODES)
        if first.setdefault(key, line) != line:
            table.wrong("this line stands in the file twice", line, "", " ".join(key), f"once, as in line {first[key]}")


def _check_exchanged(table: Table) -> None:
    """Two authorities, or two partnerships, with each other's names: most partnerships are called as their authority is."""
    pairs = {
        (table.cell(row, "ladnm").casefold(), table.cell(row, "cspnm").casefold()): (line, row)
        for line, row in table.lines
    }
    for (authority, partnership), (line, row) in pairs.items():
        if authority < partnership and (other := pairs.get((partnership, authority))):
            table.wrong(
                "two lines have each other's name of the authority or of the partnership",
                line, "ladnm", f"'{table.cell(row, 'ladnm')}' beside '{table.cell(row, 'cspnm')}'",
                f"not the other way round in line {other[0]}", _OWN_FILE,
            )  # fmt: skip


def _distinct(
    table: Table, catalogue: Catalogue, forces: Mapping[str, str], period: Period, field_name: str, kind: str
) -> list[Row]:
    """One row for each authority or partnership; names those that stand under two forces."""
    rows: dict[str, Row] = {}
    for line, row in table.lines:
        code, name, pfa = table.cell(row, f"{kind}cd"), table.cell(row, f"{kind}nm"), table.cell(row, "pfacd")
        force = forces.get(pfa)
        if force is None:
            continue
        held = rows.get(code)
        if held is not None and held.area != force:
            table.wrong(
                f"this {field_name} stands under two forces, so its people would be counted twice",
                line,
                "",
                f"'{code}' under {catalogue.areas[force].name}",
                f"{catalogue.areas[held.area].name}, as in line {held.line}",
            )
        elif held is None:
            words = (code, "", name) if field_name == AUTHORITY_FIELD else ("", code, name)
            header = table.headers[table.columns["pfacd"]].strip()
            rows[code] = Row(force, period, field_name, words, Decimal(1), None, pfa, line=line, column=header)
    return list(rows.values())


def _check_order(table: Table, authorities: Sequence[Row]) -> None:
    """An authority among the codes of another force, or two names of a county exchanged: a code was put in another's place."""
    if table.year not in AUTHORITIES:
        return
    for letters, last in _IN_ORDER.items():
        # A code that is none has been told already, and stands in no order.
        coded = {row.dimensions[0]: row for row in authorities if _CODES["LAD"].match(row.dimensions[0])}
        inside = [coded[code] for code in sorted(coded) if code.startswith(letters) and int(code[3:]) <= last]
        for before, one, after in zip(inside, inside[1:], inside[2:], strict=False):
            low, number, high = (int(row.dimensions[0][3:]) for row in (before, one, after))
            alone = before.area == after.area or (
                letters == _BY_NAME and number - low <= _NEAR and high - number <= _NEAR
            )
            if alone and one.area not in (before.area, after.area):
                table.wrong(
                    "this authority stands under another force than those whose codes are before and after its own",
                    one.line or 0, "ladcd", f"'{one.dimensions[0]}' '{one.dimensions[2]}' under {one.raw}",
                    " or ".join(dict.fromkeys((before.raw, after.raw))), _OWN_FILE,
                )  # fmt: skip
        if letters == _BY_NAME:
            for _, run in groupby(inside, key=lambda row: row.area):
                _check_names(table, list(run))


def _check_names(table: Table, run: Sequence[Row]) -> None:
    """Names of one force that stand in their order but for two, which stand in each other's place."""
    names = [row.dimensions[2].casefold() for row in run]
    odd = [row for row, name, wanted in zip(run, names, sorted(names), strict=True) if name != wanted]
    if len(odd) == 2:
        table.wrong(
            "two authorities have each other's codes: those of a county follow their names",
            odd[0].line or 0, "ladcd",
            " and ".join(f"'{row.dimensions[0]}' '{row.dimensions[2]}'" for row in odd), "the other way round", _OWN_FILE,
        )  # fmt: skip


def _check_number(table: Table, found: int) -> None:
    known = AUTHORITIES.get(table.year)
    if known is None:
        table.problems.append(
            Problem(
                "how many local authorities there were in that year is not known here, so lines lost cannot be noticed",
                table.received.name,
                found=f"{found} in {table.year}",
                blocks=False,
            )
        )
    elif known != found:
        table.problems.append(
            Problem(
                "the number of local authorities is not that of the year, so lines were lost or added",
                table.received.name,
                found=f"{found}",
                expected=f"{known} in {table.year}",
                fix=_OWN_FILE,
            )
        )


LAYOUT = Layout(
    id="ons-area-lookup",
    version=2,
    looks_like="the ONS look-up of local authorities to police force areas (LAD19CD, CSP19CD, PFA19CD, PFA19NM, …)",
    recognises=_recognises,
    read=_read,
    rows_alone=True,
)
