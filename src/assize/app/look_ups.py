"""Which local authorities make up each force: the held look-up that fits a source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from assize.core.errors import AssizeError
from assize.core.nouns import AreaKind
from assize.core.specs import Catalogue

if TYPE_CHECKING:
    from assize.store.store import Store


def look_up(
    store: Store, source: str, day: date, received: date | None = None
) -> tuple[Mapping[str, tuple[str, ...]], str]:
    """Which local authorities make up each force, by the look-up that fits a source; and why there is none, where none fits.

    What needs one is then a gap, and everything else is built.
    """
    codes = _authority_codes(store, source, day, received)
    if not codes:
        return {}, ""
    try:
        return store.authorities(day, among=codes, as_received=received), ""
    except AssizeError as error:
        return {}, error.sentence


def _authority_codes(store: Store, source: str, day: date, received: date | None) -> set[str]:
    """The places of a source that are known by an ONS code of England or Wales."""
    return {area for area in store.held_areas(source, day, received) if area[:1] in "EW" and area[1:].isdigit()}


def look_ups_used(
    catalogue: Catalogue, store: Store, sources: Iterable[str], day: date, received: date | None = None
) -> set[str]:
    """The keys of the look-up editions by which figures of these sources were added up to forces."""
    keys: set[str] = set()
    for source in sources:
        if AreaKind.LOCAL_AUTHORITY in catalogue.sources[source].observes and look_up(store, source, day, received)[0]:
            codes = _authority_codes(store, source, day, received)
            keys.update(store.look_up_used(day, among=codes, as_received=received))
    return keys


def look_up_faults(catalogue: Catalogue, store: Store, day: date, received: date | None = None) -> tuple[str, ...]:
    """A sentence for each held source of local authorities that no held look-up fits."""
    sources = [spec for spec in catalogue.sources.values() if AreaKind.LOCAL_AUTHORITY in spec.observes]
    faults = [(spec, look_up(store, spec.id, day, received)[1]) for spec in sources]
    return tuple(
        f"{spec.short_title}: {fault} Until then what is counted by its residents is not held."
        for spec, fault in faults
        if fault
    )
