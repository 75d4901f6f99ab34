"""Figures as readers may see them: withheld, then rounded, in the one place through which everything written goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from assize.core.nouns import Figure
from assize.core.protection import EarlierPack
from assize.core.specs import Catalogue

if TYPE_CHECKING:
    from assize.protect.audiences import Protected


def protected_figures(
    catalogue: Catalogue,
    figures: Sequence[Figure],
    audience: str,
    day: date,
    pools: Mapping[str, Sequence[str]] | None = None,
    earlier: Sequence[EarlierPack] = (),
) -> Protected:
    """What `audience` may see of `figures` as at `day`, in the same order, with the counts rounded that are rounded for it.

    `pools` and `earlier` are as `protect` takes them. Raises AssizeError for an audience that no source knows.
    """
    from assize.measure.engine import worked_out
    from assize.protect.audiences import protect
    from assize.protect.rounding import round_counts

    found = protect(figures, catalogue.sources, audience, pools or {}, day, earlier)
    return round_counts(found, catalogue.metrics, catalogue.sources, audience, worked_out)
