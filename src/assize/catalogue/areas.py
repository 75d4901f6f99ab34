"""The places: 42 boards, 43 forces, the police regions, England and Wales, and the names each is printed under.

Codes are those of the Office for National Statistics (police force areas, December 2019; regions; country). Regions are the
ten police regions, made of boards, so that London's only member is the board of two forces.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping

from assize.catalogue.shape import nearest
from assize.core.errors import Problem
from assize.core.nouns import Area, AreaKind

AREAS = "areas.csv"
COURTS = "courts.csv"  # the same columns and one more: the board that a court lies in
_COLUMNS = ("slug", "name", "kinds", "code", "members", "region", "variants")
_WITHIN = "within"


def read_areas(text: str, file: str = AREAS) -> tuple[dict[str, Area], list[Problem]]:
    """The places of an area file by slug, in its order, and what is wrong with it.

    Columns are slug, name, kinds (parted by spaces), code, members (slugs, parted by spaces), region (slug), variants
    (parted by `|`) and, where there is one more, within (the slug of a board).
    """
    rows = csv.DictReader(text.splitlines())
    if tuple(rows.fieldnames or ()) not in (_COLUMNS, (*_COLUMNS, _WITHIN)):
        found = ", ".join(rows.fieldnames or ())
        return {}, [Problem("not the columns of an area file", where=file, found=found, expected=", ".join(_COLUMNS))]
    areas: dict[str, Area] = {}
    problems: list[Problem] = []
    for row in rows:
        where = f"{file} line {rows.line_num}"
        if None in row or None in row.values():
            problems.append(
                Problem("not as many cells as columns", where=where, expected=str(len(rows.fieldnames or ())))
            )
            continue
        area = _area(row, where, problems)
        if area is None:
            continue
        if area.slug in areas:
            problems.append(Problem("a place stands twice", where=where, found=f"'{area.slug}'"))
        areas[area.slug] = area
    return areas, problems


def _area(row: Mapping[str, str], where: str, problems: list[Problem]) -> Area | None:
    """The place of a row; one with a fault is kept as far as it goes, so that whoever names it is not blamed as well."""
    kinds = [kind.value for kind in AreaKind]
    unknown = [kind for kind in row["kinds"].split() if kind not in kinds]
    for kind in unknown:
        problems.append(
            Problem("unknown kind of place", where=f"{where} [kinds]", found=f"'{kind}'", fix=nearest(kind, kinds))
        )
    empty = [column for column in ("slug", "name", "kinds") if not row[column].strip()]
    for column in empty:
        problems.append(Problem("a cell is empty", where=f"{where} [{column}]"))
    if not row["slug"].strip():
        return None
    return Area(
        slug=row["slug"],
        name=row["name"],
        kinds=frozenset(AreaKind(kind) for kind in row["kinds"].split() if kind in kinds),
        code=row["code"],
        members=tuple(row["members"].split()),
        region=row["region"],
        variants=tuple(part for part in row["variants"].split("|") if part),
        within=row.get(_WITHIN, ""),
    )
