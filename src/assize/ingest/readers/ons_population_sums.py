"""Whether the counties and regions of a sheet of populations are the sums of the districts that stand below them.

Counties and regions are not read, for their people would be counted twice; but figures that slid from one authority to the next
leave the national sum as it was, and show here at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assize.core.errors import Problem
from assize.ingest.layouts import SHOWN
from assize.ingest.readers.ons_population_sheets import Table
from assize.ingest.values import read_count

# ONS entity codes: what a county of each kind is made of, and a region of all that stands below it to the next.
_COUNTIES = {"E10": "E07", "E11": "E08", "E13": "E09"}
_REGION = "E12"
_AUTHORITIES = ("E06", "E07", "E08", "E09")
_ENDS = re.compile(r"^(E12|E92|W92|K0\d|S92|N92|W06|S12|N09)")
_FEW = 2  # districts of a county


@dataclass
class _Whole:
    """A county or region: its code, and the codes of the authorities below it."""

    code: str
    parts: list[str] = field(default_factory=list)


def check_counties(
    table: Table, place: Callable[[int, int], str], rounding: Callable[[Sequence[Decimal]], Decimal]
) -> list[Problem]:
    """Refuses a sheet in which a county or region is not the sum of what stands below it, beyond `rounding`.

    Only a sheet in the ONS's order is looked at: every district stands below a county of its kind, and a row that was moved to
    another changes no figure. `place` says where a cell
    is, by its row and column from 0.
    """
    wholes = _nested([code for _, code, _ in table.lines()])
    values = table.values()
    people = {key: number for key, cell in values.items() if (number := _number(cell)) is not None} if wholes else {}
    wrong = []
    for whole in wholes:
        for year in sorted(table.years):
            held = [people.get((code, year)) for code in (whole.code, *whole.parts)]
            numbers = [number for number in held if number is not None]
            if len(numbers) < len(held):
                continue
            added = sum(numbers[1:], Decimal(0))
            if abs(added - numbers[0]) > rounding(numbers) and not _moved(whole, year, added - numbers[0], people):
                _, row, column = values[whole.code, year]
                wrong.append((whole, year, place(row, column), numbers[0], added))
    problems = [
        Problem(
            "a county or region is not the sum of the local authorities below it, so their figures may have slid",
            where,
            found=f"{printed:,} for {whole.code} in mid-{year}",
            expected=f"{added:,}, which is what its {len(whole.parts)} add up to",
            fix="Load the publisher's own file.",
        )
        for whole, year, where, printed, added in wrong[:SHOWN]
    ]
    if len(wrong) > SHOWN:
        problems.append(
            Problem("more counties and regions are not those sums", problems[0].where, f"{len(wrong) - SHOWN}")
        )
    return problems


def _nested(codes: Sequence[str]) -> list[_Whole]:
    """The counties and regions of a sheet in the ONS's order; none where it is in another."""
    wholes: list[_Whole] = []
    county: _Whole | None = None
    region: _Whole | None = None
    for code in codes:
        kind = code[:3]
        if kind == _REGION or _ENDS.match(code):
            county, region = None, _Whole(code) if kind == _REGION else None
            wholes += [region] if region else []
        elif kind in _COUNTIES:
            county = _Whole(code)
            wholes.append(county)
        elif kind in _AUTHORITIES:
            if county is not None and kind == _COUNTIES[county.code[:3]]:
                county.parts.append(code)
            elif kind == "E06" or (kind == "E09" and county is None):
                county = None
            else:
                return []  # a district without its county above it
            if region is not None:
                region.parts.append(code)
    return [whole for whole in wholes if len(whole.parts) >= _FEW] if all(whole.parts for whole in wholes) else []


def _moved(whole: _Whole, year: int, off: Decimal, people: Mapping[tuple[str, int], Decimal]) -> bool:
    """Whether a county's sum is `off` by the people of one row, which then stands below another county than its own."""
    return any(
        (number if code in whole.parts else -number) == off
        for (code, at), number in people.items()
        if at == year and abs(off) == number and code[:3] in _AUTHORITIES
    )


def _number(cell: tuple[str, int, int] | None) -> Decimal | None:
    read = read_count(cell[0]) if cell else None
    return read.value if read else None
