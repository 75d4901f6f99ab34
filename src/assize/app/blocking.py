"""What must not be built from: sums that cannot both be right, shares that cannot be, counts that leap, and the reasons an
office gives.

`check` and `build` ask the same functions, so that whoever leaves out the first is stopped by the second.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING

from assize.core.errors import BuildRefused, Problem
from assize.core.nouns import Area, Figure
from assize.core.quality import Agreement, Dimension, Exchanged, Leap, Level, Matter, Reconciled, Residual
from assize.core.specs import Catalogue, Kind, Reconciliation
from assize.core.wording import count_text, listed, number_text, percent_text, period_words, signed

if TYPE_CHECKING:
    from assize.core.specs import OfficeSettings

IMPOSSIBLE = Decimal("0.5")  # no restatement moves a figure by more than half
FEW = 200  # fewer may differ by half with nothing wrong
LEAP = 4  # times the usual count, or that part of it; published counts of a board have not moved so in a quarter
LEAST_POINTS, MOST_POINTS = 4, 8  # before the latest, by which the usual is told
NAMED = 6
_MISREAD = (
    "One of the two has been misread or is in another unit: look at both before anything is built, and load the "
    "publisher's own file in place of the wrong one."
)

Reasons = Mapping[str, str]  # what would block -> why it is right; see `OfficeSettings.reasons`


def some(names: Sequence[str]) -> str:
    """`a, b and c`; of many the first six and how many more."""
    return listed(names, NAMED)


def place_name(catalogue: Catalogue, slug: str) -> str:
    """What a place is called; of one that the catalogue does not list its code."""
    return catalogue.areas[slug].name if slug in catalogue.areas else slug


def refuse_what_blocks(matters: Iterable[Matter]) -> tuple[str, ...]:
    """What the office has answered, a sentence each, to be printed with what is built.

    Raises BuildRefused with everything that blocks.
    """
    found = tuple(matters)
    blocks = [matter for matter in found if matter.level is Level.BLOCKS]
    if blocks:
        raise BuildRefused([Problem(matter.what, matter.where, fix=matter.action) for matter in blocks])
    return tuple(
        f"{matter.where}: {matter.what}. The office says why it is right: {matter.reason.rstrip('.')}."
        for matter in found
        if matter.reason
    )


def blocking_sums(catalogue: Catalogue, settings: OfficeSettings, reconciled: Sequence[Reconciled]) -> list[Matter]:
    """Of the sums that should agree, those that block a build and those that an office has answered."""
    boards = [catalogue.areas[board] for board in settings.boards]
    found = sum_matters(catalogue, boards, reconciled, settings.reasons)
    return [matter for matter in found if matter.level is Level.BLOCKS or matter.reason]


# --- sums that should agree ---------------------------------------------------------------------------------------


def sum_matters(
    catalogue: Catalogue, boards: Sequence[Area], reconciled: Iterable[Reconciled], reasons: Reasons
) -> Iterator[Matter]:
    """What is to be said of the reconciliations, one matter each, and one more for each pair that an office has answered."""
    own = {area for board in boards for area in (board.slug, *board.members)}
    for one in reconciled:
        beyond = one.of(Agreement.BEYOND)
        stops = _stops(one)
        answered = [residual for residual in stops if _reference(one.spec, residual) in reasons]
        for residual in answered:
            yield Matter(
                Level.KNOW,
                Dimension.CONSISTENCY,
                one.spec.title,
                _pair_words(catalogue, residual),
                "",
                reason=reasons[_reference(one.spec, residual)],
            )
        left = [residual for residual in beyond if residual not in answered]
        if left:
            yield _beyond(catalogue, one, left, [residual for residual in stops if residual in left], own)
        elif not answered and (within := one.of(Agreement.WITHIN)):
            largest = max(within, key=lambda residual: abs(residual.residual))
            yield Matter(
                Level.KNOW,
                Dimension.CONSISTENCY,
                one.spec.title,
                f"{len(within):,} of {len(one.residuals):,} pairs differ, none by more than is expected; the largest is "
                f"{place_name(catalogue, largest.area)}, {period_words(largest.period)}: {count_text(largest.left)} and "
                f"{count_text(largest.right)}",
                one.spec.action,
            )


def _stops(one: Reconciled) -> list[Residual]:
    return [residual for residual in one.of(Agreement.BEYOND) if one.spec.blocks or is_impossible(residual)]


def idle_reasons(
    reconciled: Iterable[Reconciled], figures: Iterable[Figure | Exchanged], reasons: Reasons
) -> Iterator[Matter]:
    """The reasons of an office that answer nothing: the file was replaced, say, or the reference is of another period."""
    asked = {_reference(one.spec, residual) for one in reconciled for residual in _stops(one)}
    asked |= {figure.reference for figure in figures}
    for reference in reasons:
        if reference not in asked:
            yield Matter(
                Level.KNOW,
                Dimension.VALIDITY,
                "assize.toml",
                f"the reason for {reference} answers nothing that is held",
                "Take it out of [reasons], unless a pack with another cut-off date needs it.",
            )


def _beyond(
    catalogue: Catalogue, one: Reconciled, beyond: Sequence[Residual], stops: Sequence[Residual], own: set[str]
) -> Matter:
    impossible = [residual for residual in beyond if is_impossible(residual)]
    mine = [residual for residual in beyond if residual.area in own]
    shown: Sequence[Residual] = impossible or mine or beyond
    if not mine or impossible:
        shown = sorted(shown, key=lambda residual: (residual.area not in own, -_size(residual)))
    words = [_pair_words(catalogue, residual) for residual in shown[:2]]
    more = f", and {len(shown) - 2:,} more" if len(shown) > 2 else ""
    # What does not touch the board's own figures is to be known, and no more: the region and the nation have it in them.
    level = Level.BLOCKS if stops else Level.LOOK if mine else Level.KNOW
    differ = "differ by more than any restatement could make" if impossible else "differ more than expected"
    action = _MISREAD if impossible else one.spec.action
    return Matter(
        level,
        Dimension.CONSISTENCY,
        one.spec.title,
        f"{len(shown if impossible else beyond):,} of {len(one.residuals):,} pairs {differ}: {'; '.join(words)}{more}",
        f"{action} {_how_to_answer([_reference(one.spec, residual) for residual in shown if residual in stops])}"
        if stops
        else action,
    )


def _pair_words(catalogue: Catalogue, residual: Residual) -> str:
    share = f" ({signed(percent_text(residual.share))})" if residual.share is not None else ""
    return (
        f"{place_name(catalogue, residual.area)}, {period_words(residual.period)}: {count_text(residual.left)} and "
        f"{count_text(residual.right)}{share}"
    )


def _reference(spec: Reconciliation, residual: Residual) -> str:
    return f"{spec.id}@{residual.area}@{residual.period.id}".lower()


def _how_to_answer(references: Sequence[str]) -> str:
    """What to type where the figures are right: one line for each, the first ones written out."""
    lines = [f'"{reference}" = "…"' for reference in references]
    each = "" if len(lines) == 1 else ", a line for each"
    return f"Where it is right as published, say why in assize.toml under [reasons]{each}: {some(lines)}."


def _size(residual: Residual) -> Decimal:
    """How large a residual is as a share; beside a nought the figure itself, so that it comes before any share."""
    return abs(residual.residual if residual.share is None else residual.share)


def is_impossible(residual: Residual) -> bool:
    """Whether two figures lie so far apart that one of them must be wrong; of small ones a difference says little."""
    return abs(residual.residual) > IMPOSSIBLE * max(abs(residual.right), Decimal(FEW))


# --- shares and rates that cannot be ------------------------------------------------------------------------------


def out_of_range(catalogue: Catalogue, figures: Iterable[Figure], others: Collection[str]) -> Iterator[Figure]:
    """Shares below nought or above one, and rates below nought; counts are counted from the cells.

    `others` are areas that stand in a report pooled and never by themselves: a publisher's correction below nought of one of
    them alone is no fault of the pool.
    """
    for figure in figures:
        kind = catalogue.metrics[figure.metric].kind
        if figure.value is None or kind is Kind.COUNT or figure.area in others:
            continue
        if figure.value < 0 or (kind.percent and figure.value > 1):
            yield figure


def range_matters(catalogue: Catalogue, figures: Iterable[Figure], reasons: Reasons) -> Iterator[Matter]:
    """What is to be said of figures that cannot be: one matter a measure, and one for each that an office has answered."""
    by_metric: dict[str, list[Figure]] = {}
    for figure in figures:
        name = catalogue.metrics[figure.metric].name
        if figure.reference not in reasons:
            by_metric.setdefault(figure.metric, []).append(figure)
            continue
        yield Matter(
            Level.KNOW,
            Dimension.VALIDITY,
            name,
            f"{place_name(catalogue, figure.area)}, {period_words(figure.period)}: {number_text(figure.value)}, "
            "which lies below nought or above 1",
            f"See what it is made of with: assize explain {figure.reference}",
            reason=reasons[figure.reference],
        )
    for metric, own in by_metric.items():
        yield Matter(
            Level.BLOCKS,
            Dimension.VALIDITY,
            catalogue.metrics[metric].name,
            f"{len(own):,} value{'s lie' if len(own) != 1 else ' lies'} below nought or above 100%, such as "
            f"{own[0].reference}",
            f"See what it is made of with: assize explain {own[0].reference}. "
            f"{_how_to_answer([figure.reference for figure in own])}",
        )


# --- counts that leap ---------------------------------------------------------------------------------------------


def leaps(catalogue: Catalogue, figures: Iterable[Figure], boards: Collection[str]) -> Iterator[Leap]:
    """The latest counts of boards that are at least `LEAP` times the usual of the points before, or that part of it.

    A file in which everything of one force is in another unit agrees with itself: only what is held already shows it.
    """
    series: dict[tuple[str, str, int], list[Figure]] = {}
    for figure in figures:
        counted = catalogue.metrics[figure.metric].kind is Kind.COUNT
        if counted and figure.area in boards and not figure.breakdown and figure.value is not None:
            series.setdefault((figure.metric, figure.area, figure.period.months), []).append(figure)
    for held in series.values():
        *before, latest = sorted(held, key=lambda figure: figure.period.last_day)
        values = [figure.value for figure in before[-MOST_POINTS:] if figure.value is not None]
        if len(values) < LEAST_POINTS or latest.value is None:
            continue
        usual = median(values)
        far = latest.value >= LEAP * usual or latest.value * LEAP <= usual
        outside = not min(values) <= latest.value <= max(values)
        if max(usual, latest.value) >= FEW and far and outside:
            yield Leap(latest, usual)


def leap_matters(catalogue: Catalogue, found: Iterable[Leap], reasons: Reasons) -> Iterator[Matter]:
    """A matter for each count that leaps: it blocks, unless an office has answered it."""
    for leap in found:
        figure = leap.figure
        reason = reasons.get(figure.reference, "")
        see = f"See what it is made of with: assize explain {figure.reference}"
        yield Matter(
            Level.KNOW if reason else Level.BLOCKS,
            Dimension.JUMPS,
            place_name(catalogue, figure.area),
            f"{catalogue.metrics[figure.metric].name}{_of_category(catalogue, figure)}, {period_words(figure.period)}: "
            f"{count_text(figure.value or Decimal(0))}, where about {count_text(leap.usual)} is usual: "
            "it may be misread, or in another unit",
            see if reason else f"{see}. {_how_to_answer([figure.reference])}",
            reason=reason,
        )


def _of_category(catalogue: Catalogue, figure: Figure) -> str:
    subject = catalogue.metrics[figure.metric].breakdown_subjects.get(figure.breakdown, "")
    return f" {subject}" if subject else ""


def exchange_matters(catalogue: Catalogue, found: Iterable[Exchanged], reasons: Reasons) -> Iterator[Matter]:
    """A matter for each two areas that seem to have each other's figures: it blocks, unless an office has answered it."""
    for one in found:
        reason = reasons.get(one.reference, "")
        here, there = place_name(catalogue, one.area), place_name(catalogue, one.other)
        fix = "Look at both in the publisher's own file, and load that."
        yield Matter(
            Level.KNOW if reason else Level.BLOCKS,
            Dimension.JUMPS,
            here,
            f"{catalogue.metrics[one.metric].name}, {period_words(one.period)}: by category the counts of {here} are like "
            f"those {there} usually has, and the other way round: the two may have been exchanged",
            fix if reason else f"{fix} {_how_to_answer([one.reference])}",
            reason=reason,
        )
