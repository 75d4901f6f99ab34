"""The smaller places of a board (courts, local authorities, partnerships) and their figures, where a source holds them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from assize.app.look_ups import look_up
from assize.app.protecting import protected_figures
from assize.app.reader import Reader
from assize.core.nouns import Absence, AreaKind, Figure
from assize.core.periods import Period
from assize.core.specs import Catalogue, MetricSpec

if TYPE_CHECKING:
    from assize.store.store import Store

WITHIN = "within"  # the exhibit of a report that shows them side by side
SMALLER = (AreaKind.COURT, AreaKind.LOCAL_AUTHORITY, AreaKind.PARTNERSHIP, AreaKind.PART)


@dataclass(frozen=True)
class Within:
    """Figures of smaller places, which places by measure, and what those are called that the catalogue does not list."""

    figures: tuple[Figure, ...]
    places: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]


def places_within(
    catalogue: Catalogue, store: Store, board: str, kind: AreaKind, source: str, day: date, received: date | None
) -> tuple[str, ...]:
    """The smaller places of one kind that lie in a board, each once: by the catalogue, or by the look-up that fits the source.

    A local authority of several partnerships, or a partnership of several authorities, is one place: nothing is counted twice.
    """
    forces = catalogue.areas[board].members or (board,)
    if kind is AreaKind.LOCAL_AUTHORITY:
        inside, _ = look_up(store, source, day, received)
    elif kind is AreaKind.PARTNERSHIP:
        return _partnerships(catalogue, store, forces, source, day, received)
    else:
        return tuple(area.slug for area in catalogue.areas.values() if kind in area.kinds and area.within == board)
    return tuple(sorted({code for force in forces for code in inside.get(force, ())}))


def _partnerships(
    catalogue: Catalogue, store: Store, forces: tuple[str, ...], source: str, day: date, received: date | None
) -> tuple[str, ...]:
    """The partnerships of some forces as a source knows them: by their codes, or by their names where it prints no codes.

    With them goes what a force could place in none of them, where the source has it: else they would not add up to the force.
    """
    inside = store.partnerships(day, as_received=received)
    names = store.names(day, as_received=received) if inside else {}
    held = store.held_areas(source, day, received)
    found: set[str] = set()
    for force in forces:
        for code in inside.get(force, ()):
            found.add(code if code in held else _by_name(names.get(code, code)))
        if inside.get(force):
            found.add(_by_name(f"unassigned {catalogue.areas[force].name}"))
    return tuple(sorted(found & held))


def _by_name(name: str) -> str:
    """How a partnership without a code is kept: a slug of its name that no force has."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold().replace("&", " and ")).strip("-")
    return f"{plain}-csp"


def measure_within(
    catalogue: Catalogue,
    reader: Reader,
    board: str,
    quarter: Period,
    audience: str,
    known: Iterable[Figure],
) -> Within:
    """The protected figures of the smaller places of a board, for every measure that some report shows so.

    Where a single place's figure must be withheld the measure is left out whole: the others and the board's own would tell it.
    So is one of which a figure of the board is withheld among those `known`, its protected figures: its places add up to it.
    """
    from assize.measure.engine import Engine, Scope

    items = {item.metric for report in catalogue.reports.values() for item in report.items if item.exhibit == WITHIN}
    engine = Engine(catalogue, reader.totals, reader.members)
    figures: list[Figure] = []
    places: dict[str, tuple[str, ...]] = {}
    hidden = {figure.metric for figure in known if figure.area == board and figure.is_withheld}
    for metric in (catalogue.metrics[name] for name in sorted(items)):
        smaller = _smaller(catalogue, metric)
        if smaller is None or metric.id in hidden:
            continue
        kind, source, spec = smaller
        inside = places_within(catalogue, reader.store, board, kind, source, reader.cut_off, reader.as_received)
        held = reader.store.held_areas(source, reader.cut_off, reader.as_received)
        inside = tuple(place for place in inside if place in held)
        if len(inside) < 2:
            continue
        own = engine.figures([spec], Scope(inside[0], (), inside[1:], quarter), {})
        protected = protected_figures(catalogue, own, audience, reader.cut_off)
        if any(figure.absence is Absence.CONFIDENTIAL for figure in protected.figures):
            continue
        figures += protected.figures
        places[metric.id] = inside
    names = reader.store.names(reader.cut_off, as_received=reader.as_received) if places else {}
    names |= {_by_name(name): name for name in names.values()}
    names |= {
        _by_name(f"unassigned {area.name}"): f"In no partnership ({area.name})" for area in catalogue.areas.values()
    }
    return Within(tuple(figures), places, names)


def _smaller(catalogue: Catalogue, metric: MetricSpec) -> tuple[AreaKind, str, MetricSpec] | None:
    """The kind of smaller place a measure can be had for, from which source, and the measure as it is counted there."""
    for selection in metric.within or metric.numerators:
        observes = catalogue.sources[selection.source].observes
        for kind in SMALLER:
            if kind in observes:
                return kind, selection.source, replace(metric, numerators=(selection,))
    return None
