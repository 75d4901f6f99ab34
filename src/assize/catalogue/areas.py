"""The places: 42 boards, 43 forces, the police regions, England and Wales, and the names each is printed under.

Codes are those of the Office for National Statistics (police force areas, December 2019; regions; country). Regions are the
ten police regions, made of boards, so that London's only member is the board of two forces.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping

from assize.catalogue.shape import nearest
from assize.core.errors import Problem
from assize.core.nouns import Area, AreaKind

AREAS = "areas.csv"
_COLUMNS = ("slug", "name", "kinds", "code", "members", "region", "variants")
_FOOTNOTES = re.compile(r"[\d,\s]+$")  # `ENGLAND AND WALES6,7`, `Essex10`


def read_areas(text: str) -> tuple[dict[str, Area], list[Problem]]:
    """The places of an area file by slug, in its order, and what is wrong with it.

    Columns are slug, name, kinds (parted by spaces), code, members (slugs, parted by spaces), region (slug) and variants
    (parted by `|`).
    """
    rows = csv.DictReader(text.splitlines())
    if tuple(rows.fieldnames or ()) != _COLUMNS:
        found = ", ".join(rows.fieldnames or ())
        return {}, [Problem("not the columns of an area file", where=AREAS, found=found, expected=", ".join(_COLUMNS))]
    areas: dict[str, Area] = {}
    problems: list[Problem] = []
    for row in rows:
        where = f"{AREAS} line {rows.line_num}"
        if None in row or None in row.values():
            problems.append(Problem("not as many cells as columns", where=where, expected=str(len(_COLUMNS))))
            continue
        area = _area(row, where, problems)
        if area is None:
            continue
        if area.slug in areas:
            problems.append(Problem("a place stands twice", where=where, found=f"'{area.slug}'"))
        areas[area.slug] = area
    return areas, problems


def _area(row: Mapping[str, str], where: str, problems: list[Problem]) -> Area | None:
    kinds = [kind.value for kind in AreaKind]
    unknown = [kind for kind in row["kinds"].split() if kind not in kinds]
    for kind in unknown:
        problems.append(
            Problem("unknown kind of place", where=f"{where} [kinds]", found=f"'{kind}'", fix=nearest(kind, kinds))
        )
    empty = [column for column in ("slug", "name", "kinds") if not row[column].strip()]
    for column in empty:
        problems.append(Problem("a cell is empty", where=f"{where} [{column}]"))
    if unknown or empty:
        return None
    return Area(
        slug=row["slug"],
        name=row["name"],
        kinds=frozenset(AreaKind(kind) for kind in row["kinds"].split()),
        code=row["code"],
        members=tuple(row["members"].split()),
        region=row["region"],
        variants=tuple(part for part in row["variants"].split("|") if part),
    )


def find_area(areas: Iterable[Area], printed: str, *kinds: AreaKind) -> Area | None:
    """The place of one of `kinds` that a published file means by `printed`: a code, a name or a variant of it.

    Spaces at the ends, capitals, `&` for `and` and footnote digits glued to the name make no difference. The kinds tell the
    force West Midlands from the region of that name. None where no place is meant.
    """
    wanted = _key(printed)
    for area in areas:
        if not area.kinds.isdisjoint(kinds) and (
            (area.code and area.code == printed.strip()) or wanted in {_key(name) for name in names(area)}
        ):
            return area
    return None


def names(area: Area) -> tuple[str, ...]:
    """Every name of a place: its own first."""
    return (area.name, *area.variants)


def _key(name: str) -> str:
    plain = _FOOTNOTES.sub("", name).replace("&", " and ")
    return " ".join(plain.split()).casefold()
