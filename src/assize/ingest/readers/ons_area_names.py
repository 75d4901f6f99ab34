"""The list of police force areas with their codes and names: one year's a file, of the whole United Kingdom.

Each force of England and Wales must have the code and the name of our catalogue. Scotland and Northern Ireland, which are
one area each and no force of ours, are read over, and so are codes without a name.
"""

from __future__ import annotations

import re
from decimal import Decimal

from assize.core.errors import Problem
from assize.core.nouns import AreaKind
from assize.core.periods import Period
from assize.core.reading import Covered, Row
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.layouts import Asked, Layout, Match, Read, match_headers, some
from assize.ingest.places import Places
from assize.ingest.readers.ons_area_lookup import BOUNDARY_MONTH, check_pairs, forces_of, open_table, without_year
from assize.ingest.received import Received

FIELD = "force"
_NEEDED = ("pfacd", "pfanm")
_OF_LOOKUP = ("lad", "csp")  # with such columns it is a look-up, whole or spoilt, and each force has many lines
# Codes of this kind are of places outside England and Wales: a whole country, or none (islands, not known).
_ELSEWHERE = re.compile(r"^[SNLM]\d{8}$")


def _recognises(received: Received) -> Match | None:
    rows = received.top
    if any(without_year(cell).casefold()[:3] in _OF_LOOKUP for row in rows for cell in row):
        return None
    match = match_headers(rows, _NEEDED, "it lists police force areas with code and name", clean=without_year)
    return match if match is not None and match.whole else None


def _read(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    table = open_table(received, _NEEDED)
    elsewhere = [(line, row) for line, row in table.lines if _ELSEWHERE.match(table.cell(row, "pfacd"))]
    table.lines = [(line, row) for line, row in table.lines if not _ELSEWHERE.match(table.cell(row, "pfacd"))]
    check_pairs(table, "PFA")
    forces = forces_of(table, Places(catalogue.areas, AreaKind.FORCE))
    period = Period(table.year, BOUNDARY_MONTH, 1)
    content: dict[str, Row] = {}
    for line, row in table.lines:
        code, name = table.cell(row, "pfacd"), table.cell(row, "pfanm")
        if code not in forces:
            continue
        if code in content:
            table.wrong(
                "this line stands in the file twice",
                line,
                "pfacd",
                f"'{code}'",
                f"once, as in line {content[code].line}",
            )
            continue
        header = table.headers[table.columns["pfacd"]].strip()
        content[code] = Row(forces[code], period, FIELD, (code, name), Decimal(1), None, code, line=line, column=header)
    if elsewhere:
        shown = [table.cell(row, "pfanm") or f"{table.cell(row, 'pfacd')} without a name" for _, row in elsewhere]
        table.problems.append(
            Problem(
                "areas outside England and Wales are not read",
                f"{received.name} [lines {elsewhere[0][0]} to {elsewhere[-1][0]}]",
                found=some(shown),
                blocks=False,
            )
        )
    return Read(
        title=f"{source.title}, {period.year}",
        covers=(Covered(period),),
        dimensions=("code", "name"),
        content=list(content.values()),
        problems=tuple(table.all_problems()),
    )


LAYOUT = Layout(
    id="ons-area-names",
    version=1,
    looks_like="the ONS list of police force areas (PFA19CD, PFA19NM)",
    recognises=_recognises,
    read=_read,
    rows_alone=True,
)
