"""Counts rounded to the nearest five, or to whatever a source says for these readers, before anything is worked out from them.

Each count is rounded by itself, a total as well, so that totals need not be the sum of their parts. Shares, rates, their
intervals and whatever is judged later are worked out again from the rounded counts: readers could work out no other from what
they see, and a rate of the true counts beside rounded ones would tell more of them than either. (The other way, a rate of the
true counts to whole per cents, was not taken for that reason.) Halves are rounded up.

Rounding comes after withholding, which is decided upon the true counts: what is safe where readers see the counts themselves
is safe where they see less. It does not do instead: of four quarters of 12, each shown as 10, and a year of 48, shown as 50,
every quarter can be worked out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from assize.core.nouns import Figure, Part
from assize.core.specs import Kind, MetricSpec, SourceSpec
from assize.core.wording import round_half_up
from assize.protect.audiences import Protected, withhold

Again = Callable[[MetricSpec, Figure], Figure]
"""Works a figure out from the sums of its parts as they are now."""

NO_WHOLE = "a whole that is too small once it is rounded"
_YOUNG = "too many have no outcome yet"


def rounded(value: Decimal, base: int) -> Decimal:
    """The nearest multiple of `base`, the one further from nought where two are as near."""
    return round_half_up(value / base, 0) * base


def round_counts(
    protected: Protected,
    metrics: Mapping[str, MetricSpec],
    sources: Mapping[str, SourceSpec],
    audience: str,
    again: Again,
) -> Protected:
    """The figures as `audience` is shown them: those of sources that round nothing for it are the same objects.

    What a publisher gives as a value of its own (a mean, a share without its counts) is no count and stays as it is.
    """
    if all(source.rounded_to.get(audience, 1) == 1 for source in sources.values()):
        return protected
    figures = tuple(_shown(figure, metrics[figure.metric], sources, audience, again) for figure in protected.figures)
    lost = sum(new.is_withheld and not old.is_withheld for new, old in zip(figures, protected.figures, strict=True))
    withheld = {**protected.withheld, NO_WHOLE: lost} if lost else protected.withheld
    return replace(protected, figures=figures, withheld=withheld)


def _shown(
    figure: Figure, metric: MetricSpec, sources: Mapping[str, SourceSpec], audience: str, again: Again
) -> Figure:
    bases = [sources[part.selection.source].base(part.selection.fields, audience) for part in figure.parts]
    if figure.is_withheld or metric.kind.published or max(bases, default=1) == 1:
        return figure
    if metric.kind is Kind.PROPORTION:  # a part that is rounded up must not pass its whole
        bases = [max(bases)] * len(bases)
    parts = tuple(_rounded(part, base) for part, base in zip(figure.parts, bases, strict=True))
    new = replace(figure, parts=parts)
    new = replace(new, immature=_immature(figure, new))
    if any(part.value is None for part in parts):
        return new
    if metric.kind.divides and not new.denominator:  # whether it was nought or one or two is not told
        return withhold(figure, NO_WHOLE)
    if figure.value is not None:
        return again(metric, new)
    # Held back for its youth: by how much would be told by the true counts.
    return replace(new, reason=f"{figure.reason.partition(':')[0]}: {_YOUNG}") if figure.flagged else new


def _rounded(part: Part, base: int) -> Part:
    return part if part.value is None or base == 1 else replace(part, value=rounded(part.value, base), rounded_to=base)


def _immature(old: Figure, new: Figure) -> Decimal | None:
    """The share of a cohort without an outcome, of the rounded counts; none where the figure does not show its cohort."""
    whole = new.part("denominator")
    if old.immature is None or not old.denominator or whole is None or not whole.value:
        return None
    return rounded(round_half_up(old.immature * old.denominator, 0), whole.rounded_to) / whole.value
