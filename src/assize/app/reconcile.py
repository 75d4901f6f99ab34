"""Carries out the catalogue's reconciliations: the two sides of each, place by place and period by period."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from assize.app.reader import NATION, Reader
from assize.core.errors import AssizeError
from assize.core.nouns import AreaKind
from assize.core.periods import Period
from assize.core.quality import Agreement, Reconciled, Residual
from assize.core.specs import Catalogue, Reconciliation, Side

if TYPE_CHECKING:
    from assize.store.store import Store

Key = tuple[str, Period]
HALF = Decimal("0.5")


def reconcile(
    catalogue: Catalogue, store: Store, cut_off: date, as_received: date | None = None
) -> tuple[Reconciled, ...]:
    """Every reconciliation of the catalogue, as at the cut-off; with `as_received` without what had not been received by then.

    A side is added up only where every place of it is there and every cell of it has a number.
    """
    reader = Reader(store, catalogue, cut_off, {}, as_received)
    return tuple(_reconcile(reader, spec) for spec in catalogue.reconciliations.values())


def _reconcile(reader: Reader, spec: Reconciliation) -> Reconciled:
    catalogue = reader.catalogue
    for side in (spec.left, spec.right):
        if not reader.store.held_periods(side.selection.source, reader.cut_off, reader.as_received):
            return Reconciled(spec, (), f"{catalogue.sources[side.selection.source].short_title} is not held")
    targets = (
        [NATION]
        if spec.places is AreaKind.NATION
        else sorted(area.slug for area in catalogue.areas.values() if spec.places in area.kinds)
    )
    sides = []
    for side in (spec.left, spec.right):
        try:
            sides.append(_members(reader, side, targets))
        except AssizeError as error:
            return Reconciled(spec, (), error.what)
    if sides[0] == sides[1] and spec.left.selection == spec.right.selection:
        return Reconciled(spec, (), "the source has no figure of its own for the whole")
    left, short_left = _values(reader, spec.left, sides[0])
    right, short_right = _values(reader, spec.right, sides[1])
    residuals = []
    for area, period in sorted({*left, *right}, key=lambda key: (key[1].last_day, key[1].months, key[0])):
        one, other = _at(left, area, period), _at(right, area, period)
        if one is not None and other is not None:
            residuals.append(Residual(area, period, one, other, agreement(spec, one, other)))
    reason = "" if residuals else short_left or short_right or "no place and period is held on both sides"
    return Reconciled(spec, tuple(residuals), reason)


def agreement(spec: Reconciliation, left: Decimal, right: Decimal) -> Agreement:
    """What the difference of two figures says: half of the unit the right side is rounded to is no difference."""
    residual = abs(left - right)
    if residual <= spec.rounded_to * HALF:
        return Agreement.AGREES
    return Agreement.WITHIN if residual <= spec.tolerance * abs(right) else Agreement.BEYOND


def _members(reader: Reader, side: Side, targets: list[str]) -> dict[str, tuple[str, ...]]:
    """Which places of the source make up each target: those named, those of a kind, its own row, or what it is made of."""
    if side.sum_of is not None or side.of:
        parts = {*side.of, *(area.slug for area in reader.catalogue.areas.values() if side.sum_of in area.kinds)}
        return dict.fromkeys(targets, tuple(sorted(parts)))
    own = reader.store.held_areas(side.selection.source, reader.cut_off, reader.as_received)
    return {target: (target,) if target in own else reader.members(side.selection.source, target) for target in targets}


def _values(reader: Reader, side: Side, members: Mapping[str, tuple[str, ...]]) -> tuple[dict[Key, Decimal], str]:
    """The sums that are whole, and how far the fullest one fell short where none is."""
    # Under a name of its own no target is taken as the source prints it: a sum of places is meant, or the one place named.
    asked = {f"of {target}": parts for target, parts in members.items()}
    totals = reader.totals([side.selection], asked)[side.selection]
    values = {}
    fullest = (0, 0)
    for total in totals:
        target = total.area.removeprefix("of ")
        needed = len(members[target])
        if total.areas < needed:
            fullest = max(fullest, (total.areas, needed))
        elif total.value is not None:
            values[target, total.period] = total.value
    short = f"only {fullest[0]:,} of the {fullest[1]:,} places of '{side.name}' are held" if fullest[0] else ""
    return values, "" if values else short


def _at(values: Mapping[Key, Decimal], area: str, period: Period) -> Decimal | None:
    """The figure of a place and period; of a year, if need be, the sum of its four quarters."""
    if (area, period) in values:
        return values[area, period]
    if not period.is_year or period.month % 3 != 1:  # a year that begins within a quarter is no sum of quarters
        return None
    quarters = [values.get((area, quarter)) for quarter in period.quarters]
    return None if any(value is None for value in quarters) else sum((v for v in quarters if v is not None), Decimal(0))
