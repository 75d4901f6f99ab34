"""Who reads a pack, and from when a source may be shown to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PARTNERSHIP, PUBLIC = "partnership", "public"


@dataclass(frozen=True)
class AudienceSpec:
    """One kind of reader. `partnership` and `public` are always there; an office may define others in `assize.toml`.

    Such a one sees what the audience that it is `like` sees, `also` these sources, and not those in `without`.
    """

    id: str  # the name of its folder in a pack
    name: str  # as it stands on the documents: "Board members"
    like: str = ""
    also: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    marking: str = ""  # the lowest of its documents; empty: the office's
    restricted_words: bool = False  # whether it reads commentary that is for partners only


@dataclass(frozen=True)
class Condition:
    """From when an audience may see a source's figures: so many days after a period's end, and not while provisional."""

    days_after_period_end: int = 0
    final: bool = False


@dataclass(frozen=True)
class SharingSpec:
    """What this office has agreed with whoever supplies a source, in place of what the catalogue says; None: as it says."""

    audiences: tuple[str, ...] | None = None
    smallest_count: int | None = None
    noughts_withheld: bool | None = None
    rounded_to: Mapping[str, int] | None = None  # audience -> to the nearest of what its counts are rounded
    marking: str | None = None
    conditions: Mapping[str, Condition] = field(default_factory=dict)


BUILT_IN: Mapping[str, AudienceSpec] = {
    PARTNERSHIP: AudienceSpec(PARTNERSHIP, "Board members", restricted_words=True),
    PUBLIC: AudienceSpec(PUBLIC, "Public"),
}
