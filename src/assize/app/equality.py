"""Which measures are split by groups of people, and what their groups' rates are against the reference's."""

from __future__ import annotations

from collections.abc import Sequence

from assize.core.disparity import Disparity
from assize.core.nouns import Figure
from assize.core.specs import Catalogue


def split_by_group(catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Measure and dimension, for every dimension that has a reference group."""
    return tuple(
        (metric.id, dimension)
        for metric in catalogue.metrics.values()
        for dimension in metric.by
        if dimension in catalogue.vocabularies and catalogue.vocabularies[dimension].reference
    )


def disparities_of(catalogue: Catalogue, figures: Sequence[Figure], board: str) -> tuple[Disparity, ...]:
    """The relative rates of a board from its protected figures, one a measure and dimension that is held."""
    from assize.assess.disparity import disparity

    found = []
    for name, dimension in split_by_group(catalogue):
        vocabulary = catalogue.vocabularies[dimension]
        own = [one for one in figures if one.metric == name and one.area == board and one.breakdown in vocabulary.names]
        made = disparity(catalogue.metrics[name], vocabulary, own)
        if made is not None:
            found.append(made)
    return tuple(found)
