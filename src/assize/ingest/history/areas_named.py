"""Which areas the texts of a workbook speak of: those a source may be of, and every other place that is known."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assize.core.nouns import Area
from assize.core.specs import Catalogue, SourceSpec
from assize.ingest.history.shapes import windows
from assize.ingest.places import Places

_EVERYWHERE = re.compile(
    r"^(?:national|total 43 forces)$", re.IGNORECASE
)  # words that name a nation alone in their cell
_CODE = re.compile(r"[EWKSN]\d{8}")  # as the Office for National Statistics gives every area
# `Staffordshire excluding Stoke`, `North Staffordshire`: not all of the area, or more than it.
_NOT_ALL = re.compile(
    r"\b(?:excl|excluding|except|without|minus|part of|parts of|outside|incl|including|plus|north|south|east|west|mid|central"
    r"|northern|southern|eastern|western|rest of|other than|neighbours?)\b",
    re.IGNORECASE,
)


class AreasNamed:
    """Finds areas in texts. `own` are those the source may be of; all others are found to be asked about."""

    def __init__(self, source: SourceSpec, catalogue: Catalogue) -> None:
        self.observes = set(source.observes)
        self.places = Places(catalogue.areas, source.observes)
        self._all = Places(catalogue.areas, {kind for area in catalogue.areas.values() for kind in area.kinds})
        self._found: dict[str, tuple[Area, ...]] = {}
        self._anywhere: set[str] = set()

    def look_through(self, texts: Iterable[str]) -> None:
        """Takes note of the areas that a whole workbook names."""
        self._anywhere |= {area.slug for text in texts for area in self.within(text)}

    def is_named_anywhere(self, slug: str) -> bool:
        """Whether a text of the workbook names it."""
        return slug in self._anywhere

    def named(self, label: str) -> Area | None:
        """The area that a whole label is, of those the source may be of or may have rows for."""
        return self.places.named(label) or (self._all.coded(label) if _CODE.fullmatch(label.strip()) else None)

    def is_own(self, area: Area) -> bool:
        """Whether the source may be of it."""
        return bool(area.kinds & self.observes)

    def nearest(self, label: str) -> str:
        """The known name most like a label, or an empty text."""
        return self.places.nearest(label)

    def within(self, text: str) -> tuple[Area, ...]:
        """Every area that a text names, each once; a name that only a longer one holds is none."""
        if text not in self._found:
            found: dict[str, Area] = {}
            taken: list[str] = []
            for words in windows(text):
                if not words[:1].isupper() or any(words in longer for longer in taken):
                    continue
                if _EVERYWHERE.match(words) and words != text:
                    continue
                area = self.named(words) or self._all.named(words)
                if area is not None:
                    taken.append(words)
                    found.setdefault(area.slug, area)
            self._found[text] = tuple(found.values())
        return self._found[text]

    def not_all(self, text: str) -> bool:
        """Whether a text that names an area speaks of a part of it, or of more."""
        return bool(_NOT_ALL.search(self.without(text)))

    def without(self, text: str) -> str:
        """A text without the names of areas in it."""
        for area in self.within(text):
            for spelling in sorted((area.name, *area.variants), key=len, reverse=True):
                text = re.sub(re.escape(spelling), " ", text, flags=re.IGNORECASE)
        return text

    def own_within(self, texts: Iterable[str]) -> list[tuple[Area, str]]:
        """The areas of the source that texts name, each with the first text that names it."""
        found: dict[str, tuple[Area, str]] = {}
        for text in texts:
            for area in self.within(text):
                if self.is_own(area):
                    found.setdefault(area.slug, (area, text))
        return list(found.values())
