"""The look-up of local authorities to community safety partnerships to police force areas: one year's boundaries a file.

The year stands in the headers (`LAD19CD`); the order of columns differs by year. An authority that holds several
partnerships has several lines: each pair of authority and force is kept once, with its first line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from assize.core.errors import Problem
from assize.core.nouns import Area, AreaKind
from assize.core.periods import Period
from assize.core.reading import Covered, Row
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.layouts import Asked, Layout, Match, Read, some
from assize.ingest.places import Places
from assize.ingest.received import HEADER_ROWS, Received

FIELD = "authority"
# Boundaries change on 1 April: a look-up of 2019 is read as that of April 2019, whenever in the year it appeared.
BOUNDARY_MONTH = 4
_HEADER = re.compile(r"^(LAD|PFA)(\d{2})(CD|NM)$")
_NEEDED = {"LADCD", "PFACD", "PFANM"}


def _columns(headers: Sequence[str]) -> tuple[dict[str, int], set[int]]:
    """(place of each column by kind, the years the headers name)."""
    places, years = {}, set()
    for column, header in enumerate(headers):
        if match := _HEADER.match(header.strip().upper()):
            places[match[1] + match[3]] = column
            years.add(2000 + int(match[2]))
    return places, years


def _header_row(rows: Sequence[Sequence[str]]) -> int | None:
    for index, row in enumerate(rows[:HEADER_ROWS]):
        if _columns(row)[0].keys() >= _NEEDED:
            return index
    return None


def _recognises(received: Received) -> Match | None:
    because = "it pairs local authorities with police force areas"
    return Match(because) if _header_row(received.top) is not None else None


def _read(received: Received, source: SourceSpec, catalogue: Catalogue, asked: Asked) -> Read:
    rows = received.rows()
    at = _header_row([row for _, row in rows])
    assert at is not None  # recognised by it
    headers = rows[at][1]
    columns, years = _columns(headers)
    problems: list[Problem] = []
    if len(years) != 1:
        problems.append(
            Problem("the headers name several years", received.name, found=some([str(year) for year in sorted(years)]))
        )
    named = [header.strip().upper() for header in headers if _HEADER.match(header.strip().upper())]
    doubled = sorted({header for header in named if named.count(header) > 1})
    if doubled:
        problems.append(
            Problem(
                "several columns have the same header, and nothing shows which is meant",
                received.name,
                found=some([f"'{header}' {named.count(header)} times" for header in doubled]),
                expected="one column for each header",
                fix="Load the publisher's own file.",
            )
        )
    period = Period(max(years), BOUNDARY_MONTH, 1)
    places = Places(catalogue.areas, AreaKind.FORCE)
    content: list[Row] = []
    held: dict[str, tuple[str, int]] = {}
    lines = rows[at + 1 :]
    for line, row in lines:
        if len(row) <= max(columns.values()):
            problems.append(
                Problem(
                    "a line is not like the others",
                    f"{received.name} [line {line}]",
                    f"{len(row)} cells",
                    f"{len(headers)}",
                )
            )
            continue
        authority, code, name = (row[columns[kind]].strip() for kind in ("LADCD", "PFACD", "PFANM"))
        force = _force(places, code, name)
        if force is None or not re.match(r"^[EW]\d{8}$", authority):
            problems.append(
                Problem(
                    "this pair is not known",
                    f"{received.name} [line {line}]",
                    found=f"authority '{authority}', force '{code}' '{name}'",
                    expected="an ONS code of a local authority, and a police force of the catalogue",
                )
            )
            continue
        before = held.get(authority)
        if before is not None:
            if before[0] != force.slug:
                problems.append(
                    Problem(
                        "this authority stands under two forces, so its people would be counted twice",
                        f"{received.name} [line {line}]",
                        found=f"'{authority}' under {force.name}",
                        expected=f"{catalogue.areas[before[0]].name}, as in line {before[1]}",
                    )
                )
            continue
        held[authority] = (force.slug, line)
        content.append(
            Row(
                force.slug,
                period,
                FIELD,
                (authority,),
                Decimal(1),
                None,
                code,
                line=line,
                column=headers[columns["PFACD"]],
            )
        )
    if len(lines) > len(content) and not problems:
        problems.append(
            Problem(
                "an authority with several partnerships is counted once",
                received.name,
                found=f"{len(lines)} lines for {len(content)} authorities",
                blocks=False,
            )
        )
    return Read(
        title=f"{source.title}, {period.year}",
        covers=(Covered(period),),
        dimensions=("authority",),
        content=content,
        problems=tuple(problems),
    )


def _force(places: Places, code: str, name: str) -> Area | None:
    """By code, and by name where codes have changed."""
    return places.coded(code) or places.named(name)


LAYOUT = Layout(
    id="ons-area-lookup",
    version=1,
    looks_like="the ONS look-up of local authorities to police force areas (LAD19CD, PFA19CD, PFA19NM, …)",
    recognises=_recognises,
    read=_read,
)
