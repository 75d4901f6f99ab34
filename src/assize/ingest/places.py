"""Which of our areas a publisher's name or code means."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

from assize.core.nouns import Area, AreaKind
from assize.ingest.values import without_footnote

# What the rows of a source may be, besides what it observes: everyone prints a national row, and the Home Office prints
# bodies without territory among the forces.
_BESIDES = {
    AreaKind.FORCE: {AreaKind.FORCE, AreaKind.OTHER, AreaKind.NATION},
    AreaKind.BOARD: {AreaKind.BOARD, AreaKind.NATION},
}
# What publishers put beside a name, and the kinds of place that may carry it: `West Midlands Police` is no region.
_SUFFIXES = (
    (re.compile(r"\s+LCJB\s*$", re.IGNORECASE), (AreaKind.BOARD, AreaKind.PART)),
    (re.compile(r"\s+(?:Police(?: Service| Force)?|Constabulary)\s*$", re.IGNORECASE), (AreaKind.FORCE,)),
    (re.compile(r"\s+Region\s*$", re.IGNORECASE), (AreaKind.HMCTS_REGION, AreaKind.PROBATION_REGION)),
    (re.compile(r"^\s*Heddlu\s+(?=\w)", re.IGNORECASE), (AreaKind.FORCE,)),
)


class Places:
    """The areas a source may speak of, findable by any spelling seen in published files, and by ONS code.

    Names are taken only among the kinds of place the source observes, because a region and a force may share one.
    """

    def __init__(self, areas: Mapping[str, Area], observes: AreaKind | Iterable[AreaKind]) -> None:
        wanted = {observes} if isinstance(observes, AreaKind) else set(observes)
        kinds = wanted.union(*(_BESIDES.get(kind, set()) for kind in wanted))
        self._areas = [area for area in areas.values() if area.kinds & kinds]
        self._names: dict[str, Area] = {}
        self._codes: dict[str, Area] = {}
        self._by_kind: dict[tuple[AreaKind, str], Area] = {}
        for area in self._areas:
            for spelling in (area.name, *area.variants, area.slug):
                self._names.setdefault(plain_name(spelling), area)
                for kind in area.kinds:
                    self._by_kind.setdefault((kind, plain_name(spelling)), area)
            if area.code:
                self._codes.setdefault(area.code, area)

    def named(self, name: str) -> Area | None:
        """The area of that name, whatever its spelling; footnote digits, ` LCJB` and ` Police` are read over where needed."""
        found = self._names.get(plain_name(name)) or self._names.get(plain_name(without_footnote(name)))
        return found or self._without_suffix(name)

    def coded(self, code: str) -> Area | None:
        """The area of that ONS code."""
        return self._codes.get(code.strip())

    def of(self, kind: AreaKind, name: str) -> Area | None:
        """The area of that name among those of one kind: for files in which a region and a board share a name."""
        found = (self._by_kind.get((kind, key)) for key in (plain_name(name), plain_name(without_footnote(name))))
        return next((area for area in found if area is not None), None) or self._without_suffix(name, kind)

    def _without_suffix(self, name: str, only: AreaKind | None = None) -> Area | None:
        """The area of a name that carries ` LCJB` or ` Police`, among the kinds of place that do."""
        plain = without_footnote(name)
        for suffix, kinds in _SUFFIXES:
            if suffix.search(plain):
                key = plain_name(suffix.sub("", plain))
                for kind in kinds:
                    if only in (None, kind) and (kind, key) in self._by_kind:
                        return self._by_kind[kind, key]
        return None

    def nearest(self, name: str) -> str:
        """The known name most like it, or else like it with its words in another order; or an empty text."""
        close = difflib.get_close_matches(plain_name(name), self._names, n=1, cutoff=0.6)
        if close:
            return self._names[close[0]].name
        by_words = {_words(area.name): area.name for area in self._areas}
        close = difflib.get_close_matches(_words(name), by_words, n=1, cutoff=0.8)
        return by_words[close[0]] if close else ""

    def of_kind(self, kind: AreaKind) -> Iterable[Area]:
        """The areas of one kind."""
        return (area for area in self._areas if kind in area.kinds)


def _words(name: str) -> str:
    return " ".join(sorted(set(re.findall(r"[a-z]+", name.casefold())) - {"lcjb", "police"}))


def plain_name(name: str) -> str:
    """A name in small letters and digits alone, so that spellings of one place are the same."""
    return re.sub(r"[^a-z0-9]", "", name.casefold().replace("&", "and"))
