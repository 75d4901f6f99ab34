"""The store as the engine sees it: sums at one cut-off, and the places that make up an area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from assize.app.look_ups import look_up
from assize.core.nouns import AreaKind, Selection, Total
from assize.core.specs import Catalogue

if TYPE_CHECKING:
    from assize.store.store import Store

NATION = "england-and-wales"


class Reader:
    """The store as the engine sees it: sums at one cut-off, and which places a source observes for an area."""

    def __init__(
        self,
        store: Store,
        catalogue: Catalogue,
        cut_off: date,
        pools: Mapping[str, tuple[str, ...]],
        as_received: date | None = None,
    ) -> None:
        self.store = store
        self.catalogue = catalogue
        self.cut_off = cut_off
        self.as_received = as_received
        self.pools = pools
        self._authorities: Mapping[str, tuple[str, ...]] | None = None
        self._made_of: dict[tuple[str, str], tuple[str, ...]] = {}  # asked for with every figure

    def totals(
        self, selections: Sequence[Selection], areas: Mapping[str, tuple[str, ...]], *, since: int | None = None
    ) -> Mapping[Selection, Sequence[Total]]:
        """Sums over the current editions; with `since` of the periods that end in that year or later."""
        return self.store.totals(selections, areas, self.cut_off, self.as_received, since=since)

    def members(self, source: str, area: str) -> tuple[str, ...]:
        """The places of `source` that make up an area: forces for police figures, authorities for populations."""
        if (source, area) not in self._made_of:
            self._made_of[source, area] = self._resolve(source, area)
        return self._made_of[source, area]

    def _resolve(self, source: str, area: str) -> tuple[str, ...]:
        if area in self.pools:
            return tuple(place for member in self.pools[area] for place in self.members(source, member))
        if area == NATION:
            boards = [place.slug for place in self.catalogue.areas.values() if AreaKind.BOARD in place.kinds]
            return tuple(place for board in sorted(boards) for place in self.members(source, board))
        if parts := self.catalogue.parts.get(source, {}).get(area):
            return parts
        observes = set(self.catalogue.sources[source].observes)
        if area not in self.catalogue.areas:
            return (area,)  # a smaller place, by its code
        place = self.catalogue.areas[area]
        if observes & place.kinds:
            # London is one board, and several areas of the courts: where a file has those alone, they are the board together.
            inside = self._inside(AreaKind.PART, area) if AreaKind.PART in observes else ()
            held = self.store.held_areas(source, self.cut_off, self.as_received) if inside else frozenset[str]()
            return inside if held.intersection(inside) and area not in held else (area,)
        of_courts = observes & {AreaKind.PART, AreaKind.COURT}
        forces = (area,) if AreaKind.FORCE in place.kinds else place.members
        if AreaKind.FORCE in observes:
            return forces
        if AreaKind.LOCAL_AUTHORITY in observes:
            authorities = self._by_force(source)
            return tuple(code for force in forces for code in authorities.get(force, (force,)))
        # Of the courts: London's parts where they are observed, else single courts.
        for kind in (AreaKind.PART, AreaKind.COURT):
            inside = self._inside(kind, area)
            if kind in observes and inside:
                return inside
        # A board in which no court stands has none of its own: it is nothing that a sum lacks.
        return () if of_courts and AreaKind.BOARD in place.kinds else (area,)

    def _inside(self, kind: AreaKind, area: str) -> tuple[str, ...]:
        areas = self.catalogue.areas.values()
        return tuple(other.slug for other in areas if kind in other.kinds and other.within == area)

    def _by_force(self, source: str) -> Mapping[str, tuple[str, ...]]:
        if self._authorities is None:
            self._authorities, _ = look_up(self.store, source, self.cut_off, self.as_received)
        return self._authorities
