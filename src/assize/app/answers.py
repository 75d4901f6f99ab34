"""Answers from what is held: every figure as csv, and one figure back to its cells."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assize.app.material import (
    comparators,
    decide_cut_off,
    decide_quarter,
    dimension_of,
    measure,
    prepare_material,
)
from assize.app.reader import Reader
from assize.app.sentences import explain_sentence
from assize.app.within import measure_within
from assize.app.workspace import Progress, Workspace, quiet
from assize.core.audiences import PARTNERSHIP
from assize.core.errors import AssizeError
from assize.core.material import Material
from assize.core.nouns import AS_AT, MADE_UP, AreaKind, Figure
from assize.core.periods import Period, parse_period
from assize.core.specs import Catalogue, MetricSpec
from assize.core.wording import date_words, read_day

if TYPE_CHECKING:
    pass

EXPORT_COLUMNS = (
    "reference", "metric", "area", "period", "breakdown", "value", "absence", "reason", "numerator", "denominator",
    "interval_lower", "interval_upper", "interval_method", "share_unresolved", "flagged", "marks", "editions",
)  # fmt: skip


def export_rows(
    folder: Path, *, cut_off: date | None = None, quarter: str = "", as_received: date | None = None
) -> Iterator[tuple[str, ...]]:
    """All current figures for the partnership, a row each, sorted by reference: first the column names.

    No received date and no number of the ledger is in it. Values are unrounded.
    """
    workspace = Workspace.open(folder)
    store = workspace.store()
    splits = {metric.id: set(metric.by) for metric in workspace.catalogue.metrics.values()}
    figures: dict[str, Figure] = {}
    try:
        day = decide_cut_off(workspace, store, cut_off, as_received, quarter)
        period = decide_quarter(workspace, store, day, quarter, as_received)
        for board in workspace.settings.boards:
            protected, beside = measure(workspace, store, board, period, day, PARTNERSHIP, splits, None, as_received)
            own = protected.figures
            reader = Reader(store, workspace.catalogue, day, beside.pools, as_received)
            inside = measure_within(workspace.catalogue, reader, board, period, PARTNERSHIP, own).figures
            figures.update({one.reference: one for one in (*own, *inside) if one.reference not in figures})
        made_up = frozenset(edition.key for edition in store.editions() if edition.made_up)
    finally:
        store.close()
    yield EXPORT_COLUMNS
    for reference in sorted(figures):
        yield _export_row(figures[reference], made_up)


def _export_row(figure: Figure, made_up: frozenset[str]) -> tuple[str, ...]:
    interval = figure.interval
    marks = sorted(mark.value for mark in figure.marks)
    if any(edition in made_up for part in figure.parts for edition in part.editions):
        marks.append(MADE_UP)

    def text(value: object) -> str:
        return "" if value is None else str(value)

    return (
        figure.reference, figure.metric, figure.area, figure.period.id, figure.breakdown, text(figure.value),
        figure.absence.value if figure.absence else "", figure.reason, text(figure.numerator), text(figure.denominator),
        text(interval.lower if interval else None), text(interval.upper if interval else None),
        interval.method if interval else "", text(figure.immature), "yes" if figure.flagged else "no",
        " ".join(marks),
        " ".join(sorted({edition.split("-")[0][:12] for part in figure.parts for edition in part.editions})),
    )  # fmt: skip


def explain(
    folder: Path,
    reference: str,
    *,
    all_cells: bool = False,
    cut_off: date | None = None,
    as_received: date | None = None,
    progress: Progress = quiet,
) -> list[str]:
    """Lines that lead from a printed reference to the cells it stands on; from words of a document to what they rest on.

    Raises AssizeError for a reference that is not one, or that the workspace has no figure for (with the nearest that it has),
    and for words that stand in no document.
    """
    if "@" not in reference and len(reference.split()) > 1:
        return explain_sentence(folder, reference, cut_off=cut_off, as_received=as_received, progress=progress)
    from assize.narrate.areas import explain_position
    from assize.narrate.explanation import CELLS_SHOWN, Evidence, explain_lines
    from assize.narrate.flows import explain_flow

    workspace = Workspace.open(folder)
    metric, area, period, breakdown, as_at = _parse_reference(workspace.catalogue, reference)
    store = workspace.store()
    try:
        day = decide_cut_off(workspace, store, cut_off, as_received)
        quarter = max(decide_quarter(workspace, store, day, "", as_received), period.last_quarter)
        splits = {metric.id: {dimension_of(workspace.catalogue, metric.id, breakdown)} if breakdown else set()}

        def search(day: date) -> tuple[Material, str, Figure | None]:
            for board in _boards_of(workspace, area):
                material, _ = prepare_material(
                    workspace, store, board, quarter, day, splits=splits, as_received=as_received, only={metric.id}
                )
                if (figure := material.figure(metric.id, area, period, breakdown, as_at)) is not None:
                    break
            return material, board, figure

        material, board, figure = search(day)
        if figure is None:
            days = sorted({edition.released for edition in store.editions(as_received=as_received)})
            later = [one for one in days if one > day]
            if later and search(later[-1])[2] is not None:
                # What it stands on was released by one of these days; once it is held it stays held.
                first = bisect_left(later, True, key=lambda one: search(one)[2] is not None)
                raise _after_cut_off(reference, day, later[first])
            raise _no_such_figure(material, reference, metric.id)
        evidence = []
        for part in figure.parts:
            limit = None if all_cells else CELLS_SHOWN
            # A part that protection has emptied stands on no cell: its observations are withheld with it.
            cells = (
                store.cells(
                    part.selection,
                    part.areas,
                    part.periods,
                    part.breakdown,
                    figure.as_at or day,
                    target=figure.area,
                    limit=limit,
                    as_received=as_received,
                )
                if part.cells
                else ()
            )
            evidence.append(Evidence(part, cells, max(part.cells - len(cells), 0)))
        editions = {edition.key: edition for edition in store.editions()}
        key = (metric.id, breakdown)
        slot = f"{metric.id}-{breakdown}" if breakdown else metric.id
        written = " ".join(material.commentary.get(slot, ()))
        lines = explain_lines(
            figure,
            metric,
            workspace.catalogue,
            material.area_name(figure.area),
            evidence,
            editions,
            material.measured.get(key) if area == board else None,
            material.findings.get(key) if area == board else None,
            written or f"no commentary yet: commentary/{board}/{quarter.slug}/{slot}.md",
        )
        among = explain_position(material.positions.get(metric.id), metric, figure)
        return [*lines, *among, *explain_flow(material.flows.get(metric.id), figure)]
    finally:
        store.close()


def _parse_reference(catalogue: Catalogue, reference: str) -> tuple[MetricSpec, str, Period, str, date | None]:
    """Measure, area, period, sub-group and the day as at which the figure stood so, where it is not today's."""
    import difflib

    parts = reference.strip().lower().split("@")
    as_at = read_day(parts.pop().removeprefix(AS_AT)) if parts[-1].startswith(AS_AT) else None
    if len(parts) not in (3, 4):
        raise AssizeError(
            "this is not a figure's reference",
            found=f"'{reference}'",
            expected="metric@area@period[@breakdown], such as conviction-rate@staffordshire@2019q1@sexual-offences",
        )
    metric = catalogue.metrics.get(parts[0])
    if metric is None:
        close = difflib.get_close_matches(parts[0], list(catalogue.metrics), n=3, cutoff=0.4)
        raise AssizeError(
            "there is no such measure",
            found=f"'{parts[0]}'",
            fix=f"Did you mean {' or '.join(close)}?" if close else "",
        )
    if not metric.numerators:
        raise AssizeError("no source is held for this measure", where=metric.name, found=metric.gap_reason)
    return metric, parts[1], parse_period(parts[2]), parts[3] if len(parts) == 4 else "", as_at


def _boards_of(workspace: Workspace, area: str) -> tuple[str, ...]:
    """The board of the workspace among whose areas this one is; every board for a smaller place, which may lie in any."""
    catalogue, boards = workspace.catalogue, workspace.settings.boards
    for board in boards:
        beside = comparators(catalogue, workspace.settings, board).places
        if area == board or area in (beside.nation, beside.pool, *beside.others):
            return (board,)
    place = catalogue.areas.get(area)
    if place is not None and AreaKind.BOARD in place.kinds:
        return boards  # it may stand beside one of them in a funnel
    if place is not None and not place.within and not area[1:].isdigit():
        raise AssizeError(
            "no board of this workspace has that area",
            found=f"'{area}'",
            expected=" or ".join(boards) + ", or an area compared with them",
        )
    return boards


def _after_cut_off(reference: str, cut_off: date, released: date) -> AssizeError:
    return AssizeError(
        f"this figure is held, but what it stands on was released by {date_words(released)}, after the cut-off date",
        found=f"'{reference}' with the cut-off date {date_words(cut_off)}",
        fix=f"To have it explained add --cut-off {released.isoformat()}.",
    )


def _no_such_figure(material: Material, reference: str, metric: str) -> AssizeError:
    import difflib

    own = [name for name in material.figures if name.startswith(f"{metric}@")]
    close = difflib.get_close_matches(reference.lower(), own, n=3, cutoff=0.3)
    return AssizeError(
        "no such figure is held", found=f"'{reference}'", expected=f"for instance {' or '.join(close)}" if close else ""
    )
